/*
 * dead_code.c - statements that constants rule out.
 *
 * gc drops them before anything looks at a function, so they cost nothing in
 * the inliner and no message tells of them:
 *
 *     const debug = false
 *     if debug { f() }             the branch is emptied
 *     if !debug { return }; g()    g() is dropped: nothing comes behind
 *     switch 3 { case 3: x; case 4: y }        only x is left
 *
 * Nothing else counts as dead: code behind a return stays. Source:
 * cmd/compile/internal/deadcode/deadcode.go of Go 1.19.
 */
#include "escape/build.h"

static void clean_list(Compiler *c, Stmt **list, uint32_t *n);

/* A constant condition, written or computed by the checker. */
static bool is_const_bool(const Expr *e) {
  return e->mode == MODE_CONST && const_kind(e->value) == CONST_BOOL;
}

/* true && x is x, false && x is false; || likewise. */
static Expr *fold(Expr *e) {
  if (e->kind != EXPR_BINARY || e->mode == MODE_CONST ||
      (e->op != OP_LAND && e->op != OP_LOR))
    return e;
  Expr *x = fold(e->pair.x);
  e->pair.x = x;
  e->pair.y = fold(e->pair.y);
  if (!is_const_bool(x))
    return e;
  bool decides = const_bool_value(x->value) == (e->op == OP_LOR);
  return decides ? x : e->pair.y;
}

static bool is_panic(const Stmt *s) {
  const Expr *x = s->kind == STMT_EXPR ? s->expr.x : NULL;
  return x && x->kind == EXPR_CALL && x->sub == CALL_BUILTIN &&
         x->call.builtin == BUILTIN_PANIC;
}

/* Whether control never leaves s at its end. */
static bool ends(const Stmt *s) {
  if (!s)
    return false;
  if (s->kind == STMT_BLOCK)
    return s->block.n && ends(s->block.list[s->block.n - 1]);
  return s->kind == STMT_RETURN || is_panic(s);
}

/* The branch stays as an empty block, so that the if keeps its form. */
static void empty(Stmt *s) {
  if (s && s->kind == STMT_BLOCK)
    s->block.n = 0;
}

/* The branch of an if that a constant condition leaves, or NULL. Both stay if
   the condition is no constant: *known is false. */
static Stmt *clean_if(Stmt *s, bool *known) {
  s->if_.cond = fold(s->if_.cond);
  *known = is_const_bool(s->if_.cond);
  if (!*known)
    return NULL;
  if (const_bool_value(s->if_.cond->value)) {
    s->if_.els = NULL;
    return s->if_.then;
  }
  empty(s->if_.then);
  return s->if_.els;
}

/* -------------------------------------------------------------- switches -- */

/* A clause that runs on into the next cannot be the only one left. */
static bool has_fallthrough(const Stmt *clause) {
  uint32_t n = clause->clause.n;
  return n && clause->clause.list[n - 1]->kind == STMT_FALLTHROUGH;
}

/* 1: this clause is taken, for one of its values, which is all that is kept of
   them; 0: it is not; -1: that is not known. */
static int clause_matches(Compiler *c, const Expr *tag, Stmt *clause) {
  uint32_t n;
  Expr **cases = expr_items(&clause->clause.cases, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (cases[i]->mode != MODE_CONST)
      return -1;
    bool equal = tag ? const_compare(c, OP_EQ, tag->value, cases[i]->value)
                     : const_bool_value(cases[i]->value);
    if (!equal)
      continue;
    if (has_fallthrough(clause))
      return -1;
    clause->clause.cases = cases[i];
    return 1;
  }
  return 0;
}

/* Keeps the one clause that a constant tag selects, the default clause if none
   matches; all, as soon as one of the values is not constant. */
static void clean_switch(Compiler *c, Stmt *s) {
  Expr *tag = s->switch_.tag;
  if (tag && tag->mode != MODE_CONST)
    return;
  Stmt *taken = NULL;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    if (!clause->clause.cases) {
      taken = clause;
      continue;
    }
    int match = clause_matches(c, tag, clause);
    if (match < 0)
      return;
    if (match) {
      taken = clause;
      break;
    }
  }
  if (taken && has_fallthrough(taken))
    return;
  s->switch_.n = taken ? 1 : 0;
  if (taken)
    s->switch_.clauses[0] = taken;
}

/* ------------------------------------------------------------ statements -- */

/* What stands in s; lists of statements can become shorter. */
static void clean_one(Compiler *c, Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_BLOCK: clean_list(c, s->block.list, &s->block.n); break;
  case STMT_LABELED: clean_list(c, &s->branch.stmt, &(uint32_t){1}); break;
  case STMT_IF:
    clean_one(c, s->if_.then);
    if (s->if_.els)
      clean_list(c, &s->if_.els, &(uint32_t){1});
    break;
  case STMT_FOR:
    if (s->for_.cond)
      s->for_.cond = fold(s->for_.cond);
    clean_one(c, s->for_.body);
    break;
  case STMT_RANGE: clean_one(c, s->range.body); break;
  case STMT_SWITCH:
    clean_switch(c, s);
    for (uint32_t i = 0; i < s->switch_.n; i++)
      clean_list(c, s->switch_.clauses[i]->clause.list,
                 &s->switch_.clauses[i]->clause.n);
    break;
  case STMT_SELECT:
    for (uint32_t i = 0; i < s->switch_.n; i++)
      clean_list(c, s->switch_.clauses[i]->clause.list,
                 &s->switch_.clauses[i]->clause.n);
    break;
  default: break;
  }
}

/* Whether a goto might reach what stands behind. */
static bool has_label(Stmt *const *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i]->kind == STMT_LABELED)
      return true;
  return false;
}

/* Cleans the *n statements; an if that certainly returns or panics becomes the
   last of them, unless a label follows. */
static void clean_list(Compiler *c, Stmt **list, uint32_t *n) {
  for (uint32_t i = 0; i < *n; i++) {
    bool known = false;
    Stmt *live = list[i]->kind == STMT_IF ? clean_if(list[i], &known) : NULL;
    if (known && ends(live) && !has_label(list + i + 1, *n - i - 1))
      *n = i + 1;
    clean_one(c, list[i]);
  }
}

static bool clean_literal(Visitor *v, Expr *e) {
  if (e->kind == EXPR_FUNC_LIT && e->funclit.fn->outer)
    drop_dead_code(v->data, e->funclit.fn);
  return e->kind != EXPR_FUNC_LIT;
}

/* An if of which nothing is left, or a loop that never runs. */
static bool is_nothing(const Stmt *s) {
  if (s->kind == STMT_FOR)
    return !s->for_.init && s->for_.cond && is_const_bool(s->for_.cond) &&
           !const_bool_value(s->for_.cond->value);
  return s->kind == STMT_IF && !s->if_.init && is_const_bool(s->if_.cond) &&
         s->if_.then->block.n == 0 &&
         (!s->if_.els ||
          (s->if_.els->kind == STMT_BLOCK && s->if_.els->block.n == 0));
}

/* A body that consists of nothings is empty. */
static void drop_body(Stmt *body) {
  for (uint32_t i = 0; i < body->block.n; i++)
    if (!is_nothing(body->block.list[i]))
      return;
  body->block.n = 0;
}

/* Literals are cleaned with the function around them; those of package
   variables are functions of their own. */
void drop_dead_code(Compiler *c, Function *fn) {
  if (!fn->body)
    return;
  clean_list(c, fn->body->block.list, &fn->body->block.n);
  drop_body(fn->body);
  Visitor v = {.expr = clean_literal, .data = c};
  walk_stmt(&v, fn->body);
}
