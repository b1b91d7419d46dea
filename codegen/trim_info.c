/*
 * trim_info.c - the description of what the linker dropped.
 *
 * .debug_info has a tree of entries (DIEs) for each unit. Its uppermost ones
 * are what a linker can drop, and refer to each other:
 *
 *   unit fmt                                      kept
 *     subprogram fmt.Println   address 0x24e820   kept: it has an address
 *       formal_parameter a     type: 1            so 1 is kept
 *     1 structure_type []interface {}
 *     subprogram fmt.Scanln    address 0          dead
 *       formal_parameter a     type: 1
 *     2 structure_type fmt.ss                     dead: only Scanln has one
 *
 * So this is a collector: roots are functions and variables with an address,
 * what they refer to is kept. Each run of others becomes one entry of an
 * unknown kind that holds a block of zeros. Its abbreviation (number, kind,
 * attributes with their forms) joins those of the unit, for which the tables
 * are copied.
 *
 * Kept entries say which lists of places and ranges are used, by index; the
 * other lists become zeros, which mean "end of list".
 */
#include "codegen/trim.h"

/* DWARF 5, tables 7.3, 7.5 and 7.6: kinds of entries, attributes, forms. */
enum {
  TAG_COMPILE_UNIT = 0x11,
  TAG_SUBPROGRAM = 0x2e,
  TAG_VARIABLE = 0x34,
  TAG_FILLER = 0xffff, /* the last that vendors may use */
};

enum {
  AT_LOCATION = 0x02,
  AT_LOW_PC = 0x11,
  AT_CONST_VALUE = 0x1c,
  AT_RANGES = 0x55,
  AT_ADDR_BASE = 0x73,
  AT_RNGLISTS_BASE = 0x74,
  AT_LOCLISTS_BASE = 0x8c,
  AT_FILLER = 0x3fff,
};

enum {
#define FORM(name, code, storage) FORM_##name = (code),
#include "runtime/debug/forms.def"
#undef FORM
};

/* How a form is stored: in so many bytes, or as one of these. */
enum {
  NO_BYTES = 30,
  ULEB,
  SLEB,
  STRING,
  BLOCK,
  IMPLICIT,
  INDIRECT
};
static const uint8_t form_sizes[] = {
#define FORM(name, code, storage) [code] = (storage),
#include "runtime/debug/forms.def"
#undef FORM
};

enum {
  UNIT_HEADER = 12,
  LIST_HEADER = 12, /* of a table of lists; its bases point behind it */
  MAX_CODE = 127,   /* of an abbreviation; as large as one byte holds */
  FILLER_HEAD = 5,  /* its number, its length in four bytes */
};

typedef struct Abbrev {
  uint64_t tag;
  bool children;
  uint8_t *attrs; /* pairs of name and form; NULL: no such number */
} Abbrev;

/* The table that begins at an offset of .debug_abbrev. */
typedef struct AbbrevTable {
  uint64_t offset, copied_to;
  uint64_t last; /* the highest number; its fillers have the next */
  Abbrev list[MAX_CODE + 1];
} AbbrevTable;

/* An uppermost entry of a unit, with what it contains. */
typedef struct Entry {
  uint64_t start, end; /* offsets in the unit */
  bool root, kept;
  uint32_t refs, lists; /* where its ones begin in those of the unit */
} Entry;

typedef struct ListRef {
  bool is_range;
  uint64_t index;
} ListRef;

typedef struct InfoUnit {
  Trim *t;
  Bytes bytes; /* with its header */
  const AbbrevTable *abbrevs;
  uint64_t addr_base, loc_base, range_base;
  LIST(Entry) entries; /* the unit itself is the first; the last is empty */
  LIST(uint64_t) refs; /* offsets in the unit */
  LIST(ListRef) lists;
  LIST(uint32_t) work; /* entries that are kept, to be looked through */
  bool direct;         /* refers to lists that are in no table */
} InfoUnit;

/* ----------------------------------------------------------- abbreviations */

/* Steps over the attributes of one abbreviation. */
static void skip_attrs(Cursor *c) {
  for (;;) {
    uint64_t name = read_uleb(c), form = read_uleb(c);
    if (form == FORM_IMPLICIT_CONST)
      read_uleb(c);
    if (c->bad || (name == 0 && form == 0))
      return;
  }
}

/* Copies the table at t->offset, and behind it, if there is a number for it, an
   abbreviation for fillers. */
static bool read_table(const Trim *trim, AbbrevTable *t, Text *copy) {
  static const uint8_t filler[] = {0xff, 0xff,         0x03, 0, 0xff,
                                   0x7f, FORM_EXPRLOC, 0,    0, 0};
  Cursor c = cursor_at(trim->sections[DEBUG_ABBREV], t->offset);
  const uint8_t *start = c.p;
  for (;;) {
    uint64_t code = read_uleb(&c);
    if (code == 0)
      break;
    Abbrev a = {.tag = read_uleb(&c)};
    a.children = read_uint(&c, 1) != 0;
    a.attrs = c.p;
    skip_attrs(&c);
    t->last = code > t->last ? code : t->last;
    if (code <= MAX_CODE)
      t->list[code] = a;
  }
  if (c.bad)
    return false;
  t->copied_to = copy->len;
  text_append(copy, (const char *)start, (size_t)(c.p - start) - 1);
  if (t->last < MAX_CODE) {
    text_putc(copy, (char)(t->last + 1));
    text_append(copy, (const char *)filler, sizeof filler - 1);
  }
  text_putc(copy, 0);
  return true;
}

/* ---------------------------------------------------------------- reading */

/* An attribute's value: a number, an index, an offset, a block's bytes. */
typedef struct Attr {
  uint64_t name, form, raw;
  Cursor block;
} Attr;

/* Steps over a string with its NUL. */
static void skip_string(Cursor *c) {
  while (read_uint(c, 1) != 0) {
  }
}

/* Forms that LLVM does not emit, and that lead to entries in ways that are not
   followed here, or are stored in ways that no other is. */
static bool is_foreign(uint64_t form) {
  static const uint8_t forms[] = {FORM_REF_ADDR, FORM_REF1,      FORM_REF2,
                                  FORM_REF8,     FORM_REF_UDATA, FORM_REF_SUP4,
                                  FORM_REF_SUP8, FORM_REF_SIG8,  FORM_BLOCK1,
                                  FORM_BLOCK2,   FORM_BLOCK4,    FORM_INDIRECT};
  return form >= sizeof form_sizes || form_sizes[form] == 0 ||
         memchr(forms, (int)form, sizeof forms) != NULL;
}

/* Reads one attribute's value; its form is in a->form. */
static void read_value(Cursor *c, Attr *a) {
  unsigned size = is_foreign(a->form) ? INDIRECT : form_sizes[a->form];
  a->raw = 0;
  switch (size) {
  case NO_BYTES:
  case IMPLICIT: break;
  case ULEB:
  case SLEB: a->raw = read_uleb(c); break;
  case STRING: skip_string(c); break;
  case BLOCK:
    a->raw = read_uleb(c);
    a->block = *c;
    skip_bytes(c, a->raw);
    break;
  case INDIRECT: c->bad = true; break;
  default:
    if (size > sizeof a->raw)
      skip_bytes(c, size);
    else
      a->raw = read_uint(c, size);
  }
}

static bool is_address_index(uint64_t form) {
  return form == FORM_ADDRX || (form >= FORM_ADDRX1 && form <= FORM_ADDRX4);
}

/* The address with that index in .debug_addr. */
static uint64_t address(const InfoUnit *u, uint64_t index) {
  Cursor c = cursor_at(u->t->sections[DEBUG_ADDR], u->addr_base + 8 * index);
  return read_uint(&c, 8);
}

/* Whether the variable lies at address 0: {addr or addrx ...} */
static bool is_nowhere(const InfoUnit *u, const Attr *a) {
  enum {
    OP_ADDR = 0x03,
    OP_ADDRX = 0xa1
  };
  if (a->form != FORM_EXPRLOC)
    return false;
  Cursor c = a->block;
  uint64_t op = read_uint(&c, 1);
  return (op == OP_ADDR && read_uint(&c, 8) == 0) ||
         (op == OP_ADDRX && address(u, read_uleb(&c)) == 0);
}

static void read_base(InfoUnit *u, const Attr *a) {
  if (a->name == AT_ADDR_BASE)
    u->addr_base = a->raw;
  else if (a->name == AT_LOCLISTS_BASE)
    u->loc_base = a->raw;
  else if (a->name == AT_RNGLISTS_BASE)
    u->range_base = a->raw;
}

/* What makes an uppermost entry a root: that it has a place. */
static bool has_place(const InfoUnit *u, uint64_t tag, const Attr *a) {
  if (tag == TAG_VARIABLE)
    return a->name == AT_CONST_VALUE ||
           (a->name == AT_LOCATION && !is_nowhere(u, a));
  if (a->name == AT_RANGES)
    return true;
  return a->name == AT_LOW_PC &&
         (is_address_index(a->form) ? address(u, a->raw) : a->raw) != 0;
}

/* Whether entries of that kind are dropped when nobody refers to them. Others
   are few; base types are referred to inside of places, too. */
static bool is_droppable(uint64_t tag) {
  static const uint8_t tags[] = {0x01, /* array */
                                 0x0f, /* pointer */
                                 0x13, /* structure */
                                 0x15, /* subroutine */
                                 0x16, /* typedef */
                                 TAG_SUBPROGRAM, TAG_VARIABLE};
  return tag < UINT8_MAX && memchr(tags, (int)tag, sizeof tags) != NULL;
}

/* One entry, without those in it. */
static void read_entry(InfoUnit *u, Cursor *c, const Abbrev *abbrev,
                       unsigned depth) {
  Bytes table = u->t->sections[DEBUG_ABBREV];
  Cursor spec = cursor_at(table, (uint64_t)(abbrev->attrs - table.p));
  Arena *a = u->t->a;
  for (;;) {
    Attr attr = {.name = read_uleb(&spec)};
    attr.form = read_uleb(&spec);
    if (attr.form == FORM_IMPLICIT_CONST)
      read_uleb(&spec);
    if (attr.name == 0 && attr.form == 0)
      return;
    read_value(c, &attr);
    if (c->bad)
      return;
    if (depth == 0)
      read_base(u, &attr);
    if (depth == 1 && has_place(u, abbrev->tag, &attr))
      u->entries.items[u->entries.len - 1].root = true;
    u->direct =
        u->direct || (attr.form == FORM_SEC_OFFSET &&
                      (attr.name == AT_LOCATION || attr.name == AT_RANGES));
    if (attr.form == FORM_REF4)
      list_push(a, &u->refs, attr.raw);
    if (attr.form == FORM_LOCLISTX || attr.form == FORM_RNGLISTX)
      list_push(a, &u->lists,
                ((ListRef){attr.form == FORM_RNGLISTX, attr.raw}));
  }
}

static void begin_entry(InfoUnit *u, uint64_t start, bool root) {
  if (u->entries.len > 0)
    u->entries.items[u->entries.len - 1].end = start;
  Entry e = {
      .start = start, .root = root, .refs = u->refs.len, .lists = u->lists.len};
  list_push(u->t->a, &u->entries, e);
}

/* All entries of the unit; false: something is not understood. */
static bool read_entries(InfoUnit *u) {
  Cursor c = cursor_at(u->bytes, UNIT_HEADER);
  unsigned depth = 0;
  do {
    uint64_t start = (uint64_t)(c.p - u->bytes.p), code = read_uleb(&c);
    const Abbrev *abbrev = code <= MAX_CODE ? &u->abbrevs->list[code] : NULL;
    if (code == 0) {
      depth--;
      if (depth == 0)
        begin_entry(u, start, true);
      continue;
    }
    if (!abbrev || !abbrev->attrs)
      return false;
    if (depth <= 1)
      begin_entry(u, start, !is_droppable(abbrev->tag));
    read_entry(u, &c, abbrev, depth);
    depth += abbrev->children;
  } while (depth > 0 && !c.bad);
  return !c.bad && u->entries.len > 2;
}

/* --------------------------------------------------------------- keeping */

static void keep(InfoUnit *u, uint32_t i) {
  Entry *e = &u->entries.items[i];
  if (!e->kept)
    list_push(u->t->a, &u->work, i);
  e->kept = true;
}

/* The uppermost entry that contains an offset. */
static uint32_t entry_at(const InfoUnit *u, uint64_t offset) {
  uint32_t low = 0, high = u->entries.len;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (u->entries.items[middle].start <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* Keeps roots and what is reached from them. */
static void mark(InfoUnit *u) {
  for (uint32_t i = 0; i < u->entries.len; i++)
    if (u->entries.items[i].root)
      keep(u, i);
  while (u->work.len > 0) {
    uint32_t i = u->work.items[--u->work.len];
    uint32_t end =
        i + 1 < u->entries.len ? u->entries.items[i + 1].refs : u->refs.len;
    for (uint32_t r = u->entries.items[i].refs; r < end; r++)
      keep(u, entry_at(u, u->refs.items[r]));
  }
}

/* ----------------------------------------------------------- overwriting */

/* Makes one filler of the bytes [start, end) of the unit; too few for its head,
   or too many for its length, stay as they are. */
static void fill(InfoUnit *u, uint64_t start, uint64_t end) {
  enum {
    LIMIT = 1 << 28, /* of a length in four bytes of seven bits */
    MORE = 0x80
  };
  if (end - start < FILLER_HEAD || end - start >= LIMIT)
    return;
  uint8_t *p = u->bytes.p + start;
  uint64_t len = end - start - FILLER_HEAD;
  memset(p, 0, end - start);
  p[0] = (uint8_t)(u->abbrevs->last + 1);
  for (unsigned i = 1; i < FILLER_HEAD; i++, len >>= 7)
    p[i] = (uint8_t)((len & (MORE - 1)) | (i + 1 < FILLER_HEAD ? MORE : 0));
}

/* One filler for each run of entries that are not kept; the last entry is kept,
   so that a run ends. */
static void fill_dead(InfoUnit *u) {
  uint32_t n = u->entries.len;
  for (uint32_t i = 0, next; i < n; i = next) {
    next = i + 1;
    if (u->entries.items[i].kept)
      continue;
    while (next < n && !u->entries.items[next].kept)
      next++;
    fill(u, u->entries.items[i].start, u->entries.items[next].start);
  }
}

/* Marks the lists of one kind that kept entries have. */
static void mark_lists(const InfoUnit *u, bool ranges, bool *used, uint64_t n) {
  for (uint32_t i = 0; i < u->entries.len; i++) {
    const Entry *e = &u->entries.items[i];
    uint32_t end =
        i + 1 < u->entries.len ? u->entries.items[i + 1].lists : u->lists.len;
    for (uint32_t k = e->lists; e->kept && k < end; k++)
      if (u->lists.items[k].is_range == ranges && u->lists.items[k].index < n)
        used[u->lists.items[k].index] = true;
  }
}

/* The lists behind a table of n offsets that begins at base. They follow each
   other in its order; those that are not used share the place of the first. */
static void clear_lists(Bytes table, const bool *used, uint64_t n) {
  uint64_t shared = 0;
  for (uint64_t i = 0; i < n; i++) {
    Cursor c = cursor_at(table, 4 * i);
    uint64_t start = read_uint(&c, 4);
    uint64_t end = i + 1 < n ? read_uint(&c, 4) : table.len;
    if (c.bad || start < 4 * n || start > end || end > table.len)
      return;
    if (used[i])
      continue;
    memset(table.p + start, 0, end - start);
    shared = shared ? shared : start;
    write_uint(table.p + 4 * i, 4, shared);
  }
}

/* Finds the unit's table of lists of one kind and clears what is not used. */
static void trim_lists(InfoUnit *u, bool ranges) {
  Bytes section = u->t->sections[ranges ? DEBUG_RNGLISTS : DEBUG_LOCLISTS];
  uint64_t base = ranges ? u->range_base : u->loc_base;
  if (u->direct || base < LIST_HEADER || base > section.len)
    return;
  Cursor c = cursor_at(section, base - LIST_HEADER);
  uint64_t len = read_uint(&c, 4), room = section.len - base;
  skip_bytes(&c, 4); /* version, sizes */
  uint64_t n = read_uint(&c, 4);
  if (len < LIST_HEADER - 4 || len - (LIST_HEADER - 4) > room || n > len / 4)
    return;
  bool *used = NEW_ARRAY(u->t->a, bool, n + 1);
  mark_lists(u, ranges, used, n);
  clear_lists((Bytes){section.p + base, len - (LIST_HEADER - 4)}, used, n);
}

/* -------------------------------------------------------------------- all */

typedef struct Tables {
  LIST(AbbrevTable *) list;
  Text copy; /* the new .debug_abbrev */
} Tables;

/* The table at that offset, read once; NULL: it is damaged. */
static const AbbrevTable *find_table(Trim *t, Tables *all, uint64_t offset) {
  for (uint32_t i = 0; i < all->list.len; i++)
    if (all->list.items[i]->offset == offset)
      return all->list.items[i];
  AbbrevTable *table = NEW(t->a, AbbrevTable);
  table->offset = offset;
  if (!read_table(t, table, &all->copy))
    return NULL;
  list_push(t->a, &all->list, table);
  return table;
}

/* One unit, or nothing of it if a part is not understood. */
static void trim_unit(InfoUnit *u) {
  if (u->abbrevs->last >= MAX_CODE || !read_entries(u))
    return;
  mark(u);
  fill_dead(u);
  trim_lists(u, false);
  trim_lists(u, true);
}

/* Finds the units and their tables; false: some are of another kind. */
static bool find_units(Trim *t, Tables *tables, InfoUnit **units, uint32_t *n) {
  enum {
    VERSION = 5,
    COMPILE = 1,
    ADDRESS = 8
  };
  LIST(InfoUnit) list = {0};
  Cursor c = cursor_at(t->sections[DEBUG_INFO], 0);
  while (c.p < c.end) {
    InfoUnit u = {.t = t, .bytes.p = c.p};
    uint64_t len = read_uint(&c, 4);
    Cursor header = c;
    skip_bytes(&c, len);
    uint64_t version = read_uint(&header, 2), type = read_uint(&header, 1);
    uint64_t size = read_uint(&header, 1), offset = read_uint(&header, 4);
    u.bytes.len = len + 4;
    u.abbrevs = c.bad ? NULL : find_table(t, tables, offset);
    if (version != VERSION || type != COMPILE || size != ADDRESS || !u.abbrevs)
      return false;
    list_push(t->a, &list, u);
  }
  *units = list.items;
  *n = list.len;
  return true;
}

void trim_info(Trim *t) {
  enum {
    TABLE = 8 /* offset in a unit of where its abbreviations are */
  };
  Tables tables = {0};
  InfoUnit *units = NULL;
  uint32_t n = 0;
  if (find_units(t, &tables, &units, &n)) {
    for (uint32_t i = 0; i < n; i++) {
      trim_unit(&units[i]);
      write_uint(units[i].bytes.p + TABLE, 4, units[i].abbrevs->copied_to);
    }
    t->sections[DEBUG_ABBREV] = (Bytes){
        arena_copy(t->a, tables.copy.data, tables.copy.len), tables.copy.len};
  }
  text_free(&tables.copy);
}
