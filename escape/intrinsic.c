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
} Entry;

static const Entry entries[] = {
#define INTRINSIC(package, function, kind)                                     \
  {package, function, INTRINSIC_##kind},
#include "escape/intrinsics.def"
#undef INTRINSIC
};

static int compare(const void *key, const void *entry) {
  const Entry *a = key, *b = entry;
  int order = strcmp(a->package, b->package);
  return order ? order : strcmp(a->function, b->function);
}

Intrinsic intrinsic_of(const Object *fn) {
  if (!fn || fn->kind != OBJ_FUNC || !fn->package || !fn->name ||
      fn->type->func.recv)
    return INTRINSIC_NONE;
  Entry key = {.package = fn->package->path, .function = fn->name->text};
  const Entry *e =
      bsearch(&key, entries, COUNT(entries), sizeof entries[0], compare);
  return e ? e->kind : INTRINSIC_NONE;
}
