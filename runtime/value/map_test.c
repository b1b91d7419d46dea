/* Tests of the maps: random steps against arrays, iteration, growth. */
#include "map.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "../testing.h"

enum {
  UNIVERSE = 3000
};

/* A map type made by hand. Keys are made from small numbers, so that the
   reference is an array. */
typedef struct Kit {
  RtMapType mt;
  RtType key, elem, bucket;
  RtFuncVal equal, hasher;
  void (*make)(void *key, uint32_t n);
  uint32_t (*number)(const void *key);
} Kit;

static bool equal8(void *p, void *q) { return memcmp(p, q, 8) == 0; }
static uint64_t hash8(void *p, uint64_t seed) { return rt_memhash(p, seed, 8); }
static void make8(void *key, uint32_t n) {
  uint64_t v = n * 0x100000001u;
  memcpy(key, &v, 8);
}
static uint32_t number8(const void *key) { return *(const uint32_t *)key; }

static bool equal4(void *p, void *q) { return memcmp(p, q, 4) == 0; }
static uint64_t hash4(void *p, uint64_t seed) { return rt_memhash(p, seed, 4); }
static void make4(void *key, uint32_t n) { memcpy(key, &n, 4); }

static char texts[UNIVERSE][48];
static void make_text(void *key, uint32_t n) {
  snprintf(texts[n], sizeof texts[n], "%s%u",
           n % 3 ? "key " : "a rather long key, number ", n);
  RtString s = {(const uint8_t *)texts[n], (int64_t)strlen(texts[n])};
  memcpy(key, &s, sizeof s);
}
static uint32_t number_text(const void *key) {
  const RtString *s = key;
  const char *p = (const char *)s->p + s->len;
  uint32_t n = 0, unit = 1;
  for (; p[-1] >= '0' && p[-1] <= '9'; p--, unit *= 10) {
    n += (uint32_t)(p[-1] - '0') * unit;
  }
  return n;
}

enum {
  BIG = 200
};
static bool equal_big(void *p, void *q) { return memcmp(p, q, BIG) == 0; }
static uint64_t hash_big(void *p, uint64_t seed) {
  return rt_memhash(p, seed, BIG);
}
static void make_big(void *key, uint32_t n) {
  memset(key, (int)(n & 0xff), BIG);
  memcpy(key, &n, 4);
}

/* Few hash values: long chains, many overflow buckets. */
static uint64_t hash_bad(void *p, uint64_t seed) {
  return rt_memhash64(number8(p) % 7, seed);
}

static void fill_kit(Kit *k, uintptr_t keysize, uintptr_t elemsize) {
  bool big_key = keysize > 128, big_elem = elemsize > 128;
  uint8_t ks = big_key ? 8 : (uint8_t)keysize;
  uint8_t es = big_elem ? 8 : (uint8_t)elemsize;
  uint16_t size = (uint16_t)(8 + 8 * ks + 8 * es + 8);
  k->key = make_type(RT_STRUCT, keysize, &k->equal);
  k->elem = make_type(RT_STRUCT, elemsize, NULL);
  k->bucket = make_type(RT_STRUCT, size, NULL);
  k->mt = (RtMapType){.key = &k->key,
                      .elem = &k->elem,
                      .bucket = &k->bucket,
                      .hasher = &k->hasher,
                      .keysize = ks,
                      .elemsize = es,
                      .bucketsize = size,
                      .flags = RT_MAP_REFLEXIVE_KEY |
                               (big_key ? RT_MAP_INDIRECT_KEY : 0u) |
                               (big_elem ? RT_MAP_INDIRECT_ELEM : 0u)};
}

static void make_kit(Kit *k, uintptr_t keysize, uintptr_t elemsize,
                     bool (*equal)(void *, void *),
                     uint64_t (*hash)(void *, uint64_t)) {
  k->equal.code = (AnyCode){.equal = equal}.p;
  k->hasher.code = (AnyCode){.hash = hash}.p;
  fill_kit(k, keysize, elemsize);
}

typedef struct Model {
  bool present[UNIVERSE];
  uint32_t value[UNIVERSE];
  int64_t count;
} Model;

static void model_set(Model *m, uint32_t n, uint32_t v) {
  m->count += !m->present[n];
  m->present[n] = true;
  m->value[n] = v;
}

static void model_delete(Model *m, uint32_t n) {
  m->count -= m->present[n];
  m->present[n] = false;
}

static void check_lookup(Kit *k, RtHmap *h, const Model *m, uint32_t n) {
  char key[BIG];
  k->make(key, n);
  RtPair r = rt_mapaccess2(&k->mt, h, key);
  cr_assert_eq(r.ok, m->present[n]);
  cr_assert_eq(*(uint32_t *)r.p, m->present[n] ? m->value[n] : 0);
  cr_assert_eq(rt_mapaccess1(&k->mt, h, key), r.p);
}

static void check_iteration(Kit *k, RtHmap *h, const Model *m) {
  static bool seen[UNIVERSE];
  memset(seen, 0, sizeof seen);
  RtHiter it;
  int64_t count = 0;
  memset(&it, 0, sizeof it);
  for (rt_mapiterinit(&k->mt, h, &it); it.key; rt_mapiternext(&it)) {
    uint32_t n = k->number(it.key);
    cr_assert(m->present[n] && !seen[n]);
    cr_assert_eq(*(uint32_t *)it.elem, m->value[n]);
    seen[n] = true;
    count++;
  }
  cr_assert_eq(count, m->count);
}

/* Writes while iterating: nothing is visited twice or after its deletion,
   and all that stays is visited. */
static void check_changes(Kit *k, RtHmap *h, Model *m, uint32_t universe) {
  static bool before[UNIVERSE], seen[UNIVERSE];
  memcpy(before, m->present, sizeof before);
  memset(seen, 0, sizeof seen);
  RtHiter it;
  char key[BIG];
  memset(&it, 0, sizeof it);
  for (rt_mapiterinit(&k->mt, h, &it); it.key; rt_mapiternext(&it)) {
    uint32_t n = k->number(it.key);
    cr_assert(m->present[n] && !seen[n]);
    cr_assert_eq(*(uint32_t *)it.elem, m->value[n]);
    seen[n] = true;
    for (int i = 0; i < 3; i++) {
      uint32_t other = rt_random32() % universe, v = rt_random32();
      k->make(key, other);
      if (i == 0) {
        rt_mapdelete(&k->mt, h, key);
        model_delete(m, other);
        before[other] = false;
        seen[other] = false; /* added again, it may come again */
      } else {
        *(uint32_t *)rt_mapassign(&k->mt, h, key) = v;
        model_set(m, other, v);
      }
    }
  }
  for (uint32_t n = 0; n < UNIVERSE; n++) {
    cr_assert(!before[n] || seen[n]);
  }
}

static void random_steps(Kit *k, int steps, uint32_t universe) {
  static Model m;
  memset(&m, 0, sizeof m);
  RtHmap *h = rt_makemap_small();
  char key[BIG];
  for (int i = 0; i < steps; i++) {
    /* drift between growing and shrinking phases */
    bool growing = (i / 20000) % 2 == 0;
    uint32_t n = rt_random32() % universe, dice = rt_random32() % 8;
    k->make(key, n);
    if (dice < (growing ? 5u : 2u)) {
      uint32_t v = rt_random32();
      *(uint32_t *)rt_mapassign(&k->mt, h, key) = v;
      model_set(&m, n, v);
    } else if (dice < 7) {
      rt_mapdelete(&k->mt, h, key);
      model_delete(&m, n);
    }
    check_lookup(k, h, &m, n);
    cr_assert_eq(h->count, m.count);
    if (i % 5000 == 0) {
      map_verify(&k->mt, h);
      check_iteration(k, h, &m);
    }
    if (i % 9973 == 0) {
      check_changes(k, h, &m, universe);
    }
    if (i % 150001 == 150000) {
      rt_mapclear(&k->mt, h);
      memset(&m, 0, sizeof m);
    }
  }
}

TestSuite(map, .init = rt_init);

Test(map, words) {
  static Kit k;
  make_kit(&k, 8, 8, equal8, hash8);
  k.make = make8;
  k.number = number8;
  random_steps(&k, 400000, UNIVERSE);
}

Test(map, strings) {
  static Kit k;
  make_kit(&k, 16, 4, (bool (*)(void *, void *))rt_strequal, rt_strhash);
  k.make = make_text;
  k.number = number_text;
  random_steps(&k, 200000, UNIVERSE);
}

Test(map, indirect) {
  static Kit k;
  make_kit(&k, BIG, BIG, equal_big, hash_big);
  k.make = make_big;
  k.number = number8;
  random_steps(&k, 200000, 700);
}

Test(map, collisions) {
  static Kit k;
  make_kit(&k, 8, 8, equal8, hash_bad);
  k.make = make8;
  k.number = number8;
  random_steps(&k, 100000, 60);
}

Test(map, pointers_in_buckets) {
  static Kit k;
  make_kit(&k, 4, 4, equal4, hash4);
  static const uint8_t first_word[] = {1};
  k.bucket.ptrdata = 8;
  k.bucket.gcdata = first_word;
  k.make = make4;
  k.number = number8;
  random_steps(&k, 100000, UNIVERSE);
}

/* The fast entry points see what the general ones wrote, and vice versa. */
Test(map, fast_variants_agree) {
  static Kit k32, k64, ks;
  make_kit(&k32, 4, 8, equal4, hash4);
  make_kit(&k64, 8, 8, equal8, hash8);
  make_kit(&ks, 16, 8, (bool (*)(void *, void *))rt_strequal, rt_strhash);
  RtHmap *h32 = rt_makemap_small(), *h64 = rt_makemap(&k64.mt, 500, NULL),
         *hs = rt_makemap_small();
  for (uint32_t n = 0; n < 1000; n++) {
    uint64_t wide = n;
    RtString s;
    make_text(&s, n);
    void *sp = (void *)(uintptr_t)s.p;
    *(uint64_t *)rt_mapassign_fast32(&k32.mt, h32, n) = n + 1;
    *(uint64_t *)rt_mapassign_fast64(&k64.mt, h64, n) = n + 1;
    *(uint64_t *)rt_mapassign_faststr(&ks.mt, hs, sp, s.len) = n + 1;
    cr_assert_eq(*(uint64_t *)rt_mapaccess1(&k32.mt, h32, &n), n + 1);
    cr_assert_eq(*(uint64_t *)rt_mapaccess1(&k64.mt, h64, &wide), n + 1);
    cr_assert_eq(*(uint64_t *)rt_mapaccess1(&ks.mt, hs, &s), n + 1);
    cr_assert(rt_mapaccess2_fast32(&k32.mt, h32, n).ok);
    cr_assert(rt_mapaccess2_fast64(&k64.mt, h64, n).ok);
    cr_assert(rt_mapaccess2_faststr(&ks.mt, hs, sp, s.len).ok);
    if (n % 2) {
      rt_mapdelete_fast32(&k32.mt, h32, n);
      rt_mapdelete_fast64(&k64.mt, h64, n);
      rt_mapdelete_faststr(&ks.mt, hs, sp, s.len);
      cr_assert_not(rt_mapaccess2(&k32.mt, h32, &n).ok);
      cr_assert_not(rt_mapaccess2(&k64.mt, h64, &wide).ok);
      cr_assert_not(rt_mapaccess2(&ks.mt, hs, &s).ok);
    }
  }
  cr_assert_eq(h32->count, 500);
  map_verify(&k32.mt, h32);
  map_verify(&k64.mt, h64);
  map_verify(&ks.mt, hs);
}

/* Each NaN is a new key, found by iteration only. */
Test(map, not_a_number) {
  static Kit k;
  make_kit(&k, 8, 8, rt_f64equal, rt_f64hash);
  k.mt.flags = RT_MAP_NEED_KEY_UPDATE;
  RtHmap *h = rt_makemap_small();
  double nan = __builtin_nan("");
  for (int i = 0; i < 500; i++) {
    *(int64_t *)rt_mapassign(&k.mt, h, &nan) = i;
    cr_assert_not(rt_mapaccess2(&k.mt, h, &nan).ok);
    int seen = 0;
    RtHiter it;
    memset(&it, 0, sizeof it);
    for (rt_mapiterinit(&k.mt, h, &it); it.key; rt_mapiternext(&it)) {
      seen++;
    }
    cr_assert_eq(seen, i + 1);
  }
  rt_mapdelete(&k.mt, h, &nan);
  cr_assert_eq(h->count, 500);
  rt_mapclear(&k.mt, h);
  cr_assert_eq(h->count, 0);
}

/* Overwriting with -0 stores the new key if the type asks for it. */
Test(map, key_update) {
  static Kit k;
  make_kit(&k, 8, 8, rt_f64equal, rt_f64hash);
  k.mt.flags = RT_MAP_NEED_KEY_UPDATE;
  RtHmap *h = rt_makemap_small();
  double zero = 0, minus = -0.0;
  rt_mapassign(&k.mt, h, &zero);
  rt_mapassign(&k.mt, h, &minus);
  RtHiter it;
  memset(&it, 0, sizeof it);
  rt_mapiterinit(&k.mt, h, &it);
  cr_assert_eq(h->count, 1);
  cr_assert(__builtin_signbit(*(double *)it.key));
}

Test(map, order_is_random) {
  static Kit k;
  make_kit(&k, 8, 8, equal8, hash8);
  RtHmap *h = rt_makemap_small();
  for (uint64_t n = 0; n < 8; n++) {
    rt_mapassign(&k.mt, h, &n);
  }
  int first[8] = {0};
  for (int i = 0; i < 8000; i++) {
    RtHiter it;
    memset(&it, 0, sizeof it);
    rt_mapiterinit(&k.mt, h, &it);
    first[*(uint64_t *)it.key]++;
  }
  for (int i = 0; i < 8; i++) {
    cr_assert(first[i] > 700 && first[i] < 1300, "%d: %d", i, first[i]);
  }
}

Test(map, nil_and_hints) {
  static Kit k;
  make_kit(&k, 8, 8, equal8, hash8);
  uint64_t key = 1;
  cr_assert_eq(rt_mapaccess1(&k.mt, NULL, &key), (void *)rt_zero_val);
  rt_mapdelete(&k.mt, NULL, &key);
  rt_mapclear(&k.mt, NULL);
  cr_assert_eq(((RtHmap *)rt_makemap(&k.mt, -5, NULL))->B, 0);
  cr_assert_eq(((RtHmap *)rt_makemap(&k.mt, 8, NULL))->B, 0);
  cr_assert_eq(((RtHmap *)rt_makemap(&k.mt, 9, NULL))->B, 1);
  cr_assert_eq(((RtHmap *)rt_makemap(&k.mt, 1000, NULL))->B, 8);
  RtHmap on_stack = {.count = 0};
  cr_assert_eq(rt_makemap(&k.mt, 0, &on_stack), (void *)&on_stack);
}

static Kit race_kit;

static GO_CODE void assign_while_writing(void) {
  make_kit(&race_kit, 8, 8, equal8, hash8);
  RtHmap *h = rt_makemap_small();
  uint64_t key = 1;
  rt_mapassign(&race_kit.mt, h, &key);
  h->flags |= WRITING;
  rt_mapassign(&race_kit.mt, h, &key);
}

static GO_CODE void assign_to_nil(void) {
  uint64_t key = 1;
  make_kit(&race_kit, 8, 8, equal8, hash8);
  rt_mapassign(&race_kit.mt, NULL, &key);
}

Test(map_fatal, failures) {
  Outcome o = run_program(assign_while_writing);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text, "fatal error: concurrent map writes\n"), "%s",
            o.text);
  o = run_program(assign_to_nil);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text, "panic: assignment to entry in nil map\n\n"
                                "goroutine 1 [running]:\n"));
}
