/*
 * constant.c - exact constants: construction, access, arithmetic.
 *
 * Go's constants are numbers, not machine words: `1 << 100 >> 98` is 4. Three
 * files share the work (constant.h has the representation):
 *
 *   constant.c          values, operators, comparison
 *   constant_convert.c  between kinds; rounding to the types of the language
 *   constant_text.c     literals in, message text out
 *
 * Example: `1/3.0` lifts both to rationals and gives 1/3 exactly; times 3 is
 * 1 again, so `const x int = 1/3.0*3` is legal. `math.Pi * 1e2000` has too
 * many bits for a fraction: it continues at 512 bits.
 *
 * A value is stored in the smallest representation that holds it exactly:
 *
 *   SMALL     fits into int64        1, -5, 'x', 4.0
 *   BIG       any other integer      1 << 100
 *   RATIONAL  fraction               0.5, 1/3.0
 *   REAL      512 bits, rounded      1e5000, math.Pi * 1e2000
 *   COMPLEX   two of the above       1 + 2i
 *
 * An operation lifts both sides to the larger of their representations, works
 * there, and stores the result as small as it can be. The kind (int, rune,
 * float ...) is another matter: 4.0 is a float constant that is stored as
 * SMALL, and 4.0 << 1 is legal because of it. Whoever asks for a kind gets the
 * larger of the two kinds, whatever the numbers are.
 *
 * Unknown is the value of what has been complained about. It takes part in all
 * operations, makes their results unknown, and equals nothing.
 *
 * Values are never changed. GMP's and MPFR's limbs lie in the arena, too, so
 * that nobody has to free a constant: temporaries use the libraries' own
 * memory, and only results are copied.
 */
#include "frontend/types/constant.h"

#include <math.h>

/* ---------------------------------------------------------- construction -- */

/* All fields but these two are the caller's. */
static Const *new_const(Compiler *c, ConstKind kind, Rep rep) {
  Const *v = NEW(&c->arena, Const);
  v->kind = (uint8_t)kind;
  v->rep = (uint8_t)rep;
  return v;
}

/* What v is to the language; a missing value counts as unknown. */
ConstKind const_kind(const Const *v) { return v ? v->kind : CONST_UNKNOWN; }

/* The value behind an error: it is accepted everywhere, silently. */
const Const *const_unknown(void) {
  static const Const unknown = {.kind = CONST_UNKNOWN, .rep = REP_UNKNOWN};
  return &unknown;
}

const Const *const_bool(Compiler *c, bool b) {
  (void)c;
  static const Const truths[] = {
      {.kind = CONST_BOOL, .rep = REP_BOOL, .truth = false},
      {.kind = CONST_BOOL, .rep = REP_BOOL, .truth = true }
  };
  return &truths[b];
}

const Const *const_int(Compiler *c, int64_t i) {
  Const *v = new_const(c, CONST_INT, REP_SMALL);
  v->small = i;
  return v;
}

/* Values above int64 need a BIG. */
const Const *const_uint(Compiler *c, uint64_t u) {
  if (u <= INT64_MAX)
    return const_int(c, (int64_t)u);
  mpz_t z;
  mpz_init_set_ui(z, u);
  const Const *v = const_from_mpz(c, z);
  mpz_clear(z);
  return v;
}

/* A read-only number with z's limbs copied to the arena. */
static __mpz_struct frozen(Compiler *c, mpz_srcptr z) {
  size_t n = mpz_size(z);
  mp_limb_t *limbs =
      arena_copy(&c->arena, mpz_limbs_read(z), n * sizeof *limbs);
  __mpz_struct r;
  mpz_roinit_n(&r, limbs, mpz_sgn(z) < 0 ? -(mp_size_t)n : (mp_size_t)n);
  return r;
}

/* An integer; small ones never become BIG. */
const Const *const_from_mpz(Compiler *c, mpz_srcptr z) {
  if (mpz_fits_slong_p(z))
    return const_int(c, mpz_get_si(z));
  Const *v = new_const(c, CONST_INT, REP_BIG);
  v->big = frozen(c, z);
  return v;
}

/* A fraction of any size. */
const Const *const_exact_mpq(Compiler *c, mpq_srcptr q) {
  Const *v = new_const(c, CONST_FLOAT, REP_RATIONAL);
  v->rational._mp_num = frozen(c, mpq_numref(q));
  v->rational._mp_den = frozen(c, mpq_denref(q));
  return v;
}

/* Whether z may be above or below the line of a fraction. */
static bool mpz_is_small(mpz_srcptr z) {
  return mpz_sgn(z) == 0 || mpz_sizeinbase(z, 2) < SMALL_EXP;
}

/* A fraction, or a REAL if it has become too large for one. */
const Const *const_from_mpq(Compiler *c, mpq_srcptr q) {
  if (mpz_is_small(mpq_numref(q)) && mpz_is_small(mpq_denref(q)))
    return const_exact_mpq(c, q);
  mpfr_t f;
  real_init(f);
  mpfr_set_q(f, q, MPFR_RNDN);
  const Const *v = const_from_real(c, f);
  mpfr_clear(f);
  return v;
}

/* Infinities and NaN are unknown; -0 becomes +0. */
const Const *const_from_real(Compiler *c, mpfr_srcptr f) {
  if (!mpfr_number_p(f))
    return const_unknown();
  Const *v = new_const(c, CONST_FLOAT, REP_REAL);
  size_t size = mpfr_custom_get_size(REAL_BITS);
  bool zero = mpfr_zero_p(f);
  void *limbs =
      zero ? arena_alloc(&c->arena, size)
           : arena_copy(&c->arena, mpfr_custom_get_significand(f), size);
  mpfr_custom_init_set(&v->real,
                       zero ? MPFR_ZERO_KIND : mpfr_custom_get_kind(f),
                       zero ? 0 : mpfr_get_exp(f), REAL_BITS, limbs);
  return v;
}

/* re + im i; unknown if a part is. */
const Const *const_from_complex(Compiler *c, const Const *re, const Const *im) {
  if (re->rep == REP_UNKNOWN || im->rep == REP_UNKNOWN)
    return const_unknown();
  Const *v = new_const(c, CONST_COMPLEX, REP_COMPLEX);
  v->complex.re = re;
  v->complex.im = im;
  return v;
}

const Const *const_imag_unit(Compiler *c, const Const *re, const Const *im) {
  return const_from_complex(c, const_real(c, re), const_real(c, im));
}

/* The exact value of a double; unknown if it is not finite. */
const Const *const_float(Compiler *c, double d) {
  if (!isfinite(d))
    return const_unknown();
  mpq_t q;
  mpq_init(q);
  mpq_set_d(q, d);
  const Const *v = const_from_mpq(c, q);
  mpq_clear(q);
  return v;
}

/* A string constant on bytes that are in the arena already. */
const Const *const_from_bytes(Compiler *c, const char *s, size_t len) {
  Const *v = new_const(c, CONST_STRING, REP_STRING);
  v->string.data = s;
  v->string.len = len;
  return v;
}

const Const *const_string(Compiler *c, const char *s, size_t len) {
  return const_from_bytes(c, arena_strndup(&c->arena, s, len), len);
}

/* ---------------------------------------------------------------- access -- */

bool const_bool_value(const Const *v) { return v->rep == REP_BOOL && v->truth; }

const char *const_string_value(const Const *v, size_t *len) {
  bool is_string = v->rep == REP_STRING;
  *len = is_string ? v->string.len : 0;
  return is_string ? v->string.data : "";
}

/* Whether v is an integer that fits; else *out is 0. */
bool const_int64(const Const *v, int64_t *out) {
  *out = v->rep == REP_SMALL ? v->small : 0;
  return v->rep == REP_SMALL;
}

bool const_uint64(const Const *v, uint64_t *out) {
  bool fits = (v->rep == REP_SMALL && v->small >= 0) ||
              (v->rep == REP_BIG && mpz_fits_ulong_p(&v->big));
  *out = fits ? const_bits(v) : 0;
  return fits;
}

/* Unknown and non-numeric values are positive: nothing divides by zero then. */
int const_sign(const Const *v) {
  switch ((Rep)v->rep) {
  case REP_SMALL: return (v->small > 0) - (v->small < 0);
  case REP_BIG: return mpz_sgn(&v->big);
  case REP_RATIONAL: return mpq_sgn(&v->rational);
  case REP_REAL: return mpfr_sgn(&v->real);
  case REP_COMPLEX:
    return const_sign(v->complex.re) || const_sign(v->complex.im);
  case REP_UNKNOWN: /* no follow-up "division by zero" */
  case REP_BOOL:
  case REP_STRING: return 1;
  }
  UNREACHABLE();
}

/* Bits of |v|; 0 for 0 and for what is no integer. */
uint32_t const_bit_len(const Const *v) {
  if (v->rep == REP_BIG)
    return (uint32_t)mpz_sizeinbase(&v->big, 2);
  if (v->rep != REP_SMALL || v->small == 0)
    return 0;
  uint64_t u = v->small < 0 ? -(uint64_t)v->small : (uint64_t)v->small;
  return 64 - (uint32_t)__builtin_clzll(u);
}

/* The low 64 bits in two's complement; what is no number has none. */
uint64_t const_bits(const Const *v) {
  switch ((Rep)v->rep) {
  case REP_BOOL: return v->truth;
  case REP_SMALL: return (uint64_t)v->small;
  case REP_BIG: {
    uint64_t low = mpz_get_ui(&v->big);
    return mpz_sgn(&v->big) < 0 ? -low : low;
  }
  case REP_RATIONAL: /* an integer typed constant that holds a fraction */
  case REP_REAL: {
    mpz_t z;
    mpz_init(z);
    mpfr_t f;
    real_init(f);
    const_get_real(f, v);
    mpfr_get_z(z, f, MPFR_RNDZ);
    uint64_t low = mpz_get_ui(z);
    bool negative = mpz_sgn(z) < 0;
    mpfr_clear(f);
    mpz_clear(z);
    return negative ? -low : low;
  }
  case REP_COMPLEX: return const_bits(v->complex.re);
  case REP_UNKNOWN:
  case REP_STRING: return 0;
  }
  UNREACHABLE();
}

const Const *const_real(Compiler *c, const Const *v) {
  (void)c;
  return v->rep == REP_COMPLEX ? v->complex.re : v;
}

/* Real numbers have the imaginary part 0. */
const Const *const_imag(Compiler *c, const Const *v) {
  if (v->rep == REP_UNKNOWN)
    return v;
  return v->rep == REP_COMPLEX ? v->complex.im : const_int(c, 0);
}

void constants_done(void) { mpfr_free_cache(); }

/* --------------------------------------------------------------- lifting -- */

/* MPFR's exponent range belongs to the thread: it is set anew each time,
   because rounding to machine formats narrows it. */
void real_init(mpfr_ptr f) {
  mpfr_set_emin(-2147483648L);
  mpfr_set_emax(2147483647L);
  mpfr_init2(f, REAL_BITS);
}

/* Whether a fraction is an affordable way to store f. */
bool real_is_small(mpfr_srcptr f) {
  if (mpfr_zero_p(f))
    return true;
  mpfr_exp_t e = mpfr_number_p(f) ? mpfr_get_exp(f) : SMALL_EXP;
  return -SMALL_EXP < e && e < SMALL_EXP;
}

/* The three below copy v to a number of the library; v must be one that
   fits. */
void const_get_mpz(mpz_ptr z, const Const *v) {
  if (v->rep == REP_SMALL)
    mpz_set_si(z, v->small);
  else
    mpz_set(z, &v->big);
}

void const_get_mpq(mpq_ptr q, const Const *v) {
  if (v->rep == REP_SMALL)
    mpq_set_si(q, v->small, 1);
  else if (v->rep == REP_BIG)
    mpq_set_z(q, &v->big);
  else
    mpq_set(q, &v->rational);
}

void const_get_real(mpfr_ptr f, const Const *v) {
  if (v->rep == REP_SMALL)
    mpfr_set_si(f, v->small, MPFR_RNDN);
  else if (v->rep == REP_BIG)
    mpfr_set_z(f, &v->big, MPFR_RNDN);
  else if (v->rep == REP_RATIONAL)
    mpfr_set_q(f, &v->rational, MPFR_RNDN);
  else
    mpfr_set(f, &v->real, MPFR_RNDN);
}

/* ------------------------------------------------------------- operators -- */

/* && and ||; == is const_compare's. */
static const Const *binary_bool(Compiler *c, Op op, bool x, bool y) {
  if (op == OP_LAND)
    return const_bool(c, x && y);
  return op == OP_LOR ? const_bool(c, x || y) : const_unknown();
}

/* x + y. If x's bytes end where its buffer's do, y's go right behind. */
static const Const *concatenate(Compiler *c, const Const *x, const Const *y) {
  size_t len = x->string.len + y->string.len;
  StringBuffer *b = x->string.buffer;
  if (!b || b->data != x->string.data || b->used != x->string.len ||
      b->cap < len) {
    b = NEW(&c->arena, StringBuffer);
    b->cap = len * 2;
    b->data = arena_alloc(&c->arena, b->cap);
    memcpy(b->data, x->string.data, x->string.len);
  }
  memcpy(b->data + x->string.len, y->string.data, y->string.len);
  b->used = len;
  Const *v = new_const(c, CONST_STRING, REP_STRING);
  v->string.data = b->data;
  v->string.len = len;
  v->string.buffer = b;
  return v;
}

/* The operators that cannot leave int64; NULL if this one may. */
static const Const *binary_small(Compiler *c, Op op, int64_t x, int64_t y) {
  int64_t r;
  switch (op) {
  case OP_ADD: return __builtin_add_overflow(x, y, &r) ? NULL : const_int(c, r);
  case OP_SUB: return __builtin_sub_overflow(x, y, &r) ? NULL : const_int(c, r);
  case OP_MUL: return __builtin_mul_overflow(x, y, &r) ? NULL : const_int(c, r);
  case OP_REM: return y == -1 ? const_int(c, 0) : const_int(c, x % y);
  case OP_AND: return const_int(c, x & y);
  case OP_OR: return const_int(c, x | y);
  case OP_XOR: return const_int(c, x ^ y);
  case OP_AND_NOT: return const_int(c, x & ~y);
  default: return NULL;
  }
}

/* z = x op y; false: not an operator of integers. */
static bool binary_mpz(mpz_ptr z, Op op, mpz_srcptr x, mpz_srcptr y) {
  switch (op) {
  case OP_ADD: mpz_add(z, x, y); return true;
  case OP_SUB: mpz_sub(z, x, y); return true;
  case OP_MUL: mpz_mul(z, x, y); return true;
  case OP_DIV: mpz_tdiv_q(z, x, y); return true;
  case OP_REM: mpz_tdiv_r(z, x, y); return true;
  case OP_AND: mpz_and(z, x, y); return true;
  case OP_OR: mpz_ior(z, x, y); return true;
  case OP_XOR: mpz_xor(z, x, y); return true;
  case OP_AND_NOT:
    mpz_com(z, y);
    mpz_and(z, z, x);
    return true;
  default: return false;
  }
}

/* Both operands are SMALL or BIG. Most operations end in int64. */
static const Const *binary_int(Compiler *c, Op op, const Const *x,
                               const Const *y) {
  if (x->rep == REP_SMALL && y->rep == REP_SMALL) {
    const Const *v = binary_small(c, op, x->small, y->small);
    if (v)
      return v;
  }
  mpz_t a, b, r;
  mpz_inits(a, b, r, NULL);
  const_get_mpz(a, x);
  const_get_mpz(b, y);
  const Const *v =
      binary_mpz(r, op, a, b) ? const_from_mpz(c, r) : const_unknown();
  mpz_clears(a, b, r, NULL);
  return v;
}

/* Lifts both operands to fractions; exact. */
static const Const *binary_rational(Compiler *c, Op op, const Const *x,
                                    const Const *y) {
  mpq_t a, b, r;
  mpq_inits(a, b, r, NULL);
  const_get_mpq(a, x);
  const_get_mpq(b, y);
  bool ok = true;
  switch (op) {
  case OP_ADD: mpq_add(r, a, b); break;
  case OP_SUB: mpq_sub(r, a, b); break;
  case OP_MUL: mpq_mul(r, a, b); break;
  case OP_DIV: mpq_div(r, a, b); break;
  default: ok = false; break;
  }
  const Const *v = ok ? const_from_mpq(c, r) : const_unknown();
  mpq_clears(a, b, r, NULL);
  return v;
}

/* Lifts both operands to 512 bits; rounds to nearest even. */
static const Const *binary_real(Compiler *c, Op op, const Const *x,
                                const Const *y) {
  mpfr_t a, b;
  real_init(a);
  real_init(b);
  const_get_real(a, x);
  const_get_real(b, y);
  bool ok = true;
  switch (op) {
  case OP_ADD: mpfr_add(a, a, b, MPFR_RNDN); break;
  case OP_SUB: mpfr_sub(a, a, b, MPFR_RNDN); break;
  case OP_MUL: mpfr_mul(a, a, b, MPFR_RNDN); break;
  case OP_DIV: mpfr_div(a, a, b, MPFR_RNDN); break;
  default: ok = false; break;
  }
  const Const *v = ok ? const_from_real(c, a) : const_unknown();
  mpfr_clear(a);
  mpfr_clear(b);
  return v;
}

/* An operation on parts of complex numbers, never the integer division. */
static const Const *part(Compiler *c, Op op, const Const *x, const Const *y) {
  return const_binary(c, op, x, y, false);
}

/* Multiplies or divides: a+bi by d+ei. */
static const Const *complex_product(Compiler *c, Op op, const Const *x,
                                    const Const *y) {
  const Const *a = const_real(c, x), *b = const_imag(c, x);
  const Const *d = const_real(c, y), *e = const_imag(c, y);
  const Const *ad = part(c, OP_MUL, a, d), *be = part(c, OP_MUL, b, e);
  const Const *bd = part(c, OP_MUL, b, d), *ae = part(c, OP_MUL, a, e);
  if (op == OP_MUL)
    return const_from_complex(c, part(c, OP_SUB, ad, be),
                              part(c, OP_ADD, bd, ae));
  const Const *norm =
      part(c, OP_ADD, part(c, OP_MUL, d, d), part(c, OP_MUL, e, e));
  const Const *re = part(c, OP_ADD, ad, be), *im = part(c, OP_SUB, bd, ae);
  return const_from_complex(c, part(c, OP_DIV, re, norm),
                            part(c, OP_DIV, im, norm));
}

/* Each step is normalised by itself, as in Go: (1+0i)*(2+0i) stays exact. */
static const Const *binary_complex(Compiler *c, Op op, const Const *x,
                                   const Const *y) {
  if (op == OP_ADD || op == OP_SUB)
    return const_from_complex(c,
                              part(c, op, const_real(c, x), const_real(c, y)),
                              part(c, op, const_imag(c, x), const_imag(c, y)));
  if (op == OP_MUL || op == OP_DIV)
    return complex_product(c, op, x, y);
  return const_unknown();
}

/* x op y at the larger representation of the two; unknown for operators that
   the kind does not have, and for division by zero. */
const Const *const_binary(Compiler *c, Op op, const Const *x, const Const *y,
                          bool integer_division) {
  Rep rep = x->rep > y->rep ? x->rep : y->rep;
  if (x->rep == REP_UNKNOWN || y->rep == REP_UNKNOWN)
    return const_unknown();
  if (rep >= REP_SMALL && op == OP_DIV && const_sign(y) == 0)
    return const_unknown(); /* reported by the checker before */
  if (rep <= REP_STRING && x->rep != y->rep)
    return const_unknown();
  switch (rep) {
  case REP_BOOL: return binary_bool(c, op, x->truth, y->truth);
  case REP_STRING: return op == OP_ADD ? concatenate(c, x, y) : const_unknown();
  case REP_SMALL:
  case REP_BIG:
    if (op == OP_DIV && !integer_division)
      return binary_rational(c, op, x, y);
    if (op == OP_REM && const_sign(y) == 0)
      return const_unknown();
    return binary_int(c, op, x, y);
  case REP_RATIONAL: return binary_rational(c, op, x, y);
  case REP_REAL: return binary_real(c, op, x, y);
  case REP_COMPLEX: return binary_complex(c, op, x, y);
  case REP_UNKNOWN: break;
  }
  return const_unknown();
}

/* 0 - x is exact in every representation. */
static const Const *negate(Compiler *c, const Const *x) {
  if (x->rep == REP_COMPLEX)
    return const_from_complex(c, negate(c, x->complex.re),
                              negate(c, x->complex.im));
  return const_binary(c, OP_SUB, const_int(c, 0), x, false);
}

/* ^x, limited to `bits` if that is not 0. */
static const Const *complement(Compiler *c, const Const *x, uint32_t bits) {
  if (x->rep != REP_SMALL && x->rep != REP_BIG)
    return const_unknown();
  mpz_t z;
  mpz_init(z);
  const_get_mpz(z, x);
  mpz_com(z, z);
  if (bits)
    mpz_fdiv_r_2exp(z, z, bits);
  const Const *v = const_from_mpz(c, z);
  mpz_clear(z);
  return v;
}

/* ^x of an unsigned type needs to know how many bits there are. */
const Const *const_unary(Compiler *c, Op op, const Const *x,
                         uint32_t unsigned_bits) {
  switch (op) {
  case OP_ADD: return x->rep >= REP_SMALL ? x : const_unknown();
  case OP_SUB: return x->rep >= REP_SMALL ? negate(c, x) : const_unknown();
  case OP_XOR: return complement(c, x, unsigned_bits);
  case OP_NOT:
    return x->rep == REP_BOOL ? const_bool(c, !x->truth) : const_unknown();
  default: return const_unknown();
  }
}

/* Shifts of integers; >> rounds towards minus infinity. */
const Const *const_shift(Compiler *c, Op op, const Const *x, uint32_t count) {
  if (x->rep != REP_SMALL && x->rep != REP_BIG)
    return const_unknown();
  mpz_t z;
  mpz_init(z);
  const_get_mpz(z, x);
  if (op == OP_SHL)
    mpz_mul_2exp(z, z, count);
  else
    mpz_fdiv_q_2exp(z, z, count);
  const Const *v = const_from_mpz(c, z);
  mpz_clear(z);
  return v;
}

/* ------------------------------------------------------------ comparison -- */

/* -1, 0, 1. */
static int compare_rational(const Const *x, const Const *y) {
  mpq_t a, b;
  mpq_inits(a, b, NULL);
  const_get_mpq(a, x);
  const_get_mpq(b, y);
  int r = mpq_cmp(a, b);
  mpq_clears(a, b, NULL);
  return r;
}

/* In 512 bits: at least one of them is not exact anyway. */
static int compare_real(const Const *x, const Const *y) {
  mpfr_t a, b;
  real_init(a);
  real_init(b);
  const_get_real(a, x);
  const_get_real(b, y);
  int r = mpfr_cmp(a, b);
  mpfr_clear(a);
  mpfr_clear(b);
  return r;
}

/* Bytewise, as Go compares strings. */
static int compare_string(const Const *x, const Const *y) {
  size_t n = x->string.len < y->string.len ? x->string.len : y->string.len;
  int r = memcmp(x->string.data, y->string.data, n);
  if (r)
    return r;
  return (x->string.len > y->string.len) - (x->string.len < y->string.len);
}

/* Negative, zero or positive; complex and bool: zero iff equal. */
static int compare(Compiler *c, const Const *x, const Const *y) {
  switch ((Rep)(x->rep > y->rep ? x->rep : y->rep)) {
  case REP_BOOL: return x->truth != y->truth;
  case REP_STRING: return compare_string(x, y);
  case REP_SMALL: return (x->small > y->small) - (x->small < y->small);
  case REP_BIG:
  case REP_RATIONAL: return compare_rational(x, y);
  case REP_REAL: return compare_real(x, y);
  case REP_COMPLEX:
    return compare(c, const_real(c, x), const_real(c, y)) != 0 ||
           compare(c, const_imag(c, x), const_imag(c, y)) != 0;
  case REP_UNKNOWN: break;
  }
  return 1;
}

/* Kinds have been made to agree; complex numbers know == and != only. */
bool const_compare(Compiler *c, Op op, const Const *x, const Const *y) {
  /* Go lifts an unknown to a complex number, which then differs. */
  if (x->rep == REP_UNKNOWN || y->rep == REP_UNKNOWN)
    return op == OP_NE && (x->rep == REP_COMPLEX || y->rep == REP_COMPLEX);
  if ((x->rep <= REP_STRING || y->rep <= REP_STRING) && x->rep != y->rep)
    return false;
  int r = compare(c, x, y);
  switch (op) {
  case OP_EQ: return r == 0;
  case OP_NE: return r != 0;
  case OP_LT: return r < 0;
  case OP_LE: return r <= 0;
  case OP_GT: return r > 0;
  case OP_GE: return r >= 0;
  default: return false;
  }
}
