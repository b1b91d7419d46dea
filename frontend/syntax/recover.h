/*
 * recover.h - between the recovering parser and its repairs.
 *
 * recover.c owns the loop, the stack and the tokens; repair.c decides what a
 * token that does not fit means. A repair may ask what fits and what has been
 * read (recover_accepts, recover_top, Context), complain, skip tokens of the
 * text and feed tokens that are not in it.
 */
#ifndef FRONTEND_SYNTAX_RECOVER_H
#define FRONTEND_SYNTAX_RECOVER_H

#include "frontend/syntax/lr.h"

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

/* Token sets. */
#define BIT(t) (1ull << (t))
_Static_assert(TOKEN_COUNT <= 64, "token sets are 64 bits");

static const uint64_t closers = BIT(RPAREN) | BIT(RBRACK) | BIT(RBRACE);
static const uint64_t declarations =
    BIT(CONST) | BIT(TYPE) | BIT(VAR) | BIT(FUNC);
static const uint64_t clause_starts = BIT(CASE) | BIT(DEFAULT) | BIT(RBRACE);

/* Would the automaton shift t now? */
bool recover_accepts(const Recovery *r, int t);
/* Does the current token fit, builders' objections included? */
bool recover_fits(Recovery *r);
int recover_depth(const Recovery *r);
/* The i-th symbol from the top of the stack, and the value of an expression
   there. */
int recover_top(const Recovery *r, int i);
Expr *recover_value(const Recovery *r, int below);

/* Reads the next token of the text. */
void recover_next(Recovery *r);
/* Skips to a token of the set, or in a function to a statement's keyword; an
   empty set skips one token. */
void recover_skip(Recovery *r, uint64_t set);
/* Pushes a token that is not in the text, if it fits. */
void recover_feed(Recovery *r, int t);
/* The same for a parameter that gc does not count: the empty name. */
void recover_feed_nothing(Recovery *r);

/* Directives that wait belong to what begins here; or, at the end of something,
   are misplaced. */
void recover_claim(Recovery *r);
void recover_misplace(Recovery *r);

/* "syntax error: TEXT" at pos. */
void recover_complain(const Recovery *r, Pos pos, const char *text);
/* "unexpected X" and what follows, which begins with a comma or blank. */
void recover_unexpected(Recovery *r, const char *fmt, ...) PRINTF(2, 3);
/* Exactly this token is due: complains, skips one, feeds it. */
void recover_want(Recovery *r, int t);

Context context_find(const Recovery *r);
/* The closer of the lists that name it in messages, else 0. */
int context_closer(ContextKind kind);
/* At the start of a list element? */
bool context_at_element(const Recovery *r, const Context *c);

/* repair.c: explains the current token, which does not fit, and leaves the
   automaton in a state to go on from. */
void recover_repair(Recovery *r);

#endif
