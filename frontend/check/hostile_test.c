/*
 * hostile_test.c - texts that try to break the front end.
 *
 * One program with every construct is damaged at each byte: cut off there, the
 * byte left out, doubled, or replaced by bytes that scanners and parsers trip
 * over. Each result must keep the promises of survive.h. That finds at once
 * what a fuzzer needs minutes for, and again whenever the grammar changes:
 *
 *     func f() { x := T{1, 2}       cut: open brackets of every kind
 *     func f() { x := T{1, 2\0}     a NUL: an error, but no token
 *
 * Further down: texts that fuzzers found, and nesting beyond what people write.
 */
#include "frontend/check/tools/survive.h"
#include "frontend/frontend.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const char everything[] =
    "//go:build go1.19\n"
    "package p\n"
    "import ( . \"a\"; _ \"b\" )\n"
    "//go:embed x\nvar e string\n"
    "const ( a, b = iota, 'x'; c, d )\n"
    "type ( T[P any, Q ~int|*P] struct { *U; a, b P \"t\"; V[int] }\n"
    "\tA = [...]int; I interface { m(int) (_ T[int, int]); ~int | U }\n"
    "\tM map[string]chan<- func(...int) <-chan []T; X [P *C,]int )\n"
    "func (r *T[P, _]) m(x, y int, z ...P) (err error) {\n"
    "L:\tfor i, s := range \"é\\u00e9\\x41\" { continue L; goto M }\n"
    "M:\tfor i := 0x1p-2; i < 1_0.5e3i; i++ { x <<= 1; x--; break }\n"
    "\tif v, ok := m[`raw\n`]; !ok { } else if x == (T{a: 1, {}}) { }\n"
    "\tswitch x := y.(type) { case nil, *T: default: }; switch { case x: "
    "fallthrough; case y: }\n"
    "\tselect { case c <- 1: case v, ok = <-c: default: return }\n"
    "\tdefer func() { recover() }(); go f[int](a, b...)\n"
    "\tx, y = a[1:2:cap(z)], &struct{ int }{3}; /* c\n */ *p &^= -1\n"
    "\treturn len(z) + func(int) int { return 2 }(3) // end\n}\n";

/* Both readers; a text that does not parse is nothing for the checker. */
static void survive(const char *text, size_t len) {
  survive_parse(text, len);
  survive_check(text, len);
}

static void survive_text(const char *text) { survive(text, strlen(text)); }

/* Replaces n bytes at i by `by`. */
static void survive_changed(size_t i, size_t n, const char *by, size_t len) {
  char text[sizeof everything + 32];
  size_t size = sizeof everything - 1;
  memcpy(text, everything, i);
  memcpy(text + i, by, len);
  memcpy(text + i + len, everything + i + n, size - i - n);
  survive(text, size - n + len);
}

/* The program itself parses, so that damage is all that is wrong. */
Test(hostile, the_program_parses) {
  Compiler *c = compiler_new();
  File *f =
      parse_source(c, source_add(c, "x.go", everything, sizeof everything - 1));
  cr_expect_not(diag_flush(c));
  cr_expect_eq(f->n, 11, "%u declarations", f->n);
  compiler_free(c);
}

Test(hostile, cut_anywhere) {
  for (size_t i = 0; i < sizeof everything; i++)
    survive(everything, i);
}

Test(hostile, bytes_left_out_or_doubled) {
  for (size_t i = 0; i + 1 < sizeof everything; i++) {
    survive_changed(i, 1, "", 0);
    survive_changed(i, 0, everything + i, 1);
  }
}

Test(hostile, bytes_replaced) {
  static const struct {
    const char *text;
    size_t len;
  } bytes[] = {
      {"\0",           1},
      {"\xff",         1},
      {"\xef\xbb\xbf", 3},
      {"\n",           1},
      {"(",            1},
      {"}",            1},
      {"]",            1},
      {"\"",           1},
      {"`",            1},
      {"/*",           2},
      {"[",            1},
      {"~",            1},
      {"...",          3},
      {";",            1},
      {"0_",           2},
      {"\xc3\xa9",     2},
  };
  for (size_t k = 0; k < COUNT(bytes); k++)
    for (size_t i = k % 3; i + 1 < sizeof everything; i += 3)
      survive_changed(i, 1, bytes[k].text, bytes[k].len);
}

/* Found by fuzzing. */
Test(hostile, found_before) {
  survive_text("");
  survive("\0", 1);
  survive_text("package");
  survive_text("x"); /* looks at a stack that holds nothing yet */
  survive_text("package p;//go:embed\npackage q");
  survive_text("//go:linkname\npackage p; import 0");
  survive_text("package p; func () m[P any]() {}");
  survive_text("package p; func (a, b T) m[]() {}");
  survive_text("package p; type T[P interface{m[Q any]()}] int");
  survive_text("package p; type T [P *C,");
  survive_text("package p; type T[a.b *c|d] = int");
  survive_text("package p; var _ = <-<-chan int(<-(chan<- (chan T))(x))");
  survive_text("package p; func f() { L: }; func g() { goto L; L: L: ; }");
  survive_text("package p; func f() { switch { case x: L: } }");
  survive_text("package p; var _ = func() { for { break L } }");
  survive_text("package p; var _ = T{{{},},0:{}}[:::]");
  survive_text("package p; func f() { select { case a, b := <-c, d: } }");
}

/* Nesting: each opener many times, closed or not. */
Test(hostile, deep_nesting) {
  static const char *const openers[] = {
      "(", "[",  "{",      "[]",    "*",       "<-", "func(", "T{",    "f(",
      "-", "x[", "map[a]", "chan ", "func(){", "&",  "T[",    "if x {"};
  for (size_t k = 0; k < COUNT(openers); k++) {
    Text t = {0};
    text_puts(&t, "package p; func f() { _ = ");
    for (int i = 0; i < 2000; i++)
      text_puts(&t, openers[k]);
    survive(t.data, t.len);
    text_free(&t);
  }
}

/* Names that end where the text does, at each distance from its start: the
   scanner looks at eight bytes at once. */
Test(hostile, names_at_the_end) {
  const char *text = "package p_ppppppppppppppppppppppppp\xc3\xa9p";
  for (size_t i = 0; i <= strlen(text); i++)
    for (size_t n = 0; n <= i; n++)
      survive_parse(text + n, i - n);
}
