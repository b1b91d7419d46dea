/*
 * rt.h - the runtime's private face: one section per source file.
 *
 * The program runs on goroutines, G, each with a stack of its own
 * (sched/stack.c), which the scheduler switches between (sched/proc.c,
 * sched/sched.h). Code in C runs on the stack of the goroutine that calls it.
 *
 * Two ways to fail, never mixed up:
 *   rt_gopanic, rt_panic*   a Go panic: deferred calls run, recover works
 *   rt_fatal                "fatal error: ...": prints and exits with 2;
 *                           the user's program is at fault
 *   rt_throw                the same for our own broken invariants; its trace
 *                           shows the runtime's frames, too
 *
 * Code that calls back into Go (equal, hash, Error) holds no resource across
 * the call: a panic may never return here.
 */
#ifndef RUNTIME_RT_H
#define RUNTIME_RT_H

#include "abi.h"

/* Checks of three tiers (RT_DEBUG=0, 1, 2): always, cheap, walking. */
#ifndef RT_DEBUG
#define RT_DEBUG 0
#endif
#define RT_CHECK(cond) ((cond) ? (void)0 : rt_throw("check failed: " #cond))
#if RT_DEBUG >= 1
#define RT_ASSERT(cond) RT_CHECK(cond)
#else
#define RT_ASSERT(cond) ((void)sizeof(cond))
#endif

#define RT_COUNT(a)    (sizeof(a) / sizeof((a)[0]))
#define RT_LIKELY(x)   __builtin_expect(!!(x), 1)
#define RT_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define RT_INLINE      static inline __attribute__((always_inline))
#define RT_NOINLINE    __attribute__((noinline))
#define RT_DIE         __attribute__((noreturn, cold))
#define RT_LIT(literal)                                                        \
  ((RtString){(const uint8_t *)(literal), sizeof(literal) - 1})

enum {
  RT_WORD = 8,
  RT_PAGE_SIZE = 8192, /* of the allocator, as in Go */
  RT_MAX_SMALL = 32768,
  RT_MAX_FRAMES = 100,      /* of one traceback */
  RT_MIN_POINTER = 4096,    /* faults below are nil dereferences */
  RT_GUARD_SIZE = 64 << 10, /* below each stack */
};
#define RT_MAX_ALLOC ((uint64_t)1 << 48)

/*
 * A descriptor for the collector alone: `name` says which words of C's type T
 * are pointers into the heap, bit i for word i. Every object that the runtime
 * allocates for itself and that owns others has one; without type, memory is
 * never looked into.
 */
#define RT_SHAPE(name, T, bits)                                                \
  static const uint64_t name##_mask = (bits);                                  \
  static const RtType name = {                                                 \
      .size = sizeof(T),                                                       \
      .ptrdata = (64 - (uintptr_t)__builtin_clzll(bits)) * RT_WORD,            \
      .align = RT_WORD,                                                        \
      .field_align = RT_WORD,                                                  \
      .kind = RT_STRUCT,                                                       \
      .gcdata = (const uint8_t *)&name##_mask,                                 \
  }
/* The bit of a member. */
#define RT_POINTER_AT(T, member) (1ull << (offsetof(T, member) / RT_WORD))
/* What the allocator takes; it does not write to it. */
#define RT_TYPE_ARG(t) ((void *)(uintptr_t)(t))

/* ----------------------------------------------------------- goroutines */

/*
 * One gopanic (or Goexit) in progress, on the C stack of that call. g->panic
 * is the newest; `link` the one that was running when it began.
 *
 *   recovered  recover() answered: the frame resumes when the call returns
 *   aborted    a later panic went past the deferred call that this one runs,
 *              so control can never come back here
 */
typedef struct Panic {
  struct Panic *link;
  struct Panic *live; /* the next older one that is not aborted */
  RtEface arg;
  uintptr_t argp;      /* return slot of the deferred call being made */
  RtDeferFrame *frame; /* whose deferred call that is */
  bool recovered, aborted, goexit;
  uintptr_t regs[8]; /* goexit: the checkpoint of its loop */
} Panic;

/* The registers a fault or a fatal error was seen with. */
typedef struct SigInfo {
  uint32_t sig; /* 0: no signal */
  uintptr_t code, addr, pc;
} SigInfo;

typedef enum GStatus {
  G_IDLE = 0, /* no function yet */
  G_RUNNABLE = 1,
  G_RUNNING = 2,
  G_SYSCALL = 3, /* in the kernel, maybe for long: holds no P */
  G_WAITING = 4, /* parked; who is to ready it knows it */
  G_DEAD = 6,    /* its function has ended; waits to be used again */
} GStatus;

/* What a goroutine waits for, as tracebacks say it. */
#define RT_WAIT_REASONS(X)                                                     \
  X(WAIT_NONE, "")                                                             \
  X(WAIT_RECEIVE, "chan receive")                                              \
  X(WAIT_SEND, "chan send")                                                    \
  X(WAIT_RECEIVE_NIL, "chan receive (nil chan)")                               \
  X(WAIT_SEND_NIL, "chan send (nil chan)")                                     \
  X(WAIT_SELECT, "select")                                                     \
  X(WAIT_SELECT_NONE, "select (no cases)")                                     \
  X(WAIT_SEMACQUIRE, "semacquire")                                             \
  X(WAIT_COND, "sync.Cond.Wait")                                               \
  X(WAIT_SLEEP, "sleep")                                                       \
  X(WAIT_WORLD, "garbage collection")                                          \
  X(WAIT_FINALIZER, "finalizer wait")                                          \
  X(WAIT_COLLECTOR, "GC sweep wait")                                           \
  X(WAIT_IO, "IO wait")
typedef enum WaitReason {
#define X(name, text) name,
  RT_WAIT_REASONS(X)
#undef X
} WaitReason;

struct RtTimer; /* sched/sched.h */

/* A goroutine. stack_lo is the lowest usable byte; the guard lies below. */
typedef struct G {
  uintptr_t stack_lo, stack_hi;
  RtDeferFrame *defers; /* frames with defers, newest first */
  Panic *panic;
  uint64_t id;
  SigInfo sig;       /* of the fault that became the newest panic */
  void *free_defers; /* pool of deferpush records */

  uintptr_t sp;          /* where it goes on; valid while it does not run */
  struct M *m;           /* the thread that runs it */
  uintptr_t stack_base;  /* stack_lo, were there no limit: see stack.c */
  struct G *next;        /* in a queue, or among the dead */
  struct G *all_next;    /* in the list of all */
  uintptr_t created_pc;  /* return address of the `go` statement; 0: main */
  void *param;           /* what woke it: the Sudog that was served */
  uint32_t select_done;  /* a select was served: others keep off */
  uint8_t status;        /* GStatus */
  uint8_t wait_reason;   /* WaitReason */
  uint32_t thread_locks; /* calls of LockOSThread */
  bool is_system;        /* the runtime's own: not counted, not shown */
  bool panic_on_fault;   /* a fault at any address is a panic */
  struct M *locked_m;    /* the only thread that runs it; NULL: any */
  void *fiber;           /* ThreadSanitizer's name for it */
  void *labels;          /* of profiles: a map of package runtime/pprof's */
  uintptr_t regs[8];     /* G_SYSCALL: what it had in registers */
} G;

/*
 * What a thread reaches through %fs alone. `mcache` is that of the P the
 * thread holds; NULL on threads without a P: rt_mcache_install sets it. Code
 * that inlines the allocator uses `inlined`, the same or an empty cache, and
 * sets in_malloc: no stop of this thread before it is clear again.
 */
typedef struct Tls {
  G *g;
  struct Mcache *mcache, *inlined;
  uint32_t in_malloc;
} Tls;
extern _Thread_local Tls rt_tls __attribute__((tls_model("local-exec")));

/* One instruction each: a goroutine may go on on another thread, therefore
   the address of a thread-local must never be kept. */
RT_INLINE G *rt_getg(void) {
  G *g;
  __asm__ volatile("movq %%fs:rt_tls@tpoff, %0" : "=r"(g));
  return g;
}
RT_INLINE struct Mcache *rt_mcache(void) {
  struct Mcache *c;
  __asm__ volatile("movq %%fs:rt_tls@tpoff+8, %0" : "=r"(c));
  return c;
}

/* ---------------------------------------------------- os/os_linux.c -- */

/* Address space for stacks, committed when touched; NULL: refused. */
char *rt_os_map_stacks(uint64_t size);
void *rt_os_map(uint64_t size);           /* zeroed memory; NULL: refused */
bool rt_os_guard(char *p, uint64_t size); /* makes it inaccessible */
bool rt_os_unguard(char *p, uint64_t size);
void rt_os_yield(void);
/* Sleeps while *p == value, for at most ns (-1: for ever). */
void rt_os_futex_wait(uint32_t *p, uint32_t value, int64_t ns);
void rt_os_futex_wake(uint32_t *p, int32_t n);
void rt_os_sleep(int64_t ns);
void rt_os_wake_early(void); /* the calling thread */
int32_t rt_os_cpus(void);    /* that this process may use */
int32_t rt_os_tid(void);
void rt_os_signal_thread(int32_t tid, int sig);
/* A thread that runs fn(arg) with all signals blocked at first; false: the
   system has no room for it. */
bool rt_os_thread(void *(*fn)(void *), void *arg);
int64_t rt_nanotime(void); /* monotonic clock */
int64_t rt_walltime(int32_t *ns);
/* Value of an environment variable, NULL if unset. */
int rt_os_create(const char *path); /* for writing; 0: refused */
const char *rt_os_env(const char *name);
void rt_os_write(int fd, const void *p, size_t n); /* all of it */
void rt_os_exit(int status) RT_DIE;
void rt_os_random(void *p, size_t n);
/* Maps a whole file for reading; NULL if that fails. */
const uint8_t *rt_os_map_file(const char *path, size_t *size);

/* -------------------------------------------------- os/init.c, main.c -- */

/* Prepares the calling thread: G, seeds, signals, itabs. */
void rt_init(void);
int rt_main(int argc, char **argv, RtInitTask *tasks, void (*go_main)(void));
void rt_run_init_task(RtInitTask *t) RT_SYMBOL("doInit");
/* The number after key= in $GODEBUG, or what is to be taken instead. */
int64_t rt_godebug(const char *key, int64_t otherwise);
extern int rt_argc;
extern char **rt_argv;

/* -------------------------------------------------------- os/signal.c -- */

enum {
  RT_SIG_CALL = 64 /* makes a thread perform a system call (std/threads.c) */
};
/* Gives the signal to os/signal; false: the program does not ask for it. */
bool rt_signal_hand_on(int sig);
void rt_signal_init(void);        /* of the process, and the first thread */
void rt_signal_init_thread(void); /* of any other */
void rt_signal_end_thread(void);  /* no handler runs on it any more */
const char *rt_signal_name(uint32_t sig);
void rt_signal_abort(void) RT_DIE; /* ends the process by SIGABRT */

/* ------------------------------------------------------- mem/malloc.c -- */

uint64_t rt_round_up_size(uint64_t size);
uint64_t rt_bytes_in_use(void);
/* Memory for the runtime's own structures, zeroed, never moved or freed. */
void *rt_persistent(uint64_t size);
struct Mcache *rt_mcache_new(void);     /* of a new P */
void rt_mcache_flush(struct Mcache *c); /* its P retires; world stopped */
/* The calling thread has got (NULL: has lost) the P of this cache. */
void rt_mcache_install(struct Mcache *c);

/* ---------------------------------------------------- sched/stack.c -- */

void rt_setg(G *g);
void rt_stack_alloc(G *g);
/* No stack may be larger from now on; 0: the limit that there is. What it was
   before. The world is stopped. */
int64_t rt_stack_set_limit(int64_t bytes);
bool rt_in_guard(const G *g, uintptr_t addr);
bool rt_on_stack(const G *g, const void *p);

/* ----------------------------------------------------- sched/proc.c -- */

G *rt_sched_init(void); /* the main goroutine */
/* Lets the calling thread run goroutines, main first, whose body is fn. */
void rt_sched_start(G *main, void (*fn)(void)) RT_DIE;
/* Like a `go` statement, for a goroutine of the runtime's own; *made becomes the
   func value of fn. */
void rt_go_system(RtFuncVal *made, void (*fn)(void));
void rt_gosched(void) RT_SYMBOL("gosched");
void rt_goexit0(void) RT_DIE; /* the current goroutine is done */
const G *rt_all_gs(void);     /* list by all_next; the dead, too */
int64_t rt_num_goroutine(void) RT_SYMBOL("goroutines");

/* ---------------------------------------------------- sched/world.c -- */

/*
 * The collector's view. Between rt_stop_world and rt_start_world no other
 * goroutine runs, and all they had in registers is on their stacks. Code in C
 * is never stopped half-way: only Go code, and C where it parks, is. Call it
 * on a goroutine that holds no lock; it waits its turn.
 */
void rt_stop_world(void);
void rt_start_world(void);
/* Runs fn(arg) on the thread's own stack; the goroutine's registers are on
   its stack meanwhile. fn must not park. */
void rt_on_system_stack(void (*fn)(void *), void *arg);
/* The words of g's stack that may hold pointers, with the world stopped and
   the caller on the system stack; false: it has none. */
bool rt_stack_range(const G *g, uintptr_t *lo, uintptr_t *hi);
/* With the world stopped: fn(arg, 0) ... fn(arg, n-1), at once if there are
   threads for it, each on a thread's own stack; returns after the last. */
void rt_parallel(int n, void (*fn)(void *arg, int worker), void *arg);
struct P *rt_p(int i); /* NULL: no more; some may be retired */
int rt_num_ps(void);   /* those in use: GOMAXPROCS */
int64_t rt_gomaxprocs(int64_t n) RT_SYMBOL("GOMAXPROCS");
int64_t rt_num_cpu(void) RT_SYMBOL("processors");
/* The process is dying: keeps other goroutines from running on. */
void rt_freeze_world(void);

/* --------------------------------------------- sched/timer.c, thread.c -- */

/* What the pending timers of package time refer to, for the collector. */
void rt_each_timer(void (*fn)(void *ctx, struct RtTimer *t), void *ctx);
void rt_lock_thread(void) RT_SYMBOL("LockOSThread");
void rt_release_thread(void) RT_SYMBOL("releaseThread");

/* --------------------------------------------------- sched/syscall.c -- */

/* Around a system call that may block: others get the P meanwhile, and no Go
   memory may be allocated. */
void rt_entersyscall(void) RT_SYMBOL("entersyscall");
void rt_exitsyscall(void) RT_SYMBOL("exitsyscall");

/* --------------------------------------------------- sched/preempt.c -- */

void rt_preempt_init(void);
/* For SIGURG's handler: whether the goroutine interrupted at (pc, *sp) is to
   yield. Then *sp is changed as if it had called rt_async_preempt. */
bool rt_want_preempt(uintptr_t pc, uintptr_t *sp);
void rt_async_preempt(void);
bool rt_is_async_preempt(uintptr_t pc); /* a return address of it */

/* ------------------------------------------------ sched/switch_*.S -- */

/* Saves the caller's registers and place at *save_sp, calls fn(arg) on the
   stack that ends at sp, and comes back. */
void rt_call_on(uintptr_t *save_sp, uintptr_t sp, void (*fn)(void *),
                void *arg);

/* Notes the caller's place in regs[8] and yields 0; 1 after rt_resume. */
int32_t rt_checkpoint(void *regs) __attribute__((returns_twice));
void rt_resume(uintptr_t *regs) RT_DIE;
/* Calls f() after storing the address of the return slot through argp. */
void rt_call_deferred(const RtFuncVal *f, uintptr_t *argp);
/* Calls fn, which does not return, noting the stack pointer it starts with. */
void rt_on_thread_stack(uintptr_t *save_sp, void (*fn)(void)) RT_DIE;
/* Saves the caller's place in *save_sp and calls fn on the stack at sp. */
void rt_mcall(uintptr_t *save_sp, uintptr_t sp, void (*fn)(void));
void rt_gogo(uintptr_t sp) RT_DIE; /* goes on where rt_mcall saved a place */
/* Where a new goroutine begins; its func value is in the saved rbx. */
void rt_go_entry(void) RT_SYMBOL("goexit");
/* Func values called from C: the context register needs assembly. Of the
   result of rt_call_equal only bit 0 counts: it is LLVM's i1. */
uint8_t rt_call_equal(const void *p, const void *q, const RtFuncVal *f);
uint64_t rt_call_hash(const void *p, uint64_t seed, const RtFuncVal *f);
RtString rt_call_string(void *receiver, void *code);
void rt_call_timer(const RtFuncVal *f, void *type, void *data, uintptr_t seq);

/* --------------------------------------------------------- value/type.c */

RtString rt_name_text(const uint8_t *name);
bool rt_name_exported(const uint8_t *name);
RtString rt_type_string(const RtType *t);
RtString rt_type_pkg_path(const RtType *t);
const RtUncommon *rt_type_uncommon(const RtType *t);
const RtMethod *rt_methods(const RtType *t, int *count);
RtString rt_name_pkg_path(const uint8_t *name); /* empty: not recorded */
/* Code of the method `name` if it is a func() string; else NULL. */
void *rt_find_stringer(const RtType *t, RtString name);
bool rt_string_equal(RtString a, RtString b);
RT_INLINE RtKind rt_kind(const RtType *t) {
  return (RtKind)(t->kind & RT_KIND_MASK);
}
RT_INLINE bool rt_is_direct(const RtType *t) {
  return (t->kind & RT_DIRECT_IFACE) != 0;
}

/* -------------------------------------------------------- value/offset.c */

/* What an offset in the descriptor or name at base leads to; 0 is NULL. */
const void *rt_resolve(const void *base, RtOff off);
/* An offset that leads to p from every descriptor outside of the program. */
RtOff rt_offset_of(const void *p);

/* ---------------------------------------------------------- value/alg.c */

void rt_alg_init(void);
uint32_t rt_random32(void);
uint64_t rt_random64(void);
uint64_t rt_memhash32(uint32_t x, uint64_t seed);
uint64_t rt_memhash64(uint64_t x, uint64_t seed);
uint64_t rt_hash_string(const uint8_t *p, int64_t n, uint64_t seed);
uint64_t rt_type_hash(const RtType *t, const void *p, uint64_t seed);

/* -------------------------------------------------------- value/iface.c */

void rt_itabs_init(void);

/* -------------------------------------------------------- value/panic.c */

void rt_goexit(void) RT_SYMBOL("Goexit") RT_DIE;
/* Some goroutine runs deferred calls because it panics, or by Goexit. */
bool rt_is_anyone_panicking(void);
void rt_deferenter(void *frame); /* deferbegin for one that never resumes */

/* -------------------------------------------------------- value/fatal.c */

/* Prints and exits with 2; user code, or the runtime itself, is wrong. */
void rt_fatal(const char *text) RT_DIE;
void rt_throw(const char *text) RT_DIE;
void rt_fatal_without_trace(const char *text) RT_DIE;
/* Which frames are shown; the order is that of how much. */
typedef enum TraceLevel {
  LEVEL_NONE,
  LEVEL_USER,   /* without those of the runtime */
  LEVEL_SYSTEM, /* all */
} TraceLevel;

/* What a value of GOTRACEBACK means. */
typedef struct TraceMode {
  TraceLevel level;
  bool all;   /* goroutines, not just the one that failed */
  bool crash; /* end by SIGABRT: leaves a core dump */
} TraceMode;

/* The environment's mode, which the program can only raise. */
TraceMode rt_trace_mode(void);
/* debug.SetTraceback: "none", "single", "all", "system", "crash". */
void rt_set_traceback(RtString level);
/* For what is printed before one of those: the calling thread is the one that
   ends the process, any other that wants to waits for that. */
void rt_claim_end(void);
/* The two halves of those: the message; the trace from (pc, fp). */
void rt_begin_fatal(const char *text);
void rt_die(uintptr_t pc, uintptr_t fp, bool all_frames) RT_DIE;
/* Nobody recovered: prints the chain that ends in p. */
void rt_panic_unrecovered(Panic *p) RT_DIE;

/* ------------------------------------------------------- value/error.c */

void rt_errors_init(void);
void rt_panic_error(const char *text) RT_DIE; /* runtime.errorString */
void rt_panic_plain(const char *text) RT_DIE; /* runtime.plainError */
void rt_panic_plain_string(RtString text) RT_DIE;
void rt_panic_error_string(RtString text) RT_DIE;
void rt_panic_assertion(const RtType *inter, const RtType *have,
                        const RtType *want, RtString missing) RT_DIE;
void rt_panic_fault(const SigInfo *sig) RT_SYMBOL("panicmem") RT_DIE;
/* A Go function of debug.SetPanicOnFault's that panics with an address. */
extern const RtFuncVal *rt_panic_address;
RtString rt_assertion_text(void *e); /* of a TypeAssertionError */
RtEface rt_box_string(RtString text);
/* Concatenates n strings into fresh memory. */
RtString rt_concat(const RtString *parts, int n);

/* -------------------------------------------------------- value/print.c */

void rt_print_text(const char *s);
/* A text, such as " size=", and a number: in decimal, in hexadecimal. */
void rt_print_field(const char *name, uint64_t v);
void rt_print_address(const char *name, uintptr_t v);
void rt_print_any(RtEface v); /* as after "panic: " */
void rt_print_flush(void);
/* What the calling thread prints from here to rt_print_end goes to memory;
   rt_print_end returns how much. */
void rt_print_into(uint8_t *to, int64_t room);
int64_t rt_print_end(void);

/* ------------------------------------------------------ debug/symtab.c */

/* One line of a traceback. */
typedef struct Frame {
  RtString function;
  const char *dirs[2]; /* in front of file; NULL: none */
  const char *file;    /* NULL: unknown */
  uint32_t line;
  bool inlined; /* into the frame that follows */
  bool has_params;
} Frame;

typedef struct Symbol {
  uintptr_t start, end;
  const char *name;
} Symbol;

bool rt_symbol_of(uintptr_t pc, Symbol *out);
bool rt_data_symbol_of(uintptr_t addr, Symbol *out); /* a variable */
/* The functions that contain the instruction at pc, innermost first. */
int rt_frames_of(uintptr_t pc, Frame *out, int max);

/* --------------------------------------------------- debug/traceback.c */

bool rt_is_go_code(uintptr_t pc);
const char *rt_wait_text(const G *g); /* what g waits for */
bool rt_is_wrapper(uintptr_t pc);
/* Where another goroutine goes on, and its frame; false: it runs. */
bool rt_goroutine_place(const G *g, uintptr_t *pc, uintptr_t *fp);
/* Prints the frames of g's stack that begins at (pc, fp). */
void rt_traceback(const G *g, uintptr_t pc, uintptr_t fp, bool all_frames);
/* The same after "goroutine N [status]:", and with its creator. */
void rt_print_goroutine(const G *g, uintptr_t pc, uintptr_t fp,
                        bool all_frames);
void rt_print_other_goroutines(const G *g, bool all_frames);

#endif
