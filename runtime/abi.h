/*
 * abi.h - what compiled Go code and the runtime agree on.
 *
 * The code generator includes this header for the layouts and abi.def for
 * the entry points; the runtime includes it everywhere. Names here carry the
 * prefix Rt so that they can stand beside the compiler's own Type or Slice.
 *
 * Calling convention. Compiled functions use LLVM's `ccc`, hence C can call
 * them and be called: a string travels as (ptr, len), a slice as (ptr, len,
 * cap), an interface as (type or itab, data). Entry points of the runtime
 * return at most two words; one that yields a slice stores it through its
 * first parameter, an RtSlice*. The caller extends what is narrower than 32
 * bits (`zeroext` on BOOL, U8, U16).
 *
 * Closures. A func value is a pointer to an RtFuncVal {code, captures...};
 * nil is NULL. Whoever calls it passes that pointer in r10, which is LLVM's
 * `nest` parameter; a plain function ignores it, so its func value is a
 * constant RtFuncVal of one word.
 *
 * Sections of compiled code:
 *   go_text   functions; tracebacks show these and hide the rest
 *   go_wrap   wrappers: defer and go thunks, (*T).M made from T.M, promoted
 *             methods, method values, calls through reflect. Tracebacks hide
 *             them and recover looks through them (see gorecover below). They
 *             have a frame pointer.
 *   go_itabs  itabs, aligned to 8 and without gaps (see RtItab)
 *   go_gcroots  variables with pointers (see RtRoot)
 *
 * Symbols that the program provides: "main.main" and "main..inittask"; the
 * archive holds C's `main`, so linking it in is all that start-up takes.
 */
#ifndef RUNTIME_ABI_H
#define RUNTIME_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ------------------------------------------------------------- values -- */

typedef struct RtString {
  const uint8_t *p;
  int64_t len;
} RtString;

typedef struct RtSlice {
  void *p;
  int64_t len, cap;
} RtSlice;

typedef struct RtType RtType;
typedef struct RtItab RtItab;

/* interface {}: type NULL is nil. A pointer-shaped value (RT_DIRECT_IFACE)
   is the data word itself, others are behind it. */
typedef struct RtEface {
  const RtType *type;
  void *data;
} RtEface;

/* Interfaces with methods. */
typedef struct RtIface {
  const RtItab *tab;
  void *data;
} RtIface;

typedef struct RtFuncVal {
  void *code; /* captured words follow */
} RtFuncVal;

/* ---------------------------------------------------- type descriptors -- */

/*
 * As package reflect of Go 1.19 expects them. A descriptor is the symbol
 * "type:" + the type's full string, linkonce_odr: one per program, so that
 * identical types are equal pointers.
 *
 * Offsets (RtOff) to names, types and functions are relative to the address
 * of the descriptor that holds them (the RtType at its head, also for those
 * in its tail); 0 is none. Those inside a name's bytes (pkgPath) are relative
 * to the name.
 *
 * A name is: flag byte; length, varint; bytes; if tagged: length, varint, and
 * the tag; if RT_NAME_PKGPATH: a 4-byte unaligned RtOff to another name.
 */
typedef int32_t RtOff;

typedef enum RtKind {
  RT_BOOL = 1,
  RT_INT,
  RT_INT8,
  RT_INT16,
  RT_INT32,
  RT_INT64,
  RT_UINT,
  RT_UINT8,
  RT_UINT16,
  RT_UINT32,
  RT_UINT64,
  RT_UINTPTR,
  RT_FLOAT32,
  RT_FLOAT64,
  RT_COMPLEX64,
  RT_COMPLEX128,
  RT_ARRAY,
  RT_CHAN,
  RT_FUNC,
  RT_INTERFACE,
  RT_MAP,
  RT_POINTER,
  RT_SLICE,
  RT_STRING,
  RT_STRUCT,
  RT_UNSAFEPOINTER,
} RtKind;

/* In RtType.kind beside the kind. */
enum {
  RT_KIND_MASK = 31,
  RT_DIRECT_IFACE = 32, /* pointer-shaped: stored in the data word */
  RT_GC_PROG = 64,      /* gcdata is a program, not a mask (reflect only) */
};

/* RtType.tflag */
enum {
  RT_TFLAG_UNCOMMON = 1,   /* an RtUncommon follows the kind's struct */
  RT_TFLAG_EXTRA_STAR = 2, /* str has a '*' in front that is not meant */
  RT_TFLAG_NAMED = 4,
  RT_TFLAG_REGULAR_MEMORY = 8, /* equal is memequal, hash is memhash */
};

/* flag byte of a name */
enum {
  RT_NAME_EXPORTED = 1,
  RT_NAME_TAG = 2,
  RT_NAME_PKGPATH = 4,
  RT_NAME_EMBEDDED = 8, /* an embedded field */
};

struct RtType {
  uintptr_t size;
  uintptr_t ptrdata; /* bytes up to the end of the last pointer; 0: none */
  uint32_t hash;     /* of the full type string */
  uint8_t tflag, align, field_align, kind;
  const RtFuncVal *equal; /* func(p, q) bool; NULL: not comparable */
  const uint8_t *gcdata;  /* one bit per word of ptrdata */
  RtOff str;              /* name: the type's string, short package names */
  RtOff ptr_to_this;      /* *T if the program has it */
};

typedef struct RtArrayType {
  RtType type;
  const RtType *elem, *slice; /* slice: []elem */
  uintptr_t len;
} RtArrayType;

typedef struct RtChanType {
  RtType type;
  const RtType *elem;
  uintptr_t dir; /* 1 receive, 2 send, 3 both */
} RtChanType;

/* After it: [RtUncommon], then in_count + out_count pointers to types. */
typedef struct RtFuncType {
  RtType type;
  uint16_t in_count, out_count; /* out_count bit 15: variadic */
  uint8_t pad[4];
} RtFuncType;

typedef struct RtImethod {
  RtOff name, type;
} RtImethod;

typedef struct RtInterfaceType {
  RtType type;
  const uint8_t *pkg_path; /* name or NULL */
  const RtImethod *methods;
  int64_t nmethods, cap; /* sorted: exported first, then by name, path */
} RtInterfaceType;

/* RtMapType.flags */
enum {
  RT_MAP_INDIRECT_KEY = 1,    /* key over 128 bytes: a pointer in the bucket */
  RT_MAP_INDIRECT_ELEM = 2,   /* the same for elements */
  RT_MAP_REFLEXIVE_KEY = 4,   /* k == k for all keys */
  RT_MAP_NEED_KEY_UPDATE = 8, /* overwriting must store the key, too (+-0) */
  RT_MAP_HASH_MIGHT_PANIC = 16,
};

typedef struct RtMapType {
  RtType type;
  const RtType *key, *elem;
  const RtType *bucket;      /* RtBmap as a struct type: its size is 8 +
                              8*keysize + 8*elemsize + 8 (the overflow
                              pointer, aligned), its ptrdata is exact */
  const RtFuncVal *hasher;   /* func(key address, seed) hash */
  uint8_t keysize, elemsize; /* of a slot: 8 if indirect */
  uint16_t bucketsize;
  uint32_t flags;
} RtMapType;

typedef struct RtPtrType {
  RtType type;
  const RtType *elem;
} RtPtrType;

typedef struct RtSliceType {
  RtType type;
  const RtType *elem;
} RtSliceType;

typedef struct RtField {
  const uint8_t *name; /* RT_NAME_EMBEDDED if embedded */
  const RtType *type;
  uintptr_t offset;
} RtField;

typedef struct RtStructType {
  RtType type;
  const uint8_t *pkg_path; /* name or NULL */
  const RtField *fields;
  int64_t nfields, cap;
} RtStructType;

/* Follows the struct above that fits the kind (RtType for plain kinds). */
typedef struct RtUncommon {
  RtOff pkg_path;          /* name */
  uint16_t mcount, xcount; /* methods, exported ones of these (first) */
  uint32_t moff;           /* from here to RtMethod[mcount] */
  uint32_t unused;
} RtUncommon;

typedef struct RtMethod {
  RtOff name, mtyp; /* mtyp: func type without receiver */
  RtOff ifn;        /* code taking the data word first (for itabs) */
  RtOff tfn;        /* code taking the receiver as declared */
} RtMethod;

/*
 * One implementation of an interface by a type. Static ones are the symbols
 * "go:itab.T,I", linkonce_odr, 24 + 8*nmethods bytes in section go_itabs: the
 * runtime walks the section at start so that one pair has one address.
 */
struct RtItab {
  const RtInterfaceType *inter;
  const RtType *type;
  uint32_t hash; /* of type: for type switches */
  uint8_t pad[4];
  void *fun[1]; /* code of each method, in the interface's order; fun[0] 0
                   marks "does not implement" inside the runtime's cache */
};

_Static_assert(sizeof(RtType) == 48, "rtype");
_Static_assert(sizeof(RtArrayType) == 72, "arraytype");
_Static_assert(sizeof(RtChanType) == 64, "chantype");
_Static_assert(sizeof(RtFuncType) == 56, "functype");
_Static_assert(sizeof(RtInterfaceType) == 80, "interfacetype");
_Static_assert(sizeof(RtMapType) == 88, "maptype");
_Static_assert(sizeof(RtPtrType) == 56, "ptrtype");
_Static_assert(sizeof(RtSliceType) == 56, "slicetype");
_Static_assert(sizeof(RtField) == 24, "structfield");
_Static_assert(sizeof(RtStructType) == 80, "structtype");
_Static_assert(sizeof(RtUncommon) == 16, "uncommontype");
_Static_assert(sizeof(RtMethod) == 16, "method");
_Static_assert(offsetof(RtItab, fun) == 24, "itab");

/* --------------------------------------------------------------- maps -- */

/* What `map[K]V` points to. len(m) is the first word, 0 for nil. */
typedef struct RtHmap {
  int64_t count;
  uint8_t flags, B;           /* 1 << B buckets */
  uint16_t noverflow;         /* overflow buckets; in large maps, a sample */
  uint32_t hash0;             /* random seed of the hashes */
  void *buckets, *oldbuckets; /* the old ones while the map grows, else NULL */
  uintptr_t nevacuate;        /* old buckets below have been moved */
  void *extra;                /* MapExtra (map.h), if it was needed */
} RtHmap;

/* The state of `range` over a map: zeroed, then mapiterinit; the loop ends
   when key is NULL, else mapiternext goes on. */
typedef struct RtHiter {
  void *key; /* addresses of the current entry */
  void *elem;
  const RtMapType *type;
  RtHmap *h;
  void *buckets, *bptr;         /* the array it walks; the current bucket */
  void *overflow, *oldoverflow; /* keep overflow buckets alive */
  uintptr_t start_bucket;       /* where it began */
  uint8_t offset;               /* the entry it begins with in each bucket */
  bool wrapped;                 /* it has gone on with bucket 0 */
  uint8_t B, i;                 /* of `buckets`; entries of bptr done */
  uint8_t pad[4];
  uintptr_t bucket, check_bucket; /* the next one; see map_iter.c */
} RtHiter;

_Static_assert(sizeof(RtHmap) == 48, "hmap");
_Static_assert(sizeof(RtHiter) == 96, "hiter");

/* -------------------------------------------------------------- defer -- */

/*
 * A function with `defer` has one frame record on its stack:
 *
 *   entry:     if (deferbegin(&frame)) goto recovered;   (returns twice)
 *   defer f:   frame.slots[i] = f; frame.mask |= 1 << i;
 *       or     deferpush(&frame, f);
 *   return:    store the results in their allocas; then, or deferreturn:
 *              if (frame.mask & 1 << i) { frame.mask &= ~(1 << i); call f }
 *              *frame.head = frame.link;               when the mask is 0
 *   recovered: deferreturn(&frame);    runs what is pending and unlinks it
 *              load the results and return them
 *
 * f is an RtFuncVal* of a func(): for `defer g(x)` a closure over the values
 * of g and x whose code lies in go_wrap. A frame uses slots only (at most 8
 * defers, none in a loop, slot numbers in source order: they run from the
 * highest to the lowest) or deferpush only, never both. A NULL f panics when
 * it is run, as the language wants.
 *
 * Results and whatever is read after a recovery must be in memory that LLVM
 * cannot promote: store their addresses to `keep` (volatile).
 */
typedef struct RtDeferFrame {
  uintptr_t regs[8];          /* rbx rbp r12 r13 r14 r15 rsp pc */
  struct RtDeferFrame *link;  /* next older frame with defers */
  uint64_t mask;              /* bit i: slots[i] is pending */
  void *pushed;               /* records of deferpush, newest first */
  void *keep;                 /* see above; never read */
  struct RtDeferFrame **head; /* the goroutine's list, which begins with it */
  const RtFuncVal *slots[8];
} RtDeferFrame;

_Static_assert(offsetof(RtDeferFrame, link) == 64, "defer frame");
_Static_assert(offsetof(RtDeferFrame, mask) == 72, "defer frame");
_Static_assert(offsetof(RtDeferFrame, keep) == 88, "defer frame");
_Static_assert(offsetof(RtDeferFrame, head) == 96, "defer frame");
_Static_assert(offsetof(RtDeferFrame, slots) == 104, "defer frame");
_Static_assert(sizeof(RtDeferFrame) == 168, "defer frame");

/*
 * recover(): a function that contains it is `noinline`, and passes gorecover
 * the value of llvm.addressofreturnaddress. The call is valid if that return
 * slot is the one the panic made by calling a deferred function; when the
 * return address in it lies in go_wrap, the wrapper stands for its callee and
 * its own return slot is compared instead. A result with type NULL is nil.
 */

/* ------------------------------------------- goroutines and channels -- */

/*
 * go f(x):     newproc(closure), a func() whose code lies in go_wrap and which
 *              holds the values of f and x, as `defer` makes it
 * make:        makechan(type, size)
 * c <- v:      v in memory; chansend1(c, &v)
 * v = <-c:     chanrecv1(c, &v), or NULL if the value is not wanted
 * v, ok = <-c: ok = chanrecv2(c, &v)
 * len, cap:    the first two words of *c; 0 if c is NULL
 *
 * select {}                      block()
 * select { case comm: }          the plain operation
 * select { case comm: default: } selectnbsend / selectnbrecv
 * select of n others             RtScase cases[n], the sends first, each in
 *                                source order; uint16_t order[2*n] of scratch;
 *                                selectgo(cases, order, sends, receives, block)
 *                                yields the index into `cases`, or -1 for the
 *                                default if !block; ok is that of a receive
 */
typedef struct RtScase {
  void *c;    /* channel; NULL is never ready */
  void *elem; /* value to send; where to receive or NULL */
} RtScase;

/* Goroutines that wait on a channel, oldest first. */
typedef struct RtWaitQ {
  struct Sudog *first, *last;
} RtWaitQ;

/* What `chan T` points to, as package reflect expects it. */
typedef struct RtHchan {
  uint64_t qcount;   /* len(c) */
  uint64_t dataqsiz; /* cap(c) */
  void *buf;         /* ring of dataqsiz elements */
  uint16_t elemsize;
  uint32_t closed;
  const RtType *elemtype;
  uint64_t sendx, recvx; /* next slot of the ring to fill, to empty */
  RtWaitQ recvq, sendq;
  uintptr_t lock;
} RtHchan;

_Static_assert(sizeof(RtScase) == 16, "scase");
_Static_assert(sizeof(RtHchan) == 96, "hchan");
_Static_assert(offsetof(RtHchan, recvq) == 56, "hchan");

/* -------------------------------------------------------------- roots -- */

/*
 * Memory outside the heap that may point into it: `count` elements of `size`
 * bytes each, whose first `words` words `mask` describes. Modules list their
 * variables in section go_gcroots, aligned to 8 and without gaps.
 */
typedef struct RtRoot {
  char *addr;
  const uint8_t *mask;
  uint64_t words, size, count;
} RtRoot;

_Static_assert(sizeof(RtRoot) == 40, "root");

/* -------------------------------------------------------------- start -- */

/*
 * One per package, symbol "<path>..inittask", writable. rt_main runs
 * main..inittask depth-first, each task once and after those it depends on,
 * then calls main.main. The functions are plain code pointers: first the one
 * that initialises the package's variables, then each init.
 */
typedef struct RtInitTask {
  uint64_t state; /* 0; the runtime sets 1 while running, 2 when done */
  uint64_t ndeps, nfns;
  void *entries[]; /* ndeps RtInitTask*, then nfns code pointers */
} RtInitTask;

/* ------------------------------------------------------- data symbols -- */

#define RT_SYMBOL(name) __asm__("runtime." name)

/* Address of all zero-size objects. */
extern uint64_t rt_zerobase RT_SYMBOL("zerobase");
/* 1024 zero bytes: what a map read of an absent key points to. */
extern uint8_t rt_zero_val[1024] RT_SYMBOL("zeroVal");
/* staticuint64s[i] == i for i < 256: boxes of small integers. */
extern const uint64_t rt_staticuint64s[256] RT_SYMBOL("staticuint64s");

/* ------------------------------------------------------- entry points -- */

typedef struct RtPair {
  void *p;
  bool ok;
} RtPair;

typedef struct RtComplex {
  double re, im;
} RtComplex;

typedef struct RtSel {
  int64_t index;
  bool ok;
} RtSel;

/* C types of abi.def's columns; the macros are gone after this section. */
#define RT_C_VOID  void
#define RT_C_PTR   void *
#define RT_C_INT   int64_t
#define RT_C_UINT  uint64_t
#define RT_C_I32   int32_t
#define RT_C_U32   uint32_t
#define RT_C_U16   uint16_t
#define RT_C_U8    uint8_t
#define RT_C_BOOL  bool
#define RT_C_F32   float
#define RT_C_F64   double
#define RT_C_STR   RtString
#define RT_C_EFACE RtEface
#define RT_C_PAIR  RtPair
#define RT_C_C128  RtComplex
#define RT_C_SEL   RtSel

#define RT_NORMAL
#define RT_NORETURN __attribute__((noreturn, cold))
#define RT_ALLOC
#define RT_PURE
#define RT_TWICE          __attribute__((returns_twice))

#define P0                (void)
#define P1(a)             (RT_C_##a)
#define P2(a, b)          (RT_C_##a, RT_C_##b)
#define P3(a, b, c)       (RT_C_##a, RT_C_##b, RT_C_##c)
#define P4(a, b, c, d)    (RT_C_##a, RT_C_##b, RT_C_##c, RT_C_##d)
#define P5(a, b, c, d, e) (RT_C_##a, RT_C_##b, RT_C_##c, RT_C_##d, RT_C_##e)
#define P6(a, b, c, d, e, f)                                                   \
  (RT_C_##a, RT_C_##b, RT_C_##c, RT_C_##d, RT_C_##e, RT_C_##f)
#define RT(result, name, params, attr)                                         \
  RT_C_##result rt_##name params RT_SYMBOL(#name) attr;
#include "abi.def"

#undef RT
#undef P0
#undef P1
#undef P2
#undef P3
#undef P4
#undef P5
#undef P6
#undef RT_C_VOID
#undef RT_C_PTR
#undef RT_C_INT
#undef RT_C_UINT
#undef RT_C_I32
#undef RT_C_U32
#undef RT_C_U16
#undef RT_C_U8
#undef RT_C_BOOL
#undef RT_C_F32
#undef RT_C_F64
#undef RT_C_STR
#undef RT_C_EFACE
#undef RT_C_PAIR
#undef RT_C_C128
#undef RT_C_SEL
#undef RT_NORMAL
#undef RT_NORETURN
#undef RT_ALLOC
#undef RT_PURE
#undef RT_TWICE

#endif
