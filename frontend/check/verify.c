/*
 * verify.c - is the tree what explicit.c promises?
 *
 * A pass that meets a tree it was not promised tends to produce a wrong
 * program rather than a crash. So the promises are checked where the tree is
 * handed on: kinds that must be gone, types that must be there and agree. A
 * broken promise is our own bug and names the node.
 *
 * The promises, for each value of a function's body:
 *
 *   it has a type, which is not untyped; a constant has its value
 *   paths are unfolded        x.f is one step: embedded fields are nodes
 *   conversions are explicit  what is assigned, passed, sent, returned or
 *                             stored has exactly the type of its target
 *   nothing is elided         T in []T{{1}}, & in []*T{{1}}, keys of arrays
 *   no sugar is left          x++, parentheses, method calls through pointers
 *
 * verify_package runs in tests, in fuzzers and with -verify. It looks at one
 * node at a time and goes by the tables of ast.def, so that a new kind of node
 * is visited at once, and verify_kind does not compile until it says what that
 * kind promises.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/ast_slots.h"

typedef struct Verifier {
  Compiler *c;
  const Function *fn;
} Verifier;

static void verify_stmt(Verifier *v, Stmt *s);
static void verify_expr(Verifier *v, Expr *e);

/* Reports our own bug and ends. */
NORETURN static void broken(Verifier *v, const Expr *e, const char *what) {
  fatal_at(v->c, e->pos, "verify: %s %s: %s", expr_kind_label(e->kind),
           expr_string(v->c, e), what);
}

/* One promise. */
static void need(Verifier *v, bool ok, const Expr *e, const char *what) {
  if (!ok)
    broken(v, e, what);
}

/* e stands where a t is wanted; t NULL: anything. */
static void need_type(Verifier *v, Expr *e, Type *t, const char *where) {
  if (!t || type_same(v->c, e->type, t))
    return;
  broken(v, e,
         arena_printf(&v->c->arena, "a %s %s a %s",
                      type_string(v->c, e->type, NULL), where,
                      type_string(v->c, t, NULL)));
}

/* ----------------------------------------------------------- expressions -- */

/* One step, from a struct, an interface or a receiver that fits. */
static void verify_selector(Verifier *v, Expr *e) {
  const Selection *s = e->sel.selection;
  need(v, s != NULL, e, "no selection");
  if (s->kind == SEL_QUALIFIED || s->kind == SEL_METHOD_EXPR)
    return;
  need(v, s->npath == 1, e, "path not unfolded");
  Type *base = type_under(e->sel.x->type);
  if (s->kind == SEL_FIELD)
    need(v, base->kind == TYPE_STRUCT, e, "field of no struct");
  else if (s->kind == SEL_INTERFACE_METHOD)
    need(v, base->kind == TYPE_INTERFACE || type_is_shape(s->recv), e,
         "receiver is no interface");
  else
    need(v, (base->kind == TYPE_POINTER) == !!(s->obj->flags & OBJ_F_PTR_RECV),
         e, "receiver not adjusted");
}

/* Arguments match parameters one to one. */
static void verify_call(Verifier *v, Expr *e) {
  need(v, e->sub == CALL_FUNC || e->sub == CALL_BUILTIN, e,
       "not a call of a function");
  need(v, !(e->flags & EXPR_F_SPREAD), e, "arguments not spread");
  if (e->sub == CALL_BUILTIN)
    return;
  Type *sig = type_under(e->call.fn->type);
  need(v, sig->kind == TYPE_FUNC, e, "callee is no function");
  need(v, sig->func.params->tuple.n == e->call.n, e, "number of arguments");
  for (uint32_t i = 0; i < e->call.n; i++)
    need_type(v, e->call.args[i], sig->func.params->tuple.vars[i]->type,
              "passed for");
}

/* Every element knows its place and has its type. */
static void verify_composite(Verifier *v, Expr *e) {
  Type *u = type_under(e->type);
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *elem = e->complit.elems[i];
    need(v, (elem->kind == EXPR_KEY_VALUE) == (u->kind == TYPE_MAP), e,
         "keys not resolved");
    if (u->kind == TYPE_MAP) {
      need_type(v, elem->pair.x, u->map.key, "as key");
      need_type(v, elem->pair.y, u->map.elem, "as element");
      continue;
    }
    need(v, e->complit.index[i] >= 0, e, "no place for an element");
    need_type(v, elem,
              u->kind == TYPE_STRUCT  ? u->st.fields[e->complit.index[i]]->type
              : u->kind == TYPE_ARRAY ? u->array.elem
                                      : u->slice.elem,
              "as element");
  }
}

/* Arrays behind pointers have been dereferenced. */
static void verify_index(Verifier *v, Expr *e) {
  Type *u = type_under(e->pair.x->type);
  need(v, u->kind != TYPE_POINTER, e, "indexes a pointer");
  if (u->kind == TYPE_MAP)
    need_type(v, e->pair.y, u->map.key, "as key");
}

/* What each kind of node promises besides its children's promises. */
static void verify_kind(Verifier *v, Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME:
    need(v, e->name.obj || name_is_blank(e->name.name), e, "denotes nothing");
    break;
  case EXPR_SELECTOR: verify_selector(v, e); break;
  case EXPR_CALL: verify_call(v, e); break;
  case EXPR_COMPOSITE: verify_composite(v, e); break;
  case EXPR_INDEX: verify_index(v, e); break;
  case EXPR_SLICE:
    need(v, type_under(e->slice.x->type)->kind != TYPE_ARRAY, e,
         "slices an array by value");
    break;
  case EXPR_UNARY:
    need(v,
         e->op != OP_MUL || type_under(e->pair.x->type)->kind == TYPE_POINTER,
         e, "dereferences no pointer");
    break;
  case EXPR_FUNC_LIT: need(v, e->funclit.fn != NULL, e, "no function"); break;
  case EXPR_TYPE_ASSERT:
  case EXPR_BINARY:
  case EXPR_CONVERT:
  case EXPR_INLINED_CALL:
    break;
  CASE_GONE:
    broken(v, e, "must be gone, or be no value");
  }
}

/* A child of an expression; the bodies of function literals are Functions of
   their own. */
static void verify_slot(Verifier *v, Expr *e, const Slot *s) {
  void *child = slot_child(e, s);
  if (s->kind == SLOT_EXPR)
    verify_expr(v, child);
  else if (s->kind == SLOT_STMT && child && e->kind != EXPR_FUNC_LIT)
    verify_stmt(v, child);
  Expr **list = child;
  for (uint32_t i = 0; s->kind == SLOT_EXPRS && i < slot_count(e, s); i++)
    verify_expr(v, list[i]);
}

/* Key: value pairs are no values, but hold some; so does a guard. */
static bool is_container(const Expr *e) {
  return e->kind == EXPR_KEY_VALUE || e->kind == EXPR_LIST ||
         e->kind == EXPR_TYPE_GUARD;
}

/* Every value has a type, and a mode that fits it. */
static void verify_expr(Verifier *v, Expr *e) {
  if (!e || e->mode == MODE_TYPE || e->mode == MODE_BUILTIN)
    return;
  if (!is_container(e)) {
    need(v, e->type != NULL, e, "no type");
    need(v, e->mode != MODE_INVALID, e, "invalid");
    need(v, !type_is_untyped(e->type), e, "untyped");
    if (e->mode == MODE_NIL)
      need(v, type_has_nil(e->type), e, "nil of a type that has none");
    if (e->mode == MODE_CONST)
      need(v, e->value && const_kind(e->value) != CONST_UNKNOWN, e,
           "constant without value");
    if (e->mode == MODE_CONST || e->mode == MODE_NIL)
      return;
    if (e->kind == EXPR_SELECTOR && e->sel.selection &&
        (e->sel.selection->kind == SEL_QUALIFIED ||
         e->sel.selection->kind == SEL_METHOD_EXPR))
      return; /* a package or a type before the dot */
  }
  for (const Slot *s = expr_slots(e->kind); s->kind != SLOT_END; s++)
    verify_slot(v, e, s);
  if (!is_container(e))
    verify_kind(v, e);
}

/* ------------------------------------------------------------ statements -- */

/* Values have the types of their targets; tuples are left together. */
static void verify_values(Verifier *v, Expr **lhs, uint32_t n, Expr **rhs) {
  uint32_t nrhs;
  Expr **values = expr_items(rhs, &nrhs);
  for (uint32_t i = 0; nrhs == n && i < n; i++)
    if (lhs[i]->kind != EXPR_NAME || lhs[i]->name.obj)
      need_type(v, values[i], lhs[i]->type, "assigned to");
}

/* x op= y is checked like x = y, but for shifts, whose sides differ. */
static void verify_assign(Verifier *v, Stmt *s) {
  uint32_t n;
  Expr **lhs = expr_items(&s->assign.lhs, &n);
  if (!s->assign.rhs)
    broken(v, s->assign.lhs, "++ without its 1");
  if (!(op_info[s->op].classes & OPC_SHIFT))
    verify_values(v, lhs, n, &s->assign.rhs);
}

/* f() with several results may stand for all of them. */
static void verify_return(Verifier *v, Stmt *s) {
  uint32_t n;
  Expr **values = expr_items(&s->ret.results, &n);
  for (uint32_t i = 0; n == v->fn->nresults && i < n; i++)
    need_type(v, values[i], v->fn->results[i]->type, "returned as");
}

/* Variables: their initial values. */
static void verify_decls(Verifier *v, Stmt *s) {
  for (uint32_t i = 0; i < s->decl.n; i++) {
    Decl *d = s->decl.list[i];
    uint32_t n;
    if (d->kind != DECL_VAR)
      continue;
    Expr **values = expr_items(&d->value.values, &n);
    for (uint32_t j = 0; j < n; j++)
      verify_expr(v, values[j]);
    verify_values(v, d->value.names, d->value.n, &d->value.values);
  }
}

/* What each kind of statement promises besides. */
static void verify_kind_of_stmt(Verifier *v, Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_ASSIGN: verify_assign(v, s); break;
  case STMT_RETURN: verify_return(v, s); break;
  case STMT_SEND:
    need_type(v, s->expr.y, type_under(s->expr.x->type)->chan.elem, "sent as");
    break;
  case STMT_GO:
  case STMT_DEFER:
    need(v, s->expr.x->kind == EXPR_CALL, s->expr.x, "no call");
    break;
  default: break;
  }
}

/* A child, or a list of them, of the statement. */
static void verify_stmt_slot(Verifier *v, Stmt *s, const Slot *slot) {
  void *child = slot_child(s, slot);
  if (slot->kind == SLOT_EXPR)
    verify_expr(v, child);
  else if (slot->kind == SLOT_STMT && child)
    verify_stmt(v, child);
  Stmt **list = child;
  for (uint32_t i = 0; slot->kind == SLOT_STMTS && i < slot_count(s, slot); i++)
    verify_stmt(v, list[i]);
}

/* Children first, by ast.def, then what its kind promises. */
static void verify_stmt(Verifier *v, Stmt *s) {
  if (s->kind == STMT_DECL) {
    verify_decls(v, s);
    return;
  }
  for (const Slot *slot = stmt_slots(s->kind); slot->kind != SLOT_END; slot++)
    verify_stmt_slot(v, s, slot);
  verify_kind_of_stmt(v, s);
}

/* Literals are in the list of functions, too. */
void verify_package(Compiler *c, Package *pkg) {
  for (uint32_t i = 0; i < pkg->functions.len; i++) {
    Verifier v = {.c = c, .fn = pkg->functions.items[i]};
    verify_stmt(&v, v.fn->body);
  }
}
