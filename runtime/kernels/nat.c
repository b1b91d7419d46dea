/*
 * nat.c - math/big: arithmetic on vectors of words.
 *
 * All that package big does with numbers rests on eight loops over z[i], x[i],
 * y[i] that pass a carry, or a word, on from step to step; z may be x or y, or
 * overlap it as Go's shifts allow. Sums keep their carry in the processor's
 * flag for eight words at a time. The product that is added, z += x * y, which
 * division and exponentiation spend their time in, has two carries, for which
 * processors with ADX have two flags: assembly, since compilers know one.
 */
#include "kernels.h"

#include <immintrin.h>

typedef unsigned long long Word; /* as the intrinsics have it */
__extension__ typedef unsigned __int128 TwoWords;

/* A slice as a parameter. Go's side has made them equally long, so that only the
   length of z counts. */
#define VECTOR(v) Word *v, int64_t v##_len, int64_t v##_cap
#define INPUT(v)  const Word *v, int64_t v##_len, int64_t v##_cap

/* z = x op y over all of z; the carry out. */
#define SUM_LOOP(step)                                                         \
  unsigned char c = 0;                                                         \
  int64_t i = 0;                                                               \
  for (; i + 8 <= z_len; i += 8) {                                             \
    c = step(c, x[i], y[i], &z[i]);                                            \
    c = step(c, x[i + 1], y[i + 1], &z[i + 1]);                                \
    c = step(c, x[i + 2], y[i + 2], &z[i + 2]);                                \
    c = step(c, x[i + 3], y[i + 3], &z[i + 3]);                                \
    c = step(c, x[i + 4], y[i + 4], &z[i + 4]);                                \
    c = step(c, x[i + 5], y[i + 5], &z[i + 5]);                                \
    c = step(c, x[i + 6], y[i + 6], &z[i + 6]);                                \
    c = step(c, x[i + 7], y[i + 7], &z[i + 7]);                                \
  }                                                                            \
  for (; i < z_len; i++)                                                       \
    c = step(c, x[i], y[i], &z[i]);                                            \
  return c;

/* z = x + y; the carry out. */
STD(Word, nat_add_vv, (VECTOR(z), INPUT(x), INPUT(y)), "math/big.addVV") {
  (void)z_cap, (void)x_len, (void)x_cap, (void)y_len, (void)y_cap;
  SUM_LOOP(_addcarry_u64)
}

/* z = x - y; the borrow out. */
STD(Word, nat_sub_vv, (VECTOR(z), INPUT(x), INPUT(y)), "math/big.subVV") {
  (void)z_cap, (void)x_len, (void)x_cap, (void)y_len, (void)y_cap;
  SUM_LOOP(_subborrow_u64)
}

/* What no carry reaches is copied. */
static void copy_rest(Word *z, const Word *x, int64_t i, int64_t n) {
  if (z != x && i < n)
    memmove(z + i, x + i, (size_t)(n - i) * sizeof *z);
}

/* z = x + y, one word: on average the carry ends after the first. */
STD(Word, nat_add_vw, (VECTOR(z), INPUT(x), Word y), "math/big.addVW") {
  (void)z_cap, (void)x_len, (void)x_cap;
  int64_t i = 0;
  for (; i < z_len && y != 0; i++)
    y = __builtin_add_overflow(x[i], y, &z[i]);
  copy_rest(z, x, i, z_len);
  return y;
}

/* z = x - y, one word. */
STD(Word, nat_sub_vw, (VECTOR(z), INPUT(x), Word y), "math/big.subVW") {
  (void)z_cap, (void)x_len, (void)x_cap;
  int64_t i = 0;
  for (; i < z_len && y != 0; i++)
    y = __builtin_sub_overflow(x[i], y, &z[i]);
  copy_rest(z, x, i, z_len);
  return y;
}

/* Whether nothing is shifted: then z is x. */
static bool is_copied(Word *z, const Word *x, int64_t n, uint64_t s) {
  if (s == 0 && n > 0)
    memmove(z, x, (size_t)n * sizeof *z);
  return s == 0 || n == 0;
}

/* z = x << s, with 0 <= s < 64; the bits that fall out. From the highest word
   down: z may lie above x. */
STD(Word, nat_shl_vu, (VECTOR(z), INPUT(x), uint64_t s), "math/big.shlVU") {
  (void)z_cap, (void)x_len, (void)x_cap;
  if (is_copied(z, x, z_len, s))
    return 0;
  s &= 63;
  Word w = x[z_len - 1], out = w >> (64 - s);
  for (int64_t i = z_len - 1; i > 0; i--) {
    Word below = x[i - 1];
    z[i] = w << s | below >> (64 - s);
    w = below;
  }
  z[0] = w << s;
  return out;
}

/* z = x >> s; the bits that fall out, in the highest places. From the lowest
   word up: z may lie below x. */
STD(Word, nat_shr_vu, (VECTOR(z), INPUT(x), uint64_t s), "math/big.shrVU") {
  (void)z_cap, (void)x_len, (void)x_cap;
  if (is_copied(z, x, z_len, s))
    return 0;
  s &= 63;
  Word w = x[0], out = w << (64 - s);
  for (int64_t i = 1; i < z_len; i++) {
    Word above = x[i];
    z[i - 1] = w >> s | above << (64 - s);
    w = above;
  }
  z[z_len - 1] = w >> s;
  return out;
}

/* z = x * y + r; the word that overflows. */
STD(Word, nat_mul_add_vww, (VECTOR(z), INPUT(x), Word y, Word r),
    "math/big.mulAddVWW") {
  (void)z_cap, (void)x_len, (void)x_cap;
  Word c = r;
  for (int64_t i = 0; i < z_len; i++) {
    TwoWords t = (TwoWords)x[i] * y + c;
    z[i] = (Word)t;
    c = (Word)(t >> 64);
  }
  return c;
}

/* Word number i of eight: `low` and `high` are registers that take turns, so
   that the high half of one product is the carry of the next. */
#define MUL_ADD_STEP(i, low, carry, high)                                      \
  "mulxq " #i "*8(%[x]), %[" low "], %[" high "]\n\t"                          \
  "adcxq %[" carry "], %[" low "]\n\t"                                         \
  "adoxq " #i "*8(%[z]), %[" low "]\n\t"                                       \
  "movq %[" low "], " #i "*8(%[z])\n\t"

/* Eight words of z += x * y + c; the word that overflows. In each step the low
   half of a product takes the carry word, by one flag, and z[i], by the other;
   both flags end in the last high half, which cannot overflow. */
static inline Word mul_add_eight(Word *z, const Word *x, Word y, Word c) {
  Word low, high;
  __asm__ volatile(
      "xorl %k[low], %k[low]\n\t" /* clears both flags */
      MUL_ADD_STEP(0, "low", "c", "high") MUL_ADD_STEP(1, "low", "high", "c")
          MUL_ADD_STEP(2, "low", "c", "high") MUL_ADD_STEP(
              3, "low", "high", "c") MUL_ADD_STEP(4, "low", "c", "high")
              MUL_ADD_STEP(5, "low", "high", "c") MUL_ADD_STEP(6, "low", "c",
                                                               "high")
                  MUL_ADD_STEP(7, "low", "high", "c") "movl $0, %k[low]\n\t"
                                                      "adcxq %[low], %[c]\n\t"
                                                      "adoxq %[low], %[c]\n\t"
      : [low] "=&r"(low), [high] "=&r"(high), [c] "+&r"(c)
      : [z] "r"(z), [x] "r"(x), "d"(y)
      : "cc", "memory");
  return c;
}

/* z += x * y; the word that overflows. */
STD(Word, nat_add_mul_vvw, (VECTOR(z), INPUT(x), Word y),
    "math/big.addMulVVW") {
  (void)z_cap, (void)x_len, (void)x_cap;
  Word c = 0;
  int64_t i = 0;
  if (z_len >= 8 && kernel_has(KERNEL_ADX) && kernel_has(KERNEL_BMI2))
    for (; i + 8 <= z_len; i += 8)
      c = mul_add_eight(z + i, x + i, y, c);
  for (; i < z_len; i++) {
    TwoWords t = (TwoWords)x[i] * y + z[i] + c;
    z[i] = (Word)t;
    c = (Word)(t >> 64);
  }
  return c;
}
