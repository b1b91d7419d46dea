/*
 * line.c - from an address to a source line (.debug_line of DWARF 5).
 *
 * The table is a program for a small machine with the registers address,
 * file, line. Each special opcode advances both address and line by amounts
 * packed into one byte, and emits a row; a row holds up to the next row's
 * address. Rows come in sequences, each with ascending addresses.
 *
 * With line_base -5, line_range 14 and opcode_base 13, as LLVM has it, opcode
 * 75 stands for 75 - 13 = 62 = 4 * 14 + 6: the address grows by 4, the line by
 * -5 + 6 = 1.
 *
 *   program                      rows
 *   set address 0x1000
 *   advance line 10, copy        0x1000  x.go:11
 *   special 75                   0x1004  x.go:12
 *   advance pc 8, end sequence   0x100c  (end)
 *
 * Address 0x1008 is on line 12: the row in force is the one before the first
 * that lies behind it.
 */
#include <string.h>

#include "debug.h"

/* Standard opcodes; what is >= opcode_base is special, 0 is extended. */
enum {
  LNS_COPY = 1,
  LNS_ADVANCE_PC,
  LNS_ADVANCE_LINE,
  LNS_SET_FILE,
  LNS_SET_COLUMN,
  LNS_NEGATE_STMT,
  LNS_SET_BASIC_BLOCK,
  LNS_CONST_ADD_PC,
  LNS_FIXED_ADVANCE_PC,
};
/* Extended opcodes. */
enum {
  LNE_END_SEQUENCE = 1,
  LNE_SET_ADDRESS = 2
};
/* What a column of a table of names says. */
enum {
  LNCT_PATH = 1,
  LNCT_DIRECTORY_INDEX = 2
};

/* min_inst is the unit of what is added to an address; the next three say how
   special opcodes are packed. */
typedef struct Header {
  uint64_t min_inst, line_range, opcode_base;
  int64_t line_base;
  Cursor lengths; /* number of operands of the standard opcodes */
  Cursor tables;  /* directories and files */
  Cursor program;
} Header;

/* Reads the head of the unit's table; false if there is none, or another
   version's. */
static bool read_header(const Unit *u, Header *h) {
  enum {
    VERSION = 5
  };
  Bytes section = u->im->sections[SEC_LINE];
  Cursor c = cursor_at(section, u->line);
  uint64_t length = read_uint(&c, 4);
  if (!u->has_line || length > (uint64_t)(c.end - c.p)) {
    return false;
  }
  c.end = c.p + length;
  uint64_t version = read_uint(&c, 2);
  read_uint(&c, 2); /* sizes of addresses and selectors */
  uint64_t rest = read_uint(&c, 4);
  h->program = c;
  skip_bytes(&h->program, rest);
  h->min_inst = read_uint(&c, 1);
  read_uint(&c, 2); /* VLIW operations, default of is_stmt */
  h->line_base = (int64_t)(int8_t)read_uint(&c, 1);
  h->line_range = read_uint(&c, 1);
  h->opcode_base = read_uint(&c, 1);
  h->lengths = c;
  skip_bytes(&c, h->opcode_base - 1);
  h->tables = c;
  return version == VERSION && h->line_range != 0 && h->opcode_base != 0;
}

/* One of the two tables of names. */
typedef struct Entry {
  const char *path;
  uint64_t dir;
} Entry;

/* Reads a table, keeping entry `want`; the cursor ends up behind it. */
static Entry read_table(const Unit *u, Cursor *c, uint64_t want) {
  enum {
    MAX_FORMATS = 8
  };
  uint64_t types[MAX_FORMATS], forms[MAX_FORMATS];
  Entry found = {NULL, 0};
  uint64_t formats = read_uint(c, 1);
  if (formats > MAX_FORMATS) {
    c->p = c->end;
    return found;
  }
  for (uint64_t i = 0; i < formats; i++) {
    types[i] = read_uleb(c);
    forms[i] = read_uleb(c);
  }
  uint64_t count = read_uleb(c);
  for (uint64_t n = 0; n < count && c->p < c->end; n++) {
    for (uint64_t i = 0; i < formats; i++) {
      Value v = read_form(u, c, forms[i], 0);
      if (n == want && types[i] == LNCT_PATH) {
        found.path = value_string(u, &v);
      } else if (n == want && types[i] == LNCT_DIRECTORY_INDEX) {
        found.dir = v.raw;
      }
    }
  }
  return found;
}

/* Table 0 holds the directories, table 1, behind it, the files, each with the
   number of its directory. */
const char *line_file(const Unit *u, uint64_t file, const char **dir) {
  Header h;
  *dir = NULL;
  if (!read_header(u, &h)) {
    return NULL;
  }
  Cursor c = h.tables;
  read_table(u, &c, 0);
  Entry e = read_table(u, &c, file);
  if (e.path && e.path[0] != '/') {
    c = h.tables;
    *dir = read_table(u, &c, e.dir).path;
  }
  return e.path;
}

/* The machine, and the search for the row that covers `want`. */
typedef struct Machine {
  const Header *h;
  uint64_t address, file;
  int64_t line;
  uint64_t want;
  LineRow last; /* row before the current one */
  uint64_t last_address;
  bool has_last, found;
} Machine;

/* The state in which each sequence begins. */
static void reset(Machine *m) {
  m->address = 0;
  m->file = 1;
  m->line = 1;
  m->has_last = false;
}

/* The machine's registers are a row. If addr lies between the last one and it,
   the search is over: the last row covers addr. */
static void emit_row(Machine *m) {
  if (m->has_last && m->want >= m->last_address && m->want < m->address) {
    m->found = true;
    return;
  }
  if (m->line != 0 || !m->has_last) { /* 0: made by the optimiser */
    m->last = (LineRow){m->file, (uint64_t)m->line};
  }
  m->last_address = m->address;
  m->has_last = true;
}

static void special(Machine *m, uint64_t opcode) {
  uint64_t adjusted = opcode - m->h->opcode_base;
  m->address += adjusted / m->h->line_range * m->h->min_inst;
  m->line += m->h->line_base + (int64_t)(adjusted % m->h->line_range);
  emit_row(m);
}

/* Its length stands in front, so unknown ones are stepped over. */
static void extended(Machine *m, Cursor *c) {
  uint64_t length = read_uleb(c);
  Cursor body = *c;
  skip_bytes(c, length);
  switch (read_uint(&body, 1)) {
  case LNE_END_SEQUENCE:
    emit_row(m);
    if (!m->found) {
      reset(m);
    }
    break;
  case LNE_SET_ADDRESS: m->address = read_uint(&body, 8); break;
  default: break;
  }
}

/* lengths.p[opcode - 1]: how many operands an opcode has that is not known
   here. */
static void standard(Machine *m, Cursor *c, uint64_t opcode) {
  const Header *h = m->h;
  switch (opcode) {
  case LNS_COPY: emit_row(m); break;
  case LNS_ADVANCE_PC: m->address += read_uleb(c) * h->min_inst; break;
  case LNS_ADVANCE_LINE: m->line += read_sleb(c); break;
  case LNS_SET_FILE: m->file = read_uleb(c); break;
  case LNS_CONST_ADD_PC:
    m->address += (255 - h->opcode_base) / h->line_range * h->min_inst;
    break;
  case LNS_FIXED_ADVANCE_PC: m->address += read_uint(c, 2); break;
  default: /* of no interest: step over its operands */
    for (unsigned n = h->lengths.p[opcode - 1]; n > 0; n--) {
      read_uleb(c);
    }
    break;
  }
}

/* Runs the unit's program until the row that covers addr is known; false: none
   does. */
bool line_of(const Unit *u, uint64_t addr, LineRow *out) {
  Header h;
  if (!read_header(u, &h)) {
    return false;
  }
  Machine m = {.h = &h, .want = addr};
  Cursor c = h.program;
  reset(&m);
  while (c.p < c.end && !m.found) {
    uint64_t opcode = read_uint(&c, 1);
    if (opcode >= h.opcode_base) {
      special(&m, opcode);
    } else if (opcode == 0) {
      extended(&m, &c);
    } else {
      standard(&m, &c, opcode);
    }
  }
  *out = m.last;
  return m.found;
}
