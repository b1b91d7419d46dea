/*
 * flow_call.c - calls and builtins to edges.
 *
 * What happens to an argument depends on what is known of the callee:
 *
 *   in this batch       it flows into the parameter's own location
 *   analysed before     it flows where the leak summary says
 *   unknown             it flows to the heap: function values, interfaces
 *
 *
 *     func id(p *int) *int { return p }      summary of p: result 0 at 0
 *     r = id(&x)                             edge x -> r, -1
 *     i.M(&x)                                edge x -> heap, -1
 *
 * Source: cmd/compile/internal/escape/call.go.
 */
#include "escape/flow_call.h"

static const char call_parameter[] = "call parameter";

/* A call being read: where its arguments go. */
typedef struct Call {
  Expr *e;
  Function *callee; /* NULL: unknown */
  const Hole *results;
  uint32_t nresults;
  GoDefer *later; /* go and defer: what the call will use; else NULL */
  bool own;       /* e is a copy, whose operands may be replaced */
} Call;

/* The hole that the leak summary of parameter `i` makes. Of parameters without
   pointers it says that they leak: in (*T).M(p), with M of T, p is taken for
   the receiver, and gc has not looked where an int goes. */
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

/* Results of a callee in this batch flow out of its result variables; those of
   all others come with the arguments (summary_hole) or from the heap. */
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

/* The slot of x in a call of x.M; NULL if fn is no selector of a method. */
Expr **receiver_of(Expr *fn) {
  if (fn->kind != EXPR_SELECTOR)
    return NULL;
  SelectionKind kind = fn->sel.selection->kind;
  bool method = kind == SEL_METHOD_VALUE || kind == SEL_INTERFACE_METHOD;
  return method ? &fn->sel.x : NULL;
}

/* The results of func() T { ... }() go where the call stands: for them the
   literal does not outlive the function around. */
static void mark_directly_called(Builder *b, Expr *fn) {
  if (fn->kind != EXPR_FUNC_LIT || !map_has(&b->in_batch, fn->funclit.fn))
    return;
  for (uint32_t i = 0; i < fn->funclit.fn->nresults; i++)
    var_location(b, fn->funclit.fn->results[i])->directly_called = true;
}

/* Reads one argument into hole k. In a copy of the call *arg becomes the
   variable that keeps its value. */
static void flow_argument(Builder *b, const Call *call, Hole k, Expr **arg) {
  Expr *e = *arg;
  keep_argument(b, call->later, call->callee, call->e, &e);
  flow_expr(b, k, e);
  if (call->own)
    *arg = e;
}

/* A call of no builtin: callee, receiver and arguments, in the order in which
   gc reads them. `later` is NULL but for go and defer. */
static void flow_function_call(Builder *b, const Hole *results, uint32_t n,
                               Expr *e, GoDefer *later) {
  Function *callee = static_callee(e->call.fn, b->fn);
  const Expr *given = e;
  if (!later)
    e = call_with_pointers_kept(b, callee, e);
  Call call = {.e = e,
               .callee = callee,
               .own = later || e != given,
               .results = results,
               .nresults = n,
               .later = later};
  b->g->calls++;
  if (b->c->options.explain || b->g->record_paths) /* else nobody asks */
    map_set(&b->c->arena, &b->g->called, e, (void *)(uintptr_t)b->g->calls);
  mark_directly_called(b, e->call.fn);
  flow_results(b, &call);
  Expr **recv = receiver_of(e->call.fn);
  uint32_t at = 0;
  bool dynamic;
  if (later && names_bound_method(e->call.fn))
    keep_word(b, later, e->call.fn->pos);
  else if (later && names_instance(e->call.fn, &dynamic))
    keep_word(b, later, e->pos);
  if (!recv) {
    keep_argument(b, later, NULL, e, &e->call.fn);
    flow_discard(b, e->call.fn);
  } else {
    flow_argument(b, &call, argument_hole(b, &call, at++), recv);
  }
  for (uint32_t i = 0; i < e->call.n; i++)
    flow_argument(b, &call, argument_hole(b, &call, at++), &e->call.args[i]);
}

/* ------------------------------------------------------------- builtins -- */

static void discard_args(Builder *b, Expr *e, uint32_t from) {
  for (uint32_t i = from; i < e->call.n; i++)
    flow_discard(b, e->call.args[i]);
}

/* Whether elements of slices of type t can carry addresses. */
static bool slice_of_pointers(Type *t) {
  Type *u = type_under(t);
  return u->kind == TYPE_SLICE && flow_has_pointers(u->slice.elem);
}

/* The hole of an argument that the builtin e keeps. */
static Hole heap_parameter(Builder *b, Expr *e) {
  return hole_note_expr(b->g, hole_of(b->g->heap), e, call_parameter);
}

/* What a slice's elements point to goes to the heap. */
static Hole heap_content(Builder *b, Expr *e, const char *why) {
  return hole_note_expr(b->g, hole_deref(b->g, hole_of(b->g->heap), e, why), e,
                        call_parameter);
}

/* append(s, x...): s goes on as the result. Its elements, and what is appended,
   may be moved to an array on the heap. */
static void flow_append(Builder *b, Hole k, Expr *e) {
  bool pointers = slice_of_pointers(e->type);
  forbid_element(b, e->pos, type_under(e->type)->slice.elem);
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

/* Where the target's elements are is not known: those of the source, if they
   have pointers, count as stored on the heap. */
static void flow_copy(Builder *b, Expr *e) {
  flow_discard(b, e->call.args[0]);
  if (slice_of_pointers(e->call.args[1]->type))
    flow_expr(b, heap_content(b, e, "copied slice"), e->call.args[1]);
  else
    flow_discard(b, e->call.args[1]);
}

/* k gets the result. make(chan T) always allocates on the heap, and has no
   location; most builtins have results without pointers. */
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

void flow_call_common(Builder *b, const Hole *results, uint32_t n, Expr *e,
                      GoDefer *later) {
  if (e->sub != CALL_BUILTIN) {
    flow_function_call(b, results, n, e, later);
    return;
  }
  for (uint32_t i = 0; i < e->call.n; i++)
    keep_argument(b, later, NULL, e, &e->call.args[i]);
  if (later && e->call.builtin == BUILTIN_RECOVER)
    keep_word(b, later, e->pos);
  flow_builtin(b, n ? results[0] : hole_discard(b->g), e);
}

/* Reads the call e with its preparations; results[0..n) get its results. */
void flow_call(Builder *b, const Hole *results, uint32_t n, Expr *e) {
  if (e->call.init)
    flow_stmt(b, e->call.init);
  flow_call_common(b, results, n, e, NULL);
}
