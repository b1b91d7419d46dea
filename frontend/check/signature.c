/*
 * signature.c - function types: parameters, results, receivers.
 *
 * Types of parameters are looked up outside of the function: in
 * `func f(int string, x int)` the second int is still the type. That is why
 * names are declared in the scope that the caller passes while types resolve
 * in the current one.
 *
 *     func (t *T) m(a, b int) (err error)
 *
 *     FUNC: receiver t *T; params TUPLE(a int, b int); results TUPLE(err error)
 *
 * Until a signature is complete it has no parameters and no results, which is
 * what `func f(x [len(f(nil))]int)` sees of itself.
 */
#include "frontend/check/check_type.h"
#include "frontend/check/generic.h"

/* ------------------------------------------------------------- receivers -- */

/* Why a type with underlying type u cannot have methods; NULL: it can. */
static const char *bad_receiver(const Type *u) {
  if (u->kind == TYPE_BASIC && u->basic.kind == BASIC_UNSAFE_POINTER)
    return "unsafe.Pointer";
  if (u->kind == TYPE_POINTER || u->kind == TYPE_INTERFACE)
    return "pointer or interface type";
  return NULL;
}

typedef struct ReceiverCheck {
  const Object *recv;
  const Type *sig;
} ReceiverCheck;

/* Receivers are T or *T, with T a type declared here. */
static void check_receiver(Checker *ck, void *data) {
  const ReceiverCheck *r = data;
  const Object *recv = r->recv;
  Type *t = recv->type;
  Type *base = t->kind == TYPE_POINTER ? t->ptr.elem : t;
  if (base->kind == TYPE_INVALID)
    return;
  if (base->kind == TYPE_NAMED && base->named.orig &&
      r->sig->func.rparams.n == 0) {
    report(ck, recv->pos, "cannot define new methods on instantiated type %T",
           base);
    return;
  }
  if (base->kind == TYPE_BASIC ||
      (base->kind == TYPE_NAMED && base->named.obj->package != ck->pkg)) {
    report(ck, recv->pos, "cannot define new methods on non-local type %T",
           base);
    return;
  }
  if (base->kind != TYPE_NAMED) {
    report(ck, recv->pos, "invalid receiver type %T", t);
    return;
  }
  const char *problem = bad_receiver(type_under(base));
  if (problem)
    report(ck, recv->pos, "invalid receiver type %T (%s)", base, problem);
}

/* ------------------------------------------------------------ parameters -- */

/* What a parameter list is for. */
typedef struct ParamList {
  Field *fields;
  uint32_t n;
  uint32_t flag; /* OBJ_F_PARAM or OBJ_F_RESULT */
  bool dots_ok;  /* ... may stand before the last type */
  Scope *scope;
} ParamList;

/* Unnamed parameters have objects, too: their values must go somewhere. */
static Object *new_parameter(Checker *ck, const ParamList *l, Field *f,
                             Type *t) {
  Pos pos = f->name ? f->name_pos : f->pos;
  Object *obj = object_new(ck->c, OBJ_VAR, pos, f->name, t, ck->pkg);
  obj->flags |= l->flag | OBJ_F_USED;
  obj->color = COLOR_BLACK;
  f->obj = obj;
  if (f->name)
    declare(ck, l->scope, obj, NO_POS);
  return obj;
}

/* The type of field i; ...T is T here, and *variadic is set if it may stand
   in this place. */
static Type *parameter_type(Checker *ck, const ParamList *l, uint32_t i,
                            bool *variadic) {
  Expr *e = l->fields[i].type;
  if (e->kind != EXPR_DOTS_TYPE)
    return check_var_type(ck, e);
  if (l->dots_ok && i + 1 == l->n)
    *variadic = true;
  else
    report(ck, e->pos, "can only use ... with final parameter in list");
  e->mode = MODE_TYPE;
  return e->type = check_var_type(ck, e->array.elem);
}

/* The whole list as a tuple; the last type of a variadic one is a slice. */
static Type *check_parameters(Checker *ck, const ParamList *l, bool *variadic) {
  Object **vars = NEW_ARRAY(&ck->c->arena, Object *, l->n);
  Type *t = NULL;
  for (uint32_t i = 0; i < l->n; i++) {
    if (i == 0 || l->fields[i].type != l->fields[i - 1].type)
      t = parameter_type(ck, l, i, variadic);
    vars[i] = new_parameter(ck, l, &l->fields[i], t);
  }
  if (*variadic) {
    Object *last = vars[l->n - 1];
    last->type = type_slice(ck->c, last->type);
    l->fields[l->n - 1].type->type = last->type;
  }
  return type_tuple(ck->c, vars, l->n);
}

/* The receiver as a variable; whether its type may have methods is asked when
   that is complete. */
static Object *check_receiver_parameter(Checker *ck, const Type *sig,
                                        Field *recv, Scope *scope) {
  bool variadic = false;
  ParamList list = {
      .fields = recv, .n = 1, .flag = OBJ_F_PARAM, .scope = scope};
  Type *tuple = check_parameters(ck, &list, &variadic);
  ReceiverCheck *later = NEW(&ck->c->arena, ReceiverCheck);
  *later = (ReceiverCheck){.recv = tuple->tuple.vars[0], .sig = sig};
  check_later(ck, check_receiver, later);
  return tuple->tuple.vars[0];
}

Type *check_signature(Checker *ck, Type *sig, Field *recv, Expr *type,
                      Scope *scope) {
  if (!sig)
    sig = type_new(ck->c, TYPE_FUNC);
  if (!scope)
    scope = scope_new(ck->c, NULL); /* for duplicate names */
  sig->func.params = sig->func.results = ck->c->universe->empty_tuple;
  Object *receiver =
      recv ? check_receiver_parameter(ck, sig, recv, scope) : NULL;
  ParamList in = {.fields = type->functype.params,
                  .n = type->functype.nparams,
                  .flag = OBJ_F_PARAM,
                  .dots_ok = true,
                  .scope = scope};
  ParamList out = {.fields = type->functype.results,
                   .n = type->functype.nresults,
                   .flag = OBJ_F_RESULT,
                   .scope = scope};
  bool variadic = false, ignored = false;
  Type *params = check_parameters(ck, &in, &variadic);
  sig->func.results = check_parameters(ck, &out, &ignored);
  sig->func.params = params;
  sig->func.recv = receiver;
  sig->flags |= TYPE_F_COMPLETE | (variadic ? TYPE_F_VARIADIC : 0) |
                ((params->flags | sig->func.results->flags) & TYPE_F_HAS_PARAM);
  type->mode = MODE_TYPE;
  type->type = sig;
  return sig;
}

/* Moves the parameters to the scope of the body, where the type parameters have
   been entered. */
static void move_parameters(Checker *ck, Scope *from, Scope *to) {
  for (uint32_t i = 0; i < from->order.len; i++) {
    Object *obj = from->order.items[i];
    const Object *alt = scope_insert(ck->c, to, obj);
    if (alt)
      report(ck, obj->pos, "%n redeclared in this block%s", obj->name,
             other_declaration(ck, alt));
    else
      obj->parent = to;
  }
}

/* Type parameters are seen by the types of parameters, and by the body with
   them; names of parameters only by the body. So type parameters stand in two
   scopes. */
void check_declared_signature(Checker *ck, Type *sig, Decl *d, Scope *scope) {
  Scope *outer = ck->env.scope;
  Field *recv = d->func.nrecv ? d->func.recv : NULL;
  if (d->func.ntparams == 0 && (!recv || !receiver_index(recv->type))) {
    check_signature(ck, sig, recv, d->func.type, scope);
    return;
  }
  sig->func.params = sig->func.results = ck->c->universe->empty_tuple;
  ck->env.scope = scope_new(ck->c, outer);
  if (recv)
    declare_receiver_params(ck, sig, recv);
  if (d->func.ntparams)
    declare_type_params(ck, &sig->func.tparams, d->func.tparams,
                        d->func.ntparams);
  const Scope *tparams = ck->env.scope;
  for (uint32_t i = 0; i < tparams->order.len; i++)
    scope_insert(ck->c, scope, tparams->order.items[i]);
  Scope *params = scope_new(ck->c, NULL);
  check_signature(ck, sig, recv, d->func.type, params);
  move_parameters(ck, params, scope);
  ck->env.scope = outer;
}
