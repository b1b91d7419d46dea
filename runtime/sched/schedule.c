/*
 * schedule.c - which goroutine a thread runs next.
 *
 * In this order: one of its P's that waits longest, every so often; the one
 * made runnable last (runnext); the P's ring; the global queue; those whose
 * descriptors have become ready; half of what another P has; and when nothing
 * is to be found, the P is given up and the thread sleeps. One of those that
 * sleep, the poller, wakes up when a timer is due or a descriptor ready.
 *
 * Giving up is the delicate part. Whoever makes a G runnable wakes a thread
 * only if none is spinning, hence the last spinning thread that gives up may
 * be why nobody was woken:
 *
 *   this thread                        another
 *     spinning--                         put g into its queue
 *     (full barrier)                     (full barrier)
 *     look at all queues again           spinning == 0? wake a thread
 *
 * One of the two sees the other.
 */
#include "netpoll.h"

enum {
  /* Every so often what waits longest goes first, so that two goroutines that
     wake each other cannot keep all others from running. */
  FAIR_TICK = 61,
  STEAL_TRIES = 4
};

/* A fair share of the global queue: one to run, the others to the ring. */
static G *get_global(P *p, uint64_t max) {
  if (__atomic_load_n(&rt_sched.global.n, __ATOMIC_RELAXED) == 0) {
    return NULL;
  }
  rt_lock(&rt_sched.lock);
  uint64_t n = rt_sched.global.n / (uint64_t)rt_num_ps() + 1;
  n = n < max ? n : max;
  G *first = rt_gqueue_pop(&rt_sched.global);
  for (; first && n > 1 && rt_sched.global.first; n--) {
    GQueue overflow = {0}; /* stays empty: the ring was, and n is half of it */
    rt_runq_put(p, rt_gqueue_pop(&rt_sched.global), false, &overflow);
  }
  rt_unlock(&rt_sched.lock);
  return first;
}

static G *get_fair(P *p) {
  G *g = get_global(p, 1);
  return g ? g : rt_runq_get_ring(p);
}

/* The first four sources of the list above. */
static G *get_local_or_global(P *p) {
  G *g = p->tick % FAIR_TICK == 0 ? get_fair(p) : NULL;
  if (!g) {
    g = rt_runq_get(p);
  }
  return g ? g : get_global(p, RUNQ_SIZE / 2);
}

/* ------------------------------------------------------------- stealing -- */

static uint32_t next_random(M *m) {
  m->random ^= m->random << 13;
  m->random ^= m->random >> 17;
  m->random ^= m->random << 5;
  return m->random;
}

/* Visits all Ps from a random one on. On the last try timers are run, too,
   and what was just made runnable is not spared. */
static G *steal_once(M *m, bool last) {
  int32_t n = rt_num_ps();
  int32_t at = (int32_t)(next_random(m) % (uint32_t)n);
  for (int32_t i = 0; i < n; i++, at = at + 1 < n ? at + 1 : 0) {
    P *from = rt_sched.ps[at];
    if (from == m->p) {
      continue;
    }
    if (last && rt_run_timers(from, rt_nanotime()) && !rt_runq_is_empty(m->p)) {
      return rt_runq_get(m->p);
    }
    if (__atomic_load_n(&from->status, __ATOMIC_RELAXED) != P_IDLE) {
      G *g = rt_runq_steal(m->p, from, last);
      if (g) {
        return g;
      }
    }
  }
  return NULL;
}

static bool is_stopping(void) {
  return __atomic_load_n(&rt_sched.stopping, __ATOMIC_ACQUIRE) != 0;
}

/* No more than half of the busy Ps have a thread looking at them. */
static G *steal(M *m) {
  int32_t busy =
      rt_num_ps() - __atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_RELAXED);
  if (!m->spinning) {
    if (2 * __atomic_load_n(&rt_sched.spinning, __ATOMIC_RELAXED) >= busy) {
      return NULL;
    }
    m->spinning = true;
    __atomic_add_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
  }
  for (int i = 0; i < STEAL_TRIES && !is_stopping(); i++) {
    G *g = steal_once(m, i == STEAL_TRIES - 1);
    if (g) {
      return g;
    }
  }
  return NULL;
}

/* ------------------------------------------------------------- giving up -- */

/* Something became runnable while nobody was spinning: starts over. */
static bool recheck_queues(M *m) {
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    if (rt_runq_is_empty(rt_sched.ps[i])) {
      continue;
    }
    rt_lock(&rt_sched.lock);
    P *p = rt_get_idle_p();
    rt_unlock(&rt_sched.lock);
    if (p) {
      rt_acquire_p(m, p);
      m->spinning = true;
      __atomic_add_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
    }
    return p != NULL;
  }
  return false;
}

/* How the poller sleeps: on its note, where it can be given work; or in
   epoll_wait, once there is an instance. */
typedef struct Sleep {
  int64_t until; /* INT64_MAX: no timer is due */
  bool in_kernel;
  PollEvents found;
} Sleep;

/* Under sched.lock, without a P: is to be the one who waits for timers and
   descriptors. A timer that is added afterwards sees poll_until (timer.c). */
static bool become_poller(M *m, Sleep *s) {
  int64_t first = rt_first_timer();
  if (rt_sched.poller || (first == 0 && !rt_netpoll_has_waiters())) {
    return false;
  }
  __atomic_store_n(&rt_sched.poller, m, __ATOMIC_RELAXED);
  s->in_kernel = rt_sched.poller_in_kernel = rt_netpoll_is_on();
  s->until = INT64_MAX;
  do {
    s->until = first != 0 ? first : s->until;
    __atomic_store_n(&rt_sched.poll_until, s->until, __ATOMIC_SEQ_CST);
    first = rt_first_timer();
  } while (first != 0 && first < s->until);
  return true;
}

/* Until s->until at the latest; s->found is what was ready. */
static void sleep_as_poller(M *m, Sleep *s) {
  int64_t left = s->until - rt_nanotime();
  s->found.n = 0;
  if (left <= 0) {
    return;
  }
  if (s->in_kernel) {
    rt_netpoll_sleep(s->until == INT64_MAX ? -1 : left, &s->found);
  } else {
    rt_note_sleep_for(&m->park, left);
  }
}

/* Is the poller no longer: NULL with *taken, when rt_start_m gives it a P;
   else an idle P, if there is one. */
static P *resign(M *m, bool *taken) {
  P *p = NULL;
  rt_lock(&rt_sched.lock);
  *taken = rt_sched.poller != m;
  if (!*taken) {
    __atomic_store_n(&rt_sched.poller, NULL, __ATOMIC_RELAXED);
    __atomic_store_n(&rt_sched.poll_until, 0, __ATOMIC_SEQ_CST);
    p = rt_get_idle_p();
  }
  rt_unlock(&rt_sched.lock);
  return p;
}

/* Sleeps until a timer is due, a descriptor ready, or somebody has work. With
   a P afterwards. What is ready is passed on when the role has been given up:
   from then on the thread counts as busy (rt_check_deadlock). */
static void poll(M *m, Sleep *s) {
  bool taken = false;
  sleep_as_poller(m, s);
  P *p = resign(m, &taken);
  if (p) {
    rt_acquire_p(m, p);
    m->spinning = true;
    __atomic_add_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
  }
  rt_netpoll_pass_on(&s->found);
  if (taken) {
    rt_wait_for_p(m);
  } else if (!p) {
    rt_stop_m(m);
  }
}

/* Nothing to do for m: comes back with a P when there may be something. */
static void idle(M *m) {
  rt_lock(&rt_sched.lock);
  if (is_stopping() || rt_sched.global.n > 0) {
    rt_unlock(&rt_sched.lock);
    return;
  }
  rt_put_idle_p(rt_release_p(m));
  rt_unlock(&rt_sched.lock);
  if (m->spinning) {
    m->spinning = false;
    __atomic_sub_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
    if (recheck_queues(m)) {
      return;
    }
  }
  Sleep sleep;
  rt_lock(&rt_sched.lock);
  if (become_poller(m, &sleep)) {
    rt_unlock(&rt_sched.lock);
    poll(m, &sleep);
    return;
  }
  rt_put_idle_m(m);
  rt_unlock(&rt_sched.lock);
  rt_wait_for_p(m);
}

/* A goroutine for m to run, however long it takes. m has a P before and after,
   though maybe another one. */
static G *find_runnable(M *m) {
  for (;;) {
    if (is_stopping()) {
      rt_stop_for_world(m);
      continue;
    }
    P *p = m->p;
    if (__atomic_load_n(&p->timers.first, __ATOMIC_RELAXED) != 0) {
      rt_run_timers(p, rt_nanotime());
    }
    __atomic_store_n(&p->tick, p->tick + 1, __ATOMIC_RELAXED);
    G *g = get_local_or_global(p);
    if (!g && rt_netpoll_is_neglected()) {
      rt_netpoll_look();
      g = rt_runq_get(p);
    }
    if (!g && rt_num_ps() > 1) {
      g = steal(m);
    }
    if (g) {
      return g;
    }
    idle(m);
  }
}

/* Found something: others may be needed to look for more. */
static void reset_spinning(M *m) {
  m->spinning = false;
  __atomic_sub_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
  rt_wake_p();
}

void rt_execute(M *m, G *g) {
  RT_ASSERT(g->status == G_RUNNABLE);
  __atomic_store_n(&m->p->preempt, false, __ATOMIC_RELAXED);
  g->m = m;
  m->curg = g;
  rt_setg(g);
  __atomic_store_n(&g->status, G_RUNNING, __ATOMIC_RELAXED);
  rt_fiber_switch(g);
  rt_gogo(g->sp);
}

void rt_schedule(M *m) {
  if (m->locked_g) {
    rt_stop_locked(m);
    rt_execute(m, m->locked_g);
  }
  for (;;) {
    G *g = find_runnable(m);
    if (m->spinning) {
      reset_spinning(m);
    }
    if (RT_LIKELY(!g->locked_m)) {
      rt_execute(m, g);
    }
    rt_start_locked(m, g);
  }
}
