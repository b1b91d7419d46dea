/*
 * roundtrip.h - is the printed form of a tree the same program?
 *
 *   source -> tree -> text -> tree     both trees must be equal but for places
 */
#ifndef FRONTEND_SYNTAX_TOOLS_ROUNDTRIP_H
#define FRONTEND_SYNTAX_TOOLS_ROUNDTRIP_H

#include <stdbool.h>
#include <stddef.h>

/* For a source without errors. On failure the printed form goes to stderr if
   the environment has ROUNDTRIP_SHOW. */
bool roundtrip(const char *source, size_t len);

#endif
