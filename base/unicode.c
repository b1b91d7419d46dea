/*
 * unicode.c - the character classes of Go's scanner and of %q.
 *
 * ASCII is decided here; the rest by binary search in ranges that
 * base/tools/mkunicode.go takes from the reference Go, so that the Unicode
 * version is Go 1.19's (13.0).
 */
#include "base/base.h"

typedef struct RuneRange {
  uint32_t lo, hi;
} RuneRange;

#include "base/unicode_tables.h"

static bool in_ranges(const RuneRange *t, size_t n, uint32_t r) {
  size_t lo = 0, hi = n;
  while (lo < hi) {
    size_t mid = lo + (hi - lo) / 2;
    if (t[mid].hi < r)
      lo = mid + 1;
    else
      hi = mid;
  }
  return lo < n && t[lo].lo <= r;
}

bool rune_is_letter(uint32_t r) {
  if (r < 0x80)
    return (r | 0x20) - 'a' < 26 || r == '_';
  return in_ranges(letters, COUNT(letters), r);
}

bool rune_is_digit(uint32_t r) {
  if (r < 0x80)
    return r - '0' < 10;
  return in_ranges(digits, COUNT(digits), r);
}

bool rune_is_upper(uint32_t r) {
  if (r < 0x80)
    return r - 'A' < 26;
  return in_ranges(uppers, COUNT(uppers), r);
}

bool rune_is_print(uint32_t r) {
  if (r < 0x80)
    return r >= ' ' && r < 0x7F;
  return in_ranges(printables, COUNT(printables), r);
}
