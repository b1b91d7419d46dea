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

static void visit_root(Finder *f, Function *fn) {
  if (!is_hidden(fn) && !map_has(&f->numbers, fn))
    visit(f, fn);
}

/* Functions without a body have a place in the order, too: that of their
   declaration. */
static void visit_external(Finder *f, Object **objs, uint32_t n, Pos before,
                           Pos after) {
  for (uint32_t i = 0; i < n; i++) {
    Object *o = objs[i];
    bool external = o->kind == OBJ_FUNC && o->func.fn && !o->func.fn->body;
    if (external && o->pos >= after && o->pos < before)
      visit_root(f, o->func.fn);
  }
}

static void visit_externals(Finder *f, Pos before, Pos after) {
  Package *pkg = f->pkg;
  visit_external(f, pkg->objects.items, pkg->objects.len, before, after);
  visit_external(f, pkg->methods.items, pkg->methods.len, before, after);
}

BatchList callgraph_batches(Compiler *c, Package *pkg) {
  BatchList batches = {0};
  Finder f = {.c = c, .pkg = pkg, .out = &batches, .lowest = UINT32_MAX};
  Pos last = NO_POS;
  for (uint32_t i = 0; i < pkg->functions.len; i++) {
    Function *fn = pkg->functions.items[i];
    if (fn == pkg->var_init)
      visit_externals(&f, UINT32_MAX, last);
    else if (!is_hidden(fn)) {
      visit_externals(&f, fn->pos, last);
      last = fn->pos;
    }
    visit_root(&f, fn);
  }
  visit_externals(&f, UINT32_MAX, last);
  return batches;
}
