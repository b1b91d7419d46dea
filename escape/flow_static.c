/*
 * flow_static.c - package variables that need no code.
 *
 * gc lays out constant data at link time, before escape analysis sees the
 * initialiser; no message is printed for it. Of a composite literal only the
 * parts that must be computed remain, as assignments to the variable:
 *
 *     var t = []T{{1, nil}, {2, f()}}     t[1].b = f() is left
 *
 * Source: cmd/compile/internal/staticinit/sched.go of Go 1.19.
 */
#include "escape/build.h"

static bool is_global(const Expr *e) {
  if (e->kind == EXPR_NAME)
    return e->name.obj && (e->name.obj->kind == OBJ_FUNC ||
                           (e->name.obj->flags & OBJ_F_GLOBAL));
  return e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_QUALIFIED;
}

/* The address of a package variable, or of a fixed part of one. */
static bool is_global_place(const Expr *e) {
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_FIELD)
    return is_global_place(e->sel.x);
  if (e->kind == EXPR_INDEX)
    return type_under(e->pair.x->type)->kind == TYPE_ARRAY &&
           e->pair.y->mode == MODE_CONST && is_global_place(e->pair.x);
  return is_global(e);
}

static bool is_composite(const Expr *e) {
  return e->kind == EXPR_COMPOSITE && type_under(e->type)->kind != TYPE_MAP;
}

static void flow_leaf(Builder *b, Expr *e, Stmt *where) {
  Hole k = hole_of(b->g->heap);
  flow_expr(b, hole_note_stmt(b->g, k, where, "assign"), e);
}

static void flow_static_convert(Builder *b, Expr *e, Stmt *where) {
  Expr *x = e->pair.x;
  bool boxes = e->sub == CONV_TO_IFACE && !type_is_interface(x->type);
  if (e->sub == CONV_NOP || boxes)
    flow_static(b, x, where);
  else if (!(e->sub == CONV_STR_TO_BYTES && x->mode == MODE_CONST))
    flow_leaf(b, e, where);
}

void flow_static(Builder *b, Expr *e, Stmt *where) {
  if (e->mode == MODE_CONST || e->mode == MODE_NIL || is_global(e) ||
      e->kind == EXPR_FUNC_LIT)
    return;
  if (e->kind == EXPR_UNARY && e->op == OP_AND && is_global_place(e->pair.x))
    return;
  if (e->kind == EXPR_UNARY && e->op == OP_AND && is_composite(e->pair.x))
    e = e->pair.x;
  if (e->kind == EXPR_CONVERT)
    flow_static_convert(b, e, where);
  else if (is_composite(e))
    for (uint32_t i = 0; i < e->complit.n; i++)
      flow_static(b, e->complit.elems[i], where);
  else
    flow_leaf(b, e, where);
}
