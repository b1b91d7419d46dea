/*
 * hash.c - BLAKE2b-256 (RFC 7693): names for contents.
 *
 * The build cache asks "is this what I compiled before?" about megabytes of
 * text and answers by 32 bytes. A checksum would do against accidents; this
 * one also resists attempts, and runs at about a gigabyte a second.
 *
 *   hash_add(&h, "ab", 2); hash_add(&h, "c", 1)   the same as adding "abc"
 *
 * hash_text adds a string with its length, so that ("ab", "c") and ("a", "bc")
 * differ.
 */
#include "base/base.h"

enum {
  BLOCK = sizeof(((Hash *)0)->block),
  ROUNDS = 12
};

/* Fractional parts of the square roots of the first eight primes. */
static const uint64_t initial[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b,
                                    0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                    0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                    0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/* Which words of the block a round mixes in; rounds 10 and 11 begin again. */
static const uint8_t schedule[10][16] = {
    {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15},
    {14, 10, 4,  8,  9,  15, 13, 6,  1,  12, 0,  2,  11, 7,  5,  3 },
    {11, 8,  12, 0,  5,  2,  15, 13, 10, 14, 3,  6,  7,  1,  9,  4 },
    {7,  9,  3,  1,  13, 12, 11, 14, 2,  6,  5,  10, 4,  0,  15, 8 },
    {9,  0,  5,  7,  2,  4,  10, 15, 14, 1,  11, 12, 6,  8,  3,  13},
    {2,  12, 6,  10, 0,  11, 8,  3,  4,  13, 7,  5,  15, 14, 1,  9 },
    {12, 5,  1,  15, 14, 13, 4,  10, 0,  7,  6,  3,  9,  2,  8,  11},
    {13, 11, 7,  14, 12, 1,  3,  9,  5,  0,  15, 4,  8,  6,  2,  10},
    {6,  15, 14, 9,  11, 3,  0,  8,  12, 2,  13, 7,  1,  4,  10, 5 },
    {10, 2,  8,  4,  7,  6,  1,  5,  15, 11, 9,  14, 3,  12, 13, 0 },
};

/* The four words of the state that each of a round's eight steps mixes: the
   columns, then the diagonals of a 4 x 4 square. */
static const uint8_t quarters[8][4] = {
    {0, 4, 8,  12},
    {1, 5, 9,  13},
    {2, 6, 10, 14},
    {3, 7, 11, 15},
    {0, 5, 10, 15},
    {1, 6, 11, 12},
    {2, 7, 8,  13},
    {3, 4, 9,  14},
};

static uint64_t rotate(uint64_t x, int n) { return x >> n | x << (64 - n); }

static inline void mix(uint64_t v[16], const uint8_t q[4], uint64_t x,
                       uint64_t y) {
  uint64_t a = v[q[0]], b = v[q[1]], c = v[q[2]], d = v[q[3]];
  a += b + x;
  d = rotate(d ^ a, 32);
  c += d;
  b = rotate(b ^ c, 24);
  a += b + y;
  d = rotate(d ^ a, 16);
  c += d;
  b = rotate(b ^ c, 63);
  v[q[0]] = a, v[q[1]] = b, v[q[2]] = c, v[q[3]] = d;
}

/* Mixes one block into the state; `last`: the one that ends the text. */
static void compress(Hash *h, const uint8_t *block, bool last) {
  uint64_t v[16], m[16];
  memcpy(m, block, BLOCK);
  memcpy(v, h->state, sizeof h->state);
  memcpy(v + 8, initial, sizeof initial);
  v[12] ^= h->total;
  if (last)
    v[14] = ~v[14];
  for (size_t r = 0; r < ROUNDS; r++) {
    const uint8_t *word = schedule[r % COUNT(schedule)];
    for (size_t i = 0; i < COUNT(quarters); i++)
      mix(v, quarters[i], m[word[2 * i]], m[word[2 * i + 1]]);
  }
  for (int i = 0; i < 8; i++)
    h->state[i] ^= v[i] ^ v[i + 8];
}

void hash_begin(Hash *h) {
  *h = (Hash){0};
  memcpy(h->state, initial, sizeof initial);
  h->state[0] ^= 0x01010000 ^ sizeof(Digest); /* no key; length of the result */
}

void hash_add(Hash *h, const void *data, size_t len) {
  const uint8_t *p = data;
  while (len) {
    if (h->used == BLOCK) { /* more follows: this was not the last block */
      h->total += BLOCK;
      compress(h, h->block, false);
      h->used = 0;
    }
    size_t n = len < BLOCK - h->used ? len : BLOCK - h->used;
    memcpy(h->block + h->used, p, n);
    h->used += (uint32_t)n;
    p += n;
    len -= n;
  }
}

void hash_text(Hash *h, const char *text) {
  uint64_t len = text ? strlen(text) : UINT64_MAX; /* NULL is not "" */
  hash_add(h, &len, sizeof len);
  if (text)
    hash_add(h, text, (size_t)len);
}

Digest hash_end(Hash *h) {
  Digest d;
  h->total += h->used;
  memset(h->block + h->used, 0, BLOCK - h->used);
  compress(h, h->block, true);
  memcpy(&d, h->state, sizeof d);
  return d;
}

Digest hash_of(const void *data, size_t len) {
  Hash h;
  hash_begin(&h);
  hash_add(&h, data, len);
  return hash_end(&h);
}

const char *digest_hex(Arena *a, const Digest *d) {
  char *hex = arena_alloc(a, 2 * sizeof d->bytes + 1);
  for (size_t i = 0; i < sizeof d->bytes; i++)
    snprintf(hex + 2 * i, 3, "%02x", d->bytes[i]);
  return hex;
}
