/*
 * ast.h - the syntax tree, from the parser to code generation.
 *
 * Three tagged unions: Expr (types are expressions: the grammar cannot tell
 * T(x) from a call), Stmt and Decl. One tree lives through all phases; each
 * phase adds facts in place, in fields marked with the phase that sets them:
 *
 *   parse     kind, op, pos, the children
 *   check     type, mode, value, obj, selection, call kind, targets
 *   explicit  replaces what is implied by nodes with EXPR_F_IMPLICIT set:
 *             conversions, &x and *x, embedded fields, variadic slices
 *   inline    replaces EXPR_CALL by EXPR_INLINED_CALL
 *   escape    alloc on allocating expressions, Object.escapes on variables
 *
 * `Pos` of a node is the byte that gc reports for it (docs/architecture.md):
 * the operator of a binary expression, the `(` of a call, the `.` of a
 * selector, the `[` of an index, the `{` of a composite literal, the first
 * byte otherwise. The leftmost byte is expr_start(e), computed, not stored.
 *
 * Example: `x.f(1) + y` is
 *   BINARY + @"+"  (CALL @"("  (SELECTOR @"." x f)  1)  y
 */
#ifndef FRONTEND_SYNTAX_AST_H
#define FRONTEND_SYNTAX_AST_H

#include "base/base.h"

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Decl Decl;
typedef struct Field Field;
typedef struct File File;
typedef struct Function Function;
/* types.h */
typedef struct Type Type;
typedef struct Object Object;
typedef struct Scope Scope;
typedef struct Const Const;
typedef struct Selection Selection;
typedef struct Package Package;

/* ---------------------------------------------------------------- kinds -- */

typedef enum Op {
#define OP(name, spelling, precedence, classes) OP_##name,
#include "frontend/syntax/ops.def"
#undef OP
  OP_COUNT
} Op;

enum OpClass {
  OPC_COMPARE = 1 << 0,
  OPC_ORDER = 1 << 1,
  OPC_LOGIC = 1 << 2,
  OPC_ARITH = 1 << 3,
  OPC_BITS = 1 << 4,
  OPC_SHIFT = 1 << 5,
  OPC_UNARY = 1 << 6,
};

typedef struct OpInfo {
  const char *spelling;
  uint8_t precedence; /* binary; 0: none */
  uint8_t classes;    /* enum OpClass */
} OpInfo;
extern const OpInfo op_info[OP_COUNT];

#define EXPR(kind, member, label, children) EXPR_##kind,
#define STMT(kind, member, label, children)
#define DECL(kind, member, label, children)
typedef enum ExprKind {
#include "frontend/syntax/ast.def"
  EXPR_COUNT
} ExprKind;

/* For a `switch` over kinds that has nothing to do for those that write types,
   or for those that an explicit tree (frontend/check/explicit.h) has no more
   and that have no value. */
#define CASE_TYPE_EXPR                                                         \
  case EXPR_ARRAY_TYPE:                                                        \
  case EXPR_SLICE_TYPE:                                                        \
  case EXPR_DOTS_TYPE:                                                         \
  case EXPR_STRUCT_TYPE:                                                       \
  case EXPR_INTERFACE_TYPE:                                                    \
  case EXPR_FUNC_TYPE:                                                         \
  case EXPR_MAP_TYPE:                                                          \
  case EXPR_CHAN_TYPE
#define CASE_GONE                                                              \
  case EXPR_BAD:                                                               \
  case EXPR_LITERAL:                                                           \
  case EXPR_KEY_VALUE:                                                         \
  case EXPR_PAREN:                                                             \
  case EXPR_TYPE_GUARD:                                                        \
  case EXPR_LIST:                                                              \
  CASE_TYPE_EXPR:                                                              \
  case EXPR_COUNT
#undef EXPR
#undef STMT
#define EXPR(kind, member, label, children)
#define STMT(kind, member, label, children) STMT_##kind,
typedef enum StmtKind {
#include "frontend/syntax/ast.def"
  STMT_COUNT
} StmtKind;
#undef STMT
#undef DECL
#define STMT(kind, member, label, children)
#define DECL(kind, member, label, children) DECL_##kind,
typedef enum DeclKind {
#include "frontend/syntax/ast.def"
  DECL_COUNT
} DeclKind;
#undef EXPR
#undef STMT
#undef DECL

typedef enum LitKind {
  LIT_INT,
  LIT_FLOAT,
  LIT_IMAG,
  LIT_RUNE,
  LIT_STRING
} LitKind;

/* What an expression denotes; set by check. MODE_INVALID is zero. */
typedef enum Mode {
  MODE_INVALID,  /* an error was reported */
  MODE_NO_VALUE, /* call without results */
  MODE_BUILTIN,  /* predeclared function */
  MODE_TYPE,
  MODE_CONST, /* `value` is valid */
  MODE_VAR,   /* addressable */
  MODE_MAP_INDEX,
  MODE_VALUE,
  MODE_NIL,     /* untyped nil, until it is given a type */
  MODE_COMMA_OK /* value of x.(T), <-c: may be used as v, ok */
} Mode;

enum ExprFlags {
  /* parse */
  EXPR_F_DOTS = 1 << 0,      /* call: last argument has ... */
  EXPR_F_FULL = 1 << 1,      /* slice: x[i:j:k] */
  EXPR_F_BAD_LIT = 1 << 2,   /* literal: an error was reported */
  EXPR_F_SHARED = 1 << 3,    /* type shared by `a, b T` */
  EXPR_F_CHAN_SEND = 1 << 4, /* channel type: chan<- */
  EXPR_F_CHAN_RECV = 1 << 5, /* channel type: <-chan */
  /* check */
  EXPR_F_PENDING = 1 << 6,   /* untyped, final type not known yet */
  EXPR_F_SHIFT_LHS = 1 << 7, /* pending left operand of a shift */
  EXPR_F_COMMA_OK = 1 << 8,  /* used as v, ok: type is the first's, the second
                                is bool or the named bool it is assigned to */
  EXPR_F_SPREAD = 1 << 9,    /* call: f(g()) with several results of g */
  EXPR_F_PTR_LIT = 1 << 10,  /* composite literal elided in []*T: means &T{} */
  EXPR_F_CHECKED = 1 << 11,
  /* explicit */
  EXPR_F_IMPLICIT = 1 << 12, /* not in the source: inserted by explicit */
  EXPR_F_HAS_SEQ = 1 << 13,  /* contains a call-like node: codegen's order of
                                evaluation must sequence it */
  EXPR_F_KEYED = 1 << 16,    /* element of a literal that had a key */
  EXPR_F_EXTENDS = 1 << 18,  /* make in append(s, make([]T, n)...): no slice of
                                its own is made */
  /* escape */
  EXPR_F_ON_STACK = 1 << 14,  /* what this node allocates does not escape */
  EXPR_F_TRANSIENT = 1 << 15, /* its storage may be reused by the next
                                 evaluation or statement */
  EXPR_F_BARE = 1 << 17       /* name: shown without its package */
};

/* Which kind of call an EXPR_CALL is; set by check. */
typedef enum CallKind {
  CALL_UNKNOWN,
  CALL_FUNC,       /* fn is a value: closure or declared function */
  CALL_CONVERSION, /* fn is a type; becomes EXPR_CONVERT in explicit */
  CALL_BUILTIN
} CallKind;

/* What an EXPR_CONVERT does; set by check/explicit.c. */
typedef enum ConvKind {
  CONV_NOP,            /* same representation */
  CONV_NUMERIC,        /* integer, float, complex */
  CONV_TO_IFACE,       /* concrete -> interface: makes a box */
  CONV_IFACE_TO_IFACE, /* itab changes, never fails */
  CONV_STR_TO_BYTES,
  CONV_STR_TO_RUNES,
  CONV_BYTES_TO_STR,
  CONV_RUNES_TO_STR,
  CONV_INT_TO_STR, /* string(rune) */
  CONV_SLICE_TO_ARRAY_PTR,
  CONV_PTR_TO_UNSAFE, /* *T or uintptr to unsafe.Pointer */
  CONV_UNSAFE_TO_PTR  /* unsafe.Pointer to *T or uintptr */
} ConvKind;

/* ---------------------------------------------------------- expressions -- */

struct Expr {
  uint8_t kind;   /* ExprKind */
  uint8_t op;     /* Op: unary, binary */
  uint8_t mode;   /* Mode; check */
  uint8_t sub;    /* LitKind, CallKind or ConvKind, by kind */
  uint32_t flags; /* enum ExprFlags */
  Pos pos;
  uint32_t escape_loc; /* escape: its location in the graph, for reports */
  Type *type;          /* check; NULL for statements' parts without one */
  const Const *value;  /* check: constant value, mode MODE_CONST */
  union {
    /* NAME, BAD. obj: check; NULL for `_` on a left side. targs, check: of a
       generic function, its type arguments here (types.h, instance.c). dict:
       see escape/dictionary.c */
    struct {
      const Name *name;
      Object *obj;
      Type **targs;
      uint32_t ntargs;
      int32_t dict;
    } name;
    /* text is the literal as written, in the source buffer: not NUL-ended */
    struct {
      const char *text;
      uint32_t len;
    } lit;
    /* T{...}. type NULL: elided. elems may be KEY_VALUE. index[i], check: the
       field number or element index of element i (NULL for maps). */
    struct {
      Expr *type;
      Expr **elems;
      uint32_t n;
      Pos rbrace;
      int64_t *index;
    } complit;
    /* KEY_VALUE x: y; PAREN (x); INDEX x[y], y may be a LIST of type
       arguments; TYPE_ASSERT x.(y); UNARY op x, with OP_MUL for *x and OP_AND
       for &x; BINARY x op y; MAP_TYPE map[x]y; CONVERT: x to `type` */
    struct {
      Expr *x, *y;
    } pair;
    /* x.sel. selection: check (types.h). After explicit every path has
       length 1: embedded fields and implicit & and * are nodes of their own. */
    struct {
      Expr *x;
      const Name *sel;
      Selection *selection;
      Pos sel_pos;
      int32_t dict; /* see escape/dictionary.c */
    } sel;
    struct {
      Expr *x, *lo, *hi, *max;
    } slice; /* bounds may be NULL */
    /* lhs := x.(type); lhs NULL: no variable. */
    struct {
      Expr *x;
      const Name *lhs;
      Pos lhs_pos;
    } guard;
    /* builtin: BuiltinId, for CALL_BUILTIN. init: statements to run before
       the arguments (explicit: temporaries of f(g())); a BLOCK or NULL. */
    struct {
      Expr *fn;
      Expr **args;
      uint32_t n;
      uint8_t builtin;
      Stmt *init;
    } call;
    struct {
      Expr **elems;
      uint32_t n;
    } list; /* two or more */
    struct {
      Expr *len, *elem;
    } array; /* len NULL: [...]; slice, chan, dots: elem */
    struct {
      Field *params, *results;
      uint32_t nparams, nresults;
    } functype;
    /* fn: check */
    struct {
      Expr *type;
      Stmt *body;
      Function *fn;
    } funclit;
    struct {
      Field *fields;
      uint32_t n;
      Pos rbrace;
    } record; /* struct, interface */
    /* body, then the values are in `results`; fn: what was inlined; call: a
       copy of the node from before, of no more use than its text */
    struct {
      Stmt **body;
      uint32_t n, nresults;
      Object **results;
      Function *fn;
      const Expr *call;
    } inlined;
  };
};

/* A struct field, interface element, parameter, result or type parameter. */
struct Field {
  Pos pos, name_pos;
  const Name *name; /* NULL: anonymous parameter, embedded field or element */
  Expr *type;       /* shared by `a, b T` (EXPR_F_SHARED) */
  Expr *tag;        /* struct fields: NULL: none */
  Object *obj;      /* check */
};

/* ----------------------------------------------------------- statements -- */

enum StmtFlags {
  STMT_F_DEFINE = 1 << 0,    /* assign, range: := */
  STMT_F_INC_DEC = 1 << 1,   /* assign: x++, x-- (op ADD, SUB; rhs NULL) */
  STMT_F_IMPLICIT = 1 << 2,  /* inserted by explicit or inline */
  STMT_F_HAS_BREAK = 1 << 3, /* check: loop, switch, select: some break
                                leaves it */
  STMT_F_HAS_BODY_BRACE = 1 << 4,
  STMT_F_TUPLE = 1 << 5 /* assign: of tuples, even if of one value: made by the
                           inliner for parameters and results */
};

struct Stmt {
  uint8_t kind; /* StmtKind */
  uint8_t op;   /* Op: assign with op= */
  uint16_t flags;
  Pos pos;
  union {
    /* EXPR x; SEND x <- y; GO, DEFER x (a CALL, parentheses removed) */
    struct {
      Expr *x, *y;
    } expr;
    /* lhs and rhs may be LISTs; rhs NULL for ++ and --. new_vars, check: for
       :=, parallel to the left sides, the variable each declares or NULL. */
    struct {
      Expr *lhs, *rhs;
      Object **new_vars;
    } assign;
    struct {
      Stmt **list;
      uint32_t n;
      Pos rbrace;
    } block;
    struct {
      Decl **list;
      uint32_t n;
    } decl;
    /* LABELED label: stmt (stmt may be EMPTY). BREAK, CONTINUE, GOTO: label
       NULL: none; target, set by the branch checker: the enclosing loop,
       switch or select that is left or continued, or the LABELED statement of
       a goto. */
    struct {
      const Name *label;
      Pos label_pos;
      Stmt *stmt;
      Stmt *target;
      bool used;
    } branch;
    struct {
      Expr *results;
    } ret; /* NULL, one, or a LIST */
    struct {
      Stmt *init;
      Expr *cond;
      Stmt *then, *els;
    } if_; /* els: IF or BLOCK */
    struct {
      Stmt *init;
      Expr *cond;
      Stmt *post, *body;
    } for_; /* each may be NULL but body */
    /* lhs NULL, one, or a LIST; vars, check: for :=, parallel to lhs. keyword:
       of `range` */
    struct {
      Expr *lhs, *x;
      Stmt *body;
      Pos keyword;
      Object **new_vars;
    } range;
    /* tag NULL: true; a TYPE_GUARD: type switch. SELECT uses clauses only. */
    struct {
      Stmt *init;
      Expr *tag;
      Stmt **clauses;
      uint32_t n;
      Pos rbrace;
    } switch_;
    /* cases NULL and comm NULL: default; cases may be a LIST. var, check: the
       variable of this clause of a type switch, or NULL. */
    struct {
      Expr *cases;
      Stmt *comm;
      Stmt **list;
      uint32_t n;
      Pos colon;
      Object *var;
    } clause;
  };
};

/* --------------------------------------------------------- declarations -- */

/* `//go:` directives of a declaration, or-ed. */
enum Pragma {
  PRAGMA_NOINLINE = 1 << 0,
  PRAGMA_NOSPLIT = 1 << 1,
  PRAGMA_NOESCAPE = 1 << 2,
  PRAGMA_NORACE = 1 << 3,
  PRAGMA_NOCHECKPTR = 1 << 4,
  PRAGMA_UINTPTR_ESCAPES = 1 << 5,
  PRAGMA_UINTPTR_KEEPALIVE = 1 << 6,
  PRAGMA_CGO_UNSAFE_ARGS = 1 << 7,
  PRAGMA_SYSTEMSTACK = 1 << 8,
  PRAGMA_NOWRITEBARRIER = 1 << 9,
  PRAGMA_NOWRITEBARRIERREC = 1 << 10,
  PRAGMA_YESWRITEBARRIERREC = 1 << 11,
  PRAGMA_NOTINHEAP = 1 << 12,
  PRAGMA_REGISTERPARAMS = 1 << 13,
  PRAGMA_EMBED = 1 << 14,
  PRAGMA_BUILD = 1 << 15, /* //go:build */
};

struct Decl {
  uint8_t kind;     /* DeclKind */
  bool alias;       /* type A = B */
  bool grouped;     /* inside ( ) */
  uint32_t pragmas; /* enum Pragma */
  Pos pos;
  Pos keyword;   /* of import, const, ... */
  uint32_t iota; /* const: index in its group */
  union {
    /* local NULL: none; "." and "_" are names here */
    struct {
      const Name *local;
      Pos local_pos;
      Expr *path;
      Object *obj;
    } import;
    /* names are EXPR_NAMEs; type and values may be NULL; values one or a LIST.
       inherits: const spec without values: the spec it repeats. */
    struct {
      Expr **names;
      uint32_t n;
      Expr *type, *values;
      Decl *inherits;
    } value;
    struct {
      const Name *name;
      Pos name_pos;
      Field *tparams;
      uint32_t ntparams;
      Expr *type;
      Object *obj;
    } type;
    /* recv: NULL for functions; body NULL: external. type is FUNC_TYPE. */
    struct {
      const Name *name;
      Pos name_pos;
      Field *recv, *tparams;
      uint32_t nrecv, ntparams;
      Expr *type;
      Stmt *body;
      Object *obj;
      Function *fn;
    } func;
  };
};

/* A //go:linkname local target of a file. */
typedef struct Linkname {
  Pos pos;
  const Name *local;
  const char *target; /* NULL: the symbol is only exported */
} Linkname;

/* A part of a source's text. */
typedef struct Span {
  const char *s;
  uint32_t len;
} Span;

/* A `//go:` directive that stands before a declaration or the package clause:
   whether it may stand there is found out after type checking. */
typedef struct DeclPragma {
  Pos pos;
  uint32_t pragma; /* enum Pragma: what the directive means, or-ed */
  Decl *decl;      /* NULL: the package clause */
  Span text;       /* of go:embed: from its "go:" on, which is at pos */
} DeclPragma;

struct File {
  Source *source;
  const Name *package_name;
  Pos package_pos, eof;
  Decl **decls;
  uint32_t n;
  bool has_errors;                  /* the parser found something */
  const struct SyntaxError *errors; /* to be reported: parse_report */
  uint32_t nerrors;
  const char *build_constraint; /* text of //go:build, or NULL */
  LIST(Linkname) linknames;
  LIST(DeclPragma) directives; /* claimed ones, in order */
  Scope *scope;                /* check: imports */
};

/* ------------------------------------------------------------- functions -- */

/*
 * A body of code: a declared function, a method, or a function literal. Made
 * by check; escape and codegen work on Functions only.
 */
struct Function {
  const char *name;   /* as gc names it: f, T.M, (*T).M, f.func1, glob..func1 */
  const char *symbol; /* link name: main.f, main.(*T).M */
  Package *package;
  Object *obj;  /* NULL for literals and the synthetic init */
  Decl *decl;   /* NULL for literals */
  Expr *lit;    /* NULL for declared functions */
  Type *type;   /* signature */
  Stmt *body;   /* NULL: external */
  Pos pos, end; /* of the name or `func`; of the closing brace */
  uint32_t pragmas;
  Function *outer; /* literals: the enclosing one; NULL at package level */
  Object *recv;    /* NULL: none */
  Object **params, **results; /* objects exist for unnamed ones too */
  uint32_t nparams, nresults;
  LIST(Object *) locals; /* in order of declaration, without parameters */
  LIST(Object *)
  captures;                  /* literals: outer variables in order of first use,
                              dense: a variable captured by an inner literal is
                              captured by all literals between */
  LIST(Pos) capture_uses;    /* parallel: where each is used first */
  LIST(Function *) literals; /* directly inside, in order */
  LIST(Function *)
  later; /* escape: those that gc makes of go and defer
                                statements, for what they capture */
  bool has_defer, has_recover, has_go, has_select;
  const struct TypeParams *tparams; /* that the body may mention; NULL: none */
  bool has_loop_defer; /* a defer inside a loop or behind a backward goto */
  bool is_wrapper;
  uint32_t dict_number;         /* of a literal that stands for an instance: see
                           check/instance_value.c */
  Object *dict, *dict_captured; /* escape: variables for the dictionary that
                                   gc passes to a shape's function or has in a
                                   literal; that the literal takes it from */
  Type *
      *dict_types; /* escape: of a shape's function: words of its dictionary */
  uint32_t ndict_types;
  bool
      is_instance; /* copy of a generic function for type arguments: compiled */
  bool copies_wrapper; /* inline: a copied literal, of which is_wrapper was
                          true */
  const Function *analysed_as; /* of an instance: the shape's copy */
  bool has_shapes; /* inline: a function with `shapes` was expanded in it */
  Type **shapes;   /* copy of a generic function, to be analysed: what stands
                       for its type parameters; else NULL */
  uint32_t nshapes;
  void *escape;   /* escape: leak summary for callers */
  void *inlining; /* escape: verdict of the inliner */
};

/* The declared function around a literal, or fn itself. NULL for NULL. */
static inline const Function *function_outermost(const Function *fn) {
  while (fn && fn->outer)
    fn = fn->outer;
  return fn;
}

/* A method that gc generates: analysed for its reports, never compiled. */
static inline bool function_is_generated(const Function *fn) {
  return fn->is_wrapper && !fn->lit;
}

/* ---------------------------------------------------------- constructors -- */

static inline Expr *expr_new(Compiler *c, ExprKind kind, Pos pos) {
  Expr *e = NEW(&c->arena, Expr);
  e->kind = (uint8_t)kind;
  e->pos = pos;
  return e;
}

static inline Stmt *stmt_new(Compiler *c, StmtKind kind, Pos pos) {
  Stmt *s = NEW(&c->arena, Stmt);
  s->kind = (uint8_t)kind;
  s->pos = pos;
  return s;
}

static inline Decl *decl_new(Compiler *c, DeclKind kind, Pos pos) {
  Decl *d = NEW(&c->arena, Decl);
  d->kind = (uint8_t)kind;
  d->pos = pos;
  return d;
}

/* ------------------------------------------------------- ast.c: services -- */

/* The expressions of a slot that holds NULL, one expression or a LIST. */
Expr **expr_items(Expr **slot, uint32_t *n);
/* Leftmost byte, as gc computes it (slice expressions are not descended). */
Pos expr_start(const Expr *e);
Pos stmt_start(const Stmt *s);
Expr *expr_unparen(Expr *e);

/*
 * Pre-order walk. The callbacks return false to skip a node's children; NULL
 * callbacks visit everything. Types inside expressions are visited too.
 */
typedef struct Visitor Visitor;
struct Visitor {
  bool (*expr)(Visitor *v, Expr *e);
  bool (*stmt)(Visitor *v, Stmt *s);
  bool (*decl)(Visitor *v, Decl *d);
  void *data;
};
void walk_expr(Visitor *v, Expr *e); /* e may be NULL */
void walk_stmt(Visitor *v, Stmt *s);
void walk_decl(Visitor *v, Decl *d);

/* Deep copies; `map_object`, if not NULL, replaces each Object reference. */
typedef struct Cloner {
  Compiler *c;
  Object *(*map_object)(void *data, Object *obj);
  Pos (*map_pos)(void *data, Pos pos);
  void *data;
} Cloner;
Expr *clone_expr(Cloner *cl, Expr *e);
Stmt *clone_stmt(Cloner *cl, Stmt *s);

const char *expr_kind_label(ExprKind kind);
const char *stmt_kind_label(StmtKind kind);
const char *decl_kind_label(DeclKind kind);

/* ast_print.c: Go source. The short form is that of messages: on one line, with
   bodies of function literals as {…} and elements of literals as T{…}. */
void print_expr(Text *out, const Expr *e);           /* short form */
const char *expr_string(Compiler *c, const Expr *e); /* short, in the arena */
const char *stmt_string(Compiler *c, const Stmt *s); /* simple statements */
void print_file(Text *out, const File *file);        /* whole, parses again */

/* ast_dump.c: an indented tree, `-dump=ast`; with types after check. */
void dump_file(FILE *out, Compiler *c, const File *file, bool with_types);
void dump_tree(FILE *out, Compiler *c, const Expr *e, int indent);

#endif
