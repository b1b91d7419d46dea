/*
 * callgraph.c - functions in the order in which they can be summarised.
 *
 * A function is analysed after those it calls, so that calls find leak
 * summaries; functions that call each other are analysed together. Tarjan's
 * algorithm gives these groups, callees first:
 *
 *     main -> f -> g <-> h        batches: {g, h}, {f}, {main}
 *
 * Any mention of a function counts as a call. Literals always belong to the
 * batch of the function around them. Order inside a batch is that of
 * discovery; both orders show in -m (cmd/compile/internal/ir/scc.go).
 */
#include <stdlib.h>

#include "escape/build.h"

typedef struct Finder {
  Compiler *c;
  Package *pkg;
  Map numbers; /* Function -> number + 1; DONE when it is in a batch */
  uint32_t next;
  LIST(Function *) stack;
  BatchList *out;
  uint32_t lowest; /* of the function being visited */
} Finder;

static const uint32_t DONE = UINT32_MAX - 1;

static uint32_t visit(Finder *f, Function *fn);

static void mention(Finder *f, Function *fn) {
  if (!fn || fn->package != f->pkg)
    return;
  uint32_t saved = f->lowest, m = visit(f, fn);
  f->lowest = m < saved ? m : saved;
}

/* Functions that are mentioned count as called, as in gc; a method of an
   interface is nobody's yet. */
static bool visit_expr(Visitor *v, Expr *e) {
  Finder *f = v->data;
  switch ((ExprKind)e->kind) {
  case EXPR_NAME:
    if (e->name.obj && e->name.obj->kind == OBJ_FUNC)
      mention(f, e->name.obj->func.fn);
    return true;
  case EXPR_SELECTOR: {
    Selection *s = e->sel.selection;
    walk_expr(v, e->sel.x);
    if (s && s->obj->kind == OBJ_FUNC && s->kind != SEL_INTERFACE_METHOD)
      mention(f, s->obj->func.fn);
    return false;
  }
  case EXPR_FUNC_LIT: mention(f, e->funclit.fn); return false;
  default: return e->mode != MODE_CONST && e->mode != MODE_TYPE;
  }
}

static bool is_hidden(const Function *fn) { return fn->outer != NULL; }

/* Takes fn and what was found after it off the stack, as one batch. */
static void pop_batch(Finder *f, Function *fn, bool recursive) {
  uint32_t i = f->stack.len;
  while (f->stack.items[i - 1] != fn)
    i--;
  i--;
  Batch b = {.n = f->stack.len - i, .recursive = recursive};
  b.functions =
      arena_copy(&f->c->arena, f->stack.items + i, b.n * sizeof *b.functions);
  for (uint32_t k = 0; k < b.n; k++)
    map_set(&f->c->arena, &f->numbers, b.functions[k], (void *)(uintptr_t)DONE);
  f->stack.len = i;
  list_push(&f->c->arena, f->out, b);
}

/* Returns the lowest number that fn's mentions reach. */
static uint32_t visit(Finder *f, Function *fn) {
  uintptr_t known = (uintptr_t)map_get(&f->numbers, fn);
  if (known)
    return (uint32_t)known;
  uint32_t id = ++f->next;
  map_set(&f->c->arena, &f->numbers, fn, (void *)(uintptr_t)id);
  uint32_t lowest = ++f->next; /* id + 1: not reached from itself */
  list_push(&f->c->arena, &f->stack, fn);

  uint32_t saved = f->lowest;
  f->lowest = lowest;
  Visitor v = {.expr = visit_expr, .data = f};
  walk_stmt(&v, fn->body);
  lowest = f->lowest;
  f->lowest = saved;

  if ((lowest == id || lowest == id + 1) && !is_hidden(fn))
    pop_batch(f, fn, lowest == id);
  return lowest;
}

/* ---------------------------------------------------------------- roots -- */

typedef LIST(Function *) FunctionList;

/* Functions without a body have a place in the order, too. */
static void add_externals(Finder *f, FunctionList *roots, Object **objs,
                          uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    Function *fn = objs[i]->kind == OBJ_FUNC ? objs[i]->func.fn : NULL;
    if (fn && !fn->body)
      list_push(&f->c->arena, roots, fn);
  }
}

static int compare_places(const void *a, const void *b) {
  const Function *const *x = a, *const *y = b;
  return ((*x)->pos > (*y)->pos) - ((*x)->pos < (*y)->pos);
}

/* Functions that are not inside others: of shapes and what gc makes with them,
   or all but those. */
static void add_functions(Finder *f, FunctionList *roots, bool of_shapes) {
  Package *pkg = f->pkg;
  for (uint32_t i = 0; i < pkg->functions.len; i++) {
    Function *fn = pkg->functions.items[i];
    if (!is_hidden(fn) && fn != pkg->var_init &&
        (fn->shapes || fn->is_wrapper) == of_shapes)
      list_push(&f->c->arena, roots, fn);
  }
}

/* All functions that are not inside others, as declared: literals of package
   variables stand where their variable does. Those of shapes come last, as
   they were made. */
static FunctionList find_roots(Finder *f) {
  Package *pkg = f->pkg;
  FunctionList roots = {0};
  add_functions(f, &roots, false);
  add_externals(f, &roots, pkg->objects.items, pkg->objects.len);
  add_externals(f, &roots, pkg->methods.items, pkg->methods.len);
  if (roots.len)
    qsort(roots.items, roots.len, sizeof *roots.items, compare_places);
  add_functions(f, &roots, true);
  return roots;
}

BatchList callgraph_batches(Compiler *c, Package *pkg) {
  BatchList batches = {0};
  Finder f = {.c = c, .pkg = pkg, .out = &batches, .lowest = UINT32_MAX};
  FunctionList roots = find_roots(&f);
  if (pkg->var_init)
    list_push(&c->arena, &roots, pkg->var_init);
  for (uint32_t i = 0; i < roots.len; i++)
    if (!map_has(&f.numbers, roots.items[i]))
      visit(&f, roots.items[i]);
  return batches;
}
