/*
 * complex.c - division of complex numbers.
 *
 * Smith's method (CACM 5(8), 1962, algorithm 116) scales by the larger part
 * of the divisor so that squares do not overflow. When that yields two NaNs
 * although an operand is infinite or the divisor is zero, the result is
 * mended as C99 G.5.1 says for multiplicative operators. Operations are not
 * contracted to fused ones (-ffp-contract=off): results are bit for bit those
 * of gc on amd64.
 *
 *   1 / (1e200+1e200i)     c*c + d*d would be +Inf, the quotient 0
 *   ratio 1, denom 2e200   5e-201-5e-201i
 */
#include <math.h>

#include "../rt.h"

/* An infinity becomes a signed one, the rest a signed zero; NaN stays. */
static double inf_to_one(double x) { return copysign(isinf(x) ? 1.0 : 0.0, x); }

/* (a+bi) / (c+di), |c| >= |d| */
static RtComplex divide_scaled(double a, double b, double c, double d) {
  double ratio = d / c;
  double denom = c + ratio * d;
  return (RtComplex){(a + b * ratio) / denom, (b - a * ratio) / denom};
}

/* q is NaN in both parts; what it should be for (a+bi) / (c+di). */
static RtComplex mend(RtComplex q, double a, double b, double c, double d) {
  const double inf = (double)INFINITY;
  if (c == 0 && d == 0 && (!isnan(a) || !isnan(b))) {
    return (RtComplex){copysign(inf, c) * a, copysign(inf, c) * b};
  }
  if ((isinf(a) || isinf(b)) && isfinite(c) && isfinite(d)) {
    a = inf_to_one(a);
    b = inf_to_one(b);
    return (RtComplex){inf * (a * c + b * d), inf * (b * c - a * d)};
  }
  if ((isinf(c) || isinf(d)) && isfinite(a) && isfinite(b)) {
    c = inf_to_one(c);
    d = inf_to_one(d);
    return (RtComplex){0 * (a * c + b * d), 0 * (b * c - a * d)};
  }
  return q;
}

/* (a+bi) / (c+di) */
RtComplex rt_complex128div(double a, double b, double c, double d) {
  RtComplex q;
  if (fabs(c) >= fabs(d)) {
    q = divide_scaled(a, b, c, d);
  } else { /* divide both by i: (b-ai) / (d-ci), signs folded in */
    double ratio = c / d;
    double denom = d + ratio * c;
    q.re = (a * ratio + b) / denom;
    q.im = (b * ratio - a) / denom;
  }
  if (isnan(q.re) && isnan(q.im)) {
    return mend(q, a, b, c, d);
  }
  return q;
}
