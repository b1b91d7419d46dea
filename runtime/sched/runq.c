/*
 * runq.c - queues of runnable goroutines.
 *
 * A P's ring has one producer, its owner, and many consumers: the tail is
 * published by a store-release, the head claimed by a compare-and-swap. A
 * slot is read before the swap, which fails if somebody else took it:
 *
 *      head             tail
 *   |   |g3 g4 g5 ... g9|    |      tail - head goroutines; never over 256
 *
 * Ready order is first in, first out, except for runnext: a goroutine that
 * was just made or woken goes first, so that a pair which hands messages to
 * and fro keeps its data in the cache.
 */
#include "sched.h"

void rt_gqueue_push(GQueue *q, G *g) {
  g->next = NULL;
  if (q->last) {
    q->last->next = g;
  } else {
    q->first = g;
  }
  q->last = g;
  q->n++;
}

G *rt_gqueue_pop(GQueue *q) {
  G *g = q->first;
  if (g) {
    q->first = g->next;
    q->n--;
    if (!q->first) {
      q->last = NULL;
    }
  }
  return g;
}

/* Moves the older half of the full ring; false if thieves made room. */
static bool move_half(P *p, uint32_t head, GQueue *overflow) {
  enum {
    HALF = RUNQ_SIZE / 2
  };
  G *batch[HALF];
  for (uint32_t i = 0; i < HALF; i++) {
    batch[i] = p->runq[(head + i) % RUNQ_SIZE];
  }
  if (!__atomic_compare_exchange_n(&p->head, &head, head + HALF, false,
                                   __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    return false;
  }
  for (uint32_t i = 0; i < HALF; i++) {
    rt_gqueue_push(overflow, batch[i]);
  }
  return true;
}

static void put_last(P *p, G *g, GQueue *overflow) {
  for (;;) {
    uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE);
    if (p->tail - head < RUNQ_SIZE) {
      p->runq[p->tail % RUNQ_SIZE] = g;
      __atomic_store_n(&p->tail, p->tail + 1, __ATOMIC_RELEASE);
      return;
    }
    if (move_half(p, head, overflow)) {
      rt_gqueue_push(overflow, g);
      return;
    }
  }
}

void rt_runq_put(P *p, G *g, bool next, GQueue *overflow) {
  if (next) {
    g = __atomic_exchange_n(&p->runnext, g, __ATOMIC_ACQ_REL);
  }
  if (g) {
    put_last(p, g, overflow);
  }
}

G *rt_runq_get_ring(P *p) {
  for (;;) {
    uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE);
    if (head == p->tail) {
      return NULL;
    }
    G *g = p->runq[head % RUNQ_SIZE];
    if (__atomic_compare_exchange_n(&p->head, &head, head + 1, false,
                                    __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
      return g;
    }
  }
}

G *rt_runq_get(P *p) {
  G *g = __atomic_load_n(&p->runnext, __ATOMIC_RELAXED);
  if (g && __atomic_compare_exchange_n(&p->runnext, &g, NULL, false,
                                       __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
    return g;
  }
  return rt_runq_get_ring(p);
}
