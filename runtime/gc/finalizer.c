/*
 * finalizer.c - runtime.SetFinalizer; what is known of single objects.
 *
 * A finalizer is a Special in the list of its object's span. While the object
 * is reachable nothing happens. Marking treats what the object refers to (not
 * the object) as roots; so if the object itself is not marked in the end,
 * nobody but the finalizer needs it:
 *
 *   sweep of the span: object not marked -> mark it, take the Special out,
 *                      queue {function, object}
 *   finalizer goroutine: calls function(object)
 *   next cycle: the object is free, unless the function kept it
 *
 * Objects that refer to each other in a circle keep each other reachable, and
 * are never finalized, as in gc.
 *
 *   type File struct{ fd int }
 *   runtime.SetFinalizer(f, func(f *File) { syscall.Close(f.fd) })
 *
 * gives the span of *f the Special {offset of f, the func value}. A cycle after
 * the last reference to f has gone queues the call; one more cycle frees f.
 *
 * A sample of the memory profile is a Special, too (prof/memory.c): the sweep
 * that frees its object takes it out and tells the profile.
 */
#include <string.h>

#include "../sched/sched.h"
#include "gc.h"

enum {
  BLOCK = 128 /* calls to a block of the queue */
};

/* A finalizer to be run on an object that nothing else refers to. */
typedef struct Call {
  const RtFuncVal *fn;
  void *arg;
  const RtType *fn_type, *arg_type;
} Call;

/* A piece of the queue: calls[0..n). */
typedef struct CallBlock {
  struct CallBlock *next;
  uint32_t n;
  Call calls[BLOCK];
} CallBlock;

static struct {
  uintptr_t lock; /* of everything here */
  FixAlloc specials;
  uint64_t nfinalizers;       /* waiting for their objects to die */
  CallBlock *queue, *running; /* running: what the goroutine has taken */
  CallBlock *free;
  G *goroutine; /* that runs them */
  /* The goroutine was started; it has found nothing to do; there are calls that
     it does not know of. */
  bool started, waits, queued;
  RtFuncVal run; /* the goroutine's function */
} fin;

bool rt_finalizers_exist(void) { return fin.nfinalizers > 0; }

/* -------------------------------------------------------------- specials -- */

static bool is_before(const Special *x, uint32_t offset, SpecialKind kind) {
  return x->offset < offset || (x->offset == offset && x->kind < kind);
}

/* Where a special like that is or should be. The span's lock is held. */
static Special **place_of(Mspan *s, uint32_t offset, SpecialKind kind) {
  Special **at = &s->specials;
  while (*at && is_before(*at, offset, kind)) {
    at = &(*at)->next;
  }
  return at;
}

static bool is_at(const Special *x, uint32_t offset, SpecialKind kind) {
  return x && x->offset == offset && x->kind == kind;
}

/* Notes in the arena whether s has specials; its bit is that of its first page.
   */
static void note_specials(const Mspan *s, bool some) {
  HeapArena *a = rt_arena_of(s->start_addr);
  uintptr_t page = s->start_addr >> PAGE_SHIFT & (ARENA_PAGES - 1);
  uint8_t bit = (uint8_t)(1u << page % 8);
  if (some) {
    __atomic_fetch_or(&a->page_specials[page / 8], bit, __ATOMIC_RELAXED);
  } else {
    __atomic_fetch_and(&a->page_specials[page / 8], (uint8_t)~bit,
                       __ATOMIC_RELAXED);
  }
}

/* A span that waits for its sweep must not get new specials: the sweep would
   take them for those of a dead object. */
static void ensure_swept(Mspan *s) {
  uint32_t sg = rt_heap.sweepgen, unswept = sg - 2;
  if (__atomic_compare_exchange_n(&s->sweepgen, &unswept, sg - 1, false,
                                  __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
    rt_sweep_span(s, false);
    return;
  }
  while (unswept == sg - 1) {
    rt_os_yield();
    unswept = __atomic_load_n(&s->sweepgen, __ATOMIC_ACQUIRE);
  }
}

/* Specials lie outside the heap: the collector must not free them. */
static Special *new_special(SpecialKind kind) {
  rt_lock(&fin.lock);
  if (fin.specials.size == 0) {
    rt_fix_init(&fin.specials, sizeof(Special), &rt_mem.other_sys);
  }
  Special *x = rt_fix_alloc(&fin.specials);
  fin.nfinalizers += kind == SPECIAL_FINALIZER;
  rt_unlock(&fin.lock);
  return x;
}

static void free_special(Special *x) {
  rt_lock(&fin.lock);
  fin.nfinalizers -= x->kind == SPECIAL_FINALIZER;
  rt_fix_free(&fin.specials, x);
  rt_unlock(&fin.lock);
}

/* False if the object has one of the kind already. */
static bool add_special(Mspan *s, Special x) {
  SpecialKind kind = (SpecialKind)x.kind;
  Special *fresh = new_special(kind);
  rt_lock(&s->special_lock);
  Special **at = place_of(s, x.offset, kind);
  bool free = !is_at(*at, x.offset, kind);
  x.next = *at;
  *fresh = x;
  if (free) {
    *at = fresh;
    note_specials(s, true);
  }
  rt_unlock(&s->special_lock);
  if (!free) {
    free_special(fresh);
  }
  return free;
}

/* SetFinalizer(p, nil); nothing happens if there is none. */
static void remove_finalizer(Mspan *s, uint32_t offset) {
  rt_lock(&s->special_lock);
  Special **at = place_of(s, offset, SPECIAL_FINALIZER), *x = *at;
  if (is_at(x, offset, SPECIAL_FINALIZER)) {
    *at = x->next;
    note_specials(s, s->specials != NULL);
  } else {
    x = NULL;
  }
  rt_unlock(&s->special_lock);
  if (x) {
    free_special(x);
  }
}

/* ----------------------------------------------------------------- queue -- */

/* The newest block comes first. */
static void queue_call(Call c) {
  rt_lock(&fin.lock);
  CallBlock *b = fin.queue;
  if (!b || b->n == BLOCK) {
    b = fin.free;
    if (b) {
      fin.free = b->next;
    } else {
      b = rt_persistent_alloc(sizeof *b, RT_WORD, &rt_mem.gc_sys);
    }
    b->n = 0;
    b->next = fin.queue;
    fin.queue = b;
  }
  b->calls[b->n++] = c;
  __atomic_store_n(&fin.queued, true, __ATOMIC_RELAXED);
  rt_unlock(&fin.lock);
}

/* As gc does it: all that is queued by now, the newest of each block first. */
static bool take_call(Call *c) {
  CallBlock *b = fin.running;
  if (b && b->n == 0) {
    fin.running = b->next;
    b->next = fin.free;
    fin.free = b;
    b = fin.running;
  }
  if (!b) {
    b = fin.running = fin.queue;
    fin.queue = NULL;
  }
  if (b) {
    *c = b->calls[--b->n];
  }
  return b != NULL;
}

/* Function and object of a call are needed until it has run. */
static void visit_calls(const CallBlock *b, RootVisitor *v) {
  for (; b; b = b->next) {
    for (uint32_t i = 0; i < b->n; i++) {
      const Call *c = &b->calls[i];
      v->visit(v, ROOT_FINALIZER, c, (const uintptr_t *)(const void *)&c->fn);
      v->visit(v, ROOT_FINALIZER, c, (const uintptr_t *)(const void *)&c->arg);
    }
  }
}

void rt_finalizer_queue_visit(RootVisitor *v) {
  visit_calls(fin.queue, v);
  visit_calls(fin.running, v);
}

/* ------------------------------------------------------- mark and sweep -- */

typedef struct ContentsVisitor {
  WordVisitor base;
  RootVisitor *v;
  const Special *of;
} ContentsVisitor;

static void visit_contents(WordVisitor *base, const uintptr_t *at) {
  ContentsVisitor *c = (ContentsVisitor *)base;
  c->v->visit(c->v, ROOT_FINALIZER, c->of, at);
}

/* What an object with a finalizer refers to, and the func value, are roots; the
   object is not. A tiny block has no pointers. */
void rt_specials_visit(const Mspan *s, RootVisitor *v) {
  for (const Special *x = s->specials; x; x = x->next) {
    if (x->kind != SPECIAL_FINALIZER) {
      continue;
    }
    ContentsVisitor c = {.base = {.visit = visit_contents}, .v = v, .of = x};
    uintptr_t slot = rt_slot_of(s, s->start_addr + x->offset);
    rt_object_words(s, rt_slot_addr(s, slot), 0, s->elemsize, &c.base);
    v->visit(v, ROOT_FINALIZER, x, (const uintptr_t *)(const void *)&x->fn);
  }
}

/* What goes with an object at the end of its slot. */
static bool has_finalizer(const Special *x, uintptr_t end) {
  while (x && x->offset < end && x->kind != SPECIAL_FINALIZER) {
    x = x->next;
  }
  return x && x->offset < end;
}

/* Takes those of kind `kind` out that belong to a slot, and does what they are
   for. Where the next slot's begin. */
static Special **take_specials(Mspan *s, Special **at, uintptr_t end,
                               SpecialKind kind) {
  for (Special *x = *at; x && x->offset < end; x = *at) {
    if (x->kind != kind) {
      at = &x->next;
      continue;
    }
    *at = x->next;
    if (kind == SPECIAL_FINALIZER) {
      queue_call((Call){x->fn, (void *)(s->start_addr + x->offset), x->fn_type,
                        x->arg_type});
    } else {
      rt_mem_sampler->freed(x->bucket);
    }
    free_special(x);
  }
  return at;
}

/* Those of one slot share its fate, and the 16-byte block of several tiny
   objects may have several. With a finalizer it lives on, and with it the
   sample. */
void rt_specials_sweep(Mspan *s) {
  Special **at = &s->specials;
  while (*at) {
    uintptr_t slot = rt_slot_of(s, s->start_addr + (*at)->offset);
    uintptr_t end = (slot + 1) * s->elemsize;
    SpecialKind taken = SPECIAL_PROFILE;
    if (rt_is_marked(s, slot)) {
      while (*at && (*at)->offset < end) {
        at = &(*at)->next;
      }
      continue;
    }
    if (has_finalizer(*at, end)) {
      taken = SPECIAL_FINALIZER;
      s->gcmark_bits[slot / 64] |= (uint64_t)1 << (slot % 64);
    }
    at = take_specials(s, at, end, taken);
  }
  note_specials(s, s->specials != NULL);
}

/* The object has just been allocated: it has no sample yet. */
void rt_special_add_profile(uintptr_t p, void *bucket) {
  Mspan *s = rt_span_of_heap(p);
  ensure_swept(s);
  Special x = {.offset = (uint32_t)(p - s->start_addr),
               .kind = SPECIAL_PROFILE,
               .bucket = bucket};
  RT_CHECK(add_special(s, x));
}

/* ------------------------------------------------------------- goroutine -- */

/* Scalars of which values consist, as far as calls care. */
typedef struct Leaves {
  uint32_t all, ints; /* ints: those that are no floats */
} Leaves;

static void add_leaves(Leaves *sum, uint32_t n, bool ints) {
  sum->all += n;
  sum->ints += ints ? n : 0;
}

/* Counts at most a few more than there are registers for. */
static void count_leaves(const RtType *t, Leaves *sum) {
  enum {
    MANY = 5
  };
  switch (rt_kind(t)) {
  case RT_STRING:
  case RT_INTERFACE: add_leaves(sum, 2, true); return;
  case RT_SLICE: add_leaves(sum, 3, true); return;
  case RT_FLOAT32:
  case RT_FLOAT64: add_leaves(sum, 1, false); return;
  case RT_COMPLEX64:
  case RT_COMPLEX128: add_leaves(sum, 2, false); return;
  case RT_ARRAY: {
    const RtArrayType *a = (const RtArrayType *)t;
    for (uint64_t i = 0; i < a->len && i < MANY; i++) {
      count_leaves(a->elem, sum);
    }
    return;
  }
  case RT_STRUCT: {
    const RtStructType *st = (const RtStructType *)t;
    for (int64_t i = 0; i < st->nfields && sum->all < MANY; i++) {
      count_leaves(st->fields[i].type, sum);
    }
    return;
  }
  default: add_leaves(sum, 1, true); return;
  }
}

/* Types of the parameters, then of the results. */
static const RtType *const *func_types(const RtFuncType *t) {
  const char *end = (const char *)(t + 1);
  if (t->type.tflag & RT_TFLAG_UNCOMMON) {
    end += sizeof(RtUncommon);
  }
  return (const RtType *const *)(const void *)end;
}

/* Bytes for the results if they are returned in memory, else 0: there are too
   many, or more ints than registers for them (reflect/call.go knows, too). */
static uint64_t result_memory(const RtFuncType *t) {
  enum {
    IN_REGISTERS = 4,
    INT_REGISTERS = 3
  };
  uint64_t size = 0;
  Leaves leaves = {0};
  uint32_t n = t->out_count & 0x7fffu;
  for (uint32_t i = 0; i < n; i++) {
    const RtType *out = func_types(t)[t->in_count + i];
    count_leaves(out, &leaves);
    size += out->size + RT_WORD;
  }
  bool fits = leaves.all <= IN_REGISTERS && leaves.ints <= INT_REGISTERS;
  return fits ? 0 : size;
}

/* The object as the finalizer's parameter: one or two words. */
static void call_finalizer(const Call *c) {
  const RtFuncType *ft = (const RtFuncType *)c->fn_type;
  const RtType *in = func_types(ft)[0];
  void *words[2] = {c->arg, NULL};
  if (rt_kind(in) == RT_INTERFACE) {
    const RtInterfaceType *it = (const RtInterfaceType *)in;
    words[0] = it->nmethods == 0
                   ? RT_TYPE_ARG(c->arg_type)
                   : rt_assertE2I2(RT_TYPE_ARG(in), RT_TYPE_ARG(c->arg_type));
    words[1] = c->arg;
  }
  /* The address for the results comes before the parameters. */
  uint64_t memory = result_memory(ft);
  if (memory > 0) {
    rt_call_timer(c->fn, __builtin_alloca(memory), words[0],
                  (uintptr_t)words[1]);
  } else {
    rt_call_timer(c->fn, words[0], words[1], 0);
    __asm__ volatile("emms"); /* a third float is on the x87 stack */
  }
}

static void release_lock(void *arg) { rt_unlock(arg); }

/* The goroutine's function: calls what is queued, one after the other, parks
   when there is nothing. A panic in a finalizer ends the program. While one
   runs, the goroutine is no less the program's than any other. */
static void run_finalizers(void) RT_SYMBOL("runfinq");
static void run_finalizers(void) {
  fin.goroutine = rt_getg();
  for (;;) {
    Call c = {0};
    rt_lock(&fin.lock);
    if (take_call(&c)) {
      rt_unlock(&fin.lock);
      fin.goroutine->is_system = false;
      call_finalizer(&c);
      fin.goroutine->is_system = true;
      continue;
    }
    fin.waits = true;
    rt_park(release_lock, &fin.lock, WAIT_FINALIZER);
  }
}

/* The first call that is queued starts the goroutine: most programs open
   standard input, which has a finalizer, and end before it is needed. */
void rt_finalizers_wake(void) {
  if (RT_LIKELY(!__atomic_load_n(&fin.queued, __ATOMIC_RELAXED))) {
    return;
  }
  rt_lock(&fin.lock);
  bool start = !fin.started && fin.queued, wake = fin.waits && fin.queued;
  if (start || wake) {
    fin.started = true;
    fin.waits = false;
    __atomic_store_n(&fin.queued, false, __ATOMIC_RELAXED);
  }
  rt_unlock(&fin.lock);
  if (start) {
    rt_go_system(&fin.run, run_finalizers);
  } else if (wake) {
    rt_ready(fin.goroutine);
  }
}

/* ---------------------------------------------------------- SetFinalizer -- */

/* Throws "runtime.SetFinalizer: " and the texts; NULL ones are left out. */
RT_DIE static void misuse(const char *a, const RtType *t, const char *b,
                          const RtType *u, const char *c) {
  RtString parts[] = {
      RT_LIT("runtime.SetFinalizer: "),
      {(const uint8_t *)a, (int64_t)strlen(a)},
      t ? rt_type_string(t) : (RtString){0},
      {(const uint8_t *)b, (int64_t)strlen(b)},
      u ? rt_type_string(u) : (RtString){0},
      {(const uint8_t *)c, (int64_t)strlen(c)},
      RT_LIT("\0")
  };
  rt_throw((const char *)rt_concat(parts, RT_COUNT(parts)).p);
}

/* Pointers to the same type, of which one may have a name of its own: such
   values are assignable. */
static bool is_same_pointer(const RtType *a, const RtType *b) {
  return rt_kind(a) == RT_POINTER &&
         (!rt_type_uncommon(a) || !rt_type_uncommon(b)) &&
         ((const RtPtrType *)a)->elem == ((const RtPtrType *)b)->elem;
}

/* Whether a value of type t can be passed as the one parameter of f. */
static void check_finalizer(const RtType *t, const RtType *f) {
  enum {
    VARIADIC = 1 << 15
  };
  static const char cannot[] = "cannot pass ", to[] = " to finalizer ";
  if (rt_kind(f) != RT_FUNC) {
    misuse("second argument is ", f, ", not a function", NULL, "");
  }
  const RtFuncType *ft = (const RtFuncType *)f;
  if (ft->out_count & VARIADIC) {
    misuse(cannot, t, to, f, " because dotdotdot");
  }
  if (ft->in_count == 1) { /* of t's type, or an interface that t has */
    const RtType *in = func_types(ft)[0];
    if (in == t || is_same_pointer(in, t)) {
      return;
    }
    if (rt_kind(in) == RT_INTERFACE &&
        (((const RtInterfaceType *)in)->nmethods == 0 ||
         rt_assertE2I2(RT_TYPE_ARG(in), RT_TYPE_ARG(t)))) {
      return;
    }
  }
  misuse(cannot, t, to, f, "");
}

/* Variables and static data are never freed: no finalizer runs. */
static bool is_static(const void *p) {
  extern char data_start[] __asm__("__data_start"), end[] __asm__("_end");
  return ((const char *)p >= data_start && (const char *)p < end) ||
         p == &rt_zerobase;
}

/* The object that data points to; NULL: there is nothing to finalize. */
static Mspan *finalizer_target(const RtType *t, void *data) {
  if (!t) {
    misuse("first argument is nil", NULL, "", NULL, "");
  }
  if (rt_kind(t) != RT_POINTER) {
    misuse("first argument is ", t, ", not pointer", NULL, "");
  }
  Mspan *s = NULL;
  uintptr_t base = rt_object_of((uintptr_t)data, &s);
  if (!base) {
    if (is_static(data)) {
      return NULL;
    }
    misuse("pointer not in allocated block", NULL, "", NULL, "");
  }
  const RtType *elem = ((const RtPtrType *)t)->elem;
  if ((uintptr_t)data != base &&
      (elem->ptrdata != 0 ||
       elem->size >= TINY_SIZE)) { /* not in a tiny block */
    misuse("pointer not at beginning of allocated block", NULL, "", NULL, "");
  }
  return s;
}

void rt_set_finalizer(void *type, void *data, void *fn_type, void *fn)
    RT_SYMBOL("SetFinalizer");

/* runtime.SetFinalizer(x, f), both as the words of an interface: type and data
   of x, type and func value of f. f == nil takes the finalizer away. */
void rt_set_finalizer(void *type, void *data, void *fn_type, void *fn) {
  Mspan *s = finalizer_target(type, data);
  if (!s) {
    return;
  }
  ensure_swept(s);
  uint32_t offset = (uint32_t)((uintptr_t)data - s->start_addr);
  if (!fn_type) {
    remove_finalizer(s, offset);
    return;
  }
  check_finalizer(type, fn_type);
  Special x = {.offset = offset,
               .kind = SPECIAL_FINALIZER,
               .fn = fn,
               .fn_type = fn_type,
               .arg_type = type};
  if (!add_special(s, x)) {
    misuse("finalizer already set", NULL, "", NULL, "");
  }
}
