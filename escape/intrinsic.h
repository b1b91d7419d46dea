/*
 * intrinsic.h - functions that are instructions: the inliner and code
 * generation ask whether a callee is one.
 */
#ifndef ESCAPE_INTRINSIC_H
#define ESCAPE_INTRINSIC_H

#include "frontend/frontend.h"

typedef enum Intrinsic {
  INTRINSIC_NONE,
  INTRINSIC_CEIL,
  INTRINSIC_FLOOR,
  INTRINSIC_TRUNC,
  INTRINSIC_ROUND_EVEN,
  INTRINSIC_SQRT,
  INTRINSIC_FMA,
  INTRINSIC_ADD, /* with carry, in and out; SUB likewise */
  INTRINSIC_SUB,
  INTRINSIC_MUL, /* to both halves */
  INTRINSIC_DIV, /* of both halves */
  INTRINSIC_LEN,
  INTRINSIC_ZEROS, /* trailing ones */
  INTRINSIC_ONES,
  INTRINSIC_SWAP_BYTES,
  INTRINSIC_ROTATE,
  INTRINSIC_KEEP_ALIVE,
  INTRINSIC_ATOMIC_LOAD,
  INTRINSIC_ATOMIC_STORE,
  INTRINSIC_ATOMIC_SWAP,
  INTRINSIC_ATOMIC_ADD,
  INTRINSIC_ATOMIC_CAS,
  INTRINSIC_ATOMIC_LOAD_ACQUIRE,
  INTRINSIC_ATOMIC_STORE_RELEASE,
  INTRINSIC_COUNT
} Intrinsic;

/* The instruction that calls of the declared function or method are. */
Intrinsic intrinsic_of(const Object *fn);
/* Whether the inliner, too, sees no call. */
bool intrinsic_is_cheap(const Object *fn);

#endif
