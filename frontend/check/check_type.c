/*
 * check_type.c - identifiers and type expressions.
 *
 * A type expression becomes a Type node as soon as its kind is known, before
 * its parts are checked. When it is the right side of a declaration the node
 * is entered into the declared type at once, which is what lets
 *
 *     type List struct { next *List }
 *
 * refer to itself: while the field's type is checked, List already has an
 * (incomplete) struct as underlying type. TYPE_F_COMPLETE is set when the
 * parts are in. Rules that need complete types, such as "map keys must be
 * comparable", are pushed on the delayed queue.
 *
 * Structs, interfaces and signatures are in struct.c, interface.c, signature.c.
 *
 * `def` in all functions is the declared type whose right side e is, or NULL.
 * A type that is wrong is reported once and is INVALID from then on: parts of
 * that type are still checked, and say nothing about it.
 */
#include "frontend/check/check_type.h"

#define INVALID(ck) ((ck)->c->universe->invalid)

/* ---------------------------------------------------------- identifiers -- */

/* obj of another package: it may have come in with a dot-import. */
static void mark_dot_import(Checker *ck, const Object *obj) {
  for (uint32_t i = 0; i < ck->dot_imports.len; i++) {
    DotImport *d = &ck->dot_imports.items[i];
    if (d->scope == ck->env.file->scope &&
        scope_lookup_here(d->import->pkg.imported->scope, obj->name) == obj)
      d->import->flags |= OBJ_F_USED;
  }
}

/* Predeclared names that came with Go 1.18. */
static bool is_too_new(Checker *ck, const Object *obj, const Expr *e) {
  if (obj->package || obj->kind != OBJ_TYPE || version_allows(ck, 18))
    return false;
  if (!name_is(obj->name, "any") && !name_is(obj->name, "comparable"))
    return false;
  report_version(ck, e->pos, 18, report_text(ck, "predeclared %n", obj->name));
  return true;
}

/* What the name denotes here; NULL after a message. */
static Object *find_object(Checker *ck, Expr *e) {
  Object *obj = scope_lookup(ck->env.scope, e->name.name, NULL);
  if (!obj && name_is_blank(e->name.name) && e->name.obj)
    return e->name.obj; /* the _ of a receiver like T[_] */
  if (!obj) {
    if (name_is_blank(e->name.name))
      report(ck, e->pos, "cannot use _ as value or type");
    else
      report(ck, e->pos, "undefined: %n", e->name.name);
    return NULL;
  }
  if (is_too_new(ck, obj, e))
    return NULL;
  if (ck->dot_imports.len && obj->package != ck->pkg)
    mark_dot_import(ck, obj);
  return obj;
}

/* iota is a constant whose value depends on where it stands; other constants
   without a value are part of an error that was reported. */
static void use_constant(Checker *ck, Operand *x, Object *obj) {
  if (!obj->package && name_is(obj->name, "iota")) {
    if (!ck->env.iota) {
      report(ck, x->expr->pos, "cannot use iota outside constant declaration");
      return;
    }
    x->value = ck->env.iota;
  } else {
    x->value = obj->cnst.value ? obj->cnst.value : const_unknown();
  }
  x->mode = MODE_CONST;
}

/* A type, unless it is one that cannot be used (yet). */
static void use_type_name(Checker *ck, Operand *x, Object *obj) {
  if (obj->flags & OBJ_F_BROKEN_ALIAS)
    report(ck, x->expr->pos,
           "invalid use of type alias %n in recursive type (see issue #50729)",
           obj->name);
  else
    x->mode = MODE_TYPE;
}

/* Sets x's mode by the kind of object that its name denotes, and notes the use:
   for unused variables and imports, initialisation order, captures. x stays
   invalid if the object's type is. */
static void use_object(Checker *ck, Operand *x, Object *obj) {
  bool invalid = obj->type && obj->type->kind == TYPE_INVALID;
  switch ((ObjKind)obj->kind) {
  case OBJ_PACKAGE:
    report(ck, x->expr->pos, "use of package %n not in selector", obj->name);
    return;
  case OBJ_CONST:
    add_dependency(ck, obj);
    if (!invalid)
      use_constant(ck, x, obj);
    return;
  case OBJ_TYPE: use_type_name(ck, x, obj); return;
  case OBJ_VAR:
    if (obj->package == ck->pkg)
      obj->flags |= OBJ_F_USED;
    add_dependency(ck, obj);
    note_variable_use(ck, obj, x->expr->pos);
    if (!invalid)
      x->mode = MODE_VAR;
    return;
  case OBJ_FUNC:
    add_dependency(ck, obj);
    if (!invalid)
      x->mode = MODE_VALUE;
    return;
  case OBJ_BUILTIN:
    x->builtin = (BuiltinId)obj->builtin;
    x->mode = MODE_BUILTIN;
    return;
  case OBJ_NIL: x->mode = MODE_NIL; return;
  case OBJ_LABEL: UNREACHABLE();
  }
}

/* What the name e denotes, declared first if it has no type; a type name also
   when it is met in its own declaration, because that may be a cycle. */
void check_ident(Checker *ck, Operand *x, Expr *e, Type *def, bool want_type) {
  *x = (Operand){.mode = MODE_INVALID, .expr = e, .type = INVALID(ck)};
  Object *obj = find_object(ck, e);
  if (!obj)
    return;
  e->name.obj = obj;
  bool declare = !obj->type || (obj->kind == OBJ_TYPE && want_type);
  if (declare && obj->kind != OBJ_PACKAGE && obj->kind != OBJ_BUILTIN)
    declare_object(ck, obj, def);
  use_object(ck, x, obj);
  x->type = x->mode == MODE_INVALID ? INVALID(ck) : obj->type;
}

/* ------------------------------------------------------ type expressions -- */

void set_underlying(Type *def, Type *t) {
  if (def)
    def->named.under = t;
}

Type *check_type_begin(Checker *ck, TypeKind kind, Type *def) {
  Type *t = type_new(ck->c, kind);
  set_underlying(def, t);
  return t;
}

/* All parts are in: t may be compared and measured from now on. `parts`: their
   flags, or-ed; t mentions a type parameter if one of them does. */
static Type *complete(Type *t, uint32_t parts) {
  t->flags |= TYPE_F_COMPLETE | (parts & TYPE_F_HAS_PARAM);
  return t;
}

/* Sizes are known only when the whole package is. */
static void note_size(Checker *ck, const Expr *e, Type *t) {
  Pos pos = ck->env.size_pos ? ck->env.size_pos : expr_start(e);
  list_push(&ck->c->arena, &ck->sized, ((SizedType){.type = t, .pos = pos}));
}

/* Of a name or selector: the operand must be a type. NULL after a report. */
static Type *operand_as_type(Checker *ck, Operand *x) {
  if (x->mode == MODE_TYPE)
    return x->type;
  if (x->mode != MODE_INVALID)
    report(ck, expr_start(x->expr), "%x is not a type", x);
  return NULL;
}

/* T or pkg.T; NULL after a message. */
static Type *check_name_type(Checker *ck, Expr *e, Type *def) {
  Operand x;
  if (e->kind == EXPR_NAME)
    check_ident(ck, &x, e, def, true);
  else
    check_selector(ck, &x, e, def, true);
  Type *t = operand_as_type(ck, &x);
  if (t)
    set_underlying(def, t);
  return t;
}

/* The scanner of constants knows overflow; a length must also be an int. */
static int64_t length_of_constant(Checker *ck, Operand *x) {
  if (type_is_untyped(x->type) || type_is_basic(x->type, BI_INTEGER)) {
    const Const *v = const_to_int(ck->c, x->value);
    int64_t n;
    if (const_kind(v) == CONST_INT &&
        const_represent(ck->c, v, BASIC_INT, NULL)) {
      if (const_int64(v, &n) && n >= 0)
        return n;
      report(ck, expr_start(x->expr), "invalid array length %x", x);
      return -1;
    }
  }
  report(ck, expr_start(x->expr), "array length %x must be integer", x);
  return -1;
}

/* The constant between the brackets of an array type, as an int that is not
   negative; -1 after a report. */
int64_t check_array_length(Checker *ck, Expr *e) {
  if (e->kind == EXPR_NAME) {
    /* Names get better messages than the general ones. */
    const Object *obj = scope_lookup(ck->env.scope, e->name.name, NULL);
    if (!obj || obj->kind != OBJ_CONST) {
      report(ck, e->pos,
             obj ? "invalid array length %n"
                 : "undeclared name %n for array length",
             e->name.name);
      return -1;
    }
  }
  Operand x;
  check_expr(ck, &x, e);
  if (x.mode == MODE_CONST)
    return length_of_constant(ck, &x);
  if (x.mode != MODE_INVALID)
    report(ck, expr_start(x.expr), "array length %x must be constant", &x);
  return -1;
}

/* [n]T. After an error in n there is no type, but T has been checked. */
static Type *check_array_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_ARRAY, def);
  t->array.elem = INVALID(ck);
  if (e->array.len) {
    t->array.len = check_array_length(ck, e->array.len);
  } else {
    report(ck, e->pos,
           "invalid use of [...] array (outside a composite literal)");
    t->array.len = -1;
  }
  t->array.elem = check_var_type(ck, e->array.elem);
  complete(t, t->array.elem->flags);
  note_size(ck, e, t);
  return t->array.len >= 0 ? t : NULL;
}

/* []T */
static Type *check_slice_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_SLICE, def);
  t->slice.elem = INVALID(ck);
  t->slice.elem = check_var_type(ck, e->array.elem);
  return complete(t, t->slice.elem->flags);
}

/* *T; a pointer to an invalid type is invalid itself. */
static Type *check_pointer_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_POINTER, def);
  t->ptr.elem = INVALID(ck);
  t->ptr.elem = check_var_type(ck, e->pair.x);
  complete(t, t->ptr.elem->flags);
  return t->ptr.elem->kind == TYPE_INVALID ? INVALID(ck) : t;
}

/* chan T, chan<- T, <-chan T */
static Type *check_chan_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_CHAN, def);
  t->chan.elem = INVALID(ck);
  t->chan.dir = e->flags & EXPR_F_CHAN_SEND   ? CHAN_SEND
                : e->flags & EXPR_F_CHAN_RECV ? CHAN_RECV
                                              : CHAN_BOTH;
  t->chan.elem = check_var_type(ck, e->array.elem);
  note_size(ck, e, t);
  return complete(t, t->chan.elem->flags);
}

/* Delayed: whether a struct is comparable depends on all its fields. "invalid
   map key type []int". */
static void check_map_key(Checker *ck, void *data) {
  Expr *key = data;
  if (!type_comparable(ck->c, key->type))
    report(ck, expr_start(key), "invalid map key type %T%s", key->type,
           key->type->kind == TYPE_PARAM ? " (missing comparable constraint)"
                                         : "");
}

/* map[K]T. Basic keys, nearly all of them, need no look later. */
static Type *check_map_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_MAP, def);
  t->map.key = t->map.elem = INVALID(ck);
  t->map.key = check_var_type(ck, e->pair.x);
  t->map.elem = check_var_type(ck, e->pair.y);
  if (t->map.key->kind != TYPE_BASIC && t->map.key->kind != TYPE_INVALID)
    check_later(ck, check_map_key, e->pair.x);
  return complete(t, t->map.key->flags | t->map.elem->flags);
}

/* An expression where a type should be; its own mistakes are shown, too. */
static Type *not_a_type(Checker *ck, Expr *e) {
  report(ck, expr_start(e), "%e is not a type", e);
  use_exprs(ck, &e, 1);
  return NULL;
}

/* The type that e denotes, by the form of e; NULL: invalid, reported. */
static Type *check_type_kind(Checker *ck, Expr *e, Type *def) {
  switch ((ExprKind)e->kind) {
  case EXPR_BAD: return NULL;
  case EXPR_NAME:
  case EXPR_SELECTOR: return check_name_type(ck, e, def);
  case EXPR_INDEX: return check_instance_type(ck, e, def);
  case EXPR_PAREN: return check_defined_type(ck, e->pair.x, def);
  case EXPR_ARRAY_TYPE: return check_array_type(ck, e, def);
  case EXPR_SLICE_TYPE: return check_slice_type(ck, e, def);
  case EXPR_STRUCT_TYPE: return check_struct_type(ck, e, def);
  case EXPR_INTERFACE_TYPE: return check_interface_type(ck, e, def);
  case EXPR_MAP_TYPE: return check_map_type(ck, e, def);
  case EXPR_CHAN_TYPE: return check_chan_type(ck, e, def);
  case EXPR_FUNC_TYPE:
    return check_signature(ck, check_type_begin(ck, TYPE_FUNC, def), NULL, e,
                           NULL);
  case EXPR_UNARY:
    return e->op == OP_MUL ? check_pointer_type(ck, e, def) : not_a_type(ck, e);
  case EXPR_LITERAL:
  case EXPR_COMPOSITE:
  case EXPR_KEY_VALUE:
  case EXPR_FUNC_LIT:
  case EXPR_SLICE:
  case EXPR_TYPE_ASSERT:
  case EXPR_TYPE_GUARD:
  case EXPR_BINARY:
  case EXPR_CALL:
  case EXPR_LIST:
  case EXPR_DOTS_TYPE:
  case EXPR_CONVERT:
  case EXPR_INLINED_CALL:
  case EXPR_COUNT: break;
  }
  return not_a_type(ck, e);
}

/* A type expression has the facts of every expression; its value is the
   type. */
static Type *record_type(Expr *e, Type *t) {
  e->mode = MODE_TYPE;
  e->type = t;
  return t;
}

/* The type that e denotes, recorded on e. */
Type *check_defined_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_kind(ck, e, def);
  if (e->kind == EXPR_STRUCT_TYPE)
    note_size(ck, e, t);
  if (!t) {
    t = INVALID(ck);
    set_underlying(def, t);
  } else if (t->kind == TYPE_NAMED && type_is_generic(t)) {
    report(ck, expr_start(e),
           "cannot use generic type %T without instantiation", t);
    t = INVALID(ck);
  }
  return record_type(e, t);
}

/* For what stands before type arguments, in G[int], and in receivers. */
Type *check_generic_type(Checker *ck, Expr *e, bool complain) {
  Type *t = check_type_kind(ck, e, NULL);
  if (t && t->kind != TYPE_INVALID && !type_is_generic(t)) {
    if (complain)
      report(ck, expr_start(e), "%T is not a generic type", t);
    t = NULL;
  }
  return record_type(e, t ? t : INVALID(ck));
}

Type *check_type(Checker *ck, Expr *e) {
  return check_defined_type(ck, e, NULL);
}

/* ------------------------------------------------- types of variables -- */

/* Delayed: interfaces with types in their type set are constraints, and those
   are types of type parameters only. */
static void check_no_constraint(Checker *ck, void *data) {
  Expr *e = data;
  Type *u = type_under(e->type);
  if (u->kind != TYPE_INTERFACE)
    return;
  const TypeSet *set = type_set(ck->c, u);
  if (set->comparable)
    report(ck, expr_start(e),
           "cannot use type %T outside a type constraint: interface is (or "
           "embeds) comparable",
           e->type);
  else if (!set->all_types)
    report(ck, expr_start(e),
           "cannot use type %T outside a type constraint: interface contains "
           "type constraints",
           e->type);
}

/* Most types are seen to be none at once, which keeps the queue short. */
void forbid_constraint(Checker *ck, Expr *e) {
  Type *t = e->type;
  if (t == ck->c->universe->any_type || t == ck->c->universe->error_type)
    return;
  const Type *u = t->kind == TYPE_NAMED ? t->named.under : t;
  if (!u || u->kind == TYPE_NAMED || u->kind == TYPE_INTERFACE)
    check_later(ck, check_no_constraint, e);
}

Type *check_var_type(Checker *ck, Expr *e) {
  Type *t = check_type(ck, e);
  forbid_constraint(ck, e);
  return t;
}
