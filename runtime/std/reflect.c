/*
 * reflect.c - what packages reflect and internal/reflectlite ask of the
 * runtime, except for calls (reflect_call_amd64.S and the overlay's
 * reflect/call.go).
 *
 * A Value of a map, for instance, is a type descriptor and the map itself, so
 *
 *   v.SetMapIndex(k, e)  ->  reflect.mapassign(t, m, &k, &e)
 *
 * is what compiled code does for m[k] = e, with the type as an argument. Where
 * both packages ask for the same thing under two names, STD_ALSO adds the
 * second.
 */
#include <string.h>

#include "../gc/gc.h"
#include "std.h"

/* ------------------------------------------------------------- offsets -- */

/* Makes p, of a type built at run time, an offset that descriptors can hold. */
STD(int32_t, add_reflect_off, (const void *p), "reflect.addReflectOff") {
  return rt_offset_of(p);
}

/* Names, types and code are found alike: base is the descriptor that refers to
   them. */
STD(const void *, resolve_off, (const void *base, int32_t off),
    "reflect.resolveNameOff") {
  return rt_resolve(base, off);
}
STD_ALSO(resolve_off, "reflect.resolveTypeOff")
STD_ALSO(resolve_off, "reflect.resolveTextOff")
STD_ALSO(resolve_off, "internal/reflectlite.resolveNameOff")
STD_ALSO(resolve_off, "internal/reflectlite.resolveTypeOff")

/* ---------------------------------------------------------- allocation -- */

STD(void *, unsafe_new, (RtType * t), "reflect.unsafe_New") {
  return rt_newobject(t);
}
STD_ALSO(unsafe_new, "internal/reflectlite.unsafe_New")

STD(void *, unsafe_new_array, (RtType * t, int64_t n),
    "reflect.unsafe_NewArray") {
  return rt_newarray(t, n);
}

/* ------------------------------------------------------------- bitmaps -- */

typedef struct MaskWriter {
  WordVisitor visitor;
  uintptr_t base;
  uint8_t *mask;
} MaskWriter;

/* One byte for each word of the object. */
static void write_mask(WordVisitor *v, const uintptr_t *at) {
  MaskWriter *w = (MaskWriter *)v;
  w->mask[((uintptr_t)at - w->base) / RT_WORD] = 1;
}

/* The words of the object of the heap that contains p, and 1 in mask (unless
   NULL) for those that are pointers. 0: no object. */
STD(int64_t, object_mask, (void *p, uint8_t *mask), "runtime.objectMask") {
  Mspan *s;
  uintptr_t base = rt_object_of((uintptr_t)p, &s);
  if (!base) {
    return 0;
  }
  if (mask && !rt_span_noscan(s)) {
    MaskWriter w = {.visitor.visit = write_mask, .base = base, .mask = mask};
    rt_object_words(s, base, 0, s->elemsize, &w.visitor);
  }
  return (int64_t)(s->elemsize / RT_WORD);
}

/* -------------------------------------------------------------- memory -- */

STD(void, reflect_typedmemmove, (RtType * t, void *to, void *from),
    "reflect.typedmemmove") {
  rt_typedmemmove(t, to, from);
}
STD_ALSO(reflect_typedmemmove, "internal/reflectlite.typedmemmove")

/* `to` and `from` point at the part already, `off` bytes into values of t. */
STD(void, typedmemmovepartial,
    (RtType * t, void *to, void *from, uintptr_t off, uintptr_t size),
    "reflect.typedmemmovepartial") {
  (void)t, (void)off;
  memmove(to, from, size);
}

STD(void, reflect_typedmemclr, (RtType * t, void *p), "reflect.typedmemclr") {
  rt_typedmemclr(t, p);
}

STD(void, typedmemclrpartial,
    (RtType * t, void *p, uintptr_t off, uintptr_t size),
    "reflect.typedmemclrpartial") {
  (void)t, (void)off;
  memset(p, 0, size);
}

STD(void, reflect_memmove, (void *to, void *from, uintptr_t n),
    "reflect.memmove") {
  memmove(to, from, n);
}

/* copy(to, from), both slices passed as three words: how many were copied. */
STD(int64_t, typedslicecopy,
    (RtType * t, void *to, int64_t n, int64_t to_cap, void *from, int64_t m,
     int64_t from_cap),
    "reflect.typedslicecopy") {
  (void)to_cap, (void)from_cap;
  n = n < m ? n : m;
  if (n > 0 && t->size) {
    memmove(to, from, (size_t)n * t->size);
  }
  return n;
}

/* The hasher of a map type that reflect makes. */
STD(uint64_t, typehash, (RtType * t, void *p, uint64_t seed),
    "reflect.typehash") {
  return rt_type_hash(t, p, seed);
}

/* Whether a number may stand in a pointer that the collector does not see. As
   in gc, stacks count as the heap. */
STD(bool, verify_not_in_heap, (uintptr_t p), "reflect.verifyNotInHeapPtr") {
  const G *g = rt_getg();
  return !rt_span_of(p) && !(p >= g->stack_lo && p < g->stack_hi);
}

/* ---------------------------------------------------------- interfaces -- */

/* *to = the value of an interface{} as one of interface type t. */
STD(void, iface_e2i,
    (RtInterfaceType * t, RtType *type, void *data, RtIface *to),
    "reflect.ifaceE2I") {
  to->tab = rt_assertE2I(t, type);
  to->data = data;
}
STD_ALSO(iface_e2i, "internal/reflectlite.ifaceE2I")

/* ---------------------------------------------------------------- maps -- */

STD(void *, reflect_makemap, (RtMapType * t, int64_t n), "reflect.makemap") {
  return rt_makemap(t, n, NULL);
}

/* NULL: not there. */
STD(void *, mapaccess, (RtMapType * t, void *m, void *key),
    "reflect.mapaccess") {
  RtPair r = rt_mapaccess2(t, m, key);
  return r.ok ? r.p : NULL;
}

STD(void *, mapaccess_str, (RtMapType * t, void *m, void *p, int64_t n),
    "reflect.mapaccess_faststr") {
  RtPair r = rt_mapaccess2_faststr(t, m, p, n);
  return r.ok ? r.p : NULL;
}

/* Stores a copy of *elem under a copy of *key. */
STD(void, reflect_mapassign, (RtMapType * t, void *m, void *key, void *elem),
    "reflect.mapassign") {
  rt_typedmemmove((void *)(uintptr_t)t->elem, rt_mapassign(t, m, key), elem);
}

STD(void, mapassign_str,
    (RtMapType * t, void *m, void *p, int64_t n, void *elem),
    "reflect.mapassign_faststr") {
  void *slot = rt_mapassign_faststr(t, m, p, n);
  rt_typedmemmove((void *)(uintptr_t)t->elem, slot, elem);
}

STD(void, reflect_mapdelete, (RtMapType * t, void *m, void *key),
    "reflect.mapdelete") {
  rt_mapdelete(t, m, key);
}

STD(void, mapdelete_str, (RtMapType * t, void *m, void *p, int64_t n),
    "reflect.mapdelete_faststr") {
  rt_mapdelete_faststr(t, m, p, n);
}

/* reflect.hiter has the layout of RtHiter; its memory is in the MapIter. */
STD(void, reflect_mapiterinit, (RtMapType * t, void *m, RtHiter *it),
    "reflect.mapiterinit") {
  rt_mapiterinit(t, m, it);
}
STD(void, reflect_mapiternext, (RtHiter * it), "reflect.mapiternext") {
  rt_mapiternext(it);
}
STD(void *, mapiterkey, (RtHiter * it), "reflect.mapiterkey") {
  return it->key;
}
STD(void *, mapiterelem, (RtHiter * it), "reflect.mapiterelem") {
  return it->elem;
}

/* len, of a map that may be nil. */
STD(int64_t, maplen, (RtHmap * m), "reflect.maplen") {
  return m ? m->count : 0;
}
STD_ALSO(maplen, "internal/reflectlite.maplen")

/* ------------------------------------------------------------ channels -- */

STD(void *, reflect_makechan, (RtType * t, int64_t n), "reflect.makechan") {
  return rt_makechan(t, n);
}
STD(int64_t, chanlen, (RtHchan * c), "reflect.chanlen") {
  return c ? (int64_t)c->qcount : 0;
}
STD_ALSO(chanlen, "internal/reflectlite.chanlen")
STD(int64_t, chancap, (RtHchan * c), "reflect.chancap") {
  return c ? (int64_t)c->dataqsiz : 0;
}
STD(void, chanclose, (RtHchan * c), "reflect.chanclose") { rt_closechan(c); }

/* nb: does not wait; whether the value was sent. */
STD(bool, reflect_chansend, (RtHchan * c, void *elem, bool nb),
    "reflect.chansend") {
  if (nb) {
    return rt_selectnbsend(c, elem);
  }
  rt_chansend1(c, elem);
  return true;
}

/* {selected, received}, each a byte, as a Go function returns two bools. */
typedef struct TwoWords {
  uint64_t first, second;
} TwoWords;

STD(TwoWords, reflect_chanrecv, (RtHchan * c, bool nb, void *elem),
    "reflect.chanrecv") {
  if (nb) {
    RtSel r = rt_selectnbrecv(c, elem);
    return (TwoWords){r.index >= 0, r.index >= 0 && r.ok};
  }
  return (TwoWords){true, rt_chanrecv2(c, elem)};
}

/* ---------------------------------------------------------- func values -- */

/* The code of a func value in an interface: its data word is the value. */
STD(void *, func_pc, (RtType * t, RtFuncVal *f), "internal/abi.FuncPCABI0") {
  (void)t;
  return f->code;
}
STD_ALSO(func_pc, "internal/abi.FuncPCABIInternal")
