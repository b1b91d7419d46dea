/*
 * os.c - the command line, the environment, exits and forks: packages os and
 * syscall, and the random numbers and cleanups of some others.
 *
 *   os.Args  ->  runtime.argument(0, false), (1, false), ... until NULL
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../gc/gc.h"
#include "std.h"

/* ------------------------------------------------- arguments and exits -- */

/* Item i of the command line, or of the environment; NULL: there is none. */
STD(char *, argument, (int64_t i, bool environment), "runtime.argument") {
  if (!environment) {
    return i < rt_argc ? rt_argv[i] : NULL;
  }
  return environ[i];
}

/* os.Exit ends here: no deferred call runs. */
STD(void, exit, (int64_t status), "syscall.Exit") {
  rt_print_flush();
  rt_os_exit((int)status);
}

STD(void, before_exit, (void), "os.runtime_beforeExit") {}

/* Random numbers that need not be secret; fastrandn: below n. */
STD(uint32_t, os_fastrand, (void), "os.fastrand") { return rt_random32(); }
STD(uint32_t, fastrandn, (uint32_t n), "sync.fastrandn") {
  return (uint32_t)((uint64_t)rt_random32() * n >> 32);
}
STD(uint64_t, fastrand64, (void), "runtime.fastrand64") {
  return rt_random64();
}
STD_ALSO(fastrand64, "net.fastrandu")

/* What programs reach into gc's runtime for, by go:linkname. */
STD_ALSO(os_fastrand, "runtime.fastrand")
STD_ALSO(fastrandn, "runtime.fastrandn")
STD(uint64_t, string_hash, (const uint8_t *p, int64_t n, uint64_t seed),
    "runtime.stringHash") {
  RtString s = {p, n};
  return rt_strhash(&s, seed);
}

STD(int64_t, page_size, (void), "syscall.Getpagesize") {
  return sysconf(_SC_PAGESIZE);
}

/* ----------------------------------------------------------- the clock -- */

/* Returns an error number. */
STD(uint64_t, gettimeofday, (int64_t *tv), "syscall.gettimeofday") {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) {
    return (uint64_t)errno;
  }
  tv[0] = now.tv_sec;
  tv[1] = now.tv_nsec / 1000;
  return 0;
}

/* --------------------------------------------------------- environment -- */

/* C's copy of the environment, for programs that C code runs in, follows
   Go's. */
static char *c_string(const uint8_t *p, int64_t n) {
  char *s = malloc((size_t)n + 1);
  if (s) {
    memcpy(s, p, (size_t)n);
    s[n] = '\0';
  }
  return s;
}

/* os.Setenv and os.Unsetenv, after Go's own copy has changed. */
STD(void, setenv, (uint8_t *k, int64_t nk, uint8_t *v, int64_t nv),
    "syscall.setenv_c") {
  char *key = c_string(k, nk), *value = c_string(v, nv);
  if (key && value) {
    setenv(key, value, 1);
  }
  free(key);
  free(value);
}

STD(void, unsetenv, (uint8_t *k, int64_t nk), "syscall.unsetenv_c") {
  char *key = c_string(k, nk);
  if (key) {
    unsetenv(key);
  }
  free(key);
}

/* ---------------------------------------------------------------- fork -- */

/* Between fork and exec the child must not run handlers of ours. */
static sigset_t before_fork;

STD(void, fork_before, (void), "syscall.runtime_BeforeFork") {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before_fork);
}
STD(void, fork_after, (void), "syscall.runtime_AfterFork") {
  pthread_sigmask(SIG_SETMASK, &before_fork, NULL);
}
/* Back to default actions; what is ignored stays so, as exec would have it. */
STD(void, fork_child, (void), "syscall.runtime_AfterForkInChild") {
  for (int sig = 1; sig < NSIG; sig++) {
    struct sigaction now;
    if (sigaction(sig, NULL, &now) == 0 && now.sa_handler != SIG_IGN &&
        now.sa_handler != SIG_DFL) {
      signal(sig, SIG_DFL);
    }
  }
  pthread_sigmask(SIG_SETMASK, &before_fork, NULL);
}
STD(void, exec_before, (void), "syscall.runtime_BeforeExec") {}
STD(void, exec_after, (void), "syscall.runtime_AfterExec") {}

/* ----------------------------------------------------------------- sync -- */

/* sync.Pool hands over what empties the pools before a collection. */
STD(void, register_cleanup, (RtFuncVal * f),
    "sync.runtime_registerPoolCleanup") {
  rt_gc_pool_cleanup = f;
}

/* A cache of package crypto hands over the variable with its table. */
STD(void, register_cache, (void **table),
    "crypto/internal/boring/bcache.registerCache") {
  rt_gc_register_cache(table);
}

static char *text_of(const uint8_t *p, int64_t n) {
  char *s = c_string(p, n);
  return s ? s : strdup("");
}
/* Messages of package sync, such as "sync: unlock of unlocked mutex". */
STD(void, sync_throw, (uint8_t *p, int64_t n), "sync.throw") {
  rt_throw(text_of(p, n));
}
STD(void, sync_fatal, (uint8_t *p, int64_t n), "sync.fatal") {
  rt_fatal(text_of(p, n));
}
