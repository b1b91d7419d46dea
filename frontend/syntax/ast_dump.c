/*
 * ast_dump.c - trees as indented text, for -dump=ast and for tests.
 *
 * One node a line: kind, place, what is not a child; children below, each
 * behind the name of its slot. The children come from ast.def, so every node
 * kind is covered:
 *
 *   x + 1                binary expression @3:7 +
 *                          x: name @3:5 x
 *                          y: literal @3:9 int 1
 *
 * tools/gcsyntax prints the trees of gc's own parser in the same form: each file
 * of Go's sources is compared that way, node by node, place by place. Hence the
 * places are the real ones, not those that line directives pretend.
 */
#include "frontend/syntax/ast_slots.h"
#include "frontend/types/types.h"

typedef struct Dump {
  FILE *out;
  Compiler *c;
  bool types;
  int indent;
} Dump;

static void dump_expr(Dump *d, const char *tag, const Expr *e);
/* One statement and what is below it. */
static void dump_stmt(Dump *d, const char *tag, const Stmt *s);
/* One declaration; its name is no child, as it is no expression. */
static void dump_decl(Dump *d, const char *tag, const Decl *decl);

/* Begins a line: the slot's name, the kind, the place. */
static void begin(Dump *d, const char *tag, const char *label, Pos pos) {
  Place place = place_of(d->c, pos);
  fprintf(d->out, "%*s%s: %s @%u:%u", 2 * d->indent, "", tag, label,
          place.real_line, place.real_col);
}

/* A name that is not a node: text@place. */
static void name(Dump *d, const Name *n, Pos pos) {
  if (!n)
    return;
  Place place = place_of(d->c, pos);
  fprintf(d->out, " %s@%u:%u", n->text, place.real_line, place.real_col);
}

/* The place of a closing brace. */
static void closing(Dump *d, Pos pos) {
  Place place = place_of(d->c, pos);
  fprintf(d->out, " }@%u:%u", place.real_line, place.real_col);
}

/* -------------------------------------------------------------- children -- */

/* A shared type is dumped with the first of its fields. */
static void dump_fields(Dump *d, const char *tag, const Field *f, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    begin(d, tag, "field", f[i].pos);
    name(d, f[i].name, f[i].name_pos);
    fputs(field_shares_type(f, i) ? " shared\n" : "\n", d->out);
    d->indent++;
    if (!field_shares_type(f, i))
      dump_expr(d, "type", f[i].type);
    dump_expr(d, "tag", f[i].tag);
    d->indent--;
  }
}

/* The nodes of an array slot, each behind the slot's name. */
static void dump_many(Dump *d, const void *node, const Slot *s) {
  uint32_t n = slot_count(node, s);
  void **items = slot_child(node, s);
  for (uint32_t i = 0; i < n; i++) {
    if (s->kind == SLOT_EXPRS)
      dump_expr(d, s->tag, items[i]);
    else if (s->kind == SLOT_STMTS)
      dump_stmt(d, s->tag, items[i]);
    else
      dump_decl(d, s->tag, items[i]);
  }
}

/* Ends the node's line and dumps its children. */
static void children(Dump *d, const void *node, const Slot *slots) {
  fputc('\n', d->out);
  d->indent++;
  for (const Slot *s = slots; s->kind != SLOT_END; s++) {
    void *child = slot_child(node, s);
    switch ((SlotKind)s->kind) {
    case SLOT_EXPR: dump_expr(d, s->tag, child); break;
    case SLOT_STMT: dump_stmt(d, s->tag, child); break;
    case SLOT_FIELDS: dump_fields(d, s->tag, child, slot_count(node, s)); break;
    case SLOT_EXPRS:
    case SLOT_STMTS:
    case SLOT_DECLS: dump_many(d, node, s); break;
    case SLOT_END: break;
    }
  }
  d->indent--;
}

/* ----------------------------------------------------------------- nodes -- */

/* Kind and text, quoted so that raw strings stay on one line. */
static void literal(Dump *d, const Expr *e) {
  static const char *const kinds[] = {[LIT_INT] = "int",
                                      [LIT_FLOAT] = "float",
                                      [LIT_IMAG] = "imaginary",
                                      [LIT_RUNE] = "rune",
                                      [LIT_STRING] = "string"};
  Text t = {0};
  text_quote(&t, e->lit.text, e->lit.len);
  fprintf(d->out, " %s %s", kinds[e->sub], t.data);
  text_free(&t);
}

/* What an expression holds besides children. */
static void expr_facts(Dump *d, const Expr *e) {
  switch ((ExprKind)e->kind) {
  case EXPR_NAME: fprintf(d->out, " %s", e->name.name->text); break;
  case EXPR_LITERAL: literal(d, e); break;
  case EXPR_COMPOSITE: closing(d, e->complit.rbrace); break;
  case EXPR_SELECTOR: name(d, e->sel.sel, e->sel.sel_pos); break;
  case EXPR_TYPE_GUARD: name(d, e->guard.lhs, e->guard.lhs_pos); break;
  case EXPR_UNARY:
  case EXPR_BINARY: fprintf(d->out, " %s", op_info[e->op].spelling); break;
  case EXPR_CALL: fputs(e->flags & EXPR_F_DOTS ? " ..." : "", d->out); break;
  case EXPR_SLICE: fputs(e->flags & EXPR_F_FULL ? " full" : "", d->out); break;
  case EXPR_CHAN_TYPE:
    fputs(e->flags & EXPR_F_CHAN_SEND   ? " send"
          : e->flags & EXPR_F_CHAN_RECV ? " receive"
                                        : "",
          d->out);
    break;
  default: break;
  }
  if (e->flags & EXPR_F_IMPLICIT)
    fputs(" implicit", d->out);
}

/* What check found out: type and constant value. */
static void expr_type(Dump *d, const Expr *e) {
  if (!e->type)
    return;
  fprintf(d->out, " : %s", type_string(d->c, e->type, NULL));
  if (e->mode == MODE_CONST && e->value)
    fprintf(d->out, " = %s", const_text(d->c, e->value));
}

static void dump_expr(Dump *d, const char *tag, const Expr *e) {
  if (!e)
    return;
  begin(d, tag, expr_kind_label(e->kind), e->pos);
  expr_facts(d, e);
  if (d->types)
    expr_type(d, e);
  children(d, e, expr_slots(e->kind));
}

/* What of a statement is not a child: names, operators, places of closers. */
static void stmt_facts(Dump *d, const Stmt *s) {
  switch ((StmtKind)s->kind) {
  case STMT_LABELED:
  case STMT_BREAK:
  case STMT_CONTINUE:
  case STMT_GOTO: name(d, s->branch.label, s->branch.label_pos); break;
  case STMT_BLOCK: closing(d, s->block.rbrace); break;
  case STMT_ASSIGN:
  case STMT_RANGE:
    fprintf(d->out, " %s%s", s->flags & STMT_F_DEFINE ? ":" : "",
            s->kind == STMT_ASSIGN ? op_info[s->op].spelling : "");
    fputs(s->flags & STMT_F_INC_DEC ? " by 1" : "", d->out);
    break;
  case STMT_SWITCH:
  case STMT_SELECT: closing(d, s->switch_.rbrace); break;
  default: break;
  }
}

static void dump_stmt(Dump *d, const char *tag, const Stmt *s) {
  if (!s)
    return;
  begin(d, tag, stmt_kind_label(s->kind), s->pos);
  stmt_facts(d, s);
  children(d, s, stmt_slots(s->kind));
}

static void dump_decl(Dump *d, const char *tag, const Decl *decl) {
  begin(d, tag, decl_kind_label(decl->kind), decl->pos);
  if (decl->kind == DECL_IMPORT)
    name(d, decl->import.local, decl->import.local_pos);
  else if (decl->kind == DECL_TYPE)
    name(d, decl->type.name, decl->type.name_pos);
  else if (decl->kind == DECL_FUNC)
    name(d, decl->func.name, decl->func.name_pos);
  fputs(decl->grouped ? " grouped" : "", d->out);
  fputs(decl->alias ? " alias" : "", d->out);
  children(d, decl, decl_slots(decl->kind));
}

/* With types: as they are after the checker. */
void dump_file(FILE *out, Compiler *c, const File *file, bool with_types) {
  Dump d = {.out = out, .c = c, .types = with_types};
  begin(&d, "file", "package", file->package_pos);
  fprintf(out, " %s", file->package_name->text);
  closing(&d, file->eof);
  fputc('\n', out);
  d.indent++;
  for (uint32_t i = 0; i < file->n; i++)
    dump_decl(&d, "decl", file->decls[i]);
}

void dump_tree(FILE *out, Compiler *c, const Expr *e, int indent) {
  Dump d = {.out = out, .c = c, .types = true, .indent = indent};
  dump_expr(&d, "is", e);
}
