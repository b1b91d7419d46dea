/*
 * explain.h - private to the files that put a record into sentences.
 *
 *   explain.c        which values, in which order; the frame of each
 *   explain_path.c   one sentence for each edge of the path
 *   explain_rule.c   which rule decided, whether it had to, what to change
 *   placement.c      what code generation makes of the verdict
 */
#ifndef ESCAPE_EXPLAIN_H
#define ESCAPE_EXPLAIN_H

#include "escape/record.h"

typedef struct Explainer {
  const EscapeRecord *r;
  const Explain *ask;
  FILE *out;
  Pos shown; /* whose line stands just above */
} Explainer;

/* ------------------------------------------------------- explain_path.c -- */

/* The whole story of a location on the heap, and how it ends. */
typedef struct Story {
  const Location *first; /* whose story it is */
  LIST(Step) steps;      /* from the value on, edge by edge */
  const Location *last;  /* the location that could not be satisfied */
  const Location *end;   /* what outlives it, in the end: heap, result, ... */
  const Note *notes;     /* of the last edge; NULL: a limit decided */
  Builder *b;
} Story;

/* Follows the events of l, of what holds its address, and so on. */
Story story_of(Builder *b, const Location *l);
/* Of a parameter whose value leaks. */
Story story_of_leak(Builder *b, const Event *leak);
/* Prints its edges as numbered sentences with their source lines. */
void story_tell(Explainer *x, const Story *s);
/* The source line of pos with a caret below, unless it was the last one. */
void show_line(Explainer *x, Pos pos);
/* The last of the notes: the outermost step. */
const Note *last_note(const Note *notes);

/* ------------------------------------------------------- explain_rule.c -- */

typedef struct Rule {
  bool limitation; /* of gc's analysis; else the program needs the heap */
  bool of_first;   /* @ is the beginning of the story, not its last value */
  const char *why, *change; /* templates: @ is the value, % what holds it */
} Rule;

enum {
  MAX_RULES = 4
};
/* The rules that a story comes under, the most useful first. */
uint32_t rules_of(const Story *s, const Rule *rules[MAX_RULES]);
/* The go or defer statement that starts what l holds, or NULL. */
const Stmt *go_statement(const Location *l);

/* ---------------------------------------------------------- placement.c -- */

typedef enum PlaceKind {
  PLACE_STACK,
  PLACE_HEAP,
  PLACE_READ_ONLY,
  PLACE_ZERO_SIZE,
  PLACE_APPENDED
} PlaceKind;

typedef struct Placement {
  PlaceKind kind;
  int64_t size;     /* bytes; -1: known at run time only */
  const char *call; /* runtime function that allocates, or NULL */
  const char *yet;  /* what is allocated nevertheless, or NULL */
} Placement;

Placement placement_of(Builder *b, const Location *l);
/* Of an expression or statement without a location: append, make(chan), ... ;
   call NULL: it allocates nothing. */
Placement placement_of_expr(const Expr *e);
Placement placement_of_stmt(const Stmt *s);

#endif
