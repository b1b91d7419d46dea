/*
 * terminating.c - the spec's terminating statements, for "missing return".
 *
 * A statement terminates if control cannot run off its end, judged by form
 * alone: `for {}` without a break that leaves it, but not `for true {}`.
 *
 *     return, goto, panic(x)            yes
 *     { ...; S }                        if S does
 *     if c { A } else { B }             if both do
 *     for { ... }                       without break
 *     switch, select                    if all clauses do, without break;
 *                                       a switch needs a default
 *
 * Breaks are found by target, which the branch checker has set.
 */
#include "frontend/check/check.h"

static bool list_has_break(const Stmt *target, Stmt *const *list, uint32_t n);

/* Whether some clause of the switch or select s has a break out of target. */
static bool clauses_have_break(const Stmt *target, const Stmt *s) {
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    const Stmt *clause = s->switch_.clauses[i];
    if (list_has_break(target, clause->clause.list, clause->clause.n))
      return true;
  }
  return false;
}

/* Whether s contains a break out of target. */
static bool has_break(const Stmt *target, const Stmt *s) {
  if (s == NULL)
    return false;
  switch ((StmtKind)s->kind) {
  case STMT_BREAK: return s->branch.target == target;
  case STMT_LABELED: return has_break(target, s->branch.stmt);
  case STMT_BLOCK: return list_has_break(target, s->block.list, s->block.n);
  case STMT_IF:
    return has_break(target, s->if_.then) || has_break(target, s->if_.els);
  case STMT_FOR: return has_break(target, s->for_.body);
  case STMT_RANGE: return has_break(target, s->range.body);
  case STMT_SWITCH:
  case STMT_SELECT: return clauses_have_break(target, s);
  case STMT_EMPTY:
  case STMT_EXPR:
  case STMT_SEND:
  case STMT_DECL:
  case STMT_ASSIGN:
  case STMT_CONTINUE:
  case STMT_FALLTHROUGH:
  case STMT_GOTO:
  case STMT_GO:
  case STMT_DEFER:
  case STMT_RETURN:
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: return false;
  }
  UNREACHABLE();
}

static bool list_has_break(const Stmt *target, Stmt *const *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (has_break(target, list[i]))
      return true;
  return false;
}

/* The last statement counts; empty ones behind it do not. */
static bool list_terminates(Stmt *const *list, uint32_t n) {
  while (n > 0 && list[n - 1]->kind == STMT_EMPTY)
    n--;
  return n > 0 && is_terminating(list[n - 1]);
}

/* Every clause ends by itself, and none breaks out. */
static bool clauses_terminate(const Stmt *s) {
  bool has_default = s->kind == STMT_SELECT; /* which waits for a case */
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    const Stmt *clause = s->switch_.clauses[i];
    has_default |= clause->clause.cases == NULL;
    if (!list_terminates(clause->clause.list, clause->clause.n))
      return false;
  }
  return has_default && !clauses_have_break(s, s);
}

/* A call of the predeclared panic, perhaps in parentheses. */
static bool is_panic(Expr *e) {
  e = expr_unparen(e);
  return e->kind == EXPR_CALL && e->sub == CALL_BUILTIN &&
         e->call.builtin == BUILTIN_PANIC;
}

/* By the table above; what is not in it does not terminate. */
bool is_terminating(const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_RETURN:
  case STMT_GOTO:
  case STMT_FALLTHROUGH: return true;
  case STMT_LABELED: return is_terminating(s->branch.stmt);
  case STMT_EXPR: return is_panic(s->expr.x);
  case STMT_BLOCK: return list_terminates(s->block.list, s->block.n);
  case STMT_IF:
    return s->if_.els != NULL && is_terminating(s->if_.then) &&
           is_terminating(s->if_.els);
  case STMT_FOR: return s->for_.cond == NULL && !has_break(s, s->for_.body);
  case STMT_SWITCH:
  case STMT_SELECT: return clauses_terminate(s);
  case STMT_EMPTY:
  case STMT_SEND:
  case STMT_DECL:
  case STMT_ASSIGN:
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_GO:
  case STMT_DEFER:
  case STMT_RANGE:
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: return false;
  }
  UNREACHABLE();
}
