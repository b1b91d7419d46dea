/*
 * graph.c - building the escape graph: locations, holes, edges.
 *
 * Reading an expression pushes a Hole down the tree; where a variable or an
 * allocation is met, graph_flow turns the hole into an edge:
 *
 *   p = &x.f          hole (p, 0), note "assign"
 *     & ...           hole_addr:  (p, -1), note "address-of"
 *       x.f           hole_note:  the same, note "dot"
 *         x           graph_flow: edge x -> p of weight -1
 *
 * The right way to skip a value is to read it into hole_discard: its
 * sub-expressions are still seen, since they may call or allocate. The wrong
 * way is not to read it at all.
 */
#include "escape/graph.h"

/* Heap and blank exist from the start, outside of the list of locations. */
Graph *graph_new(Compiler *c) {
  Graph *g = NEW(&c->arena, Graph);
  g->c = c;
  g->calls = 1;
  g->heap = NEW(&c->arena, Location);
  g->heap->kind = LOC_HEAP;
  g->heap->escapes = true;
  g->blank = NEW(&c->arena, Location);
  g->blank->kind = LOC_BLANK;
  return g;
}

/* Storage of expressions and joins is transient until the solver finds that
   its address is kept; variables never are. */
Location *location_new(Graph *g, LocationKind kind, Function *fn,
                       int loop_depth) {
  Location *l = NEW(&g->c->arena, Location);
  l->kind = kind;
  l->id = g->locations.len;
  l->fn = fn;
  l->loop_depth = loop_depth;
  l->transient = kind != LOC_VAR;
  list_push(&g->c->arena, &g->locations, l);
  return l;
}

Hole hole_of(Location *loc) { return (Hole){.dst = loc}; }
Hole hole_discard(const Graph *g) { return hole_of(g->blank); }

Hole hole_heap(const Graph *g, const char *why, const Expr *where) {
  return hole_note_expr(g, hole_of(g->heap), where, why);
}

/* Notes share their tails: tee'd holes, and the operands of one expression, go
   on from the same one. Without paths to tell nothing is kept. */
static Hole add_note(const Graph *g, Hole k, Note note) {
  if (!g->record_paths)
    return k;
  Note *n = NEW(&g->c->arena, Note);
  *n = note;
  n->next = k.notes;
  k.notes = n;
  return k;
}

Hole hole_note_expr(const Graph *g, Hole k, const Expr *where,
                    const char *why) {
  return add_note(g, k, (Note){.expr = where, .why = why});
}

Hole hole_note_stmt(const Graph *g, Hole k, const Stmt *where,
                    const char *why) {
  return add_note(g, k, (Note){.stmt = where, .why = why});
}

/* A step of `derefs`. Only the last step says whether an address is taken: in
   &p.f, with p a pointer, it is not that of p. */
Hole hole_shift(Hole k, int derefs) {
  k.derefs += derefs;
  ASSERT(k.derefs >= -1);
  k.addr_taken = derefs < 0;
  return k;
}

Hole hole_addr(const Graph *g, Hole k, const Expr *where, const char *why) {
  return hole_note_expr(g, hole_shift(k, -1), where, why);
}

Hole hole_deref(const Graph *g, Hole k, const Expr *where, const char *why) {
  return hole_note_expr(g, hole_shift(k, 1), where, why);
}

/* An address that goes to an escaped location needs no edge: what it points
   to has escaped, now. */
static void escape_at_once(Graph *g, Hole k, Location *src) {
  Step step = {.dst = k.dst, .src = src, .derefs = k.derefs, .notes = k.notes};
  if (g->record_paths)
    list_push(&g->c->arena, &g->direct, step);
  if (g->record_paths) {
    Event e = {.kind = EVENT_ESCAPES,
               .loc = src,
               .root = k.dst,
               .derefs = k.derefs,
               .when = g->calls};
    graph_event_path(g, &e, &step, 1);
    list_push(&g->c->arena, &g->events, e);
  }
  src->escapes = true;
}

/* A value that flows into itself changes nothing, unless it is its address. */
void graph_flow(Graph *g, Hole k, Location *src) {
  if (k.addr_taken)
    src->addr_taken = true;
  if (k.dst == g->blank || (k.dst == src && k.derefs >= 0))
    return;
  if (k.dst->escapes && k.derefs < 0) {
    escape_at_once(g, k, src);
    return;
  }
  Edge edge = {.src = src, .derefs = k.derefs, .notes = k.notes};
  list_push(&g->c->arena, &k.dst->edges, edge);
}

Hole graph_tee(Graph *g, const Hole *holes, uint32_t n, Function *fn,
               int loop_depth) {
  if (n == 0)
    return hole_discard(g);
  if (n == 1)
    return holes[0];
  Location *join = location_new(g, LOC_TEMP, fn, loop_depth);
  for (uint32_t i = 0; i < n; i++)
    graph_flow(g, holes[i], join);
  return hole_of(join);
}

Hole graph_later(Graph *g, Hole k, Function *fn, int loop_depth) {
  Location *l = location_new(g, LOC_TEMP, fn, loop_depth);
  l->transient = false;
  graph_flow(g, k, l);
  return hole_of(l);
}

void graph_event_path(Graph *g, Event *e, const Step *steps, uint32_t n) {
  e->path = arena_copy(&g->c->arena, steps, n * sizeof *steps);
  e->npath = n;
}

Pos location_pos(const Location *l) {
  return l->var ? l->var->pos : l->expr ? l->expr->pos : NO_POS;
}

/* Edges into l: see the invariants in graph.h. */
static void verify_location(const Graph *g, const Location *l, bool solved) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *e = &l->edges.items[i];
    if (e->derefs < -1 || e->src == g->blank || e->src == g->heap)
      fatal_at(g->c, location_pos(l), "escape: bad edge %u into location %u", i,
               l->id);
    if (solved && l->escapes && e->derefs < 0 && !e->src->escapes)
      fatal_at(g->c, location_pos(e->src),
               "escape: address kept on the heap, but storage is not");
  }
}

void graph_verify(const Graph *g, bool solved) {
  if (g->blank->edges.len)
    fatal_at(g->c, NO_POS, "escape: edges into blank");
  verify_location(g, g->heap, solved);
  for (uint32_t i = 0; i < g->locations.len; i++)
    verify_location(g, g->locations.items[i], solved);
}
