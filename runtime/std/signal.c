/*
 * signal.c - package os/signal.
 *
 * A handler may do next to nothing, so it only notes which signal came and
 * wakes the goroutine that hands signals on, which sits in signal_recv:
 *
 *   handler   pending |= 1 << sig, write to the eventfd
 *   receiver  read from the eventfd (a system call: others run on),
 *             take one bit out of pending
 *
 * The runtime's own handlers (sched, os/signal.c) stay as they were for
 * signals that the program does not ask for, and come back when it stops.
 */
#include <errno.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "std.h"

void std_enter_syscall(void) RT_SYMBOL("entersyscall");
void std_exit_syscall(void) RT_SYMBOL("exitsyscall");

static struct {
  uint64_t pending, wanted, ignored; /* sets: bit i is signal i */
  int event; /* eventfd + 1; 0: not made yet, by signal_enable */
  struct sigaction before[RT_SIG_CALL]; /* what install has replaced */
} state;

static bool has(const uint64_t *set, uint32_t sig) {
  return sig < RT_SIG_CALL &&
         (__atomic_load_n(set, __ATOMIC_SEQ_CST) >> sig & 1) != 0;
}
static void put(uint64_t *set, uint32_t sig) {
  __atomic_fetch_or(set, (uint64_t)1 << sig, __ATOMIC_SEQ_CST);
}
static void drop(uint64_t *set, uint32_t sig) {
  __atomic_fetch_and(set, ~((uint64_t)1 << sig), __ATOMIC_SEQ_CST);
}

/* The handler: runs at any time, on any thread. */
static void arrived(int sig) {
  int saved = errno;
  uint64_t one = 1;
  put(&state.pending, (uint32_t)sig);
  if (write(state.event - 1, &one, sizeof one) < 0) {
    errno = saved; /* the counter is full: the receiver is awake anyway */
  }
  errno = saved;
}

/* Whether the runtime's own handler stays, and hands on what is not meant for
   it: faults, and the signal that pre-empts. */
static bool is_kept(uint32_t sig) {
  return sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE || sig == SIGURG;
}

/* Remembers what was in force before the first change. */
static void install(uint32_t sig, void (*handler)(int)) {
  struct sigaction sa = {.sa_handler = handler,
                         .sa_flags = SA_RESTART | SA_ONSTACK};
  struct sigaction old;
  sigfillset(&sa.sa_mask);
  bool ours = has(&state.wanted, sig) || has(&state.ignored, sig);
  if (sigaction((int)sig, &sa, &old) == 0 && !ours) {
    state.before[sig] = old;
  }
}

bool rt_signal_hand_on(int sig) {
  bool wanted = has(&state.wanted, (uint32_t)sig);
  if (wanted) {
    arrived(sig);
  }
  return wanted;
}

/* The package holds its lock, and enables some signal, 0 if it wants all,
   before it starts the receiver. */
STD(void, signal_enable, (uint32_t sig), "os/signal.signal_enable") {
  if (state.event == 0) {
    state.event = eventfd(0, EFD_CLOEXEC) + 1;
    if (state.event == 0) {
      rt_throw("os/signal: cannot make an eventfd");
    }
  }
  if (sig == 0 || sig >= RT_SIG_CALL) {
    return;
  }
  if (!is_kept(sig)) {
    install(sig, arrived);
  }
  put(&state.wanted, sig);
  drop(&state.ignored, sig);
}

/* Back to what was in force before the first change. */
STD(void, signal_disable, (uint32_t sig), "os/signal.signal_disable") {
  if (has(&state.wanted, sig) || has(&state.ignored, sig)) {
    if (!is_kept(sig)) {
      sigaction((int)sig, &state.before[sig], NULL);
    }
    drop(&state.wanted, sig);
    drop(&state.ignored, sig);
  }
}

/* os/signal.Ignore: what the program executes inherits that, too. */
STD(void, signal_ignore, (uint32_t sig), "os/signal.signal_ignore") {
  if (sig == 0 || sig >= RT_SIG_CALL) {
    return;
  }
  if (!is_kept(sig)) {
    install(sig, SIG_IGN);
  }
  drop(&state.wanted, sig);
  put(&state.ignored, sig);
}

STD(bool, signal_ignored, (uint32_t sig), "os/signal.signal_ignored") {
  struct sigaction now;
  return has(&state.ignored, sig) ||
         (sig > 0 && sig < RT_SIG_CALL &&
          sigaction((int)sig, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
}

/* The oldest number that is pending; 0: none. */
static uint32_t take(void) {
  uint64_t pending = __atomic_load_n(&state.pending, __ATOMIC_SEQ_CST);
  if (pending == 0) {
    return 0;
  }
  uint32_t sig = (uint32_t)__builtin_ctzll(pending);
  drop(&state.pending, sig);
  return sig;
}

/* The next signal; sleeps in the kernel until there is one. */
STD(uint32_t, signal_recv, (void), "os/signal.signal_recv") {
  for (;;) {
    uint64_t count;
    uint32_t sig = take();
    if (sig) {
      return sig;
    }
    std_enter_syscall();
    ssize_t n = read(state.event - 1, &count, sizeof count);
    std_exit_syscall();
    (void)n; /* interrupted or not, pending tells */
  }
}

STD(void, signal_idle, (void), "os/signal.signalWaitUntilIdle") {
  while (__atomic_load_n(&state.pending, __ATOMIC_SEQ_CST) != 0) {
    rt_gosched();
  }
}

/* A write to a broken pipe on standard output or error ends the program, unless
   it has asked for the signal. */
STD(void, sigpipe, (void), "os.sigpipe") {
  if (rt_signal_hand_on(SIGPIPE) || std_signal_ignored(SIGPIPE)) {
    return;
  }
  signal(SIGPIPE, SIG_DFL);
  raise(SIGPIPE);
}
