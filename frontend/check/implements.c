/*
 * implements.c - does a type have the methods of an interface, and if not, why
 * not.
 *
 * The first missing method in the interface's order counts. `alt` is a method
 * that explains the failure: one of that name with another type or with a
 * pointer receiver, or one whose name differs in case only:
 *
 *     type I interface{ M(int) }
 *     func (T) M()         T does not implement I (wrong type for M method)
 *     func (*U) M(int)     U does not implement I (M method has pointer ...)
 *     func (V) m(int)      V does not implement I (missing M method)
 */
#include "frontend/check/operand.h"

#include <strings.h>

/* ------------------------------------------------------- missing methods -- */

/* The method of interface type iface that is called as m is, or NULL. */
static Object *find_interface_method(Checker *ck, Type *iface,
                                     const Object *m) {
  int i = iface_method_index(ck->c, iface, m);
  return i < 0 ? NULL : type_set(ck->c, iface)->methods[i];
}

/* missing_method for an interface type v. */
static Object *missing_from_interface(Checker *ck, Type *v, const TypeSet *want,
                                      bool required, Object **alt) {
  for (uint32_t i = 0; i < want->nmethods; i++) {
    Object *m = want->methods[i];
    Object *f = find_interface_method(ck, v, m);
    if (f == NULL && !required)
      continue;
    if (f == NULL)
      return m;
    if (!type_same(ck->c, f->type, m->type)) {
      *alt = f;
      return m;
    }
  }
  return NULL;
}

/* A method of v whose name is m's but for the case of letters: gc folds all of
   Unicode, we ASCII, which only changes an explanation. */
static Object *find_folded(Checker *ck, Type *v, const Object *m) {
  uint32_t n;
  MethodSetEntry *set = type_method_set(ck->c, v, &n);
  for (uint32_t i = 0; i < n; i++) {
    Object *f = set[i].method;
    if (strcasecmp(f->name->text, m->name->text) == 0 &&
        (object_is_exported(f) || f->package == ck->pkg))
      return f;
  }
  return NULL;
}

/* The method m of type v, which is no interface. NULL: v lacks it, and *alt
   may be what comes close. */
static Object *find_method(Checker *ck, Type *v, const Object *m,
                           Object **alt) {
  Lookup found = lookup_field_or_method(ck->c, v, false, m->package, m->name);
  Object *f = found.obj;
  if (f != NULL && f->kind == OBJ_FUNC)
    return f;
  if (f != NULL)
    return NULL; /* a field */
  found = lookup_field_or_method(ck->c, type_pointer(ck->c, v), false,
                                 m->package, m->name);
  *alt = found.obj != NULL ? found.obj : find_folded(ck, v, m);
  if (*alt != NULL && (*alt)->kind != OBJ_FUNC)
    *alt = NULL;
  if (*alt != NULL)
    declare_object(ck, *alt, NULL);
  return NULL;
}

/* For a concrete v methods are looked up one by one: no method set is built. */
Object *missing_method(Checker *ck, Type *v, Type *t, bool required,
                       Object **alt) {
  *alt = NULL;
  const TypeSet *want = type_set(ck->c, type_under(t));
  Type *vu = type_under(v);
  if (vu->kind == TYPE_INTERFACE || vu->kind == TYPE_PARAM)
    return missing_from_interface(ck, vu, want, required, alt);
  for (uint32_t i = 0; i < want->nmethods; i++) {
    Object *m = want->methods[i];
    Object *f = find_method(ck, v, m, alt);
    if (f == NULL)
      return m;
    declare_object(ck, f, NULL);
    if (!type_same(ck->c, f->type, m->type)) {
      *alt = f;
      return m;
    }
  }
  return NULL;
}

/* ---------------------------------------------------------------- causes -- */

/* "M(int) string": name and signature without `func`. */
static const char *method_text(Checker *ck, const Object *m) {
  return report_text(ck, "%n%s", m->name,
                     report_text(ck, "%T", m->type) + strlen("func"));
}

/* t is *I: what people write who think of I. */
const char *interface_pointer_text(Checker *ck, Type *t) {
  const char *what = type_under(t)->ptr.elem->kind == TYPE_PARAM
                         ? "type parameter"
                         : "interface";
  return report_text(ck, "(type %T is pointer to %s, not %s)", t, what, what);
}

/* The best explanation first: a pointer receiver is a common mistake. */
const char *missing_method_cause(Checker *ck, Type *v, Type *t, Object *m,
                                 Object *alt) {
  if (alt != NULL && alt->name == m->name &&
      type_same(ck->c, m->type, alt->type))
    return report_text(ck, "(%n method has pointer receiver)", m->name);
  if (alt != NULL)
    return report_text(ck, "(%s %n method)\n\t\thave %s\n\t\twant %s",
                       alt->name == m->name ? "wrong type for" : "missing",
                       m->name, method_text(ck, alt), method_text(ck, m));
  if (type_is_interface_pointer(v))
    return interface_pointer_text(ck, v);
  if (type_is_interface_pointer(t))
    return interface_pointer_text(ck, t);
  return report_text(ck, "(missing %n method)", m->name);
}

/* Types that an error was reported for implement everything. */
static bool is_reported(Type *t) {
  Type *u = type_under(t);
  return type_is_invalid(u) ||
         (u->kind == TYPE_POINTER && type_is_invalid(type_under(u->ptr.elem)));
}

/* t is no interface: that can only be a pointer to one. */
static const char *no_interface_cause(Checker *ck, Type *v, Type *t) {
  if (type_is_interface_pointer(t))
    return report_text(ck,
                       "%T does not implement %T (type %T is pointer to "
                       "interface, not interface)",
                       v, t, t);
  return report_text(ck, "%T does not implement %T (%T is not an interface)", v,
                     t, t);
}

/* "~int | string": terms in messages, with all names qualified. */
static const char *terms_text(Checker *ck, const Term *terms, uint32_t n) {
  Text out = {0};
  for (uint32_t i = 0; i < n; i++) {
    text_puts(&out, i > 0 ? " | " : "");
    text_puts(&out, terms[i].tilde ? "~" : "");
    text_puts(&out, type_path_string(ck->c, terms[i].type));
  }
  return text_take(&out, &ck->c->arena);
}

/* Why v, which is in none of t's terms, is not. */
static const char *missing_term_cause(Checker *ck, Type *v, Type *t) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, t, &n);
  for (uint32_t i = 0; i < n; i++) {
    Type *term = terms[i].type;
    if (!terms[i].tilde && type_same(ck->c, term, type_under(term)) &&
        type_same(ck->c, term, type_under(v)))
      return report_text(ck,
                         "%T does not implement %T (possibly missing ~ for %T "
                         "in constraint %T)",
                         v, t, term, t);
  }
  return report_text(ck, "%T does not implement %T (%T missing in %s)", v, t, v,
                     terms_text(ck, terms, n));
}

/* Whether every type of t's set is comparable, as far as t says so. */
static bool wants_comparable(Checker *ck, Type *t) {
  const TypeSet *set = type_set(ck->c, t);
  bool all = !set->all_types && set->nterms > 0;
  for (uint32_t i = 0; i < set->nterms && all; i++)
    all = type_strictly_comparable(ck->c, set->terms[i].type);
  return set->all_types ? set->comparable : all;
}

/* Whether v, which has t's methods, is in its type set. NULL: it is; else the
   cause. */
static const char *type_set_cause(Checker *ck, Type *v, Type *t) {
  const TypeSet *want = type_set(ck->c, t);
  Type *vu = type_under(v);
  if (!want->all_types) {
    if (vu->kind == TYPE_INTERFACE || vu->kind == TYPE_PARAM) {
      if (!type_set_within(ck->c, type_set(ck->c, vu), want))
        return report_text(ck, "%T does not implement %T", v, t);
    } else if (!terms_include(ck->c, want->terms, want->nterms, v)) {
      return missing_term_cause(ck, v, t);
    }
  }
  if (wants_comparable(ck, t) && !type_strictly_comparable(ck->c, v))
    return report_text(ck, "%T does not implement comparable", v);
  return NULL;
}

/* The same for methods. */
static const char *method_set_cause(Checker *ck, Type *v, Type *t) {
  Object *alt;
  Object *m = missing_method(ck, v, t, true, &alt);
  if (m == NULL)
    return NULL;
  return report_text(ck, "%T does not implement %T %s", v, t,
                     missing_method_cause(ck, v, t, m, alt));
}

/* Whether nobody is in v's type set: then all of them implement anything. */
static bool is_empty_set(Checker *ck, Type *v) {
  const Type *u = type_under(v);
  return (u->kind == TYPE_INTERFACE || u->kind == TYPE_PARAM) &&
         type_set_is_empty(type_set(ck->c, v));
}

/* The empty interface is asked for most and answered at once. */
bool type_implements(Checker *ck, Type *v, Type *t, const char **cause) {
  const char *why;
  if (is_reported(v) || type_is_invalid(type_under(t)))
    return true;
  if (under_kind(t, TYPE_INTERFACE) == NULL) {
    if (cause != NULL)
      *cause = no_interface_cause(ck, v, t);
    return false;
  }
  const TypeSet *want = type_set(ck->c, t);
  bool restricts = want->comparable || !want->all_types;
  if ((want->nmethods == 0 && !restricts) || is_empty_set(ck, v))
    return true;
  if (type_set_is_empty(want))
    why = report_text(ck, "cannot implement %T (empty type set)", t);
  else
    why = want->nmethods > 0 ? method_set_cause(ck, v, t) : NULL;
  if (why == NULL && restricts)
    why = type_set_cause(ck, v, t);
  if (cause != NULL)
    *cause = why;
  return why == NULL;
}
