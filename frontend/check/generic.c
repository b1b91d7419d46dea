/*
 * generic.c - declarations with type parameters, and their instances.
 *
 * The parameters of a list are all declared before the first bound is checked,
 * and belong to their type or function from then on:
 *
 *     type Graph[N Node[E], E Edge[N]] struct { ... }
 *
 * Methods name the parameters of their type anew: in func (g *Graph[A, B]) f()
 * A and B are parameters of f, with the bounds of N and E.
 *
 * An instance is made as soon as its arguments are known, and verified later:
 * then all bounds are complete. What was inferred or written is recorded on the
 * name of the function (types.h): Id[int] and Id(1) are alike from then on.
 */
#include "frontend/check/generic.h"

#include "frontend/check/check_type.h"

/* ---------------------------------------------------------- declarations -- */

/* One parameter, without its bound. */
static Type *declare_type_param(Checker *ck, Pos pos, const Name *name,
                                uint32_t index) {
  Object *obj = object_new(ck->c, OBJ_TYPE, pos, name, NULL, ck->pkg);
  Type *t = type_new(ck->c, TYPE_PARAM);
  obj->color = COLOR_BLACK;
  obj->type = t;
  t->param.obj = obj;
  t->param.index = index;
  declare(ck, ck->env.scope, obj, NO_POS);
  return t;
}

/* A constraint; ~T and A|B stand for the interface that embeds them. */
static Type *check_bound(Checker *ck, Expr *e) {
  bool literal = (e->kind == EXPR_UNARY && e->op == OP_TILDE) ||
                 (e->kind == EXPR_BINARY && e->op == OP_OR);
  Type *t = literal ? check_implicit_interface(ck, e) : check_type(ck, e);
  if (t->kind != TYPE_PARAM)
    return t;
  report(ck, expr_start(e), "cannot use a type parameter as constraint");
  return ck->c->universe->invalid;
}

/* Parameters that share a bound share its node, which is how they print. */
void declare_type_params(Checker *ck, TypeParams *dst, Field *list,
                         uint32_t n) {
  Type **params = NEW_ARRAY(&ck->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++) {
    params[i] = declare_type_param(ck, list[i].name_pos, list[i].name, i);
    list[i].obj = params[i]->param.obj;
  }
  *dst = (TypeParams){.items = params, .n = n};
  bool saved = ck->env.in_tparam_list;
  ck->env.in_tparam_list = true;
  Type *bound = NULL;
  for (uint32_t i = 0; i < n; i++) {
    if (i == 0 || list[i].type != list[i - 1].type)
      bound = check_bound(ck, list[i].type);
    params[i]->param.bound = bound;
  }
  ck->env.in_tparam_list = saved;
}

/* T[A, B] in the receiver (r *T[A, B]); NULL: T is not generic. */
Expr *receiver_index(Expr *e) {
  while (e->kind == EXPR_PAREN || (e->kind == EXPR_UNARY && e->op == OP_MUL))
    e = e->pair.x;
  return e->kind == EXPR_INDEX ? e : NULL;
}

/* `_` names nothing: its node itself leads to the parameter. */
static Type *declare_receiver_param(Checker *ck, Expr *e, uint32_t i) {
  if (e->kind == EXPR_NAME) {
    Type *t = declare_type_param(ck, e->pos, e->name.name, i);
    e->name.obj = t->param.obj;
    return t;
  }
  if (e->kind != EXPR_BAD)
    report(ck, expr_start(e),
           "receiver type parameter %e must be an identifier", e);
  return declare_type_param(ck, e->pos, ck->c->universe->blank, i);
}

/* The generic type that e names, without any complaint about it. */
static Type *quiet_generic_type(Checker *ck, Expr *e) {
  if (e->kind != EXPR_NAME)
    return NULL;
  Type *t = check_generic_type(ck, e, false);
  return t->kind == TYPE_NAMED ? t : NULL;
}

/* The parameters take the bounds of those that they stand for. */
static void copy_bounds(Checker *ck, TypeParams to, TypeParams from) {
  TypeMap map = {.params = from, .args = to.items};
  for (uint32_t i = 0; i < to.n; i++) {
    mono_note_receiver(ck, to.items[i], from.items[i]);
    to.items[i]->param.bound =
        type_substitute(ck->c, from.items[i]->param.bound, &map);
  }
}

/* In the scope of the method. */
void declare_receiver_params(Checker *ck, Type *sig, const Field *recv) {
  Expr *index = receiver_index(recv->type);
  uint32_t n;
  if (index == NULL)
    return;
  Expr **names = expr_items(&index->pair.y, &n);
  Type **params = NEW_ARRAY(&ck->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++)
    params[i] = declare_receiver_param(ck, names[i], i);
  sig->func.rparams = (TypeParams){.items = params, .n = n};
  const Type *base = quiet_generic_type(ck, index->pair.x);
  uint32_t want = base != NULL ? base->named.tparams.n : 0;
  if (n == want)
    copy_bounds(ck, sig->func.rparams, base->named.tparams);
  else if (n < want)
    report(ck, recv->name != NULL ? recv->name_pos : recv->pos,
           "got %d type parameter%s, but receiver base type declares %d",
           (int)n, n == 1 ? "" : "s", (int)want);
}

/* ---------------------------------------------------------- verification -- */

/* Constraints that are checked when everything is declared. */
typedef struct Verification {
  Pos pos; /* of arguments that are not written */
  TypeParams tparams;
  Type **targs;
  Expr **written;
  uint32_t nwritten;
  Type *inst; /* of a type; NULL: of a function */
} Verification;

/* The first argument that does not satisfy its constraint; true: all do. */
static bool verify_arguments(Checker *ck, const Verification *v) {
  TypeMap map = {.params = v->tparams, .args = v->targs};
  for (uint32_t i = 0; i < v->tparams.n; i++) {
    Type *param = v->tparams.items[i];
    const char *cause = NULL;
    type_param_bound(ck->c, param); /* makes an interface of bounds like int */
    Type *bound = type_substitute(ck->c, param->param.bound, &map);
    if (type_implements(ck, v->targs[i], bound, &cause))
      continue;
    report(ck, i < v->nwritten ? expr_start(v->written[i]) : v->pos, "%s",
           cause);
    return false;
  }
  return true;
}

/* Do the arguments satisfy the bounds? */
static void verify_instance(Checker *ck, void *data) {
  Verification *v = data;
  if (v->inst != NULL) {
    const Type *orig = v->inst->named.orig;
    v->tparams = orig->named.tparams;
    if (v->inst->named.ntargs != v->tparams.n) {
      report(ck, v->pos, "got %d arguments but %d type parameters",
             (int)v->inst->named.ntargs, (int)v->tparams.n);
      check_valid_type(ck, v->inst);
      return;
    }
  }
  if (verify_arguments(ck, v))
    mono_note_instance(ck, v->pos, v->tparams, v->targs, v->written,
                       v->nwritten);
  if (v->inst != NULL)
    check_valid_type(ck, v->inst);
}

/* Bounds may still be incomplete: an instance may stand in the declaration of
   its own generic type. */
static void verify_later(Checker *ck, const Verification *v) {
  check_later(ck, verify_instance, arena_copy(&ck->c->arena, v, sizeof *v));
}

/* ------------------------------------------------------------- instances -- */

/* NULL: one of them is no type; reported. */
Type **check_type_list(Checker *ck, Expr **list, uint32_t n) {
  Type **types = NEW_ARRAY(&ck->c->arena, Type *, n);
  bool ok = true;
  for (uint32_t i = 0; i < n; i++) {
    types[i] = check_var_type(ck, list[i]);
    ok &= types[i]->kind != TYPE_INVALID;
  }
  return ok ? types : NULL;
}

/* G[int] as a type; NULL after a report. An instance whose arguments are bad
   has an invalid underlying type, too. The bounds are checked later. */
Type *check_instance_type(Checker *ck, Expr *e, Type *def) {
  uint32_t n;
  if (!version_allows(ck, 18))
    report_version(ck, e->pos, 18, "type instantiation");
  Type *orig = check_generic_type(ck, e->pair.x, true);
  if (orig->kind == TYPE_INVALID)
    return NULL;
  Expr **list = expr_items(&e->pair.y, &n);
  Type **targs = check_type_list(ck, list, n);
  if (targs == NULL)
    return NULL;
  Pos pos =
      e->pair.x->kind == EXPR_SELECTOR ? e->pair.x->pos : expr_start(e->pair.x);
  Type *inst = type_instance(ck->c, pos, orig, targs, n);
  set_underlying(def, inst);
  verify_later(ck, &(Verification){.pos = pos,
                                   .targs = targs,
                                   .written = list,
                                   .nwritten = n,
                                   .inst = inst});
  return inst;
}

/* On the name or selector, and on the index around it. */
static void record_instance(Expr *fn, Type **targs, uint32_t n, Type *sig) {
  for (;; fn = fn->pair.x) {
    fn->type = sig;
    fn->mode = MODE_VALUE;
    if (fn->kind != EXPR_INDEX && fn->kind != EXPR_PAREN)
      break;
  }
  if (fn->kind == EXPR_NAME) {
    fn->name.targs = targs;
    fn->name.ntargs = n;
  } else if (fn->kind == EXPR_SELECTOR && fn->sel.selection != NULL) {
    fn->sel.selection->targs = targs;
    fn->sel.selection->ntargs = n;
  }
}

/* fn gets the type arguments recorded. */
Type *instantiate_signature(Checker *ck, Pos pos, const GenericCall *g,
                            Expr *fn, Type **targs) {
  TypeParams tparams = g->sig->func.tparams;
  Type *inst = signature_instance(ck->c, g->sig, targs);
  verify_later(ck, &(Verification){.pos = pos,
                                   .tparams = tparams,
                                   .targs = targs,
                                   .written = g->written,
                                   .nwritten = g->ntargs});
  record_instance(fn, targs, tparams.n, inst);
  return inst;
}

/* f[int] that is not called: what is not written must follow from
   constraints. */
void check_function_instance(Checker *ck, Operand *x, Expr *e) {
  GenericCall g = {.sig = type_under(x->type)};
  TypeParams tparams = g.sig->func.tparams;
  if (!version_allows(ck, 18))
    report_version(ck, e->pos, 18, "function instantiation");
  g.written = expr_items(&e->pair.y, &g.ntargs);
  g.targs = check_type_list(ck, g.written, g.ntargs);
  Pos pos = x->expr->pos;
  operand_invalidate(x);
  if (g.targs == NULL)
    return;
  if (g.ntargs > tparams.n) {
    report(ck, expr_start(g.written[g.ntargs - 1]),
           "got %d type arguments but want %d", (int)g.ntargs, (int)tparams.n);
    return;
  }
  InferRequest r = {
      .pos = e->pos, .tparams = tparams, .given = g.targs, .ngiven = g.ntargs};
  Type **targs = infer_type_args(ck, &r);
  if (targs == NULL)
    return;
  x->type = instantiate_signature(ck, pos, &g, e, targs);
  x->mode = MODE_VALUE;
}

/* Where a value is wanted, a generic function is none. */
bool reject_generic(Checker *ck, Operand *x) {
  if (x->mode == MODE_INVALID || x->mode == MODE_NO_VALUE ||
      !type_is_generic(x->type))
    return false;
  report(ck, expr_start(x->expr),
         "cannot use generic %s %e without instantiation",
         x->type->kind == TYPE_FUNC ? "function" : "type", x->expr);
  operand_invalidate(x);
  x->type = ck->c->universe->invalid;
  return true;
}
