/*
 * literal.c - composite and string literals; static data.
 *
 * A literal is written into fresh memory: zeroed where it says nothing, its
 * elements evaluated straight into place. What is known at link time is not
 * computed at run time: an Image (image.h) of the literal takes constants,
 * addresses and nested literals of these; what remains are "dynamic" parts.
 *
 *   var t = [4]int{1, 2, f(), 4}     image 1 2 0 4, dynamic: f() at 16
 *
 * A package variable whose image is complete needs no code at all. There,
 * and only there, since its initialiser runs once, slices and pointers may
 * point to static data that the program may change:
 *
 *   var p = &T{1}      p: address of {1}, both in the data section
 *   x := []int{1, 2}   a new array each time, copied from read-only data
 */
#include "codegen/image.h"

#include "runtime/abi.h"

#include <math.h>

enum {
  /* Literals of more elements are copied from read-only data if their parts
     are mostly constant; smaller ones are stored piece by piece. */
  MAX_STORES = 8,
  /* Larger images would cost more than they save. */
  MAX_IMAGE = 64 << 20,
  /* More static entries of a map are inserted by a loop over two tables. */
  MAX_MAP_STORES = 25
};

/* A part of a literal that is computed at run time. */
typedef struct Dynamic {
  int64_t offset;
  Expr *e;
  bool blank; /* see Element */
} Dynamic;

/* A literal's image in the making. */
typedef struct Static {
  Gen *g;
  Image im;
  bool once; /* evaluated once: may refer to data that changes */
  LIST(Dynamic) dynamic;
} Static;

static void add_expr(Static *s, int64_t offset, Expr *e);
static Value static_value(Gen *g, Expr *e, Type *t, bool once);

/* --------------------------------------------------------------- strings -- */

Value literal_string(Gen *g, const char *s, size_t len) {
  if (len == 0)
    return null_ptr(g);
  return gen_shared_bytes(g, "string", s, len);
}

/* ------------------------------------------------------------- elements -- */

/* Without parentheses around it. */
static Expr *unparen(Expr *e) {
  while (e->kind == EXPR_PAREN)
    e = e->pair.x;
  return e;
}

/* Element i of a literal: its value, type, and byte offset. What a blank field
   is given is computed and forgotten: the field is zero. */
typedef struct Element {
  Expr *e;
  Type *type;
  int64_t offset;
  bool blank;
} Element;

/* lit: of a struct, array or slice; index[i] is the field or the index that the
   checker found for element i. */
static Element element_of(Gen *g, const Expr *lit, uint32_t i) {
  Expr *e = lit->complit.elems[i];
  Type *u = type_under(lit->type);
  int64_t index = lit->complit.index[i];
  if (e->kind == EXPR_KEY_VALUE)
    e = e->pair.y;
  if (u->kind == TYPE_STRUCT) {
    const Object *field = u->st.fields[index];
    return (Element){e, field->type, gen_field_offset(g, u, field),
                     name_is_blank(field->name)};
  }
  Type *elem = u->kind == TYPE_ARRAY ? u->array.elem : u->slice.elem;
  return (Element){e, elem, index * type_size(g->c, elem), false};
}

/* The number of elements of a slice literal: the largest index plus 1. */
static int64_t slice_length(const Expr *lit) {
  int64_t n = 0;
  for (uint32_t i = 0; i < lit->complit.n; i++)
    if (lit->complit.index[i] >= n)
      n = lit->complit.index[i] + 1;
  return n;
}

/* The array that a slice literal's slice refers to. */
static Type *backing_array(Gen *g, const Expr *lit) {
  return type_array(g->c, type_under(lit->type)->slice.elem, slice_length(lit));
}

/* ---------------------------------------------------------- static parts -- */

/* The bits of a float of 4 or 8 bytes. */
static void put_float(Static *s, int64_t offset, int64_t size, const Const *v) {
  uint64_t bits = 0;
  if (size == 4) {
    float x = const_float32(v);
    memcpy(&bits, &x, sizeof x);
  } else {
    double x = const_float64(v);
    memcpy(&bits, &x, sizeof x);
  }
  image_put(&s->im, (uint64_t)offset, (unsigned)size, bits);
}

/* {bytes, length}; zeros are the empty string already. */
static void put_string(Static *s, int64_t offset, const Const *v) {
  size_t len;
  const char *text = const_string_value(v, &len);
  if (len == 0)
    return;
  image_addr(&s->im, (uint64_t)offset, literal_string(s->g, text, len));
  image_put(&s->im, (uint64_t)offset + 8, 8, len);
}

/* Constant v as it lies in memory as a t. */
static void put_const(Static *s, int64_t offset, Type *t, const Const *v) {
  Compiler *c = s->g->c;
  TypeInfo *ti = type_info(s->g, t);
  int64_t half = ti->size / 2;
  switch (ti->rep) {
  case REP_BOOL:
    image_put(&s->im, (uint64_t)offset, 1, const_bool_value(v));
    return;
  case REP_INT:
  case REP_POINTER: /* unsafe.Pointer(uintptr(5)) */
    image_put(&s->im, (uint64_t)offset, (unsigned)ti->size,
              const_bits(const_to_int(c, v)));
    return;
  case REP_FLOAT: put_float(s, offset, ti->size, v); return;
  case REP_COMPLEX:
    put_float(s, offset, half, const_real(c, v));
    put_float(s, offset + half, half, const_imag(c, v));
    return;
  case REP_STRING: put_string(s, offset, v); return;
  case REP_SLICE:
  case REP_IFACE:
  case REP_PLACE: break;
  }
  UNREACHABLE();
}

/* The value of a blank field, which matters only if it must be computed. */
static void add_blank(Static *s, const Element *el) {
  Dynamic d = {0, el->e, true};
  if (static_value(s->g, el->e, el->type, s->once) == NULL)
    list_push(&s->g->c->arena, &s->dynamic, d);
}

/* Parts of literals, offset by the literal's own place. */
static void add_elements(Static *s, int64_t offset, Expr *lit) {
  type_info(s->g, lit->type); /* lays structs out */
  for (uint32_t i = 0; i < lit->complit.n; i++) {
    Element el = element_of(s->g, lit, i);
    if (el.blank)
      add_blank(s, &el);
    else
      add_expr(s, offset + el.offset, el.e);
  }
}

/* The whole of lit as data that may change, of type t; NULL: not static. */
static Value static_object(Gen *g, Expr *lit, Type *t) {
  int64_t size = type_size(g->c, t);
  if (size > MAX_IMAGE)
    return NULL;
  Static s = {.g = g, .im = image_new(g, (uint64_t)size), .once = true};
  add_elements(&s, 0, lit);
  if (s.dynamic.len > 0)
    return NULL;
  Value v = gen_data(g, NULL, image_constant(&s.im), false);
  LLVMSetAlignment(v, (unsigned)type_align(g->c, t));
  if (type_has_pointers(t)) {
    gen_set_own(g, v);
    gcdata_root(g, v, t);
  }
  return v;
}

/* The address of all objects of size 0. */
static Value zerobase(Gen *g) {
  Value v = LLVMGetNamedGlobal(g->mod, "runtime.zerobase");
  return v ? v : LLVMAddGlobal(g->mod, g->i64, "runtime.zerobase");
}

/* []T{...} of a package variable: {its array as static data, n, n}. */
static bool add_slice(Static *s, int64_t offset, Expr *lit) {
  int64_t n = slice_length(lit);
  Type *array = backing_array(s->g, lit);
  Value data = type_size(s->g->c, array) == 0 ? zerobase(s->g)
                                              : static_object(s->g, lit, array);
  if (data == NULL)
    return false;
  image_addr(&s->im, (uint64_t)offset, data);
  image_put(&s->im, (uint64_t)offset + 8, 8, (uint64_t)n);
  image_put(&s->im, (uint64_t)offset + 16, 8, (uint64_t)n);
  return true;
}

/* A nested literal; false: it has to be made at run time. A struct or array is
   never that: its elements become dynamic one by one. */
static bool add_composite(Static *s, int64_t offset, Expr *e) {
  switch ((TypeKind)type_under(e->type)->kind) {
  case TYPE_STRUCT:
  case TYPE_ARRAY: add_elements(s, offset, e); return true;
  case TYPE_SLICE: return s->once && add_slice(s, offset, e);
  default: return false;
  }
}

/* The global variable that e is or is a part of, and in *offset how far e is
   from its begin; NULL: none, or at a place that is not constant. */
static Value static_addr(Gen *g, Expr *e, int64_t *offset) {
  e = unparen(e);
  if (e->kind == EXPR_NAME && e->name.obj != NULL &&
      e->name.obj->kind == OBJ_VAR && (e->name.obj->flags & OBJ_F_GLOBAL))
    return gen_global(g, e->name.obj);
  if (e->kind == EXPR_SELECTOR && e->sel.selection != NULL) {
    const Selection *sel = e->sel.selection;
    if (sel->kind == SEL_QUALIFIED && sel->obj->kind == OBJ_VAR)
      return gen_global(g, sel->obj);
    if (sel->kind != SEL_FIELD ||
        type_under(e->sel.x->type)->kind != TYPE_STRUCT)
      return NULL;
    *offset += gen_field_offset(g, e->sel.x->type, sel->obj);
    return static_addr(g, e->sel.x, offset);
  }
  int64_t i;
  if (e->kind == EXPR_INDEX && is_const(e->pair.y) &&
      type_under(e->pair.x->type)->kind == TYPE_ARRAY &&
      const_int64(e->pair.y->value, &i)) {
    *offset += i * type_size(g->c, e->type);
    return static_addr(g, e->pair.x, offset);
  }
  return NULL;
}

/* &x of a global, or &T{...} of what is evaluated once. */
static bool add_address(Static *s, int64_t offset, Expr *e) {
  Expr *x = unparen(e->pair.x);
  Gen *g = s->g;
  Value v = NULL;
  int64_t at = 0;
  if (x->kind != EXPR_COMPOSITE) {
    v = static_addr(g, x, &at);
  } else if (s->once && type_info(g, x->type)->rep == REP_PLACE) {
    v = type_size(g->c, x->type) == 0 ? zerobase(g)
                                      : static_object(g, x, x->type);
  }
  if (v == NULL)
    return false;
  if (at != 0) {
    Value i = int_const(g, at);
    v = LLVMConstInBoundsGEP2(g->i8, v, &i, 1);
  }
  image_addr(&s->im, (uint64_t)offset, v);
  return true;
}

/* The data word of an interface that holds x. */
static bool add_box(Static *s, int64_t offset, Expr *x) {
  Gen *g = s->g;
  TypeInfo *ti = type_info(g, x->type);
  Static box = {
      .g = g, .im = image_new(g, (uint64_t)ti->size), .once = s->once};
  add_expr(&box, 0, x);
  if (box.dynamic.len > 0)
    return false;
  if (ti->direct) {
    if (box.im.slots.len > 0)
      image_addr(&s->im, (uint64_t)offset, box.im.slots.items[0].value);
    return true;
  }
  Value v = zerobase(g);
  if (ti->size > 0) {
    v = gen_data(g, NULL, image_constant(&box.im), true);
    LLVMSetAlignment(v, ti->align);
  }
  image_addr(&s->im, (uint64_t)offset, v);
  return true;
}

/* T(x) that changes no bits, or an interface that holds x. */
static bool add_conversion(Static *s, int64_t offset, Expr *e) {
  Gen *g = s->g;
  Expr *x = e->pair.x;
  if (is_nil(x))
    return true;
  if (e->sub == CONV_NOP) {
    add_expr(s, offset, x);
    return true;
  }
  /* What a constant box holds may not be reached by the collector: only
     pointers to static data are in it. */
  if (e->sub != CONV_TO_IFACE || !add_box(s, offset + 8, x))
    return false;
  image_addr(&s->im, (uint64_t)offset,
             type_is_empty_interface(g->c, e->type)
                 ? type_desc(g, x->type)
                 : itab_of(g, x->type, e->type));
  return true;
}

/* A function's name, or a literal without captures. */
static bool add_function(Static *s, int64_t offset, Expr *e) {
  Object *obj = e->kind == EXPR_NAME ? e->name.obj
                : e->kind == EXPR_SELECTOR && e->sel.selection != NULL &&
                        e->sel.selection->kind == SEL_QUALIFIED
                    ? e->sel.selection->obj
                    : NULL;
  Value v = NULL;
  if (obj != NULL && obj->kind == OBJ_FUNC)
    v = closure_static(s->g, obj).w[0];
  else if (e->kind == EXPR_FUNC_LIT && e->funclit.fn->captures.len == 0)
    v = closure_of(s->g, gen_function(s->g, e->funclit.fn));
  if (v != NULL)
    image_addr(&s->im, (uint64_t)offset, v);
  return v != NULL;
}

/* False if e must be computed; it may not have touched the image then. */
static bool try_expr(Static *s, int64_t offset, Expr *e) {
  if (is_const(e)) {
    put_const(s, offset, e->type, e->value);
    return true;
  }
  if (is_nil(e))
    return true;
  switch ((ExprKind)e->kind) {
  case EXPR_COMPOSITE: return add_composite(s, offset, e);
  case EXPR_UNARY: return e->op == OP_AND && add_address(s, offset, e);
  case EXPR_CONVERT: return add_conversion(s, offset, e);
  case EXPR_NAME:
  case EXPR_SELECTOR:
  case EXPR_FUNC_LIT: return add_function(s, offset, e);
  default: return false;
  }
}

/* Puts e into the image or on the list of dynamic parts. */
static void add_expr(Static *s, int64_t offset, Expr *e) {
  e = unparen(e);
  Dynamic d = {offset, e, false};
  if (!try_expr(s, offset, e))
    list_push(&s->g->c->arena, &s->dynamic, d);
}

/* e as a constant of t's size, NULL if a part of it is dynamic. */
static Value static_value(Gen *g, Expr *e, Type *t, bool once) {
  int64_t size = type_size(g->c, t);
  if (size > MAX_IMAGE)
    return NULL;
  Static s = {.g = g, .im = image_new(g, (uint64_t)size), .once = once};
  add_expr(&s, 0, e);
  if (s.dynamic.len > 0)
    return NULL;
  return size == 0 ? LLVMConstNull(type_mem(g, t)) : image_constant(&s.im);
}

/* Initialisers of package variables run once: once holds. */
Value static_init(Gen *g, Expr *e, Type *t) {
  return static_value(g, e, t, true);
}

Value static_constant(Gen *g, Expr *e) {
  return static_value(g, e, e->type, false);
}

/* ------------------------------------------------------- structs, arrays -- */

/* Elements that say nothing about some bytes of the literal leave zeros. */
static bool covers_all(Gen *g, const Expr *lit) {
  Type *u = type_under(lit->type);
  int64_t sum = 0;
  for (uint32_t i = 0; i < lit->complit.n; i++) {
    Element el = element_of(g, lit, i);
    sum += el.blank ? 0 : type_size(g->c, el.type);
  }
  int64_t size = u->kind == TYPE_SLICE ? sum : type_size(g->c, lit->type);
  return sum == size && u->kind != TYPE_SLICE;
}

/* Computes a dynamic part into its place, that of a blank into none. */
static void store_part(FuncGen *f, Value addr, const Dynamic *d) {
  Value to = d->blank ? temp_alloc(f, d->e->type, "blank")
                      : ptr_offset(f, addr, d->offset);
  rest_into(f, to, d->e);
}

/* All elements one after the other, static or not. */
static void store_elements(FuncGen *f, Value addr, Expr *lit) {
  for (uint32_t i = 0; i < lit->complit.n; i++) {
    Element el = element_of(f->g, lit, i);
    store_part(f, addr, &(Dynamic){el.offset, el.e, el.blank});
  }
}

/* Copies the constant part of a large literal, then stores the others. False:
   it is too large for an image, or most elements are dynamic, so that storing
   all one by one is as good. */
static bool copy_elements(FuncGen *f, Value addr, Expr *lit, Type *t) {
  Gen *g = f->g;
  int64_t size = type_size(g->c, t);
  if (size > MAX_IMAGE)
    return false;
  Static s = {.g = g, .im = image_new(g, (uint64_t)size)};
  add_elements(&s, 0, lit);
  if (s.dynamic.len > lit->complit.n / 2)
    return false;
  Value data = gen_data(g, NULL, image_constant(&s.im), true);
  LLVMSetAlignment(data, (unsigned)type_align(g->c, t));
  copy_memory(f, t, addr, data);
  for (uint32_t i = 0; i < s.dynamic.len; i++)
    store_part(f, addr, &s.dynamic.items[i]);
  return true;
}

/* lit, a struct, array, or the array t of a slice, into fresh memory. */
static void fill(FuncGen *f, Value addr, Expr *lit, Type *t) {
  type_info(f->g, lit->type);
  if (lit->complit.n > MAX_STORES && copy_elements(f, addr, lit, t))
    return;
  if (!covers_all(f->g, lit))
    store_zero(f, t, addr);
  store_elements(f, addr, lit);
}

/* e: a struct or an array. */
void literal_into(FuncGen *f, Value addr, Expr *e) {
  fill(f, addr, e, e->type);
}

/* A constant table is read where it lies. */
static Words place_literal(FuncGen *f, Expr *e) {
  if (e->complit.n > MAX_STORES) {
    Value init = static_constant(f->g, e);
    if (init != NULL) {
      Value data = gen_data(f->g, NULL, init, true);
      LLVMSetAlignment(data, type_info(f->g, e->type)->align);
      return words_place(data, false);
    }
  }
  Value temp = temp_alloc(f, e->type, "lit");
  literal_into(f, temp, e);
  return words_place(temp, true);
}

/* ---------------------------------------------------------- slices, & -- */

/* Memory for a t, zeroed if it is on the heap only. */
static Value new_or_stack(FuncGen *f, Type *t, bool on_stack) {
  return on_stack ? temp_alloc(f, t, "lit")
                  : RTCALL(f, newobject, type_desc(f->g, t));
}

/* A new array, filled, and the slice of all of it. */
static Words slice_literal(FuncGen *f, Expr *e) {
  Type *array = backing_array(f->g, e);
  Value n = int_const(f->g, type_under(array)->array.len);
  if (type_size(f->g->c, array) == 0) {
    store_elements(f, zerobase(f->g), e);
    return words3(zerobase(f->g), n, n);
  }
  Value p = new_or_stack(f, array, e->flags & EXPR_F_ON_STACK);
  fill(f, p, e, array);
  return words3(p, n, n);
}

/* The fields are evaluated straight into the new object. */
Value literal_addr(FuncGen *f, Expr *e) {
  Expr *x = unparen(e->pair.x);
  Value p = new_or_stack(f, x->type, e->flags & EXPR_F_ON_STACK);
  rest_into(f, p, x);
  return p;
}

/* ------------------------------------------------------------------ maps -- */

/* Key and value are known at link time. */
static bool is_static_entry(Gen *g, const Expr *entry) {
  return static_constant(g, entry->pair.x) != NULL &&
         static_constant(g, entry->pair.y) != NULL;
}

/* m[key] = value, the value first: computing it may panic. */
static void insert_entry(FuncGen *f, Expr *lit, Value m, Expr *entry) {
  Type *u = type_under(lit->type);
  seq(f, entry->pair.x);
  seq(f, entry->pair.y);
  Words v = words_to_temp(f, u->map.elem, rest(f, entry->pair.y));
  Words key = rest(f, entry->pair.x);
  gen_pos(f, entry->pos);
  store_words(f, u->map.elem, map_assign(f, lit->type, m, key), v);
}

/* Read-only array of all static keys, or of their values. */
static Value entry_table(Gen *g, Expr **entries, uint32_t n, Type *t,
                         bool keys) {
  int64_t size = type_size(g->c, t);
  Static s = {.g = g, .im = image_new(g, (uint64_t)(size * n))};
  for (uint32_t i = 0; i < n; i++)
    add_expr(&s, i * size, keys ? entries[i]->pair.x : entries[i]->pair.y);
  Value v = gen_data(
      g, NULL, size * n > 0 ? image_constant(&s.im) : LLVMConstNull(g->i8),
      true);
  LLVMSetAlignment(v, (unsigned)type_align(g->c, t));
  return v;
}

/* for i := 0; i < n; i++ { m[keys[i]] = values[i] } */
static void insert_tables(FuncGen *f, Expr *lit, Value m, Expr **entries,
                          uint32_t n) {
  Gen *g = f->g;
  Type *u = type_under(lit->type);
  Value keys = entry_table(g, entries, n, u->map.key, true);
  Value values = entry_table(g, entries, n, u->map.elem, false);
  Value slot = temp_bytes(f, 8, 8, "i");
  store_word(f, int_const(g, 0), slot, 0);
  Block head = block_new(f, "entries"), end = block_new(f, "");
  block_start(f, head);
  Value i = load_int(f, slot, 0);
  Words key =
      load_words(f, u->map.key, ptr_index(f, type_mem(g, u->map.key), keys, i));
  Value from = ptr_index(f, type_mem(g, u->map.elem), values, i);
  Words v = load_words(f, u->map.elem, from);
  store_words(f, u->map.elem, map_assign(f, lit->type, m, key), v);
  Value next = LLVMBuildNSWAdd(f->b, i, int_const(g, 1), "");
  store_word(f, next, slot, 0);
  branch_if(f, LLVMBuildICmp(f->b, LLVMIntSLT, next, int_const(g, n), ""), head,
            end);
  block_start(f, end);
}

/* Entries known at link time go first, then the others in order, as in gc: of
   {f(): 1, "a": 2} with f() == "a" the 1 stays. */
static Words map_literal(FuncGen *f, Expr *e) {
  uint32_t n = e->complit.n, known = 0, others = 0;
  Expr **fixed = NEW_ARRAY(&f->g->c->arena, Expr *, n + 1),
       **computed = NEW_ARRAY(&f->g->c->arena, Expr *, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    Expr *entry = e->complit.elems[i];
    if (is_static_entry(f->g, entry))
      fixed[known++] = entry;
    else
      computed[others++] = entry;
  }
  Value m =
      map_make(f, e->type, int_const(f->g, n), e->flags & EXPR_F_ON_STACK);
  if (known > MAX_MAP_STORES) {
    insert_tables(f, e, m, fixed, known);
    known = 0;
  }
  for (uint32_t i = 0; i < known; i++)
    insert_entry(f, e, m, fixed[i]);
  for (uint32_t i = 0; i < others; i++)
    insert_entry(f, e, m, computed[i]);
  return words1(m);
}

/* A literal that is a value: a slice's header, a map, or a place. */
Words literal_composite(FuncGen *f, Expr *e) {
  switch ((TypeKind)type_under(e->type)->kind) {
  case TYPE_SLICE: return slice_literal(f, e);
  case TYPE_MAP: return map_literal(f, e);
  default: return place_literal(f, e);
  }
}
