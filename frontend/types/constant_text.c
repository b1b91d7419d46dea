/*
 * constant_text.c - constants from literals, and their text in messages.
 *
 * Floating-point literals are kept exactly, as fractions, unless they are far
 * from 1: then they are rounded to 512 bits, in the very steps of Go's
 * math/big, because `1e5000 == 1e4999*10` depends on the last bit.
 *
 *     0.1     -> the fraction 1/10
 *     1e5000  -> 1 * 2^5000, times 5^5000 (576 bits), rounded to 512
 *
 * The scanner has said all there is to say about malformed literals
 * (syntax/literal.c): no message comes from here.
 *
 *     0b1_01  0o17  017  0x_F    underscores dropped; prefixes tell the base
 *     '\''  "\u00e9"  `\n`       escapes: bytes or runes; none in raw strings
 *     0x1p-2  1.5e3i             mantissa, exponent apart; i: imaginary part
 *
 * Text goes the other way for messages: large integers in full, floats with six
 * digits as %.6g prints them, strings quoted and cut.
 */
#include "frontend/types/constant.h"

#include <math.h>
#include <stdlib.h>

/* -------------------------------------------------------------- literals -- */

/* A number in parts: mantissa * base^-fraction * 10^exp10 * 2^exp2. */
typedef struct Scanned {
  mpz_t mantissa;
  int base;
  int64_t fraction; /* digits behind the point */
  int64_t exp10, exp2;
  bool ok;
} Scanned;

/* Skips a prefix such as 0x; `plain` is the base of numbers without one. */
static int skip_prefix(const char **s, size_t *len, int plain) {
  if (*len < 2 || (*s)[0] != '0')
    return plain;
  int letter = (*s)[1] | 0x20;
  int base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
  if (base == 0)
    return plain;
  *s += 2;
  *len -= 2;
  return base;
}

/* The exponent behind e or p; saturates, so that absurd ones stay absurd. */
static int64_t scan_exponent(const char *s, size_t len) {
  const int64_t limit = INT64_MAX / 64;
  bool negative = len && *s == '-';
  if (len && (*s == '-' || *s == '+'))
    s++, len--;
  int64_t e = 0;
  for (size_t i = 0; i < len; i++)
    if (s[i] != '_' && e < limit)
      e = e * 10 + (s[i] - '0');
  return negative ? -e : e;
}

/* Splits a number without sign. */
static void scan_number(Scanned *n, const char *s, size_t len, int plain) {
  *n = (Scanned){.ok = true};
  n->base = skip_prefix(&s, &len, plain);
  char *digits = malloc(len + 1);
  ASSERT(digits);
  size_t count = 0, i = 0;
  bool point = false;
  for (; i < len; i++) {
    char ch = (char)(s[i] | 0x20);
    if (ch == 'p' || (ch == 'e' && n->base == 10))
      break;
    if (s[i] == '.') {
      point = true;
    } else if (s[i] != '_') {
      digits[count++] = s[i];
      n->fraction += point;
    }
  }
  digits[count] = '\0';
  if (i < len)
    *((s[i] | 0x20) == 'p' ? &n->exp2 : &n->exp10) =
        scan_exponent(s + i + 1, len - i - 1);
  n->ok = mpz_init_set_str(n->mantissa, count ? digits : "0", n->base) == 0;
  free(digits);
}

/* The powers of 5 and 2 that the mantissa is to be multiplied by. */
static void powers(const Scanned *n, int64_t *five, int64_t *two) {
  *five = n->exp10;
  *two = n->exp10 + n->exp2;
  if (n->base == 10) {
    *five -= n->fraction;
    *two -= n->fraction;
  } else {
    *two -= n->fraction * (n->base == 16 ? 4 : n->base == 8 ? 3 : 1);
  }
}

/* p = 5^n in 576 bits. The squares have 640: those of math/big do. */
static void power_of_five(mpfr_ptr p, uint64_t n) {
  enum {
    EXACT = 27 /* 5^27 is the largest power that fits 64 bits */
  };
  mpfr_set_ui(p, 5, MPFR_RNDN);
  mpfr_pow_ui(p, p, n < EXACT ? n : EXACT, MPFR_RNDN);
  if (n <= EXACT)
    return;
  mpfr_t square;
  mpfr_init2(square, mpfr_get_prec(p) + 64);
  mpfr_set_ui(square, 5, MPFR_RNDN);
  for (n -= EXACT; n > 0; n >>= 1) {
    if (n & 1)
      mpfr_mul(p, p, square, MPFR_RNDN);
    mpfr_mul(square, square, square, MPFR_RNDN);
  }
  mpfr_clear(square);
}

/* f = the number in 512 bits; false: its exponent is out of all bounds. */
static bool scanned_to_real(mpfr_ptr f, const Scanned *n) {
  int64_t five, two;
  powers(n, &five, &two);
  int64_t bits = (int64_t)mpz_sizeinbase(n->mantissa, 2);
  if (mpz_sgn(n->mantissa) == 0) {
    mpfr_set_zero(f, 1);
    return true;
  }
  if (two + bits < INT32_MIN || two + bits > INT32_MAX)
    return false;
  mpfr_t m, p;
  mpfr_init2(m, bits < REAL_BITS ? REAL_BITS : (mpfr_prec_t)bits);
  mpfr_set_z(m, n->mantissa, MPFR_RNDN);
  mpfr_mul_2si(m, m, two, MPFR_RNDN);
  mpfr_init2(p, REAL_BITS + 64);
  power_of_five(p, (uint64_t)(five < 0 ? -five : five));
  if (five < 0)
    mpfr_div(f, m, p, MPFR_RNDN);
  else
    mpfr_mul(f, m, p, MPFR_RNDN);
  mpfr_clear(p);
  mpfr_clear(m);
  return true;
}

/* q *= base^exponent, without reducing the fraction. */
static void scale(mpq_ptr q, uint64_t base, int64_t exponent) {
  mpz_t p;
  mpz_init(p);
  mpz_ui_pow_ui(p, base, (uint64_t)(exponent < 0 ? -exponent : exponent));
  mpz_ptr part = exponent < 0 ? mpq_denref(q) : mpq_numref(q);
  mpz_mul(part, part, p);
  mpz_clear(p);
}

/* The number as a fraction, whatever its size. */
static const Const *scanned_exactly(Compiler *c, const Scanned *n) {
  int64_t five, two;
  powers(n, &five, &two);
  mpq_t q;
  mpq_init(q);
  mpq_set_z(q, n->mantissa);
  scale(q, 5, five);
  scale(q, 2, two);
  mpq_canonicalize(q);
  const Const *v = const_exact_mpq(c, q);
  mpq_clear(q);
  return v;
}

/* A zero of kind float. */
static const Const *zero_float(Compiler *c) {
  return const_to_float(c, const_int(c, 0));
}

/* Exact if the value is near enough to 1, else rounded to 512 bits. Unknown
   if the exponent is beyond what Go can hold. */
static const Const *float_literal(Compiler *c, const char *s, size_t len) {
  Scanned n;
  scan_number(&n, s, len, 10);
  mpfr_t f;
  real_init(f);
  const Const *v;
  if (!n.ok || !scanned_to_real(f, &n))
    v = const_unknown();
  else if (mpfr_zero_p(f)) /* exact zero, or too small for any exponent */
    v = zero_float(c);
  else if (real_is_small(f))
    v = scanned_exactly(c, &n);
  else
    v = const_from_real(c, f);
  mpfr_clear(f);
  mpz_clear(n.mantissa);
  return v;
}

/* A leading 0 without letter means octal. */
static const Const *int_literal(Compiler *c, const char *s, size_t len) {
  Scanned n;
  scan_number(&n, s, len, len > 1 && s[0] == '0' ? 8 : 10);
  const Const *v = n.ok ? const_from_mpz(c, n.mantissa) : const_unknown();
  mpz_clear(n.mantissa);
  return v;
}

/* n digits that the scanner has checked. */
static uint32_t digits_value(const char *s, int n, uint32_t base) {
  uint32_t v = 0;
  for (int i = 0; i < n; i++) {
    uint32_t d = s[i] <= '9' ? (uint32_t)(s[i] - '0')
                             : (uint32_t)((s[i] | 0x20) - 'a' + 10);
    v = v * base + d;
  }
  return v;
}

/* Decodes the escape behind a backslash; *is_byte: \x and octal ones give a
   byte, the others a rune. Returns the characters used, 0 if malformed. */
static size_t unescape(const char *s, size_t len, uint32_t *out,
                       bool *is_byte) {
  static const char from[] = "abfnrtv\\'\"", to[] = "\a\b\f\n\r\t\v\\'\"";
  *is_byte = false;
  if (len == 0)
    return 0;
  const char *simple = s[0] ? strchr(from, s[0]) : NULL;
  if (simple) {
    *out = (uint8_t)to[simple - from];
    return 1;
  }
  size_t skip = s[0] == 'x' || s[0] == 'u' || s[0] == 'U';
  size_t n = s[0] == 'x' ? 2 : s[0] == 'u' ? 4 : s[0] == 'U' ? 8 : 3;
  if (len < skip + n)
    return 0;
  *is_byte = s[0] == 'x' || !skip;
  *out = digits_value(s + skip, (int)n, skip ? 16 : 8);
  return skip + n;
}

/* Appends what `s` (inside the quotes) stands for. */
static void unquote(Text *out, const char *s, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (s[i] != '\\') {
      text_putc(out, s[i]);
      continue;
    }
    uint32_t r;
    bool is_byte;
    size_t used = unescape(s + i + 1, len - i - 1, &r, &is_byte);
    if (used == 0)
      return;
    i += used;
    if (is_byte)
      text_putc(out, (char)r);
    else
      text_rune(out, r);
  }
}

/* The bytes that an interpreted or raw string stands for. */
static const Const *string_literal(Compiler *c, const char *s, size_t len) {
  Text out = {0};
  if (len < 2)
    return const_unknown();
  if (s[0] == '"') {
    unquote(&out, s + 1, len - 2);
  } else {
    for (size_t i = 1; i < len - 1; i++)
      if (s[i] != '\r') /* carriage returns are not part of raw strings */
        text_putc(&out, s[i]);
  }
  size_t n = out.len;
  return const_from_bytes(c, text_take(&out, &c->arena), n);
}

/* Its value is that of the rune. */
static const Const *rune_literal(Compiler *c, const char *s, size_t len) {
  uint32_t r = 0;
  bool is_byte;
  int width;
  if (len < 3)
    return const_unknown();
  if (s[1] != '\\')
    r = utf8_decode(s + 1, len - 2, &width);
  else if (unescape(s + 2, len - 3, &r, &is_byte) == 0)
    return const_unknown();
  return const_int(c, r);
}

/* `text` is the literal as written, with quotes and, of imaginary ones, the i;
   malformed ones, which the scanner has reported, are unknown. */
const Const *const_from_literal(Compiler *c, LitKind kind, const char *text,
                                size_t len) {
  switch (kind) {
  case LIT_INT: return int_literal(c, text, len);
  case LIT_FLOAT: return float_literal(c, text, len);
  case LIT_IMAG:
    if (len == 0)
      return const_unknown();
    return const_from_complex(c, const_int(c, 0),
                              float_literal(c, text, len - 1));
  case LIT_RUNE: return rune_literal(c, text, len);
  case LIT_STRING: return string_literal(c, text, len);
  }
  UNREACHABLE();
}

/* ------------------------------------------------------------------ text -- */

/* A number that no double can hold: an approximate mantissa, moved at most
   once towards one digit before the point, as Go does. The mantissa is rounded
   without normalising it again: it may become 1. */
static void print_huge(Text *out, mpfr_ptr f) {
  static const double log10_of_2 = 0.30102999566398119521373889472449;
  double d = (double)mpfr_get_exp(f) * log10_of_2;
  mpfr_set_exp(f, 0);
  double m = mpfr_get_d(f, MPFR_RNDN);
  long e = (long)d;
  m *= pow(10, d - (double)e);
  if (fabs(m) < 1 - 0.5e-6) {
    m *= 10;
    e--;
  } else if (fabs(m) >= 10) {
    m /= 10;
    e++;
  }
  text_printf(out, "%.6ge%+ld", m, e);
}

/* Six digits, by way of a double if that can hold the value. */
static void print_float(Text *out, const Const *v) {
  mpfr_t f;
  real_init(f);
  const_get_real(f, v);
  double d = mpfr_get_d(f, MPFR_RNDN);
  if (isfinite(d) && (d == 0) == mpfr_zero_p(f))
    text_printf(out, "%.6g", d);
  else
    print_huge(out, f);
  mpfr_clear(f);
}

/* Quoted; long ones are cut to 69 runes and an ellipsis. */
static void print_string(Text *out, const Const *v) {
  enum {
    MAX_RUNES = 72,
    KEPT_RUNES = 69
  };
  Text quoted = {0};
  text_quote(&quoted, v->string.data, v->string.len);
  size_t at = 0, cut = 0, runes = 0;
  for (; at < quoted.len; runes++) {
    int width;
    if (runes == KEPT_RUNES)
      cut = at;
    utf8_decode(quoted.data + at, quoted.len - at, &width);
    at += (size_t)width;
  }
  text_append(out, quoted.data, runes > MAX_RUNES ? cut : quoted.len);
  if (runes > MAX_RUNES)
    text_puts(out, "...");
  text_free(&quoted);
}

/* All digits. */
static void print_big(Text *out, mpz_srcptr z) {
  char *digits = mpz_get_str(NULL, 10, z);
  text_puts(out, digits);
  free(digits);
}

/* Complex numbers as (re + imi), as go/constant does. */
static void print_const(Text *out, const Const *v) {
  switch ((Rep)v->rep) {
  case REP_UNKNOWN: text_puts(out, "unknown"); break;
  case REP_BOOL: text_puts(out, v->truth ? "true" : "false"); break;
  case REP_STRING: print_string(out, v); break;
  case REP_SMALL: text_printf(out, "%lld", (long long)v->small); break;
  case REP_BIG: print_big(out, &v->big); break;
  case REP_RATIONAL:
  case REP_REAL: print_float(out, v); break;
  case REP_COMPLEX:
    text_putc(out, '(');
    print_const(out, v->complex.re);
    text_puts(out, " + ");
    print_const(out, v->complex.im);
    text_puts(out, "i)");
    break;
  }
}

/* The value in messages; the source's text, if it is to be shown, is
   elsewhere. */
const char *const_text(Compiler *c, const Const *v) {
  Text out = {0};
  print_const(&out, v);
  return text_take(&out, &c->arena);
}
