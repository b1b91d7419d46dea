/*
 * graph.h - the escape graph: locations, weighted edges, holes. Private to
 * escape/.
 *
 * A Location is storage: a variable, or what an expression allocates. An edge
 * src -> dst of weight w ("derefs") says that dst is assigned from src:
 *
 *     p = &q    -1          p = q     0
 *     p = *q     1          p = **q   2
 *
 * An address is the only negative step, so weights are never below -1. The
 * graph is insensitive to fields and to the order of statements: x.f = &y and
 * x = &y are the same edge, and an assignment counts wherever it stands.
 *
 * A Hole is the place that an expression's value goes to, while the
 * expression is being read: a destination and the weight so far.
 *
 *     return &x.f       hole (~r0, 0) --addr--> (~r0, -1), then x flows in:
 *                       edge x -> ~r0, weight -1
 *
 * Two locations are special: `heap`, which has escaped from the start, and
 * `blank`, which swallows what is dropped. Invariants (graph_verify): edges
 * have weights >= -1; nothing flows out of blank or into it; a location whose
 * address has been given to an escaped one has escaped itself once the solver
 * is done.
 *
 * Model and order of all steps: cmd/compile/internal/escape of Go 1.19
 * (graph.go, solve.go), whose `-m` output depends on them; docs/escape.md.
 */
#ifndef ESCAPE_GRAPH_H
#define ESCAPE_GRAPH_H

#include "escape/leaks.h"
#include "frontend/frontend.h"

typedef struct Location Location;

/* Why an edge exists, for -m=2 and explain: the node that causes a step, and
   gc's word for it ("assign", "address-of"). Innermost step first. */
typedef struct Note {
  const struct Note *next;
  const Expr *expr; /* one of expr and stmt is set */
  const Stmt *stmt;
  const char *why;
} Note;

typedef struct Edge {
  Location *src;
  int derefs;
  const Note *notes;
} Edge;

typedef enum LocationKind {
  LOC_HEAP,
  LOC_BLANK,
  LOC_VAR,  /* `var` is set */
  LOC_EXPR, /* `expr` is set: it allocates */
  LOC_TEMP  /* neither: a join of several holes, a range operand */
} LocationKind;

struct Location {
  LocationKind kind;
  uint32_t id; /* order of creation in its batch, from 0: heap, blank, ... */
  Object *var;
  const char *name; /* of a variable: ~r0, ~b0 for nameless results */
  Expr *expr;
  Function *fn; /* NULL for heap and blank */
  int loop_depth;
  int result_index; /* results: from 1; else 0 */
  bool is_param;
  bool is_go_wrapper;   /* closure invented for go or defer: not reported */
  bool directly_called; /* function literal called where it stands */
  Function *literal;    /* function literals: the function */
  LIST(Edge) edges;     /* incoming, in order of creation */

  /* facts that decide how closures capture a variable */
  bool captured, reassigned, addr_taken;

  /* results of the solver */
  bool escapes;            /* must live on the heap */
  bool transient;          /* storage may be reused after the statement */
  Leaks leaks;             /* parameters: where their value goes */
  const char *heap_reason; /* "too large for stack", or NULL */

  /* of the walk under way */
  uint32_t walk;      /* number of the walk that visited this location last */
  int derefs;         /* least weight from here to the walk's root */
  Location *next_hop; /* next location on that path */
  uint32_t next_edge; /* which edge of next_hop leads from here */
  bool queued;
};

/* One step of a recorded path: dst is assigned from src. */
typedef struct Step {
  const Location *dst, *src;
  int derefs;
  const Note *notes;
} Step;

typedef enum EventKind {
  EVENT_ESCAPES,    /* `loc` moved to the heap */
  EVENT_PARAM_LEAK, /* a parameter's value reaches `root` */
  EVENT_CAPTURE,    /* a literal captures variable `loc`: by_value */
  EVENT_SELF_ASSIGN /* `stmt` of `fn` changes nothing that matters */
} EventKind;

/* What happened, in the order in which gc's -m=2 tells it. Reporters read
   these; the solver prints nothing. */
typedef struct Event {
  EventKind kind;
  const Location *loc, *root;
  int derefs;
  bool by_value;
  bool was_reassigned, was_addr_taken; /* EVENT_CAPTURE: as decided upon */
  const Function *fn; /* EVENT_CAPTURE: declares loc; EVENT_SELF_ASSIGN */
  const Stmt *stmt;   /* EVENT_SELF_ASSIGN */
  uint32_t when;      /* Graph.calls as of then; 0: after all bodies */
  const Step *path;   /* from loc to root; NULL unless recording */
  uint32_t npath;
  bool cyclic; /* the path ran into a cycle of later walks: cut off */
} Event;

/* One step of the solver, for -dump=solve. */
typedef enum TraceKind {
  TRACE_ROOT,    /* a walk begins */
  TRACE_VISIT,   /* loc reaches root with `derefs` */
  TRACE_ESCAPE,  /* ... and must live on the heap */
  TRACE_LEAK,    /* ... and is a parameter that leaks */
  TRACE_PERSIST, /* ... and its storage may not be reused */
  TRACE_BETTER,  /* loc is offered a path through `via`, and takes it */
  TRACE_WORSE,   /* ... and has a better one: loc->derefs then */
  TRACE_SKIP,    /* ... and has escaped: its own walk tells the rest */
  TRACE_QUEUE    /* loc is put on the work list */
} TraceKind;

typedef struct Trace {
  TraceKind kind;
  const Location *root, *loc, *via;
  int derefs; /* least weight from loc to root, as known or offered */
  int weight; /* of the edge from loc to via */
} Trace;

typedef struct Graph {
  Compiler *c;
  Location *heap, *blank;
  LIST(Location *) locations; /* without heap and blank, as created */
  LIST(Event) events;
  LIST(Step) direct; /* addresses that went to escaped locations: no edges */
  LIST(Trace) trace;
  bool record_paths; /* -m=2, explain, dumps */
  Map called;        /* calls -> how many had been read by then */
  uint32_t calls;    /* from 1, so that no event is of time 0 */
  bool record_trace; /* -dump=solve, explore */
  uint32_t walks;
} Graph;

typedef struct Hole {
  Location *dst;
  int derefs;
  uint32_t addr_taken; /* bool: what flows in had its address taken. As wide as
                          the gap: a copy in a snapshot holds nothing else */
  const Note *notes;
} Hole;

/* graph.c */
Graph *graph_new(Compiler *c);
Location *location_new(Graph *g, LocationKind kind, Function *fn,
                       int loop_depth);
Hole hole_of(Location *loc);
Hole hole_heap(const Graph *g, const char *why, const Expr *where);
Hole hole_discard(const Graph *g);
Hole hole_addr(const Graph *g, Hole k, const Expr *where, const char *why);
Hole hole_deref(const Graph *g, Hole k, const Expr *where, const char *why);
Hole hole_note_expr(const Graph *g, Hole k, const Expr *where, const char *why);
Hole hole_note_stmt(const Graph *g, Hole k, const Stmt *where, const char *why);
Hole hole_shift(Hole k, int derefs);
/* Where the variable is declared or the expression stands. */
Pos location_pos(const Location *l);
/* src's value goes into the hole. */
void graph_flow(Graph *g, Hole k, Location *src);
/* One hole for several: none is blank, one is itself, more are joined by a
   temporary. */
Hole graph_tee(Graph *g, const Hole *holes, uint32_t n, Function *fn,
               int loop_depth);
/* As a tee of one, but what flows in is needed after the statement. */
Hole graph_later(Graph *g, Hole k, Function *fn, int loop_depth);
void graph_event_path(Graph *g, Event *e, const Step *steps, uint32_t n);
/* Checks the invariants above; an internal error names the location. */
void graph_verify(const Graph *g, bool solved);

/* solve.c: with paths, as gc. */
void graph_solve(Graph *g);
/* solve_waves.c: the same verdicts and summaries, faster. */
void graph_solve_waves(Graph *g);
/* Whether `loc` may outlive `other`, so that holding its address is unsafe. */
bool location_outlives(const Location *loc, const Location *other);

#endif
