/*
 * stats.c - counting the heap: see stats.h.
 *
 * The counters of MemCounters are changed where something happens, but the
 * slots that caches have handed out are counted when a span goes back. Hence
 * a reading stops the world and flushes all caches first.
 *
 * These identities hold, and are checked on each reading:
 *
 *   HeapAlloc   = TotalAlloc - bytes freed      <= HeapInuse
 *   HeapObjects = Mallocs - Frees
 *   HeapSys     = HeapInuse + HeapIdle
 *   Sys         = the sum of all *Sys fields
 *
 * An object of the tiny allocator counts in Mallocs and Frees at once; its
 * bytes are those of the block, counted once.
 */
#include "stats.h"

#include <string.h>

#include "../sched/sched.h"

void rt_flush_all_caches(void) {
  for (int i = 0; rt_p(i); i++) {
    rt_mcache_release_all(rt_p(i)->mcache);
  }
}

/* Stacks are address space of their own; what has been touched is estimated
   by what is in use. */
static uint64_t stack_bytes(void) {
  const uint64_t page = 4096;
  uint64_t sum = 0;
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    if (g->status != G_DEAD && g->status != G_IDLE) {
      uintptr_t sp = g == rt_getg() ? (uintptr_t)&sum : g->sp;
      bool inside = sp >= g->stack_lo && sp < g->stack_hi;
      sum += inside ? (g->stack_hi - sp + page - 1) & ~(page - 1) : page;
    }
  }
  return sum;
}

/* Numbers of objects and their bytes, by size and all together. */
static void count_objects(MemStats *m) {
  uint64_t freed = rt_mem.large_free;
  m->total_alloc = rt_mem.large_alloc;
  m->mallocs = rt_mem.large_allocs + rt_mem.tiny_allocs;
  m->frees = rt_mem.large_frees + rt_mem.tiny_allocs;
  for (unsigned i = 1; i < NUM_SIZE_CLASSES; i++) {
    uint64_t size = rt_class_size[i];
    m->total_alloc += rt_mem.small_alloc[i] * size;
    freed += rt_mem.small_free[i] * size;
    m->mallocs += rt_mem.small_alloc[i];
    m->frees += rt_mem.small_free[i];
    if (i < STATS_SIZES) {
      m->by_size[i].size = (uint32_t)size;
      m->by_size[i].mallocs = rt_mem.small_alloc[i];
      m->by_size[i].frees = rt_mem.small_free[i];
    }
  }
  m->heap_alloc = m->alloc = m->total_alloc - freed;
  m->heap_objects = m->mallocs - m->frees;
}

/* Where the memory that the kernel gave is. */
static void count_memory(MemStats *m) {
  m->heap_inuse = rt_mem.in_heap - rt_mem.in_manual;
  m->heap_released = rt_mem.released;
  m->heap_idle = rt_mem.free + rt_mem.released;
  m->heap_sys = m->heap_inuse + m->heap_idle;
  m->stack_inuse = stack_bytes();
  m->stack_sys = m->stack_inuse + rt_mem.stacks_sys;
  m->mspan_inuse = rt_mem.mspan_in_use;
  m->mspan_sys = rt_mem.mspan_sys;
  m->mcache_inuse = rt_mem.mcache_in_use;
  m->mcache_sys = rt_mem.mcache_sys;
  m->buckhash_sys = rt_mem.buckhash_sys;
  m->gc_sys = rt_mem.gc_sys + rt_mem.in_manual;
  m->other_sys = rt_mem.other_sys;
  m->sys = m->heap_sys + m->stack_sys + m->mspan_sys + m->mcache_sys +
           m->buckhash_sys + m->gc_sys + m->other_sys;
}

void rt_collect_mem_stats(MemStats *m) {
  memset(m, 0, sizeof *m);
  rt_flush_all_caches();
  count_objects(m);
  count_memory(m);
  m->enable_gc = 1;
  rt_gc_report(m);
  RT_CHECK(m->heap_alloc <= m->heap_inuse);
  RT_CHECK(m->mallocs >= m->frees);
}

void rt_read_mem_stats(MemStats *m) {
  rt_stop_world();
  rt_collect_mem_stats(m);
  rt_start_world();
}
