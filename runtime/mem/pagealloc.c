/*
 * pagealloc.c - the radix tree over the heap's pages: see pagealloc.h.
 *
 * Example: 3 pages are wanted; [start max end] of entries of one level:
 *
 *   [0 2 0] [0 0 0] [5 9 1] ...     the first entry with max >= 3 is the
 *                      ^            third: the search goes down into it
 *   [0 2 2] [4 9 0] ...             an end of 2 and a start of 4 meet: the
 *        ^                          run begins 2 pages before the border
 *
 * The cost is 8 entries a level and 8 words of a chunk, however large the
 * heap is; only the root is looked through, from search_addr on.
 *
 * Taking the second run in the example: find yields its address, take sets the
 * bits in both chunks, and update writes the leaves and goes up as long as an
 * entry changes.
 */
#include <string.h>

#include "mem.h"
#include "pagebits.h"

enum {
  ROOT_SHIFT = 34, /* an entry of level 0 covers 16 GB */
  LEVEL_BITS = 3,
  FANOUT = 1 << LEVEL_BITS,
  LEAF = SUMMARY_LEVELS - 1,
};
#define NEVER    (~(uintptr_t)0) /* search_addr: nothing is free */
#define PAGES(n) ((n) << PAGE_SHIFT)

/* log2 of the bytes, and of the pages, that an entry of a level covers. */
static unsigned level_shift(unsigned level) {
  return ROOT_SHIFT - level * LEVEL_BITS;
}
static unsigned level_pages(unsigned level) {
  return level_shift(level) - PAGE_SHIFT;
}

static uintptr_t chunk_index(uintptr_t addr) { return addr >> CHUNK_SHIFT; }
static uintptr_t chunk_base(uintptr_t index) { return index << CHUNK_SHIFT; }
static uintptr_t page_in_chunk(uintptr_t addr) {
  return addr >> PAGE_SHIFT & (CHUNK_PAGES - 1);
}
static uintptr_t min(uintptr_t a, uintptr_t b) { return a < b ? a : b; }
static uintptr_t max(uintptr_t a, uintptr_t b) { return a > b ? a : b; }

Chunk *rt_chunk_of(const PageAlloc *p, uintptr_t index) {
  Chunk *l2 = p->chunks[index / CHUNK_L2];
  return l2 ? &l2[index % CHUNK_L2] : NULL;
}

/* ------------------------------------------------------------- growing -- */

/* Bytes of a level's entries for all addresses of 48 bits: 128 KB at the root,
   512 MB at the leaves, of which hardly any is ever touched. */
static uint64_t summary_bytes(unsigned level) {
  return sizeof(Summary) << (HEAP_ADDR_BITS - level_shift(level));
}

/* Only address space is taken; of the summaries the root's can be read at once.
   */
void rt_pages_init(PageAlloc *p) {
  for (unsigned l = 0; l < SUMMARY_LEVELS; l++) {
    p->summary[l] = rt_sys_reserve(NULL, summary_bytes(l));
    if (!p->summary[l]) {
      rt_throw("failed to reserve page summary memory");
    }
  }
  rt_sys_map(p->summary[0], summary_bytes(0)); /* searched across holes */
  p->chunks = rt_sys_alloc(CHUNK_L1 * sizeof *p->chunks, &rt_mem.gc_sys);
  p->search_addr = NEVER;
  p->first_chunk = NEVER;
}

/* Lets the summaries of [base, end) be written; doing it twice is harmless. */
static void map_summaries(PageAlloc *p, uintptr_t base, uintptr_t end) {
  enum {
    UNIT = 64 << 10 /* a multiple of any page size of the kernel */
  };
  for (unsigned l = 0; l < SUMMARY_LEVELS; l++) {
    uintptr_t from = (base >> level_shift(l)) * sizeof(Summary);
    uintptr_t to = ((end - 1) >> level_shift(l)) * sizeof(Summary) + 1;
    from &= ~(uintptr_t)(UNIT - 1);
    to = min((to + UNIT - 1) & ~(uintptr_t)(UNIT - 1), summary_bytes(l));
    rt_sys_map((char *)p->summary[l] + from, to - from);
  }
}

/* Enters [first, end), which is new, into the sorted list of ranges. */
static void add_range(PageAlloc *p, uintptr_t first, uintptr_t end) {
  uintptr_t i = 0;
  while (i < p->nranges && p->ranges[i].end < first) {
    i++;
  }
  if (i < p->nranges && p->ranges[i].end == first) {
    p->ranges[i].end = end;
    return;
  }
  if (p->nranges == p->ranges_cap) {
    uintptr_t cap = p->ranges_cap ? 2 * p->ranges_cap : 16;
    ChunkRange *r =
        rt_persistent_alloc(cap * sizeof *r, sizeof *r, &rt_mem.gc_sys);
    if (p->nranges) {
      memcpy(r, p->ranges, p->nranges * sizeof *r);
    }
    p->ranges = r;
    p->ranges_cap = cap;
  }
  memmove(&p->ranges[i + 1], &p->ranges[i],
          (p->nranges - i) * sizeof *p->ranges);
  p->ranges[i] = (ChunkRange){first, end};
  p->nranges++;
}

/* The entry above eight children, each of 2^child_pages_log pages. A run may go
   over several children: [0 2 2] [4 9 0] has a run of 6 in the middle. */
static Summary merge(const Summary *child, unsigned child_pages_log) {
  uintptr_t full = (uintptr_t)1 << child_pages_log;
  uintptr_t start = 0, most = 0, end = 0;
  bool at_start = true;
  for (unsigned i = 0; i < FANOUT; i++) {
    uintptr_t s = rt_summary_start(child[i]);
    start += at_start ? s : 0;
    at_start = at_start && s == full;
    most = max(most, max(end + s, rt_summary_max(child[i])));
    end = s == full ? end + full : rt_summary_end(child[i]);
  }
  return rt_summary_pack(start, most, end);
}

/* The bits of chunks [first, last] have changed: brings the tree up to date,
   and stops at the level where nothing changes any more. */
static void update(PageAlloc *p, uintptr_t first, uintptr_t last) {
  for (uintptr_t c = first; c <= last; c++) {
    p->summary[LEAF][c] = rt_chunk_summary(&rt_chunk_of(p, c)->alloc);
  }
  bool changed = true;
  for (unsigned l = LEAF; l > 0 && changed; l--) {
    first /= FANOUT;
    last /= FANOUT;
    changed = false;
    for (uintptr_t i = first; i <= last; i++) {
      Summary s = merge(&p->summary[l][i * FANOUT], level_pages(l));
      changed = changed || s != p->summary[l - 1][i];
      p->summary[l - 1][i] = s;
    }
  }
}

/* n pages from addr on are free: both searches must not begin behind them. */
static void became_free(PageAlloc *p, uintptr_t addr, uintptr_t n) {
  p->search_addr = min(p->search_addr, addr);
  p->scav_chunk = max(p->scav_chunk, chunk_index(addr + PAGES(n) - 1));
}

void rt_pages_grow(PageAlloc *p, uintptr_t base, uintptr_t size) {
  uintptr_t first = chunk_index(base), end = chunk_index(base + size);
  RT_CHECK(size > 0 && chunk_base(first) == base &&
           chunk_base(end) == base + size);
  map_summaries(p, base, base + size);
  for (uintptr_t c = first; c < end; c++) {
    Chunk **l2 = &p->chunks[c / CHUNK_L2];
    if (!*l2) {
      *l2 = rt_sys_alloc(CHUNK_L2 * sizeof(Chunk), &rt_mem.gc_sys);
    }
    /* Fresh memory of the kernel is as good as given back. */
    memset(&(*l2)[c % CHUNK_L2].scavenged, 0xff, sizeof(PageBits));
  }
  p->first_chunk = min(p->first_chunk, first);
  p->end_chunk = max(p->end_chunk, end);
  add_range(p, first, end);
  update(p, first, end - 1);
  p->search_addr = min(p->search_addr, base);
}

/* ----------------------------------------------------------- searching -- */

/* What a search found: the run, and the lowest address that may be free. */
typedef struct Found {
  uintptr_t addr; /* 0: no run is long enough */
  uintptr_t first_free, first_bound;
} Found;

/* [addr, addr+size) has a free page, and nothing below addr in the range that
   the previous calls left. */
static void saw_free(Found *f, uintptr_t addr, uintptr_t size) {
  if (f->first_free <= addr && addr + size - 1 <= f->first_bound) {
    f->first_free = addr;
    f->first_bound = addr + size - 1;
  }
}

/* The entries of a level to look at: the children of one entry, or the root's
   from search_addr to the end of the heap. */
typedef struct Entries {
  unsigned level;
  uintptr_t at, end;
} Entries;

/* A run within the level (true, address in *run) or the entry that contains
   one (true, *run 0, e->at); false: neither. */
static bool search_level(const PageAlloc *p, Entries *e, uintptr_t n, Found *f,
                         uintptr_t *run) {
  unsigned shift = level_shift(e->level);
  uintptr_t full = (uintptr_t)1 << level_pages(e->level), have = 0;
  for (; e->at < e->end; e->at++) {
    Summary s = p->summary[e->level][e->at];
    uintptr_t base = e->at << shift;
    if (s == 0) {
      have = 0;
      continue;
    }
    saw_free(f, base, (uintptr_t)1 << shift);
    if (have + rt_summary_start(s) >= n) {
      *run = base - PAGES(have);
      return true;
    }
    if (rt_summary_max(s) >= n) {
      *run = 0;
      return true;
    }
    have = rt_summary_start(s) == full ? have + full : rt_summary_end(s);
  }
  return false;
}

/* Goes down from the root, a level each time: the entry that was found above
   has a run of n pages, so only the root can fail. f.first_free is the lowest
   page that may be free, as far as the way has shown. */
static Found search(PageAlloc *p, uintptr_t n) {
  Found f = {.first_bound = NEVER - 1};
  Entries e = {.at = p->search_addr >> ROOT_SHIFT,
               .end = ((chunk_base(p->end_chunk) - 1) >> ROOT_SHIFT) + 1};
  for (e.level = 0; e.level < SUMMARY_LEVELS; e.level++) {
    p->levels_walked++;
    uintptr_t run = 0;
    if (!search_level(p, &e, n, &f, &run)) {
      RT_CHECK(e.level == 0);
      return f;
    }
    if (run) {
      f.addr = run;
      return f;
    }
    if (e.level < LEAF) {
      e.at *= FANOUT;
      e.end = e.at + FANOUT;
    }
  }
  const PageBits *bits = &rt_chunk_of(p, e.at)->alloc;
  f.addr = chunk_base(e.at) + PAGES(rt_bits_find(bits, n, 0));
  saw_free(&f, chunk_base(e.at) + PAGES(rt_bits_find(bits, 1, 0)), 1);
  return f;
}

/* Most requests are served by the chunk where the lowest free page is. */
static uintptr_t search_first_chunk(const PageAlloc *p, uintptr_t n) {
  uintptr_t c = chunk_index(p->search_addr), at = page_in_chunk(p->search_addr);
  if (at + n > CHUNK_PAGES || rt_summary_max(p->summary[LEAF][c]) < n) {
    return 0;
  }
  uintptr_t page = rt_bits_find(&rt_chunk_of(p, c)->alloc, n, at);
  return page == CHUNK_PAGES ? 0 : chunk_base(c) + PAGES(page);
}

/* Between ranges there are no bitmaps: on to the next range. */
static void skip_hole(PageAlloc *p) {
  uintptr_t c = chunk_index(p->search_addr);
  for (uintptr_t i = 0; i < p->nranges; i++) {
    if (c < p->ranges[i].end) {
      p->search_addr = max(p->search_addr, chunk_base(p->ranges[i].first));
      return;
    }
  }
  p->search_addr = NEVER;
}

/* The lowest run of n free pages; search_addr is raised as far as the search
   has shown it may be. 0: there is none. */
static uintptr_t find(PageAlloc *p, uintptr_t n) {
  p->levels_walked = 0;
  skip_hole(p);
  if (p->search_addr == NEVER) {
    return 0;
  }
  uintptr_t addr = search_first_chunk(p, n);
  if (addr) {
    if (n == 1) {
      p->search_addr = addr;
    }
    return addr;
  }
  Found f = search(p, n);
  if (f.addr) {
    p->search_addr = max(p->search_addr, f.first_free);
  } else if (n == 1) {
    p->search_addr = NEVER;
  }
  return f.addr;
}

/* ------------------------------------------------- allocating, freeing -- */

/* Runs over the parts of [addr, addr+n pages) that lie in one chunk each. */
#define FOR_CHUNKS(p, addr, n, chunk, from, count)                             \
  for (uintptr_t a_ = (addr), end_ = (addr) + PAGES(n), from, count;           \
       a_ < end_ &&                                                            \
       (from = page_in_chunk(a_),                                              \
       count = min(CHUNK_PAGES - from, (end_ - a_) >> PAGE_SHIFT), true);      \
       a_ += PAGES(count))                                                     \
    for (Chunk *chunk = rt_chunk_of(p, chunk_index(a_)); chunk; chunk = NULL)

/* n pages from addr on have changed. */
static void update_range(PageAlloc *p, uintptr_t addr, uintptr_t n) {
  update(p, chunk_index(addr), chunk_index(addr + PAGES(n) - 1));
}

/* Marks free pages as in use; the number of them that were scavenged. */
static uintptr_t take(PageAlloc *p, uintptr_t addr, uintptr_t n) {
  uintptr_t scavenged = 0;
  FOR_CHUNKS(p, addr, n, chunk, from, count) {
    scavenged += rt_bits_count(&chunk->scavenged, from, count);
    rt_bits_set(&chunk->alloc, from, count);
    rt_bits_clear(&chunk->scavenged, from, count);
  }
  update_range(p, addr, n);
  if (addr == p->search_addr) {
    p->search_addr = addr + PAGES(n);
  }
  return scavenged;
}

uintptr_t rt_pages_alloc(PageAlloc *p, uintptr_t n, uintptr_t *scavenged) {
  uintptr_t addr = find(p, n);
  *scavenged = addr ? take(p, addr, n) : 0;
  return addr;
}

/* Freeing is clearing bits: runs are joined by the summaries. */
void rt_pages_free(PageAlloc *p, uintptr_t base, uintptr_t n) {
  FOR_CHUNKS(p, base, n, chunk, from, count) {
    RT_ASSERT(rt_bits_count(&chunk->alloc, from, count) == count);
    rt_bits_clear(&chunk->alloc, from, count);
  }
  update_range(p, base, n);
  became_free(p, base, n);
}

/* True also of pages in a page cache, which are out of the tree. */
bool rt_page_is_allocated(const PageAlloc *p, uintptr_t addr) {
  const Chunk *c = rt_chunk_of(p, chunk_index(addr));
  return c && rt_bits_count(&c->alloc, page_in_chunk(addr), 1) == 1;
}

/* ----------------------------------------------------------- scavenging -- */

/* Bits 1: free and not yet given back. */
static PageBits returnable(const Chunk *c) {
  PageBits b; /* pages in page caches count as allocated */
  for (unsigned i = 0; i < CHUNK_WORDS; i++) {
    b.w[i] = ~(c->alloc.w[i] | c->scavenged.w[i]);
  }
  return b;
}

/* The last bit of the highest run of ones, or -1. */
static intptr_t highest_bit(const PageBits *b) {
  for (intptr_t i = CHUNK_WORDS - 1; i >= 0; i--) {
    if (b->w[i]) {
      return i * 64 + 63 - __builtin_clzll(b->w[i]);
    }
  }
  return -1;
}

/* Where the run of ones that ends at bit `last` starts. */
static intptr_t run_start(const PageBits *b, intptr_t last) {
  intptr_t i = last;
  while (i >= 0 && (b->w[i / 64] >> (i % 64) & 1)) {
    i--;
  }
  return i + 1;
}

/* How far down from the end of a run to go: `most` pages, but if that would
   split a huge page that is free as a whole, down to its start. */
static intptr_t cut_start(intptr_t start, intptr_t last, uintptr_t most) {
  enum {
    HUGE_PAGES = (2 << 20) >> PAGE_SHIFT
  };
  intptr_t from = last + 1 - (intptr_t)most;
  if (from <= start) {
    return start;
  }
  intptr_t huge = from & ~(intptr_t)(HUGE_PAGES - 1);
  return huge >= start && huge + HUGE_PAGES <= last + 1 ? huge : from;
}

/* Within one chunk: pages [out->first, out->end). */
static bool find_in_chunk(const PageAlloc *p, uintptr_t c, uintptr_t most,
                          ChunkRange *out) {
  PageBits bits = returnable(rt_chunk_of(p, c));
  intptr_t last = highest_bit(&bits);
  if (last < 0) {
    return false;
  }
  intptr_t start = cut_start(run_start(&bits, last), last, most);
  *out = (ChunkRange){(uintptr_t)start, (uintptr_t)last + 1};
  return true;
}

/* High addresses first: first fit uses them last. scav_chunk remembers where
   the last call was, so that all calls together pass over the heap once. */
uintptr_t rt_pages_find_scavenge(PageAlloc *p, uintptr_t most, uintptr_t *n) {
  *n = 0;
  for (uintptr_t i = p->nranges; i-- > 0;) {
    const ChunkRange *r = &p->ranges[i];
    for (uintptr_t c = min(p->scav_chunk + 1, r->end); c-- > r->first;) {
      ChunkRange run;
      p->scav_chunk = c;
      if (p->summary[LEAF][c] != 0 && find_in_chunk(p, c, most, &run)) {
        uintptr_t addr = chunk_base(c) + PAGES(run.first);
        *n = run.end - run.first;
        take(p, addr, *n);
        return addr;
      }
    }
  }
  return 0;
}

void rt_pages_scavenged(PageAlloc *p, uintptr_t base, uintptr_t n) {
  FOR_CHUNKS(p, base, n, chunk, from, count) {
    rt_bits_clear(&chunk->alloc, from, count);
    rt_bits_set(&chunk->scavenged, from, count);
  }
  update_range(p, base, n);
  p->search_addr = min(p->search_addr, base);
}

/* ----------------------------------------------------------- page cache -- */

/* Takes all free pages of the word of `alloc` in which the lowest one is. */
PageCache rt_pages_to_cache(PageAlloc *p) {
  PageCache c = {0};
  uintptr_t addr = find(p, 1);
  if (!addr) {
    return c;
  }
  c.base = addr & ~(PAGES((uintptr_t)PAGE_CACHE_PAGES) - 1);
  Chunk *chunk = rt_chunk_of(p, chunk_index(addr));
  uintptr_t word = page_in_chunk(addr) / 64;
  c.free = ~chunk->alloc.w[word];
  c.scavenged = chunk->scavenged.w[word];
  chunk->alloc.w[word] = ~(uint64_t)0;
  chunk->scavenged.w[word] = 0;
  update(p, chunk_index(addr), chunk_index(addr));
  p->search_addr = c.base + PAGES((uintptr_t)PAGE_CACHE_PAGES);
  return c;
}

/* The lowest run of n pages in the cache, 0 if there is none. */
uintptr_t rt_page_cache_alloc(PageCache *c, uintptr_t n, uintptr_t *scavenged) {
  uint64_t starts = rt_word_runs(c->free, (unsigned)n);
  *scavenged = 0;
  if (!starts) {
    return 0;
  }
  unsigned i = (unsigned)__builtin_ctzll(starts);
  uint64_t mask = rt_word_mask(i, (unsigned)n);
  *scavenged = (uintptr_t)__builtin_popcountll(c->scavenged & mask);
  c->free &= ~mask;
  c->scavenged &= ~mask;
  return c->base + PAGES((uintptr_t)i);
}

/* What is left goes back; c is empty afterwards. */
void rt_page_cache_flush(PageCache *c, PageAlloc *p) {
  if (c->free) {
    Chunk *chunk = rt_chunk_of(p, chunk_index(c->base));
    uintptr_t word = page_in_chunk(c->base) / 64;
    chunk->alloc.w[word] &= ~c->free;
    chunk->scavenged.w[word] |= c->scavenged;
    update(p, chunk_index(c->base), chunk_index(c->base));
    became_free(p, c->base, PAGE_CACHE_PAGES);
  }
  *c = (PageCache){0};
}

/* ------------------------------------------------------------ checking -- */

/* A chunk's leaf, its two bitmaps, and search_addr agree. */
static void verify_chunk(const PageAlloc *p, uintptr_t index) {
  const Chunk *c = rt_chunk_of(p, index);
  RT_CHECK(p->summary[LEAF][index] == rt_chunk_summary(&c->alloc));
  for (unsigned i = 0; i < CHUNK_WORDS; i++) {
    RT_CHECK((c->alloc.w[i] & c->scavenged.w[i]) == 0);
  }
  uintptr_t page = rt_bits_find(&c->alloc, 1, 0);
  RT_CHECK(page == CHUNK_PAGES ||
           chunk_base(index) + PAGES(page) >= p->search_addr);
}

/* Entries above grown chunks; all their siblings are mapped, too. */
static void verify_level(const PageAlloc *p, unsigned level,
                         const ChunkRange *r) {
  unsigned up = (LEAF - level) * LEVEL_BITS;
  for (uintptr_t i = r->first >> up; i <= (r->end - 1) >> up; i++) {
    RT_CHECK(p->summary[level][i] ==
             merge(&p->summary[level + 1][i * FANOUT], level_pages(level + 1)));
  }
}

void rt_pages_verify(const PageAlloc *p) {
  for (uintptr_t i = 0; i < p->nranges; i++) {
    const ChunkRange *r = &p->ranges[i];
    for (uintptr_t c = r->first; c < r->end; c++) {
      verify_chunk(p, c);
    }
    for (unsigned l = 0; l < LEAF; l++) {
      verify_level(p, l, r);
    }
  }
}
