/*
 * verify.c - GODEBUG=gcverify=1: is the heap what it should be?
 *
 * Before each mark, when everything is swept and no cache holds a span:
 *   a span's counts agree with its bits, every page of it leads to it, and no
 *   mark is set; each pointer in an allocated object leads to an allocated
 *   object.
 *
 * After each mark:
 *   marked objects are allocated; each pointer in a marked object and in each
 *   variable leads to a marked one. That is found here without the work
 *   buffers, so a worker that lost an object is found out. And the compiler's
 *   promise is kept: neither a marked object nor a package variable holds an
 *   address of a stack, be its frame gone or not.
 */
#include "../sched/sched.h"
#include "gc.h"

typedef struct Verifier {
  WordVisitor words;
  RootVisitor roots;
  bool after;
} Verifier;

/* Says what is wrong with p, and where it was found (0: nowhere), and throws.
   */
RT_DIE static void report(const char *what, uintptr_t p, uintptr_t from) {
  rt_printlock();
  rt_print_text("runtime: ");
  rt_print_text(what);
  rt_print_text(": ");
  rt_printhex(p);
  if (from) {
    rt_print_text(" found at ");
    rt_printhex(from);
  }
  rt_printnl();
  rt_printunlock();
  rt_throw("heap verification failed");
}

/* p is a pointer that lies at `from` in memory that is needed. */
static void check_target(const Verifier *v, uintptr_t p, uintptr_t from) {
  Mspan *s = NULL;
  if (p < rt_heap.low || p >= rt_heap.high) {
    return;
  }
  if (!rt_object_of(p, &s)) {
    report("pointer to a free slot", p, from);
  }
  if (v->after && !rt_is_marked(s, rt_slot_of(s, p))) {
    report("reachable object is not marked", p, from);
  }
}

/* The list of a sync.Cond, in Go's memory, links what waiting goroutines have
   on their stacks while they wait: the one exception. */
static bool is_waiter(const G *g, uintptr_t p) {
  return g->status == G_WAITING && g->wait_reason == WAIT_COND && p >= g->sp &&
         p % RT_WORD == 0 && p + sizeof(Waiter) <= g->stack_hi &&
         ((const Waiter *)p)->g == g;
}

/* What escape analysis must have moved to the heap. */
static void check_no_stack(const Verifier *v, uintptr_t p, uintptr_t from) {
  if (!v->after || (p >= rt_heap.low && p < rt_heap.high)) {
    return;
  }
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    if (rt_on_stack(g, (const void *)p) && !is_waiter(g, p)) {
      report("address of a stack", p, from);
    }
  }
}

static void check_word(WordVisitor *w, const uintptr_t *at) {
  const Verifier *v = (const Verifier *)w;
  check_target(v, *at, (uintptr_t)at);
  check_no_stack(v, *at, (uintptr_t)at);
}

/* A word of a stack may be anything: only if it points to an object, that must
   be marked. */
static void check_root(RootVisitor *r, RootKind kind, const void *holder,
                       const uintptr_t *at) {
  (void)holder;
  const Verifier *v =
      (const Verifier *)(void *)((char *)r - offsetof(Verifier, roots));
  Mspan *s = NULL;
  uintptr_t word = rt_peek(at);
  if (rt_root_is_precise(kind) || rt_object_of(word, &s)) {
    check_target(v, word, (uintptr_t)at);
  }
  if (kind == ROOT_GLOBAL) {
    check_no_stack(v, word, (uintptr_t)at);
  }
}

/* The arena's table must lead from each page back to s. */
static void check_pages(const Mspan *s) {
  for (uintptr_t i = 0; i < s->npages; i++) {
    uintptr_t p = s->start_addr + i * RT_PAGE_SIZE;
    if (rt_span_of_heap(p) != s) {
      report("page belongs to another span", p, 0);
    }
  }
}

/* Cached spans were given back: alloc_count is exact. */
static void check_counts(const Mspan *s) {
  uintptr_t n = 0;
  for (uintptr_t i = 0; i < s->nelems; i++) {
    n += s->alloc_bits[i / 64] >> (i % 64) & 1;
  }
  if (n != s->alloc_count || s->alloc_cache != 0) {
    report("count of a span is wrong", s->start_addr, 0);
  }
}

/* Before a mark the pointers of allocated objects count, after it those of
   marked ones. */
static void check_slot(Verifier *v, const Mspan *s, uintptr_t slot) {
  bool live = s->alloc_bits[slot / 64] >> (slot % 64) & 1;
  bool marked = rt_is_marked(s, slot);
  if (marked && (!live || !v->after)) {
    report("free slot, or slot before the mark, is marked",
           rt_slot_addr(s, slot), 0);
  }
  if (v->after ? marked : live) {
    rt_object_words(s, rt_slot_addr(s, slot), 0, s->elemsize, &v->words);
  }
}

/* All spans with objects, slot by slot. */
static void check_heap(Verifier *v) {
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    const Mspan *s = rt_heap.allspans[i];
    if (s->state != SPAN_IN_USE) {
      continue;
    }
    check_pages(s);
    check_counts(s);
    for (uintptr_t slot = 0; slot < s->nelems; slot++) {
      check_slot(v, s, slot);
    }
  }
}

static void check_roots(Verifier *v) {
  uint32_t n = rt_roots_prepare();
  for (uint32_t i = 0; i < n; i++) {
    rt_roots_visit(i, &v->roots);
  }
}

/* One pass over all objects and roots, before or after a mark. */
static void verify(bool after) {
  Verifier v = {.words = {.visit = check_word},
                .roots = {.visit = check_root},
                .after = after};
  check_heap(&v);
  check_roots(&v);
}

void rt_heap_verify_before(void) { verify(false); }
void rt_heap_verify_after(void) { verify(true); }
