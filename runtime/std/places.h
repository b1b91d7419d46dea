/*
 * places.h - what symtab.c finds, and places.c keeps.
 */
#ifndef RUNTIME_STD_PLACES_H
#define RUNTIME_STD_PLACES_H

#include "std.h"

/* `place` of the overlay's symtab.go. */
typedef struct StdPlace {
  RtString function, file;
  int64_t line;
  uintptr_t entry;
  bool inlined;
  bool in_runtime; /* file is one of gc's folder runtime */
} StdPlace;

/* `Func` of the overlay. */
typedef struct StdFunc {
  RtString name;
  uintptr_t entry;
} StdFunc;

bool places_find(uintptr_t number, StdPlace *out);
void places_keep(uintptr_t number, const StdPlace *place);

#endif
