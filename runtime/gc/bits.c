/*
 * bits.c - the bits that say which slots are allocated and marked.
 *
 * Bits of one cycle die together: when a sweep is complete, all spans have
 * new alloc_bits, and those of the cycle before are garbage. So they are cut
 * from chunks of 64 KB that belong to an age, and whole ages are reused:
 *
 *   next      mark bits for the coming cycle (fresh spans, swept spans)
 *   current   mark bits of the last cycle, the alloc_bits of swept spans
 *   previous  alloc_bits of spans that wait for the sweep
 *   free
 *
 * At the end of a sweep each age moves down by one.
 */
#include <string.h>

#include "../sched/sched.h"
#include "gc.h"

enum {
  CHUNK_SIZE = 64 << 10
};

typedef struct BitChunk {
  struct BitChunk *next;
  uint64_t used; /* words */
  uint64_t words[(CHUNK_SIZE - 16) / 8];
} BitChunk;

static struct {
  uintptr_t lock;
  BitChunk *next, *current, *previous, *free;
} ages;

/* Words of a chunk, by an atomic step; NULL: not enough are left. */
static uint64_t *take(BitChunk *c, uint64_t n) {
  uint64_t at = c ? __atomic_fetch_add(&c->used, n, __ATOMIC_RELAXED) : 0;
  return c && at + n <= RT_COUNT(c->words) ? c->words + at : NULL;
}

/* A chunk of zeros; the lock is held. */
static BitChunk *new_chunk(void) {
  BitChunk *c = ages.free;
  if (!c) {
    return rt_sys_alloc(CHUNK_SIZE, &rt_mem.gc_sys);
  }
  ages.free = c->next;
  memset(c, 0, sizeof *c);
  return c;
}

uint64_t *rt_new_mark_bits(uintptr_t nelems) {
  uint64_t n = (nelems + 63) / 64;
  uint64_t *bits = take(__atomic_load_n(&ages.next, __ATOMIC_ACQUIRE), n);
  if (RT_LIKELY(bits)) {
    return bits;
  }
  rt_lock(&ages.lock);
  bits = take(ages.next, n);
  if (!bits) {
    BitChunk *c = new_chunk();
    c->next = ages.next;
    bits = take(c, n);
    __atomic_store_n(&ages.next, c, __ATOMIC_RELEASE);
  }
  rt_unlock(&ages.lock);
  return bits;
}

/* They live as long: until the sweep after the next one. */
uint64_t *rt_new_alloc_bits(uintptr_t nelems) {
  return rt_new_mark_bits(nelems);
}

void rt_bits_next_epoch(void) {
  rt_lock(&ages.lock);
  BitChunk **end = &ages.previous;
  while (*end) {
    end = &(*end)->next;
  }
  *end = ages.free;
  ages.free = ages.previous;
  ages.previous = ages.current;
  ages.current = ages.next;
  __atomic_store_n(&ages.next, NULL, __ATOMIC_RELEASE);
  rt_unlock(&ages.lock);
}
