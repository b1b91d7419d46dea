/*
 * barrier.c - where a collector that marks while the program runs would hear
 * of pointer stores.
 *
 * Code that was compiled with -d=barriers calls rt_wbslow before it stores a
 * pointer outside its frame, if rt_write_barrier is set; whole values come by
 * rt_typedmemmove and rt_typedmemclr. This collector stops the world and never
 * sets it. GODEBUG=barriertest=1 does, to show that the hook is complete:
 * each call checks that what is overwritten and what is stored are pointers to
 * allocated objects, if they point into the heap, and the calls are counted:
 *
 *   barriers: 1042 pointer stores, 12 copies
 */
#include "../sched/sched.h"
#include "gc.h"

uint8_t rt_write_barrier;

static uint64_t stores, copies;

static void check(uintptr_t p, uintptr_t from) {
  Mspan *s = NULL;
  if (p >= rt_heap.low && p < rt_heap.high && !rt_object_of(p, &s)) {
    rt_bad_pointer(p, from, rt_span_of(p));
  }
}

void rt_wbslow(void *slot, void *v) {
  rt_count(&stores, 1);
  check(*(const uintptr_t *)slot, (uintptr_t)slot);
  check((uintptr_t)v, (uintptr_t)slot);
}

/* The pointers of a value that is about to be copied, or cleared. */
typedef struct CopyVisitor {
  WordVisitor words;
  uintptr_t to, from; /* from 0: cleared */
} CopyVisitor;

/* Checks what a pointer is overwritten with, and what it was. */
static void tell(WordVisitor *w, const uintptr_t *at) {
  const CopyVisitor *v = (const CopyVisitor *)w;
  uintptr_t slot = (uintptr_t)at;
  check(*at, slot);
  if (v->from) {
    check(*(const uintptr_t *)(v->from + (slot - v->to)), slot);
  }
}

void rt_barrier_copy(const RtType *t, void *to, const void *from) {
  CopyVisitor v = {{tell}, (uintptr_t)to, (uintptr_t)from};
  rt_count(&copies, 1);
  rt_typed_words(t, v.to, t->size, 0, t->size, &v.words);
}

void rt_barrier_init(void) {
  rt_write_barrier = rt_godebug("barriertest", 0) > 0;
}

void rt_barrier_exit(void) {
  if (rt_write_barrier) {
    rt_printlock();
    rt_print_text("barriers: ");
    rt_printuint(stores);
    rt_print_text(" pointer stores, ");
    rt_printuint(copies);
    rt_print_text(" copies\n");
    rt_printunlock();
  }
}
