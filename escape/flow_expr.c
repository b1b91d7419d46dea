/*
 * flow_expr.c - expressions to edges.
 *
 * flow_expr(k, e) says: the value of e goes into hole k. Each kind of
 * expression either passes the hole on to its operands, changed by an
 * address or a dereference, or makes a location of its own, when it
 * allocates ("spill"):
 *
 *     return &T{p: q}
 *       & on a literal    L = what &T{} allocates;  edge L -> ~r0, -1
 *       T{p: q}           fields are not told apart: q flows into L
 *       q                 edge q -> L, 0
 *
 * A value without pointers cannot carry an address: its expression is read
 * for its effects only. Source: cmd/compile/internal/escape/{expr,assign}.go.
 */
#include "escape/build.h"

bool flow_has_pointers(Type *t) { return t && type_has_pointers(t); }

/* e may be NULL: absent bounds, conditions, tags. */
void flow_discard(Builder *b, Expr *e) {
  if (e)
    flow_expr(b, hole_discard(b->g), e);
}

/* var's location in this batch; an internal error if there is none: each
   variable of the batch's functions gets one before they are read, and those of
   other batches are out of reach. */
Location *var_location(Builder *b, Object *var) {
  Location *l = var->var.escape;
  if (!l || (uint32_t)l->id >= b->g->locations.len ||
      b->g->locations.items[l->id] != l)
    fatal_at(b->c, var->pos, "escape: variable %s has no location",
             var->name ? var->name->text : "?");
  return l;
}

/* A location for what e allocates; k receives its address. Returns the hole of
   its contents; *loc, unless loc is NULL, is the location. */
Hole flow_spill(Builder *b, Hole k, Expr *e, Location **loc) {
  Location *l = location_new(b->g, LOC_EXPR, b->fn, b->loop_depth);
  l->expr = e;
  graph_flow(b->g, hole_addr(b->g, k, e, "spill"), l);
  if (loc)
    *loc = l;
  return hole_of(l);
}

/* Reads e, and what the literal holds goes into `k`. */
static void flow_elements(Builder *b, Hole k, Expr *e, const char *why) {
  for (uint32_t i = 0; i < e->complit.n; i++)
    flow_expr(b, hole_note_expr(b->g, k, e, why), e->complit.elems[i]);
}

/* What goes into a map counts as stored on the heap; only the map itself may
   stay. */
static void flow_map_literal(Builder *b, Hole k, Expr *e) {
  flow_spill(b, k, e, NULL);
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *kv = e->complit.elems[i];
    flow_expr(b, hole_heap(b->g, "map literal key", e), kv->pair.x);
    flow_expr(b, hole_heap(b->g, "map literal value", e), kv->pair.y);
  }
}

/* Elements of structs and arrays go where the value goes; those of a slice go
   into an array that is allocated here. */
static void flow_composite(Builder *b, Hole k, Expr *e) {
  switch ((TypeKind)type_under(e->type)->kind) {
  case TYPE_STRUCT: flow_elements(b, k, e, "struct literal element"); break;
  case TYPE_ARRAY: flow_elements(b, k, e, "array literal element"); break;
  case TYPE_SLICE:
    flow_elements(b, flow_spill(b, k, e, NULL), e, "slice-literal-element");
    break;
  default: flow_map_literal(b, k, e); break;
  }
}

/* Straight-line assignments before the first capture are forgiven: the closure
   is made after them and can copy the final value. In a deeper loop than the
   declaration's they may come again. */
static void note_capture(Builder *b, Object *var) {
  Location *v = var_location(b, var);
  if (v->captured)
    return;
  v->captured = true;
  if (v->loop_depth == b->loop_depth)
    v->reassigned = false;
}

/* A closure is allocated where the literal stands; its body is read at once,
   into the same graph. Captured variables flow into it later, when it is known
   how (decide.c). */
static void flow_literal(Builder *b, Hole k, Expr *e) {
  Function *fn = e->funclit.fn;
  Location *l;
  flow_spill(b, k, e, &l);
  l->literal = fn;
  l->is_go_wrapper = fn->is_wrapper; /* of an instance: not in the source */
  list_push(&b->c->arena, &b->literals, ((Literal){.loc = l, .fn = fn}));
  if (!fn->outer) /* of a package variable: a function like any other */
    return;
  if (fn->dict_captured)
    note_capture(b, fn->dict_captured);
  for (uint32_t i = 0; i < fn->captures.len; i++)
    note_capture(b, fn->captures.items[i]);
  Function *outer = b->fn;
  int depth = b->loop_depth;
  flow_function(b, fn);
  b->fn = outer;
  b->loop_depth = depth;
}

/* Only local variables are locations: package variables are the heap, and
   reading them assigns nothing from the stack. */
static void flow_name(Builder *b, Hole k, Expr *e) {
  Object *obj = e->name.obj;
  if (obj && obj->kind == OBJ_VAR && !(obj->flags & OBJ_F_GLOBAL))
    graph_flow(b->g, k, var_location(b, obj));
}

/* x[i]: of an array a part of x, of a slice or pointer what x points to. What
   comes out of a map is on the heap already. */
static void flow_index(Builder *b, Hole k, Expr *e) {
  Type *t = type_under(e->pair.x->type);
  if (t->kind == TYPE_MAP) {
    flow_discard(b, e->pair.x);
    flow_discard(b, e->pair.y);
    return;
  }
  if (t->kind == TYPE_ARRAY)
    flow_expr(b, hole_note_expr(b->g, k, e, "fixed-array-index-of"), e->pair.x);
  else
    flow_expr(b, hole_deref(b->g, k, e, "dot of pointer"), e->pair.x);
  flow_discard(b, e->pair.y);
}

/* x.f of a struct, or through the pointer that an implicit * follows. */
static void flow_field(Builder *b, Hole k, Expr *e) {
  Expr *x = e->sel.x;
  if (x->kind == EXPR_UNARY && x->op == OP_MUL && (x->flags & EXPR_F_IMPLICIT))
    flow_expr(b, hole_deref(b->g, k, e, "dot of pointer"), x->pair.x);
  else
    flow_expr(b, hole_note_expr(b->g, k, e, "dot"), x);
}

/* x.M, not called: a closure with a copy of x. The receiver goes into the
   closure, and where the method's body sends it; unknown methods send it to the
   heap. */
static void flow_method_value(Builder *b, Hole k, Expr *e) {
  Location *l;
  Hole closure = flow_spill(b, k, e, &l);
  Object *m = e->sel.selection->obj;
  Function *fn = m->func.fn;
  const Summary *summary = fn ? function_summary(b, fn) : NULL;
  bool known = e->sel.selection->kind == SEL_METHOD_VALUE && summary &&
               !map_has(&b->in_batch, fn);
  Hole holes[2] = {closure, hole_of(b->g->heap)};
  if (known) {
    /* The closure may be called anywhere: results go to the heap. */
    const Leaks *leaks = &summary->params[0];
    int least = leaks_heap(leaks);
    for (int i = 0; i < LEAK_RESULTS; i++) {
      int d = leaks_result(leaks, i);
      if (d >= 0 && (least < 0 || d < least))
        least = d;
    }
    holes[1] =
        least < 0 ? hole_discard(b->g) : hole_shift(hole_of(b->g->heap), least);
  } else if (e->sel.selection->kind == SEL_METHOD_VALUE && fn &&
             map_has(&b->in_batch, fn) && fn->recv) {
    holes[1] = hole_of(var_location(b, fn->recv));
  }
  flow_expr(b, graph_tee(b->g, holes, 2, b->fn, b->loop_depth), e->sel.x);
}

/* pkg.Name and T.M are package variables and functions: nothing flows. */
static void flow_selector(Builder *b, Hole k, Expr *e) {
  switch (e->sel.selection->kind) {
  case SEL_FIELD: flow_field(b, k, e); break;
  case SEL_METHOD_VALUE:
  case SEL_INTERFACE_METHOD: flow_method_value(b, k, e); break;
  case SEL_QUALIFIED:
  case SEL_METHOD_EXPR: break;
  }
}

/* What a type assertion or switch takes out of an interface's box. */
static Hole dot_type(Builder *b, Hole k, Type *t, Expr *e, const char *why) {
  if (type_is_interface(t) || type_is_pointer_shaped(t))
    return hole_note_expr(b->g, k, e, why);
  return hole_deref(b->g, k, e, why);
}

/* &T{} allocates; &x steps back by one, *p steps on. All other operators make
   values without pointers, or receive from a channel, whose contents are on the
   heap already. */
static void flow_unary(Builder *b, Hole k, Expr *e) {
  Expr *x = e->pair.x;
  switch ((Op)e->op) {
  case OP_AND:
    if (x->kind == EXPR_COMPOSITE)
      flow_composite(b, flow_spill(b, k, e, NULL), x);
    else
      flow_expr(b, hole_addr(b->g, k, e, "address-of"), x);
    break;
  case OP_MUL: flow_expr(b, hole_deref(b->g, k, e, "indirection"), x); break;
  default: flow_discard(b, x); break;
  }
}

bool is_header_data(const Expr *e) {
  if (e->kind != EXPR_SELECTOR || type_basic_kind(e->type) != BASIC_UINTPTR ||
      strcmp(e->sel.sel->text, "Data") != 0)
    return false;
  const Type *t = e->sel.x->type;
  if (t->kind != TYPE_NAMED)
    return false;
  const Object *header = t->named.obj;
  return header->package && strcmp(header->package->path, "reflect") == 0 &&
         (strcmp(header->name->text, "SliceHeader") == 0 ||
          strcmp(header->name->text, "StringHeader") == 0);
}

/* h in h.Data, where h is a pointer to a header; NULL: no such expression. */
static Expr *header_pointer(const Expr *e) {
  Expr *x = is_header_data(e) ? e->sel.x : NULL;
  bool deref = x && x->kind == EXPR_UNARY && x->op == OP_MUL &&
               (x->flags & EXPR_F_IMPLICIT);
  return deref ? x->pair.x : NULL;
}

/* The integers of `unsafe.Pointer(uintptr(p) + n)`: p's value goes into k. */
void flow_uintptr(Builder *b, Hole k, Expr *e) {
  Expr *header = header_pointer(e);
  if (header) {
    flow_expr(b, hole_deref(b->g, k, e, "reflect.Header.Data"), header);
  } else if (e->kind == EXPR_CONVERT) {
    Type *from = e->pair.x->type;
    if (type_basic_kind(from) == BASIC_UNSAFE_POINTER)
      flow_expr(b, k, e->pair.x);
    else
      flow_discard(b, e->pair.x);
  } else if (e->kind == EXPR_UNARY && e->op != OP_MUL && e->op != OP_RECV) {
    flow_uintptr(b, k, e->pair.x);
  } else if (e->kind == EXPR_BINARY && !(op_info[e->op].classes & OPC_SHIFT)) {
    flow_uintptr(b, k, e->pair.x);
    flow_uintptr(b, k, e->pair.y);
  } else if (e->kind == EXPR_BINARY) {
    flow_uintptr(b, k, e->pair.x);
    flow_discard(b, e->pair.y);
  } else {
    flow_discard(b, e);
  }
}

/* gc converts such a value after escape analysis: the box has no location. */
static bool is_late(const Expr *e) {
  return e->kind == EXPR_NAME && e->name.obj &&
         (e->name.obj->flags & OBJ_F_LATE);
}

/* What allocates gets a location: the box of an interface value, unless the
   value is a pointer itself, and the copy that strings are made of. */
static void flow_convert(Builder *b, Hole k, Expr *e) {
  Expr *x = e->pair.x;
  switch ((ConvKind)e->sub) {
  case CONV_NOP:
  case CONV_NUMERIC:
  case CONV_SLICE_TO_ARRAY_PTR: flow_expr(b, k, x); break;
  case CONV_IFACE_TO_IFACE:
    if (!type_same(b->c, e->type, x->type) &&
        !(type_is_empty_interface(b->c, e->type) &&
          type_is_empty_interface(b->c, x->type)))
      k = hole_note_expr(b->g, k, e, "interface-converted");
    flow_expr(b, k, x);
    break;
  case CONV_UNSAFE_TO_PTR: flow_expr(b, k, x); break;
  case CONV_PTR_TO_UNSAFE:
    if (type_basic_kind(x->type) == BASIC_UINTPTR)
      flow_uintptr(b, k, x);
    else
      flow_expr(b, k, x);
    break;
  case CONV_TO_IFACE:
    if (!type_is_pointer_shaped(x->type) && !is_late(x))
      k = flow_spill(b, k, e, NULL);
    flow_expr(b, hole_note_expr(b->g, k, e, "interface-converted"), x);
    break;
  case CONV_STR_TO_BYTES:
  case CONV_STR_TO_RUNES:
  case CONV_BYTES_TO_STR:
  case CONV_RUNES_TO_STR:
  case CONV_INT_TO_STR:
    flow_spill(b, k, e, NULL);
    flow_discard(b, x);
    break;
  }
}

/* A chain of string additions is one operation with one result. */
static void discard_operands(Builder *b, Expr *e) {
  if (e->kind == EXPR_BINARY && e->op == OP_ADD && e->mode != MODE_CONST) {
    discard_operands(b, e->pair.x);
    discard_operands(b, e->pair.y);
  } else {
    flow_discard(b, e);
  }
}

/* Only the sum of strings allocates. */
static void flow_binary(Builder *b, Hole k, Expr *e) {
  if (e->op == OP_ADD && type_is_basic(e->type, BI_STRING)) {
    flow_spill(b, k, e, NULL);
    discard_operands(b, e);
    return;
  }
  flow_discard(b, e->pair.x);
  flow_discard(b, e->pair.y);
}

static void flow_slice(Builder *b, Hole k, Expr *e) {
  flow_expr(b, hole_note_expr(b->g, k, e, "slice"), e->slice.x);
  flow_discard(b, e->slice.lo);
  flow_discard(b, e->slice.hi);
  flow_discard(b, e->slice.max);
}

/* The body's statements were copied here; its value is that of the result
   variable. Several results are read by flow_results_into (flow_stmt.c). */
static void flow_inlined(Builder *b, Hole k, Expr *e) {
  if (!e->inlined.fn) { /* a receiver's variable, then a literal */
    flow_stmt(b, e->inlined.body[0]);
    flow_expr(b, k, e->inlined.body[1]->assign.rhs);
    return;
  }
  flow_stmts(b, e->inlined.body, e->inlined.n);
  if (e->inlined.nresults == 1)
    graph_flow(b->g, k, var_location(b, e->inlined.results[0]));
}

static bool is_leaf(const Expr *e) {
  return e->mode == MODE_CONST || e->mode == MODE_TYPE || e->mode == MODE_NIL ||
         e->mode == MODE_BUILTIN;
}

/* Hole k gets the value of e; weights below 0 stand for e's address, which goes
   on even if its value has no pointers (p := &i). */
void flow_expr(Builder *b, Hole k, Expr *e) {
  if (is_leaf(e))
    return;
  if (k.derefs >= 0 && !flow_has_pointers(e->type))
    k = hole_discard(b->g);
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: flow_name(b, k, e); break;
  case EXPR_COMPOSITE: flow_composite(b, k, e); break;
  case EXPR_FUNC_LIT: flow_literal(b, k, e); break;
  case EXPR_SELECTOR: flow_selector(b, k, e); break;
  case EXPR_INDEX: flow_index(b, k, e); break;
  case EXPR_SLICE: flow_slice(b, k, e); break;
  case EXPR_TYPE_ASSERT:
    flow_expr(b, dot_type(b, k, e->pair.y->type, e, "dot"), e->pair.x);
    break;
  case EXPR_UNARY: flow_unary(b, k, e); break;
  case EXPR_BINARY: flow_binary(b, k, e); break;
  case EXPR_CALL: flow_call(b, &k, 1, e); break;
  case EXPR_CONVERT: flow_convert(b, k, e); break;
  case EXPR_INLINED_CALL:
    flow_inlined(b, k, e);
    break;
  CASE_GONE:
    break;
  }
}

/* a[i] of an array is a; of a slice or map it is the heap, since the graph does
   not know where elements are. Keys of maps are stored, too. */
static Hole target_index(Builder *b, Expr *e) {
  Type *t = type_under(e->pair.x->type);
  if (t->kind == TYPE_ARRAY) {
    flow_discard(b, e->pair.y);
    return flow_target(b, e->pair.x);
  }
  flow_discard(b, e->pair.x);
  if (t->kind == TYPE_MAP)
    flow_expr(b, hole_heap(b->g, "key of map put", e), e->pair.y);
  else
    flow_discard(b, e->pair.y);
  return hole_of(b->g->heap);
}

/* The hole of e as a left side; NULL, _ and what has no object drop the value.
   x.f is x, fields being one; what is reached through a pointer may be
   anywhere, so it is the heap. Operands are read for their effects. */
Hole flow_target(Builder *b, Expr *e) {
  if (!e || (e->kind == EXPR_NAME && !e->name.obj))
    return hole_discard(b->g);
  switch ((ExprKind)e->kind) {
  case EXPR_NAME:
    if (name_is_blank(e->name.name))
      return hole_discard(b->g);
    if (e->name.obj->flags & OBJ_F_GLOBAL)
      return hole_of(b->g->heap);
    return hole_of(var_location(b, e->name.obj));
  case EXPR_SELECTOR:
    if (e->sel.selection->kind == SEL_QUALIFIED)
      return hole_of(b->g->heap);
    return flow_target(b, e->sel.x);
  case EXPR_INDEX: return target_index(b, e);
  case EXPR_CONVERT: return flow_target(b, e->pair.x);
  default:
    /* Through a pointer: wherever it points to. */
    flow_discard(b, e);
    return hole_of(b->g->heap);
  }
}
