/*
 * inline.c - what is inlined into programs: compiled to LLVM bitcode, which
 * the compiler carries with it (codegen/inline.c), not into the archive.
 *
 *   p := &T{}   ->  call newobject_inlined(T's descriptor), a constant: LLVM
 *                   folds size, class and mask, and keeps the fast way in place
 */
#include "fast.h"

void *rt_newobject_inlined(const RtType *t) RT_SYMBOL("newobject_inlined");

void *rt_newobject_inlined(const RtType *t) {
  void *p = rt_newobject_fast(t);
  return RT_LIKELY(p != NULL) ? p : rt_newobject_slow(t);
}
