/*
 * type.c - making types, and deciding when two of them are the same.
 *
 * Types are spellings (types.h). Identity is decided by canonical
 * representatives: the first complete type of each shape that is asked about
 * becomes the canon of all later ones, found in a hash table.
 *
 *   hash([]byte) = mix(SLICE, id of canon(byte) = id of uint8)
 *
 * Components are canonicalised first. That ends, because every cycle in the
 * graph of types goes through a named type, which is its own canon - with one
 * exception: an interface can be reached from the signatures of its methods
 * without passing a named type's canon:
 *
 *   type T interface{ m() interface{ T } }     the inner literal has m, too
 *
 * So interfaces are hashed by their method names only and compared by walking
 * both, where a pair of interfaces that is met again is taken for equal.
 *
 * Types under construction (no TYPE_F_COMPLETE) are never entered in the
 * table; asked about too early, they are compared by walking.
 *
 *   []int (here)  \
 *                   canon: the first of them; type_same compares pointers
 *   []int (there) /
 */
#include "frontend/types/types.h"

typedef struct TypeTable {
  Type **slots; /* canonical types, open addressing, at most half full */
  uint32_t mask, count; /* slots - 1; types in it */
  uint32_t next_id;     /* from 1: a type of id 0 has no canon yet */
} TypeTable;

/* ---------------------------------------------------------- construction -- */

/* Made at first use. */
static TypeTable *table_of(Compiler *c) {
  if (!c->types) {
    c->types = NEW(&c->arena, TypeTable);
    c->types->next_id = 1;
  }
  return c->types;
}

/* Gives t an identity of its own. */
static void be_own_canon(Compiler *c, Type *t) {
  t->canon = t;
  t->id = table_of(c)->next_id++;
}

/* A type of which the caller fills the parts. Kinds that cannot be compared
   by structure are complete and canonical from the start. */
Type *type_new(Compiler *c, TypeKind kind) {
  Type *t = NEW(&c->arena, Type);
  t->kind = (uint8_t)kind;
  if (kind == TYPE_NAMED)
    t->named.compiler = c;
  if (kind == TYPE_NAMED || kind == TYPE_PARAM || kind == TYPE_BASIC ||
      kind == TYPE_INVALID) {
    be_own_canon(c, t);
    t->flags |= TYPE_F_COMPLETE;
  }
  if (kind == TYPE_PARAM) {
    t->flags |= TYPE_F_HAS_PARAM;
    t->param.compiler = c;
    t->param.bound = c->universe->invalid;
  }
  return t;
}

/* A type of which all parts are known. */
static Type *new_complete(Compiler *c, TypeKind kind, uint32_t flags) {
  Type *t = type_new(c, kind);
  t->flags |= TYPE_F_COMPLETE | (flags & TYPE_F_HAS_PARAM);
  return t;
}

/* The constructors below make new nodes each time; identity is type_same's. */
Type *type_array(Compiler *c, Type *elem, int64_t len) {
  Type *t = new_complete(c, TYPE_ARRAY, elem->flags);
  t->array.elem = elem;
  t->array.len = len;
  return t;
}

Type *type_slice(Compiler *c, Type *elem) {
  Type *t = new_complete(c, TYPE_SLICE, elem->flags);
  t->slice.elem = elem;
  return t;
}

/* A pointer to something wrong is wrong itself: no follow-on messages. */
Type *type_pointer(Compiler *c, Type *elem) {
  if (elem->kind == TYPE_INVALID)
    return elem;
  Type *t = new_complete(c, TYPE_POINTER, elem->flags);
  t->ptr.elem = elem;
  return t;
}

Type *type_map(Compiler *c, Type *key, Type *elem) {
  Type *t = new_complete(c, TYPE_MAP, key->flags | elem->flags);
  t->map.key = key;
  t->map.elem = elem;
  return t;
}

Type *type_chan(Compiler *c, ChanDir dir, Type *elem) {
  Type *t = new_complete(c, TYPE_CHAN, elem->flags);
  t->chan.elem = elem;
  t->chan.dir = dir;
  return t;
}

/* What the types of vars have in common with the type made of them. */
static uint32_t flags_of(Object **vars, uint32_t n) {
  uint32_t flags = 0;
  for (uint32_t i = 0; i < n; i++)
    flags |= vars[i]->type ? vars[i]->type->flags : 0;
  return flags;
}

/* Of parameters, results or several values: vars need no names. */
Type *type_tuple(Compiler *c, Object **vars, uint32_t n) {
  Type *t = new_complete(c, TYPE_TUPLE, flags_of(vars, n));
  t->tuple.vars = vars;
  t->tuple.n = n;
  return t;
}

/* Parameters and results are tuples, also of none; if variadic, the last one is
   a slice already. */
Type *type_func(Compiler *c, Type *params, Type *results, bool variadic) {
  Type *t = new_complete(c, TYPE_FUNC, params->flags | results->flags);
  t->func.params = params;
  t->func.results = results;
  if (variadic)
    t->flags |= TYPE_F_VARIADIC;
  return t;
}

Type *type_struct(Compiler *c, Object **fields, uint32_t n) {
  Type *t = new_complete(c, TYPE_STRUCT, flags_of(fields, n));
  t->st.fields = fields;
  t->st.n = n;
  t->st.set = true;
  return t;
}

/* A defined type; underlying NULL: the caller completes it later. */
Type *type_named(Compiler *c, Object *obj, Type *underlying) {
  Type *t = type_new(c, TYPE_NAMED);
  t->named.obj = obj;
  t->named.under = underlying ? type_under(underlying) : NULL;
  t->named.rhs = underlying;
  obj->type = t;
  return t;
}

/* ------------------------------------------------------------ underlying -- */

/* What stands for named type t one step further on; NULL: not known yet. */
static Type *step_under(Type *t) {
  if (t->named.under || !t->named.orig)
    return t->named.under;
  return instance_expand(t);
}

/* Lets every name of the chain from t on lead to its end directly. */
static void shorten(Type *t, Type *end) {
  while (t != end && t->named.under) {
    Type *next = t->named.under;
    t->named.under = end;
    t = next;
  }
}

/* The underlying type. A chain of names that has no end yet, or never (an
   error that is reported elsewhere), is invalid; that is not recorded. */
Type *type_under(Type *t) {
  if (t->kind != TYPE_NAMED)
    return t;
  Type *u = step_under(t), *slow = t;
  if (u && u->kind != TYPE_NAMED)
    return u;
  for (uint32_t steps = 1; u && u->kind == TYPE_NAMED; steps++) {
    u = step_under(u);
    if (steps % 2 == 0)
      slow = step_under(slow);
    if (u == slow)
      u = NULL;
  }
  if (!u)
    return t->named.compiler->universe->invalid;
  if (u->flags & TYPE_F_COMPLETE)
    shorten(t, u);
  return u;
}

/* The same for those who may only read; expansion of an instance changes
   nothing that they could see. */
static const Type *under(const Type *t) {
  union {
    const Type *in;
    Type *out;
  } unconst = {.in = t};
  return t->kind == TYPE_NAMED ? type_under(unconst.out) : t;
}

/* What an untyped value becomes where nothing else is asked. */
Type *type_default(Compiler *c, Type *t) {
  static const uint8_t defaults[BASIC_COUNT] = {
      [BASIC_UNTYPED_BOOL] = BASIC_BOOL,
      [BASIC_UNTYPED_INT] = BASIC_INT,
      [BASIC_UNTYPED_FLOAT] = BASIC_FLOAT64,
      [BASIC_UNTYPED_COMPLEX] = BASIC_COMPLEX128,
      [BASIC_UNTYPED_STRING] = BASIC_STRING,
  };
  if (t->kind != TYPE_BASIC)
    return t;
  if (t->basic.kind == BASIC_UNTYPED_RUNE)
    return c->universe->rune_type; /* messages say rune, not int32 */
  BasicKind kind = defaults[t->basic.kind];
  return kind ? c->universe->basic[kind] : t;
}

/* -------------------------------------------------------------- identity -- */

/* Interfaces that a comparison is inside of: met again, they are equal. */
typedef struct Pair {
  const struct Pair *outer;
  const Type *x, *y;
} Pair;

/* How to compare: with what assumed, and whether struct tags matter. */
typedef struct Comparison {
  Compiler *c;
  bool tags;
} Comparison;

static bool identical(Comparison *cmp, Type *x, Type *y, const Pair *pairs);

/* Tags are part of a struct's identity. */
static bool same_tag(const Object *f, const Object *g) {
  return f->var.tag_len == g->var.tag_len &&
         (f->var.tag_len == 0 ||
          memcmp(f->var.tag, g->var.tag, f->var.tag_len) == 0);
}

/* Unexported names of different packages are different. */
bool field_same(const Object *f, const Object *g, bool tags) {
  return ((f->flags ^ g->flags) & OBJ_F_EMBEDDED) == 0 &&
         object_same_name(f, g->package, g->name) && (!tags || same_tag(f, g));
}

/* Same fields in the same order, embedded or not, and same tags. */
static bool identical_structs(Comparison *cmp, Type *x, Type *y,
                              const Pair *pairs) {
  if (x->st.n != y->st.n || x->st.set != y->st.set)
    return false;
  for (uint32_t i = 0; i < x->st.n; i++) {
    Object *f = x->st.fields[i], *g = y->st.fields[i];
    if (!field_same(f, g, cmp->tags) ||
        !identical(cmp, f->type, g->type, pairs))
      return false;
  }
  return true;
}

/* Pairwise; names do not count. */
static bool identical_tuples(Comparison *cmp, Type *x, Type *y,
                             const Pair *pairs) {
  if (!x || !y || x->tuple.n != y->tuple.n)
    return x == y;
  for (uint32_t i = 0; i < x->tuple.n; i++)
    if (!identical(cmp, x->tuple.vars[i]->type, y->tuple.vars[i]->type, pairs))
      return false;
  return true;
}

/* Same methods in both sorted sets, and same restriction. */
static bool identical_interfaces(Comparison *cmp, Type *x, Type *y,
                                 const Pair *pairs) {
  TypeSet *a = type_set(cmp->c, x), *b = type_set(cmp->c, y);
  if (a->nmethods != b->nmethods || a->comparable != b->comparable ||
      !type_set_within(cmp->c, a, b) || !type_set_within(cmp->c, b, a))
    return false;
  for (const Pair *p = pairs; p; p = p->outer)
    if ((p->x == x && p->y == y) || (p->x == y && p->y == x))
      return true;
  Pair inner = {.outer = pairs, .x = x, .y = y};
  for (uint32_t i = 0; i < a->nmethods; i++) {
    Object *m = a->methods[i], *n = b->methods[i];
    if (!object_same_name(m, n->package, n->name) || !m->type || !n->type ||
        !identical(cmp, m->type, n->type, &inner))
      return false;
  }
  return true;
}

/* Instances of one generic type with pairwise identical arguments; other named
   types are their own canons, and were compared as such. */
static bool identical_instances(Comparison *cmp, const Type *x, const Type *y,
                                const Pair *pairs) {
  if (!x->named.orig || x->named.orig != y->named.orig ||
      x->named.ntargs != y->named.ntargs)
    return false;
  for (uint32_t i = 0; i < x->named.ntargs; i++)
    if (!identical(cmp, x->named.targs[i], y->named.targs[i], pairs))
      return false;
  return true;
}

/* Generic functions differ in the names of their type parameters only; that
   they are compared at all takes an error. */
static bool identical_funcs(Comparison *cmp, Type *x, Type *y,
                            const Pair *pairs) {
  return ((x->flags ^ y->flags) & TYPE_F_VARIADIC) == 0 &&
         x->func.tparams.n == y->func.tparams.n &&
         identical_tuples(cmp, x->func.params, y->func.params, pairs) &&
         identical_tuples(cmp, x->func.results, y->func.results, pairs);
}

/* The walk behind type_same. */
static bool identical(Comparison *cmp, Type *x, Type *y, const Pair *pairs) {
  if (x == y || (x->canon && x->canon == y->canon))
    return true;
  if (x->kind != y->kind)
    return false;
  switch ((TypeKind)x->kind) {
  case TYPE_ARRAY: /* an unknown length is any length: no follow-on errors */
    return (x->array.len == y->array.len || x->array.len < 0 ||
            y->array.len < 0) &&
           identical(cmp, x->array.elem, y->array.elem, pairs);
  case TYPE_SLICE:
  case TYPE_POINTER: return identical(cmp, x->ptr.elem, y->ptr.elem, pairs);
  case TYPE_CHAN:
    return x->chan.dir == y->chan.dir &&
           identical(cmp, x->chan.elem, y->chan.elem, pairs);
  case TYPE_MAP:
    return identical(cmp, x->map.key, y->map.key, pairs) &&
           identical(cmp, x->map.elem, y->map.elem, pairs);
  case TYPE_STRUCT: return identical_structs(cmp, x, y, pairs);
  case TYPE_TUPLE: return identical_tuples(cmp, x, y, pairs);
  case TYPE_FUNC: return identical_funcs(cmp, x, y, pairs);
  case TYPE_INTERFACE: return identical_interfaces(cmp, x, y, pairs);
  case TYPE_NAMED: return identical_instances(cmp, x, y, pairs);
  case TYPE_INVALID: /* these are their own canons: compared above */
  case TYPE_BASIC:
  case TYPE_PARAM:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* ------------------------------------------------------- canonical types -- */

/* Order matters: func(a) b is not func(b) a. */
static uint32_t mix(uint32_t h, uint32_t x) {
  h ^= x + 0x9E3779B9u + (h << 6) + (h >> 2);
  return h * 0x85EBCA6Bu;
}

/* False: some type is missing or incomplete. */
static bool hash_vars(Compiler *c, Object **vars, uint32_t n, uint32_t *h) {
  *h = mix(*h, n);
  for (uint32_t i = 0; i < n; i++) {
    Type *t = vars[i]->type ? type_canon(c, vars[i]->type) : NULL;
    if (!t || t->id == 0)
      return false;
    *h = mix(*h, t->id);
    if (vars[i]->flags & OBJ_F_FIELD)
      *h = mix(*h, vars[i]->name->hash);
  }
  return true;
}

/* Interfaces: only names, so that recursive signatures are not entered. */
static bool hash_interface(Compiler *c, Type *t, uint32_t *h) {
  TypeSet *set = type_set(c, t);
  if (t->iface.set == NULL)
    return false; /* some embedded interface is not complete */
  *h = mix(*h, set->nmethods);
  for (uint32_t i = 0; i < set->nmethods; i++)
    *h = mix(*h, set->methods[i]->name->hash);
  *h = mix(*h, set->comparable);
  return true;
}

/* False: t is incomplete, so it has no number yet. */
static bool hash_component(Compiler *c, Type *t, uint32_t *h) {
  uint32_t id = type_canon(c, t)->id;
  *h = mix(*h, id);
  return id != 0;
}

/* Instances: of the generic type and the arguments. */
static bool hash_instance(Compiler *c, const Type *t, uint32_t *h) {
  *h = mix(*h, t->named.orig->id);
  for (uint32_t i = 0; i < t->named.ntargs; i++)
    if (!hash_component(c, t->named.targs[i], h))
      return false;
  return true;
}

/* The hash of a type that is not its own canon; false: incomplete parts. */
static bool hash_type(Compiler *c, Type *t, uint32_t *h) {
  *h = mix(t->kind, t->flags & TYPE_F_VARIADIC);
  if (!(t->flags & TYPE_F_COMPLETE))
    return false;
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY:
    *h = mix(*h, (uint32_t)t->array.len);
    return t->array.len >= 0 && hash_component(c, t->array.elem, h);
  case TYPE_SLICE:
  case TYPE_POINTER: return hash_component(c, t->ptr.elem, h);
  case TYPE_CHAN:
    *h = mix(*h, t->chan.dir);
    return hash_component(c, t->chan.elem, h);
  case TYPE_MAP:
    return hash_component(c, t->map.key, h) &&
           hash_component(c, t->map.elem, h);
  case TYPE_STRUCT: return hash_vars(c, t->st.fields, t->st.n, h);
  case TYPE_TUPLE: return hash_vars(c, t->tuple.vars, t->tuple.n, h);
  case TYPE_FUNC:
    return hash_component(c, t->func.params, h) &&
           hash_component(c, t->func.results, h);
  case TYPE_INTERFACE: return hash_interface(c, t, h);
  case TYPE_NAMED: return hash_instance(c, t, h);
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_PARAM:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* There is room, and t is not in it. */
static void table_put(TypeTable *tab, Type *t) {
  uint32_t k = t->hash & tab->mask;
  while (tab->slots[k])
    k = (k + 1) & tab->mask;
  tab->slots[k] = t;
  tab->count++;
}

/* Doubles the table; hashes are kept in the types. */
static void table_grow(Compiler *c, TypeTable *tab) {
  enum {
    FIRST_SIZE = 256
  };
  Type **old = tab->slots;
  uint32_t n = old ? tab->mask + 1 : 0;
  uint32_t size = n ? n * 2 : FIRST_SIZE;
  tab->slots = NEW_ARRAY(&c->arena, Type *, size);
  tab->mask = size - 1;
  tab->count = 0;
  for (uint32_t i = 0; i < n; i++)
    if (old[i])
      table_put(tab, old[i]);
}

/* The representative of t's identity; t itself, unrecorded, if t is not
   complete. */
Type *type_canon(Compiler *c, Type *t) {
  uint32_t hash;
  if (t->canon)
    return t->canon;
  if (!hash_type(c, t, &hash))
    return t;
  TypeTable *tab = table_of(c);
  if (tab->count * 2 >= tab->mask)
    table_grow(c, tab);
  t->hash = hash ? hash : 1;
  Comparison cmp = {.c = c, .tags = true};
  for (uint32_t k = t->hash & tab->mask; tab->slots[k];
       k = (k + 1) & tab->mask) {
    Type *other = tab->slots[k];
    if (other->hash == t->hash && identical(&cmp, t, other, NULL))
      return t->canon = other;
  }
  be_own_canon(c, t);
  table_put(tab, t);
  return t;
}

/* Identity; a walk only where a type is not complete yet. */
bool type_same(Compiler *c, Type *a, Type *b) {
  if (a == b)
    return true;
  if (a->kind != b->kind)
    return false;
  Type *x = type_canon(c, a), *y = type_canon(c, b);
  if (x->canon && y->canon)
    return x == y;
  Comparison cmp = {.c = c, .tags = true};
  return identical(&cmp, a, b, NULL);
}

/* What a conversion between struct types asks. */
bool type_same_ignoring_tags(Compiler *c, Type *a, Type *b) {
  Comparison cmp = {.c = c, .tags = false};
  return type_same(c, a, b) || identical(&cmp, a, b, NULL);
}

/* ------------------------------------------------------------ predicates -- */

/* Looks at the underlying type; `info` is or-ed. */
bool type_is_basic(const Type *t, uint32_t info) {
  const Type *u = under(t);
  return u->kind == TYPE_BASIC && (u->basic.info & info) != 0;
}

/* Only constants, nil and results of comparisons and shifts are untyped. */
bool type_is_untyped(const Type *t) {
  return t->kind == TYPE_BASIC && (t->basic.info & BI_UNTYPED) != 0;
}

/* As the spec uses the word for assignability: not a type literal. */
bool type_is_named(const Type *t) {
  return t->kind == TYPE_BASIC || t->kind == TYPE_NAMED ||
         t->kind == TYPE_PARAM;
}

bool type_is_interface(const Type *t) {
  return under(t)->kind == TYPE_INTERFACE;
}

/* Without methods; it may restrict types, as `comparable` and ~int do. */
bool type_is_empty_interface(Compiler *c, Type *t) {
  return type_is_interface(t) && type_set(c, type_under(t))->nmethods == 0;
}

/* A type parameter has nil if all of its types have. */
static bool terms_have_nil(const Type *param) {
  uint32_t n;
  const Term *terms =
      type_terms(param->param.compiler, param->param.obj->type, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!type_has_nil(terms[i].type))
      return false;
  return n > 0;
}

/* Whether nil may stand for a value of t. */
bool type_has_nil(const Type *t) {
  const Type *u = under(t);
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC:
    return u->basic.kind == BASIC_UNSAFE_POINTER ||
           u->basic.kind == BASIC_UNTYPED_NIL;
  case TYPE_SLICE:
  case TYPE_POINTER:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_CHAN: return true;
  case TYPE_PARAM: return terms_have_nil(u);
  case TYPE_INVALID:
  case TYPE_ARRAY:
  case TYPE_STRUCT:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* Whether an interface holds such a value itself, not a pointer to it. */
bool type_is_pointer_shaped(Type *t) {
  const Type *u = type_under(t);
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC: return u->basic.kind == BASIC_UNSAFE_POINTER;
  case TYPE_POINTER:
    return !(u->ptr.elem->kind == TYPE_NAMED &&
             (u->ptr.elem->flags & TYPE_F_NOTINHEAP));
  case TYPE_FUNC:
  case TYPE_MAP:
  case TYPE_CHAN: return true;
  case TYPE_ARRAY:
    return u->array.len == 1 && type_is_pointer_shaped(u->array.elem);
  case TYPE_STRUCT:
    return u->st.n == 1 && type_is_pointer_shaped(u->st.fields[0]->type);
  case TYPE_INVALID:
  case TYPE_SLICE:
  case TYPE_INTERFACE:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* Whether the collector must look into values of type t. */
bool type_has_pointers(Type *t) {
  const Type *u = type_under(t);
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC:
    return (u->basic.info & BI_STRING) || u->basic.kind == BASIC_UNSAFE_POINTER;
  case TYPE_ARRAY: return u->array.len > 0 && type_has_pointers(u->array.elem);
  case TYPE_STRUCT:
    for (uint32_t i = 0; i < u->st.n; i++)
      if (type_has_pointers(u->st.fields[i]->type))
        return true;
    return false;
  case TYPE_POINTER:
    return !(u->ptr.elem->kind == TYPE_NAMED &&
             (u->ptr.elem->flags & TYPE_F_NOTINHEAP));
  case TYPE_SLICE:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_CHAN: return true;
  case TYPE_INVALID:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* The types that a question is inside of: constraints may lead back to their
   own type parameter. */
typedef struct Asked {
  const struct Asked *outer;
  const Type *type;
} Asked;

static bool comparable(Compiler *c, Type *t, bool dynamic, const Asked *outer);

/* Whether every type of the set is comparable, without panics. */
static bool set_is_comparable(Compiler *c, Type *t, const Asked *asked) {
  const TypeSet *set = type_set(c, t);
  if (set->all_types)
    return set->comparable;
  for (uint32_t i = 0; i < set->nterms; i++)
    if (!comparable(c, set->terms[i].type, false, asked))
      return false;
  return set->nterms > 0;
}

/* dynamic: interfaces are comparable; what they hold may panic at run time. */
static bool comparable(Compiler *c, Type *t, bool dynamic, const Asked *outer) {
  Type *u = type_under(t);
  for (const Asked *a = outer; a; a = a->outer)
    if (a->type == t)
      return true;
  const Asked here = {.outer = outer, .type = t}, *asked = &here;
  switch ((TypeKind)u->kind) {
  case TYPE_BASIC: return u->basic.kind != BASIC_UNTYPED_NIL;
  case TYPE_ARRAY: return comparable(c, u->array.elem, dynamic, asked);
  case TYPE_STRUCT:
    for (uint32_t i = 0; i < u->st.n; i++)
      if (!comparable(c, u->st.fields[i]->type, dynamic, asked))
        return false;
    return true;
  case TYPE_PARAM: return set_is_comparable(c, u, asked);
  case TYPE_INTERFACE: return dynamic || set_is_comparable(c, u, asked);
  case TYPE_INVALID:
  case TYPE_POINTER:
  case TYPE_CHAN: return true;
  case TYPE_SLICE:
  case TYPE_FUNC:
  case TYPE_MAP:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* == may be applied; interfaces may panic. */
bool type_comparable(Compiler *c, Type *t) {
  return comparable(c, t, true, NULL);
}

/* == may be applied and never panics. */
bool type_strictly_comparable(Compiler *c, Type *t) {
  return comparable(c, t, false, NULL);
}

bool type_ordered(Compiler *c, Type *t) {
  return type_all_basic(c, t, BI_ORDERED);
}

/* Of the underlying type; BASIC_INVALID: it is not basic. */
BasicKind type_basic_kind(Type *t) {
  const Type *u = type_under(t);
  return u->kind == TYPE_BASIC ? u->basic.kind : BASIC_INVALID;
}
