/*
 * generic_test.c - inference, unification, and what is recorded at uses of
 * generic functions.
 */
#include "frontend/check/check_test_util.h"

#include <criterion/criterion.h>

/* The type arguments that were found for the first use of `name`: "int,
   string". */
static const char *type_args(Program *p, const char *name) {
  uint32_t n;
  Type **targs = expr_type_args(program_expr(p, name), &n);
  const char *text = "";
  for (uint32_t i = 0; targs != NULL && i < n; i++)
    text = arena_printf(&p->c->arena, "%s%s%s", text, i > 0 ? ", " : "",
                        type_string(p->c, targs[i], p->pkg));
  return text;
}

typedef struct InferenceCase {
  const char *declaration, *call, *targs;
} InferenceCase;

static const InferenceCase cases[] = {
    /* function arguments */
    {"func f[T any](x T)",                      "f(a)",             "int"              },
    {"func f[T any](x T)",                      "f(1)",             "int"              },
    {"func f[T any](x, y T)",                   "f(1.5, z)",        "complex128"       },
    {"func f[T any](x []T)",                    "f(ints)",          "int"              },
    {"func f[K comparable, V any](m map[K]V)",  "f(m)",             "string, []bool"   },
    {"func f[A, B any](g func(A) B, x A)",      "f(conv, 1)",       "int, string"      },
    {"func f[T any](x ...T)",                   "f(a, a)",          "int"              },
    {"func f[T any](x Box[T])",                 "f(box)",           "bool"             },
    {"func f[T any](c <-chan T)",               "f(ch)",            "int"              },
    {"func f[T any](x struct{ a T; b []T })",   "f(st)",            "bool"             },
    {"func f[T any](x [2]*T)",                  "f([2]*int{})",     "int"              },
    {"func f[T any](g interface{ m(T) })",      "f(im)",            "string"           },
    /* named types are seen first */
    {"func f[T any](x, y T)",                   "f([]int{}, ints)", "Ints"             },
    {"func f[T any](x, y []T)",                 "f(ints, []int{})", "int"              },
    /* constraints */
    {"func f[S ~[]E, E any](s S)",              "f(ints)",          "Ints, int"        },
    {"func f[T any, P interface{ *T }](x T)",   "f(a)",             "int, *int"        },
    {"func f[A any, B []C, C *A](x A)",         "f(a)",             "int, []*int, *int"},
    {"func f[F ~func(A) B, A, B any](g F)",     "f(conv)",
     "func(i int) string, int, string"                                                 },
    {"func f[P chan Q | <-chan Q, Q any](p P)", "f(ch)",            "chan int, int"    },
    /* some are written */
    {"func f[A, B any](x B)",                   "f[string](a)",     "string, int"      },
    {"func f[T any](x T)",                      "f[any](a)",        "any"              },
    {"func f[A any, B []A](x A)",               "f[bool](true)",    "bool, []bool"     },
};

static const char variables[] =
    "type Ints []int; type Box[T any] struct{ x T };"
    "type IM interface { m(string) };"
    "var (a int; z complex128; ints Ints; m map[string][]bool; box Box[bool];"
    "ch chan int; st struct{ a bool; b []bool }; im IM);"
    "func conv(i int) string { return \"\" };";

Test(inference, finds_type_arguments) {
  for (size_t i = 0; i < COUNT(cases); i++) {
    Compiler *names = compiler_new();
    Program p = program_check(
        arena_printf(&names->arena, "%s %s {}; func _() { %s }\n", variables,
                     cases[i].declaration, cases[i].call));
    cr_expect_str_eq(p.messages, "", "%s", cases[i].call);
    cr_expect_str_eq(type_args(&p, "f"), cases[i].targs, "%s %s: %s",
                     cases[i].declaration, cases[i].call, type_args(&p, "f"));
    program_free(&p);
    compiler_free(names);
  }
}

/* The name has the signature with the type arguments put in. */
Test(records, instantiated_signature) {
  Program p = program_check("func f[T any](x T) []T { return nil }\n"
                            "var a = f(\"\")\n"
                            "var g = f[int]\n");
  cr_expect_str_eq(p.messages, "");
  cr_expect_str_eq(program_type(&p, "f"), "func(x string) []string");
  cr_expect_str_eq(program_type(&p, "f[int]"), "func(x int) []int");
  cr_expect_str_eq(program_type(&p, "f(\"\")"), "[]string");
  cr_expect_eq(p.pkg->generics.len, 1);
  program_free(&p);
}

/* Selections: methods of instances, and of type parameters. */
Test(records, selections) {
  Program p = program_check("type L[T any] struct{ v T }\n"
                            "func (l *L[T]) get() T { return l.v }\n"
                            "type G interface{ get() int }\n"
                            "func f[P G](p P) int { return p.get() }\n"
                            "func g(l *L[bool]) bool { return l.get() }\n");
  cr_expect_str_eq(p.messages, "");
  const Selection *of_param = program_expr(&p, "p.get")->sel.selection;
  cr_expect_eq(of_param->kind, SEL_INTERFACE_METHOD);
  cr_expect_eq(of_param->recv->kind, TYPE_PARAM);
  const Selection *of_instance = program_expr(&p, "l.get")->sel.selection;
  cr_expect_eq(of_instance->kind, SEL_METHOD_VALUE);
  cr_assert_not_null(of_instance->obj->func.origin);
  cr_expect_eq(of_instance->obj->func.recv_named->named.targs[0],
               BASIC(p.c, BOOL));
  program_free(&p);
}

/* In calls of itself a function's parameters are on both sides. */
Test(inference, self_recursive_calls) {
  expect_messages("func f[P *Q, Q any](p P, q Q) { f(p, q); f(&q, q) }\n", "");
  expect_messages("func f[A, B any](a A, b B) { f(b, a) }\n", "");
  expect_messages("func f[T any](x T) { f(&x) }\n",
                  "1:18: instantiation cycle:\n"
                  "\t1:33: T instantiated as *T\n");
}

/* Generic features came with Go 1.18. */
Test(generics, versions) {
  expect_messages_of(
      17, "type T[P any] struct{}\n",
      "1:18: type parameter requires go1.18 or later (-lang was "
      "set to go1.17; check go.mod)\n"
      "1:20: predeclared any requires go1.18 or later (-lang was "
      "set to go1.17; check go.mod)\n");
}
