/*
 * math.c - functions of package math that gc has in assembly on amd64.
 *
 * Results must agree with gc's to the last bit, so exp follows the steps of
 * its algorithm (src/math/exp_amd64.s, after N. Shibata): reduce the argument
 * by a multiple of ln 2 and then by 16, sum the Taylor series of exp(r) - 1,
 * square four times in the form y*(y+2), which is (y+1)^2 - 1:
 *
 *   exp(x) = 2^k * exp(x - k*ln 2)      k = round(x / ln 2)
 *
 * gc uses fused operations where the processor has them; so do we.
 */
#include <math.h>
#include <string.h>
#include <sys/platform/x86.h>

#include "std.h"

#define LOG2E    1.4426950408889634073599246810018920
#define LN2_HIGH 0.69314718055966295651160180568695068359375
#define LN2_LOW  0.28235290563031577122588448175013436025525412068e-12
#define OVERFLOW 7.09782712893384e+02

/* 1/8!, 1/7!, ... 1/3!: coefficients from the highest power down. */
static const double taylor[] = {2.4801587301587301587e-5,
                                1.9841269841269841270e-4,
                                1.3888888888888888889e-3,
                                8.3333333333333333333e-3,
                                4.1666666666666666667e-2,
                                1.6666666666666666667e-1,
                                0.5,
                                1.0};

enum {
  BIAS = 0x3ff,
  MAX_EXPONENT = 0x7ff,
  MIN_DENORMAL = -52,
  SQUARINGS = 4
};

static double power_of_two(int64_t biased) {
  uint64_t bits = (uint64_t)biased << 52;
  double d;
  memcpy(&d, &bits, sizeof d);
  return d;
}

/* y * 2^k, in two steps where the result is denormal. */
static double scale(double y, int64_t k) {
  int64_t biased = k + BIAS;
  if (biased >= MAX_EXPONENT) {
    return (double)INFINITY;
  }
  if (biased > 0) {
    return y * power_of_two(biased);
  }
  if (biased < MIN_DENORMAL) {
    return 0;
  }
  return y * power_of_two(biased + BIAS - 1) * power_of_two(1);
}

/* exp(x - k ln 2) */
__attribute__((target("fma"))) static double reduced_fused(double x, double k) {
  double r = __builtin_fma(-k, LN2_HIGH, x);
  r = __builtin_fma(-k, LN2_LOW, r) * 0.0625;
  double sum = taylor[0];
  for (size_t i = 1; i < RT_COUNT(taylor); i++) {
    sum = __builtin_fma(r, sum, taylor[i]);
  }
  double y = r * sum, next = y + 2;
  for (int i = 1; i < SQUARINGS; i++) {
    y *= next;
    next = y + 2;
  }
  return __builtin_fma(next, y, 1.0);
}

/* The same, each operation rounded: the last bit may differ from the other's.
   */
static double reduced(double x, double k) {
  double r = x - k * LN2_HIGH;
  r = (r - k * LN2_LOW) * 0.0625;
  double sum = taylor[0];
  for (size_t i = 1; i < RT_COUNT(taylor); i++) {
    sum = r * sum + taylor[i];
  }
  double y = r * sum;
  for (int i = 0; i < SQUARINGS; i++) {
    y *= y + 2;
  }
  return y + 1;
}

/* The C library knows: asking the processor takes microseconds in a virtual
   machine, and __builtin_cpu_supports does it at the start of every program. */
static bool has_fused(void) { return CPU_FEATURE_ACTIVE(FMA); }

/* What is out of range is answered before the reduction. */
STD(double, exp, (double x), "math.archExp") {
  if (isnan(x) || isinf(x)) {
    return x < 0 ? 0 : x;
  }
  if (x > OVERFLOW) {
    return (double)INFINITY;
  }
  double scaled = x * LOG2E;
  if (scaled < INT32_MIN) {
    return 0;
  }
  double k = nearbyint(scaled);
  return scale(has_fused() ? reduced_fused(x, k) : reduced(x, k), (int64_t)k);
}

STD(double, floor, (double x), "math.archFloor") { return floor(x); }
STD(double, ceil, (double x), "math.archCeil") { return ceil(x); }
STD(double, trunc, (double x), "math.archTrunc") { return trunc(x); }
STD(double, sqrt, (double x), "math.archSqrt") { return sqrt(x); }
