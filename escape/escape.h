/*
 * escape.h - the face of the analysis that decides between stack and heap.
 *
 *   explicit tree -> inline_package -> escape_package -> decided tree
 *
 * Decisions are written onto the tree, where code generation reads them:
 * EXPR_F_ON_STACK on each expression that allocates and does not escape,
 * OBJ_F_ESCAPES on variables that live on the heap, OBJ_F_BY_VALUE on
 * captured variables that closures copy. What gc prints under -m is written
 * to c->out while it is decided, in gc's order.
 */
#ifndef ESCAPE_ESCAPE_H
#define ESCAPE_ESCAPE_H

#include "frontend/frontend.h"

/* What inliner and analysis saw of a package, kept for those who tell it:
   graphs, walks, costs. Private: escape/record.h. */
typedef struct EscapeRecord EscapeRecord;
EscapeRecord *escape_record_new(Compiler *c, Package *pkg);

/* Drops dead code and gives implicit conversions gc's positions; before the
   inliner. */
void escape_prepare(Compiler *c, Package *pkg);
/* Judges functions and expands calls; not under -l. `record` may be NULL. */
void inline_package(Compiler *c, Package *pkg, EscapeRecord *record);
/* Makes static calls of interface calls where it can; after the inliner. */
void devirtualize_package(Compiler *c, Package *pkg);
/* Analyses every function of a package whose imports have been analysed.
   `record` may be NULL. */
void escape_package(Compiler *c, Package *pkg, EscapeRecord *record);

/* What was recorded, for people and programs. */
void escape_dump_inline(const EscapeRecord *r, FILE *out);    /* costs, calls */
void escape_dump_callgraph(const EscapeRecord *r, FILE *out); /* batches */
void escape_dump_graph(const EscapeRecord *r, FILE *out);
void escape_dump_dot(const EscapeRecord *r, FILE *out);  /* for graphviz */
void escape_dump_json(const EscapeRecord *r, FILE *out); /* graph.schema.json */
void escape_dump_solve(const EscapeRecord *r, FILE *out); /* the walks */

/* What `escargo explain` is asked for. */
typedef struct Explain {
  const char *path;              /* of the file, as named; NULL: all of them */
  uint32_t line, col;            /* 0: all */
  int64_t (*slot)(int64_t size); /* bytes that the heap spends on an object */
} Explain;
/* Tells of each value why it is where it is; false: there is none. */
bool escape_explain(const EscapeRecord *r, const Explain *ask, FILE *out);

/* A page about the first file of the package: source, graphs, walks. */
void escape_explore(const EscapeRecord *r, FILE *out);

/* Limits that codegen keeps to, too. */
enum {
  STACK_MAX_IMPLICIT = 64 << 10, /* new(T), &T{}, make, closures */
  STACK_BUFFER = 32, /* bytes or runes of a string that does not escape */
  STACK_RUNE = 4     /* bytes of string(r) */
};

#endif
