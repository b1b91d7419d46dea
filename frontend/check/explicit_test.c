/*
 * explicit_test.c - the explicit tree of one statement at a time.
 *
 * Each case is the last statement of a function body behind a common prelude.
 * Inserted nodes are shown in brackets: [&x], [*p], [.Field], [T x].
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "frontend/testing.h"

static const char prelude[] =
    "package main\n"
    "type Inner struct{ n int }\n"
    "func (i Inner) Val() int { return i.n }\n"
    "func (i *Inner) Ptr() {}\n"
    "type Outer struct{ *Inner; tag string }\n"
    "type Deep struct{ Outer; any }\n"
    "type Valuer interface{ Val() int }\n"
    "type Named interface{ Valuer; Ptr() }\n"
    "type Holder struct{ Valuer }\n"
    "type Bool bool\n"
    "type Ints []int\n"
    "func variadic(x any, y ...int) {}\n"
    "func anys(x ...any) {}\n"
    "func two() (int, Inner) { return 0, Inner{} }\n"
    "func one() int { return 1 }\n"
    "func test(p *Outer, d Deep, in Inner, arr [3]int, pa *[3]int, s []int,\n"
    "  v Valuer, nm Named, i any, m map[any]int, c chan any, e error,\n"
    "  h *Holder, n int, u8 uint8, f float64, b Bool, str string) any {\n";

/* ------------------------------------------------------------- rendering -- */

static void render(Compiler *c, Text *out, Expr *e);

static void render_all(Compiler *c, Text *out, Expr **list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    text_puts(out, i ? ", " : "");
    render(c, out, list[i]);
  }
}

static void render_composite(Compiler *c, Text *out, Expr *e) {
  text_puts(out, type_string(c, e->type, NULL));
  text_putc(out, '{');
  for (uint32_t i = 0; i < e->complit.n; i++) {
    text_puts(out, i ? ", " : "");
    if (e->complit.elems[i]->kind != EXPR_KEY_VALUE)
      text_printf(out, "%d:", (int)e->complit.index[i]);
    render(c, out, e->complit.elems[i]);
  }
  text_putc(out, '}');
}

static void render_pair(Compiler *c, Text *out, Expr *e, const char *between) {
  render(c, out, e->pair.x);
  text_puts(out, between);
  render(c, out, e->pair.y);
}

static void render_call(Compiler *c, Text *out, Expr *e) {
  if (e->call.init)
    text_puts(out, "[init] ");
  render(c, out, e->call.fn);
  text_putc(out, '(');
  render_all(c, out, e->call.args, e->call.n);
  text_puts(out, e->flags & EXPR_F_DOTS ? "...)" : ")");
}

static void render_kind(Compiler *c, Text *out, Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_COMPOSITE: render_composite(c, out, e); break;
  case EXPR_KEY_VALUE: render_pair(c, out, e, ": "); break;
  case EXPR_SELECTOR:
    render(c, out, e->sel.x);
    text_printf(out, ".%s", e->sel.sel->text);
    break;
  case EXPR_INDEX:
    render_pair(c, out, e, "<");
    text_putc(out, '>');
    break;
  case EXPR_SLICE:
    render(c, out, e->slice.x);
    text_puts(out, "<:>");
    break;
  case EXPR_UNARY:
    text_puts(out, op_info[e->op].spelling);
    render(c, out, e->pair.x);
    break;
  case EXPR_BINARY:
    text_putc(out, ' ');
    render_pair(c, out, e, op_info[e->op].spelling);
    break;
  case EXPR_CONVERT:
    text_printf(out, "%s ", type_string(c, e->type, NULL));
    render(c, out, e->pair.x);
    break;
  case EXPR_CALL: render_call(c, out, e); break;
  case EXPR_FUNC_LIT: text_puts(out, e->funclit.fn->name); break;
  case EXPR_LIST: render_all(c, out, e->list.elems, e->list.n); break;
  default: text_puts(out, expr_string(c, e)); break;
  }
}

static void render(Compiler *c, Text *out, Expr *e) {
  bool implicit = e->flags & EXPR_F_IMPLICIT;
  if (e->kind == EXPR_NAME && e->name.obj &&
      (e->name.obj->flags & OBJ_F_TEMP)) {
    text_puts(out, "tmp");
  } else if (e->mode == MODE_CONST || e->mode == MODE_NIL) {
    text_puts(out, e->mode == MODE_NIL ? "nil:" : "");
    text_puts(out, e->mode == MODE_NIL ? type_string(c, e->type, NULL)
                                       : const_text(c, e->value));
  } else {
    text_puts(out, implicit ? "[" : "");
    render_kind(c, out, e);
    text_puts(out, implicit ? "]" : "");
  }
}

static void render_stmt(Compiler *c, Text *out, Stmt *s) {
  Decl *d;
  switch ((StmtKind)s->kind) {
  case STMT_BLOCK:
    for (uint32_t i = 0; i < s->block.n; i++) {
      text_puts(out, i ? "; " : "");
      render_stmt(c, out, s->block.list[i]);
    }
    break;
  case STMT_ASSIGN:
    render(c, out, s->assign.lhs);
    text_printf(out, " %s%s ", op_info[s->op].spelling,
                s->flags & STMT_F_DEFINE ? ":=" : "=");
    render(c, out, s->assign.rhs);
    break;
  case STMT_RETURN: render(c, out, s->ret.results); break;
  case STMT_SEND: render(c, out, s->expr.y); break;
  case STMT_EXPR: render(c, out, s->expr.x); break;
  case STMT_DECL:
    d = s->decl.list[0];
    if (d->kind != DECL_VAR || !d->value.values)
      break;
    render_all(c, out, d->value.names, d->value.n);
    text_puts(out, " = ");
    render(c, out, d->value.values);
    break;
  case STMT_RANGE:
    text_puts(out, "for ");
    render(c, out, s->range.lhs);
    text_puts(out, " range ");
    render(c, out, s->range.x);
    text_puts(out, " ");
    render_stmt(c, out, s->range.body);
    break;
  case STMT_SWITCH:
    if (s->switch_.init)
      render_stmt(c, out, s->switch_.init);
    text_puts(out, "; ");
    if (s->switch_.tag)
      render(c, out, s->switch_.tag);
    for (uint32_t i = 0; i < s->switch_.n; i++) {
      text_puts(out, "; ");
      if (s->switch_.clauses[i]->clause.cases)
        render(c, out, s->switch_.clauses[i]->clause.cases);
    }
    break;
  case STMT_SELECT:
    render_stmt(c, out, s->switch_.clauses[0]->clause.comm);
    text_puts(out, ": ");
    render_stmt(c, out, s->switch_.clauses[0]->clause.list[0]);
    break;
  default: text_puts(out, stmt_kind_label((StmtKind)s->kind)); break;
  }
}

/* -------------------------------------------------------------- checking -- */

static Package *make_explicit(Compiler *c, const char *text) {
  Package *pkg = testing_check(c, "main", text);
  explicit_package(c, pkg);
  verify_package(c, pkg);
  return pkg;
}

static Function *function_named(const Package *pkg, const char *name) {
  for (uint32_t i = 0; i < pkg->functions.len; i++)
    if (strcmp(pkg->functions.items[i]->name, name) == 0)
      return pkg->functions.items[i];
  cr_assert_fail("no function %s", name);
  return NULL;
}

typedef struct Case {
  const char *source, *expected;
} Case;

/* The last statement but `return nil`, which closes every test function. */
static void check_case(const Case *k) {
  Compiler *c = compiler_new();
  const char *text =
      arena_printf(&c->arena, "%s%s\nreturn nil\n}\n", prelude, k->source);
  Package *pkg = make_explicit(c, text);
  const Stmt *body = function_named(pkg, "test")->body;
  Text out = {0};
  render_stmt(c, &out, body->block.list[body->block.n - 2]);
  ASSERT(out.data);
  cr_expect(strcmp(out.data, k->expected) == 0, "%s\nours: %s\nwant: %s",
            k->source, out.data, k->expected);
  text_free(&out);
  compiler_free(c);
}

static void check_cases(const Case *cases, size_t n) {
  for (size_t i = 0; i < n; i++)
    check_case(&cases[i]);
}

#define CHECK(...)                                                             \
  static const Case cases[] = {__VA_ARGS__};                                   \
  check_cases(cases, COUNT(cases))

/* ----------------------------------------------------------------- cases -- */

Test(explicit, selectors_become_single_steps) {
  CHECK({"_ = p.tag", "_ = [*p].tag"}, {"_ = p.n", "_ = [*[[*p].Inner]].n"},
        {"_ = d.n", "_ = [*[[d.Outer].Inner]].n"},
        {"_ = d.tag", "_ = [d.Outer].tag"}, {"_ = (in).n", "_ = in.n"});
}

Test(explicit, receivers_have_the_methods_type) {
  CHECK({"in.Ptr()", "[&in].Ptr()"}, {"_ = in.Val()", "_ = in.Val()"},
        {"_ = p.Val()", "_ = [*[[*p].Inner]].Val()"},
        {"d.Ptr()", "[[d.Outer].Inner].Ptr()"}, {"_ = v.Val", "_ = v.Val"},
        {"_ = h.Val()", "_ = [[*h].Valuer].Val()"},
        {"_ = in.Val", "_ = in.Val"}, {"(&in).Ptr()", "&in.Ptr()"});
}

Test(explicit, arrays_and_pointers_to_them) {
  CHECK({"_ = pa[n]", "_ = [*pa]<n>"}, {"_ = arr[1]", "_ = arr<1>"},
        {"_ = arr[:]", "_ = [&arr]<:>"}, {"_ = pa[:]", "_ = pa<:>"},
        {"_ = s[:]", "_ = s<:>"});
}

Test(explicit, assignments_convert) {
  CHECK({"i = n", "i = [any n]"}, {"i = 1", "i = [any 1]"},
        {"i = v", "i = [any v]"}, {"v = nm", "v = [main.Valuer nm]"},
        {"i = i", "i = i"}, {"i = nil", "i = nil:any"},
        {"e = nil", "e = nil:error"}, {"s = Ints{}", "s = [[]int main.Ints{}]"},
        {"i, v = v, nm", "i, v = [any v], [main.Valuer nm]"},
        {"m[n] = n", "m<[any n]> = n"}, {"_ = m[1]", "_ = m<[any 1]>"},
        {"c <- n", "[any n]"}, {"var _ any = n", "_ = [any n]"});
}

Test(explicit, conversions_become_nodes) {
  CHECK({"_ = float64(n)", "_ = float64 n"},
        {"_ = []byte(str)", "_ = []byte str"}, {"_ = any(n)", "_ = any n"},
        {"_ = Bool(n == 1)", "_ = main.Bool  n==1"},
        {"_ = error(nil)", "_ = error nil:error"},
        {"_ = uint8(1) << n", "_ =  1<<n"},
        {"_ = (*[3]int)(s)", "_ = *[3]int s"});
}

Test(explicit, calls_have_as_many_arguments_as_parameters) {
  CHECK({"variadic(n, 1, n)", "variadic([any n], [[]int{0:1, 1:n}])"},
        {"variadic(n)", "variadic([any n], nil:[]int)"},
        {"variadic(n, s...)", "variadic([any n], s...)"},
        {"anys(two())", "[init] anys([[]any{0:[any tmp], 1:[any tmp]}])"},
        {"variadic(one())", "variadic([any one()], nil:[]int)"},
        {"panic(n)", "panic([interface{} n])"},
        {"delete(m, n)", "delete(m, [any n])"},
        {"_ = append([]any{}, n, i)", "_ = append([]any{}, [any n], i)"},
        {"_ = append(s, Ints{}...)", "_ = append(s, [[]int main.Ints{}]...)"},
        {"_ = append([]byte{}, str...)", "_ = append([]byte{}, str...)"});
}

Test(explicit, tuples_go_through_variables_only_to_be_converted) {
  CHECK({"n, in = two()", "n, in = two()"},
        {"i, in = two()", "tmp, tmp := two(); i, in = [any tmp], tmp"},
        {"_, i = two()", "tmp, tmp := two(); _, i = tmp, [any tmp]"},
        {"n, b = m[1]", "n, b = m<[any 1]>"},
        {"i, b = m[1]",
         "tmp, tmp := m<[any 1]>; i, b = [any tmp], [main.Bool tmp]"},
        {"var _, _ any = two()",
         "tmp, tmp := two(); _, _ = [any tmp], [any tmp]"},
        {"var ( _ = 1; _, _ any = two() )",
         "_ = 1; tmp, tmp := two(); _, _ = [any tmp], [any tmp]"});
}

Test(explicit, counting_has_a_right_side) {
  CHECK({"n++", "n += 1"}, {"f--", "f -= 1"}, {"n <<= u8", "n <<= u8"},
        {"str += \"a\"", "str += \"a\""});
}

Test(explicit, literals_are_resolved) {
  CHECK({"_ = []*Inner{{1}, {n: 2}}",
         "_ = []*main.Inner{0:[&main.Inner{0:1}], 1:[&main.Inner{0:2}]}"},
        {"_ = [...]int{2: 1, 5}", "_ = [4]int{2:1, 3:5}"},
        {"_ = map[any]any{n: v}", "_ = map[any]any{[any n]: [any v]}"},
        {"_ = Deep{any: n}", "_ = main.Deep{1:[any n]}"},
        {"_ = &Inner{1}", "_ = &main.Inner{0:1}"});
}

Test(explicit, comparisons_with_interfaces) {
  CHECK({"_ = i == n", "_ =  i==n"}, {"_ = i == v", "_ =  i==any v"},
        {"_ = v == nm", "_ =  v==main.Valuer nm"},
        {"_ = nm == v", "_ =  main.Valuer nm==v"},
        {"_ = e == nil", "_ =  e==nil:error"},
        {"_ = i == [9000]int{}", "_ =  i==any [9000]int{}"});
}

Test(explicit, switches) {
  CHECK({"switch i { case 1, v: }", "; i; 1, [any v]"},
        {"switch n { case 1, n: }", "; n; 1, n"},
        {"switch n { case i: }", "tmp := n; ; [ tmp==i]"},
        {"switch { case n == 1, i: }", "; ;  n==1, [ true==i]"},
        {"switch i { case nil: }", "; i; nil:any"});
}

Test(explicit, loops_and_select) {
  CHECK({"for i, n = range s {}", "for tmp, tmp range s i, n = [any tmp], tmp"},
        {"for n, n = range s {}", "for n, n range s "},
        {"for i = range c {}", "for i range c "},
        {"select { case i = <-c: }", "tmp := <-c: i = tmp"},
        {"select { case i, b = <-c: }",
         "tmp, tmp := <-c: i, b = tmp, [main.Bool tmp]"});
}

/* ------------------------------------------------------------- functions -- */

Test(explicit, functions_are_listed_inner_ones_first) {
  Compiler *c = compiler_new();
  Package *pkg = make_explicit(
      c, "package main\n"
         "var g, h = two()\n"
         "var k = func() int { return g }\n"
         "func two() (int, any) { return 1, 2 }\n"
         "func main() { func() { func() {}() }(); func() {}() }\n");
  static const char *const names[] = {
      "two",  "main.func1.1", "main.func1", "main.func2",
      "main", "glob..func1",  "init"};
  cr_assert_eq(pkg->functions.len, COUNT(names));
  for (uint32_t i = 0; i < COUNT(names); i++)
    cr_expect_str_eq(pkg->functions.items[i]->name, names[i]);
  cr_expect_eq(pkg->var_init->body->block.n, 2);
  cr_expect_eq(function_named(pkg, "main")->literals.len, 2);
  compiler_free(c);
}

static uint32_t flags_of(const Function *fn, const char *name) {
  for (uint32_t i = 0; i < fn->locals.len; i++)
    if (name_is(fn->locals.items[i]->name, name))
      return fn->locals.items[i]->flags & (OBJ_F_ESCAPES | OBJ_F_BY_VALUE);
  cr_assert_fail("no variable %s", name);
  return 0;
}

Test(explicit, captured_variables_are_copied_if_nobody_can_tell) {
  Compiler *c = compiler_new();
  Package *pkg =
      make_explicit(c, "package main\n"
                       "type T struct{ a [20]int }\n"
                       "func use(...any) {}\n"
                       "func f() (res int) {\n"
                       "  same, changed, taken, big, plain := 1, 2, 3, T{}, 5\n"
                       "  changed = 4\n"
                       "  use(&taken)\n"
                       "  func() { use(same, changed, taken, big, res) }()\n"
                       "  return plain\n"
                       "}\n"
                       "func main() { f() }\n");
  const Function *f = function_named(pkg, "f");
  cr_expect_eq(flags_of(f, "same"), OBJ_F_BY_VALUE);
  cr_expect_eq(flags_of(f, "changed"), OBJ_F_ESCAPES);
  cr_expect_eq(flags_of(f, "taken"), OBJ_F_ESCAPES);
  cr_expect_eq(flags_of(f, "big"), OBJ_F_ESCAPES);
  cr_expect_eq(flags_of(f, "plain"), 0);
  cr_expect_neq(f->results[0]->flags & OBJ_F_ESCAPES, 0);
  compiler_free(c);
}

Test(explicit, has_seq_marks_the_way_to_calls) {
  Compiler *c = compiler_new();
  Package *pkg = make_explicit(c, "package main\n"
                                  "func f(a int) int { return a*2 + f(a-1) }\n"
                                  "func main() { f(1) }\n");
  Stmt *ret = function_named(pkg, "f")->body->block.list[0];
  const Expr *sum = ret->ret.results;
  cr_expect_neq(sum->flags & EXPR_F_HAS_SEQ, 0);
  cr_expect_eq(sum->pair.x->flags & EXPR_F_HAS_SEQ, 0);
  cr_expect_neq(sum->pair.y->flags & EXPR_F_HAS_SEQ, 0);
  cr_expect_eq(sum->pair.y->call.args[0]->flags & EXPR_F_HAS_SEQ, 0);
  compiler_free(c);
}

/* The flags of y in `return append(s, y...)`. */
static uint32_t appended_flags(const char *y, bool no_optimize) {
  Compiler *c = compiler_new();
  c->options.no_optimize = no_optimize;
  const char *source =
      arena_printf(&c->arena,
                   "package main\n"
                   "type S []int\n"
                   "func f(s []int, n int) []int { return append(s, %s...) }\n"
                   "func main() { f(nil, 1) }\n",
                   y);
  Package *pkg = make_explicit(c, source);
  Stmt *ret = function_named(pkg, "f")->body->block.list[0];
  uint32_t flags = ret->ret.results->call.args[1]->flags;
  compiler_free(c);
  return flags;
}

Test(explicit, append_of_make_extends) {
  cr_expect(appended_flags("make([]int, n)", false) & EXPR_F_EXTENDS);
  cr_expect(appended_flags("(make([]int, 3))", false) & EXPR_F_EXTENDS);
  cr_expect_not(appended_flags("make([]int, n)", true) & EXPR_F_EXTENDS);
  cr_expect_not(appended_flags("make([]int, n, 9)", false) & EXPR_F_EXTENDS);
  cr_expect_not(appended_flags("make(S, n)", false) & EXPR_F_EXTENDS);
  cr_expect_not(appended_flags("s[n:]", false) & EXPR_F_EXTENDS);
}

/* -------------------------------------------------------------- verifier -- */

static void break_tree(void (*change)(Compiler *c, Stmt *ret)) {
  Compiler *c = compiler_new();
  Package *pkg = make_explicit(c, "package main\n"
                                  "func f(a int) any { return a }\n");
  change(c, function_named(pkg, "f")->body->block.list[0]);
  verify_package(c, pkg);
}

static void drop_conversion(Compiler *c, Stmt *ret) {
  (void)c;
  ret->ret.results = ret->ret.results->pair.x;
}

static void drop_type(Compiler *c, Stmt *ret) {
  (void)c;
  ret->ret.results->pair.x->type = NULL;
}

static void add_parentheses(Compiler *c, Stmt *ret) {
  Expr *e = expr_new(c, EXPR_PAREN, ret->pos);
  *e = *ret->ret.results;
  e->kind = EXPR_PAREN;
  ret->ret.results = e;
}

Test(verify, notices_a_missing_conversion, .exit_code = 2) {
  break_tree(drop_conversion);
}

Test(verify, notices_a_missing_type, .exit_code = 2) { break_tree(drop_type); }

Test(verify, notices_parentheses, .exit_code = 2) {
  break_tree(add_parentheses);
}
