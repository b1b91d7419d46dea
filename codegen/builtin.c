/*
 * builtin.c - predeclared functions.
 *
 * Their operands are in sequence already (expr.c), so each generator fetches
 * words with rest(). append is the one with a story:
 *
 *   append(s, a, b)      n = s.len + 2
 *                        if n > s.cap { s.ptr, s.cap = runtime.growslice(..) }
 *                        s.ptr[s.len], s.ptr[s.len+1] = a, b
 *                        {s.ptr, n, s.cap}
 *
 * The new elements are stored after growing; they were evaluated before, and
 * copied if they are places that an earlier store could reach. Of
 * append(s, make([]T, n)...) only n is evaluated: the room itself is zeroed.
 */
#include "codegen/gen.h"
#include "escape/escape.h"

static const Words no_words;

/* Argument i, of one SSA word. */
static Value arg1(FuncGen *f, const Expr *e, uint32_t i) {
  return rest1(f, e->call.args[i]);
}

/* Argument i, an integer of any type, as i64. */
static Value length_arg(FuncGen *f, Expr *e, uint32_t i) {
  Expr *x = e->call.args[i];
  return index_value(f, rest(f, x), x->type);
}

static Type *elem_type(Type *slice) { return type_under(slice)->slice.elem; }

/* --------------------------------------------------------------- lengths -- */

/* The first words of maps and channels count; NULL has none:
   p == nil ? 0 : *(p + offset). */
static Value count_word(FuncGen *f, Value p, int64_t offset) {
  Block from = current_block(f), some = block_new(f, ""),
        done = block_new(f, "");
  branch_if(f, LLVMBuildIsNull(f->b, p, ""), done, some);
  block_start(f, some);
  Value n = load_int(f, p, offset);
  branch(f, done);
  block_start(f, done);
  return phi2(f, f->g->i64, int_const(f->g, 0), from, n, some);
}

/* len and cap of arrays are constant, but the operand may have effects. A
   pointer to an array is not followed: len(p) of nil does not panic. */
static Value array_length(FuncGen *f, Expr *x) {
  Type *t = type_under(x->type);
  if (t->kind == TYPE_POINTER)
    t = type_under(t->ptr.elem);
  if (x->kind == EXPR_UNARY && x->op == OP_MUL && (x->flags & EXPR_F_IMPLICIT))
    x = x->pair.x;
  rest(f, x);
  return int_const(f->g, t->array.len);
}

/* len(x), cap(x): a word of x, a constant, or what the runtime counts. */
static Words builtin_len(FuncGen *f, Expr *e, bool cap) {
  Expr *x = e->call.args[0];
  Type *t = type_under(x->type);
  if (t->kind == TYPE_ARRAY || t->kind == TYPE_POINTER)
    return words1(array_length(f, x));
  Words v = rest(f, x);
  if (t->kind == TYPE_MAP || t->kind == TYPE_CHAN)
    return words1(count_word(f, v.w[0], cap ? 8 : 0));
  return words1(v.w[cap ? 2 : 1]);
}

/* ---------------------------------------------------------- append, copy -- */

/* A slice being appended to. */
typedef struct Growing {
  Type *elem;
  Value p, len, cap;
} Growing;

/* &s[i]; i may be the length. */
static Value growing_at(FuncGen *f, const Growing *s, Value i) {
  return ptr_index(f, type_mem(f->g, s->elem), s->p, i);
}

/* Makes room for `more` elements; the result is the new length. */
static Value grow(FuncGen *f, Growing *s, Value more) {
  Gen *g = f->g;
  Value n = LLVMBuildAdd(f->b, s->len, more, "");
  Value full = LLVMBuildICmp(f->b, LLVMIntUGT, n, s->cap, "");
  Block slow = block_new(f, "grow"), done = block_new(f, "grown");
  Block from = current_block(f);
  branch_rare(f, full, slow, done);
  block_start(f, slow);
  Value out = temp_bytes(f, 24, 8, "grown");
  RTCALL(f, growslice, out, type_desc(g, s->elem), s->p, s->len, s->cap, n);
  Value p = load_ptr(f, out, 0), cap = load_int(f, out, 16);
  branch(f, done);
  block_start(f, done);
  s->p = phi2(f, g->ptr, s->p, from, p, slow);
  s->cap = phi2(f, g->i64, s->cap, from, cap, slow);
  return n;
}

/* append(s, t...), t a slice or a string */
static Value append_all(FuncGen *f, Growing *s, Words t) {
  TypeInfo *elem = type_info(f->g, s->elem);
  Value n = grow(f, s, t.w[1]);
  Value bytes = LLVMBuildMul(f->b, t.w[1], int_const(f->g, elem->size), "");
  LLVMBuildMemMove(f->b, growing_at(f, s, s->len), elem->align, t.w[0],
                   elem->align, bytes);
  return n;
}

/* make([]T, n) was not carried out, but n is checked as if. */
static void check_extension(FuncGen *f, Value n) {
  if (LLVMIsAConstantInt(n) && LLVMConstIntGetSExtValue(n) >= 0)
    return;
  Value negative = LLVMBuildICmp(f->b, LLVMIntSLT, n, int_const(f->g, 0), "");
  Block next = cold_begin(f, negative);
  RTCALL0(f, panicmakeslicelen);
  cold_end(f, next);
}

/* append(s, make...). New memory is zero; where there was room, old elements
   may lie behind the length. */
static Value append_zeros(FuncGen *f, Growing *s, Expr *make) {
  TypeInfo *elem = type_info(f->g, s->elem);
  Value more = length_arg(f, make, 1), before = s->p;
  check_extension(f, more);
  Value n = grow(f, s, more);
  Block clear = block_new(f, "clear"), done = block_new(f, "");
  branch_if(f, LLVMBuildICmp(f->b, LLVMIntEQ, s->p, before, ""), clear, done);
  block_start(f, clear);
  Value bytes = LLVMBuildMul(f->b, more, int_const(f->g, elem->size), "");
  LLVMBuildMemSet(f->b, growing_at(f, s, s->len), LLVMConstNull(f->g->i8),
                  bytes, elem->align);
  branch(f, done);
  block_start(f, done);
  return n;
}

/* append(s, t...) */
static Value append_dots(FuncGen *f, Growing *s, Expr *t) {
  return t->flags & EXPR_F_EXTENDS ? append_zeros(f, s, t)
                                   : append_all(f, s, rest(f, t));
}

/* append(s, a, b, ...). One value alone needs no copy: nothing is stored
   between reading and storing it. The result is the new length. */
static Value append_each(FuncGen *f, Growing *s, Expr *e) {
  uint32_t more = e->call.n - 1;
  Words *v = NEW_ARRAY(&f->g->c->arena, Words, more);
  for (uint32_t i = 0; i < more; i++) {
    v[i] = rest(f, e->call.args[i + 1]);
    if (more > 1)
      v[i] = words_to_temp(f, s->elem, v[i]);
  }
  Value n = grow(f, s, int_const(f->g, more));
  for (uint32_t i = 0; i < more; i++) {
    Value at = LLVMBuildAdd(f->b, s->len, int_const(f->g, i), "");
    store_words(f, s->elem, growing_at(f, s, at), v[i]);
  }
  return n;
}

/* append in both forms; append(s) is s. */
static Words builtin_append(FuncGen *f, Expr *e) {
  Words v = rest(f, e->call.args[0]);
  if (e->call.n == 1)
    return v;
  Growing s = {elem_type(e->type), v.w[0], v.w[1], v.w[2]};
  Value n = e->flags & EXPR_F_DOTS ? append_dots(f, &s, e->call.args[1])
                                   : append_each(f, &s, e);
  return words3(s.p, n, s.cap);
}

/* copy(to, from), from a slice or a string: the smaller length, moved. */
static Words builtin_copy(FuncGen *f, Expr *e) {
  Type *t = elem_type(e->call.args[0]->type);
  TypeInfo *elem = type_info(f->g, t);
  Words to = rest(f, e->call.args[0]), from = rest(f, e->call.args[1]);
  Value less = LLVMBuildICmp(f->b, LLVMIntSLT, to.w[1], from.w[1], "");
  Value n = LLVMBuildSelect(f->b, less, to.w[1], from.w[1], "");
  Value bytes = LLVMBuildMul(f->b, n, int_const(f->g, elem->size), "");
  LLVMBuildMemMove(f->b, to.w[0], elem->align, from.w[0], elem->align, bytes);
  return words1(n);
}

/* ------------------------------------------------------------- make, new -- */

/* Zeroed memory for make([]T, n) that does not escape; NULL: n is not constant,
   or too large for gc to put it there. */
static Value stack_slice(FuncGen *f, Type *elem, Value cap) {
  if (!LLVMIsAConstantInt(cap))
    return NULL;
  int64_t n = LLVMConstIntGetSExtValue(cap), size = type_size(f->g->c, elem);
  if (n < 0 || (size > 0 && n > STACK_MAX_IMPLICIT / size))
    return NULL;
  Type *array = type_array(f->g->c, elem, n);
  Value p = temp_alloc(f, array, "slice");
  store_zero(f, array, p);
  return p;
}

/* make([]T, n, 64) on the stack: what the runtime would check. cap is constant,
   len <= cap without sign covers both failures; which one is told inside. */
static void check_length(FuncGen *f, Value len, Value cap) {
  if (LLVMIsAConstantInt(len) &&
      LLVMConstIntGetZExtValue(len) <= LLVMConstIntGetZExtValue(cap))
    return;
  Block next = cold_begin(f, LLVMBuildICmp(f->b, LLVMIntUGT, len, cap, ""));
  Value negative = LLVMBuildICmp(f->b, LLVMIntSLT, len, int_const(f->g, 0), "");
  Block positive = cold_begin(f, negative);
  RTCALL0(f, panicmakeslicelen);
  cold_end(f, positive);
  RTCALL0(f, panicmakeslicecap);
  cold_end(f, next);
}

/* make([]T, len, cap): on the stack if it may be and fits. */
static Words make_slice(FuncGen *f, Expr *e) {
  Type *elem = elem_type(e->type);
  Value len = length_arg(f, e, 1);
  Value cap = e->call.n > 2 ? length_arg(f, e, 2) : len;
  Value p = NULL;
  if (e->flags & EXPR_F_ON_STACK)
    p = stack_slice(f, elem, cap);
  if (p != NULL)
    check_length(f, len, cap);
  if (p == NULL)
    p = RTCALL(f, makeslice, type_desc(f->g, elem), len, cap);
  return words3(p, len, cap);
}

static Words builtin_make(FuncGen *f, Expr *e) {
  Type *t = type_under(e->type);
  if (t->kind == TYPE_SLICE)
    return make_slice(f, e);
  if (t->kind == TYPE_MAP)
    return words1(map_make(f, e->type,
                           e->call.n > 1 ? length_arg(f, e, 1) : NULL,
                           e->flags & EXPR_F_ON_STACK));
  Value size = e->call.n > 1 ? length_arg(f, e, 1) : int_const(f->g, 0);
  return words1(RTCALL(f, makechan, type_desc(f->g, e->type), size));
}

/* new(T): zeroed memory, of the heap or the frame. */
static Words builtin_new(FuncGen *f, Expr *e) {
  Type *t = type_under(e->type)->ptr.elem;
  if (!(e->flags & EXPR_F_ON_STACK))
    return words1(RTCALL(f, newobject, type_desc(f->g, t)));
  Value p = temp_alloc(f, t, "new");
  store_zero(f, t, p);
  return words1(p);
}

/* ----------------------------------------------------------------- print -- */

/* The runtime prints 64 bits. */
static void print_int(FuncGen *f, TypeInfo *ti, Value v) {
  Value wide = ti->size == 8   ? v
               : ti->is_signed ? LLVMBuildSExt(f->b, v, f->g->i64, "")
                               : LLVMBuildZExt(f->b, v, f->g->i64, "");
  if (ti->is_signed)
    RTCALL(f, printint, wide);
  else
    RTCALL(f, printuint, wide);
}

static Value as_double(FuncGen *f, Value v) {
  return LLVMTypeOf(v) == f->g->f64 ? v
                                    : LLVMBuildFPExt(f->b, v, f->g->f64, "");
}

/* One argument of print. As in gc, only who compiles the call notices that
   structs and arrays have no text. */
static void print_one(FuncGen *f, const Expr *call, Type *t, Words v) {
  TypeInfo *ti = type_info(f->g, t);
  switch (ti->rep) {
  case REP_BOOL: RTCALL(f, printbool, v.w[0]); return;
  case REP_INT: print_int(f, ti, v.w[0]); return;
  case REP_FLOAT: RTCALL(f, printfloat, as_double(f, v.w[0])); return;
  case REP_POINTER: RTCALL(f, printpointer, v.w[0]); return;
  case REP_COMPLEX:
    RTCALL(f, printcomplex, as_double(f, v.w[0]), as_double(f, v.w[1]));
    return;
  case REP_STRING: RTCALL(f, printstring, v.w[0], v.w[1]); return;
  case REP_SLICE: RTCALL(f, printslice, v.w[0], v.w[1], v.w[2]); return;
  case REP_IFACE:
    if (type_is_empty_interface(f->g->c, t))
      RTCALL(f, printeface, v.w[0], v.w[1]);
    else
      RTCALL(f, printiface, v.w[0], v.w[1]);
    return;
  case REP_PLACE:
    diag_error(f->g->c, call->pos, "illegal types for operand: print\n\t%s",
               type_ir_string(f->g->c, t, f->g->pkg));
    return;
  }
  UNREACHABLE();
}

/* All arguments are evaluated before the first is printed. */
static void builtin_print(FuncGen *f, Expr *e, bool line) {
  uint32_t n = e->call.n;
  Words *v = NEW_ARRAY(&f->g->c->arena, Words, n + 1);
  for (uint32_t i = 0; i < n; i++)
    v[i] = rest(f, e->call.args[i]);
  RTCALL0(f, printlock);
  for (uint32_t i = 0; i < n; i++) {
    if (line && i > 0)
      RTCALL0(f, printsp);
    print_one(f, e, e->call.args[i]->type, v[i]);
  }
  if (line)
    RTCALL0(f, printnl);
  RTCALL0(f, printunlock);
}

/* ---------------------------------------------------------------- unsafe -- */

/* No inbounds: the program may go where it likes. */
static Words unsafe_add(FuncGen *f, Expr *e) {
  Value p = arg1(f, e, 0), n = length_arg(f, e, 1);
  return words1(LLVMBuildGEP2(f->b, f->g->i8, p, &n, 1, ""));
}

/* The largest length whose size can be expressed. */
static Value max_length(FuncGen *f, int64_t size) {
  return int_const(f->g, size == 0 ? INT64_MAX : INT64_MAX / size);
}

/* unsafe.Slice(p, n). Panics if n * size does not fit between p and the end of
   the address space, or n is negative, or p is nil and n is not 0. */
static Words unsafe_slice(FuncGen *f, Expr *e) {
  Value p = arg1(f, e, 0), n = length_arg(f, e, 1);
  Type *elem = type_under(e->type)->slice.elem;
  Value size = int_const(f->g, type_size(f->g->c, elem));
  Value limit = max_length(f, type_size(f->g->c, elem));
  Value last =
      LLVMBuildNeg(f->b, LLVMBuildPtrToInt(f->b, p, f->g->i64, ""), "");
  Value bytes = LLVMBuildMul(f->b, n, size, "");
  Value beyond =
      LLVMBuildAnd(f->b, LLVMBuildIsNotNull(f->b, p, ""),
                   LLVMBuildICmp(f->b, LLVMIntUGT, bytes, last, ""), "");
  Value much = LLVMBuildICmp(f->b, LLVMIntUGT, n, limit, "");
  Block next = cold_begin(f, LLVMBuildOr(f->b, much, beyond, ""));
  RTCALL0(f, panicunsafeslicelen);
  cold_end(f, next);
  Value nil = LLVMBuildIsNull(f->b, p, "");
  Value some = LLVMBuildIsNotNull(f->b, n, "");
  next = cold_begin(f, LLVMBuildAnd(f->b, nil, some, ""));
  RTCALL0(f, panicunsafeslicenilptr);
  cold_end(f, next);
  return words3(p, n, n);
}

/* -------------------------------------------------------------- dispatch -- */

/* Code after a call that does not return is dead, but must have a place. */
static Words builtin_panic(FuncGen *f, Expr *e) {
  Words v = rest(f, e->call.args[0]);
  gen_pos(f, e->pos);
  RTCALL(f, gopanic, v.w[0], v.w[1]);
  ensure_block(f);
  return no_words;
}

static Words builtin_complex(FuncGen *f, Expr *e) {
  Value re = arg1(f, e, 0);
  return words2(re, arg1(f, e, 1));
}

Words builtin_call(FuncGen *f, Expr *e) {
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_APPEND: return builtin_append(f, e);
  case BUILTIN_CAP: return builtin_len(f, e, true);
  case BUILTIN_CLOSE: RTCALL(f, closechan, arg1(f, e, 0)); break;
  case BUILTIN_COMPLEX: return builtin_complex(f, e);
  case BUILTIN_COPY: return builtin_copy(f, e);
  case BUILTIN_DELETE: map_delete(f, e); break;
  case BUILTIN_IMAG: return words1(rest(f, e->call.args[0]).w[1]);
  case BUILTIN_LEN: return builtin_len(f, e, false);
  case BUILTIN_MAKE: return builtin_make(f, e);
  case BUILTIN_NEW: return builtin_new(f, e);
  case BUILTIN_PANIC: return builtin_panic(f, e);
  case BUILTIN_PRINT: builtin_print(f, e, false); break;
  case BUILTIN_PRINTLN: builtin_print(f, e, true); break;
  case BUILTIN_REAL: return words1(rest(f, e->call.args[0]).w[0]);
  case BUILTIN_RECOVER: return defer_recover(f);
  case BUILTIN_UNSAFE_ADD: return unsafe_add(f, e);
  case BUILTIN_UNSAFE_SLICE: return unsafe_slice(f, e);
  case BUILTIN_UNSAFE_ALIGNOF:
  case BUILTIN_UNSAFE_OFFSETOF:
  case BUILTIN_UNSAFE_SIZEOF: /* constants */
  case BUILTIN_COUNT: UNREACHABLE();
  }
  return no_words;
}
