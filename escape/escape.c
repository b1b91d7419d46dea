/*
 * escape.c - the analysis of a package: which variables and values may live
 * on the stack.
 *
 * Two rules make it safe to keep something on the stack: no pointer to it is
 * stored in the heap, and none outlives it. The analysis draws a graph of
 * assignments (graph.h), batch by batch from the callees up (callgraph.c),
 * and whatever a longer-lived location may point to is moved to the heap
 * (solve.c):
 *
 *     package p
 *     func get() *int { x := 1; return &x }     x --(-1)--> ~r0
 *     func inc(p *int) { *p++ }                 p leaks nowhere
 *     func use() int { y := 1; inc(&y); return y }
 *
 *     ~r0 outlives x: "moved to heap: x". inc's summary says that p does not
 *     leak, so &y goes nowhere and y stays.
 *
 * Steps for each batch, in gc's order: locations for all variables; bodies;
 * captured variables; size limits; solve; verdicts and summaries; reports.
 */
#include "escape/escape.h"

#include "escape/record.h"

/* A variable's location, at depth 1; its declaration says later if it stands in
   a loop. */
static Location *add_variable(Builder *b, Function *fn, Object *var) {
  Location *l = location_new(b->g, LOC_VAR, fn, 1);
  l->var = var;
  l->name = var->name ? var->name->text : "_";
  var->var.escape = l;
  return l;
}

static bool has_name(const Object *var) {
  return var->name && !name_is_blank(var->name);
}

static void add_param(Builder *b, Function *fn, Object *param) {
  if (has_name(param))
    add_variable(b, fn, param)->is_param = true;
}

/* Result i, with gc's name for one that has none: ~r0, or ~b0 for `_`. */
static void add_result(Builder *b, Function *fn, uint32_t i) {
  Object *r = fn->results[i];
  Location *l = add_variable(b, fn, r);
  l->result_index = (int)i + 1;
  if (!has_name(r))
    l->name = arena_printf(&b->c->arena, r->name ? "~b%u" : "~r%u", i);
}

/* Locations for all variables of a function: parameters, results, locals. */
static void add_variables(Builder *b, Function *fn) {
  if (fn->dict && !fn->outer)
    add_param(b, fn, fn->dict);
  if (fn->recv)
    add_param(b, fn, fn->recv);
  for (uint32_t i = 0; i < fn->nparams; i++)
    add_param(b, fn, fn->params[i]);
  for (uint32_t i = 0; i < fn->nresults; i++)
    add_result(b, fn, i);
  for (uint32_t i = 0; i < fn->locals.len; i++)
    add_variable(b, fn, fn->locals.items[i]);
  if (fn->dict && fn->outer)
    add_variable(b, fn, fn->dict);
}

/* ---------------------------------------------------------------- batch -- */

/* Draws the batch's graph: variables of all functions first, since bodies use
   each other's; literals are read where they stand. */
static void build(Builder *b) {
  const Batch *batch = b->batch;
  for (uint32_t i = 0; i < batch->n; i++)
    map_set(&b->c->arena, &b->in_batch, batch->functions[i],
            batch->functions[i]);
  for (uint32_t i = 0; i < batch->n; i++) {
    add_variables(b, batch->functions[i]);
    note_defining_values(batch->functions[i]);
  }
  for (uint32_t i = 0; i < batch->n; i++)
    if (!batch->functions[i]->outer && batch->functions[i]->body)
      flow_function(b, batch->functions[i]);
  connect_closures(b);
  add_heap_reasons(b);
}

void escape_batch(Compiler *c, Package *pkg, const Batch *batch,
                  EscapeRecord *record) {
  Builder *b = NEW(&c->arena, Builder);
  *b = (Builder){.c = c, .pkg = pkg, .batch = batch, .g = graph_new(c)};
  b->g->record_paths = c->options.explain > 1 || record;
  b->g->record_trace = record != NULL;
  build(b);
  if (b->g->record_paths)
    graph_solve(b->g);
  else
    graph_solve_waves(b->g);
  finish_batch(b);
  forbid_locations(b);
  if (c->options.explain)
    report_batch(b);
  if (record)
    list_push(&c->arena, &record->batches, b);
}

EscapeRecord *escape_record_new(Compiler *c, Package *pkg) {
  EscapeRecord *r = NEW(&c->arena, EscapeRecord);
  *r = (EscapeRecord){.c = c, .pkg = pkg};
  return r;
}

/* In the order of gc's passes: positions and dictionaries are those of the body
   before dead code goes. */
static void prepare_function(Compiler *c, Function *fn) {
  lower_function(c, fn);
  if (fn->shapes) {
    note_dictionaries(c, fn);
    place_shape_conversions(c, fn);
  }
  drop_dead_code(c, fn);
}

/* What is about to be reported on: its files are shown as they were named. */
static void show_own_files(Package *pkg) {
  for (uint32_t i = 0; i < pkg->nfiles; i++)
    if (!pkg->files[i]->source->std)
      pkg->files[i]->source->trimmed = NULL;
}

void escape_prepare(Compiler *c, Package *pkg) {
  if (c->options.explain) {
    show_own_files(pkg);
    mark_known_packages(c, pkg);
  }
  for (uint32_t i = 0; i < pkg->functions.len; i++)
    if (!pkg->functions.items[i]->outer)
      prepare_function(c, pkg->functions.items[i]);
  if (c->options.explain)
    collect_wrappers(c, pkg);
  for (uint32_t i = 0; i < pkg->functions.len; i++)
    note_defining_values(pkg->functions.items[i]);
}

void escape_package(Compiler *c, Package *pkg, EscapeRecord *record) {
  BatchList batches = callgraph_batches(c, pkg);
  for (uint32_t i = 0; i < batches.len; i++)
    escape_batch(c, pkg, &batches.items[i], record);
  if (c->options.explain)
    report_wrappers(c, pkg);
}
