/*
 * lr.h - between grammar.y and those who drive it.
 *
 * Tokens are the enumerators of the generated grammar.h. The recovering
 * parser also looks at the automaton's stack: it asks whether a token would be
 * shifted, and which grammar symbols have been read. Of the nonterminals it
 * needs to tell only a few; LrMark names them, behind all tokens.
 */
#ifndef FRONTEND_SYNTAX_LR_H
#define FRONTEND_SYNTAX_LR_H

#include "frontend/syntax/parse.h"
#include "grammar.h"

enum {
  TOKEN_COUNT = VAR + 1 /* VAR is declared last */
};

/* Nonterminals that recovery recognises on the stack; all others are
   MARK_OTHER. */
typedef enum LrMark {
  MARK_OTHER = 1000,
  MARK_BODY,
  MARK_EXPR,
  MARK_EXPR_COMMA,
  MARK_FOR_HEAD,
  MARK_IF_HEAD,
  MARK_LIST_MARK,
  MARK_NAMES,
  MARK_OASSIGN,
  MARK_OCOMMA,
  MARK_PRIMARY,
  MARK_RECEIVER,
  MARK_SEMIS,
  MARK_SWITCH_HEAD,
  MARK_TDECL_LIST,
  MARK_TDECL_PARAMS,
  MARK_TNAME,
  MARK_TPARAM_LIST,
  MARK_TPARAM_FIRST /* of its three levels: a name and constraint were read */
} LrMark;

int lr_depth(const yypstate *ps);
/* The i-th symbol from the bottom (from 1): a token or an LrMark. 0: the stack is
   not that deep. */
int lr_symbol(const yypstate *ps, int i);
/* Where the symbol at stack index i begins. */
Pos lr_place(const yypstate *ps, int i);
/* The semantic value `below` places under the top. */
YYSTYPE lr_value(const yypstate *ps, int below);
/* Would the automaton, its stack cut down to n states, shift token t? */
bool lr_accepts(const yypstate *ps, int n, int t);

/* grammar.y as a loop over next_token; 0: the text is correct. */
int yyparse(Parser *p);

/* scan.c: the next token, for a grammar that takes it as it is. */
int next_token(YYSTYPE *val, Pos *loc, Parser *p);
/* In two steps, for recovery: the next raw token; keeps per-token state. */
int scan_token(YYSTYPE *val, Pos *loc, Parser *p);
/* Follows the brackets; returns t, or LBODY for a body's `{`. */
int nest_token(Parser *p, int t);
/* scan.c: "&&" and "chan" as written, "name", "literal", "EOF". */
const char *token_spelling(int t);
/* How many bytes a token takes; of operators at least 1. */
uint32_t token_length(int t, const YYSTYPE *val);
int raw_lex(YYSTYPE *val, Pos *loc, void *flex);

#endif
