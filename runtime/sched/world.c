/*
 * world.c - stopping all goroutines but one, and looking at their stacks.
 */
#include "sched.h"

void rt_stop_world(void) {}
void rt_start_world(void) {}

void rt_on_system_stack(void (*fn)(void *), void *arg) {
  G *g = rt_getg();
  M *m = g->m;
  if (g == &m->g0) {
    fn(arg);
    return;
  }
  rt_setg(&m->g0);
  rt_call_on(&g->sp, m->g0_sp, fn, arg);
  rt_setg(g);
}

bool rt_stack_range(const G *g, uintptr_t *lo, uintptr_t *hi) {
  if (g->status == G_DEAD || g->status == G_IDLE) {
    return false;
  }
  *lo = g->sp;
  *hi = g->stack_hi;
  return true;
}

void rt_parallel(int n, void (*fn)(void *arg, int worker), void *arg) {
  for (int i = 0; i < n; i++) {
    fn(arg, i);
  }
}
