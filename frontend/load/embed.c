/*
 * embed.c - the files that //go:embed asks for.
 *
 *   //go:embed a.txt "b c.txt" web     patterns: files, globs, folders
 *   var files embed.FS
 *
 * A pattern is matched in the package's folder. A folder stands for all that
 * is below it but names that begin with "." or "_", unless the pattern begins
 * with "all:". What is found is named as the program will ask for it, with
 * slashes and without "./":
 *
 *   a.txt   b c.txt   web/index.html   web/css/x.css
 *
 * Contents are read here, once, so that nothing can be missing later. That is
 * what `go build` does; `go tool compile` is told by a file of -embedcfg.
 */
#include "frontend/load/load.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What one pattern is resolved with. */
typedef struct Finder {
  Compiler *c;
  const char *dir; /* of the package */
  bool all;        /* hidden names, too */
  EmbedFiles *out;
} Finder;

/* ---------------------------------------------------------------- patterns */

/* No "..", no empty or "." elements, not absolute. */
static bool is_valid_pattern(Arena *a, const char *pattern) {
  return *pattern && pattern[0] != '/' && strcmp(pattern, ".") != 0 &&
         strncmp(pattern, "..", 2) != 0 &&
         strcmp(path_clean(a, pattern), pattern) == 0;
}

/* Folders of version control are never embedded. */
static bool is_bad_name(const char *name) {
  static const char *const bad[] = {"", ".bzr", ".hg", ".git", ".svn"};
  for (size_t i = 0; i < COUNT(bad); i++)
    if (strcmp(name, bad[i]) == 0)
      return true;
  return false;
}

/* -------------------------------------------------------------------- files */

/* Two patterns may name one file: it is embedded once. */
static bool has_file(const EmbedFiles *files, const char *name) {
  for (uint32_t i = 0; i < files->len; i++)
    if (strcmp(files->items[i].name, name) == 0)
      return true;
  return false;
}

/* Reads a file and adds it; NULL or why it cannot be. */
static const char *add_file(Finder *f, const char *path) {
  Arena *a = &f->c->arena;
  const char *why = NULL;
  size_t len;
  EmbedFile file = {.name = path + strlen(f->dir) + 1};
  if (has_file(f->out, file.name))
    return NULL;
  char *data = file_read(a, path, &len, &why);
  if (!data)
    return why;
  file.data = arena_strndup(a, data, len);
  file.len = len;
  free(data);
  list_push(a, f->out, file);
  return NULL;
}

static const char *add_folder(Finder *f, const char *path);

/* One entry of a folder: followed, added or silently left out. */
static const char *add_entry(Finder *f, const char *path, const char *name) {
  struct stat st;
  bool hidden = (name[0] == '.' || name[0] == '_') && !f->all;
  if (hidden || is_bad_name(name))
    return NULL;
  const char *full = path_join(&f->c->arena, path, name);
  if (lstat(full, &st) != 0)
    return NULL;
  if (S_ISREG(st.st_mode))
    return add_file(f, full);
  bool other_module = S_ISDIR(st.st_mode) &&
                      path_is_file(path_join(&f->c->arena, full, "go.mod"));
  return S_ISDIR(st.st_mode) && !other_module ? add_folder(f, full) : NULL;
}

/* All that is below a folder, in the order of the names. */
static const char *add_folder(Finder *f, const char *path) {
  Arena *a = &f->c->arena;
  const char *why = NULL;
  Names names = {0};
  if (!path_names(a, path, &names))
    return arena_printf(a, "open %s: %s", path, error_text(a, errno));
  for (uint32_t i = 0; i < names.len && !why; i++)
    why = add_entry(f, path, names.items[i]);
  return why;
}

/* Why nothing at or above path, up to the package, may be embedded. */
static const char *refuse_place(const Finder *f, const char *path,
                                const char *what) {
  Arena *a = &f->c->arena;
  const char *name = path + strlen(f->dir) + 1;
  for (const char *at = path; strcmp(at, f->dir) != 0; at = path_dir(a, at)) {
    if (path_is_file(path_join(a, at, "go.mod")))
      return arena_printf(a, "cannot embed %s %s: in different module", what,
                          name);
    if (!is_bad_name(path_base(at)))
      continue;
    return at == path
               ? arena_printf(a, "cannot embed %s %s: invalid name %s", what,
                              name, path_base(at))
               : arena_printf(a, "cannot embed %s %s: in invalid directory %s",
                              what, name, path_base(at));
  }
  return NULL;
}

/* One match of a pattern; NULL or what is wrong with it. */
static const char *add_match(Finder *f, const char *path) {
  Arena *a = &f->c->arena;
  const char *name = path + strlen(f->dir) + 1;
  struct stat st;
  if (lstat(path, &st) != 0)
    return arena_printf(a, "%s", error_text(a, errno));
  const char *what = S_ISDIR(st.st_mode) ? "directory" : "file";
  const char *why = refuse_place(f, path, what);
  if (why)
    return why;
  if (S_ISREG(st.st_mode))
    return add_file(f, path);
  if (!S_ISDIR(st.st_mode))
    return arena_printf(a, "cannot embed irregular file %s", name);
  uint32_t before = f->out->len;
  why = add_folder(f, path);
  if (!why && f->out->len == before)
    why = arena_printf(
        a, "cannot embed directory %s: contains no embeddable files", name);
  return why;
}

/* The pattern in dir, whose own name is no pattern. */
static const char *whole_pattern(Arena *a, const char *dir,
                                 const char *pattern) {
  Text text = {0};
  for (const char *s = dir; *s; s++)
    text_printf(&text, strchr("*?[\\", *s) ? "\\%c" : "%c", *s);
  text_printf(&text, "/%s", pattern);
  return text_take(&text, a);
}

/* No match is an error, as a typing mistake should not go unnoticed. */
const char *embed_pattern(Compiler *c, const char *dir, const char *pattern,
                          EmbedFiles *out) {
  /* A package of tests lies in "dir/.". */
  Finder f = {.c = c, .dir = path_clean(&c->arena, dir), .out = out};
  glob_t found = {0};
  const char *why = NULL;
  if (strncmp(pattern, "all:", 4) == 0) {
    f.all = true;
    pattern += 4;
  }
  if (!is_valid_pattern(&c->arena, pattern))
    return "invalid pattern syntax";
  if (glob(whole_pattern(&c->arena, f.dir, pattern), GLOB_PERIOD, NULL,
           &found) != 0)
    why = "no matching files found";
  for (size_t i = 0; i < found.gl_pathc && !why; i++) {
    const char *base = path_base(found.gl_pathv[i]);
    if (strcmp(base, ".") != 0 && strcmp(base, "..") != 0)
      why = add_match(&f, arena_strndup(&c->arena, found.gl_pathv[i],
                                        strlen(found.gl_pathv[i])));
  }
  globfree(&found);
  return why;
}

/* ------------------------------------------------------- a whole package */

/* The files that one line "//go:embed ..." names. */
static bool scan_line(Compiler *c, const char *dir, Span rest,
                      EmbedFiles *files) {
  const char *pattern;
  Span word;
  while (next_word(&c->arena, &rest, &word, &pattern))
    if (embed_pattern(c, dir, pattern, files))
      return false;
  return true;
}

/* Whether only blanks stand before s on its line: elsewhere it is no directive,
   but for instance a comment about one. */
static bool begins_line(const char *text, const char *s) {
  while (s > text && strchr(" \t", s[-1]))
    s--;
  return s == text || s[-1] == '\n';
}

/* The directive is refused in files that do not import package embed. */
static bool imports_embed(const Folder *f) {
  for (uint32_t i = 0; i < f->imports.len; i++)
    if (strcmp(f->imports.items[i]->found.path, "embed") == 0)
      return true;
  return false;
}

bool embed_scan(Compiler *c, const Folder *f, EmbedFiles *files) {
  static const char mark[] = "//go:embed ";
  if (!imports_embed(f))
    return true;
  for (uint32_t i = 0; i < f->sources.len; i++) {
    const Source *s = f->sources.items[i];
    const char *at = s->text, *end = s->text + s->len;
    while ((at = memmem(at, (size_t)(end - at), mark, strlen(mark)))) {
      const char *from = at;
      at += strlen(mark);
      const char *eol = memchr(at, '\n', (size_t)(end - at));
      Span line = {at, (uint32_t)((eol ? eol : end) - at)};
      if (line.len && line.s[line.len - 1] == '\r')
        line.len--;
      if (begins_line(s->text, from) &&
          !scan_line(c, f->found.dir, line, files))
        return false;
    }
  }
  return true;
}
