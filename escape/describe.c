/*
 * describe.c - what locations are called, how large they are, and why they
 * are where they are: facts that all readers of a record tell alike.
 *
 *     x := n              label x, kind variable, 8 bytes,
 *     return &x           "~r0 holds its address and is returned"
 *
 * Sizes are those of the storage that the location stands for, not of the
 * value that points to it: new(T) counts as T, a closure as its record. What
 * the runtime alone sizes (maps, channels, strings) is -1.
 */
#include "escape/record.h"

const char *location_label(Builder *b, const Location *l) {
  switch (l->kind) {
  case LOC_HEAP: return "{heap}";
  case LOC_BLANK: return "{blank}";
  case LOC_TEMP: return arena_printf(&b->c->arena, "{temp %u}", l->id);
  case LOC_VAR: return l->name;
  case LOC_EXPR: return node_text(b, l->expr);
  }
  UNREACHABLE();
}

const char *location_kind(const Location *l) {
  switch (l->kind) {
  case LOC_HEAP: return "heap";
  case LOC_BLANK:
  case LOC_TEMP: return "temporary";
  case LOC_VAR:
    return l->is_param ? "parameter" : l->result_index ? "result" : "variable";
  case LOC_EXPR: return "expression";
  }
  UNREACHABLE();
}

Type *location_type(const Location *l) {
  return l->var ? l->var->type : l->expr ? l->expr->type : NULL;
}

/* ------------------------------------------------------------------ sizes */

/* Elements of a slice literal: the largest index, and one. */
static int64_t literal_length(const Expr *e) {
  int64_t n = 0;
  for (uint32_t i = 0; i < e->complit.n; i++)
    if (e->complit.index && e->complit.index[i] >= n)
      n = e->complit.index[i] + 1;
  return n ? n : e->complit.n;
}

/* Bytes of make([]T, n) or make([]T, n, cap): as many elements as the last
   argument says; -1: it is no constant, or too large for an int64_t. */
static int64_t slice_size(Builder *b, const Expr *make) {
  const Expr *size = make->call.args[make->call.n > 2 ? 2 : 1];
  int64_t n, elem = type_size(b->c, type_under(make->type)->slice.elem);
  if (size->mode != MODE_CONST ||
      !const_int64(const_to_int(b->c, size->value), &n))
    return -1;
  return n > INT64_MAX / (elem ? elem : 1) ? -1 : n * elem;
}

/* Bytes of what new and make allocate; -1 for maps, channels and other
   calls. */
static int64_t call_size(Builder *b, const Expr *e) {
  if (e->sub != CALL_BUILTIN)
    return -1;
  const Type *t = type_under(e->type);
  if (e->call.builtin == BUILTIN_NEW)
    return type_size(b->c, t->ptr.elem);
  if (e->call.builtin == BUILTIN_MAKE && t->kind == TYPE_SLICE)
    return slice_size(b, e);
  return -1;
}

/* Bytes of what e allocates: &T{}, a closure's record, the code pointer and
   receiver of a method value, the box of an interface value, the array of a
   slice literal. -1: known at run time only. */
static int64_t expr_size(Builder *b, const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_UNARY: return type_size(b->c, e->pair.x->type);
  case EXPR_FUNC_LIT: return closure_size(b, e->funclit.fn);
  case EXPR_SELECTOR: return 8 + type_size(b->c, e->sel.x->type);
  case EXPR_CALL: return call_size(b, e);
  case EXPR_CONVERT:
    return e->sub == CONV_TO_IFACE ? type_size(b->c, e->pair.x->type) : -1;
  case EXPR_COMPOSITE: {
    const Type *t = type_under(e->type);
    return t->kind == TYPE_SLICE
               ? literal_length(e) * type_size(b->c, t->slice.elem)
               : -1;
  }
  default: return -1;
  }
}

int64_t location_size(Builder *b, const Location *l) {
  if (l->var)
    return type_size(b->c, l->var->type);
  return l->expr && !l->is_go_wrapper ? expr_size(b, l->expr) : -1;
}

/* ---------------------------------------------------------------- reasons */

/* There is at most one: a location escapes once. */
const Event *location_event(const Builder *b, const Location *l) {
  for (uint32_t i = 0; i < b->g->events.len; i++) {
    const Event *e = &b->g->events.items[i];
    if (e->kind == EVENT_ESCAPES && e->loc == l)
      return e;
  }
  return NULL;
}

/* Of a location that has not escaped. Parameters are told about by where their
   value goes: their storage is the caller's business. */
static const char *stack_reason(Builder *b, const Location *l) {
  if (l->kind == LOC_TEMP)
    return "only a step on the way of a value";
  if (l->is_param && leaks_none(&l->leaks))
    return "its value goes nowhere that outlives the call";
  if (l->is_param)
    return arena_printf(&b->c->arena, "its value leaks%s, its storage does not",
                        leaks_heap(&l->leaks) >= 0 ? " to the heap"
                                                   : " to a result");
  return "nothing that outlives it holds its address";
}

/* A limit of size has decided before any address was followed; else the event's
   root says what holds the address. */
const char *location_reason(Builder *b, const Location *l) {
  if (l->kind == LOC_HEAP)
    return "the heap itself";
  if (!l->escapes)
    return stack_reason(b, l);
  if (l->heap_reason)
    return l->heap_reason;
  const Event *e = location_event(b, l);
  if (!e || e->root->kind == LOC_HEAP)
    return "its address is stored on the heap";
  const char *root = location_label(b, e->root);
  const char *how = e->root->escapes        ? "is on the heap itself"
                    : e->root->result_index ? "is returned"
                    : e->root->fn == l->fn  ? "is declared outside of the loop"
                                            : "belongs to a function around";
  return arena_printf(&b->c->arena, "%s holds its address and %s", root, how);
}

/* The names of its functions, with blanks between: "even odd". */
const char *batch_label(Builder *b) {
  Text t = {0};
  for (uint32_t i = 0; i < b->batch->n; i++)
    text_printf(&t, "%s%s", i ? " " : "", b->batch->functions[i]->name);
  return text_take(&t, &b->c->arena);
}
