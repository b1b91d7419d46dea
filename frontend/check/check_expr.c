/*
 * check_expr.c - expressions: dispatch by kind, literals, unary operators.
 *
 * check_raw_expr evaluates any expression into an Operand and records mode,
 * type and value on the node; the other entry points add what their place in
 * the program demands:
 *
 *     check_expr           one value          x + 1, f(x)
 *     check_multi_expr     values             a, b = f()
 *     check_expr_or_type   value or type      the T of T.m, the f of f(x)
 *     check_expr_hint      one value; {...} takes the hint as its type
 *
 * Each kind of node has a function that fills the operand; on an error it
 * reports, leaves MODE_INVALID and everybody above stays silent. In
 *
 *     s[i+1]        INDEX   s: variable of type []string
 *                           i+1: value of type int
 *                           result: variable of type string
 *
 * check_raw_expr(INDEX) calls check_index, that check_expr_or_type(s) and
 * check_expr(i+1), which come back here. The three nodes have their facts
 * recorded innermost first.
 *
 * An operand's mode is more than the kind of its node: `x.f` is a variable if
 * x is one, a value if x is a value, and a type if x is an import.
 * What is wrong shows in the message, mode included:
 *
 *     &h            cannot take address of h (value of type func())
 *     -"a"          operator - not defined on "a" (untyped string constant)
 *     1 + g()       multiple-value g() (value of type (int, int)) in
 *                   single-value context
 */
#include "frontend/check/generic.h"

Type *under_kind(Type *t, TypeKind kind) {
  Type *u = type_under(t);
  return u->kind == kind ? u : NULL;
}

Type *deref_array_pointer(Type *t) {
  Type *u = type_under(t);
  if (u->kind != TYPE_POINTER)
    return u;
  Type *array = under_kind(u->ptr.elem, TYPE_ARRAY);
  return array != NULL ? array : u;
}

bool type_is_interface_pointer(Type *t) {
  Type *p = under_kind(t, TYPE_POINTER);
  return p != NULL && (p->ptr.elem->kind == TYPE_PARAM ||
                       under_kind(p->ptr.elem, TYPE_INTERFACE) != NULL);
}

/* ------------------------------------------------------------- recording -- */

/* Untyped expressions are recorded as pending: their type may still change,
   when it is known what they are used for (untyped.c). */
void record_expr(Checker *ck, const Operand *x) {
  Expr *e = x->expr;
  e->mode = (uint8_t)x->mode;
  e->value = NULL;
  e->flags &= ~(uint32_t)(EXPR_F_PENDING | EXPR_F_SHIFT_LHS);
  if (x->mode == MODE_INVALID) {
    e->type = ck->c->universe->invalid;
    return;
  }
  if (x->mode == MODE_NO_VALUE) {
    e->type = ck->c->universe->empty_tuple;
    return;
  }
  e->type = x->type;
  if (x->mode == MODE_CONST)
    e->value = x->value;
  if (operand_is_untyped(x))
    e->flags |= EXPR_F_PENDING;
}

/* The operand whose storage e is a part of, or NULL: the x of x.f and x[i] if
   no pointer or slice is followed on the way. */
static Expr *storage_owner(const Expr *e) {
  const Selection *s = e->kind == EXPR_SELECTOR ? e->sel.selection : NULL;
  if (s != NULL && s->kind == SEL_FIELD && !s->indirect)
    return e->sel.x;
  if (e->kind == EXPR_INDEX && e->pair.x->type != NULL &&
      under_kind(e->pair.x->type, TYPE_ARRAY) != NULL)
    return e->pair.x;
  return NULL;
}

/* &x.f[1] takes the address of x, &p.f of what p points to. */
void mark_variable(Expr *e, uint32_t flag) {
  e = expr_unparen(e);
  for (Expr *owner; (owner = storage_owner(e)) != NULL;)
    e = expr_unparen(owner);
  Object *obj = NULL;
  if (e->kind == EXPR_NAME)
    obj = e->name.obj;
  else if (e->kind == EXPR_SELECTOR && e->sel.selection != NULL &&
           e->sel.selection->kind == SEL_QUALIFIED)
    obj = e->sel.selection->obj;
  if (obj != NULL && obj->kind == OBJ_VAR)
    obj->flags |= flag;
}

/* -------------------------------------------------------------- literals -- */

/* Literal forms that came with Go 1.13, under an older -lang. */
static void check_literal_version(Checker *ck, const Expr *e) {
  const char *s = e->lit.text;
  if (e->lit.len <= 2 || version_allows(ck, 13))
    return;
  const char *what = NULL;
  char radix = (char)(s[0] == '0' ? s[1] | 0x20 : 0);
  if (memchr(s, '_', e->lit.len) != NULL)
    what = "underscores in numeric literals";
  else if (radix == 'b')
    what = "binary literals";
  else if (radix == 'o')
    what = "0o/0O-style octal literals";
  else if (radix == 'x' && e->sub != LIT_INT)
    what = "hexadecimal floating-point literals";
  if (what != NULL)
    report_version(ck, e->pos, 13, what);
}

/* 1, 1.5, 'a', "a": an untyped constant. */
static void check_literal(Checker *ck, Operand *x, Expr *e) {
  static const BasicKind kinds[] = {[LIT_INT] = BASIC_UNTYPED_INT,
                                    [LIT_FLOAT] = BASIC_UNTYPED_FLOAT,
                                    [LIT_IMAG] = BASIC_UNTYPED_COMPLEX,
                                    [LIT_RUNE] = BASIC_UNTYPED_RUNE,
                                    [LIT_STRING] = BASIC_UNTYPED_STRING};
  enum {
    MAX_DIGITS = 10000
  };
  if ((e->flags & EXPR_F_BAD_LIT) != 0)
    return;
  bool number = e->sub != LIT_RUNE && e->sub != LIT_STRING;
  if (number)
    check_literal_version(ck, e);
  if (number && e->lit.len > MAX_DIGITS) {
    const char *head = arena_strndup(&ck->c->arena, e->lit.text, 10);
    report(ck, e->pos, "excessively long constant: %s... (%d chars)", head,
           (int)e->lit.len);
    return;
  }
  x->value =
      const_from_literal(ck->c, (LitKind)e->sub, e->lit.text, e->lit.len);
  if (const_kind(x->value) == CONST_UNKNOWN) {
    report(ck, e->pos, "malformed constant: %e", e);
    return;
  }
  x->mode = MODE_CONST;
  x->type = ck->c->universe->basic[kinds[e->sub]];
}

/* ----------------------------------------------------------------- unary -- */

/* What x points to: for a type parameter, what all of its types point to. NULL
   after a report. */
static Type *common_pointer_elem(Checker *ck, const Operand *x) {
  Type *p = under_kind(x->type, TYPE_POINTER);
  uint32_t n = 0;
  const Term *terms = NULL;
  if (x->type->kind == TYPE_PARAM)
    terms = type_terms(ck->c, x->type, &n);
  Type *elem = p != NULL ? p->ptr.elem : NULL;
  for (uint32_t i = 0; i < n; i++) {
    p = under_kind(terms[i].type, TYPE_POINTER);
    if (p == NULL) {
      elem = NULL;
      break;
    }
    if (elem != NULL && !type_same(ck->c, elem, p->ptr.elem)) {
      report(ck, operand_pos(x),
             "invalid operation: pointers of %x must have identical base types",
             x);
      return NULL;
    }
    elem = p->ptr.elem;
  }
  if (elem == NULL)
    report(ck, operand_pos(x), "invalid operation: cannot indirect %x", x);
  return elem;
}

/* *x: what x points to, or the pointer type if x is a type. */
static void check_star(Checker *ck, Operand *x, Expr *e) {
  check_expr_or_type(ck, x, e->pair.x);
  if (x->mode == MODE_INVALID)
    return;
  if (x->mode == MODE_TYPE) {
    e->pair.x->type = x->type;
    forbid_constraint(ck, e->pair.x);
    x->type = type_pointer(ck->c, x->type);
    return;
  }
  Type *elem = common_pointer_elem(ck, x);
  if (elem == NULL) {
    operand_invalidate(x);
    return;
  }
  x->mode = MODE_VAR;
  x->type = elem;
}

/* &x: of variables, and of composite literals, which become variables. */
static void check_address(Checker *ck, Operand *x, Expr *e) {
  bool literal = expr_unparen(e->pair.x)->kind == EXPR_COMPOSITE;
  if (!literal && x->mode != MODE_VAR) {
    report(ck, operand_pos(x), "invalid operation: cannot take address of %x",
           x);
    operand_invalidate(x);
    return;
  }
  if (!literal)
    mark_variable(e->pair.x, OBJ_F_ADDR_TAKEN);
  x->mode = MODE_VALUE;
  x->type = type_pointer(ck->c, x->type);
}

/* <-x: of a channel that may be received from. The value may be assigned
   together with an ok. */
static void check_receive(Checker *ck, Operand *x) {
  Type *u = type_core(ck->c, x->type);
  const char *text = NULL;
  if (u == NULL)
    text = "invalid operation: cannot receive from %x: no core type";
  else if (u->kind != TYPE_CHAN)
    text = "invalid operation: cannot receive from non-channel %x";
  else if (u->chan.dir == CHAN_SEND)
    text = "invalid operation: cannot receive from send-only channel %x";
  if (text != NULL) {
    report(ck, operand_pos(x), text, x);
    operand_invalidate(x);
    return;
  }
  x->mode = MODE_COMMA_OK;
  x->type = u->chan.elem;
  ck->env.has_call_or_recv = true;
}

/* + - ^ ! on x: folds constants. ^ of an unsigned constant needs to know how
   many bits there are. */
static void check_sign(Checker *ck, Operand *x, Expr *e) {
  static const uint32_t allowed[OP_COUNT] = {[OP_ADD] = BI_NUMERIC,
                                             [OP_SUB] = BI_NUMERIC,
                                             [OP_XOR] = BI_INTEGER,
                                             [OP_NOT] = BI_BOOLEAN};
  if (!type_all_basic(ck->c, x->type, allowed[e->op])) {
    report(ck, operand_pos(x),
           "invalid operation: operator %s not defined on %x",
           op_info[e->op].spelling, x);
    operand_invalidate(x);
    return;
  }
  if (x->mode != MODE_CONST) {
    x->mode = MODE_VALUE;
    return;
  }
  if (const_kind(x->value) == CONST_UNKNOWN)
    return;
  uint32_t bits = 0;
  if (type_is_basic(x->type, BI_UNSIGNED))
    bits = (uint32_t)type_size(ck->c, x->type) * 8;
  x->value = const_unary(ck->c, (Op)e->op, x->value, bits);
  x->expr = e;
  check_overflow(ck, x);
}

/* *x may be a type and is evaluated as one; the others need a value. */
static void check_unary(Checker *ck, Operand *x, Expr *e) {
  if (e->op == OP_MUL) {
    check_star(ck, x, e);
    return;
  }
  check_expr(ck, x, e->pair.x);
  if (x->mode == MODE_INVALID)
    return;
  if (e->op == OP_AND) {
    check_address(ck, x, e);
  } else if (e->op == OP_RECV) {
    check_receive(ck, x);
  } else if (e->op == OP_TILDE) {
    report(ck, e->pos, "cannot use ~ outside of interface or type constraint");
    operand_invalidate(x);
  } else {
    check_sign(ck, x, e);
  }
}

/* -------------------------------------------------------------- dispatch -- */

/* A node that cannot stand where an expression is wanted. */
static void report_misplaced(Checker *ck, const Expr *e, const char *text) {
  report(ck, expr_start(e), "%s", text);
}

/* Fills x from e; x is invalid on entry, and stays so after a report. Returns
   the class of a good e. */
static ExprClass evaluate(Checker *ck, Operand *x, Expr *e, Type *hint) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: check_ident(ck, x, e, NULL, false); return CLASS_EXPRESSION;
  case EXPR_LITERAL: check_literal(ck, x, e); return CLASS_EXPRESSION;
  case EXPR_COMPOSITE:
    check_composite_literal(ck, x, e, hint);
    return CLASS_EXPRESSION;
  case EXPR_FUNC_LIT: check_func_literal(ck, x, e); return CLASS_EXPRESSION;
  case EXPR_PAREN: return check_raw_expr(ck, x, e->pair.x, NULL);
  case EXPR_SELECTOR:
    check_selector(ck, x, e, NULL, false);
    return CLASS_EXPRESSION;
  case EXPR_INDEX: check_index(ck, x, e); return CLASS_EXPRESSION;
  case EXPR_SLICE: check_slice(ck, x, e); return CLASS_EXPRESSION;
  case EXPR_TYPE_ASSERT:
    check_type_assertion(ck, x, e);
    return CLASS_EXPRESSION;
  case EXPR_UNARY:
    check_unary(ck, x, e);
    return e->op == OP_RECV ? CLASS_STATEMENT : CLASS_EXPRESSION;
  case EXPR_BINARY:
    check_binary(
        ck, x,
        &(Operation){
            .op = (Op)e->op, .e = e, .lhs = e->pair.x, .rhs = e->pair.y});
    return CLASS_EXPRESSION;
  case EXPR_CALL: return check_call(ck, x, e);
  case EXPR_ARRAY_TYPE:
  case EXPR_SLICE_TYPE:
  case EXPR_STRUCT_TYPE:
  case EXPR_INTERFACE_TYPE:
  case EXPR_FUNC_TYPE:
  case EXPR_MAP_TYPE:
  case EXPR_CHAN_TYPE:
    x->type = check_type(ck, e);
    x->mode = MODE_TYPE;
    return CLASS_EXPRESSION;
  case EXPR_TYPE_GUARD:
    report_misplaced(ck, e, "invalid AST: use of .(type) outside type switch");
    return CLASS_EXPRESSION;
  case EXPR_DOTS_TYPE:
    report_misplaced(ck, e, "invalid use of '...'");
    return CLASS_EXPRESSION;
  case EXPR_LIST:
    report_misplaced(ck, e, "unexpected list of expressions");
    return CLASS_EXPRESSION;
  case EXPR_KEY_VALUE:
    report_misplaced(ck, e, "invalid AST: no key:value expected");
    return CLASS_EXPRESSION;
  case EXPR_BAD: return CLASS_EXPRESSION; /* the parser reported it */
  case EXPR_CONVERT:
  case EXPR_INLINED_CALL:
  case EXPR_COUNT: break; /* made by later phases */
  }
  UNREACHABLE();
}

/* However the evaluation ends, e has its facts, and x shows e. */
ExprClass check_raw_expr(Checker *ck, Operand *x, Expr *e, Type *hint) {
  *x = (Operand){.expr = e, .type = ck->c->universe->invalid};
  ExprClass class = evaluate(ck, x, e, hint);
  x->expr = e;
  reject_generic(ck, x);
  record_expr(ck, x);
  return class;
}

/* ---------------------------------------------------------- entry points -- */

/* x is no type, no builtin, and not nothing: what remains are values. */
static void require_value(Checker *ck, Operand *x) {
  const char *text = NULL;
  if (x->mode == MODE_NO_VALUE)
    text = "%x used as value";
  else if (x->mode == MODE_BUILTIN)
    text = "%x must be called";
  else if (x->mode == MODE_TYPE)
    text = "%x is not an expression";
  if (text == NULL)
    return;
  report(ck, operand_pos(x), text, x);
  operand_invalidate(x);
}

void check_single_value(Checker *ck, Operand *x) {
  if (x->mode != MODE_VALUE || x->type->kind != TYPE_TUPLE)
    return;
  report(ck, operand_pos(x), "multiple-value %x in single-value context", x);
  operand_invalidate(x);
}

/* The entry points differ in what they exclude. */
void check_multi_expr(Checker *ck, Operand *x, Expr *e) {
  check_raw_expr(ck, x, e, NULL);
  require_value(ck, x);
}

void check_expr_hint(Checker *ck, Operand *x, Expr *e, Type *hint) {
  check_raw_expr(ck, x, e, hint);
  require_value(ck, x);
  check_single_value(ck, x);
}

void check_expr(Checker *ck, Operand *x, Expr *e) {
  check_expr_hint(ck, x, e, NULL);
}

void check_expr_or_type(Checker *ck, Operand *x, Expr *e) {
  check_generic_expr(ck, x, e);
  if (reject_generic(ck, x))
    record_expr(ck, x);
}

void check_generic_expr(Checker *ck, Operand *x, Expr *e) {
  *x = (Operand){.expr = e, .type = ck->c->universe->invalid};
  evaluate(ck, x, e, NULL);
  x->expr = e;
  record_expr(ck, x);
  if (x->mode == MODE_NO_VALUE) {
    report(ck, operand_pos(x), "%x used as value or type", x);
    operand_invalidate(x);
  }
  check_single_value(ck, x);
}

/* `_` may be among left sides and has no value. */
void use_exprs(Checker *ck, Expr **e, uint32_t n) {
  Operand x;
  for (uint32_t i = 0; i < n; i++) {
    if (e[i] == NULL ||
        (e[i]->kind == EXPR_NAME && name_is_blank(e[i]->name.name)))
      continue;
    if (e[i]->kind == EXPR_LIST)
      use_exprs(ck, e[i]->list.elems, e[i]->list.n);
    else
      check_raw_expr(ck, &x, e[i], NULL);
  }
}
