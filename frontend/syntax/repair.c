/*
 * repair.c - what a token that does not fit means, in gc's words.
 *
 * Each repair below tries to explain the token: if the stack says that its
 * construct is being read, it reports what gc reports there, skips what gc
 * skips, and feeds what completes the construct. recover_repair tries them in
 * the order of gc's descent. Example, `if x y { f() }` at `y`:
 *
 *   no head is reduced, no declaration or statement may start here, nothing is
 *   due: so an element is complete, in a block, below the keyword `if`:
 *   "unexpected y, expecting {"; skip to the brace, and the body is read
 *
 * What a repair may rely on, and must leave behind:
 *
 *   - The automaton has met no error: recover.c asks before it pushes. So the
 *     stack is that of a correct beginning, and recover_accepts tells what may
 *     come next. Which construct that beginning is in, Context says.
 *   - A repair that returns true has reported something, or has moved on: it
 *     fed a token, skipped one, or both. Otherwise the loop would not end;
 *     recover.c gives up at one place after a few rounds in any case.
 *   - One mistake, one message. Tokens that a repair skips are not looked at
 *     by others, and what it feeds is an EXPR_BAD or the name `_`, about which
 *     the checker, which may see the tree, is silent.
 *
 * gc's parser skips to a "follow list" of tokens that its callers wait for;
 * inside of functions the keywords that begin statements are always in it. The
 * sets given to recover_skip are these lists:
 *
 *   f(a b, c)           skips to `)`        the closer of the list
 *   var x int y         skips to `;`        the end of a declaration
 *   func f() { x = = }  skips to `}`, or to a statement's keyword
 *
 * Some messages, each behind "syntax error: ":
 *
 *   f(a b, c)           unexpected b in argument list; possibly missing comma
 *                       or )
 *   var x int y         unexpected y at end of statement
 *   if x y {            unexpected y, expecting {
 *   a, b                unexpected newline, expecting := or = or comma
 */
#include "frontend/syntax/recover.h"

/* --------------------------------------------------------------- repairs -- */
/* Each tries to explain the current token; true: it did, and repaired. */

/* A head that ended in ++ or -- was reduced before the token was seen. */
static void repair_header(Recovery *r, const Context *c);
/* The head of an if, for or switch is complete, but no body follows. */
static bool repair_reduced_head(Recovery *r, Context *c) {
  int a = recover_top(r, 0);
  if (a != MARK_FOR_HEAD && a != MARK_IF_HEAD && a != MARK_SWITCH_HEAD)
    return false;
  c->keyword = a == MARK_FOR_HEAD ? FOR : a == MARK_IF_HEAD ? IF : SWITCH;
  c->semicolons = 2;
  repair_header(r, c);
  return true;
}

/* gc reads no further after a bad package clause. */
static bool repair_package_clause(Recovery *r) {
  if (recover_depth(r) == 1)
    recover_complain(r, r->pos, "package statement must be first");
  else if (lr_symbol(r->ps, 1) != PACKAGE)
    return false;
  else if (recover_accepts(r, NAME))
    recover_want(r, NAME);
  if (lr_symbol(r->ps, 1) == PACKAGE && r->t != SEMI) {
    recover_unexpected(r, ", expecting semicolon or newline");
    recover_skip(r, 0);
  }
  parser_forget_behind(r->p, r->pos + (r->t ? token_length(r->t, &r->val) : 0));
  recover_claim(r);
  r->stop = true;
  return true;
}

/* A body's brace on the next line is the likeliest mistake. */
static bool repair_between_declarations(Recovery *r, const Context *c) {
  if (c->kind != IN_FILE || !recover_accepts(r, CONST))
    return false;
  Parser *p = r->p;
  const Decl *last = p->nitems ? p->items[p->nitems - 1] : NULL;
  if (r->t == LBRACE && last && last->kind == DECL_FUNC && !last->func.body)
    recover_complain(r, r->pos, "unexpected semicolon or newline before {");
  else
    recover_complain(r, r->pos,
                     "non-declaration statement outside function body");
  recover_skip(r, declarations);
  return true;
}

/* `else` and neither `if` nor a block. */
static bool repair_else(Recovery *r) {
  if (recover_top(r, 0) != ELSE)
    return false;
  recover_complain(r, r->pos, "else must be followed by if or statement block");
  recover_skip(r, BIT(NAME) | BIT(RBRACE));
  recover_feed(r, LBRACE);
  recover_feed(r, RBRACE);
  return true;
}

/* Opens a clause in place of what is there. */
static void repair_clause(Recovery *r) {
  if (!r->t) {
    recover_want(r, RBRACE);
    return;
  }
  recover_unexpected(r, ", expecting case or default or }");
  recover_skip(r, BIT(COLON) | clause_starts);
  recover_feed(r, SEMI);
  recover_feed(r, DEFAULT);
  if (r->t != COLON)
    recover_want(r, COLON);
}

/* The file ends where an element may begin. */
static bool repair_list_end(Recovery *r, const Context *c) {
  int closer = context_closer(c->kind);
  if (r->t || !closer || !context_at_element(r, c))
    return false;
  recover_unexpected(r, ", expecting %s", token_spelling(closer));
  recover_feed(r, closer);
  return true;
}

/* A statement may begin here, but this token begins none. */
static bool repair_statement(Recovery *r, const Context *c) {
  if (!recover_accepts(r, RETURN))
    return false;
  if (recover_top(r, 0) == COLON && recover_top(r, 1) == NAME) {
    for (int i = recover_depth(r) - 1;
         lr_symbol(r->ps, i) == COLON && lr_symbol(r->ps, i - 1) == NAME;
         i -= 2)
      recover_complain(r, lr_place(r->ps, i), "missing statement after label");
    recover_feed(r, SEMI);
    if (recover_fits(r))
      return true;
  }
  if (c->kind == IN_CLAUSES)
    repair_clause(r);
  else
    recover_want(r, RBRACE);
  return true;
}

/* Operands that gc names more closely; they are fed, nothing is skipped. */
static bool repair_special_operand(Recovery *r, const Context *c) {
  int a = recover_top(r, 0), b = recover_top(r, 1);
  bool third = c->kind == IN_INDEX && a == COLON;
  if (a == LBRACK && b == MARK_PRIMARY && r->t == RBRACK)
    recover_unexpected(r, ", expecting operand");
  else if (a == LBRACK && c->kind == IN_TYPE_ARGS && r->t == RBRACK)
    recover_unexpected(r, ", expecting type");
  else if (third && r->t == COLON)
    parser_error(r->p, r->pos, "middle index required in 3-index slice");
  else if (third && r->t == RBRACK)
    parser_error(r->p, r->pos, "final index required in 3-index slice");
  else
    return false;
  recover_feed(r, LITERAL);
  return true;
}

/* An operand is due. */
static bool repair_operand(Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  bool operand = recover_accepts(r, NOT) ||
                 ((a == GO || a == DEFER) && recover_accepts(r, LITERAL));
  if (!operand)
    return false;
  if (repair_special_operand(r, c))
    return true;
  if ((a == IF || a == FOR || a == SWITCH) && r->t == VAR) {
    recover_next(r);
    parser_syntax_error(r->p, r->pos,
                        "var declaration not allowed in %s initializer",
                        token_spelling(a));
    return true;
  }
  if (c->keyword == FOR && c->semicolons == 1 && r->t == LBRACE && a == SEMI) {
    recover_unexpected(r, ", expecting for loop condition");
    recover_feed(r, SEMI);
    return true;
  }
  recover_unexpected(r, ", expecting expression");
  recover_skip(r, closers);
  recover_feed(r, LITERAL);
  return true;
}

/* Behind a list's element there is neither separator nor closer. `more`: a
   separator decides what the list is. */
static void repair_list(Recovery *r, const char *where, int separator,
                        int closer, bool more) {
  recover_unexpected(r, " in %s; possibly missing %s or %s", where,
                     token_spelling(separator), token_spelling(closer));
  recover_skip(r, closers);
  if (more)
    recover_feed(r, separator);
  if (r->t != closer)
    recover_feed(r, closer);
}

/* ----------------------------------------------------------------- types -- */

/* Where elements are names with types. */
static bool in_param_list(ContextKind kind) {
  return kind == IN_PARAMS || kind == IN_TYPE_PARAMS || kind == IN_TYPE_DECL;
}

/* A parameter is due. */
static bool repair_param_start(Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  bool start = a == LPAREN || a == LBRACK || a == COMMA || a == MARK_EXPR_COMMA;
  if (!in_param_list(c->kind) || !start || recover_depth(r) - 2 > c->open + 1)
    return false;
  int closer = c->kind == IN_PARAMS ? RPAREN : RBRACK;
  recover_unexpected(r, ", expecting %s", token_spelling(closer));
  recover_skip(r, BIT(COMMA) | BIT(closer));
  if (r->t == COMMA)
    recover_feed_nothing(r);
  else if (r->t != closer)
    repair_list(r, "parameter list", COMMA, closer, false);
  return true;
}

/* An interface's element, or a term behind `|`. */
static bool repair_term(Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  bool element = c->kind == IN_INTERFACE && (a == MARK_LIST_MARK || a == SEMI);
  if (!element && a != OR)
    return false;
  recover_unexpected(r, ", expecting ~ term or type");
  recover_skip(r, BIT(OROR) | BIT(ANDAND) | BIT(CMP) | BIT(ADD) | BIT(OR) |
                      BIT(MUL) | BIT(AND) | BIT(NOT) | BIT(TILDE) | BIT(SEMI) |
                      closers);
  recover_feed(r, NAME);
  return true;
}

/* `type T`, `type T =`, `type T[params]`: what the name stands for is due. */
static bool repair_type_decl(Recovery *r, const Context *c) {
  int a = recover_top(r, 0), b = recover_top(r, 1);
  if (c->keyword != TYPE)
    return false;
  bool params = a == MARK_TDECL_PARAMS ||
                (a == RBRACK && recover_accepts(r, ASSIGN) && b == MARK_EXPR &&
                 may_split(recover_value(r, 1)));
  bool due = params || a == MARK_OASSIGN || (a == ASSIGN && b == NAME) ||
             (a == NAME && recover_accepts(r, ASSIGN));
  if (!due)
    return false;
  recover_unexpected(r, " in type declaration");
  recover_skip(r, BIT(SEMI) | BIT(RPAREN));
  recover_feed(r, NAME);
  return true;
}

/* Is what was read complete, so that a type is possible but not due? */
static bool type_optional(const Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  if (in_param_list(c->kind)) {
    bool is_decl = c->kind == IN_TYPE_DECL;
    if (!is_decl || a == COMMA || a == OR || a == MARK_EXPR_COMMA)
      return recover_accepts(r, COMMA);
  }
  if (c->kind == IN_STRUCT && (a == NAME || a == MARK_NAMES))
    return false;
  if (c->keyword == VAR && !recover_accepts(r, SEMI))
    return false;
  return recover_accepts(r, SEMI) || recover_accepts(r, COMMA) ||
         recover_accepts(r, RPAREN) || recover_accepts(r, RBRACK);
}

/* A type is due. */
static bool repair_type(Recovery *r, const Context *c) {
  if (!recover_accepts(r, STRUCT) || type_optional(r, c))
    return false;
  int a = recover_top(r, 0), b = recover_top(r, 1);
  if (a == CHAN || (a == ARROW && b == CHAN)) {
    recover_complain(r, r->pos, "missing channel element type");
    recover_feed(r, NAME);
    return true;
  }
  if (a == DDD && b != LBRACK) {
    recover_complain(r, r->pos, "... is missing type");
    recover_feed(r, NAME);
    return true;
  }
  if (repair_param_start(r, c) || repair_term(r, c) || repair_type_decl(r, c))
    return true;
  recover_unexpected(r, ", expecting type");
  recover_skip(r, BIT(COMMA) | BIT(COLON) | BIT(SEMI) | closers);
  recover_feed(r, NAME);
  return true;
}

/* ----------------------------------------------------------------- names -- */

/* A field is due. */
static bool repair_field(Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  if (c->kind != IN_STRUCT || (a != MARK_LIST_MARK && a != SEMI))
    return false;
  if (r->t == LPAREN) {
    recover_complain(r, r->pos, "cannot parenthesize embedded type");
    recover_next(r);
    if (r->t == STAR)
      recover_next(r);
    return true;
  }
  recover_unexpected(r, ", expecting field name or embedded type");
  recover_skip(r, BIT(SEMI) | BIT(RBRACE));
  recover_feed(r, NAME);
  return true;
}

/* An import's path is due. */
static bool repair_import(Recovery *r, const Context *c) {
  bool import =
      c->keyword == IMPORT ||
      (c->kind == IN_GROUP && lr_symbol(r->ps, c->open - 1) == IMPORT);
  if (!import || !recover_accepts(r, LITERAL))
    return false;
  recover_complain(r, r->pos, "missing import path");
  recover_skip(r, BIT(SEMI) | BIT(RPAREN));
  recover_feed(r, LITERAL);
  return true;
}

/* Behind the comma of `x[a, `. */
static bool repair_type_args(Recovery *r, const Context *c) {
  bool brackets = c->kind == IN_TYPE_ARGS || c->kind == IN_INDEX;
  if (!brackets || recover_depth(r) <= c->open + 2 ||
      lr_symbol(r->ps, c->open + 2) != COMMA)
    return false;
  recover_want(r, RBRACK);
  return true;
}

/* `func` or a receiver, and no name. */
static void repair_func_name(Recovery *r) {
  recover_unexpected(r, ", expecting name or (");
  recover_skip(r, BIT(LBRACE) | BIT(SEMI));
  recover_feed(r, NAME);
  recover_feed(r, LPAREN);
  recover_feed(r, RPAREN);
  if (r->t != LBRACE)
    return;
  recover_unexpected(r, " after top level declaration");
  recover_skip(r, declarations);
  recover_feed(r, SEMI);
}

/* A name is due, and nothing else fits. */
static bool repair_name(Recovery *r, const Context *c) {
  int a = recover_top(r, 0);
  if (!recover_accepts(r, NAME) || recover_accepts(r, SEMI) ||
      recover_accepts(r, COMMA) ||
      (c->kind == IN_PARENS && recover_accepts(r, RPAREN)))
    return false; /* it is possible, but nothing is missing without it */
  if (a == FUNC || a == MARK_RECEIVER) {
    repair_func_name(r);
    return true;
  }
  if (a == DOT && recover_accepts(r, LPAREN)) {
    recover_unexpected(r, ", expecting name or (");
    recover_skip(r, BIT(SEMI) | BIT(RPAREN));
  } else {
    recover_unexpected(r, ", expecting name");
    bool embedded = a == STAR && c->kind == IN_STRUCT;
    recover_skip(r, embedded ? BIT(DOT) | BIT(SEMI) | BIT(RBRACE) : 0);
  }
  recover_feed(r, NAME);
  return true;
}

/* --------------------------------------------------- braces, single tokens -- */

/* `select` and no brace. */
static bool repair_select(Recovery *r) {
  if (recover_top(r, 0) != SELECT)
    return false;
  recover_complain(r, r->pos, "missing { after select clause");
  recover_skip(r, clause_starts);
  recover_feed(r, LBODY);
  return true;
}

/* Exactly one token fits: it is what gc wants. */
static bool repair_only_token(Recovery *r, const Context *c) {
  const uint64_t plain = BIT(LBRACE) | BIT(LBRACK) | BIT(LPAREN) | BIT(RPAREN) |
                         BIT(RBRACK) | BIT(CHAN) | BIT(COLON);
  int only = 0, count = 0;
  for (int t = NAME; t < TOKEN_COUNT; t++)
    if (recover_accepts(r, t)) {
      only = t;
      count++;
    }
  bool anywhere = c->kind != IN_BLOCK && c->kind != IN_FILE;
  if (count == 1 && (anywhere || plain & BIT(only))) {
    recover_want(r, only);
    return true;
  }
  if (recover_accepts(r, LPAREN) && !recover_accepts(r, DOT) &&
      !recover_accepts(r, COMMA) && !recover_accepts(r, RPAREN) &&
      !recover_accepts(r, SEMI)) { /* behind a function's name */
    recover_want(r, LPAREN);
    return true;
  }
  return false;
}

/* `a, b` and no assignment. */
static void repair_assignment(Recovery *r) {
  recover_unexpected(r, ", expecting := or = or comma");
  recover_skip(r, BIT(SEMI) | BIT(RBRACE));
  recover_feed(r, ASSIGN);
  recover_feed(r, LITERAL);
}

/* The first statement of a header is complete; no `;` was read. */
static void repair_first_of_header(Recovery *r, const Context *c) {
  recover_unexpected(r, ", expecting {");
  recover_skip(r, 0);
  if (r->t != LBRACE)
    recover_skip(r, BIT(LBRACE) | BIT(RBRACE));
  if (r->t != LBRACE) {
    recover_feed(r, SEMI);
    return;
  }
  r->t = LBODY; /* whatever the filter thinks of the type before it */
  if (c->keyword != FOR) {
    r->p->unchecked_condition = true;
    return;
  }
  recover_unexpected(r, ", expecting for loop condition");
  recover_feed(r, SEMI);
  recover_feed(r, SEMI);
}

/* for ... range: its header has no semicolons. */
static bool header_has_range(const Recovery *r, const Context *c) {
  for (int i = c->keyword_at + 1; i < recover_depth(r); i++)
    if (lr_symbol(r->ps, i) == RANGE)
      return true;
  return false;
}

/* Behind a part of a header: what gc waits for depends on how many semicolons
   were read, and whether this is a `for`. */
static void repair_header(Recovery *r, const Context *c) {
  if (!recover_accepts(r, LBODY) && !recover_accepts(r, SEMI)) {
    repair_assignment(r);
    return;
  }
  if (c->semicolons == 0 && !header_has_range(r, c)) {
    repair_first_of_header(r, c);
    return;
  }
  if (c->keyword == FOR && c->semicolons == 1) {
    recover_want(r, SEMI);
    return;
  }
  recover_feed(r, LBODY); /* first, so that the head's checks speak first */
  if (c->keyword == SWITCH) {
    recover_complain(r, r->pos, "missing { after switch clause");
    recover_skip(r, clause_starts);
  } else {
    recover_unexpected(r, ", expecting { after %s clause",
                       c->keyword == IF ? "if" : "for");
    recover_skip(r, BIT(NAME) | BIT(RBRACE));
  }
}

/* --------------------------------------------------- behind a list element -- */

/* Behind an index or slice bound. */
static void repair_index(Recovery *r) {
  if (!recover_accepts(r, COMMA)) {
    recover_want(r, RBRACK);
    return;
  }
  recover_unexpected(r, ", expecting comma, : or ]");
  recover_skip(r, BIT(COMMA) | BIT(COLON) | BIT(RBRACK));
  recover_feed(r, COLON);
}

/* Behind an array's length. */
static void repair_array(Recovery *r) {
  if (r->t != COMMA) {
    recover_want(r, RBRACK);
    return;
  }
  recover_complain(r, r->pos, "unexpected comma; expecting ]");
  recover_next(r);
}

/* Behind a type parameter, or a length. */
static void repair_type_decl_list(Recovery *r, const Context *c) {
  int s = lr_symbol(r->ps, c->open + 1);
  if (s == NAME || s == MARK_TDECL_LIST || s == MARK_TPARAM_FIRST ||
      s == MARK_EXPR_COMMA)
    repair_list(r, "parameter list", COMMA, RBRACK, s == NAME);
  else
    recover_want(r, RBRACK);
}

/* Behind a declaration. */
static void repair_file(Recovery *r, const Context *c) {
  if (c->keyword == IMPORT) {
    recover_want(r, SEMI);
    return;
  }
  recover_misplace(r);
  recover_unexpected(r, " after top level declaration");
  recover_skip(r, declarations);
  recover_feed(r, SEMI);
}

/* Behind a statement or a part of its header. */
static void repair_block(Recovery *r, const Context *c) {
  if (c->keyword == IF || c->keyword == FOR || c->keyword == SWITCH) {
    repair_header(r, c);
  } else if (c->keyword == RANGE) {
    recover_unexpected(r, ", expecting { after for clause");
    recover_skip(r, BIT(NAME) | BIT(RBRACE));
    recover_feed(r, LBODY);
  } else if (recover_accepts(r, COLON) && c->keyword == CASE) {
    recover_want(r, COLON);
  } else if (!recover_accepts(r, SEMI) && recover_accepts(r, ASSIGN)) {
    repair_assignment(r);
  } else {
    recover_misplace(r);
    recover_unexpected(r, " at end of statement");
    recover_skip(r, BIT(SEMI) | clause_starts);
    if (r->t != SEMI && r->t != RBRACE)
      recover_feed(r, SEMI);
  }
}

/* Nothing is missing before the token: it ends nothing that is open. */
static void repair_behind_element(Recovery *r, const Context *c) {
  int closer = context_closer(c->kind);
  switch (c->kind) {
  case IN_ARGS: repair_list(r, "argument list", COMMA, closer, false); break;
  case IN_COMPOSITE:
    repair_list(r, "composite literal", COMMA, closer, false);
    break;
  case IN_PARAMS:
  case IN_TYPE_PARAMS:
    repair_list(r, "parameter list", COMMA, closer, false);
    break;
  case IN_STRUCT: repair_list(r, "struct type", SEMI, closer, false); break;
  case IN_INTERFACE:
    repair_list(r, "interface type", SEMI, closer, false);
    break;
  case IN_GROUP:
    repair_list(r, "grouped declaration", SEMI, closer, false);
    break;
  case IN_PARENS: recover_want(r, RPAREN); break;
  case IN_INDEX: repair_index(r); break;
  case IN_ARRAY: repair_array(r); break;
  case IN_TYPE_DECL: repair_type_decl_list(r, c); break;
  case IN_TYPE_ARGS:
  case IN_MAP_KEY: recover_want(r, RBRACK); break;
  case IN_FILE: repair_file(r, c); break;
  case IN_BLOCK:
  case IN_CLAUSES: repair_block(r, c); break;
  }
}

/* The order is that of gc's descent: what encloses comes before what is
   inside, what is due before what is possible. */
void recover_repair(Recovery *r) {
  Context c = context_find(r);
  r->error_pos = r->pos;
  if (repair_reduced_head(r, &c) || repair_package_clause(r) ||
      repair_between_declarations(r, &c) || repair_else(r))
    return;
  if (c.kind == IN_CLAUSES && !c.statements && !c.keyword) {
    repair_clause(r);
    return;
  }
  if (r->t == DEFINE && recover_accepts(r, ASSIGN) &&
      !recover_accepts(r, NOT)) {
    recover_unexpected(r, ", expecting =");
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
