/*
 * preempt.c - interrupting goroutines that do not come back by themselves.
 *
 * There are no polls in compiled code. Who wants P to be given up sets
 * P.preempt and sends SIGURG to its thread. The handler looks whether this is
 * a good moment:
 *
 *   the thread runs a goroutine, on the goroutine's stack,
 *   which executes compiled Go code, not the runtime's C,
 *   nothing forbids it (M.locks; an allocation, inlined into Go code), and its
   stack has room,
 *
 * and then makes the interrupted code look as if it had called
 * rt_async_preempt (switch_*.S), which saves every register, yields, and
 * returns to the very instruction. If it is not, the sender tries again.
 */
#include <cpuid.h>
#include <signal.h>

#include "sched.h"

enum {
  RED_ZONE = 128,
  ROOM = 8192 /* for the saved registers, and the scheduler's frames */
};

/* Bytes that xsave writes for x87, SSE, AVX and AVX-512; 0: cannot. Measured
   when it is needed first: a virtual machine is left at each cpuid, which takes
   microseconds, and most programs end before they are interrupted. */
uint64_t rt_xsave_size;
static bool is_measured;

static bool is_off;

/* ThreadSanitizer delivers signals late, with a copy of the context: there,
   goroutines are stopped in the runtime only. */
static void measure_xsave(void) {
#ifndef RT_TSAN
  enum {
    LEAF = 0xd,
    LEGACY = 512 + 64,
    HIGHEST = 7,
    OSXSAVE = 1 << 27
  };
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & OSXSAVE)) {
    return;
  }
  uint64_t size = LEGACY;
  for (unsigned i = 2; i <= HIGHEST; i++) {
    if (i >= 3 && i <= 4) { /* bound registers: not saved */
      continue;
    }
    __cpuid_count(LEAF, i, a, b, c, d);
    size = a > 0 && a + b > size ? a + b : size;
  }
  __atomic_store_n(&rt_xsave_size, (size + 63) & ~63ul, __ATOMIC_RELAXED);
#endif
}

/* Any thread may be the first, inside the signal handler. */
static bool can_save(void) {
  if (!__atomic_load_n(&is_measured, __ATOMIC_ACQUIRE)) {
    measure_xsave();
    __atomic_store_n(&is_measured, true, __ATOMIC_RELEASE);
  }
  return __atomic_load_n(&rt_xsave_size, __ATOMIC_RELAXED) != 0;
}

/* Whether g, interrupted at (pc, sp), can yield right there. */
static bool may_preempt(const G *g, uintptr_t pc, uintptr_t sp) {
  const M *m = g->m;
  if (g == &m->g0 || m->curg != g || !m->p || m->locks != 0 ||
      rt_tls.in_malloc != 0 || !rt_is_go_code(pc) || !can_save()) {
    return false;
  }
  return rt_on_stack(g, (void *)sp) && sp - g->stack_lo > ROOM + rt_xsave_size;
}

bool rt_want_preempt(uintptr_t pc, uintptr_t *sp) {
  const G *g = rt_getg();
  if (!g || !g->m || !may_preempt(g, pc, *sp)) {
    return false;
  }
  bool stopping = __atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED) != 0;
  if (!stopping &&
      (is_off || !__atomic_load_n(&g->m->p->preempt, __ATOMIC_RELAXED))) {
    return false;
  }
  *sp -= RED_ZONE + RT_WORD;
  *(uintptr_t *)*sp = pc;
  return true;
}

/* The thread may have lost p meanwhile: then the signal has no effect. */
static void ask(P *p) {
  const M *m = __atomic_load_n(&p->m, __ATOMIC_RELAXED);
  int32_t tid = m ? __atomic_load_n(&m->tid, __ATOMIC_RELAXED) : 0;
  if (tid != 0) {
    rt_os_signal_thread(tid, SIGURG);
  }
}

void rt_preempt_p(P *p) {
  __atomic_store_n(&p->preempt, true, __ATOMIC_RELAXED);
  ask(p);
}

void rt_preempt_all(void) {
  const P *mine = rt_getg()->m->p;
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    P *p = rt_sched.ps[i];
    if (p != mine &&
        __atomic_load_n(&p->status, __ATOMIC_RELAXED) == P_RUNNING) {
      rt_preempt_p(p);
    }
  }
}

void rt_preempt_init(void) { is_off = rt_godebug("asyncpreemptoff", 0) != 0; }
