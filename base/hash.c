/*
 * hash.c - names for contents: BLAKE2b-256 (RFC 7693), of libb2.
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

void hash_begin(Hash *h) { blake2b_init(&h->state, sizeof(Digest)); }

void hash_add(Hash *h, const void *data, size_t len) {
  blake2b_update(&h->state, data, len);
}

void hash_text(Hash *h, const char *text) {
  uint64_t len = text ? strlen(text) : UINT64_MAX; /* NULL is not "" */
  hash_add(h, &len, sizeof len);
  if (text)
    hash_add(h, text, (size_t)len);
}

Digest hash_end(Hash *h) {
  Digest d;
  blake2b_final(&h->state, d.bytes, sizeof d);
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
