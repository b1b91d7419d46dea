/*
 * pagedoubles.h - two older ways to manage free pages, for comparison.
 *
 *   list    free runs in a list sorted by address: first fit is a walk
 *   treap   free runs in a search tree by address, balanced by random
 *           priorities; each node knows the longest run below it (Go 1.12)
 *
 * Both give the very addresses that the radix tree gives: the lowest run that
 * is long enough. They are not part of the runtime; tests and the benchmark
 * use them.
 */
#ifndef RUNTIME_MEM_PAGEDOUBLES_H
#define RUNTIME_MEM_PAGEDOUBLES_H

#include <stdbool.h>
#include <stdint.h>

/* All three behind one face; addresses and counts are in pages. */
typedef struct PageScheme {
  const char *name;
  void (*begin)(uintptr_t base, uintptr_t n); /* one free run */
  uintptr_t (*alloc)(uintptr_t n);            /* 0: no run is long enough */
  void (*free)(uintptr_t base, uintptr_t n);
} PageScheme;

extern const PageScheme rt_page_list, rt_page_treap, rt_page_radix;

#endif
