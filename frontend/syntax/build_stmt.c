/*
 * build_stmt.c - statements.
 *
 * Headers of if, for and switch are checked when they are complete, before
 * their body is read, because gc reports in that order:
 *
 *   if x := f() {     cannot use x := f() as value
 *   if x; {           missing condition in if statement
 *
 * Until its body is read such a statement is a "head": the node that it will
 * be, with what is known so far. build_if, build_for and build_switch complete
 * it in place:
 *
 *   "if" header         build_if_head     IF{init, cond}
 *   if_head body        build_if          the same node, with then and els
 *
 * Where the position of a statement is not its first byte (assignments, sends,
 * labels), it is that of the operator, as in gc; messages depend on it.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/parse.h"

/* { list }; its position is the opening brace. */
Stmt *build_block(Parser *p, Pos pos, ListStart list, Pos rbrace) {
  Stmt *s = stmt_new(p->c, STMT_BLOCK, pos);
  s->block.list = items_take(p, list, &s->block.n);
  s->block.rbrace = rbrace;
  return s;
}

Stmt *build_empty(Parser *p, Pos pos) {
  return stmt_new(p->c, STMT_EMPTY, pos);
}

/* break, continue, goto, fallthrough. branches.c finds the target later: a label
   may stand behind the goto that names it. */
Stmt *build_branch(Parser *p, StmtKind kind, Pos pos, Expr *label) {
  Stmt *s = stmt_new(p->c, kind, pos);
  if (label) {
    s->branch.label = label->name.name;
    s->branch.label_pos = label->pos;
  }
  return s;
}

/* `label: stmt`; its place is the colon. */
Stmt *build_labeled(Parser *p, Pos pos, Expr *label, Stmt *stmt) {
  Stmt *s = build_branch(p, STMT_LABELED, pos, label);
  s->branch.stmt = stmt;
  return s;
}

/* A declaration inside of a function, at its keyword. */
Stmt *build_decl_stmt(Parser *p, Pos pos, ListStart decls) {
  decls_set_keyword(p, decls, pos);
  Stmt *s = stmt_new(p->c, STMT_DECL, pos);
  s->decl.list = items_take(p, decls, &s->decl.n);
  return s;
}

/* go and defer take a call without parentheses around it. */
Stmt *build_call_stmt(Parser *p, StmtKind kind, Pos pos, Expr *x) {
  const char *word = kind == STMT_GO ? "go" : "defer";
  Expr *call = expr_unparen(x);
  if (call != x)
    parser_error(p, x->pos, "expression in %s must not be parenthesized", word);
  if (call->kind != EXPR_CALL) {
    parser_error(p, call->pos, "expression in %s must be function call", word);
    Expr *fn = call; /* the parentheses were forgotten, most likely */
    call = expr_new(p->c, EXPR_CALL, fn->pos);
    call->call.fn = fn;
  }
  Stmt *s = stmt_new(p->c, kind, pos);
  s->expr.x = call;
  return s;
}

Stmt *build_expr_stmt(Parser *p, Expr *x) {
  Stmt *s = stmt_new(p->c, STMT_EXPR, x->pos);
  s->expr.x = x;
  return s;
}

Stmt *build_send(Parser *p, Pos pos, Expr *chan, Expr *x) {
  Stmt *s = stmt_new(p->c, STMT_SEND, pos);
  s->expr.x = chan;
  s->expr.y = x;
  return s;
}

/* return; several results are one LIST. */
Stmt *build_return(Parser *p, Pos pos, ListStart results) {
  Stmt *s = stmt_new(p->c, STMT_RETURN, pos);
  s->ret.results = build_list(p, results);
  return s;
}

/* x op= y. x++ is x += 1 without the 1, which is written nowhere. */
Stmt *build_op_assign(Parser *p, Pos pos, int op, Expr *x, Expr *y) {
  Stmt *s = stmt_new(p->c, STMT_ASSIGN, pos);
  s->op = (uint8_t)op;
  s->assign.lhs = x;
  s->assign.rhs = y;
  return s;
}

Stmt *build_inc_dec(Parser *p, Pos pos, int op, Expr *x) {
  Stmt *s = build_op_assign(p, pos, op, x, NULL);
  s->flags = STMT_F_INC_DEC;
  return s;
}

/* lhs = rhs, lhs := rhs. */
Stmt *build_assign(Parser *p, Pos pos, uint32_t flags, ListStart lhs,
                   ListStart rhs) {
  Expr *right = build_list(p, rhs); /* the later list first */
  Stmt *s = build_op_assign(p, pos, OP_NONE, build_list(p, lhs), right);
  s->flags = (uint16_t)flags;
  return s;
}

/* --------------------------------------------------------------- headers -- */

/* init; cond. What `cond` is depends on the keyword: it stays a statement until
   the head is built. */
Stmt *build_header(Parser *p, Stmt *init, Stmt *cond, Pos semi) {
  Stmt *s = stmt_new(p->c, STMT_IF, semi);
  s->if_.init = init;
  s->if_.then = cond;
  return s;
}

/* The expression of a header's last statement; anything else is an error. */
static Expr *condition(Parser *p, Stmt *s) {
  if (!s)
    return NULL;
  if (s->kind == STMT_EXPR)
    return s->expr.x;
  if (p->unchecked_condition) {
    p->unchecked_condition = false;
    return NULL;
  }
  if (s->kind == STMT_ASSIGN && s->op == OP_NONE && !(s->flags & STMT_F_DEFINE))
    parser_syntax_error(p, s->pos, "cannot use assignment (%s) = (%s) as value",
                        expr_string(p->c, s->assign.lhs),
                        expr_string(p->c, s->assign.rhs));
  else
    parser_syntax_error(p, s->pos, "cannot use %s as value",
                        stmt_string(p->c, s));
  return NULL;
}

/* `if {` or `if x; {`; `semi`: the place of the `;`, if any. */
static void missing_condition(Parser *p, Pos semi) {
  if (semi == NO_POS)
    parser_syntax_error(p, p->tok_pos, "missing condition in if statement");
  else if (parser_byte(p, semi) == ';')
    parser_syntax_error(p, semi, "missing condition in if statement");
  else
    parser_syntax_error(p, semi, "unexpected %s, expecting { after if clause",
                        semi >= p->base + p->len ? "EOF" : "newline");
}

/* The condition of an if may not be missing. */
Stmt *build_if_head(Parser *p, Pos pos, Stmt *header) {
  Stmt *cond = header->if_.then;
  Pos semi = header->pos;
  header->pos = pos;
  header->if_.cond = condition(p, cond);
  if (!cond)
    missing_condition(p, semi);
  return header;
}

/* Completes the head. */
Stmt *build_if(Stmt *head, Stmt *then, Stmt *els) {
  head->if_.then = then;
  head->if_.els = els;
  return head;
}

/* The condition of a for may be missing; its post may declare nothing. */
Stmt *build_for_head(Parser *p, Pos pos, Stmt *init, Stmt *cond, Stmt *post) {
  Stmt *s = stmt_new(p->c, STMT_FOR, pos);
  if (post && post->flags & STMT_F_DEFINE)
    parser_syntax_error(p, post->pos,
                        "cannot declare in post statement of for loop");
  s->for_.init = init;
  s->for_.cond = condition(p, cond);
  s->for_.post = post;
  return s;
}

/* for lhs = range x, for lhs := range x, for range x. */
Stmt *build_range_head(Parser *p, Pos pos, uint32_t flags, ListStart lhs,
                       Expr *x) {
  Stmt *s = stmt_new(p->c, STMT_RANGE, pos);
  s->flags = (uint16_t)flags;
  s->range.lhs = build_list(p, lhs);
  s->range.x = x;
  return s;
}

Stmt *build_for(Stmt *head, Stmt *body) {
  if (head->kind == STMT_RANGE)
    head->range.body = body;
  else
    head->for_.body = body;
  return head;
}

/* Rewrites `x := y.(type)`, read as an assignment, to a guard with a name. */
static void name_guard(Stmt *s) {
  if (!s || s->kind != STMT_ASSIGN || !(s->flags & STMT_F_DEFINE) ||
      s->assign.rhs->kind != EXPR_TYPE_GUARD ||
      s->assign.lhs->kind != EXPR_NAME)
    return;
  Expr *name = s->assign.lhs, *guard = s->assign.rhs;
  guard->guard.lhs = name->name.name;
  guard->guard.lhs_pos = name->pos;
  *s = (Stmt){.kind = STMT_EXPR, .pos = guard->pos, .expr = {.x = guard}};
}

/* `switch x := y.(type)` was read as an assignment. */
Stmt *build_switch_head(Parser *p, Pos pos, Stmt *header) {
  Stmt *s = stmt_new(p->c, STMT_SWITCH, pos);
  name_guard(header->if_.init);
  name_guard(header->if_.then);
  s->switch_.init = header->if_.init;
  s->switch_.tag = condition(p, header->if_.then);
  return s;
}

Stmt *build_switch(Parser *p, Stmt *head, ListStart clauses, Pos rbrace) {
  head->switch_.clauses = items_take(p, clauses, &head->switch_.n);
  head->switch_.rbrace = rbrace;
  return head;
}

/* --------------------------------------------------------------- clauses -- */

/* A clause, without its statements. */
Stmt *build_case(Parser *p, Pos pos, Expr *cases, Pos colon) {
  Stmt *s = stmt_new(p->c, STMT_CASE, pos);
  s->clause.cases = cases;
  s->clause.colon = colon;
  return s;
}

Stmt *build_comm(Parser *p, Pos pos, Stmt *comm, Pos colon) {
  Stmt *s = stmt_new(p->c, STMT_COMM, pos);
  s->clause.comm = comm;
  s->clause.colon = colon;
  return s;
}

/* Its statements, when the next clause or the end is met. */
void build_clause(Parser *p, Stmt *clause, ListStart list) {
  clause->clause.list = items_take(p, list, &clause->clause.n);
}

void build_last_clause(Parser *p, Stmt *clause, ListStart list, Stmt *stmt) {
  items_push(p, stmt);
  build_clause(p, clause, list);
  items_push(p, clause);
}
