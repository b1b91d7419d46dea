/*
 * build.c - the verbs that make programs: build, run.
 *
 *   build     files or folder -> all packages -> objects -> executable
 *   run       the same in a temporary folder, then runs it
 *
 * Both print what compilers say as the go command does: collected behind a
 * line "# import/path", with paths relative to the current folder.
 *
 * A program that was built before from the same files is found by one hash
 * (keys.c) and copied, before anything is parsed. What was printed then is
 * printed again.
 *
 *   escargo build ./cmd/x        target: its files, import path, name "x"
 *     keys_of, cache_find        found: copy the executable, done
 *     library_prepare            Go's own packages, from a snapshot or read
 *     pipeline_check             parse, load, check
 *     build_packages             objects, from the cache or made
 *     link_objects, cache_keep   a.out in the job's folder, then its copy
 */
#include "driver/library.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

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
  t->files = load_list(u->c, abs, path, &t->nfiles);
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

/* An import path: of the module or one of Go's own, cmd/gofmt say. */
static bool target_package(Unit *u, const char *path, Target *t) {
  const char *here = path_absolute(&u->job->arena, ".");
  struct Loader *l = loader_of(u->c);
  l->module = find_module(u->c, here);
  Found f = find_package(u->c, path, here);
  if (f.dir)
    return target_dir(u, f.dir, t);
  diag_plain(u->c, "%s", f.why);
  return false;
}

/* By the form of the arguments: Go files, a folder, or an import path; false
   after a message. */
static bool find_target(Unit *u, Target *t) {
  const Settings *s = u->settings;
  int n = count_sources(s);
  const char *first = n ? s->args[0] : ".";
  if (n > 1 || (is_go_file(first) && !path_is_dir(first)))
    return target_files(u, n, t);
  if (strchr("./", first[0]) || path_is_dir(first))
    return target_dir(u, first, t);
  return target_package(u, first, t);
}

/* Links the objects of all packages with the runtime to `output`. */
static bool link_objects(Unit *u, const Build *all, const char *output) {
  Arena *a = &u->job->arena;
  const char **objects = NEW_ARRAY(a, const char *, all->n);
  for (uint32_t i = 0; i < all->n; i++)
    objects[i] = all->built[i].object;
  LinkOptions link = {.linker = u->settings->linker,
                      .runtime = runtime_archive(a),
                      .objects = objects,
                      .nobjects = all->n,
                      .static_link = u->settings->static_link,
                      .build_id = u->settings->build_id,
                      .trace = u->settings->print_commands};
  return link_program(u->c, &link, output);
}

/* -o FILE, -o DIR/, which is made, or the default name. */
static const char *executable_name(const Unit *u, const Target *t) {
  Arena *a = &u->job->arena;
  const char *o = u->settings->output;
  if (u->settings->verb != VERB_BUILD && !o)
    return arena_printf(a, "%s/%s", u->job->dir, t->name);
  if (!o)
    return t->name;
  size_t len = strlen(o);
  bool is_dir = path_is_dir(o) || (len && o[len - 1] == '/');
  if (is_dir)
    mkdir(o, 0777); /* if that fails, so does writing, with a message */
  return is_dir ? path_join(a, o, t->name) : o;
}

/* What was asked to be watched happens even if its result is known. */
static bool may_reuse(const Settings *s) {
  return !s->rebuild && !s->time && !s->verify && !s->print_commands &&
         !s->keep_work;
}

/* A build: what is made, with what is known of it. */
typedef struct Making {
  Unit u;
  Target target;
  Cache cache;
  Keys keys;
  Text said;          /* what is to be printed, and again next time */
  const char *output; /* the executable; NULL: the package is not main */
} Making;

/* Copies a finished executable to where it was asked for. */
static bool copy_program(Making *m, const char *from) {
  Output out;
  if (!output_begin(m->u.job, &out, m->output))
    return false;
  if (output_copy(&out, from))
    return output_commit(m->u.job, &out, true);
  output_abandon(m->u.job, &out);
  return false;
}

/* The program as it was made before; *ok says whether it could be copied. An
   empty file stands for a package that is not main. */
static bool reuse(Making *m, bool *ok) {
  CacheEntry entry;
  const Settings *s = m->u.settings;
  if (!m->keys.known || !may_reuse(s) ||
      !cache_find(&m->cache, &m->keys.program, &entry))
    return false;
  bool is_program = !file_is_empty(entry.path);
  if (!is_program && s->verb == VERB_RUN)
    return false; /* which is an error */
  text_puts(&m->said, entry.text);
  m->output = is_program ? executable_name(&m->u, &m->target) : NULL;
  *ok = !is_program || copy_program(m, entry.path);
  return true;
}

/* Under a line with the name of the package that they are about. */
static void say_notes(Making *m, const Build *all) {
  for (uint32_t i = 0; i < all->n; i++) {
    const Built *b = &all->built[i];
    if (*b->notes)
      text_printf(&m->said, "# %s\n%s",
                  i + 1 < all->n ? b->package->path : all->name, b->notes);
  }
}

/* As gc's linker says it. */
static bool has_main(Unit *u) {
  const Object *o = scope_lookup_here(u->package->scope, name_of(u->c, "main"));
  if (o && o->kind == OBJ_FUNC)
    return true;
  diag_bare(u->c, "runtime.main_main·f: function main is undeclared in the "
                  "main package");
  return false;
}

/* Links in the job's folder, keeps the result, puts it where it belongs. */
static bool finish(Making *m, const Build *all, bool is_main) {
  const char *temp = arena_printf(&m->u.job->arena, "%s/a.out", m->u.job->dir);
  if (is_main && !has_main(&m->u))
    return false;
  if (is_main && !link_objects(&m->u, all, temp))
    return false;
  if (!is_main && !file_write_empty(temp))
    return false;
  if (m->keys.known)
    cache_keep(&m->cache, &m->keys.program, temp,
               m->said.data ? m->said.data : "");
  if (!is_main)
    return true;
  m->output = executable_name(&m->u, &m->target);
  return copy_program(m, temp);
}

/* All steps; false after errors, which may still wait in c->diags. */
static bool make_target(Making *m) {
  Unit *u = &m->u;
  bool ok;
  if (!find_target(u, &m->target))
    return false;
  u->files = m->target.files;
  u->nfiles = m->target.nfiles;
  m->keys = keys_of(u);
  if (reuse(m, &ok))
    return ok;
  Folder *root = load_folder(u->c, u->files, u->nfiles);
  if (!load_refuse(u->c, root, m->target.import_path))
    return false;
  library_prepare(u, &m->cache, &m->keys);
  if (!pipeline_check(u))
    return false;
  bool is_main = name_is(u->package->name, "main");
  if (!is_main && u->settings->verb == VERB_RUN) {
    fprintf(stderr, "package %s is not a main package\n",
            m->target.import_path);
    return false;
  }
  Build all = {.name = m->target.import_path};
  if (!build_packages(u, &m->cache, &m->keys, &all))
    return false;
  say_notes(m, &all);
  return finish(m, &all, is_main);
}

/* Adds what was collected, under the name of the package it is about. */
static void say_errors(Making *m, const char *text) {
  const Package *p = m->u.package;
  bool imported = p && p->nfiles && p->files[0]->source &&
                  strcmp(p->dir, loader_of(m->u.c)->main_dir) != 0;
  if (*text && p && p->nfiles)
    text_printf(&m->said, "# %s\n", imported ? p->path : m->target.import_path);
  text_puts(&m->said, text);
}

/* What is printed goes to stderr at the end, as one piece; *output is the
   executable, NULL if the package is not main. */
bool build_program(Job *job, const char **output) {
  Making m = {.u = unit_new(job), .cache = cache_open(&job->arena)};
  char *text = NULL;
  size_t len;
  FILE *errors = m.u.c->err = open_memstream(&text, &len);
  bool ok = make_target(&m);
  ok = !diag_flush(m.u.c) && ok;
  fclose(errors);
  say_errors(&m, text);
  free(text);
  fwrite(m.said.data, 1, m.said.len, stderr);
  text_free(&m.said);
  unit_free(&m.u);
  *output = m.output;
  return ok;
}

/* Several packages: each on its own. Programs are kept only if -o names a
   folder for them. */
static bool build_each(Job *job, const Arguments *packages) {
  Settings *s = job->settings, saved = *s;
  bool ok = true;
  for (uint32_t i = 0; i < packages->len; i++) {
    const char *output;
    s->args = &packages->items[i];
    s->nargs = 1;
    if (!saved.output)
      s->output = arena_printf(&job->arena, "%s/", job->dir);
    ok = build_program(job, &output) && ok;
  }
  *s = saved;
  return ok;
}

static bool has_pattern(const Settings *s) {
  for (int i = 0; i < s->nargs; i++)
    if (strstr(s->args[i], "..."))
      return true;
  return false;
}

/* Whether folders, import paths or patterns are named, and no Go files. */
static bool names_packages(const Settings *s) {
  for (int i = 0; i < s->nargs; i++)
    if (is_go_file(s->args[i]) && !path_is_dir(s->args[i]))
      return false;
  return s->nargs > 0;
}

/* One target is built and kept; several, or a pattern, one by one. */
static int build_body(Job *job) {
  const char *output;
  Settings *s = job->settings;
  if (s->nargs < 2 && !has_pattern(s))
    return build_program(job, &output) ? EXIT_OK : EXIT_ERRORS;
  Arguments packages = {0};
  if (names_packages(s))
    patterns_expand(job, &packages);
  bool ok = packages.len ? build_each(job, &packages)
                         : has_pattern(s) || build_program(job, &output);
  return ok ? EXIT_OK : EXIT_ERRORS;
}

int run_build(Settings *s) {
  if (!names_packages(s) && !check_files(s, s->nargs))
    return EXIT_USAGE;
  return job_run(s, true, build_body);
}

/* --------------------------------------------------------------------- run */

/* The worker's part of run_run: 0, or 1 with the program's own status
   printed. */
static int run_body(Job *job) {
  Settings *s = job->settings;
  const char *output;
  if (!build_program(job, &output))
    return EXIT_ERRORS;
  ASSERT(output); /* what is not main was refused */
  int skip = count_sources(s), n = s->nargs - skip;
  char **args, **argv = job_program_argv(job, output, (uint32_t)n, &args);
  for (int i = 0; i < n; i++)
    args[i] = s->args[skip + i];
  int status = job_spawn(job, argv);
  if (status == 0)
    return EXIT_OK;
  if (status > 0)
    job_print_status(stderr, status);
  return EXIT_ERRORS;
}

/* The program's arguments begin behind the Go files. */
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
