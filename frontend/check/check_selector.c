/*
 * check_selector.c - x.f: packages, fields, methods, method expressions.
 *
 * `p.Name` with p an import is looked up in that package. Otherwise x is a
 * value or a type, and the name is searched breadth-first through embedded
 * fields (types/lookup.c). The finding is kept in e->sel.selection:
 *
 *     p.Name   SEL_QUALIFIED          x.m  SEL_METHOD_VALUE, or
 *     x.f      SEL_FIELD                   SEL_INTERFACE_METHOD
 *                                     T.m  SEL_METHOD_EXPR
 *
 * with the path of field numbers that leads there. For
 *
 *     type T struct { a int; *E }        type E struct { b int }
 *     t.b                                path 1 0, indirect
 *
 * explicit.c later makes (*t.E).b of it.
 */
#include "frontend/check/operand.h"

/* Keeps the finding; found is NULL for package.Name. */
static void select_object(Checker *ck, Expr *e, SelectionKind kind, Object *obj,
                          Type *recv, const Lookup *found) {
  Selection *s = e->sel.selection;
  if (s == NULL)
    s = e->sel.selection = NEW(&ck->c->arena, Selection);
  *s = (Selection){.kind = kind, .obj = obj, .recv = recv};
  if (found != NULL) {
    s->indirect = found->indirect;
    s->path = found->path;
    s->npath = found->npath;
  }
}

/* ------------------------------------------------------- package.Name -- */

/* The exported object; NULL after an error. Of a package's own names an
   importer sees some types: the rest is as good as undefined. */
static Object *find_exported(Checker *ck, Expr *e, Package *pkg) {
  const Name *name = e->sel.sel;
  Object *obj = pkg->scope != NULL ? scope_lookup_here(pkg->scope, name) : NULL;
  if (obj != NULL && object_is_exported(obj))
    return obj;
  if (pkg->fake)
    return NULL;
  if (obj != NULL && obj->kind == OBJ_TYPE &&
      type_is_in_export_data(ck, pkg, obj->type)) {
    report(ck, e->sel.sel_pos, "%n not exported by package %n", name,
           pkg->name);
    return obj;
  }
  report(ck, e->sel.sel_pos, "undefined: %n.%n", pkg->name, name);
  return NULL;
}

/* package.Name, through the import object of a file. */
static void check_qualified(Checker *ck, Operand *x, Expr *e, Object *import) {
  Package *pkg = import->pkg.imported;
  e->sel.x->name.obj = import;
  import->flags |= OBJ_F_USED;
  Object *obj = find_exported(ck, e, pkg);
  if (obj == NULL)
    return;
  select_object(ck, e, SEL_QUALIFIED, obj, NULL, NULL);
  x->type = obj->type != NULL ? obj->type : ck->c->universe->invalid;
  switch ((ObjKind)obj->kind) {
  case OBJ_CONST:
    x->mode = MODE_CONST;
    x->value = obj->cnst.value;
    if (x->value == NULL)
      x->value = const_unknown();
    break;
  case OBJ_TYPE: x->mode = MODE_TYPE; break;
  case OBJ_VAR: x->mode = MODE_VAR; break;
  case OBJ_FUNC: x->mode = MODE_VALUE; break;
  case OBJ_BUILTIN:
    x->mode = MODE_BUILTIN;
    x->builtin = (BuiltinId)obj->builtin;
    x->type = ck->c->universe->invalid;
    break;
  case OBJ_PACKAGE:
  case OBJ_LABEL:
  case OBJ_NIL: UNREACHABLE();
  }
  if (type_is_invalid(x->type) && obj->kind != OBJ_BUILTIN)
    operand_invalidate(x);
}

/* --------------------------------------------------------- not found -- */

/* The name with its first letter in the other case, if x has that. */
static const Name *other_case(Checker *ck, const Operand *x, const Name *name) {
  char first = name->text[0];
  bool upper = first >= 'A' && first <= 'Z';
  if (!upper && (first < 'a' || first > 'z'))
    return NULL;
  char *text = arena_strndup(&ck->c->arena, name->text, name->len);
  text[0] = (char)(first ^ 0x20);
  const Name *other = name_intern(ck->c, text, name->len);
  Lookup found = lookup_field_or_method(ck->c, x->type, x->mode == MODE_VAR,
                                        ck->pkg, other);
  return found.obj != NULL ? other : NULL;
}

/* Why x has no such field or method. */
static void report_no_selector(Checker *ck, const Operand *x, const Expr *e,
                               const Lookup *found) {
  const Name *name = e->sel.sel;
  Pos at = e->sel.sel_pos;
  if (type_is_invalid(type_under(x->type)))
    return;
  if (found->ambiguous) {
    report(ck, at, "ambiguous selector %e.%n", x->expr, name);
  } else if (found->ptr_recv) {
    report(ck, at, "cannot call pointer method %n on %T", name, x->type);
  } else if (type_is_interface_pointer(x->type)) {
    report(ck, at, "%e.%n undefined %s", x->expr, name,
           interface_pointer_text(ck, x->type));
  } else {
    const Name *other = other_case(ck, x, name);
    const char *hint = "";
    if (other != NULL)
      hint = report_text(ck, ", but does have %n", other);
    report(ck, at, "%e.%n undefined (type %T has no field or method %n%s)",
           x->expr, name, x->type, name, hint);
  }
}

/* ------------------------------------------------ fields and methods -- */

/* The receiver as the first parameter of a method expression's type. */
static Object *receiver_parameter(Checker *ck, const Type *sig, Type *recv) {
  const Type *params = sig->func.params;
  const Object *r = sig->func.recv;
  const Name *name = NULL;
  if (params->tuple.n > 0 && params->tuple.vars[0]->name != NULL) {
    name = r->name; /* parameters are named all or none */
    if (name == NULL)
      name = ck->c->universe->blank;
  }
  return object_new(ck->c, OBJ_VAR, r->pos, name, recv, r->package);
}

/* T.m, a function whose first parameter is the receiver. */
static void select_method_expr(Checker *ck, Operand *x, Expr *e,
                               const Lookup *found) {
  Object *m = found->obj;
  if (m->kind != OBJ_FUNC) {
    report(ck, e->sel.sel_pos, "%e.%n undefined (type %T has no method %n)",
           x->expr, e->sel.sel, x->type, e->sel.sel);
    operand_invalidate(x);
    return;
  }
  Type *sig = m->type;
  if (sig->kind != TYPE_FUNC || sig->func.recv == NULL) {
    if (sig->kind == TYPE_FUNC)
      report(ck, expr_start(e), "illegal cycle in method declaration");
    operand_invalidate(x);
    return;
  }
  select_object(ck, e, SEL_METHOD_EXPR, m, x->type, found);
  const Type *old = sig->func.params;
  uint32_t n = old->tuple.n;
  Object **params = NEW_ARRAY(&ck->c->arena, Object *, n + 1);
  params[0] = receiver_parameter(ck, sig, x->type);
  if (n > 0)
    memcpy(params + 1, old->tuple.vars, n * sizeof *params);
  x->mode = MODE_VALUE;
  x->type = type_func(ck->c, type_tuple(ck->c, params, n + 1),
                      sig->func.results, (sig->flags & TYPE_F_VARIADIC) != 0);
  add_dependency(ck, m);
}

/* A method with pointer receiver takes the address of a variable x. */
static void note_implicit_address(Expr *e, const Operand *x,
                                  const Lookup *found) {
  if (x->mode == MODE_VAR && (found->obj->flags & OBJ_F_PTR_RECV) != 0 &&
      !found->indirect)
    mark_variable(e->sel.x, OBJ_F_ADDR_TAKEN);
}

/* x.f or x.m with x a value. */
static void select_member(Checker *ck, Operand *x, Expr *e,
                          const Lookup *found) {
  Object *obj = found->obj;
  if (obj->kind == OBJ_VAR) {
    select_object(ck, e, SEL_FIELD, obj, x->type, found);
    if (x->mode != MODE_VAR)
      x->mode = found->indirect ? MODE_VAR : MODE_VALUE;
  } else {
    bool iface = (obj->flags & OBJ_F_IFACE_METHOD) != 0;
    select_object(ck, e, iface ? SEL_INTERFACE_METHOD : SEL_METHOD_VALUE, obj,
                  x->type, found);
    note_implicit_address(e, x, found);
    x->mode = MODE_VALUE;
    add_dependency(ck, obj);
  }
  x->type = obj->type != NULL ? obj->type : ck->c->universe->invalid;
}

/* What stands before the dot, if that is no package. */
static bool check_selector_base(Checker *ck, Operand *x, Expr *e, Type *def) {
  check_expr_or_type(ck, x, e->sel.x);
  if (x->mode == MODE_TYPE && def != NULL && x->type == def) {
    report_cycle(ck, &def->named.obj, 1);
    operand_invalidate(x);
  } else if (x->mode == MODE_BUILTIN) {
    report(ck, e->pos, "cannot select on %x", x);
    operand_invalidate(x);
  }
  return x->mode != MODE_INVALID;
}

/* Names before the dot are looked up here first: an import is no operand, and
   a local variable of the same name hides it. */
void check_selector(Checker *ck, Operand *x, Expr *e, Type *def,
                    bool want_type) {
  (void)want_type;
  x->mode = MODE_INVALID;
  x->type = ck->c->universe->invalid;
  x->expr = e;
  if (e->sel.x->kind == EXPR_NAME) {
    Object *obj = scope_lookup(ck->env.scope, e->sel.x->name.name, NULL);
    if (obj != NULL && obj->kind == OBJ_PACKAGE) {
      check_qualified(ck, x, e, obj);
      return;
    }
  }
  if (!check_selector_base(ck, x, e, def)) {
    x->expr = e;
    return;
  }
  Lookup found = lookup_field_or_method(ck->c, x->type, x->mode == MODE_VAR,
                                        ck->pkg, e->sel.sel);
  if (found.obj == NULL) {
    report_no_selector(ck, x, e, &found);
    operand_invalidate(x);
  } else {
    if (found.obj->kind == OBJ_FUNC)
      declare_object(ck, found.obj,
                     NULL); /* its signature may still be unknown */
    if (x->mode == MODE_TYPE)
      select_method_expr(ck, x, e, &found);
    else
      select_member(ck, x, e, &found);
  }
  x->expr = e;
}
