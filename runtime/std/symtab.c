/*
 * symtab.c - runtime.Caller and its like.
 *
 * What they see is Go code, and of the runtime the functions that have names in
 * gc, too: who counts the calls between a deferred function and what panicked
 * finds as many as there. Those that programs look for have gc's name, file and
 * line (`stand_ins`). Wrappers and everything else are passed over.
 *
 *   main.f.func1  runtime.gopanic  runtime.panicmem  runtime.sigpanic  main.f
 *
 * A call is named by a number: the return address, and in bits 48 and up one
 * more than its level among the functions inlined into each other there
 * (runtime/pkg/runtime/symtab.go).
 */
#include <stdlib.h>
#include <string.h>

#include "../prof/prof.h"
#include "places.h"

enum {
  LEVEL_SHIFT = 48,
  MAX_LEVELS = 32
};
#define ADDRESS_MASK (((uintptr_t)1 << LEVEL_SHIFT) - 1)

/* Symbols of our C code, and where the function that gc has for it stands in
   the source of Go 1.19: facts that programs print and tests compare. */
static const struct {
  const char *symbol, *function, *file;
  int64_t line;
} stand_ins[] = {
    {"runtime.goexit",          "runtime.goexit",            "asm_amd64.s",    1594},
    {"runtime.main",            "runtime.main",              "proc.go",        250 },
    {"runtime.doInit",          "runtime.doInit",            "proc.go",        6329},
    {"runtime.gopanic",         "runtime.gopanic",           "panic.go",       884 },
    {"runtime.sigpanic",        "runtime.sigpanic",          "signal_unix.go", 835 },
    {"runtime.panicmem",        "runtime.panicmem",          "panic.go",       260 },
    {"runtime.panicdivide",     "runtime.panicdivide",       "panic.go",       239 },
    {"runtime.panicoverflow",   "runtime.panicoverflow",     "panic.go",       246 },
    {"runtime.panicshift",      "runtime.panicshift",        "panic.go",       232 },
    {"runtime.panicdottypeE",   "runtime.panicdottypeE",     "iface.go",       262 },
    {"runtime.panicdottypeI",   "runtime.panicdottypeI",     "iface.go",       272 },
    {"runtime.panicnildottype", "runtime.panicnildottype",   "iface.go",       282 },
    {"runtime.panicIndex",      "runtime.goPanicIndex",      "panic.go",       113 },
    {"runtime.panicIndexU",     "runtime.goPanicIndexU",     "panic.go",       119 },
    {"runtime.panicSliceAlen",  "runtime.goPanicSliceAlen",  "panic.go",       127 },
    {"runtime.panicSliceAlenU", "runtime.goPanicSliceAlenU", "panic.go",       133 },
    {"runtime.panicSliceAcap",  "runtime.goPanicSliceAcap",  "panic.go",       139 },
    {"runtime.panicSliceAcapU", "runtime.goPanicSliceAcapU", "panic.go",       145 },
    {"runtime.panicSliceB",     "runtime.goPanicSliceB",     "panic.go",       153 },
    {"runtime.chanrecv1",       "runtime.chanrecv1",         "chan.go",        442 },
    {"runtime.chanrecv2",       "runtime.chanrecv2",         "chan.go",        447 },
    {"runtime.chansend1",       "runtime.chansend1",         "chan.go",        145 },
    {"runtime.selectgo",        "runtime.selectgo",          "select.go",      328 },
    {"runtime.panicSliceBU",    "runtime.goPanicSliceBU",    "panic.go",       159 },
};

/* The stand-in for the C function at pc; -1: it has none. */
static int stand_in(uintptr_t pc, Symbol *symbol) {
  if (!rt_symbol_of(pc, symbol)) {
    return -1;
  }
  for (int i = 0; i < (int)RT_COUNT(stand_ins); i++) {
    if (strcmp(symbol->name, stand_ins[i].symbol) == 0) {
      return i;
    }
  }
  return -1;
}

/* The same bytes: names lie in the executable and stay. */
static RtString text_of(const char *s) {
  return (RtString){(const uint8_t *)s, (int64_t)strlen(s)};
}

/* The place of a C function that has a stand-in; false: it has none. */
static bool runtime_place(uintptr_t pc, StdPlace *out) {
  Symbol symbol;
  int i = stand_in(pc, &symbol);
  if (i >= 0) {
    *out = (StdPlace){.function = text_of(stand_ins[i].function),
                      .file = text_of(stand_ins[i].file),
                      .line = stand_ins[i].line,
                      .entry = symbol.start,
                      .in_runtime = true};
  }
  return i >= 0;
}

/* main.Id[int] is called main.Id[...]. */
static RtString public_name(RtString name) {
  const uint8_t *first = memchr(name.p, '[', (size_t)name.len);
  int64_t end = name.len;
  while (first && end > 0 && name.p[end - 1] != ']') {
    end--;
  }
  if (!first || end <= first - name.p) {
    return name;
  }
  RtString parts[] = {
      {name.p,       first - name.p},
      RT_LIT("[...]"),
      {name.p + end, name.len - end},
  };
  return rt_concat(parts, RT_COUNT(parts));
}

/* dirs[0]/dirs[1]/file as one string. */
static RtString file_name(const Frame *f) {
  RtString parts[5];
  int n = 0;
  for (int i = 0; i < 2; i++) {
    if (f->dirs[i]) {
      parts[n++] = text_of(f->dirs[i]);
      parts[n++] = RT_LIT("/");
    }
  }
  parts[n++] = text_of(f->file);
  return rt_concat(parts, n);
}

/* Whether a function of the C code is one that Go programs know of. */
static bool is_known(uintptr_t pc, Symbol *symbol) {
  static const char prefix[] = "runtime.";
  return rt_symbol_of(pc, symbol) &&
         strncmp(symbol->name, prefix, sizeof prefix - 1) == 0 &&
         strcmp(symbol->name, "runtime.deferreturn") != 0 &&
         strcmp(symbol->name, "runtime.panicnilmap") != 0;
}

/* What a number (see above) names; false: nothing that Go programs see. With no
   level, pc is taken as it stands, and its innermost function. */
static bool find_place(uintptr_t number, StdPlace *out) {
  uintptr_t level = number >> LEVEL_SHIFT, pc = number & ADDRESS_MASK;
  Frame frames[MAX_LEVELS];
  Symbol symbol;
  if (level) {
    pc--; /* the call, not what follows it */
  }
  if (!rt_is_go_code(pc) && runtime_place(pc, out)) {
    return true;
  }
  if (rt_is_go_code(pc) ? !rt_symbol_of(pc, &symbol) : !is_known(pc, &symbol)) {
    return false;
  }
  int n = rt_frames_of(pc, frames, MAX_LEVELS);
  uintptr_t i = level ? level - 1 : rt_is_go_code(pc) ? 0 : (uintptr_t)n - 1;
  if (i >= (uintptr_t)n) {
    return false;
  }
  *out = (StdPlace){.function = public_name(frames[i].function),
                    .line = frames[i].line,
                    .entry = symbol.start,
                    .inlined = frames[i].inlined};
  out->file = frames[i].file ? file_name(&frames[i]) : RT_LIT("?");
  return true;
}

/* Finds what a number names, and keeps the answer. */
STD(bool, place_of, (uintptr_t number, StdPlace *out), "runtime.placeOf") {
  if (places_find(number, out)) {
    return true;
  }
  bool found = find_place(number, out);
  if (found) {
    places_keep(number, out);
  }
  return found;
}

/* How many levels the call before pc has that are not hidden. */
static int find_levels(uintptr_t pc) {
  Frame frames[MAX_LEVELS];
  Symbol symbol;
  if (!rt_is_go_code(pc) && stand_in(pc - 1, &symbol) >= 0) {
    return 1;
  }
  if (!rt_is_go_code(pc) && !is_known(pc - 1, &symbol)) {
    return 0;
  }
  return rt_frames_of(pc - 1, frames, MAX_LEVELS) - rt_is_wrapper(pc);
}

/* The same. Finding out means reading debug information; so answers are kept,
   each in the slot of its address: the address below, the number in the bits
   above. */
static int level_count(uintptr_t pc) {
  enum {
    SLOTS = 4096
  };
  static uint64_t known[SLOTS];
  uint64_t *slot = &known[(pc ^ pc >> 12) % SLOTS];
  uint64_t v = __atomic_load_n(slot, __ATOMIC_RELAXED);
  if ((v & ADDRESS_MASK) == pc) {
    return (int)(v >> LEVEL_SHIFT);
  }
  int n = find_levels(pc);
  v = pc | (uint64_t)n << LEVEL_SHIFT;
  __atomic_store_n(slot, v, __ATOMIC_RELAXED);
  return n;
}

/* How many levels there are where the number of a call points. */
STD(uintptr_t, level_of_outermost, (uintptr_t number),
    "runtime.levelOfOutermost") {
  return (uintptr_t)level_count(number & ADDRESS_MASK);
}

/* Stores the levels of one return address that are not skipped. Of C code the
   outermost alone has a name in Go. */
int64_t rt_expand_call(uintptr_t pc, int64_t *skip, uintptr_t *out,
                       int64_t max) {
  if (pc >> LEVEL_SHIFT) { /* a level already */
    return *skip > 0 ? (--*skip, 0) : (*out = pc, 1);
  }
  int n = level_count(pc);
  int64_t stored = 0;
  for (int i = rt_is_go_code(pc) || n == 0 ? 0 : n - 1; i < n && stored < max;
       i++) {
    if (*skip > 0) {
      --*skip;
    } else {
      out[stored++] = pc | (uintptr_t)(i + 1) << LEVEL_SHIFT;
    }
  }
  return stored;
}

/* The calls above; skip 0 begins with that of the caller, Callers or Caller. */
STD(int64_t, callers,
    (int64_t skip, uintptr_t *out, int64_t max, int64_t capacity),
    "runtime.callers") {
  const uintptr_t *fp = __builtin_frame_address(0);
  const G *g = rt_getg();
  int64_t n = 0;
  (void)capacity;
  while (n < max && rt_on_stack(g, fp)) {
    uintptr_t pc = fp[1];
    const uintptr_t *next = (const uintptr_t *)fp[0];
    n += rt_expand_call(pc, &skip, out + n, max - n);
    if (next <= fp) {
      break;
    }
    fp = next;
  }
  return n;
}

/* runtime.Stack's caller and what called it; `all`: then all goroutines, while
   none of them runs. */
STD(int64_t, stack_trace, (uint8_t *buf, int64_t n, bool all),
    "runtime.stackTrace") {
  const uintptr_t *fp = __builtin_frame_address(0);
  const uintptr_t *stack = (const uintptr_t *)fp[0]; /* of runtime.Stack */
  const G *g = rt_getg();
  if (all) {
    rt_stop_world();
  }
  rt_print_into(buf, n);
  rt_print_goroutine(g, stack[1], stack[0], false);
  if (all) {
    rt_print_other_goroutines(g, false);
  }
  n = rt_print_end();
  if (all) {
    rt_start_world();
  }
  return n;
}

extern const char image_start[] __asm__("__executable_start")
    __attribute__((weak, visibility("hidden")));
/* Where the executable lies, for offsets of types. */
STD(const void *, image_start_of, (void), "runtime.imageStart") {
  return image_start;
}

extern const RtType *const start_links[] __asm__("__start_go_typelinks")
    __attribute__((weak, visibility("hidden")));
extern const RtType *const stop_links[] __asm__("__stop_go_typelinks")
    __attribute__((weak, visibility("hidden")));

static int by_string(const void *a, const void *b) {
  RtString s = rt_type_string(*(const RtType *const *)a);
  RtString t = rt_type_string(*(const RtType *const *)b);
  int64_t shorter = s.len < t.len ? s.len : t.len;
  int order = memcmp(s.p, t.p, (size_t)shorter);
  return order ? order : (s.len > t.len) - (s.len < t.len);
}

/* The descriptors of the program's unnamed types, ordered by their strings;
   copied, as the section is read-only and in the linker's order. */
STD(int64_t, type_links, (const RtType ***first), "runtime.typeLinks") {
  size_t n = (size_t)(stop_links - start_links);
  if (n == 0) {
    return 0;
  }
  *first = rt_persistent(n * sizeof **first);
  memcpy(*first, start_links, n * sizeof **first);
  qsort(*first, n, sizeof **first, by_string);
  return (int64_t)n;
}

/* --------------------------------------------------------------- errors -- */

/* What a failed assertion says, made when it is asked for. */
STD(RtString, assertion_text, (void *e), "runtime.assertionErrorText") {
  return rt_assertion_text(e);
}
