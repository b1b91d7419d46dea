/* load_test.c - constraints, spellings of paths, and the search for packages. */
#include "frontend/load/load.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const BuildTags tags = {.arch = "amd64"};

static bool eval(const char *expr) {
  const char *error;
  return constraint_eval(&tags, expr, strlen(expr), &error) && !error;
}

static const char *eval_error(const char *expr) {
  const char *error;
  constraint_eval(&tags, expr, strlen(expr), &error);
  return error ? error : "";
}

Test(constraint, expressions) {
  cr_assert(eval(" linux"));
  cr_assert(eval("linux && amd64"));
  cr_assert(eval("windows || (gc && !arm)"));
  cr_assert(eval("!windows && !darwin || foo"));
  cr_assert_not(eval("linux && !amd64"));
  cr_assert_not(eval("cgo"));
  cr_assert(eval("go1.19 && go1.1 && !go1.20 && !go1.x"));
}

Test(constraint, malformed_expressions_do_not_hold) {
  cr_assert_str_eq(eval_error("!!linux"), "double negation not allowed");
  cr_assert_str_eq(eval_error("(linux"), "missing close paren");
  cr_assert_str_eq(eval_error(""), "unexpected end of expression");
  cr_assert_str_eq(eval_error("linux gc"), "unexpected token");
  cr_assert_str_eq(eval_error("linux &&"), "unexpected end of expression");
}

static bool holds(const char *text) {
  const char *error;
  return constraint_holds(&tags, text, strlen(text), &error) && !error;
}

Test(constraint, headers) {
  cr_assert(holds("package p\n"));
  cr_assert_not(holds("//go:build ignore\n\npackage p\n"));
  cr_assert(holds("/* a\n b */ // c\n//go:build linux\npackage p\n"));
  cr_assert_not(holds("\xef\xbb\xbf//go:build arm\r\n\r\npackage p\n"));
  cr_assert(holds("package p\n//go:build ignore\n"));
  cr_assert_not(holds("//go:build linux\n//go:build gc\n\npackage p\n"));
}

Test(constraint, plus_build_lines) {
  cr_assert_not(holds("// +build ignore\n\npackage p\n"));
  /* no blank line behind it: part of the package's comment */
  cr_assert(holds("// +build ignore\npackage p\n"));
  cr_assert(holds("// +build arm linux,!windows\n\npackage p\n"));
  cr_assert_not(holds("// +build linux\n// +build arm\n\npackage p\n"));
  cr_assert_not(holds("// +build !!linux\n\npackage p\n"));
  /* the newer form wins */
  cr_assert(holds("//go:build linux\n// +build ignore\n\npackage p\n"));
}

static bool matches(const char *name) { return file_name_matches(&tags, name); }

Test(constraint, file_names) {
  cr_assert(matches("x.go"));
  cr_assert(matches("x_linux.go"));
  cr_assert(matches("x_linux_amd64.go"));
  cr_assert_not(matches("x_windows.go"));
  cr_assert_not(matches("x_arm64.go"));
  cr_assert_not(matches("x_windows_amd64.go"));
  cr_assert_not(matches("x_linux_arm.go"));
  cr_assert(matches("x_unix.go"));
  cr_assert(matches("linux.go"));
  cr_assert(matches("arm.go"));
  cr_assert_not(matches("x_arm_test.go"));
  cr_assert(matches("x_arm.y.go") == false);
  cr_assert_not(matches("_x.go"));
  cr_assert_not(matches(".x.go"));
}

Test(constraint, an_unknown_architecture_chooses_go_code) {
  BuildTags pure = {.arch = "escargo", .pure = true};
  const char *error,
      *text = "//go:build !386 && !amd64 && !s390x\n\npackage p\n";
  cr_assert(constraint_holds(&pure, text, strlen(text), &error));
  cr_assert_not(file_name_matches(&pure, "floor_amd64.go"));
  cr_assert(constraint_eval(&pure, "purego", 6, &error));
}

Test(paths, clean) {
  static const char *const cases[][2] = {
      {"a/b/../c",   "a/c"    },
      {"./a//b/",    "a/b"    },
      {"",           "."      },
      {"..",         ".."     },
      {"../a/..",    ".."     },
      {"a/..",       "."      },
      {"/..",        "/"      },
      {"/a/../../b", "/b"     },
      {"../../x",    "../../x"},
      {"a/../..",    ".."     }
  };
  Arena a = {0};
  for (size_t i = 0; i < COUNT(cases); i++)
    cr_assert_str_eq(path_clean(&a, cases[i][0]), cases[i][1]);
  arena_free(&a);
}

Test(paths, below) {
  cr_assert(path_below("/a/b", "/a"));
  cr_assert(path_below("/a", "/a"));
  cr_assert(path_below("/a", "/"));
  cr_assert_not(path_below("/ab", "/a"));
  cr_assert(path_below("m/a", "m"));
}

/* A folder of its own, entered; the caller runs in a child process. */
static void enter_new_dir(void) {
  char dir[] = "/tmp/escargo-load-XXXXXX";
  cr_assert(mkdtemp(dir) && chdir(dir) == 0);
}

static void write_file(const char *path, const char *text) {
  FILE *f = fopen(path, "w");
  cr_assert(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

Test(paths, shown_as_the_go_command_does) {
  Arena a = {0};
  enter_new_dir();
  char *cwd = getcwd(NULL, 0);
  cr_assert_str_eq(path_shown(&a, "x.go"), "./x.go");
  cr_assert_str_eq(path_shown(&a, "./s/x.go"), "s/x.go");
  cr_assert_str_eq(path_shown(&a, arena_printf(&a, "%s/x.go", cwd)), "./x.go");
  cr_assert_str_eq(path_shown(&a, "../x.go"), "../x.go");
  cr_assert_str_eq(path_shown(&a, "/x.go"), "/x.go");
  cr_assert_eq(rmdir(cwd), 0);
  free(cwd);
  arena_free(&a);
}

Test(find, module_relative_and_missing) {
  Compiler *c = compiler_new();
  enter_new_dir();
  const char *here = path_absolute(&c->arena, ".");
  mkdir("a", 0777);
  write_file("go.mod", "// a module\nmodule example.com/m // the path\n");
  loader_of(c)->main_dir = here;
  loader_of(c)->module = find_module(c, path_join(&c->arena, here, "a"));
  cr_assert_str_eq(loader_of(c)->module.path, "example.com/m");
  Found f = find_package(c, "example.com/m/a", here);
  cr_assert_str_eq(f.dir, path_join(&c->arena, here, "a"));
  cr_assert_str_eq(find_package(c, "./a", here).dir, f.dir);
  f = find_package(c, "example.com/m/b", here);
  cr_assert_null(f.dir);
  cr_assert(strstr(f.why, "is not in the module example.com/m"));
  cr_assert_str_eq(find_package(c, "a//b", here).why,
                   "non-canonical import path \"a//b\" (should be \"a/b\")");
  unlink("go.mod");
  rmdir("a");
  rmdir(here);
  compiler_free(c);
}

/* Also where the package under test has the same path. */
Test(find, go_s_packages_have_what_they_vendor) {
  Compiler *c = compiler_new();
  enter_new_dir();
  const char *here = path_absolute(&c->arena, ".");
  const char *dirs[] = {"src", "src/net", "src/vendor", "src/vendor/x.org"};
  for (size_t i = 0; i < COUNT(dirs); i++)
    mkdir(dirs[i], 0777);
  load_configure(c, &(LoadOptions){.goroot = here,
                                   .test_path = "x.org",
                                   .test_dir = "/elsewhere"});
  Found f = find_package(c, "x.org", path_join(&c->arena, here, "src/net"));
  cr_assert_str_eq(f.path, "vendor/x.org");
  cr_assert_eq(f.origin, ORIGIN_STD);
  f = find_package(c, "x.org", "/elsewhere");
  cr_assert_str_eq(f.path, "x.org");
  cr_assert_eq(f.origin, ORIGIN_PROGRAM);
  for (size_t i = COUNT(dirs); i-- > 0;)
    rmdir(dirs[i]);
  rmdir(here);
  compiler_free(c);
}

Test(find, lists_a_folder_without_tests_and_other_systems) {
  Compiler *c = compiler_new();
  uint32_t n;
  enter_new_dir();
  const char *here = path_absolute(&c->arena, ".");
  static const char *const names[] = {"b.go", "a.go", "a_test.go",
                                      "a_windows.go", "no.txt"};
  for (size_t i = 0; i < COUNT(names); i++)
    write_file(names[i], "package p\n");
  write_file("c.go", "//go:build ignore\n\npackage main\n");
  const char **list = load_list(c, ".", "m", &n);
  cr_assert_eq(n, 2);
  cr_assert_str_eq(list[0], "./a.go");
  cr_assert_str_eq(list[1], "./b.go");
  for (size_t i = 0; i < COUNT(names); i++)
    unlink(names[i]);
  unlink("c.go");
  rmdir(here);
  compiler_free(c);
}

/* The paths that header_imports finds, each with a blank behind it. */
static const char *imports_of(Arena *a, const char *text) {
  ImportPaths paths = {0};
  Text t = {0};
  header_imports(a, text, strlen(text), &paths);
  for (uint32_t i = 0; i < paths.len; i++)
    text_printf(&t, "%s ", paths.items[i].path);
  return t.data ? text_take(&t, a) : "";
}

Test(header, imports_are_found_without_parsing) {
  Arena a = {0};
  cr_assert_str_eq(imports_of(&a, "package p\nimport \"a\"\n"), "a ");
  cr_assert_str_eq(imports_of(&a, "// c\n/* d */ package p; import x `b/c`;"
                                  "import . \"d\"; import _ \"e\"\n"),
                   "b/c d e ");
  cr_assert_str_eq(imports_of(&a, "\xef\xbb\xbfpackage p\r\nimport (\r\n"
                                  "\t\"a\" // x\n\tb \"b\"; \"c\"\n)\n"
                                  "import ()\nvar x = \"d\"\n"),
                   "a b c ");
  arena_free(&a);
}

Test(header, stops_at_what_it_does_not_expect) {
  Arena a = {0};
  cr_assert_str_eq(imports_of(&a, ""), "");
  cr_assert_str_eq(imports_of(&a, "package"), "");
  cr_assert_str_eq(imports_of(&a, "package p; importer \"a\""), "");
  cr_assert_str_eq(imports_of(&a, "package p; import \"a\\n\""), "");
  cr_assert_str_eq(imports_of(&a, "package p; import \"a"), "");
  cr_assert_str_eq(imports_of(&a, "package p; import ( \"a\"; +; \"b\" )"),
                   "a ");
  cr_assert_str_eq(imports_of(&a, "package p; import ( \"a\""), "a ");
  cr_assert_str_eq(imports_of(&a, "package p /* import \"a\""), "");
  arena_free(&a);
}
