/*
 * spanset.c - a bag of spans that many threads fill and empty at once.
 *
 * The entries lie in blocks of 512 that a spine points to. head and tail are
 * the numbers of the entries to pop and to push next; both only grow, and
 * share one word so that a pop sees a consistent pair:
 *
 *   spine  [b0][b1][b2]                  index = head << 32 | tail
 *           |   |   '-> [s s s . . .]    tail = 2*512 + 3
 *           |   '-----> [. s s s s s]    head = 512 + 1
 *           '-> NULL (emptied)
 *
 * push: takes the number `tail` by an atomic add, then stores the span.
 * pop:  takes the number `head` by compare-and-swap, then waits until its
 *       pusher has stored. So the order is that of the numbers, roughly first
 *       in, first out; callers want only a bag.
 *
 * The last who empties a block gives it to the pool. When a set has been
 * emptied rt_spanset_reset takes the numbers back to 0.
 */
#include <string.h>

#include "../sched/sched.h"
#include "mem.h"

typedef struct SpanSetBlock {
  struct SpanSetBlock *next; /* in the pool */
  uint32_t popped;           /* of SPANSET_BLOCK: then nobody needs it */
  Mspan *spans[SPANSET_BLOCK];
} SpanSetBlock;

static struct {
  uintptr_t lock;
  SpanSetBlock *free;
} pool;

/* An empty block, of the pool if it has one. */
static SpanSetBlock *new_block(void) {
  rt_lock(&pool.lock);
  SpanSetBlock *b = pool.free;
  if (b) {
    pool.free = b->next;
  }
  rt_unlock(&pool.lock);
  if (!b) {
    return rt_persistent_alloc(sizeof *b, 64, &rt_mem.gc_sys);
  }
  memset(b, 0, sizeof *b);
  return b;
}

static void free_block(SpanSetBlock *b) {
  rt_lock(&pool.lock);
  b->next = pool.free;
  pool.free = b;
  rt_unlock(&pool.lock);
}

/* Makes room for more blocks; spine_lock is held. */
static void grow_spine(SpanSet *b) {
  uintptr_t cap = b->spine_cap ? 2 * b->spine_cap : SPANSET_SPINE;
  SpanSetBlock **spine =
      rt_persistent_alloc(cap * sizeof *spine, 64, &rt_mem.gc_sys);
  if (b->spine_len > 0) {
    memcpy(spine, b->spine, b->spine_len * sizeof *spine);
  }
  /* Readers of the old one go on: it is never freed, nor are its entries
     changed while somebody is about to use them. */
  __atomic_store_n(&b->spine, spine, __ATOMIC_RELEASE);
  b->spine_cap = cap;
}

/* Several may find that block `top` is missing: one adds it. */
static void add_block(SpanSet *b, uintptr_t top) {
  rt_lock(&b->spine_lock);
  while (b->spine_len <= top) {
    if (b->spine_len == b->spine_cap) {
      grow_spine(b);
    }
    b->spine[b->spine_len] = new_block();
    __atomic_store_n(&b->spine_len, b->spine_len + 1, __ATOMIC_RELEASE);
  }
  rt_unlock(&b->spine_lock);
}

static SpanSetBlock **block_slot(SpanSet *b, uintptr_t top) {
  return &__atomic_load_n(&b->spine, __ATOMIC_ACQUIRE)[top];
}

void rt_spanset_push(SpanSet *b, Mspan *s) {
  uint32_t at = (uint32_t)__atomic_fetch_add(&b->index, 1, __ATOMIC_ACQ_REL);
  uintptr_t top = at / SPANSET_BLOCK;
  if (__atomic_load_n(&b->spine_len, __ATOMIC_ACQUIRE) <= top) {
    add_block(b, top);
  }
  SpanSetBlock *block = __atomic_load_n(block_slot(b, top), __ATOMIC_ACQUIRE);
  __atomic_store_n(&block->spans[at % SPANSET_BLOCK], s, __ATOMIC_RELEASE);
}

/* The number of an entry to pop; false: the set is empty. */
static bool take_number(SpanSet *b, uint32_t *at) {
  uint64_t index = __atomic_load_n(&b->index, __ATOMIC_ACQUIRE);
  for (;;) {
    uint32_t head = (uint32_t)(index >> 32), tail = (uint32_t)index;
    if (head >= tail) {
      return false;
    }
    if (__atomic_load_n(&b->spine_len, __ATOMIC_ACQUIRE) <=
        head / SPANSET_BLOCK) {
      return false; /* its pusher is about to add the block */
    }
    uint64_t taken = index + ((uint64_t)1 << 32);
    if (__atomic_compare_exchange_n(&b->index, &index, taken, true,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
      *at = head;
      return true;
    }
  }
}

Mspan *rt_spanset_pop(SpanSet *b) {
  uint32_t at = 0;
  if (!take_number(b, &at)) {
    return NULL;
  }
  SpanSetBlock **slot = block_slot(b, at / SPANSET_BLOCK);
  SpanSetBlock *block = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
  Mspan **entry = &block->spans[at % SPANSET_BLOCK], *s = NULL;
  while (!(s = __atomic_load_n(entry, __ATOMIC_ACQUIRE))) {
    rt_os_yield();
  }
  __atomic_store_n(entry, NULL, __ATOMIC_RELAXED);
  if (__atomic_add_fetch(&block->popped, 1, __ATOMIC_ACQ_REL) ==
      SPANSET_BLOCK) {
    free_block(block);
  }
  return s;
}

uintptr_t rt_spanset_len(const SpanSet *b) {
  uint64_t index = __atomic_load_n(&b->index, __ATOMIC_ACQUIRE);
  uint32_t head = (uint32_t)(index >> 32), tail = (uint32_t)index;
  return tail > head ? tail - head : 0;
}

/* Gives the last, half used block back, too. Nobody else uses the set. */
void rt_spanset_reset(SpanSet *b) {
  uint32_t head = (uint32_t)(b->index >> 32), tail = (uint32_t)b->index;
  RT_CHECK(head >= tail);
  if (head % SPANSET_BLOCK != 0) {
    free_block(*block_slot(b, head / SPANSET_BLOCK));
  }
  b->index = 0;
  b->spine_len = 0;
}
