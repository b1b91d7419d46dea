/*
 * shape.c - shapes: the types that gc compiles generic functions for.
 *
 * gc 1.19 makes one copy of a generic body for all type arguments that look
 * alike to the machine, and its inliner and escape analysis work on that copy.
 * What they print names the copy's types:
 *
 *     func Id[T any](x T) T       Id[int], Id[MyInt]   Id[go.shape.int_0]
 *                                 Id[*A], Id[*B]       Id[go.shape.*uint8_0]
 *
 * A shape is a named type whose underlying type is that of the arguments. It
 * ends in the place of its type parameter, and counts as a type parameter
 * itself (TYPE_F_HAS_PARAM): putting the arguments back in its place gives the
 * code of one instance.
 *
 * Source: Shapify in cmd/compile/internal/typecheck/subr.go of Go 1.19.
 */
#include "frontend/types/types.h"

/* Type arguments that mention shapes themselves are seen through. */
static Type *without_shapes(Compiler *c, Type *t) {
  TypeMap map = {.unshape = true};
  return type_substitute(c, t, &map);
}

/* Pointers to arrays differ: slices are converted to them. */
static bool is_any_pointer(Compiler *c, const Type *under, Type *param) {
  if (under->kind != TYPE_POINTER)
    return false;
  Type *elem = under->ptr.elem;
  bool array = elem->kind == TYPE_ARRAY;
  return !array && !(elem->flags & TYPE_F_NOTINHEAP) &&
         type_core(c, param) == NULL;
}

/* Shapes belong to a package that no program can import; made at first use. */
static Package *shape_package(Compiler *c) {
  Universe *u = c->universe;
  if (!u->shape_package) {
    u->shape_package = NEW(&c->arena, Package);
    u->shape_package->path = "go.shape";
    u->shape_package->name = name_of(c, "go.shape");
  }
  return u->shape_package;
}

/* go.shape.T_place, a type of its own; shape_of finds it when it is asked
   again. */
static Type *new_shape(Compiler *c, Type *under, uint32_t place) {
  const char *name =
      arena_printf(&c->arena, "%s_%u", type_link_string(c, under), place);
  Object *obj =
      object_new(c, OBJ_TYPE, NO_POS, name_of(c, name), NULL, shape_package(c));
  Type *t = type_named(c, obj, under);
  t->flags |= TYPE_F_HAS_PARAM | TYPE_F_COMPLETE;
  t->named.shape = place + 1;
  list_push(&c->arena, &c->universe->shapes, t);
  return t;
}

Type *type_shape(Compiler *c, Type *arg, uint32_t place, Type *param) {
  Type *under = type_canon(c, type_under(without_shapes(c, arg)));
  if (is_any_pointer(c, under, param))
    under = type_pointer(c, BASIC(c, UINT8));
  under = type_canon(c, under);
  for (uint32_t i = 0; i < c->universe->shapes.len; i++) {
    Type *t = c->universe->shapes.items[i];
    if (t->named.shape == place + 1 && t->named.under == under)
      return t;
  }
  return new_shape(c, under, place);
}

Type *type_shape_alias(Compiler *c, const Type *shape, Type *target) {
  Type *t = type_new(c, TYPE_NAMED);
  t->flags |= TYPE_F_HAS_PARAM | TYPE_F_COMPLETE;
  t->named = shape->named;
  t->named.under = type_under(target);
  t->canon = type_canon(c, target);
  c->universe->has_aliases = true;
  t->id = 0;
  return t;
}
