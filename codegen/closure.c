/*
 * closure.c - function values and the wrappers behind them.
 *
 * A function value points to a closure object {code, captured...}; the call
 * passes that address as context. Without captures the object is constant.
 *
 *   x := 1; y := new(T)
 *   func() { x++; y.f() }     {main.f.func1, &x, y}
 *
 * A variable that is never changed after its capture is copied in, others
 * are reached through their address. The body reads both from the context.
 *
 * Wrappers adapt a method to where it is called from. They lie in section
 * go_wrap, where tracebacks skip them and recover looks through them:
 *
 *   (*T).M   of a method of T: loads the receiver (itabs pass its address)
 *   T.M      promoted from an embedded field: walks to it
 *   T.M-fm   of the method value x.M: the receiver is in the context
 */
#include "codegen/closure.h"

/* ------------------------------------------------------ closure objects -- */

/* Whether a function declares the context that closure calls pass. */
static bool takes_context(Value code) {
  unsigned nest = LLVMGetEnumAttributeKindForName("nest", 4);
  for (unsigned i = 1; i <= 2 && i <= LLVMCountParams(code); i++)
    if (LLVMGetEnumAttributeAtIndex(code, i, nest) != NULL)
      return true;
  return false;
}

/*
 * A plain function ignores the context it is called with, which the machine
 * allows but LLVM does not: if it saw which function a constant closure
 * stands for, it would turn the call into a direct one with shifted
 * arguments. So these closures are variables that other modules could change.
 */
Value closure_of(Gen *g, Value code) {
  Value v = map_get(&g->cache, code);
  if (v != NULL)
    return v;
  size_t len;
  bool opaque = !takes_context(code);
  const char *symbol =
      arena_printf(&g->c->arena, "%s·f", LLVMGetValueName2(code, &len));
  v = gen_data(g, opaque ? symbol : NULL, code, !opaque);
  LLVMSetAlignment(v, 8);
  if (opaque)
    gen_set_shared(g, v);
  map_set(&g->c->arena, &g->cache, code, v);
  return v;
}

/* A declared function as a value. */
Words closure_static(Gen *g, Object *func) {
  return words1(closure_of(g, gen_function_object(g, func)));
}

/* Field i of a closure object. */
static Object *closure_field(Gen *g, uint32_t i, Type *t) {
  const Name *name = name_of(g->c, arena_printf(&g->c->arena, "X%u", i));
  Object *field = object_new(g->c, OBJ_VAR, NO_POS, name, t, NULL);
  field->flags |= OBJ_F_FIELD;
  return field;
}

/* Names of fields are X0, X1, ..., so that closures share types. */
Type *closure_type(Gen *g, Type *const *captured, uint32_t n) {
  Object **fields = NEW_ARRAY(&g->c->arena, Object *, n + 1);
  fields[0] = closure_field(g, 0, BASIC(g->c, UINTPTR));
  for (uint32_t i = 0; i < n; i++)
    fields[i + 1] = closure_field(g, i + 1, captured[i]);
  Type *t = type_canon(g->c, type_struct(g->c, fields, n + 1));
  type_layout(g->c, t);
  return t;
}

int64_t closure_offset(const Type *closure, uint32_t i) {
  return closure->st.fields[i + 1]->var.offset;
}

Value closure_new(FuncGen *f, Type *closure, Value code, bool on_stack) {
  Value p = on_stack ? temp_alloc(f, closure, "closure")
                     : RTCALL(f, newobject, type_desc(f->g, closure));
  store_word(f, code, p, 0);
  return p;
}

/* ---------------------------------------------------- function literals -- */

static bool by_value(const Object *var) {
  return (var->flags & OBJ_F_BY_VALUE) != 0;
}

/* The closure object's type of a literal with captures. */
static Type *literal_type(Gen *g, Function *fn) {
  Type *t = map_get(&g->cache, &fn->captures);
  if (t != NULL)
    return t;
  uint32_t n = fn->captures.len;
  Type **types = NEW_ARRAY(&g->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++) {
    Object *var = fn->captures.items[i];
    types[i] = by_value(var) ? var->type : type_pointer(g->c, var->type);
  }
  t = closure_type(g, types, n);
  map_set(&g->c->arena, &g->cache, &fn->captures, t);
  return t;
}

/* Captures are read when the literal is evaluated: copies then, or addresses of
   variables, which have storage already. */
Words closure_literal(FuncGen *f, Expr *e) {
  Function *fn = e->funclit.fn;
  Value code = gen_function(f->g, fn);
  if (fn->captures.len == 0)
    return words1(closure_of(f->g, code));
  Type *t = literal_type(f->g, fn);
  Value p = closure_new(f, t, code, e->flags & EXPR_F_ON_STACK);
  for (uint32_t i = 0; i < fn->captures.len; i++) {
    Object *var = fn->captures.items[i];
    Value from = var_addr(f, var), to = ptr_offset(f, p, closure_offset(t, i));
    if (by_value(var))
      store_words(f, var->type, to, load_words(f, var->type, from));
    else
      store_word(f, from, to, 0);
  }
  return words1(p);
}

/* Copies of scalars go to registers; what is large is read in place: nobody
   writes either. */
static void bind_copy(FuncGen *f, Object *var, Value from) {
  if (type_info(f->g, var->type)->rep == REP_PLACE) {
    var_bind(f, var, from, false);
    return;
  }
  Value slot = temp_alloc(f, var->type, var->name->text);
  store_words(f, var->type, slot, load_words(f, var->type, from));
  var_bind(f, var, slot, false);
}

/* The inverse of closure_literal: the same order, the same offsets. */
void closure_bind(FuncGen *f) {
  Function *fn = f->fn;
  if (fn->captures.len == 0)
    return;
  Type *t = literal_type(f->g, fn);
  for (uint32_t i = 0; i < fn->captures.len; i++) {
    Object *var = fn->captures.items[i];
    Value at = ptr_offset(f, f->context, closure_offset(t, i));
    if (by_value(var)) {
      bind_copy(f, var, at);
      continue;
    }
    Value slot = temp_bytes(f, 8, 8, var->name->text);
    store_word(f, load_ptr(f, at, 0), slot, 0);
    var_bind(f, var, slot, true);
  }
}

/* -------------------------------------------------------------- wrappers -- */

FuncGen *wrapper_begin(Gen *g, const char *symbol, const Abi *abi,
                       bool closure) {
  Value fn =
      LLVMAddFunction(g->mod, symbol, closure ? abi->closure : abi->type);
  func_attributes(g, fn);
  call_attributes(g, abi, fn, closure);
  FuncGen *f = func_begin(g, fn);
  f->abi = abi;
  if (abi->sret)
    f->sret = LLVMGetParam(fn, 0);
  if (closure)
    f->context = LLVMGetLastParam(fn);
  debug_function(f, symbol, true);
  LLVMSetSection(fn, "go_wrap");
  unsigned kind = LLVMGetEnumAttributeKindForName("noinline", 8);
  LLVMAddAttributeAtIndex(fn, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                          LLVMCreateEnumAttribute(g->ctx, kind, 0));
  gen_set_shared(g, fn);
  gen_pos(f, NO_POS);
  return f;
}

Words wrapper_param(FuncGen *f, uint32_t i) {
  const AbiPart *p = &f->abi->params[i];
  uint32_t first = p->first;
  if (p->by_ref)
    return words_place(LLVMGetParam(f->llfn, first), true);
  Value leaves[MAX_LEAVES];
  for (uint32_t k = 0; k < p->n; k++)
    leaves[k] = LLVMGetParam(f->llfn, first + k);
  return words_from_leaves(f, p->type, leaves);
}

/* Returns the words of a call's results. */
static void wrapper_return(FuncGen *f, const Words *results) {
  const Abi *abi = f->abi;
  Value leaves[MAX_LEAVES];
  uint32_t n = 0;
  for (uint32_t i = 0; i < abi->nresults; i++) {
    const AbiPart *p = &abi->results[i];
    if (abi->sret) {
      store_words(f, p->type, ptr_offset(f, f->sret, p->offset), results[i]);
    } else {
      words_to_leaves(f, p->type, results[i], leaves + n);
      n += p->n;
    }
  }
  gen_return(f, leaves, n);
}

/* Calls with the wrapper's own parameters from `first` on behind `recv`. */
static void wrapper_forward(FuncGen *f, const Callee *callee, Words recv,
                            uint32_t first) {
  Arena *a = &f->g->c->arena;
  uint32_t n = f->abi->nparams;
  Words *args = NEW_ARRAY(a, Words, n + 2), *results;
  args[0] = recv;
  for (uint32_t i = first; i < n; i++)
    args[i - first + 1] = wrapper_param(f, i);
  results = NEW_ARRAY(a, Words, f->abi->nresults + 1);
  call_emit(f, callee, args, results);
  wrapper_return(f, results);
  func_end(f);
}

/* A method's callee for a receiver that is exactly what it is declared for;
   *recv: interfaces are replaced by their data word. */
static Callee method_callee(FuncGen *f, Object *m, Type *t, Words *recv) {
  Gen *g = f->g;
  if (!type_is_interface(t))
    return (Callee){gen_function_object(g, m), NULL, abi_of(g, m->type, t)};
  Value code = iface_method(f, t, *recv, m);
  *recv = words1(recv->w[1]);
  Type *word = BASIC(g->c, UNSAFE_POINTER);
  return (Callee){code, NULL, abi_of(g, m->type, word)};
}

/* --------------------------------------------- methods of a method set -- */

/* Where a walk along embedded fields stands: a value, or memory. */
typedef struct Walk {
  Type *type;
  Words v;    /* valid unless addr is set */
  Value addr; /* address of the value of `type`; NULL: not in memory */
} Walk;

static bool is_pointer(Type *t) {
  return t->kind == TYPE_POINTER; /* a named pointer type has no methods */
}

/* What the walk has reached, loaded if it is in memory. */
static Words walk_value(FuncGen *f, const Walk *w) {
  return w->addr ? load_words(f, w->type, w->addr) : w->v;
}

/* The address of the struct or receiver that w is or points to. */
static Value walk_base(FuncGen *f, const Walk *w) {
  Words v = walk_value(f, w);
  if (type_under(w->type)->kind == TYPE_POINTER) {
    check_nil(f, v.w[0]);
    return v.w[0];
  }
  return w->addr ? w->addr : words_addr(f, w->type, v);
}

/* One step: to field number `field` of the struct that w is or points to. */
static void walk_field(FuncGen *f, Walk *w, uint32_t field) {
  Type *under = type_under(w->type);
  Type *base =
      type_under(under->kind == TYPE_POINTER ? under->ptr.elem : w->type);
  type_layout(f->g->c, base);
  const Object *o = base->st.fields[field];
  w->addr = ptr_offset(f, walk_base(f, w), o->var.offset);
  w->type = o->type;
}

/* The receiver of m at the end of the walk: *t becomes its type. */
static Words walk_receiver(FuncGen *f, Walk *w, const Object *m, Type **t) {
  Compiler *c = f->g->c;
  bool pointer = is_pointer(w->type);
  if (type_is_interface(w->type)) {
    *t = w->type;
    return walk_value(f, w);
  }
  if (m->flags & OBJ_F_PTR_RECV) {
    *t = pointer ? w->type : type_pointer(c, w->type);
    return pointer ? walk_value(f, w) : words1(walk_base(f, w));
  }
  *t = pointer ? w->type->ptr.elem : w->type;
  return pointer ? load_words(f, *t, walk_base(f, w)) : walk_value(f, w);
}

/* "path.(*T).M" or "path.T.M"; types without a package-level name are
   spelled out. */
static const char *wrapper_symbol(Gen *g, Type *recv, const Object *m) {
  bool pointer = is_pointer(recv);
  Type *base = pointer ? recv->ptr.elem : recv;
  const char *name = gen_type_symbol(g, "", base), *path = "go";
  const Package *home = NULL;
  if (base->kind == TYPE_NAMED && base->named.obj->package != NULL) {
    home = base->named.obj->package;
    path = home->path;
    name += strlen(path) + 1;
  }
  const char *owner = "";
  if (!m->name->exported && m->package != home && m->package != NULL)
    owner = arena_printf(&g->c->arena, "%s.", m->package->path);
  return arena_printf(&g->c->arena, pointer ? "%s.(*%s).%s%s" : "%s.%s.%s%s",
                      path, name, owner, m->name->text);
}

/* In (*T).M of a method M of T itself, a nil pointer has a message of its
   own, which names the method. */
static void check_wrapped_nil(FuncGen *f, Value p) {
  Block next = cold_begin(f, LLVMBuildIsNull(f->b, p, ""));
  RTCALL0(f, panicwrap);
  cold_end(f, next);
}

/* The function: walk from the receiver to the method's own, call, return. */
static Value define_wrapper(Gen *g, const char *symbol, Type *recv,
                            const MethodSetEntry *m) {
  FuncGen *f =
      wrapper_begin(g, symbol, abi_of(g, m->method->type, recv), false);
  Value fn = f->llfn;
  Walk w = {.type = recv, .v = wrapper_param(f, 0)};
  if (m->npath == 1 && is_pointer(recv))
    check_wrapped_nil(f, w.v.w[0]);
  for (uint32_t i = 0; i + 1 < m->npath; i++)
    walk_field(f, &w, m->path[i]);
  Type *t;
  Words v = walk_receiver(f, &w, m->method, &t);
  Callee callee = method_callee(f, m->method, t, &v);
  wrapper_forward(f, &callee, v, 1);
  return fn;
}

/* Whether the method itself takes a receiver of type t as it is passed. */
static bool needs_no_wrapper(Type *recv, const MethodSetEntry *m) {
  if (m->npath > 1 || (m->method->flags & OBJ_F_IFACE_METHOD))
    return false;
  return is_pointer(recv) == ((m->method->flags & OBJ_F_PTR_RECV) != 0);
}

Value method_wrapper(Gen *g, Type *t, const MethodSetEntry *m,
                     bool as_declared) {
  Type *recv = type_info(g, t)->type;
  if (!as_declared && !is_pointer(recv) && !type_info(g, recv)->direct)
    recv = type_pointer(g->c, recv);
  if (needs_no_wrapper(recv, m))
    return gen_function_object(g, m->method);
  const char *symbol = wrapper_symbol(g, recv, m->method);
  Value fn = LLVMGetNamedFunction(g->mod, symbol);
  return fn ? fn : define_wrapper(g, symbol, recv, m);
}

/* ------------------------------------------- method values, expressions -- */

Words closure_method_expr(FuncGen *f, Expr *e) {
  const Selection *s = e->sel.selection;
  MethodSetEntry m = {s->obj, s->path, s->npath, s->indirect};
  return words1(closure_of(f->g, method_wrapper(f->g, s->recv, &m, true)));
}

/* T.M-fm: takes the receiver from its closure {code, receiver}. */
static Value method_value_code(Gen *g, Type *recv, Object *m, Type *closure) {
  const char *symbol =
      arena_printf(&g->c->arena, "%s-fm", wrapper_symbol(g, recv, m));
  Value fn = LLVMGetNamedFunction(g->mod, symbol);
  if (fn != NULL)
    return fn;
  FuncGen *f = wrapper_begin(g, symbol, abi_of(g, m->type, NULL), true);
  fn = f->llfn;
  Value at = ptr_offset(f, f->context, closure_offset(closure, 0));
  Words v = load_words(f, recv, at);
  Callee callee = method_callee(f, m, recv, &v);
  wrapper_forward(f, &callee, v, 0);
  return fn;
}

Words closure_method_value(FuncGen *f, Expr *e) {
  Expr *x = e->sel.x;
  Object *m = e->sel.selection->obj;
  Type *recv = type_info(f->g, x->type)->type;
  Type *t = closure_type(f->g, &recv, 1);
  Words v = rest(f, x);
  if (type_is_interface(recv))
    check_nil(f, v.w[0]);
  Value code = method_value_code(f->g, recv, m, t);
  Value p = closure_new(f, t, code, e->flags & EXPR_F_ON_STACK);
  store_words(f, recv, ptr_offset(f, p, closure_offset(t, 0)), v);
  return words1(p);
}
