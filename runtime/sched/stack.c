/*
 * stack.c - goroutines' stacks, and which goroutine runs.
 *
 * A stack is a slot of address space whose pages come when they are touched;
 * it never moves, so addresses of locals can be handed to C and to other
 * goroutines. At its low end lies a guard without access:
 *
 *   | guard 64 KB | usable ...................... used |  next slot ...
 *                 ^stack_lo                            ^stack_hi
 *
 * A fault in the guard is a stack overflow (os/signal.c). How deep a goroutine
 * can recurse depends on how crowded the program was when its slot was made
 * (`tiers`): the first 1,024 get 1 GB, Go's limit, the next 49,152 get 64 MB,
 * all others 1 MB. For what a slot costs is the page on top of it and, unless
 * several slots share one, a page of page tables for the 2 MB around:
 *
 *   1 GB    4 KB + 8 KB      64 MB    4 KB + 4 KB      1 MB    4 KB + 2 KB
 *
 * Large slots begin in the middle of 2 MB regions: then the guard of one and
 * the used end of the one below share a page of page tables. A slot belongs to
 * its G for ever, and Gs are used again.
 *
 * debug.SetMaxStack puts another guard into each stack, below which there is
 * nothing of use until the limit is raised.
 */
#include "sched.h"

enum {
  SLOTS_PER_MAP = 64,
  REGION = 2 << 20,
  /* Tops are spread a little so that the hot ends of many stacks do not all
     fall into the same few cache lines. */
  COLOURS = 8,
  COLOUR_STEP = 192
};

static const struct {
  uint64_t size, count;
} tiers[] = {
    {(uint64_t)1 << 30, 1024      },
    {64 << 20,          49152     },
    {1 << 20,           UINT64_MAX}
};

/* debug.SetMaxStack's; at first that of gc, which is hardly less than the
   largest slot: then the slot is the limit. */
static int64_t max_bytes = 1000000000;

static struct {
  uintptr_t lock;
  char *next, *end; /* free slots */
  size_t tier;
  uint64_t used; /* slots of this tier */
} slots;

_Thread_local Tls rt_tls;

RT_NOINLINE void rt_setg(G *g) { rt_tls.g = g; }

/* Maps slots of the present tier; false if there is no room for them. */
static bool map_slots(void) {
  uint64_t size = tiers[slots.tier].size * SLOTS_PER_MAP;
  char *p = rt_os_map_stacks(size + REGION);
  if (!p) {
    return false;
  }
  uintptr_t middle = REGION / 2;
  uintptr_t up = (middle - (uintptr_t)p) & (REGION - 1);
  slots.next = p + up;
  slots.end = slots.next + size;
  return true;
}

/* A slot of the largest tier that has one. */
static char *take_slot(uint64_t *size) {
  while (slots.next == slots.end) {
    bool is_last = slots.tier == RT_COUNT(tiers) - 1;
    if (slots.used < tiers[slots.tier].count && map_slots()) {
      break;
    }
    if (is_last) {
      return NULL;
    }
    slots.tier++;
    slots.used = 0;
  }
  *size = tiers[slots.tier].size;
  slots.used++;
  slots.next += *size;
  return slots.next - *size;
}

/* Moves g's guard to where the limit wants it, unless the stack is in use
   there. */
static void apply_limit(G *g) {
  uintptr_t page = 4096, lo = g->stack_base;
  uintptr_t room = ((uintptr_t)max_bytes + page - 1) & ~(page - 1);
  if (room + 2 * RT_GUARD_SIZE < (uintptr_t)1000000000) {
    uintptr_t top = g->stack_hi & ~(page - 1);
    lo = top - lo > room + RT_GUARD_SIZE ? top - room : lo;
  }
  uintptr_t sp = g == rt_getg() ? (uintptr_t)&page : g->sp;
  bool in_use = rt_on_stack(g, (void *)sp) && sp < lo + RT_GUARD_SIZE;
  if (lo == g->stack_lo || in_use) {
    return;
  }
  if (g->stack_lo != g->stack_base) {
    rt_os_unguard((char *)g->stack_lo - RT_GUARD_SIZE, RT_GUARD_SIZE);
  }
  if (lo == g->stack_base ||
      rt_os_guard((char *)lo - RT_GUARD_SIZE, RT_GUARD_SIZE)) {
    g->stack_lo = lo;
  }
}

int64_t rt_stack_set_limit(int64_t bytes) {
  int64_t old = max_bytes;
  if (bytes > 0) {
    max_bytes = bytes;
    for (const G *g = rt_all_gs(); g; g = g->all_next) {
      if (g->stack_base != 0) {
        apply_limit((G *)(uintptr_t)g);
      }
    }
  }
  return old;
}

void rt_stack_alloc(G *g) {
  uint64_t size = 0;
  rt_lock(&slots.lock);
  char *p = take_slot(&size);
  uint64_t colour = slots.used % COLOURS;
  rt_unlock(&slots.lock);
  if (!p || !rt_os_guard(p, RT_GUARD_SIZE)) {
    rt_throw("out of memory: no room for a goroutine's stack");
  }
  g->stack_lo = g->stack_base = (uintptr_t)p + RT_GUARD_SIZE;
  g->stack_hi = (uintptr_t)p + size - colour * COLOUR_STEP;
  apply_limit(g);
}

/* A frame may reach somewhat below the guard before it touches memory. */
bool rt_in_guard(const G *g, uintptr_t addr) {
  return g->stack_lo != 0 && addr < g->stack_lo &&
         addr >= g->stack_lo - 2 * RT_GUARD_SIZE;
}

bool rt_on_stack(const G *g, const void *p) {
  return (uintptr_t)p >= g->stack_lo && (uintptr_t)p < g->stack_hi;
}
