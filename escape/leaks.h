/*
 * leaks.h - what a function does with a parameter, in eight small numbers.
 *
 * For each parameter: the least number of dereferences after which its value
 * reaches the heap, and each of the first seven results. Callers in later
 * batches, and in other packages, use this summary instead of the body:
 *
 *     func f(p **int) *int { return *p }      heap: none, result 0: 1
 *
 * The encoding is gc's tag (escape.go, leaks.go): "" says that everything
 * leaks, otherwise "esc:" and one byte each, value + 1, 0 for none, trailing
 * zeros cut. "esc:" alone says that nothing leaks.
 */
#ifndef ESCAPE_LEAKS_H
#define ESCAPE_LEAKS_H

#include "base/base.h"

enum {
  LEAK_RESULTS = 7,
  LEAK_MAX = 254
};

typedef struct Leaks {
  uint8_t slot[1 + LEAK_RESULTS]; /* derefs + 1; 0: no leak. [0] is the heap */
} Leaks;

/* Derefs to the heap, or to result i; -1: it does not leak there. */
int leaks_heap(const Leaks *l);
int leaks_result(const Leaks *l, int i);
bool leaks_none(const Leaks *l);
void leaks_add_heap(Leaks *l, int derefs); /* keeps the least */
void leaks_add_result(Leaks *l, int i, int derefs);
/* Drops result leaks that a heap leak of as few derefs makes pointless. */
void leaks_optimize(Leaks *l);

/* Tags may hold NUL bytes: their length counts. */
void leaks_encode(Text *out, const Leaks *l);
Leaks leaks_decode(const char *tag, size_t len); /* foreign: leaks all */

#endif
