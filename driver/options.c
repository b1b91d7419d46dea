/*
 * options.c - the flags of all verbs, in one table.
 *
 * A row says how a flag is spelled, which verbs take it, what it sets and
 * what the help says. Parsing follows Go's flag package, so that the habits
 * of `go build` and `go tool compile` carry over:
 *
 *   -x and --x are the same; values as -o=FILE or -o FILE;
 *   boolean flags take a value only as -x=false;
 *   counting flags: -m -m is -m=2;
 *   flags end at the first other argument, or after `--`; those of test go
 *   on behind the packages.
 *
 * Example: `-m=2` finds the row "m" of kind FLAG_COUNT and stores 2 at its
 * offset in Settings.
 *
 * Three sources of flags meet in the table, told apart by the verbs of a row:
 *
 *   of go build     -o -v -x -work -tags -gcflags     BUILD, RUN, TEST
 *                   -ldflags
 *   of gc           -m -l -N -S -e -C -p -lang -std   COMPILE; through -gcflags
 *                                                     also the other verbs
 *                   -exec -c                      RUN, TEST
 *   of go test      -run -bench -count ...            TEST: handed on to the
 *                                                     test program
 *
 * The same name may have two rows with different verbs (-v of build and of
 * test): the first that fits the verb counts. What gc knows and escargo has no
 * use for is accepted silently, so that scripts written for gc work; unknown
 * flags are errors, as in Go, with the exit status of a usage error.
 *
 * To add a flag: one row here, its field in driver.h, its line in
 * docs/command-line.md (lint compares the page with the help); and, if it
 * changes what is compiled, driver/keys.c, or the cache would answer for it.
 */
#include "driver/driver.h"

#include <errno.h>
#include <stdlib.h>

typedef enum FlagKind {
  FLAG_BOOL,         /* bool */
  FLAG_COUNT,        /* int: one more, or =N */
  FLAG_LEVEL,        /* int: the row's `level` */
  FLAG_NUMBER,       /* uint32_t, at least 1 */
  FLAG_STRING,       /* const char * */
  FLAG_LIST,         /* list of strings, comma-separated or repeated */
  FLAG_WORDS,        /* words, separated by blanks */
  FLAG_LANG,         /* -lang=go1.N */
  FLAG_DEBUG,        /* -d=KEY[=VALUE],... */
  FLAG_GCFLAGS,      /* flags of compile, in one argument */
  FLAG_LDFLAGS,      /* flags of gc's linker, likewise */
  FLAG_TEST,         /* of the test program, which knows it as -test.NAME */
  FLAG_IGNORED,      /* of gc, without meaning here */
  FLAG_IGNORED_VALUE /* the same, with a value */
} FlagKind;

enum {
  BUILD = 1 << VERB_BUILD,
  RUN = 1 << VERB_RUN,
  COMPILE = 1 << VERB_COMPILE,
  CLEAN = 1 << VERB_CLEAN,
  EXPLAIN = 1 << VERB_EXPLAIN,
  EXPLORE = 1 << VERB_EXPLORE,
  TEST = 1 << VERB_TEST,
  ALL = BUILD | RUN | COMPILE | TEST
};

typedef struct Flag {
  const char *name;
  const char *value; /* name of the value in the help; NULL: none */
  const char *help;  /* NULL: accepted, but not shown */
  size_t offset;     /* of what it sets in Settings */
  uint8_t kind;      /* FlagKind */
  uint16_t verbs;    /* enum above, or-ed */
  int level;
} Flag;

#define AT(field) .offset = offsetof(Settings, field)
#define TEST_FLAG(name, value, help)                                           \
  {name, value, help, .kind = FLAG_TEST, .verbs = TEST}

/* In the order of the help. */
static const Flag flags[] = {
    {"o", "FILE", "write the result to FILE", AT(output), FLAG_STRING,
     BUILD | COMPILE | EXPLORE | TEST, 0},
    {"O0", NULL, "do not optimise", AT(compiler.opt_level), FLAG_LEVEL, ALL, 0},
    {"O1", NULL, "optimise quickly", AT(compiler.opt_level), FLAG_LEVEL, ALL,
     1},
    {"O2", NULL, "optimise well (the default)", AT(compiler.opt_level),
     FLAG_LEVEL, ALL, 2},
    {"O3", NULL, "optimise as far as LLVM goes", AT(compiler.opt_level),
     FLAG_LEVEL, ALL, 3},
    {"a", NULL, "compile every package, as if nothing was cached", AT(rebuild),
     FLAG_BOOL, BUILD | RUN, 0},
    {"c", NULL, "only build the test program, as PACKAGE.test", AT(only_build),
     FLAG_BOOL, TEST, 0},
    {"cache", NULL, "remove all cached results of former builds",
     AT(clean_cache), FLAG_BOOL, CLEAN, 0},
    {"exec", "COMMAND", "run the program by this command, with its arguments",
     AT(exec), FLAG_WORDS, RUN | TEST, 0},
    {"gcflags", "FLAGS", "flags of `escargo compile`, separated by blanks",
     .kind = FLAG_GCFLAGS, .verbs = BUILD | RUN | TEST},
    {"ldflags", "FLAGS",
     "-X path.name=value: the string a variable begins with", .kind = FLAG_LDFLAGS, .verbs = BUILD | RUN | TEST},
    {"ld", "LINKER", "link with this program", AT(linker), FLAG_STRING,
     BUILD | RUN, 0},
    {"static", NULL, "link statically", AT(static_link), FLAG_BOOL, BUILD | RUN,
     0},
    {"tags", "LIST", "build tags that hold, separated by commas", AT(tags),
     FLAG_LIST, ALL, 0},
    {"v", NULL, "print the names of packages as they are compiled", AT(verbose),
     FLAG_BOOL, BUILD | RUN | COMPILE, 0},
    {"work", NULL, "print the temporary folder and keep it", AT(keep_work),
     FLAG_BOOL, BUILD | RUN | TEST, 0},
    {"x", NULL, "print the commands that are run", AT(print_commands),
     FLAG_BOOL, BUILD | RUN | TEST, 0},
    TEST_FLAG("bench", "REGEXP", "run these benchmarks"),
    TEST_FLAG("benchmem", NULL, "print the allocations of benchmarks"),
    TEST_FLAG("benchtime", "TIME", "run each benchmark so long, or Nx times"),
    TEST_FLAG("blockprofile", "FILE", "write where goroutines wait to FILE"),
    TEST_FLAG("blockprofilerate", "N", "a sample for each N ns of waiting"),
    TEST_FLAG("count", "N", "run each test N times"),
    TEST_FLAG("cpu", "LIST", "values of GOMAXPROCS to test with"),
    TEST_FLAG("cpuprofile", "FILE", "write where the time goes to FILE"),
    TEST_FLAG("failfast", NULL, "stop after the first failure"),
    TEST_FLAG("list", "REGEXP", "list the tests, but do not run them"),
    TEST_FLAG("memprofile", "FILE", "write what was allocated to FILE"),
    TEST_FLAG("memprofilerate", "N", "a sample for each N bytes; 1: all"),
    TEST_FLAG("mutexprofile", "FILE", "write whom goroutines wait for to FILE"),
    TEST_FLAG("mutexprofilefraction", "N", "a sample for each N such waits"),
    TEST_FLAG("outputdir", "DIR", "write profiles to DIR"),
    TEST_FLAG("parallel", "N", "run at most N tests at once"),
    TEST_FLAG("run", "REGEXP", "run only these tests and examples"),
    TEST_FLAG("short", NULL, "tell the tests to hurry"),
    TEST_FLAG("shuffle", "on|off|N", "run the tests in another order"),
    TEST_FLAG("timeout", "TIME", "panic after this time"),
    TEST_FLAG("v", NULL, "print the name of each test"),
    {"stop", "PASS", "end after this pass, without an object", AT(stop),
     FLAG_STRING, COMPILE, 0},
    {"time", NULL, "print the seconds of each pass", AT(time), FLAG_BOOL, ALL,
     0},
    {"verify", NULL, "check the tree and the IR after each pass", AT(verify),
     FLAG_BOOL, ALL, 0},
    {"+", NULL, "compiling the runtime", AT(compiler.runtime), FLAG_BOOL,
     COMPILE, 0},
    {"C", NULL, "no columns in error messages", AT(compiler.no_columns),
     FLAG_BOOL, COMPILE, 0},
    {"D", "PATH", "import path that \"./\" stands for in imports",
     AT(local_prefix), FLAG_STRING, COMPILE, 0},
    {"I", "DIR", "look for imported packages in DIR, too", AT(includes),
     FLAG_LIST, COMPILE, 0},
    {"N", NULL, "do not optimise", AT(compiler.no_optimize), FLAG_BOOL, COMPILE,
     0},
    {"S", NULL, "print the assembly", AT(print_assembly), FLAG_BOOL, COMPILE,
     0},
    {"c", "N", "work on N threads (default: one for each processor)",
     AT(compiler.threads), FLAG_NUMBER, COMPILE, 0},
    {"complete", NULL, "every function has a body", AT(compiler.complete),
     FLAG_BOOL, COMPILE, 0},
    {"d", "LIST",
     "debugging settings; heapall: everything on the heap; nopins, barriers: "
     "see docs/collector.md", .kind = FLAG_DEBUG, .verbs = COMPILE},
    {"dump", "LIST", "print what these passes made; see `escargo help compile`",
     AT(dump), FLAG_STRING, COMPILE, 0},
    {"e", NULL, "no limit on the number of errors", AT(compiler.all_errors),
     FLAG_BOOL, COMPILE, 0},
    {"l", NULL, "no inlining", AT(compiler.no_inline), FLAG_COUNT,
     COMPILE | EXPLAIN | EXPLORE, 0},
    {"lang", "go1.N", "version of the language to accept", .kind = FLAG_LANG,
     .verbs = COMPILE},
    {"m", NULL, "print optimisation decisions; -m=2 says more",
     AT(compiler.explain), FLAG_COUNT, COMPILE, 0},
    {"p", "PATH", "import path of the package", AT(compiler.import_path),
     FLAG_STRING, COMPILE, 0},
    {"std", NULL, "compiling the standard library", AT(compiler.std), FLAG_BOOL,
     COMPILE, 0},
    /* flags of gc that say nothing to this compiler */
    {"B", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"t", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"w", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"live", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"wb", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"dwarf", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"pack", .kind = FLAG_IGNORED, .verbs = COMPILE},
    {"trimpath", .kind = FLAG_IGNORED_VALUE, .verbs = COMPILE},
    {"vet", .kind = FLAG_IGNORED_VALUE, .verbs = TEST},
    {"buildid", .kind = FLAG_IGNORED_VALUE, .verbs = COMPILE},
    {"goversion", .kind = FLAG_IGNORED_VALUE, .verbs = COMPILE},
};

Settings settings_default(VerbId verb) {
  return (Settings){
      .verb = verb, .compiler = {.lang = 19, .opt_level = 2}
  };
}

/* One flag of the command line, taken apart. */
typedef struct Given {
  const Flag *flag;
  const char *name;  /* as written, for messages */
  const char *value; /* NULL: none */
} Given;

/* The row of a name among those of the verb. */
static const Flag *find(VerbId verb, const char *name, size_t len) {
  for (size_t i = 0; i < COUNT(flags); i++)
    if ((flags[i].verbs & (1 << verb)) && strlen(flags[i].name) == len &&
        memcmp(flags[i].name, name, len) == 0)
      return &flags[i];
  return NULL;
}

/* Whether the next argument may be the value. */
static bool takes_value(const Flag *f) {
  return f->value || f->kind == FLAG_IGNORED_VALUE;
}

/* In the words of Go's package flag. */
static bool bad_value(const Given *g, const char *what, const char *why) {
  fprintf(stderr, "invalid %svalue \"%s\" for flag -%s: %s\n", what, g->value,
          g->flag->name, why);
  return false;
}

/* Go's strconv.ParseBool; also numbers, which gc takes for its own flags. */
static bool parse_bool(const char *s, bool *out) {
  static const char *const yes[] = {"1", "t", "T", "true", "TRUE", "True"};
  static const char *const no[] = {"0", "f", "F", "false", "FALSE", "False"};
  for (size_t i = 0; i < COUNT(yes); i++)
    if (strcmp(s, yes[i]) == 0)
      return *out = true;
  *out = false;
  for (size_t i = 0; i < COUNT(no); i++)
    if (strcmp(s, no[i]) == 0)
      return true;
  *out = true;
  return s[0] >= '1' && s[0] <= '9' && s[strspn(s, "0123456789")] == '\0';
}

/* -x is -x=true. */
static bool set_bool(bool *at, const Given *g) {
  if (!g->value)
    return *at = true;
  return parse_bool(g->value, at) || bad_value(g, "boolean ", "parse error");
}

/* -m counts up; -m=2 sets; -m=false is 0. */
static bool set_count(int *at, const Given *g) {
  bool b;
  if (!g->value) {
    *at += 1;
    return true;
  }
  char *end;
  errno = 0;
  long n = strtol(g->value, &end, 10);
  if (end != g->value && *end == '\0' && errno == 0 && n >= 0 && n < 1000)
    *at = (int)n;
  else if (parse_bool(g->value, &b))
    *at = b;
  else
    return bad_value(g, "", "parse error");
  return true;
}

/* A number from 1 up. */
static bool set_number(uint32_t *at, const Given *g) {
  ASSERT(g->value); /* flags of this form cannot stand alone */
  char *end;
  errno = 0;
  long n = strtol(g->value, &end, 10);
  if (end == g->value || *end != '\0' || errno || n > INT32_MAX)
    return bad_value(g, "", "parse error");
  if (n < 1)
    fprintf(stderr, "-%s must be at least 1, got %ld\n", g->flag->name, n);
  *at = (uint32_t)n;
  return n >= 1;
}

typedef LIST(const char *) Strings;

/* Adds the words of a list; empty ones are no words. */
static void add_list(Arena *arena, void *at, const char *value) {
  Strings *list = at;
  while (*value) {
    size_t len = strcspn(value, ",");
    if (len)
      list_push(arena, list, arena_strndup(arena, value, len));
    value += len + (value[len] == ',');
  }
}

/* gc validates -lang itself and prints these lines as `compile`. */
static bool set_lang(Settings *s, const char *value) {
  int n = 0, used = 0;
  if (sscanf(value, "go1.%4d%n", &n, &used) != 1 || value[used] != '\0' ||
      n < 0) {
    fprintf(stderr,
            "compile: invalid value \"%s\" for -lang: should be something "
            "like \"go1.12\"\n",
            value);
    return false;
  }
  if (n > 19) {
    fprintf(stderr,
            "compile: invalid value \"%s\" for -lang: max known version is "
            "\"go1.19\"\n",
            value);
    return false;
  }
  s->compiler.lang = n;
  return true;
}

/* -d=: keys of gc that change nothing here are accepted, unknown ones not. */
static bool set_debug(Settings *s, const char *value) {
  static const char *const ignored[] = {"panic",
                                        "append",
                                        "checkptr",
                                        "closure",
                                        "defer",
                                        "disablenil",
                                        "dumpinlfuncprops",
                                        "dumpptrs",
                                        "dwarfinl",
                                        "export",
                                        "fmahash",
                                        "gcprog",
                                        "inlfuncswithclosures",
                                        "libfuzzer",
                                        "locationlists",
                                        "nil",
                                        "noopendefer",
                                        "norefname",
                                        "pctab",
                                        "reset",
                                        "shapify",
                                        "slice",
                                        "softfloat",
                                        "syncframes",
                                        "typeassert",
                                        "typecheckinl",
                                        "unified",
                                        "unifiedquirks",
                                        "wb",
                                        "zerocopy",
                                        "ssa"};
  static const struct {
    const char *name;
    size_t setting;
  } own[] = {
      {"heapall",  offsetof(Settings, compiler.heap_all)},
      {"nopins",   offsetof(Settings, compiler.no_pins) },
      {"barriers", offsetof(Settings, compiler.barriers)},
      {"arm64",    offsetof(Settings, compiler.arm64)   },
  };
  while (*value) {
    size_t len = strcspn(value, ","), key = strcspn(value, "=,/");
    bool known = len == 0;
    for (size_t i = 0; i < COUNT(own) && !known; i++) {
      known =
          strlen(own[i].name) == key && memcmp(own[i].name, value, key) == 0;
      if (known)
        *(bool *)((char *)s + own[i].setting) = true;
    }
    for (size_t i = 0; i < COUNT(ignored) && !known; i++)
      known = strlen(ignored[i]) == key && memcmp(ignored[i], value, key) == 0;
    if (!known) {
      fprintf(stderr, "compile: unknown debug key -d %.*s\n", (int)key, value);
      return false;
    }
    value += len + (value[len] == ',');
  }
  return true;
}

/* -gcflags: the flags of `compile`, for the named package; with a pattern
   ("all=-N") for the imported ones, too. */
static bool set_gcflags(Arena *arena, Settings *s, const char *value) {
  LIST(char *) argv = {0};
  const char *eq = strchr(value, '=');
  if (eq && value[0] != '-' && !memchr(value, ' ', (size_t)(eq - value))) {
    s->flags_for_all = true;
    value = eq + 1;
  }
  while (*value) {
    size_t len = strcspn(value, " \t");
    if (len)
      list_push(arena, &argv, arena_strndup(arena, value, len));
    value += len + (value[len] != '\0');
  }
  Settings inner = *s;
  inner.verb = VERB_COMPILE;
  if (!options_parse(arena, &inner, argv.items, (int)argv.len))
    return false;
  if (inner.nargs > 0) {
    fprintf(stderr, "escargo: -gcflags takes flags only, not \"%s\"\n",
            inner.args[0]);
    return false;
  }
  inner.verb = s->verb;
  *s = inner;
  return true;
}

/* The next of the words of *rest, which blanks separate; one that begins with a
   quotation mark ends with it. NULL: none is left. */
static const char *next_word(Arena *arena, const char **rest) {
  const char *s = *rest + strspn(*rest, " \t\n");
  if (*s == '\0')
    return NULL;
  const char mark[] = {*s, '\0'};
  bool quoted = *s == '\'' || *s == '"';
  s += quoted;
  size_t len = strcspn(s, quoted ? mark : " \t\n");
  *rest = s + len + (quoted && s[len]);
  return arena_strndup(arena, s, len);
}

/* -exec: a command and its arguments. */
static void add_words(Arena *arena, void *at, const char *value) {
  Strings *list = at;
  for (const char *word; (word = next_word(arena, &value));)
    list_push(arena, list, word);
}

/* -X path.name=value; whether there is such a variable is not asked here. */
static bool add_string(Arena *arena, Settings *s, const char *definition) {
  if (!strchr(definition, '=')) {
    fprintf(stderr, "escargo: -X flag requires argument of the form "
                    "importpath.name=value\n");
    return false;
  }
  list_push(arena, &s->strings, definition);
  s->compiler.strings = s->strings.items;
  s->compiler.nstrings = s->strings.len;
  return true;
}

/* -ldflags: of the flags of gc's linker -X and -B are obeyed. The others speak
   of what is in an executable beside the program. */
static bool set_ldflags(Arena *arena, Settings *s, const char *value) {
  static const char *const ignored[] = {"-s", "-w", "-linkmode", "-strictdups"};
  for (const char *word; (word = next_word(arena, &value));) {
    if (word[0] == '-' && word[1] == '-')
      word++;
    size_t len = strcspn(word, "=");
    bool known = false;
    for (size_t i = 0; i < COUNT(ignored) && !known; i++)
      known = strlen(ignored[i]) == len && memcmp(ignored[i], word, len) == 0;
    bool takes = len == 2 && strchr("XB", word[1]);
    if (takes) {
      const char *given = word[len] ? word + len + 1 : next_word(arena, &value);
      if (word[1] == 'B')
        s->build_id = given ? given : "";
      else if (!add_string(arena, s, given ? given : ""))
        return false;
    } else if (!known) {
      fprintf(stderr, "escargo: -ldflags: flag provided but not defined: %s\n",
              word);
      return false;
    }
  }
  return true;
}

/* Stores the value where the row says. */
static bool apply(Arena *arena, Settings *s, const Given *g) {
  const char *value = g->value ? g->value : "";
  void *at = (char *)s + g->flag->offset;
  switch ((FlagKind)g->flag->kind) {
  case FLAG_BOOL: return set_bool(at, g);
  case FLAG_COUNT: return set_count(at, g);
  case FLAG_LEVEL: *(int *)at = g->flag->level; return true;
  case FLAG_NUMBER: return set_number(at, g);
  case FLAG_STRING: *(const char **)at = value; return true;
  case FLAG_LIST: add_list(arena, at, value); return true;
  case FLAG_WORDS: add_words(arena, at, value); return true;
  case FLAG_LANG: return set_lang(s, value);
  case FLAG_DEBUG: return set_debug(s, value);
  case FLAG_GCFLAGS: return set_gcflags(arena, s, value);
  case FLAG_LDFLAGS: return set_ldflags(arena, s, value);
  case FLAG_TEST:
    list_push(arena, &s->test_flags,
              arena_printf(arena, "-test.%s=%s", g->flag->name,
                           g->value ? value : "true"));
    return true;
  case FLAG_IGNORED:
  case FLAG_IGNORED_VALUE: return true;
  }
  UNREACHABLE();
}

static bool is_help(const char *name) {
  return strcmp(name, "h") == 0 || strcmp(name, "help") == 0;
}

/* Takes argv[*i] (which begins with '-') apart, and its value. A flag of test
   that the table does not have is the test program's: g->flag is NULL. */
static bool take(Given *g, VerbId verb, char **argv, int argc, int *i) {
  const char *arg = argv[*i];
  const char *name = arg + (arg[1] == '-' ? 2 : 1);
  size_t len = strcspn(name, "=");
  if (len == 0 || name[0] == '-') {
    fprintf(stderr, "bad flag syntax: %s\n", arg);
    return false;
  }
  *g = (Given){.flag = find(verb, name, len),
               .name = name,
               .value = name[len] == '=' ? name + len + 1 : NULL};
  if (!g->flag && verb == VERB_TEST && !is_help(name))
    return true;
  if (!g->flag) {
    fprintf(stderr, "flag provided but not defined: -%.*s\n", (int)len, name);
    return false;
  }
  if (takes_value(g->flag) && !g->value) {
    if (*i + 1 >= argc) {
      fprintf(stderr, "flag needs an argument: -%s\n", name);
      return false;
    }
    g->value = argv[++*i];
  }
  return true;
}

static bool is_flag(const char *arg) { return arg[0] == '-' && arg[1]; }

/* The flags of test stand before and behind the packages. What the table does
   not have, what stands behind that, and all behind -args goes to the test
   program (gc: cmd/go/internal/test, testFlags):

     test -v ./a ./b -run X -update golden    packages ./a ./b
                                              program  -update golden */
static bool parse_test(Arena *arena, Settings *s, char **argv, int argc) {
  bool listed = false; /* the packages, or what ends their list */
  int i = 0;
  s->nargs = 0;
  while (i < argc) {
    Given g;
    int first = i;
    while (i < argc && !is_flag(argv[i]) && !listed)
      i++;
    if (i > first) {
      s->args = argv + first;
      s->nargs = i - first;
      listed = true;
    } else if (!is_flag(argv[i]) || strcmp(argv[i], "--") == 0) {
      break;
    } else if (strcmp(argv[i], "-args") == 0 ||
               strcmp(argv[i], "--args") == 0) {
      i++;
      break;
    } else if (!take(&g, s->verb, argv, argc, &i)) {
      return false;
    } else if (!g.flag) {
      listed = true;
      list_push(arena, &s->test_args, argv[i++]);
    } else if (!apply(arena, s, &g)) {
      return false;
    } else {
      i++;
    }
  }
  for (; i < argc; i++)
    list_push(arena, &s->test_args, argv[i]);
  return true;
}

/* Stops at the first argument that is no flag: it and the rest are `args`. */
bool options_parse(Arena *arena, Settings *s, char **argv, int argc) {
  int i = 0;
  if (s->verb == VERB_TEST)
    return parse_test(arena, s, argv, argc);
  for (; i < argc && is_flag(argv[i]); i++) {
    if (strcmp(argv[i], "--") == 0) {
      i++;
      break;
    }
    Given g;
    if (!take(&g, s->verb, argv, argc, &i) || !apply(arena, s, &g))
      return false;
  }
  s->args = argv + i;
  s->nargs = argc - i;
  return true;
}

/* The flags of a verb, one a line. */
void options_help(FILE *out, VerbId verb) {
  for (size_t i = 0; i < COUNT(flags); i++) {
    const Flag *f = &flags[i];
    if (!(f->verbs & (1 << verb)) || !f->help)
      continue;
    int width = fprintf(out, "  -%s%s%s", f->name, f->value ? " " : "",
                        f->value ? f->value : "");
    fprintf(out, "%*s%s\n", width < 18 ? 18 - width : 1, "", f->help);
  }
}
