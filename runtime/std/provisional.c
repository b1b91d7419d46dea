/*
 * provisional.c - library functions that the collector will define itself
 * (issue 4): the simplest correct versions.
 */
#include "std.h"

STD(void, gc, (void), "runtime.GC") {}
STD(void, set_finalizer, (RtType * t, void *p, RtType *ft, void *f),
    "runtime.SetFinalizer") {
  (void)t, (void)p, (void)ft, (void)f;
}
