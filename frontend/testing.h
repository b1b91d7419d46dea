/*
 * testing.h - for unit tests of the phases after the parser: a package from a
 * string, read and checked.
 */
#ifndef FRONTEND_TESTING_H
#define FRONTEND_TESTING_H

#include "frontend/frontend.h"

/* The package of one file x.go with that text (its "package" clause included),
   not checked yet. */
Package *testing_package(Compiler *c, const char *path, const char *text);
/* Declares the universe and checks the package; an error fails the test. */
Package *testing_check(Compiler *c, const char *path, const char *text);

#endif
