/*
 * positions.c - where gc believes that implicit conversions stand.
 *
 * gc makes a conversion when it checks an assignment in its middle end, and
 * gives it the position that its lowering has come to: that of the expression
 * lowered last. The lines of -m show it:
 *
 *     g = x + y       right side first, then g: the conversion is at g
 *     f(x, 3)         arguments, then back to the call: x is converted at the
 *                     `(`, 3 at itself (a name has no position of its own)
 *
 * This pass walks a body in gc's order of lowering with that cursor, and sets
 * the position of each implicit conversion. Elements of literals have theirs
 * already (frontend/check/explicit_literal.c). Source of the rules: noder/
 * {expr,stmt,helpers}.go of Go 1.19; docs/escape.md.
 */
#include "escape/build.h"

typedef struct Cursor {
  Compiler *c;
  Pos pos;
} Cursor;

static bool visit_expr(Visitor *v, Expr *e);
static bool visit_stmt(Visitor *v, Stmt *s);

static bool is_implicit_conversion(const Expr *e) {
  return e->kind == EXPR_CONVERT && (e->flags & EXPR_F_IMPLICIT);
}

static void place(Expr *e, Pos pos) {
  if (e && is_implicit_conversion(e))
    e->pos = pos;
}

/* The expression in the source below what explicit has inserted. */
static const Expr *source_of_value(const Expr *e) {
  while ((e->flags & EXPR_F_IMPLICIT) &&
         (e->kind == EXPR_CONVERT || e->kind == EXPR_UNARY))
    e = e->pair.x;
  return e;
}

/* A name's uses share one node, which has the position of its declaration:
   the cursor stays where it is. */
static bool has_own_pos(const Expr *e) {
  return e->mode == MODE_CONST || e->kind != EXPR_NAME;
}

/* Arguments and results: each is converted after all have been lowered. */
static void place_list(Cursor *k, Expr **items, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    const Expr *x = source_of_value(items[i]);
    bool extra = x->kind == EXPR_COMPOSITE && (x->flags & EXPR_F_IMPLICIT);
    if (extra) {
      place_list(k, x->complit.elems, x->complit.n);
      continue;
    }
    if (has_own_pos(x) && x->mode != MODE_NIL)
      k->pos = x->pos;
    place(items[i], k->pos);
  }
}

static void visit_call(Visitor *v, Expr *e) {
  Cursor *k = v->data;
  walk_stmt(v, e->call.init);
  if (e->sub != CALL_BUILTIN)
    walk_expr(v, e->call.fn);
  for (uint32_t i = 0; i < e->call.n; i++)
    walk_expr(v, e->call.args[i]);
  if (e->sub == CALL_BUILTIN) {
    for (uint32_t i = 0; i < e->call.n; i++)
      place(e->call.args[i], k->pos);
    return;
  }
  k->pos = e->pos;
  place_list(k, e->call.args, e->call.n);
  k->pos = e->pos;
}

static bool visit_expr(Visitor *v, Expr *e) {
  Cursor *k = v->data;
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE)
    return false;
  if (is_implicit_conversion(e) ||
      (e->kind == EXPR_UNARY && (e->flags & EXPR_F_IMPLICIT)))
    return true;
  if (e->mode != MODE_NIL && e->mode != MODE_BUILTIN)
    k->pos = e->pos;
  if (e->kind == EXPR_CALL) {
    visit_call(v, e);
    return false;
  }
  if (e->kind == EXPR_INDEX) {
    walk_expr(v, e->pair.x);
    walk_expr(v, e->pair.y);
    place(e->pair.y, k->pos);
    return false;
  }
  return true;
}

static bool is_new(const Stmt *s, uint32_t i) {
  return s->assign.new_vars && s->assign.new_vars[i];
}

static void visit_assign(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  uint32_t n, nr;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nr);
  for (uint32_t i = 0; i < nr; i++)
    walk_expr(v, rhs[i]);
  for (uint32_t i = 0; i < n; i++)
    if (!is_new(s, i))
      walk_expr(v, lhs[i]);
  for (uint32_t i = 0; i < nr; i++)
    place(rhs[i], k->pos);
}

static void visit_decl(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  for (uint32_t d = 0; d < s->decl.n; d++) {
    Decl *decl = s->decl.list[d];
    if (decl->kind != DECL_VAR)
      continue;
    uint32_t nr;
    Expr **rhs = expr_items(&decl->value.values, &nr);
    k->pos = decl->pos;
    for (uint32_t i = 0; i < nr; i++)
      walk_expr(v, rhs[i]);
    for (uint32_t i = 0; i < nr; i++)
      place(rhs[i], k->pos);
  }
}

static bool visit_stmt(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  uint32_t n;
  switch ((StmtKind)s->kind) {
  case STMT_ASSIGN: visit_assign(v, s); return false;
  case STMT_DECL: visit_decl(v, s); return false;
  case STMT_RETURN: {
    Expr **values = expr_items(&s->ret.results, &n);
    for (uint32_t i = 0; i < n; i++)
      walk_expr(v, values[i]);
    place_list(k, values, n);
    return false;
  }
  case STMT_SEND:
    walk_expr(v, s->expr.x);
    walk_expr(v, s->expr.y);
    place(s->expr.y, k->pos);
    return false;
  default: return true;
  }
}

void place_conversions(Compiler *c, Function *fn) {
  Cursor k = {.c = c, .pos = fn->pos};
  Visitor v = {.expr = visit_expr, .stmt = visit_stmt, .data = &k};
  walk_stmt(&v, fn->body);
}
