/*
 * bytealg.c - the functions of package internal/bytealg.
 *
 * strings.IndexByte and its like end here. libc's memchr and memcmp choose the
 * best vector instructions of the machine at start-up; counting, and searching
 * for more than a byte or in a few bytes, compare 16 or 32 bytes at a time.
 *
 * A slice travels as pointer, length, capacity, a string as pointer, length.
 *
 *   strings.IndexByte("gopher", 'p') -> IndexByteString(p, 6, 'p') -> 2
 */
#include "../kernels/kernels.h"

#include <immintrin.h>

enum {
  VECTOR = 16,
  PAGE = 4096
};

/* Whether 16 bytes from p on lie in one page: those of a shorter text may be
   loaded with what lies behind them. */
static bool is_readable(const uint8_t *p) {
  return ((uintptr_t)p & (PAGE - 1)) <= PAGE - VECTOR;
}

/* A bit for each of the first n of 16 places, n > 0. */
static unsigned first_places(int64_t n) { return 0xffffU >> (VECTOR - n); }

/* A bit for each of 16 bytes that is c. */
static inline __attribute__((no_sanitize("address"))) unsigned
equal_bytes(const uint8_t *p, uint8_t c) {
  __m128i text = _mm_loadu_si128((const void *)p);
  __m128i equal = _mm_cmpeq_epi8(text, _mm_set1_epi8((char)c));
  return (unsigned)_mm_movemask_epi8(equal);
}

/* Where q, m >= 2 bytes, begins among the given ones of 16 places; -1: nowhere.
   Only where its first two and its last byte fit are the others compared. */
static inline int64_t among(const uint8_t *p, const uint8_t *q, int64_t m,
                            unsigned places) {
  places &= equal_bytes(p, q[0]) & equal_bytes(p + m - 1, q[m - 1]);
  if (m > 2)
    places &= equal_bytes(p + 1, q[1]);
  for (; places; places &= places - 1) {
    int at = __builtin_ctz(places);
    if (m <= 3 || memcmp(p + at + 2, q + 2, (size_t)m - 3) == 0)
      return at;
  }
  return -1;
}

/* Counts with vectors of 32 bytes; n is at least that. */
KERNEL_TARGET("avx2,popcnt")
static int64_t count_wide(const uint8_t *p, int64_t n, uint8_t c) {
  const __m256i wanted = _mm256_set1_epi8((char)c);
  const int64_t step = sizeof wanted;
  int64_t count = 0, i = 0;
  for (; i + step <= n; i += step) {
    __m256i text = _mm256_loadu_si256((const void *)(p + i));
    __m256i equal = _mm256_cmpeq_epi8(text, wanted);
    count += __builtin_popcount((unsigned)_mm256_movemask_epi8(equal));
  }
  /* The last 32 bytes without those that were counted. */
  __m256i text = _mm256_loadu_si256((const void *)(p + n - step));
  __m256i equal = _mm256_cmpeq_epi8(text, wanted);
  uint64_t last = (unsigned)_mm256_movemask_epi8(equal);
  return count + __builtin_popcount((unsigned)(last >> (step - (n - i))));
}

STD(int64_t, compare,
    (uint8_t *p, int64_t n, int64_t ncap, uint8_t *q, int64_t m, int64_t mcap),
    "internal/bytealg.Compare") {
  (void)ncap, (void)mcap;
  return rt_cmpstring(p, n, q, m);
}

STD(int64_t, count_string, (const uint8_t *p, int64_t n, uint8_t c),
    "internal/bytealg.CountString") {
  if (n >= 32 && kernel_has(KERNEL_AVX2) && kernel_has(KERNEL_POPCNT))
    return count_wide(p, n, c);
  int64_t count = 0;
  for (; n >= VECTOR; p += VECTOR, n -= VECTOR)
    count += __builtin_popcount(equal_bytes(p, c));
  for (int64_t i = 0; i < n; i++)
    count += p[i] == c;
  return count;
}

STD(int64_t, count, (const uint8_t *p, int64_t n, int64_t cap, uint8_t c),
    "internal/bytealg.Count") {
  (void)cap;
  return std_count_string(p, n, c);
}

STD(int64_t, index_byte_string, (const uint8_t *p, int64_t n, uint8_t c),
    "internal/bytealg.IndexByteString") {
  if (n > 0 && n <= VECTOR && is_readable(p)) {
    unsigned at = equal_bytes(p, c) & first_places(n);
    return at ? __builtin_ctz(at) : -1;
  }
  const uint8_t *found = n ? memchr(p, c, (size_t)n) : NULL;
  return found ? found - p : -1;
}

STD(int64_t, index_byte, (const uint8_t *p, int64_t n, int64_t cap, uint8_t c),
    "internal/bytealg.IndexByte") {
  (void)cap;
  return std_index_byte_string(p, n, c);
}

STD(int64_t, index_string,
    (const uint8_t *p, int64_t n, const uint8_t *q, int64_t m),
    "internal/bytealg.IndexString") {
  int64_t places = n - m + 1, i = 0;
  for (; places - i >= VECTOR; i += VECTOR) {
    int64_t at = among(p + i, q, m, ~0U);
    if (at >= 0)
      return i + at;
  }
  if (i >= places)
    return -1;
  if (i > 0) { /* again some that were looked at: nothing is there */
    i = places - VECTOR;
    int64_t at = among(p + i, q, m, ~0U);
    return at < 0 ? -1 : i + at;
  }
  if (is_readable(p) && is_readable(p + m - 1))
    return among(p, q, m, first_places(places));
  const uint8_t *found = memmem(p, (size_t)n, q, (size_t)m);
  return found ? found - p : -1;
}

STD(int64_t, index,
    (const uint8_t *p, int64_t n, int64_t ncap, const uint8_t *q, int64_t m,
     int64_t mcap),
    "internal/bytealg.Index") {
  (void)ncap, (void)mcap;
  return std_index_string(p, n, q, m);
}
