/*
 * mcentral.c - where caches of all Ps get their spans of one class.
 *
 * A span that no cache holds is in one of four sets: it has free slots
 * (partial; older texts call the list nonempty) or none (full, "empty"), and
 * it has been swept in this cycle or not. When sweepgen grows, swept sets
 * become unswept ones without anything being moved.
 *
 *   cache_span:  partial swept -> partial unswept: sweep, take
 *                              -> full unswept: sweep, take if slots appeared
 *                              -> a new span from the heap
 *
 * The number of spans looked at is bounded, so that a request for one object
 * cannot end up sweeping the whole heap.
 */
#include "heap.h"
#include "trace.h"

enum {
  SWEEP_BUDGET = 100
};

/* Whether the caller has got the right to sweep s. */
static bool acquire(Mspan *s, uint32_t sg) {
  uint32_t stale = sg - 2;
  return __atomic_compare_exchange_n(&s->sweepgen, &stale, sg - 1, false,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static bool has_room(const Mspan *s) { return s->alloc_count < s->nelems; }

/* Looks through an unswept set for a span with room. Spans that another
   thread is sweeping are left to it: it puts them where they belong. */
static Mspan *sweep_one(Mcentral *c, SpanSet *set, int *budget) {
  uint32_t sg = rt_heap.sweepgen;
  for (; *budget > 0; --*budget) {
    Mspan *s = rt_spanset_pop(set);
    if (!s) {
      return NULL;
    }
    if (!acquire(s, sg)) {
      continue;
    }
    rt_sweep_span(s, true);
    if (has_room(s)) {
      return s;
    }
    rt_spanset_push(rt_full_swept(c, sg), s);
  }
  return NULL;
}

static Mspan *grow(const Mcentral *c) {
  rt_count(&rt_mem.grows, 1);
  return rt_heap_alloc(rt_class_pages[c->spanclass / 2], c->spanclass);
}

Mspan *rt_central_cache_span(Mcentral *c, bool *grown) {
  uint32_t sg = rt_heap.sweepgen;
  int budget = SWEEP_BUDGET;
  *grown = false;
  rt_deduct_sweep_credit((uint64_t)rt_class_pages[c->spanclass / 2]
                         << PAGE_SHIFT);
  const char *from = " from partialSwept";
  Mspan *s = rt_spanset_pop(rt_partial_swept(c, sg));
  if (!s) {
    from = " from partialUnswept";
    s = sweep_one(c, rt_partial_unswept(c, sg), &budget);
  }
  if (!s) {
    from = " from fullUnswept";
    s = sweep_one(c, rt_full_unswept(c, sg), &budget);
  }
  if (!s) {
    from = " from new";
    s = grow(c);
    *grown = true;
  }
  rt_trace_span("cache", s, from);
  return s;
}

void rt_central_uncache_span(Mcentral *c, Mspan *s) {
  uint32_t sg = rt_heap.sweepgen;
  if (s->sweepgen == sg + 1) {
    /* Cached since before the cycle: nobody could sweep it. */
    __atomic_store_n(&s->sweepgen, sg - 1, __ATOMIC_RELEASE);
    rt_trace_span("uncache", s, " to be swept");
    rt_sweep_span(s, false);
    return;
  }
  bool room = has_room(s);
  __atomic_store_n(&s->sweepgen, sg, __ATOMIC_RELEASE);
  rt_trace_span("uncache", s, room ? " to partialSwept" : " to fullSwept");
  rt_spanset_push(room ? rt_partial_swept(c, sg) : rt_full_swept(c, sg), s);
}
