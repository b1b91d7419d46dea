/*
 * arith.c - operators.
 *
 * Go defines what C leaves open, so each operator spells its meaning:
 *
 *   + - *     wrap: no nsw or nuw
 *   / %       zero divisor panics; MinInt / -1 is MinInt, remainder 0 (the
 *             machine would trap, LLVM calls it undefined)
 *   << >>     counts of any size: shifting everything out gives 0 or the
 *             sign; negative counts panic
 *   floats    IEEE, never fused or reordered
 *
 * Instructions are chosen from tables by operator and representation.
 */
#include "codegen/gen.h"
#include "escape/escape.h"

enum {
  NO_OPCODE = 0
};

/* The instruction of an operator by its operands; NO_OPCODE: not defined for
   floats, or refused by the checker. Shifts and &^ take more than one. */
typedef struct OpTable {
  uint8_t s, u, f; /* LLVMOpcode: signed, unsigned, float */
} OpTable;

static const OpTable opcodes[OP_COUNT] = {
    [OP_ADD] = {LLVMAdd,  LLVMAdd,  LLVMFAdd },
    [OP_SUB] = {LLVMSub,  LLVMSub,  LLVMFSub },
    [OP_MUL] = {LLVMMul,  LLVMMul,  LLVMFMul },
    [OP_DIV] = {LLVMSDiv, LLVMUDiv, LLVMFDiv },
    [OP_REM] = {LLVMSRem, LLVMURem, NO_OPCODE},
    [OP_AND] = {LLVMAnd,  LLVMAnd,  NO_OPCODE},
    [OP_OR] = {LLVMOr,   LLVMOr,   NO_OPCODE},
    [OP_XOR] = {LLVMXor,  LLVMXor,  NO_OPCODE},
};

/* The same for comparisons. */
typedef struct PredTable {
  uint8_t s, u, f; /* LLVMIntPredicate twice, LLVMRealPredicate */
} PredTable;

/* != is true for NaN, everything else false. */
static const PredTable predicates[OP_COUNT] = {
    [OP_EQ] = {LLVMIntEQ,  LLVMIntEQ,  LLVMRealOEQ},
    [OP_NE] = {LLVMIntNE,  LLVMIntNE,  LLVMRealUNE},
    [OP_LT] = {LLVMIntSLT, LLVMIntULT, LLVMRealOLT},
    [OP_LE] = {LLVMIntSLE, LLVMIntULE, LLVMRealOLE},
    [OP_GT] = {LLVMIntSGT, LLVMIntUGT, LLVMRealOGT},
    [OP_GE] = {LLVMIntSGE, LLVMIntUGE, LLVMRealOGE},
};

/* -------------------------------------------------------------- division */

/* x op y where the machine's instruction is right. */
static Value divide_op(FuncGen *f, Op op, bool is_signed, Value x, Value y) {
  OpTable t = opcodes[op];
  return LLVMBuildBinOp(f->b, is_signed ? t.s : t.u, x, y, "");
}

/* x / y or x % y, y not 0. y == -1: negate (which wraps), or remainder 0,
   without dividing. */
static Value divide_signed(FuncGen *f, Op op, Value x, Value y) {
  LType t = LLVMTypeOf(x);
  Block minus = block_new(f, "minus1"), plain = block_new(f, "divide");
  Block end = block_new(f, "quotient");
  Value is_minus = LLVMBuildICmp(f->b, LLVMIntEQ, y, LLVMConstAllOnes(t), "");
  branch_rare(f, is_minus, minus, plain);
  block_start(f, plain);
  Value q = divide_op(f, op, true, x, y);
  LLVMBuildBr(f->b, end);
  block_start(f, minus);
  Value n = op == OP_DIV ? LLVMBuildNeg(f->b, x, "") : LLVMConstNull(t);
  block_start(f, end);
  return phi2(f, t, q, plain, n, minus);
}

/* A constant divisor needs no test at run time. The checker refuses constant
   zeros; one that appears later, by inlining, panics when it is reached. */
static Value divide_int(FuncGen *f, Op op, bool is_signed, Value x, Value y) {
  LType t = LLVMTypeOf(x);
  if (LLVMIsAConstantInt(y)) {
    if (!LLVMIsNull(y) && y != LLVMConstAllOnes(t))
      return divide_op(f, op, is_signed, x, y);
  } else {
    check_divisor(f, LLVMBuildICmp(f->b, LLVMIntEQ, y, LLVMConstNull(t), ""));
  }
  if (LLVMIsAConstantInt(y) && LLVMIsNull(y)) {
    check_divisor(f, LLVMConstInt(f->g->i1, 1, false));
    return LLVMConstNull(t);
  }
  return is_signed ? divide_signed(f, op, x, y) : divide_op(f, op, false, x, y);
}

/* ---------------------------------------------------------------- shifts */

/* x shifted by a count that is known to be below the width. */
static Value shift_op(FuncGen *f, Op op, bool is_signed, Value x, Value n) {
  if (op == OP_SHL)
    return LLVMBuildShl(f->b, x, n, "");
  return is_signed ? LLVMBuildAShr(f->b, x, n, "")
                   : LLVMBuildLShr(f->b, x, n, "");
}

/* Widens or narrows a count whose value fits. */
static Value fit_count(FuncGen *f, Value n, LType t) {
  return LLVMBuildIntCast2(f->b, n, t, false, "");
}

/* The width is compared in the count's own type, before narrowing it: a count
   of 256 is no 0 for an int8. LLVM leaves a shift by the width or more open:
   its result is not used then, or the count is cut to width - 1, which fills
   with the sign. */
static Value shift_checked(FuncGen *f, Op op, TypeInfo *xt, Value x, Value n) {
  LType nt = LLVMTypeOf(n), t = xt->reg[0];
  uint64_t width = (uint64_t)xt->size * 8;
  Value w = LLVMConstInt(nt, width, false);
  Value in_range = LLVMBuildICmp(f->b, LLVMIntULT, n, w, "");
  if (op == OP_SHR && xt->is_signed) {
    Value last = LLVMConstInt(nt, width - 1, false);
    n = LLVMBuildSelect(f->b, in_range, n, last, "");
    return shift_op(f, op, true, x, fit_count(f, n, t));
  }
  Value shifted = shift_op(f, op, false, x, fit_count(f, n, t));
  return LLVMBuildSelect(f->b, in_range, shifted, LLVMConstNull(t), "");
}

/* A count of signed type is tested first, constants were by the checker. */
Words arith_shift(FuncGen *f, Op op, Words x, Type *t, Words y, Type *yt) {
  TypeInfo *xt = type_info(f->g, t), *nt = type_info(f->g, yt);
  Value n = y.w[0];
  if (nt->is_signed) {
    Value zero = LLVMConstNull(LLVMTypeOf(n));
    Value bad = LLVMBuildICmp(f->b, LLVMIntSLT, n, zero, "");
    if (!LLVMIsAConstantInt(bad))
      check_shift(f, bad);
  }
  return words1(shift_checked(f, op, xt, x.w[0], n));
}

/* --------------------------------------------------------------- complex */

/* An instruction of floats, without LLVM's fast-math flags. */
static Value fop(FuncGen *f, LLVMOpcode op, Value x, Value y) {
  return LLVMBuildBinOp(f->b, op, x, y, "");
}

/* float32 or float64 as float64. */
static Value widen(FuncGen *f, Value v) {
  return LLVMBuildFPCast(f->b, v, f->g->f64, "");
}

/* Products are formed in double, also for complex64, as gc does. */
static Words complex_mul(FuncGen *f, Words x, Words y, LType part) {
  Value a = widen(f, x.w[0]), b = widen(f, x.w[1]);
  Value c = widen(f, y.w[0]), d = widen(f, y.w[1]);
  Value re = fop(f, LLVMFSub, fop(f, LLVMFMul, a, c), fop(f, LLVMFMul, b, d));
  Value im = fop(f, LLVMFAdd, fop(f, LLVMFMul, a, d), fop(f, LLVMFMul, b, c));
  return words2(LLVMBuildFPCast(f->b, re, part, ""),
                LLVMBuildFPCast(f->b, im, part, ""));
}

/* The runtime knows what infinities and NaNs give. */
static Words complex_div(FuncGen *f, Words x, Words y, LType part) {
  Value q = RTCALL(f, complex128div, widen(f, x.w[0]), widen(f, x.w[1]),
                   widen(f, y.w[0]), widen(f, y.w[1]));
  return words2(LLVMBuildFPCast(f->b, rt_part(f, q, 0), part, ""),
                LLVMBuildFPCast(f->b, rt_part(f, q, 1), part, ""));
}

/* + and - part by part. */
static Words complex_binary(FuncGen *f, Op op, Words x, Words y, TypeInfo *ti) {
  if (op == OP_MUL)
    return complex_mul(f, x, y, ti->reg[0]);
  if (op == OP_DIV)
    return complex_div(f, x, y, ti->reg[0]);
  LLVMOpcode code = opcodes[op].f;
  return words2(fop(f, code, x.w[0], y.w[0]), fop(f, code, x.w[1], y.w[1]));
}

/* --------------------------------------------------------------- strings */

/* All strings of list joined by one runtime call. */
static Words concat(FuncGen *f, const Words *list, uint32_t n, bool on_stack) {
  Value array = temp_bytes(f, 16 * (int64_t)n, 8, "concat");
  for (uint32_t i = 0; i < n; i++) {
    store_word(f, list[i].w[0], array, 16 * (int64_t)i);
    store_word(f, list[i].w[1], array, 16 * (int64_t)i + 8);
  }
  Value buf = on_stack ? temp_bytes(f, STACK_BUFFER, 1, "buf") : null_ptr(f->g);
  return rt_words2(f, RTCALL(f, concatstrings, buf, array, int_const(f->g, n)));
}

/* x + y of strings; a constant one is a string like any other. */
static bool is_concat(const Expr *e) {
  return e->kind == EXPR_BINARY && e->op == OP_ADD && !is_const(e);
}

/* The operands of a chain. */
static uint32_t concat_length(const Expr *e) {
  return is_concat(e) ? concat_length(e->pair.x) + concat_length(e->pair.y) : 1;
}

/* a + b + c is one chain of three operands. */
static Words *concat_operands(FuncGen *f, Expr *e, Words *out) {
  if (is_concat(e))
    return concat_operands(f, e->pair.y, concat_operands(f, e->pair.x, out));
  *out = rest(f, e);
  return out + 1;
}

/* A chain of strings. On the stack: gc's buffer for short results. */
static Words concat_expr(FuncGen *f, Expr *e) {
  uint32_t n = concat_length(e);
  Words *list = NEW_ARRAY(&f->g->c->arena, Words, n);
  concat_operands(f, e, list);
  gen_pos(f, e->pos);
  return concat(f, list, n, (e->flags & EXPR_F_ON_STACK) != 0);
}

/* n bytes at p and q are equal: i1. */
static Value call_bcmp(FuncGen *f, Value p, Value q, Value n) {
  Gen *g = f->g;
  LType params[3] = {g->ptr, g->ptr, g->i64};
  LType type = LLVMFunctionType(g->i32, params, 3, false);
  Value fn = LLVMGetNamedFunction(g->mod, "bcmp");
  if (!fn)
    fn = LLVMAddFunction(g->mod, "bcmp", type);
  Value args[3] = {p, q, n};
  Value d = LLVMBuildCall2(f->b, type, fn, args, 3, "");
  return LLVMBuildIsNull(f->b, d, "");
}

Value equal_string(FuncGen *f, Words x, Words y) {
  Gen *g = f->g;
  /* A constant operand's length is what bcmp can be expanded with. */
  Value n = LLVMIsAConstantInt(x.w[1]) ? x.w[1] : y.w[1];
  Value same_len = LLVMBuildICmp(f->b, LLVMIntEQ, x.w[1], y.w[1], "");
  if (LLVMIsAConstantInt(n) && LLVMIsNull(n))
    return same_len;
  Block bytes = block_new(f, "bytes"), end = block_new(f, "equal");
  Block from = current_block(f);
  branch_if(f, same_len, bytes, end);
  block_start(f, bytes);
  Value same = call_bcmp(f, x.w[0], y.w[0], n);
  block_start(f, end);
  Value no = LLVMConstInt(g->i1, 0, false);
  return phi2(f, g->i1, no, from, same, bytes);
}

/* ----------------------------------------------------------- comparisons */

Value equal_words(FuncGen *f, Type *t, Words x, Words y) {
  TypeInfo *ti = type_info(f->g, t);
  switch (ti->rep) {
  case REP_BOOL:
  case REP_INT:
  case REP_POINTER: return LLVMBuildICmp(f->b, LLVMIntEQ, x.w[0], y.w[0], "");
  case REP_FLOAT: return LLVMBuildFCmp(f->b, LLVMRealOEQ, x.w[0], y.w[0], "");
  case REP_COMPLEX:
    return LLVMBuildAnd(
        f->b, LLVMBuildFCmp(f->b, LLVMRealOEQ, x.w[0], y.w[0], ""),
        LLVMBuildFCmp(f->b, LLVMRealOEQ, x.w[1], y.w[1], ""), "");
  case REP_STRING: return equal_string(f, x, y);
  case REP_IFACE: return iface_equal(f, t, x, y);
  case REP_PLACE:
    return alg_equal(f, t, words_addr(f, t, x), words_addr(f, t, y));
  case REP_SLICE: break; /* only against nil */
  }
  return LLVMBuildICmp(f->b, LLVMIntEQ, x.w[0], y.w[0], "");
}

/* Ordered comparisons are of numbers and strings only. NaN needs != of its own,
   being neither equal nor ordered. */
Value compare_words(FuncGen *f, Op op, Type *t, Words x, Words y) {
  TypeInfo *ti = type_info(f->g, t);
  PredTable p = predicates[op];
  if (op == OP_EQ)
    return equal_words(f, t, x, y);
  if (ti->rep == REP_FLOAT)
    return LLVMBuildFCmp(f->b, p.f, x.w[0], y.w[0], "");
  if (op == OP_NE)
    return LLVMBuildNot(f->b, equal_words(f, t, x, y), "");
  if (ti->rep == REP_STRING) {
    Value order = RTCALL(f, cmpstring, x.w[0], x.w[1], y.w[0], y.w[1]);
    return LLVMBuildICmp(f->b, p.s, order, int_const(f->g, 0), "");
  }
  return LLVMBuildICmp(f->b, ti->is_signed ? p.s : p.u, x.w[0], y.w[0], "");
}

/* Against nil: the first word says it all. */
static Words compare_nil(FuncGen *f, Op op, Expr *e) {
  Value first = rest1(f, e);
  Value same = LLVMBuildIsNull(f->b, first, "");
  return words1(op == OP_EQ ? same : LLVMBuildNot(f->b, same, ""));
}

/* An interface against a value of a concrete type, in either order. */
static Value compare_mixed(FuncGen *f, Expr *e, Words x, Words y) {
  Type *xt = e->pair.x->type, *yt = e->pair.y->type;
  return type_is_interface(xt) ? iface_equal_concrete(f, xt, x, yt, y)
                               : iface_equal_concrete(f, yt, y, xt, x);
}

/* Against nil, within a type, or of an interface with a concrete value. */
static Words compare_expr(FuncGen *f, Expr *e) {
  Expr *x = e->pair.x, *y = e->pair.y;
  if (is_nil(y))
    return compare_nil(f, e->op, x);
  if (is_nil(x))
    return compare_nil(f, e->op, y);
  Words a = convert_transient(f, x), b = convert_transient(f, y);
  gen_pos(f, e->pos);
  if (type_is_interface(x->type) == type_is_interface(y->type))
    return words1(compare_words(f, e->op, x->type, a, b));
  Value same = compare_mixed(f, e, a, b);
  return words1(e->op == OP_EQ ? same : LLVMBuildNot(f->b, same, ""));
}

/* ---------------------------------------------------------------- binary */

/* No check but for division: + - * wrap, x &^ y is x & ~y. */
static Value int_binary(FuncGen *f, Op op, TypeInfo *ti, Value x, Value y) {
  if (op == OP_DIV || op == OP_REM)
    return divide_int(f, op, ti->is_signed, x, y);
  if (op == OP_AND_NOT)
    return LLVMBuildAnd(f->b, x, LLVMBuildNot(f->b, y, ""), "");
  return LLVMBuildBinOp(f->b, opcodes[op].s, x, y, "");
}

Words arith_binary(FuncGen *f, Op op, Words x, Words y, Type *t) {
  TypeInfo *ti = type_info(f->g, t);
  switch (ti->rep) {
  case REP_INT: return words1(int_binary(f, op, ti, x.w[0], y.w[0]));
  case REP_FLOAT: return words1(fop(f, opcodes[op].f, x.w[0], y.w[0]));
  case REP_COMPLEX: return complex_binary(f, op, x, y, ti);
  case REP_STRING: return concat(f, (Words[]){x, y}, 2, false);
  case REP_BOOL:
  case REP_POINTER:
  case REP_SLICE:
  case REP_IFACE:
  case REP_PLACE: break;
  }
  UNREACHABLE();
}

Words arith_expr(FuncGen *f, Expr *e) {
  if (op_info[e->op].classes & OPC_COMPARE)
    return compare_expr(f, e);
  if (type_info(f->g, e->type)->rep == REP_STRING)
    return concat_expr(f, e);
  Words x = rest(f, e->pair.x), y = rest(f, e->pair.y);
  gen_pos(f, e->pos);
  if (op_info[e->op].classes & OPC_SHIFT)
    return arith_shift(f, e->op, x, e->type, y, e->pair.y->type);
  return arith_binary(f, e->op, x, y, e->type);
}

/* ----------------------------------------------------------------- unary */

/* -x; of floats the sign bit flips, so that -0.0 is right. */
static Value negate(FuncGen *f, Rep rep, Value v) {
  return rep == REP_INT ? LLVMBuildNeg(f->b, v, "")
                        : LLVMBuildFNeg(f->b, v, "");
}

/* ! and ^ are the same instruction on 1 and more bits; the others (&, *, <-)
   are expr.c's. */
Words arith_unary(FuncGen *f, Expr *e) {
  TypeInfo *ti = type_info(f->g, e->type);
  Words x = rest(f, e->pair.x);
  switch ((Op)e->op) {
  case OP_ADD: return x;
  case OP_NOT:
  case OP_XOR: return words1(LLVMBuildNot(f->b, x.w[0], ""));
  case OP_SUB:
    for (unsigned i = 0; i < x.n; i++)
      x.w[i] = negate(f, ti->rep, x.w[i]);
    return x;
  default: UNREACHABLE();
  }
}
