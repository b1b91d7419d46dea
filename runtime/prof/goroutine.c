/*
 * goroutine.c - the profile of goroutines: where each of them is; and their
 * labels, pprof.Do's, which samples carry.
 *
 *   stack    where it is while the world stands still
 *   labels   what pprof.SetGoroutineLabels gave it, or the goroutine that
 *            started it
 */
#include <string.h>

#include "../sched/sched.h"
#include "../std/std.h"
#include "prof.h"

/* Stacks as they are found: return addresses, 0 behind the last. */
typedef uintptr_t Stack[PROF_DEPTH];

typedef struct Listing {
  Stack *stacks;
  void **labels; /* NULL: not wanted */
  int64_t n, max;
} Listing;

static bool is_listed(const G *g) {
  return !g->is_system && g->status != G_DEAD && g->status != G_IDLE;
}

static void list_one(Listing *l, const G *g, const uintptr_t *here) {
  if (l->n < l->max) {
    uintptr_t *stack = l->stacks[l->n], pc = 0, fp = 0;
    memset(stack, 0, sizeof(Stack));
    if (g == rt_getg()) {
      rt_stack_from(g, here, stack, PROF_DEPTH);
    } else if (rt_goroutine_place(g, &pc, &fp)) {
      stack[0] = pc;
      rt_stack_from(g, (const uintptr_t *)fp, stack + 1, PROF_DEPTH - 1);
    }
    if (l->labels) {
      l->labels[l->n] = g->labels;
    }
  }
  l->n++;
}

/* The caller first, then the others as they were made. */
static void list_all(Listing *l, const uintptr_t *here) {
  const G *me = rt_getg();
  rt_stop_world();
  list_one(l, me, here);
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    if (g != me && is_listed(g)) {
      list_one(l, g, NULL);
    }
  }
  rt_start_world();
}

/* In place: what the calls are named. */
static void name_calls(uintptr_t *stack) {
  Stack raw;
  uint32_t depth = 0;
  memcpy(raw, stack, sizeof raw);
  while (depth < PROF_DEPTH && raw[depth]) {
    depth++;
  }
  rt_stack_record(raw, depth, 0, stack);
}

int64_t rt_goroutine_profile(Stack *stacks, int64_t max, int64_t capacity,
                             void **labels, int64_t nlabels)
    RT_SYMBOL("goroutineProfile");

/* How many goroutines there are; their stacks and labels if there is room for
   all. No labels: they are not wanted. */
int64_t rt_goroutine_profile(Stack *stacks, int64_t max, int64_t capacity,
                             void **labels, int64_t nlabels) {
  int64_t have = rt_num_goroutine();
  Listing l = {.stacks = stacks, .labels = nlabels ? labels : NULL, .max = max};
  (void)capacity;
  if (have > max) {
    return have;
  }
  list_all(&l, __builtin_frame_address(0));
  for (int64_t i = 0; i < l.n && l.n <= max; i++) {
    name_calls(stacks[i]);
  }
  return l.n;
}

/* ---------------------------------------------------------------- labels -- */

/* pprof.SetGoroutineLabels */
STD(void, set_labels, (void *labels), "runtime/pprof.runtime_setProfLabel") {
  rt_getg()->labels = labels;
}
STD(void *, get_labels, (void), "runtime/pprof.runtime_getProfLabel") {
  return rt_getg()->labels;
}

int64_t rt_num_threads(void) RT_SYMBOL("threads");

/* Threads that run goroutines, or have. */
int64_t rt_num_threads(void) {
  return __atomic_load_n(&rt_sched.nms, __ATOMIC_RELAXED);
}
