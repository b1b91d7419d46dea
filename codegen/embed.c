/*
 * embed.c - variables whose value is files: //go:embed.
 *
 * The bytes become data of the program, and the variable is set at link time:
 *
 *   var s string       s = {data, n}
 *   var b []byte       b = {data, n, n}, of bytes that may be changed
 *   var f embed.FS     f = {list}; list = {entries, n, n}
 *
 * An entry of package embed is {name string; data string; hash [16]byte}, in
 * the order in which its methods search: by folder, then by name, where the
 * folder of "a/b/c.txt" is "a/b", and that of the folder "a/b/" is "a". Nobody
 * reads the hash; it is left zero.
 */
#include "codegen/image.h"

#include <stdlib.h>

enum {
  WORD = 8,
  ENTRY = 2 * WORD + 2 * WORD + 16
};

/* ------------------------------------------------------- files and folders */

/* Where the last element of a name begins, and where the name ends, without
   the slash of a folder. */
static void split_name(const char *name, size_t *base, size_t *end) {
  *end = strlen(name);
  if (*end && name[*end - 1] == '/')
    --*end;
  *base = *end;
  while (*base && name[*base - 1] != '/')
    --*base;
}

static int compare_parts(const char *x, size_t n, const char *y, size_t m) {
  int order = memcmp(x, y, n < m ? n : m);
  return order ? order : (n > m) - (n < m);
}

/* The folder of a top-level name is ".". */
static int by_place(const void *a, const void *b) {
  const char *x = ((const EmbedFile *)a)->name;
  const char *y = ((const EmbedFile *)b)->name;
  size_t xb, xe, yb, ye;
  split_name(x, &xb, &xe);
  split_name(y, &yb, &ye);
  int order = compare_parts(xb ? x : ".", xb ? xb - 1 : 1, yb ? y : ".",
                            yb ? yb - 1 : 1);
  return order ? order : compare_parts(x + xb, xe - xb, y + yb, ye - yb);
}

static bool has_name(const EmbedFiles *files, const char *name) {
  for (uint32_t i = 0; i < files->len; i++)
    if (strcmp(files->items[i].name, name) == 0)
      return true;
  return false;
}

/* The files and all folders above them, sorted. */
static EmbedFiles tree_of(Arena *a, const EmbedFiles *files) {
  EmbedFiles all = {0};
  for (uint32_t i = 0; i < files->len; i++) {
    const char *name = files->items[i].name;
    list_push(a, &all, files->items[i]);
    for (const char *s = strchr(name, '/'); s; s = strchr(s + 1, '/')) {
      EmbedFile folder = {arena_strndup(a, name, (size_t)(s - name) + 1), "",
                          0};
      if (!has_name(&all, folder.name))
        list_push(a, &all, folder);
    }
  }
  if (all.len)
    qsort(all.items, all.len, sizeof *all.items, by_place);
  return all;
}

/* ------------------------------------------------------------------ values */

/* A datum of the module with these bytes; NULL for none. */
static Value bytes_data(Gen *g, const char *bytes, size_t n, bool constant) {
  if (n == 0)
    return NULL;
  Value init = LLVMConstStringInContext2(g->ctx, bytes, n, true);
  Value v = gen_data(g, NULL, init, constant);
  LLVMSetAlignment(v, 1);
  gen_set_own(g, v);
  return v;
}

static Value image_data(Gen *g, Image *im) {
  Value v = gen_data(g, NULL, image_constant(im), true);
  LLVMSetAlignment(v, WORD);
  gen_set_own(g, v);
  return v;
}

static void append_string(Gen *g, Image *im, const char *s, size_t n) {
  image_append_addr(im, bytes_data(g, s, n, true));
  image_append(im, WORD, n);
}

/* What embed.FS points to. */
static Value list_data(Gen *g, const EmbedFiles *files) {
  EmbedFiles all = tree_of(&g->c->arena, files);
  Image entries = image_new(g, 0), list = image_new(g, 0);
  static const uint8_t no_hash[16];
  for (uint32_t i = 0; i < all.len; i++) {
    append_string(g, &entries, all.items[i].name, strlen(all.items[i].name));
    append_string(g, &entries, all.items[i].data, all.items[i].len);
    image_append_bytes(&entries, no_hash, sizeof no_hash);
  }
  ASSERT(entries.size == (uint64_t)all.len * ENTRY);
  image_append_addr(&list, all.len ? image_data(g, &entries) : NULL);
  image_append(&list, WORD, all.len);
  image_append(&list, WORD, all.len);
  return image_data(g, &list);
}

Value embed_value(Gen *g, const Embed *e) {
  Image im = image_new(g, 0);
  const EmbedFile *file = e->files.len ? e->files.items : NULL;
  if (e->kind == EMBED_FS) {
    image_append_addr(&im, list_data(g, &e->files));
    return image_constant(&im);
  }
  ASSERT(file);
  bool constant = e->kind == EMBED_STRING;
  image_append_addr(&im, bytes_data(g, file->data, file->len, constant));
  image_append(&im, WORD, file->len);
  if (!constant)
    image_append(&im, WORD, file->len);
  return image_constant(&im);
}
