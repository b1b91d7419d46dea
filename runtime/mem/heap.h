/*
 * heap.h - what mheap.c and its helpers share.
 */
#ifndef RUNTIME_MEM_HEAP_H
#define RUNTIME_MEM_HEAP_H

#include "../sched/sched.h"
#include "mem.h"

/* Address space of whole arenas, with their descriptions; 0: refused. */
uintptr_t rt_arenas_reserve(uintptr_t size);

#endif
