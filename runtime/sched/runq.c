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

/* Whether it is empty is asked without the lock. */
static void count(GQueue *q, int64_t by) {
  __atomic_store_n(&q->n, q->n + (uint64_t)by, __ATOMIC_RELAXED);
}

void rt_gqueue_push(GQueue *q, G *g) {
  g->next = NULL;
  if (q->last) {
    q->last->next = g;
  } else {
    q->first = g;
  }
  q->last = g;
  count(q, 1);
}

G *rt_gqueue_pop(GQueue *q) {
  G *g = q->first;
  if (g) {
    q->first = g->next;
    count(q, -1);
    if (!q->first) {
      q->last = NULL;
    }
  }
  return g;
}

void rt_gqueue_append(GQueue *q, GQueue *more) {
  if (!more->first) {
    return;
  }
  if (q->last) {
    q->last->next = more->first;
  } else {
    q->first = more->first;
  }
  q->last = more->last;
  count(q, (int64_t)more->n);
  *more = (GQueue){0};
}

/* A thief may read a slot while its owner fills it again: the swap of `head`
   then fails, and what was read is not used. */
static G *get_slot(P *p, uint32_t i) {
  return __atomic_load_n(&p->runq[i % RUNQ_SIZE], __ATOMIC_RELAXED);
}

static void put_slot(P *p, uint32_t i, G *g) {
  __atomic_store_n(&p->runq[i % RUNQ_SIZE], g, __ATOMIC_RELAXED);
}

/* Moves the older half of the full ring; false if thieves made room. */
static bool move_half(P *p, uint32_t head, GQueue *overflow) {
  enum {
    HALF = RUNQ_SIZE / 2
  };
  G *batch[HALF];
  for (uint32_t i = 0; i < HALF; i++) {
    batch[i] = get_slot(p, head + i);
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

/* Only the owner of p writes tail; a full ring gives half of it away. */
static void put_last(P *p, G *g, GQueue *overflow) {
  for (;;) {
    uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE);
    if (p->tail - head < RUNQ_SIZE) {
      put_slot(p, p->tail, g);
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
    G *g = get_slot(p, head);
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

/* Between the reads of head and tail, a G may move from runnext to the ring:
   only if nothing has changed the answer is right. */
bool rt_runq_is_empty(const P *p) {
  for (;;) {
    uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE);
    uint32_t tail = __atomic_load_n(&p->tail, __ATOMIC_ACQUIRE);
    const G *next = __atomic_load_n(&p->runnext, __ATOMIC_ACQUIRE);
    if (tail == __atomic_load_n(&p->tail, __ATOMIC_ACQUIRE)) {
      return head == tail && !next;
    }
  }
}

/* ------------------------------------------------------------- stealing -- */

/* A G that was made runnable just now will most likely be run at once by its
   own P, when the one that readied it parks: it is taken only if it is still
   there a little later. */
static G *steal_next(P *from) {
  enum {
    PATIENCE = 3000 /* ns; longer than most goroutines run before they park */
  };
  G *g = __atomic_load_n(&from->runnext, __ATOMIC_ACQUIRE);
  if (!g) {
    return NULL;
  }
  if (__atomic_load_n(&from->status, __ATOMIC_RELAXED) == P_RUNNING) {
    rt_os_sleep(PATIENCE);
  }
  return __atomic_compare_exchange_n(&from->runnext, &g, NULL, false,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)
             ? g
             : NULL;
}

/* The thief's own ring is empty, so that half of another one fits. */
G *rt_runq_steal(P *p, P *from, bool take_next) {
  for (;;) {
    uint32_t head = __atomic_load_n(&from->head, __ATOMIC_ACQUIRE);
    uint32_t tail = __atomic_load_n(&from->tail, __ATOMIC_ACQUIRE);
    uint32_t n = tail - head;
    n -= n / 2;
    if (n == 0) {
      return take_next ? steal_next(from) : NULL;
    }
    if (n > RUNQ_SIZE / 2) { /* head and tail are not of one moment */
      continue;
    }
    for (uint32_t i = 0; i < n; i++) {
      put_slot(p, p->tail + i, get_slot(from, head + i));
    }
    if (__atomic_compare_exchange_n(&from->head, &head, head + n, false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
      G *g = get_slot(p, p->tail + n - 1);
      __atomic_store_n(&p->tail, p->tail + n - 1, __ATOMIC_RELEASE);
      return g;
    }
  }
}
