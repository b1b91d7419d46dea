/*
 * sha1_md5.c - crypto/sha1 and crypto/md5: blocks into the state.
 *
 * The two older relatives of sha2.c: five words and 80 rounds, four words and
 * 64. In both, what a round adds changes every 20 (16) rounds, so loops over
 * rounds are unrolled as a whole and the choice is made by the compiler. SHA-1
 * has instructions that do four rounds at once.
 */
#include "kernels.h"

#include <immintrin.h>

/* ------------------------------------------------------- SHA instructions -- */

#define SHA_NI KERNEL_TARGET("sha,sse4.1,ssse3")

/* Four rounds of the given quarter of the 80; the instruction wants to know at
   compile time. */
SHA_NI static inline __m128i four_rounds(__m128i abcd, __m128i e,
                                         unsigned quarter) {
  switch (quarter) {
  case 0: return _mm_sha1rnds4_epu32(abcd, e, 0);
  case 1: return _mm_sha1rnds4_epu32(abcd, e, 1);
  case 2: return _mm_sha1rnds4_epu32(abcd, e, 2);
  default: return _mm_sha1rnds4_epu32(abcd, e, 3);
  }
}

/* The instructions keep a..d in one register, a highest, and want e in the
   highest word of another, where they also take the next four words. What the
   schedule needs of the last sixteen words stays in w, which goes round. */
SHA_NI static void sha1_instructions(uint32_t *h, const uint8_t *p,
                                     int64_t nblocks) {
  const __m128i swap = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const void *)h), 0x1b);
  __m128i e = _mm_set_epi32((int)h[4], 0, 0, 0);
  for (; nblocks > 0; nblocks--, p += 64) {
    __m128i w[4], abcd0 = abcd, e0 = e;
    for (unsigned i = 0; i < 4; i++)
      w[i] = _mm_shuffle_epi8(
          _mm_loadu_si128((const void *)(p + (size_t)16 * i)), swap);
    KERNEL_UNROLL
    for (unsigned i = 0; i < 20; i++) {
      __m128i now = w[i & 3];
      __m128i in = i ? _mm_sha1nexte_epu32(e, now) : _mm_add_epi32(e, now);
      e = abcd; /* of which the instruction takes a, rotated */
      abcd = four_rounds(abcd, in, i / 5);
      if (i < 16)
        w[i & 3] = _mm_sha1msg2_epu32(
            _mm_xor_si128(_mm_sha1msg1_epu32(now, w[(i + 1) & 3]),
                          w[(i + 2) & 3]),
            w[(i + 3) & 3]);
    }
    e = _mm_sha1nexte_epu32(e, e0);
    abcd = _mm_add_epi32(abcd, abcd0);
  }
  _mm_storeu_si128((void *)h, _mm_shuffle_epi32(abcd, 0x1b));
  h[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

/* ------------------------------------------------------------------ SHA-1 -- */

/* What round i adds to the rotated a, e and the schedule's word. */
static inline uint32_t sha1_mix(unsigned i, uint32_t b, uint32_t c,
                                uint32_t d) {
  switch (i / 20) {
  case 0: return (d ^ (b & (c ^ d))) + 0x5a827999;
  case 1: return (b ^ c ^ d) + 0x6ed9eba1;
  case 2: return ((b & c) | (d & (b | c))) + 0x8f1bbcdc;
  default: return (b ^ c ^ d) + 0xca62c1d6;
  }
}

/* With nothing but 32-bit arithmetic: the schedule in sixteen words that are
   overwritten as they are used up. */
static void sha1_any(uint32_t *h, const uint8_t *p, int64_t nblocks) {
  for (; nblocks > 0; nblocks--, p += 64) {
    uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    KERNEL_UNROLL
    for (unsigned i = 0; i < 80; i++) {
      if (i < 16)
        w[i] = __builtin_bswap32(kernel_load32(p + (size_t)4 * i));
      else
        w[i & 15] = kernel_rotate32(w[(i - 3) & 15] ^ w[(i - 8) & 15] ^
                                        w[(i - 14) & 15] ^ w[i & 15],
                                    1);
      uint32_t t = kernel_rotate32(a, 5) + e + w[i & 15] + sha1_mix(i, b, c, d);
      e = d;
      d = c;
      c = kernel_rotate32(b, 30);
      b = a;
      a = t;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
  }
}

/* `digest` begins with the state. Go's side chooses between this one ... */
STD(void, sha1_plain, (uint32_t *digest, KERNEL_BYTES(p)),
    "crypto/sha1.blockAMD64") {
  (void)p_cap;
  if (kernel_has(KERNEL_SHA) && kernel_has(KERNEL_SSE41))
    sha1_instructions(digest, p, p_len / 64);
  else
    sha1_any(digest, p, p_len / 64);
}

/* ... and this, for most of a long text. */
STD(void, sha1_wide, (uint32_t *digest, KERNEL_BYTES(p)),
    "crypto/sha1.blockAVX2") {
  std_sha1_plain(digest, p, p_len, p_cap);
}

/* -------------------------------------------------------------------- MD5 -- */

/* floor(2^32 |sin(i + 1)|) */
static const uint32_t md5_sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a,
    0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
    0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340,
    0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
    0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
    0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
    0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92,
    0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
    0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

/* How far round i rotates: by its quarter, then i modulo 4. */
static const uint8_t md5_turns[4][4] = {
    {7, 12, 17, 22},
    {5, 9,  14, 20},
    {4, 11, 16, 23},
    {6, 10, 15, 21}
};

/* The function of the standard's quarter: F, G, H or I. */
static inline uint32_t md5_mix(unsigned i, uint32_t b, uint32_t c, uint32_t d) {
  switch (i / 16) {
  case 0: return d ^ (b & (c ^ d));
  case 1: return (b & d) + (c & ~d); /* disjoint: d, known first, leads */
  case 2: return b ^ (c ^ d);
  default: return c ^ (b | ~d);
  }
}

/* The word of the block that round i takes. */
static inline unsigned md5_word(unsigned i) {
  static const uint8_t step[4] = {1, 5, 3, 7}, from[4] = {0, 1, 5, 0};
  return (from[i / 16] + step[i / 16] * i) & 15;
}

/* Rounds are unrolled, so that moving a..d on is only renaming; the sum waits
   for the previous round's b alone, as late as it can. */
STD(void, md5_block, (uint32_t *digest, KERNEL_BYTES(p)), "crypto/md5.block") {
  (void)p_cap;
  uint32_t a = digest[0], b = digest[1], c = digest[2], d = digest[3];
  for (int64_t n = p_len / 64; n > 0; n--, p += 64) {
    uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
    KERNEL_UNROLL
    for (unsigned i = 0; i < 64; i++) {
      uint32_t t = a + md5_sines[i] +
                   kernel_load32(p + (size_t)4 * md5_word(i)) +
                   md5_mix(i, b, c, d);
      a = d;
      d = c;
      c = b;
      b += kernel_rotate32(t, md5_turns[i / 16][i % 4]);
    }
    a += a0;
    b += b0;
    c += c0;
    d += d0;
  }
  digest[0] = a;
  digest[1] = b;
  digest[2] = c;
  digest[3] = d;
}
