/*
 * operand.h - what the expression and statement files share among themselves;
 * the other half of the checker uses check.h only.
 *
 *   check_expr.c      dispatch, literals, unary operators; recording
 *   untyped.c         final types of untyped expressions
 *   check_binary.c    operators, comparisons, shifts
 *   check_index.c     x[i], x[i:j], x.(T)
 *   check_literal.c   T{...} and func literals
 *   check_call.c      calls; check_selector.c, check_builtin.c, check_unsafe.c
 *   convert.c         assignable, convertible; implements.c: interfaces
 *   assign.c          =, :=, initialisation, returns
 *   check_stmt.c      statements; check_switch.c, check_range.c
 *   terminating.c     missing returns
 *
 * The rule of all functions that take an Operand *x: x is an expression that
 * was evaluated; the function turns it into its result. If something is wrong
 * it reports and makes x invalid. An x that is invalid already stays so, and
 * nothing more is said about it.
 */
#ifndef FRONTEND_CHECK_OPERAND_H
#define FRONTEND_CHECK_OPERAND_H

#include "frontend/check/check.h"

/* --------------------------------------------------------- operand lists -- */

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

/* Evaluates e[0..n). allow_comma_ok: two values are wanted, and one comma-ok
   expression gives them. */
void check_operand_list(Checker *ck, OperandList *list, Expr **e, uint32_t n,
                        bool allow_comma_ok);
/* "(int, number, ...string)" of have and want lines. */
const char *operand_types_text(Checker *ck, const OperandList *list);
const char *tuple_types_text(Checker *ck, Object **vars, uint32_t n,
                             bool variadic);

/* ---------------------------------------------------------- small things -- */

static inline void operand_invalidate(Operand *x) { x->mode = MODE_INVALID; }
static inline Pos operand_pos(const Operand *x) { return expr_start(x->expr); }
static inline bool type_is_invalid(const Type *t) {
  return t->kind == TYPE_INVALID;
}
static inline bool operand_is_untyped(const Operand *x) {
  return type_is_untyped(x->type);
}
/* An untyped or a typed nil. */
static inline bool operand_is_nil(const Operand *x) {
  return x->mode == MODE_NIL;
}
/* A value of type t that `e` denotes. */
static inline Operand operand_value(Expr *e, Type *t) {
  return (Operand){.mode = MODE_VALUE, .expr = e, .type = t};
}
/* The underlying type if it is of that kind, else NULL. */
Type *under_kind(Type *t, TypeKind kind);
/* [n]E of *[n]E; else t's underlying type. */
Type *deref_array_pointer(Type *t);
bool type_is_interface_pointer(Type *t); /* *I: no interface at all; or *P */

/* --------------------------------------------- check_expr.c: expressions -- */

/* Where an expression may stand alone as a statement. */
typedef enum ExprClass {
  CLASS_CONVERSION, /* nowhere; go and defer have words of their own for it */
  CLASS_EXPRESSION, /* nowhere */
  CLASS_STATEMENT   /* anywhere: calls and receives */
} ExprClass;

/* Evaluates e whatever it denotes: values, types, builtins, no value at all.
   hint: the type of an element of a composite literal, or NULL. */
ExprClass check_raw_expr(Checker *ck, Operand *x, Expr *e, Type *hint);
/* One value; T{...} may be written {...} if it is of the hint's type. */
void check_expr_hint(Checker *ck, Operand *x, Expr *e, Type *hint);
/* Values: a tuple is fine, and so is a comma-ok expression. */
void check_multi_expr(Checker *ck, Operand *x, Expr *e);
/* A value or a type. */
void check_expr_or_type(Checker *ck, Operand *x, Expr *e);
/* The same, and it may be generic: what follows gives it type arguments. */
void check_generic_expr(Checker *ck, Operand *x, Expr *e);
/* x is not the result of a call with several results. */
void check_single_value(Checker *ck, Operand *x);
/* Writes mode, type and value of x onto its expression. */
void record_expr(Checker *ck, const Operand *x);
/* The storage of e is assigned, or its address taken: sets the flag on the
   variable whose storage that is, if it is reached through fields and array
   elements only, not through pointers and slices. */
void mark_variable(Expr *e, uint32_t flag);

/* One function for each kind of node, called by check_raw_expr only. */
void check_index(Checker *ck, Operand *x, Expr *e);
/* x becomes x[i] as far as that is no function with type arguments; true: it is
   one, and x is the generic function. */
bool check_index_or_function(Checker *ck, Operand *x, Expr *e);
void check_slice(Checker *ck, Operand *x, Expr *e);
void check_type_assertion(Checker *ck, Operand *x, Expr *e);
void check_func_literal(Checker *ck, Operand *x, Expr *e);
void check_composite_literal(Checker *ck, Operand *x, Expr *e, Type *hint);
ExprClass check_call(Checker *ck, Operand *x, Expr *e);

/* ------------------------------------------------------------ untyped.c -- */

/* The type that untyped x takes on when it meets `target`, which may be untyped
   as well. NULL: that is impossible, and *why says how. *value: x's value in
   that type if x is a constant and its value changes, else NULL. */
Type *implicit_type(Checker *ck, Operand *x, Type *target, const Const **value,
                    ConstFit *why);
/* Converts untyped x to implicit_type's result. */
void convert_untyped(Checker *ck, Operand *x, Type *target);
/* The same without a report; false: x was left alone. */
bool convert_untyped_quietly(Checker *ck, Operand *x, Type *target,
                             ConstFit *why);
/* The pending untyped expression e gets another type: its last one if that is
   typed, or if `final`. Nothing happens to expressions that are not pending. */
void update_expr_type(Checker *ck, Expr *e, Type *t, bool final);
/* A leftover of an untyped expression that code will see takes its default
   type; constants of no consequence stay untyped. */
void finish_untyped(Checker *ck, Expr *e);
/* The value of constant x in basic type t; NULL: it does not fit. */
const Const *operand_represent(Checker *ck, const Operand *x, Type *t,
                               ConstFit *why);
/* The same, replacing x's value, with a report. */
void represent_operand(Checker *ck, Operand *x, Type *t);

/* -------------------------------------------------------- check_binary.c -- */

/* `lhs op rhs`, or `lhs op= rhs` with e NULL. */
typedef struct Operation {
  Op op;
  Expr *e; /* the whole expression */
  Expr *lhs, *rhs;
} Operation;
void check_binary(Checker *ck, Operand *x, const Operation *o);
/* x becomes the untyped bool `x op y`. switch_case: y is the tag and x a case
   of a switch, and messages say so; op is then ==. */
void check_comparison(Checker *ck, Operand *x, Operand *y, Op op,
                      bool switch_case);
/* The result of a constant operation must fit its type, or 512 bits. */
void check_overflow(Checker *ck, Operand *x);

/* --------------------------------------------------------- check_index.c -- */

/* An index, length or size (`what`, for messages): x is an integer, and if it
   is constant not negative. */
bool check_index_operand(Checker *ck, Operand *x, const char *what,
                         bool allow_negative);
/* The same for an expression. max < 0: no upper limit. *type is the index's
   type, invalid after a report; *value is -1 if it is not constant. */
bool check_index_value(Checker *ck, Expr *index, int64_t max, Type **type,
                       int64_t *value);
/* x.(t) with x an interface: reports what can never succeed. */
void check_assertion(Checker *ck, Expr *e, Operand *x, Type *t,
                     bool type_switch);

/* ------------------------------------- check_call.c and its relatives -- */

/* The arguments of a call of a function with signature sig, which is not
   generic. */
void check_arguments(Checker *ck, Expr *call, Type *sig, OperandList *args);
/* A call of a predeclared function; false after a report. */
bool check_builtin(Checker *ck, Operand *x, Expr *call, BuiltinId id);
bool check_unsafe_builtin(Checker *ck, Operand *x, Expr *call, BuiltinId id,
                          OperandList *args);
/* Records on the callee the signature that this call uses; `args` ends with
   NULL, `result` is NULL if there is none. */
void record_builtin(Checker *ck, Expr *call, Type *result, Type *const *args,
                    bool variadic);
/* exported.c: an importer of pkg can see its unexported named type t. */
bool type_is_in_export_data(Checker *ck, const Package *pkg, const Type *t);

/* ------------------------------------------- convert.c, implements.c -- */

/* x may be assigned to, or converted to, a variable of type t. *cause, NULL at
   first, receives the reason why not, if there is anything to say. */
bool operand_assignable(Checker *ck, Operand *x, Type *t, const char **cause);
bool operand_convertible(Checker *ck, Operand *x, Type *t, const char **cause);
/* x becomes t(x). */
void check_conversion(Checker *ck, Operand *x, Type *t);
/* v has the methods of interface t; cause as above. */
bool type_implements(Checker *ck, Type *v, Type *t, const char **cause);
/* The first method of interface t that v lacks, or NULL; *alt: a method of v
   that explains why, or NULL. required: if v is an interface, too, it must have
   all of them; otherwise those it has must be of the same types. */
Object *missing_method(Checker *ck, Type *v, Type *t, bool required,
                       Object **alt);
/* "(type *I is pointer to interface, not interface)" */
const char *interface_pointer_text(Checker *ck, Type *t);
/* "(missing M method)" and the like, for missing_method's result. */
const char *missing_method_cause(Checker *ck, Type *v, Type *t, Object *m,
                                 Object *alt);

/* ------------------------------------------------------------- assign.c -- */

/* x goes to a place of type t; NULL: one of x's default type. `ctx` says what
   happens: "assignment", "return statement", "map index", ... */
void check_assignment(Checker *ck, Operand *x, Type *t, const char *ctx);
/* The same for a parameter of the function that `callee` names. */
void check_argument(Checker *ck, Operand *x, Type *t, const Expr *callee);
/* x goes to the variable that lhs denotes; returns the type of the value, or
   NULL after an error. */
Type *assign_variable(Checker *ck, Expr *lhs, Operand *x);
void check_assign_vars(Checker *ck, Expr **lhs, uint32_t n, Expr **rhs,
                       uint32_t nrhs);           /* a, b = x, y */
void check_short_var_decl(Checker *ck, Stmt *s); /* a, b := x, y */
/* The values of a return statement, for the results of its function. */
void check_return_values(Checker *ck, Type *results, Stmt *ret);

/* --------------------------------------------------------- check_stmt.c -- */

/* `loops`: how many loops enclose the statement within its function. */
void check_block(Checker *ck, Stmt **list, uint32_t n, int loops);
void check_stmt(Checker *ck, Stmt *s, int loops);
void check_switch(Checker *ck, Stmt *s, int loops);
void check_type_switch(Checker *ck, Stmt *s, int loops);
void check_select(Checker *ck, Stmt *s, int loops);
void check_range(Checker *ck, Stmt *s, int loops);
void open_scope(Checker *ck);
void close_scope(Checker *ck);

/* ---------------------------------------- const_set.c: duplicate cases -- */

/* Constants that were seen in a switch or map literal, by value. Equal numbers
   of different kinds coincide; types are compared if both are given. */
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
/* The entry that is equal to value (and has that type), or NULL after the value
   was added. Constants beyond int64, uint64 and float64 are never equal. */
const ConstEntry *const_set_add(Checker *ck, ConstSet *set, const Const *value,
                                Type *type, Pos pos);

#endif
