/*
 * assign.c - assignments, declarations of variables, return.
 *
 * A tuple assignment has two parts. After all operands are sequenced, each
 * pair in turn saves *early* what an assignment already made could change:
 * the operands of its left side and its right side. Then, *late*, each pair
 * in order evaluates what was not saved and stores.
 *
 *   i, a[i] = 1, 2     pair 1: nothing to save;  pair 2: saves i (assigned)
 *                      late:   i = 1; a[old i] = 2
 *
 * "Could change" is gc's rule, since programs can observe it: a mentioned
 * local that was assigned; or, once anything but a plain local was assigned,
 * whatever reads memory. In a function with defers a result that was assigned
 * makes everything after it early, because a panic would show it.
 *
 * Several values of one call, or v and ok, go to temporaries first and are
 * then assigned as a tuple.
 */
#include "codegen/gen.h"

/* One left side: an expression, or a variable that is set (result, new). */
typedef struct Left {
  Expr *e;     /* NULL: var */
  Object *var; /* NULL with e NULL: blank */
  bool fresh;  /* var is declared here */
} Left;

/* A left side and what it gets: an expression, or a value at hand. */
typedef struct Pair {
  Left l;
  Expr *r;    /* NULL: v */
  Words v;    /* a temporary */
  Type *type; /* of v, before conversion to the left side's type */
} Pair;

/* An assignment in its early part: what the pairs so far have assigned. */
typedef struct Tuple {
  FuncGen *f;
  Map assigned;           /* plain locals assigned so far */
  bool memory_written;    /* something else was */
  bool result_is_visible; /* a result, in a function with defers */
} Tuple;

/* --------------------------------------------------- what could change */

/* A local that only statements by its name can change. */
static bool is_plain_local(const Object *o) {
  uint32_t shared = OBJ_F_GLOBAL | OBJ_F_ESCAPES | OBJ_F_ADDR_TAKEN;
  if (o->flags & shared)
    return false;
  return !(o->flags & OBJ_F_CAPTURED) || (o->flags & OBJ_F_BY_VALUE);
}

/* Arithmetic and logic read nothing; comparisons may look into memory, and
   joining strings does. */
static bool binary_reads_memory(const Expr *e) {
  uint8_t pure = OPC_ARITH | OPC_BITS | OPC_SHIFT | OPC_LOGIC;
  return !(op_info[e->op].classes & pure) ||
         (e->op == OP_ADD && type_is_basic(e->type, BI_STRING));
}

/* Conversions that look at what their operand points to. */
static bool convert_reads_memory(const Expr *e) {
  switch ((ConvKind)e->sub) {
  case CONV_NOP:
  case CONV_NUMERIC:
  case CONV_TO_IFACE:
  case CONV_IFACE_TO_IFACE:
  case CONV_PTR_TO_UNSAFE:
  case CONV_UNSAFE_TO_PTR: return false;
  case CONV_STR_TO_BYTES:
  case CONV_STR_TO_RUNES:
  case CONV_BYTES_TO_STR:
  case CONV_RUNES_TO_STR:
  case CONV_INT_TO_STR:
  case CONV_SLICE_TO_ARRAY_PTR: return true;
  }
  UNREACHABLE();
}

/* Does this node itself, not its operands, read what others may write? The
   list of those that do not is gc's. */
static bool node_reads_memory(const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME:
    return e->name.obj && e->name.obj->kind == OBJ_VAR &&
           !is_plain_local(e->name.obj);
  case EXPR_BINARY: return binary_reads_memory(e);
  case EXPR_CONVERT: return convert_reads_memory(e);
  case EXPR_UNARY: return e->op != OP_ADD && e->op != OP_SUB && e->op != OP_XOR;
  case EXPR_SELECTOR:
    return !e->sel.selection || e->sel.selection->kind != SEL_FIELD;
  case EXPR_TYPE_ASSERT:
  case EXPR_PAREN:
  case EXPR_LITERAL: return false;
  default: return true;
  }
}

/* A search for a node that an assignment of t could change. */
typedef struct AffectedSearch {
  Tuple *t;
  bool found;
} AffectedSearch;

/* Visitor: false ends the way down. Bodies of function literals run later. */
static bool visit_affected(Visitor *v, Expr *e) {
  AffectedSearch *s = v->data;
  Tuple *t = s->t;
  if (s->found || is_const(e) || e->mode == MODE_TYPE ||
      map_get(&t->f->sequenced, e)) /* a temporary already */
    return false;
  if (e->kind == EXPR_NAME && e->name.obj && map_has(&t->assigned, e->name.obj))
    s->found = true;
  if (t->memory_written && node_reads_memory(e))
    s->found = true;
  return !s->found && e->kind != EXPR_FUNC_LIT;
}

/* Whether e may have another value after the assignments noted in t. */
static bool is_affected(Tuple *t, Expr *e) {
  if (t->result_is_visible)
    return true;
  AffectedSearch s = {t, false};
  Visitor v = {.expr = visit_affected, .data = &s};
  walk_expr(&v, e);
  return s.found;
}

/* Evaluates e now, if it must not wait. */
static void save(Tuple *t, Expr *e) {
  if (!is_const(e) && is_affected(t, e))
    seq_keep(t->f, e, words_to_temp(t->f, e->type, rest(t->f, e)));
}

/* The operands that decide where a left side is. Returns the variable that is
   assigned directly, or NULL. */
static Object *save_left(Tuple *t, Expr *l) {
  for (;;) {
    Type *xt = l->kind == EXPR_INDEX ? type_under(l->pair.x->type) : NULL;
    if (xt && xt->kind == TYPE_ARRAY) {
      save(t, l->pair.y);
      l = l->pair.x;
    } else if (l->kind == EXPR_SELECTOR &&
               l->sel.selection->kind == SEL_FIELD) {
      l = l->sel.x;
    } else if (l->kind == EXPR_PAREN) {
      l = l->pair.x;
    } else {
      break;
    }
  }
  if (l->kind == EXPR_NAME)
    return l->name.obj;
  if (l->kind == EXPR_INDEX) {
    save(t, l->pair.x);
    save(t, l->pair.y);
  } else if (l->kind == EXPR_UNARY) {
    save(t, l->pair.x);
  }
  return NULL;
}

/* A result named _ is stored all the same: the caller gets it. */
static bool is_blank_left(const Left *l) {
  if (l->e)
    return l->e->kind == EXPR_NAME && !l->e->name.obj;
  return !l->var || (!(l->var->flags & OBJ_F_RESULT) && l->var->name &&
                     name_is_blank(l->var->name));
}

/* A result that the program cannot name: without name, "_", or "~r0". */
static bool is_anonymous(const Object *o) {
  return !o->name || name_is_blank(o->name) || o->name->text[0] == '~';
}

/* Notes that a pair assigns `var` directly; NULL: memory behind something. */
static void note_assigned(Tuple *t, const Object *var) {
  FuncGen *f = t->f;
  if (var && (var->flags & OBJ_F_RESULT) && f->fn && f->fn->has_defer)
    t->result_is_visible = true;
  else if (var && is_anonymous(var))
    return;
  else if (!var || !is_plain_local(var))
    t->memory_written = true;
  else
    map_set(&f->g->c->arena, &t->assigned, var, t);
}

/* ----------------------------------------------------------------- stores */

/* m[k] */
static bool is_map_index(const Expr *e) {
  return e->kind == EXPR_INDEX && type_under(e->pair.x->type)->kind == TYPE_MAP;
}

/* Where m[k] is stored, inserted if need be. */
static Value map_element(FuncGen *f, Expr *lhs) {
  Value m = rest1(f, lhs->pair.x);
  Words key = rest(f, lhs->pair.y);
  gen_pos(f, lhs->pos);
  return map_assign(f, lhs->pair.x->type, m, key);
}

/* The address comes last: its nil and bounds checks follow the right side. */
void assign_words(FuncGen *f, Expr *lhs, Words v) {
  lhs = expr_unparen(lhs);
  if (lhs->kind == EXPR_NAME && !lhs->name.obj)
    return; /* _ */
  if (is_map_index(lhs)) {
    /* Inserting may move elements, which v may be one of. */
    v = words_to_temp(f, lhs->type, v);
    store_words(f, lhs->type, map_element(f, lhs), v);
  } else {
    store_words(f, lhs->type, rest_addr(f, lhs), v);
  }
}

/* NULL: blank. */
static Type *left_type(const Left *l) {
  return l->e ? l->e->type : l->var ? l->var->type : NULL;
}

Words convert_implicit(FuncGen *f, Words v, Type *from, Type *to) {
  if (!type_is_interface(to) || type_same(f->g->c, from, to))
    return v;
  return iface_from_words(f, v, from, to, false);
}

/* A value at hand as the left side's type, which may be an interface. */
static Words pair_value(FuncGen *f, Pair *p) {
  Type *to = left_type(&p->l);
  if (!is_blank_left(&p->l) && p->type && to)
    return convert_implicit(f, p->v, p->type, to);
  return p->v;
}

/* Operands of a left side that are computed, like i/z in s[i/z], come before
   the right side; the checks of the access itself behind it. */
static void take_computed(FuncGen *f, Expr *e) {
  if (is_const(e) || map_get(&f->sequenced, e))
    return;
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: return;
  case EXPR_PAREN: take_computed(f, e->pair.x); return;
  case EXPR_SELECTOR:
    if (e->sel.selection->kind == SEL_FIELD)
      take_computed(f, e->sel.x);
    return;
  case EXPR_INDEX:
    take_computed(f, e->pair.x);
    take_computed(f, e->pair.y);
    return;
  case EXPR_UNARY:
    if (e->op == OP_MUL) {
      take_computed(f, e->pair.x);
      return;
    }
    break;
  default: break;
  }
  seq_keep(f, e, words_to_temp(f, e->type, rest(f, e)));
}

/* In a tuple gc inserts the element before it computes the value, which may
   panic; m[k] = v alone computes v first. */
static void store_map_pair(FuncGen *f, Pair *p) {
  Expr *l = expr_unparen(p->l.e);
  Value at = map_element(f, l);
  store_words(f, l->type, at, rest(f, p->r));
}

/* A value that nobody takes: a literal is not built, its parts are looked at
   for what they may do. */
static void discard(FuncGen *f, Expr *e) {
  e = expr_unparen(e);
  if (e->kind == EXPR_KEY_VALUE)
    discard(f, e->pair.y);
  else if (e->kind == EXPR_COMPOSITE && type_under(e->type)->kind != TYPE_MAP)
    for (uint32_t i = 0; i < e->complit.n; i++)
      discard(f, e->complit.elems[i]);
  else if (!is_const(e))
    rest(f, e);
}

/* The late part of one pair. */
static void store_pair(FuncGen *f, Pair *p) {
  Left *l = &p->l;
  if (is_blank_left(l)) {
    if (p->r)
      discard(f, p->r);
    return;
  }
  if (l->e && !is_map_index(expr_unparen(l->e)))
    take_computed(f, l->e);
  Words v = p->r ? rest(f, p->r) : pair_value(f, p);
  if (l->e)
    assign_words(f, l->e, v);
  else
    store_words(f, l->var->type,
                l->fresh ? var_declare(f, l->var) : var_addr(f, l->var), v);
}

/* A new variable's own memory can be built in place: nobody sees it yet. */
static void store_single(FuncGen *f, Pair *p) {
  if (p->r && !p->l.e && p->l.fresh && !is_blank_left(&p->l))
    rest_into(f, var_declare(f, p->l.var), p->r);
  else
    store_pair(f, p);
}

/* Operands are sequenced; blanks and pairs like `return r` of a result r
   itself (kept as they are) are cheap. */
static void assign_pairs(FuncGen *f, Pair *pairs, uint32_t n) {
  Tuple t = {.f = f};
  if (n == 1) {
    store_single(f, &pairs[0]);
    return;
  }
  for (uint32_t i = 0; i < n; i++) {
    Pair *p = &pairs[i];
    bool blank = is_blank_left(&p->l);
    Object *var = p->l.var;
    if (p->l.e && !blank)
      var = save_left(&t, expr_unparen(p->l.e));
    if (p->r)
      save(&t, p->r);
    if (!blank && i + 1 < n)
      note_assigned(&t, var);
  }
  for (uint32_t i = 0; i < n; i++)
    if (pairs[i].l.e && pairs[i].r && is_map_index(expr_unparen(pairs[i].l.e)))
      store_map_pair(f, &pairs[i]);
    else
      store_pair(f, &pairs[i]);
}

/* ------------------------------------------------- one source, many values */

/* v, ok = m[k], x.(T) or <-c */
static bool is_comma_ok(const Expr *e) {
  return (e->flags & EXPR_F_COMMA_OK) != 0;
}

/* The values of a multi-value call, or v and ok, with their types. Left
   sides were sequenced. */
static void take_values(FuncGen *f, Expr *r, Pair *pairs, uint32_t n) {
  seq_operands(f, r);
  if (is_comma_ok(r)) {
    Value ok;
    pairs[0].v = words_to_temp(f, r->type, comma_ok(f, r, &ok));
    pairs[0].type = r->type;
    pairs[1].v = words1(ok);
    pairs[1].type = BASIC(f->g->c, BOOL);
    return;
  }
  Words *out = NEW_ARRAY(&f->g->c->arena, Words, n);
  call_expr(f, r, out);
  for (uint32_t i = 0; i < n; i++) {
    pairs[i].v = out[i];
    pairs[i].type = r->type->tuple.vars[i]->type;
  }
}

/* v = call, for a variable or _. */
static bool takes_result(const Left *l, const Expr *r) {
  return (!l->e || expr_unparen(l->e)->kind == EXPR_NAME) &&
         r->kind == EXPR_CALL && r->sub != CALL_BUILTIN;
}

/* n left sides, and n values or one that yields n: everything is sequenced from
   left to right, then assigned. */
static void assign_many(FuncGen *f, Pair *pairs, uint32_t n, Expr **rhs,
                        uint32_t nrhs) {
  for (uint32_t i = 0; i < n; i++)
    if (pairs[i].l.e)
      seq(f, pairs[i].l.e);
  if (nrhs == 1 && n > 1) {
    take_values(f, expr_unparen(rhs[0]), pairs, n);
  } else {
    for (uint32_t i = 0; i < n; i++) {
      pairs[i].r = rhs[i];
      seq(f, rhs[i]);
    }
  }
  if (n == 1 && takes_result(&pairs[0].l, expr_unparen(rhs[0])))
    frame_result_taken(f, rhs[0]->type);
  assign_pairs(f, pairs, n);
}

/* One iteration's values to the left sides of a range clause: a tuple. */
void assign_range(FuncGen *f, Stmt *s, const Words *v, Type *const *types,
                  uint32_t nv) {
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  Pair pairs[2] = {0};
  for (uint32_t i = 0; i < n && i < nv; i++) {
    Object *fresh = s->range.new_vars ? s->range.new_vars[i] : NULL;
    pairs[i] = (Pair){.v = v[i], .type = types[i]};
    pairs[i].l = fresh ? (Left){.var = fresh} : (Left){.e = lhs[i]};
    if (!fresh)
      seq(f, lhs[i]);
  }
  assign_pairs(f, pairs, n);
}

/* -------------------------------------------------------------- statements */

/* 1 as a t, for x++. */
static Words one_of(FuncGen *f, Type *t) {
  return const_words(f, const_int(f->g->c, 1), t);
}

/* x op y of s, `lhs op= rhs`. */
static Words apply_op(FuncGen *f, Stmt *s, Words x, Words y) {
  const Expr *l = s->assign.lhs, *r = s->assign.rhs;
  if (r && (op_info[s->op].classes & OPC_SHIFT))
    return arith_shift(f, s->op, x, l->type, y, r->type);
  return arith_binary(f, s->op, x, y, l->type);
}

/* m[k] op= v: v first; then find or make the element and change it in place.
   A division that panics must not have inserted anything. */
static void assign_op_map(FuncGen *f, Stmt *s, Expr *l) {
  Expr *r = s->assign.rhs;
  Words y = r ? rest(f, r) : one_of(f, l->type);
  Value m = rest1(f, l->pair.x);
  Words key = words_to_temp(f, l->pair.y->type, rest(f, l->pair.y));
  gen_pos(f, s->pos);
  Type *map = l->pair.x->type;
  if (s->op == OP_DIV || s->op == OP_REM) {
    Words x = map_lookup(f, map, m, key);
    x = apply_op(f, s, x, y);
    store_words(f, l->type, map_assign(f, map, m, key), x);
    return;
  }
  Value p = map_assign(f, map, m, key);
  store_words(f, l->type, p, apply_op(f, s, load_words(f, l->type, p), y));
}

/* x op= y, x++: where x is, is found out once. */
static void assign_op(FuncGen *f, Stmt *s) {
  Expr *l = expr_unparen(s->assign.lhs), *r = s->assign.rhs;
  seq(f, l);
  seq(f, r);
  if (is_map_index(l)) {
    assign_op_map(f, s, l);
    return;
  }
  take_computed(f, l);
  Value p = rest_addr(f, l);
  Words x = load_words(f, l->type, p);
  Words y = r ? rest(f, r) : one_of(f, l->type);
  gen_pos(f, s->pos);
  store_words(f, l->type, p, apply_op(f, s, x, y));
}

/* Left side i of s: e, or the variable that := makes of it. */
static Left left_of(Stmt *s, Expr *e, uint32_t i) {
  Object *fresh = s->assign.new_vars ? s->assign.new_vars[i] : NULL;
  if (fresh)
    return (Left){NULL, fresh, true};
  return (Left){.e = e};
}

/* =, :=, op=, ++ and --. */
void assign_stmt(FuncGen *f, Stmt *s) {
  gen_pos(f, s->pos);
  if (s->op != OP_NONE) {
    assign_op(f, s);
    return;
  }
  uint32_t n, nrhs;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  Expr **rhs = expr_items(&s->assign.rhs, &nrhs);
  Pair *pairs = NEW_ARRAY(&f->g->c->arena, Pair, n);
  for (uint32_t i = 0; i < n; i++)
    pairs[i].l = left_of(s, lhs[i], i);
  assign_many(f, pairs, n, rhs, nrhs);
}

/* Without values: zero. Blank variables have no memory. */
void assign_decl(FuncGen *f, Decl *d) {
  uint32_t n = d->value.n, nrhs;
  Expr **rhs = expr_items(&d->value.values, &nrhs);
  gen_pos(f, d->pos);
  if (nrhs == 0) {
    for (uint32_t i = 0; i < n; i++) {
      Object *obj = d->value.names[i]->name.obj;
      if (obj && !name_is_blank(obj->name))
        store_zero(f, obj->type, var_declare(f, obj));
    }
    return;
  }
  Pair *pairs = NEW_ARRAY(&f->g->c->arena, Pair, n);
  for (uint32_t i = 0; i < n; i++)
    pairs[i].l = (Left){NULL, d->value.names[i]->name.obj, true};
  assign_many(f, pairs, n, rhs, nrhs);
}

/* ------------------------------------------------------------------ return */

/* `return r` where r is that very result: nothing to do. */
static bool is_same_result(const Expr *e, const Object *result) {
  return e->kind == EXPR_NAME && e->name.obj == result;
}

/* A lone unnamed result is built in its place, unless a deferred function
   could see it half done. */
static bool return_in_place(FuncGen *f, Expr *e) {
  Object *r = f->results[0];
  if (!is_anonymous(r) || f->fn->has_defer)
    return false;
  seq(f, e);
  rest_into(f, var_addr(f, r), e);
  return true;
}

/* The results are assigned like a tuple of variables, as `return b, a` of
   results a, b shows. */
static void return_values(FuncGen *f, Expr **e, uint32_t ne) {
  uint32_t n = f->fn->nresults;
  if (n == 1 && ne == 1 && return_in_place(f, e[0]))
    return;
  Pair *pairs = NEW_ARRAY(&f->g->c->arena, Pair, n);
  Expr **rhs = NEW_ARRAY(&f->g->c->arena, Expr *, ne);
  uint32_t np = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (ne == n && is_same_result(e[i], f->results[i]))
      continue;
    pairs[np].l.var = f->results[i];
    rhs[np++] = ne == n ? e[i] : NULL;
  }
  if (ne == n)
    assign_many(f, pairs, np, rhs, np);
  else
    assign_many(f, pairs, n, e, 1);
}

void return_stmt(FuncGen *f, Stmt *s) {
  uint32_t n;
  Expr **e = expr_items(&s->ret.results, &n);
  gen_pos(f, s->pos);
  if (n > 0)
    return_values(f, e, n);
  gen_pos(f, s->pos);
  func_return(f);
}
