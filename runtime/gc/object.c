/*
 * object.c - where the pointers of an object are, and which object a word
 * points into. The general and slow form: mark.c has its own for the objects
 * that matter for speed, and this one for large ones, variables, the
 * verifier, and for questions.
 *
 * A large object has no bitmap but its element's type, repeated:
 *
 *   make([]T, 5000)   large_type T, large_size 5000*sizeof(T)
 *
 * Types with too many words for a mask are walked by their structure.
 */
#include "gc.h"

static uintptr_t max(uintptr_t a, uintptr_t b) { return a > b ? a : b; }
static uintptr_t min(uintptr_t a, uintptr_t b) { return a < b ? a : b; }

/* The part [lo, hi) of one value, relative to it. */
typedef struct Part {
  uintptr_t lo, hi;
} Part;

/* Words [part.lo, part.hi) of a value whose mask has `words` bits. */
static void visit_masked(const uint8_t *mask, uintptr_t words, uintptr_t base,
                         Part part, WordVisitor *v) {
  uintptr_t end = min(words, part.hi / RT_WORD);
  for (uintptr_t i = part.lo / RT_WORD; i < end; i++) {
    if (mask[i / 8] >> (i % 8) & 1) {
      v->visit(v, (const uintptr_t *)(base + i * RT_WORD));
    }
  }
}

/* The part p of a value, seen from its member at offset; {0, 0}: none of it. */
static Part part_within(Part p, uintptr_t offset, uintptr_t size) {
  uintptr_t lo = max(p.lo, offset), hi = min(p.hi, offset + size);
  return lo < hi ? (Part){lo - offset, hi - offset} : (Part){0, 0};
}

/* The pointers in a part of the value of type t at base. */
static void visit_value(const RtType *t, uintptr_t base, Part part,
                        WordVisitor *v);

/* Each field that the part touches, by its own type. */
static void visit_fields(const RtStructType *t, uintptr_t base, Part part,
                         WordVisitor *v) {
  for (int64_t i = 0; i < t->nfields; i++) {
    const RtField *f = &t->fields[i];
    Part p = part_within(part, f->offset, f->type->size);
    if (p.hi > 0) {
      visit_value(f->type, base + f->offset, p, v);
    }
  }
}

static void visit_value(const RtType *t, uintptr_t base, Part part,
                        WordVisitor *v) {
  /* Types that reflect makes may have no mask (RT_GC_PROG). */
  if (!(t->kind & RT_GC_PROG)) {
    visit_masked(t->gcdata, t->ptrdata / RT_WORD, base, part, v);
  } else if (rt_kind(t) == RT_ARRAY) {
    const RtArrayType *a = (const RtArrayType *)t;
    uintptr_t size = a->elem->size * a->len;
    rt_typed_words(a->elem, base, size, part.lo, part.hi, v);
  } else {
    visit_fields((const RtStructType *)t, base, part, v);
  }
}

void rt_typed_words(const RtType *t, uintptr_t base, uintptr_t size,
                    uintptr_t lo, uintptr_t hi, WordVisitor *v) {
  if (t->ptrdata == 0) {
    return;
  }
  Part part = {lo, min(hi, size)};
  for (uintptr_t at = lo / t->size * t->size; at < part.hi; at += t->size) {
    Part p = part_within(part, at, t->size);
    if (p.hi > 0) {
      visit_value(t, base + at, p, v);
    }
  }
}

/* Large objects by their type, all others by the bitmap. */
void rt_object_words(const Mspan *s, uintptr_t base, uintptr_t lo, uintptr_t hi,
                     WordVisitor *v) {
  if (rt_span_noscan(s)) {
    return;
  }
  if (rt_span_size_class(s) == 0) {
    if (s->large_type) {
      rt_typed_words(s->large_type, base, s->large_size, lo, hi, v);
    }
    return;
  }
  uintptr_t first = (base - s->start_addr) / RT_WORD;
  hi = min(hi, s->elemsize);
  for (uintptr_t i = lo / RT_WORD; i < hi / RT_WORD; i++) {
    uintptr_t bit = first + i;
    if (s->ptr_bits[bit / 64] >> (bit % 64) & 1) {
      v->visit(v, (const uintptr_t *)(base + i * RT_WORD));
    }
  }
}

uintptr_t rt_object_of(uintptr_t p, Mspan **span) {
  *span = rt_span_of(p);
  if (!*span) {
    return 0;
  }
  uintptr_t slot = rt_slot_of(*span, p);
  return rt_slot_live(*span, slot) ? rt_slot_addr(*span, slot) : 0;
}

/* Right between a mark and the sweep of s. */
bool rt_is_marked(const Mspan *s, uintptr_t slot) {
  return s->gcmark_bits[slot / 64] >> (slot % 64) & 1;
}

/* A pointer in the heap or in a variable that points to no object: memory
   was overwritten, or an address was kept as a number. */
void rt_bad_pointer(uintptr_t p, uintptr_t from, const Mspan *s) {
  rt_printlock();
  rt_print_text("runtime: pointer ");
  rt_printhex(p);
  if (!s || s->state != SPAN_IN_USE) {
    rt_print_text(" to unallocated span");
  } else {
    rt_print_text(" to unused region of span");
  }
  if (s) {
    rt_print_text(" span.base()=");
    rt_printhex(s->start_addr);
    rt_print_text(" span.limit=");
    rt_printhex(s->limit);
    rt_print_text(" span.state=");
    rt_printuint(s->state);
  }
  rt_print_text("\nruntime: found in object at *(");
  rt_printhex(from);
  rt_print_text(")\n");
  rt_printunlock();
  rt_throw("found bad pointer in Go heap (incorrect use of unsafe or cgo?)");
}
