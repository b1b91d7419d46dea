/*
 * sha2.c - crypto/sha256 and crypto/sha512: blocks into the state.
 *
 * Both hash functions are one algorithm on words of 32 and 64 bits: a schedule
 * of 64 or 80 words grows out of the block's 16, and each takes part in one
 * round, in which the state's eight words move on by one place:
 *
 *     a b c d e f g h  ->  T1+T2 a b c d+T1 e f g
 *
 * Processors with SHA instructions do two rounds of SHA-256 at once. The rest
 * is written as a loop which the compiler unrolls by eight, so that moving
 * costs nothing, and compiled twice: with rotations into another register
 * (BMI2) and without.
 */
#include "kernels.h"

#include <immintrin.h>

static const _Alignas(16) uint32_t k256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint64_t k512[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f,
    0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019,
    0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242,
    0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3,
    0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275,
    0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f,
    0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc,
    0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6,
    0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99,
    0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb,
    0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc,
    0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915,
    0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207,
    0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba,
    0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a,
    0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

/* ------------------------------------------------------- SHA instructions -- */

#define SHA_NI KERNEL_TARGET("sha,sse4.1,ssse3")

SHA_NI static inline __m128i load(const void *p) { return _mm_loadu_si128(p); }

SHA_NI static inline __m128i load_swapped(const uint8_t *p) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm_shuffle_epi8(load(p), swap);
}

/* The four words of the schedule that follow those in w; i counts fours. */
SHA_NI static inline __m128i next_words(const __m128i *w, unsigned i) {
  __m128i last = w[(i + 3) & 3];
  __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]),
                              _mm_alignr_epi8(last, w[(i + 2) & 3], 4));
  return _mm_sha256msg2_epu32(sum, last);
}

/* The instructions want the state as abef and cdgh, highest word first. */
SHA_NI static void sha256_instructions(uint32_t *h, const uint8_t *p,
                                       int64_t nblocks) {
  __m128i cdab = _mm_shuffle_epi32(load(h), 0xb1);
  __m128i efgh = _mm_shuffle_epi32(load(h + 4), 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
  __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; nblocks > 0; nblocks--, p += 64) {
    __m128i w[4], abef0 = abef, cdgh0 = cdgh;
    for (unsigned i = 0; i < 4; i++)
      w[i] = load_swapped(p + (size_t)16 * i);
    KERNEL_UNROLL
    for (unsigned i = 0; i < 16; i++) {
      __m128i k = _mm_add_epi32(w[i & 3], load(k256 + (size_t)4 * i));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0e));
      if (i < 12)
        w[i & 3] = next_words(w, i);
    }
    abef = _mm_add_epi32(abef, abef0);
    cdgh = _mm_add_epi32(cdgh, cdgh0);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((void *)h, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((void *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* ------------------------------------------------------------------ plain -- */

/* Defines blocks_NAME: `bits` a word, `rounds` rounds with the constants k;
   S0..s1 are the six amounts of each sigma, as the standard numbers them: two
   or three rotations, the last of the small ones a shift. */
#define ROR(x, n)         ((x) >> (n) | (x) << (8 * sizeof(x) - (n)))
#define BIG(x, a, b, c)   (ROR(x, a) ^ ROR(x, b) ^ ROR(x, c))
#define SMALL(x, a, b, c) (ROR(x, a) ^ ROR(x, b) ^ ((x) >> (c)))

typedef struct Sigmas {
  unsigned big0[3], big1[3], small0[3], small1[3];
} Sigmas;

#define PLAIN(name, Word, load, rounds, k, s)                                  \
  static inline __attribute__((always_inline)) void name(                      \
      Word *h, const uint8_t *p, int64_t nblocks) {                            \
    for (; nblocks > 0; nblocks--, p += 16 * sizeof(Word)) {                   \
      Word w[16], v[8];                                                        \
      memcpy(v, h, sizeof v);                                                  \
      KERNEL_UNROLL                                                            \
      for (unsigned i = 0; i < (rounds); i++) {                                \
        if (i < 16) {                                                          \
          w[i] = load(p + i * sizeof(Word));                                   \
        } else {                                                               \
          Word near = w[(i - 2) & 15], far = w[(i - 15) & 15];                 \
          w[i & 15] += SMALL(near, s.small1[0], s.small1[1], s.small1[2]) +    \
                       w[(i - 7) & 15] +                                       \
                       SMALL(far, s.small0[0], s.small0[1], s.small0[2]);      \
        }                                                                      \
        /* Of round i, a is v[-i], b is v[1 - i] ... modulo 8. */              \
        Word a = v[(0 - i) & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7];       \
        Word e = v[(4 - i) & 7], f = v[(5 - i) & 7], g = v[(6 - i) & 7];       \
        Word t = v[(7 - i) & 7] + BIG(e, s.big1[0], s.big1[1], s.big1[2]) +    \
                 (g ^ (e & (f ^ g))) + (k)[i] + w[i & 15];                     \
        v[(3 - i) & 7] += t;                                                   \
        v[(7 - i) & 7] = t + BIG(a, s.big0[0], s.big0[1], s.big0[2]) +         \
                         ((a & b) | (c & (a | b)));                            \
      }                                                                        \
      for (unsigned i = 0; i < 8; i++)                                         \
        h[i] += v[i];                                                          \
    }                                                                          \
  }

static inline uint32_t big_endian32(const uint8_t *p) {
  return __builtin_bswap32(kernel_load32(p));
}

static inline uint64_t big_endian64(const uint8_t *p) {
  return __builtin_bswap64(kernel_load64(p));
}

static const Sigmas sigmas256 = {
    {2,  13, 22},
    {6,  11, 25},
    {7,  18, 3 },
    {17, 19, 10}
};
static const Sigmas sigmas512 = {
    {28, 34, 39},
    {14, 18, 41},
    {1,  8,  7 },
    {19, 61, 6 }
};

PLAIN(rounds256, uint32_t, big_endian32, 64, k256, sigmas256)
PLAIN(rounds512, uint64_t, big_endian64, 80, k512, sigmas512)

KERNEL_TARGET("bmi,bmi2")
static void sha256_bmi(uint32_t *h, const uint8_t *p, int64_t nblocks) {
  rounds256(h, p, nblocks);
}

static void sha256_any(uint32_t *h, const uint8_t *p, int64_t nblocks) {
  rounds256(h, p, nblocks);
}

KERNEL_TARGET("bmi,bmi2")
static void sha512_bmi(uint64_t *h, const uint8_t *p, int64_t nblocks) {
  rounds512(h, p, nblocks);
}

static void sha512_any(uint64_t *h, const uint8_t *p, int64_t nblocks) {
  rounds512(h, p, nblocks);
}

/* ---------------------------------------------------------------- entries -- */

/* `digest` begins with the state. */
STD(void, sha256_block, (uint32_t *digest, KERNEL_BYTES(p)),
    "crypto/sha256.block") {
  (void)p_cap;
  int64_t nblocks = p_len / 64;
  if (kernel_has(KERNEL_SHA) && kernel_has(KERNEL_SSE41))
    sha256_instructions(digest, p, nblocks);
  else if (kernel_has(KERNEL_BMI2))
    sha256_bmi(digest, p, nblocks);
  else
    sha256_any(digest, p, nblocks);
}

STD(void, sha512_plain, (uint64_t *digest, KERNEL_BYTES(p)),
    "crypto/sha512.blockAMD64") {
  (void)p_cap;
  sha512_any(digest, p, p_len / 128);
}

/* Called where AVX2 and BMI2 are. */
STD(void, sha512_wide, (uint64_t *digest, KERNEL_BYTES(p)),
    "crypto/sha512.blockAVX2") {
  (void)p_cap;
  sha512_bmi(digest, p, p_len / 128);
}
