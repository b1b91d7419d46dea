/*
 * provisional.c - library functions that the collector will define itself
 * (issue 4): the simplest correct versions.
 */
#include <string.h>

#include "std.h"

STD(void, gc, (void), "runtime.GC") {}
STD(void, set_finalizer, (RtType * t, void *p, RtType *ft, void *f),
    "runtime.SetFinalizer") {
  (void)t, (void)p, (void)ft, (void)f;
}

STD(void, free_os_memory, (void), "runtime/debug.freeOSMemory") {}
STD(int32_t, set_gc_percent, (int32_t n), "runtime/debug.setGCPercent") {
  static int32_t percent = 100;
  int32_t old = percent;
  percent = n;
  return old;
}
STD(int64_t, set_memory_limit, (int64_t n), "runtime/debug.setMemoryLimit") {
  static int64_t limit = INT64_MAX;
  int64_t old = limit;
  limit = n >= 0 ? n : limit;
  return old;
}
STD(void, set_traceback, (uint8_t *p, int64_t n),
    "runtime/debug.SetTraceback") {
  (void)p, (void)n;
}
STD(void, read_mem_stats, (void *m), "runtime.ReadMemStats") {
  memset(m, 0, 24);
  *(uint64_t *)m = ((uint64_t *)m)[1] = rt_bytes_in_use();
}
