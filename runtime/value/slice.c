/*
 * slice.c - make and append.
 *
 * append beyond the capacity asks growslice for more room. The new capacity
 * is a promise that programs can see with cap(), so both the growth formula
 * and the rounding to size classes are Go 1.19's:
 *
 *   wanted > 2*old     wanted
 *   old < 256          2*old
 *   else               old, old + (old+768)/4, ... until enough
 *
 * then rounded up to what the allocator gives for that many bytes.
 * Example: append to a full []int of 5 -> 10 words = 80 bytes, a size class;
 * to a full []byte of 5 -> 10 bytes -> class 16 -> capacity 16.
 */
#include <string.h>

#include "../rt.h"

static bool too_big(uint64_t elem_size, int64_t n, uint64_t *size) {
  return n < 0 || __builtin_mul_overflow(elem_size, (uint64_t)n, size) ||
         *size > RT_MAX_ALLOC;
}

/* len is checked first: an implementation limit rather than a wrong cap. */
void *rt_makeslice(void *type, int64_t len, int64_t cap) {
  const RtType *t = type;
  uint64_t size = 0;
  if (too_big(t->size, cap, &size) || len < 0 || len > cap) {
    uint64_t by_len = 0;
    if (too_big(t->size, len, &by_len)) {
      rt_panicmakeslicelen();
    }
    rt_panicmakeslicecap();
  }
  return rt_mallocgc(size, type, true);
}

/* make([]T, len) and copy(..., from) at once. */
void *rt_makeslicecopy(void *type, int64_t len, int64_t from_len, void *from) {
  const RtType *t = type;
  uint64_t size = 0;
  if (too_big(t->size, len, &size)) {
    rt_panicmakeslicelen();
  }
  int64_t n = from_len < len ? from_len : len;
  void *p = rt_mallocgc(size, type, true);
  if (n > 0) {
    memmove(p, from, (uint64_t)n * t->size);
  }
  return p;
}

/* The formula above; wanted > cap. Sums that overflow fall back to wanted. */
static int64_t next_cap(int64_t cap, int64_t wanted) {
  enum {
    DOUBLE_BELOW = 256
  };
  int64_t doubled = 0;
  if (!__builtin_add_overflow(cap, cap, &doubled) && wanted > doubled) {
    return wanted;
  }
  if (cap < DOUBLE_BELOW) {
    return doubled;
  }
  while (cap < wanted) {
    if (__builtin_add_overflow(cap, (cap + 3 * DOUBLE_BELOW) / 4, &cap)) {
      return wanted;
    }
  }
  return cap;
}

/* *out = a slice with the first len elements of p and room for `wanted` or
   more; the length stays len. */
void rt_growslice(void *out, void *type, void *p, int64_t len, int64_t cap,
                  int64_t wanted) {
  const RtType *t = type;
  RtSlice *s = out;
  if (wanted < cap) {
    rt_panic_error("growslice: cap out of range");
  }
  if (t->size == 0) {
    *s = (RtSlice){&rt_zerobase, len, wanted};
    return;
  }
  int64_t newcap = next_cap(cap, wanted);
  uint64_t size = 0;
  if (too_big(t->size, newcap, &size)) {
    rt_panic_error("growslice: cap out of range");
  }
  size = rt_round_up_size(size);
  void *q = rt_mallocgc(size, type, true);
  if (len > 0) {
    memmove(q, p, (uint64_t)len * t->size);
  }
  *s = (RtSlice){q, len, (int64_t)(size / t->size)};
}
