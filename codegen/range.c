/*
 * range.c - loops over arrays, slices and strings.
 *
 * What is ranged over is evaluated once: a slice's or string's header is
 * copied, an array only if its values are wanted. The counter is hidden, so
 * assigning to the loop's variables inside does not disturb it; being hidden
 * it also needs no bounds check.
 *
 *   for k, v = range s      ptr, len = s
 *                           next: i = phi(0, i+1); br i < len, body, done
 *                           body: k, v = i, ptr[i]; ...
 *
 * Maps are in map.c, channels in chan.c.
 */
#include "codegen/gen.h"

/* One loop; base and len are of what is ranged over, values: the second
   variable is wanted. */
typedef struct Range {
  FuncGen *f;
  Stmt *s;
  Value base, len;
  Type *elem; /* arrays and slices */
  bool values;
  Value i; /* the hidden counter's phi */
  Block next, body, post, done;
  Block entry; /* where the loop was entered from */
} Range;

bool range_wants(Stmt *s, uint32_t i) {
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  if (i >= n)
    return false;
  if (s->range.new_vars)
    return s->range.new_vars[i] != NULL || lhs[i]->name.obj != NULL;
  return lhs[i]->kind != EXPR_NAME || lhs[i]->name.obj;
}

/* One variable per loop, not per iteration. */
void range_declare(FuncGen *f, Stmt *s) {
  uint32_t n;
  expr_items(&s->range.lhs, &n);
  for (uint32_t i = 0; s->range.new_vars && i < n; i++)
    if (s->range.new_vars[i] && range_wants(s, i))
      var_declare(f, s->range.new_vars[i]);
}

/* ------------------------------------------------------------------ loop */

/* The loop's head, after what is ranged over; code goes on in the body. */
static void loop_begin(Range *r) {
  FuncGen *f = r->f;
  r->next = block_new(f, "range");
  r->body = block_new(f, "body");
  r->post = block_new(f, "post");
  r->done = block_new(f, "done");
  range_declare(f, r->s);
  r->entry = current_block(f);
  block_start(f, r->next);
  r->i = LLVMBuildPhi(f->b, f->g->i64, "");
  branch_if(f, LLVMBuildICmp(f->b, LLVMIntSLT, r->i, r->len, ""), r->body,
            r->done);
  block_start(f, r->body);
}

/* The body, then the next iteration at `following`, or at i+1 if NULL. */
static void loop_end(Range *r, Value following) {
  FuncGen *f = r->f;
  targets_push(f, r->s, r->done, r->post);
  stmt(f, r->s->range.body);
  targets_pop(f);
  block_start(f, r->post);
  if (!following)
    following = LLVMBuildNSWAdd(f->b, r->i, int_const(f->g, 1), "");
  Value values[2] = {int_const(f->g, 0), following};
  Block blocks[2] = {r->entry, current_block(f)};
  LLVMAddIncoming(r->i, values, blocks, 2);
  branch(f, r->next);
  block_start(f, r->done);
}

/* ------------------------------------------------------ arrays and slices */

static bool is_deref(const Expr *e) {
  return e->kind == EXPR_UNARY && e->op == OP_MUL;
}

/* An array is read through the pointer that the source ranges over, else
   from a copy; without values it is not read at all. */
static void open_array(Range *r, Expr *x, Type *array) {
  FuncGen *f = r->f;
  r->len = int_const(f->g, array->array.len);
  r->elem = array->array.elem;
  seq(f, x);
  if (!r->values)
    return;
  if (is_deref(x) && (x->flags & EXPR_F_IMPLICIT)) {
    r->base = rest1(f, x->pair.x);
    if (array->array.len > 0)
      check_nil(f, r->base);
    return;
  }
  r->base = words_to_temp(f, x->type, rest(f, x)).w[0];
}

static void open_pointer(Range *r, Expr *x, Type *array) {
  FuncGen *f = r->f;
  r->len = int_const(f->g, array->array.len);
  r->elem = array->array.elem;
  r->base = value1(f, x);
  if (r->values && array->array.len > 0)
    check_nil(f, r->base);
}

/* In `range []byte(s)` nobody can write to the bytes: those of s will do. */
static Expr *without_copy(Expr *x) {
  x = expr_unparen(x);
  bool copies = x->kind == EXPR_CONVERT && x->sub == CONV_STR_TO_BYTES;
  return copies ? x->pair.x : x;
}

static void open_slice(Range *r, Expr *x, Type *slice) {
  Words v = value(r->f, without_copy(x));
  r->base = v.w[0];
  r->len = v.w[1];
  r->elem = slice->slice.elem;
}

/* Arrays and slices: k is the counter, v is loaded. */
static void range_elements(Range *r) {
  FuncGen *f = r->f;
  loop_begin(r);
  Words v[2] = {words1(r->i)};
  Type *types[2] = {BASIC(f->g->c, INT), r->elem};
  if (r->values)
    v[1] = load_words(f, r->elem,
                      ptr_index(f, type_mem(f->g, r->elem), r->base, r->i));
  assign_range(f, r->s, v, types, r->values ? 2 : 1);
  loop_end(r, NULL);
}

/* --------------------------------------------------------------- strings */

/* The rune at i: a byte below 0x80 stands for itself, at *following = i+1. */
static Value decode(Range *r, Value *following) {
  FuncGen *f = r->f;
  Gen *g = f->g;
  Block wide = block_new(f, "wide"), end = block_new(f, "rune");
  Value next = temp_bytes(f, 8, 8, "next");
  Value byte =
      LLVMBuildLoad2(f->b, g->i8, ptr_index(f, g->i8, r->base, r->i), "");
  Value ascii = LLVMBuildZExt(f->b, byte, g->i32, "");
  Value after = LLVMBuildNSWAdd(f->b, r->i, int_const(g, 1), "");
  Block from = current_block(f);
  Value is_wide =
      LLVMBuildICmp(f->b, LLVMIntSLT, byte, LLVMConstNull(g->i8), "");
  branch_rare(f, is_wide, wide, end);
  block_start(f, wide);
  Value rune = RTCALL(f, decoderune, r->base, r->len, r->i, next);
  Value far = load_int(f, next, 0);
  block_start(f, end);
  *following = phi2(f, g->i64, after, from, far, wide);
  return phi2(f, g->i32, ascii, from, rune, wide);
}

/* Steps by the width of each rune. */
static void range_string(Range *r, Expr *x) {
  FuncGen *f = r->f;
  Words s = value(f, x);
  r->base = s.w[0];
  r->len = s.w[1];
  loop_begin(r);
  Value following;
  Words v[2] = {words1(r->i)};
  Type *types[2] = {BASIC(f->g->c, INT), f->g->c->universe->rune_type};
  v[1] = words1(decode(r, &following));
  assign_range(f, r->s, v, types, 2);
  loop_end(r, following);
}

/* ------------------------------------------------------------------------- */

void stmt_range(FuncGen *f, Stmt *s) {
  Range r = {.f = f, .s = s, .values = range_wants(s, 1)};
  Expr *x = s->range.x;
  Type *t = type_under(x->type);
  gen_pos(f, s->pos);
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY: open_array(&r, x, t); break;
  case TYPE_POINTER: open_pointer(&r, x, type_under(t->ptr.elem)); break;
  case TYPE_SLICE: open_slice(&r, x, t); break;
  case TYPE_BASIC: range_string(&r, x); return;
  case TYPE_MAP: map_range(f, s); return;
  case TYPE_CHAN: chan_range(f, s); return;
  case TYPE_INVALID:
  case TYPE_STRUCT:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: UNREACHABLE();
  }
  range_elements(&r);
}
