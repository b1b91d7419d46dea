/*
 * known_packages.c - which packages gc knows when it compiles one.
 *
 * A message names an imported object by its package's name, or, if gc knows two
 * packages of that name, by the path in quotes:
 *
 *     inlining call to rand.Int
 *     inlining call to "crypto/rand".Int
 *
 * gc has read nothing but the export data of what the package imports. These
 * hold what is exported, and what that mentions in turn: the types of
 * signatures, fields and methods, and all that the bodies mention which a user
 * could come to inline. An import that only hidden bodies need is not known.
 *
 * As in gc, that takes two steps for each direct import:
 *
 *   crawl    from exported objects to the bodies that come along: those of
 *            functions, and of methods that a user's value can have. Parameters
 *            are not followed (whoever has such a value knows its type)
 *   write    from exported objects to all that they mention, in crawled bodies,
 *            too; a package is known when one of its objects is written
 *
 * Source: crawler.go and iexport.go of cmd/compile/internal/typecheck, Go 1.19.
 */
#include "escape/build.h"
#include "escape/inline.h"

typedef struct Exports {
  Compiler *c;
  Map bodies;   /* Objects of functions whose body comes along */
  Map marked;   /* Types that have been crawled */
  Map embedded; /* likewise, as types that a user may embed */
  Map written;  /* Objects */
  LIST(Object *) todo;
  Map *names; /* Name -> the Package that is known by it */
} Exports;

static void crawl_type(Exports *x, Type *t);
static void crawl_object(Exports *x, Object *obj);
static void write_type(Exports *x, Type *t);

static Type *generic_of(Type *t) {
  return t->kind == TYPE_NAMED && t->named.orig ? t->named.orig : t;
}

/* Whether it has been done for key; it has, from now on. */
static bool first_time(Exports *x, Map *m, const void *key) {
  if (map_has(m, key))
    return false;
  map_set(&x->c->arena, m, key, x);
  return true;
}

/* What gc writes of a function's body; NULL: it cannot be inlined. Generic ones
   are written in any case. */
static Stmt *exported_body(const Object *obj) {
  const Function *fn = obj->func.fn;
  const Inlining *v = fn ? fn->inlining : NULL;
  if (!fn)
    return NULL;
  return fn->tparams ? fn->body : v && v->can ? v->body : NULL;
}

static bool is_global(const Object *obj) {
  return obj && obj->package && obj->parent == obj->package->scope;
}

/* The function, method or package variable that e names, or NULL. */
static Object *named_by(const Expr *e) {
  Object *obj = e->kind == EXPR_NAME ? e->name.obj : NULL;
  if (e->kind == EXPR_SELECTOR && e->sel.selection)
    obj = e->sel.selection->obj;
  bool method = obj && obj->kind == OBJ_FUNC && obj->func.recv_named;
  return method || is_global(obj) ? obj : NULL;
}

/* ---------------------------------------------------------------- crawl -- */

static void crawl_body(Exports *x, Object *obj);

static bool crawl_expr(Visitor *v, Expr *e) {
  Object *obj = named_by(e);
  if (obj && obj->kind == OBJ_FUNC)
    crawl_body(v->data, obj);
  return true;
}

static void crawl_body(Exports *x, Object *obj) {
  Stmt *body = exported_body(obj);
  Visitor v = {.expr = crawl_expr, .data = x};
  if (body && first_time(x, &x->bodies, obj))
    walk_stmt(&v, body);
}

/* The methods that are declared for t, or the exported ones of them. */
static void crawl_methods(Exports *x, Type *t, bool all) {
  if (t->kind != TYPE_NAMED || type_is_interface(t))
    return;
  for (uint32_t i = 0; i < t->named.methods.len; i++) {
    Object *m = t->named.methods.items[i];
    if (all || object_is_exported(m))
      crawl_object(x, m);
  }
}

/* Types that a value of such a type leads to. */
static void crawl_parts(Exports *x, Type *t) {
  switch ((TypeKind)t->kind) {
  case TYPE_POINTER: crawl_type(x, t->ptr.elem); break;
  case TYPE_SLICE: crawl_type(x, t->slice.elem); break;
  case TYPE_ARRAY: crawl_type(x, t->array.elem); break;
  case TYPE_CHAN:
    if (t->chan.dir != CHAN_SEND)
      crawl_type(x, t->chan.elem);
    break;
  case TYPE_MAP:
    crawl_type(x, t->map.key);
    crawl_type(x, t->map.elem);
    break;
  case TYPE_STRUCT:
    for (uint32_t i = 0; i < t->st.n; i++) {
      const Object *f = t->st.fields[i];
      if (object_is_exported(f) || (f->flags & OBJ_F_EMBEDDED))
        crawl_type(x, f->type);
    }
    break;
  case TYPE_FUNC: crawl_type(x, t->func.results); break;
  case TYPE_TUPLE:
    for (uint32_t i = 0; i < t->tuple.n; i++)
      crawl_type(x, t->tuple.vars[i]->type);
    break;
  case TYPE_INTERFACE:
    for (uint32_t i = 0; t->iface.set && i < t->iface.set->nmethods; i++)
      if (object_is_exported(t->iface.set->methods[i]))
        crawl_type(x, t->iface.set->methods[i]->type);
    break;
  default: break;
  }
}

static void crawl_type(Exports *x, Type *t) {
  t = generic_of(t);
  if (!first_time(x, &x->marked, t))
    return;
  crawl_methods(x, t, false);
  crawl_parts(x, type_under(t));
}

/* As crawl_type, for a type that a user may embed: all its methods count. */
static void crawl_embedded(Exports *x, Type *t) {
  t = generic_of(t->kind == TYPE_POINTER ? t->ptr.elem : t);
  if (!first_time(x, &x->embedded, t))
    return;
  crawl_methods(x, t, true);
  const Type *under = type_under(t);
  for (uint32_t i = 0; under->kind == TYPE_STRUCT && i < under->st.n; i++)
    if (under->st.fields[i]->flags & OBJ_F_EMBEDDED)
      crawl_embedded(x, under->st.fields[i]->type);
}

static void crawl_object(Exports *x, Object *obj) {
  if (obj->kind == OBJ_FUNC)
    crawl_body(x, obj);
  if (obj->kind == OBJ_TYPE)
    crawl_embedded(x, obj->type);
  crawl_type(x, obj->type);
}

/* ---------------------------------------------------------------- write -- */

/* gc knows the package from now on: one more of its name is a clash. */
static void know(Exports *x, Package *p) {
  Package *other = p->name ? map_get(x->names, p->name) : NULL;
  if (other && other != p)
    p->import_clash = other->import_clash = true;
  else if (p->name)
    map_set(&x->c->arena, x->names, p->name, p);
}

static void write_object(Exports *x, Object *obj) {
  if (!obj->package || !first_time(x, &x->written, obj))
    return;
  know(x, obj->package);
  list_push(&x->c->arena, &x->todo, obj);
}

static void write_objects(Exports *x, Object *const *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    write_type(x, list[i]->type);
}

static void write_named(Exports *x, Type *t) {
  write_object(x, t->named.obj);
  for (uint32_t i = 0; i < t->named.ntargs; i++)
    write_type(x, t->named.targs[i]);
}

static void write_type(Exports *x, Type *t) {
  switch ((TypeKind)t->kind) {
  case TYPE_NAMED: write_named(x, t); break;
  case TYPE_POINTER: write_type(x, t->ptr.elem); break;
  case TYPE_SLICE: write_type(x, t->slice.elem); break;
  case TYPE_ARRAY: write_type(x, t->array.elem); break;
  case TYPE_CHAN: write_type(x, t->chan.elem); break;
  case TYPE_MAP:
    write_type(x, t->map.key);
    write_type(x, t->map.elem);
    break;
  case TYPE_STRUCT: write_objects(x, t->st.fields, t->st.n); break;
  case TYPE_FUNC:
    write_type(x, t->func.params);
    write_type(x, t->func.results);
    break;
  case TYPE_TUPLE: write_objects(x, t->tuple.vars, t->tuple.n); break;
  case TYPE_INTERFACE:
    write_objects(x, t->iface.methods, t->iface.nmethods);
    for (uint32_t i = 0; i < t->iface.nembeds; i++)
      write_type(x, t->iface.embeds[i]);
    break;
  default: break;
  }
}

static bool write_expr(Visitor *v, Expr *e) {
  Object *obj = named_by(e);
  if (obj && !obj->func.recv_named)
    write_object(v->data, obj);
  if (e->type)
    write_type(v->data, e->type);
  return true;
}

static void write_body(Exports *x, const Object *obj) {
  Visitor v = {.expr = write_expr, .data = x};
  if (map_has(&x->bodies, obj))
    walk_stmt(&v, exported_body(obj));
}

/* A type that is declared stands with its methods. */
static void write_declaration(Exports *x, const Object *obj) {
  Type *t = obj->type;
  if (obj->kind == OBJ_FUNC)
    write_body(x, obj);
  if (obj->kind != OBJ_TYPE || t->kind != TYPE_NAMED || t->named.obj != obj) {
    write_type(x, t);
    return;
  }
  t = generic_of(t);
  write_type(x, type_under(t));
  for (uint32_t i = 0; i < t->named.methods.len; i++) {
    write_type(x, t->named.methods.items[i]->type);
    write_body(x, t->named.methods.items[i]);
  }
}

/* What the export data of p speak of. */
static void read_exports(Compiler *c, Package *p, Map *names) {
  Exports x = {.c = c, .names = names};
  know(&x, p);
  for (uint32_t i = 0; i < p->objects.len; i++)
    if (p->objects.items[i]->type && object_is_exported(p->objects.items[i]))
      crawl_object(&x, p->objects.items[i]);
  for (uint32_t i = 0; i < p->objects.len; i++)
    if (p->objects.items[i]->type && object_is_exported(p->objects.items[i]))
      write_object(&x, p->objects.items[i]);
  for (uint32_t i = 0; i < x.todo.len; i++)
    write_declaration(&x, x.todo.items[i]);
}

void mark_known_packages(Compiler *c, Package *importer) {
  Map names = {0};
  for (uint32_t i = 0; i < importer->imports.len; i++)
    read_exports(c, importer->imports.items[i], &names);
}
