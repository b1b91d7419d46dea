/*
 * build.c - expression and type nodes, as the grammar's actions ask for them.
 *
 * Builders do what a grammar cannot: they settle what a construct was when its
 * last token is known, and refuse what the grammar accepts on purpose, because
 * a rule that refused it would not be LALR(1):
 *
 *   <-chan T           `<-` on a channel type is its direction (build_receive)
 *   x[0]{}             an index that is a value is no literal's type
 *   &(x)               parentheses below & are dropped, as in gc
 *
 * Positions follow gc, because messages and the order of reports do: a name or
 * literal is at its first byte, but what has an operator, a bracket or a dot in
 * the middle is there (expr_start finds the first byte again):
 *
 *   a.b(c) + d         the `+`; its left side, a call, is at the `(`
 *
 * Lists are the one piece of state. f(a, g(b, c), d) on the stack, when `)` of
 * the inner call is met:
 *
 *   items   ... a | b c            list of f begins at a, that of g at b
 *   cut       ... a                g's two are copied to the arena
 *   then      ... a CALL           and the call is pushed as an item of f's
 */
#include "frontend/frontend.h"
#include "frontend/syntax/parse.h"

#include <stdlib.h>

/* ----------------------------------------------------------------- lists -- */

ListStart items_start(Parser *p) { return p->nitems; }

void items_push(Parser *p, void *item) {
  if (p->nitems == p->cap_items) {
    p->cap_items = p->cap_items ? p->cap_items * 2 : 256;
    p->items = realloc(p->items, p->cap_items * sizeof *p->items);
    ASSERT(p->items);
  }
  p->items[p->nitems++] = item;
}

/* Begins a list with an item. */
ListStart items_one(Parser *p, void *item) {
  items_push(p, item);
  return p->nitems - 1;
}

ListStart items_add(Parser *p, ListStart list, void *item) {
  items_push(p, item);
  return list;
}

/* Takes a list off the stack; the caller copies what is behind the top. */
static void **cut(Parser *p, ListStart list, uint32_t *n) {
  *n = 0;
  if (list == NO_LIST)
    return NULL;
  *n = p->nitems - list;
  p->nitems = list;
  return *n ? p->items + list : NULL;
}

/* The list as an array in the arena; NULL if it is empty. */
void *items_take(Parser *p, ListStart list, uint32_t *n) {
  void **items = cut(p, list, n);
  return *n ? arena_copy(&p->c->arena, items, *n * sizeof *items) : NULL;
}

/* Fields are kept by value: their nodes on the stack may be used again. */
Field *items_take_fields(Parser *p, ListStart list, uint32_t *n) {
  void **items = cut(p, list, n);
  if (*n == 0)
    return NULL;
  Field *fields = NEW_ARRAY(&p->c->arena, Field, *n);
  for (uint32_t i = 0; i < *n; i++) {
    PendingField *f = items[i];
    fields[i] = f->field;
    f->next = p->free_fields;
    p->free_fields = f;
  }
  return fields;
}

/* ----------------------------------------------------------- expressions -- */

Expr *build_bad(Parser *p, Pos pos) { return expr_new(p->c, EXPR_BAD, pos); }

Expr *build_name(Parser *p, Pos pos, const Name *name) {
  Expr *e = expr_new(p->c, EXPR_NAME, pos);
  e->name.name = name;
  return e;
}

/* Takes a list; one expression stands for itself. */
Expr *build_list(Parser *p, ListStart list) {
  if (list == NO_LIST)
    return NULL;
  if (p->nitems - list == 1)
    return p->items[--p->nitems];
  Expr *first = p->items[list];
  Expr *e = expr_new(p->c, EXPR_LIST, first->pos);
  e->list.elems = items_take(p, list, &e->list.n);
  return e;
}

/* Puts an expression before a list that is complete. */
Expr *build_list_from(Parser *p, Expr *first, ListStart rest) {
  items_push(p, NULL);
  memmove(p->items + rest + 1, p->items + rest,
          (p->nitems - 1 - rest) * sizeof *p->items);
  p->items[rest] = first;
  return build_list(p, rest);
}

/* Any node with the member `pair`; y may be NULL. */
Expr *build_pair(Parser *p, ExprKind kind, Pos pos, Expr *x, Expr *y) {
  Expr *e = expr_new(p->c, kind, pos);
  e->pair.x = x;
  e->pair.y = y;
  return e;
}

Expr *build_binary(Parser *p, Pos pos, int op, Expr *x, Expr *y) {
  Expr *e = build_pair(p, EXPR_BINARY, pos, x, y);
  e->op = (uint8_t)op;
  return e;
}

Expr *build_unary(Parser *p, Pos pos, int op, Expr *x) {
  Expr *e = build_pair(p, EXPR_UNARY, pos, x, NULL);
  e->op = (uint8_t)op;
  return e;
}

/* &x; parentheses around x are dropped, as in gc. */
Expr *build_address(Parser *p, Pos pos, Expr *x) {
  return build_unary(p, pos, OP_AND, expr_unparen(x));
}

/*
 * `<-` before a channel type belongs to the type, moving inward:
 *
 *   <-(chan T)    is  (<-chan T)
 *   <-(chan<- T)  is  (<-chan (<-T)), where T must be a channel in its turn
 */
Expr *build_receive(Parser *p, Pos pos, Expr *x) {
  if (x->kind != EXPR_CHAN_TYPE)
    return build_unary(p, pos, OP_RECV, x);
  Expr *t = x;
  bool pending = true; /* an arrow looks for its channel */
  while (pending && t->kind == EXPR_CHAN_TYPE) {
    if (t->flags & EXPR_F_CHAN_RECV)
      parser_syntax_error(p, p->tok_pos, "unexpected <-, expecting chan");
    pending = (t->flags & EXPR_F_CHAN_SEND) != 0;
    t->flags = EXPR_F_CHAN_RECV;
    t = t->array.elem;
  }
  if (pending)
    parser_syntax_error(p, p->tok_pos, "unexpected %s, expecting chan",
                        expr_string(p->c, t));
  return x;
}

/* x.sel, at the dot. */
Expr *build_selector(Parser *p, Pos pos, Expr *x, const Name *sel,
                     Pos sel_pos) {
  Expr *e = expr_new(p->c, EXPR_SELECTOR, pos);
  e->sel.x = x;
  e->sel.sel = sel;
  e->sel.sel_pos = sel_pos;
  return e;
}

Expr *build_slice(Parser *p, Pos pos, Expr *x, Expr *const bounds[3]) {
  Expr *e = expr_new(p->c, EXPR_SLICE, pos);
  e->flags = bounds[2] ? EXPR_F_FULL : 0;
  e->slice.x = x;
  e->slice.lo = bounds[0];
  e->slice.hi = bounds[1];
  e->slice.max = bounds[2];
  return e;
}

/* x.(type): complete when the switch is (build_switch_head). */
Expr *build_guard(Parser *p, Pos pos, Expr *x) {
  Expr *e = expr_new(p->c, EXPR_TYPE_GUARD, pos);
  e->guard.x = x;
  return e;
}

/* fn(args), fn(args...), at the parenthesis. */
Expr *build_call(Parser *p, Pos pos, Expr *fn, ListStart args, bool dots) {
  Expr *e = expr_new(p->c, EXPR_CALL, pos);
  e->flags = dots ? EXPR_F_DOTS : 0;
  e->call.fn = fn;
  e->call.args = items_take(p, args, &e->call.n);
  return e;
}

/* A literal's labels are its own: its body is complete, check it. */
Expr *build_func_lit(Parser *p, Pos pos, Expr *type, Stmt *body) {
  Expr *e = expr_new(p->c, EXPR_FUNC_LIT, pos);
  e->funclit.type = type;
  e->funclit.body = body;
  check_branches(p, body);
  return e;
}

/* Is x a value whatever its names mean, so that a brace behind it cannot open
   a literal of type x? */
static bool is_value(const Expr *x) {
  switch ((ExprKind)x->kind) {
  case EXPR_LITERAL:
  case EXPR_COMPOSITE:
  case EXPR_FUNC_LIT:
  case EXPR_SLICE:
  case EXPR_TYPE_ASSERT:
  case EXPR_TYPE_GUARD:
  case EXPR_CALL:
  case EXPR_BINARY: return true;
  case EXPR_UNARY: return x->op != OP_MUL;
  case EXPR_PAREN: return is_value(x->pair.x);
  case EXPR_INDEX: return is_value(x->pair.x) || is_value(x->pair.y);
  default: return false; /* names, selectors, types */
  }
}

/* Names and literal types; `T[0]` is an element, not a type. */
bool may_be_literal_type(const Expr *x) {
  while (x->kind == EXPR_PAREN)
    x = x->pair.x;
  switch ((ExprKind)x->kind) {
  case EXPR_NAME:
  case EXPR_SELECTOR:
  case EXPR_ARRAY_TYPE:
  case EXPR_SLICE_TYPE:
  case EXPR_STRUCT_TYPE:
  case EXPR_MAP_TYPE: return true;
  case EXPR_INDEX: return !is_value(x);
  default: return false;
  }
}

/* type{elems}. A type that can be none is an error for the second reading. */
Expr *build_composite(Parser *p, Pos pos, Expr *type, ListStart elems,
                      Pos rbrace) {
  if (type && !may_be_literal_type(type))
    p->broken = true;
  Expr *e = expr_new(p->c, EXPR_COMPOSITE, pos);
  e->complit.type = type;
  e->complit.rbrace = rbrace;
  e->complit.elems = items_take(p, elems, &e->complit.n);
  return e;
}

/* ----------------------------------------------------------------- types -- */

Expr *build_array(Parser *p, Pos pos, Expr *len, Expr *elem) {
  Expr *e = expr_new(p->c, EXPR_ARRAY_TYPE, pos);
  e->array.len = len;
  e->array.elem = elem;
  return e;
}

Expr *build_slice_type(Parser *p, Pos pos, Expr *elem) {
  Expr *e = expr_new(p->c, EXPR_SLICE_TYPE, pos);
  e->array.elem = elem;
  return e;
}

Expr *build_dots(Parser *p, Pos pos, Expr *elem) {
  Expr *e = expr_new(p->c, EXPR_DOTS_TYPE, pos);
  e->array.elem = elem;
  return e;
}

Expr *build_chan(Parser *p, Pos pos, uint32_t direction, Expr *elem) {
  Expr *e = expr_new(p->c, EXPR_CHAN_TYPE, pos);
  e->flags = direction;
  e->array.elem = elem;
  return e;
}

/* name[args] */
Expr *build_instance(Parser *p, Pos name_pos, const Name *name, Pos lbrack,
                     Expr *args) {
  return build_pair(p, EXPR_INDEX, lbrack, build_name(p, name_pos, name), args);
}

/* The later list is on top of the stack. */
Expr *build_func_type(Parser *p, Pos pos, ListStart params, ListStart results) {
  Expr *e = expr_new(p->c, EXPR_FUNC_TYPE, pos);
  e->functype.results = items_take_fields(p, results, &e->functype.nresults);
  e->functype.params = items_take_fields(p, params, &e->functype.nparams);
  return e;
}

Expr *build_record(Parser *p, ExprKind kind, Pos pos, ListStart fields,
                   Pos rbrace) {
  Expr *e = expr_new(p->c, kind, pos);
  e->record.fields = items_take_fields(p, fields, &e->record.n);
  e->record.rbrace = rbrace;
  return e;
}

/* Could x only be a constraint, never a value? */
bool is_constraint(const Expr *x) {
  switch ((ExprKind)x->kind) {
  case EXPR_ARRAY_TYPE:
  case EXPR_SLICE_TYPE:
  case EXPR_STRUCT_TYPE:
  case EXPR_INTERFACE_TYPE:
  case EXPR_FUNC_TYPE:
  case EXPR_MAP_TYPE:
  case EXPR_CHAN_TYPE: return true;
  case EXPR_BINARY: return is_constraint(x->pair.x) || is_constraint(x->pair.y);
  case EXPR_UNARY: return x->op == OP_TILDE || is_constraint(x->pair.x);
  case EXPR_PAREN: return is_constraint(x->pair.x);
  default: return false;
  }
}
