/*
 * metadata.c - what loads, stores and branches tell the optimiser.
 *
 * Without help LLVM must assume that a store to an element of a slice may
 * change the slice's own header, and reload pointer and length in each
 * iteration. Three families of memory are told apart (type-based alias
 * analysis): header words, pointers, and all other data.
 *
 *   go -> hdr.ptr, hdr.len, hdr.cap     words of slices and strings
 *      -> ptr                           pointers as data, interface words
 *      -> data                          numbers and booleans, not told apart
 *
 * Package unsafe can make one memory be seen as two of these, so packages
 * that can reach it, but for the standard library's own use, get no tags.
 * Lengths are known to be at least 0, booleans to be 0 or 1, panics are rare.
 */
#include "codegen/gen.h"

static Value node(Gen *g, Meta *parts, size_t n) {
  return LLVMMetadataAsValue(g->ctx, LLVMMDNodeInContext2(g->ctx, parts, n));
}

static Meta string(Gen *g, const char *s) {
  return LLVMMDStringInContext2(g->ctx, s, strlen(s));
}

static Meta number(LType t, uint64_t v) {
  return LLVMValueAsMetadata(LLVMConstInt(t, v, false));
}

/* !{type, type, 0} for a scalar type !{name, root, 0}. */
static Value access_tag(Gen *g, const char *name, Meta root) {
  Meta zero = number(g->i64, 0), type[3] = {string(g, name), root, zero};
  Meta t = LLVMMDNodeInContext2(g->ctx, type, 3), tag[3] = {t, t, zero};
  return node(g, tag, 3);
}

static Value range(Gen *g, LType t, uint64_t from, uint64_t to) {
  Meta parts[2] = {number(t, from), number(t, to)};
  return node(g, parts, 2);
}

static bool is_std(const Package *p) {
  return p->nfiles > 0 && p->files[0]->source->std;
}

/* p, or a package below it that is not the standard library's, imports
   unsafe. */
static bool reaches_unsafe(const Package *p, Map *seen, Arena *a) {
  if (p->uses_unsafe)
    return true;
  map_set(a, seen, p, seen);
  for (uint32_t i = 0; i < p->imports.len; i++) {
    const Package *below = p->imports.items[i];
    if (!is_std(below) && !map_has(seen, below) &&
        reaches_unsafe(below, seen, a))
      return true;
  }
  return false;
}

void metadata_begin(Gen *g) {
  static const char *const names[LEAF_CLASSES] = {
      [LEAF_DATA] = "data",       [LEAF_PTR] = "ptr",
      [LEAF_HDR_PTR] = "hdr.ptr", [LEAF_HDR_LEN] = "hdr.len",
      [LEAF_HDR_CAP] = "hdr.cap",
  };
  Metadata *m = &g->md;
  m->tbaa = LLVMGetMDKindIDInContext(g->ctx, "tbaa", 4);
  m->range = LLVMGetMDKindIDInContext(g->ctx, "range", 5);
  m->prof = LLVMGetMDKindIDInContext(g->ctx, "prof", 4);
  Meta name = string(g, "go"), root = LLVMMDNodeInContext2(g->ctx, &name, 1);
  Map seen = {0};
  bool tagged =
      g->options->opt_level > 0 && !reaches_unsafe(g->pkg, &seen, &g->c->arena);
  for (unsigned i = 0; tagged && i < LEAF_CLASSES; i++)
    m->tags[i] = access_tag(g, names[i], root);
  m->len_range = range(g, g->i64, 0, (uint64_t)1 << 63);
  m->bool_range = range(g, g->i8, 0, 2);
  Meta weights[3] = {string(g, "branch_weights"), number(g->i32, 1),
                     number(g->i32, 2000)};
  m->rare = node(g, weights, 3);
}

void metadata_access(Gen *g, Value access, const Leaf *l) {
  if (g->options->opt_level == 0)
    return;
  if (g->md.tags[l->kind])
    LLVMSetMetadata(access, g->md.tbaa, g->md.tags[l->kind]);
  if (!LLVMIsALoadInst(access))
    return;
  if (l->kind == LEAF_HDR_LEN || l->kind == LEAF_HDR_CAP)
    LLVMSetMetadata(access, g->md.range, g->md.len_range);
  else if (l->mem != l->reg)
    LLVMSetMetadata(access, g->md.range, g->md.bool_range);
}

void metadata_rare(Gen *g, Value branch) {
  if (g->options->opt_level > 0)
    LLVMSetMetadata(branch, g->md.prof, g->md.rare);
}

void metadata_invariant(Gen *g, Value load) {
  Value nothing =
      LLVMMetadataAsValue(g->ctx, LLVMMDNodeInContext2(g->ctx, NULL, 0));
  LLVMSetMetadata(load, LLVMGetMDKindIDInContext(g->ctx, "invariant.load", 14),
                  nothing);
}
