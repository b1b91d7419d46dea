/*
 * report.c - what gc prints under -m and -m=2, from what was recorded.
 *
 * For one batch: the explanations (-m=2) in the order in which things were
 * found, then for each function its parameters, then the verdict of each
 * location in the order of creation:
 *
 *     x.go:3:5: x escapes to heap:                              -m=2
 *     x.go:3:5:   flow: ~r0 = &x:
 *     x.go:3:5:     from &x (address-of) at x.go:3:21
 *     x.go:3:5:     from return &x (return) at x.go:3:14
 *     x.go:7:9: p does not escape                               -m
 *     x.go:3:5: moved to heap: x
 *
 * The solver prints nothing: it leaves events, of which only -m=2 tells the
 * paths. Texts are made here, from the tree as it is now; b->when says as of
 * when a call's text is wanted (node_text.c).
 *
 * Texts and order: cmd/compile/internal/escape/{escape,solve}.go of Go 1.19.
 */
#include "escape/build.h"

/* All that this file prints: position first, as in diagnostics. */
static void say(Builder *b, Pos pos, const char *text) {
  fprintf(b->c->out, "%s: %s\n", pos_string(b->c, pos), text);
}

#define SAY(b, pos, ...)                                                       \
  say((b), (pos), arena_printf(&(b)->c->arena, __VA_ARGS__))

/* --------------------------------------------------------- explanations -- */

/* How a location is named in "flow:" lines. */
static const char *location_text(Builder *b, const Location *l) {
  switch (l->kind) {
  case LOC_HEAP: return "{heap}";
  case LOC_BLANK:
  case LOC_TEMP: return "{temp}";
  case LOC_VAR:
    return strncmp(l->name, "~b", 2) == 0
               ? "_"
               : node_object_text(b, l->var, l->name);
  case LOC_EXPR:
    return arena_printf(&b->c->arena, "{storage for %s}",
                        node_text(b, l->expr));
  }
  UNREACHABLE();
}

/* "&" for an address, "**" for two dereferences, "" for the value. */
static const char *ops_text(Builder *b, int derefs) {
  if (derefs == -1)
    return "&";
  Text t = {0};
  for (int i = 0; i < derefs; i++)
    text_putc(&t, '*');
  return text_take(&t, &b->c->arena);
}

/* One edge of a path, then why it exists; all lines stand at `pos`, where the
   path begins. */
static void report_step(Builder *b, Pos pos, const Step *s) {
  SAY(b, pos, "  flow: %s = %s%s:", location_text(b, s->dst),
      ops_text(b, s->derefs), location_text(b, s->src));
  for (const Note *n = s->notes; n; n = n->next) {
    Pos at = n->expr ? n->expr->pos : node_stmt_pos(n->stmt);
    const char *what =
        n->expr ? node_text(b, n->expr) : node_stmt_text(b, n->stmt);
    SAY(b, pos, "    from %s (%s) at %s", what, n->why, pos_string(b->c, at));
  }
}

static void report_path(Builder *b, const Event *e) {
  Pos pos = location_pos(e->loc);
  for (uint32_t i = 0; i < e->npath; i++)
    report_step(b, pos, &e->path[i]);
  if (e->cyclic)
    say(b, pos,
        "  warning: truncated explanation due to assignment cycle; see "
        "golang.org/issue/35518");
}

/* A variable by name, anything else as the expression that allocates it. */
static const char *subject_text(Builder *b, const Location *l) {
  return l->var ? node_object_text(b, l->var, l->name) : node_text(b, l->expr);
}

static const char *bool_text(bool v) { return v ? "true" : "false"; }

/* "f capturing by value: x (addr=false assign=false width=8)". */
static void report_capture(Builder *b, const Event *e) {
  ASSERT(e->loc); /* a variable is captured */
  const Object *var = e->loc->var;
  SAY(b, var->pos, "%s capturing by %s: %s (addr=%s assign=%s width=%lld)",
      function_text(b, e->fn), e->by_value ? "value" : "ref",
      subject_text(b, e->loc), bool_text(e->was_addr_taken),
      bool_text(e->was_reassigned), (long long)type_size(b->c, var->type));
}

/* The explanation of one event, with texts as of its time. */
static void report_event(Builder *b, const Event *e) {
  Pos pos = e->loc ? location_pos(e->loc) : NO_POS;
  b->when = e->when;
  switch (e->kind) {
  case EVENT_ESCAPES:
    if (e->loc->kind == LOC_TEMP)
      return;
    SAY(b, pos, "%s escapes to heap:", subject_text(b, e->loc));
    report_path(b, e);
    break;
  case EVENT_PARAM_LEAK:
    SAY(b, pos,
        "parameter %s leaks to %s with derefs=%d:", subject_text(b, e->loc),
        location_text(b, e->root), e->derefs);
    report_path(b, e);
    break;
  case EVENT_CAPTURE: report_capture(b, e); break;
  case EVENT_SELF_ASSIGN:
    SAY(b, e->stmt->pos, "%s ignoring self-assignment in %s", e->fn->name,
        node_stmt_text(b, e->stmt));
    break;
  }
}

static void report_events(Builder *b) {
  for (uint32_t i = 0; i < b->g->events.len; i++) {
    const Event *e = &b->g->events.items[i];
    if (b->c->options.explain > 1 || e->kind == EVENT_SELF_ASSIGN)
      report_event(b, e);
  }
  b->when = 0;
}

/* ----------------------------------------------------------- parameters -- */

/* One line for each place that the parameter leaks to: "leaking param: p", "...
   content: p" for what it points to, "... p to result ~r0 level=1". */
static void report_leaks(Builder *b, const Function *fn, const Object *param,
                         const Leaks *leaks) {
  const char *name = param->name->text;
  if (leaks_none(leaks)) {
    SAY(b, param->pos, "%s does not escape", name);
    return;
  }
  int d = leaks_heap(leaks);
  if (d >= 0)
    SAY(b, param->pos, "leaking param%s: %s", d ? " content" : "", name);
  for (uint32_t i = 0; i < LEAK_RESULTS && i < fn->nresults; i++) {
    d = leaks_result(leaks, (int)i);
    if (d >= 0)
      SAY(b, param->pos, "leaking param: %s to result %s level=%d", name,
          var_location(b, fn->results[i])->name, d);
  }
}

/* Of a function without body, for whose integers gc expects the worst. */
static void report_external_param(Builder *b, const Function *fn,
                                  const Object *param, uint32_t number,
                                  const Leaks *leaks) {
  if (type_basic_kind(param->type) == BASIC_UINTPTR) {
    const char *name = param->name
                           ? param->name->text
                           : arena_printf(&b->c->arena, "arg#%u", number);
    SAY(b, param->pos, "assuming %s is unsafe uintptr", name);
  } else if (param->name && flow_has_pointers(param->type)) {
    report_leaks(b, fn, param, leaks);
  }
}

/* A parameter that //go:uintptrescapes speaks of. */
static bool report_marked(Builder *b, const Function *fn, const Object *param,
                          uint32_t number) {
  bool dots;
  if (!keeps_uintptrs(fn, param, &dots))
    return false;
  const char *name = param->name ? param->name->text
                                 : arena_printf(&b->c->arena, "arg#%u", number);
  SAY(b, param->pos, "marking %s as escaping %suintptr", name,
      dots ? "..." : "");
  return true;
}

/* Says what becomes of one parameter; nothing if it cannot point anywhere, or
   if a verdict will say that it is moved to the heap. */
static void report_param(Builder *b, const Function *fn, Object *param,
                         uint32_t number, const Leaks *leaks) {
  if (fn->body && fn->nparams && report_marked(b, fn, param, number))
    return;
  if (!fn->body) {
    report_external_param(b, fn, param, number, leaks);
    return;
  }
  bool silent = !param->name || name_is_blank(param->name) ||
                !flow_has_pointers(param->type) || fn->is_wrapper || fn->shapes;
  if (!silent && !var_location(b, param)->escapes)
    report_leaks(b, fn, param, leaks);
}

static void report_params(Builder *b, const Function *fn) {
  const Summary *s = fn->escape;
  uint32_t at = 0;
  if (fn->recv) {
    report_param(b, fn, fn->recv, at + 1, &s->params[at]);
    at++;
  }
  for (uint32_t i = 0; i < fn->nparams; i++, at++)
    report_param(b, fn, fn->params[i], at + 1, &s->params[at]);
}

/* -------------------------------------------------------------- verdicts -- */

/* The verdict. Variables that stay are not mentioned. */
static void report_location(Builder *b, const Location *l) {
  if (l->is_go_wrapper || l->kind == LOC_TEMP)
    return;
  if (l->var) {
    if (l->escapes)
      SAY(b, l->var->pos, "moved to heap: %s", subject_text(b, l));
  } else {
    SAY(b, l->expr->pos, "%s %s", node_text(b, l->expr),
        l->escapes ? "escapes to heap" : "does not escape");
  }
}

void report_batch(Builder *b) {
  report_events(b);
  for (uint32_t i = 0; i < b->batch->n; i++)
    report_params(b, b->batch->functions[i]);
  for (uint32_t i = 0; i < b->g->locations.len; i++)
    report_location(b, b->g->locations.items[i]);
}
