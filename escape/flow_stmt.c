/*
 * flow_stmt.c - statements to edges.
 *
 * An assignment reads its right side into the hole that its left side names;
 * everything else either is one (return, range, the variables of a switch) or
 * only reads expressions for their effects. loop_depth counts the loops
 * around a statement; a variable of depth 1 outlives each run of the loop
 * whose body has depth 2. Loops made by goto count from their label on.
 *
 *     var keep *int           keep has depth 1
 *     for i := 0; ... {
 *         y := i              y has depth 2
 *         keep = &y           edge y -> keep, -1: keep outlives y, which
 *     }                       must move to the heap
 *
 * Source: cmd/compile/internal/escape/{stmt,assign}.go.
 */
#include "escape/build.h"
#include "escape/static_data.h"

/* --------------------------------------------------------- assignments -- */

/* Whether this statement is the one that declares what it assigns to. Locals
   of inlined bodies have none: gc does not keep it for the copies. */
static bool defines(const Stmt *s, uint32_t i, const Object *var) {
  return s->kind == STMT_ASSIGN && (s->flags & STMT_F_DEFINE) &&
         s->assign.new_vars && s->assign.new_vars[i] == var &&
         (!(var->flags & OBJ_F_INLINED) || var->var.defining);
}

/* The i-th left side of `where`, with hole k, has been assigned. A variable
   that only its declaration assigns may be copied into closures (decide.c). */
static void mark_reassigned(Hole k, const Stmt *where, uint32_t i) {
  if (k.dst->kind == LOC_VAR && !defines(where, i, k.dst->var))
    k.dst->reassigned = true;
}

/* One `lhs = rhs`; k is what lhs names, with its note. h.Data of a header is an
   integer that holds a pointer; a self-assignment moves no pointer to another
   object, and is reported instead. */
static void flow_assigned(Builder *b, Hole k, Expr *lhs, Expr *rhs,
                          Stmt *where) {
  if (is_header_data(lhs) && lhs->sel.x->kind == EXPR_UNARY &&
      lhs->sel.x->op == OP_MUL && (lhs->sel.x->flags & EXPR_F_IMPLICIT)) {
    flow_uintptr(b, k, rhs);
    return;
  }
  if (!is_self_assignment(lhs, rhs)) {
    flow_expr(b, k, rhs);
    return;
  }
  Event e = {.kind = EVENT_SELF_ASSIGN,
             .fn = b->fn,
             .stmt = where,
             .when = b->g->calls};
  list_push(&b->c->arena, &b->g->events, e);
  flow_discard(b, rhs);
}

/* Reads `lhs... = rhs...`, all targets before all values; `why` is gc's word
   for it. With fewer values than targets (v, ok = m[k]) the others get nothing:
   an `ok` has no pointers. */
static void flow_assign(Builder *b, Stmt *s, const char *why) {
  uint32_t n, nrhs;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nrhs);
  Hole *holes = NEW_ARRAY(&b->c->arena, Hole, n);
  for (uint32_t i = 0; i < n; i++)
    holes[i] = flow_target(b, lhs[i]);
  for (uint32_t i = 0; i < n && i < nrhs; i++)
    flow_assigned(b, hole_note_stmt(b->g, holes[i], s, why), lhs[i], rhs[i], s);
  for (uint32_t i = 0; i < n; i++)
    mark_reassigned(holes[i], s, i);
}

/* gc's word for v, ok = x.(T), m[k] or <-c. */
static const char *comma_ok_reason(const Expr *e) {
  return e->kind == EXPR_TYPE_ASSERT ? "assign-pair-dot-type"
         : e->kind == EXPR_INDEX     ? "assign-pair-mapr"
                                     : "assign-pair-receive";
}

static bool is_call(const Expr *e) {
  return e->kind == EXPR_CALL || e->kind == EXPR_INLINED_CALL;
}

/* Several results, of a call or of what it was replaced by. */
static void flow_results_into(Builder *b, const Hole *holes, uint32_t n,
                              Expr *call) {
  if (call->kind == EXPR_CALL) {
    flow_call(b, holes, n, call);
    return;
  }
  flow_stmts(b, call->inlined.body, call->inlined.n);
  for (uint32_t i = 0; i < n; i++)
    graph_flow(b->g, holes[i], var_location(b, call->inlined.results[i]));
}

/* v1, v2 = f(): results go straight into the targets. */
static void assign_call(Builder *b, Stmt *s, Expr **lhs, uint32_t n,
                        Expr *call) {
  Hole *holes = NEW_ARRAY(&b->c->arena, Hole, n);
  for (uint32_t i = 0; i < n; i++)
    holes[i] = flow_target(b, lhs[i]);
  flow_results_into(b, holes, n, call);
  for (uint32_t i = 0; i < n; i++)
    mark_reassigned(holes[i], s, i);
}

/* One of the three forms: several results of a call, comma-ok, or pairs. */
static void flow_assign_stmt(Builder *b, Stmt *s) {
  uint32_t n, nr;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nr);
  /* A temporary for a receiver has no declaration: it counts as declared
     outside of all loops. */
  bool receiver =
      (s->flags & STMT_F_IMPLICIT) && n == 1 && !(s->flags & STMT_F_TUPLE);
  if ((s->flags & STMT_F_DEFINE) && !receiver)
    for (uint32_t i = 0; i < n; i++)
      if (s->assign.new_vars && s->assign.new_vars[i] &&
          s->assign.new_vars[i]->var.escape)
        var_location(b, s->assign.new_vars[i])->loop_depth = b->loop_depth;
  if (n > 1 && nr == 1 && is_call(rhs[0]))
    assign_call(b, s, lhs, n, rhs[0]);
  else if (n > 1 && nr == 1)
    flow_assign(b, s, comma_ok_reason(rhs[0]));
  else
    flow_assign(b, s,
                n > 1 || (s->flags & STMT_F_TUPLE) ? "assign-pair" : "assign");
}

/* ----------------------------------------------------------- statements -- */

/* Gives the variables of d the depth of the loop that they stand in. */
static void declare_vars(Builder *b, Decl *d) {
  for (uint32_t i = 0; i < d->value.n; i++) {
    Object *var = d->value.names[i]->name.obj;
    if (var && var->kind == OBJ_VAR && var->var.escape)
      var_location(b, var)->loop_depth = b->loop_depth;
  }
}

/* `names = values` of a declaration, for the texts of -m=2. */
static Stmt *decl_assign(Builder *b, const Decl *d, Expr *lhs, Expr *rhs) {
  Stmt *s = stmt_new(b->c, STMT_ASSIGN, d->pos);
  s->flags = STMT_F_IMPLICIT;
  s->assign.lhs = lhs;
  s->assign.rhs = rhs;
  return s;
}

/* One of `var x, y = e, f`. */
static void flow_one_var(Builder *b, const Decl *d, Expr *name, Expr *value) {
  Stmt *s = decl_assign(b, d, name, value);
  Hole k = flow_target(b, name);
  flow_expr(b, hole_note_stmt(b->g, k, s, "assign"), value);
}

/* var a, b = f(), or a comma-ok form. */
static void flow_several_vars(Builder *b, Decl *d) {
  uint32_t n = d->value.n;
  Expr *rhs = d->value.values;
  Hole *holes = NEW_ARRAY(&b->c->arena, Hole, n);
  Expr *lhs = expr_new(b->c, EXPR_LIST, d->pos);
  lhs->list.elems = d->value.names;
  lhs->list.n = n;
  for (uint32_t i = 0; i < n; i++)
    holes[i] = flow_target(b, d->value.names[i]);
  if (is_call(rhs))
    flow_results_into(b, holes, n, rhs);
  else
    flow_expr(b,
              hole_note_stmt(b->g, holes[0], decl_assign(b, d, lhs, rhs),
                             comma_ok_reason(rhs)),
              rhs);
}

/* var x T = e. Declaring a variable without value is no reassignment. */
static void flow_var_decl(Builder *b, Decl *d) {
  declare_vars(b, d);
  uint32_t nr;
  Expr **rhs = expr_items(&d->value.values, &nr);
  if (nr != 0 && nr != d->value.n)
    flow_several_vars(b, d);
  for (uint32_t i = 0; nr == d->value.n && i < nr; i++)
    flow_one_var(b, d, d->value.names[i], rhs[i]);
}

/* Constants and types have no storage. */
static void flow_decl_stmt(Builder *b, Stmt *s) {
  for (uint32_t i = 0; i < s->decl.n; i++)
    if (s->decl.list[i]->kind == DECL_VAR)
      flow_var_decl(b, s->decl.list[i]);
}

/* A pair of statements that explicit has made of one: see spread.c. Temporaries
   that gc has, too, are filled first; with late ones the whole flows as it was
   written. */
static void flow_spread(Builder *b, Stmt *s) {
  Stmt *whole = spread_assignment(b->c, s);
  Decl *d = spread_decl(s) ? s->block.list[1]->decl.list[0] : NULL;
  if (!spread_is_late(s))
    flow_stmt(b, s->block.list[0]);
  if (d)
    declare_vars(b, d);
  if (whole)
    flow_assign_stmt(b, whole);
  else
    flow_stmt(b, s->block.list[1]);
}

/* Values go into the result variables, which the caller's graph or summary
   reads. */
static void flow_returned(Builder *b, Stmt *s) {
  uint32_t n;
  Expr **values = expr_items(&s->ret.results, &n);
  uint32_t nresults = b->fn->nresults;
  Hole *holes = NEW_ARRAY(&b->c->arena, Hole, nresults + 1);
  for (uint32_t i = 0; i < nresults; i++)
    holes[i] = hole_note_stmt(b->g, hole_of(var_location(b, b->fn->results[i])),
                              s, "return");
  if (n == 1 && nresults > 1)
    flow_results_into(b, holes, nresults, values[0]);
  else
    for (uint32_t i = 0; i < n; i++)
      flow_expr(b, holes[i], values[i]);
}

/* A bare return, whose values are there already, counts as an assignment,
   too. */
static void flow_return(Builder *b, Stmt *s) {
  if (s->ret.results)
    flow_returned(b, s);
  for (uint32_t i = 0; i < b->fn->nresults; i++)
    var_location(b, b->fn->results[i])->reassigned = true;
}

/* The operand goes into a temporary that lives through all iterations. An
   array's elements are part of it; those of a slice, or behind a pointer to an
   array, are one dereference away. As in gc, nothing flows into the key: what
   maps and channels hold has gone to the heap when it was put there. */
static void flow_range(Builder *b, Stmt *s) {
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  for (uint32_t i = 0; i < n; i++) /* declared outside of the loop */
    if (s->range.new_vars && s->range.new_vars[i] &&
        s->range.new_vars[i]->var.escape)
      var_location(b, s->range.new_vars[i])->loop_depth = b->loop_depth;
  Location *x = location_new(b->g, LOC_TEMP, b->fn, b->loop_depth);
  x->transient = false;
  flow_expr(b, hole_of(x), s->range.x);
  b->loop_depth++;
  Hole key = flow_target(b, n > 0 ? lhs[0] : NULL);
  Hole value = flow_target(b, n > 1 ? lhs[1] : NULL);
  if (n > 1) {
    bool array = type_under(s->range.x->type)->kind == TYPE_ARRAY;
    Hole k = array
                 ? hole_note_stmt(b->g, value, s, "range")
                 : hole_note_stmt(b->g, hole_shift(value, 1), s, "range-deref");
    graph_flow(b->g, k, x);
  }
  if (key.dst->kind == LOC_VAR)
    key.dst->reassigned = true;
  if (value.dst->kind == LOC_VAR)
    value.dst->reassigned = true;
  flow_stmt(b, s->range.body);
  b->loop_depth--;
}

/* The init statement runs once, and stands outside of the loop. */
static void flow_for(Builder *b, Stmt *s) {
  if (s->for_.init)
    flow_stmt(b, s->for_.init);
  b->loop_depth++;
  flow_discard(b, s->for_.cond);
  if (s->for_.post)
    flow_stmt(b, s->for_.post);
  flow_stmt(b, s->for_.body);
  b->loop_depth--;
}

/* A label in a branch that is jumped back to deepens that branch only. */
static void flow_if(Builder *b, Stmt *s) {
  int depth = b->loop_depth;
  if (s->if_.init)
    flow_stmt(b, s->if_.init);
  flow_discard(b, s->if_.cond);
  flow_stmt(b, s->if_.then);
  b->loop_depth = depth;
  if (s->if_.els)
    flow_stmt(b, s->if_.els);
  b->loop_depth = depth;
}

/* x := y.(type): y's value goes into the variable of each clause; a type that
   is no pointer comes out of the interface's box, one dereference away. */
static void flow_type_guard(Builder *b, Stmt *s) {
  LIST(Hole) holes = {0};
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    Object *var = clause->clause.var;
    if (!var || !var->var.escape)
      continue;
    Location *l = var_location(b, var);
    l->loop_depth = b->loop_depth;
    if (!flow_has_pointers(var->type))
      continue;
    Hole k = hole_of(l);
    if (!type_is_interface(var->type) && !type_is_pointer_shaped(var->type))
      k = hole_shift(k, 1);
    list_push(&b->c->arena, &holes,
              hole_note_stmt(b->g, k, clause, "switch case"));
  }
  flow_expr(b, graph_tee(b->g, holes.items, holes.len, b->fn, b->loop_depth),
            s->switch_.tag->guard.x);
}

/* Clauses of a switch or select. The depth is restored after each, as after the
   branches of an if. */
static void flow_clauses(Builder *b, Stmt *s) {
  int depth = b->loop_depth;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    if (clause->kind == STMT_COMM && clause->clause.comm)
      flow_stmt(b, clause->clause.comm);
    uint32_t n = 0;
    Expr **cases = clause->kind == STMT_CASE
                       ? expr_items(&clause->clause.cases, &n)
                       : NULL;
    for (uint32_t k = 0; k < n; k++)
      flow_discard(b, cases[k]);
    flow_stmts(b, clause->clause.list, clause->clause.n);
    b->loop_depth = depth;
  }
}

/* The operand is read before the clauses; of a type switch without variable, it
   is read for its effects. */
static void flow_switch(Builder *b, Stmt *s) {
  if (s->switch_.init)
    flow_stmt(b, s->switch_.init);
  Expr *tag = s->switch_.tag;
  if (tag && tag->kind == EXPR_TYPE_GUARD)
    flow_type_guard(b, s);
  else
    flow_discard(b, tag);
  flow_clauses(b, s);
}

/* A call whose results nobody wants. */
static void flow_expr_stmt(Builder *b, Expr *x) {
  if (x->kind == EXPR_CALL && x->mode != MODE_CONST)
    flow_call(b, NULL, 0, x);
  else if (x->kind == EXPR_INLINED_CALL)
    flow_stmts(b, x->inlined.body, x->inlined.n);
  else
    flow_discard(b, x);
}

/* What is sent to a channel goes to the heap: the graph knows no channels. */
void flow_stmt(Builder *b, Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_EMPTY:
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_FALLTHROUGH:
  case STMT_GOTO: break;
  case STMT_LABELED:
    if (map_has(&b->looping, s))
      b->loop_depth++;
    flow_stmt(b, s->branch.stmt);
    break;
  case STMT_BLOCK:
    if (is_spread(s))
      flow_spread(b, s);
    else
      flow_stmts(b, s->block.list, s->block.n);
    break;
  case STMT_EXPR: flow_expr_stmt(b, s->expr.x); break;
  case STMT_SEND:
    flow_discard(b, s->expr.x);
    flow_expr(b, hole_note_stmt(b->g, hole_of(b->g->heap), s, "send"),
              s->expr.y);
    break;
  case STMT_DECL: flow_decl_stmt(b, s); break;
  case STMT_ASSIGN: flow_assign_stmt(b, s); break;
  case STMT_GO:
  case STMT_DEFER: flow_go_defer(b, s); break;
  case STMT_RETURN: flow_return(b, s); break;
  case STMT_IF: flow_if(b, s); break;
  case STMT_FOR: flow_for(b, s); break;
  case STMT_RANGE: flow_range(b, s); break;
  case STMT_SWITCH: flow_switch(b, s); break;
  case STMT_SELECT: flow_clauses(b, s); break;
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: break;
  }
}

void flow_stmts(Builder *b, Stmt **list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    flow_stmt(b, list[i]);
}

/* ------------------------------------------------------------ functions -- */

/* Labels that some goto behind them jumps back to. */
typedef struct LabelScan {
  Builder *b;
  Map seen; /* LABELED statements so far */
} LabelScan;

/* A goto to a label that stands before it closes a loop. */
static bool scan_label(Visitor *v, Stmt *s) {
  LabelScan *scan = v->data;
  Arena *a = &scan->b->c->arena;
  if (s->kind == STMT_LABELED)
    map_set(a, &scan->seen, s, s);
  else if (s->kind == STMT_GOTO && s->branch.target &&
           map_has(&scan->seen, s->branch.target))
    map_set(a, &scan->b->looping, s->branch.target, s);
  return true;
}

/* Labels belong to one function: literals have their own. */
static bool skip_literals(Visitor *v, Expr *e) {
  (void)v;
  return e->kind != EXPR_FUNC_LIT;
}

/* A part of a package variable's initialiser that needs code. */
typedef struct InitPart {
  Builder *b;
  Stmt *where;
} InitPart;

/* (T)(p.var@offset), what a part is assigned to. */
static Expr *part_target(Builder *b, const StaticPlace *place, Type *type) {
  Arena *a = &b->c->arena;
  const char *name = place->var ? place->var->name->text
                                : arena_printf(a, ".stmp_%u", place->number);
  if (!place->blank)
    name = arena_printf(a, "(%s)(%s.%s@%lld)", node_type_text(b, type),
                        b->pkg->path, name, (long long)place->offset);
  Expr *e = expr_new(b->c, EXPR_NAME, place->pos);
  e->name.name = name_of(b->c, place->blank ? "_" : name);
  return e;
}

/* Callback of static_data_split: one part, on its way to package data. Only
   -m=2 shows what it is assigned to. */
static void flow_init_part(void *data, const StaticPlace *place) {
  InitPart *p = data;
  Expr *e = place->value;
  Builder *b = p->b;
  Stmt *where = p->where;
  if (!place->whole && b->g->record_paths) {
    where = stmt_new(b->c, STMT_ASSIGN, place->pos);
    where->flags = STMT_F_IMPLICIT;
    where->assign.lhs = part_target(b, place, e->type);
    where->assign.rhs = e;
  }
  Hole k = place->blank ? hole_discard(b->g) : hole_of(b->g->heap);
  flow_expr(b, hole_note_stmt(b->g, k, where, "assign"), e);
}

/* Assignments of package variables, one by one. What is laid out before the
   program runs assigns nothing, and has no edges. */
static void flow_initialisers(Builder *b, Stmt *body) {
  InitPart part = {.b = b};
  StaticParts parts = {.c = b->c, .leaf = flow_init_part, .data = &part};
  for (uint32_t i = 0; i < body->block.n; i++) {
    Stmt *s = body->block.list[i];
    const Expr *lhs = s->kind == STMT_ASSIGN ? s->assign.lhs : NULL;
    part.where = s;
    if (!lhs || lhs->kind == EXPR_LIST)
      flow_stmt(b, s);
    else
      static_data_split(&parts, s);
  }
}

/* Reads fn's body into the graph. The initialiser of package variables is a
   function like any other but for its assignments. */
void flow_function(Builder *b, Function *fn) {
  LabelScan scan = {.b = b};
  Visitor v = {.stmt = scan_label, .expr = skip_literals, .data = &scan};
  walk_stmt(&v, fn->body);
  b->fn = fn;
  b->loop_depth = 1;
  if (fn == b->pkg->var_init)
    flow_initialisers(b, fn->body);
  else
    flow_stmt(b, fn->body);
}
