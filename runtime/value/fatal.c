/*
 * fatal.c - how a program ends badly.
 *
 *   panic: first [recovered]          the chain of panics, oldest first
 *           panic: second
 *   [signal SIGSEGV: ...]             if a fault began it
 *
 *   goroutine 1 [running]:            traceback
 *   main.f(...)
 *           /path/x.go:12 +0x1d
 *
 * or `fatal error: text` in place of the panics, and all goroutines; exit
 * status 2 always. GOTRACEBACK=none leaves the traceback out, =all shows all
 * goroutines, =system adds the runtime's own frames, =crash ends with SIGABRT.
 */
#include <stdlib.h>
#include <string.h>

#include "../sched/sched.h"

enum {
  EXIT_PANIC = 2,
  EXIT_NO_TRACE = 4
};

/* What a number means, or anything else: 0. */
static TraceMode numbered_mode(RtString text) {
  uint64_t n = 0;
  for (int64_t i = 0; i < text.len; i++) {
    bool is_digit = text.p[i] >= '0' && text.p[i] <= '9';
    n = is_digit && n <= UINT32_MAX ? 10 * n + (text.p[i] - '0') : UINT64_MAX;
  }
  TraceLevel level = n == 0 || n > UINT32_MAX ? LEVEL_NONE
                     : n == 1                 ? LEVEL_USER
                                              : LEVEL_SYSTEM;
  return (TraceMode){level, true, false};
}

/* What a value of GOTRACEBACK means. */
static TraceMode named_mode(RtString name) {
  static const struct {
    const char *name;
    TraceMode mode;
  } names[] = {
      {"",       {LEVEL_USER, false, false} },
      {"none",   {LEVEL_NONE, false, false} },
      {"single", {LEVEL_USER, false, false} },
      {"all",    {LEVEL_USER, true, false}  },
      {"system", {LEVEL_SYSTEM, true, false}},
      {"crash",  {LEVEL_SYSTEM, true, true} },
  };
  for (size_t i = 0; i < RT_COUNT(names); i++) {
    if (strlen(names[i].name) == (size_t)name.len &&
        memcmp(names[i].name, name.p, (size_t)name.len) == 0) {
      return names[i].mode;
    }
  }
  return numbered_mode(name);
}

static TraceMode asked_for; /* by debug.SetTraceback; zero: nothing */

void rt_set_traceback(RtString level) { asked_for = named_mode(level); }

TraceMode rt_trace_mode(void) {
  const char *value = getenv("GOTRACEBACK");
  TraceMode m = named_mode((RtString){(const uint8_t *)(value ? value : ""),
                                      value ? (int64_t)strlen(value) : 0});
  return (TraceMode){m.level > asked_for.level ? m.level : asked_for.level,
                     m.all || asked_for.all, m.crash || asked_for.crash};
}

void rt_claim_end(void) {
  static M *first;
  M *m = rt_getg() ? rt_getg()->m : NULL, *none = NULL;
  if (!__atomic_compare_exchange_n(&first, &none, m, false, __ATOMIC_SEQ_CST,
                                   __ATOMIC_SEQ_CST) &&
      none != m) {
    for (uint32_t never = 0;;) {
      rt_note_sleep(&never);
    }
  }
}

/* The first thread that fails ends the process; others wait for that. A
   failure while failing: says so, and does not try again. */
static void begin_dying(void) {
  static int dying;
  M *m = rt_getg() ? rt_getg()->m : NULL;
  rt_claim_end();
  if (dying == 0 && m) {
    rt_freeze_world();
  }
  rt_printlock();
  switch (dying++) {
  case 0: return;
  case 1: rt_print_text("panic during panic\n"); break;
  default: break;
  }
  rt_print_text("stack trace unavailable\n");
  rt_print_flush();
  rt_os_exit(EXIT_NO_TRACE);
}

/* [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x401136] */
static void print_signal(const SigInfo *s) {
  if (s->sig == 0) {
    return;
  }
  const char *name = rt_signal_name(s->sig);
  rt_print_text("[signal ");
  if (name) {
    rt_print_text(name);
  } else {
    rt_printhex(s->sig);
  }
  rt_print_text(" code=");
  rt_printhex(s->code);
  rt_print_text(" addr=");
  rt_printhex(s->addr);
  rt_print_text(" pc=");
  rt_printhex(s->pc);
  rt_print_text("]\n");
}

/* The last step of every way out: status 2, or SIGABRT for a core dump. */
RT_DIE static void end(bool crash) {
  rt_print_flush();
  if (crash) {
    rt_signal_abort();
  }
  rt_os_exit(EXIT_PANIC);
}

/* A fatal error shows all goroutines, a panic the one that panicked. */
static bool is_fatal;

/* Goroutine 0 is a thread's scheduler: it has no trace that users would know,
   so all others are shown instead. */
void rt_die(uintptr_t pc, uintptr_t fp, bool all_frames) {
  G *g = rt_getg();
  TraceMode mode = rt_trace_mode();
  if (g) {
    print_signal(&g->sig);
  }
  if (mode.level != LEVEL_NONE && g) {
    bool is_scheduler = g->id == 0;
    all_frames = all_frames || mode.level == LEVEL_SYSTEM;
    if (!is_scheduler) {
      rt_print_text("\n");
      rt_print_goroutine(g, pc, fp, all_frames);
    }
    if (mode.all || is_fatal || is_scheduler) {
      rt_print_other_goroutines(g, all_frames);
    }
  }
  end(mode.crash);
}

/* Says the text; everything after it goes out with the traceback. */
void rt_begin_fatal(const char *text) {
  begin_dying();
  is_fatal = true;
  rt_print_text("fatal error: ");
  rt_print_text(text);
  rt_print_text("\n");
  rt_print_flush();
}

/* The caller's place: fatal errors are traced from where they are seen. */
#define HERE                                                                   \
  (uintptr_t)__builtin_return_address(0),                                      \
      *(uintptr_t *)__builtin_frame_address(0)

/* "fatal error: ..." and the stacks: nothing recovers from it. */
void rt_fatal(const char *text) {
  rt_begin_fatal(text);
  rt_die(HERE, false);
}

/* Shows all frames: the error is in one that is usually hidden. */
void rt_throw(const char *text) {
  rt_begin_fatal(text);
  rt_die(HERE, true);
}

void rt_fatal_without_trace(const char *text) {
  rt_begin_fatal(text);
  end(false);
}

/* ------------------------------------------------------- panic messages -- */

/* Runs when Error or String of a panic value panics itself. */
static void printing_failed(void) {
  RtEface v = rt_getg()->panic->arg;
  const RtString text = RT_LIT("panic while printing panic value: ");
  bool is_string = v.type && rt_kind(v.type) == RT_STRING &&
                   rt_type_pkg_path(v.type).len == 0;
  RtString parts[] = {
      text,
      is_string ? RT_LIT("") : RT_LIT("type "),
      is_string ? *(RtString *)v.data
      : v.type  ? rt_type_string(v.type)
                : RT_LIT("nil"),
      {(const uint8_t *)"", 1}  /* the 0 that ends a text in C */
  };
  rt_throw((const char *)rt_concat(parts, RT_COUNT(parts)).p);
}

/* Replaces errors and Stringers by their text while Go code can still run. */
static void prepare_panics(Panic *p) {
  union {
    void (*fn)(void);
    void *code;
  } failed = {.fn = printing_failed};
  const RtFuncVal fn = {failed.code};
  RtDeferFrame frame;
  rt_deferenter(&frame);
  frame.slots[0] = &fn;
  frame.mask = 1;
  for (; p; p = p->link) {
    const RtType *t = p->arg.type;
    void *code = t ? rt_find_stringer(t, RT_LIT("Error")) : NULL;
    if (t && !code) {
      code = rt_find_stringer(t, RT_LIT("String"));
    }
    if (code) {
      p->arg = rt_box_string(rt_call_string(p->arg.data, code));
    }
  }
  rt_getg()->defers = frame.link;
}

/* Oldest first; the list is short. */
static void print_panics(const Panic *p) {
  if (p->link) {
    print_panics(p->link);
    if (!p->link->goexit) {
      rt_print_text("\t");
    }
  }
  if (p->goexit) {
    return;
  }
  rt_print_text("panic: ");
  rt_print_any(p->arg);
  rt_print_text(p->recovered ? " [recovered]\n" : "\n");
}

/* Go code runs first, then the world is stopped: Error may need other
   goroutines. */
void rt_panic_unrecovered(Panic *p) {
  prepare_panics(p);
  begin_dying();
  print_panics(p);
  rt_die(HERE, false);
}
