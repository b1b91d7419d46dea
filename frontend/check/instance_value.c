/*
 * instance_value.c - instances that are used as values.
 *
 * A call of an instance passes a dictionary, in gc; a function value has no
 * room for one. So gc makes a function literal wherever an instance is named
 * and not called, and its analyses see that literal:
 *
 *     f := Id[int]          f := func(a0 int) (r0 int) { return Id[int](a0) }
 *     g := l.Push           .rcvr := l
 *                           g := func(a0 int) { .rcvr.Push(a0) }
 *     h := List[int].Push   h := func(a0 List[int], a1 int) { a0.Push(a1) }
 *
 * The same is done here. The receiver's variable is declared by an inlined
 * call without a callee, the form that expressions with statements have.
 *
 * Source: buildClosure in cmd/compile/internal/noder/stencil.go of Go 1.19.
 */
#include "frontend/check/instantiate.h"

typedef struct Maker {
  Instances *k;
  Function *outer; /* NULL: a package variable's value */
  Function *fn;    /* the literal */
  Pos pos;
} Maker;

static Arena *arena_of(const Maker *m) { return &m->k->c->arena; }

/* A variable of fn that stands nowhere in the source. */
static Object *new_variable(const Maker *m, const char *name, Type *t,
                            Function *fn, uint32_t flags) {
  Compiler *c = m->k->c;
  Object *v = object_new(c, OBJ_VAR, m->pos, name_of(c, name), t, m->k->pkg);
  v->flags = OBJ_F_USED | flags;
  v->var.fn = fn;
  return v;
}

/* Parameters a0, a1, ... or results r0, r1, ... of the literal. */
static Object **new_tuple(const Maker *m, const Type *tuple, const char *prefix,
                          uint32_t flags) {
  uint32_t n = tuple->tuple.n;
  Object **vars = NEW_ARRAY(arena_of(m), Object *, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    const char *name = arena_printf(arena_of(m), "%s%u", prefix, i);
    vars[i] = new_variable(m, name, tuple->tuple.vars[i]->type, m->fn, flags);
    vars[i]->var.index = i;
  }
  return vars;
}

static Expr *use(const Maker *m, Object *var) {
  return use_variable(&(Explicit){.c = m->k->c}, var, m->pos);
}

/* ----------------------------------------------------------- the literal -- */

static uint32_t count_package_literals(const Package *pkg) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < pkg->functions.len; i++)
    n += pkg->functions.items[i]->lit && !pkg->functions.items[i]->outer;
  return n;
}

/* Named and numbered as the literals that are written. */
static void name_literal(const Maker *m) {
  Function *f = m->fn, *outer = m->outer;
  Arena *a = arena_of(m);
  if (!outer) {
    f->name =
        arena_printf(a, "glob..func%u", count_package_literals(m->k->pkg) + 1);
    f->symbol = arena_printf(a, "%s.%s", m->k->pkg->path, f->name);
    return;
  }
  const char *word = outer->outer ? "" : "func";
  uint32_t n = outer->literals.len + 1;
  f->name = arena_printf(a, "%s.%s%u", outer->name, word, n);
  f->symbol = arena_printf(a, "%s.%s%u", outer->symbol, word, n);
}

/* A function of type sig, without a body yet. */
static void begin_literal(Maker *m, Type *sig) {
  Function *f = m->fn = NEW(arena_of(m), Function);
  f->package = m->k->pkg;
  f->outer = m->outer;
  f->type = sig;
  f->pos = f->end = m->pos;
  f->is_wrapper = true;
  if (m->outer) /* .dict<n> holds the dictionary that it passes, in gc */
    f->dict_number = m->k->values++;
  name_literal(m);
  f->nparams = sig->func.params->tuple.n;
  f->nresults = sig->func.results->tuple.n;
  f->params = new_tuple(m, sig->func.params, "a", OBJ_F_PARAM);
  f->results = new_tuple(m, sig->func.results, "r", OBJ_F_RESULT);
}

/* return called(args...) */
static void set_body(const Maker *m, Expr *called, Object **args, uint32_t n) {
  Compiler *c = m->k->c;
  Type *results = m->fn->type->func.results;
  Expr *call = expr_new(c, EXPR_CALL, m->pos);
  call->sub = CALL_FUNC;
  call->call.fn = called;
  call->call.n = n;
  call->call.args = NEW_ARRAY(arena_of(m), Expr *, n + 1);
  for (uint32_t i = 0; i < n; i++)
    call->call.args[i] = use(m, args[i]);
  if (m->fn->type->flags & TYPE_F_VARIADIC)
    call->flags |= EXPR_F_DOTS;
  call->mode = results->tuple.n ? MODE_VALUE : MODE_NO_VALUE;
  call->type = results->tuple.n == 1 ? results->tuple.vars[0]->type : results;
  Stmt *s = stmt_new(c, results->tuple.n ? STMT_RETURN : STMT_EXPR, m->pos);
  if (results->tuple.n)
    s->ret.results = call;
  else
    s->expr.x = call;
  if (results->tuple.n > 1)
    s = explicit_return_several(c, m->fn, s);
  Stmt *body = m->fn->body = stmt_new(c, STMT_BLOCK, m->pos);
  body->block.list = arena_copy(arena_of(m), &s, sizeof(Stmt *));
  body->block.n = 1;
  body->block.rbrace = m->pos;
}

/* Turns e into the literal. */
static void finish_literal(const Maker *m, Expr *e) {
  Function *f = m->fn;
  mark_sequenced(f);
  if (f->outer)
    list_push(arena_of(m), &f->outer->literals, f);
  list_push(arena_of(m), &m->k->pkg->functions, f);
  f->lit = e;
  e->kind = EXPR_FUNC_LIT;
  e->mode = MODE_VALUE;
  e->type = f->type;
  e->funclit.type = NULL;
  e->funclit.body = f->body;
  e->funclit.fn = f;
}

/* ---------------------------------------------------------- what is used -- */

static Expr *copy_node(const Maker *m, const Expr *e) {
  return arena_copy(arena_of(m), e, sizeof *e);
}

/* Id[int]: the literal's arguments are those of the call. */
static void close_function(Maker *m, Expr *e) {
  begin_literal(m, e->type);
  set_body(m, copy_node(m, e), m->fn->params, m->fn->nparams);
  finish_literal(m, e);
}

/* T.M: the receiver is the first parameter. */
static void close_method_expr(Maker *m, Expr *e) {
  begin_literal(m, e->type);
  Expr *called = copy_node(m, e);
  Selection *s = arena_copy(arena_of(m), e->sel.selection, sizeof *s);
  s->kind = SEL_METHOD_VALUE;
  s->recv = m->fn->params[0]->type;
  called->sel.selection = s;
  called->type = s->obj->type;
  called->mode = MODE_VALUE;
  explicit_select_from(m->k->c, called, use(m, m->fn->params[0]));
  if (called->sel.x->kind == EXPR_UNARY && called->sel.x->op == OP_MUL)
    called->sel.x->flags &= ~(uint32_t)EXPR_F_IMPLICIT; /* -m shows it */
  set_body(m, called, m->fn->params + 1, m->fn->nparams - 1);
  finish_literal(m, e);
}

/* var := value, as a statement that nobody wrote. */
static Stmt *define(const Maker *m, Object *var, Expr *value) {
  Stmt *s = stmt_new(m->k->c, STMT_ASSIGN, m->pos);
  s->flags = STMT_F_DEFINE | STMT_F_IMPLICIT;
  s->assign.lhs = use(m, var);
  s->assign.rhs = value;
  s->assign.new_vars = arena_copy(arena_of(m), &var, sizeof(Object *));
  return s;
}

/* A variable of the function around the literal. Marked late: escape analysis
   counts it only where gc does (escape/flow_go.c). */
static Object *new_local(const Maker *m, const char *name, Type *t) {
  Object *v = new_variable(m, name, t, m->outer, OBJ_F_LATE);
  list_push(arena_of(m), &m->outer->locals, v);
  return v;
}

/* x.M: a variable holds x. */
static void close_method_value(Maker *m, Expr *e) {
  Expr *x = e->sel.x, *lit = copy_node(m, e);
  begin_literal(m, e->type);
  Object *rcvr = new_local(
      m, arena_printf(arena_of(m), ".rcvr%u", m->k->values++), x->type);
  rcvr->flags |= OBJ_F_CAPTURED | OBJ_F_BY_VALUE | OBJ_F_NUMBERED;
  list_push(arena_of(m), &m->fn->captures, rcvr);
  list_push(arena_of(m), &m->fn->capture_uses, m->pos);
  Expr *called = copy_node(m, e);
  called->sel.x = use(m, rcvr);
  set_body(m, called, m->fn->params, m->fn->nparams);
  finish_literal(m, lit);
  Object *value = new_local(m, ".value", m->fn->type);
  Stmt *body[] = {define(m, rcvr, x), define(m, value, lit)};
  e->kind = EXPR_INLINED_CALL;
  e->mode = MODE_VALUE;
  e->inlined.body = arena_copy(arena_of(m), body, sizeof body);
  e->inlined.n = COUNT(body);
  e->inlined.results = arena_copy(arena_of(m), &value, sizeof(Object *));
  e->inlined.nresults = 1;
  e->inlined.fn = NULL;
}

/* The operand as written, without the embedded fields that explicit showed. */
static Type *written_operand(const Expr *x) {
  while ((x->flags & EXPR_F_IMPLICIT) &&
         (x->kind == EXPR_SELECTOR || x->kind == EXPR_UNARY))
    x = x->kind == EXPR_SELECTOR ? x->sel.x : x->pair.x;
  return x->type->kind == TYPE_POINTER ? x->type->ptr.elem : x->type;
}

void instance_value(Instances *k, Function *outer, Expr *e) {
  Maker m = {.k = k, .outer = outer, .pos = e->pos};
  if (e->kind == EXPR_NAME) {
    close_function(&m, e);
    return;
  }
  const Type *operand = written_operand(e->sel.x);
  if (operand->kind != TYPE_NAMED || !operand->named.ntargs)
    return;
  if (e->sel.selection->kind == SEL_METHOD_EXPR)
    close_method_expr(&m, e);
  else if (outer)
    close_method_value(&m, e);
}
