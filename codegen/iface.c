/*
 * iface.c - interface values: making, taking apart, comparing.
 *
 * An interface value is two words. The second is the value itself if its
 * type is pointer-shaped, else the address of a box that nobody writes:
 *
 *   interface{}      {type descriptor, data}
 *   interface{ M() } {itab,            data}      NULL first: nil
 *
 * An itab is the pair (interface, concrete type) with the code of each of
 * the interface's methods. Pairs that are known here are link-time data; the
 * runtime makes the others. There is one itab for a pair in a program, so
 * that comparing itabs compares types.
 *
 *   var s fmt.Stringer = T{}     {go:itab.main.T,fmt.Stringer, box of T}
 *   s.(T)                        is the itab that one? then load the box
 *   s.(io.Reader)                runtime.assertI2I looks the pair up
 *
 * Boxes are avoided where their contents are known or few: constants lie in
 * read-only data, bytes in the runtime's table of 256 words, values of size 0
 * at one address for all; and a box that does not escape is in the frame.
 */
#include "codegen/image.h"

#include "runtime/abi.h"

/* interface{}: its first word is the type itself. */
static bool is_eface(FuncGen *f, Type *t) {
  return type_is_empty_interface(f->g->c, t);
}

/* ----------------------------------------------------------------- itabs -- */

/* The entry of a method set for interface method m, or NULL. */
static const MethodSetEntry *find_method(const MethodSetEntry *set, uint32_t n,
                                         const Object *m) {
  for (uint32_t i = 0; i < n; i++)
    if (object_same_name(m, set[i].method->package, set[i].method->name))
      return &set[i];
  return NULL;
}

/* Whether an iface can hold a t. Assertions where none can are errors, but not
   in instances of generic functions. */
static bool can_hold(Gen *g, Type *iface, Type *t) {
  uint32_t n;
  const MethodSetEntry *methods = type_method_set(g->c, t, &n);
  const TypeSet *set = type_set(g->c, type_under(iface));
  for (uint32_t i = 0; i < set->nmethods; i++) {
    const MethodSetEntry *m = find_method(methods, n, set->methods[i]);
    if (!m || !type_same(g->c, m->method->type, set->methods[i]->type))
      return false;
  }
  return true;
}

/* The RtItab of the pair, as data that the linker merges by `symbol`; methods
   stand in the order of the interface's type set. */
static Value itab_data(Gen *g, const char *symbol, Type *concrete,
                       Type *iface) {
  Image im = image_new(g, 0);
  image_append_addr(&im, type_desc(g, iface));
  image_append_addr(&im, type_desc(g, concrete));
  image_append(&im, 4, type_desc_hash(g, type_info(g, concrete)->type));
  image_append(&im, 4, 0);
  uint32_t n;
  const MethodSetEntry *methods = type_method_set(g->c, concrete, &n);
  const TypeSet *set = type_set(g->c, type_under(iface));
  for (uint32_t i = 0; i < set->nmethods; i++)
    image_append_addr(
        &im, method_wrapper(g, concrete,
                            find_method(methods, n, set->methods[i]), false));
  Value v = gen_data(g, symbol, image_constant(&im), true);
  LLVMSetAlignment(v, 8);
  LLVMSetSection(v, "go_itabs");
  gen_set_shared(g, v);
  return v;
}

Value itab_of(Gen *g, Type *concrete, Type *iface) {
  const char *symbol =
      gen_type_symbol(g, "go:itab.", type_info(g, concrete)->type);
  symbol = gen_type_symbol(g, arena_printf(&g->c->arena, "%s,", symbol),
                           type_info(g, iface)->type);
  Value v = LLVMGetNamedGlobal(g->mod, symbol);
  return v ? v : itab_data(g, symbol, concrete, iface);
}

/* What stands first in an interface value of type iface that holds t. */
static Value type_or_itab(FuncGen *f, Type *t, Type *iface) {
  return is_eface(f, iface) ? type_desc(f->g, t) : itab_of(f->g, t, iface);
}

/* ----------------------------------------------------------------- boxes -- */

/* A variable of the runtime. */
static Value runtime_data(Gen *g, const char *symbol, LType type) {
  Value v = LLVMGetNamedGlobal(g->mod, symbol);
  return v ? v : LLVMAddGlobal(g->mod, type, symbol);
}

/* Known at link time, and no place. */
static bool all_constant(const Words *v) {
  for (unsigned i = 0; i < v->n; i++)
    if (!LLVMIsConstant(v->w[i]))
      return false;
  return !v->place;
}

/* A constant needs no box: it lies in read-only data, once. */
static Value constant_box(FuncGen *f, const TypeInfo *ti, const Words *v) {
  Gen *g = f->g;
  Value init;
  if (ti->rep == REP_BOOL)
    init = LLVMConstInt(g->i8, LLVMConstIntGetZExtValue(v->w[0]), false);
  else if (v->n == 1)
    init = v->w[0];
  else
    init = LLVMConstStructInContext(
        g->ctx, (Value[]){v->w[0], v->w[1], v->w[v->n - 1]}, v->n, false);
  Value data = map_get(&g->cache, init);
  if (data == NULL) {
    data = gen_data(g, NULL, init, true);
    LLVMSetAlignment(data, ti->align);
    LLVMSetUnnamedAddress(data, LLVMGlobalUnnamedAddr);
    map_set(&g->c->arena, &g->cache, init, data);
  }
  return data;
}

/* The bits of a value of 1, 2, 4 or 8 bytes without pointers that the collector
   follows: those to go:notinheap types are bits, too. */
static Value plain_bits(FuncGen *f, Type *t, Words v) {
  TypeInfo *ti = type_info(f->g, t);
  LType bits = LLVMIntTypeInContext(f->g->ctx, (unsigned)(8 * ti->size));
  if (v.place)
    return LLVMBuildLoad2(f->b, bits, v.w[0], "");
  if (ti->rep == REP_BOOL)
    return LLVMBuildZExt(f->b, v.w[0], bits, "");
  if (ti->rep == REP_COMPLEX)
    return LLVMBuildLoad2(f->b, bits, words_addr(f, t, v), "");
  if (LLVMTypeOf(v.w[0]) == f->g->ptr)
    return LLVMBuildPtrToInt(f->b, v.w[0], bits, "");
  return LLVMBuildBitCast(f->b, v.w[0], bits, "");
}

/* A new box that holds v, made by the runtime: without pointers and of a common
   size by value, so that it may share boxes of small numbers. */
static Value heap_box(FuncGen *f, Type *t, Words v) {
  const TypeInfo *ti = type_info(f->g, t);
  bool plain = !type_has_pointers(t) && ti->align == ti->size;
  if (plain && ti->size == 2)
    return RTCALL(f, convT16, plain_bits(f, t, v));
  if (plain && ti->size == 4)
    return RTCALL(f, convT32, plain_bits(f, t, v));
  if (plain && ti->size == 8)
    return RTCALL(f, convT64, plain_bits(f, t, v));
  if (ti->rep == REP_STRING)
    return RTCALL(f, convTstring, v.w[0], v.w[1]);
  if (ti->rep == REP_SLICE)
    return RTCALL(f, convTslice, v.w[0], v.w[1], v.w[2]);
  Value box = RTCALL(f, newobject, type_desc(f->g, t));
  store_words(f, t, box, v);
  return box;
}

/* The data word for a value of type t. */
static Value data_word(FuncGen *f, Words v, Type *t, bool on_stack) {
  Gen *g = f->g;
  TypeInfo *ti = type_info(g, t);
  if (ti->direct)
    return v.place ? load_ptr(f, v.w[0], 0) : v.w[0];
  if (ti->size == 0)
    return runtime_data(g, "runtime.zerobase", g->i64);
  if (all_constant(&v))
    return constant_box(f, ti, &v);
  if (ti->size == 1) {
    Value bits = LLVMBuildZExt(f->b, plain_bits(f, t, v), g->i64, "");
    Value table =
        runtime_data(g, "runtime.staticuint64s", LLVMArrayType2(g->i64, 256));
    return ptr_index(f, g->i64, table, bits);
  }
  if (!on_stack)
    return heap_box(f, t, v);
  Value box = temp_alloc(f, t, "box");
  store_words(f, t, box, v);
  return box;
}

/* ---------------------------------------------------------- conversions -- */

Value iface_type_word(FuncGen *f, Type *t, Words v) {
  Value first = v.w[0];
  if (is_eface(f, t))
    return first;
  if (LLVMIsConstant(first) && LLVMIsNull(first))
    return first;
  Block from = current_block(f), some = block_new(f, ""),
        done = block_new(f, "");
  branch_if(f, LLVMBuildIsNull(f->b, first, ""), done, some);
  block_start(f, some);
  Value type = load_ptr(f, first, offsetof(RtItab, type));
  branch(f, done);
  block_start(f, done);
  return phi2(f, f->g->ptr, null_ptr(f->g), from, type, some);
}

/* From one interface type to another that has no further methods; nil stays
   nil. */
static Words from_interface(FuncGen *f, Words v, Type *from, Type *to) {
  if (type_same(f->g->c, from, to))
    return v;
  if (is_eface(f, to))
    return words2(iface_type_word(f, from, v), v.w[1]);
  return words2(RTCALL(f, convI2I, type_desc(f->g, to), v.w[0]), v.w[1]);
}

/* The checker made sure that `to` fits. */
Words iface_from_words(FuncGen *f, Words v, Type *from, Type *to,
                       bool on_stack) {
  if (type_is_interface(from))
    return from_interface(f, v, from, to);
  Value data = data_word(f, v, from, on_stack);
  return words2(type_or_itab(f, from, to), data);
}

/* T{...} of constants is boxed at link time. */
static Value static_box(Gen *g, Expr *x) {
  TypeInfo *ti = type_info(g, x->type);
  if (x->kind != EXPR_COMPOSITE || ti->rep != REP_PLACE || ti->direct ||
      ti->size == 0)
    return NULL;
  Value init = static_constant(g, x);
  if (init == NULL)
    return NULL;
  Value data = gen_data(g, NULL, init, true);
  LLVMSetAlignment(data, ti->align);
  return data;
}

/* A conversion node: x may be boxed without being computed. */
Words iface_convert(FuncGen *f, Expr *e) {
  Expr *x = e->pair.x;
  Value box = static_box(f->g, x);
  if (box != NULL)
    return words2(type_or_itab(f, x->type, e->type), box);
  bool on_stack = e->flags & EXPR_F_ON_STACK;
  return iface_from_words(f, rest(f, x), x->type, e->type, on_stack);
}

/* ------------------------------------------------------------ assertions -- */

/* What the data word of an interface says about a value of type t. */
static Words unbox(FuncGen *f, Type *t, Value data) {
  TypeInfo *ti = type_info(f->g, t);
  if (!ti->direct)
    return load_words(f, t, data);
  if (ti->rep != REP_PLACE)
    return words1(data);
  Value temp = temp_alloc(f, t, "");
  store_word(f, data, temp, 0);
  return words_place(temp, true);
}

/* Zeros to read a value of type t from. */
static Value zero_place(FuncGen *f, Type *t) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->size <= (int64_t)sizeof(rt_zero_val))
    return runtime_data(f->g, "runtime.zeroVal",
                        LLVMArrayType2(f->g->i8, sizeof(rt_zero_val)));
  return words_zero(f, t).w[0];
}

/* v.(T) if ok, else zero, without a branch: read from zeros. */
static Words unbox_if(FuncGen *f, Type *t, Value data, Value ok) {
  TypeInfo *ti = type_info(f->g, t);
  Value none = ti->direct ? null_ptr(f->g) : zero_place(f, t);
  return unbox(f, t, LLVMBuildSelect(f->b, ok, data, none, ""));
}

/* Whether interface value v of type `iface` holds a t, not an interface. */
static Value holds(FuncGen *f, Type *iface, Words v, Type *t) {
  if (!can_hold(f->g, iface, t))
    return LLVMConstInt(f->g->i1, 0, false);
  return LLVMBuildICmp(f->b, LLVMIntEQ, v.w[0], type_or_itab(f, t, iface), "");
}

/* v.(T): compares the first word with the one that a T has. Panics with what
   it found. */
static Words assert_concrete(FuncGen *f, Type *iface, Words v, Type *t) {
  Value ok = holds(f, iface, v, t);
  Block next = cold_begin(f, LLVMBuildNot(f->b, ok, ""));
  Value want = type_desc(f->g, t), inter = type_desc(f->g, iface);
  if (is_eface(f, iface))
    RTCALL(f, panicdottypeE, v.w[0], want, inter);
  else
    RTCALL(f, panicdottypeI, v.w[0], want, inter);
  cold_end(f, next);
  return unbox(f, t, v.w[1]);
}

/* v.(I): the runtime looks the methods up; interface{} only needs v not nil. */
static Words assert_interface(FuncGen *f, Type *iface, Words v, Type *t) {
  Value want = type_desc(f->g, t);
  if (!is_eface(f, t)) {
    Value tab = is_eface(f, iface) ? RTCALL(f, assertE2I, want, v.w[0])
                                   : RTCALL(f, assertI2I, want, v.w[0]);
    return words2(tab, v.w[1]);
  }
  Value type = iface_type_word(f, iface, v);
  Block next = cold_begin(f, LLVMBuildIsNull(f->b, type, ""));
  RTCALL(f, panicnildottype, want);
  cold_end(f, next);
  return words2(type, v.w[1]);
}

/* e: x.(T) with x sequenced. */
Words iface_assert(FuncGen *f, Expr *e) {
  Type *iface = e->pair.x->type;
  Words v = rest(f, e->pair.x);
  return type_is_interface(e->type) ? assert_interface(f, iface, v, e->type)
                                    : assert_concrete(f, iface, v, e->type);
}

/* The first word of v as interface type t, or NULL if v does not hold one. */
static Value try_interface(FuncGen *f, Type *iface, Words v, Type *t) {
  if (is_eface(f, t))
    return iface_type_word(f, iface, v);
  Value want = type_desc(f->g, t);
  return is_eface(f, iface) ? RTCALL(f, assertE2I2, want, v.w[0])
                            : RTCALL(f, assertI2I2, want, v.w[0]);
}

/* v as a t and whether it is one, else zero. */
static Words assert_try(FuncGen *f, Type *iface, Words v, Type *t, Value *ok) {
  if (!type_is_interface(t)) {
    *ok = holds(f, iface, v, t);
    return unbox_if(f, t, v.w[1], *ok);
  }
  Value first = try_interface(f, iface, v, t);
  *ok = LLVMBuildIsNotNull(f->b, first, "");
  return words2(first, LLVMBuildSelect(f->b, *ok, v.w[1], null_ptr(f->g), ""));
}

Words iface_assert_ok(FuncGen *f, Expr *e, Value *ok) {
  Expr *x = e->pair.x;
  return assert_try(f, x->type, rest(f, x), e->type, ok);
}

/* ----------------------------------------------------------- type switch -- */

/* One type switch: the value looked at, and for each clause where it is
   entered, with which value for its variable, and where its body begins. */
typedef struct TypeSwitch {
  Stmt *s;
  Type *iface;
  Words v;
  Value type; /* its type word */
  Block *match, *start;
  Words *found;
} TypeSwitch;

/* Tests one case; continues where it does not match. The result is v as the
   case's type if that is an interface, else v. */
static Words test_case(FuncGen *f, TypeSwitch *ts, Expr *kase, Block match) {
  Words v = ts->v;
  Value ok;
  if (is_nil(kase)) {
    ok = LLVMBuildIsNull(f->b, ts->type, "");
  } else if (type_is_interface(kase->type)) {
    v.w[0] = try_interface(f, ts->iface, ts->v, kase->type);
    ok = LLVMBuildIsNotNull(f->b, v.w[0], "");
  } else {
    Value want = type_desc(f->g, kase->type);
    ok = LLVMBuildICmp(f->b, LLVMIntEQ, ts->type, want, "");
  }
  Block next = block_new(f, "");
  branch_if(f, ok, match, next);
  block_start(f, next);
  return v;
}

/* All cases of clause i. Its variable is the case's type if there is one case,
   else v's type. */
static void test_clause(FuncGen *f, TypeSwitch *ts, uint32_t i) {
  uint32_t n;
  Expr **cases = expr_items(&ts->s->switch_.clauses[i]->clause.cases, &n);
  for (uint32_t k = 0; k < n; k++) {
    gen_pos(f, cases[k]->pos);
    Words v = test_case(f, ts, cases[k], ts->match[i]);
    ts->found[i] = n == 1 ? v : ts->v;
  }
}

/* Gives clause i's variable its value and goes to the clause. */
static void enter_clause(FuncGen *f, TypeSwitch *ts, uint32_t i) {
  Stmt *clause = ts->s->switch_.clauses[i];
  Object *var = clause->clause.var;
  block_start(f, ts->match[i]);
  if (var != NULL) {
    gen_pos(f, clause->pos);
    Words v = ts->found[i];
    Value slot = var_declare(f, var);
    if (!type_is_interface(var->type))
      v = unbox(f, var->type, v.w[1]);
    store_words(f, var->type, slot, v);
  }
  branch(f, ts->start[i]);
}

/* Evaluates x once, with its type word, against which cases are tested. */
static void type_switch_open(FuncGen *f, TypeSwitch *ts, Expr *x) {
  uint32_t n = ts->s->switch_.n;
  Arena *a = &f->g->c->arena;
  ts->iface = x->type;
  ts->v = value(f, x);
  ts->type = iface_type_word(f, x->type, ts->v);
  ts->match = NEW_ARRAY(a, Block, n + 1);
  ts->start = NEW_ARRAY(a, Block, n + 1);
  ts->found = NEW_ARRAY(a, Words, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    ts->match[i] = block_new(f, "case");
    ts->start[i] = block_new(f, "clause");
  }
}

/* Tests in source order, then the default; a nil case is a test like others. */
void iface_type_switch(FuncGen *f, Stmt *s) {
  TypeSwitch ts = {.s = s};
  if (s->switch_.init)
    stmt(f, s->switch_.init);
  type_switch_open(f, &ts, s->switch_.tag->guard.x);
  Block after = block_new(f, "endswitch"), otherwise = after;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    if (s->switch_.clauses[i]->clause.cases != NULL) {
      test_clause(f, &ts, i);
    } else {
      otherwise = ts.match[i];
      ts.found[i] = ts.v;
    }
  }
  branch(f, otherwise);
  for (uint32_t i = 0; i < s->switch_.n; i++)
    enter_clause(f, &ts, i);
  switch_bodies(f, s, ts.start, after);
}

/* ------------------------------------------------------------ comparison -- */

/* `first && second()` where the second part begins now: returns its block. */
static Block both_begin(FuncGen *f, Value first, Block done) {
  Block second = block_new(f, "");
  branch_if(f, first, second, done);
  block_start(f, second);
  return second;
}

/* The value of `first && second`: false if it comes from `from`. */
static Value both_end(FuncGen *f, Value second, Block from, Block done) {
  Block last = current_block(f);
  branch(f, done);
  block_start(f, done);
  return phi2(f, f->g->i1, LLVMConstInt(f->g->i1, 0, false), from, second,
              last);
}

/* A constant nil. */
static bool is_null(Value v) { return LLVMIsConstant(v) && LLVMIsNull(v); }

/* Same first words, then the runtime compares the values, or panics if their
   type is not comparable. */
Value iface_equal(FuncGen *f, Type *t, Words x, Words y) {
  Value same = LLVMBuildICmp(f->b, LLVMIntEQ, x.w[0], y.w[0], "");
  if (is_null(x.w[0]) || is_null(y.w[0]))
    return same;
  Block from = current_block(f), done = block_new(f, "");
  both_begin(f, same, done);
  Value equal = is_eface(f, t) ? RTCALL(f, efaceeq, x.w[0], x.w[1], y.w[1])
                               : RTCALL(f, ifaceeq, x.w[0], x.w[1], y.w[1]);
  return both_end(f, equal, from, done);
}

/* No box for y: x is unboxed if it holds a yt at all. */
Value iface_equal_concrete(FuncGen *f, Type *xt, Words x, Type *yt, Words y) {
  Value same = holds(f, xt, x, yt);
  Block from = current_block(f), done = block_new(f, "");
  both_begin(f, same, done);
  Value equal = equal_words(f, yt, unbox(f, yt, x.w[1]), y);
  return both_end(f, equal, from, done);
}

/* --------------------------------------------------------------- methods -- */

Value iface_method(FuncGen *f, Type *iface, Words v, const Object *m) {
  int index = iface_method_index(f->g->c, type_under(iface), m);
  ASSERT(index >= 0);
  check_nil(f, v.w[0]);
  Value code =
      load_ptr(f, v.w[0], (int64_t)offsetof(RtItab, fun) + (int64_t)8 * index);
  metadata_invariant(f->g, code); /* itabs never change */
  return code;
}
