/*
 * frontend.h - the front end's face: from files to checked packages.
 *
 *   bytes -> scan.l, scan.c -> grammar.y -> File      parse_source
 *   Files -> Package with types, objects, constants   check_package
 *   Package -> the same tree with nothing implied     explicit_package
 *
 * All functions report errors through diag.c and return what they have:
 * callers ask c->diags.
 */
#ifndef FRONTEND_FRONTEND_H
#define FRONTEND_FRONTEND_H

#include "frontend/types/types.h"

/* syntax/parse.c: a file's tree; never NULL. Branches and labels are checked
   too (syntax/branches.c), for bodies without syntax errors. */
File *parse_source(Compiler *c, Source *source);
/* The trees of several files, read on as many threads as pay. Their errors are
   not reported yet: parse_report does that, file by file. */
void parse_sources(Compiler *c, Source *const *sources, uint32_t n,
                   File **files);
void parse_report(Compiler *c, const File *file);
/* -dump=tokens */
void dump_tokens(FILE *out, Compiler *c, Source *source);

/* load/load.c: import path -> package, checked (declarations and bodies).
   Errors name the import's position. NULL: could not be imported, and `why`
   is the reason ("package foo is not in GOROOT ..."). */
Package *load_import(Compiler *c, const char *path, Pos pos,
                     const char *from_dir, const char **why);
/* The packages loaded so far, imports before importers. */
Package **loaded_packages(Compiler *c, uint32_t *n);
/* Parses the files and makes the package that is to be compiled. */
Package *load_files(Compiler *c, const char *const *paths, uint32_t n,
                    const char *import_path);

/* check/resolve.c: types everything in pkg->files, bodies included. */
void check_package(Compiler *c, Package *pkg);
/* check/explicit.c: only for packages without errors. */
void explicit_package(Compiler *c, Package *pkg);
/* check/instantiate.c, after the analyses: pkg->functions has the instances of
   generic functions in place of what was analysed for their shapes. */
void concrete_package(Compiler *c, Package *pkg);
/* The same file: a method of an instance for shapes of another place, which
   inlining has brought about, gets the function of its own shapes. */
void instance_share_code(Package *pkg, Object *method);
/* check/instance_copy.c: puts types into all nodes below, and finds again what
   depends on them: fields, methods, constants. Variables are the caller's. */
void retype_stmt(Compiler *c, Stmt *s, const TypeMap *map);
/* Makes selector e, whose selection has a whole path, select from the explicit
   value `base`: embedded fields, & and * become nodes. */
void explicit_select_from(Compiler *c, Expr *e, Expr *base);
/* `return f()` of function fn with several results: { t1, t2 := f(); return t1,
   t2 }, where all is explicit already. */
Stmt *explicit_return_several(Compiler *c, Function *fn, Stmt *s);
/* check/verify.c: every expression typed, only the explicit subset remains;
   an internal error otherwise. */
void verify_package(Compiler *c, Package *pkg);

#endif
