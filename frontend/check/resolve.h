/*
 * resolve.h - what package-level resolution and declarations share.
 */
#ifndef FRONTEND_CHECK_RESOLVE_H
#define FRONTEND_CHECK_RESOLVE_H

#include "frontend/check/check.h"

/* Methods that wait for their base type; value of Checker.method_lists. */
typedef struct MethodList {
  LIST(Object *) methods; /* in source order */
  bool attached;
} MethodList;

/* imports.c: enters what the file imports into its scope. */
void collect_import(Checker *ck, File *file, Decl *d);
void report_unused_imports(Checker *ck);
/* Finds out which packages that pkg sees have the name of another one. */
void imports_mark_clashes(Compiler *c, Package *pkg);

/* check_decl.c */
void check_decl_arity(Checker *ck, Decl *d);
void check_const_decl(Checker *ck, Object *obj, const DeclInfo *info);
void check_var_decl(Checker *ck, Object *obj, DeclInfo *info);
void check_type_decl(Checker *ck, Object *obj, Decl *d, Type *def);
void check_func_decl(Checker *ck, Object *obj, DeclInfo *info);
/* Attaches the methods declared for obj to its type; reports duplicates. */
void collect_methods(Checker *ck, Object *obj);
/* Package level: types and values onto the names of a const or var spec. */
void record_package_names(Decl *d);

/* init_order.c: fills Package.inits, for a package without errors. */
void emit_init_order(Checker *ck);

/* directives.c: what is found only in a package that has no other error. */
void check_directives(Checker *ck);

#endif
