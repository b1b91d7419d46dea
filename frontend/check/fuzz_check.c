/*
 * fuzz_check.c - libFuzzer: any package gives types or diagnostics.
 *
 * Imports fail at once, so that a run depends on nothing but its bytes. The
 * promises are survive_check's; what a run finds becomes a text in
 * hostile_test.c.
 */
#include "frontend/check/tools/survive.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  survive_check((const char *)data, size);
  return 0;
}
