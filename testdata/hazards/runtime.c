/*
 * runtime.c - as much of a runtime as the programs of harness/hazards.py need,
 * on any machine with a C compiler: it is how code for aarch64, for which
 * there is no other runtime, is run under qemu-user.
 *
 * Objects come from one block of memory, one after the other, and are never
 * used twice. With an argument each allocation first looks for what is still
 * needed, as the real collector does for stacks: any word on the stack, in the
 * registers that a call keeps, in the program's variable, or in a needed
 * object that points into an object keeps it. What nothing points to is
 * overwritten, so that a loop which has hidden the last pointer to an object
 * computes something else than without an argument.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GO(name) __asm__(name)

enum {
  HEAP = 512 << 20,
  MAX_OBJECTS = 1 << 16, /* alive at a time */
  PTR_WORD = 8
};

typedef struct Object {
  uintptr_t start, size;
  bool needed;
} Object;

static char *next, *end;
static Object objects[MAX_OBJECTS]; /* by address */
static size_t nobjects;
static bool eager;
static uintptr_t stack_top;

/* ------------------------------------------------------------ collecting -- */

extern void *go_sink GO("main.sink");

static void look_at(uintptr_t from, uintptr_t to);

/* Marks the object that p lies in, if any. */
static void keep(uintptr_t p) {
  size_t lo = 0, hi = nobjects;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (objects[mid].start + objects[mid].size <= p) {
      lo = mid + 1;
    } else {
      hi = mid;
    }
  }
  Object *o = &objects[lo];
  if (lo < nobjects && p >= o->start && !o->needed) {
    o->needed = true;
    look_at(o->start, o->start + o->size);
  }
}

/* Each word of the range may be a pointer. */
static void look_at(uintptr_t from, uintptr_t to) {
  for (uintptr_t at = from; at + PTR_WORD <= to; at += PTR_WORD) {
    uintptr_t word = *(volatile uintptr_t *)at;
    if (word >= (uintptr_t)end - HEAP && word < (uintptr_t)next) {
      keep(word);
    }
  }
}

/* Fills what was not kept with a pattern: who uses it, notices. */
static void free_others(void) {
  size_t n = 0;
  for (size_t i = 0; i < nobjects; i++) {
    if (objects[i].needed) {
      objects[i].needed = false;
      objects[n++] = objects[i];
    } else {
      memset((void *)objects[i].start, 0xdb, objects[i].size);
    }
  }
  nobjects = n;
}

/* Its frame has all registers that the caller expects to be kept. */
__attribute__((noinline)) static void collect(void) {
  jmp_buf registers;
  __builtin_unwind_init();
  setjmp(registers);
  uintptr_t low = (uintptr_t)&registers;
  uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
  low = frame < low ? frame : low;
  look_at(low & ~(uintptr_t)(PTR_WORD - 1), stack_top);
  keep((uintptr_t)go_sink);
  free_others();
}

__attribute__((noinline)) static void *allocate(uintptr_t size) {
  if (eager) {
    collect();
  }
  size = (size + 15) & ~(uintptr_t)15;
  if (nobjects == MAX_OBJECTS || (uintptr_t)(end - next) < size) {
    fprintf(stderr, "no room\n");
    exit(3);
  }
  char *p = next;
  next += size;
  objects[nobjects++] = (Object){(uintptr_t)p, size, false};
  return p;
}

/* --------------------------------------------------- what programs call -- */

typedef struct GoString {
  const uint8_t *p;
  int64_t n;
} GoString;

/* A type's descriptor begins with its size. */
void *go_newobject(const uint64_t *type) GO("runtime.newobject");
void *go_newobject(const uint64_t *type) { return allocate(*type); }

void *go_makeslice(const uint64_t *type, int64_t len,
                   int64_t cap) GO("runtime.makeslice");
void *go_makeslice(const uint64_t *type, int64_t len, int64_t cap) {
  (void)len;
  return allocate(*type * (uint64_t)cap);
}

GoString go_slicebytetostring(void *buf, const uint8_t *p,
                              int64_t n) GO("runtime.slicebytetostring");
GoString go_slicebytetostring(void *buf, const uint8_t *p, int64_t n) {
  (void)buf;
  const uint8_t *volatile kept = p; /* allocate may collect */
  uint8_t *copy = allocate((uintptr_t)n);
  memcpy(copy, kept, (size_t)n);
  return (GoString){copy, n};
}

bool go_strequal(const GoString *a, const GoString *b) GO("runtime.strequal");
bool go_strequal(const GoString *a, const GoString *b) {
  return a->n == b->n && memcmp(a->p, b->p, (size_t)a->n) == 0;
}

#define SILENT(name, symbol)                                                   \
  void name(void) GO(symbol);                                                  \
  void name(void) {}
SILENT(go_printlock, "runtime.printlock")
SILENT(go_printunlock, "runtime.printunlock")

void go_printsp(void) GO("runtime.printsp");
void go_printsp(void) { putchar(' '); }
void go_printnl(void) GO("runtime.printnl");
void go_printnl(void) { putchar('\n'); }
void go_printint(int64_t v) GO("runtime.printint");
void go_printint(int64_t v) { printf("%lld", (long long)v); }

#define FAILS(name, symbol)                                                    \
  void name(void) GO(symbol);                                                  \
  void name(void) {                                                            \
    fprintf(stderr, "%s\n", symbol);                                           \
    exit(2);                                                                   \
  }
FAILS(go_index, "runtime.panicIndex")
FAILS(go_slice_cap, "runtime.panicSliceAcap")
FAILS(go_slice, "runtime.panicSliceB")
FAILS(go_divide, "runtime.panicdivide")
FAILS(go_mem, "runtime.panicmem")

void go_main(void) GO("main.main");

int main(int argc, char **argv) {
  (void)argv;
  eager = argc > 1;
  next = calloc(1, HEAP);
  end = next + HEAP;
  stack_top =
      (uintptr_t)__builtin_frame_address(0) & ~(uintptr_t)(PTR_WORD - 1);
  go_main();
  return 0;
}
