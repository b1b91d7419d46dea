/*
 * types_test.c - identity, spelling, layout, lookup and method sets of types
 * that are written as Go, and constants at their edges.
 *
 * Bulk comparison with gc is in types_diff.c and constant_diff.c; here stand
 * the cases that have a reason.
 */
#include <criterion/criterion.h>

#include "frontend/testing.h"

static const char prelude[] =
    "package p; import \"unsafe\"; var _ unsafe.Pointer;"
    "type T struct{ X int; y string }; func (T) V() {}; func (*T) P() {};"
    "type E struct{ *T; z int }; type F struct{ T; E };"
    "type I interface{ V(); a(x int) (y error) };"
    "type R interface{ m() interface{ R } }; type S interface{ m() interface{ "
    "S } };"
    "type Big [1 << 49]byte;";

/* Checks the prelude and what follows; the package, which has no errors. */
static Package *declare_types(Compiler *c, const char *more) {
  return testing_check(c, "path/to/p",
                       arena_printf(&c->arena, "%s %s\n", prelude, more));
}

static Type *type_of(Compiler *c, const Package *pkg, const char *name) {
  const Object *obj = scope_lookup_here(pkg->scope, name_of(c, name));
  cr_assert_not_null(obj, "%s", name);
  return obj->type;
}

/* -------------------------------------------------------------- identity -- */

typedef struct Pair {
  const char *x, *y;
  bool same;
} Pair;

Test(types, identity_is_that_of_the_language) {
  static const Pair pairs[] = {
      {"[]byte",                          "[]uint8",                         true },
      {"map[rune]any",                    "map[int32]interface{}",           true },
      {"[3]int",                          "[4]int",                          false},
      {"chan int",                        "<-chan int",                      false},
      {"func(a int) (b string)",          "func(int) string",                true },
      {"func(...int)",                    "func([]int)",                     false},
      {"struct{a int}",                   "struct{a int}",                   true },
      {"struct{a int}",                   "struct{b int}",                   false},
      {"struct{a int `x`}",               "struct{a int}",                   false},
      {"struct{T}",                       "struct{T T}",                     false},
      {"interface{A(); b()}",             "interface{b(); A()}",             true },
      {"interface{error; A()}",           "interface{A(); Error() string}",  true },
      {"interface{A()}",                  "interface{A() int}",              false},
      {"interface{ m() interface{ R } }", "interface{ m() interface{ S } }",
       true                                                                       },
      {"T",                               "struct{ X int; y string }",       false},
      {"*T",                              "*E",                              false},
      {"R",                               "S",                               false},
  };
  for (size_t i = 0; i < COUNT(pairs); i++) {
    Compiler *c = compiler_new();
    const Package *pkg =
        declare_types(c, arena_printf(&c->arena, "var x %s; var y %s",
                                      pairs[i].x, pairs[i].y));
    Type *x = type_of(c, pkg, "x"), *y = type_of(c, pkg, "y");
    cr_expect_eq(type_same(c, x, y), pairs[i].same, "%s and %s", pairs[i].x,
                 pairs[i].y);
    cr_expect_eq(type_canon(c, x)->id == type_canon(c, y)->id, pairs[i].same);
    compiler_free(c);
  }
}

Test(types, tags_do_not_count_in_conversions) {
  Compiler *c = compiler_new();
  const Package *pkg =
      declare_types(c, "var x []struct{a int `x`}; var y []struct{a int}; var "
                       "z []struct{a rune}");
  Type *x = type_of(c, pkg, "x"), *y = type_of(c, pkg, "y");
  cr_expect_not(type_same(c, x, y));
  cr_expect(type_same_ignoring_tags(c, x, y));
  cr_expect_not(type_same_ignoring_tags(c, x, type_of(c, pkg, "z")));
  compiler_free(c);
}

/* -------------------------------------------------------------- spelling -- */

typedef struct Spelling {
  const char *type, *message, *runtime, *link; /* message NULL: as written */
} Spelling;

Test(types, three_dialects_of_spelling) {
  static const Spelling rows[] = {
      {"[]byte",                                      NULL,                       "[]uint8",                                                            "[]uint8"                          },
      {"map[rune]any",                                NULL,                       "map[int32]interface {}",
       "map[int32]interface {}"                                                                                                                                                            },
      {"*T",                                          NULL,                       "*p.T",                                                               "*path/to/p.T"                     },
      {"chan (<-chan int)",                           NULL,                       "chan (<-chan int)",                                                  "chan (<-chan int)"                },
      {"chan<- chan int",                             NULL,                       "chan<- chan int",                                                    "chan<- chan int"                  },
      {"func(a int, b ...string) (x int, err error)", NULL,
       "func(int, ...string) (int, error)",                                                                                                             "func(int, ...string) (int, error)"},
      {"func() func()",                               NULL,                       "func() func()",                                                      "func() func()"                    },
      {"struct{}",                                    NULL,                       "struct {}",                                                          "struct {}"                        },
      {"struct{T; *E; a, B int `k:\"v\"`}",
       "struct{T; *E; a int \"k:\\\"v\\\"\"; B int \"k:\\\"v\\\"\"}",             "struct { p.T; *p.E; a int \"k:\\\"v\\\"\"; B int \"k:\\\"v\\\"\" }",
       "struct { path/to/p.T; *path/to/p.E; path/to/p.a int \"k:\\\"v\\\"\"; B "
       "int \"k:\\\"v\\\"\" }"                                                                                                                                                             },
      {"interface{I; z(); Y() T}",                    "interface{Y() T; z(); I}",
       "interface { V(); Y() p.T; p.a(int) error; p.z() }",                                                                                             "interface { V(); Y() path/to/p.T; path/to/p.a(int) error; "
       "path/to/p.z() }"                                                                                                        },
      {"[2]unsafe.Pointer",                           NULL,                       "[2]unsafe.Pointer",                                                  "[2]unsafe.Pointer"                },
      {"error",                                       NULL,                       "error",                                                              "error"                            },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    Compiler *c = compiler_new();
    const Package *pkg =
        declare_types(c, arena_printf(&c->arena, "var x %s", rows[i].type));
    Type *t = type_of(c, pkg, "x");
    cr_expect_str_eq(type_string(c, t, pkg),
                     rows[i].message ? rows[i].message : rows[i].type);
    cr_expect_str_eq(type_runtime_string(c, t), rows[i].runtime);
    cr_expect_str_eq(type_link_string(c, t), rows[i].link);
    compiler_free(c);
  }
}

Test(types, foreign_names_are_qualified_in_messages) {
  Compiler *c = compiler_new();
  Package *pkg = declare_types(c, "");
  Type *t = type_of(c, pkg, "T");
  cr_expect_str_eq(type_string(c, t, NULL), "p.T");
  pkg->name_clash = true;
  cr_expect_str_eq(type_string(c, t, NULL), "\"path/to/p\".T");
  compiler_free(c);
}

/* ---------------------------------------------------------------- layout -- */

/* The checker reports such types, so they are made by hand. */
Test(types, types_can_be_too_large) {
  Compiler *c = compiler_new();
  const Package *pkg = declare_types(c, "var s struct{ x Big }");
  Type *big = type_of(c, pkg, "Big"), *two = type_array(c, big, 2);
  Object *fields[2] = {type_of(c, pkg, "s")->st.fields[0],
                       type_of(c, pkg, "s")->st.fields[0]};
  cr_expect_str_eq(type_size_error(c, two, pkg),
                   "type [2]Big larger than address space");
  cr_expect_str_eq(type_size_error(c, type_struct(c, fields, 2), pkg),
                   "type struct{x Big; x Big} too large");
  cr_expect_str_eq(type_size_error(c, type_array(c, two, 1), pkg),
                   "type [2]Big larger than address space");
  cr_expect_null(type_size_error(c, type_pointer(c, two), pkg));
  cr_expect_null(type_size_error(c, big, pkg));
  compiler_free(c);
}

Test(types, a_last_field_of_size_zero_takes_a_byte) {
  Compiler *c = compiler_new();
  const Package *pkg =
      declare_types(c, "var a struct{ n int; e struct{} }; var b struct{ e "
                       "struct{}; n int }; var z struct{ e [0]int }");
  cr_expect_eq(type_size(c, type_of(c, pkg, "a")), 16);
  cr_expect_eq(type_size(c, type_of(c, pkg, "b")), 8);
  cr_expect_eq(type_size(c, type_of(c, pkg, "z")), 0);
  cr_expect_eq(type_align(c, type_of(c, pkg, "z")), 8);
  compiler_free(c);
}

/* ---------------------------------------------------------------- lookup -- */

static Lookup look(Compiler *c, const Package *pkg, const char *type,
                   const char *name) {
  return lookup_field_or_method(c, type_of(c, pkg, type), false, pkg,
                                name_of(c, name));
}

Test(types, lookup_goes_breadth_first) {
  Compiler *c = compiler_new();
  const Package *pkg = declare_types(c, "type P *T; type PI *I");
  Lookup x = look(c, pkg, "E", "X");
  cr_assert_eq(x.npath, 2);
  cr_expect_eq(x.path[0], 0);
  cr_expect_eq(x.path[1], 0);
  cr_expect(x.indirect);
  cr_expect(look(c, pkg, "F", "z").obj != NULL);
  cr_expect_eq(look(c, pkg, "F", "X").npath, 2, "F.T.X hides F.E.T.X");
  cr_expect(look(c, pkg, "T", "P").ptr_recv);
  cr_expect(look(c, pkg, "E", "P").obj != NULL, "through the pointer");
  cr_expect_null(look(c, pkg, "T", "_").obj);
  cr_expect_not_null(look(c, pkg, "P", "X").obj);
  cr_expect_null(look(c, pkg, "P", "V").obj, "named pointers lack methods");
  cr_expect_null(look(c, pkg, "PI", "V").obj);
  compiler_free(c);
}

Test(types, the_same_depth_twice_is_ambiguous) {
  Compiler *c = compiler_new();
  const Package *pkg = declare_types(
      c,
      "type A struct{ x int }; type B struct{ x int }; type AB struct{ A; B };"
      "type D1 struct{ A }; type D2 struct{ A }; type D struct{ D1; D2 }");
  cr_expect(look(c, pkg, "AB", "x").ambiguous);
  cr_expect(look(c, pkg, "D", "x").ambiguous);
  cr_expect_null(look(c, pkg, "D", "y").obj);
  cr_expect_not(look(c, pkg, "D", "y").ambiguous);
  compiler_free(c);
}

Test(types, method_sets_are_sorted_exported_ones_first) {
  Compiler *c = compiler_new();
  const Package *pkg = declare_types(
      c,
      "type M struct{ T }; func (M) b() {}; func (M) a() {}; func (M) Z() {};"
      "func (*M) Q() {}");
  static const char *const value[] = {"V", "Z", "a", "b"};
  static const char *const pointer[] = {"P", "Q", "V", "Z", "a", "b"};
  uint32_t n;
  Type *t = type_of(c, pkg, "M");
  MethodSetEntry *set = type_method_set(c, t, &n);
  cr_assert_eq(n, COUNT(value));
  for (uint32_t i = 0; i < n; i++)
    cr_expect_str_eq(set[i].method->name->text, value[i]);
  set = type_method_set(c, type_pointer(c, t), &n);
  cr_assert_eq(n, COUNT(pointer));
  for (uint32_t i = 0; i < n; i++)
    cr_expect_str_eq(set[i].method->name->text, pointer[i]);
  cr_expect_eq(
      iface_method_index(c, type_of(c, pkg, "I"), look(c, pkg, "T", "V").obj),
      0);
  compiler_free(c);
}

/* ------------------------------------------------------------- constants -- */

static const Const *literal(Compiler *c, LitKind kind, const char *text) {
  return const_from_literal(c, kind, text, strlen(text));
}

Test(constants, integers_fit_their_ranges_exactly) {
  static const struct {
    const char *most; /* least is -most - 1, or 0 */
    BasicKind kind;
    bool is_signed;
  } rows[] = {
      {"127",                  BASIC_INT8,   true },
      {"255",                  BASIC_UINT8,  false},
      {"2147483647",           BASIC_INT32,  true },
      {"4294967295",           BASIC_UINT32, false},
      {"9223372036854775807",  BASIC_INT64,  true },
      {"18446744073709551615", BASIC_UINT64, false},
  };
  Compiler *c = compiler_new();
  const Const *one = const_int(c, 1);
  for (size_t i = 0; i < COUNT(rows); i++) {
    ConstFit why;
    const Const *most = literal(c, LIT_INT, rows[i].most);
    const Const *more = const_binary(c, OP_ADD, most, one, true);
    const Const *least =
        rows[i].is_signed ? const_unary(c, OP_SUB, more, 0) : const_int(c, 0);
    const Const *less = const_binary(c, OP_SUB, least, one, true);
    cr_expect_not_null(const_represent(c, most, rows[i].kind, NULL));
    cr_expect_not_null(const_represent(c, least, rows[i].kind, NULL));
    cr_expect_null(const_represent(c, more, rows[i].kind, &why));
    cr_expect_eq(why, FIT_OVERFLOWS);
    cr_expect_null(const_represent(c, less, rows[i].kind, NULL));
  }
  compiler_free(c);
}

Test(constants, what_does_not_fit_has_a_reason) {
  Compiler *c = compiler_new();
  ConstFit why;
  cr_expect_null(
      const_represent(c, literal(c, LIT_FLOAT, "1.5"), BASIC_INT, &why));
  cr_expect_eq(why, FIT_TRUNCATED);
  cr_expect_null(
      const_represent(c, literal(c, LIT_FLOAT, "1e400"), BASIC_FLOAT64, &why));
  cr_expect_eq(why, FIT_OVERFLOWS);
  cr_expect_null(const_represent(c, const_bool(c, true), BASIC_INT, &why));
  cr_expect_eq(why, FIT_MISMATCH);
  cr_expect_eq(const_represent(c, const_unknown(), BASIC_INT8, NULL),
               const_unknown());
  compiler_free(c);
}

Test(constants, long_concatenations_share_their_bytes) {
  Compiler *c = compiler_new();
  const Const *x = const_string(c, "", 0), *ab = NULL;
  size_t before = c->arena.total, len;
  for (int i = 0; i < 10000; i++) {
    x = const_binary(c, OP_ADD, x, const_string(c, "ab", 2), false);
    if (i == 0)
      ab = x;
  }
  const_string_value(x, &len);
  cr_expect_eq(len, 20000);
  cr_expect_lt(c->arena.total - before, 4000000, "quadratic");
  /* The shared bytes behind an older value do not belong to it. */
  const Const *abc =
      const_binary(c, OP_ADD, ab, const_string(c, "c", 1), false);
  cr_expect_str_eq(const_text(c, abc), "\"abc\"");
  cr_expect_str_eq(const_text(c, ab), "\"ab\"");
  const char *bytes = const_string_value(x, &len);
  cr_expect_eq(bytes[2], 'a');
  compiler_free(c);
}

Test(constants, impossible_literals_are_unknown) {
  Compiler *c = compiler_new();
  cr_expect_eq(const_kind(literal(c, LIT_FLOAT, "1e646456993")), CONST_UNKNOWN);
  cr_expect_eq(const_kind(literal(c, LIT_FLOAT, "1e-3000000000")),
               CONST_UNKNOWN);
  cr_expect_eq(const_sign(literal(c, LIT_FLOAT, "1e-2000000000")), 0);
  cr_expect_eq(const_kind(literal(c, LIT_FLOAT, "0e99999999999")), CONST_FLOAT);
  compiler_free(c);
}

Test(constants, division_by_zero_is_unknown) {
  Compiler *c = compiler_new();
  const Const *zero = const_int(c, 0), *one = const_int(c, 1);
  cr_expect_eq(const_kind(const_binary(c, OP_DIV, one, zero, true)),
               CONST_UNKNOWN);
  cr_expect_eq(const_kind(const_binary(c, OP_REM, one, zero, true)),
               CONST_UNKNOWN);
  cr_expect_eq(
      const_kind(const_binary(c, OP_DIV, const_float(c, 1), zero, false)),
      CONST_UNKNOWN);
  compiler_free(c);
}

Test(constants, bits_are_twos_complement) {
  Compiler *c = compiler_new();
  cr_expect_eq(const_bits(const_int(c, -1)), UINT64_MAX);
  cr_expect_eq(const_bits(const_uint(c, UINT64_MAX)), UINT64_MAX);
  cr_expect_eq(const_bits(const_float(c, -2)), (uint64_t)-2);
  compiler_free(c);
}

static Object *declare(Compiler *c, Scope *s, const char *name) {
  Object *obj = object_new(c, OBJ_VAR, 1, name_of(c, name), NULL, NULL);
  cr_assert_null(scope_insert(c, s, obj));
  return obj;
}

Test(scope, empty_scopes_are_skipped_until_they_get_a_name) {
  Compiler *c = compiler_new();
  Scope *outer = scope_new(c, NULL), *middle = scope_new(c, outer);
  Scope *inner = scope_new(c, scope_new(c, middle));
  const Name *x = name_of(c, "x");
  cr_assert_null(scope_lookup(inner, x, NULL));
  Object *far = declare(c, outer, "x");
  cr_assert_eq(scope_lookup(inner, x, NULL), far);
  Object *near = declare(c, middle, "x"); /* it was skipped before */
  Scope *where;
  cr_assert_eq(scope_lookup(inner, x, &where), near);
  cr_assert_eq(where, middle);
  cr_assert_eq(scope_lookup(outer, x, NULL), far);
  Object *own = declare(c, inner, "x");
  cr_assert_eq(scope_lookup(inner, x, NULL), own);
  cr_assert_eq(scope_lookup(inner->parent, x, NULL), near);
  compiler_free(c);
}
