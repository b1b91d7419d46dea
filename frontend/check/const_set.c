/*
 * const_set.c - finds duplicate constants in switches and map literals.
 *
 * gc compares constant keys as Go values: an int64 or uint64 if the constant
 * is a whole number, else a float64 or complex128, a string or a bool. So
 * 1, 1.0 and 1+0i are one key, and constants beyond those types are no keys at
 * all. With interface-typed keys the dynamic type counts, too:
 *
 *     map[any]int{1: 1, 1.0: 2}       two keys: int and float64
 *     map[float64]int{1: 1, 1.0: 2}   a duplicate
 *
 * Open addressing; entries are never removed; memory is the arena's.
 */
#include "frontend/check/operand.h"

enum KeyTag {
  KEY_NONE,
  KEY_INT,
  KEY_UINT,
  KEY_FLOAT,
  KEY_COMPLEX,
  KEY_STRING,
  KEY_BOOL
};

/* Equal numbers have equal bits; there are no NaNs. */
static uint64_t float_bits(double d) {
  uint64_t bits;
  d += 0.0; /* -0 is 0 */
  memcpy(&bits, &d, sizeof bits);
  return bits;
}

/* Fills tag and bits of a whole number; false if it needs more than 64 bits. */
static bool set_int_key(ConstEntry *k, const Const *v) {
  int64_t i;
  uint64_t u;
  if (const_int64(v, &i)) {
    k->tag = KEY_INT;
    k->bits[0] = (uint64_t)i;
    return true;
  }
  if (const_uint64(v, &u)) {
    k->tag = KEY_UINT;
    k->bits[0] = u;
    return true;
  }
  return false;
}

/* The simplest form of a number: 2+0i is 2.0 is 2. */
static bool set_number_key(Compiler *c, ConstEntry *k, const Const *v) {
  const Const *real = const_to_float(c, v);
  if (const_kind(v) != CONST_INT && const_kind(real) == CONST_UNKNOWN) {
    k->tag = KEY_COMPLEX;
    k->bits[0] = float_bits(const_float64(const_real(c, v)));
    k->bits[1] = float_bits(const_float64(const_imag(c, v)));
    return true;
  }
  const Const *whole = const_to_int(c, v);
  if (const_kind(whole) == CONST_INT)
    return set_int_key(k, whole);
  k->tag = KEY_FLOAT;
  k->bits[0] = float_bits(const_float64(real));
  return true;
}

/* False: the constant is no key, it equals nothing. */
static bool set_key(Compiler *c, ConstEntry *k, const Const *v) {
  size_t len;
  switch (const_kind(v)) {
  case CONST_UNKNOWN: return false;
  case CONST_BOOL:
    k->tag = KEY_BOOL;
    k->bits[0] = const_bool_value(v);
    return true;
  case CONST_STRING:
    k->tag = KEY_STRING;
    k->text = const_string_value(v, &len);
    k->bits[0] = len;
    return true;
  case CONST_INT:
  case CONST_FLOAT:
  case CONST_COMPLEX: return set_number_key(c, k, v);
  }
  UNREACHABLE();
}

/* Fibonacci hashing of the bits, FNV-1a of strings. */
static uint64_t hash_key(const ConstEntry *k) {
  uint64_t h = 0x9e3779b97f4a7c15u * (k->tag + k->bits[0]) ^ k->bits[1];
  if (k->tag == KEY_STRING)
    for (size_t i = 0; i < k->bits[0]; i++)
      h = (h ^ (uint8_t)k->text[i]) * 0x100000001b3u;
  return h ^ h >> 29;
}

/* An entry without type equals one with any. */
static bool same_key(Compiler *c, const ConstEntry *a, const ConstEntry *b) {
  if (a->hash != b->hash || a->tag != b->tag || a->bits[0] != b->bits[0] ||
      a->bits[1] != b->bits[1])
    return false;
  if (a->tag == KEY_STRING && a->bits[0] &&
      memcmp(a->text, b->text, a->bits[0]) != 0)
    return false;
  return a->type == NULL || b->type == NULL || type_same(c, a->type, b->type);
}

/* Makes the table twice as large. */
static void grow(Compiler *c, ConstSet *set) {
  uint32_t cap = set->slots == NULL ? 16 : 2 * (set->mask + 1);
  ConstSet bigger = {NEW_ARRAY(&c->arena, ConstEntry, cap), cap - 1, set->len};
  for (uint32_t i = 0; set->slots != NULL && i <= set->mask; i++) {
    if (set->slots[i].tag == KEY_NONE)
      continue;
    uint32_t at = (uint32_t)set->slots[i].hash & bigger.mask;
    while (bigger.slots[at].tag != KEY_NONE)
      at = (at + 1) & bigger.mask;
    bigger.slots[at] = set->slots[i];
  }
  *set = bigger;
}

/* Grows at three quarters, so that probing ends at a free slot. */
const ConstEntry *const_set_add(Checker *ck, ConstSet *set, const Const *value,
                                Type *type, Pos pos) {
  ConstEntry k = {.type = type, .pos = pos};
  if (!set_key(ck->c, &k, value))
    return NULL;
  k.hash = hash_key(&k);
  if (set->slots == NULL || set->len > set->mask - set->mask / 4)
    grow(ck->c, set);
  uint32_t at = (uint32_t)k.hash & set->mask;
  for (; set->slots[at].tag != KEY_NONE; at = (at + 1) & set->mask)
    if (same_key(ck->c, &set->slots[at], &k))
      return &set->slots[at];
  set->slots[at] = k;
  set->len++;
  return NULL;
}
