/*
 * lltype.c - what a Go type is to LLVM.
 *
 * Each canonical type has a TypeInfo, made on first use: its representation
 * class, its type in memory, the types of its words, and its leaves: the
 * scalars inside it with their byte offsets, as far as there are at most
 * MAX_LEAVES. Leaves are what is passed in calls.
 *
 *   struct { s string; b bool }   mem {{ptr, i64}, i8}, rep PLACE,
 *                                 leaves ptr@0 i64@8 i8@16 (i1 as a value)
 *
 * Go's layout on amd64 is LLVM's natural one, but for a byte of padding after
 * a final field of size zero; that padding is made explicit.
 */
#include "codegen/gen.h"

static LType int_type(Gen *g, int64_t size) {
  return LLVMIntTypeInContext(g->ctx, (unsigned)size * 8);
}

/* ---------------------------------------------------------------- leaves -- */

/* Appends a scalar, or notes that there are too many. */
static void add_leaf(TypeInfo *ti, int64_t offset, LType mem, LType reg) {
  if (ti->nleaves < MAX_LEAVES)
    ti->leaves[ti->nleaves++] =
        (Leaf){.offset = (uint32_t)offset, .mem = mem, .reg = reg};
  else
    ti->nleaves = MAX_LEAVES + 1;
}

/* The leaves of a part of ti at `offset`. */
static void add_part(TypeInfo *ti, const TypeInfo *part, int64_t offset) {
  if (part->nleaves > MAX_LEAVES) {
    ti->nleaves = MAX_LEAVES + 1;
    return;
  }
  for (uint32_t i = 0; i < part->nleaves; i++) {
    const Leaf *l = &part->leaves[i];
    add_leaf(ti, offset + l->offset, l->mem, l->reg);
    if (ti->nleaves > MAX_LEAVES)
      return;
    ti->leaves[ti->nleaves - 1].is_signed = l->is_signed;
    ti->leaves[ti->nleaves - 1].kind = l->kind;
  }
}

/* ---------------------------------------------------------------- shapes -- */

/* Word i of a value of class rep. */
static LeafClass leaf_class(Rep rep, unsigned i) {
  static const LeafClass header[MAX_WORDS] = {LEAF_HDR_PTR, LEAF_HDR_LEN,
                                              LEAF_HDR_CAP};
  switch (rep) {
  case REP_STRING:
  case REP_SLICE: return header[i];
  case REP_POINTER:
  case REP_IFACE: return LEAF_PTR;
  case REP_BOOL:
  case REP_INT:
  case REP_FLOAT:
  case REP_COMPLEX:
  case REP_PLACE: return LEAF_DATA;
  }
  UNREACHABLE();
}

/* A value of n SSA words, which lie 8 bytes apart and are its leaves. */
static void set_words(TypeInfo *ti, Rep rep, unsigned n, const LType *reg) {
  ti->rep = rep;
  ti->nwords = (uint8_t)n;
  for (unsigned i = 0; i < n; i++) {
    ti->reg[i] = reg[i];
    add_leaf(ti, 8 * (int64_t)i, reg[i], reg[i]);
    ti->leaves[i].kind = (uint8_t)leaf_class(rep, i);
  }
}

/* A value of one word, the same in memory. */
static void set_scalar(TypeInfo *ti, Rep rep, LType t) {
  ti->mem = t;
  set_words(ti, rep, 1, &t);
}

/* {re, im}: complex64 is the one type of two words whose second is at 4. */
static void set_complex(Gen *g, TypeInfo *ti) {
  LType part = ti->size == 8 ? g->f32 : g->f64, both[2] = {part, part};
  ti->mem = LLVMStructTypeInContext(g->ctx, both, 2, false);
  set_words(ti, REP_COMPLEX, 2, both);
  ti->leaves[1].offset = (uint32_t)ti->size / 2;
}

/* bool differs in memory: i1 has no defined bits around it there. */
static void set_basic(Gen *g, TypeInfo *ti) {
  uint32_t info = ti->under->basic.info;
  LType str[2] = {g->ptr, g->i64};
  if (info & BI_BOOLEAN) {
    set_scalar(ti, REP_BOOL, g->i1);
    ti->mem = ti->leaves[0].mem = g->i8;
  } else if (info & BI_INTEGER) {
    set_scalar(ti, REP_INT, int_type(g, ti->size));
    ti->is_signed = ti->leaves[0].is_signed = !(info & BI_UNSIGNED);
  } else if (info & BI_FLOAT) {
    set_scalar(ti, REP_FLOAT, ti->size == 4 ? g->f32 : g->f64);
  } else if (info & BI_COMPLEX) {
    set_complex(g, ti);
  } else if (info & BI_STRING) {
    ti->mem = g->words2;
    set_words(ti, REP_STRING, 2, str);
  } else {
    set_scalar(ti, REP_POINTER, g->ptr); /* unsafe.Pointer, nil */
  }
}

/* The elements' leaves; [1000000]struct{}{} has none and is not walked. */
static void set_array(Gen *g, TypeInfo *ti) {
  TypeInfo *elem = type_info(g, ti->under->array.elem);
  int64_t len = ti->under->array.len;
  ti->mem = LLVMArrayType2(elem->mem, (uint64_t)len);
  for (int64_t i = 0; i < len && ti->nleaves <= MAX_LEAVES; i++) {
    if (elem->nleaves == 0)
      break;
    add_part(ti, elem, i * elem->size);
  }
}

/* The same struct is spelled again elsewhere, with other Objects for its
   fields: the one of the same name is meant. */
int64_t gen_field_offset(Gen *g, Type *t, const Object *field) {
  Type *st = type_under(t);
  if (st->kind == TYPE_POINTER)
    st = type_under(st->ptr.elem);
  type_layout(g->c, st);
  if (st->st.fields[field->var.index] == field)
    return field->var.offset;
  for (uint32_t i = 0; i < st->st.n; i++)
    if (st->st.fields[i]->name == field->name)
      return st->st.fields[i]->var.offset;
  return field->var.offset;
}

/* The fields' types in a row: LLVM pads as Go does. */
static void set_struct(Gen *g, TypeInfo *ti) {
  uint32_t n = ti->under->st.n;
  LType *parts = NEW_ARRAY(&g->c->arena, LType, n + 1);
  int64_t end = 0;
  for (uint32_t i = 0; i < n; i++) {
    Object *field = ti->under->st.fields[i];
    TypeInfo *part = type_info(g, field->type);
    parts[i] = part->mem;
    if (ti->nleaves <= MAX_LEAVES)
      add_part(ti, part, field->var.offset);
    end = field->var.offset + part->size;
  }
  /* A final field of size zero is followed by padding, so that its address
     lies inside the struct. */
  if (n && type_size(g->c, ti->under->st.fields[n - 1]->type) == 0 &&
      end < ti->size)
    parts[n++] = LLVMArrayType2(g->i8, (uint64_t)(ti->size - end));
  ti->mem = LLVMStructTypeInContext(g->ctx, parts, n, false);
}

/* A part of an imported type that mentions type parameters: reported once,
   then taken for a pointer so that generation goes on to its end. */
static void set_generic(Gen *g, TypeInfo *ti) {
  Pos pos = g->pkg->nfiles ? g->pkg->files[0]->package_pos : NO_POS;
  if (!g->failed)
    gen_unsupported(g, pos, "a type with type parameters");
  set_scalar(ti, REP_POINTER, g->ptr);
}

/* Representation, memory type, words and leaves by kind. */
static void set_shape(Gen *g, TypeInfo *ti) {
  LType slice[3] = {g->ptr, g->i64, g->i64}, iface[2] = {g->ptr, g->ptr};
  switch ((TypeKind)ti->under->kind) {
  case TYPE_BASIC: set_basic(g, ti); return;
  case TYPE_POINTER:
  case TYPE_FUNC:
  case TYPE_MAP:
  case TYPE_CHAN: set_scalar(ti, REP_POINTER, g->ptr); return;
  case TYPE_SLICE:
    ti->mem = g->words3;
    set_words(ti, REP_SLICE, 3, slice);
    return;
  case TYPE_INTERFACE:
    ti->mem = g->iface;
    set_words(ti, REP_IFACE, 2, iface);
    return;
  case TYPE_ARRAY:
    ti->rep = REP_PLACE, ti->nwords = 1;
    set_array(g, ti);
    return;
  case TYPE_STRUCT:
    ti->rep = REP_PLACE, ti->nwords = 1;
    set_struct(g, ti);
    return;
  case TYPE_INVALID:
  case TYPE_PARAM: set_generic(g, ti); return;
  case TYPE_NAMED:
  case TYPE_TUPLE:
  case TYPE_UNION: break;
  }
  UNREACHABLE();
}

/* An untyped constant that reaches code generation (an operand of print or
   an unused value) has its default type. */
static Type *typed(Compiler *c, Type *t) {
  return type_is_untyped(t) ? type_default(c, t) : t;
}

/* Room for id in the table; types are numbered as they become canonical. */
static void grow_table(Gen *g, uint32_t id) {
  uint32_t n = g->ntypes ? g->ntypes : 256;
  while (n <= id)
    n *= 2;
  TypeInfo **table = NEW_ARRAY(&g->c->arena, TypeInfo *, n);
  if (g->ntypes)
    memcpy(table, g->types, g->ntypes * sizeof *table);
  g->types = table;
  g->ntypes = n;
}

/* A type cannot contain itself but by pointer, and pointers are not followed:
   the recursion ends. */
TypeInfo *type_info(Gen *g, Type *t) {
  Type *canon = type_canon(g->c, typed(g->c, t));
  if (canon->id >= g->ntypes)
    grow_table(g, canon->id);
  TypeInfo *ti = g->types[canon->id];
  if (ti)
    return ti;
  ti = NEW(&g->c->arena, TypeInfo);
  ti->type = canon;
  ti->under = type_under(canon);
  ti->size = type_size(g->c, canon);
  ti->align = (uint32_t)type_align(g->c, canon);
  type_layout(g->c, canon);
  ti->direct = type_is_pointer_shaped(canon);
  set_shape(g, ti);
  return g->types[canon->id] = ti;
}

LType type_mem(Gen *g, Type *t) { return type_info(g, t)->mem; }

bool type_by_ref(Gen *g, Type *t) {
  return type_info(g, t)->nleaves > MAX_LEAVES;
}
