/* Tests of strings, UTF-8 and complex division. */
#include "../rt.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "../testing.h"

TestSuite(str, .init = rt_init);

/* U+0000..U+10FFFF: encoding and decoding are inverse, surrogates are not
   runes. */
Test(str, every_rune) {
  for (int64_t r = 0; r <= 0x110010; r++) {
    uint8_t buf[4];
    RtString s = rt_intstring(buf, r);
    bool good = r <= 0x10ffff && !(r >= 0xd800 && r <= 0xdfff);
    int64_t next = 0;
    uint32_t back = rt_decoderune(buf, s.len, 0, &next);
    cr_assert_eq(back, good ? r : 0xfffd);
    cr_assert_eq(next, s.len);
    cr_assert_eq(s.len, !good         ? 3
                        : r < 0x80    ? 1
                        : r < 0x800   ? 2
                        : r < 0x10000 ? 3
                                      : 4);
    cr_assert_eq(rt_countrunes(buf, s.len), 1);
  }
  uint8_t buf[4];
  cr_assert_eq(rt_intstring(buf, -1).len, 3);
  cr_assert_eq(rt_intstring(NULL, INT64_MAX).len, 3);
}

/* A direct reading of the table in RFC 3629: length of the sequence that
   starts at s, 0 if there is none. */
static int sequence(const uint8_t *s, int n) {
  static const struct {
    uint8_t lo, hi, len, lo2, hi2;
  } rows[] = {
      {0x00, 0x7f, 1, 0,    0   },
      {0xc2, 0xdf, 2, 0x80, 0xbf},
      {0xe0, 0xe0, 3, 0xa0, 0xbf},
      {0xe1, 0xec, 3, 0x80, 0xbf},
      {0xed, 0xed, 3, 0x80, 0x9f},
      {0xee, 0xef, 3, 0x80, 0xbf},
      {0xf0, 0xf0, 4, 0x90, 0xbf},
      {0xf1, 0xf3, 4, 0x80, 0xbf},
      {0xf4, 0xf4, 4, 0x80, 0x8f}
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    if (s[0] < rows[i].lo || s[0] > rows[i].hi || n < rows[i].len) {
      continue;
    }
    bool ok = rows[i].len == 1 || (s[1] >= rows[i].lo2 && s[1] <= rows[i].hi2);
    for (int k = 2; k < rows[i].len; k++) {
      ok = ok && (s[k] & 0xc0) == 0x80;
    }
    return ok ? rows[i].len : 0;
  }
  return 0;
}

/* Random bytes, biased to those that matter. */
Test(str, malformed) {
  static const uint8_t some[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0,
                                 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xf8, 0xff};
  for (int round = 0; round < 300000; round++) {
    uint8_t s[6];
    for (int i = 0; i < 6; i++) {
      s[i] = some[rt_random32() % RT_COUNT(some)];
    }
    int want = sequence(s, 5);
    int64_t next = 0;
    uint32_t r = rt_decoderune(s, 5, 0, &next);
    cr_assert_eq(next, want ? want : 1);
    cr_assert(want || r == 0xfffd);
  }
}

Test(str, runes_and_back) {
  const char *text = "a\xc3\xa4\xe2\x82\xac\xff\xf0\x9f\x98\x80";
  int64_t n = (int64_t)strlen(text);
  uint32_t buf[32];
  RtSlice runes;
  rt_stringtoslicerune(&runes, buf, (void *)(uintptr_t)text, n);
  const uint32_t want[] = {'a', 0xe4, 0x20ac, 0xfffd, 0x1f600};
  cr_assert_eq(runes.len, 5);
  cr_assert_eq(runes.p, (void *)buf);
  cr_assert_arr_eq((uint32_t *)runes.p, want, sizeof want);
  rt_stringtoslicerune(&runes, NULL, (void *)(uintptr_t)text, n);
  cr_assert_arr_eq((uint32_t *)runes.p, want, sizeof want);
  RtString s = rt_slicerunetostring(NULL, runes.p, runes.len);
  cr_assert_eq(s.len, n + 2);
  cr_assert_arr_eq(s.p, "a\xc3\xa4\xe2\x82\xac\xef\xbf\xbd\xf0\x9f\x98\x80",
                   13);
}

Test(str, concatenation) {
  RtString a[] = {RT_LIT("ab"), RT_LIT(""), RT_LIT("c")};
  uint8_t buf[32];
  RtString s = rt_concatstrings(buf, a, 3);
  cr_assert(s.len == 3 && s.p == buf && memcmp(s.p, "abc", 3) == 0);
  cr_assert_eq(rt_concatstrings(NULL, a, 2).p, a[0].p);
  cr_assert_eq(rt_concatstrings(NULL, &a[1], 1).len, 0);
}

Test(str, bytes) {
  RtSlice b;
  uint8_t buf[32], text[] = "0123456789";
  rt_stringtoslicebyte(&b, buf, text, 10);
  cr_assert(b.p == buf && b.len == 10 && b.cap == 32);
  rt_stringtoslicebyte(&b, NULL, text, 10);
  cr_assert(b.len == 10 && b.cap == 16 && memcmp(b.p, text, 10) == 0);
  RtString s = rt_slicebytetostring(NULL, text, 1);
  cr_assert(s.len == 1 && *s.p == '0');
  s = rt_slicebytetostring(NULL, text, 10);
  text[0] = 'x';
  cr_assert(s.len == 10 && *s.p == '0');
}

Test(str, order) {
  cr_assert_eq(
      rt_cmpstring((void *)(uintptr_t)"ab", 2, (void *)(uintptr_t)"abc", 3),
      -1);
  cr_assert_eq(
      rt_cmpstring((void *)(uintptr_t)"b", 1, (void *)(uintptr_t)"abc", 3), 1);
  cr_assert_eq(rt_cmpstring(NULL, 0, NULL, 0), 0);
  cr_assert_eq(
      rt_cmpstring((void *)(uintptr_t)"\xff", 1, (void *)(uintptr_t)"a", 1), 1);
}

static const uint64_t quotients[][6] = {
#define DIV(a, b, c, d, re, im) {a, b, c, d, re, im},
#include "complex_cases.def"
#undef DIV
};

static double as_double(uint64_t bits) {
  double v = 0;
  memcpy(&v, &bits, sizeof v);
  return v;
}

static bool same(double v, uint64_t want) {
  uint64_t bits = 0;
  memcpy(&bits, &v, sizeof v);
  return bits == want || (isnan(v) && isnan(as_double(want)));
}

Test(complex, division_is_that_of_gc) {
  for (size_t i = 0; i < RT_COUNT(quotients); i++) {
    const uint64_t *q = quotients[i];
    RtComplex r = rt_complex128div(as_double(q[0]), as_double(q[1]),
                                   as_double(q[2]), as_double(q[3]));
    cr_assert(same(r.re, q[4]) && same(r.im, q[5]), "row %zu", i);
  }
}
