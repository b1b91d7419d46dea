/*
 * recover.c - the second reading of a broken file: gc's messages.
 *
 * gc's parser descends recursively: each of its functions knows what it wants
 * and to what it skips. Here an automaton knows what fits, so the messages are
 * found the other way round:
 *
 *   loop:  t = the next token
 *          t fits: push it
 *          else: repair: find out which of gc's functions would be running,
 *                report as it would, skip what it would skip, and feed the
 *                tokens that complete the broken construct
 *
 * "Fits" asks the automaton before the token is pushed (lr_accepts), so it
 * never meets an error, and needs no `error` productions. "Which function" is
 * read off the grammar symbols on its stack: the innermost open bracket, what
 * is below it, the keyword above it. The same question serves as a probe: an
 * operand may start here if `!` fits, a type if `struct` does, a statement if
 * `return` does.
 *
 *   x := f(a b)      in the brackets of a call, an element complete: `b` is
 *                    "unexpected b in argument list; possibly missing comma
 *                    or )"; skip to a closer, feed `)`
 *
 * Tokens that are fed pass through the brace filter, skipped ones do not: gc's
 * nesting follows its calls, not the text.
 */
#include "frontend/syntax/recover.h"

enum {
  MAX_REPAIRS = 6 /* at one place; then the token is dropped */
};

/* ---------------------------------------------------------------- tokens -- */

/* Where gc resumes inside of functions, whatever it looks for. */
static const uint64_t statement_starts =
    BIT(BREAK) | BIT(CONST) | BIT(CONTINUE) | BIT(DEFER) | BIT(FALLTHROUGH) |
    BIT(FOR) | BIT(GO) | BIT(GOTO) | BIT(IF) | BIT(RETURN) | BIT(SELECT) |
    BIT(SWITCH) | BIT(TYPE) | BIT(VAR);

int recover_depth(const Recovery *r) { return lr_depth(r->ps); }

/* Would the automaton shift t now? */
bool recover_accepts(const Recovery *r, int t) {
  return lr_accepts(r->ps, recover_depth(r), t);
}

/* The i-th symbol from the top of the stack. */
int recover_top(const Recovery *r, int i) {
  return lr_symbol(r->ps, recover_depth(r) - 1 - i);
}

void recover_next(Recovery *r) { r->t = scan_token(&r->val, &r->pos, r->p); }

/* Gives the automaton a token that fits, by way of the brace filter. */
static void push(Recovery *r, int t, YYSTYPE *val, Pos pos) {
  int nested = nest_token(r->p, t);
  r->p->tok_pos = r->pos;
  yypush_parse(r->ps, nested, val, &pos, r->p);
}

/* Pushes a token that is not in the text, if it fits. */
static void feed_at(Recovery *r, int t, YYSTYPE val, Pos pos) {
  Parser *p = r->p;
  if (!recover_accepts(r, t))
    return;
  push(r, t, &val, pos);
  if (p->next_error) /* the next token is the current one */
    parser_error(p, r->pos, "%s", p->next_error);
  p->next_error = NULL;
}

/* The value of such a token. */
static YYSTYPE made_up(const Recovery *r, int t) {
  if (t == NAME)
    return (YYSTYPE){.name = name_of(r->p->c, "_")};
  if (t == LITERAL)
    return (YYSTYPE){.expr = build_bad(r->p, r->error_pos)};
  return (YYSTYPE){0};
}

void recover_feed(Recovery *r, int t) { feed_at(r, t, made_up(r, t), r->pos); }

void recover_feed_nothing(Recovery *r) {
  feed_at(r, NAME, (YYSTYPE){.name = name_of(r->p->c, "")}, r->pos);
}

/* A list of statements is being read somewhere below. */
static bool in_function(const Recovery *r) {
  for (int i = recover_depth(r) - 1; i > 0; i--)
    if (lr_symbol(r->ps, i) == MARK_SEMIS)
      return true;
  return false;
}

/* Skips to a token of the set, or in a function to a statement's keyword; an
   empty set skips one token. */
void recover_skip(Recovery *r, uint64_t set) {
  if (set == 0) {
    if (r->t)
      recover_next(r);
    return;
  }
  if (in_function(r))
    set |= statement_starts;
  while (r->t && !(set & BIT(r->t)))
    recover_next(r);
}

/* What the token after nesting would be, without entering its bracket. */
static int nested_kind(Recovery *r) {
  Parser *p = r->p;
  uint32_t n = p->nlevels;
  Level inner = p->levels[n - 1];
  Level outer = n > 1 ? p->levels[n - 2] : inner;
  int t = nest_token(p, r->t);
  p->nlevels = n;
  p->levels[n - 1] = inner;
  if (n > 1)
    p->levels[n - 2] = outer;
  return t;
}

Expr *recover_value(const Recovery *r, int below) {
  return lr_value(r->ps, below).expr;
}

/* What the grammar accepts and a builder would refuse. */
static bool refused(const Recovery *r, int t) {
  if (t == LBRACE && recover_top(r, 0) == MARK_TNAME)
    return !may_be_literal_type(recover_value(r, 0));
  if (t == LBRACE && recover_top(r, 0) == RPAREN &&
      recover_top(r, 1) == MARK_EXPR)
    return !may_be_literal_type(recover_value(r, 1));
  if (t == TILDE)
    return recover_accepts(r, RETURN);
  if (t == LPAREN && recover_top(r, 0) == RBRACK &&
      recover_top(r, 1) == MARK_OCOMMA &&
      recover_top(r, 2) == MARK_TPARAM_LIST && recover_accepts(r, OR))
    return !params_any_named(r->p, lr_value(r->ps, 2).list);
  if (t == ASSIGN && recover_top(r, 0) == RBRACK &&
      recover_top(r, 1) == MARK_EXPR && recover_accepts(r, ASSIGN))
    return !may_split(recover_value(r, 1));
  return false;
}

/* Whether the current token can be pushed without an error or a complaint. */
bool recover_fits(Recovery *r) {
  int t = nested_kind(r);
  return !refused(r, t) && recover_accepts(r, t);
}

/* -------------------------------------------------------------- messages -- */

/* Length of the operator at s: of the longest that matches. */
static int operator_length(const char *s) {
  static const char *const longer[] = {
      "&^=", "<<=", ">>=", "...", "<-", ":=", "==", "!=", "<=",
      ">=",  "&&",  "||",  "<<",  ">>", "&^", "++", "--", "+=",
      "-=",  "*=",  "/=",  "%=",  "&=", "|=", "^="};
  for (size_t i = 0; i < COUNT(longer); i++)
    if (strncmp(s, longer[i], strlen(longer[i])) == 0)
      return (int)strlen(longer[i]);
  return 1;
}

/* The current token as messages spell it. */
static const char *token_text(const Recovery *r) {
  Arena *a = &r->p->c->arena;
  switch (r->t) {
  case 0: return "EOF";
  case SEMI: return r->p->semi;
  case COMMA: return "comma";
  case NAME: return r->val.name->text;
  case LITERAL:
    return arena_printf(a, "literal %.*s", (int)r->val.expr->lit.len,
                        r->val.expr->lit.text);
  default: break;
  }
  if (r->t >= BREAK) /* keywords are declared last */
    return token_spelling(r->t);
  const char *s = r->p->text + (r->pos - r->p->base);
  return arena_strndup(a, s, (size_t)operator_length(s));
}

/* At the end of input gc says nothing more about a file with errors. */
static bool is_silent(const Recovery *r) { return !r->t && r->p->hard_errors; }

void recover_complain(const Recovery *r, Pos pos, const char *text) {
  if (!is_silent(r))
    parser_syntax_error(r->p, pos, "%s", text);
}

/* "unexpected X" and what follows, which begins with a comma or blank. */
void recover_unexpected(Recovery *r, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&r->p->c->arena, fmt, ap);
  va_end(ap);
  if (!is_silent(r))
    parser_syntax_error(r->p, r->pos, "unexpected %s%s", token_text(r), text);
}

/* gc's p.want: one token is due. */
void recover_want(Recovery *r, int t) {
  recover_unexpected(r, ", expecting %s", token_spelling(t));
  Pos pos = r->pos;
  recover_skip(r, 0);
  feed_at(r, t, made_up(r, t), pos);
}

/* --------------------------------------------------------- where are we? -- */

/* The three below: the construct of an open bracket at stack index i, from the
   symbol before it and from what would fit right behind it. */
static ContextKind paren_context(const Recovery *r, int i) {
  int below = lr_symbol(r->ps, i - 1);
  if (below == DOT)
    return IN_PARENS;
  if (below == IMPORT || below == CONST || below == VAR || below == TYPE)
    return IN_GROUP;
  if (lr_accepts(r->ps, i + 1, DDD))
    return IN_PARAMS;
  bool args = lr_accepts(r->ps, i + 1, NOT) && lr_accepts(r->ps, i + 1, RPAREN);
  return args ? IN_ARGS : IN_PARENS;
}

static ContextKind bracket_context(const Recovery *r, int i) {
  int below = lr_symbol(r->ps, i - 1);
  if (below == MAP)
    return IN_MAP_KEY;
  if (!lr_accepts(r->ps, i + 1, NOT))
    return IN_TYPE_PARAMS;
  if (lr_accepts(r->ps, i + 1, COLON))
    return IN_INDEX;
  if (below != NAME)
    return IN_ARRAY;
  return lr_accepts(r->ps, i + 1, DDD) ? IN_TYPE_DECL : IN_TYPE_ARGS;
}

static ContextKind brace_context(const Recovery *r, int i) {
  int below = lr_symbol(r->ps, i - 1);
  if (below == STRUCT)
    return IN_STRUCT;
  if (below == INTERFACE)
    return IN_INTERFACE;
  return lr_accepts(r->ps, i + 1, RETURN) ? IN_BLOCK : IN_COMPOSITE;
}

/* The construct of the open bracket at stack index i. */
static ContextKind context_kind(const Recovery *r, int i) {
  switch (lr_symbol(r->ps, i)) {
  case LPAREN: return paren_context(r, i);
  case LBRACK: return bracket_context(r, i);
  case LBRACE: return brace_context(r, i);
  default: return lr_accepts(r->ps, i + 1, CASE) ? IN_CLAUSES : IN_BLOCK;
  }
}

/* Walks the stack's symbols from the top, past closed brackets, to the
   innermost open one. */
Context context_find(const Recovery *r) {
  Context c = {.kind = IN_FILE};
  int closed = 0;        /* brackets passed that are not open */
  bool finished = false; /* keywords below belong to a head that is done */
  for (int i = recover_depth(r) - 1, semicolons = 0; i > 0; i--) {
    int s = lr_symbol(r->ps, i);
    if (s == RPAREN || s == RBRACK || s == RBRACE) {
      closed++;
    } else if (s == LPAREN || s == LBRACK || s == LBRACE || s == LBODY) {
      if (closed-- > 0)
        continue;
      c.open = i;
      c.kind = context_kind(r, i);
      if (c.kind == IN_GROUP && !c.keyword)
        c.keyword = lr_symbol(r->ps, i - 1);
      return c;
    } else if (closed == 0) {
      c.statements |= s == MARK_SEMIS;
      finished |= s == MARK_BODY || (s == MARK_SEMIS && !c.keyword);
      semicolons += s == SEMI;
      if (s >= BREAK && s <= VAR && !c.keyword && !finished) {
        c.keyword = s;
        c.keyword_at = i;
        c.semicolons = semicolons;
      }
    }
  }
  return c;
}

/* The closer of the lists that name it in messages, else 0. */
int context_closer(ContextKind kind) {
  switch (kind) {
  case IN_ARGS:
  case IN_PARAMS:
  case IN_GROUP: return RPAREN;
  case IN_COMPOSITE:
  case IN_STRUCT:
  case IN_INTERFACE: return RBRACE;
  case IN_TYPE_PARAMS: return RBRACK;
  case IN_FILE:
  case IN_PARENS:
  case IN_INDEX:
  case IN_TYPE_DECL:
  case IN_TYPE_ARGS:
  case IN_ARRAY:
  case IN_MAP_KEY:
  case IN_BLOCK:
  case IN_CLAUSES: return 0;
  }
  UNREACHABLE();
}

/* At the start of a list element? */
bool context_at_element(const Recovery *r, const Context *c) {
  int a = recover_top(r, 0), last = recover_depth(r) - 1;
  if (last == c->open)
    return true;
  if (a == COMMA || a == SEMI)
    return last - 2 <= c->open + 1;
  return a == MARK_LIST_MARK && last - 1 == c->open;
}

/* ------------------------------------------------------------ directives -- */
/* In a broken file the tree does not tell what claims a directive. gc gives
   those that wait to a declaration when it begins to read what is declared, and
   calls those misplaced that wait where a statement begins or ends, behind a
   declaration, or before a group's bracket. What is skipped changes nothing. */

/* Those that wait belong to what begins here. */
void recover_claim(Recovery *r) { r->p->settled = r->p->directives.len; }

void recover_misplace(Recovery *r) {
  Parser *p = r->p;
  while (p->settled < p->directives.len)
    directive_misplaced(p, &p->directives.items[p->settled++]);
}

/* Ends a statement or declaration, with no header open. */
static bool ends_statement_here(const Recovery *r, const Context *c) {
  bool header = c->keyword == IF || c->keyword == FOR || c->keyword == SWITCH;
  return r->t == SEMI && !header &&
         (c->kind == IN_FILE || c->kind == IN_BLOCK || c->kind == IN_CLAUSES);
}

/* Before the current token is pushed or repaired. */
static void settle_directives(Recovery *r) {
  if (r->p->settled == r->p->directives.len)
    return;
  int a = recover_top(r, 0);
  bool keyword = a == CONST || a == VAR || a == TYPE || a == IMPORT;
  if ((keyword && r->t != LPAREN) || a == PACKAGE ||
      (a == FUNC && recover_accepts(r, NAME))) {
    recover_claim(r);
    return;
  }
  Context c = context_find(r);
  bool statement = recover_accepts(r, RETURN) && r->t != VAR && r->t != CONST &&
                   r->t != TYPE;
  if (c.kind == IN_GROUP && context_at_element(r, &c))
    recover_claim(r);
  else if (keyword || statement || ends_statement_here(r, &c))
    recover_misplace(r);
}

/* ------------------------------------------------------------------ loop -- */

static void push_current(Recovery *r) {
  settle_directives(r);
  push(r, r->t, &r->val, r->pos);
}

/* Behind go or defer, at stack index i, stands no call that the end of the
   input could complete. */
static bool lacks_call(const Recovery *r, int i) {
  int n = recover_depth(r);
  bool call = i + 2 < n && lr_symbol(r->ps, i + 1) == MARK_PRIMARY &&
              lr_symbol(r->ps, i + 2) == LPAREN;
  return !call;
}

/* At the end of input gc is silent if the file has errors, but for this: the
   innermost comes first. */
static void end_of_input(Recovery *r) {
  for (int i = recover_depth(r) - 1; i > 0; i--) {
    int s = lr_symbol(r->ps, i);
    if (s == FUNC && recover_depth(r) == i + 2 && recover_top(r, 0) == LPAREN &&
        lr_accepts(r->ps, i + 1, NAME))
      parser_error(r->p, r->pos, "method has no receiver");
    if ((s == GO || s == DEFER) && lacks_call(r, i))
      parser_error(r->p,
                   i + 1 < recover_depth(r) ? lr_place(r->ps, i + 1) : r->pos,
                   "expression in %s must be function call", token_spelling(s));
  }
}

/* The loop at the top of this file. Ends with the text, or when a repair says
   that gc reads no further. */
void parse_recover(Parser *p) {
  Recovery r = {.p = p, .ps = yypstate_new()};
  ASSERT(r.ps);
  Pos last = NO_POS;
  int tries = 0;
  recover_next(&r);
  while (!r.stop) {
    if (recover_fits(&r)) {
      push_current(&r);
      if (r.t == 0)
        break;
      recover_next(&r);
      continue;
    }
    if (r.t == 0 && parser_has_syntax_error(p)) {
      end_of_input(&r);
      break;
    }
    tries = r.pos == last ? tries + 1 : 0;
    last = r.pos;
    if (tries <= MAX_REPAIRS) {
      settle_directives(&r);
      recover_repair(&r);
      continue;
    }
    tries = 0; /* no progress: do without the token */
    if (r.t == 0)
      break;
    recover_next(&r);
  }
  recover_misplace(&r);
  yypstate_delete(r.ps);
}
