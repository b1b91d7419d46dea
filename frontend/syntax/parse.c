/*
 * parse.c - from a source to its tree: drives scanner and automaton, keeps
 * the errors.
 *
 *   source --read--> File                     a correct file
 *          --read, broken--> parse_recover    messages, no tree
 *
 * A tree from a file with syntax errors is never used: the File of one that
 * did not parse has its package name and no declarations. (A few errors that gc
 * does not call syntax errors leave the tree.)
 *
 * The first reading is made for speed: bison's automaton asks for tokens, and
 * whatever goes wrong only sets `broken`. The second is made for messages, and
 * knows from the start that there is something to say.
 *
 * Files do not depend on each other, so parse_sources reads several at once,
 * each on the next free thread (base/thread.c). A file's positions were set
 * aside when it was loaded, and its errors wait in its File until all are read:
 * neither shows how many threads there were.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/lr.h"

#include <stdlib.h>

/* Bounds the work on hopeless input: only ten errors are printed, unless -e
   asks for all. */
enum {
  ENOUGH_ERRORS = 1000
};

/* Less text than this is parsed before a second thread has started. */
enum {
  TEXT_FOR_THREADS = 64 * 1024
};

/* Errors are kept in the order in which they are found. */
static void add_error(Parser *p, SyntaxError e) {
  if (p->errors.len >= ENOUGH_ERRORS && !p->c->options.all_errors)
    return;
  list_push(&p->c->arena, &p->errors, e);
  p->hard_errors += !e.soft;
}

void parser_error(Parser *p, Pos pos, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&p->c->arena, fmt, ap);
  add_error(p, (SyntaxError){.pos = pos, .text = text});
  va_end(ap);
}

void parser_syntax_error(Parser *p, Pos pos, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&p->c->arena, fmt, ap);
  va_end(ap);
  text = arena_printf(&p->c->arena, "syntax error: %s", text);
  add_error(p, (SyntaxError){.pos = pos, .text = text});
}

void parser_soft_error(Parser *p, Pos pos, Pos other, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&p->c->arena, fmt, ap);
  add_error(
      p, (SyntaxError){.pos = pos, .other = other, .text = text, .soft = true});
  va_end(ap);
}

void parser_error_at_next(Parser *p, const char *text) {
  p->next_error = text;
  p->attention = true;
}

bool parser_has_error_in(const Parser *p, Pos from, Pos to) {
  if (p->hard_errors == 0)
    return false;
  for (uint32_t i = 0; i < p->errors.len; i++) {
    const SyntaxError *e = &p->errors.items[i];
    if (!e->soft && e->pos >= from && e->pos <= to)
      return true;
  }
  return false;
}

void parser_forget_behind(Parser *p, Pos end) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < p->errors.len; i++)
    if (p->errors.items[i].pos <= end)
      p->errors.items[kept++] = p->errors.items[i];
  p->errors.len = kept;
}

/* A parser at the start of the source, without errors. */
static Parser new_parser(Compiler *c, Source *source) {
  Parser p = {.c = c,
              .source = source,
              .text = source->text,
              .len = source->len,
              .base = source->base};
  source->directives.len = 0;
  p.file = NEW(&c->arena, File);
  p.file->source = source;
  p.file->package_pos = source->base;
  p.file->eof = source->base + source->len;
  return p;
}

bool parser_has_syntax_error(const Parser *p) {
  for (uint32_t i = 0; i < p->errors.len; i++)
    if (strncmp(p->errors.items[i].text, "syntax error", 12) == 0)
      return true;
  return false;
}

/* Reads the text again, for messages. The tree is kept if types are checked:
   what was repaired is EXPR_BAD in it. */
static void read_broken(Parser *p) {
  File *file = p->file;
  free(p->items);
  *p = new_parser(p->c, p->source);
  p->file->package_name = file->package_name;
  scan_start(p);
  parse_recover(p);
  scan_stop(p);
  if (p->errors.len > 0 && !parser_has_syntax_error(p)) {
    directives_claim(p);
    return;
  }
  p->file->decls = NULL;
  p->file->n = 0;
}

/* The tree of one file; reports nothing. `c` may be a thread's fork. */
static File *parse_file(Compiler *c, Source *source) {
  Parser p = new_parser(c, source);
  scan_start(&p);
  yyparse(&p);
  scan_stop(&p);
  if (p.broken)
    read_broken(&p);
  else
    directives_claim(&p);
  free(p.items);
  p.file->errors = p.errors.items;
  p.file->nerrors = p.errors.len;
  p.file->has_errors = p.errors.len > 0;
  if (!p.file->package_name)
    p.file->package_name = name_of(c, "_");
  return p.file;
}

void parse_report(Compiler *c, const File *file) {
  for (uint32_t i = 0; i < file->nerrors; i++) {
    const SyntaxError *e = &file->errors[i];
    const char *other = e->other ? pos_string_inside(c, e->other) : "";
    diag_error(c, e->pos, "%s%s", e->text, other);
  }
}

File *parse_source(Compiler *c, Source *source) {
  File *file = parse_file(c, source);
  parse_report(c, file);
  return file;
}

/* ------------------------------------------------------------ many files -- */

/* A file that waits to be parsed. */
typedef struct Waiting {
  Source *source;
  File **file; /* where its tree goes */
} Waiting;

/* Large files first: a thread that takes one last would leave the others
   without work. */
static int by_size(const void *pa, const void *pb) {
  const Waiting *a = pa, *b = pb;
  if (a->source->len != b->source->len)
    return a->source->len < b->source->len ? 1 : -1;
  return a->source->base < b->source->base ? -1 : 1;
}

/* One round of the loop over files (compiler_parallel). */
static void parse_waiting(Compiler *c, void *data, uint32_t i) {
  Waiting *w = &((Waiting *)data)[i];
  *w->file = parse_file(c, w->source);
}

void parse_sources(Compiler *c, Source *const *sources, uint32_t n,
                   File **files) {
  size_t text = 0;
  uint32_t threads = c->options.threads;
  ArenaMark mark = arena_mark(&c->scratch);
  Waiting *waiting = NEW_ARRAY(&c->scratch, Waiting, n);
  for (uint32_t i = 0; i < n; i++) {
    waiting[i] = (Waiting){sources[i], &files[i]};
    text += sources[i]->len;
  }
  if (n > 1)
    qsort(waiting, n, sizeof *waiting, by_size);
  if (text < TEXT_FOR_THREADS)
    threads = 1;
  else if (threads == 0)
    threads = thread_processors();
  scan_prepare(c);
  compiler_parallel(c, threads, n, parse_waiting, waiting);
  arena_release(&c->scratch, mark);
}

/* ---------------------------------------------------------- -dump=tokens -- */

/* The token as written, with a word that says its kind where that helps. */
static void dump_token(FILE *out, const Parser *p, int t, const YYSTYPE *val) {
  switch (t) {
  case NAME: fprintf(out, "name %s", val->name->text); break;
  case LITERAL:
    fprintf(out, "literal %.*s", (int)val->expr->lit.len, val->expr->lit.text);
    break;
  case CMP:
  case ADD:
  case MUL: fputs(op_info[val->op].spelling, out); break;
  case ASSIGN_OP: fprintf(out, "%s=", op_info[val->op].spelling); break;
  case INCDEC:
    fprintf(out, "%s%s", op_info[val->op].spelling, op_info[val->op].spelling);
    break;
  case COMMA: fputs(",", out); break;
  case SEMI: fprintf(out, "; (%s)", p->semi); break;
  case LBODY: fputs("{ of a body", out); break;
  default: fputs(token_spelling(t), out); break;
  }
}

void dump_tokens(FILE *out, Compiler *c, Source *source) {
  Parser p = new_parser(c, source);
  scan_start(&p);
  YYSTYPE val;
  Pos pos;
  for (int t = 1; t != 0;) {
    t = next_token(&val, &pos, &p);
    Place place = place_of(c, pos);
    fprintf(out, "%u:%u\t", place.real_line, place.real_col);
    dump_token(out, &p, t, &val);
    fputc('\n', out);
  }
  scan_stop(&p);
  p.file->errors = p.errors.items;
  p.file->nerrors = p.errors.len;
  parse_report(c, p.file);
}
