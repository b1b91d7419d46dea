/*
 * signal.c - faults become panics, or a report.
 *
 * Compiled code checks pointers before it uses them; a fault that slips
 * through all the same in Go code, at an address of the first page, becomes
 * the same panic: the handler changes the interrupted context so that it
 * looks as if the faulting instruction had called rt_sigpanic.
 *
 *   fault address in the stack's guard     stack overflow
 *   in Go code, address < 4096             panic: nil dereference
 *   in Go code, elsewhere                  fatal error: fault
 *   in the runtime                         fatal error: unexpected signal
 *
 * SIGQUIT and its like, and faults that another process sent, end in a dump
 * of the stack and the registers; other signals keep their default action.
 *
 * Handlers run on a stack of their own, since the usual one may be full.
 *
 * An example: `movq (%rax), %rcx` in main.f with rax = 0.
 *
 *   kernel    calls on_fault on the signal stack: addr 0, rip in main.f
 *   on_fault  g->sig = {SIGSEGV, addr 0, pc}; inject: pushes rip + 1 on the
 *             goroutine's stack, rip = sigpanic
 *   return    the goroutine runs sigpanic -> rt_panic_fault -> gopanic; a
 *             deferred function may recover
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "../sched/sched.h"

enum {
  SIGNAL_STACK = 64 << 10,
  RED_ZONE = 128 /* bytes below rsp that code may use without moving rsp */
};

static const struct {
  int sig;
  const char *text;
} names[] = {
    {SIGSEGV, "SIGSEGV: segmentation violation" },
    {SIGBUS,  "SIGBUS: bus error"               },
    {SIGFPE,  "SIGFPE: floating-point exception"},
    {SIGILL,  "SIGILL: illegal instruction"     },
    {SIGTRAP, "SIGTRAP: trace trap"             },
    {SIGQUIT, "SIGQUIT: quit"                   },
    {SIGABRT, "SIGABRT: abort"                  },
    {SIGSYS,  "SIGSYS: bad system call"         },
};

const char *rt_signal_name(uint32_t sig) {
  for (size_t i = 0; i < RT_COUNT(names); i++) {
    if ((uint32_t)names[i].sig == sig) {
      return names[i].text;
    }
  }
  return NULL;
}

/* The interrupted registers that matter here. */
static greg_t *context_reg(ucontext_t *uc, int reg) {
  return &uc->uc_mcontext.gregs[reg];
}
static uintptr_t context_pc(ucontext_t *uc) {
  return (uintptr_t)*context_reg(uc, REG_RIP);
}
static uintptr_t context_sp(ucontext_t *uc) {
  return (uintptr_t)*context_reg(uc, REG_RSP);
}
static uintptr_t context_fp(ucontext_t *uc) {
  return (uintptr_t)*context_reg(uc, REG_RBP);
}

const RtFuncVal *rt_panic_address;

/* Runs on the goroutine, called by nobody: see inject. Named like what checks
   in the code call instead, so that stacks look alike. */
RT_DIE static void sigpanic(void) RT_SYMBOL("sigpanic");
static void sigpanic(void) { /* g->sig says what was seen */
  SigInfo sig = rt_getg()->sig;
  bool maps = sig.code == SEGV_MAPERR || sig.code == SEGV_ACCERR;
  if (sig.sig == SIGFPE) {
    rt_panic_error("integer divide by zero");
  }
  if (sig.addr < RT_MIN_POINTER && maps) {
    rt_panic_fault(&sig);
  }
  if (rt_getg()->panic_on_fault) {
    rt_call_timer(rt_panic_address, (void *)sig.addr, NULL, 0);
  }
  rt_printlock();
  rt_print_text("unexpected fault address ");
  rt_printhex(sig.addr);
  rt_print_text("\n");
  rt_printunlock();
  rt_throw("fault");
}

/* Makes the interrupted code call sigpanic when the handler returns. The
   return address is one past the fault because tracebacks subtract one. */
static void inject(ucontext_t *uc) {
  union {
    void (*fn)(void);
    greg_t pc;
  } target = {.fn = sigpanic};
  uintptr_t sp = (context_sp(uc) - RED_ZONE) & ~(uintptr_t)15;
  sp -= sizeof(uintptr_t);
  *(uintptr_t *)sp = context_pc(uc) + 1;
  *context_reg(uc, REG_RSP) = (greg_t)sp;
  *context_reg(uc, REG_RIP) = target.pc;
}

/* A call of what is no code has left its return address on the stack: go
   back. */
static void undo_wild_call(ucontext_t *uc) {
  uintptr_t sp = context_sp(uc);
  *context_reg(uc, REG_RIP) = *(greg_t *)sp - 1;
  *context_reg(uc, REG_RSP) += (greg_t)sizeof(uintptr_t);
}

/* Reports on the signal stack: the goroutine's is full. */
RT_DIE static void stack_overflow(const G *g, ucontext_t *uc) {
  rt_printlock();
  rt_print_text("runtime: goroutine stack exceeds ");
  rt_printint(rt_stack_set_limit(0));
  rt_print_text("-byte limit\n");
  rt_print_text("runtime: sp=");
  rt_printhex(context_sp(uc));
  rt_print_text(" stack=[");
  rt_printhex(g->stack_lo);
  rt_print_text(", ");
  rt_printhex(g->stack_hi);
  rt_print_text("]\n");
  rt_printunlock();
  rt_begin_fatal("stack overflow");
  rt_print_text("\nruntime stack:\n");
  rt_traceback(&g->m->g0, (uintptr_t)__builtin_return_address(0),
               *(uintptr_t *)__builtin_frame_address(0), true);
  rt_die(context_pc(uc) + 1, context_fp(uc), true);
}

/* One to a line, as gc prints them. */
static void print_registers(ucontext_t *uc) {
  static const struct {
    const char *name;
    int reg;
  } regs[] = {
      {"rax",    REG_RAX},
      {"rbx",    REG_RBX},
      {"rcx",    REG_RCX},
      {"rdx",    REG_RDX},
      {"rdi",    REG_RDI},
      {"rsi",    REG_RSI},
      {"rbp",    REG_RBP},
      {"rsp",    REG_RSP},
      {"r8",     REG_R8 },
      {"r9",     REG_R9 },
      {"r10",    REG_R10},
      {"r11",    REG_R11},
      {"r12",    REG_R12},
      {"r13",    REG_R13},
      {"r14",    REG_R14},
      {"r15",    REG_R15},
      {"rip",    REG_RIP},
      {"rflags", REG_EFL}
  };
  for (size_t i = 0; i < RT_COUNT(regs); i++) {
    rt_print_text(regs[i].name);
    for (size_t n = strlen(regs[i].name); n < sizeof "rflags"; n++) {
      rt_printsp();
    }
    rt_printhex((uint64_t)*context_reg(uc, regs[i].reg));
    rt_printnl();
  }
}

/* The interrupted goroutine, and, once, all others, then the registers. */
static void dump_goroutines(ucontext_t *uc, TraceMode mode, bool others) {
  bool all_frames = mode.level == LEVEL_SYSTEM;
  if (mode.level == LEVEL_NONE) {
    return;
  }
  rt_print_goroutine(rt_getg(), context_pc(uc) + 1, context_fp(uc), all_frames);
  if (others) {
    rt_print_other_goroutines(rt_getg(), all_frames);
  }
  rt_printnl();
  print_registers(uc);
}

/* With GOTRACEBACK=crash every thread that is left reports what it runs: each
   passes the signal on, which another one gets, as its own handler blocks it.
   The last one aborts; if one does not answer, the first does, after a while.
   */
RT_DIE static void crash_in_turn(int32_t crashed) {
  const int64_t patience = 5 * (int64_t)1000000000;
  rt_printunlock();
  if (crashed < rt_sched.nms) {
    kill(getpid(), SIGQUIT);
    rt_os_sleep(patience);
  }
  rt_signal_abort();
}

/* SIGQUIT and the like: all goroutines, the interrupted one first; status 2. */
static void on_dump(int sig, siginfo_t *info, void *context) {
  static int32_t crashed;
  TraceMode mode = rt_trace_mode();
  ucontext_t *uc = context;
  rt_printlock();
  rt_print_text(rt_signal_name((uint32_t)sig));
  rt_print_text("\nPC=");
  rt_printhex(context_pc(uc));
  rt_print_text(" m=");
  rt_printint(rt_getg()->m->id);
  rt_print_text(" sigcode=");
  rt_printint(info->si_code);
  rt_print_text("\n\n");
  dump_goroutines(uc, mode, crashed == 0);
  rt_print_flush();
  if (mode.crash) {
    crash_in_turn(++crashed);
  }
  rt_os_exit(2);
}

/* What becomes of a fault: see the table in the head of this file. */
static void on_fault(int sig, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  G *g = rt_getg();
  bool is_memory = sig == SIGSEGV || sig == SIGBUS;
  if (info->si_code <= 0) { /* sent by a process */
    if (rt_signal_hand_on(sig)) {
      return;
    }
    on_dump(sig, info, context);
  }
  uintptr_t addr = (uintptr_t)info->si_addr;
  if (g && is_memory && rt_in_guard(g, addr)) {
    stack_overflow(g, uc);
  }
  if (context_pc(uc) < RT_MIN_POINTER || context_pc(uc) == addr) {
    undo_wild_call(uc);
  }
  SigInfo seen = {.sig = (uint32_t)sig,
                  .code = (uintptr_t)info->si_code,
                  .addr = addr,
                  .pc = context_pc(uc)};
  if (g) {
    g->sig = seen;
  }
  if (g && rt_is_go_code(context_pc(uc))) {
    inject(uc);
    return;
  }
  rt_begin_fatal("unexpected signal during runtime execution");
  rt_die(context_pc(uc) + 1, context_fp(uc), true);
}

/* Signals that kill a C program, and that a Go program does not notice unless
   it asks for them. A handler rather than SIG_IGN, which what it executes
   would inherit. */
static void on_quiet(int sig, siginfo_t *info, void *context) {
  (void)sig;
  (void)info;
  (void)context;
}

/* All other signals wait while fn runs. SA_RESTART: system calls of C code go
   on instead of failing with EINTR. */
static void set_handler(int sig, void (*fn)(int, siginfo_t *, void *)) {
  struct sigaction sa;
  memset(&sa, 0, sizeof sa);
  sa.sa_sigaction = fn;
  sa.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigfillset(&sa.sa_mask);
  sigaction(sig, &sa, NULL);
}

/* May interrupt anything at any time: looks, and changes the context only. */
static void on_preempt(int sig, siginfo_t *info, void *context) {
  union {
    void (*fn)(void);
    greg_t pc;
  } target = {.fn = rt_async_preempt};
  ucontext_t *uc = context;
  uintptr_t sp = context_sp(uc);
  (void)info;
  rt_signal_hand_on(sig);
  if (rt_want_preempt(context_pc(uc), &sp)) {
    *context_reg(uc, REG_RSP) = (greg_t)sp;
    *context_reg(uc, REG_RIP) = target.pc;
  }
}

/* Only now signals may arrive: the thread began with all of them blocked. */
void rt_signal_init_thread(void) {
  M *m = rt_getg()->m;
  if (!m->signal_stack) {
    m->signal_stack = rt_persistent(SIGNAL_STACK);
  }
  stack_t st = {.ss_sp = m->signal_stack, .ss_size = SIGNAL_STACK};
  sigset_t none;
  sigaltstack(&st, NULL);
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
}

void rt_signal_end_thread(void) {
  stack_t off = {.ss_flags = SS_DISABLE};
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  sigaltstack(&off, NULL);
}

/* Handlers belong to the process; what is in no list keeps its default action
   until os/signal asks for it. */
void rt_signal_init(void) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE};
  static const int dumps[] = {SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGSYS};
  static const int quiet[] = {SIGPIPE, SIGUSR1,   SIGUSR2, SIGALRM, SIGXCPU,
                              SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO,   SIGPWR};
  rt_signal_init_thread();
  for (size_t i = 0; i < RT_COUNT(quiet); i++) {
    set_handler(quiet[i], on_quiet);
  }
  set_handler(SIGURG, on_preempt);
  for (size_t i = 0; i < RT_COUNT(faults); i++) {
    set_handler(faults[i], on_fault);
  }
  for (size_t i = 0; i < RT_COUNT(dumps); i++) {
    set_handler(dumps[i], on_dump);
  }
}

/* With the default action, which dumps core, instead of on_dump. */
void rt_signal_abort(void) {
  signal(SIGABRT, SIG_DFL);
  abort();
}
