/*
 * sched.h - goroutines, threads and the right to run Go code.
 *
 *   G  a goroutine (rt.h)
 *   M  a thread of the system; runs one G at a time
 *   P  a licence to run Go code, with a queue of runnable Gs
 *
 * An M needs a P to run Gs, so the number of Ps (GOMAXPROCS) bounds what runs
 * at once while threads may be blocked in the kernel beside that.
 *
 *   go f() --> P.runnext --> P.runq --(full: half of it)--> sched.global
 *                   '----------'---> schedule() <---------------'
 *                                        ^ '-- half the queue of another P
 *
 * schedule() runs on the thread's own stack, that of M.g0; goroutines get
 * there by rt_mcall, never the other way round. A G that waits is in no queue:
 * whoever will wake it has it in a Sudog.
 *
 * Nobody may be forgotten: whoever makes a G runnable while a P is idle and no
 * M is looking for work ("spinning") wakes one up; the last M that stops
 * looking looks once more at everything after it has said so (thread.c).
 *
 * Order of locks: worldsema, then a semaphore's or a channel's, then a P's
 * timers, then sched.lock. Code in C that runs on a goroutine is not
 * pre-empted (preempt.c), so a lock is never held by one that is off the CPU.
 */
#ifndef RUNTIME_SCHED_SCHED_H
#define RUNTIME_SCHED_SCHED_H

#include "../rt.h"

enum {
  RUNQ_SIZE = 256,
  MAX_PS = 1024,
  MAX_MS = 10000
};

/* ----------------------------------------------------------- fibers -- */

/* ThreadSanitizer must be told when the stack changes. A thread's own stack
   and the goroutines it runs are ordered: they share the M and its P. */
#if defined(__SANITIZE_THREAD__)
#define RT_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RT_TSAN 1
#endif
#endif
#ifdef RT_TSAN
#include <sanitizer/tsan_interface.h>
/* For functions on the thread's stack that never return: they must not count
   as being called, since they are, again and again. */
#define RT_ENDLESS __attribute__((disable_sanitizer_instrumentation))
/* For a new life: what the last one left unfinished (panics) is forgotten. */
RT_INLINE void rt_fiber_init(G *g) {
  if (g->fiber) {
    __tsan_destroy_fiber(g->fiber);
  }
  g->fiber = __tsan_create_fiber(0);
}
RT_INLINE void rt_fiber_adopt(G *g) { g->fiber = __tsan_get_current_fiber(); }
RT_INLINE void rt_fiber_switch(G *g) { __tsan_switch_to_fiber(g->fiber, 0); }
#else
#define RT_ENDLESS
RT_INLINE void rt_fiber_init(G *g) { (void)g; }
RT_INLINE void rt_fiber_adopt(G *g) { (void)g; }
RT_INLINE void rt_fiber_switch(G *g) { (void)g; }
#endif

typedef struct GQueue {
  G *first, *last; /* by G.next */
  uint64_t n;
} GQueue;

typedef enum PStatus {
  P_IDLE,    /* in sched.idle_ps */
  P_RUNNING, /* an M has it */
  P_SYSCALL, /* its M is in the kernel; any other may take it by CAS */
  P_STOPPED, /* the world stands still */
  P_RETIRED  /* beyond GOMAXPROCS */
} PStatus;

/* A function that runs at a time; the layout is that of package time. */
typedef struct RtTimer {
  struct P *p; /* in whose heap it is; NULL: in none */
  int64_t when, period;
  const RtFuncVal *fn; /* func(arg any, seq uintptr) */
  RtEface arg;
  uintptr_t seq;
  int64_t next_when; /* package time's; not used */
  uint32_t index;    /* in the heap */
} RtTimer;

/* A heap by RtTimer.when, each node with four children. */
typedef struct Timers {
  uintptr_t lock;
  RtTimer **heap;
  uint32_t n, cap;
  int64_t first; /* when of heap[0]; 0: empty; read without the lock */
} Timers;

/* head: next to take, by anybody with a compare-and-swap; tail: next free
   slot, only the owner writes it. Both count up for ever. */
typedef struct P {
  uint32_t head, tail;
  G *runnext; /* made runnable by the running G: it goes first */
  G *runq[RUNQ_SIZE];
  uint32_t status;       /* PStatus */
  uint32_t tick;         /* counts what it has run, */
  uint32_t syscall_tick; /* and system calls */
  bool preempt;          /* its goroutine is asked to yield */
  int32_t id;
  struct M *m;
  struct P *next;           /* among the idle */
  GQueue dead;              /* Gs with stacks, for the next `go` */
  int64_t made, ended;      /* goroutines */
  uint64_t next_id, end_id; /* ids for the next ones */
  struct Mcache *mcache;    /* the allocator's, made with the P */
  Timers timers;
  struct { /* what sysmon saw last, and when */
    uint32_t tick, syscall_tick;
    int64_t when, syscall_when;
  } seen;
} P;

typedef struct M {
  G g0;            /* stands for the thread's own stack; id 0 */
  uintptr_t g0_sp; /* top of what the scheduler may use of it */
  G *curg;         /* whom it runs; NULL in the scheduler */
  P *p;
  P *nextp;               /* given by who wakes it */
  P *oldp;                /* that it had before a system call */
  void (*commit)(void *); /* of a park: runs when the G has left its stack */
  void *commit_arg;
  int32_t locks; /* over 0: not pre-empted */
  uint32_t id;
  int32_t tid;
  uint32_t park;  /* note it sleeps on */
  bool spinning;  /* looks for work, not found any yet */
  bool help;      /* woken to help: see rt_parallel */
  G *locked_g;    /* LockOSThread: the only one it runs */
  struct M *next; /* among the idle */
  struct M *all_next;
  uint32_t random;
  int32_t print_locks;
  void (*start)(void); /* what a new thread does */
  bool ends;           /* the thread is about to: see rt_end_m */
  void *signal_stack;
  uintptr_t end[8]; /* where the thread ends: see rt_end_m */
} M;

/* A goroutine in the queue of a channel; it lies on the stack of
   that goroutine. */
typedef struct Sudog {
  G *g;
  struct Sudog *next, *prev;
  void *elem; /* value to send, where to receive, or NULL */
  RtHchan *c;
  bool is_select; /* one of several: see G.select_done */
  bool success;   /* woken by a partner, not by close */
} Sudog;

/* The same for a semaphore or notify list (sema.c). */
typedef struct Waiter {
  G *g;
  const uint32_t *addr;
  struct Waiter *next; /* first waiter of another address, or in the list */
  struct Waiter *more; /* of the same address */
  struct Waiter *last; /* of those; kept in the first */
  uint32_t ticket;     /* notify list: its number; semaphore: 1 passes */
  int64_t since;       /* mutex profile: when it came to be the first */
} Waiter;

/* sync.notifyList: what a sync.Cond waits in. */
typedef struct RtNotifyList {
  uint32_t wait, notify; /* next ticket to give out, to be woken */
  uintptr_t lock;
  Waiter *first, *last;
} RtNotifyList;

/* What all threads share. Lists are under `lock`; counters that are read
   without it are changed by atomic operations. */
typedef struct Sched {
  uintptr_t lock;
  GQueue global;
  G *all_first, *all_last;
  uint64_t last_id;
  GQueue dead; /* that no P keeps */

  P *ps[MAX_PS];
  int32_t nps; /* GOMAXPROCS */
  P *idle_ps;
  int32_t nidle_ps;
  int32_t spinning; /* Ms that are */

  M m0;
  M *all_ms, *idle_ms;
  int32_t nms, nidle_ms;
  M *dead_ms; /* whose threads have ended: used again */
  int32_t ndead_ms;
  int32_t max_ms;       /* debug.SetMaxThreads */
  int32_t nidle_locked; /* wait for their locked G */
  int32_t nsystem;      /* sysmon and the like: never run Go code */

  uint32_t stopping; /* the world stops, or stands */
  int32_t stop_wait; /* Ps still to stop */
  uint32_t stop_note;

  M *poller;             /* sleeps until a timer is due, */
  int64_t poll_until;    /* which is then; 0: none sleeps */
  bool poller_in_kernel; /* in epoll_wait, not on its note */
  uint32_t sysmon_waits;
  uint32_t sysmon_note;
  int64_t start; /* time of the process' start, for schedtrace */
  RtFuncVal main_fn;
} Sched;
extern Sched rt_sched;

/* Which P an M has, and with it the allocator's cache. */
RT_INLINE P *rt_getp(void) { return rt_getg()->m->p; }

/* ------------------------------------------------------------ lock.c -- */

/* Short sections that never park; a word, 0 when free, 2 if some wait. */
void rt_lock_slow(uintptr_t *l);
void rt_unlock_slow(uintptr_t *l);
RT_INLINE void rt_lock(uintptr_t *l) {
  uintptr_t free = 0;
  if (RT_UNLIKELY(!__atomic_compare_exchange_n(
          l, &free, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))) {
    rt_lock_slow(l);
  }
}
RT_INLINE void rt_unlock(uintptr_t *l) {
  if (RT_UNLIKELY(__atomic_exchange_n(l, 0, __ATOMIC_RELEASE) == 2)) {
    rt_unlock_slow(l);
  }
}

/* A thread sleeps until somebody wakes the note, maybe before it sleeps. */
void rt_note_sleep(uint32_t *note);
/* The same for at most ns; false: nobody woke it. */
bool rt_note_sleep_for(uint32_t *note, int64_t ns);
void rt_note_wake(uint32_t *note);
void rt_spin(int rounds); /* of a pause instruction */

/* ------------------------------------------------------------ runq.c -- */

/* Queues g; `next`: in front, and who was there goes to the end. What does
   not fit any more is moved to `overflow`. Only for the owner of p. */
void rt_runq_put(P *p, G *g, bool next, GQueue *overflow);
G *rt_runq_get(P *p);      /* NULL: empty */
G *rt_runq_get_ring(P *p); /* the same without runnext */
bool rt_runq_is_empty(const P *p);
/* Moves half of what `from` has to p, and yields one of them. */
G *rt_runq_steal(P *p, P *from, bool take_next);
void rt_gqueue_push(GQueue *q, G *g);
G *rt_gqueue_pop(GQueue *q);
void rt_gqueue_append(GQueue *q, GQueue *more); /* empties `more` */

/* ------------------------------------------------------------ proc.c -- */

/* Gives up the thread until rt_ready. commit(arg), if any, runs when the
   goroutine has left its stack: it releases the lock under which it queued. */
void rt_park(void (*commit)(void *), void *arg, WaitReason why);
void rt_ready(G *g);
void rt_ready_all(GQueue *q);
/* In their order; empties q. The calling thread may be one without a P. */
void rt_ready_batch(GQueue *q);
/* Behind all others. The calling thread may be one without a P. */
void rt_ready_last(G *g);
void rt_put_global(GQueue *q); /* empties q */
void rt_preempted(void);       /* what rt_async_preempt calls */
void rt_yield(void);           /* to those in the P's own queue */
/* Continues with fn on the thread's stack; returns when g runs again. */
void rt_mcall_to(G *g, void (*fn)(void));
G *rt_new_g(void); /* with a stack; in the list of all */
/* For schedule.c: g has left its stack; the thread's own one takes over. */
M *rt_leave(GStatus status, G **left);

/* -------------------------------------------------------- schedule.c -- */

RT_ENDLESS void rt_schedule(M *m) __attribute__((noreturn));
RT_ENDLESS void rt_execute(M *m, G *g) __attribute__((noreturn));

/* ---------------------------------------------------------- thread.c -- */

/* With sched.lock held. */
void rt_put_idle_p(P *p);
P *rt_get_idle_p(void);
void rt_put_idle_m(M *m);
void rt_check_deadlock(void);

void rt_acquire_p(M *m, P *p);
P *rt_release_p(M *m);
/* Runs p (NULL: an idle one) on some M; `spinning` has been counted. */
void rt_start_m(P *p, bool spinning);
void rt_stop_m(M *m);     /* sleeps until given a P */
void rt_wait_for_p(M *m); /* the same for one already among the idle */
void rt_give_p(M *m, P *p);
void rt_wake_p(void);   /* another M, if a P is idle and nobody spins */
void rt_hand_off(P *p); /* its M is blocked: another one takes it */
/* A thread that never has a P. */
void rt_start_system_thread(void (*fn)(void));
M *rt_sleeping_m(void); /* NULL: none; sched.lock held */
/* The poller is to look again when to wake up; sched.lock held. */
void rt_wake_poller(void);
/* m's goroutine is locked to it: sleeps until rt_start_locked finds it
   runnable. That gives m the P of the caller, and sleeps itself. */
void rt_stop_locked(M *m);
void rt_start_locked(M *m, G *g);
void rt_unlock_thread(G *g, M *m);
/* m's goroutine has ended without giving up its thread, whose state nobody
   else may inherit: the thread ends, too. */
RT_ENDLESS void rt_end_m(M *m) __attribute__((noreturn));
int64_t rt_set_max_threads(int64_t n); /* what it was */

/* ----------------------------------------------------------- world.c -- */

P *rt_new_p(int32_t id, struct Mcache *mcache);
/* Sets the number of Ps, world stopped; list by P.next of those with work. */
P *rt_resize_ps(int32_t n);
void rt_stop_for_world(M *m); /* gives its P to who stops the world */
void rt_stop_p(P *p);         /* has stopped; sched.lock held */
void rt_run_help(M *m);

/* ----------------------------------------------------------- timer.c -- */

bool rt_run_timers(P *p, int64_t now); /* whether any was due */
int64_t rt_first_timer(void);          /* over all Ps; 0: none */
void rt_move_timers(P *from, P *to);   /* world stopped */
void rt_add_timer(RtTimer *t);
void rt_timer_added(int64_t when); /* wakes who sleeps until later */
bool rt_delete_timer(RtTimer *t);  /* whether it was pending */
void rt_sleep(int64_t ns);

/* ---------------------------------------------------------- trace.c -- */

void rt_sched_trace(bool detailed);

/* --------------------------------------------------------- preempt.c -- */

void rt_preempt_p(P *p); /* asks the goroutine on p to yield */
void rt_preempt_all(void);

/* ---------------------------------------------------------- sysmon.c -- */

void rt_start_sysmon(void);
void rt_wake_sysmon(void);

/* ------------------------------------------------------------ sema.c -- */

void rt_semacquire(uint32_t *addr, bool lifo, WaitReason why);
void rt_semrelease(uint32_t *addr, bool handoff);
/* How many wait in the same row of the table. */
uint32_t rt_sema_waiters(const uint32_t *addr);
/* How a wait shows in profiles. */
typedef struct SemaProfile {
  int64_t skip;  /* calls above that are left out */
  bool is_timed; /* in the block profile */
  bool is_mutex; /* in that of who releases it, too */
} SemaProfile;
/* The same for programs' own semaphores. */
void rt_semacquire_timed(uint32_t *addr, bool lifo, SemaProfile prof);
void rt_semrelease_timed(uint32_t *addr, bool handoff, int64_t skip);
uint32_t rt_notify_add(RtNotifyList *l);
void rt_notify_wait(RtNotifyList *l, uint32_t ticket);
void rt_notify_one(RtNotifyList *l);
void rt_notify_all(RtNotifyList *l);

/* Who wants to know of waits (prof/block.c); NULL: nobody. ns is how long one
   took, skip how many calls of Go code are left out of its stack. */
typedef struct WaitWatch {
  void (*waited)(int64_t ns, int64_t skip);   /* by who did */
  void (*released)(int64_t ns, int64_t skip); /* by who let another go on */
} WaitWatch;
extern WaitWatch rt_waits;
/* Around a wait: when it began, 0 if nobody wants to know. */
RT_INLINE int64_t rt_wait_begins(void) {
  return RT_UNLIKELY(rt_waits.waited) ? rt_nanotime() : 0;
}
RT_INLINE void rt_wait_ends(int64_t began, int64_t skip) {
  if (RT_UNLIKELY(began)) {
    rt_waits.waited(rt_nanotime() - began, skip);
  }
}

/* ------------------------------------------------------------ chan.c -- */

void rt_waitq_add(RtWaitQ *q, Sudog *s);
void rt_waitq_remove(RtWaitQ *q, Sudog *s); /* if it is still there */
/* Takes the first goroutine that has not been served elsewhere. */
Sudog *rt_waitq_take(RtWaitQ *q);
/* One half of a communication with the channel locked, if it is possible now:
   -1 not ready, 0 closed, 1 done. *wake is the partner to make ready after
   unlocking, or NULL. */
int rt_chan_try_send(RtHchan *c, void *elem, G **wake);
int rt_chan_try_receive(RtHchan *c, void *elem, G **wake);
void rt_panic_send_closed(void) RT_DIE;

#endif
