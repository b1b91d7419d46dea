/*
 * mheap.c - spans out of pages.
 *
 * Spans of up to 15 pages come from the P's page cache, 64 pages that it owns,
 * without the heap's lock; so do their descriptors. All others take the lock:
 *
 *   1. pages.alloc   the lowest run of free pages
 *   2. grow          4 MB or more from the current arena, or a new arena
 *
 * A span of a small class never crosses the border of an arena: its pointer
 * bits are one piece of one arena's bitmap. The page cache cannot yield such
 * a run; without it, the run that crosses is held while another one is looked
 * for.
 *
 * Zeroed or not: within an arena zeroed_base is the first page that was never
 * handed out. First fit makes that mark a good guess; what lies below is
 * taken for dirty even where the scavenger has been.
 *
 * An example: the first object of a P in the class of 48 bytes needs a span of
 * one page. Its page cache is empty: 64 free pages are taken from rt_heap.pages
 * under the lock, and the first of them becomes the span; the next 63 spans of
 * one page need no lock.
 */
#include <string.h>

#include "heap.h"
#include "scavenge.h"
#include "trace.h"

Mheap rt_heap;

/* Counts how often somebody had to wait. */
void rt_heap_lock(void) {
  uintptr_t free = 0;
  if (!__atomic_compare_exchange_n(&rt_heap.lock, &free, 1, false,
                                   __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
    rt_count(&rt_mem.heap_waits, 1);
    rt_lock(&rt_heap.lock);
  }
  rt_count(&rt_mem.heap_locks, 1);
}
void rt_heap_unlock(void) { rt_unlock(&rt_heap.lock); }

void rt_heap_init(void) {
  static uint64_t untouched; /* 32 MB of address space, pages of it in use */
  rt_pages_init(&rt_heap.pages);
  rt_heap.arenas = rt_sys_alloc(ARENA_L2 * sizeof *rt_heap.arenas, &untouched);
  rt_fix_init(&rt_heap.span_alloc, sizeof(Mspan), &rt_mem.mspan_sys);
  rt_fix_init(&rt_heap.cache_alloc, sizeof(Mcache), &rt_mem.mcache_sys);
  rt_heap.low = ~(uintptr_t)0;
  for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
    rt_heap.central[i].spanclass = (uint8_t)i;
  }
}

/* ------------------------------------------------------------- growing -- */

/* gc's text; the fatal error follows. */
static void print_out_of_memory(uintptr_t ask) {
  rt_claim_end();
  rt_printlock();
  rt_print_text("runtime: out of memory: cannot allocate ");
  rt_printuint(ask);
  rt_print_text("-byte block (");
  rt_printuint(rt_counted(&rt_mem.in_heap) + rt_counted(&rt_mem.free) +
               rt_counted(&rt_mem.released));
  rt_print_text(" in use)\n");
  rt_printunlock();
}

enum {
  /* From here on the heap is made of huge pages: fewer faults, and fewer misses
     of the address translation, for at most one of them that is not full. */
  LARGE_HEAP = 32 << 20
};

/* Gives the page allocator [base, base+size) of reserved memory. */
static void add_pages(uintptr_t base, uintptr_t size) {
  rt_sys_map((void *)base, size); /* may fail: nothing is touched before */
  rt_arenas_describe(base, size);
  rt_trace_pages("grow", base, size >> PAGE_SHIFT, 0);
  rt_count(&rt_mem.released, (int64_t)size);
  rt_count(&rt_mem.heap_grows, 1);
  rt_heap.grown += size;
  rt_pages_grow(&rt_heap.pages, base, size);
  if (rt_heap.grown > LARGE_HEAP) {
    rt_sys_used((void *)base, size);
  }
  if (base < rt_heap.low) {
    rt_heap.low = base;
  }
  if (base + size > rt_heap.high) {
    rt_heap.high = base + size;
  }
}

/* Gives the page allocator 4 MB or more, at least npages; false: no address
   space. If the next arena does not continue the current one, the rest of that
   is given away first: a run must not go across the gap. The lock is held. */
static bool grow(uintptr_t npages) {
  uintptr_t unit = (uintptr_t)1 << CHUNK_SHIFT;
  uintptr_t ask = ((npages << PAGE_SHIFT) + unit - 1) & ~(unit - 1);
  if (rt_heap.cur_end - rt_heap.cur_base < ask) {
    uintptr_t size = (ask + ARENA_SIZE - 1) & ~(ARENA_SIZE - 1);
    uintptr_t p = size >= ask ? rt_arenas_reserve(size) : 0;
    if (!p) {
      print_out_of_memory(ask);
      return false;
    }
    if (p != rt_heap.cur_end) {
      if (rt_heap.cur_end > rt_heap.cur_base) {
        add_pages(rt_heap.cur_base, rt_heap.cur_end - rt_heap.cur_base);
      }
      rt_heap.cur_base = p;
    }
    rt_heap.cur_end = p + size;
  }
  uintptr_t base = rt_heap.cur_base;
  rt_heap.cur_base += ask;
  add_pages(base, ask);
  return true;
}

/* --------------------------------------------------------- descriptors -- */

/* All descriptors ever made are in allspans, and are used again. The lock is
   held. */
static Mspan *new_descriptor(void) {
  if (rt_heap.span_alloc.free) {
    return rt_fix_alloc(&rt_heap.span_alloc);
  }
  if (rt_heap.nspans == rt_heap.spans_cap) {
    uintptr_t cap = rt_heap.spans_cap ? 2 * rt_heap.spans_cap : 8192;
    Mspan **all = rt_sys_alloc(cap * sizeof *all, &rt_mem.other_sys);
    if (rt_heap.allspans) {
      memcpy(all, rt_heap.allspans, rt_heap.nspans * sizeof *all);
      rt_sys_free(rt_heap.allspans, rt_heap.nspans * sizeof *all,
                  &rt_mem.other_sys);
    }
    rt_heap.allspans = all;
    rt_heap.spans_cap = cap;
  }
  Mspan *s = rt_fix_alloc(&rt_heap.span_alloc);
  rt_heap.allspans[rt_heap.nspans++] = s;
  return s;
}

/* What span_cache holds counts as not in use. */
static Mspan *cached_descriptor(Mcache *c) {
  if (c->nspans == 0) {
    rt_heap_lock();
    while (c->nspans < RT_COUNT(c->span_cache) / 2) {
      c->span_cache[c->nspans++] = new_descriptor();
    }
    rt_heap_unlock();
  }
  Mspan *s = c->span_cache[--c->nspans];
  memset(s, 0, sizeof *s);
  return s;
}

/* --------------------------------------------------------------- pages -- */

/* npages pages at base, `scavenged` of which must be taken back into use. */
typedef struct Run {
  uintptr_t base, npages, scavenged;
} Run;

/* The lock is held; *base 0: out of address space. */
static Run alloc_pages(uintptr_t npages, bool one_arena) {
  Run r = {.npages = npages};
  r.base = rt_pages_alloc(&rt_heap.pages, npages, &r.scavenged);
  if (!r.base && grow(npages)) {
    r.base = rt_pages_alloc(&rt_heap.pages, npages, &r.scavenged);
  }
  uintptr_t last = r.base + (npages << PAGE_SHIFT) - 1;
  if (r.base && one_arena && r.base >> ARENA_SHIFT != last >> ARENA_SHIFT) {
    Run other = alloc_pages(npages, true);
    rt_pages_free(&rt_heap.pages, r.base, npages);
    /* The scavenged bits are lost: count the pages as ready again. */
    rt_count(&rt_mem.released, -(int64_t)(r.scavenged << PAGE_SHIFT));
    rt_count(&rt_mem.free, (int64_t)(r.scavenged << PAGE_SHIFT));
    return other;
  }
  return r;
}

/* Without the lock, unless the cache must be filled; base 0: the cache has no
   such run, or the heap must grow. */
static Run alloc_from_cache(Mcache *c, uintptr_t npages) {
  Run r = {.npages = npages};
  if (c->pages.free == 0) {
    rt_heap_lock();
    c->pages = rt_pages_to_cache(&rt_heap.pages);
    uintptr_t levels = rt_heap.pages.levels_walked;
    rt_heap_unlock();
    rt_trace_pages("cache", c->pages.base,
                   (uintptr_t)__builtin_popcountll(c->pages.free), levels);
  }
  if (c->pages.free) {
    r.base = rt_page_cache_alloc(&c->pages, npages, &r.scavenged);
  }
  if (r.base) {
    rt_trace_pages("take", r.base, npages, 0);
  }
  return r;
}

/* Whether pages may hold anything but zeros; moves the arenas' marks. */
static bool needs_zero(const Run *r) {
  bool dirty = false;
  uintptr_t at = r->base, end = r->base + (r->npages << PAGE_SHIFT);
  while (at < end) {
    HeapArena *a = rt_arena_of(at);
    uintptr_t start = at & (ARENA_SIZE - 1);
    uintptr_t n = end - at < ARENA_SIZE - start ? end - at : ARENA_SIZE - start;
    uintptr_t mark = __atomic_load_n(&a->zeroed_base, __ATOMIC_RELAXED);
    dirty = dirty || start < mark;
    while (mark < start + n && !__atomic_compare_exchange_n(
                                   &a->zeroed_base, &mark, start + n, false,
                                   __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    at += n;
  }
  return dirty;
}

/* Moves the bytes between counters, and takes scavenged pages back into use. */
static void account_taken(const Run *r) {
  int64_t all = (int64_t)(r->npages << PAGE_SHIFT);
  int64_t scavenged = (int64_t)(r->scavenged << PAGE_SHIFT);
  if (scavenged > 0) {
    rt_sys_used((void *)r->base, r->npages << PAGE_SHIFT);
  }
  rt_count(&rt_mem.released, -scavenged);
  rt_count(&rt_mem.free, scavenged - all);
  rt_count(&rt_mem.in_heap, all);
}

/* --------------------------------------------------------------- spans -- */

/* Atomic: the pages of other spans share the byte. */
static void set_page_bit(uint8_t *bits, uintptr_t addr, bool on) {
  uintptr_t page = addr >> PAGE_SHIFT & (ARENA_PAGES - 1);
  uint8_t mask = (uint8_t)(1u << (page % 8));
  if (on) {
    __atomic_fetch_or(&bits[page / 8], mask, __ATOMIC_RELAXED);
  } else {
    __atomic_fetch_and(&bits[page / 8], (uint8_t)~mask, __ATOMIC_RELAXED);
  }
}

/* Every page leads to the span: pointers may point anywhere into an object. */
static void set_spans(const Mspan *s, Mspan *value) {
  for (uintptr_t i = 0; i < s->npages; i++) {
    uintptr_t at = s->start_addr + (i << PAGE_SHIFT);
    rt_arena_of(at)->spans[at >> PAGE_SHIFT & (ARENA_PAGES - 1)] = value;
  }
}

/* Everything that the class determines. */
static void init_slots(Mspan *s, uint8_t spanclass) {
  uintptr_t bytes = s->npages << PAGE_SHIFT,
            size = rt_class_size[spanclass / 2];
  s->spanclass = spanclass;
  s->elemsize = size ? size : bytes;
  s->nelems = bytes / s->elemsize;
  s->div_mul = size ? UINT32_MAX / (uint32_t)size + 1 : 0;
  s->limit = s->start_addr + s->nelems * s->elemsize;
  s->gcmark_bits = rt_new_mark_bits(s->nelems);
  s->alloc_bits = rt_new_alloc_bits(s->nelems);
  uintptr_t word = (s->start_addr & (ARENA_SIZE - 1)) / RT_WORD;
  s->ptr_bits = &rt_arena_of(s->start_addr)->bitmap[word / 64];
  if (size == 0) {
    s->alloc_count = 1;
    s->alloc_bits[0] = 1;
    s->freeindex = 64;
  }
}

/* Makes s the span of r's pages. The state is stored behind all it stands for:
   the collector looks at nothing else before it. */
static Mspan *new_span(Mspan *s, const Run *r, SpanState state,
                       uint8_t spanclass) {
  s->start_addr = r->base;
  s->npages = r->npages;
  s->limit = r->base + (r->npages << PAGE_SHIFT);
  s->needzero = needs_zero(r);
  account_taken(r);
  if (state == SPAN_IN_USE) {
    init_slots(s, spanclass);
    rt_count(&rt_heap.pages_in_use, (int64_t)r->npages);
  } else {
    rt_count(&rt_mem.in_manual, (int64_t)(r->npages << PAGE_SHIFT));
  }
  __atomic_store_n(&s->sweepgen, rt_heap.sweepgen, __ATOMIC_RELEASE);
  rt_count(&rt_mem.mspan_in_use, sizeof *s);
  __atomic_store_n(&s->state, (uint8_t)state, __ATOMIC_RELEASE);
  set_spans(s, s);
  if (state == SPAN_IN_USE) {
    set_page_bit(rt_arena_of(r->base)->page_in_use, r->base, true);
  }
  rt_trace_span("create", s, "");
  return s;
}

/* Pages and a descriptor, by the way that the head of this file describes. */
static Mspan *alloc_span(uintptr_t npages, SpanState state, uint8_t spanclass) {
  Mcache *c = rt_mcache();
  Run r = {0};
  Mspan *s = NULL;
  uintptr_t grown = 0;
  if (c && npages < PAGE_CACHE_PAGES / 4) {
    r = alloc_from_cache(c, npages);
    s = r.base ? cached_descriptor(c) : NULL;
  }
  if (!s) {
    bool small = state == SPAN_IN_USE && spanclass >= 2;
    rt_heap_lock();
    uintptr_t before = rt_heap.grown;
    r = alloc_pages(npages, small);
    s = r.base ? new_descriptor() : NULL;
    grown = rt_heap.grown - before;
    uintptr_t levels = rt_heap.pages.levels_walked;
    rt_heap_unlock();
    rt_trace_pages("alloc", r.base, npages, levels);
  }
  if (!s) {
    rt_throw("out of memory");
  }
  s = new_span(s, &r, state, spanclass);
  if (grown > 0) {
    rt_scavenge_after_growth(grown);
  }
  return s;
}

/* First sweeps for as many pages: otherwise the heap would grow while garbage
   waits for its sweep. */
Mspan *rt_heap_alloc(uintptr_t npages, uint8_t spanclass) {
  rt_reclaim_pages(npages);
  return alloc_span(npages, SPAN_IN_USE, spanclass);
}

Mspan *rt_heap_alloc_manual(uintptr_t npages) {
  return alloc_span(npages, SPAN_MANUAL, 0);
}

/* The pages go to rt_heap.pages, not to the cache of this P: neighbours join
   only there. */
static void free_span(Mspan *s) {
  int64_t bytes = (int64_t)(s->npages << PAGE_SHIFT);
  rt_trace_span("free", s, "");
  rt_trace_pages("free", s->start_addr, s->npages, 0);
  set_spans(s, NULL);
  rt_count(&rt_mem.in_heap, -bytes);
  rt_count(&rt_mem.free, bytes);
  rt_count(&rt_mem.mspan_in_use, -(int64_t)sizeof *s);
  rt_heap_lock();
  rt_pages_free(&rt_heap.pages, s->start_addr, s->npages);
  __atomic_store_n(&s->state, SPAN_DEAD, __ATOMIC_RELEASE);
  rt_fix_free(&rt_heap.span_alloc, s);
  rt_heap_unlock();
}

void rt_heap_free_span(Mspan *s) {
  RT_CHECK(s->state == SPAN_IN_USE);
  set_page_bit(rt_arena_of(s->start_addr)->page_in_use, s->start_addr, false);
  rt_count(&rt_heap.pages_in_use, -(int64_t)s->npages);
  free_span(s);
}

void rt_heap_free_manual(Mspan *s) {
  RT_CHECK(s->state == SPAN_MANUAL);
  rt_count(&rt_mem.in_manual, -(int64_t)(s->npages << PAGE_SHIFT));
  free_span(s);
}
