/*
 * constant_diff.c - compares our constants with go/constant on random cases.
 *
 *   constant_diff GO CONSTGEN.GO [COUNT [SEED]]
 *
 * runs the generator with the installed Go and evaluates every line again.
 * Prints the first differences; exit status 1 if there are any, 77 ("skipped"
 * to meson) if the generator cannot be run.
 *
 * A line is a program for a stack machine, "=", and what go/constant says of
 * the result (tools/constgen.go): kind, text, exact text, bits of the float64
 * and float32, text as an integer:
 *
 *   imag:5527202737i  =  5  (0 + 5.5272e+09i)  (0 + 5527202737i)  0...0  0...0
 *                        unknown
 *
 * Words: literals push; as:T, neg, com8, toint, tofloat, <<8, >>8 change the
 * top; all others are operators on the two topmost. `//` divides integers.
 */
#include "frontend/types/constant.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
  MAX_WORDS = 512,
  MAX_SHOWN = 10, /* differences, then it stops */
  SKIPPED = 77,   /* what meson takes for "could not be run" */
  RESULTS = 6     /* words behind "=" */
};

/* The machine of one line: operands push, operators take their operands from
   the top and push the result. */
typedef struct Machine {
  Compiler *c;
  const Const *stack[MAX_WORDS];
  int top;
} Machine;

static void push(Machine *m, const Const *v) { m->stack[m->top++] = v; }
static const Const *pop(Machine *m) {
  ASSERT(m->top > 0);
  return m->stack[--m->top];
}

/* "int:12" and the like; false: the word is no literal. */
static bool push_literal(Machine *m, const char *word) {
  static const struct {
    const char *tag;
    LitKind kind;
  } tags[] = {
      {"int:",    LIT_INT   },
      {"float:",  LIT_FLOAT },
      {"imag:",   LIT_IMAG  },
      {"rune:",   LIT_RUNE  },
      {"string:", LIT_STRING},
  };
  for (size_t i = 0; i < COUNT(tags); i++) {
    size_t n = strlen(tags[i].tag);
    if (strncmp(word, tags[i].tag, n) == 0) {
      push(m,
           const_from_literal(m->c, tags[i].kind, word + n, strlen(word + n)));
      return true;
    }
  }
  return false;
}

/* "as:int8": rounds the top to the type, unknown if it does not fit. False:
   another word. */
static bool represent(Machine *m, const char *word) {
  if (strncmp(word, "as:", 3) != 0)
    return false;
  const Universe *u = m->c->universe;
  for (BasicKind k = BASIC_INT; k <= BASIC_FLOAT64; k++)
    if (name_is(u->basic[k]->basic.name, word + 3)) {
      const Const *v = const_represent(m->c, pop(m), k, NULL);
      push(m, v ? v : const_unknown());
      return true;
    }
  return false;
}

/* Changes the top of the stack; false: the word is no unary operation. */
static bool unary(Machine *m, const char *word) {
  Compiler *c = m->c;
  if (strcmp(word, "neg") == 0)
    push(m, const_unary(c, OP_SUB, pop(m), 0));
  else if (strncmp(word, "com", 3) == 0)
    push(m, const_unary(c, OP_XOR, pop(m), (uint32_t)atoi(word + 3)));
  else if (strcmp(word, "toint") == 0)
    push(m, const_to_int(c, pop(m)));
  else if (strcmp(word, "tofloat") == 0)
    push(m, const_to_float(c, pop(m)));
  else if (strncmp(word, "<<", 2) == 0 && word[2])
    push(m, const_shift(c, OP_SHL, pop(m), (uint32_t)atoi(word + 2)));
  else if (strncmp(word, ">>", 2) == 0 && word[2])
    push(m, const_shift(c, OP_SHR, pop(m), (uint32_t)atoi(word + 2)));
  else
    return false;
  return true;
}

/* Replaces x and y, y on top, by x op y. Comparisons give a bool. */
static void binary(Machine *m, const char *word) {
  static const struct {
    const char *word;
    Op op;
  } ops[] = {
      {"+",  OP_ADD    },
      {"-",  OP_SUB    },
      {"*",  OP_MUL    },
      {"/",  OP_DIV    },
      {"//", OP_DIV    },
      {"%",  OP_REM    },
      {"&",  OP_AND    },
      {"|",  OP_OR     },
      {"^",  OP_XOR    },
      {"&^", OP_AND_NOT},
      {"==", OP_EQ     },
      {"!=", OP_NE     },
      {"<",  OP_LT     },
      {"<=", OP_LE     },
      {">",  OP_GT     },
      {">=", OP_GE     },
  };
  const Const *y = pop(m), *x = pop(m);
  size_t i = 0;
  while (i < COUNT(ops) && strcmp(ops[i].word, word) != 0)
    i++;
  if (i == COUNT(ops)) {
    fprintf(stderr, "constant_diff: unknown word %s\n", word);
    exit(2);
  }
  Op op = ops[i].op;
  if (op >= OP_EQ && op <= OP_GE)
    push(m, const_bool(m->c, const_compare(m->c, op, x, y)));
  else
    push(m, const_binary(m->c, op, x, y, word[1] == '/'));
}

/* All digits of z, in decimal. */
static void print_mpz(Text *out, mpz_srcptr z) {
  char *s = mpz_get_str(NULL, 10, z);
  text_puts(out, s);
  free(s);
}

/* As big.Float's 'p' format: 0x.<hexadecimal significand>p<binary exponent> */
static void print_real(Text *out, mpfr_srcptr f) {
  if (mpfr_sgn(f) < 0)
    text_putc(out, '-');
  if (mpfr_zero_p(f)) {
    text_putc(out, '0');
    return;
  }
  text_puts(out, "0x.");
  const mp_limb_t *limbs = mpfr_custom_get_significand(f);
  for (int i = REAL_BITS / 64 - 1; i >= 0; i--)
    text_printf(out, "%016lx", limbs[i]);
  while (out->data[out->len - 1] == '0')
    out->data[--out->len] = '\0';
  text_printf(out, "p%+ld", (long)mpfr_get_exp(f));
}

/* All of the value, where const_text rounds and cuts: fractions as n/d, floats
   with all bits. */
static void print_exact(Compiler *c, Text *out, const Const *v) {
  switch ((Rep)v->rep) {
  case REP_RATIONAL:
    print_mpz(out, mpq_numref(&v->rational));
    if (mpz_cmp_ui(mpq_denref(&v->rational), 1) != 0) {
      text_putc(out, '/');
      print_mpz(out, mpq_denref(&v->rational));
    }
    break;
  case REP_REAL: print_real(out, &v->real); break;
  case REP_COMPLEX:
    text_putc(out, '(');
    print_exact(c, out, v->complex.re);
    text_puts(out, " + ");
    print_exact(c, out, v->complex.im);
    text_puts(out, "i)");
    break;
  case REP_STRING: text_quote(out, v->string.data, v->string.len); break;
  case REP_UNKNOWN:
  case REP_BOOL:
  case REP_SMALL:
  case REP_BIG: text_puts(out, const_text(c, v)); break;
  }
}

/* The six results, as the generator prints them behind "=". */
static char *describe(Compiler *c, const Const *v) {
  Text out = {0};
  text_printf(&out, "%d\t%s\t", const_kind(v), const_text(c, v));
  print_exact(c, &out, v);
  uint64_t d = 0;
  uint32_t f = 0;
  if (v->kind == CONST_INT || v->kind == CONST_FLOAT) {
    double dv = const_float64(v) + 0.0;
    float fv = const_float32(v) + 0.0F;
    memcpy(&d, &dv, sizeof d);
    memcpy(&f, &fv, sizeof f);
  }
  text_printf(&out, "\t%016" PRIx64 "\t%08" PRIx32 "\t", d, f);
  if (v->kind >= CONST_INT)
    print_exact(c, &out, const_to_int(c, v));
  else
    text_putc(&out, '-');
  return text_take(&out, &c->arena);
}

/* Evaluates the program of one line and compares what describe says with what
   stands behind "="; prints all three if they differ. The line is cut into
   words. */
static bool check_line(Compiler *c, char *line) {
  Machine m = {.c = c};
  char *expected = strstr(line, "\t=\t");
  ASSERT(expected);
  *expected = '\0';
  expected += 3;
  expected[strcspn(expected, "\n")] = '\0';
  char *copy = arena_strndup(&c->arena, line, strlen(line)), *rest = NULL;
  for (char *w = strtok_r(line, "\t", &rest); w;
       w = strtok_r(NULL, "\t", &rest))
    if (!push_literal(&m, w) && !represent(&m, w) && !unary(&m, w))
      binary(&m, w);
  const char *ours = describe(c, pop(&m));
  if (strcmp(ours, expected) == 0)
    return true;
  fprintf(stderr, "%s\n  ours %s\n  go's %s\n", copy, ours, expected);
  return false;
}

/* Stops at the tenth difference: then pclose fails, which is no reason to
   skip. */
int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: constant_diff GO CONSTGEN.GO [COUNT [SEED]]\n");
    return 2;
  }
  Compiler *c = compiler_new();
  universe_init(c);
  const char *command =
      arena_printf(&c->arena, "%s run %s %s %s", argv[1], argv[2],
                   argc > 3 ? argv[3] : "5000", argc > 4 ? argv[4] : "1");
  FILE *in = popen(command, "r");
  char *line = NULL;
  size_t cap = 0;
  int cases = 0, wrong = 0;
  for (; in && wrong < MAX_SHOWN && getline(&line, &cap, in) > 0; cases++)
    wrong += !check_line(c, line);
  free(line);
  if (!in || (pclose(in) != 0 && wrong == 0) || cases == 0)
    return SKIPPED;
  printf("%d cases, %d differences\n", cases, wrong);
  constants_done();
  compiler_free(c);
  return wrong != 0;
}
