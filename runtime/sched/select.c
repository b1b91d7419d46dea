/*
 * select.c - select with several cases.
 *
 *   1. all channels are locked, in the order of their addresses so that two
 *      selects cannot each wait for what the other holds;
 *   2. the cases are tried in random order; the first that is ready is done;
 *   3. none is, and there is no default: the goroutine queues on every
 *      channel and parks; the locks are released once it has left its stack;
 *   4. the partner that sets G.select_done first has it, and serves one Sudog;
 *   5. awake, it leaves the other queues, under all locks again.
 *
 * `order` is scratch of the caller for 2*n numbers: the polling order, then
 * the locking order. Cases with a nil channel are in neither.
 *
 * An example: select { case a <- 1: case v = <-b: } with both channels empty.
 * The goroutine stands in a's sendq and b's recvq. A receiver of a finds its
 * Sudog, sets select_done, fetches the 1; a sender of b, at the same time,
 * loses the race for select_done and treats the Sudog as not there.
 */
#include "sched.h"

typedef struct Select {
  RtScase *cases;
  uint16_t *poll, *lock; /* orders: indices into cases */
  int n;                 /* of both orders */
  int sends;             /* cases below this send */
  Sudog *waiting;        /* of cases[lock[i]] */
} Select;

/* The channel that is i-th in the locking order. */
static RtHchan *locked_chan(const Select *s, int i) {
  return s->cases[s->lock[i]].c;
}

/* Each permutation with the same probability. */
static void shuffle_cases(Select *s, int n) {
  for (int i = 0; i < n; i++) {
    if (!s->cases[i].c) {
      continue;
    }
    uint32_t j =
        (uint32_t)(((uint64_t)rt_random32() * (uint64_t)(s->n + 1)) >> 32);
    s->poll[s->n] = s->poll[j];
    s->poll[j] = (uint16_t)i;
    s->n++;
  }
}

static bool is_below(const Select *s, int i, int j) {
  return (uintptr_t)locked_chan(s, i) < (uintptr_t)locked_chan(s, j);
}

static void swap_lock(Select *s, int i, int j) {
  uint16_t t = s->lock[i];
  s->lock[i] = s->lock[j];
  s->lock[j] = t;
}

/* Heap sort needs no memory and no luck. */
static void sift_down(Select *s, int at, int n) {
  for (int child = 2 * at + 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && is_below(s, child, child + 1)) {
      child++;
    }
    if (!is_below(s, at, child)) {
      return;
    }
    swap_lock(s, at, child);
    at = child;
  }
}

/* The locking order: s->lock is s->poll, sorted. */
static void sort_by_address(Select *s) {
  for (int i = 0; i < s->n; i++) {
    s->lock[i] = s->poll[i];
  }
  for (int i = s->n / 2 - 1; i >= 0; i--) {
    sift_down(s, i, s->n);
  }
  for (int i = s->n - 1; i > 0; i--) {
    swap_lock(s, 0, i);
    sift_down(s, 0, i);
  }
}

/* Equal channels are neighbours: each is locked once. */
static void lock_all(const Select *s) {
  for (int i = 0; i < s->n; i++) {
    if (i == 0 || locked_chan(s, i) != locked_chan(s, i - 1)) {
      rt_lock(&locked_chan(s, i)->lock);
    }
  }
}

/* After the last unlock the goroutine may run elsewhere, and *s be gone. */
static void unlock_all(void *arg) {
  Select s = *(const Select *)arg;
  for (int i = s.n - 1; i >= 0; i--) {
    RtHchan *c = locked_chan(&s, i);
    if (i == 0 || c != locked_chan(&s, i - 1)) {
      rt_unlock(&c->lock);
    }
  }
}

/* Tries the cases; the index of the one that was done, or -1. */
static RtSel poll_cases(const Select *s, G **wake, bool *closed) {
  for (int i = 0; i < s->n; i++) {
    int at = s->poll[i];
    RtScase *k = &s->cases[at];
    bool is_send = at < s->sends;
    int done = is_send ? rt_chan_try_send(k->c, k->elem, wake)
                       : rt_chan_try_receive(k->c, k->elem, wake);
    if (done >= 0) {
      *closed = is_send && done == 0;
      return (RtSel){at, !is_send && done > 0};
    }
  }
  return (RtSel){-1, false};
}

/* Where the case that is i-th in the locking order waits. */
static RtWaitQ *queue_of(const Select *s, int i) {
  RtHchan *c = locked_chan(s, i);
  return s->lock[i] < s->sends ? &c->sendq : &c->recvq;
}

/* Parks in all queues; the index in the lock order of the case served. */
static int wait_for_any(Select *s) {
  G *g = rt_getg();
  int served = -1;
  __atomic_store_n(&g->select_done, 0, __ATOMIC_RELAXED);
  for (int i = 0; i < s->n; i++) {
    const RtScase *k = &s->cases[s->lock[i]];
    s->waiting[i] =
        (Sudog){.g = g, .elem = k->elem, .c = k->c, .is_select = true};
    rt_waitq_add(queue_of(s, i), &s->waiting[i]);
  }
  int64_t began = rt_wait_begins();
  rt_park(unlock_all, s, s->n == 0 ? WAIT_SELECT_NONE : WAIT_SELECT);
  rt_wait_ends(began, 0);
  lock_all(s);
  for (int i = 0; i < s->n; i++) {
    if (g->param == &s->waiting[i]) {
      served = i;
    } else {
      rt_waitq_remove(queue_of(s, i), &s->waiting[i]);
    }
  }
  g->param = NULL;
  unlock_all(s);
  RT_CHECK(served >= 0);
  return served;
}

/* No case was ready: sleeps until one is served; a send to a channel that was
   closed meanwhile panics. */
static RtSel wait_and_finish(Select *s) {
  int i = wait_for_any(s);
  bool success = s->waiting[i].success;
  int at = s->lock[i];
  if (at < s->sends && !success) {
    rt_panic_send_closed();
  }
  return (RtSel){at, at >= s->sends && success};
}

/* See abi.h. The result's index is that of the case, -1 for the default. */
RtSel rt_selectgo(void *cases, void *order, int64_t sends, int64_t receives,
                  bool block) {
  enum {
    FEW = 8
  };
  int n = (int)(sends + receives);
  Sudog few[FEW];
  Select s = {
      .cases = cases, .poll = order, .sends = (int)sends, .waiting = few};
  s.lock = s.poll + n;
  shuffle_cases(&s, n);
  sort_by_address(&s);
  /* Before anything is locked: an allocation may stop the world, which waits
     for those who wait for a lock. */
  if (block && s.n > FEW) {
    s.waiting = rt_mallocgc((uint64_t)s.n * sizeof(Sudog), NULL, true);
  }
  G *wake = NULL;
  bool closed = false;
  lock_all(&s);
  RtSel result = poll_cases(&s, &wake, &closed);
  if (result.index < 0 && block) {
    return wait_and_finish(&s);
  }
  unlock_all(&s);
  if (wake) {
    rt_ready(wake);
  }
  if (closed) {
    rt_panic_send_closed();
  }
  return result;
}
