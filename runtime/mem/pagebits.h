/*
 * pagebits.h - the 512 bits of a chunk, and runs in them.
 *
 *   rt_word_runs(0b0111011, 2) = 0b0011001: runs of two begin at bits 0, 3, 4
 */
#ifndef RUNTIME_MEM_PAGEBITS_H
#define RUNTIME_MEM_PAGEBITS_H

#include "pagealloc.h"

/* Bits [from, from+n) of one word; n from 1 to 64, all within the word. */
static inline uint64_t rt_word_mask(unsigned from, unsigned n) {
  return (~(uint64_t)0 >> (64 - n)) << from;
}

/* Bit i of the result: bits i..i+n-1 of x are all set; n from 1 to 64. */
uint64_t rt_word_runs(uint64_t x, unsigned n);

void rt_bits_set(PageBits *b, uintptr_t from, uintptr_t n);
void rt_bits_clear(PageBits *b, uintptr_t from, uintptr_t n);
uintptr_t rt_bits_count(const PageBits *b, uintptr_t from, uintptr_t n);
/* The first run of n zeros at or after bit `from`; CHUNK_PAGES: none. */
uintptr_t rt_bits_find(const PageBits *b, uintptr_t n, uintptr_t from);
Summary rt_summary_pack(uintptr_t start, uintptr_t max, uintptr_t end);

#endif
