/*
 * spread.c - statements that the explicit tree has as two.
 *
 * Where several values at once must be converted, the checker's tree puts
 * them into temporaries first (frontend/check/explicit_stmt.c):
 *
 *     a, b = f()          { t1, t2 := f(); a, b = CONVERT(t1), t2 }
 *     a, ok = x.(T)       { t1, t2 := x.(T); a, ok = CONVERT(t1), t2 }
 *
 * gc does the first as well. The second is still one statement for its inliner
 * and its escape analysis: it converts such values later. The temporaries of
 * the second are therefore *late* ones (OBJ_F_LATE), and texts, costs and
 * flows treat the pair as the statement that was written.
 */
#include "escape/build.h"

bool is_spread(const Stmt *s) {
  if (s->kind != STMT_BLOCK || s->block.n != 2 || !(s->flags & STMT_F_IMPLICIT))
    return false;
  const Stmt *first = s->block.list[0];
  return first->kind == STMT_ASSIGN && (first->flags & STMT_F_IMPLICIT) &&
         (first->flags & STMT_F_DEFINE) &&
         first->assign.lhs->kind == EXPR_LIST &&
         first->assign.rhs->kind != EXPR_LIST;
}

bool spread_is_late(const Stmt *s) {
  const Expr *temp = s->block.list[0]->assign.lhs->list.elems[0];
  return temp->name.obj && (temp->name.obj->flags & OBJ_F_LATE);
}

const Decl *spread_decl(const Stmt *s) {
  const Stmt *second = s->block.list[1];
  return second->kind == STMT_DECL ? second->decl.list[0] : NULL;
}

/* The names on the left of a declaration. */
static Expr *declared_names(Compiler *c, const Decl *d) {
  Expr *lhs = expr_new(c, EXPR_LIST, d->pos);
  lhs->list.elems = d->value.names;
  lhs->list.n = d->value.n;
  return lhs;
}

Stmt *spread_assignment(Compiler *c, const Stmt *s) {
  const Stmt *first = s->block.list[0], *second = s->block.list[1];
  const Decl *d = spread_decl(s);
  if (!d && second->kind != STMT_ASSIGN)
    return NULL;
  Stmt *whole = stmt_new(c, STMT_ASSIGN, second->pos);
  if (d) {
    whole->flags = STMT_F_IMPLICIT;
    whole->pos = d->pos;
    whole->assign.lhs = declared_names(c, d);
    whole->assign.rhs = d->value.values;
  } else {
    *whole = *second;
  }
  if (spread_is_late(s))
    whole->assign.rhs = first->assign.rhs;
  return whole;
}
