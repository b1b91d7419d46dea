/*
 * Tests of defer, panic and recover, with functions written as the compiler
 * would emit them: a frame, a checkpoint, a call of deferreturn.
 */
#include "../rt.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

#include "../testing.h"

static int64_t log_digits; /* each event appends a digit */
static void note(int digit) { log_digits = 10 * log_digits + digit; }

static RtType int_type = {.size = 8, .kind = RT_INT};
static int64_t seven = 7;

/* Panics with the int 7; behaves as a call that might return. */
static GO_CODE void panic7(void) { rt_gopanic(&int_type, &seven); }

static RtFuncVal func(void (*fn)(void)) {
  return (RtFuncVal){(AnyCode){.call = fn}.p};
}

/* A Go function whose body is `body` and which defers d[0] .. d[n-1]; its
   result is 1 if the body ended, 2 after a recovery. */
static GO_CODE int with_defers(void (*body)(void), const RtFuncVal *d, int n) {
  RtDeferFrame frame;
  volatile int result = 2;
  if (!rt_checkpoint(&frame)) {
    rt_deferenter(&frame);
    for (int i = 0; i < n; i++) {
      frame.slots[i] = &d[i];
      frame.mask |= 1u << i;
    }
    body();
    result = 1;
  }
  rt_deferreturn(&frame);
  return result;
}

/* The same, deferring in a loop. */
static GO_CODE int with_pushes(void (*body)(void), const RtFuncVal *d, int n) {
  RtDeferFrame frame;
  volatile int result = 2;
  if (!rt_checkpoint(&frame)) {
    rt_deferenter(&frame);
    for (int i = 0; i < n; i++) {
      rt_deferpush(&frame, (void *)(uintptr_t)&d[i]);
    }
    body();
    result = 1;
  }
  rt_deferreturn(&frame);
  return result;
}

static GO_CODE void nothing(void) {}
static GO_CODE void note1(void) { note(1); }
static GO_CODE void note2(void) { note(2); }
static GO_CODE void note3(void) { note(3); }

/* defer func() { if recover() != nil { note(8) } else { note(9) } }() */
static GO_CODE void recovers(void) {
  RtEface v = rt_gorecover(RETURN_SLOT);
  note(v.type ? 8 : 9);
}

/* recover in a function that a deferred function calls is not valid. */
static GO_CODE void recovers_too_deep(void) {
  recovers();
  note(4);
}

/* A wrapper stands for the function it calls. */
static WRAP_CODE void wrapped_recovers(void) {
  recovers();
  __asm__ volatile("");
}

static int64_t run(int (*how)(void (*)(void), const RtFuncVal *, int),
                   void (*body)(void), const RtFuncVal *d, int n, int *result) {
  log_digits = 0;
  *result = how(body, d, n);
  return log_digits;
}

static void order(void) {
  const RtFuncVal d[] = {func(note1), func(note2), func(note3)};
  int r = 0;
  expect(run(with_defers, nothing, d, 3, &r) == 321 && r == 1, "slots");
  expect(run(with_pushes, nothing, d, 3, &r) == 321 && r == 1, "pushes");
  expect(rt_getg()->defers == NULL, "frames left");
}

static void recovery(void) {
  const RtFuncVal d[] = {func(note1), func(recovers), func(note2)};
  int r = 0;
  expect(run(with_defers, panic7, d, 3, &r) == 281 && r == 2, "slots");
  expect(run(with_pushes, panic7, d, 3, &r) == 281 && r == 2, "pushes");
  expect(run(with_defers, nothing, d, 3, &r) == 291 && r == 1, "no panic");
  expect(rt_getg()->panic == NULL && rt_getg()->defers == NULL, "left over");
}

static void validity(void) {
  const RtFuncVal deep[] = {func(recovers), func(recovers_too_deep)};
  const RtFuncVal wrapped[] = {func(wrapped_recovers)};
  int r = 0;
  expect(run(with_defers, panic7, deep, 2, &r) == 948 && r == 2, "too deep");
  expect(run(with_defers, panic7, wrapped, 1, &r) == 8 && r == 2, "wrapper");
}

/* A deferred function that panics itself; the outer frame recovers. */
static GO_CODE void panics_again(void) {
  note(5);
  panic7();
}

static GO_CODE void inner_repanics(void) {
  const RtFuncVal d[] = {func(note1), func(panics_again), func(note2)};
  with_defers(panic7, d, 3);
  note(7);
}

static void nested(void) {
  const RtFuncVal d[] = {func(recovers), func(note3)};
  int r = 0;
  expect(run(with_defers, inner_repanics, d, 2, &r) == 25138 && r == 2,
         "replaced panic");
  expect(rt_getg()->panic == NULL, "aborted panic left");
}

/* A panic inside a deferred call, recovered inside it: the first goes on. */
static GO_CODE void recovers_inside(void) {
  const RtFuncVal d[] = {func(recovers)};
  with_defers(panic7, d, 1);
  note(6);
}

static void inside(void) {
  const RtFuncVal d[] = {func(recovers), func(recovers_inside)};
  int r = 0;
  expect(run(with_defers, panic7, d, 2, &r) == 868 && r == 2, "inner first");
}

static void nil_func(void) {
  RtDeferFrame frame;
  if (!rt_checkpoint(&frame)) {
    rt_deferenter(&frame);
    frame.slots[0] = NULL;
    frame.mask = 1;
  }
  rt_deferreturn(&frame);
}

Test(panic, order_recovery_validity) {
  void (*const programs[])(void) = {order, recovery, validity, nested, inside};
  for (size_t i = 0; i < RT_COUNT(programs); i++) {
    Outcome o = run_program(programs[i]);
    cr_assert_eq(o.status, 0, "program %zu: %s", i, o.text);
  }
}

Test(panic, nil_func_panics_when_run) {
  Outcome o = run_program(nil_func);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(
      o.text, "panic: runtime error: invalid memory address or nil pointer "
              "dereference\n[signal SIGSEGV: segmentation violation code=0x1 "
              "addr=0x0 pc=0x"));
}

/* -------------------------------------------------------------- Goexit -- */

static GO_CODE void calls_goexit(void) { rt_goexit(); }

static void goexit_runs_defers(void) {
  const RtFuncVal d[] = {func(note1), func(recovers)};
  with_defers(calls_goexit, d, 2);
  note(7);
}

static GO_CODE void print_log(void) {
  rt_printint(log_digits);
  rt_printnl();
}

/* recover does not stop Goexit; a panic on the way, recovered, does not
   either. */
static void goexit_survives(void) {
  const RtFuncVal d[] = {func(print_log), func(recovers), func(panic7),
                         func(recovers)};
  with_defers(calls_goexit, d, 4);
}

Test(panic, goexit) {
  const char *text =
      "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n";
  Outcome o = run_program(goexit_runs_defers);
  cr_assert_str_eq(o.text, text);
  cr_assert_eq(o.status, 2);
  o = run_program(goexit_survives);
  cr_assert(starts_with(o.text, "98\nfatal error: no goroutines"), "%s",
            o.text);
}

/* ------------------------------------------------------------ messages -- */

static void chain(void) {
  const RtFuncVal d[] = {func(panics_again)};
  with_defers(panic7, d, 1);
}

static GO_CODE void recovers_and_panics(void) {
  rt_gorecover(RETURN_SLOT);
  panic7();
}

static void repanic(void) {
  const RtFuncVal d[] = {func(recovers_and_panics)};
  with_defers(panic7, d, 1);
}

static GO_CODE void index_panic(void) { rt_panicIndex(5, 3); }
static GO_CODE void negative_index(void) { rt_panicIndex(-1, 3); }
static GO_CODE void big_index(void) { rt_panicIndexU(UINT64_MAX, 3); }
static GO_CODE void slice_b(void) { rt_panicSliceB(5, 2); }
static GO_CODE void slice3_alen(void) { rt_panicSlice3Alen(-1, 2); }
static GO_CODE void convert(void) { rt_panicSliceConvert(5, 3); }
static GO_CODE void divide(void) { rt_panicdivide(); }
static GO_CODE void shift(void) { rt_panicshift(); }
static GO_CODE void panic_nil(void) { rt_gopanic(NULL, NULL); }

Test(panic, messages) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {panic7,         "panic: 7\n\ngoroutine 1 [running]:\n"                    },
      {chain,          "panic: 7\n\tpanic: 7\n\ngoroutine 1 [running]:\n"        },
      {repanic,        "panic: 7 [recovered]\n\tpanic: 7\n\ngoroutine 1 "        },
      {panic_nil,      "panic: nil\n\ngoroutine 1 [running]:\n"                  },
      {index_panic,
       "panic: runtime error: index out of range [5] with length 3\n"            },
      {negative_index, "panic: runtime error: index out of range [-1]\n"         },
      {big_index,
       "panic: runtime error: index out of range [18446744073709551615] with "
       "length 3\n"                                                              },
      {slice_b,        "panic: runtime error: slice bounds out of range [5:2]\n" },
      {slice3_alen,    "panic: runtime error: slice bounds out of range [::-1]\n"},
      {convert,
       "panic: runtime error: cannot convert slice with length 3 to pointer "
       "to array with length 5\n"                                                },
      {divide,         "panic: runtime error: integer divide by zero\n"          },
      {shift,          "panic: runtime error: negative shift amount\n"           },
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    Outcome o = run_program(rows[i].fn);
    cr_assert_eq(o.status, 2);
    cr_assert(starts_with(o.text, rows[i].text), "%s", o.text);
  }
}

/* ------------------------------------------------------------- signals -- */

static volatile uintptr_t bad_address;

static GO_CODE void fault(void) { *(volatile int *)bad_address = 1; }

static void recovered_fault(void) {
  const RtFuncVal d[] = {func(recovers)};
  int r = 0;
  for (int i = 0; i < 3; i++) {
    expect(run(with_defers, fault, d, 1, &r) == 8 && r == 2, "fault");
  }
  expect(rt_getg()->sig.sig == 0, "signal forgotten");
}

static void wild_fault(void) {
  bad_address = 0x123456789;
  fault();
}

static volatile int endless = 1;

static GO_CODE int recurse(int n) {
  volatile char room[500];
  room[n % 500] = 1;
  return endless ? recurse(n + 1) + room[0] : 0;
}

static void overflow(void) { recurse(0); }

Test(panic, signals) {
  Outcome o = run_program(recovered_fault);
  cr_assert_eq(o.status, 0, "%s", o.text);
  o = run_program(wild_fault);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text, "unexpected fault address 0x123456789\n"
                                "fatal error: fault\n[signal SIGSEGV: "
                                "segmentation violation code=0x1 "
                                "addr=0x123456789 pc=0x"));
  o = run_program(overflow);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text,
                        "runtime: goroutine stack exceeds 1000000000-byte "
                        "limit\nruntime: sp=0x"));
  cr_assert(strstr(o.text, "]\nfatal error: stack overflow\n\nruntime stack:"));
}

/* libc keeps no frame pointer: whoever calls raise is not seen. */
static GO_CODE void raises(void) { raise(SIGQUIT); }
static GO_CODE void quits(void) { raises(); }

Test(panic, dump) {
  Outcome o = run_program(quits);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text, "SIGQUIT: quit\nPC=0x"));
  cr_assert(strstr(o.text, "\n\ngoroutine 1 [running]:\nquits("), "%s", o.text);
  cr_assert(strstr(o.text, "\nrax    0x"));
  cr_assert(strstr(o.text, "\nrflags 0x"));
}
