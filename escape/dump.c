/*
 * dump.c - the graph and the walks as text, to be followed by hand.
 *
 *   -dump=graph                      -dump=solve
 *     l0 x int depth 1 heap            walk from ~r0
 *     l1 ~r0 *int result 1               ~r0 at 0
 *       <- x -1 (address-of, return)     x at -1: escapes
 */
#include "escape/build.h"

static const char *name_text(Builder *b, const Location *l) {
  switch (l->kind) {
  case LOC_HEAP: return "{heap}";
  case LOC_BLANK: return "{blank}";
  case LOC_TEMP: return arena_printf(&b->c->arena, "{temp %u}", l->id);
  case LOC_VAR: return l->name;
  case LOC_EXPR: return node_text(b, l->expr);
  }
  UNREACHABLE();
}

static Type *location_type(const Location *l) {
  return l->var ? l->var->type : l->expr ? l->expr->type : NULL;
}

static void dump_edges(Builder *b, const Location *l) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *e = &l->edges.items[i];
    fprintf(b->c->out, "    <- %s %d (", name_text(b, e->src), e->derefs);
    for (const Note *n = e->notes; n; n = n->next)
      fprintf(b->c->out, "%s%s", n->why, n->next ? ", " : "");
    fputs(")\n", b->c->out);
  }
}

static void dump_location(Builder *b, const Location *l) {
  FILE *out = b->c->out;
  Type *t = location_type(l);
  fprintf(out, "  l%u %s", l->id, name_text(b, l));
  if (t)
    fprintf(out, " %s", node_type_text(b, t));
  if (l->is_param)
    fputs(" param", out);
  if (l->result_index)
    fprintf(out, " result %d", l->result_index);
  fprintf(out, " depth %d %s", l->loop_depth, l->escapes ? "heap" : "stack");
  if (l->heap_reason)
    fprintf(out, " (%s)", l->heap_reason);
  fputc('\n', out);
  dump_edges(b, l);
}

void dump_graph(Builder *b) {
  fputs("graph", b->c->out);
  for (uint32_t i = 0; i < b->batch->n; i++)
    fprintf(b->c->out, " %s", b->batch->functions[i]->name);
  fputs("\n  {heap}\n", b->c->out);
  dump_edges(b, b->g->heap);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    dump_location(b, b->g->locations.items[i]);
}

void dump_solve(Builder *b) {
  FILE *out = b->c->out;
  for (uint32_t i = 0; i < b->g->trace.len; i++) {
    const Trace *t = &b->g->trace.items[i];
    const char *name = name_text(b, t->loc);
    switch (t->kind) {
    case TRACE_ROOT: fprintf(out, "walk from %s\n", name); break;
    case TRACE_VISIT: fprintf(out, "  %s at %d\n", name, t->derefs); break;
    case TRACE_ESCAPE: fprintf(out, "  %s escapes\n", name); break;
    case TRACE_LEAK:
      fprintf(out, "  parameter %s leaks, derefs %d\n", name, t->derefs);
      break;
    case TRACE_PERSIST: fprintf(out, "  %s must be kept\n", name); break;
    }
  }
}
