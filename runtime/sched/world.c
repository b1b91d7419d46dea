/*
 * world.c - stopping all goroutines but one, and changing the number of Ps.
 *
 * The world stands still when no P is RUNNING. Who stops it takes the idle
 * Ps and those in system calls, asks the others to yield (preempt.c) until
 * the last has, and keeps its own P. A thread that comes back from a system
 * call finds no P, and sleeps.
 *
 *   sched.stopping = 1; stop_wait = GOMAXPROCS
 *   each P that is taken, or given up in rt_stop_for_world: stop_wait--
 *
 * An example with three Ps: P0 stops the world while P1 runs a loop and the
 * thread of P2 is in read(2).
 *
 *   stop_wait 3 -> 2   P0 itself
 *               -> 1   P2: SYSCALL -> STOPPED; its thread sees it on return
 *               -> 0   P1: asked by a signal, yields, gives itself up, wakes P0
 */
#include "sched.h"

enum {
  RESEND = 20000, /* ns until a request to yield is repeated */
  FREEZE_TRIES = 5
};

static uint32_t world_sema = 1; /* one at a time stops the world */

P *rt_p(int i) { return i < MAX_PS ? rt_sched.ps[i] : NULL; }
int rt_num_ps(void) { return __atomic_load_n(&rt_sched.nps, __ATOMIC_RELAXED); }

/* -------------------------------------------------------------- stopping -- */

/* One P less to wait for; sched.lock is held. */
void rt_stop_p(P *p) {
  __atomic_store_n(&p->status, P_STOPPED, __ATOMIC_RELEASE);
  if (--rt_sched.stop_wait == 0) {
    rt_note_wake(&rt_sched.stop_note);
  }
}

void rt_stop_for_world(M *m) {
  if (m->spinning) {
    m->spinning = false;
    __atomic_sub_fetch(&rt_sched.spinning, 1, __ATOMIC_SEQ_CST);
  }
  rt_lock(&rt_sched.lock);
  if (!rt_sched.stopping) { /* over already */
    rt_unlock(&rt_sched.lock);
    return;
  }
  rt_stop_p(rt_release_p(m));
  rt_put_idle_m(m);
  rt_unlock(&rt_sched.lock);
  rt_wait_for_p(m);
}

/* Takes what needs no asking: true if that was all. */
static bool take_quiet_ps(P *mine) {
  rt_sched.stop_wait = rt_num_ps();
  __atomic_store_n(&rt_sched.stopping, 1, __ATOMIC_SEQ_CST);
  __atomic_store_n(&mine->status, P_STOPPED, __ATOMIC_RELAXED);
  rt_sched.stop_wait--;
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    P *p = rt_sched.ps[i];
    uint32_t in_syscall = P_SYSCALL;
    if (__atomic_compare_exchange_n(&p->status, &in_syscall, P_STOPPED, false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
      p->syscall_tick++;
      rt_sched.stop_wait--;
    }
  }
  for (P *p = rt_get_idle_p(); p; p = rt_get_idle_p()) {
    __atomic_store_n(&p->status, P_STOPPED, __ATOMIC_RELAXED);
    rt_sched.stop_wait--;
  }
  return rt_sched.stop_wait == 0;
}

/* On the system stack: the caller's registers must be on its stack, where the
   collector looks. A request can come too early or too late for a goroutine,
   therefore it is repeated. */
static void stop(void *unused) {
  (void)unused;
  P *mine = rt_getp();
  rt_lock(&rt_sched.lock);
  bool done = take_quiet_ps(mine);
  rt_unlock(&rt_sched.lock);
  if (done) {
    return;
  }
  do {
    rt_preempt_all();
  } while (!rt_note_sleep_for(&rt_sched.stop_note, RESEND));
}

/* With `locks` the caller itself is not pre-empted meanwhile. */
void rt_stop_world(void) {
  rt_semacquire(&world_sema, false, WAIT_WORLD);
  rt_getg()->m->locks++;
  rt_on_system_stack(stop, NULL);
}

/* Sets the number of Ps, hands those with work to threads, and wakes one more
   if any P is left over. */
static void start_with(int32_t nps) {
  rt_lock(&rt_sched.lock);
  P *list = rt_resize_ps(nps);
  __atomic_store_n(&rt_sched.stopping, 0, __ATOMIC_SEQ_CST);
  rt_unlock(&rt_sched.lock);
  rt_wake_sysmon();
  while (list) {
    P *p = list;
    list = p->next;
    rt_start_m(p, false);
  }
  rt_wake_p();
}

static void start(void *nps) { start_with(*(int32_t *)nps); }

static void start_world(int32_t nps) {
  rt_on_system_stack(start, &nps);
  rt_getg()->m->locks--;
  rt_semrelease(&world_sema, false);
}

void rt_start_world(void) { start_world(rt_num_ps()); }

/* For a program that is dying: asks all others to stop, and does not wait for
   ever. They are not started again. */
void rt_freeze_world(void) {
  M *m = rt_getg()->m;
  __atomic_store_n(&rt_sched.stopping, 1, __ATOMIC_SEQ_CST);
  rt_sched.stop_wait = MAX_PS * 2;
  for (int i = 0; i < FREEZE_TRIES; i++) {
    bool running = false;
    for (int32_t k = 0; k < rt_num_ps(); k++) {
      P *p = rt_sched.ps[k];
      running = running ||
                (p != m->p &&
                 __atomic_load_n(&p->status, __ATOMIC_RELAXED) == P_RUNNING);
    }
    if (!running) {
      return;
    }
    rt_preempt_all();
    rt_os_sleep(RESEND * 10);
  }
}

/* --------------------------------------------------------- number of Ps -- */

/* Stopped, until a thread acquires it or rt_resize_ps makes it idle. */
P *rt_new_p(int32_t id, struct Mcache *mcache) {
  P *p = rt_persistent(sizeof *p);
  p->id = id;
  p->status = P_STOPPED;
  p->mcache = mcache;
  return p;
}

/* p is not used any more: others inherit what it has. */
static void retire(P *p, P *heir) {
  GQueue left = {0};
  for (G *g = rt_runq_get(p); g; g = rt_runq_get(p)) {
    rt_gqueue_push(&left, g);
  }
  rt_gqueue_append(&rt_sched.global, &left);
  rt_gqueue_append(&rt_sched.dead, &p->dead);
  rt_move_timers(p, heir);
  rt_mcache_flush(p->mcache);
  __atomic_store_n(&p->status, P_RETIRED, __ATOMIC_RELEASE);
}

/* The calling thread keeps its P, or gets the first one. */
static P *keep_p(M *m, int32_t n) {
  if (m->p && m->p->id < n) {
    __atomic_store_n(&m->p->status, P_RUNNING, __ATOMIC_RELEASE);
    return m->p;
  }
  if (m->p) {
    rt_release_p(m);
  }
  rt_acquire_p(m, rt_sched.ps[0]);
  return m->p;
}

/* Ps are made once and kept: one beyond n waits for a larger n. */
P *rt_resize_ps(int32_t n) {
  int32_t old = rt_num_ps();
  for (int32_t i = old; i < n; i++) {
    if (!rt_sched.ps[i]) {
      rt_sched.ps[i] = rt_new_p(i, rt_mcache_new());
    }
  }
  P *mine = keep_p(rt_getg()->m, n);
  __atomic_store_n(&rt_sched.nps, n, __ATOMIC_RELAXED);
  for (int32_t i = n; i < old; i++) {
    retire(rt_sched.ps[i], mine);
  }
  P *with_work = NULL;
  for (int32_t i = n - 1; i >= 0; i--) {
    P *p = rt_sched.ps[i];
    if (p == mine) {
      continue;
    }
    if (rt_runq_is_empty(p)) {
      rt_put_idle_p(p);
    } else {
      __atomic_store_n(&p->status, P_IDLE, __ATOMIC_RELEASE);
      p->next = with_work;
      with_work = p;
    }
  }
  return with_work;
}

/* runtime.GOMAXPROCS: the old number; n < 1 only asks. */
int64_t rt_gomaxprocs(int64_t n) {
  int32_t old = rt_num_ps();
  if (n <= 0 || n == old) {
    return old;
  }
  rt_stop_world();
  start_world(n < MAX_PS ? (int32_t)n : MAX_PS);
  return old;
}

int64_t rt_num_cpu(void) { return rt_os_cpus(); }

/* ------------------------------------------------------------ collector -- */

/* On the system stack already, it is a plain call. */
void rt_on_system_stack(void (*fn)(void *), void *arg) {
  G *g = rt_getg();
  M *m = g->m;
  if (g == &m->g0) {
    fn(arg);
    return;
  }
  rt_setg(&m->g0);
  rt_fiber_switch(&m->g0);
  rt_call_on(&g->sp, m->g0_sp, fn, arg);
  rt_fiber_switch(g);
  rt_setg(g);
}

/* Below sp, frames of functions that have returned are not looked at. The world
   stands still, but sysmon may make a goroutine runnable meanwhile. */
bool rt_stack_range(const G *g, uintptr_t *lo, uintptr_t *hi) {
  uint8_t status = __atomic_load_n(&g->status, __ATOMIC_ACQUIRE);
  if (status == G_DEAD || status == G_IDLE) {
    return false;
  }
  *lo = g->sp;
  *hi = g->stack_hi;
  return true;
}

/* Work that rt_parallel shares out. */
static struct {
  void (*fn)(void *arg, int worker);
  void *arg;
  int32_t next, left;
  uint32_t done;
} help;

/* One share of the work; the last to end wakes who waits for all. */
static void help_with(void) {
  help.fn(help.arg, __atomic_fetch_add(&help.next, 1, __ATOMIC_RELAXED));
  if (__atomic_sub_fetch(&help.left, 1, __ATOMIC_ACQ_REL) == 0) {
    rt_note_wake(&help.done);
  }
}

/* A sleeping thread was woken to help; it goes back to sleep. */
void rt_run_help(M *m) {
  __atomic_store_n(&m->help, false, __ATOMIC_RELAXED);
  help_with();
  rt_lock(&rt_sched.lock);
  rt_put_idle_m(m);
  rt_unlock(&rt_sched.lock);
}

/* False: no thread sleeps. */
static bool wake_helper(void) {
  rt_lock(&rt_sched.lock);
  M *m = rt_sleeping_m();
  rt_unlock(&rt_sched.lock);
  if (m) {
    __atomic_store_n(&m->help, true, __ATOMIC_RELEASE);
    rt_note_wake(&m->park);
  }
  return m != NULL;
}

/* Who finds no helper does the remaining shares, then waits for the others. */
static void share_out(void *count) {
  int n = *(int *)count, helpers = 0;
  while (helpers < n - 1 && wake_helper()) {
    helpers++;
  }
  for (int i = helpers; i < n; i++) {
    help_with();
  }
  rt_note_sleep(&help.done);
}

void rt_parallel(int n, void (*fn)(void *arg, int worker), void *arg) {
  if (n <= 1) {
    fn(arg, 0);
    return;
  }
  help.fn = fn;
  help.arg = arg;
  help.next = 0;
  help.done = 0;
  help.left = n;
  rt_on_system_stack(share_out, &n);
}
