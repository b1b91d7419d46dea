/*
 * malloc.c - allocation.
 *
 * Everything that generated code allocates comes through rt_mallocgc, always
 * zeroed. Sizes are rounded to Go's size classes (sizeclass.def), larger ones
 * to whole pages, so that growslice can hand out the room that rounding adds.
 *
 * Below that, memory is cut from chunks of 64 MB in the order of requests and
 * never comes back: there is no collector yet.
 *
 *   chunk   |object|object|object|......free......|
 *                                ^cur             ^end
 *
 * Large objects get a mapping of their own, so that a chunk's tail is not
 * lost to them. All of it is fresh from the kernel, hence already zero.
 */
#include <string.h>

#include "../rt.h"

enum {
  CHUNK = 64 << 20,
  LARGE = 4 << 20
};

static const uint16_t class_size[] = {
    0,
#define SIZE_CLASS(class, size, pages) size,
#include "sizeclass.def"
#undef SIZE_CLASS
};

static struct {
  char *cur, *end;
  uint64_t in_use;                   /* bytes handed out */
  uint8_t class_of[(32768 / 8) + 1]; /* by size in words, filled at first use */
} heap;

uint64_t rt_zerobase;
uint8_t rt_zero_val[1024];

static void fill_class_of(void) {
  uint8_t class = 1;
  for (uint32_t words = 1; words < RT_COUNT(heap.class_of); words++) {
    if (words * 8 > class_size[class]) {
      class ++;
    }
    heap.class_of[words] = class;
  }
}

/* The bytes that a request for `size` bytes really gets. */
uint64_t rt_round_up_size(uint64_t size) {
  if (size > RT_MAX_SMALL) {
    uint64_t up = size + RT_PAGE_SIZE - 1;
    return up < size ? size : up & ~(uint64_t)(RT_PAGE_SIZE - 1);
  }
  if (RT_UNLIKELY(heap.class_of[1] == 0)) {
    fill_class_of();
  }
  return class_size[heap.class_of[(size + 7) / 8]];
}

uint64_t rt_bytes_in_use(void) { return heap.in_use; }

RT_DIE static void out_of_memory(uint64_t size) {
  rt_printlock();
  rt_print_text("runtime: out of memory: cannot allocate ");
  rt_printuint(size);
  rt_print_text("-byte block (");
  rt_printuint(heap.in_use);
  rt_print_text(" in use)\n");
  rt_printunlock();
  rt_throw("out of memory");
}

static void *large_alloc(uint64_t size) {
  void *p = size <= RT_MAX_ALLOC ? rt_os_reserve(size) : NULL;
  if (!p) {
    out_of_memory(size);
  }
  return p;
}

RT_NOINLINE static void new_chunk(void) {
  heap.cur = large_alloc(CHUNK);
  heap.end = heap.cur + CHUNK;
}

/* size is rounded already; objects of 16 bytes and more are aligned to 16. */
static void *bump(uint64_t size) {
  if (size >= LARGE) {
    return large_alloc(size);
  }
  uintptr_t pad = size >= 16 ? -(uintptr_t)heap.cur & 15 : 0;
  if (RT_UNLIKELY((uint64_t)(heap.end - heap.cur) < size + pad)) {
    new_chunk();
    pad = 0;
  }
  char *p = heap.cur + pad;
  heap.cur = p + size;
  return p;
}

void *rt_mallocgc(uint64_t size, void *type, bool zero) {
  (void)type;
  (void)zero;
  if (size == 0) {
    return &rt_zerobase;
  }
  size = rt_round_up_size(size);
  void *p = bump(size);
  heap.in_use += size;
  return p;
}

void *rt_persistent(uint64_t size) { return bump((size + 15) & ~15ul); }

void *rt_newobject(void *type) {
  const RtType *t = type;
  return rt_mallocgc(t->size, type, true);
}

void *rt_newarray(void *type, int64_t n) {
  const RtType *t = type;
  uint64_t size = 0;
  if (n < 0 || __builtin_mul_overflow(t->size, (uint64_t)n, &size) ||
      size > RT_MAX_ALLOC) {
    rt_panic_plain("runtime: allocation size out of range");
  }
  return rt_mallocgc(size, type, true);
}

/* The write barriers of a collector that does not stop the world go here. */
void rt_typedmemmove(void *type, void *to, void *from) {
  const RtType *t = type;
  if (to != from) {
    memmove(to, from, t->size);
  }
}

void rt_typedmemclr(void *type, void *p) {
  const RtType *t = type;
  memset(p, 0, t->size);
}
