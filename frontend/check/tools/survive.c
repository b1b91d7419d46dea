/*
 * survive.c - the whole front end on one text, with its promises asserted.
 *
 * Each call has a Compiler of its own and prints nothing. The parser's promises
 * are those of parse.h; the checker's are verify.c's.
 *
 * -dump=tokens runs, too: it reads to the end of texts that the parser leaves.
 */
#include "frontend/check/tools/survive.h"

#include "frontend/load/load.h"
#include "frontend/syntax/tools/roundtrip.h"

#include <stdlib.h>

/* A compiler whose messages go nowhere. */
static Compiler *silent_compiler(void) {
  Compiler *c = compiler_new();
  c->err = c->out = fopen("/dev/null", "w");
  ASSERT(c->err);
  return c;
}

static void silent_free(Compiler *c) {
  fclose(c->err);
  compiler_free(c);
}

/* ---------------------------------------------------------------- parser -- */

/* Cloning must not crash on any tree. */
static void copy_bodies(Compiler *c, const File *file) {
  Cloner cl = {.c = c};
  for (uint32_t i = 0; i < file->n; i++)
    if (file->decls[i]->kind == DECL_FUNC)
      clone_stmt(&cl, file->decls[i]->func.body);
}

void survive_parse(const char *text, size_t len) {
  Compiler *c = silent_compiler();
  Source *source = source_add(c, "x.go", text, len);
  ASSERT(source);
  dump_tokens(c->out, c, source);
  File *file = parse_source(c, source);
  ASSERT(file->package_name);
  bool failed = diag_flush(c);
  ASSERT(failed == file->has_errors);
  if (!failed) {
    copy_bodies(c, file);
    source->std = true; /* all directives are allowed when it is read again */
    ASSERT(roundtrip(text, len));
  }
  silent_free(c);
}

/* --------------------------------------------------------------- checker -- */

/* One file, in a folder that does not exist: imports fail. */
static Package *package_of(Compiler *c, File **files) {
  Package *pkg = NEW(&c->arena, Package);
  pkg->path = "p";
  pkg->dir = "/nowhere";
  pkg->files = files;
  pkg->nfiles = 1;
  pkg->is_main_module = true;
  return pkg;
}

/* As far as there are no errors; verify_package asserts that the tree is
   explicit. */
static void check(Compiler *c, const char *text, size_t len) {
  File *file = parse_source(c, source_add(c, "x.go", text, len));
  if (c->diags.syntax_errors)
    return;
  Package *pkg = package_of(c, &file);
  check_package(c, pkg);
  if (c->diags.count)
    return;
  explicit_package(c, pkg);
  verify_package(c, pkg);
}

void survive_check(const char *text, size_t len) {
  Compiler *c = silent_compiler();
  universe_init(c);
  c->options.all_errors = true;
  load_configure(c, &(LoadOptions){.goroot = "/nowhere"});
  check(c, text, len);
  diag_flush(c);
  silent_free(c);
}
