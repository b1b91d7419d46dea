/*
 * check_call.c - calls and conversions: f(x), T(x), and expression lists.
 *
 * f(g()) spreads the results of g: an argument list is a list of operands, not
 * of expressions. Each operand is assigned to its parameter; those beyond the
 * last parameter of a variadic function are assigned to its element type,
 * unless the call ends in `...`:
 *
 *     func f(a int, b ...string)
 *     f(1)  f(1, "x", "y")        "x" and "y" to string
 *     f(1, list...)               list to []string
 *
 * A wrong number of arguments ends their checking, but the call still has its
 * result type, so that nothing follows from the error:
 *
 *     f()      not enough arguments in call to f
 *                  have ()
 *                  want (int, ...string)
 *
 * Type arguments of a generic function are written, f[int](x), or inferred
 * from the arguments, which must therefore be evaluated first (infer.c).
 */
#include "frontend/check/generic.h"

/* ------------------------------------------------------ expression lists -- */

/* Makes room for n operands. */
static void reserve_operands(Checker *ck, OperandList *list, uint32_t n) {
  list->items = list->room;
  if (n > OPERAND_LIST_ROOM)
    list->items = NEW_ARRAY(&ck->c->arena, Operand, n);
  list->n = n;
}

/* One expression that may give several values. */
static void list_of_one(Checker *ck, OperandList *list, Expr *e,
                        bool allow_comma_ok) {
  Operand x;
  check_multi_expr(ck, &x, e);
  if (x.mode == MODE_VALUE && x.type->kind == TYPE_TUPLE) {
    Type *tuple = x.type;
    reserve_operands(ck, list, tuple->tuple.n);
    for (uint32_t i = 0; i < tuple->tuple.n; i++)
      list->items[i] = operand_value(e, tuple->tuple.vars[i]->type);
    list->spread = true;
    return;
  }
  reserve_operands(ck, list, 1);
  list->items[0] = x;
  if (allow_comma_ok && (x.mode == MODE_MAP_INDEX || x.mode == MODE_COMMA_OK)) {
    list->items[0].mode = MODE_VALUE;
    list->items[1] = operand_value(e, BASIC(ck->c, UNTYPED_BOOL));
    list->n = 2;
    list->comma_ok = true;
  }
}

/* A single expression may be several values; among others each is one. */
void check_operand_list(Checker *ck, OperandList *list, Expr **e, uint32_t n,
                        bool allow_comma_ok) {
  list->comma_ok = list->spread = false;
  if (n == 1) {
    list_of_one(ck, list, e[0], allow_comma_ok);
    return;
  }
  reserve_operands(ck, list, n);
  for (uint32_t i = 0; i < n; i++)
    check_expr(ck, &list->items[i], e[i]);
}

/* One type of a have/want line: untyped numbers promise no type. */
static void summarize_type(Checker *ck, Text *out, Type *t) {
  if (t == NULL || type_is_invalid(t))
    text_puts(out, "<T>");
  else if (!type_is_untyped(t))
    text_puts(out, report_text(ck, "%T", t));
  else if (type_is_basic(t, BI_NUMERIC))
    text_puts(out, "number");
  else
    text_puts(out, report_text(ck, "%T", t) + strlen("untyped "));
}

/* "have": what was passed. */
const char *operand_types_text(Checker *ck, const OperandList *list) {
  Text out = {0};
  text_putc(&out, '(');
  for (uint32_t i = 0; i < list->n; i++) {
    text_puts(&out, i > 0 ? ", " : "");
    summarize_type(ck, &out, list->items[i].type);
  }
  text_putc(&out, ')');
  return text_take(&out, &ck->c->arena);
}

/* "want": what the signature says. */
const char *tuple_types_text(Checker *ck, Object **vars, uint32_t n,
                             bool variadic) {
  Text out = {0};
  text_putc(&out, '(');
  for (uint32_t i = 0; i < n; i++) {
    Type *t = vars[i]->type;
    Type *slice = variadic && i + 1 == n ? under_kind(t, TYPE_SLICE) : NULL;
    text_puts(&out, i > 0 ? ", " : "");
    if (slice != NULL) /* of an invalid type: the whole is a follow-on */
      text_puts(&out, report_text(ck, "...%T", slice->slice.elem));
    else
      summarize_type(ck, &out, t);
  }
  text_putc(&out, ')');
  return text_take(&out, &ck->c->arena);
}

/* ------------------------------------------------------------- arguments -- */

/* Too many or too few: at the first extra one, or at the last. */
static void report_argument_count(Checker *ck, Expr *call, Type *sig,
                                  const OperandList *args, uint32_t expected) {
  Type *params = sig->func.params;
  bool many = args->n > expected;
  Pos at = expr_start(call);
  if (many)
    at = operand_pos(&args->items[expected]);
  else if (args->n > 0)
    at = operand_pos(&args->items[args->n - 1]);
  report(ck, at, "%s arguments in call to %e\n\thave %s\n\twant %s",
         many ? "too many" : "not enough", call->call.fn,
         operand_types_text(ck, args),
         tuple_types_text(ck, params->tuple.vars, params->tuple.n,
                          (sig->flags & TYPE_F_VARIADIC) != 0));
}

/* Whether all arguments are values; operands that are no values were reported,
   except for types. */
static bool arguments_are_values(Checker *ck, const OperandList *args) {
  for (uint32_t i = 0; i < args->n; i++) {
    const Operand *a = &args->items[i];
    if (a->mode == MODE_TYPE)
      report(ck, operand_pos(a), "%x used as value", a);
    if (a->mode == MODE_TYPE || a->mode == MODE_INVALID)
      return false;
  }
  return true;
}

/* The forms of `...` that are wrong whatever the types; false after a
   report. */
static bool check_call_dots(Checker *ck, Expr *call, bool variadic,
                            const OperandList *args) {
  if ((call->flags & EXPR_F_DOTS) == 0)
    return true;
  if (!variadic) {
    report(ck, expr_start(call), "cannot use ... in call to non-variadic %e",
           call->call.fn);
    return false;
  }
  if (call->call.n == 1 && args->n > 1) {
    report(ck, expr_start(call), "cannot use ... with %d-valued %e",
           (int)args->n, call->call.args[0]);
    return false;
  }
  return true;
}

/* Where each argument goes. */
typedef struct Places {
  Type **types; /* of the parameter for each argument */
  uint32_t n;
} Places;

/* With `...` the last argument is the slice itself; without, the arguments from
   the last parameter on are its elements, of which there may be none. False
   after a report. */
static bool place_arguments(Checker *ck, Expr *call, Type *sig,
                            OperandList *args, Places *out) {
  bool variadic = (sig->flags & TYPE_F_VARIADIC) != 0;
  Object **params = sig->func.params->tuple.vars;
  uint32_t fixed = sig->func.params->tuple.n, expected = fixed;
  Type *rest = NULL; /* of the arguments from `fixed` on */
  if (!arguments_are_values(ck, args) ||
      !check_call_dots(ck, call, variadic, args))
    return false;
  if (variadic && (call->flags & EXPR_F_DOTS) == 0) {
    fixed--;
    Type *slice = under_kind(params[fixed]->type, TYPE_SLICE);
    rest = slice != NULL ? slice->slice.elem : ck->c->universe->invalid;
    expected = args->n > fixed ? args->n : fixed;
  }
  if (args->n != expected) {
    report_argument_count(ck, call, sig, args, expected);
    return false;
  }
  out->n = args->n;
  out->types = NEW_ARRAY(&ck->c->scratch, Type *, args->n + 1);
  for (uint32_t i = 0; i < args->n; i++)
    out->types[i] = i < fixed ? params[i]->type : rest;
  return true;
}

/* Assigns each argument to its place, as in an assignment. */
static void pass_arguments(Checker *ck, const Expr *call, OperandList *args,
                           const Places *to) {
  for (uint32_t i = 0; i < to->n; i++)
    check_argument(ck, &args->items[i], to->types[i], call->call.fn);
}

void check_arguments(Checker *ck, Expr *call, Type *sig, OperandList *args) {
  Places to;
  ArenaMark mark = arena_mark(&ck->c->scratch);
  if (place_arguments(ck, call, sig, args, &to))
    pass_arguments(ck, call, args, &to);
  arena_release(&ck->c->scratch, mark);
}

/* Finds the type arguments that are not written; NULL after a report. */
static Type **infer_call(Checker *ck, const GenericCall *g, OperandList *args,
                         const Places *to) {
  Passed *passed = NEW_ARRAY(&ck->c->scratch, Passed, to->n + 1);
  for (uint32_t i = 0; i < to->n; i++)
    passed[i] = (Passed){.param = to->types[i], .arg = &args->items[i]};
  InferRequest r = {.pos = g->call->pos,
                    .tparams = g->sig->func.tparams,
                    .given = g->targs,
                    .ngiven = g->ntargs,
                    .passed = passed,
                    .n = to->n};
  return infer_type_args(ck, &r);
}

/* A call of a generic function: its signature here, or the generic one after a
   report. */
static Type *check_generic_arguments(Checker *ck, const GenericCall *g,
                                     OperandList *args) {
  Places to;
  Expr *fn = g->call->call.fn;
  Type *sig = g->sig;
  ArenaMark mark = arena_mark(&ck->c->scratch);
  if (place_arguments(ck, g->call, sig, args, &to)) {
    if (!version_allows(ck, 18))
      report_version(ck, fn->kind == EXPR_INDEX ? fn->pos : g->call->pos, 18,
                     fn->kind == EXPR_INDEX
                         ? "function instantiation"
                         : "implicit function instantiation");
    Type **targs = infer_call(ck, g, args, &to);
    if (targs != NULL) {
      TypeMap map = {.params = g->sig->func.tparams, .args = targs};
      sig = instantiate_signature(ck, g->call->pos, g, fn, targs);
      for (uint32_t i = 0; i < to.n; i++)
        to.types[i] = type_substitute(ck->c, to.types[i], &map);
      pass_arguments(ck, g->call, args, &to);
    }
  }
  arena_release(&ck->c->scratch, mark);
  return sig;
}

/* ----------------------------------------------------------- conversions -- */

/* *T with T a type that never lives on the heap. */
static bool points_off_heap(Type *t) {
  const Type *p = under_kind(t, TYPE_POINTER);
  return p != NULL && (p->ptr.elem->flags & TYPE_F_NOTINHEAP) != 0;
}

/* T(x), with x holding T. */
static void check_conversion_call(Checker *ck, Operand *x, Expr *call) {
  Type *t = x->type;
  uint32_t n = call->call.n;
  Expr **args = call->call.args;
  call->sub = CALL_CONVERSION;
  operand_invalidate(x);
  if (n == 0) {
    report(ck, expr_start(call), "missing argument in conversion to %T", t);
    return;
  }
  if (n > 1) {
    use_exprs(ck, args, n);
    report(ck, expr_start(args[n - 1]),
           "too many arguments in conversion to %T", t);
    return;
  }
  check_expr(ck, x, args[0]);
  if (x->mode == MODE_INVALID)
    return;
  const TypeSet *set = type_is_interface(t) ? type_set(ck->c, t) : NULL;
  if (set != NULL && (set->comparable || !set->all_types)) {
    report(ck, expr_start(call),
           "cannot use interface %T in conversion (contains specific type "
           "constraints or is comparable)",
           t);
    return; /* with the operand as result, as gc has it */
  }
  if ((call->flags & EXPR_F_DOTS) != 0) {
    report(ck, expr_start(args[0]),
           "invalid use of ... in type conversion to %T", t);
    return; /* with the operand as result, as gc has it */
  }
  Type *from = x->type;
  check_conversion(ck, x, t);
  if (x->mode != MODE_INVALID && points_off_heap(t) &&
      type_under(from)->kind == TYPE_POINTER && !points_off_heap(from))
    list_push(&ck->c->arena, &ck->heap_casts, call);
}

/* ----------------------------------------------------------------- calls -- */

/* A run-time result counts as a call for len(...) around it. */
static ExprClass check_builtin_call(Checker *ck, Operand *x, Expr *call) {
  BuiltinId id = x->builtin;
  if (!check_builtin(ck, x, call, id))
    operand_invalidate(x);
  else if (x->mode != MODE_CONST)
    ck->env.has_call_or_recv = true;
  return builtin_info[id].statement ? CLASS_STATEMENT : CLASS_EXPRESSION;
}

/* x becomes the result of calling a function of type sig: nothing, a value, or
   a tuple, which only few places accept. */
static void set_call_result(Checker *ck, Operand *x, Type *sig) {
  Type *results = sig->func.results;
  x->mode = results->tuple.n == 0 ? MODE_NO_VALUE : MODE_VALUE;
  x->type = results->tuple.n == 1 ? results->tuple.vars[0]->type : results;
  ck->env.has_call_or_recv = true;
}

/* What is called; g: the type arguments that are written behind it. False after
   a report. */
static bool check_callee(Checker *ck, Operand *x, GenericCall *g) {
  Expr *fn = g->call->call.fn;
  if (fn->kind != EXPR_INDEX) {
    check_generic_expr(ck, x, fn);
    return x->mode != MODE_INVALID;
  }
  *x = (Operand){.expr = fn, .type = ck->c->universe->invalid};
  if (check_index_or_function(ck, x, fn))
    g->written = expr_items(&fn->pair.y, &g->ntargs);
  x->expr = fn;
  record_expr(ck, x);
  return x->mode != MODE_INVALID;
}

/* The written type arguments of the function of type g->sig. */
static bool check_written_arguments(Checker *ck, GenericCall *g) {
  uint32_t want = g->sig->func.tparams.n;
  g->targs = check_type_list(ck, g->written, g->ntargs);
  if (g->targs == NULL)
    return false;
  if (g->ntargs <= want)
    return true;
  report(ck, expr_start(g->written[want]), "got %d type arguments but want %d",
         (int)g->ntargs, (int)want);
  return false;
}

/* A call of a function value; g->sig is its type. */
static void check_function_call(Checker *ck, Operand *x, GenericCall *g) {
  OperandList args;
  Expr *e = g->call;
  Type *sig = g->sig;
  if (g->written != NULL && !check_written_arguments(ck, g)) {
    use_exprs(ck, e->call.args, e->call.n);
    operand_invalidate(x);
    return;
  }
  e->sub = CALL_FUNC;
  check_operand_list(ck, &args, e->call.args, e->call.n, false);
  if (args.spread)
    e->flags |= EXPR_F_SPREAD;
  if (sig->func.tparams.n > 0)
    sig = check_generic_arguments(ck, g, &args);
  else
    check_arguments(ck, e, sig, &args);
  set_call_result(ck, x, sig);
  if (x->mode == MODE_VALUE && sig->func.tparams.n > 0 &&
      mentions_type_params(ck->c, sig->func.tparams, x->type))
    operand_invalidate(x);
}

/* f(args): what f is decides which kind of call it is. */
ExprClass check_call(Checker *ck, Operand *x, Expr *e) {
  GenericCall g = {.call = e};
  e->sub = CALL_UNKNOWN;
  if (!check_callee(ck, x, &g)) {
    use_exprs(ck, e->call.args, e->call.n);
    return CLASS_STATEMENT;
  }
  if (x->mode == MODE_TYPE) {
    if (!reject_generic(ck, x))
      check_conversion_call(ck, x, e);
    return CLASS_CONVERSION;
  }
  if (x->mode == MODE_BUILTIN)
    return check_builtin_call(ck, x, e);
  g.sig = type_core(ck->c, x->type);
  if (g.sig == NULL || g.sig->kind != TYPE_FUNC) {
    report(ck, operand_pos(x), "invalid operation: cannot call non-function %x",
           x);
    operand_invalidate(x);
    return CLASS_STATEMENT;
  }
  check_function_call(ck, x, &g);
  return CLASS_STATEMENT;
}
