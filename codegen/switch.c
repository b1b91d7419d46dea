/*
 * switch.c - expression switches.
 *
 * The tag is evaluated once and copied; cases are compared from top to
 * bottom, left to right, until one is equal. Constant integers, which cannot
 * repeat, become LLVM's own switch instruction:
 *
 *   switch x {              switch i64 %x, %default
 *   case 1, 2: A              [1, %A  2, %A  3, %B]
 *   case 3: B
 *   default: C              C stands last in the comparison order,
 *   }                       wherever it is written
 */
#include "codegen/gen.h"

/* One switch; its clauses' bodies are generated after all comparisons. */
typedef struct Switch {
  FuncGen *f;
  Stmt *s;
  Type *type; /* of the tag; NULL: no tag, cases are conditions */
  Words tag;
  Block *start;    /* of each clause's body */
  Block otherwise; /* default clause, or behind the switch */
} Switch;

/* ----------------------------------------------------------------- bodies */

/* fallthrough goes to the clause that is written next, not tested next. */
void switch_bodies(FuncGen *f, Stmt *s, Block *start, Block after) {
  Block outer = f->next_clause;
  targets_push(f, s, after, NULL);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    f->next_clause = i + 1 < s->switch_.n ? start[i + 1] : after;
    block_start(f, start[i]);
    stmt_list(f, clause->clause.list, clause->clause.n);
    branch(f, after);
  }
  targets_pop(f);
  f->next_clause = outer;
  block_start(f, after);
}

/* --------------------------------------------------------------- compares */

/* An integer tag, and constants of its type in all cases. */
static bool is_int_switch(Switch *w) {
  if (!w->type || type_info(w->f->g, w->type)->rep != REP_INT)
    return false;
  for (uint32_t i = 0; i < w->s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&w->s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t k = 0; k < n; k++)
      if (!is_const(cases[k]) ||
          !type_same(w->f->g->c, cases[k]->type, w->type))
        return false;
  }
  return true;
}

static void int_switch(Switch *w) {
  FuncGen *f = w->f;
  Value sw = LLVMBuildSwitch(f->b, w->tag.w[0], w->otherwise, w->s->switch_.n);
  for (uint32_t i = 0; i < w->s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&w->s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t k = 0; k < n; k++)
      LLVMAddCase(sw, const_scalar(f->g, cases[k]->value, w->type),
                  w->start[i]);
  }
}

/* tag == e. One of them may be an interface and the other not. */
static Value case_equal(Switch *w, Expr *e) {
  FuncGen *f = w->f;
  if (is_nil(e))
    return LLVMBuildIsNull(f->b, w->tag.w[0], "");
  Words v = value(f, e);
  gen_pos(f, e->pos);
  bool tag_iface = type_is_interface(w->type);
  if (tag_iface == type_is_interface(e->type))
    return equal_words(f, w->type, w->tag, v);
  return tag_iface ? iface_equal_concrete(f, w->type, w->tag, e->type, v)
                   : iface_equal_concrete(f, e->type, v, w->type, w->tag);
}

static void compare_case(Switch *w, Expr *e, Block body) {
  FuncGen *f = w->f;
  Block next = block_new(f, "case");
  gen_pos(f, e->pos);
  if (w->type)
    branch_if(f, case_equal(w, e), body, next);
  else
    condition(f, e, body, next);
  block_start(f, next);
}

/* No case is evaluated once one was equal. */
static void compare_all(Switch *w) {
  for (uint32_t i = 0; i < w->s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&w->s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t k = 0; k < n; k++)
      compare_case(w, cases[k], w->start[i]);
  }
  branch(w->f, w->otherwise);
}

/* ----------------------------------------------------------------- switch */

/* A block for each clause; the default's is where nothing equal leads. */
static void make_blocks(Switch *w, Block after) {
  uint32_t n = w->s->switch_.n;
  w->start = NEW_ARRAY(&w->f->g->c->arena, Block, n);
  w->otherwise = after;
  for (uint32_t i = 0; i < n; i++) {
    w->start[i] = block_new(w->f, "clause");
    if (!w->s->switch_.clauses[i]->clause.cases)
      w->otherwise = w->start[i];
  }
}

void stmt_switch(FuncGen *f, Stmt *s) {
  Switch w = {.f = f, .s = s};
  Block after = block_new(f, "endswitch");
  if (s->switch_.init)
    stmt(f, s->switch_.init);
  gen_pos(f, s->pos);
  make_blocks(&w, after);
  if (s->switch_.tag) {
    w.type = s->switch_.tag->type;
    w.tag = words_to_temp(f, w.type, value(f, s->switch_.tag));
  }
  if (is_int_switch(&w))
    int_switch(&w);
  else
    compare_all(&w);
  switch_bodies(f, s, w.start, after);
}
