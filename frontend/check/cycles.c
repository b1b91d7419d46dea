/*
 * cycles.c - declarations that need themselves.
 *
 * Two kinds of cycles are found in two ways:
 *
 *  - while declaring: an object is met again before its declaration is done.
 *    Objects being declared are grey and stand on `path`, the newest last:
 *
 *        type T [len(x)]int; var x T     path: T, x, and T is met again
 *
 *    Cycles of values only are left to the initialisation order, cycles with
 *    a type definition and no value are recursive types; all others are wrong.
 *
 *  - afterwards: a type that contains itself without a pointer between, such
 *    as `type T struct{ next T }`, has no finite size. check_valid_type walks
 *    what was written on the right sides of type declarations, through arrays,
 *    struct fields and embedded elements of interfaces.
 */
#include "frontend/check/check.h"

/* ------------------------------------------------------------ reporting -- */

/* Foreign names are qualified. */
static const char *cycle_name(Checker *ck, const Object *obj) {
  if (!obj->package || obj->package == ck->pkg || !obj->package->name)
    return obj->name->text;
  return arena_printf(&ck->c->arena, "%s.%s", obj->package->name->text,
                      obj->name->text);
}

static uint32_t first_in_source(Object *const *cycle, uint32_t n) {
  uint32_t first = 0;
  for (uint32_t i = 1; i < n; i++)
    if (cycle[i]->pos < cycle[first]->pos)
      first = i;
  return first;
}

void report_cycle(Checker *ck, Object **cycle, uint32_t n) {
  uint32_t at = first_in_source(cycle, n);
  Object *first = cycle[at];
  if (first->kind == OBJ_TYPE && (first->flags & OBJ_F_ALIAS)) {
    first->flags &= ~(uint32_t)OBJ_F_BROKEN_ALIAS; /* silences followers */
    first->type = ck->c->universe->invalid;
  }
  Text t = {0};
  text_printf(&t, "%s %s",
              first->kind == OBJ_TYPE ? "invalid recursive type"
                                      : "illegal cycle in declaration of",
              cycle_name(ck, first));
  for (uint32_t i = 0; i < n; i++) {
    const Object *obj = cycle[(at + i) % n];
    text_printf(&t, "\n\t%s: %s refers to", pos_string_inside(ck->c, obj->pos),
                cycle_name(ck, obj));
  }
  text_printf(&t, "\n\t%s: %s", pos_string_inside(ck->c, first->pos),
              cycle_name(ck, first));
  report(ck, first->pos, "%s", t.data);
  text_free(&t);
}

/* ------------------------------------------------------- while declaring -- */

/* Whether meeting the grey `obj` again is fine; reports it otherwise. */
bool check_cycle(Checker *ck, const Object *obj) {
  uint32_t start = ck->path.len;
  while (start > 0 && ck->path.items[start - 1] != obj)
    start--;
  ASSERT(start > 0);
  Object **cycle = ck->path.items + start - 1;
  uint32_t n = ck->path.len - (start - 1), values = 0, definitions = 0;
  bool through_params = false;
  for (uint32_t i = 0; i < n; i++) {
    values += cycle[i]->kind == OBJ_CONST || cycle[i]->kind == OBJ_VAR;
    definitions +=
        cycle[i]->kind == OBJ_TYPE && !(cycle[i]->flags & OBJ_F_ALIAS);
    /* constraints cannot lead back to the type that they are for */
    through_params |= ck->env.in_tparam_list && cycle[i]->kind == OBJ_TYPE &&
                      cycle[i]->type && type_is_generic(cycle[i]->type);
  }
  if (!through_params && (values == n || (values == 0 && definitions > 0)))
    return true;
  report_cycle(ck, cycle, n);
  return false;
}

/* -------------------------------------------------------- infinite types -- */

/*
 * The named types whose right sides are being walked, innermost first. A walk
 * through a type parameter continues in its type argument, which does not stand
 * inside the instance: so `outer` is what encloses the type, and `before` the
 * whole way to it, which messages show.
 *
 *     type Box[T any] struct { v T }
 *     type List struct { b Box[List] }     List -> Box[List] -> T = List
 */
typedef struct Nest {
  Type *type;
  const struct Nest *outer, *before;
} Nest;

/* Where the walk is: both lists may be empty. */
typedef struct Way {
  const Nest *nest, *path;
} Way;

static bool walk_type(Checker *ck, Type *t, Way way);

/* The name of a type, at the place where an instance was written. */
static Object *object_of(Checker *ck, const Type *t) {
  if (!t->named.orig)
    return t->named.obj;
  Object *obj = arena_copy(&ck->c->arena, t->named.obj, sizeof *t->named.obj);
  obj->pos = t->named.pos;
  return obj;
}

/* t was met again inside its own right side. */
static void report_infinite(Checker *ck, const Type *t, const Nest *path) {
  uint32_t n = 0, last = 0;
  for (const Nest *p = path; p; p = p->before) {
    n++;
    if (p->type == t)
      last = n; /* the first time that t was met */
  }
  Object **cycle = NEW_ARRAY(&ck->c->arena, Object *, last);
  for (uint32_t i = last; i-- > 0; path = path->before)
    cycle[i] = object_of(ck, path->type);
  report_cycle(ck, cycle, last);
}

/* Whether t's right side is being walked, not counting what a walk through a
   parameter has left. Nearly always the answer is no, and `walking` knows. */
static bool in_nest(const Checker *ck, const Type *t, const Nest *nest) {
  if (!map_get(&ck->walking, t))
    return false;
  for (; nest; nest = nest->outer)
    if (nest->type == t)
      return true;
  return false;
}

/* Foreign types are finite: their own package was checked. Their instances may
   contain our types. */
static bool walk_named(Checker *ck, Type *t, Way way) {
  bool foreign = t->named.obj->package != ck->pkg && !t->named.orig;
  if (foreign || map_has(&ck->valid_types, t))
    return true;
  if (t->named.under && t->named.under->kind == TYPE_INVALID)
    return false;
  if (in_nest(ck, t, way.nest)) {
    t->named.under = ck->c->universe->invalid;
    report_infinite(ck, t, way.path);
    return false;
  }
  const Type *origin = t->named.orig ? t->named.orig : t;
  Nest here = {.type = t, .outer = way.nest, .before = way.path};
  void *before = map_get(&ck->walking, t);
  map_set(&ck->c->arena, &ck->walking, t, t);
  bool valid =
      !origin->named.rhs ||
      walk_type(ck, origin->named.rhs, (Way){.nest = &here, .path = &here});
  map_set(&ck->c->arena, &ck->walking, t, before);
  if (valid)
    map_set(&ck->c->arena, &ck->valid_types, t, t);
  return valid;
}

/* A parameter of the innermost type stands for the argument. */
static bool walk_param(Checker *ck, const Type *t, Way way) {
  if (!way.nest || !way.nest->type->named.orig)
    return true;
  const Type *inst = way.nest->type;
  const TypeParams *params = &inst->named.orig->named.tparams;
  uint32_t i = t->param.index;
  if (i >= params->n || params->items[i] != t || i >= inst->named.ntargs)
    return true;
  return walk_type(ck, inst->named.targs[i],
                   (Way){.nest = way.nest->outer, .path = way.path});
}

/* Through everything that is part of a value of type t. */
static bool walk_type(Checker *ck, Type *t, Way way) {
  if (t->kind == TYPE_NAMED)
    return walk_named(ck, t, way);
  if (t->kind == TYPE_PARAM)
    return walk_param(ck, t, way);
  if (t->kind == TYPE_ARRAY)
    return !t->array.elem || walk_type(ck, t->array.elem, way);
  if (t->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < t->st.n; i++)
      if (!walk_type(ck, t->st.fields[i]->type, way))
        return false;
  } else if (t->kind == TYPE_INTERFACE) {
    for (uint32_t i = 0; i < t->iface.nembeds; i++)
      if (!walk_type(ck, t->iface.embeds[i], way))
        return false;
  } else if (t->kind == TYPE_UNION) {
    for (uint32_t i = 0; i < t->uni.n; i++)
      if (!walk_type(ck, t->uni.terms[i].type, way))
        return false;
  }
  return true;
}

bool check_valid_type(Checker *ck, Type *t) {
  return t->kind != TYPE_NAMED || walk_named(ck, t, (Way){0});
}
