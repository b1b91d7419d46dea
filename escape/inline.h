/*
 * inline.h - the inliner's verdicts. Private to escape/.
 */
#ifndef ESCAPE_INLINE_H
#define ESCAPE_INLINE_H

#include "escape/record.h"

enum {
  INLINE_BUDGET = 80,       /* largest cost of a function that is inlined */
  INLINE_BIG_CALLER = 5000, /* a function of so many nodes is big ... */
  INLINE_BIG_BUDGET = 20,   /* ... and inlines smaller ones only */
  INLINE_CALL_COST = 57,    /* of a call that stays a call ... */
  INLINE_CHEAP_CALL = 1     /* ... with -l=4 */
};

/* Hangs off Function.inlining once judged. */
typedef struct Inlining {
  bool can;
  int cost;
  const char *reason; /* why not */
  Stmt *body;         /* a copy, from before its own calls were expanded */
  bool delayable;     /* results are declared at the one return */
  /* From before its own calls were expanded: how many locals it had, and those
     that its body still uses. */
  uint32_t nlocals;
  LIST(Object *) used;
} Inlining;

typedef struct Inliner {
  Compiler *c;
  Package *pkg;
  Builder *text;        /* for node_text */
  EscapeRecord *record; /* or NULL */
  Function *caller;
  uint32_t labels;        /* behind bodies expanded in this caller */
  uint32_t budget;        /* of callees, in this caller */
  LIST(Function *) stack; /* callees being expanded here */
  Pos call_pos;           /* outermost call being expanded, or NO_POS */
} Inliner;

/* inline.c */
Inlining *inline_judge(Inliner *in, Function *fn); /* prints; once */
/* inline_cost.c: the cost of fn's body; NULL or why it cannot be inlined.
   Into `rows`, unless it is NULL: the cost by kind of node; all is counted
   then, also beyond the budget. */
const char *inline_cost(Inliner *in, Function *fn, int *cost, Judgement *rows);
uint32_t inline_node_count(Inliner *in, Function *fn);
/* inline_expand.c */
void inline_expand_calls(Inliner *in, Function *fn);

#endif
