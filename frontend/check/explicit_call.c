/*
 * explicit_call.c - calls, conversions, built-in functions.
 *
 *   f(a, b, c)  for f(x any, y ...int)   f(CONVERT(a), []int{b, c})
 *   f(g())      g with several results   init { t1, t2 := g() } f(t1, t2)
 *   T(v)                                 CONVERT of kind ConvKind
 *   delete(m, k), panic(v)               k as m's key, v as interface{}
 *
 * Behind this pass a call has as many arguments as its function parameters,
 * each of the parameter's type.
 */
#include "frontend/check/explicit.h"

/* ------------------------------------------------------------- spreading -- */

/* f(g()): g's values go to temporaries, which are the arguments. */
static void spread_arguments(Explicit *x, Expr *e) {
  Object **temps;
  uint32_t n;
  Expr *inner = explicit_value(x, e->call.args[0]);
  Stmt *spill = spill_values(x, inner, &temps, &n);
  Stmt *init = e->call.init = stmt_new(x->c, STMT_BLOCK, e->pos);
  init->flags = STMT_F_IMPLICIT;
  init->block.list = arena_copy(&x->c->arena, &spill, sizeof spill);
  init->block.n = 1;
  e->flags &= ~(uint32_t)EXPR_F_SPREAD;
  e->call.args = NEW_ARRAY(&x->c->arena, Expr *, n);
  e->call.n = n;
  for (uint32_t i = 0; i < n; i++)
    e->call.args[i] = use_variable(x, temps[i], inner->pos);
}

/* ------------------------------------------------------------- arguments -- */

/* A nil that is not in the source. */
static Expr *nil_of(Explicit *x, Type *t, Pos pos) {
  Expr *n = expr_new(x->c, EXPR_NAME, pos);
  n->name.name = name_of(x->c, "nil");
  n->flags = EXPR_F_IMPLICIT;
  n->mode = MODE_NIL;
  n->type = t;
  return n;
}

/* The last n arguments as a slice of type t: nil if there are none. */
static Expr *pack_variadic(Explicit *x, Expr *call, Expr **args, uint32_t n,
                           Type *t) {
  if (n == 0)
    return nil_of(x, t, call->pos);
  ASSERT(args);
  Type *elem = type_under(t)->slice.elem;
  Expr *lit = expr_new(x->c, EXPR_COMPOSITE, call->pos);
  lit->flags = EXPR_F_IMPLICIT;
  lit->mode = MODE_VALUE;
  lit->type = t;
  lit->complit.elems = NEW_ARRAY(&x->c->arena, Expr *, n);
  lit->complit.index = NEW_ARRAY(&x->c->arena, int64_t, n);
  lit->complit.n = n;
  lit->complit.rbrace = call->pos;
  for (uint32_t i = 0; i < n; i++) {
    lit->complit.elems[i] = explicit_value_as(x, args[i], elem);
    lit->complit.index[i] = i;
  }
  return lit;
}

/* One argument for each parameter, of its type. */
static void pass_arguments(Explicit *x, Expr *e, const Type *sig) {
  Object **params = sig->func.params->tuple.vars;
  uint32_t nparams = sig->func.params->tuple.n, fixed = nparams;
  bool pack = (sig->flags & TYPE_F_VARIADIC) && !(e->flags & EXPR_F_DOTS);
  if (pack)
    fixed--;
  Expr **args = NEW_ARRAY(&x->c->arena, Expr *, nparams);
  for (uint32_t i = 0; i < fixed; i++)
    args[i] = explicit_value_as(x, e->call.args[i], params[i]->type);
  if (pack) {
    Expr **rest = e->call.n > fixed ? e->call.args + fixed : NULL;
    args[fixed] =
        pack_variadic(x, e, rest, e->call.n - fixed, params[fixed]->type);
  }
  e->call.args = args;
  e->call.n = nparams;
}

/* ----------------------------------------------------------- conversions -- */

/* The written type stays in pair.y, for reports. */
static Expr *explicit_conversion(Explicit *x, Expr *e) {
  Expr *type = e->call.fn, *arg = explicit_value(x, e->call.args[0]);
  Expr *n = expr_new(x->c, EXPR_CONVERT, e->pos);
  n->mode = MODE_VALUE;
  n->type = e->type;
  n->pair.x = arg;
  n->pair.y = type;
  n->sub = (uint8_t)conversion_kind(x->c, arg->type, e->type);
  return n;
}

/* ------------------------------------------------------------- built-ins -- */

/* Notes that append(s, make([]T, n)...) only grows s by n zeros. */
static void extend_by_make(Explicit *x, Expr *make) {
  if (make->kind == EXPR_CALL && make->sub == CALL_BUILTIN &&
      make->call.builtin == BUILTIN_MAKE && make->call.n == 2 &&
      !x->c->options.no_optimize)
    make->flags |= EXPR_F_EXTENDS;
}

/* append(s, x, y) and append(s, t...): strings stay strings. */
static void append_arguments(Explicit *x, Expr *e) {
  Expr **args = e->call.args;
  args[0] = explicit_value_as(x, args[0], e->type);
  Type *elem = type_under(e->type)->slice.elem;
  bool dots = e->flags & EXPR_F_DOTS;
  for (uint32_t i = 1; i < e->call.n; i++) {
    args[i] = explicit_value(x, args[i]);
    if (!dots)
      args[i] = explicit_convert(x, args[i], elem);
    else if (!type_is_basic(args[i]->type, BI_STRING))
      args[i] = explicit_convert(x, args[i], type_slice(x->c, elem));
  }
  if (dots)
    extend_by_make(x, args[1]);
}

/* Most take their operands as they are; some convert. */
static Expr *explicit_builtin(Explicit *x, Expr *e) {
  BuiltinId id = (BuiltinId)e->call.builtin;
  Expr **args = e->call.args;
  if (id == BUILTIN_APPEND) {
    append_arguments(x, e);
    return e;
  }
  for (uint32_t i = 0; i < e->call.n; i++)
    args[i] = explicit_value(x, args[i]);
  if (id == BUILTIN_DELETE)
    args[1] = explicit_convert(x, args[1], type_under(args[0]->type)->map.key);
  else if (id == BUILTIN_PANIC)
    args[0] = explicit_convert(x, args[0], x->c->universe->empty_interface);
  return e;
}

/* e itself, or the CONVERT that takes its place. */
Expr *explicit_call(Explicit *x, Expr *e) {
  e->call.fn = expr_unparen(e->call.fn);
  if (e->sub == CALL_CONVERSION)
    return explicit_conversion(x, e);
  if (e->sub == CALL_FUNC)
    e->call.fn = e->call.fn->kind == EXPR_SELECTOR
                     ? explicit_selector(x, e->call.fn)
                     : explicit_value(x, e->call.fn);
  if (e->flags & EXPR_F_SPREAD)
    spread_arguments(x, e);
  if (e->sub == CALL_BUILTIN)
    return explicit_builtin(x, e);
  pass_arguments(x, e, type_under(e->call.fn->type));
  return e;
}
