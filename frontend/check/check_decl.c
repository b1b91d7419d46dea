/*
 * check_decl.c - one declaration: const, var, type, func; and bodies.
 *
 * Package-level declarations come here lazily, when their object is first
 * needed (resolve.c); declarations inside functions in source order. The rule
 * behind the order of steps is the scope rule: what a declaration declares is
 * not visible to its own initialisers, function literals in them included:
 *
 *     x := 1
 *     { var x = func() int { return x }() }    the literal sees the outer x
 *
 * so delayed work (bodies of literals) runs before names enter the scope.
 */
#include <stdlib.h>

#include "frontend/check/generic.h"
#include "frontend/check/resolve.h"

#define INVALID(ck) ((ck)->c->universe->invalid)

/* -------------------------------------------------------------- declare -- */

/* A variable of a body belongs to the body's function. */
static void adopt_local(Checker *ck, Object *obj) {
  const uint32_t not_local =
      OBJ_F_PARAM | OBJ_F_RESULT | OBJ_F_GLOBAL | OBJ_F_FIELD;
  if (obj->kind != OBJ_VAR || !ck->env.fn || (obj->flags & not_local))
    return;
  obj->var.fn = ck->env.fn;
  if (!name_is_blank(obj->name))
    list_push(&ck->c->arena, &ck->env.fn->locals, obj);
}

void declare(Checker *ck, Scope *s, Object *obj, Pos scope_pos) {
  (void)scope_pos; /* names are entered when their scope begins */
  if (!name_is_blank(obj->name)) {
    const Object *alt = scope_insert(ck->c, s, obj);
    if (alt) {
      report(ck, obj->pos, "%n redeclared in this block%s", obj->name,
             other_declaration(ck, alt));
      return;
    }
    obj->parent = s;
  }
  adopt_local(ck, obj);
}

/* As many values as names, unless one call may give several. */
static void check_arity(Checker *ck, const Decl *d, Expr *const *values,
                        uint32_t n) {
  bool is_const = d->kind == DECL_CONST;
  if (d->value.n < n) {
    const Expr *extra = values[d->value.n];
    if (is_const && d->value.inherits)
      report(ck, d->pos, "extra init expr at %p", extra->pos);
    else
      report(ck, expr_start(extra), "extra init expr %e", extra);
  } else if (d->value.n > n && (is_const || n != 1)) {
    const Expr *name = d->value.names[n];
    report(ck, name->pos, "missing init expr for %n", name->name.name);
  }
}

/* The same for a whole spec. `var a, b T` has no values, which is fine; a
   constant without values repeats those of an earlier spec. */
void check_decl_arity(Checker *ck, Decl *d) {
  Decl *from =
      d->kind == DECL_CONST && d->value.inherits ? d->value.inherits : d;
  uint32_t n;
  Expr **values = expr_items(&from->value.values, &n);
  if (d->kind == DECL_CONST || !d->value.type || n > 0)
    check_arity(ck, d, values, n);
}

/* What is known about a name where it is declared. */
static void record_name(Expr *name, Object *obj, Mode mode) {
  name->name.obj = obj;
  name->type = obj->type;
  name->mode = (uint8_t)mode;
  name->value = mode == MODE_CONST ? obj->cnst.value : NULL;
}

/* ----------------------------------------------------- constants, variables */

/* The written type of a constant: only basic types have constants. */
static Type *constant_type(Checker *ck, Expr *e) {
  Type *t = check_type(ck, e);
  if (type_is_basic(t, BI_CONST))
    return t;
  if (type_under(t)->kind != TYPE_INVALID)
    report(ck, expr_start(e), "invalid constant type %T", t);
  return INVALID(ck);
}

/*
 * A constant: its type if one is written, and its initialiser, in which iota
 * has the value of the spec's place in its group. Where an initialiser is
 * repeated, as for b in
 *
 *     const (
 *       a byte = 200 << iota
 *       b                       b: cannot use 200 << iota ... (overflows)
 *     )
 *
 * it is evaluated anew for each constant, and errors are put at the constant.
 */
void check_const_decl(Checker *ck, Object *obj, const DeclInfo *info) {
  Env saved = ck->env;
  ck->env.iota = const_int(ck->c, info->decl->iota);
  ck->env.err_pos = NO_POS;
  obj->cnst.value = const_unknown();
  if (info->type)
    obj->type = constant_type(ck, info->type);
  if (!obj->type || obj->type->kind != TYPE_INVALID) {
    Operand x = {.mode = MODE_INVALID};
    if (info->init) {
      /* the initialiser stands elsewhere: complain here */
      ck->env.err_pos = info->inherited ? obj->pos : NO_POS;
      check_expr(ck, &x, info->init);
    }
    init_constant(ck, obj, &x);
  }
  ck->env.iota = saved.iota;
  ck->env.err_pos = saved.err_pos;
}

/* After an error a variable does not count as unused. */
static void mark_invalid_used(Object *obj) {
  if (obj->type && obj->type->kind == TYPE_INVALID)
    obj->flags |= OBJ_F_USED;
}

/* A variable, or all those of `var a, b = f()` with the first of them that is
   needed: init_variables gives each its type. */
void check_var_decl(Checker *ck, Object *obj, DeclInfo *info) {
  Pos saved = ck->env.size_pos;
  ck->env.size_pos = info->decl->pos;
  if (info->type)
    obj->type = check_var_type(ck, info->type);
  if (!info->init) {
    if (!info->type)
      obj->type = INVALID(ck);
  } else if (info->nlhs <= 1) {
    Operand x;
    check_expr(ck, &x, info->init);
    init_variable(ck, obj, &x, "variable declaration");
  } else {
    for (uint32_t i = 0; info->type && i < info->nlhs; i++)
      info->lhs[i]->type = obj->type;
    init_variables(ck, info->lhs, info->nlhs, &info->init, 1);
  }
  ck->env.size_pos = saved;
  mark_invalid_used(obj);
  for (uint32_t i = 0; i < info->nlhs; i++)
    mark_invalid_used(info->lhs[i]);
}

/* ----------------------------------------------------------------- types -- */

/* Delayed until all parts of the type are known. */
static void check_declared_type(Checker *ck, void *data) {
  const Object *obj = data;
  if (obj->type->kind == TYPE_NAMED)
    check_valid_type(ck, obj->type);
}

/* While its right side is checked the alias is broken: a use then means that
   it needs itself. */
static void check_alias_decl(Checker *ck, Object *obj, Decl *d) {
  if (!version_allows(ck, 9))
    report_version(ck, d->pos, 9, "type aliases");
  obj->flags |= OBJ_F_ALIAS | OBJ_F_BROKEN_ALIAS;
  obj->type = INVALID(ck);
  Type *t = check_type(ck, d->type.type);
  obj->flags &= ~(uint32_t)OBJ_F_BROKEN_ALIAS;
  obj->type = t;
}

/* The type exists, without underlying type, before its right side is looked
   at: that is what recursive types refer to. */
static void define_type(Checker *ck, Object *obj, Decl *d, Type *def) {
  check_later(ck, check_declared_type, obj);
  if (d->alias && d->type.ntparams)
    report(ck, d->pos, "generic type cannot be alias");
  else if (d->alias) {
    check_alias_decl(ck, obj, d);
    return;
  }
  Type *named = type_named(ck->c, obj, NULL);
  if (d->pragmas & PRAGMA_NOTINHEAP)
    named->flags |= TYPE_F_NOTINHEAP;
  if (ck->env.fn)
    named->named.local_index = ++ck->local_types;
  list_push(&ck->c->arena, &ck->pkg->named, named);
  if (def)
    def->named.under = named;
  Scope *outer = ck->env.scope;
  if (d->type.ntparams) {
    obj->flags |= OBJ_F_GENERIC;
    ck->env.scope = scope_new(ck->c, outer);
    declare_type_params(ck, &named->named.tparams, d->type.tparams,
                        d->type.ntparams);
  }
  named->named.rhs = check_defined_type(ck, d->type.type, named);
  ck->env.scope = outer;
  if (!named->named.under)
    named->named.under = INVALID(ck);
  if (named->named.rhs->kind == TYPE_PARAM) {
    report(ck, expr_start(d->type.type),
           "cannot use a type parameter as RHS in type declaration");
    named->named.under = INVALID(ck);
  }
}

/* A type declaration, of a package or a function. */
void check_type_decl(Checker *ck, Object *obj, Decl *d, Type *def) {
  d->type.obj = obj;
  Pos saved = ck->env.size_pos;
  ck->env.size_pos = d->pos;
  define_type(ck, obj, d, def);
  ck->env.size_pos = saved;
}

/* Fields and methods share one name space. */
static void check_field_names(Checker *ck, void *data) {
  const Type *base = data;
  const Type *u = type_under((Type *)data);
  if (u->kind != TYPE_STRUCT)
    return;
  for (uint32_t i = 0; i < u->st.n; i++) {
    const Object *field = u->st.fields[i];
    for (uint32_t k = 0; k < base->named.methods.len; k++) {
      const Object *m = base->named.methods.items[k];
      if (m->name == field->name && !name_is_blank(field->name))
        report(ck, m->pos, "field and method with the same name %n%s",
               field->name, other_declaration(ck, field));
    }
  }
}

/* Only names are looked at here: a method's signature is checked when it is
   needed, like any other declaration. */
void collect_methods(Checker *ck, Object *obj) {
  MethodList *list = map_get(&ck->method_lists, obj);
  if (!list || list->attached)
    return;
  list->attached = true;
  Type *base = obj->type->kind == TYPE_NAMED ? obj->type : NULL;
  if (base)
    check_later(ck, check_field_names, base);
  Map seen = {0};
  for (uint32_t i = 0; i < list->methods.len; i++) {
    Object *m = list->methods.items[i];
    const Object *alt = map_get(&seen, m->name);
    if (alt) {
      report(ck, m->pos, "%n.%n redeclared in this block%s", obj->name, m->name,
             other_declaration(ck, alt));
      continue;
    }
    map_set(&ck->c->arena, &seen, m->name, m);
    m->func.recv_named = base;
    if (base)
      list_push(&ck->c->arena, &base->named.methods, m);
  }
}

/* ------------------------------------------------------------- functions -- */

typedef struct BodyCheck {
  Function *fn;
  Scope *scope;
} BodyCheck;

/* Delayed until every package-level object has its type. */
static void check_function_body(Checker *ck, void *data) {
  const BodyCheck *b = data;
  check_body(ck, b->fn, b->scope);
}

/* The Function of a declaration whose signature is known; its body waits. */
static void make_function(Checker *ck, Object *obj, DeclInfo *info,
                          Scope *scope) {
  Decl *d = info->decl;
  Function *fn = function_new(ck, NULL, obj->type, d->func.name_pos);
  fn->obj = obj;
  fn->decl = d;
  fn->body = d->func.body;
  fn->end = fn->body ? fn->body->block.rbrace : d->func.name_pos;
  fn->pragmas = d->pragmas;
  obj->func.fn = d->func.fn = fn;
  if (obj->type->func.tparams.n)
    fn->tparams = &obj->type->func.tparams;
  else if (obj->type->func.rparams.n)
    fn->tparams = &obj->type->func.rparams;
  if (fn->tparams)
    list_push(&ck->c->arena, &ck->pkg->generics, fn);
  scope->is_func = true;
  if (!fn->body && d->func.ntparams > 0)
    report(ck, d->pos, "parameterized function is missing function body");
  if (!fn->body)
    return;
  BodyCheck *later = NEW(&ck->c->arena, BodyCheck);
  *later = (BodyCheck){.fn = fn, .scope = scope};
  /* Initialisation depends on what bodies mention, not signatures. */
  ck->env.decl = info;
  check_later(ck, check_function_body, later);
  ck->env.decl = NULL;
}

/* A function or method: the signature now, the body later. */
void check_func_decl(Checker *ck, Object *obj, DeclInfo *info) {
  Decl *d = info->decl;
  d->func.obj = obj;
  Type *sig = type_new(ck->c, TYPE_FUNC);
  obj->type = sig; /* what the function sees of itself meanwhile */
  uint8_t color = obj->color;
  obj->color = COLOR_BLACK;
  Scope *scope = scope_new(ck->c, ck->env.scope);
  check_declared_signature(ck, sig, d, scope);
  if (sig->func.tparams.n || sig->func.rparams.n)
    obj->flags |= OBJ_F_GENERIC;
  obj->color = color;
  make_function(ck, obj, info, scope);
}

/* Variables in the order of gc's report: those of a block, then those of the
   blocks inside it. */
static bool is_inside(const Scope *inner, const Scope *outer) {
  while (inner && inner != outer)
    inner = inner->parent;
  return inner != NULL;
}

/* Outer blocks before inner ones, else in order of the source. */
static int by_block(const void *pa, const void *pb) {
  const Object *a = *(Object *const *)pa, *b = *(Object *const *)pb;
  if (a->parent != b->parent) {
    if (is_inside(b->parent, a->parent))
      return -1;
    if (is_inside(a->parent, b->parent))
      return 1;
  }
  return a->pos < b->pos ? -1 : a->pos > b->pos;
}

/* Locals in which nothing ever looks. */
static void report_unused(Checker *ck, const Function *fn) {
  LIST(Object *) unused = {0};
  for (uint32_t i = 0; i < fn->locals.len; i++)
    if (!(fn->locals.items[i]->flags & OBJ_F_USED))
      list_push(&ck->c->arena, &unused, fn->locals.items[i]);
  if (unused.len == 0)
    return;
  qsort(unused.items, unused.len, sizeof(Object *), by_block);
  for (uint32_t i = 0; i < unused.len; i++)
    report(ck, unused.items[i]->pos, "%n declared but not used",
           unused.items[i]->name);
}

/* Whether importers need the body: they make copies of generic ones. */
static bool is_body_wanted(const Checker *ck, const Function *fn) {
  return !ck->pkg->declarations_only || function_outermost(fn)->tparams;
}

/* The statements of a function; then what can be said about all of them. */
void check_body(Checker *ck, Function *fn, Scope *scope) {
  if (!is_body_wanted(ck, fn))
    return;
  Env saved = ck->env;
  ck->env.scope = scope;
  ck->env.fn = fn;
  ck->env.err_pos = NO_POS;
  ck->env.size_pos = NO_POS;
  ck->env.has_call_or_recv = false;
  scope->fn = fn;
  scope->is_func = true;
  check_stmt_list(ck, fn->body->block.list, fn->body->block.n);
  if (fn->nresults > 0 && !is_terminating(fn->body))
    report(ck, fn->body->block.rbrace, "missing return");
  report_unused(ck, fn);
  ck->env = saved;
}

/* --------------------------------------------------- inside of functions -- */

/* `const` inside a function; see the head of the file for the order. */
static void check_local_consts(Checker *ck, Decl *d) {
  uint32_t top = ck->delayed.len, n;
  Decl *from = d->value.inherits ? d->value.inherits : d;
  Expr **values = expr_items(&from->value.values, &n);
  for (uint32_t i = 0; i < d->value.n; i++) {
    Expr *name = d->value.names[i];
    Object *obj =
        object_new(ck->c, OBJ_CONST, name->pos, name->name.name, NULL, ck->pkg);
    DeclInfo info = {.decl = d,
                     .type = from->value.type,
                     .init = i < n ? values[i] : NULL,
                     .inherited = from != d};
    obj->cnst.decl = d;
    obj->cnst.index = i;
    check_const_decl(ck, obj, &info);
    record_name(name, obj, MODE_CONST);
  }
  check_decl_arity(ck, d);
  check_delayed(ck, top);
  for (uint32_t i = 0; i < d->value.n; i++)
    declare(ck, ck->env.scope, d->value.names[i]->name.obj, NO_POS);
}

/* `var` inside a function. */
static void check_local_vars(Checker *ck, Decl *d) {
  uint32_t top = ck->delayed.len, nvalues;
  Object **objs = NEW_ARRAY(&ck->c->arena, Object *, d->value.n);
  Expr **values = expr_items(&d->value.values, &nvalues);
  for (uint32_t i = 0; i < d->value.n; i++) {
    const Expr *name = d->value.names[i];
    objs[i] =
        object_new(ck->c, OBJ_VAR, name->pos, name->name.name, NULL, ck->pkg);
    objs[i]->var.decl = d;
  }
  bool spread = nvalues == 1 && d->value.n > 1;
  for (uint32_t i = 0; i < d->value.n; i++) {
    DeclInfo info = {.decl = d,
                     .type = d->value.type,
                     .lhs = spread ? objs : NULL,
                     .nlhs = spread ? d->value.n : 0,
                     .init = spread        ? values[0]
                             : i < nvalues ? values[i]
                                           : NULL};
    check_var_decl(ck, objs[i], &info);
    if (spread)
      break; /* all of them have been initialised */
  }
  check_decl_arity(ck, d);
  check_delayed(ck, top);
  for (uint32_t i = 0; i < d->value.n; i++) {
    declare(ck, ck->env.scope, objs[i], NO_POS);
    record_name(d->value.names[i], objs[i], MODE_VAR);
  }
}

/* `type` inside a function: unlike other names it is visible in its own
   declaration, so it is declared first. */
static void check_local_type(Checker *ck, Decl *d) {
  Object *obj = object_new(ck->c, OBJ_TYPE, d->type.name_pos, d->type.name,
                           NULL, ck->pkg);
  obj->type_name.decl = d;
  if (d->alias)
    obj->flags |= OBJ_F_ALIAS;
  declare(ck, ck->env.scope, obj, NO_POS);
  obj->color = COLOR_GREY;
  list_push(&ck->c->arena, &ck->path, obj);
  check_type_decl(ck, obj, d, NULL);
  ck->path.len--;
  obj->color = COLOR_BLACK;
}

static bool in_generic_function(const Checker *ck) {
  const Function *fn = function_outermost(ck->env.fn);
  return fn && fn->tparams;
}

/* The specs of one declaration statement, in order. */
void check_decl_stmt(Checker *ck, Decl **decls, uint32_t n) {
  if (n > 0 && decls[0]->kind == DECL_TYPE && in_generic_function(ck))
    list_push(&ck->c->arena, &ck->generic_locals, decls[0]->keyword);
  for (uint32_t i = 0; i < n; i++)
    switch ((DeclKind)decls[i]->kind) {
    case DECL_CONST: check_local_consts(ck, decls[i]); break;
    case DECL_VAR: check_local_vars(ck, decls[i]); break;
    case DECL_TYPE: check_local_type(ck, decls[i]); break;
    case DECL_IMPORT:
    case DECL_FUNC:
    case DECL_COUNT: UNREACHABLE();
    }
}

/* Package-level names get their facts here, at the end: they may have been
   declared from anywhere. */
void record_package_names(Decl *d) {
  if (d->kind != DECL_CONST && d->kind != DECL_VAR)
    return;
  for (uint32_t i = 0; i < d->value.n; i++)
    if (d->value.names[i]->name.obj)
      record_name(d->value.names[i], d->value.names[i]->name.obj,
                  d->kind == DECL_CONST ? MODE_CONST : MODE_VAR);
}
