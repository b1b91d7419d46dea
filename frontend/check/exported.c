/*
 * exported.c - which unexported types of a package its importers can see.
 *
 * gc's importer reads export data: it knows an unexported type only if that
 * is reachable from something exported, say as the type of a field, of a
 * parameter, or of a variable:
 *
 *     package p
 *     type hidden struct{}      p.hidden: "hidden not exported by package p"
 *     func New() *hidden
 *     type unseen struct{}      p.unseen: "undefined: p.unseen"
 *
 * We read sources and know better, but the message depends on it. The walk is
 * made only when such a name was written.
 */
#include "frontend/check/operand.h"

typedef struct Reach {
  Compiler *c;
  const Package *pkg;
  Map seen; /* named types of the package that can be reached */
} Reach;

static void reach(Reach *r, Type *t);

static void reach_objects(Reach *r, Object *const *objects, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    reach(r, objects[i]->type);
}

/* Types of other packages lead to nothing of this one. */
static void reach_named(Reach *r, Type *t) {
  const Object *obj = t->named.obj;
  if (obj->package != r->pkg || map_has(&r->seen, t))
    return;
  map_set(&r->c->scratch, &r->seen, t, t);
  reach(r, type_under(t));
  reach_objects(r, t->named.methods.items, t->named.methods.len);
}

static void reach_interface(Reach *r, const Type *t) {
  reach_objects(r, t->iface.methods, t->iface.nmethods);
  for (uint32_t i = 0; i < t->iface.nembeds; i++)
    reach(r, t->iface.embeds[i]);
}

/* Visits what t is made of; t may be NULL. */
static void reach(Reach *r, Type *t) {
  if (t == NULL)
    return;
  switch ((TypeKind)t->kind) {
  case TYPE_NAMED: reach_named(r, t); return;
  case TYPE_ARRAY: reach(r, t->array.elem); return;
  case TYPE_SLICE:
  case TYPE_POINTER: reach(r, t->ptr.elem); return;
  case TYPE_CHAN: reach(r, t->chan.elem); return;
  case TYPE_MAP:
    reach(r, t->map.key);
    reach(r, t->map.elem);
    return;
  case TYPE_STRUCT: reach_objects(r, t->st.fields, t->st.n); return;
  case TYPE_TUPLE: reach_objects(r, t->tuple.vars, t->tuple.n); return;
  case TYPE_FUNC:
    reach(r, t->func.params);
    reach(r, t->func.results);
    return;
  case TYPE_INTERFACE: reach_interface(r, t); return;
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_PARAM:
  case TYPE_UNION: return;
  }
}

bool type_is_in_export_data(Checker *ck, const Package *pkg, const Type *t) {
  Reach r = {.c = ck->c, .pkg = pkg};
  ArenaMark mark = arena_mark(&ck->c->scratch);
  for (uint32_t i = 0; i < pkg->scope->order.len; i++) {
    Object *obj = pkg->scope->order.items[i];
    if (object_is_exported(obj))
      reach(&r, obj->type);
  }
  bool found = map_has(&r.seen, t);
  arena_release(&ck->c->scratch, mark);
  return found;
}
