/*
 * descriptors.h - generated methods and what asks for them. Private to
 * escape/.
 */
#ifndef ESCAPE_DESCRIPTORS_H
#define ESCAPE_DESCRIPTORS_H

#include "escape/inline.h"

/* State of reporting generated methods. */
typedef struct Wrappers {
  Compiler *c;
  Package *pkg;
  Builder text;
  bool inlining;    /* wrappers of static data are made before it is over */
  Map known;        /* methods of instances whose wrappers are made: Object */
  Map has_closures; /* functions compiled already, with closures: Function */
} Wrappers;

/* wrappers.c: makes recv.m only. */
Function *wrapper_make(Wrappers *w, Type *recv, const MethodSetEntry *m);
/* Makes recv.m and prints what its analysis finds. NULL: recv.m
   is the method itself. */
Function *wrapper_report(Wrappers *w, Type *recv, const MethodSetEntry *m);

/* bounds.c: whether x[i], where i is no constant, needs no check. */
bool index_is_bounded(Compiler *c, const Expr *e, bool copied);

#endif
