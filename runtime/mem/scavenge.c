/*
 * scavenge.c - the scavenger: see scavenge.h.
 *
 * Free pages cost memory but save page faults when they are used again. What
 * is kept is what the next cycle will probably want, and a tenth more:
 *
 *   goal = heap in use after the last cycle * (new goal / old goal) * 1.1
 *   retained = in use + free, not released;  above the goal: work to do
 *
 * With a memory limit there is a second goal, 95 % of it. The background
 * work, on the monitoring thread (sched/sysmon.c), is done in bursts of a
 * millisecond with so long a sleep between them that they take 1 % of a core:
 * the measured cost sets the next sleep.
 *
 * Pages are taken from the highest addresses down, where allocation, which is
 * first fit, comes last. They count as in use while they are released, so
 * that nobody needs a lock during the system call.
 */
#include "scavenge.h"

#include "../sched/sched.h"
#include "trace.h"

enum {
  QUANTUM_PAGES = (64 << 10) >> PAGE_SHIFT,
  RETAIN_PERCENT = 110,
  LIMIT_PERCENT = 95,
  BURST_NS = 1000000,
  SLEEP_PER_WORK = 99,          /* 1 % of the time */
  MAX_SLEEP_NS = 1000 * 1000000 /* a second */
};

static struct {
  uint64_t goal; /* bytes to retain; UINT64_MAX: no cycle yet */
  uint64_t work, total;
  int64_t next;   /* time of the next burst */
  uintptr_t lock; /* taken while pages are neither free nor in a span */
  bool trace;
} scavenger = {.goal = UINT64_MAX};

static uint64_t retained(void) {
  return rt_counted(&rt_mem.in_heap) + rt_counted(&rt_mem.free);
}

void rt_scavenge_hold(void) { rt_lock(&scavenger.lock); }
void rt_scavenge_resume(void) { rt_unlock(&scavenger.lock); }

/* One run of pages; 0: nothing left to release. */
static uint64_t release_some(uint64_t bytes) {
  uintptr_t most = bytes >> PAGE_SHIFT, n = 0;
  most = most < QUANTUM_PAGES ? QUANTUM_PAGES : most;
  rt_scavenge_hold();
  rt_heap_lock();
  uintptr_t base = rt_pages_find_scavenge(&rt_heap.pages, most, &n);
  rt_heap_unlock();
  if (n == 0) {
    rt_scavenge_resume();
    return 0;
  }
  int64_t released = (int64_t)(n << PAGE_SHIFT);
  rt_sys_unused((void *)base, (uint64_t)released);
  rt_trace_pages("scavenge", base, n, 0);
  rt_heap_lock();
  rt_pages_scavenged(&rt_heap.pages, base, n);
  rt_heap_unlock();
  rt_count(&rt_mem.free, -released);
  rt_count(&rt_mem.released, released);
  rt_scavenge_resume();
  rt_count(&scavenger.total, released);
  return (uint64_t)released;
}

uint64_t rt_scavenge(uint64_t bytes) {
  uint64_t done = 0, n = 0;
  while (done < bytes && (n = release_some(bytes - done)) > 0) {
    done += n;
  }
  return done;
}

/* GODEBUG=scavtrace=1 */
static void trace(bool forced) {
  if (!scavenger.trace) {
    return;
  }
  uint64_t kept = retained();
  rt_printlock();
  rt_print_text("scav ");
  rt_printuint(scavenger.work >> 10);
  rt_print_text(" KiB work, ");
  rt_printuint(rt_counted(&scavenger.total) >> 10);
  rt_print_text(" KiB total, ");
  rt_printuint(kept ? rt_counted(&rt_mem.in_heap) * 100 / kept : 0);
  rt_print_text(forced ? "% util (forced)\n" : "% util\n");
  rt_printunlock();
  scavenger.work = 0;
}

void rt_scavenge_all(void) {
  for (int i = 0; rt_p(i); i++) {
    rt_heap_lock();
    rt_page_cache_flush(&rt_p(i)->mcache->pages, &rt_heap.pages);
    rt_heap_unlock();
  }
  scavenger.work += rt_scavenge(UINT64_MAX);
  trace(true);
}

/* ---------------------------------------------------------- background -- */

void rt_scavenge_set_goal(uint64_t heap_goal, uint64_t last_heap_goal) {
  double ratio =
      last_heap_goal ? (double)heap_goal / (double)last_heap_goal : 1;
  double goal = (double)rt_mem.in_heap * ratio * (double)RETAIN_PERCENT / 100;
  uint64_t pages = ((uint64_t)goal + RT_PAGE_SIZE - 1) / RT_PAGE_SIZE;
  __atomic_store_n(&scavenger.goal, pages * RT_PAGE_SIZE, __ATOMIC_RELAXED);
  __atomic_store_n(&scavenger.next, 0, __ATOMIC_RELAXED);
}

/* Bytes beyond the goal that the heap's growth leaves, or beyond the limit. */
static uint64_t excess(void) {
  uint64_t have = retained(), goal = rt_counted(&scavenger.goal);
  uint64_t limit = rt_gc_memory_limit();
  if (limit != UINT64_MAX) {
    uint64_t heap = limit / 100 * LIMIT_PERCENT, other = rt_mem_overhead();
    uint64_t by_limit = heap > other ? heap - other : 0;
    goal = by_limit < goal ? by_limit : goal;
  }
  return have > goal ? have - goal : 0;
}

/* Works for a while; false: nothing to do. */
static bool burst(int64_t start, int64_t *end) {
  uint64_t worked = 0, n = 1;
  for (*end = start; n > 0 && *end - start < BURST_NS; *end = rt_nanotime()) {
    n = excess() ? release_some(QUANTUM_PAGES << PAGE_SHIFT) : 0;
    worked += n;
  }
  scavenger.work += worked;
  return worked > 0;
}

void rt_scavenge_tick(int64_t now) {
  int64_t next = __atomic_load_n(&scavenger.next, __ATOMIC_RELAXED), end = now;
  if (now < next) {
    return;
  }
  int64_t sleep = MAX_SLEEP_NS;
  if (burst(now, &end)) {
    trace(false);
    int64_t rest = (end - now) * SLEEP_PER_WORK;
    sleep = rest < MAX_SLEEP_NS ? rest : MAX_SLEEP_NS;
  }
  /* A goal that was set meanwhile wins. */
  __atomic_compare_exchange_n(&scavenger.next, &next, end + sleep, false,
                              __ATOMIC_RELAXED, __ATOMIC_RELAXED);
}

void rt_scavenge_after_growth(uint64_t bytes) {
  uint64_t over = excess();
  if (over > 0) {
    rt_scavenge(over < bytes ? over : bytes);
  }
}

void rt_scavenge_init(void) {
  scavenger.trace = rt_godebug("scavtrace", 0) > 0;
  rt_sys_use_lazy_free(rt_godebug("madvdontneed", 1) == 0);
}
