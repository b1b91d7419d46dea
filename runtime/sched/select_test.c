/*
 * Tests of select: choice, fairness, closing, and storms of goroutines that
 * select on both ends of the same channels.
 */
#include "sched.h"

#include <criterion/criterion.h>
#include <string.h>

#include "../testing.h"

static RtType int_type = {.size = 8, .align = 8, .kind = RT_INT};
static RtChanType int_chan = {.elem = &int_type};

static void *chan(int64_t size) { return rt_makechan(&int_chan, size); }

static void go(void (*fn)(void)) {
  RtFuncVal *f = rt_mallocgc(sizeof *f, NULL, true);
  f->code = (AnyCode){.call = fn}.p;
  rt_newproc(f);
}

enum {
  MAX_CASES = 300
};

/* Runs a select over n channels, the first `sends` of which send. */
static RtSel run_select(void **chans, int64_t *values, int sends, int n,
                        bool block) {
  RtScase cases[MAX_CASES];
  uint16_t order[2 * MAX_CASES];
  for (int i = 0; i < n; i++) {
    cases[i] = (RtScase){chans[i], &values[i]};
  }
  return rt_selectgo(cases, order, sends, n - sends, block);
}

static void choice(void) {
  void *c[] = {chan(1), NULL, chan(1), chan(0)};
  int64_t v[] = {11, 12, 0, 0};
  RtSel r = run_select(c, v, 2, 4, false);
  expect(r.index == 0, "only the first can go on");
  r = run_select(c, v, 2, 4, false);
  expect(r.index == -1, "none can");
  c[2] = c[0];
  r = run_select(c, v, 2, 4, true);
  expect(r.index == 2 && r.ok && v[2] == 11, "receive what was sent");
  rt_closechan(c[3]);
  v[3] = 5;
  c[0] = NULL;
  r = run_select(c, v, 2, 4, true);
  expect(r.index == 3 && !r.ok && v[3] == 0, "closed");
}

Test(select, choice) { passes(choice); }

/* Of ready cases each is taken about as often, wherever it stands. */
static void fairness(void) {
  enum {
    N = 5,
    ROUNDS = 10000
  };
  void *c[N];
  int64_t v[N];
  int count[N] = {0};
  for (int i = 0; i < N; i++) {
    c[i] = chan(0);
    rt_closechan(c[i]);
  }
  for (int i = 0; i < ROUNDS; i++) {
    count[run_select(c, v, 0, N, true).index]++;
  }
  for (int i = 0; i < N; i++) {
    expect(count[i] > ROUNDS / N * 8 / 10 && count[i] < ROUNDS / N * 12 / 10,
           "fair");
  }
}

Test(select, fairness) { passes(fairness); }

/* --------------------------------------------------------------- storm -- */

enum {
  CHANS = 20,
  WORKERS = 30,
  MESSAGES = 200
};
static void *storm[CHANS];

/* The goroutines run on several threads, and one may be pre-empted anywhere. */
static _Atomic int64_t next_message;
static _Atomic uint8_t seen[WORKERS * MESSAGES];
static _Atomic int received;

/* Sends on any channel. */
static GO_CODE void storm_sender(void) {
  int64_t v[CHANS];
  for (int i = 0; i < MESSAGES; i++) {
    int64_t message = next_message++;
    for (int k = 0; k < CHANS; k++) {
      v[k] = message;
    }
    run_select(storm, v, CHANS, CHANS, true);
  }
}

static GO_CODE void storm_receiver(void) {
  int64_t v[CHANS];
  for (;;) {
    RtSel r = run_select(storm, v, 0, CHANS, true);
    expect(r.ok, "open");
    seen[v[r.index]]++;
    received++;
  }
}

static void run_storm(void) {
  for (int i = 0; i < CHANS; i++) {
    storm[i] = chan(i % 3);
  }
  for (int i = 0; i < WORKERS; i++) {
    go(storm_sender);
    go(storm_receiver);
  }
  while (received < WORKERS * MESSAGES) {
    rt_gosched();
  }
  for (int i = 0; i < WORKERS * MESSAGES; i++) {
    expect(seen[i] == 1, "a message was lost or doubled");
  }
  for (int i = 0; i < CHANS; i++) {
    const RtHchan *c = storm[i];
    expect(c->sendq.first == NULL && c->qcount == 0, "left over");
  }
}

Test(select, storm) { passes(run_storm); }

/* The same channel in several cases, for sending and for receiving. */
static void *twice;
static GO_CODE void both_ways(void) {
  void *c[] = {twice, twice, twice, twice};
  int64_t v[] = {1, 1, 0, 0};
  for (int i = 0; i < 100; i++) {
    run_select(c, v, 2, 4, true);
    received++;
  }
}
static void same_channel(void) {
  twice = chan(0);
  go(both_ways);
  go(both_ways);
  while (received < 200) {
    rt_gosched();
  }
}

Test(select, same_channel) { passes(same_channel); }

/* More cases than fit in the frame of a select that waits. */
static void *many[MAX_CASES];
static GO_CODE void sends_to_one(void) {
  int64_t v = 42;
  rt_chansend1(many[217], &v);
}
static void many_cases(void) {
  int64_t v[MAX_CASES];
  for (int i = 0; i < MAX_CASES; i++) {
    many[i] = chan(0);
  }
  go(sends_to_one);
  RtSel r = run_select(many, v, 0, MAX_CASES, true);
  expect(r.index == 217 && r.ok && v[217] == 42, "the one that was sent to");
  for (int i = 0; i < MAX_CASES; i++) {
    expect(!((RtHchan *)many[i])->recvq.first, "left all queues");
  }
}

Test(select, many_cases) { passes(many_cases); }

/* -------------------------------------------------------- how it fails -- */

static void *victim;
static GO_CODE void closer(void) { rt_closechan(victim); }

static GO_CODE void close_under_select(void) {
  void *c[] = {victim = chan(0), chan(0)};
  int64_t v[2] = {1};
  go(closer);
  run_select(c, v, 1, 2, true);
}
static GO_CODE void select_closed(void) {
  void *c[] = {chan(0), chan(0)};
  int64_t v[2] = {1};
  rt_closechan(c[0]);
  run_select(c, v, 1, 2, false);
}
static GO_CODE void stuck(void) {
  void *c[] = {chan(0), chan(0)};
  int64_t v[2];
  run_select(c, v, 1, 2, true);
}
static GO_CODE void only_nil(void) {
  void *c[] = {NULL, NULL};
  int64_t v[2];
  run_select(c, v, 1, 2, true);
}

Test(select, failures) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {close_under_select, "panic: send on closed channel\n"                      },
      {select_closed,      "panic: send on closed channel\n"                      },
      {stuck,              "fatal error: all goroutines are asleep - "
              "deadlock!\n\ngoroutine 1 [select]:\n"                 },
      {only_nil,           "fatal error: all goroutines are asleep - "
                 "deadlock!\n\ngoroutine 1 [select (no cases)]:\n"}
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    Outcome o = run_program(rows[i].fn);
    cr_assert_eq(o.status, 2, "%s", o.text);
    cr_assert(starts_with(o.text, rows[i].text), "%s", o.text);
  }
}
