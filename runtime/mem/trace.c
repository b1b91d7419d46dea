/*
 * trace.c - what GODEBUG asks the allocator to tell: see trace.h.
 *
 * alloctrace=1:
 *
 *   alloc #17 g1 p0 size=40 class=5(48) noscan=0 path=cached
 *     span=0xc000012000 slot=7 addr=0xc000012150 main.go:12 main.mk
 *     type=main.node                                        (all in one line)
 *
 * While it is on no allocation is inlined (rt_malloc_slow_mode), so each one
 * comes past here. The place is that of the innermost frame of Go code.
 *
 * spantrace=1, of one span from its birth to its end:
 *
 *   span create base=0xc000012000 np=1 class=5(48) noscan=0 n=170 alloc=0 gen=2
 *   span cache base=0xc000012000 ... alloc=0 gen=2 from new
 *   span uncache base=0xc000012000 ... alloc=170 gen=2 to fullSwept
 *   span sweep base=0xc000012000 ... alloc=0 gen=4 to heap
 *   span free base=0xc000012000 ...
 */
#include "trace.h"

#include <string.h>

#include "../sched/sched.h"

Traced rt_traced;
static uint64_t sequence; /* of allocations */

static const char *const path_names[] = {
    [PATH_TINY] = "tiny", [PATH_CACHED] = "cached", [PATH_REFILL] = "refill",
    [PATH_GROW] = "grow", [PATH_LARGE] = "large",
};

void rt_trace_init(void) {
  int64_t allocs = rt_godebug("alloctrace", 0);
  rt_traced = (Traced){
      .allocs = allocs > 0,
      .frees = allocs > 1,
      .spans = rt_godebug("spantrace", 0) > 0,
      .pages = rt_godebug("pagetrace", 0) > 0,
  };
  if (rt_traced.allocs) {
    rt_malloc_slow_mode(true);
  }
}

/* The return address into Go code that is nearest to frame fp; 0: none. */
static uintptr_t go_caller(const uintptr_t *fp) {
  for (int i = 0; fp && i < RT_MAX_FRAMES; i++) {
    if (rt_is_go_code(fp[1])) {
      return fp[1];
    }
    const uintptr_t *next = (const uintptr_t *)fp[0];
    fp = next > fp ? next : NULL;
  }
  return 0;
}

/* " x.go:12 main.f", of a return address. */
static void print_place(uintptr_t pc) {
  Frame f;
  if (pc == 0 || rt_frames_of(pc - 1, &f, 1) < 1 || !f.file) {
    rt_print_text(" runtime");
    return;
  }
  const char *slash = strrchr(f.file, '/');
  rt_print_text(" ");
  rt_print_text(slash ? slash + 1 : f.file);
  rt_print_field(":", f.line);
  rt_print_text(" ");
  rt_printstring((void *)(uintptr_t)f.function.p, f.function.len);
}

static void print_type(const RtType *t) {
  if (t) {
    RtString name = rt_type_string(t);
    rt_print_text(" type=");
    rt_printstring((void *)(uintptr_t)name.p, name.len);
  }
}

void rt_print_class(const Mspan *s) {
  rt_print_field(" class=", rt_span_size_class(s));
  rt_print_field("(", s->elemsize);
  rt_print_field(") noscan=", rt_span_noscan(s));
}

void rt_trace_alloc(uintptr_t p, uintptr_t size, const RtType *t,
                    AllocPath path) {
  if (!rt_traced.allocs) {
    return;
  }
  const G *g = rt_getg();
  const Mspan *s = rt_span_of_heap(p);
  uint64_t seq = __atomic_add_fetch(&sequence, 1, __ATOMIC_RELAXED);
  rt_printlock();
  rt_print_field("alloc #", seq);
  rt_print_field(" g", g ? g->id : 0);
  rt_print_field(" p", g && g->m && g->m->p ? (uint64_t)g->m->p->id : 0);
  rt_print_field(" size=", size);
  rt_print_class(s);
  rt_print_text(" path=");
  rt_print_text(path_names[path]);
  rt_print_address(" span=", s->start_addr);
  rt_print_field(" slot=", rt_slot_of(s, p));
  rt_print_address(" addr=", p);
  print_place(go_caller(__builtin_frame_address(0)));
  print_type(t);
  rt_printnl();
  rt_printunlock();
}

void rt_trace_frees(const Mspan *s) {
  for (uintptr_t i = 0; i < s->nelems; i++) {
    uint64_t bit = (uint64_t)1 << (i % 64);
    if ((s->alloc_bits[i / 64] & ~s->gcmark_bits[i / 64] & bit) == 0) {
      continue;
    }
    rt_printlock();
    rt_print_text("free");
    rt_print_class(s);
    rt_print_address(" span=", s->start_addr);
    rt_print_field(" slot=", i);
    rt_print_address(" addr=", rt_slot_addr(s, i));
    rt_printnl();
    rt_printunlock();
  }
}

/* ---------------------------------------------------------- spans, pages -- */

void rt_print_span_event(const char *event, const Mspan *s, const char *where) {
  rt_printlock();
  rt_print_text("span ");
  rt_print_text(event);
  rt_print_address(" base=", s->start_addr);
  rt_print_field(" np=", s->npages);
  if (s->state == SPAN_IN_USE) {
    rt_print_class(s);
    rt_print_field(" n=", s->nelems);
    rt_print_field(" alloc=", s->alloc_count);
    rt_print_field(" gen=", s->sweepgen);
  } else {
    rt_print_text(" manual");
  }
  rt_print_text(where);
  rt_printnl();
  rt_printunlock();
}

void rt_print_page_event(const char *event, uintptr_t base, uintptr_t npages,
                         uintptr_t levels) {
  rt_printlock();
  rt_print_text("page ");
  rt_print_text(event);
  rt_print_address(" base=", base);
  rt_print_field(" np=", npages);
  rt_print_field(" levels=", levels);
  rt_printnl();
  rt_printunlock();
}
