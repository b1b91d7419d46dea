/*
 * build_decl.c - fields, parameters and declarations.
 *
 * Go's parameter lists and type declarations are decided behind their end:
 *
 *   (a, b int)      some entry has a name and a type: all entries are named
 *   (int, string)   none has: all entries are types
 *   type T[P *C]E   array of length P*C, or parameter P with constraint *C?
 *
 * so the grammar reads entries as name, type, or both, and the builders here
 * settle what they were.
 *
 * An entry is a Field: {name, type}, where a single word is {name, NULL} until
 * params_fix knows whether it names a parameter, whose type is that of the next
 * entry that has one, or is a type itself:
 *
 *   (a, b int, c)   {a}{b int}{c}   named: a gets b's type, c lacks one: error
 *   (a, b)          {a}{b}          types: {NULL, a}{NULL, b}
 */
#include "frontend/frontend.h"
#include "frontend/syntax/parse.h"

static Field *new_field(Parser *p, Pos pos) {
  PendingField *f = p->free_fields;
  if (f)
    p->free_fields = f->next;
  else
    f = NEW(&p->c->arena, PendingField);
  f->field = (Field){.pos = pos};
  return &f->field;
}

Field *build_param(Parser *p, Pos pos, const Name *name, Expr *type) {
  Field *f = new_field(p, pos);
  f->name = name;
  f->name_pos = name ? pos : NO_POS;
  f->type = type;
  return f;
}

/* Turns an entry that is a lone name into a type. */
static void name_to_type(Parser *p, Field *f) {
  f->type = build_name(p, f->name_pos, f->name);
  f->name = NULL;
}

Field *build_union(Parser *p, Field *f, Pos pos, Expr *term) {
  if (f->name && !f->type)
    name_to_type(p, f);
  f->type = build_binary(p, pos, OP_OR, f->type, term);
  return f;
}

/* `name[args]` in an interface; args were read as type parameters, because
   `name[P any]()` is an error that must be told apart. */
Field *build_embedded_instance(Parser *p, Pos pos, const Name *name, Pos lbrack,
                               ListStart args) {
  if (((Field *)p->items[args])->name) {
    parser_error(p, lbrack, "interface method must have no type parameters");
    p->broken = true;
  }
  for (uint32_t i = args; i < p->nitems; i++)
    p->items[i] = ((Field *)p->items[i])->type;
  Expr *list = build_list(p, args);
  return build_param(p, pos, NULL, build_instance(p, pos, name, lbrack, list));
}

Field *build_method(Parser *p, Pos pos, const Name *name, Expr *type) {
  return build_param(p, pos, name, type);
}

/* An embedded field; its name is found by the checker. */
void build_embedded(Parser *p, Pos pos, Expr *type, Expr *tag) {
  Field *f = new_field(p, pos);
  f->type = type;
  f->tag = tag;
  items_push(p, f);
}

/* One field with a name. */
void build_field(Parser *p, Pos pos, const Name *name, Expr *type, Expr *tag) {
  Field *f = build_param(p, pos, name, type);
  f->tag = tag;
  items_push(p, f);
}

void build_fields(Parser *p, Expr *name, ListStart names, Expr *type,
                  Expr *tag) {
  uint32_t n;
  Expr **more = items_take(p, names, &n);
  type->flags |= EXPR_F_SHARED;
  build_field(p, name->pos, name->name.name, type, tag);
  for (uint32_t i = 0; i < n; i++)
    build_field(p, more[i]->pos, more[i]->name.name, type, tag);
}

/* ------------------------------------------------------------ parameters -- */

/* Whether the list is one of names with types. */
bool params_any_named(const Parser *p, ListStart list) {
  for (uint32_t i = list; i < p->nitems; i++) {
    const Field *f = p->items[i];
    if (f->name && f->type)
      return true;
  }
  return false;
}

/* Spreads types from right to left: (a, b int). Returns the place of the
   leftmost entry that lacks a name or a type, or NO_POS. */
static Pos spread_types(Parser *p, Field **f, uint32_t n) {
  Pos bad = NO_POS;
  Expr *type = NULL;
  for (uint32_t i = n; i-- > 0;) {
    if (f[i]->type) {
      type = f[i]->type;
      if (f[i]->name)
        continue;
      bad = expr_start(type);
      f[i]->name = name_of(p->c, "_");
      f[i]->name_pos = bad;
    } else if (type) {
      type->flags |= EXPR_F_SHARED;
      f[i]->type = type;
    } else {
      bad = f[i]->name_pos;
      f[i]->type = build_bad(p, bad);
    }
  }
  return bad;
}

/* Takes out what recovery has put into the place of what is no parameter. */
static void drop_nothing(Parser *p, ListStart list) {
  uint32_t kept = list;
  for (uint32_t i = list; i < p->nitems; i++) {
    const Field *f = p->items[i];
    if (f->type || !f->name || f->name->len > 0)
      p->items[kept++] = p->items[i];
  }
  p->nitems = kept;
}

/* No entry with name and type: all are types. Else all are named. */
ListStart params_fix(Parser *p, ListStart list, bool need_names, Pos close) {
  if (p->hard_errors > 0)
    drop_nothing(p, list);
  uint32_t n = p->nitems - list, named = 0, typed = 0;
  Field **f = (Field **)p->items + list;
  for (uint32_t i = 0; i < n; i++) {
    named += f[i]->name && f[i]->type;
    typed += f[i]->type != NULL;
  }
  if (named == 0 && !need_names) {
    for (uint32_t i = 0; i < n; i++)
      if (f[i]->name)
        name_to_type(p, f[i]);
    return list;
  }
  Pos bad = named == n ? NO_POS : spread_types(p, f, n);
  if (bad == NO_POS)
    return list;
  if (!need_names)
    parser_syntax_error(p, bad, "mixed named and unnamed parameters");
  else if (named == typed)
    parser_syntax_error(p, close, "missing type constraint");
  else
    parser_syntax_error(p, bad, "type parameters must be named");
  return list;
}

/*
 * Splits an expression behind `type T [` into name and constraint:
 *
 *   P *C     name P, constraint *C      if C can only be a constraint, or
 *   P (C)    name P, constraint C       `force`: a comma follows
 *   P *C|D   name P, constraint *C|D
 *   P        name P, no constraint yet
 *
 * False: it is an array length.
 */
static bool split(Parser *p, Expr *x, bool force, Expr **name, Expr **type) {
  *type = NULL;
  if (x->kind == EXPR_NAME) {
    *name = x;
    return true;
  }
  if (x->kind == EXPR_BINARY && x->op == OP_MUL &&
      x->pair.x->kind == EXPR_NAME && (force || is_constraint(x->pair.y))) {
    *name = x->pair.x;
    *type = build_unary(p, x->pos, OP_MUL, x->pair.y);
    return true;
  }
  if (x->kind == EXPR_BINARY && x->op == OP_OR &&
      split(p, x->pair.x, force || is_constraint(x->pair.y), name, type) &&
      *type) {
    *type = build_binary(p, x->pos, OP_OR, *type, x->pair.y);
    return true;
  }
  if (x->kind == EXPR_CALL && x->call.fn->kind == EXPR_NAME && x->call.n == 1 &&
      !(x->flags & EXPR_F_DOTS) && (force || is_constraint(x->call.args[0]))) {
    *name = x->call.fn;
    *type = x->call.args[0];
    return true;
  }
  return false;
}

/* `P *C`, `P (C)`, `P *C|D`: looks like an expression, but C is certainly a
   constraint. */
bool may_split(const Expr *x) {
  if (x->kind == EXPR_BINARY && x->op == OP_MUL && x->pair.x->kind == EXPR_NAME)
    return is_constraint(x->pair.y);
  if (x->kind == EXPR_BINARY && x->op == OP_OR)
    return is_constraint(x->pair.y) || may_split(x->pair.x);
  return x->kind == EXPR_CALL && x->call.n == 1 &&
         x->call.fn->kind == EXPR_NAME && is_constraint(x->call.args[0]);
}

Field *param_from_expr(Parser *p, Expr *x) {
  Expr *name, *type;
  if (!split(p, x, true, &name, &type)) /* check_param_expr has reported it */
    return build_param(p, x->pos, name_of(p->c, "_"), x);
  return build_param(p, name->pos, name->name.name, type);
}

void check_param_expr(Parser *p, Expr *x, Pos comma) {
  Expr *name, *type;
  if (!split(p, x, true, &name, &type))
    parser_syntax_error(p, comma, "unexpected comma; expecting ]");
}

/* ---------------------------------------------------------- declarations -- */

/* A path that is no string is reported at the token behind it. */
Decl *build_import(Parser *p, Pos pos, const Name *local, Expr *path) {
  Decl *d = decl_new(p->c, DECL_IMPORT, pos);
  d->import.local = local;
  d->import.local_pos = local ? pos : NO_POS;
  d->import.path = path;
  if (path->kind == EXPR_LITERAL && !(path->flags & EXPR_F_BAD_LIT) &&
      path->sub != LIT_STRING)
    parser_error_at_next(p, "syntax error: import path must be a string");
  return d;
}

/* const and var; the position is the first name. */
Decl *build_value(Parser *p, DeclKind kind, ListStart names, Expr *type,
                  ListStart values) {
  Decl *d = decl_new(p->c, kind, NO_POS);
  d->value.values = build_list(p, values);
  d->value.type = type;
  d->value.names = items_take(p, names, &d->value.n);
  d->pos = d->value.names[0]->pos;
  return d;
}

/* type name[tparams] = type. `assign`: where the `=` of an alias stands. */
Decl *build_type(Parser *p, Expr *name, ListStart tparams, Pos assign,
                 Expr *type) {
  Decl *d = decl_new(p->c, DECL_TYPE, name->pos);
  d->alias = assign != NO_POS;
  d->type.name = name->name.name;
  d->type.name_pos = name->pos;
  d->type.type = type;
  d->type.tparams = items_take_fields(p, tparams, &d->type.ntparams);
  return d;
}

/* `type name [x] type`: x decides (split). */
Decl *build_type_or_array(Parser *p, Expr *name, BracketPlaces at, Expr *x,
                          Expr *type) {
  Expr *param, *constraint;
  if (split(p, x, false, &param, &constraint) && constraint) {
    Field *f = build_param(p, param->pos, param->name.name, constraint);
    ListStart list = params_fix(p, items_one(p, f), true, at.close);
    return build_type(p, name, list, at.assign, type);
  }
  if (at.assign) {
    parser_syntax_error(p, at.assign, "unexpected =, expecting type");
    p->broken = true;
  }
  return build_type(p, name, NO_LIST, NO_POS, build_array(p, at.open, x, type));
}

Decl *build_func(Parser *p, Expr *name, ListStart tparams, Expr *type,
                 Stmt *body) {
  Decl *d = decl_new(p->c, DECL_FUNC, name->pos);
  d->func.name = name->name.name;
  d->func.name_pos = name->pos;
  d->func.tparams = items_take_fields(p, tparams, &d->func.ntparams);
  d->func.type = type;
  d->func.body = body;
  if (body)
    check_branches(p, body);
  return d;
}

/* A function becomes a method; its place is the receiver's `(`. */
Decl *build_method_decl(Parser *p, Pos pos, ListStart recv, Decl *func) {
  func->pos = pos;
  func->func.recv = items_take_fields(p, recv, &func->func.nrecv);
  return func;
}

/* For declarations that are still on the stack. */
void decls_set_keyword(Parser *p, ListStart list, Pos keyword) {
  for (uint32_t i = list; i < p->nitems; i++)
    ((Decl *)p->items[i])->keyword = keyword;
}

/* Marks the declarations of a group; counts iota, and finds the spec that a
   constant without values repeats. */
ListStart decls_group(Parser *p, ListStart list) {
  Decl *last = NULL; /* the last spec that says what it is */
  for (uint32_t i = list; i < p->nitems; i++) {
    Decl *d = p->items[i];
    d->grouped = true;
    if (d->kind != DECL_CONST)
      continue;
    d->iota = i - list;
    if (d->value.type || d->value.values)
      last = d;
    else
      d->value.inherits = last;
  }
  return list;
}

void build_package(Parser *p, const Name *name, Pos pos) {
  p->file->package_name = name;
  p->file->package_pos = pos;
  p->clause = CLAUSE_READ;
  p->attention = true;
}

/* The declarations are all that is left on the list stack. */
void build_file(Parser *p) {
  p->file->decls = items_take(p, 0, &p->file->n);
  p->file->eof = p->tok_pos;
}
