/*
 * alg.c - hashing and equality of values, and random numbers.
 *
 * Memory is hashed by folding 128-bit products (the idea of wyhash): mix(a, b)
 * is the exclusive or of both halves of a*b, and one multiplication spreads
 * 16 bytes of input. Every process has keys of its own, so hash values cannot
 * be predicted from outside.
 *
 * Rules that `==` and map keys share: +0 and -0 are equal and hash alike; a
 * NaN equals nothing and hashes differently every time; comparing or hashing
 * an interface whose dynamic type is a slice, map or func panics.
 *
 * An example, with the parts of a key of `map[struct{a, b int32; s
 * string}]bool`:
 *
 *   hash = rt_strhash(&key.s, rt_memhash(&key, hash0, 8))
 *
 * Each part's hash is the seed of the next one. a and b are hashed as one run
 * of plain memory; the string cannot be, since equal ones may lie in two
 * places.
 */
#include <string.h>

#include "../rt.h"

static uint64_t hash_keys[4]; /* of this process; odd */
/* Each thread counts on its own, so that none waits for another; 0: not begun. */
static _Thread_local uint64_t random_state;
static uint64_t random_threads; /* that have begun */

/* One 64x64 -> 128 bit multiplication; both halves folded together. */
RT_INLINE uint64_t mix(uint64_t a, uint64_t b) {
  __extension__ typedef unsigned __int128 u128;
  u128 product = (u128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Little-endian loads from any address. */
RT_INLINE uint64_t read32(const uint8_t *p) {
  uint32_t v = 0;
  memcpy(&v, p, sizeof v);
  return v;
}

RT_INLINE uint64_t read64(const uint8_t *p) {
  uint64_t v = 0;
  memcpy(&v, p, sizeof v);
  return v;
}

void rt_alg_init(void) {
  rt_os_random(hash_keys, sizeof hash_keys);
  for (size_t i = 0; i < RT_COUNT(hash_keys); i++) {
    hash_keys[i] |= 1; /* a factor must not be 0 */
  }
}

/* Where a thread's numbers begin: elsewhere in each thread and process. */
static uint64_t first_state(void) {
  uint64_t n = __atomic_add_fetch(&random_threads, 1, __ATOMIC_RELAXED);
  return mix(hash_keys[3], n * 0x9e3779b97f4a7c15u ^ hash_keys[0]) | 1;
}

/* A counter with an odd step visits all 2^64 states; mix hides the order. Not
   for secrets. */
uint64_t rt_random64(void) {
  if (RT_UNLIKELY(random_state == 0)) {
    random_state = first_state();
  }
  random_state += 0xa0761d6478bd642fu;
  return mix(random_state, random_state ^ 0xe7037ed1a0b428dbu);
}

uint32_t rt_random32(void) { return (uint32_t)(rt_random64() >> 32); }

/* What hash_bytes would do for 8 bytes, without its tests: maps of integers
   spend their time here. */
uint64_t rt_memhash64(uint64_t x, uint64_t seed) {
  return mix(hash_keys[1] ^ 8, mix(x ^ hash_keys[2], x ^ seed ^ hash_keys[0]));
}

/* The key fills both halves, so that the high bits take part. */
uint64_t rt_memhash32(uint32_t x, uint64_t seed) {
  return rt_memhash64((uint64_t)x << 32 | x, seed);
}

/* Up to 16 bytes as two overlapping words. */
static uint64_t hash_short(const uint8_t *p, uint64_t n, uint64_t seed) {
  uint64_t a = 0, b = 0;
  if (n >= 8) {
    a = read64(p);
    b = read64(p + n - 8);
  } else if (n >= 4) {
    a = read32(p);
    b = read32(p + n - 4);
  } else if (n > 0) {
    a = (uint64_t)p[0] << 16 | (uint64_t)p[n >> 1] << 8 | p[n - 1];
  }
  return mix(hash_keys[1] ^ n, mix(a ^ hash_keys[2], b ^ seed));
}

/* Long inputs go by blocks of 32, then of 16 bytes; the last 16 bytes are read
   last, and may overlap those before. */
static uint64_t hash_bytes(const uint8_t *p, uint64_t n, uint64_t seed) {
  seed ^= hash_keys[0];
  if (n <= 16) {
    return hash_short(p, n, seed);
  }
  uint64_t left = n;
  if (left > 32) { /* two chains that the processor can overlap */
    uint64_t lane = seed;
    for (; left > 32; left -= 32, p += 32) {
      seed = mix(read64(p) ^ hash_keys[1], read64(p + 8) ^ seed);
      lane = mix(read64(p + 16) ^ hash_keys[2], read64(p + 24) ^ lane);
    }
    seed ^= lane;
  }
  if (left > 16) {
    seed = mix(read64(p) ^ hash_keys[3], read64(p + 8) ^ seed);
  }
  p += left;
  return mix(hash_keys[1] ^ n,
             mix(read64(p - 16) ^ hash_keys[2], read64(p - 8) ^ seed));
}

/* Agrees with rt_memhash32 and rt_memhash64, which the fast map functions use:
   a map may be read by both. */
uint64_t rt_memhash(void *p, uint64_t seed, uint64_t size) {
  if (size == 8) {
    return rt_memhash64(read64(p), seed);
  }
  if (size == 4) {
    return rt_memhash32((uint32_t)read32(p), seed);
  }
  return hash_bytes(p, size, seed);
}

uint64_t rt_hash_string(const uint8_t *p, int64_t n, uint64_t seed) {
  return hash_bytes(p, (uint64_t)n, seed);
}

uint64_t rt_strhash(void *p, uint64_t seed) {
  const RtString *s = p;
  return hash_bytes(s->p, (uint64_t)s->len, seed);
}

/* The hash of a value, not of bits: -0 is made +0; a NaN gets a random number,
   since no lookup can find it anyway. */
static uint64_t hash_double(double f, uint64_t seed) {
  if (f == 0) {
    f = 0; /* both zeros */
  } else if (f != f) {
    return rt_memhash64(rt_random64(), seed);
  }
  uint64_t bits = 0;
  memcpy(&bits, &f, sizeof bits);
  return rt_memhash64(bits, seed);
}

uint64_t rt_f32hash(void *p, uint64_t seed) {
  return hash_double((double)*(float *)p, seed);
}
uint64_t rt_f64hash(void *p, uint64_t seed) {
  return hash_double(*(double *)p, seed);
}
uint64_t rt_c64hash(void *p, uint64_t seed) {
  float *c = p;
  return rt_f32hash(&c[1], rt_f32hash(&c[0], seed));
}
uint64_t rt_c128hash(void *p, uint64_t seed) {
  double *c = p;
  return rt_f64hash(&c[1], rt_f64hash(&c[0], seed));
}

/* Panics with "runtime error: " + text + the type. */
RT_DIE static void panic_type(const char *text, const RtType *t) {
  RtString parts[] = {
      {(const uint8_t *)text, (int64_t)strlen(text)},
      rt_type_string(t)
  };
  rt_panic_error_string(rt_concat(parts, 2));
}

/* The hash of an interface's dynamic value. A pointer-shaped one is the data
   word itself, others are what it points to; NULL type: a nil interface. */
static uint64_t hash_dynamic(const RtType *t, void *const *data,
                             uint64_t seed) {
  if (!t) {
    return seed;
  }
  if (!t->equal) {
    panic_type("hash of unhashable type ", t);
  }
  return rt_type_hash(t, rt_is_direct(t) ? (const void *)data : *data, seed);
}

uint64_t rt_interhash(void *p, uint64_t seed) {
  RtIface *i = p;
  return hash_dynamic(i->tab ? i->tab->type : NULL, &i->data, seed);
}

uint64_t rt_nilinterhash(void *p, uint64_t seed) {
  RtEface *e = p;
  return hash_dynamic(e->type, &e->data, seed);
}

static uint64_t hash_array(const RtArrayType *t, char *p, uint64_t seed) {
  for (uintptr_t i = 0; i < t->len; i++) {
    seed = rt_type_hash(t->elem, p + i * t->elem->size, seed);
  }
  return seed;
}

static bool is_blank(const RtField *f) {
  return rt_string_equal(rt_name_text(f->name), RT_LIT("_"));
}

/* The field behind those from i on that are hashed in one go: plain memory
   without gaps. i: field i has a hash of its own. */
static int64_t run_end(const RtStructType *t, int64_t i) {
  uintptr_t end = t->fields[i].offset;
  for (; i < t->nfields; i++) {
    const RtField *f = &t->fields[i];
    if (is_blank(f) || !(f->type->tflag & RT_TFLAG_REGULAR_MEMORY) ||
        f->offset != end) {
      break;
    }
    end += f->type->size;
  }
  return i;
}

/* Blank fields take no part: == ignores them, too. */
static uint64_t hash_struct(const RtStructType *t, char *p, uint64_t seed) {
  for (int64_t i = 0; i < t->nfields;) {
    const RtField *f = &t->fields[i];
    int64_t next = run_end(t, i);
    if (next > i) {
      const RtField *last = &t->fields[next - 1];
      uintptr_t size = last->offset + last->type->size - f->offset;
      seed = rt_memhash(p + f->offset, seed, size);
      i = next;
      continue;
    }
    if (!is_blank(f)) {
      seed = rt_type_hash(f->type, p + f->offset, seed);
    }
    i++;
  }
  return seed;
}

/* The hash of any value by its descriptor, as generated hashers compute it
   for the keys of a map. */
uint64_t rt_type_hash(const RtType *t, const void *p, uint64_t seed) {
  void *v = (void *)(uintptr_t)p;
  if (t->tflag & RT_TFLAG_REGULAR_MEMORY) {
    return rt_memhash(v, seed, t->size);
  }
  switch (rt_kind(t)) {
  case RT_FLOAT32: return rt_f32hash(v, seed);
  case RT_FLOAT64: return rt_f64hash(v, seed);
  case RT_COMPLEX64: return rt_c64hash(v, seed);
  case RT_COMPLEX128: return rt_c128hash(v, seed);
  case RT_STRING: return rt_strhash(v, seed);
  case RT_INTERFACE:
    return ((const RtInterfaceType *)(const void *)t)->nmethods == 0
               ? rt_nilinterhash(v, seed)
               : rt_interhash(v, seed);
  case RT_ARRAY: return hash_array((const void *)t, v, seed);
  case RT_STRUCT: return hash_struct((const void *)t, v, seed);
  case RT_BOOL:
  case RT_INT:
  case RT_INT8:
  case RT_INT16:
  case RT_INT32:
  case RT_INT64:
  case RT_UINT:
  case RT_UINT8:
  case RT_UINT16:
  case RT_UINT32:
  case RT_UINT64:
  case RT_UINTPTR:
  case RT_CHAN:
  case RT_POINTER:
  case RT_UNSAFEPOINTER: return rt_memhash(v, seed, t->size);
  case RT_FUNC:
  case RT_MAP:
  case RT_SLICE: break;
  }
  panic_type("hash of unhashable type ", t);
}

/* Equality of two dynamic values of the same type. */
static bool equal_dynamic(const RtType *t, void *x, void *y) {
  if (!t) {
    return true;
  }
  if (!t->equal) {
    panic_type("comparing uncomparable type ", t);
  }
  if (rt_is_direct(t)) {
    return x == y;
  }
  return rt_call_equal(x, y, t->equal) & 1;
}

/* For x == y where compiled code has seen that both have this type. */
bool rt_efaceeq(void *type, void *x, void *y) {
  return equal_dynamic(type, x, y);
}

/* The same for interfaces with methods: tab is the one both have. */
bool rt_ifaceeq(void *tab, void *x, void *y) {
  return equal_dynamic(tab ? ((RtItab *)tab)->type : NULL, x, y);
}

/* The equal function of interface types: for fields, elements and keys. */
bool rt_interequal(void *p, void *q) {
  RtIface *x = p, *y = q;
  return x->tab == y->tab &&
         equal_dynamic(x->tab ? x->tab->type : NULL, x->data, y->data);
}

bool rt_nilinterequal(void *p, void *q) {
  RtEface *x = p, *y = q;
  return x->type == y->type && equal_dynamic(x->type, x->data, y->data);
}

bool rt_strequal(void *p, void *q) {
  return rt_string_equal(*(RtString *)p, *(RtString *)q);
}

bool rt_memequal(void *p, void *q, uint64_t size) {
  return size == 0 || memcmp(p, q, size) == 0;
}

/* Not memequal: +0 == -0, and a NaN is not equal to itself. */
bool rt_f32equal(void *p, void *q) { return *(float *)p == *(float *)q; }
bool rt_f64equal(void *p, void *q) { return *(double *)p == *(double *)q; }

bool rt_c64equal(void *p, void *q) {
  float *x = p, *y = q;
  return x[0] == y[0] && x[1] == y[1];
}

bool rt_c128equal(void *p, void *q) {
  double *x = p, *y = q;
  return x[0] == y[0] && x[1] == y[1];
}
