/*
 * arena.c - memory by lifetime.
 *
 * A compiler builds graphs that all die together, so nothing is freed one by
 * one: an arena hands out zeroed room from large blocks and drops the blocks
 * at once. Scratch arenas also go back to a mark:
 *
 *   ArenaMark m = arena_mark(&c->scratch);
 *   ... temporary work ...
 *   arena_release(&c->scratch, m);
 *
 *   newest block            older
 *   [ used | cur ... end ]  [ used ............ ]  -> NULL
 *
 * An arena may take its blocks from a snapshot, a range of addresses that is
 * written to a file and mapped again as a whole (snapshot.c).
 *
 * Under AddressSanitizer the room behind `cur` is poisoned, so that use of
 * released scratch memory is reported like use after free.
 */
#include "base/base.h"

#include <stdlib.h>
#include <sys/mman.h>

#ifdef HAS_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   __asan_poison_memory_region((p), (n))
#define UNPOISON(p, n) __asan_unpoison_memory_region((p), (n))
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum {
  PAGE_SIZE = 4096,
  BLOCK_SIZE = 256 * 1024,
  MAPPED_SIZE = 2 * 1024 * 1024, /* of a large page */
  FEW_BLOCKS = 2                 /* an arena with more takes mapped ones */
};

struct ArenaBlock {
  ArenaBlock *older;
  char *end;
  size_t mapped;    /* its size if it was mapped, 0 if it is malloc's */
  bool in_snapshot; /* not to be given back alone (snapshot.c) */
  _Alignas(ARENA_ALIGNMENT) char data[];
};

static size_t round_up(size_t n, size_t to) { return (n + to - 1) & ~(to - 1); }

/* A block of malloc's, zeroed. NULL: no room. */
static ArenaBlock *malloc_block(size_t bytes) {
  ArenaBlock *b = calloc(1, bytes);
  if (b)
    b->end = (char *)b + bytes;
  return b;
}

/* Zeroed room in large pages, all there at once: taking a page fault for each
   4 KB costs a parser of large programs a fifth of its time. The address is
   made a multiple of MAPPED_SIZE by giving back what is too much. NULL: no
   room. */
static ArenaBlock *map_block(size_t bytes) {
  size_t size = round_up(bytes, MAPPED_SIZE);
  char *p = mmap(NULL, size + MAPPED_SIZE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED)
    return NULL;
  size_t skip = round_up((uintptr_t)p, MAPPED_SIZE) - (uintptr_t)p;
  if (skip)
    munmap(p, skip);
  munmap(p + skip + size, MAPPED_SIZE - skip);
  ArenaBlock *b = (void *)(p + skip);
  madvise(b, size, MADV_HUGEPAGE);
  b->end = (char *)b + size;
  b->mapped = size;
  return b;
}

/* The same from a snapshot. */
static ArenaBlock *take_snapshot_block(struct Snapshot *snapshot, size_t bytes,
                                       size_t alignment) {
  size_t size = round_up(bytes, alignment);
  ArenaBlock *b = snapshot_block(snapshot, size, alignment);
  if (!b)
    return NULL;
  if (alignment == MAPPED_SIZE)
    madvise(b, size, MADV_HUGEPAGE);
  b->end = (char *)b + size;
  b->in_snapshot = true;
  return b;
}

static void free_block(ArenaBlock *b) {
  if (b)
    UNPOISON(b->data, (size_t)(b->end - b->data));
  if (!b || b->in_snapshot)
    return;
  if (b->mapped)
    munmap(b, b->mapped);
  else
    free(b);
}

/* Small compilations stay small: only an arena that has grown maps large pages. */
static bool has_many_blocks(const Arena *a) {
  int n = 0;
  for (const ArenaBlock *b = a->blocks; b && n < FEW_BLOCKS; b = b->older)
    n++;
  return n == FEW_BLOCKS;
}

/* Makes a block with room for at least `size` bytes the newest one. */
static void add_block(Arena *a, size_t size) {
  size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
  ArenaBlock *b = room == BLOCK_SIZE ? a->spare : NULL;
  if (b)
    a->spare = NULL;
  else if (a->snapshot)
    b = take_snapshot_block(a->snapshot, sizeof *b + room,
                            has_many_blocks(a) ? MAPPED_SIZE : PAGE_SIZE);
  else if (has_many_blocks(a))
    b = map_block(sizeof *b + room);
  else
    b = malloc_block(sizeof *b + room);
  if (!b) {
    fprintf(stderr, "escargo: out of memory (%zu bytes)\n", room);
    exit(2);
  }
  b->older = a->blocks;
  a->blocks = b;
  a->cur = b->data;
  a->end = b->end;
  POISON(b->data, (size_t)(b->end - b->data));
}

/* The whole truth of what arena_alloc_fixed does in the common case. */
void *arena_alloc(Arena *a, size_t size) {
  size =
      round_up(size ? size : 1, size < ARENA_ALIGNMENT ? 8 : ARENA_ALIGNMENT);
  char *p = a->cur
                ? (char *)round_up((uintptr_t)a->cur,
                                   size < ARENA_ALIGNMENT ? 8 : ARENA_ALIGNMENT)
                : NULL;
  if (!p || p > a->end || (size_t)(a->end - p) < size) {
    add_block(a, size);
    p = a->cur;
  }
  a->cur = p + size;
  a->total += size;
  UNPOISON(p, size);
  return p;
}

void *arena_alloc_array(Arena *a, size_t size, size_t n) {
  size_t bytes;
  ASSERT(!__builtin_mul_overflow(size, n, &bytes));
  return arena_alloc(a, bytes);
}

void *arena_copy(Arena *a, const void *from, size_t size) {
  void *p = arena_alloc(a, size);
  if (size)
    memcpy(p, from, size);
  return p;
}

char *arena_strndup(Arena *a, const char *s, size_t len) {
  char *p = arena_alloc(a, len + 1);
  if (len)
    memcpy(p, s, len);
  return p;
}

/* Prints twice: the first time for the length. */
char *arena_vprintf(Arena *a, const char *fmt, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int len = vsnprintf(NULL, 0, fmt, again);
  va_end(again);
  ASSERT(len >= 0);
  char *p = arena_alloc(a, (size_t)len + 1);
  vsnprintf(p, (size_t)len + 1, fmt, ap);
  return p;
}

char *arena_printf(Arena *a, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  char *p = arena_vprintf(a, fmt, ap);
  va_end(ap);
  return p;
}

/* Doubles an array. The old one is garbage until the arena is freed: all of them
   together are smaller than the last. */
void *arena_grow(Arena *a, const void *items, uint32_t *cap, size_t size) {
  uint32_t old = *cap;
  ASSERT(old < UINT32_MAX / 2);
  *cap = old ? old * 2 : 8;
  void *p = arena_alloc_array(a, size, *cap);
  if (old)
    memcpy(p, items, old * size);
  return p;
}

ArenaMark arena_mark(const Arena *a) {
  return (ArenaMark){.block = a->blocks, .cur = a->cur};
}

/* Zeroes what was handed out of [from, to): arena_alloc promises zeroes. */
static void wipe(char *from, char *to) {
  size_t n = (size_t)(to - from);
  UNPOISON(from, n);
  memset(from, 0, n);
  POISON(from, n);
}

/* Drops the newest block. One is kept for the next add_block: most scratch
   arenas are emptied by every release. */
static void drop_block(Arena *a) {
  ArenaBlock *b = a->blocks;
  a->blocks = b->older;
  if (!a->spare && b->end - b->data == BLOCK_SIZE) {
    wipe(b->data, a->cur);
    a->spare = b;
  } else {
    free_block(b);
  }
  a->cur = a->blocks ? a->blocks->end : NULL;
}

/* Zeroes what it takes back, for arena_alloc promises zeroes and does not look. */
void arena_release(Arena *a, ArenaMark mark) {
  while (a->blocks != mark.block)
    drop_block(a);
  if (a->blocks)
    wipe(mark.cur, a->cur);
  a->cur = mark.cur;
  a->end = a->blocks ? a->blocks->end : NULL;
}

/* The blocks change hands; nothing is copied, pointers stay valid. */
void arena_adopt(Arena *a, Arena *from) {
  if (from->blocks && !a->blocks) {
    a->blocks = from->blocks;
    a->cur = from->cur;
    a->end = from->end;
  } else if (from->blocks) { /* behind the newest block, which has room */
    ArenaBlock *oldest = from->blocks;
    while (oldest->older)
      oldest = oldest->older;
    oldest->older = a->blocks->older;
    a->blocks->older = from->blocks;
  }
  a->total += from->total;
  free_block(from->spare);
  *from = (Arena){.snapshot = from->snapshot};
}

void arena_free(Arena *a) {
  arena_release(a, (ArenaMark){0});
  free_block(a->spare);
  *a = (Arena){.snapshot = a->snapshot};
}
