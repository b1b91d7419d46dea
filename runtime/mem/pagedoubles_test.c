/*
 * The three page schemes give the same addresses; pagebench.c compares their
 * cost.
 */
#include <criterion/criterion.h>

#include "mem.h"
#include "pagedoubles.h"

enum {
  STEPS = 200000,
  MAX_LIVE = 3000
};

static const PageScheme *const schemes[] = {&rt_page_radix, &rt_page_list,
                                            &rt_page_treap};

static uint64_t random_state = 77;
static uintptr_t below(uintptr_t n) {
  random_state = random_state * 6364136223846793005u + 1442695040888963407u;
  return (random_state >> 33) % n;
}

Test(pagedoubles, same_addresses_as_the_radix_tree, .timeout = 120) {
  static struct {
    uintptr_t base, n;
  } live[MAX_LIVE];
  uintptr_t n = 0, pages = 8 * CHUNK_PAGES;
  for (size_t k = 0; k < RT_COUNT(schemes); k++) {
    schemes[k]->begin((uintptr_t)0xc000000000 >> PAGE_SHIFT, pages);
  }
  for (int i = 0; i < STEPS; i++) {
    bool filling = i / 3000 % 2 == 0;
    if (n < MAX_LIVE && below(10) < (filling ? 7u : 3u)) {
      uintptr_t want = 1 + below(below(20) ? 12 : 300);
      uintptr_t base = schemes[0]->alloc(want);
      cr_assert_eq(schemes[1]->alloc(want), base);
      cr_assert_eq(schemes[2]->alloc(want), base);
      if (base) {
        live[n].base = base;
        live[n++].n = want;
      }
    } else if (n > 0) {
      uintptr_t at = below(n);
      for (size_t k = 0; k < RT_COUNT(schemes); k++) {
        schemes[k]->free(live[at].base, live[at].n);
      }
      live[at] = live[--n];
    }
  }
}
