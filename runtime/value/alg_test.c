/* Tests of hashing, equality, itabs and the methods of run-time errors. */
#include "../rt.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

#include "../testing.h"

TestSuite(alg, .init = rt_init);

/* All lengths: each byte matters, and so does the seed. */
Test(alg, memhash_sees_everything) {
  uint8_t buf[100];
  for (uint64_t n = 1; n <= sizeof buf; n++) {
    memset(buf, 0, sizeof buf);
    uint64_t h = rt_memhash(buf, 1, n);
    cr_assert_eq(rt_memhash(buf, 1, n), h);
    cr_assert_neq(rt_memhash(buf, 2, n), h);
    for (uint64_t i = 0; i < n; i++) {
      buf[i] = 1;
      cr_assert_neq(rt_memhash(buf, 1, n), h, "byte %lu of %lu", i, n);
      buf[i] = 0;
    }
  }
}

/* 65,536 keys in 256 buckets, both by low and by high bits. */
Test(alg, hashes_spread) {
  static int low[256], high[256];
  for (uint64_t k = 0; k < 65536; k++) {
    uint64_t h = rt_memhash64(k * 8, 12345);
    low[h & 255]++;
    high[h >> 56]++;
  }
  for (int i = 0; i < 256; i++) {
    cr_assert(low[i] > 150 && low[i] < 360, "%d", low[i]);
    cr_assert(high[i] > 150 && high[i] < 360, "%d", high[i]);
  }
}

static void *draw(void *number) {
  *(uint64_t *)number = rt_random64();
  return NULL;
}

/* No thread draws what another does, nor what it does in another process. */
Test(alg, threads_have_their_own_numbers) {
  uint64_t numbers[6];
  for (int i = 0; i < 4; i++) {
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, draw, &numbers[i]), 0);
    pthread_join(thread, NULL);
    if (i == 2) {
      rt_alg_init(); /* as another process would */
    }
  }
  draw(&numbers[4]);
  draw(&numbers[5]);
  for (int i = 0; i < 6; i++) {
    for (int k = 0; k < i; k++) {
      cr_assert_neq(numbers[i], numbers[k], "%d, %d", i, k);
    }
  }
}

Test(alg, floats) {
  double zero = 0, minus = -0.0, nan = __builtin_nan("");
  cr_assert(rt_f64equal(&zero, &minus));
  cr_assert_eq(rt_f64hash(&zero, 7), rt_f64hash(&minus, 7));
  cr_assert_not(rt_f64equal(&nan, &nan));
  cr_assert_neq(rt_f64hash(&nan, 7), rt_f64hash(&nan, 7));
  double c[2] = {1, -0.0}, d[2] = {1, 0};
  cr_assert(rt_c128equal(c, d));
  cr_assert_eq(rt_c128hash(c, 7), rt_c128hash(d, 7));
}

/* struct { int32; _ int32; string } and arrays of it. */
Test(alg, type_hash_follows_the_fields) {
  static RtType word, text, pair;
  word = make_type(RT_INT32, 4, NULL);
  text = make_type(RT_STRING, 16, NULL);
  const RtField fields[] = {
      {new_name("a", 0), &word, 0},
      {new_name("_", 0), &word, 4},
      {new_name("s", 0), &text, 8}
  };
  RtStructType st = {
      .type = make_type(RT_STRUCT, 24, NULL), .fields = fields, .nfields = 3};
  RtArrayType at = {
      .type = make_type(RT_ARRAY, 48, NULL), .elem = &st.type, .len = 2};
  struct {
    int32_t a, blank;
    RtString s;
  } x[2] =
      {
          {1, 2, RT_LIT("p")},
          {3, 4, RT_LIT("q")}
  },
    y[2];
  char other_q[] = "q";
  memcpy(y, x, sizeof y);
  y[0].blank = 9;
  y[1].s.p = (uint8_t *)other_q;
  cr_assert_eq(rt_type_hash(&at.type, x, 3), rt_type_hash(&at.type, y, 3));
  y[1].a = 8;
  cr_assert_neq(rt_type_hash(&at.type, x, 3), rt_type_hash(&at.type, y, 3));
  (void)pair;
}

static RtType slice_type;
static void *the_value = &slice_type;

static GO_CODE void compare_slices(void) {
  slice_type = make_type(RT_SLICE, 24, NULL);
  set_name(&slice_type, "[]int");
  rt_efaceeq(&slice_type, the_value, the_value);
}

static GO_CODE void hash_slice(void) {
  slice_type = make_type(RT_SLICE, 24, NULL);
  set_name(&slice_type, "[]int");
  RtEface e = {&slice_type, the_value};
  rt_nilinterhash(&e, 0);
}

Test(alg_panics, messages) {
  Outcome o = run_program(compare_slices);
  cr_assert_eq(o.status, 2);
  cr_assert(starts_with(o.text, "panic: runtime error: comparing uncomparable "
                                "type []int\n\ngoroutine 1 [running]:\n"));
  o = run_program(hash_slice);
  cr_assert(starts_with(o.text, "panic: runtime error: hash of unhashable "
                                "type []int\n"));
}

/* ---------------------------------------------------------------- itabs -- */

/* type T with methods A, B, c; interfaces of some of them. */
typedef struct Concrete {
  RtType type;
  RtUncommon uncommon;
  RtMethod methods[3];
} Concrete;

static Concrete concrete;
static RtType signature, other_signature;
static char code_a, code_b, code_c;

static void set_method(int i, const char *name, uint8_t flags, char *code) {
  const RtType *t = &concrete.type;
  concrete.methods[i] =
      (RtMethod){.name = offset_from(t, new_name(name, flags)),
                 .mtyp = offset_from(t, &signature),
                 .ifn = offset_from(t, code)};
}

static void make_concrete(void) {
  concrete.type = make_type(RT_INT, 8, NULL);
  concrete.type.tflag = RT_TFLAG_UNCOMMON | RT_TFLAG_NAMED;
  set_name(&concrete.type, "main.T");
  concrete.uncommon = (RtUncommon){
      .pkg_path = offset_from(&concrete, new_name("main", 0)),
      .mcount = 3,
      .xcount = 2,
      .moff = (uint32_t)offset_from(&concrete.uncommon, concrete.methods)};
  set_method(0, "A", RT_NAME_EXPORTED, &code_a);
  set_method(1, "B", RT_NAME_EXPORTED, &code_b);
  set_method(2, "c", 0, &code_c);
}

typedef struct Interface {
  RtInterfaceType type;
  RtImethod methods[2];
} Interface;

static void make_interface(Interface *in, const char *name, const char *path,
                           const char *m1, const char *m2, const RtType *sig) {
  const char *names[] = {m1, m2};
  in->type = (RtInterfaceType){.type = make_type(RT_INTERFACE, 16, NULL),
                               .pkg_path = new_name(path, 0),
                               .methods = in->methods,
                               .nmethods = m2 ? 2 : 1};
  set_name(&in->type.type, name);
  for (int i = 0; i < in->type.nmethods; i++) {
    bool exported = names[i][0] >= 'A' && names[i][0] <= 'Z';
    in->methods[i] =
        (RtImethod){.name = offset_from(in, new_name(names[i], exported)),
                    .type = offset_from(in, sig)};
  }
}

Test(alg, itabs) {
  static Interface ac, b_other, c_elsewhere, z;
  make_concrete();
  make_interface(&ac, "main.AC", "main", "A", "c", &signature);
  make_interface(&b_other, "main.B", "main", "B", NULL, &other_signature);
  make_interface(&c_elsewhere, "lib.C", "lib", "c", NULL, &signature);
  make_interface(&z, "main.Z", "main", "A", "Z", &signature);
  RtItab *tab = rt_assertE2I2(&ac, &concrete);
  cr_assert(tab && tab->fun[0] == &code_a && tab->fun[1] == &code_c);
  cr_assert_eq(tab->hash, concrete.type.hash);
  cr_assert_eq(rt_typ2Itab(&ac, &concrete), tab);
  cr_assert_eq(rt_convI2I(&ac, tab), tab);
  cr_assert_null(rt_convI2I(&ac, NULL));
  cr_assert_null(rt_assertE2I2(&b_other, &concrete));
  cr_assert_null(rt_assertE2I2(&b_other, &concrete));
  cr_assert_null(rt_assertE2I2(&c_elsewhere, &concrete));
  cr_assert_null(rt_assertI2I2(&z, tab));
}

/* Many pairs: the table grows and still finds them all. */
Test(alg, itab_table_grows) {
  enum {
    N = 1500
  };
  static Interface a;
  static Concrete types[N];
  static RtItab *tabs[N];
  make_concrete();
  make_interface(&a, "main.A", "main", "A", NULL, &signature);
  for (int i = 0; i < N; i++) {
    types[i] = concrete;
    types[i].type.hash = (uint32_t)i / 3;
    types[i].methods[0] = (RtMethod){
        .name = offset_from(&types[i], new_name("A", RT_NAME_EXPORTED)),
        .mtyp = offset_from(&types[i], &signature),
        .ifn = offset_from(&types[i], &code_a)};
    tabs[i] = rt_typ2Itab(&a, &types[i]);
  }
  for (int i = 0; i < N; i++) {
    cr_assert_eq(rt_typ2Itab(&a, &types[i]), tabs[i]);
    cr_assert_eq(tabs[i]->type, &types[i].type);
  }
}

static GO_CODE void missing_method(void) {
  static Interface z;
  make_concrete();
  make_interface(&z, "main.Z", "main", "A", "Z", &signature);
  rt_assertE2I(&z, &concrete);
}
static GO_CODE void nil_to_interface(void) {
  static Interface z;
  make_interface(&z, "main.Z", "main", "Z", NULL, &signature);
  rt_assertE2I(&z, NULL);
}
static GO_CODE void wrong_type(void) {
  static Interface z;
  make_concrete();
  make_interface(&z, "main.Z", "main", "Z", NULL, &signature);
  slice_type = make_type(RT_SLICE, 24, NULL);
  set_name(&slice_type, "[]int");
  rt_panicdottypeE(&concrete, &slice_type, &z);
}
static GO_CODE void nil_value(void) {
  static Interface z;
  make_interface(&z, "main.Z", "main", "Z", NULL, &signature);
  make_concrete();
  rt_panicdottypeI(NULL, &concrete, &z);
}
static GO_CODE void same_name(void) {
  static Interface z;
  static Concrete twin;
  make_concrete();
  twin = concrete;
  twin.type.str = offset_from(&twin, new_name("main.T", 1));
  twin.uncommon.pkg_path = offset_from(&twin, new_name("x/main", 0));
  make_interface(&z, "main.Z", "main", "Z", NULL, &signature);
  rt_panicdottypeE(&concrete, &twin, &z);
}

Test(alg_panics, assertions) {
  static const struct {
    void (*fn)(void);
    const char *text;
  } rows[] = {
      {missing_method,   "main.T is not main.Z: missing method Z\n"    },
      {nil_to_interface, "interface is nil, not main.Z\n"              },
      {wrong_type,       "main.Z is main.T, not []int\n"               },
      {nil_value,        "main.Z is nil, not main.T\n"                 },
      {same_name,
       "main.Z is main.T, not main.T (types from different packages)\n"},
  };
  for (size_t i = 0; i < RT_COUNT(rows); i++) {
    Outcome o = run_program(rows[i].fn);
    const char *prefix = "panic: interface conversion: ";
    cr_assert_eq(o.status, 2);
    cr_assert(starts_with(o.text, prefix), "%s", o.text);
    cr_assert(starts_with(o.text + strlen(prefix), rows[i].text), "%s", o.text);
  }
}

Test(alg, boxes) {
  cr_assert_eq(*(uint64_t *)rt_convT64(5), 5);
  cr_assert_eq(rt_convT64(5), (void *)(uintptr_t)&rt_staticuint64s[5]);
  cr_assert_eq(*(uint64_t *)rt_convT64(1u << 20), 1u << 20);
  cr_assert_eq(*(uint32_t *)rt_convT32(300), 300);
  cr_assert_eq(*(uint16_t *)rt_convT16(300), 300);
  cr_assert_eq(rt_convTstring(NULL, 0), (void *)rt_zero_val);
  cr_assert_eq(((RtString *)rt_convTstring(rt_zero_val, 3))->len, 3);
  cr_assert_eq(((RtSlice *)rt_convTslice(rt_zero_val, 3, 4))->cap, 4);
}
