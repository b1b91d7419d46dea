/*
 * instantiate.h - private to instantiate.c, instance_copy.c, instance_scan.c:
 * generic functions with their type arguments.
 *
 * A generic body is never compiled: for each list of type arguments that the
 * program uses, a copy of it is. The copy is made in two steps, because gc's
 * inliner and escape analysis, which are reproduced here, look at one copy for
 * all arguments of equal shape (types/shape.c):
 *
 *   func Id[T any]    --- explicit ---   Id[go.shape.int_0]   inlined, analysed
 *                                         |            |
 *                     --- concrete ---   Id[int]      Id[MyInt]     compiled
 *
 * Decisions made for the shape hold for each instance, since the analysis
 * knows no more of a shape than that values have its size and its pointers.
 */
#ifndef FRONTEND_CHECK_INSTANTIATE_H
#define FRONTEND_CHECK_INSTANTIATE_H

#include "frontend/check/explicit.h"

/* A generic function, or method of a generic type, with type arguments:
   types, shapes, or types that mention shapes. */
typedef struct Instance {
  Object *origin;
  Type **targs;
  uint32_t ntargs;
  Object *obj; /* what trees call; obj->func.fn is `shape`, then `code` */
  struct Instance *shape; /* the one whose arguments are the shapes of targs */
  Function *analysed;     /* of a shape: the copy that is analysed */
  Function *code;         /* the copy that is compiled, or NULL */
  bool recorded;          /* what it calls has been looked for */
} Instance;

typedef LIST(Instance *) InstanceList;

/* What a shape's body mentions in terms of its shapes: another instance; a
   method of a type parameter's constraint; a method table. */
typedef struct Mention {
  MethodTable table; /* valid if table.type is set */
  Object *origin;
  Type **targs; /* NULL: method `name` of shape number `place` */
  uint32_t ntargs, place;
  const Name *name;
} Mention;

/* Hangs off Package.instances. */
typedef struct Instances {
  Compiler *c;
  Package *pkg;
  Explicit *x;
  Map by_origin;             /* Object -> InstanceList */
  InstanceList all;          /* in order of creation */
  InstanceList dictionaries; /* in the order in which gc finishes them */
  Map mentions;              /* analysed Function -> its MentionList */
  Map seen;                  /* types that were looked at */
  LIST(Type *) types;        /* instances of generic types with methods */
  uint32_t methods_done;     /* of `types` */
  Function *scanning;        /* the function that is looked at, or NULL */
  uint32_t scanned;          /* of the functions of shapes in pkg->functions */
  uint32_t values;           /* variables made for instances used as values */
} Instances;

typedef LIST(Mention) MentionList;

/* instantiate.c */
Instance *instance_of(Instances *k, Object *origin, Type **targs, uint32_t n);
/* The instance of a method of an instance of a generic type. */
Instance *instance_of_method(Instances *k, Object *m);
/* What expression e names, if that has type arguments, else NULL. */
Instance *instance_named(Instances *k, Expr *e);
TypeMap instance_map(const Instance *in); /* from its shapes to its types */
/* Makes the function that is analysed for an instance, if there is none. */
void need_shape(Instances *k, Instance *in);

/* instance_copy.c */
/* A copy of `from`'s body with other types; the literals inside are copied,
   too. Nodes keep the facts of the original but for types and variables. */
Function *copy_function(Compiler *c, Package *pkg, const Function *from,
                        const char *name, const char *symbol,
                        const TypeMap *map);

/* instance_value.c */
/* Makes a literal of e, which names an instance and is not called; `outer` is
   the function that contains it, or NULL. */
void instance_value(Instances *k, Function *outer, Expr *e);

/* instance_scan.c */
/* Finds what functions and variables of the package instantiate, in gc's
   order, and makes the shapes' functions. */
void scan_package(Instances *k);
/* A type that the program uses: enters instances of generic types. */
void see_type(Instances *k, Type *t);
/* Instantiates all methods of the types entered since the last call. */
void need_methods(Instances *k);

#endif
