/*
 * diag.c - errors: collected, filtered, sorted, printed.
 *
 * The rules are gc's (cmd/compile/internal/base/print.go), because the order
 * and number of messages is part of what users and tests see:
 *
 *   x.go:3:2: undefined: a        kept
 *   x.go:3:7: undefined: a        dropped: same line, same text as the last
 *   x.go:1:1: syntax error: ...   printed first: sorted by position
 *
 * On a terminal the source line and a caret follow each message.
 *
 * A message takes this way:
 *
 *   diag_error -> filtered? -> keep -> (tenth: flush, give up)
 *                                 '--> diag_flush: rank, sort, print
 *
 * Nothing is printed before a flush, because later passes may find errors that
 * stand earlier in the text.
 */
#include "base/base.h"

#include <stdlib.h>

enum {
  MAX_ERRORS = 10
};

static bool is_syntax_error(const char *text) {
  return strncmp(text, "syntax error", strlen("syntax error")) == 0;
}

static bool same_line(Compiler *c, Pos a, Pos b) {
  if (a == NO_POS || b == NO_POS)
    return a == b;
  Place p = place_of(c, a), q = place_of(c, b);
  return p.source == q.source && p.real_line == q.real_line;
}

/* Whether gc's per-line filter drops this message; remembers it if not. */
static bool filtered(Compiler *c, Pos pos, const char *text) {
  Diags *d = &c->diags;
  if (is_syntax_error(text)) {
    if (d->syntax_errors && same_line(c, d->last_syntax, pos))
      return true;
    d->last_syntax = pos;
    d->syntax_errors++;
    return false;
  }
  if (d->last_text && strcmp(d->last_text, text) == 0 &&
      same_line(c, d->last_other, pos))
    return true;
  d->last_other = pos;
  d->last_text = text;
  return false;
}

/* Takes a message; the tenth is the last one unless -e. Those without a place
   are about files and tools, and always kept. */
static void keep(Compiler *c, Pos pos, const char *text) {
  Diags *d = &c->diags;
  list_push(&c->arena, &d->items,
            ((Diag){.pos = pos, .seq = d->seq++, .text = text}));
  d->count++;
  if (c->options.all_errors || d->count < MAX_ERRORS || pos == NO_POS)
    return;
  diag_flush(c);
  fprintf(c->err, "%s: too many errors\n", pos_string(c, pos));
  d->full = true;
}

void diag_error(Compiler *c, Pos pos, const char *fmt, ...) {
  if (c->diags.full)
    return;
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&c->arena, fmt, ap);
  va_end(ap);
  if (!filtered(c, pos, text))
    keep(c, pos, text);
}

void diag_plain(Compiler *c, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&c->arena, fmt, ap);
  va_end(ap);
  keep(c, NO_POS, text);
}

void diag_bare(Compiler *c, const char *fmt, ...) {
  Diags *d = &c->diags;
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&c->arena, fmt, ap);
  va_end(ap);
  keep(c, NO_POS, text);
  d->items.items[d->items.len - 1].bare = true;
}

/* Files sort by their first error, so each Diag is given its file's rank. */
typedef struct Ranked {
  Diag diag;
  uint32_t file, line, col;
} Ranked;

static int compare(const void *pa, const void *pb) {
  const Ranked *a = pa, *b = pb;
  if (a->file != b->file)
    return a->file < b->file ? -1 : 1;
  if (a->line != b->line)
    return a->line < b->line ? -1 : 1;
  if (a->col != b->col)
    return a->col < b->col ? -1 : 1;
  return a->diag.seq < b->diag.seq ? -1 : a->diag.seq > b->diag.seq;
}

/* Looks every place up once, not at each comparison. */
static Ranked *rank(Compiler *c, const Diags *d) {
  Ranked *r = NEW_ARRAY(&c->arena, Ranked, d->items.len);
  for (uint32_t i = 0; i < d->items.len; i++) {
    Place p = place_of(c, d->items.items[i].pos);
    r[i] = (Ranked){.diag = d->items.items[i],
                    .file = i,
                    .line = p.real_line,
                    .col = p.real_col};
    for (uint32_t k = 0; k < i; k++)
      if (source_of(c, r[k].diag.pos) == p.source) {
        r[i].file = r[k].file;
        break;
      }
  }
  qsort(r, d->items.len, sizeof *r, compare);
  return r;
}

/* Tabs are repeated in front of the caret, whatever width they have there. */
static void print_caret(Compiler *c, Pos pos) {
  Place p = place_of(c, pos);
  if (!c->options.color || !p.source || p.real_col == 0)
    return;
  const char *line = p.source->text + p.source->lines[p.real_line - 1];
  int len = (int)strcspn(line, "\r\n");
  fprintf(c->err, "  %.*s\n  ", len, line);
  for (uint32_t i = 1; i < p.real_col && (int)i <= len; i++)
    fputc(line[i - 1] == '\t' ? '\t' : ' ', c->err);
  fputs("\033[1;32m^\033[0m\n", c->err);
}

static void print_diag(Compiler *c, const Diag *d) {
  const char *bold = c->options.color ? "\033[1m" : "";
  const char *plain = c->options.color ? "\033[0m" : "";
  if (d->pos == NO_POS)
    fprintf(c->err, "%s%s\n", d->bare ? "" : "escargo: ", d->text);
  else
    fprintf(c->err, "%s%s:%s %s\n", bold, pos_string(c, d->pos), plain,
            d->text);
  print_caret(c, d->pos);
}

/* Sorting has put repetitions side by side; only the first is printed. */
bool diag_flush(Compiler *c) {
  Diags *d = &c->diags;
  Ranked *r = rank(c, d);
  for (uint32_t i = 0; i < d->items.len; i++) {
    bool repeated = i > 0 && r[i].diag.pos == r[i - 1].diag.pos &&
                    strcmp(r[i].diag.text, r[i - 1].diag.text) == 0;
    if (!repeated)
      print_diag(c, &r[i].diag);
  }
  d->items.len = 0;
  return d->count > 0;
}

void internal_error(Compiler *c, Pos pos, const char *file, int line,
                    const char *fmt, ...) {
  if (diag_flush(c)) /* the user's errors explain the mess */
    exit(1);
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&c->arena, fmt, ap);
  va_end(ap);
  /* c->err may be a buffer that nobody will print any more. */
  fprintf(stderr, "%s: internal compiler error: %s (%s:%d)\n",
          pos_string(c, pos), text, file, line);
  exit(2);
}

void assert_failed(const char *cond, const char *file, int line) {
  fprintf(stderr, "escargo: internal compiler error: %s:%d: %s does not hold\n",
          file, line, cond);
  abort();
}

void unreachable_at(const char *file, int line) {
  fprintf(stderr,
          "escargo: internal compiler error: %s:%d: cannot be reached\n", file,
          line);
  abort();
}

/* From malloc, not from an arena: it holds the arenas. */
Compiler *compiler_new(void) {
  Compiler *c = calloc(1, sizeof *c);
  ASSERT(c);
  source_init(&c->sources);
  compiler_reset(c);
  return c;
}

void compiler_reset(Compiler *c) {
  pthread_mutex_init(&c->names.lock, NULL);
  c->scratch = (Arena){0};
  c->out = stdout;
  c->err = stderr;
  c->options = (Options){.lang = 19, .opt_level = 2, .import_path = "main"};
}

void compiler_free(Compiler *c) {
  struct Snapshot *snapshot = c->arena.snapshot;
  bool is_fork = c->names.shared != NULL;
  arena_free(&c->scratch);
  arena_free(&c->arena);
  pthread_mutex_destroy(&c->names.lock);
  if (snapshot && !is_fork)
    snapshot_free(snapshot);
  else
    free(c);
}
