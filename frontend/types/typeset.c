/*
 * typeset.c - the type set of an interface: its methods and its types.
 *
 *   type RW interface { io.Reader; Write([]byte) (int, error) }
 *
 * has the methods Read and Write, sorted, and no restriction on types. Method
 * numbers in itabs are places in this order. Constraint interfaces also carry
 * terms: the intersection of their elements, each of which is a union.
 *
 *   interface { ~int | string; int | MyInt }     {int, MyInt}
 *
 * Lists of terms are in normal form: no two of them overlap. An empty list is
 * the empty set; `all_types` is no restriction. `comparable` restricts all
 * types only: a list of terms is filtered by it instead.
 *
 * A set is kept only once everything embedded is complete; asked for earlier,
 * the answer is what is known so far.
 */
#include "frontend/types/types.h"

#include <stdlib.h>

/* ----------------------------------------------------------------- terms -- */

typedef LIST(Term) TermList;

/* Whether no type is in both x and y. */
static bool terms_disjoint(Compiler *c, const Term *x, const Term *y) {
  Type *a = y->tilde ? type_under(x->type) : x->type;
  Type *b = x->tilde ? type_under(y->type) : y->type;
  return !type_same(c, a, b);
}

/* x is a part of y. */
static bool term_within(Compiler *c, const Term *x, const Term *y) {
  return !terms_disjoint(c, x, y) && (!x->tilde || y->tilde);
}

/* Adds a term. Of overlapping ones the widest stays, in the first one's place;
   ~T may take in several. */
static void add_term(Compiler *c, TermList *list, Term t) {
  uint32_t n = 0;
  bool placed = false;
  for (uint32_t i = 0; i < list->len; i++) {
    Term *old = &list->items[i];
    if (terms_disjoint(c, old, &t)) {
      list->items[n++] = *old;
    } else if (!placed) {
      list->items[n++] = t.tilde ? t : *old;
      placed = true;
    }
  }
  list->len = n;
  if (!placed)
    list_push(&c->arena, list, t);
}

bool terms_include(Compiler *c, const Term *terms, uint32_t n, Type *t) {
  for (uint32_t i = 0; i < n; i++)
    if (type_same(c, terms[i].type, terms[i].tilde ? type_under(t) : t))
      return true;
  return false;
}

bool type_set_within(Compiler *c, const TypeSet *a, const TypeSet *b) {
  if (a->all_types || b->all_types)
    return b->all_types;
  for (uint32_t i = 0; i < a->nterms; i++) {
    bool found = false;
    for (uint32_t k = 0; k < b->nterms && !found; k++)
      found = term_within(c, &a->terms[i], &b->terms[k]);
    if (!found)
      return false;
  }
  return true;
}

bool type_set_is_empty(const TypeSet *s) {
  return !s->all_types && s->nterms == 0;
}

const Term *type_terms(Compiler *c, Type *t, uint32_t *n) {
  const TypeSet *set = type_set(c, t);
  *n = set->all_types ? 0 : set->nterms;
  return set->terms;
}

/* -------------------------------------------------------------- building -- */

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

/* Restricts the set to types that are also in `terms`. */
static void intersect_terms(Builder *b, const Term *terms, uint32_t n) {
  TypeSet *set = b->set;
  TermList both = {0};
  for (uint32_t i = 0; set->all_types && i < n; i++)
    add_term(b->c, &both, terms[i]);
  for (uint32_t i = 0; !set->all_types && i < set->nterms; i++)
    for (uint32_t j = 0; j < n; j++)
      if (!terms_disjoint(b->c, &set->terms[i], &terms[j]))
        add_term(b->c, &both,
                 set->terms[i].tilde && !terms[j].tilde ? terms[j]
                                                        : set->terms[i]);
  set->all_types = false;
  set->terms = both.items;
  set->nterms = both.len;
}

/* Turns `comparable` together with terms into fewer terms. */
static void filter_comparable(Builder *b) {
  TypeSet *set = b->set;
  if (!set->comparable || set->all_types)
    return;
  uint32_t n = 0;
  for (uint32_t i = 0; i < set->nterms; i++)
    if (type_comparable(b->c, set->terms[i].type))
      set->terms[n++] = set->terms[i];
  set->nterms = n;
  set->comparable = false;
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

/* The underlying type of a part; the set is not final if that is unknown. */
static Type *part_under(Builder *b, Type *t) {
  Type *u = type_under(t);
  if (t->kind == TYPE_NAMED && !t->named.under)
    b->complete = false;
  return u;
}

/* One alternative of a union: an interface contributes its own terms. False: it
   is every type. */
static bool add_alternative(Builder *b, TermList *terms, const Term *term) {
  Type *u = part_under(b, term->type);
  if (u->kind == TYPE_INVALID)
    return true;
  if (u->kind != TYPE_INTERFACE) {
    /* ~T is empty if T is not its own underlying type */
    if (!term->tilde || type_same(b->c, term->type, u))
      add_term(b->c, terms, *term);
    return true;
  }
  const TypeSet *set = type_set(b->c, u);
  b->complete &= u->iface.set != NULL;
  for (uint32_t i = 0; !set->all_types && i < set->nterms; i++)
    add_term(b->c, terms, set->terms[i]);
  return !set->all_types;
}

/* A union restricts to the types of all its terms. */
static void add_union(Builder *b, const Type *u) {
  TermList terms = {0};
  bool restricts = true;
  for (uint32_t i = 0; i < u->uni.n; i++)
    restricts &= add_alternative(b, &terms, &u->uni.terms[i]);
  if (restricts)
    intersect_terms(b, terms.items, terms.len);
}

/* An element is an interface, a union, or a type that stands for itself. */
static void add_embedded(Builder *b, Type *e) {
  Type *u = part_under(b, e);
  if (u->kind == TYPE_INTERFACE) {
    add_interface(b, u);
  } else if (u->kind == TYPE_UNION) {
    add_union(b, u);
  } else if (u->kind != TYPE_INVALID) {
    Term one = {.type = e};
    intersect_terms(b, &one, 1);
  }
  filter_comparable(b);
}

/* The set of an interface, or of the bound of a type parameter; kept once it is
   final. */
TypeSet *type_set(Compiler *c, Type *iface) {
  iface = iface->kind == TYPE_PARAM ? type_param_bound(c, iface)
                                    : type_under(iface);
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

/* ------------------------------------------------------------ core types -- */

/* The type that stands for both, NULL: none. Channels that differ in direction
   only have the directed one in common. */
static Type *common_type(Compiler *c, Type *x, Type *y) {
  if (type_same(c, x, y))
    return x;
  if (x->kind != TYPE_CHAN || y->kind != TYPE_CHAN ||
      !type_same(c, x->chan.elem, y->chan.elem))
    return NULL;
  if (x->chan.dir == CHAN_BOTH)
    return y;
  return y->chan.dir == CHAN_BOTH ? x : NULL;
}

/* For type parameters the one underlying type of all their types. strings:
   string and []byte count as one, which is then string. */
static Type *core_of_terms(Compiler *c, Type *t, bool strings) {
  uint32_t n;
  const Term *terms = type_terms(c, t, &n);
  Type *core = NULL;
  bool has_string = false;
  for (uint32_t i = 0; i < n; i++) {
    Type *u = type_under(terms[i].type);
    if (strings && type_is_basic(u, BI_STRING)) {
      has_string = true;
      u = type_slice(c, c->universe->byte_type);
    }
    core = core ? common_type(c, core, u) : u;
    if (!core)
      return NULL;
  }
  return core && has_string ? BASIC(c, STRING) : core;
}

Type *type_core(Compiler *c, Type *t) {
  return t->kind == TYPE_PARAM ? core_of_terms(c, t, false) : type_under(t);
}

Type *type_core_string(Compiler *c, Type *t) {
  return t->kind == TYPE_PARAM ? core_of_terms(c, t, true) : type_under(t);
}

bool type_all_basic(Compiler *c, Type *t, uint32_t info) {
  if (t->kind != TYPE_PARAM)
    return type_is_basic(t, info);
  uint32_t n;
  const Term *terms = type_terms(c, t, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!type_is_basic(terms[i].type, info))
      return false;
  return n > 0;
}
