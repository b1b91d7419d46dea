/*
 * check.h - private to frontend/check: the checker's state and its parts.
 *
 * Checking a package follows gc's order, because the
 * order decides which ten errors are seen:
 *
 *   collect objects -> types -> aliases -> constants, functions, variables
 *   -> delayed actions (all function bodies) -> initialisation order
 *   -> unused imports
 *
 * Expressions are evaluated into an Operand {mode, type, value, expr}; when
 * an expression is done, its mode, type and value are recorded on the node.
 * An operand or type that is invalid was reported: every later check accepts
 * it silently.
 */
#ifndef FRONTEND_CHECK_CHECK_H
#define FRONTEND_CHECK_CHECK_H

#include "frontend/frontend.h"

typedef struct Checker Checker;

/* A value under examination; mode MODE_INVALID is zero. */
typedef struct Operand {
  Mode mode;
  BuiltinId builtin; /* MODE_BUILTIN */
  Expr *expr;        /* what messages show */
  Type *type;
  const Const *value; /* MODE_CONST */
} Operand;

/* What a package-level object's declaration says; also the record that
   collects the package-level objects its initialiser or body mentions. One
   record is shared by all variables of `var a, b = f()`. */
typedef struct DeclInfo {
  File *file;
  Decl *decl;
  Object **lhs; /* n:1 variable declaration: all of its variables */
  uint32_t nlhs;
  Expr *type, *init; /* const, var; inherited ones are those of the origin */
  bool inherited;
  Map uses; /* Object -> itself */
} DeclInfo;

/* Where a declaration or body is being checked. */
typedef struct Env {
  File *file;
  Scope *scope;
  DeclInfo *decl;    /* whose dependencies we collect; NULL: nobody's */
  Function *fn;      /* innermost function; NULL at package level */
  const Const *iota; /* NULL outside constant declarations */
  Pos size_pos; /* where types that are too large are reported: the innermost
                   declaration of a type or variable; NO_POS: the type */
  Pos err_pos;  /* inherited constant initialisers: errors go here */
  bool in_tparam_list;
  bool has_call_or_recv; /* len(x) is not constant if x contains one */
} Env;

/* Work that needs complete types, run by check_delayed. */
typedef void (*DelayedFn)(Checker *ck, void *data);
typedef struct Delayed {
  DelayedFn run;
  void *data;
  Env env;
} Delayed;

/* A name that a dot-import brought into a file's scope. */
typedef struct DotImport {
  const Scope *scope; /* of the file */
  Object *import;
} DotImport;

/* A type that was written, and where to complain if it is too large. */
typedef struct SizedType {
  Type *type;
  Pos pos;
} SizedType;

struct Checker {
  Compiler *c;
  Package *pkg;
  Env env;
  LIST(Delayed) delayed;
  LIST(Object *) path; /* objects being declared, for cycles */
  Map infos;           /* package-level Object -> DeclInfo */
  LIST(Object *)
  objects;          /* keys of infos in order of declaration: methods,
                             init functions and blanks, too */
  Map method_lists; /* base type object -> methods not yet attached */
  LIST(DotImport) dot_imports;
  Map imported;              /* Name of a path -> Package */
  LIST(Function *) literals; /* those outside of functions */
  LIST(Object *) imports;    /* package names, in order, for unused imports */
  LIST(SizedType) sized;     /* types to be checked for their size */
  Map linknames;             /* objects that have a //go:linkname */
  Map valid_types;           /* named types known to be finite */
  Map walking;               /* named types inside of which the walk that looks
                                for infinite ones is now; value NULL: not */
  uint32_t local_types;      /* declared in functions so far */
  LIST(Pos) generic_locals;  /* `type` statements in generic functions */
  LIST(Expr *)
  heap_casts;        /* conversions of *T to a pointer to a type that is
                                //go:notinheap, T not being one */
  struct Mono *mono; /* who is instantiated with what: mono.c */
  bool first_error_seen;
};

/* -------------------------------------------------- report.c: messages -- */

/*
 * Verbs (not printf's): %x Operand *, %e Expr *, %T Type *, %n const Name *,
 * %o Object *, %v const Const *, %p Pos (as inside messages), %s, %d (int),
 * %l (int64_t), %c (int, a character), %%. Types print relative to the checked
 * package. Drops follow-on messages that mention invalid operands or types.
 */
void report(Checker *ck, Pos pos, const char *fmt, ...);
const char *report_text(Checker *ck, const char *fmt, ...); /* in the arena */
/* "\n\tPOS: other declaration of NAME", or "" for predeclared objects. */
const char *other_declaration(Checker *ck, const Object *alt);
/* N of the language 1.N that the package is written in. */
int language_version(const Checker *ck);
/* Whether the checked package may use what came with Go 1.`minor`. */
bool version_allows(const Checker *ck, int minor);
/* "WHAT requires go1.N or later (-lang was set to go1.M; check go.mod)" */
void report_version(Checker *ck, Pos pos, int minor, const char *what);
const char *operand_string(Checker *ck, const Operand *x);
const char *object_string(Checker *ck, const Object *o);

/* ----------------------------------- resolve.c, check_decl.c, cycles.c -- */

/* Gives obj its type, checking its declaration if that has not happened. def:
   the type whose right side is obj's name, or NULL. */
void declare_object(Checker *ck, Object *obj, Type *def);
void check_later(Checker *ck, DelayedFn run, void *data);
void check_delayed(Checker *ck, uint32_t from); /* runs all from index on */
/* Declares in the current scope; reports "redeclared". `_` is not entered. */
void declare(Checker *ck, Scope *s, Object *obj, Pos scope_pos);
void check_decl_stmt(Checker *ck, Decl **decls, uint32_t n); /* in functions */
/* Checks a body now; params and results are already in scope. */
void check_body(Checker *ck, Function *fn, Scope *scope);
/* Mentioning obj inside the current declaration: initialisation order. */
void add_dependency(Checker *ck, Object *obj);
void check_init_order(Checker *ck);
/* cycles.c. The grey obj is met again: whether that is fine; reports it. */
bool check_cycle(Checker *ck, const Object *obj);
/* Reports an infinite type; true if t is finite. */
bool check_valid_type(Checker *ck, Type *t);
void report_cycle(Checker *ck, Object **cycle, uint32_t n);

/* --------------------------------------------------------- function.c -- */

/* Captures: use of `obj` in the current function; fills Function.captures. */
void note_variable_use(Checker *ck, Object *obj, Pos use);
Function *function_new(Checker *ck, Function *outer, Type *type, Pos pos);
/* The Function of a literal, made once; its body is not checked yet. */
Function *function_of_literal(Checker *ck, Expr *lit, Type *sig);
/* Names and numbers of init functions and literals, at the end. */
void name_functions(Checker *ck);

/* ------------------------------------------------------- check_type.c -- */

Type *check_type(Checker *ck, Expr *e); /* never NULL: invalid on error */
/* A generic type without arguments; invalid if e is none, which is reported if
   `complain`. */
Type *check_generic_type(Checker *ck, Expr *e, bool complain);
/* For a declaration's right side: `def` is completed in place as soon as the
   literal's node exists, so that recursive types work. */
Type *check_defined_type(Checker *ck, Expr *e, Type *def);
Type *check_var_type(Checker *ck, Expr *e); /* not a constraint interface */
/* The same rule for a type expression that has its type already. */
void forbid_constraint(Checker *ck, Expr *e);
/* Signature of a function; declares receiver, parameters and results in
   `scope` if that is not NULL. `sig` is the type to fill in; NULL: a new one.
   recv: NULL for functions and literals. */
Type *check_signature(Checker *ck, Type *sig, Field *recv, Expr *type,
                      Scope *scope);
/* The same for a declaration, whose type parameters come first. */
void check_declared_signature(Checker *ck, Type *sig, Decl *d, Scope *scope);
/* Either a type or an expression; used where both may stand. */
void check_ident(Checker *ck, Operand *x, Expr *e, Type *def, bool want_type);
int64_t check_array_length(Checker *ck, Expr *e); /* -1 after an error */

/* ------------------------------- check_expr.c, assign.c, check_stmt.c -- */

/* Of the many functions for expressions and statements (operand.h), those that
   declarations and types need. They record what they find on the nodes, report
   errors, and leave an invalid operand behind one. */
void check_expr(Checker *ck, Operand *x, Expr *e); /* one value */
/* x.sel, where a type may be wanted; def: the type that is being declared as
   x.sel, or NULL. */
void check_selector(Checker *ck, Operand *x, Expr *e, Type *def,
                    bool want_type);
/* Evaluates expressions that can no longer matter, for what they use. */
void use_exprs(Checker *ck, Expr **e, uint32_t n);

/* A declared constant or variable gets its value. Without a type it takes that
   of the value; ctx says what happens, for messages. The result is NULL after
   an error. */
void init_constant(Checker *ck, Object *lhs, Operand *x);
Type *init_variable(Checker *ck, Object *lhs, Operand *x, const char *ctx);
/* n variables from nrhs expressions: as many, or one with n values. */
void init_variables(Checker *ck, Object **lhs, uint32_t n, Expr **rhs,
                    uint32_t nrhs);

void check_stmt_list(Checker *ck, Stmt **list, uint32_t n); /* of a body */
bool is_terminating(const Stmt *s); /* spec: terminating statements */

#endif
