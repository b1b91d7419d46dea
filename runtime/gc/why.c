/*
 * why.c - why is this object alive?
 *
 * A search of its own, breadth first from the roots, that remembers for each
 * object the word through which it was found first. From the object in
 * question these words lead back to a root, on a shortest path:
 *
 *   object 0xc000012340 (16 bytes) is reachable:
 *     stack of goroutine 1 at 0x7f..: 0xc00001c0a0
 *     object 0xc00001c0a0 (32 bytes) at +8: 0xc000012340
 *
 * A program asks by  //go:linkname why runtime.gcwhy
 */
#include <string.h>

#include "../sched/sched.h"
#include "gc.h"

/* How an object was found. */
typedef struct Found {
  uintptr_t object;    /* 0: slot is free */
  uintptr_t parent;    /* object; 0: a root */
  const uintptr_t *at; /* the word that points to it */
  const void *holder;  /* of a root: the G whose stack it is on, or others */
  RootKind kind;       /* if parent is 0 */
} Found;

typedef struct Search {
  RootVisitor roots;
  WordVisitor words;
  Found *table; /* hashed by object, at most half full */
  uint64_t cap, n;
  uintptr_t *queue; /* objects in the order they were found */
  uint64_t next;
  uintptr_t current;       /* whose words are visited */
  uintptr_t wanted, found; /* base addresses */
} Search;

/* The object's entry, or the free one where it belongs. */
static Found *entry_of(const Search *s, uintptr_t object) {
  uint64_t i = (object >> 3) * 0x9e3779b97f4a7c15u >> 20;
  while (s->table[i & (s->cap - 1)].object != object &&
         s->table[i & (s->cap - 1)].object != 0) {
    i++;
  }
  return &s->table[i & (s->cap - 1)];
}

/* Enters the object that how.at points into, unless it was reached before. */
static void reach(Search *s, Found how) {
  Mspan *span = NULL;
  how.object = rt_object_of(rt_peek(how.at), &span);
  if (!how.object) {
    return;
  }
  Found *e = entry_of(s, how.object);
  if (e->object == 0) {
    *e = how;
    s->queue[s->n++] = how.object;
  }
}

static void reach_root(RootVisitor *v, RootKind kind, const void *holder,
                       const uintptr_t *at) {
  reach((Search *)(void *)v, (Found){.at = at, .holder = holder, .kind = kind});
}

static void reach_word(WordVisitor *v, const uintptr_t *at) {
  Search *s = (Search *)(void *)((char *)v - offsetof(Search, words));
  reach(s, (Found){.at = at, .parent = s->current});
}

/* How many there can be, at most: the table must not grow meanwhile. */
static uint64_t count_objects(void) {
  uint64_t n = 0;
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    const Mspan *s = rt_heap.allspans[i];
    n += s->state == SPAN_IN_USE ? s->nelems : 0;
  }
  return n;
}

/* Roots first, then the words of each object found; until `wanted` is among
   them. */
static void search(Search *s) {
  uint32_t jobs = rt_roots_prepare();
  for (uint32_t i = 0; i < jobs; i++) {
    rt_roots_visit(i, &s->roots);
  }
  while (s->next < s->n && entry_of(s, s->wanted)->object == 0) {
    Mspan *span = NULL;
    s->current = s->queue[s->next++];
    rt_object_of(s->current, &span);
    rt_object_words(span, s->current, 0, span->elemsize, &s->words);
  }
}

/* ---------------------------------------------------------------- answer -- */

/* Where the word lies that a path begins with. */
static void print_root(const Found *f) {
  Symbol symbol;
  uintptr_t at = (uintptr_t)f->at;
  switch (f->kind) {
  case ROOT_GLOBAL:
    rt_print_text("variable ");
    if (rt_data_symbol_of(at, &symbol)) {
      rt_print_text(symbol.name);
      rt_print_text("+");
      rt_printuint(at - symbol.start);
    } else {
      rt_printhex(at);
    }
    break;
  case ROOT_STACK:
  case ROOT_REGISTER:
    rt_print_text(f->kind == ROOT_STACK ? "stack" : "registers");
    rt_print_text(" of goroutine ");
    rt_printuint(((const G *)f->holder)->id);
    rt_print_text(" at ");
    rt_printhex(at);
    break;
  case ROOT_RUNTIME:
    rt_print_text("the runtime's word at ");
    rt_printhex(at);
    break;
  case ROOT_FINALIZER:
    rt_print_text("an object with a finalizer, at ");
    rt_printhex(at);
    break;
  }
}

/* "object 0xc00001c0a0 (32 bytes)" */
static void print_object(uintptr_t p) {
  Mspan *s = NULL;
  rt_object_of(p, &s);
  rt_print_text("object ");
  rt_printhex(p);
  rt_print_text(" (");
  rt_printuint(s->elemsize);
  rt_print_text(" bytes)");
}

/* From the root on: the path is found from its other end. */
static void print_path(const Search *s, uintptr_t object) {
  const Found *f = entry_of(s, object);
  if (f->parent) {
    print_path(s, f->parent);
    rt_print_text("  ");
    print_object(f->parent);
    rt_print_text(" at +");
    rt_printuint((uintptr_t)f->at - f->parent);
  } else {
    rt_print_text("  ");
    print_root(f);
  }
  rt_print_text(": ");
  rt_printhex(rt_peek(f->at));
  rt_printnl();
}

/* Says why the object that p points into is alive, if it is. */
static void answer(const Search *s, uintptr_t p) {
  rt_printlock();
  if (s->wanted == 0) {
    rt_printhex(p);
    rt_print_text(" is in no allocated object\n");
  } else if (entry_of(s, s->wanted)->object == 0) {
    print_object(s->wanted);
    rt_print_text(" is not reachable\n");
  } else {
    print_object(s->wanted);
    rt_print_text(" is reachable:\n");
    print_path(s, s->wanted);
  }
  rt_printunlock();
}

/* World stopped, on the system stack: own frames are not searched. */
static void ask(void *arg) {
  uintptr_t p = ~*(const uintptr_t *)arg;
  Mspan *span = NULL;
  Search s = {.roots = {.visit = reach_root}, .words = {.visit = reach_word}};
  uint64_t objects = count_objects();
  for (s.cap = 1024; s.cap < 2 * objects; s.cap *= 2) {
  }
  s.table = rt_sys_alloc(s.cap * sizeof *s.table, &rt_mem.gc_sys);
  s.queue = rt_sys_alloc((objects + 1) * sizeof *s.queue, &rt_mem.gc_sys);
  s.wanted = rt_object_of(p, &span);
  if (s.wanted) {
    search(&s);
  }
  answer(&s, p);
  rt_sys_free(s.table, s.cap * sizeof *s.table, &rt_mem.gc_sys);
  rt_sys_free(s.queue, (objects + 1) * sizeof *s.queue, &rt_mem.gc_sys);
}

/* The question itself is no reason: our frame has the address inverted. */
void rt_gc_why(void *p) {
  volatile uintptr_t inverted = ~(uintptr_t)p;
  uintptr_t kept = inverted;
  p = NULL;
  rt_stop_world();
  rt_on_system_stack(ask, &kept);
  rt_start_world();
}
