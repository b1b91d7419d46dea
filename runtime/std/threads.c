/*
 * threads.c - a system call on every thread of the process.
 *
 * Linux keeps user and group numbers, capabilities and the like for each
 * thread, Go's programs know processes only. So syscall.Setuid makes its call
 * here, and then has every other thread make the same one, in the handler of a
 * signal:
 *
 *   caller    the call; if it fails, that is all
 *             for each thread in /proc/self/task:  tgkill, wait for its answer
 *             until a look at the folder finds no thread that is new
 *
 * A thread that is born meanwhile has the state of the thread that made it, and
 * is found by the next look.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "std.h"

enum {
  NARGS = 6,
  MAX_THREADS = MAX_MS + 64,
  PATIENCE = 10 * 1000 * 1000 /* ns, then looks whether the thread lives */
};

static struct {
  uintptr_t lock;
  long args[1 + NARGS]; /* number first */
  long result;          /* that of the first thread */
  uint32_t answered;    /* set by the thread that was asked */
  bool differs;
  uint32_t n;
  int32_t done[MAX_THREADS];
} call;

static long perform(long *error) {
  const long *a = call.args;
  long result = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
  *error = result == -1 ? errno : 0;
  return result;
}

/* The handler, on each thread that was asked: its result must be the first's.
   */
static void on_call(int sig) {
  int saved = errno;
  long error;
  (void)sig;
  if (perform(&error) != call.result || error != 0) {
    call.differs = true;
  }
  __atomic_store_n(&call.answered, 1, __ATOMIC_SEQ_CST);
  rt_os_futex_wake(&call.answered, 1);
  errno = saved;
}

static bool is_done(int32_t tid) {
  for (uint32_t i = 0; i < call.n; i++) {
    if (call.done[i] == tid) {
      return true;
    }
  }
  return false;
}

/* Makes one thread perform the call, and waits until it has, or has ended. */
static void ask(int32_t tid) {
  __atomic_store_n(&call.answered, 0, __ATOMIC_SEQ_CST);
  long sent = syscall(SYS_tgkill, getpid(), tid, RT_SIG_CALL);
  while (sent == 0 && !__atomic_load_n(&call.answered, __ATOMIC_SEQ_CST)) {
    rt_os_futex_wait(&call.answered, 0, PATIENCE);
    sent = syscall(SYS_tgkill, getpid(), tid, 0); /* it may have ended */
  }
}

/* Asks every thread that was not asked before; whether there was one. */
static bool ask_new(void) {
  bool found = false;
  DIR *d = opendir("/proc/self/task");
  for (struct dirent *e; d && (e = readdir(d));) {
    int32_t tid = atoi(e->d_name);
    if (tid > 0 && !is_done(tid) && call.n < MAX_THREADS) {
      call.done[call.n++] = tid;
      ask(tid);
      found = true;
    }
  }
  if (d) {
    closedir(d);
  }
  return found;
}

static void install(void) {
  struct sigaction sa = {.sa_handler = on_call,
                         .sa_flags = SA_RESTART | SA_ONSTACK};
  sigfillset(&sa.sa_mask);
  sigaction(RT_SIG_CALL, &sa, NULL);
}

/* args: number and six arguments; results: r1, r2, errno. */
STD(void, all_threads, (const uintptr_t *args, uintptr_t *results),
    "runtime.allThreadsSyscall") {
  long error;
  rt_lock(&call.lock);
  for (int i = 0; i <= NARGS; i++) {
    call.args[i] = (long)args[i];
  }
  call.differs = false;
  call.n = 0;
  call.done[call.n++] = rt_os_tid();
  call.result = perform(&error);
  results[0] = (uintptr_t)call.result;
  results[1] = 0;
  results[2] = (uintptr_t)error;
  if (error == 0) {
    install();
    while (ask_new()) {
    }
  }
  bool differs = call.differs;
  rt_unlock(&call.lock);
  if (differs) {
    rt_throw("AllThreadsSyscall6 results differ between threads; runtime "
             "corrupted");
  }
}
