/*
 * check_message_test.c - where messages point, in which order they come, and
 * which of them are left out. The texts themselves are in testdata/errors.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

Test(messages, operands_are_shown_at_their_leftmost_byte) {
  expect_messages("var a, b = 1, \"x\"; var c = a * 2 + b",
                  "1:38: invalid operation: a * 2 + b (mismatched types int "
                  "and string)\n");
  expect_messages("var s []int; func f() { s[1:2] = nil }",
                  "1:36: cannot assign to s[1:2] (value of type []int)\n");
  expect_messages("var i int; var x = i[2]",
                  "1:31: invalid operation: cannot index i (variable of type "
                  "int)\n");
}

Test(messages, operators_are_shown_where_they_stand) {
  expect_messages("const c = 1 << 500 * 1 << 300",
                  "1:34: constant shift overflow\n");
  expect_messages("func f() { a := 1; a := 2; _ = a }",
                  "1:32: no new variables on left side of :=\n");
}

Test(messages, comparisons_blame_the_right_operand) {
  expect_messages("var a int; var b string; var c = a == b",
                  "1:49: invalid operation: a == b (mismatched types int and "
                  "string)\n");
}

Test(messages, counts_are_reported_at_the_first_extra_or_the_last_argument) {
  expect_messages("func f(int, int); func g() { f(1); f(1, 2, 3); f() }",
                  "1:42: not enough arguments in call to f\n"
                  "\thave (number)\n\twant (int, int)\n"
                  "1:54: too many arguments in call to f\n"
                  "\thave (number, number, number)\n\twant (int, int)\n"
                  "1:58: not enough arguments in call to f\n"
                  "\thave ()\n\twant (int, int)\n");
}

Test(messages, causes_follow_on_lines_of_their_own) {
  expect_messages("type I interface{ M(int) }; type T int; func (T) M() {};"
                  "type U int; func (*U) M(int) {}; type V int;"
                  "func (V) m(int) {};"
                  "var a I = T(0); var b I = U(0); var c I = V(0)",
                  "1:140: cannot use T(0) (constant 0 of type T) as type I in "
                  "variable declaration:\n"
                  "\tT does not implement I (wrong type for M method)\n"
                  "\t\thave M()\n\t\twant M(int)\n"
                  "1:156: cannot use U(0) (constant 0 of type U) as type I in "
                  "variable declaration:\n"
                  "\tU does not implement I (M method has pointer receiver)\n"
                  "1:172: cannot use V(0) (constant 0 of type V) as type I in "
                  "variable declaration:\n"
                  "\tV does not implement I (missing M method)\n"
                  "\t\thave m(int)\n\t\twant M(int)\n");
}

Test(messages, one_error_silences_those_that_follow_from_it) {
  expect_messages("var a = undefined1; var b int = a + \"x\"; var c = a.f(b)",
                  "1:19: undefined: undefined1\n");
  expect_messages("func f() { x := undefined1; x.y() }",
                  "1:27: undefined: undefined1\n");
  expect_messages("const c int8 = 300; const d int8 = c + 1",
                  "1:26: cannot use 300 (untyped int constant) as int8 value "
                  "in constant declaration (overflows)\n");
}

Test(messages, a_failed_assignment_counts_as_use) {
  expect_messages("func f() { x := 1; x = \"a\" }",
                  "1:34: cannot use \"a\" (untyped string constant) as int "
                  "value in assignment\n");
  expect_messages("func f() { x := 1; x = 2 }",
                  "1:22: x declared but not used\n");
}

Test(messages, closures_see_the_names_before_their_statement) {
  expect_messages("func f() { x := func() { x() }; _ = x }",
                  "1:36: undefined: x\n");
  expect_messages(
      "func f() { x := 1; { x := func() int { return x }; _ = x } }", "");
}

Test(messages, shifts_take_the_type_of_their_context) {
  expect_messages("var s uint; var a = 1.0 << s; var b int = 1.0 << s;"
                  "var c = 1 << s == 2.0; var d float32 = 1 << s",
                  "1:31: invalid operation: 1.0 << s (shift of type float64)\n"
                  "1:70: invalid operation: 1 << s (shift of type float64)\n"
                  "1:101: invalid operation: 1 << s (shift of type float32)\n");
}

Test(messages, len_is_constant_without_calls_and_receives) {
  expect_messages("var a [3]int; func f() [3]int; const b = len(a);"
                  "const c = len(f())",
                  "1:69: len(f()) (value of type int) is not constant\n");
}

Test(messages, duplicates_are_found_by_value_and_type) {
  expect_messages("func f(e interface{}, x int) {"
                  "switch e { case 1, int8(1), 1.0: case 1: };"
                  "switch x { case 1, 1.0: } }",
                  "1:79: duplicate case 1 (constant of type int) in expression "
                  "switch\n\t1:57: previous case\n"
                  "1:103: duplicate case 1.0 (constant 1 of type int) in "
                  "expression switch\n\t1:100: previous case\n");
  expect_messages("var m = map[float64]int{1: 1, 2.5: 2, 1 + 0i: 3}",
                  "1:49: duplicate key 1 in map literal\n");
  expect_messages("var a = []int{3: 1, 2: 2, 3}",
                  "1:37: duplicate index 3 in array or slice literal\n");
}

Test(messages, statements_that_end_a_function) {
  expect_messages("func f(b bool) int { for { if b { break } } }",
                  "1:55: missing return\n");
  expect_messages(
      "func f(b bool) int { L: for { for { if b { continue L } } } }", "");
  expect_messages("func f(b bool) int { switch { case b: return 1;"
                  "default: panic(0) } }",
                  "");
  expect_messages("func f() int { panic := func(int) {}; panic(0) }",
                  "1:58: missing return\n");
}

Test(messages, results_must_be_visible_at_a_bare_return) {
  expect_messages("func f() (x int) { { x := 1; _ = x; return } }",
                  "1:47: result parameter x not in scope at return\n"
                  "\t1:32: inner declaration of var x int\n");
}
