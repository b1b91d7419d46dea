/*
 * check_stmt.c - statements.
 *
 * One function per kind of statement. Each statement ends by running what was
 * delayed during it (bodies of function literals), while the names that are in
 * scope are still those that the literal saw. Branches and labels were checked
 * by the parser; their targets are on the nodes.
 *
 * `loops` counts the loops around a statement within its function: a defer in
 * a loop needs another implementation than one that runs once. So does one that
 * a backward goto may reach again.
 *
 * Each block, if, for, switch and clause is a scope. In
 *
 *     if x := f(); x > 0 { y := x } else { ... }
 *
 * x belongs to the scope of the if, y to that of the block inside it.
 */
#include "frontend/check/operand.h"

/* Scopes know their function, for the owner of what is declared in them. */
void open_scope(Checker *ck) {
  Scope *s = scope_new(ck->c, ck->env.scope);
  s->fn = ck->env.fn;
  ck->env.scope = s;
}

void close_scope(Checker *ck) { ck->env.scope = ck->env.scope->parent; }

/* ----------------------------------------------------- simple statements -- */

/* A call or a receive; everything else has no effect. */
static void check_expr_stmt(Checker *ck, Stmt *s) {
  Operand x;
  ExprClass class = check_raw_expr(ck, &x, s->expr.x, NULL);
  const char *text = "%x is not used";
  if (x.mode == MODE_INVALID)
    return;
  if (x.mode == MODE_BUILTIN)
    text = "%x must be called";
  else if (x.mode == MODE_TYPE)
    text = "%x is not an expression";
  else if (class == CLASS_STATEMENT)
    return;
  report(ck, operand_pos(&x), text, &x);
}

/* ch <- x */
static void check_send(Checker *ck, Stmt *s) {
  Operand chan, value;
  check_expr(ck, &chan, s->expr.x);
  check_expr(ck, &value, s->expr.y);
  if (chan.mode == MODE_INVALID || value.mode == MODE_INVALID)
    return;
  Type *u = type_core(ck->c, chan.type);
  const char *text = NULL;
  if (u == NULL)
    text = "invalid operation: cannot send to %x: no core type";
  else if (u->kind != TYPE_CHAN)
    text = "invalid operation: cannot send to non-channel %x";
  else if (u->chan.dir == CHAN_RECV)
    text = "invalid operation: cannot send to receive-only channel %x";
  if (text != NULL)
    report(ck, stmt_start(s), text, &chan);
  else
    check_assignment(ck, &value, u->chan.elem, "send");
}

/* x++ and x-- */
static void check_inc_dec(Checker *ck, Stmt *s) {
  Operand x;
  Expr *e = s->assign.lhs;
  check_expr(ck, &x, e);
  if (x.mode == MODE_INVALID)
    return;
  if (!type_all_basic(ck->c, x.type, BI_NUMERIC)) {
    const char *op = op_info[s->op].spelling;
    report(ck, expr_start(e), "invalid operation: %e%s%s (non-numeric type %T)",
           e, op, op, x.type);
    return;
  }
  assign_variable(ck, e, &x);
}

/* =, :=, op=, ++ and --. */
static void check_assign(Checker *ck, Stmt *s) {
  uint32_t n, nrhs;
  if (s->assign.rhs == NULL) {
    check_inc_dec(ck, s);
    return;
  }
  if ((s->flags & STMT_F_DEFINE) != 0) {
    check_short_var_decl(ck, s);
    return;
  }
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nrhs);
  if (s->op == OP_NONE) {
    check_assign_vars(ck, lhs, n, rhs, nrhs);
    return;
  }
  Operand x;
  if (n != 1 || nrhs != 1) {
    report(ck, stmt_start(s),
           "assignment operation %s requires single-valued expressions",
           op_info[s->op].spelling);
    return;
  }
  Operation o = {.op = (Op)s->op, .lhs = lhs[0], .rhs = rhs[0]};
  check_binary(ck, &x, &o);
  assign_variable(ck, lhs[0], &x);
}

/* The call of a go or defer statement. */
static void check_suspended_call(Checker *ck, Stmt *s, const char *keyword) {
  Operand x;
  ExprClass class = check_raw_expr(ck, &x, s->expr.x, NULL);
  if (x.mode == MODE_INVALID || class == CLASS_STATEMENT)
    return;
  report(ck, operand_pos(&x), "%s %s %x", keyword,
         class == CLASS_CONVERSION ? "requires function call, not conversion"
                                   : "discards result of",
         &x);
}

/* go f(x) */
static void check_go(Checker *ck, Stmt *s) {
  if (ck->env.fn != NULL)
    ck->env.fn->has_go = true;
  check_suspended_call(ck, s, "go");
}

/* defer f(x): noted on the function, whose epilogue changes. */
static void check_defer(Checker *ck, Stmt *s, int loops) {
  Function *fn = ck->env.fn;
  if (fn != NULL) {
    fn->has_defer = true;
    fn->has_loop_defer |= loops > 0;
  }
  check_suspended_call(ck, s, "defer");
}

/* `return` alone: the results must not be shadowed where it stands. */
static void check_bare_return(Checker *ck, Stmt *s, Type *results) {
  for (uint32_t i = 0; i < results->tuple.n; i++) {
    Object *var = results->tuple.vars[i];
    Object *seen =
        var->name == NULL ? NULL : scope_lookup(ck->env.scope, var->name, NULL);
    if (seen != NULL && seen != var)
      report(ck, s->pos,
             "result parameter %n not in scope at return\n\t%p: inner "
             "declaration of %o",
             var->name, seen->pos, var);
  }
}

/* Named results may be returned by name alone. */
static void check_return(Checker *ck, Stmt *s) {
  Type *results = ck->env.fn->type->func.results;
  bool named = results->tuple.n > 0 && results->tuple.vars[0]->name != NULL;
  if (s->ret.results == NULL && named)
    check_bare_return(ck, s, results);
  else
    check_return_values(ck, results, s);
}

/* The parser has checked break, continue and goto: only facts are left. */
static void check_branch(Checker *ck, Stmt *s) {
  Stmt *target = s->branch.target;
  if (target == NULL)
    return;
  if (s->kind == STMT_BREAK)
    target->flags |= STMT_F_HAS_BREAK;
  /* a backward goto makes a loop of everything before it */
  if (s->kind == STMT_GOTO && target->pos < s->pos && ck->env.fn != NULL &&
      ck->env.fn->has_defer)
    ck->env.fn->has_loop_defer = true;
}

/* ------------------------------------------------------------ if, for, list */

/* A comparison is an untyped bool; as a condition it becomes a bool. */
static void check_condition(Checker *ck, Expr *cond, const char *keyword) {
  Operand x;
  check_expr(ck, &x, cond);
  if (x.mode == MODE_INVALID)
    return;
  if (!type_all_basic(ck->c, x.type, BI_BOOLEAN))
    report(ck, expr_start(cond), "non-boolean condition in %s statement",
           keyword);
  else
    finish_untyped(ck, cond);
}

/* if init; cond { } else ...: init's names are visible in both branches. */
static void check_if(Checker *ck, Stmt *s, int loops) {
  open_scope(ck);
  if (s->if_.init != NULL)
    check_stmt(ck, s->if_.init, loops);
  if (s->if_.cond != NULL)
    check_condition(ck, s->if_.cond, "if");
  check_stmt(ck, s->if_.then, loops);
  if (s->if_.els != NULL)
    check_stmt(ck, s->if_.els, loops);
  close_scope(ck);
}

/* for init; cond; post { } */
static void check_for(Checker *ck, Stmt *s, int loops) {
  open_scope(ck);
  if (s->for_.init != NULL)
    check_stmt(ck, s->for_.init, loops);
  if (s->for_.cond != NULL)
    check_condition(ck, s->for_.cond, "for");
  if (s->for_.post != NULL)
    check_stmt(ck, s->for_.post, loops + 1);
  check_stmt(ck, s->for_.body, loops + 1);
  close_scope(ck);
}

void check_block(Checker *ck, Stmt **list, uint32_t n, int loops) {
  for (uint32_t i = 0; i < n; i++)
    check_stmt(ck, list[i], loops);
}

void check_stmt_list(Checker *ck, Stmt **list, uint32_t n) {
  check_block(ck, list, n, 0);
}

/* -------------------------------------------------------------- dispatch -- */

/* One case for each kind of statement. */
static void dispatch(Checker *ck, Stmt *s, int loops) {
  switch ((StmtKind)s->kind) {
  case STMT_EMPTY: return;
  case STMT_LABELED: check_stmt(ck, s->branch.stmt, loops); return;
  case STMT_BLOCK:
    open_scope(ck);
    check_block(ck, s->block.list, s->block.n, loops);
    close_scope(ck);
    return;
  case STMT_EXPR: check_expr_stmt(ck, s); return;
  case STMT_SEND: check_send(ck, s); return;
  case STMT_DECL: check_decl_stmt(ck, s->decl.list, s->decl.n); return;
  case STMT_ASSIGN: check_assign(ck, s); return;
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_FALLTHROUGH:
  case STMT_GOTO: check_branch(ck, s); return;
  case STMT_GO: check_go(ck, s); return;
  case STMT_DEFER: check_defer(ck, s, loops); return;
  case STMT_RETURN: check_return(ck, s); return;
  case STMT_IF: check_if(ck, s, loops); return;
  case STMT_FOR: check_for(ck, s, loops); return;
  case STMT_RANGE: check_range(ck, s, loops); return;
  case STMT_SWITCH:
    if (s->switch_.tag != NULL && s->switch_.tag->kind == EXPR_TYPE_GUARD)
      check_type_switch(ck, s, loops);
    else
      check_switch(ck, s, loops);
    return;
  case STMT_SELECT: check_select(ck, s, loops); return;
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: break; /* parts of switch and select */
  }
  UNREACHABLE();
}

/* Delayed work is looked at here and not in dispatch, so that no kind of
   statement can forget it. */
void check_stmt(Checker *ck, Stmt *s, int loops) {
  uint32_t top = ck->delayed.len;
  dispatch(ck, s, loops);
  if (ck->delayed.len > top)
    check_delayed(ck, top);
}
