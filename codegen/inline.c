/*
 * inline.c - links the runtime's allocation path into the module.
 *
 * runtime/mem/inline.c is compiled to bitcode when the compiler is built, and
 * embedded in it. A module that is optimised and allocates is linked with it;
 * its function `newobject_inlined` becomes private, and calls of
 *
 *   %p = call ptr @runtime.newobject(ptr @"type:main.T")
 *
 * are turned into calls of that one where the type is a constant of the
 * module and small enough. They are inlined before anything else happens, size
 * and pointer mask fold, and some twenty instructions are left. The function
 * itself is gone by then and costs no time in the passes that follow.
 */
#include "codegen/gen.h"

#include <string.h>

#include <llvm-c/BitReader.h>
#include <llvm-c/Linker.h>

#include "runtime/abi.h"

extern const unsigned char inline_bitcode[];
extern const unsigned long inline_bitcode_size;

enum {
  /* As rt_fits_inline in runtime/mem/fast.h has it. A larger number here
     costs code, a smaller one speed, neither is wrong. */
  MAX_WITH_POINTERS = 128,
  MAX_WITHOUT = 256
};

/* A definition must not bring in the flags of another target. */
static void adopt(Gen *g, Value fn) {
  static const char *const flags[] = {"target-cpu", "target-features",
                                      "tune-cpu"};
  unsigned self = (unsigned)LLVMAttributeFunctionIndex;
  for (size_t i = 0; i < COUNT(flags); i++)
    LLVMRemoveStringAttributeAtIndex(fn, self, flags[i],
                                     (unsigned)strlen(flags[i]));
  unsigned kind = LLVMGetEnumAttributeKindForName("alwaysinline", 12);
  LLVMAddAttributeAtIndex(fn, self, LLVMCreateEnumAttribute(g->ctx, kind, 0));
  LLVMSetLinkage(fn, LLVMInternalLinkage);
}

/* Links the bitcode with the module; its function. */
static Value link_in(Gen *g) {
  static const char name[] = "runtime.newobject_inlined";
  LLVMModuleRef m = NULL;
  LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRange(
      (const char *)inline_bitcode, inline_bitcode_size, "inline", false);
  if (LLVMParseBitcodeInContext2(g->ctx, buffer, &m))
    fatal_at(g->c, NO_POS, "the runtime's bitcode is broken");
  LLVMDisposeMemoryBuffer(buffer);
  LLVMSetTarget(m, LLVMGetTarget(g->mod));
  LLVMSetDataLayout(m, LLVMGetDataLayoutStr(g->mod));
  if (LLVMLinkModules2(g->mod, m))
    fatal_at(g->c, NO_POS, "the runtime's bitcode does not fit the module");
  Value fn = LLVMGetNamedFunction(g->mod, name);
  ASSERT(fn);
  adopt(g, fn);
  return fn;
}

/* The first bytes of a descriptor's image: size, ptrdata (RtType). */
static bool small_type(Value type) {
  enum {
    NEEDED = offsetof(RtType, hash)
  };
  if (!LLVMIsAGlobalVariable(type) || LLVMIsDeclaration(type))
    return false;
  Value head = LLVMGetInitializer(type);
  if (LLVMIsAConstantStruct(head))
    head = LLVMGetOperand(head, 0);
  if (!LLVMIsAConstantDataSequential(head) || !LLVMIsConstantString(head))
    return false;
  size_t len;
  const char *bytes = LLVMGetAsString(head, &len);
  if (len < NEEDED)
    return false;
  uint64_t size, ptrdata;
  memcpy(&size, bytes + offsetof(RtType, size), sizeof size);
  memcpy(&ptrdata, bytes + offsetof(RtType, ptrdata), sizeof ptrdata);
  return size > 0 && size <= (ptrdata ? MAX_WITH_POINTERS : MAX_WITHOUT);
}

static bool can_inline(Value user, Value newobject) {
  return LLVMIsACallInst(user) && LLVMGetCalledValue(user) == newobject &&
         small_type(LLVMGetOperand(user, 0));
}

void inline_runtime(Gen *g) {
  Value fn = g->rt[RT_newobject], inlined = NULL;
  if (!fn || inline_bitcode_size == 0)
    return;
  for (LLVMUseRef u = LLVMGetFirstUse(fn), next; u; u = next) {
    Value call = LLVMGetUser(u);
    next = LLVMGetNextUse(u);
    if (!can_inline(call, fn))
      continue;
    if (!inlined)
      inlined = link_in(g);
    LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, inlined);
  }
}
