/*
 * memory.c - samples of allocations, for runtime.MemProfile.
 *
 * Think of all bytes that a P allocates as one line, with points on it at
 * random distances, MemProfileRate bytes on average (a Poisson process). An
 * object is a sample if a point lies in it; so one of n bytes is with
 * probability 1 - exp(-n / rate), by which readers divide.
 *
 * Most allocations are inlined and take a slot of the current chunk
 * (mem/mcache.c). Instead of counting each, the sampler gives the inlined code
 * no more slots than lie before the next point, and holds the others back:
 *
 *   free slots of a chunk   0 1 2 3 4 5 6 7 ...     elemsize 32
 *   next point in           80 bytes
 *   alloc_cache             0 1 . . . . . .         out of line when used up:
 *                               ^                   the sample, recorded
 *                               2 3 4 5 .           ... with those behind it, as
 *                                                   far as the point after that
 *
 * A point that has been seen belongs to its slot: the line goes on behind it,
 * at a new random distance, wherever the P allocates next. Bytes count when
 * their slots are given. What comes back unused is given again, with new
 * points: the process has no memory, hence nothing is biased by that.
 *
 * A sampled object has a Special, which tells when it is freed. Objects die
 * later than they are made, and it takes until the end of a sweep to know. So
 * that a profile never shows garbage that merely was not swept, counts wait in
 * future[] and become visible by whole cycles, as in gc:
 *
 *   cycle c    allocations count for c + 2, frees of its sweep for c + 1
 *   begins     what counts for c becomes visible
 *
 * An object of cycle 7 and its death in cycle 8's sweep both show with 9.
 *
 * The whole file is in a program if runtime.MemProfile is; else nothing
 * samples, and MemProfileRate is 0.
 */
#include <math.h>
#include <string.h>

#include "../gc/gc.h"
#include "../sched/sched.h"
#include "prof.h"

/* Go's variable; a program that is none of Go's has none. */
extern int64_t rate_variable __asm__("runtime.MemProfileRate")
    __attribute__((weak));

static struct {
  uintptr_t lock; /* of what is visible */
  uint32_t cycle;
} memory;

/* ------------------------------------------------------------ the points -- */

static int64_t current_rate(void) {
  return &rate_variable ? __atomic_load_n(&rate_variable, __ATOMIC_RELAXED) : 0;
}

/* To the next point: at least 1, where every object has one. */
static int64_t distance(int64_t rate) {
  const double largest = 0x7000000, range = 4294967296.0;
  if (rate <= 1) {
    return 1;
  }
  double mean = (double)rate < largest ? (double)rate : largest;
  double u = ((double)rt_random32() + 1) / range; /* in (0, 1] */
  return (int64_t)(-log(u) * mean) + 1;
}

/* The program has set another rate. Slots that were given before it did come
   back, so that it holds from now on. */
static void adopt_rate(Mcache *c, const Mspan *loading, int64_t rate) {
  c->sample_rate = rate;
  c->next_sample = rate > 0 ? distance(rate) : 0;
  for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++) {
    if (c->alloc[i] != &rt_empty_span && c->alloc[i] != loading) {
      rt_span_return_chunk(c->alloc[i]);
    }
  }
}

/* The n lowest bits that are set. */
static uint64_t lowest_bits(uint64_t bits, uint64_t n) {
  uint64_t rest = bits;
  while (n-- > 0) {
    rest &= rest - 1;
  }
  return bits ^ rest;
}

/* How many of n objects the inlined allocator may have before one with a
   point; n: all. The point is used up. */
static uint64_t without_point(Mcache *c, const Mspan *s, uint64_t n) {
  uint64_t before = (uint64_t)(c->next_sample - 1) / s->elemsize;
  if (before < n) {
    c->next_sample = distance(c->sample_rate);
    return before;
  }
  c->next_sample -= (int64_t)(n * s->elemsize);
  return n;
}

/* The slots up to the next one with a point; the first one of `free` is to have
   one if `first` says so, or by chance. */
static uint64_t cut(Mcache *c, const Mspan *s, uint64_t free, bool first) {
  int64_t rate = current_rate();
  if (rate != c->sample_rate) {
    adopt_rate(c, s, rate);
  }
  if (rate <= 0) {
    return free;
  }
  uint64_t n = (uint64_t)__builtin_popcountll(free);
  uint64_t given = first ? 0 : without_point(c, s, n);
  if (given == 0) { /* it is the one that is allocated now */
    c->sampled = true;
    given = 1 + without_point(c, s, n - 1);
  }
  return lowest_bits(free, given);
}

/* ------------------------------------------------------------ the counts -- */

static MemCounts *counts_for(Bucket *b, uint32_t ahead) {
  uint32_t cycle = __atomic_load_n(&memory.cycle, __ATOMIC_RELAXED);
  return &b->u.memory.future[(cycle + ahead) % MEM_CYCLES];
}

static void record(uintptr_t p, uint64_t size) {
  uintptr_t stack[PROF_DEPTH];
  uint32_t depth = rt_go_stack(stack, PROF_DEPTH);
  if (depth == 0) {
    return;
  }
  Bucket *b = rt_bucket((StackKey){PROF_MEMORY, depth, size, stack});
  MemCounts *m = counts_for(b, 2);
  rt_count(&m->allocs, 1);
  rt_count(&m->alloc_bytes, (int64_t)size);
  rt_special_add_profile(p, b);
}

/* An object that was allocated out of line: is it a sample? */
static void allocated(Mcache *c, uintptr_t p) {
  const Mspan *s = rt_span_of_heap(p);
  int64_t size = (int64_t)s->elemsize, rate = c->sample_rate;
  if (rt_span_size_class(s) == 0 && current_rate() > 0) {
    if (rate != current_rate()) {
      rate = current_rate();
      adopt_rate(c, NULL, rate);
    }
    c->sampled = size >= c->next_sample;
    c->next_sample = c->sampled ? distance(rate) : c->next_sample - size;
  }
  if (c->sampled) {
    c->sampled = false;
    record(p, (uint64_t)size);
  }
}

static void freed(void *bucket) {
  Bucket *b = bucket;
  MemCounts *m = counts_for(b, 1);
  rt_count(&m->frees, 1);
  rt_count(&m->free_bytes, (int64_t)b->size);
}

/* Moves one counter to another that readers see. */
static void move_count(uint64_t *to, uint64_t *from) {
  *to += __atomic_exchange_n(from, 0, __ATOMIC_RELAXED);
}

static void move_counts(MemCounts *to, MemCounts *from) {
  move_count(&to->allocs, &from->allocs);
  move_count(&to->frees, &from->frees);
  move_count(&to->alloc_bytes, &from->alloc_bytes);
  move_count(&to->free_bytes, &from->free_bytes);
}

/* What counts for the present cycle, or one `ahead`, becomes visible. */
static void publish(uint32_t ahead) {
  rt_lock(&memory.lock);
  for (Bucket *b = rt_buckets(PROF_MEMORY); b; b = b->next) {
    move_counts(&b->u.memory.visible, counts_for(b, ahead));
  }
  rt_unlock(&memory.lock);
}

static void next_cycle(void) {
  __atomic_fetch_add(&memory.cycle, 1, __ATOMIC_RELAXED);
  publish(0);
}

static void swept(void) { publish(1); }

/* --------------------------------------------------------------- reading -- */

/* runtime.MemProfileRecord */
typedef struct MemRecord {
  int64_t alloc_bytes, free_bytes, alloc_objects, free_objects;
  uintptr_t stack[PROF_DEPTH];
} MemRecord;

static bool is_wanted(const Bucket *b, bool all) {
  const MemCounts *m = &b->u.memory.visible;
  return all || m->alloc_bytes != m->free_bytes;
}

static int64_t count_records(const Bucket *b, bool all, bool *empty) {
  int64_t n = 0;
  for (; b; b = b->next) {
    const MemCounts *m = &b->u.memory.visible;
    *empty = *empty && m->allocs == 0 && m->frees == 0;
    n += is_wanted(b, all);
  }
  return n;
}

static void write_record(const Bucket *b, MemRecord *r) {
  const MemCounts *m = &b->u.memory.visible;
  r->alloc_bytes = (int64_t)m->alloc_bytes;
  r->free_bytes = (int64_t)m->free_bytes;
  r->alloc_objects = (int64_t)m->allocs;
  r->free_objects = (int64_t)m->frees;
  rt_stack_record(b->stack, b->depth, 0, r->stack);
}

int64_t rt_mem_profile(MemRecord *out, int64_t max, int64_t capacity, bool all)
    RT_SYMBOL("memProfile");

/* An entry in the list of samplers that the linker keeps as long as it keeps
   the code around this ("o"). */
#define LIST_SAMPLER                                                           \
  __asm__ volatile(                                                            \
      ".pushsection rt_samplers,\"awo\",@progbits,runtime.memProfile\n\t"      \
      ".quad rt_memory_sampler\n\t"                                            \
      ".popsection")

/* runtime.MemProfile: how many records there are; written if they fit. Without
   any cycle yet, as when the collector is off, all is shown. */
int64_t rt_mem_profile(MemRecord *out, int64_t max, int64_t capacity,
                       bool all) {
  LIST_SAMPLER;
  bool empty = true;
  (void)capacity;
  Bucket *first = rt_buckets(PROF_MEMORY);
  int64_t n = count_records(first, all, &empty);
  if (empty) {
    for (uint32_t i = 0; i < MEM_CYCLES; i++) {
      publish(i);
    }
    n = count_records(first, all, &empty);
  }
  if (n > max) {
    return n;
  }
  n = 0;
  for (const Bucket *b = first; b && n < max; b = b->next) {
    if (is_wanted(b, all)) {
      write_record(b, &out[n++]);
    }
  }
  return n;
}

/* ----------------------------------------------------------------- start -- */

const MemSampler rt_memory_sampler = {
    .cut = cut,
    .allocated = allocated,
    .freed = freed,
    .next_cycle = next_cycle,
    .swept = swept,
};
