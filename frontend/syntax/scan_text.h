/*
 * scan_text.h - where blanks, comments and names end: the loops of scan.l that
 * see most of a program's bytes.
 *
 * Names are looked at eight bytes at once, as one number, the first byte the
 * lowest. To compare each byte b with a bound in one addition, all being below
 * 0x80: b + (0x80 - lo) has its top bit set exactly if b >= lo.
 *
 *   "len(x)+1"  ->  6c 65 6e 28 78 29 2b 31
 *                   in in in out ...          a name of three bytes, whose hash
 *                                             is that of the number 6e656c
 *
 * Behind a text there are SOURCE_PADDING NULs, so that eight bytes may be read
 * at each of its bytes, and every loop meets an end.
 */
#ifndef FRONTEND_SYNTAX_SCAN_TEXT_H
#define FRONTEND_SYNTAX_SCAN_TEXT_H

#include "frontend/syntax/parse.h"

/* The byte behind a comment that begins at s, or the text's end if it is not
   closed. */
static char *comment_end(const Parser *p, char *s) {
  char *end = (char *)p->text + p->len;
  char last = s[1] == '/' ? '\n' : '/';
  for (char *q = s + 2; (q = memchr(q, last, (size_t)(end - q))); q++)
    if (last == '\n')
      return q;
    else if (q[-1] == '*' && q > s + 2)
      return q + 1;
  return end;
}

/* Steps over blanks, and over newlines if they are blanks here. */
static inline char *skip_blanks(const Parser *p, char *s) {
  uint64_t blanks =
      1ull << ' ' | 1ull << '\t' | 1ull << '\r' | (uint64_t)!p->nlsemi << '\n';
  while ((uint8_t)*s <= ' ' && blanks >> *s & 1)
    s++;
  return s;
}

#define EACH(byte) ((byte) * 0x0101010101010101u)

/* The top bit of each byte of w, all below 0x80, that is in [lo, hi]. */
static inline uint64_t in_range(uint64_t w, uint8_t lo, uint8_t hi) {
  return (w + EACH(0x80u - lo)) & ~(w + EACH(0x7fu - hi));
}

/* How many of the eight bytes in w, the first the lowest, are letters, digits
   or `_` before one that is not. */
static inline unsigned name_bytes(uint64_t w) {
  uint64_t ascii = w & EACH(0x7fu), blank = EACH(0x20u);
  uint64_t in = in_range(ascii | blank, 'a', 'z') | in_range(ascii, '0', '9') |
                in_range(ascii, '_', '_');
  uint64_t out = (~in | w) & EACH(0x80u);
  return out ? (unsigned)__builtin_ctzll(out) / 8 : 8;
}

/* A name under the scanner's eyes. */
typedef struct NameText {
  char *end;
  uint64_t hash;  /* name_hash_step */
  uint64_t bytes; /* of a name below eight bytes; else 0 */
} NameText;

/* The ASCII name at s. */
static inline NameText name_text(char *s) {
  NameText t = {0};
  uint64_t w;
  memcpy(&w, s, 8);
  unsigned n = name_bytes(w);
  if (n < 8)
    t.bytes = w & ~(~(uint64_t)0 << 8 * n);
  for (; n == 8; n = name_bytes(w)) {
    t.hash = name_hash_step(t.hash, w);
    s += 8;
    memcpy(&w, s, 8);
  }
  t.hash = name_hash_step(t.hash, w & ~(~(uint64_t)0 << 8 * n));
  t.end = s + n;
  return t;
}

/* The end of a name with bytes above 0x7f, whatever they mean. */
static char *unicode_name_end(char *s) {
  do
    s = name_text(s + ((*s & 0x80) != 0)).end;
  while (*s & 0x80);
  return s;
}

static inline bool is_letter(char ch) {
  return (uint8_t)((ch | 0x20) - 'a') < 26 || ch == '_';
}

#endif
