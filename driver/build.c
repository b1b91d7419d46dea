/*
 * build.c - the verbs that compile: build, run, compile.
 *
 *   compile   files -> one object; paths and messages as given
 *   build     files or folder -> all packages -> objects -> executable
 *   run       the same in a temporary folder, then runs it
 *
 * build and run print errors as the go command does: collected behind a line
 * "# import/path", with paths relative to the current folder.
 */
#include "driver/pipeline.h"
#include "frontend/load/load.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMMAND_LINE "command-line-arguments"

static bool is_go_file(const char *name) {
  size_t n = strlen(name);
  return n > 3 && strcmp(name + n - 3, ".go") == 0;
}

/* ------------------------------------------------------------------- units */

Unit unit_new(Job *job) {
  Settings *s = job->settings;
  Compiler *c = compiler_new();
  bool builds = s->verb != VERB_COMPILE;
  c->options = s->compiler;
  if (c->options.no_optimize)
    c->options.opt_level = 0;
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  c->options.color = isatty(STDERR_FILENO) && !(no_color && *no_color) &&
                     !(term && strcmp(term, "dumb") == 0);
  universe_init(c);
  load_configure(c, &(LoadOptions){.overlay = overlay_folder(&job->arena),
                                   .local_prefix = s->local_prefix,
                                   .includes = s->includes.items,
                                   .nincludes = s->includes.len,
                                   .tags = s->tags.items,
                                   .ntags = s->tags.len,
                                   .whole = builds,
                                   .strict = builds});
  return (Unit){
      .job = job, .settings = s, .c = c, .codegen = codegen_defaults(c)};
}

/* The files of the command line; false after a message. */
static bool check_files(const Settings *s, int n) {
  for (int i = 0; i < n; i++) {
    if (!is_go_file(s->args[i])) {
      fprintf(stderr, "escargo: named files must be .go files: %s\n",
              s->args[i]);
      return false;
    }
    for (int k = 0; k < i; k++)
      if (strcmp(s->args[i], s->args[k]) == 0) {
        fprintf(stderr, "escargo: file %s is named twice\n", s->args[i]);
        return false;
      }
  }
  return true;
}

/* ----------------------------------------------------------------- compile */

static const char *object_name(Job *job) {
  const Settings *s = job->settings;
  const char *base = path_base(s->args[0]);
  return s->output
             ? s->output
             : arena_printf(&job->arena, "%.*s.o", (int)strlen(base) - 3, base);
}

/* The back half of one package, with its object written whole or not. */
static bool write_object(Unit *u, const char *target) {
  Output out;
  codegen_init(&u->codegen);
  if (!target)
    return pipeline_generate(u);
  if (!output_begin(u->job, &out, target))
    return false;
  u->object = out.temp;
  if (pipeline_generate(u) && !u->done)
    return output_commit(u->job, &out, false);
  output_abandon(u->job, &out);
  return u->done;
}

static int compile_body(Job *job) {
  Settings *s = job->settings;
  Unit u = unit_new(job);
  u.files = (const char *const *)s->args;
  u.nfiles = (uint32_t)s->nargs;
  bool only_dumps = s->dump && !s->output;
  bool ok = pipeline_check(&u) &&
            (u.done || write_object(&u, only_dumps ? NULL : object_name(job)));
  bool errors = diag_flush(u.c);
  if (s->print_assembly && ok && !errors)
    codegen_dump(u.c, u.package, &u.codegen, DUMP_ASM, stdout);
  compiler_free(u.c);
  return ok && !errors ? EXIT_OK : EXIT_ERRORS;
}

int run_compile(Settings *s) {
  if (s->nargs == 0) {
    fputs("escargo: no go files listed\n", stderr);
    usage_error(s->verb);
    return EXIT_USAGE;
  }
  if (!check_files(s, s->nargs) || !pipeline_knows_dumps(s))
    return EXIT_USAGE;
  return job_run(s, false, compile_body);
}

/* ------------------------------------------------------------------- build */

/* What build and run are asked to make. */
typedef struct Target {
  const char *const *files; /* as to be printed */
  uint32_t nfiles;
  const char *import_path; /* in the "# ..." line */
  const char *name;        /* of the executable */
} Target;

/* Named files: "./x.go"; all in one folder. */
static bool target_files(Unit *u, int n, Target *t) {
  Arena *a = &u->job->arena;
  char **args = u->settings->args;
  const char **files = NEW_ARRAY(a, const char *, n);
  const char *dir = path_dir(a, path_clean(a, args[0]));
  for (int i = 0; i < n; i++) {
    const char *other = path_dir(a, path_clean(a, args[i]));
    if (strcmp(dir, other) != 0) {
      diag_plain(u->c,
                 "named files must all be in one directory; have %s and %s",
                 dir, other);
      return false;
    }
    files[i] = path_shown(a, args[i]);
  }
  const char *base = path_base(args[0]);
  *t = (Target){.files = files,
                .nfiles = (uint32_t)n,
                .import_path = COMMAND_LINE,
                .name = arena_strndup(a, base, strlen(base) - 3)};
  return true;
}

/* A folder: its files; named after its place in the module or itself. */
static bool target_dir(Unit *u, const char *dir, Target *t) {
  Arena *a = &u->job->arena;
  const char *abs = path_absolute(a, dir);
  Module m = find_module(u->c, abs);
  const char *path =
      m.path
          ? path_clean(a, arena_printf(a, "%s%s", m.path, abs + strlen(m.dir)))
          : path_base(abs);
  *t = (Target){.import_path = path, .name = path_base(path)};
  if (!path_is_dir(abs)) {
    diag_plain(u->c, "%s: no such file or directory", dir);
    return false;
  }
  t->files = load_list(u->c, abs, &t->nfiles);
  return t->files != NULL;
}

/* How many of the arguments name what is to be built. */
static int count_sources(const Settings *s) {
  int n = 0;
  if (s->verb == VERB_BUILD)
    return s->nargs;
  while (n < s->nargs && is_go_file(s->args[n]))
    n++;
  return n ? n : s->nargs > 0;
}

static bool find_target(Unit *u, Target *t) {
  const Settings *s = u->settings;
  int n = count_sources(s);
  if (n == 0)
    return target_dir(u, ".", t);
  if (n == 1 && (path_is_dir(s->args[0]) || !is_go_file(s->args[0])))
    return target_dir(u, s->args[0], t);
  return target_files(u, n, t);
}

/* Compiles all packages into the job's folder. */
static const char **compile_packages(Unit *u, uint32_t *n) {
  Arena *a = &u->job->arena;
  Package *main = u->package, **imported = loaded_packages(u->c, n);
  const char **objects = NEW_ARRAY(a, const char *, *n + 1);
  codegen_init(&u->codegen);
  for (uint32_t i = 0; i <= *n; i++) {
    u->package = i < *n ? imported[i] : main;
    if (u->settings->verbose)
      fprintf(stderr, "%s\n", i < *n ? u->package->path : COMMAND_LINE);
    u->object = objects[i] = arena_printf(a, "%s/%u.o", u->job->dir, i);
    if (!pipeline_generate(u))
      return NULL;
  }
  u->package = main;
  *n += 1;
  return objects;
}

static bool link_objects(Unit *u, const char **objects, uint32_t n,
                         const char *output) {
  Output out;
  LinkOptions link = {.linker = u->settings->linker,
                      .runtime = runtime_archive(&u->job->arena),
                      .objects = objects,
                      .nobjects = n,
                      .trace = u->settings->print_commands};
  if (!output_begin(u->job, &out, output))
    return false;
  if (link_program(u->c, &link, out.temp))
    return output_commit(u->job, &out, true);
  output_abandon(u->job, &out);
  return false;
}

/* -o FILE, -o DIR/ or the default name. */
static const char *executable_name(const Unit *u, const Target *t) {
  Arena *a = &u->job->arena;
  const char *o = u->settings->output;
  if (u->settings->verb == VERB_RUN)
    return arena_printf(a, "%s/%s", u->job->dir, t->name);
  if (!o)
    return t->name;
  size_t len = strlen(o);
  bool is_dir = path_is_dir(o) || (len && o[len - 1] == '/');
  return is_dir ? path_join(a, o, t->name) : o;
}

/* All steps; false after errors, which may still wait in c->diags. The
   executable's name goes to *output: NULL for a package that is not main,
   which is compiled only. */
static bool build_target(Unit *u, Target *t, const char **output) {
  uint32_t n;
  if (!find_target(u, t))
    return false;
  u->files = t->files;
  u->nfiles = t->nfiles;
  if (!pipeline_check(u))
    return false;
  bool is_main = name_is(u->package->name, "main");
  if (!is_main && u->settings->verb == VERB_RUN) {
    fprintf(stderr, "package %s is not a main package\n", t->import_path);
    return false;
  }
  const char **objects = compile_packages(u, &n);
  if (!objects || !is_main)
    return objects != NULL;
  *output = executable_name(u, t);
  return link_objects(u, objects, n, *output);
}

/* Prints what was collected, under the name of the package it is about. */
static void print_errors(const Unit *u, const Target *t, const char *text) {
  const Package *p = u->package;
  bool imported = p && p->nfiles && p->files[0]->source &&
                  strcmp(p->dir, loader_of(u->c)->main_dir) != 0;
  if (*text && p && p->nfiles)
    fprintf(stderr, "# %s\n", imported ? p->path : t->import_path);
  fputs(text, stderr);
}

/* build_target with its errors printed as the go command does. */
static bool build(Job *job, const char **output) {
  Unit u = unit_new(job);
  Target t = {0};
  char *text = NULL;
  size_t len;
  FILE *errors = u.c->err = open_memstream(&text, &len);
  *output = NULL;
  bool ok = build_target(&u, &t, output);
  ok = !diag_flush(u.c) && ok;
  fclose(errors);
  print_errors(&u, &t, text);
  free(text);
  compiler_free(u.c);
  return ok;
}

static int build_body(Job *job) {
  const char *output;
  return build(job, &output) ? EXIT_OK : EXIT_ERRORS;
}

int run_build(Settings *s) {
  bool folder = s->nargs == 1 && path_is_dir(s->args[0]);
  if (!folder && !check_files(s, s->nargs))
    return EXIT_USAGE;
  return job_run(s, true, build_body);
}

/* --------------------------------------------------------------------- run */

/* As os/exec words it: "exit status 3", "signal: killed (core dumped)". */
static void print_status(int status) {
  if (WIFEXITED(status)) {
    fprintf(stderr, "exit status %d\n", WEXITSTATUS(status));
    return;
  }
  char name[64];
  snprintf(name, sizeof name, "%s", strsignal(WTERMSIG(status)));
  if (name[0] >= 'A' && name[0] <= 'Z')
    name[0] = (char)(name[0] - 'A' + 'a');
  fprintf(stderr, "signal: %s%s\n", name,
          WCOREDUMP(status) ? " (core dumped)" : "");
}

static int run_body(Job *job) {
  Settings *s = job->settings;
  const char *output;
  if (!build(job, &output))
    return EXIT_ERRORS;
  ASSERT(output); /* what is not main was refused */
  int skip = count_sources(s), n = s->nargs - skip;
  char **argv = NEW_ARRAY(&job->arena, char *, n + 2);
  argv[0] = arena_strndup(&job->arena, output, strlen(output));
  for (int i = 0; i < n; i++)
    argv[i + 1] = s->args[skip + i];
  int status = job_spawn(job, argv);
  if (status == 0)
    return EXIT_OK;
  if (status > 0)
    print_status(status);
  return EXIT_ERRORS;
}

int run_run(Settings *s) {
  int n = count_sources(s);
  if (n == 0) {
    fputs("escargo: no go files listed\n", stderr);
    return EXIT_USAGE;
  }
  if (n > 1 && !check_files(s, n))
    return EXIT_USAGE;
  return job_run(s, true, run_body);
}
