/*
 * static_data.h - package variables that need no code. Private to escape/.
 */
#ifndef ESCAPE_STATIC_DATA_H
#define ESCAPE_STATIC_DATA_H

#include "frontend/frontend.h"

/* A part of an initialiser: its value, where that is laid out, and where gc
   says that it is assigned. */
typedef struct StaticPlace {
  Expr *value;
  const Object *var; /* NULL: a place without name, with a number of its own */
  uint32_t number;
  int64_t offset;
  Pos pos;
  bool whole; /* the variable itself: no part of it is laid out */
  bool blank; /* nothing keeps the value */
} StaticPlace;

/* What static_data_split finds in an initialiser. */
typedef struct StaticParts {
  Compiler *c;
  /* A part that must be computed. */
  void (*leaf)(void *data, const StaticPlace *place);
  /* A value laid out in an interface: its method table is needed. */
  void (*boxed)(void *data, Type *from, Type *to);
  void *data;
  uint32_t unnamed; /* places without name so far, in all initialisers */
} StaticParts;

/* Splits the initialiser s, `var = e`, into what is laid out before the program
   runs and the parts that must be computed. Callbacks may be NULL. */
void static_data_split(StaticParts *parts, const Stmt *s);

#endif
