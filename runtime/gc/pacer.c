/*
 * pacer.c - when the next cycle begins.
 *
 * With GOGC=100 the heap may grow to twice what the last cycle kept (stacks
 * and variables count as kept, since they cost marking, too), but a cycle is
 * not worth its while below 4 MB. As the world stands still while it is
 * marked, there is no growth during a cycle to plan for. Yet a cycle begins
 * where gc's would, which keeps some room for that: at 85 % of the way to the
 * goal, so that programs peak where they do there.
 *
 *   8 MB kept:  goal 16 MB, the next cycle begins at 14.8 MB
 *
 * GOMEMLIMIT lowers the goal so that everything the runtime has mapped stays
 * below the limit, yet never below what is needed anyway. So that a limit that
 * is too small does not end in collecting all the time, cycles may take half
 * of the time at most: if they took more of late, the heap gets twice the room
 * it had, the limit being overrun, and half of it when they take little:
 *
 *   limit 8 MB, live 32 MB:  room 2, 4, 8, 16, 16, 16 ... MB between cycles
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "gc.h"

enum {
  DEFAULT_PERCENT = 100,
  MIN_HEAP = 4 << 20, /* at GOGC=100 */
  HEADROOM = 1 << 20,
  MIN_ROOM = 64 << 10
};
/* Parts of the time. */
#define BUSY 0.45
#define CALM 0.2
/* Of the way from what is kept to the goal, where the next cycle begins. */
#define TRIGGER 0.85

GcConfig rt_gc_config;

static struct {
  uint64_t goal, trigger;
  uint64_t marked, extra; /* heap kept; stacks and variables */
  int64_t last_end;       /* of a cycle */
  double busy;            /* part of the time that cycles took of late */
  uint64_t room;          /* that the heap gets however small the limit is */
} pacer;

uint64_t rt_pacer_goal(void) { return pacer.goal; }
uint64_t rt_pacer_trigger(void) { return pacer.trigger; }

/* GOGC=50, 10 MB kept, hardly any stacks: 15 MB. */
static uint64_t goal_by_percent(void) {
  int64_t percent = rt_gc_config.percent;
  if (percent < 0) {
    return UINT64_MAX;
  }
  double grow = (double)(pacer.marked + pacer.extra) * (double)percent / 100.0;
  uint64_t least = (uint64_t)(MIN_HEAP * percent / 100);
  uint64_t goal = pacer.marked + (uint64_t)grow;
  return goal > least ? goal : least;
}

/* What the heap's objects may have when all else takes what it takes now. */
static uint64_t goal_by_limit(void) {
  int64_t limit = rt_gc_config.limit;
  if (limit == INT64_MAX) {
    return UINT64_MAX;
  }
  uint64_t other = rt_mem.stacks_sys + rt_mem.mspan_sys + rt_mem.mcache_sys +
                   rt_mem.gc_sys + rt_mem.other_sys + rt_mem.buckhash_sys;
  uint64_t waste = rt_mem.in_heap > rt_heap.live
                       ? rt_mem.in_heap - rt_heap.live
                       : 0; /* free slots of spans in use */
  uint64_t taken = other + waste + HEADROOM;
  return taken < (uint64_t)limit ? (uint64_t)limit - taken : 0;
}

/* The lower of both goals; the limit cannot go below what is kept and `room`.
   */
static void set_goal(void) {
  uint64_t goal = goal_by_percent(), limited = goal_by_limit();
  if (limited < goal) {
    uint64_t least = pacer.marked + pacer.room;
    least = least < goal ? least : goal;
    goal = limited > least ? limited : least;
  }
  uint64_t way = goal > pacer.marked ? goal - pacer.marked : 0;
  pacer.goal = goal;
  pacer.trigger = goal - way + (uint64_t)((double)way * TRIGGER);
  rt_gc_stats.goal = goal;
}

void rt_pacer_update(uint64_t marked, uint64_t stacks, uint64_t globals) {
  pacer.marked = marked;
  pacer.extra = stacks + globals;
  set_goal();
}

/* At least a sixteenth of what is kept, or cycles would follow at once. */
static void adapt_room(void) {
  uint64_t least = pacer.marked / 16 + MIN_ROOM;
  if (pacer.busy > BUSY) {
    pacer.room *= 2;
  } else if (pacer.busy < CALM) {
    pacer.room /= 2;
  }
  pacer.room = pacer.room > least ? pacer.room : least;
}

/* busy is an average in which each older cycle counts half as much. */
void rt_pacer_note_cycle(int64_t start, int64_t end) {
  double took = (double)(end - start);
  double all = (double)(end - pacer.last_end) + 1;
  pacer.busy = pacer.last_end ? (pacer.busy + took / all) / 2 : 0;
  __atomic_store_n(&pacer.last_end, end, __ATOMIC_RELAXED);
  adapt_room();
}

int64_t rt_pacer_last_end(void) {
  return __atomic_load_n(&pacer.last_end, __ATOMIC_RELAXED);
}

/* -------------------------------------------------------------- settings -- */

/* $GOGC; -1 for "off", 100 for what is no number, as in gc. */
static int64_t percent_of_env(void) {
  const char *s = rt_os_env("GOGC");
  if (s && strcmp(s, "off") == 0) {
    return -1;
  }
  char *end = NULL;
  long v = s && *s ? strtol(s, &end, 10) : DEFAULT_PERCENT;
  return end && *end ? DEFAULT_PERCENT : v;
}

bool rt_parse_bytes(const char *s, int64_t *out) {
  static const char units[] = "KMGT";
  char *end = NULL;
  bool negative = *s == '-'; /* only -0 is a number of bytes */
  s += negative;
  if (*s < '0' || *s > '9') {
    return false;
  }
  errno = 0;
  unsigned long long v = strtoull(s, &end, 10);
  int shift = 0;
  if (*end && *end != 'B') {
    const char *unit = strchr(units, *end);
    if (!unit || end[1] != 'i' || end[2] != 'B') {
      return false;
    }
    shift = 10 * (int)(unit - units + 1);
    end += 2;
  }
  end += *end == 'B';
  *out = (int64_t)(v << shift);
  return *end == 0 && errno == 0 && v <= (uint64_t)INT64_MAX >> shift &&
         (v == 0 || !negative);
}

/* "512MiB", "1GiB", a number of bytes, or "off"; all else ends the program, as
   in gc. */
static int64_t limit_of_env(void) {
  const char *s = rt_os_env("GOMEMLIMIT");
  int64_t v = INT64_MAX;
  if (!s || !*s || strcmp(s, "off") == 0 || rt_parse_bytes(s, &v)) {
    return v;
  }
  rt_printlock();
  rt_print_text("GOMEMLIMIT=");
  rt_print_text(s);
  rt_print_text("\n");
  rt_printunlock();
  rt_throw("malformed GOMEMLIMIT; see `go doc runtime/debug.SetMemoryLimit`");
}

void rt_pacer_init(void) {
  rt_gc_config = (GcConfig){
      .percent = percent_of_env(),
      .limit = limit_of_env(),
      .trace = (uint32_t)rt_godebug("gctrace", 0),
      .stress = (uint32_t)rt_godebug("gcstress", 0),
      .clobber = rt_godebug("clobberfree", 0) != 0,
      .verify = rt_godebug("gcverify", 0) != 0,
      .check_pointers = rt_godebug("invalidptr", 1) != 0,
  };
  set_goal();
}

int64_t rt_gc_set_percent(int64_t percent) {
  int64_t old = rt_gc_config.percent;
  __atomic_store_n(&rt_gc_config.percent, percent < 0 ? -1 : percent,
                   __ATOMIC_RELAXED);
  set_goal();
  return old;
}

int64_t rt_gc_set_limit(int64_t limit) {
  int64_t old = rt_gc_config.limit;
  if (limit >= 0) {
    rt_gc_config.limit = limit;
    set_goal();
  }
  return old;
}
