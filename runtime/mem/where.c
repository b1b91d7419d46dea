/*
 * where.c - from an address to its object, step by step, as the collector
 * goes; for a program by  //go:linkname where runtime.heapwhere
 *
 *   0xc000012150
 *     arena  0xc000012150 >> 26 = 12288: 64 MB from 0xc000000000
 *     page   9 of the arena: span 0xc000012000, 1 pages
 *     span   class=5(48) noscan=0, 170 slots in mcache, sweepgen 5
 *     slot   (0xc000012150 - 0xc000012000) * 89478486 >> 32 = 7, offset 0
 *     object 0xc000012150, allocated, words 1, 2 are pointers
 */
#include "../sched/sched.h"
#include "dump.h"
#include "trace.h"

/* The numbers of the words of the slot at base that are pointers. */
static void print_pointer_words(const Mspan *s, uintptr_t base) {
  const char *sep = ", words ";
  uintptr_t at = (base - s->start_addr) / RT_WORD;
  for (uintptr_t i = 0; i < s->elemsize / RT_WORD; i++, at++) {
    if (s->ptr_bits[at / 64] >> (at % 64) & 1) {
      rt_print_field(sep, i);
      sep = ", ";
    }
  }
  rt_print_text(sep[2] ? ", no pointers" : " are pointers");
}

/* The last two steps: which slot, and what is in it. */
static void print_object(const Mspan *s, uintptr_t p) {
  bool large = rt_span_size_class(s) == 0;
  uintptr_t slot = large ? 0 : rt_slot_of(s, p);
  uintptr_t base = rt_slot_addr(s, slot);
  rt_print_address("\n  slot   (", p);
  rt_print_address(" - ", s->start_addr);
  rt_print_field(") * ", s->div_mul);
  rt_print_field(" >> 32 = ", slot);
  rt_print_field(", offset ", p - base);
  rt_print_address("\n  object ", base);
  rt_print_text(rt_slot_live(s, slot) ? ", allocated" : ", free");
  if (rt_span_noscan(s)) {
    rt_print_text(", no pointers");
  } else if (large) {
    rt_print_text(", pointers as its type says");
  } else {
    print_pointer_words(s, base);
  }
}

/* The second step: the arena's table says to which span the page belongs. */
static void print_span(uintptr_t p) {
  const HeapArena *a = rt_arena_of(p);
  uintptr_t page = p >> PAGE_SHIFT & (ARENA_PAGES - 1);
  const Mspan *s = a->spans[page];
  rt_print_field("\n  page   ", page);
  rt_print_text(" of the arena: ");
  if (!s || s->state == SPAN_DEAD) {
    rt_print_text("no span");
    return;
  }
  rt_print_address("span ", s->start_addr);
  rt_print_field(", ", s->npages);
  rt_print_text(" pages");
  if (s->state == SPAN_MANUAL) {
    rt_print_text(" of the runtime's own");
    return;
  }
  rt_print_text("\n  span  ");
  rt_print_class(s);
  rt_print_field(", ", s->nelems);
  rt_print_text(" slots, in ");
  rt_print_text(rt_span_place(s));
  rt_print_field(", sweepgen ", s->sweepgen);
  if (p < s->limit) {
    print_object(s, p);
  } else {
    rt_print_text("\n  behind its last slot");
  }
}

void rt_heap_where(void *address) {
  uintptr_t p = (uintptr_t)address;
  rt_printlock();
  rt_printhex(p);
  rt_print_address("\n  arena  ", p);
  rt_print_field(" >> 26 = ", p >> ARENA_SHIFT);
  if (rt_arena_of(p)) {
    rt_print_address(": 64 MB from ", p & ~(ARENA_SIZE - 1));
    print_span(p);
  } else {
    rt_print_text(": none, not in the heap");
  }
  rt_printnl();
  rt_printunlock();
}
