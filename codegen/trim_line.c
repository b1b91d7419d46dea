/*
 * trim_line.c - the lines and frames of functions that the linker dropped.
 *
 * .debug_line has a program for each unit. Run by a debugger, it writes a table
 * of addresses and lines; each function is one sequence of it:
 *
 *   set_address 0x24e820, advance ..., ..., end_sequence
 *   set_address 0,        advance ..., ..., end_sequence      dropped
 *
 * A dropped one becomes a series of set_basic_block, which sets a flag that
 * nobody uses. In .debug_frame, what follows the address becomes zeros: an
 * empty range of code, and instructions that do nothing.
 */
#include "codegen/trim.h"

enum {
  LNS_FIXED_ADVANCE_PC = 9,
  LNS_SET_BASIC_BLOCK = 7,
  LNE_END_SEQUENCE = 1,
  LNE_SET_ADDRESS = 2,
  VERSION = 5,
  ADDRESS = 8
};

/* The next entry of a section of such: its bytes behind the length. */
static bool next_entry(Cursor *c, Cursor *entry) {
  uint64_t len = read_uint(c, 4);
  *entry = (Cursor){.p = c->p, .end = c->p + len};
  if (c->bad || len > (uint64_t)(c->end - c->p))
    return false;
  skip_bytes(c, len);
  return true;
}

typedef struct LineProgram {
  Cursor c;
  uint8_t *operands; /* of each standard opcode, by number - 1 */
  unsigned opcodes;  /* below: standard ones */
} LineProgram;

/* Reads the header; false: of another kind. */
static bool program_begin(LineProgram *p) {
  if (read_uint(&p->c, 2) != VERSION || read_uint(&p->c, 1) != ADDRESS)
    return false;
  skip_bytes(&p->c, 1); /* size of a segment selector */
  uint64_t len = read_uint(&p->c, 4);
  Cursor header = p->c;
  skip_bytes(&p->c, len);
  skip_bytes(&header, 5); /* up to line_range */
  p->opcodes = (unsigned)read_uint(&header, 1);
  p->operands = header.p;
  skip_bytes(&header, p->opcodes);
  return !p->c.bad && !header.bad && p->opcodes > LNS_FIXED_ADVANCE_PC;
}

/* An extended opcode; whether it ends a sequence. *dead: it has address 0. */
static bool extended(Cursor *c, bool *dead) {
  uint64_t len = read_uleb(c);
  Cursor op = *c;
  skip_bytes(c, len);
  uint64_t code = read_uint(&op, 1);
  if (code == LNE_SET_ADDRESS && len == 1 + ADDRESS)
    *dead = read_uint(&op, ADDRESS) == 0;
  return code == LNE_END_SEQUENCE;
}

/* The next opcode, likewise. */
static bool step(LineProgram *p, bool *dead) {
  unsigned op = (unsigned)read_uint(&p->c, 1);
  if (op == 0)
    return extended(&p->c, dead);
  if (op == LNS_FIXED_ADVANCE_PC)
    skip_bytes(&p->c, 2);
  else if (op < p->opcodes)
    for (unsigned i = p->operands[op - 1]; i > 0; i--)
      read_uleb(&p->c);
  return false;
}

static void trim_sequences(LineProgram *p) {
  bool dead = false;
  uint8_t *start = p->c.p;
  while (p->c.p < p->c.end) {
    bool ends = step(p, &dead);
    if (p->c.bad)
      return;
    if (!ends)
      continue;
    if (dead)
      memset(start, LNS_SET_BASIC_BLOCK, (size_t)(p->c.p - start));
    dead = false;
    start = p->c.p;
  }
}

void trim_lines(Trim *t) {
  Cursor c = cursor_at(t->sections[DEBUG_LINE], 0);
  LineProgram p = {0};
  while (c.p < c.end && next_entry(&c, &p.c))
    if (program_begin(&p))
      trim_sequences(&p);
}

void trim_frames(Trim *t) {
  Cursor c = cursor_at(t->sections[DEBUG_FRAME], 0), entry;
  while (c.p < c.end && next_entry(&c, &entry)) {
    bool is_common = read_uint(&entry, 4) == UINT32_MAX;
    if (!is_common && read_uint(&entry, ADDRESS) == 0 && !entry.bad)
      memset(entry.p, 0, (size_t)(entry.end - entry.p));
  }
}
