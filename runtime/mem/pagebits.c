/*
 * pagebits.c - bitmaps of a chunk's pages: set, count, find runs of zeros.
 *
 * A run is looked for word by word. Zeros that reach the end of a word may go
 * on in the next one, so the search carries `run`, the zeros seen last:
 *
 *   word 0 ...1111000   word 1 0000000001...      bit 0 on the left
 *             run = 3 ->       + 9 leading = a run of 12
 *
 * Within a word a run of n ones is found by and-ing the word with shifted
 * copies of itself, doubling the distance: x &= x >> 1 leaves the starts of
 * runs of 2, then x &= x >> 2 those of 4, and so on.
 */
#include "pagebits.h"

uint64_t rt_word_runs(uint64_t x, unsigned n) {
  unsigned have = 1;
  while (have < n) {
    unsigned step = n - have < have ? n - have : have;
    x &= x >> step;
    have += step;
  }
  return x;
}

/* Calls for each word that [from, from+n) touches. */
#define FOR_WORDS(from, n, word, mask)                                         \
  for (uintptr_t at_ = (from), end_ = (from) + (n), word, take_;               \
       at_ < end_ && (word = at_ / 64, take_ = 64 - at_ % 64,                  \
                     take_ = take_ < end_ - at_ ? take_ : end_ - at_, true);   \
       at_ += take_)                                                           \
    for (uint64_t mask = rt_word_mask((unsigned)(at_ % 64), (unsigned)take_);  \
         mask != 0; mask = 0)

void rt_bits_set(PageBits *b, uintptr_t from, uintptr_t n) {
  FOR_WORDS(from, n, word, mask) b->w[word] |= mask;
}

void rt_bits_clear(PageBits *b, uintptr_t from, uintptr_t n) {
  FOR_WORDS(from, n, word, mask) b->w[word] &= ~mask;
}

uintptr_t rt_bits_count(const PageBits *b, uintptr_t from, uintptr_t n) {
  uintptr_t count = 0;
  FOR_WORDS(from, n, word, mask)
  count += (uintptr_t)__builtin_popcountll(b->w[word] & mask);
  return count;
}

/* Bits below `from` count as set. */
static uint64_t word_from(const PageBits *b, uintptr_t i, uintptr_t from) {
  uint64_t x = b->w[i];
  return from / 64 == i && from % 64 ? x | rt_word_mask(0, from % 64) : x;
}

uintptr_t rt_bits_find(const PageBits *b, uintptr_t n, uintptr_t from) {
  uintptr_t run = 0;
  for (uintptr_t i = from / 64; i < CHUNK_WORDS; i++) {
    uint64_t x = word_from(b, i, from);
    uintptr_t zeros = x ? (uintptr_t)__builtin_ctzll(x) : 64;
    if (run + zeros >= n) {
      return i * 64 - run;
    }
    if (x == 0) {
      run += 64;
      continue;
    }
    uint64_t starts = n <= 64 ? rt_word_runs(~x, (unsigned)n) : 0;
    if (starts) {
      return i * 64 + (uintptr_t)__builtin_ctzll(starts);
    }
    run = (uintptr_t)__builtin_clzll(x);
  }
  return CHUNK_PAGES;
}

/* --------------------------------------------------------- summaries -- */

enum {
  FIELD = 21
};
#define FIELD_MASK (((uint64_t)1 << FIELD) - 1)
#define ALL_FREE   ((Summary)1 << 63)

Summary rt_summary_pack(uintptr_t start, uintptr_t max, uintptr_t end) {
  if (max == (uintptr_t)1 << FIELD) {
    return ALL_FREE;
  }
  return (Summary)start | (Summary)max << FIELD | (Summary)end << (2 * FIELD);
}

/* Field i, from the lowest bits on: start, max, end. */
static uintptr_t field(Summary s, unsigned i) {
  return s & ALL_FREE ? (uintptr_t)1 << FIELD : s >> (i * FIELD) & FIELD_MASK;
}
uintptr_t rt_summary_start(Summary s) { return field(s, 0); }
uintptr_t rt_summary_max(Summary s) { return field(s, 1); }
uintptr_t rt_summary_end(Summary s) { return field(s, 2); }

/* The longest run of ones in x if it is longer than `best`, else best. */
static uintptr_t longer_run(uint64_t x, uintptr_t best) {
  if (best >= 64) {
    return best;
  }
  x = best ? rt_word_runs(x, (unsigned)best) : x;
  if (best && x) {
    x &= x >> 1;
  }
  while (x) {
    best++;
    x &= x >> 1;
  }
  return best;
}

Summary rt_chunk_summary(const PageBits *b) {
  uintptr_t start = CHUNK_PAGES, max = 0, run = 0;
  for (uintptr_t i = 0; i < CHUNK_WORDS; i++) {
    uint64_t x = b->w[i];
    if (x == 0) {
      run += 64;
      continue;
    }
    run += (uintptr_t)__builtin_ctzll(x);
    if (start == CHUNK_PAGES) {
      start = run;
    }
    max = longer_run(~x, run > max ? run : max);
    run = (uintptr_t)__builtin_clzll(x);
  }
  return rt_summary_pack(start, run > max ? run : max, run);
}
