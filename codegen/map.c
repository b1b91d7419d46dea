/*
 * map.c - maps.
 *
 * A map is a pointer to the runtime's hash table. Reads return the address
 * of the element, or of zeros; writes the address to store it at. Keys of 4
 * and 8 bytes that are compared as bits, and strings, have entry points of
 * their own, which take the key by value:
 *
 *   m[k]      map[int]T       *runtime.mapaccess1_fast64(T, m, k)
 *   m[k]      map[[2]int]T    *runtime.mapaccess1(T, m, &k)
 *   m[k] = v                  *runtime.mapassign...(T, m, k) = v
 */
#include "codegen/gen.h"

#include "runtime/abi.h"

enum {
  MAX_FAST_ELEM = 128, /* larger elements lie outside of the buckets */
  MAX_ZERO = 1024,     /* larger elements need a zero value of their own */
  SMALL_MAP = 8        /* entries of one bucket */
};

/* How keys of a map type are passed. */
typedef enum KeyKind {
  KEY_ADDRESS,
  KEY_32,
  KEY_64,
  KEY_64_PTR, /* as KEY_64, but writes pass a pointer */
  KEY_STRING,
  KEY_COUNT
} KeyKind;

/* Entry points by key kind; the first two of a KEY_64_PTR are KEY_64's. */
typedef struct MapFns {
  uint16_t access1, access2, assign, del;
} MapFns;

static const MapFns map_fns[KEY_COUNT] = {
    [KEY_ADDRESS] = {RT_mapaccess1,         RT_mapaccess2,         RT_mapassign,        RT_mapdelete        },
    [KEY_32] = {RT_mapaccess1_fast32,  RT_mapaccess2_fast32,  RT_mapassign_fast32,
                     RT_mapdelete_fast32                                                                    },
    [KEY_64] = {RT_mapaccess1_fast64,  RT_mapaccess2_fast64,  RT_mapassign_fast64,
                     RT_mapdelete_fast64                                                                    },
    [KEY_64_PTR] = {RT_mapaccess1_fast64,  RT_mapaccess2_fast64,
                     RT_mapassign_fast64ptr,                                            RT_mapdelete_fast64 },
    [KEY_STRING] = {RT_mapaccess1_faststr, RT_mapaccess2_faststr,
                     RT_mapassign_faststr,                                              RT_mapdelete_faststr},
};

/* Source: walk.mapfast, here for keys of one word. Pointers are hashed as 64
   bits, but their assignment stores a pointer, which the collector has to see
   as one. */
static KeyKind key_kind(Gen *g, const Type *map) {
  TypeInfo *key = type_info(g, map->map.key);
  if (type_size(g->c, map->map.elem) > MAX_FAST_ELEM)
    return KEY_ADDRESS;
  if (key->rep == REP_STRING)
    return KEY_STRING;
  if (key->rep == REP_POINTER)
    return KEY_64_PTR;
  if (key->rep == REP_INT && key->size == 4)
    return KEY_32;
  return key->rep == REP_INT && key->size == 8 ? KEY_64 : KEY_ADDRESS;
}

/* A call of fn(map type, m, key words...). */
static Value map_call(FuncGen *f, RtFn fn, Type *map, Value m, KeyKind kind,
                      Words key) {
  Type *u = type_under(map);
  Value args[4] = {type_desc(f->g, map), m, key.w[0], NULL};
  unsigned n = 3;
  if (kind == KEY_ADDRESS)
    args[2] = words_addr(f, u->map.key, key);
  else if (kind == KEY_STRING)
    args[n++] = key.w[1];
  else if (kind == KEY_64_PTR && fn != RT_mapassign_fast64ptr)
    args[2] = LLVMBuildPtrToInt(f->b, key.w[0], f->g->i64, "");
  return rt_call(f, fn, args, n);
}

/* ----------------------------------------------------------------- reads -- */

/* The address of zeros for an element that the runtime's are too few for: one
   datum for each size in a package. */
static Value zero_element(FuncGen *f, Type *elem) {
  Gen *g = f->g;
  const char *symbol = arena_printf(&g->c->arena, "%s..zero%lld", g->pkg->path,
                                    (long long)type_size(g->c, elem));
  Value v = LLVMGetNamedGlobal(g->mod, symbol);
  LType bytes = LLVMArrayType2(g->i8, (uint64_t)type_size(g->c, elem));
  return v ? v : gen_data(g, symbol, LLVMConstNull(bytes), true);
}

/* The element's address, or that of zeros. two: {address, found}. */
static Value map_find(FuncGen *f, Type *map, Value m, Words key, bool two) {
  Type *u = type_under(map);
  if (type_size(f->g->c, u->map.elem) > MAX_ZERO) {
    Value args[] = {type_desc(f->g, map), m, words_addr(f, u->map.key, key),
                    zero_element(f, u->map.elem)};
    return rt_call(f, two ? RT_mapaccess2_fat : RT_mapaccess1_fat, args, 4);
  }
  KeyKind kind = key_kind(f->g, u);
  const MapFns *fns = &map_fns[kind];
  return map_call(f, (RtFn)(two ? fns->access2 : fns->access1), map, m, kind,
                  key);
}

/* m[k] of INDEX node e; a key string(b) is b's bytes themselves, as the runtime
   does not keep the key of a read. */
static Value map_access(FuncGen *f, Expr *e, bool two) {
  Value m = rest1(f, e->pair.x);
  Words key = convert_transient(f, e->pair.y);
  gen_pos(f, e->pos);
  return map_find(f, e->pair.x->type, m, key, two);
}

Words map_lookup(FuncGen *f, Type *map, Value m, Words key) {
  return load_words(f, type_under(map)->map.elem,
                    map_find(f, map, m, key, false));
}

Words map_read(FuncGen *f, Expr *e) {
  Type *elem = type_under(e->pair.x->type)->map.elem;
  return load_words(f, elem, map_access(f, e, false));
}

Words map_read_ok(FuncGen *f, Expr *e, Value *ok) {
  Type *elem = type_under(e->pair.x->type)->map.elem;
  Value pair = map_access(f, e, true);
  *ok = rt_part(f, pair, 1);
  return load_words(f, elem, rt_part(f, pair, 0));
}

/* ---------------------------------------------------------------- writes -- */

/* The runtime inserts the key, with a zero element, if it is new. */
Value map_assign(FuncGen *f, Type *map, Value m, Words key) {
  KeyKind kind = key_kind(f->g, type_under(map));
  return map_call(f, (RtFn)map_fns[kind].assign, map, m, kind, key);
}

void map_delete(FuncGen *f, Expr *call) {
  Type *map = call->call.args[0]->type;
  KeyKind kind = key_kind(f->g, type_under(map));
  Value m = rest1(f, call->call.args[0]);
  Words key = rest(f, call->call.args[1]);
  map_call(f, (RtFn)map_fns[kind].del, map, m, kind, key);
}

/* Memory of the frame, zeroed by code at this place. */
static Value zeroed_temp(FuncGen *f, uint64_t size, const char *name) {
  Value p = temp_bytes(f, (int64_t)size, 8, name);
  LLVMBuildMemSet(f->b, p, LLVMConstInt(f->g->i8, 0, false),
                  int_const(f->g, (int64_t)size), 8);
  return p;
}

/* hint NULL: none given. A map that does not escape has its header in the
   frame, and its first bucket unless it is known to be too small: makemap
   replaces it if the hint asks for more. */
Value map_make(FuncGen *f, Type *t, Value hint, bool on_stack) {
  bool known = hint == NULL || LLVMIsAConstantInt(hint);
  bool small = known && (!hint || LLVMConstIntGetZExtValue(hint) <= SMALL_MAP);
  if (small && !on_stack)
    return RTCALL0(f, makemap_small);
  Value header = null_ptr(f->g);
  if (on_stack) {
    header = zeroed_temp(f, sizeof(RtHmap), "hmap");
    uint64_t size = map_bucket_size(f->g, type_under(t));
    if (small || !known)
      store_word(f, zeroed_temp(f, size, "bucket"), header,
                 offsetof(RtHmap, buckets));
  }
  return RTCALL(f, makemap, type_desc(f->g, t),
                hint ? hint : int_const(f->g, 0), header);
}

/* ----------------------------------------------------------------- range -- */

/* it = runtime's iterator; for key != nil { k, v = *it.key, *it.elem; ... } */
void map_range(FuncGen *f, Stmt *s) {
  Gen *g = f->g;
  Type *map = s->range.x->type, *u = type_under(map);
  Value m = value1(f, s->range.x);
  Value it = temp_bytes(f, sizeof(RtHiter), 8, "hiter");
  LLVMBuildMemSet(f->b, it, LLVMConstInt(g->i8, 0, false),
                  int_const(g, sizeof(RtHiter)), 8);
  range_declare(f, s);
  RTCALL(f, mapiterinit, type_desc(g, map), m, it);
  Block head = block_new(f, "range"), body = block_new(f, "body"),
        next = block_new(f, "next"), end = block_new(f, "endrange");
  block_start(f, head);
  Value key = load_ptr(f, it, offsetof(RtHiter, key));
  branch_if(f, LLVMBuildIsNull(f->b, key, ""), end, body);
  block_start(f, body);
  uint32_t n;
  expr_items(&s->range.lhs, &n);
  Type *types[2] = {u->map.key, u->map.elem};
  Words v[2];
  if (n > 0)
    v[0] = load_words(f, types[0], key);
  if (n > 1)
    v[1] = load_words(f, types[1], load_ptr(f, it, offsetof(RtHiter, elem)));
  assign_range(f, s, v, types, n);
  targets_push(f, s, end, next);
  stmt(f, s->range.body);
  targets_pop(f);
  block_start(f, next);
  RTCALL(f, mapiternext, it);
  branch(f, head);
  block_start(f, end);
}
