/*
 * mark.c - finds everything that is reachable from the roots.
 *
 * Objects are white (not marked), grey (marked, in a work buffer) or black
 * (marked and looked into). Each worker takes root jobs until none are left,
 * then grey objects until nobody has any:
 *
 *   pop object -> queue of 8, which are being fetched from memory
 *              -> for each pointer in it: mark the target, push it
 *
 * Objects without pointers are marked but never pushed, so their memory is
 * not touched. Large objects are pushed in pieces of 128 KB.
 *
 * A tree keeps few objects on a worker's stack at a time: a worker looks
 * every 64 objects whether somebody is idle, and if so gives half away.
 *
 * A variable points to A, A to B and C, C back to A:
 *
 *   root job    A grey                  buffer [A]
 *   pop A       B, C grey, A black      buffer [B C]
 *   pop C       A is marked already     buffer [B]
 *   pop B       its pointers are nil    empty: done, A B C are marked
 */
#include <string.h>

#include "../sched/sched.h"
#include "gc.h"

enum {
  FIFO = 4, /* more pays in random graphs, none in trees */
  SHARE_EVERY = 64,
  SHARE_FROM = 4,
  PIECE = 128 << 10,
  SMALL_WORDS = 64 /* objects whose bits fit in one word */
};

static struct {
  _Alignas(64) uint32_t next_job;
  uint32_t njobs;      /* root jobs; next_job is the first not taken */
  int started;         /* workers that have begun */
  uintptr_t low, size; /* of the heap */
  bool check;          /* wild pointers end the program */
  Worker workers[32];
  int64_t cpu;           /* ns, of all workers */
  _Alignas(64) int idle; /* workers that have nothing to do */
} mark;

/* ------------------------------------------------------------------ grey -- */

/* The buffer is full: the spare one takes its place if it is empty, else the
   full one is for anybody. */
static RT_NOINLINE void push_slow(Worker *w, uintptr_t p) {
  if (w->spare->n == 0) {
    Workbuf *b = w->spare;
    w->spare = w->buf;
    w->buf = b;
  } else {
    rt_workbuf_put_full(w->buf);
    w->buf = rt_workbuf_empty();
  }
  w->buf->obj[w->buf->n++] = p;
}

/* Makes the object (or piece of one) at p grey. */
RT_INLINE void push(Worker *w, uintptr_t p) {
  Workbuf *b = w->buf;
  if (RT_UNLIKELY(b->n == WORKBUF_MAX)) {
    push_slow(w, p);
    return;
  }
  b->obj[b->n++] = p;
}

/* False if the bit was set already. */
RT_INLINE bool set_mark(const Worker *w, Mspan *s, uintptr_t slot) {
  uint64_t bit = (uint64_t)1 << (slot & 63), *word = s->gcmark_bits + slot / 64;
  if (__atomic_load_n(word, __ATOMIC_RELAXED) & bit) {
    return false;
  }
  if (w->atomic) {
    return !(__atomic_fetch_or(word, bit, __ATOMIC_RELAXED) & bit);
  }
  *word |= bit;
  return true;
}

/* The table of classes is in the processor's cache, the descriptor may not be.
   */
RT_INLINE uintptr_t size_of_slots(const Mspan *s) {
  uint8_t class = rt_span_size_class(s);
  return class ? rt_class_size[class] : s->elemsize;
}

/* A piece is known by its address; scan_large finds the object again. */
static void push_pieces(Worker *w, const Mspan *s) {
  for (uintptr_t at = 0; at < s->elemsize; at += PIECE) {
    push(w, s->start_addr + at);
  }
}

/* Marks an allocated object; grey if it can have pointers, else black at once.
   */
RT_INLINE void mark_slot(Worker *w, Mspan *s, uintptr_t slot) {
  if (!set_mark(w, s, slot)) {
    return;
  }
  uintptr_t size = size_of_slots(s);
  w->objects++;
  w->bytes += size;
  if (rt_span_noscan(s)) {
    return;
  }
  if (RT_UNLIKELY(size > PIECE)) {
    push_pieces(w, s);
  } else {
    push(w, s->start_addr + slot * size);
  }
}

/* p lies in the heap, but in no object of it. */
static RT_NOINLINE void wild_pointer(uintptr_t p, uintptr_t from,
                                     const Mspan *s) {
  if (mark.check && (!s || s->state != SPAN_MANUAL)) {
    rt_bad_pointer(p, from, s);
  }
}

/* Whether p points into a slot of s. */
RT_INLINE bool is_in_span(const Mspan *s, uintptr_t p) {
  return p - s->start_addr < s->limit - s->start_addr;
}

/* A word that the bitmaps call a pointer: no need to ask whether its object is
   allocated. */
RT_INLINE void mark_pointer(Worker *w, uintptr_t p, uintptr_t from) {
  if (p - mark.low >= mark.size) {
    return;
  }
  Mspan *s = w->span;
  if (!is_in_span(s, p)) {
    const HeapArena *a = rt_heap.arenas[p >> ARENA_SHIFT];
    s = a ? a->spans[p >> PAGE_SHIFT & (ARENA_PAGES - 1)] : NULL;
    if (RT_UNLIKELY(!s || s->state != SPAN_IN_USE || !is_in_span(s, p))) {
      wild_pointer(p, from, s);
      return;
    }
    w->span = s;
  }
  mark_slot(w, s, rt_slot_of(s, p));
}

void rt_mark_pointer(Worker *w, uintptr_t p, uintptr_t from) {
  mark_pointer(w, p, from);
}

void rt_mark_conservative(Worker *w, uintptr_t word) {
  Mspan *s = NULL;
  w->stack_words++;
  if (word - mark.low >= mark.size) {
    return;
  }
  uintptr_t base = rt_object_of(word, &s);
  if (base) {
    w->stack_hits++;
    mark_slot(w, s, rt_slot_of(s, base));
  }
}

/* ------------------------------------------------------------------ scan -- */

/* The bits of an object of at most 64 words. */
RT_INLINE uint64_t small_bits(const Mspan *s, uintptr_t p, uintptr_t words) {
  uintptr_t first = (p - s->start_addr) / RT_WORD, shift = first % 64;
  const uint64_t *at = s->ptr_bits + first / 64;
  uint64_t bits = at[0] >> shift;
  if (shift + words > 64) {
    bits |= at[1] << (64 - shift);
  }
  return words < 64 ? bits & (((uint64_t)1 << words) - 1) : bits;
}

typedef struct MarkVisitor {
  WordVisitor base;
  Worker *w;
} MarkVisitor;

static void mark_word(WordVisitor *v, const uintptr_t *at) {
  mark_pointer(((MarkVisitor *)v)->w, *at, (uintptr_t)at);
}

/* An object of many words, or a piece of one. */
static RT_NOINLINE void scan_large(Worker *w, const Mspan *s, uintptr_t p) {
  MarkVisitor v = {.base = {.visit = mark_word}, .w = w};
  uintptr_t base = rt_span_size_class(s) == 0
                       ? s->start_addr
                       : rt_slot_addr(s, rt_slot_of(s, p));
  rt_object_words(s, base, p - base, p - base + PIECE, &v.base);
}

/* Marks what the object at p points to. `words - 1` sends class 0 the long way,
   too. */
RT_INLINE void scan_object(Worker *w, uintptr_t p) {
  const Mspan *s = w->span;
  if (!is_in_span(s, p)) {
    s = rt_span_of_heap(p);
  }
  uintptr_t words = rt_class_size[rt_span_size_class(s)] / RT_WORD;
  if (words - 1 >= SMALL_WORDS) {
    scan_large(w, s, p);
    return;
  }
  for (uint64_t bits = small_bits(s, p, words); bits; bits &= bits - 1) {
    uintptr_t at = p + (uintptr_t)__builtin_ctzll(bits) * RT_WORD;
    mark_pointer(w, *(const uintptr_t *)at, at);
  }
}

/* ----------------------------------------------------------------- drain -- */

/* The next object of the worker's own; 0: it has none. */
RT_INLINE uintptr_t pop_own(Worker *w) {
  if (RT_UNLIKELY(w->buf->n == 0)) {
    if (w->spare->n == 0) {
      return 0;
    }
    Workbuf *b = w->spare;
    w->spare = w->buf;
    w->buf = b;
  }
  return w->buf->obj[--w->buf->n];
}

/* Gives half of the buffer away. */
static RT_NOINLINE void share(Worker *w) {
  Workbuf *mine = w->buf;
  if (mine->n < SHARE_FROM || rt_workbuf_any_full()) {
    return;
  }
  Workbuf *b = rt_workbuf_empty();
  uint64_t half = mine->n / 2;
  memcpy(b->obj, mine->obj, half * sizeof *b->obj);
  memmove(mine->obj, mine->obj + half, (mine->n - half) * sizeof *b->obj);
  mine->n -= half;
  b->n = half;
  rt_workbuf_put_full(b);
}

/* Looks into everything that the worker has. */
static void drain(Worker *w) {
  uintptr_t fifo[FIFO] = {0};
  unsigned at = 0, empty = 0, count = 0;
  /* What is popped waits FIFO rounds while the processor fetches it. */
  while (empty <= FIFO) { /* all that was in the queue is done */
    uintptr_t next = pop_own(w), p = fifo[at];
    __builtin_prefetch((const void *)next);
    fifo[at] = next;
    at = (at + 1) % FIFO;
    empty = next ? 0 : empty + 1;
    if (p) {
      scan_object(w, p);
    }
    if (w->atomic && RT_UNLIKELY(++count % SHARE_EVERY == 0) &&
        __atomic_load_n(&mark.idle, __ATOMIC_RELAXED) > 0) {
      share(w);
    }
  }
}

/* Tells the processor that this thread waits in a loop. */
static void pause_a_little(void) {
  enum {
    PAUSES_AT_ONCE = 50
  };
  for (int i = 0; i < PAUSES_AT_ONCE; i++) {
    __builtin_ia32_pause();
  }
}

/* Takes what another worker gave away; false: all are done. Nobody gives
   anything away once all are idle. */
static bool steal(Worker *w) {
  __atomic_fetch_add(&mark.idle, 1, __ATOMIC_ACQ_REL);
  for (unsigned tries = 0;; tries++) {
    if (rt_workbuf_any_full()) {
      __atomic_fetch_sub(&mark.idle, 1, __ATOMIC_ACQ_REL);
      Workbuf *b = rt_workbuf_full();
      if (b) {
        rt_workbuf_put_empty(w->buf);
        w->buf = b;
        return true;
      }
      __atomic_fetch_add(&mark.idle, 1, __ATOMIC_ACQ_REL);
    }
    if (__atomic_load_n(&mark.idle, __ATOMIC_ACQUIRE) ==
        __atomic_load_n(&mark.started, __ATOMIC_ACQUIRE)) {
      return false;
    }
    if (tries % 64 == 63) {
      rt_os_yield();
    } else {
      pause_a_little();
    }
  }
}

/* Variables are exact; on a stack any word may be a pointer. */
static void visit_root(RootVisitor *v, RootKind kind, const void *holder,
                       const uintptr_t *at) {
  (void)holder;
  if (rt_root_is_precise(kind)) {
    mark_pointer(v->worker, *at, (uintptr_t)at);
  } else {
    rt_mark_conservative(v->worker, rt_peek(at));
  }
}

/* What each worker does, on a thread of its own; i is its number. */
static void work(void *arg, int i) {
  (void)arg;
  Worker *w = &mark.workers[i];
  RootVisitor v = {.visit = visit_root, .worker = w};
  int64_t start = rt_nanotime();
  __atomic_fetch_add(&mark.started, 1, __ATOMIC_ACQ_REL);
  w->span = &rt_empty_span;
  w->buf = rt_workbuf_empty();
  w->spare = rt_workbuf_empty();
  for (;;) {
    uint32_t job = __atomic_fetch_add(&mark.next_job, 1, __ATOMIC_RELAXED);
    if (job >= mark.njobs) {
      break;
    }
    rt_roots_visit(job, &v);
    drain(w);
  }
  do {
    drain(w);
  } while (steal(w));
  rt_workbuf_put_empty(w->buf);
  rt_workbuf_put_empty(w->spare);
  __atomic_fetch_add(&mark.cpu, rt_nanotime() - start, __ATOMIC_RELAXED);
}

MarkTotals rt_mark_heap(int workers) {
  mark.started = 0;
  mark.low = rt_heap.low;
  mark.size = rt_heap.high - rt_heap.low;
  mark.check = rt_gc_config.check_pointers;
  mark.njobs = rt_roots_prepare();
  mark.next_job = 0;
  mark.idle = 0;
  mark.cpu = 0;
  memset(mark.workers, 0, (size_t)workers * sizeof *mark.workers);
  for (int i = 0; i < workers; i++) {
    mark.workers[i].atomic = workers > 1;
  }
  rt_parallel(workers, work, NULL);
  MarkTotals t = {.stack_bytes = rt_roots_stack_bytes(),
                  .global_bytes = rt_roots_global_bytes(),
                  .cpu = mark.cpu};
  for (int i = 0; i < workers; i++) {
    const Worker *w = &mark.workers[i];
    t.objects += w->objects;
    t.bytes += w->bytes;
    t.stack_words += w->stack_words;
    t.stack_hits += w->stack_hits;
  }
  return t;
}
