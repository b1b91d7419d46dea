/*
 * interface.c - interface types: methods, embedded elements, unions.
 *
 * The type node lists what was written: explicit methods, sorted as all
 * method sets are, and embedded elements in source order. The set of all
 * methods is computed on demand by typeset.c, which reports nothing; the
 * rules that can be broken are checked here, when all types are complete:
 *
 *     type A interface { m() }
 *     type B interface { A; m() int }     duplicate method m
 *     type U interface { int | ~int }     overlapping terms ~int and int
 *
 * An element other than a method is one node: an embedded type, or a UNION of
 * terms. `[T ~int]` is short for `[T interface{ ~int }]`: such an interface is
 * implicit, and prints without the word.
 */
#include <stdlib.h>

#include "frontend/check/check_type.h"

enum {
  MAX_UNION_TERMS = 100
};

/* ---------------------------------------------------------------- unions -- */

typedef struct UnionCheck {
  Type *type;
  Expr **exprs; /* of its terms */
} UnionCheck;

/* Whether two terms have a type in common: int and ~int have. */
static bool same_term(Checker *ck, const Term *a, const Term *b) {
  if (type_same(ck->c, a->type, b->type))
    return true;
  return (a->tilde && type_same(ck->c, a->type, type_under(b->type))) ||
         (b->tilde && type_same(ck->c, b->type, type_under(a->type)));
}

/* Terms are the one place where gc qualifies names of the package itself. */
static const char *term_text(Checker *ck, const Term *t) {
  return report_text(ck, "%s%s", t->tilde ? "~" : "",
                     type_path_string(ck->c, t->type));
}

/* ~T needs a T that is its own underlying type; true after a report. */
static bool is_bad_tilde(Checker *ck, const Term *t, const Expr *e) {
  Type *u = type_under(t->type);
  if (!t->tilde)
    return false;
  if (u->kind == TYPE_INTERFACE)
    report(ck, expr_start(e), "invalid use of ~ (%T is an interface)", t->type);
  else if (!type_same(ck->c, u, t->type))
    report(ck, expr_start(e), "invalid use of ~ (underlying type of %T is %T)",
           t->type, u);
  else
    return false;
  return true;
}

/* Interfaces with methods cannot be alternatives of a union. */
static void check_interface_term(Checker *ck, const Term *t, const Expr *e) {
  const TypeSet *set = type_set(ck->c, type_under(t->type));
  const char *text = term_text(ck, t);
  if (set->nmethods)
    report(ck, expr_start(e), "cannot use %s in union (%s contains methods)",
           text, text);
  else if (t->type == ck->c->universe->comparable_type)
    report(ck, expr_start(e), "cannot use comparable in union");
  else if (set->comparable)
    report(ck, expr_start(e), "cannot use %s in union (%s embeds comparable)",
           text, text);
}

/* Term i of a union, with those before it. */
static void check_term(Checker *ck, const UnionCheck *u, uint32_t i) {
  const Term *terms = u->type->uni.terms, *t = &terms[i];
  if (t->type->kind == TYPE_INVALID || is_bad_tilde(ck, t, u->exprs[i]))
    return;
  if (type_is_interface(t->type)) {
    check_interface_term(ck, t, u->exprs[i]);
    return;
  }
  for (uint32_t k = 0; k < i; k++)
    if (!type_is_interface(terms[k].type) && same_term(ck, &terms[k], t)) {
      report(ck, expr_start(u->exprs[i]), "overlapping terms %s and %s",
             term_text(ck, t), term_text(ck, &terms[k]));
      return;
    }
}

/* A union has the terms of the interfaces among its terms. */
static uint32_t count_terms(Checker *ck, const Type *u) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < u->uni.n; i++) {
    Type *t = type_under(u->uni.terms[i].type);
    const TypeSet *set = t->kind == TYPE_INTERFACE ? type_set(ck->c, t) : NULL;
    n += !set ? 1 : set->all_types ? 0 : set->nterms;
  }
  return n;
}

static void report_too_many_terms(Checker *ck, Pos pos) {
  report(ck, pos,
         "cannot handle more than %d union terms (implementation limitation)",
         MAX_UNION_TERMS);
}

/* Delayed until the terms' types are complete: whether ~T is right depends on
   T's underlying type, and that may be declared later. */
static void check_union(Checker *ck, void *data) {
  const UnionCheck *u = data;
  if (count_terms(ck, u->type) > MAX_UNION_TERMS)
    report_too_many_terms(ck, u->type->uni.terms[0].pos);
  for (uint32_t i = 0; i < u->type->uni.n; i++)
    check_term(ck, u, i);
}

typedef LIST(Expr *) ExprList;

/* The terms of a | b | c, from left to right. */
static void flatten_union(Checker *ck, Expr *e, ExprList *terms) {
  /* Long unions lean to the left: go down there by looping. */
  ExprList right = {0};
  for (; e->kind == EXPR_BINARY && e->op == OP_OR; e = e->pair.x)
    list_push(&ck->c->arena, &right, e->pair.y);
  list_push(&ck->c->arena, terms, e);
  while (right.len > 0)
    list_push(&ck->c->arena, terms, right.items[--right.len]);
}

/* The type of a term; type parameters alone are none. */
static Type *check_term_type(Checker *ck, const Expr *term, Expr *e,
                             bool tilde) {
  Type *t = check_type(ck, e);
  if (t->kind != TYPE_PARAM)
    return t;
  if (tilde)
    report(ck, expr_start(e), "type in term %e cannot be a type parameter",
           term);
  else
    report(ck, expr_start(e), "term cannot be a type parameter");
  return ck->c->universe->invalid;
}

/* An embedded element: a type, or a union of T and ~T. */
static Type *check_element(Checker *ck, Expr *e) {
  ExprList exprs = {0};
  flatten_union(ck, e, &exprs);
  if (exprs.len == 1 && !(e->kind == EXPR_UNARY && e->op == OP_TILDE))
    return check_term_type(ck, e, e, false);
  Type *t = type_new(ck->c, TYPE_UNION);
  t->uni.terms = NEW_ARRAY(&ck->c->arena, Term, exprs.len);
  for (uint32_t i = 0; i < exprs.len; i++) {
    Expr *x = exprs.items[i];
    if (i >= MAX_UNION_TERMS) {
      report_too_many_terms(ck, expr_start(x));
      return ck->c->universe->invalid;
    }
    bool tilde = x->kind == EXPR_UNARY && x->op == OP_TILDE;
    t->uni.terms[t->uni.n++] =
        (Term){.tilde = tilde,
               .type = check_term_type(ck, x, tilde ? x->pair.x : x, tilde),
               .pos = expr_start(x)};
    x->mode = MODE_TYPE;
    x->type = t->uni.terms[i].type;
    t->flags |= x->type->flags & TYPE_F_HAS_PARAM;
  }
  t->flags |= TYPE_F_COMPLETE;
  e->mode = MODE_TYPE;
  e->type = t;
  UnionCheck *later = NEW(&ck->c->arena, UnionCheck);
  *later = (UnionCheck){.type = t, .exprs = exprs.items};
  check_later(ck, check_union, later);
  return t;
}

/* ---------------------------------------------------------- duplicates -- */

/* A method of the set being checked, and where it came in. */
typedef struct Member {
  Object *method;
  Pos pos;
} Member;

/* `old` is where the name came in first. */
static void report_duplicate(Checker *ck, const Name *name, Pos pos, Pos old) {
  report(ck, pos, "duplicate method %n\n\t%p: other declaration of %n", name,
         old, name);
}

/* Two methods of one name, from two embedded interfaces: compared when their
   signatures are complete. */
typedef struct Overlap {
  Member first, second;
} Overlap;

/* Embedded interfaces may share methods, if their signatures agree. */
static void check_overlap(Checker *ck, void *data) {
  const Overlap *o = data;
  if (version_allows(ck, 14) &&
      type_same(ck->c, o->first.method->type, o->second.method->type))
    return;
  report_duplicate(ck, o->second.method->name, o->second.pos, o->first.pos);
}

/* The methods of an interface that is being checked, embedded ones included.
   Unexported methods of several packages may share a name: the index alone does
   not decide. */
typedef struct MemberSet {
  LIST(Member) members;
  Map index; /* Name -> Member number + 1 of the newest with that name */
} MemberSet;

/* A method written in the interface itself must be new; one that comes from an
   embedded interface may be there already. */
static void add_member(Checker *ck, MemberSet *set, Member m, bool explicit_) {
  Arena *a = &ck->c->arena;
  uintptr_t at = (uintptr_t)map_get(&set->index, m.method->name);
  for (uint32_t i = 0; at && i < set->members.len; i++) {
    Member old = set->members.items[i];
    if (!object_same_name(old.method, m.method->package, m.method->name))
      continue;
    if (explicit_) {
      report_duplicate(ck, m.method->name, m.pos, old.pos);
    } else if (old.method != m.method || !version_allows(ck, 14)) {
      Overlap *o = NEW(a, Overlap);
      *o = (Overlap){.first = old, .second = m};
      check_later(ck, check_overlap, o);
    }
    return;
  }
  list_push(a, &set->members, m);
  map_set(a, &set->index, m.method->name, (void *)(uintptr_t)set->members.len);
}

/* Elements other than ordinary interfaces came with Go 1.18. */
static bool is_element_allowed(Checker *ck, Type *t, Pos pos) {
  if (version_allows(ck, 18))
    return true;
  const Type *u = type_under(t);
  const char *what = NULL;
  if (u->kind == TYPE_UNION)
    what = "embedding interface element %T";
  else if (u->kind != TYPE_INTERFACE)
    what = "embedding non-interface type %T";
  else if (t->kind == TYPE_NAMED && t->named.obj->package &&
           t->named.obj->package != ck->pkg &&
           !type_set(ck->c, type_under(t))->all_types)
    what = "embedding constraint interface %T";
  if (!what)
    return true;
  report_version(ck, pos, 18, report_text(ck, what, t));
  return false;
}

/* Delayed until everything embedded is complete. */
static void check_members(Checker *ck, void *data) {
  Type *t = data;
  MemberSet set = {0};
  for (uint32_t i = 0; i < t->iface.nmethods; i++) {
    Object *m = t->iface.methods[i];
    add_member(ck, &set, (Member){.method = m, .pos = m->pos}, true);
  }
  for (uint32_t i = 0; i < t->iface.nembeds; i++) {
    Type *e = t->iface.embeds[i];
    Pos pos = t->iface.embed_pos[i];
    Type *u = type_under(e);
    if (u->kind == TYPE_INVALID)
      continue;
    if (!is_element_allowed(ck, e, pos)) {
      t->iface.embeds[i] = ck->c->universe->invalid; /* no follow-on errors */
      t->iface.set = NULL;
      continue;
    }
    if (u->kind != TYPE_INTERFACE)
      continue;
    const TypeSet *inner = type_set(ck->c, u);
    for (uint32_t k = 0; k < inner->nmethods; k++)
      add_member(ck, &set, (Member){.method = inner->methods[k], .pos = pos},
                 false);
  }
}

/* ------------------------------------------------------------- the type -- */

/* The method's receiver has the declared type, or the interface itself. */
static Object *check_method(Checker *ck, Field *f, Type *recv) {
  Type *sig = check_type(ck, f->type);
  if (sig->kind != TYPE_FUNC)
    return NULL;
  sig->func.recv = object_new(ck->c, OBJ_VAR, f->name_pos, NULL, recv, ck->pkg);
  sig->func.recv->flags |= OBJ_F_PARAM | OBJ_F_USED;
  Object *m = object_new(ck->c, OBJ_FUNC, f->name_pos, f->name, sig, ck->pkg);
  m->flags |= OBJ_F_METHOD | OBJ_F_IFACE_METHOD;
  m->color = COLOR_BLACK;
  f->obj = m;
  return m;
}

/* Order of method sets; methods that share a name, an error, in that of the
   source. */
static int by_method_name(const void *a, const void *b) {
  const Object *m = *(Object *const *)a, *n = *(Object *const *)b;
  int order = method_name_compare(m, n);
  return order ? order : m->pos < n->pos ? -1 : m->pos > n->pos;
}

/* One element: a method or something embedded. */
static void add_element(Checker *ck, Type *t, Field *f, Type *recv) {
  if (!f->name) {
    Type *element = check_element(ck, f->type);
    t->iface.embed_pos[t->iface.nembeds] = expr_start(f->type);
    t->iface.embeds[t->iface.nembeds++] = element;
    t->flags |= element->flags & TYPE_F_HAS_PARAM;
  } else if (name_is_blank(f->name)) {
    report(ck, f->name_pos, "methods must have a unique non-blank name");
  } else {
    Object *m = check_method(ck, f, recv);
    if (!m)
      return;
    t->iface.methods[t->iface.nmethods++] = m;
    t->flags |= m->type->flags & TYPE_F_HAS_PARAM;
  }
}

/* Fills t with the elements; def: the type that is declared as t, or NULL. */
static Type *check_elements(Checker *ck, Type *t, Field *fields, uint32_t n,
                            Type *def) {
  t->iface.methods = NEW_ARRAY(&ck->c->arena, Object *, n);
  t->iface.embeds = NEW_ARRAY(&ck->c->arena, Type *, n);
  t->iface.embed_pos = NEW_ARRAY(&ck->c->arena, Pos, n);
  for (uint32_t i = 0; i < n; i++)
    add_element(ck, t, &fields[i], def ? def : t);
  qsort(t->iface.methods, t->iface.nmethods, sizeof(Object *), by_method_name);
  t->flags |= TYPE_F_COMPLETE;
  if (t->iface.nmethods + t->iface.nembeds > 0)
    check_later(ck, check_members, t);
  return t;
}

/* interface { m(); E; ~int | string } */
Type *check_interface_type(Checker *ck, Expr *e, Type *def) {
  Type *t = check_type_begin(ck, TYPE_INTERFACE, def);
  return check_elements(ck, t, e->record.fields, e->record.n, def);
}

/* The interface that a constraint like ~T or A|B stands for. */
Type *check_implicit_interface(Checker *ck, Expr *e) {
  Type *t = type_new(ck->c, TYPE_INTERFACE);
  Field element = {.type = e, .pos = e->pos};
  check_elements(ck, t, &element, 1, NULL);
  t->flags |= TYPE_F_IMPLICIT;
  return t;
}
