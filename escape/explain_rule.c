/*
 * explain_rule.c - which rule sent a value to the heap, whether the program
 * or only the analysis wants that, and what change would keep it.
 *
 * A story ends in one of a few ways: at a result, at a variable of an outer
 * loop or function, at a limit of size, or at the heap. What led into the
 * heap is told by the last note, the outermost step of the last edge:
 *
 *     p.f = &x           "assign", the left side is reached by a pointer
 *     m[k] = &x          "assign", the left side is in a map
 *     f(&x)              "call parameter": who is called?
 *     c <- &x            "send"
 *
 * The analysis knows assignments only, without their order, fields or the
 * targets of pointers: a rule is a limitation if a better analysis could
 * have kept the value, and needed otherwise.
 *
 *     func store(t *T) { z := 1; t.p = &z }
 *
 *     z: heap
 *       Limitation: gc does not know what a pointer points to: ...
 *       Instead: put the address into the literal that makes the object ...
 *
 * The rules are tables of text; below them stands how one is chosen. A story
 * can come under several: how the value got onto its way (a capture, a box),
 * where it mixed with another (fields), and how the way ended.
 */
#include "escape/explain.h"

/* Where a story can end: at what lives longer than the value. */
static const Rule returned = {
    .why = "whoever called % may use @ after % has returned",
    .change = "return the value itself; or let the caller pass the address of"
              " a place to fill in",
};
static const Rule outer_loop = {
    .why = "each iteration has its own @, and % may keep the address of an "
           "earlier one",
    .change = "declare % inside of the loop; or @ outside, if all iterations "
              "may share one",
};
static const Rule outer_function = {
    .why = "% lives as long as the function around the literal, longer than "
           "one call of it",
    .change = "let the literal return the value instead of storing an address"
              " outside",
};
static const Rule global = {
    .why = "a package variable lives as long as the program",
    .change = "use a local variable; or store the value instead of an address",
};
/* Stores and statements that the graph draws as edges to the heap. */
static const Rule through_pointer = {
    .limitation = true,
    .why = "gc does not know what a pointer points to: a store through it "
           "counts as a store to the heap, also if it points to the stack",
    .change = "put the address into the literal that makes the object (&T{f: "
              "&x}), or use a variable of the struct's type instead of the "
              "pointer",
};
static const Rule in_slice = {
    .limitation = true,
    .why = "gc does not know where a slice's elements are: a store to one "
           "counts as a store to the heap",
    .change = "put it into the literal that makes the slice ([]T{x}), or into"
              " an array variable",
};
static const Rule in_map = {
    .limitation = true,
    .why = "what a map holds counts as the heap, also if the map stays on the"
           " stack",
    .change =
        "store the value instead of its address; or use a struct or an array "
        "variable",
};
static const Rule channel = {
    .why = "whoever receives it may live longer than this function",
    .change = "send the value instead of its address",
};
static const Rule goroutine = {
    .why = "a goroutine may go on when the function that started it has "
           "returned; gc does not see that somebody waits for it",
    .change = "call without go; or hand over a value instead of an address",
};
static const Rule loop_defer = {
    .limitation = true,
    .why = "calls deferred in a loop are kept in a list on the heap, with "
           "what they need; outside of loops they stay in the frame",
    .change = "move the body of the loop to a function of its own",
};
static const Rule appended = {
    .limitation = true,
    .why = "the slice's array may be on the heap, or move there when it "
           "grows: what is appended counts as stored on the heap",
    .change = "put it into a literal ([]T{x}), or into an array variable",
};
static const Rule copied_out = {
    .limitation = true,
    .why = "the elements may be copied to an array on the heap",
    .change = "assign them one by one to an array variable",
};
/* Calls, by what is known of the callee. */
static const Rule interface_call = {
    .limitation = true,
    .why = "which method an interface value has is known at run time only: "
           "whatever it is given counts as kept",
    .change = "call the method on a variable of the concrete type",
};
static const Rule function_value = {
    .limitation = true,
    .why = "which function is called is known at run time only: whatever it "
           "is given counts as kept",
    .change =
        "call a declared function, or a literal held by a variable that is "
        "assigned once",
};
static const Rule instance_method = {
    .limitation = true,
    .why = "through an interface, a method of an instance of a generic type is "
           "one that gc generates, and has not analysed yet: whatever it is "
           "given counts as kept",
    .change = "call the method on a variable of the concrete type",
};
static const Rule callee_keeps = {
    .why = "the function that is called keeps what it is given, or hands it "
           "to somebody who does (-m: leaking param)",
    .change =
        "explain that parameter, and let the function not keep it; or pass a "
        "value instead of an address",
};
static const Rule no_body = {
    .limitation = true,
    .why = "the function has no body here: it counts as keeping what it is "
           "given",
    .change = "if it does not, say so: //go:noescape before its declaration",
};
static const Rule panicking = {
    .why = "the value of a panic lives until it is recovered",
    .change = "panic with a constant, or with a value made beforehand",
};
/* Captures by reference: what a closure would need to copy the variable. */
static const Rule shared_variable = {
    .of_first = true,
    .why = "the closure and the function share @, which is assigned after the"
           " closure has been made, and the closure lives longer",
    .change =
        "give the closure a variable that is never assigned again (c := @)",
};
static const Rule addressed_variable = {
    .limitation = true,
    .of_first = true,
    .why = "@ is captured by reference since its address is taken somewhere, "
           "and the closure lives longer",
    .change = "give the closure a copy whose address nobody takes (c := @)",
};
static const Rule wide_variable = {
    .limitation = true,
    .of_first = true,
    .why = "closures copy variables of up to 128 bytes; a larger one is "
           "captured by reference, and the closure lives longer",
    .change = "capture the part that is needed (c := @.f)",
};
/* Limits: what is too large for a frame, or of unknown size (decide.c). */
static const Rule large_variable = {
    .limitation = true,
    .why = "a variable on the stack may have 10 MB at most",
    .change = "use a smaller one; or several",
};
static const Rule large_object = {
    .limitation = true,
    .why = "what new, &T{} and make allocate stays only up to 64 KB",
    .change = "declare a variable, which may have 10 MB, and use its address "
              "or a slice of it (var a [n]T; s := a[:])",
};
static const Rule variable_size = {
    .limitation = true,
    .why = "a frame has a fixed size: the size of what is in it must be a "
           "constant",
    .change = "make it with a constant capacity (make([]T, n, 64)); or slice "
              "an array variable",
};
static const Rule uintptr_escapes = {
    .why = "//go:uintptrescapes says that the function keeps addresses which "
           "are passed as integers",
    .change = "none, for such a function",
};
static const Rule bound_method = {
    .limitation = true,
    .why = "the closure of a method value may be called anywhere: what the "
           "method returns or keeps of its receiver counts as kept",
    .change = "call the method, or write a function literal that does",
};
static const Rule unknown = {false, false,
                             "its address gets to something that lives longer",
                             "none is known"};

/* How a story began or went on: in addition to how it ended. */
static const Rule boxed = {
    .limitation = true,
    .of_first = true,
    .why = "an interface value leads to a box with the value, and the box "
           "goes where the interface value goes",
    .change = "use the value's own type; a pointer would need no box",
};
static const Rule fields = {
    .limitation = true,
    .why = "gc does not tell fields or elements of one variable apart: what "
           "is stored in one is found in all",
    .change = "use a variable for each",
};

/* ------------------------------------------------------------ assignments */

/* Whether `part` stands in e. */
typedef struct Search {
  const Expr *part;
  bool found;
} Search;

static bool search_visit(Visitor *v, Expr *e) {
  Search *s = v->data;
  s->found |= e == s->part;
  return !s->found;
}

/* The tree is only read: the cast is for walk_expr, which serves passes that
   change it, too. */
static bool contains(const Expr *e, const Expr *part) {
  Search s = {.part = part};
  Visitor v = {.expr = search_visit, .data = &s};
  walk_expr(&v, (Expr *)(uintptr_t)e);
  return s.found;
}

/* The left side that takes the value; `part` stands in its right side. */
static const Expr *target_of(const Stmt *s, const Expr *part) {
  uint32_t n, nr;
  Expr *lhs = s->assign.lhs, *rhs = s->assign.rhs;
  Expr **l = expr_items(&lhs, &n), **r = expr_items(&rhs, &nr);
  for (uint32_t i = 0; part && n == nr && i < n; i++)
    if (contains(r[i], part))
      return l[i];
  return l[0];
}

/* Which kind of storage the left side e, which is no local variable, names:
   follows it inwards until a pointer, slice, map or package variable is met. */
static const Rule *rule_of_target(const Expr *e) {
  for (;;) {
    switch ((ExprKind)e->kind) {
    case EXPR_SELECTOR:
      if (e->sel.selection->kind == SEL_QUALIFIED)
        return &global;
      e = e->sel.x;
      break;
    case EXPR_INDEX: {
      TypeKind kind = type_under(e->pair.x->type)->kind;
      if (kind == TYPE_MAP)
        return &in_map;
      if (kind == TYPE_SLICE)
        return &in_slice;
      e = e->pair.x;
      break;
    }
    case EXPR_PAREN:
    case EXPR_CONVERT: e = e->pair.x; break;
    case EXPR_UNARY: return &through_pointer;
    default: return &global;
    }
  }
}

/* ------------------------------------------------------------------ calls */

/* Builtins whose arguments go to the heap. */
static const Rule *rule_of_builtin(const Expr *call) {
  switch ((BuiltinId)call->call.builtin) {
  case BUILTIN_APPEND: return &appended;
  case BUILTIN_COPY: return &copied_out;
  case BUILTIN_PANIC: return &panicking;
  default: return &unknown;
  }
}

/* Why an argument of `call` counts as kept, by what is known of its callee. A
   summary without body is that of a function analysed elsewhere. */
static const Rule *rule_of_call(const Story *s, const Expr *call) {
  if (call->sub == CALL_BUILTIN)
    return rule_of_builtin(call);
  const Expr *fn = call->call.fn;
  const Function *callee = static_callee(fn, s->last->fn);
  if (callee)
    return callee->body || callee->escape != NULL ? &callee_keeps : &no_body;
  if (fn->kind == EXPR_SELECTOR && fn->sel.dict == DICTIONARY_UNKNOWN)
    return &instance_method;
  bool method = fn->kind == EXPR_SELECTOR &&
                fn->sel.selection->kind == SEL_INTERFACE_METHOD;
  return method ? &interface_call : &function_value;
}

/* ----------------------------------------------------------- go and defer */

typedef struct GoSearch {
  const Expr *call; /* or the literal that is called */
  const Stmt *found;
} GoSearch;

/* Notes the go or defer statement of g->call, called as it is or as callee. */
static bool visit_go(Visitor *v, Stmt *s) {
  GoSearch *g = v->data;
  if (s->kind != STMT_GO && s->kind != STMT_DEFER)
    return true;
  const Expr *x = s->expr.x;
  if (x == g->call || (x->kind == EXPR_CALL && x->call.fn == g->call))
    g->found = s;
  return true;
}

const Stmt *go_statement(const Location *l) {
  GoSearch g = {.call = l->expr};
  Visitor v = {.stmt = visit_go, .data = &g};
  if (l->fn)
    walk_stmt(&v, l->fn->body);
  return g.found;
}

/* --------------------------------------------------------------- captures */

/* Why `var` was captured by reference: gc copies what is never reassigned, has
   no address taken and is small. NULL: no closure refers to it. */
static const Rule *rule_of_capture(const Story *s, const Location *var) {
  for (uint32_t i = 0; i < s->b->g->events.len; i++) {
    const Event *e = &s->b->g->events.items[i];
    if (e->kind != EVENT_CAPTURE || e->loc != var || e->by_value)
      continue;
    return e->was_reassigned   ? &shared_variable
           : e->was_addr_taken ? &addressed_variable
                               : &wide_variable;
  }
  return NULL;
}

/* The rule of a story that begins with a variable captured by reference: its
   first edge takes the address, with gc's word "reference"; else NULL. */
static const Rule *capture_rule(const Story *s) {
  if (!s->steps.len || s->steps.items[0].derefs >= 0)
    return NULL;
  for (const Note *n = s->steps.items[0].notes; n; n = n->next)
    if (strcmp(n->why, "reference") == 0)
      return rule_of_capture(s, s->steps.items[0].src);
  return NULL;
}

/* ------------------------------------------------------------------- heap */

/* By gc's words for what was too large, or of unknown size. */
static const Rule *rule_of_limit(const Location *l) {
  if (strcmp(l->heap_reason, "non-constant size") == 0)
    return &variable_size;
  return l->var ? &large_variable : &large_object;
}

/* The last, n, of an edge's notes decides, by gc's word for the step. */
static const Rule *rule_of_note(const Story *s, const Note *notes,
                                const Note *n) {
  const char *why = n->why;
  if (strcmp(why, "call parameter") == 0)
    return rule_of_call(s, n->expr);
  if (strcmp(why, "send") == 0)
    return &channel;
  if (strcmp(why, "copied slice") == 0)
    return &copied_out;
  if (strncmp(why, "append", 6) == 0)
    return &appended;
  if (strstr(why, "map "))
    return &in_map;
  if (strstr(why, " map"))
    return &in_map;
  if (strncmp(why, "//go:", 5) == 0)
    return &uintptr_escapes;
  if (strncmp(why, "assign", 6) == 0 && n->stmt && n->stmt->kind == STMT_ASSIGN)
    return rule_of_target(target_of(n->stmt, notes->expr));
  if (strncmp(why, "assign", 6) == 0)
    return &global;
  return &unknown;
}

/* The heap was reached: from the last edge backwards, the outermost step that
   says something decides. What go and defer call has no note of its own; nor
   has the temporary that a method value's receiver goes through. */
static const Rule *rule_of_heap(const Story *s) {
  for (uint32_t i = s->steps.len; i-- > 0;) {
    const Step *step = &s->steps.items[i];
    const Note *n = last_note(step->notes);
    const Stmt *go = step->src->expr ? go_statement(step->src) : NULL;
    if (go)
      return go->kind == STMT_GO ? &goroutine : &loop_defer;
    if (n && strcmp(n->why, "address-of") != 0)
      return rule_of_note(s, step->notes, n);
    if (step->dst->kind == LOC_TEMP)
      return &bound_method;
  }
  return &unknown;
}

/* A limit first; then what holds the address in the end: the heap, a result, or
   a variable that is declared further out. */
static const Rule *rule_of_end(const Story *s) {
  const Location *end = s->end, *l = s->last;
  if (l->heap_reason)
    return rule_of_limit(l);
  if (end->escapes)
    return rule_of_heap(s);
  if (end->result_index)
    return &returned;
  return end->fn == l->fn ? &outer_loop : &outer_function;
}

/* ----------------------------------------------------------------- fields */

/* The field or constant index that a part of a variable is chosen by. */
static const void *part_of(const Expr *e, int64_t *index) {
  *index = -1;
  if (e->kind == EXPR_SELECTOR && e->sel.selection->kind == SEL_FIELD)
    return e->sel.selection->obj;
  if (e->kind == EXPR_INDEX && e->pair.y->mode == MODE_CONST &&
      const_int64(e->pair.y->value, index))
    return e->type;
  return NULL;
}

/* Whether both choose parts of one kind, but not the same. */
static bool differ(const Expr *a, const Expr *b) {
  int64_t i, k;
  const void *p = part_of(a, &i), *q = part_of(b, &k);
  return p && q && (i >= 0) == (k >= 0) && (i >= 0 ? i != k : p != q);
}

/* Whether the literal e stores `part` in another field or element than the one
   that `read` chooses. */
static bool element_differs(const Expr *e, const Expr *part, const Expr *read) {
  int64_t index;
  const void *field = part_of(read, &index);
  for (uint32_t i = 0; field && i < e->complit.n; i++) {
    if (!contains(e->complit.elems[i], part) || !e->complit.index)
      continue;
    int64_t at = e->complit.index[i];
    if (index >= 0)
      return at != index;
    Type *t = type_under(e->type);
    return t->kind == TYPE_STRUCT && t->st.fields[at] != field;
  }
  return false;
}

/* Whether step `in` stores into one part of a variable what step `out` reads
   from another, which gc does not tell apart. */
static bool mixes(const Step *in, const Step *out) {
  const Expr *read = NULL;
  for (const Note *n = out->notes; n; n = n->next)
    if (!strcmp(n->why, "dot") || !strcmp(n->why, "fixed-array-index-of"))
      read = n->expr;
  if (!read || in->dst != out->src)
    return false;
  for (const Note *n = in->notes; n; n = n->next) {
    if (n->stmt && n->stmt->kind == STMT_ASSIGN &&
        differ(target_of(n->stmt, in->notes->expr), read))
      return true;
    if (n->expr && n->expr->kind == EXPR_COMPOSITE &&
        element_differs(n->expr, in->notes->expr, read))
      return true;
  }
  return false;
}

static bool story_mixes(const Story *s) {
  for (uint32_t i = 0; i + 1 < s->steps.len; i++)
    if (mixes(&s->steps.items[i], &s->steps.items[i + 1]))
      return true;
  return false;
}

/* How the value set out comes first: that is what can be changed most
   easily. */
uint32_t rules_of(const Story *s, const Rule *rules[MAX_RULES]) {
  uint32_t n = 0;
  const Expr *e = s->first->expr;
  const Rule *capture = capture_rule(s);
  if (capture)
    rules[n++] = capture;
  if (story_mixes(s))
    rules[n++] = &fields;
  if (e && e->kind == EXPR_CONVERT && e->sub == CONV_TO_IFACE)
    rules[n++] = &boxed;
  rules[n++] = rule_of_end(s);
  return n;
}
