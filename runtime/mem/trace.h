/*
 * trace.h - a line on standard error for what the allocator does, by GODEBUG:
 *
 *   alloctrace=1   each allocation; 2: each object that a sweep frees, too
 *   spantrace=1    a span is made, goes into a cache or a central set, is
 *                  swept, and given back
 *   pagetrace=1    pages are taken, freed, kept by a P, grown, scavenged
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

typedef struct Traced {
  bool allocs, frees, spans, pages;
} Traced;
extern Traced rt_traced;

void rt_trace_init(void); /* reads GODEBUG */
void rt_trace_alloc(uintptr_t p, uintptr_t size, const RtType *t,
                    AllocPath path);
/* The objects of s that have no mark are about to be free. */
void rt_trace_frees(const Mspan *s);

void rt_print_class(const Mspan *s); /* " class=5(48) noscan=0" */
/* `event` happened to s; `where` it came from or goes to. Only for those
   below. */
void rt_print_span_event(const char *event, const Mspan *s, const char *where);
void rt_print_page_event(const char *event, uintptr_t base, uintptr_t npages,
                         uintptr_t levels);
RT_INLINE void rt_trace_span(const char *event, const Mspan *s,
                             const char *where) {
  if (RT_UNLIKELY(rt_traced.spans)) {
    rt_print_span_event(event, s, where);
  }
}
/* levels: of the radix tree, that were searched. */
RT_INLINE void rt_trace_pages(const char *event, uintptr_t base,
                              uintptr_t npages, uintptr_t levels) {
  if (RT_UNLIKELY(rt_traced.pages)) {
    rt_print_page_event(event, base, npages, levels);
  }
}

#endif
