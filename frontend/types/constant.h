/*
 * constant.h - private to constant*.c: what a Const is made of.
 *
 * A value has a kind (what it is to the language) and a representation (how
 * it is stored). Representations are ordered; an operation first lifts both
 * operands to the larger one:
 *
 *   UNKNOWN < BOOL, STRING < SMALL < BIG < RATIONAL < REAL < COMPLEX
 *             kinds:          CONST_INT    CONST_FLOAT
 *
 * Invariants, the same as those of Go's own constant package, because they
 * decide which results are exact:
 *  - an integer that fits int64 is SMALL, never BIG;
 *  - a RATIONAL has fewer than 4096 bits above and below (literals excepted);
 *    a larger one becomes a REAL of 512 bits, which never turns back;
 *  - a REAL is finite, and its zero is +0;
 *  - the parts of a COMPLEX are integers or floats.
 *
 * Numbers of GMP and MPFR are stored with their limbs in the arena and are
 * only ever read afterwards, so nothing needs to be cleared.
 */
#ifndef FRONTEND_TYPES_CONSTANT_H
#define FRONTEND_TYPES_CONSTANT_H

#include <gmp.h>
#include <mpfr.h>

#include "frontend/types/types.h"

typedef enum Rep {
  REP_UNKNOWN,
  REP_BOOL,
  REP_STRING,
  REP_SMALL,
  REP_BIG,
  REP_RATIONAL,
  REP_REAL,
  REP_COMPLEX
} Rep;

enum {
  REAL_BITS = 512, /* precision of REALs */
  SMALL_EXP = 4096 /* bits, exponents: below this stay exact */
};

/* Bytes of a concatenation; room behind `used` lets the next one append in
   place, so that `a + b + c + ...` is linear. */
typedef struct StringBuffer {
  char *data;
  size_t used, cap;
} StringBuffer;

struct Const {
  uint8_t kind; /* ConstKind */
  uint8_t rep;  /* Rep */
  union {
    bool truth;
    int64_t small;
    __mpz_struct big;
    __mpq_struct rational;
    __mpfr_struct real;
    struct {
      const char *data;
      size_t len;
      StringBuffer *buffer; /* NULL: data stands alone */
    } string;
    struct {
      const Const *re, *im;
    } complex;
  };
};

/* Wrap results. The operand is copied and may be cleared. */
const Const *const_from_mpz(Compiler *c, mpz_srcptr z);
const Const *const_from_mpq(Compiler *c, mpq_srcptr q);
/* The same without the limit on size: literals. */
const Const *const_exact_mpq(Compiler *c, mpq_srcptr q);
const Const *const_from_real(Compiler *c, mpfr_srcptr f);
const Const *const_from_complex(Compiler *c, const Const *re, const Const *im);
const Const *const_from_bytes(Compiler *c, const char *s, size_t len);

/* v at 512 bits; f is initialised by the caller with real_init. v is not
   unknown, bool, string or complex. */
void const_get_real(mpfr_ptr f, const Const *v);
/* v as an integer; v is SMALL or BIG, z is initialised. */
void const_get_mpz(mpz_ptr z, const Const *v);
void const_get_mpq(mpq_ptr q, const Const *v);
/* Sets MPFR's exponent range to Go's and f to a 512-bit variable. */
void real_init(mpfr_ptr f);
/* Whether f is so near to 1 that a fraction of its value stays small. */
bool real_is_small(mpfr_srcptr f);

#endif
