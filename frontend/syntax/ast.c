/*
 * ast.c - services of the syntax tree: operators, constructors, positions,
 * the children tables and the generic walk.
 *
 * Everything that treats all node kinds alike is a loop over the slots of
 * ast_slots.h, which are ast.def read as data:
 *
 *   ONE(pair, x)  in a row of EXPR  ->  {SLOT_EXPR, offsetof(Expr, pair.x)}
 *
 * The macros below check, by _Generic, that the member has the C type that
 * its slot kind promises, so a wrong row does not compile.
 *
 * A walk is pre-order and in the order of the slots. It visits types inside of
 * expressions, and statements inside of function literals: a visitor that wants
 * neither returns false at them.
 *
 *     x[f(y)]    INDEX, NAME x, CALL, NAME f, NAME y
 */
#include "frontend/syntax/ast.h"

#include "frontend/syntax/ast_slots.h"

const OpInfo op_info[OP_COUNT] = {
#define OP(name, spelling_, precedence_, classes_)                             \
  [OP_##name] = {.spelling = spelling_,                                        \
                 .precedence = (precedence_),                                  \
                 .classes = (classes_)},
#include "frontend/syntax/ops.def"
#undef OP
};

/* ------------------------------------------------------- children tables -- */

/* 0, and an error at compile time unless NODE's member m.f has type T. */
#define HAS_TYPE(m, f, T)                                                      \
  (0 * (int)sizeof(char[_Generic(((NODE *)0)->m.f, T: 1)]))
#define AT(m, f) (uint8_t)offsetof(NODE, m.f)
#define ROW(kind_, m, f, T, n_)                                                \
  {.kind = (kind_) + HAS_TYPE(m, f, T),                                        \
   .at = AT(m, f),                                                             \
   .count = (n_),                                                              \
   .tag = #f},
#define ONE(m, f)       ROW(SLOT_EXPR, m, f, Expr *, 0)
#define MANY(m, f, n)   ROW(SLOT_EXPRS, m, f, Expr **, AT(m, n))
#define STM(m, f)       ROW(SLOT_STMT, m, f, Stmt *, 0)
#define STMS(m, f, n)   ROW(SLOT_STMTS, m, f, Stmt **, AT(m, n))
#define FIELDS(m, f, n) ROW(SLOT_FIELDS, m, f, Field *, AT(m, n))
#define DECLS(m, f, n)  ROW(SLOT_DECLS, m, f, Decl **, AT(m, n))

/* ast.def has the rows of all three node types. To make a table of one type,
   its macro builds an entry, and those of the others build nothing. NODE is the
   struct that ROW's offsets are of. */
#define EXPR(name, member, label, children)
#define STMT(name, member, label, children)
#define DECL(name, member, label, children)

#define NODE Expr
#undef EXPR
#define EXPR(name, member, label, children)                                    \
  [EXPR_##name] = {children{.kind = SLOT_END}},
static const Slot expr_table[EXPR_COUNT][MAX_SLOTS] = {
#include "frontend/syntax/ast.def"
};
#undef EXPR
#define EXPR(name, member, label, children)
#undef NODE

#define NODE Stmt
#undef STMT
#define STMT(name, member, label, children)                                    \
  [STMT_##name] = {children{.kind = SLOT_END}},
static const Slot stmt_table[STMT_COUNT][MAX_SLOTS] = {
#include "frontend/syntax/ast.def"
};
#undef STMT
#define STMT(name, member, label, children)
#undef NODE

#define NODE Decl
#undef DECL
#define DECL(name, member, label, children)                                    \
  [DECL_##name] = {children{.kind = SLOT_END}},
static const Slot decl_table[DECL_COUNT][MAX_SLOTS] = {
#include "frontend/syntax/ast.def"
};
#undef NODE

/* Once more for what messages and dumps call each kind. */
#undef EXPR
#undef STMT
#undef DECL
#define EXPR(name, member, label, children) [EXPR_##name] = label,
#define STMT(name, member, label, children)
#define DECL(name, member, label, children)
static const char *const expr_labels[EXPR_COUNT] = {
#include "frontend/syntax/ast.def"
};
#undef EXPR
#undef STMT
#define EXPR(name, member, label, children)
#define STMT(name, member, label, children) [STMT_##name] = label,
static const char *const stmt_labels[STMT_COUNT] = {
#include "frontend/syntax/ast.def"
};
#undef STMT
#undef DECL
#define STMT(name, member, label, children)
#define DECL(name, member, label, children) [DECL_##name] = label,
static const char *const decl_labels[DECL_COUNT] = {
#include "frontend/syntax/ast.def"
};

const Slot *expr_slots(ExprKind kind) { return expr_table[kind]; }
const Slot *stmt_slots(StmtKind kind) { return stmt_table[kind]; }
const Slot *decl_slots(DeclKind kind) { return decl_table[kind]; }
const char *expr_kind_label(ExprKind kind) { return expr_labels[kind]; }
const char *stmt_kind_label(StmtKind kind) { return stmt_labels[kind]; }
const char *decl_kind_label(DeclKind kind) { return decl_labels[kind]; }

/* --------------------------------------------------------------- queries -- */

/* A slot holds nothing, one expression, or a LIST node that stands for several:
   callers loop over the result without asking which. */
Expr **expr_items(Expr **slot, uint32_t *n) {
  Expr *e = *slot;
  if (e && e->kind == EXPR_LIST) {
    *n = e->list.n;
    return e->list.elems;
  }
  *n = e != NULL;
  return slot;
}

/* The child that begins where e begins, or NULL if e's own byte is first. */
static const Expr *first_child(const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_COMPOSITE: return e->complit.type;
  case EXPR_SELECTOR: return e->sel.x;
  case EXPR_TYPE_GUARD: return e->guard.lhs ? NULL : e->guard.x;
  case EXPR_CALL: return e->call.fn;
  case EXPR_LIST: return e->list.elems[0];
  case EXPR_INDEX:
  case EXPR_TYPE_ASSERT:
  case EXPR_BINARY: return e->pair.x;
  case EXPR_CONVERT: return e->flags & EXPR_F_IMPLICIT ? e->pair.x : NULL;
  case EXPR_BAD:
  case EXPR_NAME:
  case EXPR_LITERAL:
  case EXPR_KEY_VALUE:
  case EXPR_FUNC_LIT:
  case EXPR_PAREN:
  case EXPR_SLICE: /* as gc 1.19: its `[` */
  case EXPR_UNARY:
  CASE_TYPE_EXPR:
  case EXPR_INLINED_CALL:
  case EXPR_COUNT: return NULL;
  }
  UNREACHABLE();
}

/* Binary expressions, calls and the like are at their operator or bracket. */
Pos expr_start(const Expr *e) {
  for (const Expr *x; (x = first_child(e));)
    e = x;
  return e->kind == EXPR_TYPE_GUARD ? e->guard.lhs_pos : e->pos;
}

/* Likewise: assignments and sends are at their operator. */
Pos stmt_start(const Stmt *s) {
  if (s->kind == STMT_SEND)
    return expr_start(s->expr.x);
  if (s->kind == STMT_ASSIGN)
    return expr_start(s->assign.lhs);
  return s->pos;
}

Expr *expr_unparen(Expr *e) {
  while (e->kind == EXPR_PAREN)
    e = e->pair.x;
  return e;
}

/* ------------------------------------------------------------------ walk -- */

/* All children of a node, by its row of the table. */
static void walk_slots(Visitor *v, const void *node, const Slot *slots);

/* Visits a shared type once. */
static void walk_fields(Visitor *v, Field *fields, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (!field_shares_type(fields, i))
      walk_expr(v, fields[i].type);
    walk_expr(v, fields[i].tag);
  }
}

/* Visits the nodes of an array slot. */
static void walk_many(Visitor *v, const void *node, const Slot *s) {
  uint32_t n = slot_count(node, s);
  void **items = slot_child(node, s);
  for (uint32_t i = 0; i < n; i++) {
    if (s->kind == SLOT_EXPRS)
      walk_expr(v, items[i]);
    else if (s->kind == SLOT_STMTS)
      walk_stmt(v, items[i]);
    else
      walk_decl(v, items[i]);
  }
}

static void walk_slots(Visitor *v, const void *node, const Slot *slots) {
  for (const Slot *s = slots; s->kind != SLOT_END; s++) {
    switch ((SlotKind)s->kind) {
    case SLOT_EXPR: walk_expr(v, slot_child(node, s)); break;
    case SLOT_STMT: walk_stmt(v, slot_child(node, s)); break;
    case SLOT_FIELDS:
      walk_fields(v, slot_child(node, s), slot_count(node, s));
      break;
    case SLOT_EXPRS:
    case SLOT_STMTS:
    case SLOT_DECLS: walk_many(v, node, s); break;
    case SLOT_END: break;
    }
  }
}

/* The three entrances of the walk: ask the visitor, then go below. */
void walk_expr(Visitor *v, Expr *e) {
  if (e && (!v->expr || v->expr(v, e)))
    walk_slots(v, e, expr_table[e->kind]);
}

void walk_stmt(Visitor *v, Stmt *s) {
  if (s && (!v->stmt || v->stmt(v, s)))
    walk_slots(v, s, stmt_table[s->kind]);
}

void walk_decl(Visitor *v, Decl *d) {
  if (d && (!v->decl || v->decl(v, d)))
    walk_slots(v, d, decl_table[d->kind]);
}
