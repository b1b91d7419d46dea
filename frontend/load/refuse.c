/*
 * refuse.c - what `go build` says before anything is compiled.
 *
 * The go command loads the whole program first. If an import cannot be
 * followed, it says so for every such import, in its own words, and no compiler
 * runs:
 *
 *   main.go:3:8: package nosuch is not in GOROOT (/usr/lib/go-1.19/src/nosuch)
 *   package m
 *           imports m/a
 *           imports m/b
 *           imports m/a: import cycle not allowed
 *
 * Packages are gone through depth first, a package's imports by name; what is
 * wrong with a package is said once, of the place where it was met first. The
 * messages are sorted by the import paths that they are about. Go's own packages
 * are not looked into. What only escargo refuses, and what is wrong inside of
 * files, is left to the checker.
 */
#include "frontend/load/load.h"

#include <stdlib.h>

/* An import as its first file has it. */
typedef struct Import {
  const char *path;
  const char *place; /* "main.go:3:8" */
} Import;

typedef LIST(Import) Imports;

/* A message about a package. */
typedef struct Refusal {
  const char *path, *text;
} Refusal;

/* A package on its way, or done. */
typedef struct Node {
  bool open, refused;
} Node;

typedef struct Refuser {
  Compiler *c;
  const char *root_dir;
  Map nodes;   /* Name of an import path -> Node */
  Names stack; /* import paths from the root to the package that is read */
  LIST(Refusal) refusals;
} Refuser;

/* ------------------------------------------------------------------ texts */

static void refuse(Refuser *r, const char *path, const char *text) {
  list_push(&r->c->arena, &r->refusals, ((Refusal){path, text}));
}

/* As the go command shows files: no "./" before them. */
static const char *place_text(Compiler *c, const Source *s, const char *at) {
  Place p = place_of(c, s->base + (Pos)(at - s->text));
  const char *path = path_shown(&c->arena, path_absolute(&c->arena, s->path));
  path += strncmp(path, "./", 2) == 0 ? 2 : 0;
  return arena_printf(&c->arena, "%s:%u:%u", path, p.real_line, p.real_col);
}

/* "package m\n\timports m/a", and `last` behind it. */
static const char *stack_text(Refuser *r, const char *last) {
  Text t = {0};
  for (uint32_t i = 0; i < r->stack.len; i++)
    text_printf(&t, "%s%s", i ? "\n\timports " : "package ", r->stack.items[i]);
  text_puts(&t, last);
  return text_take(&t, &r->c->arena);
}

/* Why no folder was found for a path. */
static const char *missing_text(Compiler *c, const char *path) {
  if (path[0] == '.')
    return arena_printf(&c->arena,
                        loader_of(c)->options.module_lang
                            ? "local import \"%s\" in non-local package"
                            : "\"%s\" is relative, but relative import paths "
                              "are not supported in module mode",
                        path);
  if (!dot_in_first_element(path))
    return why_not_in_goroot(c, path);
  return arena_printf(
      &c->arena, "no required module provides package %s%s%s", path,
      loader_of(c)->module.dir
          ? "; to add it:\n\tgo get "
          : ": go.mod file not found in current directory or any parent "
            "directory; see 'go help modules'",
      loader_of(c)->module.dir ? path : "");
}

/* The two packages of a folder's files that forbid each other; NULL: all are
   of one. */
static const char *two_packages(Compiler *c, const Folder *f) {
  const char *first = NULL;
  for (uint32_t i = 0; i < f->sources.len; i++) {
    const Source *s = f->sources.items[i];
    const char *name = header_package(&c->arena, s->text, s->len);
    if (*name == '\0' || (first && strcmp(name, first) == 0))
      continue;
    if (first)
      return arena_printf(&c->arena, "found packages %s (%s) and %s (%s) in %s",
                          first, path_base(f->sources.items[0]->path), name,
                          path_base(s->path), f->found.dir);
    first = name;
  }
  return NULL;
}

/* What is wrong with the folder of an import; NULL: nothing. */
static const char *folder_error(Refuser *r, const Folder *f, const Import *i) {
  Arena *a = &r->c->arena;
  const char *two = two_packages(r->c, f);
  if (f->excluded)
    return stack_text(r,
                      arena_printf(a, "\n\timports %s: %s", i->path, f->why));
  if (f->no_files)
    return arena_printf(a, "%s: %s", i->place, missing_text(r->c, i->path));
  if (f->why || two)
    return arena_printf(a, "%s: %s", i->place, f->why ? f->why : two);
  const Source *s = f->sources.items[0];
  if (strcmp(header_package(a, s->text, s->len), "main") == 0)
    return arena_printf(
        a, "%s: import \"%s\" is a program, not an importable package",
        i->place, i->path);
  return NULL;
}

/* ------------------------------------------------------------------- walk */

static void visit(Refuser *r, const Folder *f, Node *n, const char *path);

/* Characters that no import path may have: the checker says so. */
static const char forbidden[] = " !\"#$%&'()*,:;<=>?[]^`{|}\\";

/* Whether the go command would look for such a path. */
static bool is_plain_path(const char *path) {
  return *path && *path != '/' && !strpbrk(path, forbidden) &&
         strcmp(path, "unsafe") != 0 && strcmp(path, "C") != 0;
}

static int by_path(const void *pa, const void *pb) {
  return strcmp(((const Import *)pa)->path, ((const Import *)pb)->path);
}

static bool has_import(const Imports *list, const char *path) {
  for (uint32_t i = 0; i < list->len; i++)
    if (strcmp(list->items[i].path, path) == 0)
      return true;
  return false;
}

/* What a folder's files import, by name. */
static Imports imports_of(Compiler *c, const Folder *f) {
  Imports all = {0};
  for (uint32_t i = 0; i < f->sources.len; i++) {
    const Source *s = f->sources.items[i];
    ImportPaths paths = {0};
    header_imports(&c->arena, s->text, s->len, &paths);
    for (uint32_t k = 0; k < paths.len; k++)
      if (!has_import(&all, paths.items[k].path))
        list_push(&c->arena, &all,
                  ((Import){paths.items[k].path,
                            place_text(c, s, paths.items[k].at)}));
  }
  if (all.len > 1)
    qsort(all.items, all.len, sizeof *all.items, by_path);
  return all;
}

/* A path without a folder, or one whose folder may not be used. */
static void refuse_import(Refuser *r, const Import *i, const Found *f) {
  Arena *a = &r->c->arena;
  const Name *key = name_of(r->c, i->path);
  if (f->fault == FAULT_INTERNAL)
    refuse(r, i->path,
           stack_text(r, arena_printf(a, "\n\t%s: %s", i->place, f->why)));
  if (f->fault != FAULT_MISSING || map_has(&r->nodes, key))
    return;
  map_set(a, &r->nodes, key, NEW(a, Node));
  refuse(r, i->path,
         arena_printf(a, "%s: %s", i->place, missing_text(r->c, i->path)));
}

/* Goes on to what a package imports, unless it was there. */
static void follow(Refuser *r, const Import *i, const char *dir) {
  Compiler *c = r->c;
  Found f = find_import(c, i->path, dir);
  if (!f.dir) {
    refuse_import(r, i, &f);
    return;
  }
  if (f.origin != ORIGIN_PROGRAM)
    return;
  bool is_root = strcmp(f.dir, r->root_dir) == 0;
  const Name *key = name_of(c, is_root ? "" : f.path);
  Node *n = map_get(&r->nodes, key);
  if (n && n->open && !n->refused) {
    n->refused = true;
    refuse(
        r, i->path,
        stack_text(r, arena_printf(&c->arena,
                                   "\n\timports %s: import cycle not allowed",
                                   i->path)));
  }
  if (n)
    return;
  n = NEW(&c->arena, Node);
  map_set(&c->arena, &r->nodes, key, n);
  const Folder *folder = folder_of(c, &f);
  const char *error = folder_error(r, folder, i);
  if (error)
    refuse(r, i->path, error);
  n->refused = error != NULL;
  visit(r, folder, n, f.path);
}

static void visit(Refuser *r, const Folder *f, Node *n, const char *path) {
  Imports imports = imports_of(r->c, f);
  n->open = true;
  list_push(&r->c->arena, &r->stack, path);
  for (uint32_t i = 0; i < imports.len; i++)
    if (is_plain_path(imports.items[i].path))
      follow(r, &imports.items[i], f->found.dir);
  r->stack.len--;
  n->open = false;
}

/* By the path; those of one path keep their order. */
static void say_all(Refuser *r) {
  Refusal *list = r->refusals.items;
  for (uint32_t i = 1; i < r->refusals.len; i++)
    for (uint32_t k = i; k > 0 && strcmp(list[k - 1].path, list[k].path) > 0;
         k--) {
      Refusal swapped = list[k];
      list[k] = list[k - 1];
      list[k - 1] = swapped;
    }
  for (uint32_t i = 0; i < r->refusals.len; i++)
    diag_bare(r->c, "%s", list[i].text);
}

bool load_refuse(Compiler *c, const Folder *root, const char *path) {
  Refuser r = {.c = c, .root_dir = root->found.dir};
  Node *n = NEW(&c->arena, Node);
  map_set(&c->arena, &r.nodes, name_of(c, ""), n);
  const char *two = two_packages(c, root);
  if (two)
    refuse(&r, path, two);
  else
    visit(&r, root, n, path);
  say_all(&r);
  return r.refusals.len == 0;
}
