/*
 * mono.c - programs that would need infinitely many instances.
 *
 *     func f[T any](n int) { if n > 0 { f[*T](n - 1) } }
 *
 * needs f[int], f[*int], f[**int] and so on. Bodies are copied for each list of
 * type arguments, so such programs are refused, as gc does.
 *
 * The graph: vertices are type parameters, and types declared inside generic
 * functions, which depend on the parameters around them. There is an edge from
 * whatever occurs in a type argument to the parameter that it is put in for:
 * of weight 0 if the argument is just that, 1 if it is built from it. A cycle
 * of positive weight is an instantiation without end; the algorithm of Bellman
 * and Ford, for longest paths, finds one.
 *
 *     f[*T] in f[T any]      edge T -> T, weight 1
 *
 * All parameters of a cycle belong to one package.
 */
#include "frontend/check/generic.h"

typedef struct MonoVertex {
  Object *obj;
  int weight;      /* of the heaviest path to it that is known */
  uint32_t pre;    /* last edge of that path */
  uint32_t length; /* of the path, in edges */
} MonoVertex;

typedef struct MonoEdge {
  uint32_t from, to;
  int weight;
  Pos pos;
  Type *type;
} MonoEdge;

struct Mono {
  LIST(MonoVertex) vertices;
  LIST(MonoEdge) edges;
  Map numbers; /* Object -> number of its vertex + 1; a type without: itself */
  Map origins; /* a receiver's parameter -> the type's */
};

static struct Mono *mono_of(Checker *ck) {
  if (ck->mono == NULL)
    ck->mono = NEW(&ck->c->arena, struct Mono);
  return ck->mono;
}

/* --------------------------------------------------------------- the graph */

static uint32_t add_vertex(Checker *ck, Object *obj) {
  struct Mono *m = mono_of(ck);
  list_push(&ck->c->arena, &m->vertices, ((MonoVertex){.obj = obj}));
  map_set(&ck->c->arena, &m->numbers, obj, (void *)(uintptr_t)m->vertices.len);
  return m->vertices.len - 1;
}

static void add_edge(Checker *ck, MonoEdge edge) {
  list_push(&ck->c->arena, &mono_of(ck)->edges, edge);
}

static uint32_t param_vertex(Checker *ck, Type *p) {
  Type *origin = map_get(&mono_of(ck)->origins, p);
  Object *obj = (origin != NULL ? origin : p)->param.obj;
  uintptr_t n = (uintptr_t)map_get(&mono_of(ck)->numbers, obj);
  return n != 0 ? (uint32_t)n - 1 : add_vertex(ck, obj);
}

/* The parameters of one scope around the local type `obj` flow into it. */
static void add_ambient_edges(Checker *ck, const Scope *s, Object *obj) {
  for (uint32_t i = 0; i < s->order.len; i++) {
    const Object *o = s->order.items[i];
    if (o->kind != OBJ_TYPE || o->type == NULL || o->type->kind != TYPE_PARAM)
      continue;
    uintptr_t n = (uintptr_t)map_get(&mono_of(ck)->numbers, obj);
    uint32_t to = n != 0 ? (uint32_t)n - 1 : add_vertex(ck, obj);
    add_edge(ck, (MonoEdge){.from = param_vertex(ck, o->type),
                            .to = to,
                            .weight = 1,
                            .pos = obj->pos,
                            .type = o->type});
  }
}

/* The vertex of a type that is declared in a generic function; -1: none. */
static int local_vertex(Checker *ck, const Type *t) {
  Object *obj = t->named.obj;
  if (obj->package != ck->pkg || obj->parent == ck->pkg->scope)
    return -1;
  if (!map_has(&mono_of(ck)->numbers, obj))
    for (const Scope *s = obj->parent; s != NULL && s != ck->pkg->scope;
         s = s->parent)
      add_ambient_edges(ck, s, obj);
  uintptr_t n = (uintptr_t)map_get(&mono_of(ck)->numbers, obj);
  return n != 0 ? (int)n - 1 : -1;
}

/* One type argument on its way to its parameter. */
typedef struct Flow {
  Checker *ck;
  uint32_t to;
  Pos pos;
  Type *argument;
} Flow;

static void flow(const Flow *f, Type *t);

/* An edge from `vertex`, which t is or stands for: heavy unless t is the whole
   argument. */
static void flow_from(const Flow *f, uint32_t vertex, const Type *t) {
  add_edge(f->ck, (MonoEdge){.from = vertex,
                             .to = f->to,
                             .weight = t != f->argument,
                             .pos = f->pos,
                             .type = f->argument});
}

static void flow_vars(const Flow *f, Object *const *vars, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    flow(f, vars[i]->type);
}

/* A named type flows if it is local to a generic function; its arguments in any
   case. */
static void flow_named(const Flow *f, Type *t) {
  int vertex = local_vertex(f->ck, t);
  if (vertex >= 0)
    flow_from(f, (uint32_t)vertex, t);
  for (uint32_t i = 0; i < t->named.ntargs; i++)
    flow(f, t->named.targs[i]);
}

/* Everything that occurs in t. */
static void flow(const Flow *f, Type *t) {
  const TypeSet *set;
  if (t == NULL)
    return;
  switch ((TypeKind)t->kind) {
  case TYPE_PARAM: flow_from(f, param_vertex(f->ck, t), t); return;
  case TYPE_NAMED: flow_named(f, t); return;
  case TYPE_ARRAY:
  case TYPE_SLICE:
  case TYPE_CHAN:
  case TYPE_POINTER: flow(f, t->ptr.elem); return;
  case TYPE_MAP:
    flow(f, t->map.key);
    flow(f, t->map.elem);
    return;
  case TYPE_STRUCT: flow_vars(f, t->st.fields, t->st.n); return;
  case TYPE_TUPLE: flow_vars(f, t->tuple.vars, t->tuple.n); return;
  case TYPE_FUNC:
    flow(f, t->func.params);
    flow(f, t->func.results);
    return;
  case TYPE_INTERFACE:
    set = type_set(f->ck->c, t);
    flow_vars(f, set->methods, set->nmethods);
    return;
  case TYPE_INVALID:
  case TYPE_BASIC:
  case TYPE_UNION: return;
  }
}

void mono_note_receiver(Checker *ck, Type *p, Type *origin) {
  map_set(&ck->c->arena, &mono_of(ck)->origins, p, origin);
}

void mono_note_instance(Checker *ck, Pos pos, TypeParams tparams,
                        Type *const *targs, Expr **written, uint32_t nwritten) {
  for (uint32_t i = 0; i < tparams.n; i++) {
    if (tparams.items[i]->param.obj->package != ck->pkg)
      continue;
    Flow f = {.ck = ck, .argument = targs[i]};
    f.to = param_vertex(ck, tparams.items[i]);
    f.pos = i < nwritten ? expr_start(written[i]) : pos;
    flow(&f, targs[i]);
  }
}

/* ---------------------------------------------------------------- cycles -- */

/* v is at the end of a path with a cycle: walks back into the cycle and reports
   its edges. */
static void report_loop(Checker *ck, uint32_t v) {
  const struct Mono *m = ck->mono;
  LIST(uint32_t) stack = {0};
  Map seen = {0};
  while (!map_has(&seen, &m->vertices.items[v])) {
    list_push(&ck->c->arena, &stack, v);
    map_set(&ck->c->arena, &seen, &m->vertices.items[v], ck);
    v = m->edges.items[m->vertices.items[v].pre].from;
  }
  uint32_t first = 0;
  ASSERT(stack.items);
  while (stack.items[first] != v)
    first++;
  Text text = {0};
  for (uint32_t i = first; i < stack.len; i++) {
    const MonoEdge *e = &m->edges.items[m->vertices.items[stack.items[i]].pre];
    const Object *obj = m->vertices.items[e->to].obj;
    text_puts(&text, report_text(ck, "\n\t%p: %n %s %T", e->pos, obj->name,
                                 obj->type->kind == TYPE_PARAM
                                     ? "instantiated as"
                                     : "implicitly parameterized by",
                                 e->type));
  }
  report(ck, m->vertices.items[v].obj->pos, "instantiation cycle:%s",
         text.data);
  text_free(&text);
}

/* What following an edge found out about its end. */
typedef enum Relaxed {
  NO_HEAVIER,
  HEAVIER,
  HAS_CYCLE /* the path has as many edges as only one with a cycle can have */
} Relaxed;

/* One step of Bellman and Ford: a path as long as there are vertices must have
   passed one of them twice. */
static Relaxed relax(struct Mono *m, uint32_t i) {
  const MonoEdge *e = &m->edges.items[i];
  const MonoVertex *from = &m->vertices.items[e->from];
  MonoVertex *to = &m->vertices.items[e->to];
  int weight = from->weight + e->weight;
  if (weight <= to->weight)
    return NO_HEAVIER;
  to->pre = i;
  to->length = from->length + 1;
  if (to->length == m->vertices.len)
    return HAS_CYCLE;
  to->weight = weight;
  return HEAVIER;
}

void mono_check(Checker *ck) {
  struct Mono *m = ck->mono;
  bool again = m != NULL;
  while (again) {
    again = false;
    for (uint32_t i = 0; i < m->edges.len; i++) {
      Relaxed found = relax(m, i);
      if (found == HAS_CYCLE) {
        report_loop(ck, m->edges.items[i].to);
        return;
      }
      again |= found == HEAVIER;
    }
  }
}
