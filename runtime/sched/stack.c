/*
 * stack.c - goroutines' stacks, and which goroutine runs.
 *
 * A stack is one lazily committed mapping; it never moves, so addresses of
 * locals can be handed to C. Below it lies a guard without access:
 *
 *   |  guard 64 KB  |  usable, 1 GB ............... used |
 *                   ^stack_lo                            ^stack_hi
 *
 * A fault in the guard is a stack overflow (os/signal.c).
 */
#include "../rt.h"

#define STACK_SIZE ((uint64_t)1 << 30)

static _Thread_local G *current;

/* The address of a thread-local must not be cached over a switch: the code
   that continues may be on another thread. */
RT_NOINLINE G *rt_getg(void) { return current; }
RT_NOINLINE void rt_setg(G *g) { current = g; }

static G main_g;

G *rt_new_main_g(void) {
  main_g = (G){.id = 1};
  return &main_g;
}

static void map_stack(G *g) {
  char *p = rt_os_map_stack(STACK_SIZE, RT_GUARD_SIZE);
  if (!p) {
    rt_throw("cannot allocate the main goroutine's stack");
  }
  g->stack_lo = (uintptr_t)p + RT_GUARD_SIZE;
  g->stack_hi = g->stack_lo + STACK_SIZE;
}

void rt_run_on_g(G *g, void (*fn)(void)) {
  map_stack(g);
  rt_setg(g);
  rt_switch_to(g->stack_hi, fn);
}

/* A frame may reach somewhat below the guard before it touches memory. */
bool rt_in_guard(const G *g, uintptr_t addr) {
  return g->stack_lo != 0 && addr < g->stack_lo &&
         addr >= g->stack_lo - 2 * RT_GUARD_SIZE;
}

bool rt_on_stack(const G *g, const void *p) {
  return (uintptr_t)p >= g->stack_lo && (uintptr_t)p < g->stack_hi;
}
