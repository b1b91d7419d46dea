/*
 * driver.h - private to the driver: what the command line asked for, and the
 * parts that carry it out.
 *
 *   main.c      picks the verb
 *   options.c   one table of flags: parsing, help text
 *   pipeline.c  the ordered table of passes over one package
 *   verbs.c     the table of verbs; version, env, help
 *   compile.c   compile
 *   build.c     build, run
 *   packages.c  all packages of a program through the back half
 *   library.c   Go's own packages, ready before the program is looked at
 *   cache.c     results of former builds; keys.c: what they depend on
 *   test.c      test
 *   explain.c   explain, explore
 *   job.c       the compiler's thread, temporary files, children, signals
 *   output.c    files that appear whole or not at all
 */
#ifndef DRIVER_DRIVER_H
#define DRIVER_DRIVER_H

#include "base/base.h"

#define ESCARGO_VERSION "0.1.0"
#define GO_VERSION      "go1.19"

/* Exit statuses: errors of the program, wrong usage of the command. */
enum {
  EXIT_OK = 0,
  EXIT_ERRORS = 1,
  EXIT_USAGE = 2
};

typedef enum VerbId {
  VERB_BUILD,
  VERB_RUN,
  VERB_TEST,
  VERB_COMPILE,
  VERB_EXPLAIN,
  VERB_EXPLORE,
  VERB_VERSION,
  VERB_ENV,
  VERB_CLEAN,
  VERB_HELP,
  VERB_COUNT
} VerbId;

/* What the flags of a verb set. Zero but for settings_default. */
typedef struct Settings {
  VerbId verb;
  Options compiler;              /* becomes Compiler.options */
  const char *output;            /* -o */
  const char *stop;              /* last pass; NULL: all */
  const char *dump;              /* -dump=: comma-separated names of passes */
  const char *linker;            /* -ld */
  const char *local_prefix;      /* -D */
  LIST(const char *) includes;   /* -I */
  LIST(const char *) tags;       /* -tags */
  const char *build_id;          /* -ldflags=-B */
  LIST(const char *) strings;    /* -ldflags=-X; compiler.strings is the same */
  bool verbose;                  /* -v: names of packages */
  bool print_commands;           /* -x */
  bool keep_work;                /* -work */
  bool rebuild;                  /* -a: as if nothing was cached */
  bool clean_cache;              /* -cache */
  bool flags_for_all;            /* -gcflags=all=...: for imports, too */
  bool time;                     /* -time: seconds per pass on stderr */
  bool verify;                   /* -verify: check every hand-off */
  bool print_assembly;           /* -S */
  bool static_link;              /* -static */
  bool only_build;               /* -c: do not run the test program */
  LIST(const char *) exec;       /* -exec: in front of the program */
  LIST(const char *) test_flags; /* of the test program: -test.run=X ... */
  LIST(const char *) test_args;  /* of the test program, as they were given */
  const char *test_path;         /* import path under test; NULL: none */
  const char *test_dir;          /* its folder */
  char **args;                   /* what follows the flags */
  int nargs;
} Settings;

/* ---------------------------------------------------------- options.c -- */

Settings settings_default(VerbId verb);
/* Consumes the flags of argv; false after a message (usage, status 2).
   Strings are kept by reference, lists in `arena`. */
bool options_parse(Arena *arena, Settings *s, char **argv, int argc);
/* The lines "  -o FILE ..." of a verb's help. */
void options_help(FILE *out, VerbId verb);

/* ------------------------------------------------------------ verbs.c -- */

typedef struct Verb {
  const char *name;
  const char *usage;   /* after "usage: " */
  const char *summary; /* one line of `escargo help` */
  const char *details; /* paragraphs of `escargo help VERB` */
  int (*run)(Settings *s);
} Verb;
extern const Verb verbs[VERB_COUNT];
/* VERB_COUNT if there is none of that name. */
VerbId verb_find(const char *name);
void usage_error(VerbId verb); /* the two lines after a wrong flag */

/* ---------------------------------------------------------- compile.c -- */

int run_compile(Settings *s);
bool is_go_file(const char *name);
/* Whether the first n arguments may be compiled together; complains. */
bool check_files(const Settings *s, int n);

/* ------------------------------------------------------------ build.c -- */

int run_build(Settings *s);
int run_run(Settings *s);
/* test.c */
int run_test(Settings *s);
/* explain.c */
int run_explain(Settings *s);
int run_explore(Settings *s);
/* libescargo-rt.a, beside this executable or where it was installed. */
const char *runtime_archive(Arena *a);
/* The folder of Go files that replace or join Go's own; NULL: none. */
const char *overlay_folder(Arena *a);

#endif
