/*
 * dwarf.c - from an address to the functions around it (DWARF 5).
 *
 * .debug_info is a sequence of units, one per compiled module; a unit is a
 * tree of entries, written in preorder:
 *
 *   unit main.go           [0x1000, 0x2000)
 *     subprogram main.f    [0x1000, 0x1100)
 *       formal_parameter
 *       inlined_subroutine main.g  [0x1040, 0x1060)  called at main.go:12
 *     subprogram main.g    (abstract: just the name)
 *
 * An entry starts with the number of its abbreviation, which lists the tag
 * and, for each attribute, its name and form. There is no way to step over an
 * entry but to read all its forms.
 *
 * Its attributes follow in the order of the abbreviation, without names:
 *
 *   .debug_abbrev   4: subprogram, has children
 *                      low_pc addrx, high_pc data4, linkage_name strx1, 0 0
 *   .debug_info     04  07  00 01 00 00  1c
 *                   an entry of abbreviation 4: from address number 7 on,
 *                   0x100 bytes; its name is string number 28
 *
 * Addresses and strings that many entries share are given by number ("x" in
 * the name of the form), and looked up in tables whose places the unit's first
 * entry tells (*_base).
 *
 * The answer for 0x1050 in the tree above: main.f, then main.g inlined at line
 * 12.
 */
#include <string.h>

#include "debug.h"

/* DW_TAG_*: what an entry describes. */
enum {
  TAG_FORMAL_PARAMETER = 0x05,
  TAG_LEXICAL_BLOCK = 0x0b,
  TAG_COMPILE_UNIT = 0x11,
  TAG_INLINED_SUBROUTINE = 0x1d,
  TAG_SUBPROGRAM = 0x2e,
};

/* DW_FORM_*: how an attribute's value is stored. */
enum {
#define FORM(name, code, storage) FORM_##name = (code),
#include "forms.def"
#undef FORM
};

/* How a form is stored: so many bytes, or one of these. */
enum {
  NO_BYTES = 0,
  ULEB = 20,
  SLEB,
  STRING,
  BLOCK,
  IMPLICIT,
  INDIRECT
};

/* Those that DWARF does not know take no room: a form that the compiler never
   emits would derail the reading of its unit, not more: cursors end with it. */
static const uint8_t form_sizes[] = {
#define FORM(name, code, storage) [code] = (storage),
#include "forms.def"
#undef FORM
};

/* Blocks are not needed here; only where they end. */
static void skip_block(Cursor *c, uint64_t form) {
  switch (form) {
  case FORM_BLOCK1: skip_bytes(c, read_uint(c, 1)); break;
  case FORM_BLOCK2: skip_bytes(c, read_uint(c, 2)); break;
  case FORM_BLOCK4: skip_bytes(c, read_uint(c, 4)); break;
  default: skip_bytes(c, read_uleb(c)); break;
  }
}

/* Reads a value of the form at c. `implicit` is what the abbreviation says for
   FORM_IMPLICIT_CONST. References within the unit come out as offsets in
   .debug_info. A form that leads to itself by FORM_INDIRECT is given up, so
   that this ends. */
Value read_form(const Unit *u, Cursor *c, uint64_t form, int64_t implicit) {
  Value v = {.form = form};
  int size = form < sizeof form_sizes ? form_sizes[form] : NO_BYTES;
  switch (size) {
  case ULEB: v.raw = read_uleb(c); break;
  case SLEB: v.raw = (uint64_t)read_sleb(c); break;
  case STRING: v.str = read_string(c); break;
  case BLOCK: skip_block(c, form); break;
  case IMPLICIT: v.raw = (uint64_t)implicit; break;
  case INDIRECT: {
    uint64_t actual = read_uleb(c);
    return actual == FORM_INDIRECT ? v : read_form(u, c, actual, 0);
  }
  case 16: skip_bytes(c, 16); break;
  default:
    v.raw = read_uint(c, size);
    if (form >= FORM_REF1 && form <= FORM_REF_UDATA) {
      v.raw += u->offset;
    }
    break;
  }
  if (form == FORM_REF_UDATA) {
    v.raw += u->offset;
  }
  return v;
}

/* NULL if the form is none of strings. */
const char *value_string(const Unit *u, const Value *v) {
  const Bytes *sec = u->im->sections;
  switch (v->form) {
  case FORM_STRING: return v->str;
  case FORM_STRP: return string_at(sec[SEC_STR], v->raw);
  case FORM_LINE_STRP: return string_at(sec[SEC_LINE_STR], v->raw);
  case FORM_STRX:
  case FORM_STRX1:
  case FORM_STRX2:
  case FORM_STRX3:
  case FORM_STRX4: {
    Cursor c = cursor_at(sec[SEC_STR_OFFSETS], u->str_offsets + 4 * v->raw);
    return string_at(sec[SEC_STR], read_uint(&c, 4));
  }
  default: return NULL;
  }
}

/* Row `index` of the unit's part of .debug_addr. */
static uint64_t indexed_address(const Unit *u, uint64_t index) {
  Cursor c = cursor_at(u->im->sections[SEC_ADDR], u->addrs + 8 * index);
  return read_uint(&c, 8);
}

/* An address, stored in place or by its number. */
static uint64_t value_address(const Unit *u, const Value *v) {
  switch (v->form) {
  case FORM_ADDRX:
  case FORM_ADDRX1:
  case FORM_ADDRX2:
  case FORM_ADDRX3:
  case FORM_ADDRX4: return indexed_address(u, v->raw);
  default: return v->raw;
  }
}

/* -------------------------------------------------------------- entries -- */

/* Attributes that matter here; the others are read and dropped. */
typedef enum AttrId {
  ATTR_SIBLING,
  ATTR_NAME,
  ATTR_STMT_LIST,
  ATTR_LOW_PC,
  ATTR_HIGH_PC,
  ATTR_COMP_DIR,
  ATTR_ABSTRACT_ORIGIN,
  ATTR_SPECIFICATION,
  ATTR_ARTIFICIAL,
  ATTR_RANGES,
  ATTR_CALL_FILE,
  ATTR_CALL_LINE,
  ATTR_LINKAGE_NAME,
  ATTR_STR_OFFSETS_BASE,
  ATTR_ADDR_BASE,
  ATTR_RNGLISTS_BASE,
  ATTR_COUNT,
} AttrId;

static const uint8_t attr_codes[ATTR_COUNT] = {
    [ATTR_SIBLING] = 0x01,         [ATTR_NAME] = 0x03,
    [ATTR_STMT_LIST] = 0x10,       [ATTR_LOW_PC] = 0x11,
    [ATTR_HIGH_PC] = 0x12,         [ATTR_COMP_DIR] = 0x1b,
    [ATTR_ABSTRACT_ORIGIN] = 0x31, [ATTR_ARTIFICIAL] = 0x34,
    [ATTR_SPECIFICATION] = 0x47,   [ATTR_RANGES] = 0x55,
    [ATTR_CALL_FILE] = 0x58,       [ATTR_CALL_LINE] = 0x59,
    [ATTR_LINKAGE_NAME] = 0x6e,    [ATTR_STR_OFFSETS_BASE] = 0x72,
    [ATTR_ADDR_BASE] = 0x73,       [ATTR_RNGLISTS_BASE] = 0x74,
};

/* One entry. has & (1 << id) tells which attributes it has. */
typedef struct Die {
  uint64_t tag; /* 0: end of a list of children */
  bool children;
  uint32_t has;
  Value attr[ATTR_COUNT];
} Die;

static bool die_has(const Die *d, AttrId id) { return d->has >> id & 1; }

/* The AttrId of a DW_AT_ number; -1 for those that are dropped. */
static int attr_id(uint64_t code) {
  for (int id = 0; id < ATTR_COUNT; id++) {
    if (attr_codes[id] == code) {
      return id;
    }
  }
  return -1;
}

/* A cursor to the tag of abbreviation `code`; false if there is none. */
static bool find_abbrev(const Unit *u, uint64_t code, Cursor *c) {
  *c = cursor_at(u->im->sections[SEC_ABBREV], u->abbrevs);
  for (;;) {
    uint64_t have = read_uleb(c);
    if (have == code || have == 0) {
      return have == code;
    }
    read_uleb(c);
    read_uint(c, 1);
    uint64_t attr = 0, form = 0;
    do {
      attr = read_uleb(c);
      form = read_uleb(c);
      if (form == FORM_IMPLICIT_CONST) {
        read_sleb(c);
      }
    } while (attr != 0 || form != 0);
  }
}

/* Reads pairs (attribute, form) at `abbrev`, up to (0, 0), and for each the
   value at c. */
static void read_attrs(const Unit *u, Cursor *abbrev, Cursor *c, Die *d) {
  for (;;) {
    uint64_t attr = read_uleb(abbrev), form = read_uleb(abbrev);
    int64_t implicit = 0;
    if (form == FORM_IMPLICIT_CONST) {
      implicit = read_sleb(abbrev);
    }
    if (attr == 0 && form == 0) {
      return;
    }
    Value v = read_form(u, c, form, implicit);
    int id = attr_id(attr);
    if (id >= 0) {
      d->attr[id] = v;
      d->has |= 1u << id;
    }
  }
}

/* Reads the entry at c, which ends up behind it: at its first child, if it has
   children, else at its sibling. */
static void read_die(const Unit *u, Cursor *c, Die *d) {
  Cursor abbrev;
  d->tag = 0;
  d->has = 0;
  d->children = false;
  uint64_t code = read_uleb(c);
  if (code == 0) {
    return;
  }
  if (!find_abbrev(u, code, &abbrev)) {
    c->p = c->end; /* damaged: give up on this unit */
    return;
  }
  d->tag = read_uleb(&abbrev);
  d->children = read_uint(&abbrev, 1) != 0;
  read_attrs(u, &abbrev, c, d);
}

/* --------------------------------------------------------------- ranges -- */

enum {
  RLE_END = 0,
  RLE_BASE_ADDRESSX = 1,
  RLE_STARTX_ENDX = 2,
  RLE_STARTX_LENGTH = 3,
  RLE_OFFSET_PAIR = 4,
  RLE_BASE_ADDRESS = 5,
  RLE_START_END = 6,
  RLE_START_LENGTH = 7,
};

/* One row of a range list: [*lo, *hi), empty for a new base. False: end. */
static bool next_range(const Unit *u, Cursor *c, uint64_t *base, uint64_t *lo,
                       uint64_t *hi) {
  *lo = *hi = 0;
  switch (read_uint(c, 1)) {
  case RLE_BASE_ADDRESSX: *base = indexed_address(u, read_uleb(c)); return true;
  case RLE_STARTX_ENDX:
    *lo = indexed_address(u, read_uleb(c));
    *hi = indexed_address(u, read_uleb(c));
    return true;
  case RLE_STARTX_LENGTH:
    *lo = indexed_address(u, read_uleb(c));
    *hi = *lo + read_uleb(c);
    return true;
  case RLE_OFFSET_PAIR:
    *lo = *base + read_uleb(c);
    *hi = *base + read_uleb(c);
    return true;
  case RLE_BASE_ADDRESS: *base = read_uint(c, 8); return true;
  case RLE_START_END:
    *lo = read_uint(c, 8);
    *hi = read_uint(c, 8);
    return true;
  case RLE_START_LENGTH:
    *lo = read_uint(c, 8);
    *hi = *lo + read_uleb(c);
    return true;
  default: return false;
  }
}

/* Whether addr is in the range list that v refers to, directly or by number. */
static bool in_range_list(const Unit *u, const Value *v, uint64_t addr) {
  Bytes lists = u->im->sections[SEC_RNGLISTS];
  uint64_t at = v->raw;
  if (v->form == FORM_RNGLISTX) {
    Cursor c = cursor_at(lists, u->rnglists + 4 * v->raw);
    at = u->rnglists + read_uint(&c, 4);
  }
  Cursor c = cursor_at(lists, at);
  uint64_t base = u->low_pc, lo = 0, hi = 0;
  while (next_range(u, &c, &base, &lo, &hi)) {
    if (addr >= lo && addr < hi) {
      return true;
    }
  }
  return false;
}

/* The code of an entry is one interval or a list of them. high_pc is an
   address, or (all other forms) the distance from low_pc. */
static bool die_contains(const Unit *u, const Die *d, uint64_t addr) {
  if (die_has(d, ATTR_RANGES)) {
    return in_range_list(u, &d->attr[ATTR_RANGES], addr);
  }
  if (!die_has(d, ATTR_LOW_PC) || !die_has(d, ATTR_HIGH_PC)) {
    return false;
  }
  const Value *high = &d->attr[ATTR_HIGH_PC];
  uint64_t lo = value_address(u, &d->attr[ATTR_LOW_PC]);
  bool absolute = high->form == FORM_ADDR;
  return addr >= lo && addr < (absolute ? high->raw : lo + high->raw);
}

/* ---------------------------------------------------------------- units -- */

/* Fills in u what d, the unit's first entry, says of its tables. The index of
   .debug_addr is needed to read low_pc, therefore it comes before. */
static void read_bases(Unit *u, const Die *d) {
  const Value *a = d->attr;
  enum {
    HEADER = 8
  }; /* of the contribution to .debug_str_offsets etc. */
  u->str_offsets =
      die_has(d, ATTR_STR_OFFSETS_BASE) ? a[ATTR_STR_OFFSETS_BASE].raw : HEADER;
  u->addrs = die_has(d, ATTR_ADDR_BASE) ? a[ATTR_ADDR_BASE].raw : HEADER;
  u->rnglists = die_has(d, ATTR_RNGLISTS_BASE) ? a[ATTR_RNGLISTS_BASE].raw : 0;
  u->has_line = die_has(d, ATTR_STMT_LIST);
  u->line = u->has_line ? a[ATTR_STMT_LIST].raw : 0;
  u->low_pc = die_has(d, ATTR_LOW_PC) ? value_address(u, &a[ATTR_LOW_PC]) : 0;
  u->dir =
      die_has(d, ATTR_COMP_DIR) ? value_string(u, &a[ATTR_COMP_DIR]) : NULL;
}

/* Reads the header at `offset`; false at the end of the section. Units of
   other DWARF versions or kinds come out with dies == end. */
static bool read_unit(const Image *im, uint64_t offset, Unit *u) {
  enum {
    VERSION = 5,
    UT_COMPILE = 1
  };
  Bytes info = im->sections[SEC_INFO];
  Cursor c = cursor_at(info, offset);
  uint64_t length = read_uint(&c, 4);
  *u = (Unit){.im = im, .offset = offset};
  if (length == 0 || length > (uint64_t)(c.end - c.p)) { /* or DWARF64 */
    return false;
  }
  u->end = offset + 4 + length;
  u->dies = u->end;
  uint64_t version = read_uint(&c, 2), kind = read_uint(&c, 1);
  uint64_t address_size = read_uint(&c, 1);
  u->abbrevs = read_uint(&c, 4);
  if (version == VERSION && kind == UT_COMPILE && address_size == 8) {
    u->dies = (uint64_t)(c.p - info.p);
  }
  return true;
}

/* A cursor at `offset` of .debug_info that ends where the unit does. */
static Cursor unit_cursor(const Unit *u, uint64_t offset) {
  Bytes info = u->im->sections[SEC_INFO];
  info.len = u->end;
  return cursor_at(info, offset);
}

/* Reads the first entry of each unit until one contains addr; false: none
   does. */
bool unit_of(const Image *im, uint64_t addr, Unit *out) {
  for (uint64_t at = 0; read_unit(im, at, out); at = out->end) {
    Cursor c = unit_cursor(out, out->dies);
    Die d;
    read_die(out, &c, &d);
    if (d.tag == TAG_COMPILE_UNIT) {
      read_bases(out, &d);
      if (die_contains(out, &d, addr)) {
        return true;
      }
    }
  }
  return false;
}

/* --------------------------------------------------------------- scopes -- */

/* The function's symbol; the declaration or the abstract original has it. */
static const char *die_name(const Unit *u, const Die *first) {
  enum {
    MAX_HOPS = 4
  };
  Die d = *first;
  for (int hop = 0; hop < MAX_HOPS; hop++) {
    AttrId id = die_has(&d, ATTR_LINKAGE_NAME) ? ATTR_LINKAGE_NAME : ATTR_NAME;
    if (die_has(&d, id)) {
      return value_string(u, &d.attr[id]);
    }
    id = die_has(&d, ATTR_ABSTRACT_ORIGIN) ? ATTR_ABSTRACT_ORIGIN
                                           : ATTR_SPECIFICATION;
    if (!die_has(&d, id)) {
      break;
    }
    Cursor c = unit_cursor(u, d.attr[id].raw);
    read_die(u, &c, &d);
  }
  return NULL;
}

/* has_params is false at first: parameters are entries that follow. */
static Scope scope_of(const Unit *u, const Die *d) {
  return (Scope){
      .name = die_name(u, d),
      .inlined = d->tag == TAG_INLINED_SUBROUTINE,
      .call_file = die_has(d, ATTR_CALL_FILE) ? d->attr[ATTR_CALL_FILE].raw : 0,
      .call_line =
          die_has(d, ATTR_CALL_LINE) ? d->attr[ATTR_CALL_LINE].raw : 0};
}

static bool is_scope(const Die *d) {
  return d->tag == TAG_SUBPROGRAM || d->tag == TAG_INLINED_SUBROUTINE;
}

/* Preorder walk. `inside` is the depth of the innermost scope found so far,
   0 for none; its subtree is over when an entry of that depth or less comes. */
int unit_scopes(const Unit *u, uint64_t addr, Scope *out, int max) {
  Cursor c = unit_cursor(u, u->dies);
  int depth = 0, inside = 0, n = 0;
  while (c.p < c.end) {
    Die d;
    read_die(u, &c, &d);
    if (d.tag == 0) {
      if (--depth <= 0) {
        break;
      }
      continue;
    }
    if (n > 0 && depth <= inside) {
      break; /* behind the innermost scope */
    }
    if (is_scope(&d) && n < max && die_contains(u, &d, addr)) {
      out[n++] = scope_of(u, &d);
      inside = depth;
    } else if (d.tag == TAG_FORMAL_PARAMETER && n > 0 && depth == inside + 1 &&
               !die_has(&d, ATTR_ARTIFICIAL)) {
      out[n - 1].has_params = true;
    }
    depth += d.children;
  }
  return n;
}
