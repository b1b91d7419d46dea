/*
 * solve.c - which locations must live on the heap.
 *
 * For each location ("root") walk_one finds, backwards along the edges, every
 * location whose value reaches it, with the least number of dereferences on
 * the way (a shortest path with weights >= -1). Weight -1 in sum means: the
 * root holds the address. If then the root may outlive the location, the
 * location escapes.
 *
 *     func f() *int { x := 1; p := &x; return p }
 *
 *     x --(-1)--> p --(0)--> ~r0       walk from ~r0: p at 0, x at -1
 *                                      ~r0 outlives x: x escapes
 *
 * An escaped location is like the heap: what points to it from then on must
 * be looked at again, so it goes back to the work list, until nothing
 * changes. Each location comes back at most twice (it stops being transient
 * once, it escapes once), so the number of walks is at most three times that
 * of locations. Within a walk weights are clamped to 0 behind an address, so
 * cycles never get shorter.
 *
 * Orders are gc's (last in, first out, everywhere): they decide which of
 * several paths -m=2 tells. Source: cmd/compile/internal/escape/solve.go.
 */
#include "escape/graph.h"

typedef LIST(Location *) WorkList;

typedef struct Solver {
  Graph *g;
  WorkList work;  /* roots to be walked, last first */
  WorkList stack; /* of the walk under way */
} Solver;

static void trace(Graph *g, TraceKind kind, const Location *root,
                  const Location *loc, int derefs) {
  if (!g->record_trace)
    return;
  Trace t = {.kind = kind, .root = root, .loc = loc, .derefs = derefs};
  list_push(&g->c->arena, &g->trace, t);
}

/* An edge into `via` that offers its source a path of `derefs`. */
static void trace_offer(Graph *g, TraceKind kind, const Edge *edge,
                        const Location *via, int derefs) {
  if (!g->record_trace)
    return;
  Trace t = {.kind = kind,
             .loc = edge->src,
             .via = via,
             .derefs = derefs,
             .weight = edge->derefs};
  list_push(&g->c->arena, &g->trace, t);
}

static void enqueue(Solver *s, Location *l) {
  if (l->queued)
    return;
  trace(s->g, TRACE_QUEUE, NULL, l, 0);
  l->queued = true;
  list_push(&s->g->c->arena, &s->work, l);
}

static bool is_inside(const Function *inner, const Function *outer) {
  for (const Function *f = inner ? inner->outer : NULL; f; f = f->outer)
    if (f == outer)
      return true;
  return false;
}

bool location_outlives(const Location *l, const Location *other) {
  if (l->escapes)
    return true;
  /* Results are handed to the caller. A literal that is called where it
     stands has its enclosing function for a caller, whose variables are
     still alive then. */
  if (l->result_index)
    return !(l->directly_called && is_inside(l->fn, other->fn));
  if (l->fn == other->fn)
    return l->loop_depth < other->loop_depth;
  /* What belongs to an enclosing function outlives each run of a literal. */
  return is_inside(other->fn, l->fn);
}

/* The path from `l` to the root of this walk, as it is now. Later walks of
   other roots may have rewritten next_hop: then it can run in a circle. */
static void record_path(Graph *g, Event *e, Location *l, const Location *root) {
  LIST(Step) steps = {0};
  Location *at = l;
  do {
    Location *dst = at->next_hop;
    const Edge *edge = &dst->edges.items[at->next_edge];
    Step step = {
        .dst = dst, .src = at, .derefs = edge->derefs, .notes = edge->notes};
    for (uint32_t i = 0; i < steps.len; i++)
      e->cyclic |= steps.items[i].src == at;
    if (e->cyclic)
      break;
    list_push(&g->c->arena, &steps, step);
    at = dst;
  } while (at != root);
  graph_event_path(g, e, steps.items, steps.len);
}

static void record(Graph *g, EventKind kind, Location *l, Location *root,
                   int derefs) {
  if (!g->record_paths)
    return;
  Event e = {.kind = kind, .loc = l, .root = root, .derefs = derefs};
  record_path(g, &e, l, root);
  list_push(&g->c->arena, &g->events, e);
}

/* The value of parameter l reaches root, which outlives it. */
static void add_leak(Solver *s, Location *l, Location *root, int derefs) {
  if (!l->escapes)
    record(s->g, EVENT_PARAM_LEAK, l, root, derefs);
  trace(s->g, TRACE_LEAK, root, l, derefs);
  bool to_result = !root->escapes && root->result_index && root->fn == l->fn &&
                   root->result_index <= LEAK_RESULTS;
  if (to_result)
    leaks_add_result(&l->leaks, root->result_index - 1, derefs);
  else
    leaks_add_heap(&l->leaks, derefs);
}

/* Looks at l, reached from root at l->derefs. False: l has escaped just now,
   and its own walk will follow its edges. */
static bool visit(Solver *s, Location *root, Location *l, bool address_of) {
  int derefs = address_of ? 0 : l->derefs;
  if (address_of && !root->transient && l->transient) {
    l->transient = false;
    trace(s->g, TRACE_PERSIST, root, l, -1);
    enqueue(s, l);
  }
  if (!location_outlives(root, l))
    return true;
  if (l->is_param)
    add_leak(s, l, root, derefs);
  if (!address_of || l->escapes)
    return true;
  record(s->g, EVENT_ESCAPES, l, root, derefs);
  trace(s->g, TRACE_ESCAPE, root, l, -1);
  l->escapes = true;
  enqueue(s, l);
  return false;
}

/* Offers the sources of l's edges a path to the root through l. */
static void relax(Solver *s, Location *l, int derefs) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *edge = &l->edges.items[i];
    Location *src = edge->src;
    int d = derefs + edge->derefs;
    bool better = src->walk != s->g->walks || src->derefs > d;
    trace_offer(s->g,
                src->escapes ? TRACE_SKIP
                : better     ? TRACE_BETTER
                             : TRACE_WORSE,
                edge, l, d);
    if (src->escapes || !better)
      continue;
    src->walk = s->g->walks;
    src->derefs = d;
    src->next_hop = l;
    src->next_edge = i;
    list_push(&s->g->c->arena, &s->stack, src);
  }
}

static void walk_one(Solver *s, Location *root) {
  s->g->walks++;
  root->walk = s->g->walks;
  root->derefs = 0;
  root->next_hop = NULL;
  trace(s->g, TRACE_ROOT, root, root, 0);
  list_push(&s->g->c->arena, &s->stack, root);
  while (s->stack.len) {
    Location *l = s->stack.items[--s->stack.len];
    bool address_of = l->derefs < 0;
    trace(s->g, TRACE_VISIT, root, l, l->derefs);
    if (visit(s, root, l, address_of))
      relax(s, l, address_of ? 0 : l->derefs);
  }
}

void graph_solve(Graph *g) {
  Solver s = {.g = g};
  for (uint32_t i = 0; i < g->locations.len; i++)
    enqueue(&s, g->locations.items[i]);
  enqueue(&s, g->heap);
  while (s.work.len) {
    Location *root = s.work.items[--s.work.len];
    root->queued = false;
    walk_one(&s, root);
  }
  graph_verify(g, true);
}
