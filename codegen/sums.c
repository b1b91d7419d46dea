/*
 * sums.c - keeps a floating-point sum that grows across calls in one place.
 *
 *   for _, s := range shapes { sum += s.Area() }
 *
 * No register for such numbers survives a call, so `sum` must wait in memory.
 * LLVM's register allocator knows that, but splits what lies before the call
 * from what lies behind it, and moves the number from memory to memory in each
 * step: the next addition waits for two loads where one would do. So when all
 * other passes are done, a sum of this kind gets a slot of the frame:
 *
 *   loop: %s = phi [0, %in], [%t, %loop]        loop: %x = call
 *         %x = call                        ->         %s = load %slot
 *         %t = fadd %s, %x                            %t = fadd %s, %x
 *         br %loop                                    store %t, %slot
 *                                                     br %loop
 *
 * Only where it cannot cost anything: the loop is one block, and every use of
 * the old value lies behind the last call.
 */
#include "codegen/gen.h"

/* Whether it may use all registers: calls of intrinsics rarely become calls. */
static bool is_call(Value v) {
  if (!LLVMIsACallInst(v))
    return false;
  Value callee = LLVMGetCalledValue(v);
  return !LLVMIsAInlineAsm(callee) &&
         !(LLVMIsAFunction(callee) && LLVMGetIntrinsicID(callee) != 0);
}

static Value last_call(LLVMBasicBlockRef block) {
  Value v = LLVMGetLastInstruction(block);
  while (v && !is_call(v))
    v = LLVMGetPreviousInstruction(v);
  return v;
}

/* Whether `block` may be followed by itself. */
static bool is_loop(LLVMBasicBlockRef block) {
  Value end = LLVMGetBasicBlockTerminator(block);
  for (unsigned i = 0; i < LLVMGetNumSuccessors(end); i++)
    if (LLVMGetSuccessor(end, i) == block)
      return true;
  return false;
}

/* Whether v comes behind `call` in the same block. */
static bool is_behind(Value v, Value call) {
  for (Value at = LLVMGetNextInstruction(call); at;
       at = LLVMGetNextInstruction(at))
    if (at == v)
      return true;
  return false;
}

/* Whether phi is a number, changes, and is only used behind the call. */
static bool waits_for(Value phi, Value call) {
  LLVMTypeKind kind = LLVMGetTypeKind(LLVMTypeOf(phi));
  if (kind != LLVMDoubleTypeKind && kind != LLVMFloatTypeKind)
    return false;
  for (LLVMUseRef u = LLVMGetFirstUse(phi); u; u = LLVMGetNextUse(u))
    if (!is_behind(LLVMGetUser(u), call))
      return false;
  return LLVMGetFirstUse(phi) != NULL;
}

/* The slot is written at the end of each way into the block. */
static void to_memory(LLVMBuilderRef b, Value fn, Value phi, Value call) {
  LLVMPositionBuilderBefore(
      b, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(fn)));
  Value slot = LLVMBuildAlloca(b, LLVMTypeOf(phi), "sum");
  for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
    LLVMPositionBuilderBefore(
        b, LLVMGetBasicBlockTerminator(LLVMGetIncomingBlock(phi, i)));
    LLVMBuildStore(b, LLVMGetIncomingValue(phi, i), slot);
  }
  LLVMPositionBuilderBefore(b, LLVMGetNextInstruction(call));
  LLVMReplaceAllUsesWith(phi, LLVMBuildLoad2(b, LLVMTypeOf(phi), slot, ""));
  LLVMInstructionEraseFromParent(phi);
}

static void block_sums(LLVMBuilderRef b, Value fn, LLVMBasicBlockRef block) {
  Value call = is_loop(block) ? last_call(block) : NULL;
  Value next, v = call ? LLVMGetFirstInstruction(block) : NULL;
  for (; v && LLVMIsAPHINode(v); v = next) {
    next = LLVMGetNextInstruction(v);
    if (waits_for(v, call))
      to_memory(b, fn, v, call);
  }
}

void sums_to_memory(Gen *g) {
  LLVMBuilderRef b = LLVMCreateBuilderInContext(g->ctx);
  for (Value fn = LLVMGetFirstFunction(g->mod); fn;
       fn = LLVMGetNextFunction(fn))
    for (LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(fn); block;
         block = LLVMGetNextBasicBlock(block))
      block_sums(b, fn, block);
  LLVMDisposeBuilder(b);
}
