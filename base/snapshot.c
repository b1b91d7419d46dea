/*
 * snapshot.c - a Compiler's memory as a file, to be mapped again.
 *
 * What the compiler knows of Go's library after reading it is the same for
 * every program that uses the same packages. It is a graph of nodes, types and
 * names, full of pointers, and most of it is never looked at again. So it is
 * not written in a form of its own: its memory is, page by page, and a later
 * run maps the file to the same addresses. The system reads what is touched,
 * and copies what is changed.
 *
 *   BASE                                        BASE + used         BASE + ROOM
 *   [ Snapshot: head, Compiler | blocks of its arena | room for more ......... ]
 *     '--------------- the file ----------------'
 *
 * Pointers stay true if they point into the range or into the executable, which
 * is linked to a fixed address. So nothing else may be in there: no memory of
 * malloc, of stacks or of shared libraries. What every run has anew (streams,
 * options, the lock) is reset when a snapshot is mapped; snapshot_check finds the
 * rest.
 *
 * A file is believed if its head is intact and names the key, this executable's
 * place in memory, and the file's own length, number and time of change: cut,
 * copied or edited files are no snapshots. One process can have one snapshot at a
 * time; whoever finds the range taken works without.
 */
#include "base/base.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Sanitizers have memory of their own about each address. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||     \
    __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED
enum {
  SUPPORTED = false
};
#else
enum {
  SUPPORTED = true
};
#endif

/* Far from where systems put programs, heaps, libraries and stacks. */
#define BASE ((void *)0x100000000000u)
#define ROOM ((size_t)8 << 30)

enum {
  PAGE = 4096,
  RUN = 64 * PAGE /* written at once, at most */
};

/* What the head says of the file that it is in. */
typedef struct Head {
  char magic[16];
  Digest key;
  const void *code; /* where this executable lies in memory */
  uint64_t size, inode;
  int64_t seconds, nanoseconds; /* when it was last changed */
} Head;

typedef struct Snapshot {
  Head head;
  Digest digest; /* of the head */
  _Atomic size_t used;
  Compiler compiler;
} Snapshot;

static const char magic[16] = "escargo memory1";

static size_t round_up(size_t n, size_t to) { return (n + to - 1) & ~(to - 1); }

/* The whole range, readable and zero; false: it is not to be had. */
static bool reserve(void) {
  if (!SUPPORTED)
    return false;
  void *p = mmap(
      BASE, ROOM, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (p != MAP_FAILED && p != BASE) /* a kernel that does not know the flag */
    munmap(p, ROOM);
  return p == BASE;
}

Compiler *snapshot_new(void) {
  if (!reserve())
    return NULL;
  Snapshot *snapshot = BASE;
  atomic_store(&snapshot->used, round_up(sizeof *snapshot, PAGE));
  Compiler *c = &snapshot->compiler;
  source_init(&c->sources);
  compiler_reset(c);
  c->arena.snapshot = snapshot;
  return c;
}

void *snapshot_block(Snapshot *snapshot, size_t size, size_t alignment) {
  size_t used = atomic_load(&snapshot->used), at;
  do {
    at = round_up(used, alignment);
    if (size > ROOM - at)
      return NULL;
  } while (!atomic_compare_exchange_weak(&snapshot->used, &used, at + size));
  return (char *)snapshot + at;
}

void snapshot_free(Snapshot *snapshot) { munmap(snapshot, ROOM); }

/* ------------------------------------------------------------------ writing */

static bool write_at(int fd, const char *data, size_t size, size_t at) {
  while (size > 0) {
    ssize_t n = pwrite(fd, data, size, (off_t)at);
    if (n <= 0)
      return false;
    data += n;
    at += (size_t)n;
    size -= (size_t)n;
  }
  return true;
}

static bool is_zero(const char *page) {
  return page[0] == 0 && memcmp(page, page + 1, PAGE - 1) == 0;
}

/* All pages from the second on; those that were never used stay holes. */
static bool write_pages(const Snapshot *snapshot, int fd, size_t size) {
  const char *base = (const char *)snapshot;
  for (size_t at = PAGE, end; at < size; at = end) {
    end = at;
    while (end < size && end - at < RUN && !is_zero(base + end))
      end += PAGE;
    if (!write_at(fd, base + at, end - at, at))
      return false;
    while (end < size && is_zero(base + end))
      end += PAGE;
  }
  return true;
}

/* What is this run's own is not written. Cleared byte by byte: what lies between
   members must be the same in all runs, too. */
static void forget_run(Compiler *c) {
  memset(&c->scratch, 0, sizeof c->scratch);
  memset(&c->diags, 0, sizeof c->diags);
  memset(&c->options, 0, sizeof c->options);
  memset(&c->names.lock, 0, sizeof c->names.lock);
  c->out = c->err = NULL;
  c->sources.known = NULL;
}

/* The file's time is set to what the head says of it. */
bool snapshot_write(const Compiler *c, const Digest *key, int fd) {
  const Snapshot *snapshot = c->arena.snapshot;
  size_t size = round_up(atomic_load(&snapshot->used), PAGE);
  struct stat st;
  struct timespec now;
  _Static_assert(sizeof(Snapshot) <= 8 * PAGE,
                 "a few pages in front of the arena");
  if (fstat(fd, &st) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0 ||
      ftruncate(fd, (off_t)size) != 0)
    return false;
  Snapshot front;
  memset(&front, 0, sizeof front);
  front.head = (Head){.key = *key,
                      .code = (const void *)magic,
                      .size = size,
                      .inode = st.st_ino,
                      .seconds = now.tv_sec,
                      .nanoseconds = now.tv_nsec};
  atomic_store(&front.used, size);
  memcpy(&front.compiler, c, sizeof *c);
  forget_run(&front.compiler);
  memcpy(front.head.magic, magic, sizeof magic);
  front.digest = hash_of(&front.head, sizeof front.head);
  const struct timespec times[] = {now, now};
  return write_pages(snapshot, fd, size) &&
         write_at(fd, (const char *)&front, sizeof front, 0) &&
         futimens(fd, times) == 0;
}

/* ------------------------------------------------------------------ mapping */

static bool is_intact(int fd, const Head *h, const Digest *key,
                      const Digest *digest) {
  struct stat st;
  Digest have = hash_of(h, sizeof *h);
  return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
         memcmp(h->magic, magic, sizeof magic) == 0 &&
         memcmp(&have, digest, sizeof have) == 0 &&
         memcmp(&h->key, key, sizeof *key) == 0 && h->code == magic &&
         h->size == (uint64_t)st.st_size && h->inode == st.st_ino &&
         h->seconds == st.st_mtim.tv_sec &&
         h->nanoseconds == st.st_mtim.tv_nsec && h->size <= ROOM;
}

/* The last block's rest is left: new memory needs no page of the file. */
Compiler *snapshot_map(int fd, const Digest *key) {
  struct {
    Head head;
    Digest digest;
  } front;
  if (!SUPPORTED ||
      pread(fd, &front, sizeof front, 0) != (ssize_t)sizeof front ||
      !is_intact(fd, &front.head, key, &front.digest) || !reserve())
    return NULL;
  if (mmap(BASE, front.head.size, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) {
    munmap(BASE, ROOM);
    return NULL;
  }
  Compiler *c = &((Snapshot *)BASE)->compiler;
  compiler_reset(c);
  c->arena.cur = c->arena.end;
  return c;
}

/* ----------------------------------------------------------------- checking */

/* A stretch of addresses that no word of a snapshot may name. */
typedef struct Foreign {
  uintptr_t from, to;
  char name[256];
} Foreign;

typedef LIST(Foreign) ForeignList;

/* All mappings but the snapshot's, the executable's and what lies low: its
   variables, and the heap behind it, whose addresses are as small as many
   numbers. */
static void read_maps(Arena *a, ForeignList *list) {
  FILE *f = fopen("/proc/self/maps", "r");
  char line[1024], self[512];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  self[n > 0 ? n : 0] = '\0';
  while (f && fgets(line, sizeof line, f)) {
    Foreign m = {0};
    uintptr_t base = (uintptr_t)BASE;
    if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %*s %*s %*s %255[^\n]",
               &m.from, &m.to, m.name) >= 2 &&
        strcmp(m.name, self) != 0 && m.from > UINT32_MAX &&
        (m.from < base || m.from >= base + ROOM))
      list_push(a, list, m);
  }
  if (f)
    fclose(f);
}

/* Two numbers side by side, such as those of nodes, can look like an address: a
   lower half that small is taken for one. A pointer that happens to have it has
   another one in the next run. */
static bool is_pair_of_numbers(uintptr_t word) {
  return (uint32_t)word < 1u << 24;
}

static const Foreign *find_foreign(const ForeignList *list, uintptr_t word) {
  if (is_pair_of_numbers(word))
    return NULL;
  for (uint32_t i = 0; i < list->len; i++)
    if (word >= list->items[i].from && word < list->items[i].to)
      return &list->items[i];
  return NULL;
}

uint32_t snapshot_check(const Compiler *c, FILE *out) {
  const Snapshot *snapshot = c->arena.snapshot;
  uint32_t count = 0;
  ForeignList list = {0};
  Arena a = {0};
  read_maps(&a, &list);
  uintptr_t *end = (void *)((char *)BASE + atomic_load(&snapshot->used));
  for (uintptr_t *w = (void *)round_up((uintptr_t)(snapshot + 1), PAGE);
       w < end; w++) {
    const Foreign *m = find_foreign(&list, *w);
    if (m && out)
      fprintf(out, "escargo: snapshot: %p holds %#" PRIxPTR ", in %s\n",
              (void *)w, *w, *m->name ? m->name : "memory without name");
    count += m != NULL;
  }
  arena_free(&a);
  return count;
}
