/*
 * layout.c - how values lie in memory on linux/amd64, as gc lays them out.
 *
 * Sizes are visible to programs (unsafe.Sizeof) and to the collector, which
 * needs to know for every type which words hold pointers:
 *
 *   struct { a byte; s string; n int; p *T; z uint32 }
 *
 *   offset  0      8       16     24     32     40
 *           a....  s.data  s.len  n      p      z...    size 48
 *   mask    0      1       0      0      1              ptrdata 40
 *
 * ptrdata is the length of the prefix behind which there are no pointers.
 *
 * A struct's last field, if of size 0, takes one byte, so that its address
 * is not that of the next object.
 */
#include "frontend/types/types.h"

enum {
  WORD = 8,
  MAX_ALIGN = 8
};
#define MAX_SIZE (INT64_C(1) << 50) /* of an array or struct */

typedef struct Size {
  uint8_t size, align, ptrdata;
} Size;

static const Size basic_sizes[BASIC_COUNT] = {
    [BASIC_BOOL] = {1,  1, 0},
    [BASIC_INT] = {8,  8, 0},
    [BASIC_INT8] = {1,  1, 0},
    [BASIC_INT16] = {2,  2, 0},
    [BASIC_INT32] = {4,  4, 0},
    [BASIC_INT64] = {8,  8, 0},
    [BASIC_UINT] = {8,  8, 0},
    [BASIC_UINT8] = {1,  1, 0},
    [BASIC_UINT16] = {2,  2, 0},
    [BASIC_UINT32] = {4,  4, 0},
    [BASIC_UINT64] = {8,  8, 0},
    [BASIC_UINTPTR] = {8,  8, 0},
    [BASIC_FLOAT32] = {4,  4, 0},
    [BASIC_FLOAT64] = {8,  8, 0},
    [BASIC_COMPLEX64] = {8,  4, 0},
    [BASIC_COMPLEX128] = {16, 8, 0},
    [BASIC_STRING] = {16, 8, 8},
    [BASIC_UNSAFE_POINTER] = {8,  8, 8},
    /* what is left untyped is never stored, but has a default type */
    [BASIC_UNTYPED_BOOL] = {1,  1, 0},
    [BASIC_UNTYPED_INT] = {8,  8, 0},
    [BASIC_UNTYPED_RUNE] = {4,  4, 0},
    [BASIC_UNTYPED_FLOAT] = {8,  8, 0},
    [BASIC_UNTYPED_COMPLEX] = {16, 8, 0},
    [BASIC_UNTYPED_STRING] = {16, 8, 8},
    [BASIC_UNTYPED_NIL] = {8,  8, 8},
};

static const Size kind_sizes[] = {
    [TYPE_SLICE] = {24, 8, 8 },
      [TYPE_POINTER] = {8,  8, 8 },
    [TYPE_FUNC] = {8,  8, 8 },
      [TYPE_INTERFACE] = {16, 8, 16},
    [TYPE_MAP] = {8,  8, 8 },
      [TYPE_CHAN] = {8,  8, 8 },
    [TYPE_UNION] = {0,  1, 0 },
};

/* To a multiple of an alignment. */
static int64_t round_up(int64_t n, int64_t to) {
  return (n + to - 1) / to * to;
}

/* The three facts of a type. */
static void set_size(Type *t, int64_t size, int64_t align, int64_t ptrdata) {
  t->size = size;
  t->align = t->field_align = (uint8_t)align;
  t->ptrdata = ptrdata;
}

static void set_fixed(Type *t, Size s) {
  set_size(t, s.size, s.align, s.ptrdata);
}

/* Marks t; size 0 keeps sums of sizes from overflowing. */
static void too_large(Type *t, int64_t align) {
  t->flags |= TYPE_F_SIZE_ERROR;
  set_size(t, 0, align, 0);
}

/* The limit is on the number of bytes, so arrays of nothing have none. */
static void layout_array(Compiler *c, Type *t) {
  Type *e = t->array.elem;
  type_layout(c, e);
  int64_t n = t->array.len < 0 ? 0 : t->array.len;
  if (e->flags & TYPE_F_SIZE_ERROR || (e->size && n > (MAX_SIZE - 1) / e->size))
    too_large(t, e->align);
  else
    set_size(t, n * e->size, e->align,
             n && e->ptrdata ? (n - 1) * e->size + e->ptrdata : 0);
}

/* `align64` in these packages promises 8 bytes even on 32-bit machines. */
static bool is_align64(const Type *t) {
  if (t->kind != TYPE_NAMED || !t->named.obj->package ||
      !name_is(t->named.obj->name, "align64"))
    return false;
  const char *path = t->named.obj->package->path;
  return strcmp(path, "sync/atomic") == 0 ||
         strcmp(path, "runtime/internal/atomic") == 0;
}

/* Places the fields in order, each at its alignment. */
static void layout_struct(Compiler *c, Type *t) {
  int64_t at = 0, align = 1, ptrdata = 0;
  bool bad = false;
  for (uint32_t i = 0; i < t->st.n; i++) {
    Object *f = t->st.fields[i];
    type_layout(c, f->type);
    at = round_up(at, f->type->align);
    f->var.offset = at;
    f->var.index = i;
    if (f->type->align > align)
      align = f->type->align;
    if (f->type->ptrdata)
      ptrdata = at + f->type->ptrdata;
    at += f->type->size;
    bad |= at >= MAX_SIZE || (f->type->flags & TYPE_F_SIZE_ERROR);
    if (bad)
      at = 0;
  }
  if (t->st.n && at > 0 && t->st.fields[t->st.n - 1]->type->size == 0)
    at++;
  if (bad)
    too_large(t, align);
  else
    set_size(t, round_up(at, align), align, ptrdata);
}

/* As the underlying type, but for the types that must be aligned to 8. */
static void layout_named(Compiler *c, Type *t) {
  Type *u = type_under(t);
  type_layout(c, u);
  set_size(t, u->size, is_align64(t) ? MAX_ALIGN : u->align, u->ptrdata);
  t->flags |= u->flags & TYPE_F_SIZE_ERROR;
}

/* Pointers to memory that the collector does not own are no pointers. */
static void layout_pointer(Type *t) {
  set_fixed(t, kind_sizes[TYPE_POINTER]);
  const Type *e = t->ptr.elem;
  if (e->kind == TYPE_NAMED && (e->flags & TYPE_F_NOTINHEAP))
    t->ptrdata = 0;
}

/* Parts count: an array or struct would take its memory with it. */
bool type_is_unallocatable(Type *t) {
  if (t->kind == TYPE_NAMED && (t->flags & TYPE_F_NOTINHEAP))
    return true;
  t = type_under(t);
  if (t->kind == TYPE_ARRAY)
    return type_is_unallocatable(t->array.elem);
  if (t->kind == TYPE_STRUCT)
    for (uint32_t i = 0; i < t->st.n; i++)
      if (type_is_unallocatable(t->st.fields[i]->type))
        return true;
  return false;
}

/* Sets size, alignment and ptrdata of t and of everything it contains. */
void type_layout(Compiler *c, Type *t) {
  if (t->flags & TYPE_F_LAID_OUT)
    return;
  t->flags |= TYPE_F_LAID_OUT;
  t->align = t->field_align = 1;
  switch ((TypeKind)t->kind) {
  case TYPE_BASIC: set_fixed(t, basic_sizes[t->basic.kind]); break;
  case TYPE_ARRAY: layout_array(c, t); break;
  case TYPE_STRUCT: layout_struct(c, t); break;
  case TYPE_NAMED: layout_named(c, t); break;
  case TYPE_POINTER: layout_pointer(t); break;
  case TYPE_SLICE:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_CHAN:
  case TYPE_UNION: set_fixed(t, kind_sizes[t->kind]); break;
  case TYPE_TUPLE:
    for (uint32_t i = 0; i < t->tuple.n; i++)
      type_layout(c, t->tuple.vars[i]->type);
    break;
  case TYPE_INVALID:
  case TYPE_PARAM: break;
  }
}

int64_t type_size(Compiler *c, Type *t) {
  type_layout(c, t);
  return t->size;
}

int64_t type_align(Compiler *c, Type *t) {
  type_layout(c, t);
  return t->align;
}

int64_t type_ptrdata(Compiler *c, Type *t) {
  type_layout(c, t);
  return t->ptrdata;
}

/* --------------------------------------------------------- pointer masks -- */

/* A word that holds a pointer. */
static void set_bit(uint8_t *mask, int64_t word) {
  mask[word / 8] = (uint8_t)(mask[word / 8] | 1u << (word % 8));
}

/* Sets the bits of a t at offset `at`. */
static void mask_at(Compiler *c, Type *t, uint8_t *mask, int64_t at) {
  Type *u = type_under(t);
  if (type_ptrdata(c, u) == 0)
    return;
  if (u->kind == TYPE_ARRAY) {
    for (int64_t i = 0; i < u->array.len; i++)
      mask_at(c, u->array.elem, mask, at + i * u->array.elem->size);
  } else if (u->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < u->st.n; i++)
      mask_at(c, u->st.fields[i]->type, mask, at + u->st.fields[i]->var.offset);
  } else {
    /* The pointer is the last word below ptrdata. What stands before it, in an
       interface, is a type or itab: never collected. */
    set_bit(mask, (at + u->ptrdata) / WORD - 1);
  }
}

/* `mask` is zero and has a bit for each word. */
void type_pointer_mask(Compiler *c, Type *t, uint8_t *mask) {
  mask_at(c, t, mask, 0);
}

/* ------------------------------------------------------------- too large -- */

/* The innermost type that is to blame. */
static Type *culprit(Type *t) {
  Type *u = type_under(t), *inner = NULL;
  if (u->kind == TYPE_ARRAY) {
    inner = u->array.elem;
  } else if (u->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < u->st.n && !inner; i++)
      if (u->st.fields[i]->type->flags & TYPE_F_SIZE_ERROR)
        inner = u->st.fields[i]->type;
  }
  return inner && (inner->flags & TYPE_F_SIZE_ERROR) ? culprit(inner) : t;
}

/* Names the innermost type that is too large. */
const char *type_size_error(Compiler *c, Type *t, const Package *rel) {
  type_layout(c, t);
  if (!(t->flags & TYPE_F_SIZE_ERROR))
    return NULL;
  Type *bad = culprit(t);
  const char *what = type_under(bad)->kind == TYPE_ARRAY
                         ? "larger than address space"
                         : "too large";
  return arena_printf(&c->arena, "type %s %s", type_string(c, bad, rel), what);
}
