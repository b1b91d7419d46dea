/*
 * sizeclass.h - which size class a request falls into. The tables are static
 * so that the compiler folds look-ups of constant sizes, here and in programs
 * that inline the allocator (inline.c).
 *
 *   100 bytes -> rt_class8[(100 + 7) / 8] = 9 -> slots of rt_slot_size[9] = 112
 */
#ifndef RUNTIME_MEM_SIZECLASS_H
#define RUNTIME_MEM_SIZECLASS_H

#include "../rt.h"

static const uint8_t rt_class8[] = {
#define CLASS8(class) class,
#include "sizeclass.def"
#undef CLASS8
};
static const uint8_t rt_class128[] = {
#define CLASS128(class) class,
#include "sizeclass.def"
#undef CLASS128
};
static const uint16_t rt_slot_size[] = {
    0,
#define SIZE_CLASS(class, size, pages) size,
#include "sizeclass.def"
#undef SIZE_CLASS
};
enum {
  SMALL_STEPS_MAX = 1024 /* sizes up to here are in rt_class8 */
};

/* Of a size up to RT_MAX_SMALL. */
RT_INLINE uint8_t rt_size_class(uint64_t size) {
  return size <= SMALL_STEPS_MAX
             ? rt_class8[(size + 7) / 8]
             : rt_class128[(size - SMALL_STEPS_MAX + 127) / 128];
}

#endif
