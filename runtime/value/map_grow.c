/*
 * map_grow.c - making and replacing a map's buckets.
 *
 * Growth installs the new array at once and moves entries little by little:
 * every write first evacuates the old chain that its own bucket comes from,
 * then one more, so the old array is gone after at most as many writes as it
 * had buckets.
 *
 *   old bucket 5 of 8      -- hash bit 3 clear -->  new bucket 5 of 16
 *                          -- hash bit 3 set ---->  new bucket 13 of 16
 *
 * The emptied old bucket keeps in top[i] where its entry went: iterators that
 * began before the growth still walk the old array.
 */
#include <string.h>

#include "map.h"

RT_SHAPE(pointer_type, void *, 1);
RT_SHAPE(slice_type, RtSlice, RT_POINTER_AT(RtSlice, p));
RT_SHAPE(extra_type, MapExtra,
         RT_POINTER_AT(MapExtra, overflow) |
             RT_POINTER_AT(MapExtra, oldoverflow) |
             RT_POINTER_AT(MapExtra, next_overflow));

/* Made when it is first needed: small maps do without. */
static MapExtra *extra_of(RtHmap *h) {
  if (!h->extra) {
    h->extra = rt_newobject(RT_TYPE_ARG(&extra_type));
  }
  return h->extra;
}

/* Allocates 1 << B buckets, or clears `reuse`, which has as many. Larger maps
   get some overflow buckets at once, behind the others: an estimate of how
   many such a map needs. */
void map_make_buckets(const RtMapType *mt, RtHmap *h, void *reuse) {
  enum {
    SPARE_FROM = 4
  };
  uint64_t base = (uint64_t)1 << h->B, n = base;
  if (h->B >= SPARE_FROM) {
    n += (uint64_t)1 << (h->B - SPARE_FROM);
    n = rt_round_up_size(n * mt->bucketsize) / mt->bucketsize;
  }
  if (reuse) {
    memset(reuse, 0, n * mt->bucketsize);
    h->buckets = reuse;
  } else {
    h->buckets = rt_newarray(RT_TYPE_ARG(mt->bucket), (int64_t)n);
  }
  if (n != base) {
    /* Any non-NULL link marks the last spare one: take_spare stops there. */
    extra_of(h)->next_overflow = bucket_at(mt, h->buckets, base);
    *overflow_link(mt, bucket_at(mt, h->buckets, n - 1)) = h->buckets;
  }
}

/* Takes a preallocated overflow bucket; NULL if there is none. */
static Bmap *take_spare(const RtMapType *mt, MapExtra *extra) {
  Bmap *b = extra ? extra->next_overflow : NULL;
  if (!b) {
    return NULL;
  }
  Bmap **link = overflow_link(mt, b);
  extra->next_overflow = *link ? NULL : bucket_at(mt, b, 1);
  *link = NULL;
  return b;
}

/* noverflow has 16 bits: from B = 16 on it counts with probability
   2^(15-B), so that it means the same relative to the size. */
static void count_overflow(RtHmap *h) {
  enum {
    EXACT_BELOW = 16
  };
  if (h->B < EXACT_BELOW ||
      (rt_random32() & bucket_mask((uint8_t)(h->B - EXACT_BELOW + 1))) == 0) {
    h->noverflow++;
  }
}

/* Iterators call it, too: they hold the list while growth may replace it. */
void map_need_overflow_list(RtHmap *h) {
  MapExtra *extra = extra_of(h);
  if (!extra->overflow) {
    extra->overflow = rt_newobject(RT_TYPE_ARG(&slice_type));
  }
}

/* Adds b to the list that keeps it alive. */
static void remember_overflow(RtHmap *h, Bmap *b) {
  map_need_overflow_list(h);
  RtSlice *s = ((MapExtra *)h->extra)->overflow;
  if (s->len == s->cap) {
    rt_growslice(s, RT_TYPE_ARG(&pointer_type), s->p, s->len, s->cap,
                 s->len + 1);
  }
  ((Bmap **)s->p)[s->len++] = b;
}

/* Appends an empty bucket to the chain whose last bucket is b. */
Bmap *map_new_overflow(const RtMapType *mt, RtHmap *h, Bmap *b) {
  Bmap *fresh = take_spare(mt, h->extra);
  if (!fresh) {
    fresh = rt_newobject(RT_TYPE_ARG(mt->bucket));
  }
  count_overflow(h);
  if (mt->bucket->ptrdata == 0) {
    remember_overflow(h, fresh);
  }
  *overflow_link(mt, b) = fresh;
  return fresh;
}

/* More than 6.5 entries a bucket. */
bool map_over_load(int64_t count, uint8_t b) {
  return count > BUCKET && (uint64_t)count > 13 * ((bucket_mask(b) + 1) / 2);
}

/* About as many overflow buckets as buckets. */
static bool too_many_overflow(const RtHmap *h) {
  enum {
    MAX_B = 15
  };
  uint8_t b = h->B > MAX_B ? MAX_B : h->B;
  return h->noverflow >= 1u << b;
}

/* Asked before a new entry is made. */
bool map_must_grow(const RtHmap *h) {
  return map_over_load(h->count + 1, h->B) || too_many_overflow(h);
}

/* Installs the new array; every entry is still in the old one. B grows by one,
   or the size stays if overflow buckets alone are too many (after deletions).
   */
void map_grow(const RtMapType *mt, RtHmap *h) {
  if (map_over_load(h->count + 1, h->B)) {
    h->B++;
  } else {
    h->flags |= SAME_SIZE;
  }
  MapExtra *extra = h->extra;
  if (extra) {
    RT_ASSERT(!extra->oldoverflow);
    extra->oldoverflow = extra->overflow;
    extra->overflow = NULL;
    extra->next_overflow = NULL;
  }
  h->oldbuckets = h->buckets;
  map_make_buckets(mt, h, NULL);
  bool iterated = (h->flags & ITERATOR) != 0;
  h->flags &= (uint8_t)~(ITERATOR | OLD_ITERATOR);
  h->flags |= iterated ? OLD_ITERATOR : 0;
  h->nevacuate = 0;
  h->noverflow = 0;
}

/* ------------------------------------------------------------ evacuate -- */

/* Where the next entry of one half goes. */
typedef struct Half {
  Bmap *b;
  unsigned i;
} Half;

/* Copies entry i of `from` to the next free place of its half, without top. */
static Half *copy_entry(const RtMapType *mt, RtHmap *h, Half *to, Bmap *from,
                        unsigned i) {
  if (to->i == BUCKET) {
    to->b = map_new_overflow(mt, h, to->b);
    to->i = 0;
  }
  memcpy(key_slot(mt, to->b, to->i), key_slot(mt, from, i), mt->keysize);
  memcpy(elem_slot(mt, to->b, to->i), elem_slot(mt, from, i), mt->elemsize);
  return to;
}

/* Which half an entry belongs to, and its top there. A NaN hashes anew each
   time: its half comes from the old top, which an iterator can repeat. */
static unsigned choose_half(const RtMapType *mt, const RtHmap *h,
                            const void *key, uint8_t *top) {
  if (h->flags & SAME_SIZE) {
    return 0;
  }
  uint64_t hash = hash_key(mt, h, key);
  if ((h->flags & OLD_ITERATOR) && !equals_itself(mt, key)) {
    unsigned half = *top & 1;
    *top = top_of(hash);
    return half;
  }
  return (hash & (old_mask(h) + 1)) != 0;
}

/* Moves all entries of b, and leaves in their tops where they went. */
static void evacuate_bucket(const RtMapType *mt, RtHmap *h, Bmap *b,
                            Half halves[2]) {
  for (unsigned i = 0; i < BUCKET; i++) {
    uint8_t top = b->top[i];
    if (is_empty(top)) {
      b->top[i] = EVACUATED_EMPTY;
      continue;
    }
    RT_CHECK(top >= MIN_TOP);
    unsigned half = choose_half(mt, h, key_of(mt, b, i), &top);
    b->top[i] = (uint8_t)(EVACUATED_X + half);
    Half *to = copy_entry(mt, h, &halves[half], b, i);
    to->b->top[to->i++] = top;
  }
}

/* Steps over everything that is evacuated already; ends the growth. */
static void advance(const RtMapType *mt, RtHmap *h) {
  enum {
    AT_MOST = 1024
  }; /* keeps a single write short */
  uint64_t n = old_mask(h) + 1;
  uint64_t stop = h->nevacuate + 1 + AT_MOST;
  h->nevacuate++;
  while (h->nevacuate < n && h->nevacuate < stop &&
         is_evacuated(bucket_at(mt, h->oldbuckets, h->nevacuate))) {
    h->nevacuate++;
  }
  if (h->nevacuate == n) {
    h->oldbuckets = NULL;
    h->flags &= (uint8_t)~SAME_SIZE;
    if (h->extra) {
      ((MapExtra *)h->extra)->oldoverflow = NULL;
    }
  }
}

/* Moves the chain of old bucket `old` unless that was done before; nevacuate,
   below which all chains have been moved, goes on if it was the next. */
static void evacuate(const RtMapType *mt, RtHmap *h, uint64_t old) {
  Bmap *first = bucket_at(mt, h->oldbuckets, old);
  if (!is_evacuated(first)) {
    Half halves[2] = {{.b = bucket_at(mt, h->buckets, old)}};
    if (!(h->flags & SAME_SIZE)) {
      halves[1].b = bucket_at(mt, h->buckets, old + old_mask(h) + 1);
    }
    for (Bmap *b = first; b; b = *overflow_link(mt, b)) {
      evacuate_bucket(mt, h, b, halves);
    }
    if (!(h->flags & OLD_ITERATOR)) { /* nobody looks: let go of the rest */
      memset(first + 1, 0, mt->bucketsize - sizeof *first);
    }
  }
  if (old == h->nevacuate) {
    advance(mt, h);
  }
}

void map_grow_work(const RtMapType *mt, RtHmap *h, uint64_t bucket) {
  evacuate(mt, h, bucket & old_mask(h));
  if (is_growing(h)) {
    evacuate(mt, h, h->nevacuate);
  }
}

/* -------------------------------------------------------------- verify -- */

/* Checks each entry of the chain of bucket `index`; how many there are. */
static int64_t verify_chain(const RtMapType *mt, RtHmap *h, Bmap *b,
                            uint64_t index, uint64_t mask) {
  int64_t live = 0;
  bool rest = false;
  for (; b; b = *overflow_link(mt, b)) {
    for (unsigned i = 0; i < BUCKET; i++) {
      uint8_t top = b->top[i];
      RT_CHECK(!rest || top == EMPTY_REST);
      rest = top == EMPTY_REST;
      if (is_empty(top)) {
        continue;
      }
      RT_CHECK(top >= MIN_TOP);
      const void *key = key_of(mt, b, i);
      uint64_t hash = hash_key(mt, h, key);
      RT_CHECK(!equals_itself(mt, key) ||
               ((hash & mask) == index && top == top_of(hash)));
      live++;
    }
  }
  return live;
}

void map_verify(const RtMapType *mt, RtHmap *h) {
  int64_t live = 0;
  for (uint64_t i = 0; h->buckets && i <= bucket_mask(h->B); i++) {
    live +=
        verify_chain(mt, h, bucket_at(mt, h->buckets, i), i, bucket_mask(h->B));
  }
  for (uint64_t i = 0; is_growing(h) && i <= old_mask(h); i++) {
    Bmap *b = bucket_at(mt, h->oldbuckets, i);
    if (!is_evacuated(b)) {
      live += verify_chain(mt, h, b, i, old_mask(h));
    }
  }
  RT_CHECK(live == h->count);
}
