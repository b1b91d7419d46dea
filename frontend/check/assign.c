/*
 * assign.c - a value meets a variable: =, :=, initialisation, return values.
 *
 * Everything that has a context ("assignment", "argument to f", ...) goes
 * through assign_operand: an untyped operand takes the target's type, or its
 * default type if there is no target or an interface; then the rules of
 * assignability apply. The two steps give the two texts
 *
 *     cannot use "a" (untyped string constant) as int value in assignment
 *     cannot use s (variable of type string) as type int in assignment
 *
 * A plain assignment to a variable does not count as its use, but a failed one
 * does, so that "declared but not used" does not follow another message.
 *
 *     x = 1         no use of x           x.f = 1, x[i] = 1, *x = 1   uses
 *     x++, x += 1   uses                  x, y = f()   (fails)        uses
 *
 * := declares those of its names that the innermost scope does not have yet,
 * after the right side was checked: in `x := x + 1` the right x is an outer
 * one. The comma-ok forms are marked on the expression, not on the statement.
 */
#include "frontend/check/operand.h"

/* Where the operand goes: words, or a parameter of the function `callee`. */
typedef struct Context {
  const char *words;
  const Expr *callee;
} Context;

/* Built only when there is something to report: most calls have no errors. */
static const char *context_text(Checker *ck, Context ctx) {
  return ctx.callee != NULL ? report_text(ck, "argument to %e", ctx.callee)
                            : ctx.words;
}

/* ------------------------------------------------------- single operands -- */

/* The first step, for an untyped x: false after a report. */
static bool assign_untyped(Checker *ck, Operand *x, Type *t, Context ctx) {
  Type *target = t;
  if (operand_is_nil(x)) {
    if (t == NULL) {
      report(ck, operand_pos(x), "use of untyped nil in %s",
             context_text(ck, ctx));
      return false;
    }
  } else if (t == NULL || type_is_interface(t)) {
    target = type_default(ck->c, x->type);
  }
  ConstFit why = FIT_OK;
  if (convert_untyped_quietly(ck, x, target, &why))
    return true;
  static const char *const suffixes[] = {[FIT_TRUNCATED] = " (truncated)",
                                         [FIT_OVERFLOWS] = " (overflows)",
                                         [FIT_MISMATCH] = "",
                                         [FIT_OK] = ""};
  report(ck, operand_pos(x), "cannot use %x as %T value in %s%s", x, target,
         context_text(ck, ctx), suffixes[why]);
  return false;
}

/* The typed operand x does not go to type t. */
static void report_unassignable(Checker *ck, const Operand *x, Type *t,
                                Context ctx, const char *cause) {
  if (cause != NULL)
    report(ck, operand_pos(x), "cannot use %x as type %T in %s:\n\t%s", x, t,
           context_text(ck, ctx), cause);
  else
    report(ck, operand_pos(x), "cannot use %x as type %T in %s", x, t,
           context_text(ck, ctx));
}

/* What check_assignment and check_argument have in common. */
static void assign_operand(Checker *ck, Operand *x, Type *t, Context ctx) {
  check_single_value(ck, x);
  if (x->mode == MODE_INVALID)
    return;
  if (operand_is_untyped(x) && !assign_untyped(ck, x, t, ctx)) {
    operand_invalidate(x);
    return;
  }
  if (type_is_generic(x->type))
    report(ck, operand_pos(x),
           "cannot use generic function %x without instantiation in %s", x,
           context_text(ck, ctx));
  if (t == NULL || x->type == t)
    return;
  const char *cause = NULL;
  if (operand_assignable(ck, x, t, NULL))
    return;
  /* once more for the cause, which costs text */
  operand_assignable(ck, x, t, &cause);
  report_unassignable(ck, x, t, ctx, cause);
  operand_invalidate(x);
}

void check_assignment(Checker *ck, Operand *x, Type *t, const char *ctx) {
  assign_operand(ck, x, t, (Context){.words = ctx});
}

void check_argument(Checker *ck, Operand *x, Type *t, const Expr *callee) {
  assign_operand(ck, x, t, (Context){.callee = callee});
}

/* ----------------------------------------------------------- initialisation */

/* Something about x was reported already. */
static bool operand_is_bad(const Operand *x) {
  return x->mode == MODE_INVALID || type_is_invalid(x->type);
}

/* A constant's value must be constant; it keeps an untyped type. */
void init_constant(Checker *ck, Object *lhs, Operand *x) {
  bool bad =
      operand_is_bad(x) || (lhs->type != NULL && type_is_invalid(lhs->type));
  if (!bad && x->mode != MODE_CONST) {
    report(ck, operand_pos(x), "%x is not constant", x);
    bad = true;
  }
  if (bad) {
    if (lhs->type == NULL)
      lhs->type = ck->c->universe->invalid;
    return;
  }
  if (lhs->type == NULL)
    lhs->type = x->type;
  check_assignment(ck, x, lhs->type, "constant declaration");
  if (x->mode != MODE_INVALID)
    lhs->cnst.value = x->value;
}

/* The type of a variable that is declared with value x; NULL after an error. */
static Type *inferred_type(Checker *ck, Operand *x, const char *ctx) {
  if (operand_is_untyped(x) && type_basic_kind(x->type) == BASIC_UNTYPED_NIL) {
    report(ck, operand_pos(x), "use of untyped nil in %s", ctx);
    return NULL;
  }
  return type_default(ck->c, x->type);
}

/* Shared by var declarations, :=, range and return: whatever the variable is,
   it has a type afterwards, and no more is said about it after an error. */
Type *init_variable(Checker *ck, Object *lhs, Operand *x, const char *ctx) {
  Type *invalid = ck->c->universe->invalid;
  if (operand_is_bad(x) || (lhs->type != NULL && type_is_invalid(lhs->type))) {
    if (lhs->type == NULL)
      lhs->type = invalid;
    lhs->flags |= OBJ_F_USED;
    return NULL;
  }
  if (lhs->type == NULL) {
    Type *t = inferred_type(ck, x, ctx);
    lhs->type = t != NULL ? t : invalid;
    if (t == NULL)
      return NULL;
  }
  check_assignment(ck, x, lhs->type, ctx);
  if (x->mode == MODE_INVALID) {
    lhs->flags |= OBJ_F_USED;
    return NULL;
  }
  return x->type;
}

/* ------------------------------------------------------------ mismatches -- */

/* Some value was reported: its neighbours need no count message. */
static bool any_invalid(const OperandList *list) {
  for (uint32_t i = 0; i < list->n; i++)
    if (list->items[i].mode == MODE_INVALID)
      return true;
  return false;
}

/* n variables, but another number of values. */
static void report_mismatched_count(Checker *ck, uint32_t n, Expr **rhs,
                                    uint32_t nrhs, const OperandList *values) {
  const char *s = n == 1 ? "" : "s", *vs = values->n == 1 ? "" : "s";
  const Expr *call = nrhs == 1 ? expr_unparen(rhs[0]) : NULL;
  if (call != NULL && call->kind == EXPR_CALL)
    report(ck, expr_start(rhs[0]),
           "assignment mismatch: %d variable%s but %e returns %d value%s",
           (int)n, s, call->call.fn, (int)values->n, vs);
  else
    report(ck, expr_start(rhs[0]),
           "assignment mismatch: %d variable%s but %d value%s", (int)n, s,
           (int)values->n, vs);
}

/* Another number of values than results. */
static void report_return_count(Checker *ck, const Type *results,
                                const OperandList *values, const Stmt *ret) {
  uint32_t n = results->tuple.n;
  bool many = values->n > n;
  Pos at = ret->pos;
  if (many)
    at = operand_pos(&values->items[n]);
  else if (values->n > 0)
    at = operand_pos(&values->items[values->n - 1]);
  report(ck, at, "%s return values\n\thave %s\n\twant %s",
         many ? "too many" : "not enough", operand_types_text(ck, values),
         tuple_types_text(ck, results->tuple.vars, n, false));
}

/* The one comma-ok expression was used for two values. */
static void mark_comma_ok(Expr *e) {
  for (;; e = e->pair.x) {
    e->flags |= EXPR_F_COMMA_OK;
    if (e->kind != EXPR_PAREN)
      return;
  }
}

/* Nothing more is said about variables whose initialisation failed. */
static void mark_used(Object **lhs, uint32_t n, Type *invalid) {
  for (uint32_t i = 0; i < n; i++) {
    lhs[i]->flags |= OBJ_F_USED;
    if (lhs[i]->type == NULL)
      lhs[i]->type = invalid;
  }
}

/* Each variable gets its value. After an error all count as used, unless they
   are the two of a comma-ok form. */
static void init_each(Checker *ck, Object **lhs, OperandList *values,
                      const char *ctx) {
  bool ok = true;
  for (uint32_t i = 0; i < values->n; i++)
    ok &= init_variable(ck, lhs[i], &values->items[i], ctx) != NULL;
  if (!ok && !values->comma_ok)
    mark_used(lhs, values->n, ck->c->universe->invalid);
}

/* The number of values decides whether anything is assigned at all: on a
   mismatch the variables become invalid, and their uses silent. */
void init_variables(Checker *ck, Object **lhs, uint32_t n, Expr **rhs,
                    uint32_t nrhs) {
  OperandList values;
  check_operand_list(ck, &values, rhs, nrhs, n == 2);
  if (values.n == n) {
    init_each(ck, lhs, &values, "assignment");
    if (values.comma_ok)
      mark_comma_ok(rhs[0]);
    return;
  }
  mark_used(lhs, n, ck->c->universe->invalid);
  if (!any_invalid(&values))
    report_mismatched_count(ck, n, rhs, nrhs, &values);
}

/* Results are variables, so that return is an initialisation. A bare return of
   a function with unnamed results ends here, too: it has no values. */
void check_return_values(Checker *ck, Type *results, Stmt *ret) {
  OperandList values;
  uint32_t n;
  Expr **exprs = expr_items(&ret->ret.results, &n);
  check_operand_list(ck, &values, exprs, n, false);
  if (values.n == results->tuple.n)
    init_each(ck, results->tuple.vars, &values, "return statement");
  else if (!any_invalid(&values))
    report_return_count(ck, results, &values, ret);
}

/* ------------------------------------------------------------ assignment -- */

/* The variable of this package that the plain name e denotes, or NULL. */
static Object *named_variable(Checker *ck, Expr *e) {
  e = expr_unparen(e);
  if (e->kind != EXPR_NAME)
    return NULL;
  Object *obj = scope_lookup(ck->env.scope, e->name.name, NULL);
  bool own = obj != NULL && obj->kind == OBJ_VAR && obj->package == ck->pkg;
  return own ? obj : NULL;
}

/* z is no variable: fields of map elements have a message of their own. */
static void report_unassignable_left(Checker *ck, Operand *z) {
  Operand base;
  if (z->expr->kind == EXPR_SELECTOR) {
    check_expr(ck, &base, z->expr->sel.x);
    if (base.mode == MODE_MAP_INDEX) {
      report(ck, operand_pos(z), "cannot assign to struct field %e in map",
             z->expr);
      return;
    }
  }
  report(ck, operand_pos(z), "cannot assign to %x", z);
}

/* The left side e as a variable; false after a report. */
static bool check_left_side(Checker *ck, Operand *z, Expr *e) {
  Object *var = named_variable(ck, e);
  uint32_t used = var != NULL ? var->flags & OBJ_F_USED : 0;
  check_expr(ck, z, e);
  /* evaluating x marked it as used; being assigned to is no use */
  if (var != NULL && used == 0)
    var->flags &= ~(uint32_t)OBJ_F_USED;
  if (operand_is_bad(z))
    return false;
  if (z->mode == MODE_VAR || z->mode == MODE_MAP_INDEX)
    return true;
  report_unassignable_left(ck, z);
  return false;
}

/* _ = x */
static Type *assign_blank(Checker *ck, Expr *name, Operand *x) {
  check_assignment(ck, x, NULL, "assignment to _ identifier");
  if (x->mode == MODE_INVALID)
    return NULL;
  name->name.obj = NULL;
  name->mode = MODE_VAR;
  name->type = x->type;
  return x->type;
}

/* The left side is evaluated after the right, and not at all for `_`. An x that
   was reported still makes the left side "used". */
Type *assign_variable(Checker *ck, Expr *lhs, Operand *x) {
  Operand z;
  if (operand_is_bad(x)) {
    use_exprs(ck, &lhs, 1);
    return NULL;
  }
  Expr *name = expr_unparen(lhs);
  if (name->kind == EXPR_NAME && name_is_blank(name->name.name)) {
    Type *t = assign_blank(ck, name, x);
    for (Expr *e = lhs; t != NULL && e != name; e = e->pair.x) {
      e->mode = MODE_VAR;
      e->type = t;
    }
    return t;
  }
  if (!check_left_side(ck, &z, lhs))
    return NULL;
  check_assignment(ck, x, z.type, "assignment");
  if (x->mode == MODE_INVALID)
    return NULL;
  mark_variable(lhs, OBJ_F_REASSIGNED);
  return x->type;
}

/* Variables that were assigned in vain count as used. */
static void mark_left_sides_used(Checker *ck, Expr **lhs, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    Object *var = named_variable(ck, lhs[i]);
    if (var != NULL)
      var->flags |= OBJ_F_USED;
  }
}

/* All values first, then all left sides, from left to right. */
void check_assign_vars(Checker *ck, Expr **lhs, uint32_t n, Expr **rhs,
                       uint32_t nrhs) {
  OperandList values;
  check_operand_list(ck, &values, rhs, nrhs, n == 2);
  if (values.n != n) {
    use_exprs(ck, lhs, n);
    if (!any_invalid(&values))
      report_mismatched_count(ck, n, rhs, nrhs, &values);
    return;
  }
  bool ok = true;
  for (uint32_t i = 0; i < n; i++)
    ok &= assign_variable(ck, lhs[i], &values.items[i]) != NULL;
  if (values.comma_ok)
    mark_comma_ok(rhs[0]);
  else if (!ok)
    mark_left_sides_used(ck, lhs, n);
}

/* ------------------------------------------------------------------- := -- */

/* Whether left side i of := has the name of one before it. */
static bool repeats_earlier(Expr *const *lhs, uint32_t i) {
  const Name *name = lhs[i]->name.name;
  for (uint32_t j = 0; j < i; j++)
    if (lhs[j]->kind == EXPR_NAME && lhs[j]->name.name == name)
      return !name_is_blank(name);
  return false;
}

/* The variable that left side i of := stands for, new ones included; NULL
   after a report. */
static Object *short_variable(Checker *ck, Expr *const *lhs, uint32_t i,
                              bool *is_new) {
  Expr *e = lhs[i];
  *is_new = false;
  if (e->kind != EXPR_NAME) {
    use_exprs(ck, &e, 1);
    report(ck, expr_start(e), "non-name %e on left side of :=", e);
    return NULL;
  }
  if (repeats_earlier(lhs, i)) {
    report(ck, e->pos, "%e repeated on left side of :=", e);
    return NULL;
  }
  const Name *name = e->name.name;
  bool blank = name_is_blank(name);
  Object *old = blank ? NULL : scope_lookup_here(ck->env.scope, name);
  if (old != NULL && old->kind != OBJ_VAR) {
    report(ck, e->pos, "cannot assign to %e", e);
    return NULL;
  }
  *is_new = old == NULL && !blank;
  if (old == NULL)
    old = object_new(ck->c, OBJ_VAR, e->pos, name, NULL, ck->pkg);
  else
    old->flags |= OBJ_F_REASSIGNED;
  e->name.obj = blank ? NULL : old;
  return old;
}

/* The left sides are expressions, too: give them their variables' types. */
static void record_short_names(Expr **lhs, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (lhs[i]->kind == EXPR_NAME && vars[i]->type != NULL) {
      lhs[i]->mode = MODE_VAR;
      lhs[i]->type = vars[i]->type;
    }
}

/* The variables of all left sides; new ones are entered in `fresh`, too.
   Returns how many are new, -1 after a report. */
static int short_variables(Checker *ck, Expr **lhs, uint32_t n, Object **vars,
                           Object **fresh) {
  int nnew = 0;
  bool failed = false;
  for (uint32_t i = 0; i < n; i++) {
    bool is_new;
    vars[i] = short_variable(ck, lhs, i, &is_new);
    if (vars[i] == NULL) {
      failed = true;
      vars[i] = object_new(ck->c, OBJ_VAR, lhs[i]->pos, ck->c->universe->blank,
                           NULL, ck->pkg);
    } else if (is_new) {
      fresh[i] = vars[i];
      nnew++;
    }
  }
  return failed ? -1 : nnew;
}

/* The order matters: names are resolved, values checked, closures on the right
   run, and only then do the new names come into scope. */
void check_short_var_decl(Checker *ck, Stmt *s) {
  uint32_t top = ck->delayed.len, n, nrhs;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nrhs);
  Object **vars = NEW_ARRAY(&ck->c->arena, Object *, n);
  Object **fresh = s->assign.new_vars = NEW_ARRAY(&ck->c->arena, Object *, n);
  int nnew = short_variables(ck, lhs, n, vars, fresh);
  init_variables(ck, vars, n, rhs, nrhs);
  record_short_names(lhs, vars, n);
  check_delayed(ck, top); /* closures on the right see the old names */
  if (nnew == 0) {
    report(ck, s->pos, "no new variables on left side of :=");
    return;
  }
  for (uint32_t i = 0; i < n; i++)
    if (fresh[i] != NULL)
      declare(ck, ck->env.scope, fresh[i], s->pos);
}
