/*
 * pending.c - stands in for phases that are not linked yet.
 */
#include "codegen/codegen.h"

static void pending(Compiler *c, Package *pkg, const char *what) {
  Pos pos = pkg->nfiles ? pkg->files[0]->package_pos : NO_POS;
  diag_error(c, pos, "internal: %s is not linked yet", what);
}

void explicit_package(Compiler *c, Package *pkg) { (void)c, (void)pkg; }

void verify_package(Compiler *c, Package *pkg) { (void)c, (void)pkg; }

CodegenOptions codegen_defaults(const Compiler *c) {
  return (CodegenOptions){.opt_level = c->options.opt_level};
}

void codegen_init(const CodegenOptions *o) { (void)o; }

bool codegen_package(Compiler *c, Package *pkg, const CodegenOptions *o,
                     const char *path) {
  (void)o, (void)path, (void)c, (void)pkg;
  return true; /* so that the checker can be tested */
}

bool codegen_dump(Compiler *c, Package *pkg, const CodegenOptions *o,
                  DumpKind kind, FILE *out) {
  (void)o, (void)kind, (void)out;
  pending(c, pkg, "code generation");
  return false;
}

bool link_program(Compiler *c, const LinkOptions *o, const char *output) {
  (void)o, (void)output;
  diag_plain(c, "the linker is not linked yet");
  return false;
}
