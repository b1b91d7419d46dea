/*
 * explicit.h - private to explicit*.c: the pass that says what is implied.
 *
 * explicit.c has the contract of the resulting tree.
 */
#ifndef FRONTEND_CHECK_EXPLICIT_H
#define FRONTEND_CHECK_EXPLICIT_H

#include "frontend/frontend.h"

typedef struct Explicit {
  Compiler *c;
  Package *pkg;
  Function *fn; /* whose body is being rewritten; temporaries are its locals */
} Explicit;

/* explicit.c */
void explicit_function(Explicit *x, Function *fn);

/* explicit_expr.c. Each returns the node that replaces e. */
Expr *explicit_value(Explicit *x, Expr *e); /* e may be NULL */
Expr *explicit_convert(Explicit *x, Expr *e, Type *t);
/* explicit_value, then explicit_convert. */
Expr *explicit_value_as(Explicit *x, Expr *e, Type *t);
/* Whether interface v has all methods of interface t. */
bool interface_includes(Compiler *c, Type *v, Type *t);
enum {
  COMPARED_AS_INTERFACE = 64 * 1024 /* values of so many bytes are boxed to be
                                       compared with an interface */
};
/* x op y of different types: converts where gc does. */
void explicit_comparison(Explicit *x, Expr **l, Expr **r);
Expr *explicit_selector(Explicit *x, Expr *e);
Expr *implicit_deref(Explicit *x, Expr *p, Pos pos);
Expr *implicit_address(Explicit *x, Expr *e, Pos pos);
ConvKind conversion_kind(Compiler *c, Type *from, Type *to);

/* explicit_literal.c */
Expr *explicit_composite(Explicit *x, Expr *e);

/* explicit_call.c */
Expr *explicit_call(Explicit *x, Expr *e);

/* explicit_stmt.c */
void explicit_stmt(Explicit *x, Stmt **slot);
/* lhs = rhs for several objects, as a statement; rhs still to be made
   explicit. For package variables. */
Stmt *explicit_init(Explicit *x, InitAssign *init);
/* Makes `t1, t2 := e` of an explicit multi-value e; *temps: the variables. */
Stmt *spill_values(Explicit *x, Expr *e, Object ***temps, uint32_t *n);
Expr *use_variable(Explicit *x, Object *obj, Pos pos);
/* Two statements where one stood; opens no scope. */
Stmt *implicit_block(Explicit *x, Stmt *first, Stmt *second);

/* instantiate.c: after everything else is explicit, the shapes of generic
   functions that it calls. */
void instances_collect(Explicit *x);

/* explicit_seq.c: sets EXPR_F_HAS_SEQ below fn's body. */
void mark_sequenced(Function *fn);

#endif
