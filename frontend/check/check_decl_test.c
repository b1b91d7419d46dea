/*
 * check_decl_test.c - declarations: names, values, unused variables, receivers.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* Names of the package, of files and of blocks are unique. */
Test(declarations, redeclared) {
  expect_messages("var a int\n"
                  "func a() {}\n"
                  "type a struct{}\n",
                  "2:6: a redeclared in this block\n"
                  "\t1:15: other declaration of a\n"
                  "3:6: a redeclared in this block\n"
                  "\t1:15: other declaration of a\n");
  expect_messages("func f(x int, x string) (x bool) { return }\n",
                  "1:25: x redeclared in this block\n"
                  "\t1:18: other declaration of x\n"
                  "1:46: result parameter x not in scope at return\n"
                  "\t1:18: inner declaration of var x bool\n");
  expect_messages("func f() { x := 1; var x = 2; _ = x }\n",
                  "1:34: x redeclared in this block\n"
                  "\t1:22: other declaration of x\n");
  expect_messages("type T struct{}\n"
                  "func (T) m() {}\n"
                  "func (*T) m() {}\n",
                  "3:11: T.m redeclared in this block\n"
                  "\t2:10: other declaration of m\n");
  expect_messages("type T struct{ m int }\n"
                  "func (t T) m() {}\n",
                  "2:12: field and method with the same name m\n"
                  "\t1:26: other declaration of m\n");
  expect_messages("func (x T) m(x int) {}\n"
                  "type T int\n",
                  "1:24: x redeclared in this block\n"
                  "\t1:17: other declaration of x\n");
  expect_messages("var _, _ = 1, 2\n"
                  "func _() {}\n"
                  "func _() {}\n"
                  "type _ int\n"
                  "const _ = 3\n",
                  "");
}

/* init and main are functions without parameters; init needs a body. */
Test(declarations, special_names) {
  expect_messages("var init int\n",
                  "1:15: cannot declare init - must be func\n");
  expect_messages("type init int\n",
                  "1:16: cannot declare init - must be func\n");
  expect_messages(
      "func init(x int) {}\n"
      "func init() int { return 0 }\n"
      "func init()\n",
      "1:16: func init must have no arguments and no return values\n"
      "2:6: func init must have no arguments and no return values\n"
      "3:6: missing function body\n");
  expect_messages("func init() {}\n"
                  "func init() {}\n"
                  "var _ = init\n",
                  "3:9: undefined: init\n");
}

/* Constant declarations: groups, iota, types, what is constant. */
Test(declarations, constants) {
  expect_messages("const (\n"
                  "\ta = iota\n"
                  "\tb\n"
                  "\tc, d = iota, 7\n"
                  "\te, f\n"
                  ")\n"
                  "var _ [b]int = [1]int{}\n"
                  "var _ [e]int = [3]int{}\n",
                  "");
  expect_messages("const (\n"
                  "\ta, b = 1\n"
                  "\tc\n"
                  ")\n",
                  "2:5: missing init expr for b\n");
  expect_messages("const a, b = 1, 2, 3\n", "1:30: extra init expr 3\n");
  expect_messages("const (\n"
                  "\ta, b = 1, 2\n"
                  "\tc\n"
                  ")\n",
                  "3:2: extra init expr at 2:12\n");
  expect_messages("const a []int = nil\n"
                  "const b struct{} = 1\n"
                  "type I interface{}\n"
                  "const c I = 1\n",
                  "1:19: invalid constant type []int\n"
                  "2:9: invalid constant type struct{}\n"
                  "4:9: invalid constant type I\n");
  expect_messages("func f() int { return 0 }\n"
                  "var v int\n"
                  "const a = f()\n"
                  "const b = v\n"
                  "const c = len([2]int{})\n",
                  "3:11: f() (value of type int) is not constant\n"
                  "4:11: v (variable of type int) is not constant\n");
  expect_messages("const (\n"
                  "\ta byte = 100 << iota\n"
                  "\tb\n"
                  "\tc\n"
                  ")\n",
                  "4:2: cannot use 100 << iota (untyped int constant 400) as "
                  "byte value in constant declaration (overflows)\n");
  expect_messages("const a\n", "1:17: missing init expr for a\n");
  expect_messages("const a int\n", "1:17: missing init expr for a\n");
  expect_messages("var x = iota\n",
                  "1:19: cannot use iota outside constant declaration\n");
  expect_messages("func f() { const ( a, b = 1, 2; c ); const d = d }\n",
                  "1:43: extra init expr at 1:40\n"
                  "1:58: undefined: d\n");
}

/* Variable declarations: values and names, types, unused ones. */
Test(declarations, variables) {
  expect_messages("var a, b = 1\n"
                  "var c, d = 1, 2, 3\n"
                  "var e, f, g = 1, 2\n",
                  "1:22: assignment mismatch: 2 variables but 1 value\n"
                  "2:18: extra init expr 3\n"
                  "3:11: missing init expr for g\n");
  expect_messages(
      "func two() (int, string) { return 0, \"\" }\n"
      "var a, b = two()\n"
      "var c int = a\n"
      "var d int = b\n"
      "var e, f, g = two()\n",
      "4:13: cannot use b (variable of type string) as type int in variable "
      "declaration\n"
      "5:15: assignment mismatch: 3 variables but two returns 2 values\n");
  expect_messages("func f() { var a int; var b, c = 1, 2; _ = c; d := 3; for e "
                  ":= 0; ; { }; { f := 1 } }\n",
                  "1:26: a declared but not used\n"
                  "1:37: b declared but not used\n"
                  "1:57: d declared but not used\n"
                  "1:69: e declared but not used\n"
                  "1:86: f declared but not used\n");
  expect_messages("func f() { x := 1; { y := 2; z := func() { w := 3 }; _ = z "
                  "}; var v int }\n",
                  "1:22: x declared but not used\n"
                  "1:32: y declared but not used\n"
                  "1:54: w declared but not used\n"
                  "1:77: v declared but not used\n");
  expect_messages("func f() { var x undefined; y := undefined2; var z, w = "
                  "undefined3() }\n",
                  "1:28: undefined: undefined\n"
                  "1:44: undefined: undefined2\n"
                  "1:67: undefined: undefined3\n");
  expect_messages("var a = nil\n"
                  "var b = f\n"
                  "var c = g()\n"
                  "func f() {}\n"
                  "func g() {}\n",
                  "1:19: use of untyped nil in variable declaration\n"
                  "3:9: g() (no value) used as value\n");
  expect_messages(
      "func f() { x := 1; { var x = func() int { return x }(); _ = x } }\n",
      "");
}

/* Results must be returned on all ways. */
Test(declarations, functions) {
  expect_messages("func f() int { }\n"
                  "func g() (x int) { for { } }\n"
                  "func h() int { if true { return 1 } else { panic(0) } }\n",
                  "1:26: missing return\n");
}

/* Receivers: named types of this package, no pointers, no interfaces. */
Test(declarations, methods) {
  expect_messages("type P *int\n"
                  "func (P) m() {}\n"
                  "type I interface{}\n"
                  "func (I) m() {}\n"
                  "func (*I) m() {}\n"
                  "func (int) m() {}\n"
                  "func (*[]int) m() {}\n"
                  "func ([]int) m() {}\n"
                  "func (**T) m() {}\n"
                  "type T int\n"
                  "func (undefined) m() {}\n",
                  "2:7: invalid receiver type P (pointer or interface type)\n"
                  "4:7: invalid receiver type I (pointer or interface type)\n"
                  "5:7: invalid receiver type I (pointer or interface type)\n"
                  "5:11: I.m redeclared in this block\n"
                  "\t4:10: other declaration of m\n"
                  "6:7: cannot define new methods on non-local type int\n"
                  "7:7: invalid receiver type *[]int\n"
                  "8:7: invalid receiver type []int\n"
                  "9:7: invalid receiver type **T\n"
                  "11:7: undefined: undefined\n");
  expect_messages("type A = T\n"
                  "type T struct{}\n"
                  "func (a A) m() {}\n"
                  "func (a *A) n() {}\n"
                  "var _ = T.m\n"
                  "var _ = (*T).n\n"
                  "func (T) m() {}\n",
                  "7:10: T.m redeclared in this block\n"
                  "\t3:12: other declaration of m\n");
  expect_messages("type B = *T\n"
                  "type T struct{}\n"
                  "func (b B) m() {}\n"
                  "var _ = (*T).m\n"
                  "var _ = T.m\n",
                  "5:11: cannot call pointer method m on T\n");
  expect_messages(
      "import \"unsafe\"\n"
      "type U unsafe.Pointer\n"
      "func (U) m() {}\n"
      "func (unsafe.Pointer) m() {}\n",
      "3:7: invalid receiver type U (unsafe.Pointer)\n"
      "4:7: cannot define new methods on non-local type unsafe.Pointer\n");
  expect_messages("type E = error\n"
                  "func (E) m() {}\n"
                  "type F = int\n"
                  "func (F) m() {}\n",
                  "2:7: cannot define new methods on non-local type error\n"
                  "4:7: cannot define new methods on non-local type int\n");
}
