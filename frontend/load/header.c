/*
 * header.c - the imports of a file, without parsing it.
 *
 * The package graph is known before any file is parsed: then all files can be
 * parsed at once, and a cached result can be found without parsing at all.
 * Imports stand at the top, so a reader of
 *
 *   package p
 *   import "a"; import ( b "x/b"; . "c" )
 *
 * that knows blanks, comments, names and strings is enough. It stops at the
 * first thing that it does not expect: what is wrong there, or with an import,
 * the parser and the checker say later.
 */
#include "frontend/load/load.h"

typedef struct Cursor {
  const char *s, *end;
} Cursor;

/* Whether the rest begins with `word`. */
static bool at(const Cursor *c, const char *word) {
  size_t n = strlen(word);
  return (size_t)(c->end - c->s) >= n && memcmp(c->s, word, n) == 0;
}

static bool is_one_of(char ch, const char *set) {
  return ch != '\0' && strchr(set, ch) != NULL;
}

/* Moves behind the next `stop`, or to the end. */
static void skip_past(Cursor *c, const char *stop) {
  const char *p = memmem(c->s, (size_t)(c->end - c->s), stop, strlen(stop));
  c->s = p ? p + strlen(stop) : c->end;
}

/* Skips what separates tokens; semicolons separate imports, too. */
static void skip_blanks(Cursor *c) {
  while (c->s < c->end) {
    if (at(c, "//"))
      skip_past(c, "\n");
    else if (at(c, "/*"))
      skip_past(c, "*/");
    else if (is_one_of(*c->s, " \t\r\n;"))
      c->s++;
    else
      return;
  }
}

static bool in_name(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
         (ch >= '0' && ch <= '9') || ch == '_' || (ch & 0x80);
}

/* Skips a name, which may be the dot of an import. */
static bool skip_name(Cursor *c) {
  const char *from = c->s;
  if (at(c, "."))
    c->s++;
  while (c->s < c->end && from[0] != '.' && in_name(*c->s))
    c->s++;
  skip_blanks(c);
  return c->s > from;
}

/* Whether the keyword comes next; skips it. */
static bool skip_word(Cursor *c, const char *word) {
  const char *behind = c->s + strlen(word);
  if (!at(c, word) || (behind < c->end && in_name(*behind)))
    return false;
  c->s = behind;
  skip_blanks(c);
  return true;
}

/* A string without escapes; NULL for anything else. */
static const char *take_string(Cursor *c, Arena *a) {
  if (c->s == c->end || !is_one_of(*c->s, "\"`"))
    return NULL;
  const char *from = c->s + 1;
  const char *close = memchr(from, *c->s, (size_t)(c->end - from));
  size_t len = close ? (size_t)(close - from) : 0;
  if (!close || memchr(from, '\\', len) || memchr(from, '\n', len))
    return NULL;
  c->s = close + 1;
  skip_blanks(c);
  return arena_strndup(a, from, len);
}

static bool take_spec(Cursor *c, Arena *a, ImportPaths *paths) {
  if (c->s < c->end && *c->s != '"' && *c->s != '`' && !skip_name(c))
    return false;
  const char *at = c->s, *path = take_string(c, a);
  if (path)
    list_push(a, paths, ((ImportPath){path, at}));
  return path != NULL;
}

static bool take_group(Cursor *c, Arena *a, ImportPaths *paths) {
  for (c->s++, skip_blanks(c); !at(c, ")"); skip_blanks(c))
    if (!take_spec(c, a, paths))
      return false;
  c->s++;
  skip_blanks(c);
  return true;
}

/* Behind the byte order mark and what stands before the first word. */
static Cursor begin(const char *text, size_t len) {
  Cursor c = {text, text + len};
  if (at(&c, "\xef\xbb\xbf"))
    c.s += 3;
  skip_blanks(&c);
  return c;
}

const char *header_package(Arena *a, const char *text, size_t len) {
  Cursor c = begin(text, len);
  size_t n = 0;
  if (!skip_word(&c, "package"))
    return "";
  while (c.s + n < c.end && in_name(c.s[n]))
    n++;
  return arena_strndup(a, c.s, n);
}

bool header_imports(Arena *a, const char *text, size_t len,
                    ImportPaths *paths) {
  Cursor c = begin(text, len);
  bool ok = skip_word(&c, "package") && skip_name(&c);
  while (ok && skip_word(&c, "import"))
    ok = at(&c, "(") ? take_group(&c, a, paths) : take_spec(&c, a, paths);
  return ok;
}
