#include <stdio.h>
#include <string.h>

enum {
  N = 10
};

int main(void) {
  long perm1[N], perm[N], count[N], r = N, nperm = 0, checksum = 0, most = 0;
  for (long i = 0; i < N; i++)
    perm1[i] = i;
  for (;;) {
    for (; r != 1; r--)
      count[r - 1] = r;
    memcpy(perm, perm1, sizeof perm);
    long flips = 0;
    for (long k = perm[0]; k != 0; k = perm[0]) {
      for (long i = 0, j = k; i < j; i++, j--) {
        long t = perm[i];
        perm[i] = perm[j];
        perm[j] = t;
      }
      flips++;
    }
    if (flips > most)
      most = flips;
    checksum += nperm % 2 == 0 ? flips : -flips;
    for (;;) {
      if (r == N) {
        fprintf(stderr, "%ld %ld\n", checksum, most);
        return 0;
      }
      long first = perm1[0];
      for (long i = 0; i < r; i++)
        perm1[i] = perm1[i + 1];
      perm1[r] = first;
      if (--count[r] > 0)
        break;
      r++;
    }
    nperm++;
  }
}
