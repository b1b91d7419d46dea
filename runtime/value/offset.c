/*
 * offset.c - what the offsets in type descriptors lead to.
 *
 * Descriptors of the program hold offsets relative to themselves (abi.h), so
 * resolving one is an addition. Types that package reflect makes at run time
 * lie in the heap, too far away for 32 bits; their offsets are numbers of
 * entries in a table, made by rt_offset_of and negative:
 *
 *   base in the program          base + off
 *   base elsewhere, off < 0      items[-off]
 *
 * The table keeps what it names alive, for ever. Reading takes no lock: an
 * entry is complete before its number is known, and a table that has become
 * too small is replaced by a copy.
 */
#include <string.h>

#include "../gc/gc.h"
#include "../sched/sched.h"

extern const char image_start[] __asm__("__executable_start")
    __attribute__((weak, visibility("hidden")));
extern const char image_end[] __asm__("_end")
    __attribute__((weak, visibility("hidden")));

static struct {
  const void **items; /* item i has the offset -i; 0 is not used */
  int32_t n, cap;
  uintptr_t lock;
} offs;

static bool in_image(const void *p) {
  return (const char *)p >= image_start && (const char *)p < image_end;
}

/* The number of p's entry, 0 if it has none. Few are asked for. */
static int32_t find_item(const void *p) {
  for (int32_t i = 1; i < offs.n; i++) {
    if (offs.items[i] == p) {
      return i;
    }
  }
  return 0;
}

/* The number of a new entry. Old tables stay: others may be reading them. */
static int32_t add_item(const void *p) {
  enum {
    FIRST_CAP = 256
  };
  if (offs.n + 1 >= offs.cap) {
    int32_t cap = offs.cap ? 2 * offs.cap : FIRST_CAP;
    const void **items = rt_persistent((uint64_t)cap * sizeof *items);
    rt_gc_add_root(items, (uint64_t)cap * sizeof *items);
    if (offs.n) {
      memcpy(items, offs.items, (size_t)offs.n * sizeof *items);
    }
    __atomic_store_n(&offs.items, items, __ATOMIC_RELEASE);
    offs.cap = cap;
    offs.n = offs.n ? offs.n : 1;
  }
  offs.items[offs.n] = p;
  return offs.n++;
}

RtOff rt_offset_of(const void *p) {
  rt_lock(&offs.lock);
  int32_t i = find_item(p);
  i = i ? i : add_item(p);
  rt_unlock(&offs.lock);
  return -i;
}

const void *rt_resolve(const void *base, RtOff off) {
  if (off == 0) {
    return NULL;
  }
  if (off < 0 && !in_image(base)) {
    return __atomic_load_n(&offs.items, __ATOMIC_ACQUIRE)[-off];
  }
  return (const char *)base + off;
}
