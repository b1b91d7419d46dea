/*
 * prof.h - profiles: which stacks allocate, wait for each other, use the
 * processor.
 *
 *   memory.c   samples of allocations, and whether the objects still live
 *   block.c    time that goroutines wait: block and mutex profiles
 *   bucket.c   counts of the two, by stack
 *   cpu.c      where the program is when a timer's signal arrives
 *   stack.c    stacks, as these three record them
 *
 * Programs that cannot read a profile do not pay for it: memory.c is linked if
 * runtime.MemProfile is, and gives the allocator its MemSampler as the process
 * starts; the others begin when they are told to.
 *
 * Stacks are lists of what runtime.Callers yields, innermost call first
 * (std/symtab.c): a return address, and in its upper bits which of the
 * functions that are inlined there. Those of memory profiles are recorded as
 * mere return addresses, which is faster, and expanded when somebody reads.
 *
 * An example, of main.f inlined into main.g, which main calls:
 *
 *   recorded   0x401234  0x401300                  g's newobject, main's call
 *   expanded   1:0x401234 (f)  2:0x401234 (g)  1:0x401300 (main)
 */
#ifndef RUNTIME_PROF_PROF_H
#define RUNTIME_PROF_PROF_H

#include "../mem/mem.h"

enum {
  PROF_DEPTH = 32 /* of the stacks in Go's records */
};

typedef enum ProfKind {
  PROF_MEMORY,
  PROF_BLOCK,
  PROF_MUTEX,
  PROF_KINDS
} ProfKind;

/* Samples of one cycle of the collector, or of several. */
typedef struct MemCounts {
  uint64_t allocs, frees, alloc_bytes, free_bytes;
} MemCounts;

enum {
  MEM_CYCLES = 3
};

/* What is counted for a stack: memory: of objects of one size. Never freed. */
typedef struct Bucket {
  struct Bucket *same_hash, *next; /* next: of all that have this kind */
  uint64_t hash, size;
  union {
    struct {
      MemCounts visible, future[MEM_CYCLES]; /* see memory.c */
    } memory;
    struct {
      double count;
      int64_t ns;
    } wait;
  } u;
  ProfKind kind;
  uint32_t depth;
  uintptr_t stack[];
} Bucket;

/* ---------------------------------------------------------- bucket.c -- */

/* A stack to look up. */
typedef struct StackKey {
  ProfKind kind;
  uint32_t depth;
  uint64_t size;
  const uintptr_t *stack;
} StackKey;

/* That of the stack; a new one has counts of 0. */
Bucket *rt_bucket(StackKey key);
/* All of a kind, newest first, by Bucket.next: others may add in front. */
Bucket *rt_buckets(ProfKind kind);

/* ---------------------------------------------------------- memory.c -- */

extern const MemSampler rt_memory_sampler;

/* ----------------------------------------------------------- stack.c -- */

/* Return addresses above the caller's frame, from the innermost in Go code
   on. */
uint32_t rt_go_stack(uintptr_t *out, uint32_t max);
/* The same from the frame at fp of g's stack on, with C code. */
uint32_t rt_stack_from(const G *g, const uintptr_t *fp, uintptr_t *out,
                       uint32_t max);
/* Writes Go's numbers for return addresses, at most PROF_DEPTH of them, less
   the first `skip`; zeros behind, if fewer. How many there are. */
uint32_t rt_stack_record(const uintptr_t *stack, uint32_t depth, int64_t skip,
                         uintptr_t *out);

/* ------------------------------------------------------ std/symtab.c -- */

/* Numbers of the calls that have names in Go, of a return address. What is a
   number already stands for itself. */
int64_t rt_expand_call(uintptr_t pc, int64_t *skip, uintptr_t *out,
                       int64_t max);

#endif
