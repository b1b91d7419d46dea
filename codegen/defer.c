/*
 * defer.c - defer, recover, go.
 *
 * A function with `defer` keeps a record of pending calls in its frame and
 * links it to the goroutine (runtime/abi.h, RtDeferFrame):
 *
 *   entry      if deferbegin(&frame) != 0 { goto recovered }
 *   defer c    frame.slots[i] = c; frame.mask |= 1<<i    outside loops
 *              deferpush(&frame, c)                      if any is in a loop
 *   return     results to their variables; deferreturn(&frame); ret
 *   recovered  deferreturn(&frame); ret
 *
 * A function with few defers and few returns makes the pending calls itself,
 * in place of deferreturn: LLVM can then inline what was deferred.
 *
 * deferbegin returns a second time when a deferred call has recovered a
 * panic. LLVM must then find the results in memory, so their addresses are
 * stored where it cannot see what becomes of them.
 *
 * What is deferred is a func(): a closure over the operands' values, whose
 * code is the call itself, generated with those values in place of operands:
 *
 *   defer f(x, g())     closure {thunk, x, result of g}
 */
#include "codegen/closure.h"

#include "runtime/abi.h"

enum {
  MAX_SLOTS = 8,
  MAX_OPEN = 4, /* slots, and returns, of functions that call by themselves */
};

/* A function's record. */
typedef struct DeferFrame {
  Value record;
  Value mask;            /* copy of record.mask that LLVM keeps in a register:
                            the runtime changes the other only when it panics,
                            and does not come back to where this one is read */
  uint32_t next;         /* slot of the next defer statement */
  bool pushes;           /* deferpush instead of slots */
  uint32_t exits;        /* returns that make the calls themselves */
  Value code[MAX_SLOTS]; /* what a slot's closure runs; NULL: see there */
} DeferFrame;

/* ------------------------------------------------------------- functions -- */

static bool count_expr(Visitor *v, Expr *e) {
  (void)v;
  return e->kind != EXPR_FUNC_LIT;
}

static bool count_stmt(Visitor *v, Stmt *s) {
  if (s->kind == STMT_DEFER)
    ++*(uint32_t *)v->data;
  return true;
}

/* Defer statements of a body, without those of function literals in it. */
static uint32_t count_defers(Function *fn) {
  uint32_t n = 0;
  Visitor v = {.expr = count_expr, .stmt = count_stmt, .data = &n};
  walk_stmt(&v, fn->body);
  return n;
}

/* Stores to a result stay where they are among what may fault: a deferred call
   that recovers from a fault returns what was stored last. */
bool defer_watches(FuncGen *f, Value addr) {
  if (!f->defer)
    return false;
  for (uint32_t i = 0; i < f->fn->nresults; i++)
    if (var_of(f, f->fn->results[i])->slot == addr)
      return true;
  return false;
}

/* Keeps the results out of registers; see above. */
static void expose_results(FuncGen *f, Value record) {
  for (uint32_t i = 0; i < f->fn->nresults; i++) {
    Value addr = var_of(f, f->fn->results[i])->slot;
    Value keep = ptr_offset(f, record, offsetof(RtDeferFrame, keep));
    LLVMSetVolatile(LLVMBuildStore(f->b, addr, keep), true);
  }
}

/* The second return goes to `recovered`, which runs what is left and returns
   the results as they are in memory. */
void defer_prologue(FuncGen *f) {
  DeferFrame *d = NEW(&f->g->c->arena, DeferFrame);
  f->defer = d;
  f->returned_twice = true;
  d->record = temp_bytes(f, sizeof(RtDeferFrame), 16, "defers");
  d->mask = temp_bytes(f, 8, 8, "pending");
  d->pushes = f->fn->has_loop_defer || count_defers(f->fn) > MAX_SLOTS;
  expose_results(f, d->record);
  Value again = RTCALL(f, deferbegin, d->record);
  Block recovered = block_new(f, "recovered"), normal = block_new(f, "");
  branch_rare(f, LLVMBuildIsNotNull(f->b, again, ""), recovered, normal);
  block_start(f, recovered);
  gen_pos(f, f->fn->end); /* as at the end: LLVM makes one of both calls */
  RTCALL(f, deferreturn, d->record);
  func_ret(f);
  block_start(f, normal);
  gen_pos(f, f->fn->pos);
  LLVMBuildStore(f->b, int_const(f->g, 0), d->mask);
}

/* Of slot i in the record. */
static int64_t slot_offset(uint32_t i) {
  return (int64_t)offsetof(RtDeferFrame, slots) + 8 * (int64_t)i;
}

static Value get_mask(FuncGen *f, const DeferFrame *d) {
  return load_int(f, d->mask, 0);
}

/* Both copies: the record's is what a panic goes by. */
static void set_mask(FuncGen *f, const DeferFrame *d, Value mask) {
  store_word(f, mask, d->mask, 0);
  store_word(f, mask, d->record, offsetof(RtDeferFrame, mask));
}

/* Calls what is in slot i; it is not pending any more if it panics. */
static void run_slot(FuncGen *f, DeferFrame *d, uint32_t i) {
  Gen *g = f->g;
  Block run = block_new(f, "deferred"), next = block_new(f, "");
  Value mask = get_mask(f, d);
  Value bit = int_const(g, (int64_t)1 << i);
  Value pending = LLVMBuildAnd(f->b, mask, bit, "");
  branch_if(f, LLVMBuildIsNotNull(f->b, pending, ""), run, next);
  block_start(f, run);
  set_mask(f, d, LLVMBuildXor(f->b, mask, bit, ""));
  Type *none = g->c->universe->empty_tuple;
  Type *func = type_func(g->c, none, none, false);
  Value closure = load_ptr(f, d->record, slot_offset(i));
  Callee callee = {d->code[i], closure, abi_of(g, func, NULL)};
  if (d->code[i] == NULL)
    callee = call_closure(f, func, closure);
  call_emit(f, &callee, NULL, NULL);
  branch(f, next);
  block_start(f, next);
}

/* A jump backwards may have led to a return that stands before the defer
   statement: the runtime looks after what is still pending. */
static void pop_frame(FuncGen *f, DeferFrame *d) {
  Block left = block_new(f, "left"), none = block_new(f, "pop"),
        end = block_new(f, "");
  Value mask = get_mask(f, d);
  branch_rare(f, LLVMBuildIsNotNull(f->b, mask, ""), left, none);
  block_start(f, left);
  RTCALL(f, deferreturn, d->record);
  branch(f, end);
  block_start(f, none);
  Value head = load_ptr(f, d->record, offsetof(RtDeferFrame, head));
  Value link = load_ptr(f, d->record, offsetof(RtDeferFrame, link));
  store_word(f, link, head, 0);
  branch(f, end);
  block_start(f, end);
}

/* Slots run from the highest to the lowest: the last defer first. */
void defer_return(FuncGen *f) {
  DeferFrame *d = f->defer;
  if (d->pushes || d->next > MAX_OPEN || d->exits >= MAX_OPEN) {
    RTCALL(f, deferreturn, d->record);
    return;
  }
  d->exits++;
  for (uint32_t i = d->next; i > 0; i--)
    run_slot(f, d, i - 1);
  pop_frame(f, d);
}

/* Where f's return address is: by that the runtime knows whether a panic has
   called f. */
static Value return_slot(FuncGen *f) {
  Gen *g = f->g;
  static const char name[] = "llvm.addressofreturnaddress";
  unsigned id = LLVMLookupIntrinsicID(name, sizeof name - 1);
  Value fn = LLVMGetIntrinsicDeclaration(g->mod, id, &g->ptr, 1);
  return LLVMBuildCall2(f->b, LLVMGlobalGetValueType(fn), fn, NULL, 0, "");
}

/* Recovers only in the function that the panic called. In `defer recover()`
   that is the one with the defer statement, not the thunk; after `go` none. */
Words defer_recover(FuncGen *f) {
  if (f->fn == NULL && f->recover_slot == NULL)
    return words2(null_ptr(f->g), null_ptr(f->g));
  Value slot = f->recover_slot ? f->recover_slot : return_slot(f);
  return rt_words2(f, RTCALL(f, gorecover, slot));
}

/* ----------------------------------------------------------- statements -- */

/* The operands of a deferred call with their values. */
typedef struct Operands {
  Expr **e;
  Words *v;
  uint32_t n;
  Value slot; /* of `defer recover()`: the return slot, behind the others */
} Operands;

/* Evaluates e now, completely, unless the thunk can do so itself. */
static void add_operand(FuncGen *f, Operands *o, Expr *e) {
  if (e->mode == MODE_TYPE || is_const(e))
    return;
  Words v = words_to_temp(f, e->type, value(f, e));
  o->e[o->n] = e;
  o->v[o->n++] = v;
}

/* What the callee needs: nothing, its receiver, or its closure. */
static void add_callee(FuncGen *f, Operands *o, Expr *call) {
  Expr *fn = call->call.fn, *recv;
  if (call->sub == CALL_BUILTIN)
    return;
  if (call_static(fn, &recv) != NULL) {
    if (recv != NULL)
      add_operand(f, o, recv);
  } else if (fn->kind == EXPR_SELECTOR && fn->sel.selection != NULL &&
             fn->sel.selection->kind == SEL_INTERFACE_METHOD) {
    add_operand(f, o, fn->sel.x);
    check_nil(f, o->v[o->n - 1].w[0]);
  } else {
    add_operand(f, o, fn);
  }
}

static bool look_for_object(Visitor *v, Expr *e) {
  Object **wanted = v->data;
  if (e->kind == EXPR_NAME && e->name.obj == *wanted)
    *wanted = NULL;
  return *wanted != NULL;
}

/* Statements of call.init that go before the callee: one, if it sets what the
   callee or its receiver is taken from; the others make arguments. */
static uint32_t callee_inits(Expr *call) {
  const Stmt *init = call->call.init;
  const Stmt *first = init && init->block.n ? init->block.list[0] : NULL;
  if (!first || first->kind != STMT_ASSIGN ||
      first->assign.lhs->kind != EXPR_NAME)
    return 0;
  Object *wanted = first->assign.lhs->name.obj;
  Visitor v = {.expr = look_for_object, .data = &wanted};
  walk_expr(&v, call->call.fn);
  return wanted == NULL;
}

/* Statements [from, to) of call.init. */
static void init_range(FuncGen *f, Expr *call, uint32_t from, uint32_t to) {
  const Stmt *init = call->call.init;
  for (uint32_t i = from; init && i < init->block.n && i < to; i++)
    stmt(f, init->block.list[i]);
}

/* Strictly in order, unlike the operands of a plain call: function first,
   each argument's value taken before the next is looked at. */
static Operands call_operands(FuncGen *f, Expr *call) {
  Arena *a = &f->g->c->arena;
  Operands o = {.e = NEW_ARRAY(a, Expr *, call->call.n + 1),
                .v = NEW_ARRAY(a, Words, call->call.n + 1)};
  uint32_t before = callee_inits(call);
  init_range(f, call, 0, before);
  add_callee(f, &o, call);
  init_range(f, call, before, UINT32_MAX);
  for (uint32_t i = 0; i < call->call.n; i++)
    add_operand(f, &o, call->call.args[i]);
  return o;
}

/* func() that makes the call with the operands found in its closure. */
static Value thunk_code(FuncGen *f, Expr *call, const Operands *o,
                        const Type *closure, const char *what) {
  Gen *g = f->g;
  const char *symbol = arena_printf(&g->c->arena, "%s.%swrap%u",
                                    LLVMGetValueName2(f->llfn, &(size_t){0}),
                                    what, ++f->nthunks);
  Type *none = g->c->universe->empty_tuple;
  Abi *abi = abi_of(g, type_func(g->c, none, none, false), NULL);
  FuncGen *t = wrapper_begin(g, symbol, abi, true);
  Value code = t->llfn;
  t->pos = NO_POS;
  for (uint32_t i = 0; i < o->n; i++) {
    Words *v = NEW(&g->c->arena, Words);
    Value at = ptr_offset(t, t->context, closure_offset(closure, i));
    *v = load_words(t, o->e[i]->type, at);
    map_set(&g->c->arena, &t->sequenced, o->e[i], v);
  }
  if (o->slot)
    t->recover_slot = load_ptr(t, t->context, closure_offset(closure, o->n));
  /* Results are dropped. */
  uint32_t nresults =
      call->type && call->type->kind == TYPE_TUPLE ? call->type->tuple.n : 1;
  if (call->sub == CALL_BUILTIN)
    builtin_call(t, call);
  else
    call_expr(t, call, NEW_ARRAY(&g->c->arena, Words, nresults + 1));
  func_end(t);
  return code;
}

/* A func() without operands is deferred as it is. */
static bool is_plain(const Expr *call) {
  if (call->sub == CALL_BUILTIN || call->call.n > 0)
    return false;
  const Expr *fn = call->call.fn;
  bool method = fn->kind == EXPR_SELECTOR && fn->sel.selection != NULL &&
                (fn->sel.selection->kind == SEL_METHOD_VALUE ||
                 fn->sel.selection->kind == SEL_INTERFACE_METHOD);
  return !method && type_under(fn->type)->func.results->tuple.n == 0;
}

static bool is_recover(const Expr *call) {
  return call->sub == CALL_BUILTIN && call->call.builtin == BUILTIN_RECOVER;
}

/* The func() that makes the call; what: "defer" or "go". *code is what it
   runs, or NULL where only the closure knows. */
static Value deferred_closure(FuncGen *f, Expr *call, const char *what,
                              bool on_stack, Value *code) {
  *code = NULL;
  if (is_plain(call)) {
    init_range(f, call, 0, UINT32_MAX);
    return value1(f, call->call.fn);
  }
  Operands o = call_operands(f, call);
  if (is_recover(call) && what[0] == 'd')
    o.slot = return_slot(f);
  Type **types = NEW_ARRAY(&f->g->c->arena, Type *, o.n + 1);
  for (uint32_t i = 0; i < o.n; i++)
    types[i] = o.e[i]->type;
  types[o.n] = BASIC(f->g->c, UINTPTR);
  Type *t = closure_type(f->g, types, o.n + (o.slot != NULL));
  *code = thunk_code(f, call, &o, t, what);
  Value p = closure_new(f, t, *code, on_stack);
  for (uint32_t i = 0; i < o.n; i++)
    store_words(f, types[i], ptr_offset(f, p, closure_offset(t, i)), o.v[i]);
  if (o.slot)
    store_word(f, o.slot, p, closure_offset(t, o.n));
  return p;
}

/* Evaluates the operands, then marks the slot as pending: if evaluating panics,
   there is nothing to run. */
void defer_stmt(FuncGen *f, Stmt *s) {
  DeferFrame *d = f->defer;
  Expr *call = expr_unparen(s->expr.x);
  gen_pos(f, call->pos);
  /* Outside loops the statement runs at most once in a call of f. */
  Value code, c = deferred_closure(f, call, "defer", !d->pushes, &code);
  gen_pos(f, s->pos);
  if (d->pushes) {
    RTCALL(f, deferpush, d->record, c);
    return;
  }
  uint32_t i = d->next++;
  ASSERT(i < MAX_SLOTS);
  d->code[i] = code;
  store_word(f, c, d->record, slot_offset(i));
  Value bit = int_const(f->g, (int64_t)1 << i);
  set_mask(f, d, LLVMBuildOr(f->b, get_mask(f, d), bit, ""));
}

/* ------------------------------------------------------------------- go -- */

void go_stmt(FuncGen *f, Stmt *s) {
  Expr *call = expr_unparen(s->expr.x);
  gen_pos(f, call->pos);
  Value code, c = deferred_closure(f, call, "go", false, &code);
  gen_pos(f, s->pos);
  RTCALL(f, newproc, c);
}
