/*
 * barrier.c - the hook for a collector that marks while the program runs.
 *
 * Such a collector must hear of each pointer that is overwritten or stored in
 * memory that others see. With -d=barriers every such store says so first,
 * while somebody listens:
 *
 *   t.next = p      if runtime.writeBarrier { runtime.wbslow(&t.next, p) }
 *                   store p, &t.next
 *
 * Memory on the frame needs none; copies of whole values with pointers are
 * calls of runtime.typedmemmove, which does it for each of them. Without the
 * flag nothing is emitted: the world stands still while this collector marks.
 */
#include "codegen/gen.h"

static bool is_on_frame(Value p) {
  while (LLVMIsAGetElementPtrInst(p))
    p = LLVMGetOperand(p, 0);
  return LLVMIsAAllocaInst(p) != NULL;
}

static Value is_marking(FuncGen *f) {
  static const char symbol[] = "runtime.writeBarrier";
  Value flag = LLVMGetNamedGlobal(f->g->mod, symbol);
  if (!flag)
    flag = LLVMAddGlobal(f->g->mod, f->g->i8, symbol);
  Value v = LLVMBuildLoad2(f->b, f->g->i8, flag, "");
  return LLVMBuildICmp(f->b, LLVMIntNE, v, LLVMConstNull(f->g->i8), "");
}

void barrier_store(FuncGen *f, Value slot, Value v) {
  if (!f->g->options->barriers || LLVMTypeOf(v) != f->g->ptr ||
      is_on_frame(slot))
    return;
  Block tell = block_new(f, "barrier"), store = block_new(f, "store");
  branch_rare(f, is_marking(f), tell, store);
  block_start(f, tell);
  RTCALL(f, wbslow, slot, v);
  block_start(f, store);
}

bool barrier_copy(FuncGen *f, Type *t, Value to, Value from) {
  if (!f->g->options->barriers || !type_has_pointers(t) || is_on_frame(to))
    return false;
  RTCALL(f, typedmemmove, type_desc(f->g, t), to, from);
  return true;
}

bool barrier_clear(FuncGen *f, Type *t, Value p) {
  if (!f->g->options->barriers || !type_has_pointers(t) || is_on_frame(p))
    return false;
  RTCALL(f, typedmemclr, type_desc(f->g, t), p);
  return true;
}
