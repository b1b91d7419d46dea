/*
 * scan_test.c - tokens: semicolons, and which `{` is a body's (the rows of the
 * automaton in scan.c).
 */
#include "frontend/frontend.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* The tokens of a text without their places, joined by blanks. */
static char *tokens(const char *text) {
  Compiler *c = compiler_new();
  char *dump = NULL;
  size_t size;
  FILE *out = open_memstream(&dump, &size);
  c->err = fopen("/dev/null", "w");
  dump_tokens(out, c, source_add(c, "x.go", text, strlen(text)));
  fclose(out);
  fclose(c->err);
  Text t = {0};
  for (char *line = dump; *line; line = strchr(line, '\n') + 1) {
    const char *token = strchr(line, '\t') + 1;
    text_puts(&t, t.len ? " " : "");
    text_append(&t, token, strcspn(token, "\n"));
  }
  free(dump);
  compiler_free(c);
  return t.data;
}

static void scans(const char *text, const char *want) {
  char *got = tokens(text);
  cr_expect_str_eq(got, want, "%s\n got: %s\nwant: %s", text, got, want);
  free(got);
}

Test(scan, spells_tokens) {
  scans("x &^= 1 << y", "name x &^= literal 1 << name y ; (EOF) EOF");
  scans("a++ != b", "name a ++ != name b ; (EOF) EOF");
  scans("a...b..c", "name a ... name b . . name c ; (EOF) EOF");
  scans("<-&^!~", "<- &^ ! ~ EOF");
}

Test(scan, newlines_end_statements_behind_some_tokens) {
  scans("x\ny", "name x ; (newline) name y ; (EOF) EOF");
  scans("x +\ny", "name x + name y ; (EOF) EOF");
  scans("return\n)\n]\n}\n",
        "return ; (newline) ) ; (newline) ] ; (newline) } ; (newline) EOF");
  scans("func\ngo\n(\n,\n", "func go ( , EOF");
  scans("x /* a */ /* b\n */ y", "name x ; (newline) name y ; (EOF) EOF");
  scans("x // a\ny", "name x ; (newline) name y ; (EOF) EOF");
  scans("break;\n\n;x", "break ; (semicolon) ; (semicolon) name x ; (EOF) EOF");
}

/* The scanner looks at names eight bytes at once: each length, with a letter
   above 0x7f at each place, and at the end of the text. */
Test(scan, names_of_all_lengths) {
  char name[64] = "", text[256], want[320];
  for (size_t n = 1; n <= 40; n++) {
    name[n - 1] = n == 1 ? (char)'q' : "aZ_9"[n % 4];
    snprintf(text, sizeof text, "%s+%s", name, name);
    snprintf(want, sizeof want, "name %s + name %s ; (EOF) EOF", name, name);
    scans(text, want);
    for (size_t i = 0; i <= n; i++) {
      snprintf(text, sizeof text, "x.%.*s\u00e9%s", (int)i, name, name + i);
      snprintf(want, sizeof want, "name x . name %s ; (EOF) EOF", text + 2);
      scans(text, want);
    }
  }
}

Test(scan, keywords_are_whole_names) {
  scans("func funcs fun _func type types",
        "func name funcs name fun name _func type name types ; (EOF) EOF");
  scans("fallthrough interface", "fallthrough interface EOF");
  scans("func\u00e9", "name func\u00e9 ; (EOF) EOF");
}

Test(scan, comments_end_where_they_must) {
  scans("x/**/y/***/z/*/*/+/* * / */1",
        "name x name y name z + literal 1 ; (EOF) EOF");
  scans("x//", "name x ; (EOF) EOF");
  scans("x /* a\n */ // b", "name x ; (newline) EOF");
  scans("x /*/ y", "name x ; (EOF) EOF");
}

/* Marks each brace of a header: `b` for a body's, `l` for another. */
static void braces(const char *text, const char *want) {
  char *got = tokens(text);
  Text t = {0};
  for (const char *s = got; (s = strchr(s, '{')); s++)
    text_putc(&t, strncmp(s, "{ of a body", 11) == 0 ? 'b' : 'l');
  cr_expect_str_eq(t.data ? t.data : "", want, "%s: got %s, want %s", text,
                   t.data, want);
  text_free(&t);
  free(got);
}

Test(scan, braces_behind_names_are_bodies) {
  braces("if x {", "b");
  braces("if x.y {", "b");
  braces("if x[i] {", "b");
  braces("if x(T{}) {", "lb");
  braces("if (T{}) == x {", "lb");
  braces("if x[T{}] {", "lb");
  braces("if x == T{", "b");
  braces("for {", "b");
  braces("switch x := y.(type) {", "b");
  braces("select {", "b");
  braces("if x { } else if y {", "bb");
  braces("x = T{", "l");
}

Test(scan, braces_behind_literal_types_are_not) {
  braces("for range []T{} {", "lb");
  braces("for range []p.T{} {", "lb");
  braces("for range []T[int]{} {", "lb");
  braces("for range [n]T{} {", "lb");
  braces("for range [...]*T{} {", "lb");
  braces("for range map[k]v{} {", "lb");
  braces("for range map[k][]v{{}} {", "llb");
  braces("for range struct{ a int }{} {", "llb");
  braces("for range []struct{}{} {", "llb");
  braces("for range []interface{ M() }{} {", "llb");
  braces("for range []chan T{} {", "lb");
  braces("for range []<-chan T{} {", "lb");
  braces("for range []func(){} {", "lb");
  braces("for range []func() T{} {", "lb");
}

Test(scan, braces_behind_conversions_are_bodies) {
  braces("for range []byte(s) {", "b");
  braces("if x == interface{}(y) {", "lb");
  braces("for range chan int(x) {", "b");
  braces("if x := map[a]b(y); x {", "b");
  braces("if x[i] == y {", "b");
  braces("if x.(T) {", "b");
  braces("if interface{}.M {", "lb");
}

Test(scan, braces_behind_signatures_are_bodies_of_literals) {
  braces("if func() { }() {", "lb");
  braces("if f := func() T { }; x {", "lb");
  braces("if f := func() (a, b T) { }; x {", "lb");
  braces("if f := func() p.T[int] { }; x {", "lb");
  braces("if f := func() struct{} { }; x {", "llb");
  braces("if f := func() *T { }; x {", "lb");
  braces("if f := func() func() { }; x {", "lb");
  braces("if f := func() []T { if x { } }; x {", "lbb");
  braces("for f := func() { for { } }; ; {", "lbb");
  braces("switch func() { }; x {", "lb");
}
