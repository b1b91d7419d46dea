/*
 * call.c - the calling convention, and calls.
 *
 * LLVM's C convention on flattened values:
 *
 *   func(s string, p T) (int, error)      T: struct of five ints
 *   define {i64, ptr, ptr} @main.f(ptr %s.p, i64 %s.len, ptr noalias %p)
 *
 *  - a value of at most MAX_LEAVES scalars travels as its leaves; a larger
 *    one as the address of a copy that the callee may use as its variable
 *  - results: up to MAX_LEAVES leaves in all as a literal struct, else the
 *    caller passes a place (`sret`) as first parameter
 *  - closures take their context as a `nest` parameter (r10), behind the
 *    others. A plain function called as a closure does not declare it, and
 *    when LLVM finds out whom such a call calls, it drops the last argument.
 *
 * Arguments are evaluated before the callee, as in gc: in h(s[9]) with h nil
 * the index panics first. The receiver of a method counts as an argument.
 */
#include "codegen/gen.h"

/* ----------------------------------------------------------- convention */

/* Describes how a t travels whose first parameter or leaf is number `first`;
   returns the next number. */
static uint32_t add_part(Gen *g, AbiPart *p, Type *t, uint32_t first) {
  TypeInfo *ti = type_info(g, t);
  *p = (AbiPart){.type = t, .first = first};
  p->by_ref = ti->nleaves > MAX_LEAVES;
  p->n = p->by_ref ? 1 : ti->nleaves;
  return first + p->n;
}

/* Decides how results travel: their leaves, or a place laid out as a struct. */
static void set_results(Gen *g, Abi *a, Type *results) {
  uint32_t leaves = 0;
  a->nresults = results->tuple.n;
  a->results = NEW_ARRAY(&g->c->arena, AbiPart, a->nresults + 1);
  a->result_align = 1;
  for (uint32_t i = 0; i < a->nresults; i++) {
    AbiPart *p = &a->results[i];
    TypeInfo *ti = type_info(g, results->tuple.vars[i]->type);
    leaves = add_part(g, p, ti->type, leaves);
    a->sret |= p->by_ref;
    p->offset = (a->result_size + ti->align - 1) / ti->align * ti->align;
    a->result_size = p->offset + ti->size;
    if (ti->align > a->result_align)
      a->result_align = ti->align;
  }
  a->sret |= leaves > MAX_LEAVES;
  a->nleaves = a->sret ? 0 : leaves;
}

/* void, the only leaf, or a struct of all leaves. */
static LType result_type(Gen *g, const Abi *a) {
  LType leaves[MAX_LEAVES];
  uint32_t n = 0;
  if (a->nleaves == 0)
    return g->void_;
  for (uint32_t i = 0; i < a->nresults; i++) {
    TypeInfo *ti = type_info(g, a->results[i].type);
    for (uint32_t k = 0; k < ti->nleaves; k++)
      leaves[n++] = ti->leaves[k].reg;
  }
  return n == 1 ? leaves[0] : LLVMStructTypeInContext(g->ctx, leaves, n, false);
}

/* The LLVM types of a call with `nparams` parameters, sret included. */
static void set_types(Gen *g, Abi *a, uint32_t nparams) {
  LType *t = NEW_ARRAY(&g->c->arena, LType, nparams + 1);
  if (a->sret)
    t[0] = g->ptr;
  for (uint32_t i = 0; i < a->nparams; i++) {
    const AbiPart *p = &a->params[i];
    TypeInfo *ti = type_info(g, p->type);
    for (uint32_t k = 0; k < p->n; k++)
      t[p->first + k] = p->by_ref ? g->ptr : ti->leaves[k].reg;
  }
  a->type = LLVMFunctionType(a->result, t, nparams, false);
  t[nparams] = g->ptr;
  a->closure = LLVMFunctionType(a->result, t, nparams + 1, false);
}

/* The convention of one signature: first the results, since a place for them
   shifts the parameters by one. */
static Abi *abi_new(Gen *g, Type *sig, Type *recv) {
  Type *params = sig->func.params;
  Abi *a = NEW(&g->c->arena, Abi);
  set_results(g, a, sig->func.results);
  uint32_t next = a->sret ? 1 : 0;
  a->params = NEW_ARRAY(&g->c->arena, AbiPart, params->tuple.n + 1);
  if (recv)
    next = add_part(g, &a->params[a->nparams++], recv, next);
  for (uint32_t i = 0; i < params->tuple.n; i++)
    next = add_part(g, &a->params[a->nparams++], params->tuple.vars[i]->type,
                    next);
  a->result = result_type(g, a);
  set_types(g, a, next);
  a->recv = recv ? type_canon(g->c, recv) : NULL;
  return a;
}

/* Signatures are few and receivers of one signature fewer: a list for each. */
Abi *abi_of(Gen *g, Type *signature, Type *recv) {
  Type *key = type_canon(g->c, type_under(signature));
  Type *canon = recv ? type_canon(g->c, recv) : NULL;
  Abi *first = map_get(&g->abis, key);
  for (Abi *a = first; a; a = a->next)
    if (a->recv == canon)
      return a;
  Abi *a = abi_new(g, key, recv);
  a->next = first;
  map_set(&g->c->arena, &g->abis, key, a);
  return a;
}

/* ------------------------------------------------------------ attributes */

/* Adds an attribute to a function or a call; type NULL: it takes none. */
static void set_attribute(Gen *g, Value v, unsigned where, const char *name,
                          LType type) {
  unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
  LLVMAttributeRef a = type ? LLVMCreateTypeAttribute(g->ctx, kind, type)
                            : LLVMCreateEnumAttribute(g->ctx, kind, 0);
  if (LLVMIsAFunction(v))
    LLVMAddAttributeAtIndex(v, where, a);
  else
    LLVMAddCallSiteAttribute(v, where, a);
}

/* Attribute numbers of parameters count from 1. Integers below 32 bits are
   extended by the caller, as in C. */
static void extend_leaf(Gen *g, Value v, unsigned where, const Leaf *l) {
  if (l->reg == g->i1 || l->reg == g->i8 || l->reg == g->i16)
    set_attribute(g, v, where, l->is_signed ? "signext" : "zeroext", NULL);
}

/* noalias: nobody else has the address of a place for results, or of the copy
   of a large argument. Function and call must agree in all of these. */
void call_attributes(Gen *g, const Abi *a, Value v, bool closure) {
  if (a->sret) {
    LType place = LLVMArrayType2(g->i8, (uint64_t)a->result_size);
    set_attribute(g, v, 1, "sret", place);
    set_attribute(g, v, 1, "noalias", NULL);
  }
  if (closure)
    set_attribute(g, v, LLVMCountParamTypes(a->closure), "nest", NULL);
  for (uint32_t i = 0; i < a->nparams; i++) {
    const AbiPart *p = &a->params[i];
    TypeInfo *ti = type_info(g, p->type);
    unsigned first = p->first + 1;
    if (p->by_ref)
      set_attribute(g, v, first, "noalias", NULL);
    for (uint32_t k = 0; k < p->n && !p->by_ref; k++)
      extend_leaf(g, v, first + k, &ti->leaves[k]);
  }
  if (a->nleaves == 1)
    for (uint32_t i = 0; i < a->nresults; i++)
      if (a->results[i].n == 1)
        extend_leaf(g, v, LLVMAttributeReturnIndex,
                    &type_info(g, a->results[i].type)->leaves[0]);
}

/* ----------------------------------------------------------------- calls */

/* One argument into LLVM's list. A large value is copied unless it is a
   temporary that nobody else holds. */
static void flatten(FuncGen *f, const AbiPart *p, Words v, Value *list) {
  if (p->by_ref)
    list[0] = words_to_temp(f, p->type, v).w[0];
  else
    words_to_leaves(f, p->type, v, list);
}

/* What `call` returned as values: loaded from `place`, or taken apart. Places
   for results are temporaries, used for one call. */
static void unpack_results(FuncGen *f, const Abi *a, Value call, Value place,
                           Words *out) {
  for (uint32_t i = 0; i < a->nresults; i++) {
    const AbiPart *p = &a->results[i];
    if (a->sret) {
      out[i] = load_words(f, p->type, ptr_offset(f, place, p->offset));
      out[i].temp = true;
      continue;
    }
    Value leaves[MAX_LEAVES];
    for (uint32_t k = 0; k < p->n; k++)
      leaves[k] = a->nleaves == 1
                      ? call
                      : LLVMBuildExtractValue(f->b, call, p->first + k, "");
    out[i] = words_from_leaves(f, p->type, leaves);
  }
}

/* out NULL: the results are not wanted. */
void call_emit(FuncGen *f, const Callee *callee, const Words *args,
               Words *out) {
  Gen *g = f->g;
  const Abi *a = callee->abi;
  bool closure = callee->context != NULL;
  LType type = closure ? a->closure : a->type;
  uint32_t n = LLVMCountParamTypes(type);
  Value *list = NEW_ARRAY(&g->c->arena, Value, n + 1), place = NULL;
  frame_calls(f, a);
  if (a->sret)
    list[0] = place = temp_bytes(f, a->result_size, a->result_align, "ret");
  if (closure)
    list[n - 1] = callee->context;
  for (uint32_t i = 0; i < a->nparams; i++)
    flatten(f, &a->params[i], args[i], list + a->params[i].first);
  Value call = LLVMBuildCall2(f->b, type, callee->code, list, n, "");
  call_attributes(g, a, call, closure);
  if (out)
    unpack_results(f, a, call, place, out);
}

/* --------------------------------------------------------------- callees */

/* A method expression's function has the receiver as its first parameter,
   like the method itself, if the method is declared for that very type. */
static bool direct_method_expr(const Selection *s) {
  if (s->npath > 1 || !s->obj->func.recv_named || type_is_interface(s->recv))
    return false;
  bool pointer =
      type_under(s->recv)->kind == TYPE_POINTER && s->recv->kind != TYPE_NAMED;
  return pointer == ((s->obj->flags & OBJ_F_PTR_RECV) != 0);
}

/* A call of a declared function or method needs no closure and can be inlined.
   x.M of a concrete x passes x as first argument. */
Object *call_static(Expr *fn, Expr **recv) {
  *recv = NULL;
  if (fn->kind == EXPR_NAME)
    return fn->name.obj && fn->name.obj->kind == OBJ_FUNC ? fn->name.obj : NULL;
  if (fn->kind != EXPR_SELECTOR || !fn->sel.selection)
    return NULL;
  const Selection *s = fn->sel.selection;
  switch (s->kind) {
  case SEL_QUALIFIED: return s->obj->kind == OBJ_FUNC ? s->obj : NULL;
  case SEL_METHOD_VALUE: *recv = fn->sel.x; return s->obj;
  case SEL_METHOD_EXPR: return direct_method_expr(s) ? s->obj : NULL;
  case SEL_FIELD:
  case SEL_INTERFACE_METHOD: break;
  }
  return NULL;
}

Callee call_closure(FuncGen *f, Type *signature, Value c) {
  check_nil(f, c);
  return (Callee){load_ptr(f, c, 0), c, abi_of(f->g, signature, NULL)};
}

/* x.M(...) of an interface x. */
static bool is_interface_call(const Expr *fn) {
  return fn->kind == EXPR_SELECTOR && fn->sel.selection &&
         fn->sel.selection->kind == SEL_INTERFACE_METHOD;
}

/* Of a callee, named function types included. */
static Type *signature_of(const Expr *fn) { return type_under(fn->type); }

/* x.M(...): x is read now, after the arguments; args[0] is its data word. */
static Callee interface_callee(FuncGen *f, Expr *fn, Words *recv) {
  const Selection *s = fn->sel.selection;
  Words v = rest(f, fn->sel.x);
  Type *word = BASIC(f->g->c, UNSAFE_POINTER);
  Value code = iface_method(f, fn->sel.x->type, v, s->obj);
  *recv = words1(v.w[1]);
  return (Callee){code, NULL, abi_of(f->g, signature_of(fn), word)};
}

/* The values of e's arguments, all sequenced. */
static void rest_args(FuncGen *f, Expr *e, Words *out) {
  for (uint32_t i = 0; i < e->call.n; i++)
    out[i] = rest(f, e->call.args[i]);
}

/* A call whose callee's body stands in its place: statements that leave the
   results in variables of their own. */
static void inlined_call(FuncGen *f, Expr *e, Words *out) {
  for (uint32_t i = 0; i < e->inlined.n; i++)
    stmt(f, e->inlined.body[i]);
  ensure_block(f);
  for (uint32_t i = 0; out && i < e->inlined.nresults; i++) {
    Object *r = e->inlined.results[i];
    out[i] = load_words(f, r->type, var_addr(f, r));
  }
}

/* ------------------------------------------------- addresses as integers --
 *
 *   syscall.Syscall(SYS_READ, fd, uintptr(unsafe.Pointer(p)), n)
 *
 * The object must live until the call returns, though nothing points to it any
 * more: the caller has the integer in its frame, where the collector takes it
 * for a pointer.
 */

/* Assembly and C take addresses as integers, and functions that a directive
   (//go:uintptrkeepalive, //go:uintptrescapes) says so of. */
static bool keeps_addresses(const Object *target) {
  const Function *fn = target ? target->func.fn : NULL;
  uint32_t kept = PRAGMA_UINTPTR_KEEPALIVE | PRAGMA_UINTPTR_ESCAPES;
  return fn && (!fn->body || (fn->pragmas & kept));
}

/* uintptr(p) of an unsafe.Pointer p. */
static bool is_address(Expr *e) {
  e = expr_unparen(e);
  return e->kind == EXPR_CONVERT && !is_const(e) &&
         type_basic_kind(e->type) == BASIC_UINTPTR &&
         type_basic_kind(e->pair.x->type) == BASIC_UNSAFE_POINTER;
}

/* The integers that are stored for the time of a call. */
typedef LIST(Value) Kept;

/* Volatile: LLVM would drop a store that nobody reads. */
static void keep_word(FuncGen *f, Kept *kept, Value word) {
  Value slot = temp_bytes(f, 8, 8, "kept");
  LLVMSetVolatile(LLVMBuildStore(f->b, word, slot), true);
  list_push(&f->g->c->arena, kept, slot);
}

/* args: the values of call's arguments. The elements of a variadic slice count
   as arguments, too. */
static void keep_addresses(FuncGen *f, Kept *kept, Expr *call,
                           const Words *args) {
  for (uint32_t i = 0; i < call->call.n; i++) {
    Expr *e = expr_unparen(call->call.args[i]);
    bool slice =
        e->kind == EXPR_COMPOSITE && type_under(e->type)->kind == TYPE_SLICE;
    if (is_address(e))
      keep_word(f, kept, args[i].w[0]);
    for (uint32_t k = 0; slice && k < e->complit.n; k++)
      if (is_address(e->complit.elems[k]))
        keep_word(f, kept, load_int(f, args[i].w[0], 8 * e->complit.index[k]));
  }
}

/* After the call the objects may go. */
static void forget(FuncGen *f, const Kept *kept) {
  for (uint32_t i = 0; i < kept->len; i++)
    LLVMSetVolatile(LLVMBuildStore(f->b, int_const(f->g, 0), kept->items[i]),
                    true);
}

/* ------------------------------------------------------------------ calls */

/* A declared function or method, whose receiver, if it has one, is `recv`. */
static Callee static_callee(FuncGen *f, Object *target, const Expr *fn,
                            const Expr *recv) {
  return (Callee){gen_function_object(f->g, target), NULL,
                  abi_of(f->g, signature_of(fn), recv ? recv->type : NULL)};
}

/* The receiver or the function value is read behind the arguments. */
void call_expr(FuncGen *f, Expr *e, Words *out) {
  if (e->kind == EXPR_INLINED_CALL) {
    inlined_call(f, e, out);
    return;
  }
  Expr *fn = e->call.fn, *recv;
  Words *args = NEW_ARRAY(&f->g->c->arena, Words, e->call.n + 1);
  Object *target = call_static(fn, &recv);
  Callee callee;
  Kept kept = {0};
  uint32_t shift = recv || is_interface_call(fn) ? 1 : 0;
  if (recv)
    args[0] = rest(f, recv);
  rest_args(f, e, args + shift);
  gen_pos(f, e->pos);
  if (target && intrinsic_call(f, target, args, out))
    return;
  if (keeps_addresses(target))
    keep_addresses(f, &kept, e, args + shift);
  if (target)
    callee = static_callee(f, target, fn, recv);
  else if (shift)
    callee = interface_callee(f, fn, &args[0]);
  else
    callee = call_closure(f, fn->type, rest1(f, fn));
  call_emit(f, &callee, args, out);
  forget(f, &kept);
}
