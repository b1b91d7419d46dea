/*
 * mcache.c - a P's own spans, one for each span class.
 *
 * The P takes slots from them chunk by chunk (mem.h, Mspan): loading a chunk
 * turns 64 bits of alloc_bits into alloc_cache.
 *
 *   alloc_bits  1 1 0 1 0 0 ...     alloc_cache  0 0 1 0 1 1 ...  free slots
 *               1 1 1 1 1 1 ...  <- all of the chunk counts as taken now
 *
 * Giving the span back undoes that for the slots that were not used.
 */
#include <string.h>

#include "bitmap.h"
#include "heap.h"

const MemSampler *rt_mem_sampler;

/* Full for ever: what a class has before its first span. */
static uint64_t full_bits = ~(uint64_t)0;
Mspan rt_empty_span = {.alloc_bits = &full_bits, .spanclass = TINY_SPAN_CLASS};
/* What inlined allocations see when they must all be seen. */
static Mcache empty_cache;

/* ------------------------------------------------------------- chunks -- */

/* Calls for each run of ones in x: slots [from, from+n). */
#define FOR_RUNS(x, from, n)                                                   \
  for (uint64_t bits_ = (x), from, n;                                          \
       bits_ != 0 && (from = (uint64_t)__builtin_ctzll(bits_),                 \
                     n = run_length(bits_ >> from), true);                     \
       bits_ = from + n >= 64 ? 0 : bits_ >> (from + n) << (from + n))

/* Ones from bit 0 on; x has at least one. */
static uint64_t run_length(uint64_t x) {
  return ~x ? (uint64_t)__builtin_ctzll(~x) : 64;
}

/* The bits of all 64 slots of a chunk, which take `words` words each: whole
   words of the bitmap if the mask repeats evenly in them. */
static bool fill_whole_chunk(Mspan *s, uintptr_t at, uintptr_t words) {
  if (64 % words != 0) {
    return false;
  }
  uint64_t pattern = 0, *p = &s->ptr_bits[at / 64];
  for (uintptr_t i = 0; i < 64; i += words) {
    pattern |= s->chunk_mask << i;
  }
  for (uintptr_t i = 0; i < words; i++) {
    p[i] = pattern;
  }
  return true;
}

/* Makes the slots that were just loaded ready to be handed out: zero, and
   with the pointer bits of the type that was allocated last. */
static void prepare(Mspan *s, uint64_t free) {
  if (s->needzero) {
    FOR_RUNS(free, from, n) {
      memset((void *)(s->cache_addr + from * s->elemsize), 0, n * s->elemsize);
    }
  }
  uintptr_t words = s->elemsize / RT_WORD;
  uintptr_t at = (s->cache_addr - s->start_addr) / RT_WORD;
  if (free == ~(uint64_t)0 && fill_whole_chunk(s, at, words)) {
    return;
  }
  for (; free; free &= free - 1) {
    uintptr_t slot = (uintptr_t)__builtin_ctzll(free);
    rt_set_mask(s, at + slot * words, words, s->chunk_mask);
  }
}

/* Of these free slots of the chunk alloc_cache gets as many as go to the next
   sample, which needs a look; without a profile all. */
static void give(Mspan *s, uint64_t free) {
  uint64_t now = free;
  if (RT_UNLIKELY(rt_mem_sampler)) {
    now = rt_mem_sampler->cut(rt_mcache(), s, free, s->held != 0);
  }
  s->alloc_cache = now;
  s->held = free ^ now;
}

/* Chunks without a free slot are passed over. In the last one the bits behind
   the last slot are not free. */
bool rt_span_next_chunk(Mspan *s) {
  if (RT_UNLIKELY(s->held)) {
    give(s, s->held);
    return true;
  }
  while (s->freeindex < s->nelems) {
    uintptr_t left = s->nelems - s->freeindex;
    uint64_t *word = &s->alloc_bits[s->freeindex / 64], free = ~*word;
    if (left < 64) {
      free &= ((uint64_t)1 << left) - 1;
    }
    s->alloc_count += (uint16_t)__builtin_popcountll(free);
    *word = ~(uint64_t)0;
    s->cache_addr = rt_slot_addr(s, s->freeindex);
    s->freeindex += 64;
    if (free) {
      s->chunk_mask = s->next_mask;
      if (rt_is_prepared(s)) {
        prepare(s, free);
      }
      give(s, free);
      return true;
    }
  }
  return false;
}

/* The inverse of rt_span_next_chunk: after it alloc_bits and alloc_count are
   exact. A chunk that is used up has nothing to give back. */
void rt_span_return_chunk(Mspan *s) {
  uint64_t left = s->alloc_cache | s->held;
  if (left) {
    s->freeindex -= 64;
    s->alloc_bits[s->freeindex / 64] &= ~left;
    s->alloc_count -= (uint16_t)__builtin_popcountll(left);
    s->alloc_cache = s->held = 0;
  }
}

/* The lowest free slot, nelems if there is none. */
uintptr_t rt_span_next_free(const Mspan *s) {
  uint64_t left = s->alloc_cache | s->held;
  if (left) {
    return s->freeindex - 64 + (uintptr_t)__builtin_ctzll(left);
  }
  uintptr_t i = s->freeindex;
  while (i < s->nelems && s->alloc_bits[i / 64] >> (i % 64) & 1) {
    i++;
  }
  return i < s->nelems ? i : s->nelems;
}

uintptr_t rt_span_live_count(const Mspan *s) {
  uint64_t left = s->alloc_cache | s->held;
  return s->alloc_count - (uintptr_t)__builtin_popcountll(left);
}

/* -------------------------------------------------------------- caches -- */

/* Every class begins with a span that is full, so that the fast path need not
   ask whether it has one. */
static void fill_empty(Mcache *c) {
  for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
    c->alloc[i] = &rt_empty_span;
  }
}

/* An empty cache, as if flushed in this cycle. */
Mcache *rt_mcache_new(void) {
  rt_heap_lock();
  Mcache *c = rt_fix_alloc(&rt_heap.cache_alloc);
  rt_heap_unlock();
  rt_count(&rt_mem.mcache_in_use, sizeof *c);
  fill_empty(c);
  c->flush_gen = rt_heap.sweepgen;
  return c;
}

bool rt_malloc_is_slow, rt_malloc_is_watched;

void rt_mcache_install(Mcache *c) {
  rt_tls.mcache = c;
  rt_tls.inlined = rt_malloc_is_slow ? &empty_cache : c;
}

/* On: every allocation is a call, so that it can be counted or traced. The
   calling thread changes at once, others when they get a P. */
void rt_malloc_slow_mode(bool on) {
  fill_empty(&empty_cache);
  rt_malloc_is_slow = on;
  rt_malloc_is_watched = on || rt_mem_sampler;
  rt_mcache_install(rt_mcache());
}

static void flush_tiny(Mcache *c) {
  rt_count(&rt_mem.tiny_allocs, (int64_t)c->tiny_allocs);
  c->tiny_allocs = 0;
}

/* The span goes back to the central list; its objects are counted. */
static void uncache(Mspan *s) {
  unsigned class = rt_span_size_class(s);
  rt_span_return_chunk(s);
  rt_count(&rt_mem.small_alloc[class],
           s->alloc_count - s->alloc_count_before_cache);
  rt_central_uncache_span(&rt_heap.central[s->spanclass], s);
}

/* Swaps the class's full span for one with room; true if a new one had to be
   made. All its free slots count as live from now on, so that heap.live moves,
   and the trigger is looked at, once a span. The pointer mask goes on: programs
   tend to allocate the same types again. */
bool rt_mcache_refill(Mcache *c, uint8_t spanclass) {
  Mspan *s = c->alloc[spanclass];
  uint32_t sg = rt_heap.sweepgen;
  if (s->alloc_count != s->nelems) {
    rt_throw("refill of span with free space remaining");
  }
  if (s != &rt_empty_span) {
    if (s->sweepgen != sg + 3) {
      rt_throw("bad sweepgen in refill");
    }
    uncache(s);
    c->alloc[spanclass] = &rt_empty_span;
  }
  if (spanclass == TINY_SPAN_CLASS) {
    flush_tiny(c);
  }
  bool grown = false;
  uint64_t mask = s->next_mask;
  s = rt_central_cache_span(&rt_heap.central[spanclass], &grown);
  if (s->alloc_count == s->nelems) {
    rt_throw("span has no free space");
  }
  rt_count(&rt_mem.refills, 1);
  __atomic_store_n(&s->sweepgen, rt_heap.sweepgen + 3, __ATOMIC_RELEASE);
  s->alloc_count_before_cache = s->alloc_count;
  rt_count(&rt_heap.live,
           (int64_t)((s->nelems - s->alloc_count) * s->elemsize));
  s->next_mask = mask;
  c->alloc[spanclass] = s;
  rt_span_next_chunk(s);
  return grown;
}

/* Gives all spans back: the mark wants exact counts, and the sweep all spans.
   */
void rt_mcache_release_all(Mcache *c) {
  uint32_t sg = rt_heap.sweepgen;
  for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
    Mspan *s = c->alloc[i];
    if (s == &rt_empty_span) {
      continue;
    }
    c->alloc[i] = &rt_empty_span;
    bool stale = s->sweepgen == sg + 1;
    rt_span_return_chunk(s);
    if (!stale) { /* otherwise the collector has counted anew */
      rt_count(&rt_heap.live,
               -(int64_t)((s->nelems - s->alloc_count) * s->elemsize));
    }
    uncache(s);
  }
  c->tiny = 0;
  flush_tiny(c);
}

/* Spans cached in an older cycle must be swept before they are used again. */
void rt_mcache_prepare_for_sweep(Mcache *c) {
  uint32_t sg = rt_heap.sweepgen;
  if (c->flush_gen == sg) {
    return;
  }
  rt_mcache_release_all(c);
  __atomic_store_n(&c->flush_gen, sg, __ATOMIC_RELEASE);
}

void rt_mcache_flush(Mcache *c) {
  rt_mcache_release_all(c);
  rt_heap_lock();
  rt_page_cache_flush(&c->pages, &rt_heap.pages);
  while (c->nspans > 0) {
    rt_fix_free(&rt_heap.span_alloc, c->span_cache[--c->nspans]);
  }
  rt_heap_unlock();
}
