/*
 * poll.c - the network poller under the names of package internal/poll, which
 * os and net stand on. It hands descriptors over as numbers, and 'r', 'w' or
 * their sum for what to wait for.
 *
 * Example: conn.Read on a socket without data
 *
 *   internal/poll.(*FD).Read   pollReset('r'); read(2): EAGAIN; pollWait('r')
 *   poll_wait here             parks the goroutine until there is data
 *   0 (POLL_READY)             read(2) again
 */
#include "../sched/netpoll.h"
#include "std.h"

/* What poll_open handed out; Go keeps it as a uintptr. */
static PollDesc *desc_of(uintptr_t ctx) { return (PollDesc *)ctx; }

static PollMode mode_of(int64_t mode) {
  return mode == 'r' ? POLL_READ : POLL_WRITE;
}

STD(void, poll_init, (void), "internal/poll.runtime_pollServerInit") {
  rt_poll_init();
}

/* Two words, returned in registers as Go's (uintptr, int) is. */
typedef struct PollOpened {
  PollDesc *desc;
  int64_t error;
} PollOpened;

STD(PollOpened, poll_open, (uintptr_t fd), "internal/poll.runtime_pollOpen") {
  PollOpened opened = {0};
  opened.error = rt_poll_open((int)fd, &opened.desc);
  return opened;
}

STD(void, poll_close, (uintptr_t ctx), "internal/poll.runtime_pollClose") {
  rt_poll_close(desc_of(ctx));
}

STD(int64_t, poll_reset, (uintptr_t ctx, int64_t mode),
    "internal/poll.runtime_pollReset") {
  return rt_poll_reset(desc_of(ctx), mode_of(mode));
}

STD(int64_t, poll_wait, (uintptr_t ctx, int64_t mode),
    "internal/poll.runtime_pollWait") {
  return rt_poll_wait(desc_of(ctx), mode_of(mode));
}

STD(void, poll_wait_canceled, (uintptr_t ctx, int64_t mode),
    "internal/poll.runtime_pollWaitCanceled") {
  rt_poll_wait_canceled(desc_of(ctx), mode_of(mode));
}

/* ns from now, for reading, writing or ('r' + 'w') both. */
STD(void, poll_deadline, (uintptr_t ctx, int64_t ns, int64_t mode),
    "internal/poll.runtime_pollSetDeadline") {
  if (mode != 'w') {
    rt_poll_set_deadline(desc_of(ctx), POLL_READ, ns);
  }
  if (mode != 'r') {
    rt_poll_set_deadline(desc_of(ctx), POLL_WRITE, ns);
  }
}

STD(void, poll_unblock, (uintptr_t ctx), "internal/poll.runtime_pollUnblock") {
  rt_poll_unblock(desc_of(ctx));
}

STD(bool, poll_is_server, (uintptr_t fd),
    "internal/poll.runtime_isPollServerDescriptor") {
  return rt_poll_is_server((int)fd);
}
