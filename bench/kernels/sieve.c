#include <stdio.h>
#include <stdlib.h>

int main(void) {
  const long n = 5000000;
  long count = 0;
  for (int round = 0; round < 12; round++) {
    char *composite = calloc((size_t)n + 1, 1);
    count = 0;
    for (long i = 2; i <= n; i++) {
      if (composite[i])
        continue;
      count++;
      for (long k = i * 2; k <= n; k += i)
        composite[k] = 1;
    }
    free(composite);
  }
  fprintf(stderr, "%ld\n", count);
}
