/*
 * build.h - reading functions into the graph. Private to escape/.
 *
 * A batch is a set of functions that call each other, with their literals:
 * one graph, one run of the solver (callgraph.c). Calls inside a batch are
 * wired to the callee's own parameters and results; calls out of it use the
 * callee's leak summary, which earlier batches have left.
 */
#ifndef ESCAPE_BUILD_H
#define ESCAPE_BUILD_H

#include "escape/callee.h"
#include "escape/escape.h"
#include "escape/graph.h"

/* What callers need to know of an analysed function: leaks of the receiver,
   if any, then of each parameter. Hangs off Function.escape. */
typedef struct Summary {
  Leaks *params;
  uint32_t n;
} Summary;

typedef struct Batch {
  Function **functions; /* in order of discovery; literals too */
  uint32_t n;
  bool recursive;
} Batch;

typedef LIST(Batch) BatchList;
/* callgraph.c: strongly connected components, callees first. */
BatchList callgraph_batches(Compiler *c, Package *pkg);

/* A function literal that was met, with the closure's location. */
typedef struct Literal {
  Location *loc;
  Function *fn;
} Literal;

/* State of reading one batch. */
typedef struct Builder {
  Compiler *c;
  Package *pkg;
  Graph *g;
  const Batch *batch;
  Map in_batch; /* Function -> itself */
  LIST(Literal) literals;
  LIST(Object *) temps; /* variables invented for go and defer */
  Map looping;          /* labels behind which a goto jumps back: Stmt */
  /* For texts: the slices of `...` parameters do not exist yet. */
  bool unpacked;
  /* Or only for calls read after this many; 0: none. */
  uint32_t when;
  /* where we are */
  Function *fn;
  int loop_depth;
} Builder;

/* lowering.c: positions of implicit nodes, temporaries, order of variables;
   before anything is moved or copied. */
void lower_function(Compiler *c, Function *fn);
/* shape_positions.c: afterwards, where conversions stand in functions of
   shapes. */
void place_shape_conversions(Compiler *c, Function *fn);
/* How many variables gc counts in fn, of which the last are `locals`. */
uint32_t function_variable_count(const Function *fn, uint32_t locals);

/* spread.c: whether s is { t1, t2 := e; ... }, with e several values. */
bool is_spread(const Stmt *s);
/* Of such a block: whether the temporaries are of no interest, the declaration
   behind them, or NULL, and the assignment to what stands on its left, as gc
   has it; NULL: it is a return. */
bool spread_is_late(const Stmt *s);
const Decl *spread_decl(const Stmt *s);
Stmt *spread_assignment(Compiler *c, const Stmt *s);

/* dead_code.c: what constant conditions rule out. */
void drop_dead_code(Compiler *c, Function *fn);

/* flow_stmt.c */
void flow_function(Builder *b, Function *fn); /* its body, at depth 1 */
void flow_stmt(Builder *b, Stmt *s);
void flow_stmts(Builder *b, Stmt **list, uint32_t n);

/* Whether `lhs = rhs` moves a pointer within one object (self_assign.c). */
bool is_self_assignment(const Expr *lhs, const Expr *rhs);

/* flow_expr.c */
void flow_expr(Builder *b, Hole k, Expr *e);
void flow_discard(Builder *b, Expr *e); /* for its effects */
/* For an integer that may have been a pointer: that flows into k. */
void flow_uintptr(Builder *b, Hole k, Expr *e);
/* h.Data of a reflect.SliceHeader or StringHeader: a pointer, if it is stored
   through one. */
bool is_header_data(const Expr *e);
Hole flow_target(Builder *b, Expr *e); /* the hole of an assignment's left */
Hole flow_spill(Builder *b, Hole k, Expr *e, Location **loc);
Location *var_location(Builder *b, Object *var);
bool flow_has_pointers(Type *t);

/* flow_call.c */
void flow_call(Builder *b, const Hole *results, uint32_t n, Expr *e);
/* flow_go.c */
void flow_go_defer(Builder *b, Stmt *s);
/* The leak summary of an analysed or bodiless function; NULL: unknown. */
const Summary *function_summary(Builder *b, Function *fn);

/* decide.c */
/* Whether //go:uintptrescapes speaks of the parameter; *dots: of its slice. */
bool keeps_uintptrs(const Function *fn, const Object *param, bool *dots);
void connect_closures(Builder *b); /* captured variables into closures */
void add_heap_reasons(Builder *b); /* what is too large for the stack */
void finish_batch(Builder *b);     /* decisions onto the tree, summaries */

/* Bytes of a function literal's record: code, then what it captures. */
int64_t closure_size(Builder *b, const Function *fn);

/* forbidden.c: reports what may not be allocated: elements of type t; what the
   batch allocates, once verdicts are in. */
void forbid_element(Builder *b, Pos pos, Type *t);
void forbid_locations(Builder *b);

/* report.c: what gc prints under -m and -m=2 for this batch. */
void report_batch(Builder *b);
/* escape.c: locations, edges, walks, verdicts and reports of one batch; kept
   in `record` unless that is NULL. */
void escape_batch(Compiler *c, Package *pkg, const Batch *batch,
                  EscapeRecord *record);
/* descriptors.c: the lines of generated methods, after all others. */
void report_wrappers(Compiler *c, Package *pkg);
/* Those that gc makes with instances of generic functions, before inlining,
   become functions of the package. */
void collect_wrappers(Compiler *c, Package *pkg);
/* Methods of instances that gc has generated before it analyses any function:
   those, and what static data needs. Object -> itself. */
Map early_wrappers(Compiler *c, Package *pkg);

/* shape.c: whether gc builds an interface value from a dictionary here. */
bool shape_is_boxed(Compiler *c, const Expr *e);
/* Whether gc leaves a conversion here that shows, though none was written:
   from an interface that mentions shapes. */
bool shape_is_converted(Compiler *c, const Expr *e);
/* x.(T) with T's descriptor or a method table from the dictionary. */
bool shape_is_dynamic_assertion(Compiler *c, const Expr *e);
/* Whether fn is a function of a shape, or a literal in one. */
bool function_of_shape(const Function *fn);
bool shape_is_mentioned(const Type *t);
/* Whether fn, a literal, begins with `.dict = .dict`. */
bool function_copies_dictionary(const Function *fn);
/* Whether a generated method of a pointer calls that of the value: it then
   begins with `if .this == nil { panicwrap() }`. */
bool wrapper_follows_pointer(const Function *fn);
/* What gc's inliner counts in addition to our nodes: for node e of function
   `in`; for a type of a type switch on `operand`; for the body of fn; for
   fn's literal where it stands. */
int shape_extra_cost(Compiler *c, const Function *in, const Expr *e);
int shape_case_cost(Compiler *c, const Expr *kase, const Expr *operand);
int shape_body_cost(const Function *fn);
int shape_literal_cost(const Function *fn);

/* dictionary.c: counts the words of the dictionary of fn, a shape's function,
   and notes them where they show. */
void note_dictionaries(Compiler *c, Function *fn);
/* Whether e, a callee, names an instance; *dynamic: of which the dictionary is
   in another. */
bool names_instance(const Expr *e, bool *dynamic);
/* x.M or T.M with x of T, a type parameter. */
bool names_bound_method(const Expr *e);
/* What the literal that stands for an instance calls. */
const Expr *literal_instance(const Function *fn);
/* The dictionary that a call of e passes first; NULL: none. */
const char *dictionary_text(Builder *b, const Expr *e);
/* e, if names_bound_method. */
const char *bound_method_text(Builder *b, const Expr *e);
/* The signature of a shape's function: dictionary and receiver are its first
   parameters. */
const char *shape_signature_text(Builder *b, const Function *fn);

/* known_packages.c: before the first message about `importer` is made. */
void mark_known_packages(Compiler *c, Package *importer);

/* node_text.c: a node as gc's IR printer spells it (docs/escape.md). */
const char *node_text(Builder *b, const Expr *e);
/* What stands in front of a name of pkg. */
const char *node_package_text(Arena *a, const Package *pkg);
/* A variable or function, qualified if it is another package's. */
const char *node_object_text(const Builder *b, const Object *obj,
                             const char *name);
/* The same, in parentheses if e binds less than `prec`. */
const char *node_operand_text(Builder *b, const Expr *e, int prec);
/* Whether another package's file says what stands at `pos`: gc has it from
   export data. */
bool node_is_foreign(const Builder *b, Pos pos);
/* A name of the package whose file that is. */
const char *node_qualified_text(const Builder *b, Pos pos, const char *name);
/* stmt_text.c */
const char *node_stmt_text(Builder *b, const Stmt *s);
Pos node_stmt_pos(const Stmt *s); /* where gc says that it stands */
/* A signature and body, "func(int) int { return x + 1 }", for -m=2. */
const char *node_function_text(Builder *b, const Function *fn);
const char *node_type_text(Builder *b, Type *t);
/* fn's name, with its package if that is another. */
const char *function_text(Builder *b, const Function *fn);
/* Where fn was written: an instance has the package of its generic function. */
Package *function_home(const Function *fn);

#endif
