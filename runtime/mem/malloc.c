/*
 * malloc.c - every allocation of the program: which way it takes.
 *
 *   size 0              the address of rt_zerobase
 *   < 16, no pointers   tiny: several objects share a 16-byte slot
 *   <= 32 KB            small: a slot of a span of its size class
 *   larger              large: a span of its own
 *
 * Example of the tiny allocator: requests of 1, 4, 8, 2 bytes
 *
 *   | 1 . . . 4 4 4 4 8 8 8 8 8 8 8 8 |     aligned as their sizes ask for
 *   | 2 2 . . .                             no room: a new block
 *
 * The block is one object for the collector: it lives while anything in it
 * does.
 *
 * The thread's in_malloc flag is set while a cache is being changed; a
 * collection is started only when it is clear and the object, complete, is
 * held by nothing but this function's frame, which is scanned like any other.
 */
#include <string.h>

#include "dump.h"
#include "fast.h"
#include "heap.h"
#include "scavenge.h"
#include "trace.h"

uint64_t rt_zerobase;
uint8_t rt_zero_val[1024];

extern const MemSampler *const samplers[] __asm__("__start_rt_samplers")
    __attribute__((weak, visibility("hidden")));

/* Without runtime.MemProfile the list of samplers is empty. */
void rt_mem_sampler_init(void) {
  extern int64_t rate __asm__("runtime.MemProfileRate") __attribute__((weak));
  if (samplers) {
    rt_mem_sampler = samplers[0];
    rt_malloc_is_watched = true;
  } else if (&rate) {
    rate = 0;
  }
}

void rt_mem_init(void) {
  rt_heap_init();
  rt_mem_sampler_init();
  rt_mcache_install(rt_mcache_new());
  rt_scavenge_init();
  rt_trace_init();
  rt_dump_init();
}

uint64_t rt_bytes_in_use(void) { return rt_counted(&rt_mem.in_heap); }

/* --------------------------------------------------------------- small -- */

/* A slot of the class; *path tells how far the request had to go. */
static uintptr_t next_free(Mcache *c, uint8_t spanclass, AllocPath *path) {
  Mspan *s = c->alloc[spanclass];
  uintptr_t p = rt_next_free_fast(s, s->elemsize);
  *path = PATH_CACHED;
  if (RT_UNLIKELY(!p)) {
    if (!rt_span_next_chunk(s)) {
      *path = rt_mcache_refill(c, spanclass) ? PATH_GROW : PATH_REFILL;
      s = c->alloc[spanclass];
    }
    p = rt_next_free_fast(s, s->elemsize);
  }
  return p;
}

/* size < 16, no pointers: behind the last one, or in a block of its own. */
static uintptr_t alloc_tiny(Mcache *c, uintptr_t size, AllocPath *path) {
  uintptr_t p = rt_tiny_fast(c, size);
  if (p) {
    *path = PATH_TINY;
    return p;
  }
  p = next_free(c, TINY_SPAN_CLASS, path);
  memset((void *)p, 0, TINY_SIZE);
  /* The block with more room left stays. */
  if (c->tiny == 0 || size < c->tinyoffset) {
    c->tiny = p;
    c->tinyoffset = size;
  }
  return p;
}

/* No pointers: zeroed only if the caller wants that. */
static uintptr_t alloc_noscan(Mcache *c, uintptr_t size, bool zero,
                              AllocPath *path) {
  uint8_t spanclass = (uint8_t)(2 * rt_size_class(size) + 1);
  uintptr_t p = next_free(c, spanclass, path);
  const Mspan *s = c->alloc[spanclass];
  if (zero && s->needzero) {
    memset((void *)p, 0, s->elemsize);
  }
  return p;
}

/* With pointers: always zeroed, since the collector reads it, and with the bits
   of as many values of type t as fit in size. */
static uintptr_t alloc_scan(Mcache *c, uintptr_t size, const RtType *t,
                            AllocPath *path) {
  uint8_t spanclass = (uint8_t)(2 * rt_size_class(size));
  uintptr_t p = next_free(c, spanclass, path);
  Mspan *s = c->alloc[spanclass];
  if (!rt_is_prepared(s)) {
    rt_set_ptr_bits(s, p, size, t);
    if (s->needzero) {
      memset((void *)p, 0, s->elemsize);
    }
    return p;
  }
  uint64_t mask = rt_array_mask(t, size);
  if (mask != s->chunk_mask) {
    uintptr_t words = s->elemsize / RT_WORD;
    rt_set_mask(s, (p - s->start_addr) / RT_WORD, words, mask);
  }
  s->next_mask = mask;
  return p;
}

/* --------------------------------------------------------------- large -- */

/* Pages with pointers are cleared before anybody can see the object; others
   when the thread may be stopped again, since that can take long. */
static uintptr_t alloc_large(uintptr_t size, const RtType *t, bool zero) {
  uintptr_t npages = (size + RT_PAGE_SIZE - 1) >> PAGE_SHIFT;
  if (size + RT_PAGE_SIZE < size) {
    rt_throw("out of memory");
  }
  uint8_t spanclass = t ? 0 : 1;
  uint64_t bytes = npages << PAGE_SHIFT;
  rt_deduct_sweep_credit(bytes);
  Mspan *s = rt_heap_alloc(npages, spanclass);
  s->limit = s->start_addr + size;
  s->large_type = t;
  s->large_size = size;
  rt_count(&rt_mem.large_alloc, (int64_t)bytes);
  rt_count(&rt_mem.large_allocs, 1);
  rt_count(&rt_heap.live, (int64_t)bytes);
  uintptr_t p = s->start_addr;
  bool clear = s->needzero && (zero || t);
  if (clear && t) {
    memset((void *)p, 0, size);
  }
  Mcentral *c = &rt_heap.central[spanclass];
  rt_spanset_push(rt_full_swept(c, rt_heap.sweepgen), s);
  rt_malloc_leave(&s->alloc_cache);
  if (clear && !t) {
    memset((void *)p, 0, size);
  }
  return p;
}

/* --------------------------------------------------------- entry points -- */

/* size > 0; t is NULL if there are no pointers. */
static uintptr_t allocate(uintptr_t size, const RtType *t, bool zero,
                          AllocPath *path) {
  rt_malloc_enter();
  Mcache *c = rt_mcache();
  if (size > RT_MAX_SMALL) {
    *path = PATH_LARGE;
    return alloc_large(size, t, zero);
  }
  uintptr_t p;
  if (t) {
    p = alloc_scan(c, size, t, path);
  } else if (size < TINY_SIZE) {
    p = alloc_tiny(c, size, path);
  } else {
    p = alloc_noscan(c, size, zero, path);
  }
  rt_malloc_leave(&c->tinyoffset);
  return p;
}

/* For tracing, counting and sampling: looks at each allocation. */
RT_NOINLINE static void *allocate_watched(uintptr_t size, const RtType *t,
                                          bool zero) {
  AllocPath path = PATH_CACHED;
  rt_gc_stress();
  volatile uintptr_t p = allocate(size, t, zero, &path);
  if (rt_mem_sampler) {
    rt_mem_sampler->allocated(rt_mcache(), p);
  }
  rt_trace_alloc(p, size, t, path);
  rt_dump_count(size, rt_span_of_heap(p));
  if (path >= PATH_REFILL) {
    rt_gc_maybe_start();
  }
  return (void *)p;
}

/* Memory for `size` bytes that holds values of `type` (NULL: no pointers);
   `zero` counts only for those. p is volatile, and so on the stack when a
   collection begins: nothing else holds the object yet. */
void *rt_mallocgc(uint64_t size, void *type, bool zero) {
  const RtType *t = type;
  if (size == 0) {
    return &rt_zerobase;
  }
  if (t && t->ptrdata == 0) {
    t = NULL;
  }
  if (RT_UNLIKELY(rt_tls.in_malloc)) {
    rt_throw("malloc deadlock");
  }
  if (RT_UNLIKELY(rt_malloc_is_watched)) {
    return allocate_watched(size, t, zero);
  }
  AllocPath path = PATH_CACHED;
  void *volatile p = (void *)allocate(size, t, zero, &path);
  if (RT_UNLIKELY(path >= PATH_REFILL)) {
    rt_gc_maybe_start();
  }
  return p;
}

/* Goes on where an inlined allocation gave up: the flag is still set. */
RT_PRESERVE void *rt_newobject_slow(const RtType *t) {
  rt_malloc_leave(&rt_zerobase);
  return rt_mallocgc(t->size, (void *)(uintptr_t)t, true);
}

void *rt_newobject(void *type) {
  void *p = rt_newobject_fast(type);
  return RT_LIKELY(p) ? p : rt_newobject_slow(type);
}

/* n values of the type, zeroed; panics if they would not fit in the address
   space. */
void *rt_newarray(void *type, int64_t n) {
  const RtType *t = type;
  uint64_t size = 0;
  if (n < 0 || __builtin_mul_overflow(t->size, (uint64_t)n, &size) ||
      size > RT_MAX_ALLOC) {
    rt_panic_plain("runtime: allocation size out of range");
  }
  return rt_mallocgc(size, type, true);
}

/* The barrier, which is on for debugging only, sees the pointers before they
   are overwritten. */
void rt_typedmemmove(void *type, void *to, void *from) {
  const RtType *t = type;
  if (RT_UNLIKELY(rt_write_barrier) && t->ptrdata > 0) {
    rt_barrier_copy(t, to, from);
  }
  if (to != from) {
    memmove(to, from, t->size);
  }
}

void rt_typedmemclr(void *type, void *p) {
  const RtType *t = type;
  if (RT_UNLIKELY(rt_write_barrier) && t->ptrdata > 0) {
    rt_barrier_copy(t, p, NULL);
  }
  memset(p, 0, t->size);
}
