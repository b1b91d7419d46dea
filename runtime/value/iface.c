/*
 * iface.c - interface values: boxes, itabs, assertions.
 *
 * An itab says how one concrete type implements one interface. Each pair has
 * at most one, so interface values compare by address. The compiler emits
 * those it can name (section go_itabs); the rest are made at the first
 * conversion and kept, as are failures (fun[0] NULL), in one hash table.
 * Looking up takes no lock: itabs are complete before they enter the table,
 * never leave it, and a table that has become too small is replaced by a copy.
 *
 * Building walks two sorted lists, methods of the interface and methods of
 * the type, once:
 *
 *   interface   Close           Read           Write
 *   type        Close  Name     Read  String   Write
 *
 * If T has only Close and Read, fun[0] of the itab is NULL and x.(I) panics:
 * "interface conversion: main.T is not main.I: missing method Write".
 */
#include <string.h>

#include "../sched/sched.h"

extern RtItab start_itabs[] __asm__("__start_go_itabs")
    __attribute__((weak, visibility("hidden")));
extern RtItab stop_itabs[] __asm__("__stop_go_itabs")
    __attribute__((weak, visibility("hidden")));

typedef struct Table {
  uint64_t cap, count; /* cap is a power of two, never full */
  RtItab *slots[];     /* open addressing; NULL is free */
} Table;

static Table *current;
static uintptr_t lock; /* of who adds */

/* Multiplying spreads the bits; the low 20, which depend on few of them, go. */
static uint64_t pair_hash(const RtInterfaceType *inter, const RtType *t) {
  return (uint64_t)(inter->type.hash ^ t->hash) * 0x9e3779b97f4a7c15u >> 20;
}

/* The pair's slot, or the free one where it belongs. */
static RtItab **find_slot(Table *table, const RtInterfaceType *inter,
                          const RtType *t) {
  uint64_t mask = table->cap - 1;
  for (uint64_t i = pair_hash(inter, t);; i++) {
    RtItab **slot = &table->slots[i & mask];
    const RtItab *tab = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
    if (!tab || (tab->inter == inter && tab->type == t)) {
      return slot;
    }
  }
}

/* The itab of the pair, or NULL if nobody has asked for it yet. Needs no lock.
   */
static RtItab *find(const RtInterfaceType *inter, const RtType *t) {
  Table *table = __atomic_load_n(&current, __ATOMIC_ACQUIRE);
  return __atomic_load_n(find_slot(table, inter, t), __ATOMIC_ACQUIRE);
}

/* Others may still look into the old one. */
static void grow_table(void) {
  enum {
    FIRST_CAP = 512
  };
  const Table *old = current;
  uint64_t cap = old ? 2 * old->cap : FIRST_CAP;
  Table *table = rt_persistent(sizeof *table + cap * sizeof(RtItab *));
  table->cap = cap;
  table->count = old ? old->count : 0;
  for (uint64_t i = 0; old && i < old->cap; i++) {
    if (old->slots[i]) {
      *find_slot(table, old->slots[i]->inter, old->slots[i]->type) =
          old->slots[i];
    }
  }
  __atomic_store_n(&current, table, __ATOMIC_RELEASE);
}

/* Adds a complete itab, with `lock` held; the table is at most 3/4 full, so
   that every search meets a free slot. */
static void add_itab(RtItab *tab) {
  if (4 * (current->count + 1) > 3 * current->cap) {
    grow_table();
  }
  RtItab **slot = find_slot(current, tab->inter, tab->type);
  current->count += *slot == NULL;
  __atomic_store_n(slot, tab, __ATOMIC_RELEASE);
}

/* RtItab ends with one method's code per method. */
static size_t itab_size(const RtInterfaceType *inter) {
  return offsetof(RtItab, fun) + (size_t)inter->nmethods * sizeof(void *);
}

/* Enters the compiler's itabs, which lie one behind the other. */
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

/* Stores the methods at fun[0], fun[1] ...; the index of the first that is
   missing, or -1. */
static int64_t find_methods(const RtInterfaceType *inter, const RtType *t,
                            void **fun) {
  int count = 0, j = 0;
  const RtMethod *m = rt_methods(t, &count);
  for (int64_t i = 0; i < inter->nmethods; i++) {
    while (j < count && !same_method(inter, &inter->methods[i], t, &m[j])) {
      j++;
    }
    if (j == count) {
      return i;
    }
    const void *code = rt_resolve(t, m[j++].ifn);
    if (fun) {
      fun[i] = (void *)(uintptr_t)code;
    }
  }
  return -1;
}

/* Another thread may have made it meanwhile. */
static RtItab *new_itab(const RtInterfaceType *inter, const RtType *t) {
  rt_lock(&lock);
  RtItab *tab = find(inter, t);
  if (!tab) {
    tab = rt_persistent(itab_size(inter));
    tab->inter = inter;
    tab->type = t;
    tab->hash = t->hash;
    if (find_methods(inter, t, tab->fun) >= 0) {
      tab->fun[0] = NULL;
    }
    add_itab(tab);
  }
  rt_unlock(&lock);
  return tab;
}

/* An itab that failed does not say at which method: search again. */
RT_DIE static void panic_missing(const RtItab *tab) {
  int64_t i = find_methods(tab->inter, tab->type, NULL);
  const RtImethod *im = &tab->inter->methods[i];
  rt_panic_assertion(NULL, tab->type, &tab->inter->type,
                     rt_name_text(rt_resolve(tab->inter, im->name)));
}

/* The itab of the pair; NULL or a panic if t does not implement inter. */
static RtItab *get_itab(const RtInterfaceType *inter, const RtType *t,
                        bool may_fail) {
  RT_CHECK(inter->nmethods > 0);
  RtItab *tab = find(inter, t);
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

/* The itab of a type that is known to implement the interface. */
void *rt_typ2Itab(void *inter, void *type) {
  return get_itab(inter, type, false);
}

/* Conversion between interfaces: nil stays nil. */
void *rt_convI2I(void *inter, void *itab) {
  RtItab *tab = itab;
  if (!tab || tab->inter == inter) {
    return tab;
  }
  return get_itab(inter, tab->type, false);
}

/* x.(I) of an x without methods: nil does not implement anything. */
void *rt_assertE2I(void *inter, void *type) {
  if (!type) {
    rt_panic_assertion(NULL, NULL, inter, (RtString){NULL, 0});
  }
  return get_itab(inter, type, false);
}

/* x.(I) of an x that has methods. */
void *rt_assertI2I(void *inter, void *itab) {
  RtItab *tab = itab;
  if (tab && tab->inter == inter) {
    return tab;
  }
  return rt_assertE2I(inter, tab ? (void *)(uintptr_t)tab->type : NULL);
}

/* v, ok := x.(I), both forms: NULL for not ok. */
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

/* x.(T) failed, T no interface: `have` is x's type (for I: its itab), NULL if x
   is nil. */
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

/* The data word for a value that is not pointer-shaped: a copy of it. */
void *rt_convT(void *type, void *value) {
  const RtType *t = type;
  void *box = rt_mallocgc(t->size, type, true);
  memcpy(box, value, t->size);
  return box;
}

/* Values below 256 need no allocation; the low byte comes first, so that a
   uint64 serves the narrow types, too. */
static void *box_small(uint64_t v) {
  return (void *)(uintptr_t)&rt_staticuint64s[v];
}

/* The data word for an integer of 8 bytes; those of 4 and 2 bytes follow. */
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

/* Empty strings share a box: all of its bytes are 0. */
void *rt_convTstring(void *p, int64_t n) {
  if (n == 0) {
    return rt_zero_val;
  }
  RtString *box = rt_newobject(RT_TYPE_ARG(&string_shape));
  *box = (RtString){p, n};
  return box;
}

/* So do nil slices. */
void *rt_convTslice(void *p, int64_t len, int64_t cap) {
  if (!p) {
    return rt_zero_val;
  }
  RtSlice *box = rt_newobject(RT_TYPE_ARG(&slice_shape));
  *box = (RtSlice){p, len, cap};
  return box;
}
