/*
 * resolve.c - a package's names, and in which order they are checked.
 *
 * First all package-level names are collected without looking at their types;
 * then each is given its type lazily: the declaration of an object is checked
 * when something needs it. Colours find cycles:
 *
 *     white   declared, type unknown
 *     grey    being checked: on Checker.path
 *     black   done
 *
 * Rules that need complete types wait in a queue, and so do all function
 * bodies: while a body is checked, no package-level object is grey. The order
 * of everything is gc's, because only the first ten errors are printed:
 * types, then aliases, then the rest, then the queue, then initialisation
 * order and unused imports.
 *
 *     var a = b + 1        a grey: b is white, and is declared first
 *     var b = f()          b grey: f's signature; its body waits
 *     func f() int { return a }
 *                          fine for types: init_cycles.c reports the loop
 */
#include "frontend/check/resolve.h"
#include "frontend/check/generic.h"

/* ------------------------------------------------------- delayed actions -- */

/* The environment is kept with the action: it runs in the scope of the
   declaration that has asked for it. */
void check_later(Checker *ck, DelayedFn run, void *data) {
  list_push(&ck->c->arena, &ck->delayed,
            ((Delayed){.run = run, .data = data, .env = ck->env}));
}

/* Actions may push others, which are run in turn. Bodies run from `from` on
   what their own statements have pushed. */
void check_delayed(Checker *ck, uint32_t from) {
  Env saved = ck->env;
  for (uint32_t i = from; i < ck->delayed.len && !ck->c->diags.full; i++) {
    Delayed d = ck->delayed.items[i]; /* the queue may move while it grows */
    ck->env = d.env;
    ck->env.err_pos = NO_POS;
    d.run(ck, d.data);
  }
  ck->delayed.len = from;
  ck->env = saved;
}

/* Only objects with a DeclInfo count: those of the package, methods
   included. */
void add_dependency(Checker *ck, Object *obj) {
  if (ck->env.decl && map_has(&ck->infos, obj))
    map_set(&ck->c->arena, &ck->env.decl->uses, obj, obj);
}

/* ------------------------------------------------------ lazy declaration -- */

/* obj is met while it is being declared; check_cycle reports what is wrong in
   that. A value that has no type by now becomes invalid in either case, which
   ends the recursion. */
static void meet_again(Checker *ck, Object *obj) {
  bool fine = check_cycle(ck, obj);
  bool is_value = obj->kind == OBJ_CONST || obj->kind == OBJ_VAR;
  if (is_value && (!fine || !obj->type))
    obj->type = ck->c->universe->invalid;
  else if (obj->kind == OBJ_TYPE && !fine)
    obj->type = ck->c->universe->invalid;
}

/* The declaration of a white object, in a fresh environment. */
static void check_declaration(Checker *ck, Object *obj, DeclInfo *info,
                              Type *def) {
  switch ((ObjKind)obj->kind) {
  case OBJ_CONST:
    ck->env.decl = info;
    check_const_decl(ck, obj, info);
    break;
  case OBJ_VAR:
    ck->env.decl = info;
    check_var_decl(ck, obj, info);
    break;
  case OBJ_TYPE:
    check_type_decl(ck, obj, info->decl, def);
    collect_methods(ck, obj);
    break;
  case OBJ_FUNC: check_func_decl(ck, obj, info); break;
  case OBJ_PACKAGE:
  case OBJ_LABEL:
  case OBJ_BUILTIN:
  case OBJ_NIL: UNREACHABLE();
  }
  if (!obj->type)
    obj->type = ck->c->universe->invalid;
}

/* The one way to an object's type. A method of an instance takes that of its
   generic method; an object with a type is black, whoever gave it. */
void declare_object(Checker *ck, Object *obj, Type *def) {
  if (obj->kind == OBJ_FUNC && obj->func.origin) {
    declare_object(ck, obj->func.origin, NULL);
    complete_method(ck->c, obj);
    return;
  }
  if (obj->color == COLOR_WHITE && obj->type)
    obj->color = COLOR_BLACK;
  if (obj->color == COLOR_BLACK)
    return;
  if (obj->color == COLOR_GREY) {
    meet_again(ck, obj);
    return;
  }
  DeclInfo *info = map_get(&ck->infos, obj);
  ASSERT(info);
  obj->color = COLOR_GREY;
  list_push(&ck->c->arena, &ck->path, obj);
  Env saved = ck->env;
  ck->env = (Env){.file = info->file, .scope = info->file->scope};
  check_declaration(ck, obj, info, def);
  ck->env = saved;
  ck->path.len--;
  obj->color = COLOR_BLACK;
}

/* ---------------------------------------------------- collecting objects -- */

static Object *new_object(Checker *ck, ObjKind kind, Pos pos, const Name *name,
                          DeclInfo *info) {
  Object *obj = object_new(ck->c, kind, pos, name, NULL, ck->pkg);
  map_set(&ck->c->arena, &ck->infos, obj, info);
  list_push(&ck->c->arena, &ck->objects, obj);
  obj->order = ck->objects.len;
  return obj;
}

/* Enters a constant, variable, type or function in the package's scope. */
static void declare_package_object(Checker *ck, Object *obj) {
  const Universe *u = ck->c->universe;
  bool is_init = obj->name == u->init;
  bool is_main = obj->name == u->main && ck->pkg->name == u->main;
  list_push(&ck->c->arena, &ck->pkg->objects, obj);
  if (obj->kind != OBJ_FUNC && (is_init || is_main)) {
    report(ck, obj->pos, "cannot declare %n - must be func", obj->name);
    obj->type = u->invalid; /* its declaration is not looked at */
  } else {
    declare(ck, ck->pkg->scope, obj, NO_POS);
  }
}

/* An empty record for what d declares. */
static DeclInfo *new_info(Checker *ck, File *file, Decl *d) {
  DeclInfo *info = NEW(&ck->c->arena, DeclInfo);
  info->file = file;
  info->decl = d;
  return info;
}

/* One record for each name, with the value that stands at its place. */
static void collect_const(Checker *ck, File *file, Decl *d) {
  Decl *from = d->value.inherits ? d->value.inherits : d;
  uint32_t n;
  Expr **values = expr_items(&from->value.values, &n);
  for (uint32_t i = 0; i < d->value.n; i++) {
    Expr *name = d->value.names[i];
    DeclInfo *info = new_info(ck, file, d);
    info->type = from->value.type;
    info->init = i < n ? values[i] : NULL;
    info->inherited = from != d;
    Object *obj = new_object(ck, OBJ_CONST, name->pos, name->name.name, info);
    obj->cnst.decl = d;
    obj->cnst.index = i;
    name->name.obj = obj;
    declare_package_object(ck, obj);
  }
  check_decl_arity(ck, d);
}

/* One record for each name, but one for all if a single call gives the
   values. */
static void collect_var(Checker *ck, File *file, Decl *d) {
  uint32_t n;
  Expr **values = expr_items(&d->value.values, &n);
  DeclInfo *shared = NULL;
  if (n <= 1) { /* no values, or one for all */
    shared = new_info(ck, file, d);
    shared->lhs = NEW_ARRAY(&ck->c->arena, Object *, d->value.n);
    shared->nlhs = d->value.n;
    shared->type = d->value.type;
    shared->init = n ? values[0] : NULL;
  }
  for (uint32_t i = 0; i < d->value.n; i++) {
    Expr *name = d->value.names[i];
    DeclInfo *info = shared;
    if (!info) {
      info = new_info(ck, file, d);
      info->type = d->value.type;
      info->init = i < n ? values[i] : NULL;
    }
    Object *obj = new_object(ck, OBJ_VAR, name->pos, name->name.name, info);
    obj->flags |= OBJ_F_GLOBAL;
    obj->var.decl = d;
    name->name.obj = obj;
    if (shared)
      shared->lhs[i] = obj;
    declare_package_object(ck, obj);
  }
  check_decl_arity(ck, d);
}

/* Type parameters came with Go 1.18. */
static void check_type_params_version(Checker *ck, const Field *first) {
  if (!version_allows(ck, 18))
    report_version(ck, first->name_pos, 18, "type parameter");
}

/* Aliases are marked at once: the order of checking depends on it. */
static void collect_type(Checker *ck, File *file, Decl *d) {
  Object *obj = new_object(ck, OBJ_TYPE, d->type.name_pos, d->type.name,
                           new_info(ck, file, d));
  obj->type_name.decl = d;
  if (d->alias && d->type.ntparams == 0)
    obj->flags |= OBJ_F_ALIAS;
  if (d->type.ntparams)
    check_type_params_version(ck, &d->type.tparams[0]);
  d->type.obj = obj;
  declare_package_object(ck, obj);
}

/* init and main take nothing and give nothing; true: their type parameters were
   reported, so that nothing more is said about them. */
static bool check_special_function(Checker *ck, const Decl *d) {
  const Universe *u = ck->c->universe;
  const Name *name = d->func.name;
  if (name != u->init && !(name == u->main && ck->pkg->name == u->main))
    return false;
  const Expr *t = d->func.type;
  if (d->func.ntparams)
    report(ck, d->func.tparams[0].pos, "func %n must have no type parameters",
           name);
  if (t->functype.nparams || t->functype.nresults)
    report(ck, d->pos, "func %n must have no arguments and no return values",
           name);
  if (name == u->init && !d->func.body)
    report(ck, d->func.name_pos, "missing function body");
  return d->func.ntparams > 0;
}

/* Methods and init functions are no names of the package. */
static void collect_func(Checker *ck, File *file, Decl *d) {
  bool special = d->func.nrecv == 0 && check_special_function(ck, d);
  Object *obj = new_object(ck, OBJ_FUNC, d->func.name_pos, d->func.name,
                           new_info(ck, file, d));
  obj->func.decl = d;
  d->func.obj = obj;
  if (d->func.nrecv) {
    obj->flags |= OBJ_F_METHOD;
    list_push(&ck->c->arena, &ck->pkg->methods, obj);
  } else if (d->func.name == ck->c->universe->init) {
    list_push(&ck->c->arena, &ck->pkg->objects, obj);
    obj->parent = ck->pkg->scope;
  } else {
    declare_package_object(ck, obj);
  }
  if (d->func.ntparams && !special)
    check_type_params_version(ck, &d->func.tparams[0]);
}

/* All declarations of a file, in source order. */
static void collect_file(Checker *ck, File *file) {
  file->scope = scope_new(ck->c, ck->pkg->scope);
  for (uint32_t i = 0; i < file->n; i++) {
    Decl *d = file->decls[i];
    switch ((DeclKind)d->kind) {
    case DECL_IMPORT: collect_import(ck, file, d); break;
    case DECL_CONST: collect_const(ck, file, d); break;
    case DECL_VAR: collect_var(ck, file, d); break;
    case DECL_TYPE: collect_type(ck, file, d); break;
    case DECL_FUNC: collect_func(ck, file, d); break;
    case DECL_COUNT: UNREACHABLE();
    }
  }
}

/* A name of the package must not be one that a file imports. */
static void check_file_scope(Checker *ck, const File *file) {
  for (uint32_t i = 0; i < file->scope->order.len; i++) {
    const Object *obj = file->scope->order.items[i];
    const Object *alt = scope_lookup_here(ck->pkg->scope, obj->name);
    if (!alt)
      continue;
    const Package *p =
        obj->kind == OBJ_PACKAGE ? obj->pkg.imported : obj->package;
    report(ck, alt->pos,
           "%n already declared through %s of package %n (\"%s\")%s", alt->name,
           obj->kind == OBJ_PACKAGE ? "import" : "dot-import", p->name, p->path,
           other_declaration(ck, obj));
  }
}

/* --------------------------------------------------------------- methods -- */

/* The T of a receiver type like (*T), or *T[P]. */
static Expr *strip_pointers(Expr *e, bool *ptr) {
  while (e->kind == EXPR_PAREN || (e->kind == EXPR_UNARY && e->op == OP_MUL)) {
    *ptr |= e->kind == EXPR_UNARY;
    e = e->pair.x;
  }
  return e->kind == EXPR_INDEX ? e->pair.x : e;
}

/* One step from a receiver's type towards its base: the type name meant by
   `(*T)`; NULL if it is none of this package. */
static Object *named_by(Checker *ck, Expr *e, bool *ptr) {
  e = expr_unparen(e);
  if (e->kind == EXPR_UNARY && e->op == OP_MUL) {
    if (*ptr)
      return NULL;
    *ptr = true;
    e = expr_unparen(e->pair.x);
  }
  if (e->kind != EXPR_NAME)
    return NULL;
  Object *obj = scope_lookup_here(ck->pkg->scope, e->name.name);
  return obj && obj->kind == OBJ_TYPE ? obj : NULL;
}

/* The base type of a receiver, through aliases; by syntax alone, because it
   must be known before any type is checked. */
static Object *receiver_base(Checker *ck, Expr *e, bool *ptr) {
  e = strip_pointers(e, ptr);
  uint32_t steps = 0;
  for (;;) {
    Object *obj = named_by(ck, e, ptr);
    if (!obj || !(obj->flags & OBJ_F_ALIAS))
      return obj;
    if (++steps > ck->objects.len)
      return NULL; /* aliases in a circle */
    e = obj->type_name.decl->type.type;
  }
}

/* Gives each method to its base type, which attaches them when it is
   checked. */
static void associate_methods(Checker *ck) {
  for (uint32_t i = 0; i < ck->pkg->methods.len; i++) {
    Object *m = ck->pkg->methods.items[i];
    bool ptr = false;
    if (name_is_blank(m->name))
      continue;
    Object *base = receiver_base(ck, m->func.decl->func.recv->type, &ptr);
    if (!base)
      continue;
    if (ptr)
      m->flags |= OBJ_F_PTR_RECV;
    MethodList *list = map_get(&ck->method_lists, base);
    if (!list) {
      list = NEW(&ck->c->arena, MethodList);
      map_set(&ck->c->arena, &ck->method_lists, base, list);
    }
    list_push(&ck->c->arena, &list->methods, m);
  }
}

/* -------------------------------------------------------------- packages -- */

/* The package clause decides the name; files that disagree are left out. */
static void accept_files(Checker *ck) {
  Package *pkg = ck->pkg;
  uint32_t n = 0;
  pkg->name = NULL;
  for (uint32_t i = 0; i < pkg->nfiles; i++) {
    File *f = pkg->files[i];
    if (!f->package_name)
      continue; /* a syntax error was reported */
    if (name_is_blank(f->package_name))
      report(ck, f->package_pos, "invalid package name _");
    else if (!pkg->name)
      pkg->name = f->package_name;
    if (pkg->name && pkg->name != f->package_name) {
      report(ck, f->source->base, "package %n; expected %n", f->package_name,
             pkg->name);
      continue;
    }
    pkg->files[n++] = f;
  }
  pkg->nfiles = n;
  if (!pkg->name)
    pkg->name = ck->c->universe->blank;
}

static bool is_full(const Checker *ck) { return ck->c->diags.full; }

static bool is_type_definition(const Object *o) {
  return o->kind == OBJ_TYPE && !(o->flags & OBJ_F_ALIAS);
}
static bool is_alias(const Object *o) {
  return o->kind == OBJ_TYPE && (o->flags & OBJ_F_ALIAS);
}
static bool is_other(const Object *o) { return o->kind != OBJ_TYPE; }

/* Those of one class, in source order. */
static void declare_objects(Checker *ck, bool (*wanted)(const Object *)) {
  for (uint32_t i = 0; i < ck->objects.len && !is_full(ck); i++)
    if (wanted(ck->objects.items[i]))
      declare_object(ck, ck->objects.items[i], NULL);
}

/* From here on every named type has an underlying type that is not named. */
static void settle_named_types(Checker *ck) {
  for (uint32_t i = 0; i < ck->pkg->named.len; i++) {
    Type *t = ck->pkg->named.items[i];
    t->named.under = type_under(t);
  }
}

/* Phase 1: names. */
static void collect_package(Checker *ck) {
  accept_files(ck);
  for (uint32_t i = 0; i < ck->pkg->nfiles && !is_full(ck); i++)
    collect_file(ck, ck->pkg->files[i]);
  for (uint32_t i = 0; i < ck->pkg->nfiles && !is_full(ck); i++)
    check_file_scope(ck, ck->pkg->files[i]);
  associate_methods(ck);
}

/* After the last type error could have been found. */
static void finish_package(Checker *ck) {
  for (uint32_t i = 0; i < ck->pkg->nfiles; i++)
    for (uint32_t k = 0; k < ck->pkg->files[i]->n; k++)
      record_package_names(ck->pkg->files[i]->decls[k]);
  ck->pkg->bodies_checked = !ck->pkg->declarations_only;
  if (ck->first_error_seen)
    return;
  name_functions(ck); /* importers call them by these names */
  if (ck->pkg->declarations_only)
    return;
  emit_init_order(ck);
  if (ck->c->diags.count == 0)
    check_directives(ck);
}

/* All phases; the caller sees in c->diags whether they succeeded. */
void check_package(Compiler *c, Package *pkg) {
  Checker *ck = NEW(&c->arena, Checker);
  ck->c = c;
  ck->pkg = pkg;
  if (!pkg->scope)
    pkg->scope = scope_new(c, c->universe->scope);
  imports_mark_clashes(c, pkg);
  collect_package(ck);
  declare_objects(ck, is_type_definition);
  declare_objects(ck, is_alias);
  declare_objects(ck, is_other);
  check_delayed(ck, 0);
  if (is_full(ck))
    return;
  settle_named_types(ck);
  if (!pkg->declarations_only) {
    check_init_order(ck);
    report_unused_imports(ck);
    if (!ck->first_error_seen)
      mono_check(ck);
  }
  finish_package(ck);
}
