/*
 * compile.c - the verb that is the compiler proper, and what build shares with
 * it: the named files, and a compiler made ready for them.
 *
 *   escargo compile -o x.o x.go     one package -> one object
 *
 * It prints to standard error as it goes, with paths as given: as `go tool
 * compile`, it is the part that a build system would call. What the package
 * imports is read from source and analysed, because calls of it are expanded
 * and what they do with their arguments is known, but not compiled. Only Go's
 * library is kept in the cache (library.c).
 */
#include "driver/library.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

bool is_go_file(const char *name) {
  size_t n = strlen(name);
  return n > 3 && strcmp(name + n - 3, ".go") == 0;
}

/* Whether Go files are named, and no folder: their module counts for less. */
static bool names_files(const Settings *s) {
  return s->nargs > 0 && is_go_file(s->args[0]) && !path_is_dir(s->args[0]);
}

/* ------------------------------------------------------------------- units */

/* Those who build refuse what `go build` refuses; functions without a body can
   be explained, but not linked. Who stops before the back half needs no function
   bodies of imported packages. */
Unit unit_new(Job *job) {
  Settings *s = job->settings;
  Compiler *c = compiler_new();
  bool builds = s->verb != VERB_COMPILE;
  bool links = builds && s->verb != VERB_EXPLAIN && s->verb != VERB_EXPLORE;
  /* -D is for packages that one calls the compiler for, as gc's own tests do. */
  bool complete = links && !s->local_prefix;
  c->options = s->compiler;
  if (c->options.no_optimize)
    c->options.opt_level = 0;
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  c->options.color = isatty(STDERR_FILENO) && !(no_color && *no_color) &&
                     !(term && strcmp(term, "dumb") == 0);
  universe_init(c);
  load_configure(c, &(LoadOptions){.overlay = overlay_folder(&job->arena),
                                   .local_prefix = s->local_prefix,
                                   .test_path = s->test_path,
                                   .test_dir = s->test_dir,
                                   .includes = s->includes.items,
                                   .nincludes = s->includes.len,
                                   .tags = s->tags.items,
                                   .ntags = s->tags.len,
                                   .whole = builds || pipeline_needs_bodies(s),
                                   .strict = builds,
                                   .complete = complete,
                                   .module_lang = builds && !names_files(s)});
  return (Unit){
      .job = job, .settings = s, .c = c, .codegen = codegen_defaults(c)};
}

/* The process that keeps the library must not outlive the command. */
void unit_free(Unit *u) {
  if (u->writer)
    waitpid(u->writer, NULL, 0);
  compiler_free(u->c);
  if (u->scout)
    compiler_free(u->scout);
}

/* The files of the command line; false after a message. As in gc, `compile`
   takes any name. */
bool check_files(const Settings *s, int n) {
  for (int i = 0; i < n; i++) {
    if (s->verb != VERB_COMPILE && !is_go_file(s->args[i])) {
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

/* x.go -> x.o, x -> x.o, in the current folder. */
static const char *object_name(Job *job) {
  const Settings *s = job->settings;
  const char *base = path_base(s->args[0]);
  size_t len = strlen(base) - (is_go_file(base) ? strlen(".go") : 0);
  return s->output ? s->output
                   : arena_printf(&job->arena, "%.*s.o", (int)len, base);
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

/* Dumps need no object unless one was asked for. */
static int compile_body(Job *job) {
  Settings *s = job->settings;
  Unit u = unit_new(job);
  u.files = (const char *const *)s->args;
  u.nfiles = (uint32_t)s->nargs;
  bool only_dumps = s->dump && !s->output;
  library_find(&u);
  bool ok = pipeline_check(&u);
  if (ok && !u.done) {
    analyse_imports(&u);
    ok = write_object(&u, only_dumps ? NULL : object_name(job));
  }
  bool errors = diag_flush(u.c);
  if (s->print_assembly && ok && !errors)
    codegen_dump(u.c, u.package, &u.codegen, DUMP_ASM, stdout);
  unit_free(&u);
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
