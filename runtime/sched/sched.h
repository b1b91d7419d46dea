/*
 * sched.h - goroutines, threads and the right to run Go code.
 *
 *   G  a goroutine (rt.h)
 *   M  a thread of the system; runs one G at a time
 *   P  a licence to run Go code, with a queue of runnable Gs
 *
 * An M needs a P to run Gs, so the number of Ps bounds what runs at once while
 * threads may be blocked in the kernel beside that. There is one M with one P
 * for now; the queues are already safe for owners and thieves.
 *
 *   go f() --> P.runnext --> P.runq --(full: half of it)--> sched.global
 *                   '----------'---> schedule() <---------------'
 *
 * schedule() runs on the thread's own stack, that of M.g0; goroutines get
 * there by rt_mcall, never the other way round. A G that waits is in no queue:
 * whoever will wake it has it in a Sudog.
 */
#ifndef RUNTIME_SCHED_SCHED_H
#define RUNTIME_SCHED_SCHED_H

#include "../rt.h"

enum {
  RUNQ_SIZE = 256
};

typedef struct GQueue {
  G *first, *last; /* by G.next */
  uint64_t n;
} GQueue;

/* head: next to take, by anybody with a compare-and-swap; tail: next free
   slot, only the owner writes it. Both count up for ever. */
typedef struct P {
  uint32_t head, tail;
  G *runq[RUNQ_SIZE];
  G *runnext; /* made runnable by the running G: it goes first */
  uint32_t tick;
  GQueue dead;           /* Gs with stacks, for the next `go` */
  struct Mcache *mcache; /* the allocator's, made with the P */
} P;

typedef struct M {
  G g0;            /* stands for the thread's own stack; id 0 */
  uintptr_t g0_sp; /* top of what the scheduler may use of it */
  G *curg;         /* whom it runs; NULL in the scheduler */
  P *p;
  void (*commit)(void *); /* of a park: runs when the G has left its stack */
  void *commit_arg;
} M;

/* A goroutine in a channel's queue; it lies on the stack of that goroutine. */
typedef struct Sudog {
  G *g;
  struct Sudog *next, *prev;
  void *elem; /* value to send, where to receive, or NULL */
  RtHchan *c;
  bool is_select; /* one of several: see G.select_done */
  bool success;   /* woken by a partner, not by close */
} Sudog;

/* ------------------------------------------------------------ locks -- */

/* Short sections that never park; a word, 0 when free. */
RT_INLINE void rt_lock(uintptr_t *l) {
  while (__atomic_exchange_n(l, 1, __ATOMIC_ACQUIRE) != 0) {
    rt_os_yield();
  }
}
RT_INLINE void rt_unlock(uintptr_t *l) {
  __atomic_store_n(l, 0, __ATOMIC_RELEASE);
}

/* ------------------------------------------------------------ runq.c -- */

/* Queues g; `next`: in front, and who was there goes to the end. What does
   not fit any more is moved to `overflow`. */
void rt_runq_put(P *p, G *g, bool next, GQueue *overflow);
G *rt_runq_get(P *p);      /* NULL: empty */
G *rt_runq_get_ring(P *p); /* the same without runnext */
void rt_gqueue_push(GQueue *q, G *g);
G *rt_gqueue_pop(GQueue *q);

/* ------------------------------------------------------------ proc.c -- */

/* Gives up the thread until rt_ready. commit(arg), if any, runs when the
   goroutine has left its stack: it releases the lock under which it queued. */
void rt_park(void (*commit)(void *), void *arg, WaitReason why);
void rt_ready(G *g);

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
