/*
 * scope.c - names and what they denote: objects in nested scopes.
 *
 *   universe <- package <- file (imports) <- function <- block <- block ...
 *
 * A scope finds names by hash and keeps the order of declaration, in which
 * unused variables are reported. Blanks and the unnamed are never entered.
 *
 * Most blocks declare nothing. A lookup goes past runs of them in one step:
 * `skip` leads to the nearest ancestor with names, so that the search in
 * a program of a million nested blocks takes no longer than in one. Should
 * a scope that others go past get a name after all, the count that they share
 * tells them that their `skip` is out of date.
 */
#include "frontend/types/types.h"

Scope *scope_new(Compiler *c, Scope *parent) {
  Scope *s = NEW(&c->arena, Scope);
  s->parent = parent;
  s->fn = parent ? parent->fn : NULL;
  s->empties = parent ? parent->empties : NEW(&c->arena, uint32_t);
  if (!parent)
    *s->empties = 1;
  return s;
}

Object *scope_lookup_here(const Scope *s, const Name *n) {
  return map_get(&s->names, n);
}

/* The nearest ancestor that is not empty, or the outermost one; NULL: s is
   that. */
static Scope *next_scope(Scope *s) {
  if (s->when == *s->empties)
    return s->skip;
  Scope *up = s->parent;
  while (up && up->parent && up->names.len == 0) {
    up->skipped = true;
    up = up->when == *up->empties ? up->skip : up->parent;
  }
  s->skip = up;
  s->when = *s->empties;
  return up;
}

/* The innermost object of that name; *where, if not NULL, is its scope. */
Object *scope_lookup(Scope *s, const Name *n, Scope **where) {
  for (; s; s = next_scope(s)) {
    Object *obj = map_get(&s->names, n);
    if (obj) {
      if (where)
        *where = obj->parent;
      return obj;
    }
  }
  return NULL;
}

/* Returns the object that already has the name, in which case nothing
   changes. The object's parent is set unless it has one: dot-imported objects
   belong to two scopes. */
Object *scope_insert(Compiler *c, Scope *s, Object *obj) {
  if (!obj->name || name_is_blank(obj->name))
    return NULL;
  Object *old = map_get(&s->names, obj->name);
  if (old)
    return old;
  if (s->skipped && s->names.len == 0)
    ++*s->empties;
  map_set(&c->arena, &s->names, obj->name, obj);
  list_push(&c->arena, &s->order, obj);
  if (!obj->parent)
    obj->parent = s;
  return NULL;
}

Object *object_new(Compiler *c, ObjKind kind, Pos pos, const Name *name,
                   Type *type, Package *pkg) {
  Object *o = NEW(&c->arena, Object);
  o->kind = (uint8_t)kind;
  o->pos = pos;
  o->name = name;
  o->type = type;
  o->package = pkg;
  o->color = type ? COLOR_BLACK : COLOR_WHITE;
  return o;
}

bool object_is_exported(const Object *o) {
  return o->name && o->name->exported;
}

/* Unexported names of different packages differ. Packages are compared by
   path: a package may be known by two nodes, checked and imported. */
bool object_same_name(const Object *o, const Package *pkg, const Name *name) {
  if (o->name != name)
    return false;
  if (!name || name->exported || o->package == pkg)
    return true;
  return o->package && pkg && strcmp(o->package->path, pkg->path) == 0;
}
