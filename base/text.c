/*
 * text.c - growing strings, and UTF-8.
 *
 * A zeroed Text is an empty string. Contents are always NUL-terminated, but
 * may hold NUL bytes themselves: `len` counts.
 *
 *   Text t = {0};
 *   text_printf(&t, "%s:%d", path, line);     grows as needed
 *   return text_take(&t, &c->arena);          into the arena; t is empty again
 *
 * UTF-8 in one table: the first byte tells how many follow, each with six bits.
 *
 *   bytes   first       from      fits
 *     1     0xxxxxxx    U+0000     7 bits
 *     2     110xxxxx    U+0080    11
 *     3     1110xxxx    U+0800    16
 *     4     11110xxx    U+10000   21
 *
 * A sequence must be as short as it can be and no surrogate; else its first
 * byte stands for U+FFFD alone, as in Go, and decoding goes on behind it.
 */
#include "base/base.h"

#include <stdlib.h>

/* Makes room for `more` bytes and the NUL. Doubling keeps the copies, taken
   together, shorter than the result. */
static void reserve(Text *t, size_t more) {
  if (t->len + more + 1 <= t->cap)
    return;
  size_t cap = t->cap ? t->cap * 2 : 64;
  while (cap < t->len + more + 1)
    cap *= 2;
  char *data = realloc(t->data, cap);
  ASSERT(data);
  t->data = data;
  t->cap = cap;
}

void text_append(Text *t, const char *s, size_t len) {
  reserve(t, len);
  if (len)
    memcpy(t->data + t->len, s, len);
  t->len += len;
  t->data[t->len] = '\0';
}

void text_putc(Text *t, char ch) { text_append(t, &ch, 1); }
void text_puts(Text *t, const char *s) { text_append(t, s, strlen(s)); }

/* Formats twice: once to learn the length, once into place. */
void text_vprintf(Text *t, const char *fmt, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int len = vsnprintf(NULL, 0, fmt, again);
  va_end(again);
  ASSERT(len >= 0);
  reserve(t, (size_t)len);
  vsnprintf(t->data + t->len, (size_t)len + 1, fmt, ap);
  t->len += (size_t)len;
}

void text_printf(Text *t, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  text_vprintf(t, fmt, ap);
  va_end(ap);
}

void text_rune(Text *t, uint32_t rune) {
  char buf[4];
  text_append(t, buf, (size_t)utf8_encode(buf, rune));
}

/* One rune inside quotes, as strconv.Quote writes it. */
static void quote_rune(Text *t, uint32_t r, const char *bytes, int width) {
  static const struct {
    char from, to;
  } escapes[] = {
      {'\a', 'a' },
      {'\b', 'b' },
      {'\f', 'f' },
      {'\n', 'n' },
      {'\r', 'r' },
      {'\t', 't' },
      {'\v', 'v' },
      {'"',  '"' },
      {'\\', '\\'}
  };
  for (size_t i = 0; i < COUNT(escapes); i++)
    if (r == (uint32_t)escapes[i].from) {
      text_printf(t, "\\%c", escapes[i].to);
      return;
    }
  if (r == 0xFFFD && width == 1)
    text_printf(t, "\\x%02x", (uint8_t)bytes[0]);
  else if (rune_is_print(r))
    text_append(t, bytes, (size_t)width);
  else if (r < ' ' || r == 0x7F)
    text_printf(t, "\\x%02x", r);
  else if (r < 0x10000)
    text_printf(t, "\\u%04x", r);
  else
    text_printf(t, "\\U%08x", r);
}

void text_quote(Text *t, const char *s, size_t len) {
  text_putc(t, '"');
  for (size_t i = 0; i < len;) {
    int width;
    uint32_t r = utf8_decode(s + i, len - i, &width);
    quote_rune(t, r, s + i, width);
    i += (size_t)width;
  }
  text_putc(t, '"');
}

char *text_take(Text *t, Arena *a) {
  char *p = arena_strndup(a, t->data ? t->data : "", t->len);
  text_free(t);
  return p;
}

void text_free(Text *t) {
  free(t->data);
  *t = (Text){0};
}

/* The bytes 0xC0, 0xC1 could only begin what a shorter sequence says, those
   above 0xF4 only what lies behind U+10FFFF. */
uint32_t utf8_decode(const char *s, size_t len, int *width) {
  const uint8_t *p = (const uint8_t *)s;
  *width = 1;
  if (len == 0)
    return 0xFFFD;
  if (p[0] < 0x80)
    return p[0];
  int n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  if (p[0] < 0xC2 || p[0] > 0xF4 || len < (size_t)n)
    return 0xFFFD;
  static const uint8_t lead_mask[] = {0, 0, 0x1F, 0x0F, 0x07};
  uint32_t r = p[0] & lead_mask[n];
  for (int i = 1; i < n; i++) {
    if ((p[i] & 0xC0) != 0x80)
      return 0xFFFD;
    r = r << 6 | (p[i] & 0x3F);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (r < least[n] || r > 0x10FFFF || (r >= 0xD800 && r <= 0xDFFF))
    return 0xFFFD;
  *width = n;
  return r;
}

/* Fills the bytes from the last: each takes six bits off. */
int utf8_encode(char out[4], uint32_t r) {
  if (r > 0x10FFFF || (r >= 0xD800 && r <= 0xDFFF))
    r = 0xFFFD;
  if (r < 0x80) {
    out[0] = (char)r;
    return 1;
  }
  int n = r < 0x800 ? 2 : r < 0x10000 ? 3 : 4;
  static const uint8_t lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (int i = n - 1; i > 0; i--, r >>= 6)
    out[i] = (char)(0x80 | (r & 0x3F));
  out[0] = (char)(lead[n] | r);
  return n;
}
