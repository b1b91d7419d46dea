#include <stdio.h>

typedef struct Body {
  double x, y, z, vx, vy, vz, mass;
} Body;

enum {
  COUNT = 5
};
static Body bodies[COUNT] = {
    {0,     0,      0,     0,     0,     0,      39.47 },
    {4.84,  -1.16,  -0.10, 0.606, 2.81,  -0.02,  0.037 },
    {8.34,  4.12,   -0.4,  -1.01, 1.82,  0.008,  0.011 },
    {12.89, -15.11, -0.22, 1.08,  0.868, -0.01,  0.0017},
    {15.37, -25.9,  0.179, 0.979, 0.594, -0.034, 0.002 },
};

static double root(double x) {
  double r = x < 1 ? 1 : x;
  for (int i = 0; i < 8; i++)
    r = (r + x / r) / 2;
  return r;
}

static void advance(double dt) {
  for (int i = 0; i < COUNT; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < COUNT; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double d = dx * dx + dy * dy + dz * dz;
      double mag = dt / (d * root(d));
      a->vx -= dx * b->mass * mag;
      a->vy -= dy * b->mass * mag;
      a->vz -= dz * b->mass * mag;
      b->vx += dx * a->mass * mag;
      b->vy += dy * a->mass * mag;
      b->vz += dz * a->mass * mag;
    }
  }
  for (int i = 0; i < COUNT; i++) {
    Body *a = &bodies[i];
    a->x += dt * a->vx;
    a->y += dt * a->vy;
    a->z += dt * a->vz;
  }
}

int main(void) {
  for (int i = 0; i < 1000000; i++)
    advance(0.01);
  fprintf(stderr, "%ld %ld\n", (long)(bodies[0].x * 1000),
          (long)(bodies[4].y * 1000));
}
