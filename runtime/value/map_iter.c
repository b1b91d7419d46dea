/*
 * map_iter.c - `range` over a map.
 *
 * Order is random: an iterator starts at a random bucket and, in every
 * bucket, at the same random entry. What the language promises while the
 * loop body writes: an entry is visited at most once; one deleted before its
 * turn is not; one added may be or not.
 *
 * The iterator walks the array that was current when it began. If the map has
 * grown since, the entries there say where they went, and the current one is
 * looked up again. If growth was under way already, a new bucket whose old
 * chain has not moved yet is read from there, keeping only the entries that
 * will move into it (check_bucket).
 *
 *   B = 2, start_bucket 2, offset 5:  buckets 2, 3, 0, 1
 *                                     in each, entries 5, 6, 7, 0, 1, 2, 3, 4
 */
#include "map.h"

#include <string.h>

#define NO_CHECK  UINT64_MAX
#define EACH_BYTE 0x0101010101010101ULL
#define TOP_BITS  (EACH_BYTE << 7)

/* `it` is zeroed. The flags tell growth that old tops may still be read. */
void rt_mapiterinit(void *type, void *hmap, void *iter) {
  const RtMapType *mt = type;
  RtHmap *h = hmap;
  RtHiter *it = iter;
  it->type = mt;
  if (!h || h->count == 0) {
    return;
  }
  it->h = h;
  it->B = h->B;
  it->buckets = h->buckets;
  if (mt->bucket->ptrdata == 0) {
    map_need_overflow_list(h);
    MapExtra *extra = h->extra;
    it->overflow = extra->overflow;
    it->oldoverflow = extra->oldoverflow;
  }
  uint64_t r = rt_random64();
  it->start_bucket = r & bucket_mask(h->B);
  it->offset = (uint8_t)(r >> 61);
  it->bucket = it->start_bucket;
  h->flags |= ITERATOR | OLD_ITERATOR;
  rt_mapiternext(it);
}

/* Goes to the next chain; false at the end. */
static bool next_chain(RtHiter *it) {
  const RtMapType *mt = it->type;
  RtHmap *h = it->h;
  if (it->wrapped && it->bucket == it->start_bucket) {
    return false;
  }
  it->check_bucket = NO_CHECK;
  it->bptr = bucket_at(mt, it->buckets, it->bucket);
  if (is_growing(h) && it->B == h->B) {
    Bmap *old = bucket_at(mt, h->oldbuckets, it->bucket & old_mask(h));
    if (!is_evacuated(old)) {
      it->check_bucket = it->bucket;
      it->bptr = old;
    }
  }
  if (++it->bucket > bucket_mask(it->B)) {
    it->bucket = 0;
    it->wrapped = true;
  }
  it->i = 0;
  return true;
}

/* Whether an entry of an old chain will move to check_bucket. */
static bool belongs(const RtHiter *it, const void *key, uint8_t top,
                    bool reflexive) {
  if (reflexive) {
    uint64_t hash = hash_key(it->type, it->h, key);
    return (hash & bucket_mask(it->B)) == it->check_bucket;
  }
  return it->check_bucket >> (it->B - 1) == (top & 1u);
}

/* 0x80 in each byte that is 0, 0 in the others. */
static uint64_t zero_bytes(uint64_t v) {
  return ~(((v & ~TOP_BITS) + ~TOP_BITS) | v | ~TOP_BITS);
}

/* Where the next entry of b in use is, counted from the iterator's first; at
   least BUCKET: there is none. Which are free changes from bucket to bucket
   without a pattern, and a test of one after the other would mostly be
   predicted wrong: all eight are tested at once. */
static unsigned next_used(const RtHiter *it, const Bmap *b) {
  uint64_t tops;
  memcpy(&tops, b->top, sizeof tops);
  uint64_t empty = zero_bytes(tops & ~(EACH_BYTE * EMPTY_ONE));
  uint64_t gone = zero_bytes(tops ^ EACH_BYTE * EVACUATED_EMPTY);
  uint64_t used = ~(empty | gone) & TOP_BITS;
  unsigned first = it->offset * 8u;
  used = used >> first | used << (-first & 63);
  if (it->i >= BUCKET || !(used >> it->i * 8u)) {
    return BUCKET;
  }
  return it->i + (unsigned)__builtin_ctzll(used >> it->i * 8u) / 8;
}

/* Makes entry i of b, which is in use, current, unless it is not to be
   visited. */
static bool visit(RtHiter *it, Bmap *b, unsigned i) {
  const RtMapType *mt = it->type;
  uint8_t top = b->top[i];
  void *key = key_of(mt, b, i);
  bool reflexive = equals_itself(mt, key);
  if (it->check_bucket != NO_CHECK && !(it->h->flags & SAME_SIZE) &&
      !belongs(it, key, top, reflexive)) {
    return false;
  }
  if (top < MIN_TOP && reflexive) { /* it has moved since */
    b = it->h->count ? map_find(mt, it->h, key, &i) : NULL;
    if (!b) {
      return false;
    }
  }
  it->key = key_of(mt, b, i);
  it->elem = elem_of(mt, b, i);
  return true;
}

/* Makes the next entry current; key is NULL behind the last one. */
void rt_mapiternext(void *iter) {
  RtHiter *it = iter;
  if (it->h->flags & WRITING) {
    rt_fatal("concurrent map iteration and map write");
  }
  for (;;) {
    if (!it->bptr && !next_chain(it)) {
      it->key = it->elem = NULL;
      return;
    }
    Bmap *b = it->bptr;
    for (unsigned i; (i = next_used(it, b)) < BUCKET;) {
      it->i = (uint8_t)(i + 1);
      if (visit(it, b, (i + it->offset) % BUCKET)) {
        return;
      }
    }
    it->bptr = *overflow_link(it->type, b);
    it->i = 0;
  }
}
