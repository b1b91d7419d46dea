/*
 * check_test_util.c - programs as strings, for tests of the checker.
 *
 *   expect_messages("var x = y", "1:19: undefined: y\n");
 *
 * Columns count "package p;", which stands before the text on the same line;
 * all errors are printed, not only the first ten.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "frontend/testing.h"

/* Removes "x.go:" from the start of each line and before positions. */
static void strip_file_names(char *s) {
  char *out = s;
  while (*s != '\0') {
    if (strncmp(s, "x.go:", 5) == 0)
      s += 5;
    else
      *out++ = *s++;
  }
  *out = '\0';
}

/* A syntax error ends it before the checker, as in the compiler. */
Program program_check_as(int lang, const char *text) {
  Program p = {.c = compiler_new()};
  size_t len;
  p.c->err = open_memstream(&p.messages, &len);
  p.c->options.all_errors = true;
  p.c->options.lang = lang;
  universe_init(p.c);
  const char *source = arena_printf(&p.c->arena, "package p;%s", text);
  p.pkg = testing_package(p.c, "p", source);
  if (p.c->diags.syntax_errors == 0)
    check_package(p.c, p.pkg);
  diag_flush(p.c);
  fclose(p.c->err);
  p.c->err = stderr;
  strip_file_names(p.messages);
  return p;
}

Program program_check(const char *text) { return program_check_as(19, text); }

void program_free(Program *p) {
  free(p->messages);
  compiler_free(p->c);
}

/* For Go 1.`lang`: what came later is an error. */
void expect_messages_of(int lang, const char *text, const char *messages) {
  Program p = program_check_as(lang, text);
  cr_expect_str_eq(p.messages, messages, "%s\nexpected:\n%s\ngot:\n%s", text,
                   messages, p.messages);
  program_free(&p);
}

void expect_messages(const char *text, const char *messages) {
  expect_messages_of(19, text, messages);
}

/* -------------------------------------------------------------- searching */

typedef struct Search {
  Visitor v;
  Compiler *c;
  const char *text; /* of the expression or name; NULL: look for `kind` */
  StmtKind kind;    /* of the statement */
  Expr *expr;
  Stmt *stmt;
} Search;

/* The first match ends the walk: outer expressions are met before inner
   ones. */
static bool visit_expr(Visitor *v, Expr *e) {
  Search *s = v->data;
  if (s->text != NULL && s->expr == NULL &&
      strcmp(expr_string(s->c, e), s->text) == 0)
    s->expr = e;
  return s->expr == NULL;
}

static bool visit_stmt(Visitor *v, Stmt *stmt) {
  Search *s = v->data;
  if (s->text == NULL && s->stmt == NULL && (StmtKind)stmt->kind == s->kind)
    s->stmt = stmt;
  return s->stmt == NULL && s->expr == NULL;
}

/* Looks for `text`, or for a statement, in the one file of the program. */
static Search search(Program *p, const char *text, StmtKind kind) {
  Search s = {.c = p->c, .text = text, .kind = kind};
  s.v = (Visitor){.expr = visit_expr, .stmt = visit_stmt, .data = &s};
  File *file = p->pkg->files[0];
  for (uint32_t i = 0; i < file->n; i++)
    walk_decl(&s.v, file->decls[i]);
  s.v.data = NULL; /* it would point to this copy */
  return s;
}

Expr *program_expr(Program *p, const char *text) {
  Expr *e = search(p, text, STMT_COUNT).expr;
  cr_assert_not_null(e, "no expression prints %s", text);
  return e;
}

Stmt *program_stmt(Program *p, StmtKind kind) {
  Stmt *s = search(p, NULL, kind).stmt;
  cr_assert_not_null(s, "no statement of kind %s", stmt_kind_label(kind));
  return s;
}

Object *program_var(Program *p, const char *name) {
  Expr *e = program_expr(p, name);
  cr_assert_not_null(e->name.obj, "%s has no object", name);
  return e->name.obj;
}

const char *program_type(Program *p, const char *text) {
  const Expr *e = program_expr(p, text);
  return e->type != NULL ? type_string(p->c, e->type, p->pkg) : "-";
}
