/*
 * flow_go.c - go and defer statements to edges.
 *
 * The call of such a statement runs later. gc makes a function literal without
 * parameters of it, for which operands are copied when the statement runs:
 *
 *     defer f(x, y)       t1, t2 := x, y
 *                         defer func() { f(t1, t2) }()
 *
 * The literal captures the copies. A defer outside of loops runs before the
 * function returns: the literal need not escape. Source: goDeferStmt and
 * rewriteArgument in cmd/compile/internal/escape/call.go of Go 1.19.
 */
#include "escape/flow_call.h"

/* Names of functions and constants are as good later as now. */
static bool needs_copy(const Expr *e) {
  if (e->mode == MODE_CONST || e->mode == MODE_NIL)
    return false;
  const Object *obj = e->kind == EXPR_NAME ? e->name.obj : NULL;
  if (e->kind == EXPR_SELECTOR) {
    SelectionKind kind = e->sel.selection->kind;
    obj = kind == SEL_QUALIFIED ? e->sel.selection->obj : NULL;
    if (kind == SEL_METHOD_EXPR)
      return false;
  }
  return !(obj && obj->kind == OBJ_FUNC);
}

/* Whether gc has this variable by now: also those for instances that are used
   as values. */
static bool exists(const Object *var) {
  return !(var->flags & OBJ_F_LATE) || (var->flags & OBJ_F_NUMBERED);
}

/* A dictionary that depends on no type parameter has a variable in gc, though
   none is captured. */
static bool has_idle_dictionary(const Function *literal) {
  return (literal->is_wrapper || literal->copies_wrapper) &&
         !literal->dict_captured;
}

/* gc numbers its temporaries by the variables that a function has. */
static uint32_t variable_count(const Builder *b) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < b->temps.len; i++)
    n += b->temps.items[i]->var.fn == b->fn;
  for (uint32_t i = 0; i < b->fn->locals.len; i++)
    n += exists(b->fn->locals.items[i]);
  for (uint32_t i = 0; i < b->fn->literals.len; i++)
    n += has_idle_dictionary(b->fn->literals.items[i]);
  return function_variable_count(b->fn, n);
}

static Expr *use(Builder *b, Object *var, Pos pos) {
  Expr *e = expr_new(b->c, EXPR_NAME, pos);
  e->name.name = var->name;
  e->name.obj = var;
  e->type = var->type;
  e->mode = MODE_VAR;
  return e;
}

/* tmp = e, for the texts of -m=2. */
static Stmt *copy_stmt(Builder *b, Object *tmp, Expr *e) {
  Stmt *s = stmt_new(b->c, STMT_ASSIGN, tmp->pos);
  s->flags = STMT_F_IMPLICIT;
  s->assign.lhs = use(b, tmp, tmp->pos);
  s->assign.rhs = e;
  return s;
}

/* A name, also of another package, has no position of its own for gc. */
static bool is_name(const Expr *e) {
  return e->kind == EXPR_NAME ||
         (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_QUALIFIED);
}

/* Copies *slot to a variable of the current function, and uses that. */
static Object *copy_value(Builder *b, Pos pos, Expr **slot) {
  Expr *e = *slot;
  if (!is_name(e) || e->mode == MODE_CONST)
    pos = e->pos;
  const Name *name = name_of(
      b->c, arena_printf(&b->c->arena, ".autotmp_%u", variable_count(b)));
  Object *tmp = object_new(b->c, OBJ_VAR, pos, name, e->type, b->pkg);
  tmp->flags |= OBJ_F_TEMP;
  tmp->var.fn = b->fn;
  tmp->var.defining = e;
  Location *l = location_new(b->g, LOC_VAR, b->fn, b->loop_depth);
  l->var = tmp;
  l->name = name->text;
  tmp->var.escape = l;
  list_push(&b->c->arena, &b->temps, tmp);
  Stmt *s = copy_stmt(b, tmp, e);
  flow_expr(b, hole_note_stmt(b->g, hole_of(l), s, "assign"), e);
  *slot = use(b, tmp, pos);
  return tmp;
}

/* Whether integers that were pointers stay pointers for callee: functions
   without body and those that say so by a pragma. */
static bool keeps_pointers(const Function *callee) {
  uint32_t kept = PRAGMA_UINTPTR_KEEPALIVE | PRAGMA_UINTPTR_ESCAPES;
  return callee && (!callee->body || (callee->pragmas & kept));
}

/* The closure will hold tmp; connect_closures draws the edge. */
static void capture(Builder *b, GoDefer *later, Object *tmp, Pos pos) {
  list_push(&b->c->arena, &later->fn->captures, tmp);
  list_push(&b->c->arena, &later->fn->capture_uses, pos);
  var_location(b, tmp)->captured = true;
}

/* A copy of the call whose operands can be replaced. */
static Expr *own_call(Builder *b, const Expr *call) {
  Arena *a = &b->c->arena;
  Expr *copy = arena_copy(a, call, sizeof *call);
  copy->call.init = NULL;
  copy->call.args =
      arena_copy(a, call->call.args, call->call.n * sizeof(Expr *));
  if (call->sub != CALL_BUILTIN && receiver_of(call->call.fn))
    copy->call.fn = arena_copy(a, call->call.fn, sizeof *call);
  return copy;
}

Expr *call_with_pointers_kept(Builder *b, const Function *callee, Expr *call) {
  if (!keeps_pointers(callee))
    return call;
  Expr *copy = own_call(b, call);
  copy->call.init = call->call.init;
  return copy;
}

/* uintptr(unsafe.Pointer(p)), passed to a function that keeps such integers
   alive: p is copied, and escapes if the function says so. */
static bool keep_pointer(Builder *b, GoDefer *later, const Function *callee,
                         Expr **slot) {
  Expr *e = *slot;
  if (!keeps_pointers(callee) || e->kind != EXPR_CONVERT ||
      type_basic_kind(e->type) != BASIC_UINTPTR ||
      type_basic_kind(e->pair.x->type) != BASIC_UNSAFE_POINTER)
    return false;
  *slot = e = arena_copy(&b->c->arena, e, sizeof *e);
  Object *tmp = copy_value(b, e->pos, &e->pair.x);
  map_set(&b->c->arena, &b->g->called, tmp, (void *)(uintptr_t)++b->g->calls);
  if (later)
    capture(b, later, tmp, e->pos);
  if (callee->pragmas & PRAGMA_UINTPTR_ESCAPES)
    graph_flow(b->g, hole_heap(b->g, "//go:uintptrescapes", e),
               var_location(b, tmp));
  return true;
}

/* Replaces the operand *slot by a copy if the call runs later, and its value
   might be another one then. `pos` is where the copy stands for gc. */
static void keep_one(Builder *b, GoDefer *later, const Function *callee,
                     Pos pos, Expr **slot) {
  if (!needs_copy(*slot) || keep_pointer(b, later, callee, slot) || !later)
    return;
  capture(b, later, copy_value(b, pos, slot), pos);
}

void keep_word(Builder *b, GoDefer *later, Pos pos) {
  Expr *word = expr_new(b->c, EXPR_BAD, pos);
  word->type = BASIC(b->c, UINTPTR);
  word->mode = MODE_VALUE;
  capture(b, later, copy_value(b, pos, &word), pos);
}

/* A slice literal is made by the later call; only its elements are kept. */
void keep_argument(Builder *b, GoDefer *later, Function *callee, Expr *call,
                   Expr **arg) {
  Expr *e = *arg;
  bool slice =
      e->kind == EXPR_COMPOSITE && type_under(e->type)->kind == TYPE_SLICE;
  if (!slice) {
    keep_one(b, later, callee, call->pos, arg);
    return;
  }
  if (later || keeps_pointers(callee)) { /* the tree keeps its elements */
    *arg = e = arena_copy(&b->c->arena, e, sizeof *e);
    e->complit.elems = arena_copy(&b->c->arena, e->complit.elems,
                                  e->complit.n * sizeof(Expr *));
  }
  for (uint32_t i = 0; i < e->complit.n; i++)
    keep_one(b, later, callee, e->pos, &e->complit.elems[i]);
}

/* Makes the literal of the head comment for graph and texts, not for the tree:
   code generation has its own way. Its closure flows into k. */
static void flow_wrapped_call(Builder *b, Hole k, Stmt *s, Expr *call) {
  Function *fn = NEW(&b->c->arena, Function);
  fn->outer = b->fn;
  fn->package = b->pkg;
  GoDefer later = {.stmt = s, .call = own_call(b, call), .fn = fn};
  flow_call_common(b, NULL, 0, later.call, &later);
  Expr *literal = expr_new(b->c, EXPR_FUNC_LIT, s->pos);
  literal->funclit.fn = fn;
  literal->type = call->type;
  Location *l;
  flow_spill(b, k, literal, &l);
  l->is_go_wrapper = true;
  list_push(&b->c->arena, &b->literals, ((Literal){.loc = l, .fn = fn}));
  list_push(&b->c->arena, &b->fn->later, fn);
}

/* What go starts outlives the function. A call without operands and results
   needs no literal: the function value itself is kept. */
void flow_go_defer(Builder *b, Stmt *s) {
  Expr *call = s->expr.x;
  Hole k = hole_of(b->g->heap);
  if (s->kind == STMT_DEFER && b->loop_depth == 1)
    k = graph_later(b->g, hole_discard(b->g), b->fn, b->loop_depth);
  if (call->kind != EXPR_CALL) {
    flow_discard(b, call);
    return;
  }
  if (call->call.init)
    flow_stmt(b, call->call.init);
  bool plain = call->sub != CALL_BUILTIN && call->call.n == 0 &&
               !receiver_of(call->call.fn) &&
               type_under(call->call.fn->type)->func.results->tuple.n == 0;
  if (plain)
    flow_expr(b, k, call->call.fn);
  else
    flow_wrapped_call(b, k, s, call);
}
