/*
 * golden_test.c - sources and what gc says to them: testdata/ *.txt.
 *
 * A file is a list of cases:
 *
 *   === title (body)        the source is a function's body
 *   x y
 *   ---
 *   x.go:2:3: syntax error: unexpected y at end of statement
 *
 * The answer is the messages, or the tree if there are none. tools/compare.sh
 * checks that the answers are gc's.
 */
#include "frontend/frontend.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static char *read_text(const char *path) {
  FILE *f = fopen(path, "rb");
  cr_assert(f, "cannot open %s", path);
  Text t = {0};
  char buf[4096];
  for (size_t n; (n = fread(buf, 1, sizeof buf, f)) > 0;)
    text_append(&t, buf, n);
  fclose(f);
  return t.data;
}

static bool ends_with(const char *s, const char *end) {
  size_t n = strlen(s), k = strlen(end);
  return n >= k && strcmp(s + n - k, end) == 0;
}

/* The messages of a source, or its tree. */
static char *answer(const char *source, size_t len) {
  Compiler *c = compiler_new();
  char *out = NULL;
  size_t out_len;
  c->err = open_memstream(&out, &out_len);
  c->options.all_errors = true;
  Source *s = source_add(c, "x.go", source, len);
  s->std = true; /* all directives are allowed */
  File *file = parse_source(c, s);
  if (!diag_flush(c))
    dump_file(c->err, c, file, false);
  fclose(c->err);
  compiler_free(c);
  return out;
}

/* Checks one case: "title\nsource--- \nanswer". */
static void check_case(char *text) {
  char *source = strchr(text, '\n');
  cr_assert(source);
  *source++ = '\0';
  char *expected = strstr(source, "--- \n");
  cr_assert(expected, "no answer: %s", text);
  *expected = '\0';
  expected += strlen("--- \n");

  Text t = {0};
  if (ends_with(text, "(body)"))
    text_printf(&t, "package p; func _() {\n%s}\n", source);
  else
    text_printf(&t, "%s%s", ends_with(text, "(file)") ? "" : "package p; ",
                source);
  char *got = answer(t.data, t.len);
  cr_expect_str_eq(got, expected, "=== %s\n%s--- got\n%s--- want\n%s", text,
                   source, got, expected);
  free(got);
  text_free(&t);
}

static void check_file(const char *path) {
  char *text = read_text(path), *at = strstr(text, "\n=== ");
  int n = 0;
  for (char *next; at; at = next, n++) {
    next = strstr(at + 1, "\n=== ");
    if (next)
      next[1] = '\0'; /* the case keeps its newline */
    check_case(at + strlen("\n=== "));
    if (next)
      next[1] = '=';
  }
  cr_expect(n > 10, "%s: only %d cases", path, n);
  free(text);
}

Test(golden, messages) { check_file(TESTDATA "/messages.txt"); }
Test(golden, literals) { check_file(TESTDATA "/literals.txt"); }
Test(golden, branches) { check_file(TESTDATA "/branches.txt"); }
Test(golden, directives) { check_file(TESTDATA "/directives.txt"); }
Test(golden, trees) { check_file(TESTDATA "/trees.txt"); }
