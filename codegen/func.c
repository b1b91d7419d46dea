/*
 * func.c - functions: entry, variables, return.
 *
 * Every variable has memory: an alloca in the entry block, or, if it escapes,
 * a heap object whose address an alloca holds. LLVM promotes what it can.
 *
 *   func f(a int, s T) (r int) {     define i64 @main.f(i64, ptr)
 *                                    entry: allocas a, r; br body
 *                                    body:  store a; store 0, r; ...
 *
 * A struct passed by address needs no copy: the caller made one for us. The
 * result of an `sret` function is built in the caller's place.
 */
#include "codegen/gen.h"

#include <inttypes.h>

/* Adds an attribute that takes no value. */
static void add_function_attribute(Gen *g, Value fn, const char *name) {
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAddAttributeAtIndex(fn, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                          LLVMCreateEnumAttribute(g->ctx, kind, 0));
}

/* Large frames touch each page ("probe-stack"), lest they jump over the guard
   page below a stack. Tracebacks follow frame pointers. */
void func_attributes(Gen *g, Value fn) {
  add_function_attribute(g, fn, "nounwind");
  LLVMAddTargetDependentFunctionAttr(fn, "frame-pointer", "all");
  LLVMAddTargetDependentFunctionAttr(fn, "probe-stack", "inline-asm");
  /* A tail call would hide its caller from tracebacks, and let recover work
     in a function that a deferred one calls. */
  LLVMAddTargetDependentFunctionAttr(fn, "disable-tail-calls", "true");
}

/* ------------------------------------------------------------ begin, end */

/* Two blocks: allocas alone in the first, so that they can be added at any time
   (value.c), and code from the second on. */
FuncGen *func_begin(Gen *g, Value llfn) {
  FuncGen *f = NEW(&g->c->arena, FuncGen);
  f->g = g;
  f->llfn = llfn;
  f->b = LLVMCreateBuilderInContext(g->ctx);
  LLVMSetSection(llfn, "go_text");
  f->allocas = LLVMAppendBasicBlockInContext(g->ctx, llfn, "entry");
  Block body = LLVMAppendBasicBlockInContext(g->ctx, llfn, "body");
  LLVMPositionBuilderAtEnd(f->b, f->allocas);
  LLVMBuildBr(f->b, body);
  LLVMPositionBuilderAtEnd(f->b, body);
  return f;
}

/* A body that ends without return has none to make, or cannot get there. */
void func_end(FuncGen *f) {
  if (!block_ended(f)) {
    if (LLVMGetReturnType(LLVMGlobalGetValueType(f->llfn)) == f->g->void_)
      LLVMBuildRetVoid(f->b);
    else
      LLVMBuildUnreachable(f->b);
  }
  for (uint32_t i = 0; i < f->cold.len; i++) {
    Block last = LLVMGetLastBasicBlock(f->llfn);
    if (f->cold.items[i] != last)
      LLVMMoveBasicBlockAfter(f->cold.items[i], last);
  }
  LLVMDisposeBuilder(f->b);
}

/* ------------------------------------------------------------ frame size */

enum {
  MAX_FRAME = 1 << 30, /* as in gc: stacks end there */
  MEGABYTE = 1 << 20
};

/* Bytes of the values, without padding between them. */
static uint64_t sizes_of(Compiler *c, const AbiPart *parts, uint32_t n) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < n; i++)
    sum += (uint64_t)type_size(c, parts[i].type);
  return sum;
}

/* Bytes that a call's arguments and results would take on the stack. */
static uint64_t abi_size(Compiler *c, const Abi *a) {
  return sizes_of(c, a->params, a->nparams) +
         sizes_of(c, a->results, a->nresults);
}

void frame_calls(FuncGen *f, const Abi *callee) {
  uint64_t size = abi_size(f->g->c, callee);
  if (size > f->callee_size)
    f->callee_size = size;
}

/* Reports a function that no stack has room for; what it calls is counted as
   gc counts it. */
static void check_frame(FuncGen *f) {
  Compiler *c = f->g->c;
  uint64_t args = abi_size(c, f->abi);
  bool small = f->locals_size < MAX_FRAME && args < MAX_FRAME;
  if (small && f->locals_size + f->callee_size < MAX_FRAME)
    return;
  const char *callee = small
                           ? arena_printf(&c->arena, " + %" PRIu64 " MB callee",
                                          f->callee_size / MEGABYTE)
                           : "";
  diag_error(c, f->fn->decl ? f->fn->decl->pos : f->fn->pos,
             "stack frame too large (>1GB): %" PRIu64 " MB locals + %" PRIu64
             " MB args%s",
             f->locals_size / MEGABYTE, args / MEGABYTE, callee);
  f->g->failed = true;
}

/* ------------------------------------------------------------- variables */

Var *var_of(FuncGen *f, Object *obj) {
  Var *v = map_get(&f->vars, obj);
  if (!v)
    fatal_at(f->g->c, obj->pos, "variable %s has no storage",
             obj->name ? obj->name->text : "?");
  return v;
}

void var_bind(FuncGen *f, Object *obj, Value slot, bool indirect) {
  Var *v = NEW(&f->g->c->arena, Var);
  *v = (Var){slot, indirect};
  map_set(&f->g->c->arena, &f->vars, obj, v);
  if (obj->name && !name_is_blank(obj->name))
    debug_variable(f, obj, slot, indirect);
}

/* A variable on the heap, or captured by reference, is behind its slot. */
Value var_addr(FuncGen *f, Object *obj) {
  if (obj->flags & OBJ_F_GLOBAL)
    return gen_global(f->g, obj);
  Var *v = var_of(f, obj);
  return v->indirect ? load_ptr(f, v->slot, 0) : v->slot;
}

/* Escape analysis decided, or -d=heapall did. */
static bool on_heap(const FuncGen *f, const Object *obj) {
  return (obj->flags & OBJ_F_ESCAPES) || f->g->options->heap_all;
}

/* A variable declared in a loop is declared again each time round: a new
   object on the heap, or the same alloca. */
Value var_declare(FuncGen *f, Object *obj) {
  const char *name = obj->name ? obj->name->text : "";
  Var *v = map_get(&f->vars, obj);
  if (!on_heap(f, obj)) {
    if (!v)
      var_bind(f, obj, temp_alloc(f, obj->type, name), false);
    return var_of(f, obj)->slot;
  }
  if (!v)
    var_bind(f, obj, temp_bytes(f, 8, 8, name), true);
  Value p = RTCALL(f, newobject, type_desc(f->g, obj->type));
  store_word(f, p, var_of(f, obj)->slot, 0);
  return p;
}

/* ------------------------------------------------------------ parameters */

/* Parameter i of the LLVM function. */
static Value param(FuncGen *f, uint32_t i) { return LLVMGetParam(f->llfn, i); }

/* Gives a parameter its memory and stores what arrived. One that escapes moves
   to the heap here; a nameless one needs none. */
static void bind_param(FuncGen *f, Object *obj, const AbiPart *p,
                       uint32_t first) {
  if (!obj->name || name_is_blank(obj->name))
    return;
  if (p->by_ref && !on_heap(f, obj)) {
    var_bind(f, obj, param(f, first), false);
    return;
  }
  Value addr = var_declare(f, obj);
  if (p->by_ref) {
    copy_memory(f, obj->type, addr, param(f, first));
    return;
  }
  Value leaves[MAX_LEAVES];
  for (uint32_t i = 0; i < p->n; i++)
    leaves[i] = param(f, first + i);
  store_leaves(f, obj->type, addr, leaves);
}

/* LLVM's parameters: [sret] receiver, parameters [context]. */
static void bind_params(FuncGen *f) {
  Function *fn = f->fn;
  const Abi *abi = f->abi;
  uint32_t n = 0;
  if (abi->sret)
    f->sret = param(f, 0);
  if (fn->lit)
    f->context = LLVMGetLastParam(f->llfn);
  if (fn->recv)
    bind_param(f, fn->recv, &abi->params[n], abi->params[n].first), n++;
  for (uint32_t i = 0; i < fn->nparams; i++, n++)
    bind_param(f, fn->params[i], &abi->params[n], abi->params[n].first);
}

/* Results are variables from the start, and zero: a panic that is recovered
   returns what they hold. */
static void bind_results(FuncGen *f) {
  for (uint32_t i = 0; i < f->fn->nresults; i++) {
    Object *obj = f->fn->results[i];
    if (f->sret && !on_heap(f, obj))
      var_bind(f, obj, ptr_offset(f, f->sret, f->abi->results[i].offset),
               false);
    else
      var_declare(f, obj);
    store_zero(f, obj->type, var_addr(f, obj));
  }
}

/* ---------------------------------------------------------------- return */

/* Results of an sret function that live elsewhere are copied to its place. */
static void return_in_memory(FuncGen *f) {
  for (uint32_t i = 0; i < f->fn->nresults; i++) {
    Object *obj = f->fn->results[i];
    if (var_of(f, obj)->indirect)
      copy_memory(f, obj->type,
                  ptr_offset(f, f->sret, f->abi->results[i].offset),
                  var_addr(f, obj));
  }
  LLVMBuildRetVoid(f->b);
}

/* Without sret the leaves of all results, in order. */
void func_ret(FuncGen *f) {
  const Abi *abi = f->abi;
  if (abi->sret) {
    return_in_memory(f);
    return;
  }
  Value leaves[MAX_LEAVES];
  uint32_t n = 0;
  for (uint32_t i = 0; i < f->fn->nresults; i++) {
    Object *obj = f->fn->results[i];
    Words v = load_words(f, obj->type, var_addr(f, obj));
    words_to_leaves(f, obj->type, v, leaves + n);
    n += abi->results[i].n;
  }
  gen_return(f, leaves, n);
}

void func_return(FuncGen *f) {
  if (f->fn->has_defer)
    defer_return(f);
  func_ret(f);
}

/* ------------------------------------------------------------- functions */

/* Package reflect's part of a call of what MakeFunc or Value.Method made. As in
   gc these are wrappers: what they call may recover in their stead. */
static bool is_call_by_reflect(const char *symbol) {
  static const char *const names[] = {
      "reflect.callReflect",    "reflect.callMethod",
      "reflect.makeFuncCalled", "reflect.methodValueCalled",
      "runtime.reflectcall",
  };
  for (size_t i = 0; i < COUNT(names); i++)
    if (strcmp(symbol, names[i]) == 0)
      return true;
  return false;
}

/* What holds for the whole of f. gorecover compares frames, so that whoever
   calls recover must have one. */
static void open_function(Gen *g, FuncGen *f, Function *fn) {
  f->fn = fn;
  bool wraps = is_call_by_reflect(fn->symbol);
  if (wraps)
    LLVMSetSection(f->llfn, "go_wrap");
  f->results = fn->results;
  f->abi = abi_of(g, fn->type, fn->recv ? fn->recv->type : NULL);
  if ((fn->pragmas & PRAGMA_NOINLINE) || fn->has_recover || wraps)
    add_function_attribute(g, f->llfn, "noinline");
  debug_function(f, fn->symbol, false);
  /* Line 0: debuggers stop behind the prologue, when variables are set. */
  debug_location(f, NO_POS);
}

void func_generate(Gen *g, Function *fn) {
  FuncGen *f = func_begin(g, gen_function(g, fn));
  if (fn->is_wrapper) /* a literal for an instance used as a value */
    LLVMSetSection(f->llfn, "go_wrap");
  open_function(g, f, fn);
  bind_params(f);
  bind_results(f);
  if (fn->lit)
    closure_bind(f);
  gen_pos(f, fn->pos);
  if (fn->has_defer)
    defer_prologue(f);
  stmt(f, fn->body);
  if (!block_ended(f)) {
    gen_pos(f, fn->end);
    if (fn->nresults == 0)
      func_return(f);
  }
  check_frame(f);
  func_end(f);
}
