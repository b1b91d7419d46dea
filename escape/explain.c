/*
 * explain.c - escargo explain: of each value, where it is, why, whether that
 * is needed, and what would change it.
 *
 *     x.go:6:2: x, a variable of type int in getValue: heap
 *       1. The address of x is taken (&x) and is returned.
 *           7 | 	return &x
 *             | 	       ^
 *       2. ~r0 is a result of getValue: it outlives the call.
 *       Needed: whoever called getValue may use x after getValue has returned.
 *       Instead: return the value itself; ...
 *       Memory: heap, 8 bytes in a slot of 8 (runtime.newobject).
 *
 * Values are those of the escape graph, and what allocates without being in
 * it (append, make of a channel, ...), in the order of the program. Asked for
 * a line, all values on it are told, and those that pass it on their way to
 * the heap; asked for a column, too, only the nearest.
 */
#include <stdlib.h>

#include "escape/explain.h"

/* Something to be told: a location, or what allocates without one. */
typedef struct Value {
  Builder *b;
  const Location *loc; /* or NULL */
  const Expr *expr;    /* one of expr and stmt, if loc is NULL */
  const Stmt *stmt;
  Pos pos;        /* what values are sorted by ... */
  uint32_t order; /* ... and, at one place, as they were found */
} Value;

typedef struct Values {
  Explainer *x;
  LIST(Value) list;
  Builder *b; /* while collecting */
} Values;

/* --------------------------------------------------------------- choosing */

/* What a program's reader would not call a value. */
static bool is_internal(const Location *l) {
  if (l->kind == LOC_HEAP || l->kind == LOC_BLANK || l->kind == LOC_TEMP)
    return true;
  if (l->kind == LOC_EXPR)
    return l->is_go_wrapper;
  return l->name[0] == '~' || l->name[0] == '.' || l->name[0] == '_';
}

/* Without a line, plain variables are left out: nobody holds their address. */
static bool is_interesting(const Location *l) {
  if (!l->var || l->escapes || l->addr_taken || l->captured)
    return true;
  return l->is_param && flow_has_pointers(l->var->type);
}

/* Whether pos is on the line asked for, or in its file if no line was. */
static bool on_line(const Explainer *x, Pos pos) {
  Place p = place_of(x->r->c, pos);
  if (!p.source || (x->ask->path && strcmp(p.source->path, x->ask->path) != 0))
    return false;
  return x->ask->line == 0 || p.real_line == x->ask->line;
}

/* Whether the story of l passes the line that was asked for. */
static bool passes_line(const Explainer *x, Builder *b, const Location *l) {
  if (!l->escapes || x->ask->line == 0)
    return false;
  Story s = story_of(b, l);
  for (uint32_t i = 0; i < s.steps.len; i++)
    for (const Note *n = s.steps.items[i].notes; n; n = n->next)
      if (on_line(x, n->expr ? n->expr->pos : n->stmt->pos))
        return true;
  return false;
}

/* Puts a value on the list; the caller has set all but batch and order. */
static void add(Values *v, Value value) {
  value.b = v->b;
  value.order = v->list.len;
  list_push(&v->x->r->c->arena, &v->list, value);
}

static void add_location(Values *v, const Location *l) {
  Pos pos = location_pos(l);
  if (is_internal(l) || pos == NO_POS)
    return;
  bool here = on_line(v->x, pos) && (v->x->ask->line || is_interesting(l));
  if (here || passes_line(v->x, v->b, l))
    add(v, (Value){.loc = l, .pos = pos});
}

/* Collects what allocates without a location: append, make of a channel. */
static bool visit_expr(Visitor *visitor, Expr *e) {
  Values *v = visitor->data;
  if (e->kind == EXPR_FUNC_LIT) /* a function of the batch itself */
    return false;
  if (placement_of_expr(e).call && on_line(v->x, e->pos))
    add(v, (Value){.expr = e, .pos = e->pos});
  return true;
}

/* The same of statements: s += t, m[k] = v. */
static bool visit_stmt(Visitor *visitor, Stmt *s) {
  Values *v = visitor->data;
  if (placement_of_stmt(s).call && on_line(v->x, s->pos))
    add(v, (Value){.stmt = s, .pos = s->pos});
  return true;
}

static void collect(Values *v) {
  const EscapeRecord *r = v->x->r;
  for (uint32_t i = 0; i < r->batches.len; i++) {
    v->b = r->batches.items[i];
    for (uint32_t k = 0; k < v->b->g->locations.len; k++)
      add_location(v, v->b->g->locations.items[k]);
    Visitor visitor = {.expr = visit_expr, .stmt = visit_stmt, .data = v};
    for (uint32_t k = 0; k < v->b->batch->n; k++)
      walk_stmt(&visitor, v->b->batch->functions[k]->body);
  }
}

/* qsort is not stable: `order` decides between values at one place. */
static int compare(const void *a, const void *b) {
  const Value *x = a, *y = b;
  if (x->pos != y->pos)
    return x->pos < y->pos ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

/* Keeps the values on the line that are nearest to the column; those of other
   lines, which only pass it, count as a thousand columns away. */
static void nearest(Values *v) {
  uint32_t best = UINT32_MAX, n = 0;
  Compiler *c = v->x->r->c;
  for (int pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; i < v->list.len; i++) {
      Place p = place_of(c, v->list.items[i].pos);
      uint32_t col = v->x->ask->col;
      uint32_t far = p.real_line != v->x->ask->line ? 1000
                     : p.real_col > col             ? p.real_col - col
                                                    : col - p.real_col;
      if (pass == 0)
        best = far < best ? far : best;
      else if (far == best)
        v->list.items[n++] = v->list.items[i];
    }
  v->list.len = n;
}

/* ---------------------------------------------------------------- telling */

/* "x" for @ and what holds it for %, in a rule's template. */
static void fill(Explainer *x, const Story *s, bool first, const char *text) {
  const char *value = location_label(s->b, first ? s->first : s->last);
  const char *holder =
      s->end->result_index ? s->end->fn->name : location_label(s->b, s->end);
  for (; *text; text++)
    if (*text == '@')
      fputs(value, x->out);
    else if (*text == '%')
      fputs(holder, x->out);
    else
      fputc(*text, x->out);
}

/* "Needed: ..." or "Limitation: ...", then what to change. */
static void tell_rule(Explainer *x, const Story *s, const Rule *rule) {
  fprintf(x->out, "  %s: ", rule->limitation ? "Limitation" : "Needed");
  fill(x, s, rule->of_first, rule->why);
  fputs(".\n  Instead: ", x->out);
  fill(x, s, rule->of_first, rule->change);
  fputs(".\n", x->out);
}

static void tell_story(Explainer *x, const Story *s) {
  story_tell(x, s);
  const Rule *rules[MAX_RULES];
  uint32_t n = rules_of(s, rules);
  for (uint32_t i = 0; i < n; i++)
    tell_rule(x, s, rules[i]);
}

/* ", 8 bytes in a slot of 8": sizes of the heap are rounded up to its
   classes. */
static void tell_size(Explainer *x, const Placement *p) {
  if (p->size < 0 && p->kind == PLACE_HEAP)
    fputs(", size known at run time", x->out);
  else if (p->size >= 0)
    fprintf(x->out, ", %lld byte%s", (long long)p->size,
            p->size == 1 ? "" : "s");
  if (p->kind == PLACE_HEAP && p->size > 0 && x->ask->slot)
    fprintf(x->out, " in a slot of %lld", (long long)x->ask->slot(p->size));
}

/* The last line of each value: where its bytes are, and which call makes
   them. */
static void tell_placement(Explainer *x, Placement p) {
  static const char *const names[] = {
      [PLACE_STACK] = "stack",
      [PLACE_HEAP] = "heap",
      [PLACE_READ_ONLY] = "read-only data, made before the program runs",
      [PLACE_ZERO_SIZE] = "none: it has no bytes",
      [PLACE_APPENDED] = "none of its own: append zeroes room for it"};
  fprintf(x->out, "  Memory: %s", names[p.kind]);
  if (p.kind != PLACE_ZERO_SIZE)
    tell_size(x, &p);
  if (p.call)
    fprintf(x->out, " (%s)", p.call);
  if (p.yet)
    fprintf(x->out, "%s %s",
            p.kind == PLACE_STACK ? ". Does not escape, yet allocates:" : ";",
            p.yet);
  fputs(".\n", x->out);
}

/* The strongest of the leaks of a parameter that its callers see. */
static const Event *find_leak(Builder *b, const Location *l) {
  const Event *best = NULL;
  for (uint32_t i = 0; i < b->g->events.len; i++) {
    const Event *e = &b->g->events.items[i];
    if (e->kind == EVENT_PARAM_LEAK && e->loc == l &&
        (!best || e->derefs < best->derefs))
      best = e;
  }
  return best;
}

/* Of a parameter on the stack whose value goes on: to a result, which callers
   see, or to what outlives the call. */
static void tell_leak(Explainer *x, Builder *b, const Location *l) {
  const Event *leak = find_leak(b, l);
  bool result = leak->root->result_index && !leak->root->escapes;
  if (result) {
    Story s = story_of_leak(b, leak);
    fprintf(x->out, ": %s flows to a result of %s\n",
            leak->derefs ? "what it points to" : "its value", l->fn->name);
    story_tell(x, &s);
    fputs("  So callers keep what they pass only as long as the result.\n",
          x->out);
    return;
  }
  fprintf(x->out, ": %s is kept\n",
          leak->derefs ? "what it points to" : "its value");
  Story s = story_of_leak(b, leak);
  tell_story(x, &s);
  fputs("  So what callers pass must be on the heap.\n", x->out);
}

/* "x.go:6:2: x, a variable of type int in getValue". */
static void tell_head(Explainer *x, const Value *v) {
  const Location *l = v->loc;
  Builder *b = v->b;
  fprintf(x->out, "%s: %s", pos_string(x->r->c, v->pos), location_label(b, l));
  if (l->var)
    fprintf(x->out, ", a %s of type %s in %s",
            l->is_param       ? "parameter"
            : l->result_index ? "result"
                              : "variable",
            node_type_text(b, l->var->type), l->fn->name);
  else
    fprintf(x->out, " in %s", l->fn ? l->fn->name : "a package variable");
  const InlinedPos *in = pos_inlining(x->r->c, v->pos);
  if (in)
    fprintf(x->out, " (inlined from %s)",
            ((const Function *)in->function)->name);
}

/* Heap, leaking parameter, or stack; each with the line and the memory. */
static void tell_location(Explainer *x, const Value *v) {
  const Location *l = v->loc;
  tell_head(x, v);
  if (l->escapes) {
    fputs(": heap\n", x->out);
    show_line(x, v->pos);
    Story s = story_of(v->b, l);
    tell_story(x, &s);
  } else if (l->is_param && find_leak(v->b, l)) {
    tell_leak(x, v->b, l);
  } else {
    fputs(": stack\n", x->out);
    show_line(x, v->pos);
    fprintf(x->out, "  Nothing that outlives it holds %s.\n",
            l->is_param ? "its value or address" : "its address");
  }
  tell_placement(x, placement_of(v->b, l));
}

static void tell(Explainer *x, const Value *v) {
  x->shown = NO_POS;
  if (v->loc) {
    tell_location(x, v);
    return;
  }
  const char *text =
      v->expr ? node_text(v->b, v->expr) : node_stmt_text(v->b, v->stmt);
  fprintf(x->out, "%s: %s\n", pos_string(x->r->c, v->pos), text);
  show_line(x, v->pos);
  tell_placement(x, v->expr ? placement_of_expr(v->expr)
                            : placement_of_stmt(v->stmt));
}

bool escape_explain(const EscapeRecord *r, const Explain *ask, FILE *out) {
  Explainer x = {.r = r, .ask = ask, .out = out};
  Values v = {.x = &x};
  collect(&v);
  if (v.list.len)
    qsort(v.list.items, v.list.len, sizeof *v.list.items, compare);
  if (ask->col)
    nearest(&v);
  for (uint32_t i = 0; i < v.list.len; i++) {
    if (i)
      fputc('\n', out);
    tell(&x, &v.list.items[i]);
  }
  return v.list.len > 0;
}
