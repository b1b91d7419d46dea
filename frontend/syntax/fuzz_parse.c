/*
 * fuzz_parse.c - libFuzzer: any bytes give a tree or diagnostics.
 *
 * The promises are survive_parse's. What a run finds becomes a text in
 * ../check/hostile_test.c.
 */
#include "frontend/check/tools/survive.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  survive_parse((const char *)data, size);
  return 0;
}
