/*
 * gc.h - the collector: which objects are still needed, and what becomes of
 * the others.
 *
 *   allocation --- heap.live reaches the trigger ---> a cycle (cycle.c):
 *
 *     stop the world        (sched/world.c)
 *     finish the last sweep (sweep.c)
 *     mark                  roots.c: variables, stacks, finalizers
 *                           mark.c:  everything reachable from these
 *     pace                  (pacer.c): the next trigger
 *     start the world
 *     sweep, little by little, as spans are needed (sweep.c)
 *
 * Objects do not move. Heap objects and variables are read precisely, by
 * pointer bitmaps; stacks and registers conservatively: any word that points
 * into an allocated object keeps it. So the compiler may use registers as it
 * likes as long as one pointer into each object stays visible (codegen's
 * pins.c).
 *
 * A mark is one bit of Mspan.gcmark_bits. Sweeping a span makes these bits
 * its alloc_bits, which frees everything that was not marked.
 */
#ifndef RUNTIME_GC_GC_H
#define RUNTIME_GC_GC_H

#include "../mem/mem.h"

/* ------------------------------------------------------------ settings -- */

typedef struct GcConfig {
  int64_t percent; /* GOGC; -1: off */
  int64_t limit;   /* GOMEMLIMIT in bytes; INT64_MAX: none */
  /* Of GODEBUG: */
  uint32_t trace;      /* gctrace */
  uint32_t stress;     /* gcstress=N: a cycle at each Nth allocation */
  bool clobber;        /* clobberfree: freed memory is overwritten */
  bool verify;         /* gcverify: the heap is checked around each cycle */
  bool check_pointers; /* invalidptr: wild pointers end the program */
} GcConfig;
extern GcConfig rt_gc_config;

enum {
  PAUSES = 256
};

/* What happened, for MemStats and gctrace. Written with the world stopped. */
typedef struct GcStats {
  uint32_t cycles, forced;
  uint64_t goal;          /* NextGC */
  uint64_t last_end_unix; /* LastGC */
  uint64_t pause_total;
  uint64_t pause[PAUSES], pause_end[PAUSES]; /* newest at (cycles+255)%256 */
  uint64_t pauses_by_log[64]; /* how many were 2^i ns and more, up to twice */
  uint64_t marked;            /* bytes the last cycle kept */
  int64_t mark_cpu;           /* ns of all workers so far */
} GcStats;
extern GcStats rt_gc_stats;

/* ------------------------------------------------------------- bits.c -- */

/* A sweep is complete: what the cycle before it used can be used again. */
void rt_bits_next_epoch(void);

/* ------------------------------------------------------------- mark.c -- */

typedef struct Workbuf Workbuf;

/* One of several threads that mark. */
typedef struct Worker {
  _Alignas(64) Workbuf *buf; /* where it pushes and pops */
  Workbuf *spare;
  Mspan *span;             /* of the object that was marked last */
  bool atomic;             /* others mark at the same time */
  uint64_t objects, bytes; /* marked */
  uint64_t stack_words;    /* looked at conservatively */
  uint64_t stack_hits;     /* that pointed to objects */
} Worker;

/* Marks the object that a word points into, if any. The precise one takes
   words that are pointers; `from` is where such a word lies. */
void rt_mark_pointer(Worker *w, uintptr_t p, uintptr_t from);
void rt_mark_conservative(Worker *w, uintptr_t word);

/* The results of a mark. */
typedef struct MarkTotals {
  uint64_t objects, bytes, stack_bytes, global_bytes;
  uint64_t stack_words, stack_hits;
  int64_t cpu; /* ns */
} MarkTotals;
/* Marks the heap. World stopped, on the system stack, all spans swept and
   their mark bits clear. */
MarkTotals rt_mark_heap(int workers);

/* ------------------------------------------------------------ work.c -- */

enum {
  WORKBUF_SIZE = 2048,
  WORKBUF_MAX = (WORKBUF_SIZE - 16) / 8
};

struct Workbuf {
  Workbuf *next;
  uint64_t n;
  uintptr_t obj[WORKBUF_MAX];
};

/* Lock-free lists; the word, 0 when new, is the head and counts changes. */
void rt_worklist_push(uint64_t *list, Workbuf *b);
Workbuf *rt_worklist_pop(uint64_t *list); /* NULL: empty */
/* Buffers that somebody may take: safe without locks. */
Workbuf *rt_workbuf_empty(void); /* never NULL */
void rt_workbuf_put_empty(Workbuf *b);
Workbuf *rt_workbuf_full(void); /* NULL: none */
void rt_workbuf_put_full(Workbuf *b);
bool rt_workbuf_any_full(void);

/* ------------------------------------------------------------ roots.c -- */

typedef enum RootKind {
  ROOT_GLOBAL,    /* package variable or static data */
  ROOT_STACK,     /* word of a goroutine's stack */
  ROOT_REGISTER,  /* of a goroutine in a system call */
  ROOT_RUNTIME,   /* of the runtime's own */
  ROOT_FINALIZER, /* kept for a finalizer that may run */
} RootKind;

/* Receives each word that is a root; `holder` is the G of stacks. */
typedef struct RootVisitor {
  void (*visit)(struct RootVisitor *v, RootKind kind, const void *holder,
                const uintptr_t *at);
  Worker *worker; /* of the mark; others may have what they like around this */
} RootVisitor;

/* Divides the roots into jobs; returns their number. World stopped. */
uint32_t rt_roots_prepare(void);
void rt_roots_visit(uint32_t job, RootVisitor *v);
RT_INLINE bool rt_root_is_precise(RootKind k) {
  return k == ROOT_GLOBAL || k == ROOT_FINALIZER;
}
/* Bytes of variables with pointers, and of stacks in use, at the latest
   prepare. */
uint64_t rt_roots_global_bytes(void);
uint64_t rt_roots_stack_bytes(void);
/* Words outside the heap that may point into it for ever, conservatively. */
void rt_gc_add_root(const void *p, uint64_t bytes);

/* Reads a word of a stack, which may lie between its variables: sanitizers
   object to that. */
__attribute__((no_sanitize("address")))
__attribute__((no_sanitize("thread"))) RT_NOINLINE uintptr_t
rt_peek(const uintptr_t *at);

/* ----------------------------------------------------------- object.c -- */

/* Calls visit for each word of the allocated object `slot` of s that its
   bitmap calls a pointer, within bytes [lo, hi) of it. */
typedef struct WordVisitor {
  void (*visit)(struct WordVisitor *v, const uintptr_t *at);
} WordVisitor;
void rt_object_words(const Mspan *s, uintptr_t base, uintptr_t lo, uintptr_t hi,
                     WordVisitor *v);
/* The same for memory at `base` that holds values of type t, up to `size`
   bytes. */
void rt_typed_words(const RtType *t, uintptr_t base, uintptr_t size,
                    uintptr_t lo, uintptr_t hi, WordVisitor *v);
/* The allocated object that contains p, any word; 0: none. */
uintptr_t rt_object_of(uintptr_t p, Mspan **span);
bool rt_is_marked(const Mspan *s, uintptr_t slot);
RT_DIE void rt_bad_pointer(uintptr_t p, uintptr_t from, const Mspan *s);

/* ------------------------------------------------------------ sweep.c -- */

/* Sweeps one span, if any is left; false: all are swept. */
bool rt_sweep_one(uintptr_t *pages_freed);
void rt_sweep_finish(void);  /* all of them */
void rt_sweep_begin(void);   /* after a mark; world stopped */
bool rt_sweep_is_done(void); /* nor is anybody at it */

/* ------------------------------------------------------------ pacer.c -- */

void rt_pacer_init(void);
/* A number of bytes with an optional unit, "512MiB"; false: something else. */
bool rt_parse_bytes(const char *s, int64_t *out);
/* A cycle begins when there was none for so many ns. */
extern int64_t rt_force_period RT_SYMBOL("forcegcperiod");
/* After a cycle that kept `marked` bytes. */
void rt_pacer_update(uint64_t marked, uint64_t stacks, uint64_t globals);
uint64_t rt_pacer_trigger(void);
uint64_t rt_pacer_goal(void);
void rt_pacer_note_cycle(int64_t start, int64_t end);
int64_t rt_pacer_last_end(void); /* of a cycle, rt_nanotime; 0: none yet */
int64_t rt_gc_set_percent(int64_t percent); /* the old one */
int64_t rt_gc_set_limit(int64_t limit);     /* negative: only asks */

/* -------------------------------------------------------- finalizer.c -- */

typedef enum SpecialKind {
  SPECIAL_FINALIZER = 1,
  SPECIAL_PROFILE = 2 /* a sample of the memory profile */
} SpecialKind;

/* Something about one object, in the list of its span. */
struct Special {
  Special *next;
  uint32_t offset; /* of the object; large objects: 0 */
  uint8_t kind;    /* SpecialKind */
  void *bucket;    /* SPECIAL_PROFILE: what counts it */
  /* SPECIAL_FINALIZER */
  const RtFuncVal *fn;
  const RtType *fn_type, *arg_type; /* func(param); what the object was as */
};

/* The sweep of s, whose marks are final: finalizers of unmarked objects are
   queued, the objects marked; of other unmarked ones the profile is told. */
void rt_specials_sweep(Mspan *s);
bool rt_finalizers_exist(void);
void rt_specials_visit(const Mspan *s, RootVisitor *v);
/* Words of the queue that are roots. */
void rt_finalizer_queue_visit(RootVisitor *v);
void rt_finalizers_wake(void);

/* ------------------------------------------------------------ cycle.c -- */

typedef enum GcReason {
  GC_HEAP,   /* the heap has grown */
  GC_FORCED, /* runtime.GC */
  GC_STRESS,
  GC_PERIODIC /* the last one was long ago */
} GcReason;
void rt_gc_cycle(GcReason why);
/* A func() to call before each cycle, the world stopped; NULL: none. */
extern const RtFuncVal *rt_gc_pool_cleanup;
enum {
  MAX_GC_CACHES = 64
};
/* Each cycle sets the package variable to NULL (a weak cache's table). */
void rt_gc_register_cache(void **variable);
/* runtime.GC: a whole cycle, swept, with its finalizers queued. */
void rt_gc(void) RT_SYMBOL("GC");
void rt_gc_init(void);   /* settings; before any allocation */
void rt_gc_enable(void); /* goroutines run: from now on cycles happen */

/* ---------------------------------------------------------- barrier.c -- */

void rt_barrier_init(void);
void rt_barrier_exit(void); /* main returns: the count, if asked for */

/* ------------------------------------------------------- background.c -- */

/* On the monitoring thread: starts a cycle if the last one was long ago. */
void rt_background_tick(int64_t now);
/* A cycle is over: a P with nothing else to do sweeps. */
void rt_background_after(GcReason why);

/* ------------------------------------------------------------ trace.c -- */

typedef struct CycleTimes {
  int64_t start, stopped, marked, end; /* rt_nanotime */
} CycleTimes;
void rt_gc_trace_init(void); /* the process starts */
/* Part of the processors' time since then that cycles took: 0 to 1. */
double rt_gc_cpu_fraction(int64_t now);
typedef struct CycleReport {
  CycleTimes times;
  MarkTotals marks;
  uint64_t heap_start, heap_goal;
  GcReason why;
  int workers;
} CycleReport;
void rt_gc_trace(const CycleReport *r);

/* ----------------------------------------------------------- verify.c -- */

/* Throws if the heap breaks an invariant; world stopped, all swept. */
void rt_heap_verify_before(void);
void rt_heap_verify_after(void); /* marks complete, nothing swept */

/* -------------------------------------------------------------- why.c -- */

/* Prints a path from a root to the object that contains p. */
void rt_gc_why(void *p) RT_SYMBOL("gcwhy");

#endif
