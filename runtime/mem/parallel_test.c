/*
 * Threads that share the span sets and the heap's lock, for ThreadSanitizer:
 * a program of its own, since criterion does not run under it. Each thread
 * has a cache, as a P has, and allocates from it.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "mem.h"

enum {
  THREADS = 4,
  STEPS = 30000,
  KEPT = 64
};

static uint64_t next_random(uint64_t *x) {
  *x = *x * 6364136223846793005u + 1442695040888963407u;
  return *x >> 33;
}

/* Allocates, keeps some, and looks whether others wrote into them. The cache
   is given up and taken again now and then, so that spans change hands. */
static void *allocate(void *arg) {
  uint64_t *id = arg, x = *id + 1, bad = 0;
  uint8_t *kept[KEPT] = {0};
  size_t sizes[KEPT] = {0};
  rt_mcache_install(rt_mcache_new());
  for (int i = 0; i < STEPS; i++) {
    size_t k = next_random(&x) % KEPT;
    for (size_t b = 0; b < sizes[k]; b++) {
      bad += kept[k][b] != (uint8_t)*id;
    }
    size_t range = next_random(&x) % 100 == 0 ? 40000 : 200;
    sizes[k] = 1 + next_random(&x) % range;
    kept[k] = rt_mallocgc(sizes[k], NULL, true);
    memset(kept[k], (int)*id, sizes[k]);
    if (i % 500 == 0) {
      rt_mcache_flush(rt_mcache());
    }
  }
  rt_mcache_flush(rt_mcache());
  rt_mcache_install(NULL);
  *id = bad;
  return NULL;
}

int main(void) {
  pthread_t t[THREADS];
  uint64_t ids[THREADS], bad = 0;
  rt_mem_init();
  for (uint64_t i = 0; i < THREADS; i++) {
    ids[i] = i + 1;
    pthread_create(&t[i], NULL, allocate, &ids[i]);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(t[i], NULL);
    bad += ids[i];
  }
  rt_heap_lock();
  rt_pages_verify(&rt_heap.pages);
  rt_heap_unlock();
  printf("%lu bytes overwritten by others\n", (unsigned long)bad);
  return bad == 0 ? 0 : 1;
}
