/*
 * Tests of the network poller: goroutines that are C functions wait for pipes.
 * Each program ends by itself, or the test fails after its time.
 */
#include "netpoll.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../testing.h"

enum {
  MS = 1000000,
  MANY = 400
};

/* A pipe whose ends the poller watches. */
typedef struct Pipe {
  int fds[2]; /* to read from, to write to */
  PollDesc *ends[2];
} Pipe;

static void open_pipe(Pipe *p) {
  expect(pipe2(p->fds, O_NONBLOCK | O_CLOEXEC) == 0, "pipe");
  for (int i = 0; i < 2; i++) {
    expect(rt_poll_open(p->fds[i], &p->ends[i]) == 0, "open");
  }
}

static void close_end(Pipe *p, int end) {
  rt_poll_unblock(p->ends[end]);
  rt_poll_close(p->ends[end]);
  close(p->fds[end]);
}

/* As internal/poll reads: a byte, -1 at the end, or less: a PollResult. */
static int read_byte(Pipe *p) {
  unsigned char byte = 0;
  PollResult result = rt_poll_reset(p->ends[0], POLL_READ);
  while (result == POLL_READY) {
    ssize_t n = read(p->fds[0], &byte, 1);
    if (n >= 0 || errno != EAGAIN) {
      return n > 0 ? byte : -1;
    }
    result = rt_poll_wait(p->ends[0], POLL_READ);
  }
  return -10 - (int)result;
}

static void write_byte(Pipe *p, unsigned char byte) {
  expect(write(p->fds[1], &byte, 1) == 1, "write");
}

/* The goroutines' one argument. */
static Pipe *given;
static int64_t served;

static void go(void (*fn)(void)) {
  RtFuncVal *f = rt_mallocgc(sizeof *f, NULL, true);
  f->code = (AnyCode){.call = fn}.p;
  rt_newproc(f);
}

static bool wait_until_served(int64_t n) {
  for (int i = 0; i < 5000 && __atomic_load_n(&served, __ATOMIC_SEQ_CST) < n;
       i++) {
    rt_sleep(MS);
  }
  return __atomic_load_n(&served, __ATOMIC_SEQ_CST) == n;
}

static void serve_one(void) {
  __atomic_add_fetch(&served, 1, __ATOMIC_SEQ_CST);
}

/* ---------------------------------------------------------------- reading */

static GO_CODE void writes_late(void) {
  rt_sleep(2 * MS);
  write_byte(given, 'a');
  rt_sleep(2 * MS);
  write_byte(given, 'b');
  close_end(given, 1);
}

static GO_CODE void waits(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  given = &p;
  go(writes_late);
  expect(read_byte(&p) == 'a', "first");
  expect(read_byte(&p) == 'b', "second");
  expect(read_byte(&p) == -1, "end");
  close_end(&p, 0);
}
Test(netpoll, a_reader_waits_for_a_writer) { passes(waits); }

/* What comes while nobody waits is not forgotten. */
static GO_CODE void writes_early(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  expect(rt_poll_reset(p.ends[0], POLL_READ) == POLL_READY, "reset");
  write_byte(&p, 'x');
  rt_sleep(MS);
  expect(rt_poll_wait(p.ends[0], POLL_READ) == POLL_READY, "wait");
  expect(rt_poll_wait(p.ends[1], POLL_WRITE) == POLL_READY, "room to write");
}
Test(netpoll, ready_before_the_wait) { passes(writes_early); }

static GO_CODE void opens_plain_file(void) {
  PollDesc *pd = NULL;
  rt_poll_init();
  int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  expect(rt_poll_open(fd, &pd) == EPERM && !pd, "plain file");
  expect(!rt_poll_is_server(fd), "not the poller's");
}
Test(netpoll, plain_files_cannot_be_polled) { passes(opens_plain_file); }

/* -------------------------------------------------------- deadline, close */

static GO_CODE void gives_up(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  int64_t start = rt_nanotime();
  rt_poll_set_deadline(p.ends[0], POLL_READ, 10 * MS);
  expect(read_byte(&p) == -10 - POLL_TIMEOUT, "timeout");
  expect(rt_nanotime() - start >= 10 * MS, "not too early");
  expect(read_byte(&p) == -10 - POLL_TIMEOUT, "still");
  rt_poll_set_deadline(p.ends[0], POLL_READ, 0);
  write_byte(&p, 'x');
  expect(read_byte(&p) == 'x', "no deadline");
  rt_poll_set_deadline(p.ends[0], POLL_READ, -1);
  expect(read_byte(&p) == -10 - POLL_TIMEOUT, "in the past");
  rt_poll_set_deadline(p.ends[0], POLL_READ, INT64_MAX);
  write_byte(&p, 'y');
  expect(read_byte(&p) == 'y', "in the far future");
}
Test(netpoll, deadlines) { passes(gives_up); }

static GO_CODE void sets_it_late(void) {
  rt_sleep(2 * MS);
  rt_poll_set_deadline(given->ends[0], POLL_READ, -1);
}

/* A deadline that is moved to the past wakes who waits already. */
static GO_CODE void is_interrupted(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  given = &p;
  rt_poll_set_deadline(p.ends[0], POLL_READ, INT64_MAX);
  go(sets_it_late);
  expect(read_byte(&p) == -10 - POLL_TIMEOUT, "interrupted");
}
Test(netpoll, deadline_changed_meanwhile) { passes(is_interrupted); }

static GO_CODE void closes_late(void) {
  rt_sleep(2 * MS);
  rt_poll_unblock(given->ends[0]);
}

static GO_CODE void is_closed(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  given = &p;
  go(closes_late);
  expect(read_byte(&p) == -10 - POLL_CLOSING, "closed");
  rt_poll_close(p.ends[0]);
  open_pipe(&p); /* the same PollDesc, in a new life */
  write_byte(&p, 'z');
  expect(read_byte(&p) == 'z', "used again");
}
Test(netpoll, closing_wakes_the_reader) { passes(is_closed); }

/* ------------------------------------------------------------------- many */

static Pipe pipes[MANY];
static int64_t next_pipe;

static GO_CODE void reads_its_pipe(void) {
  int64_t i = __atomic_fetch_add(&next_pipe, 1, __ATOMIC_RELAXED);
  expect(read_byte(&pipes[i]) == (i & 0xff), "its own byte");
  serve_one();
}

static GO_CODE void many_read(void) {
  rt_poll_init();
  for (int i = 0; i < MANY; i++) {
    open_pipe(&pipes[i]);
    go(reads_its_pipe);
  }
  rt_sleep(5 * MS);
  expect(served == 0, "all wait");
  for (int i = MANY - 1; i >= 0; i--) {
    write_byte(&pipes[i], (unsigned char)(i & 0xff));
  }
  expect(wait_until_served(MANY), "all served");
  int32_t threads = __atomic_load_n(&rt_sched.nms, __ATOMIC_RELAXED);
  expect(threads <= rt_num_ps() + 4, "few threads");
}
Test(netpoll, many_readers_few_threads) { passes(many_read); }

static GO_CODE void spins(void) {
  for (;;) {
    rt_gosched();
  }
}

/* Ready though no P ever runs out of work, which only sysmon notices. */
static GO_CODE void beside_busy_ones(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  given = &p;
  for (int i = 0; i < 8; i++) {
    go(spins);
  }
  go(writes_late);
  expect(read_byte(&p) == 'a' && read_byte(&p) == 'b', "beside others");
}
Test(netpoll, beside_busy_goroutines) { passes(beside_busy_ones); }

/* --------------------------------------------------------------- deadlock */

static GO_CODE void closes_and_blocks(void) {
  rt_sleep(5 * MS);
  rt_poll_unblock(given->ends[0]);
  rt_block();
}

/* Nobody waits for a descriptor any more: a deadlock like any other. */
static GO_CODE void blocks(void) {
  Pipe p;
  rt_poll_init();
  open_pipe(&p);
  given = &p;
  go(closes_and_blocks);
  expect(read_byte(&p) == -10 - POLL_CLOSING, "closed");
  rt_block();
}
Test(netpoll, deadlock_is_still_found, .timeout = 20) {
  for (const char *const *procs = (const char *const[]){"1", "2", "4", NULL};
       *procs; procs++) {
    setenv("GOMAXPROCS", *procs, 1);
    Outcome o = run_program(blocks);
    cr_assert_eq(o.status, 2, "%d: %s", o.status, o.text);
    cr_assert(starts_with(o.text, "fatal error: all goroutines are asleep"),
              "%s", o.text);
  }
}
