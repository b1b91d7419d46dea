/*
 * atomic.c - calls of sync/atomic as instructions.
 *
 * The functions have no bodies in Go. A call by name becomes one instruction
 * of LLVM, sequentially consistent as Go's memory model wants it:
 *
 *   atomic.AddInt32(&x, d)    %old = atomicrmw add ptr %x, i32 %d seq_cst
 *                             %new = add i32 %old, %d
 *
 * Whatever reaches such a function otherwise, as a value say, finds it in the
 * runtime (std/atomic.c).
 *
 * A symbol is read as package, operation, type: the operation decides what is
 * emitted, the width comes with the arguments.
 */
#include "codegen/gen.h"

typedef enum AtomicOp {
  ATOMIC_LOAD,
  ATOMIC_STORE,
  ATOMIC_SWAP,
  ATOMIC_ADD,
  ATOMIC_CAS
} AtomicOp;

enum {
  SEQ_CST = LLVMAtomicOrderingSequentiallyConsistent,
  ACQUIRE = LLVMAtomicOrderingAcquire,
  RELEASE = LLVMAtomicOrderingRelease
};

/* name: as far as the type's name. */
static const struct {
  const char *name;
  AtomicOp op;
  unsigned order;
  uint32_t nparams;
} operations[] = {
    {"sync/atomic.Load",                 ATOMIC_LOAD,  SEQ_CST, 1},
    {"sync/atomic.Store",                ATOMIC_STORE, SEQ_CST, 2},
    {"sync/atomic.Swap",                 ATOMIC_SWAP,  SEQ_CST, 2},
    {"sync/atomic.Add",                  ATOMIC_ADD,   SEQ_CST, 2},
    {"sync/atomic.CompareAndSwap",       ATOMIC_CAS,   SEQ_CST, 3},
    {"runtime/internal/atomic.LoadAcq",  ATOMIC_LOAD,  ACQUIRE, 1},
    {"runtime/internal/atomic.StoreRel", ATOMIC_STORE, RELEASE, 2},
};

/* A type's name as the functions' names end with it. */
static bool is_type_name(const char *s) {
  static const char *const names[] = {"Int32",   "Int64",   "Uint32", "Uint64",
                                      "Uintptr", "Pointer", "uintptr"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (strcmp(s, names[i]) == 0)
      return true;
  return false;
}

/* The row of `symbol`, or COUNT(operations). */
static size_t find_operation(const char *symbol) {
  for (size_t i = 0; i < COUNT(operations); i++) {
    size_t n = strlen(operations[i].name);
    if (strncmp(symbol, operations[i].name, n) == 0 && is_type_name(symbol + n))
      return i;
  }
  return COUNT(operations);
}

static bool is_atomic_type(const Gen *g, LType t) {
  return t == g->i32 || t == g->i64 || t == g->ptr;
}

/* Does the result have the type of the operation's? v: of its operand. */
static bool result_fits(const Gen *g, AtomicOp op, LType result, LType v) {
  switch (op) {
  case ATOMIC_LOAD: return is_atomic_type(g, result);
  case ATOMIC_STORE: return result == g->void_;
  case ATOMIC_SWAP:
  case ATOMIC_ADD: return result == v;
  case ATOMIC_CAS: return result == g->i1;
  }
  return false;
}

/* go:linkname may give the name to anything; what is not as in Go stays a
   call: a pointer, then integers or pointers of one type. */
static bool fits(const Gen *g, const Abi *a, AtomicOp op, uint32_t nparams) {
  LType types[3] = {0};
  if (LLVMCountParamTypes(a->type) != nparams || a->nparams != nparams)
    return false;
  LLVMGetParamTypes(a->type, types);
  for (uint32_t i = 1; i < nparams; i++)
    if (!is_atomic_type(g, types[i]) || types[i] != types[1])
      return false;
  return types[0] == g->ptr && result_fits(g, op, a->result, types[1]);
}

static Value atomic_load(FuncGen *f, LType t, Value p,
                         LLVMAtomicOrdering order) {
  Value v = LLVMBuildLoad2(f->b, t, p, "");
  LLVMSetOrdering(v, order);
  return v;
}

static void atomic_store(FuncGen *f, Value v, Value p,
                         LLVMAtomicOrdering order) {
  LLVMSetOrdering(LLVMBuildStore(f->b, v, p), order);
}

static Value atomic_cas(FuncGen *f, Value p, Value old, Value v,
                        LLVMAtomicOrdering order) {
  Value pair = LLVMBuildAtomicCmpXchg(f->b, p, old, v, order, order, false);
  return LLVMBuildExtractValue(f->b, pair, 1, "");
}

bool atomic_call(FuncGen *f, const char *symbol, const Abi *a,
                 const Words *args, Words *out) {
  size_t i = find_operation(symbol);
  if (i == COUNT(operations) ||
      !fits(f->g, a, operations[i].op, operations[i].nparams))
    return false;
  LLVMAtomicOrdering order = (LLVMAtomicOrdering)operations[i].order;
  Value p = args[0].w[0], v = a->nparams > 1 ? args[1].w[0] : NULL;
  check_nil(f, p);
  Value result = NULL;
  switch (operations[i].op) {
  case ATOMIC_LOAD: result = atomic_load(f, a->result, p, order); break;
  case ATOMIC_STORE:
    barrier_store(f, p, v);
    atomic_store(f, v, p, order);
    break;
  case ATOMIC_SWAP:
    barrier_store(f, p, v);
    result =
        LLVMBuildAtomicRMW(f->b, LLVMAtomicRMWBinOpXchg, p, v, order, false);
    break;
  case ATOMIC_ADD:
    result =
        LLVMBuildAtomicRMW(f->b, LLVMAtomicRMWBinOpAdd, p, v, order, false);
    result = LLVMBuildAdd(f->b, result, v, "");
    break;
  case ATOMIC_CAS:
    barrier_store(f, p, args[2].w[0]);
    result = atomic_cas(f, p, v, args[2].w[0], order);
    break;
  }
  if (out && result)
    out[0] = words1(result);
  return true;
}
