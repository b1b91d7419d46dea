/*
 * explicit_stmt.c - statements.
 *
 * Most statements only have their expressions rewritten and converted to the
 * types of their places. Work is left where several values come from one
 * expression and some must be converted on the way:
 *
 *   var r io.Reader; var err error
 *   r, err = os.Open(name)        { t1, t2 := os.Open(name); r, err =
 *                                   CONVERT(t1), t2 }
 *
 * The braces are an implicit block: no scope, no lifetime ends there.
 *
 * What else becomes explicit, so that nothing behind this pass needs the rules:
 *
 *   x++                     x += 1
 *   switch { case a: }      switch true { case a: }
 *   switch x { case y: }    y converted as x == y asks for it; if x would have
 *                           to be, too: switch true { case CONVERT(x) == y: }
 *   for i, v = range m      i and v hold what range yields; if a conversion is
 *                           due, fresh variables do, and are assigned inside
 *   return f()              t1, t2 := f(); return CONVERT(t1), t2; always, if
 *                           f has several results: gc does so, too
 *   case v = <-c:           the same for v: the received value comes first
 *
 * Other temporaries appear only where a conversion needs them: they show in the
 * texts of -m=2, which are to be gc's.
 */
#include "frontend/check/explicit.h"

/* ---------------------------------------------------------- construction -- */

/* A variable of the current function that has no name in the source. */
static Object *new_temp(Explicit *x, Type *t, Pos pos) {
  const char *name =
      arena_printf(&x->c->arena, ".autotmp_%u", x->fn->locals.len);
  Object *v = object_new(x->c, OBJ_VAR, pos, name_of(x->c, name), t, x->pkg);
  v->flags = OBJ_F_TEMP | OBJ_F_USED;
  v->var.fn = x->fn;
  list_push(&x->c->arena, &x->fn->locals, v);
  return v;
}

/* A name that reads or writes obj; `_` stays blank. */
Expr *use_variable(Explicit *x, Object *obj, Pos pos) {
  Expr *e = expr_new(x->c, EXPR_NAME, pos);
  e->name.name = obj->name;
  e->name.obj = name_is_blank(obj->name) ? NULL : obj;
  e->mode = MODE_VAR;
  e->type = obj->type;
  return e;
}

/* One expression stands for itself, more are a LIST. */
static Expr *list_of(Explicit *x, Expr **elems, uint32_t n) {
  if (n == 1)
    return elems[0];
  Expr *e = expr_new(x->c, EXPR_LIST, elems[0]->pos);
  e->list.elems = elems;
  e->list.n = n;
  return e;
}

/* Their names, as one slot. */
static Expr *list_of_variables(Explicit *x, Object **vars, uint32_t n,
                               Pos pos) {
  Expr **elems = NEW_ARRAY(&x->c->arena, Expr *, n);
  for (uint32_t i = 0; i < n; i++)
    elems[i] = use_variable(x, vars[i], pos);
  return list_of(x, elems, n);
}

/* Two statements where the tree has room for one. */
Stmt *implicit_block(Explicit *x, Stmt *first, Stmt *second) {
  Stmt *s = stmt_new(x->c, STMT_BLOCK, first->pos);
  s->flags = STMT_F_IMPLICIT;
  s->block.list = NEW_ARRAY(&x->c->arena, Stmt *, 2);
  s->block.list[0] = first;
  s->block.list[1] = second;
  s->block.n = 2;
  s->block.rbrace = second->pos;
  return s;
}

/* vars := rhs */
static Stmt *define(Explicit *x, Object **vars, uint32_t n, Expr *rhs) {
  Stmt *s = stmt_new(x->c, STMT_ASSIGN, rhs->pos);
  s->flags = STMT_F_DEFINE | STMT_F_IMPLICIT;
  s->assign.lhs = list_of_variables(x, vars, n, rhs->pos);
  s->assign.rhs = rhs;
  s->assign.new_vars = vars;
  return s;
}

/* ------------------------------------------------ several values at once -- */

/* The types that a tuple or a comma-ok form gives: for the latter that of the
   value, and bool. */
static Type **value_types(Explicit *x, Expr *e, uint32_t *n) {
  bool comma_ok = e->flags & EXPR_F_COMMA_OK;
  *n = comma_ok ? 2 : e->type->tuple.n;
  Type **types = NEW_ARRAY(&x->c->arena, Type *, *n);
  for (uint32_t i = 0; !comma_ok && i < *n; i++)
    types[i] = e->type->tuple.vars[i]->type;
  if (comma_ok) {
    types[0] = e->type;
    types[1] = BASIC(x->c, BOOL);
  }
  return types;
}

/* Fresh variables for all values of e; the statement that sets them. */
Stmt *spill_values(Explicit *x, Expr *e, Object ***temps, uint32_t *n) {
  Type **types = value_types(x, e, n);
  uint32_t late = e->flags & EXPR_F_COMMA_OK ? OBJ_F_LATE : 0;
  *temps = NEW_ARRAY(&x->c->arena, Object *, *n);
  for (uint32_t i = 0; i < *n; i++) {
    (*temps)[i] = new_temp(x, types[i], e->pos);
    (*temps)[i]->flags |= late;
  }
  return define(x, *temps, *n, e);
}

/* Whether the values of e fit variables of these types as they are. The ok of
   a comma-ok form is a boolean of any type. Types may be NULL: anything. */
static bool values_fit(Explicit *x, Expr *e, Type *const *want) {
  uint32_t n;
  Type **have = value_types(x, e, &n);
  for (uint32_t i = 0; i < n; i++) {
    bool ok = i == 1 && (e->flags & EXPR_F_COMMA_OK);
    if (!want[i] || type_same(x->c, have[i], want[i]) ||
        (ok && type_is_basic(want[i], BI_BOOLEAN)))
      continue;
    return false;
  }
  return true;
}

/* In functions of shapes gc, too, converts the value of a comma-ok form at
   once, if that needs the dictionary. */
static bool is_boxed_shape(const Explicit *x, const Expr *e, const Type *to) {
  const Function *fn = function_outermost(x->fn);
  return fn && fn->shapes && (e->flags & EXPR_F_COMMA_OK) &&
         (e->type->flags & TYPE_F_HAS_PARAM) && to && type_is_interface(to);
}

/* The values of e converted to types, behind variables that hold them;
   *before is the statement that fills those. */
static Expr *convert_values(Explicit *x, Expr *e, Type *const *want,
                            Stmt **before) {
  Object **temps;
  uint32_t n;
  *before = spill_values(x, e, &temps, &n);
  if (is_boxed_shape(x, e, want[0]))
    for (uint32_t i = 0; i < n; i++)
      temps[i]->flags &= ~(uint32_t)OBJ_F_LATE;
  Expr **elems = NEW_ARRAY(&x->c->arena, Expr *, n);
  for (uint32_t i = 0; i < n; i++) {
    elems[i] = use_variable(x, temps[i], e->pos);
    if (want[i])
      elems[i] = explicit_convert(x, elems[i], want[i]);
  }
  return list_of(x, elems, n);
}

/* In functions of shapes gc takes blanks for variables of another type. */
static bool has_strange_blank(const Explicit *x, const Expr *rhs,
                              Type *const *want, uint32_t n) {
  const Function *fn = function_outermost(x->fn);
  if (!fn || !fn->shapes || (rhs->flags & EXPR_F_COMMA_OK))
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (!want[i])
      return true;
  return false;
}

/* Rewrites the values in *rhs for n targets of the given types (NULL: any); a
   tuple goes through variables if it must, or `always_spill`. Returns a
   statement that must run before, or NULL. */
static Stmt *explicit_values(Explicit *x, Expr **rhs, Type *const *want,
                             uint32_t n, bool always_spill) {
  Stmt *before = NULL;
  uint32_t nrhs;
  Expr **values = expr_items(rhs, &nrhs);
  for (uint32_t i = 0; i < nrhs; i++) {
    values[i] = explicit_value(x, values[i]);
    if (nrhs == n && want[i])
      values[i] = explicit_convert(x, values[i], want[i]);
  }
  if (nrhs != n && (always_spill || !values_fit(x, *rhs, want) ||
                    has_strange_blank(x, *rhs, want, n)))
    *rhs = convert_values(x, *rhs, want, &before);
  return before;
}

/* The types of left sides; NULL for blanks. */
static Type **target_types(Explicit *x, Expr **lhs, uint32_t n) {
  Type **types = NEW_ARRAY(&x->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++) {
    bool blank = lhs[i]->kind == EXPR_NAME && !lhs[i]->name.obj;
    types[i] = blank ? NULL : lhs[i]->type;
  }
  return types;
}

/* The types of variables, as targets. */
static Type **object_types(Explicit *x, Object **vars, uint32_t n) {
  Type **types = NEW_ARRAY(&x->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++)
    types[i] = vars[i]->type;
  return types;
}

/* ----------------------------------------------------------- assignments -- */

/* The 1 of x++, in x's type. */
static Expr *literal_one(Explicit *x, Type *t, Pos pos) {
  Expr *e = expr_new(x->c, EXPR_LITERAL, pos);
  e->sub = LIT_INT;
  e->flags = EXPR_F_IMPLICIT;
  e->lit.text = "1";
  e->lit.len = 1;
  e->mode = MODE_CONST;
  e->type = t;
  e->value =
      const_represent(x->c, const_int(x->c, 1), type_basic_kind(t), NULL);
  return e;
}

/* x op= y: y gets x's type, but for shift counts. */
static void explicit_op_assign(Explicit *x, Stmt *s) {
  Type *t = s->assign.lhs->type;
  if (!s->assign.rhs)
    s->assign.rhs = literal_one(x, t, s->pos);
  else if (op_info[s->op].classes & OPC_SHIFT)
    s->assign.rhs = explicit_value(x, s->assign.rhs);
  else
    s->assign.rhs = explicit_value_as(x, s->assign.rhs, t);
}

/* =, := and op=. */
static void explicit_assign(Explicit *x, Stmt **slot) {
  Stmt *s = *slot;
  uint32_t n;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  for (uint32_t i = 0; i < n; i++)
    lhs[i] = explicit_value(x, lhs[i]);
  if (s->op != OP_NONE) {
    explicit_op_assign(x, s);
    return;
  }
  Stmt *before =
      explicit_values(x, &s->assign.rhs, target_types(x, lhs, n), n, false);
  if (before)
    *slot = implicit_block(x, before, s);
}

/* One `var` specification; returns what must run before it, or NULL. */
static Stmt *explicit_var(Explicit *x, Decl *d) {
  if (!d->value.values)
    return NULL;
  return explicit_values(x, &d->value.values,
                         target_types(x, d->value.names, d->value.n),
                         d->value.n, false);
}

/* A declaration statement of some specifications. */
static Stmt *declare(Explicit *x, Decl **list, uint32_t n, Pos pos) {
  Stmt *s = stmt_new(x->c, STMT_DECL, pos);
  s->decl.list = list;
  s->decl.n = n;
  return s;
}

/* first; second, as one statement. Either may be NULL; NULL: both are. */
static Stmt *sequence(Explicit *x, Stmt *first, Stmt *second) {
  return first && second ? implicit_block(x, first, second)
         : first         ? first
                         : second;
}

/* var ( a = 1; b, c any = f() ): what runs before b splits the group. */
static void explicit_decl(Explicit *x, Stmt **slot) {
  Stmt *s = *slot, *all = NULL;
  uint32_t done = 0; /* specifications that are in `all` */
  for (uint32_t i = 0; i < s->decl.n; i++) {
    Decl *d = s->decl.list[i];
    Stmt *before = d->kind == DECL_VAR ? explicit_var(x, d) : NULL;
    if (!before)
      continue;
    if (i > done)
      all = sequence(x, all, declare(x, s->decl.list + done, i - done, s->pos));
    all = sequence(x, all, before);
    done = i;
  }
  if (all)
    *slot = sequence(x, all,
                     declare(x, s->decl.list + done, s->decl.n - done, s->pos));
}

/* A package variable's initialiser, as an assignment, behind what fills the
   variables that its values must go through. */
Stmt *explicit_init(Explicit *x, InitAssign *init) {
  Stmt *s = stmt_new(x->c, STMT_ASSIGN, init->decl->pos);
  s->assign.lhs = list_of_variables(x, init->lhs, init->n, s->pos);
  s->assign.rhs = init->rhs;
  Stmt *before = explicit_values(
      x, &s->assign.rhs, object_types(x, init->lhs, init->n), init->n, false);
  init->rhs = before ? before->assign.rhs : s->assign.rhs;
  return before ? implicit_block(x, before, s) : s;
}

/* Values take the types of the results; gc keeps those of a call in variables
   whatever their types. */
static void explicit_return(Explicit *x, Stmt **slot) {
  Stmt *s = *slot;
  if (!s->ret.results)
    return;
  uint32_t n = x->fn->nresults;
  Stmt *before = explicit_values(x, &s->ret.results,
                                 object_types(x, x->fn->results, n), n, true);
  if (before)
    *slot = implicit_block(x, before, s);
}

Stmt *explicit_return_several(Compiler *c, Function *fn, Stmt *s) {
  Explicit x = {.c = c, .pkg = fn->package, .fn = fn};
  Object **temps;
  uint32_t n;
  Stmt *before = spill_values(&x, s->ret.results, &temps, &n);
  s->ret.results = list_of_variables(&x, temps, n, s->pos);
  return implicit_block(&x, before, s);
}

/* The value gets the type of the channel's elements. */
static void explicit_send(Explicit *x, Stmt *s) {
  s->expr.x = explicit_value(x, s->expr.x);
  s->expr.y =
      explicit_value_as(x, s->expr.y, type_under(s->expr.x->type)->chan.elem);
}

/* ----------------------------------------------------------------- range -- */

/* Puts a statement before those of a block. */
static void prepend(Explicit *x, Stmt *block, Stmt *first) {
  uint32_t n = block->block.n;
  Stmt **list = NEW_ARRAY(&x->c->arena, Stmt *, n + 1);
  list[0] = first;
  if (n)
    memcpy(list + 1, block->block.list, n * sizeof *list);
  block->block.list = list;
  block->block.n = n + 1;
}

/* Types of the iteration values of a t. */
static void range_types(Explicit *x, Type *t, Type *types[2]) {
  Type *u = type_under(t);
  if (u->kind == TYPE_POINTER)
    u = type_under(u->ptr.elem);
  types[0] = u->kind == TYPE_MAP    ? u->map.key
             : u->kind == TYPE_CHAN ? u->chan.elem
                                    : BASIC(x->c, INT);
  types[1] = u->kind == TYPE_MAP     ? u->map.elem
             : u->kind == TYPE_ARRAY ? u->array.elem
             : u->kind == TYPE_SLICE ? u->slice.elem
                                     : x->c->universe->rune_type;
}

/* for a, b = range: if a value must be converted, temporaries iterate, and the
   body begins with a, b = CONVERT(t1), t2. */
static void convert_range(Explicit *x, Stmt *s, Expr **lhs, uint32_t n) {
  Type *have[2], **want = target_types(x, lhs, n);
  bool fits = true;
  range_types(x, s->range.x->type, have);
  for (uint32_t i = 0; i < n; i++)
    fits &= !want[i] || type_same(x->c, want[i], have[i]);
  if (fits)
    return;
  Object **temps = NEW_ARRAY(&x->c->arena, Object *, n);
  Expr **values = NEW_ARRAY(&x->c->arena, Expr *, n);
  for (uint32_t i = 0; i < n; i++) {
    temps[i] = new_temp(x, have[i], s->pos);
    temps[i]->flags |= OBJ_F_LATE;
    values[i] = use_variable(x, temps[i], s->pos);
    if (want[i])
      values[i] = explicit_convert(x, values[i], want[i]);
  }
  Stmt *assign = stmt_new(x->c, STMT_ASSIGN, s->pos);
  assign->flags = STMT_F_IMPLICIT;
  assign->assign.lhs = s->range.lhs;
  assign->assign.rhs = list_of(x, values, n);
  prepend(x, s->range.body, assign);
  s->flags |= STMT_F_DEFINE;
  s->range.lhs = list_of_variables(x, temps, n, s->pos);
  s->range.new_vars = temps;
}

/* Key and value, converted inside of the body if need be. */
static void explicit_range(Explicit *x, Stmt *s) {
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  s->range.x = explicit_value(x, s->range.x);
  for (uint32_t i = 0; i < n; i++)
    lhs[i] = explicit_value(x, lhs[i]);
  explicit_stmt(x, &s->range.body);
  if (n && !(s->flags & STMT_F_DEFINE))
    convert_range(x, s, lhs, n);
}

/* -------------------------------------------------------------- switches -- */

/* Whether case values can be compared with the tag as it is: an interface
   compares with values of other types, and others convert to it. */
static bool cases_take_tag(Explicit *x, const Stmt *s, Type *tag) {
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++) {
      Type *t = cases[j]->type;
      if (cases[j]->mode == MODE_NIL || type_same(x->c, t, tag))
        continue;
      if (!type_is_interface(tag) ||
          (type_is_interface(t) && !interface_includes(x->c, t, tag)))
        return false;
    }
  }
  return true;
}

/* Interfaces, and values too large to be compared in place, become tags. */
static void convert_cases(Explicit *x, Expr **cases, uint32_t n, Type *tag) {
  for (uint32_t i = 0; i < n; i++)
    if (type_is_interface(cases[i]->type) ||
        type_size(x->c, cases[i]->type) >= COMPARED_AS_INTERFACE)
      cases[i] = explicit_convert(x, cases[i], tag);
}

/* l == r as a condition. */
static Expr *equal(Explicit *x, Expr *l, Expr *r) {
  Expr *e = expr_new(x->c, EXPR_BINARY, r->pos);
  e->op = OP_EQ;
  e->flags = EXPR_F_IMPLICIT;
  e->mode = MODE_VALUE;
  e->type = BASIC(x->c, BOOL);
  e->pair.x = l;
  e->pair.y = r;
  explicit_comparison(x, &e->pair.x, &e->pair.y);
  return e;
}

/* switch v { case a: } as switch t := v; { case t == a: } */
static void compare_in_cases(Explicit *x, Stmt *s) {
  Object **temp = NEW(&x->c->arena, Object *);
  *temp = new_temp(x, s->switch_.tag->type, s->switch_.tag->pos);
  (*temp)->flags |= OBJ_F_LATE;
  Stmt *def = define(x, temp, 1, s->switch_.tag);
  s->switch_.init =
      s->switch_.init ? implicit_block(x, s->switch_.init, def) : def;
  s->switch_.tag = NULL;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      cases[j] = equal(x, use_variable(x, *temp, cases[j]->pos), cases[j]);
  }
}

/* Makes the case values comparable with the tag. */
static void match_cases(Explicit *x, Stmt *s) {
  Type *tag = s->switch_.tag->type;
  if (!cases_take_tag(x, s, tag)) {
    compare_in_cases(x, s);
    return;
  }
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    convert_cases(x, cases, n, tag);
  }
}

/* The tag of a switch without one. */
static Expr *constant_true(Explicit *x, Pos pos) {
  Expr *e = expr_new(x->c, EXPR_NAME, pos);
  e->name.name = name_of(x->c, "true");
  e->flags = EXPR_F_IMPLICIT;
  e->mode = MODE_CONST;
  e->type = BASIC(x->c, BOOL);
  e->value = const_bool(x->c, true);
  return e;
}

/* Without a tag: a case that is no boolean, an interface, is compared. */
static void compare_with_true(Explicit *x, Expr **cases, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (!type_is_basic(cases[i]->type, BI_BOOLEAN))
      cases[i] = equal(x, constant_true(x, cases[i]->pos), cases[i]);
}

/* Rewrites the case values; nil takes the tag's type. */
static void explicit_cases(Explicit *x, Stmt *s, Type *tag) {
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++) {
      cases[j] = explicit_value(x, cases[j]);
      if (cases[j]->mode == MODE_NIL && tag)
        cases[j]->type = tag;
    }
    if (!tag)
      compare_with_true(x, cases, n);
  }
}

/* Each statement may be replaced in its slot. */
static void explicit_list(Explicit *x, Stmt **list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    explicit_stmt(x, &list[i]);
}

/* Cases are types: there is nothing to convert. */
static void explicit_type_switch(Explicit *x, Stmt *s) {
  Expr *guard = s->switch_.tag;
  guard->guard.x = explicit_value(x, guard->guard.x);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      cases[j] = expr_unparen(cases[j]);
  }
}

/* A value of a type that mentions a type parameter, as an interface value. */
static void box_shape(Explicit *x, Expr **slot) {
  Type *t = (*slot)->type;
  if ((*slot)->mode != MODE_NIL && t && (t->flags & TYPE_F_HAS_PARAM) &&
      !type_is_empty_interface(x->c, t))
    *slot = explicit_convert(x, *slot, x->c->universe->empty_interface);
}

/* gc compares such tags and case values as interface values. */
static void box_shapes(Explicit *x, Stmt *s) {
  if (!type_comparable(x->c, s->switch_.tag->type))
    return;
  box_shape(x, &s->switch_.tag);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    uint32_t n;
    Expr **cases = expr_items(&s->switch_.clauses[i]->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      box_shape(x, &cases[j]);
  }
}

/* Both kinds of switch. */
static void explicit_switch(Explicit *x, Stmt *s) {
  Expr *tag = s->switch_.tag;
  if (s->switch_.init)
    explicit_stmt(x, &s->switch_.init);
  if (tag && tag->kind == EXPR_TYPE_GUARD) {
    explicit_type_switch(x, s);
  } else {
    tag = s->switch_.tag = explicit_value(x, tag);
    explicit_cases(x, s, tag ? tag->type : NULL);
    if (tag) {
      box_shapes(x, s);
      match_cases(x, s);
    }
  }
  for (uint32_t i = 0; i < s->switch_.n; i++)
    explicit_list(x, s->switch_.clauses[i]->clause.list,
                  s->switch_.clauses[i]->clause.n);
}

/* ---------------------------------------------------------------- select -- */

/* Operands of a communication are evaluated before the choice. */
static void explicit_comm(Explicit *x, Stmt **slot) {
  Stmt *comm = *slot;
  uint32_t n;
  if (!comm || comm->kind != STMT_ASSIGN) {
    if (comm)
      explicit_stmt(x, slot);
    return;
  }
  comm->assign.rhs = explicit_value(x, comm->assign.rhs);
  Expr **lhs = expr_items(&comm->assign.lhs, &n);
  for (uint32_t i = 0; i < n; i++)
    lhs[i] = explicit_value(x, lhs[i]);
}

/* case a, b = <-c: temporaries receive, and the clause begins with a, b = t1,
   t2: left sides are evaluated after the choice. */
static void receive_to_temps(Explicit *x, Stmt *clause) {
  Stmt *comm = clause->clause.comm, *spill;
  uint32_t n;
  Expr *recv = comm->assign.rhs;
  Expr **lhs = expr_items(&comm->assign.lhs, &n);
  Type **want = target_types(x, lhs, n);
  if (n == 2) {
    comm->assign.rhs = convert_values(x, recv, want, &spill);
  } else {
    Object **temp = NEW(&x->c->arena, Object *);
    *temp = new_temp(x, recv->type, recv->pos);
    (*temp)->flags |= OBJ_F_LATE;
    spill = define(x, temp, 1, recv);
    comm->assign.rhs = use_variable(x, *temp, recv->pos);
    if (want[0])
      comm->assign.rhs = explicit_convert(x, comm->assign.rhs, want[0]);
  }
  Stmt body = {
      .block = {.list = clause->clause.list, .n = clause->clause.n}
  };
  prepend(x, &body, comm);
  clause->clause.comm = spill;
  clause->clause.list = body.block.list;
  clause->clause.n = body.block.n;
}

/* Bodies come before receive_to_temps, which puts something into them. */
static void explicit_select(Explicit *x, Stmt *s) {
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    explicit_comm(x, &clause->clause.comm);
    explicit_list(x, clause->clause.list, clause->clause.n);
    const Stmt *comm = clause->clause.comm;
    if (comm && comm->kind == STMT_ASSIGN && !(comm->flags & STMT_F_DEFINE))
      receive_to_temps(x, clause);
  }
}

/* -------------------------------------------------------------- dispatch -- */

/* A slot that may be empty. */
static void optional(Explicit *x, Stmt **slot) {
  if (*slot)
    explicit_stmt(x, slot);
}

static void explicit_if(Explicit *x, Stmt *s) {
  optional(x, &s->if_.init);
  s->if_.cond = explicit_value(x, s->if_.cond);
  explicit_stmt(x, &s->if_.then);
  optional(x, &s->if_.els);
}

static void explicit_for(Explicit *x, Stmt *s) {
  optional(x, &s->for_.init);
  s->for_.cond = explicit_value(x, s->for_.cond);
  optional(x, &s->for_.post);
  explicit_stmt(x, &s->for_.body);
}

/* Rewrites the statement in *slot; may put another one there. */
void explicit_stmt(Explicit *x, Stmt **slot) {
  Stmt *s = *slot;
  switch ((StmtKind)s->kind) {
  case STMT_LABELED: explicit_stmt(x, &s->branch.stmt); break;
  case STMT_BLOCK: explicit_list(x, s->block.list, s->block.n); break;
  case STMT_EXPR:
  case STMT_GO:
  case STMT_DEFER: s->expr.x = explicit_value(x, s->expr.x); break;
  case STMT_SEND: explicit_send(x, s); break;
  case STMT_DECL: explicit_decl(x, slot); break;
  case STMT_ASSIGN: explicit_assign(x, slot); break;
  case STMT_RETURN: explicit_return(x, slot); break;
  case STMT_IF: explicit_if(x, s); break;
  case STMT_FOR: explicit_for(x, s); break;
  case STMT_RANGE: explicit_range(x, s); break;
  case STMT_SWITCH: explicit_switch(x, s); break;
  case STMT_SELECT: explicit_select(x, s); break;
  case STMT_EMPTY:
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_FALLTHROUGH:
  case STMT_GOTO: break;
  case STMT_CASE:
  case STMT_COMM:
  case STMT_COUNT: UNREACHABLE();
  }
}
