/*
 * fuzz_parse.c - libFuzzer: any bytes give a tree or diagnostics.
 *
 * What parses must also survive a round trip through the printer, and a walk
 * and a copy of every declaration's body.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/tools/roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void copy_bodies(Compiler *c, const File *file) {
  Cloner cl = {.c = c};
  for (uint32_t i = 0; i < file->n; i++)
    if (file->decls[i]->kind == DECL_FUNC)
      clone_stmt(&cl, file->decls[i]->func.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static FILE *nowhere;
  if (!nowhere)
    nowhere = fopen("/dev/null", "w");
  Compiler *c = compiler_new();
  c->err = c->out = nowhere;
  const char *text = (const char *)data;
  Source *source = source_add(c, "fuzz.go", text, size);
  dump_tokens(nowhere, c, source);
  File *file = parse_source(c, source);
  bool failed = diag_flush(c);
  ASSERT(failed == file->has_errors);
  if (!failed) {
    copy_bodies(c, file);
    source->std = true;
    ASSERT(roundtrip(text, size));
  }
  compiler_free(c);
  return 0;
}
