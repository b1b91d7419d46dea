/*
 * explicit_seq.c - which expressions need gc's order of evaluation.
 *
 * gc evaluates a statement in two phases: first everything call-like, in
 * source order, then the rest. An expression without anything call-like below
 * it needs no first phase: EXPR_F_HAS_SEQ tells code generation so. The flag
 * says "look", the rules are code generation's.
 *
 *     a[i] + f(x)    + and f(x) have the flag, a[i] has not: f runs first, and
 *                    a[i] sees what it did
 */
#include "frontend/check/explicit.h"
#include "frontend/syntax/ast_slots.h"

static bool is_map(Type *t) { return type_under(t)->kind == TYPE_MAP; }

/* Whether e belongs to the first phase. */
static bool is_call_like(const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_CALL:
    return e->sub != CALL_BUILTIN || builtin_info[e->call.builtin].sequenced;
  case EXPR_INLINED_CALL:
  case EXPR_SLICE: return true;
  case EXPR_TYPE_ASSERT: return !type_is_pointer_shaped(e->type);
  case EXPR_BINARY: return e->op == OP_LAND || e->op == OP_LOR;
  case EXPR_UNARY: return e->op == OP_RECV;
  case EXPR_CONVERT:
    return e->sub == CONV_STR_TO_BYTES || e->sub == CONV_STR_TO_RUNES;
  case EXPR_COMPOSITE: return is_map(e->type);
  case EXPR_INDEX:
    return is_map(e->pair.x->type) && e->pair.y->kind == EXPR_CONVERT &&
           e->pair.y->sub == CONV_BYTES_TO_STR;
  default: return false;
  }
}

static bool mark(Expr *e);

/* The topmost expressions of a statement; mark goes below. */
static bool visit(Visitor *v, Expr *e) {
  (void)v;
  mark(e);
  return false;
}

static void mark_stmt(Stmt *s) {
  Visitor v = {.expr = visit};
  walk_stmt(&v, s);
}

/* Whether anything below this child is call-like. */
static bool mark_slot(Expr *e, const Slot *s) {
  void *child = slot_child(e, s);
  bool any = false;
  if (s->kind == SLOT_EXPR)
    return mark(child);
  if (s->kind == SLOT_STMT && child)
    mark_stmt(child); /* call.init: its expressions are roots of their own */
  Expr **list = child;
  for (uint32_t i = 0; s->kind == SLOT_EXPRS && i < slot_count(e, s); i++)
    any |= mark(list[i]);
  return any;
}

/* Flags e if something call-like is in it, and says so. */
static bool mark(Expr *e) {
  if (!e || e->mode == MODE_CONST || e->mode == MODE_TYPE ||
      e->kind == EXPR_FUNC_LIT) /* its body is a function of its own */
    return false;
  bool any = is_call_like(e);
  for (const Slot *s = expr_slots(e->kind); s->kind != SLOT_END; s++)
    any |= mark_slot(e, s);
  if (any)
    e->flags |= EXPR_F_HAS_SEQ;
  return any;
}

void mark_sequenced(Function *fn) { mark_stmt(fn->body); }
