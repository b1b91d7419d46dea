/* Tests of print: every byte is gc's. */
#include "../rt.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../testing.h"

/* What fn prints, from a pipe in place of file descriptor 2. */
static char captured[8192];

static const char *capture(void (*fn)(const void *), const void *arg) {
  int fds[2], saved = dup(2);
  cr_assert_eq(pipe(fds), 0);
  dup2(fds[1], 2);
  fn(arg);
  dup2(saved, 2);
  close(saved);
  close(fds[1]);
  ssize_t n = read(fds[0], captured, sizeof captured - 1);
  close(fds[0]);
  captured[n > 0 ? n : 0] = 0;
  return captured;
}

typedef struct FloatCase {
  uint64_t bits;
  const char *text;
} FloatCase;

static const FloatCase floats[] = {
#define FLOAT(bits, text) {bits, text},
#include "float_cases.def"
#undef FLOAT
};

static void print_float(const void *p) {
  double v = 0;
  memcpy(&v, p, sizeof v);
  rt_printfloat(v);
}

Test(print, floats) {
  for (size_t i = 0; i < RT_COUNT(floats); i++) {
    cr_assert_str_eq(capture(print_float, &floats[i].bits), floats[i].text);
  }
}

static void print_numbers(const void *unused) {
  (void)unused;
  rt_printlock();
  rt_printint(INT64_MIN);
  rt_printsp();
  rt_printint(0);
  rt_printsp();
  rt_printuint(UINT64_MAX);
  rt_printsp();
  rt_printhex(0xbeef);
  rt_printsp();
  rt_printbool(true);
  rt_printbool(false);
  rt_printnl();
  rt_printcomplex(1, -2);
  rt_printslice(NULL, 3, 4);
  rt_printeface(NULL, NULL);
  rt_printstring((void *)(uintptr_t)"text", 4);
  rt_printpointer(NULL);
  rt_printuintptr(255);
  rt_printunlock();
}

Test(print, formats) {
  cr_assert_str_eq(capture(print_numbers, NULL),
                   "-9223372036854775808 0 18446744073709551615 0xbeef "
                   "truefalse\n(+1.000000e+000-2.000000e+000i)[3/4]0x0"
                   "(0x0,0x0)text0x00xff");
}

static void print_long(const void *unused) {
  static char text[3000];
  (void)unused;
  memset(text, 'x', sizeof text);
  rt_printlock();
  rt_printint(1);
  rt_printstring(text, sizeof text);
  rt_printint(2);
  rt_printunlock();
}

/* What does not fit the buffer still comes out in order. */
Test(print, long_text) {
  const char *s = capture(print_long, NULL);
  cr_assert_eq(strlen(s), 3002);
  cr_assert(s[0] == '1' && s[1] == 'x' && s[3001] == '2');
}

static void print_value(const void *p) { rt_print_any(*(const RtEface *)p); }

typedef struct NamedType {
  RtType type;
  RtUncommon uncommon;
} NamedType;

/* Type main.T of that kind, or the predeclared one if named is false. */
static NamedType named[2];
static const RtType *type_of_kind(RtKind kind, uintptr_t size, bool in_main) {
  NamedType *n = &named[in_main];
  n->type = make_type(kind, size, NULL);
  set_name(&n->type, in_main ? "main.T" : "predeclared");
  n->type.tflag = RT_TFLAG_NAMED | RT_TFLAG_UNCOMMON;
  n->uncommon = (RtUncommon){
      .pkg_path = in_main ? offset_from(n, new_name("main", 0)) : 0};
  return &n->type;
}

Test(print, panic_values) {
  int64_t i = -5;
  uint8_t u = 200;
  double d = 1.5;
  float f = 2.5f;
  double c[2] = {1, 2};
  bool yes = true;
  RtString s = RT_LIT("hi");
  const struct {
    RtKind kind;
    uintptr_t size;
    void *value;
    const char *plain, *of_t;
  } rows[] = {
      {RT_INT,        8,  &i,   "-5",                              "main.T(-5)"            },
      {RT_UINT8,      1,  &u,   "200",                             "main.T(200)"           },
      {RT_BOOL,       1,  &yes, "true",                            "main.T(true)"          },
      {RT_FLOAT64,    8,  &d,   "+1.500000e+000",                  "main.T(+1.500000e+000)"},
      {RT_FLOAT32,    4,  &f,   "+2.500000e+000",                  "main.T(+2.500000e+000)"},
      {RT_COMPLEX128, 16, c,    "(+1.000000e+000+2.000000e+000i)",
       "main.T(+1.000000e+000+2.000000e+000i)"                                             },
      {RT_STRING,     16, &s,   "hi",                              "main.T(\"hi\")"        },
  };
  for (size_t k = 0; k < RT_COUNT(rows); k++) {
    RtEface v = {type_of_kind(rows[k].kind, rows[k].size, false),
                 rows[k].value};
    cr_assert_str_eq(capture(print_value, &v), rows[k].plain);
    v.type = type_of_kind(rows[k].kind, rows[k].size, true);
    cr_assert_str_eq(capture(print_value, &v), rows[k].of_t);
  }
  RtEface v = {type_of_kind(RT_STRUCT, 8, true), (void *)0x1234};
  cr_assert_str_eq(capture(print_value, &v), "(main.T) 0x1234");
  v.type = NULL;
  cr_assert_str_eq(capture(print_value, &v), "nil");
}
