/*
 * pagebench.c - the three page schemes side by side: nanoseconds for one
 * allocation and one release, as the number of free runs grows.
 *
 * Every second run of a full heap is freed, so that small requests fit at the
 * low end and large ones nowhere but at the high end: a list has to walk over
 * all the holes, a tree need not.
 */
#include <stdio.h>
#include <time.h>

#include "mem.h"
#include "pagedoubles.h"

enum {
  ROUNDS = 2000,
  HOLE = 2,
  WANTED = 5
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ns for allocating and freeing WANTED pages behind that many holes of HOLE. */
static double measure(const PageScheme *s, uintptr_t holes) {
  uintptr_t base = (uintptr_t)0xc000000000 >> PAGE_SHIFT;
  uintptr_t need = holes * 2 * HOLE + WANTED;
  s->begin(base, (need + CHUNK_PAGES) / CHUNK_PAGES * CHUNK_PAGES);
  for (uintptr_t i = 0; i < 2 * holes; i++) {
    s->alloc(HOLE);
  }
  for (uintptr_t i = 0; i < holes; i++) {
    s->free(base + 2 * i * HOLE, HOLE);
  }
  double start = now();
  for (int i = 0; i < ROUNDS; i++) {
    uintptr_t p = s->alloc(WANTED);
    s->free(p, WANTED);
  }
  return (now() - start) / (double)ROUNDS;
}

int main(void) {
  static const PageScheme *const schemes[] = {&rt_page_list, &rt_page_treap,
                                              &rt_page_radix};
  printf("%8s", "holes");
  for (size_t k = 0; k < RT_COUNT(schemes); k++) {
    printf("%12s", schemes[k]->name);
  }
  printf("   ns for a run of %d pages and its release\n", WANTED);
  for (uintptr_t holes = 10; holes <= 100000; holes *= 10) {
    printf("%8lu", (unsigned long)holes);
    for (size_t k = 0; k < RT_COUNT(schemes); k++) {
      printf("%12.0f", measure(schemes[k], holes));
    }
    printf("\n");
  }
  return 0;
}
