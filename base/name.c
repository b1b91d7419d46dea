/*
 * name.c - interned identifiers.
 *
 * Each spelling exists once, so names are compared by pointer. A table is open
 * addressing over pointers; entries live in the compilation's arena.
 *
 * While several threads work (thread.c), each has a table of its own, which
 * caches the one they share: a spelling is looked up in one's own table,
 * without a lock, and only what is new there in the shared one, under its
 * lock. A program repeats its names some twenty times, so the lock is rare.
 *
 *   thread 1: {x, len}  --.
 *                          >-- shared: {x, len, y}   the Names themselves
 *   thread 2: {len, y}  --'
 */
#include "base/base.h"

static uint64_t hash_bytes(const char *s, size_t len) {
  uint64_t hash = 0, word;
  for (; len >= sizeof word; s += sizeof word, len -= sizeof word) {
    memcpy(&word, s, sizeof word);
    hash = name_hash_step(hash, word);
  }
  word = 0;
  memcpy(&word, s, len);
  return name_hash_step(hash, word);
}

/* As Go decides what is exported. */
static bool begins_upper(const char *s, size_t len) {
  if (len == 0)
    return false;
  if ((uint8_t)s[0] < 0x80)
    return s[0] >= 'A' && s[0] <= 'Z';
  int width;
  return rune_is_upper(utf8_decode(s, len, &width));
}

/* Doubles the table; Names stay where they are. */
static void grow(Compiler *c, NameTable *t) {
  uint32_t size = t->mask ? (t->mask + 1) * 2 : 1024;
  Name **slots = NEW_ARRAY(&c->arena, Name *, size);
  for (uint32_t i = 0; t->mask && i <= t->mask; i++) {
    Name *n = t->slots[i];
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

/* A spelling with its hash. */
typedef struct Spelling {
  const char *text;
  size_t len;
  uint32_t hash;
} Spelling;

static Name *name_new(Compiler *c, Spelling s) {
  Name *n = arena_alloc(&c->arena, sizeof *n + s.len + 1);
  n->hash = s.hash;
  n->len = (uint32_t)s.len;
  n->exported = begins_upper(s.text, s.len);
  memcpy(n->text, s.text, s.len);
  return n;
}

static Name *intern(Compiler *c, Spelling s);

/* The same from the table that the threads share. */
static Name *intern_shared(Compiler *root, Spelling s) {
  pthread_mutex_lock(&root->names.lock);
  Name *n = intern(root, s);
  pthread_mutex_unlock(&root->names.lock);
  return n;
}

/* memcmp's call would take longer than most names. */
static inline bool same_bytes(const char *a, const char *b, size_t len) {
  uint64_t x, y;
  for (; len >= sizeof x; a += sizeof x, b += sizeof x, len -= sizeof x) {
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    if (x != y)
      return false;
  }
  for (size_t i = 0; i < len; i++)
    if (a[i] != b[i])
      return false;
  return true;
}

static Name *intern(Compiler *c, Spelling s) {
  NameTable *t = &c->names;
  if (t->count * 2 >= t->mask)
    grow(c, t);
  uint32_t k = s.hash & t->mask;
  for (; t->slots[k]; k = (k + 1) & t->mask) {
    Name *n = t->slots[k];
    if (n->hash == s.hash && n->len == s.len &&
        same_bytes(n->text, s.text, s.len))
      return n;
  }
  t->slots[k] = t->shared ? intern_shared(t->shared, s) : name_new(c, s);
  t->count++;
  return t->slots[k];
}

const Name *name_intern_hashed(Compiler *c, const char *text, size_t len,
                               uint64_t hash) {
  return intern(c, (Spelling){text, len, (uint32_t)hash});
}

const Name *name_intern(Compiler *c, const char *text, size_t len) {
  return name_intern_hashed(c, text, len, hash_bytes(text, len));
}

void name_set_keyword(Compiler *c, const char *text, uint8_t keyword) {
  size_t len = strlen(text);
  intern(c, (Spelling){text, len, (uint32_t)hash_bytes(text, len)})->keyword =
      keyword;
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
