/*
 * sched.c - the scheduler under the names by which Go's own packages sync,
 * time, internal/poll and runtime know it: functions without a body there,
 * whose symbols are defined here.
 *
 *   sync.(*Mutex).Lock, contended
 *     -> runtime_SemacquireMutex(&m.sema, lifo, skip)
 *     -> sync_semacquire_mutex here -> rt_semacquire
 *
 * `skip` counts calls that profiles leave out: Mutex.lockSlow, say, so that a
 * wait shows at Mutex.Lock.
 */
#include "std.h"

enum {
  MAX_SPINS = 4,
  PAUSES = 30
};

/* ----------------------------------------------------------------- sync -- */

STD(void, sync_semacquire, (uint32_t *s), "sync.runtime_Semacquire") {
  rt_semacquire_timed(s, false, (SemaProfile){.is_timed = true});
}
STD(void, sync_semacquire_mutex, (uint32_t *s, bool lifo, int64_t skip),
    "sync.runtime_SemacquireMutex") {
  rt_semacquire_timed(s, lifo, (SemaProfile){skip, true, true});
}
STD(void, sync_semrelease, (uint32_t *s, bool handoff, int64_t skip),
    "sync.runtime_Semrelease") {
  rt_semrelease_timed(s, handoff, skip);
}
STD(void, poll_semacquire, (uint32_t *s), "internal/poll.runtime_Semacquire") {
  rt_semacquire(s, false, WAIT_SEMACQUIRE);
}
STD(void, poll_semrelease, (uint32_t *s), "internal/poll.runtime_Semrelease") {
  rt_semrelease(s, false);
}

STD(uint32_t, sync_notify_add, (RtNotifyList * l),
    "sync.runtime_notifyListAdd") {
  return rt_notify_add(l);
}
STD(void, sync_notify_wait, (RtNotifyList * l, uint32_t ticket),
    "sync.runtime_notifyListWait") {
  rt_notify_wait(l, ticket);
}
STD(void, sync_notify_all, (RtNotifyList * l),
    "sync.runtime_notifyListNotifyAll") {
  rt_notify_all(l);
}
STD(void, sync_notify_one, (RtNotifyList * l),
    "sync.runtime_notifyListNotifyOne") {
  rt_notify_one(l);
}
/* sync says how large its own notifyList is: Go and C must agree. */
STD(void, sync_notify_check, (uint64_t size), "sync.runtime_notifyListCheck") {
  RT_CHECK(size == sizeof(RtNotifyList));
}

/* Spinning helps only while the owner runs, on another processor, and there
   is nothing better to do on this one. */
STD(bool, sync_can_spin, (int64_t i), "sync.runtime_canSpin") {
  int32_t others = rt_num_ps() -
                   __atomic_load_n(&rt_sched.nidle_ps, __ATOMIC_RELAXED) -
                   __atomic_load_n(&rt_sched.spinning, __ATOMIC_RELAXED) - 1;
  return i < MAX_SPINS && rt_os_cpus() > 1 && others > 0 &&
         rt_runq_is_empty(rt_getp());
}
STD(void, sync_do_spin, (void), "sync.runtime_doSpin") { rt_spin(PAUSES); }
STD(int64_t, sync_nanotime, (void), "sync.runtime_nanotime") {
  return rt_nanotime();
}

/* Between pin and unpin the goroutine keeps its P: nothing in between may
   block. */
static int64_t pin(void) {
  M *m = rt_getg()->m;
  m->locks++;
  return m->p->id;
}
static void unpin(void) { rt_getg()->m->locks--; }

STD(int64_t, sync_pin, (void), "sync.runtime_procPin") { return pin(); }
STD(void, sync_unpin, (void), "sync.runtime_procUnpin") { unpin(); }
STD(int64_t, atomic_pin, (void), "sync/atomic.runtime_procPin") {
  return pin();
}
STD(void, atomic_unpin, (void), "sync/atomic.runtime_procUnpin") { unpin(); }

/* ----------------------------------------------------------------- time -- */

STD(void, time_sleep, (int64_t ns), "time.Sleep") { rt_sleep(ns); }
STD(void, time_start, (RtTimer * t), "time.startTimer") { rt_add_timer(t); }
STD(bool, time_stop, (RtTimer * t), "time.stopTimer") {
  return rt_delete_timer(t);
}
/* Whether t was pending; in either case it is, now. */
STD(bool, time_reset, (RtTimer * t, int64_t when), "time.resetTimer") {
  bool was_pending = rt_delete_timer(t);
  t->when = when;
  rt_add_timer(t);
  return was_pending;
}
/* Sets everything at once; t need not be pending. */
STD(void, time_modify,
    (RtTimer * t, int64_t when, int64_t period, const RtFuncVal *fn,
     const RtType *type, void *data, uintptr_t seq),
    "time.modTimer") {
  rt_delete_timer(t);
  t->when = when;
  t->period = period;
  t->fn = fn;
  t->arg = (RtEface){type, data};
  t->seq = seq;
  rt_add_timer(t);
}

/* -------------------------------------------------------------- runtime -- */

STD(int64_t, go_nanotime, (void), "runtime.nanotime") { return rt_nanotime(); }
/* Part of time.now, which runtime/pkg/runtime/std.go puts together. */
STD(void, go_walltime, (int64_t *sec, int32_t *ns), "runtime.walltime") {
  *sec = rt_walltime(ns);
}
