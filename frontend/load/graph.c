/*
 * graph.c - the folders of a program, read before anything is parsed.
 *
 * From the named files on, each import's folder is found and read once, level
 * by level, with only the imports at the top of each file looked at:
 *
 *   main            1
 *   |-- a           2     order of reading, hence of positions
 *   |   '-- c       4
 *   '-- b           3
 *       '-- c
 *
 * Then all files are parsed, on several threads if that pays. Nothing is
 * reported here: a package that cannot be read may be one that nobody gets to,
 * because an error stops the build before. load.c goes through the packages in
 * the order of the language and reports what waits for it in each Folder.
 */
#include "frontend/load/load.h"

#include <errno.h>

/* ------------------------------------------------------ files of a folder */

/* For names of files: "x_test.go", "_test.go". */
static bool ends_with(const char *s, const char *suffix) {
  size_t n = strlen(s), m = strlen(suffix);
  return n >= m && strcmp(s + n - m, suffix) == 0;
}

static bool is_test(const char *name) { return ends_with(name, "_test.go"); }

bool file_in_set(FileSet set, const char *name) {
  if (!ends_with(name, ".go") || name[0] == '_' || name[0] == '.')
    return false;
  switch (set) {
  case FILES_PLAIN: return !is_test(name);
  case FILES_WITH_TEST: return true;
  case FILES_OUTSIDE: return is_test(name);
  }
  UNREACHABLE();
}

/* Adds the names of the .go files in dir; false: unreadable. */
static bool read_dir(Compiler *c, const char *dir, FileSet set, Names *names) {
  Names all = {0};
  if (!path_names(&c->arena, dir, &all))
    return false;
  for (uint32_t i = 0; i < all.len; i++)
    if (file_in_set(set, all.items[i]))
      list_push(&c->arena, names, all.items[i]);
  return true;
}

/* The overlay's list of the Go files that are left out, a name and a reason a
   line: those that know gc's version of a package from the inside. The tests
   have a list of their own. NULL: there is none. */
static const char *left_out_list(Compiler *c, const Found *f) {
  size_t len;
  const char *why;
  bool tests = f->files == FILES_OUTSIDE;
  const char *path =
      path_join(&c->arena, f->overlay, tests ? "untested.txt" : "unused.txt");
  return path_is_file(path) ? file_read(&c->arena, path, &len, &why) : NULL;
}

/* Whether a line of the list begins with this name. */
static bool is_listed(const char *list, const char *name) {
  size_t n = strlen(name);
  for (; list && *list; list = strchr(list, '\n')) {
    list += *list == '\n';
    if (strncmp(list, name, n) == 0 && strchr(" \n", list[n]))
      return true;
  }
  return false;
}

/* Takes the names that the overlay lists away. */
static void drop_left_out(Compiler *c, const Found *f, Names *names) {
  const char *list = left_out_list(c, f);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < names->len; i++)
    if (!is_listed(list, names->items[i]))
      names->items[kept++] = names->items[i];
  names->len = kept;
}

/* Names of f's Go files, its own and the overlay's. */
static bool read_names(Compiler *c, const Found *f, Names *names) {
  bool ok = (f->overlay && is_replaced_package(f)) ||
            read_dir(c, f->dir, f->files, names);
  if (f->overlay) {
    drop_left_out(c, f, names);
    read_dir(c, f->overlay, f->files, names);
  }
  names_sort(names);
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

/* A test is in the package, or outside in the package whose name says so. */
static bool wants_test(Compiler *c, const Folder *f, const Source *s) {
  const char *package = header_package(&c->arena, s->text, s->len);
  return ends_with(package, "_test") == (f->found.files == FILES_OUTSIDE);
}

/* Reads one file of a folder, if it belongs to this build. Returns why the
   whole folder cannot be used; NULL: it can. */
static const char *read_file(Compiler *c, Folder *f, const BuildTags *tags,
                             const char *name) {
  const char *error = NULL;
  if (!file_name_matches(tags, name))
    return NULL;
  bool std = f->found.origin == ORIGIN_STD;
  const char *path = file_path(c, &f->found, name);
  if (path_is_dir(path))
    return NULL;
  Source *s = source_load(c, path, std, &error);
  if (!s) {
    list_push(&c->arena, &f->unreadable, error);
    return NULL;
  }
  s->trimmed =
      std ? arena_printf(&c->arena, "$GOROOT/src/%s/%s", f->found.path, name)
          : path_absolute(&c->arena, s->path);
  if (constraint_holds(tags, s->text, s->len, &error) &&
      (!is_test(name) || wants_test(c, f, s)))
    list_push(&c->arena, &f->sources, s);
  return error ? arena_printf(&c->arena, "%s: %s", s->path, error) : NULL;
}

/* Whether this file, if it is of assembly, belongs to a build for the machine. */
static bool is_assembly(Compiler *c, const Found *f, const BuildTags *machine,
                        const char *name) {
  int stem = (int)strlen(name) - 2;
  const char *why, *path = path_join(&c->arena, f->dir, name);
  size_t len;
  if (!ends_with(name, ".s") ||
      !file_name_matches(machine,
                         arena_printf(&c->arena, "%.*s.go", stem, name)))
    return false;
  const char *text = file_read(&c->arena, path, &len, &why);
  return text && constraint_holds(machine, text, len, &why);
}

bool folder_has_assembly(Compiler *c, const Found *f) {
  BuildTags machine = tags_of(loader_of(c), f, false);
  Names all = {0};
  path_names(&c->arena, f->dir, &all);
  for (uint32_t i = 0; i < all.len; i++)
    if (is_assembly(c, f, &machine, all.items[i]))
      return true;
  return false;
}

void folder_read(Compiler *c, Folder *f) {
  f->assembly =
      f->found.origin != ORIGIN_STD && folder_has_assembly(c, &f->found);
  BuildTags tags = tags_of(loader_of(c), &f->found, f->assembly);
  Names names = {0};
  if (!read_names(c, &f->found, &names))
    f->why = arena_printf(&c->arena, "cannot read %s: %s",
                          path_shown(&c->arena, f->found.dir),
                          error_text(&c->arena, errno));
  for (uint32_t i = 0; i < names.len && !f->why; i++)
    f->why = read_file(c, f, &tags, names.items[i]);
  if (f->why || f->sources.len)
    return;
  f->no_files = names.len == 0;
  f->excluded = names.len > 0;
  f->why =
      arena_printf(&c->arena,
                   f->excluded ? "build constraints exclude all Go files in %s"
                               : "no Go files in %s",
                   f->found.dir);
}

void folder_report(Compiler *c, const Folder *f) {
  for (uint32_t i = 0; i < f->unreadable.len; i++)
    diag_plain(c, "%s", f->unreadable.items[i]);
}

/* ---------------------------------------------------------------- the graph */

/* Folders are known by where they lie: two import paths may share one. */
Folder *folder_of(Compiler *c, const Found *found) {
  struct Loader *l = loader_of(c);
  const Name *key = name_of(c, found->dir);
  Folder *f = map_get(&l->folders, key);
  if (!f) {
    f = NEW(&c->arena, Folder);
    f->found = *found;
    map_set(&c->arena, &l->folders, key, f);
    folder_read(c, f);
  }
  return f;
}

/* Notes that f imports a folder, once. */
static void add_import(Compiler *c, Folder *f, Folder *imported) {
  for (uint32_t i = 0; i < f->imports.len; i++)
    if (f->imports.items[i] == imported)
      return;
  list_push(&c->arena, &f->imports, imported);
}

typedef LIST(Folder *) Folders;

/* Finds and reads what f imports; folders not met before go on the list. */
static void follow_imports(Compiler *c, Folder *f, Folders *list) {
  ImportPaths paths = {0};
  for (uint32_t i = 0; i < f->sources.len; i++)
    if (!header_imports(&c->arena, f->sources.items[i]->text,
                        f->sources.items[i]->len, &paths))
      f->incomplete = true;
  for (uint32_t i = 0; i < paths.len; i++) {
    if (strcmp(paths.items[i].path, "unsafe") == 0)
      continue;
    Found found = find_import(c, paths.items[i].path, f->found.dir);
    if (!found.dir) {
      f->incomplete = true;
      continue;
    }
    Folder *imported = folder_of(c, &found);
    add_import(c, f, imported);
    if (!imported->in_graph)
      list_push(&c->arena, list, imported);
    imported->in_graph = true;
  }
}

/* The list is also the queue: what is appended is looked at later. */
Folder **graph_read(Compiler *c, Folder *root, uint32_t *n) {
  Folders list = {0};
  root->in_graph = true;
  list_push(&c->arena, &list, root);
  for (uint32_t i = 0; i < list.len && !root->graph; i++)
    follow_imports(c, list.items[i], &list);
  if (!root->graph) {
    root->graph = list.items;
    root->ngraph = list.len;
  }
  *n = root->ngraph;
  return root->graph;
}

/* One array of trees for all folders; each folder's are a stretch of it. */
static void parse_folders(Compiler *c, Folder **folders, uint32_t n) {
  uint32_t total = 0;
  for (uint32_t i = 0; i < n; i++)
    total += folders[i]->sources.len;
  Source **sources = NEW_ARRAY(&c->arena, Source *, total);
  File **files = NEW_ARRAY(&c->arena, File *, total);
  total = 0;
  for (uint32_t i = 0; i < n; i++) {
    folders[i]->files = files + total;
    for (uint32_t k = 0; k < folders[i]->sources.len; k++)
      sources[total++] = folders[i]->sources.items[k];
  }
  parse_sources(c, sources, total, files);
}

void graph_parse(Compiler *c, Folder *root) {
  uint32_t n;
  Folder **folders = graph_read(c, root, &n);
  parse_folders(c, folders, n);
}

bool graph_parse_all(Compiler *c, const LibraryPackage *packages, uint32_t n) {
  Folders list = {0};
  for (uint32_t i = 0; i < n; i++) {
    Found found = find_import(c, packages[i].path, packages[i].dir);
    if (!found.dir)
      return false;
    Folder *f = folder_of(c, &found);
    f->in_graph = true;
    list_push(&c->arena, &list, f);
  }
  for (uint32_t i = 0; i < list.len; i++)
    follow_imports(c, list.items[i], &list);
  parse_folders(c, list.items, list.len);
  return true;
}
