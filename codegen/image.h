/*
 * image.h - private to codegen: link-time data as bytes with holes.
 *
 * Static data of Go (type descriptors, itabs, composite literals) is mostly
 * plain bytes with an address here and there. An Image collects both:
 *
 *   bytes   07 00 00 00 00 00 00 00 | ?? ?? ?? ?? ?? ?? ?? ?? | 01
 *   slots                             ^ at 8, 8 bytes: @name
 *
 * and becomes one packed LLVM struct of byte strings and slot values. That
 * is far cheaper than an LLVM constant for each scalar: 8 MB of table cost
 * 2 ms this way and 200 ms as a million integers.
 */
#ifndef CODEGEN_IMAGE_H
#define CODEGEN_IMAGE_H

#include "codegen/gen.h"

/* A value that only the linker knows; slots do not overlap. */
typedef struct ImageSlot {
  uint64_t offset;
  uint32_t size; /* 8: an address; 4: a relative offset */
  Value value;
} ImageSlot;

typedef struct Image {
  Gen *g;
  uint8_t *bytes;
  uint64_t size, cap;
  LIST(ImageSlot) slots;
} Image;

/* An image of `size` zero bytes. */
Image image_new(Gen *g, uint64_t size);
/* Stores the n low bytes of v, little endian. */
void image_put(Image *im, uint64_t offset, unsigned n, uint64_t v);
void image_bytes(Image *im, uint64_t offset, const void *from, uint64_t n);
void image_addr(Image *im, uint64_t offset, Value address);
/* Stores the 4-byte distance from `base` to `target`; NULL: 0. */
void image_offset(Image *im, uint64_t offset, Value target, Value base);

/* The same at the end of the image, which grows. */
void image_append(Image *im, unsigned n, uint64_t v);
void image_append_bytes(Image *im, const void *from, uint64_t n);
void image_append_addr(Image *im, Value address); /* NULL: 0 */
void image_append_offset(Image *im, Value target, Value base);
void image_align(Image *im, uint64_t align);

/* The whole as a constant of im->size bytes. */
Value image_constant(Image *im);

/* Read-only bytes of the module, one datum for each (kind, contents). */
Value gen_shared_bytes(Gen *g, const char *kind, const void *bytes, uint64_t n);

#endif
