/*
 * placement.c - what code generation makes of a verdict: where the bytes are
 * in the end, and what is allocated although nothing escapes.
 *
 *     return &x                heap       runtime.newobject, 8 bytes
 *     var i interface{} = 7    read-only  a constant needs no box of its own
 *     new(struct{})            zero-size  every such pointer is the same
 *     append(s, make([]T, n)...)  appended   s grows by n zeros, make does nothing
 *     m := map[int]int{}       stack      the header; buckets are allocated
 *
 * The rules are those of codegen/ (literal.c, iface.c, builtin.c, convert.c,
 * map.c); testdata/harness/explain.py compares what is said here with the
 * calls in the LLVM code.
 */
#include "escape/explain.h"

enum {
  MAP_HEADER = 48, /* of the runtime's map, without buckets */
  WORD = 8
};

static Placement heap(int64_t size, const char *call) {
  return (Placement){.kind = PLACE_HEAP, .size = size, .call = call};
}

static Placement stack(int64_t size) {
  return (Placement){.kind = PLACE_STACK, .size = size};
}

/* Storage of a known size that one call would allocate. */
static Placement object(int64_t size, bool on_heap, const char *call) {
  if (size == 0)
    return (Placement){.kind = PLACE_ZERO_SIZE, .call = on_heap ? call : NULL};
  return on_heap ? heap(size, call) : stack(size);
}

/* --------------------------------------------------------------- interfaces */

/* A tree of constants, which is laid out before the program runs. */
static bool is_constant_tree(const Expr *e) {
  if (e->mode == MODE_CONST)
    return true;
  if (e->kind == EXPR_PAREN)
    return is_constant_tree(e->pair.x);
  TypeKind kind = type_under(e->type)->kind;
  if (e->kind != EXPR_COMPOSITE || (kind != TYPE_STRUCT && kind != TYPE_ARRAY))
    return false;
  for (uint32_t i = 0; i < e->complit.n; i++) {
    const Expr *x = e->complit.elems[i];
    if (!is_constant_tree(x->kind == EXPR_KEY_VALUE ? x->pair.y : x))
      return false;
  }
  return true;
}

/* The runtime function that makes a box for a value of type t. */
static const char *box_call(Compiler *c, Type *t) {
  const Type *u = type_under(t);
  int64_t size = type_size(c, t);
  bool plain = !type_has_pointers(t) && type_align(c, t) == size;
  if (u->kind == TYPE_SLICE)
    return "runtime.convTslice";
  if (type_is_basic(t, BI_STRING))
    return "runtime.convTstring";
  if (plain && size == 2)
    return "runtime.convT16";
  if (plain && size == 4)
    return "runtime.convT32";
  return plain && size == 8 ? "runtime.convT64" : "runtime.newobject";
}

/* The box of a value in an interface: none for zero bytes, a static one for
   constants and single bytes (the runtime has a table of them). */
static Placement box(Builder *b, const Expr *e, bool on_heap) {
  const Expr *x = e->pair.x;
  int64_t size = type_size(b->c, x->type);
  if (size == 0 || !on_heap)
    return is_constant_tree(x) && size
               ? (Placement){.kind = PLACE_READ_ONLY, .size = size}
               : object(size, false, NULL);
  if (is_constant_tree(x) || size == 1)
    return (Placement){.kind = PLACE_READ_ONLY, .size = size};
  Placement p = heap(size, box_call(b->c, x->type));
  if (strncmp(p.call, "runtime.convT", 13) == 0 && p.call[13] != 's')
    p.yet = "values below 256 are taken from a table of the runtime instead";
  else if (p.call[13] == 's')
    p.yet = "an empty one is not allocated";
  return p;
}

/* ------------------------------------------------------------- expressions */

/* A copied string or slice: small ones have a buffer if they stay. */
static Placement copied(const char *call, bool on_heap, int64_t buffer,
                        const char *yet) {
  Placement p = on_heap ? heap(-1, call) : stack(buffer);
  if (!on_heap)
    p.yet = yet;
  return p;
}

/* Where a conversion makes its result; most make none. */
static Placement conversion(Builder *b, const Expr *e, bool on_heap) {
  static const char longer[] =
      "a longer result than the buffer is allocated on the heap";
  switch ((ConvKind)e->sub) {
  case CONV_TO_IFACE: return box(b, e, on_heap);
  case CONV_STR_TO_BYTES:
    return copied("runtime.stringtoslicebyte", on_heap, STACK_BUFFER, longer);
  case CONV_STR_TO_RUNES:
    return copied("runtime.stringtoslicerune", on_heap, 4 * STACK_BUFFER,
                  longer);
  case CONV_BYTES_TO_STR:
    return copied("runtime.slicebytetostring", on_heap, STACK_BUFFER, longer);
  case CONV_RUNES_TO_STR:
    return copied("runtime.slicerunetostring", on_heap, STACK_BUFFER, longer);
  case CONV_INT_TO_STR:
    return copied("runtime.intstring", on_heap, STACK_RUNE, NULL);
  case CONV_NOP:
  case CONV_NUMERIC:
  case CONV_IFACE_TO_IFACE:
  case CONV_SLICE_TO_ARRAY_PTR:
  case CONV_PTR_TO_UNSAFE:
  case CONV_UNSAFE_TO_PTR: return stack(0);
  }
  UNREACHABLE();
}

/* The header of a map; `hint` is the size that make was given, `entries` the
   pairs of a literal. */
static Placement map_place(const Expr *hint, uint32_t entries, bool on_heap) {
  int64_t n = entries;
  bool constant = !hint || hint->mode == MODE_CONST;
  if (hint && constant && !const_int64(hint->value, &n))
    constant = false;
  Placement p =
      on_heap ? heap(MAP_HEADER, constant && n <= 8 ? "runtime.makemap_small"
                                                    : "runtime.makemap")
              : stack(MAP_HEADER);
  p.yet = "the buckets for its entries are allocated on the heap";
  return p;
}

/* What new or make allocates. A slice of unknown size is on the heap even if it
   does not escape. */
static Placement built(Builder *b, const Location *l, const Expr *e) {
  int64_t size = location_size(b, l);
  if (e->flags & EXPR_F_EXTENDS)
    return (Placement){.kind = PLACE_APPENDED, .size = -1};
  if (e->call.builtin == BUILTIN_NEW)
    return object(size, l->escapes, "runtime.newobject");
  if (type_under(e->type)->kind == TYPE_MAP)
    return map_place(e->call.n > 1 ? e->call.args[1] : NULL, 0, l->escapes);
  if (l->escapes || size < 0)
    return heap(size, "runtime.makeslice");
  return size ? stack(size) : (Placement){.kind = PLACE_ZERO_SIZE};
}

/* Of an expression that has a location. A literal that captures nothing is one
   record for all, like a function's. */
static Placement of_expr(Builder *b, const Location *l) {
  const Expr *e = l->expr;
  int64_t size = location_size(b, l);
  if (e->kind == EXPR_FUNC_LIT && e->funclit.fn->captures.len == 0)
    return (Placement){.kind = PLACE_READ_ONLY, .size = WORD};
  if (e->kind == EXPR_CALL && !l->is_go_wrapper)
    return built(b, l, e);
  if (e->kind == EXPR_CONVERT)
    return conversion(b, e, l->escapes);
  if (e->kind == EXPR_BINARY)
    return copied("runtime.concatstrings", l->escapes, STACK_BUFFER,
                  "a longer result than the buffer is allocated on the heap");
  if (e->kind == EXPR_COMPOSITE && type_under(e->type)->kind == TYPE_MAP)
    return map_place(NULL, e->complit.n, l->escapes);
  bool asks = e->kind != EXPR_COMPOSITE || size; /* []struct{}{...} does not */
  return object(size, l->escapes, asks ? "runtime.newobject" : NULL);
}

Placement placement_of(Builder *b, const Location *l) {
  if (l->var)
    return object(type_size(b->c, l->var->type), l->escapes,
                  "runtime.newobject");
  return of_expr(b, l);
}

/* ------------------------------------------------------- without a location */

/* append allocates only sometimes, and make of a channel always. */
Placement placement_of_expr(const Expr *e) {
  Placement none = {.kind = PLACE_STACK, .size = -1};
  if (e->kind != EXPR_CALL || e->sub != CALL_BUILTIN)
    return none;
  if (e->call.builtin == BUILTIN_MAKE && type_under(e->type)->kind == TYPE_CHAN)
    return heap(-1, "runtime.makechan");
  if (e->call.builtin != BUILTIN_APPEND || e->call.n < 2)
    return none;
  Placement p = heap(-1, "runtime.growslice");
  p.yet = "only when the capacity is used up";
  return p;
}

/* Statements that allocate: s += t, and m[k] = v. */
Placement placement_of_stmt(const Stmt *s) {
  Placement p = {.kind = PLACE_STACK, .size = -1};
  if (s->kind == STMT_ASSIGN && s->op == OP_ADD && s->assign.rhs &&
      !(s->flags & STMT_F_INC_DEC) &&
      type_is_basic(s->assign.lhs->type, BI_STRING))
    p = heap(-1, "runtime.concatstrings");
  bool inserts = s->kind == STMT_ASSIGN && s->assign.lhs->kind == EXPR_INDEX &&
                 type_under(s->assign.lhs->pair.x->type)->kind == TYPE_MAP;
  if (inserts && !p.call) {
    p = heap(-1, "runtime.mapassign");
    p.yet = "only when the map must grow";
  }
  return p;
}
