/*
 * test.c - escargo test: builds and runs the tests of a package.
 *
 * A package's tests are the functions TestX, BenchmarkX, FuzzX and ExampleX in
 * its files x_test.go, which are in the package itself or in one beside it:
 *
 *   p.go          package p         import path  p
 *   in_test.go    package p         joins p: it sees what is unexported
 *   out_test.go   package p_test    a package of its own, p_test, imports p
 *
 * The loader makes these two packages (LoadOptions.test_path). Here the tests
 * are found, by parsing, and a main package is written that hands their names
 * to Go's package testing:
 *
 *   var tests = []testing.InternalTest{{"TestX", _test.TestX}}
 *   func main() { os.Exit(testing.MainStart(..., tests, ...).Run()) }
 *
 * The program runs in the package's folder; what it is told (-run, -v ...) are
 * its own flags, -test.run and so on.
 */
#include "driver/pipeline.h"
#include "frontend/load/load.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <regex.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* The lists of package testing, in the order of MainStart's parameters. */
typedef enum TestKind {
  KIND_TEST,
  KIND_BENCHMARK,
  KIND_FUZZ,
  KIND_EXAMPLE,
  KIND_COUNT
} TestKind;

static const struct {
  const char *prefix, *type, *variable;
} kinds[KIND_COUNT] = {
    [KIND_TEST] = {"Test",      "InternalTest",       "tests"      },
    [KIND_BENCHMARK] = {"Benchmark", "InternalBenchmark",  "benchmarks" },
    [KIND_FUZZ] = {"Fuzz",      "InternalFuzzTarget", "fuzzTargets"},
    [KIND_EXAMPLE] = {"Example",   "InternalExample",    "examples"   },
};

/* What is known of the package under test. */
typedef struct Tested {
  const char *path;         /* import path */
  const char *dir;          /* absolute */
  Text entries[KIND_COUNT]; /* lines of the four lists, in Go */
  bool inside, outside;     /* has tests in the package; in the one beside it */
  bool uses_in, uses_out;   /* some function of these is called */
  const char *test_main;    /* package that has a TestMain; NULL: none */
} Tested;

/* ------------------------------------------------------ finding the tests */

/* TestX, Test_x or Test, but not Testify. */
static bool has_prefix(const char *name, const char *prefix) {
  size_t n = strlen(prefix);
  return strncmp(name, prefix, n) == 0 && !islower((unsigned char)name[n]);
}

/* Begins the last comment of text[0..len); NULL: other things come last. */
static const char *last_comment(const char *text, size_t len) {
  const char *found = NULL, *end = text + len;
  while (end > text && isspace((unsigned char)end[-1]))
    end--;
  while (end > text) {
    const char *line = end;
    while (line > text && line[-1] != '\n')
      line--;
    const char *at = line;
    while (at < end && isspace((unsigned char)*at))
      at++;
    if (end - at < 2 || at[0] != '/' || at[1] != '/')
      break;
    found = at;
    end = line > text ? line - 1 : text;
  }
  return found;
}

/* The comment's text: line by line, without slashes and the blank behind. */
static char *comment_text(Arena *a, const char *from, const char *end) {
  Text t = {0};
  while (from < end) {
    const char *at = from, *eol = memchr(from, '\n', (size_t)(end - from));
    eol = eol ? eol : end;
    while (at < eol && isspace((unsigned char)*at))
      at++;
    if (at < eol) {
      at += eol - at > 2 && at[2] == ' ' ? 3 : 2;
      text_printf(&t, "%.*s\n", (int)(eol - at), at);
    }
    from = eol + 1;
  }
  return text_take(&t, a);
}

/* What the example's last comment says that it prints; NULL: it does not say,
   and the example is only compiled. */
static const char *expected_output(Arena *a, const Source *s, const Stmt *body,
                                   bool *unordered) {
  const char *open = s->text + (body->pos - s->base);
  const char *close = s->text + (body->block.rbrace - s->base);
  const char *from = last_comment(open + 1, (size_t)(close - open) - 1);
  if (!from)
    return NULL;
  char *text = comment_text(a, from, close);
  regex_t re;
  regmatch_t m[2];
  regcomp(&re, "^[[:space:]]*(unordered )?output:", REG_EXTENDED | REG_ICASE);
  bool found = regexec(&re, text, 2, m, 0) == 0;
  regfree(&re);
  *unordered = found && m[1].rm_so >= 0;
  return found ? text + m[0].rm_eo : NULL;
}

/* s as a string literal of Go: what is not plain is written in hexadecimal. */
static void put_quoted(Text *t, const char *s) {
  text_puts(t, "\"");
  for (; *s; s++)
    text_printf(t,
                isprint((unsigned char)*s) && *s != '"' && *s != '\\'
                    ? "%c"
                    : "\\x%02x",
                (unsigned char)*s);
  text_puts(t, "\"");
}

/* One function of a test file, if it is a test. */
static void add_function(Arena *a, Tested *t, const Decl *d, const Source *s,
                         bool outside) {
  const char *package = outside ? "_xtest" : "_test";
  const char *name = d->func.name->text;
  uint32_t nparams = d->func.type->functype.nparams;
  bool *uses = outside ? &t->uses_out : &t->uses_in;
  if (strcmp(name, "TestMain") == 0 && nparams == 1) {
    t->test_main = package;
    *uses = true;
    return;
  }
  for (TestKind k = 0; k < KIND_COUNT; k++) {
    bool unordered = false, example = k == KIND_EXAMPLE;
    if (!has_prefix(name, kinds[k].prefix) || nparams != (example ? 0u : 1u))
      continue;
    const char *output = example && d->func.body
                             ? expected_output(a, s, d->func.body, &unordered)
                             : NULL;
    if (example && !output)
      continue;
    text_printf(&t->entries[k], "\t{\"%s\", %s.%s", name, package, name);
    if (example) {
      text_puts(&t->entries[k], ", ");
      put_quoted(&t->entries[k], output);
      text_printf(&t->entries[k], ", %s", unordered ? "true" : "false");
    }
    text_puts(&t->entries[k], "},\n");
    *uses = true;
  }
}

/* The tests in the files of one of the two packages, in the order of the files.
   Returns why there is no such package, NULL: there is. */
static const char *find_tests(Compiler *c, Arena *a, Tested *t, bool outside) {
  const char *path =
      outside ? arena_printf(&c->arena, "%s_test", t->path) : t->path;
  Found found = find_package(c, path, t->dir);
  Folder *f = folder_of(c, &found);
  for (uint32_t i = 0; i < f->sources.len; i++) {
    const Source *s = f->sources.items[i];
    size_t n = strlen(s->path);
    if (n < 8 || strcmp(s->path + n - 8, "_test.go") != 0)
      continue;
    *(outside ? &t->outside : &t->inside) = true;
    const File *file = parse_source(c, f->sources.items[i]);
    for (uint32_t k = 0; k < file->n; k++) {
      const Decl *d = file->decls[k];
      if (d->kind == DECL_FUNC && !d->func.recv && d->func.name)
        add_function(a, t, d, s, outside);
    }
  }
  return f->why;
}

/* The tests of both. Those beside a package need none: then a folder holds
   nothing but x_test.go. False after a message. */
static bool find_all_tests(Compiler *c, Arena *a, Tested *t) {
  const char *why = find_tests(c, a, t, false);
  find_tests(c, a, t, true);
  if (why && !t->outside)
    fprintf(stderr, "%s\n", why);
  return !why || t->outside;
}

/* ------------------------------------------------------- the main package */

/* The text of the main package. Packages that have tests, but none that is
   called, are imported for their side effects. */
static void put_main(Text *out, const Tested *t) {
  text_puts(out, "package main\n\nimport (\n\t\"os\"\n\t\"testing\"\n"
                 "\t\"testing/internal/testdeps\"\n");
  if (t->test_main)
    text_puts(out, "\t\"reflect\"\n");
  if (t->inside || !t->outside)
    text_printf(out, "\t%s \"%s\"\n", t->uses_in ? "_test" : "_", t->path);
  if (t->outside)
    text_printf(out, "\t%s \"%s_test\"\n", t->uses_out ? "_xtest" : "_",
                t->path);
  text_puts(out, ")\n\n");
  for (TestKind k = 0; k < KIND_COUNT; k++)
    text_printf(out, "var %s = []testing.%s{\n%s}\n\n", kinds[k].variable,
                kinds[k].type, t->entries[k].len ? t->entries[k].data : "");
  text_printf(out,
              "func init() { testdeps.ImportPath = \"%s\" }\n\n"
              "func main() {\n\tm := testing.MainStart(testdeps.TestDeps{}, "
              "tests, benchmarks, fuzzTargets, examples)\n",
              t->path);
  if (t->test_main)
    text_printf(out,
                "\t%s.TestMain(m)\n\tos.Exit(int(reflect.ValueOf(m).Elem()."
                "FieldByName(\"exitCode\").Int()))\n}\n",
                t->test_main);
  else
    text_puts(out, "\tos.Exit(m.Run())\n}\n");
}

/* Writes the main package into the job's folder; its file, NULL after a
   message. */
static char *write_main(Job *job, const Tested *t) {
  char *path = arena_printf(&job->arena, "%s/_testmain.go", job->dir);
  FILE *f = fopen(path, "w");
  Text text = {0};
  put_main(&text, t);
  bool ok = f && fputs(text_take(&text, &job->arena), f) >= 0;
  if (f && fclose(f) != 0)
    ok = false;
  if (!ok)
    fprintf(stderr, "escargo: cannot write %s: %s\n", path, strerror(errno));
  return ok ? path : NULL;
}

/* ------------------------------------------------------------- what to test */

/* Fills t from an argument: a folder ("." or "/" first), whose import path is
   found from the module or Go's own src, or else an import path. */
static bool resolve(Compiler *c, Arena *a, Tested *t, const char *arg) {
  const char *dir =
      path_is_dir(arg) && strchr("./", arg[0]) ? path_absolute(a, arg) : NULL;
  struct Loader *l = loader_of(c);
  l->main_dir = path_absolute(a, ".");
  l->module = find_module(c, dir ? dir : l->main_dir);
  if (dir) {
    const char *root = load_goroot(c);
    const char *src = root ? path_join(a, root, "src") : NULL;
    bool std = src && path_below(dir, src) && strlen(dir) > strlen(src);
    *t = (Tested){.dir = dir, .path = path_base(dir)};
    if (std)
      t->path = dir + strlen(src) + 1;
    else if (l->module.path)
      t->path = path_clean(a, arena_printf(a, "%s%s", l->module.path,
                                           dir + strlen(l->module.dir)));
    return true;
  }
  Found f = find_package(c, arg, l->main_dir);
  if (!f.dir)
    fprintf(stderr, "%s\n", f.why);
  *t = (Tested){.dir = f.dir, .path = f.path};
  return f.dir != NULL;
}

/* ------------------------------------------------------------------ running */

/* Beside waitpid's statuses. */
enum {
  NOTHING_RUN = INT_MAX
};

/* Wall-clock time from some start. */
static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a test program prints, on its way to us. */
typedef struct Tee {
  int from;   /* read end of a pipe */
  bool shown; /* at once, too; else only kept in `text` */
  Text text;
} Tee;

/* A thread's body: reads until the other end is closed. */
static void copy_output(void *arg) {
  Tee *tee = arg;
  char buffer[1 << 13];
  ssize_t n;
  while ((n = read(tee->from, buffer, sizeof buffer)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return;
    text_append(&tee->text, buffer, (size_t)n);
    if (tee->shown) {
      fwrite(buffer, 1, (size_t)n, stdout);
      fflush(stdout);
    }
  }
}

/* Runs argv; what it prints is in *out. */
static int spawn_and_read(Job *job, char **argv, bool shown, Text *out) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return job_spawn(job, argv);
  Tee tee = {.from = ends[0], .shown = shown};
  Thread reader;
  bool reads = thread_start(&reader, copy_output, &tee);
  int status = job_spawn_into(job, argv, reads ? ends[1] : -1);
  close(ends[1]);
  if (reads)
    thread_join(&reader);
  close(ends[0]);
  *out = tee.text;
  return status;
}

/* Whether a flag of the test program begins like this. */
static bool has_flag(const Settings *s, const char *flag) {
  for (uint32_t i = 0; i < s->test_flags.len; i++)
    if (strncmp(s->test_flags.items[i], flag, strlen(flag)) == 0)
      return true;
  return false;
}

/* Runs the program as the go command does: without named packages, or with
   benchmarks, what it prints goes straight to the user; else only what -v asks
   for or a failure explains. */
static int run_program(Job *job, char **argv, bool named) {
  static const char none[] = "testing: warning: no tests to run\n";
  const Settings *s = job->settings;
  bool verbose = has_flag(s, "-test.v") || has_flag(s, "-test.list");
  if (!named || has_flag(s, "-test.bench=")) {
    int status = job_spawn(job, argv);
    if (status > 0)
      job_print_status(stdout, status);
    return status;
  }
  Text out = {0};
  int status = spawn_and_read(job, argv, verbose, &out);
  if (status != 0 && !verbose)
    fwrite(out.data, 1, out.len, stdout);
  if (status > 0 && out.len == 0)
    job_print_status(stdout, status);
  else if (status != 0 && out.len && out.data[out.len - 1] != '\n')
    putchar('\n');
  bool nothing = status == 0 && out.data && strstr(out.data, none);
  text_free(&out);
  return nothing ? NOTHING_RUN : status;
}

/* What `pwd` prints there is how the folder was named, links and all. */
static bool enter_dir(Job *job, const char *dir) {
  const char *absolute = path_absolute(&job->arena, dir);
  return chdir(dir) == 0 && setenv("PWD", absolute, 1) == 0;
}

/* The flag, without its value, by which a profile is asked for; NULL: none is. */
static const char *profile_flag(Arena *a, const Settings *s) {
  static const char *const flags[] = {"blockprofile", "cpuprofile",
                                      "memprofile", "mutexprofile"};
  for (size_t i = 0; i < COUNT(flags); i++)
    if (has_flag(s, arena_printf(a, "-test.%s=", flags[i])))
      return flags[i];
  return NULL;
}

/* The tests run elsewhere: where they are to write profiles. */
static void add_output_dir(Job *job) {
  Settings *s = job->settings;
  Arena *a = &job->arena;
  if (profile_flag(a, s) && !has_flag(s, "-test.outputdir="))
    list_push(a, &s->test_flags,
              arena_printf(a, "-test.outputdir=%s", path_absolute(a, ".")));
}

/* Runs the tests in the package's folder, and says how they ended, in the go
   command's words: "ok  <tab>path<tab>0.012s". False: they failed. */
static bool run_tests(Job *job, const Tested *t, const char *program,
                      bool named) {
  const Settings *s = job->settings;
  uint32_t n = s->test_flags.len, more = s->test_args.len;
  char **args, **argv = job_program_argv(job, program, n + more + 1, &args);
  args[0] = arena_printf(&job->arena, "-test.paniconexit0");
  for (uint32_t i = 0; i < n; i++)
    args[i + 1] = arena_printf(&job->arena, "%s", s->test_flags.items[i]);
  for (uint32_t i = 0; i < more; i++)
    args[n + 1 + i] = arena_printf(&job->arena, "%s", s->test_args.items[i]);
  const char *here = path_absolute(&job->arena, ".");
  if (!enter_dir(job, t->dir)) {
    fprintf(stderr, "escargo: %s: %s\n", t->dir, strerror(errno));
    return false;
  }
  double start = seconds();
  int status = run_program(job, argv, named);
  bool ok = status == 0 || status == NOTHING_RUN;
  printf("%s\t%s\t%.3fs%s\n", ok ? "ok  " : "FAIL", t->path, seconds() - start,
         status == NOTHING_RUN ? " [no tests to run]" : "");
  fflush(stdout);
  return enter_dir(job, here) && ok;
}

/* The tests of one package, from the argument to the verdict; false: they
   failed, or could not be built. The settings are changed for its build. */
static bool test_package(Job *job, const char *arg, bool named) {
  Settings *s = job->settings;
  Unit u = unit_new(job);
  Tested t;
  bool ok = resolve(u.c, &job->arena, &t, arg);
  if (ok) {
    loader_of(u.c)->options.test_path = t.path;
    loader_of(u.c)->options.test_dir = t.dir;
    ok = find_all_tests(u.c, &job->arena, &t);
    t.path = arena_printf(&job->arena, "%s", t.path);
    t.dir = arena_printf(&job->arena, "%s", t.dir);
  }
  compiler_free(u.c);
  if (!ok)
    return false;
  if (!t.inside && !t.outside) {
    printf("?   \t%s\t[no test files]\n", t.path);
    return true;
  }
  char *file = write_main(job, &t);
  const char *program;
  if (!file)
    return false;
  s->test_path = t.path;
  s->test_dir = t.dir;
  s->args = &file;
  s->nargs = 1;
  bool profiled = profile_flag(&job->arena, s) != NULL;
  if ((s->only_build || profiled) && !s->output) /* pprof wants to see it */
    s->output = arena_printf(&job->arena, "%s.test", path_base(t.path));
  if (!build_program(job, &program)) {
    printf("FAIL\t%s [build failed]\n", t.path);
    return false;
  }
  return s->only_build ||
         run_tests(job, &t, path_absolute(&job->arena, program), named);
}

/* Each package is a build of its own, with the settings as they were given. */
static int test_body(Job *job) {
  Settings saved = *job->settings;
  Arguments packages = {0};
  bool ok = true;
  patterns_expand(job, &packages);
  if (saved.nargs == 0)
    list_push(&job->arena, &packages, arena_printf(&job->arena, "."));
  const char *profile = profile_flag(&job->arena, &saved);
  if (profile && packages.len > 1) {
    fprintf(stderr, "cannot use -%s flag with multiple packages\n", profile);
    return EXIT_ERRORS;
  }
  add_output_dir(job);
  saved = *job->settings;
  for (uint32_t i = 0; i < packages.len; i++) {
    *job->settings = saved;
    ok = test_package(job, packages.items[i], saved.nargs > 0) && ok;
  }
  *job->settings = saved;
  if (!ok)
    puts("FAIL");
  return ok ? EXIT_OK : EXIT_ERRORS;
}

/* Needs a folder: for the main package and the programs. */
int run_test(Settings *s) { return job_run(s, true, test_body); }
