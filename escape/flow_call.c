/*
 * flow_call.c - calls, builtins, go and defer to edges.
 *
 * What happens to an argument depends on what is known of the callee:
 *
 *   in this batch       it flows into the parameter's own location
 *   analysed before     it flows where the leak summary says
 *   unknown             it flows to the heap: function values, interfaces
 *
 * Source: cmd/compile/internal/escape/call.go.
 */
#include "escape/build.h"

static const char call_parameter[] = "call parameter";

/* A call being read: where its arguments go. */
typedef struct Call {
  Expr *e;
  Function *callee; /* NULL: unknown */
  const Hole *results;
  uint32_t nresults;
} Call;

/* The hole that the leak summary of parameter `i` makes. */
static Hole summary_hole(Builder *b, const Call *call, uint32_t i) {
  const Leaks *leaks = &function_summary(b, call->callee)->params[i];
  Hole holes[1 + LEAK_RESULTS];
  uint32_t n = 0;
  int d = leaks_heap(leaks);
  if (d >= 0)
    holes[n++] = hole_shift(hole_of(b->g->heap), d);
  for (uint32_t r = 0; r < call->nresults && r < LEAK_RESULTS; r++) {
    d = leaks_result(leaks, (int)r);
    if (d >= 0)
      holes[n++] = hole_shift(call->results[r], d);
  }
  return graph_tee(b->g, holes, n, b->fn, b->loop_depth);
}

/* Where argument i goes (the receiver is argument 0 of a method). */
static Hole argument_hole(Builder *b, const Call *call, uint32_t i) {
  Function *f = call->callee;
  Hole k = hole_of(b->g->heap);
  if (f && map_has(&b->in_batch, f)) {
    Object *param =
        f->recv ? (i == 0 ? f->recv : f->params[i - 1]) : f->params[i];
    bool dropped = !param->name || name_is_blank(param->name);
    k = dropped ? hole_discard(b->g) : hole_of(var_location(b, param));
  } else if (f && function_summary(b, f)) {
    k = summary_hole(b, call, i);
  }
  return hole_note_expr(b->g, k, call->e, call_parameter);
}

/* Results of a callee in this batch flow out of its result variables. */
static void flow_results(Builder *b, const Call *call) {
  if (!call->callee || !map_has(&b->in_batch, call->callee))
    return;
  for (uint32_t i = 0; i < call->nresults && i < call->callee->nresults; i++) {
    Object *r = call->callee->results[i];
    Hole k = call->results[i];
    if (k.derefs >= 0 && !flow_has_pointers(r->type))
      k = hole_discard(b->g);
    graph_flow(b->g, k, var_location(b, r));
  }
}

/* The receiver of x.M(...), or NULL. */
static Expr *receiver_of(Expr *fn) {
  if (fn->kind != EXPR_SELECTOR)
    return NULL;
  SelectionKind kind = fn->sel.selection->kind;
  bool method = kind == SEL_METHOD_VALUE || kind == SEL_INTERFACE_METHOD;
  return method ? fn->sel.x : NULL;
}

static void mark_directly_called(Builder *b, Expr *fn) {
  if (fn->kind != EXPR_FUNC_LIT || !map_has(&b->in_batch, fn->funclit.fn))
    return;
  for (uint32_t i = 0; i < fn->funclit.fn->nresults; i++)
    var_location(b, fn->funclit.fn->results[i])->directly_called = true;
}

static void flow_function_call(Builder *b, const Hole *results, uint32_t n,
                               Expr *e) {
  Expr *fn = e->call.fn;
  Call call = {.e = e,
               .callee = static_callee(fn, b->fn),
               .results = results,
               .nresults = n};
  mark_directly_called(b, fn);
  flow_results(b, &call);
  Expr *recv = receiver_of(fn);
  uint32_t at = 0;
  if (!recv)
    flow_discard(b, fn);
  else
    flow_expr(b, argument_hole(b, &call, at++), recv);
  for (uint32_t i = 0; i < e->call.n; i++)
    flow_expr(b, argument_hole(b, &call, at++), e->call.args[i]);
}

/* ------------------------------------------------------------- builtins -- */

static void discard_args(Builder *b, Expr *e, uint32_t from) {
  for (uint32_t i = from; i < e->call.n; i++)
    flow_discard(b, e->call.args[i]);
}

static bool slice_of_pointers(Type *t) {
  Type *u = type_under(t);
  return u->kind == TYPE_SLICE && flow_has_pointers(u->slice.elem);
}

static Hole heap_parameter(Builder *b, Expr *e) {
  return hole_note_expr(b->g, hole_of(b->g->heap), e, call_parameter);
}

/* What a slice's elements point to goes to the heap. */
static Hole heap_content(Builder *b, Expr *e, const char *why) {
  return hole_note_expr(b->g, hole_deref(b->g, hole_of(b->g->heap), e, why), e,
                        call_parameter);
}

static void flow_append(Builder *b, Hole k, Expr *e) {
  bool pointers = slice_of_pointers(e->type);
  Hole content = hole_deref(b->g, hole_of(b->g->heap), e, "appendee slice");
  Hole both[2] = {k, content};
  Hole tee = graph_tee(b->g, both, pointers ? 2 : 1, b->fn, b->loop_depth);
  flow_expr(b, hole_note_expr(b->g, tee, e, call_parameter), e->call.args[0]);
  for (uint32_t i = 1; i < e->call.n; i++) {
    Expr *arg = e->call.args[i];
    if (!(e->flags & EXPR_F_DOTS))
      flow_expr(b, heap_parameter(b, e), arg);
    else if (slice_of_pointers(arg->type))
      flow_expr(b, heap_content(b, e, "appended slice..."), arg);
    else
      flow_discard(b, arg);
  }
}

static void flow_copy(Builder *b, Expr *e) {
  flow_discard(b, e->call.args[0]);
  if (slice_of_pointers(e->call.args[1]->type))
    flow_expr(b, heap_content(b, e, "copied slice"), e->call.args[1]);
  else
    flow_discard(b, e->call.args[1]);
}

static void flow_builtin(Builder *b, Hole k, Expr *e) {
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_APPEND: flow_append(b, k, e); break;
  case BUILTIN_COPY: flow_copy(b, e); break;
  case BUILTIN_PANIC:
    flow_expr(b, heap_parameter(b, e), e->call.args[0]);
    break;
  case BUILTIN_NEW: flow_spill(b, k, e, NULL); break;
  case BUILTIN_MAKE:
    if (type_under(e->type)->kind != TYPE_CHAN)
      flow_spill(b, k, e, NULL);
    discard_args(b, e, 1);
    break;
  case BUILTIN_UNSAFE_ADD:
  case BUILTIN_UNSAFE_SLICE:
    flow_expr(b, hole_note_expr(b->g, k, e, call_parameter), e->call.args[0]);
    discard_args(b, e, 1);
    break;
  case BUILTIN_CAP:
  case BUILTIN_CLOSE:
  case BUILTIN_COMPLEX:
  case BUILTIN_DELETE:
  case BUILTIN_IMAG:
  case BUILTIN_LEN:
  case BUILTIN_PRINT:
  case BUILTIN_PRINTLN:
  case BUILTIN_REAL:
  case BUILTIN_RECOVER:
  case BUILTIN_UNSAFE_ALIGNOF:
  case BUILTIN_UNSAFE_OFFSETOF:
  case BUILTIN_UNSAFE_SIZEOF:
  case BUILTIN_COUNT: discard_args(b, e, 0); break;
  }
}

void flow_call(Builder *b, const Hole *results, uint32_t n, Expr *e) {
  if (e->call.init)
    flow_stmt(b, e->call.init);
  if (e->sub == CALL_BUILTIN)
    flow_builtin(b, n ? results[0] : hole_discard(b->g), e);
  else
    flow_function_call(b, results, n, e);
}

/* --------------------------------------------------------- go and defer -- */

static bool needs_copy(const Expr *e) {
  if (e->mode == MODE_CONST || e->mode == MODE_NIL)
    return false;
  if (e->kind == EXPR_NAME && e->name.obj && e->name.obj->kind == OBJ_FUNC)
    return false;
  return !(e->kind == EXPR_SELECTOR &&
           e->sel.selection->kind == SEL_METHOD_EXPR);
}

/* gc numbers its temporaries by the variables that a function has. */
static uint32_t variable_count(const Builder *b) {
  const Function *fn = b->fn;
  uint32_t n = (fn->recv ? 1 : 0) + fn->nparams + fn->nresults + fn->locals.len;
  for (uint32_t i = 0; i < b->temps.len; i++)
    n += b->temps.items[i]->var.fn == fn;
  return n;
}

static Expr *temp_name(Builder *b, Object *tmp, Pos pos) {
  Expr *e = expr_new(b->c, EXPR_NAME, pos);
  e->name.name = tmp->name;
  e->name.obj = tmp;
  e->type = tmp->type;
  e->mode = MODE_VAR;
  return e;
}

/* A copy of argument e, made when the statement runs, for the call that runs
   later: the wrapper's captured variable. Returns what the call uses. */
static Expr *keep_argument(Builder *b, Location *wrapper, Stmt *s, Expr *e) {
  const Name *name = name_of(
      b->c, arena_printf(&b->c->arena, ".autotmp_%u", variable_count(b)));
  Pos pos = e->kind == EXPR_NAME ? s->expr.x->pos : e->pos;
  Object *tmp = object_new(b->c, OBJ_VAR, pos, name, e->type, b->pkg);
  tmp->flags |= OBJ_F_TEMP;
  tmp->var.fn = b->fn;
  tmp->var.defining = e;
  Location *l = location_new(b->g, LOC_VAR, b->fn, b->loop_depth);
  l->var = tmp;
  l->name = name->text;
  tmp->var.escape = l;
  list_push(&b->c->arena, &b->temps, tmp);
  flow_expr(b, hole_note_stmt(b->g, hole_of(l), s, "assign"), e);
  bool by_value = type_size(b->c, e->type) <= 128;
  Hole k = hole_of(wrapper);
  if (!by_value)
    k = hole_addr(b->g, k, e, "reference");
  graph_flow(b->g, hole_note_expr(b->g, k, e, "captured by a closure"), l);
  return temp_name(b, tmp, e->pos);
}

/* One operand of the deferred call. A slice literal stays inside the wrapper;
   only its elements are kept. */
static Expr *keep_operand(Builder *b, Location *wrapper, Stmt *s, Expr *e) {
  if (!needs_copy(e))
    return e;
  bool slice =
      e->kind == EXPR_COMPOSITE && type_under(e->type)->kind == TYPE_SLICE;
  if (!slice)
    return keep_argument(b, wrapper, s, e);
  Expr *copy = arena_copy(&b->c->arena, e, sizeof *e);
  copy->complit.elems =
      arena_copy(&b->c->arena, e->complit.elems, e->complit.n * sizeof(Expr *));
  for (uint32_t i = 0; i < e->complit.n; i++)
    copy->complit.elems[i] = keep_operand(b, wrapper, s, e->complit.elems[i]);
  return copy;
}

/* The callee, or receiver, as the wrapper will use it. */
static Expr *keep_callee(Builder *b, Location *wrapper, Stmt *s, Expr *fn) {
  if (!receiver_of(fn))
    return keep_operand(b, wrapper, s, fn);
  Expr *copy = arena_copy(&b->c->arena, fn, sizeof *fn);
  copy->sel.x = keep_operand(b, wrapper, s, fn->sel.x);
  return copy;
}

/* The call itself, as the wrapper will make it. */
static void flow_wrapped_call(Builder *b, Hole k, Stmt *s, Expr *call) {
  Location *wrapper = location_new(b->g, LOC_EXPR, b->fn, b->loop_depth);
  wrapper->expr = call;
  wrapper->is_go_wrapper = true;
  graph_flow(b->g, hole_addr(b->g, k, call, "spill"), wrapper);
  Expr *copy = arena_copy(&b->c->arena, call, sizeof *call);
  if (call->call.init)
    flow_stmt(b, call->call.init);
  copy->call.init = NULL;
  if (call->sub != CALL_BUILTIN)
    copy->call.fn = keep_callee(b, wrapper, s, call->call.fn);
  copy->call.args =
      arena_copy(&b->c->arena, call->call.args, call->call.n * sizeof(Expr *));
  for (uint32_t i = 0; i < call->call.n; i++)
    copy->call.args[i] = keep_operand(b, wrapper, s, call->call.args[i]);
  flow_call(b, NULL, 0, copy);
}

void flow_go_defer(Builder *b, Stmt *s) {
  Expr *call = s->expr.x;
  Hole k = hole_of(b->g->heap);
  if (s->kind == STMT_DEFER && b->loop_depth == 1)
    k = graph_later(b->g, hole_discard(b->g), b->fn, b->loop_depth);
  bool plain = call->kind == EXPR_CALL && call->sub != CALL_BUILTIN &&
               call->call.n == 0 && !receiver_of(call->call.fn) &&
               type_under(call->call.fn->type)->func.results->tuple.n == 0;
  if (plain)
    flow_expr(b, k, call->call.fn);
  else if (call->kind == EXPR_CALL)
    flow_wrapped_call(b, k, s, call);
  else
    flow_discard(b, call);
}
