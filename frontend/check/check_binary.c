/*
 * check_binary.c - operators with two operands: arithmetic, comparison, shift.
 *
 * Untyped operands first take each other's type (`x + 1`: 1 becomes x's type);
 * then both types must be identical, except for comparisons, where one must be
 * assignable to the other, and shifts, whose operands are independent.
 * Operations on constants are folded at once, in the precision of their type:
 *
 *     uint8(200) + 100        overflows uint8, at compile time
 *     200 + 100               untyped: 300
 *     1 << 600                untyped, more than 512 bits: overflow
 *
 * Comparisons give an untyped bool, so that `var b MyBool = x < y` is right.
 * What cannot be compared is told with its reason:
 *
 *     s == s          slice can only be compared to nil
 *     T{} == T{}      struct containing []int cannot be compared
 * Shifts of untyped constants by run-time counts wait for their context, which
 * decides the type of the left operand (untyped.c).
 */
#include "frontend/check/operand.h"

/* Which basic types an operator is defined on. */
static const uint32_t operand_info[OP_COUNT] = {
    [OP_ADD] = BI_NUMERIC | BI_STRING,
    [OP_SUB] = BI_NUMERIC,
    [OP_MUL] = BI_NUMERIC,
    [OP_DIV] = BI_NUMERIC,
    [OP_REM] = BI_INTEGER,
    [OP_AND] = BI_INTEGER,
    [OP_OR] = BI_INTEGER,
    [OP_XOR] = BI_INTEGER,
    [OP_AND_NOT] = BI_INTEGER,
    [OP_LAND] = BI_BOOLEAN,
    [OP_LOR] = BI_BOOLEAN,
};

/* -------------------------------------------------------------- overflow -- */

/* Names, for messages, of the operations whose untyped result can grow without
   bound. */
static const char *operation_name(const Expr *e) {
  if (e->kind == EXPR_UNARY)
    return e->op == OP_XOR ? "bitwise complement" : "";
  if (e->kind != EXPR_BINARY)
    return "";
  static const char *const names[OP_COUNT] = {[OP_ADD] = "addition",
                                              [OP_SUB] = "subtraction",
                                              [OP_XOR] = "bitwise XOR",
                                              [OP_MUL] = "multiplication",
                                              [OP_SHL] = "shift"};
  return names[e->op] != NULL ? names[e->op] : "";
}

/* Where the result of e is complained about: at its operator. */
static Pos operation_pos(const Expr *e) {
  bool operation = e->kind == EXPR_UNARY || e->kind == EXPR_BINARY;
  return operation ? e->pos : expr_start(e);
}

/* Unknown results come from operations that have none, such as a float beyond
   all exponents. */
void check_overflow(Checker *ck, Operand *x) {
  enum {
    MAX_BITS = 512
  };
  if (const_kind(x->value) == CONST_UNKNOWN) {
    report(ck, operation_pos(x->expr), "constant result is not representable");
    return;
  }
  if (!operand_is_untyped(x)) {
    represent_operand(ck, x, type_under(x->type));
    return;
  }
  if (const_kind(x->value) == CONST_INT && const_bit_len(x->value) > MAX_BITS) {
    report(ck, operation_pos(x->expr), "constant %s overflow",
           operation_name(x->expr));
    x->value = const_unknown();
  }
}

/* ------------------------------------------------------------ comparison -- */

/* "slice", "func", ...: what a message calls the type of an operand. */
static const char *kind_word(Checker *ck, Type *t) {
  static const char *const words[] = {
      [TYPE_ARRAY] = "array",         [TYPE_SLICE] = "slice",
      [TYPE_STRUCT] = "struct",       [TYPE_POINTER] = "pointer",
      [TYPE_FUNC] = "func",           [TYPE_MAP] = "map",
      [TYPE_INTERFACE] = "interface", [TYPE_CHAN] = "chan",
  };
  TypeKind kind = (TypeKind)type_under(t)->kind;
  if (kind < COUNT(words) && words[kind] != NULL)
    return words[kind];
  if (kind == TYPE_PARAM)
    return report_text(ck, "type parameter %T", t);
  return report_text(ck, "%T", t);
}

/* Why == is not defined on t; NULL: no particular reason. */
static const char *incomparable_cause(Checker *ck, Type *t) {
  Type *u = type_under(t);
  if (u->kind == TYPE_SLICE || u->kind == TYPE_FUNC || u->kind == TYPE_MAP)
    return report_text(ck, "%s can only be compared to nil", kind_word(ck, t));
  if (u->kind == TYPE_PARAM)
    return type_set_is_empty(type_set(ck->c, u))
               ? "empty type set"
               : "incomparable types in type set";
  if (u->kind == TYPE_ARRAY && !type_comparable(ck->c, u->array.elem))
    return report_text(ck, "%T cannot be compared", u);
  for (uint32_t i = 0; u->kind == TYPE_STRUCT && i < u->st.n; i++)
    if (!type_comparable(ck->c, u->st.fields[i]->type))
      return report_text(ck, "struct containing %T cannot be compared",
                         u->st.fields[i]->type);
  return NULL;
}

/* Looks for what forbids `x op y`: the offending operand, or NULL. *cause is
   the reason if it is not simply that the operator is not defined. */
static Operand *find_uncomparable(Checker *ck, Operand *x, Operand *y, Op op,
                                  const char **cause) {
  if (!operand_assignable(ck, x, y->type, NULL) &&
      !operand_assignable(ck, y, x->type, NULL)) {
    *cause = report_text(ck, "mismatched types %T and %T", x->type, y->type);
    return y; /* only now do we know that there is a mismatch */
  }
  if ((op_info[op].classes & OPC_ORDER) != 0) {
    if (!type_ordered(ck->c, x->type))
      return x;
    return type_ordered(ck->c, y->type) ? NULL : y;
  }
  if (operand_is_nil(x) || operand_is_nil(y)) {
    Type *other = operand_is_nil(x) ? y->type : x->type;
    return type_has_nil(other) && !type_is_untyped(other) ? NULL : y;
  }
  Operand *bad = !type_comparable(ck->c, x->type)   ? x
                 : !type_comparable(ck->c, y->type) ? y
                                                    : NULL;
  if (bad != NULL)
    *cause = incomparable_cause(ck, bad->type);
  return bad;
}

/* That op is not defined on the operand `bad`. */
static const char *undefined_cause(Checker *ck, Op op, const Operand *bad) {
  if (bad->type->kind == TYPE_PARAM)
    return report_text(ck, "type parameter %T is not comparable with %s",
                       bad->type, op_info[op].spelling);
  return report_text(ck, "operator %s not defined on %s", op_info[op].spelling,
                     kind_word(ck, bad->type));
}

/* The operands are final now: nothing outside a comparison changes their types.
   Those of a constant comparison never become code. */
void check_comparison(Checker *ck, Operand *x, Operand *y, Op op,
                      bool switch_case) {
  if (switch_case)
    op = OP_EQ;
  const char *cause = NULL;
  Operand *bad = find_uncomparable(ck, x, y, op, &cause);
  if (bad != NULL) {
    /* type parameters are to blame first */
    if (cause == NULL && x->type->kind == TYPE_PARAM)
      bad = bad == y && y->type->kind != TYPE_PARAM ? x : bad;
    else if (cause == NULL && y->type->kind == TYPE_PARAM)
      bad = y;
    if (cause == NULL)
      cause = undefined_cause(ck, op, bad);
    if (switch_case)
      report(ck, operand_pos(x), "invalid case %e in switch on %e (%s)",
             x->expr, y->expr, cause);
    else
      report(ck, operand_pos(bad), "invalid operation: %e %s %e (%s)", x->expr,
             op_info[op].spelling, y->expr, cause);
    operand_invalidate(x);
    return;
  }
  if (x->mode == MODE_CONST && y->mode == MODE_CONST) {
    bool known = const_kind(x->value) != CONST_UNKNOWN &&
                 const_kind(y->value) != CONST_UNKNOWN;
    x->value = const_bool(
        ck->c, known && const_compare(ck->c, op, x->value, y->value));
  } else {
    x->mode = MODE_VALUE;
    update_expr_type(ck, x->expr, type_default(ck->c, x->type), true);
    update_expr_type(ck, y->expr, type_default(ck->c, y->type), true);
  }
  x->type = BASIC(ck->c, UNTYPED_BOOL);
}

/* ----------------------------------------------------------------- shift -- */

/* The count y of a shift; false after a report. */
static bool check_shift_count(Checker *ck, Operand *y) {
  bool integer = type_all_basic(ck->c, y->type, BI_INTEGER);
  if (y->mode == MODE_CONST) {
    const Const *v = const_to_int(ck->c, y->value);
    if (const_kind(v) == CONST_INT && const_sign(v) < 0) {
      report(ck, operand_pos(y), "invalid operation: negative shift count %x",
             y);
      return false;
    }
    if (operand_is_untyped(y)) {
      represent_operand(ck, y, BASIC(ck->c, UINT));
      return y->mode != MODE_INVALID;
    }
    if (integer)
      return true;
  } else if (integer) {
    if (type_all_basic(ck->c, y->type, BI_UNSIGNED) || version_allows(ck, 13))
      return true;
    report(ck, operand_pos(y),
           "invalid operation: signed shift count %x requires go1.13 or later",
           y);
    return false;
  } else if (operand_is_untyped(y)) {
    convert_untyped(ck, y, BASIC(ck->c, UINT));
    return y->mode != MODE_INVALID;
  } else {
    report(ck, operand_pos(y),
           "invalid operation: shift count %x must be integer", y);
    return false;
  }
  return true; /* typed constant of another type: see the constant shift */
}

/* Constant shifted by a constant; `whole` is x's value as an integer. */
static void fold_shift(Checker *ck, Operand *x, const Operand *y,
                       const Operation *o, const Const *whole) {
  enum {
    MAX_COUNT = 1023 - 1 + 52
  }; /* enough for the smallest float64 */
  uint64_t count = 0;
  bool known = const_kind(x->value) != CONST_UNKNOWN &&
               const_kind(y->value) != CONST_UNKNOWN;
  if (known && (!const_uint64(y->value, &count) || count > MAX_COUNT)) {
    report(ck, operand_pos(y), "invalid operation: invalid shift count %x", y);
    operand_invalidate(x);
    return;
  }
  if (!type_is_basic(x->type, BI_INTEGER))
    x->type = BASIC(ck->c, UNTYPED_INT); /* 2.0 << 1 is an integer */
  if (!known) {
    x->value = const_unknown();
    return;
  }
  x->value = const_shift(ck->c, o->op, whole, (uint32_t)count);
  if (o->e != NULL)
    x->expr = o->e; /* what an overflow message shows */
  check_overflow(ck, x);
}

/* x becomes x << y or x >> y. */
static void check_shift(Checker *ck, Operand *x, Operand *y,
                        const Operation *o) {
  const Const *whole =
      x->mode == MODE_CONST ? const_to_int(ck->c, x->value) : NULL;
  /* 1.0 << 3 is fine: the constant is whole, whatever its type */
  bool integer = type_all_basic(ck->c, x->type, BI_INTEGER);
  bool untyped_int =
      operand_is_untyped(x) && whole != NULL && const_kind(whole) == CONST_INT;
  if (!integer && !untyped_int) {
    report(ck, operand_pos(x),
           "invalid operation: shifted operand %x must be integer", x);
    operand_invalidate(x);
    return;
  }
  if (!check_shift_count(ck, y)) {
    operand_invalidate(x);
    return;
  }
  if (x->mode == MODE_CONST && y->mode == MODE_CONST) {
    fold_shift(ck, x, y, o, whole);
    return;
  }
  /* code will see the count; an untyped constant count is a uint */
  update_expr_type(ck, y->expr, BASIC(ck->c, UINT), true);
  if (x->mode == MODE_CONST && operand_is_untyped(x)) {
    /* its type is what it would be without the shift: decided later */
    if ((x->expr->flags & EXPR_F_PENDING) != 0)
      x->expr->flags |= EXPR_F_SHIFT_LHS;
  } else if (!integer) {
    report(ck, operand_pos(x),
           "invalid operation: shifted operand %x must be integer", x);
    operand_invalidate(x);
    return;
  }
  x->mode = MODE_VALUE;
}

/* ------------------------------------------------------------ arithmetic -- */

/* Whether converting untyped operands to each other's type makes sense; if
   not, the message is about mismatched types. */
static bool can_mix(Checker *ck, const Operand *x, const Operand *y) {
  if (type_is_interface(x->type) || type_is_interface(y->type))
    return true;
  if (type_all_basic(ck->c, x->type, BI_BOOLEAN) !=
      type_all_basic(ck->c, y->type, BI_BOOLEAN))
    return false;
  if (type_all_basic(ck->c, x->type, BI_STRING) !=
      type_all_basic(ck->c, y->type, BI_STRING))
    return false;
  if (operand_is_nil(x))
    return type_has_nil(y->type);
  return !operand_is_nil(y) || type_has_nil(x->type);
}

/* Converts untyped operands to the type of the other. */
static void match_types(Checker *ck, Operand *x, Operand *y) {
  if (x->type == y->type || !can_mix(ck, x, y))
    return;
  convert_untyped(ck, x, y->type);
  if (x->mode == MODE_INVALID)
    return;
  convert_untyped(ck, y, x->type);
  if (y->mode == MODE_INVALID)
    operand_invalidate(x);
}

/* A complex divisor whose square vanishes: the quotient would be infinite. */
static bool is_complex_zero(Compiler *c, const Const *v) {
  const Const *re = const_real(c, v), *im = const_imag(c, v);
  return const_sign(const_binary(c, OP_MUL, re, re, false)) == 0 &&
         const_sign(const_binary(c, OP_MUL, im, im, false)) == 0;
}

/* Whether the division x / y or x % y is known to fail: floating-point
   variables may be divided by zero. */
static bool divides_by_zero(Checker *ck, const Operand *x, const Operand *y) {
  if (y->mode != MODE_CONST || const_kind(y->value) == CONST_UNKNOWN)
    return false;
  if ((x->mode == MODE_CONST || type_all_basic(ck->c, x->type, BI_INTEGER)) &&
      const_sign(y->value) == 0)
    return true;
  return x->mode == MODE_CONST && type_is_basic(x->type, BI_COMPLEX) &&
         is_complex_zero(ck->c, y->value);
}

/* Operations that assign have no expression of their own to show. */
static void report_mismatch(Checker *ck, const Operand *x, const Operand *y,
                            const Operation *o) {
  if (type_is_invalid(x->type) || type_is_invalid(y->type))
    return;
  if (o->e != NULL)
    report(ck, operand_pos(x),
           "invalid operation: %e (mismatched types %T and %T)", o->e, x->type,
           y->type);
  else
    report(ck, operand_pos(x),
           "invalid operation: %e %s= %e (mismatched types %T and %T)", o->lhs,
           op_info[o->op].spelling, o->rhs, x->type, y->type);
}

/* Both operands have the same type: is the operator defined, and the divisor
   not zero? */
static bool check_operator(Checker *ck, Operand *x, Operand *y, Op op) {
  if (!type_all_basic(ck->c, x->type, operand_info[op])) {
    report(ck, operand_pos(x),
           "invalid operation: operator %s not defined on %x",
           op_info[op].spelling, x);
    return false;
  }
  if ((op == OP_DIV || op == OP_REM) && divides_by_zero(ck, x, y)) {
    report(ck, operand_pos(y), "invalid operation: division by zero");
    return false;
  }
  return true;
}

/* Both are constants of one type: x becomes the result. */
static void fold_binary(Checker *ck, Operand *x, const Operand *y,
                        const Operation *o) {
  if (const_kind(x->value) == CONST_UNKNOWN ||
      const_kind(y->value) == CONST_UNKNOWN) {
    x->value = const_unknown();
    return;
  }
  bool integer = type_is_basic(x->type, BI_INTEGER);
  x->value = const_binary(ck->c, o->op, x->value, y->value, integer);
  if (o->e != NULL)
    x->expr = o->e;
  check_overflow(ck, x);
}

/* x and y are valid, and op is no shift. */
static void check_arithmetic(Checker *ck, Operand *x, Operand *y,
                             const Operation *o) {
  match_types(ck, x, y);
  if (x->mode == MODE_INVALID)
    return;
  if ((op_info[o->op].classes & OPC_COMPARE) != 0) {
    check_comparison(ck, x, y, o->op, false);
    return;
  }
  bool same = x->type == y->type || type_same(ck->c, x->type, y->type);
  if (!same)
    report_mismatch(ck, x, y, o);
  if (!same || !check_operator(ck, x, y, o->op))
    operand_invalidate(x);
  else if (x->mode == MODE_CONST && y->mode == MODE_CONST)
    fold_binary(ck, x, y, o);
  else
    x->mode = MODE_VALUE;
}

/* Both operands are evaluated, even if the first is wrong: each error
   counts. */
void check_binary(Checker *ck, Operand *x, const Operation *o) {
  Operand y;
  check_expr(ck, x, o->lhs);
  check_expr(ck, &y, o->rhs);
  if (x->mode == MODE_INVALID)
    return;
  if (y.mode == MODE_INVALID)
    operand_invalidate(x);
  else if ((op_info[o->op].classes & OPC_SHIFT) != 0)
    check_shift(ck, x, &y, o);
  else
    check_arithmetic(ck, x, &y, o);
}
