/*
 * value.c - the small vocabulary that all generators share: words and
 * places, memory, blocks, checks.
 *
 * A block is created unplaced, filled when block_start reaches it, and ends
 * with exactly one terminator; whoever emits code after a possible end
 * (return, panic) calls ensure_block first, so dead code is generated into an
 * unreachable block that LLVM deletes.
 *
 * Cold blocks (panics) stand at the end of the function and never return:
 *
 *     usual:                      cold:
 *       %bad = icmp uge i, n        call runtime.panicIndex(i, n)
 *       br %bad, cold, next         unreachable
 *     next: ...
 */
#include "codegen/gen.h"

/* ------------------------------------------------------------ constants -- */

Value int_const(Gen *g, int64_t v) {
  return LLVMConstInt(g->i64, (uint64_t)v, true);
}

Value null_ptr(Gen *g) { return LLVMConstPointerNull(g->ptr); }

/* --------------------------------------------------------------- memory -- */

/* Memory of the function's frame, not initialised. In the entry block, where
   LLVM takes an alloca for a part of the frame (elsewhere it would grow the
   stack at each execution) and can turn it into registers. */
static Value entry_alloca(FuncGen *f, LType t, uint32_t align,
                          const char *name) {
  Block here = LLVMGetInsertBlock(f->b);
  Meta where = LLVMGetCurrentDebugLocation2(f->b);
  Value end = LLVMGetBasicBlockTerminator(f->allocas);
  if (end)
    LLVMPositionBuilderBefore(f->b, end);
  else
    LLVMPositionBuilderAtEnd(f->b, f->allocas);
  Value v = LLVMBuildAlloca(f->b, t, name);
  LLVMSetAlignment(v, align);
  LLVMPositionBuilderAtEnd(f->b, here);
  LLVMSetCurrentDebugLocation2(f->b, where);
  return v;
}

/* Counts what is on the stack; the sum sticks where it does not fit. */
static void grow_frame(FuncGen *f, uint64_t size) {
  if (__builtin_add_overflow(f->locals_size, size, &f->locals_size))
    f->locals_size = UINT64_MAX;
}

void frame_result_taken(FuncGen *f, Type *t) {
  if (type_by_ref(f->g, t) && f->locals_size != UINT64_MAX)
    f->locals_size -= (uint64_t)type_size(f->g->c, t);
}

Value temp_alloc(FuncGen *f, Type *t, const char *name) {
  TypeInfo *ti = type_info(f->g, t);
  grow_frame(f, (uint64_t)type_size(f->g->c, t));
  return entry_alloca(f, ti->mem, ti->align ? ti->align : 1, name);
}

Value temp_bytes(FuncGen *f, int64_t size, uint32_t align, const char *name) {
  grow_frame(f, (uint64_t)size);
  return entry_alloca(f, LLVMArrayType2(f->g->i8, (uint64_t)size), align, name);
}

/* Offset 0 is the pointer itself, without an instruction. */
Value ptr_offset(FuncGen *f, Value p, int64_t offset) {
  if (offset == 0)
    return p;
  Value i = int_const(f->g, offset);
  return LLVMBuildInBoundsGEP2(f->b, f->g->i8, p, &i, 1, "");
}

Value ptr_index(FuncGen *f, LType elem, Value p, Value i) {
  return LLVMBuildInBoundsGEP2(f->b, elem, p, &i, 1, "");
}

Value load_ptr(FuncGen *f, Value p, int64_t offset) {
  return LLVMBuildLoad2(f->b, f->g->ptr, ptr_offset(f, p, offset), "");
}

Value load_int(FuncGen *f, Value p, int64_t offset) {
  return LLVMBuildLoad2(f->b, f->g->i64, ptr_offset(f, p, offset), "");
}

/* A word or less, a bool as a byte, without barrier and metadata. */
void store_word(FuncGen *f, Value v, Value p, int64_t offset) {
  if (LLVMTypeOf(v) == f->g->i1)
    v = LLVMBuildZExt(f->b, v, f->g->i8, "");
  LLVMBuildStore(f->b, v, ptr_offset(f, p, offset));
}

/* ---------------------------------------------------------------- words -- */

Words words1(Value a) { return (Words){.w = {a}, .n = 1}; }

Words words2(Value a, Value b) {
  return (Words){
      .w = {a, b},
        .n = 2
  };
}

Words words3(Value a, Value b, Value c) {
  return (Words){
      .w = {a, b, c},
        .n = 3
  };
}

Words words_place(Value addr, bool temp) {
  return (Words){.w = {addr}, .n = 1, .place = true, .temp = temp};
}

/* Registers need no memory: constants. */
Words words_zero(FuncGen *f, Type *t) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->rep == REP_PLACE) {
    Value p = temp_alloc(f, t, "zero");
    store_zero(f, t, p);
    return words_place(p, true);
  }
  Words v = {.n = ti->nwords};
  for (unsigned i = 0; i < v.n; i++)
    v.w[i] = LLVMConstNull(ti->reg[i]);
  return v;
}

/* Loads one leaf; a bool's byte becomes an i1. */
static Value load_leaf(FuncGen *f, const Leaf *l, Value base) {
  Value p = ptr_offset(f, base, l->offset);
  Value v = LLVMBuildLoad2(f->b, l->mem, p, "");
  metadata_access(f->g, v, l);
  return l->mem == l->reg ? v : LLVMBuildTrunc(f->b, v, l->reg, "");
}

/* Stores one leaf, after the barrier. Volatile: a result that recover may
   return is written when the program says so (defer.c). */
static void store_leaf(FuncGen *f, const Leaf *l, Value base, Value v) {
  if (l->mem != l->reg)
    v = LLVMBuildZExt(f->b, v, l->mem, "");
  Value p = ptr_offset(f, base, l->offset);
  barrier_store(f, p, v);
  Value store = LLVMBuildStore(f->b, v, p);
  metadata_access(f->g, store, l);
  LLVMSetVolatile(store, defer_watches(f, base));
}

/* A place is not read here: who needs the value later copies it. */
Words load_words(FuncGen *f, Type *t, Value addr) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->rep == REP_PLACE)
    return words_place(addr, false);
  Words v = {.n = ti->nwords};
  for (unsigned i = 0; i < v.n; i++)
    v.w[i] = load_leaf(f, &ti->leaves[i], addr);
  return v;
}

/* memmove: in a = b and *p = *q the places may be the same. */
void copy_memory(FuncGen *f, Type *t, Value to, Value from) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->size == 0 || to == from || barrier_copy(f, t, to, from))
    return;
  Value size = int_const(f->g, ti->size);
  LLVMBuildMemMove(f->b, to, ti->align, from, ti->align, size);
}

/* Few leaves: through registers, all loads before the first store, because
   the places may overlap. */
static void store_place(FuncGen *f, Type *t, Value addr, Value from) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->nleaves > MAX_LEAVES || addr == from) {
    copy_memory(f, t, addr, from);
    return;
  }
  Value v[MAX_LEAVES];
  for (unsigned i = 0; i < ti->nleaves; i++)
    v[i] = load_leaf(f, &ti->leaves[i], from);
  for (unsigned i = 0; i < ti->nleaves; i++)
    store_leaf(f, &ti->leaves[i], addr, v[i]);
}

void store_words(FuncGen *f, Type *t, Value addr, Words v) {
  TypeInfo *ti = type_info(f->g, t);
  if (v.place) {
    store_place(f, t, addr, v.w[0]);
    return;
  }
  ASSERT(v.n == ti->nwords);
  for (unsigned i = 0; i < v.n; i++)
    store_leaf(f, &ti->leaves[i], addr, v.w[i]);
}

void store_zero(FuncGen *f, Type *t, Value addr) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->rep != REP_PLACE) {
    for (unsigned i = 0; i < ti->nwords; i++)
      store_leaf(f, &ti->leaves[i], addr, LLVMConstNull(ti->reg[i]));
  } else if (ti->size > 0 && !barrier_clear(f, t, addr)) {
    Value zero = LLVMConstNull(f->g->i8);
    LLVMBuildMemSet(f->b, addr, zero, int_const(f->g, ti->size), ti->align);
  }
}

/* Registers cannot change, nor can a temporary that nobody else knows. */
Words words_to_temp(FuncGen *f, Type *t, Words v) {
  if (!v.place || v.temp)
    return v;
  Value p = temp_alloc(f, t, "tmp");
  store_place(f, t, p, v.w[0]);
  return words_place(p, true);
}

Value words_addr(FuncGen *f, Type *t, Words v) {
  if (v.place)
    return v.w[0];
  Value p = temp_alloc(f, t, "spill");
  store_words(f, t, p, v);
  return p;
}

/* An array or struct of few leaves travels like words: they are loaded. */
void words_to_leaves(FuncGen *f, Type *t, Words v, Value *out) {
  TypeInfo *ti = type_info(f->g, t);
  for (unsigned i = 0; i < ti->nleaves; i++)
    out[i] = v.place ? load_leaf(f, &ti->leaves[i], v.w[0]) : v.w[i];
}

/* Several results are one literal struct, which LLVM spreads over registers. */
void gen_return(FuncGen *f, Value *leaves, uint32_t n) {
  if (n == 0)
    LLVMBuildRetVoid(f->b);
  else if (n == 1)
    LLVMBuildRet(f->b, leaves[0]);
  else
    LLVMBuildAggregateRet(f->b, leaves, n);
}

void store_leaves(FuncGen *f, Type *t, Value addr, const Value *leaves) {
  TypeInfo *ti = type_info(f->g, t);
  for (unsigned i = 0; i < ti->nleaves; i++)
    store_leaf(f, &ti->leaves[i], addr, leaves[i]);
}

/* The inverse of words_to_leaves; a place gets memory of its own. */
Words words_from_leaves(FuncGen *f, Type *t, const Value *leaves) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->rep == REP_PLACE) {
    Value p = temp_alloc(f, t, "tmp");
    store_leaves(f, t, p, leaves);
    return words_place(p, true);
  }
  Words v = {.n = ti->nwords};
  for (unsigned i = 0; i < v.n; i++)
    v.w[i] = leaves[i];
  return v;
}

/* --------------------------------------------------------------- blocks -- */

Block current_block(FuncGen *f) { return LLVMGetInsertBlock(f->b); }

/* It belongs to no function before block_start or block_place. */
Block block_new(FuncGen *f, const char *name) {
  return LLVMCreateBasicBlockInContext(f->g->ctx, name);
}

bool block_ended(FuncGen *f) {
  return LLVMGetBasicBlockTerminator(current_block(f)) != NULL;
}

/* Places b at the end of the function and continues in it. */
static void block_place(FuncGen *f, Block b) {
  ASSERT(LLVMGetBasicBlockParent(b) == NULL); /* placed once */
  LLVMAppendExistingBasicBlock(f->llfn, b);
  LLVMPositionBuilderAtEnd(f->b, b);
}

void block_start(FuncGen *f, Block b) {
  branch(f, b);
  memset(f->checked, 0, sizeof f->checked); /* b may have other entries */
  block_place(f, b);
}

/* What has returned or panicked goes nowhere: the branches below do nothing
   after the end of a block, so that callers need not ask. */
void branch(FuncGen *f, Block to) {
  if (!block_ended(f))
    LLVMBuildBr(f->b, to);
}

void branch_if(FuncGen *f, Value cond, Block then, Block els) {
  if (!block_ended(f))
    LLVMBuildCondBr(f->b, cond, then, els);
}

void branch_rare(FuncGen *f, Value cond, Block rare, Block usual) {
  if (!block_ended(f))
    metadata_rare(f->g, LLVMBuildCondBr(f->b, cond, rare, usual));
}

/* No branch leads to the new block. */
void ensure_block(FuncGen *f) {
  if (block_ended(f))
    block_place(f, block_new(f, "dead"));
}

/* In a block that has just these two predecessors, before its other code. */
Value phi2(FuncGen *f, LType t, Value a, Block from_a, Value b, Block from_b) {
  Value phi = LLVMBuildPhi(f->b, t, "");
  Value values[2] = {a, b};
  Block blocks[2] = {from_a, from_b};
  LLVMAddIncoming(phi, values, blocks, 2);
  return phi;
}

/* --------------------------------------------------------------- checks -- */

/* func_end moves the blocks of f->cold behind all others. */
Block cold_begin(FuncGen *f, Value bad) {
  Block cold = block_new(f, "panic"), next = block_new(f, "");
  branch_rare(f, bad, cold, next);
  block_place(f, cold);
  list_push(&f->g->c->arena, &f->cold, cold);
  return next;
}

void cold_end(FuncGen *f, Block next) {
  ASSERT(block_ended(f));
  block_place(f, next);
}

/* Allocas, globals and parts of them are never nil. */
static bool known_non_nil(const FuncGen *f, Value p) {
  while (LLVMIsAGetElementPtrInst(p))
    p = LLVMGetOperand(p, 0);
  if (LLVMIsAAllocaInst(p) || LLVMIsAGlobalValue(p))
    return true;
  if (LLVMIsACallInst(p) && LLVMGetCalledValue(p) == f->g->rt[RT_newobject])
    return true;
  for (unsigned i = 0; i < COUNT(f->checked); i++)
    if (f->checked[i] == p)
      return true;
  return false;
}

/* One cold call without arguments serves all checks of a kind on a line. */
static void check_shared(FuncGen *f, ColdCall *cold, RtFn fn, Value bad) {
  Block next = block_new(f, "");
  if (cold->block && cold->line == f->line) {
    branch_rare(f, bad, cold->block, next);
  } else {
    next = cold_begin(f, bad);
    *cold = (ColdCall){current_block(f), f->line};
    rt_call(f, fn, NULL, 0);
  }
  block_place(f, next);
}

/* The last four pointers that were checked are remembered until a block
   starts that others may enter. */
void check_nil(FuncGen *f, Value p) {
  if (known_non_nil(f, p))
    return;
  f->checked[f->nchecked++ % COUNT(f->checked)] = p;
  Value bad = LLVMBuildIsNull(f->b, p, "");
  check_shared(f, &f->cold_nil, RT_sigpanic, bad);
}

/* is_zero: an i1, true if the divisor is 0. */
void check_divisor(FuncGen *f, Value is_zero) {
  check_shared(f, &f->cold_divide, RT_panicdivide, is_zero);
}

/* is_negative: an i1, true if the shift count is negative. */
void check_shift(FuncGen *f, Value is_negative) {
  check_shared(f, &f->cold_shift, RT_panicshift, is_negative);
}

/* Words are as wide as their type; its sign decides how they are extended. */
Value index_value(FuncGen *f, Words v, Type *t) {
  TypeInfo *ti = type_info(f->g, t);
  if (ti->size == 8)
    return v.w[0];
  return ti->is_signed ? LLVMBuildSExt(f->b, v.w[0], f->g->i64, "")
                       : LLVMBuildZExt(f->b, v.w[0], f->g->i64, "");
}

/* Small unsigned types were zero-extended: the signed message is right. */
bool index_is_unsigned(FuncGen *f, Type *t) {
  TypeInfo *ti = type_info(f->g, t);
  return ti->size == 8 && !ti->is_signed;
}

/* Negative indices are large as unsigned numbers: one comparison does. An index
   that is constant and right has no check. */
void check_bounds(FuncGen *f, Value i, Type *itype, Value len) {
  Value bad = LLVMBuildICmp(f->b, LLVMIntUGE, i, len, "");
  if (LLVMIsAConstantInt(bad) && LLVMConstIntGetZExtValue(bad) == 0)
    return;
  Block next = cold_begin(f, bad);
  if (index_is_unsigned(f, itype))
    RTCALL(f, panicIndexU, i, len);
  else
    RTCALL(f, panicIndex, i, len);
  cold_end(f, next);
}
