/*
 * closure.h - private to codegen: closure objects and wrapper functions, for
 * closure.c and for what defers calls.
 */
#ifndef CODEGEN_CLOSURE_H
#define CODEGEN_CLOSURE_H

#include "codegen/gen.h"

/* The struct {code, captured...} and the offset of captured value i. */
Type *closure_type(Gen *g, Type *const *captured, uint32_t n);
int64_t closure_offset(const Type *closure, uint32_t i);
/* A closure object with its code set; the caller stores the rest. */
Value closure_new(FuncGen *f, Type *closure, Value code, bool on_stack);

/* A compiler-made function in go_wrap that the linker merges by name.
   closure: it takes a context, f->context. */
FuncGen *wrapper_begin(Gen *g, const char *symbol, const Abi *abi,
                       bool closure);
Words wrapper_param(FuncGen *f, uint32_t i);

#endif
