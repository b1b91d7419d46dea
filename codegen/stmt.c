/*
 * stmt.c - statements.
 *
 * Control flow is blocks and branches; each loop, switch and select pushes a
 * Target, so that break and continue, which the branch checker resolved to
 * the statement they leave, find their blocks.
 *
 *   for init; cond; post { body }
 *
 *     init; br cond
 *     cond:  br cond, body, done
 *     body:  ...; br post          continue -> post
 *     post:  ...; br cond
 *     done:                        break -> done
 *
 * Code behind a return, break or goto goes to a block nobody branches to; it
 * may hold labels, so it is generated like any other.
 */
#include "codegen/gen.h"

/* --------------------------------------------------------------- branches */

void targets_push(FuncGen *f, const Stmt *s, Block brk, Block cont) {
  list_push(&f->g->c->arena, &f->targets, ((Target){s, brk, cont}));
}

void targets_pop(FuncGen *f) { f->targets.len--; }

/* Where a break or continue goes; the innermost targets are at the end. */
static const Target *target_of(FuncGen *f, const Stmt *s) {
  for (uint32_t i = f->targets.len; i-- > 0;)
    if (f->targets.items[i].stmt == s->branch.target)
      return &f->targets.items[i];
  fatal_at(f->g->c, s->pos, "%s leaves no statement", stmt_kind_label(s->kind));
}

/* A label's block, made by whoever comes first: goto, or the label itself. */
static Block label_block(FuncGen *f, const Stmt *label) {
  Block b = map_get(&f->labels, label);
  if (!b) {
    b = block_new(f, label->branch.label->text);
    map_set(&f->g->c->arena, &f->labels, label, b);
  }
  return b;
}

static void stmt_branch(FuncGen *f, Stmt *s) {
  gen_pos(f, s->pos);
  switch ((StmtKind)s->kind) {
  case STMT_BREAK: branch(f, target_of(f, s)->brk); return;
  case STMT_CONTINUE: branch(f, target_of(f, s)->cont); return;
  case STMT_GOTO: branch(f, label_block(f, s->branch.target)); return;
  case STMT_FALLTHROUGH: branch(f, f->next_clause); return;
  default: UNREACHABLE();
  }
}

static void stmt_labeled(FuncGen *f, Stmt *s) {
  block_start(f, label_block(f, s));
  stmt(f, s->branch.stmt);
}

/* ---------------------------------------------------------------- control */

static void stmt_if(FuncGen *f, Stmt *s) {
  Block then = block_new(f, "then"), end = block_new(f, "endif");
  Block els = s->if_.els ? block_new(f, "else") : end;
  if (s->if_.init)
    stmt(f, s->if_.init);
  gen_pos(f, s->if_.cond->pos);
  condition(f, s->if_.cond, then, els);
  block_start(f, then);
  stmt(f, s->if_.then);
  branch(f, end);
  if (s->if_.els) {
    block_start(f, els);
    stmt(f, s->if_.els);
  }
  block_start(f, end);
}

/* The picture above; without a condition the loop falls into its body. */
static void stmt_for(FuncGen *f, Stmt *s) {
  Block cond = block_new(f, "for"), body = block_new(f, "body");
  Block post = block_new(f, "post"), done = block_new(f, "done");
  if (s->for_.init)
    stmt(f, s->for_.init);
  block_start(f, cond);
  if (s->for_.cond) {
    gen_pos(f, s->for_.cond->pos);
    condition(f, s->for_.cond, body, done);
  }
  block_start(f, body);
  targets_push(f, s, done, post);
  stmt(f, s->for_.body);
  targets_pop(f);
  block_start(f, post);
  if (s->for_.post)
    stmt(f, s->for_.post);
  branch(f, cond);
  block_start(f, done);
}

/* ----------------------------------------------------------- simple ones */

/* A call may have any number of results here. */
static void stmt_expr(FuncGen *f, Stmt *s) {
  Expr *e = s->expr.x;
  while (e->kind == EXPR_PAREN)
    e = e->pair.x;
  gen_pos(f, s->pos);
  if (e->kind == EXPR_CALL && e->sub != CALL_BUILTIN) {
    seq_operands(f, e);
    call_expr(f, e, NULL);
  } else {
    value(f, e);
  }
}

static void stmt_decl(FuncGen *f, Stmt *s) {
  for (uint32_t i = 0; i < s->decl.n; i++)
    if (s->decl.list[i]->kind == DECL_VAR)
      assign_decl(f, s->decl.list[i]);
}

static bool is_type_switch(const Stmt *s) {
  return s->switch_.tag && s->switch_.tag->kind == EXPR_TYPE_GUARD;
}

void stmt_list(FuncGen *f, Stmt **list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    stmt(f, list[i]);
}

void stmt(FuncGen *f, Stmt *s) {
  if (!s)
    return;
  ensure_block(f);
  switch ((StmtKind)s->kind) {
  case STMT_EMPTY: break;
  case STMT_LABELED: stmt_labeled(f, s); break;
  case STMT_BLOCK: stmt_list(f, s->block.list, s->block.n); break;
  case STMT_EXPR: stmt_expr(f, s); break;
  case STMT_SEND: chan_send(f, s); break;
  case STMT_DECL: stmt_decl(f, s); break;
  case STMT_ASSIGN: assign_stmt(f, s); break;
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_FALLTHROUGH:
  case STMT_GOTO: stmt_branch(f, s); break;
  case STMT_GO: go_stmt(f, s); break;
  case STMT_DEFER:
    gen_pos(f, s->pos);
    defer_stmt(f, s);
    break;
  case STMT_RETURN: return_stmt(f, s); break;
  case STMT_IF: stmt_if(f, s); break;
  case STMT_FOR: stmt_for(f, s); break;
  case STMT_RANGE: stmt_range(f, s); break;
  case STMT_SWITCH:
    if (is_type_switch(s))
      iface_type_switch(f, s);
    else
      stmt_switch(f, s);
    break;
  case STMT_SELECT: chan_select(f, s); break;
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: UNREACHABLE();
  }
}
