/*
 * static_data.c - package variables that need no code.
 *
 * gc lays out constant data at link time, before escape analysis sees the
 * initialiser; no message is printed for it. Of a composite literal only the
 * parts that must be computed remain, as assignments to the variable:
 *
 *     var t = []T{{1, nil}, {2, f()}}     t[1].b = f() is left
 *
 * What t points to is a variable, too, without name: gc numbers them, and says
 * `(*int)(p..stmp_0@24) = f()` of the part at byte 24.
 *
 * Source: cmd/compile/internal/staticinit/sched.go of Go 1.19.
 */
#include "escape/static_data.h"

enum {
  WORD = 8 /* from an interface's type to its data */
};

/* ---------------------------------------------------------- side effects -- */

/* Calls of functions always may; so may builtins that can panic or print. */
static bool call_has_effects(const Expr *e) {
  if (e->kind == EXPR_INLINED_CALL || e->sub != CALL_BUILTIN)
    return true;
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_LEN:
  case BUILTIN_CAP:
  case BUILTIN_NEW:
  case BUILTIN_REAL:
  case BUILTIN_IMAG:
  case BUILTIN_COMPLEX: return false;
  case BUILTIN_MAKE: /* an empty map or unbuffered channel cannot fail */
    return e->call.n > 1 || type_under(e->type)->kind == TYPE_SLICE;
  default: return true;
  }
}

/* A division may panic, unless it is by a constant other than zero. */
static bool binary_has_effects(const Expr *e) {
  if (e->op != OP_DIV && e->op != OP_REM)
    return false;
  return e->pair.y->mode != MODE_CONST || const_sign(e->pair.y->value) == 0;
}

/* Of e alone, not of its operands: calls, receives, and what follows a pointer
   or an index, which may panic. */
static bool node_has_effects(const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME:
  case EXPR_COMPOSITE:
  case EXPR_KEY_VALUE:
  case EXPR_PAREN: return false;
  case EXPR_SELECTOR:
    return e->sel.selection->kind != SEL_QUALIFIED &&
           !(e->sel.selection->kind == SEL_FIELD &&
             !(e->sel.x->kind == EXPR_UNARY && e->sel.x->op == OP_MUL));
  case EXPR_UNARY: return e->op == OP_RECV || e->op == OP_MUL;
  case EXPR_BINARY: return binary_has_effects(e);
  case EXPR_CONVERT: return e->sub == CONV_SLICE_TO_ARRAY_PTR;
  case EXPR_CALL: return call_has_effects(e);
  default: return true;
  }
}

static bool look_for_effects(Visitor *v, Expr *e) {
  bool *found = v->data;
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE || e->mode == MODE_NIL ||
      e->mode == MODE_BUILTIN)
    return false;
  *found |= node_has_effects(e);
  return !*found;
}

/* Whether evaluating e could be noticed; gc knows few harmless operations. */
static bool has_effects(Expr *e) {
  bool found = false;
  Visitor v = {.expr = look_for_effects, .data = &found};
  walk_expr(&v, e);
  return found;
}

/* --------------------------------------------------------------- parts -- */

/* A package variable or a function, by whatever name. */
static bool is_global(const Expr *e) {
  if (e->kind == EXPR_NAME)
    return e->name.obj && (e->name.obj->kind == OBJ_FUNC ||
                           (e->name.obj->flags & OBJ_F_GLOBAL));
  return e->kind == EXPR_SELECTOR &&
         (e->sel.selection->kind == SEL_QUALIFIED ||
          e->sel.selection->kind == SEL_METHOD_EXPR);
}

/* A fixed part of a package variable, whose address is known. */
static bool is_global_place(const Expr *e) {
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_FIELD)
    return is_global_place(e->sel.x);
  if (e->kind == EXPR_INDEX)
    return type_under(e->pair.x->type)->kind == TYPE_ARRAY &&
           e->pair.y->mode == MODE_CONST && is_global_place(e->pair.x);
  return is_global(e);
}

static void split(StaticParts *parts, StaticPlace place);

/* Reports a part that must be computed. */
static void leaf(const StaticParts *parts, const StaticPlace *place) {
  if (parts->leaf)
    parts->leaf(parts->data, place);
}

/* A place for what something points to. */
static StaticPlace new_place(StaticParts *parts, Pos pos, Expr *value) {
  return (StaticPlace){.value = value, .number = parts->unnamed++, .pos = pos};
}

/* A value in an interface has a place of its own, unless it is a pointer. */
static void split_boxed(StaticParts *parts, StaticPlace place, Expr *e) {
  Expr *x = e;
  while (x->kind == EXPR_CONVERT &&
         (x->sub == CONV_TO_IFACE || x->sub == CONV_IFACE_TO_IFACE))
    x = x->pair.x;
  if (type_is_interface(x->type)) {
    if (x->mode != MODE_NIL)
      leaf(parts, &place);
    return;
  }
  if (parts->boxed)
    parts->boxed(parts->data, x->type, e->type);
  if (!type_is_pointer_shaped(x->type)) {
    split(parts, new_place(parts, place.pos, x));
    return;
  }
  place.value = x;
  place.whole = false;
  place.offset += WORD;
  place.pos = x->pos;
  split(parts, place);
}

/* Where element i of e is, which is itself at `place`. */
static StaticPlace place_of_element(const StaticParts *parts, StaticPlace place,
                                    const Expr *e, uint32_t i) {
  Type *t = type_under(e->type);
  int64_t index = e->complit.index[i];
  place.value = e->complit.elems[i];
  place.whole = false;
  place.pos = place.value->pos;
  if (t->kind == TYPE_STRUCT) {
    type_layout(parts->c, t);
    place.offset += t->st.fields[index]->var.offset;
  } else {
    Type *elem = t->kind == TYPE_ARRAY ? t->array.elem : t->slice.elem;
    place.offset += index * type_size(parts->c, elem);
  }
  return place;
}

/* Blank fields keep nothing: gc drops their values. */
static void split_elements(StaticParts *parts, StaticPlace place, Expr *e) {
  const Type *t = type_under(e->type);
  for (uint32_t i = 0; i < e->complit.n; i++) {
    bool skipped = t->kind == TYPE_STRUCT &&
                   name_is_blank(t->st.fields[e->complit.index[i]]->name);
    if (!skipped)
      split(parts, place_of_element(parts, place, e, i));
  }
}

/* Slices and maps are only pointed to: their elements are kept anyway. */
static void split_composite(StaticParts *parts, StaticPlace place, Expr *e) {
  TypeKind kind = type_under(e->type)->kind;
  if (kind == TYPE_MAP)
    leaf(parts, &place);
  else if (kind == TYPE_SLICE)
    split_elements(parts, new_place(parts, place.pos, e), e);
  else
    split_elements(parts, place, e);
}

/* A value in an interface is laid out if it can be; so are []byte("...") and
   []rune("..."). All other conversions are code. */
static void split_convert(StaticParts *parts, StaticPlace place, Expr *e) {
  bool constant = e->pair.x->mode == MODE_CONST;
  if (e->sub == CONV_TO_IFACE || e->sub == CONV_IFACE_TO_IFACE)
    split_boxed(parts, place, e);
  else if (e->sub == CONV_STR_TO_RUNES && constant)
    parts->unnamed++; /* a slice literal, for gc */
  else if (!(e->sub == CONV_STR_TO_BYTES && constant && !place.blank))
    leaf(parts, &place);
}

/* Lays out a place, or passes it to leaf: constants, addresses of package
   variables, literals of such parts, and functions that capture nothing need no
   code. */
static void split(StaticParts *parts, StaticPlace place) {
  Expr *e = place.value;
  while (e->kind == EXPR_CONVERT && e->sub == CONV_NOP)
    e = e->pair.x;
  if (e->mode == MODE_CONST || e->mode == MODE_NIL || is_global(e))
    return;
  Expr *x = e->kind == EXPR_UNARY && e->op == OP_AND ? e->pair.x : NULL;
  if (x && is_global_place(x))
    return;
  if (x && x->kind == EXPR_COMPOSITE)
    split_composite(parts, new_place(parts, place.pos, x), x);
  else if (e->kind == EXPR_COMPOSITE)
    split_composite(parts, place, e);
  else if (e->kind == EXPR_CONVERT)
    split_convert(parts, place, e);
  else if (!(e->kind == EXPR_FUNC_LIT && e->funclit.fn->captures.len == 0))
    leaf(parts, &place);
}

void static_data_split(StaticParts *parts, const Stmt *s) {
  const Expr *lhs = s->assign.lhs;
  bool blank = lhs->kind == EXPR_NAME && name_is_blank(lhs->name.name);
  StaticPlace place = {.value = s->assign.rhs,
                       .var = blank ? NULL : lhs->name.obj,
                       .pos = s->pos,
                       .whole = true,
                       .blank = blank};
  if (!blank || has_effects(place.value))
    split(parts, place);
}
