/*
 * gc_test.c - the collector's parts against naive versions of them, and whole
 * cycles over heaps made by hand.
 */
#include "gc.h"

#include <criterion/criterion.h>
#include <string.h>

#include "../sched/sched.h"
#include "../testing.h"

void test_collect(void) RT_SYMBOL("GC");
void test_finalizer(void *type, void *data, void *fn_type, void *fn)
    RT_SYMBOL("SetFinalizer");

typedef struct Node {
  int64_t value;
  struct Node *left, *right;
} Node;
RT_SHAPE(node_type, Node,
         RT_POINTER_AT(Node, left) | RT_POINTER_AT(Node, right));

static void *new_of(const RtType *t) { return rt_newobject(RT_TYPE_ARG(t)); }

/* ---------------------------------------------------------- whole cycles -- */

RT_NOINLINE static Node *build(int depth) {
  Node *n = new_of(&node_type);
  n->value = depth;
  if (depth > 0) {
    n->left = build(depth - 1);
    n->right = build(depth - 1);
  }
  return n;
}

static int64_t count(const Node *n, int depth) {
  RT_CHECK(n->value == depth);
  return depth == 0
             ? 1
             : 1 + count(n->left, depth - 1) + count(n->right, depth - 1);
}

/* Overwrites what calls have left on the stack below. */
RT_NOINLINE static void clear_stack(void) {
  volatile char below[8192];
  for (size_t i = 0; i < sizeof below; i++) {
    below[i] = 0;
  }
}

static void keeps_a_tree(void) {
  enum {
    DEPTH = 12,
    NODES = (2 << DEPTH) - 1
  };
  rt_gc_config.clobber = rt_gc_config.verify = true;
  Node *volatile tree = build(DEPTH);
  for (int i = 0; i < 5; i++) {
    build(DEPTH - 1); /* garbage */
    clear_stack();
    test_collect();
    RT_CHECK(count(tree, DEPTH) == NODES);
  }
  uint64_t kept = rt_gc_stats.marked;
  RT_CHECK(kept >= NODES * sizeof(Node) && kept < 3 * NODES * sizeof(Node));
  tree = NULL;
  clear_stack();
  test_collect();
  RT_CHECK(rt_gc_stats.marked < NODES * sizeof(Node) / 4);
  RT_CHECK(rt_gc_stats.forced == 6);
}

Test(gc, keeps_what_is_reachable) {
  Outcome o = run_program(keeps_a_tree);
  cr_assert_eq(o.status, 0, "%s", o.text);
}

/* A pointer into the middle keeps the whole; one past the end does not. */
static void interior_pointers(void) {
  enum {
    WORDS = 100
  };
  rt_gc_config.clobber = true;
  uint64_t *whole = rt_mallocgc(WORDS * sizeof *whole, NULL, true);
  for (uint64_t i = 0; i < WORDS; i++) {
    whole[i] = i;
  }
  uint64_t *volatile middle = whole + WORDS / 2;
  whole = NULL;
  clear_stack();
  test_collect();
  for (int i = -WORDS / 2; i < WORDS / 2; i++) {
    RT_CHECK(middle[i] == (uint64_t)(i + WORDS / 2));
  }
}

Test(gc, interior_pointers_keep) {
  Outcome o = run_program(interior_pointers);
  cr_assert_eq(o.status, 0, "%s", o.text);
}

/* Objects of more than 128 KB are marked in pieces, by their type. */
static void large_objects(void) {
  enum {
    N = 40000
  };
  rt_gc_config.clobber = rt_gc_config.verify = true;
  Node *volatile nodes = rt_newarray(RT_TYPE_ARG(&node_type), N);
  for (int i = 0; i < N; i++) {
    nodes[i].value = i;
    if (i % 97 == 0 || i == N - 1) {
      nodes[i].right = new_of(&node_type);
      nodes[i].right->value = -i;
    }
  }
  test_collect();
  for (int i = 0; i < N; i++) {
    RT_CHECK(nodes[i].value == i);
    RT_CHECK(!nodes[i].right || nodes[i].right->value == -i);
  }
}

Test(gc, large_objects_in_pieces) {
  Outcome o = run_program(large_objects);
  cr_assert_eq(o.status, 0, "%s", o.text);
}

static uintptr_t lonely;

static void rooted_word(void) {
  rt_gc_config.clobber = true;
  rt_gc_add_root(&lonely, sizeof lonely);
  Node *n = new_of(&node_type);
  n->value = 77;
  lonely = (uintptr_t)n;
  n = NULL;
  clear_stack();
  test_collect();
  RT_CHECK(((Node *)lonely)->value == 77);
}

Test(gc, added_roots_keep) {
  Outcome o = run_program(rooted_word);
  cr_assert_eq(o.status, 0, "%s", o.text);
}

static void *cache, *other_cache, *no_cache;

/* A table of a registered cache is garbage at each collection, as if nothing
   else than the cache knew it; what refills it lives until the next. */
static void emptied_caches(void) {
  rt_gc_config.clobber = true;
  rt_gc_register_cache(&cache);
  rt_gc_register_cache(&other_cache);
  for (int i = 0; i < 2; i++) {
    cache = other_cache = no_cache = rt_newarray(RT_TYPE_ARG(&node_type), 100);
    clear_stack();
    test_collect();
    RT_CHECK(cache == NULL && other_cache == NULL && no_cache != NULL);
    RT_CHECK(rt_gc_stats.marked < 100 * sizeof(Node));
  }
}

Test(gc, collections_empty_caches) {
  Outcome o = run_program(emptied_caches);
  cr_assert_eq(o.status, 0, "%s", o.text);
}

static void many_caches(void) {
  for (int i = 0; i <= MAX_GC_CACHES; i++) {
    rt_gc_register_cache(&cache);
  }
}

Test(gc, caches_are_limited) {
  Outcome o = run_program(many_caches);
  cr_assert_eq(o.status, 2);
  cr_assert(strstr(o.text, "too many caches"), "%s", o.text);
}

static void wild_pointer(void) {
  Node *volatile n = new_of(&node_type);
  char *far = rt_mallocgc(64 << 10, NULL, true);
  Mspan *s = rt_span_of_heap((uintptr_t)far);
  s->limit = s->start_addr + 8; /* as if the pages behind were free */
  n->left = (Node *)(void *)(far + 4096);
  test_collect();
}

Test(gc, wild_pointers_are_reported) {
  Outcome o = run_program(wild_pointer);
  cr_assert_eq(o.status, 2);
  cr_assert(strstr(o.text, "runtime: pointer 0x"), "%s", o.text);
  cr_assert(strstr(o.text, "fatal error: found bad pointer in Go heap "
                           "(incorrect use of unsafe or cgo?)"),
            "%s", o.text);
}

static void nil_finalizer(void) { test_finalizer(NULL, NULL, NULL, NULL); }

Test(gc, misuse_of_finalizers) {
  Outcome o = run_program(nil_finalizer);
  cr_assert_eq(o.status, 2);
  cr_assert(strstr(o.text, "fatal error: runtime.SetFinalizer: first "
                           "argument is nil\n"),
            "%s", o.text);
}

/* ---------------------------------------------------------- typed memory -- */

/* Which words of a value are pointers, one bit each. */
typedef struct Collected {
  WordVisitor base;
  uintptr_t start;
  uint8_t seen[4096];
} Collected;

static void note_word(WordVisitor *v, const uintptr_t *at) {
  Collected *c = (Collected *)v;
  c->seen[((uintptr_t)at - c->start) / RT_WORD]++;
}

/* Two bounds at random: words outside are not visited, those inside once. */
Test(gc, typed_words) {
  enum {
    COUNT = 50
  };
  unsigned seed = 1;
  for (int round = 0; round < 2000; round++) {
    Collected c = {.base = {.visit = note_word}, .start = 0x10000};
    uintptr_t size = COUNT * sizeof(Node);
    uintptr_t a = (uintptr_t)rand_r(&seed) % (size / RT_WORD + 1);
    uintptr_t b = (uintptr_t)rand_r(&seed) % (size / RT_WORD + 1);
    uintptr_t lo = a < b ? a : b, hi = a < b ? b : a;
    rt_typed_words(&node_type, c.start, size, lo * RT_WORD, hi * RT_WORD,
                   &c.base);
    for (uintptr_t i = 0; i < size / RT_WORD; i++) {
      bool want = i >= lo && i < hi && i % 3 != 0;
      cr_assert_eq(c.seen[i], want, "word %zu of [%zu, %zu)", i, lo, hi);
    }
  }
}

/* Types whose gcdata is a program are walked by their structure. */
Test(gc, typed_words_of_huge_types) {
  RtArrayType array = {
      .type = {.size = 10 * sizeof(Node),
               .ptrdata = 10 * sizeof(Node),
               .kind = RT_ARRAY | RT_GC_PROG},
      .elem = &node_type,
      .len = 10
  };
  RtField fields[] = {
      {.type = &node_type,  .offset = 0           },
      {.type = &array.type, .offset = sizeof(Node)}
  };
  RtStructType outer = {
      .type = {.size = 11 * sizeof(Node),
               .ptrdata = 11 * sizeof(Node),
               .kind = RT_STRUCT | RT_GC_PROG},
      .fields = fields,
      .nfields = 2,
      .cap = 2
  };
  Collected c = {.base = {.visit = note_word}, .start = 0x10000};
  uintptr_t size = 3 * outer.type.size;
  rt_typed_words(&outer.type, c.start, size, 0, size, &c.base);
  for (uintptr_t i = 0; i < size / RT_WORD; i++) {
    cr_assert_eq(c.seen[i], i % 3 != 0, "word %zu", i);
  }
}
