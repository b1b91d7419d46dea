/*
 * constant_convert.c - constants between kinds, and their rounding to types.
 *
 * Conversion between kinds is exact or fails. Rounding belongs to types: a
 * typed float constant holds exactly the value that the program will see, so
 * that `float32(0.1) == 0.1` is false at compile time as at run time.
 *
 * Example: 1e400 is a legal untyped constant; as float64 it would be infinite,
 * so it is not representable. 1e-400 is: it rounds to zero.
 *
 * Two questions are asked of this file, and they are different ones:
 *
 *   const_to_int(5.0)          which integer is this?    5
 *   const_to_int(5.5)                                    none: unknown
 *   const_represent(5.0, int)  may it be an int?         yes, as 5
 *   const_represent(300, uint8)                          no: it overflows
 *   const_represent(0.1, float32)                        yes, as 0.100000001...
 *
 * Why something does not fit (ConstFit) decides the words of the message:
 * "truncated", "overflows", "cannot use".
 */
#include "frontend/types/constant.h"

#include <math.h>

/* ----------------------------------------------------------------- kinds -- */

/* NULL if f has a fraction. */
static const Const *int_if_whole(Compiler *c, mpfr_srcptr f) {
  if (!mpfr_integer_p(f))
    return NULL;
  mpz_t z;
  mpz_init(z);
  mpfr_get_z(z, f, MPFR_RNDZ);
  const Const *v = const_from_mpz(c, z);
  mpz_clear(z);
  return v;
}

/* A real that misses an integer by the last few of its 512 bits is taken for
   one: earlier rounding is to blame. */
static const Const *real_to_int(Compiler *c, const Const *v) {
  enum {
    SLACK_BITS = 4
  };
  if (!real_is_small(&v->real))
    return const_unknown();
  const Const *r = int_if_whole(c, &v->real);
  if (r)
    return r;
  mpfr_t f;
  real_init(f);
  mpfr_set_prec(f, REAL_BITS - SLACK_BITS);
  mpfr_set(f, &v->real, MPFR_RNDZ);
  r = int_if_whole(c, f);
  if (!r) {
    mpfr_set(f, &v->real, MPFR_RNDA);
    r = int_if_whole(c, f);
  }
  mpfr_clear(f);
  return r ? r : const_unknown();
}

/* Complex numbers count if their imaginary part is zero. */
const Const *const_to_int(Compiler *c, const Const *v) {
  switch ((Rep)v->rep) {
  case REP_SMALL:
  case REP_BIG: return v;
  case REP_RATIONAL:
    if (mpz_cmp_ui(mpq_denref(&v->rational), 1) != 0)
      return const_unknown();
    return const_from_mpz(c, mpq_numref(&v->rational));
  case REP_REAL: return real_to_int(c, v);
  case REP_COMPLEX:
    if (const_sign(v->complex.im) != 0)
      return const_unknown();
    return const_to_int(c, v->complex.re);
  case REP_UNKNOWN:
  case REP_BOOL:
  case REP_STRING: return const_unknown();
  }
  UNREACHABLE();
}

/* Large integers become REALs, others fractions. */
const Const *const_to_float(Compiler *c, const Const *v) {
  switch ((Rep)v->rep) {
  case REP_SMALL:
  case REP_BIG: {
    mpq_t q;
    mpq_init(q);
    const_get_mpq(q, v);
    const Const *r = const_from_mpq(c, q);
    mpq_clear(q);
    return r;
  }
  case REP_RATIONAL:
  case REP_REAL: return v;
  case REP_COMPLEX:
    if (const_sign(v->complex.im) != 0)
      return const_unknown();
    return const_to_float(c, v->complex.re);
  case REP_UNKNOWN:
  case REP_BOOL:
  case REP_STRING: return const_unknown();
  }
  UNREACHABLE();
}

const Const *const_to_complex(Compiler *c, const Const *v) {
  if (v->rep == REP_COMPLEX)
    return v;
  if (v->rep < REP_SMALL)
    return const_unknown();
  return const_from_complex(c, v, const_int(c, 0));
}

/* ------------------------------------------------------- machine numbers -- */

/* A machine format: exponents as MPFR counts them (0.5 <= m < 1), the least
   one being that of the smallest subnormal. */
typedef struct FloatFormat {
  mpfr_prec_t bits;
  mpfr_exp_t emin, emax;
} FloatFormat;

static const FloatFormat float32_format = {24, -148, 128};
static const FloatFormat float64_format = {53, -1073, 1024};

/* v rounded once, to nearest even, subnormals included; may be infinite. */
static double round_to(const Const *v, const FloatFormat *format) {
  if (v->rep < REP_SMALL)
    return 0;
  if (v->rep == REP_COMPLEX)
    return round_to(v->complex.re, format);
  mpfr_t wide, f;
  real_init(wide);
  mpfr_init2(f, format->bits);
  int inexact;
  if (v->rep == REP_RATIONAL) {
    inexact = mpfr_set_q(f, &v->rational, MPFR_RNDN);
  } else {
    const_get_real(wide, v); /* large integers pass through 512 bits in Go */
    inexact = mpfr_set(f, wide, MPFR_RNDN);
  }
  mpfr_set_emin(format->emin);
  mpfr_set_emax(format->emax);
  inexact = mpfr_check_range(f, inexact, MPFR_RNDN);
  mpfr_subnormalize(f, inexact, MPFR_RNDN);
  double d = mpfr_get_d(f, MPFR_RNDN);
  mpfr_clear(f);
  mpfr_clear(wide);
  return d;
}

double const_float64(const Const *v) { return round_to(v, &float64_format); }

float const_float32(const Const *v) {
  return (float)round_to(v, &float32_format);
}

/* -------------------------------------------------------- representation -- */

/* Value range of an integer kind; bits 0: unlimited. */
typedef struct IntRange {
  uint8_t bits;
  bool is_signed;
} IntRange;

static const IntRange int_ranges[BASIC_COUNT] = {
    [BASIC_INT] = {64, true },
      [BASIC_INT8] = {8,  true },
    [BASIC_INT16] = {16, true },
      [BASIC_INT32] = {32, true },
    [BASIC_INT64] = {64, true },
      [BASIC_UINT] = {64, false},
    [BASIC_UINT8] = {8,  false},
      [BASIC_UINT16] = {16, false},
    [BASIC_UINT32] = {32, false},
      [BASIC_UINT64] = {64, false},
    [BASIC_UINTPTR] = {64, false},
};

/* Whether the integer v is a value of the range. */
static bool in_range(const Const *v, IntRange range) {
  if (range.bits == 0)
    return true;
  uint32_t bits = const_bit_len(v);
  if (!range.is_signed)
    return const_sign(v) >= 0 && bits <= range.bits;
  /* The least value, -2^(n-1), has one bit more than the others. */
  uint64_t magnitude =
      v->rep == REP_SMALL && v->small < 0 ? -(uint64_t)v->small : 0;
  if (bits == range.bits && magnitude)
    return (magnitude & (magnitude - 1)) == 0;
  return bits < range.bits;
}

/* NULL: no integer, or out of range. */
static const Const *represent_int(Compiler *c, const Const *v, BasicKind kind) {
  const Const *r = const_to_int(c, v);
  if (r->kind != CONST_INT || !in_range(r, int_ranges[kind]))
    return NULL;
  return r;
}

/* The value that a machine number holds, exactly; NULL if it is infinite. */
static const Const *round_float(Compiler *c, const Const *v,
                                const FloatFormat *format) {
  double d = round_to(v, format);
  return isfinite(d) ? const_float(c, d) : NULL;
}

/* NULL: no real number, or too large. */
static const Const *represent_float(Compiler *c, const Const *v,
                                    const FloatFormat *format) {
  const Const *f = const_to_float(c, v);
  return f->kind == CONST_FLOAT ? round_float(c, f, format) : NULL;
}

/* Both parts are rounded by themselves. */
static const Const *represent_complex(Compiler *c, const Const *v,
                                      const FloatFormat *format) {
  const Const *z = const_to_complex(c, v);
  if (z->kind != CONST_COMPLEX)
    return NULL;
  const Const *re = round_float(c, z->complex.re, format);
  const Const *im = round_float(c, z->complex.im, format);
  return re && im ? const_from_complex(c, re, im) : NULL;
}

/* The rounded value by kind of target; NULL: none. Untyped targets keep v. */
static const Const *represent(Compiler *c, const Const *v, BasicKind kind) {
  switch (kind) {
  case BASIC_BOOL:
  case BASIC_UNTYPED_BOOL: return v->kind == CONST_BOOL ? v : NULL;
  case BASIC_STRING:
  case BASIC_UNTYPED_STRING: return v->kind == CONST_STRING ? v : NULL;
  case BASIC_FLOAT32: return represent_float(c, v, &float32_format);
  case BASIC_FLOAT64: return represent_float(c, v, &float64_format);
  case BASIC_UNTYPED_FLOAT:
    return const_to_float(c, v)->kind == CONST_FLOAT ? v : NULL;
  case BASIC_COMPLEX64: return represent_complex(c, v, &float32_format);
  case BASIC_COMPLEX128: return represent_complex(c, v, &float64_format);
  case BASIC_UNTYPED_COMPLEX:
    return const_to_complex(c, v)->kind == CONST_COMPLEX ? v : NULL;
  case BASIC_INT:
  case BASIC_INT8:
  case BASIC_INT16:
  case BASIC_INT32:
  case BASIC_INT64:
  case BASIC_UINT:
  case BASIC_UINT8:
  case BASIC_UINT16:
  case BASIC_UINT32:
  case BASIC_UINT64:
  case BASIC_UINTPTR:
  case BASIC_UNTYPED_INT:
  case BASIC_UNTYPED_RUNE: return represent_int(c, v, kind);
  case BASIC_INVALID:
  case BASIC_UNSAFE_POINTER:
  case BASIC_UNTYPED_NIL:
  case BASIC_COUNT: return NULL;
  }
  return NULL;
}

/* Which of three complaints fits: wrong sort, fraction, or size. */
static ConstFit why_not(const Const *v, BasicKind kind) {
  bool numeric = v->kind >= CONST_INT;
  bool to_int = (kind >= BASIC_INT && kind <= BASIC_UINTPTR) ||
                kind == BASIC_UNTYPED_INT || kind == BASIC_UNTYPED_RUNE;
  bool to_numeric =
      to_int || (kind >= BASIC_FLOAT32 && kind <= BASIC_COMPLEX128) ||
      kind == BASIC_UNTYPED_FLOAT || kind == BASIC_UNTYPED_COMPLEX;
  if (!numeric || !to_numeric)
    return FIT_MISMATCH;
  return to_int && v->kind != CONST_INT ? FIT_TRUNCATED : FIT_OVERFLOWS;
}

const Const *const_represent(Compiler *c, const Const *v, BasicKind kind,
                             ConstFit *why) {
  const Const *r = v->kind == CONST_UNKNOWN ? v : represent(c, v, kind);
  if (why)
    *why = r ? FIT_OK : why_not(v, kind);
  return r;
}
