/*
 * has.c - what compiled code itself asks about the processor.
 *
 * bits.OnesCount64, math.Floor and math.FMA are one instruction where there is
 * one: the compiler emits both ways, and a look at one of these bytes
 * (codegen/machine.c). They are set before anything else runs, C's main
 * included, and never again.
 */
#include "kernels.h"

extern uint8_t has_popcnt RT_SYMBOL("x86HasPOPCNT");
extern uint8_t has_sse41 RT_SYMBOL("x86HasSSE41");
extern uint8_t has_fma RT_SYMBOL("x86HasFMA");
uint8_t has_popcnt, has_sse41, has_fma;

__attribute__((constructor)) static void look(void) {
  has_popcnt = kernel_has(KERNEL_POPCNT);
  has_sse41 = kernel_has(KERNEL_SSE41);
  has_fma = kernel_has(KERNEL_FMA);
}
