/*
 * self_assign.c - assignments that move a pointer within one object.
 *
 *     b.buf = b.buf[n:m]      val.x = val.y      s[0] = s[i]
 *
 * What the object points to stays what it points to, so no flow is needed,
 * and a parameter does not leak for it. gc tells these apart by shape alone.
 * -m says: "(*T).f ignoring self-assignment in b.buf = b.buf[n:m]".
 *
 * Source: cmd/compile/internal/escape/utils.go of Go 1.19.
 */
#include "escape/build.h"

/* Conversions without code are no nodes for this comparison. */
static const Expr *skip_conversions(const Expr *e) {
  while (e->kind == EXPR_CONVERT && e->sub == CONV_NOP)
    e = e->pair.x;
  return e;
}

static bool is_deref(const Expr *e) {
  return e->kind == EXPR_UNARY && e->op == OP_MUL;
}

static bool is_field(const Expr *e) {
  return e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_FIELD;
}

/* p of `*p` and p.f, or NULL. */
static const Expr *pointer_base(const Expr *e) {
  if (is_field(e) && is_deref(e->sel.x))
    e = e->sel.x;
  if (!is_deref(e))
    return NULL;
  e = e->pair.x;
  return e->kind == EXPR_NAME ? e : NULL;
}

/* b.buf = b.buf[n:m] with one and the same b; not if b.buf is an array, whose
   slice would be a new pointer into the object. */
static bool slices_itself(const Expr *lhs, const Expr *rhs) {
  const Expr *p = pointer_base(lhs);
  if (!p || rhs->kind != EXPR_SLICE)
    return false;
  const Expr *x = rhs->slice.x;
  bool of_array =
      x->kind == EXPR_UNARY && x->op == OP_AND && (x->flags & EXPR_F_IMPLICIT);
  const Expr *q = of_array ? NULL : pointer_base(x);
  return q && p->name.obj == q->name.obj;
}

/* len(x) or cap(x) */
static bool is_length(const Expr *call) {
  return call->sub == CALL_BUILTIN && (call->call.builtin == BUILTIN_LEN ||
                                       call->call.builtin == BUILTIN_CAP);
}

/* Whether evaluating e twice is the same as once. */
static bool is_free_of_effects(const Expr *e) {
  if (e->mode == MODE_CONST || e->mode == MODE_NIL)
    return true;
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: return true;
  case EXPR_SELECTOR: return is_field(e) && is_free_of_effects(e->sel.x);
  case EXPR_UNARY: return e->op != OP_RECV && is_free_of_effects(e->pair.x);
  case EXPR_BINARY:
  case EXPR_INDEX:
    return is_free_of_effects(e->pair.x) && is_free_of_effects(e->pair.y);
  case EXPR_CONVERT:
    return e->sub <= CONV_NUMERIC && is_free_of_effects(e->pair.x);
  case EXPR_CALL: return is_length(e) && is_free_of_effects(e->call.args[0]);
  default: return false;
  }
}

/* Whether a and b name the same storage, by form: same variables, fields,
   indices, operators. */
static bool same_expr(const Expr *a, const Expr *b) {
  a = skip_conversions(a);
  b = skip_conversions(b);
  if (a->kind != b->kind || a->op != b->op)
    return false;
  if (a->mode == MODE_CONST || b->mode == MODE_CONST)
    return a->mode == b->mode && a->kind == EXPR_LITERAL &&
           a->lit.len == b->lit.len &&
           memcmp(a->lit.text, b->lit.text, a->lit.len) == 0;
  switch ((ExprKind)a->kind) {
  case EXPR_NAME: return a->name.obj == b->name.obj;
  case EXPR_SELECTOR:
    return is_field(a) && is_field(b) &&
           a->sel.selection->obj == b->sel.selection->obj &&
           same_expr(a->sel.x, b->sel.x);
  case EXPR_UNARY: return same_expr(a->pair.x, b->pair.x);
  case EXPR_BINARY:
  case EXPR_INDEX:
    return same_expr(a->pair.x, b->pair.x) && same_expr(a->pair.y, b->pair.y);
  default: return false;
  }
}

static bool is_map(const Expr *x) {
  return type_under(x->type)->kind == TYPE_MAP;
}

/* val.x = val.y, val[i] = val[j], but for elements of maps. */
static bool shares_base(const Expr *lhs, const Expr *rhs) {
  if (lhs->kind != rhs->kind)
    return false;
  const Expr *a, *b;
  if (is_field(lhs) && is_field(rhs)) {
    a = lhs->sel.x;
    b = rhs->sel.x;
    if (is_deref(a) != is_deref(b))
      return false;
  } else if (lhs->kind == EXPR_INDEX && !is_map(lhs->pair.x) &&
             !is_map(rhs->pair.x)) {
    if (!is_free_of_effects(lhs->pair.y) || !is_free_of_effects(rhs->pair.y))
      return false;
    a = lhs->pair.x;
    b = rhs->pair.x;
  } else {
    return false;
  }
  return is_free_of_effects(a) && same_expr(a, b);
}

/* Either may be NULL: then it is none. */
bool is_self_assignment(const Expr *lhs, const Expr *rhs) {
  if (!lhs || !rhs)
    return false;
  return slices_itself(lhs, rhs) || shares_base(lhs, rhs);
}
