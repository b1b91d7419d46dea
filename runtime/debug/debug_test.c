/*
 * Tests of the DWARF reader on this executable itself, which is compiled
 * like the runtime, and of damaged files.
 */
#include "debug.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../testing.h"

/* The place after the call, as a return address. */
static __attribute__((noinline)) uintptr_t here(void) {
  return (uintptr_t)__builtin_return_address(0);
}

static unsigned line_of_leaf, line_of_middle, line_of_root;

#define LINE_NOW(var) (var = __LINE__)

static inline __attribute__((always_inline)) uintptr_t leaf(int x) {
  uintptr_t pc = 0;
  LINE_NOW(line_of_leaf), pc = here();
  return pc + (uintptr_t)(x - x);
}

static inline __attribute__((always_inline)) uintptr_t middle(int x) {
  uintptr_t pc = 0;
  LINE_NOW(line_of_middle), pc = leaf(x);
  return pc;
}

__attribute__((noinline)) uintptr_t debug_root(int x);
__attribute__((noinline)) uintptr_t debug_root(int x) {
  uintptr_t pc = 0;
  LINE_NOW(line_of_root), pc = middle(x);
  return pc;
}

__attribute__((noinline)) uintptr_t debug_no_params(void);
__attribute__((noinline)) uintptr_t debug_no_params(void) { return here(); }

static bool is_named(const Frame *f, const char *name) {
  return f->function.len == (int64_t)strlen(name) &&
         memcmp(f->function.p, name, strlen(name)) == 0;
}

Test(debug, inlined_frames) {
  Frame f[8];
  uintptr_t pc = debug_root(3);
  int n = rt_frames_of(pc - 1, f, 8);
  cr_assert_eq(n, 3);
  cr_assert(is_named(&f[0], "leaf") && is_named(&f[1], "middle") &&
            is_named(&f[2], "debug_root"));
  cr_assert(f[0].inlined && f[1].inlined && !f[2].inlined);
  cr_assert_eq(f[0].line, line_of_leaf);
  cr_assert_eq(f[1].line, line_of_middle);
  cr_assert_eq(f[2].line, line_of_root);
  for (int i = 0; i < n; i++) {
    const char *end = strrchr(f[i].file, '/');
    cr_assert_str_eq(end ? end + 1 : f[i].file, "debug_test.c");
  }
  cr_assert(f[2].has_params);
}

/* Asked again, the answer comes from the table, and is the same; one without
   enough room is not kept as if it were all. */
Test(debug, kept_frames) {
  Frame little[1], first[8], again[8];
  uintptr_t pc = debug_root(5) - 1;
  rt_frames_of(pc, little, 1);
  cr_assert_null(known_find(pc));
  int n = rt_frames_of(pc, first, 8);
  const Known *k = known_find(pc);
  cr_assert(k && k->n == n && strcmp(k->symbol.name, "debug_root") == 0);
  cr_assert_eq(rt_frames_of(pc, again, 8), n);
  for (int i = 0; i < n; i++) {
    cr_assert_eq(again[i].function.p, first[i].function.p);
    cr_assert_eq(again[i].line, first[i].line);
  }
  cr_assert_eq(rt_frames_of(pc, little, 1), 1);
  cr_assert(is_named(&little[0], "debug_root"));
}

Test(debug, parameters) {
  Frame f[8];
  int n = rt_frames_of(debug_no_params() - 1, f, 8);
  cr_assert_eq(n, 1);
  cr_assert(is_named(&f[0], "debug_no_params") && !f[0].has_params);
}

Test(debug, symbols) {
  Symbol s;
  uintptr_t pc = debug_root(1);
  cr_assert(rt_symbol_of(pc, &s));
  cr_assert_str_eq(s.name, "debug_root");
  cr_assert(pc > s.start && pc < s.end);
  cr_assert_not(rt_symbol_of(16, &s));
}

Test(debug, unknown_address) {
  Frame f[8];
  cr_assert_eq(rt_frames_of(16, f, 8), 1);
  cr_assert_null(f[0].file);
  cr_assert(is_named(&f[0], "?"));
}

Test(debug, leb128) {
  static const uint8_t bytes[] = {0x7f, 0x80, 0x01, 0xe5, 0x8e,
                                  0x26, 0x7f, 0x80, 0x7f, 0x80};
  Cursor c = {bytes, bytes + sizeof bytes};
  cr_assert_eq(read_uleb(&c), 127);
  cr_assert_eq(read_uleb(&c), 128);
  cr_assert_eq(read_uleb(&c), 624485);
  cr_assert_eq(read_sleb(&c), -1);
  cr_assert_eq(read_sleb(&c), -128);
  read_uleb(&c); /* cut off */
  cr_assert_eq(c.p, c.end);
  cr_assert_eq(read_uint(&c, 8), 0);
}

/* Made by zlib: a fixed block and a stored one. What programs carry are
   described blocks: without them a traceback has no lines. */
Test(debug, inflate) {
  static const uint8_t fixed[] = {0x78, 0x01, 0xcb, 0x48, 0xcd, 0xc9, 0xc9,
                                  0x57, 0xc8, 0x40, 0x90, 0x3a, 0x10, 0x0a,
                                  0x00, 0x6f, 0xb4, 0x08, 0xdd};
  static const uint8_t stored[] = {0x78, 0x01, 0x01, 0x03, 0x00, 0xfc, 0xff,
                                   'a',  'b',  'c',  0x02, 0x4d, 0x01, 0x27};
  uint8_t out[32];
  cr_assert(inflate((Bytes){fixed, sizeof fixed}, out, 24));
  cr_assert_arr_eq(out, "hello hello hello, hello", 24);
  cr_assert_not(inflate((Bytes){fixed, sizeof fixed}, out, 23));
  cr_assert_not(inflate((Bytes){fixed, sizeof fixed}, out, 25));
  cr_assert(inflate((Bytes){stored, sizeof stored}, out, 3));
  cr_assert_arr_eq(out, "abc", 3);
  for (size_t n = 0; n < 10; n++) {
    cr_assert_not(inflate((Bytes){fixed, n}, out, 24));
    cr_assert_not(inflate((Bytes){stored, n}, out, 3));
  }
}

/* Whatever bytes a stream has, unpacking it ends within its output. */
Test(debug, inflate_noise) {
  static uint8_t in[512], out[4096];
  srand(2);
  for (int round = 0; round < 20000; round++) {
    for (size_t i = 0; i < sizeof in; i++) {
      in[i] = (uint8_t)rand();
    }
    inflate((Bytes){in, sizeof in}, out, sizeof out - 1);
    cr_assert_eq(out[sizeof out - 1], 0);
  }
}

/* Whatever bytes a file has, reading it ends. Flips bytes of the debug
   sections of a copy of ourselves. */
Test(debug, damaged, .timeout = 60) {
  Image im;
  cr_assert(image_open(&im, "/proc/self/exe"));
  uint8_t *copy = malloc(im.file.len);
  uintptr_t pc = debug_root(1) - 1;
  Symbol s;
  cr_assert(rt_symbol_of(pc, &s));
  memcpy(copy, im.file.p, im.file.len);
  for (int i = 0; i < SEC_COUNT; i++) {
    im.sections[i].p = copy + (im.sections[i].p - im.file.p);
  }
  extern const char self_start[] __asm__("__ehdr_start")
      __attribute__((visibility("hidden")));
  uint64_t addr = pc - (uintptr_t)self_start;
  srand(1);
  Unit u;
  cr_assert(unit_of(&im, addr, &u));
  for (int round = 0; round < 300; round++) {
    for (int k = 0; k < 40; k++) {
      Bytes *b = &im.sections[SEC_INFO + rand() % (SEC_COUNT - SEC_INFO)];
      if (b->len != 0) {
        copy[b->p - copy + rand() % (long)b->len] = (uint8_t)rand();
      }
    }
    Scope scopes[MAX_SCOPES];
    LineRow row;
    const char *dir = NULL;
    if (unit_of(&im, addr, &u)) {
      unit_scopes(&u, addr, scopes, MAX_SCOPES);
      if (line_of(&u, addr, &row)) {
        line_file(&u, row.file, &dir);
      }
    }
  }
  free(copy);
}
