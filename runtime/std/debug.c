/*
 * debug.c - packages runtime/debug, runtime/pprof, runtime/trace and
 * runtime/metrics.
 *
 * Profiles and execution traces are not recorded: their packages work, and
 * have nothing to tell.
 *
 *   debug.SetGCPercent(50)  ->  setGCPercent(50)  ->  100, the setting before
 */
#include <string.h>

#include "../gc/gc.h"
#include "../mem/scavenge.h"
#include "std.h"

/* ------------------------------------------------------- runtime/debug -- */

STD(int64_t, set_max_stack, (int64_t n), "runtime/debug.setMaxStack") {
  rt_stop_world();
  int64_t old = rt_stack_set_limit(n);
  rt_start_world();
  return old;
}
STD(int64_t, set_max_threads, (int64_t n), "runtime/debug.setMaxThreads") {
  return rt_set_max_threads(n);
}
/* `panics` makes the panic: a func(addr uintptr). */
STD(bool, set_panic_on_fault, (bool on, const RtFuncVal *panics),
    "runtime.panicOnFault") {
  G *g = rt_getg();
  bool old = g->panic_on_fault;
  rt_panic_address = panics;
  g->panic_on_fault = on;
  return old;
}

STD(void, breakpoint, (void), "runtime.breakpoint") { __asm__("int3"); }

/* Nobody calls it but programs that want to see how a crash looks. */
RT_DIE static void rt_abort(void) RT_SYMBOL("abort");
__attribute__((used)) static void rt_abort(void) {
  for (;;) {
    __asm__("int3");
  }
}
__asm__(".globl \"runtime.abort\"");

/* The new setting may mean that a collection is due at once. */
STD(int32_t, set_gc_percent, (int32_t percent), "runtime/debug.setGCPercent") {
  rt_stop_world();
  int32_t old = (int32_t)rt_gc_set_percent(percent);
  rt_start_world();
  rt_gc_maybe_start();
  return old;
}
STD(int64_t, set_memory_limit, (int64_t n), "runtime/debug.setMemoryLimit") {
  rt_stop_world();
  int64_t old = rt_gc_set_limit(n);
  rt_start_world();
  rt_gc_maybe_start();
  return old;
}
/* A collection, then everything that is free goes back to the kernel. */
STD(void, free_os_memory, (void), "runtime/debug.freeOSMemory") {
  rt_gc();
  rt_stop_world();
  rt_scavenge_all();
  rt_start_world();
}

STD(void, set_traceback, (uint8_t *p, int64_t n),
    "runtime/debug.SetTraceback") {
  rt_set_traceback((RtString){p, n});
}

/* No module information is recorded in executables. */
STD(RtString, modinfo, (void), "runtime/debug.modinfo") {
  return (RtString){NULL, 0};
}

/* ------------------------------------------------------- runtime/pprof -- */

/* Waits are measured in nanoseconds (prof/block.c). */
STD(int64_t, cycles_per_second, (void),
    "runtime/pprof.runtime_cyclesPerSecond") {
  return 1000000000;
}

/* ------------------------------------------------------- runtime/trace -- */

STD(void, user_task, (uint64_t id, uint64_t parent, uint8_t *p, int64_t n),
    "runtime/trace.userTaskCreate") {
  (void)id, (void)parent, (void)p, (void)n;
}
STD(void, user_task_end, (uint64_t id), "runtime/trace.userTaskEnd") {
  (void)id;
}
STD(void, user_region, (uint64_t id, uint64_t mode, uint8_t *p, int64_t n),
    "runtime/trace.userRegion") {
  (void)id, (void)mode, (void)p, (void)n;
}
STD(void, user_log, (uint64_t id, uint8_t *p, int64_t n, uint8_t *q, int64_t m),
    "runtime/trace.userLog") {
  (void)id, (void)p, (void)n, (void)q, (void)m;
}

/* ----------------------------------------------------- runtime/metrics -- */

/* How many pauses took 2^i nanoseconds or more, and less than twice that. */
STD(void, pause_counts, (uint64_t *counts), "runtime.pauseCounts") {
  memcpy(counts, rt_gc_stats.pauses_by_log, sizeof rt_gc_stats.pauses_by_log);
}

/* Objects that shared a slot with others, up to the last reading of the
   statistics. */
STD(uint64_t, tiny_allocs, (void), "runtime.tinyAllocs") {
  return rt_counted(&rt_mem.tiny_allocs);
}
