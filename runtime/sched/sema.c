/*
 * sema.c - semaphores and notify lists, on which package sync stands.
 *
 * A semaphore is a word of the program's: how many may still pass. Who finds
 * it 0 queues here, in a table by address:
 *
 *   bucket -> waiter of a -> waiter of b -> ...     first of each address
 *               |  more
 *             waiter of a                           first in, first out
 *
 * Acquire counts itself as waiting before it looks at the word a last time,
 * release increments the word before it looks whether any wait: one of them
 * sees the other.
 *
 * Semaphores have no owner: one that is released is free for all until the
 * woken goroutine runs. With `handoff` the releaser takes it for the woken one
 * and lets that run at once.
 *
 * An example, with *s == 0:
 *
 *   G1 semacquire(s): nwait = 1, still 0: queues, parks
 *   G2 semrelease(s): *s = 1, nwait != 0: takes G1 out of the queue, readies it
 *   G3 semacquire(s): *s = 0, passes: it came first
 *   G1 runs: *s is 0 again, queues once more
 */
#include "sched.h"

enum {
  BUCKETS = 1024
};

typedef struct Bucket {
  _Alignas(64) uintptr_t lock; /* a cache line for each bucket */
  uint32_t nwait;              /* of all addresses; read without the lock */
  Waiter *first;
} Bucket;

static Bucket table[BUCKETS];
WaitWatch rt_waits;

/* The top 10 bits of a product: nearby words go to different buckets. */
static Bucket *bucket_of(const uint32_t *addr) {
  return &table[((uintptr_t)addr >> 3) * 0x9e3779b97f4a7c15u >> 54];
}

uint32_t rt_sema_waiters(const uint32_t *addr) {
  return __atomic_load_n(&bucket_of(addr)->nwait, __ATOMIC_SEQ_CST);
}

/* Decrements the word unless it is 0. */
static bool try_acquire(uint32_t *addr) {
  uint32_t n = __atomic_load_n(addr, __ATOMIC_SEQ_CST);
  while (n > 0) {
    if (__atomic_compare_exchange_n(addr, &n, n - 1, false, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST)) {
      return true;
    }
  }
  return false;
}

/* Where the first waiter of addr is linked from, or where it would be. */
static Waiter **find(Bucket *b, const uint32_t *addr) {
  Waiter **link = &b->first;
  while (*link && (*link)->addr != addr) {
    link = &(*link)->next;
  }
  return link;
}

/* Puts w first or last among those of its address. */
static void enqueue(Bucket *b, Waiter *w, bool lifo) {
  Waiter **link = find(b, w->addr);
  Waiter *first = *link;
  if (!first) {
    w->last = w;
    *link = w;
  } else if (lifo) {
    w->next = first->next;
    w->more = first;
    w->last = first->last;
    *link = w;
  } else {
    first->last->more = w;
    first->last = w;
  }
}

/* Takes the first waiter of addr; NULL: nobody waits. The second one takes its
   place in the list of addresses: what it has waited so far was the doing of
   who releases the first. */
static Waiter *dequeue(Bucket *b, const uint32_t *addr) {
  Waiter **link = find(b, addr);
  Waiter *w = *link;
  if (!w) {
    return NULL;
  }
  if (w->more) {
    w->more->since = w->more->since ? rt_nanotime() : 0;
    w->more->last = w->last;
    w->more->next = w->next;
    *link = w->more;
  } else {
    *link = w->next;
  }
  return w;
}

static void unlock_bucket(void *arg) {
  Bucket *b = arg;
  rt_unlock(&b->lock);
}

/* Passes when the word was not 0, or by a handoff (w.ticket). lifo: before
   those who wait already, for a goroutine that has waited once. */
static void acquire(uint32_t *addr, bool lifo, WaitReason why,
                    SemaProfile prof) {
  if (try_acquire(addr)) {
    return;
  }
  int64_t began = prof.is_timed ? rt_wait_begins() : 0;
  int64_t since = prof.is_mutex && rt_waits.released ? rt_nanotime() : 0;
  Bucket *b = bucket_of(addr);
  for (;;) {
    Waiter w = {.g = rt_getg(), .addr = addr, .since = since};
    rt_lock(&b->lock);
    __atomic_add_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
    if (try_acquire(addr)) {
      __atomic_sub_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
      rt_unlock(&b->lock);
      return;
    }
    enqueue(b, &w, lifo);
    rt_park(unlock_bucket, b, why);
    if (w.ticket != 0 || try_acquire(addr)) {
      rt_wait_ends(began, prof.skip);
      return;
    }
  }
}

void rt_semacquire(uint32_t *addr, bool lifo, WaitReason why) {
  acquire(addr, lifo, why, (SemaProfile){0});
}

void rt_semacquire_timed(uint32_t *addr, bool lifo, SemaProfile prof) {
  acquire(addr, lifo, WAIT_SEMACQUIRE, prof);
}

/* Handing over to a goroutine that runs at once is fair, and saves it from
   finding the word 0 again; not while the caller must not be interrupted. */
void rt_semrelease_timed(uint32_t *addr, bool handoff, int64_t skip) {
  Bucket *b = bucket_of(addr);
  __atomic_add_fetch(addr, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&b->nwait, __ATOMIC_SEQ_CST) == 0) {
    return;
  }
  rt_lock(&b->lock);
  Waiter *w = dequeue(b, addr);
  if (w) {
    __atomic_sub_fetch(&b->nwait, 1, __ATOMIC_SEQ_CST);
  }
  rt_unlock(&b->lock);
  if (!w) {
    return;
  }
  bool direct = handoff && try_acquire(addr);
  int64_t since = w->since;
  w->ticket = direct;
  if (RT_UNLIKELY(since)) {
    rt_waits.released(rt_nanotime() - since, skip);
  }
  rt_ready(w->g);
  if (direct && rt_getg()->m->locks == 0) {
    rt_yield();
  }
}

void rt_semrelease(uint32_t *addr, bool handoff) {
  rt_semrelease_timed(addr, handoff, 0);
}

/* ---------------------------------------------------------- notify lists -- */

/* Tickets count up and wrap around. */
static bool is_before(uint32_t a, uint32_t b) { return (int32_t)(a - b) < 0; }

/* Before the caller of Cond.Wait unlocks its mutex: a notification from then on
   counts for it. */
uint32_t rt_notify_add(RtNotifyList *l) {
  return __atomic_fetch_add(&l->wait, 1, __ATOMIC_SEQ_CST);
}

static void unlock_list(void *arg) {
  RtNotifyList *l = arg;
  rt_unlock(&l->lock);
}

/* Parks unless the ticket's turn has come since rt_notify_add. */
void rt_notify_wait(RtNotifyList *l, uint32_t ticket) {
  rt_lock(&l->lock);
  if (is_before(ticket, l->notify)) {
    rt_unlock(&l->lock);
    return;
  }
  Waiter w = {.g = rt_getg(), .ticket = ticket};
  int64_t began = rt_wait_begins();
  if (l->last) {
    l->last->next = &w;
  } else {
    l->first = &w;
  }
  l->last = &w;
  rt_park(unlock_list, l, WAIT_COND);
  rt_wait_ends(began, 0);
}

static bool none_waits(RtNotifyList *l) {
  return __atomic_load_n(&l->wait, __ATOMIC_SEQ_CST) ==
         __atomic_load_n(&l->notify, __ATOMIC_SEQ_CST);
}

void rt_notify_all(RtNotifyList *l) {
  if (none_waits(l)) {
    return;
  }
  rt_lock(&l->lock);
  Waiter *w = l->first;
  l->first = l->last = NULL;
  __atomic_store_n(&l->notify, __atomic_load_n(&l->wait, __ATOMIC_SEQ_CST),
                   __ATOMIC_SEQ_CST);
  rt_unlock(&l->lock);
  while (w) {
    Waiter *next = w->next; /* w is gone once its goroutine runs */
    rt_ready(w->g);
    w = next;
  }
}

/* Takes the waiter with the ticket, NULL if it has not queued yet: then it
   will see that its turn is over. */
static Waiter *take_ticket(RtNotifyList *l, uint32_t ticket) {
  Waiter *before = NULL, *w = l->first;
  while (w && w->ticket != ticket) {
    before = w;
    w = w->next;
  }
  if (w) {
    *(before ? &before->next : &l->first) = w->next;
    if (l->last == w) {
      l->last = before;
    }
  }
  return w;
}

void rt_notify_one(RtNotifyList *l) {
  if (none_waits(l)) {
    return;
  }
  rt_lock(&l->lock);
  uint32_t ticket = l->notify;
  Waiter *w = NULL;
  if (ticket != __atomic_load_n(&l->wait, __ATOMIC_SEQ_CST)) {
    __atomic_store_n(&l->notify, ticket + 1, __ATOMIC_SEQ_CST);
    w = take_ticket(l, ticket);
  }
  rt_unlock(&l->lock);
  if (w) {
    rt_ready(w->g);
  }
}
