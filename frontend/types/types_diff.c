/*
 * types_diff.c - compares layout, spelling and method sets with gc's.
 *
 *   types_diff GO TYPEGEN.GO [COUNT [SEED]]
 *
 * lets typegen.go write a program of random types, runs it with the installed
 * Go, checks the same declarations with our front end and compares every line.
 * Exit status 1 if there are differences, 77 ("skipped") without a working Go.
 *
 *   type T0 struct{ F5 float32; F4 [1]unsafe.Pointer }    with M1, M2, (*T0) M4
 *   T0  16  8  16  02  true  main.T0  M1M2.  M1M2M4.  F4[1] 8F5[0] 0.
 *
 * name, size, alignment, bytes up to the last pointer, mask of pointer words,
 * comparable, spelling, methods of T and *T, and where each field is found.
 */
#include <stdlib.h>
#include <unistd.h>

#include "frontend/frontend.h"

enum {
  MAX_SHOWN = 10,
  SKIPPED = 77
};

static bool run(const char *command) { return system(command) == 0; }

/* A bit for each word up to the last pointer, lowest first, in hexadecimal. */
static void print_mask(Compiler *c, Text *out, Type *t) {
  int64_t words = type_ptrdata(c, t) / 8, bytes = (words + 7) / 8;
  if (words == 0) {
    text_puts(out, "-");
    return;
  }
  uint8_t *mask = NEW_ARRAY(&c->arena, uint8_t, bytes);
  type_pointer_mask(c, t, mask);
  for (int64_t i = 0; i < bytes; i++)
    text_printf(out, "%02x", mask[i]);
}

/* The exported methods, all of which are called M0 to M4. */
static void print_methods(Compiler *c, Text *out, Type *t) {
  uint32_t n;
  MethodSetEntry *set = type_method_set(c, t, &n);
  for (uint32_t i = 0; i < n; i++)
    if (set[i].method->name->text[0] == 'M')
      text_puts(out, set[i].method->name->text);
  text_putc(out, '.');
}

/* reflect: F2[0 3] 16, with the offset inside the last struct. */
static void print_fields(Compiler *c, Text *out, Type *t, const Package *pkg) {
  for (int f = 0; type_under(t)->kind == TYPE_STRUCT && f < 6; f++) {
    const Name *name = name_of(c, arena_printf(&c->arena, "F%d", f));
    Lookup found = lookup_field_or_method(c, t, false, pkg, name);
    if (!found.obj)
      continue;
    text_printf(out, "F%d[", f);
    for (uint32_t i = 0; i < found.npath; i++)
      text_printf(out, "%s%u", i ? " " : "", found.path[i]);
    text_printf(out, "] %ld", (long)found.obj->var.offset);
  }
  text_putc(out, '.');
}

/* Our line for the type of that name, as facts.go prints gc's. */
static const char *describe(Compiler *c, const Package *pkg, const char *name) {
  const Object *obj = scope_lookup_here(pkg->scope, name_of(c, name));
  ASSERT(obj && obj->kind == OBJ_TYPE);
  Type *t = obj->type;
  Text out = {0};
  text_printf(&out, "%s\t%ld\t%ld\t%ld\t", name, (long)type_size(c, t),
              (long)type_align(c, t), (long)type_ptrdata(c, t));
  print_mask(c, &out, t);
  text_printf(&out, "\t%s\t%s\t", type_comparable(c, t) ? "true" : "false",
              type_runtime_string(c, t));
  print_methods(c, &out, t);
  text_putc(&out, '\t');
  if (t->kind == TYPE_NAMED || t->kind == TYPE_STRUCT)
    print_methods(c, &out, type_pointer(c, t));
  else
    text_putc(&out, '.');
  text_putc(&out, '\t');
  print_fields(c, &out, t, pkg);
  return text_take(&out, &c->arena);
}

/* Reads gc's lines; returns the number of differences, -1 without any line. */
static int compare(Compiler *c, const Package *pkg, FILE *in) {
  char *line = NULL;
  size_t cap = 0;
  int lines = 0, wrong = 0;
  for (; wrong < MAX_SHOWN && getline(&line, &cap, in) > 0; lines++) {
    line[strcspn(line, "\n")] = '\0';
    char *name = arena_strndup(&c->arena, line, strcspn(line, "\t"));
    const char *ours = describe(c, pkg, name);
    if (strcmp(ours, line) == 0)
      continue;
    fprintf(stderr, "ours %s\ngc's %s\n", ours, line);
    wrong++;
  }
  free(line);
  printf("%d types, %d differences\n", lines, wrong);
  return lines ? wrong : -1;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: types_diff GO TYPEGEN.GO [COUNT [SEED]]\n");
    return 2;
  }
  Compiler *c = compiler_new();
  universe_init(c);
  char dir[] = "/tmp/types_diff.XXXXXX";
  if (!mkdtemp(dir))
    return SKIPPED;
  const char *count = arena_printf(
      &c->arena, "%s %s", argc > 3 ? argv[3] : "150", argc > 4 ? argv[4] : "1");
  const char *types = arena_printf(&c->arena, "%s/types.go", dir);
  const char *facts = arena_printf(&c->arena, "%s/out", dir);
  const char *generate =
      arena_printf(&c->arena, "%s run %s %s %s", argv[1], argv[2], dir, count);
  const char *measure = arena_printf(&c->arena, "%s run %s %s/facts.go > %s",
                                     argv[1], types, dir, facts);
  int status = SKIPPED;
  if (run(generate) && run(measure)) {
    Package *pkg = load_files(c, &types, 1, "main");
    check_package(c, pkg);
    FILE *in = fopen(facts, "r");
    status = diag_flush(c) || !in || compare(c, pkg, in) != 0;
    if (in)
      fclose(in);
  }
  run(arena_printf(&c->arena, "rm -r %s", dir));
  compiler_free(c);
  return status;
}
