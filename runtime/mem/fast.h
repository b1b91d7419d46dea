/*
 * fast.h - the allocation of a small object, without a call if all goes well.
 *
 * malloc.c compiles it into the archive and inline.c into the bitcode that
 * the compiler links into programs, where the type is a constant: then the
 * size, the class and the mask fold, and what remains is
 *
 *   in_malloc = 1            so that no signal stops the thread in between
 *   s = cache->alloc[class]
 *   none free in s->alloc_cache? the object's pointer bits are not those of
 *     s->chunk_mask? -> rt_mallocgc
 *   take the lowest bit; p = s->cache_addr + bit * size
 *   in_malloc = 0
 *
 * about 16 instructions and the zeroing. Slots with pointers are zero already
 * (mem.h, Mspan).
 *
 * The thread's variables are read by instructions of their own, relative to
 * %fs: the address of a thread-local variable, as C would compute it, might be
 * kept across a call that moves the goroutine to another thread. in_malloc
 * comes first: between reading the cache's address and setting the flag the
 * goroutine might lose the cache.
 */
#ifndef RUNTIME_MEM_FAST_H
#define RUNTIME_MEM_FAST_H

#include "bitmap.h"
#include "sizeclass.h"

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
RT_INLINE void rt_malloc_enter(void) {
  __asm__ volatile("movl $1, %%fs:rt_tls@tpoff+24" : : :);
}
/* The operand makes LLVM finish the store before. */
RT_INLINE void rt_malloc_leave(const uint64_t *changed) {
  __asm__ volatile("movl $0, %%fs:rt_tls@tpoff+24" : : "m"(*changed));
}
RT_INLINE Mcache *rt_inlined_cache(void) {
  Mcache *c;
  __asm__ volatile("movq %%fs:rt_tls@tpoff+16, %0" : "=r"(c));
  return c;
}
#else
RT_INLINE void rt_malloc_enter(void) {
  *(volatile uint32_t *)&rt_tls.in_malloc = 1;
}
RT_INLINE void rt_malloc_leave(const uint64_t *changed) {
  (void)changed;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  *(volatile uint32_t *)&rt_tls.in_malloc = 0;
}
RT_INLINE Mcache *rt_inlined_cache(void) { return rt_tls.inlined; }
#endif
_Static_assert(offsetof(Tls, inlined) == 16, "used in assembly");
_Static_assert(offsetof(Tls, in_malloc) == 24, "used in assembly");

/* Takes a free slot of the current chunk; 0: there is none. */
RT_INLINE uintptr_t rt_next_free_fast(Mspan *s, uintptr_t elemsize) {
  uint64_t cache = s->alloc_cache;
  if (RT_UNLIKELY(cache == 0)) {
    return 0;
  }
  s->alloc_cache = cache & (cache - 1);
  uintptr_t p = s->cache_addr + (uintptr_t)__builtin_ctzll(cache) * elemsize;
  if (p == 0) {
    __builtin_unreachable(); /* spares callers a second test */
  }
  return p;
}

/* Room for an object of `size` < TINY_SIZE bytes in the current block. */
RT_INLINE uintptr_t rt_tiny_fast(Mcache *c, uintptr_t size) {
  uintptr_t align = size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 ? 1 : 2;
  uintptr_t off = (c->tinyoffset + align - 1) & ~(align - 1);
  if (RT_UNLIKELY(c->tiny == 0 || off + size > TINY_SIZE)) {
    return 0;
  }
  c->tinyoffset = off + size;
  c->tiny_allocs++;
  return c->tiny + off;
}

enum {
  /* Objects without pointers up to here are cleared in place. */
  INLINE_CLEAR_MAX = 256
};

RT_INLINE bool rt_fits_inline(const RtType *t) {
  uintptr_t max = t->ptrdata ? PREPARED_MAX : INLINE_CLEAR_MAX;
  return t->size - 1 < max;
}

/* rt_type_mask for types of up to PREPARED_MAX bytes, without a loop. */
RT_INLINE uint64_t small_mask(const RtType *t) {
  uint64_t mask = t->gcdata[0];
  return t->ptrdata > 8 * RT_WORD ? mask | (uint64_t)t->gcdata[1] << 8 : mask;
}

/* A slot for a t of at most PREPARED_MAX bytes, or without pointers; 0, with
   in_malloc clear or not, if the long way must be taken. */
RT_INLINE uintptr_t rt_small_fast(Mcache *c, const RtType *t) {
  unsigned class = rt_size_class(t->size);
  Mspan *s = c->alloc[2 * class + (t->ptrdata == 0)];
  if (t->ptrdata && RT_UNLIKELY(s->chunk_mask != small_mask(t))) {
    return 0;
  }
  uintptr_t p = rt_next_free_fast(s, rt_slot_size[class]);
  rt_malloc_leave(&s->alloc_cache);
  return p;
}

/* A new object, or NULL: the way through rt_mallocgc has to be taken. */
RT_INLINE void *rt_newobject_fast(const RtType *t) {
  if (!rt_fits_inline(t)) {
    return NULL;
  }
  rt_malloc_enter();
  Mcache *c = rt_inlined_cache();
  if (t->ptrdata == 0 && t->size < TINY_SIZE) {
    uintptr_t p = rt_tiny_fast(c, t->size);
    rt_malloc_leave(&c->tinyoffset);
    return (void *)p;
  }
  uintptr_t p = rt_small_fast(c, t);
  if (p && t->ptrdata == 0) {
    __builtin_memset((void *)p, 0, t->size);
  }
  return (void *)p;
}

#endif
