/*
 * trace.c - GODEBUG=schedtrace=MS[,scheddetail=1]: the scheduler's state in
 * gc's formats.
 *
 *   SCHED 1009ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=0
 *   idlethreads=1 runqueue=3 [1 0]
 *
 * (one line). The numbers are read while others change them.
 *
 * With scheddetail=1 a line for each P, M and G follows:
 *
 *   P0: status=1 schedtick=7 syscalltick=2 m=0 runqsize=1 ...
 *   G5: status=4(chan receive) m=-1 lockedm=-1
 *
 * -1 stands for none. Fields that only gc has (mallocing, dying) are printed as
 * what they would be if nothing was going on.
 */
#include "sched.h"

static void field(const char *name, int64_t v) {
  rt_print_text(name);
  rt_printint(v);
}

static void flag(const char *name, bool v) {
  rt_print_text(name);
  rt_printbool(v);
}

static int64_t m_id(const M *m) { return m ? (int64_t)m->id : -1; }
static int64_t g_id(const G *g) { return g ? (int64_t)g->id : -1; }
/* Both ends count up for ever and wrap around: the difference is taken in 32
   bits. */
static int64_t queue_length(const P *p) {
  return (int64_t)(uint32_t)(p->tail - p->head);
}

static void print_summary(void) {
  enum {
    NS_PER_MS = 1000000
  };
  field("SCHED ", (rt_nanotime() - rt_sched.start) / NS_PER_MS);
  field("ms: gomaxprocs=", rt_num_ps());
  field(" idleprocs=", rt_sched.nidle_ps);
  field(" threads=", rt_sched.nms);
  field(" spinningthreads=", rt_sched.spinning);
  field(" idlethreads=", rt_sched.nidle_ms);
  field(" runqueue=", (int64_t)rt_sched.global.n);
}

/* " [1 0]": the length of each P's queue, without runnext. */
static void print_queues(void) {
  for (int32_t i = 0; i < rt_num_ps(); i++) {
    field(i == 0 ? " [" : " ", queue_length(rt_sched.ps[i]));
  }
  rt_print_text("]\n");
}

static void print_p(const P *p) {
  field("  P", p->id);
  field(": status=", p->status);
  field(" schedtick=", p->tick);
  field(" syscalltick=", p->syscall_tick);
  field(" m=", m_id(p->m));
  field(" runqsize=", queue_length(p));
  field(" gfreecnt=", (int64_t)p->dead.n);
  field(" timerslen=", p->timers.n);
  rt_printnl();
}

static void print_m(const M *m) {
  const P *p = m->p;
  field("  M", m->id);
  field(": p=", p ? p->id : -1);
  field(" curg=", g_id(m->curg));
  rt_print_text(" mallocing=0 throwing=0 preemptoff=");
  field(" locks=", m->locks);
  field(" dying=", 0);
  flag(" spinning=", m->spinning);
  flag(" blocked=", m->park == 0 && !m->p);
  field(" lockedg=", g_id(m->locked_g));
  rt_printnl();
}

static void print_g(const G *g) {
  field("  G", (int64_t)g->id);
  field(": status=", g->status);
  rt_print_text("(");
  rt_print_text(rt_wait_text(g));
  field(") m=", g->status == G_RUNNING ? m_id(g->m) : -1);
  field(" lockedm=", m_id(g->locked_m));
  rt_printnl();
}

/* On sysmon's thread; sched.lock keeps the lists as they are. */
void rt_sched_trace(bool detailed) {
  rt_printlock();
  rt_lock(&rt_sched.lock);
  print_summary();
  if (detailed) {
    field(" gcwaiting=", rt_sched.stopping);
    field(" nmidlelocked=", rt_sched.nidle_locked);
    field(" stopwait=", rt_sched.stop_wait);
    field(" sysmonwait=", rt_sched.sysmon_waits);
    rt_printnl();
    for (int32_t i = 0; i < rt_num_ps(); i++) {
      print_p(rt_sched.ps[i]);
    }
    for (const M *m = rt_sched.all_ms; m; m = m->all_next) {
      print_m(m);
    }
    for (const G *g = rt_all_gs(); g; g = g->all_next) {
      print_g(g);
    }
  } else {
    print_queues();
  }
  rt_unlock(&rt_sched.lock);
  rt_printunlock();
}
