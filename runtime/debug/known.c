/*
 * known.c - what symtab.c has found out about addresses, kept.
 *
 * Reading debug information takes up to a millisecond for each address, and
 * programs that log stacks (runtime.Stack, debug.PrintStack) ask for the same
 * few again and again. So answers stay in a table of fixed size:
 *
 *   hash of 0x401234 -> slot 17: 0x401234, 2 frames: main.f in main.g
 *                       slot 18: free
 *
 * Tracebacks are printed also by handlers of signals, and beside other threads:
 * there is neither a lock nor an allocation here. Who changes a slot's address
 * from 0 owns the slot, and fills it; readers believe it once the count of
 * frames is set. A slot never changes again: when all slots near its place are
 * taken, an address is just not kept. The texts lie in the mapped executable.
 */
#include <string.h>

#include "debug.h"

enum {
  SLOT_BITS = 11,
  SLOTS = 1 << SLOT_BITS,
  NEAR = 8 /* slots that are tried */
};

static Known known[SLOTS];

/* The i-th slot where pc may be. */
static Known *slot_of(uintptr_t pc, uint32_t i) {
  uint32_t hash = (uint32_t)(pc * 0x9e3779b97f4a7c15u >> (64 - SLOT_BITS));
  return &known[(hash + i) % SLOTS];
}

const Known *known_find(uintptr_t pc) {
  for (uint32_t i = 0; i < NEAR; i++) {
    const Known *k = slot_of(pc, i);
    if (__atomic_load_n(&k->pc, __ATOMIC_RELAXED) == pc) {
      return __atomic_load_n(&k->n, __ATOMIC_ACQUIRE) ? k : NULL;
    }
  }
  return NULL;
}

/* Makes a free slot pc's; NULL: none is free, or pc has one already. */
static Known *claim(uintptr_t pc) {
  for (uint32_t i = 0; i < NEAR; i++) {
    Known *k = slot_of(pc, i);
    uintptr_t free = 0;
    if (__atomic_compare_exchange_n(&k->pc, &free, pc, false, __ATOMIC_RELAXED,
                                    __ATOMIC_RELAXED)) {
      return k;
    }
    if (free == pc) {
      return NULL;
    }
  }
  return NULL;
}

void known_keep(uintptr_t pc, const Symbol *symbol, const Frame *frames,
                int n) {
  Known *k = n <= MAX_KNOWN && pc ? claim(pc) : NULL;
  if (k) {
    k->symbol = *symbol;
    memcpy(k->frames, frames, (size_t)n * sizeof *frames);
    __atomic_store_n(&k->n, n, __ATOMIC_RELEASE);
  }
}
