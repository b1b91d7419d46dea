/*
 * universe.c - what every Go program finds declared: types, true, false, iota,
 * nil, the built-in functions; and package unsafe, which is made the same way.
 *
 * One table row per predeclared type; everything else is a loop over tables.
 * `byte` and `rune` are spellings of uint8 and int32: own nodes, other canon.
 *
 *   universe scope     int ... error any comparable   true false iota nil  len
 *   package unsafe     Pointer                        Sizeof Add Slice ...
 *
 * The universe is the outermost scope: its names are no keywords, and a program
 * may declare others of the same spelling. So nothing in the checker compares
 * spellings; it compares Objects and types with the ones made here.
 *
 *   error         interface { Error() string }, a named type without package
 *   any           a spelling of interface{}, which messages keep apart
 *   comparable    no ordinary interface: only a constraint
 */
#include "frontend/types/types.h"

const BuiltinInfo builtin_info[BUILTIN_COUNT] = {
#define BUILTIN(id, text, nargs, more, stmt, ordered)                          \
  [BUILTIN_##id] = {.name = text,                                              \
                    .args = nargs,                                             \
                    .variadic = more,                                          \
                    .statement = stmt,                                         \
                    .sequenced = ordered},
#include "frontend/types/builtins.def"
#undef BUILTIN
};

typedef struct BasicRow {
  const char *name;
  uint32_t info; /* enum BasicInfo */
} BasicRow;

static const BasicRow basic_rows[BASIC_COUNT] = {
    [BASIC_INVALID] = {"invalid type",    0                       },
    [BASIC_BOOL] = {"bool",            BI_BOOLEAN              },
    [BASIC_INT] = {"int",             BI_INTEGER              },
    [BASIC_INT8] = {"int8",            BI_INTEGER              },
    [BASIC_INT16] = {"int16",           BI_INTEGER              },
    [BASIC_INT32] = {"int32",           BI_INTEGER              },
    [BASIC_INT64] = {"int64",           BI_INTEGER              },
    [BASIC_UINT] = {"uint",            BI_INTEGER | BI_UNSIGNED},
    [BASIC_UINT8] = {"uint8",           BI_INTEGER | BI_UNSIGNED},
    [BASIC_UINT16] = {"uint16",          BI_INTEGER | BI_UNSIGNED},
    [BASIC_UINT32] = {"uint32",          BI_INTEGER | BI_UNSIGNED},
    [BASIC_UINT64] = {"uint64",          BI_INTEGER | BI_UNSIGNED},
    [BASIC_UINTPTR] = {"uintptr",         BI_INTEGER | BI_UNSIGNED},
    [BASIC_FLOAT32] = {"float32",         BI_FLOAT                },
    [BASIC_FLOAT64] = {"float64",         BI_FLOAT                },
    [BASIC_COMPLEX64] = {"complex64",       BI_COMPLEX              },
    [BASIC_COMPLEX128] = {"complex128",      BI_COMPLEX              },
    [BASIC_STRING] = {"string",          BI_STRING               },
    [BASIC_UNSAFE_POINTER] = {"Pointer",         0                       },
    [BASIC_UNTYPED_BOOL] = {"untyped bool",    BI_BOOLEAN | BI_UNTYPED },
    [BASIC_UNTYPED_INT] = {"untyped int",     BI_INTEGER | BI_UNTYPED },
    [BASIC_UNTYPED_RUNE] = {"untyped rune",    BI_INTEGER | BI_UNTYPED },
    [BASIC_UNTYPED_FLOAT] = {"untyped float",   BI_FLOAT | BI_UNTYPED   },
    [BASIC_UNTYPED_COMPLEX] = {"untyped complex", BI_COMPLEX | BI_UNTYPED },
    [BASIC_UNTYPED_STRING] = {"untyped string",  BI_STRING | BI_UNTYPED  },
    [BASIC_UNTYPED_NIL] = {"untyped nil",     BI_UNTYPED              },
};

/* A basic type, from its row. */
static Type *new_basic(Compiler *c, BasicKind kind, const char *name) {
  Type *t = type_new(c, TYPE_BASIC);
  t->basic.kind = kind;
  t->basic.info = basic_rows[kind].info;
  t->basic.name = name_of(c, name);
  return t;
}

/* Enters an object in the universe, or in package unsafe. */
static Object *declare(Compiler *c, Scope *s, ObjKind kind, const char *name,
                       Type *type) {
  Package *pkg = s == c->universe->scope ? NULL : c->universe->unsafe_package;
  Object *obj = object_new(c, kind, NO_POS, name_of(c, name), type, pkg);
  scope_insert(c, s, obj);
  return obj;
}

/* A second name for a basic type; identical, but printed as written. */
static Type *declare_spelling(Compiler *c, const char *name, BasicKind kind) {
  Type *t = new_basic(c, kind, name);
  t->canon = c->universe->basic[kind];
  t->id = 0;
  declare(c, c->universe->scope, OBJ_TYPE, name, t)->flags |= OBJ_F_ALIAS;
  return t;
}

/* One type for each row; those with a writable name are declared. */
static void declare_basics(Compiler *c) {
  Universe *u = c->universe;
  for (BasicKind k = BASIC_BOOL; k < BASIC_COUNT; k++) {
    u->basic[k] = new_basic(c, k, basic_rows[k].name);
    if (k <= BASIC_STRING)
      declare(c, u->scope, OBJ_TYPE, basic_rows[k].name, u->basic[k]);
  }
  u->basic[BASIC_INVALID] = u->invalid;
  u->byte_type = declare_spelling(c, "byte", BASIC_UINT8);
  u->rune_type = declare_spelling(c, "rune", BASIC_INT32);
}

/* A complete interface with these methods. */
static Type *new_interface(Compiler *c, Object **methods, uint32_t n) {
  Type *t = type_new(c, TYPE_INTERFACE);
  t->iface.methods = methods;
  t->iface.nmethods = n;
  t->flags |= TYPE_F_COMPLETE;
  return t;
}

/* A defined type such as error. */
static Type *declare_named(Compiler *c, const char *name, Type *underlying) {
  Object *obj = declare(c, c->universe->scope, OBJ_TYPE, name, NULL);
  obj->color = COLOR_BLACK;
  return type_named(c, obj, underlying);
}

/* type error interface{ Error() string } */
static void declare_error(Compiler *c) {
  Universe *u = c->universe;
  Object **result = NEW(&c->arena, Object *);
  *result = object_new(c, OBJ_VAR, NO_POS, NULL, BASIC(c, STRING), NULL);
  (*result)->flags = OBJ_F_RESULT;
  Type *sig = type_func(c, u->empty_tuple, type_tuple(c, result, 1), false);
  Object **method = NEW(&c->arena, Object *);
  *method = object_new(c, OBJ_FUNC, NO_POS, u->error_method, sig, NULL);
  (*method)->flags = OBJ_F_METHOD | OBJ_F_IFACE_METHOD;
  u->error_type = declare_named(c, "error", new_interface(c, method, 1));
  sig->func.recv = object_new(c, OBJ_VAR, NO_POS, NULL, u->error_type, NULL);
  (*method)->func.recv_named = u->error_type;
}

/* any, error and comparable. */
static void declare_interfaces(Compiler *c) {
  Universe *u = c->universe;
  u->empty_interface = new_interface(c, NULL, 0);
  u->any_type = new_interface(c, NULL, 0);
  u->any_type->flags |= TYPE_F_ANY;
  declare(c, u->scope, OBJ_TYPE, "any", u->any_type)->flags |= OBJ_F_ALIAS;
  declare_error(c);
  Type *comparable = new_interface(c, NULL, 0);
  comparable->iface.set = NEW(&c->arena, TypeSet);
  *comparable->iface.set = (TypeSet){.comparable = true, .all_types = true};
  u->comparable_type = declare_named(c, "comparable", comparable);
}

/* true, false, iota, and nil. iota is a marker: its value is the checker's. */
static void declare_constants(Compiler *c) {
  Universe *u = c->universe;
  const struct {
    const char *name;
    BasicKind kind;
    const Const *value;
  } rows[] = {
      {"true",  BASIC_UNTYPED_BOOL, const_bool(c, true) },
      {"false", BASIC_UNTYPED_BOOL, const_bool(c, false)},
      {"iota",  BASIC_UNTYPED_INT,  const_int(c,  0)    },
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    declare(c, u->scope, OBJ_CONST, rows[i].name, u->basic[rows[i].kind])
        ->cnst.value = rows[i].value;
  declare(c, u->scope, OBJ_NIL, "nil", BASIC(c, UNTYPED_NIL));
}

/* Those of unsafe are the exported ones. */
static void declare_builtins(Compiler *c) {
  Universe *u = c->universe;
  for (int id = 0; id < BUILTIN_COUNT; id++) {
    const char *name = builtin_info[id].name;
    Scope *s = name_of(c, name)->exported ? u->unsafe_package->scope : u->scope;
    declare(c, s, OBJ_BUILTIN, name, u->invalid)->builtin = (uint16_t)id;
  }
}

/* Package unsafe has no source. */
static void make_unsafe(Compiler *c) {
  Package *p = NEW(&c->arena, Package);
  p->path = "unsafe";
  p->name = name_of(c, "unsafe");
  p->scope = scope_new(c, c->universe->scope);
  p->bodies_checked = true;
  c->universe->unsafe_package = p;
  declare(c, p->scope, OBJ_TYPE, "Pointer", BASIC(c, UNSAFE_POINTER));
}

/* Fills c->universe; does nothing the second time. */
void universe_init(Compiler *c) {
  if (c->universe)
    return;
  Universe *u = c->universe = NEW(&c->arena, Universe);
  u->scope = scope_new(c, NULL);
  u->blank = name_of(c, "_");
  u->init = name_of(c, "init");
  u->main = name_of(c, "main");
  u->error_method = name_of(c, "Error");
  u->invalid = type_new(c, TYPE_INVALID);
  u->empty_tuple = type_tuple(c, NULL, 0);
  declare_basics(c);
  declare_interfaces(c);
  declare_constants(c);
  make_unsafe(c);
  declare_builtins(c);
}
