/*
 * devirtualize.c - interface calls whose receiver is known.
 *
 *     var r Reader = &file{}      r.Read(b)  ->  r.(*file).Read(b)
 *
 * If the variable is never assigned again, the call is one of a method of the
 * concrete type, and its arguments need not escape. Runs after the inliner,
 * which brings such conversions together, and before escape analysis. Source:
 * cmd/compile/internal/devirtualize/devirtualize.go of Go 1.19.
 */
#include "escape/build.h"

typedef struct Devirtualizer {
  Builder text;
  Function *fn;
} Devirtualizer;

/* The conversion of a concrete value that interface e certainly holds. */
static const Expr *static_conversion(const Expr *e) {
  const Expr *x = static_value(e);
  while (x && x->kind == EXPR_CONVERT && x->sub == CONV_IFACE_TO_IFACE)
    x = static_value(x->pair.x);
  bool found = x && x->kind == EXPR_CONVERT && x->sub == CONV_TO_IFACE;
  return found ? x : NULL;
}

static Expr *assertion(Compiler *c, Expr *x, Type *t) {
  Expr *type = expr_new(c, EXPR_BAD, x->pos);
  type->mode = MODE_TYPE;
  type->type = t;
  Expr *e = expr_new(c, EXPR_TYPE_ASSERT, x->pos);
  e->flags = EXPR_F_IMPLICIT;
  e->mode = MODE_VALUE;
  e->type = t;
  e->pair.x = x;
  e->pair.y = type;
  return e;
}

static void tell(Devirtualizer *d, const Expr *call, const Expr *sel, Type *t) {
  Compiler *c = d->text.c;
  if (c->options.explain)
    fprintf(c->out, "%s: devirtualizing %s to %s\n", pos_string(c, call->pos),
            node_text(&d->text, sel), node_type_text(&d->text, t));
}

/* The method of t behind the interface's; NULL if t only promotes it. */
static Object *direct_method(Compiler *c, Type *t, const Object *method) {
  Lookup l = lookup_field_or_method(c, t, false, method->package, method->name);
  return l.obj && l.npath == 1 ? l.obj : NULL;
}

static void devirtualize(Devirtualizer *d, Expr *call) {
  Compiler *c = d->text.c;
  Expr *sel = call->call.fn;
  if (call->sub != CALL_FUNC || sel->kind != EXPR_SELECTOR ||
      sel->sel.selection->kind != SEL_INTERFACE_METHOD)
    return;
  const Expr *conversion = static_conversion(sel->sel.x);
  if (!conversion)
    return;
  Type *t = conversion->pair.x->type;
  Object *m = direct_method(c, t, sel->sel.selection->obj);
  if (!m)
    return;
  tell(d, call, sel, t);
  Type *recv = m->type->func.recv->type;
  Expr *x = assertion(c, sel->sel.x, t);
  bool deref = t->kind == TYPE_POINTER && recv->kind != TYPE_POINTER;
  if (deref) {
    Expr *star = expr_new(c, EXPR_UNARY, sel->pos);
    star->op = OP_MUL;
    star->flags = EXPR_F_IMPLICIT;
    star->mode = MODE_VAR;
    star->type = recv;
    star->pair.x = x;
    x = star;
  }
  Selection *s = arena_copy(&c->arena, sel->sel.selection, sizeof *s);
  s->kind = SEL_METHOD_VALUE;
  s->obj = m;
  s->recv = x->type;
  sel->sel.x = x;
  sel->sel.selection = s;
}

static bool visit(Visitor *v, Expr *e) {
  Devirtualizer *d = v->data;
  if (e->kind == EXPR_FUNC_LIT)
    return false;
  if (e->kind == EXPR_CALL)
    devirtualize(d, e);
  return true;
}

/* Calls of go and defer statements stay as they are. */
static bool visit_stmt(Visitor *v, Stmt *s) {
  (void)v;
  if ((s->kind != STMT_GO && s->kind != STMT_DEFER) ||
      s->expr.x->kind != EXPR_CALL)
    return true;
  Expr *call = s->expr.x;
  walk_expr(v, call->call.fn);
  for (uint32_t i = 0; i < call->call.n; i++)
    walk_expr(v, call->call.args[i]);
  return false;
}

void devirtualize_package(Compiler *c, Package *pkg) {
  Devirtualizer d = {
      .text = {.c = c, .pkg = pkg}
  };
  Visitor v = {.expr = visit, .stmt = visit_stmt, .data = &d};
  for (uint32_t i = 0; i < pkg->functions.len; i++) {
    d.fn = pkg->functions.items[i];
    walk_stmt(&v, d.fn->body);
  }
}
