/*
 * heapdump.c - debug.WriteHeapDump: the heap as a file in gc's format, for
 * programs that read such (go.dev/wiki/heapdump15-through-heapdump17).
 *
 *   "go1.7 heap dump\n", then records, each a tag and what belongs to it:
 *
 *   6 parameters   byte order, word size, where arenas are ...
 *   1 object       address, contents, offsets of its pointers
 *   4 goroutine    its state; 5 for each frame of its stack, innermost first
 *   9 thread       its number, and the system's
 *  12, 13          variables, initialised or not, like objects
 *   2 root         a word elsewhere that may point to an object
 *   7 finalizer    object, function, types
 *  10 statistics   runtime.MemStats
 *  16, 17          stacks of the memory profile; objects that were sampled
 *   0              the end
 *
 * Numbers are written 7 bits to a byte, the lowest first; texts and memory with
 * their length in front. An object at 0xc000000018 of 16 bytes, whose first
 * word is a pointer, so begins 01, 98 80 80 80 80 18, 10, and ends 01 00, 00.
 *
 * Not in it are itabs, and the descriptors that they lead to. Stacks are
 * conservative: all words of a frame count as pointers.
 *
 * The world is stopped, and the file may be a pipe: nobody else of this process
 * can read it meanwhile.
 */
#include <string.h>

#include "../gc/gc.h"
#include "../mem/stats.h"
#include "../sched/sched.h"
#include "../std/std.h"
#include "prof.h"

typedef enum Tag {
  TAG_END,
  TAG_OBJECT,
  TAG_ROOT,
  TAG_GOROUTINE = 4,
  TAG_FRAME,
  TAG_PARAMETERS,
  TAG_FINALIZER,
  TAG_THREAD = 9,
  TAG_STATISTICS,
  TAG_DATA = 12,
  TAG_BSS,
  TAG_STACK = 16,
  TAG_SAMPLE
} Tag;

enum {
  FIELD_END = 0,
  FIELD_POINTER = 1,
  BUFFER = 4096
};

static struct {
  int fd;
  uint32_t n;
  uint8_t buffer[BUFFER];
  const uintptr_t *here; /* the caller's frame */
} dump;

/* --------------------------------------------------------------- writing -- */

/* Writes what has gathered; an error leaves the file short, as in gc. */
static void flush(void) {
  rt_os_write(dump.fd, dump.buffer, dump.n);
  dump.n = 0;
}

/* As they are, through the buffer. */
static void put_bytes(const void *p, uint64_t n) {
  if (dump.n + n > BUFFER) {
    flush();
  }
  if (n > BUFFER) {
    rt_os_write(dump.fd, p, n);
    return;
  }
  memcpy(dump.buffer + dump.n, p, n);
  dump.n += (uint32_t)n;
}

static void put(uint64_t v) {
  enum {
    MORE = 0x80
  };
  uint8_t bytes[10];
  uint32_t n = 0;
  for (; v >= MORE; v >>= 7) {
    bytes[n++] = (uint8_t)(v | MORE);
  }
  bytes[n++] = (uint8_t)v;
  put_bytes(bytes, n);
}

static void put_address(const void *p) { put((uintptr_t)p); }

/* The same behind its length. */
static void put_memory(const void *p, uint64_t n) {
  put(n);
  put_bytes(p, n);
}

static void put_text(const char *s) { put_memory(s, strlen(s)); }

/* ------------------------------------------------------- heap, variables -- */

/* Writes where pointers are, as offsets from `base`, in [base, end). */
typedef struct FieldWriter {
  WordVisitor words;
  uintptr_t base, end;
} FieldWriter;

static void put_field(WordVisitor *v, const uintptr_t *at) {
  const FieldWriter *w = (const FieldWriter *)v;
  if ((uintptr_t)at >= w->base && (uintptr_t)at < w->end) {
    put(FIELD_POINTER);
    put((uintptr_t)at - w->base);
  }
}

/* The objects of a span that are allocated. */
static void put_objects(const Mspan *s) {
  for (uintptr_t i = 0; i < s->nelems; i++) {
    uintptr_t p = rt_slot_addr(s, i);
    FieldWriter w = {{put_field}, p, p + s->elemsize};
    if (rt_slot_live(s, i)) {
      put(TAG_OBJECT);
      put(p);
      put_memory((const void *)p, s->elemsize);
      rt_object_words(s, p, 0, s->elemsize, &w.words);
      put(FIELD_END);
    }
  }
}

/* What is known of single objects. */
static void put_specials(const Mspan *s) {
  for (const Special *x = s->specials; x; x = x->next) {
    bool sample = x->kind == SPECIAL_PROFILE;
    put(sample ? TAG_SAMPLE : TAG_FINALIZER);
    put(s->start_addr + x->offset);
    if (sample) {
      put_address(x->bucket);
      continue;
    }
    put_address(x->fn);
    put_address(x->fn->code);
    put_address(x->fn_type);
    put_address(x->arg_type);
  }
}

static void each_span(void (*fn)(const Mspan *s)) {
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    const Mspan *s = rt_heap.allspans[i];
    if (s->state == SPAN_IN_USE) {
      fn(s);
    }
  }
}

extern char data_start[] __asm__("__data_start"), data_end[] __asm__("_edata");
extern char bss_start[] __asm__("__bss_start"), bss_end[] __asm__("_end");

/* Roots with a place in the file: those of a section, by offsets; else, and if
   they are the runtime's own, one by one. */
typedef struct RootWriter {
  RootVisitor roots;
  FieldWriter section; /* base 0: none of both */
} RootWriter;

static bool is_within(const void *p, const char *from, const char *to) {
  return (const char *)p >= from && (const char *)p < to;
}

static void put_root(RootVisitor *v, RootKind kind, const void *holder,
                     const uintptr_t *at) {
  RootWriter *w = (RootWriter *)v;
  bool stack = kind == ROOT_STACK || kind == ROOT_REGISTER;
  (void)holder;
  if (w->section.base) {
    put_field(&w->section.words, at);
  } else if (!stack && !is_within(at, data_start, data_end) &&
             !is_within(at, bss_start, bss_end)) {
    put(TAG_ROOT);
    put_text(kind == ROOT_FINALIZER ? "finalizer" : "runtime");
    put(*at);
  }
}

/* The roots are listed for the collector: one visit for each section. */
static void put_roots(char *from, const char *to) {
  RootWriter w = {
      {put_root, NULL},
      {{put_field}, (uintptr_t)from, (uintptr_t)to}
  };
  uint32_t jobs = rt_roots_prepare();
  for (uint32_t i = 0; i < jobs; i++) {
    rt_roots_visit(i, &w.roots);
  }
}

static void put_section(Tag tag, char *from, const char *to) {
  put(tag);
  put_address(from);
  put_memory(from, (uint64_t)(to - from));
  put_roots(from, to);
  put(FIELD_END);
}

/* ---------------------------------------------------- goroutines, threads -- */

/* A frame: from sp to where its caller's begins. */
typedef struct DumpFrame {
  uintptr_t pc, sp, end;
} DumpFrame;

static void put_frame(const DumpFrame *f, uint64_t depth, uintptr_t child) {
  Symbol sym = {.name = "unknown function"};
  rt_symbol_of(f->pc - 1, &sym);
  put(TAG_FRAME);
  put(f->sp);
  put(depth);
  put(child);
  put_memory((const void *)f->sp, f->end - f->sp);
  put(sym.start);
  put(f->pc);
  put(f->pc);
  put_text(sym.name);
  for (uintptr_t at = 0; at < f->end - f->sp; at += RT_WORD) {
    put(FIELD_POINTER);
    put(at);
  }
  put(FIELD_END);
}

static void put_stack(const G *g, uintptr_t pc, uintptr_t fp, uintptr_t sp) {
  uintptr_t child = 0;
  for (uint64_t depth = 0; pc != 0 && fp >= sp; depth++) {
    if (!rt_on_stack(g, (const void *)fp)) {
      return;
    }
    const uintptr_t *frame = (const uintptr_t *)fp;
    DumpFrame f = {pc, sp, fp + 2 * RT_WORD};
    put_frame(&f, depth, child);
    child = sp;
    sp = f.end;
    pc = frame[1];
    fp = frame[0];
  }
}

static void put_goroutine(const G *g) {
  uintptr_t pc = 0, fp = 0, lo = 0, hi = 0;
  if (g->status == G_DEAD || g->status == G_IDLE ||
      !rt_stack_range(g, &lo, &hi)) {
    return;
  }
  if (!rt_goroutine_place(g, &pc, &fp)) {
    pc = dump.here[1];
    fp = dump.here[0];
    lo = (uintptr_t)(dump.here + 2);
  }
  lo &= ~(uintptr_t)(RT_WORD - 1);
  put(TAG_GOROUTINE);
  put_address(g);
  put(lo);
  put(g->id);
  put(g->created_pc);
  put(g->status == G_RUNNING ? G_WAITING : g->status);
  put(g->is_system);
  put(false); /* "background" */
  put(0);     /* since when it waits */
  put_text(rt_wait_text(g));
  put(0); /* context */
  put_address(g->m);
  put(0); /* deferred calls: not in gc's form */
  put_address(g->panic);
  put_stack(g, pc, fp, lo);
}

/* Threads, as far as the scheduler knows of them. */
static void put_threads(void) {
  for (const M *m = rt_sched.all_ms; m; m = m->all_next) {
    put(TAG_THREAD);
    put_address(m);
    put(m->id);
    put((uint64_t)m->tid);
  }
}

/* -------------------------------------------------- parameters, statistics */

static void put_parameters(void) {
  const uintptr_t mask = ARENA_SIZE - 1;
  put(TAG_PARAMETERS);
  put(false); /* big endian */
  put(RT_WORD);
  put(rt_heap.low & ~mask);
  put((rt_heap.high + mask) & ~mask);
  put_text("amd64");
  put_text("go1.19.8");
  put((uint64_t)rt_os_cpus());
}

/* The numbers of MemStats in their order, without the ends of the pauses. */
static void put_statistics(const MemStats *m) {
  const uint64_t *words = (const uint64_t *)m;
  size_t n = offsetof(MemStats, pause_end) / sizeof *words;
  put(TAG_STATISTICS);
  for (size_t i = 0; i < n; i++) {
    put(words[i]);
  }
  put(m->num_gc);
}

static void put_calls(const Bucket *b) {
  put(b->depth);
  for (uint32_t i = 0; i < b->depth; i++) {
    enum {
      MAX = 32
    };
    Frame f[MAX];
    rt_frames_of(b->stack[i] - 1, f, MAX);
    put_memory(f[0].function.p, (uint64_t)f[0].function.len);
    put_text(f[0].file ? f[0].file : "?");
    put(f[0].line);
  }
}

static void put_profile(void) {
  for (const Bucket *b = rt_buckets(PROF_MEMORY); b; b = b->next) {
    put(TAG_STACK);
    put_address(b);
    put(b->size);
    put_calls(b);
    put(b->u.memory.visible.allocs);
    put(b->u.memory.visible.frees);
  }
}

/* ---------------------------------------------------------------- the dump -- */

/* On the system stack, so that all goroutines look alike. */
static void write_dump(void *stats) {
  static const char head[] = "go1.7 heap dump\n";
  put_bytes(head, sizeof head - 1);
  put_parameters();
  each_span(put_objects);
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    put_goroutine(g);
  }
  put_threads();
  put_section(TAG_DATA, data_start, data_end);
  put_section(TAG_BSS, bss_start, bss_end);
  put_roots(NULL, NULL);
  each_span(put_specials);
  put_statistics(stats);
  put_profile();
  put(TAG_END);
  flush();
}

/* Everything is swept first: what is garbage is not in the file. */
STD(void, write_heap_dump, (uintptr_t fd), "runtime/debug.WriteHeapDump") {
  static MemStats stats;
  uintptr_t pages = 0;
  rt_stop_world();
  while (rt_sweep_one(&pages)) {
  }
  rt_collect_mem_stats(&stats);
  dump.fd = (int)fd;
  dump.here = __builtin_frame_address(0);
  rt_on_system_stack(write_dump, &stats);
  rt_start_world();
}
