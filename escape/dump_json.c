/*
 * dump_json.c - the escape graph and its walks for programs:
 * docs/graph.schema.json says what each member means, testdata/harness/
 * graph.py checks that they agree.
 *
 *   {"version": 1, "package": "p", "batches": [
 *     {"functions": ["f"], "locations": [...], "edges": [...],
 *      "queue": ["heap", "n1", "n0"], "walks": [...]}]}
 *
 * Locations are named "heap", "n0", "n1", ...: [0], [1] in -dump=graph. "walks"
 * are those of the solver, step by step; "queue" is its work list before the
 * first one, what is taken first standing first. What is not known (a size, a
 * position, a leak that is none) is null. A change that old readers would
 * misunderstand raises GRAPH_VERSION.
 */
#include "escape/dump_json.h"

enum {
  GRAPH_VERSION = 1
};

/* Text of the program; whatever is no UTF-8 is left out. */
static json_t *text_json(const char *s) {
  json_t *j = json_string(s);
  return j ? j : json_string("?");
}

static json_t *id_json(Builder *b, const Location *l) {
  if (l->kind == LOC_HEAP)
    return json_string("heap");
  return json_string(arena_printf(&b->c->arena, "n%u", l->id));
}

/* n, or null for the -1 that stands for "unknown" or "none". */
static json_t *known_json(int64_t n) {
  return n < 0 ? json_null() : json_integer(n);
}

/* {"file", "line", "column"} as messages have them; null for NO_POS. */
json_t *position_json(Compiler *c, Pos pos) {
  if (pos == NO_POS)
    return json_null();
  Place p = place_of(c, pos);
  return json_pack("{s:o, s:i, s:i}", "file", text_json(p.path), "line",
                   (int)p.line, "column", (int)p.real_col);
}

/* Why an edge exists: gc's words, with the node that each is about. */
static json_t *notes_json(Builder *b, const Note *notes) {
  json_t *list = json_array();
  for (const Note *n = notes; n; n = n->next) {
    const char *what =
        n->expr ? node_text(b, n->expr) : node_stmt_text(b, n->stmt);
    Pos pos = n->expr ? n->expr->pos : n->stmt->pos;
    json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "why", n->why,
                                          "text", text_json(what), "position",
                                          position_json(b->c, pos)));
  }
  return list;
}

/* One edge; `direct` marks an address that went to the heap while the graph was
   drawn, which the solver does not see as an edge. */
static json_t *edge_json(Builder *b, const Step *s, bool direct) {
  return json_pack("{s:o, s:o, s:i, s:b, s:o}", "from", id_json(b, s->src),
                   "to", id_json(b, s->dst), "derefs", s->derefs, "direct",
                   direct, "why", notes_json(b, s->notes));
}

/* Edges into l, in the order in which they were drawn. */
static void add_edges(Builder *b, json_t *list, Location *l) {
  for (uint32_t i = 0; i < l->edges.len; i++) {
    const Edge *e = &l->edges.items[i];
    Step s = {.dst = l, .src = e->src, .derefs = e->derefs, .notes = e->notes};
    json_array_append_new(list, edge_json(b, &s, false));
  }
}

static json_t *edges_json(Builder *b) {
  json_t *list = json_array();
  add_edges(b, list, b->g->heap);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    add_edges(b, list, b->g->locations.items[i]);
  for (uint32_t i = 0; i < b->g->direct.len; i++)
    json_array_append_new(list, edge_json(b, &b->g->direct.items[i], true));
  return list;
}

/* Least dereferences to the heap and to each result; null for all but
   parameters. */
static json_t *leaks_json(const Location *l) {
  if (!l->is_param)
    return json_null();
  json_t *results = json_array();
  for (int i = 0; i < LEAK_RESULTS; i++)
    json_array_append_new(results, known_json(leaks_result(&l->leaks, i)));
  return json_pack("{s:o, s:o}", "heap", known_json(leaks_heap(&l->leaks)),
                   "results", results);
}

/* All that is known of a location: what it is, and what became of it. */
static json_t *location_json(Builder *b, const Location *l) {
  Type *t = location_type(l);
  return json_pack(
      "{s:o, s:s, s:o, s:o, s:o, s:o, s:i, s:o, s:s, s:o, s:b, s:o}", "id",
      id_json(b, l), "kind", location_kind(l), "name",
      text_json(location_label(b, l)), "function",
      l->fn ? text_json(l->fn->name) : json_null(), "type",
      t ? text_json(node_type_text(b, t)) : json_null(), "size",
      known_json(location_size(b, l)), "depth", l->loop_depth, "position",
      position_json(b->c, location_pos(l)), "verdict",
      l->escapes ? "heap" : "stack", "reason", text_json(location_reason(b, l)),
      "transient", l->transient, "leaks", leaks_json(l));
}

static json_t *locations_json(Builder *b) {
  json_t *list = json_array();
  json_array_append_new(list, location_json(b, b->g->heap));
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    json_array_append_new(list, location_json(b, b->g->locations.items[i]));
  return list;
}

/* ------------------------------------------------------------------ walks */

/* One step of a walk; "via" and "weight" name the edge it follows, if any. */
static json_t *step_json(Builder *b, const Trace *t) {
  static const char *const kinds[] = {
      [TRACE_ROOT] = "root",     [TRACE_VISIT] = "visit",
      [TRACE_ESCAPE] = "escape", [TRACE_LEAK] = "leak",
      [TRACE_PERSIST] = "keep",  [TRACE_BETTER] = "better",
      [TRACE_WORSE] = "worse",   [TRACE_SKIP] = "skip",
      [TRACE_QUEUE] = "queue"};
  json_t *step = json_pack("{s:s, s:o, s:i}", "kind", kinds[t->kind],
                           "location", id_json(b, t->loc), "derefs", t->derefs);
  if (t->via) {
    json_object_set_new(step, "via", id_json(b, t->via));
    json_object_set_new(step, "weight", json_integer(t->weight));
  }
  return step;
}

/* The steps up to the first walk only fill the work list. */
static json_t *queue_json(Builder *b, uint32_t *at) {
  json_t *list = json_array();
  uint32_t n = 0;
  while (n < b->g->trace.len && b->g->trace.items[n].kind == TRACE_QUEUE)
    n++;
  for (uint32_t i = n; i-- > 0;)
    json_array_append_new(list, id_json(b, b->g->trace.items[i].loc));
  *at = n;
  return list;
}

/* The trace from step `at` on, cut into walks at their roots. */
static json_t *walks_json(Builder *b, uint32_t at) {
  json_t *walks = json_array(), *steps = NULL;
  for (; at < b->g->trace.len; at++) {
    const Trace *t = &b->g->trace.items[at];
    if (t->kind == TRACE_ROOT) {
      steps = json_array();
      json_array_append_new(
          walks,
          json_pack("{s:o, s:o}", "root", id_json(b, t->loc), "steps", steps));
    } else {
      json_array_append_new(steps, step_json(b, t));
    }
  }
  return walks;
}

/* ---------------------------------------------------------------- package */

static json_t *batch_json(Builder *b) {
  json_t *functions = json_array();
  for (uint32_t i = 0; i < b->batch->n; i++)
    json_array_append_new(functions, text_json(b->batch->functions[i]->name));
  uint32_t at;
  json_t *queue = queue_json(b, &at);
  return json_pack("{s:o, s:b, s:o, s:o, s:o, s:o}", "functions", functions,
                   "recursive", b->batch->recursive, "locations",
                   locations_json(b), "edges", edges_json(b), "queue", queue,
                   "walks", walks_json(b, at));
}

json_t *graph_json(const EscapeRecord *r) {
  json_t *batches = json_array();
  for (uint32_t i = 0; i < r->batches.len; i++)
    json_array_append_new(batches, batch_json(r->batches.items[i]));
  return json_pack("{s:i, s:o, s:o}", "version", GRAPH_VERSION, "package",
                   text_json(r->pkg->path), "batches", batches);
}

void escape_dump_json(const EscapeRecord *r, FILE *out) {
  json_t *graph = graph_json(r);
  json_dumpf(graph, out, JSON_INDENT(1));
  fputc('\n', out);
  json_decref(graph);
}
