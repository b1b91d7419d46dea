/* Tests of the kernels: published values, and each way of computing beside the
   others. That they agree with Go's own is tested by testdata/library. */
#include "kernels.h"

#include <criterion/criterion.h>
#include <stdio.h>

typedef unsigned long long Word;

void std_sha256_block(uint32_t *digest, KERNEL_BYTES(p));
void std_sha1_plain(uint32_t *digest, KERNEL_BYTES(p));
uint32_t std_crc32_ieee(uint32_t crc, KERNEL_BYTES(p));
uint32_t std_crc32_castagnoli(uint32_t crc, KERNEL_BYTES(p));
void std_cpu_brand(uint32_t *text);
Word std_nat_add_mul_vvw(Word *z, int64_t n, int64_t zc, const Word *x,
                         int64_t xn, int64_t xc, Word y);

enum {
  N = 9000
};

/* Bytes without a pattern. */
static void fill(uint8_t *p, int64_t n) {
  uint32_t x = 1;
  for (int64_t i = 0; i < n; i++)
    p[i] = (uint8_t)((x = x * 1664525 + 1013904223) >> 24);
}

/* "abc", padded as both standards want it. */
static void hash_abc(void) {
  uint8_t block[64] = "abc\x80";
  block[63] = 24;
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std_sha256_block(h, block, 64, 64);
  cr_expect_eq(h[0], 0xba7816bf);
  cr_expect_eq(h[7], 0xf20015ad);
  uint32_t g[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  std_sha1_plain(g, block, 64, 64);
  cr_expect_eq(g[0], 0xa9993e36);
  cr_expect_eq(g[4], 0x9cd0d89d);
}

Test(kernels, hashes) {
  hash_abc();
  kernel_cpu_without(KERNEL_SHA);
  hash_abc();
  kernel_cpu_without(KERNEL_BMI2);
  hash_abc();
}

/* One bit at a time. */
static uint32_t slow_crc(uint32_t polynomial, uint32_t crc, const uint8_t *p,
                         int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    crc ^= p[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
  }
  return crc;
}

Test(kernels, crc32_of_all_lengths) {
  static uint8_t text[N];
  if (!kernel_has(KERNEL_PCLMULQDQ) || !kernel_has(KERNEL_SSE42))
    cr_skip("no such instructions");
  fill(text, N);
  for (int64_t n = 0; n < N; n += 1 + n / 8)
    cr_expect_eq(std_crc32_castagnoli(~0U, text, n, n),
                 slow_crc(0x82f63b78, ~0U, text, n), "%d bytes", (int)n);
  for (int64_t n = 16; n < N; n += (1 + n / 128) * 16)
    cr_expect_eq(std_crc32_ieee(7, text, n, n),
                 slow_crc(0xedb88320, 7, text, n), "%d bytes", (int)n);
}

Test(kernels, products_with_and_without_two_carries) {
  enum {
    WORDS = 29
  };
  Word x[WORDS], fast[WORDS], slow[WORDS], carry[WORDS + 1];
  fill((uint8_t *)x, sizeof x);
  x[3] = x[4] = x[11] = ~0ULL;
  memset(fast, 0xff, sizeof fast);
  memset(slow, 0xff, sizeof slow);
  for (int64_t n = 0; n <= WORDS; n++)
    carry[n] = std_nat_add_mul_vvw(fast, n, n, x, n, n, ~0ULL - (Word)n);
  kernel_cpu_without(KERNEL_ADX);
  for (int64_t n = 0; n <= WORDS; n++)
    cr_expect_eq(carry[n],
                 std_nat_add_mul_vvw(slow, n, n, x, n, n, ~0ULL - (Word)n));
  cr_expect(memcmp(fast, slow, sizeof fast) == 0);
}

/* The system has asked the same processor. */
Test(kernels, name_of_the_processor) {
  static char known[1 << 20];
  uint32_t brand[13] = {0};
  FILE *f = fopen("/proc/cpuinfo", "r");
  if (!f || fread(known, 1, sizeof known - 1, f) == 0)
    cr_skip("the system does not say");
  fclose(f);
  std_cpu_brand(brand);
  char *name = (char *)brand, *end = name + strlen(name);
  while (end > name && end[-1] == ' ')
    *--end = '\0';
  cr_expect(*name && strstr(known, name + strspn(name, " ")), "%s", name);
}
