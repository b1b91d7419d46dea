/*
 * parallel.c - what several threads of the collector use at once, as a program
 * of its own, since ThreadSanitizer and the framework of the other unit tests
 * do not go together.
 *
 *   1. buffers for grey objects, from the lists without locks (work.c)
 *   2. fresh mark bits (bits.c)
 *   3. mark bits once more, when chunks are used again
 *
 * Exit status 1 if any of them was handed to two threads, or was not cleared.
 */
#include "gc.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  THREADS = 4,
  STEPS = 20000
};

/* Takes buffers and puts them back, marked as its own meanwhile. */
static void *shuffle_buffers(void *arg) {
  uintptr_t me = (uintptr_t)arg, *failures = &(uintptr_t){0};
  Workbuf *held[8] = {0};
  unsigned seed = (unsigned)me;
  for (int i = 0; i < STEPS; i++) {
    Workbuf **h = &held[rand_r(&seed) % 8];
    if (!*h) {
      *h = i % 2 ? rt_workbuf_full() : rt_workbuf_empty();
      if (*h) {
        (*h)->obj[0] = me;
        (*h)->n = 1;
      }
      continue;
    }
    *failures += (*h)->obj[0] != me;
    (i % 3 ? rt_workbuf_put_full : rt_workbuf_put_empty)(*h);
    *h = NULL;
  }
  for (int i = 0; i < 8; i++) {
    if (held[i]) {
      rt_workbuf_put_empty(held[i]);
    }
  }
  return (void *)*failures;
}

/* Runs fn(1) to fn(THREADS) at once; the sum of their results. */
static uintptr_t run_threads(void *(*fn)(void *)) {
  pthread_t threads[THREADS];
  uintptr_t failures = 0;
  for (uintptr_t i = 0; i < THREADS; i++) {
    pthread_create(&threads[i], NULL, fn, (void *)(i + 1));
  }
  for (int i = 0; i < THREADS; i++) {
    void *result = NULL;
    pthread_join(threads[i], &result);
    failures += (uintptr_t)result;
  }
  return failures;
}

/* Bits come zeroed, 8-byte aligned, and are nobody else's. */
static void *take_bits(void *arg) {
  uintptr_t failures = 0;
  unsigned seed = (unsigned)(uintptr_t)arg;
  for (int i = 0; i < STEPS; i++) {
    uintptr_t n = (uintptr_t)rand_r(&seed) % 1024 + 1;
    uint64_t *bits = rt_new_mark_bits(n);
    for (uintptr_t k = 0; k < (n + 63) / 64; k++) {
      failures += bits[k] != 0;
      bits[k] = ~(uint64_t)0;
    }
  }
  return (void *)failures;
}

int main(void) {
  rt_mem_init();
  /* Nobody gets a buffer that another one has. */
  uintptr_t failures = run_threads(shuffle_buffers) + run_threads(take_bits);
  for (int i = 0; i < 3; i++) {
    rt_bits_next_epoch();
  }
  failures += run_threads(take_bits); /* chunks of an old age: cleared */
  printf("%d passed, %d failed\n", failures == 0 ? 3 : 0, failures != 0);
  return failures != 0;
}
