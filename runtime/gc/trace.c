/*
 * trace.c - GODEBUG=gctrace=1: a line for each cycle, in gc's format.
 *
 *   gc 7 @0.105s 2%: 0.013+1.2+0.004 ms clock, 0.027+0/2.3/0+0.008 ms cpu,
 *   4->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)
 *
 * (one line). The three clock times are of the stop, the mark, and the rest;
 * in the cpu times assists and idle marking are always 0 here. The sizes are
 * of the heap before and after, and of what was marked.
 */
#include "../sched/sched.h"
#include "gc.h"

static int64_t process_start;

void rt_gc_trace_init(void) { process_start = rt_nanotime(); }

/* n / 10^digits with that many decimals. */
static void print_decimal(uint64_t n, unsigned digits) {
  uint64_t unit = 1;
  for (unsigned i = 0; i < digits; i++) {
    unit *= 10;
  }
  rt_printuint(n / unit);
  if (digits > 0) {
    rt_print_text(".");
  }
  for (n %= unit; digits > 0; digits--) {
    unit /= 10;
    rt_printuint(n / unit);
    n %= unit;
  }
}

/* Milliseconds: whole ones from 10 on, else with two significant digits, but
   at most three decimals. */
static void print_ms(int64_t ns) {
  enum {
    NS_PER_MS = 1000000,
    NS_PER_US = 1000,
    WHOLE_FROM = 10 * NS_PER_MS
  };
  uint64_t v = ns < 0 ? 0 : (uint64_t)ns;
  if (v >= WHOLE_FROM) {
    rt_printuint(v / NS_PER_MS);
    return;
  }
  v /= NS_PER_US;
  if (v == 0) {
    rt_print_text("0");
    return;
  }
  unsigned digits = 3;
  for (; v >= 100; v /= 10) {
    digits--;
  }
  print_decimal(v, digits);
}

/* Stop of the world + mark + the rest: "0.013+1.2+0.004 ms clock, ". */
static void print_clock(const CycleTimes *t) {
  print_ms(t->stopped - t->start);
  rt_print_text("+");
  print_ms(t->marked - t->stopped);
  rt_print_text("+");
  print_ms(t->end - t->marked);
  rt_print_text(" ms clock, ");
}

/* What all Ps lost: the stop and the rest cost each of them that long. */
static void print_cpu(const CycleTimes *t, int64_t mark_cpu, int ps) {
  print_ms((t->stopped - t->start) * ps);
  rt_print_text("+0/");
  print_ms(mark_cpu);
  rt_print_text("/0+");
  print_ms((t->end - t->marked) * ps);
  rt_print_text(" ms cpu, ");
}

/* Whole megabytes, rounded down. */
static void print_mb(uint64_t bytes, const char *after) {
  rt_printuint(bytes >> 20);
  rt_print_text(after);
}

/* All Ps stand still in a pause, so their number does not matter. */
double rt_gc_cpu_fraction(int64_t now) {
  int64_t all = now - process_start;
  return all > 0 ? (double)rt_gc_stats.pause_total / (double)all : 0;
}

/* Nothing is allocated while the world stands still: the first two sizes are
   the same. */
static void print_sizes(const CycleReport *r) {
  print_mb(r->heap_start, "->");
  print_mb(r->heap_start, "->");
  print_mb(r->marks.bytes, " MB, ");
  print_mb(r->heap_goal, " MB goal, ");
  print_mb(r->marks.stack_bytes, " MB stacks, ");
  print_mb(r->marks.global_bytes, " MB globals, ");
}

/* gctrace=2: what was marked, and how much stacks may keep by mistake. */
static void print_marks(const CycleReport *r) {
  rt_print_text("gc: marked ");
  rt_printuint(r->marks.objects);
  rt_print_text(" objects with ");
  rt_printint(r->workers);
  rt_print_text(" workers; of ");
  rt_printuint(r->marks.stack_words);
  rt_print_text(" words on stacks ");
  rt_printuint(r->marks.stack_hits);
  rt_print_text(" point to objects\n");
}

/* The line of one cycle; the world is stopped. */
void rt_gc_trace(const CycleReport *r) {
  enum {
    NS_PER_MS = 1000000
  };
  const CycleTimes *t = &r->times;
  int ps = rt_num_ps();
  rt_printlock();
  rt_print_text("gc ");
  rt_printuint(rt_gc_stats.cycles);
  rt_print_text(" @");
  print_decimal((uint64_t)(t->start - process_start) / NS_PER_MS, 3);
  rt_print_text("s ");
  rt_printuint((uint64_t)(100 * rt_gc_cpu_fraction(t->end)));
  rt_print_text("%: ");
  print_clock(t);
  print_cpu(t, r->marks.cpu, ps);
  print_sizes(r);
  rt_printint(ps);
  rt_print_text(r->why == GC_FORCED ? " P (forced)\n" : " P\n");
  if (rt_gc_config.trace > 1) {
    print_marks(r);
  }
  rt_printunlock();
}
