/*
 * netpoll.c - goroutines that wait for descriptors, without a thread each.
 *
 * A pipe, socket or terminal that Go's library opens does not block: read
 * says EAGAIN, and then the goroutine parks here until the kernel reports
 * that there is something to read. One epoll instance watches them all:
 *
 *   goroutine   reset -> read: EAGAIN -> rt_poll_wait: parks in half[READ].g
 *   kernel      data arrives: an event {PollDesc, EPOLLIN}
 *   a thread    finds it, and makes the goroutine runnable
 *
 * Who that thread is: the one that has nothing else to do (the "poller" of
 * schedule.c) sleeps in epoll_wait, until the next timer is due at the latest.
 * While all threads are busy, each looks before it gives up its P, and sysmon
 * looks every 10 ms.
 *
 * Events are edge triggered: each tells of a change, once. What comes while
 * nobody waits is remembered in `ready`, so that the next wait returns at once.
 * A PollDesc is never freed, only used again, and an event carries its
 * generation: one that is late, for a descriptor closed since, is dropped.
 *
 * All fields of a PollDesc are under its lock, which a timer's function takes,
 * too; order of locks: PollDesc, then a P's timers, then sched.lock.
 */
#include "netpoll.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Reading, or writing; at most one goroutine waits for each. */
typedef struct PollHalf {
  PollDesc *desc;
  G *g; /* parked; NULL: none */
  bool ready;
  bool expired;    /* the deadline has passed */
  uintptr_t alarm; /* number of the deadline: a late timer has another one */
  RtTimer timer;
} PollHalf;

struct PollDesc {
  uintptr_t lock;
  PollDesc *next_free;
  int fd;
  uint16_t generation;
  bool closing;
  bool failed; /* the kernel reported an error and nothing else */
  PollHalf half[2];
};

enum {
  POINTER_BITS = 48,
  FREE_BATCH = 16 /* descriptors made at a time */
};

static struct {
  uintptr_t lock; /* of free, and for the one who makes the instance */
  PollDesc *free;
  uint32_t is_on;
  int epoll, event; /* the second breaks a sleep */
  int32_t waiters;  /* goroutines, until they run again */
  int64_t last_look;
} net;

bool rt_netpoll_is_on(void) {
  return __atomic_load_n(&net.is_on, __ATOMIC_ACQUIRE) != 0;
}

bool rt_netpoll_has_waiters(void) {
  return __atomic_load_n(&net.waiters, __ATOMIC_SEQ_CST) > 0;
}

bool rt_netpoll_is_neglected(void) {
  return RT_UNLIKELY(rt_netpoll_has_waiters()) &&
         !__atomic_load_n(&rt_sched.poller, __ATOMIC_RELAXED);
}

int64_t rt_netpoll_last_look(void) {
  return __atomic_load_n(&net.last_look, __ATOMIC_RELAXED);
}

/* ------------------------------------------------------------ the kernel -- */

/* Adds fd to the instance; 0 or the error number. `data` comes back in events.
   */
static int watch(int fd, uint32_t events, uint64_t data) {
  struct epoll_event ev = {.events = events, .data.u64 = data};
  return epoll_ctl(net.epoll, EPOLL_CTL_ADD, fd, &ev) == 0 ? 0 : errno;
}

/* Throws if the kernel refuses. Data 0 marks the descriptor that breaks a
   sleep. */
static void make_instance(void) {
  net.epoll = epoll_create1(EPOLL_CLOEXEC);
  net.event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (net.epoll < 0 || net.event < 0 || watch(net.event, EPOLLIN, 0) != 0) {
    rt_throw("runtime: netpollinit failed");
  }
  __atomic_store_n(&net.is_on, 1, __ATOMIC_SEQ_CST);
}

/* The thread that waits for timers on its note must do it here from now on. */
void rt_poll_init(void) {
  rt_lock(&net.lock);
  if (!net.is_on) {
    make_instance();
  }
  rt_unlock(&net.lock);
  rt_lock(&rt_sched.lock);
  rt_wake_poller();
  rt_unlock(&rt_sched.lock);
}

/* Makes epoll_wait return, now or the next time. */
void rt_netpoll_break(void) {
  uint64_t one = 1;
  while (write(net.event, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

static void drain_breaks(void) {
  uint64_t count = 0;
  while (read(net.event, &count, sizeof count) < 0 && errno == EINTR) {
  }
}

/* Old kernels count milliseconds: rather late than early. */
static int wait_ms(PollEvents *found, int64_t ns) {
  enum {
    NS_PER_MS = 1000000,
    LONGEST = 1000000000
  };
  int64_t ms = ns < 0 ? -1 : (ns - 1) / NS_PER_MS + (ns > 0);
  return epoll_wait(net.epoll, found->events, POLL_BATCH,
                    (int)(ms < LONGEST ? ms : LONGEST));
}

/* Waits for at most ns (0: looks only, negative: for ever). epoll_pwait2 counts
   nanoseconds; Linux before 5.11 does not have it. */
static void wait_events(PollEvents *found, int64_t ns) {
  enum {
    NS_PER_S = 1000000000
  };
  struct timespec t = {ns / NS_PER_S, ns % NS_PER_S};
  int n = ns == 0 ? wait_ms(found, 0)
                  : (int)syscall(SYS_epoll_pwait2, net.epoll, found->events,
                                 POLL_BATCH, ns < 0 ? NULL : &t, NULL, 0);
  if (n < 0 && errno == ENOSYS) {
    n = wait_ms(found, ns);
  }
  found->n = n < 0 ? 0 : n;
  __atomic_store_n(&net.last_look, rt_nanotime(), __ATOMIC_RELAXED);
}

void rt_netpoll_sleep(int64_t ns, PollEvents *found) {
  wait_events(found, ns);
  for (int i = 0; i < found->n; i++) {
    if (found->events[i].data.u64 == 0) {
      drain_breaks();
    }
  }
}

/* --------------------------------------------------------------- waking -- */

/* Moves the half's goroutine to the list of those to be made runnable, which is
   done when no lock is held. */
static void wake(PollHalf *h, GQueue *woken) {
  if (h->g) {
    rt_gqueue_push(woken, h->g);
    h->g = NULL;
  }
}

static void set_ready(PollHalf *h, GQueue *woken) {
  h->ready = true;
  wake(h, woken);
}

/* What the kernel remembers of a descriptor: generation and address. */
static uint64_t label(const PollDesc *pd) {
  return (uint64_t)pd->generation << POINTER_BITS | (uintptr_t)pd;
}

/* One event: an end or an error wakes readers and writers, since their system
   calls will tell what it is. */
static void pass_on(const struct epoll_event *ev, GQueue *woken) {
  uint64_t where = ev->data.u64 & (((uint64_t)1 << POINTER_BITS) - 1);
  PollDesc *pd = (PollDesc *)(uintptr_t)where; /* NOLINT */
  const uint32_t ended = EPOLLHUP | EPOLLERR;
  if (!pd) {
    return; /* a break */
  }
  rt_lock(&pd->lock);
  if (label(pd) == ev->data.u64) {
    pd->failed = ev->events == EPOLLERR;
    if (ev->events & (EPOLLIN | EPOLLRDHUP | ended)) {
      set_ready(&pd->half[POLL_READ], woken);
    }
    if (ev->events & (EPOLLOUT | ended)) {
      set_ready(&pd->half[POLL_WRITE], woken);
    }
  }
  rt_unlock(&pd->lock);
}

void rt_netpoll_pass_on(const PollEvents *found) {
  GQueue woken = {0};
  for (int i = 0; i < found->n; i++) {
    pass_on(&found->events[i], &woken);
  }
  rt_ready_batch(&woken);
}

void rt_netpoll_look(void) {
  PollEvents found;
  wait_events(&found, 0);
  rt_netpoll_pass_on(&found);
}

/* ------------------------------------------------------ opening, closing -- */

/* With net.lock held. */
static void make_some(void) {
  PollDesc *some = rt_persistent(FREE_BATCH * sizeof *some);
  for (int i = 0; i < FREE_BATCH; i++) {
    some[i].half[POLL_READ].desc = some[i].half[POLL_WRITE].desc = &some[i];
    some[i].next_free = net.free;
    net.free = &some[i];
  }
}

/* Memory of a PollDesc stays one for ever: late events look into it. */
static PollDesc *take_free(void) {
  rt_lock(&net.lock);
  if (!net.free) {
    make_some();
  }
  PollDesc *pd = net.free;
  net.free = pd->next_free;
  rt_unlock(&net.lock);
  return pd;
}

static void put_free(PollDesc *pd) {
  rt_lock(&net.lock);
  pd->next_free = net.free;
  net.free = pd;
  rt_unlock(&net.lock);
}

/* With the new generation, events of the previous descriptor are void. */
int rt_poll_open(int fd, PollDesc **opened) {
  PollDesc *pd = take_free();
  rt_lock(&pd->lock);
  pd->fd = fd;
  pd->generation++;
  pd->closing = pd->failed = false;
  for (PollMode mode = POLL_READ; mode <= POLL_WRITE; mode++) {
    PollHalf *h = &pd->half[mode];
    RT_CHECK(!h->g);
    h->ready = h->expired = false;
  }
  uint64_t data = label(pd);
  rt_unlock(&pd->lock);
  int error = watch(fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, data);
  if (error != 0) {
    put_free(pd);
    pd = NULL;
  }
  *opened = pd;
  return error;
}

void rt_poll_close(PollDesc *pd) {
  if (!pd->closing) {
    rt_throw("runtime: close polldesc w/o unblock");
  }
  RT_CHECK(!pd->half[POLL_READ].g && !pd->half[POLL_WRITE].g);
  struct epoll_event unused = {0};
  epoll_ctl(net.epoll, EPOLL_CTL_DEL, pd->fd, &unused);
  put_free(pd);
}

bool rt_poll_is_server(int fd) {
  return rt_netpoll_is_on() && (fd == net.epoll || fd == net.event);
}

/* -------------------------------------------------------------- waiting -- */

/* Why nobody may wait in this half; POLL_READY: one may. */
static PollResult refusal(const PollDesc *pd, PollMode mode) {
  if (pd->closing) {
    return POLL_CLOSING;
  }
  if (pd->half[mode].expired) {
    return POLL_TIMEOUT;
  }
  /* A writer learns more from its system call. */
  return mode == POLL_READ && pd->failed ? POLL_NOT_POLLABLE : POLL_READY;
}

PollResult rt_poll_reset(PollDesc *pd, PollMode mode) {
  rt_lock(&pd->lock);
  PollResult result = refusal(pd, mode);
  if (result == POLL_READY) {
    pd->half[mode].ready = false;
  }
  rt_unlock(&pd->lock);
  return result;
}

static void unlock(void *lock) { rt_unlock(lock); }

/* Called with the lock held, and returns with it. */
static void park(PollDesc *pd, PollHalf *h) {
  if (h->g) {
    rt_throw("runtime: double wait");
  }
  h->g = rt_getg();
  __atomic_add_fetch(&net.waiters, 1, __ATOMIC_SEQ_CST);
  rt_park(unlock, &pd->lock, WAIT_IO);
  __atomic_sub_fetch(&net.waiters, 1, __ATOMIC_SEQ_CST);
  rt_lock(&pd->lock);
}

/* The loop: who is woken by a deadline that has been moved since waits on. */
PollResult rt_poll_wait(PollDesc *pd, PollMode mode) {
  PollHalf *h = &pd->half[mode];
  rt_lock(&pd->lock);
  PollResult result = refusal(pd, mode);
  while (result == POLL_READY && !h->ready) {
    park(pd, h);
    /* Data that came beside the end of the time is data. */
    result = h->ready ? POLL_READY : refusal(pd, mode);
  }
  if (result == POLL_READY) {
    h->ready = false;
  }
  rt_unlock(&pd->lock);
  return result;
}

void rt_poll_wait_canceled(PollDesc *pd, PollMode mode) {
  PollHalf *h = &pd->half[mode];
  rt_lock(&pd->lock);
  while (!h->ready) {
    park(pd, h);
  }
  h->ready = false;
  rt_unlock(&pd->lock);
}

/* ------------------------------------------------------------ deadlines -- */

/* The half's deadline has passed. */
static void expire(PollHalf *h, GQueue *woken) {
  h->expired = true;
  wake(h, woken);
}

/* A timer's function; it may be late, for a deadline that was changed. */
static void on_alarm(void *type, void *half, uintptr_t alarm) {
  (void)type;
  PollHalf *h = half;
  GQueue woken = {0};
  rt_lock(&h->desc->lock);
  if (h->alarm == alarm) {
    expire(h, &woken);
  }
  rt_unlock(&h->desc->lock);
  rt_ready_batch(&woken);
}

/* No timer of the half counts any more. */
static void cancel_alarm(PollHalf *h) {
  rt_delete_timer(&h->timer);
  h->alarm++;
}

/* Starts the timer for a deadline ns from now. */
static void set_alarm(PollHalf *h, int64_t ns) {
  static const union {
    void (*fn)(void *, void *, uintptr_t);
    RtFuncVal value;
  } alarm = {.fn = on_alarm};
  int64_t when = 0;
  if (__builtin_add_overflow(rt_nanotime(), ns, &when)) {
    when = INT64_MAX;
  }
  h->timer = (RtTimer){
      .when = when, .fn = &alarm.value, .arg = {NULL, h},
              .seq = h->alarm
  };
  rt_add_timer(&h->timer);
}

void rt_poll_set_deadline(PollDesc *pd, PollMode mode, int64_t ns) {
  PollHalf *h = &pd->half[mode];
  GQueue woken = {0};
  rt_lock(&pd->lock);
  if (!pd->closing) {
    cancel_alarm(h);
    h->expired = false;
    if (ns > 0) {
      set_alarm(h, ns);
    } else if (ns < 0) {
      expire(h, &woken);
    }
  }
  rt_unlock(&pd->lock);
  rt_ready_batch(&woken);
}

void rt_poll_unblock(PollDesc *pd) {
  GQueue woken = {0};
  rt_lock(&pd->lock);
  if (pd->closing) {
    rt_throw("runtime: unblock on closing polldesc");
  }
  pd->closing = true;
  for (PollMode mode = POLL_READ; mode <= POLL_WRITE; mode++) {
    cancel_alarm(&pd->half[mode]);
    wake(&pd->half[mode], &woken);
  }
  rt_unlock(&pd->lock);
  rt_ready_batch(&woken);
}
