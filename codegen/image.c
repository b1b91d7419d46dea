/*
 * image.c - link-time data as bytes with holes; see image.h.
 *
 * The bytes live in the compilation's arena: growing abandons the old ones,
 * so capacities double. Slots may be added in any order; image_constant sorts
 * them. The bytes between two slots become one string, and zeros without
 * contents if they end in many:
 *
 *   var v = struct { n int32; p *int; a [100]byte }{7, &x, [100]byte{1}}
 *
 *   <{ [8 x i8] c"\07\00...", ptr @main.x, [1 x i8] c"\01",
 *      [103 x i8] zeroinitializer }>
 *
 * Slots and parts do not say what they align to: whoever makes a datum of the
 * constant sets its alignment.
 */
#include "codegen/image.h"

#include <stdlib.h>

Image image_new(Gen *g, uint64_t size) {
  Image im = {.g = g, .size = size, .cap = size};
  if (size > 0)
    im.bytes = NEW_ARRAY(&g->c->arena, uint8_t, size);
  return im;
}

/* Makes room for n more bytes, zeroed, and returns where they begin. */
static uint64_t extend(Image *im, uint64_t n) {
  uint64_t at = im->size;
  if (im->size + n > im->cap) {
    uint64_t cap = im->cap < 32 ? 64 : im->cap * 2;
    if (cap < im->size + n)
      cap = im->size + n;
    uint8_t *bytes = NEW_ARRAY(&im->g->c->arena, uint8_t, cap);
    if (at > 0)
      memcpy(bytes, im->bytes, at);
    im->bytes = bytes;
    im->cap = cap;
  }
  im->size += n;
  return at;
}

void image_put(Image *im, uint64_t offset, unsigned n, uint64_t v) {
  ASSERT(offset + n <= im->size);
  for (unsigned i = 0; i < n; i++)
    im->bytes[offset + i] = (uint8_t)(v >> (8 * i));
}

void image_bytes(Image *im, uint64_t offset, const void *from, uint64_t n) {
  ASSERT(offset + n <= im->size);
  if (n > 0)
    memcpy(im->bytes + offset, from, n);
}

/* The image's own bytes under a slot do not count. */
static void add_slot(Image *im, uint64_t offset, uint32_t size, Value v) {
  ASSERT(offset + size <= im->size);
  ImageSlot slot = {offset, size, v};
  list_push(&im->g->c->arena, &im->slots, slot);
}

void image_addr(Image *im, uint64_t offset, Value address) {
  add_slot(im, offset, 8, address);
}

/* The linker knows both addresses only, not their distance as a constant; an
   expression of this form it turns into a relocation relative to the place. */
void image_offset(Image *im, uint64_t offset, Value target, Value base) {
  if (target == NULL)
    return;
  Gen *g = im->g;
  Value distance = LLVMConstSub(LLVMConstPtrToInt(target, g->i64),
                                LLVMConstPtrToInt(base, g->i64));
  add_slot(im, offset, 4, LLVMConstTrunc(distance, g->i32));
}

void image_append(Image *im, unsigned n, uint64_t v) {
  image_put(im, extend(im, n), n, v);
}

void image_append_bytes(Image *im, const void *from, uint64_t n) {
  image_bytes(im, extend(im, n), from, n);
}

void image_append_addr(Image *im, Value address) {
  uint64_t at = extend(im, 8);
  if (address != NULL)
    image_addr(im, at, address);
}

void image_append_offset(Image *im, Value target, Value base) {
  image_offset(im, extend(im, 4), target, base);
}

void image_align(Image *im, uint64_t align) {
  uint64_t rest = im->size % align;
  if (rest != 0)
    extend(im, align - rest);
}

/* For qsort: slots in the order of their places. */
static int by_offset(const void *a, const void *b) {
  const ImageSlot *x = a, *y = b;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

typedef LIST(Value) ValueList;

/* Adds bytes [from, to) as one string, or as zeros without contents, so that
   large mostly empty data stays cheap. */
static void add_run(Image *im, ValueList *parts, uint64_t from, uint64_t to) {
  if (from == to)
    return;
  Gen *g = im->g;
  uint64_t end = to;
  while (end > from && im->bytes[end - 1] == 0)
    end--;
  /* a few zeros cost less in the string than as a part of their own */
  if (to - end < 64 && end > from)
    end = to;
  if (end > from)
    list_push(&g->c->arena, parts,
              LLVMConstStringInContext2(g->ctx, (const char *)im->bytes + from,
                                        end - from, true));
  if (to > end)
    list_push(&g->c->arena, parts,
              LLVMConstNull(LLVMArrayType2(g->i8, to - end)));
}

/* Slots and runs of bytes alternate; an image without slots or with a slot
   alone needs no struct around its only part. */
Value image_constant(Image *im) {
  Gen *g = im->g;
  if (im->slots.len > 1)
    qsort(im->slots.items, im->slots.len, sizeof *im->slots.items, by_offset);
  ValueList parts = {0};
  uint64_t at = 0;
  for (uint32_t i = 0; i < im->slots.len; i++) {
    const ImageSlot *s = &im->slots.items[i];
    add_run(im, &parts, at, s->offset);
    list_push(&g->c->arena, &parts, s->value);
    at = s->offset + s->size;
  }
  add_run(im, &parts, at, im->size);
  return parts.len == 1
             ? parts.items[0]
             : LLVMConstStructInContext(g->ctx, parts.items, parts.len, true);
}

Value gen_shared_bytes(Gen *g, const char *kind, const void *bytes,
                       uint64_t n) {
  Arena *a = &g->c->arena;
  /* equal texts are one Name: that of kind, 0, bytes is the key */
  size_t prefix = strlen(kind) + 1;
  ArenaMark mark = arena_mark(&g->c->scratch);
  char *key = NEW_ARRAY(&g->c->scratch, char, prefix + n);
  memcpy(key, kind, prefix);
  memcpy(key + prefix, bytes, n);
  const Name *name = name_intern(g->c, key, prefix + n);
  arena_release(&g->c->scratch, mark);
  Value v = map_get(&g->cache, name);
  if (v == NULL) {
    v = gen_data(g, NULL, LLVMConstStringInContext2(g->ctx, bytes, n, true),
                 true);
    LLVMSetAlignment(v, 1);
    LLVMSetUnnamedAddress(v, LLVMGlobalUnnamedAddr);
    map_set(a, &g->cache, name, v);
  }
  return v;
}
