/*
 * descriptors.c - which generated methods there are, and in which order.
 *
 * gc writes a type descriptor for every type that a program can meet at run
 * time, and the generated methods (wrappers.c) of a type with its descriptor,
 * or earlier, with the first method table that needs them:
 *
 *     var i I = T{}       the table of (T, I): methods of T, then the
 *                         descriptors of I and T
 *     at the end          descriptors of all types that are left, by name
 *
 * A descriptor needs those of its parts first. The order shows in -m, so this
 * file walks types as gc writes them, and functions as gc compiles them: a
 * literal that captures follows the function around it. Source:
 * cmd/compile/internal/{reflectdata/reflect.go,gc/obj.go,gc/compile.go}.
 */
#include <stdlib.h>

#include "escape/descriptors.h"
#include "escape/static_data.h"

enum {
  MAP_BUCKET = 8 /* elements of a bucket */
};

/* A type whose descriptor is asked for, with what it is sorted by. */
typedef struct Wanted {
  Type *type;
  const char *name;
} Wanted;

typedef struct Descriptors {
  Wrappers w;
  Map written; /* canonical types with a descriptor */
  Map wanted;  /* canonical types that are, or were, in `queue` */
  LIST(Wanted) queue;
  LIST(Function *) closures;  /* met in the function being walked */
  LIST(Function *) generated; /* wrappers, to be walked at the end */
  Map wrapped;                /* link strings of wrappers made */
  Map hoisted;                /* inlined calls whose bodies were walked */
  Map copied;                 /* index expressions whose index was copied */
  enum {
    WRAP_REPORT,  /* analyse wrappers at once, alone */
    WRAP_COLLECT, /* they become functions of the package */
    WRAP_SKIP     /* they have been collected */
  } mode;
} Descriptors;

static Arena *arena_of(const Descriptors *d) { return &d->w.c->arena; }

static void write_type(Descriptors *d, Type *t);

/* Puts t on the queue, to be sorted by `name`. */
static void want_as(Descriptors *d, Type *t, const char *name) {
  map_set(arena_of(d), &d->wanted, t, t);
  Wanted item = {.type = t, .name = name};
  list_push(arena_of(d), &d->queue, item);
}

/* Notes that t will need a descriptor. */
static void want(Descriptors *d, Type *t) {
  if (!t || t->kind == TYPE_TUPLE || type_is_basic(t, BI_UNTYPED))
    return;
  t = type_canon(d->w.c, t);
  if (!map_has(&d->wanted, t))
    want_as(d, t, type_link_string(d->w.c, t));
}

/* --------------------------------------------------------------- methods -- */

/* Named types of other packages have their methods there. */
static bool is_ours(const Descriptors *d, const Type *t) {
  if (t->kind == TYPE_BASIC)
    return false;
  return t->kind != TYPE_NAMED || t->named.ntargs || type_is_shape(t) ||
         t->named.obj->package == d->w.pkg;
}

/* Makes or reports the method m of recv, once, by link name. */
static void wrap(Descriptors *d, Type *recv, const MethodSetEntry *m) {
  const Type *base = recv->kind == TYPE_POINTER ? recv->ptr.elem : recv;
  if (!is_ours(d, base))
    return;
  const Name *name = name_of(
      d->w.c, arena_printf(arena_of(d), "%s.%s", type_link_string(d->w.c, recv),
                           m->method->name->text));
  if (map_has(&d->wrapped, name))
    return;
  map_set(arena_of(d), &d->wrapped, name, recv);
  if (m->npath == 1)
    map_set(arena_of(d), &d->w.known, m->method, m->method);
  Function *fn = NULL;
  if (d->mode == WRAP_REPORT)
    fn = wrapper_report(&d->w, recv, m);
  else if (d->mode == WRAP_COLLECT)
    fn = wrapper_make(&d->w, recv, m);
  if (fn)
    list_push(arena_of(d), &d->generated, fn);
}

/* The entry of `method` among n; NULL: it is not in the set. */
static const MethodSetEntry *find(const MethodSetEntry *set, uint32_t n,
                                  const Object *method) {
  for (uint32_t i = 0; i < n; i++)
    if (set[i].method == method)
      return &set[i];
  return NULL;
}

/* For each method of t: what a method table calls, with the pointer in an
   interface as receiver, then t's own. */
static void wrap_methods(Descriptors *d, Type *t) {
  uint32_t n, nptr = 0;
  MethodSetEntry *set = type_method_set(d->w.c, t, &n), *by_ptr = NULL;
  Type *pointer = t->kind == TYPE_POINTER ? t : type_pointer(d->w.c, t);
  if (pointer != t && !type_is_pointer_shaped(t))
    by_ptr = type_method_set(d->w.c, pointer, &nptr);
  for (uint32_t i = 0; i < n; i++) {
    const MethodSetEntry *m = find(by_ptr, nptr, set[i].method);
    if (m)
      wrap(d, pointer, m);
    wrap(d, t, &set[i]);
  }
}

/* The calls that method expressions of an interface make. */
static void wrap_interface(Descriptors *d, Type *t) {
  TypeSet *set = type_set(d->w.c, type_under(t));
  for (uint32_t i = 0; i < set->nmethods; i++) {
    uint32_t *path = NEW(arena_of(d), uint32_t);
    *path = i;
    MethodSetEntry m = {.method = set->methods[i], .path = path, .npath = 1};
    wrap(d, t, &m);
  }
}

/* ----------------------------------------------------------- descriptors -- */

/* Types of parameters and results: a function's descriptor has theirs. */
static void write_signature(Descriptors *d, const Type *sig) {
  const Type *params = sig->func.params, *results = sig->func.results;
  for (uint32_t i = 0; i < params->tuple.n; i++)
    write_type(d, params->tuple.vars[i]->type);
  for (uint32_t i = 0; i < results->tuple.n; i++)
    write_type(d, results->tuple.vars[i]->type);
}

/* An interface's methods; their types are those of functions. */
static void write_interface(Descriptors *d, Type *t) {
  wrap_interface(d, t);
  TypeSet *set = type_set(d->w.c, type_under(t));
  for (uint32_t i = 0; i < set->nmethods; i++)
    write_signature(d, set->methods[i]->type);
}

/* The descriptors that t's own points to. */
static void write_parts(Descriptors *d, Type *t) {
  Type *u = type_under(t);
  switch ((TypeKind)u->kind) {
  case TYPE_ARRAY: write_type(d, u->array.elem); break;
  case TYPE_SLICE: write_type(d, u->slice.elem); break;
  case TYPE_CHAN: write_type(d, u->chan.elem); break;
  case TYPE_POINTER: write_type(d, u->ptr.elem); break;
  case TYPE_FUNC: write_signature(d, u); break;
  case TYPE_INTERFACE: write_interface(d, t); break;
  case TYPE_MAP:
    write_type(d, u->map.key);
    write_type(d, u->map.elem);
    break;
  case TYPE_STRUCT:
    for (uint32_t i = 0; i < u->st.n; i++)
      write_type(d, u->st.fields[i]->type);
    break;
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: break;
  }
}

/* What every descriptor has: the pointer's descriptor, and its methods. */
static void write_common(Descriptors *d, Type *t) {
  Compiler *c = d->w.c;
  if (t->kind != TYPE_POINTER) {
    Type *pointer = type_pointer(c, t);
    if (t->kind != TYPE_NAMED)
      wrap_methods(d, pointer);
    write_type(d, pointer);
  }
  if (type_is_interface(t) || shape_is_mentioned(t))
    return; /* what mentions shapes has no methods */
  wrap_methods(d, t);
  uint32_t n;
  MethodSetEntry *set = type_method_set(c, t, &n);
  for (uint32_t i = 0; i < n; i++)
    write_signature(d, set[i].method->type);
}

/* Writes t's descriptor once. Those of other packages' named types, and of
   pointers to them, are written there; those of basic types in the runtime. */
static void write_type(Descriptors *d, Type *t) {
  t = type_canon(d->w.c, t);
  const Type *base = t->kind == TYPE_POINTER ? t->ptr.elem : t;
  if (map_has(&d->written, t) || t->kind == TYPE_BASIC)
    return;
  map_set(arena_of(d), &d->written, t, t);
  if (!is_ours(d, base->kind == TYPE_NAMED ? base : t))
    return;
  write_parts(d, t);
  write_common(d, t);
}

/* The method table of a `type` in an `iface`. */
static void write_table(Descriptors *d, Type *type, Type *iface) {
  wrap_methods(d, type_canon(d->w.c, type));
  write_type(d, iface);
  write_type(d, type);
}

/* Named types first, then by name. */
static int compare_wanted(const void *a, const void *b) {
  const Wanted *x = a, *y = b;
  bool xn = x->type->kind == TYPE_NAMED, yn = y->type->kind == TYPE_NAMED;
  return xn != yn ? (xn ? -1 : 1) : strcmp(x->name, y->name);
}

/* Rounds, since writing a descriptor may ask for others. */
static void write_wanted(Descriptors *d) {
  uint32_t from = 0;
  while (from < d->queue.len) {
    uint32_t to = d->queue.len;
    qsort(d->queue.items + from, to - from, sizeof *d->queue.items,
          compare_wanted);
    for (; from < to; from++) {
      Type *t = d->queue.items[from].type;
      write_type(d, t);
      if (t->kind == TYPE_NAMED)
        write_type(d, type_pointer(d->w.c, t));
    }
  }
  d->queue.len = 0;
}

/* ------------------------------------------------------------- functions -- */

/* A value of type `from` in an interface, or compared with what is in one. */
static void meet_pair(Descriptors *d, Type *from, Type *iface) {
  const TypeSet *set = type_set(d->w.c, type_under(iface));
  want(d, from);
  if (set->nmethods)
    write_table(d, from, iface);
}

/* The operand first, as gc has it. From interface to interface only the type
   looked for is needed. */
static void visit_convert(Visitor *v, Expr *e) {
  Descriptors *d = v->data;
  walk_expr(v, e->pair.x);
  if (shape_is_boxed(d->w.c, e))
    return; /* from a dictionary, which names them: want_dictionary */
  if (e->sub == CONV_TO_IFACE)
    meet_pair(d, e->pair.x->type, e->type);
  else if (e->sub == CONV_IFACE_TO_IFACE)
    want(d, e->type);
}

/* x.(T), and a clause of a type switch on x. */
static void meet_assertion(Descriptors *d, Type *x, Type *t) {
  if (type_is_interface(t))
    want(d, t);
  else
    meet_pair(d, t, x);
}

/* The values that append adds are kept in temporaries before it looks for
   room. Of an index that is an expression only the type is known then. */
static void note_copied(Descriptors *d, Expr *e) {
  while (e->kind == EXPR_INDEX || e->kind == EXPR_PAREN) {
    if (e->kind == EXPR_INDEX)
      map_set(arena_of(d), &d->copied, e, e);
    e = e->pair.x;
  }
}

/* growslice asks for the type of the elements. */
static void visit_append(Descriptors *d, const Expr *e) {
  want(d, type_under(e->type)->slice.elem);
  for (uint32_t i = 1; i < e->call.n && !(e->flags & EXPR_F_DOTS); i++)
    note_copied(d, e->call.args[i]);
}

static Object *new_field(Compiler *c, const char *name, Type *type) {
  return object_new(c, OBJ_VAR, NO_POS, name_of(c, name), type, NULL);
}

/* A map's first bucket, if it is on the stack: of eight elements. */
static void want_bucket(Descriptors *d, Type *map) {
  Compiler *c = d->w.c;
  const Type *u = type_under(map);
  Object **fields = NEW_ARRAY(arena_of(d), Object *, 2);
  fields[0] = new_field(c, "keys", type_array(c, u->map.key, MAP_BUCKET));
  fields[1] = new_field(c, "elems", type_array(c, u->map.elem, MAP_BUCKET));
  const char *name = type_link_string(c, type_canon(c, map));
  want_as(d, type_struct(c, fields, 2),
          arena_printf(arena_of(d), "noalg.map.bucket%s",
                       name + strcspn(name, "[")));
}

/* A small map is made by a function that does not ask which; its size is -1 if
   that is not constant. */
static void want_map(Descriptors *d, const Expr *e, int64_t size) {
  if (size < 0 || size > MAP_BUCKET)
    want(d, e->type);
  else if (e->flags & EXPR_F_ON_STACK)
    want_bucket(d, e->type);
}

/* The size of make(map[K]V, n), 0 without one; -1: not constant. */
static int64_t constant_size(const Descriptors *d, const Expr *make) {
  int64_t n = 0;
  if (make->call.n > 1 &&
      (make->call.args[1]->mode != MODE_CONST ||
       !const_int64(const_to_int(d->w.c, make->call.args[1]->value), &n)))
    return -1;
  return n;
}

/* What the runtime is asked to allocate, it needs the type of; what is on the
   stack needs none. */
static void visit_call(Descriptors *d, const Expr *e) {
  Type *u = type_under(e->type);
  bool heap = !(e->flags & EXPR_F_ON_STACK);
  if (e->sub != CALL_BUILTIN)
    return;
  if (e->call.builtin == BUILTIN_NEW && heap)
    want(d, u->ptr.elem);
  else if (e->call.builtin == BUILTIN_MAKE && u->kind == TYPE_MAP)
    want_map(d, e, constant_size(d, e));
  else if (e->call.builtin == BUILTIN_MAKE && u->kind == TYPE_CHAN)
    want(d, e->type);
  else if (e->call.builtin == BUILTIN_MAKE && heap)
    want(d, u->slice.elem);
  else if (e->call.builtin == BUILTIN_APPEND)
    visit_append(d, e);
}

/* Literals on the stack need no descriptor, but for maps with elements. */
static void visit_composite(Descriptors *d, const Expr *e) {
  Type *u = type_under(e->type);
  if (u->kind == TYPE_MAP)
    want_map(d, e, e->complit.n ? -1 : 0);
  else if (u->kind == TYPE_SLICE && !(e->flags & EXPR_F_ON_STACK))
    want(d, u->slice.elem);
}

/* Prints the indices that are in range whatever the program does (bounds.c), at
   the time when gc meets them. */
static void visit_index(Visitor *v, Expr *e) {
  Descriptors *d = v->data;
  Compiler *c = d->w.c;
  walk_expr(v, e->pair.x);
  walk_expr(v, e->pair.y);
  if (index_is_bounded(c, e, map_has(&d->copied, e)))
    fprintf(c->out, "%s: index bounds check elided\n", pos_string(c, e->pos));
}

/* Bodies of inlined calls run before the statement that holds the calls. */
typedef struct Hoist {
  Visitor *visitor;
  const Stmt *stmt;
} Hoist;

/* The body of each call inlined in the statement is walked, once; calls inlined
   in that body are found by the walk. */
static bool hoist_expr(Visitor *v, Expr *e) {
  const Hoist *h = v->data;
  Descriptors *d = h->visitor->data;
  if (e->kind != EXPR_INLINED_CALL || map_has(&d->hoisted, e))
    return e->kind != EXPR_FUNC_LIT;
  map_set(arena_of(d), &d->hoisted, e, e);
  for (uint32_t i = 0; i < e->inlined.n; i++)
    walk_stmt(h->visitor, e->inlined.body[i]);
  return false;
}

static bool hoist_stmt(Visitor *v, Stmt *s) {
  const Hoist *h = v->data;
  return s == h->stmt;
}

static void hoist(Visitor *v, Stmt *s) {
  Hoist h = {.visitor = v, .stmt = s};
  Visitor inner = {.expr = hoist_expr, .stmt = hoist_stmt, .data = &h};
  walk_stmt(&inner, s);
}

/* Whether a literal captures anything, in gc. */
static bool function_captures(const Function *fn) {
  return fn->captures.len || fn->dict_captured;
}

/* A closure is a struct { F uintptr; x T; y *T }. */
static void want_closure(Descriptors *d, const Function *fn) {
  Compiler *c = d->w.c;
  uint32_t n = 0;
  Object **fields =
      NEW_ARRAY(arena_of(d), Object *, 2 + (size_t)fn->captures.len);
  if (!function_captures(fn))
    return;
  fields[n++] = new_field(c, "F", BASIC(c, UINTPTR));
  if (fn->dict_captured)
    fields[n++] = new_field(c, ".dict", BASIC(c, UINTPTR));
  for (uint32_t i = 0; i < fn->captures.len; i++) {
    const Object *var = fn->captures.items[i];
    bool by_value = var->flags & OBJ_F_BY_VALUE;
    fields[n++] = new_field(c, var->name->text,
                            by_value ? var->type : type_pointer(c, var->type));
  }
  Type *t = type_struct(c, fields, n);
  want_as(d, t, arena_printf(arena_of(d), "noalg.%s", type_link_string(c, t)));
}

/* Notes the types that e, and what stands in it, needs at run time. */
static bool visit_expr(Visitor *v, Expr *e) {
  Descriptors *d = v->data;
  if (e->mode == MODE_TYPE || e->mode == MODE_CONST)
    return false;
  switch ((ExprKind)e->kind) {
  case EXPR_FUNC_LIT:
    want_closure(d, e->funclit.fn);
    if (function_captures(e->funclit.fn))
      list_push(arena_of(d), &d->closures, e->funclit.fn);
    return false;
  case EXPR_CONVERT: visit_convert(v, e); return false;
  case EXPR_TYPE_ASSERT:
    walk_expr(v, e->pair.x);
    if (!shape_is_dynamic_assertion(d->w.c, e))
      meet_assertion(d, e->pair.x->type, e->pair.y->type);
    return false;
  case EXPR_COMPOSITE: visit_composite(d, e); return true;
  case EXPR_UNARY:
    if (e->op == OP_AND && e->pair.x->kind == EXPR_COMPOSITE &&
        !(e->flags & EXPR_F_ON_STACK))
      want(d, e->pair.x->type);
    return true;
  case EXPR_SELECTOR:
    if (e->sel.selection->kind == SEL_METHOD_EXPR &&
        e->sel.selection->recv->kind != TYPE_NAMED &&
        !shape_is_mentioned(e->sel.selection->recv))
      want(d, e->sel.selection->recv);
    return true;
  case EXPR_INDEX: visit_index(v, e); return false;
  case EXPR_INLINED_CALL: return !map_has(&d->hoisted, e);
  case EXPR_CALL: visit_call(d, e); return true;
  default: return true;
  }
}

/* All clauses of a type switch come before their bodies. */
static void visit_type_switch(Visitor *v, Stmt *s) {
  Expr *x = s->switch_.tag->guard.x;
  walk_stmt(v, s->switch_.init);
  walk_expr(v, x);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t k = 0; k < n; k++)
      if (cases[k]->mode == MODE_TYPE && !shape_is_mentioned(cases[k]->type))
        meet_assertion(v->data, x->type, cases[k]->type);
  }
  for (uint32_t i = 0; i < s->switch_.n; i++)
    for (uint32_t k = 0; k < s->switch_.clauses[i]->clause.n; k++)
      walk_stmt(v, s->switch_.clauses[i]->clause.list[k]);
}

/* a, b = x, y  becomes  t := y; a = x; b = t, but a = x is seen first. */
static bool visit_several(Visitor *v, Stmt *s) {
  uint32_t n, nr;
  Expr **l = expr_items(&s->assign.lhs, &n);
  Expr **r = expr_items(&s->assign.rhs, &nr);
  if (n < 2 || nr != n || (s->flags & STMT_F_DEFINE))
    return false;
  for (uint32_t i = 0; i < n; i++) {
    walk_expr(v, i ? r[i] : l[i]);
    walk_expr(v, i ? l[i] : r[i]);
  }
  return true;
}

/* Statements in gc's order, where that is not the order of the source. */
static bool visit_stmt(Visitor *v, Stmt *s) {
  hoist(v, s);
  if (s->kind == STMT_ASSIGN && visit_several(v, s))
    return false;
  const Expr *tag = s->kind == STMT_SWITCH ? s->switch_.tag : NULL;
  if (!tag || tag->kind != EXPR_TYPE_GUARD)
    return true;
  visit_type_switch(v, s);
  return false;
}

/* gc has debug information, and so a descriptor, for variables with a name. */
static bool is_wanted(const Object *var) {
  bool late = (var->flags & OBJ_F_LATE) && shape_is_mentioned(var->type);
  return var->name && !name_is_blank(var->name) && !late;
}

/* Entries may be NULL. */
static void want_variables(Descriptors *d, Object **vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (vars[i] && is_wanted(vars[i]))
      want(d, vars[i]->type);
}

static void want_results(Descriptors *d, const Function *fn) {
  for (uint32_t i = 0; i < fn->nresults; i++)
    want(d, fn->results[i]->type);
}

/* The type arguments and what the function makes of them. */
static void want_dictionary(Descriptors *d, const Dictionary *dict) {
  const Function *fn = dict->shape;
  TypeMap map = {.args = dict->targs};
  map.params.items = fn->shapes;
  map.params.n = fn->nshapes;
  for (uint32_t i = 0; i < fn->nshapes; i++)
    want(d, dict->targs[i]);
  for (uint32_t i = 0; i < fn->ndict_types; i++)
    want(d, type_substitute(d->w.c, fn->dict_types[i], &map));
}

/* Types of the function's variables, of closures it makes, and of its body. */
static void walk_one(Descriptors *d, Function *fn) {
  Visitor v = {.expr = visit_expr, .stmt = visit_stmt, .data = d};
  if (fn->recv)
    want_variables(d, &fn->recv, 1);
  want_variables(d, fn->params, fn->nparams);
  want_results(d, fn);
  want_variables(d, fn->locals.items, fn->locals.len);
  for (uint32_t i = 0; i < fn->later.len; i++)
    want_closure(d, fn->later.items[i]);
  uint32_t before = d->closures.len;
  if (fn != d->w.pkg->var_init)
    walk_stmt(&v, fn->body);
  if (d->closures.len > before)
    map_set(arena_of(d), &d->w.has_closures, fn, fn);
}

/* A function, then the literals in it that capture, the last ones first. */
static void walk_function(Descriptors *d, Function *fn) {
  walk_one(d, fn);
  while (d->closures.len)
    walk_one(d, d->closures.items[--d->closures.len]);
}

/* Literals that capture come with the function around them. */
static bool is_walked_alone(const Function *fn) {
  if (fn->obj && name_is_blank(fn->obj->name))
    return false;
  return !fn->lit || !function_captures(fn);
}

/* -------------------------------------------------------------- package -- */

/* Callback of static_data_split: a value laid out in an interface. */
static void boxed_statically(void *data, Type *from, Type *to) {
  meet_pair(data, from, to);
}

/* What an initialiser computes is walked like the code of a function. */
static void computed_leaf(void *data, const StaticPlace *place) {
  Visitor v = {.expr = visit_expr, .stmt = visit_stmt, .data = data};
  walk_expr(&v, place->value);
}

/* Reads the initialisers: their static parts, or what is computed. */
static void walk_initialisers(Descriptors *d, StaticParts *parts) {
  const Function *fn = d->w.pkg->var_init;
  for (uint32_t i = 0; fn && i < fn->body->block.n; i++) {
    const Stmt *s = fn->body->block.list[i];
    bool single = s->kind == STMT_ASSIGN && s->assign.lhs->kind != EXPR_LIST &&
                  s->assign.rhs;
    if (single)
      static_data_split(parts, s);
    else if (parts->leaf && s->kind == STMT_ASSIGN)
      parts->leaf(parts->data, &(StaticPlace){.value = s->assign.rhs});
  }
}

/* Package variables and types, but for generic ones. */
static void want_package(Descriptors *d) {
  for (uint32_t i = 0; i < d->w.pkg->objects.len; i++) {
    Object *o = d->w.pkg->objects.items[i];
    if (name_is_blank(o->name))
      continue;
    bool type = o->kind == OBJ_TYPE && o->type && !type_is_generic(o->type);
    if (o->kind == OBJ_VAR || type)
      want(d, o->type);
  }
}

static void write_tables(Descriptors *d) {
  for (uint32_t i = 0; i < d->w.pkg->tables.len; i++)
    write_table(d, d->w.pkg->tables.items[i].type,
                d->w.pkg->tables.items[i].iface);
}

/* Only tables of instances are known so early; their wrappers are then judged
   and inlined like what was written. */
void collect_wrappers(Compiler *c, Package *pkg) {
  Descriptors d = {
      .w = {.c = c, .pkg = pkg, .text = {.c = c, .pkg = pkg}},
      .mode = WRAP_COLLECT
  };
  write_tables(&d);
  for (uint32_t i = 0; i < d.generated.len; i++)
    list_push(&c->arena, &pkg->functions, d.generated.items[i]);
}

Map early_wrappers(Compiler *c, Package *pkg) {
  Descriptors d = {
      .w = {.c = c, .pkg = pkg, .text = {.c = c, .pkg = pkg}},
      .mode = WRAP_SKIP
  };
  write_tables(&d);
  walk_initialisers(
      &d, &(StaticParts){.c = c, .boxed = boxed_statically, .data = &d});
  return d.w.known;
}

/* In gc's order: tables of instances, static data, dictionaries, functions,
   initialisers, then what is left, until nothing asks for more. */
void report_wrappers(Compiler *c, Package *pkg) {
  Descriptors d = {
      .w = {.c = c, .pkg = pkg, .text = {.c = c, .pkg = pkg}},
      .mode = WRAP_SKIP
  };
  write_tables(&d);
  d.mode = WRAP_REPORT;
  walk_initialisers(
      &d, &(StaticParts){.c = c, .boxed = boxed_statically, .data = &d});
  for (uint32_t i = 0; i < pkg->instance_types.len; i++)
    want(&d, pkg->instance_types.items[i]);
  for (uint32_t i = 0; i < pkg->dictionaries.len; i++)
    want_dictionary(&d, &pkg->dictionaries.items[i]);
  d.w.inlining = true;
  for (uint32_t i = 0; i < pkg->functions.len; i++)
    if (is_walked_alone(pkg->functions.items[i]))
      walk_function(&d, pkg->functions.items[i]);
  walk_initialisers(&d,
                    &(StaticParts){.c = c, .leaf = computed_leaf, .data = &d});
  want_package(&d);
  uint32_t walked = 0;
  do {
    for (; walked < d.generated.len; walked++)
      walk_function(&d, d.generated.items[walked]);
    write_wanted(&d);
  } while (walked < d.generated.len);
}
