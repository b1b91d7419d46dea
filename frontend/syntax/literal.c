/*
 * literal.c - what a regular expression cannot say about literals, names and
 * characters.
 *
 * scan.l matches literals too widely; the functions here find the first fault
 * and name it where gc does:
 *
 *   0x_g     '_' must separate successive digits
 *   08       invalid digit '8' in octal literal        (08.5 and 08i are fine)
 *   "\400"   octal escape value 256 > 255
 *
 * A faulty literal is still a literal token, with EXPR_F_BAD_LIT set, so that
 * type checking stays silent about it. Values are made by types/constant.c.
 *
 * A number has one fault at most: number_error drops all but the first, while
 * reading goes on, for the end tells whether it is an integer, and 08 is only
 * wrong for these. A quoted literal is abandoned at its first fault, too, but a
 * rune may also hold too little or too much:
 *
 *   ''     empty rune literal or unescaped '
 *   'ab'   more than one character in rune literal
 *   'a     newline in rune literal, or at the end of the text: not terminated
 *
 * Positions are those of gc: of the digit, of the backslash, of the literal.
 *
 * Bytes are looked at here, too, before anything is scanned (scan_validate):
 * a NUL, a byte that is no UTF-8 or a byte order mark is an error wherever it
 * stands, in comments and strings as well. So the scanner may let such bytes
 * pass. Letters above ASCII are few: names with them are checked one by one.
 */
#include "frontend/syntax/parse.h"

#include <inttypes.h>

enum {
  BYTE_ORDER_MARK = 0xFEFF,
  MAX_RUNE = 0x10FFFF,
  ESCAPE_ROOM = 16 /* for one rune as text: '\U0010ffff' */
};

typedef char RuneText[ESCAPE_ROOM + 16];

static bool is_decimal(char ch) { return ch >= '0' && ch <= '9'; }
static char lower(char ch) { return (char)(ch | 0x20); }

static bool is_hex(char ch) {
  return is_decimal(ch) || (lower(ch) >= 'a' && lower(ch) <= 'f');
}

static bool is_surrogate(uint32_t r) { return r - 0xD800 < 0x800; }

/* Decodes a rune; false for a byte that is no UTF-8 (width 1). */
static bool decode(const char *s, size_t len, uint32_t *rune, int *width) {
  *rune = utf8_decode(s, len, width);
  return *rune != 0xFFFD || *width > 1;
}

/* As Go's %#U: U+201C '"'. */
static const char *rune_name(uint32_t r, RuneText buf) {
  int n = snprintf(buf, sizeof(RuneText), "U+%04" PRIX32, r);
  if (r > MAX_RUNE || is_surrogate(r) || !rune_is_print(r))
    return buf;
  char utf8[4];
  int width = utf8_encode(utf8, r);
  snprintf(buf + n, sizeof(RuneText) - (size_t)n, " '%.*s'", width, utf8);
  return buf;
}

/* As Go's %q of a rune. */
static const char *rune_quote(uint32_t r, RuneText buf) {
  static const char control[] = "abtnvfr"; /* from 7 on */
  char utf8[4];
  if (r >= 7 && r <= 13)
    snprintf(buf, sizeof(RuneText), "'\\%c'", control[r - 7]);
  else if (r == '\'' || r == '\\')
    snprintf(buf, sizeof(RuneText), "'\\%c'", (int)r);
  else if (rune_is_print(r))
    snprintf(buf, sizeof(RuneText), "'%.*s'", utf8_encode(utf8, r), utf8);
  else if (r < 0x80)
    snprintf(buf, sizeof(RuneText), "'\\x%02" PRIx32 "'", r);
  else if (r < 0x10000)
    snprintf(buf, sizeof(RuneText), "'\\u%04" PRIx32 "'", r);
  else
    snprintf(buf, sizeof(RuneText), "'\\U%08" PRIx32 "'", r);
  return buf;
}

/* ------------------------------------------------------------------ text -- */

/* Length of the run of plain ASCII at s, without NULs: eight bytes at a time
   (a byte is zero iff subtracting 1 borrows into its top bit). */
static size_t plain_run(const char *s, const char *end) {
  const char *from = s;
  uint64_t w;
  while (end - s >= 8) {
    memcpy(&w, s, 8);
    if (((w - 0x0101010101010101u) | w) & 0x8080808080808080u)
      break;
    s += 8;
  }
  while (s < end && *s > 0)
    s++;
  return (size_t)(s - from);
}

void scan_validate(Parser *p) {
  const char *s = p->text, *end = s + p->len;
  for (;;) {
    s += plain_run(s, end);
    if (s == end)
      return;
    uint32_t rune;
    int width;
    if (*s == 0)
      parser_error(p, parser_pos(p, s), "invalid NUL character");
    bool valid = decode(s, (size_t)(end - s), &rune, &width);
    if (!valid)
      parser_error(p, parser_pos(p, s), "invalid UTF-8 encoding");
    else if (rune == BYTE_ORDER_MARK && s != p->text)
      parser_error(p, parser_pos(p, s),
                   "invalid BOM in the middle of the file");
    s += width;
  }
}

uint32_t scan_unicode_name(Parser *p, const char *s, uint32_t len) {
  RuneText buf;
  bool any = false;
  int width;
  for (uint32_t i = 0, rune; i < len; i += (uint32_t)width) {
    bool valid = decode(s + i, len - i, &rune, &width);
    if (!valid || rune == BYTE_ORDER_MARK) { /* gc reads on as if absent */
      if (!any)
        return (uint32_t)width;
      continue;
    }
    Pos pos = parser_pos(p, s + i);
    if (rune_is_digit(rune) && !any)
      parser_error(p, pos, "identifier cannot begin with digit %s",
                   rune_name(rune, buf));
    else if (!rune_is_digit(rune) && !rune_is_letter(rune))
      parser_error(p, pos, "invalid character %s in identifier",
                   rune_name(rune, buf));
    any = true;
  }
  return 0;
}

void scan_bad_char(Parser *p, Pos pos, uint8_t ch) {
  RuneText buf;
  parser_error(p, pos, "invalid character %s", rune_name(ch, buf));
}

/* The node of a literal token; faulty ones are marked. */
static Expr *new_literal(Parser *p, const char *s, uint32_t len, LitKind kind,
                         bool ok) {
  Expr *e = expr_new(p->c, EXPR_LITERAL, parser_pos(p, s));
  e->sub = (uint8_t)kind;
  e->flags = ok ? 0 : EXPR_F_BAD_LIT;
  e->lit.text = s;
  e->lit.len = len;
  return e;
}

/* --------------------------------------------------------------- numbers -- */

/* A number being checked: s[i] is next. Only its first fault is reported. */
typedef struct Number {
  Parser *p;
  const char *s;
  uint32_t len, i;
  int base;    /* 2, 8, 10, 16 */
  char prefix; /* 'x', 'o', 'b'; '0' for a plain leading 0; else 0 */
  bool separators, ok;
  LitKind kind;
  uint32_t bad_digit; /* the first digit too large for base, or 0 */
} Number;

/* As messages name a base. */
static const char *base_name(int base) {
  return base == 2    ? "binary"
         : base == 8  ? "octal"
         : base == 10 ? "decimal"
                      : "hexadecimal";
}

PRINTF(3, 4)
static void number_error(Number *n, uint32_t at, const char *fmt, ...) {
  if (!n->ok)
    return;
  n->ok = false;
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&n->p->c->arena, fmt, ap);
  va_end(ap);
  parser_error(n->p, parser_pos(n->p, n->s + at), "%s", text);
}

static char peek(const Number *n) {
  return n->i < n->len ? n->s[n->i] : (char)0;
}

/* 0x, 0o, 0b; a plain leading 0 is octal until a point or exponent. */
static void read_prefix(Number *n) {
  n->base = 10;
  if (n->s[0] != '0')
    return;
  char ch = n->len > 1 ? lower(n->s[1]) : (char)0;
  if (ch == 'x' || ch == 'o' || ch == 'b') {
    n->prefix = ch;
    n->base = ch == 'x' ? 16 : ch == 'o' ? 8 : 2;
    n->i = 2;
  } else {
    n->prefix = '0';
    n->base = 8;
  }
}

/* Reads digits and `_`; returns whether there was a digit. */
static bool read_digits(Number *n) {
  bool any = false;
  for (; n->i < n->len; n->i++) {
    char ch = n->s[n->i];
    if (ch == '_') {
      n->separators = true;
      continue;
    }
    if (!is_decimal(ch) && !(n->base == 16 && is_hex(ch)))
      break;
    any = true;
    if (n->base <= 10 && ch >= '0' + n->base && n->bad_digit == 0)
      n->bad_digit = n->i;
  }
  return any;
}

/* Digits, and behind a point more digits. */
static void read_mantissa(Number *n) {
  bool any = read_digits(n);
  if (peek(n) == '.') {
    n->kind = LIT_FLOAT;
    if (n->prefix == 'o' || n->prefix == 'b')
      number_error(n, n->i, "invalid radix point in %s literal",
                   base_name(n->base));
    n->i++;
    any |= read_digits(n);
  }
  if (!any)
    number_error(n, n->i, "%s literal has no digits", base_name(n->base));
}

/* e belongs to decimal mantissas, p to hexadecimal ones, which need it if
   they have a point. */
static void read_exponent(Number *n) {
  RuneText buf;
  char e = lower(peek(n));
  if (e != 'e' && e != 'p') {
    if (n->prefix == 'x' && n->kind == LIT_FLOAT)
      number_error(n, n->i, "hexadecimal mantissa requires a 'p' exponent");
    return;
  }
  if (e == 'e' && n->prefix && n->prefix != '0')
    number_error(n, n->i, "%s exponent requires decimal mantissa",
                 rune_quote((uint8_t)peek(n), buf));
  if (e == 'p' && n->prefix != 'x')
    number_error(n, n->i, "%s exponent requires hexadecimal mantissa",
                 rune_quote((uint8_t)peek(n), buf));
  n->kind = LIT_FLOAT;
  n->i++;
  if (peek(n) == '+' || peek(n) == '-')
    n->i++;
  n->base = 10;
  if (!read_digits(n))
    number_error(n, n->i, "exponent has no digits");
}

/* The first `_` that is not between digits; len if there is none. A base
   prefix counts as a digit. */
static uint32_t misplaced_separator(const Number *n) {
  bool hex = n->prefix == 'x';
  bool digit = n->prefix && n->prefix != '0'; /* what came before */
  bool separator = false;
  for (uint32_t i = digit ? 2 : 0; i < n->len; i++) {
    char ch = n->s[i];
    if (ch == '_') {
      if (!digit)
        return i;
      digit = false;
      separator = true;
      continue;
    }
    bool is_digit = is_decimal(ch) || (hex && is_hex(ch));
    if (!is_digit && separator)
      return i - 1;
    digit = is_digit;
    separator = false;
  }
  return separator ? n->len - 1 : n->len;
}

/* The most frequent numbers need no look: flex has matched digits alone. */
Expr *scan_integer(Parser *p, const char *s, uint32_t len) {
  return new_literal(p, s, len, LIT_INT, true);
}

/* Reads on behind a fault, to find the literal's kind. */
Expr *scan_number(Parser *p, const char *s, uint32_t len) {
  Number n = {.p = p, .s = s, .len = len, .ok = true, .kind = LIT_INT};
  RuneText buf;
  read_prefix(&n);
  int base = n.base;
  read_mantissa(&n);
  read_exponent(&n);
  if (peek(&n) == 'i')
    n.kind = LIT_IMAG;
  if (n.kind == LIT_INT && n.bad_digit)
    number_error(&n, n.bad_digit, "invalid digit %s in %s literal",
                 rune_quote((uint8_t)s[n.bad_digit], buf), base_name(base));
  if (n.separators && n.ok) {
    uint32_t at = misplaced_separator(&n);
    if (at < len)
      number_error(&n, at, "'_' must separate successive digits");
  }
  return new_literal(p, s, len, n.kind, n.ok);
}

/* --------------------------------------------------------------- escapes -- */

/* A quoted literal being checked. A byte behind its end reads as a newline. */
typedef struct Quoted {
  Parser *p;
  const char *s;
  uint32_t len, i;
  char quote;
  bool ok;
} Quoted;

/* The digits of a numeric escape: how many, in which base, up to what. */
typedef struct EscapeForm {
  uint32_t digits;
  int base;
  uint32_t max;
} EscapeForm;

/* The text may end inside of a literal. */
static bool at_file_end(const Quoted *q) {
  return q->s + q->i >= q->p->text + q->p->len;
}

PRINTF(2, 3) static void quoted_error(Quoted *q, const char *fmt, ...) {
  q->ok = false;
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&q->p->c->arena, fmt, ap);
  va_end(ap);
  parser_error(q->p, parser_pos(q->p, q->s + q->i), "%s", text);
}

static char quoted_peek(const Quoted *q) {
  return q->i < q->len ? q->s[q->i] : (char)'\n';
}

/* UINT32_MAX for what is no digit of any base. */
static uint32_t digit_value(char ch) {
  if (is_decimal(ch))
    return (uint32_t)(ch - '0');
  return is_hex(ch) ? (uint32_t)(lower(ch) - 'a' + 10) : UINT32_MAX;
}

/* Names the character that is no digit of the escape. */
static void bad_escape_digit(Quoted *q, int base) {
  RuneText buf;
  uint32_t rune = (uint8_t)quoted_peek(q);
  int width;
  if (q->i < q->len)
    decode(q->s + q->i, q->len - q->i, &rune, &width);
  quoted_error(q, "invalid character %s in %s escape", rune_quote(rune, buf),
               base_name(base));
}

/* Reads the digits of \377, \xff, \uffff or \U0010ffff. */
static void numeric_escape(Quoted *q, EscapeForm form) {
  RuneText buf;
  uint32_t v = 0;
  for (uint32_t k = 0; k < form.digits; k++, q->i++) {
    if (at_file_end(q))
      return; /* the caller says so */
    uint32_t d = digit_value(quoted_peek(q));
    if (d >= (uint32_t)form.base) {
      bad_escape_digit(q, form.base);
      return;
    }
    v = v * (uint32_t)form.base + d;
  }
  if (v > form.max && form.base == 8)
    quoted_error(q, "octal escape value %" PRIu32 " > 255", v);
  else if (v > form.max || is_surrogate(v))
    quoted_error(q, "escape is invalid Unicode code point %s",
                 rune_name(v, buf));
}

/* Checks an escape; q->i is just behind the backslash. */
static void check_escape(Quoted *q) {
  char ch = quoted_peek(q);
  if (ch == q->quote || (ch && strchr("abfnrtv\\", ch))) {
    q->i++;
    return;
  }
  EscapeForm form;
  switch (ch) {
  case '0':
  case '1':
  case '2':
  case '3':
  case '4':
  case '5':
  case '6':
  case '7': numeric_escape(q, (EscapeForm){3, 8, 255}); return;
  case 'x': form = (EscapeForm){2, 16, 255}; break;
  case 'u': form = (EscapeForm){4, 16, MAX_RUNE}; break;
  case 'U': form = (EscapeForm){8, 16, MAX_RUNE}; break;
  default:
    if (!at_file_end(q))
      quoted_error(q, "unknown escape");
    return;
  }
  q->i++;
  numeric_escape(q, form);
}

/* No closing quote: at the end of the file, or at the line's. */
static void unclosed(Quoted *q, const char *at_end, const char *at_newline) {
  Parser *p = q->p;
  bool file_end = q->s + q->len >= p->text + p->len;
  q->ok = false;
  if (file_end)
    parser_error(p, parser_pos(p, q->s), "%s", at_end);
  else
    parser_error(p, parser_pos(p, q->s + q->len), "%s", at_newline);
}

/* Reports every bad escape. */
Expr *scan_string(Parser *p, const char *s, uint32_t len) {
  Quoted q = {.p = p, .s = s, .len = len, .i = 1, .quote = '"', .ok = true};
  while (q.i < len && s[q.i] != '"') {
    char ch = s[q.i++];
    if (ch == '\\')
      check_escape(&q);
  }
  if (q.i >= len)
    unclosed(&q, "string not terminated", "newline in string");
  return new_literal(p, s, len, LIT_STRING, q.ok);
}

/* Counts the characters up to the closing quote. */
static uint32_t rune_characters(Quoted *q) {
  uint32_t n = 0, rune;
  int width;
  while (q->i < q->len && q->s[q->i] != '\'') {
    if (q->s[q->i] == '\\') {
      q->i++;
      check_escape(q);
      n++;
      continue;
    }
    n += decode(q->s + q->i, q->len - q->i, &rune, &width);
    q->i += (uint32_t)width;
  }
  return n;
}

/* Silent about the number of characters if an escape was bad. */
Expr *scan_rune(Parser *p, const char *s, uint32_t len) {
  Quoted q = {.p = p, .s = s, .len = len, .i = 1, .quote = '\'', .ok = true};
  uint32_t n = rune_characters(&q);
  if (q.i >= len) {
    if (q.ok)
      unclosed(&q, "rune literal not terminated", "newline in rune literal");
    q.ok = false;
  } else if (q.ok && n == 0) {
    quoted_error(&q, "empty rune literal or unescaped '");
  } else if (q.ok && n != 1) {
    q.i = 0;
    quoted_error(&q, "more than one character in rune literal");
  }
  return new_literal(p, s, len, LIT_RUNE, q.ok);
}

/* Nothing in a raw string can be wrong but its end; types/constant.c drops its
   carriage returns. */
Expr *scan_raw_string(Parser *p, const char *s, uint32_t len, bool closed) {
  if (!closed)
    parser_error(p, parser_pos(p, s), "string not terminated");
  return new_literal(p, s, len, LIT_STRING, closed);
}
