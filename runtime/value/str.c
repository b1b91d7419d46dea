/*
 * str.c - strings, runes, bytes.
 *
 * A string is immutable bytes, by habit UTF-8. Conversions take an optional
 * buffer in the caller's frame, for results that do not outlive it.
 *
 * UTF-8: a leading byte says how many continuation bytes 10xxxxxx follow. The
 * decoder accepts exactly the shortest encodings of U+0000..U+10FFFF without
 * surrogates; every byte that begins no such sequence is U+FFFD of width 1.
 *
 *   length  leading byte  values
 *     2     110xxxxx      80 .. 7FF
 *     3     1110xxxx      800 .. FFFF, not D800 .. DFFF
 *     4     11110xxx      10000 .. 10FFFF
 *
 * In "h\xe9llo" (Latin-1) the second byte promises two continuation bytes that
 * do not follow: ranging over it yields 'h', U+FFFD, 'l', 'l', 'o'.
 */
#include <string.h>

#include "../rt.h"

enum {
  TMP_BUF = 32, /* bytes, or runes, of the caller's buffer */
  RUNE_ERROR = 0xfffd,
  RUNE_MAX = 0x10ffff,
  SURROGATE_MIN = 0xd800,
  SURROGATE_MAX = 0xdfff,
};

const uint64_t rt_staticuint64s[256] = {
#define ROW(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
    ROW(0),   ROW(8),   ROW(16),  ROW(24),  ROW(32),  ROW(40),  ROW(48),
    ROW(56),  ROW(64),  ROW(72),  ROW(80),  ROW(88),  ROW(96),  ROW(104),
    ROW(112), ROW(120), ROW(128), ROW(136), ROW(144), ROW(152), ROW(160),
    ROW(168), ROW(176), ROW(184), ROW(192), ROW(200), ROW(208), ROW(216),
    ROW(224), ROW(232), ROW(240), ROW(248)
#undef ROW
};

/* n bytes in the caller's buffer if they fit, else fresh. */
static uint8_t *bytes_for(uint8_t *buf, int64_t n) {
  if (buf && n <= TMP_BUF) {
    return buf;
  }
  return rt_mallocgc((uint64_t)n, NULL, false);
}

RtString rt_concat(const RtString *parts, int n) {
  return rt_concatstrings(NULL, (RtString *)(uintptr_t)parts, n);
}

/* A single non-empty operand is the result, unless its bytes may die before
   the result does. */
RtString rt_concatstrings(void *buf, void *array, int64_t n) {
  const RtString *a = array;
  int64_t total = 0, last = 0, count = 0;
  for (int64_t i = 0; i < n; i++) {
    if (a[i].len != 0) {
      if (__builtin_add_overflow(total, a[i].len, &total)) {
        rt_throw("string concatenation too long");
      }
      last = i;
      count++;
    }
  }
  if (count == 0) {
    return (RtString){NULL, 0};
  }
  if (count == 1 && (buf || !rt_on_stack(rt_getg(), a[last].p))) {
    return a[last];
  }
  uint8_t *p = bytes_for(buf, total), *end = p;
  for (int64_t i = 0; i < n; i++) {
    if (a[i].len != 0) {
      memcpy(end, a[i].p, (size_t)a[i].len);
      end += a[i].len;
    }
  }
  return (RtString){p, total};
}

/* The first eight bytes as a number that orders as they do. */
static uint64_t first_eight(const void *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return __builtin_bswap64(v);
}

/* The same of 1 to 7 bytes. The two halves may overlap: where they do the first
   one has decided. */
static uint64_t few_bytes(const uint8_t *p, int64_t n) {
  if (n >= 4) {
    uint32_t high, low;
    memcpy(&high, p, sizeof high);
    memcpy(&low, p + n - 4, sizeof low);
    return (uint64_t)__builtin_bswap32(high) << 32 | __builtin_bswap32(low);
  }
  return (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
}

/* Mostly the first bytes decide: no call then, and no branches on lengths. */
int64_t rt_cmpstring(void *p, int64_t n, void *q, int64_t m) {
  int64_t shorter = n < m ? n : m;
  int order = 0;
  if (RT_LIKELY(shorter >= 8)) {
    uint64_t a = first_eight(p), b = first_eight(q);
    if (a != b) {
      return a < b ? -1 : 1;
    }
    order =
        memcmp((const char *)p + 8, (const char *)q + 8, (size_t)shorter - 8);
  } else if (shorter > 0) {
    uint64_t a = few_bytes(p, shorter), b = few_bytes(q, shorter);
    order = (a > b) - (a < b);
  }
  if (order != 0) {
    return order < 0 ? -1 : 1;
  }
  return (n > m) - (n < m);
}

/* string(b): copies, except that strings of one byte are shared. */
RtString rt_slicebytetostring(void *buf, void *p, int64_t n) {
  if (n == 0) {
    return (RtString){NULL, 0};
  }
  if (n == 1) { /* little endian: the low byte comes first */
    uint8_t byte = *(uint8_t *)p;
    return (RtString){(const uint8_t *)&rt_staticuint64s[byte], 1};
  }
  uint8_t *q = bytes_for(buf, n);
  memmove(q, p, (size_t)n);
  return (RtString){q, n};
}

/* []byte(s). The capacity is the whole size class, zeroed behind the text:
   append may use it. */
void rt_stringtoslicebyte(void *out, void *buf, void *p, int64_t n) {
  RtSlice *s = out;
  if (buf && n <= TMP_BUF) {
    memset(buf, 0, TMP_BUF);
    *s = (RtSlice){buf, n, TMP_BUF};
  } else {
    uint64_t cap = rt_round_up_size((uint64_t)n);
    *s = (RtSlice){rt_mallocgc(cap, NULL, true), n, (int64_t)cap};
  }
  if (n != 0) {
    memcpy(s->p, p, (size_t)n);
  }
}

/* --------------------------------------------------------------- UTF-8 -- */

RT_INLINE bool is_continuation(uint8_t b) { return (b & 0xc0) == 0x80; }

/* Decodes the sequence of `width` bytes at s; RUNE_ERROR if it is wrong. */
static uint32_t decode_long(const uint8_t *s, int width) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  uint32_t r = s[0] & (0x7fu >> width);
  for (int i = 1; i < width; i++) {
    if (!is_continuation(s[i])) {
      return RUNE_ERROR;
    }
    r = r << 6 | (s[i] & 0x3f);
  }
  bool ok = r >= least[width] && r <= RUNE_MAX &&
            !(r >= SURROGATE_MIN && r <= SURROGATE_MAX);
  return ok ? r : RUNE_ERROR;
}

/* One rune of s[0..n), n > 0; *width is 1 for what is not UTF-8. */
static uint32_t decode(const uint8_t *s, int64_t n, int *width) {
  uint8_t b = s[0];
  *width = 1;
  if (b < 0x80) {
    return b;
  }
  int len = b >= 0xf8 ? 1 : b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
  if (len == 1 || n < len) {
    return RUNE_ERROR;
  }
  uint32_t r = decode_long(s, len);
  if (r != RUNE_ERROR || (len == 3 && s[0] == 0xef && s[1] == 0xbf &&
                          s[2] == 0xbd)) { /* U+FFFD spelt out */
    *width = len;
  }
  return r;
}

/* What is no rune is written as U+FFFD. */
static int encode(uint8_t *out, uint32_t r) {
  if (r > RUNE_MAX || (r >= SURROGATE_MIN && r <= SURROGATE_MAX)) {
    r = RUNE_ERROR;
  }
  if (r < 0x80) {
    out[0] = (uint8_t)r;
    return 1;
  }
  int len = r < 0x800 ? 2 : r < 0x10000 ? 3 : 4;
  for (int i = len - 1; i > 0; i--) {
    out[i] = (uint8_t)(0x80 | (r & 0x3f));
    r >>= 6;
  }
  out[0] = (uint8_t)((0xf00 >> len) | r);
  return len;
}

/* The rune at p[at], for `range`; stores the index of the next one. */
uint32_t rt_decoderune(void *p, int64_t n, int64_t at, void *next) {
  int width = 1;
  uint32_t r = RUNE_ERROR;
  if (at < n) {
    r = decode((uint8_t *)p + at, n - at, &width);
  }
  *(int64_t *)next = at + width;
  return r;
}

enum {
  ASCII_STEP = 8
};

/* Whether the next eight bytes are eight runes. */
static bool all_ascii(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return (v & 0x8080808080808080) == 0;
}

/* What `range` over the string would count. */
int64_t rt_countrunes(void *p, int64_t n) {
  int64_t count = 0;
  for (int64_t at = 0; at < n; count++) {
    int width = 1;
    while (at + ASCII_STEP <= n && all_ascii((uint8_t *)p + at)) {
      at += ASCII_STEP;
      count += ASCII_STEP;
    }
    if (at == n) {
      break;
    }
    decode((uint8_t *)p + at, n - at, &width);
    at += width;
  }
  return count;
}

/* string(r) of a rune; what is none becomes "\uFFFD". */
RtString rt_intstring(void *buf, int64_t rune) {
  uint8_t *p = buf ? buf : rt_mallocgc(4, NULL, true);
  bool fits = rune >= 0 && rune <= RUNE_MAX;
  return (RtString){p, encode(p, fits ? (uint32_t)rune : RUNE_ERROR)};
}

/* string(r) of a []rune: measures, then writes. */
RtString rt_slicerunetostring(void *buf, void *runes, int64_t n) {
  const uint32_t *r = runes;
  uint8_t tmp[4];
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++) {
    total += encode(tmp, r[i]);
  }
  if (total == 0) {
    return (RtString){NULL, 0};
  }
  uint8_t *p = bytes_for(buf, total), *end = p;
  for (int64_t i = 0; i < n; i++) {
    end += encode(end, r[i]);
  }
  return (RtString){p, total};
}

/* []rune(s), with a capacity as of []byte(s). */
void rt_stringtoslicerune(void *out, void *buf, void *p, int64_t n) {
  RtSlice *s = out;
  int64_t count = rt_countrunes(p, n), i = 0;
  if (buf && count <= TMP_BUF) {
    memset(buf, 0, TMP_BUF * sizeof(uint32_t));
    *s = (RtSlice){buf, count, TMP_BUF};
  } else {
    uint64_t size = rt_round_up_size((uint64_t)count * sizeof(uint32_t));
    *s = (RtSlice){rt_mallocgc(size, NULL, false), count,
                   (int64_t)(size / sizeof(uint32_t))};
    memset((uint32_t *)s->p + count, 0,
           size - (uint64_t)count * sizeof(uint32_t));
  }
  const uint8_t *bytes = p;
  uint32_t *runes = s->p;
  for (int64_t at = 0; at < n; i++) {
    int width = 1;
    for (; at + ASCII_STEP <= n && all_ascii(bytes + at); at += ASCII_STEP) {
      for (int k = 0; k < ASCII_STEP; k++) {
        runes[i++] = bytes[at + k];
      }
    }
    if (at == n) {
      break;
    }
    runes[i] = decode(bytes + at, n - at, &width);
    at += width;
  }
}
