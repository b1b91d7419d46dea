/*
 * chan.c - channels, select, go.
 *
 * Values travel through memory: a send passes the address of a copy, a
 * receive that of a temporary. All the waiting is the runtime's.
 *
 *   c <- v          runtime.chansend1(c, &copy of v)
 *   v, ok = <-c     ok = runtime.chanrecv2(c, &t); v = t
 *   go f(x)         runtime.newproc(closure {thunk, x}), see defer.c
 *
 * A select evaluates all channels and all values to send, in source order,
 * before it chooses; the chosen clause then declares what it received:
 *
 *   select {                  cases[] = {c, &v}, {d, &t}     sends first
 *   case c <- v:              switch selectgo(cases, ...) {
 *   case x := <-d: ...        case 1: x := t; ...
 *   }
 */
#include "codegen/gen.h"

#include "runtime/abi.h"

/* The element type of a channel type, named or not. */
static Type *chan_elem(Type *chan) { return type_under(chan)->chan.elem; }

/* ------------------------------------------------------ single operations -- */

/* c <- v: both are evaluated before it waits; nil channels wait forever. */
void chan_send(FuncGen *f, Stmt *s) {
  Type *elem = chan_elem(s->expr.x->type);
  seq(f, s->expr.x);
  seq(f, s->expr.y);
  Words v = words_to_temp(f, elem, rest(f, s->expr.y));
  Value c = rest1(f, s->expr.x);
  gen_pos(f, s->pos);
  RTCALL(f, chansend1, c, words_addr(f, elem, v));
}

/* What the runtime stored in `temp`: read in place, nobody else has it. */
static Words received(FuncGen *f, Type *elem, Value temp) {
  Words v = load_words(f, elem, temp);
  v.temp = true;
  return v;
}

/* <-c; a closed channel stores zeros. */
Words chan_receive(FuncGen *f, Expr *e) {
  Type *elem = chan_elem(e->pair.x->type);
  Value c = rest1(f, e->pair.x), temp = temp_alloc(f, elem, "recv");
  RTCALL(f, chanrecv1, c, temp);
  return received(f, elem, temp);
}

/* *ok is false if the zeros stand for a closed channel. */
Words chan_receive_ok(FuncGen *f, Expr *e, Value *ok) {
  Type *elem = chan_elem(e->pair.x->type);
  Value c = rest1(f, e->pair.x), temp = temp_alloc(f, elem, "recv");
  *ok = RTCALL(f, chanrecv2, c, temp);
  return received(f, elem, temp);
}

/* for v = range c: receive until ok is false. */
void chan_range(FuncGen *f, Stmt *s) {
  Type *elem = chan_elem(s->range.x->type);
  Value c = value1(f, s->range.x), temp = temp_alloc(f, elem, "recv");
  Block head = block_new(f, "range"), body = block_new(f, "body"),
        end = block_new(f, "endrange");
  range_declare(f, s);
  block_start(f, head);
  gen_pos(f, s->pos);
  branch_if(f, RTCALL(f, chanrecv2, c, temp), body, end);
  block_start(f, body);
  uint32_t n;
  expr_items(&s->range.lhs, &n);
  Words v = received(f, elem, temp);
  assign_range(f, s, &v, &elem, n);
  targets_push(f, s, end, head);
  stmt(f, s->range.body);
  targets_pop(f);
  branch(f, head);
  block_start(f, end);
}

/* ---------------------------------------------------------------- select -- */

/* One communication of a select. */
typedef struct Comm {
  bool send;
  Type *elem;
  Value c, memory; /* channel; value to send, or where to receive */
  uint32_t place;  /* in the runtime's array */
  Object *vars[2]; /* what the clause declares; NULL: nothing */
} Comm;

typedef struct Select {
  Stmt *s;
  Comm *comms; /* by clause; the default's is unused */
  uint32_t nsends, nreceives;
  int fallback; /* the default clause, or -1 */
  Value index, ok;
  Block *match, *start;
} Select;

/* The <-c node of a receiving clause; its new variables go to *out. Of
   `v = <-c` explicit.c has made a new variable, which the body assigns. */
static Expr *receive_of(Stmt *comm, Comm *out) {
  if (comm->kind == STMT_EXPR)
    return expr_unparen(comm->expr.x);
  uint32_t n;
  expr_items(&comm->assign.lhs, &n);
  for (uint32_t i = 0; i < n && comm->assign.new_vars; i++)
    out->vars[i] = comm->assign.new_vars[i];
  return expr_unparen(comm->assign.rhs);
}

/* A variable that the clause needs; not missing, not _. */
static bool is_declared(const Object *var) {
  return var != NULL && !name_is_blank(var->name);
}

/* Evaluates one clause's operands. A value that nobody wants is stored
   nowhere: NULL. */
static void open_comm(FuncGen *f, Select *sel, Stmt *comm, Comm *out) {
  if (comm->kind == STMT_SEND) {
    out->send = true;
    out->elem = chan_elem(comm->expr.x->type);
    out->c = value1(f, comm->expr.x);
    Words v = words_to_temp(f, out->elem, value(f, comm->expr.y));
    out->memory = words_addr(f, out->elem, v);
    sel->nsends++;
    return;
  }
  Expr *recv = receive_of(comm, out);
  out->elem = chan_elem(recv->pair.x->type);
  out->c = value1(f, recv->pair.x);
  out->memory = is_declared(out->vars[0]) ? temp_alloc(f, out->elem, "recv")
                                          : null_ptr(f->g);
  sel->nreceives++;
}

/* Evaluates all clauses' operands in source order, and makes their blocks. */
static void open_select(FuncGen *f, Select *sel) {
  uint32_t n = sel->s->switch_.n;
  Arena *a = &f->g->c->arena;
  sel->comms = NEW_ARRAY(a, Comm, n + 1);
  sel->match = NEW_ARRAY(a, Block, n + 1);
  sel->start = NEW_ARRAY(a, Block, n + 1);
  sel->fallback = -1;
  for (uint32_t i = 0; i < n; i++) {
    Stmt *comm = sel->s->switch_.clauses[i]->clause.comm;
    sel->match[i] = block_new(f, "case");
    sel->start[i] = block_new(f, "clause");
    if (comm == NULL) {
      sel->fallback = (int)i;
      continue;
    }
    gen_pos(f, comm->pos);
    open_comm(f, sel, comm, &sel->comms[i]);
  }
}

/* The communication of a select that has only one. */
static uint32_t only_comm(const Select *sel) { return sel->fallback == 0; }

/* One communication, no default: wait for it. */
static void select_one(FuncGen *f, Select *sel) {
  Comm *comm = &sel->comms[0];
  if (comm->send)
    RTCALL(f, chansend1, comm->c, comm->memory);
  else
    sel->ok = RTCALL(f, chanrecv2, comm->c, comm->memory);
  branch(f, sel->match[0]);
}

/* One communication and a default: the runtime tries without waiting. Its
   result for a receive is {index, ok}; an index below 0: not ready. */
static void select_or_default(FuncGen *f, Select *sel) {
  uint32_t i = only_comm(sel);
  Comm *comm = &sel->comms[i];
  Value done;
  if (comm->send) {
    done = RTCALL(f, selectnbsend, comm->c, comm->memory);
  } else {
    Value r = RTCALL(f, selectnbrecv, comm->c, comm->memory);
    Value none = LLVMConstInt(f->g->i64, 0, false);
    done = LLVMBuildICmp(f->b, LLVMIntSGE, rt_part(f, r, 0), none, "");
    sel->ok = rt_part(f, r, 1);
  }
  branch_if(f, done, sel->match[i], sel->match[sel->fallback]);
}

/* Fills the runtime's array: sends first, each kind in source order. */
static Value select_cases(FuncGen *f, Select *sel) {
  uint32_t n = sel->nsends + sel->nreceives, at[2] = {sel->nsends, 0};
  Value cases = temp_bytes(f, (int64_t)(n * sizeof(RtScase)), 8, "cases");
  for (uint32_t i = 0; i < sel->s->switch_.n; i++) {
    Comm *comm = &sel->comms[i];
    if ((int)i == sel->fallback)
      continue;
    comm->place = at[comm->send]++;
    int64_t offset = (int64_t)(comm->place * sizeof(RtScase));
    store_word(f, comm->c, cases, offset);
    store_word(f, comm->memory, cases,
               offset + (int64_t)offsetof(RtScase, elem));
  }
  return cases;
}

/* The runtime chooses, then a switch over the places in its array. */
static void select_many(FuncGen *f, Select *sel) {
  Gen *g = f->g;
  uint32_t n = sel->nsends + sel->nreceives;
  Value cases = select_cases(f, sel), order = temp_bytes(f, 4 * n, 2, "order");
  Value block = LLVMConstInt(g->i1, sel->fallback < 0, false);
  Value r = RTCALL(f, selectgo, cases, order, int_const(g, sel->nsends),
                   int_const(g, sel->nreceives), block);
  sel->ok = rt_part(f, r, 1);
  Block otherwise = block_new(f, "none");
  Value choice = LLVMBuildSwitch(f->b, rt_part(f, r, 0), otherwise, n);
  for (uint32_t i = 0; i < sel->s->switch_.n; i++)
    if ((int)i != sel->fallback)
      LLVMAddCase(choice, int_const(g, sel->comms[i].place), sel->match[i]);
  block_start(f, otherwise);
  if (sel->fallback >= 0)
    branch(f, sel->match[sel->fallback]);
  else
    LLVMBuildUnreachable(f->b);
}

/* Declares what clause i received. */
static void enter_clause(FuncGen *f, Select *sel, uint32_t i) {
  Comm *comm = &sel->comms[i];
  block_start(f, sel->match[i]);
  gen_pos(f, sel->s->switch_.clauses[i]->pos);
  if (is_declared(comm->vars[0])) {
    Value slot = var_declare(f, comm->vars[0]);
    store_words(f, comm->elem, slot, load_words(f, comm->elem, comm->memory));
  }
  if (is_declared(comm->vars[1])) {
    Value slot = var_declare(f, comm->vars[1]);
    store_words(f, comm->vars[1]->type, slot, words1(sel->ok));
  }
  branch(f, sel->start[i]);
}

/* select {} waits forever; without communications the default is taken. */
void chan_select(FuncGen *f, Stmt *s) {
  Select sel = {.s = s};
  gen_pos(f, s->pos);
  if (s->switch_.n == 0) {
    RTCALL0(f, block);
    ensure_block(f);
    return;
  }
  open_select(f, &sel);
  gen_pos(f, s->pos);
  uint32_t n = sel.nsends + sel.nreceives;
  if (n == 0)
    branch(f, sel.match[0]);
  else if (n > 1)
    select_many(f, &sel);
  else if (sel.fallback < 0)
    select_one(f, &sel);
  else
    select_or_default(f, &sel);
  for (uint32_t i = 0; i < s->switch_.n; i++)
    enter_clause(f, &sel, i);
  switch_bodies(f, s, sel.start, block_new(f, "endselect"));
}
