/*
 * os_linux.c - the only file that asks the kernel for anything, except for
 * signals (signal.c).
 *
 * Every call that can be interrupted is retried; failures come back as NULL
 * or false and the caller knows the message.
 *
 * The contracts are in rt.h. Anything above this file counts time in ns, memory
 * in bytes, and knows threads by the kernel's number, so that another system
 * would need another file like this one, and signal.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "../rt.h"

/* Without MAP_NORESERVE the kernel could refuse a reservation that is larger
   than its memory, though hardly any of it will be used. */
char *rt_os_map_stacks(uint64_t size) {
  void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) {
    return NULL;
  }
  madvise(p, size, MADV_NOHUGEPAGE); /* commit what is touched only */
  return p;
}

/* Guards that madvise installs (Linux 6.13) do not split the mapping; those of
   mprotect do, and the kernel allows some 65,000 mappings. */
bool rt_os_guard(char *p, uint64_t size) {
  enum {
    GUARD_INSTALL = 102 /* MADV_GUARD_INSTALL, newer than the C library */
  };
  return madvise(p, size, GUARD_INSTALL) == 0 ||
         mprotect(p, size, PROT_NONE) == 0;
}

bool rt_os_unguard(char *p, uint64_t size) {
  enum {
    GUARD_REMOVE = 103 /* MADV_GUARD_REMOVE */
  };
  return madvise(p, size, GUARD_REMOVE) == 0 ||
         mprotect(p, size, PROT_READ | PROT_WRITE) == 0;
}

void rt_os_yield(void) { sched_yield(); }

/* ------------------------------------------------------------- threads -- */

enum {
  NS_PER_S = 1000000000
};

/* May also return early, after a signal: callers look at *p again. */
void rt_os_futex_wait(uint32_t *p, uint32_t value, int64_t ns) {
  struct timespec t = {ns / NS_PER_S, ns % NS_PER_S};
  syscall(SYS_futex, p, FUTEX_WAIT_PRIVATE, value, ns < 0 ? NULL : &t, NULL, 0);
}

void rt_os_futex_wake(uint32_t *p, int32_t n) {
  syscall(SYS_futex, p, FUTEX_WAKE_PRIVATE, n, NULL, NULL, 0);
}

void rt_os_sleep(int64_t ns) {
  struct timespec t = {ns / NS_PER_S, ns % NS_PER_S};
  nanosleep(&t, NULL);
}

/* A thread that asks for short slices is run earlier when it wakes up, beside
   others that are busy (Linux 6.12); where it cannot be had, it is not. */
void rt_os_wake_early(void) {
  enum {
    SLICE = 100000 /* ns, the least that the kernel allows */
  };
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attr = {.size = sizeof attr, .policy = SCHED_OTHER, .runtime = SLICE};
  attr.nice = getpriority(PRIO_PROCESS, 0);
  syscall(SYS_sched_setattr, 0, &attr, 0);
}

/* Asked once: a program that is moved to other processors keeps its number. */
int32_t rt_os_cpus(void) {
  static int32_t count;
  int32_t n = __atomic_load_n(&count, __ATOMIC_RELAXED);
  if (n == 0) {
    cpu_set_t set;
    n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    __atomic_store_n(&count, n, __ATOMIC_RELAXED);
  }
  return n;
}

int32_t rt_os_tid(void) { return (int32_t)syscall(SYS_gettid); }

void rt_os_signal_thread(int32_t tid, int sig) {
  syscall(SYS_tgkill, getpid(), tid, sig);
}

/* The new thread inherits the blocked signals: none may arrive before it has a
   stack for handlers. Its own stack serves the scheduler only, not goroutines.
   */
bool rt_os_thread(void *(*fn)(void *), void *arg) {
  enum {
    STACK = 256 << 10
  };
  sigset_t all, old;
  pthread_attr_t attr;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  pthread_attr_init(&attr);
  pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attr, STACK);
  int error = pthread_create(&thread, &attr, fn, arg);
  pthread_attr_destroy(&attr);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  return error == 0;
}

/* --------------------------------------------------------------- clock -- */

/* Both clocks are read without entering the kernel (vDSO), mostly. */
int64_t rt_nanotime(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * (int64_t)NS_PER_S + t.tv_nsec;
}

int64_t rt_walltime(int32_t *ns) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  *ns = (int32_t)t.tv_nsec;
  return t.tv_sec;
}

const char *rt_os_env(const char *name) { return getenv(name); }

/* -------------------------------------------------------------- output -- */

/* EAGAIN: standard error may be a pipe that somebody made non-blocking. Where
   nobody reads, there is nothing to be done. */
void rt_os_write(int fd, const void *p, size_t n) {
  const char *s = p;
  while (n > 0) {
    ssize_t done = write(fd, s, n);
    if (done < 0 && errno != EINTR && errno != EAGAIN) {
      return;
    }
    if (done > 0) {
      s += done;
      n -= (size_t)done;
    }
  }
}

/* 0 can say "refused": descriptor 0 is standard input. */
int rt_os_create(const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  return fd < 0 ? 0 : fd;
}

/* At once, without what C programs do at exit: other threads still run. */
void rt_os_exit(int status) { _exit(status); }

/* Seeds need not be secret: without getrandom the clock has to do. */
void rt_os_random(void *p, size_t n) {
  if (getrandom(p, n, 0) == (ssize_t)n) {
    return;
  }
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  uint64_t x = (uint64_t)t.tv_nsec * 0x9e3779b97f4a7c15u + (uint64_t)getpid();
  for (size_t i = 0; i < n; i++) {
    x = x * 6364136223846793005u + 1442695040888963407u;
    ((uint8_t *)p)[i] = (uint8_t)(x >> 56);
  }
}

/* The kernel zeroes fresh pages. */
void *rt_os_map(uint64_t size) {
  void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

/* The mapping outlives the descriptor. */
const uint8_t *rt_os_map_file(const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return NULL;
  }
  struct stat st;
  void *p = MAP_FAILED;
  if (fstat(fd, &st) == 0 && st.st_size > 0) {
    p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  }
  close(fd);
  if (p == MAP_FAILED) {
    return NULL;
  }
  *size = (size_t)st.st_size;
  return p;
}
