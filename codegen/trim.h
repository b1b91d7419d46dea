/*
 * trim.h - private to codegen: taking what is dead out of an executable.
 *
 *   trim.c       the executable's sections and symbols; compression
 *   trim_info.c  .debug_info: functions, types and variables that were dropped
 *   trim_line.c  .debug_line and .debug_frame: the code of those functions
 *
 * The linker drops functions that nobody calls, but leaves the description of
 * a whole package as it is, with addresses of 0 where functions would be.
 * Nothing is moved here: what is dead is overwritten with bytes that mean
 * nothing and are all alike, of which compression leaves nothing.
 *
 * What is not understood is left as it is. All reading goes through a Cursor,
 * which yields zeros and says `bad` at its end.
 */
#ifndef CODEGEN_TRIM_H
#define CODEGEN_TRIM_H

#include "base/base.h"

typedef struct Bytes {
  uint8_t *p;
  uint64_t len;
} Bytes;

typedef struct Cursor {
  uint8_t *p, *end;
  bool bad;
} Cursor;

/* From `offset` to the end of b. */
Cursor cursor_at(Bytes b, uint64_t offset);
uint64_t read_uint(Cursor *c, unsigned size);
uint64_t read_uleb(Cursor *c);
void skip_bytes(Cursor *c, uint64_t n);
void write_uint(uint8_t *p, unsigned size, uint64_t v);

/* The sections that are looked at by name, in the order of trim.c's list. */
typedef enum DebugSection {
  DEBUG_INFO,
  DEBUG_ABBREV,
  DEBUG_ADDR,
  DEBUG_LOCLISTS,
  DEBUG_RNGLISTS,
  DEBUG_LINE,
  DEBUG_FRAME,
  DEBUG_SECTIONS
} DebugSection;

typedef struct Trim {
  Arena *a;
  Bytes sections[DEBUG_SECTIONS]; /* empty: there is none */
} Trim;

/* May replace .debug_abbrev by a longer one. */
void trim_info(Trim *t);
void trim_lines(Trim *t);
void trim_frames(Trim *t);

/* Trims the executable `path` and compresses its debug information. False
   after a reported error. */
bool trim_program(Compiler *c, const char *path);

#endif
