/*
 * pipeline.h - private to the driver: the passes and what they work on.
 */
#ifndef DRIVER_PIPELINE_H
#define DRIVER_PIPELINE_H

#include "codegen/codegen.h"
#include "driver/job.h"
#include "escape/escape.h"
#include "frontend/frontend.h"

/* One package on its way through the passes. */
typedef struct Unit {
  Job *job;
  Settings *settings;
  Compiler *c;
  Compiler *scout; /* what c was before the library was known; NULL: none */
  uint32_t
      nlibrary; /* so many of loaded_packages(c), the first, are analysed */
  const char *const *library_notes; /* what -m said of them; NULL: nothing */
  pid_t writer; /* a process that keeps them in the cache; 0: none */
  const char *const *files; /* of the compiled package, as to be printed */
  uint32_t nfiles;
  Package *package;     /* after pass `ast` */
  EscapeRecord *record; /* wanted: -dump, explain; NULL: not */
  CodegenOptions codegen;
  const char *object; /* file that the last pass writes; NULL: none */
  bool done;          /* what was asked for is done: skip the other passes */
} Unit;

/* A compiler with the settings of the job, ready to load files (compile.c). */
Unit unit_new(Job *job);
void unit_free(Unit *u);
/* Compiles and links what the settings name; errors are printed as the go
   command does. The executable's name goes to *output: NULL for a package that
   is not main. */
bool build_program(Job *job, const char **output);
typedef LIST(char *) Arguments;
/* The arguments of the verb, with "..." replaced by the packages that it stands
   for (patterns.c). */
void patterns_expand(Job *job, Arguments *out);
/* Front half: files -> checked package, with what it imports. False after
   errors; they are waiting in c->diags or printed. */
bool pipeline_check(Unit *u);
/* Whether function bodies of imported packages matter to what is asked for. */
bool pipeline_needs_bodies(const Settings *s);
/* The part of the back half that importers build on, for an imported package;
   shows nothing. */
void pipeline_analyse(Unit *u);
/* Back half: one checked package -> u->object. */
bool pipeline_generate(Unit *u);
/* Its last pass alone, for a package that went through it without object. */
bool pipeline_object(Unit *u);
/* Whether every name of -dump is a pass; complains otherwise. */
bool pipeline_knows_dumps(const Settings *s);
/* Prints the names of -dump. */
void pipeline_help(FILE *out);

#endif
