/*
 * flow_call.h - what calls share with go and defer. Private to escape/.
 */
#ifndef ESCAPE_FLOW_CALL_H
#define ESCAPE_FLOW_CALL_H

#include "escape/build.h"

/* The function without parameters that a go or defer statement is turned into
   (flow_go.c). */
typedef struct GoDefer {
  Stmt *stmt;
  Expr *call;   /* as the function will make it */
  Function *fn; /* captures the copies of operands */
} GoDefer;

/* Replaces an operand of a call by a variable with its value, if the call runs
   later (`later` is not NULL) or keeps pointers that it gets as integers. */
void keep_argument(Builder *b, GoDefer *later, Function *callee, Expr *call,
                   Expr **arg);
/* The call, or a copy for the graph and its texts, if callee keeps pointers that
   it gets as integers: then operands are replaced. */
Expr *call_with_pointers_kept(Builder *b, const Function *callee, Expr *call);
/* Calls have arguments that are not written, of a word each: the frame that
   recover is for, the dictionary of an instance, the method of a type
   parameter. A variable keeps them. */
void keep_word(Builder *b, GoDefer *later, Pos pos);
/* Callee and arguments, without what runs before them. */
void flow_call_common(Builder *b, const Hole *results, uint32_t n, Expr *e,
                      GoDefer *later);
/* Where the receiver of x.M(...) stands, or NULL. */
Expr **receiver_of(Expr *fn);

#endif
