/*
 * roots.c - where marking begins: everything outside the heap that may point
 * into it.
 *
 *   package variables and static data   precise (go_gcroots, see RtRoot)
 *   stacks of all goroutines            conservative: they hold registers,
 *                                       temporaries, frames of C
 *   a few words of the runtime's        conservative
 *   objects with finalizers             what they refer to must outlive them
 *
 * The roots are divided into jobs, so that several workers can share them:
 *
 *   [0, variables)   a job is up to 256 KB of one variable, or many small ones
 *   ...              a goroutine each
 *   ...              spans of the heap with finalizers, 512 to a job
 *   last             the runtime's own
 */
#include "../sched/sched.h"
#include "gc.h"

enum {
  BLOCK = 256 << 10, /* bytes of variables to a job */
  SPANS_PER_JOB = 512,
  MAX_OWN = 64
};

extern const RtRoot start_roots[] __asm__("__start_go_gcroots")
    __attribute__((weak, visibility("hidden")));
extern const RtRoot stop_roots[] __asm__("__stop_go_gcroots")
    __attribute__((weak, visibility("hidden")));

/* Roots [first, last), or if that is one, elements [from, to) of it. */
typedef struct VariableJob {
  const RtRoot *first, *last;
  uint64_t from, to;
} VariableJob;

static struct {
  VariableJob *variables;
  uint32_t nvariables, ngs, nspan_jobs;
  const G **gs;
  uint32_t gs_cap;
  uint64_t global_bytes, stack_bytes;
  struct {
    const uintptr_t *p;
    uint64_t words;
  } own[MAX_OWN];
  uint32_t nown;
} roots;

/* For variables in C that own objects; at most MAX_OWN of them. */
void rt_gc_add_root(const void *p, uint64_t bytes) {
  uint32_t i = __atomic_fetch_add(&roots.nown, 1, __ATOMIC_RELAXED);
  RT_CHECK(i < MAX_OWN);
  roots.own[i].p = p;
  roots.own[i].words = bytes / RT_WORD;
}

uint64_t rt_roots_global_bytes(void) { return roots.global_bytes; }
uint64_t rt_roots_stack_bytes(void) { return roots.stack_bytes; }

/* ------------------------------------------------------------- variables -- */

static uint64_t root_bytes(const RtRoot *r) { return r->size * r->count; }

/* Without room for the list it only counts. */
static void add_job(VariableJob j) {
  if (roots.variables) {
    roots.variables[roots.nvariables] = j;
  }
  roots.nvariables++;
}

/* Counts the jobs, or, when there is room for them, lists them. */
static void divide_variables(void) {
  const RtRoot *r = start_roots;
  roots.nvariables = 0;
  while (r < stop_roots) {
    if (root_bytes(r) > BLOCK) {
      uint64_t step = BLOCK / r->size + 1;
      for (uint64_t at = 0; at < r->count; at += step) {
        uint64_t to = at + step < r->count ? at + step : r->count;
        add_job((VariableJob){r, r + 1, at, to});
      }
      r++;
      continue;
    }
    const RtRoot *first = r;
    for (uint64_t sum = 0; r < stop_roots && sum + root_bytes(r) <= BLOCK;
         r++) {
      sum += root_bytes(r);
    }
    add_job((VariableJob){first, r, 0, 0});
  }
}

/* Variables do not change while the program runs: done once. */
static void prepare_variables(void) {
  if (roots.variables || &start_roots[0] == &stop_roots[0]) {
    return;
  }
  for (const RtRoot *r = start_roots; r < stop_roots; r++) {
    roots.global_bytes += root_bytes(r);
  }
  divide_variables();
  roots.variables = rt_persistent_alloc(
      roots.nvariables * sizeof *roots.variables, RT_WORD, &rt_mem.gc_sys);
  divide_variables();
}

/* Elements [from, to) of r: the mask says which of their words are pointers. */
static void visit_elements(const RtRoot *r, uint64_t from, uint64_t to,
                           RootVisitor *v) {
  for (uint64_t i = from; i < to; i++) {
    const uintptr_t *p = (const uintptr_t *)(void *)(r->addr + i * r->size);
    for (uint64_t k = 0; k < r->words; k++) {
      if (r->mask[k / 8] >> (k % 8) & 1) {
        v->visit(v, ROOT_GLOBAL, r, p + k);
      }
    }
  }
}

static void visit_variables(const VariableJob *j, RootVisitor *v) {
  if (j->to > 0) {
    visit_elements(j->first, j->from, j->to, v);
    return;
  }
  for (const RtRoot *r = j->first; r < j->last; r++) {
    visit_elements(r, 0, r->count, v);
  }
}

/* ------------------------------------------------------------ goroutines -- */

/* Dead ones are listed, too; they have no stack to visit. */
static void list_goroutine(const G *g) {
  uintptr_t lo = 0, hi = 0;
  if (roots.gs && roots.ngs < roots.gs_cap) {
    roots.gs[roots.ngs] = g;
  }
  roots.ngs++;
  if (rt_stack_range(g, &lo, &hi)) {
    roots.stack_bytes += hi - lo;
  }
}

static void list_goroutines(void) {
  roots.ngs = 0;
  roots.stack_bytes = 0;
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    list_goroutine(g);
  }
}

/* A list that is too short is made anew, at least twice as long. */
static void prepare_goroutines(void) {
  list_goroutines();
  if (roots.ngs <= roots.gs_cap) {
    return;
  }
  rt_sys_free(roots.gs, roots.gs_cap * sizeof *roots.gs, &rt_mem.gc_sys);
  roots.gs_cap = 1024;
  while (roots.gs_cap < roots.ngs) {
    roots.gs_cap *= 2;
  }
  roots.gs = rt_sys_alloc(roots.gs_cap * sizeof *roots.gs, &rt_mem.gc_sys);
  list_goroutines();
}

uintptr_t rt_peek(const uintptr_t *at) { return *at; }

/* All words of [from, to), each a root of that kind. */
static void visit_words(const void *from, const void *to, RootKind kind,
                        const void *holder, RootVisitor *v) {
  for (const uintptr_t *p = from; p < (const uintptr_t *)to; p++) {
    v->visit(v, kind, holder, p);
  }
}

/* Frames of functions that have returned are below lo: not looked at. */
static void visit_goroutine(const G *g, RootVisitor *v) {
  uintptr_t lo = 0, hi = 0;
  if (!rt_stack_range(g, &lo, &hi)) {
    return;
  }
  lo &= ~(uintptr_t)(RT_WORD - 1);
  visit_words((const void *)lo, (const void *)hi, ROOT_STACK, g, v);
  visit_words(g->regs, g->regs + RT_COUNT(g->regs), ROOT_REGISTER, g, v);
  v->visit(v, ROOT_RUNTIME, g,
           (const uintptr_t *)(const void *)&g->free_defers);
  v->visit(v, ROOT_RUNTIME, g, (const uintptr_t *)(const void *)&g->param);
  v->visit(v, ROOT_RUNTIME, g, (const uintptr_t *)(const void *)&g->labels);
}

/* ------------------------------------------------------ specials, others -- */

/* The job-th group of SPANS_PER_JOB spans. */
static void visit_spans(uint32_t job, RootVisitor *v) {
  uintptr_t at = (uintptr_t)job * SPANS_PER_JOB, end = at + SPANS_PER_JOB;
  for (; at < end && at < rt_heap.nspans; at++) {
    const Mspan *s = rt_heap.allspans[at];
    if (s->state == SPAN_IN_USE && s->specials) {
      rt_specials_visit(s, v);
    }
  }
}

/* The timer may lie in an object that nothing else refers to. */
static void visit_timer(void *visitor, struct RtTimer *t) {
  RootVisitor *v = visitor;
  uintptr_t word = (uintptr_t)t;
  v->visit(v, ROOT_RUNTIME, t, &word);
}

/* Timers, the words of rt_gc_add_root, finalizers to be run. */
static void visit_own(RootVisitor *v) {
  rt_each_timer(visit_timer, v);
  for (uint32_t i = 0; i < roots.nown; i++) {
    const uintptr_t *p = roots.own[i].p;
    visit_words(p, p + roots.own[i].words, ROOT_RUNTIME, p, v);
  }
  rt_finalizer_queue_visit(v);
}

/* ------------------------------------------------------------------ jobs -- */

uint32_t rt_roots_prepare(void) {
  prepare_variables();
  prepare_goroutines();
  roots.nspan_jobs =
      (uint32_t)((rt_heap.nspans + SPANS_PER_JOB - 1) / SPANS_PER_JOB);
  if (!rt_finalizers_exist()) {
    roots.nspan_jobs = 0;
  }
  return roots.nvariables + roots.ngs + roots.nspan_jobs + 1;
}

/* Jobs are numbered through, in the order of the head of this file. */
void rt_roots_visit(uint32_t job, RootVisitor *v) {
  if (job < roots.nvariables) {
    visit_variables(&roots.variables[job], v);
    return;
  }
  job -= roots.nvariables;
  if (job < roots.ngs) {
    visit_goroutine(roots.gs[job], v);
    return;
  }
  job -= roots.ngs;
  if (job < roots.nspan_jobs) {
    visit_spans(job, v);
    return;
  }
  visit_own(v);
}
