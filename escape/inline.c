/*
 * inline.c - which functions can be inlined, and the order of the work.
 *
 * Bottom-up over the call graph, so that a callee is judged before its
 * callers: each function of a batch is judged by its cost (inline_cost.c),
 * then its calls are replaced by the bodies of what was judged inlinable
 * (inline_expand.c). A function that calls itself is not inlined; of several
 * that call each other, those judged earlier are.
 *
 *     func add(a, b int) int { return a + b }     can inline add
 *     func f() int { return add(1, 2) }           can inline f
 *                                                 inlining call to add
 *
 * Source: cmd/compile/internal/inline/inl.go of Go 1.19.
 */
#include "escape/inline.h"

/* Why fn may not be inlined, whatever its body costs; NULL: it may. */
static const char *pragma_reason(const Function *fn) {
  static const struct {
    uint32_t pragma;
    const char *reason;
  } table[] = {
      {PRAGMA_NOINLINE,                                   "marked go:noinline"          },
      {PRAGMA_CGO_UNSAFE_ARGS,                            "marked go:cgo_unsafe_args"   },
      {PRAGMA_UINTPTR_KEEPALIVE | PRAGMA_UINTPTR_ESCAPES,
       "marked as having a keep-alive uintptr argument"                                 },
      {PRAGMA_YESWRITEBARRIERREC,                         "marked go:yeswritebarrierrec"},
  };
  for (size_t i = 0; i < COUNT(table); i++)
    if (fn->pragmas & table[i].pragma)
      return table[i].reason;
  return fn->body ? NULL : "no function body";
}

/* ------------------------------------------------------ the one return -- */

typedef struct ReturnScan {
  uint32_t count;
  bool bare;
} ReturnScan;

/* Counts the returns of one function, without those of literals in it. */
static bool scan_return(Visitor *v, Stmt *s) {
  ReturnScan *r = v->data;
  if (s->kind == STMT_RETURN) {
    r->count++;
    r->bare |= s->ret.results == NULL;
  }
  return true;
}

static bool skip_literal(Visitor *v, Expr *e) {
  (void)v;
  return e->kind != EXPR_FUNC_LIT;
}

/* Results can be declared where the function returns, if it does so once and
   nothing names them before. */
static bool is_delayable(const Function *fn) {
  for (uint32_t i = 0; i < fn->nresults; i++) {
    const Name *n = fn->results[i]->name;
    if (n && n->text[0] != '~' && !name_is_blank(n))
      return false;
  }
  ReturnScan scan = {0};
  Visitor v = {.stmt = scan_return, .expr = skip_literal, .data = &scan};
  walk_stmt(&v, fn->body);
  return scan.count == 1 && !scan.bare;
}

/* --------------------------------------------------------------- locals -- */

typedef struct UseScan {
  Arena *arena;
  Map seen;
} UseScan;

static bool see_name(Visitor *v, Expr *e) {
  UseScan *scan = v->data;
  if (e->kind == EXPR_NAME && e->name.obj)
    map_set(scan->arena, &scan->seen, e->name.obj, e);
  return true;
}

/* x in `switch x := y.(type)` is declared in each clause, without a name
   there. */
static bool see_clause(Visitor *v, Stmt *s) {
  UseScan *scan = v->data;
  if (s->kind == STMT_CASE && s->clause.var)
    map_set(scan->arena, &scan->seen, s->clause.var, s);
  return true;
}

/* Which locals the body still uses: an expansion copies those. Dead code has
   taken some of them along; late ones need not be named. */
static void note_locals(Compiler *c, const Function *fn, Inlining *v) {
  UseScan scan = {.arena = &c->arena};
  Visitor look = {.expr = see_name, .stmt = see_clause, .data = &scan};
  walk_stmt(&look, fn->body);
  v->nlocals = fn->locals.len;
  for (uint32_t i = 0; i < fn->locals.len; i++) {
    Object *var = fn->locals.items[i];
    if (map_has(&scan.seen, var) || (var->flags & OBJ_F_LATE))
      list_push(&c->arena, &v->used, var);
  }
}

/* ------------------------------------------------------------- verdicts -- */

static void tell(Inliner *in, Pos pos, const char *text) {
  fprintf(in->c->out, "%s: %s\n", pos_string(in->c, pos), text);
}

/* For -dump=inline; NULL unless it is recorded. */
static Judgement *new_judgement(Inliner *in, const Function *fn) {
  if (!in->record)
    return NULL;
  Judgement *j = NEW(&in->c->arena, Judgement);
  *j = (Judgement){.fn = fn, .cost = -1};
  list_push(&in->c->arena, &in->record->judgements, j);
  return j;
}

static void keep_verdict(Judgement *j, const Inlining *v) {
  if (!j)
    return;
  j->can = v->can;
  j->reason = v->reason;
  if (j->rows.len)
    j->cost = v->cost;
}

/* A line of -m or -m=2; that a function cannot be inlined only the latter
   says. */
static void tell_verdict(Inliner *in, const Function *fn, const Inlining *v) {
  Arena *a = &in->c->arena;
  const char *name = function_text(in->text, fn);
  bool ours = fn->decl && function_home(fn) == in->pkg;
  Pos pos = ours ? fn->decl->pos : fn->pos; /* a method: its receiver */
  if (in->c->options.explain == 0)
    return;
  if (v->can && in->c->options.explain == 1)
    tell(in, pos, arena_printf(a, "can inline %s", name));
  else if (v->can)
    tell(in, pos,
         arena_printf(a, "can inline %s with cost %d as: %s", name, v->cost,
                      node_function_text(in->text, fn)));
  else if (in->c->options.explain > 1)
    tell(in, pos, arena_printf(a, "cannot inline %s: %s", name, v->reason));
}

/* NULL, or why fn cannot be inlined; its cost goes into v in any case but for a
   pragma. */
static const char *judge(Inliner *in, Function *fn, Inlining *v,
                         Judgement *rows) {
  const char *reason = pragma_reason(fn);
  if (reason)
    return reason;
  reason = inline_cost(in, fn, &v->cost, rows);
  if (reason)
    return reason;
  if (v->cost > INLINE_BUDGET)
    return arena_printf(&in->c->arena,
                        "function too complex: cost %d exceeds budget %d",
                        v->cost, INLINE_BUDGET);
  return NULL;
}

/* The body is copied before its own calls are expanded: gc counts and copies
   what was written, and expands the calls in each copy anew. */
Inlining *inline_judge(Inliner *in, Function *fn) {
  if (fn->inlining)
    return fn->inlining;
  Inlining *v = NEW(&in->c->arena, Inlining);
  fn->inlining = v; /* a call of itself, met while judging, stays a call */
  if (fn == fn->package->var_init)
    return v;
  Judgement *kept = new_judgement(in, fn);
  v->reason = judge(in, fn, v, kept);
  v->can = v->reason == NULL;
  keep_verdict(kept, v);
  if (v->can) {
    Cloner as_it_is = {.c = in->c};
    v->body = clone_stmt(&as_it_is, fn->body);
    v->delayable = is_delayable(fn);
    note_locals(in->c, fn, v);
  }
  tell_verdict(in, fn, v);
  return v;
}

/* -------------------------------------------------------------- batches -- */

/* A function that calls itself, alone: its body would never end. */
static void refuse_recursive(Inliner *in, Function *fn) {
  Inlining *v = NEW(&in->c->arena, Inlining);
  v->reason = "recursive";
  if (!fn->inlining) /* a literal may have been judged where it is called */
    fn->inlining = v;
  keep_verdict(new_judgement(in, fn), v);
  tell_verdict(in, fn, v);
}

/* Judges and expands the functions of a batch one after the other. */
static void inline_batch(Inliner *in, const Batch *batch) {
  uint32_t declared = 0;
  for (uint32_t i = 0; i < batch->n; i++)
    declared += batch->functions[i]->outer == NULL;
  for (uint32_t i = 0; i < batch->n; i++) {
    Function *fn = batch->functions[i];
    if (batch->recursive && declared < 2)
      refuse_recursive(in, fn);
    else
      inline_judge(in, fn);
    if (fn->body)
      inline_expand_calls(in, fn);
  }
}

void inline_package(Compiler *c, Package *pkg, EscapeRecord *record) {
  Builder text = {.c = c, .pkg = pkg, .unpacked = true};
  Inliner in = {.c = c, .pkg = pkg, .text = &text, .record = record};
  BatchList batches = callgraph_batches(c, pkg);
  for (uint32_t i = 0; i < batches.len; i++)
    inline_batch(&in, &batches.items[i]);
}
