/*
 * error.c - run-time errors as Go values.
 *
 * What `recover()` returns after an index out of range is an ordinary Go
 * value: it has a type, the type has methods, `err.(error)` finds them. The
 * types are those of Go's package runtime:
 *
 *   errorString          string      "runtime error: " + the text
 *   plainError           string      the text alone
 *   boundsError          struct      formats its message when asked
 *   *TypeAssertionError  pointer     the same
 *
 * Their descriptors are laid out here by hand, as the compiler would, and
 * completed at start-up: offsets between symbols are no C constants.
 *
 *   Descriptor: [RtStructType or part of it][RtUncommon][RtMethod x 2]
 *
 * Offsets of methods lead to code that takes the data word of the interface:
 * the address of the boxed string or struct, or the pointer itself. An example:
 *
 *   s := []int{1, 2}; i := 5
 *   defer func() { fmt.Println(recover()) }()
 *   _ = s[i]      // runtime.panicIndex(5, 2)
 *
 * panics with boundsError{5, 2, true, BOUNDS_INDEX}, whose Error, called by
 * Println, makes "runtime error: index out of range [5] with length 2". A panic
 * that is recovered and dropped never needs the text.
 */
#include <string.h>

#include "../rt.h"

/* Both methods of the interface runtime.Error, in order. */
enum {
  ERROR,
  RUNTIME_ERROR,
  NMETHODS
};

/* One code address, seen as each type of function that occurs: C has no
   conversion between functions and object pointers. */
typedef union Code {
  void (*fn)(void);
  RtString (*error)(void *);
  void (*none)(void *);
  bool (*equal)(void *, void *);
  void *p;
} Code;

/* Descriptors of the three kinds that occur here, each with what follows it. */
typedef struct BasicDesc {
  RtType type;
  RtUncommon uncommon;
  RtMethod methods[NMETHODS];
} BasicDesc;

typedef struct StructDesc {
  RtStructType type;
  RtUncommon uncommon;
  RtMethod methods[NMETHODS];
} StructDesc;

typedef struct PtrDesc {
  RtPtrType type;
  RtUncommon uncommon;
  RtMethod methods[NMETHODS];
} PtrDesc;

/* func() or func() out. */
typedef struct FuncDesc {
  RtFuncType type;
  const RtType *out;
} FuncDesc;

/* runtime.boundsError: the index or bound, what it was compared with, and which
   check failed. */
typedef struct BoundsError {
  int64_t x, y;
  bool is_signed; /* else x is an unsigned number */
  uint8_t code;   /* BoundsCode */
} BoundsError;

/* runtime.TypeAssertionError: x.(asserted), where x is of the interface type
   inter (NULL: not known) and holds a concrete (NULL: nil). `missing` is the
   method that concrete lacks; empty if asserted is no interface. */
typedef struct TypeAssertionError {
  const RtType *inter, *concrete, *asserted;
  RtString missing;
} TypeAssertionError;

/* func_string and func_none stand for types that the program does not have. */
static BasicDesc error_string, plain_error;
static StructDesc bounds_error, assertion_error;
static PtrDesc assertion_error_ptr;
static BasicDesc string_type;
static FuncDesc func_string, func_none;

/* The program's own func() string and func(), NULL if it has none
   (value/program_types_amd64.S). */
extern const RtType *const rt_program_types[NMETHODS];

/* --------------------------------------------------------- descriptors -- */

/* Names must be near the descriptors: offsets have 32 bits. */
static uint8_t names[512];

/* A name as abi.h has it: flags, length in one byte, text. */
static const uint8_t *make_name(const char *text, uint8_t flags) {
  static size_t used;
  size_t len = strlen(text);
  RT_CHECK(len < 128 && used + len + 2 <= sizeof names);
  uint8_t *name = names + used;
  name[0] = flags;
  name[1] = (uint8_t)len;
  memcpy(name + 2, text, len);
  used += len + 2;
  return name;
}

/* How descriptors refer to what is in the same executable. */
static RtOff offset(const void *base, const void *to) {
  return (RtOff)((const char *)to - (const char *)base);
}

/* FNV-1a. */
static uint32_t hash_name(const char *s) {
  uint32_t h = 2166136261u;
  for (; *s; s++) {
    h = (h ^ (uint8_t)*s) * 16777619u;
  }
  return h;
}

/* The common part; shape has size, ptrdata, kind, align and equal. */
static void fill_type(RtType *t, const char *name, RtType shape) {
  *t = shape;
  t->field_align = t->align = 8;
  t->hash = hash_name(name);
  t->tflag |= RT_TFLAG_UNCOMMON | RT_TFLAG_NAMED;
  t->str = offset(t, make_name(name, RT_NAME_EXPORTED));
}

/* Error() string and RuntimeError(), both taking the data word. */
static void fill_methods(RtType *t, RtUncommon *u, RtMethod *m,
                         RtString (*error)(void *)) {
  static const char *const method_names[NMETHODS] = {"Error", "RuntimeError"};
  extern void rt_error_marker(void *receiver);
  Code code[NMETHODS] = {{.error = error}, {.none = rt_error_marker}};
  u->pkg_path = offset(t, make_name("runtime", 0));
  u->mcount = u->xcount = NMETHODS;
  u->moff = (uint32_t)offset(u, m);
  for (int i = 0; i < NMETHODS; i++) {
    const RtType *own =
        i == ERROR ? &func_string.type.type : &func_none.type.type;
    const RtType *mtyp = rt_program_types[i] ? rt_program_types[i] : own;
    m[i].name = offset(t, make_name(method_names[i], RT_NAME_EXPORTED));
    m[i].mtyp = offset(t, mtyp);
    m[i].ifn = m[i].tfn = offset(t, code[i].p);
  }
}

/* RuntimeError: its presence is all there is to it. */
void rt_error_marker(void *receiver);
void rt_error_marker(void *receiver) { (void)receiver; }

/* Field by field: the struct has padding. */
static bool bounds_equal(void *p, void *q) {
  const BoundsError *x = p, *y = q;
  return x->x == y->x && x->y == y->y && x->is_signed == y->is_signed &&
         x->code == y->code;
}

static bool word_equal(void *p, void *q) { return memcmp(p, q, 8) == 0; }

static RtFuncVal string_equal_fn, bounds_equal_fn, word_equal_fn;
static const uint8_t first_word = 1; /* pointer mask of a string, a pointer */

/* The descriptor of func() out, or func() if out is NULL. */
static void fill_func(FuncDesc *f, const char *name, const RtType *out) {
  f->type = (RtFuncType){
      .type = {.size = 8,
               .ptrdata = 8,
               .align = 8,
               .field_align = 8,
               .hash = hash_name(name),
               .kind = RT_FUNC | RT_DIRECT_IFACE,
               .gcdata = &first_word}
  };
  f->type.type.str = offset(f, make_name(name, 0));
  f->type.out_count = out ? 1 : 0;
  f->out = out;
}

static RtString error_string_text(void *receiver);
static RtString plain_error_text(void *receiver);
static RtString bounds_text(void *receiver);

/* string itself, and the two error types that are strings. */
static void fill_string_kinds(void) {
  const RtType shape = {.size = sizeof(RtString),
                        .ptrdata = RT_WORD,
                        .kind = RT_STRING,
                        .equal = &string_equal_fn,
                        .gcdata = &first_word};
  fill_type(&string_type.type, "string", shape);
  string_type.type.tflag = RT_TFLAG_NAMED;
  fill_func(&func_string, "func() string", &string_type.type);
  fill_func(&func_none, "func()", NULL);
  fill_type(&error_string.type, "runtime.errorString", shape);
  fill_methods(&error_string.type, &error_string.uncommon, error_string.methods,
               error_string_text);
  fill_type(&plain_error.type, "runtime.plainError", shape);
  fill_methods(&plain_error.type, &plain_error.uncommon, plain_error.methods,
               plain_error_text);
}

/* The types with fields. TypeAssertionError has methods on its pointer only.
   Their fields are not listed: nothing here looks at them. */
static void fill_structs(void) {
  static const uint8_t assertion_mask = 0x0f;
  fill_type(&bounds_error.type.type, "runtime.boundsError",
            (RtType){.size = sizeof(BoundsError),
                     .kind = RT_STRUCT,
                     .equal = &bounds_equal_fn});
  fill_methods(&bounds_error.type.type, &bounds_error.uncommon,
               bounds_error.methods, bounds_text);
  fill_type(&assertion_error.type.type, "runtime.TypeAssertionError",
            (RtType){.size = sizeof(TypeAssertionError),
                     .ptrdata = 4 * RT_WORD,
                     .kind = RT_STRUCT,
                     .gcdata = &assertion_mask});
  assertion_error.uncommon.pkg_path =
      bounds_error.uncommon.pkg_path + offset(&assertion_error, &bounds_error);
  fill_type(&assertion_error_ptr.type.type, "*runtime.TypeAssertionError",
            (RtType){.size = RT_WORD,
                     .ptrdata = RT_WORD,
                     .kind = RT_POINTER | RT_DIRECT_IFACE,
                     .equal = &word_equal_fn,
                     .gcdata = &first_word});
  assertion_error_ptr.type.type.tflag = RT_TFLAG_UNCOMMON;
  assertion_error_ptr.type.elem = &assertion_error.type.type;
  fill_methods(&assertion_error_ptr.type.type, &assertion_error_ptr.uncommon,
               assertion_error_ptr.methods, rt_assertion_text);
}

/* Called once, before any Go code. */
void rt_errors_init(void) {
  string_equal_fn.code = (Code){.equal = rt_strequal}.p;
  bounds_equal_fn.code = (Code){.equal = bounds_equal}.p;
  word_equal_fn.code = (Code){.equal = word_equal}.p;
  fill_string_kinds();
  fill_structs();
}

/* ---------------------------------------------------------------- texts -- */

/* Error of errorString. */
static RtString error_string_text(void *receiver) {
  RtString parts[] = {RT_LIT("runtime error: "), *(RtString *)receiver};
  return rt_concat(parts, 2);
}

/* Error of plainError. */
static RtString plain_error_text(void *receiver) {
  return *(RtString *)receiver;
}

/* Rows of both tables below. %x is the index, %y the length or capacity. */
typedef enum BoundsCode {
  BOUNDS_INDEX,
  BOUNDS_SLICE_ALEN,
  BOUNDS_SLICE_ACAP,
  BOUNDS_SLICE_B,
  BOUNDS_SLICE3_ALEN,
  BOUNDS_SLICE3_ACAP,
  BOUNDS_SLICE3_B,
  BOUNDS_SLICE3_C,
  BOUNDS_CONVERT,
} BoundsCode;

static const char *const bounds_formats[] = {
    [BOUNDS_INDEX] = "index out of range [%x] with length %y",
    [BOUNDS_SLICE_ALEN] = "slice bounds out of range [:%x] with length %y",
    [BOUNDS_SLICE_ACAP] = "slice bounds out of range [:%x] with capacity %y",
    [BOUNDS_SLICE_B] = "slice bounds out of range [%x:%y]",
    [BOUNDS_SLICE3_ALEN] = "slice bounds out of range [::%x] with length %y",
    [BOUNDS_SLICE3_ACAP] = "slice bounds out of range [::%x] with capacity %y",
    [BOUNDS_SLICE3_B] = "slice bounds out of range [:%x:%y]",
    [BOUNDS_SLICE3_C] = "slice bounds out of range [%x:%y:]",
    [BOUNDS_CONVERT] = ("cannot convert slice with length %y to "
                        "pointer to array with length %x"),
};

/* For x < 0: there the limit would say nothing. */
static const char *const negative_formats[] = {
    [BOUNDS_INDEX] = "index out of range [%x]",
    [BOUNDS_SLICE_ALEN] = "slice bounds out of range [:%x]",
    [BOUNDS_SLICE_ACAP] = "slice bounds out of range [:%x]",
    [BOUNDS_SLICE_B] = "slice bounds out of range [%x:]",
    [BOUNDS_SLICE3_ALEN] = "slice bounds out of range [::%x]",
    [BOUNDS_SLICE3_ACAP] = "slice bounds out of range [::%x]",
    [BOUNDS_SLICE3_B] = "slice bounds out of range [:%x:]",
    [BOUNDS_SLICE3_C] = "slice bounds out of range [%x::]",
    [BOUNDS_CONVERT] = "",
};

/* Writes v in decimal (unsigned unless is_signed) at p; the place behind it. */
static uint8_t *put_number(uint8_t *p, int64_t v, bool is_signed) {
  uint64_t u = (uint64_t)v;
  if (is_signed && v < 0) {
    *p++ = '-';
    u = -u;
  }
  uint8_t digits[20];
  int n = 0;
  do {
    digits[n++] = (uint8_t)('0' + u % 10);
    u /= 10;
  } while (u != 0);
  while (n > 0) {
    *p++ = digits[--n];
  }
  return p;
}

/* Error of boundsError. Two numbers of 20 digits and the longest format fit
   into LONGEST bytes. */
static RtString bounds_text(void *receiver) {
  enum {
    LONGEST = 128
  };
  const BoundsError *e = receiver;
  const char *f = e->is_signed && e->x < 0 ? negative_formats[e->code]
                                           : bounds_formats[e->code];
  uint8_t *buf = rt_mallocgc(LONGEST, NULL, true), *p = buf;
  const RtString prefix = RT_LIT("runtime error: ");
  memcpy(p, prefix.p, (size_t)prefix.len);
  p += prefix.len;
  for (; *f; f++) {
    if (*f != '%') {
      *p++ = (uint8_t)*f;
    } else if (*++f == 'x') {
      p = put_number(p, e->x, e->is_signed);
    } else {
      p = put_number(p, e->y, true);
    }
  }
  return (RtString){buf, p - buf};
}

/* The assertion was to a type that is no interface: "interface conversion:
   interface {} is int, not string". Two types of the same text get a note on
   how they differ. */
static RtString conversion_text(const TypeAssertionError *e, RtString inter) {
  RtString as = rt_type_string(e->asserted), cs = rt_type_string(e->concrete);
  RtString note = {NULL, 0};
  if (rt_string_equal(cs, as)) {
    note = rt_string_equal(rt_type_pkg_path(e->concrete),
                           rt_type_pkg_path(e->asserted))
               ? RT_LIT(" (types from different scopes)")
               : RT_LIT(" (types from different packages)");
  }
  RtString parts[] = {RT_LIT("interface conversion: "),
                      inter,
                      RT_LIT(" is "),
                      cs,
                      RT_LIT(", not "),
                      as,
                      note};
  return rt_concat(parts, RT_COUNT(parts));
}

RtString rt_assertion_text(void *receiver) {
  const TypeAssertionError *e = receiver;
  RtString inter = e->inter ? rt_type_string(e->inter) : RT_LIT("interface");
  RtString as = rt_type_string(e->asserted);
  if (!e->concrete) {
    RtString parts[] = {RT_LIT("interface conversion: "), inter,
                        RT_LIT(" is nil, not "), as};
    return rt_concat(parts, RT_COUNT(parts));
  }
  if (e->missing.len == 0) {
    return conversion_text(e, inter);
  }
  RtString parts[] = {RT_LIT("interface conversion: "),
                      rt_type_string(e->concrete),
                      RT_LIT(" is not "),
                      as,
                      RT_LIT(": missing method "),
                      e->missing};
  return rt_concat(parts, RT_COUNT(parts));
}

/* --------------------------------------------------------------- panics -- */

static RtString text_of(const char *s) {
  return (RtString){(const uint8_t *)s, (int64_t)strlen(s)};
}

/* Panics with text in a box, as a value of one of the string types. */
RT_DIE static void panic_string(BasicDesc *type, RtString text) {
  RtString *box = rt_mallocgc(sizeof *box, &string_type, true);
  *box = text;
  rt_gopanic(&type->type, box);
}

RtEface rt_box_string(RtString text) {
  RtString *box = rt_mallocgc(sizeof *box, &string_type, true);
  *box = text;
  return (RtEface){&string_type.type, box};
}

void rt_panic_error_string(RtString text) { panic_string(&error_string, text); }
void rt_panic_plain_string(RtString text) { panic_string(&plain_error, text); }
void rt_panic_error(const char *s) { rt_panic_error_string(text_of(s)); }
void rt_panic_plain(const char *s) { rt_panic_plain_string(text_of(s)); }

void rt_panic_assertion(const RtType *inter, const RtType *have,
                        const RtType *want, RtString missing) {
  TypeAssertionError *e = rt_newobject(&assertion_error);
  *e = (TypeAssertionError){inter, have, want, missing};
  rt_gopanic(&assertion_error_ptr, e);
}

/* Panics with a boundsError. */
RT_DIE static void panic_bounds(int64_t x, int64_t y, bool is_signed,
                                BoundsCode code) {
  BoundsError *e = rt_newobject(&bounds_error);
  *e = (BoundsError){x, y, is_signed, (uint8_t)code};
  rt_gopanic(&bounds_error, e);
}

/* Both forms of a check: of a signed and of an unsigned operand. */
#define BOUNDS_PANIC(name, code)                                               \
  void rt_panic##name(int64_t x, int64_t y) {                                  \
    panic_bounds(x, y, true, code);                                            \
  }                                                                            \
  void rt_panic##name##U(uint64_t x, int64_t y) {                              \
    panic_bounds((int64_t)x, y, false, code);                                  \
  }
BOUNDS_PANIC(Index, BOUNDS_INDEX)
BOUNDS_PANIC(SliceAlen, BOUNDS_SLICE_ALEN)
BOUNDS_PANIC(SliceAcap, BOUNDS_SLICE_ACAP)
BOUNDS_PANIC(SliceB, BOUNDS_SLICE_B)
BOUNDS_PANIC(Slice3Alen, BOUNDS_SLICE3_ALEN)
BOUNDS_PANIC(Slice3Acap, BOUNDS_SLICE3_ACAP)
BOUNDS_PANIC(Slice3B, BOUNDS_SLICE3_B)
BOUNDS_PANIC(Slice3C, BOUNDS_SLICE3_C)

void rt_panicSliceConvert(int64_t x, int64_t y) {
  panic_bounds(x, y, true, BOUNDS_CONVERT);
}

void rt_panicdivide(void) { rt_panic_error("integer divide by zero"); }
void rt_panicoverflow(void) { rt_panic_error("integer overflow"); }
void rt_panicshift(void) { rt_panic_error("negative shift amount"); }
void rt_panicmakeslicelen(void) {
  rt_panic_error("makeslice: len out of range");
}
void rt_panicmakeslicecap(void) {
  rt_panic_error("makeslice: cap out of range");
}
void rt_panicnilmap(void) { rt_panic_plain("assignment to entry in nil map"); }
void rt_panicunsafeslicelen(void) {
  rt_panic_error("unsafe.Slice: len out of range");
}
void rt_panicunsafeslicenilptr(void) {
  rt_panic_error("unsafe.Slice: ptr is nil and len is not zero");
}

/* A fault, or a check that stands for one: the signal line follows the
   panic's text if nobody recovers. */
void rt_panic_fault(const SigInfo *sig) {
  rt_getg()->sig = *sig;
  rt_panic_error("invalid memory address or nil pointer dereference");
}

/* A nil check in compiled code failed: as if address 0 had been read there. */
void rt_sigpanic(void) {
  enum {
    SIG_SEGV = 11,
    SEGV_MAPERR = 1
  };
  uintptr_t pc = (uintptr_t)__builtin_return_address(0);
  rt_panic_fault(&(SigInfo){.sig = SIG_SEGV, .code = SEGV_MAPERR, .pc = pc});
}

/* "main.(*T).M" -> "value method main.T.M called using nil *T pointer" */
void rt_panicwrap(void) {
  Symbol sym;
  uintptr_t pc = (uintptr_t)__builtin_return_address(0);
  const char *open = NULL, *close = NULL;
  if (rt_symbol_of(pc - 1, &sym)) {
    open = strstr(sym.name, ".(*");
    close = open ? strstr(open, ").") : NULL;
  }
  if (!close) {
    rt_throw("panicwrap: unexpected caller");
  }
  RtString pkg = {(const uint8_t *)sym.name, open - sym.name};
  RtString type = {(const uint8_t *)open + 3, close - open - 3};
  RtString parts[] = {RT_LIT("value method "),
                      pkg,
                      RT_LIT("."),
                      type,
                      RT_LIT("."),
                      text_of(close + 2),
                      RT_LIT(" called using nil *"),
                      type,
                      RT_LIT(" pointer")};
  rt_panic_plain_string(rt_concat(parts, RT_COUNT(parts)));
}
