/*
 * kernels.h - the few loops of Go's library that gc has in assembly.
 *
 * crypto/sha256, hash/crc32, math/big and their like declare their innermost
 * functions without a body, as the files for amd64 have it:
 *
 *     func block(dig *digest, p []byte)           in package sha256
 *
 * Here these are C: one file per package or family. What the processor may
 * lack lies in functions of their own with KERNEL_TARGET, which are entered
 * after a look at kernel_cpu; each has a plain fallback, unless the Go side has
 * looked at internal/cpu before it calls.
 *
 * Slices arrive as three words. Nothing here allocates, blocks or calls back.
 */
#ifndef RUNTIME_KERNELS_KERNELS_H
#define RUNTIME_KERNELS_KERNELS_H

#include "../std/std.h"

#include <string.h>

/* What a processor may have, numbered as in internal/cpu/cpu_machine.go. */
typedef enum KernelFeature {
  KERNEL_ADX,
  KERNEL_AES,
  KERNEL_AVX,
  KERNEL_AVX2,
  KERNEL_BMI1,
  KERNEL_BMI2,
  KERNEL_ERMS,
  KERNEL_FMA,
  KERNEL_PCLMULQDQ,
  KERNEL_POPCNT,
  KERNEL_SSE3,
  KERNEL_SSE41,
  KERNEL_SSE42,
  KERNEL_SSSE3,
  KERNEL_SHA, /* not known to package cpu */
  KERNEL_NFEATURES
} KernelFeature;

/* One bit for each feature; asks the processor when first called. */
uint64_t kernel_cpu(void);

/* From now on the processor is said not to have f: for tests of what is done
   then. */
void kernel_cpu_without(KernelFeature f);

/* Whether the processor has it and the system keeps its registers. */
static inline bool kernel_has(KernelFeature f) { return kernel_cpu() >> f & 1; }

#define KERNEL_TARGET(list) __attribute__((target(list)))

/* The next loop has a constant number of steps: spell them all out. */
#ifdef __clang__
#define KERNEL_UNROLL _Pragma("clang loop unroll(full)")
#else
#define KERNEL_UNROLL _Pragma("GCC unroll 80")
#endif

/* A slice of bytes as it is passed. */
#define KERNEL_BYTES(p) const uint8_t *p, int64_t p##_len, int64_t p##_cap

static inline uint32_t kernel_load32(const uint8_t *p) {
  uint32_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

static inline uint64_t kernel_load64(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
  return v;
}

static inline uint32_t kernel_rotate32(uint32_t v, unsigned n) {
  return v << n | v >> (32 - n);
}

#endif
