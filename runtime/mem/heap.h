/*
 * heap.h - what mheap.c and its helpers share.
 */
#ifndef RUNTIME_MEM_HEAP_H
#define RUNTIME_MEM_HEAP_H

#include "../sched/sched.h"
#include "mem.h"

/* Address space of whole arenas; 0: refused. */
uintptr_t rt_arenas_reserve(uintptr_t size);
/* Makes the descriptions of arenas that [base, base+size) touches. */
void rt_arenas_describe(uintptr_t base, uintptr_t size);

#endif
