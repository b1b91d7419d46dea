/*
 * thread.c - threads: made, put to sleep and woken, with and without a P.
 *
 * A thread ends only with a goroutine that is locked to it. One that sleeps is in sched.idle_ms, and sleeps on its
 * own note; who wakes it leaves a P in nextp first.
 *
 * A goroutine that is locked to its thread (LockOSThread) runs nowhere else:
 * the thread sleeps beside the idle ones until another thread finds the
 * goroutine runnable, and hands it its own P.
 *
 * A new thread inherits what its maker has changed of its own state. So one that
 * a goroutine is or was locked to makes none: it asks the template thread, which
 * the first LockOSThread starts.
 *
 * The life of a thread:
 *
 *   rt_start_m --> run_goroutines: acquire the P in nextp --> rt_schedule
 *                      nothing to run: release the P, rt_stop_m: sleeps
 *   rt_start_m of another thread: nextp = a P, wakes its note --> rt_schedule
 */
#include <string.h>

#include "netpoll.h"

/* ------------------------------------------------------------ idle lists -- */

/* sched.lock is held in these; the counter is read without it. */
void rt_put_idle_p(P *p) {
  __atomic_store_n(&p->status, P_IDLE, __ATOMIC_RELEASE);
  p->next = rt_sched.idle_ps;
  rt_sched.idle_ps = p;
  __atomic_add_fetch(&rt_sched.nidle_ps, 1, __ATOMIC_SEQ_CST);
}

P *rt_get_idle_p(void) {
  P *p = rt_sched.idle_ps;
  if (p) {
    rt_sched.idle_ps = p->next;
    __atomic_sub_fetch(&rt_sched.nidle_ps, 1, __ATOMIC_SEQ_CST);
  }
  return p;
}

/* Whoever goes to sleep may be the last: looks for a deadlock. */
void rt_put_idle_m(M *m) {
  m->next = rt_sched.idle_ms;
  rt_sched.idle_ms = m;
  rt_sched.nidle_ms++;
  rt_check_deadlock();
}

/* The thread that went to sleep last; sched.lock is held. NULL: none. */
static M *get_idle_m(void) {
  M *m = rt_sched.idle_ms;
  if (m) {
    rt_sched.idle_ms = m->next;
    rt_sched.nidle_ms--;
  }
  return m;
}

/* -------------------------------------------------------------- deadlock -- */

/* No thread runs Go code, is in a system call, or waits for a timer or a
   descriptor, and none is about to be started (rt_ready_last): then nothing
   will ever happen again. Called with sched.lock held, when one more thread
   goes to sleep. */
void rt_check_deadlock(void) {
  int32_t busy = rt_sched.nms - rt_sched.nidle_ms - rt_sched.nidle_locked -
                 rt_sched.nsystem;
  if (rt_sched.poller && !rt_netpoll_has_waiters()) {
    busy--; /* the goroutines for which it polled have gone */
  }
  if (busy > 0 || __atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED) ||
      rt_sched.global.n > 0 || rt_first_timer() != 0) {
    return;
  }
  rt_unlock(&rt_sched.lock);
  if (rt_num_goroutine() == 0) {
    rt_fatal_without_trace(
        "no goroutines (main called runtime.Goexit) - deadlock!");
  }
  rt_fatal("all goroutines are asleep - deadlock!");
}

/* --------------------------------------------------------- P and thread -- */

/* The status comes last: sysmon looks at Ps that are running. */
void rt_acquire_p(M *m, P *p) {
  m->p = p;
  __atomic_store_n(&p->m, m, __ATOMIC_RELAXED);
  rt_mcache_install(p->mcache);
  __atomic_store_n(&p->status, P_RUNNING, __ATOMIC_RELEASE);
}

/* The caller says by its status what becomes of the P. */
P *rt_release_p(M *m) {
  P *p = m->p;
  m->p = NULL;
  __atomic_store_n(&p->m, NULL, __ATOMIC_RELAXED);
  rt_mcache_install(NULL);
  return p;
}

/* Looks before it sleeps: the note may have ended another sleep already. */
void rt_wait_for_p(M *m) {
  for (;; rt_note_sleep(&m->park)) {
    if (__atomic_load_n(&m->help, __ATOMIC_ACQUIRE)) {
      rt_run_help(m);
      continue;
    }
    P *p = __atomic_exchange_n(&m->nextp, NULL, __ATOMIC_ACQUIRE);
    if (p) {
      rt_acquire_p(m, p);
      return;
    }
  }
}

void rt_stop_m(M *m) {
  rt_lock(&rt_sched.lock);
  rt_put_idle_m(m);
  rt_unlock(&rt_sched.lock);
  rt_wait_for_p(m);
}

/* m sleeps, or is about to: it takes p when it wakes up. */
void rt_give_p(M *m, P *p) {
  __atomic_store_n(&m->nextp, p, __ATOMIC_RELEASE);
  rt_note_wake(&m->park);
}

/* --------------------------------------------------------------- making -- */

/* Where a new thread begins; its M is in the argument. */
static void *thread_main(void *arg) {
  M *m = arg;
  if (rt_checkpoint(m->end)) {
    return NULL;
  }
  rt_fiber_adopt(&m->g0);
  rt_setg(&m->g0);
  __atomic_store_n(&m->tid, rt_os_tid(), __ATOMIC_RELAXED);
  rt_signal_init_thread();
  rt_on_thread_stack(&m->g0_sp, m->start);
}

/* With sched.lock held. */
static void check_thread_limit(void) {
  if (rt_sched.nms > rt_sched.max_ms) {
    rt_unlock(&rt_sched.lock);
    rt_claim_end();
    rt_print_text("runtime: program exceeds ");
    rt_printint(rt_sched.max_ms);
    rt_print_text("-thread limit\n");
    rt_throw("thread exhaustion");
  }
}

/* One that has had a thread. With sched.lock held. */
static M *take_dead_m(void) {
  M *m = rt_sched.dead_ms;
  if (m) {
    rt_sched.dead_ms = m->next;
    rt_sched.ndead_ms--;
  }
  return m;
}

/* With sched.lock held: counted, not yet running. */
static M *new_m(void) {
  M *m = take_dead_m();
  rt_sched.nms++;
  check_thread_limit();
  if (m) {
    return m;
  }
  m = rt_persistent(sizeof *m);
  m->g0.m = m;
  m->id = (uint32_t)(rt_sched.nms - 1 + rt_sched.ndead_ms);
  m->random = 0x9e3779b9u * (m->id + 1);
  m->all_next = rt_sched.all_ms;
  __atomic_store_n(&rt_sched.all_ms, m, __ATOMIC_RELEASE);
  return m;
}

/* Throws if the system has no room for a thread. */
static void create_thread(M *m) {
  if (!rt_os_thread(thread_main, m)) {
    rt_print_text("runtime: failed to create new OS thread\n");
    rt_throw("newosproc");
  }
}

static struct {
  M *wanted; /* list by next, under sched.lock */
  uint32_t note;
  bool started;
} template;

/* The template thread's function: makes threads for those that must not. */
RT_ENDLESS static void make_threads(void) {
  for (;; rt_note_sleep(&template.note)) {
    rt_lock(&rt_sched.lock);
    M *m = template.wanted;
    template.wanted = NULL;
    rt_unlock(&rt_sched.lock);
    while (m) {
      M *next = m->next; /* m's own as soon as it runs */
      create_thread(m);
      m = next;
    }
  }
}

/* Makes the thread of m, or has it made. */
static void start_thread(M *m, void (*fn)(void)) {
  const M *self = rt_getg()->m;
  m->start = fn;
  if (!self->locked_g && !self->ends) {
    create_thread(m);
    return;
  }
  rt_lock(&rt_sched.lock);
  m->next = template.wanted;
  template.wanted = m;
  rt_unlock(&rt_sched.lock);
  rt_note_wake(&template.note);
}

/* What a thread that runs Go code begins with. */
RT_ENDLESS static void run_goroutines(void) {
  M *m = rt_getg()->m;
  rt_acquire_p(m, __atomic_exchange_n(&m->nextp, NULL, __ATOMIC_ACQUIRE));
  rt_schedule(m);
}

void rt_start_system_thread(void (*fn)(void)) {
  rt_lock(&rt_sched.lock);
  M *m = new_m();
  rt_sched.nsystem++;
  rt_unlock(&rt_sched.lock);
  start_thread(m, fn);
}

/* It is idle, or waits for a timer and nothing else. */
M *rt_sleeping_m(void) {
  M *m = get_idle_m();
  if (!m && rt_sched.poller && !rt_sched.poller_in_kernel) {
    m = rt_sched.poller;
    rt_sched.poller = NULL;
    __atomic_store_n(&rt_sched.poll_until, 0, __ATOMIC_SEQ_CST);
  }
  return m;
}

/* It sleeps in epoll_wait or on its note; either way it is made to look again.
   */
void rt_wake_poller(void) {
  if (rt_sched.poller && rt_sched.poller_in_kernel) {
    rt_netpoll_break();
  } else if (rt_sched.poller) {
    rt_note_wake(&rt_sched.poller->park);
  }
}

/* A sleeping thread is preferred to a new one. */
void rt_start_m(P *p, bool spinning) {
  rt_lock(&rt_sched.lock);
  if (!p) {
    p = rt_get_idle_p();
  }
  if (!p) {
    rt_unlock(&rt_sched.lock);
    if (spinning) {
      __atomic_sub_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
    }
    return;
  }
  M *m = rt_sleeping_m();
  bool is_new = !m;
  if (is_new) {
    m = new_m();
  }
  m->spinning = spinning;
  rt_unlock(&rt_sched.lock);
  if (is_new) {
    __atomic_store_n(&m->nextp, p, __ATOMIC_RELEASE);
    start_thread(m, run_goroutines);
  } else {
    rt_give_p(m, p);
  }
}

/* The compare-and-swap lets one caller through: one more thread that looks for
   work is enough, and wakes the next one when it finds some. */
void rt_wake_p(void) {
  int32_t none = 0;
  if (RT_LIKELY(__atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_SEQ_CST) == 0) ||
      __atomic_load_n(&rt_sched.spinning, __ATOMIC_SEQ_CST) != 0 ||
      !__atomic_compare_exchange_n(&rt_sched.spinning, &none, 1, false,
                                   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    return;
  }
  rt_start_m(NULL, true);
}

/* Another thread takes p if there is work in its queue or for all, if nobody
   is idle or looking for work (some might be stolen), or if a descriptor may
   be ready; a world that stops takes it; else it is idle. */
void rt_hand_off(P *p) {
  if (!rt_runq_is_empty(p) ||
      __atomic_load_n(&rt_sched.global.n, __ATOMIC_RELAXED) > 0) {
    rt_start_m(p, false);
    return;
  }
  int32_t none = 0;
  if (__atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_SEQ_CST) == 0 &&
      __atomic_compare_exchange_n(&rt_sched.spinning, &none, 1, false,
                                  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    rt_start_m(p, true);
    return;
  }
  rt_lock(&rt_sched.lock);
  if (__atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED)) {
    rt_stop_p(p);
    rt_unlock(&rt_sched.lock);
    return;
  }
  if (rt_sched.global.n > 0 || rt_netpoll_is_neglected()) {
    rt_unlock(&rt_sched.lock);
    rt_start_m(p, false);
    return;
  }
  int64_t when = __atomic_load_n(&p->timers.first, __ATOMIC_RELAXED);
  rt_put_idle_p(p);
  rt_unlock(&rt_sched.lock);
  if (when != 0) {
    rt_timer_added(when);
  }
}

/* ------------------------------------------------- locked to a thread -- */

/* m's P goes to others first: while its goroutine waits, it needs none. */
void rt_stop_locked(M *m) {
  if (m->p) {
    rt_hand_off(rt_release_p(m));
  }
  rt_lock(&rt_sched.lock);
  rt_sched.nidle_locked++;
  rt_check_deadlock();
  rt_unlock(&rt_sched.lock);
  rt_wait_for_p(m);
}

/* m has found g runnable, but only g->locked_m may run it. */
void rt_start_locked(M *m, G *g) {
  M *other = g->locked_m;
  rt_lock(&rt_sched.lock);
  rt_sched.nidle_locked--;
  rt_unlock(&rt_sched.lock);
  rt_give_p(other, rt_release_p(m));
  rt_stop_m(m);
}

RT_DIE static void sleep_for_ever(void) {
  for (uint32_t never = 0;;) {
    rt_note_sleep(&never);
  }
}

/* The process' first thread cannot end before the others: it sleeps, like one
   of the runtime's own. */
void rt_end_m(M *m) {
  bool is_first = m == &rt_sched.m0;
  m->ends = true;
  rt_hand_off(rt_release_p(m));
  rt_lock(&rt_sched.lock);
  if (is_first) {
    rt_sched.nsystem++;
  } else {
    rt_sched.nms--;
  }
  rt_check_deadlock();
  rt_unlock(&rt_sched.lock);
  if (is_first) {
    sleep_for_ever();
  }
  rt_signal_end_thread();
  __atomic_store_n(&m->tid, 0, __ATOMIC_RELAXED);
  uintptr_t end[RT_COUNT(m->end)]; /* m's next thread has another place */
  memcpy(end, m->end, sizeof end);
  m->ends = false;
  rt_lock(&rt_sched.lock);
  m->next = rt_sched.dead_ms;
  rt_sched.dead_ms = m;
  rt_sched.ndead_ms++;
  rt_unlock(&rt_sched.lock);
  rt_resume(end);
}

int64_t rt_set_max_threads(int64_t n) {
  rt_lock(&rt_sched.lock);
  int64_t old = rt_sched.max_ms;
  rt_sched.max_ms = n < MAX_MS ? (int32_t)n : MAX_MS;
  check_thread_limit();
  rt_unlock(&rt_sched.lock);
  return old;
}

/* Calls nest: as many of rt_release_thread undo it. */
void rt_lock_thread(void) {
  G *g = rt_getg();
  if (!__atomic_exchange_n(&template.started, true, __ATOMIC_SEQ_CST)) {
    rt_start_system_thread(make_threads);
  }
  g->thread_locks++;
  g->locked_m = g->m;
  g->m->locked_g = g;
}

void rt_unlock_thread(G *g, M *m) {
  g->thread_locks = 0;
  g->locked_m = NULL;
  if (m->locked_g == g) {
    m->locked_g = NULL;
  }
}

void rt_release_thread(void) {
  G *g = rt_getg();
  if (g->thread_locks > 0 && --g->thread_locks == 0) {
    rt_unlock_thread(g, g->m);
  }
}
