/*
 * record.h - what inliner and analysis saw, for those who tell it. Private to
 * escape/.
 *
 *   inline.c, escape.c  -- record -->  dump.c      text
 *                                      dump_dot.c  graphviz
 *                                      dump_json.c docs/graph.schema.json
 *                                      dump_solve.c, dump_inline.c
 *                                      explain.c   sentences
 *
 * Nothing in the record is made for one of the readers: batches keep their
 * graphs with all notes, events and steps of the walks, and names, sizes and
 * reasons are asked for below.
 */
#ifndef ESCAPE_RECORD_H
#define ESCAPE_RECORD_H

#include "escape/build.h"

/* Nodes of one kind in a function's body, and their share of its cost. */
typedef struct CostRow {
  const char *label; /* "call", "binary expression" */
  int nodes, cost;
} CostRow;

/* What the inliner said of a function. */
typedef struct Judgement {
  const Function *fn;
  bool can;
  int cost; /* -1: not counted, the reason came before */
  const char *reason;
  LIST(CostRow) rows;
} Judgement;

/* One call that was replaced, in the order of the work. */
typedef struct ExpandedCall {
  const Function *caller, *callee;
  Pos call;
  uint32_t depth;     /* 1: inside what an expansion brought along, ... */
  const char *before; /* the call */
  const char *after;  /* the tree in its place; inner calls expanded, too */
} ExpandedCall;

struct EscapeRecord {
  Compiler *c;
  Package *pkg;
  LIST(Judgement *) judgements;
  LIST(ExpandedCall *) expanded;
  LIST(Builder *) batches; /* callees first */
};

/* ---------------------------------------------------------- describe.c -- */

/* "x", "~r0", "&T{...}", "{temp 4}", "{heap}". */
const char *location_label(Builder *b, const Location *l);
/* "variable", "parameter", "result", "expression", "temporary", "heap". */
const char *location_kind(const Location *l);
/* Of the variable or expression; NULL for the others. */
Type *location_type(const Location *l);
/* Bytes of the storage itself: of T for new(T), of the elements for a slice;
   -1: known at run time only. */
int64_t location_size(Builder *b, const Location *l);
/* What moved it to the heap; NULL: it stays. */
const Event *location_event(const Builder *b, const Location *l);
/* One sentence: why it is where it is. */
const char *location_reason(Builder *b, const Location *l);
/* "batch f, g" in messages. */
const char *batch_label(Builder *b);

#endif
