/*
 * pins.c - keeps a pointer into each object on the stack for the collector.
 *
 * The collector scans stacks word by word and keeps every object into which a
 * word points. The optimiser may leave it none: from
 *
 *   for i := 1; i < n; i++ { s += p[i-1]; f() }
 *
 * it makes a loop over q[i] with q = p-8, which points before the object, and
 * forgets p. So when LLVM's passes over the module are done, and before it
 * selects instructions, where more such rewriting happens, each `base` in
 * danger is stored to a slot of the frame by a store that nothing may move or
 * remove:
 *
 *   %p = load ptr, ptr %x                 store volatile ptr %p, ptr %pin
 *
 * A base is a pointer as the program made it: what is not computed from
 * another pointer by adding to it. It is in danger if an offset other than
 * that of a field is added to it, unless all the results are used up before
 * the block ends and before anything is called. The slot holds it until the
 * same instruction yields another one.
 *
 * Where ways join that added to different bases,
 *
 *   q = phi(p1 + 8*i, p2 + 8*j)     a parallel phi(p1, p2) is made and pinned.
 */
#include "codegen/gen.h"

/* What is known about a phi or select of pointers. */
typedef struct Join {
  Value v;
  Value same;   /* the one base of all that come in; NULL: none seen yet */
  bool differ;  /* they have several */
  bool derived; /* and some are not bases themselves */
  Value bases;  /* then: the parallel join */
} Join;

typedef struct Pins {
  Gen *g;
  Arena *a;
  LLVMBuilderRef b;
  Value fn;
  Map joins;  /* Value -> Join */
  Map pinned; /* Value -> itself */
} Pins;

/* An LLVMOpcode; 0: no instruction. */
static unsigned opcode(Value v) {
  return LLVMIsAInstruction(v) ? LLVMGetInstructionOpcode(v) : 0;
}

/* ----------------------------------------------------------------- bases -- */

/* What yields one of several pointers. */
static bool is_join(Value v) {
  return opcode(v) == LLVMPHI || opcode(v) == LLVMSelect;
}

static unsigned ways(Value join) {
  return opcode(join) == LLVMPHI ? LLVMCountIncoming(join) : 2;
}

static Value way(Value join, unsigned i) {
  return opcode(join) == LLVMPHI ? LLVMGetIncomingValue(join, i)
                                 : LLVMGetOperand(join, i + 1);
}

/* What v was computed from by adding offsets: a join or a base. */
static Value strip(Value v) {
  for (;;) {
    unsigned op = LLVMIsAConstantExpr(v) ? LLVMGetConstOpcode(v) : opcode(v);
    if (op != LLVMGetElementPtr && op != LLVMFreeze && op != LLVMBitCast &&
        op != LLVMExtractElement)
      return v;
    Value from = LLVMGetOperand(v, 0);
    /* An element of a vector that was loaded is a base. */
    if (op == LLVMExtractElement && opcode(from) != LLVMGetElementPtr)
      return v;
    v = from;
  }
}

static Join *join_of(Pins *p, Value v) { return map_get(&p->joins, v); }

typedef LIST(Join *) JoinList;

/* All joins from which v is computed that are not known yet. */
static void collect(Pins *p, Value v, JoinList *found) {
  v = strip(v);
  if (!is_join(v) || join_of(p, v))
    return;
  Join *j = NEW(p->a, Join);
  j->v = v;
  map_set(p->a, &p->joins, v, j);
  list_push(p->a, found, j);
  for (unsigned i = 0; i < ways(v); i++)
    collect(p, way(v, i), found);
}

/* The base of v as far as it is known; NULL: not yet. */
static Value known_base(Pins *p, Value v) {
  Value root = strip(v);
  const Join *j = is_join(root) ? join_of(p, root) : NULL;
  if (j == NULL)
    return root;
  return j->differ ? root : j->same;
}

/* One step of both analyses: false when nothing changed. */
static bool update(Pins *p, Join *j) {
  Join old = *j;
  for (unsigned i = 0; i < ways(j->v); i++) {
    Value v = way(j->v, i), base = known_base(p, v), root = strip(v);
    const Join *from = is_join(root) ? join_of(p, root) : NULL;
    if (base != NULL && j->same != NULL && base != j->same)
      j->differ = true;
    if (base != NULL && j->same == NULL)
      j->same = base;
    if ((base != NULL && base != v) || (from && from->derived))
      j->derived = true;
  }
  return old.same != j->same || old.differ != j->differ ||
         old.derived != j->derived;
}

/* A join like v, beside it, whose ways fill_join sets. */
static Value empty_join(Pins *p, Value v) {
  LLVMPositionBuilderBefore(p->b, v);
  if (opcode(v) == LLVMPHI)
    return LLVMBuildPhi(p->b, LLVMTypeOf(v), "");
  Value none = LLVMGetPoison(LLVMTypeOf(v));
  return LLVMBuildSelect(p->b, LLVMGetOperand(v, 0), LLVMGetOperand(v, 1), none,
                         "");
}

/* The base of v once all is known. */
static Value final_base(Pins *p, Value v) {
  Value base = known_base(p, v);
  const Join *j = base && is_join(base) ? join_of(p, base) : NULL;
  return j && j->bases ? j->bases : base;
}

/* The bases of all ways, once every join that needs one has its parallel. */
static void fill_join(Pins *p, const Join *j) {
  for (unsigned i = 0; i < ways(j->v); i++) {
    Value base = final_base(p, way(j->v, i));
    if (base == NULL || LLVMTypeOf(base) != LLVMTypeOf(j->v))
      base = LLVMGetPoison(LLVMTypeOf(j->v)); /* from unreachable code only */
    if (opcode(j->v) == LLVMSelect) {
      LLVMSetOperand(j->bases, i + 1, base);
      continue;
    }
    Block from = LLVMGetIncomingBlock(j->v, i);
    LLVMAddIncoming(j->bases, &base, &from, 1);
  }
}

/* The base of v. Joins refer to each other in loops, hence a fixed point: facts
   only grow, until no join changes. Then the parallel joins are made. */
static Value base_of(Pins *p, Value v) {
  JoinList found = {0};
  collect(p, v, &found);
  for (bool again = true; again;) {
    again = false;
    for (uint32_t i = 0; i < found.len; i++)
      again |= update(p, found.items[i]);
  }
  for (uint32_t i = 0; i < found.len; i++) {
    Join *j = found.items[i];
    if (j->differ && j->derived)
      j->bases = empty_join(p, j->v);
  }
  for (uint32_t i = 0; i < found.len; i++)
    if (found.items[i]->bases)
      fill_join(p, found.items[i]);
  return final_base(p, v);
}

/* ---------------------------------------------------------------- danger -- */

/* Adds what may lead out of the object before something else leads back. */
static bool is_risky(Value gep) {
  for (int i = 1; i < LLVMGetNumOperands(gep); i++) {
    Value index = LLVMGetOperand(gep, (unsigned)i);
    if (!LLVMIsAConstantInt(index) || LLVMConstIntGetSExtValue(index) < 0)
      return true;
  }
  return false;
}

/* A call of something else than an intrinsic. */
static bool is_call(Value v) {
  if (opcode(v) != LLVMCall)
    return false;
  Value callee = LLVMGetCalledValue(v);
  return !LLVMIsAFunction(callee) || LLVMGetIntrinsicID(callee) == 0;
}

/* Whether anything is called between two instructions of one block. */
static bool may_collect_between(Value from, Value to) {
  for (Value v = LLVMGetNextInstruction(from); v && v != to;
       v = LLVMGetNextInstruction(v))
    if (is_call(v))
      return true;
  return false;
}

/* Everything computed from v by adding to it is used up in the block of
   `def`, before any call behind it. */
static bool is_used_up(Value def, Value v, unsigned depth) {
  enum {
    MAX_DEPTH = 8
  };
  for (LLVMUseRef u = LLVMGetFirstUse(v); u; u = LLVMGetNextUse(u)) {
    Value user = LLVMGetUser(u);
    if (v == def && opcode(user) != LLVMGetElementPtr)
      continue; /* a use of the base keeps it */
    if (depth == MAX_DEPTH || is_join(user) ||
        LLVMGetInstructionParent(user) != LLVMGetInstructionParent(def) ||
        may_collect_between(def, user))
      return false;
    if (opcode(user) == LLVMGetElementPtr && !is_used_up(def, user, depth + 1))
      return false;
  }
  return true;
}

/* Of stack objects, variables and constants nothing is collected. */
static bool is_heap_pointer(Value base) {
  return !LLVMIsAConstant(base) && opcode(base) != LLVMAlloca;
}

/* A base in danger: see the head of this file. */
static bool needs_pin(Value base) {
  if (!is_heap_pointer(base))
    return false;
  bool straight = LLVMIsAInstruction(base) && opcode(base) != LLVMPHI;
  return !straight || !is_used_up(base, base, 0);
}

/* ------------------------------------------------------------------ pins -- */

static void position_after(Pins *p, Value base) {
  Block entry = LLVMGetEntryBasicBlock(p->fn), at = entry;
  Value next = LLVMGetFirstInstruction(entry);
  if (LLVMIsAInstruction(base)) {
    at = LLVMGetInstructionParent(base);
    next = LLVMGetNextInstruction(base);
  }
  while (opcode(next) == LLVMPHI || (at == entry && opcode(next) == LLVMAlloca))
    next = LLVMGetNextInstruction(next);
  LLVMPositionBuilderBefore(p->b, next);
}

static void pin(Pins *p, Value base) {
  if (map_has(&p->pinned, base))
    return;
  map_set(p->a, &p->pinned, base, base);
  Value first = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(p->fn));
  LLVMPositionBuilderBefore(p->b, first);
  Value slot = LLVMBuildAlloca(p->b, LLVMTypeOf(base), "pin");
  position_after(p, base);
  LLVMSetVolatile(LLVMBuildStore(p->b, base, slot), true);
}

typedef LIST(Value) ValueList;

static void collect_risky(Pins *p, ValueList *geps) {
  for (Block b = LLVMGetFirstBasicBlock(p->fn); b; b = LLVMGetNextBasicBlock(b))
    for (Value v = LLVMGetFirstInstruction(b); v; v = LLVMGetNextInstruction(v))
      if (opcode(v) == LLVMGetElementPtr && is_risky(v))
        list_push(p->a, geps, v);
}

static void pin_function(Gen *g, Value fn) {
  ArenaMark mark = arena_mark(&g->c->scratch);
  Pins p = {.g = g, .a = &g->c->scratch, .fn = fn};
  p.b = LLVMCreateBuilderInContext(g->ctx);
  ValueList geps = {0};
  collect_risky(&p, &geps);
  for (uint32_t i = 0; i < geps.len; i++) {
    Value base = base_of(&p, geps.items[i]);
    if (base != NULL && needs_pin(base))
      pin(&p, base);
  }
  LLVMDisposeBuilder(p.b);
  arena_release(&g->c->scratch, mark);
}

void pins_insert(Gen *g) {
  for (Value fn = LLVMGetFirstFunction(g->mod); fn;
       fn = LLVMGetNextFunction(fn))
    if (LLVMCountBasicBlocks(fn) > 0)
      pin_function(g, fn);
}
