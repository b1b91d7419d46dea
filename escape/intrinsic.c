/*
 * intrinsic.c - the table of intrinsics.def, searched.
 *
 * Entries are sorted by package and name, so that one search serves both:
 *
 *     math/bits.Len8  ->  INTRINSIC_LEN        strings.Index  ->  none
 */
#include "escape/intrinsic.h"

#include <stdlib.h>

typedef struct Entry {
  const char *package, *function;
  Intrinsic kind;
  bool called; /* in the inliner's eyes */
} Entry;

static const Entry entries[] = {
#define INTRINSIC(package, function, kind)                                     \
  {package, function, INTRINSIC_##kind, false},
#define CALLED(package, function, kind)                                        \
  {package, function, INTRINSIC_##kind, true},
#include "escape/intrinsics.def"
#undef CALLED
#undef INTRINSIC
};

static int compare(const void *key, const void *entry) {
  const Entry *a = key, *b = entry;
  int order = strcmp(a->package, b->package);
  return order ? order : strcmp(a->function, b->function);
}

/* The entry of a package's function; methods are none. */
static const Entry *find(const Object *fn) {
  if (!fn || fn->kind != OBJ_FUNC || !fn->package || !fn->name ||
      fn->type->func.recv)
    return NULL;
  Entry key = {.package = fn->package->path, .function = fn->name->text};
  return bsearch(&key, entries, COUNT(entries), sizeof entries[0], compare);
}

Intrinsic intrinsic_of(const Object *fn) {
  const Entry *e = find(fn);
  return e ? e->kind : INTRINSIC_NONE;
}

bool intrinsic_is_cheap(const Object *fn) {
  const Entry *e = find(fn);
  return e && !e->called;
}
