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
 * Only where it cannot cost anything: the steps of the loop go one way, with
 * nothing but exits beside it (a nil check panics), and every use of the old
 * value lies behind the last call on that way.
 */
#include "codegen/gen.h"

enum {
  MAX_WAY = 16
};

/* The blocks of a step: the first is the loop's, each other one can only be
   reached from the one before, the last leads back. */
typedef struct Way {
  LLVMBasicBlockRef blocks[MAX_WAY]; /* the last comes first */
  unsigned n;
} Way;

/* Whether it may use all registers: calls of intrinsics rarely become calls. */
static bool is_call(Value v) {
  if (!LLVMIsACallInst(v))
    return false;
  Value callee = LLVMGetCalledValue(v);
  return !LLVMIsAInlineAsm(callee) &&
         !(LLVMIsAFunction(callee) && LLVMGetIntrinsicID(callee) != 0);
}

/* The one block that leads to `block`; NULL: there are more, or none. */
static LLVMBasicBlockRef only_predecessor(LLVMBasicBlockRef block) {
  LLVMBasicBlockRef found = NULL;
  LLVMUseRef u = LLVMGetFirstUse(LLVMBasicBlockAsValue(block));
  for (; u; u = LLVMGetNextUse(u)) {
    Value user = LLVMGetUser(u);
    LLVMBasicBlockRef from =
        LLVMIsAInstruction(user) ? LLVMGetInstructionParent(user) : NULL;
    if (!from || (found && from != found))
      return NULL;
    found = from;
  }
  return found;
}

/* Follows the way back from `last` to `first`; false: it is another way. */
static bool find_way(LLVMBasicBlockRef first, LLVMBasicBlockRef last, Way *w) {
  for (LLVMBasicBlockRef at = last; at && w->n < MAX_WAY;
       at = only_predecessor(at)) {
    w->blocks[w->n++] = at;
    if (at == first)
      return true;
  }
  return false;
}

/* Where it is on the way, counted from the end; w->n: nowhere. */
static unsigned index_of(const Way *w, LLVMBasicBlockRef block) {
  unsigned i = 0;
  while (i < w->n && w->blocks[i] != block)
    i++;
  return i;
}

static Value last_call(const Way *w) {
  for (unsigned i = 0; i < w->n; i++)
    for (Value v = LLVMGetLastInstruction(w->blocks[i]); v;
         v = LLVMGetPreviousInstruction(v))
      if (is_call(v))
        return v;
  return NULL;
}

/* Whether v comes behind `call` on the way. */
static bool is_behind(const Way *w, Value v, Value call) {
  LLVMBasicBlockRef block = LLVMGetInstructionParent(v);
  if (block != LLVMGetInstructionParent(call))
    return index_of(w, block) < index_of(w, LLVMGetInstructionParent(call));
  for (Value at = LLVMGetNextInstruction(call); at;
       at = LLVMGetNextInstruction(at))
    if (at == v)
      return true;
  return false;
}

/* The way of the steps of phi's loop. Only its end may lead back: what leaves
   it for the next step earlier would change the slot too soon. */
static bool way_of(Value phi, Way *w) {
  LLVMBasicBlockRef first = LLVMGetInstructionParent(phi);
  unsigned n = LLVMCountIncoming(phi), back = n;
  for (unsigned i = 0; i < n && back == n; i++)
    if (find_way(first, LLVMGetIncomingBlock(phi, i), w))
      back = i;
  for (unsigned i = 0; i < n; i++)
    if (i != back && index_of(w, LLVMGetIncomingBlock(phi, i)) < w->n)
      return false;
  return back < n;
}

/* The call that the number phi has to wait for, and behind which are all uses
   of it; NULL: there is none. */
static Value waits_for(Value phi) {
  LLVMTypeKind kind = LLVMGetTypeKind(LLVMTypeOf(phi));
  Way way = {0};
  if ((kind != LLVMDoubleTypeKind && kind != LLVMFloatTypeKind) ||
      !LLVMGetFirstUse(phi) || !way_of(phi, &way))
    return NULL;
  Value call = last_call(&way);
  for (LLVMUseRef u = LLVMGetFirstUse(phi); call && u; u = LLVMGetNextUse(u))
    if (!is_behind(&way, LLVMGetUser(u), call))
      return NULL;
  return call;
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
  Value next, v = LLVMGetFirstInstruction(block);
  for (; v && LLVMIsAPHINode(v); v = next) {
    next = LLVMGetNextInstruction(v);
    Value call = waits_for(v);
    if (call)
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
