/*
 * infer.c - type arguments that are not written.
 *
 *     func Index[S ~[]E, E comparable](s S, v E) int      Index(names, "x")
 *
 * Two sources of knowledge alternate (spec, "Type inference"):
 *
 *  - function arguments: the types of parameters are unified with those of the
 *    arguments; typed arguments first (S = names' type), untyped constants when
 *    nothing better is known, with their default types;
 *  - constraints: a parameter whose constraint has a core type is unified with
 *    it (~[]E with S gives E = string).
 *
 * Each round can only add knowledge; a round that adds none is the last. What
 * is still unknown then is reported by name: "cannot infer E".
 *
 * What is found may mention type parameters of the list, as in
 * [A any, B []C, C *A]; they are substituted until none is left, and cycles
 * among them count as unknown.
 */
#include "frontend/check/generic.h"

/* Where t stands in the list; -1: it is no parameter of it. */
int type_param_index(TypeParams list, const Type *t) {
  if (t->kind != TYPE_PARAM || t->param.index >= list.n ||
      list.items[t->param.index] != t)
    return -1;
  return (int)t->param.index;
}

/* -------------------------------------------------------------- mentions -- */

/* The search for type parameters, or for cycles among them. */
typedef struct Walk {
  Compiler *c;
  TypeParams tparams;
  Map seen;
} Walk;

static bool mentions(Walk *w, Type *t);

/* Fields, parameters or results. */
static bool vars_mention(Walk *w, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (vars[i]->type != NULL && mentions(w, vars[i]->type))
      return true;
  return false;
}

/* gc's rule: some method mentions one, or all terms do. */
static bool interface_mentions(Walk *w, Type *t) {
  const TypeSet *set = type_set(w->c, t);
  if (vars_mention(w, set->methods, set->nmethods))
    return true;
  if (set->all_types)
    return false;
  for (uint32_t i = 0; i < set->nterms; i++)
    if (!mentions(w, set->terms[i].type))
      return false;
  return set->nterms > 0;
}

/* By the kind of the type. */
static bool parts_mention(Walk *w, Type *t) {
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY:
  case TYPE_SLICE:
  case TYPE_CHAN:
  case TYPE_POINTER: return mentions(w, t->ptr.elem);
  case TYPE_MAP: return mentions(w, t->map.key) || mentions(w, t->map.elem);
  case TYPE_STRUCT: return vars_mention(w, t->st.fields, t->st.n);
  case TYPE_TUPLE: return vars_mention(w, t->tuple.vars, t->tuple.n);
  case TYPE_FUNC:
    return mentions(w, t->func.params) || mentions(w, t->func.results);
  case TYPE_INTERFACE: return interface_mentions(w, t);
  case TYPE_NAMED:
    for (uint32_t i = 0; i < t->named.ntargs; i++)
      if (mentions(w, t->named.targs[i]))
        return true;
    return false;
  case TYPE_PARAM: return type_param_index(w->tparams, t) >= 0;
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_UNION: return false;
  }
  UNREACHABLE();
}

/* Types that mention no type parameter at all are known by their flag. */
static bool mentions(Walk *w, Type *t) {
  if ((t->flags & TYPE_F_HAS_PARAM) == 0 || map_has(&w->seen, t))
    return false;
  if (t->kind == TYPE_INTERFACE)
    map_set(&w->c->scratch, &w->seen, t, t);
  return parts_mention(w, t);
}

/* Whether t depends on a parameter of the list. */
bool mentions_type_params(Compiler *c, TypeParams tparams, Type *t) {
  ArenaMark mark = arena_mark(&c->scratch);
  Walk w = {.c = c, .tparams = tparams};
  bool found = mentions(&w, t);
  arena_release(&c->scratch, mark);
  return found;
}

/* ---------------------------------------------------------------- cycles -- */

/* Looks for parameters whose values lead back to them: their values would grow
   without end when substituted. */
typedef struct CycleFinder {
  Checker *ck;
  TypeParams tparams;
  Type **types; /* values; those on a cycle become NULL */
  Map on_path;  /* type -> itself while it is being walked, else NULL */
} CycleFinder;

/* A parameter whose argument contains itself stays unknown. */
static void find_cycle(CycleFinder *f, Type *t);

/* Fields, parameters, results. */
static void find_in_vars(CycleFinder *f, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (vars[i]->type != NULL)
      find_cycle(f, vars[i]->type);
}

/* What was written, not the set: methods and embedded elements. */
static void find_in_interface(CycleFinder *f, const Type *t) {
  find_in_vars(f, t->iface.methods, t->iface.nmethods);
  for (uint32_t i = 0; i < t->iface.nembeds; i++)
    find_cycle(f, t->iface.embeds[i]);
}

/* Goes on below t. */
static void find_in_parts(CycleFinder *f, Type *t) {
  int i;
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY:
  case TYPE_SLICE:
  case TYPE_CHAN:
  case TYPE_POINTER: find_cycle(f, t->ptr.elem); return;
  case TYPE_MAP:
    find_cycle(f, t->map.key);
    find_cycle(f, t->map.elem);
    return;
  case TYPE_STRUCT: find_in_vars(f, t->st.fields, t->st.n); return;
  case TYPE_TUPLE: find_in_vars(f, t->tuple.vars, t->tuple.n); return;
  case TYPE_FUNC:
    find_cycle(f, t->func.params);
    find_cycle(f, t->func.results);
    return;
  case TYPE_INTERFACE: find_in_interface(f, t); return;
  case TYPE_UNION:
    for (uint32_t k = 0; k < t->uni.n; k++)
      find_cycle(f, t->uni.terms[k].type);
    return;
  case TYPE_NAMED:
    for (uint32_t k = 0; k < t->named.ntargs; k++)
      find_cycle(f, t->named.targs[k]);
    return;
  case TYPE_PARAM:
    i = type_param_index(f->tparams, t);
    if (i >= 0 && f->types[i] != NULL)
      find_cycle(f, f->types[i]);
    return;
  case TYPE_INVALID:
  case TYPE_BASIC: return;
  }
}

static void find_cycle(CycleFinder *f, Type *t) {
  if ((t->flags & TYPE_F_HAS_PARAM) == 0)
    return;
  if (map_get(&f->on_path, t) != NULL) {
    int i = type_param_index(f->tparams, t);
    if (i >= 0)
      f->types[i] = NULL;
    return;
  }
  map_set(&f->ck->c->arena, &f->on_path, t, t);
  find_in_parts(f, t);
  map_set(&f->ck->c->arena, &f->on_path, t, NULL);
}

/* ----------------------------------------------------------- constraints -- */

/* The type that a parameter must have, as far as its constraint says. */
typedef struct CoreTerm {
  Type *type; /* NULL: nothing is said */
  bool tilde, single;
} CoreTerm;

/* What the constraint says about the type as a whole. */
static CoreTerm core_term(Checker *ck, Type *param) {
  uint32_t n;
  const Term *terms = type_terms(ck->c, param, &n);
  if (n == 1)
    return (CoreTerm){
        .type = terms[0].type, .tilde = terms[0].tilde, .single = true};
  CoreTerm core = {.type = type_core(ck->c, param)};
  for (uint32_t i = 0; i < n; i++)
    core.tilde |= terms[i].tilde;
  return core;
}

/* What one list of type parameters is inferred from. */
typedef struct Inference {
  Checker *ck;
  Pos pos;
  TypeParams tparams;
  Type **targs; /* NULL: unknown */
} Inference;

/* Progress is measured by this number. */
static uint32_t count_unknown(const Unifier *u, uint32_t n) {
  uint32_t unknown = 0;
  for (uint32_t i = 0; i < n; i++)
    unknown += unifier_get(u, i) == NULL;
  return unknown;
}

/* Parameter i against its core type; false after a report. */
static bool unify_core(const Inference *in, Unifier *u, uint32_t i) {
  Type *param = in->tparams.items[i], *t = unifier_get(u, i);
  CoreTerm core = core_term(in->ck, param);
  if (core.type == NULL)
    return true;
  if (t == NULL) {
    if (core.single && !core.tilde)
      unifier_set(u, i, core.type);
    return true;
  }
  if (core.tilde && t->kind != TYPE_PARAM)
    t = type_under(t);
  if (unify(u, t, core.type))
    return true;
  report(in->ck, in->pos, "%T does not match %s%T", param,
         core.tilde ? "~" : "", core.type);
  return false;
}

/* Round after round, while there is something new. */
static bool unify_cores(const Inference *in, Unifier *u) {
  uint32_t unknown = count_unknown(u, in->tparams.n), before;
  do {
    before = unknown;
    for (uint32_t i = 0; unknown > 0 && i < in->tparams.n; i++) {
      if (!unify_core(in, u, i))
        return false;
      unknown = count_unknown(u, in->tparams.n);
    }
  } while (unknown > 0 && unknown < before);
  return true;
}

/* Puts what is known into what was inferred, until nothing changes. */
static void simplify(const Inference *in, const bool *given) {
  TypeMap map = {.params = in->tparams, .args = in->targs};
  bool changed = true;
  while (changed) {
    changed = false;
    for (uint32_t i = 0; i < in->tparams.n; i++) {
      if (in->targs[i] == NULL || given[i])
        continue;
      Type *t = type_substitute(in->ck->c, in->targs[i], &map);
      changed |= t != in->targs[i];
      in->targs[i] = t;
    }
  }
}

/* Nothing is left to be inferred. */
static bool all_known(const Inference *in) {
  for (uint32_t i = 0; i < in->tparams.n; i++)
    if (in->targs[i] == NULL)
      return false;
  return true;
}

/* Constraint type inference; false after a report. */
static bool infer_from_constraints(Inference *in) {
  Compiler *c = in->ck->c;
  uint32_t n = in->tparams.n;
  Unifier *u = unifier_new(in->ck, in->tparams, true);
  bool *given = NEW_ARRAY(&c->arena, bool, n);
  for (uint32_t i = 0; i < n; i++) {
    given[i] = in->targs[i] != NULL;
    if (given[i])
      unifier_set(u, i, in->targs[i]);
  }
  if (!unify_cores(in, u))
    return false;
  for (uint32_t i = 0; i < n; i++)
    in->targs[i] = unifier_get(u, i);
  CycleFinder f = {.ck = in->ck, .tparams = in->tparams, .types = in->targs};
  for (uint32_t i = 0; i < n; i++)
    find_cycle(&f, in->tparams.items[i]);
  simplify(in, given);
  for (uint32_t i = 0; i < n; i++)
    if (in->targs[i] != NULL &&
        mentions_type_params(c, in->tparams, in->targs[i]))
      in->targs[i] = NULL;
  return true;
}

/* ---------------------------------------------------------------- arguments */

/* "A", "A and B", "A, B, and C" */
static const char *param_names(Checker *ck, TypeParams list) {
  Text out = {0};
  for (uint32_t i = 0; i < list.n; i++) {
    if (i > 0)
      text_puts(&out,
                list.n == 2 ? " and " : (i + 1 == list.n ? ", and " : ", "));
    text_puts(&out, list.items[i]->param.obj->name->text);
  }
  return text_take(&out, &ck->c->arena);
}

/* The argument's type does not match that of the parameter. kind: "type" or
   "default type". */
static void report_unmatched(const Inference *in, const Unifier *u,
                             const char *kind, const Passed *p, Type *t) {
  uint32_t n = in->tparams.n;
  Type **known = NEW_ARRAY(&in->ck->c->arena, Type *, n);
  for (uint32_t i = 0; i < n; i++)
    known[i] = unifier_get(u, i);
  Pos at = operand_pos(p->arg);
  if (count_unknown(u, n) == n) {
    report(in->ck, at, "%s %T of %e does not match %T (cannot infer %s)", kind,
           t, p->arg->expr, p->param, param_names(in->ck, in->tparams));
    return;
  }
  TypeMap map = {.params = in->tparams, .args = known};
  Type *inferred = type_substitute(in->ck->c, p->param, &map);
  if (inferred != p->param)
    report(in->ck, at, "%s %T of %e does not match inferred type %T for %T",
           kind, t, p->arg->expr, inferred, p->param);
  else
    report(in->ck, at, "%s %T of %e does not match %T", kind, t, p->arg->expr,
           p->param);
}

/* Other parameters have nothing to tell. */
static bool is_parameterized(const Inference *in, const Passed *p) {
  return p->arg->mode != MODE_INVALID &&
         mentions_type_params(in->ck->c, in->tparams, p->param);
}

/* Typed arguments. */
static bool unify_typed(const Inference *in, Unifier *u, const Passed *passed,
                        uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    const Passed *p = &passed[i];
    if (!is_parameterized(in, p) || operand_is_untyped(p->arg) ||
        unify(u, p->param, p->arg->type))
      continue;
    report_unmatched(in, u, "type", p, p->arg->type);
    return false;
  }
  return true;
}

/* Untyped ones, whose default type can only be that of a parameter P. */
static bool unify_untyped(const Inference *in, Unifier *u, const Passed *passed,
                          uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    const Passed *p = &passed[i];
    if (!is_parameterized(in, p) || !operand_is_untyped(p->arg) ||
        p->param->kind != TYPE_PARAM || in->targs[p->param->param.index])
      continue;
    Type *t = type_default(in->ck->c, p->arg->type);
    if (type_is_untyped(t) || unify(u, p->param, t))
      continue; /* nil tells nothing */
    report_unmatched(in, u, "default type", p, t);
    return false;
  }
  return true;
}

/* Copies what unification has found. */
static void take_types(Inference *in, const Unifier *u) {
  for (uint32_t i = 0; i < in->tparams.n; i++)
    in->targs[i] = unifier_get(u, i);
}

/* Arguments with named types come first, or what is inferred would depend on
   their order: a named type and its underlying type match each other. */
static Passed *sort_passed(Checker *ck, const Passed *passed, uint32_t n) {
  Passed *out = NEW_ARRAY(&ck->c->arena, Passed, n);
  uint32_t len = 0;
  for (int named = 1; named >= 0; named--)
    for (uint32_t i = 0; i < n; i++)
      if (type_is_named(passed[i].arg->type) == (named != 0))
        out[len++] = passed[i];
  return out;
}

/* In a call of the function itself its parameters occur on both sides: those to
   be found get new identities. */
static TypeParams rename_params(Checker *ck, TypeParams list, Passed *passed,
                                uint32_t n) {
  Compiler *c = ck->c;
  TypeParams fresh = {.items = NEW_ARRAY(&c->arena, Type *, list.n),
                      .n = list.n};
  for (uint32_t i = 0; i < list.n; i++) {
    const Object *obj = list.items[i]->param.obj;
    Type *t = fresh.items[i] = type_new(c, TYPE_PARAM);
    t->param.obj =
        object_new(c, OBJ_TYPE, obj->pos, obj->name, t, obj->package);
    t->param.index = i;
  }
  TypeMap map = {.params = list, .args = fresh.items};
  for (uint32_t i = 0; i < list.n; i++)
    fresh.items[i]->param.bound =
        type_substitute(c, list.items[i]->param.bound, &map);
  for (uint32_t i = 0; i < n; i++)
    passed[i].param = type_substitute(c, passed[i].param, &map);
  return fresh;
}

/* A call of a generic function inside of itself, with its own parameters. */
static bool is_self_recursive(const Checker *ck, TypeParams tparams) {
  if (ck->env.fn == NULL)
    return false;
  TypeParams own = ck->env.fn->type->func.tparams;
  return own.n > 0 && own.items[0] == tparams.items[0];
}

/* The four steps; false after a report. */
static bool run_inference(Inference *in, Passed *passed, uint32_t n) {
  TypeMap map = {.params = in->tparams, .args = in->targs};
  for (uint32_t i = 0; i < n; i++)
    passed[i].param = type_substitute(in->ck->c, passed[i].param, &map);
  Unifier *u = unifier_new(in->ck, in->tparams, false);
  for (uint32_t i = 0; i < in->tparams.n; i++)
    if (in->targs[i] != NULL)
      unifier_set(u, i, in->targs[i]);
  if (!unify_typed(in, u, passed, n))
    return false;
  take_types(in, u);
  if (all_known(in))
    return true;
  if (!infer_from_constraints(in))
    return false;
  if (all_known(in))
    return true;
  if (!unify_untyped(in, u, passed, n))
    return false;
  take_types(in, u);
  return all_known(in) || infer_from_constraints(in);
}

/* Whether every parameter has been given a type; reports the first that has
   not. */
static bool require_all(const Inference *in) {
  for (uint32_t i = 0; i < in->tparams.n; i++) {
    const Object *obj = in->tparams.items[i]->param.obj;
    if (in->targs[i] != NULL)
      continue;
    report(in->ck, in->pos, "cannot infer %n (%p)", obj->name, obj->pos);
    return false;
  }
  return true;
}

/* NULL: reported. */
Type **infer_type_args(Checker *ck, const InferRequest *r) {
  if (r->ngiven == r->tparams.n)
    return r->given;
  Passed *passed = sort_passed(ck, r->passed, r->n);
  Inference in = {.ck = ck, .pos = r->pos, .tparams = r->tparams};
  if (is_self_recursive(ck, in.tparams))
    in.tparams = rename_params(ck, in.tparams, passed, r->n);
  in.targs = NEW_ARRAY(&ck->c->arena, Type *, in.tparams.n);
  if (r->ngiven > 0)
    memcpy(in.targs, r->given, r->ngiven * sizeof(Type *));
  return run_inference(&in, passed, r->n) && require_all(&in) ? in.targs : NULL;
}
