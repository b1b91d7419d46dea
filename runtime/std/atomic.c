/*
 * atomic.c - package sync/atomic.
 *
 * Every operation is sequentially consistent, as Go's memory model wants it.
 * The code generator has instructions for calls by name; these functions are
 * what func values and go:linkname reach.
 *
 *   atomic.AddInt32(&x, 1)   ->   "sync/atomic.AddInt32"
 */
#include "std.h"

#define ORDER __ATOMIC_SEQ_CST

/* Counted as Go's code, so that an address that is nil is a panic. */
#define IN_GO __attribute__((section("go_text")))

/* The operations that all types have. */
#define ATOMIC(T, name)                                                        \
  STD(IN_GO T, load_##name, (T * p), "sync/atomic.Load" #name) {               \
    return __atomic_load_n(p, ORDER);                                          \
  }                                                                            \
  STD(IN_GO void, store_##name, (T * p, T v), "sync/atomic.Store" #name) {     \
    __atomic_store_n(p, v, ORDER);                                             \
  }                                                                            \
  STD(IN_GO T, swap_##name, (T * p, T v), "sync/atomic.Swap" #name) {          \
    return __atomic_exchange_n(p, v, ORDER);                                   \
  }                                                                            \
  STD(IN_GO bool, cas_##name, (T * p, T old, T v),                             \
      "sync/atomic.CompareAndSwap" #name) {                                    \
    return __atomic_compare_exchange_n(p, &old, v, false, ORDER, ORDER);       \
  }

/* And those of numbers. */
#define ATOMIC_NUMBER(T, name)                                                 \
  ATOMIC(T, name)                                                              \
  STD(IN_GO T, add_##name, (T * p, T v), "sync/atomic.Add" #name) {            \
    return __atomic_add_fetch(p, v, ORDER);                                    \
  }

ATOMIC_NUMBER(int32_t, Int32)
ATOMIC_NUMBER(int64_t, Int64)
ATOMIC_NUMBER(uint32_t, Uint32)
ATOMIC_NUMBER(uint64_t, Uint64)
ATOMIC_NUMBER(uintptr_t, Uintptr)
ATOMIC(void *, Pointer)

/* What sync.Pool uses of runtime/internal/atomic. */
STD(uintptr_t, load_acq, (uintptr_t *p),
    "runtime/internal/atomic.LoadAcquintptr") {
  return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}
STD(void, store_rel, (uintptr_t *p, uintptr_t v),
    "runtime/internal/atomic.StoreReluintptr") {
  __atomic_store_n(p, v, __ATOMIC_RELEASE);
}
