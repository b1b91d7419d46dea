/*
 * dump_dot.c - the escape graph for graphviz: escargo compile -dump=graph:dot
 * x.go | dot -Tsvg.
 *
 * A cluster for each batch; what lives on the heap is filled; an arrow goes
 * the way of the value and carries its weight. Addresses that went straight
 * to the heap are no edges for the solver: their arrows are dashed.
 *
 *     x --(-1)--> ~r0            n0_1 -> n0_0 [label="-1 return"]
 */
#include "escape/record.h"

/* As a string of the DOT language. */
static void quote(FILE *out, const char *s) {
  fputc('"', out);
  for (; *s; s++)
    if (*s == '"' || *s == '\\')
      fprintf(out, "\\%c", *s);
    else if (*s == '\n')
      fputs("\\n", out);
    else
      fputc(*s, out);
  fputc('"', out);
}

/* Numbers of locations begin anew in each batch. */
static const char *node_name(Builder *b, uint32_t batch, const Location *l) {
  if (l->kind == LOC_HEAP)
    return arena_printf(&b->c->arena, "heap%u", batch);
  return arena_printf(&b->c->arena, "n%u_%u", batch, l->id);
}

/* Weight and gc's words, one below the other. */
static void dot_edge(Builder *b, FILE *out, uint32_t batch, const Step *s,
                     bool direct) {
  Text t = {0};
  text_printf(&t, "%d", s->derefs);
  for (const Note *n = s->notes; n; n = n->next)
    text_printf(&t, "\n%s", n->why);
  fprintf(out, "    %s -> %s [label=", node_name(b, batch, s->src),
          node_name(b, batch, s->dst));
  quote(out, text_take(&t, &b->c->arena));
  fputs(direct ? ", style=dashed];\n" : "];\n", out);
}

static void dot_location(Builder *b, FILE *out, uint32_t batch,
                         const Location *l) {
  Type *t = location_type(l);
  fprintf(out, "    %s [label=", node_name(b, batch, l));
  quote(out, arena_printf(&b->c->arena, "%s\n%s", location_label(b, l),
                          t ? node_type_text(b, t) : ""));
  fprintf(out, "%s%s];\n", l->kind == LOC_VAR ? ", shape=box" : "",
          l->escapes ? ", style=filled, fillcolor=\"#f4b6a6\"" : "");
}

static void dot_edges(Builder *b, FILE *out, uint32_t batch, Location *l) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *e = &l->edges.items[i];
    Step s = {.dst = l, .src = e->src, .derefs = e->derefs, .notes = e->notes};
    dot_edge(b, out, batch, &s, false);
  }
}

static void dot_batch(Builder *b, FILE *out, uint32_t batch) {
  fprintf(out, "  subgraph cluster%u {\n    label=", batch);
  quote(out, batch_label(b));
  fputs(";\n", out);
  dot_location(b, out, batch, b->g->heap);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    dot_location(b, out, batch, b->g->locations.items[i]);
  dot_edges(b, out, batch, b->g->heap);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    dot_edges(b, out, batch, b->g->locations.items[i]);
  for (uint32_t i = 0; i < b->g->direct.len; i++)
    dot_edge(b, out, batch, &b->g->direct.items[i], true);
  fputs("  }\n", out);
}

void escape_dump_dot(const EscapeRecord *r, FILE *out) {
  fputs("digraph escape {\n  node [fontname=\"monospace\"];\n", out);
  for (uint32_t i = 0; i < r->batches.len; i++)
    dot_batch(r->batches.items[i], out, i);
  fputs("}\n", out);
}
