/*
 * lookup.c - x.f: fields and methods through embedding; method sets.
 *
 * The rule of the language (spec, "Selectors"): the shallowest f wins; two at
 * the same depth are ambiguous. So the search goes breadth first over the
 * embedded types:
 *
 *   type A struct{ B; *C }     depth 0: A's methods, A's fields
 *   type B struct{ D; x int }  depth 1: those of B and C     <- x is here
 *   type C struct{ y int }     depth 2: those of D
 *
 * An entry of the frontier is a type and how it was reached. A type that is
 * reached twice at one depth makes all its members ambiguous; one that was
 * seen at a smaller depth is shadowed.
 */
#include "frontend/types/types.h"

#include <stdlib.h>

/* The way to a field or method: numbers, last one first. */
typedef struct Step {
  const struct Step *outer;
  uint32_t index, depth; /* depth: steps up to this one */
} Step;

typedef struct Entry {
  Type *type;
  const Step *way; /* NULL: the type that the search began with */
  bool indirect, multiple;
} Entry;

typedef LIST(Entry) Frontier;

typedef struct Search {
  Compiler *c;
  const Package *pkg;
  const Name *name;
  Frontier next;
  Map seen; /* named types of smaller depths */
  /* what was found at this depth */
  Object *found;
  const Step *way;
  bool indirect, ambiguous;
} Search;

/* One step more than `outer`; NULL: the first one. */
static const Step *step(Search *s, const Step *outer, uint32_t index) {
  Step *n = NEW(&s->c->scratch, Step);
  n->outer = outer;
  n->index = index;
  n->depth = outer ? outer->depth + 1 : 1;
  return n;
}

/* Remembers what was found; a second one at this depth makes it ambiguous. */
static void match(Search *s, const Entry *e, Object *obj, uint32_t index) {
  s->ambiguous |= s->found != NULL || e->multiple;
  s->found = obj;
  s->way = step(s, e->way, index);
  s->indirect = e->indirect;
}

/* Declared methods; those of an instance are made when they are found. */
static void search_named(Search *s, const Entry *e, Type *t) {
  const Type *orig = t->named.orig ? t->named.orig : t;
  for (uint32_t i = 0; i < orig->named.methods.len; i++)
    if (object_same_name(orig->named.methods.items[i], s->pkg, s->name)) {
      match(s, e, named_method(s->c, t, i), i);
      return;
    }
}

/* Of an interface: all have one depth, so the first match is the only one. */
static void search_methods(Search *s, const Entry *e, Object **methods,
                           uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (object_same_name(methods[i], s->pkg, s->name)) {
      match(s, e, methods[i], i);
      return;
    }
}

/* Embedded T or *T goes to the next depth; again: its members are double. */
static void push_embedded(Search *s, const Entry *e, Type *t, uint32_t index) {
  Type *u = t->kind == TYPE_NAMED ? NULL : type_under(t);
  bool pointer = u && u->kind == TYPE_POINTER;
  Type *base = pointer ? u->ptr.elem : t;
  for (uint32_t i = 0; i < s->next.len; i++)
    if (s->next.items[i].type == base) {
      s->next.items[i].multiple = true;
      return;
    }
  Entry inner = {.type = base,
                 .way = step(s, e->way, index),
                 .indirect = e->indirect || pointer,
                 .multiple = e->multiple};
  list_push(&s->c->scratch, &s->next, inner);
}

/* Matches fields, and collects embedded ones for the next depth. */
static void search_struct(Search *s, const Entry *e, const Type *st) {
  for (uint32_t i = 0; i < st->st.n; i++) {
    Object *f = st->st.fields[i];
    if (object_same_name(f, s->pkg, s->name))
      match(s, e, f, i);
    else if (!s->found && (f->flags & OBJ_F_EMBEDDED) && f->type)
      push_embedded(s, e, f->type, i);
  }
}

/* One type of the frontier: its methods, then what its underlying type has. */
static void search_entry(Search *s, const Entry *e) {
  Type *t = e->type;
  if (t->kind == TYPE_NAMED) {
    if (map_has(&s->seen, t))
      return;
    map_set(&s->c->scratch, &s->seen, t, t);
    Object *before = s->found;
    search_named(s, e, t);
    if (s->found != before)
      return;
  }
  Type *u = type_under(t);
  if (u->kind == TYPE_PARAM)
    u = type_param_bound(s->c, u);
  if (u->kind == TYPE_STRUCT) {
    search_struct(s, e, u);
  } else if (u->kind == TYPE_INTERFACE) {
    TypeSet *set = type_set(s->c, u);
    search_methods(s, e, set->methods, set->nmethods);
  }
}

/* Indices from the outside in: fields to follow, then the field or method. */
static uint32_t *path_of(Compiler *c, const Step *way, uint32_t *n) {
  *n = way ? way->depth : 0;
  uint32_t *path = NEW_ARRAY(&c->arena, uint32_t, *n);
  for (uint32_t i = *n; way; way = way->outer)
    path[--i] = way->index;
  return path;
}

static bool has_pointer_receiver(const Object *method) {
  return method->kind == OBJ_FUNC && (method->flags & OBJ_F_PTR_RECV);
}

/* Judges what this depth has found. */
static Lookup result(Search *s, bool addressable) {
  Lookup r = {.obj = s->found, .indirect = s->indirect};
  if (s->ambiguous) {
    r.obj = NULL;
    r.ambiguous = true;
  } else if (has_pointer_receiver(s->found) && !s->indirect && !addressable) {
    return (Lookup){.indirect = true, .ptr_recv = true};
  }
  r.path = path_of(s->c, s->way, &r.npath);
  return r;
}

/* Depth by depth, until something matches. */
static Lookup search(Search *s, Entry first, bool addressable) {
  Frontier current = {0};
  list_push(&s->c->scratch, &current, first);
  while (current.len) {
    s->next = (Frontier){0};
    for (uint32_t i = 0; i < current.len; i++)
      search_entry(s, &current.items[i]);
    if (s->found)
      return result(s, addressable);
    current = s->next;
  }
  return (Lookup){0};
}

/* A pointer is followed once, and not to an interface. */
Lookup lookup_field_or_method(Compiler *c, Type *t, bool addressable,
                              const Package *pkg, const Name *name) {
  if (name_is_blank(name))
    return (Lookup){0};
  Entry first = {.type = t};
  Type *u = type_under(t);
  bool named_pointer = t->kind == TYPE_NAMED && u->kind == TYPE_POINTER;
  if (u->kind == TYPE_POINTER) {
    first = (Entry){.type = u->ptr.elem, .indirect = true};
    Type *base = type_under(first.type);
    if (base->kind == TYPE_INTERFACE || base->kind == TYPE_PARAM)
      return (Lookup){0};
  }
  ArenaMark mark = arena_mark(&c->scratch);
  Search s = {.c = c, .pkg = pkg, .name = name};
  Lookup r = search(&s, first, addressable);
  arena_release(&c->scratch, mark);
  if (named_pointer && r.obj && r.obj->kind == OBJ_FUNC)
    return (Lookup){0}; /* named pointer types have fields, but no methods */
  return r;
}

/* ----------------------------------------------------------- method sets -- */

typedef struct Collector {
  Compiler *c;
  Map seen; /* types that were entered */
  LIST(Object *) methods;
} Collector;

/* All methods at any depth that might be promoted to t. */
static void collect(Collector *k, Type *t) {
  if (t->kind != TYPE_NAMED && t->kind != TYPE_STRUCT &&
      t->kind != TYPE_INTERFACE)
    t = type_under(t)->kind == TYPE_POINTER ? type_under(t)->ptr.elem : t;
  if (map_has(&k->seen, t))
    return;
  map_set(&k->c->scratch, &k->seen, t, t);
  if (t->kind == TYPE_NAMED)
    for (uint32_t i = 0; i < named_method_count(t); i++)
      list_push(&k->c->scratch, &k->methods, named_method(k->c, t, i));
  Type *u = type_under(t);
  if (u->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < u->st.n; i++)
      if (u->st.fields[i]->flags & OBJ_F_EMBEDDED)
        collect(k, u->st.fields[i]->type);
  } else if (u->kind == TYPE_INTERFACE || u->kind == TYPE_PARAM) {
    TypeSet *set = type_set(k->c, u);
    for (uint32_t i = 0; i < set->nmethods; i++)
      list_push(&k->c->scratch, &k->methods, set->methods[i]);
  }
}

static int compare_methods(const void *a, const void *b) {
  return method_name_compare(*(Object *const *)a, *(Object *const *)b);
}

/* Keeps the candidates that a selector on a t, not addressable, would find:
   that decides between depths, ambiguity and receivers. */
static MethodSetEntry *select_methods(Collector *k, Type *t, uint32_t *n) {
  uint32_t len = k->methods.len;
  MethodSetEntry *set = NEW_ARRAY(&k->c->arena, MethodSetEntry, len);
  for (uint32_t i = 0; i < len; i++) {
    const Object *m = k->methods.items[i];
    if (name_is_blank(m->name) ||
        (i && method_name_compare(m, k->methods.items[i - 1]) == 0))
      continue;
    Lookup r = lookup_field_or_method(k->c, t, false, m->package, m->name);
    if (r.obj && r.obj->kind == OBJ_FUNC)
      set[(*n)++] = (MethodSetEntry){.method = r.obj,
                                     .path = r.path,
                                     .npath = r.npath,
                                     .indirect = r.indirect};
  }
  return set;
}

/* Candidates from all depths, filtered by the rules of selectors. */
MethodSetEntry *type_method_set(Compiler *c, Type *t, uint32_t *n) {
  *n = 0;
  if (t->kind == TYPE_NAMED && type_under(t)->kind == TYPE_POINTER)
    return NULL;
  ArenaMark mark = arena_mark(&c->scratch);
  Collector k = {.c = c};
  collect(&k, t);
  if (k.methods.len)
    qsort(k.methods.items, k.methods.len, sizeof(Object *), compare_methods);
  MethodSetEntry *set = k.methods.len ? select_methods(&k, t, n) : NULL;
  arena_release(&c->scratch, mark);
  return set;
}
