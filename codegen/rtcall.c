/*
 * rtcall.c - calls into the runtime.
 *
 * runtime/abi.def has one row per entry point; it is expanded here into the
 * LLVM declaration, as runtime/abi.h expands it into the C prototype, so both
 * sides of a call have one source:
 *
 *   RT(PTR, newobject, P1(PTR), RT_ALLOC)
 *     -> declare noalias nonnull ptr @runtime.newobject(ptr) nounwind ...
 *
 * Declarations are made on first use. The attributes are what lets LLVM drop
 * unused allocations and treat panics as cold.
 */
#include "codegen/gen.h"

/* Columns of abi.def: types of parameters and results. STR to SEL are results
   of two words. */
typedef enum RtType {
  T_VOID,
  T_PTR,
  T_INT,
  T_UINT,
  T_I32,
  T_U32,
  T_U16,
  T_U8,
  T_BOOL,
  T_F32,
  T_F64,
  T_STR,
  T_EFACE,
  T_PAIR,
  T_C128,
  T_SEL
} RtType;

/* The last column. ALLOC: new zeroed memory. PURE: reads memory at most. TWICE:
   may return a second time, as setjmp does. */
typedef enum RtAttr {
  RT_NORMAL,
  RT_NORETURN,
  RT_ALLOC,
  RT_PURE,
  RT_TWICE
} RtAttr;

enum {
  MAX_RT_PARAMS = 6
};

/* A row of abi.def. */
typedef struct RtInfo {
  const char *symbol;
  uint8_t result, attr, n;
  uint8_t params[MAX_RT_PARAMS];
} RtInfo;

/* P2(PTR, INT) is the tail of an RtInfo: 2, {T_PTR, T_INT}. */
#define P0 0, {0}
#define P1(a)                                                                  \
  1, { T_##a }
#define P2(a, b)                                                               \
  2, { T_##a, T_##b }
#define P3(a, b, c)                                                            \
  3, { T_##a, T_##b, T_##c }
#define P4(a, b, c, d)                                                         \
  4, { T_##a, T_##b, T_##c, T_##d }
#define P5(a, b, c, d, e)                                                      \
  5, { T_##a, T_##b, T_##c, T_##d, T_##e }
#define P6(a, b, c, d, e, f)                                                   \
  6, { T_##a, T_##b, T_##c, T_##d, T_##e, T_##f }
#define RT(res, name, params, at) {"runtime." #name, T_##res, at, params},
static const RtInfo rt_info[RT_COUNT] = {
#include "runtime/abi.def"
};
#undef RT

/* The LLVM type of a parameter or result, as clang passes it in C. */
static LType rt_type(Gen *g, RtType t) {
  LType pair[2];
  switch (t) {
  case T_VOID: return g->void_;
  case T_PTR: return g->ptr;
  case T_INT:
  case T_UINT: return g->i64;
  case T_I32:
  case T_U32: return g->i32;
  case T_U16: return g->i16;
  case T_U8: return g->i8;
  case T_BOOL: return g->i1;
  case T_F32: return g->f32;
  case T_F64: return g->f64;
  case T_STR: return g->words2;
  case T_EFACE: return g->iface;
  case T_PAIR: pair[0] = g->ptr, pair[1] = g->i8; break;
  case T_C128: pair[0] = pair[1] = g->f64; break;
  case T_SEL: pair[0] = g->i64, pair[1] = g->i8; break;
  }
  return LLVMStructTypeInContext(g->ctx, pair, 2, false);
}

static LLVMAttributeRef attribute(Gen *g, const char *name, uint64_t v) {
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  return LLVMCreateEnumAttribute(g->ctx, kind, v);
}

/* Adds an attribute to the function, its result or a parameter. */
static void add_attribute(Gen *g, Value fn, unsigned where, const char *name,
                          uint64_t v) {
  LLVMAddAttributeAtIndex(fn, where, attribute(g, name, v));
}

/* Encodings of LLVM's `memory` and `allockind` attributes: two bits (read 1,
   write 2) for argument memory, inaccessible memory and the rest. */
enum {
  MEMORY_INACCESSIBLE = 3 << 2,
  MEMORY_READ_ALL = 1 | 1 << 2 | 1 << 4,
  ALLOCKIND_ALLOC_ZEROED = 1 | 1 << 4
};

/* What lets LLVM drop an allocation that nobody uses, know its contents as
   zeros, and that no other pointer leads to it. */
static void add_alloc_attributes(Gen *g, Value fn) {
  unsigned self = (unsigned)LLVMAttributeFunctionIndex;
  unsigned ret = LLVMAttributeReturnIndex;
  add_attribute(g, fn, ret, "noalias", 0);
  add_attribute(g, fn, ret, "nonnull", 0);
  add_attribute(g, fn, ret, "noundef", 0);
  add_attribute(g, fn, self, "willreturn", 0);
  add_attribute(g, fn, self, "nofree", 0);
  add_attribute(g, fn, self, "memory", MEMORY_INACCESSIBLE);
  add_attribute(g, fn, self, "allockind", ALLOCKIND_ALLOC_ZEROED);
  LLVMAddAttributeAtIndex(
      fn, self, LLVMCreateStringAttribute(g->ctx, "alloc-family", 12, "go", 2));
}

/* Attributes of a declaration; nothing of the runtime unwinds, as panics leave
   by another way. */
static void add_rt_attributes(Gen *g, Value fn, const RtInfo *info) {
  unsigned self = (unsigned)LLVMAttributeFunctionIndex;
  add_attribute(g, fn, self, "nounwind", 0);
  for (unsigned i = 0; i < info->n; i++)
    if (info->params[i] == T_BOOL)
      add_attribute(g, fn, i + 1, "zeroext", 0);
  if (info->result == T_BOOL)
    add_attribute(g, fn, LLVMAttributeReturnIndex, "zeroext", 0);
  switch ((RtAttr)info->attr) {
  case RT_NORMAL: break;
  case RT_NORETURN:
    add_attribute(g, fn, self, "noreturn", 0);
    add_attribute(g, fn, self, "cold", 0);
    break;
  case RT_ALLOC:
    /* convT copies what its argument points to: it reads memory, so it gets
       no memory attribute and is simply never dropped. */
    if (strcmp(info->symbol, "runtime.convT") != 0)
      add_alloc_attributes(g, fn);
    break;
  case RT_PURE:
    add_attribute(g, fn, self, "willreturn", 0);
    add_attribute(g, fn, self, "memory", MEMORY_READ_ALL);
    break;
  case RT_TWICE: add_attribute(g, fn, self, "returns_twice", 0); break;
  }
}

Value rt_function(Gen *g, RtFn fn) {
  if (g->rt[fn])
    return g->rt[fn];
  const RtInfo *info = &rt_info[fn];
  LType params[MAX_RT_PARAMS];
  for (unsigned i = 0; i < info->n; i++)
    params[i] = rt_type(g, info->params[i]);
  g->rt_type[fn] =
      LLVMFunctionType(rt_type(g, info->result), params, info->n, false);
  /* A program may name the same symbol by //go:linkname. */
  Value v = LLVMGetNamedFunction(g->mod, info->symbol);
  if (!v) {
    v = LLVMAddFunction(g->mod, info->symbol, g->rt_type[fn]);
    add_rt_attributes(g, v, info);
  }
  return g->rt[fn] = v;
}

/* The callee may have been declared with another type by //go:linkname: the
   call says its own. */
Value rt_call(FuncGen *f, RtFn fn, const Value *args, unsigned n) {
  const RtInfo *info = &rt_info[fn];
  ASSERT(n == info->n);
  Value callee = rt_function(f->g, fn), copy[MAX_RT_PARAMS];
  for (unsigned i = 0; i < n; i++)
    copy[i] = args[i];
  Value v = LLVMBuildCall2(f->b, f->g->rt_type[fn], callee, copy, n, "");
  for (unsigned i = 0; i < n; i++)
    if (info->params[i] == T_BOOL)
      LLVMAddCallSiteAttribute(v, i + 1, attribute(f->g, "zeroext", 0));
  if (info->result == T_BOOL)
    LLVMAddCallSiteAttribute(v, LLVMAttributeReturnIndex,
                             attribute(f->g, "zeroext", 0));
  if (info->attr == RT_NORETURN) {
    /* Equal panics of two lines must not become one, which has no line. */
    LLVMAddCallSiteAttribute(v, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                             attribute(f->g, "nomerge", 0));
    LLVMBuildUnreachable(f->b);
  }
  return v;
}

Value rt_part(FuncGen *f, Value pair, unsigned i) {
  Value v = LLVMBuildExtractValue(f->b, pair, i, "");
  /* C's bool in a struct is a byte. */
  return LLVMTypeOf(v) == f->g->i8 ? LLVMBuildTrunc(f->b, v, f->g->i1, "") : v;
}

Words rt_words2(FuncGen *f, Value pair) {
  return words2(rt_part(f, pair, 0), rt_part(f, pair, 1));
}
