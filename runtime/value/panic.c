/*
 * panic.c - defer, panic, recover, Goexit.
 *
 * abi.h has the frame record of a function with `defer`. Frames with pending
 * calls form a stack, g->defers. A panic does not unwind: gopanic runs the
 * pending calls on top of the panicking stack, newest first, and only when
 * one of them recovered does control jump back, to the checkpoint of the
 * frame that deferred it:
 *
 *   main -> f (checkpoint) -> g -> gopanic -> f's deferred call -> recover()
 *           ^------------------------------------------------------'
 *
 * A call is taken out of its frame before it is made. So a panic inside it
 * (a new gopanic, further up the stack) goes on with the next one. When that
 * second panic reaches the frame whose call the first one is running, the
 * first can never continue: it is `aborted`, and forgotten if the second is
 * recovered from there on.
 *
 * Goexit is the same walk with nothing to recover; a panic that bypasses it
 * and is recovered comes back to Goexit's own loop.
 */
#include <string.h>

#include "../rt.h"

/* One deferred call of a loop, on RtDeferFrame.pushed. */
typedef struct DeferRecord {
  struct DeferRecord *link;
  const RtFuncVal *fn;
} DeferRecord;

RT_SHAPE(record_type, DeferRecord,
         RT_POINTER_AT(DeferRecord, link) | RT_POINTER_AT(DeferRecord, fn));

_Static_assert(offsetof(G, defers) == 16, "see deferbegin");

void rt_deferenter(void *frame) {
  G *g = rt_getg();
  RtDeferFrame *f = frame;
  f->head = &g->defers;
  f->link = g->defers;
  f->mask = 0;
  f->pushed = NULL;
  g->defers = f;
}

/* Records are used again: a loop with defers allocates once for each call that
   is pending at the same time. */
void rt_deferpush(void *frame, void *fn) {
  G *g = rt_getg();
  RtDeferFrame *f = frame;
  DeferRecord *r = g->free_defers;
  if (r) {
    g->free_defers = r->link;
  } else {
    r = rt_newobject(RT_TYPE_ARG(&record_type));
  }
  *r = (DeferRecord){f->pushed, fn};
  f->pushed = r;
}

/* Takes the newest pending call out of the frame; false if there is none. */
static bool take_call(G *g, RtDeferFrame *f, const RtFuncVal **fn) {
  DeferRecord *r = f->pushed;
  if (r) {
    f->pushed = r->link;
    *fn = r->fn;
    *r = (DeferRecord){g->free_defers, NULL};
    g->free_defers = r;
    return true;
  }
  if (f->mask == 0) {
    return false;
  }
  int i = 63 - __builtin_clzll(f->mask);
  f->mask &= ~((uint64_t)1 << i);
  *fn = f->slots[i];
  return true;
}

/* A nil func that was deferred panics now, as if it were called. */
static void call_deferred(const RtFuncVal *fn, uintptr_t *argp) {
  if (!fn) {
    rt_sigpanic();
  }
  rt_call_deferred(fn, argp);
}

/* What is pending in the frame, newest first; then the frame is left. */
void rt_deferreturn(void *frame) {
  RtDeferFrame *f = frame;
  const RtFuncVal *fn = NULL;
  uintptr_t argp = 0;
  while (take_call(rt_getg(), f, &fn)) {
    call_deferred(fn, &argp);
  }
  G *g = rt_getg();
  RT_ASSERT(g->defers == f);
  g->defers = f->link;
}

/* ---------------------------------------------------------------- panic -- */

/* p is the newest one. */
static void begin_panic(G *g, Panic *p) {
  p->link = g->panic;
  p->live = p->link && p->link->aborted ? p->link->live : p->link;
  g->panic = p;
}

/* p has come to frame f: whoever was running a call of f is cut off. It is the
   first that is still alive, if any: the others run calls of older frames. */
static void abort_bypassed(Panic *p, const RtDeferFrame *f) {
  if (p->live && p->live->frame == f) {
    p->live->aborted = true;
    p->live = p->live->live;
  }
}

/* The next call that p has to make, of the newest frame that has any; frames
   without are left behind. False when nothing is pending. */
static bool next_call(G *g, Panic *p, const RtFuncVal **fn) {
  for (; g->defers; g->defers = g->defers->link) {
    RtDeferFrame *f = g->defers;
    abort_bypassed(p, f);
    if (take_call(g, f, fn)) {
      p->frame = f;
      return true;
    }
  }
  return false;
}

bool rt_is_anyone_panicking(void) {
  const G *g = rt_all_gs();
  while (g && !__atomic_load_n(&g->panic, __ATOMIC_RELAXED)) {
    g = g->all_next;
  }
  return g != NULL;
}

/* A deferred call of p->frame recovered p. */
RT_DIE static void resume_frame(G *g, Panic *p) {
  g->panic = p->link;
  if (g->panic && g->panic->goexit && g->panic->aborted) {
    rt_resume(g->panic->regs);
  }
  while (g->panic && g->panic->aborted) {
    g->panic = g->panic->link;
  }
  if (!g->panic) {
    g->sig.sig = 0;
  }
  rt_resume(p->frame->regs);
}

/* Ends in a frame that recovered, or ends the program. `p` lies in this frame,
   which stays until then. */
void rt_gopanic(void *type, void *data) {
  G *g = rt_getg();
  Panic p = {
      .arg = {type, data}
  };
  const RtFuncVal *fn = NULL;
  begin_panic(g, &p);
  while (next_call(g, &p, &fn)) {
    call_deferred(fn, &p.argp);
    p.argp = 0;
    RT_CHECK(g->defers == p.frame);
    if (p.recovered) {
      resume_frame(g, &p);
    }
  }
  rt_panic_unrecovered(&p);
}

/* Whether `slot` is the return slot of the deferred call being made, or that
   of a function which wrappers called on its behalf. A wrapper's own slot
   lies above its saved frame pointer, which the callee pushed below `slot`. */
static bool is_deferred_call(uintptr_t want, uintptr_t slot) {
  while (slot != want) {
    uintptr_t return_address = *(uintptr_t *)slot;
    if (!rt_is_wrapper(return_address - 1)) {
      return false;
    }
    slot = *(uintptr_t *)(slot - RT_WORD) + RT_WORD;
  }
  return true;
}

/* What recover() yields, called from the function whose return slot is `slot`:
   the panic's value, if that is the deferred function itself. */
RT_NOINLINE static RtEface recover_panic(Panic *p, void *slot) {
  if (p->goexit || p->recovered || p->argp == 0 ||
      !is_deferred_call(p->argp, (uintptr_t)slot)) {
    return (RtEface){NULL, NULL};
  }
  p->recovered = true;
  return p->arg;
}

/* Mostly there is no panic: that way is short, and saves no registers. */
RtEface rt_gorecover(void *slot) {
  Panic *p = rt_getg()->panic;
  return RT_UNLIKELY(p) ? recover_panic(p, slot) : (RtEface){NULL, NULL};
}

void rt_goexit(void) {
  G *g = rt_getg();
  Panic p = {.goexit = true};
  const RtFuncVal *fn = NULL;
  begin_panic(g, &p);
  if (rt_checkpoint(p.regs)) { /* a panic bypassed us and was recovered */
    rt_getg()->panic->aborted = false;
  }
  while (next_call(g, &p, &fn)) {
    call_deferred(fn, &p.argp);
  }
  rt_goexit0();
}
