/*
 * field25519.c - crypto/internal/edwards25519/field: products modulo 2^255-19.
 *
 * An element is five limbs of 51 bits, each with room for a few bits more:
 *
 *     l0 + l1 2^51 + l2 2^102 + l3 2^153 + l4 2^204
 *
 * The product of limbs i and j counts for limb i + j; from limb 5 on it counts
 * 19 times for limb i + j - 5, as 2^255 is 19.
 */
#include "kernels.h"

__extension__ typedef unsigned __int128 Wide;

#define LOW51 ((1ULL << 51) - 1)

/* Each column's bits from 51 on go to the next; the last one's come round. */
static inline void carry(uint64_t *out, const Wide *r) {
  uint64_t limb[5], over[5];
  for (unsigned i = 0; i < 5; i++) {
    limb[i] = (uint64_t)r[i] & LOW51;
    over[i] = (uint64_t)(r[i] >> 51);
  }
  uint64_t sum[5] = {limb[0] + 19 * over[4], limb[1] + over[0],
                     limb[2] + over[1], limb[3] + over[2], limb[4] + over[3]};
  out[0] = (sum[0] & LOW51) + 19 * (sum[4] >> 51);
  for (unsigned i = 1; i < 5; i++)
    out[i] = (sum[i] & LOW51) + (sum[i - 1] >> 51);
}

#define P(x, y) ((Wide)(x) * (y))

STD(void, field_multiply, (uint64_t *out, const uint64_t *a, const uint64_t *b),
    "crypto/internal/edwards25519/field.feMul") {
  uint64_t a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
  uint64_t b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3], b4 = b[4];
  uint64_t c1 = 19 * a1, c2 = 19 * a2, c3 = 19 * a3, c4 = 19 * a4;
  Wide r[5] = {P(a0, b0) + P(c1, b4) + P(c2, b3) + P(c3, b2) + P(c4, b1),
               P(a0, b1) + P(a1, b0) + P(c2, b4) + P(c3, b3) + P(c4, b2),
               P(a0, b2) + P(a1, b1) + P(a2, b0) + P(c3, b4) + P(c4, b3),
               P(a0, b3) + P(a1, b2) + P(a2, b1) + P(a3, b0) + P(c4, b4),
               P(a0, b4) + P(a1, b3) + P(a2, b2) + P(a3, b1) + P(a4, b0)};
  carry(out, r);
}

STD(void, field_square, (uint64_t *out, const uint64_t *a),
    "crypto/internal/edwards25519/field.feSquare") {
  uint64_t a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3], a4 = a[4];
  uint64_t d0 = 2 * a0, d1 = 2 * a1, d2 = 2 * a2;
  uint64_t c3 = 19 * a3, c4 = 19 * a4;
  Wide r[5] = {
      P(a0, a0) + P(d1, c4) + P(d2, c3), P(d0, a1) + P(d2, c4) + P(a3, c3),
      P(d0, a2) + P(a1, a1) + P(2 * a3, c4), P(d0, a3) + P(d1, a2) + P(a4, c4),
      P(d0, a4) + P(d1, a3) + P(a2, a2)};
  carry(out, r);
}
