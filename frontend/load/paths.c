/*
 * paths.c - spellings of file names.
 *
 * A file has many names; the compiler needs two. To compare, an absolute and
 * clean one; to print, what `go build` prints, which is short:
 *
 *   in folder /home/me/prog        absolute              shown
 *   x.go                           /home/me/prog/x.go    ./x.go
 *   a/../b//y.go                   /home/me/prog/b/y.go  b/y.go
 *   /usr/lib/go-1.19/src/fmt       the same              the same
 *
 * All of this is about text: symbolic links are not followed, and ".." goes
 * back by one element of the name, as in Go's path/filepath.
 */
#include "frontend/load/load.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* In "..." a backslash takes the next character as it is; `...` has none. */
bool next_word(Arena *a, Span *rest, Span *word, const char **text) {
  while (rest->len && strchr(" \t\r", *rest->s))
    *rest = (Span){rest->s + 1, rest->len - 1};
  *word = (Span){rest->s, 0};
  if (rest->len == 0)
    return false;
  char quote = '\0';
  if (strchr("\"`", *rest->s))
    quote = *rest->s;
  Text t = {0};
  uint32_t i = quote != '\0';
  for (; i < rest->len; i++) {
    char ch = rest->s[i];
    if (quote ? ch == quote : strchr(" \t\r", ch) != NULL)
      break;
    if (quote == '"' && ch == '\\' && i + 1 < rest->len)
      ch = rest->s[++i];
    text_printf(&t, "%c", ch);
  }
  i += quote && i < rest->len;
  word->len = i;
  *rest = (Span){rest->s + i, rest->len - i};
  *text = text_take(&t, a);
  return true;
}

bool path_is_dir(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Anything but a folder: pipes and devices can be read, too. */
bool path_is_file(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* For qsort: bytes, as the go command sorts names. */
static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void names_sort(Names *names) {
  uint32_t n = 0;
  if (names->len)
    qsort(names->items, names->len, sizeof *names->items, by_name);
  for (uint32_t i = 0; i < names->len; i++)
    if (i == 0 || strcmp(names->items[i], names->items[n - 1]) != 0)
      names->items[n++] = names->items[i];
  names->len = n;
}

bool path_names(Arena *a, const char *dir, Names *names) {
  DIR *d = opendir(dir);
  if (!d)
    return false;
  for (struct dirent *e; (e = readdir(d));)
    if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
      list_push(a, names, arena_strndup(a, e->d_name, strlen(e->d_name)));
  closedir(d);
  names_sort(names);
  return true;
}

const char *path_base(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* What stands before the last slash; the folder of a bare name is ".". */
const char *path_dir(Arena *a, const char *path) {
  const char *slash = strrchr(path, '/');
  if (!slash)
    return ".";
  return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

const char *path_join(Arena *a, const char *dir, const char *name) {
  return path_clean(a, arena_printf(a, "%s/%s", dir, name));
}

/* Removes the last element of the `len` bytes in out, above `floor`. */
static size_t drop_last(const char *out, size_t len, size_t floor) {
  while (len > floor && out[len - 1] != '/')
    len--;
  return len > floor ? len - 1 : len;
}

/* Goes through the elements once, writing those that stay. `floor` is what
   must not be cut off any more: the root, or leading ".."s. */
const char *path_clean(Arena *a, const char *path) {
  size_t n = strlen(path), len = 0, floor = path[0] == '/';
  char *out = arena_alloc(a, n + 2);
  if (floor)
    out[len++] = '/';
  for (const char *s = path; *s;) {
    size_t part = strcspn(s, "/");
    bool up = part == 2 && s[0] == '.' && s[1] == '.';
    if (up && len > floor) {
      len = drop_last(out, len, floor);
    } else if (part && !(part == 1 && s[0] == '.') && !(up && path[0] == '/')) {
      if (len && out[len - 1] != '/')
        out[len++] = '/';
      memcpy(out + len, s, part);
      len += part;
      if (up)
        floor = len; /* a leading ".." cannot be undone */
    }
    s += part + (s[part] == '/');
  }
  out[len] = '\0';
  return len ? out : ".";
}

/* A folder that was removed has no name any more; then anything will do. */
static const char *current_dir(Arena *a) {
  char cwd[PATH_MAX];
  return getcwd(cwd, sizeof cwd) ? arena_strndup(a, cwd, strlen(cwd)) : "/";
}

const char *path_absolute(Arena *a, const char *path) {
  if (path[0] == '/')
    return path_clean(a, path);
  return path_join(a, current_dir(a), path);
}

bool path_below(const char *path, const char *dir) {
  size_t n = strlen(dir);
  if (strcmp(dir, "/") == 0)
    return path[0] == '/';
  return strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

/* From `dir` to `path`, both absolute. */
static const char *relative(Arena *a, const char *path, const char *dir) {
  Text t = {0};
  while (!path_below(path, dir)) {
    text_puts(&t, "../");
    dir = path_dir(a, dir);
  }
  path += strlen(dir);
  text_puts(&t, path + (path[0] == '/'));
  return text_take(&t, a);
}

/* Absolute where that is not longer: files of Go itself, mostly. */
const char *path_shown(Arena *a, const char *path) {
  const char *abs = path_absolute(a, path);
  const char *rel = relative(a, abs, current_dir(a));
  if (strlen(rel) >= strlen(abs))
    return abs;
  if (!*rel)
    return ".";
  return strchr(rel, '/') ? rel : arena_printf(a, "./%s", rel);
}
