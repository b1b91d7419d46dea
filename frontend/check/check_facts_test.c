/*
 * check_facts_test.c - what the checker writes onto the tree, for the phases
 * that follow it.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

static Program correct(const char *text) {
  Program p = program_check(text);
  cr_assert_str_empty(p.messages, "%s\n%s", text, p.messages);
  return p;
}

/* ------------------------------------------------- untyped expressions */

static void expect_type(const char *program, const char *expr,
                        const char *type) {
  Program p = correct(program);
  cr_expect_str_eq(program_type(&p, expr), type, "%s: %s in %s", expr,
                   program_type(&p, expr), program);
  program_free(&p);
}

Test(facts, untyped_types_are_pushed_to_where_the_value_comes_from) {
  const char *shift = "var s uint; var x int64 = 2 * (1 << s)";
  expect_type(shift, "2 * (1 << s)", "int64");
  expect_type(shift, "2", "int64");
  expect_type(shift, "(1 << s)", "int64");
  expect_type(shift, "1", "int64");
  expect_type("var a, b int; type B bool; var c B = a == b", "a == b", "B");
  expect_type("var a, b int; var c = !(a == b)", "(a == b)", "bool");
  expect_type("var f float32; var g = f + 1", "1", "float32");
  expect_type("var i interface{} = 'a'", "'a'", "rune");
  expect_type("func f() { if x := 1; x == 2 { } }", "x == 2", "bool");
  expect_type("func f(s string) byte { return \"abc\"[len(s)] }", "\"abc\"",
              "string");
  expect_type("func f(x int) int { return x << 3 }", "3", "uint");
  expect_type("var b = []byte(\"abc\")", "\"abc\"", "string");
  expect_type("func f(b []byte) { copy(b, \"x\") }", "\"x\"", "string");
  expect_type("func f() { for range \"abc\" { } }", "\"abc\"", "string");
  expect_type("func f() { print(1 << 3) }", "1 << 3", "int");
}

Test(facts, operands_of_constants_stay_untyped) {
  expect_type("var x int64 = 2 * 3", "2 * 3", "int64");
  expect_type("var x int64 = 2 * 3", "2", "untyped int");
}

Test(facts, constants_are_rounded_to_their_types) {
  Program p = correct("var f float32 = 0.1; var c = string(rune(65))");
  cr_expect_float_eq(const_float64(program_expr(&p, "0.1")->value),
                     (double)0.1F, 0);
  size_t len;
  const Expr *s = program_expr(&p, "string(rune(65))");
  cr_expect_eq(s->mode, MODE_CONST);
  cr_expect_str_eq(const_string_value(s->value, &len), "A");
  program_free(&p);
}

Test(facts, nil_gets_its_type) {
  expect_type("var p *int = nil", "nil", "*int");
  expect_type("func f() []int { return nil }", "nil", "[]int");
  expect_type("var e error; var b = e == nil", "nil", "error");
  expect_type("var f = (func())(nil)", "nil", "func()");
  Program p = correct("var p *int = nil");
  cr_expect_eq(program_expr(&p, "nil")->mode, MODE_NIL);
  program_free(&p);
}

/* --------------------------------------------------------------- calls */

static void expect_call(const char *program, const char *call, CallKind kind) {
  Program p = correct(program);
  cr_expect_eq((CallKind)program_expr(&p, call)->sub, kind, "%s", call);
  program_free(&p);
}

Test(facts, calls_know_what_they_are) {
  expect_call("func f() { f() }", "f()", CALL_FUNC);
  expect_call("type T int; var x = T(1)", "T(1)", CALL_CONVERSION);
  expect_call("var x = (func())(nil)", "(func())(nil)", CALL_CONVERSION);
  expect_call("var x = len(\"a\")", "len(\"a\")", CALL_BUILTIN);
}

Test(facts, builtin_callees_have_the_signature_of_the_call) {
  expect_type("func f(s []int) { _ = append(s, 1, 2) }", "append",
              "func([]int, ...int) []int");
  expect_type("func f(s []byte, t string) { _ = append(s, t...) }", "append",
              "func([]byte, ...string) []byte");
  expect_type("func f(m map[int]bool) int { return (len)(m) }", "len",
              "func(map[int]bool) int");
  expect_type("func f(x float32) { _ = complex(x, 1) }", "complex",
              "func(float32, float32) complex64");
  expect_type("func f() { panic(1) }", "panic", "func(interface{})");
}

Test(facts, several_results_spread_over_parameters) {
  Program p = correct("func g() (int, string); func f(int, string);"
                      "func h() { f(g()) }");
  cr_expect(program_expr(&p, "f(g())")->flags & EXPR_F_SPREAD);
  cr_expect_str_eq(program_type(&p, "g()"), "(int, string)");
  cr_expect_str_eq(program_type(&p, "f(g())"), "()");
  program_free(&p);
}

Test(facts, functions_know_defer_recover_and_the_like) {
  Program p = correct("func f() { defer recover() };"
                      "func g() { for { defer g() } };"
                      "func h(c chan int) { go f(); select { case <-c: } };"
                      "func k() { L: defer f(); goto L }");
  const File *file = p.pkg->files[0];
  const Function *f[4];
  for (int i = 0; i < 4; i++)
    f[i] = file->decls[i]->func.fn;
  cr_expect(f[0]->has_defer && f[0]->has_recover && !f[0]->has_loop_defer);
  cr_expect(f[1]->has_defer && f[1]->has_loop_defer && !f[1]->has_recover);
  cr_expect(f[2]->has_go && f[2]->has_select && !f[2]->has_defer);
  cr_expect(f[3]->has_loop_defer);
  program_free(&p);
}

/* ----------------------------------------------------------- selections */

Test(facts, selections_have_kind_path_and_receiver) {
  Program p = correct("type E struct{ a, b int }; func (E) M() {};"
                      "type T struct { x int; *E }; type I interface{ N() };"
                      "var t T; var i I; var _ = t.b; var _ = t.M;"
                      "var _ = T.M; var _ = i.N");
  const Selection *field = program_expr(&p, "t.b")->sel.selection;
  cr_expect_eq(field->kind, SEL_FIELD);
  cr_expect(field->indirect && field->npath == 2);
  cr_expect(field->path[0] == 1 && field->path[1] == 1);
  cr_expect_eq(program_expr(&p, "t.M")->sel.selection->kind, SEL_METHOD_VALUE);
  cr_expect_eq(program_expr(&p, "i.N")->sel.selection->kind,
               SEL_INTERFACE_METHOD);
  const Selection *expr = program_expr(&p, "T.M")->sel.selection;
  cr_expect_eq(expr->kind, SEL_METHOD_EXPR);
  cr_expect_str_eq(type_string(p.c, expr->recv, p.pkg), "T");
  cr_expect_str_eq(program_type(&p, "T.M"), "func(T)");
  cr_expect_eq(program_expr(&p, "t.b")->mode, MODE_VAR);
  program_free(&p);
}

/* ------------------------------------------------------------- literals */

Test(facts, elements_of_literals_have_their_places) {
  Program p = correct("type T struct{ a, b int };"
                      "var x = T{b: 1, a: 2}; var y = [...]int{5: 1, 2, 0: 3};"
                      "var z = []*T{{1, 2}}");
  const Expr *x = program_expr(&p, "T{…}");
  cr_expect(x->complit.index[0] == 1 && x->complit.index[1] == 0);
  const Expr *y = program_expr(&p, "[...]int{…}");
  cr_expect(y->complit.index[0] == 5 && y->complit.index[1] == 6 &&
            y->complit.index[2] == 0);
  cr_expect_str_eq(type_string(p.c, y->type, p.pkg), "[7]int");
  const Expr *z = program_expr(&p, "[]*T{…}");
  const Expr *elided = z->complit.elems[0];
  cr_expect(elided->flags & EXPR_F_PTR_LIT);
  cr_expect_str_eq(type_string(p.c, elided->type, p.pkg), "*T");
  program_free(&p);
}

/* ----------------------------------------------------------- statements */

Test(facts, comma_ok_is_marked_through_parentheses) {
  Program p = correct("func f(m map[int]string, e interface{}, c chan int) {"
                      "v, ok := m[1]; x, ok := (e.(int)); y, ok := <-c;"
                      "_, _, _, _ = v, x, y, ok; _ = m[2] }");
  cr_expect(program_expr(&p, "m[1]")->flags & EXPR_F_COMMA_OK);
  cr_expect(program_expr(&p, "(e.(int))")->flags & EXPR_F_COMMA_OK);
  cr_expect(program_expr(&p, "e.(int)")->flags & EXPR_F_COMMA_OK);
  cr_expect(program_expr(&p, "<-c")->flags & EXPR_F_COMMA_OK);
  cr_expect_not(program_expr(&p, "m[2]")->flags & EXPR_F_COMMA_OK);
  cr_expect_str_eq(program_type(&p, "m[1]"), "string");
  program_free(&p);
}

Test(facts, short_declarations_list_their_new_variables) {
  Program p = correct("func f() { a := 1; a, b, _ := 2, 3, 4; _ = a + b }");
  Stmt *body = p.pkg->files[0]->decls[0]->func.body;
  const Stmt *s = body->block.list[1];
  cr_expect_null(s->assign.new_vars[0]);
  cr_expect_not_null(s->assign.new_vars[1]);
  cr_expect_null(s->assign.new_vars[2]);
  cr_expect_str_eq(s->assign.new_vars[1]->name->text, "b");
  cr_expect_eq(s->assign.new_vars[1]->var.fn,
               p.pkg->files[0]->decls[0]->func.fn);
  program_free(&p);
}

Test(facts, clauses_of_type_switches_have_variables_of_their_own) {
  Program p = correct("func f(e interface{}) { switch x := e.(type) {"
                      "case int: _ = x; case string, bool: default: } }");
  const Stmt *s = program_stmt(&p, STMT_SWITCH);
  static const char *const types[] = {"int", "interface{}", "interface{}"};
  for (uint32_t i = 0; i < 3; i++) {
    const Object *var = s->switch_.clauses[i]->clause.var;
    cr_assert_not_null(var);
    cr_expect(var->flags & OBJ_F_CLAUSE_VAR);
    cr_expect_str_eq(type_string(p.c, var->type, p.pkg), types[i]);
  }
  program_free(&p);
}

Test(facts, range_declares_variables_that_every_iteration_assigns) {
  Program p = correct("func f(m map[string]int) { for k, v := range m {"
                      "print(k, v) } }");
  const Stmt *s = program_stmt(&p, STMT_RANGE);
  cr_expect_str_eq(type_string(p.c, s->range.new_vars[0]->type, p.pkg),
                   "string");
  cr_expect(s->range.new_vars[1]->flags & OBJ_F_REASSIGNED);
  program_free(&p);
}

Test(facts, breaks_are_marked_on_what_they_leave) {
  Program p = correct("func f() { for { switch { default: break } } }");
  cr_expect(program_stmt(&p, STMT_SWITCH)->flags & STMT_F_HAS_BREAK);
  cr_expect_not(program_stmt(&p, STMT_FOR)->flags & STMT_F_HAS_BREAK);
  program_free(&p);
}

/* ------------------------------------------------------------ variables */

static void expect_flags(const char *body, uint32_t flags) {
  const uint32_t mask = OBJ_F_REASSIGNED | OBJ_F_ADDR_TAKEN;
  char text[300];
  snprintf(text, sizeof text,
           "type T struct{ a [3]int; p *int; s []int };"
           "func (T) V() {}; func (*T) P() {}; var g int;"
           "func f() { var x T; %s; _ = x }",
           body);
  Program p = program_check(text);
  cr_assert_str_empty(p.messages, "%s: %s", body, p.messages);
  cr_expect_eq(program_var(&p, "x")->flags & mask, flags, "%s", body);
  program_free(&p);
}

Test(facts, variables_know_whether_they_are_assigned_or_addressed) {
  expect_flags("", 0);
  expect_flags("x = T{}", OBJ_F_REASSIGNED);
  expect_flags("x.a[1] = 2", OBJ_F_REASSIGNED);
  expect_flags("x.a[0]++", OBJ_F_REASSIGNED);
  expect_flags("*x.p = 1", 0);
  expect_flags("x.s[0] = 1", 0);
  expect_flags("_ = &x", OBJ_F_ADDR_TAKEN);
  expect_flags("_ = &x.a[g]", OBJ_F_ADDR_TAKEN);
  expect_flags("_ = &x.s[0]", 0);
  expect_flags("_ = x.a[:]", OBJ_F_ADDR_TAKEN);
  expect_flags("_ = x.s[:]", 0);
  expect_flags("x.P()", OBJ_F_ADDR_TAKEN);
  expect_flags("x.V()", 0);
}
