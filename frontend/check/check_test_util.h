/*
 * check_test_util.h - for tests of the checker: checks a program that is given
 * as a string, and finds nodes in its tree by their text.
 */
#ifndef FRONTEND_CHECK_CHECK_TEST_UTIL_H
#define FRONTEND_CHECK_CHECK_TEST_UTIL_H

#include "frontend/check/check.h"

typedef struct Program {
  Compiler *c;
  Package *pkg;
  char *messages; /* what was printed, without the "x.go:" of each line */
} Program;

/* Checks the text as file x.go of package p; "package p" is put before it,
   on the same line. */
Program program_check(const char *text);
Program program_check_as(int lang, const char *text); /* -lang=go1.N */
void program_free(Program *p);

/* The program's messages are exactly these: "3:5: undefined: x\n...". */
void expect_messages(const char *text, const char *messages);
void expect_messages_of(int lang, const char *text, const char *messages);

/* The first expression, in source order, that prints like this. */
Expr *program_expr(Program *p, const char *text);
/* The first statement of that kind. */
Stmt *program_stmt(Program *p, StmtKind kind);
/* The package-level or first local variable of that name. */
Object *program_var(Program *p, const char *name);
/* The type of the first expression that prints like `text`, as messages show
   it; "-" if it has none. */
const char *program_type(Program *p, const char *text);

#endif
