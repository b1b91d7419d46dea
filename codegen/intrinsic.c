/*
 * intrinsic.c - calls of library functions that are instructions.
 *
 * bits.Len64(x), math.Sqrt(x), atomic.AddInt32(&n, 1): escape/intrinsics.def
 * lists them, and the inliner leaves their calls alone. Here they become
 * LLVM's operations of the same meaning:
 *
 *   bits.Add64(x, y, c)    two llvm.uadd.with.overflow, carries or-ed
 *   bits.Len8(x)           8 - llvm.ctlz(x)
 *   atomic.LoadInt64(p)    load atomic, sequentially consistent
 *
 * What the plain machine has no instruction for (FMA, a division of two
 * words with Go's panics) stays a call, and so does a func value of one.
 */
#include "escape/intrinsic.h"
#include "codegen/gen.h"

#define ORDER LLVMAtomicOrderingSequentiallyConsistent

/* Calls llvm.NAME.TYPE; the overload is that of the first argument. */
static Value llvm_call(FuncGen *f, const char *name, Value *args, unsigned n) {
  LType type = LLVMTypeOf(args[0]);
  unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
  Value fn = LLVMGetIntrinsicDeclaration(f->g->mod, id, &type, 1);
  return LLVMBuildCall2(f->b, LLVMGlobalGetValueType(fn), fn, args, n, "");
}

static Value unary(FuncGen *f, const char *name, Value x) {
  return llvm_call(f, name, &x, 1);
}

/* llvm.ctlz, llvm.cttz: defined for 0. As an int. */
static Value count_zeros(FuncGen *f, const char *name, Value x) {
  Value args[] = {x, LLVMConstInt(f->g->i1, 0, false)};
  return LLVMBuildZExtOrBitCast(f->b, llvm_call(f, name, args, 2), f->g->i64,
                                "");
}

static Value length(FuncGen *f, Value x) {
  Value width = int_const(f->g, LLVMGetIntTypeWidth(LLVMTypeOf(x)));
  return LLVMBuildSub(f->b, width, count_zeros(f, "llvm.ctlz", x), "");
}

static Value rotate(FuncGen *f, Value x, Value by) {
  Value count = LLVMBuildTruncOrBitCast(f->b, by, LLVMTypeOf(x), "");
  Value args[] = {x, x, count};
  return llvm_call(f, "llvm.fshl", args, 3);
}

/* x op y op carry: the result and the carry out. */
static void with_carry(FuncGen *f, const char *name, const Words *args,
                       Value *result) {
  Value first[] = {args[0].w[0], args[1].w[0]};
  Value a = llvm_call(f, name, first, 2);
  Value second[] = {LLVMBuildExtractValue(f->b, a, 0, ""), args[2].w[0]};
  Value b = llvm_call(f, name, second, 2);
  Value carry = LLVMBuildOr(f->b, LLVMBuildExtractValue(f->b, a, 1, ""),
                            LLVMBuildExtractValue(f->b, b, 1, ""), "");
  result[0] = LLVMBuildExtractValue(f->b, b, 0, "");
  result[1] = LLVMBuildZExt(f->b, carry, f->g->i64, "");
}

/* High half, low half. */
static void wide_product(FuncGen *f, Value x, Value y, Value *result) {
  LType i128 = LLVMIntTypeInContext(LLVMGetTypeContext(f->g->i64), 128);
  Value p = LLVMBuildMul(f->b, LLVMBuildZExt(f->b, x, i128, ""),
                         LLVMBuildZExt(f->b, y, i128, ""), "");
  Value high = LLVMBuildLShr(f->b, p, LLVMConstInt(i128, 64, false), "");
  result[0] = LLVMBuildTrunc(f->b, high, f->g->i64, "");
  result[1] = LLVMBuildTrunc(f->b, p, f->g->i64, "");
}

/* ---------------------------------------------------------------- atomics */

static Value make_atomic(Value access) {
  LLVMSetOrdering(access, ORDER);
  return access;
}

static Value atomic_load(FuncGen *f, LType type, Value p) {
  check_nil(f, p);
  Value v = LLVMBuildLoad2(f->b, type, p, "");
  LLVMSetAlignment(v, LLVMGetTypeKind(type) == LLVMIntegerTypeKind
                          ? LLVMGetIntTypeWidth(type) / 8
                          : sizeof(void *));
  return make_atomic(v);
}

static void atomic_store(FuncGen *f, Value p, Value v) {
  check_nil(f, p);
  Value s = LLVMBuildStore(f->b, v, p);
  LLVMSetAlignment(s, LLVMGetIntTypeWidth(LLVMTypeOf(v)) / 8);
  make_atomic(s);
}

static Value atomic_update(FuncGen *f, LLVMAtomicRMWBinOp op, Value p,
                           Value v) {
  check_nil(f, p);
  return LLVMBuildAtomicRMW(f->b, op, p, v, ORDER, false);
}

static Value atomic_cas(FuncGen *f, const Words *args) {
  check_nil(f, args[0].w[0]);
  Value pair = LLVMBuildAtomicCmpXchg(f->b, args[0].w[0], args[1].w[0],
                                      args[2].w[0], ORDER, ORDER, false);
  return LLVMBuildExtractValue(f->b, pair, 1, "");
}

/* What the only result is as a value. */
static LType result_type(FuncGen *f, const Object *fn) {
  return type_info(f->g, fn->type->func.results->tuple.vars[0]->type)->reg[0];
}

static void atomic(FuncGen *f, Intrinsic kind, const Object *fn,
                   const Words *args, Value *result) {
  Value p = args[0].w[0];
  if (kind == INTRINSIC_ATOMIC_LOAD) {
    *result = atomic_load(f, result_type(f, fn), p);
  } else if (kind == INTRINSIC_ATOMIC_STORE) {
    atomic_store(f, p, args[1].w[0]);
  } else if (kind == INTRINSIC_ATOMIC_SWAP) {
    *result = atomic_update(f, LLVMAtomicRMWBinOpXchg, p, args[1].w[0]);
  } else if (kind == INTRINSIC_ATOMIC_ADD) {
    Value old = atomic_update(f, LLVMAtomicRMWBinOpAdd, p, args[1].w[0]);
    *result = LLVMBuildAdd(f->b, old, args[1].w[0], "");
  } else {
    *result = atomic_cas(f, args);
  }
}

/* ------------------------------------------------------------------ calls */

/* LLVM's name of the operation; NULL: there is none, or it is atomic. */
static const char *operation(Intrinsic kind) {
  static const char *const names[] = {
      [INTRINSIC_CEIL] = "llvm.ceil",
      [INTRINSIC_FLOOR] = "llvm.floor",
      [INTRINSIC_TRUNC] = "llvm.trunc",
      [INTRINSIC_ROUND_EVEN] = "llvm.roundeven",
      [INTRINSIC_SQRT] = "llvm.sqrt",
      [INTRINSIC_ADD] = "llvm.uadd.with.overflow",
      [INTRINSIC_SUB] = "llvm.usub.with.overflow",
      [INTRINSIC_MUL] = "mul",
      [INTRINSIC_LEN] = "llvm.ctlz",
      [INTRINSIC_ZEROS] = "llvm.cttz",
      [INTRINSIC_ONES] = "llvm.ctpop",
      [INTRINSIC_SWAP_BYTES] = "llvm.bswap",
      [INTRINSIC_ROTATE] = "llvm.fshl",
      [INTRINSIC_ATOMIC_CAS] = NULL,
  };
  return names[kind];
}

/* Fills result[0], and result[1] where there are two. */
static void number(FuncGen *f, Intrinsic kind, const Words *args,
                   Value *result) {
  const char *name = operation(kind);
  Value x = args[0].w[0];
  if (kind == INTRINSIC_ADD || kind == INTRINSIC_SUB)
    with_carry(f, name, args, result);
  else if (kind == INTRINSIC_MUL)
    wide_product(f, x, args[1].w[0], result);
  else if (kind == INTRINSIC_LEN)
    *result = length(f, x);
  else if (kind == INTRINSIC_ZEROS)
    *result = count_zeros(f, name, x);
  else if (kind == INTRINSIC_ROTATE)
    *result = rotate(f, x, args[1].w[0]);
  else if (kind == INTRINSIC_ONES)
    *result = LLVMBuildZExtOrBitCast(f->b, unary(f, name, x), f->g->i64, "");
  else
    *result = unary(f, name, x);
}

bool intrinsic_call(FuncGen *f, const Object *fn, const Words *args,
                    Words *out) {
  Intrinsic kind = intrinsic_of(fn);
  Value result[2] = {NULL, NULL};
  if (kind >= INTRINSIC_ATOMIC_LOAD)
    atomic(f, kind, fn, args, result);
  else if (operation(kind))
    number(f, kind, args, result);
  else
    return false;
  for (int i = 0; out && i < 2 && result[i]; i++)
    out[i] = words1(result[i]);
  return true;
}
