/*
 * block.c - block and mutex profiles: where goroutines wait, and whom for.
 *
 *   block   a goroutine that waited for a channel, a select, a mutex, a
 *           sync.Cond or WaitGroup: where it did, how long
 *   mutex   one that released what others waited for: where it did, how long
 *           the first of them had waited
 *
 * Both are samples. Of waits, those of at least `rate` nanoseconds count, and
 * shorter ones of n with probability n / rate, in the stead of rate / n such.
 * Of releases each `fraction`-th counts.
 *
 * The scheduler tells of waits through rt_waits, which has no functions until
 * the program sets a rate: nothing is measured, or linked, before.
 *
 * An example: SetBlockProfileRate(1); <-c at main.f:9 for 2 ms adds {1, 2000000}
 * to the stack runtime.chanrecv1, main.f:9, ...
 */
#include "../sched/sched.h"
#include "prof.h"

static struct {
  uintptr_t lock;         /* of the buckets' counts */
  int64_t rate, fraction; /* 0: off */
} options;

static int64_t current(const int64_t *option) {
  return __atomic_load_n(option, __ATOMIC_RELAXED);
}

/* --------------------------------------------------------------- events -- */

/* The stack of the caller's caller and above, less `skip` calls that gc leaves
   out, too. */
static Bucket *bucket_here(ProfKind kind, int64_t skip) {
  enum {
    RAW = 2 * PROF_DEPTH /* not all of them have a name in Go */
  };
  uintptr_t raw[RAW], stack[PROF_DEPTH];
  uint32_t n = rt_stack_from(rt_getg(), __builtin_frame_address(0), raw, RAW);
  n = rt_stack_record(raw, n, skip, stack);
  return rt_bucket((StackKey){kind, n, 0, stack});
}

static void count(Bucket *b, double events, int64_t ns) {
  rt_lock(&options.lock);
  b->u.wait.count += events;
  b->u.wait.ns += ns;
  rt_unlock(&options.lock);
}

/* A wait of so many nanoseconds is over. */
static void waited(int64_t ns, int64_t skip) {
  int64_t rate = current(&options.rate);
  ns = ns > 0 ? ns : 1;
  if (rate <= 0 || (ns < rate && (int64_t)(rt_random64() >> 1) % rate > ns)) {
    return;
  }
  Bucket *b = bucket_here(PROF_BLOCK, skip);
  if (ns < rate) {
    count(b, (double)rate / (double)ns, rate);
  } else {
    count(b, 1, ns);
  }
}

/* A wait as package runtime/pprof's tests tell of it: skip 1 is the caller. */
void rt_block_event(int64_t ns, int64_t skip) RT_SYMBOL("blockevent");
void rt_block_event(int64_t ns, int64_t skip) { waited(ns, skip - 1); }

/* The caller lets one go on that has waited for so long. */
static void released(int64_t ns, int64_t skip) {
  int64_t fraction = current(&options.fraction);
  if (fraction > 0 && (int64_t)(rt_random64() >> 1) % fraction == 0) {
    count(bucket_here(PROF_MUTEX, skip), 1, ns);
  }
}

/* ------------------------------------------------------------- settings -- */

int64_t rt_set_block_rate(int64_t rate) RT_SYMBOL("setBlockRate");
int64_t rt_set_mutex_fraction(int64_t n) RT_SYMBOL("setMutexFraction");

/* Both give the old value. */
int64_t rt_set_block_rate(int64_t rate) {
  rt_waits.waited = waited;
  return __atomic_exchange_n(&options.rate, rate, __ATOMIC_RELEASE);
}

int64_t rt_set_mutex_fraction(int64_t n) {
  if (n < 0) {
    return current(&options.fraction);
  }
  rt_waits.released = released;
  return __atomic_exchange_n(&options.fraction, n, __ATOMIC_RELEASE);
}

/* -------------------------------------------------------------- reading -- */

/* runtime.BlockProfileRecord */
typedef struct WaitRecord {
  int64_t count, ns;
  uintptr_t stack[PROF_DEPTH];
} WaitRecord;

int64_t rt_wait_profile(WaitRecord *out, int64_t max, int64_t capacity,
                        bool mutex) RT_SYMBOL("waitProfile");

/* How many stacks there are; written if they fit. */
int64_t rt_wait_profile(WaitRecord *out, int64_t max, int64_t capacity,
                        bool mutex) {
  const Bucket *first = rt_buckets(mutex ? PROF_MUTEX : PROF_BLOCK);
  int64_t n = 0;
  (void)capacity;
  for (const Bucket *b = first; b; b = b->next) {
    n++;
  }
  if (n > max) {
    return n;
  }
  for (const Bucket *b = first; b; b = b->next) {
    rt_lock(&options.lock);
    out->count = (int64_t)b->u.wait.count;
    out->ns = b->u.wait.ns;
    rt_unlock(&options.lock);
    rt_stack_record(b->stack, b->depth, 0, out->stack);
    out++;
  }
  return n;
}
