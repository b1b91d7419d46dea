/*
 * stats.h - runtime.MemStats, as Go programs see it.
 *
 *   p := new([100]byte)   Mallocs + 1, TotalAlloc and HeapAlloc + 112: its slot
 */
#ifndef RUNTIME_MEM_STATS_H
#define RUNTIME_MEM_STATS_H

#include "mem.h"

enum {
  STATS_PAUSES = 256,
  STATS_SIZES = 61
};

/* runtime/pkg/runtime/mem.go has the same struct in Go. */
typedef struct MemStats {
  uint64_t alloc, total_alloc, sys, lookups, mallocs, frees;
  uint64_t heap_alloc, heap_sys, heap_idle, heap_inuse, heap_released;
  uint64_t heap_objects;
  uint64_t stack_inuse, stack_sys, mspan_inuse, mspan_sys;
  uint64_t mcache_inuse, mcache_sys, buckhash_sys, gc_sys, other_sys;
  uint64_t next_gc, last_gc, pause_total_ns;
  uint64_t pause_ns[STATS_PAUSES], pause_end[STATS_PAUSES];
  uint32_t num_gc, num_forced_gc;
  double gc_cpu_fraction;
  uint8_t enable_gc, debug_gc;
  struct {
    uint32_t size;
    uint64_t mallocs, frees;
  } by_size[STATS_SIZES];
} MemStats;
_Static_assert(offsetof(MemStats, pause_ns) == 192, "mem stats");
_Static_assert(offsetof(MemStats, num_gc) == 4288, "mem stats");
_Static_assert(offsetof(MemStats, by_size) == 4312, "mem stats");
_Static_assert(sizeof(MemStats) == 5776, "mem stats");

/* Stops the world and gives all spans back to be counted. */
void rt_read_mem_stats(MemStats *m) RT_SYMBOL("ReadMemStats");
/* The same with the world stopped already. */
void rt_collect_mem_stats(MemStats *m);
/* Gives the spans of all Ps back; the world is stopped. */
void rt_flush_all_caches(void);
/* The collector's part of it. */
void rt_gc_report(MemStats *m);

#endif
