/*
 * os_linux.c - the only file that asks the kernel for anything, except for
 * signals (signal.c).
 *
 * Every call that can be interrupted is retried; failures come back as NULL
 * or false and the caller knows the message.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../rt.h"

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

void rt_os_yield(void) { sched_yield(); }

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
