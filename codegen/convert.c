/*
 * convert.c - conversions T(x) between representations.
 *
 * The tree says what a conversion does (ConvKind). Numbers follow what the
 * amd64 of gc does where the language leaves the result open:
 *
 *   float -> integer out of range   cvttsd2si's answer: the smallest integer,
 *                                   cut to size; never LLVM's poison
 *   float -> uint64                 two conversions, for both halves
 *   integer -> string               the rune's UTF-8, U+FFFD if it is none
 *
 * Strings and slices of bytes or runes are copied by the runtime, into a
 * buffer on the stack if the result is small and does not escape.
 */
#include "codegen/gen.h"
#include "escape/escape.h"

/* --------------------------------------------------------------- numbers -- */

/* Cut, or extended by the sign of the type it comes from. */
static Words int_to_int(FuncGen *f, Value x, TypeInfo *from, TypeInfo *to) {
  if (from->size >= to->size)
    return words1(LLVMBuildTruncOrBitCast(f->b, x, to->reg[0], ""));
  return words1(from->is_signed ? LLVMBuildSExt(f->b, x, to->reg[0], "")
                                : LLVMBuildZExt(f->b, x, to->reg[0], ""));
}

/* The machine's truncating conversion of a float to an i32 or i64. */
static Value truncate_float(FuncGen *f, Value x, bool wide) {
  static const char *const names[2][2] = {
      {"llvm.x86.sse.cvttss2si",  "llvm.x86.sse.cvttss2si64" },
      {"llvm.x86.sse2.cvttsd2si", "llvm.x86.sse2.cvttsd2si64"},
  };
  Gen *g = f->g;
  bool is_double = LLVMTypeOf(x) == g->f64;
  const char *name = names[is_double][wide];
  LType vector = LLVMVectorType(LLVMTypeOf(x), is_double ? 2 : 4);
  unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
  Value fn = LLVMGetIntrinsicDeclaration(g->mod, id, NULL, 0);
  Value arg = LLVMBuildInsertElement(f->b, LLVMConstNull(vector), x,
                                     LLVMConstInt(g->i32, 0, false), "");
  return LLVMBuildCall2(f->b, LLVMGlobalGetValueType(fn), fn, &arg, 1, "");
}

/* Values from 2^63 on do not fit the machine's conversion: it answers with
   the sign bit, and the rest comes from x - 2^63. */
static Value float_to_uint64(FuncGen *f, Value x) {
  Value half = LLVMConstReal(LLVMTypeOf(x), 9223372036854775808.0);
  Value low = truncate_float(f, x, true);
  Value high = truncate_float(f, LLVMBuildFSub(f->b, x, half, ""), true);
  Value sign = LLVMBuildAShr(f->b, low, int_const(f->g, 63), "");
  return LLVMBuildOr(f->b, low, LLVMBuildAnd(f->b, high, sign, ""), "");
}

/* Small and unsigned results are cut from a wider conversion, as gc's. */
static Value float_to_int(FuncGen *f, Value x, TypeInfo *to) {
  if (to->size == 8 && !to->is_signed)
    return float_to_uint64(f, x);
  bool wide = to->size == 8 || (to->size == 4 && !to->is_signed);
  return LLVMBuildTruncOrBitCast(f->b, truncate_float(f, x, wide), to->reg[0],
                                 "");
}

static Value float_to_float(FuncGen *f, Value x, LType to) {
  return LLVMTypeOf(x) == to ? x : LLVMBuildFPCast(f->b, x, to, "");
}

/* A number as another: from->rep decides, then to->rep. */
static Words number(FuncGen *f, Words v, TypeInfo *from, TypeInfo *to) {
  Value x = v.w[0];
  if (from->rep == REP_COMPLEX)
    return words2(float_to_float(f, x, to->reg[0]),
                  float_to_float(f, v.w[1], to->reg[1]));
  if (from->rep == REP_FLOAT)
    return words1(to->rep == REP_FLOAT ? float_to_float(f, x, to->reg[0])
                                       : float_to_int(f, x, to));
  if (to->rep == REP_INT)
    return int_to_int(f, x, from, to);
  return words1(from->is_signed ? LLVMBuildSIToFP(f->b, x, to->reg[0], "")
                                : LLVMBuildUIToFP(f->b, x, to->reg[0], ""));
}

/* --------------------------------------------------------------- strings -- */

/* Where the runtime may put a short result; nil: on the heap only. */
static Value buffer(FuncGen *f, bool on_stack, int64_t size) {
  return on_stack ? temp_bytes(f, size, 4, "buf") : null_ptr(f->g);
}

/* fn(out, buffer, p, n) stores a slice. */
static Words string_to_slice(FuncGen *f, RtFn fn, Words v, Value buf) {
  Value out = temp_bytes(f, 24, 8, "slice");
  rt_call(f, fn, (const Value[]){out, buf, v.w[0], v.w[1]}, 4);
  return words3(load_ptr(f, out, 0), load_int(f, out, 8), load_int(f, out, 16));
}

static Words int_to_string(FuncGen *f, Words v, TypeInfo *from, bool on_stack) {
  Value wide =
      int_to_int(f, v.w[0], from, type_info(f->g, BASIC(f->g->c, INT64))).w[0];
  return rt_words2(f,
                   RTCALL(f, intstring, buffer(f, on_stack, STACK_RUNE), wide));
}

/* ------------------------------------------------------ slices, pointers -- */

/* (*[4]T)(s): the pointer of s, if s is long enough. */
static Words slice_to_array(FuncGen *f, Words v, Type *to) {
  int64_t len = type_under(type_under(to)->ptr.elem)->array.len;
  Value n = int_const(f->g, len);
  Block next = cold_begin(f, LLVMBuildICmp(f->b, LLVMIntULT, v.w[1], n, ""));
  RTCALL(f, panicSliceConvert, n, v.w[1]);
  cold_end(f, next);
  return words1(v.w[0]);
}

/* The only places where addresses become integers and the other way. */
static Words unsafe_pointer(FuncGen *f, Words v, TypeInfo *from, TypeInfo *to) {
  if (from->rep == to->rep)
    return v;
  return words1(to->rep == REP_POINTER
                    ? LLVMBuildIntToPtr(f->b, v.w[0], f->g->ptr, "")
                    : LLVMBuildPtrToInt(f->b, v.w[0], f->g->i64, ""));
}

static Words convert(FuncGen *f, ConvKind kind, Words v, Type *from, Type *to,
                     bool on_stack) {
  TypeInfo *src = type_info(f->g, from), *dst = type_info(f->g, to);
  Value buf;
  switch (kind) {
  case CONV_NOP: return v;
  case CONV_NUMERIC: return number(f, v, src, dst);
  case CONV_TO_IFACE:
  case CONV_IFACE_TO_IFACE: return iface_from_words(f, v, from, to, on_stack);
  case CONV_STR_TO_BYTES:
    buf = buffer(f, on_stack, STACK_BUFFER);
    return string_to_slice(f, RT_stringtoslicebyte, v, buf);
  case CONV_STR_TO_RUNES:
    buf = buffer(f, on_stack, (int64_t)4 * STACK_BUFFER);
    return string_to_slice(f, RT_stringtoslicerune, v, buf);
  case CONV_BYTES_TO_STR:
    buf = buffer(f, on_stack, STACK_BUFFER);
    return rt_words2(f, RTCALL(f, slicebytetostring, buf, v.w[0], v.w[1]));
  case CONV_RUNES_TO_STR:
    buf = buffer(f, on_stack, STACK_BUFFER);
    return rt_words2(f, RTCALL(f, slicerunetostring, buf, v.w[0], v.w[1]));
  case CONV_INT_TO_STR: return int_to_string(f, v, src, on_stack);
  case CONV_SLICE_TO_ARRAY_PTR: return slice_to_array(f, v, to);
  case CONV_PTR_TO_UNSAFE:
  case CONV_UNSAFE_TO_PTR: return unsafe_pointer(f, v, src, dst);
  }
  UNREACHABLE();
}

Words convert_words(FuncGen *f, ConvKind kind, Words v, Type *from, Type *to) {
  return convert(f, kind, v, from, to, false);
}

Words convert_transient(FuncGen *f, Expr *e) {
  if (e->kind != EXPR_CONVERT || e->sub != CONV_BYTES_TO_STR ||
      is_nil(e->pair.x))
    return rest(f, e);
  Words bytes = rest(f, e->pair.x);
  return (Words){
      .w = {bytes.w[0], bytes.w[1]}
  };
}

Words convert_expr(FuncGen *f, Expr *e) {
  Expr *x = e->pair.x;
  ConvKind kind = (ConvKind)e->sub;
  if (is_nil(x))
    return words_zero(f, e->type);
  if (kind == CONV_TO_IFACE)
    return iface_convert(f, e);
  /* T(0) in a generic function whose T is complex in this instance. */
  if (is_const(x) && type_info(f->g, e->type)->rep == REP_COMPLEX)
    return const_words(f, x->value, e->type);
  return convert(f, kind, rest(f, x), x->type, e->type,
                 e->flags & EXPR_F_ON_STACK);
}
