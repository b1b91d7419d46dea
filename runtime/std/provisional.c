/*
 * provisional.c - library functions that the scheduler and the collector will
 * define themselves (issues 4 and 5): the simplest correct versions for one
 * thread. Waiting is asking again after the others have run.
 */
#include <time.h>

#include "std.h"

static int64_t clock_ns(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return t.tv_sec * 1000000000 + t.tv_nsec;
}

STD(int64_t, nanotime, (void), "runtime.nanotime") {
  return clock_ns(CLOCK_MONOTONIC);
}
STD_ALSO(int64_t, sync_nanotime, (void), "sync.runtime_nanotime",
         "runtime.nanotime")

STD(void, walltime, (int64_t *sec, int32_t *nsec), "runtime.walltime") {
  int64_t now = clock_ns(CLOCK_REALTIME);
  *sec = now / 1000000000;
  *nsec = (int32_t)(now % 1000000000);
}

STD(void, semacquire, (uint32_t *s), "sync.runtime_Semacquire") {
  while (*s == 0) {
    rt_gosched();
  }
  --*s;
}
STD_ALSO(void, poll_semacquire, (uint32_t *s),
         "internal/poll.runtime_Semacquire", "sync.runtime_Semacquire")
STD(void, semacquire_mutex, (uint32_t *s, bool lifo, int64_t skip),
    "sync.runtime_SemacquireMutex") {
  (void)lifo, (void)skip;
  std_semacquire(s);
}
STD(void, semrelease, (uint32_t *s, bool handoff, int64_t skip),
    "sync.runtime_Semrelease") {
  (void)handoff, (void)skip;
  ++*s;
}
STD(void, poll_semrelease, (uint32_t *s), "internal/poll.runtime_Semrelease") {
  ++*s;
}

/* sync.notifyList: tickets are served in order. */
typedef struct NotifyList {
  uint32_t wait, notify;
} NotifyList;

STD(void, notify_check, (uintptr_t size), "sync.runtime_notifyListCheck") {
  (void)size;
}
STD(uint32_t, notify_add, (NotifyList * l), "sync.runtime_notifyListAdd") {
  return l->wait++;
}
STD(void, notify_wait, (NotifyList * l, uint32_t ticket),
    "sync.runtime_notifyListWait") {
  while ((int32_t)(l->notify - ticket) <= 0) {
    rt_gosched();
  }
}
STD(void, notify_all, (NotifyList * l), "sync.runtime_notifyListNotifyAll") {
  l->notify = l->wait;
}
STD(void, notify_one, (NotifyList * l), "sync.runtime_notifyListNotifyOne") {
  if (l->notify != l->wait) {
    l->notify++;
  }
}

STD(bool, can_spin, (int64_t i), "sync.runtime_canSpin") {
  (void)i;
  return false;
}
STD(void, do_spin, (void), "sync.runtime_doSpin") {}
STD(int64_t, proc_pin, (void), "sync.runtime_procPin") { return 0; }
STD(void, proc_unpin, (void), "sync.runtime_procUnpin") {}
STD_ALSO(int64_t, atomic_proc_pin, (void), "sync/atomic.runtime_procPin",
         "sync.runtime_procPin")
STD_ALSO(void, atomic_proc_unpin, (void), "sync/atomic.runtime_procUnpin",
         "sync.runtime_procUnpin")

STD(int64_t, gomaxprocs, (int64_t n), "runtime.GOMAXPROCS") {
  (void)n;
  return 1;
}
STD(int64_t, num_cpu, (void), "runtime.NumCPU") { return 1; }
STD(void, lock_thread, (void), "runtime.LockOSThread") {}
STD(void, unlock_thread, (void), "runtime.UnlockOSThread") {}
STD(void, enter_syscall, (void), "runtime.entersyscall") {}
STD(void, exit_syscall, (void), "runtime.exitsyscall") {}

STD(void, sleep, (int64_t ns), "time.Sleep") {
  int64_t end = std_nanotime() + ns;
  while (std_nanotime() < end) {
    rt_gosched();
  }
}
STD(void, start_timer, (void *t), "time.startTimer") {
  (void)t;
  rt_fatal("timers are not supported yet");
}
STD(bool, stop_timer, (void *t), "time.stopTimer") {
  (void)t;
  return false;
}
STD(bool, reset_timer, (void *t, int64_t when), "time.resetTimer") {
  (void)t, (void)when;
  rt_fatal("timers are not supported yet");
}
STD(void, mod_timer, (void *t), "time.modTimer") {
  (void)t;
  rt_fatal("timers are not supported yet");
}

STD(void, gc, (void), "runtime.GC") {}
STD(void, set_finalizer, (RtType * t, void *p, RtType *ft, void *f),
    "runtime.SetFinalizer") {
  (void)t, (void)p, (void)ft, (void)f;
}
