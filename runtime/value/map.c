/*
 * map.c - reading, writing and deleting entries of a map.
 *
 * map.h has the layout and the invariants. The operations are written once,
 * as inline functions over a Key; each entry point instantiates them for its
 * class of keys, and the compiler folds the tests of `class`.
 *
 *   KEY_ANY   compared by the type's equal function
 *   KEY_32, KEY_64   4 or 8 bytes of plain memory
 *   KEY_STR   strings
 *
 * An operation that finds another one in progress (WRITING) ends the program:
 * goroutines must not share a map without a lock.
 *
 * An example: m["ab"] = 1 compiles to
 *
 *   *(int64_t *)runtime.mapassign_faststr(type, m, "ab", 2) = 1
 *
 * Let the hash be 0x7a0000000000000d and B = 3. The low bits choose bucket 5
 * (0xd & 7), the high byte, 0x7a, is compared with its top[0..7] and with those
 * of its overflow buckets. If none of those entries has the key, the first free
 * one gets it: top = 0x7a, the key is stored, and the address of its element
 * returned.
 */
#include <string.h>

#include "map.h"

RT_SHAPE(hmap_type, RtHmap,
         RT_POINTER_AT(RtHmap, buckets) | RT_POINTER_AT(RtHmap, oldbuckets) |
             RT_POINTER_AT(RtHmap, extra));

/* How keys are hashed, compared and stored. */
typedef enum KeyClass {
  KEY_ANY,
  KEY_32,
  KEY_64,
  KEY_STR,
} KeyClass;

/* The key of an operation; only the member of its class has a value. */
typedef struct Key {
  KeyClass class;
  const void *p; /* KEY_ANY: where it is */
  uint64_t bits; /* KEY_32, KEY_64 */
  RtString str;  /* KEY_STR */
} Key;

#define ANY(k)    ((Key){.class = KEY_ANY, .p = (k)})
#define BITS32(k) ((Key){.class = KEY_32, .bits = (k)})
#define BITS64(k) ((Key){.class = KEY_64, .bits = (k)})
#define STR(k, n)                                                              \
  ((Key){                                                                      \
      .class = KEY_STR, .str = {(k), (n)} \
  })

/* As the type's hasher computes it, so that classes can be mixed on one map. */
RT_INLINE uint64_t hash_of(const RtMapType *mt, const RtHmap *h, Key k) {
  switch (k.class) {
  case KEY_ANY: return hash_key(mt, h, k.p);
  case KEY_32: return rt_memhash32((uint32_t)k.bits, h->hash0);
  case KEY_64: return rt_memhash64(k.bits, h->hash0);
  case KEY_STR: return rt_hash_string(k.str.p, k.str.len, h->hash0);
  }
  rt_throw("bad key class");
}

/* Whether entry i of b has the key k. Keys of the classes with a size are never
   indirect. */
RT_INLINE bool matches(const RtMapType *mt, Key k, Bmap *b, unsigned i) {
  switch (k.class) {
  case KEY_ANY: return rt_call_equal(k.p, key_of(mt, b, i), mt->key->equal) & 1;
  case KEY_32: return *(uint32_t *)key_slot(mt, b, i) == k.bits;
  case KEY_64: return *(uint64_t *)key_slot(mt, b, i) == k.bits;
  case KEY_STR: {
    const RtString *s = key_slot(mt, b, i);
    return s->len == k.str.len &&
           (s->p == k.str.p || memcmp(s->p, k.str.p, (size_t)s->len) == 0);
  }
  }
  rt_throw("bad key class");
}

/* Stores k in entry i of b; a large key gets memory of its own once. */
RT_INLINE void store_key(const RtMapType *mt, Key k, Bmap *b, unsigned i) {
  void *slot = key_slot(mt, b, i);
  switch (k.class) {
  case KEY_ANY: {
    if (mt->flags & RT_MAP_INDIRECT_KEY) {
      if (!*(void **)slot) {
        *(void **)slot = rt_newobject(RT_TYPE_ARG(mt->key));
      }
      slot = *(void **)slot;
    }
    memmove(slot, k.p, mt->key->size);
    return;
  }
  case KEY_32: *(uint32_t *)slot = (uint32_t)k.bits; return;
  case KEY_64: *(uint64_t *)slot = k.bits; return;
  case KEY_STR: *(RtString *)slot = k.str; return;
  }
}

/* The chain in which a reader must look. */
RT_INLINE Bmap *chain_of(const RtMapType *mt, const RtHmap *h, uint64_t hash) {
  if (RT_UNLIKELY(is_growing(h))) {
    Bmap *old = bucket_at(mt, h->oldbuckets, hash & old_mask(h));
    if (!is_evacuated(old)) {
      return old;
    }
  }
  return bucket_at(mt, h->buckets, hash & bucket_mask(h->B));
}

/* The entry with that key in the chain of b: its bucket, or NULL. */
RT_INLINE Bmap *find_in(const RtMapType *mt, Bmap *b, Key k, uint64_t hash,
                        unsigned *at) {
  uint8_t top = top_of(hash);
  for (; b; b = *overflow_link(mt, b)) {
    for (unsigned i = 0; i < BUCKET; i++) {
      if (b->top[i] == top) {
        if (matches(mt, k, b, i)) {
          *at = i;
          return b;
        }
      } else if (b->top[i] == EMPTY_REST) {
        return NULL;
      }
    }
  }
  return NULL;
}

/* ---------------------------------------------------------------- read -- */

/* Element address, or NULL. Even an empty map refuses an unhashable key. */
RT_INLINE void *lookup(const RtMapType *mt, RtHmap *h, Key k) {
  if (!h || h->count == 0) {
    if (k.class == KEY_ANY && (mt->flags & RT_MAP_HASH_MIGHT_PANIC)) {
      rt_call_hash(k.p, 0, mt->hasher);
    }
    return NULL;
  }
  if (RT_UNLIKELY(h->flags & WRITING)) {
    rt_fatal("concurrent map read and map write");
  }
  unsigned i = 0;
  uint64_t hash = hash_of(mt, h, k);
  Bmap *b = find_in(mt, chain_of(mt, h, hash), k, hash, &i);
  return b ? elem_of(mt, b, i) : NULL;
}

/* Reading an absent key yields a zero value. Elements too large for rt_zero_val
   use the functions ending in _fat, which bring their own. */
RT_INLINE void *or_zero(void *elem) { return elem ? elem : rt_zero_val; }

RT_INLINE RtPair with_ok(void *elem) {
  return (RtPair){or_zero(elem), elem != NULL};
}

Bmap *map_find(const RtMapType *mt, RtHmap *h, const void *key, unsigned *i) {
  uint64_t hash = hash_key(mt, h, key);
  return find_in(mt, chain_of(mt, h, hash), ANY(key), hash, i);
}

/* --------------------------------------------------------------- write -- */

/* Claims the map for a write; the key's hash. */
RT_INLINE uint64_t begin_write(const RtMapType *mt, RtHmap *h, Key k) {
  if (RT_UNLIKELY(h->flags & WRITING)) {
    rt_fatal("concurrent map writes");
  }
  uint64_t hash = hash_of(mt, h, k); /* may panic: before the flag is set */
  h->flags ^= WRITING;
  return hash;
}

/* If another write began meanwhile, its ^= has cleared the flag. */
RT_INLINE void end_write(RtHmap *h) {
  if (RT_UNLIKELY(!(h->flags & WRITING))) {
    rt_fatal("concurrent map writes");
  }
  h->flags &= (uint8_t)~WRITING;
}

/* Where an assignment goes: the entry itself, else a free one. */
typedef struct Spot {
  Bmap *b; /* NULL: the chain is full */
  Bmap *last;
  unsigned i;
  bool found;
} Spot;

/* Searches the chain that begins at b to its end: a free entry may stand before
   the one that has the key. */
RT_INLINE Spot find_spot(const RtMapType *mt, Bmap *b, Key k, uint64_t hash) {
  Spot s = {.b = NULL};
  uint8_t top = top_of(hash);
  for (; b; b = *overflow_link(mt, b)) {
    s.last = b;
    for (unsigned i = 0; i < BUCKET; i++) {
      if (b->top[i] == top && matches(mt, k, b, i)) {
        return (Spot){.b = b, .i = i, .found = true};
      }
      if (!s.b && is_empty(b->top[i])) {
        s.b = b;
        s.i = i;
      }
      if (b->top[i] == EMPTY_REST) {
        return s;
      }
    }
  }
  return s;
}

/* Makes s the entry of k, which is not in the map, extending the chain if it is
   full. Compiled code stores the element. */
RT_INLINE void insert(const RtMapType *mt, RtHmap *h, Key k, uint64_t hash,
                      Spot *s) {
  if (!s->b) {
    s->b = map_new_overflow(mt, h, s->last);
    s->i = 0;
  }
  if (mt->flags & RT_MAP_INDIRECT_ELEM) {
    *(void **)elem_slot(mt, s->b, s->i) = rt_newobject(RT_TYPE_ARG(mt->elem));
  }
  store_key(mt, k, s->b, s->i);
  s->b->top[s->i] = top_of(hash);
  h->count++;
}

/* The address of k's element, after making an entry with a zero element if
   there is none. A map that must grow does so first, and the search is
   repeated: the key now has another bucket. */
RT_INLINE void *assign(const RtMapType *mt, RtHmap *h, Key k) {
  if (!h) {
    rt_panicnilmap();
  }
  uint64_t hash = begin_write(mt, h, k);
  if (!h->buckets) {
    h->buckets = rt_newobject(RT_TYPE_ARG(mt->bucket));
  }
  Spot s;
  for (;;) {
    uint64_t bucket = hash & bucket_mask(h->B);
    if (is_growing(h)) {
      map_grow_work(mt, h, bucket);
    }
    s = find_spot(mt, bucket_at(mt, h->buckets, bucket), k, hash);
    if (s.found || is_growing(h) || !map_must_grow(h)) {
      break;
    }
    map_grow(mt, h);
  }
  if (!s.found) {
    insert(mt, h, k, hash, &s);
  } else if (mt->flags & RT_MAP_NEED_KEY_UPDATE) {
    store_key(mt, k, s.b, s.i);
  }
  end_write(h);
  return elem_of(mt, s.b, s.i);
}

/* -------------------------------------------------------------- delete -- */

/* The bucket before b in the chain that starts at first. */
static Bmap *bucket_before(const RtMapType *mt, Bmap *first, const Bmap *b) {
  while (*overflow_link(mt, first) != b) {
    first = *overflow_link(mt, first);
  }
  return first;
}

/* Entry i of b became EMPTY_ONE; if nothing lives behind it, turns it and the
   free entries before it into EMPTY_REST. */
static void mark_rest(const RtMapType *mt, Bmap *first, Bmap *b, unsigned i) {
  if (i == BUCKET - 1) {
    const Bmap *next = *overflow_link(mt, b);
    if (next && next->top[0] != EMPTY_REST) {
      return;
    }
  } else if (b->top[i + 1] != EMPTY_REST) {
    return;
  }
  while (b->top[i] == EMPTY_ONE) {
    b->top[i] = EMPTY_REST;
    if (i > 0) {
      i--;
    } else if (b == first) {
      return;
    } else {
      b = bucket_before(mt, first, b);
      i = BUCKET - 1;
    }
  }
}

/* delete(m, k). Contents are cleared for the collector's sake. */
RT_INLINE void remove_key(const RtMapType *mt, RtHmap *h, Key k) {
  if (!h || h->count == 0) {
    if (k.class == KEY_ANY && (mt->flags & RT_MAP_HASH_MIGHT_PANIC)) {
      rt_call_hash(k.p, 0, mt->hasher);
    }
    return;
  }
  uint64_t hash = begin_write(mt, h, k), bucket = hash & bucket_mask(h->B);
  if (is_growing(h)) {
    map_grow_work(mt, h, bucket);
  }
  Bmap *first = bucket_at(mt, h->buckets, bucket);
  unsigned i = 0;
  /* The old chain has been moved by now: only the new one can have it. */
  Bmap *b = find_in(mt, first, k, hash, &i);
  if (b) {
    memset(key_slot(mt, b, i), 0, mt->keysize);
    memset(elem_slot(mt, b, i), 0, mt->elemsize);
    b->top[i] = EMPTY_ONE;
    mark_rest(mt, first, b, i);
    if (--h->count == 0) {
      h->hash0 = rt_random32(); /* harder to learn collisions */
    }
  }
  end_write(h);
}

/* -------------------------------------------------------- entry points -- */

/* make(map[K]V), no hint or one of a single bucket: the first write allocates
   that. */
void *rt_makemap_small(void) {
  RtHmap *h = rt_newobject(RT_TYPE_ARG(&hmap_type));
  h->hash0 = rt_random32();
  return h;
}

/* make(map[K]V, hint). hmap is a header in the caller's frame, zero but for
   a bucket perhaps, or NULL.
   A hint that no memory could hold counts as 0. */
void *rt_makemap(void *type, int64_t hint, void *hmap) {
  const RtMapType *mt = type;
  RtHmap *h = hmap ? hmap : rt_newobject(RT_TYPE_ARG(&hmap_type));
  uint64_t size = 0;
  if (hint < 0 ||
      __builtin_mul_overflow((uint64_t)hint, mt->bucketsize, &size) ||
      size > RT_MAX_ALLOC) {
    hint = 0;
  }
  h->hash0 = rt_random32();
  while (map_over_load(hint, h->B)) {
    h->B++;
  }
  if (h->B != 0) {
    map_make_buckets(mt, h, NULL);
  }
  return h;
}

/* Deletes all keys, even NaNs; the array of buckets is kept and zeroed. */
void rt_mapclear(void *type, void *hmap) {
  const RtMapType *mt = type;
  RtHmap *h = hmap;
  if (!h || h->count == 0) {
    return;
  }
  if (h->flags & WRITING) {
    rt_fatal("concurrent map writes");
  }
  h->flags = (h->flags | WRITING) & (uint8_t)~SAME_SIZE;
  h->oldbuckets = NULL;
  h->nevacuate = 0;
  h->noverflow = 0;
  h->count = 0;
  h->hash0 = rt_random32();
  if (h->extra) {
    memset(h->extra, 0, sizeof(MapExtra));
  }
  map_make_buckets(mt, h, h->buckets);
  end_write(h);
}

/* From here on one function per operation and class; abi.def says which types
   use which. accessN yields N values. */
void *rt_mapaccess1(void *t, void *h, void *key) {
  return or_zero(lookup(t, h, ANY(key)));
}
RtPair rt_mapaccess2(void *t, void *h, void *key) {
  return with_ok(lookup(t, h, ANY(key)));
}
void *rt_mapaccess1_fat(void *t, void *h, void *key, void *zero) {
  void *elem = lookup(t, h, ANY(key));
  return elem ? elem : zero;
}
RtPair rt_mapaccess2_fat(void *t, void *h, void *key, void *zero) {
  void *elem = lookup(t, h, ANY(key));
  return (RtPair){elem ? elem : zero, elem != NULL};
}
void *rt_mapassign(void *t, void *h, void *key) {
  return assign(t, h, ANY(key));
}
void rt_mapdelete(void *t, void *h, void *key) { remove_key(t, h, ANY(key)); }

void *rt_mapaccess1_fast32(void *t, void *h, uint32_t key) {
  return or_zero(lookup(t, h, BITS32(key)));
}
RtPair rt_mapaccess2_fast32(void *t, void *h, uint32_t key) {
  return with_ok(lookup(t, h, BITS32(key)));
}
void *rt_mapassign_fast32(void *t, void *h, uint32_t key) {
  return assign(t, h, BITS32(key));
}
void rt_mapdelete_fast32(void *t, void *h, uint32_t key) {
  remove_key(t, h, BITS32(key));
}

void *rt_mapaccess1_fast64(void *t, void *h, uint64_t key) {
  return or_zero(lookup(t, h, BITS64(key)));
}
RtPair rt_mapaccess2_fast64(void *t, void *h, uint64_t key) {
  return with_ok(lookup(t, h, BITS64(key)));
}
void *rt_mapassign_fast64(void *t, void *h, uint64_t key) {
  return assign(t, h, BITS64(key));
}
/* Keys that are pointers: only assignment stores the key, so only that needs a
   form for them. */
void *rt_mapassign_fast64ptr(void *t, void *h, void *key) {
  return assign(t, h, BITS64((uintptr_t)key));
}
void rt_mapdelete_fast64(void *t, void *h, uint64_t key) {
  remove_key(t, h, BITS64(key));
}

void *rt_mapaccess1_faststr(void *t, void *h, void *p, int64_t n) {
  return or_zero(lookup(t, h, STR(p, n)));
}
RtPair rt_mapaccess2_faststr(void *t, void *h, void *p, int64_t n) {
  return with_ok(lookup(t, h, STR(p, n)));
}
void *rt_mapassign_faststr(void *t, void *h, void *p, int64_t n) {
  return assign(t, h, STR(p, n));
}
void rt_mapdelete_faststr(void *t, void *h, void *p, int64_t n) {
  remove_key(t, h, STR(p, n));
}
