/*
 * traceback.c - walks a stack and prints it as Go does.
 *
 * All code keeps frame pointers, so a stack is a list:
 *
 *   fp -> [caller's fp][return address] ... -> [0][...]
 *
 * A return address points behind the call; the line is that of the byte
 * before. Functions of the runtime are hidden, except that a panic in the
 * middle is shown as panic(...), where deferred calls begin; wrappers are
 * hidden unless they panicked themselves.
 */
#include <string.h>

#include "../rt.h"

#define SECTION_BOUND(var, symbol)                                             \
  extern const char var[] __asm__(symbol)                                      \
      __attribute__((weak, visibility("hidden")))
SECTION_BOUND(text_start, "__start_go_text");
SECTION_BOUND(text_stop, "__stop_go_text");
SECTION_BOUND(wrap_start, "__start_go_wrap");
SECTION_BOUND(wrap_stop, "__stop_go_wrap");

static bool within(uintptr_t pc, const char *start, const char *stop) {
  return pc >= (uintptr_t)start && pc < (uintptr_t)stop;
}

bool rt_is_wrapper(uintptr_t pc) { return within(pc, wrap_start, wrap_stop); }

bool rt_is_go_code(uintptr_t pc) {
  return within(pc, text_start, text_stop) || rt_is_wrapper(pc);
}

static bool has_prefix(RtString s, const char *prefix) {
  size_t n = strlen(prefix);
  return (size_t)s.len >= n && memcmp(s.p, prefix, n) == 0;
}

static bool is_exported_runtime(RtString name) {
  enum {
    PREFIX = 8
  };
  return has_prefix(name, "runtime.") && name.len > PREFIX &&
         name.p[PREFIX] >= 'A' && name.p[PREFIX] <= 'Z';
}

static bool is_gopanic(RtString name) {
  return rt_string_equal(name, RT_LIT("runtime.gopanic"));
}

/* A stack being printed. */
typedef struct Walk {
  uintptr_t pc, fp; /* pc: return address of the frame; fp: its own */
  uintptr_t sp;     /* where the frame begins, roughly */
  bool all;         /* the runtime's frames, too */
  bool callee_is_go;
  int printed;
} Walk;

static bool is_shown(const Walk *w, const Frame *f) {
  if (w->all) {
    return true;
  }
  if (is_gopanic(f->function)) {
    return w->printed > 0;
  }
  if (rt_is_wrapper(w->pc - 1) && !f->inlined) {
    return !w->callee_is_go;
  }
  return rt_is_go_code(w->pc - 1) || is_exported_runtime(f->function);
}

static void print_text(RtString s) {
  rt_printstring((void *)(uintptr_t)s.p, s.len);
}

static void print_place(const Frame *f) {
  if (!f->file) {
    rt_print_text("?:0");
    return;
  }
  if (f->dir) {
    rt_print_text(f->dir);
    rt_print_text("/");
  }
  rt_print_text(f->file);
  rt_print_text(":");
  rt_printuint(f->line);
}

static void print_frame(const Walk *w, const Frame *f) {
  Symbol sym;
  bool physical = !f->inlined;
  print_text(is_gopanic(f->function) ? RT_LIT("panic") : f->function);
  rt_print_text(f->has_params ? "(...)\n\t" : "()\n\t");
  print_place(f);
  if (physical && rt_symbol_of(w->pc - 1, &sym)) {
    rt_print_text(" +");
    rt_printhex(w->pc - sym.start);
  }
  if (physical && w->all) {
    rt_print_text(" fp=");
    rt_printhex(w->fp + 2 * sizeof(uintptr_t));
    rt_print_text(" sp=");
    rt_printhex(w->sp);
    rt_print_text(" pc=");
    rt_printhex(w->pc);
  }
  rt_print_text("\n");
}

/* Prints the functions at w->pc, inlined ones first. */
static void print_frames(Walk *w) {
  enum {
    MAX_INLINED = 32
  };
  Frame frames[MAX_INLINED];
  int n = rt_frames_of(w->pc - 1, frames, MAX_INLINED);
  for (int i = 0; i < n && w->printed < RT_MAX_FRAMES; i++) {
    if (is_shown(w, &frames[i])) {
      print_frame(w, &frames[i]);
      w->printed++;
    }
  }
}

static bool is_readable(const G *g, uintptr_t fp, uintptr_t below) {
  return fp > below && fp % sizeof(uintptr_t) == 0 && fp >= g->stack_lo &&
         fp + 2 * sizeof(uintptr_t) <= g->stack_hi;
}

static int walk(Walk w) {
  const G *g = rt_getg();
  while (w.pc != 0 && w.printed < RT_MAX_FRAMES) {
    print_frames(&w);
    if (!is_readable(g, w.fp, w.sp)) {
      break;
    }
    const uintptr_t *frame = (const uintptr_t *)w.fp; /* NOLINT */
    w.callee_is_go = rt_is_go_code(w.pc - 1);
    w.sp = w.fp;
    w.pc = frame[1];
    w.fp = frame[0];
  }
  return w.printed;
}

void rt_traceback(uintptr_t pc, uintptr_t fp, bool all_frames) {
  Walk w = {.pc = pc, .fp = fp, .all = all_frames};
  int printed = walk(w);
  if (printed == 0 && !all_frames) {
    w.all = true;
    printed = walk(w);
  }
  if (printed >= RT_MAX_FRAMES) {
    rt_print_text("...additional frames elided...\n");
  }
}
