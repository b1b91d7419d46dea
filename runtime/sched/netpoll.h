/*
 * netpoll.h - what the scheduler and package internal/poll ask of the network
 * poller (netpoll.c).
 *
 * One goroutine at most waits for each PollDesc and mode. A read goes
 *
 *   rt_poll_reset, read(2): EAGAIN, rt_poll_wait: POLL_READY, read(2) again
 */
#ifndef RUNTIME_SCHED_NETPOLL_H
#define RUNTIME_SCHED_NETPOLL_H

#include <sys/epoll.h>

#include "sched.h"

/* -------------------------------------------------- for internal/poll -- */

typedef struct PollDesc PollDesc;

/* Its numbers for the outcome of a wait. */
typedef enum PollResult {
  POLL_READY,
  POLL_CLOSING,
  POLL_TIMEOUT,
  POLL_NOT_POLLABLE
} PollResult;

typedef enum PollMode {
  POLL_READ,
  POLL_WRITE
} PollMode;

/* Makes the epoll instance; once. */
void rt_poll_init(void);
/* 0, or the error number of the kernel: EPERM for plain files. */
int rt_poll_open(int fd, PollDesc **opened);
/* Nobody waits any more: rt_poll_unblock has been called. */
void rt_poll_close(PollDesc *pd);
/* Forgets that it was ready, before an attempt to read or write. */
PollResult rt_poll_reset(PollDesc *pd, PollMode mode);
/* Parks until it is ready, closed, or its deadline has passed. */
PollResult rt_poll_wait(PollDesc *pd, PollMode mode);
/* Until it is ready, whatever else happens. */
void rt_poll_wait_canceled(PollDesc *pd, PollMode mode);
/* ns from now; 0: none; less: it has passed. */
void rt_poll_set_deadline(PollDesc *pd, PollMode mode, int64_t ns);
/* Closing begins: wakes who waits, and nobody may wait from now on. */
void rt_poll_unblock(PollDesc *pd);
bool rt_poll_is_server(int fd);

/* -------------------------------------------------- for the scheduler -- */

enum {
  POLL_BATCH = 64
};
/* What the kernel has reported, not yet passed on. */
typedef struct PollEvents {
  int n;
  struct epoll_event events[POLL_BATCH];
} PollEvents;

bool rt_netpoll_is_on(void); /* the instance exists */
/* Some goroutine waits, and no thread does so for it. */
bool rt_netpoll_is_neglected(void);
bool rt_netpoll_has_waiters(void);
/* Sleeps until something is ready, or rt_netpoll_break; ns < 0: for ever. */
void rt_netpoll_sleep(int64_t ns, PollEvents *found);
void rt_netpoll_break(void);
/* Makes runnable who waited for that. With or without a P. */
void rt_netpoll_pass_on(const PollEvents *found);
/* Looks without sleeping, and passes on what there is. */
void rt_netpoll_look(void);
int64_t rt_netpoll_last_look(void); /* when */

#endif
