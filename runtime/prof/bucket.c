/*
 * bucket.c - a table of stacks, each with its counts.
 *
 *   hash(kind, size, stack) -> bucket -> bucket -> ...      by same_hash
 *   list of a kind          -> bucket -> bucket -> ...      by next
 *
 * Buckets are added and never taken away, so that reading needs no lock: a
 * bucket is complete before it is linked.
 */
#include <string.h>

#include "../sched/sched.h"
#include "prof.h"

enum {
  SLOTS = 1 << 14
};

static struct {
  uintptr_t lock; /* of who adds */
  Bucket **slots; /* SLOTS of them; NULL: nothing has been recorded yet */
  Bucket *all[PROF_KINDS];
} table;

static uint64_t mix(uint64_t hash, uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
  return hash ^ hash >> 29;
}

static uint64_t hash_of(StackKey k) {
  uint64_t hash = mix(k.kind, k.size);
  for (uint32_t i = 0; i < k.depth; i++) {
    hash = mix(hash, k.stack[i]);
  }
  return hash;
}

static bool is_of(const Bucket *b, StackKey k, uint64_t hash) {
  return b->hash == hash && b->kind == k.kind && b->size == k.size &&
         b->depth == k.depth &&
         memcmp(b->stack, k.stack, k.depth * sizeof *k.stack) == 0;
}

static Bucket *find(Bucket *const *slot, StackKey k, uint64_t hash) {
  Bucket *b = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
  while (b && !is_of(b, k, hash)) {
    b = b->same_hash;
  }
  return b;
}

/* With the lock held. */
static Bucket *add(Bucket **slot, StackKey k, uint64_t hash) {
  uint64_t size = sizeof(Bucket) + k.depth * sizeof *k.stack;
  Bucket *b = rt_persistent_alloc(size, RT_WORD, &rt_mem.buckhash_sys);
  b->kind = k.kind;
  b->size = k.size;
  b->hash = hash;
  b->depth = k.depth;
  memcpy(b->stack, k.stack, k.depth * sizeof *k.stack);
  b->same_hash = *slot;
  b->next = table.all[k.kind];
  __atomic_store_n(slot, b, __ATOMIC_RELEASE);
  __atomic_store_n(&table.all[k.kind], b, __ATOMIC_RELEASE);
  return b;
}

static void make_table(void) {
  rt_lock(&table.lock);
  if (!table.slots) {
    Bucket **slots = rt_sys_alloc(SLOTS * sizeof *slots, &rt_mem.buckhash_sys);
    __atomic_store_n(&table.slots, slots, __ATOMIC_RELEASE);
  }
  rt_unlock(&table.lock);
}

Bucket *rt_bucket(StackKey k) {
  if (!__atomic_load_n(&table.slots, __ATOMIC_ACQUIRE)) {
    make_table();
  }
  uint64_t hash = hash_of(k);
  Bucket **slot = &table.slots[hash % SLOTS];
  Bucket *b = find(slot, k, hash);
  if (b) {
    return b;
  }
  rt_lock(&table.lock);
  b = find(slot, k, hash); /* somebody else was faster */
  if (!b) {
    b = add(slot, k, hash);
  }
  rt_unlock(&table.lock);
  return b;
}

Bucket *rt_buckets(ProfKind kind) {
  return __atomic_load_n(&table.all[kind], __ATOMIC_ACQUIRE);
}
