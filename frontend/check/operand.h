/*
 * operand.h - what the expression and statement files share among themselves;
 * the other half of the checker uses check.h only.
 *
 *   check_expr.c      dispatch, names, literals, unary
 *   untyped.c         final types of untyped expressions
 *   check_binary.c    operators, comparisons, shifts
 *   check_index.c     x[i], x[i:j], x.(T)
 *   check_literal.c   T{...} and func literals
 *   check_call.c      calls, check_selector.c, check_builtin.c, check_unsafe.c
 *   convert.c         assignable, convertible; implements.c: interfaces
 *   assign.c          =, :=, initialisation, returns
 *   check_stmt.c      statements; check_switch.c, check_range.c
 */
#ifndef FRONTEND_CHECK_OPERAND_H
#define FRONTEND_CHECK_OPERAND_H

#include "frontend/check/check.h"

/* ---------------------------------------------------------- operand lists -- */

/*
 * The values of an expression list: one operand for each expression, or for
 * each result of the one multi-value call that the list consists of. Lists of
 * ordinary length stay on the C stack of the caller.
 */
enum {
  OPERAND_LIST_ROOM = 6
};
typedef struct OperandList {
  Operand *items; /* `room`, or in the arena */
  uint32_t n;
  bool comma_ok; /* one comma-ok expression that stands for two values */
  bool spread;   /* results of one call */
  Operand room[OPERAND_LIST_ROOM];
} OperandList;

/* allow_comma_ok: two values are wanted, one comma-ok expression gives them. */
void check_operand_list(Checker *ck, OperandList *list, Expr **e, uint32_t n,
                        bool allow_comma_ok);
/* "(int, number, ...string)" of have/want lines. */
const char *operand_types_text(Checker *ck, const OperandList *list);
const char *tuple_types_text(Checker *ck, Object **vars, uint32_t n,
                             bool variadic);

/* ------------------------------------------------------------ small things */

static inline void operand_invalidate(Operand *x) { x->mode = MODE_INVALID; }
static inline Pos operand_pos(const Operand *x) { return expr_start(x->expr); }
static inline bool type_is_invalid(const Type *t) {
  return t->kind == TYPE_INVALID;
}
static inline bool operand_is_untyped(const Operand *x) {
  return type_is_untyped(x->type);
}
/* x as an untyped or typed nil. */
static inline bool operand_is_nil(const Operand *x) {
  return x->mode == MODE_NIL;
}
/* A value of type t that `e` denotes. */
static inline Operand operand_value(Expr *e, Type *t) {
  return (Operand){.mode = MODE_VALUE, .expr = e, .type = t};
}
/* The underlying type if it is of that kind, else NULL. */
Type *under_kind(Type *t, TypeKind kind);
/* *[n]E as [n]E; else t's underlying type. */
Type *deref_array_pointer(Type *t);
bool type_is_interface_pointer(Type *t);

/* ----------------------------------------------------- between the files -- */

/* Reports and invalidates x if its mode is one of a value's opposites. */
void require_value(Checker *ck, Operand *x);
/* Represents the constant x in basic type t: its value is replaced, or x is
   reported and invalid. */
void represent_operand(Checker *ck, Operand *x, Type *t);
/* Without a report: the value of constant x in basic type t, or NULL. */
const Const *operand_represent(Checker *ck, const Operand *x, Type *t,
                               ConstFit *why);
void report_misfit(Checker *ck, const Operand *x, Type *t, ConstFit why);
/* Applies implicit_type's result to x; false: nothing was done, see `why`. */
bool convert_untyped_quietly(Checker *ck, Operand *x, Type *target,
                             ConstFit *why);
/* A leftover of an untyped expression that code will see takes its default
   type; constants of no consequence stay untyped. */
void finish_untyped(Checker *ck, Expr *e);
/* A constant operation's result must fit its type or 512 bits. */
void check_overflow(Checker *ck, Operand *x);
/* Index, length or size: an integer, not negative if constant. */
bool check_index_operand(Checker *ck, Operand *x, const char *what,
                         bool allow_negative);
/* x.(t) with x an interface: reports an impossible one. */
void check_assertion(Checker *ck, Expr *e, Operand *x, Type *t,
                     bool type_switch);
void check_unary(Checker *ck, Operand *x, Expr *e);
void check_index(Checker *ck, Operand *x, Expr *e);
void check_slice(Checker *ck, Operand *x, Expr *e);
void check_type_assertion(Checker *ck, Operand *x, Expr *e);
/* Elements of an array or slice literal: the length it needs. */
int64_t check_indexed_elements(Checker *ck, Expr *lit, Type *elem, int64_t len);

/* Arguments `args` of a call with signature sig. */
void check_arguments(Checker *ck, Expr *call, Type *sig, OperandList *args);
/* x to a parameter of type t of the function that `callee` names. */
void check_argument(Checker *ck, Operand *x, Type *t, const Expr *callee);

/* exported.c: an importer of pkg can see its unexported named type t. */
bool type_is_in_export_data(Checker *ck, const Package *pkg, const Type *t);

/* The instantiated signature of builtin call's callee: (args) result. */
void record_builtin(Checker *ck, Expr *call, Type *result, uint32_t n,
                    Type *const *args, bool variadic);
bool check_unsafe_builtin(Checker *ck, Operand *x, Expr *call, BuiltinId id,
                          OperandList *args);

/* ------------------------------------------------ facts about variables -- */

/* e is assigned to, or its address is taken: marks the variable whose storage
   that is, if it is reached through fields and array elements only. */
void mark_variable(Expr *e, uint32_t flag);

/* ------------------------------------------------------------ statements -- */

/* Bodies: how many loops enclose them within their function. */
void check_block(Checker *ck, Stmt **list, uint32_t n, int loops);
void check_stmt(Checker *ck, Stmt *s, int loops);
void check_switch(Checker *ck, Stmt *s, int loops);
void check_type_switch(Checker *ck, Stmt *s, int loops);
void check_select(Checker *ck, Stmt *s, int loops);
void check_range(Checker *ck, Stmt *s, int loops);
void open_scope(Checker *ck);
void close_scope(Checker *ck);
/* x assigned to the expression lhs; returns the type of the value, or NULL
   after an error. */
Type *assign_variable(Checker *ck, Expr *lhs, Operand *x);

/* ------------------------------------------- const_set.c: duplicate cases -- */

/* Constants that were seen in a switch or map literal, by value. Equal
   numbers of different kinds coincide; types are compared if given. */
typedef struct ConstEntry {
  uint64_t hash, bits[2];
  const char *text; /* strings */
  Type *type;       /* NULL: any */
  Pos pos;
  uint8_t tag; /* 0: free */
} ConstEntry;
typedef struct ConstSet {
  ConstEntry *slots;
  uint32_t mask, len;
} ConstSet;
/* The entry that is equal to value (and has that type), or NULL after v was
   added. Constants outside int64, uint64 and float64 are never equal. */
const ConstEntry *const_set_add(Checker *ck, ConstSet *set, const Const *value,
                                Type *type, Pos pos);

#endif
