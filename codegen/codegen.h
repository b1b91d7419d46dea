/*
 * codegen.h - the code generator's face: checked packages to executables.
 *
 *   Package (explicit tree) -> LLVM module -> object file     codegen_package
 *   objects + libescargo-rt.a -> executable                   link_program
 *
 * Nothing here is kept between calls but process-wide LLVM options, which
 * codegen_init sets; call it once, before the first package.
 */
#ifndef CODEGEN_CODEGEN_H
#define CODEGEN_CODEGEN_H

#include "frontend/frontend.h"

typedef enum DumpKind {
  DUMP_NONE,
  DUMP_LLVM, /* text of the module, after optimisation */
  DUMP_ASM
} DumpKind;

typedef struct CodegenOptions {
  int opt_level;   /* 0..3: see docs/architecture.md, tiers */
  bool verify;     /* check the module, abort on our own mistakes */
  bool debug_info; /* DWARF; without it tracebacks print ?:0 */
  bool heap_all;   /* -d=heapall: every variable and literal on the heap */
  bool no_pins;    /* -d=nopins: the collector may lose objects (pins.c) */
  bool barriers;   /* -d=barriers: pointer stores are told (barrier.c) */
  bool arm64;      /* -d=arm64: an object file for another machine */
  const char *cpu; /* NULL: baseline x86-64 */
} CodegenOptions;

/* Defaults that follow c->options. */
CodegenOptions codegen_defaults(const Compiler *c);

void codegen_init(const CodegenOptions *o);

/* Generates pkg and writes the object file `path`. False after errors (what
   cannot be compiled yet, unwritable files), which were reported. */
bool codegen_package(Compiler *c, Package *pkg, const CodegenOptions *o,
                     const char *path);
/* Generates pkg and prints it. */
bool codegen_dump(Compiler *c, Package *pkg, const CodegenOptions *o,
                  DumpKind kind, FILE *out);

/* Bytes that the runtime's heap spends on an object. */
int64_t codegen_heap_size(int64_t size);

typedef struct LinkOptions {
  const char *linker;         /* path or name; NULL: the first that is found */
  const char *runtime;        /* path of libescargo-rt.a */
  const char *const *objects; /* of all packages */
  uint32_t nobjects;
  const char *build_id; /* -ldflags=-B: 0x and hex digits; NULL: none */
  bool static_link;
  bool trace; /* -x: print the command */
} LinkOptions;

/* Links into `output`, which appears complete or not at all. False after a
   reported error. */
bool link_program(Compiler *c, const LinkOptions *o, const char *output);

#endif
