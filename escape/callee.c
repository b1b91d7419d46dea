/*
 * callee.c - which function a call certainly reaches.
 *
 * A call is static if its callee is a function's name, a literal, or a local
 * variable that was declared with one and never changed:
 *
 *     f := func() {}      f() is a call of the literal
 *     g := f              so is g()
 *
 * Source: StaticValue in cmd/compile/internal/ir/expr.go of Go 1.19.
 */
#include "escape/callee.h"

/* Locals of inlined bodies have no such value in gc, but for what the expansion
   itself notes. */
static void note_value(Object *var, Expr *value) {
  if (var && var->kind == OBJ_VAR && !(var->flags & OBJ_F_INLINED))
    var->var.defining = value;
}

/* x := e and var x = e; not x, y := f(), whose parts are no expressions. */
static bool find_defining(Visitor *v, Stmt *s) {
  (void)v;
  uint32_t n, nr;
  if (s->kind == STMT_ASSIGN && (s->flags & STMT_F_DEFINE)) {
    expr_items(&s->assign.lhs, &n);
    Expr **rhs = expr_items(&s->assign.rhs, &nr);
    for (uint32_t i = 0; n == nr && i < n && s->assign.new_vars; i++)
      note_value(s->assign.new_vars[i], rhs[i]);
  }
  if (s->kind == STMT_DECL)
    for (uint32_t d = 0; d < s->decl.n; d++) {
      Decl *decl = s->decl.list[d];
      if (decl->kind != DECL_VAR)
        continue;
      Expr **rhs = expr_items(&decl->value.values, &nr);
      for (uint32_t i = 0; nr == decl->value.n && i < nr; i++)
        note_value(decl->value.names[i]->name.obj, rhs[i]);
    }
  return true;
}

void note_defining_values(Function *fn) {
  Visitor v = {.stmt = find_defining};
  walk_stmt(&v, fn->body);
}

/* The expression that a variable of function `in` certainly holds; nothing is
   known of captured ones. */
static const Expr *single_value(const Object *var, const Function *in) {
  if (!var || var->kind != OBJ_VAR || var->var.fn != in ||
      (var->flags & (OBJ_F_GLOBAL | OBJ_F_REASSIGNED | OBJ_F_ADDR_TAKEN |
                     OBJ_F_PARAM | OBJ_F_RESULT)))
    return NULL;
  return var->var.defining;
}

const Expr *static_value(const Expr *e, const Function *in) {
  for (;;) {
    const Expr *next = NULL;
    if (e->kind == EXPR_CONVERT && e->sub == CONV_NOP)
      next = e->pair.x;
    else if (e->kind == EXPR_NAME && e->name.obj)
      next = single_value(e->name.obj, in);
    else if (e->kind == EXPR_INLINED_CALL && e->inlined.nresults == 1)
      next = single_value(e->inlined.results[0], in);
    if (!next)
      return e;
    e = next;
  }
}

bool callee_takes_receiver(const Expr *called, const Function *in) {
  const Expr *fn = static_value(called, in);
  if (fn->kind != EXPR_SELECTOR || fn->sel.selection->kind != SEL_METHOD_EXPR)
    return true;
  const Selection *s = fn->sel.selection;
  bool pointer = s->recv->kind == TYPE_POINTER;
  return s->npath == 1 && pointer == ((s->obj->flags & OBJ_F_PTR_RECV) != 0);
}

Function *static_callee(const Expr *called, const Function *in) {
  const Expr *fn = static_value(called, in);
  if (fn->kind == EXPR_FUNC_LIT)
    return fn->funclit.fn;
  if (fn->kind == EXPR_NAME && fn->name.obj && fn->name.obj->kind == OBJ_FUNC)
    return fn->name.obj->func.fn;
  if (fn->kind != EXPR_SELECTOR || fn->sel.dict == DICTIONARY_UNKNOWN)
    return NULL;
  /* f := x.M; f() calls a closure that holds x, not the method itself. */
  Selection *s = fn->sel.selection;
  bool known = (s->kind == SEL_METHOD_VALUE && fn == called) ||
               s->kind == SEL_QUALIFIED || s->kind == SEL_METHOD_EXPR;
  return known && s->obj->kind == OBJ_FUNC ? s->obj->func.fn : NULL;
}
