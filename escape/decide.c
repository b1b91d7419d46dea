/*
 * decide.c - what the solved graph means for the tree.
 *
 * Before solving: closures are connected to the variables they capture, by
 * value or by reference, and storage that cannot be on a stack is given to
 * the heap. After: verdicts go onto expressions and variables, and each
 * function leaves the summary that its callers will use.
 *
 *     x := 1                   assigned once, address not taken, 8 bytes:
 *     f := func() int          captured by value, edge x -> closure, 0
 *       { return x }
 *     x = 2                    would make it by reference: edge of -1, so that
 *                              x escapes if the closure does
 */
#include "escape/build.h"

/* gc's limits on stack storage (cmd/compile/internal/ir/cfg.go). */
enum {
  MAX_STACK_VAR = 10 * 1024 * 1024, /* var x T, x := ... */
  MAX_BY_VALUE = 128                /* captured copies */
};

/* ------------------------------------------------------------- captures -- */

/* A use of a variable in a literal, to be pointed at. */
static const Expr *use_at(Builder *b, const Object *var, Pos pos) {
  Expr *e = expr_new(b->c, EXPR_NAME, pos);
  e->name.name = var->name;
  e->mode = MODE_VAR;
  return e;
}

/* Draws the edge from a captured variable to the closure of a literal, with the
   flags of `v` as all bodies have left them. `use` is what notes point at. */
static void connect(Builder *b, const Literal *lit, Object *var,
                    const Expr *use) {
  Location *v = var_location(b, var);
  bool by_value = !v->addr_taken && !v->reassigned &&
                  type_size(b->c, var->type) <= MAX_BY_VALUE;
  Event e = {.kind = EVENT_CAPTURE,
             .loc = v,
             .by_value = by_value,
             .fn = v->fn,
             .was_addr_taken = v->addr_taken,
             .was_reassigned = v->reassigned};
  if (b->g->record_paths)
    list_push(&b->c->arena, &b->g->events, e);
  if (by_value)
    var->flags |= OBJ_F_BY_VALUE;
  else
    var->flags &= ~(uint32_t)OBJ_F_BY_VALUE;
  Hole k = hole_of(lit->loc);
  if (!by_value)
    k = hole_addr(b->g, k, use, "reference");
  graph_flow(b->g, hole_note_expr(b->g, k, use, "captured by a closure"), v);
}

/* After all bodies: an assignment behind a literal counts, too. */
void connect_closures(Builder *b) {
  for (uint32_t i = 0; i < b->literals.len; i++) {
    const Literal *lit = &b->literals.items[i];
    const Function *fn = lit->fn;
    if (fn->dict_captured)
      connect(b, lit, fn->dict_captured,
              use_at(b, fn->dict_captured, lit->loc->expr->pos));
    for (uint32_t k = 0; k < fn->captures.len; k++) {
      Object *var = fn->captures.items[k];
      bool known = k < fn->capture_uses.len;
      connect(b, lit, var,
              known ? use_at(b, var, fn->capture_uses.items[k])
                    : lit->loc->expr);
    }
  }
}

/* --------------------------------------------------------------- limits -- */

/* Why make([]T, n) cannot stay: its length, or capacity, is no constant, or the
   elements are more than 64 KB. NULL: it can. */
static const char *slice_reason(Builder *b, const Expr *make) {
  const Expr *size = make->call.args[make->call.n > 2 ? 2 : 1];
  int64_t n;
  if (size->mode != MODE_CONST ||
      !const_int64(const_to_int(b->c, size->value), &n) || n > INT32_MAX)
    return "non-constant size";
  int64_t elem = type_size(b->c, type_under(make->type)->slice.elem);
  bool large = elem != 0 && n > STACK_MAX_IMPLICIT / elem;
  return large ? "too large for stack" : NULL;
}

int64_t closure_size(Builder *b, const Function *fn) {
  int64_t size = 8;
  for (uint32_t i = 0; i < fn->captures.len; i++) {
    Object *v = fn->captures.items[i];
    bool by_value = v->flags & OBJ_F_BY_VALUE;
    size += by_value ? type_size(b->c, v->type) : 8;
  }
  return size;
}

/* Of storage of `size` bytes that an expression asks for. */
static const char *implicit_reason(int64_t size) {
  return size > STACK_MAX_IMPLICIT ? "too large for stack" : NULL;
}

/* Why what e allocates cannot stay, whatever holds its address; NULL: it can.
   Literals of slices, maps, boxes and strings have no limit here. */
static const char *expr_reason(Builder *b, const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_UNARY: /* &T{} */
    return implicit_reason(type_size(b->c, e->pair.x->type));
  case EXPR_FUNC_LIT: return implicit_reason(closure_size(b, e->funclit.fn));
  case EXPR_SELECTOR: /* method value */
    return implicit_reason(8 + type_size(b->c, e->sel.x->type));
  case EXPR_CALL:
    if (e->sub != CALL_BUILTIN)
      return NULL;
    if (e->call.builtin == BUILTIN_NEW)
      return implicit_reason(type_size(b->c, type_under(e->type)->ptr.elem));
    if (e->call.builtin == BUILTIN_MAKE &&
        type_under(e->type)->kind == TYPE_SLICE)
      return slice_reason(b, e);
    return NULL;
  default: return NULL;
  }
}

/* Parameters and results are the caller's, who has made room for them. */
static const char *heap_reason(Builder *b, const Location *l) {
  if (l->var) {
    bool exempt = l->is_param || l->result_index;
    bool large = !exempt && type_size(b->c, l->var->type) > MAX_STACK_VAR;
    return large ? "too large for stack" : NULL;
  }
  return l->expr && !l->is_go_wrapper ? expr_reason(b, l->expr) : NULL;
}

/* What a note about l points at: its expression, or its declaration. */
static const Expr *subject(Builder *b, const Location *l) {
  if (l->expr)
    return l->expr;
  Expr *e = expr_new(b->c, EXPR_NAME, l->var->pos);
  e->name.name = name_of(b->c, l->name);
  e->name.obj = l->var;
  e->mode = MODE_VAR;
  return e;
}

/* What has a reason is given to the heap by an edge of its own, before solving:
   its contents then flow on as from any escaped location. */
void add_heap_reasons(Builder *b) {
  for (uint32_t i = 0; i < b->g->locations.len; i++) {
    Location *l = b->g->locations.items[i];
    l->heap_reason = heap_reason(b, l);
    if (l->heap_reason)
      graph_flow(
          b->g,
          hole_addr(b->g, hole_of(b->g->heap), subject(b, l), l->heap_reason),
          l);
  }
}

/* ------------------------------------------------------------- verdicts -- */

static void set_flag(uint32_t *flags, uint32_t bit, bool on) {
  *flags = on ? *flags | bit : *flags & ~bit;
}

/* What code generation will read. Temporaries of the graph have no node. */
static void decide_location(Builder *b, Location *l) {
  bool heap = l->escapes || b->c->options.heap_all;
  if (l->var) {
    set_flag(&l->var->flags, OBJ_F_ESCAPES, heap);
  } else if (l->expr && !l->is_go_wrapper) {
    set_flag(&l->expr->flags, EXPR_F_ON_STACK, !heap);
    set_flag(&l->expr->flags, EXPR_F_TRANSIENT, l->transient);
    l->expr->escape_loc = l->id;
  }
}

/* The leaks of one parameter, as callers will see them. */
static Leaks param_leaks(Builder *b, Object *param) {
  Leaks l = {0};
  if (!flow_has_pointers(param->type))
    leaks_add_heap(&l, 0); /* not looked at, see summary_hole */
  else if (param->name && !name_is_blank(param->name))
    l = var_location(b, param)->leaks;
  leaks_optimize(&l);
  return l;
}

/* A summary in which nothing leaks. */
static Summary *new_summary(Builder *b, const Function *fn) {
  Summary *s = NEW(&b->c->arena, Summary);
  s->n = fn->nparams + (fn->recv ? 1 : 0);
  s->params = NEW_ARRAY(&b->c->arena, Leaks, s->n ? s->n : 1);
  return s;
}

bool keeps_uintptrs(const Function *fn, const Object *param, bool *dots) {
  const Type *t = type_under(param->type);
  *dots = t->kind == TYPE_SLICE && fn->nparams &&
          fn->params[fn->nparams - 1] == param &&
          (fn->type->flags & TYPE_F_VARIADIC);
  Type *one = *dots ? t->slice.elem : param->type;
  return (fn->pragmas & PRAGMA_UINTPTR_ESCAPES) &&
         type_basic_kind(one) == BASIC_UINTPTR;
}

/* What the solver has found of fn's parameters, receiver first. */
static void summarise(Builder *b, Function *fn) {
  Summary *s = new_summary(b, fn);
  uint32_t at = 0;
  bool dots;
  if (fn->recv)
    s->params[at++] = param_leaks(b, fn->recv);
  for (uint32_t i = 0; i < fn->nparams; i++, at++) {
    s->params[at] = param_leaks(b, fn->params[i]);
    if (keeps_uintptrs(fn, fn->params[i], &dots) && dots)
      leaks_add_heap(&s->params[at], 0);
  }
  fn->escape = s;
}

/* A function written elsewhere: it may keep every pointer, unless it says
   //go:noescape. */
static void summarise_external(Builder *b, Function *fn) {
  Summary *s = new_summary(b, fn);
  uint32_t at = fn->recv ? 1 : 0;
  bool keeps = !(fn->pragmas & PRAGMA_NOESCAPE);
  if (fn->recv && (keeps || !flow_has_pointers(fn->recv->type)))
    leaks_add_heap(&s->params[0], 0);
  for (uint32_t i = 0; i < fn->nparams; i++, at++)
    if (keeps || !flow_has_pointers(fn->params[i]->type))
      leaks_add_heap(&s->params[at], 0);
  fn->escape = s;
}

const Summary *function_summary(Builder *b, Function *fn) {
  if (!fn->escape && !fn->body)
    summarise_external(b, fn);
  return fn->escape;
}

/* Summaries before verdicts: neither reads the other. */
void finish_batch(Builder *b) {
  for (uint32_t i = 0; i < b->batch->n; i++) {
    Function *fn = b->batch->functions[i];
    if (fn->body)
      summarise(b, fn);
    else
      summarise_external(b, fn);
  }
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    decide_location(b, b->g->locations.items[i]);
}
