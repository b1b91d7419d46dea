/*
 * inline_cost.c - what inlining a function would cost, in gc's currency.
 *
 * The cost of a body is its number of nodes, with adjustments: a call that
 * stays a call costs 57 more, a conversion that makes no code is free, a
 * function literal 16. Functions of up to 80 are inlined:
 *
 *     func add(x, y int) int { return x + y }    4: return, +, x, y
 *
 * Nodes are those of gc's middle end, which is why promoted fields and
 * implicit & and * count (frontend/check/explicit.c has made them nodes), and
 * `x := 1` is 5: an assignment, its two sides, and 2 for the declaration.
 * Source: hairyVisitor in cmd/compile/internal/inline/inl.go of Go 1.19; the
 * table with examples is in docs/escape.md.
 *
 * The walk stops at the first thing that forbids inlining (go, defer, recover,
 * a declared type) and, unless somebody wants to know the whole cost, as soon
 * as the budget is exceeded:
 *
 *     func h() { g(1) }     60 if g is not inlined: call, g, 1, and 57
 *     func d() { defer g(1) }   "unhandled op DEFER"
 *
 * The same walk without adjustments and prohibitions tells how big a caller is
 * (inline_node_count): calls, literals and declared types are nodes then, too.
 */
#include "escape/inline.h"
#include "escape/intrinsic.h"

enum {
  DECLARATION = 2, /* a node and the variable */
  /* Export data of `x := 1` make two statements of that: var x; x = 1. */
  IMPORTED_DECLARATION = 4
};

typedef struct Coster {
  Inliner *in;
  Function *fn;       /* whose nodes are counted: fn, or a literal in it */
  int cost;           /* so far */
  const char *reason; /* why it cannot be inlined at all, or NULL */
  int declaration;    /* cost of a variable that a statement declares */
  bool size;          /* nodes are counted, nothing else */
  /* for -dump=inline: what has been counted up to `counted` is in the rows */
  Judgement *rows; /* or NULL */
  int counted;
  const char *kind; /* of the node being looked at */
} Coster;

static void cost_expr(Coster *k, const Expr *e);
static void cost_stmt(Coster *k, const Stmt *s);

/* At -m=2 the whole cost is told, so the walk goes on. */
static bool done(const Coster *k) {
  if (k->size)
    return k->cost >= INLINE_BIG_CALLER;
  bool whole = k->in->c->options.explain > 1 || k->rows;
  return k->reason || (k->cost > INLINE_BUDGET && !whole);
}

/* What gc adds to a node's cost, or takes away. */
static void adjust(Coster *k, int cost) {
  if (!k->size)
    k->cost += cost;
}

/* Something that forbids inlining, of so many nodes. */
static void forbid(Coster *k, const char *reason, int nodes) {
  if (k->size)
    k->cost += nodes;
  else
    k->reason = reason;
}

/* The row of nodes of kind `label`, new if it is the first one. */
static CostRow *row_of(Coster *k, const char *label) {
  Judgement *j = k->rows;
  for (uint32_t i = 0; i < j->rows.len; i++)
    if (strcmp(j->rows.items[i].label, label) == 0)
      return &j->rows.items[i];
  list_push(&k->in->c->arena, &j->rows, ((CostRow){.label = label}));
  return &j->rows.items[j->rows.len - 1];
}

/* What was added since the last call belongs to the kind of then; from now on
   to `kind`. Returns the former one. */
static const char *count_for(Coster *k, const char *kind) {
  const char *former = k->kind;
  if (!k->rows)
    return NULL;
  if (former && k->cost != k->counted)
    row_of(k, former)->cost += k->cost - k->counted;
  k->counted = k->cost;
  k->kind = kind;
  return former;
}

/* A node of this kind begins; count_for(k, what this returns) ends it. */
static const char *begin_node(Coster *k, const char *kind) {
  const char *around = count_for(k, kind);
  if (k->rows)
    row_of(k, kind)->nodes++;
  return around;
}

static void cost_exprs(Coster *k, Expr *const *items, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    cost_expr(k, items[i]);
}

static void cost_stmts(Coster *k, Stmt *const *items, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    cost_stmt(k, items[i]);
}

/* ---------------------------------------------------------------- calls -- */

/* Methods of encoding/binary that become one instruction in the end. */
static bool is_cheap(const Function *fn) {
  static const char names[] =
      " littleEndian.Uint64 littleEndian.Uint32 littleEndian.Uint16 "
      "bigEndian.Uint64 bigEndian.Uint32 bigEndian.Uint16 "
      "littleEndian.PutUint64 littleEndian.PutUint32 littleEndian.PutUint16 "
      "bigEndian.PutUint64 bigEndian.PutUint32 bigEndian.PutUint16 ";
  if (!fn->recv || strcmp(fn->package->path, "encoding/binary") != 0)
    return false;
  const char *at = strstr(names, fn->name);
  return at && at[-1] == ' ' && at[strlen(fn->name)] == ' ';
}

/* The callee of a call: x.M is one node and its operand, T.M one node. */
static void cost_callee(Coster *k, const Expr *fn) {
  if (fn->kind != EXPR_SELECTOR || fn->sel.selection->kind == SEL_QUALIFIED ||
      fn->sel.selection->kind == SEL_FIELD) {
    cost_expr(k, fn);
    return;
  }
  k->cost++;
  if (fn->sel.selection->kind != SEL_INTERFACE_METHOD)
    k->cost += k->size; /* T.M, where T is taken out of the cost */
  if (fn->sel.selection->kind == SEL_METHOD_EXPR)
    return;
  cost_expr(k, fn->sel.x);
}

/* One argument, as gc has it when it judges: nil for an empty `...` is no
   node. */
static void cost_arg(Coster *k, const Expr *arg) {
  bool extra = arg->kind == EXPR_COMPOSITE && (arg->flags & EXPR_F_IMPLICIT);
  if (extra) /* the slice of a variadic call does not exist yet */
    cost_exprs(k, arg->complit.elems, arg->complit.n);
  else if (!(arg->mode == MODE_NIL && (arg->flags & EXPR_F_IMPLICIT)))
    cost_expr(k, arg);
}

/* The two functions of the runtime whose results depend on the frame that they
   are called from; NULL: fn is none of them. */
static const char *frame_reader(const Coster *k, const Function *fn) {
  if (!fn || fn->recv || fn->outer ||
      (strcmp(fn->package->path, "runtime") != 0 &&
       !(k->in->c->options.runtime && fn->package == k->in->pkg)))
    return NULL;
  if (strcmp(fn->name, "getcallerpc") == 0)
    return "call to getcallerpc";
  return strcmp(fn->name, "getcallersp") == 0 ? "call to getcallersp" : NULL;
}

/* What a call costs beside its nodes: one that will be expanded, what its body
   costs; one that becomes an instruction, nothing; others INLINE_CALL_COST. */
static int body_cost(Coster *k, Function *callee) {
  if (callee && (intrinsic_is_cheap(callee->obj) || is_cheap(callee)))
    return 0;
  const Inlining *v = callee && callee->outer ? inline_judge(k->in, callee)
                      : callee                ? callee->inlining
                                              : NULL;
  if (v && v->can)
    return v->cost;
  return k->in->c->options.no_inline == 4 ? INLINE_CHEAP_CALL
                                          : INLINE_CALL_COST;
}

/* The call itself, callee and arguments are nodes in all cases. */
static void cost_function_call(Coster *k, const Expr *e) {
  if (!k->size) {
    Function *callee = callee_takes_receiver(e->call.fn, k->fn)
                           ? static_callee(e->call.fn, k->fn)
                           : NULL;
    k->reason = frame_reader(k, callee);
    if (k->reason)
      return;
    k->cost += body_cost(k, callee);
  }
  k->cost++;
  cost_callee(k, e->call.fn);
  for (uint32_t i = 0; i < e->call.n; i++)
    cost_arg(k, e->call.args[i]);
}

/* Whether e makes no code: gc takes such a node (OCONVNOP) out of its count,
   not its operand. */
static bool is_free_conversion(Compiler *c, const Expr *e) {
  Type *to = type_under(e->type), *from = type_under(e->pair.x->type);
  if (e->sub == CONV_PTR_TO_UNSAFE || e->sub == CONV_UNSAFE_TO_PTR)
    return true;
  if (e->sub == CONV_IFACE_TO_IFACE)
    return to->iface.set && from->iface.set && !to->iface.set->nmethods &&
           !from->iface.set->nmethods;
  if (e->sub == CONV_NOP) /* one of floating point would round */
    return !type_is_basic(to, BI_FLOAT | BI_COMPLEX);
  if (e->sub != CONV_NUMERIC)
    return false;
  bool both = type_is_basic(to, BI_INTEGER) && type_is_basic(from, BI_INTEGER);
  return both && type_size(c, to) == type_size(c, from) &&
         type_is_basic(to, BI_UNSIGNED) == type_is_basic(from, BI_UNSIGNED);
}

/* The type is no node; a map or channel without size gets a constant 0. */
static void cost_make(Coster *k, const Expr *e) {
  TypeKind kind = type_under(e->type)->kind;
  k->cost++;
  if (e->call.n == 1 && kind != TYPE_SLICE)
    k->cost++;
  cost_exprs(k, e->call.args + 1, e->call.n - 1);
}

/* A panic costs one more than its node, and its operand without the box. */
static void cost_panic(Coster *k, const Expr *x) {
  k->cost++;
  adjust(k, 1);
  if (!k->size && x->kind == EXPR_CONVERT && (x->flags & EXPR_F_IMPLICIT) &&
      (x->sub == CONV_TO_IFACE ||
       (x->sub == CONV_IFACE_TO_IFACE && !is_free_conversion(k->in->c, x))))
    x = x->pair.x;
  cost_expr(k, x);
}

/* recover must run in the frame that deferred it: no inlining. */
static void cost_builtin(Coster *k, const Expr *e) {
  switch ((BuiltinId)e->call.builtin) {
  case BUILTIN_RECOVER: forbid(k, "call to recover", 1); break;
  case BUILTIN_NEW: k->cost += 2; break;
  case BUILTIN_MAKE: cost_make(k, e); break;
  case BUILTIN_PANIC: cost_panic(k, e->call.args[0]); break;
  case BUILTIN_LEN:
  case BUILTIN_CAP: /* of a pointer to an array: len(*p) */
    k->cost += 1 + (type_under(e->call.args[0]->type)->kind == TYPE_POINTER);
    cost_expr(k, e->call.args[0]);
    break;
  default:
    k->cost++;
    cost_exprs(k, e->call.args, e->call.n);
    break;
  }
}

/* ----------------------------------------------------------- expressions -- */

/* For a slice literal gc counts one more than its node; each field of a struct
   and pair of a map is a node around its value, and a keyed element one with
   its key. */
static void cost_composite(Coster *k, const Expr *e) {
  TypeKind kind = type_under(e->type)->kind;
  k->cost++;
  adjust(k, kind == TYPE_SLICE);
  for (uint32_t i = 0; i < e->complit.n; i++) {
    const Expr *elem = e->complit.elems[i];
    if (kind == TYPE_STRUCT || kind == TYPE_MAP)
      k->cost++;
    else if (elem->flags & EXPR_F_KEYED)
      k->cost += 2;
    if (elem->kind == EXPR_KEY_VALUE) {
      cost_expr(k, elem->pair.x);
      cost_expr(k, elem->pair.y);
    } else {
      cost_expr(k, elem);
    }
  }
}

/* An implicit * before a field belongs to the node (ODOTPTR). For a method
   value gc counts one more than its node. */
static void cost_selector(Coster *k, const Expr *e) {
  const Expr *x = e->sel.x;
  switch (e->sel.selection->kind) {
  case SEL_QUALIFIED: k->cost++; break;
  case SEL_METHOD_EXPR: k->cost += 1 + k->size; break; /* the type */
  case SEL_FIELD:
    k->cost++;
    if (x->kind == EXPR_UNARY && x->op == OP_MUL &&
        (x->flags & EXPR_F_IMPLICIT))
      x = x->pair.x;
    cost_expr(k, x);
    break;
  case SEL_METHOD_VALUE:
  case SEL_INTERFACE_METHOD:
    k->cost++;
    adjust(k, 1);
    cost_expr(k, x);
    break;
  }
}

static void cost_unary(Coster *k, const Expr *e) {
  const Expr *x = e->pair.x;
  if (e->op == OP_MUL) {
    const Expr *p = x;
    while (p->kind == EXPR_CONVERT && is_free_conversion(k->in->c, p))
      p = p->pair.x;
    if (p->kind == EXPR_UNARY && p->op == OP_AND &&
        p->pair.x->kind != EXPR_COMPOSITE)
      adjust(k, -1); /* *(*T)(unsafe.Pointer(&x)) is a load of x */
  }
  k->cost++;
  cost_expr(k, x);
}

/* Operands of a + b + c of strings, which gc has as one node. */
static void cost_chain(Coster *k, const Expr *e) {
  bool chain =
      e->kind == EXPR_BINARY && e->op == OP_ADD && e->mode != MODE_CONST;
  if (!chain) {
    cost_expr(k, e);
    return;
  }
  cost_chain(k, e->pair.x);
  cost_chain(k, e->pair.y);
}

static void cost_binary(Coster *k, const Expr *e) {
  k->cost++;
  if (e->op == OP_ADD && type_is_basic(e->type, BI_STRING)) {
    cost_chain(k, e);
    return;
  }
  cost_expr(k, e->pair.x);
  cost_expr(k, e->pair.y);
}

/* Runes of a constant string; 0: not constant. Bytes that continue a sequence
   of UTF-8 begin no rune. */
static int rune_count(const Expr *e) {
  if (e->mode != MODE_CONST)
    return 0;
  size_t len;
  const char *s = const_string_value(e->value, &len);
  int n = 0;
  for (size_t i = 0; i < len; i++)
    n += ((unsigned char)s[i] & 0xc0) != 0x80;
  return n;
}

static void cost_slice(Coster *k, const Expr *e) {
  k->cost++;
  cost_expr(k, e->slice.x);
  cost_expr(k, e->slice.lo);
  cost_expr(k, e->slice.hi);
  cost_expr(k, e->slice.max);
}

/* Adds the node e and its operands, by kind. The body of a literal counts too,
   with the literal as the function that calls in it are looked up from. */
static void cost_kind(Coster *k, const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_COMPOSITE: cost_composite(k, e); break;
  case EXPR_FUNC_LIT: {
    Function *around = k->fn;
    if (k->size) { /* a function of its own */
      k->cost++;
      break;
    }
    k->cost += 16 + shape_literal_cost(e->funclit.fn);
    k->fn = e->funclit.fn;
    cost_stmt(k, e->funclit.body);
    k->fn = around;
    break;
  }
  case EXPR_SELECTOR: cost_selector(k, e); break;
  case EXPR_INDEX:
    k->cost++;
    cost_expr(k, e->pair.x);
    cost_expr(k, e->pair.y);
    break;
  case EXPR_SLICE: cost_slice(k, e); break;
  case EXPR_TYPE_ASSERT:
  case EXPR_TYPE_GUARD:
    k->cost++;
    cost_expr(k, e->pair.x);
    break;
  case EXPR_UNARY: cost_unary(k, e); break;
  case EXPR_BINARY: cost_binary(k, e); break;
  case EXPR_CALL:
    if (e->call.init)
      cost_stmt(k, e->call.init);
    if (e->sub == CALL_BUILTIN)
      cost_builtin(k, e);
    else
      cost_function_call(k, e);
    break;
  case EXPR_CONVERT:
    if (k->size || !is_free_conversion(k->in->c, e))
      k->cost++;
    if (e->sub == CONV_STR_TO_RUNES)
      k->cost += 3 * rune_count(e->pair.x); /* a literal, with keys */
    cost_expr(k, e->pair.x);
    break;
  case EXPR_LIST: cost_exprs(k, e->list.elems, e->list.n); break;
  case EXPR_INLINED_CALL:
    if (e->inlined.fn) {
      k->cost++;
      break;
    }
    k->cost += 2; /* .rcvr := x; literal: see instance_value.c */
    cost_expr(k, e->inlined.body[0]->assign.rhs);
    cost_expr(k, e->inlined.body[1]->assign.rhs);
    break;
  default: k->cost++; break; /* names; types only where gc counts them */
  }
}

/* Adds the cost of e, which may be NULL. Types are no nodes, and a constant is
   one, however it was written. */
static void cost_expr(Coster *k, const Expr *e) {
  if (!e || done(k) || e->mode == MODE_TYPE)
    return;
  bool constant = e->mode == MODE_CONST || e->mode == MODE_NIL;
  const char *around =
      begin_node(k, constant ? "constant" : expr_kind_label(e->kind));
  if (constant) {
    k->cost++;
  } else {
    k->cost += shape_extra_cost(k->in->c, k->fn, e);
    cost_kind(k, e);
  }
  count_for(k, around);
}

/* ------------------------------------------------------------ statements -- */

/* Variables that a := or range declares: `vars` has NULL for those that exist
   already. */
static int count_new(Object *const *vars, uint32_t n) {
  int count = 0;
  for (uint32_t i = 0; vars && i < n; i++)
    count += vars[i] != NULL;
  return count;
}

/* An assignment, its two sides, and a declaration for each variable that is
   new. */
static void cost_assign(Coster *k, const Stmt *s) {
  uint32_t n;
  Expr *lhs = s->assign.lhs;
  expr_items(&lhs, &n);
  k->cost++;
  /* A temporary for a receiver has no declaration of its own. */
  bool receiver = (s->flags & STMT_F_IMPLICIT) && n == 1;
  if ((s->flags & STMT_F_DEFINE) && !receiver)
    k->cost += k->declaration * count_new(s->assign.new_vars, n);
  cost_expr(k, s->assign.lhs);
  cost_expr(k, s->assign.rhs);
}

/* var x = e is a declaration (2), an assignment, x, and e; without e, gc
   assigns zero without a node for it. var x, y = f() is a single assignment. */
static void cost_var_decl(Coster *k, const Decl *d) {
  uint32_t nr;
  Expr *values = d->value.values;
  expr_items(&values, &nr);
  int declarations = (nr ? k->declaration : DECLARATION) * (int)d->value.n;
  if (nr == 0 || nr == d->value.n) { /* each an assignment of its own */
    k->cost += declarations + 2 * (int)d->value.n;
    cost_expr(k, d->value.values);
    return;
  }
  k->cost += declarations + 1 + (int)d->value.n;
  cost_expr(k, d->value.values);
}

/* Constants have no nodes; types cannot be copied into another function. */
static void cost_decl(Coster *k, const Stmt *s) {
  for (uint32_t i = 0; i < s->decl.n; i++) {
    const Decl *d = s->decl.list[i];
    if (d->kind == DECL_VAR)
      cost_var_decl(k, d);
    else if (d->kind == DECL_TYPE)
      forbid(k, "unhandled op DCLTYPE", 2); /* the type */
  }
}

/* A constant condition leaves only the live branch, as if nothing else had been
   written. */
static void cost_if(Coster *k, const Stmt *s) {
  const Expr *cond = s->if_.cond;
  if (s->if_.init)
    cost_stmt(k, s->if_.init);
  if (cond->mode == MODE_CONST) {
    const Stmt *live = const_bool_value(cond->value) ? s->if_.then : s->if_.els;
    if (live)
      cost_stmt(k, live);
    return;
  }
  k->cost++;
  cost_expr(k, cond);
  cost_stmt(k, s->if_.then);
  if (s->if_.els)
    cost_stmt(k, s->if_.els);
}

/* The four parts are counted once, however often they run. */
static void cost_for(Coster *k, const Stmt *s) {
  k->cost++;
  if (s->for_.init)
    cost_stmt(k, s->for_.init);
  cost_expr(k, s->for_.cond);
  if (s->for_.post)
    cost_stmt(k, s->for_.post);
  cost_stmt(k, s->for_.body);
}

static void cost_range(Coster *k, const Stmt *s) {
  uint32_t n;
  Expr *lhs = s->range.lhs;
  expr_items(&lhs, &n);
  bool late = n && s->range.new_vars && s->range.new_vars[0] &&
              (s->range.new_vars[0]->flags & OBJ_F_LATE);
  k->cost += 1 + (late ? 0 : k->declaration * count_new(s->range.new_vars, n));
  cost_expr(k, s->range.x);
  cost_expr(k, s->range.lhs);
  /* Of variables that take converted values only the loop's own assignment
     counts, not the one that explicit has put into the body. */
  const Stmt *body = s->range.body;
  if (late)
    cost_stmts(k, body->block.list + 1, body->block.n - 1);
  else
    cost_stmts(k, body->block.list, body->block.n);
}

/* A receive is an assignment to two places, whatever is written. */
static void cost_comm(Coster *k, const Stmt *clause) {
  const Stmt *comm = clause->clause.comm;
  bool late = comm->kind == STMT_ASSIGN && (comm->flags & STMT_F_IMPLICIT);
  if (comm->kind == STMT_SEND) {
    cost_stmt(k, comm);
    return;
  }
  if (comm->kind == STMT_EXPR) {
    k->cost += 3;
    cost_expr(k, comm->expr.x);
    return;
  }
  /* What explicit has put behind the choice stands in the clause for gc. */
  Expr *lhs = late ? clause->clause.list[0]->assign.lhs : comm->assign.lhs;
  uint32_t n;
  expr_items(&lhs, &n);
  k->cost += n == 1 ? 2 : 1;
  if (!late && (comm->flags & STMT_F_DEFINE))
    k->cost += k->declaration * count_new(comm->assign.new_vars, n);
  cost_expr(k, lhs);
  cost_expr(k, comm->assign.rhs);
}

/* The statement that takes a late receive's value is no statement for gc. */
static uint32_t first_statement(const Stmt *clause) {
  const Stmt *comm = clause->kind == STMT_COMM ? clause->clause.comm : NULL;
  return comm && comm->kind == STMT_ASSIGN && (comm->flags & STMT_F_IMPLICIT);
}

/* One case of a switch or select; `guard` is the switch's tag. In a type switch
   types are nodes, and so is the variable of the clause. */
static void cost_clause(Coster *k, const Stmt *s, const Expr *guard) {
  k->cost++;
  if (s->kind == STMT_COMM) {
    if (s->clause.comm)
      cost_comm(k, s);
  } else {
    uint32_t n;
    Expr *cases = s->clause.cases;
    Expr **items = expr_items(&cases, &n);
    if (s->clause.var)
      k->cost++;
    for (uint32_t i = 0; i < n; i++)
      if (items[i]->mode == MODE_TYPE)
        k->cost += 1 + shape_case_cost(k->in->c, items[i], guard->guard.x);
      else
        cost_expr(k, items[i]);
  }
  uint32_t from = first_statement(s);
  if (s->clause.n > from)
    cost_stmts(k, s->clause.list + from, s->clause.n - from);
}

/* x := y.(type) is a node, and x another one. */
static void cost_switch(Coster *k, const Stmt *s) {
  const Expr *tag = s->switch_.tag;
  k->cost++;
  if (s->switch_.init)
    cost_stmt(k, s->switch_.init);
  if (tag && tag->kind == EXPR_TYPE_GUARD)
    k->cost += 1 + (tag->guard.lhs ? 1 : 0);
  cost_expr(k, tag && tag->kind == EXPR_TYPE_GUARD ? tag->guard.x : tag);
  for (uint32_t i = 0; i < s->switch_.n; i++)
    cost_clause(k, s->switch_.clauses[i], tag);
}

/* Statements that are a node with operands, or forbid inlining. */
static void cost_simple(Coster *k, const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_LABELED:
    k->cost++;
    cost_stmt(k, s->branch.stmt);
    break;
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_GOTO: k->cost++; break;
  case STMT_SEND:
    k->cost++;
    cost_expr(k, s->expr.x);
    cost_expr(k, s->expr.y);
    break;
  case STMT_RETURN:
    k->cost++;
    cost_expr(k, s->ret.results);
    break;
  case STMT_EXPR: cost_expr(k, s->expr.x); break;
  case STMT_GO:
  case STMT_DEFER:
    forbid(k, s->kind == STMT_GO ? "unhandled op GO" : "unhandled op DEFER", 1);
    cost_expr(k, s->expr.x); /* nothing, after a prohibition */
    break;
  case STMT_FALLTHROUGH: k->cost += k->size; break;
  default: break;
  }
}

/* One assignment, unless it is a return. */
static bool cost_spread(Coster *k, const Stmt *s) {
  const Stmt *whole = is_spread(s) ? spread_assignment(k->in->c, s) : NULL;
  const Decl *d = whole ? spread_decl(s) : NULL;
  if (!whole)
    return false;
  if (!spread_is_late(s))
    cost_stmt(k, s->block.list[0]);
  if (d)
    k->cost += 2 * (int)d->value.n;
  cost_assign(k, whole);
  return true;
}

static void cost_stmt_kind(Coster *k, const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_BLOCK:
    if (!cost_spread(k, s))
      cost_stmts(k, s->block.list, s->block.n);
    break;
  case STMT_DECL: cost_decl(k, s); break;
  case STMT_ASSIGN: cost_assign(k, s); break;
  case STMT_IF: cost_if(k, s); break;
  case STMT_FOR: cost_for(k, s); break;
  case STMT_RANGE: cost_range(k, s); break;
  case STMT_SWITCH:
  case STMT_SELECT: cost_switch(k, s); break;
  default: cost_simple(k, s); break;
  }
}

/* Adds the cost of s and of what stands in it. */
static void cost_stmt(Coster *k, const Stmt *s) {
  if (done(k))
    return;
  const char *around = begin_node(k, stmt_kind_label(s->kind));
  cost_stmt_kind(k, s);
  count_for(k, around);
}

const char *inline_cost(Inliner *in, Function *fn, int *cost, Judgement *rows) {
  Coster k = {.in = in, .fn = fn, .rows = rows};
  k.declaration =
      node_is_foreign(in->text, fn->pos) ? IMPORTED_DECLARATION : DECLARATION;
  k.cost = shape_body_cost(fn);
  cost_stmts(&k, fn->body->block.list, fn->body->block.n);
  *cost = k.cost;
  return k.reason;
}

/* Tells whether fn is so big that only small functions are expanded in it;
   beyond that the walk does not go on. */
uint32_t inline_node_count(Inliner *in, Function *fn) {
  Coster k = {.in = in, .fn = fn, .size = true, .declaration = DECLARATION};
  k.cost = 1 + shape_body_cost(fn);
  cost_stmts(&k, fn->body->block.list, fn->body->block.n);
  return (uint32_t)k.cost;
}
