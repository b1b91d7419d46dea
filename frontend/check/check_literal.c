/*
 * check_literal.c - composite literals T{...} and function literals.
 *
 * The type is written, or it comes from the enclosing literal: in [][]int{{1}}
 * the inner braces take the element type as their hint; a hint *T means &T{}.
 * Errors in one element do not stop the others. For every element the place
 * where it goes (field number or index) is kept in complit.index:
 *
 *     T{b: 1, a: 2}               1 0         the first element decides whether
 *     T{1, 2}                     0 1         all have keys, or none
 *     [...]int{5: 1, 2, 0: 3}     5 6 0       length 7
 *     map[string]int{"a": 1}      -1 -1       (as after an error)
 *
 * The body of a function literal is not checked with the literal: the literal
 * may be part of the declaration of a type that the body needs.
 */
#include "frontend/check/operand.h"

/* ---------------------------------------------------------------- struct -- */

/* The number of the field of that name, -1: there is none. Fields of embedded
   structs have no place in a literal. */
static int64_t field_number(const Checker *ck, const Type *st,
                            const Name *name) {
  if (!name_is_blank(name))
    for (uint32_t i = 0; i < st->st.n; i++)
      if (object_same_name(st->st.fields[i], ck->pkg, name))
        return i;
  return -1;
}

/* field: value; returns the field's number, -1 after an error. */
static int64_t check_keyed_field(Checker *ck, Expr *kv, Type *st, Type *base) {
  Operand x;
  Expr *key = kv->pair.x;
  check_expr(ck, &x, kv->pair.y); /* even if the key is bad */
  if (key->kind != EXPR_NAME) {
    report(ck, expr_start(kv), "invalid field name %e in struct literal", key);
    return -1;
  }
  int64_t i = field_number(ck, st, key->name.name);
  if (i < 0) {
    report(ck, expr_start(key),
           "unknown field '%n' in struct literal of type %T", key->name.name,
           base);
    return -1;
  }
  key->name.obj = st->st.fields[i];
  key->type = st->st.fields[i]->type;
  check_assignment(ck, &x, key->type, "struct literal");
  return i;
}

/* T{f: x, g: y} */
static void check_keyed_fields(Checker *ck, Expr *e, Type *st, Type *base) {
  ArenaMark mark = arena_mark(&ck->c->scratch);
  bool *visited = NEW_ARRAY(&ck->c->scratch, bool, st->st.n + 1);
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *elem = e->complit.elems[i];
    if (elem->kind != EXPR_KEY_VALUE) {
      report(ck, expr_start(elem),
             "mixture of field:value and value elements in struct literal");
      continue;
    }
    int64_t field = check_keyed_field(ck, elem, st, base);
    e->complit.index[i] = field;
    if (field >= 0 && visited[field])
      report(ck, expr_start(elem), "duplicate field name %n in struct literal",
             elem->pair.x->name.name);
    if (field >= 0)
      visited[field] = true;
  }
  arena_release(&ck->c->scratch, mark);
}

/* The i-th value without a key; false: there are too many, stop. */
static bool check_plain_field(Checker *ck, Expr *e, uint32_t i, Type *st,
                              Type *base) {
  Operand x;
  check_expr(ck, &x, e->complit.elems[i]);
  if (i >= st->st.n) {
    report(ck, operand_pos(&x), "too many values in %T{…}", base);
    return false;
  }
  Object *field = st->st.fields[i];
  if (!object_is_exported(field) && field->package != ck->pkg) {
    report(ck, operand_pos(&x),
           "implicit assignment to unexported field %n in %T literal",
           field->name, e->type);
    return true;
  }
  e->complit.index[i] = i;
  check_assignment(ck, &x, field->type, "struct literal");
  return true;
}

/* T{x, y}: all fields, in order. */
static void check_plain_fields(Checker *ck, Expr *e, Type *st, Type *base) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *elem = e->complit.elems[i];
    if (elem->kind == EXPR_KEY_VALUE)
      report(ck, expr_start(elem),
             "mixture of field:value and value elements in struct literal");
    else if (!check_plain_field(ck, e, i, st, base))
      break;
  }
  if (e->complit.n < st->st.n)
    report(ck, e->complit.rbrace, "too few values in %T{…}", base);
}

/* False: the type is still being declared, which was reported. */
static bool check_struct_literal(Checker *ck, Expr *e, Type *st, Type *base) {
  if (!st->st.set) {
    report(ck, expr_start(e), "illegal cycle in type declaration");
    return false;
  }
  if (e->complit.n == 0)
    return true;
  if (e->complit.elems[0]->kind == EXPR_KEY_VALUE)
    check_keyed_fields(ck, e, st, base);
  else
    check_plain_fields(ck, e, st, base);
  return true;
}

/* ------------------------------------------------------- array and slice -- */

/* The index of element `elem`, which follows index `next - 1`: -1 after an
   error. */
static int64_t element_index(Checker *ck, Expr *elem, int64_t next,
                             int64_t len) {
  Type *type;
  int64_t i;
  if (elem->kind != EXPR_KEY_VALUE) {
    if (len < 0 || next < len)
      return next;
    report(ck, expr_start(elem), "index %l is out of bounds (>= %l)", next,
           len);
    return -1;
  }
  if (!check_index_value(ck, elem->pair.x, len, &type, &i))
    return -1;
  if (i < 0)
    report(ck, expr_start(elem), "index %e must be integer constant",
           elem->pair.x);
  return i;
}

/* Indices as keys of a Map, which has no NULL. */
static const void *index_key(int64_t i) {
  return (const void *)(uintptr_t)(i + 1);
}

/* Indices of a literal that are known to be taken: all below `dense`, and
   those in `sparse` once an index did not come in order. */
typedef struct Visited {
  int64_t dense;
  Map sparse;
} Visited;

/* Takes index i; false if it was taken. */
static bool visit_index(Checker *ck, Visited *v, int64_t i) {
  if (i == v->dense && v->sparse.len == 0) {
    v->dense++;
    return true;
  }
  if (i < v->dense || map_has(&v->sparse, index_key(i)))
    return false;
  map_set(&ck->c->scratch, &v->sparse, index_key(i), v);
  return true;
}

/* The elements of an array or slice literal; `len` is the length of the array,
   -1: none. Returns the length that the literal needs. */
static int64_t check_indexed_elements(Checker *ck, Expr *lit, Type *elem,
                                      int64_t len) {
  Operand x;
  Visited visited = {0};
  int64_t next = 0, max = 0;
  ArenaMark mark = arena_mark(&ck->c->scratch);
  for (uint32_t i = 0; i < lit->complit.n; i++) {
    Expr *e = lit->complit.elems[i];
    int64_t index = element_index(ck, e, next, len);
    lit->complit.index[i] = index;
    if (index >= 0 && !visit_index(ck, &visited, index))
      report(ck, expr_start(e), "duplicate index %l in array or slice literal",
             index);
    next = (index >= 0 ? index : next) + 1;
    max = next > max ? next : max;
    check_expr_hint(ck, &x, e->kind == EXPR_KEY_VALUE ? e->pair.y : e, elem);
    check_assignment(ck, &x, elem, "array or slice literal");
  }
  arena_release(&ck->c->scratch, mark);
  return max;
}

/* ------------------------------------------------------------------- map -- */

/* key: value. Keys of interface type are told apart by dynamic type, too. */
static void check_map_element(Checker *ck, Expr *e, Type *map, ConstSet *seen) {
  Operand x;
  if (e->kind != EXPR_KEY_VALUE) {
    report(ck, expr_start(e), "missing key in map literal");
    return;
  }
  check_expr_hint(ck, &x, e->pair.x, map->map.key);
  check_assignment(ck, &x, map->map.key, "map literal");
  if (x.mode == MODE_INVALID)
    return;
  Type *dynamic = type_is_interface(map->map.key) ? x.type : NULL;
  if (x.mode == MODE_CONST &&
      const_set_add(ck, seen, x.value, dynamic, operand_pos(&x)) != NULL) {
    report(ck, operand_pos(&x), "duplicate key %v in map literal", x.value);
    return;
  }
  check_expr_hint(ck, &x, e->pair.y, map->map.elem);
  check_assignment(ck, &x, map->map.elem, "map literal");
}

/* -------------------------------------------------------------- literals -- */

/* [...]T */
static bool is_open_array(const Expr *type) {
  return type != NULL && type->kind == EXPR_ARRAY_TYPE &&
         type->array.len == NULL;
}

/* The written type; [...]T gets its length when the elements are known. */
static Type *written_type(Checker *ck, Expr *type) {
  if (!is_open_array(type))
    return check_type(ck, type);
  Type *t = type_new(ck->c, TYPE_ARRAY);
  t->array.elem = check_var_type(ck, type->array.elem);
  t->array.len = -1;
  type->mode = MODE_TYPE;
  type->type = t;
  return t;
}

/* Elements of a literal of an impossible type: evaluated all the same. */
static void use_elements(Checker *ck, Expr *e) {
  for (uint32_t i = 0; i < e->complit.n; i++) {
    Expr *elem = e->complit.elems[i];
    use_exprs(ck, elem->kind == EXPR_KEY_VALUE ? &elem->pair.y : &elem, 1);
  }
}

/* The length of [...]T is that of its elements. */
static void check_array_literal(Checker *ck, Expr *e, Type *array) {
  int64_t n =
      check_indexed_elements(ck, e, array->array.elem, array->array.len);
  if (array->array.len < 0) {
    array->array.len = n;
    array->flags |= TYPE_F_COMPLETE;
  }
}

/* Elements must have keys; constant ones only once. */
static void check_map_literal(Checker *ck, Expr *e, Type *map) {
  ConstSet seen = {0};
  for (uint32_t i = 0; i < e->complit.n; i++)
    check_map_element(ck, e->complit.elems[i], map, &seen);
}

/* A literal of a type that is being declared: type T [len(T{})]int. That of
   [...]T is incomplete, too, but only its length is missing. */
static bool is_cyclic_literal(const Expr *e, const Type *base, const Type *u) {
  if (base->kind == TYPE_NAMED && base->named.orig != NULL)
    return false; /* gc does not see it through instances */
  return (u->kind == TYPE_ARRAY || u->kind == TYPE_SLICE ||
          u->kind == TYPE_MAP) &&
         (u->flags & TYPE_F_COMPLETE) == 0 && !is_open_array(e->complit.type);
}

/* The elements, for a literal whose values are of type `base`; false if the
   literal has no such value. */
static bool check_elements(Checker *ck, Expr *e, Type *base) {
  Type *u = type_core(ck->c, base);
  TypeKind kind = u != NULL ? (TypeKind)u->kind : TYPE_UNION;
  if (kind == TYPE_STRUCT)
    return check_struct_literal(ck, e, u, base);
  if (u != NULL && is_cyclic_literal(e, base, u)) {
    report(ck, expr_start(e), "illegal cycle in type declaration");
    return false;
  }
  if (kind == TYPE_ARRAY) {
    check_array_literal(ck, e, u);
  } else if (kind == TYPE_SLICE) {
    check_indexed_elements(ck, e, u->slice.elem, -1);
  } else if (kind == TYPE_MAP) {
    check_map_literal(ck, e, u);
  } else {
    use_elements(ck, e);
    if (kind != TYPE_INVALID)
      report(ck, expr_start(e), "invalid composite literal type %T", e->type);
    return kind == TYPE_INVALID; /* reported: a value of an invalid type */
  }
  return true;
}

/* The type of the elided literal e of an element type `hint`, without the
   pointer; NULL after a report. Messages show it, so it loses its name. */
static Type *elided_type(Checker *ck, Expr *e, Type *hint) {
  if (hint == NULL) {
    report(ck, expr_start(e), "missing type in composite literal");
    return NULL;
  }
  Type *base = type_core(ck->c, hint);
  if (base == NULL) {
    report(ck, expr_start(e),
           "invalid composite literal element type %T: no core type", hint);
    return NULL;
  }
  if (base->kind != TYPE_POINTER)
    return base;
  e->flags |= EXPR_F_PTR_LIT;
  return base->ptr.elem;
}

/* Whatever is wrong with its elements, a literal of a good type is a value. */
void check_composite_literal(Checker *ck, Operand *x, Expr *e, Type *hint) {
  e->flags &= ~(uint32_t)EXPR_F_PTR_LIT;
  bool written = e->complit.type != NULL;
  Type *base =
      written ? written_type(ck, e->complit.type) : elided_type(ck, e, hint);
  if (base == NULL)
    return;
  Type *t = e->type = written ? base : hint;
  if (e->complit.index == NULL)
    e->complit.index = NEW_ARRAY(&ck->c->arena, int64_t, e->complit.n);
  for (uint32_t i = 0; i < e->complit.n; i++)
    e->complit.index[i] = -1;
  if (!check_elements(ck, e, base))
    return;
  x->mode = MODE_VALUE;
  x->type = t;
}

/* ----------------------------------------------------- function literals -- */

/* What the delayed check of a literal's body needs. */
typedef struct LiteralBody {
  Function *fn;
  Scope *scope;
} LiteralBody;

/* The delayed part of check_func_literal. */
static void check_literal_body(Checker *ck, void *data) {
  LiteralBody *body = data;
  check_body(ck, body->fn, body->scope);
}

/* Its signature is checked here, in the scope around it; see the head. */
void check_func_literal(Checker *ck, Operand *x, Expr *e) {
  x->mode = MODE_VALUE;
  /* The left side of `x op= y` is checked twice, as operand and as target. */
  if (e->funclit.fn) {
    x->type = e->funclit.fn->type;
    return;
  }
  Scope *scope = scope_new(ck->c, ck->env.scope);
  scope->is_func = true;
  Type *sig = check_signature(ck, NULL, NULL, e->funclit.type, scope);
  Function *fn = function_of_literal(ck, e, sig);
  scope->fn = fn;
  e->funclit.type->mode = MODE_TYPE;
  e->funclit.type->type = sig;
  /* The body may refer to types that are being declared: it is checked at the
     end of the statement, before that statement's own names are in scope. */
  LiteralBody *body = NEW(&ck->c->arena, LiteralBody);
  *body = (LiteralBody){fn, scope};
  check_later(ck, check_literal_body, body);
  x->type = sig;
}
