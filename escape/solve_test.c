/*
 * solve_test.c - the solver on hand-made graphs, one per rule.
 */
#include "escape/graph.h"

#include <criterion/criterion.h>

/* A graph with one function, and shorthands to fill it. */
typedef struct Fixture {
  Compiler *c;
  Graph *g;
  Function outer, inner; /* inner: a literal inside outer */
} Fixture;

static void setup(Fixture *x) {
  *x = (Fixture){.c = compiler_new()};
  x->g = graph_new(x->c);
  x->g->record_paths = true;
  x->inner.outer = &x->outer;
}

static Location *var(Fixture *x, Function *fn, int depth) {
  return location_new(x->g, LOC_VAR, fn, depth);
}

static Location *result(Fixture *x, int index) {
  Location *l = var(x, &x->outer, 1);
  l->result_index = index;
  return l;
}

static Location *param(Fixture *x) {
  Location *l = var(x, &x->outer, 1);
  l->is_param = true;
  return l;
}

static void assign(Fixture *x, Location *dst, int derefs, Location *src) {
  graph_flow(x->g, hole_shift(hole_of(dst), derefs), src);
}

Test(solve, address_through_a_variable_to_a_result_escapes) {
  Fixture f;
  setup(&f);
  Location *r = result(&f, 1), *v = var(&f, &f.outer, 1),
           *p = var(&f, &f.outer, 1);
  assign(&f, p, -1, v); /* p = &v */
  assign(&f, r, 0, p);  /* return p */
  graph_solve(f.g);
  cr_assert(v->escapes);
  cr_assert_not(p->escapes);
  cr_assert_eq(f.g->events.len, 1);
  cr_assert_eq(f.g->events.items[0].npath, 2);
  cr_assert_eq(f.g->events.items[0].path[0].derefs, -1);
  cr_assert_eq(f.g->events.items[0].path[1].dst, r);
  compiler_free(f.c);
}

Test(solve, dereference_takes_the_address_back) {
  Fixture f;
  setup(&f);
  Location *r = result(&f, 1), *v = var(&f, &f.outer, 1),
           *p = var(&f, &f.outer, 1);
  assign(&f, p, -1, v); /* p = &v */
  assign(&f, r, 1, p);  /* return *p */
  graph_solve(f.g);
  cr_assert_not(v->escapes);
  compiler_free(f.c);
}

Test(solve, parameters_leak_with_the_least_dereferences) {
  Fixture f;
  setup(&f);
  Location *r = result(&f, 2), *p = param(&f), *q = param(&f);
  assign(&f, r, 2, p);
  assign(&f, r, 1, p);
  assign(&f, f.g->heap, 1, q);
  assign(&f, r, 1, q);
  graph_solve(f.g);
  cr_assert_eq(leaks_result(&p->leaks, 1), 1);
  cr_assert_eq(leaks_heap(&p->leaks), -1);
  cr_assert_eq(leaks_heap(&q->leaks), 1);
  leaks_optimize(&q->leaks);
  cr_assert_eq(leaks_result(&q->leaks, 1), -1);
  compiler_free(f.c);
}

Test(solve, loop_depth_decides_between_iterations) {
  Fixture f;
  setup(&f);
  Location *outside = var(&f, &f.outer, 1), *inside = var(&f, &f.outer, 2),
           *same = var(&f, &f.outer, 2), *q = var(&f, &f.outer, 2);
  assign(&f, outside, -1, inside);
  assign(&f, same, -1, q);
  graph_solve(f.g);
  cr_assert(inside->escapes);
  cr_assert_not(q->escapes);
  compiler_free(f.c);
}

Test(solve, what_an_escaped_location_points_to_escapes) {
  Fixture f;
  setup(&f);
  Location *a = var(&f, &f.outer, 1), *b = var(&f, &f.outer, 1),
           *d = var(&f, &f.outer, 1);
  assign(&f, b, -1, a); /* b = &a */
  assign(&f, d, -1, b); /* d = &b */
  assign(&f, f.g->heap, 0, d);
  graph_solve(f.g);
  cr_assert(a->escapes);
  cr_assert(b->escapes);
  cr_assert_not(d->escapes);
  compiler_free(f.c);
}

Test(solve, literals_share_storage_with_what_encloses_them) {
  Fixture f;
  setup(&f);
  Location *out = var(&f, &f.outer, 1), *in = var(&f, &f.inner, 1);
  assign(&f, out, -1, in); /* a literal stores its local's address outside */
  Location *r = var(&f, &f.inner, 1), *mine = var(&f, &f.outer, 1);
  r->result_index = 1;
  r->directly_called = true; /* func() *T { return &mine }() */
  assign(&f, r, -1, mine);
  graph_solve(f.g);
  cr_assert(in->escapes);
  cr_assert_not(mine->escapes);
  compiler_free(f.c);
}

Test(solve, transient_storage_persists_once_its_address_is_kept) {
  Fixture f;
  setup(&f);
  Location *v = var(&f, &f.outer, 1),
           *kept = location_new(f.g, LOC_EXPR, &f.outer, 1),
           *dropped = location_new(f.g, LOC_EXPR, &f.outer, 1);
  assign(&f, v, -1, kept);
  graph_flow(f.g, hole_shift(hole_discard(f.g), -1), dropped);
  graph_solve(f.g);
  cr_assert_not(kept->transient);
  cr_assert(dropped->transient);
  compiler_free(f.c);
}

Test(solve, cycles_end) {
  Fixture f;
  setup(&f);
  Location *a = var(&f, &f.outer, 1), *b = var(&f, &f.outer, 1);
  assign(&f, a, -1, b);
  assign(&f, b, -1, a);
  assign(&f, a, -1, a);
  assign(&f, a, 1, b);
  assign(&f, f.g->heap, 1, a);
  graph_solve(f.g);
  cr_assert_leq(f.g->walks, 9);
  compiler_free(f.c);
}

/* ------------------------------------------------------- the fast solver -- */

enum {
  FUNCTIONS = 5, /* two with a literal each, one without */
  PER_FUNCTION = 7
};

/* A reproducible stream of numbers below n. */
static uint32_t pick(uint64_t *state, uint32_t n) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33) % n;
}

static bool encloses(const Function *outer, const Function *f) {
  return f == outer || (f->outer && encloses(outer, f->outer));
}

/* Values go from function to function by parameters and results, within one
   and its literals as they like. */
static bool may_flow(const Location *src, const Location *dst) {
  return encloses(src->fn, dst->fn) || encloses(dst->fn, src->fn) ||
         (dst->is_param && !dst->fn->outer) ||
         (src->result_index && !src->fn->outer);
}

static void random_locations(Fixture *f, Function *fns, uint64_t *random) {
  for (uint32_t i = 0; i < FUNCTIONS * PER_FUNCTION; i++) {
    Function *fn = &fns[i / PER_FUNCTION];
    bool local = i % PER_FUNCTION > 2;
    LocationKind kind = local && pick(random, 3) == 0 ? LOC_EXPR : LOC_VAR;
    Location *l =
        location_new(f->g, kind, fn, local ? 1 + (int)pick(random, 3) : 1);
    l->is_param = i % PER_FUNCTION == 0;
    if (!local && !l->is_param)
      l->result_index = pick(random, 6) ? (int)(i % PER_FUNCTION) : 9;
    l->directly_called = l->result_index && fn->outer && (fn - fns) % 4 == 1;
  }
}

static void random_edges(Fixture *f, uint64_t *random) {
  uint32_t n = f->g->locations.len, edges = pick(random, 3 * n);
  for (uint32_t i = 0; i < edges; i++) {
    Location *src = f->g->locations.items[pick(random, n)];
    Location *dst = f->g->locations.items[pick(random, n)];
    bool crossing = src->fn != dst->fn;
    bool to_heap = pick(random, 12) == 0;
    int derefs = (int)pick(random, 4) - (crossing && src->result_index ? 0 : 1);
    if (to_heap || may_flow(src, dst))
      assign(f, to_heap ? f->g->heap : dst, derefs, src);
  }
}

/* The same graph each time for the same seed. */
static void random_graph(Fixture *f, Function *fns, uint64_t seed) {
  uint64_t random = seed * 2654435761u + 1;
  setup(f);
  f->g->record_paths = false;
  fns[1].outer = &fns[0];
  fns[3].outer = &fns[2];
  random_locations(f, fns, &random);
  random_edges(f, &random);
}

Test(solve, waves_come_to_the_same_verdicts) {
  for (uint64_t seed = 0; seed < 3000; seed++) {
    Fixture slow, fast;
    Function fns[FUNCTIONS] = {{0}};
    random_graph(&slow, fns, seed);
    random_graph(&fast, fns, seed);
    graph_solve(slow.g);
    graph_solve_waves(fast.g);
    for (uint32_t i = 0; i < slow.g->locations.len; i++) {
      Location *s = slow.g->locations.items[i], *q = fast.g->locations.items[i];
      leaks_optimize(&s->leaks);
      leaks_optimize(&q->leaks);
      cr_assert_eq(s->escapes, q->escapes, "seed %d, location %u", (int)seed,
                   i);
      if (!s->escapes)
        cr_assert_eq(s->transient, q->transient, "seed %d, location %u",
                     (int)seed, i);
      cr_assert_arr_eq(s->leaks.slot, q->leaks.slot, sizeof s->leaks.slot,
                       "seed %d, location %u", (int)seed, i);
    }
    compiler_free(slow.c);
    compiler_free(fast.c);
  }
}

Test(leaks, tags_go_round) {
  Leaks l = {0};
  Text t = {0};
  leaks_encode(&t, &l);
  cr_assert_str_eq(t.data, "esc:");
  leaks_add_result(&l, 3, 300);
  t.len = 0;
  leaks_encode(&t, &l);
  Leaks back = leaks_decode(t.data, t.len);
  cr_assert_eq(leaks_result(&back, 3), LEAK_MAX);
  cr_assert_eq(leaks_heap(&back), -1);
  cr_assert_eq(t.len, 4 + 5);
  back = leaks_decode("", 0);
  cr_assert_eq(leaks_heap(&back), 0);
  text_free(&t);
}
