/*
 * Tests of the allocator above the pages: a million random steps each beside
 * naive references, and what programs see when memory runs out.
 */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../gc/gc.h"
#include "../testing.h"
#include "stats.h"

TestSuite(heap, .init = rt_init, .timeout = 300);

enum {
  STEPS = 1000000
};

static uint64_t random_state = 0x2545f4914f6cdd1d;
static uint64_t next_random(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return random_state;
}
static uintptr_t below(uintptr_t n) { return next_random() % n; }

/* ------------------------------------------------------ tiny allocator -- */

static uintptr_t natural_align(uintptr_t size) {
  return size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
}

Test(heap, tiny_objects_share_blocks_as_the_rules_say) {
  uintptr_t block = 0, used = 0;
  for (int i = 0; i < STEPS; i++) {
    uintptr_t size = 1 + below(15), align = natural_align(size);
    uintptr_t at = (used + align - 1) / align * align;
    uint8_t *p = rt_mallocgc(size, NULL, true);
    if (block && at + size <= TINY_SIZE) {
      cr_assert_eq((uintptr_t)p, block + at);
      used = at + size;
    } else {
      cr_assert_eq((uintptr_t)p % TINY_SIZE, 0);
      if (!block || size < used) {
        block = (uintptr_t)p;
        used = size;
      }
    }
    for (uintptr_t k = 0; k < size; k++) {
      cr_assert_eq(p[k], 0);
      p[k] = 0xff;
    }
  }
}

/* ---------------------------------------------------------- small heap -- */

enum {
  MAX_LIVE = 8000,
  STEPS_PER_CYCLE = 20000
};

typedef struct Object {
  uint8_t *p;
  uintptr_t size;
  const RtType *type;
  uint8_t pattern;
} Object;

static struct {
  Object live[MAX_LIVE];
  uintptr_t n;
  uint64_t freed[NUM_SIZE_CLASSES];
} model;

/* Types of one to six words, with different masks. */
static const uint8_t masks[6] = {1, 2, 5, 9, 21, 63};
static RtType types[6];

static void make_types(void) {
  for (unsigned i = 0; i < 6; i++) {
    types[i] = make_type(RT_STRUCT, (i + 1) * RT_WORD, NULL);
    types[i].gcdata = &masks[i];
    types[i].ptrdata = (64u - (unsigned)__builtin_clzll(masks[i])) * RT_WORD;
  }
}

static uintptr_t random_size(void) {
  uintptr_t kind = below(1000);
  return kind < 900   ? 16 + below(200)
         : kind < 998 ? 200 + below(4000)
                      : 4096 + below(60000);
}

static void check_bits(const Object *o) {
  const Mspan *s = rt_span_of((uintptr_t)o->p);
  uintptr_t words = s->elemsize / RT_WORD, per = o->type->size / RT_WORD;
  uintptr_t at = ((uintptr_t)o->p - s->start_addr) / RT_WORD;
  uintptr_t inside = o->size / o->type->size * per;
  for (uintptr_t i = 0; s->spanclass >= 2 && i < words; i++) {
    bool bit = s->ptr_bits[(at + i) / 64] >> ((at + i) % 64) & 1;
    bool want = i < inside && o->type->gcdata[0] >> (i % per) & 1;
    cr_assert_eq(bit, want, "size %lu type %lu word %lu", o->size,
                 o->type->size, i);
  }
}

static void check_fresh(const Object *o) {
  const Mspan *s = rt_span_of((uintptr_t)o->p);
  cr_assert_not_null(s);
  cr_assert_eq((uintptr_t)o->p,
               rt_slot_addr(s, rt_slot_of(s, (uintptr_t)o->p)));
  cr_assert(rt_slot_live(s, rt_slot_of(s, (uintptr_t)o->p)));
  cr_assert_geq(s->elemsize, o->size);
  cr_assert_eq(rt_span_noscan(s), o->type == NULL);
  for (uintptr_t i = 0; i < o->size; i++) {
    cr_assert_eq(o->p[i], 0, "byte %lu of %lu is not zero", i, o->size);
  }
}

static void check_content(const Object *o) {
  for (uintptr_t i = 0; i < o->size; i++) {
    cr_assert_eq(o->p[i], o->pattern);
  }
}

static void step_alloc(void) {
  Object o = {.size = random_size(), .pattern = (uint8_t)(1 + below(255))};
  if (below(2)) {
    o.type = &types[below(6)];
    o.size = o.size / o.type->size * o.type->size;
    o.size += o.size == 0 ? o.type->size : 0;
  }
  void *t = (void *)(uintptr_t)o.type;
  bool one = o.type && below(3) == 0;
  o.size = one ? o.type->size : o.size;
  o.p = one ? rt_newobject(t) : rt_mallocgc(o.size, t, true);
  check_fresh(&o);
  if (o.type) {
    check_bits(&o);
  }
  memset(o.p, o.pattern, o.size);
  model.live[model.n++] = o;
}

static void step_drop(void) {
  uintptr_t i = below(model.n);
  check_content(&model.live[i]);
  model.live[i] = model.live[--model.n];
}

/* What a mark would leave behind, then a sweep, all at once or lazily. */
static void cycle(void) {
  rt_flush_all_caches();
  rt_mcache_release_all(rt_mcache());
  rt_sweep_finish();
  for (uintptr_t i = 0; i < model.n; i++) {
    Object *o = &model.live[i];
    Mspan *s = rt_span_of((uintptr_t)o->p);
    uintptr_t slot = rt_slot_of(s, (uintptr_t)o->p);
    s->gcmark_bits[slot / 64] |= (uint64_t)1 << (slot % 64);
    check_content(o);
    if (o->type) {
      check_bits(o);
    }
  }
  rt_sweep_begin();
  uintptr_t pages = 0;
  if (below(2)) {
    while (rt_sweep_one(&pages)) {
    }
    uint64_t objects = rt_mem.large_allocs - rt_mem.large_frees;
    for (unsigned c = 1; c < NUM_SIZE_CLASSES; c++) {
      objects += rt_mem.small_alloc[c] - rt_mem.small_free[c];
    }
    cr_assert_eq(objects, model.n);
  }
}

Test(heap, a_million_random_steps) {
  make_types();
  for (int i = 0; i < STEPS; i++) {
    bool drop = model.n == MAX_LIVE || (model.n > 0 && below(100) < 48);
    drop ? step_drop() : step_alloc();
    if (i % STEPS_PER_CYCLE == STEPS_PER_CYCLE - 1) {
      cycle();
    }
    if (i % (10 * STEPS_PER_CYCLE) == 0) {
      rt_heap_lock();
      rt_pages_verify(&rt_heap.pages);
      rt_heap_unlock();
    }
  }
}

Test(heap, statistics_add_up) {
  MemStats m;
  for (int i = 0; i < 3000; i++) {
    rt_mallocgc(1 + below(3 * (uintptr_t)i + 1), NULL, true);
  }
  rt_collect_mem_stats(&m);
  cr_assert_eq(m.heap_sys, m.heap_inuse + m.heap_idle);
  cr_assert_eq(m.heap_objects, m.mallocs - m.frees);
  cr_assert_geq(m.mallocs, 3000);
  cr_assert_eq(m.sys, m.heap_sys + m.stack_sys + m.mspan_sys + m.mcache_sys +
                          m.buckhash_sys + m.gc_sys + m.other_sys);
}

/* ------------------------------------------------------------ span sets -- */

enum {
  SPANS = 5000,
  THREADS = 4
};
static Mspan spans[SPANS];
static uint8_t inside[SPANS];
static SpanSet set;

Test(heap, span_set_is_a_bag) {
  uintptr_t n = 0;
  for (int i = 0; i < STEPS; i++) {
    uintptr_t k = below(SPANS);
    bool filling = i / 20000 % 2 == 0;
    if (!inside[k] && below(10) < (filling ? 8u : 3u)) {
      inside[k] = 1;
      rt_spanset_push(&set, &spans[k]);
      n++;
    } else if (below(2)) {
      const Mspan *s = rt_spanset_pop(&set);
      cr_assert_eq(s != NULL, n > 0);
      if (s) {
        cr_assert_eq(inside[s - spans], 1);
        inside[s - spans] = 0;
        n--;
      }
    }
    cr_assert_eq(rt_spanset_len(&set), n);
  }
  while (rt_spanset_pop(&set)) {
    n--;
  }
  cr_assert_eq(n, 0);
  rt_spanset_reset(&set);
  rt_spanset_push(&set, &spans[1]);
  cr_assert_eq(rt_spanset_pop(&set), &spans[1]);
}

/* Each thread takes a span out and puts it back, as fast as it can. */
static void *take_and_return(void *arg) {
  uint64_t *moves = arg;
  for (int i = 0; i < STEPS / THREADS; i++) {
    Mspan *s = rt_spanset_pop(&set);
    if (s) {
      if (__atomic_add_fetch(&inside[s - spans], 1, __ATOMIC_SEQ_CST) != 1) {
        return NULL; /* somebody else has it: *moves stays short */
      }
      __atomic_sub_fetch(&inside[s - spans], 1, __ATOMIC_SEQ_CST);
      rt_spanset_push(&set, s);
    }
    *moves += 1;
  }
  return NULL;
}

Test(heap, span_set_with_threads) {
  pthread_t t[THREADS];
  uint64_t moves[THREADS] = {0};
  for (int i = 0; i < 600; i++) {
    rt_spanset_push(&set, &spans[i]);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_create(&t[i], NULL, take_and_return, &moves[i]);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(t[i], NULL);
    cr_assert_eq(moves[i], STEPS / THREADS);
  }
  cr_assert_eq(rt_spanset_len(&set), 600);
}

/* ---------------------------------------------------------- exhaustion -- */

/* Leaves room for three arenas beyond what is mapped, so that it is an arena
   that is refused, not some small thing before. */
static void limit_address_space(void) {
  unsigned long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  cr_assert(f && fscanf(f, "%lu", &pages) == 1);
  fclose(f);
  rlim_t limit = pages * (rlim_t)sysconf(_SC_PAGESIZE) + (200u << 20);
  struct rlimit l = {.rlim_cur = limit, .rlim_max = limit};
  setrlimit(RLIMIT_AS, &l);
}

static GO_CODE void large_for_ever(void) {
  limit_address_space();
  void **last = NULL;
  static const uint8_t first_word[] = {1};
  static RtType block = {.ptrdata = 8, .gcdata = first_word};
  block.size = 10 << 20;
  for (;;) {
    void **p = rt_newobject(&block);
    *p = last;
    last = p;
  }
}

static GO_CODE void absurd_size(void) {
  rt_mallocgc((uint64_t)1 << 47, NULL, true);
}

static GO_CODE void size_overflows(void) {
  rt_mallocgc(UINT64_MAX - 100, NULL, true);
}

static GO_CODE void in_malloc(void) {
  rt_tls.in_malloc = 1;
  rt_mallocgc(8, NULL, true);
}

Test(exhaustion, messages, .timeout = 60) {
  static const struct {
    void (*fn)(void);
    const char *start, *then;
  } rows[] = {
      {large_for_ever,
       "runtime: out of memory: cannot allocate 12582912-byte block (",        " in use)\nfatal error: out of memory\n"},
      {absurd_size,
       "runtime: out of memory: cannot allocate 140737488355328-byte block (", " in use)\nfatal error: out of memory\n"},
      {size_overflows, "fatal error: out of memory\n",                         ""                                      },
      {in_malloc,      "fatal error: malloc deadlock\n",                       ""                                      },
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    Outcome o = run_program(rows[i].fn);
    cr_assert_eq(o.status, 2, "%s", o.text);
    cr_assert(starts_with(o.text, rows[i].start), "%s", o.text);
    cr_assert_not_null(strstr(o.text, rows[i].then), "%s", o.text);
  }
}
