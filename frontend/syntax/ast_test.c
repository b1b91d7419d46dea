/*
 * ast_test.c - the services of ast.h: items, places, walk, clone, printing.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/tools/roundtrip.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static Compiler *c;

static void setup(void) {
  c = compiler_new();
  c->err = fopen("/dev/null", "w");
}
static void teardown(void) {
  fclose(c->err);
  compiler_free(c);
}
TestSuite(ast, .init = setup, .fini = teardown);
TestSuite(print, .init = setup, .fini = teardown);

static File *parse(const char *text) {
  File *f = parse_source(c, source_add(c, "x.go", text, strlen(text)));
  cr_assert_not(f->has_errors, "%s", text);
  return f;
}

/* The statements of a body. */
static Stmt **body(const char *statements, uint32_t *n) {
  const char *text =
      arena_printf(&c->arena, "package p; func f() {\n%s\n}\n", statements);
  Stmt *block = parse(text)->decls[0]->func.body;
  *n = block->block.n;
  return block->block.list;
}

static Stmt *only_stmt(const char *statement) {
  uint32_t n;
  Stmt **list = body(statement, &n);
  cr_assert_eq(n, 1, "%s", statement);
  return list[0];
}

static Expr *expr(const char *text) {
  const char *s = arena_printf(&c->arena, "x = %s", text);
  return only_stmt(s)->assign.rhs;
}

Test(ast, operators_know_their_precedence) {
  cr_assert_str_eq(op_info[OP_AND_NOT].spelling, "&^");
  cr_assert_eq(op_info[OP_LOR].precedence, 1);
  cr_assert_eq(op_info[OP_SHL].precedence, 5);
  cr_assert(op_info[OP_LT].classes & OPC_ORDER);
  cr_assert_not(op_info[OP_EQ].classes & OPC_ORDER);
  cr_assert_eq(op_info[OP_NOT].precedence, 0);
}

Test(ast, a_slot_holds_none_one_or_a_list) {
  uint32_t n;
  Stmt *one = only_stmt("return a"), *two = only_stmt("return a, b");
  Stmt *none = only_stmt("return");
  cr_assert_eq(expr_items(&none->ret.results, &n)[0], NULL);
  cr_assert_eq(n, 0);
  Expr **items = expr_items(&one->ret.results, &n);
  cr_assert_eq(n, 1);
  cr_assert(name_is(items[0]->name.name, "a"));
  items = expr_items(&two->ret.results, &n);
  cr_assert_eq(n, 2);
  cr_assert(name_is(items[1]->name.name, "b"));
}

Test(ast, constants_count_and_inherit) {
  File *f = parse("package p\nconst (\n\ta, b = iota, 1\n\tc, d\n\te = 2\n)\n");
  cr_assert_eq(f->n, 3);
  cr_assert_eq(f->decls[1]->iota, 1);
  cr_assert_eq(f->decls[1]->value.inherits, f->decls[0]);
  cr_assert_eq(f->decls[2]->value.inherits, NULL);
  cr_assert_eq(f->decls[2]->iota, 2);
}

/* Column of the first byte of an expression that begins in column 5 (behind
   `x = `), relative to it. */
static uint32_t start_of(const char *text) {
  return place_of(c, expr_start(expr(text))).real_col - 5;
}

Test(ast, an_expression_starts_at_its_leftmost_byte) {
  cr_assert_eq(start_of("a.b(c)[d].(T) + e"), 0);
  cr_assert_eq(start_of("T{1}"), 0);
  cr_assert_eq(start_of("-a"), 0);
  cr_assert_eq(start_of("(a)"), 0);
  cr_assert_eq(start_of("a[b:c]"), 1, "gc 1.19 stops at the bracket");
  cr_assert_eq(place_of(c, stmt_start(only_stmt("ab <- c"))).real_col, 1);
  cr_assert_eq(place_of(c, stmt_start(only_stmt("ab += c"))).real_col, 1);
  cr_assert_eq(only_stmt("ab += c")->assign.lhs->kind, EXPR_NAME);
}

typedef struct Count {
  uint32_t exprs, stmts, decls;
} Count;

static bool count_expr(Visitor *v, Expr *e) {
  ((Count *)v->data)->exprs++;
  return e->kind != EXPR_FUNC_LIT;
}
static bool count_stmt(Visitor *v, Stmt *s) {
  ((Count *)v->data)->stmts++;
  return s->kind != STMT_SELECT;
}
static bool count_decl(Visitor *v, Decl *d) {
  ((Count *)v->data)->decls++;
  return d->kind != DECL_CONST;
}

static Count count(const char *statements) {
  Count n = {0};
  Visitor v = {
      .expr = count_expr, .stmt = count_stmt, .decl = count_decl, .data = &n};
  walk_stmt(&v, only_stmt(statements));
  return n;
}

Test(ast, walk_visits_everything_once) {
  Count n = count("if x := f(a, b); x > 1 { y++ } else { var z, w T = 1, 2 }");
  cr_assert_eq(n.stmts, 6); /* if, :=, block, ++, block, decl */
  cr_assert_eq(n.exprs, 5 + 3 + 1 + 6);
  cr_assert_eq(n.decls, 1);
  n = count("var f func(a, b int, c string) = nil");
  cr_assert_eq(n.exprs, 1 + 1 + 2 + 1); /* a shared type counts once */
}

Test(ast, walk_skips_what_callbacks_refuse) {
  Count n = count("f(func() { a = b }, c)");
  cr_assert_eq(n.exprs, 4);
  cr_assert_eq(n.stmts, 1);
  cr_assert_eq(count("select { case <-c: }").stmts, 1);
  cr_assert_eq(count("const a = 1").exprs, 0);
}

static bool collect_target(Visitor *v, Stmt *s) {
  if (s->kind == STMT_BREAK || s->kind == STMT_GOTO)
    *(Stmt **)v->data = s->branch.target;
  return true;
}

static Stmt *jump_target(Stmt *s) {
  Stmt *target = NULL;
  Visitor v = {.stmt = collect_target, .data = &target};
  walk_stmt(&v, s);
  return target;
}

static Object *second_object(void *data, Object *obj) {
  return obj ? data : NULL;
}

static Pos shift(void *data, Pos pos) { return pos + *(uint32_t *)data; }

Test(ast, clones_share_nothing_that_phases_annotate) {
  static char first, second; /* addresses stand for objects */
  Stmt *s = only_stmt("L: for { for { break L } }");
  uint32_t by = 1000;
  Cloner cl = {.c = c, .map_object = second_object, .map_pos = shift};
  cl.data = &by;
  cl.map_object = NULL;
  Stmt *t = clone_stmt(&cl, s);
  cr_assert_eq(jump_target(s), s->branch.stmt);
  cr_assert_eq(jump_target(t), t->branch.stmt, "jumps stay inside the copy");
  cr_assert_neq(t->branch.stmt, s->branch.stmt);
  cr_assert_eq(t->pos, s->pos + by);

  Stmt *g = only_stmt("{ goto L; L: f() }");
  t = clone_stmt(&cl, g);
  cr_assert_eq(jump_target(t), t->block.list[1], "also forward ones");

  Expr *e = expr("func(a, b int) (c T) { return a }");
  e->funclit.type->functype.params[0].obj = (Object *)(void *)&first;
  cl = (Cloner){.c = c, .map_object = second_object, .data = &second};
  Expr *f = clone_expr(&cl, e);
  Field *params = f->funclit.type->functype.params;
  cr_assert_eq((void *)params[0].obj, (void *)&second);
  cr_assert_eq(params[0].type, params[1].type, "shared types stay shared");
  cr_assert_neq(params[0].type, e->funclit.type->functype.params[0].type);
  cr_assert_str_eq(expr_string(c, f), "func(a, b int) (c T) {…}");
}

/* -------------------------------------------------------------- printing -- */

static void prints(const char *text, const char *want) {
  cr_expect_str_eq(expr_string(c, expr(text)), want);
}

Test(print, messages_show_expressions_shortened) {
  prints("a+b*c", "a + b * c");
  prints("(a+b)*-c", "(a + b) * -c");
  prints("f(a,b...)", "f(a, b...)");
  prints("x[i:j:k]", "x[i:j:k]");
  prints("x[:]", "x[:]");
  prints("x.(T)", "x.(T)");
  prints("*p.q", "*p.q");
  prints("<-c", "<-c");
  prints("T{a: 1, b: 2}", "T{…}");
  prints("T{}", "T{}");
  prints("[...]int{1}", "[...]int{…}");
  prints("func(a,b int)(c,d string,e T){f()}",
         "func(a, b int) (c, d string, e T) {…}");
  prints("func(){}", "func() {}");
  prints("map[string][]T{}", "map[string][]T{}");
  prints("make(chan<- chan int)", "make(chan<- chan int)");
  prints("make(chan (<-chan int))", "make(chan (<-chan int))");
  prints("struct{a,b int;c string \"t\";D}{}",
         "struct{a, b int; c string \"t\"; D}{}");
  prints("interface{M(a,b int);E;int|~T}(x)",
         "interface{M(a, b int); E; int | ~T}(x)");
  prints("a[b,c](d)", "a[b, c](d)");
  prints("'a'+`b`+\"\\n\"+0x_1", "'a' + `b` + \"\\n\" + 0x_1");
}

Test(print, simple_statements) {
  cr_expect_str_eq(stmt_string(c, only_stmt("x:=1")), "x := 1");
  cr_expect_str_eq(stmt_string(c, only_stmt("a,b=c,d")), "a, b = c, d");
  cr_expect_str_eq(stmt_string(c, only_stmt("a&^=b")), "a &^= b");
  cr_expect_str_eq(stmt_string(c, only_stmt("a--")), "a--");
  cr_expect_str_eq(stmt_string(c, only_stmt("c<-x")), "c <- x");
}

Test(print, long_chains_need_no_deep_stack) {
  Text t = {0};
  text_puts(&t, "1");
  for (int i = 0; i < 200000; i++)
    text_puts(&t, " + 1");
  cr_assert_str_eq(expr_string(c, expr(t.data)), t.data);
  text_free(&t);
}

static void survives(const char *text) {
  const char *s = arena_printf(&c->arena, "package p\n%s\n", text);
  cr_expect(roundtrip(s, strlen(s)), "%s", text);
}

Test(print, the_whole_form_parses_to_the_same_tree) {
  survives("var x = - -a + + +b - ^-c");
  survives("var x = & ^a");
  survives("var x = &(&a)");
  survives("func f() { switch &(T{}) { } ; if &(T{}) == x { } }");
  survives("func f() { for f := func() { x = T{} }; ; { } }");
  survives("var x = f(1 ...)");
  survives("var x = [](func())(y)");
  survives("var x = [](*func())(y)");
  survives("var x = map[a](chan func())(y)");
  survives("var x chan (<-chan int)");
  survives("type T[P *C,] int");
  survives("func f() { var () }");
  survives("func f() { ;;x;; L: ; goto L }");
  survives("func f() { if a { } else if b; c { } else { } }");
  survives("var x = `a\n\tb`");
  survives("type T struct { a, b int; A; *B; c, d T `t` }");
}

Test(print, the_comparison_sees_differences) {
  cr_assert_not(roundtrip("package p; var x = 1 2", 22), "errors are no trees");
}
