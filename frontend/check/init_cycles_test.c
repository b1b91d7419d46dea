/*
 * init_cycles_test.c - initialisation loops.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* Loops through variables, constants, functions and methods. */
Test(init_cycles, loops) {
  expect_messages("var a = b\n"
                  "var b = a\n",
                  "1:15: initialization loop for a\n"
                  "\t1:15: a refers to\n"
                  "\t2:5: b refers to\n"
                  "\t1:15: a\n");
  expect_messages("var x = f()\n"
                  "func f() int { return y }\n"
                  "var y = x\n",
                  "1:15: initialization loop for x\n"
                  "\t1:15: x refers to\n"
                  "\t2:6: f refers to\n"
                  "\t3:5: y refers to\n"
                  "\t1:15: x\n");
  expect_messages("var x = b + c\n"
                  "var b = x\n"
                  "var c = x\n",
                  "1:15: initialization loop for x\n"
                  "\t1:15: x refers to\n"
                  "\t2:5: b refers to\n"
                  "\t1:15: x\n"
                  "2:5: initialization loop for b\n"
                  "\t2:5: b refers to\n"
                  "\t1:15: x refers to\n"
                  "\t2:5: b\n");
  expect_messages("type T int\n"
                  "func (T) m() int { return v }\n"
                  "var v = T(0).m()\n"
                  "var w = T.m\n",
                  "3:5: initialization loop for v\n"
                  "\t3:5: v refers to\n"
                  "\t2:10: m refers to\n"
                  "\t3:5: v\n");
  expect_messages("var x = func() int { return x }()\n",
                  "1:15: initialization loop for x\n"
                  "\t1:15: x refers to\n"
                  "\t1:15: x\n");
  expect_messages("var p = &p2\n"
                  "var p2 = &p\n",
                  "1:15: initialization loop for p\n"
                  "\t1:15: p refers to\n"
                  "\t2:5: p2 refers to\n"
                  "\t1:15: p\n");
  expect_messages("var a, b = f()\n"
                  "func f() (int, int) { return b, a }\n",
                  "1:15: initialization loop for a\n"
                  "\t1:15: a refers to\n"
                  "\t2:6: f refers to\n"
                  "\t1:15: a\n"
                  "1:18: initialization loop for b\n"
                  "\t1:18: b refers to\n"
                  "\t2:6: f refers to\n"
                  "\t1:18: b\n");
  expect_messages("func f() { g() }\n"
                  "func g() { f() }\n"
                  "var x = 1\n"
                  "var y = func() { f() }\n",
                  "");
}

Test(init_cycles, loops_through_several_kinds) {
  expect_messages("var x int = y\n"
                  "var y int = z()\n"
                  "func z() int { return w() }\n"
                  "func w() int { if x > 0 { return z() }; return 1 }\n"
                  "var u = x\n",
                  "1:15: initialization loop for x\n"
                  "\t1:15: x refers to\n"
                  "\t2:5: y refers to\n"
                  "\t3:6: z refers to\n"
                  "\t4:6: w refers to\n"
                  "\t1:15: x\n");
  expect_messages("type I interface { m() }\n"
                  "var i I = t\n"
                  "var t T\n"
                  "type T int\n"
                  "func (T) m() { i.m() }\n",
                  "");
  expect_messages("var arr [len(arr2)]int\n"
                  "var arr2 = [3]int{len(arr)}\n",
                  "1:15: initialization loop for arr\n"
                  "\t1:15: arr refers to\n"
                  "\t2:5: arr2 refers to\n"
                  "\t1:15: arr\n");
}
