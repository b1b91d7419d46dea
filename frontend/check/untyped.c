/*
 * untyped.c - untyped expressions and the types they end up with.
 *
 * A constant such as `1`, a comparison, or `1 << n` has an untyped type until
 * its context says what it is. Such a node carries EXPR_F_PENDING, its untyped
 * type and its value. When the context is known the final type is pushed down
 * the tree, to where the value really comes from:
 *
 *     var f float64 = 2 * (1 << n)      BINARY *   pending -> float64
 *                                       2, (...)   pending -> float64
 *                                       1          left of a shift: error
 *
 * The push stops below constants (their operands never become code), below
 * comparisons (their operands were finished when compared), at names, literals
 * and calls. A left operand of a non-constant shift has EXPR_F_SHIFT_LHS and
 * must get an integer type. Nodes that nobody asks about stay pending and keep
 * their untyped types: they are operands of constants, and no later phase
 * visits them.
 *
 * Invariant: a node's type is untyped if and only if it is pending. That makes
 * a second visit of an expression harmless: it is a new beginning.
 *
 * Specification: Constants; Constant expressions; Operators (shifts).
 * Model: types2's updateExprType and implicitTypeAndValue, without their map.
 */
#include "frontend/check/operand.h"

/* -------------------------------------------------------- representation -- */

/* The complaint when a value of type `from` does not fit `to`: by the types,
   whatever the value. */
static ConstFit misfit_class(const Type *from, const Type *to) {
  if (!type_is_basic(from, BI_NUMERIC) || !type_is_basic(to, BI_NUMERIC))
    return FIT_MISMATCH;
  if (!type_is_basic(from, BI_INTEGER) && type_is_basic(to, BI_INTEGER))
    return FIT_TRUNCATED;
  return FIT_OVERFLOWS;
}

/* Unknown constants fit everywhere: their error was reported. */
const Const *operand_represent(Checker *ck, const Operand *x, Type *t,
                               ConstFit *why) {
  if (const_kind(x->value) == CONST_UNKNOWN)
    return x->value;
  const Const *v = const_represent(ck->c, x->value, type_basic_kind(t), NULL);
  if (v == NULL && why != NULL)
    *why = misfit_class(x->type, t);
  return v;
}

/* Says that x does not fit t, in the words for operands of operators. */
static void report_misfit(Checker *ck, const Operand *x, Type *t,
                          ConstFit why) {
  static const char *const texts[] = {
      [FIT_OK] = "cannot convert %x to %T",
      [FIT_MISMATCH] = "cannot convert %x to %T",
      [FIT_TRUNCATED] = "%x truncated to %T",
      [FIT_OVERFLOWS] = "%x overflows %T",
  };
  report(ck, operand_pos(x), texts[why], x, t);
}

/* For operands of operators; assignments have words of their own. */
void represent_operand(Checker *ck, Operand *x, Type *t) {
  ConstFit why = FIT_OK;
  const Const *v = operand_represent(ck, x, t, &why);
  if (v == NULL) {
    report_misfit(ck, x, t, why);
    operand_invalidate(x);
    return;
  }
  x->value = v;
}

/* ---------------------------------------------------- pushing types down -- */

static void push_type(Checker *ck, Expr *parent, Expr *e, Type *t, bool final);

/* Pushes t to the operands that have the same type as their operation e. */
static void push_to_operands(Checker *ck, Expr *e, Type *t, bool final) {
  if (e->kind == EXPR_PAREN) {
    push_type(ck, e, e->pair.x, t, final);
    return;
  }
  if (e->value != NULL || (e->kind != EXPR_UNARY && e->kind != EXPR_BINARY))
    return;
  uint8_t classes = op_info[e->op].classes;
  if (e->kind == EXPR_UNARY) {
    push_type(ck, e, e->pair.x, t, final);
  } else if ((classes & OPC_COMPARE) == 0) {
    push_type(ck, e, e->pair.x, t, final);
    if ((classes & OPC_SHIFT) == 0)
      push_type(ck, e, e->pair.y, t, final);
  }
}

/* Makes constant node e's value one of its final type t; false after a
   report. */
static bool fit_node(Checker *ck, Expr *e, Type *t) {
  Operand x = {
      .mode = (Mode)e->mode, .expr = e, .type = e->type, .value = e->value};
  convert_untyped(ck, &x, t);
  e->value = x.value;
  return x.mode != MODE_INVALID;
}

/* update_expr_type with the parent of e, which messages about shifts show. */
static void push_type(Checker *ck, Expr *parent, Expr *e, Type *t, bool final) {
  if ((e->flags & EXPR_F_PENDING) == 0)
    return;
  push_to_operands(ck, e, t, final);
  if (!final && type_is_untyped(t)) {
    e->type = type_under(t);
    return;
  }
  bool shift_lhs = (e->flags & EXPR_F_SHIFT_LHS) != 0;
  e->flags &= ~(uint32_t)(EXPR_F_PENDING | EXPR_F_SHIFT_LHS);
  if (shift_lhs && !type_all_basic(ck->c, t, BI_INTEGER)) {
    report(ck, expr_start(e), "invalid operation: %e (shift of type %T)",
           parent, t);
    return;
  }
  if (e->value == NULL || fit_node(ck, e, t))
    e->type = t;
}

void update_expr_type(Checker *ck, Expr *e, Type *t, bool final) {
  push_type(ck, NULL, e, t, final);
}

/* For places that gc leaves to later phases: s[i] of a constant string, len's
   and copy's arguments, conditions. */
void finish_untyped(Checker *ck, Expr *e) {
  if ((e->flags & EXPR_F_PENDING) != 0)
    update_expr_type(ck, e, type_default(ck->c, e->type), true);
}

/* --------------------------------------------------- implicit conversion -- */

/* The type of untyped x when it meets the untyped type `target`: of two
   numeric types the larger, else both must be the same. */
static Type *larger_untyped(const Operand *x, Type *target) {
  BasicKind xk = type_basic_kind(x->type), tk = type_basic_kind(target);
  if (type_is_basic(x->type, BI_NUMERIC) && type_is_basic(target, BI_NUMERIC))
    return xk < tk ? target : x->type;
  return xk == tk ? x->type : NULL;
}

/* Whether a run-time value of untyped type `from` may become the basic type
   `to`: a comparison, or a shift that waits for its type. */
static bool untyped_value_fits(const Type *from, const Type *to) {
  static const uint32_t classes[] = {BI_NUMERIC, BI_BOOLEAN, BI_STRING};
  for (size_t i = 0; i < COUNT(classes); i++)
    if (type_is_basic(from, classes[i]))
      return type_is_basic(to, classes[i]);
  return false;
}

/* x goes to every type of a type parameter: constants are representable in all
   of them, and keep their value. */
static bool fits_type_param(Checker *ck, Operand *x, Type *param) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, param, &n);
  for (uint32_t i = 0; i < n; i++) {
    const Const *value;
    ConstFit why;
    if (implicit_type(ck, x, type_under(terms[i].type), &value, &why) == NULL)
      return false;
  }
  return n > 0;
}

/* An interface without methods and without a constraint. */
static bool takes_anything(Checker *ck, Type *interface) {
  const TypeSet *set = type_set(ck->c, interface);
  return set->nmethods == 0 && set->all_types && !set->comparable;
}

/* Interfaces take the default type, if they have no methods: the value needs a
   concrete type. */
Type *implicit_type(Checker *ck, Operand *x, Type *target, const Const **value,
                    ConstFit *why) {
  *value = NULL;
  *why = FIT_MISMATCH;
  if (x->mode == MODE_INVALID || !operand_is_untyped(x) ||
      type_is_invalid(target))
    return x->type;
  if (type_is_untyped(target))
    return larger_untyped(x, target);
  if (operand_is_nil(x))
    return type_has_nil(target) ? target : NULL;
  Type *u = type_under(target);
  if (u->kind == TYPE_PARAM)
    return fits_type_param(ck, x, u) ? target : NULL;
  if (u->kind == TYPE_INTERFACE)
    /* the value needs a concrete type, and those have no methods */
    return takes_anything(ck, u) ? type_default(ck->c, x->type) : NULL;
  if (u->kind != TYPE_BASIC)
    return NULL;
  if (x->mode != MODE_CONST)
    return untyped_value_fits(x->type, u) ? target : NULL;
  *value = operand_represent(ck, x, u, why);
  return *value != NULL ? target : NULL;
}

/* The node gets the converted value before its type is pushed down, which then
   finds it representable. */
bool convert_untyped_quietly(Checker *ck, Operand *x, Type *target,
                             ConstFit *why) {
  const Const *value;
  Type *t = implicit_type(ck, x, target, &value, why);
  if (t == NULL)
    return false;
  if (value != NULL) {
    x->value = value;
    if ((x->expr->flags & EXPR_F_PENDING) != 0)
      x->expr->value = value;
  }
  if (t != x->type) {
    x->type = t;
    update_expr_type(ck, x->expr, t, false);
  }
  return true;
}

/* Messages show the underlying type: "1.5 (...) truncated to int". */
void convert_untyped(Checker *ck, Operand *x, Type *target) {
  ConstFit why;
  if (x->mode == MODE_INVALID || !operand_is_untyped(x) ||
      convert_untyped_quietly(ck, x, target, &why))
    return;
  report_misfit(ck, x, type_under(target), why);
  operand_invalidate(x);
}
