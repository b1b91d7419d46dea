/*
 * sweep.c - frees what the last mark did not reach, a span at a time.
 *
 * A cycle ends with sweepgen += 2: all spans are now two behind, which means
 * "needs sweeping", and the central sets of swept spans have become those of
 * unswept ones. Who wants a span of a class sweeps until one has room; beside
 * that, allocation pays for itself: before it takes n bytes it sweeps as many
 * pages as keep sweeping ahead of the next cycle's trigger. What is left then
 * is swept when that cycle begins.
 *
 * Whoever moves sweepgen from sg-2 to sg-1 sweeps the span.
 *
 *   before   alloc 1 1 1 0 1 1     mark 1 0 1 0 0 1
 *   after    alloc 1 0 1 0 0 1     mark 0 0 0 0 0 0 (fresh)
 */
#include <string.h>

#include "../mem/trace.h"
#include "../sched/sched.h"
#include "gc.h"

enum {
  MIN_DISTANCE = 1 << 20 /* bytes to the trigger over which to spread work */
};

static struct {
  uint32_t next_class;  /* classes below have no unswept spans left */
  bool done;            /* no unswept span is left in any set */
  uint64_t pages_swept; /* since the sweep began */
  /* What an allocated byte pays for: 1000 pages in use and 4 MB to the trigger
     make a page for every 4 KB. */
  double pages_per_byte;
  uint64_t live_at_begin;
  int32_t sweepers; /* spans being swept */
} sweep = {.done = true};

/* -------------------------------------------------------------- one span -- */

/* How many slots of s are marked. */
static uintptr_t count_marks(const Mspan *s) {
  uintptr_t n = 0;
  for (uintptr_t i = 0; i < (s->nelems + 63) / 64; i++) {
    n += (uintptr_t)__builtin_popcountll(s->gcmark_bits[i]);
  }
  return n;
}

/* gc's text, and each slot's bits. */
RT_DIE static void report_zombies(const Mspan *s) {
  rt_printlock();
  rt_print_text("runtime: marked free object in span ");
  rt_printhex((uintptr_t)s);
  rt_print_text(", elemsize=");
  rt_printuint(s->elemsize);
  rt_print_text(" freeindex=");
  rt_printuint(s->freeindex);
  rt_print_text(" (bad use of unsafe.Pointer? try -d=checkptr)\n");
  for (uintptr_t i = 0; i < s->nelems; i++) {
    bool alloc = s->alloc_bits[i / 64] >> (i % 64) & 1;
    rt_printhex(rt_slot_addr(s, i));
    rt_print_text(alloc ? " alloc" : " free ");
    rt_print_text(rt_is_marked(s, i) ? " marked  " : " unmarked");
    rt_print_text(!alloc && rt_is_marked(s, i) ? " zombie\n" : "\n");
  }
  rt_printunlock();
  rt_throw("found pointer to free object");
}

/* A mark on a free slot: something still pointed to what was freed, or to what
   never was an object. */
static void check_zombies(const Mspan *s) {
  for (uintptr_t i = 0; i < (s->nelems + 63) / 64; i++) {
    if (s->gcmark_bits[i] & ~s->alloc_bits[i]) {
      report_zombies(s);
    }
  }
}

/* Freed memory must not look like anything. */
static void clobber(const Mspan *s) {
  for (uintptr_t i = 0; i < s->nelems; i++) {
    bool alloc = s->alloc_bits[i / 64] >> (i % 64) & 1;
    if (alloc && !rt_is_marked(s, i)) {
      uint64_t *p = (uint64_t *)rt_slot_addr(s, i);
      for (uintptr_t k = 0; k < s->elemsize / sizeof *p; k++) {
        p[k] = 0xdeadbeefdeadbeef;
      }
    }
  }
}

/* For MemStats; a large object is the only one of its span. */
static void count_freed(const Mspan *s, uintptr_t nfreed) {
  uint8_t class = rt_span_size_class(s);
  if (class) {
    rt_count(&rt_mem.small_free[class], (int64_t)nfreed);
  } else {
    rt_count(&rt_mem.large_frees, 1);
    rt_count(&rt_mem.large_free, (int64_t)s->elemsize);
  }
}

/* Marks become allocations. */
static uintptr_t turn_over(Mspan *s, uint32_t sg) {
  uintptr_t live = count_marks(s), nfreed = s->alloc_count - live;
  check_zombies(s);
  if (nfreed > 0) {
    if (RT_UNLIKELY(rt_traced.frees)) {
      rt_trace_frees(s);
    }
    if (RT_UNLIKELY(rt_gc_config.clobber)) {
      clobber(s);
    }
    count_freed(s, nfreed);
    s->needzero = 1;
  }
  s->alloc_count = (uint16_t)live;
  s->freeindex = 0;
  s->alloc_cache = s->held = 0;
  s->alloc_bits = s->gcmark_bits;
  s->gcmark_bits = rt_new_mark_bits(s->nelems);
  __atomic_store_n(&s->sweepgen, sg, __ATOMIC_RELEASE);
  return live;
}

/* Finalizers first: they may mark objects, which live on. */
bool rt_sweep_span(Mspan *s, bool preserve) {
  uint32_t sg = rt_heap.sweepgen;
  RT_CHECK(s->state == SPAN_IN_USE && s->sweepgen == sg - 1);
  if (s->specials) {
    rt_specials_sweep(s);
  }
  uintptr_t npages = s->npages, live = turn_over(s, sg);
  __atomic_fetch_add(&sweep.pages_swept, npages, __ATOMIC_RELAXED);
  if (preserve) {
    rt_trace_span("sweep", s, "");
    return false;
  }
  Mcentral *c = &rt_heap.central[s->spanclass];
  if (live == 0) {
    rt_trace_span("sweep", s, " to heap");
    rt_heap_free_span(s);
    return true;
  }
  bool full = live == s->nelems;
  rt_trace_span("sweep", s, full ? " to fullSwept" : " to partialSwept");
  rt_spanset_push(full ? rt_full_swept(c, sg) : rt_partial_swept(c, sg), s);
  return false;
}

/* ----------------------------------------------------------- all of them -- */

/* A span that needs sweeping, NULL: none; full ones first, since partial ones
   are what allocation takes itself. */
static Mspan *pop_unswept(uint32_t sg) {
  uint32_t class = __atomic_load_n(&sweep.next_class, __ATOMIC_RELAXED);
  for (; class < NUM_SPAN_CLASSES; class ++) {
    Mcentral *c = &rt_heap.central[class];
    Mspan *s = rt_spanset_pop(rt_full_unswept(c, sg));
    if (!s) {
      s = rt_spanset_pop(rt_partial_unswept(c, sg));
    }
    if (s) {
      __atomic_store_n(&sweep.next_class, class, __ATOMIC_RELAXED);
      return s;
    }
  }
  __atomic_store_n(&sweep.next_class, class, __ATOMIC_RELAXED);
  return NULL;
}

/* The sweeper is counted before the span leaves its set: nobody may think that
   all is swept while the last one is at work. */
bool rt_sweep_one(uintptr_t *pages_freed) {
  uint32_t sg = rt_heap.sweepgen, unswept = sg - 2;
  *pages_freed = 0;
  if (__atomic_load_n(&sweep.done, __ATOMIC_ACQUIRE)) {
    return false;
  }
  __atomic_fetch_add(&sweep.sweepers, 1, __ATOMIC_ACQ_REL);
  Mspan *s = pop_unswept(sg);
  for (; s; s = pop_unswept(sg)) {
    /* Somebody who wanted room in this very span may be at it. */
    if (__atomic_compare_exchange_n(&s->sweepgen, &unswept, sg - 1, false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
      uintptr_t npages = s->npages;
      *pages_freed = rt_sweep_span(s, false) ? npages : 0;
      break;
    }
    unswept = sg - 2;
  }
  if (!s) {
    __atomic_store_n(&sweep.done, true, __ATOMIC_RELEASE);
  }
  __atomic_fetch_sub(&sweep.sweepers, 1, __ATOMIC_ACQ_REL);
  return s != NULL;
}

bool rt_sweep_is_done(void) {
  return __atomic_load_n(&sweep.done, __ATOMIC_ACQUIRE) &&
         __atomic_load_n(&sweep.sweepers, __ATOMIC_ACQUIRE) == 0;
}

/* The world stands still: nobody else sweeps. */
void rt_sweep_finish(void) {
  uintptr_t pages = 0;
  while (rt_sweep_one(&pages)) {
  }
  RT_CHECK(sweep.sweepers == 0);
  for (uint32_t i = 0; i < NUM_SPAN_CLASSES; i++) {
    rt_spanset_reset(rt_full_unswept(&rt_heap.central[i], rt_heap.sweepgen));
    rt_spanset_reset(rt_partial_unswept(&rt_heap.central[i], rt_heap.sweepgen));
  }
  rt_bits_next_epoch();
}

/* From here on all spans need sweeping. The work is spread over what can be
   allocated before the next cycle. */
void rt_sweep_begin(void) {
  uint64_t live = rt_heap.live, trigger = rt_pacer_trigger();
  int64_t distance = (int64_t)(trigger - live);
  if (distance < MIN_DISTANCE) {
    distance = MIN_DISTANCE;
  }
  rt_heap.sweepgen += 2;
  sweep.next_class = 0;
  sweep.done = false;
  sweep.pages_swept = 0;
  sweep.live_at_begin = live;
  sweep.pages_per_byte = (double)rt_heap.pages_in_use / (double)distance;
}

/* ------------------------------------------------------------ allocation -- */

/* As many pages must be swept as the heap's growth since the mark pays for. */
void rt_deduct_sweep_credit(uint64_t bytes) {
  if (rt_sweep_is_done()) {
    return;
  }
  uint64_t live = __atomic_load_n(&rt_heap.live, __ATOMIC_RELAXED) + bytes;
  int64_t grown = (int64_t)(live - sweep.live_at_begin);
  int64_t target = (int64_t)(sweep.pages_per_byte * (double)grown);
  uintptr_t pages = 0;
  while (target >
         (int64_t)__atomic_load_n(&sweep.pages_swept, __ATOMIC_RELAXED)) {
    if (!rt_sweep_one(&pages)) {
      return;
    }
  }
}

void rt_reclaim_pages(uintptr_t npages) {
  uintptr_t freed = 0, pages = 0;
  while (freed < npages && rt_sweep_one(&pages)) {
    freed += pages;
  }
}
