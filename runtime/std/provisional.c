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
