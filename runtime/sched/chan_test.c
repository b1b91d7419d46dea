/*
 * Tests of goroutines and channels: programs whose goroutines are C functions
 * called through closures, as compiled code would lay them out. Messages are
 * numbers; what a test counts is that each arrives once, and in order.
 */
#include "sched.h"

#include <criterion/criterion.h>
#include <string.h>

#include "../testing.h"

static RtType int_type = {.size = 8, .align = 8, .kind = RT_INT};
static const uint8_t one_pointer[] = {1};
static RtType pointer_type = {
    .size = 8, .ptrdata = 8, .gcdata = one_pointer, .kind = RT_POINTER};
static RtChanType int_chan = {.elem = &int_type};
static RtChanType pointer_chan = {.elem = &pointer_type};

/* func() that captures two channels and a number; code finds itself in r10. */
typedef struct Closure {
  void *code;
  void *in, *out;
  int64_t n;
} Closure;

static Closure *context(void) {
  Closure *c = NULL;
  __asm__ volatile("movq %%r10, %0" : "=r"(c));
  return c;
}
/* r10 is free to be reused: a goroutine's function fetches it at once. */
#define GO_BODY(name)                                                          \
  static void name##_body(Closure *self);                                      \
  static GO_CODE void name(void) { name##_body(context()); }                   \
  static GO_CODE void name##_body(Closure *self)

static void go(void (*fn)(void), void *in, void *out, int64_t n) {
  Closure *c = rt_mallocgc(sizeof *c, NULL, true);
  *c = (Closure){(AnyCode){.call = fn}.p, in, out, n};
  rt_newproc(c);
}

static void *chan(int64_t size) { return rt_makechan(&int_chan, size); }

static void put(void *c, int64_t v) { rt_chansend1(c, &v); }

static int64_t get(void *c) {
  int64_t v = -7;
  rt_chanrecv1(c, &v);
  return v;
}

static void fails(void (*fn)(void), const char *prefix) {
  Outcome o = run_program(fn);
  cr_assert_eq(o.status, 2, "%d: %s", o.status, o.text);
  cr_assert(starts_with(o.text, prefix), "%s", o.text);
}

GO_BODY(counts_up) {
  for (int64_t i = 0; i < self->n; i++) {
    put(self->out, i);
  }
  rt_closechan(self->out);
}

/* One sender, one receiver: everything arrives, in order, then the end. */
static void in_order(int64_t size) {
  enum {
    N = 5000
  };
  void *c = chan(size);
  int64_t v = 0;
  go(counts_up, NULL, c, N);
  for (int64_t i = 0; i < N; i++) {
    expect(rt_chanrecv2(c, &v) && v == i, "order");
  }
  expect(!rt_chanrecv2(c, &v) && v == 0, "end");
  expect(get(c) == 0, "zero value of a closed channel");
}

static void order_of_sizes(void) {
  in_order(0);
  in_order(1);
  in_order(7);
  in_order(10000);
}

Test(chan, order) { passes(order_of_sizes); }

GO_BODY(relays) {
  for (int64_t i = 0; i < self->n; i++) {
    put(self->out, get(self->in) + 1);
  }
}

/* A chain of 1,000 goroutines that each add one. */
static void chain(void) {
  void *first = chan(0), *in = first;
  for (int i = 0; i < 1000; i++) {
    void *out = chan(i % 3);
    go(relays, in, out, 20);
    in = out;
  }
  for (int64_t round = 0; round < 20; round++) {
    put(first, round);
    expect(get(in) == 1000 + round, "sum");
  }
}

Test(chan, chain) { passes(chain); }

GO_BODY(sends_range) {
  for (int64_t i = 0; i < 100; i++) {
    put(self->out, self->n * 100 + i);
    if (i % 7 == 0) {
      rt_gosched();
    }
  }
}

/* Many senders, many relays, one receiver: each number exactly once. */
static void mesh(int64_t size) {
  enum {
    SENDERS = 50,
    N = SENDERS * 100
  };
  static uint8_t seen[N];
  void *middle = chan(size), *out = chan(0);
  memset(seen, 0, sizeof seen);
  for (int64_t i = 0; i < SENDERS; i++) {
    go(sends_range, NULL, middle, i);
  }
  for (int i = 0; i < 10; i++) {
    go(relays, middle, out, N / 10);
  }
  for (int i = 0; i < N; i++) {
    seen[get(out) - 1]++;
  }
  for (int i = 0; i < N; i++) {
    expect(seen[i] == 1, "a message was lost or doubled");
  }
}

static void meshes(void) {
  mesh(0);
  mesh(1);
  mesh(64);
}

Test(chan, mesh) { passes(meshes); }

GO_BODY(signals) { put(self->out, 1); }

static void churn(void) {
  void *done = chan(0);
  for (int round = 0; round < 20; round++) {
    for (int i = 0; i < 1000; i++) {
      go(signals, NULL, done, 0);
    }
    expect(rt_num_goroutine() == 1001, "alive");
    for (int i = 0; i < 1000; i++) {
      get(done);
    }
    while (rt_num_goroutine() > 1) {
      rt_gosched();
    }
  }
  int gs = 0;
  for (const G *g = rt_all_gs(); g; g = g->all_next) {
    gs++;
  }
  expect(gs < 2 * 1001, "the dead are used again"); /* each P keeps some */
}

Test(chan, churn) { passes(churn); }

/* A pair that wakes each other must not starve a third. */
static bool third_ran;
GO_BODY(third) {
  (void)self;
  third_ran = true;
}
GO_BODY(pongs) {
  for (;;) {
    put(self->out, get(self->in));
  }
}
static void fairness(void) {
  void *ping = chan(0), *pong = chan(0);
  third_ran = false;
  go(pongs, ping, pong, 0);
  put(ping, 1);
  get(pong);
  go(third, NULL, NULL, 0);
  for (int i = 0; i < 1000 && !third_ran; i++) {
    put(ping, 1);
    get(pong);
  }
  expect(third_ran, "starved");
}

Test(chan, fairness) { passes(fairness); }

static void layout(void) {
  int64_t v = 5;
  RtHchan *c = rt_makechan(&pointer_chan, 3);
  expect(c->qcount == 0 && c->dataqsiz == 3 && c->elemsize == 8, "layout");
  expect(rt_selectnbsend(c, &v) && rt_selectnbsend(c, &v), "room");
  expect(c->qcount == 2, "len");
  expect(rt_selectnbsend(c, &v) && !rt_selectnbsend(c, &v), "full");
  expect(rt_selectnbrecv(c, NULL).ok && c->qcount == 2, "no variable");
}

static void non_blocking(void) {
  int64_t v = 5;
  void *c = chan(0);
  expect(!rt_selectnbsend(NULL, &v) && rt_selectnbrecv(NULL, &v).index == -1,
         "nil");
  expect(!rt_selectnbsend(c, &v) && rt_selectnbrecv(c, &v).index == -1,
         "nobody there");
  go(signals, NULL, c, 0);
  rt_gosched();
  RtSel r = rt_selectnbrecv(c, &v);
  expect(r.index == 0 && r.ok && v == 1, "a sender waits");
  rt_closechan(c);
  r = rt_selectnbrecv(c, &v);
  expect(r.index == 0 && !r.ok && v == 0, "closed");
}

Test(chan, layout) { passes(layout); }
Test(chan, non_blocking) { passes(non_blocking); }

/* -------------------------------------------------------- how it fails -- */

static GO_CODE void close_nil(void) { rt_closechan(NULL); }
static GO_CODE void close_twice(void) {
  void *c = chan(0);
  rt_closechan(c);
  rt_closechan(c);
}
static GO_CODE void send_closed(void) {
  void *c = chan(1);
  rt_closechan(c);
  put(c, 1);
}
static GO_CODE void try_send_closed(void) {
  int64_t v = 1;
  void *c = chan(1);
  rt_closechan(c);
  rt_selectnbsend(c, &v);
}
/* The sender was there first. */
static GO_CODE void close_under_sender(void) {
  void *c = chan(0);
  go(signals, NULL, c, 0);
  rt_gosched();
  rt_closechan(c);
  rt_sleep(INT64_MAX); /* another thread may have taken the sender */
}
static GO_CODE void make_negative(void) { chan(-1); }
static GO_CODE void make_huge(void) { chan(INT64_MAX / 4); }
static GO_CODE void go_nil(void) { rt_newproc(NULL); }

Test(chan, panics) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {close_nil,          "panic: close of nil channel\n\ngoroutine 1 [running]:"},
      {close_twice,        "panic: close of closed channel\n"                     },
      {send_closed,        "panic: send on closed channel\n"                      },
      {try_send_closed,    "panic: send on closed channel\n"                      },
      {close_under_sender,
       "panic: send on closed channel\n\ngoroutine 5 [running]"                   },
      {make_negative,      "panic: makechan: size out of range\n"                 },
      {make_huge,          "panic: makechan: size out of range\n"                 },
      {go_nil,             "fatal error: go of nil func value\n"                  },
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    fails(rows[i].fn, rows[i].text);
  }
}

#define DEADLOCK "fatal error: all goroutines are asleep - deadlock!\n\n"

static GO_CODE void stuck_receive(void) { get(chan(0)); }
static GO_CODE void stuck_send(void) { put(chan(0), 1); }
static GO_CODE void stuck_nil_receive(void) { get(NULL); }
static GO_CODE void stuck_nil_send(void) { put(NULL, 1); }

Test(chan, deadlock) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {stuck_receive,     DEADLOCK "goroutine 1 [chan receive]:\n"           },
      {stuck_send,        DEADLOCK "goroutine 1 [chan send]:\n"              },
      {stuck_nil_receive, DEADLOCK "goroutine 1 [chan receive (nil chan)]:\n"},
      {stuck_nil_send,    DEADLOCK "goroutine 1 [chan send (nil chan)]:\n"   },
      {rt_block,          DEADLOCK "goroutine 1 [select (no cases)]:\n"      },
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    fails(rows[i].fn, rows[i].text);
  }
}

/* All goroutines are shown, with the function that made them. */
static GO_CODE void stuck_together(void) {
  void *c = chan(0);
  go(relays, c, NULL, 1);
  go(relays, c, NULL, 1);
  put(c, 1);
  get(chan(0));
}

Test(chan, deadlock_of_all) {
  Outcome o = run_program(stuck_together);
  cr_assert_eq(o.status, 2);
  cr_assert(strstr(o.text, "stuck_together("), "%s", o.text);
  cr_assert(strstr(o.text, "\n\ngoroutine 5 [chan "), "%s", o.text);
  const char *last = strstr(o.text, "\n\ngoroutine 6 [chan ");
  cr_assert(last, "%s", o.text);
  cr_assert(strstr(last, "relays_body("), "%s", last);
  cr_assert(strstr(last, "\ncreated by go\n\t"), "%s", last);
}

/* ------------------------------------------------------------- Goexit -- */

GO_BODY(exits) {
  (void)self;
  rt_goexit();
}
GO_BODY(exits_process) {
  (void)self;
  rt_os_exit(7);
}
static void exits_alone(void) {
  go(exits, NULL, NULL, 0);
  rt_gosched();
  expect(rt_num_goroutine() == 1, "gone");
}
static void main_exits(void) {
  go(exits_process, NULL, NULL, 0);
  rt_goexit();
}
static void nobody_left(void) {
  go(exits, NULL, NULL, 0);
  rt_goexit();
}

Test(chan, goexit) {
  passes(exits_alone);
  cr_assert_eq(run_program(main_exits).status, 7);
  fails(nobody_left, "fatal error: no goroutines (main called runtime.Goexit) "
                     "- deadlock!\n");
}
