/*
 * source.c - loaded files and positions.
 *
 * A Pos counts bytes through all files in loading order, from 1, and through
 * those of Go's library from LIBRARY_POS:
 *
 *   Pos  1 ........ 120 | 121 ........ 300 | 301 ...      LIBRARY_POS ...
 *        first file       second file        next         first of the library
 *
 * so a node carries four bytes, and its line is looked up only when it is
 * printed. The byte behind a file's last one belongs to it: end of input has
 * a position, too.
 *
 * From INLINED_POS on, a position is an index: into the list of what the inliner
 * copied, each with the place that it was copied from and the call that it
 * replaced, which may be such a copy itself.
 *
 * Two searches, both by halving, turn a Pos into file:line:column: for the
 * file of the range, by `base`; in it for the line, by the offsets of line starts. `//line`
 * directives then rename the result.
 */
#include "base/base.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Lines and columns that do not fit are not printed, as in gc (positions
   there are packed into 32 bits). */
enum {
  MAX_LINE = 1048574,
  MAX_COLUMN = 254
};

static const char too_large[] =
    "too large: all sources together are limited to 2 GB";

/* The library begins where its own range of positions does. */
void source_init(SourceSet *set) {
  set->program = (SourceRange){.next = 1, .end = LIBRARY_POS};
  set->std = (SourceRange){.next = LIBRARY_POS, .end = INLINED_POS};
}

/* Sets aside a range of positions. */
static Source *new_source(Compiler *c, const char *path, size_t len, bool std) {
  SourceRange *range = std ? &c->sources.std : &c->sources.program;
  if (len > range->end - 16 - range->next)
    return NULL;
  Source *s = NEW(&c->arena, Source);
  s->path = arena_strndup(&c->arena, path, strlen(path));
  s->len = (uint32_t)len;
  s->std = std;
  s->base = range->next;
  range->next += s->len + 1;
  list_push(&c->arena, &range->files, s);
  const Name *key = name_of(c, path);
  if (!map_has(&c->sources.by_path, key))
    map_set(&c->arena, &c->sources.by_path, key, s);
  return s;
}

/* Notes where lines start. */
static void index_lines(Compiler *c, Source *s) {
  const char *text = s->text, *end = text + s->len, *p;
  uint32_t n = 1;
  for (p = text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
    n++;
  s->lines = NEW_ARRAY(&c->arena, uint32_t, n);
  s->nlines = 1;
  for (p = text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
    s->lines[s->nlines++] = (uint32_t)(p - text) + 1;
}

/* The copy is padded with NULs (SOURCE_PADDING), which the arena provides. */
static Source *add_source(Compiler *c, const char *path, const char *text,
                          size_t len, bool std) {
  Source *s = new_source(c, path, len, std);
  if (!s)
    return NULL;
  char *copy = arena_alloc(&c->arena, len + SOURCE_PADDING);
  if (len)
    memcpy(copy, text, len);
  s->text = copy;
  index_lines(c, s);
  return s;
}

Source *source_add(Compiler *c, const char *path, const char *text,
                   size_t len) {
  return add_source(c, path, text, len, false);
}

Source *source_find(Compiler *c, const char *path) {
  return map_get(&c->sources.by_path, name_of(c, path));
}

/* Reads an open file to its end; NULL and errno if that fails. */
static char *read_all(FILE *f, size_t *len) {
  size_t cap = 64 * 1024;
  char *buf = NULL;
  *len = 0;
  for (;;) {
    char *more = realloc(buf, cap);
    if (!more)
      break;
    buf = more;
    *len += fread(buf + *len, 1, cap - *len, f);
    if (ferror(f))
      break;
    if (*len < cap)
      return buf;
    cap *= 2;
  }
  free(buf);
  return NULL;
}

/* Words that begin with a name in capitals ("I/O error") keep it. */
const char *error_text(Arena *a, int error) {
  const char *words = strerror(error);
  char *text = arena_strndup(a, words, strlen(words));
  if (text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
    text[0] = (char)(text[0] - 'A' + 'a');
  return text;
}

char *file_read(Arena *a, const char *path, size_t *len, const char **why) {
  struct stat st;
  char *text = NULL;
  FILE *f = fopen(path, "rb");
  if (!f || fstat(fileno(f), &st) != 0)
    *why = arena_printf(a, "open %s: %s", path, error_text(a, errno));
  else if (S_ISDIR(st.st_mode))
    *why = arena_printf(a, "read %s: is a directory", path);
  else if (!(text = read_all(f, len)))
    *why = arena_printf(a, "read %s: %s", path, error_text(a, errno));
  if (f)
    fclose(f);
  return text;
}

Source *source_load(Compiler *c, const char *path, bool std, const char **why) {
  size_t len;
  Source *known = c->sources.known ? source_find(c->sources.known, path) : NULL;
  if (known)
    return add_source(c, path, known->text, known->len, std);
  char *text = file_read(&c->arena, path, &len, why);
  Source *s = text ? add_source(c, path, text, len, std) : NULL;
  if (text && !s)
    *why = arena_printf(&c->arena, "%s: %s", path, too_large);
  free(text);
  return s;
}

Source *source_read(Compiler *c, const char *path) {
  const char *why;
  Source *s = source_load(c, path, false, &why);
  if (!s)
    diag_plain(c, "%s", why);
  return s;
}

/* The last file that begins at pos or before it. */
Source *source_of(const Compiler *c, Pos pos) {
  const SourceRange *range =
      pos < LIBRARY_POS ? &c->sources.program : &c->sources.std;
  uint32_t lo = 0, hi = range->files.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (range->files.items[mid]->base <= pos)
      lo = mid + 1;
    else
      hi = mid;
  }
  return pos && lo ? range->files.items[lo - 1] : NULL;
}

/* Line and column in the file itself, whatever directives say. */
static void real_place(const Source *s, Pos pos, uint32_t *line,
                       uint32_t *col) {
  uint32_t offset = pos - s->base, lo = 0, hi = s->nlines;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (s->lines[mid] <= offset)
      lo = mid + 1;
    else
      hi = mid;
  }
  *line = lo;
  *col = offset - s->lines[lo - 1] + 1;
}

/* The directive in force at pos, or NULL. */
static const LineDirective *directive_at(const Source *s, Pos pos) {
  uint32_t lo = 0, hi = s->directives.len;
  while (lo < hi) {
    uint32_t mid = lo + (hi - lo) / 2;
    if (s->directives.items[mid].from <= pos)
      lo = mid + 1;
    else
      hi = mid;
  }
  return lo ? &s->directives.items[lo - 1] : NULL;
}

/* Renames a place by a line directive. A directive without column hides the
   columns that follow; with one, they count on from it in its own line. */
static void rename_place(const Source *s, const LineDirective *d, Place *p) {
  uint32_t line, col;
  real_place(s, d->from, &line, &col);
  if (d->filename)
    p->path = d->filename;
  p->line = d->line + (p->real_line - line);
  if (d->col == 0)
    p->col = 0;
  else if (p->real_line == line)
    p->col = d->col + (p->real_col - col);
}

/* Copies of copies are fine: pos may be one itself. */
Pos pos_inlined(Compiler *c, Pos pos, Pos call, const void *function) {
  SourceSet *s = &c->sources;
  if (s->inlined.len == UINT32_MAX - INLINED_POS)
    return call; /* billions of copied nodes: keep what a person sees */
  InlinedPos copy = {.pos = pos, .call = call, .function = function};
  list_push(&c->arena, &s->inlined, copy);
  return INLINED_POS + s->inlined.len - 1;
}

const InlinedPos *pos_inlining(const Compiler *c, Pos pos) {
  return pos < INLINED_POS ? NULL
                           : &c->sources.inlined.items[pos - INLINED_POS];
}

/* What a person finds in the source: follows the calls outward. */
Pos pos_outermost(const Compiler *c, Pos pos) {
  while (pos >= INLINED_POS)
    pos = pos_inlining(c, pos)->call;
  return pos;
}

/* Limits are gc's: a line beyond them prints as the last, a column not at all. */
Place place_of(Compiler *c, Pos pos) {
  pos = pos_outermost(c, pos);
  Source *s = source_of(c, pos);
  if (!s)
    return (Place){.path = "<autogenerated>", .line = 1};
  Place p = {.path = s->path, .source = s};
  real_place(s, pos, &p.real_line, &p.real_col);
  p.line = p.real_line;
  p.col = p.real_col;
  const LineDirective *d = directive_at(s, pos);
  if (d)
    rename_place(s, d, &p);
  if (p.real_line > MAX_LINE) {
    p.line = MAX_LINE;
    p.col = 0;
  }
  if (p.col > MAX_COLUMN)
    p.col = 0;
  return p;
}

/* path:line:column, or without column where there is none. */
static const char *format_place(Compiler *c, Place p, bool column) {
  if (column && p.col)
    return arena_printf(&c->arena, "%s:%u:%u", p.path, p.line, p.col);
  return arena_printf(&c->arena, "%s:%u", p.path, p.line);
}

const char *pos_string(Compiler *c, Pos pos) {
  Place p = place_of(c, pos);
  if (c->options.explain && p.source && p.source->trimmed &&
      p.path == p.source->path)
    p.path = p.source->trimmed;
  return format_place(c, p, !c->options.no_columns);
}

/* A place that a directive renamed also shows where it really is. */
const char *pos_string_inside(Compiler *c, Pos pos) {
  Place p = place_of(c, pos);
  const char *text = format_place(c, p, true);
  if (!p.source ||
      (strcmp(p.path, p.source->path) == 0 && p.line == p.real_line))
    return text;
  return arena_printf(&c->arena, "%s[%s:%u:%u]", text, p.source->path,
                      p.real_line, p.real_col);
}
