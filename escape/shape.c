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

/* A conversion to an interface of which gc needs to know the type arguments. */
static bool is_dynamic_conversion(Compiler *c, const Expr *e) {
  bool iface = e->kind == EXPR_CONVERT && e->mode != MODE_CONST &&
               (e->sub == CONV_TO_IFACE || e->sub == CONV_IFACE_TO_IFACE);
  return iface &&
         (has_shape(e->pair.x->type) ||
          (has_shape(e->type) && !type_is_empty_interface(c, e->type)));
}

bool shape_is_boxed(Compiler *c, const Expr *e) {
  if (!is_dynamic_conversion(c, e))
    return false;
  return e->sub == CONV_TO_IFACE ||
         (has_shape(e->type) && !type_is_empty_interface(c, e->type));
}

bool shape_is_converted(Compiler *c, const Expr *e) {
  return is_dynamic_conversion(c, e) && !shape_is_boxed(c, e) &&
         !(type_is_empty_interface(c, e->type) &&
           type_is_empty_interface(c, e->pair.x->type));
}

bool function_of_shape(const Function *fn) {
  return function_outermost(fn)->shapes != NULL;
}

bool function_copies_dictionary(const Function *fn) {
  return fn->outer && fn->dict;
}

bool shape_is_mentioned(const Type *t) { return has_shape(t); }

/* ----------------------------------------------------------------- costs -- */

enum {
  COST_ENTRY = 4,  /* (*(*[N]uintptr)(unsafe.Pointer(.dict)))[i] */
  COST_STATIC = 2, /* &.dict.F[int] */
  COST_NIL_CHECK = 63,
  COST_COPY = 3 /* .dict = .dict, with which a literal begins */
};

/* The dictionary that a call in function `in` passes. */
static int cost_dictionary(const Expr *call, const Function *in) {
  bool dynamic;
  if (!names_instance(call->call.fn, &dynamic))
    return 0;
  if (!dynamic)
    return COST_STATIC;
  return in->is_wrapper ? 1 : COST_ENTRY; /* the literal has captured it */
}

static bool is_empty_interface(const Expr *x, Compiler *c) {
  return type_is_empty_interface(c, x->type);
}

bool shape_is_dynamic_assertion(Compiler *c, const Expr *e) {
  Type *to = e->pair.y ? e->pair.y->type : e->type;
  if (type_is_interface(to) &&
      (type_is_empty_interface(c, to) || !has_shape(to)))
    return false;
  return has_shape(to) ||
         (has_shape(e->pair.x->type) && !is_empty_interface(e->pair.x, c));
}

/* A literal that stands for an instance used as a value: .dictN := ... */
static int cost_of_value(const Function *fn) {
  bool dynamic;
  names_instance(literal_instance(fn), &dynamic);
  return 2 + (dynamic ? COST_ENTRY : COST_STATIC);
}

int shape_literal_cost(const Function *fn) {
  if (!fn->outer)
    return 0;
  if (fn->is_wrapper)
    return cost_of_value(fn);
  return function_copies_dictionary(fn) ? COST_COPY : 0;
}

bool wrapper_follows_pointer(const Function *fn) {
  const Expr *called = literal_instance(fn);
  const Expr *x = called->kind == EXPR_SELECTOR ? called->sel.x : NULL;
  return x && x->kind == EXPR_UNARY && x->op == OP_MUL &&
         x->pair.x->kind == EXPR_NAME;
}

int shape_body_cost(const Function *fn) {
  if (function_is_generated(fn))
    return wrapper_follows_pointer(fn) ? COST_NIL_CHECK : 0;
  return function_copies_dictionary(fn) ? COST_COPY : 0;
}

int shape_extra_cost(Compiler *c, const Function *in, const Expr *e) {
  if (e->kind == EXPR_CALL && e->sub == CALL_FUNC)
    return names_bound_method(e->call.fn) ? COST_ENTRY : cost_dictionary(e, in);
  if (shape_is_boxed(c, e))
    return COST_ENTRY + 1;
  if (names_bound_method(e) && e->sel.selection->kind == SEL_METHOD_EXPR)
    return COST_ENTRY;
  return e->kind == EXPR_TYPE_ASSERT && shape_is_dynamic_assertion(c, e)
             ? COST_ENTRY
             : 0;
}

int shape_case_cost(Compiler *c, const Expr *kase, const Expr *operand) {
  if (!has_shape(kase->type))
    return 0;
  bool itab = !type_is_interface(kase->type) && !is_empty_interface(operand, c);
  return itab ? 2 * COST_ENTRY : COST_ENTRY;
}
