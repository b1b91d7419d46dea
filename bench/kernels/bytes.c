#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void scan(const uint8_t *text, long n, long *words, uint32_t *hash) {
  int in_word = 0;
  uint32_t h = 2166136261u;
  for (long i = 0; i < n; i++) {
    uint8_t b = text[i];
    if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')) {
      h = (h ^ (b | 0x20u)) * 16777619u;
      in_word = 1;
    } else if (in_word) {
      ++*words;
      *hash += h;
      h = 2166136261u;
      in_word = 0;
    }
  }
}

int main(void) {
  const long n = 1 << 20;
  uint8_t *text = malloc((size_t)n);
  uint32_t seed = 1, hash = 0;
  long words = 0;
  for (long i = 0; i < n; i++) {
    seed = seed * 1664525u + 1013904223u;
    text[i] = (uint8_t)" abcdefghijklmno"[seed >> 28];
  }
  for (int round = 0; round < 200; round++) {
    scan(text, n, &words, &hash);
    text[round] ^= 1;
  }
  fprintf(stderr, "%ld %u\n", words, hash);
}
