/*
 * check_type.h - what the files about type expressions share.
 */
#ifndef FRONTEND_CHECK_CHECK_TYPE_H
#define FRONTEND_CHECK_CHECK_TYPE_H

#include "frontend/check/check.h"

/* Enters t as what `def` (NULL: nothing) is declared to be. */
void set_underlying(Type *def, Type *t);
/* An incomplete type, already entered into `def`. */
Type *check_type_begin(Checker *ck, TypeKind kind, Type *def);

Type *check_struct_type(Checker *ck, Expr *e, Type *def);    /* struct.c */
Type *check_interface_type(Checker *ck, Expr *e, Type *def); /* interface.c */
/* interface{ e }, for a constraint e like ~int or A|B. */
Type *check_implicit_interface(Checker *ck, Expr *e);
/* generic.c: see generic.h. */
Type *check_instance_type(Checker *ck, Expr *e, Type *def);

#endif
