/*
 * scavenge.h - giving free pages back to the kernel.
 *
 * In use -> free (swept) -> released (scavenged): a released page costs the
 * process nothing but its address, and a page fault when it is used again.
 */
#ifndef RUNTIME_MEM_SCAVENGE_H
#define RUNTIME_MEM_SCAVENGE_H

#include "mem.h"

/* Releases up to `bytes` of free pages, at once; how many it were. Holds and
   wants no lock. */
uint64_t rt_scavenge(uint64_t bytes);
/* Between the two no pages are on their way back: who adds up the heap finds
   each page free, cached or in a span. The monitoring thread scavenges while
   the world is stopped, too. */
void rt_scavenge_hold(void);
void rt_scavenge_resume(void);
/* All of it, pages in caches too: debug.FreeOSMemory. World stopped. */
void rt_scavenge_all(void);

/* After a cycle: the heap in use and its goal then and one cycle ago say how
   much free memory is worth keeping. */
void rt_scavenge_set_goal(uint64_t heap_goal, uint64_t last_heap_goal);
/* From the monitoring thread, often: does a millisecond's work when it is
   time for it. */
void rt_scavenge_tick(int64_t now);
/* The heap has grown by `bytes`: releases what is beyond the goals now. */
void rt_scavenge_after_growth(uint64_t bytes);
void rt_scavenge_init(void); /* reads GODEBUG */

#endif
