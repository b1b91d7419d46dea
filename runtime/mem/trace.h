/*
 * trace.h - GODEBUG=alloctrace=1: a line for each allocation.
 */
#ifndef RUNTIME_MEM_TRACE_H
#define RUNTIME_MEM_TRACE_H

#include "mem.h"

/* How far a request had to go, cheapest first. */
typedef enum AllocPath {
  PATH_TINY,   /* into the current 16-byte block */
  PATH_CACHED, /* a slot of the P's span: no lock */
  PATH_REFILL, /* another span from the central list */
  PATH_GROW,   /* a new span: pages of the heap */
  PATH_LARGE,  /* a span of its own: the heap's lock */
} AllocPath;

void rt_trace_init(void); /* reads GODEBUG */
void rt_trace_alloc(uintptr_t p, uintptr_t size, const RtType *t,
                    AllocPath path);

#endif
