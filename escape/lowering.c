/*
 * lowering.c - what gc's lowering adds to a body, in the order it does.
 *
 * Three things that -m shows come from the pass that makes gc's middle-end
 * tree of the syntax. This file walks a body in the same order and makes
 * them:
 *
 * 1. Where implicit nodes stand. A conversion, or the * of an indexed pointer
 *    to an array, is given the position that lowering has come to:
 *
 *     g = x + y       right side first, then g: the conversion is at g
 *     f(x, 3)         arguments, then back to the call: x is converted at the
 *                     `(`, 3 at itself (a name has no position of its own)
 *
 *    Elements of literals have theirs already (check/explicit_literal.c).
 * 2. Temporaries for receivers and callees that contain calls:
 *
 *     a().M(b)        { .autotmp_1 := a() } .autotmp_1.M(b)
 *
 * 3. The order of a function's variables, temporaries among them: a
 *    temporary's number is the count of variables at that moment.
 *
 * Source of the rules: noder/{expr,stmt,helpers,transform}.go and
 * RewriteNonNameCall in typecheck/typecheck.go of Go 1.19; docs/escape.md.
 */
#include "escape/build.h"

typedef struct Lowering {
  Compiler *c;
  Function *fn;
  Pos pos;                 /* the cursor */
  LIST(Object *) declared; /* fn's locals, as declared so far */
  Map seen;                /* the same, as a set */
  LIST(Object *) temps;    /* of a shape's function: behind all others */
  uint32_t plain;          /* how many others there will be */
  LIST(Object *) last;     /* for calls of instances: number_last */
  LIST(Object *) captured; /* what fn, a literal, uses of others */
  LIST(Pos) uses;          /* parallel: where first */
} Lowering;

static bool visit_expr(Visitor *v, Expr *e);
static bool visit_stmt(Visitor *v, Stmt *s);

/* ------------------------------------------------------------- variables -- */

static bool has_name(const Object *param) {
  return param && param->name && !name_is_blank(param->name);
}

uint32_t function_variable_count(const Function *fn, uint32_t locals) {
  uint32_t n = fn->nresults + locals + has_name(fn->recv);
  n += function_of_shape(fn); /* its dictionary */
  for (uint32_t i = 0; i < fn->nparams; i++)
    n += has_name(fn->params[i]);
  return n;
}

/* .autotmp_N, where N counts the variables that gc has by then. */
static const Name *temp_name(Lowering *k) {
  uint32_t before =
      function_of_shape(k->fn) ? k->plain + k->temps.len : k->declared.len;
  uint32_t n = function_variable_count(k->fn, before);
  return name_of(k->c, arena_printf(&k->c->arena, ".autotmp_%u", n));
}

/* Temporaries that gc makes later do not count, nor do variables without
   name. */
static bool counts(const Object *var) {
  return var && var->kind == OBJ_VAR && !(var->flags & OBJ_F_LATE) &&
         ((var->flags & OBJ_F_TEMP) || !name_is_blank(var->name));
}

/* The next variable of fn. In a shape's function temporaries come last: gc
   makes them when it copies the generic function with its variables. */
static void declare(Lowering *k, Object *var) {
  if (!counts(var) || map_has(&k->seen, var))
    return;
  map_set(&k->c->arena, &k->seen, var, var);
  if (var->flags & OBJ_F_TEMP)
    var->name = temp_name(k);
  if ((var->flags & OBJ_F_TEMP) && function_of_shape(k->fn))
    list_push(&k->c->arena, &k->temps, var);
  else
    list_push(&k->c->arena, &k->declared, var);
}

/* Temporaries for calls of instances get their numbers when all others have
   theirs: gc finishes such calls later. */
static void number_last(Lowering *k) {
  for (uint32_t i = 0; i < k->last.len; i++) {
    map_set(&k->c->arena, &k->seen, k->last.items[i], k->last.items[i]);
    k->last.items[i]->name = temp_name(k);
    list_push(&k->c->arena, &k->declared, k->last.items[i]);
  }
}

static void declare_all(Lowering *k, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; vars && i < n; i++)
    declare(k, vars[i]);
}

/* ---------------------------------------------------------- temporaries -- */

/* Calls and receives: what must be evaluated before a call it is part of. */
static bool is_call_like(const Expr *e) {
  if (e->kind == EXPR_UNARY)
    return e->op == OP_RECV;
  if (e->kind != EXPR_CALL)
    return false;
  return e->sub != CALL_BUILTIN ||
         (e->call.builtin != BUILTIN_NEW && e->call.builtin != BUILTIN_MAKE);
}

static bool look_for_calls(Visitor *v, Expr *e) {
  bool *found = v->data;
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE || e->kind == EXPR_FUNC_LIT)
    return false;
  *found |= is_call_like(e);
  return !*found;
}

static bool contains_call(Expr *e) {
  bool found = false;
  Visitor v = {.expr = look_for_calls, .data = &found};
  walk_expr(&v, e);
  return found;
}

static Expr *use(Lowering *k, Object *var, Pos pos) {
  Expr *e = expr_new(k->c, EXPR_NAME, pos);
  e->name.name = var->name;
  e->name.obj = var;
  e->mode = MODE_VAR;
  e->type = var->type;
  return e;
}

/* tmp := *slot, to run before the call; the slot becomes tmp. */
static Stmt *move_to_temp(Lowering *k, Expr **slot, Pos pos, uint32_t last) {
  Object *tmp = object_new(k->c, OBJ_VAR, pos, temp_name(k), (*slot)->type,
                           k->fn->package);
  tmp->flags = OBJ_F_TEMP | OBJ_F_USED;
  tmp->var.fn = k->fn;
  if (last)
    k->last.items[last - 1] = tmp;
  else
    declare(k, tmp);
  Stmt *s = stmt_new(k->c, STMT_ASSIGN, pos);
  s->flags = STMT_F_DEFINE | STMT_F_IMPLICIT;
  s->assign.lhs = use(k, tmp, pos);
  s->assign.rhs = *slot;
  s->assign.new_vars = arena_copy(&k->c->arena, &tmp, sizeof(Object *));
  *slot = use(k, tmp, pos);
  return s;
}

/* Puts `first` in front of what prepares the call already. */
static void run_before(Lowering *k, Expr *call, Stmt *first) {
  Stmt *init = call->call.init;
  uint32_t n = init ? init->block.n : 0;
  Stmt *block = stmt_new(k->c, STMT_BLOCK, call->pos);
  block->flags = STMT_F_IMPLICIT;
  block->block.list = NEW_ARRAY(&k->c->arena, Stmt *, n + 1);
  block->block.list[0] = first;
  for (uint32_t i = 0; i < n; i++)
    block->block.list[i + 1] = init->block.list[i];
  block->block.n = n + 1;
  call->call.init = block;
}

/* An instance's call is finished later, when all is lowered. */
static bool is_of_instance(const Expr *call) {
  bool dynamic;
  return names_instance(call->call.fn, &dynamic);
}

/* What is evaluated before the call if it contains a call itself: receiver or
   callee; NULL: nothing. */
static Expr **kept_callee(const Lowering *k, Expr *call) {
  Expr *fn = call->call.fn;
  bool method = fn->kind == EXPR_SELECTOR &&
                (fn->sel.selection->kind == SEL_METHOD_VALUE ||
                 fn->sel.selection->kind == SEL_INTERFACE_METHOD);
  Expr **slot = method ? &fn->sel.x : &call->call.fn;
  return k->fn && contains_call(*slot) ? slot : NULL;
}

/* The place in k->last of the call's temporary, if it has one there: outer
   calls come first. */
static uint32_t reserve_last(Lowering *k, Expr *call) {
  bool last =
      is_of_instance(call) && !function_of_shape(k->fn) && kept_callee(k, call);
  if (last)
    list_push(&k->c->arena, &k->last, NULL);
  return last ? k->last.len : 0;
}

static void keep_callee(Lowering *k, Expr *call, uint32_t last) {
  Expr **slot = kept_callee(k, call);
  if (slot)
    run_before(k, call, move_to_temp(k, slot, call->pos, last));
}

/* ------------------------------------------------------------- positions -- */

static bool is_implicit(const Expr *e) {
  return (e->flags & EXPR_F_IMPLICIT) &&
         (e->kind == EXPR_CONVERT || e->kind == EXPR_UNARY);
}

/* Moves an implicit node to pos, unless its operand is a composite literal. */
static void place(Expr *e, Pos pos) {
  if (e && is_implicit(e) && e->pair.x->kind != EXPR_COMPOSITE)
    e->pos = pos;
}

static void place_conversion(Expr *e, Pos pos) {
  if (e && e->kind == EXPR_CONVERT && (e->flags & EXPR_F_IMPLICIT))
    e->pos = pos;
}

/* The expression in the source below what explicit has inserted. */
static const Expr *source_of_value(const Expr *e) {
  while (is_implicit(e))
    e = e->pair.x;
  return e;
}

/* p.X of another package is one node. */
static bool is_qualified(const Expr *e) {
  return e->sel.selection && e->sel.selection->kind == SEL_QUALIFIED;
}

/* A name's uses share one node, which has the position of its declaration:
   the cursor stays where it is. */
static bool has_own_pos(const Expr *e) {
  bool qualified =
      e->kind == EXPR_SELECTOR && e->mode != MODE_TYPE && is_qualified(e);
  if (e->mode == MODE_NIL)
    return !(e->flags & EXPR_F_IMPLICIT);
  return e->mode == MODE_CONST || !(e->kind == EXPR_NAME || qualified);
}

/* Arguments and results: each is converted after all have been lowered. */
static void place_list(Lowering *k, Expr **items, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    const Expr *x = source_of_value(items[i]);
    bool extra = x->kind == EXPR_COMPOSITE && (x->flags & EXPR_F_IMPLICIT);
    if (extra) {
      place_list(k, x->complit.elems, x->complit.n);
      continue;
    }
    if (has_own_pos(x))
      k->pos = x->pos;
    place_conversion(items[i], k->pos);
  }
}

/* ----------------------------------------------------------- expressions -- */

/* { t1, t2 := g() } as the first statement of a block, or of a call. */
static Stmt *spread(Stmt *block) {
  return block && block->block.n ? block->block.list[block->block.n - 1] : NULL;
}

static void declare_spread(Lowering *k, Stmt *s) {
  uint32_t n;
  expr_items(&s->assign.lhs, &n);
  declare_all(k, s->assign.new_vars, n);
}

/* Arguments of builtins are all converted where the cursor ends up. */
static void visit_builtin(Visitor *v, Expr *e) {
  Lowering *k = v->data;
  Stmt *several = spread(e->call.init);
  if (several) {
    walk_expr(v, several->assign.rhs);
    declare_spread(k, several);
  }
  for (uint32_t i = 0; i < e->call.n && !several; i++)
    walk_expr(v, e->call.args[i]);
  for (uint32_t i = 0; i < e->call.n; i++) {
    place(e->call.args[i], k->pos);
    place_conversion(e->call.args[i], k->pos);
  }
}

/* Callee, arguments, then back to the call: temporaries and conversions are
   made there. */
static void visit_call(Visitor *v, Expr *e) {
  Lowering *k = v->data;
  Stmt *several = spread(e->call.init);
  uint32_t last = k->fn ? reserve_last(k, e) : 0;
  walk_expr(v, e->call.fn);
  if (several)
    walk_expr(v, several->assign.rhs);
  for (uint32_t i = 0; i < e->call.n && !several; i++)
    walk_expr(v, e->call.args[i]);
  Pos after = is_of_instance(e) ? k->pos : e->pos;
  k->pos = e->pos;
  keep_callee(k, e, last);
  if (several)
    declare_spread(k, several);
  place_list(k, e->call.args, e->call.n);
  k->pos = after;
}

/* An implicit * of x in x[i], and a conversion of i, come after both. */
static void visit_index(Visitor *v, Expr *e) {
  Lowering *k = v->data;
  walk_expr(v, e->pair.x);
  walk_expr(v, e->pair.y);
  place(e->pair.x, k->pos);
  place_conversion(e->pair.y, k->pos);
}

static void visit_slice(Visitor *v, Expr *e) {
  Lowering *k = v->data;
  walk_expr(v, e->slice.x);
  walk_expr(v, e->slice.lo);
  walk_expr(v, e->slice.hi);
  walk_expr(v, e->slice.max);
  place(e->slice.x, k->pos);
}

static void lower_body(Lowering *k);

/* A variable of an outer function is captured where it is used first, or, by
   the literals in between, where the one that uses it stands. */
static void note_use(Lowering *k, Object *var, Pos use) {
  bool foreign = var && var->kind == OBJ_VAR && var->var.fn != k->fn &&
                 !(var->flags & OBJ_F_GLOBAL);
  if (!foreign || map_has(&k->seen, var))
    return;
  map_set(&k->c->arena, &k->seen, var, var);
  list_push(&k->c->arena, &k->captured, var);
  list_push(&k->c->arena, &k->uses, use);
}

/* A literal's variables are its own; the cursor runs on. */
static void visit_literal(Lowering *k, Function *fn) {
  Lowering inner = {.c = k->c, .fn = fn, .pos = k->pos};
  lower_body(&inner);
  k->pos = inner.pos;
  for (uint32_t i = 0; i < inner.captured.len; i++)
    note_use(k, inner.captured.items[i], fn->pos);
}

/* Moves the cursor to e, and lowers what stands in it in gc's order. */
static bool visit_expr(Visitor *v, Expr *e) {
  Lowering *k = v->data;
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE)
    return false;
  if (is_implicit(e))
    return true;
  bool unseen = e->mode == MODE_BUILTIN || e->kind == EXPR_LIST ||
                (e->mode == MODE_NIL && (e->flags & EXPR_F_IMPLICIT)) ||
                (e->kind == EXPR_NAME && name_is_blank(e->name.name));
  if (!unseen)
    k->pos = e->pos;
  switch ((ExprKind)e->kind) {
  case EXPR_CALL:
    if (e->sub == CALL_BUILTIN)
      visit_builtin(v, e);
    else
      visit_call(v, e);
    return false;
  case EXPR_NAME: note_use(k, e->name.obj, e->pos); return false;
  case EXPR_SELECTOR: return !is_qualified(e);
  case EXPR_INDEX: visit_index(v, e); return false;
  case EXPR_SLICE: visit_slice(v, e); return false;
  case EXPR_FUNC_LIT: visit_literal(k, e->funclit.fn); return false;
  default: return true;
  }
}

/* ------------------------------------------------------------ statements -- */

static bool is_new(const Stmt *s, uint32_t i) {
  return s->assign.new_vars && s->assign.new_vars[i];
}

/* Left sides; `:=` declares its variables here. */
static void visit_targets(Visitor *v, Stmt *s) {
  uint32_t n;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  for (uint32_t i = 0; i < n; i++)
    if (is_new(s, i))
      declare(v->data, s->assign.new_vars[i]);
    else
      walk_expr(v, lhs[i]);
}

/* Conversions of an assignment's values stand where the cursor is by now. */
static void place_values(Lowering *k, Expr **values) {
  uint32_t n;
  Expr **items = expr_items(values, &n);
  for (uint32_t i = 0; i < n; i++)
    place_conversion(items[i], k->pos);
}

/* The right side comes first, as in gc. */
static void visit_assign(Visitor *v, Stmt *s) {
  walk_expr(v, s->assign.rhs);
  visit_targets(v, s);
  place_values(v->data, &s->assign.rhs);
}

/* Variables exist before their values are looked at. */
static void visit_decl(Visitor *v, Stmt *s) {
  Lowering *k = v->data;
  for (uint32_t d = 0; d < s->decl.n; d++) {
    Decl *decl = s->decl.list[d];
    if (decl->kind != DECL_VAR)
      continue;
    for (uint32_t i = 0; i < decl->value.n; i++)
      declare(k, decl->value.names[i]->name.obj);
    k->pos = decl->pos;
    walk_expr(v, decl->value.values);
    place_values(k, &decl->value.values);
  }
}

static void visit_return(Visitor *v, Stmt *s) {
  uint32_t n;
  Expr **values = expr_items(&s->ret.results, &n);
  for (uint32_t i = 0; i < n; i++)
    walk_expr(v, values[i]);
  place_list(v->data, values, n);
}

/* { t1, t2 := f(); a, b = CONVERT(t1), t2 }: gc makes the temporaries once
   both sides of the statement in the source have been lowered. */
static bool visit_spread(Visitor *v, Stmt *block) {
  Lowering *k = v->data;
  Stmt *first = block->block.n == 2 ? block->block.list[0] : NULL;
  if (!(block->flags & STMT_F_IMPLICIT) || !first ||
      first->kind != STMT_ASSIGN || !(first->flags & STMT_F_IMPLICIT))
    return false;
  Stmt *second = block->block.list[1];
  Decl *decl = second->kind == STMT_DECL ? second->decl.list[0] : NULL;
  for (uint32_t i = 0; decl && i < decl->value.n; i++)
    declare(k, decl->value.names[i]->name.obj);
  walk_expr(v, first->assign.rhs);
  if (second->kind == STMT_ASSIGN)
    visit_targets(v, second);
  declare_spread(k, first);
  if (second->kind == STMT_ASSIGN)
    place_values(k, &second->assign.rhs);
  else if (second->kind == STMT_RETURN)
    place_values(k, &second->ret.results);
  else if (decl)
    place_values(k, &decl->value.values);
  return true;
}

static void visit_range(Visitor *v, Stmt *s) {
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  declare_all(v->data, s->range.new_vars, n);
  for (uint32_t i = 0; i < n && !s->range.new_vars; i++)
    walk_expr(v, lhs[i]);
  walk_expr(v, s->range.x);
  walk_stmt(v, s->range.body);
}

static void visit_clause(Visitor *v, Stmt *s) {
  if (s->clause.var) { /* gc lets it begin at the colon */
    s->clause.var->pos = s->clause.colon;
    declare(v->data, s->clause.var);
  }
}

static bool visit_stmt(Visitor *v, Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_ASSIGN: visit_assign(v, s); return false;
  case STMT_DECL: visit_decl(v, s); return false;
  case STMT_RETURN: visit_return(v, s); return false;
  case STMT_RANGE: visit_range(v, s); return false;
  case STMT_CASE: visit_clause(v, s); return true;
  case STMT_BLOCK: return !visit_spread(v, s);
  case STMT_SEND:
    walk_expr(v, s->expr.x);
    walk_expr(v, s->expr.y);
    place_values(v->data, &s->expr.y);
    return false;
  default: return true;
  }
}

/* Captures in the order in which they were met. */
static void order_captures(Lowering *k) {
  Function *fn = k->fn;
  if (k->captured.len != fn->captures.len)
    return;
  memcpy(fn->captures.items, k->captured.items,
         k->captured.len * sizeof *k->captured.items);
  fn->capture_uses.len = 0;
  for (uint32_t i = 0; i < k->uses.len; i++)
    list_push(&k->c->arena, &fn->capture_uses, k->uses.items[i]);
}

/* Puts fn's variables into the order in which they were declared. */
static void lower_body(Lowering *k) {
  Visitor v = {.expr = visit_expr, .stmt = visit_stmt, .data = k};
  for (uint32_t i = 0; i < k->fn->locals.len; i++)
    k->plain += counts(k->fn->locals.items[i]) &&
                !(k->fn->locals.items[i]->flags & OBJ_F_TEMP);
  walk_stmt(&v, k->fn->body);
  if (k->captured.len)
    order_captures(k);
  for (uint32_t i = 0; i < k->temps.len; i++)
    list_push(&k->c->arena, &k->declared, k->temps.items[i]);
  for (uint32_t i = 0; i < k->fn->locals.len; i++)
    if (!map_has(&k->seen, k->fn->locals.items[i]))
      list_push(&k->c->arena, &k->declared, k->fn->locals.items[i]);
  number_last(k);
  k->fn->locals.items = k->declared.items;
  k->fn->locals.len = k->declared.len;
  k->fn->locals.cap = k->declared.cap;
}

void lower_function(Compiler *c, Function *fn) {
  Lowering k = {.c = c, .fn = fn, .pos = fn->pos};
  lower_body(&k);
}
