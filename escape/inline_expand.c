/*
 * inline_expand.c - replaces calls by the bodies of their callees.
 *
 * A call becomes an EXPR_INLINED_CALL: statements, then the variables that
 * hold the results. Parameters and locals of the callee become fresh
 * variables of the caller, returns become assignments and jumps to the end:
 *
 *     add(f(), 2)     a, b := f(), 2
 *                     ~R0 := a + b        the callee has one return: its
 *                     goto end            results are declared there
 *                     end:                value: ~R0
 *
 * What is copied is the callee's body from before its own calls were
 * expanded; the copy's calls are then expanded in turn. Positions of copies
 * remember the call (pos_inlined), so that messages print the outermost call
 * and debug information the whole chain. Source: mkinlcall in
 * cmd/compile/internal/inline/inl.go of Go 1.19.
 */
#include <stdlib.h>

#include "escape/inline.h"
#include "escape/intrinsic.h"

/* One expansion under way. */
typedef struct Expansion {
  Inliner *in;
  Function *callee;
  Pos call;
  TypeMap types; /* of a callee that is a shape's: what its shapes are here */
  Map vars;      /* callee's variables -> the caller's fresh ones */
  Map functions; /* literals -> their copies */
  Object **results; /* variables that hold the results, in order */
  Stmt *end;        /* label behind the body */
  bool delayed;     /* results are declared at the one return */
  uint32_t temps;   /* temporaries of a callee from another package, so far */
} Expansion;

static Arena *arena_of(const Expansion *x) { return &x->in->c->arena; }

/* ------------------------------------------------------------- variables -- */

/* The name of a temporary: export data have none, and gc numbers those of each
   body that it reads. */
static const Name *temp_name(Expansion *x, const Object *var) {
  bool read = x->callee->package != x->in->pkg &&
              !function_of_shape(x->callee) && (var->flags & OBJ_F_TEMP) &&
              !(var->flags & OBJ_F_LATE);
  return read ? name_of(x->in->c,
                        arena_printf(arena_of(x), ".autotmp_%u", x->temps++))
              : var->name;
}

/* A copy of the callee's variable for `owner`, of its type in the caller, and
   noted in x->vars. It is an ordinary variable there, whatever it was. */
static Object *fresh_variable(Expansion *x, Object *var, Function *owner) {
  Object *copy = arena_copy(arena_of(x), var, sizeof *var);
  copy->flags &= ~(uint32_t)(OBJ_F_PARAM | OBJ_F_RESULT);
  copy->name = temp_name(x, var);
  copy->var.fn = owner;
  copy->var.defining = NULL;
  copy->type = type_substitute(x->in->c, var->type, &x->types);
  map_set(arena_of(x), &x->vars, var, copy);
  return copy;
}

/* A fresh variable of the caller itself, whose position tells of the call. */
static Object *local_copy(Expansion *x, Object *var) {
  Object *copy = fresh_variable(x, var, x->in->caller);
  copy->flags |= OBJ_F_INLINED;
  copy->pos = pos_inlined(x->in->c, var->pos, x->call, x->callee);
  list_push(arena_of(x), &x->in->caller->locals, copy);
  return copy;
}

/* Variables without name, or blank, are never read: they get no copy. */
static bool is_named(const Object *var) {
  return var->name && !name_is_blank(var->name);
}

/* Parameters, then the locals that the body uses, in gc's order, which shows in
   -m. */
static void copy_parameters(Expansion *x) {
  Function *f = x->callee;
  if (f->dict && !f->outer)
    local_copy(x, f->dict);
  if (f->recv && is_named(f->recv))
    local_copy(x, f->recv);
  for (uint32_t i = 0; i < f->nparams; i++)
    if (is_named(f->params[i]))
      local_copy(x, f->params[i]);
  const Inlining *v = f->inlining;
  for (uint32_t i = 0; i < v->used.len; i++)
    local_copy(x, v->used.items[i]);
  if (f->dict && f->outer)
    local_copy(x, f->dict);
}

/* Results have copies even if they are nameless: ~R0, ~R1, ... for gc. */
static void copy_results(Expansion *x) {
  Function *f = x->callee;
  x->results = NEW_ARRAY(arena_of(x), Object *, f->nresults + 1);
  for (uint32_t i = 0; i < f->nresults; i++) {
    Object *r = local_copy(x, f->results[i]);
    bool blank = r->name && name_is_blank(r->name);
    if (blank) /* has a name, for gc: it prints as _ */
      x->delayed = false;
    if (blank || !r->name || r->name->text[0] == '~')
      r->name = name_of(x->in->c,
                        arena_printf(arena_of(x), blank ? "~b%u" : "~R%u", i));
    x->results[i] = r;
  }
}

/* For the cloner: what is no variable of the callee stays (package variables,
   functions, what a literal captures). */
static Object *map_variable(void *data, Object *obj) {
  Expansion *x = data;
  Object *copy = map_get(&x->vars, obj);
  return copy ? copy : obj;
}

/* For the cloner: pos, as seen through this call. */
static Pos map_position(void *data, Pos pos) {
  Expansion *x = data;
  return pos_inlined(x->in->c, pos, x->call, x->callee);
}

/* -------------------------------------------------------------- literals -- */

/* Fresh copies of n variables of a literal, which belong to its own copy. */
static Object **copy_objects(Expansion *x, Object **vars, uint32_t n,
                             Function *owner) {
  Object **copies = NEW_ARRAY(arena_of(x), Object *, n + 1);
  for (uint32_t i = 0; i < n; i++)
    copies[i] = fresh_variable(x, vars[i], owner);
  return copies;
}

static void copy_literals(Expansion *x, Stmt *body, Function *owner);

/* gc names a copied literal when it has copied its body: those inside come
   first, and all are numbered as the caller's. */
static void name_literal(Expansion *x, Function *f) {
  Compiler *c = x->in->c;
  Function *owner = x->in->caller;
  uint32_t number = owner->literals.len + 1;
  f->name = owner->outer
                ? arena_printf(&c->arena, "%s.%u", owner->name, number)
                : arena_printf(&c->arena, "%s.func%u", owner->name, number);
  f->symbol = arena_printf(&c->arena, "%s.%s", x->in->pkg->path, f->name);
  list_push(&c->arena, &owner->literals, f);
  list_push(&c->arena, &x->in->pkg->functions, f);
}

/* A literal's body from before its own calls were expanded. */
static Stmt *pristine_body(const Function *fn) {
  const Inlining *v = fn->inlining;
  return v && v->can ? v->body : fn->body;
}

/* Marks a use of a captured variable. */
static bool mark_captured(Visitor *v, Expr *e) {
  const Function *f = v->data;
  for (uint32_t i = 0; e->kind == EXPR_NAME && i < f->captures.len; i++)
    if (f->captures.items[i] == e->name.obj)
      e->flags |= EXPR_F_BARE;
  return true;
}

/* What a copied literal captures, gc declares anew in this package: there it
   shows it without the package that the literal comes from. */
static void show_captures_bare(Function *f) {
  Visitor v = {.expr = mark_captured, .data = f};
  walk_stmt(&v, f->body);
}

/* A literal in a copied body is a function of its own, with its own
   variables; what it captures are the caller's copies. */
static Function *copy_function(Expansion *x, Function *fn, Function *owner) {
  Compiler *c = x->in->c;
  Function *f = arena_copy(arena_of(x), fn, sizeof *fn);
  f->outer = owner;
  f->package = x->in->pkg;
  f->copies_wrapper = fn->is_wrapper || fn->copies_wrapper;
  f->is_wrapper = false; /* -m tells of the copy */
  f->type = type_substitute(c, fn->type, &x->types);
  f->inlining = NULL;
  f->escape = NULL;
  f->literals.items = NULL;
  f->literals.len = f->literals.cap = 0;
  f->params = copy_objects(x, fn->params, fn->nparams, f);
  f->results = copy_objects(x, fn->results, fn->nresults, f);
  const Inlining *v = fn->inlining;
  f->locals.len = v && v->can ? v->nlocals : fn->locals.len;
  f->locals.items = copy_objects(x, fn->locals.items, f->locals.len, f);
  if (fn->dict)
    f->dict = fresh_variable(x, fn->dict, f);
  if (fn->dict_captured)
    f->dict_captured = map_variable(x, fn->dict_captured);
  f->captures.items = arena_copy(&c->arena, fn->captures.items,
                                 fn->captures.len * sizeof *fn->captures.items);
  for (uint32_t i = 0; i < fn->captures.len; i++)
    f->captures.items[i] = map_variable(x, fn->captures.items[i]);
  Cloner inner = {.c = c, .map_object = map_variable, .data = x};
  f->body = clone_stmt(&inner, pristine_body(fn));
  show_captures_bare(f);
  copy_literals(x, f->body, owner);
  note_defining_values(f);
  name_literal(x, f);
  return f;
}

typedef struct LiteralScan {
  Expansion *x;
  Function *owner;
} LiteralScan;

/* Gives each literal of a copied body a function of its own. */
static bool copy_literal(Visitor *v, Expr *e) {
  LiteralScan *scan = v->data;
  if (e->kind == EXPR_INLINED_CALL && !e->inlined.fn) /* .rcvr := x; literal */
    e->inlined.body[0]->pos = e->inlined.body[1]->assign.rhs->funclit.fn->pos;
  if (e->kind != EXPR_FUNC_LIT)
    return true;
  Function *f = copy_function(scan->x, e->funclit.fn, scan->owner);
  e->funclit.fn = f;
  e->funclit.body = f->body;
  f->lit = e;
  return false;
}

static void copy_literals(Expansion *x, Stmt *body, Function *owner) {
  LiteralScan scan = {.x = x, .owner = owner};
  Visitor v = {.expr = copy_literal, .data = &scan};
  walk_stmt(&v, body);
}

/* ------------------------------------------------------------ statements -- */

/* A use of var, at the call. */
static Expr *var_expr(Expansion *x, Object *var) {
  Expr *e = expr_new(x->in->c, EXPR_NAME, x->call);
  e->name.name = var->name;
  e->name.obj = var;
  e->type = var->type;
  e->mode = MODE_VAR;
  e->flags = EXPR_F_IMPLICIT;
  return e;
}

/* _ on the left, for an argument that is evaluated and dropped. */
static Expr *blank_expr(Expansion *x, Type *type) {
  Expr *e = expr_new(x->in->c, EXPR_NAME, x->call);
  e->name.name = x->in->c->universe->blank;
  e->type = type;
  e->mode = MODE_VAR;
  return e;
}

/* One expression stands alone, several are a list, as the parser has them. */
static Expr *list_of(Expansion *x, Expr **items, uint32_t n) {
  if (n == 1)
    return items[0];
  Expr *e = expr_new(x->in->c, EXPR_LIST, x->call);
  e->list.elems = items;
  e->list.n = n;
  return e;
}

/* lhs := rhs, or lhs = rhs without new variables. */
static Stmt *assign_stmt(Expansion *x, Expr **lhs, uint32_t n, Expr *rhs,
                         Object **declared) {
  Stmt *s = stmt_new(x->in->c, STMT_ASSIGN, x->call);
  s->flags = STMT_F_IMPLICIT | STMT_F_TUPLE | (declared ? STMT_F_DEFINE : 0);
  s->assign.lhs = list_of(x, lhs, n);
  s->assign.rhs = rhs;
  s->assign.new_vars = declared;
  return s;
}

/* A dictionary is nothing but its text: zero, in a variable that is not
   used. */
static Expr *dictionary_expr(Expansion *x, const Expr *callee) {
  const char *text = dictionary_text(x->in->text, callee);
  Expr *e = var_expr(x, x->callee->dict);
  e->name.name = name_of(x->in->c, text ? text : ".dict");
  e->name.obj = NULL;
  e->mode = MODE_CONST;
  e->value = const_int(x->in->c, 0);
  return e;
}

/* The callee's parameters, as gc has them. */
static Object **all_parameters(Expansion *x, uint32_t *n) {
  Function *f = x->callee;
  Object **params = NEW_ARRAY(arena_of(x), Object *, f->nparams + 2);
  *n = 0;
  if (f->dict && !f->outer)
    params[(*n)++] = f->dict;
  if (f->recv)
    params[(*n)++] = f->recv;
  for (uint32_t i = 0; i < f->nparams; i++)
    params[(*n)++] = f->params[i];
  return params;
}

/* p1, p2 := a, b; NULL if there are none. All are assigned at once, as in a
   call: no argument sees another one's parameter. In T.M(x) the receiver is
   among the arguments. */
static Stmt *bind_arguments(Expansion *x, Expr *call) {
  Function *f = x->callee;
  uint32_t n, at = 0;
  Object **params = all_parameters(x, &n);
  if (n == 0)
    return NULL;
  Expr **lhs = NEW_ARRAY(arena_of(x), Expr *, n);
  Expr **rhs = NEW_ARRAY(arena_of(x), Expr *, n);
  Object **declared = NEW_ARRAY(arena_of(x), Object *, n);
  bool method_expr = f->recv && call->call.n == f->nparams + 1;
  if (f->dict && !f->outer)
    rhs[at++] = dictionary_expr(x, call->call.fn);
  if (f->recv && !method_expr)
    rhs[at++] = call->call.fn->sel.x;
  for (uint32_t i = 0; i < call->call.n; i++)
    rhs[at++] = call->call.args[i];
  for (uint32_t i = 0; i < n; i++) {
    Object *param = params[i];
    declared[i] = is_named(param) ? map_get(&x->vars, param) : NULL;
    lhs[i] =
        declared[i] ? var_expr(x, declared[i]) : blank_expr(x, param->type);
    if (declared[i])
      declared[i]->var.defining = rhs[i];
  }
  return assign_stmt(x, lhs, n, list_of(x, rhs, n), declared);
}

/* var ~R0 T, before the body: a result of several returns. */
static Stmt *declare_result(Expansion *x, Object *var) {
  Decl *d = decl_new(x->in->c, DECL_VAR, x->call);
  d->value.names = NEW_ARRAY(arena_of(x), Expr *, 1);
  d->value.names[0] = var_expr(x, var);
  d->value.n = 1;
  Stmt *s = stmt_new(x->in->c, STMT_DECL, x->call);
  s->flags = STMT_F_IMPLICIT;
  s->decl.list = NEW_ARRAY(arena_of(x), Decl *, 1);
  s->decl.list[0] = d;
  s->decl.n = 1;
  return s;
}

/* What a return does after its assignments. */
static Stmt *jump_to_end(Expansion *x) {
  Stmt *s = stmt_new(x->in->c, STMT_GOTO, x->call);
  s->flags = STMT_F_IMPLICIT;
  s->branch.label = x->end->branch.label;
  s->branch.target = x->end;
  x->end->branch.used = true;
  return s;
}

/* Results declared at the one return are certainly what it returns. */
static void note_results(Expansion *x, Expr *values) {
  uint32_t n;
  Expr **items = expr_items(&values, &n);
  for (uint32_t i = 0; i < n && n == x->callee->nresults; i++)
    x->results[i]->var.defining = items[i];
}

/* return r1, r2  ->  { R1, R2 = r1, r2; goto end } */
static bool replace_return(Visitor *v, Stmt *s) {
  Expansion *x = v->data;
  if (s->kind != STMT_RETURN)
    return true;
  uint32_t n = x->callee->nresults, at = 0;
  Stmt **list = NEW_ARRAY(arena_of(x), Stmt *, 2);
  if (s->ret.results) {
    Expr **lhs = NEW_ARRAY(arena_of(x), Expr *, n);
    for (uint32_t i = 0; i < n; i++)
      lhs[i] = var_expr(x, x->results[i]);
    Object **declared = x->delayed ? x->results : NULL;
    if (declared)
      note_results(x, s->ret.results);
    list[at++] = assign_stmt(x, lhs, n, s->ret.results, declared);
    list[0]->pos = s->pos;
  }
  list[at++] = jump_to_end(x);
  s->kind = STMT_BLOCK;
  s->block.list = list;
  s->block.n = at;
  return false;
}

static bool skip_literal(Visitor *v, Expr *e) {
  (void)v;
  return e->kind != EXPR_FUNC_LIT;
}

/* A method of an instance that retyping has brought about may have no function
   yet; e is a node of the copied body. */
static bool share_code(Visitor *v, Expr *e) {
  const Expansion *x = v->data;
  Object *method = e->kind == EXPR_SELECTOR && e->sel.selection
                       ? e->sel.selection->obj
                       : NULL;
  if (method && method->kind == OBJ_FUNC && method->func.origin &&
      method->func.recv_named && !method->func.fn)
    instance_share_code(x->in->pkg, method);
  return true;
}

/* A copy of the callee's body from before its own calls were expanded, with the
   caller's variables and types, and without returns. */
static Stmt *copy_body(Expansion *x) {
  Cloner cloner = {.c = x->in->c,
                   .map_object = map_variable,
                   .map_pos = map_position,
                   .data = x};
  Stmt *body = clone_stmt(&cloner, ((Inlining *)x->callee->inlining)->body);
  copy_literals(x, body, x->in->caller);
  if (x->types.params.n) {
    Visitor share = {.expr = share_code, .data = x};
    retype_stmt(x->in->c, body, &x->types);
    walk_stmt(&share, body);
  }
  Visitor v = {.stmt = replace_return, .expr = skip_literal, .data = x};
  walk_stmt(&v, body);
  return body;
}

/* .i0:, .i1:, ... behind each body; left unused if nothing jumps there. */
static Stmt *end_label(Expansion *x) {
  Stmt *s = stmt_new(x->in->c, STMT_LABELED, x->call);
  s->flags = STMT_F_IMPLICIT;
  s->branch.label =
      name_of(x->in->c, arena_printf(arena_of(x), ".i%u", x->in->labels++));
  s->branch.stmt = stmt_new(x->in->c, STMT_EMPTY, x->call);
  return s;
}

/* f()(): what was f's body, whose value says which function this is, still
   has to run. NULL: the callee is only a name. */
static Stmt *callee_effects(Expansion *x, Expr *fn) {
  while (fn->kind == EXPR_CONVERT)
    fn = fn->pair.x;
  if (fn->kind != EXPR_INLINED_CALL)
    return NULL;
  Stmt *s = stmt_new(x->in->c, STMT_EXPR, x->call);
  s->flags = STMT_F_IMPLICIT;
  s->expr.x = fn;
  return s;
}

/* Makes the node `call` an EXPR_INLINED_CALL: what prepares the call,
   arguments, results, body, label. The call as it was is kept for texts. */
static void replace_call(Expansion *x, Expr *call) {
  LIST(Stmt *) body = {0};
  Arena *a = arena_of(x);
  if (call->call.init)
    list_push(a, &body, call->call.init);
  Stmt *effects = callee_effects(x, call->call.fn);
  if (effects)
    list_push(a, &body, effects);
  Stmt *bind = bind_arguments(x, call);
  if (bind)
    list_push(a, &body, bind);
  for (uint32_t i = 0; i < x->callee->nresults && !x->delayed; i++)
    list_push(a, &body, declare_result(x, x->results[i]));
  list_push(a, &body, copy_body(x));
  list_push(a, &body, x->end);
  const Expr *before = arena_copy(a, call, sizeof *call);
  call->kind = EXPR_INLINED_CALL;
  call->inlined.body = body.items;
  call->inlined.n = body.len;
  call->inlined.results = x->results;
  call->inlined.nresults = x->callee->nresults;
  call->inlined.fn = x->callee;
  call->inlined.call = before;
}

/* ----------------------------------------------------------------- calls -- */

static void expand_in_stmt(Inliner *in, Stmt *s);

/* Type parameters and shapes share this flag. */
static bool has_shape(const Type *t) { return t->flags & TYPE_F_HAS_PARAM; }

/* A function is not expanded inside of its own expansion: recursion ends. */
static bool is_being_expanded(const Inliner *in, const Function *fn) {
  for (uint32_t i = 0; i < in->stack.len; i++)
    if (in->stack.items[i] == fn)
      return true;
  return false;
}

/* A line of -m or, from callers that have asked, of -m=2. */
static void tell_call(Inliner *in, Pos pos, const char *text) {
  if (in->c->options.explain)
    fprintf(in->c->out, "%s: %s\n", pos_string(in->c, pos), text);
}

/* A function whose parameters mention shapes is expanded only where arguments
   do, and the other way round: there the types of the body fit. */
static bool shapes_agree(const Expr *call, const Function *fn) {
  const Expr *recv =
      fn->recv && call->call.n == fn->nparams ? call->call.fn->sel.x : NULL;
  bool wanted = fn->recv && has_shape(fn->recv->type);
  for (uint32_t i = 0; i < fn->nparams; i++)
    wanted |= has_shape(fn->params[i]->type);
  bool given = recv && has_shape(recv->type);
  for (uint32_t i = 0; i < call->call.n; i++)
    given |= has_shape(call->call.args[i]->type);
  bool none = !fn->shapes && !recv && call->call.n == 0; /* no dictionary */
  return wanted == given || (wanted && none);
}

/* What a shape's function calls its types, and what they are in the caller. */
static TypeMap shape_types(Inliner *in, const Expr *call, const Function *fn) {
  if (!fn->shapes)
    return (TypeMap){0};
  const Expr *e = static_value(call->call.fn, in->caller);
  Type **targs = e->kind == EXPR_NAME
                     ? e->name.targs
                     : e->sel.selection->obj->func.recv_named->named.targs;
  Type **args = NEW_ARRAY(&in->c->arena, Type *, fn->nshapes);
  for (uint32_t i = 0; i < fn->nshapes; i++)
    args[i] = targs[i] == fn->shapes[i]
                  ? targs[i]
                  : type_shape_alias(in->c, fn->shapes[i], targs[i]);
  Function *outermost = in->caller;
  while (outermost->outer)
    outermost = outermost->outer;
  outermost->has_shapes = true;
  TypeMap map = {.args = args};
  map.params.items = fn->shapes;
  map.params.n = fn->nshapes;
  return map;
}

/* The callee to be expanded at this call, or NULL. */
static Function *inlinable_callee(Inliner *in, Expr *call) {
  if (call->sub != CALL_FUNC)
    return NULL;
  Function *fn = callee_takes_receiver(call->call.fn, in->caller)
                     ? static_callee(call->call.fn, in->caller)
                     : NULL;
  if (!fn || fn == in->caller || intrinsic_is_cheap(fn->obj))
    return NULL;
  /* Through a captured variable gc does not see the literal, and its own
     captures are not all here: func() { loc() } with loc from outside. */
  if (fn->lit && fn->outer != in->caller &&
      call->call.fn->kind != EXPR_FUNC_LIT)
    return NULL;
  if (fn->outer && !fn->inlining)
    inline_judge(in, fn);
  Inlining *v = fn->inlining;
  if (!v || !v->can || v->cost > (int)in->budget || !shapes_agree(call, fn))
    return NULL;
  if (!is_being_expanded(in, fn))
    return fn;
  if (in->c->options.explain > 1)
    tell_call(in, call->pos,
              arena_printf(&in->c->arena,
                           "cannot inline %s into %s: repeated recursive "
                           "cycle",
                           function_text(in->text, fn),
                           function_text(in->text, in->caller)));
  return NULL;
}

/* For -dump=inline; NULL unless it is recorded. */
static ExpandedCall *begin_record(Inliner *in, const Function *callee,
                                  const Expr *call) {
  if (!in->record)
    return NULL;
  ExpandedCall *e = NEW(&in->c->arena, ExpandedCall);
  *e = (ExpandedCall){.caller = in->caller,
                      .callee = callee,
                      .call = call->pos,
                      .depth = in->stack.len,
                      .before = expr_string(in->c, call)};
  list_push(&in->c->arena, &in->record->expanded, e);
  return e;
}

/* Keeps the tree that has taken the call's place, as text: it will change. */
static void end_record(Inliner *in, ExpandedCall *e, const Expr *call) {
  if (!e)
    return;
  char *text = NULL;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  dump_tree(out, in->c, call, 3);
  fclose(out);
  e->after = arena_strndup(&in->c->arena, text, len);
  free(text);
}

/* Expands the call if its callee may be, then the calls in the copied body; the
   stack of callees holds this one meanwhile. */
static void expand_call(Inliner *in, Expr *call) {
  Function *callee = inlinable_callee(in, call);
  if (!callee)
    return;
  tell_call(in, call->pos,
            arena_printf(&in->c->arena, "inlining call to %s",
                         function_text(in->text, callee)));
  ExpandedCall *kept = begin_record(in, callee, call);
  Expansion x = {.in = in,
                 .callee = callee,
                 .call = call->pos,
                 .types = shape_types(in, call, callee),
                 .delayed = ((Inlining *)callee->inlining)->delayable};
  x.end = end_label(&x);
  copy_parameters(&x);
  copy_results(&x);
  replace_call(&x, call);
  list_push(&in->c->arena, &in->stack, callee);
  for (uint32_t i = 0; i < call->inlined.n; i++)
    expand_in_stmt(in, call->inlined.body[i]);
  in->stack.len--;
  end_record(in, kept, call);
}

/* Arguments before the call, inner calls before outer ones. */
static bool expand_expr(Visitor *v, Expr *e) {
  if (e->kind == EXPR_FUNC_LIT || e->mode == MODE_CONST)
    return false;
  if (e->kind != EXPR_CALL)
    return true;
  walk_stmt(v, e->call.init);
  walk_expr(v, e->call.fn);
  for (uint32_t i = 0; i < e->call.n; i++)
    walk_expr(v, e->call.args[i]);
  expand_call(v->data, e);
  return false;
}

/* The call of a go or defer statement stays; its operands are expanded. */
static bool expand_stmt(Visitor *v, Stmt *s) {
  if (s->kind != STMT_GO && s->kind != STMT_DEFER)
    return true;
  Expr *call = s->expr.x;
  if (call->kind != EXPR_CALL)
    return true;
  walk_stmt(v, call->call.init);
  walk_expr(v, call->call.fn);
  for (uint32_t i = 0; i < call->call.n; i++)
    walk_expr(v, call->call.args[i]);
  return false;
}

static void expand_in_stmt(Inliner *in, Stmt *s) {
  Visitor v = {.expr = expand_expr, .stmt = expand_stmt, .data = in};
  walk_stmt(&v, s);
}

/* Expands the calls of fn; literals in it are functions of the package and have
   their own turn. */
void inline_expand_calls(Inliner *in, Function *fn) {
  in->caller = fn;
  in->labels = 0;
  in->budget = inline_node_count(in, fn) >= INLINE_BIG_CALLER
                   ? INLINE_BIG_BUDGET
                   : INLINE_BUDGET;
  expand_in_stmt(in, fn->body);
}
