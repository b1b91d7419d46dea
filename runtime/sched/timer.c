/*
 * timer.c - functions that run at a time, and sleep.
 *
 * Each P has a heap of timers, each node with four children, those of it that
 * are due are run by the thread that has the P when it looks for work, or by
 * one that came to steal:
 *
 *              [ 10ms ]              first = when of the root
 *     [12ms][30ms][11ms][40ms] ...   t->index = place of t
 *
 * When all threads have nothing to do, one of them sleeps until the earliest
 * timer of all is due (schedule.c).
 *
 * A timer's function runs on the thread's own stack: it must not block.
 *
 * 0 in `first` says that the heap is empty: no timer is due at 0, since the
 * clock counts from the start of the machine. A timer with a period stays in
 * the heap, and moves down to its next time.
 */
#include <string.h>

#include "sched.h"

enum {
  CHILDREN = 4,
  FIRST_CAP = 16
};

/* ----------------------------------------------------------------- heap -- */

/* The one place where a timer's index changes. */
static void put(Timers *h, RtTimer *t, uint32_t at) {
  h->heap[at] = t;
  t->index = at;
}

/* Puts t at `at` or above: parents that are later move down. */
static void sift_up(Timers *h, RtTimer *t, uint32_t at) {
  while (at > 0) {
    uint32_t parent = (at - 1) / CHILDREN;
    if (h->heap[parent]->when <= t->when) {
      break;
    }
    put(h, h->heap[parent], at);
    at = parent;
  }
  put(h, t, at);
}

/* The earliest child of a node that has one. */
static uint32_t first_child(const Timers *h, uint32_t at) {
  uint32_t child = at * CHILDREN + 1, best = child;
  for (uint32_t i = 1; i < CHILDREN && child + i < h->n; i++) {
    if (h->heap[child + i]->when < h->heap[best]->when) {
      best = child + i;
    }
  }
  return best;
}

/* Puts t at `at` or below: children that are earlier move up. */
static void sift_down(Timers *h, RtTimer *t, uint32_t at) {
  while (at * CHILDREN + 1 < h->n) {
    uint32_t child = first_child(h, at);
    if (h->heap[child]->when >= t->when) {
      break;
    }
    put(h, h->heap[child], at);
    at = child;
  }
  put(h, t, at);
}

/* For those who look without the lock. */
static void note_first(Timers *h) {
  int64_t when = h->n > 0 ? h->heap[0]->when : 0;
  __atomic_store_n(&h->first, when, __ATOMIC_SEQ_CST);
}

/* The old array stays: rt_persistent never frees, and doubling wastes as much
   as is used. */
static void grow(Timers *h) {
  uint32_t cap = h->cap ? 2 * h->cap : FIRST_CAP;
  RtTimer **heap = rt_persistent(cap * sizeof *heap);
  if (h->n > 0) {
    memcpy(heap, h->heap, h->n * sizeof(RtTimer *));
  }
  h->heap = heap;
  h->cap = cap;
}

/* t is in no heap; p's timers are locked, or the world is stopped. */
static void insert(P *p, RtTimer *t) {
  Timers *h = &p->timers;
  if (h->n == h->cap) {
    grow(h);
  }
  __atomic_store_n(&t->p, p, __ATOMIC_RELEASE);
  h->n++;
  sift_up(h, t, h->n - 1);
  note_first(h);
}

/* The last one takes the place of the one that goes. */
static void erase(Timers *h, RtTimer *t) {
  uint32_t at = t->index;
  RtTimer *last = h->heap[--h->n];
  h->heap[h->n] = NULL;
  if (last != t) {
    sift_down(h, last, at);
    sift_up(h, last, last->index);
  }
  __atomic_store_n(&t->p, NULL, __ATOMIC_RELEASE);
  note_first(h);
}

/* --------------------------------------------------------------- adding -- */

/* Who sleeps must not sleep longer than until `when`; if nobody sleeps until a
   timer is due, a thread is woken that may. */
void rt_timer_added(int64_t when) {
  int64_t until = __atomic_load_n(&rt_sched.poll_until, __ATOMIC_SEQ_CST);
  if (until == 0) {
    rt_wake_p();
  } else if (when < until) {
    rt_lock(&rt_sched.lock);
    rt_wake_poller();
    rt_unlock(&rt_sched.lock);
  }
}

/* t->when, fn, arg and seq are set; t is in no heap. */
void rt_add_timer(RtTimer *t) {
  P *p = rt_getp();
  if (t->when < 0) { /* the sum of now and a long time */
    t->when = INT64_MAX;
  }
  int64_t when = t->when;
  rt_lock(&p->timers.lock);
  insert(p, t);
  rt_unlock(&p->timers.lock);
  rt_timer_added(when);
}

/* t may move to another heap, or be run, while the lock is being taken: then
   look again. */
bool rt_delete_timer(RtTimer *t) {
  for (;;) {
    P *p = __atomic_load_n(&t->p, __ATOMIC_ACQUIRE);
    if (!p) {
      return false;
    }
    rt_lock(&p->timers.lock);
    bool is_there = __atomic_load_n(&t->p, __ATOMIC_RELAXED) == p;
    if (is_there) {
      erase(&p->timers, t);
    }
    rt_unlock(&p->timers.lock);
    if (is_there) {
      return true;
    }
  }
}

/* -------------------------------------------------------------- running -- */

/* Takes the first one if it is due: *due is what to call. */
static bool take_due(Timers *h, int64_t now, RtTimer *due) {
  if (h->n == 0 || h->heap[0]->when > now) {
    return false;
  }
  RtTimer *t = h->heap[0];
  *due = *t;
  if (t->period > 0) { /* times that were missed are left out */
    int64_t late = (now - t->when) / t->period, step = 0;
    if (__builtin_mul_overflow(t->period, 1 + late, &step) ||
        __builtin_add_overflow(t->when, step, &t->when)) {
      t->when = INT64_MAX;
    }
    sift_down(h, t, 0);
    note_first(h);
  } else {
    erase(h, t);
  }
  return true;
}

/* Functions are called without the lock: they may add and delete timers. The
   timer itself may be gone by then, hence take_due copies it. */
bool rt_run_timers(P *p, int64_t now) {
  Timers *h = &p->timers;
  int64_t first = __atomic_load_n(&h->first, __ATOMIC_RELAXED);
  if (first == 0 || first > now) {
    return false;
  }
  RtTimer due;
  bool any = false;
  rt_lock(&h->lock);
  while (take_due(h, now, &due)) {
    rt_unlock(&h->lock);
    rt_call_timer(due.fn, (void *)(uintptr_t)due.arg.type, due.arg.data,
                  due.seq);
    any = true;
    rt_lock(&h->lock);
  }
  rt_unlock(&h->lock);
  return any;
}

int64_t rt_first_timer(void) {
  int64_t first = 0;
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    int64_t when =
        __atomic_load_n(&rt_sched.ps[i]->timers.first, __ATOMIC_SEQ_CST);
    if (when != 0 && (first == 0 || when < first)) {
      first = when;
    }
  }
  return first;
}

void rt_move_timers(P *from, P *to) {
  for (Timers *h = &from->timers; h->n > 0;) {
    RtTimer *t = h->heap[0];
    erase(h, t);
    insert(to, t);
  }
}

void rt_each_timer(void (*fn)(void *ctx, RtTimer *t), void *ctx) {
  for (int i = 0; rt_p(i); i++) {
    const Timers *h = &rt_p(i)->timers;
    for (uint32_t k = 0; k < h->n; k++) {
      fn(ctx, h->heap[k]);
    }
  }
}

/* ---------------------------------------------------------------- sleep -- */

static void wake_sleeper(void *type, void *g, uintptr_t seq) {
  (void)type;
  (void)seq;
  rt_ready(g);
}

static void commit_sleep(void *t) { rt_add_timer(t); }

/* Nobody can see the timer before the goroutine has left its stack. */
void rt_sleep(int64_t ns) {
  union {
    void (*fn)(void *, void *, uintptr_t);
    void *code;
  } wake = {.fn = wake_sleeper};
  if (ns <= 0) {
    return;
  }
  const RtFuncVal fn = {wake.code};
  int64_t when = 0;
  if (__builtin_add_overflow(rt_nanotime(), ns, &when)) {
    when = INT64_MAX;
  }
  RtTimer t = {
      .when = when, .fn = &fn, .arg = {NULL, rt_getg()}
  };
  rt_park(commit_sleep, &t, WAIT_SLEEP);
}
