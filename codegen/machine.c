/*
 * machine.c - instructions that LLVM would not choose by itself.
 *
 * The baseline of x86-64 has no POPCNT, no ROUNDSD and no fused multiply-add,
 * though nearly every processor does; and LLVM knows the division of two words
 * by one only as a call that divides two by two. So these are spelled in
 * assembly, the first three behind a byte of the runtime that says whether the
 * processor has them:
 *
 *   bits.OnesCount64(x)   if runtime.x86HasPOPCNT { popcnt } else { llvm.ctpop }
 *   bits.Div64(h, l, y)   panic if y == 0, or y <= h; then div
 *
 * The byte never changes while Go code runs, so that LLVM may test it before a
 * loop. LLVM does not look into assembly: a constant operand takes the usual
 * way, which folds. So does everything when the processor was named by a flag.
 *
 * An operand that is overwritten ("0" names the register of result 0) spares
 * the wait for the register's old value, which these instructions have.
 */
#include "codegen/gen.h"

#include <string.h>

enum {
  MAX_OPERANDS = 3
};

#define POPCNT "runtime.x86HasPOPCNT"
#define SSE41  "runtime.x86HasSSE41"
#define FMA    "runtime.x86HasFMA"
#define DIVIDE "={ax},={dx},1,0,r,~{flags}"

/* flag: the byte; NULL: every processor has the instruction. */
static const struct {
  unsigned nargs;
  const char *flag, *operands, *code;
} machine[INTRINSIC_COUNT] = {
    [INTRINSIC_ONES] = {1, POPCNT, "=r,0,~{flags}", "popcntq $0, $0"        },
    [INTRINSIC_FLOOR] = {1, SSE41,  "=x,0",          "roundsd $$9, $0, $0"   },
    [INTRINSIC_CEIL] = {1, SSE41,  "=x,0",          "roundsd $$10, $0, $0"  },
    [INTRINSIC_TRUNC] = {1, SSE41,  "=x,0",          "roundsd $$11, $0, $0"  },
    [INTRINSIC_ROUND_EVEN] = {1, SSE41,  "=x,0",          "roundsd $$8, $0, $0"   },
    [INTRINSIC_FMA] = {3, FMA,    "=x,0,x,x",      "vfmadd213sd $3, $2, $0"},
    [INTRINSIC_DIV] = {3, NULL,   DIVIDE,          "divq $4"               },
};

/* The call of an instruction without effects beyond its result. */
static Value assembly(FuncGen *f, Intrinsic kind, LType result, Value *args) {
  static const char *const promises[] = {"nounwind", "willreturn", "memory"};
  const char *code = machine[kind].code, *operands = machine[kind].operands;
  LType types[MAX_OPERANDS];
  unsigned n = machine[kind].nargs;
  for (unsigned i = 0; i < n; i++)
    types[i] = LLVMTypeOf(args[i]);
  LType type = LLVMFunctionType(result, types, n, false);
  Value fn =
      LLVMGetInlineAsm(type, code, strlen(code), operands, strlen(operands),
                       false, false, LLVMInlineAsmDialectATT, false);
  Value call = LLVMBuildCall2(f->b, type, fn, args, n, "");
  for (size_t i = 0; i < COUNT(promises); i++) {
    unsigned id =
        LLVMGetEnumAttributeKindForName(promises[i], strlen(promises[i]));
    LLVMAddCallSiteAttribute(call,
                             (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                             LLVMCreateEnumAttribute(f->g->ctx, id, 0));
  }
  return call;
}

/* Whether the processor does not have it. */
static Value is_missing(FuncGen *f, Intrinsic kind) {
  Gen *g = f->g;
  Value flag = LLVMGetNamedGlobal(g->mod, machine[kind].flag);
  if (!flag)
    flag = LLVMAddGlobal(g->mod, g->i8, machine[kind].flag);
  Value has = LLVMBuildLoad2(f->b, g->i8, flag, "");
  metadata_invariant(g, has);
  return LLVMBuildICmp(f->b, LLVMIntEQ, has, LLVMConstNull(g->i8), "");
}

/* Whether LLVM does as well by itself. */
static bool is_usual(const Gen *g, Intrinsic kind, const Words *args) {
  bool constant = true;
  for (unsigned i = 0; i < machine[kind].nargs; i++)
    constant = constant && LLVMIsConstant(args[i].w[0]);
  return constant || !machine[kind].code || g->options->arm64 ||
         g->options->cpu;
}

Value machine_number(FuncGen *f, Intrinsic kind, const Words *args,
                     NumberFn *usual) {
  if (is_usual(f->g, kind, args))
    return usual(f, kind, args);
  Block slow = block_new(f, "lacks"), fast = block_new(f, "has");
  Block end = block_new(f, "");
  branch_rare(f, is_missing(f, kind), slow, fast);
  block_start(f, fast);
  LType type = kind == INTRINSIC_ONES ? f->g->i64 : f->g->f64;
  Value in[MAX_OPERANDS];
  for (unsigned i = 0; i < machine[kind].nargs; i++)
    in[i] = type == f->g->f64
                ? args[i].w[0]
                : LLVMBuildZExtOrBitCast(f->b, args[i].w[0], type, "");
  Value quick = assembly(f, kind, type, in);
  Block from = current_block(f);
  branch(f, end);
  block_start(f, slow);
  Value v = usual(f, kind, args);
  Block other = current_block(f);
  block_start(f, end);
  return phi2(f, type, quick, from, v, other);
}

bool machine_divide(FuncGen *f, const Words *args, Value *result) {
  if (f->g->options->arm64)
    return false;
  LType i64 = f->g->i64, pair[2] = {i64, i64};
  Value in[] = {args[0].w[0], args[1].w[0], args[2].w[0]};
  check_divisor(f,
                LLVMBuildICmp(f->b, LLVMIntEQ, in[2], LLVMConstNull(i64), ""));
  Block next = cold_begin(f, LLVMBuildICmp(f->b, LLVMIntUGE, in[0], in[2], ""));
  rt_call(f, RT_panicoverflow, NULL, 0);
  cold_end(f, next);
  Value both = assembly(f, INTRINSIC_DIV,
                        LLVMStructTypeInContext(f->g->ctx, pair, 2, false), in);
  result[0] = LLVMBuildExtractValue(f->b, both, 0, "");
  result[1] = LLVMBuildExtractValue(f->b, both, 1, "");
  return true;
}
