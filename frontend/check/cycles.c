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

/* -------------------------------------------------------- while declaring -- */

/* Whether meeting the grey `obj` again is fine; reports it otherwise. */
bool check_cycle(Checker *ck, const Object *obj) {
  uint32_t start = ck->path.len;
  while (start > 0 && ck->path.items[start - 1] != obj)
    start--;
  ASSERT(start > 0);
  Object **cycle = ck->path.items + start - 1;
  uint32_t n = ck->path.len - (start - 1), values = 0, definitions = 0;
  for (uint32_t i = 0; i < n; i++) {
    values += cycle[i]->kind == OBJ_CONST || cycle[i]->kind == OBJ_VAR;
    definitions +=
        cycle[i]->kind == OBJ_TYPE && !(cycle[i]->flags & OBJ_F_ALIAS);
  }
  if (values == n || (values == 0 && definitions > 0))
    return true;
  report_cycle(ck, cycle, n);
  return false;
}

/* --------------------------------------------------------- infinite types -- */

/* The named types whose right sides are being walked, outermost first. */
typedef struct Nest {
  Type *type;
  const struct Nest *outer;
} Nest;

static bool walk_type(Checker *ck, Type *t, const Nest *nest);

/* t was met again inside its own right side. */
static void report_infinite(Checker *ck, Type *t, const Nest *nest) {
  uint32_t n = 0;
  for (const Nest *p = nest; p; p = p->outer) {
    n++;
    if (p->type == t)
      break;
  }
  Object **cycle = NEW_ARRAY(&ck->c->arena, Object *, n);
  for (uint32_t i = n; i-- > 0; nest = nest->outer)
    cycle[i] = nest->type->named.obj;
  report_cycle(ck, cycle, n);
}

static bool in_nest(const Type *t, const Nest *nest) {
  for (; nest; nest = nest->outer)
    if (nest->type == t)
      return true;
  return false;
}

/* Foreign types are finite: their own package was checked. */
static bool walk_named(Checker *ck, Type *t, const Nest *nest) {
  if (t->named.obj->package != ck->pkg || map_has(&ck->valid_types, t))
    return true;
  if (t->named.under && t->named.under->kind == TYPE_INVALID)
    return false;
  if (in_nest(t, nest)) {
    t->named.under = ck->c->universe->invalid;
    report_infinite(ck, t, nest);
    return false;
  }
  Nest inner = {.type = t, .outer = nest};
  if (t->named.rhs && !walk_type(ck, t->named.rhs, &inner))
    return false;
  map_set(&ck->c->arena, &ck->valid_types, t, t);
  return true;
}

static bool walk_type(Checker *ck, Type *t, const Nest *nest) {
  if (t->kind == TYPE_NAMED)
    return walk_named(ck, t, nest);
  if (t->kind == TYPE_ARRAY)
    return !t->array.elem || walk_type(ck, t->array.elem, nest);
  if (t->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < t->st.n; i++)
      if (!walk_type(ck, t->st.fields[i]->type, nest))
        return false;
  } else if (t->kind == TYPE_INTERFACE) {
    for (uint32_t i = 0; i < t->iface.nembeds; i++)
      if (!walk_type(ck, t->iface.embeds[i], nest))
        return false;
  } else if (t->kind == TYPE_UNION) {
    for (uint32_t i = 0; i < t->uni.n; i++)
      if (!walk_type(ck, t->uni.terms[i].type, nest))
        return false;
  }
  return true;
}

bool check_valid_type(Checker *ck, Type *t) {
  return t->kind != TYPE_NAMED || walk_named(ck, t, NULL);
}
