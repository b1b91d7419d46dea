/*
 * print.c - the builtins print and println, and everything the runtime says.
 *
 * All of it goes to file descriptor 2. Between printlock and printunlock
 * text is gathered, so that a println is one write; outside, and when the
 * buffer is full, it leaves at once. Locks nest.
 *
 * Formats are Go's: floats always have 7 digits and a 3-digit exponent
 * (+1.500000e+000), pointers are hexadecimal, a slice is [len/cap]0xaddress,
 * an interface (0xtype,0xdata).
 *
 * Example: println("x", 1.5, []int{1}) becomes printlock; printstring("x");
 * printsp; printfloat(1.5); printsp; printslice(...); printnl; printunlock, and
 * writes
 *
 *   x +1.500000e+000 [1/1]0xc000012120
 */
#include <string.h>

#include "../sched/sched.h"

enum {
  STDERR = 2
};

/* What the holder of `lock` has gathered. `room` and `taken` are the size of
   `to`, and how much of it is used. */
static struct {
  char text[1024];
  size_t len;
  uintptr_t lock;
  uint8_t *to; /* where text goes instead; NULL: file descriptor 2 */
  size_t room, taken;
} out;

/* How often this thread has taken the lock. Before there are threads, a
   counter of its own will do. */
static int32_t *lock_count(void) {
  static int32_t early;
  const G *g = rt_getg();
  return g && g->m ? &g->m->print_locks : &early;
}

/* What has been gathered goes out in one write. */
void rt_print_flush(void) {
  rt_os_write(STDERR, out.text, out.len);
  out.len = 0;
}

/* What does not fit is lost. */
static void put_into(const void *p, size_t n) {
  size_t left = out.room - out.taken;
  n = n < left ? n : left;
  memcpy(out.to + out.taken, p, n);
  out.taken += n;
}

/* Everything that is printed comes through here. */
static void put(const void *p, size_t n) {
  if (out.to && *lock_count() > 0) {
    put_into(p, n);
    return;
  }
  if (out.len + n > sizeof out.text) {
    rt_print_flush();
  }
  if (n > sizeof out.text || *lock_count() == 0) {
    rt_os_write(STDERR, p, n);
    return;
  }
  memcpy(out.text + out.len, p, n);
  out.len += n;
}

/* What is between two calls of Go code must not be interrupted, or whoever
   runs next could wait for the lock for ever. */
static void forbid_preemption(int32_t by) {
  const G *g = rt_getg();
  if (g && g->m) {
    g->m->locks += by;
  }
}

/* A thread that has the lock only counts. */
void rt_printlock(void) {
  forbid_preemption(1);
  if ((*lock_count())++ == 0) {
    rt_lock(&out.lock);
  }
}

/* The last unlock writes out what was gathered. */
void rt_printunlock(void) {
  if (--*lock_count() == 0) {
    rt_print_flush();
    rt_unlock(&out.lock);
  }
  forbid_preemption(-1);
}

void rt_print_into(uint8_t *to, int64_t room) {
  rt_printlock();
  rt_print_flush();
  out.to = to;
  out.room = (size_t)room;
  out.taken = 0;
}

int64_t rt_print_end(void) {
  int64_t n = (int64_t)out.taken;
  out.to = NULL;
  rt_printunlock();
  return n;
}

void rt_print_text(const char *s) { put(s, strlen(s)); }

void rt_printsp(void) { put(" ", 1); }
void rt_printnl(void) { put("\n", 1); }

/* n bytes at p, as they are. */
void rt_printstring(void *p, int64_t n) {
  if (n > 0) {
    put(p, (size_t)n);
  }
}

void rt_printbool(bool b) { rt_print_text(b ? "true" : "false"); }

/* The prefix, then v in the base; digits come from the right. */
static void print_digits(uint64_t v, unsigned base, const char *prefix) {
  char buf[24];
  char *p = buf + sizeof buf;
  do {
    *--p = "0123456789abcdef"[v % base];
    v /= base;
  } while (v != 0);
  for (size_t n = strlen(prefix); n > 0; n--) {
    *--p = prefix[n - 1];
  }
  put(p, (size_t)(buf + sizeof buf - p));
}

void rt_printuint(uint64_t v) { print_digits(v, 10, ""); }
void rt_printhex(uint64_t v) { print_digits(v, 16, "0x"); }
void rt_printuintptr(uint64_t v) { rt_printhex(v); }
void rt_printpointer(void *p) { rt_printhex((uintptr_t)p); }

/* -(uint64_t)v is right for the least number, too, whose negative no int64_t
   can hold. */
void rt_printint(int64_t v) {
  bool negative = v < 0;
  print_digits(negative ? -(uint64_t)v : (uint64_t)v, 10, negative ? "-" : "");
}

void rt_print_field(const char *name, uint64_t v) {
  rt_print_text(name);
  rt_printuint(v);
}

void rt_print_address(const char *name, uintptr_t v) {
  rt_print_text(name);
  rt_printhex(v);
}

enum {
  FLOAT_DIGITS = 7
};

/* Brings v > 0 into [1, 10), rounded to FLOAT_DIGITS digits; the decimal
   exponent is the result. Repeated scaling is not exact, but it is how gc
   does it, and the digits must be the same. */
static int normalize(double *v) {
  int exponent = 0;
  for (; *v >= 10; exponent++) {
    *v /= 10;
  }
  for (; *v < 1; exponent--) {
    *v *= 10;
  }
  double half = 5;
  for (int i = 0; i < FLOAT_DIGITS; i++) {
    half /= 10;
  }
  *v += half;
  if (*v >= 10) {
    exponent++;
    *v /= 10;
  }
  return exponent;
}

/* +d.dddddde+ddd */
void rt_printfloat(double v) {
  if (v != v) {
    rt_print_text("NaN");
    return;
  }
  /* Only infinities and zeros are twice themselves. */
  if (v + v == v && v != 0) {
    rt_print_text(v > 0 ? "+Inf" : "-Inf");
    return;
  }
  char buf[FLOAT_DIGITS + 7];
  bool negative = __builtin_signbit(v) != 0;
  v = negative ? -v : v;
  int exponent = v == 0 ? 0 : normalize(&v);
  char *p = buf;
  *p++ = negative ? '-' : '+';
  for (int i = 0; i < FLOAT_DIGITS; i++) {
    int digit = (int)v;
    *p++ = (char)('0' + digit);
    if (i == 0) {
      *p++ = '.';
    }
    v = (v - digit) * 10;
  }
  *p++ = 'e';
  *p++ = exponent < 0 ? '-' : '+';
  exponent = exponent < 0 ? -exponent : exponent;
  *p++ = (char)('0' + exponent / 100);
  *p++ = (char)('0' + exponent / 10 % 10);
  *p++ = (char)('0' + exponent % 10);
  put(buf, sizeof buf);
}

/* (+1.000000e+000+2.000000e+000i) */
void rt_printcomplex(double re, double im) {
  put("(", 1);
  rt_printfloat(re);
  rt_printfloat(im);
  put("i)", 2);
}

/* [len/cap]0xaddress */
void rt_printslice(void *p, int64_t len, int64_t cap) {
  put("[", 1);
  rt_printint(len);
  put("/", 1);
  rt_printint(cap);
  put("]", 1);
  rt_printpointer(p);
}

/* Both words of an interface: (0xtype,0xdata). */
void rt_printeface(void *type, void *data) {
  put("(", 1);
  rt_printpointer(type);
  put(",", 1);
  rt_printpointer(data);
  put(")", 1);
}

/* Shows the itab's address where the other shows the type's. */
void rt_printiface(void *tab, void *data) { rt_printeface(tab, data); }

/* ------------------------------------------------------- panic values -- */

/* Prints the value of a basic kind; false if it is none. */
static bool print_basic(const RtType *t, const void *p) {
  switch (rt_kind(t)) {
  case RT_BOOL: rt_printbool(*(const bool *)p); return true;
  case RT_INT:
  case RT_INT64: rt_printint(*(const int64_t *)p); return true;
  case RT_INT8: rt_printint(*(const int8_t *)p); return true;
  case RT_INT16: rt_printint(*(const int16_t *)p); return true;
  case RT_INT32: rt_printint(*(const int32_t *)p); return true;
  case RT_UINT:
  case RT_UINT64:
  case RT_UINTPTR: rt_printuint(*(const uint64_t *)p); return true;
  case RT_UINT8: rt_printuint(*(const uint8_t *)p); return true;
  case RT_UINT16: rt_printuint(*(const uint16_t *)p); return true;
  case RT_UINT32: rt_printuint(*(const uint32_t *)p); return true;
  case RT_FLOAT32: rt_printfloat((double)*(const float *)p); return true;
  case RT_FLOAT64: rt_printfloat(*(const double *)p); return true;
  case RT_COMPLEX64: {
    const float *c = p;
    rt_printcomplex((double)c[0], (double)c[1]);
    return true;
  }
  case RT_COMPLEX128: {
    const double *c = p;
    rt_printcomplex(c[0], c[1]);
    return true;
  }
  case RT_STRING: {
    const RtString *s = p;
    put(s->p, (size_t)s->len);
    return true;
  }
  case RT_ARRAY:
  case RT_CHAN:
  case RT_FUNC:
  case RT_INTERFACE:
  case RT_MAP:
  case RT_POINTER:
  case RT_SLICE:
  case RT_STRUCT:
  case RT_UNSAFEPOINTER: break;
  }
  return false;
}

/* What surrounds a value of a named type: main.Int(5), main.Str("x"),
   main.Complex(+1.0...e+000+2.0...e+000i). */
static void type_brackets(const RtType *t, const char **open,
                          const char **close) {
  RtKind k = rt_kind(t);
  bool bare = k == RT_COMPLEX64 || k == RT_COMPLEX128;
  *open = k == RT_STRING ? "(\"" : bare ? "" : "(";
  *close = k == RT_STRING ? "\")" : bare ? "" : ")";
}

/* nil; a basic value bare or, of a named type, with its name; anything else as
   (type) 0xaddress. */
void rt_print_any(RtEface v) {
  const RtType *t = v.type;
  if (!t) {
    rt_print_text("nil");
    return;
  }
  RtString name = rt_type_string(t);
  bool is_basic = rt_kind(t) <= RT_COMPLEX128 || rt_kind(t) == RT_STRING;
  if (!is_basic) {
    put("(", 1);
    put(name.p, (size_t)name.len);
    put(") ", 2);
    rt_printpointer(v.data);
    return;
  }
  if (!(t->tflag & RT_TFLAG_NAMED) || !rt_type_uncommon(t) ||
      rt_type_pkg_path(t).len == 0) {
    print_basic(t, v.data);
    return;
  }
  const char *open = NULL, *close = NULL;
  type_brackets(t, &open, &close);
  put(name.p, (size_t)name.len);
  rt_print_text(open);
  print_basic(t, v.data);
  rt_print_text(close);
}
