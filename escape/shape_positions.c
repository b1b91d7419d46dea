/*
 * shape_positions.c - where implicit conversions stand in functions of shapes.
 *
 * gc lowers a generic body without making conversions, since it does not know
 * the types yet. It makes them in the copy for a shape, with a cursor of other
 * habits than the one of ordinary functions (lowering.c):
 *
 *     g = x + y        left side first: the conversion is at the `+`
 *     panic("text")    constants have positions
 *     return x         a name has none: at the return
 *     f(x)             F[T](x), x.M(x): at what comes before x
 *
 * Source: subster.node in cmd/compile/internal/noder/stencil.go and
 * transform.go of Go 1.19.
 */
#include "escape/build.h"

typedef struct Cursor {
  Compiler *c;
  Pos pos;
} Cursor;

static bool is_implicit(const Expr *e) {
  return (e->flags & EXPR_F_IMPLICIT) &&
         (e->kind == EXPR_CONVERT || e->kind == EXPR_UNARY);
}

/* The expression in the source below what explicit has inserted. */
static const Expr *source_of_value(const Expr *e) {
  while (is_implicit(e))
    e = e->pair.x;
  return e;
}

/* Nodes of their own; names are shared by all uses. */
static bool has_own_pos(const Expr *e) {
  if (e->mode == MODE_CONST || e->mode == MODE_NIL)
    return true;
  if (e->mode == MODE_TYPE)
    return e->kind != EXPR_NAME && e->kind != EXPR_SELECTOR &&
           e->kind != EXPR_INDEX;
  return e->kind != EXPR_NAME;
}

/* Copying a node takes the cursor to it, unless it is shared. */
static void move_to(Cursor *k, const Expr *e) {
  if (has_own_pos(e))
    k->pos = e->pos;
}

/* A conversion that nobody wrote is made where the cursor is. */
static void place(const Cursor *k, Expr *e) {
  if (e && e->kind == EXPR_CONVERT && (e->flags & EXPR_F_IMPLICIT))
    e->pos = k->pos;
}

/* Arguments and results, after all have been visited. */
static void place_list(Cursor *k, Expr **items, uint32_t n) {
  Pos before = k->pos;
  for (uint32_t i = 0; i < n; i++) {
    const Expr *x = source_of_value(items[i]);
    if (x->kind == EXPR_COMPOSITE && (x->flags & EXPR_F_IMPLICIT)) {
      place_list(k, x->complit.elems, x->complit.n);
      continue;
    }
    move_to(k, x);
    place(k, items[i]);
  }
  k->pos = before;
}

/* F[T](x), or x.M(y) with x of a type parameter: its conversions are made
   before gc comes back to the call. */
static bool is_early_call(const Expr *call) {
  const Expr *fn = call->call.fn;
  if (fn->kind == EXPR_NAME)
    return fn->name.targs != NULL;
  if (fn->kind != EXPR_SELECTOR || !fn->sel.selection)
    return false;
  Type *recv = fn->sel.selection->recv; /* NULL: package.F */
  return recv && type_is_shape(recv);
}

/* The value, or what explicit has made of it: tag == value. */
static void place_case(const Cursor *k, Expr *e) {
  place(k, e);
  if (e->kind == EXPR_BINARY && (e->flags & EXPR_F_IMPLICIT)) {
    place(k, e->pair.x);
    place(k, e->pair.y);
  }
}

/* switch x { case y: }, with values of a type parameter: all is visited before
   they are converted. */
static void visit_switch(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  walk_stmt(v, s->switch_.init);
  walk_expr(v, s->switch_.tag);
  for (uint32_t i = 0; i < s->switch_.n; i++)
    walk_stmt(v, s->switch_.clauses[i]);
  place(k, s->switch_.tag);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      place_case(k, cases[j]);
  }
}

/* Most calls are finished when gc comes back to them; see is_early_call. */
static void visit_call(Visitor *v, Expr *e) {
  Cursor *k = v->data;
  walk_stmt(v, e->call.init);
  if (e->sub != CALL_BUILTIN)
    walk_expr(v, e->call.fn);
  if (e->call.fn->kind == EXPR_NAME && e->call.fn->name.targs)
    k->pos = e->call.fn->pos; /* F[T] is a node of its own */
  for (uint32_t i = 0; i < e->call.n; i++)
    walk_expr(v, e->call.args[i]);
  if (e->sub == CALL_BUILTIN) {
    for (uint32_t i = 0; i < e->call.n; i++)
      place(k, e->call.args[i]);
    return;
  }
  if (!is_early_call(e))
    k->pos = e->pos;
  place_list(k, e->call.args, e->call.n);
}

/* A keyed element has the position of its colon (explicit_literal.c). */
static void visit_composite(Visitor *v, Expr *e) {
  Cursor *k = v->data;
  bool is_map = type_under(e->type)->kind == TYPE_MAP;
  for (uint32_t i = 0; i < e->complit.n; i++) {
    k->pos = source_of_value(e->complit.elems[i])->pos; /* also of a name */
    walk_expr(v, e->complit.elems[i]);
  }
  Pos after = k->pos;
  k->pos = e->pos;
  for (uint32_t i = 0; i < e->complit.n && !is_map; i++) {
    Expr *elem = e->complit.elems[i];
    const Expr *x = source_of_value(elem);
    if (elem->pos != x->pos)
      continue;
    move_to(k, x);
    place(k, elem);
  }
  k->pos = after;
}

/* Follows gc's copying of e: the node itself, then its operands. */
static bool visit_expr(Visitor *v, Expr *e) {
  Cursor *k = v->data;
  if (is_implicit(e))
    return true;
  move_to(k, e);
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE || e->mode == MODE_NIL)
    return false;
  if (e->kind == EXPR_CALL) {
    visit_call(v, e);
    return false;
  }
  if (e->kind == EXPR_COMPOSITE && !(e->flags & EXPR_F_IMPLICIT)) {
    visit_composite(v, e);
    return false;
  }
  if (e->kind == EXPR_TYPE_ASSERT) { /* the type is no node */
    walk_expr(v, e->pair.x);
    return false;
  }
  if (e->kind == EXPR_INDEX || e->kind == EXPR_BINARY) {
    walk_expr(v, e->pair.x);
    walk_expr(v, e->pair.y);
    place(k, e->pair.x);
    place(k, e->pair.y);
    return false;
  }
  return true;
}

/* Both sides, then the conversions on the right. */
static void visit_assign(Visitor *v, Stmt *s) {
  uint32_t n;
  walk_expr(v, s->assign.lhs);
  walk_expr(v, s->assign.rhs);
  Expr **rhs = expr_items(&s->assign.rhs, &n);
  for (uint32_t i = 0; i < n; i++)
    place(v->data, rhs[i]);
}

/* All values, then their conversions. */
static void visit_decl(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  for (uint32_t d = 0; d < s->decl.n; d++) {
    Decl *decl = s->decl.list[d];
    uint32_t n;
    if (decl->kind != DECL_VAR)
      continue;
    k->pos = decl->pos;
    Expr **rhs = expr_items(&decl->value.values, &n);
    for (uint32_t i = 0; i < n; i++)
      walk_expr(v, rhs[i]);
    for (uint32_t i = 0; i < n; i++)
      place(k, rhs[i]);
  }
}

/* { t1, t2 := e; a, b = CONVERT(t1), t2 }: left side, e, then conversions. */
static bool visit_spread(Visitor *v, Stmt *block) {
  Cursor *k = v->data;
  Stmt *second = is_spread(block) ? block->block.list[1] : NULL;
  const Decl *d = second ? spread_decl(block) : NULL;
  if (!d && (!second || second->kind != STMT_ASSIGN))
    return false;
  k->pos = d ? d->pos : second->pos;
  if (!d)
    walk_expr(v, second->assign.lhs);
  walk_expr(v, block->block.list[0]->assign.rhs);
  Expr *values = d ? d->value.values : second->assign.rhs;
  uint32_t n;
  Expr **items = expr_items(&values, &n);
  for (uint32_t i = 0; i < n; i++)
    place(k, items[i]);
  return true;
}

/* The cursor comes to the statement, then to what stands in it. */
static bool visit_stmt(Visitor *v, Stmt *s) {
  Cursor *k = v->data;
  uint32_t n;
  if (s->kind != STMT_BLOCK && s->kind != STMT_EXPR)
    k->pos = s->pos;
  switch ((StmtKind)s->kind) {
  case STMT_ASSIGN: visit_assign(v, s); return false;
  case STMT_BLOCK: return !visit_spread(v, s);
  case STMT_DECL: visit_decl(v, s); return false;
  case STMT_RETURN: {
    Expr **values = expr_items(&s->ret.results, &n);
    for (uint32_t i = 0; i < n; i++)
      walk_expr(v, values[i]);
    place_list(k, values, n);
    return false;
  }
  case STMT_SWITCH: visit_switch(v, s); return false;
  case STMT_SEND:
    walk_expr(v, s->expr.x);
    walk_expr(v, s->expr.y);
    place(k, s->expr.y);
    return false;
  default: return true;
  }
}

/* fn is a function of a shape, as instantiated, with its conversions in
   place. */
void place_shape_conversions(Compiler *c, Function *fn) {
  Cursor k = {.c = c, .pos = fn->pos};
  Visitor v = {.expr = visit_expr, .stmt = visit_stmt, .data = &k};
  walk_stmt(&v, fn->body);
}
