/*
 * places.c - what runtime.Caller and its like have found out, kept.
 *
 * To find the function and line of a call means reading debug information,
 * which takes a good part of a millisecond in a large program; and programs
 * that log ask for the same calls again and again. So answers stay in a table,
 * by the number of the call (symtab.c):
 *
 *   hash of 0x0001_0000_0040_1234 -> entry -> entry
 *                                    main.f, /x/main.go, 12
 *
 * A Func is kept for ever, as programs compare their addresses: two calls of
 * FuncForPC for one function yield the same. Calls are kept up to a number, in
 * case a program asks for every address there is.
 *
 * Entries are only added, in front: reading needs no lock.
 */
#include <string.h>

#include "places.h"

enum {
  ROWS = 4096,
  MAX_PLACES = 32768
};

typedef struct PlaceEntry {
  struct PlaceEntry *next;
  uintptr_t number;
  StdPlace place;
} PlaceEntry;

typedef struct FuncEntry {
  struct FuncEntry *next;
  StdFunc func;
} FuncEntry;

static struct {
  uintptr_t lock; /* of those who add */
  PlaceEntry *places[ROWS];
  FuncEntry *funcs[ROWS];
  uint32_t nplaces;
} known;

static uint32_t row_of(uintptr_t key) {
  return (uint32_t)(key * 0x9e3779b97f4a7c15u >> 52);
}

/* A copy that the collector does not know of. */
static RtString keep_text(RtString s) {
  uint8_t *p = rt_persistent((uint64_t)s.len + 1);
  memcpy(p, s.p, (size_t)s.len);
  return (RtString){p, s.len};
}

bool places_find(uintptr_t number, StdPlace *out) {
  PlaceEntry *e =
      __atomic_load_n(&known.places[row_of(number)], __ATOMIC_ACQUIRE);
  while (e && e->number != number) {
    e = e->next;
  }
  if (e) {
    *out = e->place;
  }
  return e != NULL;
}

/* Two may add the same at once: then it is there twice, which does no harm. */
void places_keep(uintptr_t number, const StdPlace *place) {
  PlaceEntry **row = &known.places[row_of(number)];
  if (__atomic_add_fetch(&known.nplaces, 1, __ATOMIC_RELAXED) > MAX_PLACES) {
    __atomic_store_n(&known.nplaces, MAX_PLACES, __ATOMIC_RELAXED);
    return;
  }
  PlaceEntry *e = rt_persistent(sizeof *e);
  *e = (PlaceEntry){.number = number, .place = *place};
  e->place.function = keep_text(place->function);
  e->place.file = keep_text(place->file);
  rt_lock(&known.lock);
  e->next = *row;
  __atomic_store_n(row, e, __ATOMIC_RELEASE);
  rt_unlock(&known.lock);
}

static FuncEntry *find_func(uintptr_t entry) {
  FuncEntry *e = __atomic_load_n(&known.funcs[row_of(entry)], __ATOMIC_ACQUIRE);
  while (e && e->func.entry != entry) {
    e = e->next;
  }
  return e;
}

STD(StdFunc *, func_of, (const StdPlace *p), "runtime.funcOf") {
  FuncEntry *e = find_func(p->entry);
  if (e) {
    return &e->func;
  }
  FuncEntry *fresh = rt_persistent(sizeof *fresh);
  fresh->func = (StdFunc){keep_text(p->function), p->entry};
  FuncEntry **row = &known.funcs[row_of(p->entry)];
  rt_lock(&known.lock);
  e = find_func(p->entry);
  if (!e) {
    e = fresh;
    e->next = *row;
    __atomic_store_n(row, e, __ATOMIC_RELEASE);
  }
  rt_unlock(&known.lock);
  return &e->func;
}
