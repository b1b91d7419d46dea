/*
 * cpu.c - the CPU profile: where the program is, a hundred times a second of
 * processor time.
 *
 * The kernel's timer ITIMER_PROF sends SIGPROF to the thread that runs. The
 * handler writes down the stack that it interrupts, in a ring that package
 * runtime/pprof reads ten times a second:
 *
 *   handler, any thread   takes slot head, fills it, says it is ready
 *   reader, one goroutine takes slot tail if ready, names its calls
 *
 * A handler may interrupt anything, so it takes no lock, and reads nothing but
 * the goroutine's stack, along the frame pointers. Where the interrupted
 * function has not made its frame yet, or gives it up, the return address is on
 * top of the stack: its instructions tell. C code of others keeps no frames: its
 * caller is the first word on the stack that looks like a return address.
 *
 * Where there is no goroutine's stack, the sample is one of the pseudo functions
 * that gc has for this: runtime._GC, _System, _ExternalCode.
 *
 * A record, in words: its length, a time that nobody reads, how many samples it
 * stands for, the stack. The first one of a profile has the rate instead of the
 * count and no stack; 0 samples with one word are so many that were lost.
 */
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

#include "../gc/gc.h"
#include "../sched/sched.h"
#include "prof.h"

enum {
  SAMPLES = 1024,
  DEPTH = 64,
  WORDS = 64, /* of a stack that are searched */
  HEAD = 3,   /* words of a record before its stack */
  MICROSECONDS = 1000000
};

typedef struct Sample {
  uint32_t ready, depth;
  uintptr_t stack[DEPTH]; /* the innermost is where it was, not a return */
} Sample;

/* Addresses of gc's names for what is no goroutine. */
typedef struct Pseudo {
  uintptr_t system, collector, external;
} Pseudo;

static struct {
  uint32_t on;
  int64_t rate;
  bool begun;      /* the reader has had the first record */
  Sample *samples; /* SAMPLES of them; NULL before the first profile */
  uint64_t head, tail, lost;
  Pseudo pseudo;
  struct sigaction before;
} cpu;

static void *labels[SAMPLES]; /* of the goroutines: roots */

/* --------------------------------------------------------------- handler -- */

static bool in_text(uintptr_t pc) {
  extern const char first[] __asm__("__executable_start")
      __attribute__((weak, visibility("hidden")));
  extern const char end[] __asm__("etext")
      __attribute__((weak, visibility("hidden")));
  return pc > (uintptr_t)first + RT_WORD && pc < (uintptr_t)end - RT_WORD;
}

/* Where the return address is while the function at pc has no frame; NULL: it
   has one. */
static const uintptr_t *bare_return(uintptr_t pc, const uintptr_t *sp) {
  static const uint8_t entry[] = {0xf3, 0x0f, 0x1e, 0xfa}, /* endbr64 */
      make[] = {0x55, 0x48, 0x89, 0xe5}; /* push %rbp; mov %rsp, %rbp */
  enum {
    RET = 0xc3
  };
  const uint8_t *code = (const uint8_t *)pc;
  if (*code == RET || memcmp(code, make, sizeof make) == 0 ||
      memcmp(code, entry, sizeof entry) == 0) {
    return sp;
  }
  return memcmp(code - 1, make, sizeof make) == 0 ? sp + 1 : NULL;
}

/* The same in code of others. */
static const uintptr_t *foreign_return(const G *g, const uintptr_t *sp) {
  enum {
    CALL = 0xe8,
    CALL_SIZE = 5
  };
  for (int i = 0; i < WORDS && rt_on_stack(g, sp + i); i++) {
    if (in_text(sp[i]) && *(const uint8_t *)(sp[i] - CALL_SIZE) == CALL) {
      return sp + i;
    }
  }
  return NULL;
}

/* The first frame above that, since %rbp may hold anything: two words that look
   like one. */
static const uintptr_t *foreign_frame(const G *g, const uintptr_t *sp) {
  for (int i = 0; i < WORDS && rt_on_stack(g, sp + i + 1); i++) {
    const uintptr_t *next = (const uintptr_t *)sp[i];
    if (next > sp + i && rt_on_stack(g, next) && in_text(sp[i + 1])) {
      return sp + i;
    }
  }
  return sp;
}

/* Return addresses from fp on; each frame must lie above the one before. */
static uint32_t walk(const G *g, const uintptr_t *fp, uintptr_t *out,
                     uint32_t max) {
  uint32_t n = 0;
  while (n < max && (uintptr_t)fp % RT_WORD == 0 && rt_on_stack(g, fp) &&
         rt_on_stack(g, fp + 1) && in_text(fp[1])) {
    const uintptr_t *next = (const uintptr_t *)fp[0];
    out[n++] = fp[1];
    if (next <= fp) {
      break;
    }
    fp = next;
  }
  return n;
}

/* The stack of an interrupted goroutine; 0: it is on none. */
static uint32_t interrupted(const G *g, ucontext_t *uc, uintptr_t *out) {
  const greg_t *regs = uc->uc_mcontext.gregs;
  uintptr_t pc = (uintptr_t)regs[REG_RIP];
  const uintptr_t *sp = (const uintptr_t *)regs[REG_RSP];
  const uintptr_t *fp = (const uintptr_t *)regs[REG_RBP];
  uint32_t n = 0;
  if (!g || !g->m || g == &g->m->g0 || !rt_on_stack(g, sp)) {
    return 0;
  }
  out[n++] = pc;
  bool ours = in_text(pc);
  const uintptr_t *bare = ours ? bare_return(pc, sp) : foreign_return(g, sp);
  if (bare && rt_on_stack(g, bare) && in_text(*bare)) {
    out[n++] = *bare;
    fp = ours ? fp : foreign_frame(g, bare + 1);
  }
  n += walk(g, fp, out + n, DEPTH - n);
  return n;
}

static uint32_t pseudo_stack(uintptr_t pc, uintptr_t *out) {
  bool collects = __atomic_load_n(&rt_sched.stopping, __ATOMIC_RELAXED) != 0;
  out[0] = !in_text(pc) ? cpu.pseudo.external
           : collects   ? cpu.pseudo.collector
                        : cpu.pseudo.system;
  return 1;
}

/* A slot of the ring; NULL: all are full. */
static Sample *take_slot(void) {
  uint64_t head = __atomic_load_n(&cpu.head, __ATOMIC_RELAXED);
  do {
    if (head - __atomic_load_n(&cpu.tail, __ATOMIC_ACQUIRE) >= SAMPLES) {
      return NULL;
    }
  } while (!__atomic_compare_exchange_n(&cpu.head, &head, head + 1, true,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return &cpu.samples[head % SAMPLES];
}

static void on_tick(int sig, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  const G *g = rt_getg();
  (void)sig;
  (void)info;
  if (!__atomic_load_n(&cpu.on, __ATOMIC_ACQUIRE)) {
    return;
  }
  Sample *s = take_slot();
  if (!s) {
    rt_count(&cpu.lost, 1);
    return;
  }
  s->depth = interrupted(g, uc, s->stack);
  labels[s - cpu.samples] = s->depth ? g->labels : NULL;
  if (s->depth == 0) {
    s->depth =
        pseudo_stack((uintptr_t)uc->uc_mcontext.gregs[REG_RIP], s->stack);
  }
  __atomic_store_n(&s->ready, 1, __ATOMIC_RELEASE);
}

/* --------------------------------------------------------------- reading -- */

/* What pprof reads: whole records, a label for each. */
typedef struct Batch {
  uint64_t *data;
  int64_t len, max;
  void **tags;
  int64_t ntags, max_tags;
} Batch;

static bool has_room(const Batch *b) {
  return b->len + HEAD + PROF_DEPTH * 2 <= b->max && b->ntags < b->max_tags;
}

static void add_record(Batch *b, uint64_t count, void *tag,
                       const uintptr_t *stack, uint32_t depth) {
  uint64_t *at = b->data + b->len;
  at[0] = HEAD + depth;
  at[1] = 0;
  at[2] = count;
  memcpy(at + HEAD, stack, depth * sizeof *stack);
  b->len += HEAD + depth;
  b->tags[b->ntags++] = tag;
}

/* pprof takes all addresses for those that calls return to. */
static void add_sample(Batch *b, Sample *s, void *tag) {
  uintptr_t stack[PROF_DEPTH];
  s->stack[0]++;
  uint32_t n = rt_stack_record(s->stack, s->depth, 0, stack);
  if (n == 0) {
    stack[n++] = cpu.pseudo.system + 1;
  }
  add_record(b, 1, tag, stack, n);
}

static void add_lost(Batch *b) {
  uint64_t lost = __atomic_exchange_n(&cpu.lost, 0, __ATOMIC_RELAXED);
  if (lost) {
    add_record(b, 0, NULL, (const uintptr_t *)&lost, 1);
  }
}

static Sample *next_sample(void) {
  Sample *s = &cpu.samples[cpu.tail % SAMPLES];
  return __atomic_load_n(&s->ready, __ATOMIC_ACQUIRE) ? s : NULL;
}

bool rt_read_cpu_profile(Batch *b) RT_SYMBOL("readCPUProfile");

/* What has come since the last call; true: the profile is over. */
bool rt_read_cpu_profile(Batch *b) {
  if (!cpu.samples) {
    return true;
  }
  if (!cpu.begun) {
    add_record(b, (uint64_t)cpu.rate, NULL, NULL, 0);
    cpu.begun = true;
  }
  Sample *s = next_sample();
  for (; s && has_room(b); s = next_sample()) {
    uint64_t at = cpu.tail % SAMPLES;
    add_sample(b, s, labels[at]);
    labels[at] = NULL;
    s->ready = 0;
    __atomic_store_n(&cpu.tail, cpu.tail + 1, __ATOMIC_RELEASE);
  }
  if (has_room(b)) {
    add_lost(b);
  }
  if (!s && !__atomic_load_n(&cpu.on, __ATOMIC_ACQUIRE)) {
    cpu.rate = 0;
    return b->len == 0;
  }
  return false;
}

/* -------------------------------------------------------------- settings -- */

static void set_timer(int64_t rate) {
  int64_t us = rate > 0 ? MICROSECONDS / rate : 0;
  struct timeval each = {us / MICROSECONDS, us % MICROSECONDS};
  struct itimerval timer = {each, each};
  setitimer(ITIMER_PROF, &timer, NULL);
}

static void begin(int64_t rate) {
  if (!cpu.samples) {
    cpu.samples = rt_sys_alloc(SAMPLES * sizeof(Sample), &rt_mem.other_sys);
    rt_gc_add_root(labels, sizeof labels);
  }
  struct sigaction sa = {.sa_sigaction = on_tick,
                         .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigfillset(&sa.sa_mask);
  sigaction(SIGPROF, &sa, &cpu.before);
  cpu.rate = rate;
  cpu.begun = false;
  __atomic_store_n(&cpu.on, 1, __ATOMIC_RELEASE);
  set_timer(rate);
}

bool rt_set_cpu_rate(int64_t rate, const RtFuncVal *system,
                     const RtFuncVal *collector, const RtFuncVal *external)
    RT_SYMBOL("setCPURate");

/* 0: the profile ends. False: the one before has not been read yet. Calls do
   not overlap. */
bool rt_set_cpu_rate(int64_t rate, const RtFuncVal *system,
                     const RtFuncVal *collector, const RtFuncVal *external) {
  if (rate > 0) {
    if (cpu.rate != 0) {
      return false;
    }
    cpu.pseudo = (Pseudo){(uintptr_t)system->code, (uintptr_t)collector->code,
                          (uintptr_t)external->code};
    begin(rate);
  } else if (cpu.on) {
    set_timer(0);
    __atomic_store_n(&cpu.on, 0, __ATOMIC_RELEASE);
    sigaction(SIGPROF, &cpu.before, NULL);
  }
  return true;
}
