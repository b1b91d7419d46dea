/*
 * syscall.c - system calls that may block.
 *
 *   entersyscall   the P stays with the thread but is marked P_SYSCALL
 *   (kernel)       anybody may take it: sysmon when it lasts, or who stops
 *                  the world
 *   exitsyscall    the P is taken back; if it is gone, another idle one; if
 *                  there is none the goroutine queues and the thread sleeps
 *
 * A call that does not block costs two stores and a compare-and-swap.
 */
#include "sched.h"

uintptr_t *rt_syscall_regs(void);
void rt_enter_kernel(void);

/* For switch_*.S: where the goroutine's registers are saved meanwhile. */
uintptr_t *rt_syscall_regs(void) { return rt_getg()->regs; }

/* The rest of entersyscall. The stack above the caller's frame is what the
   collector looks at. */
void rt_enter_kernel(void) {
  enum {
    SAVED_SP = 6
  };
  G *g = rt_getg();
  M *m = g->m;
  P *p = rt_release_p(m);
  g->sp = g->regs[SAVED_SP];
  m->oldp = p;
  p->syscall_tick++;
  __atomic_store_n(&g->status, G_SYSCALL, __ATOMIC_RELEASE);
  __atomic_store_n(&p->status, P_SYSCALL, __ATOMIC_SEQ_CST);
  if (RT_UNLIKELY(__atomic_load_n(&rt_sched.stopping, __ATOMIC_SEQ_CST))) {
    rt_lock(&rt_sched.lock);
    uint32_t mine = P_SYSCALL;
    if (rt_sched.stopping &&
        __atomic_compare_exchange_n(&p->status, &mine, P_STOPPED, false,
                                    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) {
      rt_stop_p(p);
    }
    rt_unlock(&rt_sched.lock);
  }
  rt_wake_sysmon();
}

/* The P was taken: g runs on with an idle P, or waits in the global queue. */
RT_ENDLESS static void on_exit_slow(void) {
  G *g = NULL;
  M *m = rt_leave(G_RUNNABLE, &g);
  rt_lock(&rt_sched.lock);
  P *p = rt_get_idle_p();
  if (p) {
    rt_unlock(&rt_sched.lock);
    rt_acquire_p(m, p);
    rt_execute(m, g);
  }
  rt_gqueue_push(&rt_sched.global, g);
  bool is_locked = g->locked_m != NULL;
  rt_unlock(&rt_sched.lock);
  if (is_locked) {
    rt_stop_locked(m);
    rt_execute(m, g);
  }
  rt_stop_m(m);
  rt_schedule(m);
}

void rt_exitsyscall(void) {
  G *g = rt_getg();
  M *m = g->m;
  P *p = m->oldp;
  uint32_t mine = P_SYSCALL;
  rt_wake_sysmon();
  if (RT_LIKELY(__atomic_compare_exchange_n(&p->status, &mine, P_RUNNING, false,
                                            __ATOMIC_SEQ_CST,
                                            __ATOMIC_RELAXED))) {
    rt_acquire_p(m, p);
    p->syscall_tick++;
    __atomic_store_n(&g->status, G_RUNNING, __ATOMIC_RELEASE);
    return;
  }
  rt_mcall_to(g, on_exit_slow);
}
