/*
 * mem.h - the heap: from one object up to the kernel.
 *
 *   newobject -> mallocgc -> Mcache   one per P, no lock
 *                              | refill: no free slot in the cached span
 *                            Mcentral one per span class, lock-free sets
 *                              | grow: no span with room
 *                            Mheap    pages, one lock
 *                              | grow: no run of free pages
 *                            sysmem   arenas of 64 MB, by mmap
 *
 * A span is a run of 8 KB pages cut into slots of one size class, or one
 * large object. Its span class is 2 * size class + noscan: objects without
 * pointers live in spans that the collector never reads.
 *
 * The way back: the sweeper finds which slots are not marked, empty spans
 * return their pages to the heap, the scavenger returns free pages to the
 * kernel (madvise), though never the address space.
 *
 * All structures of this file lie outside the heap they describe.
 */
#ifndef RUNTIME_MEM_MEM_H
#define RUNTIME_MEM_MEM_H

#include "../rt.h"
#include "pagealloc.h"

enum {
  NUM_SIZE_CLASSES = 68, /* 0 is large objects */
  NUM_SPAN_CLASSES = 2 * NUM_SIZE_CLASSES,
  TINY_SIZE = 16,
  TINY_CLASS = 2,
  TINY_SPAN_CLASS = 2 * TINY_CLASS + 1,
  ARENA_SHIFT = 26,
  ARENA_PAGES = 8192,
  ARENA_WORDS = 1 << (ARENA_SHIFT - 3),
  /* Slots up to this size are zeroed and get pointer bits a chunk at once. */
  PREPARED_MAX = 128,
  /* Up to this size a slot's pointer bits fit in one 64-bit mask. */
  MASK_MAX = 512,
};
#define ARENA_SIZE ((uintptr_t)1 << ARENA_SHIFT)
#define ARENA_L2   ((uintptr_t)1 << (HEAP_ADDR_BITS - ARENA_SHIFT))

typedef struct Mspan Mspan;
typedef struct Special Special; /* finalizers and the like: the collector's */

/* ------------------------------------------------------------- mspan -- */

typedef enum SpanState {
  SPAN_DEAD,   /* not in use; the descriptor may be free */
  SPAN_IN_USE, /* objects */
  SPAN_MANUAL, /* memory of the runtime's own, e.g. mark queues */
} SpanState;

/*
 * A span of slots. alloc_bits has a bit for each slot that was occupied when
 * the span was swept last. The owner works through it in chunks of 64 slots:
 *
 *   slot      0 ............ freeindex-64 ...... freeindex ........ nelems
 *             all allocated | alloc_cache: 1 =  | as alloc_bits says:
 *                           |  still free       |  not looked at yet
 *
 * While a memory profile samples, slots of the chunk may be free and not in
 * alloc_cache: they are in `held` (prof/memory.c).
 *
 * Loading a chunk sets all its alloc_bits; so a slot is allocated if its
 * alloc_bits bit is set and it is not free in alloc_cache (rt_slot_live).
 * alloc_count counts a chunk as allocated when it is loaded. While no Mcache
 * owns the span, alloc_cache and held are 0 and both are exact. (gc's freeindex, the
 * next slot to look at, is rt_span_next_free.)
 *
 * sweepgen, relative to that of the heap, sg:
 *   sg-2 needs sweeping     sg-1 is being swept      sg swept
 *   sg+1 was cached before the sweep began, needs sweeping
 *   sg+3 swept and then cached
 *
 * In spans with pointers and elemsize <= PREPARED_MAX all free slots of the
 * chunk are zero and their pointer bits equal chunk_mask: an allocation of a
 * type with that mask need not touch the bitmap. next_mask, that of the
 * latest allocation, is for the chunk to come. ptr_bits of an allocated
 * slot are exact; of free slots and of noscan spans they mean nothing.
 *
 * One line of the processor's cache holds what an allocation reads, the next
 * one what marking reads.
 */
struct __attribute__((aligned(64))) Mspan {
  uint64_t alloc_cache;
  uintptr_t cache_addr; /* address of the slot of alloc_cache's bit 0 */
  uint64_t chunk_mask, next_mask;
  uintptr_t elemsize;
  uintptr_t freeindex, nelems;
  uint64_t *alloc_bits;

  uint64_t *ptr_bits; /* of the span's first word, in HeapArena.bitmap */
  uintptr_t start_addr, limit, npages; /* limit: end of the last slot */
  uint64_t *gcmark_bits;
  uint32_t sweepgen;
  uint32_t div_mul; /* n / elemsize == n * div_mul >> 32 */
  uint16_t alloc_count, alloc_count_before_cache;
  uint8_t spanclass;
  uint8_t state;    /* SpanState; stored last with release */
  uint8_t needzero; /* free slots are not known to be zero */

  const RtType *large_type; /* class 0 with pointers; repeated up to */
  uintptr_t large_size;     /* ... this many bytes, as was asked for */

  uintptr_t special_lock;
  Special *specials; /* sorted by offset */
  uint64_t held;     /* free slots of the chunk that alloc_cache hides */

  Mspan *next, *prev; /* in a list of the owner's choice */
};

/* --------------------------------------------- mcache, mcentral, sets -- */

/*
 * What a P allocates from without a lock. alloc[] never holds NULL: a class
 * without a span has rt_empty_span, which is full.
 * tiny is the current block of the tiny allocator; it is dropped by
 * rt_mcache_release_all, so that no cycle of the collector has to know it.
 */
typedef struct Mcache {
  Mspan *alloc[NUM_SPAN_CLASSES];
  uintptr_t tiny;
  uint64_t tinyoffset;
  uint64_t tiny_allocs; /* since the latest flush */
  uint32_t flush_gen;   /* sweepgen at the latest flush */
  PageCache pages;
  Mspan *span_cache[128]; /* descriptors for spans from `pages` */
  uint32_t nspans;
  bool sampled; /* the next slot is a sample: the sampler's */
  int64_t sample_rate, next_sample;
} Mcache;

/*
 * What a memory profile (prof/memory.c) wants to be told; NULL: there is none,
 * and all of alloc_cache may be handed out.
 */
typedef struct MemSampler {
  /* Of the free slots of a chunk of s those that may be handed out now: the
     first of the others is a sample, and comes first in the next call. */
  uint64_t (*cut)(Mcache *c, const Mspan *s, uint64_t free, bool first);
  void (*allocated)(Mcache *c, uintptr_t p); /* out of line */
  void (*freed)(void *bucket);               /* a sampled object */
  void (*next_cycle)(void);                  /* marked; the world is stopped */
  void (*swept)(void);                       /* ... and all swept */
} MemSampler;
extern const MemSampler *rt_mem_sampler;
/* Finds the sampler that is linked, if one is. */
void rt_mem_sampler_init(void);

enum {
  SPANSET_BLOCK = 512,
  SPANSET_SPINE = 256
};

/* A bag of spans: anybody may push and pop at the same time (spanset.c). */
typedef struct SpanSet {
  uintptr_t spine_lock;
  struct SpanSetBlock **spine;
  uintptr_t spine_len, spine_cap;
  uint64_t index; /* head << 32 | tail */
} SpanSet;

/* All spans of a class that no Mcache holds. Spans move between the sets of
   the same name when sweepgen grows by 2: what was swept becomes unswept. */
typedef struct Mcentral {
  _Alignas(64) uint8_t spanclass;
  SpanSet partial[2], full[2];
} Mcentral;

/* ------------------------------------------------------------- arenas -- */

/* Describes 64 MB of heap address space. */
typedef struct HeapArena {
  uint64_t bitmap[ARENA_WORDS / 64];      /* 1: the word holds a pointer */
  Mspan *spans[ARENA_PAGES];              /* all pages of spans in use; for free
                                        pages the value is old or NULL */
  uint8_t page_in_use[ARENA_PAGES / 8];   /* first pages of SPAN_IN_USE */
  uint8_t page_marks[ARENA_PAGES / 8];    /* ... which have a marked object */
  uint8_t page_specials[ARENA_PAGES / 8]; /* ... which have specials */
  uintptr_t zeroed_base; /* pages from this offset on were never used */
} HeapArena;

typedef struct FixAlloc {
  uintptr_t size;
  void *free; /* list through the first word */
  char *chunk;
  uintptr_t left, in_use; /* bytes */
  uint64_t *stat;
} FixAlloc;

/* ---------------------------------------------------------------- stats -- */

/*
 * Bytes by what they are for; all are changed atomically. Each byte that was
 * mapped belongs to exactly one of the *_sys counters or to the heap:
 *   heap_sys = in_heap + free + released (+ stacks: they lie elsewhere)
 */
typedef struct MemCounters {
  uint64_t in_heap;   /* pages of spans in use */
  uint64_t in_manual; /* ... of them SPAN_MANUAL */
  uint64_t free;      /* pages ready and unused, in page caches too */
  uint64_t released;  /* pages that the kernel may have back */
  uint64_t stacks_sys, mspan_sys, mcache_sys, gc_sys, other_sys, buckhash_sys;
  uint64_t mspan_in_use, mcache_in_use;
  uint64_t small_alloc[NUM_SIZE_CLASSES], small_free[NUM_SIZE_CLASSES];
  uint64_t large_alloc, large_allocs, large_free,
      large_frees; /* bytes, count */
  uint64_t tiny_allocs;
  /* How far requests had to go; "fast" is what is left of all mallocs. */
  uint64_t refills, grows, heap_grows, mmaps;
  uint64_t heap_locks, heap_waits; /* the lock was taken; not at once */
} MemCounters;

extern MemCounters rt_mem;

RT_INLINE void rt_count(uint64_t *counter, int64_t delta) {
  __atomic_fetch_add(counter, (uint64_t)delta, __ATOMIC_RELAXED);
}

/* What a counter has while others may change it. */
RT_INLINE uint64_t rt_counted(const uint64_t *counter) {
  return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

/* Everything that the kernel counts and that is not heap. */
RT_INLINE uint64_t rt_mem_overhead(void) {
  return rt_counted(&rt_mem.stacks_sys) + rt_counted(&rt_mem.mspan_sys) +
         rt_counted(&rt_mem.mcache_sys) + rt_counted(&rt_mem.gc_sys) +
         rt_counted(&rt_mem.other_sys) + rt_counted(&rt_mem.buckhash_sys);
}

/* ---------------------------------------------------------------- mheap -- */

typedef struct Mheap {
  uintptr_t lock; /* of everything down to `span_alloc` */
  PageAlloc pages;
  Mspan **allspans; /* every descriptor there is; see Mspan.state */
  uintptr_t nspans, spans_cap;
  uintptr_t cur_base, cur_end; /* reserved, not yet given to `pages` */
  uintptr_t low, high;         /* all objects lie in [low, high) */
  uintptr_t grown;             /* bytes given to `pages` so far */
  FixAlloc span_alloc, cache_alloc;

  HeapArena **arenas; /* by address >> ARENA_SHIFT */
  uint32_t sweepgen;  /* +2 per cycle, written with the world stopped */
  uint64_t live;      /* bytes allocated since, and kept by, the last mark:
                         cached spans count in full */
  uint64_t scan;      /* part of it with pointers, roughly */
  uint64_t pages_in_use;
  Mcentral central[NUM_SPAN_CLASSES];
} Mheap;

extern Mheap rt_heap;
extern Mspan rt_empty_span;

RT_INLINE HeapArena *rt_arena_of(uintptr_t p) {
  return p >> HEAP_ADDR_BITS ? NULL : rt_heap.arenas[p >> ARENA_SHIFT];
}

/* p must point into a span in use. */
RT_INLINE Mspan *rt_span_of_heap(uintptr_t p) {
  return rt_heap.arenas[p >> ARENA_SHIFT]
      ->spans[p >> PAGE_SHIFT & (ARENA_PAGES - 1)];
}

/* The span whose slots contain p, any word at all; NULL: none in use. */
RT_INLINE Mspan *rt_span_of(uintptr_t p) {
  HeapArena *a = rt_arena_of(p);
  Mspan *s = a ? a->spans[p >> PAGE_SHIFT & (ARENA_PAGES - 1)] : NULL;
  if (!s || __atomic_load_n(&s->state, __ATOMIC_ACQUIRE) != SPAN_IN_USE ||
      p < s->start_addr || p >= s->limit) {
    return NULL;
  }
  return s;
}

RT_INLINE uintptr_t rt_slot_of(const Mspan *s, uintptr_t p) {
  return (p - s->start_addr) * (uint64_t)s->div_mul >> 32;
}
RT_INLINE uintptr_t rt_slot_addr(const Mspan *s, uintptr_t slot) {
  return s->start_addr + slot * s->elemsize;
}
/* Whether a slot is allocated; exact while its owner is not in malloc. */
RT_INLINE bool rt_slot_live(const Mspan *s, uintptr_t slot) {
  uint64_t bit = (uint64_t)1 << (slot & 63);
  bool seen = s->alloc_bits[slot / 64] & bit;
  bool cached = (slot & ~(uintptr_t)63) + 64 == s->freeindex;
  return seen && !(cached && ((s->alloc_cache | s->held) & bit));
}
RT_INLINE bool rt_span_noscan(const Mspan *s) { return s->spanclass & 1; }
RT_INLINE uint8_t rt_span_size_class(const Mspan *s) {
  return s->spanclass >> 1;
}
/* The number that gc calls freeindex. */
uintptr_t rt_span_next_free(const Mspan *s);
uintptr_t rt_span_live_count(const Mspan *s); /* allocated slots */

/* ------------------------------------------------------- sizeclass.c -- */

extern const uint16_t rt_class_size[NUM_SIZE_CLASSES];
extern const uint8_t rt_class_pages[NUM_SIZE_CLASSES];

/* --------------------------------------------------- sysmem.c: kernel -- */

/*
 * Address space is None, Reserved (no access), Prepared (may be used after
 * rt_sys_used) or Ready. `stat` is the counter that gains or loses n.
 */
void *rt_sys_alloc(uint64_t n, uint64_t *stat); /* None -> Ready, zeroed */
void rt_sys_free(void *p, uint64_t n, uint64_t *stat);
void *rt_sys_reserve(void *hint, uint64_t n); /* None -> Reserved, or NULL */
void rt_sys_map(void *p, uint64_t n);         /* Reserved -> Prepared */
void rt_sys_used(void *p, uint64_t n);        /* Prepared -> Ready */
void rt_sys_unused(void *p, uint64_t n);      /* Ready -> Prepared */
void rt_sys_use_lazy_free(bool on);           /* GODEBUG=madvdontneed=0 */
/* Small pieces of zeroed memory for ever, from blocks of 256 KB. */
void *rt_persistent_alloc(uint64_t size, uint64_t align, uint64_t *stat);

void rt_fix_init(FixAlloc *f, uintptr_t size, uint64_t *stat);
void *rt_fix_alloc(FixAlloc *f); /* zeroed; the caller locks */
void rt_fix_free(FixAlloc *f, void *p);

/* ------------------------------------------------------------ spanset.c -- */

void rt_spanset_push(SpanSet *b, Mspan *s);
Mspan *rt_spanset_pop(SpanSet *b); /* NULL: empty */
uintptr_t rt_spanset_len(const SpanSet *b);
/* To be called for a set that is empty, once a cycle, when nobody uses it:
   the entries are numbered with 32 bits. */
void rt_spanset_reset(SpanSet *b);

/* ------------------------------------------------------------- malloc.c -- */

/* Before everything else; the calling thread gets the first cache. */
void rt_mem_init(void);

/* -------------------------------------------------------------- mheap.c -- */

void rt_heap_init(void);
/* A span for a class, all slots free, or for one large object, allocated.
   Never NULL: throws "out of memory". */
Mspan *rt_heap_alloc(uintptr_t npages, uint8_t spanclass);
Mspan *rt_heap_alloc_manual(uintptr_t npages); /* zeroed only by chance */
/* No slot is in use any more; frees the descriptor, too. */
void rt_heap_free_span(Mspan *s);
void rt_heap_free_manual(Mspan *s);
void rt_heap_lock(void);
void rt_heap_unlock(void);

/* ----------------------------------------------------------- mcentral.c -- */

RT_INLINE SpanSet *rt_partial_swept(Mcentral *c, uint32_t sg) {
  return &c->partial[sg / 2 % 2];
}
RT_INLINE SpanSet *rt_partial_unswept(Mcentral *c, uint32_t sg) {
  return &c->partial[1 - sg / 2 % 2];
}
RT_INLINE SpanSet *rt_full_swept(Mcentral *c, uint32_t sg) {
  return &c->full[sg / 2 % 2];
}
RT_INLINE SpanSet *rt_full_unswept(Mcentral *c, uint32_t sg) {
  return &c->full[1 - sg / 2 % 2];
}
/* A swept span with at least one free slot. *grown: it is a new one. */
Mspan *rt_central_cache_span(Mcentral *c, bool *grown);
void rt_central_uncache_span(Mcentral *c, Mspan *s);

/* ------------------------------------------------------------- mcache.c -- */

/* Gives every span back: before a mark, for statistics, or for good. */
void rt_mcache_release_all(Mcache *c);
/* Releases what was cached before the present sweep began. To be called when
   a P starts to run after the world was stopped. */
void rt_mcache_prepare_for_sweep(Mcache *c);
/* A span of the class with a free slot in alloc_cache takes the place of the
   full one. True: it is a new one. */
bool rt_mcache_refill(Mcache *c, uint8_t spanclass);
/* More slots of the chunk, or the next one that has some; false: the span is
   full. */
bool rt_span_next_chunk(Mspan *s);
/* Undoes the loading of a chunk: what is left in it is free again. */
void rt_span_return_chunk(Mspan *s);
/* true: every allocation goes through rt_mallocgc from now on. */
void rt_malloc_slow_mode(bool on);
/* What goes through it is looked at: each one, or for samples. */
extern bool rt_malloc_is_slow, rt_malloc_is_watched;
/*
 * The way out of an inlined allocation. It leaves nearly all registers alone,
 * so that code around an allocation need not save them for the rare case.
 * A compiler other than clang does not know how; then inline.c is told.
 */
#if defined(__clang__) && defined(__x86_64__) && !defined(RT_PLAIN_SLOW)
#define RT_PRESERVE __attribute__((preserve_most))
#else
#define RT_PRESERVE
#endif
RT_PRESERVE void *rt_newobject_slow(const RtType *t)
    RT_SYMBOL("newobject_slow");

/* ------------------------------------------- the collector: runtime/gc -- */

uint64_t *rt_new_mark_bits(uintptr_t nelems); /* zeroed */
uint64_t *rt_new_alloc_bits(uintptr_t nelems);
/* Sweeps s, whose sweepgen the caller has moved from sg-2 to sg-1. Without
   `preserve` s goes to its central list or, if empty, back to the heap, which
   the result tells; with it the caller keeps s. */
bool rt_sweep_span(Mspan *s, bool preserve);
/* An object was sampled: tells the sampler when it is freed. */
void rt_special_add_profile(uintptr_t p, void *bucket);
/* Pays for `bytes` about to be allocated by sweeping. */
void rt_deduct_sweep_credit(uint64_t bytes);
/* Sweeps until npages have come back, or nothing is left to do. */
void rt_reclaim_pages(uintptr_t npages);
/* Starts a cycle if the heap has grown enough. Holds nothing. */
void rt_gc_maybe_start(void);
/* The same for debugging: called before each allocation in slow mode. */
void rt_gc_stress(void);
/* Set: compiled code tells of pointer stores (gc/barrier.c), and whole values
   are told here before they are copied, or cleared: from NULL. */
extern uint8_t rt_write_barrier RT_SYMBOL("writeBarrier");
void rt_barrier_copy(const RtType *t, void *to, const void *from);
uint64_t rt_gc_memory_limit(void); /* GOMEMLIMIT; UINT64_MAX: none */

#endif
