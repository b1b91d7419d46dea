/*
 * background.c - what the collector does while the program goes on.
 *
 * One goroutine of the runtime's own, made after the first cycle, has two
 * tasks:
 *
 *   sweeping  what no allocation has swept yet, a few spans at a time, behind
 *             all other runnable goroutines: on a P with nothing else to do
 *             the heap is swept at once, on a busy one by those who allocate
 *   cycles    when the last one was two minutes ago, so that a program which
 *             allocates little still gets its finalizers run and its memory
 *             returned; the monitoring thread sees that it is time
 *
 *   cycle ends --rt_background_after--> sweep, Gosched, sweep, ... park
 *   sysmon     --rt_background_tick---> rt_gc_cycle, sweep, ...      park
 */
#include "../sched/sched.h"
#include "gc.h"

enum {
  SPANS_AT_ONCE = 10 /* between two looks whether others want to run */
};

/* Package runtime's variable of that name: tests shorten it. */
int64_t rt_force_period = 120 * (int64_t)1000000000;

static struct {
  uintptr_t lock; /* of `waits` */
  bool started, waits;
  bool due; /* a cycle is */
  G *goroutine;
  RtFuncVal run;
} background;

/* False: nothing is left to sweep. */
static bool sweep_some(void) {
  uintptr_t pages = 0;
  for (int i = 0; i < SPANS_AT_ONCE; i++) {
    if (!rt_sweep_one(&pages)) {
      return false;
    }
  }
  return true;
}

static void unlock(void *arg) { rt_unlock(arg); }

/* Parks unless there is something to do again. */
static void wait(void) {
  rt_lock(&background.lock);
  if (__atomic_load_n(&background.due, __ATOMIC_RELAXED) ||
      !rt_sweep_is_done()) {
    rt_unlock(&background.lock);
    rt_gosched();
    return;
  }
  background.waits = true;
  rt_park(unlock, &background.lock, WAIT_COLLECTOR);
}

/* The goroutine's function; it never ends. */
static void run(void) {
  background.goroutine = rt_getg();
  for (;;) {
    if (__atomic_exchange_n(&background.due, false, __ATOMIC_RELAXED)) {
      rt_gc_cycle(GC_PERIODIC);
    }
    while (sweep_some()) {
      rt_gosched();
    }
    rt_finalizers_wake();
    wait();
  }
}

/* Any thread may call it. */
static void wake(void) {
  rt_lock(&background.lock);
  bool waits = background.waits;
  background.waits = false;
  rt_unlock(&background.lock);
  if (waits) {
    rt_ready_last(background.goroutine);
  }
}

void rt_background_after(GcReason why) {
  if (why == GC_STRESS) {
    return;
  }
  if (__atomic_exchange_n(&background.started, true, __ATOMIC_RELAXED)) {
    if (why != GC_FORCED) { /* who forces a cycle sweeps */
      wake();
    }
    return;
  }
  rt_go_system(&background.run, run);
}

void rt_background_tick(int64_t now) {
  int64_t last = rt_pacer_last_end();
  int64_t percent = __atomic_load_n(&rt_gc_config.percent, __ATOMIC_RELAXED);
  if (last == 0 || now - last < rt_force_period || percent < 0 ||
      __atomic_exchange_n(&background.due, true, __ATOMIC_RELAXED)) {
    return;
  }
  wake();
}
