/*
 * sysmon.c - the thread that watches the others. It has no P and runs no Go
 * code; every so often it
 *
 *   asks goroutines that have run for a time slice to yield,
 *   takes the Ps of threads that are in a system call for long,
 *   starts a thread when a timer is overdue and nobody waits for it,
 *   looks for descriptors that are ready when nobody else has for 10 ms,
 *   asks for a collection when the last was two minutes ago,
 *   prints GODEBUG=schedtrace=MS lines.
 *
 * It looks more and more rarely while nothing has to be done, but never misses
 * the end of a time slice; when no P is busy it sleeps until one is.
 */
#include "../gc/gc.h"
#include "../mem/scavenge.h"
#include "netpoll.h"

enum {
  SLICE = 5000000, /* ns; so that who waits for two others waits 10 ms */
  MIN_DELAY = 20000,
  MAX_DELAY = 10000000,
  FIRST_DELAY = 1000000, /* many programs have ended by then */
  PATIENT_ROUNDS = 50,   /* at MIN_DELAY, before it doubles */
  IDLE_SLEEP = 60 * 1000000
};

static struct {
  int64_t trace;      /* ms between lines of schedtrace; 0: none */
  int64_t last_trace; /* time of the last one */
  bool detail;
} options;

void rt_wake_sysmon(void) {
  if (RT_UNLIKELY(__atomic_load_n(&rt_sched.sysmon_waits, __ATOMIC_SEQ_CST))) {
    __atomic_store_n(&rt_sched.sysmon_waits, 0, __ATOMIC_SEQ_CST);
    rt_note_wake(&rt_sched.sysmon_note);
  }
}

/* Whether anything would run if p's goroutine yielded. What other Ps have in
   their queues is theirs, or an idle one steals it. */
static bool is_wanted(const P *p, int64_t now) {
  int64_t timer = rt_first_timer();
  return (timer != 0 && timer <= now) || !rt_runq_is_empty(p) ||
         __atomic_load_n(&rt_sched.global.n, __ATOMIC_RELAXED) != 0;
}

/* p runs: asks it to yield at the end of its slice, or when somebody wants to
   run after that; when to look again. A signal costs as much as thousands of
   instructions, and the code that it interrupts its place in the caches. */
static int64_t watch_running(P *p, int64_t now) {
  uint32_t tick = __atomic_load_n(&p->tick, __ATOMIC_RELAXED);
  if (p->seen.tick != tick) {
    p->seen.tick = tick;
    p->seen.when = now;
  }
  int64_t end = p->seen.when + SLICE;
  if (end > now) {
    return end;
  }
  if (!is_wanted(p, now)) {
    return now + SLICE;
  }
  rt_preempt_p(p);
  return now + MIN_DELAY * 5; /* it may have been in C: again soon */
}

/* p's thread is in the kernel: another may have p, once it lasts and there is
   something to do. */
static void watch_syscall(P *p, int64_t now, bool *did) {
  uint32_t tick = __atomic_load_n(&p->syscall_tick, __ATOMIC_RELAXED);
  if (p->seen.syscall_tick != tick) {
    p->seen.syscall_tick = tick;
    p->seen.syscall_when = now;
    return;
  }
  bool others = __atomic_load_n(&rt_sched.spinning, __ATOMIC_RELAXED) +
                    __atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_RELAXED) >
                0;
  if (rt_runq_is_empty(p) && others && p->seen.syscall_when + SLICE > now) {
    return;
  }
  uint32_t in_syscall = P_SYSCALL;
  if (__atomic_compare_exchange_n(&p->status, &in_syscall, P_IDLE, false,
                                  __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
    p->syscall_tick++;
    *did = true;
    rt_hand_off(p);
  }
}

/* Looks at all Ps; when to look again at the latest. */
static int64_t watch_all(int64_t now, bool *did) {
  int64_t next = now + MAX_DELAY;
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    P *p = rt_sched.ps[i];
    uint32_t status = __atomic_load_n(&p->status, __ATOMIC_ACQUIRE);
    if (status == P_RUNNING) {
      int64_t end = watch_running(p, now);
      next = end < next ? end : next;
    } else if (status == P_SYSCALL) {
      watch_syscall(p, now, did);
    }
  }
  return next;
}

static bool is_quiet(void) {
  return __atomic_load_n(&rt_sched.stopping, __ATOMIC_SEQ_CST) ||
         __atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_SEQ_CST) == rt_num_ps();
}

/* Says that it sleeps, then looks again: who gets busy looks in the opposite
   order. A timer may start somebody, too, so it does not sleep for ever. */
static void sleep_while_quiet(void) {
  __atomic_store_n(&rt_sched.sysmon_waits, 1, __ATOMIC_SEQ_CST);
  if (is_quiet()) {
    rt_note_sleep_for(&rt_sched.sysmon_note, IDLE_SLEEP);
  }
  __atomic_store_n(&rt_sched.sysmon_waits, 0, __ATOMIC_SEQ_CST);
}

/* A timer is overdue: a thread is started for it, if a P is idle. */
static void start_for_timer(int64_t now) {
  int64_t first = rt_first_timer();
  if (first != 0 && first < now &&
      !__atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED)) {
    rt_start_m(NULL, false);
  }
}

static void look_for_ready(int64_t now) {
  if (rt_netpoll_is_neglected() && rt_netpoll_last_look() + MAX_DELAY < now &&
      !__atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED)) {
    rt_netpoll_look();
  }
}

static void trace(int64_t now) {
  if (options.trace > 0 && now - options.last_trace >= options.trace) {
    options.last_trace = now;
    rt_sched_trace(options.detail);
  }
}

/* The thread's function: looks, sleeps for `delay`, which doubles while nothing
   has to be done. */
__attribute__((noreturn)) static void sysmon(void) {
  int64_t delay = MIN_DELAY;
  rt_os_sleep(FIRST_DELAY);
  rt_os_wake_early();
  for (int rounds = 0;; rounds++) {
    if (rounds > PATIENT_ROUNDS) {
      delay = 2 * delay < MAX_DELAY ? 2 * delay : MAX_DELAY;
    }
    bool did = false;
    int64_t now = rt_nanotime(), next = watch_all(now, &did);
    start_for_timer(now);
    look_for_ready(now);
    rt_scavenge_tick(now);
    rt_background_tick(now);
    trace(now);
    if (did) {
      rounds = 0;
      delay = MIN_DELAY;
    }
    if (options.trace == 0 && is_quiet()) {
      sleep_while_quiet();
      continue;
    }
    int64_t left = next - rt_nanotime();
    rt_os_sleep(delay < left ? delay : left > 0 ? left : 1);
  }
}

void rt_start_sysmon(void) {
  enum {
    NS_PER_MS = 1000000
  };
  options.trace = rt_godebug("schedtrace", 0) * NS_PER_MS;
  options.detail = rt_godebug("scheddetail", 0) > 0;
  options.last_trace = rt_sched.start - options.trace; /* one at once */
  rt_start_system_thread(sysmon);
}
