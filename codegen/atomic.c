/*
 * atomic.c - calls of sync/atomic as instructions.
 *
 * The functions have no bodies in Go. A call becomes one instruction of LLVM,
 * sequentially consistent as Go's memory model wants it (sync.Pool has two
 * that ask for less):
 *
 *   atomic.AddInt32(&x, d)    %old = atomicrmw add ptr %x, i32 %d seq_cst
 *                             %new = add i32 %old, %d
 *
 * A pointer that is stored is announced to a collector that marks meanwhile
 * (barrier.c). Func values of the functions are the runtime's (std/atomic.c).
 */
#include "codegen/gen.h"

static const LLVMAtomicOrdering SEQ_CST =
                                    LLVMAtomicOrderingSequentiallyConsistent,
                                ACQUIRE = LLVMAtomicOrderingAcquire,
                                RELEASE = LLVMAtomicOrderingRelease;

/* Atomic accesses have to be aligned to their size. */
static Value access(Value v, LType type, LLVMAtomicOrdering order) {
  LLVMSetAlignment(v, LLVMGetTypeKind(type) == LLVMIntegerTypeKind
                          ? LLVMGetIntTypeWidth(type) / 8
                          : sizeof(void *));
  LLVMSetOrdering(v, order);
  return v;
}

static Value load(FuncGen *f, LType type, Value p, LLVMAtomicOrdering order) {
  return access(LLVMBuildLoad2(f->b, type, p, ""), type, order);
}

static void store(FuncGen *f, Value v, Value p, LLVMAtomicOrdering order) {
  barrier_store(f, p, v);
  (void)access(LLVMBuildStore(f->b, v, p), LLVMTypeOf(v), order);
}

static Value update(FuncGen *f, LLVMAtomicRMWBinOp op, Value p, Value v) {
  barrier_store(f, p, v);
  return LLVMBuildAtomicRMW(f->b, op, p, v, SEQ_CST, false);
}

static Value compare_and_swap(FuncGen *f, Value p, Value old, Value v) {
  barrier_store(f, p, v);
  Value pair = LLVMBuildAtomicCmpXchg(f->b, p, old, v, SEQ_CST, SEQ_CST, false);
  return LLVMBuildExtractValue(f->b, pair, 1, "");
}

Value atomic_emit(FuncGen *f, Intrinsic kind, LType result, const Words *args) {
  Value p = args[0].w[0];
  check_nil(f, p);
  if (kind == INTRINSIC_ATOMIC_LOAD)
    return load(f, result, p, SEQ_CST);
  if (kind == INTRINSIC_ATOMIC_LOAD_ACQUIRE)
    return load(f, result, p, ACQUIRE);
  Value v = args[1].w[0];
  if (kind == INTRINSIC_ATOMIC_SWAP)
    return update(f, LLVMAtomicRMWBinOpXchg, p, v);
  if (kind == INTRINSIC_ATOMIC_ADD)
    return LLVMBuildAdd(f->b, update(f, LLVMAtomicRMWBinOpAdd, p, v), v, "");
  if (kind == INTRINSIC_ATOMIC_CAS)
    return compare_and_swap(f, p, v, args[2].w[0]);
  store(f, v, p, kind == INTRINSIC_ATOMIC_STORE ? SEQ_CST : RELEASE);
  return NULL;
}
