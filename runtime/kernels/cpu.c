/*
 * cpu.c - what this processor can do.
 *
 * Package internal/cpu asks once, when it is initialised, and the kernels ask
 * at each call; so the answer is kept. It is a constant: threads that find
 * nothing yet all write the same.
 */
#include "kernels.h"

#include <cpuid.h>
#include <stdatomic.h>

/* Where cpuid says it: the leaf, the register (0 = b, 1 = c), the bit; and
   whether the system must save the wide registers. */
static const struct {
  uint8_t leaf, reg, bit;
  bool wide;
} places[KERNEL_NFEATURES] = {
    [KERNEL_ADX] = {7, 0, 19, false},
      [KERNEL_AES] = {1, 1, 25, false},
    [KERNEL_AVX] = {1, 1, 28, true },
      [KERNEL_AVX2] = {7, 0, 5,  true },
    [KERNEL_BMI1] = {7, 0, 3,  false},
      [KERNEL_BMI2] = {7, 0, 8,  false},
    [KERNEL_ERMS] = {7, 0, 9,  false},
      [KERNEL_FMA] = {1, 1, 12, true },
    [KERNEL_PCLMULQDQ] = {1, 1, 1,  false},
      [KERNEL_POPCNT] = {1, 1, 23, false},
    [KERNEL_SSE3] = {1, 1, 0,  false},
      [KERNEL_SSE41] = {1, 1, 19, false},
    [KERNEL_SSE42] = {1, 1, 20, false},
      [KERNEL_SSSE3] = {1, 1, 9,  false},
    [KERNEL_SHA] = {7, 0, 29, false},
};

#define KNOWN     (1ULL << 63) /* the processor has been asked */
#define OSXSAVE   (1U << 27)
#define YMM_STATE 6 /* xmm and ymm registers, of xcr0 */

static bool system_saves_ymm(uint32_t ecx1) {
  uint32_t eax, edx;
  if (!(ecx1 & OSXSAVE))
    return false;
  __asm__("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
  return (eax & YMM_STATE) == YMM_STATE;
}

static uint64_t ask(void) {
  uint32_t a, d, regs[8][2] = {0};
  __get_cpuid(1, &a, &regs[1][0], &regs[1][1], &d);
  __get_cpuid_count(7, 0, &a, &regs[7][0], &regs[7][1], &d);
  bool wide = system_saves_ymm(regs[1][1]);
  uint64_t found = KNOWN;
  for (unsigned i = 0; i < KERNEL_NFEATURES; i++)
    if ((regs[places[i].leaf][places[i].reg] >> places[i].bit & 1) &&
        (wide || !places[i].wide))
      found |= 1ULL << i;
  return found;
}

static _Atomic uint64_t features;

uint64_t kernel_cpu(void) {
  uint64_t found = atomic_load_explicit(&features, memory_order_relaxed);
  if (found == 0) {
    found = ask();
    atomic_store_explicit(&features, found, memory_order_relaxed);
  }
  return found;
}

void kernel_cpu_without(KernelFeature f) {
  uint64_t found = kernel_cpu() & ~(1ULL << f);
  atomic_store_explicit(&features, found, memory_order_relaxed);
}

STD(uint64_t, cpu_features, (void), "internal/cpu.features") {
  return kernel_cpu();
}

/* Three leaves of 16 bytes; `text` stays zero where there are none. */
STD(void, cpu_brand, (uint32_t *text), "internal/cpu.brand") {
  for (uint32_t i = 0; i < 3; i++, text += 4)
    __get_cpuid(0x80000002 + i, &text[0], &text[1], &text[2], &text[3]);
}

STD(RtString, cpu_godebug, (void), "internal/cpu.godebug") {
  const char *s = rt_os_env("GODEBUG");
  return (RtString){(const uint8_t *)s, s ? (int64_t)strlen(s) : 0};
}
