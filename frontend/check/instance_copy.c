/*
 * instance_copy.c - copies of function bodies with other types.
 *
 * A copy shares nothing with the original that a phase annotates: nodes,
 * variables, literals (each is a function of its own). Facts of the checker
 * stay true but for these, which are found anew:
 *
 *   types       the arguments put in
 *   constants   x + 1 with x of type T: the 1 is rounded to T
 *   selections  l.head: the field of List[int]; x.String() with x of type T:
 *               perhaps promoted through embedded fields, behind a pointer
 *   sizes       unsafe.Sizeof(x) is a constant now
 *
 * Types are put in by a first walk, what depends on the types of operands by
 * a second. The same two walks serve trees that are not copied: functions into
 * which a copy was inlined.
 */
#include "frontend/check/instantiate.h"

/* ------------------------------------------------------------ selections -- */

/* The struct or named type that t is or points to. */
static Type *pointee(Type *t) {
  Type *u = type_under(t);
  return u->kind == TYPE_POINTER ? u->ptr.elem : t;
}

/* The field or method at the end of a path from recv. */
static Object *follow_path(Compiler *c, const Selection *s, Type *recv) {
  Type *t = pointee(recv);
  for (uint32_t i = 0; i + 1 < s->npath; i++)
    t = pointee(type_under(t)->st.fields[s->path[i]]->type);
  uint32_t last = s->path[s->npath - 1];
  if (s->kind == SEL_FIELD)
    return type_under(t)->st.fields[last];
  if (type_under(t)->kind == TYPE_INTERFACE)
    return type_set(c, type_under(t))->methods[last];
  return named_method(c, t, last);
}

/* Stands for a type that is not known yet. */
static bool is_open(const Type *t) {
  return t->kind == TYPE_PARAM || type_is_shape(t);
}

/* x.M where x is no longer of a type parameter. */
static Selection *look_up(Compiler *c, const Selection *s, Type *recv) {
  const Object *m = s->obj;
  Lookup found = lookup_field_or_method(c, recv, true, m->package, m->name);
  ASSERT(found.obj != NULL);
  Selection *n = NEW(&c->arena, Selection);
  *n = *s;
  n->obj = found.obj;
  n->path = found.path;
  n->npath = found.npath;
  n->indirect = found.indirect;
  if (s->kind == SEL_INTERFACE_METHOD && !type_is_interface(recv) &&
      !(found.obj->flags & OBJ_F_IFACE_METHOD))
    n->kind = SEL_METHOD_VALUE;
  return n;
}

/* The selection that s becomes when its operand gets type recv. */
static Selection *reselect(Compiler *c, const Selection *s, Type *recv) {
  Selection *n;
  if (!is_open(s->recv)) {
    n = arena_copy(&c->arena, s, sizeof *s);
    n->obj = follow_path(c, s, recv);
  } else if (is_open(recv)) {
    n = arena_copy(&c->arena, s, sizeof *s);
  } else {
    n = look_up(c, s, recv);
  }
  n->recv = recv;
  return n;
}

/* ------------------------------------------------------------ first walk -- */

typedef struct Retype {
  Compiler *c;
  const TypeMap *map;
} Retype;

/* The arguments put in; NULL stays NULL. */
static Type *new_type(const Retype *r, Type *t) {
  return t ? type_substitute(r->c, t, r->map) : NULL;
}

/* n types as they are in the instance; NULL stays NULL. */
static Type **new_types(const Retype *r, Type **types, uint32_t n) {
  if (!types)
    return NULL;
  Type **out = NEW_ARRAY(&r->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++)
    out[i] = new_type(r, types[i]);
  return out;
}

/* A constant of type T has the value as written. */
static void round_constant(const Retype *r, Expr *e) {
  BasicKind kind = type_basic_kind(e->type);
  const Const *v = kind == BASIC_INVALID
                       ? NULL
                       : const_represent(r->c, e->value, kind, NULL);
  if (v)
    e->value = v;
}

/* The first walk. */
static bool retype_expr(Visitor *v, Expr *e) {
  const Retype *r = v->data;
  Type *old = e->type;
  e->type = new_type(r, old);
  if (e->mode == MODE_CONST && e->type != old)
    round_constant(r, e);
  if (e->kind == EXPR_NAME && e->name.targs)
    e->name.targs = new_types(r, e->name.targs, e->name.ntargs);
  if (e->kind == EXPR_SELECTOR && e->sel.selection && e->sel.selection->targs) {
    Selection *s = arena_copy(&r->c->arena, e->sel.selection, sizeof *s);
    s->targs = new_types(r, s->targs, s->ntargs);
    e->sel.selection = s;
  }
  return true;
}

/* ----------------------------------------------------------- second walk -- */

/* unsafe.Sizeof and the like, of a type that is known now. */
static void fold_size(Compiler *c, Expr *e) {
  if (e->call.n == 0)
    return;
  Expr *arg = expr_unparen(e->call.args[0]);
  ASSERT(arg);
  int64_t v;
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_UNSAFE_SIZEOF: v = type_size(c, arg->type); break;
  case BUILTIN_UNSAFE_ALIGNOF: v = type_align(c, arg->type); break;
  case BUILTIN_UNSAFE_OFFSETOF: {
    const Selection *s = arg->sel.selection;
    Type *t = pointee(arg->sel.x->type);
    v = 0;
    for (uint32_t i = 0; i < s->npath; i++) {
      Type *st = type_under(t);
      type_layout(c, st);
      v += st->st.fields[s->path[i]]->var.offset;
      t = st->st.fields[s->path[i]]->type;
    }
    break;
  }
  default: return;
  }
  e->mode = MODE_CONST;
  e->value = const_int(c, v);
}

/* The second walk, on x.f: x has a type now. */
static void fix_selector(Compiler *c, Expr *e) {
  const Selection *s = e->sel.selection;
  if (!s || s->kind == SEL_QUALIFIED)
    return;
  bool was_open = is_open(s->recv);
  e->sel.selection = reselect(c, s, e->sel.x->type);
  e->type = s->kind == SEL_FIELD ? e->sel.selection->obj->type : e->type;
  /* Before explicit the path may stay as it is. */
  if (was_open && !is_open(e->sel.x->type) && s->kind != SEL_METHOD_EXPR)
    explicit_select_from(c, e, e->sel.x);
}

/* Which of the three it is depends on the arguments. */
static bool is_iface_conversion(const Expr *e) {
  return e->sub == CONV_NOP || e->sub == CONV_TO_IFACE ||
         e->sub == CONV_IFACE_TO_IFACE;
}

/* The second walk, children first. */
static bool fix_expr(Visitor *v, Expr *e) {
  Compiler *c = v->data;
  if (e->kind == EXPR_SELECTOR)
    fix_selector(c, e);
  else if (e->kind == EXPR_CALL && e->sub == CALL_BUILTIN &&
           e->mode != MODE_CONST)
    fold_size(c, e);
  else if (e->kind == EXPR_CONVERT && is_iface_conversion(e))
    e->sub = (uint8_t)conversion_kind(c, e->pair.x->type, e->type);
  return true;
}

void retype_stmt(Compiler *c, Stmt *s, const TypeMap *map) {
  Retype r = {.c = c, .map = map};
  Visitor types = {.expr = retype_expr, .data = &r};
  walk_stmt(&types, s);
  Visitor facts = {.expr = fix_expr, .data = c};
  walk_stmt(&facts, s);
}

/* ---------------------------------------------------------------- copies -- */

typedef struct Copier {
  Compiler *c;
  Package *pkg;
  const TypeMap *map;
  const Function *from; /* the outermost function */
  const char *name, *symbol;
  Map vars, functions;
} Copier;

/* The copy of fn, an empty shell at first. */
static Function *shell(Copier *k, Function *fn) {
  Function *f = map_get(&k->functions, fn);
  if (f)
    return f;
  Arena *a = &k->c->arena;
  f = arena_copy(a, fn, sizeof *fn);
  map_set(a, &k->functions, fn, f);
  const char *suffix = fn->name + strlen(k->from->name);
  f->name = arena_printf(a, "%s%s", k->name, suffix);
  f->symbol = arena_printf(a, "%s%s", k->symbol, suffix);
  f->package = k->pkg;
  f->outer = fn->outer ? shell(k, fn->outer) : NULL;
  f->tparams = NULL;
  f->escape = f->inlining = NULL;
  f->type = type_substitute(k->c, fn->type, k->map);
  return f;
}

/* Variables of the function; others are shared. */
static Object *copy_variable(void *data, Object *obj) {
  Copier *k = data;
  if (obj->kind != OBJ_VAR || !obj->var.fn)
    return obj;
  Object *copy = map_get(&k->vars, obj);
  if (copy)
    return copy;
  copy = arena_copy(&k->c->arena, obj, sizeof *obj);
  map_set(&k->c->arena, &k->vars, obj, copy);
  copy->type = type_substitute(k->c, obj->type, k->map);
  copy->var.fn = shell(k, obj->var.fn);
  copy->var.codegen = copy->var.escape = NULL;
  copy->var.defining = NULL;
  return copy;
}

static Object **copy_variables(Copier *k, Object **vars, uint32_t n) {
  Object **out = NEW_ARRAY(&k->c->arena, Object *, n + 1);
  for (uint32_t i = 0; i < n; i++)
    out[i] = copy_variable(k, vars[i]);
  return out;
}

/* Gives the copy of fn its variables. */
static void fill_variables(Copier *k, const Function *fn, Function *f) {
  if (fn->recv)
    f->recv = copy_variable(k, fn->recv);
  f->params = copy_variables(k, fn->params, fn->nparams);
  f->results = copy_variables(k, fn->results, fn->nresults);
  f->locals.items = copy_variables(k, fn->locals.items, fn->locals.len);
  f->locals.cap = fn->locals.len;
  f->captures.items = copy_variables(k, fn->captures.items, fn->captures.len);
  f->captures.cap = fn->captures.len;
  f->literals.items = NULL;
  f->literals.len = f->literals.cap = 0;
}

/* Copied literals still name the function of the original. */
static bool copy_literal(Visitor *v, Expr *e) {
  Copier *k = v->data;
  if (e->kind != EXPR_FUNC_LIT)
    return true;
  Function *old = e->funclit.fn, *f = shell(k, old);
  fill_variables(k, old, f);
  f->lit = e;
  f->body = e->funclit.body;
  e->funclit.fn = f;
  ASSERT(f->outer); /* a literal stands in a function */
  list_push(&k->c->arena, &f->outer->literals, f);
  return true;
}

/* The whole, with literals, under a name of its own. */
Function *copy_function(Compiler *c, Package *pkg, const Function *from,
                        const char *name, const char *symbol,
                        const TypeMap *map) {
  Copier k = {.c = c,
              .pkg = pkg,
              .map = map,
              .from = from,
              .name = name,
              .symbol = symbol};
  Cloner cloner = {.c = c, .map_object = copy_variable, .data = &k};
  union {
    const Function *in;
    Function *out;
  } key = {.in = from}; /* shells are found by the original; not written */
  Function *f = shell(&k, key.out);
  fill_variables(&k, from, f);
  f->body = clone_stmt(&cloner, from->body);
  Visitor literals = {.expr = copy_literal, .data = &k};
  walk_stmt(&literals, f->body);
  retype_stmt(c, f->body, map);
  return f;
}
