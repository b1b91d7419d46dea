/*
 * directives_test.c - directives and sizes, found in packages without errors.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* A directive stands before a declaration that takes it. */
Test(directives, placement) {
  expect_messages("\n"
                  "//go:noinline\n"
                  "var x int\n"
                  "//go:noinline\n"
                  "func f() {}\n"
                  "//go:notinheap\n"
                  "type T int\n"
                  "//go:notinheap\n"
                  "type A = int\n"
                  "//go:nosplit\n"
                  "const c = 1\n"
                  "//go:noescape\n"
                  "type U int\n",
                  "2:3: misplaced compiler directive\n"
                  "8:3: misplaced compiler directive\n"
                  "10:3: misplaced compiler directive\n"
                  "12:3: misplaced compiler directive\n");
  expect_messages(
      "\n"
      "//go:noescape\n"
      "func f() {}\n"
      "//go:noescape\n"
      "func g(p *int)\n",
      "3:6: can only use //go:noescape with external func implementations\n");
  expect_messages("\n"
                  "//go:noinline\n"
                  "var x undefined\n",
                  "3:7: undefined: undefined\n");
}

/* Needs unsafe, and something to refer to, once. */
Test(directives, linkname) {
  expect_messages(
      "\n"
      "//go:linkname f runtime.f\n"
      "func f()\n",
      "2:3: //go:linkname only allowed in Go files that import \"unsafe\"\n");
  expect_messages(
      "\n"
      "import _ \"unsafe\"\n"
      "//go:linkname f runtime.f\n"
      "//go:linkname f runtime.g\n"
      "//go:linkname nope runtime.h\n"
      "//go:linkname T runtime.h\n"
      "func f()\n"
      "type T int\n"
      "var x int\n",
      "4:3: duplicate //go:linkname for f\n"
      "5:3: //go:linkname must refer to declared function or variable\n"
      "6:3: //go:linkname must refer to declared function or variable\n");
}

/* No type is larger than the address space. */
Test(directives, sizes) {
  expect_messages(
      "\n"
      "type V [1 << 50]byte\n",
      "2:6: type [1125899906842624]byte larger than address space\n");
  expect_messages(
      "\n"
      "var x [1 << 50]int\n",
      "2:5: type [1125899906842624]int larger than address space\n");
  expect_messages(
      "\n"
      "func f() { var x [1 << 52]int; _ = x }\n",
      "2:16: type [4503599627370496]int larger than address space\n");
  expect_messages("\n"
                  "var c chan [1 << 16]byte\n"
                  "var d chan [1<<16 - 1]byte\n",
                  "2:5: channel element type too large (>64kB)\n");
  expect_messages("\n"
                  "type T struct { a int; c chan [1 << 17]int }\n",
                  "2:6: channel element type too large (>64kB)\n");
  expect_messages("\n"
                  "type A [1 << 40]int\n"
                  "type B [1 << 20]A\n",
                  "3:6: type [1048576]A larger than address space\n");
  expect_messages("\n"
                  "type A [1 << 20][1 << 20]byte\n"
                  "var p *[1 << 40]int\n",
                  "");
}

/* go:embed wants one variable without value, and its package. */
Test(directives, embed) {
  expect_messages(
      "\n"
      "//go:embed x.txt\n"
      "var s string\n",
      "2:3: go:embed only allowed in Go files that import \"embed\"\n");
  expect_messages("\n"
                  "//go:embed x.txt\n"
                  "func f() {}\n",
                  "2:3: misplaced go:embed directive\n");
}
