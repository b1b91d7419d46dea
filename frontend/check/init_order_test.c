/*
 * init_order_test.c - the order in which package variables are initialised.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* The names that are initialised, in order, each followed by a blank. */
static void expect_order(const char *source, const char *want) {
  Program k = program_check(source);
  cr_assert_str_eq(k.messages, "");
  Text t = {0};
  for (uint32_t i = 0; i < k.pkg->inits.len; i++)
    for (uint32_t n = 0; n < k.pkg->inits.items[i].n; n++)
      text_printf(&t, "%s ", k.pkg->inits.items[i].lhs[n]->name->text);
  cr_expect_str_eq(t.data ? t.data : "", want);
  text_free(&t);
  program_free(&k);
}

Test(init_order, declaration_order) {
  expect_order("var a, b = 1, 2\nvar c int\nvar _ = 3\n", "a b _ ");
}

Test(init_order, through_functions_and_methods) {
  expect_order("var a = b + 1\n"
               "var b = f()\n"
               "func f() int { return T(0).m() }\n"
               "type T int\n"
               "func (T) m() int { return func() int { return c }() }\n"
               "var c = 3\n",
               "c b a ");
}

Test(init_order, several_values_of_one_call) {
  expect_order("var x = z\n"
               "var y, z = f()\n"
               "func f() (int, int) { return 1, 2 }\n",
               "y z x ");
}

/* What became ready is taken by position. */
Test(init_order, ready_ones_by_position) {
  expect_order("var c = z\n"
               "var a = z\n"
               "var d = 4\n"
               "var b = a + z\n"
               "var z = 26\n",
               "d z c a b ");
}

/* A variable without initialiser is done when its declaration is reached. */
Test(init_order, waits_for_plain_variables) {
  expect_order("var a = &b\n"
               "var c = 3\n"
               "var b int\n",
               "c a ");
}

/* Constants mention nothing. */
Test(init_order, constant_expressions) {
  expect_order("var n = len(array)\n"
               "var array = f()\n"
               "func f() [3]int { return [3]int{} }\n",
               "n array ");
}

Test(init_order, method_values_and_expressions) {
  expect_order("var a = T.m\n"
               "var b = T(0).n\n"
               "type T int\n"
               "func (T) m() int { return x }\n"
               "func (T) n() int { return y }\n"
               "var y = 1\n"
               "var x = 2\n",
               "y b x a ");
}
