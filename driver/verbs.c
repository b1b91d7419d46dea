/*
 * verbs.c - what `escargo` can be asked to do, and the small verbs
 * themselves: version, env, clean, help.
 *
 * The table is the one place that knows a verb's name, texts and function; help
 * prints what it says, docs/command-line.md is compared with it (.ci/lint.py).
 * A new verb is an enumerator (driver.h), a row here, and, in options.c, its
 * name in the rows of the flags that it takes:
 *
 *   escargo help clean      usage: escargo clean -cache      .usage
 *                           Build and run keep the ...       .details
 *                           Flags: ...                       options_help
 *   escargo env GOROOT      /usr/lib/go-1.19                 print_variable
 *
 * The verbs below need no thread and no temporary folder: they are not run as
 * a job (job.h).
 */
#include "driver/cache.h"

#include <stdlib.h>
#include <unistd.h>

static int run_version(Settings *s);
static int run_env(Settings *s);
static int run_help(Settings *s);
static int run_clean(Settings *s);

/* Indexed by VerbId; details end with a newline, usage and summary do not. */
const Verb verbs[VERB_COUNT] = {
    [VERB_BUILD] =
        {
                      .name = "build",
                      .usage = "escargo build [-o FILE] [flags] [FILES or DIR]",
                      .summary = "compile and link a program",
                      .details =
                "Build compiles the named Go files, or the package in DIR "
                "(default: the\ncurrent folder), with the packages they "
                "import, and links an executable.\nWithout -o it is named "
                "after the first file or after the folder. A package\n"
                "that is not main is only compiled.\n", .run = run_build,
                      },
    [VERB_RUN] =
        {
                      .name = "run",
                      .usage = "escargo run [flags] FILES or DIR [ARGS]",
                      .summary = "compile and run a program",
                      .details =
                "Run builds the program in a temporary folder and runs it "
                "with ARGS, which\nbegin at the first argument that is not "
                "a Go file. If the program fails, run\nprints its exit "
                "status and exits with status 1.\n", .run = run_run,
                      },
    [VERB_TEST] =
        {.name = "test",
                      .usage =
             "escargo test [flags] [PACKAGES or DIRS] [flags and arguments]", .summary = "run the tests of packages",
                      .details =
             "Test builds each package (default: the current folder) with its "
             "files\n*_test.go, runs the tests and examples in them, and "
             "benchmarks if -bench\nnames some. It exits with status 1 if "
             "one fails.\n\nUnknown flags, and what follows -args, go to the "
             "test "
             "program.\n", .run = run_test},
    [VERB_COMPILE] =
        {
                      .name = "compile",
                      .usage = "escargo compile [-o FILE.o] [flags] FILES",
                      .summary = "compile one package to an object file",
                      .details = "Compile is the compiler proper, as `go tool compile`: "
                       "one package, paths in\nmessages as given.\n", .run = run_compile,
                      },
    [VERB_EXPLAIN] =
        {
                      .name = "explain",
                      .usage = "escargo explain [flags] FILE[:LINE[:COL]]",
                      .summary = "tell why values are on the heap",
                      .details =
                "Explain tells of the values of a Go file, or of a line of "
                "it, where they\nare, why, whether that is needed, and what "
                "would change it.\n", .run = run_explain,
                      },
    [VERB_EXPLORE] =
        {
                      .name = "explore",
                      .usage = "escargo explore [-o PAGE.html] [flags] FILE",
                      .summary = "make a page about escape analysis of a file",
                      .details =
                "Explore writes one page, for a browser, that shows a Go "
                "file, the escape\ngraph of its functions and each step of "
                "the solver's walks. Without -o it is\nnamed after the "
                "file.\n", .run = run_explore,
                      },
    [VERB_VERSION] =
        {
                      .name = "version",
                      .usage = "escargo version",
                      .summary = "print the version",
                      .details = "Version prints the version of escargo and of the "
                       "language.\n", .run = run_version,
                      },
    [VERB_ENV] =
        {
                      .name = "env",
                      .usage = "escargo env [NAMES]",
                      .summary = "print settings",
                      .details = "Env prints what escargo takes from the environment and "
                       "what it found, as\nshell assignments; with NAMES, only "
                       "their values.\n", .run = run_env,
                      },
    [VERB_CLEAN] =
        {
                      .name = "clean",
                      .usage = "escargo clean -cache",
                      .summary = "remove cached results",
                      .details =
                "Build and run keep the object of every package and every "
                "program in a cache\n(`escargo env ESCARGO_CACHE`), with what "
                "is known of Go's own packages. Nothing\nneeds to be removed "
                "by "
                "hand: entries that were not used for five days are\nremoved "
                "once a day.\n", .run = run_clean,
                      },
    [VERB_HELP] =
        {
                      .name = "help",
                      .usage = "escargo help [VERB]",
                      .summary = "explain a verb",
                      .details = "Help prints how a verb is used.\n",
                      .run = run_help,
                      },
};

/* The index is the VerbId; behind the last row it is VERB_COUNT. */
VerbId verb_find(const char *name) {
  int i = 0;
  while (i < VERB_COUNT && strcmp(verbs[i].name, name) != 0)
    i++;
  return (VerbId)i;
}

/* In the form of `go version`, with our own version before Go's. */
static int run_version(Settings *s) {
  (void)s;
  puts("escargo version " ESCARGO_VERSION " " GO_VERSION " linux/amd64");
  return EXIT_OK;
}

/* -------------------------------------------------------------------- help */

/* What `escargo help` says without a verb. */
static void print_overview(void) {
  fputs("Escargo compiles Go programs ahead of time.\n\nUsage:\n\n"
        "\tescargo <verb> [flags] [arguments]\n\nThe verbs are:\n\n",
        stdout);
  for (size_t i = 0; i < VERB_COUNT; i++)
    printf("\t%-9s %s\n", verbs[i].name, verbs[i].summary);
  fputs("\nUse \"escargo help <verb>\" for more about a verb.\n", stdout);
}

/* With a verb: usage, details, flags of those that compile, and the passes that
   -dump and -stop know of. Wrong usage if there is no such verb. */
static int run_help(Settings *s) {
  if (s->nargs == 0) {
    print_overview();
    return EXIT_OK;
  }
  VerbId id = verb_find(s->args[0]);
  if (id == VERB_COUNT) {
    fprintf(stderr, "escargo help %s: unknown verb. Run 'escargo help'.\n",
            s->args[0]);
    return EXIT_USAGE;
  }
  printf("usage: %s\n\n%s", verbs[id].usage, verbs[id].details);
  if (id <= VERB_EXPLORE) {
    puts("\nFlags:\n");
    options_help(stdout, id);
  }
  if (id == VERB_COMPILE)
    pipeline_help(stdout);
  return EXIT_OK;
}

/* ------------------------------------------------------------------- clean */

/* -cache must be said: later there may be other things to clean. */
static int run_clean(Settings *s) {
  Arena a = {0};
  if (s->nargs > 0 || !s->clean_cache) {
    usage_error(s->verb);
    return EXIT_USAGE;
  }
  bool ok = cache_clean(&a);
  arena_free(&a);
  return ok ? EXIT_OK : EXIT_ERRORS;
}

/* --------------------------------------------------------------------- env */

/* The folder of this executable, links followed; NULL if the system does not
   tell. Where it was installed needs no setting that way. */
static const char *executable_dir(Arena *a) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  if (n <= 0 || (size_t)n == sizeof path)
    return NULL;
  return path_dir(a, arena_strndup(a, path, (size_t)n));
}

/* What lies beside the executable, in the build folder or installed; NULL:
   nothing of that name. */
static const char *beside_executable(Arena *a, const char *name) {
  static const char *const places[] = {"runtime", "../lib/escargo"};
  const char *dir = executable_dir(a);
  for (size_t i = 0; dir && i < COUNT(places); i++) {
    const char *path =
        path_clean(a, arena_printf(a, "%s/%s/%s", dir, places[i], name));
    if (access(path, F_OK) == 0)
      return path;
  }
  return NULL;
}

/* The variable first, so that tests can use another runtime; the bare name, if
   nothing was found, so that the linker's message names it. */
const char *runtime_archive(Arena *a) {
  const char *env = getenv("ESCARGO_RUNTIME");
  const char *found =
      env && *env ? env : beside_executable(a, "libescargo-rt.a");
  return found ? found : "libescargo-rt.a";
}

/* The variable, else what lies beside the executable; NULL: neither. */
const char *overlay_folder(Arena *a) {
  const char *env = getenv("ESCARGO_OVERLAY");
  return env && *env ? env : beside_executable(a, "pkg");
}

/* One line of `escargo env`. */
typedef struct Variable {
  const char *name, *value;
} Variable;

/* As the user has set it; "" stands for not at all. */
static const char *environment(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

/* All as assignments that a shell can read; those that were named, as
   values. */
static void print_variable(const Variable *v, const Settings *s) {
  if (s->nargs == 0)
    printf("%s=\"%s\"\n", v->name, v->value);
  for (int i = 0; i < s->nargs; i++)
    if (strcmp(s->args[i], v->name) == 0)
      puts(v->value);
}

/* What a build would use, found in the same way. */
static int run_env(Settings *s) {
  Compiler *c = compiler_new();
  const char *root = load_goroot(c), *overlay = overlay_folder(&c->arena);
  const char *cache = cache_folder(&c->arena);
  const Variable list[] = {
      {"ESCARGO_CACHE",   cache ? cache : "off"     },
      {"ESCARGO_LD",      environment("ESCARGO_LD") },
      {"ESCARGO_OVERLAY", overlay ? overlay : ""    },
      {"ESCARGO_RUNTIME", runtime_archive(&c->arena)},
      {"ESCARGO_VERSION", ESCARGO_VERSION           },
      {"GOARCH",          "amd64"                   },
      {"GOOS",            "linux"                   },
      {"GOROOT",          root ? root : ""          },
      {"GOVERSION",       GO_VERSION                },
  };
  for (size_t i = 0; i < COUNT(list); i++)
    print_variable(&list[i], s);
  compiler_free(c);
  return EXIT_OK;
}
