/*
 * arena.c - address space for the heap.
 *
 * Arenas are 64 MB, reserved where the hints say: 0xc000000000 and upwards,
 * as Go does, so that heap addresses are easy to tell from other numbers, and
 * that the heap stays in one piece. If something else is there, the next hint
 * is 1 TB higher; when all fail any place will do.
 *
 *   hints   0xc000000000, 0x1c000000000, 0x2c000000000, ... 0x7fc000000000
 */
#include "heap.h"

enum {
  LAST_HINT = 0x7f,
  HINT_SHIFT = 40,
/* The sanitizers keep their tables at the usual place. */
#if defined(__SANITIZE_ADDRESS__)
  FIRST_HINT = 0x10,
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  FIRST_HINT = 0x10,
#else
  FIRST_HINT = 0,
#endif
#else
  FIRST_HINT = 0,
#endif
};

static struct {
  uintptr_t number; /* of the hint in use */
  uintptr_t next;   /* where it goes on; 0: not used yet */
} hint = {.number = FIRST_HINT};

/* Where the next arena should be. */
static uintptr_t hint_address(void) {
#ifdef __aarch64__
  const uintptr_t base = (uintptr_t)0x40 << 32;
#else
  const uintptr_t base = (uintptr_t)0xc0 << 32;
#endif
  return hint.next ? hint.next : hint.number << HINT_SHIFT | base;
}

/* Behind the last arena, else at the next hint where there is room; 0: nowhere.
   */
static uintptr_t reserve_at_hints(uintptr_t size) {
  while (hint.number <= LAST_HINT) {
    uintptr_t at = hint_address();
    if (rt_sys_reserve((void *)at, size)) {
      hint.next = at + size;
      return at;
    }
    hint.number++;
    hint.next = 0;
  }
  return 0;
}

/* Anywhere, cut to alignment; what is cut off stays reserved, unused. */
static uintptr_t reserve_anywhere(uintptr_t size) {
  uintptr_t p = (uintptr_t)rt_sys_reserve(NULL, size + ARENA_SIZE);
  return p ? (p + ARENA_SIZE - 1) & ~(ARENA_SIZE - 1) : 0;
}

uintptr_t rt_arenas_reserve(uintptr_t size) {
  uintptr_t p = reserve_at_hints(size);
  if (!p) {
    hint.number = FIRST_HINT; /* a smaller request may fit later */
    p = reserve_anywhere(size);
  }
  return p;
}

void rt_arenas_describe(uintptr_t base, uintptr_t size) {
  uintptr_t at = base & ~(ARENA_SIZE - 1);
  for (; at < base + size; at += ARENA_SIZE) {
    if (!rt_arena_of(at)) {
      HeapArena *a = rt_sys_alloc(sizeof *a, &rt_mem.gc_sys);
      __atomic_store_n(&rt_heap.arenas[at >> ARENA_SHIFT], a, __ATOMIC_RELEASE);
    }
  }
}
