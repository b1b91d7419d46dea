/*
 * directive.c - comments that mean something: //line and //go:.
 *
 *   //line x.y:10      the next line is line 10 of x.y; a C comment that begins
 *                      `line x.y:10:5` says so of what follows it, at once
 *   //go:noinline      a property of the declaration behind it
 *
 * Line directives go to the Source, where positions are printed. A //go:
 * directive waits for the token behind it: the declaration whose keyword or
 * first name that is claims it. That needs no help from the grammar. What is
 * claimed by nothing is misplaced; whether the kind of declaration allows the
 * directive is for check to say.
 *
 *   //go:nosplit          next token: `func`     claimed by f
 *   func f() {
 *       //go:noinline     next token: `x`        claimed by nothing: misplaced
 *       x := 1
 *   }
 *   var (                 in a group the names count, not the keyword:
 *       //go:embed a.txt  next token: `text`     claimed by text
 *       text string
 *   )
 *
 * Numbers in line directives may be followed by a column; names may hold colons
 * themselves, so both are looked for from the end (trailing_number). Errors about
 * //go: are "soft": the checks that need a correct file are still made.
 */
#include "frontend/syntax/parse.h"

#include <stdlib.h>

enum {
  MAX_LINE_NUMBER = 1 << 30,
  LINE_PREFIX = 7 /* of both comment forms: "//line " */
};

/* ----------------------------------------------------------------- //line -- */

/* The number behind the last colon. */
typedef struct Trailing {
  uint32_t at; /* index behind the colon; 0: there is none */
  bool ok;     /* digits only, and fits */
  uint64_t value;
} Trailing;

/* Reads backwards to the colon, then forwards over the digits. */
static Trailing trailing_number(const char *s, uint32_t len) {
  Trailing t = {.at = len};
  while (t.at > 0 && s[t.at - 1] != ':')
    t.at--;
  if (t.at == 0)
    return t;
  t.ok = t.at < len;
  for (uint32_t i = t.at; i < len && t.ok; i++) {
    uint32_t digit = (uint32_t)(s[i] - '0');
    t.ok = digit < 10 && !__builtin_mul_overflow(t.value, 10u, &t.value) &&
           !__builtin_add_overflow(t.value, digit, &t.value);
  }
  return t;
}

/* `text` from `at` on is no number that may stand there. */
static void bad_number(Parser *p, const char *what, Span text, uint32_t at) {
  parser_error(p, parser_pos(p, text.s + at), "invalid %s number: %.*s", what,
               (int)(text.len - at), text.s + at);
}

static bool in_range(uint64_t n) { return n > 0 && n <= MAX_LINE_NUMBER; }

/* The file that an empty name with a column means: the one in force. */
static const char *current_filename(const Source *s) {
  return s->directives.len ? s->directives.items[s->directives.len - 1].filename
                           : NULL;
}

/* `text` is FILE:LINE or FILE:LINE:COLUMN; `from`: where it takes effect. */
static void line_directive(Parser *p, Span text, Pos from) {
  Trailing last = trailing_number(text.s, text.len);
  if (last.at == 0)
    return; /* not a directive */
  if (!last.ok) {
    bad_number(p, "line", text, last.at);
    return;
  }
  Trailing line = trailing_number(text.s, last.at - 1);
  bool has_column = line.at > 0 && line.ok;
  if (has_column && !in_range(last.value)) {
    bad_number(p, "column", text, last.at);
    return;
  }
  if (has_column)
    text.len = last.at - 1;
  else
    line = last;
  if (!in_range(line.value)) {
    bad_number(p, "line", text, line.at);
    return;
  }
  uint32_t name_len = line.at - 1;
  const char *name = name_len == 0 && has_column
                         ? current_filename(p->source)
                         : arena_strndup(&p->c->arena, text.s, name_len);
  list_push(&p->c->arena, &p->source->directives,
            ((LineDirective){.from = from,
                             .filename = name,
                             .line = (uint32_t)line.value,
                             .col = has_column ? (uint32_t)last.value : 0}));
}

/* A line may end in CR LF. */
static Span without_carriage_return(Span t) {
  if (t.len && t.s[t.len - 1] == '\r')
    t.len--;
  return t;
}

/* ----------------------------------------------------------------- //go: -- */

/* Directives by name, and what they imply. */
static const struct {
  const char *verb;
  uint32_t pragmas;
} verbs[] = {
    {"go:build",              PRAGMA_BUILD                                     },
    {"go:noescape",           PRAGMA_NOESCAPE                                  },
    {"go:norace",             PRAGMA_NORACE                                    },
    {"go:nosplit",            PRAGMA_NOSPLIT | PRAGMA_NOCHECKPTR               },
    {"go:noinline",           PRAGMA_NOINLINE                                  },
    {"go:nocheckptr",         PRAGMA_NOCHECKPTR                                },
    {"go:systemstack",        PRAGMA_SYSTEMSTACK                               },
    {"go:nowritebarrier",     PRAGMA_NOWRITEBARRIER                            },
    {"go:nowritebarrierrec",  PRAGMA_NOWRITEBARRIERREC | PRAGMA_NOWRITEBARRIER },
    {"go:yeswritebarrierrec", PRAGMA_YESWRITEBARRIERREC                        },
    {"go:cgo_unsafe_args",    PRAGMA_CGO_UNSAFE_ARGS | PRAGMA_NOCHECKPTR       },
    {"go:uintptrkeepalive",   PRAGMA_UINTPTR_KEEPALIVE                         },
    {"go:uintptrescapes",     PRAGMA_UINTPTR_ESCAPES | PRAGMA_UINTPTR_KEEPALIVE},
    {"go:registerparams",     PRAGMA_REGISTERPARAMS                            },
    {"go:notinheap",          PRAGMA_NOTINHEAP                                 },
};

/* Directives without effect here that the standard library may have. */
static const char *const ignored_in_std[] = {"go:cgo_export_static",
                                             "go:cgo_export_dynamic",
                                             "go:cgo_import_static",
                                             "go:cgo_import_dynamic",
                                             "go:cgo_ldflag",
                                             "go:cgo_dynamic_linker",
                                             "go:embed",
                                             "go:generate"};

static const uint32_t runtime_pragmas =
    PRAGMA_SYSTEMSTACK | PRAGMA_NOWRITEBARRIER | PRAGMA_NOWRITEBARRIERREC |
    PRAGMA_YESWRITEBARRIERREC;

static bool begins(Span t, const char *prefix) {
  size_t n = strlen(prefix);
  return t.len >= n && memcmp(t.s, prefix, n) == 0;
}

static bool span_is(Span t, const char *s) {
  return t.len == strlen(s) && memcmp(t.s, s, t.len) == 0;
}

static bool is_space(char ch) {
  return ch == ' ' || (ch >= '\t' && ch <= '\r');
}

/* Cuts the next blank-separated word off; empty at the end. */
static Span next_word(Span *rest) {
  while (rest->len && is_space(*rest->s))
    *rest = (Span){rest->s + 1, rest->len - 1};
  Span word = {rest->s, 0};
  while (rest->len && !is_space(*rest->s)) {
    *rest = (Span){rest->s + 1, rest->len - 1};
    word.len++;
  }
  return word;
}

/* //go:linkname local [target] */
static void linkname(Parser *p, Pos pos, Span text) {
  next_word(&text);
  Span local = next_word(&text), target = next_word(&text);
  if (local.len == 0 || next_word(&text).len) {
    parser_soft_error(p, pos, NO_POS,
                      "usage: //go:linkname localname [linkname]");
    return;
  }
  Arena *a = &p->c->arena;
  Linkname l = {.pos = pos,
                .local = name_intern(p->c, local.s, local.len),
                .target =
                    target.len ? arena_strndup(a, target.s, target.len) : NULL};
  list_push(a, &p->file->linknames, l);
}

/* //go:embed patterns; check says whether the variable may have it. */
static void embed(Parser *p, Directive *d, Span text) {
  Span directive = text;
  next_word(&text);
  Span rest = text;
  if (next_word(&rest).len == 0) {
    parser_soft_error(p, d->use.pos, NO_POS, "usage: //go:embed pattern...");
    return;
  }
  d->use.pragma = PRAGMA_EMBED;
  d->use.text = directive;
}

/* cgo directives are for generated code, but for one form of one. */
static bool cgo_allowed(const Parser *p, Span text) {
  const char *slash = strrchr(p->source->path, '/');
  const char *base = slash ? slash + 1 : p->source->path;
  if (strncmp(base, "_cgo_", 5) == 0 || p->source->std || p->c->options.std)
    return true;
  if (!begins(text, "go:cgo_import_dynamic "))
    return false;
  int words = 0;
  while (next_word(&text).len)
    words++;
  return words >= 4;
}

/* A verb of the table; some are for the runtime or the library only. */
static void plain_directive(Parser *p, Directive *d, Span text) {
  Pos pos = d->use.pos;
  Span rest = text, verb = next_word(&rest);
  bool std = p->source->std || p->c->options.std;
  for (size_t i = 0; i < COUNT(verbs); i++)
    if (span_is(verb, verbs[i].verb))
      d->use.pragma = verbs[i].pragmas;
  uint32_t pragmas = d->use.pragma;
  if (pragmas & runtime_pragmas && !p->source->std && !p->c->options.runtime)
    parser_soft_error(p, pos, NO_POS, "//%.*s only allowed in runtime",
                      (int)verb.len, verb.s);
  if (pragmas == PRAGMA_UINTPTR_KEEPALIVE && !std)
    parser_soft_error(p, pos, NO_POS,
                      "//%.*s is only allowed in the standard library",
                      (int)verb.len, verb.s);
  if (pragmas || !p->c->options.std)
    return;
  for (size_t i = 0; i < COUNT(ignored_in_std); i++)
    if (span_is(verb, ignored_in_std[i]))
      return;
  parser_soft_error(p, pos, NO_POS,
                    "//%.*s is not allowed in the standard library",
                    (int)verb.len, verb.s);
}

/* Whether only white space stands before s on its line. */
static bool first_on_line(const Parser *p, const char *s) {
  while (s > p->text && (s[-1] == ' ' || s[-1] == '\t' || s[-1] == '\r'))
    s--;
  return s == p->text || s[-1] == '\n';
}

/* `text` is the comment without its slashes. */
static void go_directive(Parser *p, const char *comment, Span text) {
  Directive d = {.use.pos = parser_pos(p, text.s)};
  if (!first_on_line(p, comment)) {
    parser_soft_error(p, d.use.pos, NO_POS, "misplaced compiler directive");
    return;
  }
  if (begins(text, "go:linkname ")) {
    linkname(p, d.use.pos, text);
    return;
  }
  if (begins(text, "go:cgo_") && !cgo_allowed(p, text))
    parser_soft_error(p, d.use.pos, NO_POS,
                      "//%.*s only allowed in cgo-generated code",
                      (int)text.len, text.s);
  if (span_is(text, "go:embed") || begins(text, "go:embed "))
    embed(p, &d, text);
  else
    plain_directive(p, &d, text);
  if (d.use.pragma & PRAGMA_BUILD && !p->file->build_constraint)
    p->file->build_constraint = arena_strndup(&p->c->arena, text.s, text.len);
  if (d.use.pragma) {
    list_push(&p->c->arena, &p->directives, d);
    p->attention = true;
  }
}

/* Sorts the comment by its beginning; most `//l...` are none. */
void directive_found(Parser *p, const char *s, uint32_t len) {
  Span text = without_carriage_return((Span){s, len});
  if (begins(text, "//go:")) {
    go_directive(p, s, (Span){s + 2, text.len - 2});
  } else if (begins(text, "//line ")) {
    bool first_column = s == p->text || s[-1] == '\n';
    if (first_column)
      line_directive(p, (Span){s + LINE_PREFIX, text.len - LINE_PREFIX},
                     parser_pos(p, s + len + 1));
  } else if (begins(text, "/*line ")) {
    line_directive(p, (Span){s + LINE_PREFIX, len - LINE_PREFIX - 2},
                   parser_pos(p, s + len));
  }
}

/* ---------------------------------------------------------------- claims -- */

/* Gives the declaration the directives whose next token it begins with, be it
   the keyword or the name behind it. In a group only the name counts. */
static bool claim(Parser *p, Decl *d) {
  Pos from = d->grouped ? d->pos : d->keyword;
  bool any_left = false;
  for (uint32_t i = 0; i < p->directives.len; i++) {
    Directive *dir = &p->directives.items[i];
    if (dir->next >= from && dir->next <= d->pos) {
      dir->use.decl = d;
      d->pragmas |= dir->use.pragma;
    }
    any_left |= dir->use.decl == NULL;
  }
  return any_left;
}

static bool claim_local(Visitor *v, Decl *d) {
  claim(v->data, d);
  return true;
}

void directive_misplaced(Parser *p, const Directive *d) {
  parser_soft_error(p, d->use.pos, NO_POS,
                    d->use.pragma == PRAGMA_EMBED
                        ? "misplaced go:embed directive"
                        : "misplaced compiler directive");
}

/* Once the tree stands. Directives before the package clause belong to the
   file; of the others, those that stand before local declarations are looked for
   only if the package's have not claimed all. */
void directives_claim(Parser *p) {
  File *file = p->file;
  if (p->directives.len == 0)
    return;
  bool any_left =
      p->directives.items[p->directives.len - 1].next > file->package_pos;
  for (uint32_t i = 0; i < file->n && any_left; i++)
    any_left = claim(p, file->decls[i]);
  Visitor locals = {.decl = claim_local, .data = p};
  for (uint32_t i = 0; i < file->n && any_left; i++)
    walk_decl(&locals, file->decls[i]);
  for (uint32_t i = 0; i < p->directives.len; i++) {
    Directive *d = &p->directives.items[i];
    if (d->use.decl || d->next <= file->package_pos)
      list_push(&p->c->arena, &file->directives, d->use);
    else if (i >= p->settled)
      directive_misplaced(p, d);
  }
}
