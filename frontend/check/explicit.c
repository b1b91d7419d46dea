/*
 * explicit.c - makes the implicit explicit, in place.
 *
 * The checker accepts what Go leaves unsaid; escape analysis and code
 * generation want one simple tree in which everything that allocates or does
 * work is a node. For a package without errors this pass rewrites
 *
 *     var w io.Writer = f      var w io.Writer = CONVERT(f)
 *     p.embedded               (*p).Inner.embedded
 *     x.PtrMethod()            (&x).PtrMethod()
 *     f(1, 2, 3)               f(1, []int{2, 3})
 *     f(g())                   t1, t2 := g(); f(t1, t2)
 *
 * Inserted nodes have EXPR_F_IMPLICIT or STMT_F_IMPLICIT. What holds after it:
 *
 *  types      every expression has a type; constants (MODE_CONST) have a value
 *             and are not visited below; nil has the type it stands for.
 *  removed    PAREN; calls that are conversions (now CONVERT, with ConvKind in
 *             `sub`, the written type in pair.y); key: value in literals of
 *             structs, arrays and slices (complit.index says where it goes).
 *  conversion operands have exactly the type of their place: assignments,
 *             declarations, results, arguments, sends, map keys, elements,
 *             range and comma-ok left sides, append, delete, panic. Exception:
 *             a comparison, or case, of an interface with a value of another
 *             type keeps both (unless the value has 64 KiB).
 *  selectors  paths have length 1: embedded fields, * and & are nodes. A field
 *             is selected from a struct, never from a pointer; a method's
 *             receiver has the type that the method declares. Method
 *             expressions T.M alone keep their path.
 *  arrays     indexed as arrays (x[i] of a pointer is (*x)[i]); sliced through
 *             a pointer (a[:] is (&a)[:]); ranged over, measured as they are.
 *  calls      as many arguments as parameters; ... parameters take a slice:
 *             an implicit COMPOSITE, or nil. call.init, if any, is a BLOCK that
 *             runs before the arguments. append and print keep their lists.
 *  statements x++ has a right side, the constant 1. Tuples stay together
 *             (a, b = f()) unless a value must be converted: then variables in
 *             between (OBJ_F_TEMP) take the values. Two statements in the
 *             place of one are an implicit BLOCK, which opens no scope.
 *             A select's receive declares variables or has none.
 *
 * Also set here: Package.functions, var_init, Function.literals as met in
 * order, OBJ_F_BY_VALUE, OBJ_F_ESCAPES (a safe first answer), EXPR_F_HAS_SEQ,
 * EXPR_F_EXTENDS.
 */
#include "frontend/check/explicit.h"

enum {
  MAX_BY_VALUE = 128 /* bytes of a variable that closures copy */
};

/* ------------------------------------------------------------- variables -- */

/* gc copies a captured variable into the closure if nobody could tell: it is
   never changed after its declaration, and small. Results change at return. */
static bool captured_by_value(Compiler *c, const Object *v) {
  return !(v->flags & (OBJ_F_REASSIGNED | OBJ_F_ADDR_TAKEN | OBJ_F_RESULT)) &&
         type_size(c, v->type) <= MAX_BY_VALUE;
}

/* A first answer to where variables live; escape analysis has better ones. */
static void decide_variables(Explicit *x, Object **vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    Object *v = vars[i];
    bool captured = v->flags & OBJ_F_CAPTURED;
    bool by_value = captured && captured_by_value(x->c, v);
    if (by_value)
      v->flags |= OBJ_F_BY_VALUE;
    if ((v->flags & OBJ_F_ADDR_TAKEN) || (captured && !by_value))
      v->flags |= OBJ_F_ESCAPES;
  }
}

/* ------------------------------------------------------------- functions -- */

/* Rewrites fn's body and enters it after the literals it contains. */
void explicit_function(Explicit *x, Function *fn) {
  Function *outer = x->fn;
  x->fn = fn;
  fn->literals.len = 0;
  if (fn->recv)
    fn->recv->flags |= OBJ_F_PARAM;
  for (uint32_t i = 0; i < fn->body->block.n; i++)
    explicit_stmt(x, &fn->body->block.list[i]);
  if (fn->recv)
    decide_variables(x, &fn->recv, 1);
  decide_variables(x, fn->params, fn->nparams);
  decide_variables(x, fn->results, fn->nresults);
  decide_variables(x, fn->locals.items, fn->locals.len);
  mark_sequenced(fn);
  list_push(&x->c->arena, &x->pkg->functions, fn);
  x->fn = outer;
}

/* A function without source that runs the package's assignments. */
static Function *new_var_init(Explicit *x) {
  Compiler *c = x->c;
  Type *none = c->universe->empty_tuple;
  Function *fn = NEW(&c->arena, Function);
  fn->package = x->pkg;
  fn->name = "init";
  fn->symbol = arena_printf(&c->arena, "%s.init", x->pkg->path);
  fn->type = type_func(c, none, none, false);
  fn->body = stmt_new(c, STMT_BLOCK, NO_POS);
  fn->body->block.list = NEW_ARRAY(&c->arena, Stmt *, x->pkg->inits.len);
  return fn;
}

/* The declaration shows the rewritten value, too: it is what is dumped. */
static void replace_in_decl(Decl *d, const Expr *old, Expr *new) {
  uint32_t n;
  if (!d || d->kind != DECL_VAR)
    return;
  Expr **values = expr_items(&d->value.values, &n);
  for (uint32_t i = 0; i < n; i++)
    if (values[i] == old)
      values[i] = new;
}

/* The body that initialises package variables. */
static void make_var_init(Explicit *x) {
  Package *pkg = x->pkg;
  if (pkg->inits.len == 0)
    return;
  Function *fn = pkg->var_init = new_var_init(x);
  x->fn = fn;
  for (uint32_t i = 0; i < pkg->inits.len; i++) {
    InitAssign *init = &pkg->inits.items[i];
    const Expr *old = init->rhs;
    Stmt *s = explicit_init(x, init);
    replace_in_decl(init->decl, old, init->rhs);
    if (fn->pos == NO_POS)
      fn->pos = fn->body->pos = s->pos;
    fn->body->block.list[fn->body->block.n++] = s;
  }
  mark_sequenced(fn);
  x->fn = NULL;
}

void explicit_package(Compiler *c, Package *pkg) {
  Explicit x = {.c = c, .pkg = pkg};
  for (uint32_t i = 0; i < pkg->nfiles; i++)
    for (uint32_t j = 0; j < pkg->files[i]->n; j++) {
      const Decl *d = pkg->files[i]->decls[j];
      if (d->kind == DECL_FUNC && d->func.fn && d->func.fn->body &&
          !d->func.fn->tparams)
        explicit_function(&x, d->func.fn);
    }
  make_var_init(&x);
  instances_collect(&x);
  if (pkg->var_init)
    list_push(&c->arena, &pkg->functions, pkg->var_init);
}
