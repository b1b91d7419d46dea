/*
 * dump.c - call graph, escape graph and walks as text, to be followed by hand.
 *
 *   -dump=graph                           -dump=solve
 *     [0] ~r0 *int, result 1: stack         walk from [0] ~r0
 *       <- [1] x, -1: &x (address-of)         [0] ~r0 at 0
 *     [1] x int: heap                           [1] x: 0 - 1 = -1, push
 *                                             [1] x at -1: ~r0 holds ...
 *
 * "<=" is an address that went to the heap while the graph was drawn: there
 * is no edge for the solver.
 *
 * A walk looks backwards from its root for what reaches it. Two spaces: a
 * location that is taken from the stack; four: what comes of it.
 */
#include "escape/record.h"

void escape_dump_callgraph(const EscapeRecord *r, FILE *out) {
  for (uint32_t i = 0; i < r->batches.len; i++) {
    Builder *b = r->batches.items[i];
    fprintf(out, "batch%s: %s\n", b->batch->recursive ? " (recursive)" : "",
            batch_label(b));
  }
}

/* ------------------------------------------------------------------ graph */

/* "[3] x"; heap and blank have no number. */
static const char *numbered(Builder *b, const Location *l) {
  const char *name = location_label(b, l);
  bool special = l->kind == LOC_HEAP || l->kind == LOC_BLANK;
  if (special || l->kind == LOC_TEMP)
    return name;
  return arena_printf(&b->c->arena, "[%u] %s", l->id, name);
}

/* Why an edge exists, innermost step first: ": &x (address-of), return &x
   (return)". */
static void dump_notes(Builder *b, FILE *out, const Note *notes) {
  for (const Note *n = notes; n; n = n->next) {
    const char *what =
        n->expr ? node_text(b, n->expr) : node_stmt_text(b, n->stmt);
    fprintf(out, "%s%s (%s)", n == notes ? ": " : ", ", what, n->why);
  }
  fputc('\n', out);
}

/* Edges into l, then addresses that were given to it at once. */
static void dump_edges(Builder *b, FILE *out, const Location *l) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *e = &l->edges.items[i];
    fprintf(out, "    <- %s, %d", numbered(b, e->src), e->derefs);
    dump_notes(b, out, e->notes);
  }
  for (uint32_t i = 0; i < b->g->direct.len; i++) {
    const Step *s = &b->g->direct.items[i];
    if (s->dst != l)
      continue;
    fprintf(out, "    <= %s, %d", numbered(b, s->src), s->derefs);
    dump_notes(b, out, s->notes);
  }
}

/* Where the value of a parameter goes, and after how many dereferences. */
static void dump_leaks(FILE *out, const Leaks *l) {
  int d = leaks_heap(l);
  if (d >= 0)
    fprintf(out, ", leaks to the heap after %d", d);
  for (int i = 0; i < LEAK_RESULTS; i++)
    if ((d = leaks_result(l, i)) >= 0)
      fprintf(out, ", leaks to result %d after %d", i + 1, d);
}

/* One line: name, type, size, role, depth, verdict and its reason. */
static void dump_location(Builder *b, FILE *out, const Location *l) {
  Type *t = location_type(l);
  int64_t size = location_size(b, l);
  fprintf(out, "  %s%s%s", numbered(b, l), t ? " " : "",
          t ? node_type_text(b, t) : "");
  if (size >= 0)
    fprintf(out, ", %lld byte%s", (long long)size, size == 1 ? "" : "s");
  if (l->is_param)
    fputs(", parameter", out);
  if (l->result_index)
    fprintf(out, ", result %d", l->result_index);
  if (l->is_param)
    dump_leaks(out, &l->leaks);
  fprintf(out, ", depth %d: %s, %s\n", l->loop_depth,
          l->escapes ? "heap" : "stack", location_reason(b, l));
  dump_edges(b, out, l);
}

static void dump_batch(Builder *b, FILE *out) {
  fprintf(out, "graph %s\n  {heap}\n", batch_label(b));
  dump_edges(b, out, b->g->heap);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    dump_location(b, out, b->g->locations.items[i]);
}

void escape_dump_graph(const EscapeRecord *r, FILE *out) {
  for (uint32_t i = 0; i < r->batches.len; i++)
    dump_batch(r->batches.items[i], out);
}

/* ------------------------------------------------------------------ walks */

/* "0 - 1 = -1": the weight so far, that of the edge, and their sum. */
static void dump_sum(FILE *out, const Trace *t) {
  fprintf(out, "%d %c %d = %d", t->derefs - t->weight,
          t->weight < 0 ? '-' : '+', t->weight < 0 ? -t->weight : t->weight,
          t->derefs);
}

/* Which rule of location_outlives (solve.c) said so. */
static const char *outlives_text(const Trace *t) {
  const Location *root = t->root, *l = t->loc;
  return root->kind == LOC_HEAP ? "the heap outlives everything"
         : root->escapes        ? "it is on the heap"
         : root->result_index   ? "it is returned"
         : root->fn == l->fn    ? "it is declared outside of the loop"
                                : "it belongs to a function around";
}

/* A root that holds l's address holds what l holds, too: behind an address
   weights start again from 0. */
static void dump_visit(Builder *b, FILE *out, const Trace *t) {
  fprintf(out, "  %s at %d", numbered(b, t->loc), t->derefs);
  if (t->derefs < 0)
    fprintf(out, ": %s holds its address; go on from 0",
            location_label(b, t->root));
  fputc('\n', out);
}

/* One line for each step; steps of one location stand below its visit. */
static void dump_step(Builder *b, FILE *out, const Trace *t) {
  const char *name = numbered(b, t->loc);
  switch (t->kind) {
  case TRACE_ROOT: fprintf(out, "walk from %s\n", name); break;
  case TRACE_VISIT: dump_visit(b, out, t); break;
  case TRACE_BETTER:
  case TRACE_WORSE:
    fprintf(out, "    %s: ", name);
    dump_sum(out, t);
    fputs(t->kind == TRACE_BETTER ? ", push\n" : ", no better\n", out);
    break;
  case TRACE_SKIP: fprintf(out, "    %s: on the heap, skip\n", name); break;
  case TRACE_ESCAPE:
    fprintf(out, "    %s escapes: %s outlives it, %s\n", name,
            location_label(b, t->root), outlives_text(t));
    break;
  case TRACE_LEAK:
    fprintf(out, "    parameter %s leaks to %s, derefs %d\n", name,
            location_label(b, t->root), t->derefs);
    break;
  case TRACE_PERSIST:
    fprintf(out, "    %s must outlive its statement\n", name);
    break;
  case TRACE_QUEUE: fprintf(out, "    queue %s\n", name); break;
  }
}

/* The first steps fill the work list: one line instead of many. */
static uint32_t dump_queue(Builder *b, FILE *out) {
  uint32_t n = 0;
  while (n < b->g->trace.len && b->g->trace.items[n].kind == TRACE_QUEUE)
    n++;
  fprintf(out, "solve %s\nqueue, last first:", batch_label(b));
  for (uint32_t i = n; i-- > 0;)
    fprintf(out, "%s %s", i + 1 == n ? "" : ",",
            numbered(b, b->g->trace.items[i].loc));
  fputc('\n', out);
  return n;
}

void escape_dump_solve(const EscapeRecord *r, FILE *out) {
  for (uint32_t i = 0; i < r->batches.len; i++) {
    Builder *b = r->batches.items[i];
    for (uint32_t k = dump_queue(b, out); k < b->g->trace.len; k++)
      dump_step(b, out, &b->g->trace.items[k]);
  }
}
