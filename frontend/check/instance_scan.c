/*
 * instance_scan.c - which instances a package needs, in gc's order.
 *
 * The order shows in -m: shapes are compiled, and reported, in the order in
 * which gc comes upon them. It first instantiates the methods of the types
 * that declarations have mentioned, then goes through all functions and
 * initialisers, then through the shapes made on the way. Where an instance is
 * called with types (not shapes), gc writes its dictionary, and for that looks
 * at everything that the shape's body instantiates in turn:
 *
 *     func F[T any](x T) { G(&x) }     F(1): shape F[go.shape.int_0], then the
 *     func main() { F(1) }             dictionary of F[int]: shape
 *                                      G[go.shape.*uint8_0], dictionary ...
 *
 * Source of the order: stencil.go in cmd/compile/internal/noder of Go 1.19.
 *
 * Everything is found once: types in `seen`, instances by origin and arguments,
 * mentions by shape. So the scan ends for all programs that the checker lets
 * pass, which rejects generic code that needs ever new instances (mono.c).
 */
#include "frontend/check/instantiate.h"

static Arena *arena_of(const Instances *k) { return &k->c->arena; }

static void record(Instances *k, Instance *in);

/* ----------------------------------------------------------------- types -- */

/* Their types, in order. */
static void see_objects(Instances *k, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    see_type(k, vars[i]->type);
}

/* Types inside an instance come first. */
static void see_named(Instances *k, Type *t) {
  for (uint32_t i = 0; i < t->named.ntargs; i++)
    see_type(k, t->named.targs[i]);
  see_type(k, type_under(t));
  if (!t->named.ntargs || type_is_shape(t))
    return;
  uint32_t n = named_method_count(t);
  for (uint32_t i = 0; i < n; i++)
    see_type(k, named_method(k->c, t, i)->type);
  if (n > 0 && !(t->flags & TYPE_F_HAS_PARAM) && !type_is_interface(t))
    list_push(arena_of(k), &k->types, t);
}

/* Looks into t for instances of generic types, parts before wholes; once. */
void see_type(Instances *k, Type *t) {
  if (!t || map_has(&k->seen, t))
    return;
  map_set(arena_of(k), &k->seen, t, t);
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY: see_type(k, t->array.elem); break;
  case TYPE_SLICE: see_type(k, t->slice.elem); break;
  case TYPE_POINTER: see_type(k, t->ptr.elem); break;
  case TYPE_CHAN: see_type(k, t->chan.elem); break;
  case TYPE_MAP:
    see_type(k, t->map.key);
    see_type(k, t->map.elem);
    break;
  case TYPE_STRUCT: see_objects(k, t->st.fields, t->st.n); break;
  case TYPE_TUPLE: see_objects(k, t->tuple.vars, t->tuple.n); break;
  case TYPE_FUNC:
    see_type(k, t->func.params);
    see_type(k, t->func.results);
    break;
  case TYPE_INTERFACE:
    see_objects(k, t->iface.methods, t->iface.nmethods);
    for (uint32_t i = 0; i < t->iface.nembeds; i++)
      see_type(k, t->iface.embeds[i]);
    break;
  case TYPE_NAMED:
    if (type_canon(k->c, t) != t)
      see_type(k, type_canon(k->c, t));
    else
      see_named(k, t);
    break;
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_PARAM:
  case TYPE_UNION: break;
  }
}

/* Of every expression, its type. */
static bool see_expr(Visitor *v, Expr *e) {
  see_type(v->data, e->type);
  return true;
}

static void see_declared_type(Instances *k, Decl *d) {
  if (d->kind == DECL_TYPE && d->type.obj)
    see_type(k, d->type.obj->type);
}

/* The types of what is declared. */
static void see_signature(Instances *k, Decl *d) {
  if (d->kind == DECL_FUNC && d->func.obj)
    see_type(k, d->func.obj->type);
  for (uint32_t i = 0; d->kind == DECL_VAR && i < d->value.n; i++)
    see_type(k, d->value.names[i]->type);
}

/* Types in bodies and initialisers, without what calls instantiate. */
static void see_types_inside(Instances *k, Decl *d) {
  Visitor v = {.expr = see_expr, .data = k};
  if (d->kind == DECL_FUNC)
    walk_stmt(&v, d->func.body);
  else if (d->kind == DECL_VAR)
    walk_decl(&v, d);
}

/* gc compiles all methods of an instance, called or not: interfaces may. */
static void need_methods_of(Instances *k, Type *t) {
  for (uint32_t i = 0; i < named_method_count(t); i++) {
    Instance *in = instance_of_method(k, named_method(k->c, t, i));
    need_shape(k, in);
    record(k, in);
  }
}

/* Of all types seen so far; those that making a method shows have their turn
   within. */
void need_methods(Instances *k) {
  while (k->methods_done < k->types.len) {
    uint32_t from = k->methods_done, to = k->types.len;
    k->methods_done = to;
    for (uint32_t i = from; i < to; i++)
      need_methods_of(k, k->types.items[i]);
  }
}

/* ---------------------------------------------------------- dictionaries -- */

/* The walk through a shape's body; `out` is its list of mentions. */
typedef struct MentionScan {
  Instances *k;
  MentionList *out;
} MentionScan;

/* Whether they still depend on type parameters. */
static bool has_shapes(Type *const *targs, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (targs[i]->flags & TYPE_F_HAS_PARAM)
      return true;
  return false;
}

/* x.M where x is of a type parameter. */
static bool is_bound(const Expr *e) {
  return e->kind == EXPR_SELECTOR && e->sel.selection &&
         e->sel.selection->kind == SEL_INTERFACE_METHOD &&
         type_is_shape(e->sel.selection->recv);
}

/* A table of methods for `type` as `iface`; empty interfaces need none. */
static void mention_table(MentionScan *s, Type *type, Type *iface) {
  if (type_is_interface(type) || type_is_empty_interface(s->k->c, iface))
    return;
  Mention m = {
      .table = {type, iface}
  };
  list_push(arena_of(s->k), s->out, m);
}

/* Only what depends on a shape is looked up in a dictionary. */
static bool mentions_shape(const Type *a, const Type *b) {
  return (a->flags | b->flags) & TYPE_F_HAS_PARAM;
}

/* Conversions and assertions with a table from the dictionary. */
static void find_table(MentionScan *s, const Expr *e) {
  if (e->kind == EXPR_CONVERT && e->sub == CONV_TO_IFACE &&
      mentions_shape(e->type, e->pair.x->type))
    mention_table(s, e->pair.x->type, e->type);
  else if (e->kind == EXPR_TYPE_ASSERT)
    mention_table(s, e->pair.y->type, e->pair.x->type);
}

/* A type switch, likewise. */
static bool find_cases(Visitor *v, Stmt *s) {
  if (s->kind != STMT_SWITCH || !s->switch_.tag ||
      s->switch_.tag->kind != EXPR_TYPE_GUARD)
    return true;
  Type *iface = s->switch_.tag->guard.x->type;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t k = 0; k < n; k++)
      if (cases[k]->mode == MODE_TYPE &&
          (cases[k]->type->flags & TYPE_F_HAS_PARAM))
        mention_table(v->data, cases[k]->type, iface);
  }
  return true;
}

/* An instance or table that the body of a shape takes from its dictionary. */
static bool find_mention(Visitor *v, Expr *e) {
  MentionScan *s = v->data;
  if (e->mode != MODE_CONST)
    find_table(s, e);
  Instance *in = e->mode == MODE_CONST ? NULL : instance_named(s->k, e);
  Mention m = {0};
  if (in && has_shapes(in->targs, in->ntargs)) {
    m = (Mention){
        .origin = in->origin, .targs = in->targs, .ntargs = in->ntargs};
    list_push(arena_of(s->k), s->out, m);
  } else if (is_bound(e)) {
    m.place = e->sel.selection->recv->named.shape - 1;
    m.name = e->sel.sel;
    list_push(arena_of(s->k), s->out, m);
  }
  return true;
}

/* What the dictionary of a shape holds; found once. */
static const MentionList *mentions_of(Instances *k, Function *shape) {
  MentionList *list = map_get(&k->mentions, shape);
  if (list)
    return list;
  list = arena_alloc(arena_of(k), sizeof *list);
  map_set(arena_of(k), &k->mentions, shape, list);
  MentionScan s = {.k = k, .out = list};
  Visitor v = {.expr = find_mention, .stmt = find_cases, .data = &s};
  walk_stmt(&v, shape->body);
  return list;
}

/* A method that the constraint of a type parameter has, of an argument that is
   an instance of a generic type. */
static Instance *bound_instance(Instances *k, const Instance *in,
                                const Mention *m) {
  Type *t = in->targs[m->place];
  if (t->kind != TYPE_NAMED || !t->named.ntargs || type_is_interface(t))
    return NULL;
  for (uint32_t i = 0; i < named_method_count(t); i++) {
    Object *method = named_method(k->c, t, i);
    if (method->name == m->name)
      return instance_of_method(k, method);
  }
  return NULL;
}

/* The mention's type arguments for one instance of the shape. */
static Type **put_in(Instances *k, const Mention *m, const TypeMap *map) {
  Type **targs = NEW_ARRAY(arena_of(k), Type *, m->ntargs);
  for (uint32_t i = 0; i < m->ntargs; i++)
    targs[i] = type_substitute(k->c, m->targs[i], map);
  return targs;
}

/* The walk through a shape's body for the types of one instance. */
typedef struct TypeScan {
  Instances *k;
  const TypeMap *map;
} TypeScan;

/* []T in the shape's body is []int in an instance: a type of its own. */
static bool see_derived(Visitor *v, Expr *e) {
  TypeScan *s = v->data;
  if (e->type && (e->type->flags & TYPE_F_HAS_PARAM))
    see_type(s->k, type_substitute(s->k->c, e->type, s->map));
  return true;
}

/* Types that the instance uses and its shape does not name. */
static void see_derived_types(Instances *k, const Function *shape,
                              const TypeMap *map) {
  TypeScan s = {.k = k, .map = map};
  for (uint32_t i = 0; i < shape->nparams; i++)
    see_type(k, type_substitute(k->c, shape->params[i]->type, map));
  for (uint32_t i = 0; i < shape->locals.len; i++)
    see_type(k, type_substitute(k->c, shape->locals.items[i]->type, map));
  Visitor v = {.expr = see_derived, .data = &s};
  walk_stmt(&v, shape->body);
}

/* gc writes the dictionary of an instance, once. */
static void record(Instances *k, Instance *in) {
  if (in->recorded || has_shapes(in->targs, in->ntargs))
    return;
  in->recorded = true;
  need_shape(k, in);
  Function *shape = in->shape->analysed;
  TypeMap map = instance_map(in);
  see_derived_types(k, shape, &map);
  const MentionList *list = mentions_of(k, shape);
  for (uint32_t i = 0; i < list->len; i++) {
    const Mention *m = &list->items[i];
    if (m->table.type)
      continue;
    Instance *inner =
        m->targs ? instance_of(k, m->origin, put_in(k, m, &map), m->ntargs)
                 : bound_instance(k, in, m);
    if (inner)
      record(k, inner);
  }
  need_methods(k);
  list_push(arena_of(k), &k->dictionaries, in);
}

/* At last gc makes the method tables of all dictionaries. */
static void make_tables(Instances *k) {
  for (uint32_t i = 0; i < k->dictionaries.len; i++) {
    const Instance *in = k->dictionaries.items[i];
    Dictionary d = {.shape = in->shape->analysed, .targs = in->targs};
    list_push(arena_of(k), &k->pkg->dictionaries, d);
    TypeMap map = instance_map(in);
    const MentionList *list = mentions_of(k, in->shape->analysed);
    for (uint32_t j = 0; j < list->len; j++) {
      MethodTable t = list->items[j].table;
      if (!t.type)
        continue;
      t.type = type_substitute(k->c, t.type, &map);
      t.iface = type_substitute(k->c, t.iface, &map);
      if (!type_is_interface(t.type) && !type_is_empty_interface(k->c, t.iface))
        list_push(arena_of(k), &k->pkg->tables, t);
    }
  }
}

/* ---------------------------------------------------------------- bodies -- */

/* From now on e names the instance. */
static void name_instance(Instances *k, Expr *e, Instance *in) {
  need_shape(k, in);
  record(k, in);
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind != SEL_QUALIFIED)
    return;
  Type **targs = in->targs;
  const char *name = in->shape->analysed->name;
  e->kind = EXPR_NAME;
  e->name.name = name_of(k->c, name);
  e->name.obj = in->obj;
  e->name.targs = targs;
  e->name.ntargs = in->ntargs;
}

/* What a call names; T.M is a value even if it is called. */
static Instance *instance_called(Instances *k, const Expr *e) {
  Expr *fn = e->kind == EXPR_CALL && e->sub == CALL_FUNC ? e->call.fn : NULL;
  bool value = fn && fn->kind == EXPR_SELECTOR && fn->sel.selection &&
               fn->sel.selection->kind == SEL_METHOD_EXPR;
  return fn && !value ? instance_named(k, fn) : NULL;
}

/* Calls come first: gc transforms them on its way through the tree. */
static bool scan_call(Visitor *v, Expr *e) {
  Instances *k = v->data;
  if (e->kind == EXPR_FUNC_LIT || e->mode == MODE_CONST)
    return false; /* literals are functions of their own */
  if (e->kind == EXPR_CALL) {
    Instance *in = instance_called(k, e);
    if (in)
      name_instance(k, e->call.fn, in);
  }
  return true;
}

/* Whether an instance of e's kind is still to be replaced by a literal. */
static bool is_value(const Expr *e) {
  return e->kind == EXPR_NAME || e->sel.selection->kind == SEL_QUALIFIED ||
         e->sel.selection->kind == SEL_METHOD_VALUE ||
         e->sel.selection->kind == SEL_METHOD_EXPR;
}

/* What is named and not called. Calls have been seen: of their callees only
   operands are left. */
static bool scan_value(Visitor *v, Expr *e) {
  Instances *k = v->data;
  if (e->kind == EXPR_FUNC_LIT || e->mode == MODE_CONST)
    return false;
  if (instance_called(k, e)) {
    walk_stmt(v, e->call.init);
    if (e->call.fn->kind == EXPR_SELECTOR)
      walk_expr(v, e->call.fn->sel.x);
    for (uint32_t i = 0; i < e->call.n; i++)
      walk_expr(v, e->call.args[i]);
    return false;
  }
  Instance *in = e->mode == MODE_TYPE ? NULL : instance_named(k, e);
  if (!in || !is_value(e))
    return true;
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_METHOD_VALUE)
    walk_expr(v, e->sel.x);
  name_instance(k, e, in);
  instance_value(k, k->scanning, e);
  return false;
}

/* Calls, then other uses of generic functions as values. */
static void scan_function(Instances *k, Function *fn) {
  Visitor calls = {.expr = scan_call, .data = k};
  walk_stmt(&calls, fn->body);
  k->scanning = fn;
  uint32_t before = k->pkg->functions.len;
  Visitor values = {.expr = scan_value, .data = k};
  walk_stmt(&values, fn->body);
  if (k->pkg->functions.len > before)
    mark_sequenced(fn);
  k->scanning = NULL;
  need_methods(k);
}

/* gc finishes inner functions first. */
static void scan_with_literals(Instances *k, Function *fn) {
  for (uint32_t i = 0; i < fn->literals.len; i++)
    scan_with_literals(k, fn->literals.items[i]);
  scan_function(k, fn);
}

/* Function literals of package variables. */
static bool scan_literal(Visitor *v, Expr *e) {
  if (e->kind == EXPR_FUNC_LIT)
    scan_with_literals(v->data, e->funclit.fn);
  return e->kind != EXPR_FUNC_LIT;
}

/* An initialiser: literals inside come before it. */
static void scan_initialiser(Instances *k, Decl *d) {
  Visitor literals = {.expr = scan_literal, .data = k};
  walk_expr(&literals, d->value.values);
  Visitor calls = {.expr = scan_call, .data = k};
  walk_expr(&calls, d->value.values);
  Visitor values = {.expr = scan_value, .data = k};
  walk_expr(&values, d->value.values);
  need_methods(k);
}

/* Generic functions are scanned as shapes, not as they are written. */
static void scan_decl(Instances *k, Decl *d) {
  if (d->kind == DECL_FUNC && d->func.fn && d->func.fn->body &&
      !d->func.fn->tparams)
    scan_with_literals(k, d->func.fn);
  else if (d->kind == DECL_VAR)
    scan_initialiser(k, d);
}

/* For all declarations, in order. */
static void scan_decls(Instances *k, void (*each)(Instances *, Decl *)) {
  for (uint32_t i = 0; i < k->pkg->nfiles; i++)
    for (uint32_t j = 0; j < k->pkg->files[i]->n; j++)
      each(k, k->pkg->files[i]->decls[j]);
}

/* Other packages' instances, too, have descriptors where they are used. */
static void note_types(Instances *k) {
  for (uint32_t i = 0; i < k->types.len; i++)
    list_push(arena_of(k), &k->pkg->instance_types, k->types.items[i]);
}

/* Types, from outside to inside, then code. */
void scan_package(Instances *k) {
  const Package *pkg = k->pkg;
  scan_decls(k, see_declared_type);
  scan_decls(k, see_signature);
  scan_decls(k, see_types_inside);
  need_methods(k);
  scan_decls(k, scan_decl);
  need_methods(k);
  for (; k->scanned < pkg->functions.len; k->scanned++)
    scan_function(k, pkg->functions.items[k->scanned]);
  make_tables(k);
  note_types(k);
}
