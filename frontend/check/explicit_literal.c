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

/* The conversion of a keyed element stands at its colon, as in gc. */
static Expr *element_as(Explicit *x, Expr *e, Type *t) {
  bool keyed = e->kind == EXPR_KEY_VALUE;
  Pos colon = e->pos;
  Expr *value = keyed ? e->pair.y : e;
  Expr *plain = explicit_value(x, value);
  Expr *result = explicit_convert(x, plain, t);
  if (keyed && result != plain)
    result->pos = colon;
  return result;
}

/* Each as its field's type; the checker has said which field each is. */
static void struct_elements(Explicit *x, Expr *e, const Type *st) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr **elem = &e->complit.elems[i];
    Type *t = st->st.fields[e->complit.index[i]]->type;
    *elem = element_as(x, *elem, t);
  }
}

/* Each as the element type; the mark says that a key was written. */
static void array_elements(Explicit *x, Expr *e, Type *t) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr **elem = &e->complit.elems[i];
    uint32_t keyed = (*elem)->kind == EXPR_KEY_VALUE ? EXPR_F_KEYED : 0;
    *elem = element_as(x, *elem, t);
    (*elem)->flags |= keyed;
  }
}

/* Keys and values; a conversion stands at the colon, where gc has it. */
static void map_elements(Explicit *x, Expr *e, const Type *map) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *kv = e->complit.elems[i];
    Expr *key = explicit_value(x, kv->pair.x);
    Expr *value = explicit_value(x, kv->pair.y);
    kv->pair.x = explicit_convert(x, key, map->map.key);
    kv->pair.y = explicit_convert(x, value, map->map.elem);
    if (kv->pair.x != key)
      kv->pair.x->pos = kv->pos;
    if (kv->pair.y != value)
      kv->pair.y->pos = kv->pos;
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
