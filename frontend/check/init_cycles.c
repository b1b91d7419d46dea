/*
 * init_cycles.c - initialisations that need themselves: errors.
 *
 * The graph has a node for each package-level constant, variable, function and
 * method, and an edge to each object that its initialiser or body mentions.
 *
 *     var x = f()            x -> f -> y -> x
 *     func f() int { return y }
 *     var y = x
 *
 * Functions need no initialisation, so they only connect values: node x gets
 * the values that are reachable through functions alone as its needs. Values
 * are then taken in order of (unsatisfied needs, declaration). One that is
 * taken with needs left is part of a loop or waits for one; a path from it to
 * itself tells which, and is what the message lists.
 *
 * Nearly all packages have no loop, and a depth-first search shows that
 * quickly; the rest runs only if there is a loop through a value.
 */
#include "frontend/check/resolve.h"

typedef struct Node Node;
struct Node {
  Object *obj;
  Node **uses; /* as written */
  uint32_t nuses;
  uint32_t index, low; /* of the depth-first search; index 0: not visited */
  bool on_stack;
  /* values only */
  Map needs;     /* Node -> itself */
  uint32_t left; /* needs that are not satisfied yet */
  bool done;
  uint32_t stamp; /* last search that came by */
};

typedef struct Graph {
  Checker *ck;
  Arena *arena;
  Node *nodes; /* by Object.order - 1 */
  uint32_t n;
  uint32_t counter, stamp;
  LIST(Node *) stack;
  bool has_loop;
} Graph;

static bool is_value(const Node *n) { return n->obj->kind != OBJ_FUNC; }

/* Edges from n to the objects that its declaration mentions. */
static void add_uses(Graph *g, Node *n) {
  const DeclInfo *info = map_get(&g->ck->infos, n->obj);
  n->uses = NEW_ARRAY(g->arena, Node *, info->uses.len);
  for (uint32_t i = 0; i < info->uses.len; i++) {
    const Object *to = info->uses.entries[i].key;
    n->uses[n->nuses++] = &g->nodes[to->order - 1];
  }
}

/* Nodes are numbered as the objects are declared. */
static void build(Graph *g) {
  g->n = g->ck->objects.len;
  g->nodes = NEW_ARRAY(g->arena, Node, g->n);
  for (uint32_t i = 0; i < g->n; i++)
    g->nodes[i].obj = g->ck->objects.items[i];
  for (uint32_t i = 0; i < g->n; i++)
    if (g->nodes[i].obj->kind != OBJ_TYPE)
      add_uses(g, &g->nodes[i]);
}

/* ------------------------------------------------ is there a loop at all -- */

/* n heads a strongly connected component: the top of the stack down to n. */
static void pop_component(Graph *g, const Node *n) {
  uint32_t size = 0;
  bool value = false;
  Node *m;
  do {
    m = g->stack.items[--g->stack.len];
    m->on_stack = false;
    value |= is_value(m);
    size++;
  } while (m != n);
  g->has_loop |= value && size > 1;
}

typedef struct Frame {
  Node *node;
  uint32_t next; /* edge to follow */
} Frame;

typedef LIST(Frame) FrameStack;

static void enter(Graph *g, FrameStack *frames, Node *n) {
  n->index = n->low = ++g->counter;
  n->on_stack = true;
  list_push(g->arena, &g->stack, n);
  list_push(g->arena, frames, ((Frame){.node = n}));
}

/* Tarjan's algorithm with an explicit stack: call chains may be long. */
static void search_loops(Graph *g, Node *root) {
  FrameStack frames = {0};
  enter(g, &frames, root);
  while (frames.len > 0) {
    Frame *f = &frames.items[frames.len - 1];
    Node *n = f->node;
    if (f->next < n->nuses) {
      Node *to = n->uses[f->next++];
      if (to->index == 0)
        enter(g, &frames, to);
      else if (to->on_stack && to->index < n->low)
        n->low = to->index;
      g->has_loop |= to == n && is_value(n);
      continue;
    }
    if (n->low == n->index)
      pop_component(g, n);
    if (--frames.len > 0) {
      Node *caller = frames.items[frames.len - 1].node;
      if (n->low < caller->low)
        caller->low = n->low;
    }
  }
}

/* --------------------------------------------------------- which loops -- */

/* Adds to n's needs what is reachable from it through functions. */
static void collect_needs(Graph *g, Node *n) {
  LIST(Node *) todo = {0};
  g->stamp++;
  list_push(g->arena, &todo, n);
  while (todo.len > 0) {
    const Node *at = todo.items[--todo.len];
    for (uint32_t i = 0; i < at->nuses; i++) {
      Node *to = at->uses[i];
      if (is_value(to)) {
        map_set(g->arena, &n->needs, to, to);
      } else if (to->stamp != g->stamp) {
        to->stamp = g->stamp;
        list_push(g->arena, &todo, to);
      }
    }
  }
  n->left = n->needs.len;
}

typedef LIST(Object *) Path;

/* A path of uses from n to `to`, as a list from the end; depth-first. */
static bool find_path(Graph *g, Node *n, const Node *to, Path *path) {
  if (n->stamp == g->stamp)
    return false;
  n->stamp = g->stamp;
  for (uint32_t i = 0; i < n->nuses; i++)
    if (n->uses[i] == to || find_path(g, n->uses[i], to, path)) {
      list_push(g->arena, path, n->uses[i]->obj);
      return true;
    }
  return false;
}

/* Lists the path from n to itself, as "refers to" lines. */
static void report_loop(Graph *g, Node *n) {
  Path path = {0};
  g->stamp++;
  if (!find_path(g, n, n, &path))
    return; /* it only waits for one */
  Text t = {0};
  text_printf(&t, "initialization loop for %s", n->obj->name->text);
  const Object *obj = n->obj;
  for (uint32_t i = path.len; i-- > 0; obj = path.items[i])
    text_printf(&t, "\n\t%s: %s refers to",
                pos_string_inside(g->ck->c, obj->pos), obj->name->text);
  text_printf(&t, "\n\t%s: %s", pos_string_inside(g->ck->c, obj->pos),
              obj->name->text);
  report(g->ck, n->obj->pos, "%s", t.data);
  text_free(&t);
}

/* The one with the fewest unsatisfied needs; of those, the first declared. */
static Node *next_value(const Graph *g) {
  Node *best = NULL;
  for (uint32_t i = 0; i < g->n; i++) {
    Node *n = &g->nodes[i];
    if (is_value(n) && n->obj->kind != OBJ_TYPE && !n->done &&
        (!best || n->left < best->left))
      best = n;
  }
  return best;
}

/* After a value was taken, those that need it wait for one value less. */
static void report_loops(Graph *g) {
  for (uint32_t i = 0; i < g->n; i++)
    if (is_value(&g->nodes[i]))
      collect_needs(g, &g->nodes[i]);
  for (Node *n; (n = next_value(g)) != NULL;) {
    n->done = true;
    if (n->left > 0)
      report_loop(g, n);
    for (uint32_t i = 0; i < g->n; i++)
      if (map_has(&g->nodes[i].needs, n) && g->nodes[i].left > 0)
        g->nodes[i].left--;
  }
}

void check_init_order(Checker *ck) {
  Graph g = {.ck = ck, .arena = &ck->c->arena};
  build(&g);
  for (uint32_t i = 0; i < g.n; i++)
    if (g.nodes[i].index == 0)
      search_loops(&g, &g.nodes[i]);
  if (g.has_loop)
    report_loops(&g);
}
