/*
 * function.c - Function objects: bodies with their parameters, captures, names.
 *
 * Every declared function with or without body and every function literal has
 * one Function, made while the checker meets it. Later phases (escape, code
 * generation) work on Functions only.
 *
 * A literal captures the variables of enclosing functions that it, or a
 * literal inside it, mentions. The lists are dense: in
 *
 *     func f() {
 *       x := 0
 *       func() {            // f.func1 captures x, for f.func1.1
 *         func() { x++ }()  // f.func1.1 captures x
 *       }()
 *     }
 *
 * every literal between the variable's owner and the mention has x in its
 * list, so that closure n can be built from what closure n-1 holds.
 *
 * Names are gc's: they appear in -m output, tracebacks and symbol names.
 */
#include <stdlib.h>

#include "frontend/check/check.h"

/* ------------------------------------------------------------- creation -- */

/* The variables of a tuple, owned by fn from now on. */
static Object **own_tuple(Type *tuple, Function *fn, uint32_t *n) {
  *n = tuple->tuple.n;
  for (uint32_t i = 0; i < *n; i++) {
    tuple->tuple.vars[i]->var.fn = fn;
    tuple->tuple.vars[i]->var.index = i;
  }
  return tuple->tuple.vars;
}

Function *function_new(Checker *ck, Function *outer, Type *type, Pos pos) {
  Function *fn = NEW(&ck->c->arena, Function);
  fn->package = ck->pkg;
  fn->type = type;
  fn->pos = pos;
  fn->outer = outer;
  fn->params = own_tuple(type->func.params, fn, &fn->nparams);
  fn->results = own_tuple(type->func.results, fn, &fn->nresults);
  fn->recv = type->func.recv;
  if (fn->recv) {
    fn->recv->var.fn = fn;
    for (uint32_t i = 0; i < fn->nparams; i++)
      fn->params[i]->var.index = i + 1; /* the receiver is number 0 */
  }
  return fn;
}

Function *function_of_literal(Checker *ck, Expr *lit, Type *sig) {
  if (lit->funclit.fn)
    return lit->funclit.fn;
  Function *fn = function_new(ck, ck->env.fn, sig, lit->pos);
  fn->lit = lit;
  fn->body = lit->funclit.body;
  fn->end = fn->body ? fn->body->block.rbrace : lit->pos;
  lit->funclit.fn = fn;
  if (fn->outer)
    list_push(&ck->c->arena, &fn->outer->literals, fn);
  else
    list_push(&ck->c->arena, &ck->literals, fn);
  return fn;
}

/* ------------------------------------------------------------- captures -- */

/* Literals are checked after the statement that holds them, so uses do not come
   in source order: an earlier one moves the variable forward. */
static void move_forward(Function *fn, uint32_t i) {
  Object **vars = fn->captures.items;
  Pos *uses = fn->capture_uses.items;
  for (; i > 0 && uses[i - 1] > uses[i]; i--) {
    Object *var = vars[i];
    vars[i] = vars[i - 1];
    vars[i - 1] = var;
    Pos use = uses[i];
    uses[i] = uses[i - 1];
    uses[i - 1] = use;
  }
}

/* False: fn had captured it, with an earlier use. */
static bool capture(Checker *ck, Function *fn, Object *obj, Pos use) {
  uint32_t i = fn->captures.len;
  while (i > 0 && fn->captures.items[i - 1] != obj)
    i--;
  if (i == 0) {
    list_push(&ck->c->arena, &fn->captures, obj);
    list_push(&ck->c->arena, &fn->capture_uses, use);
    i = fn->captures.len;
  } else if (fn->capture_uses.items[i - 1] <= use) {
    return false;
  }
  fn->capture_uses.items[i - 1] = use;
  move_forward(fn, i - 1);
  return true;
}

void note_variable_use(Checker *ck, Object *obj, Pos use) {
  Function *owner = obj->var.fn;
  if (!owner || !ck->env.fn || owner == ck->env.fn)
    return;
  obj->flags |= OBJ_F_CAPTURED;
  for (Function *fn = ck->env.fn; fn && fn != owner; fn = fn->outer)
    if (!capture(ck, fn, obj, use))
      return; /* and so had those around it */
}

/* ---------------------------------------------------------------- names -- */

/* `f`, `T.M`, `(*T).M`, `init.0`; *inits counts the init functions. */
static const char *declared_name(Checker *ck, const Function *fn,
                                 uint32_t *inits) {
  const char *name = fn->obj->name->text;
  if (fn->recv && !name_is_blank(fn->obj->name)) {
    Type *t = fn->recv->type;
    bool ptr = t->kind == TYPE_POINTER;
    Type *base = ptr ? t->ptr.elem : t;
    if (base->kind != TYPE_NAMED)
      return name;
    return arena_printf(&ck->c->arena, ptr ? "(*%s).%s" : "%s.%s",
                        base->named.obj->name->text, name);
  }
  if (fn->obj->name == ck->c->universe->init)
    return arena_printf(&ck->c->arena, "init.%u", (*inits)++);
  return name;
}

static void set_name(Checker *ck, Function *fn, const char *name) {
  fn->name = name;
  fn->symbol = arena_printf(&ck->c->arena, "%s.%s", ck->pkg->path, name);
}

static int by_position(const void *a, const void *b) {
  Pos p = (*(Function *const *)a)->pos, q = (*(Function *const *)b)->pos;
  return p < q ? -1 : p > q;
}

/*
 * Names literals by their place in the source: outer.func1, outer.func2, and
 * below a literal outer.func1.1. Those outside of functions and those of
 * functions called `_` share one counter for the whole package.
 */
static void name_literals(Checker *ck, Function **list, uint32_t n,
                          const Function *outer, uint32_t *package_counter) {
  if (n == 0)
    return;
  qsort(list, n, sizeof *list, by_position);
  bool shared = !outer || (outer->obj && name_is_blank(outer->obj->name));
  uint32_t own = 0, *counter = shared ? package_counter : &own;
  for (uint32_t i = 0; i < n; i++) {
    set_name(ck, list[i],
             arena_printf(&ck->c->arena, "%s.%s%u",
                          outer ? outer->name : "glob.",
                          outer && outer->lit ? "" : "func", ++*counter));
    name_literals(ck, list[i]->literals.items, list[i]->literals.len, list[i],
                  package_counter);
  }
}

void name_functions(Checker *ck) {
  uint32_t inits = 0, counter = 0;
  name_literals(ck, ck->literals.items, ck->literals.len, NULL, &counter);
  for (uint32_t i = 0; i < ck->objects.len; i++) {
    const Object *obj = ck->objects.items[i];
    Function *fn = obj->kind == OBJ_FUNC ? obj->func.fn : NULL;
    if (!fn)
      continue;
    set_name(ck, fn, declared_name(ck, fn, &inits));
    name_literals(ck, fn->literals.items, fn->literals.len, fn, &counter);
  }
}
