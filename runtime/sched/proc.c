/*
 * proc.c - the life of a goroutine: made, parked, woken, ended.
 *
 *   newproc -> RUNNABLE -> RUNNING -> DEAD (its function returned, or Goexit)
 *                 ^  ^        |  |
 *                 |  '-Gosched'  | rt_park
 *                 '-- rt_ready - WAITING
 *
 * All state of one that does not run is on its stack, G.sp points to it; a
 * fresh one gets a stack that looks as if rt_mcall had saved it at rt_go_entry.
 * A dead one keeps its stack, and waits with the P it died on to be used again.
 *
 * main's return ends the process whatever others do.
 *
 * Whoever leaves a goroutine's stack does so in two steps, as in rt_park: on
 * the goroutine, rt_mcall saves its registers and changes to the thread's
 * stack; there a function on_... puts the goroutine where it belongs, and
 * schedules another one. Not before the first step may anybody else run it: two
 * threads would be on one stack.
 *
 *   v := <-c, nothing there:  queue a Sudog, rt_park(unlock c)
 *                             on_park: WAITING, unlock c, rt_schedule
 *   c <- 1, elsewhere:        finds the Sudog, rt_ready: RUNNABLE, in a queue
 *   a thread takes it:        back in rt_park, which returns
 */
#include <string.h>

#include "sched.h"

enum {
  DEAD_MAX = 64,   /* that a P keeps */
  DEAD_BATCH = 32, /* that move between a P and all */
  ID_BATCH = 16    /* ids that a P takes at a time */
};

Sched rt_sched;

const G *rt_all_gs(void) {
  return __atomic_load_n(&rt_sched.all_first, __ATOMIC_ACQUIRE);
}

/* Summed up while others count: exact only if nothing happens meanwhile. */
int64_t rt_num_goroutine(void) {
  int64_t n = 0;
  for (int i = 0; rt_p(i); i++) {
    n += __atomic_load_n(&rt_p(i)->made, __ATOMIC_RELAXED) -
         __atomic_load_n(&rt_p(i)->ended, __ATOMIC_RELAXED);
  }
  return n;
}

/* Counters with one writer. */
static void count(int64_t *n) { __atomic_store_n(n, *n + 1, __ATOMIC_RELAXED); }

static void set_status(G *g, GStatus status) {
  __atomic_store_n(&g->status, (uint8_t)status, __ATOMIC_RELEASE);
}

/* -------------------------------------------------------------- making -- */

/* The list is read without the lock: a G is linked when it is complete, and
   never taken out. */
G *rt_new_g(void) {
  G *g = rt_persistent(sizeof *g);
  rt_stack_alloc(g);
  rt_lock(&rt_sched.lock);
  G **link =
      rt_sched.all_last ? &rt_sched.all_last->all_next : &rt_sched.all_first;
  __atomic_store_n(link, g, __ATOMIC_RELEASE);
  rt_sched.all_last = g;
  rt_unlock(&rt_sched.lock);
  return g;
}

/* Moves up to n Gs. */
static void move_some(GQueue *to, GQueue *from, int n) {
  for (; n > 0 && from->first; n--) {
    rt_gqueue_push(to, rt_gqueue_pop(from));
  }
}

/* A dead G of this P, else some of those that all share; NULL: none. */
static G *reuse_g(P *p) {
  if (!p->dead.first &&
      __atomic_load_n(&rt_sched.dead.n, __ATOMIC_RELAXED) > 0) {
    rt_lock(&rt_sched.lock);
    move_some(&p->dead, &rt_sched.dead, DEAD_BATCH);
    rt_unlock(&rt_sched.lock);
  }
  return rt_gqueue_pop(&p->dead);
}

/* Puts a dead G where reuse_g finds it, without a lock mostly. */
static void keep_dead(P *p, G *g) {
  rt_gqueue_push(&p->dead, g);
  if (p->dead.n > DEAD_MAX) {
    rt_lock(&rt_sched.lock);
    move_some(&rt_sched.dead, &p->dead, DEAD_BATCH);
    rt_unlock(&rt_sched.lock);
  }
}

/* The first one, main, is number 1; then gc has three of its own. */
static uint64_t new_id(P *p) {
  enum {
    MAIN = 1,
    FIRST = 5
  };
  if (p->next_id == p->end_id) {
    p->next_id =
        1 + __atomic_fetch_add(&rt_sched.last_id, ID_BATCH, __ATOMIC_RELAXED);
    p->end_id = p->next_id + ID_BATCH;
    if (p->next_id == MAIN) {
      p->next_id = FIRST;
      return MAIN;
    }
  }
  return p->next_id++;
}

/* Makes g begin with fn when it is run; see rt_mcall for the saved words. */
static void prepare(P *p, G *g, const RtFuncVal *fn, bool is_system) {
  enum {
    SAVED_RBX = 4,
    SAVED_PC = 6,
    SAVED = 7,
    TOP = 2 /* words of zero above, where a caller's frame would be */
  };
  union {
    void (*fn)(void);
    uintptr_t pc;
  } entry = {.fn = rt_go_entry};
  uintptr_t *sp = (uintptr_t *)g->stack_hi - TOP - SAVED;
  memset(sp, 0, (TOP + SAVED) * sizeof *sp);
  sp[SAVED_RBX] = (uintptr_t)fn;
  sp[SAVED_PC] = entry.pc;
  g->sp = (uintptr_t)sp;
  g->id = new_id(p);
  rt_fiber_init(g);
  g->is_system = is_system;
  if (!is_system) {
    count(&p->made);
  }
  set_status(g, G_RUNNABLE);
}

void rt_put_global(GQueue *q) {
  rt_lock(&rt_sched.lock);
  rt_gqueue_append(&rt_sched.global, q);
  rt_unlock(&rt_sched.lock);
}

/* Queues g on p, which the calling thread owns; what does not fit is for all.
   */
static void put_runnable(P *p, G *g, bool next) {
  GQueue overflow = {0};
  rt_runq_put(p, g, next, &overflow);
  if (RT_UNLIKELY(overflow.n > 0)) {
    rt_put_global(&overflow);
  }
}

/* What `go` does: the new goroutine is next on this P, but does not interrupt
   the one that made it. */
static void start_g(const RtFuncVal *fn, uintptr_t creator, bool is_system) {
  P *p = rt_getp();
  G *g = reuse_g(p);
  if (!g) {
    g = rt_new_g();
  }
  prepare(p, g, fn, is_system);
  g->created_pc = creator;
  g->labels = is_system ? NULL : rt_getg()->labels;
  put_runnable(p, g, true);
  rt_wake_p();
}

/* The return address is that of the `go` statement, for tracebacks. */
void rt_newproc(void *fn) {
  if (!fn) {
    rt_fatal("go of nil func value");
  }
  start_g(fn, (uintptr_t)__builtin_return_address(0), false);
}

void rt_go_system(RtFuncVal *made, void (*fn)(void)) {
  union {
    void (*fn)(void);
    void *code;
  } as = {.fn = fn};
  made->code = as.code;
  start_g(made, 0, true);
}

/* ---------------------------------------------------- leaving the stack -- */

/* The goroutine that m ran is in *left and has that status; now the thread
   itself is current. */
M *rt_leave(GStatus status, G **left) {
  M *m = rt_getg()->m;
  G *g = m->curg;
  m->curg = NULL;
  rt_setg(&m->g0);
  set_status(g, status);
  *left = g;
  return m;
}

void rt_mcall_to(G *g, void (*fn)(void)) {
  M *m = g->m;
  rt_fiber_switch(&m->g0);
  rt_mcall(&g->sp, m->g0_sp, fn);
}

/* As soon as the commit has unlocked, g may be running elsewhere. */
RT_ENDLESS static void on_park(void) {
  G *g = NULL;
  M *m = rt_leave(G_WAITING, &g);
  if (m->commit) {
    m->commit(m->commit_arg);
  }
  rt_schedule(m);
}

/* The commit's lock may be the one under which g queued: released any earlier,
   a waker could make g run while it is still on its stack. */
void rt_park(void (*commit)(void *), void *arg, WaitReason why) {
  G *g = rt_getg();
  M *m = g->m;
  g->wait_reason = (uint8_t)why;
  m->commit = commit;
  m->commit_arg = arg;
  rt_mcall_to(g, on_park);
}

/* g waits, and the caller has found it: it goes next. */
static void make_runnable(P *p, G *g) {
  RT_ASSERT(g->status == G_WAITING);
  set_status(g, G_RUNNABLE);
  put_runnable(p, g, true);
}

void rt_ready(G *g) {
  make_runnable(rt_getp(), g);
  rt_wake_p();
}

void rt_ready_all(GQueue *q) {
  P *p = rt_getp();
  for (G *g = rt_gqueue_pop(q); g; g = rt_gqueue_pop(q)) {
    make_runnable(p, g);
    rt_wake_p();
  }
}

void rt_ready_batch(GQueue *q) {
  P *p = rt_getp();
  if (q->n == 0) {
    return;
  }
  for (G *g = q->first; g; g = g->next) {
    RT_ASSERT(g->status == G_WAITING);
    set_status(g, G_RUNNABLE);
  }
  if (!p) {
    rt_put_global(q);
  }
  for (G *g = rt_gqueue_pop(q); g; g = rt_gqueue_pop(q)) {
    put_runnable(p, g, false);
  }
  rt_wake_p();
}

void rt_ready_last(G *g) {
  RT_ASSERT(g->status == G_WAITING);
  set_status(g, G_RUNNABLE);
  GQueue one = {0};
  rt_gqueue_push(&one, g);
  rt_put_global(&one);
  rt_wake_p();
}

/* Behind all others: into the queue that all share. */
RT_ENDLESS static void on_gosched(void) {
  G *g = NULL;
  M *m = rt_leave(G_RUNNABLE, &g);
  GQueue one = {0};
  rt_gqueue_push(&one, g);
  rt_put_global(&one);
  rt_schedule(m);
}

void rt_gosched(void) { rt_mcall_to(rt_getg(), on_gosched); }

/* A request to yield is treated like runtime.Gosched. */
void rt_preempted(void) { rt_mcall_to(rt_getg(), on_gosched); }

/* Behind those of this P only. */
RT_ENDLESS static void on_yield(void) {
  G *g = NULL;
  M *m = rt_leave(G_RUNNABLE, &g);
  put_runnable(m->p, g, false);
  rt_schedule(m);
}

void rt_yield(void) { rt_mcall_to(rt_getg(), on_yield); }

/* What the next life must not inherit is cleared; the stack stays as it is. */
RT_ENDLESS static void on_goexit(void) {
  G *g = NULL;
  M *m = rt_leave(G_DEAD, &g);
  g->defers = NULL;
  g->free_defers = NULL; /* a dead goroutine keeps nothing alive */
  g->panic = NULL;
  g->param = NULL;
  g->labels = NULL;
  g->panic_on_fault = false;
  g->sig = (SigInfo){0};
  bool ends_thread = g->thread_locks > 0;
  rt_unlock_thread(g, m);
  if (!g->is_system) {
    count(&m->p->ended);
  }
  keep_dead(m->p, g);
  if (ends_thread) {
    rt_end_m(m);
  }
  rt_schedule(m);
}

void rt_goexit0(void) {
  rt_mcall_to(rt_getg(), on_goexit);
  __builtin_unreachable();
}

/* --------------------------------------------------------------- start -- */

RT_ENDLESS static void start(void) { rt_schedule(&rt_sched.m0); }

/* $GOMAXPROCS, or as many as this process may use. */
static int32_t wanted_procs(void) {
  const char *value = rt_os_env("GOMAXPROCS");
  int64_t n = 0;
  for (const char *s = value; s && *s >= '0' && *s <= '9' && n <= MAX_PS; s++) {
    n = 10 * n + (*s - '0');
  }
  n = n > 0 ? n : rt_os_cpus();
  return n < MAX_PS ? (int32_t)n : MAX_PS;
}

/* Until rt_sched_start, main runs on the C stack of the process, with one P:
   enough to allocate. */
G *rt_sched_init(void) {
  M *m = &rt_sched.m0;
  rt_sched.start = rt_nanotime();
  m->g0.m = m;
  m->tid = rt_os_tid();
  rt_sched.all_ms = m;
  rt_sched.nms = 1;
  rt_sched.max_ms = MAX_MS;
  rt_fiber_adopt(&m->g0);
  rt_setg(&m->g0);
  rt_sched.ps[0] = rt_new_p(0, rt_mcache()); /* the program's first cache */
  rt_sched.nps = 1;
  rt_acquire_p(m, rt_sched.ps[0]);
  G *g = rt_new_g();
  g->id = 1;
  g->status = G_RUNNING;
  g->m = m;
  m->curg = g;
  return g;
}

/* Main begins anew, on a stack of its own; the C stack becomes that of the
   first thread's scheduler. */
void rt_sched_start(G *main, void (*fn)(void)) {
  union {
    void (*fn)(void);
    void *code;
  } code = {.fn = fn};
  M *m = &rt_sched.m0;
  rt_sched.main_fn.code = code.code;
  m->curg = NULL;
  rt_setg(&m->g0);
  rt_resize_ps(wanted_procs());
  prepare(m->p, main, &rt_sched.main_fn, false);
  put_runnable(m->p, main, true);
  rt_start_sysmon();
  rt_on_thread_stack(&m->g0_sp, start);
}
