/*
 * init.c - from the C start-up code to main.main.
 *
 *   main (os/main.c) -> rt_main -> [main goroutine's stack]
 *       -> main..inittask, depth-first -> main.main -> exit 0
 *
 * An init task runs after all tasks it depends on, and once. The compiler has
 * ruled out import cycles, hence a task that is met again while it runs is a
 * bug of ours.
 *
 *   a imports b, c; b imports c:  c's variables, c.init, b's, b.init, a's ...
 */
#include <stdlib.h>
#include <string.h>

#include "../gc/gc.h"
#include "../mem/dump.h"

int rt_argc;
char **rt_argv;

enum {
  TASK_NEW = 0,
  TASK_RUNNING = 1,
  TASK_DONE = 2
};

/* Code without a context: C does not convert data pointers to functions. */
typedef union InitFn {
  void *p;
  void (*call)(void);
} InitFn;

void rt_run_init_task(RtInitTask *t) {
  if (t->state == TASK_DONE) {
    return;
  }
  if (t->state == TASK_RUNNING) {
    rt_throw("recursive call during initialization - linker skew");
  }
  t->state = TASK_RUNNING;
  for (uint64_t i = 0; i < t->ndeps; i++) {
    rt_run_init_task(t->entries[i]);
  }
  for (uint64_t i = 0; i < t->nfns; i++) {
    InitFn fn = {.p = t->entries[t->ndeps + i]};
    fn.call();
  }
  t->state = TASK_DONE;
}

/* GODEBUG is a list: key=value,key=value. */
int64_t rt_godebug(const char *key, int64_t otherwise) {
  size_t n = strlen(key);
  const char *s = rt_os_env("GODEBUG");
  while (s && *s) {
    if (strncmp(s, key, n) == 0 && s[n] == '=') {
      return strtoll(s + n + 1, NULL, 10);
    }
    s = strchr(s, ',');
    s = s ? s + 1 : NULL;
  }
  return otherwise;
}

/* Memory first, since everything allocates; then a G, since from there on code
   may panic. */
void rt_init(void) {
  rt_mem_init();
  rt_gc_init();
  rt_alg_init();
  rt_setg(rt_sched_init());
  rt_errors_init();
  rt_itabs_init();
  rt_signal_init();
  rt_preempt_init();
}

/* What the main goroutine needs and cannot be handed on its fresh stack. */
static struct {
  RtInitTask *tasks;
  void (*go_main)(void);
} program;

/* A goroutine that panics, and is about to end the program, gets the time for
   it. Once it prints, others do not come back from rt_claim_end. */
static void wait_for_panics(void) {
  for (int i = 0; i < 1000 && rt_is_anyone_panicking(); i++) {
    rt_gosched();
  }
  rt_claim_end();
}

static void main_goroutine(void) RT_SYMBOL("main");
/* The main goroutine's function, "runtime.main" in tracebacks. */
static void main_goroutine(void) {
  rt_gc_enable();
  rt_run_init_task(program.tasks);
  program.go_main();
  wait_for_panics();
  rt_print_flush();
  rt_dump_exit();
  rt_barrier_exit();
  rt_os_exit(0);
}

int rt_main(int argc, char **argv, RtInitTask *tasks, void (*go_main)(void)) {
  rt_argc = argc;
  rt_argv = argv;
  program.tasks = tasks;
  program.go_main = go_main;
  rt_init();
  rt_sched_start(rt_getg(), main_goroutine);
}
