/*
 * module.c - the program's module: go.mod, go.work, vendor.
 *
 *   module example.com/site
 *   replace example.com/text => ../text       a folder in place of a download
 *   replace (
 *           example.com/old v1.2.0 => ./third/old
 *   )
 *
 * A go.work file above the module adds the modules that it uses. Nothing is
 * ever downloaded: of what go.mod and go.work say, the module's path and the
 * folders count, and then the module's own folder vendor.
 *
 *   example.com/site/a    the module's folder / a
 *   golang.org/x/text     vendor/golang.org/x/text
 *   example.com/text/b    ../text/b
 */
#include "frontend/load/load.h"

#include <stdlib.h>

enum {
  MAX_WORDS = 6,
  UNSAID_LANGUAGE = 16 /* of a go.mod without "go 1.N" */
};

/* A line of go.mod or go.work; in a block "replace (" the verb is repeated. */
typedef struct Line {
  const char *word[MAX_WORDS]; /* the verb first; "" behind the last */
} Line;

typedef void Directive(Compiler *c, Module *m, const char *dir, const Line *l);

/* The words of a line up to a comment; in a block `verb` comes first. */
static Line read_line(Arena *a, Span rest, const char *verb) {
  Line l = {{verb}};
  Span word;
  int n = verb != NULL;
  while (n < MAX_WORDS && next_word(a, &rest, &word, &l.word[n]) &&
         strncmp(word.s, "//", 2) != 0)
    n++;
  for (; n < MAX_WORDS; n++)
    l.word[n] = "";
  return l;
}

/* Calls `use` for each line of a file. false: there is no such file. */
static bool read_lines(Compiler *c, const char *path, Directive *use,
                       Module *m) {
  const char *why, *dir = path_dir(&c->arena, path), *block = NULL;
  size_t len;
  char *bytes = file_read(&c->arena, path, &len, &why);
  if (!bytes)
    return false;
  char *text = arena_strndup(&c->arena, bytes, len);
  free(bytes);
  for (const char *s = text, *end; *s; s = end + (*end != '\0')) {
    end = strchrnul(s, '\n');
    Line l = read_line(&c->arena, (Span){s, (uint32_t)(end - s)}, block);
    if (block && strcmp(l.word[1], ")") == 0)
      block = NULL;
    else if (!block && strcmp(l.word[1], "(") == 0)
      block = l.word[0];
    else if (*l.word[block != NULL])
      use(c, m, dir, &l);
  }
  return true;
}

/* Packages of module `path` lie in dir, which may be relative to `base`. */
static void add_folder(Compiler *c, Module *m, const char *path,
                       const char *base, const char *dir) {
  dir = dir[0] == '/' ? path_clean(&c->arena, dir)
                      : path_join(&c->arena, base, dir);
  list_push(&c->arena, &m->others, ((ModuleFolder){path, dir}));
}

/* replace PATH [VERSION] => FOLDER; other modules are not to be had. */
static void use_replace(Compiler *c, Module *m, const char *dir,
                        const Line *l) {
  int arrow = strcmp(l->word[2], "=>") == 0 ? 2 : 3;
  const char *to = l->word[arrow + 1];
  if (strcmp(l->word[0], "replace") == 0 && strcmp(l->word[arrow], "=>") == 0 &&
      (to[0] == '.' || to[0] == '/'))
    add_folder(c, m, l->word[1], dir, to);
}

/* "1.17": 17. */
static int language_number(const char *version) {
  return strncmp(version, "1.", 2) == 0 ? atoi(version + 2) : 0;
}

/* module PATH, the first of its kind, go VERSION, and replace. */
static void use_go_mod(Compiler *c, Module *m, const char *dir, const Line *l) {
  if (strcmp(l->word[0], "go") == 0 && language_number(l->word[1]) > 0)
    m->lang = language_number(l->word[1]);
  if (strcmp(l->word[0], "module") == 0 && *l->word[1] && !m->path)
    m->path = l->word[1];
  use_replace(c, m, dir, l);
}

/* use FOLDER, a module. */
static void use_go_work(Compiler *c, Module *m, const char *dir,
                        const Line *l) {
  use_replace(c, m, dir, l);
  if (strcmp(l->word[0], "use") != 0)
    return;
  Module used = {0};
  const char *folder = path_join(&c->arena, dir, l->word[1]);
  const char *file = path_join(&c->arena, folder, "go.mod");
  if (read_lines(c, file, use_go_mod, &used) && used.path)
    add_folder(c, m, used.path, dir, l->word[1]);
  for (uint32_t i = 0; i < used.others.len; i++)
    list_push(&c->arena, &m->others, used.others.items[i]);
}

/* The nearest folder at or above dir that has such a file; NULL: none. */
static const char *folder_with(Compiler *c, const char *dir, const char *name) {
  for (;; dir = path_dir(&c->arena, dir)) {
    if (path_is_file(path_join(&c->arena, dir, name)))
      return dir;
    if (strcmp(dir, "/") == 0)
      return NULL;
  }
}

/* Of a missing go.mod the dir is NULL; a go.work counts without one, too. */
Module find_module(Compiler *c, const char *dir) {
  Module m = {.dir = folder_with(c, dir, "go.mod")};
  const char *work = folder_with(c, dir, "go.work");
  if (m.dir)
    read_lines(c, path_join(&c->arena, m.dir, "go.mod"), use_go_mod, &m);
  if (m.path && m.lang == 0)
    m.lang = UNSAID_LANGUAGE;
  if (work)
    read_lines(c, path_join(&c->arena, work, "go.work"), use_go_work, &m);
  return m;
}

/* Whether dir/rest is a folder; then it is f's. */
static bool try_folder(Compiler *c, Found *f, const char *dir,
                       const char *rest) {
  const char *full = path_join(&c->arena, dir, *rest ? rest : ".");
  if (!path_is_dir(full))
    return false;
  f->dir = full;
  return true;
}

/* The part of path below a module's; NULL: it is not of this module. */
static const char *below(const char *path, const char *module) {
  size_t n = strlen(module);
  if (!path_below(path, module))
    return NULL;
  return path[n] == '/' ? path + n + 1 : path + n;
}

bool module_find(Compiler *c, const Module *m, const char *path, Found *out) {
  Found f = {.path = path, .origin = ORIGIN_PROGRAM};
  const char *rest = m->path ? below(path, m->path) : NULL;
  bool ok = rest && try_folder(c, &f, m->dir, rest);
  f.lang = ok ? m->lang : 0;
  if (!ok && m->dir)
    ok = try_folder(c, &f, path_join(&c->arena, m->dir, "vendor"), path);
  for (uint32_t i = 0; i < m->others.len && !ok; i++) {
    const ModuleFolder *o = &m->others.items[i];
    ok = (rest = below(path, o->path)) && try_folder(c, &f, o->dir, rest);
  }
  if (ok)
    *out = f;
  return ok;
}
