/*
 * ast_clone.c - deep copies of trees.
 *
 * The inliner copies a function's body into its caller, and an instance of a
 * generic function is a copy of its declaration. A copy shares nothing that a
 * phase annotates: nodes, fields, arrays of objects. What refers to nodes
 * *inside* the copied tree must refer to their copies:
 *
 *   L: for { for { break L } }     the copied break targets the copied loop
 *
 * so statements are entered in a map as they are copied, and jumps are
 * redirected when the whole tree stands (a goto may jump forward).
 *
 * What a copy does share: Names, Types, constants and Functions, which nobody
 * changes in place, and Objects unless the caller maps them. The inliner maps
 * the callee's variables to fresh ones of the caller, and every position to one
 * that knows the call (pos_inlined).
 */
#include "frontend/syntax/ast.h"
#include "frontend/syntax/ast_slots.h"

typedef struct Copy {
  Cloner *cl;
  Map stmts;          /* original -> copy, of statements jumps may target */
  LIST(Stmt *) jumps; /* copied break, continue and goto statements */
} Copy;

static Expr *copy_expr(Copy *k, const Expr *e);
/* One statement and all below it; NULL copies as NULL. */
static Stmt *copy_stmt(Copy *k, const Stmt *s);
static Decl *copy_decl(Copy *k, const Decl *d);

static Arena *arena_of(const Copy *k) { return &k->cl->c->arena; }

/* NO_POS stays what it is. */
static Pos map_pos(const Copy *k, Pos pos) {
  return k->cl->map_pos && pos ? k->cl->map_pos(k->cl->data, pos) : pos;
}

static void map_object(const Copy *k, Object **obj) {
  if (*obj && k->cl->map_object)
    *obj = k->cl->map_object(k->cl->data, *obj);
}

/* An array that a phase hung on a node: copied, with its objects mapped. */
static Object **copy_objects(const Copy *k, Object **objs, uint32_t n) {
  if (!objs)
    return NULL;
  Object **copy = arena_copy(arena_of(k), objs, n * sizeof(Object *));
  for (uint32_t i = 0; i < n; i++)
    map_object(k, &copy[i]);
  return copy;
}

/* A copy of a shared type is shared by the copies. */
static Field *copy_fields(Copy *k, const Field *fields, uint32_t n) {
  if (n == 0)
    return NULL;
  Field *copy = arena_copy(arena_of(k), fields, n * sizeof *fields);
  for (uint32_t i = 0; i < n; i++) {
    copy[i].pos = map_pos(k, fields[i].pos);
    copy[i].name_pos = map_pos(k, fields[i].name_pos);
    copy[i].type = field_shares_type(fields, i) ? copy[i - 1].type
                                                : copy_expr(k, fields[i].type);
    copy[i].tag = copy_expr(k, fields[i].tag);
    map_object(k, &copy[i].obj);
  }
  return copy;
}

/* Copies the nodes of an array slot. */
static void *copy_many(Copy *k, const void *node, const Slot *s) {
  uint32_t n = slot_count(node, s);
  if (n == 0)
    return NULL;
  void **items = slot_child(node, s);
  void **copy = NEW_ARRAY(arena_of(k), void *, n);
  for (uint32_t i = 0; i < n; i++) {
    if (s->kind == SLOT_EXPRS)
      copy[i] = copy_expr(k, items[i]);
    else if (s->kind == SLOT_STMTS)
      copy[i] = copy_stmt(k, items[i]);
    else
      copy[i] = copy_decl(k, items[i]);
  }
  return copy;
}

/* Replaces the children of a node that is a flat copy by copies. */
static void copy_slots(Copy *k, void *node, const Slot *slots) {
  for (const Slot *s = slots; s->kind != SLOT_END; s++) {
    void *child = slot_child(node, s);
    switch ((SlotKind)s->kind) {
    case SLOT_EXPR: child = copy_expr(k, child); break;
    case SLOT_STMT: child = copy_stmt(k, child); break;
    case SLOT_FIELDS: child = copy_fields(k, child, slot_count(node, s)); break;
    case SLOT_EXPRS:
    case SLOT_STMTS:
    case SLOT_DECLS: child = copy_many(k, node, s); break;
    case SLOT_END: break;
    }
    slot_set(node, s, child);
  }
}

/* Results of check stay as they are, but for objects. */
static Expr *copy_expr(Copy *k, const Expr *e) {
  if (!e)
    return NULL;
  Expr *x = arena_copy(arena_of(k), e, sizeof *e);
  x->pos = map_pos(k, e->pos);
  copy_slots(k, x, expr_slots(e->kind));
  if (e->kind == EXPR_NAME)
    map_object(k, &x->name.obj);
  else if (e->kind == EXPR_INLINED_CALL)
    x->inlined.results =
        copy_objects(k, e->inlined.results, e->inlined.nresults);
  return x;
}

static uint32_t item_count(Expr *slot) {
  uint32_t n;
  expr_items(&slot, &n);
  return n;
}

/* The facts of a statement that are not children. */
static void copy_stmt_facts(Copy *k, const Stmt *from, Stmt *to) {
  switch ((StmtKind)from->kind) {
  case STMT_ASSIGN:
    to->assign.new_vars =
        copy_objects(k, from->assign.new_vars, item_count(from->assign.lhs));
    break;
  case STMT_RANGE:
    to->range.keyword = map_pos(k, from->range.keyword);
    to->range.new_vars =
        copy_objects(k, from->range.new_vars, item_count(from->range.lhs));
    break;
  case STMT_CASE:
  case STMT_COMM: map_object(k, &to->clause.var); break;
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_GOTO: list_push(arena_of(k), &k->jumps, to); break;
  case STMT_EMPTY:
  case STMT_LABELED:
  case STMT_BLOCK:
  case STMT_EXPR:
  case STMT_SEND:
  case STMT_DECL:
  case STMT_FALLTHROUGH:
  case STMT_GO:
  case STMT_DEFER:
  case STMT_RETURN:
  case STMT_IF:
  case STMT_FOR:
  case STMT_SWITCH:
  case STMT_SELECT:
  case STMT_COUNT: break;
  }
}

/* Statements that a break, continue or goto may lead to. */
static bool is_jump_target(StmtKind kind) {
  return kind == STMT_LABELED || kind == STMT_FOR || kind == STMT_RANGE ||
         kind == STMT_SWITCH || kind == STMT_SELECT;
}

static Stmt *copy_stmt(Copy *k, const Stmt *s) {
  if (!s)
    return NULL;
  Stmt *t = arena_copy(arena_of(k), s, sizeof *s);
  t->pos = map_pos(k, s->pos);
  if (is_jump_target(s->kind))
    map_set(arena_of(k), &k->stmts, s, t);
  copy_slots(k, t, stmt_slots(s->kind));
  copy_stmt_facts(k, s, t);
  return t;
}

static Decl *copy_decl(Copy *k, const Decl *d) {
  Decl *t = arena_copy(arena_of(k), d, sizeof *d);
  t->pos = map_pos(k, d->pos);
  copy_slots(k, t, decl_slots(d->kind));
  if (d->kind == DECL_TYPE)
    map_object(k, &t->type.obj);
  return t;
}

/* Jumps out of the copied tree keep their targets. */
static void redirect_jumps(Copy *k) {
  for (uint32_t i = 0; i < k->jumps.len; i++) {
    Stmt *s = k->jumps.items[i];
    Stmt *target =
        s->branch.target ? map_get(&k->stmts, s->branch.target) : NULL;
    if (target)
      s->branch.target = target;
  }
}

Expr *clone_expr(Cloner *cl, Expr *e) {
  Copy k = {.cl = cl};
  Expr *x = copy_expr(&k, e);
  redirect_jumps(&k);
  return x;
}

Stmt *clone_stmt(Cloner *cl, Stmt *s) {
  Copy k = {.cl = cl};
  Stmt *t = copy_stmt(&k, s);
  redirect_jumps(&k);
  return t;
}
