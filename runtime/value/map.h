/*
 * map.h - the anatomy of a map, shared by map.c, map_grow.c, map_iter.c.
 *
 * A map is an array of 1 << B buckets; the low bits of a key's hash choose
 * the bucket. A bucket holds up to 8 entries and continues in overflow
 * buckets:
 *
 *   top[8] | key 0 .. key 7 | elem 0 .. elem 7 | overflow
 *
 * top[i] is the high byte of entry i's hash, so that most comparisons touch
 * one byte; its values below MIN_TOP are states:
 *
 *   EMPTY_REST       free, and so is everything behind it in this chain
 *   EMPTY_ONE        free
 *   EVACUATED_X/_Y   moved, by growth, to the lower / upper half
 *   EVACUATED_EMPTY  free, in a bucket that growth has been through
 *
 * Growth doubles the array (load above 6.5 entries a bucket) or, when only
 * overflow buckets abound, rebuilds it in the same size. It is spread over
 * later writes: `oldbuckets` is non-NULL meanwhile, and bucket b of the old
 * array splits into b and b + oldsize of the new one.
 *
 * Invariants:
 *   a key is in one bucket only; a reader asks the old one until its chain
 *   is evacuated, and all of a chain is evacuated at once;
 *   behind EMPTY_REST there are only EMPTY_REST;
 *   keys and elements over 128 bytes are pointers to memory that never moves.
 */
#ifndef RUNTIME_VALUE_MAP_H
#define RUNTIME_VALUE_MAP_H

#include "../rt.h"

enum {
  BUCKET = 8,
  BUCKET_BITS = 3
};

typedef enum Top {
  EMPTY_REST,
  EMPTY_ONE,
  EVACUATED_X,
  EVACUATED_Y,
  EVACUATED_EMPTY,
  MIN_TOP,
} Top;

/* RtHmap.flags */
enum {
  ITERATOR = 1,     /* there may be an iterator over buckets */
  OLD_ITERATOR = 2, /* over oldbuckets */
  WRITING = 4,      /* a write is in progress: detects races */
  SAME_SIZE = 8,    /* this growth keeps the size */
};

typedef struct Bmap {
  uint8_t top[BUCKET];
} Bmap;

/* RtHmap.extra. Where buckets hold no pointers a collector does not look into
   them, so the lists keep their overflow buckets alive. */
typedef struct MapExtra {
  RtSlice *overflow, *oldoverflow;
  Bmap *next_overflow; /* preallocated ones; the last has a non-NULL link */
} MapExtra;

RT_INLINE Bmap *bucket_at(const RtMapType *mt, void *buckets, uint64_t i) {
  return (Bmap *)(void *)((char *)buckets + i * mt->bucketsize);
}

RT_INLINE Bmap **overflow_link(const RtMapType *mt, Bmap *b) {
  return (Bmap **)(void *)((char *)b + mt->bucketsize - sizeof(Bmap *));
}

RT_INLINE void *key_slot(const RtMapType *mt, Bmap *b, unsigned i) {
  return (char *)b + sizeof b->top + (size_t)i * mt->keysize;
}

RT_INLINE void *elem_slot(const RtMapType *mt, Bmap *b, unsigned i) {
  return (char *)b + sizeof b->top + BUCKET * (size_t)mt->keysize +
         (size_t)i * mt->elemsize;
}

/* Addresses of the key and element themselves. */
RT_INLINE void *key_of(const RtMapType *mt, Bmap *b, unsigned i) {
  void *slot = key_slot(mt, b, i);
  return mt->flags & RT_MAP_INDIRECT_KEY ? *(void **)slot : slot;
}

RT_INLINE void *elem_of(const RtMapType *mt, Bmap *b, unsigned i) {
  void *slot = elem_slot(mt, b, i);
  return mt->flags & RT_MAP_INDIRECT_ELEM ? *(void **)slot : slot;
}

RT_INLINE bool is_empty(uint8_t top) { return top <= EMPTY_ONE; }

RT_INLINE bool is_evacuated(const Bmap *b) {
  return b->top[0] > EMPTY_ONE && b->top[0] < MIN_TOP;
}

RT_INLINE uint8_t top_of(uint64_t hash) {
  uint8_t top = (uint8_t)(hash >> 56);
  return top < MIN_TOP ? (uint8_t)(top + MIN_TOP) : top;
}

RT_INLINE uint64_t bucket_mask(uint8_t b) { return ((uint64_t)1 << b) - 1; }

RT_INLINE bool is_growing(const RtHmap *h) { return h->oldbuckets != NULL; }

/* Mask for the old array while it is being replaced. */
RT_INLINE uint64_t old_mask(const RtHmap *h) {
  return bucket_mask((uint8_t)(h->B - !(h->flags & SAME_SIZE)));
}

RT_INLINE uint64_t hash_key(const RtMapType *mt, const RtHmap *h,
                            const void *key) {
  return rt_call_hash(key, h->hash0, mt->hasher);
}

/* Whether k == k: not for NaN. */
RT_INLINE bool equals_itself(const RtMapType *mt, const void *key) {
  return (mt->flags & RT_MAP_REFLEXIVE_KEY) ||
         (rt_call_equal(key, key, mt->key->equal) & 1);
}

/* map_grow.c */
void map_make_buckets(const RtMapType *mt, RtHmap *h, void *reuse);
Bmap *map_new_overflow(const RtMapType *mt, RtHmap *h, Bmap *b);
bool map_must_grow(const RtHmap *h);
bool map_over_load(int64_t count, uint8_t b);
void map_grow(const RtMapType *mt, RtHmap *h);
/* Moves the chain that the write to `bucket` needs, and one more. */
void map_grow_work(const RtMapType *mt, RtHmap *h, uint64_t bucket);
void map_need_overflow_list(RtHmap *h);

/* map.c: bucket and index of a key, NULL if it is absent. */
Bmap *map_find(const RtMapType *mt, RtHmap *h, const void *key, unsigned *i);
/* Walks the map and checks the invariants above. */
void map_verify(const RtMapType *mt, RtHmap *h);

#endif
