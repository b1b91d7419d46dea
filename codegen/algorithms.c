/*
 * algorithms.c - equality and hashing of any type.
 *
 * Most types need nothing of their own: bytes are compared by size, strings
 * and interfaces by the runtime. Structs and arrays with anything else
 * inside (padding, floats, strings, blank fields, ...) get two functions,
 * made on demand and merged by the linker:
 *
 *   type..eq.T(p, q *T) bool
 *   type..hash.T(p *T, seed uintptr) uintptr
 *
 *   struct { a, b int32; _ int; s string }    eq:   bcmp(p, q, 8)
 *                                                   p.s == q.s
 *                                             hash: strhash(&p.s,
 *                                                     memhash(p, seed, 8))
 *
 * Both must see the same parts of a value. Comparing interfaces may panic, so
 * fields stay on their side of one: {1, f} == {2, g} is false, whatever f and g
 * are. Between interfaces what is quick to compare goes first, as in gc:
 *
 *   struct { s string; i int; e any; j int }    len(p.s), i; p.s; e; j
 */
#include "codegen/gen.h"

/* How values of a type are compared and hashed. All but ALG_NONE, ALG_MEM and
   ALG_SPECIAL name a pair of functions of the runtime. */
typedef enum AlgKind {
  ALG_NONE, /* not comparable */
  ALG_MEM,  /* as bytes; also of size 0 */
  ALG_STRING,
  ALG_IFACE,
  ALG_EFACE,
  ALG_F32,
  ALG_F64,
  ALG_C64,
  ALG_C128,
  ALG_SPECIAL, /* a function of its own */
} AlgKind;

static AlgKind alg_kind(Gen *g, Type *t);

/* Floats are not bytes: +0 == -0, NaN != NaN. */
static AlgKind alg_basic(const Type *u) {
  switch (u->basic.kind) {
  case BASIC_STRING: return ALG_STRING;
  case BASIC_FLOAT32: return ALG_F32;
  case BASIC_FLOAT64: return ALG_F64;
  case BASIC_COMPLEX64: return ALG_C64;
  case BASIC_COMPLEX128: return ALG_C128;
  case BASIC_BOOL:
  case BASIC_INT:
  case BASIC_INT8:
  case BASIC_INT16:
  case BASIC_INT32:
  case BASIC_INT64:
  case BASIC_UINT:
  case BASIC_UINT8:
  case BASIC_UINT16:
  case BASIC_UINT32:
  case BASIC_UINT64:
  case BASIC_UINTPTR:
  case BASIC_UNSAFE_POINTER: return ALG_MEM;
  case BASIC_INVALID:
  case BASIC_UNTYPED_BOOL:
  case BASIC_UNTYPED_INT:
  case BASIC_UNTYPED_RUNE:
  case BASIC_UNTYPED_FLOAT:
  case BASIC_UNTYPED_COMPLEX:
  case BASIC_UNTYPED_STRING:
  case BASIC_UNTYPED_NIL:
  case BASIC_COUNT: break;
  }
  UNREACHABLE();
}

/* [1]T is compared as T is, [0]T as 0 bytes. */
static AlgKind alg_array(Gen *g, const Type *u) {
  AlgKind elem = alg_kind(g, u->array.elem);
  if (elem == ALG_NONE || elem == ALG_MEM || u->array.len == 1)
    return elem;
  return u->array.len == 0 ? ALG_MEM : ALG_SPECIAL;
}

/* Bytes if every field is and none is blank or padded; one field alone decides
   for the struct. */
static AlgKind alg_struct(Gen *g, Type *u) {
  Object **fields = u->st.fields;
  if (u->st.n == 1 && !name_is_blank(fields[0]->name))
    return alg_kind(g, fields[0]->type);
  type_layout(g->c, u);
  AlgKind kind = ALG_MEM;
  int64_t end = 0;
  for (uint32_t i = 0; i < u->st.n; i++) {
    AlgKind k = alg_kind(g, fields[i]->type);
    if (k == ALG_NONE)
      return ALG_NONE;
    if (k != ALG_MEM || name_is_blank(fields[i]->name) ||
        fields[i]->var.offset != end)
      kind = ALG_SPECIAL;
    end = fields[i]->var.offset + type_size(g->c, fields[i]->type);
  }
  return end == type_size(g->c, u) ? kind : ALG_SPECIAL;
}

/* Source: compile/internal/types/alg.go; here kinds are fewer, since sizes of
   memory are not kinds. */
static AlgKind alg_kind(Gen *g, Type *t) {
  Type *u = type_under(t);
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC: return alg_basic(u);
  case TYPE_POINTER:
  case TYPE_CHAN:
  case TYPE_INVALID: /* refused by type_info */
  case TYPE_PARAM: return ALG_MEM;
  case TYPE_INTERFACE:
    return type_is_empty_interface(g->c, u) ? ALG_EFACE : ALG_IFACE;
  case TYPE_ARRAY: return alg_array(g, u);
  case TYPE_STRUCT: return alg_struct(g, u);
  case TYPE_SLICE:
  case TYPE_FUNC:
  case TYPE_MAP: return ALG_NONE;
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_UNION: break;
  }
  UNREACHABLE();
}

bool alg_is_regular(Gen *g, Type *t) { return alg_kind(g, t) == ALG_MEM; }

/* ---------------------------------------------------------------- parts -- */

/* Part of a struct: a run of plain fields that is compared as bytes, or one
   field of its own algorithm (type not NULL). */
typedef struct Part {
  int64_t offset, size;
  Type *type;
} Part;

/* The part that begins with field *i, which moves behind it; false at the
   end. Blank fields belong to no part; padding ends a run. */
static bool next_part(Gen *g, const Type *u, uint32_t *i, Part *out) {
  while (*i < u->st.n && name_is_blank(u->st.fields[*i]->name))
    ++*i;
  if (*i >= u->st.n)
    return false;
  const Object *field = u->st.fields[(*i)++];
  *out = (Part){field->var.offset, type_size(g->c, field->type), field->type};
  if (alg_kind(g, field->type) != ALG_MEM)
    return true;
  out->type = NULL;
  for (; *i < u->st.n; ++*i) {
    field = u->st.fields[*i];
    if (name_is_blank(field->name) || alg_kind(g, field->type) != ALG_MEM ||
        field->var.offset != out->offset + out->size)
      break;
    out->size += type_size(g->c, field->type);
  }
  return true;
}

/* Begins the function name(p, second); NULL if the module has it already. *fn
   is the function in both cases. */
static FuncGen *begin_algorithm(Gen *g, const char *name, LType result,
                                LType second, Value *fn) {
  *fn = LLVMGetNamedFunction(g->mod, name);
  if (*fn != NULL)
    return NULL;
  LType params[] = {g->ptr, second};
  *fn = LLVMAddFunction(g->mod, name,
                        LLVMFunctionType(result, params, COUNT(params), false));
  if (result == g->i1) {
    unsigned kind = LLVMGetEnumAttributeKindForName("zeroext", 7);
    LLVMAddAttributeAtIndex(*fn, LLVMAttributeReturnIndex,
                            LLVMCreateEnumAttribute(g->ctx, kind, 0));
  }
  func_attributes(g, *fn);
  gen_set_shared(g, *fn);
  return func_begin(g, *fn);
}

/* "type..eq.T": the same in all packages, so that the linker merges them. */
static const char *algorithm_name(Gen *g, const char *what, Type *t) {
  return gen_type_symbol(g, arena_printf(&g->c->arena, "type..%s.", what), t);
}

/* A counting loop over [0, n): begin returns the index; the body follows.
   The index lies in an alloca, which LLVM turns into a register. */
typedef struct Loop {
  Block head, exit;
  Value slot, i;
  int64_t n;
} Loop;

static Loop loop_begin(FuncGen *f, int64_t n) {
  Gen *g = f->g;
  Loop l = {.head = block_new(f, "loop"), .exit = block_new(f, "end"), .n = n};
  l.slot = temp_bytes(f, 8, 8, "i");
  store_word(f, int_const(g, 0), l.slot, 0);
  Block body = block_new(f, "body");
  block_start(f, l.head);
  l.i = load_int(f, l.slot, 0);
  branch_if(f, LLVMBuildICmp(f->b, LLVMIntSLT, l.i, int_const(g, n), ""), body,
            l.exit);
  block_start(f, body);
  return l;
}

/* Counts on; code continues behind the loop. */
static void loop_end(FuncGen *f, Loop *l) {
  Value next = LLVMBuildNSWAdd(f->b, l->i, int_const(f->g, 1), "");
  store_word(f, next, l->slot, 0);
  branch(f, l->head);
  block_start(f, l->exit);
}

/* &base[i] of an array of `elem`. */
static Value element(FuncGen *f, Value base, Type *elem, Value i) {
  return ptr_index(f, type_mem(f->g, elem), base, i);
}

/* ------------------------------------------------------------- equality -- */

/* Continues in a new block if `same`, else goes to `no`. */
static void require(FuncGen *f, Value same, Block no) {
  Block yes = block_new(f, "");
  branch_if(f, same, yes, no);
  block_start(f, yes);
}

/* Sizes of registers are loaded, others left to bcmp, which LLVM expands. */
static Value equal_bytes(FuncGen *f, Value p, Value q, int64_t size) {
  Gen *g = f->g;
  if (size == 0)
    return LLVMConstInt(g->i1, 1, false);
  if (size <= 8 && (size & (size - 1)) == 0) {
    LType t = LLVMIntTypeInContext(g->ctx, (unsigned)(8 * size));
    Value x = LLVMBuildLoad2(f->b, t, p, ""),
          y = LLVMBuildLoad2(f->b, t, q, "");
    LLVMSetAlignment(x, 1);
    LLVMSetAlignment(y, 1);
    return LLVMBuildICmp(f->b, LLVMIntEQ, x, y, "");
  }
  LType params[] = {g->ptr, g->ptr, g->i64};
  LType type = LLVMFunctionType(g->i32, params, COUNT(params), false);
  Value fn = LLVMGetNamedFunction(g->mod, "bcmp");
  if (fn == NULL)
    fn = LLVMAddFunction(g->mod, "bcmp", type);
  Value args[] = {p, q, int_const(g, size)};
  Value r = LLVMBuildCall2(f->b, type, fn, args, COUNT(args), "");
  return LLVMBuildIsNull(f->b, r, "");
}

static Value equal_special(FuncGen *f, Type *t, Value p, Value q);

/* Comparing values of t may compare interfaces, whose dynamic types may turn
   out not to be comparable. */
static bool may_panic(Gen *g, Type *t) {
  Type *u = type_under(t);
  switch (alg_kind(g, u)) {
  case ALG_IFACE:
  case ALG_EFACE: return true;
  case ALG_SPECIAL: break;
  case ALG_NONE:
  case ALG_MEM:
  case ALG_STRING:
  case ALG_F32:
  case ALG_F64:
  case ALG_C64:
  case ALG_C128: return false;
  }
  if (u->kind == TYPE_ARRAY)
    return may_panic(g, u->array.elem);
  for (uint32_t i = 0; i < u->st.n; i++)
    if (may_panic(g, u->st.fields[i]->type))
      return true;
  return false;
}

/* Two structs being compared, field by field. */
typedef struct Comparison {
  Type *type;
  Value p, q;
  Block no; /* where to go if they differ */
} Comparison;

/* Goes on if the part is equal on both sides. */
static void require_part(FuncGen *f, const Comparison *c, const Part *part) {
  Value a = ptr_offset(f, c->p, part->offset),
        b = ptr_offset(f, c->q, part->offset);
  require(f,
          part->type ? alg_equal(f, part->type, a, b)
                     : equal_bytes(f, a, b, part->size),
          c->no);
}

/* What can be said of a part without a call: all of it if it is plain, of a
   string its length. True if nothing is left to compare. */
static bool require_quick(FuncGen *f, const Comparison *c, const Part *part) {
  AlgKind kind = part->type ? alg_kind(f->g, part->type) : ALG_MEM;
  if (kind == ALG_SPECIAL)
    return false;
  if (kind != ALG_STRING) {
    require_part(f, c, part);
    return true;
  }
  Value m = load_int(f, c->p, part->offset + 8),
        n = load_int(f, c->q, part->offset + 8);
  require(f, LLVMBuildICmp(f->b, LLVMIntEQ, m, n, ""), c->no);
  return false;
}

/* The fields from `from` up to `to`, none of which may panic. */
static void require_fields(FuncGen *f, const Comparison *c, uint32_t from,
                           uint32_t to) {
  Part part, *slow = NEW_ARRAY(&f->g->c->arena, Part, to - from + 1);
  uint32_t n = 0;
  for (uint32_t i = from; i < to && next_part(f->g, c->type, &i, &part);)
    if (!require_quick(f, c, &part))
      slow[n++] = part;
  for (uint32_t i = 0; i < n; i++)
    require_part(f, c, &slow[i]);
}

/* Goes on if all fields are equal. A part that may panic is a barrier: what
   stands before it is compared before it, the rest behind it. */
static void require_struct(FuncGen *f, const Comparison *c) {
  Part part;
  uint32_t from = 0;
  for (uint32_t i = 0, at = 0; next_part(f->g, c->type, &i, &part); at = i) {
    if (part.type == NULL || !may_panic(f->g, part.type))
      continue;
    require_fields(f, c, from, at);
    require_part(f, c, &part);
    from = i;
  }
  require_fields(f, c, from, c->type->st.n);
}

/* Goes on if all elements are equal; u is the array type. */
static void require_array(FuncGen *f, Type *u, Value p, Value q, Block no) {
  Type *elem = u->array.elem;
  Loop l = loop_begin(f, u->array.len);
  require(
      f, alg_equal(f, elem, element(f, p, elem, l.i), element(f, q, elem, l.i)),
      no);
  loop_end(f, &l);
}

/* type..eq.T of an ALG_SPECIAL type: a chain of tests that leave for `no`. */
static Value eq_function(Gen *g, Type *t) {
  Value fn;
  FuncGen *f =
      begin_algorithm(g, algorithm_name(g, "eq", t), g->i1, g->ptr, &fn);
  if (f == NULL)
    return fn;
  Type *u = type_under(t);
  type_layout(g->c, u);
  Block no = block_new(f, "no");
  Value p = LLVMGetParam(fn, 0), q = LLVMGetParam(fn, 1);
  if (u->kind == TYPE_STRUCT)
    require_struct(f, &(Comparison){u, p, q, no});
  else
    require_array(f, u, p, q, no);
  LLVMBuildRet(f->b, LLVMConstInt(g->i1, 1, false));
  block_start(f, no);
  LLVMBuildRet(f->b, LLVMConstInt(g->i1, 0, false));
  func_end(f);
  return fn;
}

/* p and q point to values of an ALG_SPECIAL type: i1. Structs of few fields are
   compared in place, others by their function. */
static Value equal_special(FuncGen *f, Type *t, Value p, Value q) {
  Gen *g = f->g;
  Type *u = type_under(t);
  if (u->kind == TYPE_STRUCT && u->st.n <= 4) {
    type_layout(g->c, u);
    Block no = block_new(f, "no"), done = block_new(f, "");
    require_struct(f, &(Comparison){u, p, q, no});
    Block yes = current_block(f);
    branch(f, done);
    block_start(f, no);
    branch(f, done);
    block_start(f, done);
    return phi2(f, g->i1, LLVMConstInt(g->i1, 1, false), yes,
                LLVMConstInt(g->i1, 0, false), no);
  }
  Value fn = eq_function(g, t), args[] = {p, q};
  return LLVMBuildCall2(f->b, LLVMGlobalGetValueType(fn), fn, args, COUNT(args),
                        "");
}

/* The one element or field that stands for a type of several layers. */
static Type *innermost(Gen *g, Type *t) {
  Type *u = type_under(t);
  while (alg_kind(g, u) != ALG_SPECIAL &&
         (u->kind == TYPE_STRUCT || u->kind == TYPE_ARRAY))
    u = type_under(u->kind == TYPE_STRUCT ? u->st.fields[0]->type
                                          : u->array.elem);
  return u;
}

/* Called for comparable types only: the checker refused the others. */
Value alg_equal(FuncGen *f, Type *t, Value p, Value q) {
  switch (alg_kind(f->g, t)) {
  case ALG_NONE: break;
  case ALG_MEM: return equal_bytes(f, p, q, type_size(f->g->c, t));
  case ALG_STRING:
  case ALG_IFACE:
  case ALG_EFACE:
  case ALG_F32:
  case ALG_F64:
  case ALG_C64:
  case ALG_C128:
    t = innermost(f->g, t);
    return equal_words(f, t, load_words(f, t, p), load_words(f, t, q));
  case ALG_SPECIAL: return equal_special(f, t, p, q);
  }
  UNREACHABLE();
}

/* type..eq.mem8 and so on: one function for all plain types of a size. */
static Value eq_bytes_function(Gen *g, int64_t size) {
  Value fn;
  const char *name =
      arena_printf(&g->c->arena, "type..eq.mem%lld", (long long)size);
  FuncGen *f = begin_algorithm(g, name, g->i1, g->ptr, &fn);
  if (f != NULL) {
    LLVMBuildRet(
        f->b, equal_bytes(f, LLVMGetParam(fn, 0), LLVMGetParam(fn, 1), size));
    func_end(f);
  }
  return fn;
}

/* The function that compares two t behind pointers; NULL: not comparable. */
static Value eq_code(Gen *g, Type *t) {
  switch (alg_kind(g, t)) {
  case ALG_NONE: return NULL;
  case ALG_MEM: return eq_bytes_function(g, type_size(g->c, t));
  case ALG_STRING: return rt_function(g, RT_strequal);
  case ALG_IFACE: return rt_function(g, RT_interequal);
  case ALG_EFACE: return rt_function(g, RT_nilinterequal);
  case ALG_F32: return rt_function(g, RT_f32equal);
  case ALG_F64: return rt_function(g, RT_f64equal);
  case ALG_C64: return rt_function(g, RT_c64equal);
  case ALG_C128: return rt_function(g, RT_c128equal);
  case ALG_SPECIAL: return eq_function(g, t);
  }
  UNREACHABLE();
}

/* What a type descriptor's `equal` points to. */
Value alg_eq_closure(Gen *g, Type *t) {
  TypeInfo *info = type_info(g, t);
  if (info->eq == NULL) {
    Value code = eq_code(g, t);
    info->eq = code ? closure_of(g, code) : null_ptr(g);
  }
  return info->eq;
}

/* ----------------------------------------------------------------- hash -- */

static Value hash_value(FuncGen *f, Type *t, Value p, Value seed);

/* Each part's hash is the seed of the next; blank fields and padding do not
   count, as in require_struct. */
static Value hash_struct(FuncGen *f, Type *u, Value p, Value seed) {
  Part part;
  for (uint32_t i = 0; next_part(f->g, u, &i, &part);) {
    Value at = ptr_offset(f, p, part.offset);
    seed = part.type ? hash_value(f, part.type, at, seed)
                     : RTCALL(f, memhash, at, seed, int_const(f->g, part.size));
  }
  return seed;
}

/* Chained like hash_struct, in a loop. */
static Value hash_array(FuncGen *f, Type *u, Value p, Value seed) {
  Value sum = temp_bytes(f, 8, 8, "hash");
  store_word(f, seed, sum, 0);
  Loop l = loop_begin(f, u->array.len);
  Value at = element(f, p, u->array.elem, l.i);
  store_word(f, hash_value(f, u->array.elem, at, load_int(f, sum, 0)), sum, 0);
  loop_end(f, &l);
  return load_int(f, sum, 0);
}

/* type..hash.T of an ALG_SPECIAL type; bytes: type..hash.mem8 and so on. */
static Value hash_function(Gen *g, Type *t, bool bytes) {
  int64_t size = type_size(g->c, t);
  const char *name =
      bytes ? arena_printf(&g->c->arena, "type..hash.mem%lld", (long long)size)
            : algorithm_name(g, "hash", t);
  Value fn;
  FuncGen *f = begin_algorithm(g, name, g->i64, g->i64, &fn);
  if (f == NULL)
    return fn;
  Type *u = type_under(t);
  Value p = LLVMGetParam(fn, 0), seed = LLVMGetParam(fn, 1);
  if (bytes) {
    seed = RTCALL(f, memhash, p, seed, int_const(g, size));
  } else if (u->kind == TYPE_STRUCT) {
    type_layout(g->c, u);
    seed = hash_struct(f, u, p, seed);
  } else {
    seed = hash_array(f, u, p, seed);
  }
  LLVMBuildRet(f->b, seed);
  func_end(f);
  return fn;
}

/* The function that hashes a t behind a pointer. */
static Value hash_code(Gen *g, Type *t) {
  switch (alg_kind(g, t)) {
  case ALG_NONE: break;
  case ALG_MEM: return hash_function(g, t, true);
  case ALG_STRING: return rt_function(g, RT_strhash);
  case ALG_IFACE: return rt_function(g, RT_interhash);
  case ALG_EFACE: return rt_function(g, RT_nilinterhash);
  case ALG_F32: return rt_function(g, RT_f32hash);
  case ALG_F64: return rt_function(g, RT_f64hash);
  case ALG_C64: return rt_function(g, RT_c64hash);
  case ALG_C128: return rt_function(g, RT_c128hash);
  case ALG_SPECIAL: return hash_function(g, t, false);
  }
  UNREACHABLE();
}

/* Calls it; the hash that results is the next part's seed. */
static Value hash_value(FuncGen *f, Type *t, Value p, Value seed) {
  Value fn = hash_code(f->g, t), args[] = {p, seed};
  return LLVMBuildCall2(f->b, LLVMGlobalGetValueType(fn), fn, args, COUNT(args),
                        "");
}

/* What a map's descriptor calls for its keys, which are comparable. */
Value alg_hash_closure(Gen *g, Type *t) {
  TypeInfo *info = type_info(g, t);
  if (info->hash == NULL)
    info->hash = closure_of(g, hash_code(g, t));
  return info->hash;
}
