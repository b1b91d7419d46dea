/*
 * crc32.c - hash/crc32 with carry-less multiplication.
 *
 * A CRC is the remainder of the text, as a polynomial over bits, divided by P.
 * 16 bytes X that lie n bits before the end stand for X * x^n, and x^n may be
 * replaced by its remainder, which has 32 bits. So a window of 128 bits is
 * folded into the 128 bits that follow by two multiplications of 64 bits,
 *
 *     X = H * x^64 + L   ->   H * (x^192 mod P) + L * (x^128 mod P)
 *
 * and four windows side by side, each folded by 512 bits at a time, keep the
 * multiplier busy. At the end the 128 bits that remain are divided by Barrett's
 * method. For Castagnoli's P processors have an instruction. Bits are reflected everywhere: the lowest is the
 * highest power, and products come out shifted by one, for which constants
 * have been adjusted.
 */
#include "kernels.h"

#include <immintrin.h>

#define CLMUL KERNEL_TARGET("pclmul,sse4.1")

/* x^n mod P, reflected, for folding over 512 and 128 bits; [0] for the low
   half of a window, [1] for the high one. */
typedef struct Folds {
  uint64_t by512[2], by128[2];
} Folds;

static const _Alignas(16) Folds ieee_folds = {
    {0x154442bd4, 0x1c6e41596},
    {0x1751997d0, 0x0ccaa009e}
};
#define IEEE_BY64       0x163cd6124
#define IEEE_POLYNOMIAL 0x1db710641 /* 33 bits */
#define IEEE_QUOTIENT   0x1f7011641 /* x^64 / P */

CLMUL static inline __m128i load(const void *p) { return _mm_loadu_si128(p); }

/* x moved on by the distance of k, plus what is there. */
CLMUL static inline __m128i fold(__m128i x, __m128i k, __m128i there) {
  return _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(x, k, 0x00),
                                     _mm_clmulepi64_si128(x, k, 0x11)),
                       there);
}

/* The 128 bits that have the same remainder as the n bytes, a multiple of 16
   and at least that, and the crc before them. */
CLMUL static inline __m128i fold_all(uint32_t crc, const uint8_t *p, int64_t n,
                                     const Folds *f) {
  __m128i far = load(f->by512);
  __m128i near = load(f->by128);
  __m128i x = _mm_xor_si128(load(p), _mm_cvtsi32_si128((int)crc));
  if (n >= 64) {
    __m128i x1 = load(p + 16), x2 = load(p + 32), x3 = load(p + 48);
    for (p += 64, n -= 64; n >= 64; p += 64, n -= 64) {
      x = fold(x, far, load(p));
      x1 = fold(x1, far, load(p + 16));
      x2 = fold(x2, far, load(p + 32));
      x3 = fold(x3, far, load(p + 48));
    }
    x = fold(fold(fold(x, near, x1), near, x2), near, x3);
  } else {
    p += 16;
    n -= 16;
  }
  for (; n >= 16; p += 16, n -= 16)
    x = fold(x, near, load(p));
  return x;
}

/* ------------------------------------------------------------------- IEEE -- */

/* The remainder of 128 bits: to 96 bits, to 64, then Barrett. */
CLMUL static uint32_t ieee_remainder(__m128i x) {
  const __m128i low32 = _mm_set_epi32(0, 0, 0, -1);
  const __m128i k = load(ieee_folds.by128);
  const __m128i by64 = _mm_cvtsi64_si128(IEEE_BY64);
  const __m128i barrett = _mm_set_epi64x(IEEE_QUOTIENT, IEEE_POLYNOMIAL);
  x = _mm_xor_si128(_mm_clmulepi64_si128(x, k, 0x10), _mm_srli_si128(x, 8));
  x = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(x, low32), by64, 0x00),
                    _mm_srli_si128(x, 4));
  __m128i q = _mm_clmulepi64_si128(_mm_and_si128(x, low32), barrett, 0x10);
  q = _mm_clmulepi64_si128(_mm_and_si128(q, low32), barrett, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, q), 1);
}

/* The crc, not inverted, after a multiple of 16 bytes. */
CLMUL static uint32_t ieee_blocks(uint32_t crc, const uint8_t *p, int64_t n) {
  return ieee_remainder(fold_all(crc, p, n, &ieee_folds));
}

/* Called where carry-less multiplication is. */
STD(uint32_t, crc32_ieee, (uint32_t crc, KERNEL_BYTES(p)),
    "hash/crc32.ieeeBlocks") {
  (void)p_cap;
  return p_len < 16 ? crc : ieee_blocks(crc, p, p_len);
}

/* ------------------------------------------------------------- Castagnoli --
   Its instruction takes eight bytes a cycle but has the result three cycles
   later. So a text is cut into rounds of three parts, whose crcs are made side
   by side:  crc(ABC) = crc(A) x^|BC| + crc(B) x^|C| + crc(C). */

enum {
  LONG_PART = 1024,
  SHORT_PART = 128
};

/* x^(8n - 33) mod P for two parts and one; the product of a crc with it, one
   place too low, goes through the instruction, which multiplies by x^32. */
static const uint64_t long_shifts[2] = {0xa51b6135, 0x170076fa};
static const uint64_t short_shifts[2] = {0xb9e02b86, 0x0d3b6092};

#define CRC_NI KERNEL_TARGET("sse4.2,pclmul")

CRC_NI static inline uint64_t moved(uint64_t crc, uint64_t by) {
  __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)crc),
                                         _mm_cvtsi64_si128((int64_t)by), 0);
  return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

CRC_NI static inline uint64_t three_parts(uint64_t a, const uint8_t *p,
                                          int64_t part,
                                          const uint64_t *shifts) {
  uint64_t b = 0, c = 0;
  for (int64_t i = 0; i < part; i += 8) {
    a = _mm_crc32_u64(a, kernel_load64(p + i));
    b = _mm_crc32_u64(b, kernel_load64(p + part + i));
    c = _mm_crc32_u64(c, kernel_load64(p + 2 * part + i));
  }
  return moved(a, shifts[0]) ^ moved(b, shifts[1]) ^ c;
}

CRC_NI static uint32_t castagnoli(uint32_t crc, const uint8_t *p, int64_t n) {
  uint64_t c = crc;
  for (; n >= 3 * LONG_PART; p += 3 * LONG_PART, n -= 3 * LONG_PART)
    c = three_parts(c, p, LONG_PART, long_shifts);
  for (; n >= 3 * SHORT_PART; p += 3 * SHORT_PART, n -= 3 * SHORT_PART)
    c = three_parts(c, p, SHORT_PART, short_shifts);
  for (; n >= 8; p += 8, n -= 8)
    c = _mm_crc32_u64(c, kernel_load64(p));
  for (; n > 0; p++, n--)
    c = _mm_crc32_u8((uint32_t)c, *p);
  return (uint32_t)c;
}

/* Called where SSE 4.2 and carry-less multiplication are. */
STD(uint32_t, crc32_castagnoli, (uint32_t crc, KERNEL_BYTES(p)),
    "hash/crc32.castagnoliBytes") {
  (void)p_cap;
  return castagnoli(crc, p, p_len);
}
