/*
 * scan.c - the token filter between flex and bison.
 *
 * Two questions about a token depend on more than its spelling:
 *
 *  1. Is a newline behind it a `;`? `ends_statement` lists the tokens.
 *  2. Is `{` the body of an if, for, switch or select, or a literal's brace?
 *
 *       for x := range []T{} {            for x := range f(T{}) {
 *                         ^  ^                             ^    ^
 *                    literal  body                    literal    body
 *
 * The rule (spec: Composite literals): in a header, outside of brackets, a
 * brace behind a type *name* is the body; behind a literal type ([]T, map,
 * struct) or a function signature it belongs to that type. Following types
 * needs no parser: a stack of Levels, one per open bracket, each with the
 * state of a small automaton that runs only while a header is open.
 *
 *     NONE    no type is being read         DONE    the type is complete
 *     WANT    a type must follow            MAPKEY  behind `map`: `[`
 *     NAMED   a type's name was read        FIELDS  behind `struct`: its `{`
 *     SIG     behind `func`: `(`            RESULT  behind its parameters
 *
 * The first example, token by token, at the header's own level:
 *
 *     x := range    NONE
 *     [ ]           begins a type, as no operand stands before it: WANT, and
 *                   `lit`: braces behind this type belong to it
 *     T             NAMED
 *     { }           a literal's; then NONE
 *     {             no type is being read: the body
 *
 * The body's brace is handed to the grammar as a token of its own, LBODY.
 *
 * Recovery reads tokens in two steps, because what it skips must not count as
 * nesting: scan_token gives the token, nest_token lets the levels see it. The
 * first reading of a file does both at once, in next_token, which most tokens
 * outside of headers pass without a look at the levels.
 */
#include "frontend/syntax/lr.h"

#include <stdlib.h>

enum State {
  NONE,
  WANT,
  NAMED,
  DONE,
  MAPKEY,
  SIG,
  RESULT,
  FIELDS
};

/* Tokens behind which a newline is a `;` (spec: Semicolons). */
static const bool ends_statement[TOKEN_COUNT] = {
    [NAME] = true,        [LITERAL] = true, [BREAK] = true,  [CONTINUE] = true,
    [FALLTHROUGH] = true, [RETURN] = true,  [INCDEC] = true, [RPAREN] = true,
    [RBRACK] = true,      [RBRACE] = true,
};

/* As messages name tokens; keywords are entered as names from here, too. */
static const char *const spellings[TOKEN_COUNT] = {
    [0] = "EOF",
    [NAME] = "name",
    [LITERAL] = "literal",
    [OROR] = "||",
    [ANDAND] = "&&",
    [CMP] = "==",
    [ADD] = "+",
    [OR] = "|",
    [STAR] = "*",
    [MUL] = "/",
    [AND] = "&",
    [NOT] = "!",
    [TILDE] = "~",
    [ASSIGN_OP] = "op=",
    [INCDEC] = "++",
    [ARROW] = "<-",
    [ASSIGN] = "=",
    [DEFINE] = ":=",
    [LPAREN] = "(",
    [LBRACK] = "[",
    [LBRACE] = "{",
    [RPAREN] = ")",
    [RBRACK] = "]",
    [RBRACE] = "}",
    [COMMA] = "comma",
    [SEMI] = "semicolon or newline",
    [COLON] = ":",
    [DOT] = ".",
    [DDD] = "...",
    [LBODY] = "{",
    [BREAK] = "break",
    [CASE] = "case",
    [CHAN] = "chan",
    [CONST] = "const",
    [CONTINUE] = "continue",
    [DEFAULT] = "default",
    [DEFER] = "defer",
    [ELSE] = "else",
    [FALLTHROUGH] = "fallthrough",
    [FOR] = "for",
    [FUNC] = "func",
    [GO] = "go",
    [GOTO] = "goto",
    [IF] = "if",
    [IMPORT] = "import",
    [INTERFACE] = "interface",
    [MAP] = "map",
    [PACKAGE] = "package",
    [RANGE] = "range",
    [RETURN] = "return",
    [SELECT] = "select",
    [STRUCT] = "struct",
    [SWITCH] = "switch",
    [TYPE] = "type",
    [VAR] = "var",
};

const char *token_spelling(int t) { return spellings[t]; }

/* ---------------------------------------------------------------- levels -- */

/* Enters a bracket; when it closes, its parent resumes in state `after`. */
static void push_level(Parser *p, enum State after) {
  if (p->nlevels == p->cap_levels) {
    p->cap_levels *= 2;
    p->levels = realloc(p->levels, p->cap_levels * sizeof *p->levels);
    ASSERT(p->levels);
  }
  p->levels[p->nlevels - 1].after = (uint8_t)after;
  p->levels[p->nlevels++] = (Level){0};
}

/* Leaves a bracket. Too many closers are no concern of the filter. */
static void pop_level(Parser *p) {
  if (p->nlevels > 1)
    p->nlevels--;
  Level *v = &p->levels[p->nlevels - 1];
  v->state = v->after;
  v->operand = v->state == NONE;
}

/* The header ends here. Statements inside of the body may open others. */
static int open_body(Parser *p, Level *v) {
  v->header = false;
  v->state = NONE;
  push_level(p, NONE);
  return LBODY;
}

/* t is an opening bracket: what is inside has a level of its own. */
static int open_bracket(Parser *p, enum State after, int t) {
  push_level(p, after);
  return t;
}

/* ------------------------------------------------------------- automaton -- */

/* Can t begin a type behind a signature, as its result? */
static bool starts_type(int t) {
  return t == NAME || t == STAR || t == ARROW || t == LBRACK || t == MAP ||
         t == CHAN || t == STRUCT || t == INTERFACE || t == FUNC;
}

/* Steps out of a type that may be complete. Returns 0 if t is not part of it:
   the caller looks at t again, in the new state. */
static int step_complete(Parser *p, Level *v, int t) {
  if (t == LBRACE)
    return v->lit ? open_bracket(p, NONE, t) : open_body(p, v);
  if (v->state == NAMED && t == DOT) {
    v->state = WANT;
    return t;
  }
  if (v->state == NAMED && t == LBRACK)
    return open_bracket(p, DONE, t);
  if (v->state == RESULT && t == LPAREN)
    return open_bracket(p, DONE, t);
  if (v->state == RESULT && starts_type(t)) {
    v->state = WANT;
    return 0;
  }
  v->state = NONE;
  v->operand = true;
  return 0;
}

/* A type must follow. */
static int step_want(Parser *p, Level *v, int t) {
  switch (t) {
  case NAME: v->state = NAMED; return t;
  case STAR:
  case ARROW:
  case CHAN: return t;
  case MAP: v->state = MAPKEY; return t;
  case STRUCT:
  case INTERFACE: v->state = FIELDS; return t;
  case FUNC: v->state = SIG; return t;
  case LBRACK: return open_bracket(p, WANT, t);
  case LPAREN: return open_bracket(p, DONE, t);
  default:
    v->state = NONE;
    v->operand = false;
    return 0;
  }
}

/* Behind `map`, `func` or `struct`, whose own bracket must follow. */
static int step_bracket(Parser *p, Level *v, int t) {
  if (v->state == MAPKEY && t == LBRACK)
    return open_bracket(p, WANT, t);
  if (v->state == SIG && t == LPAREN)
    return open_bracket(p, RESULT, t);
  if (v->state == SIG && t == LBRACK)
    return open_bracket(p, SIG, t);
  if (v->state == FIELDS && t == LBRACE)
    return open_bracket(p, DONE, t);
  v->state = NONE;
  return 0;
}

/* t begins a type. lit: a brace behind the whole type belongs to it, of a
   literal or, for `func`, of a function literal's body. */
static int start_type(Level *v, enum State state, bool lit, int t) {
  v->lit = lit;
  v->state = (uint8_t)state;
  return t;
}

/* No type is being read. */
static int step_none(Parser *p, Level *v, int t) {
  switch (t) {
  case LBRACK:
    if (!v->operand)
      v->lit = true;
    return open_bracket(p, v->operand ? NONE : WANT, t);
  case LPAREN: return open_bracket(p, NONE, t);
  case MAP: return start_type(v, MAPKEY, true, t);
  case STRUCT: return start_type(v, FIELDS, true, t);
  case INTERFACE: return start_type(v, FIELDS, false, t);
  case FUNC: return start_type(v, SIG, true, t);
  case CHAN: return start_type(v, WANT, false, t);
  case LBRACE: return open_body(p, v);
  default: v->operand = t == NAME || t == LITERAL; return t;
  }
}

/* Steps the automaton over a token (no closer) at a header's own level. */
static int step_header(Parser *p, Level *v, int t) {
  int out = 0;
  if (v->state == NAMED || v->state == DONE || v->state == RESULT)
    out = step_complete(p, v, t);
  if (out == 0 && v->state == WANT)
    out = step_want(p, v, t);
  if (out == 0 && (v->state == MAPKEY || v->state == SIG || v->state == FIELDS))
    out = step_bracket(p, v, t);
  return out ? out : step_none(p, v, t);
}

/* A keyword with a header resets the level: what stood before on it is over. */
int nest_token(Parser *p, int t) {
  Level *v = &p->levels[p->nlevels - 1];
  switch (t) {
  case RPAREN:
  case RBRACK:
  case RBRACE: pop_level(p); return t;
  case IF:
  case FOR:
  case SWITCH:
  case SELECT: *v = (Level){.header = true}; return t;
  case LPAREN:
  case LBRACK:
  case LBRACE:
    return v->header ? step_header(p, v, t) : open_bracket(p, NONE, t);
  case LBODY: return open_body(p, v); /* made up by recovery */
  default: return v->header ? step_header(p, v, t) : t;
  }
}

/* The tokens that nest_token may change something for outside of headers. */
static const bool nests[TOKEN_COUNT] = {
    [LPAREN] = true, [RPAREN] = true, [LBRACK] = true, [RBRACK] = true,
    [LBRACE] = true, [RBRACE] = true, [IF] = true,     [FOR] = true,
    [SWITCH] = true, [SELECT] = true,
};

/* ---------------------------------------------------------------- tokens -- */

/* Behind `package x;`: with errors so far, gc keeps those up to this token
   and reads no further. */
static bool package_clause_failed(Parser *p, Pos end) {
  if (!parser_has_error_in(p, p->base, end))
    return false;
  parser_forget_behind(p, end);
  return true;
}

uint32_t token_length(int t, const YYSTYPE *val) {
  if (t == LITERAL)
    return val->expr->lit.len;
  return t == NAME || t >= BREAK ? val->name->len : 1;
}

/* The rare cases of scan_token: what waits for the next token, t. */
__attribute__((noinline)) static int attend(Parser *p, int t,
                                            const YYSTYPE *val, Pos pos) {
  p->attention = false;
  if (p->clause == CLAUSE_READ) {
    bool failed = package_clause_failed(p, pos + token_length(t, val));
    p->clause = failed ? CLAUSE_GIVE_UP : CLAUSE_PASSED;
    t = failed ? 0 : t;
  }
  for (; p->unbound < p->directives.len; p->unbound++)
    p->directives.items[p->unbound].next = pos;
  if (p->next_error)
    parser_error(p, pos, "%s", p->next_error);
  p->next_error = NULL;
  return t;
}

/* A token of flex, and what follows from it for the next one. */
static inline int scan(YYSTYPE *val, Pos *loc, Parser *p) {
  if (p->clause == CLAUSE_GIVE_UP) {
    *loc = p->tok_pos;
    return 0;
  }
  int t = raw_lex(val, loc, p->flex);
  p->nlsemi = ends_statement[t];
  p->tok_pos = *loc;
  return p->attention ? attend(p, t, val, *loc) : t;
}

int scan_token(YYSTYPE *val, Pos *loc, Parser *p) { return scan(val, loc, p); }

int next_token(YYSTYPE *val, Pos *loc, Parser *p) {
  int t = scan(val, loc, p);
  if (!nests[t] && !p->levels[p->nlevels - 1].header)
    return t;
  return nest_token(p, t);
}

/* Keywords are names that flex need not know. */
void scan_prepare(Compiler *c) {
  if (name_of(c, spellings[BREAK])->keyword)
    return;
  for (int t = BREAK; t <= VAR; t++)
    name_set_keyword(c, spellings[t], (uint8_t)t);
}

/* The bottom level is the file's; it is never left. */
void scan_start(Parser *p) {
  if (!p->levels) {
    p->cap_levels = 32;
    p->levels = malloc(p->cap_levels * sizeof *p->levels);
    ASSERT(p->levels);
  }
  p->levels[0] = (Level){0};
  p->nlevels = 1;
  scan_prepare(p->c);
  scan_validate(p);
  bool bom = p->len >= 3 && memcmp(p->text, "\xef\xbb\xbf", 3) == 0;
  ASSERT(flex_start(p, bom ? 3 : 0));
}

void scan_stop(Parser *p) {
  flex_stop(p);
  free(p->levels);
  p->levels = NULL;
}
