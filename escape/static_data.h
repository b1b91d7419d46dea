/*
 * static_data.h - package variables that need no code. Private to escape/.
 */
#ifndef ESCAPE_STATIC_DATA_H
#define ESCAPE_STATIC_DATA_H

#include "frontend/frontend.h"

/* What static_data_split finds in an initialiser. */
typedef struct StaticParts {
  /* A part that must be computed; `dropped`: nothing keeps its value. */
  void (*leaf)(void *data, Expr *e, bool dropped);
  /* A value laid out in an interface: its method table is needed. */
  void (*boxed)(void *data, Type *from, Type *to);
  void *data;
} StaticParts;

/* Splits `global = e` (`_ = e` if `blank`) into what is laid out before the
   program runs and the parts that must be computed. Callbacks may be NULL. */
void static_data_split(const StaticParts *parts, Expr *e, bool blank);

#endif
