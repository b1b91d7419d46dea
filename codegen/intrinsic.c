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
 * A func value of one is the library's own code. What LLVM would do worse than
 * the processor can is in machine.c.
 *
 * Names are not enough: a package that is compiled as "math" may declare a
 * Sqrt of its own. What does not have the operands of Go's stays a call.
 */
#include "codegen/gen.h"

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

/* bits.Len: the width without the leading zeros. */
static Value length(FuncGen *f, Value x) {
  Value width = int_const(f->g, LLVMGetIntTypeWidth(LLVMTypeOf(x)));
  return LLVMBuildSub(f->b, width, count_zeros(f, "llvm.ctlz", x), "");
}

/* bits.RotateLeft: a funnel shift of x with itself, which counts modulo the
   width, so that rotating by a negative number turns right. */
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

/* ------------------------------------------------------------------ calls */

/* name: LLVM's, NULL of what is atomic. operands: parameters and results,
     x one type, that of an integer (or of a pointer if it is atomic)
     p pointer    f float64    i int    b bool
   NULL: there is no instruction. */
static const struct {
  const char *name, *operands;
} instructions[INTRINSIC_COUNT] = {
    [INTRINSIC_CEIL] = {"llvm.ceil",               "f:f"   },
    [INTRINSIC_FLOOR] = {"llvm.floor",              "f:f"   },
    [INTRINSIC_TRUNC] = {"llvm.trunc",              "f:f"   },
    [INTRINSIC_ROUND_EVEN] = {"llvm.roundeven",          "f:f"   },
    [INTRINSIC_SQRT] = {"llvm.sqrt",               "f:f"   },
    [INTRINSIC_FMA] = {"llvm.fma",                "fff:f" },
    [INTRINSIC_ADD] = {"llvm.uadd.with.overflow", "xxx:xx"},
    [INTRINSIC_SUB] = {"llvm.usub.with.overflow", "xxx:xx"},
    [INTRINSIC_MUL] = {"mul",                     "xx:xx" },
    [INTRINSIC_DIV] = {"div",                     "xxx:xx"},
    [INTRINSIC_LEN] = {"llvm.ctlz",               "x:i"   },
    [INTRINSIC_ZEROS] = {"llvm.cttz",               "x:i"   },
    [INTRINSIC_ONES] = {"llvm.ctpop",              "x:i"   },
    [INTRINSIC_SWAP_BYTES] = {"llvm.bswap",              "x:x"   },
    [INTRINSIC_ROTATE] = {"llvm.fshl",               "xi:x"  },
    [INTRINSIC_ATOMIC_LOAD] = {NULL,                      "p:x"   },
    [INTRINSIC_ATOMIC_STORE] = {NULL,                      "px:"   },
    [INTRINSIC_ATOMIC_SWAP] = {NULL,                      "px:x"  },
    [INTRINSIC_ATOMIC_ADD] = {NULL,                      "px:x"  },
    [INTRINSIC_ATOMIC_CAS] = {NULL,                      "pxx:b" },
    [INTRINSIC_ATOMIC_LOAD_ACQUIRE] = {NULL,                      "p:x"   },
    [INTRINSIC_ATOMIC_STORE_RELEASE] = {NULL,                      "px:"   },
};

/* Whether t is what c stands for; *x: the type of the x so far. */
static bool is_operand(const Gen *g, char c, LType t, bool atomic, LType *x) {
  switch (c) {
  case 'p': return t == g->ptr;
  case 'f': return t == g->f64;
  case 'i': return t == g->i64;
  case 'b': return t == g->i1;
  default: break; /* 'x' */
  }
  if (*x)
    return t == *x;
  *x = t;
  return LLVMGetTypeKind(t) == LLVMIntegerTypeKind ? t != g->i1
                                                   : atomic && t == g->ptr;
}

/* The types of all parameters and results, with a NULL between. The number;
   0: more than `cap`. */
static unsigned operand_types(const Gen *g, const Abi *a, LType *types,
                              unsigned cap) {
  bool one =
      a->result != g->void_ && LLVMGetTypeKind(a->result) != LLVMStructTypeKind;
  unsigned nparams = LLVMCountParamTypes(a->type);
  unsigned nresults = a->result == g->void_ ? 0
                      : one                 ? 1
                            : LLVMCountStructElementTypes(a->result);
  if (a->sret || nparams != a->nparams || nresults != a->nresults ||
      nparams + 1 + nresults > cap)
    return 0;
  LLVMGetParamTypes(a->type, types);
  types[nparams] = NULL;
  if (one)
    types[nparams + 1] = a->result;
  else if (nresults)
    LLVMGetStructElementTypes(a->result, types + nparams + 1);
  return nparams + 1 + nresults;
}

/* Whether a function of this convention has the operands of `kind`. */
static bool fits(const Gen *g, Intrinsic kind, const Abi *a) {
  LType types[8], x = NULL;
  const char *operands = instructions[kind].operands;
  unsigned n = operand_types(g, a, types, COUNT(types));
  if (!operands || n != strlen(operands))
    return false;
  for (unsigned i = 0; i < n; i++)
    if (!types[i] ? operands[i] != ':'
                  : !is_operand(g, operands[i], types[i],
                                !instructions[kind].name, &x))
      return false;
  return true;
}

/* What LLVM has operations for, with one result. */
static Value number(FuncGen *f, Intrinsic kind, const Words *args) {
  const char *name = instructions[kind].name;
  Value x = args[0].w[0];
  if (kind == INTRINSIC_LEN)
    return length(f, x);
  if (kind == INTRINSIC_ZEROS)
    return count_zeros(f, name, x);
  if (kind == INTRINSIC_FMA)
    return llvm_call(f, name, (Value[]){x, args[1].w[0], args[2].w[0]}, 3);
  if (kind == INTRINSIC_ROTATE)
    return rotate(f, x, args[1].w[0]);
  if (kind == INTRINSIC_ONES)
    return LLVMBuildZExtOrBitCast(f->b, unary(f, name, x), f->g->i64, "");
  return unary(f, name, x);
}

/* Fills result[0], and result[1] where there are two; false: nothing. */
static bool numbers(FuncGen *f, Intrinsic kind, const Words *args,
                    Value *result) {
  if (kind == INTRINSIC_ADD || kind == INTRINSIC_SUB)
    with_carry(f, instructions[kind].name, args, result);
  else if (kind == INTRINSIC_MUL)
    wide_product(f, args[0].w[0], args[1].w[0], result);
  else if (kind == INTRINSIC_DIV)
    return machine_divide(f, args, result);
  else
    *result = machine_number(f, kind, args, number);
  return true;
}

/* False: nothing was emitted. Atomic stores have no result. */
bool intrinsic_call(FuncGen *f, const Object *fn, const Words *args,
                    Words *out) {
  Intrinsic kind = intrinsic_of(fn);
  Value result[2] = {NULL, NULL};
  if (kind == INTRINSIC_NONE)
    return false;
  const Abi *a = abi_of(f->g, fn->type, NULL);
  if (!fits(f->g, kind, a))
    return false;
  if (!instructions[kind].name)
    result[0] = atomic_emit(f, kind, a->result, args);
  else if (!numbers(f, kind, args, result))
    return false;
  for (int i = 0; out && i < 2 && result[i]; i++)
    out[i] = words1(result[i]);
  return true;
}
