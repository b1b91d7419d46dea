/*
 * typedesc.c - type descriptors: what a program knows about its own types.
 *
 * An interface value points to the descriptor of what it holds; maps,
 * allocation, reflection and panic messages read descriptors too. The layout
 * is the one package reflect of Go 1.19 expects (runtime/abi.h): a common
 * head, a tail by kind, then what some types have in addition:
 *
 *   type:main.T = { RtType: size, ptrdata, hash, ..., str
 *                   RtStructType: pkg_path, fields, n, n
 *                   RtUncommon: pkg_path, mcount, xcount, moff
 *                   RtField[n]
 *                   RtMethod[mcount] }
 *
 * A declared type's descriptor, and that of the pointer to it, is emitted by
 * its package, mentioned or not; for os.File that is work that no importer has
 * to do. Of all others every module emits those it mentions and the linker
 * keeps one of each name, so identical types have equal addresses. Offsets
 * inside are relative to the descriptor itself: read-only data without
 * relocations at load time.
 *
 * Descriptors refer to each other in cycles. type_desc only declares a
 * placeholder and queues the type; typedesc_finish fills the queue's entries
 * in, which may queue more, when all functions are generated.
 */
#include "codegen/image.h"

#include <llvm-c/Comdat.h>

#include "runtime/abi.h"

enum {
  MAP_BUCKET = 8,      /* entries of a bucket */
  MAP_MAX_INLINE = 128 /* larger keys and elements are stored by pointer */
};

/* ---------------------------------------------------------------- names -- */

/* What a name in a descriptor says; see runtime/abi.h. */
typedef struct NameSpec {
  const char *text;
  size_t len;
  const char *tag;
  size_t tag_len;
  const char *pkg_path; /* NULL: not recorded */
  bool exported, embedded;
} NameSpec;

/* The length as a varint, then the bytes. */
static void append_counted(Image *im, const char *s, size_t len) {
  size_t n = len;
  for (; n >= 0x80; n >>= 7)
    image_append(im, 1, (n & 0x7f) | 0x80);
  image_append(im, 1, n);
  image_append_bytes(im, s, len);
}

/* The bytes of a name: "Name" of `Name int "tag"` is 03 04 Name 03 tag. */
static Value name_data(Gen *g, NameSpec s) {
  Image im = image_new(g, 0);
  image_append(&im, 1,
               (s.exported ? RT_NAME_EXPORTED : 0u) |
                   (s.tag_len > 0 ? RT_NAME_TAG : 0u) |
                   (s.pkg_path ? RT_NAME_PKGPATH : 0u) |
                   (s.embedded ? RT_NAME_EMBEDDED : 0u));
  append_counted(&im, s.text, s.len);
  if (s.tag_len > 0)
    append_counted(&im, s.tag, s.tag_len);
  if (s.pkg_path == NULL)
    return gen_shared_bytes(g, "name", im.bytes, im.size);
  /* The offset is relative to these bytes: not shared. */
  NameSpec path = {.text = s.pkg_path, .len = strlen(s.pkg_path)};
  Value target = name_data(g, path);
  Value self =
      LLVMAddGlobal(g->mod, LLVMArrayType2(g->i8, im.size + sizeof(RtOff)), "");
  image_append_offset(&im, target, self);
  Value v = gen_data(g, NULL, image_constant(&im), true);
  LLVMSetAlignment(v, 1);
  LLVMReplaceAllUsesWith(self, v);
  LLVMDeleteGlobal(self);
  return v;
}

/* A name without tag and package. */
static Value plain_name(Gen *g, const char *text, bool exported) {
  return name_data(
      g, (NameSpec){.text = text, .len = strlen(text), .exported = exported});
}

/* The name of a method or field of package `home`; others record theirs. */
static Value member_name(Gen *g, const Object *o, const Package *home) {
  NameSpec s = {.text = o->name->text, .len = o->name->len};
  s.exported = o->name->exported;
  if (!s.exported && o->package != home && o->package != NULL)
    s.pkg_path = o->package->path;
  return name_data(g, s);
}

/* ---------------------------------------------------------- descriptors -- */

/* One descriptor under construction. */
typedef struct Desc {
  Gen *g;
  Type *t, *under; /* canonical type and its underlying type */
  Value self;      /* the placeholder, base of all offsets */
  Image im;
  MethodSetEntry *methods;
  uint32_t nmethods;
} Desc;

const char *gen_type_symbol(Gen *g, const char *prefix, Type *t) {
  const char *s = type_link_string(g->c, t);
  Text out = {0};
  text_puts(&out, prefix);
  for (; *s; s++)
    if (*s == '@')
      text_puts(&out, "%40");
    else
      text_putc(&out, *s);
  return text_take(&out, &g->c->arena);
}

/* The address is good to refer to from now on; contents come later. */
Value type_desc(Gen *g, Type *t) {
  TypeInfo *info = type_info(g, t);
  if (info->desc == NULL) {
    info->desc =
        LLVMAddGlobal(g->mod, g->i8, gen_type_symbol(g, "type:", info->type));
    list_push(&g->c->arena, &g->pending_descs, info);
  }
  return info->desc;
}

/* FNV-1a. Equal in all packages, since it depends on the link name only. */
uint32_t type_desc_hash(Gen *g, Type *t) {
  uint32_t h = 2166136261u;
  for (const char *s = type_link_string(g->c, t); *s; s++)
    h = (h ^ (uint8_t)*s) * 16777619u;
  return h;
}

/* Types whose name is a symbol of a package, or predeclared. */
static bool is_named(const Type *t) {
  return t->kind == TYPE_NAMED || t->kind == TYPE_BASIC;
}

/* Where a named type is declared; NULL: nowhere, or in the universe. */
static const Package *package_of(const Gen *g, const Type *t) {
  if (t->kind == TYPE_NAMED)
    return t->named.obj->package;
  if (t->kind == TYPE_BASIC && t->basic.kind == BASIC_UNSAFE_POINTER)
    return g->c->universe->unsafe_package;
  return NULL;
}

/* The package whose unexported methods t's descriptor names bare: the one of
   t or, for types like *T and []T, of T. */
static const Package *home_package(const Gen *g, const Type *t) {
  switch ((TypeKind)t->kind) {
  case TYPE_ARRAY: return package_of(g, t->array.elem);
  case TYPE_SLICE: return package_of(g, t->slice.elem);
  case TYPE_POINTER: return package_of(g, t->ptr.elem);
  case TYPE_CHAN: return package_of(g, t->chan.elem);
  case TYPE_BASIC:
  case TYPE_NAMED: return package_of(g, t);
  case TYPE_STRUCT:
  case TYPE_FUNC:
  case TYPE_INTERFACE:
  case TYPE_MAP:
  case TYPE_INVALID:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: return NULL;
  }
  UNREACHABLE();
}

/* reflect.Kind of a basic type. */
static RtKind basic_kind(BasicKind k) {
  static const uint8_t kinds[BASIC_COUNT] = {
      [BASIC_BOOL] = RT_BOOL,
      [BASIC_INT] = RT_INT,
      [BASIC_INT8] = RT_INT8,
      [BASIC_INT16] = RT_INT16,
      [BASIC_INT32] = RT_INT32,
      [BASIC_INT64] = RT_INT64,
      [BASIC_UINT] = RT_UINT,
      [BASIC_UINT8] = RT_UINT8,
      [BASIC_UINT16] = RT_UINT16,
      [BASIC_UINT32] = RT_UINT32,
      [BASIC_UINT64] = RT_UINT64,
      [BASIC_UINTPTR] = RT_UINTPTR,
      [BASIC_FLOAT32] = RT_FLOAT32,
      [BASIC_FLOAT64] = RT_FLOAT64,
      [BASIC_COMPLEX64] = RT_COMPLEX64,
      [BASIC_COMPLEX128] = RT_COMPLEX128,
      [BASIC_STRING] = RT_STRING,
      [BASIC_UNSAFE_POINTER] = RT_UNSAFEPOINTER,
  };
  ASSERT(kinds[k] != 0);
  return kinds[k];
}

/* reflect.Kind of an underlying type. */
static RtKind kind_of(const Type *under) {
  switch ((TypeKind)under->kind) {
  case TYPE_BASIC: return basic_kind(under->basic.kind);
  case TYPE_ARRAY: return RT_ARRAY;
  case TYPE_SLICE: return RT_SLICE;
  case TYPE_STRUCT: return RT_STRUCT;
  case TYPE_POINTER: return RT_POINTER;
  case TYPE_FUNC: return RT_FUNC;
  case TYPE_INTERFACE: return RT_INTERFACE;
  case TYPE_MAP: return RT_MAP;
  case TYPE_CHAN: return RT_CHAN;
  case TYPE_INVALID:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: break;
  }
  UNREACHABLE();
}

/* T and *T of an exported T; reflect reads it from the name's flag. */
static bool is_exported(const Type *t) {
  if (t->kind == TYPE_POINTER)
    t = t->ptr.elem;
  return t->kind == TYPE_NAMED && t->named.obj->name->exported;
}

/* ---------------------------------------------------------- common head -- */

/* Ors the pointer bits of t, placed `offset` bytes into an object. */
static void or_mask(Gen *g, uint8_t *mask, Type *t, int64_t offset) {
  int64_t words = (type_ptrdata(g->c, t) + 7) / 8;
  if (words == 0)
    return;
  ArenaMark mark = arena_mark(&g->c->scratch);
  uint8_t *part =
      NEW_ARRAY(&g->c->scratch, uint8_t, (size_t)((words + 7) / 8 + 1));
  type_pointer_mask(g->c, t, part);
  for (int64_t i = 0; i < words; i++)
    if (part[i / 8] & (1 << (i % 8))) {
      int64_t bit = offset / 8 + i;
      mask[bit / 8] |= (uint8_t)(1 << (bit % 8));
    }
  arena_release(&g->c->scratch, mark);
}

/* gcdata: one bit for each word up to the last pointer. */
static Image mask_new(Gen *g, int64_t ptrdata) {
  return image_new(g, (uint64_t)(ptrdata / 8 + 7) / 8);
}

/* size, ptrdata and hash: the first 20 bytes. */
static void append_head(Desc *d, uint64_t size, int64_t ptrdata,
                        uint32_t hash) {
  image_append(&d->im, 8, size);
  image_append(&d->im, 8, (uint64_t)ptrdata);
  image_append(&d->im, 4, hash);
}

/* "*T" serves T, too: the flag says that the star is not meant. */
static uint8_t append_flags(Desc *d, const char **str) {
  uint8_t flags = 0;
  if (is_named(d->t) || d->nmethods > 0)
    flags |= RT_TFLAG_UNCOMMON;
  if (is_named(d->t))
    flags |= RT_TFLAG_NAMED;
  if (alg_is_regular(d->g, d->t))
    flags |= RT_TFLAG_REGULAR_MEMORY;
  if (**str != '*') {
    *str = arena_printf(&d->g->c->arena, "*%s", *str);
    flags |= RT_TFLAG_EXTRA_STAR;
  }
  image_append(&d->im, 1, flags);
  return flags;
}

/* The pointer types that reflect must find, since it cannot make their methods:
   those of named types, and of structs that have methods by embedding. */
static Value pointer_to(Desc *d) {
  uint32_t n = d->t->kind == TYPE_NAMED;
  if (n == 0 && d->t->kind != TYPE_STRUCT)
    return NULL;
  Type *p = type_pointer(d->g->c, d->t);
  if (n == 0)
    type_method_set(d->g->c, p, &n);
  return n ? type_desc(d->g, p) : NULL;
}

/* RtType, the head of all descriptors. */
static void append_common(Desc *d) {
  Gen *g = d->g;
  TypeInfo *info = type_info(g, d->t);
  GcData gc = gcdata_of(g, d->t);
  const char *str = type_runtime_string(g->c, d->t);
  append_head(d, (uint64_t)info->size, gc.ptrdata, type_desc_hash(g, d->t));
  append_flags(d, &str);
  image_append(&d->im, 1, info->align);
  image_append(&d->im, 1, info->align);
  image_append(&d->im, 1,
               (unsigned)kind_of(d->under) |
                   (info->direct ? (unsigned)RT_DIRECT_IFACE : 0u) |
                   (gc.is_program ? (unsigned)RT_GC_PROG : 0u));
  Value eq = alg_eq_closure(g, d->t);
  image_append_addr(&d->im, LLVMIsNull(eq) ? NULL : eq);
  image_append_addr(&d->im, gc.data);
  image_append_offset(&d->im, plain_name(g, str, is_exported(d->t)), d->self);
  image_append_offset(&d->im, pointer_to(d), d->self);
}

/* ------------------------------------------------------- tails by kind -- */

/* A map's bucket (t NULL) is no type of the program. */
static uint64_t uncommon_size(const Desc *d) {
  if (d->t == NULL)
    return 0;
  return is_named(d->t) || d->nmethods > 0 ? sizeof(RtUncommon) : 0;
}

/* An address inside the descriptor that is being made. */
static Value self_at(Desc *d, uint64_t offset) {
  Value i = LLVMConstInt(d->g->i64, offset, false);
  return LLVMConstInBoundsGEP2(d->g->i8, d->self, &i, 1);
}

/* The slice {address, n, n} of what follows the uncommon part. */
static void append_self_slice(Desc *d, uint64_t n) {
  uint64_t at = d->im.size + sizeof(RtSlice) + uncommon_size(d);
  image_append_addr(&d->im, self_at(d, at));
  image_append(&d->im, 8, n);
  image_append(&d->im, 8, n);
}

/* A pointer to t's descriptor. */
static void append_type(Desc *d, Type *t) {
  image_append_addr(&d->im, type_desc(d->g, t));
}

/* A pointer to a package's name, or none. */
static void append_package(Desc *d, const Package *p) {
  image_append_addr(&d->im, p ? plain_name(d->g, p->path, false) : NULL);
}

/* RtUncommon, if the type has one. The methods follow it and `data_between`
   bytes; exported ones come first in a method set. */
static void append_uncommon(Desc *d, uint64_t data_between) {
  if (uncommon_size(d) == 0)
    return;
  const Package *home = home_package(d->g, d->t);
  uint32_t exported = 0;
  while (exported < d->nmethods && d->methods[exported].method->name->exported)
    exported++;
  image_append_offset(&d->im, home ? plain_name(d->g, home->path, false) : NULL,
                      d->self);
  image_append(&d->im, 2, d->nmethods);
  image_append(&d->im, 2, exported);
  image_append(&d->im, 4, sizeof(RtUncommon) + data_between);
  image_append(&d->im, 4, 0);
}

/* Basic types: the head is all. */
static void tail_plain(Desc *d) { append_uncommon(d, 0); }

/* reflect slices arrays: []T is mentioned, too. */
static void tail_array(Desc *d) {
  append_type(d, d->under->array.elem);
  append_type(d, type_slice(d->g->c, d->under->array.elem));
  image_append(&d->im, 8, (uint64_t)d->under->array.len);
  append_uncommon(d, 0);
}

/* Slices and pointers. */
static void tail_elem(Desc *d, Type *elem) {
  append_type(d, elem);
  append_uncommon(d, 0);
}

static void tail_chan(Desc *d) {
  static const uint8_t dirs[] = {
      [CHAN_BOTH] = 3, [CHAN_SEND] = 2, [CHAN_RECV] = 1};
  append_type(d, d->under->chan.elem);
  image_append(&d->im, 8, dirs[d->under->chan.dir]);
  append_uncommon(d, 0);
}

/* The types of parameters and results stand behind the uncommon part. */
static void tail_func(Desc *d) {
  const Type *in = d->under->func.params, *out = d->under->func.results;
  bool variadic = d->under->flags & TYPE_F_VARIADIC;
  image_append(&d->im, 2, in->tuple.n);
  image_append(&d->im, 2, out->tuple.n | (variadic ? 1u << 15 : 0u));
  image_append(&d->im, 4, 0);
  append_uncommon(d, 8ull * (in->tuple.n + out->tuple.n));
  for (uint32_t i = 0; i < in->tuple.n; i++)
    append_type(d, in->tuple.vars[i]->type);
  for (uint32_t i = 0; i < out->tuple.n; i++)
    append_type(d, out->tuple.vars[i]->type);
}

/* Methods have no code here: a name and a type each. */
static void tail_interface(Desc *d) {
  const TypeSet *set = type_set(d->g->c, d->under);
  const Package *home = package_of(d->g, d->t);
  append_package(d, home);
  append_self_slice(d, set->nmethods);
  append_uncommon(d, sizeof(RtImethod) * (uint64_t)set->nmethods);
  for (uint32_t i = 0; i < set->nmethods; i++) {
    const Object *m = set->methods[i];
    image_append_offset(&d->im, member_name(d->g, m, home), d->self);
    image_append_offset(&d->im, type_desc(d->g, m->type), d->self);
  }
}

/* A field's name with its tag. An unexported one's package is the struct's. */
static Value field_name(Gen *g, const Object *field) {
  return name_data(g, (NameSpec){field->name->text, field->name->len,
                                 field->var.tag, field->var.tag_len, NULL,
                                 field->name->exported,
                                 (field->flags & OBJ_F_EMBEDDED) != 0});
}

/* Fields with offsets; the struct has the package of its unexported ones. */
static void tail_struct(Desc *d) {
  uint32_t n = d->under->st.n;
  Object **fields = d->under->st.fields;
  type_layout(d->g->c, d->under);
  const Package *home = NULL;
  for (uint32_t i = 0; i < n && home == NULL; i++)
    if (!fields[i]->name->exported)
      home = fields[i]->package;
  append_package(d, home);
  append_self_slice(d, n);
  append_uncommon(d, sizeof(RtField) * (uint64_t)n);
  for (uint32_t i = 0; i < n; i++) {
    image_append_addr(&d->im, field_name(d->g, fields[i]));
    append_type(d, fields[i]->type);
    image_append(&d->im, 8, (uint64_t)fields[i]->var.offset);
  }
}

/* ------------------------------------------------------------------ maps -- */

/* Whether `test` holds for an element or a field of t. */
static bool any_field(Gen *g, Type *t, bool (*test)(Gen *, Type *)) {
  Type *u = type_under(t);
  if (u->kind == TYPE_ARRAY)
    return test(g, u->array.elem);
  if (u->kind == TYPE_STRUCT)
    for (uint32_t i = 0; i < u->st.n; i++)
      if (test(g, u->st.fields[i]->type))
        return true;
  return false;
}

/* k == k for all values k: not with NaNs inside. */
static bool not_reflexive(Gen *g, Type *t) {
  return type_is_basic(t, BI_FLOAT | BI_COMPLEX) || type_is_interface(t) ||
         any_field(g, t, not_reflexive);
}

/* Equal keys may differ: +0 and -0, or strings that keep large memory. */
static bool need_key_update(Gen *g, Type *t) {
  return type_is_basic(t, BI_FLOAT | BI_COMPLEX | BI_STRING) ||
         type_is_interface(t) || any_field(g, t, need_key_update);
}

/* An interface key may hold what cannot be hashed. */
static bool hash_might_panic(Gen *g, Type *t) {
  return type_is_interface(t) || any_field(g, t, hash_might_panic);
}

/* Bytes of a key or element in a bucket. */
static int64_t slot_size(Gen *g, Type *t) {
  int64_t size = type_size(g->c, t);
  return size > MAP_MAX_INLINE ? 8 : size;
}

/* Marks the pointers of a bucket's eight keys or elements, from `at` on. */
static void mask_slots(Gen *g, uint8_t *mask, Type *t, int64_t at) {
  int64_t size = slot_size(g, t);
  Type *slot = type_size(g->c, t) > MAP_MAX_INLINE ? type_pointer(g->c, t) : t;
  for (int64_t i = 0; i < MAP_BUCKET; i++)
    or_mask(g, mask, slot, at + i * size);
}

/* Whether buckets hold pointers: then they are scanned, and the overflow
   pointer with them; else the map keeps a list of overflow buckets. */
static bool bucket_has_pointers(Gen *g, const Type *map) {
  return type_has_pointers(map->map.key) || type_has_pointers(map->map.elem) ||
         type_size(g->c, map->map.key) > MAP_MAX_INLINE ||
         type_size(g->c, map->map.elem) > MAP_MAX_INLINE;
}

uint64_t map_bucket_size(Gen *g, const Type *map) {
  return (uint64_t)(8 + MAP_BUCKET * slot_size(g, map->map.key) +
                    MAP_BUCKET * slot_size(g, map->map.elem) + 8);
}

/*
 * Buckets are {tophash [8]uint8; keys [8]K; elems [8]V; overflow *bucket}.
 * Only the collector reads their type: a struct without listed fields.
 */
static Value bucket_desc(Gen *g, Type *map) {
  const char *symbol = arena_printf(&g->c->arena, "type:map.bucket%s",
                                    gen_type_symbol(g, "", map) + 3);
  uint64_t size = map_bucket_size(g, map);
  int64_t ptrdata = bucket_has_pointers(g, map) ? (int64_t)size : 0;
  Desc d = {.g = g, .im = image_new(g, 0)};
  d.self = LLVMAddGlobal(g->mod, g->i8, "");
  append_head(&d, size, ptrdata, 0);
  image_append(&d.im, 1, RT_TFLAG_EXTRA_STAR);
  image_append(&d.im, 1, 8);
  image_append(&d.im, 1, 8);
  image_append(&d.im, 1, RT_STRUCT);
  image_append_addr(&d.im, NULL);
  Image mask = mask_new(g, ptrdata);
  if (ptrdata > 0) {
    mask_slots(g, mask.bytes, map->map.key, 8);
    mask_slots(g, mask.bytes, map->map.elem,
               8 + MAP_BUCKET * slot_size(g, map->map.key));
    mask.bytes[(size / 8 - 1) / 8] |= (uint8_t)(1 << ((size / 8 - 1) % 8));
    image_append_addr(&d.im, gcdata_mask(g, mask.bytes, ptrdata));
  } else {
    image_append_addr(&d.im, NULL);
  }
  const char *name =
      arena_printf(&g->c->arena, "*%s", symbol + strlen("type:"));
  image_append_offset(&d.im, plain_name(g, name, false), d.self);
  image_append(&d.im, 4, 0);
  for (unsigned i = 0; i < 4; i++) /* no package, no fields */
    image_append(&d.im, 8, 0);
  Value v = gen_data(g, symbol, image_constant(&d.im), true);
  LLVMReplaceAllUsesWith(d.self, v);
  LLVMDeleteGlobal(d.self);
  LLVMSetAlignment(v, 8);
  gen_set_shared(g, v);
  return v;
}

/* Named map types share the bucket type of the unnamed one. */
static Value map_bucket(Gen *g, Type *map) {
  TypeInfo *info = type_info(g, map);
  const void *key = &info->hash; /* any address of the type's own */
  Value v = map_get(&g->cache, key);
  if (v == NULL) {
    v = bucket_desc(g, info->type);
    map_set(&g->c->arena, &g->cache, key, v);
  }
  return v;
}

/* RtMapType: how the runtime finds its way in buckets of this map. */
static void tail_map(Desc *d) {
  Gen *g = d->g;
  Type *key = d->under->map.key, *elem = d->under->map.elem;
  append_type(d, key);
  append_type(d, elem);
  image_append_addr(&d->im, map_bucket(g, d->under));
  image_append_addr(&d->im, alg_hash_closure(g, key));
  image_append(&d->im, 1, (uint64_t)slot_size(g, key));
  image_append(&d->im, 1, (uint64_t)slot_size(g, elem));
  image_append(&d->im, 2, map_bucket_size(g, d->under));
  bool big_key = type_size(g->c, key) > MAP_MAX_INLINE;
  bool big_elem = type_size(g->c, elem) > MAP_MAX_INLINE;
  image_append(&d->im, 4,
               (big_key ? RT_MAP_INDIRECT_KEY : 0u) |
                   (big_elem ? RT_MAP_INDIRECT_ELEM : 0u) |
                   (!not_reflexive(g, key) ? RT_MAP_REFLEXIVE_KEY : 0u) |
                   (need_key_update(g, key) ? RT_MAP_NEED_KEY_UPDATE : 0u) |
                   (hash_might_panic(g, key) ? RT_MAP_HASH_MIGHT_PANIC : 0u));
  append_uncommon(d, 0);
}

/* ------------------------------------------------------------- emission -- */

/* What follows the head, by kind, but for methods. */
static void append_tail(Desc *d) {
  switch ((TypeKind)d->under->kind) {
  case TYPE_BASIC: tail_plain(d); return;
  case TYPE_ARRAY: tail_array(d); return;
  case TYPE_SLICE: tail_elem(d, d->under->slice.elem); return;
  case TYPE_STRUCT: tail_struct(d); return;
  case TYPE_POINTER: tail_elem(d, d->under->ptr.elem); return;
  case TYPE_FUNC: tail_func(d); return;
  case TYPE_INTERFACE: tail_interface(d); return;
  case TYPE_MAP: tail_map(d); return;
  case TYPE_CHAN: tail_chan(d); return;
  case TYPE_INVALID:
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_PARAM:
  case TYPE_UNION: break;
  }
  UNREACHABLE();
}

/* RtMethod of each: name, type, code for itabs, code for calls by reflect. */
static void append_methods(Desc *d) {
  const Package *home = home_package(d->g, d->t);
  for (uint32_t i = 0; i < d->nmethods; i++) {
    const MethodSetEntry *m = &d->methods[i];
    image_append_offset(&d->im, member_name(d->g, m->method, home), d->self);
    image_append_offset(&d->im, type_desc(d->g, m->method->type), d->self);
    image_append_offset(&d->im, method_wrapper(d->g, d->t, m, false), d->self);
    image_append_offset(&d->im, method_wrapper(d->g, d->t, m, true), d->self);
  }
}

/* Types that package reflect can compose: before it makes a new one, it looks
   for the program's. */
static bool is_composed(const Desc *d) {
  return !is_named(d->t) && d->under->kind != TYPE_BASIC &&
         d->under->kind != TYPE_INTERFACE;
}

/* Lists a descriptor in section go_typelinks, for reflect.typelinks; the entry
   lives and dies with the descriptor, whose comdat it is in. */
static void add_typelink(Gen *g, Value desc) {
  Value v = gen_data(g, NULL, desc, true);
  LLVMSetSection(v, "go_typelinks");
  LLVMSetAlignment(v, 8);
  LLVMSetComdat(v, LLVMGetComdat(desc));
  list_push(&g->c->arena, &g->roots, v);
}

/* The package that emits t's descriptor for others; NULL: there is none. */
static const Package *owner_of(const Type *t) {
  if (t->kind == TYPE_POINTER)
    t = t->ptr.elem;
  if (t->kind != TYPE_NAMED || t->named.ntargs > 0)
    return NULL;
  const Object *o = t->named.obj;
  return o->order > 0 ? o->package : NULL; /* not inside of a function */
}

/* Whether objects of the type are allocated here: the inlined allocator reads
   its size from the descriptor. */
static bool is_allocated(const Gen *g, const TypeInfo *info) {
  for (LLVMUseRef u = LLVMGetFirstUse(info->desc); u; u = LLVMGetNextUse(u)) {
    Value user = LLVMGetUser(u);
    if (LLVMIsACallInst(user) &&
        LLVMGetCalledValue(user) == g->rt[RT_newobject])
      return true;
  }
  return false;
}

/* Builds the descriptor and puts it in the placeholder's stead. */
static void emit_desc(Gen *g, TypeInfo *info) {
  Desc d = {.g = g, .t = info->type, .under = info->under, .self = info->desc};
  d.im = image_new(g, 0);
  if (d.under->kind != TYPE_INTERFACE)
    d.methods = type_method_set(g->c, d.t, &d.nmethods);
  append_common(&d);
  append_tail(&d);
  append_methods(&d);

  Value placeholder = info->desc;
  LLVMSetValueName2(placeholder, "", 0);
  Value v = gen_data(g, gen_type_symbol(g, "type:", d.t), image_constant(&d.im),
                     true);
  LLVMReplaceAllUsesWith(placeholder, v);
  LLVMDeleteGlobal(placeholder);
  LLVMSetAlignment(v, 8);
  gen_set_shared(g, v);
  info->desc = v;
  if (is_composed(&d))
    add_typelink(g, v);
}

/* Those of the package's own types, for all that import it. */
static void request_own(Gen *g) {
  for (uint32_t i = 0; i < g->pkg->objects.len; i++) {
    const Object *o = g->pkg->objects.items[i];
    if (o->kind != OBJ_TYPE || (o->flags & OBJ_F_ALIAS) ||
        name_is_blank(o->name) || type_is_generic(o->type))
      continue;
    type_desc(g, o->type);
    type_desc(g, type_pointer(g->c, o->type));
  }
}

void typedesc_finish(Gen *g) {
  request_own(g);
  for (uint32_t i = 0; i < g->pending_descs.len && !g->failed; i++) {
    TypeInfo *info = g->pending_descs.items[i];
    const Package *owner = owner_of(info->type);
    if (owner == NULL || owner == g->pkg || is_allocated(g, info))
      emit_desc(g, info);
    if (owner == g->pkg) /* even if nothing here refers to it */
      LLVMSetLinkage(info->desc, LLVMWeakODRLinkage);
  }
}
