/*
 * explicit_expr.c - expressions: conversions, selectors, implied * and &.
 *
 * explicit_value rewrites the children, then the node. A node is visited only
 * once, because the second visit would find paths that are already unfolded.
 *
 *   x.f, f promoted from *E    (*x.E).f          a node for each step
 *   p.f, p a pointer           (*p).f
 *   x.M(), M of *T             (&x).M()
 *   e, an int, as interface    CONVERT(e)        of kind CONV_TO_IFACE
 *   a[i], a a *[4]T            (*a)[i]
 *
 * Nodes that are not in the source have EXPR_F_IMPLICIT and the place of the
 * node that asked for them: the printer leaves them out, messages point well.
 */
#include "frontend/check/explicit.h"

/* ----------------------------------------------------------- conversions -- */

static bool is_string(Type *t) { return type_is_basic(t, BI_STRING); }

/* The kind of element if t is a slice of bytes or runes, else INVALID. */
static BasicKind text_element(Type *t) {
  Type *u = type_under(t);
  BasicKind k =
      u->kind == TYPE_SLICE ? type_basic_kind(u->slice.elem) : BASIC_INVALID;
  return k == BASIC_UINT8 || k == BASIC_INT32 ? k : BASIC_INVALID;
}

/* One of the two types is a string, the other is not. */
static ConvKind string_conversion(Type *from, Type *to) {
  if (is_string(from))
    return text_element(to) == BASIC_UINT8 ? CONV_STR_TO_BYTES
                                           : CONV_STR_TO_RUNES;
  if (type_is_basic(from, BI_INTEGER))
    return CONV_INT_TO_STR;
  return text_element(from) == BASIC_UINT8 ? CONV_BYTES_TO_STR
                                           : CONV_RUNES_TO_STR;
}

/* How a value of type `from` becomes one of type `to`; it may. */
ConvKind conversion_kind(Compiler *c, Type *from, Type *to) {
  Type *f = type_under(from), *t = type_under(to);
  if (type_same(c, from, to))
    return CONV_NOP;
  if (t->kind == TYPE_INTERFACE)
    return f->kind == TYPE_INTERFACE ? CONV_IFACE_TO_IFACE : CONV_TO_IFACE;
  if (type_same_ignoring_tags(c, f, t))
    return CONV_NOP;
  if (type_basic_kind(t) == BASIC_UNSAFE_POINTER)
    return CONV_PTR_TO_UNSAFE;
  if (type_basic_kind(f) == BASIC_UNSAFE_POINTER)
    return CONV_UNSAFE_TO_PTR;
  if (is_string(f) || is_string(t))
    return is_string(f) && is_string(t) ? CONV_NOP : string_conversion(f, t);
  if (type_is_basic(f, BI_NUMERIC) && type_is_basic(t, BI_NUMERIC))
    return CONV_NUMERIC;
  if (f->kind == TYPE_SLICE && t->kind == TYPE_POINTER)
    return CONV_SLICE_TO_ARRAY_PTR;
  return CONV_NOP; /* pointers of one base type, channels, booleans */
}

static bool is_nil(const Expr *e) { return e->mode == MODE_NIL; }

/* A value whose type was left open, as in `println(1 < 2)`. */
static void settle_untyped(Explicit *x, Expr *e) {
  if (!is_nil(e) && e->type)
    e->type = type_default(x->c, e->type);
}

/* Identical types need no node, and nil only takes its type. */
Expr *explicit_convert(Explicit *x, Expr *e, Type *t) {
  ASSERT(e && t);
  if (is_nil(e)) {
    e->type = t;
    return e;
  }
  settle_untyped(x, e);
  if (type_same(x->c, e->type, t))
    return e;
  Expr *n = expr_new(x->c, EXPR_CONVERT, e->pos);
  n->flags = EXPR_F_IMPLICIT;
  n->mode = MODE_VALUE;
  n->type = t;
  n->pair.x = e;
  n->sub = (uint8_t)conversion_kind(x->c, e->type, t);
  return n;
}

/* The value of e where a t is wanted. */
Expr *explicit_value_as(Explicit *x, Expr *e, Type *t) {
  return explicit_convert(x, explicit_value(x, e), t);
}

/* Whether every method of t is one of v: then no conversion can fail. */
bool interface_includes(Compiler *c, Type *v, Type *t) {
  TypeSet *want = type_set(c, t), *have = type_set(c, v);
  if (want->nmethods > have->nmethods)
    return false;
  for (uint32_t i = 0; i < want->nmethods; i++)
    if (iface_method_index(c, v, want->methods[i]) < 0)
      return false;
  return true;
}

/* An operand converted to be compared; gc shows that like a conversion in the
   source. */
static Expr *compared_as(Explicit *x, Expr *e, Type *t) {
  Expr *converted = explicit_convert(x, e, t);
  if (converted != e && !(e->type->flags & TYPE_F_HAS_PARAM))
    converted->flags &= ~(uint32_t)EXPR_F_IMPLICIT;
  return converted;
}

/* Nil takes the type of what it is compared with. */
void explicit_comparison(Explicit *x, Expr **l, Expr **r) {
  Expr *a = *l, *b = *r;
  ASSERT(a && b);
  if (is_nil(a) || is_nil(b)) {
    Expr *nil = is_nil(a) ? a : b, *other = is_nil(a) ? b : a;
    nil->type = other->type;
    return;
  }
  settle_untyped(x, a);
  settle_untyped(x, b);
  bool ia = type_is_interface(a->type), ib = type_is_interface(b->type);
  if (type_same(x->c, a->type, b->type))
    return;
  if (ia != ib) {
    Expr **value = ia ? r : l;
    if (((*value)->type->flags & TYPE_F_HAS_PARAM) ||
        type_size(x->c, (*value)->type) >= COMPARED_AS_INTERFACE)
      *value = compared_as(x, *value, ia ? a->type : b->type);
    return;
  }
  /* The left operand takes the type of the right one if it can. */
  const Type *ua = type_under(a->type);
  bool to_left = ia ? !interface_includes(x->c, a->type, b->type)
                    : ua->kind == TYPE_CHAN && ua->chan.dir != CHAN_BOTH;
  if (to_left)
    *r = compared_as(x, b, a->type);
  else
    *l = compared_as(x, a, b->type);
}

/* --------------------------------------------------------------- * and & -- */

/* A * or & that is not in the source. */
static Expr *implicit_unary(Explicit *x, Op op, Expr *e, Type *t, Pos pos) {
  Expr *n = expr_new(x->c, EXPR_UNARY, pos);
  n->op = (uint8_t)op;
  n->flags = EXPR_F_IMPLICIT;
  n->mode = op == OP_MUL ? MODE_VAR : MODE_VALUE;
  n->type = t;
  n->pair.x = e;
  return n;
}

/* *p, not in the source. */
Expr *implicit_deref(Explicit *x, Expr *p, Pos pos) {
  return implicit_unary(x, OP_MUL, p, type_under(p->type)->ptr.elem, pos);
}

/* &e, not in the source. */
Expr *implicit_address(Explicit *x, Expr *e, Pos pos) {
  return implicit_unary(x, OP_AND, e, type_pointer(x->c, e->type), pos);
}

static bool is_pointer(Type *t) { return type_under(t)->kind == TYPE_POINTER; }

static bool is_array(Type *t) { return type_under(t)->kind == TYPE_ARRAY; }

/* *p if e is a pointer to an array, else e. */
static Expr *through_array_pointer(Explicit *x, Expr *e, Pos pos) {
  if (is_pointer(e->type) && is_array(type_under(e->type)->ptr.elem))
    return implicit_deref(x, e, pos);
  return e;
}

/* ------------------------------------------------------------- selectors -- */

/* A copy of selection s with a path of one number. */
static Selection *one_step(Explicit *x, const Selection *s, Type *recv,
                           uint32_t index) {
  Selection *n = NEW(&x->c->arena, Selection);
  *n = *s;
  n->recv = recv;
  n->npath = 1;
  n->path = NEW(&x->c->arena, uint32_t);
  n->path[0] = index;
  n->indirect = is_pointer(recv);
  return n;
}

/* base.f where f is field `index` of base's struct. */
static Expr *select_embedded(Explicit *x, Expr *base, uint32_t index,
                             const Expr *e) {
  if (is_pointer(base->type))
    base = implicit_deref(x, base, e->pos);
  Object *f = type_under(base->type)->st.fields[index];
  Selection s = {.kind = SEL_FIELD, .obj = f};
  Expr *n = expr_new(x->c, EXPR_SELECTOR, e->pos);
  n->flags = EXPR_F_IMPLICIT;
  n->mode = base->mode == MODE_VAR ? MODE_VAR : MODE_VALUE;
  n->type = f->type;
  n->sel.x = base;
  n->sel.sel = f->name;
  n->sel.sel_pos = e->sel.sel_pos;
  n->sel.selection = one_step(x, &s, base->type, index);
  return n;
}

/* The receiver as the method wants it: & or * where the program has none. */
static Expr *adjust_receiver(Explicit *x, Expr *base, const Object *method,
                             Pos pos) {
  bool pointer = is_pointer(base->type);
  if (method->flags & OBJ_F_PTR_RECV)
    return pointer ? base : implicit_address(x, base, pos);
  return pointer ? implicit_deref(x, base, pos) : base;
}

/* Makes e, whose selection has a whole path, select from `base`: unfolds the
   path, then fits the operand of the last step. */
static Expr *unfold_path(Explicit *x, Expr *e, Expr *base) {
  const Selection *s = e->sel.selection;
  for (uint32_t i = 0; i + 1 < s->npath; i++)
    base = select_embedded(x, base, s->path[i], e);
  uint32_t last = s->path[s->npath - 1];
  if (s->kind == SEL_FIELD && is_pointer(base->type))
    base = implicit_deref(x, base, e->pos);
  else if (s->kind == SEL_METHOD_VALUE)
    base = adjust_receiver(x, base, s->obj, e->pos);
  e->sel.selection = one_step(x, s, base->type, last);
  e->sel.x = base;
  return e;
}

/* x.f in steps of one field each. */
Expr *explicit_selector(Explicit *x, Expr *e) {
  SelectionKind kind = e->sel.selection->kind;
  if (kind == SEL_QUALIFIED || kind == SEL_METHOD_EXPR)
    return e;
  return unfold_path(x, e, explicit_value(x, e->sel.x));
}

/* The bound of a shape's type parameter, as fn, a function of shapes, has it;
   NULL: it is not known. */
static Type *bound_of_shape(Compiler *c, const Function *fn, const Type *t) {
  const Function *generic = fn->obj ? fn->obj->func.fn : NULL;
  uint32_t place = t->named.shape - 1;
  if (!generic || !generic->tparams || place >= generic->tparams->n)
    return NULL;
  TypeMap map = {.params = *generic->tparams, .args = fn->shapes};
  Type *param = map.params.items[place], *written = param->param.bound;
  bool named = written && written->kind == TYPE_NAMED;
  return type_substitute(c, named ? written : type_param_bound(c, param), &map);
}

/* x.(bound) */
static Expr *assert_bound(Explicit *x, Expr *e, Type *bound, Pos pos) {
  Expr *type = expr_new(x->c, EXPR_BAD, pos);
  type->mode = MODE_TYPE;
  type->type = bound;
  Expr *n = expr_new(x->c, EXPR_TYPE_ASSERT, pos);
  n->mode = MODE_VALUE;
  n->type = bound;
  n->pair.x = e;
  n->pair.y = type;
  return n;
}

/* x.M as a value. With x of a type parameter gc makes an interface of x first,
   and takes the method of that. */
static Expr *method_value(Explicit *x, Expr *e) {
  const Selection *s = e->sel.selection;
  const Function *fn = function_outermost(x->fn);
  if (s->kind != SEL_INTERFACE_METHOD || !fn || !fn->shapes ||
      !type_is_shape(s->recv))
    return e;
  Type *bound = bound_of_shape(x->c, fn, s->recv);
  if (!bound)
    return e;
  e->sel.x = type_is_interface(s->recv)
                 ? assert_bound(x, e->sel.x, bound, e->pos)
                 : explicit_convert(x, e->sel.x, bound);
  e->sel.x->pos = e->pos;
  e->sel.selection = one_step(x, s, bound, s->path[s->npath - 1]);
  return e;
}

void explicit_select_from(Compiler *c, Expr *e, Expr *base) {
  Explicit x = {.c = c};
  unfold_path(&x, e, base);
}

/* ----------------------------------------------------------- other kinds -- */

/* Pointers to arrays are followed; map keys are converted. f[int] is what has
   been recorded on f. */
static Expr *explicit_index(Explicit *x, Expr *e) {
  uint32_t ntargs;
  if (expr_type_args(e, &ntargs))
    return explicit_value(x, e->pair.x);
  Expr *base = explicit_value(x, e->pair.x);
  Type *u = type_under(base->type);
  e->pair.x = through_array_pointer(x, base, e->pos);
  if (u->kind == TYPE_MAP)
    e->pair.y = explicit_value_as(x, e->pair.y, u->map.key);
  else
    e->pair.y = explicit_value(x, e->pair.y);
  return e;
}

/* An array is sliced through its address. */
static Expr *explicit_slice(Explicit *x, Expr *e) {
  e->slice.x = explicit_value(x, e->slice.x);
  if (is_array(e->slice.x->type))
    e->slice.x = implicit_address(x, e->slice.x, e->pos);
  e->slice.lo = explicit_value(x, e->slice.lo);
  e->slice.hi = explicit_value(x, e->slice.hi);
  e->slice.max = explicit_value(x, e->slice.max);
  return e;
}

/* Operands of arithmetic have equal types already. */
static Expr *explicit_binary(Explicit *x, Expr *e) {
  e->pair.x = explicit_value(x, e->pair.x);
  e->pair.y = explicit_value(x, e->pair.y);
  if (op_info[e->op].classes & OPC_COMPARE)
    explicit_comparison(x, &e->pair.x, &e->pair.y);
  return e;
}

/* The body becomes a function of the package, behind those inside it. */
static Expr *explicit_func_lit(Explicit *x, Expr *e) {
  Function *fn = e->funclit.fn;
  if (fn->outer)
    list_push(&x->c->arena, &fn->outer->literals, fn);
  explicit_function(x, fn);
  return e;
}

/* Nodes with one operand that needs no conversion. */
static Expr *explicit_operand(Explicit *x, Expr *e) {
  e->pair.x = explicit_value(x, e->pair.x);
  return e;
}

/* By kind; children first. */
static Expr *dispatch(Explicit *x, Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: return e;
  case EXPR_COMPOSITE: return explicit_composite(x, e);
  case EXPR_FUNC_LIT: return explicit_func_lit(x, e);
  case EXPR_SELECTOR: return method_value(x, explicit_selector(x, e));
  case EXPR_INDEX: return explicit_index(x, e);
  case EXPR_SLICE: return explicit_slice(x, e);
  case EXPR_TYPE_ASSERT:
  case EXPR_UNARY: return explicit_operand(x, e);
  case EXPR_BINARY: return explicit_binary(x, e);
  case EXPR_CALL: return explicit_call(x, e);
  case EXPR_BAD:
  case EXPR_LITERAL: /* literals are constants, lists and types have no value */
  case EXPR_KEY_VALUE:
  case EXPR_PAREN:
  case EXPR_TYPE_GUARD:
  case EXPR_LIST:
  CASE_TYPE_EXPR:
  case EXPR_CONVERT:
  case EXPR_INLINED_CALL:
  case EXPR_COUNT: break;
  }
  fatal_at(x->c, e->pos, "explicit: unexpected %s", expr_kind_label(e->kind));
}

/* Constants, types and nil have nothing below them that counts. */
Expr *explicit_value(Explicit *x, Expr *e) {
  if (!e)
    return NULL;
  e = expr_unparen(e);
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE || e->mode == MODE_NIL) {
    settle_untyped(x, e);
    return e;
  }
  e = dispatch(x, e);
  settle_untyped(x, e);
  return e;
}
