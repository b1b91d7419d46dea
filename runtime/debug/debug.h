/*
 * debug.h - reading our own executable, for tracebacks.
 *
 *   elf.c     sections and symbols of /proc/self/exe
 *   dwarf.c   .debug_info: which functions contain an address, inlined or not
 *   line.c    .debug_line: the source line of an address
 *   inflate.c unpacks sections that are compressed
 *   symtab.c  puts them together
 *   known.c   keeps the answers
 *
 * Everything is read from the mapped file when it is asked for; nothing is
 * kept but the places of the sections, what was compressed of them, and the
 * answers themselves.
 * Damaged or missing data yield "unknown", never a fault: all reading goes
 * through a Cursor, which yields zeros at its end.
 */
#ifndef RUNTIME_DEBUG_DEBUG_H
#define RUNTIME_DEBUG_DEBUG_H

#include "../rt.h"

/* A piece of a file or of memory. */
typedef struct Bytes {
  const uint8_t *p;
  uint64_t len;
} Bytes;

/* The sections that are of interest; elf.c has their names. */
typedef enum SectionId {
  SEC_SYMTAB,
  SEC_STRTAB,
  SEC_INFO,
  SEC_ABBREV,
  SEC_STR,
  SEC_LINE_STR,
  SEC_STR_OFFSETS,
  SEC_ADDR,
  SEC_RNGLISTS,
  SEC_LINE,
  SEC_COUNT,
} SectionId;

/* An executable; addresses in it are `bias` less than at run time. */
typedef struct Image {
  Bytes file;
  Bytes sections[SEC_COUNT];
  uintptr_t bias;
} Image;

/* What is still to be read: [p, end). */
typedef struct Cursor {
  const uint8_t *p, *end;
} Cursor;

/* -------------------------------------------------------------- elf.c -- */

bool image_open(Image *im, const char *path);
typedef struct SymbolQuery {
  uint64_t addr;
  bool data; /* variables, else functions */
} SymbolQuery;
/* The closest symbol below q.addr that covers it. */
bool image_symbol(const Image *im, SymbolQuery q, Symbol *out);

Cursor cursor_at(Bytes b, uint64_t offset);
uint64_t read_uint(Cursor *c, int size); /* little endian */
uint64_t read_uleb(Cursor *c);
int64_t read_sleb(Cursor *c);
const char *read_string(Cursor *c); /* "" if it is not terminated */
void skip_bytes(Cursor *c, uint64_t n);
const char *string_at(Bytes b, uint64_t offset);

/* ---------------------------------------------------------- inflate.c -- */

/* Unpacks a zlib stream that yields exactly `size` bytes; false if it does
   not. */
bool inflate(Bytes in, uint8_t *out, uint64_t size);

/* ------------------------------------------------------------ dwarf.c -- */

/* What forms need to know of the unit they are in. */
typedef struct Unit {
  const Image *im;
  uint64_t offset, end;                          /* in .debug_info */
  uint64_t dies;                                 /* offset of the first entry */
  uint64_t abbrevs;                              /* offset in .debug_abbrev */
  uint64_t str_offsets, addrs, rnglists, low_pc; /* bases */
  uint64_t line;                                 /* offset in .debug_line */
  bool has_line;
  const char *dir; /* where it was compiled */
} Unit;

/* A function or an inlined call that contains the address. */
typedef struct Scope {
  const char *name;
  uint64_t call_file, call_line; /* inlined: where it was called */
  bool inlined, has_params;
} Scope;

enum {
  MAX_SCOPES = 32
};

bool unit_of(const Image *im, uint64_t addr, Unit *out);
/* Outermost first; the count. */
int unit_scopes(const Unit *u, uint64_t addr, Scope *out, int max);

/* An attribute's value as stored, and what its form makes of it. */
typedef struct Value {
  uint64_t form, raw;
  const char *str; /* string stored in place */
} Value;

Value read_form(const Unit *u, Cursor *c, uint64_t form, int64_t implicit);
const char *value_string(const Unit *u, const Value *v);

/* ------------------------------------------------------------- line.c -- */

/* `file` is a number: see line_file. */
typedef struct LineRow {
  uint64_t file, line;
} LineRow;

bool line_of(const Unit *u, uint64_t addr, LineRow *out);
/* Name and directory (NULL if the name is absolute) of a file number. */
const char *line_file(const Unit *u, uint64_t file, const char **dir);

/* ------------------------------------------------------------ known.c -- */

enum {
  MAX_KNOWN = 4 /* frames; addresses with more are rare */
};

/* What is known of an address. */
typedef struct Known {
  uintptr_t pc;  /* 0: a free slot */
  int n;         /* frames; 0: not yet known */
  Symbol symbol; /* name NULL: there is none */
  Frame frames[MAX_KNOWN];
} Known;

const Known *known_find(uintptr_t pc); /* NULL: not kept */
void known_keep(uintptr_t pc, const Symbol *symbol, const Frame *frames, int n);

#endif
