/*
 * check_type_test.c - identifiers and type expressions, cycles of types.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* What names may not be used for. */
Test(type_expressions, identifiers) {
  expect_messages("import \"unsafe\"\n"
                  "var a undefined\n"
                  "var b = undefined\n"
                  "var c = unsafe\n"
                  "var d unsafe\n"
                  "var e = _\n"
                  "var f _\n"
                  "var x int\n"
                  "var g x\n"
                  "var h len\n"
                  "var i nil\n"
                  "func j() {}\n"
                  "var k j\n"
                  "var l unsafe.Undefined\n",
                  "2:7: undefined: undefined\n"
                  "3:9: undefined: undefined\n"
                  "4:9: use of package unsafe not in selector\n"
                  "5:7: use of package unsafe not in selector\n"
                  "6:9: cannot use _ as value or type\n"
                  "7:7: cannot use _ as value or type\n"
                  "9:7: x (variable of type int) is not a type\n"
                  "10:7: len (built-in) is not a type\n"
                  "11:7: nil is not a type\n"
                  "13:7: j (value of type func()) is not a type\n"
                  "14:14: undefined: unsafe.Undefined\n");
  expect_messages("var a (f)\n"
                  "func f() int\n"
                  "var b *(x)\n"
                  "var x int\n",
                  "1:18: f (value of type func() int) is not a type\n"
                  "3:9: x (variable of type int) is not a type\n");
}

/* Array lengths are constants that fit an int. */
Test(type_expressions, arrays) {
  expect_messages(
      "const n = 3\n"
      "var v = 2\n"
      "var a [n]int = [3]int{}\n"
      "var b [v]int\n"
      "var c [nope]int\n"
      "var d [-1]int\n"
      "var e [1.5]int\n"
      "var f [\"x\"]int\n"
      "var g [1 << 70]int\n"
      "var h [...]int\n"
      "var i [v + 1]int\n"
      "var j [2.0]int = [2]int{}\n"
      "var k [len(a)]int = [3]int{}\n"
      "var l [int8(5)]int = [5]int{}\n"
      "var m [fn()]int\n"
      "func fn() int { return 1 }\n",
      "4:8: invalid array length v\n"
      "5:8: undeclared name nope for array length\n"
      "6:8: invalid array length -1 (untyped int constant)\n"
      "7:8: array length 1.5 (untyped float constant) must be integer\n"
      "8:8: array length \"x\" (untyped string constant) must be integer\n"
      "9:8: array length 1 << 70 (untyped int constant 1180591620717411303424) "
      "must be integer\n"
      "10:7: invalid use of [...] array (outside a composite literal)\n"
      "11:8: array length v + 1 (value of type int) must be constant\n"
      "15:8: array length fn() (value of type int) must be constant\n");
}

/* Map keys are comparable. */
Test(type_expressions, maps) {
  expect_messages("var a map[[]int]int\n"
                  "type S struct{ f func() }\n"
                  "var b map[S]int\n"
                  "var c map[interface{}]int\n"
                  "var d map[[2]map[int]int]bool\n"
                  "var e map[undefined]int\n"
                  "type K struct{ m map[K]int }\n"
                  "var f map[K]bool\n",
                  "1:21: invalid map key type []int\n"
                  "3:11: invalid map key type S\n"
                  "5:11: invalid map key type [2]map[int]int\n"
                  "6:11: undefined: undefined\n"
                  "7:22: invalid map key type K\n"
                  "8:11: invalid map key type K\n");
}

/* Fields have unique names; not everything can be embedded. */
Test(type_expressions, structs) {
  expect_messages("type S struct { a, b int; a string; _, _ int; T; *T }\n"
                  "type T int\n",
                  "1:37: a redeclared\n"
                  "\t1:27: other declaration of a\n"
                  "1:60: T redeclared\n"
                  "\t1:57: other declaration of T\n");
  expect_messages(
      "type P *int\n"
      "type I interface{ m() }\n"
      "type A struct { P }\n"
      "type B struct { *I }\n"
      "type C struct { I }\n",
      "3:17: embedded field type cannot be a pointer\n"
      "4:17: embedded field type cannot be a pointer to an interface\n");
  expect_messages("import \"unsafe\"\n"
                  "type D struct { unsafe.Pointer }\n"
                  "type E struct { *P }\n"
                  "type P *int\n"
                  "type F struct { error; int; *string }\n",
                  "2:17: embedded field type cannot be unsafe.Pointer\n"
                  "3:17: embedded field type cannot be a pointer\n");
  expect_messages("type S struct { a int \"tag\"; b int `raw` }\n"
                  "var _ struct { a int \"tag\"; b int \"raw\" } = S{}\n"
                  "var _ struct { a int \"other\"; b int \"raw\" } = S{}\n",
                  "3:47: cannot use S{} (value of type S) as type struct{a int "
                  "\"other\"; b int \"raw\"} in variable declaration\n");
}

/* Methods of an interface are unique; embedded ones may overlap. */
Test(type_expressions, interfaces) {
  expect_messages("type I interface { m(); m(); _(); n(x int, x int) }\n",
                  "1:35: duplicate method m\n"
                  "\t1:30: other declaration of m\n"
                  "1:40: methods must have a unique non-blank name\n"
                  "1:54: x redeclared in this block\n"
                  "\t1:47: other declaration of x\n");
  expect_messages("type A interface { m() }\n"
                  "type B interface { m() int }\n"
                  "type C interface { A; B }\n"
                  "type D interface { A; m() }\n"
                  "type E interface { A; A; C }\n"
                  "type F interface { m(); A }\n",
                  "3:23: duplicate method m\n"
                  "\t3:20: other declaration of m\n");
  expect_messages("type I interface { J }\n"
                  "type J interface { I }\n",
                  "1:16: invalid recursive type I\n"
                  "\t1:16: I refers to\n"
                  "\t2:6: J refers to\n"
                  "\t1:16: I\n");
  expect_messages("type I interface { int | ~string }\n"
                  "var a I\n"
                  "var b []interface{ ~int }\n"
                  "func f(x I, y comparable) {}\n"
                  "type T struct { c I }\n"
                  "var d *I\n",
                  "2:7: cannot use type I outside a type constraint: interface "
                  "contains type constraints\n"
                  "3:9: cannot use type interface{~int} outside a type "
                  "constraint: interface contains type constraints\n"
                  "4:10: cannot use type I outside a type constraint: "
                  "interface contains type constraints\n"
                  "4:15: cannot use type comparable outside a type constraint: "
                  "interface is (or embeds) comparable\n"
                  "5:19: cannot use type I outside a type constraint: "
                  "interface contains type constraints\n"
                  "6:8: cannot use type I outside a type constraint: interface "
                  "contains type constraints\n");
  expect_messages("type M int\n"
                  "type I interface { ~M; ~error; int | int; ~int | M | int; "
                  "error | int; comparable | int }\n",
                  "2:20: invalid use of ~ (underlying type of M is int)\n"
                  "2:24: invalid use of ~ (error is an interface)\n"
                  "2:38: overlapping terms int and int\n"
                  "2:50: overlapping terms p.M and ~int\n"
                  "2:54: overlapping terms int and ~int\n"
                  "2:59: cannot use error in union (error contains methods)\n"
                  "2:72: cannot use comparable in union\n");
}

/* ... stands before the last parameter only. */
Test(type_expressions, signatures) {
  expect_messages("func a(x ...int, y int) {}\n"
                  "func b() (x ...int) { return }\n"
                  "func (x ...T) c() {}\n"
                  "type T int\n"
                  "var d func(...int, ...string)\n"
                  "func e(int, ...string)\n",
                  "1:20: can only use ... with final parameter in list\n"
                  "2:13: can only use ... with final parameter in list\n"
                  "3:9: can only use ... with final parameter in list\n"
                  "5:12: can only use ... with final parameter in list\n");
  expect_messages(
      "func f(int string, x int) { var y int = x; _ = y; _ = int }\n",
      "1:45: int (variable of type string) is not a type\n");
}

/* Declarations that need themselves. */
Test(type_expressions, cycles) {
  expect_messages("type T struct { t T }\n"
                  "type A [2]B\n"
                  "type B struct { a A }\n"
                  "type C []C\n"
                  "type D map[string]D\n"
                  "type E struct { *E; f func(E) E; c chan E }\n",
                  "1:16: invalid recursive type T\n"
                  "\t1:16: T refers to\n"
                  "\t1:16: T\n"
                  "2:6: invalid recursive type A\n"
                  "\t2:6: A refers to\n"
                  "\t3:6: B refers to\n"
                  "\t2:6: A\n");
  expect_messages("type A B\n"
                  "type B A\n"
                  "type C C\n",
                  "1:16: invalid recursive type A\n"
                  "\t1:16: A refers to\n"
                  "\t2:6: B refers to\n"
                  "\t1:16: A\n"
                  "3:6: invalid recursive type C\n"
                  "\t3:6: C refers to\n"
                  "\t3:6: C\n");
  expect_messages("type T [len(x)]int\n"
                  "var x T\n",
                  "1:16: invalid recursive type T\n"
                  "\t1:16: T refers to\n"
                  "\t2:5: x refers to\n"
                  "\t1:16: T\n");
  expect_messages("var x [len(y)]int\n"
                  "var y [len(x)]int\n",
                  "1:15: initialization loop for x\n"
                  "\t1:15: x refers to\n"
                  "\t2:5: y refers to\n"
                  "\t1:15: x\n");
  expect_messages("const a = b\n"
                  "const b = c + 1\n"
                  "const c = a\n",
                  "1:17: initialization loop for a\n"
                  "\t1:17: a refers to\n"
                  "\t2:7: b refers to\n"
                  "\t3:7: c refers to\n"
                  "\t1:17: a\n");
}

/* Types may refer to themselves through pointers and the like. */
Test(type_expressions, recursive_types) {
  expect_messages("type A = B\n"
                  "type B = A\n"
                  "type C = *C\n"
                  "type D = struct { d D }\n",
                  "1:16: invalid recursive type A\n"
                  "\t1:16: A refers to\n"
                  "\t2:6: B refers to\n"
                  "\t1:16: A\n"
                  "3:6: invalid recursive type C\n"
                  "\t3:6: C refers to\n"
                  "\t3:6: C\n"
                  "4:6: invalid recursive type D\n"
                  "\t4:6: D refers to\n"
                  "\t4:6: D\n");
  expect_messages("type T1 struct { a T2 }\n"
                  "type T2 struct { a T3 }\n"
                  "type T3 struct { b int; c T1 }\n"
                  "var v T2\n"
                  "func f() { v.a.c.a = 1 }\n",
                  "1:16: invalid recursive type T1\n"
                  "\t1:16: T1 refers to\n"
                  "\t2:6: T2 refers to\n"
                  "\t3:6: T3 refers to\n"
                  "\t1:16: T1\n");
  expect_messages("func f(x [len(f(nil))]int) int { return 0 }\n",
                  "1:25: f(nil) (no value) used as value\n"
                  "1:27: too many arguments in call to f\n"
                  "\thave (nil)\n"
                  "\twant ()\n");
  expect_messages("type T [len(T{})]int\n"
                  "type S [](func() [len(S{1})]int)\n",
                  "1:23: illegal cycle in type declaration\n"
                  "2:23: illegal cycle in type declaration\n");
  expect_messages("func f() { type T struct { t T }; type U struct { u *U }; "
                  "var _ T; type A B; type B int }\n",
                  "1:27: invalid recursive type T\n"
                  "\t1:27: T refers to\n"
                  "\t1:27: T\n"
                  "1:85: undefined: B\n");
  expect_messages("type I interface { m(I) J }\n"
                  "type J interface { I; n() I }\n",
                  "");
  expect_messages("type T interface { m() interface { T } }\n", "");
  expect_messages("var f = func() int { return g() }\n"
                  "func g() int { return f() }\n",
                  "1:15: initialization loop for f\n"
                  "\t1:15: f refers to\n"
                  "\t2:6: g refers to\n"
                  "\t1:15: f\n");
}

/* One mistake gives one message. */
Test(type_expressions, follow_ons) {
  expect_messages("var x = undefined\n"
                  "var y = x + 1\n"
                  "var z int = y.f\n"
                  "func f() { x.a.b(); for range x {} }\n",
                  "1:19: undefined: undefined\n");
  expect_messages(
      "type T undefined\n"
      "var t T\n"
      "var u = t.x + t[1]\n"
      "func (t T) m() {}\n"
      "var v = T.m\n"
      "var w = []T{1, 2}[0].q\n",
      "1:18: undefined: undefined\n"
      "3:16: invalid operation: cannot index t (variable of type T)\n"
      "6:13: cannot use 1 (untyped int constant) as T value in array or slice "
      "literal\n"
      "6:16: cannot use 2 (untyped int constant) as T value in array or slice "
      "literal\n");
  expect_messages("func f(a undefined) undefined2 { return 1 }\n"
                  "var x = f(1, 2)\n"
                  "var y = f(x)\n"
                  "var z int = f(\"\")\n",
                  "1:20: undefined: undefined\n"
                  "1:31: undefined: undefined2\n"
                  "2:14: too many arguments in call to f\n"
                  "\thave (number, number)\n"
                  "\twant (<T>)\n");
}

/* What came with which version of Go. */
Test(type_expressions, versions) {
  expect_messages_of(17,
                     "type A = int\n"
                     "var x any\n"
                     "type I interface { int; error }\n"
                     "type J interface { ~int | string }\n"
                     "type K interface{ comparable }\n",
                     "2:7: predeclared any requires go1.18 or later (-lang was "
                     "set to go1.17; check go.mod)\n"
                     "3:20: embedding non-interface type int requires go1.18 "
                     "or later (-lang was set to go1.17; check go.mod)\n"
                     "4:20: embedding interface element ~int|string requires "
                     "go1.18 or later (-lang was set to go1.17; check go.mod)\n"
                     "5:19: predeclared comparable requires go1.18 or later "
                     "(-lang was set to go1.17; check go.mod)\n");
  expect_messages_of(8, "type A = int\n",
                     "1:16: type aliases requires go1.9 or later (-lang was "
                     "set to go1.8; check go.mod)\n");
  expect_messages_of(13,
                     "type A interface { m() }\n"
                     "type B interface { A; m() }\n"
                     "type C interface { A; A }\n",
                     "2:20: duplicate method m\n"
                     "\t2:23: other declaration of m\n"
                     "3:23: duplicate method m\n"
                     "\t3:20: other declaration of m\n");
}
