/*
 * thread.c - threads with deep stacks, and loops spread over several of them.
 *
 * The compiler is recursive, so every thread that may see the program's
 * nesting gets the largest stack that the system grants; the memory is only
 * reserved. A faulting thread needs another stack to say so on: it lies at the
 * end of the same mapping.
 *
 *   [ no access | stack, grows down ............ | alternate stack ]
 *
 * compiler_parallel runs a loop whose rounds are independent of each other:
 *
 *   round 0 1 2 3 4 5 ...     the next free thread takes the next round
 *
 * Each thread works on a fork of the Compiler: an arena of its own, diagnostics
 * of its own, a cache of the names. So a round needs no lock but for a name
 * that its thread has not met before. At the end the arenas become parts of
 * the Compiler's. What a round makes must not depend on its thread or on other
 * rounds; then the result is the same for any number of threads.
 */
#include "base/base.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
  MAX_THREADS = 16, /* more do not pay: memory is shared */
  ALTERNATE_STACK = 1 << 16
};
static const size_t stack_sizes[] = {512u << 20, 64u << 20, 8u << 20};

/* ------------------------------------------------------------ deep stacks */

static void *thread_main(void *arg) {
  Thread *t = arg;
  stack_t alternate = {
      .ss_sp = (char *)t->stack + t->size - ALTERNATE_STACK,
      .ss_size = ALTERNATE_STACK,
  };
  sigaltstack(&alternate, NULL);
  t->body(t->arg);
  alternate.ss_flags = SS_DISABLE;
  sigaltstack(&alternate, NULL);
  return NULL;
}

static bool start_with(Thread *t, size_t size) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  char *stack =
      mmap(NULL, size, PROT_NONE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED)
    return false;
  t->stack = stack;
  t->size = size;
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  bool ok = mprotect(stack + page, size - page, PROT_READ | PROT_WRITE) == 0 &&
            pthread_attr_setstack(&attr, stack + page,
                                  size - page - ALTERNATE_STACK) == 0 &&
            pthread_create(&t->id, &attr, thread_main, t) == 0;
  pthread_attr_destroy(&attr);
  if (!ok)
    munmap(stack, size);
  return ok;
}

bool thread_start(Thread *t, void (*body)(void *), void *arg) {
  t->body = body;
  t->arg = arg;
  for (size_t i = 0; i < COUNT(stack_sizes); i++)
    if (start_with(t, stack_sizes[i]))
      return true;
  return false;
}

void thread_join(Thread *t) {
  pthread_join(t->id, NULL);
  munmap(t->stack, t->size);
}

uint32_t thread_processors(void) {
  cpu_set_t set;
  int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return n < MAX_THREADS ? (uint32_t)n : MAX_THREADS;
}

/* ------------------------------------------------------------------ loops */

/* What the threads of one loop share. */
typedef struct Loop {
  void (*round)(Compiler *c, void *data, uint32_t i);
  void *data;
  uint32_t n;
  _Atomic uint32_t next; /* the first round that nobody has taken */
} Loop;

typedef struct Helper {
  Thread thread;
  Loop *loop;
  Compiler *fork;
} Helper;

static void take_rounds(Loop *loop, Compiler *fork) {
  for (;;) {
    uint32_t i = atomic_fetch_add(&loop->next, 1);
    if (i >= loop->n)
      return;
    loop->round(fork, loop->data, i);
  }
}

static void help(void *arg) {
  Helper *h = arg;
  take_rounds(h->loop, h->fork);
}

static Compiler *fork_of(Compiler *c) {
  Compiler *f = compiler_new();
  f->options = c->options;
  f->names.shared = c;
  f->arena.snapshot = c->arena.snapshot;
  f->err = c->err;
  f->out = c->out;
  return f;
}

/* Takes over what was allocated through the fork. No other thread may run any
   more: new names of all of them come from c's arena. */
static void join(Compiler *c, Compiler *fork) {
  ASSERT(fork->diags.count == 0 && fork->sources.program.files.len == 0);
  arena_adopt(&c->arena, &fork->arena);
  compiler_free(fork);
}

void compiler_parallel(Compiler *c, uint32_t threads, uint32_t n,
                       void (*round)(Compiler *c, void *data, uint32_t i),
                       void *data) {
  Helper helpers[MAX_THREADS];
  uint32_t started = 0;
  threads = threads < n ? threads : n;
  if (threads <= 1 || c->names.shared) { /* alone, or in a loop already */
    for (uint32_t i = 0; i < n; i++)
      round(c, data, i);
    return;
  }
  Loop loop = {.round = round, .data = data, .n = n};
  Compiler *own = fork_of(c);
  for (; started + 1 < threads && started < MAX_THREADS; started++) {
    Helper *h = &helpers[started];
    *h = (Helper){.loop = &loop, .fork = fork_of(c)};
    if (!thread_start(&h->thread, help, h)) {
      compiler_free(h->fork);
      break; /* fewer threads do the same work */
    }
  }
  take_rounds(&loop, own);
  for (uint32_t i = 0; i < started; i++)
    thread_join(&helpers[i].thread);
  for (uint32_t i = 0; i < started; i++)
    join(c, helpers[i].fork);
  join(c, own);
}
