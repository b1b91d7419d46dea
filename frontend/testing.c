/*
 * testing.c - see the header.
 */
#include "frontend/testing.h"

#include <criterion/criterion.h>

Package *testing_package(Compiler *c, const char *path, const char *text) {
  File *file = parse_source(c, source_add(c, "x.go", text, strlen(text)));
  Package *pkg = NEW(&c->arena, Package);
  pkg->path = path;
  pkg->name = file->package_name;
  pkg->is_main_module = true;
  pkg->files = arena_copy(&c->arena, &file, sizeof file);
  pkg->nfiles = 1;
  return pkg;
}

Package *testing_check(Compiler *c, const char *path, const char *text) {
  universe_init(c);
  Package *pkg = testing_package(c, path, text);
  check_package(c, pkg);
  cr_assert_not(diag_flush(c), "%s", text);
  return pkg;
}
