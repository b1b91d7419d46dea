/*
 * check_switch.c - switch, type switch, select.
 *
 * Case values are compared with the tag as `value == tag` would be, and
 * constants that occur twice are reported; so are types. In a type switch
 * with a variable every clause has a variable of its own: they share one
 * "declared but not used", at the guard.
 *
 *     switch v := x.(type) {
 *     case int:              v is an int
 *     case string, nil:      v is of x's type
 *     default:               v is of x's type
 *     }
 *
 * The cases of select are statements: sends and receives only.
 */
#include "frontend/check/operand.h"

/* Default clauses beyond the first. */
static void check_defaults(Checker *ck, const Stmt *s) {
  const Stmt *first = NULL;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    const Stmt *clause = s->switch_.clauses[i];
    if (clause->clause.cases != NULL || clause->clause.comm != NULL)
      continue;
    if (first != NULL)
      report(ck, clause->pos, "multiple defaults (first at %p)", first->pos);
    else
      first = clause;
  }
}

/* The statements of a clause, whose scope then ends. */
static void check_clause_body(Checker *ck, Stmt *clause, int loops) {
  check_block(ck, clause->clause.list, clause->clause.n, loops);
  close_scope(ck);
}

/* ----------------------------------------------------- expression switch -- */

/* One case value; repeated constants of one type are reported. */
static void check_case_value(Checker *ck, Operand *tag, Expr *e,
                             ConstSet *seen) {
  Operand v;
  check_expr(ck, &v, e);
  if (tag->mode == MODE_INVALID || v.mode == MODE_INVALID)
    return;
  convert_untyped(ck, &v, tag->type);
  if (v.mode == MODE_INVALID)
    return;
  Operand result = v, other = *tag;
  check_comparison(ck, &result, &other, OP_EQ, true);
  if (result.mode == MODE_INVALID || v.mode != MODE_CONST)
    return;
  ConstKind kind = const_kind(v.value);
  if (kind != CONST_INT && kind != CONST_FLOAT && kind != CONST_STRING)
    return;
  const ConstEntry *old = const_set_add(ck, seen, v.value, v.type, v.expr->pos);
  if (old != NULL)
    report(ck, operand_pos(&v),
           "duplicate case %x in expression switch\n\t%p: previous case", &v,
           old->pos);
}

/* A missing tag is the constant true; messages name it so. */
static Expr *implied_true(Checker *ck, const Stmt *s) {
  Pos pos = s->switch_.n > 0 ? s->switch_.clauses[0]->pos : s->switch_.rbrace;
  Expr *e = expr_new(ck->c, EXPR_NAME, pos);
  e->name.name = name_of(ck->c, "true");
  return e;
}

/* The tag as by assignment to a variable: it gets its default type. */
static void check_tag(Checker *ck, Operand *x, const Stmt *s) {
  if (s->switch_.tag == NULL) {
    *x = (Operand){.mode = MODE_CONST,
                   .expr = implied_true(ck, s),
                   .type = BASIC(ck->c, BOOL),
                   .value = const_bool(ck->c, true)};
    return;
  }
  check_expr(ck, x, s->switch_.tag);
  check_assignment(ck, x, NULL, "switch expression");
  if (x->mode != MODE_INVALID && !type_comparable(ck->c, x->type) &&
      !type_has_nil(x->type)) {
    report(ck, operand_pos(x), "cannot switch on %x (%T is not comparable)", x,
           x->type);
    operand_invalidate(x);
  }
}

/* Cases are outside the scope of their clause: they see only the tag's. */
void check_switch(Checker *ck, Stmt *s, int loops) {
  Operand tag;
  ConstSet seen = {0};
  open_scope(ck);
  if (s->switch_.init != NULL)
    check_stmt(ck, s->switch_.init, loops);
  check_tag(ck, &tag, s);
  check_defaults(ck, s);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i];
    uint32_t n;
    Expr **cases = expr_items(&clause->clause.cases, &n);
    for (uint32_t j = 0; j < n; j++)
      check_case_value(ck, &tag, cases[j], &seen);
    open_scope(ck);
    check_clause_body(ck, clause, loops);
  }
  close_scope(ck);
}

/* ----------------------------------------------------------- type switch -- */

/* Types of earlier cases; type NULL for nil. */
typedef struct SeenType {
  Type *type;
  Expr *expr;
} SeenType;
typedef LIST(SeenType) SeenTypes;

/* `nil` can only be written as the predeclared name. */
static bool is_nil_name(Checker *ck, Expr *e) {
  e = expr_unparen(e);
  if (e->kind != EXPR_NAME)
    return false;
  const Object *obj = scope_lookup(ck->env.scope, e->name.name, NULL);
  return obj != NULL && obj->kind == OBJ_NIL;
}

/* Types a and b are one case; NULL is nil. */
static bool same_case(Checker *ck, Type *a, Type *b) {
  return a == b || (a != NULL && b != NULL && type_same(ck->c, a, b));
}

/* Enters a case's type; false after a report. */
static bool add_case_type(Checker *ck, SeenTypes *seen, Type *t, Expr *e) {
  for (uint32_t i = 0; i < seen->len; i++)
    if (same_case(ck, seen->items[i].type, t)) {
      report(ck, expr_start(e),
             "duplicate case %s in type switch\n\t%p: previous case",
             t != NULL ? report_text(ck, "%T", t) : "nil",
             expr_start(seen->items[i].expr));
      return false;
    }
  SeenType entry = {t, e};
  list_push(&ck->c->arena, seen, entry);
  return true;
}

/* A type switch under examination. */
typedef struct TypeSwitch {
  Stmt *stmt;
  const Expr *guard;
  Operand x;      /* x.(type) */
  bool is_iface;  /* x is of interface type, as it should be */
  bool has_name;  /* v := x.(type) */
  SeenTypes seen; /* in the clauses so far */
} TypeSwitch;

/* One case: its type, NULL for nil. */
static Type *check_case_type(Checker *ck, TypeSwitch *ts, Expr *e) {
  Type *t = NULL;
  if (is_nil_name(ck, e)) {
    Operand nil;
    check_expr(ck, &nil, e);
    if (ts->is_iface)
      update_expr_type(ck, e, ts->x.type, true);
  } else {
    t = check_var_type(ck, e);
    if (type_is_invalid(t))
      return t;
  }
  if (add_case_type(ck, &ts->seen, t, e) && ts->is_iface && t != NULL)
    check_assertion(ck, e, &ts->x, t, true);
  return t;
}

/* Whether the guard declares a name; `_` is an error. */
static bool guard_has_name(Checker *ck, const Expr *guard) {
  const Name *lhs = guard->guard.lhs;
  if (lhs == NULL || !name_is_blank(lhs))
    return lhs != NULL;
  report(ck, guard->guard.lhs_pos, "no new variable on left side of :=");
  return false;
}

/* The variable of a clause is of the clause's one type, else of the guard's. */
static void declare_clause_variable(Checker *ck, Stmt *clause,
                                    const Expr *guard, Type *t) {
  Object *var = object_new(ck->c, OBJ_VAR, guard->guard.lhs_pos,
                           guard->guard.lhs, t, ck->pkg);
  var->flags |= OBJ_F_CLAUSE_VAR;
  clause->clause.var = var;
  declare(ck, ck->env.scope, var, clause->pos);
}

/* The variable is declared in the scope of the clause, whose cases do not see
   it. */
static void check_type_clause(Checker *ck, TypeSwitch *ts, Stmt *clause,
                              int loops) {
  uint32_t n;
  Type *t = NULL;
  Expr **cases = expr_items(&clause->clause.cases, &n);
  for (uint32_t i = 0; i < n; i++)
    t = check_case_type(ck, ts, cases[i]);
  open_scope(ck);
  if (ts->has_name)
    declare_clause_variable(ck, clause, ts->guard,
                            n == 1 && t != NULL ? t : ts->x.type);
  check_clause_body(ck, clause, loops);
}

/* One message for the variables of all clauses. */
static void check_clause_variables(Checker *ck, const TypeSwitch *ts) {
  const Stmt *s = ts->stmt;
  bool used = false;
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Object *var = s->switch_.clauses[i]->clause.var;
    used |= (var->flags & OBJ_F_USED) != 0;
    var->flags |= OBJ_F_USED;
  }
  if (!used)
    report(ck, ts->guard->guard.lhs_pos, "%n declared but not used",
           ts->guard->guard.lhs);
}

/* The operand of the guard, and the clauses if it is good enough for them. */
static void check_guarded_clauses(Checker *ck, TypeSwitch *ts, int loops) {
  const Stmt *s = ts->stmt;
  check_expr(ck, &ts->x, ts->guard->guard.x);
  if (ts->x.mode == MODE_INVALID)
    return;
  ts->is_iface = under_kind(ts->x.type, TYPE_INTERFACE) != NULL;
  if (!ts->is_iface)
    report(ck, operand_pos(&ts->x),
           ts->x.type->kind == TYPE_PARAM
               ? "cannot use type switch on type parameter value %x"
               : "%x is not an interface",
           &ts->x);
  check_defaults(ck, s);
  for (uint32_t i = 0; i < s->switch_.n; i++)
    check_type_clause(ck, ts, s->switch_.clauses[i], loops);
  if (ts->has_name)
    check_clause_variables(ck, ts);
}

/* If the guard's operand is wrong the clauses are not looked at: everything in
   them depends on its type. */
void check_type_switch(Checker *ck, Stmt *s, int loops) {
  Expr *guard = s->switch_.tag;
  TypeSwitch ts = {.stmt = s, .guard = guard};
  open_scope(ck);
  if (s->switch_.init != NULL)
    check_stmt(ck, s->switch_.init, loops);
  ts.has_name = guard_has_name(ck, guard);
  check_guarded_clauses(ck, &ts, loops);
  guard->type = ts.x.type;
  guard->mode = (uint8_t)ts.x.mode;
  close_scope(ck);
}

/* ---------------------------------------------------------------- select -- */

/* <-c, perhaps in parentheses. */
static bool is_receive(Expr *e) {
  e = expr_unparen(e);
  return e->kind == EXPR_UNARY && e->op == OP_RECV;
}

/* A send, or a receive that is an expression or the right side of = or :=. */
static bool is_communication(const Stmt *comm) {
  if (comm->kind == STMT_SEND)
    return true;
  if (comm->kind == STMT_EXPR)
    return is_receive(comm->expr.x);
  return comm->kind == STMT_ASSIGN && comm->assign.rhs != NULL &&
         is_receive(comm->assign.rhs);
}

/* Each clause is a scope, which starts before its communication: v := <-c. */
void check_select(Checker *ck, Stmt *s, int loops) {
  if (ck->env.fn != NULL)
    ck->env.fn->has_select = true;
  check_defaults(ck, s);
  for (uint32_t i = 0; i < s->switch_.n; i++) {
    Stmt *clause = s->switch_.clauses[i], *comm = clause->clause.comm;
    if (comm != NULL && !is_communication(comm)) {
      report(ck, stmt_start(comm),
             "select case must be send or receive (possibly with assignment)");
      continue;
    }
    open_scope(ck);
    if (comm != NULL)
      check_stmt(ck, comm, loops);
    check_clause_body(ck, clause, loops);
  }
}
