/* Tests of make and append: capacities are gc's. */
#include "../rt.h"

#include <criterion/criterion.h>
#include <string.h>

#include "../testing.h"

TestSuite(slice, .init = rt_init);

typedef struct GrowCase {
  uintptr_t size;
  int64_t have, wanted, cap;
} GrowCase;

static const GrowCase cases[] = {
#define GROW(size, have, wanted, cap) {size, have, wanted, cap},
#include "grow_cases.def"
#undef GROW
};

Test(slice, capacities_are_those_of_gc) {
  for (size_t i = 0; i < RT_COUNT(cases); i++) {
    const GrowCase *c = &cases[i];
    RtType t = make_type(RT_ARRAY, c->size, NULL);
    uint8_t *old = rt_makeslice(&t, c->have, c->have);
    size_t bytes = (size_t)c->have * c->size;
    memset(old, 0x5a, bytes);
    RtSlice s;
    rt_growslice(&s, &t, old, c->have, c->have, c->wanted);
    cr_assert_eq(s.len, c->have);
    cr_assert_eq(s.cap, c->cap, "size %lu, %ld -> %ld: %ld, not %ld", c->size,
                 c->have, c->wanted, s.cap, c->cap);
    cr_assert(bytes == 0 || memcmp(s.p, old, bytes) == 0);
    for (size_t k = bytes; k < (size_t)s.cap * c->size; k++) {
      cr_assert_eq(((uint8_t *)s.p)[k], 0);
    }
  }
}

Test(slice, no_size) {
  RtType t = make_type(RT_STRUCT, 0, NULL);
  RtSlice s;
  rt_growslice(&s, &t, NULL, 0, 0, 5);
  cr_assert_eq(s.cap, 5);
  cr_assert_eq(s.p, &rt_zerobase);
}

Test(slice, copies) {
  RtType t = make_type(RT_INT64, 8, NULL);
  int64_t from[3] = {1, 2, 3};
  int64_t *p = rt_makeslicecopy(&t, 5, 3, from);
  cr_assert(p[0] == 1 && p[2] == 3 && p[3] == 0 && p[4] == 0);
  p = rt_makeslicecopy(&t, 2, 3, from);
  cr_assert(p[0] == 1 && p[1] == 2);
}

static RtType word = {.size = 8, .kind = RT_INT};

static GO_CODE void negative_len(void) { rt_makeslice(&word, -1, -1); }
static GO_CODE void huge_len(void) {
  rt_makeslice(&word, (int64_t)1 << 60, (int64_t)1 << 60);
}
static GO_CODE void cap_below_len(void) { rt_makeslice(&word, 5, 4); }
static GO_CODE void huge_growth(void) {
  RtSlice s;
  rt_growslice(&s, &word, NULL, 0, 0, (int64_t)1 << 60);
}
static GO_CODE void overflowing_growth(void) {
  RtSlice s;
  rt_growslice(&s, &word, NULL, 8, 8, INT64_MIN);
}

Test(slice_panics, messages) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {negative_len,       "makeslice: len out of range"},
      {huge_len,           "makeslice: len out of range"},
      {cap_below_len,      "makeslice: cap out of range"},
      {huge_growth,        "growslice: cap out of range"},
      {overflowing_growth, "growslice: cap out of range"},
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    Outcome o = run_program(rows[i].fn);
    const char *prefix = "panic: runtime error: ";
    cr_assert_eq(o.status, 2);
    cr_assert(starts_with(o.text, prefix), "%s", o.text);
    cr_assert(starts_with(o.text + strlen(prefix), rows[i].text));
  }
}
