/*
 * sizeclass.c - the table that mksizeclass.c computes, as arrays.
 *
 * The class of a size is looked up by steps of 8 bytes up to 1 KB and of 128
 * bytes above, both rounded up: 100 bytes are entry 13, class 9, 112 bytes.
 */
#include "sizeclass.h"

#include "mem.h"

const uint16_t rt_class_size[NUM_SIZE_CLASSES] = {
    0,
#define SIZE_CLASS(class, size, pages) size,
#include "sizeclass.def"
#undef SIZE_CLASS
};

const uint8_t rt_class_pages[NUM_SIZE_CLASSES] = {
    0,
#define SIZE_CLASS(class, size, pages) pages,
#include "sizeclass.def"
#undef SIZE_CLASS
};

uint64_t rt_round_up_size(uint64_t size) {
  if (size > RT_MAX_SMALL) {
    uint64_t up = size + RT_PAGE_SIZE - 1;
    return up < size ? size : up & ~(uint64_t)(RT_PAGE_SIZE - 1);
  }
  return rt_class_size[rt_size_class(size)];
}
