/*
 * leaks.c - parameter summaries: see leaks.h.
 *
 *     func f(p **int) *int { return *p }
 *     slots      0 2 0 0 0 0 0 0      no heap; result 0 after 1 dereference
 *     tag        "esc:\x00\x02"       zeros at the end are cut
 */
#include "escape/leaks.h"

/* Marks a tag; a string that begins otherwise says nothing of the parameter. */
static const char prefix[] = "esc:";

/* Lowers *slot to `derefs` dereferences; a leak of fewer says more, since what
   is reached by one dereference leaks with the value. */
static void add(uint8_t *slot, int derefs) {
  ASSERT(derefs >= 0);
  if (derefs > LEAK_MAX)
    derefs = LEAK_MAX;
  if (*slot == 0 || derefs + 1 < *slot)
    *slot = (uint8_t)(derefs + 1);
}

/* Slots hold one more than the number, so that a zeroed summary leaks
   nothing. */
int leaks_heap(const Leaks *l) { return l->slot[0] - 1; }

int leaks_result(const Leaks *l, int i) {
  ASSERT(i >= 0 && i < LEAK_RESULTS);
  return l->slot[1 + i] - 1;
}

bool leaks_none(const Leaks *l) {
  for (size_t i = 0; i < COUNT(l->slot); i++)
    if (l->slot[i])
      return false;
  return true;
}

void leaks_add_heap(Leaks *l, int derefs) { add(&l->slot[0], derefs); }

void leaks_add_result(Leaks *l, int i, int derefs) {
  ASSERT(i >= 0 && i < LEAK_RESULTS);
  add(&l->slot[1 + i], derefs);
}

/* Who must keep a value on the heap anyway gains nothing from hearing that it
   is also returned. */
void leaks_optimize(Leaks *l) {
  if (l->slot[0] == 0)
    return;
  for (size_t i = 1; i < COUNT(l->slot); i++)
    if (l->slot[i] >= l->slot[0])
      l->slot[i] = 0;
}

/* A leak of the value itself to the heap is what is assumed without a tag, so
   that is how it is written. */
void leaks_encode(Text *out, const Leaks *l) {
  if (leaks_heap(l) == 0)
    return;
  size_t n = COUNT(l->slot);
  while (n > 0 && l->slot[n - 1] == 0)
    n--;
  text_puts(out, prefix);
  text_append(out, (const char *)l->slot, n);
}

/* Of a tag of `len` bytes; one without the prefix is that of a parameter whose
   value leaks to the heap. */
Leaks leaks_decode(const char *tag, size_t len) {
  Leaks l = {0};
  size_t skip = sizeof prefix - 1;
  if (len < skip || memcmp(tag, prefix, skip) != 0) {
    leaks_add_heap(&l, 0);
    return l;
  }
  for (size_t i = 0; i < COUNT(l.slot) && skip + i < len; i++)
    l.slot[i] = (uint8_t)tag[skip + i];
  return l;
}
