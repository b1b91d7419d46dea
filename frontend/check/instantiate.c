/*
 * instantiate.c - instances of generic functions: who they are, and the two
 * steps from a generic body to code (instantiate.h).
 *
 * An instance is known by its generic function and its type arguments. What
 * calls it names an Object of its own: that of the method, for methods of
 * instances of generic types; one that is made here, for functions. Instances
 * belong to the package that is being compiled: every package makes those it
 * uses, and the linker keeps one of each symbol, as with gc.
 *
 *     package lib; func Id[T any](x T) T { return x }
 *     package a;   lib.Id(1)      symbol lib.Id[int], in a's object file
 *     package b;   lib.Id(2)      symbol lib.Id[int], in b's as well
 */
#include "frontend/check/instantiate.h"

static Arena *arena_of(const Instances *k) { return &k->c->arena; }

/* ------------------------------------------------------------- the table -- */

/* Whether `in` is the instance for these type arguments. */
static bool same_args(Compiler *c, const Instance *in, Type *const *targs,
                      uint32_t n) {
  if (in->ntargs != n)
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (!type_same(c, in->targs[i], targs[i]))
      return false;
  return true;
}

/* Those of one generic function, in the order in which they were needed. */
static InstanceList *instances_of(Instances *k, const Object *origin) {
  InstanceList *list = map_get(&k->by_origin, origin);
  if (!list) {
    list = arena_alloc(arena_of(k), sizeof *list);
    map_set(arena_of(k), &k->by_origin, origin, list);
  }
  return list;
}

/* Methods get their arguments from the receiver's type. */
static bool is_method(const Object *origin) {
  return origin->func.recv_named != NULL;
}

/* What trees call. */
static Object *instance_object(Instances *k, const Instance *in) {
  if (is_method(in->origin)) {
    Type *base = type_instance(k->c, NO_POS, in->origin->func.recv_named,
                               in->targs, in->ntargs);
    return method_of_origin(k->c, base, in->origin);
  }
  Object *obj = arena_copy(arena_of(k), in->origin, sizeof *in->origin);
  obj->flags &= ~(uint32_t)OBJ_F_GENERIC;
  obj->type = signature_instance(k->c, in->origin->type, in->targs);
  obj->func.origin = in->origin;
  obj->func.targs = in->targs;
  obj->func.ntargs = in->ntargs;
  obj->func.codegen = NULL;
  return obj;
}

/* Found or made; without code yet. */
Instance *instance_of(Instances *k, Object *origin, Type **targs, uint32_t n) {
  InstanceList *list = instances_of(k, origin);
  for (uint32_t i = 0; i < list->len; i++)
    if (same_args(k->c, list->items[i], targs, n))
      return list->items[i];
  Instance *in = NEW(arena_of(k), Instance);
  in->origin = origin;
  in->targs = NEW_ARRAY(arena_of(k), Type *, n);
  in->ntargs = n;
  for (uint32_t i = 0; i < n; i++)
    in->targs[i] = type_canon(k->c, targs[i]);
  in->obj = instance_object(k, in);
  in->obj->func.fn = NULL; /* another package's */
  list_push(arena_of(k), list, in);
  list_push(arena_of(k), &k->all, in);
  return in;
}

/* m belongs to an instance of a generic type. */
Instance *instance_of_method(Instances *k, Object *m) {
  const Type *base = m->func.recv_named;
  return instance_of(k, m->func.origin, base->named.targs, base->named.ntargs);
}

/* The instance that an expression denotes; NULL: none. */
Instance *instance_named(Instances *k, Expr *e) {
  uint32_t n;
  Type **targs = expr_type_args(e, &n);
  if (e->kind == EXPR_NAME && e->name.obj && e->name.obj->kind == OBJ_FUNC &&
      n > 0)
    return instance_of(
        k, e->name.obj->func.origin ? e->name.obj->func.origin : e->name.obj,
        targs, n);
  if (e->kind != EXPR_SELECTOR || !e->sel.selection)
    return NULL;
  Object *obj = e->sel.selection->obj;
  if (n > 0)
    return instance_of(k, obj, targs, n);
  return obj->kind == OBJ_FUNC && obj->func.origin &&
                 !(obj->flags & OBJ_F_IFACE_METHOD)
             ? instance_of_method(k, obj)
             : NULL;
}

/* ----------------------------------------------------------------- names -- */

/* f[int], T[int].m, (*T[int]).m */
static const char *instance_name(Instances *k, const Instance *in) {
  Arena *a = arena_of(k);
  const char *args = type_args_string(k->c, in->targs, in->ntargs);
  const char *name = in->origin->name->text;
  if (!is_method(in->origin))
    return arena_printf(a, "%s%s", name, args);
  bool pointer = in->origin->flags & OBJ_F_PTR_RECV;
  const char *base = in->origin->func.recv_named->named.obj->name->text;
  return arena_printf(a, pointer ? "(*%s%s).%s" : "%s%s.%s", base, args, name);
}

/* '@' would begin a version. */
static const char *instance_symbol(Instances *k, const Instance *in,
                                   const char *name) {
  Text out = {0};
  text_printf(&out, "%s.", in->origin->package->path);
  for (const char *s = name; *s; s++)
    if (*s == '@')
      text_puts(&out, "%40");
    else
      text_putc(&out, *s);
  return text_take(&out, arena_of(k));
}

/* ------------------------------------------------------ the first copies -- */

/* As the generic body spells them. */
static TypeParams params_of(const Instance *in) {
  return *in->origin->func.fn->tparams;
}

TypeMap instance_map(const Instance *in) {
  TypeMap map = {.args = in->targs};
  map.params.items = in->shape->targs;
  map.params.n = in->ntargs;
  return map;
}

/* Copies the generic body with shapes for type parameters. */
static void analyse_shape(Instances *k, Instance *in) {
  const Function *generic = in->origin->func.fn;
  TypeMap map = {.params = params_of(in), .args = in->targs};
  const char *name = instance_name(k, in);
  Function *f = copy_function(k->c, k->pkg, generic, name,
                              instance_symbol(k, in, name), &map);
  in->analysed = in->obj->func.fn = f;
  f->shapes = in->targs;
  f->nshapes = in->ntargs;
  explicit_function(k->x, f);
}

/* Makes the shape of an instance, unless another instance has it already. */
void need_shape(Instances *k, Instance *in) {
  if (in->shape)
    return;
  TypeParams params = params_of(in);
  Type **shapes = NEW_ARRAY(arena_of(k), Type *, in->ntargs);
  for (uint32_t i = 0; i < in->ntargs; i++)
    shapes[i] = type_shape(k->c, in->targs[i], i, params.items[i]);
  in->shape = instance_of(k, in->origin, shapes, in->ntargs);
  in->shape->shape = in->shape;
  if (!in->shape->analysed)
    analyse_shape(k, in->shape);
  in->obj->func.fn = in->shape->analysed;
}

/* The arguments may be shapes of other places; those of the method's own
   parameters name the instance that was made. Without one nothing changes. */
void instance_share_code(Package *pkg, Object *method) {
  Instances *k = pkg->instances;
  const Type *base = method->func.recv_named;
  Object *origin = method->func.origin;
  const Function *generic = origin->func.fn;
  if (!k || !generic || !generic->tparams)
    return;
  Type **shapes = NEW_ARRAY(arena_of(k), Type *, base->named.ntargs);
  for (uint32_t i = 0; i < base->named.ntargs; i++)
    shapes[i] = type_shape(k->c, type_canon(k->c, base->named.targs[i]), i,
                           generic->tparams->items[i]);
  const InstanceList *list = instances_of(k, origin);
  for (uint32_t i = 0; i < list->len; i++)
    if (same_args(k->c, list->items[i], shapes, base->named.ntargs))
      method->func.fn = list->items[i]->analysed;
}

/* Step 1: shapes, for the reports of -m. */
void instances_collect(Explicit *x) {
  Instances *k = NEW(&x->c->arena, Instances);
  *k = (Instances){.c = x->c, .pkg = x->pkg, .x = x};
  x->pkg->instances = k;
  k->scanned = x->pkg->functions.len;
  scan_package(k);
  k->x = NULL;
}

/* ----------------------------------------------------- the second copies -- */

/* Whether code can be generated: no argument depends on a type parameter. */
static bool is_concrete(const Instance *in) {
  for (uint32_t i = 0; i < in->ntargs; i++)
    if (in->targs[i]->flags & TYPE_F_HAS_PARAM)
      return false;
  return true;
}

/* Trees name the instances that are compiled; all methods of all types that
   appear are wanted, since type descriptors list them. */
static bool finish_expr(Visitor *v, Expr *e) {
  Instances *k = v->data;
  see_type(k, e->type);
  if (e->mode == MODE_TYPE || e->mode == MODE_CONST)
    return e->kind != EXPR_FUNC_LIT;
  if (e->kind != EXPR_NAME && e->kind != EXPR_SELECTOR)
    return true;
  Instance *in = instance_named(k, e);
  if (in && e->kind == EXPR_NAME)
    e->name.obj = in->obj;
  return true;
}

/* Types of variables can be instances that no expression shows. */
static void see_variables(Instances *k, Object **vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    see_type(k, vars[i]->type);
}

/* What the code of an instance names and mentions, now with real types. */
static void finish_function(Instances *k, Function *fn) {
  Visitor v = {.expr = finish_expr, .data = k};
  walk_stmt(&v, fn->body);
  see_type(k, fn->type);
  see_variables(k, fn->locals.items, fn->locals.len);
}

/* In the order of the list of functions: inner ones first. */
static void add_with_literals(Instances *k, Function *fn) {
  for (uint32_t i = 0; i < fn->literals.len; i++)
    add_with_literals(k, fn->literals.items[i]);
  list_push(arena_of(k), &k->pkg->functions, fn);
}

/* What was not known when shapes were analysed: everything stays on the heap,
   as explicit has decided, and shapes are no code. */
static void need_shape_late(Instances *k, Instance *in) {
  uint32_t n = k->pkg->functions.len;
  need_shape(k, in);
  k->pkg->functions.len = n;
}

/* The same for the methods of types that only instances show. */
static void need_methods_late(Instances *k) {
  uint32_t n = k->pkg->functions.len;
  need_methods(k);
  k->pkg->functions.len = n;
}

/* Copies the generic body with the real types. */
static void compile_instance(Instances *k, Instance *in) {
  if (in->code || !is_concrete(in))
    return;
  need_shape_late(k, in);
  TypeMap map = instance_map(in);
  const char *name = instance_name(k, in);
  in->code = copy_function(k->c, k->pkg, in->shape->analysed, name,
                           instance_symbol(k, in, name), &map);
  in->code->shapes = NULL;
  in->code->is_instance = true;
  in->code->analysed_as = in->shape->analysed;
  in->code->escape = in->shape->analysed->escape; /* for other packages */
  finish_function(k, in->code);
}

/* Variables that the inliner made from those of a shape. */
static void retype_locals(Compiler *c, Function *fn, const TypeMap *map) {
  for (uint32_t i = 0; i < fn->locals.len; i++) {
    Object *v = fn->locals.items[i];
    v->type = type_substitute(c, v->type, map);
  }
}

/* Ordinary functions stay; those of shapes go. */
static void keep_ordinary(Instances *k) {
  Package *pkg = k->pkg;
  TypeMap nothing = {0};
  uint32_t n = pkg->functions.len;
  Function **all = pkg->functions.items;
  pkg->functions.items = NULL;
  pkg->functions.len = pkg->functions.cap = 0;
  for (uint32_t i = 0; i < n; i++) {
    const Function *root = all[i];
    while (root->outer)
      root = root->outer;
    if (root->shapes || function_is_generated(root))
      continue;
    list_push(arena_of(k), &pkg->functions, all[i]);
    if (root->has_shapes) {
      retype_locals(k->c, all[i], &nothing);
      if (!all[i]->outer)
        retype_stmt(k->c, all[i]->body, &nothing);
    }
    finish_function(k, all[i]);
  }
}

/* Step 2: code, behind inlining and analysis. */
void concrete_package(Compiler *c, Package *pkg) {
  Instances *k = pkg->instances;
  (void)c;
  if (!k || (k->all.len == 0 && k->types.len == 0))
    return;
  Explicit x = {.c = k->c, .pkg = pkg};
  k->x = &x;
  keep_ordinary(k);
  need_methods_late(k);
  for (uint32_t i = 0; i < k->all.len; i++) {
    compile_instance(k, k->all.items[i]);
    need_methods_late(k);
  }
  for (uint32_t i = 0; i < k->all.len; i++)
    if (k->all.items[i]->code)
      k->all.items[i]->obj->func.fn = k->all.items[i]->code;
  for (uint32_t i = 0; i < k->all.len; i++)
    if (k->all.items[i]->code)
      add_with_literals(k, k->all.items[i]->code);
  k->x = NULL;
}
