/*
 * check_unsafe.c - the functions of package unsafe.
 *
 * Sizeof, Alignof and Offsetof are constants of type uintptr, unless the size
 * is not known yet because the type is just being declared:
 *
 *     type T struct { a [unsafe.Sizeof(T{})]int }     "must be constant"
 *
 * Their arguments are not evaluated at run time; x.f in Offsetof(x.f) must not
 * follow a pointer to an embedded struct, for then there is no one offset.
 * Inside of generic functions sizes depend on type arguments: there the calls
 * are ordinary values, and become constants in the copies (instance_copy.c).
 *
 * Add(p, n) and Slice(p, n) are evaluated; n is of any integer type.
 */
#include "frontend/check/operand.h"

/* Whether t's size depends on a type whose declaration is not finished. `seen`
   maps named types to themselves while they are visited. */
static bool has_unknown_size(Checker *ck, Type *t, Map *seen) {
  if (t == NULL)
    return true;
  if (t->kind == TYPE_NAMED) {
    const bool *known = map_get(seen, t);
    static const bool fixed = false, open = true;
    if (known != NULL)
      return *known;
    map_set(&ck->c->scratch, seen, t, (void *)(uintptr_t)&open);
    bool unknown = has_unknown_size(ck, type_under(t), seen);
    if (!unknown)
      map_set(&ck->c->scratch, seen, t, (void *)(uintptr_t)&fixed);
    return unknown;
  }
  if (t->kind == TYPE_PARAM)
    return true;
  if (t->kind == TYPE_ARRAY)
    return has_unknown_size(ck, t->array.elem, seen);
  if (t->kind != TYPE_STRUCT)
    return false;
  if (!t->st.set)
    return true;
  for (uint32_t i = 0; i < t->st.n; i++)
    if (has_unknown_size(ck, t->st.fields[i]->type, seen))
      return true;
  return false;
}

/* t is complete, with everything that it contains. */
static bool size_is_known(Checker *ck, Type *t) {
  Map seen = {0};
  ArenaMark mark = arena_mark(&ck->c->scratch);
  bool unknown = has_unknown_size(ck, t, &seen);
  arena_release(&ck->c->scratch, mark);
  return !unknown;
}

/* The uintptr n; a run-time value if n is not known. */
static bool set_uintptr(Checker *ck, Operand *x, Expr *call, bool known,
                        int64_t n) {
  Type *result = BASIC(ck->c, UINTPTR);
  if (known) {
    x->mode = MODE_CONST;
    x->value = const_int(ck->c, n);
  } else {
    record_builtin(ck, call, result, (Type *[]){x->type, NULL}, false);
    x->mode = MODE_VALUE;
  }
  x->type = result;
  return true;
}

/* Sizeof(x) and Alignof(x). */
static bool check_sizeof(Checker *ck, Operand *x, Expr *call, bool align) {
  check_assignment(ck, x, NULL,
                   align ? "argument to unsafe.Alignof"
                         : "argument to unsafe.Sizeof");
  if (x->mode == MODE_INVALID)
    return false;
  bool known = size_is_known(ck, x->type);
  int64_t n = 8; /* of an invalid type: gc's answer */
  if (known && !type_is_invalid(x->type))
    n = align ? type_align(ck->c, x->type) : type_size(ck->c, x->type);
  return set_uintptr(ck, x, call, known, n);
}

/* Bytes before the field that `path` leads to. */
static int64_t field_offset(Checker *ck, Type *t, const Lookup *found) {
  int64_t offset = 0;
  for (uint32_t i = 0; i < found->npath; i++) {
    Type *st = type_under(t);
    type_layout(ck->c, st);
    const Object *field = st->st.fields[found->path[i]];
    offset += field->var.offset;
    t = field->type;
  }
  return offset;
}

/* The field that unsafe.Offsetof(arg) is about, in a struct of type base; false
   after a report. */
static bool find_offset_field(Checker *ck, const Operand *x, Expr *arg,
                              Type *base, Lookup *found) {
  const Name *name = expr_unparen(arg)->sel.sel;
  *found = lookup_field_or_method(ck->c, base, false, ck->pkg, name);
  if (found->obj == NULL)
    report(ck, operand_pos(x), "invalid argument: %T has no single field %n",
           base, name);
  else if (found->obj->kind == OBJ_FUNC)
    report(ck, expr_start(arg), "invalid argument: %e is a method value", arg);
  else if (found->indirect)
    report(ck, operand_pos(x),
           "invalid argument: field %n is embedded via a pointer in %T", name,
           base);
  else
    return true;
  return false;
}

/* Offsetof(x.f), records the selection but does not evaluate it. */
static bool check_offsetof(Checker *ck, Operand *x, Expr *call) {
  Expr *arg = call->call.args[0], *sel = expr_unparen(arg);
  if (sel->kind != EXPR_SELECTOR) {
    report(ck, expr_start(arg),
           "invalid argument: %e is not a selector expression", arg);
    use_exprs(ck, &arg, 1);
    return false;
  }
  check_expr(ck, x, sel->sel.x);
  if (x->mode == MODE_INVALID)
    return false;
  Type *base = x->type, *p = under_kind(base, TYPE_POINTER);
  if (p != NULL && under_kind(p->ptr.elem, TYPE_STRUCT) != NULL)
    base = p->ptr.elem;
  Lookup found;
  if (!find_offset_field(ck, x, arg, base, &found))
    return false;
  Selection *s = NEW(&ck->c->arena, Selection);
  *s = (Selection){.kind = SEL_FIELD,
                   .path = found.path,
                   .npath = found.npath,
                   .obj = found.obj,
                   .recv = base};
  sel->sel.selection = s;
  sel->mode = x->mode == MODE_VAR ? MODE_VAR : MODE_VALUE;
  sel->type = found.obj->type;
  bool known = size_is_known(ck, base);
  return set_uintptr(ck, x, call, known,
                     known ? field_offset(ck, base, &found) : 0);
}

/* unsafe.Add(ptr, n) */
static bool check_add(Checker *ck, Operand *x, Expr *call, Operand *n) {
  Type *pointer = BASIC(ck->c, UNSAFE_POINTER);
  check_assignment(ck, x, pointer, "argument to unsafe.Add");
  if (x->mode == MODE_INVALID || !check_index_operand(ck, n, "length", true))
    return false;
  x->mode = MODE_VALUE;
  x->type = pointer;
  record_builtin(ck, call, pointer, (Type *[]){pointer, n->type, NULL}, false);
  return true;
}

/* unsafe.Slice(ptr, n) */
static bool check_unsafe_slice(Checker *ck, Operand *x, Expr *call,
                               Operand *n) {
  Type *pointer = under_kind(x->type, TYPE_POINTER);
  if (pointer == NULL) {
    report(ck, operand_pos(x), "invalid argument: %x is not a pointer", x);
    return false;
  }
  if (!check_index_operand(ck, n, "length", false))
    return false;
  x->mode = MODE_VALUE;
  x->type = type_slice(ck->c, pointer->ptr.elem);
  record_builtin(ck, call, x->type, (Type *[]){pointer, n->type, NULL}, false);
  return true;
}

/* Add and Slice came with Go 1.17. */
bool check_unsafe_builtin(Checker *ck, Operand *x, Expr *call, BuiltinId id,
                          OperandList *args) {
  bool add = id == BUILTIN_UNSAFE_ADD;
  if (id == BUILTIN_UNSAFE_OFFSETOF)
    return check_offsetof(ck, x, call);
  if (id == BUILTIN_UNSAFE_SIZEOF || id == BUILTIN_UNSAFE_ALIGNOF)
    return check_sizeof(ck, x, call, id == BUILTIN_UNSAFE_ALIGNOF);
  if (!version_allows(ck, 17)) {
    report_version(ck, expr_start(call->call.fn), 17,
                   add ? "unsafe.Add" : "unsafe.Slice");
    return false;
  }
  return add ? check_add(ck, x, call, &args->items[1])
             : check_unsafe_slice(ck, x, call, &args->items[1]);
}
