/*
 * check_range.c - for ... range.
 *
 * What is ranged over gives the types of one or two values:
 *
 *     string           int, rune       map[K]V     K, V
 *     [n]E, *[n]E, []E int, E          chan E      E
 *
 * They are assigned to existing variables, or to new ones, whose scope is the
 * loop. The values have no expressions of their own: messages show the left
 * side instead:
 *
 *     for i := range 5               cannot range over 5 (untyped int constant)
 *     for k, v := range make(chan T) ... permits only one iteration variable
 */
#include "frontend/check/operand.h"

/* The two types, for a core type u (NULL: none); NULL where there is no value.
   A channel gives one value; its second is invalid, hence silent. */
static void range_types(Checker *ck, Type *u, Type **key, Type **value) {
  Type *integer = BASIC(ck->c, INT);
  *key = *value = NULL;
  if (u == NULL)
    return;
  u = deref_array_pointer(u);
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC:
    if (type_is_basic(u, BI_STRING)) {
      *key = integer;
      *value = ck->c->universe->rune_type;
    }
    return;
  case TYPE_ARRAY:
    *key = integer;
    *value = u->array.elem;
    return;
  case TYPE_SLICE:
    *key = integer;
    *value = u->slice.elem;
    return;
  case TYPE_MAP:
    *key = u->map.key;
    *value = u->map.elem;
    return;
  case TYPE_CHAN:
    *key = u->chan.elem;
    *value = ck->c->universe->invalid;
    return;
  case TYPE_INVALID:
  case TYPE_STRUCT:
  case TYPE_POINTER:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: return;
  }
}

/* Types of the iteration values of x, for n left sides. */
static void check_range_operand(Checker *ck, Operand *x, Expr **lhs, uint32_t n,
                                Type **types) {
  const char *cause = NULL;
  Type *u = type_core(ck->c, x->type);
  if (u != NULL && u->kind == TYPE_CHAN) {
    if (n >= 2)
      report(ck, expr_start(lhs[1]),
             "range over %x permits only one iteration variable", x);
    if (u->chan.dir == CHAN_SEND)
      cause = "receive from send-only channel";
  } else {
    if (n > 2)
      report(ck, expr_start(lhs[2]),
             "range clause permits at most two iteration variables");
    if (u == NULL)
      cause = report_text(ck, "%T has no core type", x->type);
  }
  range_types(ck, u, &types[0], &types[1]);
  if (cause != NULL)
    report(ck, operand_pos(x), "cannot range over %x (%s)", x, cause);
  else if (types[0] == NULL)
    report(ck, operand_pos(x), "cannot range over %x", x);
}

/* The variable that `lhs` declares; a nameless one after a report. */
static Object *range_variable(Checker *ck, Expr *lhs) {
  const Name *blank = ck->c->universe->blank;
  if (lhs->kind != EXPR_NAME) {
    report(ck, expr_start(lhs), "cannot declare %e", lhs);
  } else if (!name_is_blank(lhs->name.name)) {
    Object *var =
        object_new(ck->c, OBJ_VAR, lhs->pos, lhs->name.name, NULL, ck->pkg);
    var->flags |= OBJ_F_REASSIGNED; /* by every iteration */
    lhs->name.obj = var;
    return var;
  }
  return object_new(ck->c, OBJ_VAR, lhs->pos, blank, NULL, ck->pkg);
}

/* A new variable gets the type of what it is assigned; NULL: of nothing. */
static void init_range_variable(Checker *ck, Object *var, Expr *lhs, Type *t) {
  if (t == NULL) {
    var->type = ck->c->universe->invalid;
    var->flags |= OBJ_F_USED;
    return;
  }
  Operand x = operand_value(lhs, t);
  init_variable(ck, var, &x, "range clause");
  lhs->mode = MODE_VAR;
  lhs->type = var->type;
}

/* for a, b := range */
static void declare_range_variables(Checker *ck, Stmt *s, Expr **lhs,
                                    uint32_t n, Type *const *types) {
  Object **fresh = s->range.new_vars = NEW_ARRAY(&ck->c->arena, Object *, n);
  bool any = false;
  for (uint32_t i = 0; i < n && i < 2; i++) {
    Object *var = range_variable(ck, lhs[i]);
    init_range_variable(ck, var, lhs[i], types[i]);
    if (!name_is_blank(var->name)) {
      fresh[i] = var;
      any = true;
    }
  }
  if (!any)
    report(ck, s->pos, "no new variables on left side of :=");
  for (uint32_t i = 0; i < n; i++)
    if (fresh[i] != NULL)
      declare(ck, ck->env.scope, fresh[i], s->range.body->pos);
}

/* for a, b = range */
static void assign_range_variables(Checker *ck, Expr **lhs, uint32_t n,
                                   Type *const *types) {
  for (uint32_t i = 0; i < n && i < 2; i++) {
    if (types[i] == NULL)
      continue;
    Operand x = operand_value(lhs[i], types[i]);
    assign_variable(ck, lhs[i], &x);
  }
}

/* The operand is evaluated outside the scope of the variables; the body is a
   block inside it. */
void check_range(Checker *ck, Stmt *s, int loops) {
  Operand x;
  Type *types[2] = {NULL, NULL};
  uint32_t n;
  Expr **lhs = expr_items(&s->range.lhs, &n);
  check_expr(ck, &x, s->range.x);
  if (x.mode != MODE_INVALID) {
    check_range_operand(ck, &x, lhs, n, types);
    if (types[0] != NULL)
      finish_untyped(ck, s->range.x);
  }
  open_scope(ck);
  if ((s->flags & STMT_F_DEFINE) != 0)
    declare_range_variables(ck, s, lhs, n, types);
  else
    assign_range_variables(ck, lhs, n, types);
  check_stmt(ck, s->range.body, loops + 1);
  close_scope(ck);
}
