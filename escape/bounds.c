/*
 * bounds.c - indices that cannot be out of range, by their type or shape.
 *
 * Of an array or constant string the length is known; gc needs no check, and
 * -m says so, where the index cannot reach it:
 *
 *     var a [256]int; a[b]       b a byte: at most 255
 *     a[i & 15], a[u % 100], a[u >> 60]
 *
 * Source: bounded in cmd/compile/internal/walk/expr.go of Go 1.19.
 */
#include "escape/descriptors.h"

enum {
  MAX_BITS = 62 /* wider values do not fit the comparison */
};

/* A constant of 32 bits, as gc looks for. */
static bool small_const(const Expr *e, int64_t *v) {
  return e->mode == MODE_CONST && const_int64(e->value, v) && *v >= INT32_MIN &&
         *v <= INT32_MAX;
}

/* The mask of x & c, c & x or x &^ c; -1: none. */
static int64_t mask_of(const Expr *e, bool is_unsigned, int bits) {
  int64_t v;
  if (small_const(e->pair.x, &v))
    return v;
  if (!small_const(e->pair.y, &v))
    return -1;
  if (e->op != OP_AND_NOT)
    return v;
  v = ~v;
  return is_unsigned && bits < 64 ? v & ((INT64_C(1) << bits) - 1) : v;
}

/* Width of an unsigned x / c or x >> c; -1: nothing is left of x. */
static int remaining_bits(const Expr *e, int bits) {
  int64_t v;
  if (e->kind != EXPR_BINARY || !small_const(e->pair.y, &v))
    return bits;
  if (e->op == OP_SHR)
    return v > bits ? -1 : bits - (int)v;
  for (; e->op == OP_DIV && bits > 0 && v >= 2; v >>= 1)
    bits--;
  return bits;
}

/* Whether the integer e is certainly in 0 ... max - 1. Of an index that gc has
   copied to a temporary only the type is left to judge by. */
static bool is_below(Compiler *c, const Expr *e, bool copied, int64_t max) {
  if (!type_is_basic(type_under(e->type), BI_INTEGER))
    return false;
  bool is_unsigned = type_is_basic(type_under(e->type), BI_UNSIGNED);
  int bits = 8 * (int)type_size(c, e->type);
  if (copied)
    return is_unsigned && bits <= MAX_BITS && INT64_C(1) << bits <= max;
  int64_t v;
  bool masks =
      e->kind == EXPR_BINARY && (e->op == OP_AND || e->op == OP_AND_NOT);
  if (masks) {
    v = mask_of(e, is_unsigned, bits);
    if (v >= 0 && v < max)
      return true;
  }
  if (!is_unsigned)
    return false;
  bool rest = e->kind == EXPR_BINARY && e->op == OP_REM;
  if (rest && small_const(e->pair.y, &v) && v >= 0 && v <= max)
    return true;
  bits = remaining_bits(e, bits);
  return bits < 0 || (bits <= MAX_BITS && INT64_C(1) << bits <= max);
}

bool index_is_bounded(Compiler *c, const Expr *e, bool copied) {
  const Expr *x = e->pair.x, *index = e->pair.y;
  const Type *t = type_under(x->type);
  while (index->kind == EXPR_PAREN ||
         (index->kind == EXPR_CONVERT && (index->flags & EXPR_F_IMPLICIT)))
    index = index->pair.x;
  if (index->mode == MODE_CONST)
    return false;
  if (t->kind == TYPE_ARRAY)
    return is_below(c, index, copied, t->array.len);
  size_t len;
  if (x->mode != MODE_CONST || const_kind(x->value) != CONST_STRING)
    return false;
  const_string_value(x->value, &len);
  return is_below(c, index, copied, (int64_t)len);
}
