/*
 * memory.c - what the runtime's allocator makes of a size, for reports.
 *
 *     codegen_heap_size(33) == 48        the next size class
 */
#include "codegen/codegen.h"

enum {
  PAGE = 8192
};

int64_t codegen_heap_size(int64_t size) {
  static const int64_t classes[] = {
#define SIZE_CLASS(class, size, pages) size,
#include "runtime/mem/sizeclass.def"
#undef SIZE_CLASS
  };
  for (size_t i = 0; i < COUNT(classes); i++)
    if (size <= classes[i])
      return classes[i];
  return (size + PAGE - 1) / PAGE * PAGE;
}
