/*
 * explain_path.c - the way of an address to what outlives its storage, told
 * edge by edge.
 *
 *     i -> l1 -> l2 -> l3          The address of i is taken (&i), put into
 *                                  T{...} and assigned to l1. ...
 *     l3 -> ~r0                    l3 is on the heap itself: its address is
 *                                  returned.
 *
 * An event says how the address of one location reached another one. If that
 * other one was on the heap itself, its own event continues the story, until
 * something is reached that is truly longer-lived.
 *
 *     func getValue(n int) *int { x := n; return &x }
 *
 *       1. The address of x is taken (&x) and returned.
 *       2. ~r0 is a result of getValue: it outlives the call.
 *
 * One sentence for each edge: what moves (subject, from the weight), and what
 * happens to it (a verb for each note, from gc's word).
 */
#include "escape/explain.h"

const Note *last_note(const Note *notes) {
  while (notes && notes->next)
    notes = notes->next;
  return notes;
}

/* ---------------------------------------------------------------- stories */

/* Whether the story has passed l: two locations that hold each other's address
   would be followed forever. */
static bool told(const Story *s, const Location *l) {
  for (uint32_t i = 0; i < s->steps.len; i++)
    if (s->steps.items[i].src == l)
      return true;
  return false;
}

static void add_path(Story *s, const Event *e) {
  for (uint32_t i = 0; i < e->npath; i++)
    list_push(&s->b->c->arena, &s->steps, e->path[i]);
}

/* Goes on with the event of l, then of what holds l, up to a location that does
   not escape (a result, an outer variable), the heap, or a limit. */
static void follow(Story *s, const Location *l) {
  for (;;) {
    s->last = l;
    s->end = s->b->g->heap;
    s->notes = NULL;
    const Event *e = location_event(s->b, l);
    if (l->heap_reason || !e || told(s, l))
      return;
    add_path(s, e);
    s->end = e->root;
    s->notes = e->npath ? e->path[e->npath - 1].notes : NULL;
    bool goes_on = e->root->escapes && e->root->kind != LOC_HEAP;
    if (!goes_on)
      return;
    l = e->root;
  }
}

Story story_of(Builder *b, const Location *l) {
  Story s = {.b = b, .first = l};
  follow(&s, l);
  return s;
}

Story story_of_leak(Builder *b, const Event *leak) {
  Story s = {.b = b, .first = leak->loc, .last = leak->loc, .end = leak->root};
  add_path(&s, leak);
  s.notes = leak->npath ? leak->path[leak->npath - 1].notes : NULL;
  if (leak->root->escapes && leak->root->kind != LOC_HEAP)
    follow(&s, leak->root);
  return s;
}

/* ------------------------------------------------------------ source lines */

/* Columns are those of bytes; tabs are kept below tabs, so that the caret
   stands right whatever their width. */
void show_line(Explainer *x, Pos pos) {
  Place p = place_of(x->r->c, pos);
  if (!p.source || pos == x->shown)
    return;
  x->shown = pos;
  const char *start = p.source->text + p.source->lines[p.real_line - 1];
  int len = (int)strcspn(start, "\r\n");
  fprintf(x->out, "  %5u | %.*s\n        | ", p.real_line, len, start);
  for (uint32_t i = 1; i < p.real_col && (int)i <= len; i++)
    fputc(start[i - 1] == '\t' ? '\t' : ' ', x->out);
  fputs("^\n", x->out);
}

/* -------------------------------------------------------------- sentences */

/* What leads to the storage that the expression l allocates. */
static const char *pointer_noun(const Location *l) {
  switch ((TypeKind)type_under(l->expr->type)->kind) {
  case TYPE_SLICE: return "The slice";
  case TYPE_MAP: return "The map";
  case TYPE_FUNC: return "The closure";
  case TYPE_INTERFACE: return "The interface value";
  case TYPE_POINTER: return "The pointer";
  default: return "The value";
  }
}

/* What moves: "The address of x", "What p points to". */
static const char *subject(Builder *b, const Step *s) {
  Arena *a = &b->c->arena;
  const char *name = location_label(b, s->src);
  if (s->src->kind == LOC_TEMP)
    return s->derefs > 0 ? "What it points to" : "It";
  if (s->src->is_go_wrapper)
    return arena_printf(a, "The closure that will call %s", name);
  if (s->src->kind == LOC_EXPR && s->derefs == -1)
    return arena_printf(a, "%s %s", pointer_noun(s->src), name);
  if (s->derefs == -1)
    return arena_printf(a, "The address of %s", name);
  if (s->derefs == 0)
    return arena_printf(a, "The value of %s", name);
  if (s->derefs == 1)
    return arena_printf(a, "What %s points to", name);
  return arena_printf(a, "What %s points to, %d levels down,", name, s->derefs);
}

/* "f", "x.M", "a function": what a call calls. The program has no assertion
   where one was found out to hold (devirtualize.c). */
static const char *callee_text(Builder *b, const Expr *call) {
  if (call->sub == CALL_BUILTIN)
    return builtin_info[call->call.builtin].name;
  const Expr *fn = call->call.fn;
  const Expr *x = fn->kind == EXPR_SELECTOR ? fn->sel.x : NULL;
  if (x && x->kind == EXPR_TYPE_ASSERT && (x->flags & EXPR_F_IMPLICIT))
    return arena_printf(&b->c->arena, "%s.%s", expr_string(b->c, x->pair.x),
                        fn->sel.sel->text);
  return expr_string(b->c, fn);
}

/* Only the program's own & is quoted. */
static const char *taken(Builder *b, const Note *n) {
  const char *text = node_text(b, n->expr);
  return text[0] == '&' ? arena_printf(&b->c->arena, "is taken (%s)", text)
                        : "is taken";
}

/* What a step of the way does, after "The address of x". */
static const char *verb(Builder *b, const Step *s, const Note *n) {
  static const struct {
    const char *why, *verb; /* @: the expression of the note */
  } table[] = {
      {"struct literal element", "is put into @"                         },
      {"array literal element",  "is put into @"                         },
      {"slice-literal-element",  "is put into @"                         },
      {"dot",                    "is read in part (@)"                   },
      {"dot of pointer",         "is read through a pointer (@)"         },
      {"indirection",            "is read through a pointer (@)"         },
      {"fixed-array-index-of",   "is read in part (@)"                   },
      {"slice",                  "is sliced (@)"                         },
      {"interface-converted",    "becomes an interface value"            },
      {"send",                   "is sent to a channel"                  },
      {"key of map put",         "is stored as the key of a map"         },
      {"map literal key",        "is stored as the key of a map"         },
      {"map literal value",      "is stored in a map"                    },
      {"switch case",            "is held by a type switch"              },
      {"range",                  "is ranged over"                        },
      {"range-deref",            "is reached by a range loop"            },
      {"appendee slice",         "may be moved by append"                },
      {"//go:uintptrescapes",    "goes to a //go:uintptrescapes function"},
  };
  Arena *a = &b->c->arena;
  for (size_t i = 0; i < COUNT(table); i++) {
    if (strcmp(table[i].why, n->why) != 0)
      continue;
    const char *at = strchr(table[i].verb, '@');
    return at ? arena_printf(a, "%.*s%s%s", (int)(at - table[i].verb),
                             table[i].verb, node_text(b, n->expr), at + 1)
              : table[i].verb;
  }
  if (strcmp(n->why, "address-of") == 0)
    return taken(b, n);
  if (strcmp(n->why, "captured by a closure") == 0)
    return s->derefs < 0 ? "is captured by a closure, by reference"
                         : "is captured by a closure";
  if (strcmp(n->why, "call parameter") == 0)
    return arena_printf(a, "is passed to %s", callee_text(b, n->expr));
  if (strcmp(n->why, "return") == 0)
    return "is returned";
  if (strncmp(n->why, "assign", 6) != 0)
    return NULL;
  if (s->dst->kind == LOC_VAR && s->dst->name[0] != '.')
    return arena_printf(a, "is assigned to %s", s->dst->name);
  return n->stmt && n->stmt->kind == STMT_ASSIGN
             ? arena_printf(a, "is stored: %s", node_stmt_text(b, n->stmt))
             : "is kept for later";
}

/* Conversions to interfaces, which mostly nobody wrote, stand where their
   operand does: no line of their own. */
static bool prints_position(const Note *n) {
  return strcmp(n->why, "interface-converted") != 0;
}

static Pos note_pos(const Note *n) {
  return n->expr ? n->expr->pos : n->stmt->pos;
}

/* Lines of the program that the step's notes point at, each once. */
static void show_lines(Explainer *x, const Step *s) {
  uint32_t shown = 0;
  for (const Note *n = s->notes; n; n = n->next) {
    Place p = place_of(x->r->c, note_pos(n));
    if (p.real_line == shown || !prints_position(n))
      continue;
    show_line(x, note_pos(n));
    shown = p.real_line;
  }
}

/* What a step without a word of its own is: the start of a goroutine, ... */
static const char *silent_verb(const Step *step) {
  const Stmt *go = step->src->expr ? go_statement(step->src) : NULL;
  if (!go)
    return NULL;
  return go->kind == STMT_GO ? "is started as a goroutine"
                             : "is deferred in a loop";
}

/* "is taken, sliced and returned": verbs with commas and one "and"; a second
   "is" in a row is dropped. */
static void join(Explainer *x, const char *const *verbs, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    bool again = i > 0 && strncmp(verbs[i - 1], "is ", 3) == 0 &&
                 strncmp(verbs[i], "is ", 3) == 0;
    const char *glue = i == 0 ? "" : i + 1 == n ? " and" : ",";
    fprintf(x->out, "%s %s", glue, verbs[i] + (again ? 3 : 0));
  }
}

/* False: there is nothing to say of this step. */
static bool tell_step(Explainer *x, const Story *s, const Step *step,
                      uint32_t number) {
  LIST(const char *) verbs = {0};
  for (const Note *n = step->notes; n; n = n->next) {
    const char *v = verb(s->b, step, n);
    if (v)
      list_push(&x->r->c->arena, &verbs, v);
  }
  const char *silent = verbs.len ? NULL : silent_verb(step);
  if (silent)
    list_push(&x->r->c->arena, &verbs, silent);
  if (!verbs.len)
    return false;
  fprintf(x->out, "  %u. %s", number, subject(s->b, step));
  join(x, verbs.items, verbs.len);
  fputs(".\n", x->out);
  show_lines(x, step);
  return true;
}

/* Why the end of the story outlives what it began with. */
static void tell_end(Explainer *x, const Story *s, uint32_t number) {
  const Location *end = s->end, *l = s->last;
  const char *name = location_label(s->b, end);
  if (end->kind == LOC_HEAP || !s->notes)
    return;
  fprintf(x->out, "  %u. ", number);
  if (end->escapes)
    fprintf(x->out, "%s is on the heap itself.\n", name);
  else if (end->result_index)
    fprintf(x->out, "%s is a result of %s: it outlives the call.\n", name,
            end->fn->name);
  else if (end->fn == l->fn)
    fprintf(x->out,
            "%s is declared outside of the loop around %s: it keeps "
            "the address for later iterations.\n",
            name, location_label(s->b, l));
  else
    fprintf(x->out, "%s belongs to %s, around the function literal.\n", name,
            end->fn->name);
}

/* Numbers count sentences: steps that say nothing have none. */
void story_tell(Explainer *x, const Story *s) {
  uint32_t number = 1;
  for (uint32_t i = 0; i < s->steps.len; i++)
    number += tell_step(x, s, &s->steps.items[i], number);
  tell_end(x, s, number);
}
