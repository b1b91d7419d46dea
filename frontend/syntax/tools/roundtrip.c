/*
 * roundtrip.c - compares trees by their dumps, without the places.
 *
 * The dump shows all that the parser puts into a node, so that equal dumps mean
 * equal trees; places differ, since the printer lays the text out anew:
 *
 *   x:=1    assign @3:4 :=     x := 1    assign @3:6 :=     both: assign :=
 */
#include "frontend/syntax/tools/roundtrip.h"

#include "frontend/frontend.h"

#include <stdlib.h>

static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }

/* Removes @LINE:COLUMN everywhere. */
static void strip_places(char *s) {
  char *to = s;
  while (*s) {
    if (*s != '@') {
      *to++ = *s++;
      continue;
    }
    s++;
    while (is_digit(*s) || *s == ':')
      s++;
  }
  *to = '\0';
}

/* The dump of a source, NULL if it has errors. `printed` receives its printed
   form. */
static char *tree_of(const char *text, size_t len, Text *printed) {
  Compiler *c = compiler_new();
  c->err = fopen("/dev/null", "w");
  Source *s = source_add(c, "x.go", text, len);
  s->std = true;
  File *file = parse_source(c, s);
  char *dump = NULL;
  size_t size;
  FILE *out = open_memstream(&dump, &size);
  if (!file->has_errors)
    dump_file(out, c, file, false);
  fclose(out);
  if (file->has_errors) {
    free(dump);
    dump = NULL;
  } else {
    strip_places(dump);
    if (printed)
      print_file(printed, file);
  }
  fclose(c->err);
  compiler_free(c);
  return dump;
}

bool roundtrip(const char *source, size_t len) {
  Text printed = {0};
  char *before = tree_of(source, len, &printed);
  char *after = before ? tree_of(printed.data, printed.len, NULL) : NULL;
  bool same = before && after && strcmp(before, after) == 0;
  if (!same && getenv("ROUNDTRIP_SHOW"))
    fprintf(stderr, "%s\n", printed.data);
  free(before);
  free(after);
  text_free(&printed);
  return same;
}
