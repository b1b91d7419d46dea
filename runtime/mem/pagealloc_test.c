/*
 * Tests of the page allocator: a million random steps beside an array with a
 * byte for each page, which is searched page by page.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "mem.h"
#include "pagebits.h"

enum {
  RANGES = 4,
  CHUNKS = 12, /* in all ranges */
  MODEL_PAGES = CHUNKS * CHUNK_PAGES,
  MAX_LIVE = 4096,
  STEPS = 1000000,
};

/* What the model knows of a page. */
typedef enum PageState {
  FREE,
  SCAVENGED, /* and free */
  USED,
  CACHED, /* free, but owned by the page cache */
  CACHED_SCAVENGED,
} PageState;

typedef struct LiveRun {
  uintptr_t base, n;
} LiveRun;

/* Two neighbours, a gap, one across a border of 2 GB, one 64 GB away. */
static const struct {
  uintptr_t base, chunks;
} ranges[RANGES] = {
    {0xc000000000,                 3},
    {0xc000000000 + (20 << 22),    2},
    {0xc080000000 - (2 << 22),     4},
    {0xc000000000 + (64ull << 30), 3},
};

static struct {
  PageAlloc pages;
  PageCache cache;
  uint8_t state[MODEL_PAGES];
  LiveRun live[MAX_LIVE];
  uintptr_t nlive;
  uint64_t random;
} m;

static uint64_t next_random(void) {
  m.random ^= m.random << 13;
  m.random ^= m.random >> 7;
  m.random ^= m.random << 17;
  return m.random;
}
static uintptr_t below(uintptr_t n) { return next_random() % n; }

static uintptr_t address(uintptr_t index) {
  uintptr_t r = 0;
  while (index >= ranges[r].chunks * CHUNK_PAGES) {
    index -= ranges[r++].chunks * CHUNK_PAGES;
  }
  return ranges[r].base + (index << PAGE_SHIFT);
}

static uintptr_t index_of(uintptr_t addr) {
  uintptr_t before = 0;
  for (uintptr_t r = 0; r < RANGES; r++) {
    uintptr_t bytes = ranges[r].chunks << CHUNK_SHIFT;
    if (addr >= ranges[r].base && addr < ranges[r].base + bytes) {
      return before + ((addr - ranges[r].base) >> PAGE_SHIFT);
    }
    before += ranges[r].chunks * CHUNK_PAGES;
  }
  cr_assert_fail("address %lx is in no range", addr);
  return 0;
}

static bool is_free(uintptr_t i) {
  return m.state[i] == FREE || m.state[i] == SCAVENGED;
}

/* First fit, one page after the other. */
static uintptr_t model_find(uintptr_t n) {
  uintptr_t run = 0;
  for (uintptr_t i = 0; i < MODEL_PAGES; i++) {
    bool follows = i > 0 && address(i) == address(i - 1) + RT_PAGE_SIZE;
    run = !is_free(i) ? 0 : follows ? run + 1 : 1;
    if (run == n) {
      return address(i + 1 - n);
    }
  }
  return 0;
}

static uintptr_t count_and_take(uintptr_t addr, uintptr_t n) {
  uintptr_t scavenged = 0, at = index_of(addr);
  for (uintptr_t i = at; i < at + n; i++) {
    cr_assert(is_free(i));
    scavenged += m.state[i] == SCAVENGED;
    m.state[i] = USED;
  }
  return scavenged;
}

static void remember(uintptr_t base, uintptr_t n) {
  m.live[m.nlive++] = (LiveRun){base, n};
}

static void step_alloc(void) {
  uintptr_t n = below(16) == 0 ? 1 + below(900) : 1 + below(20), scavenged = 0;
  if (m.nlive == MAX_LIVE) {
    return;
  }
  uintptr_t want = model_find(n);
  uintptr_t got = rt_pages_alloc(&m.pages, n, &scavenged);
  cr_assert_eq(got, want, "%lu pages at %lx, not %lx", n, got, want);
  if (got) {
    cr_assert_eq(scavenged, count_and_take(got, n));
    remember(got, n);
  }
}

static void step_free(void) {
  if (m.nlive == 0) {
    return;
  }
  uintptr_t i = below(m.nlive);
  LiveRun run = m.live[i];
  m.live[i] = m.live[--m.nlive];
  rt_pages_free(&m.pages, run.base, run.n);
  memset(&m.state[index_of(run.base)], FREE, run.n);
}

static void step_flush(void) {
  uintptr_t at = m.cache.base ? index_of(m.cache.base) : 0;
  for (uintptr_t i = 0; m.cache.base && i < PAGE_CACHE_PAGES; i++) {
    uint8_t *s = &m.state[at + i];
    *s = *s == CACHED ? FREE : *s == CACHED_SCAVENGED ? SCAVENGED : *s;
  }
  rt_page_cache_flush(&m.cache, &m.pages);
  cr_assert(m.cache.base == 0 && m.cache.free == 0);
}

static void step_fill(void) {
  step_flush();
  uintptr_t first = model_find(1);
  m.cache = rt_pages_to_cache(&m.pages);
  if (!first) {
    cr_assert_eq(m.cache.base, 0);
    return;
  }
  cr_assert_eq(m.cache.base, first & ~(uintptr_t)((64 << PAGE_SHIFT) - 1));
  uintptr_t at = index_of(m.cache.base);
  for (uintptr_t i = 0; i < PAGE_CACHE_PAGES; i++) {
    cr_assert_eq(m.cache.free >> i & 1, is_free(at + i));
    cr_assert_eq(m.cache.scavenged >> i & 1, m.state[at + i] == SCAVENGED);
    if (is_free(at + i)) {
      m.state[at + i] = m.state[at + i] == FREE ? CACHED : CACHED_SCAVENGED;
    }
  }
}

/* Where n pages of the cache are by the model; 0: nowhere. */
static uintptr_t model_find_cached(uintptr_t n) {
  uintptr_t at = index_of(m.cache.base), run = 0;
  for (uintptr_t i = at; i < at + PAGE_CACHE_PAGES; i++) {
    run = m.state[i] == CACHED || m.state[i] == CACHED_SCAVENGED ? run + 1 : 0;
    if (run == n) {
      return address(i + 1 - n);
    }
  }
  return 0;
}

static void step_cached_alloc(void) {
  uintptr_t n = 1 + below(15), scavenged = 0, expected = 0;
  if (m.cache.base == 0 || m.nlive == MAX_LIVE) {
    return;
  }
  uintptr_t want = model_find_cached(n);
  uintptr_t got = rt_page_cache_alloc(&m.cache, n, &scavenged);
  cr_assert_eq(got, want);
  for (uintptr_t i = 0; got && i < n; i++) {
    expected += m.state[index_of(got) + i] == CACHED_SCAVENGED;
    m.state[index_of(got) + i] = USED;
  }
  cr_assert_eq(scavenged, expected);
  if (got) {
    remember(got, n);
  }
}

static void step_scavenge(void) {
  uintptr_t n = 0, most = 1 + below(64);
  intptr_t highest = MODEL_PAGES - 1;
  while (highest >= 0 && m.state[highest] != FREE) {
    highest--;
  }
  uintptr_t base = rt_pages_find_scavenge(&m.pages, most, &n);
  if (highest < 0) {
    cr_assert_eq(base, 0);
    return;
  }
  cr_assert_eq(base + ((n - 1) << PAGE_SHIFT), address((uintptr_t)highest));
  uintptr_t at = index_of(base);
  for (uintptr_t i = at; i < at + n; i++) {
    cr_assert_eq(m.state[i], FREE);
    m.state[i] = SCAVENGED;
    cr_assert(rt_page_is_allocated(&m.pages, address(i)));
  }
  rt_pages_scavenged(&m.pages, base, n);
}

static void compare_all(void) {
  rt_pages_verify(&m.pages);
  for (uintptr_t i = 0; i < MODEL_PAGES; i++) {
    uintptr_t addr = address(i);
    const Chunk *c = rt_chunk_of(&m.pages, addr >> CHUNK_SHIFT);
    uintptr_t page = addr >> PAGE_SHIFT & (CHUNK_PAGES - 1);
    cr_assert_eq(rt_page_is_allocated(&m.pages, addr), !is_free(i));
    cr_assert_eq(rt_bits_count(&c->scavenged, page, 1),
                 m.state[i] == SCAVENGED);
  }
}

/* Fills and empties in turn, so that both a crowded and an empty heap are
   met. */
static void step(uintptr_t i) {
  static void (*const steps[])(void) = {
      step_alloc, step_alloc,        step_alloc, step_free,  step_free,
      step_free,  step_cached_alloc, step_fill,  step_flush, step_scavenge};
  bool filling = i / 5000 % 2 == 0;
  uintptr_t bias = below(4);
  if (bias == 0) {
    filling ? step_alloc() : step_free();
    return;
  }
  steps[below(RT_COUNT(steps))]();
}

static void begin(uint64_t seed) {
  memset(&m, 0, sizeof m);
  m.random = seed;
  memset(m.state, SCAVENGED, sizeof m.state);
  rt_pages_init(&m.pages);
  for (uintptr_t r = RANGES; r-- > 0;) {
    rt_pages_grow(&m.pages, ranges[r].base, ranges[r].chunks << CHUNK_SHIFT);
  }
}

Test(pagealloc, a_million_random_steps, .timeout = 300) {
  begin(88172645463325252u);
  for (uintptr_t i = 0; i < STEPS; i++) {
    step(i);
    if (i % 1000 == 0) {
      compare_all();
    }
  }
  compare_all();
}

Test(pagealloc, all_that_was_freed_is_one_run_again) {
  begin(3);
  for (uintptr_t i = 0; i < 20000; i++) {
    step(i);
  }
  step_flush();
  while (m.nlive > 0) {
    step_free();
  }
  uintptr_t scavenged = 0, n = ranges[2].chunks * CHUNK_PAGES;
  cr_assert_eq(rt_pages_alloc(&m.pages, n + 1, &scavenged), 0);
  cr_assert_eq(rt_pages_alloc(&m.pages, n, &scavenged), ranges[2].base);
}

/* ---------------------------------------------------------------- bits -- */

Test(pagebits, runs_in_a_word) {
  m.random = 7;
  for (int k = 0; k < 200000; k++) {
    uint64_t x = next_random() | next_random();
    unsigned n = 1 + (unsigned)below(64);
    uint64_t want = 0;
    for (unsigned i = 0; i + n <= 64; i++) {
      uint64_t mask = rt_word_mask(i, n);
      want |= (uint64_t)((x & mask) == mask) << i;
    }
    cr_assert_eq(rt_word_runs(x, n), want);
  }
}

static uintptr_t slow_find(const PageBits *b, uintptr_t n, uintptr_t from) {
  uintptr_t run = 0;
  for (uintptr_t i = from; i < CHUNK_PAGES; i++) {
    run = b->w[i / 64] >> (i % 64) & 1 ? 0 : run + 1;
    if (run == n) {
      return i + 1 - n;
    }
  }
  return CHUNK_PAGES;
}

/* start, max, end, one page after the other. */
static Summary slow_summary(const PageBits *b) {
  uintptr_t start = CHUNK_PAGES, most = 0, run = 0;
  for (uintptr_t i = 0; i < CHUNK_PAGES; i++) {
    bool used = b->w[i / 64] >> (i % 64) & 1;
    start = used && start == CHUNK_PAGES ? i : start;
    run = used ? 0 : run + 1;
    most = run > most ? run : most;
  }
  return rt_summary_pack(start, most, run);
}

Test(pagebits, find_and_summary) {
  m.random = 99;
  for (int k = 0; k < 100000; k++) {
    PageBits b;
    for (int i = 0; i < CHUNK_WORDS; i++) {
      b.w[i] = below(3) == 0 ? 0 : next_random() & next_random();
    }
    rt_bits_set(&b, below(512), 0);
    uintptr_t from = below(CHUNK_PAGES), n = 1 + below(below(2) ? 200 : 12);
    cr_assert_eq(rt_bits_find(&b, n, from), slow_find(&b, n, from));
    cr_assert_eq(rt_chunk_summary(&b), slow_summary(&b));
    uintptr_t len = 1 + below(CHUNK_PAGES - from);
    rt_bits_set(&b, from, len);
    cr_assert_eq(rt_bits_count(&b, from, len), len);
    rt_bits_clear(&b, from, len);
    cr_assert_eq(rt_bits_count(&b, from, len), 0);
  }
}
