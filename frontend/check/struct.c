/*
 * struct.c - struct types: fields, tags, embedding.
 *
 * An embedded field is named after its type: `*pkg.T` is the field T. Whether
 * that type may be embedded is decided later, when it is complete:
 *
 *     type P *int
 *     struct { P }        embedded field type cannot be a pointer
 */
#include "frontend/check/check_type.h"

/* The name that gives an embedded field its name; NULL: none. */
static const Name *embedded_name(const Expr *e) {
  if (e->kind == EXPR_UNARY && e->op == OP_MUL)
    e = e->pair.x;
  if (e->kind == EXPR_INDEX)
    e = e->pair.x;
  if (e->kind == EXPR_NAME)
    return e->name.name;
  return e->kind == EXPR_SELECTOR ? e->sel.sel : NULL;
}

/* Delayed: what may not be embedded shows in the underlying type. */
static void check_embedded(Checker *ck, void *data) {
  Expr *e = data;
  Type *t = e->type;
  bool ptr = t->kind == TYPE_POINTER;
  const Type *u = type_under(ptr ? t->ptr.elem : t);
  const char *problem = NULL;
  if (u->kind == TYPE_BASIC && u->basic.kind == BASIC_UNSAFE_POINTER)
    problem = "unsafe.Pointer";
  else if (u->kind == TYPE_POINTER)
    problem = "a pointer";
  else if (u->kind == TYPE_INTERFACE && ptr)
    problem = "a pointer to an interface";
  else if (u->kind == TYPE_PARAM)
    problem = "a (pointer to a) type parameter";
  if (problem)
    report(ck, expr_start(e), "embedded field type cannot be %s", problem);
}

/* The tag's value, without its quotes. */
static void set_tag(Checker *ck, Object *field, const Expr *tag) {
  if (!tag || tag->kind != EXPR_LITERAL || (tag->flags & EXPR_F_BAD_LIT))
    return;
  const Const *v =
      const_from_literal(ck->c, (LitKind)tag->sub, tag->lit.text, tag->lit.len);
  if (const_kind(v) != CONST_STRING)
    return;
  size_t len;
  field->var.tag = const_string_value(v, &len);
  field->var.tag_len = (uint32_t)len;
}

typedef struct FieldSet {
  Map names;
  LIST(Object *) fields;
} FieldSet;

/* Enters the field into the set; reports it if its name is taken. */
static void add_field(Checker *ck, FieldSet *set, Object *field) {
  Arena *a = &ck->c->arena;
  if (!name_is_blank(field->name)) {
    const Object *alt = map_get(&set->names, field->name);
    if (alt) {
      report(ck, field->pos, "%n redeclared%s", field->name,
             other_declaration(ck, alt));
      return;
    }
    map_set(a, &set->names, field->name, field);
  }
  field->var.index = set->fields.len;
  list_push(a, &set->fields, field);
}

/* One name of a field list, or one embedded field. */
static void check_field(Checker *ck, FieldSet *set, Field *f, Type *t) {
  bool embedded = !f->name;
  Pos pos = embedded ? expr_start(f->type) : f->name_pos;
  const Name *name = embedded ? embedded_name(f->type) : f->name;
  if (!name) {
    report(ck, pos, "invalid embedded field type %e", f->type);
    name = ck->c->universe->blank;
    t = ck->c->universe->invalid;
  }
  f->obj = object_new(ck->c, OBJ_VAR, pos, name, t, ck->pkg);
  f->obj->flags |= OBJ_F_FIELD | OBJ_F_USED | (embedded ? OBJ_F_EMBEDDED : 0);
  set_tag(ck, f->obj, f->tag);
  add_field(ck, set, f->obj);
  if (embedded && t->kind != TYPE_INVALID)
    check_later(ck, check_embedded, f->type);
}

/* struct { a, b int; T; *pkg.U "tag" } */
Type *check_struct_type(Checker *ck, Expr *e, Type *def) {
  Type *st = check_type_begin(ck, TYPE_STRUCT, def);
  FieldSet set = {0};
  Type *t = NULL;
  for (uint32_t i = 0; i < e->record.n; i++) {
    Field *f = &e->record.fields[i];
    /* `a, b T` share one type expression: check it once. */
    if (i == 0 || f->type != e->record.fields[i - 1].type)
      t = check_var_type(ck, f->type);
    check_field(ck, &set, f, t);
  }
  st->st.fields = set.fields.items;
  st->st.n = set.fields.len;
  st->st.set = true;
  st->flags |= TYPE_F_COMPLETE;
  for (uint32_t i = 0; i < st->st.n; i++)
    st->flags |= st->st.fields[i]->type->flags & TYPE_F_HAS_PARAM;
  return st;
}
