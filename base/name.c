/*
 * name.c - interned identifiers.
 *
 * Each spelling exists once, so names are compared by pointer. The table is
 * open addressing over pointers; entries live in the compilation's arena.
 */
#include "base/base.h"

static uint32_t hash_bytes(const char *s, size_t len) {
  uint32_t h = 2166136261u; /* FNV-1a */
  for (size_t i = 0; i < len; i++)
    h = (h ^ (uint8_t)s[i]) * 16777619u;
  return h ? h : 1;
}

static bool begins_upper(const char *s, size_t len) {
  if (len == 0)
    return false;
  if ((uint8_t)s[0] < 0x80)
    return s[0] >= 'A' && s[0] <= 'Z';
  int width;
  return rune_is_upper(utf8_decode(s, len, &width));
}

static void grow(Compiler *c, NameTable *t) {
  uint32_t size = t->mask ? (t->mask + 1) * 2 : 1024;
  const Name **slots = NEW_ARRAY(&c->arena, const Name *, size);
  for (uint32_t i = 0; t->mask && i <= t->mask; i++) {
    const Name *n = t->slots[i];
    if (!n)
      continue;
    uint32_t k = n->hash & (size - 1);
    while (slots[k])
      k = (k + 1) & (size - 1);
    slots[k] = n;
  }
  t->slots = slots;
  t->mask = size - 1;
}

const Name *name_intern(Compiler *c, const char *text, size_t len) {
  NameTable *t = &c->names;
  if (t->count * 2 >= t->mask)
    grow(c, t);
  uint32_t h = hash_bytes(text, len), k = h & t->mask;
  for (; t->slots[k]; k = (k + 1) & t->mask) {
    const Name *n = t->slots[k];
    if (n->hash == h && n->len == len && memcmp(n->text, text, len) == 0)
      return n;
  }
  Name *n = arena_alloc(&c->arena, sizeof *n + len + 1);
  n->hash = h;
  n->len = (uint32_t)len;
  n->exported = begins_upper(text, len);
  memcpy(n->text, text, len);
  t->slots[k] = n;
  t->count++;
  return n;
}

const Name *name_of(Compiler *c, const char *text) {
  return name_intern(c, text, strlen(text));
}

bool name_is(const Name *n, const char *text) {
  return n && strlen(text) == n->len && memcmp(n->text, text, n->len) == 0;
}

bool name_is_blank(const Name *n) {
  return n && n->len == 1 && n->text[0] == '_';
}
