/*
 * convert.c - assignability and conversions.
 *
 * A failing test may leave a `cause`, which messages put on a line of its own:
 *
 *     cannot use x (variable of type T) as type I in assignment:
 *             T does not implement I (missing M method)
 *
 * Causes cost time; callers that need none pass NULL.
 *
 * The rules of the Go specification ("Assignability", "Conversions") in its
 * order. A type that is invalid was reported, and everything may be done with
 * its values.
 */
#include "frontend/check/operand.h"

/* --------------------------------------------------------- assignability -- */

/* A bidirectional channel becomes a directed one. */
static bool is_channel_narrowing(Compiler *c, const Type *vu, const Type *tu) {
  return vu->kind == TYPE_CHAN && tu->kind == TYPE_CHAN &&
         vu->chan.dir == CHAN_BOTH &&
         type_same(c, vu->chan.elem, tu->chan.elem);
}

/* Puts a new line in front of the cause, which explains it further. */
static void explain(Checker *ck, const char **cause, const char *text) {
  if (cause != NULL)
    *cause = *cause != NULL ? report_text(ck, "%s\n\t%s", text, *cause) : text;
}

/* A value without named type goes to a type parameter if it goes to each of its
   types. */
static bool assignable_to_terms(Checker *ck, Operand *x, Type *param,
                                const char **cause) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, param, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!operand_assignable(ck, x, terms[i].type, cause)) {
      explain(ck, cause,
              report_text(ck, "cannot assign %T to %T (in %T)", x->type,
                          terms[i].type, param));
      return false;
    }
  return n > 0;
}

/* A value of a type parameter goes where each of its types does. */
static bool terms_assignable(Checker *ck, const Operand *x, Type *t,
                             const char **cause) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, x->type, &n);
  Operand y = *x;
  for (uint32_t i = 0; i < n; i++) {
    y.type = terms[i].type;
    if (!operand_assignable(ck, &y, t, cause)) {
      explain(ck, cause,
              report_text(ck, "cannot assign %T (in %T) to %T", y.type, x->type,
                          t));
      return false;
    }
  }
  return n > 0;
}

/* The rules for a typed operand whose type is not identical to t. Type
   parameters have names, and are their own underlying types. */
static bool typed_assignable(Checker *ck, Operand *x, Type *t,
                             const char **cause) {
  Type *v = x->type, *vu = type_under(v), *tu = type_under(t);
  bool unnamed = !type_is_named(v) || !type_is_named(t);
  if (unnamed && type_same(ck->c, vu, tu))
    return true;
  if (tu->kind == TYPE_INTERFACE || type_is_interface_pointer(tu))
    return type_implements(ck, v, t, cause);
  if (vu->kind == TYPE_INTERFACE && type_implements(ck, t, v, NULL)) {
    if (cause != NULL)
      *cause = "need type assertion";
    return false;
  }
  if (is_channel_narrowing(ck->c, vu, tu))
    return unnamed;
  if (tu->kind == TYPE_PARAM && !type_is_named(v))
    return assignable_to_terms(ck, x, t, cause);
  return vu->kind == TYPE_PARAM && !type_is_named(t) &&
         terms_assignable(ck, x, t, cause);
}

/* Most operands are of the target's type already: that is asked first. */
bool operand_assignable(Checker *ck, Operand *x, Type *t, const char **cause) {
  const Const *value;
  ConstFit why;
  if (x->mode == MODE_INVALID || type_is_invalid(t) || x->type == t)
    return true;
  if (operand_is_untyped(x))
    return x->type == t || implicit_type(ck, x, t, &value, &why) != NULL;
  return type_same(ck->c, x->type, t) || typed_assignable(ck, x, t, cause);
}

/* ----------------------------------------------------------- convertible -- */

/* []byte, []rune and everything defined like them. */
static bool is_bytes_or_runes(Type *t) {
  Type *slice = under_kind(t, TYPE_SLICE);
  if (slice == NULL)
    return false;
  BasicKind kind = type_basic_kind(slice->slice.elem);
  return kind == BASIC_UINT8 || kind == BASIC_INT32;
}

/* Struct tags do not count in conversions. */
static bool same_under(Compiler *c, Type *a, Type *b) {
  return type_same_ignoring_tags(c, type_under(a), type_under(b));
}

/* Unnamed pointers to types of the same structure. */
static bool pointers_convert(Compiler *c, const Type *v, const Type *t) {
  return v->kind == TYPE_POINTER && t->kind == TYPE_POINTER &&
         v->ptr.elem->kind != TYPE_PARAM && t->ptr.elem->kind != TYPE_PARAM &&
         same_under(c, v->ptr.elem, t->ptr.elem);
}

/* Conversions between basic types, strings and slices of their parts. */
static bool basics_convert(Type *v, Type *t) {
  if (type_is_basic(v, BI_INTEGER | BI_FLOAT) &&
      type_is_basic(t, BI_INTEGER | BI_FLOAT))
    return true;
  if (type_is_basic(v, BI_COMPLEX) && type_is_basic(t, BI_COMPLEX))
    return true;
  if (type_is_basic(t, BI_STRING))
    return type_is_basic(v, BI_INTEGER) || is_bytes_or_runes(v);
  return type_is_basic(v, BI_STRING) && is_bytes_or_runes(t);
}

/* What may be converted to unsafe.Pointer and back. */
static bool is_address(const Type *u) {
  return u->kind == TYPE_POINTER ||
         (u->kind == TYPE_BASIC && u->basic.kind == BASIC_UINTPTR);
}

static bool is_unsafe_pointer(const Type *u) {
  return u->kind == TYPE_BASIC && u->basic.kind == BASIC_UNSAFE_POINTER;
}

/* []E to *[n]E, since Go 1.17. */
static bool slice_to_array_pointer(Checker *ck, const Type *v, const Type *t,
                                   const char **cause) {
  if (v->kind != TYPE_SLICE || t->kind != TYPE_POINTER)
    return false;
  const Type *array = under_kind(t->ptr.elem, TYPE_ARRAY);
  if (array == NULL || !type_same(ck->c, v->slice.elem, array->array.elem))
    return false;
  if (version_allows(ck, 17))
    return true;
  if (cause != NULL)
    *cause = report_text(
        ck,
        "conversion of slices to array pointers requires go1.17 or later "
        "(-lang was set to go1.%d; check go.mod)",
        language_version(ck));
  return false;
}

/* The rules that are about underlying types, and no type parameters. */
static bool structure_convertible(Checker *ck, const Operand *x, Type *t,
                                  const char **cause) {
  Type *vu = type_under(x->type), *tu = type_under(t);
  return type_same_ignoring_tags(ck->c, vu, tu) ||
         pointers_convert(ck->c, x->type, t) || basics_convert(vu, tu) ||
         (is_address(vu) && is_unsafe_pointer(tu)) ||
         (is_unsafe_pointer(vu) && is_address(tu)) ||
         slice_to_array_pointer(ck, vu, tu, cause);
}

/* T(x) for every type in t's set if t is a type parameter; x is not of one.
   from: x's type parameter before one of its types was chosen, or NULL. */
static bool convertible_to_terms(Checker *ck, Operand *x, Type *t, Type *from,
                                 const char **cause) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, t, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (operand_convertible(ck, x, terms[i].type, cause))
      continue;
    explain(ck, cause,
            from != NULL
                ? report_text(ck, "cannot convert %T (in %T) to %T (in %T)",
                              x->type, from, terms[i].type, t)
                : report_text(ck, "cannot convert %T to %T (in %T)", x->type,
                              terms[i].type, t));
    return false;
  }
  return n > 0;
}

/* T(x) for every type in the set of x's type parameter. */
static bool terms_convertible(Checker *ck, const Operand *x, Type *t,
                              const char **cause) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, x->type, &n);
  Operand y = *x;
  for (uint32_t i = 0; i < n; i++) {
    y.type = terms[i].type;
    if (t->kind == TYPE_PARAM) {
      if (!convertible_to_terms(ck, &y, t, x->type, cause))
        return false;
    } else if (!operand_convertible(ck, &y, t, cause)) {
      explain(ck, cause,
              report_text(ck, "cannot convert %T (in %T) to %T", y.type,
                          x->type, t));
      return false;
    }
  }
  return n > 0;
}

/* What is assignable is convertible; the cause is that of the assignment,
   unless the conversion has one of its own. */
bool operand_convertible(Checker *ck, Operand *x, Type *t, const char **cause) {
  if (operand_assignable(ck, x, t, cause) ||
      structure_convertible(ck, x, t, cause))
    return true;
  if (x->type->kind == TYPE_PARAM)
    return terms_convertible(ck, x, t, cause);
  return t->kind == TYPE_PARAM && convertible_to_terms(ck, x, t, NULL, cause);
}

/* ------------------------------------------------------------ conversion -- */

/* string(n): the UTF-8 form of code point n. */
static const Const *rune_string(Checker *ck, const Const *v) {
  enum {
    REPLACEMENT = 0xFFFD,
    MAX_RUNE = 0x10FFFF
  };
  uint64_t n;
  char text[4];
  bool valid = const_uint64(v, &n) && n <= MAX_RUNE;
  int len = utf8_encode(text, valid ? (uint32_t)n : REPLACEMENT);
  return const_string(ck->c, text, (size_t)len);
}

/* Constant x as a constant of type t, whose underlying type is basic. If that
   fails x may still show another value: gc prints 1e100 as a whole number in
   "cannot convert 1e100 (...) to type int". */
static bool convert_constant(Checker *ck, Operand *x, Type *t) {
  const Const *v = operand_represent(ck, x, type_under(t), NULL);
  if (v == NULL && type_is_basic(x->type, BI_INTEGER) &&
      type_is_basic(t, BI_STRING))
    v = rune_string(ck, x->value);
  if (v == NULL) {
    const Const *whole = const_to_int(ck->c, x->value);
    if (type_is_basic(t, BI_INTEGER) && const_kind(whole) == CONST_INT)
      x->value = whole;
    return false;
  }
  x->value = v;
  return true;
}

/* Constant x, converted to each type of type parameter t, is a value. */
static bool convert_to_type_param(Checker *ck, const Operand *x, Type *t,
                                  const char **cause) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, t, &n);
  for (uint32_t i = 0; i < n; i++) {
    Operand y = *x;
    Type *u = type_under(terms[i].type);
    if ((type_is_basic(x->type, BI_STRING) && is_bytes_or_runes(u)) ||
        (u->kind == TYPE_BASIC && convert_constant(ck, &y, u)))
      continue;
    *cause = report_text(ck, "cannot convert %x to %T (in %T)", x, u, t);
    return false;
  }
  if (n == 0)
    *cause = report_text(ck, "%T does not contain specific types", t);
  return n > 0;
}

/* The final type of an untyped operand that was converted to t. */
static Type *final_operand_type(Checker *ck, const Operand *x, Type *t,
                                bool constant) {
  if (type_basic_kind(x->type) == BASIC_UNTYPED_NIL)
    return t;
  if (type_is_interface(t) || (constant && !type_is_basic(t, BI_CONST)))
    return type_default(ck->c, x->type);
  if (x->mode == MODE_CONST && type_is_basic(x->type, BI_INTEGER) &&
      type_is_basic(t, BI_STRING))
    return x->type; /* string(65): 65 stays a number */
  return t;
}

/* The same text whether the operand is constant or not. */
static void report_unconvertible(Checker *ck, const Operand *x, Type *t,
                                 const char *cause) {
  if (cause != NULL)
    report(ck, operand_pos(x), "cannot convert %x to type %T:\n\t%s", x, t,
           cause);
  else
    report(ck, operand_pos(x), "cannot convert %x to type %T", x, t);
}

/* Constants stay constant if the target type has constants. */
void check_conversion(Checker *ck, Operand *x, Type *t) {
  const char *cause = NULL;
  bool constant = x->mode == MODE_CONST, ok;
  if (constant && type_is_basic(t, BI_CONST)) {
    ok = convert_constant(ck, x, t);
  } else if (constant && t->kind == TYPE_PARAM) {
    ok = convert_to_type_param(ck, x, t, &cause);
    x->mode = MODE_VALUE;
  } else {
    ok = operand_convertible(ck, x, t, &cause);
    if (ok)
      x->mode = MODE_VALUE;
  }
  if (!ok) {
    report_unconvertible(ck, x, t, cause);
    operand_invalidate(x);
    return;
  }
  if (operand_is_untyped(x))
    update_expr_type(ck, x->expr, final_operand_type(ck, x, t, constant), true);
  x->type = t;
}
