/*
 * solve_waves.c - the verdicts of solve.c without its paths, in time that
 * grows with the graph.
 *
 * solve.c walks from every location, as gc does: it finds the path that -m=2
 * tells, but n locations that reach each other cost n*n steps. If only the
 * verdicts are wanted, many roots can be walked at once: a wave starts from a
 * set of locations, all at 0, and finds for each location the least number of
 * dereferences to any of them.
 *
 *   wave       starts at                         at -1 escapes    params leak
 *   results    all results                       whatever it is   to the heap
 *   direct     results of literals called    of other functions,
 *              where they stand              as above
 *   own        one result, in its own function   what is inside   to it
 *   loops      variables of depth <= d of a      deeper ones,
 *              function, in it and its literals  inner functions  to the heap
 *   heap       all that has escaped              whatever it is   to the heap
 *   kept       what outlives its statement       (is kept, too)
 *
 * Why the small waves may stay inside a function: a value leaves it through
 * a variable of a function around it, a result, or a call's parameter, and
 * comes back as a result of that call. Outer variables and results outlive
 * everything inside: what went that way has escaped, or leaks, already through
 * them; with no more dereferences, so that leaks_optimize drops the other
 * leak. Only recursion brings it back as an argument: wave_of_returning.
 *
 * A parameter leaks to the heap through the results of other functions, not
 * its own: the first wave keeps the best two distances of different functions.
 * solve_test.c compares both solvers on random graphs.
 */
#include "escape/graph.h"

enum {
  LEVELS = 256, /* distances saturate, as leaks do */
  /* Steps that waves of returning addresses may take in a batch: exact for
     up to about a thousand functions that call each other. */
  PATIENCE = 20000000
};

/* The least distance from a location to a source of function `to`. */
typedef struct Reach {
  int derefs;
  const Function *to;
} Reach;

enum {
  UNREACHED = LEVELS
};

typedef struct Entry {
  Location *loc;
  Reach reach;
} Entry;

typedef struct Waves {
  Graph *g;
  Reach (*reach)[2]; /* by location; this wave's, see `stamp` */
  uint32_t *stamp;   /* by location: the wave that reach is of */
  uint32_t wave;
  const Function *inside; /* the wave stays in it and its literals; or NULL */
  LIST(Entry) level[LEVELS + 1]; /* work, by distance + 1 */
  int lowest;
  uint32_t pending; /* entries in all levels */
  uint64_t steps;   /* edges looked at, in all waves */
  int *foreign;     /* by location: distance to parameters of other functions */
} Waves;

static bool is_in(const Function *f, const Function *outer) {
  for (; f; f = f->outer)
    if (f == outer)
      return true;
  return false;
}

/* -------------------------------------------------------------- one wave -- */

static void wave_begin(Waves *w, const Function *inside) {
  w->wave++;
  w->inside = inside;
  w->lowest = LEVELS;
}

/* What this wave knows of l: two entries, of different functions. Those of
   former waves are wiped at first use. */
static Reach *reach_of(Waves *w, const Location *l) {
  Reach *r = w->reach[l->id];
  if (w->stamp[l->id] != w->wave) {
    w->stamp[l->id] = w->wave;
    r[0] = r[1] = (Reach){.derefs = UNREACHED};
  }
  return r;
}

/* The least distance to a source of another function than `fn`. */
static int reach_beside(Waves *w, const Location *l, const Function *fn) {
  const Reach *r = reach_of(w, l);
  return r[0].to != fn ? r[0].derefs : r[1].derefs;
}

/* A path of `derefs` from l to a source of `to`: worth following if it is
   better than the best known, or the best to another function. */
static void offer(Waves *w, Location *l, int derefs, const Function *to) {
  if (w->inside && !is_in(l->fn, w->inside))
    return;
  if (derefs >= LEVELS)
    derefs = LEVELS - 1;
  Reach *r = reach_of(w, l), new = {derefs, to};
  if (r[0].to == to || derefs < r[0].derefs) {
    if (derefs >= r[0].derefs)
      return;
    if (r[0].to != to)
      r[1] = r[0];
    r[0] = new;
  } else {
    if (derefs >= r[1].derefs)
      return;
    r[1] = new;
  }
  list_push(&w->g->c->arena, &w->level[derefs + 1], ((Entry){l, new}));
  w->pending++;
  if (derefs + 1 < w->lowest)
    w->lowest = derefs + 1;
}

static void offer_sources(Waves *w, const Location *l, Reach at) {
  int derefs = at.derefs < 0 ? 0 : at.derefs;
  w->steps += l->edges.len;
  for (uint32_t i = 0; i < l->edges.len; i++)
    offer(w, l->edges.items[i].src, derefs + l->edges.items[i].derefs, at.to);
}

/* Spreads from what was offered, nearest first. An address may lead one level
   down again: then the wave goes back. */
static void wave_run(Waves *w) {
  while (w->pending) {
    if (w->level[w->lowest].len == 0) {
      w->lowest++;
      continue;
    }
    Entry e = w->level[w->lowest].items[--w->level[w->lowest].len];
    w->pending--;
    const Reach *r = reach_of(w, e.loc);
    bool current = (r[0].to == e.reach.to && r[0].derefs == e.reach.derefs) ||
                   (r[1].to == e.reach.to && r[1].derefs == e.reach.derefs);
    if (current)
      offer_sources(w, e.loc, e.reach);
  }
}

/* ------------------------------------------------------- what waves mean -- */

static int value_derefs(int derefs) { return derefs < 0 ? 0 : derefs; }

static void leak_to_heap(Location *l, int derefs) {
  if (l->is_param && derefs < UNREACHED)
    leaks_add_heap(&l->leaks, value_derefs(derefs));
}

/* Results outlive all, except those of literals called where they stand: the
   functions around these are their callers. */
static void wave_of_results(Waves *w) {
  Graph *g = w->g;
  wave_begin(w, NULL);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *r = g->locations.items[i];
    bool tracked = r->result_index <= LEAK_RESULTS;
    if (r->result_index && !r->directly_called)
      offer(w, r, 0, tracked ? r->fn : NULL);
  }
  wave_run(w);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *l = g->locations.items[i];
    if (reach_of(w, l)[0].derefs < 0)
      l->escapes = true;
    leak_to_heap(l, reach_beside(w, l, l->fn));
  }
}

static const Function *outermost(const Function *f) {
  while (f->outer)
    f = f->outer;
  return f;
}

/* Results of literals called where they stand outlive what belongs to other
   functions than those around them; the rest is for the small waves. */
static void wave_of_direct_results(Waves *w) {
  Graph *g = w->g;
  wave_begin(w, NULL);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *r = g->locations.items[i];
    if (r->result_index && r->directly_called)
      offer(w, r, 0, outermost(r->fn));
  }
  wave_run(w);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *l = g->locations.items[i];
    int derefs = reach_beside(w, l, outermost(l->fn));
    if (derefs < 0)
      l->escapes = true;
    leak_to_heap(l, derefs);
  }
}

/* Locations of a function and of its literals, for the waves that stay in. */
typedef LIST(Location *) Locations;

typedef struct Part {
  const Function *fn;
  Locations own;    /* of fn itself */
  Locations within; /* of fn and its literals */
  Locations results;
  bool has_params;
  bool returns; /* what is inside may come back as an argument: recursion */
  int depth;    /* the deepest loop */
} Part;

/* What one result of `part` outlives there; its parameters leak to it. */
static void wave_of_own_result(Waves *w, const Part *part, Location *r) {
  bool tracked = r->result_index <= LEAK_RESULTS;
  wave_begin(w, part->fn);
  offer(w, r, 0, NULL);
  wave_run(w);
  for (uint32_t i = 0; i < part->within.len; i++) {
    Location *l = part->within.items[i];
    int derefs = reach_of(w, l)[0].derefs;
    if (derefs < 0)
      l->escapes = true;
    if (l->fn != r->fn || !tracked)
      leak_to_heap(l, derefs);
    else if (l->is_param && derefs < UNREACHED)
      leaks_add_result(&l->leaks, r->result_index - 1, value_derefs(derefs));
  }
}

/* What the variables of depth <= `depth` outlive: deeper ones, and what
   belongs to the function's literals. */
static void wave_of_loop(Waves *w, const Part *part, int depth) {
  wave_begin(w, part->fn);
  for (uint32_t i = 0; i < part->own.len; i++)
    if (part->own.items[i]->loop_depth <= depth)
      offer(w, part->own.items[i], 0, NULL);
  wave_run(w);
  for (uint32_t i = 0; i < part->within.len; i++) {
    Location *l = part->within.items[i];
    int derefs = reach_of(w, l)[0].derefs;
    bool inner = l->fn != part->fn;
    if (derefs < 0 && (inner || l->loop_depth > depth))
      l->escapes = true;
    if (inner)
      leak_to_heap(l, derefs);
  }
}

/* The parameters of part hold l's address after so many dereferences. */
static void judge_returning(const Part *part, Location *l, int derefs) {
  bool inner = l->fn != part->fn;
  if (derefs < 0 && (inner || l->loop_depth > 1))
    l->escapes = true;
  if (inner)
    leak_to_heap(l, derefs);
}

/* f passes the address of a loop's variable to g, which calls f with it: the
   parameter of the inner call counts as a variable around the loop. Each part
   needs a wave of its own; in a huge batch, where gc would walk for hours,
   whatever gets to another function's parameter counts as coming back. */
static void wave_of_returning(Waves *w, const Part *part) {
  if (w->steps > PATIENCE) {
    for (uint32_t i = 0; i < part->within.len; i++)
      judge_returning(part, part->within.items[i],
                      w->foreign[part->within.items[i]->id]);
    return;
  }
  wave_begin(w, NULL);
  for (uint32_t i = 0; i < part->own.len; i++)
    if (part->own.items[i]->is_param)
      offer(w, part->own.items[i], 0, NULL);
  wave_run(w);
  for (uint32_t i = 0; i < part->within.len; i++) {
    Location *l = part->within.items[i];
    judge_returning(part, l, reach_of(w, l)[0].derefs);
  }
}

/* Last: what has escaped outlives all, and so does what escapes by it. */
static void wave_of_heap(Waves *w) {
  Graph *g = w->g;
  wave_begin(w, NULL);
  offer_sources(w, g->heap, (Reach){0});
  for (uint32_t i = 0; i < g->locations.len; i++)
    if (g->locations.items[i]->escapes)
      offer(w, g->locations.items[i], 0, NULL);
  wave_run(w);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *l = g->locations.items[i];
    int derefs = reach_of(w, l)[0].derefs;
    if (derefs < 0)
      l->escapes = true;
    leak_to_heap(l, derefs);
  }
}

/* Storage whose address is in a variable is needed after its statement. */
static void wave_of_kept(Waves *w) {
  Graph *g = w->g;
  wave_begin(w, NULL);
  offer_sources(w, g->heap, (Reach){0});
  for (uint32_t i = 0; i < g->locations.len; i++)
    if (!g->locations.items[i]->transient)
      offer(w, g->locations.items[i], 0, NULL);
  wave_run(w);
  for (uint32_t i = 0; i < g->locations.len; i++)
    if (reach_of(w, g->locations.items[i])[0].derefs < 0)
      g->locations.items[i]->transient = false;
}

/* ----------------------------------------------------------------- parts -- */

typedef struct Parts {
  LIST(Part *) list;
  Map of; /* Function -> Part */
} Parts;

/* The part of fn, new if it is the first question about it. */
static Part *part_of(Graph *g, Parts *parts, const Function *fn) {
  Part *p = map_get(&parts->of, fn);
  if (p)
    return p;
  p = NEW(&g->c->arena, Part);
  p->fn = fn;
  map_set(&g->c->arena, &parts->of, fn, p);
  list_push(&g->c->arena, &parts->list, p);
  return p;
}

/* Groups the locations by function; `within` has those of inner literals,
   too. */
static Parts find_parts(Graph *g) {
  Parts parts = {0};
  Arena *a = &g->c->arena;
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *l = g->locations.items[i];
    Part *p = part_of(g, &parts, l->fn);
    list_push(a, &p->own, l);
    if (l->result_index)
      list_push(a, &p->results, l);
    p->has_params |= l->is_param;
    if (l->loop_depth > p->depth)
      p->depth = l->loop_depth;
    for (const Function *f = l->fn; f; f = f->outer)
      list_push(a, &part_of(g, &parts, f)->within, l);
  }
  return parts;
}

/* Finds the parts that need wave_of_returning: an address, or a parameter of
   an inner function, gets to a parameter of some other function. */
static void wave_of_arguments(Waves *w, Parts *parts) {
  Graph *g = w->g;
  wave_begin(w, NULL);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *p = g->locations.items[i];
    if (p->is_param && !p->fn->outer)
      offer(w, p, 0, p->fn);
  }
  wave_run(w);
  for (uint32_t i = 0; i < g->locations.len; i++) {
    Location *l = g->locations.items[i];
    const Function *top = outermost(l->fn);
    int derefs = w->foreign[l->id] = reach_beside(w, l, top);
    bool inner = l->fn != top;
    if ((derefs < 0 && (inner || l->loop_depth > 1)) ||
        (derefs < UNREACHED && inner && l->is_param))
      part_of(g, parts, top)->returns = true;
  }
}

/* One wave for each result that parameters could reach, or whose literal is
   called where it stands, and one for each depth of loop; a function with
   literals has one depth more. */
static void waves_of_part(Waves *w, const Part *p) {
  for (uint32_t i = 0; i < p->results.len; i++) {
    Location *r = p->results.items[i];
    if (p->has_params || r->directly_called)
      wave_of_own_result(w, p, r);
  }
  bool has_inner = p->within.len > p->own.len;
  for (int depth = 1; depth < p->depth + has_inner; depth++)
    wave_of_loop(w, p, depth);
}

void graph_solve_waves(Graph *g) {
  Arena *a = &g->c->arena;
  Waves w = {.g = g};
  w.reach = (Reach(*)[2])NEW_ARRAY(a, Reach, 2 * (size_t)g->locations.len + 2);
  w.foreign = NEW_ARRAY(a, int, g->locations.len + 1);
  w.stamp = NEW_ARRAY(a, uint32_t, g->locations.len + 1);
  Parts parts = find_parts(g);
  wave_of_results(&w);
  wave_of_direct_results(&w);
  wave_of_arguments(&w, &parts);
  for (uint32_t i = 0; i < parts.list.len; i++)
    waves_of_part(&w, parts.list.items[i]);
  w.steps = 0;
  for (uint32_t i = 0; i < parts.list.len; i++)
    if (parts.list.items[i]->returns)
      wave_of_returning(&w, parts.list.items[i]);
  wave_of_heap(&w);
  wave_of_kept(&w);
  graph_verify(g, true);
}
