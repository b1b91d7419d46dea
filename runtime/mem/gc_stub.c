/*
 * gc_stub.c - the collector's side of mem.h while there is no collector:
 * nothing is ever marked or swept.
 */
#include "mem.h"

static uint64_t *bits(uintptr_t nelems) {
  return rt_persistent_alloc((nelems + 63) / 64 * 8, 8, &rt_mem.gc_sys);
}
uint64_t *rt_new_mark_bits(uintptr_t nelems) { return bits(nelems); }
uint64_t *rt_new_alloc_bits(uintptr_t nelems) { return bits(nelems); }
bool rt_sweep_span(Mspan *s, bool preserve) {
  (void)s;
  (void)preserve;
  rt_throw("sweep without a collector");
}
void rt_deduct_sweep_credit(uint64_t bytes) { (void)bytes; }
void rt_reclaim_pages(uintptr_t npages) { (void)npages; }
void rt_gc_maybe_start(void) {}
void rt_gc_stress(void) {}
bool rt_gc_is_marking(void) { return false; }
