/*
 * dump.h - pictures of the heap, for people and for programs.
 *
 *   GODEBUG=heapdump=1          text on standard error when main returns
 *   ESCARGO_HEAPDUMP=FILE       JSON, a line for each thing, into FILE: at the
 *                               beginning and the end of each mark, and when
 *                               main returns (docs/heapdump.md)
 */
#ifndef RUNTIME_MEM_DUMP_H
#define RUNTIME_MEM_DUMP_H

#include "mem.h"

enum {
  HEAPDUMP_VERSION = 1
};

void rt_dump_init(void);
/* Adds a dump to the file, if there is one; the world is stopped. */
void rt_dump_point(const char *label);
/* main returns: text or JSON, as was asked for. */
void rt_dump_exit(void);
/* The whole heap to a file descriptor; the world is stopped. */
void rt_heap_dump(int fd, bool json, const char *label);
/* Where a span is kept, from its state: the name in a dump. */
const char *rt_span_place(const Mspan *s);
/* Prints how the object that contains an address is found. */
void rt_heap_where(void *address) RT_SYMBOL("heapwhere");
/* Counts a request, for the measured waste; only while dumps are on. */
void rt_dump_count(uintptr_t size, const Mspan *s);

#endif
