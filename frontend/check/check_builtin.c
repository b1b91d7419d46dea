/*
 * check_builtin.c - calls of predeclared functions.
 *
 * check_builtin evaluates the arguments (except for make, new and
 * unsafe.Offsetof, whose arguments are no ordinary values), checks their number
 * against builtins.def, and dispatches to one function per builtin. Each fills
 * x with the result and records on the callee the signature that this call
 * uses:
 *
 *     len(s)              func([]int) int
 *     append(b, x, y)     func([]byte, ...byte) []byte
 *     append(b, str...)   func([]byte, string) []byte, variadic
 *
 * len, cap, real, imag, complex and unsafe's functions may be constant: then
 * there is no call at run time, and nothing is recorded.
 *
 * Handlers return false after a report; the call is then invalid. A spread call
 * counts as its results: append(f()) with two results is append(a, b).
 *
 * What is wrong is said in words of the builtin, mostly at the argument:
 *
 *     close(5)            cannot close non-channel 5 (untyped int constant)
 *     delete(arr, 1)      arr (variable of type [3]int) is not a map
 *     len(c)              c (variable of type complex128) for len
 *
 * A value of a type parameter is fine if all types of its constraint are.
 */
#include "frontend/check/operand.h"

/* One call under examination. */
typedef struct BuiltinCall {
  Expr *call;
  BuiltinId id;
  OperandList args; /* evaluated; empty for make, new and Offsetof */
} BuiltinCall;
/* x holds the first argument and becomes the result. */
typedef bool (*BuiltinFn)(Checker *ck, Operand *x, BuiltinCall *b);

/* The callee may be in parentheses, (len)(x): all of them get the type. */
void record_builtin(Checker *ck, Expr *call, Type *result, Type *const *args,
                    bool variadic) {
  Compiler *c = ck->c;
  uint32_t n = 0;
  while (args[n] != NULL)
    n++;
  Object **params = NEW_ARRAY(&c->arena, Object *, n);
  for (uint32_t i = 0; i < n; i++)
    params[i] =
        object_new(c, OBJ_VAR, NO_POS, NULL, type_default(c, args[i]), NULL);
  Object **results = NEW_ARRAY(&c->arena, Object *, 1);
  if (result != NULL)
    results[0] = object_new(c, OBJ_VAR, NO_POS, NULL, result, NULL);
  Type *sig = type_func(c, type_tuple(c, params, n),
                        type_tuple(c, results, result != NULL), variadic);
  for (Expr *fn = call->call.fn;; fn = fn->pair.x) {
    fn->type = sig;
    fn->mode = MODE_BUILTIN;
    if (fn->kind != EXPR_PAREN)
      break;
  }
}

/* For builtins with one argument. */
static void record_unary(Checker *ck, const BuiltinCall *b, Type *result,
                         Type *arg) {
  record_builtin(ck, b->call, result, (Type *[]){arg, NULL}, false);
}

/* The same for two. */
static void record_pair(Checker *ck, const BuiltinCall *b, Type *result,
                        Type *first, Type *second) {
  record_builtin(ck, b->call, result, (Type *[]){first, second, NULL}, false);
}

/* x becomes a run-time value. */
static void set_value(Operand *x, Type *t) {
  x->mode = MODE_VALUE;
  x->type = t;
}

/* Copies argument i to x; false if it is invalid. */
static bool get_argument(Operand *x, const BuiltinCall *b, uint32_t i) {
  *x = b->args.items[i];
  return x->mode != MODE_INVALID;
}

/* ---------------------------------------------------------- append, copy -- */

/* The first argument of append is no slice. */
static bool report_append(Checker *ck, Operand *x) {
  Type *core = type_core(ck->c, x->type);
  if (operand_is_nil(x))
    report(ck, operand_pos(x),
           "first argument to append must be a slice; have untyped nil");
  else if (x->type->kind == TYPE_PARAM && core == NULL)
    report(ck, operand_pos(x),
           "first argument to append must be a slice; %x has no core type", x);
  else if (x->type->kind == TYPE_PARAM)
    report(ck, operand_pos(x),
           "first argument to append must be a slice; %x has core type %T", x,
           core);
  else
    report(ck, operand_pos(x),
           "first argument to append must be a slice; have %x", x);
  return false;
}

/* append(bytes, y...), where y may be a string: the one call of append whose
   last argument need not be a slice of the same elements. */
static bool is_append_to_bytes(Checker *ck, Operand *x, const BuiltinCall *b) {
  if (b->args.n != 2 || (b->call->flags & EXPR_F_DOTS) == 0)
    return false;
  Type *bytes = type_slice(ck->c, ck->c->universe->byte_type);
  return operand_assignable(ck, x, bytes, NULL);
}

/* append(bytes, text...) */
static bool check_append_string(Checker *ck, Operand *x, const BuiltinCall *b,
                                Expr *text) {
  finish_untyped(ck, text);
  record_builtin(ck, b->call, x->type, (Type *[]){x->type, text->type, NULL},
                 true);
  set_value(x, x->type);
  return true;
}

/* The arguments behind the first are those of a func(S, ...E) S. */
static bool check_append(Checker *ck, Operand *x, BuiltinCall *b) {
  Type *slice = x->type, *u = type_core(ck->c, slice);
  if (u == NULL || u->kind != TYPE_SLICE)
    return report_append(ck, x);
  if (is_append_to_bytes(ck, x, b)) {
    const Operand *y = &b->args.items[1];
    if (y->mode == MODE_INVALID)
      return false;
    const Type *core = type_core_string(ck->c, y->type);
    if (core != NULL && type_is_basic(core, BI_STRING))
      return check_append_string(ck, x, b, y->expr);
  }
  Type *rest = type_slice(ck->c, u->slice.elem);
  record_builtin(ck, b->call, slice, (Type *[]){slice, rest, NULL}, true);
  check_arguments(ck, b->call, b->call->call.fn->type, &b->args);
  set_value(x, slice); /* whatever the arguments were */
  return true;
}

/* copy(dst, src), where src may be a string. */
static bool check_copy(Checker *ck, Operand *x, BuiltinCall *b) {
  Operand y;
  const Type *dst = type_core(ck->c, x->type);
  if (!get_argument(&y, b, 1))
    return false;
  const Type *src = type_core_string(ck->c, y.type);
  if (src != NULL && type_is_basic(src, BI_STRING))
    src = type_slice(ck->c, ck->c->universe->byte_type);
  if (dst == NULL || dst->kind != TYPE_SLICE || src == NULL ||
      src->kind != TYPE_SLICE) {
    report(ck, operand_pos(x),
           "invalid argument: copy expects slice arguments; found %x and %x", x,
           &y);
    return false;
  }
  if (!type_same(ck->c, dst->slice.elem, src->slice.elem)) {
    report(ck, operand_pos(x),
           "invalid argument: arguments to copy %x and %x have different "
           "element types %T and %T",
           x, &y, dst->slice.elem, src->slice.elem);
    return false;
  }
  finish_untyped(ck, y.expr);
  Type *integer = BASIC(ck->c, INT);
  record_pair(ck, b, integer, x->type, y.expr->type);
  set_value(x, integer);
  return true;
}

/* -------------------------------------------------------------- len, cap -- */

/* The length of x's value if it is known, NULL if it is a run-time value (spec,
   "Length and capacity"): an array's is part of its type, so that x need not be
   evaluated, unless x calls something or receives. */
static const Const *constant_length(Checker *ck, const Operand *x, Type *u) {
  size_t len;
  if (u->kind == TYPE_ARRAY) {
    if (ck->env.has_call_or_recv)
      return NULL;
    return u->array.len >= 0 ? const_int(ck->c, u->array.len) : const_unknown();
  }
  if (u->kind != TYPE_BASIC || x->mode != MODE_CONST)
    return NULL;
  if (const_kind(x->value) != CONST_STRING)
    return const_unknown();
  const_string_value(x->value, &len);
  return const_int(ck->c, (int64_t)len);
}

/* Whether len or cap is defined on a type with underlying type u. */
static bool has_length(BuiltinId id, Type *u) {
  TypeKind kind = (TypeKind)u->kind;
  if (kind == TYPE_ARRAY || kind == TYPE_SLICE || kind == TYPE_CHAN)
    return true;
  return id == BUILTIN_LEN && (kind == TYPE_MAP || type_is_basic(u, BI_STRING));
}

/* The same for all types of a type parameter. */
static bool all_have_length(Checker *ck, BuiltinId id, Type *t) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, t, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!has_length(id, deref_array_pointer(terms[i].type)))
      return false;
  return n > 0;
}

/* Constant for arrays and constant strings; arrays are then not evaluated: var
   a [3]int; const n = len(a). */
static bool check_len_cap(Checker *ck, Operand *x, BuiltinCall *b) {
  Type *u = deref_array_pointer(x->type), *integer = BASIC(ck->c, INT);
  if (u->kind == TYPE_PARAM ? !all_have_length(ck, b->id, u)
                            : !has_length(b->id, u)) {
    if (!type_is_invalid(type_under(x->type)))
      report(ck, operand_pos(x), "invalid argument: %x for %s", x,
             builtin_info[b->id].name);
    return false;
  }
  const Const *len = constant_length(ck, x, u);
  if (len == NULL)
    record_unary(ck, b, integer, x->type);
  x->mode = len != NULL ? MODE_CONST : MODE_VALUE;
  x->value = len;
  x->type = integer;
  return true;
}

/* ------------------------------------------------------- complex numbers -- */

/* Gives the arguments of complex(x, y) one type: an untyped one takes that of
   the other, two constants are floats, and what contains a shift is a float64,
   which the shift then complains about. */
static void match_complex_parts(Checker *ck, Operand *x, Operand *y) {
  bool ux = operand_is_untyped(x), uy = operand_is_untyped(y);
  Operand *parts[] = {x, y};
  if (ux != uy) {
    if (ux)
      convert_untyped(ck, x, y->type);
    else
      convert_untyped(ck, y, x->type);
    return;
  }
  bool constant = x->mode == MODE_CONST && y->mode == MODE_CONST;
  for (int i = 0; ux && i < 2; i++) {
    Operand *p = parts[i];
    if (!constant)
      convert_untyped(ck, p, BASIC(ck->c, FLOAT64));
    else if (type_is_basic(p->type, BI_NUMERIC) &&
             const_kind(p->value) != CONST_UNKNOWN &&
             const_sign(const_imag(ck->c, p->value)) == 0)
      p->type = BASIC(ck->c, UNTYPED_FLOAT);
  }
}

/* The complex type with parts of type t, or the other way round; NULL: t is no
   such type. */
static Type *complex_partner(Checker *ck, Type *t, bool to_complex) {
  static const BasicKind pairs[][2] = {
      {BASIC_FLOAT32,       BASIC_COMPLEX64      },
      {BASIC_FLOAT64,       BASIC_COMPLEX128     },
      {BASIC_UNTYPED_FLOAT, BASIC_UNTYPED_COMPLEX}
  };
  BasicKind kind = type_basic_kind(t);
  for (size_t i = 0; i < COUNT(pairs); i++)
    if (pairs[i][!to_complex] == kind)
      return ck->c->universe->basic[pairs[i][to_complex]];
  return NULL;
}

/* A type parameter called as `like` is, for the types of a union. */
static Type *param_of_terms(Checker *ck, const Type *like, Type *uni) {
  Compiler *c = ck->c;
  const Object *old = like->param.obj;
  Type *t = type_new(c, TYPE_PARAM), *bound = type_new(c, TYPE_INTERFACE);
  t->param.obj = object_new(c, OBJ_TYPE, old->pos, old->name, t, ck->pkg);
  t->param.index = like->param.index;
  t->param.bound = bound;
  bound->flags |= TYPE_F_COMPLETE;
  bound->iface.embeds = arena_copy(&c->arena, &uni, sizeof uni);
  bound->iface.embed_pos = NEW(&c->arena, Pos);
  bound->iface.nembeds = 1;
  return t;
}

/* complex, real and imag are not defined on type parameters in Go 1.19,
   whatever their types are: reported, and checking goes on with the type that
   the result would have. NULL: those types are none for which they are defined
   at all. */
static Type *partner_of_param(Checker *ck, const Operand *x, BuiltinId id) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, x->type, &n);
  Type *uni = type_new(ck->c, TYPE_UNION);
  uni->flags |= TYPE_F_COMPLETE;
  uni->uni.terms = arena_copy(&ck->c->arena, terms, n * sizeof *terms);
  uni->uni.n = n;
  for (uint32_t i = 0; i < n; i++) {
    Type *t = complex_partner(ck, terms[i].type, id == BUILTIN_COMPLEX);
    if (t == NULL)
      return NULL;
    uni->uni.terms[i].type = t;
  }
  if (n == 0)
    return NULL;
  report(ck, operand_pos(x),
         "%x not supported as argument to %s for go1.18 (see issue #50937)", x,
         builtin_info[id].name);
  return param_of_terms(ck, x->type, uni);
}

/* The type of the result of complex, real or imag; NULL: x is of a wrong
   one. */
static Type *part_type(Checker *ck, const Operand *x, BuiltinId id) {
  if (x->type->kind == TYPE_PARAM)
    return partner_of_param(ck, x, id);
  return complex_partner(ck, x->type, id == BUILTIN_COMPLEX);
}

/* complex(re, im) */
static bool check_complex(Checker *ck, Operand *x, BuiltinCall *b) {
  Operand y;
  if (!get_argument(&y, b, 1))
    return false;
  match_complex_parts(ck, x, &y);
  if (x->mode == MODE_INVALID || y.mode == MODE_INVALID)
    return false;
  if (!type_same(ck->c, x->type, y.type)) {
    report(ck, operand_pos(x),
           "invalid operation: %e (mismatched types %T and %T)", b->call,
           x->type, y.type);
    return false;
  }
  Type *result = part_type(ck, x, b->id);
  if (result == NULL) {
    report(ck, operand_pos(x),
           "invalid argument: arguments have type %T, expected floating-point",
           x->type);
    return false;
  }
  if (x->mode == MODE_CONST && y.mode == MODE_CONST) {
    x->value = const_imag_unit(ck->c, const_to_float(ck->c, x->value),
                               const_to_float(ck->c, y.value));
  } else {
    record_pair(ck, b, result, x->type, x->type);
    x->mode = MODE_VALUE;
  }
  x->type = result;
  return true;
}

/* real(c), imag(c); every untyped number is a complex constant. */
static bool check_real_imag(Checker *ck, Operand *x, BuiltinCall *b) {
  if (operand_is_untyped(x)) {
    if (x->mode != MODE_CONST)
      convert_untyped(ck, x, BASIC(ck->c, COMPLEX128));
    else if (type_is_basic(x->type, BI_NUMERIC))
      x->type = BASIC(ck->c, UNTYPED_COMPLEX);
    if (x->mode == MODE_INVALID)
      return false;
  }
  Type *result = part_type(ck, x, b->id);
  if (result == NULL) {
    report(ck, operand_pos(x),
           "invalid argument: argument has type %T, expected complex type",
           x->type);
    return false;
  }
  if (x->mode == MODE_CONST) {
    if (const_kind(x->value) != CONST_UNKNOWN)
      x->value = b->id == BUILTIN_REAL ? const_real(ck->c, x->value)
                                       : const_imag(ck->c, x->value);
  } else {
    record_unary(ck, b, result, x->type);
    x->mode = MODE_VALUE;
  }
  x->type = result;
  return true;
}

/* ---------------------------------------------------------------- others -- */

/* The underlying types that an operand may have: one, or those of its type
   parameter. A parameter without specific types has NULL. */
typedef struct TypeList {
  Type **items;
  uint32_t n;
} TypeList;

static TypeList types_of_operand(Checker *ck, const Operand *x) {
  uint32_t n = 0;
  const Term *terms = NULL;
  if (x->type->kind == TYPE_PARAM)
    terms = type_terms(ck->c, x->type, &n);
  TypeList list = {.items = NEW_ARRAY(&ck->c->arena, Type *, n + 1),
                   .n = n > 0 ? n : 1};
  if (x->type->kind != TYPE_PARAM)
    list.items[0] = type_under(x->type);
  for (uint32_t i = 0; i < n; i++)
    list.items[i] = type_under(terms[i].type);
  return list;
}

/* close(ch) */
static bool check_close(Checker *ck, Operand *x, BuiltinCall *b) {
  TypeList types = types_of_operand(ck, x);
  for (uint32_t i = 0; i < types.n; i++) {
    const Type *chan = types.items[i];
    if (chan != NULL && chan->kind == TYPE_CHAN && chan->chan.dir != CHAN_RECV)
      continue;
    report(ck, operand_pos(x), "invalid operation: cannot close %s %x",
           chan != NULL && chan->kind == TYPE_CHAN ? "receive-only channel"
                                                   : "non-channel",
           x);
    return false;
  }
  record_unary(ck, b, NULL, x->type);
  x->mode = MODE_NO_VALUE;
  return true;
}

/* The key type of a map, or of all maps of a type parameter; NULL after a
   report. */
static Type *common_key(Checker *ck, const Operand *x) {
  TypeList types = types_of_operand(ck, x);
  Type *key = NULL;
  for (uint32_t i = 0; i < types.n; i++) {
    const Type *map = types.items[i];
    bool is_map = map != NULL && map->kind == TYPE_MAP;
    if (is_map && (key == NULL || type_same(ck->c, map->map.key, key))) {
      key = map->map.key;
      continue;
    }
    report(ck, operand_pos(x),
           is_map ? "invalid argument: maps of %x must have identical key types"
                  : "invalid argument: %x is not a map",
           x);
    return NULL;
  }
  return key;
}

/* delete(m, k): the key is assigned to m's key type, as in m[k]. */
static bool check_delete(Checker *ck, Operand *x, BuiltinCall *b) {
  Type *type = x->type, *key = common_key(ck, x);
  if (key == NULL || !get_argument(x, b, 1))
    return false;
  check_assignment(ck, x, key, "argument to delete");
  if (x->mode == MODE_INVALID)
    return false;
  record_pair(ck, b, NULL, type, key);
  x->mode = MODE_NO_VALUE;
  return true;
}

/* The least number of arguments of make(t, ...): a slice needs a length, one
   more is always allowed; 0 after a report. */
static uint32_t make_minimum(Checker *ck, Expr *arg, Type *t) {
  Type *u = type_core(ck->c, t);
  if (u == NULL) {
    report(ck, expr_start(arg),
           "invalid argument: cannot make %e: no core type", arg);
    return 0;
  }
  if (u->kind == TYPE_SLICE)
    return 2;
  if (u->kind == TYPE_MAP || u->kind == TYPE_CHAN)
    return 1;
  report(
      ck, expr_start(arg),
      "invalid argument: cannot make %e; type must be slice, map, or channel",
      arg);
  return 0;
}

/* make(T, sizes...): constant sizes must not be negative, nor the length
   greater than the capacity. Sizes are integers of any type, or constants that
   are whole. */
static bool check_make(Checker *ck, Operand *x, BuiltinCall *b) {
  Expr **args = b->call->call.args;
  uint32_t n = b->call->call.n;
  Type *types[4] = {check_var_type(ck, args[0])}; /* ends with NULL */
  if (type_is_invalid(types[0]))
    return false;
  uint32_t min = make_minimum(ck, args[0], types[0]);
  if (min == 0)
    return false;
  if (n < min || n > min + 1) {
    report(ck, expr_start(b->call),
           "invalid operation: %e expects %d or %d arguments; found %d",
           b->call, (int)min, (int)min + 1, (int)n);
    return false;
  }
  int64_t sizes[3] = {-1, -1, -1};
  for (uint32_t i = 1; i < n; i++)
    check_index_value(ck, args[i], -1, &types[i], &sizes[i]);
  if (sizes[1] >= 0 && sizes[2] >= 0 && sizes[1] > sizes[2])
    report(ck, expr_start(args[1]),
           "invalid argument: length and capacity swapped");
  record_builtin(ck, b->call, types[0], types, false);
  set_value(x, types[0]);
  return true;
}

/* new(T) */
static bool check_new(Checker *ck, Operand *x, BuiltinCall *b) {
  Type *t = check_var_type(ck, b->call->call.args[0]);
  if (type_is_invalid(t))
    return false;
  set_value(x, type_pointer(ck->c, t));
  record_unary(ck, b, x->type, t);
  return true;
}

/* panic(x) converts x to interface{}. That it ends a function is seen by
   terminating.c, from the recorded call. */
static bool check_panic(Checker *ck, Operand *x, BuiltinCall *b) {
  check_assignment(ck, x, ck->c->universe->empty_interface,
                   "argument to panic");
  if (x->mode == MODE_INVALID)
    return false;
  record_unary(ck, b, NULL, ck->c->universe->empty_interface);
  x->mode = MODE_NO_VALUE;
  return true;
}

/* print and println take values of any types, with their default types. */
static bool check_print(Checker *ck, Operand *x, BuiltinCall *b) {
  const char *words =
      b->id == BUILTIN_PRINT ? "argument to print" : "argument to println";
  ArenaMark mark = arena_mark(&ck->c->scratch);
  Type **types = NEW_ARRAY(&ck->c->scratch, Type *, b->args.n + 1);
  bool ok = true;
  for (uint32_t i = 0; ok && i < b->args.n; i++) {
    get_argument(x, b, i);
    check_assignment(ck, x, NULL, words);
    ok = x->mode != MODE_INVALID;
    types[i] = x->type;
  }
  if (ok)
    record_builtin(ck, b->call, NULL, types, false);
  arena_release(&ck->c->scratch, mark);
  x->mode = MODE_NO_VALUE;
  return ok;
}

/* recover() makes code generation keep the function's frame; outside of
   functions it is fine, and gives nil. */
static bool check_recover(Checker *ck, Operand *x, BuiltinCall *b) {
  if (ck->env.fn != NULL)
    ck->env.fn->has_recover = true;
  set_value(x, ck->c->universe->empty_interface);
  record_builtin(ck, b->call, x->type, (Type *[]){NULL}, false);
  return true;
}

/* Those of package unsafe are in a file of their own. */
static bool check_unsafe(Checker *ck, Operand *x, BuiltinCall *b) {
  return check_unsafe_builtin(ck, x, b->call, b->id, &b->args);
}

/* -------------------------------------------------------------- dispatch -- */

/* One for each builtin; numbers of arguments are checked before. */
static const BuiltinFn handlers[BUILTIN_COUNT] = {
    [BUILTIN_APPEND] = check_append,
    [BUILTIN_CAP] = check_len_cap,
    [BUILTIN_CLOSE] = check_close,
    [BUILTIN_COMPLEX] = check_complex,
    [BUILTIN_COPY] = check_copy,
    [BUILTIN_DELETE] = check_delete,
    [BUILTIN_IMAG] = check_real_imag,
    [BUILTIN_LEN] = check_len_cap,
    [BUILTIN_MAKE] = check_make,
    [BUILTIN_NEW] = check_new,
    [BUILTIN_PANIC] = check_panic,
    [BUILTIN_PRINT] = check_print,
    [BUILTIN_PRINTLN] = check_print,
    [BUILTIN_REAL] = check_real_imag,
    [BUILTIN_RECOVER] = check_recover,
    [BUILTIN_UNSAFE_ADD] = check_unsafe,
    [BUILTIN_UNSAFE_ALIGNOF] = check_unsafe,
    [BUILTIN_UNSAFE_OFFSETOF] = check_unsafe,
    [BUILTIN_UNSAFE_SIZEOF] = check_unsafe,
    [BUILTIN_UNSAFE_SLICE] = check_unsafe,
};

/* Types, and the selector of Offsetof, are no values. */
static bool evaluates_arguments(BuiltinId id) {
  return id != BUILTIN_MAKE && id != BUILTIN_NEW &&
         id != BUILTIN_UNSAFE_OFFSETOF;
}

/* The number of arguments, `n` with a spread call counted as its results. */
static bool check_arity(Checker *ck, const BuiltinCall *b, uint32_t n) {
  const BuiltinInfo *info = &builtin_info[b->id];
  if (n >= info->args && (info->variadic || n == info->args))
    return true;
  report(ck, expr_start(b->call),
         "invalid operation: %s arguments for %e (expected %d, found %d)",
         n < info->args ? "not enough" : "too many", b->call, (int)info->args,
         (int)n);
  return false;
}

/* Evaluates the arguments and calls the handler. */
static bool check_arguments_and_run(Checker *ck, Operand *x, BuiltinCall *b) {
  Expr *call = b->call;
  uint32_t n = call->call.n;
  b->args.n = 0;
  if (evaluates_arguments(b->id)) {
    check_operand_list(ck, &b->args, call->call.args, n, false);
    if (b->args.spread)
      call->flags |= EXPR_F_SPREAD;
    n = b->args.n;
    if (n > 0 && !get_argument(x, b, 0))
      return false;
  }
  if (!check_arity(ck, b, n))
    return false;
  call->sub = CALL_BUILTIN;
  call->call.builtin = (uint8_t)b->id;
  return handlers[b->id](ck, x, b);
}

/* Only append takes `...`. For len and cap it matters whether their argument
   contains a call; what is outside of it does not. */
bool check_builtin(Checker *ck, Operand *x, Expr *call, BuiltinId id) {
  BuiltinCall b = {.call = call, .id = id};
  if ((call->flags & EXPR_F_DOTS) != 0 && id != BUILTIN_APPEND) {
    report(ck, expr_start(call),
           "invalid operation: invalid use of ... with built-in %s",
           builtin_info[id].name);
    use_exprs(ck, call->call.args, call->call.n);
    return false;
  }
  bool outer = ck->env.has_call_or_recv;
  bool is_len = id == BUILTIN_LEN || id == BUILTIN_CAP;
  if (is_len)
    ck->env.has_call_or_recv = false; /* of the argument alone */
  bool ok = check_arguments_and_run(ck, x, &b);
  if (is_len)
    ck->env.has_call_or_recv = outer;
  return ok;
}
