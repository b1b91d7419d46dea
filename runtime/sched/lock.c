/*
 * lock.c - locks and notes of the runtime, on futexes.
 *
 * A lock is 0 free, 1 held, 2 held while some may sleep: only the last one
 * costs its owner a system call. Before it sleeps a thread spins a little,
 * since sections are short.
 *
 * A note is a single event: 0, then 1 once it has happened. Sleeping resets
 * it, for the same thread to wait again.
 *
 *   T1 locks: 0 -> 1
 *   T2 locks: spins, 1 -> 2, sleeps
 *   T1 unlocks: 2 -> 0, wakes T2
 *   T2: 0 -> 2, has it; 2, since it cannot know whether others sleep
 */
#include "sched.h"

enum {
  SPINS = 4,
  PAUSES = 30
};

void rt_spin(int rounds) {
  for (int i = 0; i < rounds; i++) {
    __builtin_ia32_pause();
  }
}

static uint32_t *futex_of(uintptr_t *l) { return (uint32_t *)l; }

/* The lock was not free. Spinning is of no use on a single processor. */
void rt_lock_slow(uintptr_t *l) {
  for (int i = 0; i < SPINS && rt_os_cpus() > 1; i++) {
    uintptr_t free = 0;
    if (__atomic_compare_exchange_n(l, &free, 1, false, __ATOMIC_ACQUIRE,
                                    __ATOMIC_RELAXED)) {
      return;
    }
    rt_spin(PAUSES);
  }
  while (__atomic_exchange_n(l, 2, __ATOMIC_ACQUIRE) != 0) {
    rt_os_futex_wait(futex_of(l), 2, -1);
  }
}

void rt_unlock_slow(uintptr_t *l) { rt_os_futex_wake(futex_of(l), 1); }

void rt_note_sleep(uint32_t *note) {
  while (__atomic_exchange_n(note, 0, __ATOMIC_ACQUIRE) == 0) {
    rt_os_futex_wait(note, 0, -1);
  }
}

bool rt_note_sleep_for(uint32_t *note, int64_t ns) {
  int64_t end = rt_nanotime() + ns;
  while (__atomic_exchange_n(note, 0, __ATOMIC_ACQUIRE) == 0) {
    int64_t left = end - rt_nanotime();
    if (left <= 0) {
      return false;
    }
    rt_os_futex_wait(note, 0, left);
  }
  return true;
}

void rt_note_wake(uint32_t *note) {
  __atomic_store_n(note, 1, __ATOMIC_RELEASE);
  rt_os_futex_wake(note, 1);
}
