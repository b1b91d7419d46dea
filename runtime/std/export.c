/*
 * export.c - what Go's own tests of package runtime ask of this runtime.
 *
 * Their helpers are in runtime/pkg/runtime/export*_test.go, which only a test
 * of package runtime compiles; each function here stands behind one of them.
 * The archive's other members do not need this one, so no program has it.
 *
 *   map_test.go         runtime.MapTombstoneCheck(m)
 *   export_test.go      mapVerify(type, m), a function without a body
 *   here                STD(..., "runtime.mapVerify") -> map_verify
 */
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../gc/gc.h"
#include "../mem/pagebits.h"
#include "../mem/stats.h"
#include "../sched/netpoll.h"
#include "../value/map.h"
#include "std.h"

/* --------------------------------------------------- values and the kernel */

/* The hashes of map keys, as the compiler calls them. */
STD(uint64_t, test_memhash32, (const uint32_t *p, uint64_t seed),
    "runtime.memhash32") {
  return rt_memhash32(*p, seed);
}
STD(uint64_t, test_memhash64, (const uint64_t *p, uint64_t seed),
    "runtime.memhash64") {
  return rt_memhash64(*p, seed);
}
/* Ends the program if a table of m is not what map.h says of it. */
STD(void, test_map_verify, (const RtMapType *t, RtHmap *h),
    "runtime.mapVerify") {
  map_verify(t, h);
}
/* debug.SetTraceback, which cannot go below what $GOTRACEBACK says. */
STD(void, test_set_traceback, (uint8_t *p, int64_t n), "runtime.setTraceback") {
  rt_set_traceback((RtString){p, n});
}

/* A number of bytes as in $GOMEMLIMIT; longer texts are none. */
STD(bool, test_byte_count, (const uint8_t *p, int64_t n, int64_t *out),
    "runtime.byteCount") {
  char text[64];
  if (n < 0 || (size_t)n >= sizeof text) {
    return false;
  }
  memcpy(text, p, (size_t)n);
  text[n] = '\0';
  int64_t v = 0;
  bool ok = rt_parse_bytes(text, &v);
  *out = ok ? v : 0;
  return ok;
}

/* Copies and clears without write barriers: for memory without pointers. */
STD(void, test_memmove, (void *to, const void *from, uintptr_t n),
    "runtime.memmove") {
  memmove(to, from, n);
}
STD(void, test_memclr, (void *p, uintptr_t n), "runtime.memclr") {
  memset(p, 0, n);
}

/* The number of the call and its arguments; -errno if it fails. */
STD(int64_t, test_raw_call, (const long *a), "runtime.rawCall") {
  long r = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
  return r == -1 ? -errno : r;
}

/* The body of a thread, whose argument is a function's address. */
static void *run_code(void *arg) {
  union {
    void *p;
    void (*fn)(void);
  } code = {.p = arg};
  code.fn();
  return NULL;
}

/* A thread that the scheduler does not know of. */
STD(void, test_new_thread, (uintptr_t stack, void *code),
    "runtime.NewOSProc0") {
  (void)stack;
  RT_CHECK(rt_os_thread(run_code, code));
}

/* ------------------------------------------------------------ scheduler -- */

/* Who asks; tests hand it to other helpers and never look inside. */
STD(G *, test_current_g, (void), "runtime.currentG") { return rt_getg(); }

/* How often LockOSThread was called more than UnlockOSThread; goroutine and
   thread must agree on it. */
STD(uint32_t, test_lock_count, (void), "runtime.lockCount") {
  const G *g = rt_getg();
  bool locked = g->thread_locks > 0;
  RT_CHECK(locked == (g->locked_m == g->m));
  RT_CHECK(locked == (g->m->locked_g == g));
  return g->thread_locks;
}

/* The poller, made as by the first file that uses it; and woken up. */
STD(void, test_poll_init, (void), "runtime.pollInit") { rt_poll_init(); }
STD(void, test_poll_break, (void), "runtime.pollBreak") { rt_netpoll_break(); }
/* Sleeps in the poller, as a thread without work does. */
STD(void, test_poll_sleep, (int64_t ns), "runtime.pollSleep") {
  PollEvents found = {0};
  rt_netpoll_sleep(ns, &found);
  rt_netpoll_pass_on(&found);
}
/* Sleeps with the P kept, as C code that blocks. */
STD(void, test_sleep_thread, (int64_t ns), "runtime.sleepThread") {
  rt_os_sleep(ns);
}

/* A row's count says how many wait; sema.c has the table. */
STD(uint32_t, test_sema_waiters, (const uint32_t *addr), "runtime.SemNwait") {
  return rt_sema_waiters(addr);
}

/* Says so, then never comes back. */
static void block_in_c(void *arg) {
  uint32_t never = 0;
  (void)arg;
  rt_os_write(2, "x\n", 2);
  for (;;) {
    rt_note_sleep(&never);
  }
}
STD(void, test_block, (void), "runtime.BlockOnSystemStack") {
  rt_on_system_stack(block_in_c, NULL);
}

/* ---------------------------------------------- queues of goroutines -- */

/* A P that nobody runs, and goroutines that never run: id is the number. */
static P *queues[8];
static G records[RUNQ_SIZE];

STD(P *, test_new_queue, (void), "runtime.newQueue") {
  static uint32_t n;
  P **at = &queues[n++ % RT_COUNT(queues)];
  if (!*at) {
    *at = rt_persistent(sizeof **at);
  }
  for (uint32_t i = 0; i < RUNQ_SIZE; i++) {
    records[i].id = i;
  }
  return *at;
}
/* At the end, or in the place of the next one to run; there must be room. */
STD(void, test_queue_put, (P * p, int64_t g, bool next), "runtime.queuePut") {
  GQueue overflow = {0};
  rt_runq_put(p, &records[g], next, &overflow);
  RT_CHECK(!overflow.first);
}
/* -1: none. */
static int64_t number_of(const G *g) { return g ? (int64_t)g->id : -1; }

STD(int64_t, test_queue_get, (P * p), "runtime.queueGet") {
  return number_of(rt_runq_get(p));
}
STD(bool, test_queue_is_empty, (const P *p), "runtime.queueIsEmpty") {
  return rt_runq_is_empty(p);
}
/* Moves half of what `from` has, and takes one of them. */
STD(int64_t, test_queue_steal, (P * p, P *from), "runtime.queueSteal") {
  return number_of(rt_runq_steal(p, from, true));
}

/* Two goroutines leave together. */
STD(void, test_meet, (uint32_t *n), "runtime.meet") {
  __atomic_add_fetch(n, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(n, __ATOMIC_SEQ_CST) != 2) {
    rt_spin(1);
  }
}

/* ------------------------------------------------------------------ heap -- */

/* Nanoseconds until a cycle begins that nobody asked for; to be changed. */
STD(int64_t *, test_force_period, (void), "runtime.forcePeriod") {
  return &rt_force_period;
}

/* The walk counts descriptors, the counter is kept as pages come and go. */
STD(void, test_count_pages, (uintptr_t *counter, uintptr_t *counted),
    "runtime.countPages") {
  uintptr_t pages = 0;
  rt_stop_world();
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    if (rt_heap.allspans[i]->state != SPAN_DEAD) {
      pages += rt_heap.allspans[i]->npages;
    }
  }
  *counter = rt_mem.in_heap >> PAGE_SHIFT;
  *counted = pages;
  rt_start_world();
}

/* Adds what is allocated in s now. */
static void count_span(const Mspan *s, MemStats *m) {
  unsigned class = rt_span_size_class(s);
  uint64_t n = rt_span_live_count(s);
  m->mallocs += n;
  m->total_alloc += n * s->elemsize;
  m->heap_inuse += s->npages << PAGE_SHIFT;
  if (class > 0 && class < STATS_SIZES) {
    m->by_size[class].mallocs += n;
  }
}

/* Pages marked as given back to the kernel. */
static uint64_t count_released(void) {
  const PageAlloc *p = &rt_heap.pages;
  uint64_t n = 0;
  for (uintptr_t i = p->first_chunk; i < p->end_chunk; i++) {
    const Chunk *c = rt_chunk_of(p, i);
    n += c ? rt_bits_count(&c->scavenged, 0, CHUNK_PAGES) : 0;
  }
  for (int i = 0; rt_p(i); i++) {
    n += (uint64_t)__builtin_popcountll(rt_p(i)->mcache->pages.scavenged);
  }
  return n;
}

/* What was freed is known from counters only: the objects are gone. */
static void recount(MemStats *m) {
  uint64_t freed = m->total_alloc - m->heap_alloc;
  m->mallocs = m->frees;
  m->total_alloc = freed;
  m->heap_inuse = 0;
  for (unsigned i = 0; i < STATS_SIZES; i++) {
    m->by_size[i].mallocs = m->by_size[i].frees;
  }
  for (uintptr_t i = 0; i < rt_heap.nspans; i++) {
    if (rt_heap.allspans[i]->state == SPAN_IN_USE) {
      count_span(rt_heap.allspans[i], m);
    }
  }
  m->heap_objects = m->mallocs - m->frees;
  m->heap_alloc = m->alloc = m->total_alloc - freed;
  m->heap_released = count_released() << PAGE_SHIFT;
}

/* The counters as ReadMemStats has them, and the same by walking the heap. */
STD(void, test_read_stats, (MemStats * base, MemStats *slow),
    "runtime.readStatsSlow") {
  rt_stop_world();
  rt_collect_mem_stats(base);
  *slow = *base;
  recount(slow);
  rt_start_world();
}

/* Pages in caches of Ps that are no more. */
STD(uintptr_t, test_leaked_pages, (void), "runtime.PageCachePagesLeaked") {
  uintptr_t n = 0;
  rt_stop_world();
  for (int i = rt_num_ps(); rt_p(i); i++) {
    n += (uintptr_t)__builtin_popcountll(rt_p(i)->mcache->pages.free);
  }
  rt_start_world();
  return n;
}

/* BitsMismatch of export_mem_test.go. */
typedef struct Mismatch {
  uintptr_t base;
  uint64_t got, want;
} Mismatch;

/* Adds pages of a chunk that are in use and yet marked as given back; the new
   length of the list. */
static int64_t check_chunk(uintptr_t index, Mismatch *list, int64_t n,
                           int64_t max) {
  const Chunk *c = rt_chunk_of(&rt_heap.pages, index);
  for (unsigned k = 0; c && k < CHUNK_WORDS && n < max; k++) {
    uint64_t got = c->scavenged.w[k], want = got & ~c->alloc.w[k];
    if (got != want) {
      uintptr_t page = index * CHUNK_PAGES + 64 * k;
      list[n++] = (Mismatch){page << PAGE_SHIFT, got, want};
    }
  }
  return n;
}

/* The same for the whole heap, at most max. */
STD(int64_t, test_scavenged, (Mismatch * list, int64_t max),
    "runtime.scavengedInUse") {
  int64_t n = 0;
  rt_lock(&rt_heap.lock);
  for (uintptr_t i = rt_heap.pages.first_chunk; i < rt_heap.pages.end_chunk;
       i++) {
    n = check_chunk(i, list, n, max);
  }
  rt_unlock(&rt_heap.lock);
  return n;
}

/* The lock-free list of the collector's buffers (gc/work.c). */
STD(void, test_list_push, (uint64_t *head, Workbuf *b), "runtime.LFStackPush") {
  rt_worklist_push(head, b);
}
STD(Workbuf *, test_list_pop, (uint64_t *head), "runtime.LFStackPop") {
  return rt_worklist_pop(head);
}

/* An index of the table in GCTestPointerClass. */
STD(int64_t, test_pointer_class, (const void *p), "runtime.pointerClass") {
  extern char data_start[] __asm__("__data_start"), data_end[] __asm__("edata"),
      bss[] __asm__("__bss_start"), end[] __asm__("_end");
  Mspan *s;
  const char *at = p;
  if (rt_on_stack(rt_getg(), p)) {
    return 1;
  }
  if (rt_object_of((uintptr_t)p, &s)) {
    return 2;
  }
  if (at >= bss && at < end) {
    return 3;
  }
  return at >= data_start && at < data_end ? 4 : 0;
}
