/*
 * fuzz_check.c - libFuzzer: any package gives types or diagnostics.
 *
 * Imports fail at once, so that a run depends on nothing but its bytes. What
 * is correct must also survive the explicit pass and its verifier.
 */
#include "frontend/load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Package *package_of(Compiler *c, File **files) {
  Package *pkg = NEW(&c->arena, Package);
  pkg->path = "p";
  pkg->dir = "/nowhere";
  pkg->files = files;
  pkg->nfiles = 1;
  pkg->is_main_module = true;
  return pkg;
}

static void check(Compiler *c, const char *text, size_t size) {
  File *file = parse_source(c, source_add(c, "fuzz.go", text, size));
  if (c->diags.syntax_errors)
    return;
  Package *pkg = package_of(c, &file);
  check_package(c, pkg);
  if (c->diags.count)
    return;
  explicit_package(c, pkg);
  verify_package(c, pkg);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static FILE *nowhere;
  if (!nowhere)
    nowhere = fopen("/dev/null", "w");
  Compiler *c = compiler_new();
  universe_init(c);
  c->err = c->out = nowhere;
  c->options.all_errors = true;
  load_configure(c, &(LoadOptions){.goroot = "/nowhere"});
  check(c, (const char *)data, size);
  diag_flush(c);
  compiler_free(c);
  return 0;
}
