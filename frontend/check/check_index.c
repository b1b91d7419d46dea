/*
 * check_index.c - x[i], x[i:j:k] and x.(T).
 *
 * What may be indexed is decided by the underlying type; constant indices are
 * checked here, against the length of arrays, pointers to arrays and constant
 * strings:
 *
 *     x          x[i]                    x[i:j]
 *     string     byte value              string
 *     [n]E       E, as x is              []E, of a variable only: &x is taken
 *     *[n]E      E variable              []E
 *     []E        E variable              the type of x
 *     map[K]V    V, may be v, ok         -
 *
 * Elements of constant strings are bytes at run time, no constants; yet
 * "abc"[5] is an error: index 5 out of bounds [0:3].
 *
 * An assertion x.(T) is checked as far as that is possible: a concrete T must
 * have the methods of x's interface type.
 */
#include "frontend/check/generic.h"

/* ----------------------------------------------------------------- index -- */

/* Untyped constants become int first, so that 1.0 is an index and 1.5 is
   "truncated". */
bool check_index_operand(Checker *ck, Operand *x, const char *what,
                         bool allow_negative) {
  if (x->mode == MODE_INVALID)
    return false;
  convert_untyped(ck, x, BASIC(ck->c, INT));
  if (x->mode == MODE_INVALID)
    return false;
  if (!type_all_basic(ck->c, x->type, BI_INTEGER)) {
    report(ck, operand_pos(x), "invalid argument: %s %x must be integer", what,
           x);
    return false;
  }
  if (x->mode != MODE_CONST)
    return true;
  if (const_kind(x->value) == CONST_UNKNOWN)
    return true;
  if (!allow_negative && const_sign(x->value) < 0) {
    report(ck, operand_pos(x), "invalid argument: %s %x must not be negative",
           what, x);
    return false;
  }
  const Const *v = operand_represent(ck, x, BASIC(ck->c, INT), NULL);
  if (v == NULL) {
    report(ck, operand_pos(x), "invalid argument: %s %x overflows int", what,
           x);
    return false;
  }
  x->value = v;
  return true;
}

/* Unknown values, after an error elsewhere, are out of no bounds. */
bool check_index_value(Checker *ck, Expr *index, int64_t max, Type **type,
                       int64_t *value) {
  Operand x;
  *type = ck->c->universe->invalid;
  *value = -1;
  check_expr(ck, &x, index);
  if (!check_index_operand(ck, &x, "index", false))
    return false;
  if (x.mode != MODE_CONST) {
    *type = x.type;
    return true;
  }
  int64_t v;
  if (!const_int64(x.value, &v))
    return false; /* unknown, after an error */
  if (max >= 0 && v >= max) {
    report(ck, operand_pos(&x),
           "invalid argument: index %v out of bounds [0:%l]", x.value, max);
    return false;
  }
  *type = x.type;
  *value = v;
  return true;
}

/* The one index of x[i]; a list is an error, and its first element counts. */
static Expr *single_index(Checker *ck, Expr *e) {
  Expr *index = e->pair.y;
  if (index->kind != EXPR_LIST)
    return index;
  report(ck, expr_start(index->list.elems[1]),
         "invalid operation: more than one index");
  return index->list.elems[0];
}

/* Number of bytes of a constant string, else -1. */
static int64_t const_string_length(const Operand *x) {
  size_t len;
  if (x->mode != MODE_CONST || const_kind(x->value) != CONST_STRING)
    return -1;
  const_string_value(x->value, &len);
  return (int64_t)len;
}

/* m[k], which is no element with an address. */
static void index_map(Checker *ck, Operand *x, Expr *e, Type *map) {
  Operand key;
  check_expr(ck, &key, single_index(ck, e));
  check_assignment(ck, &key, map->map.key, "map index");
  x->mode = MODE_MAP_INDEX; /* whatever the key: the element type is known */
  x->type = map->map.elem;
}

/* x becomes its element; *len is the bound of constant indices, -1: none.
   False: x cannot be indexed. */
static bool index_element(Checker *ck, Operand *x, int64_t *len) {
  Type *u = type_under(x->type), *array;
  *len = -1;
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC:
    if (!type_is_basic(u, BI_STRING))
      return false;
    *len = const_string_length(x);
    finish_untyped(ck, x->expr);
    x->mode = MODE_VALUE;
    x->type = ck->c->universe->byte_type;
    return true;
  case TYPE_ARRAY:
    *len = u->array.len;
    if (x->mode != MODE_VAR)
      x->mode = MODE_VALUE;
    x->type = u->array.elem;
    return true;
  case TYPE_POINTER:
    array = under_kind(u->ptr.elem, TYPE_ARRAY);
    if (array == NULL)
      return false;
    *len = array->array.len;
    x->mode = MODE_VAR;
    x->type = array->array.elem;
    return true;
  case TYPE_SLICE:
    x->mode = MODE_VAR;
    x->type = u->slice.elem;
    return true;
  case TYPE_INVALID:
  case TYPE_STRUCT:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_CHAN:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* What indexing the types of a type parameter has in common. */
typedef struct CommonElement {
  Type *key, *elem; /* key: of maps only, else NULL */
  Mode mode;
  int64_t len; /* the least length of arrays, -1: there are none */
} CommonElement;

/* Adds one more type of a type parameter, with its element in y; false: they do
   not go together. */
static bool merge_element(Checker *ck, CommonElement *common, const Operand *y,
                          Type *key, int64_t len) {
  if (common->elem == NULL) {
    *common = (CommonElement){
        .key = key, .elem = y->type, .mode = y->mode, .len = len};
    return true;
  }
  if ((key != NULL) != (common->key != NULL) ||
      (key != NULL && !type_same(ck->c, key, common->key)) ||
      !type_same(ck->c, y->type, common->elem))
    return false;
  if (y->mode != MODE_VAR)
    common->mode = y->mode;
  if (len >= 0 && len < common->len)
    common->len = len;
  return true;
}

/* The element that x has whichever type its type parameter stands for: all maps
   with the same key, or no maps, and elements of one type. */
static bool common_element(Checker *ck, const Operand *x,
                           CommonElement *common) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, x->type, &n);
  *common = (CommonElement){0};
  for (uint32_t i = 0; i < n; i++) {
    Operand y = {.mode = x->mode, .expr = x->expr, .type = terms[i].type};
    int64_t len = -1;
    Type *map = under_kind(terms[i].type, TYPE_MAP);
    if (map != NULL)
      y = operand_value(x->expr, map->map.elem);
    else if (!index_element(ck, &y, &len))
      return false;
    if (!merge_element(ck, common, &y, map != NULL ? map->map.key : NULL, len))
      return false;
  }
  return n > 0;
}

/* x[i] with x's type a type parameter. *map: a map type if x is to be indexed
   like one. */
static bool index_type_param(Checker *ck, Operand *x, int64_t *len,
                             Type **map) {
  CommonElement common;
  if (!common_element(ck, x, &common))
    return false;
  if (common.key != NULL) {
    *map = type_map(ck->c, common.key, common.elem);
    return true;
  }
  x->mode = common.mode;
  x->type = common.elem;
  *len = common.len;
  return true;
}

/* An ordinary x[i]. The index is checked even if there is nothing to index, and
   the result has its element type even if the index is wrong. */
static void index_value(Checker *ck, Operand *x, Expr *e) {
  int64_t len = -1, value;
  Type *index_type, *map = under_kind(x->type, TYPE_MAP);
  bool ok = true;
  if (x->type->kind == TYPE_PARAM)
    ok = index_type_param(ck, x, &len, &map);
  else if (map == NULL)
    ok = index_element(ck, x, &len);
  if (!ok) {
    report(ck, e->pos, "invalid operation: cannot index %x", x);
    operand_invalidate(x);
    return;
  }
  if (map != NULL) {
    index_map(ck, x, e, map);
    return;
  }
  if (x->type == NULL) /* an element type that is still being declared */
    x->type = ck->c->universe->invalid;
  check_index_value(ck, single_index(ck, e), len, &index_type, &value);
}

/* The three things that the syntax stands for: a type, a function with type
   arguments, an element. */
bool check_index_or_function(Checker *ck, Operand *x, Expr *e) {
  check_generic_expr(ck, x, e->pair.x);
  if (x->mode == MODE_INVALID) {
    use_exprs(ck, &e->pair.y, 1);
    return false;
  }
  if (x->mode == MODE_TYPE) {
    x->type = check_var_type(ck, e);
    if (type_is_invalid(x->type))
      operand_invalidate(x);
    return false;
  }
  const Type *sig = under_kind(x->type, TYPE_FUNC);
  if (x->mode == MODE_VALUE && sig != NULL && type_is_generic(sig))
    return true;
  if (!reject_generic(ck, x))
    index_value(ck, x, e);
  return false;
}

/* An instance f[int] that is not called; all else is done by then. */
void check_index(Checker *ck, Operand *x, Expr *e) {
  if (check_index_or_function(ck, x, e))
    check_function_instance(ck, x, e);
}

/* ---------------------------------------------------------------- slices -- */

/* s[i:j]: the same type, but no longer a constant. */
static bool slice_string(Checker *ck, Operand *x, Expr *e, int64_t *len) {
  if ((e->flags & EXPR_F_FULL) != 0) {
    Pos at = e->slice.max != NULL ? expr_start(e->slice.max) : e->pos;
    report(ck, at, "invalid operation: 3-index slice of string");
    return false;
  }
  *len = const_string_length(x);
  finish_untyped(ck, x->expr);
  if (operand_is_untyped(x))
    x->type = BASIC(ck->c, STRING);
  return true;
}

/* a[i:j] of a variable a, whose address is thereby taken. */
static bool slice_array(Checker *ck, Operand *x, Expr *e, Type *array,
                        int64_t *len) {
  if (x->mode != MODE_VAR) {
    report(ck, operand_pos(x),
           "invalid operation: %x (slice of unaddressable value)", x);
    return false;
  }
  mark_variable(e->slice.x, OBJ_F_ADDR_TAKEN);
  *len = array->array.len;
  x->type = type_slice(ck->c, array->array.elem);
  return true;
}

/* x becomes the slice of itself; *len is the capacity that constant indices
   are compared with, -1: unknown. False after a report. */
static bool slice_operand(Checker *ck, Operand *x, Expr *e, int64_t *len) {
  Type *u = type_core_string(ck->c, x->type), *array;
  *len = -1;
  if (u == NULL) {
    report(ck, operand_pos(x),
           "invalid operation: cannot slice %x: %T has no core type", x,
           x->type);
    return false;
  }
  if (u->kind == TYPE_SLICE)
    return true;
  if (u->kind == TYPE_BASIC && type_is_basic(u, BI_STRING))
    return slice_string(ck, x, e, len);
  if (u->kind == TYPE_ARRAY)
    return slice_array(ck, x, e, u, len);
  if (u->kind == TYPE_POINTER &&
      (array = under_kind(u->ptr.elem, TYPE_ARRAY)) != NULL) {
    *len = array->array.len;
    x->type = type_slice(ck->c, array->array.elem);
    return true;
  }
  report(ck, operand_pos(x), "invalid operation: cannot slice %x", x);
  return false;
}

/* Constant indices must not decrease: one report, "invalid slice indices: 1 <
   2", for the first pair that does. */
static void check_index_order(Checker *ck, Expr *const *index,
                              const int64_t *value) {
  for (int i = 0; i < 2; i++)
    for (int j = i + 1; j < 3; j++)
      if (value[i] > 0 && value[j] >= 0 && value[j] < value[i]) {
        report(ck, expr_start(index[j]), "invalid slice indices: %l < %l",
               value[j], value[i]);
        return;
      }
}

/* Missing indices are 0, the length, and the capacity: for constants the last
   two are the same, as only arrays and strings have known ones. */
void check_slice(Checker *ck, Operand *x, Expr *e) {
  Expr *index[3] = {e->slice.lo, e->slice.hi, e->slice.max};
  int64_t value[3], len;
  check_expr(ck, x, e->slice.x);
  if (x->mode == MODE_INVALID) {
    use_exprs(ck, index, 3);
    return;
  }
  if (!slice_operand(ck, x, e, &len)) {
    operand_invalidate(x);
    return;
  }
  x->mode = MODE_VALUE;
  bool full = (e->flags & EXPR_F_FULL) != 0;
  if (full && (index[1] == NULL || index[2] == NULL)) {
    operand_invalidate(x); /* the parser reported the missing index */
    return;
  }
  for (int i = 0; i < 3; i++) {
    Type *type;
    value[i] = i == 0 ? 0 : len; /* what a missing index means */
    if (index[i] != NULL)
      check_index_value(ck, index[i], len >= 0 ? len + 1 : -1, &type,
                        &value[i]);
  }
  check_index_order(ck, index, value);
}

/* ------------------------------------------------------------ assertions -- */

/* Another interface type may always succeed. */
void check_assertion(Checker *ck, Expr *e, Operand *x, Type *t,
                     bool type_switch) {
  Object *alt = NULL;
  if (type_is_interface(t))
    return; /* only known at run time */
  Object *m = missing_method(ck, t, type_under(x->type), false, &alt);
  if (m == NULL)
    return;
  const char *cause = missing_method_cause(ck, t, x->type, m, alt);
  if (type_switch)
    report(ck, expr_start(e),
           "impossible type switch case: %e\n\t%x cannot have dynamic type "
           "%T %s",
           e, x, t, cause);
  else
    report(ck, expr_start(e),
           "impossible type assertion: %e\n\t%T does not implement %T %s", e, t,
           x->type, cause);
}

/* x.(T): a value of type T, or that and a bool. */
void check_type_assertion(Checker *ck, Operand *x, Expr *e) {
  check_expr(ck, x, e->pair.x);
  if (x->mode == MODE_INVALID)
    return;
  if (under_kind(x->type, TYPE_INTERFACE) == NULL) {
    report(ck, operand_pos(x),
           x->type->kind == TYPE_PARAM
               ? "invalid operation: cannot use type assertion on type "
                 "parameter value %x"
               : "invalid operation: %x is not an interface",
           x);
    operand_invalidate(x);
    return;
  }
  Type *t = check_var_type(ck, e->pair.y);
  if (type_is_invalid(t)) {
    operand_invalidate(x);
    return;
  }
  check_assertion(ck, e, x, t, false);
  x->mode = MODE_COMMA_OK;
  x->type = t;
}
