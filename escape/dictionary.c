/*
 * dictionary.c - gc's dictionaries, as far as its messages show them.
 *
 * gc passes each instance of a generic function a dictionary: one word for
 * each thing that the body needs to know of the type arguments. Texts of -m=2
 * show the argument, and where it is taken from a dictionary, also how many
 * words that has:
 *
 *     func F[T I](x T) { G(x); x.M() }     F(1) in an ordinary function
 *
 *     F[go.shape.int_0](&.dict.F[int], 1)
 *     G[go.shape.int_0]((*(*[5]uintptr)(unsafe.Pointer(.dict)))[.dict], x)
 *     (func(go.shape.int_0))(&(*(*[5]uintptr)(unsafe.Pointer(.dict)))[.dict])(x)
 *
 * The words of a shape's function: its shapes; every other type that it
 * mentions and that mentions a shape; a dictionary for each instance that it
 * names, and for each call of a constraint's method; a method table for each
 * conversion to an interface that needs one; each method of a constraint. They
 * are counted when the body is as gc has copied it, before anything of it is
 * dropped, and noted on the nodes that print them (`dict` of NAME, SELECTOR):
 *
 *     n > 0    word of the dictionary of n words that the function has
 *     n < 0    the variable .dict<-1 - n>, in a literal that stands for an
 *              instance used as a value
 *     0        the instance's own dictionary
 *     DICTIONARY_NONE, DICTIONARY_UNKNOWN
 *              none: the call reaches another generated method
 *
 * Source: getInstInfo in cmd/compile/internal/noder/stencil.go of Go 1.19.
 */
#include "escape/build.h"

/* Whether t mentions a shape: they share the flag of type parameters. */
static bool has_shape(const Type *t) {
  return t && (t->flags & TYPE_F_HAS_PARAM);
}

/* --------------------------------------------------------- what is named -- */

/* Whether the callee is a generated method, which adds the dictionary. */
static bool is_generated(const Expr *sel) {
  return sel->sel.dict == DICTIONARY_NONE ||
         sel->sel.dict == DICTIONARY_UNKNOWN;
}

/* Also sets *dynamic: whether type arguments mention shapes, so that only the
   function's own dictionary knows which instance is meant. */
bool names_instance(const Expr *fn, bool *dynamic) {
  Type **targs = NULL;
  uint32_t n = 0;
  if (fn->kind == EXPR_NAME) {
    targs = fn->name.targs;
    n = fn->name.ntargs;
  } else if (fn->kind == EXPR_SELECTOR &&
             fn->sel.selection->kind == SEL_METHOD_VALUE &&
             fn->sel.selection->obj->func.origin) {
    const Type *recv = fn->sel.selection->obj->func.recv_named;
    targs = recv->named.targs;
    n = is_generated(fn) ? 0 : recv->named.ntargs;
  }
  *dynamic = false;
  for (uint32_t i = 0; i < n; i++)
    *dynamic |= has_shape(targs[i]);
  return n > 0;
}

bool names_bound_method(const Expr *e) {
  if (e->kind != EXPR_SELECTOR || !e->sel.selection || is_generated(e))
    return false;
  const Selection *s = e->sel.selection;
  return (s->kind == SEL_INTERFACE_METHOD || s->kind == SEL_METHOD_EXPR) &&
         type_is_shape(s->recv);
}

/* A literal for an instance used as a value has one statement, which calls
   it. */
const Expr *literal_instance(const Function *fn) {
  const Stmt *s = fn->body->block.list[0];
  const Expr *call = is_spread(s)             ? s->block.list[0]->assign.rhs
                     : s->kind == STMT_RETURN ? s->ret.results
                                              : s->expr.x;
  return call->call.fn;
}

/* ------------------------------------------------------------- the count -- */

typedef struct Bound {
  const Type *shape;
  const Name *method;
} Bound;

typedef struct Count {
  Compiler *c;
  LIST(Type *) types; /* that mention shapes */
  LIST(Bound) methods;
  uint32_t others; /* dictionaries and method tables: each use counts */
  const Expr *called;
} Count;

/* A type is one word, however often it is mentioned; shapes have theirs
   anyway. */
static void count_type(Count *k, Type *t) {
  if (!has_shape(t) || type_is_shape(t) || t->kind == TYPE_TUPLE)
    return;
  for (uint32_t i = 0; i < k->types.len; i++)
    if (type_same(k->c, k->types.items[i], t))
      return;
  list_push(&k->c->arena, &k->types, t);
}

/* A method of a constraint is one word, however often it is named. */
static void count_method(Count *k, const Expr *e) {
  Bound b = {.shape = e->sel.selection->recv, .method = e->sel.sel};
  for (uint32_t i = 0; i < k->methods.len; i++)
    if (k->methods.items[i].shape == b.shape &&
        k->methods.items[i].method == b.method)
      return;
  list_push(&k->c->arena, &k->methods, b);
}

/* F[T]: its signature, and T. */
static void count_instance(Count *k, const Expr *name) {
  count_type(k, name->type);
  for (uint32_t i = 0; i < name->name.ntargs; i++)
    count_type(k, name->name.targs[i]);
}

/* x.M, T.M with x of a type parameter T: called, the method and, for nothing,
   a dictionary; as a value, x in an interface. */
static void count_bound(Count *k, const Expr *e, bool called) {
  count_type(k, e->type);
  bool value = e->sel.selection->kind == SEL_INTERFACE_METHOD;
  if (called || !value)
    count_method(k, e);
  k->others += called || value;
}

/* A method table; none for an interface without methods. */
static void count_conversion(Count *k, const Expr *e) {
  bool iface = e->sub == CONV_TO_IFACE || e->sub == CONV_IFACE_TO_IFACE;
  if (iface && !type_is_empty_interface(k->c, e->type) &&
      (has_shape(e->type) || has_shape(e->pair.x->type)))
    k->others++;
}

/* x.(T) with T no interface: the table of (T, type of x), if that has
   methods. */
static void count_assertion(Count *k, const Expr *e) {
  if (!type_is_interface(e->pair.y->type) &&
      !type_is_empty_interface(k->c, e->pair.x->type))
    k->others++;
}

static void count_call(Visitor *v, Expr *e) {
  Count *k = v->data;
  Expr *fn = e->call.fn;
  bool dynamic = false;
  count_type(k, e->type);
  walk_stmt(v, e->call.init);
  if (names_bound_method(fn)) {
    count_bound(k, fn, true);
    walk_expr(v, fn->sel.x);
  } else if (names_instance(fn, &dynamic)) {
    k->others += dynamic;
    if (fn->kind == EXPR_NAME)
      count_instance(k, fn);
    else
      walk_expr(v, fn->sel.x);
  } else if (fn->kind == EXPR_SELECTOR &&
             fn->sel.selection->kind != SEL_FIELD &&
             fn->sel.selection->kind != SEL_QUALIFIED) {
    walk_expr(v, fn->sel.x); /* with its receiver, such a type is no word */
  } else {
    walk_expr(v, fn);
  }
  for (uint32_t i = 0; i < e->call.n; i++)
    walk_expr(v, e->call.args[i]);
}

/* The * of a field selected through a pointer, which the program leaves out. */
static bool is_implied_deref(const Expr *e) {
  return e->kind == EXPR_UNARY && e->op == OP_MUL &&
         (e->flags & EXPR_F_IMPLICIT);
}

static bool count_expr(Visitor *v, Expr *e) {
  Count *k = v->data;
  if (e->kind == EXPR_CALL && e->sub == CALL_FUNC && e->mode != MODE_CONST) {
    count_call(v, e);
    return false;
  }
  if (e->mode == MODE_BUILTIN)
    return false; /* has no type for gc */
  if (e->kind == EXPR_COMPOSITE && (e->flags & EXPR_F_IMPLICIT))
    return true; /* the slice of a variadic call does not exist yet */
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_FIELD &&
      is_implied_deref(e->sel.x)) {
    count_type(k, e->type); /* p.f is one node for gc, whose operand is p */
    walk_expr(v, e->sel.x->pair.x);
    return false;
  }
  count_type(k, e->type);
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE)
    return false;
  if (e->kind == EXPR_FUNC_LIT && e->funclit.fn->is_wrapper) {
    const Expr *named = literal_instance(e->funclit.fn);
    bool dynamic;
    names_instance(named, &dynamic);
    k->others += dynamic;
    if (named->kind == EXPR_NAME)
      count_instance(k, named);
    return false;
  }
  if (e->kind == EXPR_CONVERT)
    count_conversion(k, e);
  else if (e->kind == EXPR_TYPE_ASSERT)
    count_assertion(k, e);
  else if (names_bound_method(e))
    count_bound(k, e, false);
  return true;
}

/* Each type of a type switch that mentions a shape is such an assertion, if the
   operand has methods. */
static bool count_stmt(Visitor *v, Stmt *s) {
  Count *k = v->data;
  const Expr *tag = s->kind == STMT_SWITCH ? s->switch_.tag : NULL;
  if (!tag || tag->kind != EXPR_TYPE_GUARD ||
      type_is_empty_interface(k->c, tag->guard.x->type))
    return true;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      k->others += cases[j]->mode == MODE_TYPE && has_shape(cases[j]->type);
  }
  return true;
}

static void count_variables(Count *k, Object **vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (vars[i]->name)
      count_type(k, vars[i]->type);
}

/* Constraints that mention type parameters. */
static void count_constraints(Count *k, const Function *fn) {
  const Function *generic = fn->obj ? fn->obj->func.fn : NULL;
  if (!generic || !generic->tparams)
    return;
  TypeMap map = {.params = *generic->tparams, .args = fn->shapes};
  for (uint32_t i = 0; i < map.params.n; i++) {
    Type *bound = type_param_bound(k->c, map.params.items[i]);
    count_type(k, type_substitute(k->c, bound, &map));
  }
}

/* Words of fn's dictionary. Its types are kept in fn->dict_types: they need
   descriptors (descriptors.c). */
static uint32_t count_words(Compiler *c, Function *fn) {
  Count k = {.c = c};
  count_constraints(&k, fn);
  if (fn->recv)
    count_variables(&k, &fn->recv, 1);
  count_variables(&k, fn->params, fn->nparams);
  count_variables(&k, fn->results, fn->nresults);
  count_variables(&k, fn->locals.items, fn->locals.len);
  Visitor v = {.expr = count_expr, .stmt = count_stmt, .data = &k};
  walk_stmt(&v, fn->body);
  fn->dict_types = k.types.items;
  fn->ndict_types = k.types.len;
  return fn->nshapes + k.types.len + k.methods.len + k.others;
}

/* ------------------------------------------------------------- the notes -- */

typedef struct Noting {
  const Function *fn; /* whose body this is */
  int32_t words;
} Noting;

/* Notes where the dictionary of what e names comes from; literals that stand
   for instances have it in a variable of their own. */
static bool note_expr(Visitor *v, Expr *e) {
  const Noting *n = v->data;
  bool dynamic = false;
  if (e->kind == EXPR_FUNC_LIT) {
    Noting inner = {.fn = e->funclit.fn, .words = n->words};
    Visitor w = {.expr = note_expr, .data = &inner};
    walk_stmt(&w, e->funclit.body);
    return false;
  }
  if (e->mode == MODE_CONST || e->mode == MODE_TYPE ||
      (e->kind != EXPR_NAME && e->kind != EXPR_SELECTOR))
    return e->mode != MODE_CONST;
  if (!names_bound_method(e) && !(names_instance(e, &dynamic) && dynamic))
    return true;
  int32_t dict = n->words;
  if (n->fn->is_wrapper)
    dict = -1 - (int32_t)n->fn->dict_number;
  if (e->kind == EXPR_NAME)
    e->name.dict = dict;
  else
    e->sel.dict = dict;
  return true;
}

/* -------------------------------------------------------- the variables -- */

/* A variable that holds the address of a dictionary. */
static Object *new_dictionary(Compiler *c, Function *fn, Pos pos,
                              const char *name) {
  Object *var = object_new(c, OBJ_VAR, pos, name_of(c, name), BASIC(c, UINTPTR),
                           function_home(fn));
  var->flags = OBJ_F_USED;
  var->var.fn = fn;
  return var;
}

/* A literal captures the dictionary of the function around it and copies it to
   its own .dict; one that stands for an instance captures that instance's. */
static bool declare_in_literal(Visitor *v, Expr *e) {
  Compiler *c = v->data;
  if (e->kind != EXPR_FUNC_LIT || !e->funclit.fn->outer)
    return true;
  Function *fn = e->funclit.fn, *outer = fn->outer;
  bool dynamic = false;
  if (!fn->is_wrapper) {
    fn->dict_captured = outer->dict;
    fn->dict = new_dictionary(c, fn, fn->pos, ".dict");
    return true;
  }
  names_instance(literal_instance(fn), &dynamic);
  if (dynamic) {
    fn->dict_captured = new_dictionary(
        c, outer, fn->pos, arena_printf(&c->arena, ".dict%u", fn->dict_number));
    fn->dict_captured->flags |= OBJ_F_LATE | OBJ_F_NUMBERED;
    list_push(&c->arena, &outer->locals, fn->dict_captured);
  }
  return false;
}

/* A parameter of fn, a variable of each literal. */
static void declare_dictionaries(Compiler *c, Function *fn) {
  Pos pos = fn->decl ? fn->decl->pos : fn->pos; /* a method: its receiver */
  fn->dict = new_dictionary(c, fn, pos, ".dict");
  Visitor v = {.expr = declare_in_literal, .data = c};
  walk_stmt(&v, fn->body);
}

void note_dictionaries(Compiler *c, Function *fn) {
  declare_dictionaries(c, fn);
  Noting n = {.fn = fn, .words = (int32_t)count_words(c, fn)};
  Visitor v = {.expr = note_expr, .data = &n};
  walk_stmt(&v, fn->body);
}

/* ------------------------------------------------------------- the texts -- */

/* A word of the function's dictionary, or the variable that holds it, where
   `pos` is. */
static const char *word_text(Builder *b, int32_t dict, Pos pos) {
  Arena *a = &b->c->arena;
  if (dict < 0)
    return node_qualified_text(b, pos, arena_printf(a, ".dict%d", -1 - dict));
  const char *name = node_qualified_text(b, pos, ".dict");
  return arena_printf(a, "(*(*[%d]uintptr)(unsafe.Pointer(%s)))[%s]", dict,
                      name, name);
}

/* .dict.F[int], .dict.(*T[int]).m */
static const char *symbol_text(Builder *b, const Expr *fn) {
  Arena *a = &b->c->arena;
  const Object *obj =
      fn->kind == EXPR_NAME ? fn->name.obj : fn->sel.selection->obj;
  const Object *origin = obj->func.origin;
  const Type *recv = obj->func.recv_named;
  Type **targs = recv ? recv->named.targs : fn->name.targs;
  uint32_t n = recv ? recv->named.ntargs : fn->name.ntargs;
  const char *args = type_args_string(b->c, targs, n);
  const char *home =
      origin->package == b->pkg
          ? ""
          : arena_printf(a, "%s.", node_package_text(a, origin->package));
  if (!recv)
    return arena_printf(a, "&%s.dict.%s%s", home, origin->name->text, args);
  bool pointer = origin->flags & OBJ_F_PTR_RECV;
  return arena_printf(a, pointer ? "&%s.dict.(*%s%s).%s" : "&%s.dict.%s%s.%s",
                      home, recv->named.obj->name->text, args,
                      origin->name->text);
}

const char *dictionary_text(Builder *b, const Expr *fn) {
  bool dynamic;
  if (!names_instance(fn, &dynamic))
    return NULL;
  int32_t dict = fn->kind == EXPR_NAME ? fn->name.dict : fn->sel.dict;
  return dict ? word_text(b, dict, fn->pos) : symbol_text(b, fn);
}

/* The signature with other parameters before its own. */
static Type *with_parameters(Compiler *c, const Type *sig, Type *const *first,
                             uint32_t n) {
  const Type *params = sig->func.params;
  uint32_t all = n + params->tuple.n;
  Object **vars = NEW_ARRAY(&c->arena, Object *, all + 1);
  for (uint32_t i = 0; i < n; i++)
    vars[i] = object_new(c, OBJ_VAR, NO_POS, NULL, first[i], NULL);
  for (uint32_t i = n; i < all; i++)
    vars[i] = params->tuple.vars[i - n];
  return type_func(c, type_tuple(c, vars, all), sig->func.results,
                   (sig->flags & TYPE_F_VARIADIC) != 0);
}

const char *bound_method_text(Builder *b, const Expr *fn) {
  Type *recv = fn->sel.selection->recv, *sig = fn->type;
  if (fn->sel.selection->kind != SEL_METHOD_EXPR)
    sig = with_parameters(b->c, sig, &recv, 1);
  return arena_printf(&b->c->arena, "(%s)(&%s)", node_type_text(b, sig),
                      word_text(b, fn->sel.dict, fn->pos));
}

const char *shape_signature_text(Builder *b, const Function *fn) {
  Type *first[] = {BASIC(b->c, UINTPTR), fn->recv ? fn->recv->type : NULL};
  return node_type_text(
      b, with_parameters(b->c, fn->type, first, fn->recv ? 2 : 1));
}
