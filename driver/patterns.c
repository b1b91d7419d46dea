/*
 * patterns.c - arguments that stand for many packages: "./...".
 *
 *   ./...             the packages in and below this folder: ./a ./a/b
 *   encoding/...      Go's own: encoding encoding/ascii85 ...
 *   example.com/m/... the module's
 *
 * Left out, as the go command does, are folders without Go files for this system
 * (tests count for `test` only), those named testdata or vendor or with "." or
 * "_" in front, and other modules.
 */
#include "driver/pipeline.h"
#include "frontend/load/load.h"

/* A walk below a folder, and the list that it fills. */
typedef struct Walk {
  Arena *a;
  Arguments *out;
  BuildTags tags; /* files that these exclude make no package */
  FileSet set;    /* nor do those that are not in here */
} Walk;

/* Folders that `...` does not stand for, by name. */
static bool is_skipped(const char *name) {
  return name[0] == '.' || name[0] == '_' || strcmp(name, "testdata") == 0 ||
         strcmp(name, "vendor") == 0;
}

/* A file that makes its folder a package. */
static bool counts(const Walk *w, const char *path, const char *name) {
  size_t len;
  const char *why;
  if (!file_in_set(w->set, name) || !file_name_matches(&w->tags, name))
    return false;
  const char *text = file_read(w->a, path, &len, &why);
  return text && (constraint_holds(&w->tags, text, len, &why) || why);
}

static void visit(Walk *w, const char *dir, const char *shown);

/* A folder's entry: goes into folders; whether a file that counts is `found`,
   now or before. */
static bool visit_entry(Walk *w, const char *dir, const char *shown,
                        const char *name, bool found) {
  const char *path = arena_printf(w->a, "%s/%s", dir, name);
  if (!path_is_dir(path))
    return found || counts(w, path, name);
  if (!is_skipped(name) && !path_is_file(arena_printf(w->a, "%s/go.mod", path)))
    visit(w, path, arena_printf(w->a, "%s/%s", shown, name));
  return found;
}

/* Adds `dir`, to be called `shown`, and what is below; before them in the list,
   but only if it has a Go file, which is known when it has been read. */
static void visit(Walk *w, const char *dir, const char *shown) {
  Names names = {0};
  uint32_t at = w->out->len;
  bool has_go = false;
  path_names(w->a, dir, &names);
  list_push(w->a, w->out, arena_printf(w->a, "%s", shown));
  for (uint32_t i = 0; i < names.len; i++)
    has_go = visit_entry(w, dir, shown, names.items[i], has_go);
  if (has_go)
    return;
  w->out->len--;
  for (uint32_t i = at; i < w->out->len; i++)
    w->out->items[i] = w->out->items[i + 1];
}

/* The folder that the part before "/..." names; NULL: there is none. */
static const char *base_folder(Compiler *c, Arena *a, const char *base) {
  if (base[0] == '.' || base[0] == '/')
    return path_is_dir(base) ? base : NULL;
  const char *here = path_absolute(a, ".");
  loader_of(c)->module = find_module(c, here);
  const Module *m = &loader_of(c)->module;
  size_t n = m->path ? strlen(m->path) : 0;
  const char *root = load_goroot(c);
  const char *dir =
      n && strncmp(base, m->path, n) == 0 && (base[n] == '/' || base[n] == '\0')
          ? arena_printf(a, "%s%s", m->dir, base + n)
          : arena_printf(a, "%s/src/%s", root ? root : "", base);
  return path_is_dir(dir) ? arena_printf(a, "%s", dir) : NULL;
}

void patterns_expand(Job *job, Arguments *out) {
  static const Found module_package = {.path = "", .origin = ORIGIN_PROGRAM};
  static const char dots[] = "/...";
  const Settings *s = job->settings;
  for (int i = 0; i < s->nargs; i++) {
    char *arg = s->args[i];
    size_t n = strlen(arg), tail = strlen(dots);
    if (n < tail || strcmp(arg + n - tail, dots) != 0) {
      list_push(&job->arena, out, arg);
      continue;
    }
    uint32_t before = out->len;
    Unit u = unit_new(job);
    const char *base = arena_strndup(&job->arena, arg, n - tail);
    const char *dir = base_folder(u.c, &job->arena, base);
    if (dir)
      visit(
          &(Walk){.a = &job->arena,
                  .out = out,
                  .tags = tags_of(loader_of(u.c), &module_package, false),
                  .set = s->verb == VERB_TEST ? FILES_WITH_TEST : FILES_PLAIN},
          dir, base);
    compiler_free(u.c);
    if (out->len == before)
      fprintf(stderr, "escargo: warning: \"%s\" matched no packages\n", arg);
  }
}
