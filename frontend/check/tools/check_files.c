/*
 * check_files.c - parser and type checker alone, for tests and measurements.
 *
 *   check_files [FLAGS] FILE...       checks the files as one package
 *   check_files [FLAGS] -import PATH  checks a package found by import path
 *
 *   -e -C -complete -std -+           as for the compiler
 *   -lang=go1.N -p=PATH -D=PREFIX -I=DIR
 *   -whole                            bodies of imported packages, too
 *   -time                             seconds and lines a second, to stdout
 *
 * Exit status 1: there were errors.
 */
#include <stdlib.h>
#include <time.h>

#include "frontend/load/load.h"

/* What the command line asks for, beyond Compiler.options. */
typedef struct Flags {
  LoadOptions load;
  const char *import_path;
  const char *includes[16];
  bool time;
} Flags;

/* What follows `flag` in arg; NULL: arg is another flag. */
static const char *value_of(const char *arg, const char *flag) {
  size_t n = strlen(flag);
  return strncmp(arg, flag, n) == 0 ? arg + n : NULL;
}

static bool set_flag(Options *o, const char *arg) {
  struct {
    const char *flag;
    bool *to;
  } switches[] = {
      {"-e",        &o->all_errors},
      {"-C",        &o->no_columns},
      {"-complete", &o->complete  },
      {"-std",      &o->std       },
      {"-+",        &o->runtime   },
  };
  for (size_t i = 0; i < COUNT(switches); i++)
    if (strcmp(arg, switches[i].flag) == 0)
      return *switches[i].to = true;
  return false;
}

/* Unknown flags are ignored. */
static void parse_flag(Compiler *c, Flags *f, const char *arg) {
  const char *v;
  if (set_flag(&c->options, arg))
    return;
  if ((v = value_of(arg, "-lang=go1.")))
    c->options.lang = atoi(v);
  else if ((v = value_of(arg, "-p=")))
    c->options.import_path = v;
  else if ((v = value_of(arg, "-D=")))
    f->load.local_prefix = v;
  else if ((v = value_of(arg, "-I=")) && f->load.nincludes < 16)
    f->includes[f->load.nincludes++] = v;
  else if (strcmp(arg, "-whole") == 0)
    f->load.whole = true;
  else if (strcmp(arg, "-time") == 0)
    f->time = true;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t lines_of(const SourceRange *range) {
  size_t lines = 0;
  for (uint32_t i = 0; i < range->files.len; i++)
    for (uint32_t k = 0; k < range->files.items[i]->len; k++)
      lines += range->files.items[i]->text[k] == '\n';
  return lines;
}

/* Of everything that was read, imported packages included. */
static size_t count_lines(const Compiler *c) {
  return lines_of(&c->sources.program) + lines_of(&c->sources.std);
}

/* Errors are left in c->diags; only an import that is not found prints at
   once. */
static void check(Compiler *c, const Flags *f, const char *const *files,
                  uint32_t n) {
  const char *why = NULL;
  if (f->import_path) {
    if (!load_import(c, f->import_path, NO_POS, ".", &why))
      printf("cannot import %s: %s\n", f->import_path, why ? why : "");
    return;
  }
  Package *p = load_files(c, files, n, c->options.import_path);
  if (c->diags.syntax_errors == 0 && !load_imports(c, p))
    check_package(c, p);
}

int main(int argc, char **argv) {
  Compiler *c = compiler_new();
  Flags f = {0};
  universe_init(c);
  c->err = stdout;
  int i = 1;
  for (; i < argc && argv[i][0] == '-'; i++)
    if (strcmp(argv[i], "-import") == 0 && i + 1 < argc)
      f.import_path = argv[++i];
    else
      parse_flag(c, &f, argv[i]);
  f.load.includes = f.includes;
  load_configure(c, &f.load);
  double start = now();
  check(c, &f, (const char *const *)argv + i, (uint32_t)(argc - i));
  double seconds = now() - start;
  bool failed = diag_flush(c);
  if (f.time) {
    size_t lines = count_lines(c);
    printf("%zu lines, %.3f s, %.2f Mlines/s, %zu bytes\n", lines, seconds,
           (double)lines / seconds / 1e6, c->arena.total);
  }
  return failed;
}
