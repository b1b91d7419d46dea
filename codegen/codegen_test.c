/*
 * codegen_test.c - shapes of the generated code, one function at a time.
 *
 * Each case is a package at -O0; its LLVM text must contain some lines and
 * must not contain others. What programs do is tested in testdata/.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "codegen/codegen.h"
#include "frontend/testing.h"

enum {
  MAX_WORDS_OF_CASE = 4
};

typedef struct Case {
  const char *source;
  const char *has[MAX_WORDS_OF_CASE];
  const char *lacks[MAX_WORDS_OF_CASE];
} Case;

static const Case cases[] = {
    /* wrapping arithmetic: no promises to LLVM */
    {"func f(a, b int) int { return a*b + 1 }",
     {"define i64 @main.f(i64", " mul i64 ", " add i64 "},
     {"nsw", "nuw", "mustprogress", "willreturn"}                                               },
    /* division: zero panics, minus one is set apart */
    {"func f(a, b int) int { return a / b }",
     {"@runtime.panicdivide()", ", -1", "sdiv i64"},
     {NULL}                                                                                     },
    {"func f(a int) int { return a / 3 }",                         {"sdiv i64"}, {"panicdivide"}},
    {"func f(a, b uint) uint { return a % b }",
     {"@runtime.panicdivide()", "urem i64"},
     {", -1"}                                                                                   },
    /* shifts: the count is compared before it is narrowed */
    {"func f(a int8, n uint64) int8 { return a << n }",
     {"icmp ult i64 ", ", 8", "trunc i64"},
     {"panicshift"}                                                                             },
    {"func f(a int, n int) int { return a >> n }",
     {"@runtime.panicshift()", "ashr i64"},
     {NULL}                                                                                     },
    /* bounds: one unsigned comparison; constants in range are not checked */
    {"func f(s []int, i int) int { return s[i] }",
     {"icmp uge i64", "@runtime.panicIndex(i64"},
     {"panicIndexU"}                                                                            },
    {"func f(s []int, i uint) int { return s[i] }",
     {"@runtime.panicIndexU(i64"},
     {NULL}                                                                                     },
    {"func f(a *[4]int) int { return a[3] }",
     {"@runtime.sigpanic()"},
     {"panicIndex"}                                                                             },
    {"var a [4]int\nfunc f() int { return a[2] }",
     {"@main.a = hidden "},
     {"panicIndex", "sigpanic"}                                                                 },
    /* calls: leaves in registers, more by address, results likewise */
    {"func f(s string, b bool) (int, string) { return 1, s }",
     {"define { i64, ptr, i64 } @main.f(ptr", "i1 zeroext"},
     {"sret"}                                                                                   },
    {"type T struct{ a [9]int }\nfunc f(t T) T { return t }",
     {"sret([72 x i8])", "ptr noalias"},
     {NULL}                                                                                     },
    /* a closure's context is its last argument, in the nest register */
    {"func f(g func(int) int) int { return g(2) }",
     {"ptr nest", "(i64 2, ptr"},
     {NULL}                                                                                     },
    {"type T struct{ n int }\nfunc (t *T) M() int { return t.n }",
     {"@\"main.(*T).M\"(ptr"},
     {NULL}                                                                                     },
    /* package variables are set at link time if that is possible */
    {"var x = 5\nvar s = \"text\"",
     {"@main.x = hidden global ", "c\"text\""},
     {"@main.init("}                                                                            },
    {"func g() int\nvar x = g()",
     {"@main.x = hidden global i64 0", "define void @main.init()"},
     {NULL}                                                                                     },
    {"func init() {}\nfunc init() {}",
     {"@main..inittask", "@main.init.0", "@main.init.1"},
     {NULL}                                                                                     },
};

/* Functions of Go's library that are instructions, declared as there; whatever
   else has such a name is called. */
static const struct {
  const char *path;
  Case c;
} library[] = {
    {"sync/atomic",
     {"func AddInt32(*int32, int32) int32\n"
      "func f(p *int32) int32 { return AddInt32(p, 2) }",
      {"atomicrmw add ptr", "seq_cst"},
      {"call i32"}}               },
    {"sync/atomic",
     {"func AddInt32(*int32, string) int32\n"
      "func f(p *int32) int32 { return AddInt32(p, \"\") }",
      {"call i32 @\"sync/atomic.AddInt32\""},
      {"atomicrmw"}}              },
    {"sync/atomic",
     {"import \"unsafe\"\n"
      "func SwapPointer(*unsafe.Pointer, unsafe.Pointer) unsafe.Pointer\n"
      "func f(p *unsafe.Pointer) { SwapPointer(p, nil) }",
      {"atomicrmw xchg ptr"},
      {"call ptr"}}               },
    {"sync",
     {"func runtime_LoadAcquintptr(*uintptr) uintptr\n"
      "func f(p *uintptr) uintptr { return runtime_LoadAcquintptr(p) }",
      {"load atomic i64", "acquire"},
      {"call i64"}}               },
    {"math",
     {"func Sqrt(float64) float64\n"
      "func f(x float64) float64 { return Sqrt(x) }",
      {"@llvm.sqrt.f64("},
      {"@math.Sqrt"}}             },
    {"math",
     {"func Floor()\nfunc Sqrt(string) float64\n"
      "func f(s string) float64 { Floor(); return Sqrt(s) }",
      {"call void @math.Floor()", "call double @math.Sqrt(ptr"},
      {"llvm.sqrt", "llvm.floor"}}},
    {"math/bits",
     {"func Add64(x, y, c uint64) (uint64, uint64)\n"
      "func f(x uint64) (uint64, uint64) { return Add64(x, 1, 0) }",
      {"@llvm.uadd.with.overflow.i64("},
      {"bits.Add64"}}             },
    {"math/bits",
     {"func Add64(x, y uint64, c bool) (uint64, uint64)\n"
      "func f(x uint64) (uint64, uint64) { return Add64(x, 1, true) }",
      {"@\"math/bits.Add64\""},
      {"llvm.uadd"}}              },
    {"math/bits",
     {"func RotateLeft32(x uint32, k int) uint32\n"
      "func f(x uint32) uint32 { return RotateLeft32(x, -3) }",
      {"@llvm.fshl.i32("},
      {"bits.RotateLeft32\""}}    },
    {"math/bits",
     {"func RotateLeft32(x uint32, k int32) uint32\n"
      "func f(x uint32) uint32 { return RotateLeft32(x, -3) }",
      {"@\"math/bits.RotateLeft32\""},
      {"llvm.fshl"}}              },
};

static Package *make_package(Compiler *c, const char *path, const char *text) {
  Package *pkg = testing_check(c, path, text);
  explicit_package(c, pkg);
  return pkg;
}

static char *llvm_text(const char *path, const char *source) {
  Compiler *c = compiler_new();
  CodegenOptions o = {.opt_level = 0, .verify = true};
  codegen_init(&o);
  Package *pkg = make_package(
      c, path, arena_printf(&c->arena, "package main\n%s\n", source));
  char *text = NULL;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  cr_assert(codegen_dump(c, pkg, &o, DUMP_LLVM, out));
  fclose(out);
  compiler_free(c);
  return text;
}

static void check_case(const char *path, const Case *k) {
  char *text = llvm_text(path, k->source);
  for (size_t i = 0; i < MAX_WORDS_OF_CASE; i++) {
    const char *has = k->has[i], *lacks = k->lacks[i];
    cr_expect(!has || strstr(text, has), "%s\nlacks %s\n%s", k->source, has,
              text);
    cr_expect(!lacks || !strstr(text, lacks), "%s\nhas %s\n%s", k->source,
              lacks, text);
  }
  free(text);
}

Test(codegen, shapes) {
  for (size_t i = 0; i < COUNT(cases); i++)
    check_case("main", &cases[i]);
}

Test(codegen, library_instructions) {
  for (size_t i = 0; i < COUNT(library); i++)
    check_case(library[i].path, &library[i].c);
}

/* Debug information names functions, lines, variables and their types. */
Test(codegen, debug_info) {
  Compiler *c = compiler_new();
  CodegenOptions o = {.opt_level = 0, .verify = true, .debug_info = true};
  codegen_init(&o);
  Package *pkg = make_package(c, "main",
                              "package main\n"
                              "type L struct { next *L; s []string }\n"
                              "func f(l *L) int {\n"
                              "  n := len(l.s)\n"
                              "  return n\n"
                              "}\n");
  char *text = NULL;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  cr_assert(codegen_dump(c, pkg, &o, DUMP_LLVM, out));
  fclose(out);
  static const char *const wanted[] = {
      "DW_LANG_Go",         "DISubprogram(name: \"main.f\"",
      "name: \"main.L\"",   "DILocalVariable(name: \"l\", arg: 1",
      "name: \"[]string\"", "DILocalVariable(name: \"n\"",
      "line: 4, column: "};
  for (size_t i = 0; i < COUNT(wanted); i++)
    cr_expect(strstr(text, wanted[i]), "lacks %s\n%s", wanted[i], text);
  free(text);
  compiler_free(c);
}

/* A linker that does not exist, and one that fails, are errors of their own
   and leave nothing behind. */
Test(codegen, linker_failures) {
  static const char *const bad[] = {"/no/such/linker", "false"};
  for (size_t i = 0; i < COUNT(bad); i++) {
    Compiler *c = compiler_new();
    char *text = NULL;
    size_t len;
    FILE *errors = c->err = open_memstream(&text, &len);
    const char *output = "codegen-test-output";
    LinkOptions o = {.linker = bad[i], .runtime = "libescargo-rt.a"};
    cr_expect_not(link_program(c, &o, output));
    diag_flush(c);
    fclose(errors);
    cr_expect(strstr(text, bad[i]), "%s", text);
    cr_expect(access(output, F_OK) != 0);
    free(text);
    compiler_free(c);
  }
}
