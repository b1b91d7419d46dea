/*
 * load.c - the package graph: each package found, parsed and checked once.
 *
 * The compiled package comes from named files; what it imports is read from
 * source, too (there is no export format): a folder's files, minus tests and
 * what the build constraints exclude. Imports are loaded before the importer
 * is checked, depth first:
 *
 *   main -> a -> b        order: b, a, main
 *        -> b
 *
 * Each import path has an Entry, made before its package is read; meeting an
 * entry that is still being read is an import cycle. A path that could not be
 * loaded keeps its reason, so that every importer gives the same one.
 */
#include "frontend/load/load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

typedef enum State {
  STATE_LOADING,
  STATE_DONE,
  STATE_FAILED
} State;

typedef struct Entry {
  State state;
  Package *pkg;
  const char *why; /* STATE_FAILED */
} Entry;

struct Loader *loader_of(Compiler *c) {
  if (!c->loader)
    c->loader = NEW(&c->arena, struct Loader);
  return c->loader;
}

void load_configure(Compiler *c, const LoadOptions *o) {
  loader_of(c)->options = *o;
}

/* -------------------------------------------------------- files of a folder */

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *s, const char *suffix) {
  size_t n = strlen(s), m = strlen(suffix);
  return n >= m && strcmp(s + n - m, suffix) == 0;
}

typedef LIST(const char *) Names;

/* Adds the names of the .go files in dir but tests; false: unreadable. */
static bool read_dir(Compiler *c, const char *dir, Names *names) {
  DIR *d = opendir(dir);
  if (!d)
    return false;
  for (struct dirent *e; (e = readdir(d));)
    if (ends_with(e->d_name, ".go") && !ends_with(e->d_name, "_test.go") &&
        e->d_name[0] != '_' && e->d_name[0] != '.')
      list_push(&c->arena, names,
                arena_strndup(&c->arena, e->d_name, strlen(e->d_name)));
  closedir(d);
  return true;
}

static void sort_names(Names *names) {
  uint32_t n = 0;
  if (names->len)
    qsort(names->items, names->len, sizeof *names->items, by_name);
  for (uint32_t i = 0; i < names->len; i++)
    if (i == 0 || strcmp(names->items[i], names->items[n - 1]) != 0)
      names->items[n++] = names->items[i];
  names->len = n;
}

/* Names of f's Go files, its own and the overlay's. */
static bool read_names(Compiler *c, const Found *f, Names *names) {
  if (f->overlay)
    read_dir(c, f->overlay, names);
  bool ok =
      (f->overlay && is_replaced_package(f)) || read_dir(c, f->dir, names);
  sort_names(names);
  return ok;
}

/* The file of that name in f's package: the overlay goes first. */
static const char *file_path(Compiler *c, const Found *f, const char *name) {
  if (f->overlay) {
    const char *path = path_join(&c->arena, f->overlay, name);
    if (path_is_file(path))
      return path;
  }
  return path_shown(&c->arena, path_join(&c->arena, f->dir, name));
}

typedef LIST(Source *) Sources;

/* Reads the files of f's folder that belong to this build. */
static const char *read_sources(Compiler *c, const Found *f, Sources *out) {
  BuildTags tags = tags_of(loader_of(c), f);
  const char *shown = path_shown(&c->arena, f->dir);
  Names names = {0};
  if (!read_names(c, f, &names))
    return arena_printf(&c->arena, "cannot read %s: %s", shown,
                        strerror(errno));
  for (uint32_t i = 0; i < names.len; i++) {
    const char *error = NULL;
    if (!file_name_matches(&tags, names.items[i]))
      continue;
    Source *s = source_read(c, file_path(c, f, names.items[i]));
    if (s)
      s->std = f->origin == ORIGIN_STD;
    if (s && constraint_holds(&tags, s->text, s->len, &error))
      list_push(&c->arena, out, s);
    else if (error)
      return arena_printf(&c->arena, "%s: %s", s->path, error);
  }
  if (names.len && !out->len)
    return arena_printf(&c->arena,
                        "build constraints exclude all Go files in %s", shown);
  return out->len ? NULL : arena_printf(&c->arena, "no Go files in %s", shown);
}

const char **load_list(Compiler *c, const char *dir, uint32_t *n) {
  Found f = {.dir = path_absolute(&c->arena, dir), .path = dir};
  Sources sources = {0};
  const char *why = read_sources(c, &f, &sources);
  *n = sources.len;
  if (why) {
    diag_plain(c, "%s", why);
    return NULL;
  }
  const char **paths = NEW_ARRAY(&c->arena, const char *, sources.len);
  for (uint32_t i = 0; i < sources.len; i++)
    paths[i] = sources.items[i]->path;
  return paths;
}

/* ---------------------------------------------------------------- packages */

static Package *package_new(Compiler *c, const char *path, const char *dir) {
  Package *p = NEW(&c->arena, Package);
  p->path = path;
  p->dir = dir;
  return p;
}

static void parse_into(Compiler *c, Package *p, Source *const *sources,
                       uint32_t n) {
  p->files = NEW_ARRAY(&c->arena, File *, n);
  for (uint32_t i = 0; i < n && !c->diags.full; i++)
    p->files[p->nfiles++] = parse_source(c, sources[i]);
  if (p->nfiles)
    p->name = p->files[0]->package_name;
}

Package *load_files(Compiler *c, const char *const *paths, uint32_t n,
                    const char *import_path) {
  struct Loader *l = loader_of(c);
  Sources sources = {0};
  for (uint32_t i = 0; i < n; i++) {
    Source *s = source_read(c, paths[i]);
    if (s)
      list_push(&c->arena, &sources, s);
  }
  l->main_dir = path_dir(&c->arena, path_absolute(&c->arena, paths[0]));
  l->module = find_module(c, l->main_dir);
  Package *p = package_new(c, import_path ? import_path : "main", l->main_dir);
  p->is_main_module = true;
  list_push(&c->arena, &l->stack, p);
  parse_into(c, p, sources.items, sources.len);
  return p;
}

/* "m/a imports m/b imports m/a", from where the cycle begins. */
static const char *cycle_text(Compiler *c, const char *path) {
  struct Loader *l = loader_of(c);
  Text t = {0};
  text_puts(&t, "import cycle not allowed: ");
  uint32_t i = 0;
  while (i + 1 < l->stack.len && strcmp(l->stack.items[i]->path, path) != 0)
    i++;
  for (; i < l->stack.len; i++)
    text_printf(&t, "%s imports ", l->stack.items[i]->path);
  text_puts(&t, path);
  return text_take(&t, &c->arena);
}

/* What the package clauses rule out; NULL: nothing. */
static const char *refuse_names(Compiler *c, const Package *p) {
  for (uint32_t i = 1; i < p->nfiles; i++) {
    if (p->files[i]->package_name != p->name && p->name &&
        p->files[i]->package_name)
      return arena_printf(
          &c->arena, "found packages %s (%s) and %s (%s) in %s", p->name->text,
          path_base(p->files[0]->source->path), p->files[i]->package_name->text,
          path_base(p->files[i]->source->path), path_shown(&c->arena, p->dir));
  }
  if (p->name && name_is(p->name, "main"))
    return arena_printf(&c->arena,
                        "import \"%s\" is a program, not an importable package",
                        p->path);
  return NULL;
}

/* `go build` protects folders called internal: only what lies below their
   parent may import them. */
static const char *refuse_internal(Compiler *c, const Found *f,
                                   const char *from_dir) {
  const char *s = f->dir;
  while ((s = strstr(s, "/internal")) != NULL) {
    const char *end = s + strlen("/internal");
    if ((*end == '/' || *end == '\0') &&
        !path_below(from_dir,
                    arena_strndup(&c->arena, f->dir, (size_t)(s - f->dir))))
      return arena_printf(&c->arena, "use of internal package %s not allowed",
                          f->path);
    s = end;
  }
  return NULL;
}

/* ----------------------------------------------------------------- reading */

/* The import path of a spec; NULL: no string. */
static const char *import_path(Compiler *c, const Decl *d) {
  size_t len;
  const Expr *e = d->kind == DECL_IMPORT ? d->import.path : NULL;
  if (!e || e->kind != EXPR_LITERAL || e->sub != LIT_STRING ||
      (e->flags & EXPR_F_BAD_LIT))
    return NULL;
  const Const *v = const_from_literal(c, LIT_STRING, e->lit.text, e->lit.len);
  if (const_kind(v) != CONST_STRING)
    return NULL;
  const char *s = const_string_value(v, &len);
  return len && !memchr(s, '\0', len) ? arena_strndup(&c->arena, s, len) : NULL;
}

/* Why Go's own package p cannot be used: something that it imports. */
static const char *refuse_imports(Compiler *c, const Package *p) {
  for (uint32_t i = 0; i < p->nfiles; i++) {
    const File *file = p->files[i];
    for (uint32_t k = 0; k < file->n; k++) {
      const char *why = NULL, *path = import_path(c, file->decls[k]);
      if (path && !load_import(c, path, file->decls[k]->pos, p->dir, &why))
        return arena_printf(&c->arena, "%s imports %s: %s", p->path, path, why);
    }
  }
  return NULL;
}

/* Parses and checks the package of an entry; NULL or why it cannot be. */
static const char *read_package(Compiler *c, Entry *e, const Found *f) {
  struct Loader *l = loader_of(c);
  uint32_t errors = c->diags.count;
  Sources sources = {0};
  const char *why = read_sources(c, f, &sources);
  if (why)
    return why;
  Package *p = e->pkg = package_new(c, f->path, f->dir);
  p->is_main_module = f->origin != ORIGIN_STD;
  p->declarations_only = !l->options.whole;
  parse_into(c, p, sources.items, sources.len);
  list_push(&c->arena, &l->stack, p);
  why = refuse_names(c, p);
  if (!why && f->origin == ORIGIN_STD)
    why = refuse_imports(c, p);
  if (!why && c->diags.count == errors && !load_imports(c, p))
    check_package(c, p);
  l->stack.len--;
  if (why)
    return why;
  if (c->diags.count != errors && !l->failed)
    l->failed = p;
  list_push(&c->arena, &l->order, p);
  return NULL;
}

Package *load_import(Compiler *c, const char *path, Pos pos,
                     const char *from_dir, const char **why) {
  struct Loader *l = loader_of(c);
  (void)pos;
  if (strcmp(path, "unsafe") == 0)
    return c->universe->unsafe_package;
  Found f = find_package(c, path, from_dir);
  *why = f.why;
  if (f.dir && l->options.strict && f.origin != ORIGIN_INCLUDE)
    *why = refuse_internal(c, &f, from_dir);
  if (f.dir && l->options.whole && !*why && is_replaced_package(&f) &&
      !f.overlay)
    *why = "it knows gc's runtime from the inside, and escargo has no version "
           "of its own";
  if (*why)
    return NULL;
  ASSERT(f.dir); /* find_package gives one or the other */
  const Name *key = name_of(c, f.path);
  Entry *e = map_get(&l->packages, key);
  if (!e) {
    e = NEW(&c->arena, Entry);
    map_set(&c->arena, &l->packages, key, e);
    e->why = read_package(c, e, &f);
    e->state = e->why ? STATE_FAILED : STATE_DONE;
  }
  if (e->state == STATE_LOADING)
    *why = cycle_text(c, f.path);
  else
    *why = e->why;
  return *why ? NULL : e->pkg;
}

/* ----------------------------------------------------------------- imports */

static void add_import(Compiler *c, Package *p, Package *imported) {
  if (imported == c->universe->unsafe_package)
    p->uses_unsafe = true;
  for (uint32_t i = 0; i < p->imports.len; i++)
    if (p->imports.items[i] == imported)
      return;
  list_push(&c->arena, &p->imports, imported);
  if (p->height <= imported->height)
    p->height = imported->height + 1;
}

Package *load_imports(Compiler *c, Package *pkg) {
  struct Loader *l = loader_of(c);
  for (uint32_t i = 0; i < pkg->nfiles && !l->failed; i++) {
    File *file = pkg->files[i];
    for (uint32_t k = 0; k < file->n && !l->failed; k++) {
      const char *why, *path = import_path(c, file->decls[k]);
      Package *imported =
          path ? load_import(c, path, file->decls[k]->pos, pkg->dir, &why)
               : NULL;
      if (imported)
        add_import(c, pkg, imported);
    }
  }
  return l->failed;
}

Package **loaded_packages(Compiler *c, uint32_t *n) {
  struct Loader *l = loader_of(c);
  *n = l->order.len;
  return l->order.items;
}
