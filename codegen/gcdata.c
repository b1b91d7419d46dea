/*
 * gcdata.c - what the collector is told about memory: where pointers are.
 *
 * Of a type: a mask with one bit for each word up to the last pointer
 * (RtType.gcdata). Of types with more than 128 KB of such words a mask would
 * be larger than the code; they get a program, in gc's format, which spells
 * the mask with repetitions:
 *
 *   [1<<20]struct { n int; p *T }     2 bits 01; repeat them 1048575 times
 *
 *     n, then (n+7)/8 bytes of bits    the next n bits; n is 1 .. 127
 *     0x80 | n, count (varint)         the last n bits again, count times
 *     0x80, n, count (varints)         the same for n over 127
 *     0                                end
 *
 * Of a package variable, and of data it points to that the program may
 * change: a root (RtRoot, in section go_gcroots). A root is in the comdat of
 * its variable, so the linker keeps both or neither.
 */
#include "codegen/image.h"

#include <llvm-c/Comdat.h>

#include "runtime/abi.h"

enum {
  WORD = 8,
  /* More words with pointers in front of them are described by a program. */
  MAX_MASK_WORDS = 2048 * 8,
  MAX_LITERAL = 127,
  /* Runs of fewer bits are cheaper spelt out. */
  MIN_REPEAT_BITS = 4 * 8
};

/* -------------------------------------------------------------- programs -- */

/* A program being written: bits wait in `literal`, as many as one instruction
   may have. */
typedef struct Program {
  Gen *g;
  Image im;
  int64_t at; /* bits so far */
  uint8_t literal[MAX_LITERAL];
  uint32_t nliteral; /* not written yet */
} Program;

/* Writes the bits that wait: their number, then the bits, low ones first. */
static void flush_literal(Program *p) {
  if (p->nliteral == 0)
    return;
  uint8_t bytes[MAX_LITERAL / 8 + 1] = {0};
  for (uint32_t i = 0; i < p->nliteral; i++)
    bytes[i / 8] = (uint8_t)(bytes[i / 8] | p->literal[i] << (i % 8));
  image_append(&p->im, 1, p->nliteral);
  image_append_bytes(&p->im, bytes, (p->nliteral + 7) / 8);
  p->nliteral = 0;
}

static void add_bit(Program *p, uint8_t bit) {
  if (p->nliteral == MAX_LITERAL)
    flush_literal(p);
  p->literal[p->nliteral++] = bit;
  p->at++;
}

static void add_varint(Program *p, uint64_t v) {
  for (; v >= 0x80; v >>= 7)
    image_append(&p->im, 1, (v & 0x7f) | 0x80);
  image_append(&p->im, 1, v);
}

/* The last n bits, `times` more times. */
static void add_repeat(Program *p, int64_t n, int64_t times) {
  if (n == 0 || times == 0)
    return;
  flush_literal(p);
  if (n <= MAX_LITERAL) {
    image_append(&p->im, 1, 0x80 | (uint64_t)n);
  } else {
    image_append(&p->im, 1, 0x80);
    add_varint(p, (uint64_t)n);
  }
  add_varint(p, (uint64_t)times);
  p->at += n * times;
}

/* Zeros up to bit `until`. */
static void add_zeros(Program *p, int64_t until) {
  int64_t n = until - p->at;
  ASSERT(n >= 0);
  if (n < MIN_REPEAT_BITS) {
    while (n-- > 0)
      add_bit(p, 0);
    return;
  }
  add_bit(p, 0);
  add_repeat(p, 1, n - 1);
}

/* The elements of nested arrays are those of one long array. */
static Type *flat_array(Type *t, int64_t *count) {
  *count = 1;
  for (Type *u = type_under(t); u->kind == TYPE_ARRAY; u = type_under(t)) {
    *count *= u->array.len;
    t = u->array.elem;
  }
  return t;
}

/* The bits of a t that lies `offset` bytes into the object, up to its last
   pointer. A large array is one element with what lies behind its pointers, and
   then repeated. */
static void add_type(Program *p, Type *t, int64_t offset) {
  Compiler *c = p->g->c;
  Type *u = type_under(t);
  if (type_ptrdata(c, t) == 0)
    return;
  if (u->kind == TYPE_STRUCT) {
    for (uint32_t i = 0; i < u->st.n; i++)
      add_type(p, u->st.fields[i]->type, offset + u->st.fields[i]->var.offset);
    return;
  }
  if (u->kind != TYPE_ARRAY) { /* the pointer is the last word of ptrdata */
    add_zeros(p, (offset + type_ptrdata(c, t)) / WORD - 1);
    add_bit(p, 1);
    return;
  }
  int64_t count;
  Type *elem = flat_array(t, &count);
  int64_t size = type_size(c, elem), words = size / WORD;
  bool repeat = count > 1 && count * words > MIN_REPEAT_BITS;
  for (int64_t i = 0; i < (repeat ? 1 : count); i++)
    add_type(p, elem, offset + i * size);
  if (repeat) {
    add_zeros(p, (offset + size) / WORD);
    add_repeat(p, words, count - 1);
  }
}

/* The program, behind its length; *ptrdata becomes what it describes, which
   for arrays is all of the last element. */
static Value program_of(Gen *g, Type *t, int64_t *ptrdata) {
  Program p = {.g = g, .im = image_new(g, 4)};
  add_type(&p, t, 0);
  flush_literal(&p);
  image_append(&p.im, 1, 0);
  image_put(&p.im, 0, 4, p.im.size - 4);
  *ptrdata = p.at * WORD;
  return gen_shared_bytes(g, "gcprog", p.im.bytes, p.im.size);
}

/* ----------------------------------------------------------------- masks -- */

Value gcdata_mask(Gen *g, const uint8_t *bits, int64_t ptrdata) {
  return gen_shared_bytes(g, "gcdata", bits,
                          (uint64_t)(ptrdata / WORD + 7) / 8);
}

/* One bit for each word of t up to the last pointer. */
static Value mask_of(Gen *g, Type *t) {
  int64_t ptrdata = type_ptrdata(g->c, t);
  ArenaMark mark = arena_mark(&g->c->scratch);
  uint8_t *bits =
      NEW_ARRAY(&g->c->scratch, uint8_t, (size_t)(ptrdata / WORD + 7) / 8);
  type_pointer_mask(g->c, t, bits);
  Value v = gcdata_mask(g, bits, ptrdata);
  arena_release(&g->c->scratch, mark);
  return v;
}

static bool is_huge(Gen *g, Type *t) {
  return type_ptrdata(g->c, t) / WORD > MAX_MASK_WORDS;
}

GcData gcdata_of(Gen *g, Type *t) {
  GcData d = {.ptrdata = type_ptrdata(g->c, t)};
  d.is_program = is_huge(g, t);
  if (d.is_program)
    d.data = program_of(g, t, &d.ptrdata);
  else if (d.ptrdata > 0)
    d.data = mask_of(g, t);
  return d;
}

/* ----------------------------------------------------------------- roots -- */

/* Where a root of a larger one begins. */
typedef struct RootPart {
  Value global;
  int64_t offset;
} RootPart;

/* `count` elements of type t that follow each other. */
static void add_root(Gen *g, RootPart at, Type *t, int64_t count) {
  ArenaMark mark = arena_mark(&g->c->scratch);
  Value offset = int_const(g, at.offset);
  Value parts[] = {
      LLVMConstInBoundsGEP2(g->i8, at.global, &offset, 1),
      mask_of(g, t),
      int_const(g, type_ptrdata(g->c, t) / WORD),
      int_const(g, type_size(g->c, t)),
      int_const(g, count),
  };
  Value init = LLVMConstStructInContext(g->ctx, parts, COUNT(parts), false);
  Value v = gen_data(g, NULL, init, true);
  LLVMSetSection(v, "go_gcroots");
  LLVMSetAlignment(v, WORD);
  LLVMSetComdat(v, LLVMGetComdat(at.global));
  list_push(&g->c->arena, &g->roots, v);
  arena_release(&g->c->scratch, mark);
}

/* What has too many words for a mask is taken apart. */
static void add_parts(Gen *g, RootPart at, Type *t) {
  int64_t count = 1;
  Type *elem = flat_array(t, &count), *u = type_under(elem);
  int64_t size = type_size(g->c, elem);
  if (type_ptrdata(g->c, elem) == 0 || count == 0)
    return;
  if (!is_huge(g, elem)) {
    add_root(g, at, elem, count);
    return;
  }
  for (int64_t k = 0; k < count; k++)
    for (uint32_t i = 0; i < u->st.n; i++) {
      const Object *field = u->st.fields[i];
      RootPart part = {at.global, at.offset + k * size + field->var.offset};
      add_parts(g, part, field->type);
    }
}

void gcdata_root(Gen *g, Value global, Type *t) {
  add_parts(g, (RootPart){global, 0}, t);
}

/* Nobody refers to a root by name: LLVM must not take it for dead. */
void gcdata_finish(Gen *g) {
  if (g->roots.len == 0)
    return;
  Value list = LLVMConstArray2(g->ptr, g->roots.items, g->roots.len);
  Value used = LLVMAddGlobal(g->mod, LLVMTypeOf(list), "llvm.compiler.used");
  LLVMSetInitializer(used, list);
  LLVMSetLinkage(used, LLVMAppendingLinkage);
  LLVMSetSection(used, "llvm.metadata");
}
