/*
 * pagedoubles.c - free pages in a list, and in a treap: see pagedoubles.h.
 *
 * Both keep runs, each as long as possible: freeing joins neighbours.
 *
 *   list    [3,+2] -> [9,+1] -> [20,+40]      alloc(5): walk to the third
 *
 *   treap        [9,+1] most 40               alloc(5): left has most 2, the
 *               /      \                      root 1, so it is on the right
 *         [3,+2]        [20,+40]
 *
 * A run is [first page,+pages]. Cutting it at its low end never changes the
 * order of addresses; only a run that is used up must go.
 */
#include "pagedoubles.h"

#include <stdlib.h>

#include "mem.h"

/* ---------------------------------------------------------------- list -- */

typedef struct Run {
  uintptr_t base, n;
  struct Run *next;
} Run;

static Run *first_run;

/* A run in front of `next`. */
static Run *new_run(uintptr_t base, uintptr_t n, Run *next) {
  Run *r = malloc(sizeof *r);
  RT_CHECK(r);
  *r = (Run){base, n, next};
  return r;
}

/* Forgets the last test's list. */
static void list_begin(uintptr_t base, uintptr_t n) {
  while (first_run) {
    Run *next = first_run->next;
    free(first_run);
    first_run = next;
  }
  first_run = new_run(base, n, NULL);
}

/* First fit: a step for each run that is too short. */
static uintptr_t list_alloc(uintptr_t n) {
  for (Run **at = &first_run; *at; at = &(*at)->next) {
    Run *r = *at;
    if (r->n < n) {
      continue;
    }
    uintptr_t base = r->base;
    r->base += n;
    r->n -= n;
    if (r->n == 0) {
      *at = r->next;
      free(r);
    }
    return base;
  }
  return 0;
}

/* Finds the neighbours by walking, and joins what touches. */
static void list_free(uintptr_t base, uintptr_t n) {
  Run **at = &first_run, *before = NULL;
  while (*at && (*at)->base < base) {
    before = *at;
    at = &before->next;
  }
  Run *r = *at;
  if (before && before->base + before->n == base) {
    before->n += n;
    r = before;
  } else {
    r = *at = new_run(base, n, *at);
  }
  Run *after = r->next;
  if (after && r->base + r->n == after->base) {
    r->n += after->n;
    r->next = after->next;
    free(after);
  }
}

const PageScheme rt_page_list = {"list", list_begin, list_alloc, list_free};

/* --------------------------------------------------------------- treap -- */

/* A search tree by base, at the same time a heap by priority: random priorities
   make it as flat as a tree of random insertions. */
typedef struct Node {
  uintptr_t base, n, most; /* most: of the runs in this subtree */
  uint64_t priority;       /* not below those of the children */
  struct Node *left, *right;
} Node;

static Node *root;

static uintptr_t most_of(const Node *t) { return t ? t->most : 0; }

/* Computes t->most from its children, which are right. */
static void measure(Node *t) {
  uintptr_t l = most_of(t->left), r = most_of(t->right);
  t->most = l > r ? l : r;
  t->most = t->n > t->most ? t->n : t->most;
}

/* All of `a` lies below all of `b`. */
static Node *join(Node *a, Node *b) {
  if (!a || !b) {
    return a ? a : b;
  }
  if (a->priority >= b->priority) {
    a->right = join(a->right, b);
    measure(a);
    return a;
  }
  b->left = join(a, b->left);
  measure(b);
  return b;
}

/* Runs below the address go to *a, the others to *b. */
static void split(Node *t, uintptr_t address, Node **a, Node **b) {
  if (!t) {
    *a = *b = NULL;
    return;
  }
  if (t->base < address) {
    split(t->right, address, &t->right, b);
    *a = t;
  } else {
    split(t->left, address, a, &t->left);
    *b = t;
  }
  measure(t);
}

static void drop(Node *t) {
  if (t) {
    drop(t->left);
    drop(t->right);
    free(t);
  }
}

/* A linear congruential generator will do: its high bits are random enough. */
static Node *new_node(uintptr_t base, uintptr_t n) {
  static uint64_t random = 0x9e3779b97f4a7c15;
  Node *t = malloc(sizeof *t);
  RT_CHECK(t);
  random = random * 6364136223846793005u + 1442695040888963407u;
  *t = (Node){.base = base, .n = n, .most = n, .priority = random >> 16};
  return t;
}

static void treap_begin(uintptr_t base, uintptr_t n) {
  drop(root);
  root = new_node(base, n);
}

/* The lowest run of n pages is cut at its low end; it may become empty. */
static uintptr_t cut_lowest(Node *t, uintptr_t n) {
  uintptr_t base;
  if (most_of(t->left) >= n) {
    base = cut_lowest(t->left, n);
  } else if (t->n >= n) {
    base = t->base;
    t->base += n;
    t->n -= n;
  } else {
    base = cut_lowest(t->right, n);
  }
  measure(t);
  return base;
}

/* The run that was cut now begins at base + n: splitting there takes it out,
   and it is put back unless nothing is left of it. */
static uintptr_t treap_alloc(uintptr_t n) {
  if (most_of(root) < n) {
    return 0;
  }
  uintptr_t base = cut_lowest(root, n);
  Node *low, *at, *high;
  split(root, base + n, &low, &at);
  split(at, base + n + 1, &at, &high);
  if (at && at->n == 0) { /* a run that was used up: its base is its end */
    free(at);
    at = NULL;
  }
  root = join(join(low, at), high);
  return base;
}

/* The last run of a tree; NULL: it is empty. */
static Node *highest(Node *t) {
  while (t && t->right) {
    t = t->right;
  }
  return t;
}

static Node *lowest(Node *t) {
  while (t && t->left) {
    t = t->left;
  }
  return t;
}

/* Neighbours are taken out of their trees and put in again as one run. */
static void treap_free(uintptr_t base, uintptr_t n) {
  Node *low, *high, *before = NULL, *after = NULL;
  split(root, base, &low, &high);
  const Node *l = highest(low), *h = lowest(high);
  if (l && l->base + l->n == base) {
    split(low, l->base, &low, &before);
    base = before->base;
    n += before->n;
  }
  if (h && base + n == h->base) {
    split(high, h->base + 1, &after, &high);
    n += after->n;
  }
  free(before);
  free(after);
  root = join(join(low, new_node(base, n)), high);
}

const PageScheme rt_page_treap = {"treap", treap_begin, treap_alloc,
                                  treap_free};

/* --------------------------------------------------------------- radix -- */

static PageAlloc radix;

/* The runtime's own scheme, whose addresses are in bytes. */
static void radix_begin(uintptr_t base, uintptr_t n) {
  rt_pages_init(&radix);
  rt_pages_grow(&radix, base << PAGE_SHIFT, n << PAGE_SHIFT);
}

static uintptr_t radix_alloc(uintptr_t n) {
  uintptr_t scavenged = 0;
  return rt_pages_alloc(&radix, n, &scavenged) >> PAGE_SHIFT;
}

static void radix_free(uintptr_t base, uintptr_t n) {
  rt_pages_free(&radix, base << PAGE_SHIFT, n);
}

const PageScheme rt_page_radix = {"radix", radix_begin, radix_alloc,
                                  radix_free};
