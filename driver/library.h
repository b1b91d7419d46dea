/*
 * library.h - private to the driver: Go's own packages, made ready before the
 * program is looked at.
 */
#ifndef DRIVER_LIBRARY_H
#define DRIVER_LIBRARY_H

#include "driver/packages.h"

/* Gives u a Compiler that has all packages of Go's that the program needs,
   checked and analysed: u->nlibrary of them. Without any, or if one of them is
   not in order, u stays as it is, and they are loaded with the program. */
void library_prepare(Unit *u, const Cache *cache, const Keys *keys);
/* The same for verbs that need no keys themselves. */
void library_find(Unit *u);

#endif
