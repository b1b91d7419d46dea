/*
 * stress.c - a program that tries to break the scheduler: for some seconds it
 * runs rounds of random work on a random number of Ps, and counts. It is built
 * with and without ThreadSanitizer.
 *
 *   stress [SECONDS]      exit status 0; 3 after a lost message; a hang is
 *                         killed by who started it
 *
 * Goroutines are C functions called through closures, as compiled code would
 * lay them out (chan_test.c). Kinds of work:
 *
 *   mesh     goroutines pass numbered messages through random channels; the
 *            sum of what arrives is that of what was sent
 *   storm    selects with many cases, on both sides
 *   churn    goroutines that make goroutines
 *   panics   panic in one of a few nested deferred calls, recovered
 *   mutex    a plain counter under a semaphore
 *   sleepers timers that run out in any order
 *   pipes    bytes through pipes that the poller watches, and deadlines
 *   world    the world is stopped, garbage collected, or the number of Ps
 *            changed meanwhile
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../gc/gc.h"
#include "../testing.h"
#include "netpoll.h"

enum {
  CHANS = 16,     /* of a mesh, and of a storm */
  WORKERS = 24,   /* goroutines of a kind of work */
  MESSAGES = 100, /* that each of them sends */
  WRONG = 3,      /* exit status */
  NS_PER_S = 1000000000
};

static RtType int_type = {.size = 8, .align = 8, .kind = RT_INT};
static RtChanType int_chan = {.elem = &int_type};
static const uint8_t closure_mask[] = {6};
static RtType closure_type = {.size = 32,
                              .ptrdata = 24,
                              .align = 8,
                              .kind = RT_STRUCT,
                              .gcdata = closure_mask};

/* func() that captures a channel, a pointer, and a number. */
typedef struct Closure {
  void *code;
  void *chan, *data;
  int64_t n;
} Closure;

RT_INLINE RT_ENDLESS Closure *context(void) {
  Closure *c = NULL;
  __asm__ volatile("movq %%r10, %0" : "=r"(c));
  return c;
}
/* r10 is free to be reused: a goroutine's function fetches it at once, before
   anything that a sanitizer adds. */
#define GO_BODY(name)                                                          \
  static void name##_body(Closure *self);                                      \
  RT_ENDLESS static GO_CODE void name(void) { name##_body(context()); }        \
  static GO_CODE void name##_body(Closure *self)

/* A func() on the heap, as the compiler makes it for a function literal. */
static Closure *closure(void (*fn)(void), void *chan, void *data, int64_t n) {
  Closure *c = rt_newobject(&closure_type);
  *c = (Closure){(AnyCode){.call = fn}.p, chan, data, n};
  return c;
}

/* go fn(), where fn is of GO_BODY and finds chan, data and n in *self. */
static void go(void (*fn)(void), void *chan, void *data, int64_t n) {
  rt_newproc(closure(fn, chan, data, n));
}

/* c <- v and <-c, of a chan int. */
static void put(void *c, int64_t v) { rt_chansend1(c, &v); }
static int64_t get(void *c) {
  int64_t v = -1;
  rt_chanrecv1(c, &v);
  return v;
}

/* Ends the program if a result is not the one it must be. */
static void check_equal(int64_t have, int64_t want, const char *what) {
  if (have != want) {
    rt_print_text("stress: ");
    rt_print_text(what);
    rt_print_text(": have ");
    rt_printint(have);
    rt_print_text(", want ");
    rt_printint(want);
    rt_printnl();
    rt_os_exit(WRONG);
  }
}

/* ----------------------------------------------------------------- mesh -- */

/* Sends 1 to MESSAGES, then says that it is done. */
GO_BODY(sends) {
  for (int64_t i = 1; i <= MESSAGES; i++) {
    put(self->chan, i);
  }
  put(self->data, 0);
}

/* Adds up until a message of 0, and reports. */
GO_BODY(adds) {
  int64_t sum = 0;
  for (int64_t v = get(self->chan); v != 0; v = get(self->chan)) {
    sum += v;
    if (v % 7 == 0) {
      rt_gosched();
    }
  }
  put(self->data, sum);
}

/* All senders have ended before the zeros are sent: no message comes after. */
static void mesh(void) {
  void *chans[CHANS], *done = rt_makechan(&int_chan, 0);
  void *sums = rt_makechan(&int_chan, 0);
  for (int i = 0; i < CHANS; i++) {
    chans[i] = rt_makechan(&int_chan, i % 4);
    go(adds, chans[i], sums, 0);
  }
  for (int i = 0; i < WORKERS; i++) {
    go(sends, chans[rt_random32() % CHANS], done, 0);
  }
  for (int i = 0; i < WORKERS; i++) {
    get(done);
  }
  int64_t sum = 0;
  for (int i = 0; i < CHANS; i++) {
    put(chans[i], 0);
    sum += get(sums);
  }
  check_equal(sum, (int64_t)WORKERS * MESSAGES * (MESSAGES + 1) / 2, "mesh");
}

/* ---------------------------------------------------------------- storm -- */

typedef struct Storm {
  void *chans[CHANS];
} Storm;
static const uint8_t storm_mask[] = {0xff, 0xff};
static RtType storm_type = {.size = sizeof(Storm),
                            .ptrdata = sizeof(Storm),
                            .align = 8,
                            .kind = RT_STRUCT,
                            .gcdata = storm_mask};

/* A select over all channels, half of the cases of each kind that is asked
   for; the value received, or 0 after a send. */
static int64_t select_any(Storm *s, int64_t value, int sends, int receives) {
  RtScase cases[CHANS];
  uint16_t order[2 * CHANS];
  int64_t in[CHANS];
  uint32_t first = rt_random32();
  for (int i = 0; i < sends + receives; i++) {
    cases[i].c = s->chans[(first + (uint32_t)i) % CHANS];
    cases[i].elem = i < sends ? &value : &in[i];
  }
  RtSel r = rt_selectgo(cases, order, sends, receives, true);
  return r.index < sends ? 0 : in[r.index];
}

/* Sends 1 to n, each to any of the channels. */
GO_BODY(storm_sends) {
  for (int64_t i = 0; i < self->n; i++) {
    select_any(self->data, i + 1, CHANS, 0);
  }
}
/* Receives n values from any of them, and reports their sum. */
GO_BODY(storm_receives) {
  int64_t sum = 0;
  for (int64_t i = 0; i < self->n; i++) {
    sum += select_any(self->data, 0, 0, CHANS);
  }
  put(self->chan, sum);
}

/* As many sends as receives, but who meets whom is open. */
static void storm(void) {
  enum {
    PAIRS = 8
  };
  Storm *s = rt_newobject(&storm_type);
  void *sums = rt_makechan(&int_chan, 0);
  for (int i = 0; i < CHANS; i++) {
    s->chans[i] = rt_makechan(&int_chan, i % 3);
  }
  for (int i = 0; i < PAIRS; i++) {
    go(storm_sends, NULL, s, MESSAGES);
    go(storm_receives, sums, s, MESSAGES);
  }
  int64_t sum = 0;
  for (int i = 0; i < PAIRS; i++) {
    sum += get(sums);
  }
  check_equal(sum, (int64_t)PAIRS * MESSAGES * (MESSAGES + 1) / 2, "storm");
}

/* ---------------------------------------------------------------- churn -- */

/* A tree of goroutines: each leaf sends 1. */
GO_BODY(grows) {
  if (self->n == 0) {
    put(self->chan, 1);
    return;
  }
  go(grows, self->chan, NULL, self->n - 1);
  go(grows, self->chan, NULL, self->n - 1);
}

/* A binary tree of goroutines has 2^DEPTH leaves, which report. */
static void churn(void) {
  enum {
    DEPTH = 9
  };
  void *leaves = rt_makechan(&int_chan, 4);
  go(grows, leaves, NULL, DEPTH);
  int64_t n = 0;
  for (int i = 0; i < 1 << DEPTH; i++) {
    n += get(leaves);
  }
  check_equal(n, 1 << DEPTH, "churn");
}

/* --------------------------------------------------------------- panics -- */

/* A deferred func(): recovers, as the panicking frame's call of it may. */
static GO_CODE void recovers(void) { rt_gorecover(RETURN_SLOT); }

static void fails(int depth);
/* Compilers see that fails never returns, and would warn of its recursion. */
static void (*volatile fails_deeper)(int depth) = fails;

/* Panics, `depth` calls deeper. */
static GO_CODE void fails(int depth) {
  if (depth > 0) {
    fails_deeper(depth - 1);
  }
  rt_panic_error("stress");
}

static const RtFuncVal *recovers_value(void) {
  static RtFuncVal fn;
  __atomic_store_n(&fn.code, (AnyCode){.call = recovers}.p, __ATOMIC_RELAXED);
  return &fn;
}

/* A function with a defer, as compiled code: see RtDeferFrame in abi.h. */
GO_BODY(panics) {
  Closure *volatile me = self;
  RtDeferFrame frame;
  if (rt_checkpoint(&frame) == 0) {
    rt_deferenter(&frame);
    frame.slots[0] = recovers_value();
    frame.mask = 1;
    fails((int)me->n);
  }
  rt_deferreturn(&frame);
  put(me->chan, 1);
}

static void panicking(void) {
  enum {
    COUNT = 50
  };
  void *done = rt_makechan(&int_chan, 0);
  for (int i = 0; i < COUNT; i++) {
    go(panics, done, NULL, i % 5);
  }
  for (int i = 0; i < COUNT; i++) {
    get(done);
  }
}

/* ---------------------------------------------------------------- mutex -- */

typedef struct Counter {
  uint32_t sema;
  int64_t n;
} Counter;
static RtType counter_type = {.size = sizeof(Counter), .align = 8};

/* A critical section, with both orders of waiting and both ways to release. */
GO_BODY(counts) {
  Counter *c = self->data;
  for (int i = 0; i < MESSAGES; i++) {
    rt_semacquire(&c->sema, i % 2, WAIT_SEMACQUIRE);
    c->n++;
    rt_semrelease(&c->sema, i % 3 == 0);
  }
  put(self->chan, 1);
}

static void mutex(void) {
  Counter *c = rt_newobject(&counter_type);
  void *done = rt_makechan(&int_chan, 0);
  c->sema = 1;
  for (int i = 0; i < WORKERS; i++) {
    go(counts, done, c, 0);
  }
  for (int i = 0; i < WORKERS; i++) {
    get(done);
  }
  check_equal(c->n, (int64_t)WORKERS * MESSAGES, "mutex");
}

/* ------------------------------------------------------------- sleepers -- */

/* Sleeps n ns. */
GO_BODY(sleeps) {
  rt_sleep(self->n);
  put(self->chan, 1);
}

/* They wake up in any order; none may be forgotten. */
static void sleepers(void) {
  enum {
    COUNT = 100,
    LONGEST = 2000000 /* ns */
  };
  void *done = rt_makechan(&int_chan, 0);
  for (int i = 0; i < COUNT; i++) {
    go(sleeps, done, NULL, rt_random32() % LONGEST);
  }
  for (int i = 0; i < COUNT; i++) {
    get(done);
  }
}

/* ---------------------------------------------------------------- pipes -- */

typedef struct Pipe {
  int fds[2]; /* to read from, to write to */
  PollDesc *ends[2];
} Pipe;
static RtType pipe_type = {.size = sizeof(Pipe), .align = 8};

/* Both ends do not block, and are watched by the poller. */
static Pipe *open_pipe(void) {
  Pipe *p = rt_newobject(&pipe_type);
  int error = pipe2(p->fds, O_NONBLOCK | O_CLOEXEC);
  for (int i = 0; i < 2 && error == 0; i++) {
    error = rt_poll_open(p->fds[i], &p->ends[i]);
  }
  check_equal(error, 0, "open");
  return p;
}

/* As os.File does it: nobody may wait when the descriptor is closed. */
static void close_end(Pipe *p, int i) {
  rt_poll_unblock(p->ends[i]);
  rt_poll_close(p->ends[i]);
  close(p->fds[i]);
}

/* Writes the bytes 1 to MESSAGES, sometimes with a rest in between. */
GO_BODY(writes) {
  Pipe *p = self->data;
  for (unsigned char byte = 1; byte <= MESSAGES; byte++) {
    check_equal(write(p->fds[1], &byte, 1), 1, "write");
    if (rt_random32() % 16 == 0) {
      rt_sleep(rt_random32() % 50000);
    }
  }
  close_end(p, 1);
}

/* A byte, or 0 at the end. Deadlines pass in between, and change nothing. */
static unsigned char read_byte(Pipe *p) {
  unsigned char byte = 0;
  for (;;) {
    rt_poll_reset(p->ends[0], POLL_READ);
    if (read(p->fds[0], &byte, 1) >= 0) {
      return byte;
    }
    if (rt_random32() % 4 == 0) {
      rt_poll_set_deadline(p->ends[0], POLL_READ,
                           (int64_t)(rt_random32() % 30000) - 1000);
    }
    if (rt_poll_wait(p->ends[0], POLL_READ) == POLL_TIMEOUT) {
      rt_poll_set_deadline(p->ends[0], POLL_READ, 0);
    }
  }
}

/* Makes a pipe and its writer, and reports the sum of the bytes. */
GO_BODY(reads) {
  Pipe *p = open_pipe();
  int64_t sum = 0;
  go(writes, NULL, p, 0);
  for (unsigned char byte = read_byte(p); byte != 0; byte = read_byte(p)) {
    sum += byte;
  }
  close_end(p, 0);
  put(self->chan, sum);
}

static void piping(void) {
  void *sums = rt_makechan(&int_chan, 0);
  int64_t sum = 0;
  for (int i = 0; i < WORKERS; i++) {
    go(reads, sums, NULL, 0);
  }
  for (int i = 0; i < WORKERS; i++) {
    sum += get(sums);
  }
  check_equal(sum, (int64_t)WORKERS * MESSAGES * (MESSAGES + 1) / 2, "pipes");
}

/* ---------------------------------------------------------------- world -- */

/* Until told to end: stops the world now and then, and says that it ended. */
GO_BODY(meddles) {
  RtSel r = {.index = -1};
  while (r.index < 0) {
    if (rt_random32() % 2 == 0) {
      rt_gc();
    }
    rt_stop_world();
    rt_start_world();
    if (rt_random32() % 8 == 0) {
      rt_gomaxprocs(1 + rt_random32() % 8);
    }
    rt_sleep(rt_random32() % 500000);
    int64_t v = 0;
    r = rt_selectnbrecv(self->chan, &v);
  }
  put(self->data, 1);
}

static const struct {
  const char *name;
  void (*run)(void);
} kinds[] = {
    {"mesh",     mesh     },
    {"storm",    storm    },
    {"churn",    churn    },
    {"panics",   panicking},
    {"mutex",    mutex    },
    {"sleepers", sleepers },
    {"pipes",    piping   },
};

GO_BODY(works) {
  kinds[self->n].run();
  put(self->chan, 1);
}

/* All kinds at once, in random company, while the world is meddled with. */
static void round_of_work(void) {
  enum {
    COUNT = 8
  };
  void *done = rt_makechan(&int_chan, 0), *stop = rt_makechan(&int_chan, 0);
  void *stopped = rt_makechan(&int_chan, 0);
  go(meddles, stop, stopped, 0);
  for (int i = 0; i < COUNT; i++) {
    go(works, done, NULL, rt_random32() % RT_COUNT(kinds));
  }
  for (int i = 0; i < COUNT; i++) {
    get(done);
  }
  put(stop, 1);
  get(stopped);
}

static int64_t seconds = 2;

/* The program's main.main. */
static GO_CODE void stress(void) {
  int64_t end = rt_nanotime() + seconds * NS_PER_S;
  int64_t rounds = 0;
  rt_poll_init();
  while (rt_nanotime() < end) {
    rt_gomaxprocs(1 + rt_random32() % 8);
    round_of_work();
    rounds++;
  }
  rt_print_text("stress: rounds without fault: ");
  rt_printint(rounds);
  rt_printnl();
}

int main(int argc, char **argv) {
  static RtInitTask none;
  if (argc > 1) {
    seconds = strtol(argv[1], NULL, 10);
  }
  rt_main(argc, argv, &none, stress);
}
