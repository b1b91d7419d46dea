/*
 * instance.c - generic types and functions with their type arguments.
 *
 * An instance is a named type {orig, targs} that is otherwise empty: its
 * underlying type and its methods are made when somebody asks. That is what
 * ends recursion in
 *
 *     type List[E any] struct { head E; rest *List[E] }
 *
 * List[int] has the underlying type struct{ head int; rest *List[int] }, where
 * the inner List[int] is the same node again: instances are canonical types,
 * found in the table of types by origin and arguments.
 *
 * Substitution copies on write. Parts that mention no type parameter
 * (TYPE_F_HAS_PARAM) are shared between all instances; named types without
 * arguments always are.
 *
 * Instances are made while their origin is still being declared. Then its
 * underlying type is unknown or incomplete, and what is answered meanwhile is
 * not kept.
 */
#include "frontend/types/types.h"

/* ---------------------------------------------------------- substitution -- */

/* What is put in; `c` makes the copies. */
typedef struct Subst {
  Compiler *c;
  const TypeMap *map;
} Subst;

static Type *subst(Subst *s, Type *t);

/* A parameter of another list stays what it is. */
static Type *subst_param(const Subst *s, Type *t) {
  uint32_t i = t->param.index;
  bool ours = i < s->map->params.n && s->map->params.items[i] == t;
  return ours && s->map->args[i] ? s->map->args[i] : t;
}

static Object *copy_object(Compiler *c, const Object *obj, Type *t) {
  Object *copy = arena_copy(&c->arena, obj, sizeof *obj);
  copy->type = t;
  return copy;
}

/* Variables, fields or methods; the same array if none changes. */
static Object **subst_objects(Subst *s, Object **vars, uint32_t n) {
  Object **out = vars;
  for (uint32_t i = 0; i < n; i++) {
    Type *t = vars[i]->type ? subst(s, vars[i]->type) : s->c->universe->invalid;
    if (t == vars[i]->type)
      continue;
    if (out == vars)
      out = arena_copy(&s->c->arena, vars, n * sizeof *vars);
    out[i] = copy_object(s->c, vars[i], t);
  }
  return out;
}

/* The same array if nothing in it changes. */
static Type **subst_types(Subst *s, Type **types, uint32_t n) {
  Type **out = types;
  for (uint32_t i = 0; i < n; i++) {
    Type *t = subst(s, types[i]);
    if (t == types[i])
      continue;
    if (out == types)
      out = arena_copy(&s->c->arena, types, n * sizeof(Type *));
    out[i] = t;
  }
  return out;
}

/* A copy of t to which new parts are given; its flags are t's, but whether it
   still mentions type parameters is for the caller to say. */
static Type *copy_type(Subst *s, const Type *t, uint32_t part_flags) {
  Type *copy = type_new(s->c, (TypeKind)t->kind);
  copy->flags = (t->flags & ~(uint32_t)(TYPE_F_HAS_PARAM | TYPE_F_LAID_OUT |
                                        TYPE_F_SIZE_ERROR)) |
                (part_flags & TYPE_F_HAS_PARAM);
  return copy;
}

static uint32_t flags_of_objects(Object *const *vars, uint32_t n) {
  uint32_t flags = 0;
  for (uint32_t i = 0; i < n; i++)
    flags |= vars[i]->type->flags;
  return flags;
}

/* All fields are new, even those whose type stays: each struct gives its own a
   place (var.offset). */
static Type *subst_struct(Subst *s, Type *t) {
  Object **fields = subst_objects(s, t->st.fields, t->st.n);
  if (fields == t->st.fields)
    return t;
  for (uint32_t i = 0; i < t->st.n; i++)
    if (fields[i] == t->st.fields[i])
      fields[i] = copy_object(s->c, fields[i], fields[i]->type);
  return type_struct(s->c, fields, t->st.n);
}

static Type *subst_tuple(Subst *s, Type *t) {
  Object **vars = subst_objects(s, t->tuple.vars, t->tuple.n);
  return vars == t->tuple.vars ? t : type_tuple(s->c, vars, t->tuple.n);
}

/* Type parameters that a signature declares itself stay as they are. */
static Type *subst_func(Subst *s, Type *t) {
  Type *params = subst(s, t->func.params), *results = subst(s, t->func.results);
  if (params == t->func.params && results == t->func.results)
    return t;
  Type *copy = copy_type(s, t, params->flags | results->flags);
  copy->func = t->func;
  copy->func.params = params;
  copy->func.results = results;
  return copy;
}

/* Its type set is computed anew, when it is asked for. */
static Type *subst_interface(Subst *s, Type *t) {
  Object **methods = subst_objects(s, t->iface.methods, t->iface.nmethods);
  Type **embeds = subst_types(s, t->iface.embeds, t->iface.nembeds);
  if (methods == t->iface.methods && embeds == t->iface.embeds)
    return t;
  uint32_t flags = flags_of_objects(methods, t->iface.nmethods);
  for (uint32_t i = 0; i < t->iface.nembeds; i++)
    flags |= embeds[i]->flags;
  Type *copy = copy_type(s, t, flags);
  copy->iface = t->iface;
  copy->iface.set = NULL;
  copy->iface.methods = methods;
  copy->iface.embeds = embeds;
  return copy;
}

/* Terms are kept by value. */
static Type *subst_union(Subst *s, Type *t) {
  Term *terms =
      arena_copy(&s->c->arena, t->uni.terms, t->uni.n * sizeof *t->uni.terms);
  bool changed = false;
  uint32_t flags = 0;
  for (uint32_t i = 0; i < t->uni.n; i++) {
    terms[i].type = subst(s, terms[i].type);
    changed |= terms[i].type != t->uni.terms[i].type;
    flags |= terms[i].type->flags;
  }
  if (!changed)
    return t;
  Type *copy = copy_type(s, t, flags);
  copy->uni.terms = terms;
  copy->uni.n = t->uni.n;
  return copy;
}

/* A shape stands for the argument of its place, an alias for its target. */
static Type *subst_shape(Subst *s, Type *t) {
  if (t->canon != t)
    return subst(s, t->canon);
  uint32_t i = t->named.shape - 1;
  if (s->map->unshape)
    return type_under(t);
  bool ours = i < s->map->params.n && s->map->params.items[i] == t;
  return ours ? s->map->args[i] : t;
}

/* An instance with other arguments; a wrong number of them was reported. */
static Type *subst_named(Subst *s, Type *t) {
  uint32_t n = t->named.ntargs;
  if (t->named.shape)
    return subst_shape(s, t);
  if (!t->named.orig)
    return t;
  if (n != t->named.orig->named.tparams.n)
    return s->c->universe->invalid;
  Type **targs = subst_types(s, t->named.targs, n);
  if (targs == t->named.targs)
    return t;
  return type_instance(s->c, t->named.pos, t->named.orig, targs, n);
}

/* Kinds with one or two component types. */
static Type *subst_composite(Subst *s, Type *t) {
  Type *elem = subst(s, t->kind == TYPE_MAP ? t->map.elem : t->ptr.elem);
  if (t->kind == TYPE_MAP) {
    Type *key = subst(s, t->map.key);
    return key == t->map.key && elem == t->map.elem ? t
                                                    : type_map(s->c, key, elem);
  }
  if (elem == t->ptr.elem)
    return t;
  if (t->kind == TYPE_ARRAY)
    return type_array(s->c, elem, t->array.len);
  if (t->kind == TYPE_SLICE)
    return type_slice(s->c, elem);
  return t->kind == TYPE_POINTER ? type_pointer(s->c, elem)
                                 : type_chan(s->c, t->chan.dir, elem);
}

/* The walk; most types mention no parameter, and end it at once. */
static Type *subst(Subst *s, Type *t) {
  if (!t)
    return s->c->universe->invalid;
  if (!(t->flags & TYPE_F_HAS_PARAM))
    return t;
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY:
  case TYPE_SLICE:
  case TYPE_POINTER:
  case TYPE_CHAN:
  case TYPE_MAP: return subst_composite(s, t);
  case TYPE_STRUCT: return subst_struct(s, t);
  case TYPE_FUNC: return subst_func(s, t);
  case TYPE_INTERFACE: return subst_interface(s, t);
  case TYPE_NAMED: return subst_named(s, t);
  case TYPE_TUPLE: return subst_tuple(s, t);
  case TYPE_PARAM: return subst_param(s, t);
  case TYPE_UNION: return subst_union(s, t);
  case TYPE_INVALID:
  case TYPE_BASIC: return t;
  }
  UNREACHABLE();
}

/* t itself if it mentions none of the parameters. */
Type *type_substitute(Compiler *c, Type *t, const TypeMap *map) {
  Subst s = {.c = c, .map = map};
  return subst(&s, t);
}

/* ------------------------------------------------------------- instances -- */

/* Whether arguments are spelled with shapes and are something else
   (type_shape_alias). */
static bool mention_aliases(Compiler *c, Type *const *args, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if ((args[i]->flags & TYPE_F_HAS_PARAM) &&
        type_canon(c, args[i]) != args[i])
      return true;
  return false;
}

/* The same instance in its own spelling, which is to be the canonical one. */
static Type *plain_instance(Compiler *c, Pos pos, Type *orig, Type *const *args,
                            uint32_t n) {
  Type **plain = NEW_ARRAY(&c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++)
    plain[i] = type_canon(c, args[i]);
  return type_instance(c, pos, orig, plain, n);
}

/* The instance without its inside; see the head of this file. */
Type *type_instance(Compiler *c, Pos pos, Type *orig, Type **args, uint32_t n) {
  Type *t = type_new(c, TYPE_NAMED);
  t->canon = NULL; /* decided by origin and arguments */
  t->id = 0;
  t->flags |= orig->flags & TYPE_F_NOTINHEAP;
  t->named.obj = orig->named.obj;
  t->named.local_index = orig->named.local_index;
  t->named.orig = orig;
  t->named.targs = args;
  t->named.ntargs = n;
  t->named.pos = pos;
  for (uint32_t i = 0; i < n; i++)
    t->flags |= args[i]->flags & TYPE_F_HAS_PARAM;
  if (c->universe->has_aliases && (t->flags & TYPE_F_HAS_PARAM) &&
      mention_aliases(c, args, n)) {
    t->canon = plain_instance(c, pos, orig, args, n);
    return t;
  }
  return type_canon(c, t);
}

/* The underlying type of an instance, kept if it is final. */
Type *instance_expand(Type *t) {
  Compiler *c = t->named.compiler;
  const Type *orig = t->named.orig;
  if (t->named.ntargs != orig->named.tparams.n)
    return t->named.under = c->universe->invalid;
  if (!orig->named.under)
    return NULL;
  Type *u = type_under(t->named.orig);
  if (!(u->flags & TYPE_F_COMPLETE))
    return u;
  TypeMap map = {.params = orig->named.tparams, .args = t->named.targs};
  return t->named.under = type_substitute(c, u, &map);
}

/* The signature that a call uses: without type parameters. */
Type *signature_instance(Compiler *c, Type *sig, Type *const *args) {
  TypeMap map = {.params = sig->func.tparams, .args = args};
  Type *t = type_substitute(c, sig, &map);
  if (t == sig) {
    t = type_func(c, sig->func.params, sig->func.results,
                  (sig->flags & TYPE_F_VARIADIC) != 0);
    t->func.recv = sig->func.recv;
  }
  t->func.tparams = (TypeParams){0};
  return t;
}

/* Still to be instantiated: a function value or the name of a type. */
bool type_is_generic(const Type *t) {
  if (t->kind == TYPE_FUNC)
    return t->func.tparams.n > 0;
  return t->kind == TYPE_NAMED && !t->named.orig && t->named.tparams.n > 0;
}

/* --------------------------------------------------------------- methods -- */

/* An instance has the methods of its origin. */
uint32_t named_method_count(const Type *t) {
  return t->named.orig ? t->named.orig->named.methods.len
                       : t->named.methods.len;
}

/* The receiver of a method of an instance, with the instance's type. */
static Object *instance_receiver(Compiler *c, const Object *m) {
  Type *base = m->func.recv_named;
  bool ptr = (m->flags & OBJ_F_PTR_RECV) != 0;
  return copy_object(c, m->func.origin->type->func.recv,
                     ptr ? type_pointer(c, base) : base);
}

/* The signature once that of the origin is known. In wrong programs the numbers
   of parameters may differ: then nothing is put in. */
void complete_method(Compiler *c, Object *m) {
  const Object *origin = m->func.origin;
  if (m->type || !origin || !origin->type)
    return;
  Type *sig = origin->type;
  if (sig->kind != TYPE_FUNC) {
    m->type = sig; /* invalid */
    return;
  }
  if (!(sig->flags & TYPE_F_COMPLETE))
    return;
  const Type *inst = m->func.recv_named;
  Type *t = sig;
  if (sig->func.rparams.n == inst->named.ntargs) {
    TypeMap map = {.params = sig->func.rparams, .args = inst->named.targs};
    t = type_substitute(c, sig, &map);
  }
  if (t == sig)
    t = type_func(c, sig->func.params, sig->func.results,
                  (sig->flags & TYPE_F_VARIADIC) != 0);
  t->func.rparams = (TypeParams){0};
  t->func.recv = instance_receiver(c, m);
  m->type = t;
}

/* The list of an instance grows with that of its origin, to which methods may
   still be added. */
static Object **method_slot(Compiler *c, Type *t, uint32_t i) {
  while (t->named.methods.len <= i)
    list_push(&c->arena, &t->named.methods, NULL);
  return &t->named.methods.items[i];
}

/* Method i; of an instance it is made at the first question. */
Object *named_method(Compiler *c, Type *t, uint32_t i) {
  if (!t->named.orig)
    return t->named.methods.items[i];
  if (t->canon && t->canon->kind == TYPE_NAMED)
    t = t->canon; /* spelled with aliases of shapes: the same methods */
  Object **slot = method_slot(c, t, i);
  if (!*slot) {
    Object *origin = t->named.orig->named.methods.items[i];
    Object *m = copy_object(c, origin, NULL);
    m->func.origin = origin;
    m->func.recv_named = t;
    m->func.fn = NULL;
    m->func.codegen = NULL;
    *slot = m;
  }
  complete_method(c, *slot);
  return *slot;
}

Object *method_of_origin(Compiler *c, Type *t, const Object *origin) {
  const Type *orig = t->named.orig ? t->named.orig : t;
  for (uint32_t i = 0; i < orig->named.methods.len; i++)
    if (orig->named.methods.items[i] == origin)
      return named_method(c, t, i);
  return NULL;
}

/* ------------------------------------------------------------ recordings -- */

/* The constraint as an interface: `~int` alone stands for interface{ ~int }. */
Type *type_param_bound(Compiler *c, Type *t) {
  Type *bound = t->param.bound, *u = type_under(bound);
  if (u->kind == TYPE_INVALID || u->kind == TYPE_PARAM)
    return c->universe->empty_interface;
  if (u->kind == TYPE_INTERFACE)
    return u;
  Type *iface = type_new(c, TYPE_INTERFACE);
  iface->flags |=
      TYPE_F_COMPLETE | TYPE_F_IMPLICIT | (bound->flags & TYPE_F_HAS_PARAM);
  iface->iface.embeds = NEW(&c->arena, Type *);
  iface->iface.embed_pos = NEW(&c->arena, Pos);
  iface->iface.embeds[0] = bound;
  iface->iface.embed_pos[0] = t->param.obj->pos;
  iface->iface.nembeds = 1;
  return t->param.bound = iface;
}

/* Written or inferred: recorded on the name. */
Type **expr_type_args(Expr *e, uint32_t *n) {
  while (e->kind == EXPR_PAREN || e->kind == EXPR_INDEX)
    e = e->pair.x;
  *n = 0;
  if (e->kind == EXPR_NAME) {
    *n = e->name.ntargs;
    return e->name.targs;
  }
  const Selection *s = e->kind == EXPR_SELECTOR ? e->sel.selection : NULL;
  if (!s)
    return NULL;
  *n = s->ntargs;
  return s->targs;
}
