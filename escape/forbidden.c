/*
 * forbidden.c - allocations that the program may not make.
 *
 * Types marked //go:notinheap, and arrays and structs that hold one, describe
 * memory that somebody else manages. Variables of them live neither on a stack
 * nor on the heap; only pointers to them may be held:
 *
 *     //go:notinheap
 *     type page struct{ next *page }
 *
 *     var first *page         fine
 *     var p page              inside of a function: no stack allocation
 *     first = new(page)       can't be allocated in Go
 *
 * With -+, which compiles gc's own runtime, nothing may escape to the heap: the
 * allocator is not allowed to need itself.
 *
 * gc looks for these where it decides on allocations, hence behind the type
 * checker, and so do we.
 */
#include "escape/build.h"

void forbid_element(Builder *b, Pos pos, Type *t) {
  if (type_is_unallocatable(t))
    diag_error(b->c, pos,
               "%s can't be allocated in Go; it is incomplete (or "
               "unallocatable)",
               type_string(b->c, t, b->pkg));
}

/* What stands in the memory that e allocates; NULL: nothing of that kind. */
static Type *allocated(const Expr *e) {
  Type *t = e->type ? type_under(e->type) : NULL;
  if (!t)
    return NULL;
  if (t->kind == TYPE_POINTER && e->kind != EXPR_CONVERT)
    return t->ptr.elem;
  return t->kind == TYPE_SLICE ? t->slice.elem : NULL;
}

/* A variable of such a type, or one that escapes in the runtime. */
static void forbid_variable(Builder *b, const Location *l) {
  const Object *var = l->var;
  if (type_is_unallocatable(var->type))
    diag_error(b->c, var->pos,
               "%s is incomplete (or unallocatable); stack allocation "
               "disallowed",
               type_string(b->c, var->type, b->pkg));
  if (b->c->options.runtime && l->escapes)
    diag_error(b->c, var->pos, "%s escapes to heap, not allowed in runtime",
               l->name);
}

/* What an expression allocates, likewise; gc words closures alone. */
static void forbid_expr(Builder *b, const Location *l) {
  Type *t = allocated(l->expr);
  if (t)
    forbid_element(b, l->expr->pos, t);
  if (b->c->options.runtime && l->escapes && l->literal && !l->is_go_wrapper)
    diag_error(b->c, l->expr->pos,
               "heap-allocated closure %s, not allowed in runtime",
               l->literal->name);
}

void forbid_locations(Builder *b) {
  for (uint32_t i = 0; i < b->g->locations.len; i++) {
    const Location *l = b->g->locations.items[i];
    if (l->var)
      forbid_variable(b, l);
    else if (l->expr)
      forbid_expr(b, l);
  }
}
