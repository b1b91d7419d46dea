/*
 * snapshot_test.c - a Compiler's memory in a file: what comes back, which files
 * are refused, and which pointers are found.
 */
#include "base/base.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const Digest key = {.bytes = "key"}, other = {.bytes = "other"};

/* A Compiler in its place with something in it; builds that cannot have one
   skip the test. */
static Compiler *filled(void) {
  Compiler *c = snapshot_new();
  if (!c)
    cr_skip_test("no snapshots in this build");
  source_add(c, "a.go", "one\ntwo\n", 8);
  for (int i = 0; i < 100000; i++)
    name_of(c, arena_printf(&c->arena, "name%d", i));
  memset(arena_alloc(&c->arena, 5 << 20), 'x', 5 << 20);
  return c;
}

/* An open file with a snapshot of c, which is freed. */
static int written(Compiler *c) {
  FILE *f = tmpfile();
  cr_assert(f && snapshot_write(c, &key, fileno(f)));
  compiler_free(c);
  return fileno(f);
}

Test(snapshot, gives_everything_back) {
  Compiler *c = filled();
  const Name *name = name_of(c, "name77777");
  Pos next = c->sources.program.next;
  int fd = written(c);
  Compiler *again = snapshot_map(fd, &key);
  cr_assert_eq(again, c);
  cr_assert_eq(name_of(again, "name77777"), name);
  cr_assert_str_eq(pos_string(again, next - 2), "a.go:2:4");
  Source *b = source_add(again, "b.go", "x", 1);
  cr_assert_eq(b->base, next);
  const char *fresh = arena_alloc(&again->arena, 1 << 20);
  for (int i = 0; i < 1 << 20; i++)
    cr_assert_eq(fresh[i], 0);
  compiler_free(again);
}

Test(snapshot, changes_stay_in_memory) {
  int fd = written(filled());
  Compiler *c = snapshot_map(fd, &key);
  name_of(c, "changed");
  uint32_t count = c->names.count;
  compiler_free(c);
  c = snapshot_map(fd, &key);
  cr_assert_eq(c->names.count, count - 1);
  compiler_free(c);
}

Test(snapshot, is_in_one_place) {
  Compiler *c = filled();
  cr_assert_null(snapshot_new());
  int fd = written(c);
  c = snapshot_map(fd, &key);
  cr_assert_null(snapshot_map(fd, &key));
  compiler_free(c);
}

Test(snapshot, refuses_other_files) {
  int fd = written(filled());
  off_t size = lseek(fd, 0, SEEK_END);
  cr_assert_null(snapshot_map(fd, &other));
  cr_assert_eq(pwrite(fd, "", 1, size / 2), 1);
  cr_assert_null(snapshot_map(fd, &key)); /* its time has changed */
  for (off_t n = size / 2; n > 0; n /= 16) {
    cr_assert_eq(ftruncate(fd, n), 0);
    cr_assert_null(snapshot_map(fd, &key));
  }
}

static void *page_at(uintptr_t address) {
  void *p = mmap((void *)address, 4096, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  cr_assert_eq((uintptr_t)p, address);
  return p;
}

Test(snapshot, finds_foreign_pointers) {
  Compiler *c = filled();
  void **words = arena_alloc(&c->arena, 3 * sizeof *words);
  cr_assert_eq(snapshot_check(c, NULL), 0);
  words[0] = page_at(0x200001000000);
  words[1] =
      (void *)(uintptr_t)&snapshot_check; /* of the executable: allowed */
  words[2] = (char *)page_at(0x200000000000) + 8; /* the numbers 8, 0x2000 */
  cr_assert_eq(snapshot_check(c, NULL), 1);
  compiler_free(c);
}
