/*
 * stmt_text.c - a statement as gc's IR printer spells it.
 *
 * -m=2 shows statements, and whole bodies, on one line and in the form that
 * gc's middle end holds: loops and switches only by name, declarations apart
 * from their values, blocks without braces:
 *
 *     var x T; for { ... }       var x T; x = <nil>; for loop
 *     if a { b() } else { c() }  if a { b() } else { c() }
 *
 * Source of the forms: stmtFmt in cmd/compile/internal/ir/fmt.go of Go 1.19.
 */
#include "escape/build.h"

enum {
  PREC_SEND = 3 /* a send binds its operands like an operator */
};

typedef struct StmtPrinter {
  Builder *b;
  Text out;
  bool first; /* nothing of the current list is printed yet */
} StmtPrinter;

static void print_stmt(StmtPrinter *p, const Stmt *s);

/* Begins one item of a list of statements. */
static void begin(StmtPrinter *p) {
  if (!p->first)
    text_puts(&p->out, "; ");
  p->first = false;
}

/* An expression that needs no parentheses where it stands. */
static void print_expr_of(StmtPrinter *p, const Expr *e) {
  text_puts(&p->out, node_operand_text(p->b, e, 0));
}

/* Items with commas between; types too, in the cases of a type switch. */
static void print_list(StmtPrinter *p, Expr *const *items, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (i)
      text_puts(&p->out, ", ");
    if (items[i]->mode == MODE_TYPE && shape_is_mentioned(items[i]->type))
      text_puts(&p->out, "<node DYNAMICTYPE>");
    else if (items[i]->mode == MODE_TYPE)
      text_puts(&p->out, node_type_text(p->b, items[i]->type));
    else
      print_expr_of(p, items[i]);
  }
}

/* A list of its own, in braces or behind a colon. */
static void print_nested(StmtPrinter *p, Stmt *const *list, uint32_t n) {
  bool outer = p->first;
  p->first = true;
  for (uint32_t i = 0; i < n; i++)
    print_stmt(p, list[i]);
  p->first = outer;
}

/* ---------------------------------------------------------- declarations -- */

/* A variable's name where it is declared. */
static const char *name_text(StmtPrinter *p, const Expr *e) {
  return e->flags & EXPR_F_BARE
             ? e->name.name->text
             : node_object_text(p->b, e->name.obj, e->name.name->text);
}

/* `var x T`, an item of its own: gc has declarations apart from values. */
static void print_var(StmtPrinter *p, const Expr *name) {
  begin(p);
  const Object *obj = name->name.obj;
  text_printf(&p->out, "var %s %s", name_text(p, name),
              node_type_text(p->b, obj ? obj->type : name->type));
}

/* Each variable, then its value: <nil> for none. */
static void print_var_decl(StmtPrinter *p, const Decl *d) {
  uint32_t nr;
  Expr *values = d->value.values;
  Expr **rhs = expr_items(&values, &nr);
  bool apart = nr == 0 || nr == d->value.n;
  for (uint32_t i = 0; i < d->value.n; i++) {
    print_var(p, d->value.names[i]);
    if (!apart)
      continue;
    begin(p);
    text_printf(&p->out, "%s = %s", name_text(p, d->value.names[i]),
                nr ? node_operand_text(p->b, rhs[i], 0) : "<nil>");
  }
  if (apart)
    return;
  begin(p);
  print_list(p, d->value.names, d->value.n);
  text_puts(&p->out, " = ");
  print_list(p, rhs, nr);
}

/* Constants and types have nodes, but no form of their own: "<node
   DCLTYPE>". */
static void print_decl(StmtPrinter *p, const Decl *d) {
  if (d->kind == DECL_VAR) {
    print_var_decl(p, d);
    return;
  }
  uint32_t n = d->kind == DECL_CONST ? d->value.n : 1;
  for (uint32_t i = 0; i < n; i++) {
    begin(p);
    text_printf(&p->out, "<node %s>",
                d->kind == DECL_CONST ? "DCLCONST" : "DCLTYPE");
  }
}

/* ----------------------------------------------------------- assignments -- */

/* Results of inlined calls are declared elsewhere, late variables nowhere. */
static const char *assign_sign(const Stmt *s, const Expr *first) {
  const Object *var = first->kind == EXPR_NAME ? first->name.obj : NULL;
  bool result = first->kind == EXPR_NAME && first->name.name->text[0] == '~';
  bool late = var && (var->flags & OBJ_F_LATE);
  return (s->flags & STMT_F_DEFINE) && !result && !late ? " := " : " = ";
}

/* x, y = a, b; also x op= y, and x++ as x += 1. */
static void print_assign(StmtPrinter *p, const Stmt *s) {
  uint32_t n, nr;
  Expr *lhs = s->assign.lhs, *rhs = s->assign.rhs;
  Expr **l = expr_items(&lhs, &n), **r = expr_items(&rhs, &nr);
  begin(p);
  print_list(p, l, n);
  if (s->op)
    text_printf(&p->out, " %s= ", op_info[s->op].spelling);
  else
    text_puts(&p->out, assign_sign(s, l[0]));
  if (nr == 0 && (s->flags & STMT_F_INC_DEC))
    text_puts(&p->out, "1");
  print_list(p, r, nr);
}

/* The blank behind `return` is there even if nothing follows. */
static void print_return(StmtPrinter *p, const Stmt *s) {
  uint32_t n;
  Expr *results = s->ret.results;
  Expr **r = expr_items(&results, &n);
  begin(p);
  text_puts(&p->out, "return ");
  print_list(p, r, n);
}

/* ------------------------------------------------------------ statements -- */

/* { t1, t2 := f(); return t1, t2 }: what fills temporaries is not shown. */
static void print_spread(StmtPrinter *p, const Stmt *s) {
  const Stmt *whole = spread_assignment(p->b->c, s);
  const Decl *d = spread_decl(s);
  for (uint32_t i = 0; d && i < d->value.n; i++)
    print_var(p, d->value.names[i]);
  if (whole)
    print_assign(p, whole);
  else
    print_stmt(p, s->block.list[1]);
}

/* A block has no braces: its statements are items of the list around it. */
static void print_block(StmtPrinter *p, const Stmt *s) {
  if (is_spread(s)) {
    print_spread(p, s);
    return;
  }
  for (uint32_t i = 0; i < s->block.n; i++)
    print_stmt(p, s->block.list[i]);
}

/* An init statement shows if it declares nothing, temporaries included. */
static bool is_plain_init(const Stmt *s) {
  if (is_spread(s))
    return spread_is_late(s) && !(s->block.list[1]->flags & STMT_F_DEFINE);
  return s->kind != STMT_BLOCK && !(s->flags & STMT_F_DEFINE);
}

/* "if init; cond { ... } else { ... }", with blocks on the same line. An else
   branch without statements is not shown. */
static void print_if(StmtPrinter *p, const Stmt *s) {
  begin(p);
  text_puts(&p->out, "if ");
  if (s->if_.init && is_plain_init(s->if_.init)) {
    print_nested(p, &s->if_.init, 1);
    text_puts(&p->out, "; ");
  }
  print_expr_of(p, s->if_.cond);
  text_puts(&p->out, " { ");
  print_nested(p, &s->if_.then, 1);
  text_puts(&p->out, " }");
  bool empty = !s->if_.els ||
               (s->if_.els->kind == STMT_BLOCK && s->if_.els->block.n == 0);
  if (empty)
    return;
  text_puts(&p->out, " else { ");
  print_nested(p, &s->if_.els, 1);
  text_puts(&p->out, " }");
}

/* A clause that was reached by itself: switch and select show only a name. */
static void print_clause(StmtPrinter *p, const Stmt *s) {
  uint32_t n;
  Expr *cases = s->clause.cases;
  Expr **items = expr_items(&cases, &n);
  begin(p);
  text_puts(&p->out, n ? "case " : "default");
  print_list(p, items, n);
  text_puts(&p->out, ": ");
  print_nested(p, s->clause.list, s->clause.n);
}

/* An item that is only these words, or begins with them. */
static void print_words(StmtPrinter *p, const char *words) {
  begin(p);
  text_puts(&p->out, words);
}

/* break, goto and the like, with their label if they have one. */
static void print_branch(StmtPrinter *p, const Stmt *s, const char *word) {
  print_words(p, word);
  if (s->branch.label)
    text_printf(&p->out, " %s", s->branch.label->text);
}

/* "go f(x)": a word and an expression. */
static void print_prefixed(StmtPrinter *p, const char *prefix, const Expr *e) {
  print_words(p, prefix);
  print_expr_of(p, e);
}

/* Prints s as one item of a list, or as several; nothing for an empty one. */
static void print_stmt(StmtPrinter *p, const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_BLOCK: print_block(p, s); break;
  case STMT_DECL:
    for (uint32_t i = 0; i < s->decl.n; i++)
      print_decl(p, s->decl.list[i]);
    break;
  case STMT_ASSIGN: print_assign(p, s); break;
  case STMT_RETURN: print_return(p, s); break;
  case STMT_EXPR: print_prefixed(p, "", s->expr.x); break;
  case STMT_GO: print_prefixed(p, "go ", s->expr.x); break;
  case STMT_DEFER: print_prefixed(p, "defer ", s->expr.x); break;
  case STMT_SEND:
    print_words(p, node_operand_text(p->b, s->expr.x, PREC_SEND));
    text_puts(&p->out, " <- ");
    text_puts(&p->out, node_operand_text(p->b, s->expr.y, PREC_SEND + 1));
    break;
  case STMT_LABELED:
    begin(p);
    text_printf(&p->out, "%s: ", s->branch.label->text);
    print_stmt(p, s->branch.stmt);
    break;
  case STMT_IF: print_if(p, s); break;
  case STMT_FOR:
  case STMT_RANGE: print_words(p, "for loop"); break;
  case STMT_SWITCH: print_words(p, "switch statement"); break;
  case STMT_SELECT: print_words(p, "select statement"); break;
  case STMT_CASE:
  case STMT_COMM: print_clause(p, s); break;
  case STMT_BREAK: print_branch(p, s, "break"); break;
  case STMT_CONTINUE: print_branch(p, s, "continue"); break;
  case STMT_FALLTHROUGH: print_branch(p, s, "fallthrough"); break;
  case STMT_GOTO: print_branch(p, s, "goto"); break;
  case STMT_EMPTY:
  case STMT_COUNT: break;
  }
}

/* A range statement stands at the word `range` for gc; others where they
   begin. */
Pos node_stmt_pos(const Stmt *s) {
  return s->kind == STMT_RANGE ? s->range.keyword : s->pos;
}

const char *node_stmt_text(Builder *b, const Stmt *s) {
  StmtPrinter p = {.b = b, .first = true};
  print_stmt(&p, s);
  return text_take(&p.out, &b->c->arena);
}

/* "func(int) int", or "method(*T) func(int) int". */
static void print_signature(StmtPrinter *p, const Function *fn) {
  if (fn->shapes) {
    text_puts(&p->out, shape_signature_text(p->b, fn));
    return;
  }
  if (fn->recv)
    text_printf(&p->out, "method(%s) ", node_type_text(p->b, fn->recv->type));
  text_puts(&p->out, node_type_text(p->b, fn->type));
}

/* What gc has put before the statements that are in the source. */
static void print_prologue(StmtPrinter *p, const Function *fn) {
  if (function_copies_dictionary(fn)) {
    const char *dict = node_qualified_text(p->b, fn->pos, ".dict");
    const char *behind = fn->body->block.n ? "" : "; ";
    print_words(p,
                arena_printf(&p->b->c->arena, "%s = %s%s", dict, dict, behind));
  }
  if (function_is_generated(fn) && wrapper_follows_pointer(fn))
    print_words(p, "if .this == nil { runtime.panicwrap() }");
}

const char *node_function_text(Builder *b, const Function *fn) {
  StmtPrinter p = {.b = b, .first = true};
  print_signature(&p, fn);
  text_puts(&p.out, " { ");
  print_prologue(&p, fn);
  print_stmt(&p, fn->body);
  text_puts(&p.out, " }");
  return text_take(&p.out, &b->c->arena);
}
