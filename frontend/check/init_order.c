/*
 * init_order.c - the order in which package variables are initialised.
 *
 * Assignments are taken in declaration order. Each waits for the variables of
 * this package that its right side reaches, through functions, methods and
 * literals, and that are not initialised yet:
 *
 *     var a = b + 1      waits for b
 *     var b = f()        f mentions c: waits for c
 *     var c = 3          ready: c, then b, then a
 *     func f() int { return c }
 *
 * After each declaration everything that has become ready is emitted, by
 * position. A variable without initialiser counts as initialised only when
 * its declaration is reached: gc does it so, and the order is visible.
 *
 * What a constant expression mentions does not count: `len(array)` needs no
 * initialised array. Only packages without errors come here, so there are no
 * loops (init_cycles.c) and every assignment becomes ready.
 */
#include "frontend/check/resolve.h"

/* What one piece of code mentions. */
typedef struct Mentions {
  LIST(Object *) vars;
  LIST(Object *) funcs;
  uint32_t stamp;
} Mentions;

typedef struct Assign Assign;
struct Assign {
  Object **lhs;
  uint32_t n;
  Expr *rhs; /* NULL: no initialiser */
  Decl *decl;
  uint32_t waits_for; /* number of assignments that must be done before */
  bool done;
  LIST(Assign *) blocked; /* those that wait for this one */
};

typedef struct Order {
  Checker *ck;
  Arena *arena;
  LIST(Assign *) assigns; /* in order of declaration */
  Map of_var;             /* Object -> Assign */
  Map of_func;            /* Object -> Mentions */
  LIST(Assign *) ready;
  uint32_t stamp;
} Order;

/* -------------------------------------------------------------- mentions -- */

typedef struct Collect {
  Order *order;
  Mentions *out;
} Collect;

/* Package variables, and functions with code of this package. */
static void mention(Visitor *v, Object *obj) {
  Collect *c = v->data;
  if (!obj || obj->package != c->order->ck->pkg)
    return;
  if (obj->kind == OBJ_VAR && (obj->flags & OBJ_F_GLOBAL))
    list_push(c->order->arena, &c->out->vars, obj);
  else if (obj->kind == OBJ_FUNC && obj->func.decl)
    list_push(c->order->arena, &c->out->funcs, obj);
}

/* Constants and types are not looked into. */
static bool visit(Visitor *v, Expr *e) {
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE)
    return false;
  if (e->kind == EXPR_NAME)
    mention(v, e->name.obj);
  if (e->kind == EXPR_SELECTOR && e->sel.selection) {
    const Selection *s = e->sel.selection;
    if (s->kind == SEL_METHOD_VALUE || s->kind == SEL_METHOD_EXPR)
      mention(v, s->obj);
  }
  return true;
}

/* Of a function's body; found once. */
static Mentions *mentions_of_func(Order *o, Object *func) {
  Mentions *m = map_get(&o->of_func, func);
  if (m)
    return m;
  m = NEW(o->arena, Mentions);
  map_set(o->arena, &o->of_func, func, m);
  Collect c = {.order = o, .out = m};
  Visitor v = {.expr = visit, .data = &c};
  walk_stmt(&v, func->func.decl->func.body);
  return m;
}

/* All variables that e reaches, each once. */
static void reached_variables(Order *o, Expr *e, Map *vars) {
  Mentions *start = NEW(o->arena, Mentions); /* where lists may point to it */
  Collect c = {.order = o, .out = start};
  Visitor v = {.expr = visit, .data = &c};
  walk_expr(&v, e);
  LIST(const Mentions *) todo = {0};
  list_push(o->arena, &todo, start);
  o->stamp++;
  while (todo.len > 0) {
    const Mentions *m = todo.items[--todo.len];
    for (uint32_t i = 0; i < m->vars.len; i++)
      map_set(o->arena, vars, m->vars.items[i], m->vars.items[i]);
    for (uint32_t i = 0; i < m->funcs.len; i++) {
      Mentions *inner = mentions_of_func(o, m->funcs.items[i]);
      if (inner->stamp != o->stamp)
        list_push(o->arena, &todo, inner);
      inner->stamp = o->stamp;
    }
  }
}

/* -------------------------------------------------------------- ordering -- */

/* Appends a to the package's list and releases those that wait for it. */
static void emit(Order *o, Assign *a) {
  a->done = true;
  if (a->rhs)
    list_push(o->arena, &o->ck->pkg->inits,
              ((InitAssign){
                  .lhs = a->lhs, .n = a->n, .rhs = a->rhs, .decl = a->decl}));
  for (uint32_t i = 0; i < a->blocked.len; i++)
    if (--a->blocked.items[i]->waits_for == 0)
      list_push(o->arena, &o->ready, a->blocked.items[i]);
}

/* Removes the one that stands first in the source. */
static Assign *take_first_ready(Order *o) {
  uint32_t first = 0;
  for (uint32_t i = 1; i < o->ready.len; i++)
    if (o->ready.items[i]->lhs[0]->pos < o->ready.items[first]->lhs[0]->pos)
      first = i;
  Assign *a = o->ready.items[first];
  o->ready.items[first] = o->ready.items[--o->ready.len];
  return a;
}

/* Takes one declaration, then emits all that is ready. */
static void process(Order *o, Assign *a) {
  Map vars = {0};
  if (a->rhs)
    reached_variables(o, a->rhs, &vars);
  for (uint32_t i = 0; i < vars.len; i++) {
    Assign *needed = map_get(&o->of_var, vars.entries[i].key);
    if (!needed || needed->done)
      continue;
    a->waits_for++;
    list_push(o->arena, &needed->blocked, a);
  }
  if (a->waits_for == 0)
    list_push(o->arena, &o->ready, a);
  while (o->ready.len > 0)
    emit(o, take_first_ready(o));
}

/* n variables, initialised together by one expression or, without one, by
   zero. */
static void add_assign(Order *o, Object **lhs, uint32_t n,
                       const DeclInfo *info) {
  Assign *a = NEW(o->arena, Assign);
  /* Not as a whole: a snapshot has what lies between the members, too. */
  a->lhs = lhs;
  a->n = n;
  a->rhs = info->init;
  a->decl = info->decl;
  list_push(o->arena, &o->assigns, a);
  for (uint32_t i = 0; i < n; i++)
    map_set(o->arena, &o->of_var, lhs[i], a);
}

/* All assignments, in order of declaration: one for `var a, b = f()`, else one
   for each variable. */
static void collect_assigns(Order *o) {
  for (uint32_t i = 0; i < o->ck->objects.len; i++) {
    Object **obj = &o->ck->objects.items[i];
    if ((*obj)->kind != OBJ_VAR || map_has(&o->of_var, *obj))
      continue;
    const DeclInfo *info = map_get(&o->ck->infos, *obj);
    if (info->init && info->nlhs > 1)
      add_assign(o, info->lhs, info->nlhs, info);
    else
      add_assign(o, obj, 1, info);
  }
}

void emit_init_order(Checker *ck) {
  Order o = {.ck = ck, .arena = &ck->c->arena};
  collect_assigns(&o);
  for (uint32_t i = 0; i < o.assigns.len; i++)
    process(&o, o.assigns.items[i]);
}
