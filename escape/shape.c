/*
 * shape.c - how gc's middle end sees the functions of shapes.
 *
 * What the analyses read here is a copy of a generic body with shapes for its
 * type parameters (frontend/check/instantiate.h). gc's copy holds more: every
 * function has one more parameter, the dictionary, from which it takes what
 * only the type arguments know: type descriptors, methods, the dictionaries of
 * other instances that it calls.
 *
 *     func F[T fmt.Stringer](x T) {     F[go.shape.int_0](.dict, x)
 *       var i any = x                   EFACE(.dict[0], unsafe.Pointer(x))
 *       x.String()                      (*.dict[2])(x)
 *       G(x)                            G[go.shape.int_0](.dict[1], x)
 *     }
 *
 * None of this is in our tree; the functions of this file say where it would
 * be, so that costs, texts and flows come out as gc's.
 */
#include "escape/build.h"

static bool has_shape(const Type *t) {
  return t && (t->flags & TYPE_F_HAS_PARAM);
}

bool shape_is_boxed(const Expr *e) {
  return e->kind == EXPR_CONVERT && e->sub == CONV_TO_IFACE &&
         e->mode != MODE_CONST &&
         (has_shape(e->pair.x->type) || has_shape(e->type));
}

bool function_of_shape(const Function *fn) {
  while (fn->outer)
    fn = fn->outer;
  return fn->shapes != NULL;
}
