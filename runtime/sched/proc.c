/*
 * proc.c - the scheduler: making, parking, waking and ending goroutines.
 *
 * A goroutine's life (sched.h has the structures):
 *
 *   newproc -> RUNNABLE -> RUNNING -> DEAD (its function returned, or Goexit)
 *                 ^  ^        |  |
 *                 |  '-Gosched'  | rt_park
 *                 '-- rt_ready - WAITING
 *
 * All state of one that does not run is on its stack, G.sp points to it; a
 * fresh one gets a stack that looks as if rt_mcall had saved it at rt_go_entry.
 *
 * main's return ends the process whatever others do. When nothing can run and
 * nothing is left that could wake anybody, the program has a deadlock.
 *
 * Open work of issue 5: more than one M and P (stealing, spinning, sleeping
 * threads), pre-emption of loops that never call the scheduler, blocking
 * system calls, timers.
 */
#include <string.h>

#include "sched.h"

enum {
  /* Every so often what waits longest goes first, so that two goroutines that
     wake each other cannot keep all others from running. */
  FAIR_TICK = 61
};

static struct {
  uintptr_t lock;
  GQueue global;
  G *all_first, *all_last;
  uint64_t last_id;
  int64_t alive;
  M m0;
  P p0;
  RtFuncVal main_fn;
} sched;

const G *rt_all_gs(void) { return sched.all_first; }
P *rt_p(int i) { return i == 0 ? &sched.p0 : NULL; }
int rt_num_ps(void) { return 1; }
int64_t rt_num_goroutine(void) { return sched.alive; }

static G *new_g(void) {
  G *g = rt_persistent(sizeof *g);
  rt_stack_alloc(g);
  rt_lock(&sched.lock);
  if (sched.all_last) {
    sched.all_last->all_next = g;
  } else {
    sched.all_first = g;
  }
  sched.all_last = g;
  rt_unlock(&sched.lock);
  return g;
}

/* Makes g begin with fn when it is run; see rt_mcall for the saved words. */
static void prepare(G *g, const RtFuncVal *fn) {
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
  g->id = __atomic_add_fetch(&sched.last_id, 1, __ATOMIC_RELAXED);
  __atomic_add_fetch(&sched.alive, 1, __ATOMIC_RELAXED);
  g->status = G_RUNNABLE;
}

static void put_global(GQueue *q) {
  rt_lock(&sched.lock);
  for (G *g = rt_gqueue_pop(q); g; g = rt_gqueue_pop(q)) {
    rt_gqueue_push(&sched.global, g);
  }
  rt_unlock(&sched.lock);
}

static void put_runnable(P *p, G *g, bool next) {
  GQueue overflow = {0};
  rt_runq_put(p, g, next, &overflow);
  if (RT_UNLIKELY(overflow.n > 0)) {
    put_global(&overflow);
  }
}

void rt_newproc(void *fn) {
  if (!fn) {
    rt_fatal("go of nil func value");
  }
  P *p = rt_getg()->m->p;
  G *g = rt_gqueue_pop(&p->dead);
  if (!g) {
    g = new_g();
  }
  prepare(g, fn);
  g->created_pc = (uintptr_t)__builtin_return_address(0);
  put_runnable(p, g, true);
}

/* ------------------------------------------------------------ schedule -- */

static G *get_global(void) {
  if (__atomic_load_n(&sched.global.n, __ATOMIC_RELAXED) == 0) {
    return NULL;
  }
  rt_lock(&sched.lock);
  G *g = rt_gqueue_pop(&sched.global);
  rt_unlock(&sched.lock);
  return g;
}

static G *find_runnable(P *p) {
  G *g = NULL;
  if (++p->tick % FAIR_TICK == 0) {
    g = get_global();
    if (!g) {
      g = rt_runq_get_ring(p);
    }
  }
  if (!g) {
    g = rt_runq_get(p);
  }
  return g ? g : get_global();
}

RT_DIE static void deadlock(void) {
  if (sched.alive == 0) {
    rt_fatal_without_trace(
        "no goroutines (main called runtime.Goexit) - deadlock!");
  }
  rt_fatal("all goroutines are asleep - deadlock!");
}

/* On the thread's own stack: runs the next goroutine. */
__attribute__((noreturn)) static void schedule(M *m) {
  G *g = find_runnable(m->p);
  if (!g) {
    deadlock();
  }
  RT_ASSERT(g->status == G_RUNNABLE);
  g->status = G_RUNNING;
  g->m = m;
  m->curg = g;
  rt_setg(g);
  rt_gogo(g->sp);
}

/* The goroutine has left its stack; the thread's own one takes over. */
static M *leave(GStatus status, G **left) {
  M *m = rt_getg()->m;
  G *g = m->curg;
  g->status = (uint8_t)status;
  m->curg = NULL;
  rt_setg(&m->g0);
  *left = g;
  return m;
}

static void on_park(void) {
  G *g = NULL;
  M *m = leave(G_WAITING, &g);
  if (m->commit) {
    m->commit(m->commit_arg);
  }
  schedule(m);
}

void rt_park(void (*commit)(void *), void *arg, WaitReason why) {
  G *g = rt_getg();
  M *m = g->m;
  g->wait_reason = (uint8_t)why;
  m->commit = commit;
  m->commit_arg = arg;
  rt_mcall(&g->sp, m->g0_sp, on_park);
}

void rt_ready(G *g) {
  RT_ASSERT(g->status == G_WAITING);
  g->status = G_RUNNABLE;
  put_runnable(rt_getg()->m->p, g, true);
}

static void on_gosched(void) {
  G *g = NULL;
  M *m = leave(G_RUNNABLE, &g);
  GQueue one = {0};
  rt_gqueue_push(&one, g);
  put_global(&one);
  schedule(m);
}

void rt_gosched(void) {
  G *g = rt_getg();
  rt_mcall(&g->sp, g->m->g0_sp, on_gosched);
}

static void on_goexit(void) {
  G *g = NULL;
  M *m = leave(G_DEAD, &g);
  g->defers = NULL;
  g->panic = NULL;
  g->param = NULL;
  g->sig = (SigInfo){0};
  __atomic_sub_fetch(&sched.alive, 1, __ATOMIC_RELAXED);
  rt_gqueue_push(&m->p->dead, g);
  schedule(m);
}

void rt_goexit0(void) {
  G *g = rt_getg();
  rt_mcall(&g->sp, g->m->g0_sp, on_goexit);
  __builtin_unreachable();
}

/* --------------------------------------------------------------- start -- */

G *rt_sched_init(void) {
  sched.p0.mcache = rt_mcache(); /* the one the program began with */
  sched.m0.g0.m = &sched.m0;
  sched.m0.p = &sched.p0;
  G *g = new_g();
  g->id = ++sched.last_id;
  g->status = G_RUNNING;
  g->m = &sched.m0;
  return g;
}

static void start(void) { schedule(&sched.m0); }

void rt_sched_start(G *main, void (*fn)(void)) {
  union {
    void (*fn)(void);
    void *code;
  } code = {.fn = fn};
  sched.main_fn.code = code.code;
  sched.last_id = main->id - 1;
  prepare(main, &sched.main_fn);
  put_runnable(&sched.p0, main, true);
  rt_setg(&sched.m0.g0);
  rt_on_thread_stack(&sched.m0.g0_sp, start);
}
