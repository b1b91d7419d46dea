/*
 * pagealloc.h - which pages of the heap's address space are in use.
 *
 * A page is 8 KB. 512 pages, 4 MB, form a chunk, which has two bitmaps:
 *
 *   alloc      1: in use by a span, or owned by a PageCache
 *   scavenged  1: free and given back to the kernel (reads as zeros)
 *
 * Above the bitmaps lies a radix tree of five levels, whose entries say about
 * the run of free pages in their range: how many at its start, the longest
 * anywhere, how many at its end.
 *
 *   level      0        1        2         3        4
 *   entry of   16 GB    2 GB     256 MB    32 MB    4 MB = a chunk
 *
 *   [start 21 bits | max 21 bits | end 21 bits], all pages of a 16 GB entry
 *   free: bit 63 alone, since 2^21 does not fit
 *
 * Allocation is address-ordered first fit: from the root into the first entry
 * whose `max` suffices, or across entries by adding an `end` to the next
 * `start`. Invariants (checked by rt_pages_verify):
 *
 *   - an entry equals the merge of its eight children, a leaf the summary of
 *     its chunk's `alloc` bits
 *   - no page below search_addr is free
 *   - scavenged pages are free
 *
 * All functions want the heap's lock held, those of PageCache only the P.
 */
#ifndef RUNTIME_MEM_PAGEALLOC_H
#define RUNTIME_MEM_PAGEALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  PAGE_SHIFT = 13,
  CHUNK_PAGES = 512,
  CHUNK_SHIFT = 22,
  CHUNK_WORDS = CHUNK_PAGES / 64,
  HEAP_ADDR_BITS = 48,
  SUMMARY_LEVELS = 5,
  CHUNK_L1 = 1 << 13, /* two-level table of chunks: 8192 x 8192 */
  CHUNK_L2 = 1 << 13,
  PAGE_CACHE_PAGES = 64,
};

typedef struct PageBits {
  uint64_t w[CHUNK_WORDS];
} PageBits;

typedef struct Chunk {
  PageBits alloc, scavenged;
} Chunk;

typedef uint64_t Summary;

/* A range of chunk indices [first, end) that has been grown. */
typedef struct ChunkRange {
  uintptr_t first, end;
} ChunkRange;

typedef struct PageAlloc {
  Summary *summary[SUMMARY_LEVELS]; /* flat, reserved whole */
  Chunk **chunks;                   /* L1 of CHUNK_L1 pointers to Chunk[L2] */
  uintptr_t search_addr;
  uintptr_t first_chunk, end_chunk; /* of everything ever grown */
  ChunkRange *ranges;               /* sorted, disjoint, not adjacent */
  uintptr_t nranges, ranges_cap;
  uintptr_t scav_chunk;    /* the scavenger looks from here downwards */
  uintptr_t levels_walked; /* by the latest search: for traces */
} PageAlloc;

/* 64 aligned pages that belong to one P: allocated without a lock. */
typedef struct PageCache {
  uintptr_t base;
  uint64_t free, scavenged; /* bit 0: the page at base */
} PageCache;

void rt_pages_init(PageAlloc *p);
/* Makes [base, base+size), whole chunks, free and scavenged. */
void rt_pages_grow(PageAlloc *p, uintptr_t base, uintptr_t size);
/* n pages, or 0; *scavenged: how many of them must be taken back into use. */
uintptr_t rt_pages_alloc(PageAlloc *p, uintptr_t n, uintptr_t *scavenged);
void rt_pages_free(PageAlloc *p, uintptr_t base, uintptr_t n);
bool rt_page_is_allocated(const PageAlloc *p, uintptr_t addr);

/* Moves up to 64 free pages out; base 0: nothing is free. */
PageCache rt_pages_to_cache(PageAlloc *p);
uintptr_t rt_page_cache_alloc(PageCache *c, uintptr_t n, uintptr_t *scavenged);
void rt_page_cache_flush(PageCache *c, PageAlloc *p);

/* Finds free pages that are not scavenged, at most `most` of them, from the
   highest addresses down, in one run, and marks them allocated so that the
   caller may release them without the lock; rt_pages_scavenged puts them
   back. *n 0 and result 0: there are none. */
uintptr_t rt_pages_find_scavenge(PageAlloc *p, uintptr_t most, uintptr_t *n);
void rt_pages_scavenged(PageAlloc *p, uintptr_t base, uintptr_t n);

Chunk *rt_chunk_of(const PageAlloc *p, uintptr_t index); /* NULL: not grown */
Summary rt_chunk_summary(const PageBits *alloc);
/* The parts of a summary, in pages. */
uintptr_t rt_summary_start(Summary s);
uintptr_t rt_summary_max(Summary s);
uintptr_t rt_summary_end(Summary s);
/* Checks the invariants above, in time linear in the heap. */
void rt_pages_verify(const PageAlloc *p);

#endif
