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
#include "frontend/syntax/lr.h"

#include <stdlib.h>

enum {
  MAX_REPAIRS = 6 /* at one place; then the token is dropped */
};

typedef struct Recovery {
  Parser *p;
  yypstate *ps;
  int t; /* the next token, before nest_token */
  YYSTYPE val;
  Pos pos;
  Pos error_pos; /* of the repair under way */
  bool stop;
} Recovery;

/* The construct that the innermost open bracket belongs to. */
typedef enum ContextKind {
  IN_FILE,
  IN_ARGS,
  IN_COMPOSITE,
  IN_PARAMS,
  IN_TYPE_PARAMS,
  IN_STRUCT,
  IN_INTERFACE,
  IN_GROUP,
  IN_PARENS,
  IN_INDEX,
  IN_TYPE_DECL, /* `type T [`: parameters or a length */
  IN_TYPE_ARGS,
  IN_ARRAY,
  IN_MAP_KEY,
  IN_BLOCK,
  IN_CLAUSES
} ContextKind;

typedef struct Context {
  ContextKind kind;
  int open;        /* stack index of the bracket; 0: the file */
  int keyword;     /* the innermost one above the bracket, 0: none */
  int keyword_at;  /* its stack index */
  int semicolons;  /* above the keyword */
  bool statements; /* a statement list is open */
} Context;

/* ---------------------------------------------------------------- tokens -- */

#define BIT(t) (1ull << (t))
_Static_assert(TOKEN_COUNT <= 64, "token sets are 64 bits");

/* Where gc resumes inside of functions, whatever it looks for. */
static const uint64_t statement_starts =
    BIT(BREAK) | BIT(CONST) | BIT(CONTINUE) | BIT(DEFER) | BIT(FALLTHROUGH) |
    BIT(FOR) | BIT(GO) | BIT(GOTO) | BIT(IF) | BIT(RETURN) | BIT(SELECT) |
    BIT(SWITCH) | BIT(TYPE) | BIT(VAR);
static const uint64_t closers = BIT(RPAREN) | BIT(RBRACK) | BIT(RBRACE);
static const uint64_t declarations =
    BIT(CONST) | BIT(TYPE) | BIT(VAR) | BIT(FUNC);
static const uint64_t clause_starts = BIT(CASE) | BIT(DEFAULT) | BIT(RBRACE);

static int depth(const Recovery *r) { return lr_depth(r->ps); }

/* Would the automaton shift t now? */
static bool accepts(const Recovery *r, int t) {
  return lr_accepts(r->ps, depth(r), t);
}

/* The i-th symbol from the top of the stack. */
static int top(const Recovery *r, int i) {
  return lr_symbol(r->ps, depth(r) - 1 - i);
}

static void next(Recovery *r) { r->t = scan_token(&r->val, &r->pos, r->p); }

static void push(Recovery *r, int t, YYSTYPE *val, Pos pos) {
  int nested = nest_token(r->p, t);
  r->p->tok_pos = r->pos;
  yypush_parse(r->ps, nested, val, &pos, r->p);
}

/* Pushes a token that is not in the text, if it fits. */
static void feed_at(Recovery *r, int t, Pos pos) {
  YYSTYPE val = {0};
  if (t == NAME)
    val.name = name_of(r->p->c, "_");
  if (t == LITERAL)
    val.expr = build_bad(r->p, r->error_pos);
  if (accepts(r, t))
    push(r, t, &val, pos);
}

static void feed(Recovery *r, int t) { feed_at(r, t, r->pos); }

static bool in_function(const Recovery *r) {
  for (int i = depth(r) - 1; i > 0; i--)
    if (lr_symbol(r->ps, i) == MARK_SEMIS)
      return true;
  return false;
}

/* Skips to a token of the set, or in a function to a statement's keyword; an
   empty set skips one token. */
static void skip(Recovery *r, uint64_t set) {
  if (set == 0) {
    if (r->t)
      next(r);
    return;
  }
  if (in_function(r))
    set |= statement_starts;
  while (r->t && !(set & BIT(r->t)))
    next(r);
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

static Expr *value_at(const Recovery *r, int below) {
  return lr_value(r->ps, below).expr;
}

/* What the grammar accepts and a builder would refuse. */
static bool refused(const Recovery *r, int t) {
  if (t == LBRACE && top(r, 0) == MARK_TNAME)
    return !may_be_literal_type(value_at(r, 0));
  if (t == LBRACE && top(r, 0) == RPAREN && top(r, 1) == MARK_EXPR)
    return !may_be_literal_type(value_at(r, 1));
  if (t == TILDE)
    return accepts(r, RETURN);
  if (t == LPAREN && top(r, 0) == RBRACK && top(r, 1) == MARK_OCOMMA &&
      top(r, 2) == MARK_TPARAM_LIST && accepts(r, OR))
    return !params_any_named(r->p, lr_value(r->ps, 2).list);
  if (t == ASSIGN && top(r, 0) == RBRACK && top(r, 1) == MARK_EXPR &&
      accepts(r, ASSIGN))
    return !may_split(value_at(r, 1));
  return false;
}

static bool fits(Recovery *r) {
  int t = nested_kind(r);
  return !refused(r, t) && accepts(r, t);
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

static void complain(const Recovery *r, Pos pos, const char *text) {
  if (!is_silent(r))
    parser_syntax_error(r->p, pos, "%s", text);
}

/* "unexpected X" and what follows, which begins with a comma or blank. */
PRINTF(2, 3) static void unexpected(Recovery *r, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  const char *text = arena_vprintf(&r->p->c->arena, fmt, ap);
  va_end(ap);
  if (!is_silent(r))
    parser_syntax_error(r->p, r->pos, "unexpected %s%s", token_text(r), text);
}

/* gc's p.want: one token is due. */
static void want(Recovery *r, int t) {
  unexpected(r, ", expecting %s", token_spelling(t));
  Pos pos = r->pos;
  skip(r, 0);
  feed_at(r, t, pos);
}

/* --------------------------------------------------------- where are we? -- */

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
static Context find_context(const Recovery *r) {
  Context c = {.kind = IN_FILE};
  int closed = 0;        /* brackets passed that are not open */
  bool finished = false; /* keywords below belong to a head that is done */
  for (int i = depth(r) - 1, semicolons = 0; i > 0; i--) {
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
static int list_closer(ContextKind kind) {
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
static bool at_element(const Recovery *r, const Context *c) {
  int a = top(r, 0), last = depth(r) - 1;
  if (last == c->open)
    return true;
  if (a == COMMA || a == SEMI)
    return last - 2 <= c->open + 1;
  return a == MARK_LIST_MARK && last - 1 == c->open;
}

/* --------------------------------------------------------------- repairs -- */
/* Each tries to explain the current token; true: it did, and repaired. */

/* A head that ended in ++ or -- was reduced before the token was seen. */
static void repair_header(Recovery *r, const Context *c);
static bool repair_reduced_head(Recovery *r, Context *c) {
  int a = top(r, 0);
  if (a != MARK_FOR_HEAD && a != MARK_IF_HEAD && a != MARK_SWITCH_HEAD)
    return false;
  c->keyword = a == MARK_FOR_HEAD ? FOR : a == MARK_IF_HEAD ? IF : SWITCH;
  c->semicolons = 2;
  repair_header(r, c);
  return true;
}

static bool repair_package_clause(Recovery *r) {
  if (depth(r) == 1)
    complain(r, r->pos, "package statement must be first");
  else if (lr_symbol(r->ps, 1) != PACKAGE)
    return false;
  else if (accepts(r, NAME))
    want(r, NAME);
  if (lr_symbol(r->ps, 1) == PACKAGE && r->t != SEMI)
    unexpected(r, ", expecting semicolon or newline");
  r->stop = true;
  return true;
}

static bool repair_between_declarations(Recovery *r, const Context *c) {
  if (c->kind != IN_FILE || !accepts(r, CONST))
    return false;
  Parser *p = r->p;
  const Decl *last = p->nitems ? p->items[p->nitems - 1] : NULL;
  if (r->t == LBRACE && last && last->kind == DECL_FUNC && !last->func.body)
    complain(r, r->pos, "unexpected semicolon or newline before {");
  else
    complain(r, r->pos, "non-declaration statement outside function body");
  skip(r, declarations);
  return true;
}

static bool repair_else(Recovery *r) {
  if (top(r, 0) != ELSE)
    return false;
  complain(r, r->pos, "else must be followed by if or statement block");
  skip(r, BIT(NAME) | BIT(RBRACE));
  feed(r, LBRACE);
  feed(r, RBRACE);
  return true;
}

/* Opens a clause in place of what is there. */
static void repair_clause(Recovery *r) {
  unexpected(r, ", expecting case or default or }");
  skip(r, BIT(COLON) | clause_starts);
  feed(r, SEMI);
  feed(r, DEFAULT);
  if (r->t != COLON)
    want(r, COLON);
}

static bool repair_list_end(Recovery *r, const Context *c) {
  int closer = list_closer(c->kind);
  if (r->t || !closer || !at_element(r, c))
    return false;
  unexpected(r, ", expecting %s", token_spelling(closer));
  r->stop = true;
  return true;
}

static bool repair_statement(Recovery *r, const Context *c) {
  if (!accepts(r, RETURN))
    return false;
  if (top(r, 0) == COLON && top(r, 1) == NAME) {
    complain(r, r->p->label_colon, "missing statement after label");
    feed(r, SEMI);
    if (fits(r))
      return true;
  }
  if (c->kind == IN_CLAUSES)
    repair_clause(r);
  else
    want(r, RBRACE);
  return true;
}

/* Operands that gc names more closely; they are fed, nothing is skipped. */
static bool repair_special_operand(Recovery *r, const Context *c) {
  int a = top(r, 0), b = top(r, 1);
  bool third = c->kind == IN_INDEX && a == COLON;
  if (a == LBRACK && b == MARK_PRIMARY && r->t == RBRACK)
    unexpected(r, ", expecting operand");
  else if (a == LBRACK && c->kind == IN_TYPE_ARGS && r->t == RBRACK)
    unexpected(r, ", expecting type");
  else if (third && r->t == COLON)
    parser_error(r->p, r->pos, "middle index required in 3-index slice");
  else if (third && r->t == RBRACK)
    parser_error(r->p, r->pos, "final index required in 3-index slice");
  else
    return false;
  feed(r, LITERAL);
  return true;
}

static bool repair_operand(Recovery *r, const Context *c) {
  int a = top(r, 0);
  bool operand =
      accepts(r, NOT) || ((a == GO || a == DEFER) && accepts(r, LITERAL));
  if (!operand)
    return false;
  if (repair_special_operand(r, c))
    return true;
  if ((a == IF || a == FOR || a == SWITCH) && r->t == VAR) {
    next(r);
    parser_syntax_error(r->p, r->pos,
                        "var declaration not allowed in %s initializer",
                        token_spelling(a));
    return true;
  }
  if (c->keyword == FOR && c->semicolons == 1 && r->t == LBRACE && a == SEMI) {
    unexpected(r, ", expecting for loop condition");
    feed(r, SEMI);
    return true;
  }
  unexpected(r, ", expecting expression");
  skip(r, closers);
  feed(r, LITERAL);
  return true;
}

/* Behind a list's element there is neither separator nor closer. */
static void repair_list(Recovery *r, const char *where, int separator,
                        int closer) {
  unexpected(r, " in %s; possibly missing %s or %s", where,
             token_spelling(separator), token_spelling(closer));
  skip(r, closers);
  if (r->t != closer)
    feed(r, closer);
}

/* ----------------------------------------------------------------- types -- */

static bool in_param_list(ContextKind kind) {
  return kind == IN_PARAMS || kind == IN_TYPE_PARAMS || kind == IN_TYPE_DECL;
}

static bool repair_param_start(Recovery *r, const Context *c) {
  int a = top(r, 0);
  bool start = a == LPAREN || a == LBRACK || a == COMMA || a == MARK_EXPR_COMMA;
  if (!in_param_list(c->kind) || !start || depth(r) - 2 > c->open + 1)
    return false;
  int closer = c->kind == IN_PARAMS ? RPAREN : RBRACK;
  unexpected(r, ", expecting %s", token_spelling(closer));
  skip(r, BIT(COMMA) | BIT(closer));
  if (r->t == COMMA)
    feed(r, NAME);
  else if (r->t != closer)
    repair_list(r, "parameter list", COMMA, closer);
  return true;
}

static bool repair_term(Recovery *r, const Context *c) {
  int a = top(r, 0);
  bool element = c->kind == IN_INTERFACE && (a == MARK_LIST_MARK || a == SEMI);
  if (!element && a != OR)
    return false;
  unexpected(r, ", expecting ~ term or type");
  skip(r, BIT(OROR) | BIT(ANDAND) | BIT(CMP) | BIT(ADD) | BIT(OR) | BIT(MUL) |
              BIT(AND) | BIT(NOT) | BIT(TILDE) | BIT(SEMI) | closers);
  feed(r, NAME);
  return true;
}

/* `type T`, `type T =`, `type T[params]`: what the name stands for is due. */
static bool repair_type_decl(Recovery *r, const Context *c) {
  int a = top(r, 0), b = top(r, 1);
  if (c->keyword != TYPE)
    return false;
  bool params =
      a == MARK_TDECL_PARAMS || (a == RBRACK && accepts(r, ASSIGN) &&
                                 b == MARK_EXPR && may_split(value_at(r, 1)));
  bool due = params || a == MARK_OASSIGN || (a == ASSIGN && b == NAME) ||
             (a == NAME && accepts(r, ASSIGN));
  if (!due)
    return false;
  unexpected(r, " in type declaration");
  skip(r, BIT(SEMI) | BIT(RPAREN));
  feed(r, NAME);
  return true;
}

/* Is what was read complete, so that a type is possible but not due? */
static bool type_optional(const Recovery *r, const Context *c) {
  int a = top(r, 0);
  if (in_param_list(c->kind)) {
    bool is_decl = c->kind == IN_TYPE_DECL;
    if (!is_decl || a == COMMA || a == OR || a == MARK_EXPR_COMMA)
      return accepts(r, COMMA);
  }
  if (c->kind == IN_STRUCT && (a == NAME || a == MARK_NAMES))
    return false;
  if (c->keyword == VAR && !accepts(r, SEMI))
    return false;
  return accepts(r, SEMI) || accepts(r, COMMA) || accepts(r, RPAREN) ||
         accepts(r, RBRACK);
}

static bool repair_type(Recovery *r, const Context *c) {
  if (!accepts(r, STRUCT) || type_optional(r, c))
    return false;
  int a = top(r, 0), b = top(r, 1);
  if (a == CHAN || (a == ARROW && b == CHAN)) {
    complain(r, r->pos, "missing channel element type");
    feed(r, NAME);
    return true;
  }
  if (a == DDD && b != LBRACK) {
    complain(r, r->pos, "... is missing type");
    feed(r, NAME);
    return true;
  }
  if (repair_param_start(r, c) || repair_term(r, c) || repair_type_decl(r, c))
    return true;
  unexpected(r, ", expecting type");
  skip(r, BIT(COMMA) | BIT(COLON) | BIT(SEMI) | closers);
  feed(r, NAME);
  return true;
}

/* ----------------------------------------------------------------- names -- */

static bool repair_field(Recovery *r, const Context *c) {
  int a = top(r, 0);
  if (c->kind != IN_STRUCT || (a != MARK_LIST_MARK && a != SEMI))
    return false;
  if (r->t == LPAREN) {
    complain(r, r->pos, "cannot parenthesize embedded type");
    next(r);
    if (r->t == STAR)
      next(r);
    return true;
  }
  unexpected(r, ", expecting field name or embedded type");
  skip(r, BIT(SEMI) | BIT(RBRACE));
  feed(r, NAME);
  return true;
}

static bool repair_import(Recovery *r, const Context *c) {
  bool import =
      c->keyword == IMPORT ||
      (c->kind == IN_GROUP && lr_symbol(r->ps, c->open - 1) == IMPORT);
  if (!import || !accepts(r, LITERAL))
    return false;
  complain(r, r->pos, "missing import path");
  skip(r, BIT(SEMI) | BIT(RPAREN));
  feed(r, LITERAL);
  return true;
}

/* Behind the comma of `x[a, `. */
static bool repair_type_args(Recovery *r, const Context *c) {
  bool brackets = c->kind == IN_TYPE_ARGS || c->kind == IN_INDEX;
  if (!brackets || depth(r) <= c->open + 2 ||
      lr_symbol(r->ps, c->open + 2) != COMMA)
    return false;
  want(r, RBRACK);
  return true;
}

/* `func` or a receiver, and no name. */
static void repair_func_name(Recovery *r) {
  unexpected(r, ", expecting name or (");
  skip(r, BIT(LBRACE) | BIT(SEMI));
  feed(r, NAME);
  feed(r, LPAREN);
  feed(r, RPAREN);
  if (r->t != LBRACE)
    return;
  unexpected(r, " after top level declaration");
  skip(r, declarations);
  feed(r, SEMI);
}

static bool repair_name(Recovery *r, const Context *c) {
  int a = top(r, 0);
  if (!accepts(r, NAME) || accepts(r, SEMI) || accepts(r, COMMA))
    return false;
  if (a == FUNC || a == MARK_RECEIVER) {
    repair_func_name(r);
    return true;
  }
  if (a == DOT && accepts(r, LPAREN)) {
    unexpected(r, ", expecting name or (");
    skip(r, BIT(SEMI) | BIT(RPAREN));
  } else {
    unexpected(r, ", expecting name");
    bool embedded = a == STAR && c->kind == IN_STRUCT;
    skip(r, embedded ? BIT(DOT) | BIT(SEMI) | BIT(RBRACE) : 0);
  }
  feed(r, NAME);
  return true;
}

/* --------------------------------------------------- braces, single tokens -- */

static bool repair_select(Recovery *r) {
  if (top(r, 0) != SELECT)
    return false;
  complain(r, r->pos, "missing { after select clause");
  skip(r, clause_starts);
  feed(r, LBODY);
  return true;
}

/* Exactly one token fits: it is what gc wants. */
static bool repair_only_token(Recovery *r, const Context *c) {
  const uint64_t plain = BIT(LBRACE) | BIT(LBRACK) | BIT(LPAREN) | BIT(RPAREN) |
                         BIT(RBRACK) | BIT(CHAN) | BIT(COLON);
  int only = 0, count = 0;
  for (int t = NAME; t < TOKEN_COUNT; t++)
    if (accepts(r, t)) {
      only = t;
      count++;
    }
  bool anywhere = c->kind != IN_BLOCK && c->kind != IN_FILE;
  if (count == 1 && (anywhere || plain & BIT(only))) {
    want(r, only);
    return true;
  }
  if (accepts(r, LPAREN) && !accepts(r, DOT) && !accepts(r, COMMA) &&
      !accepts(r, SEMI)) { /* behind a function's name */
    want(r, LPAREN);
    return true;
  }
  return false;
}

/* `a, b` and no assignment. */
static void repair_assignment(Recovery *r) {
  unexpected(r, ", expecting := or = or comma");
  skip(r, BIT(SEMI) | BIT(RBRACE));
  feed(r, ASSIGN);
  feed(r, LITERAL);
}

/* The first statement of a header is complete; no `;` was read. */
static void repair_first_of_header(Recovery *r, const Context *c) {
  unexpected(r, ", expecting {");
  skip(r, 0);
  if (r->t != LBRACE)
    skip(r, BIT(LBRACE) | BIT(RBRACE));
  if (r->t != LBRACE) {
    feed(r, SEMI);
    return;
  }
  if (c->keyword != FOR) {
    r->p->unchecked_condition = true;
    return;
  }
  unexpected(r, ", expecting for loop condition");
  feed(r, SEMI);
  feed(r, SEMI);
}

static bool header_has_range(const Recovery *r, const Context *c) {
  for (int i = c->keyword_at + 1; i < depth(r); i++)
    if (lr_symbol(r->ps, i) == RANGE)
      return true;
  return false;
}

static void repair_header(Recovery *r, const Context *c) {
  if (!accepts(r, LBODY) && !accepts(r, SEMI)) {
    repair_assignment(r);
    return;
  }
  if (c->semicolons == 0 && !header_has_range(r, c)) {
    repair_first_of_header(r, c);
    return;
  }
  if (c->keyword == FOR && c->semicolons == 1) {
    want(r, SEMI);
    return;
  }
  feed(r, LBODY); /* first, so that the head's checks speak first */
  if (c->keyword == SWITCH) {
    complain(r, r->pos, "missing { after switch clause");
    skip(r, clause_starts);
  } else {
    unexpected(r, ", expecting { after %s clause",
               c->keyword == IF ? "if" : "for");
    skip(r, BIT(NAME) | BIT(RBRACE));
  }
}

/* --------------------------------------------------- behind a list element -- */

static void repair_index(Recovery *r) {
  if (!accepts(r, COMMA)) {
    want(r, RBRACK);
    return;
  }
  unexpected(r, ", expecting comma, : or ]");
  skip(r, BIT(COMMA) | BIT(COLON) | BIT(RBRACK));
  feed(r, COLON);
}

static void repair_array(Recovery *r) {
  if (r->t != COMMA) {
    want(r, RBRACK);
    return;
  }
  complain(r, r->pos, "unexpected comma; expecting ]");
  next(r);
}

static void repair_type_decl_list(Recovery *r, const Context *c) {
  int s = lr_symbol(r->ps, c->open + 1);
  if (s == NAME || s == MARK_TDECL_LIST || s == MARK_TPARAM_FIRST ||
      s == MARK_EXPR_COMMA)
    repair_list(r, "parameter list", COMMA, RBRACK);
  else
    want(r, RBRACK);
}

static void repair_file(Recovery *r, const Context *c) {
  if (c->keyword == IMPORT) {
    want(r, SEMI);
    return;
  }
  unexpected(r, " after top level declaration");
  skip(r, declarations);
  feed(r, SEMI);
}

static void repair_block(Recovery *r, const Context *c) {
  if (c->keyword == IF || c->keyword == FOR || c->keyword == SWITCH) {
    repair_header(r, c);
  } else if (c->keyword == RANGE) {
    unexpected(r, ", expecting { after for clause");
    skip(r, BIT(NAME) | BIT(RBRACE));
    feed(r, LBODY);
  } else if (accepts(r, COLON) && c->keyword == CASE) {
    want(r, COLON);
  } else if (!accepts(r, SEMI) && accepts(r, ASSIGN)) {
    repair_assignment(r);
  } else {
    unexpected(r, " at end of statement");
    skip(r, BIT(SEMI) | clause_starts);
    if (r->t != SEMI && r->t != RBRACE)
      feed(r, SEMI);
  }
}

/* Nothing is missing before the token: it ends nothing that is open. */
static void repair_behind_element(Recovery *r, const Context *c) {
  int closer = list_closer(c->kind);
  switch (c->kind) {
  case IN_ARGS: repair_list(r, "argument list", COMMA, closer); break;
  case IN_COMPOSITE: repair_list(r, "composite literal", COMMA, closer); break;
  case IN_PARAMS:
  case IN_TYPE_PARAMS: repair_list(r, "parameter list", COMMA, closer); break;
  case IN_STRUCT: repair_list(r, "struct type", SEMI, closer); break;
  case IN_INTERFACE: repair_list(r, "interface type", SEMI, closer); break;
  case IN_GROUP: repair_list(r, "grouped declaration", SEMI, closer); break;
  case IN_PARENS: want(r, RPAREN); break;
  case IN_INDEX: repair_index(r); break;
  case IN_ARRAY: repair_array(r); break;
  case IN_TYPE_DECL: repair_type_decl_list(r, c); break;
  case IN_TYPE_ARGS:
  case IN_MAP_KEY: want(r, RBRACK); break;
  case IN_FILE: repair_file(r, c); break;
  case IN_BLOCK:
  case IN_CLAUSES: repair_block(r, c); break;
  }
}

/* The order is that of gc's descent: what encloses comes before what is
   inside, what is due before what is possible. */
static void repair(Recovery *r) {
  Context c = find_context(r);
  r->error_pos = r->pos;
  if (repair_reduced_head(r, &c) || repair_package_clause(r) ||
      repair_between_declarations(r, &c) || repair_else(r))
    return;
  if (c.kind == IN_CLAUSES && !c.statements && !c.keyword) {
    repair_clause(r);
    return;
  }
  if (r->t == DEFINE && accepts(r, ASSIGN) && !accepts(r, NOT)) {
    unexpected(r, ", expecting =");
    r->t = ASSIGN;
    return;
  }
  if (repair_list_end(r, &c) || repair_statement(r, &c) ||
      repair_operand(r, &c) || repair_type(r, &c) || repair_field(r, &c) ||
      repair_import(r, &c) || repair_type_args(r, &c) || repair_name(r, &c) ||
      repair_select(r) || repair_only_token(r, &c))
    return;
  repair_behind_element(r, &c);
}

/* ------------------------------------------------------------------ loop -- */

static void push_current(Recovery *r) {
  if (r->t == NAME)
    r->p->label_colon = NO_POS;
  if (r->t == COLON)
    r->p->label_colon = r->pos;
  push(r, r->t, &r->val, r->pos);
}

/* At the end of input gc is silent if the file has errors, but for this. */
static void end_of_input(Recovery *r) {
  int a = top(r, 0);
  if (a == GO || a == DEFER)
    parser_error(r->p, r->pos, "expression in %s must be function call",
                 token_spelling(a));
}

void parse_recover(Parser *p) {
  Recovery r = {.p = p, .ps = yypstate_new()};
  ASSERT(r.ps);
  Pos last = NO_POS;
  int tries = 0;
  next(&r);
  while (!r.stop) {
    if (fits(&r)) {
      push_current(&r);
      if (r.t == 0)
        break;
      next(&r);
      continue;
    }
    if (r.t == 0 && p->hard_errors) {
      end_of_input(&r);
      break;
    }
    tries = r.pos == last ? tries + 1 : 0;
    last = r.pos;
    if (tries <= MAX_REPAIRS) {
      repair(&r);
      continue;
    }
    tries = 0; /* no progress: do without the token */
    if (r.t == 0)
      break;
    next(&r);
  }
  yypstate_delete(r.ps);
}
