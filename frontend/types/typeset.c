/*
 * typeset.c - the type set of an interface: its methods and its types.
 *
 *   type RW interface { io.Reader; Write([]byte) (int, error) }
 *
 * has the methods Read and Write, sorted, and no restriction on types. Method
 * numbers in itabs are places in this order. Constraint interfaces also carry
 * terms (`~int | string`): the intersection of their elements.
 *
 * A set is kept only once everything embedded is complete; asked for earlier,
 * the answer is what is known so far.
 */
#include "frontend/types/types.h"

#include <stdlib.h>

/* Exported names first, then bytewise by name, then by package. */
int method_name_compare(const Object *a, const Object *b) {
  if (a->name->exported != b->name->exported)
    return a->name->exported ? -1 : 1;
  if (a->name != b->name)
    return strcmp(a->name->text, b->name->text);
  if (a->name->exported || a->package == b->package)
    return 0;
  return strcmp(a->package ? a->package->path : "",
                b->package ? b->package->path : "");
}

static int compare_methods(const void *a, const void *b) {
  return method_name_compare(*(Object *const *)a, *(Object *const *)b);
}

typedef struct Builder {
  Compiler *c;
  LIST(Object *) methods;
  TypeSet *set;
  bool complete;
} Builder;

/* A method that is there already is the same one, or reported elsewhere. */
static void add_method(Builder *b, Object *m) {
  for (uint32_t i = 0; i < b->methods.len; i++)
    if (object_same_name(b->methods.items[i], m->package, m->name))
      return;
  list_push(&b->c->arena, &b->methods, m);
}

/* The term that holds the types of both x and y; false: none. */
static bool intersect_term(Compiler *c, Term x, Term y, Term *out) {
  bool x_wider = x.tilde && !y.tilde, y_wider = y.tilde && !x.tilde;
  *out = x_wider ? y : x;
  return type_same(c, y_wider ? type_under(x.type) : x.type,
                   x_wider ? type_under(y.type) : y.type);
}

/* Restricts the set to types that are also in `terms`. */
static void intersect_terms(Builder *b, const Term *terms, uint32_t n) {
  TypeSet *set = b->set;
  if (set->all_types) {
    set->all_types = false;
    set->terms = arena_copy(&b->c->arena, terms, n * sizeof *terms);
    set->nterms = n;
    return;
  }
  LIST(Term) both = {0};
  for (uint32_t i = 0; i < set->nterms; i++)
    for (uint32_t j = 0; j < n; j++) {
      Term t;
      if (intersect_term(b->c, set->terms[i], terms[j], &t))
        list_push(&b->c->arena, &both, t);
    }
  set->terms = both.items;
  set->nterms = both.len;
}

/* Embedding: methods are added, types restricted. */
static void add_interface(Builder *b, Type *iface) {
  TypeSet *set = type_set(b->c, iface);
  if (!iface->iface.set)
    b->complete = false;
  for (uint32_t i = 0; i < set->nmethods; i++)
    add_method(b, set->methods[i]);
  b->set->comparable |= set->comparable;
  if (!set->all_types)
    intersect_terms(b, set->terms, set->nterms);
}

/* A union restricts by all its terms; an interface among them contributes its
   own terms, or lifts the restriction. */
static void add_union(Builder *b, const Type *u) {
  LIST(Term) terms = {0};
  for (uint32_t i = 0; i < u->uni.n; i++) {
    Type *t = type_under(u->uni.terms[i].type);
    if (t->kind != TYPE_INTERFACE) {
      list_push(&b->c->arena, &terms, u->uni.terms[i]);
      continue;
    }
    TypeSet *set = type_set(b->c, t);
    if (set->all_types)
      return;
    for (uint32_t j = 0; j < set->nterms; j++)
      list_push(&b->c->arena, &terms, set->terms[j]);
  }
  intersect_terms(b, terms.items, terms.len);
}

/* An element is an interface, a union, or a type that stands for itself. */
static void add_embedded(Builder *b, Type *e) {
  Type *u = type_under(e);
  if (e->kind == TYPE_NAMED && !e->named.under)
    b->complete = false;
  if (u->kind == TYPE_INTERFACE) {
    add_interface(b, u);
  } else if (u->kind == TYPE_UNION) {
    add_union(b, u);
  } else if (u->kind != TYPE_INVALID) {
    Term one = {.type = e};
    intersect_terms(b, &one, 1);
  }
}

/* The set of an interface; kept once it is final. */
TypeSet *type_set(Compiler *c, Type *iface) {
  iface = type_under(iface);
  ASSERT(iface->kind == TYPE_INTERFACE);
  if (iface->iface.set)
    return iface->iface.set;
  TypeSet *set = NEW(&c->arena, TypeSet);
  set->all_types = true;
  /* An interface that embeds itself, an error, would recurse without end. */
  if (!(iface->flags & TYPE_F_COMPLETE) || iface->busy)
    return set;
  iface->busy = true;
  Builder b = {.c = c, .set = set, .complete = true};
  for (uint32_t i = 0; i < iface->iface.nmethods; i++)
    add_method(&b, iface->iface.methods[i]);
  for (uint32_t i = 0; i < iface->iface.nembeds; i++)
    add_embedded(&b, iface->iface.embeds[i]);
  if (b.methods.len)
    qsort(b.methods.items, b.methods.len, sizeof(Object *), compare_methods);
  set->methods = b.methods.items;
  set->nmethods = b.methods.len;
  iface->busy = false;
  if (b.complete)
    iface->iface.set = set;
  return set;
}

int iface_method_index(Compiler *c, Type *iface, const Object *method) {
  TypeSet *set = type_set(c, iface);
  for (uint32_t i = 0; i < set->nmethods; i++)
    if (object_same_name(set->methods[i], method->package, method->name))
      return (int)i;
  return -1;
}
