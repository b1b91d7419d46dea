/*
 * generic.h - type parameters: declaring them, putting arguments in.
 *
 *   generic.c   declarations, instances of types and functions, verification
 *   infer.c     type arguments that are not written
 *   unify.c     making two types equal by choosing type arguments
 *   mono.c      programs whose instances would have no end
 */
#ifndef FRONTEND_CHECK_GENERIC_H
#define FRONTEND_CHECK_GENERIC_H

#include "frontend/check/operand.h"

/* ------------------------------------------------------------- generic.c -- */

/* Declares the parameters of [P C1, Q C2] in the current scope and stores them
   in *dst before their bounds are looked at, which may mention them. */
void declare_type_params(Checker *ck, TypeParams *dst, Field *list, uint32_t n);
/* The INDEX in a receiver type like (*T[P]); NULL: none. */
Expr *receiver_index(Expr *e);
/* The parameters that a receiver like *List[E] declares for its method, in the
   current scope; fills sig->func.rparams. */
void declare_receiver_params(Checker *ck, Type *sig, const Field *recv);
/* The instance that e, an INDEX, denotes; NULL after a report. */
Type *check_instance_type(Checker *ck, Expr *e, Type *def);
/* x is e's function with e's type arguments, the rest being inferred. */
void check_function_instance(Checker *ck, Operand *x, Expr *e);
/* The types that an index list consists of; NULL after a report. */
Type **check_type_list(Checker *ck, Expr **list, uint32_t n);

/* What a call of a generic function is given and finds out. */
typedef struct GenericCall {
  Expr *call;
  Type *sig;      /* generic */
  Type **targs;   /* those written */
  Expr **written; /* their expressions */
  uint32_t ntargs;
} GenericCall;
/* Records the instance for `targs`, one for each parameter of sig, on fn, and
   has the constraints verified later; pos: where, if no argument is written. */
Type *instantiate_signature(Checker *ck, Pos pos, const GenericCall *g,
                            Expr *fn, Type **targs);
/* "cannot use generic type T without instantiation": true. */
bool reject_generic(Checker *ck, Operand *x);

/* --------------------------------------------------------------- infer.c -- */

/* A parameter's type and what is passed for it. */
typedef struct Passed {
  Type *param;
  Operand *arg;
} Passed;
/* What is known about a use of a function with parameters tparams: the first
   ngiven type arguments, and what is passed to it. */
typedef struct InferRequest {
  Pos pos; /* of the use, for messages */
  TypeParams tparams;
  Type **given;
  uint32_t ngiven, n;
  Passed *passed; /* n of them */
} InferRequest;
/* All type arguments; NULL after a report at pos or at an argument. */
Type **infer_type_args(Checker *ck, const InferRequest *r);
/* Whether t mentions one of tparams. */
bool mentions_type_params(Compiler *c, TypeParams tparams, Type *t);
/* Its place in the list; -1: t is none of them. */
int type_param_index(TypeParams list, const Type *t);

/* --------------------------------------------------------------- unify.c -- */

typedef struct Unifier Unifier;
/* both_sides: parameters may be chosen in either of the two types. */
Unifier *unifier_new(Checker *ck, TypeParams tparams, bool both_sides);
bool unify(Unifier *u, Type *x, Type *y);
Type *unifier_get(const Unifier *u, uint32_t i); /* NULL: unknown */
void unifier_set(Unifier *u, uint32_t i, Type *t);

/* ---------------------------------------------------------------- mono.c -- */

/* Notes that tparams[i] is instantiated with targs[i] at pos. */
void mono_note_instance(Checker *ck, Pos pos, TypeParams tparams,
                        Type *const *targs, Expr **written, uint32_t nwritten);
/* The receiver's parameter `p` stands for `origin` of the type. */
void mono_note_receiver(Checker *ck, Type *p, Type *origin);
/* Reports instances without end. */
void mono_check(Checker *ck);

#endif
