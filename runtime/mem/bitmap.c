/*
 * bitmap.c - pointer bits of slots over 512 bytes: see bitmap.h.
 *
 * The bits go through a writer that collects 64 of them before it stores a
 * word, since slots begin anywhere within a word of the bitmap.
 *
 *   slots of 576 bytes, 72 words:   slot 0 has bits 0-71 of the span's bitmap
 *                                   slot 1 begins at bit 8 of the second word
 */
#include "bitmap.h"

typedef struct BitWriter {
  uint64_t *p, word;
  unsigned at; /* bits in `word` */
} BitWriter;

/* A writer that begins at the bit of that word of the span, and keeps those
   before it. */
static BitWriter writer_at(const Mspan *s, uintptr_t word) {
  BitWriter w = {.p = &s->ptr_bits[word / 64], .at = word % 64};
  w.word = w.at ? *w.p & (((uint64_t)1 << w.at) - 1) : 0;
  return w;
}

/* n from 1 to 64; bits of x above n are 0. */
static void put(BitWriter *w, uint64_t x, unsigned n) {
  w->word |= x << w->at;
  if (w->at + n >= 64) {
    *w->p++ = w->word;
    w->word = w->at ? x >> (64 - w->at) : 0;
    w->at += n - 64;
    return;
  }
  w->at += n;
}

/* The bits behind the last one keep what they have. */
static void finish(BitWriter *w) {
  if (w->at) {
    uint64_t mine = ((uint64_t)1 << w->at) - 1;
    *w->p = (*w->p & ~mine) | w->word;
  }
}

/* n zeros: padding, or the rest of the slot. */
static void put_zeros(BitWriter *w, uintptr_t n) {
  for (; n >= 64; n -= 64) {
    put(w, 0, 64);
  }
  if (n) {
    put(w, 0, (unsigned)n);
  }
}

/* One element: the mask of its ptrdata, then zeros. */
static void put_element(BitWriter *w, const RtType *t) {
  uintptr_t words = t->ptrdata / RT_WORD;
  for (uintptr_t i = 0; i < words; i += 8) {
    uintptr_t n = words - i < 8 ? words - i : 8;
    put(w, t->gcdata[i / 8] & ((1u << n) - 1), (unsigned)n);
  }
  put_zeros(w, t->size / RT_WORD - words);
}

/* Small elements: as many at a time as fit in 64 bits. */
static void put_small(BitWriter *w, const RtType *t, uintptr_t count) {
  uintptr_t words = t->size / RT_WORD, group = 64 / words;
  uint64_t mask = rt_array_mask(t, group * t->size);
  for (; count >= group; count -= group) {
    put(w, mask, (unsigned)(group * words));
  }
  if (count) {
    uint64_t rest = rt_array_mask(t, count * t->size);
    put(w, rest, (unsigned)(count * words));
  }
}

void rt_set_ptr_bits(Mspan *s, uintptr_t p, uintptr_t size, const RtType *t) {
  uintptr_t word = (p - s->start_addr) / RT_WORD;
  uintptr_t words = s->elemsize / RT_WORD;
  if (s->elemsize <= MASK_MAX) {
    rt_set_mask(s, word, words, rt_array_mask(t, size));
    return;
  }
  BitWriter w = writer_at(s, word);
  uintptr_t count = size / t->size, used = count * (t->size / RT_WORD);
  if (t->size <= MASK_MAX) {
    put_small(&w, t, count);
  } else {
    for (uintptr_t i = 0; i < count; i++) {
      put_element(&w, t);
    }
  }
  put_zeros(&w, words - used);
  finish(&w);
}
