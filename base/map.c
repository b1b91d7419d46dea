/*
 * map.c - hash maps keyed by pointer.
 *
 * Entries stand in order of insertion, so walking a map is deterministic;
 * a separate table of indices finds them.
 *
 *   slots    [ 0 | 2 | 0 | 1 | ... ]   index + 1 into entries, 0 is empty
 *   entries  [ (k1, v1) (k2, v2) ... ]
 */
#include "base/base.h"

static uint32_t hash_pointer(const void *p) {
  uint64_t x = (uint64_t)(uintptr_t)p >> 3;
  x *= 0x9E3779B97F4A7C15u;
  return (uint32_t)(x >> 32);
}

/* The entry of key, or NULL; *slot is where it is or would be. */
static MapEntry *find(const Map *m, const void *key, uint32_t *slot) {
  uint32_t k = hash_pointer(key) & m->mask;
  for (; m->slots[k]; k = (k + 1) & m->mask) {
    MapEntry *e = &m->entries[m->slots[k] - 1];
    if (e->key == key) {
      *slot = k;
      return e;
    }
  }
  *slot = k;
  return NULL;
}

static void rehash(Arena *a, Map *m) {
  uint32_t size = m->slots ? (m->mask + 1) * 2 : 8;
  m->slots = NEW_ARRAY(a, uint32_t, size);
  m->mask = size - 1;
  for (uint32_t i = 0; i < m->len; i++) {
    uint32_t slot;
    find(m, m->entries[i].key, &slot);
    m->slots[slot] = i + 1;
  }
}

void *map_get(const Map *m, const void *key) {
  uint32_t slot;
  MapEntry *e = m->slots ? find(m, key, &slot) : NULL;
  return e ? e->value : NULL;
}

bool map_has(const Map *m, const void *key) {
  uint32_t slot;
  return m->slots && find(m, key, &slot);
}

void map_set(Arena *a, Map *m, const void *key, void *value) {
  ASSERT(key);
  if (!m->slots || m->len * 2 > m->mask)
    rehash(a, m);
  uint32_t slot;
  MapEntry *e = find(m, key, &slot);
  if (e) {
    e->value = value;
    return;
  }
  if (m->len == m->cap)
    m->entries = arena_grow(a, m->entries, &m->cap, sizeof *m->entries);
  m->entries[m->len++] = (MapEntry){key, value};
  m->slots[slot] = m->len;
}
