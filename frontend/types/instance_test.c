/*
 * instance_test.c - instances of generic types, substitution, type sets.
 */
#include <criterion/criterion.h>

#include "frontend/testing.h"

static const char prelude[] =
    "package p;"
    "type List[E any] struct { head E; tail *List[E] };"
    "func (l *List[T]) Push(x T) *List[T] { return nil };"
    "func (l List[_]) Len() int { return 0 };"
    "type Pair[A, B any] struct { a A; b []B; n int };"
    "type Map[K comparable, V any] map[K]List[V];"
    "type Node[K comparable] struct { up Map[K, Node[K]]; k K };"
    "type MyInt int;"
    "func generic[A any, B []A](f func(A, ...B) map[string]A) {};";

/* Checks the prelude and what follows, which has no errors. */
static Package *declare(Compiler *c, const char *more) {
  return testing_check(c, "p",
                       arena_printf(&c->arena, "%s %s\n", prelude, more));
}

/* The type of `text`, as that of a variable. */
static Type *type_of(Compiler *c, const char *text) {
  const Package *pkg = declare(c, arena_printf(&c->arena, "var x %s", text));
  return scope_lookup_here(pkg->scope, name_of(c, "x"))->type;
}

/* Two types of one package, as those of variables. */
static void two_types(Compiler *c, const char *x, const char *y, Type **tx,
                      Type **ty) {
  const Package *pkg =
      declare(c, arena_printf(&c->arena, "var x %s; var y %s", x, y));
  *tx = scope_lookup_here(pkg->scope, name_of(c, "x"))->type;
  *ty = scope_lookup_here(pkg->scope, name_of(c, "y"))->type;
}

/* ------------------------------------------------------------- instances -- */

typedef struct IdentityCase {
  const char *x, *y;
  bool same;
} IdentityCase;

/* Identical arguments give the same node, however they are spelled. */
Test(instances, are_canonical) {
  static const IdentityCase cases[] = {
      {"List[int]",                   "List[int]",                   true },
      {"List[byte]",                  "List[uint8]",                 true },
      {"List[any]",                   "List[interface{}]",           true },
      {"List[func(a int)]",           "List[func(int)]",             true },
      {"List[List[MyInt]]",           "List[List[MyInt]]",           true },
      {"List[int]",                   "List[MyInt]",                 false},
      {"Pair[int, bool]",             "Pair[bool, int]",             false},
      {"List[struct{ x List[int] }]", "List[struct{ x List[int] }]", true },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    Compiler *c = compiler_new();
    Type *x, *y;
    two_types(c, cases[i].x, cases[i].y, &x, &y);
    cr_expect_eq(x == y, cases[i].same, "%s %s", cases[i].x, cases[i].y);
    compiler_free(c);
  }
}

typedef struct Spelling {
  const char *type, *under;
} Spelling;

/* The underlying type has the arguments in the places of the parameters. */
Test(instances, expand_on_demand) {
  static const Spelling cases[] = {
      {"List[int]",          "struct{head int; tail *List[int]}"    },
      {"List[List[string]]",
       "struct{head List[string]; tail *List[List[string]]}"        },
      {"Pair[bool, *int]",   "struct{a bool; b []*int; n int}"      },
      {"Map[string, error]", "map[string]List[error]"               },
      {"Node[int]",          "struct{up Map[int, Node[int]]; k int}"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    Compiler *c = compiler_new();
    Type *t = type_of(c, cases[i].type);
    cr_expect_str_eq(type_string(c, type_under(t), t->named.obj->package),
                     cases[i].under);
    compiler_free(c);
  }
}

/* Each method has the signature for this instance, and knows where it is
   from. */
Test(instances, have_methods_of_their_own) {
  Compiler *c = compiler_new();
  Type *t = type_of(c, "List[MyInt]");
  const Package *pkg = t->named.obj->package;
  cr_assert_eq(named_method_count(t), 2);
  Object *push = named_method(c, t, 0);
  cr_expect_str_eq(type_string(c, push->type, pkg),
                   "func(x MyInt) *List[MyInt]");
  cr_expect_eq(push->func.recv_named, t);
  cr_expect_eq(push->type->func.recv->type->ptr.elem, t);
  Object *origin = push->func.origin;
  cr_expect_eq(origin, t->named.orig->named.methods.items[0]);
  cr_expect_eq(method_of_origin(c, t, origin), push);
  Lookup found = lookup_field_or_method(c, t, true, pkg, name_of(c, "Push"));
  cr_expect_eq(found.obj, push);
  compiler_free(c);
}

/* ---------------------------------------------------------- substitution -- */

/* Types that mention no parameter are shared; all fields of a struct are new if
   one is: their offsets belong to the struct. */
Test(substitution, copies_on_write) {
  Compiler *c = compiler_new();
  const Package *pkg = declare(c, "");
  const Type *pair = scope_lookup_here(pkg->scope, name_of(c, "Pair"))->type;
  TypeParams params = pair->named.tparams;
  Type *args[] = {BASIC(c, STRING), NULL};
  TypeMap map = {.params = params, .args = args};
  Type *u = type_under((Type *)(uintptr_t)pair);
  Type *t = type_substitute(c, u, &map);
  cr_expect_str_eq(type_string(c, t, pkg), "struct{a string; b []B; n int}");
  for (uint32_t i = 0; i < t->st.n; i++)
    cr_expect_neq(t->st.fields[i], u->st.fields[i], "field %u", i);
  cr_expect_eq(t->st.fields[1]->type, u->st.fields[1]->type,
               "NULL: left alone");
  cr_expect_eq(t->st.fields[2]->type, u->st.fields[2]->type);
  cr_expect_eq(type_substitute(c, BASIC(c, INT), &map), BASIC(c, INT));
  cr_expect((t->flags & TYPE_F_HAS_PARAM) != 0);
  compiler_free(c);
}

/* The instance of a signature is no longer generic. */
Test(substitution, of_signatures) {
  Compiler *c = compiler_new();
  const Package *pkg = declare(c, "");
  Type *sig = scope_lookup_here(pkg->scope, name_of(c, "generic"))->type;
  Type *args[] = {BASIC(c, INT), type_slice(c, BASIC(c, INT))};
  cr_expect(type_is_generic(sig));
  Type *t = signature_instance(c, sig, args);
  cr_expect_not(type_is_generic(t));
  cr_expect_str_eq(type_string(c, t, pkg),
                   "func(f func(int, ...[]int) map[string]int)");
  cr_expect(type_is_generic(sig), "the generic one is unchanged");
  compiler_free(c);
}

/* ------------------------------------------------------------- type sets -- */

typedef struct SetCase {
  const char *constraint, *terms, *core;
} SetCase;

/* The terms of a constraint, in normal form. */
static const char *terms_of(Compiler *c, Type *iface) {
  const TypeSet *set = type_set(c, iface);
  if (set->all_types)
    return set->comparable ? "comparable" : "all";
  const char *text = "";
  for (uint32_t i = 0; i < set->nterms; i++)
    text = arena_printf(&c->arena, "%s%s%s%s", text, i > 0 ? " " : "",
                        set->terms[i].tilde ? "~" : "",
                        type_string(c, set->terms[i].type, NULL));
  return text;
}

Test(type_sets, terms_and_core_types) {
  static const SetCase cases[] = {
      {"any",                                          "all",                   "-"     },
      {"comparable",                                   "comparable",            "-"     },
      {"interface{ int | string }",                    "int string",            "-"     },
      {"interface{ ~int; MyInt | string }",            "p.MyInt",               "int"   },
      {"interface{ int; ~int }",                       "int",                   "int"   },
      {"interface{ int; string }",                     "",                      "-"     },
      {"interface{ ~[]int | ~string }",                "~[]int ~string",        "-"     },
      {"interface{ comparable; int | []int }",         "int",                   "int"   },
      {"interface{ interface{ int | bool } | ~bool }", "int ~bool",             "-"     },
      {"interface{ chan int | <-chan int }",           "chan int <-chan int",
       "<-chan int"                                                                     },
      {"interface{ chan<- int | <-chan int }",         "chan<- int <-chan int", "-"     },
      {"interface{ int | MyInt | interface{ ~int } }", "~int",                  "int"   },
      {"interface{ any | int }",                       "all",                   "-"     },
      {"~[]byte",                                      "~[]byte",               "[]byte"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    Compiler *c = compiler_new();
    const Package *pkg = declare(
        c, arena_printf(&c->arena, "func f[P %s]() {}", cases[i].constraint));
    const Object *f = scope_lookup_here(pkg->scope, name_of(c, "f"));
    Type *p = f->type->func.tparams.items[0];
    Type *core = type_core(c, p);
    cr_expect_str_eq(terms_of(c, p), cases[i].terms, "%s: %s",
                     cases[i].constraint, terms_of(c, p));
    cr_expect_str_eq(core ? type_string(c, core, NULL) : "-", cases[i].core,
                     "%s", cases[i].constraint);
    compiler_free(c);
  }
}

/* Strings and byte slices go together where both can be sliced. */
Test(type_sets, core_type_of_strings) {
  Compiler *c = compiler_new();
  const Package *pkg = declare(c, "func f[P ~[]byte | ~string]() {}");
  const Object *f = scope_lookup_here(pkg->scope, name_of(c, "f"));
  Type *p = f->type->func.tparams.items[0];
  cr_expect_null(type_core(c, p));
  cr_expect_eq(type_core_string(c, p), BASIC(c, STRING));
  compiler_free(c);
}
