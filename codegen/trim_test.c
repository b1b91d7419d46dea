/*
 * trim_test.c - what is cleared of small hand-made sections, and that damaged
 * ones do no harm: each is also tried cut short after every byte.
 */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "codegen/trim.h"

/* ---------------------------------------------------------------- sections */

static void put(Text *t, unsigned size, uint64_t v) {
  for (; size > 0; size--, v >>= 8)
    text_putc(t, (char)v);
}

/* Begins what has its length in front; end_block fills that in. */
static size_t begin_block(Text *t) {
  put(t, 4, 0);
  return t->len;
}

static void end_block(Text *t, size_t start) {
  write_uint((uint8_t *)t->data + start - 4, 4, t->len - start);
}

static void put_sequence(Text *t, uint64_t addr) {
  put(t, 3, 0x020900); /* set_address */
  put(t, 8, addr);
  put(t, 3, 0x010503); /* advance_line 5, copy */
  put(t, 3, 0x010100); /* end_sequence */
}

/* Returns where the two sequences begin. */
static size_t make_lines(Text *t) {
  static const uint8_t header[] = {1, 1, 1, 0xfd, 12, 13, 0, 1, 1, 1, 1,
                                   0, 0, 0, 1,    0,  0,  1, 0, 0, 0, 0};
  size_t unit = begin_block(t);
  put(t, 2, 5);
  put(t, 2, 8);
  size_t head = begin_block(t);
  text_append(t, (const char *)header, sizeof header);
  end_block(t, head);
  size_t program = t->len;
  put_sequence(t, 0);
  put_sequence(t, 0x1000);
  end_block(t, unit);
  return program;
}

static void put_frame(Text *t, uint32_t id, uint64_t addr) {
  size_t frame = begin_block(t);
  put(t, 4, id);
  put(t, 8, addr);
  put(t, 8, 0x20);
  put(t, 4, 0x0e100e10);
  end_block(t, frame);
}

enum {
  ADDR_BASE = 8,
  LOC_BASE = 12,
  LIST = 3, /* bytes of each */
};

static void put_function(Text *t, unsigned addr, const char *name,
                         unsigned list) {
  put(t, 1, 2);
  put(t, 1, addr);
  text_append(t, name, strlen(name) + 1);
  put(t, 1, 4); /* a parameter; its type is filled in later */
  put(t, 4, 0);
  put(t, 1, list);
  put(t, 1, 0);
}

static void put_type(Text *t, size_t user, const char *name) {
  write_uint((uint8_t *)t->data + user, 4, t->len);
  put(t, 1, 3);
  text_append(t, name, strlen(name) + 1);
}

/* live(x kept), and dead(x gone), which has no address. */
static void make_info(Text *sections) {
  static const uint8_t abbrevs[] = {
      1, 0x11, 1, 0x73, 0x17, 0x8c, 0x01, 0x17, 0, 0, /* unit: two bases */
      2, 0x2e, 1, 0x11, 0x1b, 0x03, 0x08, 0,    0,    /* subprogram */
      3, 0x13, 0, 0x03, 0x08, 0,    0,                /* structure */
      4, 0x05, 0, 0x49, 0x13, 0x02, 0x22, 0,    0,    /* parameter */
      0};
  text_append(&sections[DEBUG_ABBREV], (const char *)abbrevs, sizeof abbrevs);
  put(&sections[DEBUG_ADDR], 8, 0x800000014);
  put(&sections[DEBUG_ADDR], 8, 0x1000);
  put(&sections[DEBUG_ADDR], 8, 0);
  Text *t = &sections[DEBUG_INFO];
  size_t unit = begin_block(t);
  put(t, 4, 0x08010005);
  put(t, 4, 0);
  put(t, 1, 1);
  put(t, 4, ADDR_BASE);
  put(t, 4, LOC_BASE);
  put_function(t, 0, "live", 1);
  size_t kept = t->len - 6;
  put_function(t, 1, "dead", 0);
  size_t gone = t->len - 6;
  put_type(t, kept, "kept");
  put_type(t, gone, "gone");
  put(t, 1, 0);
  end_block(t, unit);
  t = &sections[DEBUG_LOCLISTS];
  size_t lists = begin_block(t);
  put(t, 4, 0x00080005);
  put(t, 4, 2);
  put(t, 4, 8);
  put(t, 4, 8 + LIST);
  put(t, LIST, 0x002211);
  put(t, LIST, 0x004433);
  end_block(t, lists);
}

/* ------------------------------------------------------------------- tests */

/* Runs fn on copies of the sections, of which `cut` has only n bytes. */
static Trim trim(const Text *sections, DebugSection cut, size_t n, Arena *a,
                 void (*fn)(Trim *)) {
  Trim t = {.a = a};
  for (unsigned i = 0; i < DEBUG_SECTIONS; i++) {
    size_t len = i == cut && n < sections[i].len ? n : sections[i].len;
    if (sections[i].len > 0)
      t.sections[i] = (Bytes){arena_copy(a, sections[i].data, len), len};
  }
  fn(&t);
  return t;
}

static void cut_everywhere(const Text *sections, void (*fn)(Trim *)) {
  for (unsigned i = 0; i < DEBUG_SECTIONS; i++)
    for (size_t n = 0; n < sections[i].len; n++) {
      Arena a = {0};
      trim(sections, i, n, &a, fn);
      arena_free(&a);
    }
}

static void free_sections(Text *sections, Arena *a) {
  for (unsigned i = 0; i < DEBUG_SECTIONS; i++)
    text_free(&sections[i]);
  arena_free(a);
}

static bool contains(Bytes b, const char *word) {
  return memmem(b.p, b.len, word, strlen(word)) != NULL;
}

Test(trim, lines) {
  enum {
    NOTHING = 7,
    SEQUENCE = 17
  };
  Text sections[DEBUG_SECTIONS] = {0};
  Arena a = {0};
  size_t start = make_lines(&sections[DEBUG_LINE]);
  Trim t = trim(sections, DEBUG_LINE, SIZE_MAX, &a, trim_lines);
  const uint8_t *p = t.sections[DEBUG_LINE].p;
  const char *before = sections[DEBUG_LINE].data;
  cr_assert_eq(sections[DEBUG_LINE].len, start + 2 * SEQUENCE);
  for (size_t i = 0; i < SEQUENCE; i++)
    cr_assert_eq(p[start + i], NOTHING);
  cr_assert_arr_eq(p, before, start);
  cr_assert_arr_eq(p + start + SEQUENCE, before + start + SEQUENCE, SEQUENCE);
  cut_everywhere(sections, trim_lines);
  free_sections(sections, &a);
}

Test(trim, frames) {
  enum {
    FRAME = 28,
    ADDRESS_END = 16
  };
  Text sections[DEBUG_SECTIONS] = {0};
  Arena a = {0};
  put_frame(&sections[DEBUG_FRAME], UINT32_MAX, 0);
  put_frame(&sections[DEBUG_FRAME], 0, 0);
  put_frame(&sections[DEBUG_FRAME], 0, 0x1000);
  Trim t = trim(sections, DEBUG_FRAME, SIZE_MAX, &a, trim_frames);
  const uint8_t *p = t.sections[DEBUG_FRAME].p;
  const char *before = sections[DEBUG_FRAME].data;
  cr_assert_arr_eq(p, before, FRAME);
  for (size_t i = FRAME + ADDRESS_END; i < 2 * FRAME; i++)
    cr_assert_eq(p[i], 0);
  cr_assert_arr_eq(p + 2 * FRAME, before + 2 * FRAME, FRAME);
  cut_everywhere(sections, trim_frames);
  free_sections(sections, &a);
}

Test(trim, info) {
  Text sections[DEBUG_SECTIONS] = {0};
  Arena a = {0};
  make_info(sections);
  Trim t = trim(sections, DEBUG_INFO, SIZE_MAX, &a, trim_info);
  Bytes info = t.sections[DEBUG_INFO], lists = t.sections[DEBUG_LOCLISTS];
  cr_assert_eq(info.len, sections[DEBUG_INFO].len);
  cr_assert(contains(info, "live") && contains(info, "kept"));
  cr_assert(!contains(info, "dead") && !contains(info, "gone"));
  cr_assert_gt(t.sections[DEBUG_ABBREV].len, sections[DEBUG_ABBREV].len);
  static const uint8_t left[] = {8, 0, 0, 0, 8 + LIST, 0,    0,
                                 0, 0, 0, 0, 0x33,     0x44, 0};
  cr_assert_eq(lists.len, 4 + LOC_BASE - 4 + sizeof left);
  cr_assert_arr_eq(lists.p + LOC_BASE, left, sizeof left);
  cut_everywhere(sections, trim_info);
  free_sections(sections, &a);
}
