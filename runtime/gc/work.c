/*
 * work.c - lists of marked objects whose contents are still to be looked at.
 *
 * Each worker has two buffers of its own; what is more than that, and what an
 * idle worker might take, is in a list that all share. The lists are stacks
 * without locks; a counter in the upper bits of the head makes a head that
 * was popped and pushed again in between differ from the old one.
 *
 *   thread 1   reads head {A, 5}, and A->next = B
 *   thread 2   pops A, pops B, pushes A: head {A, 6}
 *   thread 1   exchanges {A, 5} for {B, 5}: fails, as it must, B is in use
 */
#include "../sched/sched.h"
#include "gc.h"

enum {
  BLOCK = 32 << 10,
  ADDRESS_BITS = 48
};
#define ADDRESS_MASK (((uint64_t)1 << ADDRESS_BITS) - 1)

static struct {
  _Alignas(64) uint64_t full;
  _Alignas(64) uint64_t empty;
} lists;

static Workbuf *buf_of(uint64_t head) {
  return (Workbuf *)(uintptr_t)(head & ADDRESS_MASK);
}

/* Puts b in front. A failed exchange has updated `old`: try again. */
void rt_worklist_push(uint64_t *list, Workbuf *b) {
  uint64_t old = __atomic_load_n(list, __ATOMIC_RELAXED), new;
  do {
    uint64_t count = (old >> ADDRESS_BITS) + 1;
    __atomic_store_n(&b->next, buf_of(old), __ATOMIC_RELAXED);
    new = count << ADDRESS_BITS | (uint64_t)(uintptr_t)b;
  } while (!__atomic_compare_exchange_n(list, &old, new, true, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED));
}

/* Takes the first buffer, NULL: there is none. Buffers are never unmapped, so
   reading b->next is safe even if b has gone. */
Workbuf *rt_worklist_pop(uint64_t *list) {
  uint64_t old = __atomic_load_n(list, __ATOMIC_ACQUIRE);
  for (;;) {
    Workbuf *b = buf_of(old);
    if (!b) {
      return NULL;
    }
    /* b may be taken by now: then `next` is wrong, and the exchange fails. */
    Workbuf *next = __atomic_load_n(&b->next, __ATOMIC_RELAXED);
    uint64_t new = (old & ~ADDRESS_MASK) | (uint64_t)(uintptr_t)next;
    if (__atomic_compare_exchange_n(list, &old, new, true, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
      return b;
    }
  }
}

Workbuf *rt_workbuf_empty(void) {
  Workbuf *b = rt_worklist_pop(&lists.empty);
  if (!b) {
    char *block = rt_sys_alloc(BLOCK, &rt_mem.gc_sys);
    for (size_t at = WORKBUF_SIZE; at < BLOCK; at += WORKBUF_SIZE) {
      rt_worklist_push(&lists.empty, (Workbuf *)(void *)(block + at));
    }
    b = (Workbuf *)(void *)block;
  }
  b->n = 0;
  return b;
}

void rt_workbuf_put_empty(Workbuf *b) { rt_worklist_push(&lists.empty, b); }
void rt_workbuf_put_full(Workbuf *b) { rt_worklist_push(&lists.full, b); }
Workbuf *rt_workbuf_full(void) { return rt_worklist_pop(&lists.full); }

bool rt_workbuf_any_full(void) {
  return buf_of(__atomic_load_n(&lists.full, __ATOMIC_ACQUIRE)) != NULL;
}

_Static_assert(sizeof(Workbuf) == WORKBUF_SIZE, "work buffer");
