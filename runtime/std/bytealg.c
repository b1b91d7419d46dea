/*
 * bytealg.c - the functions of package internal/bytealg.
 *
 * strings.IndexByte and its like end here. libc's memchr and memcmp choose the
 * best vector instructions of the machine at start-up; counting is a loop that
 * the C compiler turns into vector code.
 *
 * A slice travels as pointer, length, capacity, a string as pointer, length.
 *
 *   strings.IndexByte("gopher", 'p') -> IndexByteString(p, 6, 'p') -> 2
 */
#include <string.h>

#include "std.h"

STD(int64_t, compare,
    (uint8_t *p, int64_t n, int64_t ncap, uint8_t *q, int64_t m, int64_t mcap),
    "internal/bytealg.Compare") {
  (void)ncap, (void)mcap;
  return rt_cmpstring(p, n, q, m);
}

STD(int64_t, count_string, (const uint8_t *p, int64_t n, uint8_t c),
    "internal/bytealg.CountString") {
  int64_t count = 0;
  for (int64_t i = 0; i < n; i++) {
    count += p[i] == c;
  }
  return count;
}

STD(int64_t, count, (const uint8_t *p, int64_t n, int64_t cap, uint8_t c),
    "internal/bytealg.Count") {
  (void)cap;
  return std_count_string(p, n, c);
}

STD(int64_t, index_byte_string, (const uint8_t *p, int64_t n, uint8_t c),
    "internal/bytealg.IndexByteString") {
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
