/*
 * bitmap.h - which words of an object hold pointers.
 *
 * A type says it by gcdata, one bit per word of its first ptrdata bytes. The
 * heap keeps one bit per word, in the arena's bitmap, for all slots of spans
 * with pointers; those of a slot are written when it is allocated, all of
 * them, since the slot's previous user was another type.
 *
 *   type P struct { a int; b *T; c int }     size 24: mask 010
 *   make([]P, 2)                             slot 48: 010010
 *
 * Up to 512 bytes a slot's bits are one 64-bit mask, which lies in at most
 * two words of the bitmap. Large objects have no bits: Mspan.large_type.
 */
#ifndef RUNTIME_MEM_BITMAP_H
#define RUNTIME_MEM_BITMAP_H

#include "mem.h"

/* Whether free slots of the current chunk are zero and have chunk_mask. */
RT_INLINE bool rt_is_prepared(const Mspan *s) {
  return !rt_span_noscan(s) && s->elemsize <= PREPARED_MAX;
}

/* Writes the bits of words [at, at+n) of the span; n from 1 to 64. */
RT_INLINE void rt_set_mask(Mspan *s, uintptr_t at, uintptr_t n, uint64_t mask) {
  uint64_t all = ~(uint64_t)0 >> (64 - n), *p = &s->ptr_bits[at / 64];
  unsigned shift = at % 64;
  p[0] = (p[0] & ~(all << shift)) | mask << shift;
  if (shift + n > 64) {
    p[1] = (p[1] & ~(all >> (64 - shift))) | mask >> (64 - shift);
  }
}

/* The mask of a type of up to MASK_MAX bytes. */
RT_INLINE uint64_t rt_type_mask(const RtType *t) {
  uint64_t mask = 0;
  uintptr_t bytes = (t->ptrdata / RT_WORD + 7) / 8;
  for (uintptr_t i = 0; i < bytes && i < 8; i++) {
    mask |= (uint64_t)t->gcdata[i] << (8 * i);
  }
  return mask;
}

/* The mask of as many elements of type t as fit in `size` bytes. */
RT_INLINE uint64_t rt_array_mask(const RtType *t, uintptr_t size) {
  uint64_t one = rt_type_mask(t), mask = one;
  for (uintptr_t at = t->size; at + t->size <= size; at += t->size) {
    mask |= one << (at / RT_WORD);
  }
  return mask;
}

/* Writes all bits of the slot at p for elements of type t in `size` bytes. */
void rt_set_ptr_bits(Mspan *s, uintptr_t p, uintptr_t size, const RtType *t);

#endif
