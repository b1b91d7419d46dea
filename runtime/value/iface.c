/*
 * iface.c - interface values: boxes, itabs, assertions.
 *
 * An itab says how one concrete type implements one interface. Each pair has
 * at most one, so interface values compare by address. The compiler emits
 * those it can name (section go_itabs); the rest are made at the first
 * conversion and kept, as are failures (fun[0] NULL), in one hash table.
 *
 * Building walks two sorted lists, methods of the interface and methods of
 * the type, once:
 *
 *   interface   Close           Read           Write
 *   type        Close  Name     Read  String   Write
 */
#include <string.h>

#include "../rt.h"

extern RtItab start_itabs[] __asm__("__start_go_itabs")
    __attribute__((weak, visibility("hidden")));
extern RtItab stop_itabs[] __asm__("__stop_go_itabs")
    __attribute__((weak, visibility("hidden")));

static struct {
  RtItab **slots; /* open addressing; NULL is free */
  uint64_t cap, count;
} table;

static uint64_t pair_hash(const RtInterfaceType *inter, const RtType *t) {
  return (uint64_t)(inter->type.hash ^ t->hash) * 0x9e3779b97f4a7c15u >> 20;
}

/* The pair's slot, or the free one where it belongs. */
static RtItab **find_slot(const RtInterfaceType *inter, const RtType *t) {
  uint64_t mask = table.cap - 1;
  for (uint64_t i = pair_hash(inter, t);; i++) {
    RtItab **slot = &table.slots[i & mask];
    if (!*slot || ((*slot)->inter == inter && (*slot)->type == t)) {
      return slot;
    }
  }
}

static void grow_table(void) {
  enum {
    FIRST_CAP = 512
  };
  RtItab **old = table.slots;
  uint64_t old_cap = table.cap;
  table.cap = old_cap ? 2 * old_cap : FIRST_CAP;
  table.slots = rt_persistent(table.cap * sizeof *table.slots);
  for (uint64_t i = 0; i < old_cap; i++) {
    if (old[i]) {
      *find_slot(old[i]->inter, old[i]->type) = old[i];
    }
  }
}

static void add_itab(RtItab *tab) {
  if (4 * (table.count + 1) > 3 * table.cap) {
    grow_table();
  }
  RtItab **slot = find_slot(tab->inter, tab->type);
  table.count += *slot == NULL;
  *slot = tab;
}

static size_t itab_size(const RtInterfaceType *inter) {
  return offsetof(RtItab, fun) + (size_t)inter->nmethods * sizeof(void *);
}

void rt_itabs_init(void) {
  grow_table();
  for (char *p = (char *)start_itabs; p < (char *)stop_itabs;) {
    RtItab *tab = (RtItab *)(void *)p;
    add_itab(tab);
    p += itab_size(tab->inter);
  }
}

/* Unexported methods are the same only within one package. */
static bool same_method(const RtInterfaceType *inter, const RtImethod *im,
                        const RtType *t, const RtMethod *m) {
  const uint8_t *iname = rt_resolve(inter, im->name);
  const uint8_t *tname = rt_resolve(t, m->name);
  if (rt_resolve(inter, im->type) != rt_resolve(t, m->mtyp) ||
      !rt_string_equal(rt_name_text(iname), rt_name_text(tname))) {
    return false;
  }
  if (rt_name_exported(tname)) {
    return true;
  }
  RtString want = rt_name_pkg_path(iname), have = rt_name_pkg_path(tname);
  if (want.len == 0) {
    want = rt_name_text(inter->pkg_path);
  }
  if (have.len == 0) {
    have = rt_type_pkg_path(t);
  }
  return rt_string_equal(want, have);
}

/* Fills fun; the index of the first missing method, or -1. */
static int64_t fill_itab(RtItab *tab) {
  const RtInterfaceType *inter = tab->inter;
  int count = 0, j = 0;
  const RtMethod *m = rt_methods(tab->type, &count);
  for (int64_t i = 0; i < inter->nmethods; i++) {
    while (j < count &&
           !same_method(inter, &inter->methods[i], tab->type, &m[j])) {
      j++;
    }
    if (j == count) {
      tab->fun[0] = NULL;
      return i;
    }
    tab->fun[i] = (char *)(uintptr_t)tab->type + m[j++].ifn;
  }
  return -1;
}

static RtItab *new_itab(const RtInterfaceType *inter, const RtType *t) {
  RtItab *tab = rt_persistent(itab_size(inter));
  tab->inter = inter;
  tab->type = t;
  tab->hash = t->hash;
  fill_itab(tab);
  add_itab(tab);
  return tab;
}

RT_DIE static void panic_missing(RtItab *tab) {
  int64_t i = fill_itab(tab);
  const RtImethod *im = &tab->inter->methods[i];
  rt_panic_assertion(NULL, tab->type, &tab->inter->type,
                     rt_name_text(rt_resolve(tab->inter, im->name)));
}

/* The itab of the pair; NULL or a panic if t does not implement inter. */
static RtItab *get_itab(const RtInterfaceType *inter, const RtType *t,
                        bool may_fail) {
  RT_CHECK(inter->nmethods > 0);
  RtItab *tab = *find_slot(inter, t);
  if (!tab) {
    tab = new_itab(inter, t);
  }
  if (RT_LIKELY(tab->fun[0] != NULL)) {
    return tab;
  }
  if (!may_fail) {
    panic_missing(tab);
  }
  return NULL;
}

void *rt_typ2Itab(void *inter, void *type) {
  return get_itab(inter, type, false);
}

void *rt_convI2I(void *inter, void *itab) {
  RtItab *tab = itab;
  if (!tab || tab->inter == inter) {
    return tab;
  }
  return get_itab(inter, tab->type, false);
}

void *rt_assertE2I(void *inter, void *type) {
  if (!type) {
    rt_panic_assertion(NULL, NULL, inter, (RtString){NULL, 0});
  }
  return get_itab(inter, type, false);
}

void *rt_assertI2I(void *inter, void *itab) {
  RtItab *tab = itab;
  if (tab && tab->inter == inter) {
    return tab;
  }
  return rt_assertE2I(inter, tab ? (void *)(uintptr_t)tab->type : NULL);
}

void *rt_assertE2I2(void *inter, void *type) {
  return type ? get_itab(inter, type, true) : NULL;
}

void *rt_assertI2I2(void *inter, void *itab) {
  RtItab *tab = itab;
  if (!tab || tab->inter == inter) {
    return tab;
  }
  return get_itab(inter, tab->type, true);
}

void rt_panicdottypeE(void *have, void *want, void *inter) {
  rt_panic_assertion(inter, have, want, (RtString){NULL, 0});
}

void rt_panicdottypeI(void *have, void *want, void *inter) {
  RtItab *tab = have;
  rt_panic_assertion(inter, tab ? tab->type : NULL, want, (RtString){NULL, 0});
}

void rt_panicnildottype(void *want) {
  rt_panic_assertion(NULL, NULL, want, (RtString){NULL, 0});
}

/* ---------------------------------------------------------------- boxes -- */

RT_SHAPE(string_shape, RtString, RT_POINTER_AT(RtString, p));
RT_SHAPE(slice_shape, RtSlice, RT_POINTER_AT(RtSlice, p));

void *rt_convT(void *type, void *value) {
  const RtType *t = type;
  void *box = rt_mallocgc(t->size, type, true);
  memcpy(box, value, t->size);
  return box;
}

static void *box_small(uint64_t v) {
  return (void *)(uintptr_t)&rt_staticuint64s[v];
}

void *rt_convT64(uint64_t v) {
  if (v < RT_COUNT(rt_staticuint64s)) {
    return box_small(v);
  }
  uint64_t *box = rt_mallocgc(sizeof *box, NULL, true);
  *box = v;
  return box;
}

void *rt_convT32(uint32_t v) {
  if (v < RT_COUNT(rt_staticuint64s)) {
    return box_small(v);
  }
  uint32_t *box = rt_mallocgc(sizeof *box, NULL, true);
  *box = v;
  return box;
}

void *rt_convT16(uint16_t v) {
  if (v < RT_COUNT(rt_staticuint64s)) {
    return box_small(v);
  }
  uint16_t *box = rt_mallocgc(sizeof *box, NULL, true);
  *box = v;
  return box;
}

void *rt_convTstring(void *p, int64_t n) {
  if (n == 0) {
    return rt_zero_val;
  }
  RtString *box = rt_newobject(RT_TYPE_ARG(&string_shape));
  *box = (RtString){p, n};
  return box;
}

void *rt_convTslice(void *p, int64_t len, int64_t cap) {
  if (!p) {
    return rt_zero_val;
  }
  RtSlice *box = rt_newobject(RT_TYPE_ARG(&slice_shape));
  *box = (RtSlice){p, len, cap};
  return box;
}
