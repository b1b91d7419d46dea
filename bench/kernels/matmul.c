#include <stdio.h>
#include <stdlib.h>

enum {
  N = 400
};

static void multiply(double **a, double **b, double **c) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      double sum = 0;
      for (int k = 0; k < N; k++)
        sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
}

static double **matrix(int seed) {
  double **m = malloc(N * sizeof *m);
  for (int i = 0; i < N; i++) {
    m[i] = malloc(N * sizeof **m);
    for (int j = 0; j < N; j++)
      m[i][j] = (i * seed + j) % 7 - 3;
  }
  return m;
}

int main(void) {
  double **a = matrix(3), **b = matrix(5), **c = matrix(0), **t;
  for (int round = 0; round < 8; round++) {
    multiply(a, b, c);
    t = a, a = c, c = t;
    for (int i = 0; i < N; i++)
      for (int j = 0; j < N; j++)
        a[i][j] = (double)((long)a[i][j] % 5);
  }
  long sum = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      sum += (long)a[i][j];
  fprintf(stderr, "%ld\n", sum);
}
