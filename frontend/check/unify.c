/*
 * unify.c - making two types equal by choosing type arguments.
 *
 *     func Map[K comparable, V any](m map[K]V)      Map(table)
 *
 * unifies map[K]V with table's type map[string]*T: K = string, V = *T.
 *
 * Every type parameter has a slot. It is empty (0), joined with other ones that
 * must become equal but are unknown (negative), or the number of a type that
 * was found (positive). Where structures differ the rules are relaxed as for
 * assignments: a named type against an unnamed one counts as its underlying
 * type, directions of channels do not matter, and a type parameter that is not
 * ours counts as its core type.
 */
#include "frontend/check/generic.h"

struct Unifier {
  Checker *ck;
  TypeParams tparams;
  int *slots;         /* by parameter; see above */
  LIST(Type *) types; /* type number k is slot k + 1; NULL: unknown */
  bool both_sides;
  int depth;
};

enum {
  MAX_DEPTH = 50 /* gc gives up there, too */
};

/* Interfaces that are being unified: met again, they are equal. */
typedef struct Pair {
  const struct Pair *outer;
  const Type *x, *y;
} Pair;

static bool unify_in(Unifier *u, Type *x, Type *y, const Pair *pairs);

Unifier *unifier_new(Checker *ck, TypeParams tparams, bool both_sides) {
  Unifier *u = NEW(&ck->c->arena, Unifier);
  u->ck = ck;
  u->tparams = tparams;
  u->both_sides = both_sides;
  u->slots = NEW_ARRAY(&ck->c->arena, int, tparams.n);
  return u;
}

/* ----------------------------------------------------------------- slots -- */

Type *unifier_get(const Unifier *u, uint32_t i) {
  int slot = u->slots[i];
  return slot > 0 ? u->types.items[slot - 1] : NULL;
}

/* A new slot, for t. */
static int add_type(Unifier *u, Type *t) {
  list_push(&u->ck->c->arena, &u->types, t);
  return (int)u->types.len;
}

/* All parameters of one slot move to another one. */
static void move_slot(Unifier *u, int from, int to) {
  for (uint32_t i = 0; i < u->tparams.n; i++)
    if (u->slots[i] == from)
      u->slots[i] = to;
}

void unifier_set(Unifier *u, uint32_t i, Type *t) {
  int slot = u->slots[i];
  if (slot < 0) {
    u->types.items[-slot - 1] = t;
    move_slot(u, slot, -slot);
  } else {
    u->slots[i] = add_type(u, t);
  }
}

/* Parameters i and j shall be equal; false if both are known, and by different
   slots. */
static bool join(Unifier *u, uint32_t i, uint32_t j) {
  int a = u->slots[i], b = u->slots[j];
  if (a == 0 && b == 0)
    u->slots[i] = u->slots[j] = -add_type(u, NULL);
  else if (a == 0)
    u->slots[i] = b;
  else if (b == 0)
    u->slots[j] = a;
  else if (a > 0 && b > 0)
    return a == b;
  else if (a != b)
    move_slot(u, a > 0 ? b : a, a > 0 ? a : b);
  return true;
}

/* ---------------------------------------------------------------- structure */

/* Same fields, names and tags; their types unify. */
static bool unify_structs(Unifier *u, const Type *x, const Type *y,
                          const Pair *pairs) {
  if (x->st.n != y->st.n)
    return false;
  for (uint32_t i = 0; i < x->st.n; i++) {
    const Object *f = x->st.fields[i], *g = y->st.fields[i];
    if (!field_same(f, g, true) || !unify_in(u, f->type, g->type, pairs))
      return false;
  }
  return true;
}

/* Pairwise; names do not count. */
static bool unify_tuples(Unifier *u, const Type *x, const Type *y,
                         const Pair *pairs) {
  if (x->tuple.n != y->tuple.n)
    return false;
  for (uint32_t i = 0; i < x->tuple.n; i++)
    if (!unify_in(u, x->tuple.vars[i]->type, y->tuple.vars[i]->type, pairs))
      return false;
  return true;
}

/* Same restrictions, and methods pairwise. */
static bool unify_interfaces(Unifier *u, Type *x, Type *y, const Pair *pairs) {
  Compiler *c = u->ck->c;
  const TypeSet *a = type_set(c, x), *b = type_set(c, y);
  if (a->comparable != b->comparable || a->nmethods != b->nmethods ||
      !type_set_within(c, a, b) || !type_set_within(c, b, a))
    return false;
  for (const Pair *p = pairs; p != NULL; p = p->outer)
    if ((p->x == x && p->y == y) || (p->x == y && p->y == x))
      return true;
  Pair inner = {.outer = pairs, .x = x, .y = y};
  for (uint32_t i = 0; i < a->nmethods; i++) {
    const Object *m = a->methods[i], *n = b->methods[i];
    if (!object_same_name(m, n->package, n->name) || m->type == NULL ||
        n->type == NULL || !unify_in(u, m->type, n->type, &inner))
      return false;
  }
  return true;
}

/* One generic type with two lists of arguments, or the same type. */
static bool unify_named(Unifier *u, const Type *x, const Type *y,
                        const Pair *pairs) {
  if (x->named.orig == NULL || x->named.orig != y->named.orig ||
      x->named.ntargs != y->named.ntargs)
    return x == y;
  for (uint32_t i = 0; i < x->named.ntargs; i++)
    if (!unify_in(u, x->named.targs[i], y->named.targs[i], pairs))
      return false;
  return true;
}

/* Neither is one of our parameters: the structures must agree. */
static bool unify_structure(Unifier *u, Type *x, Type *y, const Pair *pairs) {
  if (x->kind != y->kind)
    return false;
  switch ((TypeKind)x->kind) {
  case TYPE_BASIC: return x->basic.kind == y->basic.kind;
  case TYPE_ARRAY:
    return (x->array.len < 0 || y->array.len < 0 ||
            x->array.len == y->array.len) &&
           unify_in(u, x->array.elem, y->array.elem, pairs);
  case TYPE_SLICE:
  case TYPE_CHAN:
  case TYPE_POINTER: return unify_in(u, x->ptr.elem, y->ptr.elem, pairs);
  case TYPE_MAP:
    return unify_in(u, x->map.key, y->map.key, pairs) &&
           unify_in(u, x->map.elem, y->map.elem, pairs);
  case TYPE_STRUCT: return unify_structs(u, x, y, pairs);
  case TYPE_TUPLE: return unify_tuples(u, x, y, pairs);
  case TYPE_FUNC:
    return ((x->flags ^ y->flags) & TYPE_F_VARIADIC) == 0 &&
           unify_tuples(u, x->func.params, y->func.params, pairs) &&
           unify_tuples(u, x->func.results, y->func.results, pairs);
  case TYPE_INTERFACE: return unify_interfaces(u, x, y, pairs);
  case TYPE_NAMED: return unify_named(u, x, y, pairs);
  case TYPE_PARAM:
  case TYPE_INVALID:
  case TYPE_UNION: return x == y;
  }
  UNREACHABLE();
}

/* ----------------------------------------------------------------- unify -- */

/* A parameter with a known value: that must agree. */
static bool unify_value(Unifier *u, Type *value, Type *t, const Pair *pairs) {
  return value == t || unify_in(u, value, t, pairs);
}

/* Parameter number i of ours against another type. */
static bool unify_param(Unifier *u, uint32_t i, Type *t, const Pair *pairs) {
  Type *value = unifier_get(u, i);
  if (value != NULL)
    return unify_value(u, value, t, pairs);
  unifier_set(u, i, t);
  return true;
}

/* The type parameter x is not ours, and y has no name: x's core type, if it has
   one, has the same structure. */
static Type *foreign_core(const Unifier *u, Type *x, const Type *y) {
  return x->kind == TYPE_PARAM && !type_is_named(y) ? type_core(u->ck->c, x)
                                                    : NULL;
}

/* A named type meets an unnamed one as its underlying type; parameters of the
   list take the other side, or are joined; other parameters count as their core
   types; what is left must have the same structure. */
static bool unify_step(Unifier *u, Type *x, Type *y, const Pair *pairs) {
  if (x->kind == TYPE_NAMED && !type_is_named(y))
    return unify_in(u, type_under(x), y, pairs);
  if (y->kind == TYPE_NAMED && !type_is_named(x))
    return unify_in(u, x, type_under(y), pairs);
  int i = type_param_index(u->tparams, x);
  int j = u->both_sides ? type_param_index(u->tparams, y) : -1;
  if (i >= 0 && j >= 0)
    return join(u, (uint32_t)i, (uint32_t)j) ||
           unify_value(u, unifier_get(u, (uint32_t)i),
                       unifier_get(u, (uint32_t)j), pairs);
  if (i >= 0)
    return unify_param(u, (uint32_t)i, y, pairs);
  if (j >= 0)
    return unify_param(u, (uint32_t)j, x, pairs);
  Type *core = foreign_core(u, x, y);
  if (core != NULL)
    return unify_in(u, core, y, pairs);
  core = foreign_core(u, y, x);
  if (core != NULL)
    return unify_in(u, x, core, pairs);
  return unify_structure(u, x, y, pairs);
}

/* Recursive types may unfold forever: the depth is limited. */
static bool unify_in(Unifier *u, Type *x, Type *y, const Pair *pairs) {
  if (u->depth >= MAX_DEPTH)
    return false;
  u->depth++;
  bool ok = unify_step(u, x, y, pairs);
  u->depth--;
  return ok;
}

bool unify(Unifier *u, Type *x, Type *y) { return unify_in(u, x, y, NULL); }
