/*
 * chan.c - channels.
 *
 * A channel is a ring buffer (maybe of no slots) and two queues of waiting
 * goroutines. Under its lock one of these holds:
 *
 *   both queues empty
 *   receivers wait, the buffer is empty
 *   senders wait, the buffer is full
 *
 * (a goroutine in a select may wait in both queues of one channel). So the
 * partner of an operation is found at once, and the value goes straight from
 * the sender's variable to the receiver's, both of which are on stacks that
 * do not move:
 *
 *   ch := make(chan int)
 *   go func() { ch <- 1 }()    v := <-ch
 *        sender finds the Sudog {elem: &v} in recvq, stores 1 to v, and makes
 *        the receiver runnable; or the receiver was late, and fetches the 1
 *        through the Sudog of the sender
 *
 * Operations on a nil channel wait for ever.
 */
#include <string.h>

#include "sched.h"

enum {
  HEADER = sizeof(RtHchan),
  MAX_ELEM = 1 << 16
};

/* The queues' Sudogs belong to the stacks of who waits. */
RT_SHAPE(hchan_type, RtHchan, RT_POINTER_AT(RtHchan, buf));

/* Elements without pointers follow the header in the same object. */
void *rt_makechan(void *type, int64_t size) {
  const RtType *elem = ((const RtChanType *)type)->elem;
  uint64_t bytes = 0;
  if (elem->size >= MAX_ELEM) {
    rt_throw("makechan: invalid channel element type");
  }
  if (size < 0 || __builtin_mul_overflow(elem->size, (uint64_t)size, &bytes) ||
      bytes > RT_MAX_ALLOC - HEADER) {
    rt_panic_plain("makechan: size out of range");
  }
  RtHchan *c = NULL;
  if (elem->ptrdata == 0 || bytes == 0) {
    c = rt_mallocgc(HEADER + bytes, NULL, true);
    c->buf = c + 1;
  } else {
    c = rt_mallocgc(HEADER, RT_TYPE_ARG(&hchan_type), true);
    c->buf = rt_mallocgc(bytes, RT_TYPE_ARG(elem), true);
  }
  c->dataqsiz = (uint64_t)size;
  c->elemsize = (uint16_t)elem->size;
  c->elemtype = elem;
  return c;
}

/* -------------------------------------------------------------- queues -- */

/* Those who do not wait look at first and qcount without the lock. */
static void set_first(RtWaitQ *q, Sudog *s) {
  __atomic_store_n(&q->first, s, __ATOMIC_RELEASE);
}
static void set_count(RtHchan *c, uint64_t n) {
  __atomic_store_n(&c->qcount, n, __ATOMIC_RELEASE);
}

void rt_waitq_add(RtWaitQ *q, Sudog *s) {
  s->next = NULL;
  s->prev = q->last;
  if (q->last) {
    q->last->next = s;
  } else {
    set_first(q, s);
  }
  q->last = s;
}

/* One that is in no queue has neither neighbour and is not first. */
void rt_waitq_remove(RtWaitQ *q, Sudog *s) {
  if (!s->prev && q->first != s) {
    return;
  }
  if (s->prev) {
    s->prev->next = s->next;
  } else {
    set_first(q, s->next);
  }
  if (s->next) {
    s->next->prev = s->prev;
  } else {
    q->last = s->prev;
  }
  s->next = s->prev = NULL;
}

/* A goroutine in a select stands in several queues: the first partner that
   sets its flag has it, for the others it is not there. */
static bool claim(const Sudog *s) {
  uint32_t expected = 0;
  return !s->is_select ||
         __atomic_compare_exchange_n(&s->g->select_done, &expected, 1, false,
                                     __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

Sudog *rt_waitq_take(RtWaitQ *q) {
  for (Sudog *s = q->first; s; s = q->first) {
    rt_waitq_remove(q, s);
    if (claim(s)) {
      return s;
    }
  }
  return NULL;
}

/* ---------------------------------------------------------- operations -- */

/* The i-th slot of the ring. */
static void *slot(const RtHchan *c, uint64_t i) {
  return (char *)c->buf + i * c->elemsize;
}

/* Values may hold pointers: the collector's barrier must see them. */
static void move_elem(const RtHchan *c, void *to, void *from) {
  rt_typedmemmove((void *)(uintptr_t)c->elemtype, to, from);
}

static void clear_elem(const RtHchan *c, void *p) {
  rt_typedmemclr((void *)(uintptr_t)c->elemtype, p);
}

/* The slot behind i; the last is followed by the first. */
static uint64_t after(const RtHchan *c, uint64_t i) {
  return i + 1 == c->dataqsiz ? 0 : i + 1;
}

/* s was served (or its channel closed): tells it so. */
static G *serve(Sudog *s, bool success) {
  s->success = success;
  s->g->param = s;
  return s->g;
}

int rt_chan_try_send(RtHchan *c, void *elem, G **wake) {
  *wake = NULL;
  if (RT_UNLIKELY(c->closed)) {
    return 0;
  }
  /* A receiver that waits shows that the buffer is empty. */
  Sudog *receiver = rt_waitq_take(&c->recvq);
  if (receiver) {
    if (receiver->elem) {
      move_elem(c, receiver->elem, elem);
    }
    *wake = serve(receiver, true);
    return 1;
  }
  if (c->qcount == c->dataqsiz) {
    return -1;
  }
  move_elem(c, slot(c, c->sendx), elem);
  c->sendx = after(c, c->sendx);
  set_count(c, c->qcount + 1);
  return 1;
}

/* Takes the oldest buffered element; its slot is cleared or, if a sender
   waits for room, becomes the newest. */
static void take_buffered(RtHchan *c, void *elem, Sudog *sender) {
  void *p = slot(c, c->recvx);
  if (elem) {
    move_elem(c, elem, p);
  }
  c->recvx = after(c, c->recvx);
  if (sender) {
    move_elem(c, p, sender->elem);
    c->sendx = c->recvx;
  } else {
    clear_elem(c, p);
    set_count(c, c->qcount - 1);
  }
}

int rt_chan_try_receive(RtHchan *c, void *elem, G **wake) {
  *wake = NULL;
  Sudog *sender = rt_waitq_take(&c->sendq);
  if (c->qcount > 0) {
    take_buffered(c, elem, sender);
  } else if (sender) {
    if (elem) {
      move_elem(c, elem, sender->elem);
    }
  } else {
    if (c->closed && elem) {
      clear_elem(c, elem);
    }
    return c->closed ? 0 : -1;
  }
  if (sender) {
    *wake = serve(sender, true);
  }
  return 1;
}

void rt_panic_send_closed(void) { rt_panic_plain("send on closed channel"); }

static void unlock_chan(void *arg) {
  RtHchan *c = arg;
  rt_unlock(&c->lock);
}

/* Queues the goroutine, sleeps, and says whether a partner woke it. */
static bool wait_in(RtHchan *c, RtWaitQ *q, void *elem, WaitReason why) {
  Sudog me = {.g = rt_getg(), .elem = elem, .c = c};
  int64_t began = rt_wait_begins();
  rt_waitq_add(q, &me);
  rt_park(unlock_chan, c, why);
  rt_wait_ends(began, 0);
  RT_ASSERT(rt_getg()->param == &me);
  rt_getg()->param = NULL;
  return me.success;
}

/* False: not possible now (only if !block). Panics if c is closed, also when
   that happens while it waits. */
static bool send(RtHchan *c, void *elem, bool block) {
  G *wake = NULL;
  rt_lock(&c->lock);
  int done = rt_chan_try_send(c, elem, &wake);
  if (done < 0 && block) {
    if (!wait_in(c, &c->sendq, elem, WAIT_SEND)) {
      rt_panic_send_closed();
    }
    return true;
  }
  rt_unlock(&c->lock);
  if (done == 0) {
    rt_panic_send_closed();
  }
  if (wake) {
    rt_ready(wake);
  }
  return done > 0;
}

/* -1 nothing yet (only if !block), 0 closed, 1 received. */
static int receive(RtHchan *c, void *elem, bool block) {
  G *wake = NULL;
  rt_lock(&c->lock);
  int done = rt_chan_try_receive(c, elem, &wake);
  if (done < 0 && block) {
    return wait_in(c, &c->recvq, elem, WAIT_RECEIVE);
  }
  rt_unlock(&c->lock);
  if (wake) {
    rt_ready(wake);
  }
  return done;
}

RT_DIE static void wait_for_ever(WaitReason why) {
  for (;;) {
    rt_park(NULL, NULL, why);
  }
}

void rt_block(void) { wait_for_ever(WAIT_SELECT_NONE); }

void rt_chansend1(void *c, void *elem) {
  if (!c) {
    wait_for_ever(WAIT_SEND_NIL);
  }
  send(c, elem, true);
}

bool rt_chanrecv2(void *c, void *elem) {
  if (!c) {
    wait_for_ever(WAIT_RECEIVE_NIL);
  }
  return receive(c, elem, true) > 0;
}

void rt_chanrecv1(void *c, void *elem) {
  if (!c) {
    wait_for_ever(WAIT_RECEIVE_NIL);
  }
  receive(c, elem, true);
}

/* Without the lock: a channel that is not ready may become so at any time, and
   then either answer is right. Whether it is closed is looked at first for a
   send and last for a receive, as it never opens again. */
bool rt_selectnbsend(void *chan, void *elem) {
  RtHchan *c = chan;
  if (!c) {
    return false;
  }
  bool closed = __atomic_load_n(&c->closed, __ATOMIC_ACQUIRE);
  bool full =
      c->dataqsiz == 0
          ? !__atomic_load_n(&c->recvq.first, __ATOMIC_RELAXED)
          : __atomic_load_n(&c->qcount, __ATOMIC_RELAXED) == c->dataqsiz;
  return (closed || !full) && send(c, elem, false);
}

/* A receive or the default: index 0 if it was received or c is closed, else -1.
   */
RtSel rt_selectnbrecv(void *chan, void *elem) {
  RtHchan *c = chan;
  const RtSel none = {-1, false};
  if (!c) {
    return none;
  }
  bool empty = c->dataqsiz == 0
                   ? !__atomic_load_n(&c->sendq.first, __ATOMIC_ACQUIRE)
                   : __atomic_load_n(&c->qcount, __ATOMIC_ACQUIRE) == 0;
  if (empty && !__atomic_load_n(&c->closed, __ATOMIC_ACQUIRE)) {
    return none;
  }
  int done = receive(c, elem, false);
  return done < 0 ? none : (RtSel){0, done > 0};
}

/* --------------------------------------------------------------- close -- */

/* Takes all waiters out of q and appends their goroutines to *all. Receivers
   get a zero value. */
static void release(RtHchan *c, RtWaitQ *q, bool clear, GQueue *all) {
  for (Sudog *s = rt_waitq_take(q); s; s = rt_waitq_take(q)) {
    if (clear && s->elem) {
      clear_elem(c, s->elem);
    }
    rt_gqueue_push(all, serve(s, false));
  }
}

/* All who wait are made runnable: receivers succeed with a zero value, senders
   panic. */
void rt_closechan(void *chan) {
  RtHchan *c = chan;
  if (!c) {
    rt_panic_plain("close of nil channel");
  }
  rt_lock(&c->lock);
  if (c->closed) {
    rt_unlock(&c->lock);
    rt_panic_plain("close of closed channel");
  }
  GQueue all = {0};
  __atomic_store_n(&c->closed, 1, __ATOMIC_RELEASE);
  release(c, &c->recvq, true, &all);
  release(c, &c->sendq, false, &all);
  rt_unlock(&c->lock);
  for (G *g = rt_gqueue_pop(&all); g; g = rt_gqueue_pop(&all)) {
    rt_ready(g);
  }
}
