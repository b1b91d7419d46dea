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
  Map known; /* early_wrappers, once asked for */
  bool is_known;
} Devirtualizer;

/* The conversion of a concrete value that interface e certainly holds. */
static const Expr *static_conversion(Compiler *c, const Expr *e,
                                     const Function *in) {
  const Expr *x = static_value(e, in);
  while (x && x->kind == EXPR_CONVERT && x->sub == CONV_IFACE_TO_IFACE)
    x = static_value(x->pair.x, in);
  bool found = x && x->kind == EXPR_CONVERT && x->sub == CONV_TO_IFACE &&
               !shape_is_boxed(c, x);
  return found ? x : NULL;
}

/* x.(T), with a T that stands nowhere in the source. */
static Expr *assertion(Compiler *c, Expr *x, Type *t, Pos pos) {
  Expr *type = expr_new(c, EXPR_BAD, pos);
  type->mode = MODE_TYPE;
  type->type = t;
  Expr *e = expr_new(c, EXPR_TYPE_ASSERT, pos);
  e->flags = EXPR_F_IMPLICIT;
  e->mode = MODE_VALUE;
  e->type = t;
  e->pair.x = x;
  e->pair.y = type;
  return e;
}

/* "partially": T's method is that of an interface which T embeds. */
static void tell(Devirtualizer *d, const Expr *call, Type *t, bool partially) {
  Compiler *c = d->text.c;
  if (c->options.explain)
    fprintf(c->out, "%s: %sdevirtualizing %s to %s\n", pos_string(c, call->pos),
            partially ? "partially " : "", node_text(&d->text, call->call.fn),
            node_type_text(&d->text, t));
}

/* t's method behind the interface's, as a selection. It may be promoted, even
   from an interface that t embeds. */
static Selection *concrete_method(Compiler *c, Type *t, const Object *method) {
  Lookup l = lookup_field_or_method(c, t, true, method->package, method->name);
  if (!l.obj)
    return NULL;
  bool dynamic = l.obj->flags & OBJ_F_IFACE_METHOD;
  Selection *s = NEW(&c->arena, Selection);
  s->kind = dynamic ? SEL_INTERFACE_METHOD : SEL_METHOD_VALUE;
  s->obj = l.obj;
  s->recv = t;
  s->path = l.path;
  s->npath = l.npath;
  s->indirect = l.indirect;
  return s;
}

/* A method of an instance is one that gc generates, mostly later. */
static int32_t dictionary_of(Devirtualizer *d, const Object *method) {
  if (!method->func.origin)
    return 0;
  if (!d->is_known)
    d->known = early_wrappers(d->text.c, d->text.pkg);
  d->is_known = true;
  return map_has(&d->known, method) ? DICTIONARY_NONE : DICTIONARY_UNKNOWN;
}

/* Makes x.M(...) into x.(T).M(...) if x certainly holds a T. */
static void devirtualize(Devirtualizer *d, Expr *call) {
  Compiler *c = d->text.c;
  Expr *sel = call->call.fn;
  if (call->sub != CALL_FUNC || sel->kind != EXPR_SELECTOR ||
      sel->sel.selection->kind != SEL_INTERFACE_METHOD)
    return;
  const Expr *conversion = static_conversion(d->text.c, sel->sel.x, d->fn);
  if (!conversion)
    return;
  Type *t = conversion->pair.x->type;
  Selection *s = concrete_method(c, t, sel->sel.selection->obj);
  if (!s)
    return;
  tell(d, call, t, s->kind == SEL_INTERFACE_METHOD);
  sel->sel.selection = s;
  sel->sel.dict = dictionary_of(d, s->obj);
  explicit_select_from(c, sel, assertion(c, sel->sel.x, t, sel->pos));
}

static bool visit(Visitor *v, Expr *e) {
  Devirtualizer *d = v->data;
  if (e->kind == EXPR_FUNC_LIT)
    return false;
  if (e->kind == EXPR_CALL)
    devirtualize(d, e);
  return true;
}

void devirtualize_package(Compiler *c, Package *pkg) {
  Devirtualizer d = {
      .text = {.c = c, .pkg = pkg}
  };
  Visitor v = {.expr = visit, .data = &d};
  for (uint32_t i = 0; i < pkg->functions.len; i++) {
    d.fn = pkg->functions.items[i];
    walk_stmt(&v, d.fn->body);
  }
}
