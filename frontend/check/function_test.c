/*
 * function_test.c - Functions: names, captures, parameters, locals.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* The function of that name, gc's spelling, with literals; or NULL. */
static Function *find(Function *const *list, uint32_t n, const char *name) {
  for (uint32_t i = 0; i < n; i++) {
    if (strcmp(list[i]->name, name) == 0)
      return list[i];
    Function *inner =
        find(list[i]->literals.items, list[i]->literals.len, name);
    if (inner)
      return inner;
  }
  return NULL;
}

static Function *function_named(const Program *k, const char *name) {
  for (uint32_t i = 0; i < k->pkg->nfiles; i++)
    for (uint32_t d = 0; d < k->pkg->files[i]->n; d++) {
      Decl *decl = k->pkg->files[i]->decls[d];
      if (decl->kind != DECL_FUNC || !decl->func.fn)
        continue;
      Function *fn = find(&decl->func.fn, 1, name);
      if (fn)
        return fn;
    }
  return NULL;
}

static void expect_function(const Program *k, const char *name) {
  cr_expect(function_named(k, name), "%s is missing", name);
}

Test(functions, names) {
  Program k = program_check("type T int\n"
                            "func (T) m() { func() { func() {}() }() }\n"
                            "func (*T) n() {}\n"
                            "func init() {}\n"
                            "func init() { func() {}() }\n"
                            "func f() { _ = func() {}; _ = func() { _ = func() "
                            "{}; _ = func() {} } }\n");
  cr_assert_str_eq(k.messages, "");
  const char *const names[] = {"T.m",     "T.m.func1",    "T.m.func1.1",
                               "(*T).n",  "init.0",       "init.1",
                               "f",       "init.1.func1", "f.func1",
                               "f.func2", "f.func2.1",    "f.func2.2"};
  for (size_t i = 0; i < COUNT(names); i++)
    expect_function(&k, names[i]);
  cr_expect_str_eq(function_named(&k, "(*T).n")->symbol, "p.(*T).n");
  program_free(&k);
}

/* Literals outside of functions and in functions called _ share a counter. */
Test(functions, names_of_package_literals) {
  Program k = program_check("func _() { x = func() {} }\n"
                            "var y = x\n"
                            "var x = func() { func() {}() }\n"
                            "var z = func() {}\n");
  cr_assert_str_eq(k.messages, "");
  const Decl *x = k.pkg->files[0]->decls[2], *z = k.pkg->files[0]->decls[3];
  const Function *fx = x->value.values->funclit.fn;
  cr_expect_str_eq(fx->name, "glob..func1");
  cr_expect_str_eq(fx->literals.items[0]->name, "glob..func1.1");
  cr_expect_str_eq(z->value.values->funclit.fn->name, "glob..func2");
  expect_function(&k, "_.func3");
  program_free(&k);
}

static void expect_captures(const Program *k, const char *fn,
                            const char *want) {
  const Function *f = function_named(k, fn);
  cr_assert(f, "%s is missing", fn);
  Text t = {0};
  for (uint32_t i = 0; i < f->captures.len; i++)
    text_printf(&t, "%s ", f->captures.items[i]->name->text);
  cr_expect_str_eq(t.data ? t.data : "", want, "%s captures %s", fn,
                   t.data ? t.data : "nothing");
  text_free(&t);
}

/* What an inner literal uses is captured by those between, too. */
Test(functions, captures_are_dense) {
  Program k = program_check("var g int\n"
                            "func f(p int) (r int) {\n"
                            "\tx, y := 1, 2\n"
                            "\t_ = func(q int) {\n"
                            "\t\tz := y + g\n"
                            "\t\t_ = func() int { x++; r = q; return z + p }\n"
                            "\t}\n"
                            "\treturn\n"
                            "}\n");
  cr_assert_str_eq(k.messages, "");
  expect_captures(&k, "f", "");
  expect_captures(&k, "f.func1", "y x r p ");
  expect_captures(&k, "f.func1.1", "x r q z p ");
  const Function *f = function_named(&k, "f");
  cr_expect(f->params[0]->flags & OBJ_F_CAPTURED);
  cr_expect_eq(f->locals.len, 2u);
  cr_expect_str_eq(f->locals.items[0]->name->text, "x");
  program_free(&k);
}

/* Unnamed parameters have objects; the receiver is number 0. */
Test(functions, parameters) {
  Program k = program_check("type T int\n"
                            "func (t *T) m(int, ...string) (error, bool) {\n"
                            "\treturn nil, false\n"
                            "}\n");
  cr_assert_str_eq(k.messages, "");
  const Function *m = function_named(&k, "(*T).m");
  cr_assert(m);
  cr_expect_str_eq(m->recv->name->text, "t");
  cr_expect_eq(m->nparams, 2u);
  cr_expect_eq(m->nresults, 2u);
  cr_expect_null(m->params[1]->name);
  cr_expect_eq(m->params[1]->type->kind, TYPE_SLICE);
  cr_expect_eq(m->params[1]->var.index, 2u);
  cr_expect_eq(m->results[1]->var.index, 1u);
  cr_expect_eq(m->results[1]->var.fn, m);
  program_free(&k);
}
