/*
 * aes.c - crypto/aes: the block cipher, and its Galois/counter mode.
 *
 * Go's side calls all of this only where the processor has AES instructions
 * and carry-less multiplication (crypto/aes/cipher_asm.go). One instruction is
 * a round of one block; it takes several cycles, in which others can begin, so
 * eight counters are enciphered side by side.
 *
 * GHASH, the mode's checksum, is the polynomial X1 H^n + X2 H^(n-1) + ... over
 * GF(2^128). Four blocks are multiplied by H^4 .. H and added before the one
 * reduction. Bytes of blocks are reversed, so that bits stand as in numbers;
 * a product is then one bit too low, which is why the table (256 bytes at Go's
 * disposal, of which 64 are used) has the powers of H times x.
 *
 *     table[i] = H^(i+1) * x,  i = 0 .. 3
 */
#include "kernels.h"

#include <immintrin.h>

#define AES_NI KERNEL_TARGET("aes,pclmul,sse4.1,ssse3")

enum {
  MAX_ROUNDS = 14,
  WIDE = 8,
  POWERS = 4
};

AES_NI static inline __m128i load(const void *p) { return _mm_loadu_si128(p); }

AES_NI static inline void store(void *p, __m128i v) { _mm_storeu_si128(p, v); }

/* ------------------------------------------------------------------ blocks -- */

/* 10, 12 or 14 rounds. */
AES_NI static inline __m128i encrypt(__m128i x, const uint32_t *xk,
                                     int64_t rounds) {
  x = _mm_xor_si128(x, load(xk));
  for (int64_t more = rounds - 10; more > 0; more--, xk += 4)
    x = _mm_aesenc_si128(x, load(xk + 4));
  KERNEL_UNROLL
  for (unsigned i = 1; i < 10; i++)
    x = _mm_aesenc_si128(x, load(xk + (size_t)4 * i));
  return _mm_aesenclast_si128(x, load(xk + 40));
}

AES_NI STD(void, aes_encrypt,
           (int64_t rounds, const uint32_t *xk, uint8_t *dst,
            const uint8_t *src),
           "crypto/aes.encryptBlockAsm") {
  store(dst, encrypt(load(src), xk, rounds));
}

AES_NI STD(void, aes_decrypt,
           (int64_t rounds, const uint32_t *xk, uint8_t *dst,
            const uint8_t *src),
           "crypto/aes.decryptBlockAsm") {
  __m128i x = _mm_xor_si128(load(src), load(xk));
  for (int64_t i = 1; i < rounds; i++)
    x = _mm_aesdec_si128(x, load(xk + 4 * i));
  store(dst, _mm_aesdeclast_si128(x, load(xk + 4 * rounds)));
}

/* The S-box for each byte. */
AES_NI static uint32_t substitute(uint32_t w) {
  __m128i x = _mm_set1_epi32((int)w);
  return (uint32_t)_mm_cvtsi128_si32(_mm_aeskeygenassist_si128(x, 0));
}

/* A key has 4, 6 or 8 words; every so many words the next goes through the
   S-box, turned by a byte. Decryption uses the keys backwards. */
AES_NI STD(void, aes_expand,
           (int64_t rounds, const uint8_t *key, uint32_t *enc, uint32_t *dec),
           "crypto/aes.expandKeyAsm") {
  int64_t nkey = rounds - 6;
  uint32_t constant = 1;
  memcpy(enc, key, (size_t)(4 * nkey));
  for (int64_t i = nkey; i < 4 * (rounds + 1); i++) {
    uint32_t t = enc[i - 1];
    if (i % nkey == 0) {
      t = kernel_rotate32(substitute(t), 24) ^ constant;
      constant = constant << 1 ^ (constant >> 7) * 0x11b;
    } else if (nkey > 6 && i % nkey == 4) {
      t = substitute(t);
    }
    enc[i] = enc[i - nkey] ^ t;
  }
  if (!dec)
    return;
  store(dec, load(enc + 4 * rounds));
  for (int64_t i = 1; i < rounds; i++)
    store(dec + 4 * i, _mm_aesimc_si128(load(enc + 4 * (rounds - i))));
  store(dec + 4 * rounds, load(enc));
}

/* ------------------------------------------------------------------- GHASH -- */

AES_NI static inline __m128i reversed(__m128i x) {
  const __m128i order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
  return _mm_shuffle_epi8(x, order);
}

/* 256 bits: high, low, and what belongs in the middle of both. */
typedef struct Product {
  __m128i low, middle, high;
} Product;

AES_NI static inline Product multiply(__m128i a, __m128i b) {
  return (Product){_mm_clmulepi64_si128(a, b, 0x00),
                   _mm_xor_si128(_mm_clmulepi64_si128(a, b, 0x01),
                                 _mm_clmulepi64_si128(a, b, 0x10)),
                   _mm_clmulepi64_si128(a, b, 0x11)};
}

AES_NI static inline Product add(Product a, Product b) {
  return (Product){_mm_xor_si128(a.low, b.low),
                   _mm_xor_si128(a.middle, b.middle),
                   _mm_xor_si128(a.high, b.high)};
}

/* Modulo x^128 + x^7 + x^2 + x + 1: the low half, 64 bits at a time, goes up. */
AES_NI static inline __m128i reduce(Product p) {
  const __m128i poly = _mm_set_epi64x(0, (int64_t)0xc200000000000000);
  __m128i low = _mm_xor_si128(p.low, _mm_slli_si128(p.middle, 8));
  __m128i high = _mm_xor_si128(p.high, _mm_srli_si128(p.middle, 8));
  for (int i = 0; i < 2; i++)
    low = _mm_xor_si128(_mm_shuffle_epi32(low, 0x4e),
                        _mm_clmulepi64_si128(low, poly, 0x00));
  return _mm_xor_si128(high, low);
}

/* a * x: the bit that falls out comes back as the polynomial. */
AES_NI static __m128i times_x(__m128i a) {
  const __m128i poly = _mm_set_epi64x((int64_t)0xc200000000000000, 1);
  __m128i carries = _mm_srli_epi64(a, 63);
  __m128i out =
      _mm_shuffle_epi32(_mm_sub_epi32(_mm_setzero_si128(), carries), 0xaa);
  a = _mm_or_si128(_mm_slli_epi64(a, 1), _mm_slli_si128(carries, 8));
  return _mm_xor_si128(a, _mm_and_si128(out, poly));
}

AES_NI static inline __m128i add_block(const uint8_t *table, __m128i sum,
                                       __m128i block) {
  return reduce(multiply(_mm_xor_si128(sum, reversed(block)), load(table)));
}

AES_NI static inline __m128i add_four(const uint8_t *table, __m128i sum,
                                      const __m128i *blocks) {
  Product p =
      multiply(_mm_xor_si128(sum, reversed(blocks[0])), load(table + 48));
  KERNEL_UNROLL
  for (unsigned i = 1; i < POWERS; i++)
    p = add(p, multiply(reversed(blocks[i]), load(table + 48 - 16 * i)));
  return reduce(p);
}

/* Fewer than 16 bytes, filled up with zeros. */
AES_NI static inline __m128i load_some(const uint8_t *p, int64_t n) {
  uint8_t block[16] = {0};
  memcpy(block, p, (size_t)n);
  return load(block);
}

AES_NI STD(void, gcm_init,
           (uint8_t *table, const uint32_t *keys, int64_t nkeys, int64_t cap),
           "crypto/aes.gcmAesInit") {
  (void)cap;
  __m128i h =
      times_x(reversed(encrypt(_mm_setzero_si128(), keys, nkeys / 4 - 1)));
  __m128i power = h;
  store(table, h);
  KERNEL_UNROLL
  for (unsigned i = 1; i < POWERS; i++) {
    power = reduce(multiply(power, h));
    store(table + (size_t)16 * i, power);
  }
}

/* The sum in *tag goes on; it is kept reversed until gcm_finish. */
AES_NI STD(void, gcm_data,
           (const uint8_t *table, KERNEL_BYTES(data), uint8_t *tag),
           "crypto/aes.gcmAesData") {
  (void)data_cap;
  __m128i sum = load(tag);
  for (; data_len >= 64; data += 64, data_len -= 64) {
    __m128i blocks[POWERS];
    KERNEL_UNROLL
    for (unsigned i = 0; i < POWERS; i++)
      blocks[i] = load(data + (size_t)16 * i);
    sum = add_four(table, sum, blocks);
  }
  for (; data_len >= 16; data += 16, data_len -= 16)
    sum = add_block(table, sum, load(data));
  if (data_len > 0)
    sum = add_block(table, sum, load_some(data, data_len));
  store(tag, sum);
}

AES_NI STD(void, gcm_finish,
           (const uint8_t *table, const uint8_t *mask, uint8_t *tag,
            uint64_t text_len, uint64_t data_len),
           "crypto/aes.gcmAesFinish") {
  __m128i bits =
      _mm_set_epi64x((int64_t)(data_len * 8), (int64_t)(text_len * 8));
  __m128i sum = reduce(multiply(_mm_xor_si128(load(tag), bits), load(table)));
  store(tag, _mm_xor_si128(reversed(sum), load(mask)));
}

/* ------------------------------------------------------------ counter mode -- */

/* What goes through a message: counter is the last one used, as four numbers
   of 32 bits, the counting one highest; sum is GHASH so far, reversed. */
typedef struct Stream {
  const uint8_t *table;
  const uint32_t *keys;
  int64_t rounds;
  __m128i counter, sum;
} Stream;

AES_NI static inline __m128i next_counter(Stream *s) {
  const __m128i one = _mm_set_epi32(0, 0, 0, 1);
  s->counter = _mm_add_epi32(s->counter, one);
  return reversed(s->counter);
}

/* Eight blocks of src to dst, which may be the same. The sum takes what is
   enciphered: the result, or of a decryption the source. */
AES_NI static inline void eight_blocks(Stream *s, uint8_t *dst,
                                       const uint8_t *src, bool decrypt) {
  __m128i x[WIDE], in[WIDE];
  KERNEL_UNROLL
  for (unsigned i = 0; i < WIDE; i++)
    x[i] = _mm_xor_si128(next_counter(s), load(s->keys));
  for (int64_t r = 1; r < s->rounds; r++) {
    __m128i key = load(s->keys + 4 * r);
    KERNEL_UNROLL
    for (unsigned i = 0; i < WIDE; i++)
      x[i] = _mm_aesenc_si128(x[i], key);
  }
  __m128i last = load(s->keys + 4 * s->rounds);
  KERNEL_UNROLL
  for (unsigned i = 0; i < WIDE; i++) {
    in[i] = load(src + (size_t)16 * i);
    x[i] = _mm_xor_si128(in[i], _mm_aesenclast_si128(x[i], last));
    store(dst + (size_t)16 * i, x[i]);
  }
  const __m128i *sealed = decrypt ? in : x;
  s->sum = add_four(s->table, s->sum, sealed);
  s->sum = add_four(s->table, s->sum, sealed + POWERS);
}

/* n bytes, at most 16. */
AES_NI static inline void some_bytes(Stream *s, uint8_t *dst,
                                     const uint8_t *src, int64_t n,
                                     bool decrypt) {
  uint8_t block[16];
  __m128i in = load_some(src, n);
  store(block, _mm_xor_si128(in, encrypt(next_counter(s), s->keys, s->rounds)));
  memcpy(dst, block, (size_t)n);
  s->sum = add_block(s->table, s->sum, decrypt ? in : load_some(block, n));
}

AES_NI static inline void whole_message(Stream *s, uint8_t *dst,
                                        const uint8_t *src, int64_t n,
                                        bool decrypt) {
  const int64_t step = (int64_t)16 * WIDE;
  for (; n >= step; n -= step, src += step, dst += step)
    eight_blocks(s, dst, src, decrypt);
  for (; n > 0; n -= 16, src += 16, dst += 16)
    some_bytes(s, dst, src, n < 16 ? n : 16, decrypt);
}

#define GCM_ARGS                                                               \
  (const uint8_t *table, uint8_t *dst, int64_t dst_len, int64_t dst_cap,       \
   KERNEL_BYTES(src), const uint8_t *counter, uint8_t *tag,                    \
   const uint32_t *keys, int64_t nkeys, int64_t keys_cap)

/* The body of both directions. */
#define GCM_BODY(decrypt)                                                      \
  (void)dst_len, (void)dst_cap, (void)src_cap, (void)keys_cap;                 \
  Stream s = {table, keys, nkeys / 4 - 1, reversed(load(counter)), load(tag)}; \
  whole_message(&s, dst, src, src_len, decrypt);                               \
  store(tag, s.sum);

AES_NI STD(void, gcm_encrypt, GCM_ARGS, "crypto/aes.gcmAesEnc"){GCM_BODY(false)}

AES_NI STD(void, gcm_decrypt, GCM_ARGS, "crypto/aes.gcmAesDec"){GCM_BODY(true)}

/* --------------------------------------------------------------------- xor -- */

/* n bytes; dst may be a or b. */
STD(void, xor_bytes,
    (uint8_t *dst, const uint8_t *a, const uint8_t *b, int64_t n),
    "crypto/cipher.xorBytesSSE2") {
  for (; n >= 32; n -= 32, dst += 32, a += 32, b += 32) {
    __m128i first = _mm_xor_si128(_mm_loadu_si128((const void *)a),
                                  _mm_loadu_si128((const void *)b));
    __m128i second = _mm_xor_si128(_mm_loadu_si128((const void *)(a + 16)),
                                   _mm_loadu_si128((const void *)(b + 16)));
    _mm_storeu_si128((void *)dst, first);
    _mm_storeu_si128((void *)(dst + 16), second);
  }
  for (; n >= 8; n -= 8, dst += 8, a += 8, b += 8) {
    uint64_t v = kernel_load64(a) ^ kernel_load64(b);
    memcpy(dst, &v, sizeof v);
  }
  for (int64_t i = 0; i < n; i++)
    dst[i] = a[i] ^ b[i];
}
