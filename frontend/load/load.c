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
 *
 * The files themselves were read and parsed before, all at once (graph.c).
 */
#include "frontend/load/load.h"

/* Of a package on its way; the zero value, since an Entry is made before its
   package is read, is LOADING. */
typedef enum State {
  STATE_LOADING,
  STATE_DONE,
  STATE_FAILED
} State;

/* What is known of an import path. */
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

/* The folder of the package `path` holds nothing to build: as the go command
   puts it. */
static void say_empty(Compiler *c, const Folder *f, const char *path) {
  Names all = {0};
  path_names(&c->arena, f->found.dir, &all);
  bool tests = false;
  for (uint32_t i = 0; i < all.len; i++)
    tests |= file_in_set(FILES_OUTSIDE, all.items[i]);
  if (f->excluded)
    diag_bare(c, "package %s: %s", path, f->why);
  else if (tests && f->no_files)
    diag_bare(c, "go build %s: no non-test Go files in %s", path, f->found.dir);
  else
    diag_bare(c, "%s", f->why);
}

const char **load_list(Compiler *c, const char *dir, const char *path,
                       uint32_t *n) {
  Folder f = {.found.dir = path_absolute(&c->arena, dir), .found.path = dir};
  folder_read(c, &f);
  folder_report(c, &f);
  *n = f.sources.len;
  if (f.why) {
    say_empty(c, &f, path);
    return NULL;
  }
  const char **paths = NEW_ARRAY(&c->arena, const char *, f.sources.len);
  for (uint32_t i = 0; i < f.sources.len; i++)
    paths[i] = f.sources.items[i]->path;
  return paths;
}

/* ---------------------------------------------------------------- packages */

/* A package without files; path is its import path. */
static Package *package_new(Compiler *c, const char *path, const char *dir) {
  Package *p = NEW(&c->arena, Package);
  p->path = path;
  p->dir = dir;
  return p;
}

/* Gives p the files of its folder, with their errors, and what `go build` would
   tell the compiler of them. */
static void take_files(Compiler *c, Package *p, const Folder *f) {
  const LoadOptions *o = &loader_of(c)->options;
  if (o->strict)
    p->lang = f->found.lang;
  p->complete =
      o->complete && f->found.origin == ORIGIN_PROGRAM && !f->assembly;
  p->files = NEW_ARRAY(&c->arena, File *, f->sources.len);
  for (uint32_t i = 0; i < f->sources.len && !c->diags.full; i++) {
    parse_report(c, f->files[i]);
    p->files[p->nfiles++] = f->files[i];
  }
  if (p->nfiles)
    p->name = p->files[0]->package_name;
}

/* Files may come from several folders: the first one's is the package's. */
Folder *load_folder(Compiler *c, const char *const *paths, uint32_t n) {
  struct Loader *l = loader_of(c);
  if (l->main)
    return l->main;
  Folder *f = l->main = NEW(&c->arena, Folder);
  for (uint32_t i = 0; i < n; i++) {
    const char *why;
    Source *s = source_find(c, paths[i]); /* load_list may have read it */
    if (!s || s->std)
      s = source_load(c, paths[i], false, &why);
    if (s)
      list_push(&c->arena, &f->sources, s);
    else
      list_push(&c->arena, &f->unreadable, why);
  }
  l->main_dir = path_dir(&c->arena, path_absolute(&c->arena, paths[0]));
  /* The main package of tests lies elsewhere than what it tests. */
  l->module =
      find_module(c, l->options.test_dir ? l->options.test_dir : l->main_dir);
  f->found = (Found){.dir = l->main_dir,
                     .path = "main",
                     .lang = l->options.module_lang ? l->module.lang : 0};
  f->assembly = folder_has_assembly(c, &f->found);
  return f;
}

/* The package that is compiled: it is the bottom of the stack of importers. */
Package *load_files(Compiler *c, const char *const *paths, uint32_t n,
                    const char *import_path) {
  struct Loader *l = loader_of(c);
  Folder *f = load_folder(c, paths, n);
  folder_report(c, f);
  graph_parse(c, f);
  Package *p = package_new(c, import_path ? import_path : "main", l->main_dir);
  p->is_main_module = true;
  list_push(&c->arena, &l->stack, p);
  take_files(c, p, f);
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

/* The package that `escargo test` tests: it may be a program. */
static bool is_tested(Compiler *c, const char *path) {
  const char *tested = loader_of(c)->options.test_path;
  return tested && strcmp(path, tested) == 0;
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
  if (p->name && name_is(p->name, "main") && !is_tested(c, p->path))
    return arena_printf(&c->arena,
                        "import \"%s\" is a program, not an importable package",
                        p->path);
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
  Folder *folder = folder_of(c, f);
  folder_report(c, folder);
  const char *why = folder->why;
  if (why)
    return why;
  if (!folder->files)
    graph_parse(c, folder);
  Package *p = e->pkg = package_new(c, f->path, f->dir);
  p->is_main_module = f->origin != ORIGIN_STD;
  p->declarations_only = !l->options.whole;
  take_files(c, p, folder);
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

/* Meets the import of `path` by a package in from_dir: the Entry is made on the
   first, and answers all others. A package with errors is returned, too:
   l->failed stops whoever goes on. */
Package *load_import(Compiler *c, const char *path, Pos pos,
                     const char *from_dir, const char **why) {
  struct Loader *l = loader_of(c);
  (void)pos;
  if (strcmp(path, "unsafe") == 0)
    return c->universe->unsafe_package;
  Found f = find_import(c, path, from_dir);
  *why = f.why;
  if (*why)
    return NULL;
  ASSERT(f.dir); /* find_import gives one or the other */
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

/* Notes an import of p, once. */
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

/* A path that cannot be loaded is passed over here: the checker asks again and
   reports it where it is imported. */
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

static const char *copy_text(Compiler *c, const char *text) {
  return arena_strndup(&c->arena, text, strlen(text));
}

/* What c remembers of the packages is its own, that it may outlive the caller.
   Nobody is told why a package fails: whoever imports it will ask again. */
bool load_library(Compiler *c, const LibraryPackage *packages, uint32_t n) {
  struct Loader *l = loader_of(c);
  LibraryPackage *own = arena_copy(&c->arena, packages, n * sizeof *own);
  for (uint32_t i = 0; i < n; i++)
    own[i] =
        (LibraryPackage){copy_text(c, own[i].path), copy_text(c, own[i].dir)};
  bool ok = graph_parse_all(c, own, n);
  for (uint32_t i = 0; i < n && ok; i++) {
    const char *why;
    ok = load_import(c, own[i].path, NO_POS, own[i].dir, &why) && !l->failed &&
         c->diags.count == 0;
  }
  return ok && l->order.len == n;
}

/* Imports stand before what imports them. */
Package **loaded_packages(Compiler *c, uint32_t *n) {
  struct Loader *l = loader_of(c);
  *n = l->order.len;
  return l->order.items;
}
