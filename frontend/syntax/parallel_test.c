/*
 * parallel_test.c - any number of threads gives the same trees, positions and
 * messages. Run it under ThreadSanitizer, too:
 *
 *   meson setup build-tsan -Db_sanitize=thread -Db_lundef=false
 *   ninja -C build-tsan && meson test -C build-tsan parallel base
 */
#include "frontend/frontend.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum {
  FILES = 40
};

/* A source that differs in length and names from its neighbours; every fifth
   has errors of the kinds that the parser finds. */
static void write_source(Text *t, int i) {
  text_printf(t, "package p\n\n//line f%d.y:%d\n", i, i + 1);
  for (int k = 0; k < 40 + i * 3; k++)
    text_printf(t,
                "func f%d_%d(a, b int, s []string) (r%d map[string]T%d) {\n"
                "\tfor i, x := range s { if a < b { r%d[x] = T%d{i} } }\n"
                "\treturn // comment\n}\n",
                i, k, k, i, k, i);
  if (i % 5 == 0)
    text_puts(t, "func h() {\n\tL: for { break M }\n}\n"
                 "func g() {\n\tx := 08 +\n}\n\"\n");
}

/* All there is to see: messages, then every tree with its positions. */
static char *parse_all(uint32_t threads) {
  Compiler *c = compiler_new();
  Source *sources[FILES];
  File *files[FILES];
  char *out = NULL;
  size_t len;
  c->err = open_memstream(&out, &len);
  c->options.threads = threads;
  c->options.all_errors = true;
  for (int i = 0; i < FILES; i++) {
    Text t = {0};
    write_source(&t, i);
    sources[i] =
        source_add(c, arena_printf(&c->arena, "f%d.go", i), t.data, t.len);
    text_free(&t);
  }
  parse_sources(c, sources, FILES, files);
  for (int i = 0; i < FILES; i++)
    parse_report(c, files[i]);
  diag_flush(c);
  for (int i = 0; i < FILES; i++)
    dump_file(c->err, c, files[i], false);
  fclose(c->err);
  compiler_free(c);
  return out;
}

Test(parallel, threads_do_not_show) {
  char *one = parse_all(1);
  cr_assert(strstr(one, "f0.y"));
  cr_assert(strstr(one, "syntax error: unexpected }"));
  for (uint32_t threads = 2; threads <= 5; threads++) {
    char *several = parse_all(threads);
    cr_assert(strcmp(one, several) == 0, "%u threads", threads);
    free(several);
  }
  free(one);
}
