/*
 * types.h - types, objects, scopes, packages, constants.
 *
 * A Type node is a *spelling*: `byte` and `uint8`, `any` and `interface{}`,
 * func types with and without parameter names are different nodes, because
 * messages print them as written. Identity is that of the canonical
 * representative: type_same(a, b) compares a->canon and b->canon, which
 * type_canon computes once. Named types are their own canon.
 *
 *     byte ----canon---> uint8          []byte --canon--> []uint8
 *
 * Shapes are asked through type_under, never by looking at `kind` of a type
 * that may be named: a named type resolves its underlying type on demand.
 */
#ifndef FRONTEND_TYPES_TYPES_H
#define FRONTEND_TYPES_TYPES_H

#include "frontend/syntax/ast.h"

/* ---------------------------------------------------------------- types -- */

typedef enum TypeKind {
  TYPE_INVALID, /* an error was reported; every check accepts it silently */
  TYPE_BASIC,
  TYPE_ARRAY,
  TYPE_SLICE,
  TYPE_STRUCT,
  TYPE_POINTER,
  TYPE_FUNC,
  TYPE_INTERFACE,
  TYPE_MAP,
  TYPE_CHAN,
  TYPE_NAMED,
  TYPE_TUPLE, /* results of a call: zero, two or more values */
  TYPE_PARAM, /* type parameter */
  TYPE_UNION  /* only as an interface element */
} TypeKind;

/* Untyped numeric kinds are ordered: the larger one wins. */
typedef enum BasicKind {
  BASIC_INVALID,
  BASIC_BOOL,
  BASIC_INT,
  BASIC_INT8,
  BASIC_INT16,
  BASIC_INT32,
  BASIC_INT64,
  BASIC_UINT,
  BASIC_UINT8,
  BASIC_UINT16,
  BASIC_UINT32,
  BASIC_UINT64,
  BASIC_UINTPTR,
  BASIC_FLOAT32,
  BASIC_FLOAT64,
  BASIC_COMPLEX64,
  BASIC_COMPLEX128,
  BASIC_STRING,
  BASIC_UNSAFE_POINTER,
  BASIC_UNTYPED_BOOL,
  BASIC_UNTYPED_INT,
  BASIC_UNTYPED_RUNE,
  BASIC_UNTYPED_FLOAT,
  BASIC_UNTYPED_COMPLEX,
  BASIC_UNTYPED_STRING,
  BASIC_UNTYPED_NIL,
  BASIC_COUNT
} BasicKind;

/* Properties of basic kinds, or-ed: most checks are one mask test. */
enum BasicInfo {
  BI_BOOLEAN = 1 << 0,
  BI_INTEGER = 1 << 1,
  BI_UNSIGNED = 1 << 2,
  BI_FLOAT = 1 << 3,
  BI_COMPLEX = 1 << 4,
  BI_STRING = 1 << 5,
  BI_UNTYPED = 1 << 6,
  BI_ORDERED = BI_INTEGER | BI_FLOAT | BI_STRING,
  BI_NUMERIC = BI_INTEGER | BI_FLOAT | BI_COMPLEX,
  BI_CONST = BI_BOOLEAN | BI_NUMERIC | BI_STRING
};

typedef enum ChanDir {
  CHAN_BOTH,
  CHAN_SEND,
  CHAN_RECV
} ChanDir;

enum TypeFlags {
  TYPE_F_COMPLETE = 1 << 0,   /* parts are in: may be canonicalised */
  TYPE_F_HAS_PARAM = 1 << 1,  /* mentions a type parameter */
  TYPE_F_VARIADIC = 1 << 2,   /* func */
  TYPE_F_IMPLICIT = 1 << 3,   /* interface made for a constraint */
  TYPE_F_NOTINHEAP = 1 << 4,  /* named: //go:notinheap */
  TYPE_F_LAID_OUT = 1 << 5,   /* size, align, ptrdata are valid (layout.c) */
  TYPE_F_SIZE_ERROR = 1 << 6, /* too large: see type_size_error */
  TYPE_F_ANY = 1 << 7,        /* the interface spelled `any` */
};

typedef struct TypeSet TypeSet;
typedef struct TypeParams {
  Type **items;
  uint32_t n;
} TypeParams;

/* A union's or type set's term: T or ~T. */
typedef struct Term {
  bool tilde;
  Type *type;
  Pos pos;
} Term;

struct Type {
  uint8_t kind;               /* TypeKind */
  uint8_t align, field_align; /* bytes; layout.c */
  bool busy;                  /* its type set is being computed (typeset.c) */
  uint32_t flags;             /* enum TypeFlags */
  Type *canon;                /* NULL until asked for */
  uint32_t id;                /* canonical types: dense number, from 1 */
  uint32_t hash; /* canonical types: of the structure; 0: not computed */
  int64_t size, ptrdata; /* bytes; prefix that holds pointers; layout.c */
  void *codegen;         /* codegen's own facts about a canonical type */
  union {
    /* name: the spelling ("byte"); info: enum BasicInfo */
    struct {
      BasicKind kind;
      uint32_t info;
      const Name *name;
    } basic;
    struct {
      Type *elem;
      int64_t len;
    } array; /* len -1: unknown (error) */
    struct {
      Type *elem;
    } slice, ptr;
    struct {
      Type *elem;
      ChanDir dir;
    } chan;
    struct {
      Type *key, *elem;
    } map;
    /* fields NULL: not set up yet (recursive use), unless set */
    struct {
      Object **fields;
      uint32_t n;
      bool set;
    } st;
    /* params, results: tuples, never NULL when complete. recv: methods. */
    struct {
      Type *params, *results;
      TypeParams tparams, rparams;
      Object *recv;
    } func;
    /* methods: explicit ones; embeds with positions; set: typeset.c */
    struct {
      Object **methods;
      Type **embeds;
      Pos *embed_pos;
      uint32_t nmethods, nembeds;
      TypeSet *set;
    } iface;
    /* under: resolved, or NULL; rhs: what was written. methods: declared ones
       in source order; name resolution happens before their signatures are
       checked. tparams: of a generic type. orig, targs: of an instance; its
       `under` and methods are made on demand (instance.c): ask type_under and
       named_method, never the fields. obj: an instance has that of orig. */
    struct {
      Object *obj;
      Type *under, *rhs;
      Compiler *compiler;
      LIST(Object *) methods;
      Type *orig;
      Type **targs;
      uint32_t ntargs;
      TypeParams tparams;
      uint32_t local_index;
      uint32_t shape; /* of a shape (shape.c): 1 + its place; else 0 */
      Pos pos;        /* of an instance: where it was written first */
    } named;
    struct {
      Object **vars;
      uint32_t n;
    } tuple;
    /* bound: what was written; see type_param_bound. index: in its list */
    struct {
      Object *obj;
      Compiler *compiler;
      Type *bound;
      uint32_t index;
    } param;
    struct {
      Term *terms;
      uint32_t n;
    } uni;
  };
};

/* All methods of an interface, embedded ones included: sorted, exported first
   by name, then the others by name and package path. */
struct TypeSet {
  Object **methods;
  uint32_t nmethods;
  bool comparable;
  bool all_types; /* no terms: every type */
  Term *terms;    /* normal form, valid unless all_types */
  uint32_t nterms;
};

/* -------------------------------------------------------------- objects -- */

typedef enum ObjKind {
  OBJ_PACKAGE, /* an import */
  OBJ_CONST,
  OBJ_TYPE,
  OBJ_VAR,  /* variables, parameters, results, fields */
  OBJ_FUNC, /* functions, methods, interface methods */
  OBJ_LABEL,
  OBJ_BUILTIN,
  OBJ_NIL
} ObjKind;

typedef enum Color {
  COLOR_WHITE,
  COLOR_BLACK,
  COLOR_GREY
} Color;

enum ObjFlags {
  OBJ_F_USED = 1 << 0,
  OBJ_F_FIELD = 1 << 1,    /* var: struct field */
  OBJ_F_EMBEDDED = 1 << 2, /* field */
  OBJ_F_PARAM = 1 << 3,    /* var: parameter or receiver */
  OBJ_F_RESULT = 1 << 4,   /* var: result */
  OBJ_F_GLOBAL = 1 << 5,   /* var: package level */
  OBJ_F_ALIAS = 1 << 6,    /* type: alias */
  OBJ_F_PTR_RECV = 1 << 7, /* method with pointer receiver, from syntax */
  OBJ_F_METHOD = 1 << 8,   /* func: has a receiver */
  OBJ_F_IFACE_METHOD = 1 << 9,
  OBJ_F_TEMP = 1 << 10, /* var: made by explicit or inline (.autotmp_N) */
  OBJ_F_DOT_IMPORT = 1 << 11,
  OBJ_F_INLINED =
      1 << 21,          /* var: the caller's copy of one of an inlined body */
  OBJ_F_FAKE = 1 << 12, /* of a package that could not be loaded */
  OBJ_F_CLAUSE_VAR = 1 << 13, /* var of a type switch clause */
  OBJ_F_BROKEN_ALIAS = 1 << 14,
  OBJ_F_GENERIC = 1 << 15, /* type, func: has type parameters, its own ones or
                              those of its receiver */
  /* facts about variables; check sets the first three, escape the rest */
  OBJ_F_CAPTURED = 1 << 16,   /* used by an inner function literal */
  OBJ_F_REASSIGNED = 1 << 17, /* assigned after its declaration */
  OBJ_F_ADDR_TAKEN = 1 << 18, /* &x, &x.f, &x[i], x[:], x.ptrMethod() */
  OBJ_F_ESCAPES = 1 << 19,    /* lives on the heap. Until escape analysis
                                 stands: captured by reference or address
                                 taken (set by explicit) */
  OBJ_F_BY_VALUE = 1 << 20,   /* captured by copy, not by reference */
  OBJ_F_NUMBERED = 1 << 21,   /* late, but counted where temporaries are
                                 numbered (escape/flow_go.c) */
  OBJ_F_LATE = 1 << 22,       /* temporary that gc makes after escape analysis,
                                 if at all: no message counts or tells of it */
};

struct Object {
  uint8_t kind;     /* ObjKind */
  uint8_t color;    /* Color, while checking package-level declarations */
  uint16_t builtin; /* BuiltinId */
  uint32_t flags;   /* enum ObjFlags */
  Pos pos;
  uint32_t order;   /* package level: order of declaration, from 1 */
  const Name *name; /* "_" for blanks; unnamed parameters: NULL */
  Type *type;       /* NULL until checked */
  Package *package; /* NULL for predeclared ones */
  Scope *parent;    /* where it is declared; NULL for fields, methods */
  union {
    struct {
      Package *imported;
      Decl *decl;
    } pkg;
    struct {
      const Const *value;
      Decl *decl;
      uint32_t index;
    } cnst;
    struct {
      Decl *decl;
    } type_name;
    /* fn: the function that declares it, NULL at package level. field_index,
       offset: fields (layout.c). tag: fields, unquoted. param_index: place
       among parameters (receiver first) or results. decl_stmt: what defines
       it (assign, range or var spec), for escape. codegen: its storage. */
    struct {
      Function *fn;
      int64_t offset;
      const char *tag;
      uint32_t tag_len;
      const char *symbol; /* package variables: by go:linkname; NULL: none */
      uint32_t index;
      Decl *decl;
      void *codegen;
      void *escape;   /* its Location, while its batch is analysed */
      Expr *defining; /* escape: the one value that `x := e` or `var x = e`
                         declares it with */
    } var;
    /* decl: NULL for interface methods. fn: once the body is known.
       recv_named: base type of a method. origin: of a method of an instance,
       that of the generic type; of an instance of a function, that function,
       and targs its arguments. fn: a copy of the generic body, made for the
       package being compiled (check/instantiate.c). */
    struct {
      Decl *decl;
      Function *fn;
      Type *recv_named;
      Object *origin;
      Type **targs;
      uint32_t ntargs;
      void *codegen;
    } func;
  };
};

typedef enum BuiltinId {
#define BUILTIN(id, name, args, variadic, statement, sequenced) BUILTIN_##id,
#include "frontend/types/builtins.def"
#undef BUILTIN
  BUILTIN_COUNT
} BuiltinId;

/* What x.f denotes. */
typedef enum SelectionKind {
  SEL_QUALIFIED,        /* package.Name: obj */
  SEL_FIELD,            /* value or pointer . field */
  SEL_METHOD_VALUE,     /* x.M, called or not; x not an interface */
  SEL_INTERFACE_METHOD, /* x.M, x an interface, or a type parameter (recv):
                           then obj is a method of its bound */
  SEL_METHOD_EXPR       /* T.M */
} SelectionKind;

struct Selection {
  SelectionKind kind;
  bool indirect; /* some pointer was followed on the way */
  uint32_t npath;
  uint32_t *path; /* field numbers; the last is the field's, or the method's
                       number: declared method, or place in the type set of
                       an interface */
  Object *obj;    /* field, method, or imported object */
  Type *recv;     /* type of x */
  Type **targs;   /* of an imported generic function; see expr_type_args */
  uint32_t ntargs;
};

/* --------------------------------------------------------------- scopes -- */

struct Scope {
  Scope *parent;
  Scope *skip;       /* nearest ancestor that is not empty, if `when` holds */
  uint32_t when;     /* *empties when skip was found */
  uint32_t *empties; /* counts up when a skipped scope gets a name; shared */
  bool skipped;      /* some scope below goes past this one */
  Map names;         /* Name -> Object */
  LIST(Object *) order; /* of declaration */
  Function *fn;         /* innermost function, NULL at package level */
  bool is_func;         /* the scope of parameters and body */
};

/* A method table that instances of generic functions need. */
typedef struct MethodTable {
  Type *type, *iface;
} MethodTable;

/* A file of //go:embed, or a folder ("web/"), which has no contents. */
typedef struct EmbedFile {
  const char *name;
  const char *data;
  size_t len;
} EmbedFile;
typedef LIST(EmbedFile) EmbedFiles;

typedef enum EmbedKind {
  EMBED_STRING,
  EMBED_BYTES,
  EMBED_FS /* embed.FS: files and folders, by folder and name */
} EmbedKind;

/* A variable whose value is files. */
typedef struct Embed {
  Object *var;
  EmbedKind kind;
  EmbedFiles files;
} Embed;

/* A dictionary that instances of generic functions need: the type arguments
   for the shapes of an analysed function. */
typedef struct Dictionary {
  Function *shape;
  Type **targs;
} Dictionary;

/* One assignment of package initialisation, in order. */
typedef struct InitAssign {
  Object **lhs; /* one or more; the blank identifier's object is kept too */
  uint32_t n;
  Expr *rhs;
  Decl *decl;
} InitAssign;

struct Package {
  const char *path; /* import path; "main" or -p's for the compiled one */
  const Name *name; /* of the package clause */
  const char *dir;  /* where it was found */
  Scope *scope;
  File **files;
  uint32_t nfiles;
  LIST(Package *) imports; /* direct ones, in order of first import */
  LIST(InitAssign) inits;  /* package variables, in order of initialisation */
  LIST(Embed) embeds;      /* variables with //go:embed */
  LIST(Object *) objects;  /* package level, in order of declaration */
  LIST(Object *) methods;
  LIST(Function *)
  functions;          /* all bodies: a literal before the function that
                                 contains it (gc's order); the synthetic
                                 `init` of package variables last */
  LIST(Type *) named; /* every named type declared, local ones too */
  LIST(Function *)
  generics; /* bodies that mention type parameters, checked but never
                          compiled: only copies of them are. Not in `functions`;
                          their literals hang off them. */
  LIST(MethodTable)
  tables; /* explicit: those that gc makes with the instances, in its order */
  LIST(Dictionary) dictionaries; /* likewise */
  LIST(Type *) instance_types;   /* likewise: named ones with methods */
  struct Instances *instances;   /* of generic functions: check/instantiate.h */
  Function *var_init;  /* synthetic: runs `inits`; NULL if there are none */
  uint32_t height;     /* longest chain of imports below */
  bool name_clash;     /* another package in the program has this name: messages
                          qualify by import path, quoted */
  bool import_clash;   /* another one that gc knows has it: -m does so */
  bool fake;           /* could not be loaded: members silently invalid */
  bool is_main_module; /* compiled here, not only imported */
  bool complete;       /* every function must have a body */
  int lang; /* language 1.N that its module wants; 0: what the option says */
  bool uses_unsafe; /* imports unsafe itself */
  bool bodies_checked;
  bool declarations_only; /* load: imported, not compiled: check_package leaves
                             bodies of functions alone */
  void *codegen;
};

/* ------------------------------------------------------------ constants -- */

/*
 * constant.c: values of Go's untyped arithmetic. Immutable, in the arena
 * (limbs too). Kinds are independent of types: an untyped float constant may
 * hold an integer value. An int is an int64 or mpz, a float an mpq or 512-bit
 * mpfr, a complex a pair of these.
 */
typedef enum ConstKind {
  CONST_UNKNOWN, /* after an error: representable everywhere, silent */
  CONST_BOOL,
  CONST_STRING,
  CONST_INT,
  CONST_FLOAT,
  CONST_COMPLEX
} ConstKind;

ConstKind const_kind(const Const *v);
const Const *const_unknown(void);
const Const *const_bool(Compiler *c, bool b);
const Const *const_int(Compiler *c, int64_t i);
const Const *const_uint(Compiler *c, uint64_t u);
const Const *const_float(Compiler *c, double d);
const Const *const_string(Compiler *c, const char *s, size_t len);
/* From a literal token's text, which the scanner has already checked; unknown
   after "malformed constant" (the caller reports). Runes and strings are
   unquoted here. */
const Const *const_from_literal(Compiler *c, LitKind kind, const char *text,
                                size_t len);
const Const *const_imag_unit(Compiler *c, const Const *re,
                             const Const *im); /* re + im i */

bool const_bool_value(const Const *v);
const char *const_string_value(const Const *v, size_t *len);
bool const_int64(const Const *v, int64_t *out); /* false: not an int in range */
bool const_uint64(const Const *v, uint64_t *out);
double const_float64(const Const *v); /* nearest; may be infinite */
float const_float32(const Const *v);
int const_sign(const Const *v);         /* complex: 0 iff zero, else 1 */
uint32_t const_bit_len(const Const *v); /* of |int| */
const Const *const_real(Compiler *c, const Const *v);
const Const *const_imag(Compiler *c, const Const *v);
/* As an integer, float or complex if exactly one, else unknown. */
const Const *const_to_int(Compiler *c, const Const *v);
const Const *const_to_float(Compiler *c, const Const *v);
const Const *const_to_complex(Compiler *c, const Const *v);

const Const *const_binary(Compiler *c, Op op, const Const *x, const Const *y,
                          bool integer_division);
const Const *const_unary(Compiler *c, Op op, const Const *x,
                         uint32_t unsigned_bits); /* ^: 0 or the width */
const Const *const_shift(Compiler *c, Op op, const Const *x, uint32_t count);
bool const_compare(Compiler *c, Op op, const Const *x, const Const *y);
/* Rounds v to a basic type's values. NULL: not representable. Otherwise the
   (rounded) value. `why`, if not NULL, receives the class of failure. */
typedef enum ConstFit {
  FIT_OK,
  FIT_TRUNCATED,
  FIT_OVERFLOWS,
  FIT_MISMATCH
} ConstFit;
const Const *const_represent(Compiler *c, const Const *v, BasicKind kind,
                             ConstFit *why);
/* As in messages. */
const char *const_text(Compiler *c, const Const *v);
/* Bits for code generation: integers as two's complement. */
uint64_t const_bits(const Const *v);
void constants_done(void); /* frees MPFR's caches */

/* -------------------------------------------------- type.c: construction -- */

/* Predeclared types and objects (universe.c); c->universe. */
typedef struct Universe {
  Scope *scope;                /* predeclared names */
  Type *basic[BASIC_COUNT];    /* uint8 and int32 spelled so */
  Type *byte_type, *rune_type; /* canon: uint8, int32 */
  Type *invalid;
  Type *any_type; /* spelled `any` */
  Type *empty_interface;
  bool has_aliases; /* type_shape_alias was called */
  Type *error_type; /* named */
  Type *comparable_type;
  Type *empty_tuple;
  Package *unsafe_package;
  Package *shape_package; /* of shapes: go.shape */
  LIST(Type *) shapes;
  const Name *blank, *init, *main, *error_method;
} Universe;
void universe_init(Compiler *c);
#define BASIC(c, k) ((c)->universe->basic[BASIC_##k])

typedef struct BuiltinInfo {
  const char *name;
  uint8_t args;
  bool variadic, statement, sequenced;
} BuiltinInfo;
extern const BuiltinInfo builtin_info[BUILTIN_COUNT];

Type *type_new(Compiler *c, TypeKind kind);
Type *type_array(Compiler *c, Type *elem, int64_t len);
Type *type_slice(Compiler *c, Type *elem);
Type *type_pointer(Compiler *c, Type *elem); /* invalid if elem is */
Type *type_map(Compiler *c, Type *key, Type *elem);
Type *type_chan(Compiler *c, ChanDir dir, Type *elem);
Type *type_tuple(Compiler *c, Object **vars, uint32_t n);
Type *type_func(Compiler *c, Type *params, Type *results, bool variadic);
Type *type_struct(Compiler *c, Object **fields, uint32_t n);
Type *type_named(Compiler *c, Object *obj,
                 Type *underlying); /* sets obj->type */

Type *type_canon(Compiler *c, Type *t);
bool type_same(Compiler *c, Type *a, Type *b); /* spec: identical */
bool type_same_ignoring_tags(Compiler *c, Type *a, Type *b);
Type *type_under(Type *t); /* resolved underlying type; not NULL */
/* The underlying type; of a type parameter, the one underlying type of all its
   types. NULL: none. type_core_string takes []byte and string for the same,
   string, if both occur. */
Type *type_core(Compiler *c, Type *t);
Type *type_core_string(Compiler *c, Type *t);
Type *type_default(Compiler *c, Type *t); /* of an untyped type; else t */

/* Fields of the same name, both embedded or not, with the same tag if that
   counts; their types may differ. */
bool field_same(const Object *f, const Object *g, bool tags);

/* Predicates look at the underlying type. */
bool type_is_basic(const Type *t, uint32_t info); /* any of enum BasicInfo */
bool type_is_untyped(const Type *t);
bool type_is_named(const Type *t);     /* has a name: basic, named, parameter */
bool type_is_interface(const Type *t); /* and not a type parameter */
bool type_is_empty_interface(Compiler *c, Type *t); /* no methods */
bool type_has_nil(const Type *t);
bool type_is_pointer_shaped(Type *t); /* stored directly in an interface */
bool type_has_pointers(Type *t);
bool type_comparable(Compiler *c, Type *t); /* == is defined */
/* The same, but not for interfaces, whose values may panic when compared: what
   the constraint `comparable` demands. */
bool type_strictly_comparable(Compiler *c, Type *t);
bool type_ordered(Compiler *c, Type *t);
/* type_is_basic, or that of all types of a type parameter (if it has terms). */
bool type_all_basic(Compiler *c, Type *t, uint32_t info);
BasicKind type_basic_kind(Type *t); /* of the underlying; else INVALID */

/* type_print.c: gc's spelling in messages. `rel`: the package whose names
   print bare; NULL: all names are qualified by package name. */
void type_print(Text *out, Type *t, const Package *rel);
const char *type_string(Compiler *c, Type *t, const Package *rel);
/* The same with import paths, also for names of the checked package: that is
   how gc prints terms of unions. */
const char *type_path_string(Compiler *c, Type *t);
/* The spelling of reflect and of run-time messages: "main.T",
   "interface {}", "struct { X int }", "map[string]int". */
const char *type_runtime_string(Compiler *c, Type *t);
/* The spelling of -m: as written, but spaced as at run time, and without
   parameter names: "[]byte", "func(int) error", "interface {}". */
const char *type_ir_string(Compiler *c, Type *t, const Package *rel);
/* A unique name across packages: import paths instead of package names; link
   names of type descriptors and the base of type hashes. */
const char *type_link_string(Compiler *c, Type *t);
/* "[int,path/of/p.T]": type arguments as they stand in names. */
const char *type_args_string(Compiler *c, Type *const *types, uint32_t n);

/* layout.c, for linux/amd64. Need complete types. */
int64_t type_size(Compiler *c, Type *t);
int64_t type_align(Compiler *c, Type *t);
int64_t type_ptrdata(Compiler *c, Type *t);
void type_layout(Compiler *c, Type *t); /* sets field offsets */
/* Why t has no size ("type [9]T larger than address space"), or NULL. Its size
   then counts as 0. */
const char *type_size_error(Compiler *c, Type *t, const Package *rel);
/* Whether memory for a t is somebody else's: //go:notinheap, or a part is. */
bool type_is_unallocatable(Type *t);
/* Sets bit i of mask for each pointer word below ptrdata. */
void type_pointer_mask(Compiler *c, Type *t, uint8_t *mask);

/*
 * instance.c - generic types and functions with their type arguments.
 *
 * A TypeMap replaces params[i] by args[i] (NULL: leave it). A generic function
 * has its parameters in its signature: func.tparams, a method of a generic type
 * in func.rparams: every method names them anew, as in `func (l *List[E]) f()`.
 * Function.tparams is the list that its body mentions, whichever it is.
 *
 *   use                     recorded
 *   f(x), f[int], p.f[int]  on the NAME or SELECTOR f: expr_type_args, and as
 *                           its type the signature with them put in; obj is the
 *                           generic function. INDEX nodes around it have that
 *                           type, too, and no other meaning.
 *   List[int] as a type     Expr.type: the instance (named.orig, named.targs)
 *   l.f, List[int].f        Selection.obj is a method object of the instance:
 *                           func.origin is the generic method, func.recv_named
 *                           the instance, whose targs stand for origin's
 *                           rparams
 *   x.m, x of type P        SEL_INTERFACE_METHOD, Selection.recv == P
 *
 * In a generic body all of these may mention type parameters themselves. To
 * instantiate a body: substitute the types of all nodes and objects; then look
 * selections up again (lookup_field_or_method on the new type of x): the same
 * name may be found by another path. Constants with a type P have the value as
 * written: const_represent gives that of the argument. What depends on the size
 * of a type parameter (unsafe.Sizeof(x), len of a P) is no constant in the
 * generic body, and stays a call of the builtin.
 */
typedef struct TypeMap {
  TypeParams params; /* type parameters, or shapes that stand for them */
  Type *const *args;
  bool unshape; /* shapes become their underlying types; no params, then */
} TypeMap;
/* t itself if nothing changes in it. */
Type *type_substitute(Compiler *c, Type *t, const TypeMap *map);
/* orig[args], the same node for identical arguments. pos: where, for messages.
   `args` is kept. */
Type *type_instance(Compiler *c, Pos pos, Type *orig, Type **args, uint32_t n);
/* A generic signature with its parameters replaced, and none left. */
Type *signature_instance(Compiler *c, Type *sig, Type *const *args);
/* For type_under only: the underlying type of an instance; NULL: not yet
   known. */
Type *instance_expand(Type *t);
bool type_is_generic(const Type *t); /* a generic type without arguments */
/* Methods declared for a named type, by number. That of an instance has its
   type as soon as its origin has (else NULL): complete_method tries again. */
uint32_t named_method_count(const Type *t);
Object *named_method(Compiler *c, Type *t, uint32_t i);
void complete_method(Compiler *c, Object *m);
/* The method of t (an instance or not) that was declared as `origin`. */
Object *method_of_origin(Compiler *c, Type *t, const Object *origin);
/* The interface that restricts a type parameter; a bound like ~int counts as
   interface{ ~int }, a wrong one as interface{}. */
Type *type_param_bound(Compiler *c, Type *t);
/* The type arguments that are recorded on the name or selector of a function
   (parentheses and index are looked through); NULL: not generic. */
Type **expr_type_args(Expr *e, uint32_t *n);

/*
 * shape.c - what gc's analyses see in place of a type argument: a type named
 * after its underlying type and its place in the list, go.shape.int_0. All
 * pointers are one shape, unless the parameter's constraint has a core type.
 * Shapes count as type parameters for type_substitute.
 */
Type *type_shape(Compiler *c, Type *arg, uint32_t place, Type *param);
/* Prints as `shape`, but is `target`: what stands in a copy of a shape's body
   inside another function. */
Type *type_shape_alias(Compiler *c, const Type *shape, Type *target);
static inline bool type_is_shape(const Type *t) {
  return t->kind == TYPE_NAMED && t->named.shape > 0;
}

/* typeset.c */
TypeSet *type_set(Compiler *c, Type *iface);
/* The terms of an interface or type parameter; *n = 0: any type, or none. */
const Term *type_terms(Compiler *c, Type *t, uint32_t *n);
bool terms_include(Compiler *c, const Term *terms, uint32_t n, Type *t);
bool type_set_is_empty(const TypeSet *s);
/* Whether b's terms hold all types of a's. */
bool type_set_within(Compiler *c, const TypeSet *a, const TypeSet *b);
/* Method number in the sorted method set of an interface; -1: none. */
int iface_method_index(Compiler *c, Type *iface, const Object *method);

/* lookup.c (spec: selectors, method sets) */
typedef struct Lookup {
  Object *obj; /* NULL: not found */
  uint32_t *path;
  uint32_t npath;
  bool indirect; /* some pointer was followed */
  bool ambiguous;
  bool ptr_recv; /* found, but needs an addressable receiver */
} Lookup;
Lookup lookup_field_or_method(Compiler *c, Type *t, bool addressable,
                              const Package *pkg, const Name *name);
/* Method set of t for descriptors and itabs, sorted as TypeSet.methods;
   promoted ones included. */
typedef struct MethodSetEntry {
  Object *method;
  uint32_t *path; /* embedded fields on the way, then the method's index */
  uint32_t npath;
  bool indirect;
} MethodSetEntry;
MethodSetEntry *type_method_set(Compiler *c, Type *t, uint32_t *n);
int method_name_compare(const Object *a,
                        const Object *b); /* order of method sets */

/* scope.c */
Scope *scope_new(Compiler *c, Scope *parent);
Object *scope_lookup_here(const Scope *s, const Name *n);
Object *scope_lookup(Scope *s, const Name *n, Scope **where);
Object *scope_insert(Compiler *c, Scope *s,
                     Object *obj); /* returns the old one, or NULL */

Object *object_new(Compiler *c, ObjKind kind, Pos pos, const Name *name,
                   Type *type, Package *pkg);
bool object_is_exported(const Object *o);
/* Same name, and for unexported ones the same package. */
bool object_same_name(const Object *o, const Package *pkg, const Name *name);

#endif
