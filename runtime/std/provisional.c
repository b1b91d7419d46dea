/*
 * provisional.c - library functions that the allocator will define itself
 * (issue 4): the simplest correct versions.
 */
#include <string.h>

#include "std.h"

STD(void, set_traceback, (uint8_t *p, int64_t n),
    "runtime/debug.SetTraceback") {
  (void)p, (void)n;
}
STD(void, read_mem_stats, (void *m), "runtime.ReadMemStats") {
  memset(m, 0, 24);
  *(uint64_t *)m = ((uint64_t *)m)[1] = rt_bytes_in_use();
}
