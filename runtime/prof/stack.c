/*
 * stack.c - stacks as profiles record them: see prof.h.
 *
 * All code keeps frame pointers: a frame is [caller's frame][return address].
 */
#include "../sched/sched.h"
#include "prof.h"

/* The next frame farther up on g's stack; NULL: there is none. */
static const uintptr_t *above(const G *g, const uintptr_t *fp) {
  const uintptr_t *next = (const uintptr_t *)fp[0];
  return next > fp && rt_on_stack(g, next) ? next : NULL;
}

/* The last frame of a goroutine is that of no function: its return address is
   0. */
uint32_t rt_stack_from(const G *g, const uintptr_t *fp, uintptr_t *out,
                       uint32_t max) {
  uint32_t n = 0;
  if (!g || !rt_on_stack(g, fp)) {
    return 0;
  }
  for (; fp && n < max && fp[1] != 0; fp = above(g, fp)) {
    /* Where it was pre-empted is no return address: made to look like one. */
    out[n] = fp[1] + (n > 0 && rt_is_async_preempt(out[n - 1]));
    n++;
  }
  return n;
}

uint32_t rt_go_stack(uintptr_t *out, uint32_t max) {
  const G *g = rt_getg();
  const uintptr_t *fp = __builtin_frame_address(0);
  if (!g || !rt_on_stack(g, fp)) {
    return 0;
  }
  while (fp && !rt_is_go_code(fp[1])) {
    fp = above(g, fp);
  }
  return fp ? rt_stack_from(g, fp, out, max) : 0;
}

uint32_t rt_stack_record(const uintptr_t *stack, uint32_t depth, int64_t skip,
                         uintptr_t *out) {
  int64_t n = 0;
  for (uint32_t i = 0; i < depth && n < PROF_DEPTH; i++) {
    n += rt_expand_call(stack[i], &skip, out + n, PROF_DEPTH - n);
  }
  for (int64_t i = n; i < PROF_DEPTH; i++) {
    out[i] = 0;
  }
  return (uint32_t)n;
}
