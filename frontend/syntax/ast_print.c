/*
 * ast_print.c - trees as Go source.
 *
 * Two forms of one printer:
 *
 *   short   on one line, as in messages: func(x int) {…}, T{…}
 *   whole   a file, with bodies and tabs, which parses to the same tree
 *
 * Binary expressions print the parentheses that are in the tree and no others;
 * a parsed tree needs none. Neighbours that share a type print as `a, b T`.
 *
 * The short form is a part of error messages, and tests compare these with gc's
 * byte for byte. So it follows gc's printer where that differs from gofmt:
 *
 *   a+b*c                a + b * c       blanks around every binary operator
 *   []int{1, 2}          []int{…}        elements and bodies are left out
 *
 * The whole form promises less about looks, and more about meaning: what it
 * prints parses to an equal tree (tools/roundtrip.c). Two places need care, for
 * there the text would be read differently than the tree was built:
 *
 *   chan (<-chan T)      without the parentheses: (chan<-) chan T
 *   if (T{}) == x {      a literal in a header, outside of brackets
 */
#include "frontend/syntax/ast.h"
#include "frontend/syntax/ast_slots.h"

#include <stdlib.h>

/* Where the text goes, and what decides its form. */
typedef struct Printer {
  Text *out;
  bool whole;
  bool header; /* in a header, where `{` behind a name is the body */
  int indent;
} Printer;

/* Any expression or type; NULL prints nothing. */
static void print(Printer *p, const Expr *e);
/* Any statement, without the newline before it. */
static void print_stmt(Printer *p, const Stmt *s);
/* { list } over several lines. Inside of it no header is open: braces of
   literals are safe again. */
static void print_block(Printer *p, const Stmt *block);

/* A text as it is. */
static void put(Printer *p, const char *s) { text_puts(p->out, s); }

static void put_name(Printer *p, const Name *n) {
  text_append(p->out, n->text, n->len);
}

/* A new line at the current depth. */
static void newline(Printer *p) {
  text_putc(p->out, '\n');
  for (int i = 0; i < p->indent; i++)
    text_putc(p->out, '\t');
}

/* ----------------------------------------------------------------- types -- */

/* a, b, c */
static void print_exprs(Printer *p, Expr *const *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (i)
      put(p, ", ");
    print(p, list[i]);
  }
}

/* Whether the next field is printed before this one's type: `a, b T`. */
static bool shares_with_next(const Field *f, uint32_t i, uint32_t n) {
  return f[i].name && i + 1 < n && f[i + 1].name && field_shares_type(f, i + 1);
}

/* Without the parentheses: `a, b T, c ...U`. */
static void print_params(Printer *p, const Field *f, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (i)
      put(p, ", ");
    if (f[i].name) {
      put_name(p, f[i].name);
      if (shares_with_next(f, i, n))
        continue;
      put(p, " ");
    }
    print(p, f[i].type);
  }
}

/* (params) result, or (params) (results). */
static void print_signature(Printer *p, const Expr *type) {
  put(p, "(");
  print_params(p, type->functype.params, type->functype.nparams);
  put(p, ")");
  const Field *results = type->functype.results;
  uint32_t n = type->functype.nresults;
  if (n == 0)
    return;
  put(p, " ");
  if (n == 1 && !results[0].name) {
    print(p, results[0].type);
    return;
  }
  put(p, "(");
  print_params(p, results, n);
  put(p, ")");
}

/* A struct field or interface element, without its separator. */
static void print_field(Printer *p, const Field *f, bool method) {
  if (f->name)
    put_name(p, f->name);
  if (method && f->name) {
    print_signature(p, f->type);
    return;
  }
  if (f->name)
    put(p, " ");
  print(p, f->type);
  if (f->tag) {
    put(p, " ");
    print(p, f->tag);
  }
}

/* struct{...} and interface{...}: one line in the short form. */
static void print_record(Printer *p, const Expr *e) {
  const Field *f = e->record.fields;
  uint32_t n = e->record.n;
  bool iface = e->kind == EXPR_INTERFACE_TYPE;
  put(p, iface ? "interface{" : "struct{");
  p->indent++;
  for (uint32_t i = 0; i < n; i++) {
    bool joined = i > 0 && shares_with_next(f, i - 1, n);
    if (joined)
      put(p, ", ");
    else if (p->whole)
      newline(p);
    else if (i)
      put(p, "; ");
    if (!iface && shares_with_next(f, i, n))
      put_name(p, f[i].name);
    else
      print_field(p, &f[i], iface);
  }
  p->indent--;
  if (p->whole && n)
    newline(p);
  put(p, "}");
}

/* Does the type end in a func type without results, which would take a `(`
   that follows as its own? */
static bool ends_in_bare_func(const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_FUNC_TYPE:
    return e->functype.nresults == 0 ||
           (e->functype.nresults == 1 && !e->functype.results[0].name &&
            ends_in_bare_func(e->functype.results[0].type));
  case EXPR_ARRAY_TYPE:
  case EXPR_SLICE_TYPE:
  case EXPR_DOTS_TYPE:
  case EXPR_CHAN_TYPE: return ends_in_bare_func(e->array.elem);
  case EXPR_MAP_TYPE: return ends_in_bare_func(e->pair.y);
  case EXPR_UNARY: return ends_in_bare_func(e->pair.x);
  default: return false;
  }
}

/* The last part of a type. Parentheses are dropped when a type is parsed, so
   `[](func())(x)` has lost those that it needs. */
static void print_elem(Printer *p, const Expr *e, bool group) {
  group |= p->whole && ends_in_bare_func(e);
  if (group)
    put(p, "(");
  print(p, e);
  if (group)
    put(p, ")");
}

/* chan T, chan<- T, <-chan T. */
static void print_chan(Printer *p, const Expr *e) {
  const Expr *elem = e->array.elem;
  bool both = !(e->flags & (EXPR_F_CHAN_SEND | EXPR_F_CHAN_RECV));
  put(p, e->flags & EXPR_F_CHAN_RECV   ? "<-chan "
         : e->flags & EXPR_F_CHAN_SEND ? "chan<- "
                                       : "chan ");
  bool group = both && elem->kind == EXPR_CHAN_TYPE &&
               elem->flags & EXPR_F_CHAN_RECV; /* chan <-chan is chan<- */
  print_elem(p, elem, group);
}

/* [n]T, [...]T, []T. */
static void print_array(Printer *p, const Expr *e) {
  put(p, "[");
  if (e->kind == EXPR_ARRAY_TYPE && !e->array.len)
    put(p, "...");
  else if (e->kind == EXPR_ARRAY_TYPE)
    print(p, e->array.len);
  put(p, "]");
  print_elem(p, e->array.elem, false);
}

/* map[K]V; a bare func type as V is grouped. */
static void print_map(Printer *p, const Expr *e) {
  put(p, "map[");
  print(p, e->pair.x);
  put(p, "]");
  print_elem(p, e->pair.y, false);
}

/* ----------------------------------------------------------- expressions -- */

/* The short form of elements is `…`; an elided type prints nothing. */
static void print_composite(Printer *p, const Expr *e) {
  if (e->complit.type)
    print(p, e->complit.type);
  put(p, "{");
  if (p->whole)
    print_exprs(p, e->complit.elems, e->complit.n);
  else if (e->complit.n)
    put(p, "…");
  put(p, "}");
}

/* The short form of a body says only whether it is empty. */
static void print_func_lit(Printer *p, const Expr *e) {
  print(p, e->funclit.type);
  put(p, " ");
  if (p->whole)
    print_block(p, e->funclit.body);
  else
    put(p, e->funclit.body->block.n ? "{…}" : "{}");
}

/* x[lo:hi] or x[lo:hi:max]; missing bounds print nothing. */
static void print_slice(Printer *p, const Expr *e) {
  print(p, e->slice.x);
  put(p, "[");
  print(p, e->slice.lo);
  put(p, ":");
  print(p, e->slice.hi);
  if (e->flags & EXPR_F_FULL) {
    put(p, ":");
    print(p, e->slice.max);
  }
  put(p, "]");
}

/* fn(args) or fn(args...). */
static void print_call(Printer *p, const Expr *e) {
  print(p, e->call.fn);
  put(p, "(");
  print_exprs(p, e->call.args, e->call.n);
  if (e->flags & EXPR_F_DOTS) /* 1... would be the number 1. */
    put(p, p->whole ? " ..." : "...");
  put(p, ")");
}

/* The whole form must not join operators: - -x, & ^x. It puts back parentheses
   behind &, which parsing drops: &(T{}) in a header needs them. */
static void print_unary(Printer *p, const Expr *e) {
  const Expr *x = e->pair.x;
  bool joins = x->kind == EXPR_UNARY || x->kind == EXPR_BINARY;
  bool group = p->whole && e->op == OP_AND && (joins || p->header);
  put(p, op_info[e->op].spelling);
  if (group)
    put(p, "(");
  else if (p->whole && joins)
    put(p, " ");
  print(p, x);
  if (group)
    put(p, ")");
}

/* Chains nest on the left, thousands deep in generated code: loops. */
static void print_binary(Printer *p, const Expr *e) {
  uint32_t depth = 0;
  for (const Expr *x = e; x->kind == EXPR_BINARY; x = x->pair.x)
    depth++;
  const Expr **spine = malloc(depth * sizeof *spine); /* innermost first */
  ASSERT(spine);
  for (uint32_t i = depth; i-- > 0; e = e->pair.x)
    spine[i] = e;
  print(p, e);
  for (uint32_t i = 0; i < depth; i++) {
    text_printf(p->out, " %s ", op_info[spine[i]->op].spelling);
    print(p, spine[i]->pair.y);
  }
  free(spine);
}

/* x.(type), or y := x.(type). */
static void print_guard(Printer *p, const Expr *e) {
  if (e->guard.lhs) {
    put_name(p, e->guard.lhs);
    put(p, " := ");
  }
  print(p, e->guard.x);
  put(p, ".(type)");
}

/* x, then y between an opening and a closing text. */
static void print_around(Printer *p, const Expr *e, const char *open,
                         const char *close) {
  print(p, e->pair.x);
  put(p, open);
  print(p, e->pair.y);
  put(p, close);
}

/* Dispatch by kind. Nodes that later passes make, like implicit conversions,
   print what the programmer wrote, or a word in <>. */
static void print(Printer *p, const Expr *e) {
  if (!e)
    return;
  switch ((ExprKind)e->kind) {
  case EXPR_BAD: put(p, "<bad expr>"); break;
  case EXPR_NAME: put_name(p, e->name.name); break;
  case EXPR_LITERAL: text_append(p->out, e->lit.text, e->lit.len); break;
  case EXPR_COMPOSITE: print_composite(p, e); break;
  case EXPR_KEY_VALUE: print_around(p, e, ": ", ""); break;
  case EXPR_FUNC_LIT: print_func_lit(p, e); break;
  case EXPR_PAREN:
    put(p, "(");
    print(p, e->pair.x);
    put(p, ")");
    break;
  case EXPR_SELECTOR:
    print(p, e->sel.x);
    put(p, ".");
    put_name(p, e->sel.sel);
    break;
  case EXPR_INDEX: print_around(p, e, "[", "]"); break;
  case EXPR_SLICE: print_slice(p, e); break;
  case EXPR_TYPE_ASSERT: print_around(p, e, ".(", ")"); break;
  case EXPR_TYPE_GUARD: print_guard(p, e); break;
  case EXPR_UNARY: print_unary(p, e); break;
  case EXPR_BINARY: print_binary(p, e); break;
  case EXPR_CALL: print_call(p, e); break;
  case EXPR_LIST: print_exprs(p, e->list.elems, e->list.n); break;
  case EXPR_ARRAY_TYPE:
  case EXPR_SLICE_TYPE: print_array(p, e); break;
  case EXPR_DOTS_TYPE:
    put(p, "...");
    print(p, e->array.elem);
    break;
  case EXPR_STRUCT_TYPE:
  case EXPR_INTERFACE_TYPE: print_record(p, e); break;
  case EXPR_FUNC_TYPE:
    put(p, "func");
    print_signature(p, e);
    break;
  case EXPR_MAP_TYPE: print_map(p, e); break;
  case EXPR_CHAN_TYPE: print_chan(p, e); break;
  case EXPR_CONVERT: print(p, e->pair.x); break; /* implicit: not in source */
  case EXPR_INLINED_CALL: put(p, "<inlined call>"); break;
  case EXPR_COUNT: UNREACHABLE();
  }
}

/* ------------------------------------------------------------ statements -- */

/* All assignments: x = y, x := y, x += y, x++. */
static void print_assign(Printer *p, const Stmt *s) {
  const char *op = op_info[s->op].spelling;
  print(p, s->assign.lhs);
  if (s->flags & STMT_F_INC_DEC) {
    text_printf(p->out, "%s%s", op, op);
    return;
  }
  text_printf(p->out, " %s= ", s->flags & STMT_F_DEFINE ? ":" : op);
  print(p, s->assign.rhs);
}

/* Statements, one a line, indented. */
static void print_list(Printer *p, Stmt *const *list, uint32_t n) {
  p->indent++;
  for (uint32_t i = 0; i < n; i++) {
    newline(p);
    print_stmt(p, list[i]);
  }
  p->indent--;
}

static void print_block(Printer *p, const Stmt *block) {
  bool header = p->header; /* of a statement around a function literal */
  p->header = false;
  put(p, "{");
  print_list(p, block->block.list, block->block.n);
  newline(p);
  put(p, "}");
  p->header = header;
}

/* `init; ` of a header. */
static void print_init(Printer *p, const Stmt *init) {
  if (!init)
    return;
  print_stmt(p, init);
  put(p, "; ");
}

/* `init; e ` of a header: braces in it need care (print_unary). */
static void print_header(Printer *p, const Stmt *init, const Expr *e) {
  p->header = true;
  print_init(p, init);
  print(p, e);
  p->header = false;
  put(p, " ");
}

/* if, else if, else. */
static void print_if(Printer *p, const Stmt *s) {
  for (;; s = s->if_.els) { /* else-if chains may be long */
    put(p, "if ");
    print_header(p, s->if_.init, s->if_.cond);
    print_block(p, s->if_.then);
    if (!s->if_.els)
      return;
    put(p, " else ");
    if (s->if_.els->kind != STMT_IF) {
      print_block(p, s->if_.els);
      return;
    }
  }
}

/* The three-part form only if there is more than a condition. */
static void print_for(Printer *p, const Stmt *s) {
  put(p, "for ");
  p->header = true;
  if (s->for_.init || s->for_.post) {
    if (s->for_.init)
      print_stmt(p, s->for_.init);
    put(p, "; ");
    print(p, s->for_.cond);
    put(p, "; ");
    if (s->for_.post)
      print_stmt(p, s->for_.post);
  } else {
    print(p, s->for_.cond);
  }
  p->header = false;
  put(p, " ");
  print_block(p, s->for_.body);
}

/* for lhs := range x. */
static void print_range(Printer *p, const Stmt *s) {
  put(p, "for ");
  if (s->range.lhs) {
    print(p, s->range.lhs);
    put(p, s->flags & STMT_F_DEFINE ? " := " : " = ");
  }
  put(p, "range ");
  print_header(p, NULL, s->range.x);
  print_block(p, s->range.body);
}

/* case or default of a switch or select. */
static void print_clause(Printer *p, const Stmt *s) {
  newline(p);
  put(p, s->clause.cases || s->clause.comm ? "case " : "default");
  print(p, s->clause.cases);
  if (s->clause.comm)
    print_stmt(p, s->clause.comm);
  put(p, ":");
  print_list(p, s->clause.list, s->clause.n);
}

/* switch and select. */
static void print_switch(Printer *p, const Stmt *s) {
  put(p, s->kind == STMT_SWITCH ? "switch " : "select ");
  if (s->kind == STMT_SWITCH)
    print_header(p, s->switch_.init, s->switch_.tag);
  put(p, "{");
  for (uint32_t i = 0; i < s->switch_.n; i++)
    print_clause(p, s->switch_.clauses[i]);
  newline(p);
  put(p, "}");
}

/* A keyword and the expression or label behind it, if any. */
static void print_word(Printer *p, const char *word, const Expr *e,
                       const Name *label) {
  put(p, word);
  if (e || label)
    put(p, " ");
  print(p, e);
  if (label)
    put_name(p, label);
}

/* The label has a line of its own. */
static void print_labeled(Printer *p, const Stmt *s) {
  put_name(p, s->branch.label);
  put(p, ":");
  newline(p);
  print_stmt(p, s->branch.stmt);
}

/* Declarations inside of functions. */
static void print_decls(Printer *p, Decl *const *list, uint32_t n);

/* Dispatch by kind. Header keywords and braces are in both forms; only function
   literals are cut short (print_func_lit). */
static void print_stmt(Printer *p, const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_EMPTY: put(p, ";"); break;
  case STMT_LABELED: print_labeled(p, s); break;
  case STMT_BLOCK: print_block(p, s); break;
  case STMT_EXPR: print(p, s->expr.x); break;
  case STMT_SEND:
    print(p, s->expr.x);
    put(p, " <- ");
    print(p, s->expr.y);
    break;
  case STMT_DECL: print_decls(p, s->decl.list, s->decl.n); break;
  case STMT_ASSIGN: print_assign(p, s); break;
  case STMT_BREAK: print_word(p, "break", NULL, s->branch.label); break;
  case STMT_CONTINUE: print_word(p, "continue", NULL, s->branch.label); break;
  case STMT_FALLTHROUGH: put(p, "fallthrough"); break;
  case STMT_GOTO: print_word(p, "goto", NULL, s->branch.label); break;
  case STMT_GO: print_word(p, "go", s->expr.x, NULL); break;
  case STMT_DEFER: print_word(p, "defer", s->expr.x, NULL); break;
  case STMT_RETURN: print_word(p, "return", s->ret.results, NULL); break;
  case STMT_IF: print_if(p, s); break;
  case STMT_FOR: print_for(p, s); break;
  case STMT_RANGE: print_range(p, s); break;
  case STMT_SWITCH:
  case STMT_SELECT: print_switch(p, s); break;
  case STMT_CASE:
  case STMT_COMM: print_clause(p, s); break;
  case STMT_COUNT: UNREACHABLE();
  }
}

/* ---------------------------------------------------------- declarations -- */

/* local "path" */
static void print_import(Printer *p, const Decl *d) {
  if (d->import.local) {
    put_name(p, d->import.local);
    put(p, " ");
  }
  print(p, d->import.path);
}

/* names type = values, of const and var. */
static void print_value(Printer *p, const Decl *d) {
  print_exprs(p, d->value.names, d->value.n);
  if (d->value.type) {
    put(p, " ");
    print(p, d->value.type);
  }
  if (d->value.values) {
    put(p, " = ");
    print(p, d->value.values);
  }
}

/* With a comma behind the last: `[P *C]` would be an array's length. */
static void print_type_params(Printer *p, const Field *f, uint32_t n) {
  if (n == 0)
    return;
  put(p, "[");
  print_params(p, f, n);
  put(p, ",]");
}

/* type T[P any] U, without the keyword. */
static void print_type_decl(Printer *p, const Decl *d) {
  put_name(p, d->type.name);
  print_type_params(p, d->type.tparams, d->type.ntparams);
  put(p, d->alias ? " = " : " ");
  print(p, d->type.type);
}

/* A function or method, with its body if it has one. */
static void print_func(Printer *p, const Decl *d) {
  put(p, "func ");
  if (d->func.recv) {
    put(p, "(");
    print_params(p, d->func.recv, d->func.nrecv);
    put(p, ") ");
  }
  put_name(p, d->func.name);
  print_type_params(p, d->func.tparams, d->func.ntparams);
  print_signature(p, d->func.type);
  if (d->func.body) {
    put(p, " ");
    print_block(p, d->func.body);
  }
}

/* One declaration of a group, without the keyword. */
static void print_spec(Printer *p, const Decl *d) {
  switch ((DeclKind)d->kind) {
  case DECL_IMPORT: print_import(p, d); break;
  case DECL_CONST:
  case DECL_VAR: print_value(p, d); break;
  case DECL_TYPE: print_type_decl(p, d); break;
  case DECL_FUNC: print_func(p, d); break;
  case DECL_COUNT: UNREACHABLE();
  }
}

/* How many declarations from the first on are one group. */
static uint32_t group_length(Decl *const *list, uint32_t n) {
  uint32_t k = 1;
  if (list[0]->grouped)
    while (k < n && list[k]->grouped && list[k]->keyword == list[0]->keyword)
      k++;
  return k;
}

/* n declarations of one keyword, in parentheses if they were. */
static void print_group(Printer *p, Decl *const *list, uint32_t n) {
  if (list[0]->kind != DECL_FUNC) {
    put(p, decl_kind_label(list[0]->kind));
    put(p, " ");
  }
  if (!list[0]->grouped) {
    print_spec(p, list[0]);
    return;
  }
  put(p, "(");
  p->indent++;
  for (uint32_t i = 0; i < n; i++) {
    newline(p);
    print_spec(p, list[i]);
  }
  p->indent--;
  newline(p);
  put(p, ")");
}

/* The declarations of one statement. An empty group has lost its keyword. */
static void print_decls(Printer *p, Decl *const *list, uint32_t n) {
  if (n == 0)
    put(p, "var ()");
  else
    print_group(p, list, n);
}

/* ------------------------------------------------------------- interface -- */

/* The short form, at the end of `out`. */
void print_expr(Text *out, const Expr *e) {
  Printer p = {.out = out};
  print(&p, e);
}

/* The short form as a string of its own, e.g. "x.f(a + b)". */
const char *expr_string(Compiler *c, const Expr *e) {
  Text t = {0};
  print_expr(&t, e);
  return text_take(&t, &c->arena);
}

/* For the texts of -m, too, which quote assignments. */
const char *stmt_string(Compiler *c, const Stmt *s) {
  Text t = {0};
  Printer p = {.out = &t};
  print_stmt(&p, s);
  return text_take(&t, &c->arena);
}

/* The whole form; comments and directives are not in the tree. */
void print_file(Text *out, const File *file) {
  Printer p = {.out = out, .whole = true};
  put(&p, "package ");
  put_name(&p, file->package_name);
  put(&p, "\n");
  for (uint32_t i = 0, n; i < file->n; i += n) {
    n = group_length(file->decls + i, file->n - i);
    newline(&p);
    print_group(&p, file->decls + i, n);
    put(&p, "\n");
  }
}
