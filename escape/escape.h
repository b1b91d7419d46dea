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

typedef enum EscapeDump {
  ESCAPE_DUMP_NONE,
  ESCAPE_DUMP_CALLGRAPH, /* batches, bottom-up */
  ESCAPE_DUMP_GRAPH,     /* locations and edges */
  ESCAPE_DUMP_SOLVE      /* each step of the walks */
} EscapeDump;

/* Drops dead code and gives implicit conversions gc's positions; before the
   inliner. */
void escape_prepare(Compiler *c, Package *pkg);
/* Judges functions and expands calls; not under -l. */
void inline_package(Compiler *c, Package *pkg);
/* Makes static calls of interface calls where it can; after the inliner. */
void devirtualize_package(Compiler *c, Package *pkg);
/* Analyses every function of a package whose imports have been analysed. */
void escape_package(Compiler *c, Package *pkg, EscapeDump dump);

#endif
