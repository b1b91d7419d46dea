/*
 * base_test.c - arenas, names, maps, texts, positions and the error filter.
 */
#include "base/base.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(arena, blocks_are_zeroed_and_marks_release) {
  Arena a = {0};
  char *p = arena_alloc(&a, 100);
  ArenaMark m = arena_mark(&a);
  char *q = arena_alloc(&a, 1 << 20);
  memset(q, 1, 1 << 20);
  memset(arena_alloc(&a, 64), 7, 64);
  arena_release(&a, m);
  char *r = arena_alloc(&a, 64);
  for (int i = 0; i < 64; i++)
    cr_assert_eq(r[i], 0);
  cr_assert_eq(p[99], 0);
  arena_free(&a);
}

Test(name, equal_spellings_are_one_pointer) {
  Compiler *c = compiler_new();
  char buf[16];
  for (int i = 0; i < 5000; i++) {
    snprintf(buf, sizeof buf, "n%d", i);
    const Name *n = name_of(c, buf);
    cr_assert_eq(n, name_intern(c, buf, strlen(buf)));
  }
  cr_assert(name_of(c, "Éa")->exported);
  cr_assert_not(name_of(c, "éa")->exported);
  cr_assert(name_is_blank(name_of(c, "_")));
  compiler_free(c);
}

/* A loop over several threads: each round interns the same hundred names. */
typedef struct Rounds {
  const Name *names[64][100];
  char *texts[64];
} Rounds;

static void intern_hundred(Compiler *c, void *data, uint32_t i) {
  Rounds *r = data;
  char buf[16];
  for (int k = 0; k < 100; k++) {
    snprintf(buf, sizeof buf, "n%d", k);
    r->names[i][k] = name_of(c, buf);
  }
  r->texts[i] = arena_printf(&c->arena, "round %u", i);
}

Test(thread, names_are_the_same_on_all_threads) {
  for (uint32_t threads = 1; threads <= 4; threads++) {
    Compiler *c = compiler_new();
    Rounds *r = NEW(&c->arena, Rounds);
    compiler_parallel(c, threads, 64, intern_hundred, r);
    for (uint32_t i = 0; i < 64; i++) {
      char text[16];
      snprintf(text, sizeof text, "round %u", i);
      cr_assert_str_eq(r->texts[i], text);
      for (int k = 0; k < 100; k++)
        cr_assert_eq(r->names[i][k], r->names[0][k]);
    }
    cr_assert_eq(c->names.count, 100);
    cr_assert_eq(name_of(c, "n7"), r->names[63][7]);
    compiler_free(c);
  }
}

Test(arena, adopted_blocks_live_on) {
  Arena a = {0}, b = {0};
  char *p = arena_strndup(&b, "kept", 4);
  arena_adopt(&a, &b);
  char *q = arena_alloc(&a, 64);
  arena_alloc(&b, 1 << 20);
  arena_adopt(&a, &b);
  cr_assert_null(b.blocks);
  cr_assert_str_eq(p, "kept");
  q[63] = 1;
  cr_assert_eq(((char *)arena_alloc(&a, 8))[0], 0);
  arena_free(&a);
}

static const char *hex_of(Arena *a, const char *text, size_t len) {
  Digest d = hash_of(text, len);
  return digest_hex(a, &d);
}

Test(hash, digests_are_blake2b_256) {
  Arena a = {0};
  char text[300];
  memset(text, 'a', sizeof text);
  cr_assert_str_eq(
      hex_of(&a, "", 0),
      "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  cr_assert_str_eq(
      hex_of(&a, "abc", 3),
      "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  cr_assert_str_eq(
      hex_of(&a, text, 128),
      "ae2aa48507885c4c950fb809b2076f959cde9f8ea6da260d9a3587df33dac450");
  cr_assert_str_eq(
      hex_of(&a, text, 300),
      "3c1292de00a518e36823f9ff908ac2da46be38718c018713403461df077e15f6");
  arena_free(&a);
}

Test(hash, pieces_do_not_show_but_strings_do) {
  Hash h, g;
  Digest d, e;
  hash_begin(&h);
  hash_add(&h, "ab", 2);
  hash_add(&h, "c", 1);
  d = hash_end(&h);
  e = hash_of("abc", 3);
  cr_assert_eq(memcmp(&d, &e, sizeof d), 0);
  hash_begin(&h);
  hash_text(&h, "ab");
  hash_text(&h, "c");
  hash_begin(&g);
  hash_text(&g, "a");
  hash_text(&g, "bc");
  d = hash_end(&h);
  e = hash_end(&g);
  cr_assert_neq(memcmp(&d, &e, sizeof d), 0);
}

Test(map, keeps_order_and_overwrites) {
  Arena a = {0};
  Map m = {0};
  static int keys[1000];
  for (int i = 0; i < 1000; i++)
    map_set(&a, &m, &keys[i], &keys[999 - i]);
  map_set(&a, &m, &keys[3], &keys[3]);
  cr_assert_eq(m.len, 1000);
  cr_assert_eq(map_get(&m, &keys[3]), &keys[3]);
  cr_assert_eq(map_get(&m, &keys[4]), &keys[995]);
  cr_assert_eq(m.entries[7].key, &keys[7]);
  cr_assert_null(map_get(&m, &m));
  arena_free(&a);
}

Test(text, quotes_as_go) {
  Text t = {0};
  text_quote(&t, "a\"\\\n\x01\xff\u00e9\u2028", 11);
  cr_assert_str_eq(t.data, "\"a\\\"\\\\\\n\\x01\\xffé\\u2028\"");
  text_free(&t);
}

Test(text, utf8_rejects_what_go_rejects) {
  static const char *const bad[] = {"\xC0\x80", "\xED\xA0\x80",
                                    "\xF4\x90\x80\x80", "\xE2\x82", "\x80"};
  for (size_t i = 0; i < COUNT(bad); i++) {
    int width;
    cr_assert_eq(utf8_decode(bad[i], strlen(bad[i]), &width), 0xFFFD);
    cr_assert_eq(width, 1);
  }
}

Test(source, positions_and_line_directives) {
  Compiler *c = compiler_new();
  Source *a = source_add(c, "a.go", "one\ntwo\n", 8);
  Source *b = source_add(c, "b.go", "x\n//line f.y:7\ny\n", 17);
  cr_assert_str_eq(pos_string(c, a->base + 5), "a.go:2:2");
  cr_assert_str_eq(pos_string(c, b->base), "b.go:1:1");
  list_push(
      &c->arena, &b->directives,
      ((LineDirective){.from = b->base + 15, .filename = "f.y", .line = 7}));
  cr_assert_str_eq(pos_string(c, b->base + 15), "f.y:7");
  cr_assert_str_eq(pos_string_inside(c, b->base + 15), "f.y:7[b.go:3:1]");
  cr_assert_str_eq(pos_string(c, NO_POS), "<autogenerated>:1");
  compiler_free(c);
}

/* Runs diag_flush into memory; the caller frees the text. */
static char *flushed(Compiler *c) {
  char *text = NULL;
  size_t len;
  c->err = open_memstream(&text, &len);
  diag_flush(c);
  fclose(c->err);
  c->err = stderr;
  return text;
}

Test(diag, sorts_filters_and_drops_repeats) {
  Compiler *c = compiler_new();
  Source *a = source_add(c, "a.go", "one\ntwo\nthree\n", 14);
  diag_error(c, a->base + 9, "undefined: x");
  diag_error(c, a->base + 11, "undefined: x");
  diag_error(c, a->base + 4, "other");
  diag_error(c, a->base + 0, "syntax error: a");
  diag_error(c, a->base + 2, "syntax error: b");
  char *text = flushed(c);
  cr_assert_str_eq(text, "a.go:1:1: syntax error: a\na.go:2:1: other\n"
                         "a.go:3:2: undefined: x\n");
  free(text);
  compiler_free(c);
}

Test(diag, gives_up_after_ten) {
  Compiler *c = compiler_new();
  char *text = NULL;
  size_t len;
  c->err = open_memstream(&text, &len);
  Source *a = source_add(c, "a.go", "0123456789abcdef", 16);
  for (uint32_t i = 0; i < 16; i++)
    diag_error(c, a->base + i, "error %u", i);
  cr_assert(c->diags.full);
  cr_assert(diag_flush(c));
  fclose(c->err);
  cr_assert(strstr(text, "a.go:1:10: error 9\na.go:1:10: too many errors\n"));
  cr_assert_null(strstr(text, "error 10"));
  free(text);
  compiler_free(c);
}
