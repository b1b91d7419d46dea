/*
 * sysmem.c - memory from the kernel, and small pieces of it for the runtime.
 *
 * Address space goes through four states; each function here is one arrow:
 *
 *   None --reserve--> Reserved --map--> Prepared --used--> Ready
 *     '--------------------alloc-------------------------->  |
 *                                       Prepared <--unused---'
 *
 * Reserved space has no access rights: it costs nothing, even where the
 * kernel does not overcommit. Prepared space may be touched but holds
 * nothing; unused is what gives memory back, and what was given back reads as
 * zeros.
 *
 * rt_persistent_alloc cuts never-freed pieces from blocks of 256 KB.
 * A FixAlloc cuts objects of one size from blocks of 16 KB and keeps freed
 * ones in a list:   free -> [next|....] -> [next|....] -> NULL
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "../sched/sched.h"
#include "mem.h"

enum {
  PERSISTENT_BLOCK = 256 << 10,
  PERSISTENT_MAX = 64 << 10, /* larger pieces get a mapping of their own */
  FIX_BLOCK = 16 << 10,
  HUGE_PAGE = 2 << 20,
};

MemCounters rt_mem;

static void *map(void *hint, uint64_t n, int prot, int flags) {
  void *p = mmap(hint, n, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  rt_count(&rt_mem.mmaps, 1);
  return p == MAP_FAILED ? NULL : p;
}

/* gc's messages for what mmap may answer. */
RT_DIE static void refused(void) {
  if (errno == EACCES) {
    rt_print_text("runtime: mmap: access denied\n");
    rt_print_flush();
    rt_os_exit(2);
  }
  if (errno == EAGAIN) {
    rt_print_text("runtime: mmap: too much locked memory (check 'ulimit "
                  "-l').\n");
    rt_print_flush();
    rt_os_exit(2);
  }
  rt_throw("runtime: cannot allocate memory");
}

void *rt_sys_alloc(uint64_t n, uint64_t *stat) {
  void *p = map(NULL, n, PROT_READ | PROT_WRITE, MAP_NORESERVE);
  if (!p) {
    refused();
  }
  rt_count(stat, (int64_t)n);
  return p;
}

void rt_sys_free(void *p, uint64_t n, uint64_t *stat) {
  munmap(p, n);
  rt_count(stat, -(int64_t)n);
}

/* A hint that is taken must not move the mapping elsewhere silently: the
   caller has other hints. Not MAP_NORESERVE: rt_sys_map would then be granted
   more than the machine has. */
void *rt_sys_reserve(void *hint, uint64_t n) {
  int flags = hint ? MAP_FIXED_NOREPLACE : 0;
  void *p = map(hint, n, PROT_NONE, flags);
  if (p && hint && p != hint) {
    munmap(p, n); /* a kernel before 4.17 takes the address for a hint */
    return NULL;
  }
  return p;
}

void rt_sys_map(void *p, uint64_t n) {
  if (mprotect(p, n, PROT_READ | PROT_WRITE) != 0) {
    rt_throw("runtime: out of memory");
  }
}

/* The part of [p, p+n) that consists of whole huge pages; 0: none. */
static uint64_t huge_part(void *p, uint64_t n, char **start) {
  uintptr_t a = (uintptr_t)p, mask = HUGE_PAGE - 1;
  uintptr_t from = (a + mask) & ~mask, to = (a + n) & ~mask;
  *start = (char *)p + (from - a);
  return from < to ? to - from : 0;
}

void rt_sys_used(void *p, uint64_t n) {
  char *start = NULL;
  uint64_t huge = huge_part(p, n, &start);
  if (huge > 0) {
    madvise(start, huge, MADV_HUGEPAGE);
  }
}

/* Whether MADV_FREE was asked for and is known; set at start. */
static bool lazy_free;

void rt_sys_use_lazy_free(bool on) { lazy_free = on; }

void rt_sys_unused(void *p, uint64_t n) {
  if (lazy_free && madvise(p, n, MADV_FREE) != 0) {
    lazy_free = false;
  }
  if (!lazy_free) {
    madvise(p, n, MADV_DONTNEED);
  }
}

/* ---------------------------------------------------------- persistent -- */

static struct {
  uintptr_t lock;
  char *next;
  uint64_t left;
} persistent;

/* The block counts as other_sys until pieces move to their own counter. */
void *rt_persistent_alloc(uint64_t size, uint64_t align, uint64_t *stat) {
  if (size >= PERSISTENT_MAX) {
    return rt_sys_alloc(
        (size + RT_PAGE_SIZE - 1) & ~(uint64_t)(RT_PAGE_SIZE - 1), stat);
  }
  rt_lock(&persistent.lock);
  uint64_t pad = -(uintptr_t)persistent.next & (align - 1);
  if (persistent.left < size + pad) {
    persistent.next = rt_sys_alloc(PERSISTENT_BLOCK, &rt_mem.other_sys);
    persistent.left = PERSISTENT_BLOCK;
    pad = 0;
  }
  char *p = persistent.next + pad;
  persistent.next = p + size;
  persistent.left -= size + pad;
  rt_unlock(&persistent.lock);
  rt_count(&rt_mem.other_sys, -(int64_t)size);
  rt_count(stat, (int64_t)size);
  return p;
}

void *rt_persistent(uint64_t size) {
  return rt_persistent_alloc((size + 15) & ~(uint64_t)15, 16,
                             &rt_mem.other_sys);
}

/* ------------------------------------------------------------ fixalloc -- */

void rt_fix_init(FixAlloc *f, uintptr_t size, uint64_t *stat) {
  *f = (FixAlloc){.size = (size + 7) & ~(uintptr_t)7, .stat = stat};
}

void *rt_fix_alloc(FixAlloc *f) {
  void *p = f->free;
  f->in_use += f->size;
  if (p) {
    f->free = *(void **)p;
    memset(p, 0, f->size);
    return p;
  }
  if (f->left < f->size) {
    f->chunk = rt_persistent_alloc(FIX_BLOCK, 64, f->stat);
    f->left = FIX_BLOCK;
  }
  p = f->chunk;
  f->chunk += f->size;
  f->left -= f->size;
  return p;
}

void rt_fix_free(FixAlloc *f, void *p) {
  f->in_use -= f->size;
  *(void **)p = f->free;
  f->free = p;
}
