/*
 * cycle.c - one collection from beginning to end, and who asks for it.
 *
 * A cycle begins when heap.live, which allocation moves on when it takes a
 * span, reaches the pacer's trigger; or at runtime.GC; or, for debugging, at
 * every allocation (gcstress=1). The goroutine that notices does it: others
 * stand still while the heap is marked.
 *
 * An example (GOGC=100): a cycle that keeps 4 MB sets the goal to about 8 MB
 * and the trigger somewhat below. When refills have brought heap.live to the
 * trigger, the goroutine at which that happens calls rt_gc_cycle(GC_HEAP).
 */
#include <string.h>

#include "../mem/dump.h"
#include "../mem/scavenge.h"
#include "../mem/stats.h"
#include "../sched/sched.h"
#include "gc.h"

enum {
  MAX_WORKERS = 32,
  /* Of less than this a second worker would spend its time waking up. */
  ALONE_BELOW = 1 << 20
};

GcStats rt_gc_stats;

static struct {
  bool enabled, marking; /* the main goroutine runs; a mark is going on */
  uint64_t allocations;  /* counted for gcstress=N */
  GcReason why;
  uint32_t before; /* cycles that had been made when it was asked for */
} gc;

/* --------------------------------------------------------------- a cycle -- */

/* Threads that mark: one for each P, if there is enough to do. */
static int workers(void) {
  int n = rt_num_ps();
  if (rt_gc_stats.marked < ALONE_BELOW) {
    n = 1;
  }
  return n > MAX_WORKERS ? MAX_WORKERS : n;
}

/* No cache holds a span: all counts and bits are exact. */
static void flush_caches(void) {
  for (int i = 0; rt_p(i); i++) {
    Mcache *c = rt_p(i)->mcache;
    if (c) {
      rt_mcache_release_all(c);
    }
  }
}

/* The whole cycle is one pause, since the world stands still for it. */
static void record_pause(const CycleTimes *t) {
  GcStats *s = &rt_gc_stats;
  int32_t ns = 0;
  uint64_t now = (uint64_t)rt_walltime(&ns) * 1000000000u + (uint64_t)ns;
  uint64_t pause = (uint64_t)(t->end - t->start);
  uint32_t at = s->cycles % PAUSES;
  s->last_end_unix = now;
  s->pause_total += pause;
  s->pauses_by_log[63 - __builtin_clzll(pause | 1)]++;
  s->pause[at] = pause;
  s->pause_end[at] = now;
  s->cycles++;
  s->forced += gc.why == GC_FORCED;
}

/* From the first mark to the last, and what goes with it for debugging. */
static void mark(CycleReport *r) {
  if (rt_gc_config.verify) {
    rt_heap_verify_before();
  }
  rt_dump_point("before mark");
  r->times.stopped = rt_nanotime();
  gc.marking = true;
  r->marks = rt_mark_heap(r->workers);
  gc.marking = false;
  r->times.marked = rt_nanotime();
  rt_dump_point("marked");
  if (rt_gc_config.verify) {
    rt_heap_verify_after();
  }
}

/* On the system stack, the world stopped. */
static void collect(void *arg) {
  CycleReport *r = arg;
  CycleTimes *t = &r->times;
  const MarkTotals *m = &r->marks;
  r->heap_start = rt_heap.live;
  r->heap_goal = rt_pacer_goal();
  r->workers = workers();
  flush_caches();
  rt_sweep_finish();
  mark(r);
  rt_heap.live = rt_gc_stats.marked = m->bytes;
  rt_gc_stats.mark_cpu += m->cpu;
  rt_pacer_note_cycle(t->start, rt_nanotime());
  rt_pacer_update(m->bytes, m->stack_bytes, m->global_bytes);
  rt_scavenge_set_goal(rt_pacer_goal(), r->heap_goal);
  if (rt_mem_sampler) {
    rt_mem_sampler->next_cycle();
  }
  rt_sweep_begin();
  t->end = rt_nanotime();
  record_pause(t);
  if (rt_gc_config.trace) {
    rt_gc_trace(r);
  }
}

/* Not on a thread's own stack, nor where the caller must not be interrupted. */
static bool may_collect(void) {
  G *g = rt_getg();
  return gc.enabled && g && g->m && g->m->curg == g && g->m->locks == 0;
}

const RtFuncVal *rt_gc_pool_cleanup;

/* Variables that are to be nil after a cycle. */
static struct {
  void **items[MAX_GC_CACHES];
  uint32_t n;
  uintptr_t lock;
} caches;

void rt_gc_register_cache(void **variable) {
  rt_lock(&caches.lock);
  bool fits = caches.n < MAX_GC_CACHES;
  if (fits) {
    caches.items[caches.n++] = variable;
  }
  rt_unlock(&caches.lock);
  if (!fits) {
    rt_throw("too many caches that collections empty");
  }
}

/* sync.Pool's half: Go code, which neither allocates nor waits. Then caches. */
static void empty_pools(void) {
  M *m = rt_getg()->m;
  if (rt_gc_pool_cleanup) {
    m->locks++;
    rt_call_timer(rt_gc_pool_cleanup, NULL, NULL, 0);
    m->locks--;
  }
  for (uint32_t i = 0; i < caches.n; i++) {
    __atomic_store_n(caches.items[i], NULL, __ATOMIC_RELEASE);
  }
}

/* A whole cycle but for its sweep; returns when the world runs again. Does
   nothing where that is not possible: the next allocation asks again. */
void rt_gc_cycle(GcReason why) {
  if (!may_collect()) {
    return;
  }
  uint32_t before = rt_gc_stats.cycles;
  CycleReport r = {.why = why, .times.start = rt_nanotime()};
  rt_stop_world();
  /* While it waited its turn another goroutine may have done it. */
  if (why == GC_FORCED || before == rt_gc_stats.cycles) {
    gc.why = why;
    empty_pools();
    rt_on_system_stack(collect, &r);
  }
  rt_start_world();
  rt_finalizers_wake();
  rt_background_after(why);
}

/* ----------------------------------------------------------- who asks it -- */

/* Called by allocation after it has taken a span. */
void rt_gc_maybe_start(void) {
  if (RT_UNLIKELY(__atomic_load_n(&rt_heap.live, __ATOMIC_RELAXED) >=
                  rt_pacer_trigger())) {
    rt_gc_cycle(GC_HEAP);
  }
  rt_finalizers_wake();
}

/* GODEBUG=gcstress=N: a cycle at each Nth allocation. */
void rt_gc_stress(void) {
  uint64_t every = rt_gc_config.stress;
  if (every &&
      __atomic_fetch_add(&gc.allocations, 1, __ATOMIC_RELAXED) % every == 0) {
    rt_gc_cycle(GC_STRESS);
  }
}

/* All spans are swept when it returns, hence finalizers are queued. */
static void sweep_all(void) {
  uintptr_t pages = 0;
  while (rt_sweep_one(&pages)) {
  }
  while (!rt_sweep_is_done()) { /* others are at their last span */
    rt_gosched();
  }
  if (rt_mem_sampler) {
    rt_mem_sampler->swept();
  }
}

void rt_gc(void) {
  rt_gc_cycle(GC_FORCED);
  sweep_all();
  rt_finalizers_wake();
}

void rt_gc_init(void) {
  rt_gc_trace_init();
  rt_pacer_init();
  rt_barrier_init();
}

void rt_gc_enable(void) {
  gc.enabled = true;
  if (rt_gc_config.stress) {
    rt_malloc_slow_mode(true);
  }
}

/* ------------------------------------------------- for the allocator -- */

/* GOMEMLIMIT; UINT64_MAX: none. */
uint64_t rt_gc_memory_limit(void) {
  int64_t limit = rt_gc_config.limit;
  return limit == INT64_MAX ? UINT64_MAX : (uint64_t)limit;
}

/* The collector's part of runtime.MemStats. */
void rt_gc_report(MemStats *m) {
  const GcStats *s = &rt_gc_stats;
  _Static_assert(sizeof m->pause_ns == sizeof s->pause, "pauses");
  memcpy(m->pause_ns, s->pause, sizeof s->pause);
  memcpy(m->pause_end, s->pause_end, sizeof s->pause_end);
  m->next_gc = rt_pacer_goal();
  m->last_gc = s->last_end_unix;
  m->pause_total_ns = s->pause_total;
  m->num_gc = s->cycles;
  m->num_forced_gc = s->forced;
  m->gc_cpu_fraction = rt_gc_cpu_fraction(rt_nanotime());
}
