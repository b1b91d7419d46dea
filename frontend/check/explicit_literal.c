/*
 * explicit_literal.c - composite literals.
 *
 *   []*T{{1, 2}}   with T struct{ a, b any }   becomes
 *   []*T{&T{CONVERT(1), CONVERT(2)}}
 *
 * Keys of structs, arrays and slices are dropped: complit.index has the field
 * number or the place of each element. Maps keep key: value pairs.
 */
#include "frontend/check/explicit.h"

static Expr *strip_key(Expr *e) {
  return e->kind == EXPR_KEY_VALUE ? e->pair.y : e;
}

static void struct_elements(Explicit *x, Expr *e, const Type *st) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr **elem = &e->complit.elems[i];
    Type *t = st->st.fields[e->complit.index[i]]->type;
    *elem = explicit_value_as(x, strip_key(*elem), t);
  }
}

static void array_elements(Explicit *x, Expr *e, Type *t) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr **elem = &e->complit.elems[i];
    *elem = explicit_value_as(x, strip_key(*elem), t);
  }
}

static void map_elements(Explicit *x, Expr *e, const Type *map) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *kv = e->complit.elems[i];
    kv->pair.x = explicit_value_as(x, kv->pair.x, map->map.key);
    kv->pair.y = explicit_value_as(x, kv->pair.y, map->map.elem);
  }
}

/* {...} of a *T is &T{...}. */
static Expr *take_pointer(Explicit *x, Expr *e) {
  Type *pointer = e->type;
  e->flags &= ~(uint32_t)EXPR_F_PTR_LIT;
  e->type = type_under(pointer)->ptr.elem;
  Expr *n = implicit_address(x, e, e->pos);
  n->type = pointer;
  return n;
}

Expr *explicit_composite(Explicit *x, Expr *e) {
  Expr *result = e->flags & EXPR_F_PTR_LIT ? take_pointer(x, e) : e;
  Type *u = type_under(e->type);
  e->mode = MODE_VALUE;
  if (u->kind == TYPE_STRUCT)
    struct_elements(x, e, u);
  else if (u->kind == TYPE_MAP)
    map_elements(x, e, u);
  else
    array_elements(x, e, u->kind == TYPE_ARRAY ? u->array.elem : u->slice.elem);
  return result;
}
