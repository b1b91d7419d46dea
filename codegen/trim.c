/*
 * trim.c - makes executables smaller, behind the linker.
 *
 *   code and data       as they are
 *   .debug_*            what describes dropped code is cleared (trim_info.c,
 *                       trim_line.c); compressed, as gc has it
 *   .symtab, .strtab    without files' names and local names of types
 *   section headers     for all that has moved
 *
 * Only what is not loaded changes its place: it lies behind the rest. Files of
 * another shape are left as they are. The runtime unpacks what a traceback
 * needs, debuggers unpack everything.
 */
#include "codegen/trim.h"
#include "codegen/codegen.h"

#include <elf.h>
#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

/* By DebugSection. */
static const char *const names[DEBUG_SECTIONS] = {
    ".debug_info",     ".debug_abbrev", ".debug_addr", ".debug_loclists",
    ".debug_rnglists", ".debug_line",   ".debug_frame"};

/* A section: its header, which is changed for the new file, and its bytes in
   the old one or, if they were made anew, in the arena. */
typedef struct Section {
  Elf64_Shdr head;
  const char *name;
  Bytes bytes;
} Section;

/* An ELF file on its way: read whole, taken apart, written again. */
typedef struct Executable {
  Trim trim;
  Bytes file;
  Elf64_Ehdr head;
  Section *sections;
  uint64_t loaded; /* bytes of the file that stay where they are */
} Executable;

/* ----------------------------------------------------------------- cursor */

Cursor cursor_at(Bytes b, uint64_t offset) {
  bool bad = offset > b.len;
  return (Cursor){b.p + (bad ? b.len : offset), b.p + b.len, bad};
}

void skip_bytes(Cursor *c, uint64_t n) {
  c->bad = c->bad || n > (uint64_t)(c->end - c->p);
  c->p = c->bad ? c->end : c->p + n;
}

uint64_t read_uint(Cursor *c, unsigned size) {
  const uint8_t *p = c->p;
  uint64_t v = 0;
  skip_bytes(c, size);
  for (unsigned i = size; i > 0 && !c->bad; i--)
    v = v << 8 | p[i - 1];
  return v;
}

/* DWARF's variable length numbers: 7 bits in a byte, the low ones first. What
   is beyond 64 bits is dropped, as the value is damaged anyway. */
uint64_t read_uleb(Cursor *c) {
  enum {
    MORE = 0x80,
    BITS = 7,
    WIDTH = 64
  };
  uint64_t v = 0, byte = MORE;
  for (unsigned shift = 0; byte & MORE; shift += BITS) {
    byte = read_uint(c, 1);
    if (shift < WIDTH)
      v |= (byte & (MORE - 1)) << shift;
  }
  return v;
}

void write_uint(uint8_t *p, unsigned size, uint64_t v) {
  for (unsigned i = 0; i < size; i++, v >>= 8)
    p[i] = (uint8_t)v;
}

/* ---------------------------------------------------------------- reading */

/* A stretch of the file, whatever its numbers say. */
static bool inside(const Executable *x, uint64_t offset, uint64_t size) {
  return offset <= x->file.len && size <= x->file.len - offset;
}

/* Reads the headers and finds the sections' bytes. False: this is no ELF file
   of 64 bits, or its numbers lead out of it. */
static bool read_headers(Executable *x) {
  if (!inside(x, 0, sizeof x->head))
    return false;
  memcpy(&x->head, x->file.p, sizeof x->head);
  const Elf64_Ehdr *h = &x->head;
  if (memcmp(h->e_ident, ELFMAG, SELFMAG) != 0 ||
      h->e_ident[EI_CLASS] != ELFCLASS64 ||
      h->e_ident[EI_DATA] != ELFDATA2LSB ||
      h->e_shentsize != sizeof(Elf64_Shdr) || h->e_shstrndx >= h->e_shnum ||
      !inside(x, h->e_shoff, (uint64_t)h->e_shnum * sizeof(Elf64_Shdr)))
    return false;
  x->sections = NEW_ARRAY(x->trim.a, Section, h->e_shnum);
  for (unsigned i = 0; i < h->e_shnum; i++) {
    Section *s = &x->sections[i];
    memcpy(&s->head, x->file.p + h->e_shoff + i * sizeof s->head,
           sizeof s->head);
    if (s->head.sh_type == SHT_NOBITS)
      continue;
    if (!inside(x, s->head.sh_offset, s->head.sh_size))
      return false;
    s->bytes = (Bytes){x->file.p + s->head.sh_offset, s->head.sh_size};
  }
  return true;
}

/* Part of the program's memory (or the empty section 0): must not move. */
static bool is_loaded(const Section *s) {
  return s->head.sh_type == SHT_NULL || (s->head.sh_flags & SHF_ALLOC) != 0;
}

/* The string at an offset of a table; "": it has no end there. */
static const char *string_in(Bytes table, uint64_t offset) {
  if (offset >= table.len ||
      !memchr(table.p + offset, 0, (size_t)(table.len - offset)))
    return "";
  return (const char *)table.p + offset;
}

/* Sections' names, and those of debug information to x->trim. False: something
   that is loaded lies behind what is not, so that nothing can move. */
static bool read_sections(Executable *x) {
  Bytes strings = x->sections[x->head.e_shstrndx].bytes;
  uint64_t first = x->head.e_shoff;
  for (unsigned i = 0; i < x->head.e_shnum; i++) {
    Section *s = &x->sections[i];
    uint64_t end = s->head.sh_offset + s->bytes.len;
    s->name = string_in(strings, s->head.sh_name);
    if (is_loaded(s))
      x->loaded = end > x->loaded ? end : x->loaded;
    else if (s->head.sh_offset < first)
      first = s->head.sh_offset;
    for (unsigned k = 0; k < DEBUG_SECTIONS; k++)
      if (strcmp(s->name, names[k]) == 0 &&
          (s->head.sh_flags & SHF_COMPRESSED) == 0)
        x->trim.sections[k] = s->bytes;
  }
  return x->loaded <= first;
}

/* ---------------------------------------------------------------- symbols */

/* Local names that tell nothing: a type's is in what it describes. */
static bool is_noise(const Elf64_Sym *s, const char *name) {
  if (ELF64_ST_BIND(s->st_info) != STB_LOCAL)
    return false;
  unsigned type = ELF64_ST_TYPE(s->st_info);
  return type == STT_FILE ||
         (type == STT_OBJECT && (strncmp(name, "type:", 5) == 0 ||
                                 strncmp(name, "go:itab.", 8) == 0));
}

/* Rewrites a symbol table and its strings without noise. Local symbols come
   first: sh_info is their number. Only this table may use the strings. */
static void trim_symbols(Executable *x, Section *s) {
  enum {
    SIZE = sizeof(Elf64_Sym)
  };
  if (s->head.sh_link >= x->head.e_shnum || s->head.sh_entsize != SIZE)
    return;
  Section *strings = &x->sections[s->head.sh_link];
  uint64_t n = s->bytes.len / SIZE, kept = 0, locals = s->head.sh_info;
  Text text = {0};
  text_putc(&text, 0);
  for (uint64_t i = 0; i < n; i++) {
    Elf64_Sym sym;
    memcpy(&sym, s->bytes.p + i * SIZE, SIZE);
    const char *name = string_in(strings->bytes, sym.st_name);
    if (i > 0 && is_noise(&sym, name)) {
      s->head.sh_info -= i < locals;
      continue;
    }
    sym.st_name = *name ? (Elf64_Word)text.len : 0;
    if (*name)
      text_append(&text, name, strlen(name) + 1);
    memcpy(s->bytes.p + kept++ * SIZE, &sym, SIZE);
  }
  s->bytes.len = kept * SIZE;
  strings->bytes =
      (Bytes){arena_copy(x->trim.a, text.data, text.len), text.len};
  text_free(&text);
}

/* ---------------------------------------------------------------- writing */

/* As SHF_COMPRESSED sections are: a header, then what zlib makes. */
static void compress_section(Arena *a, Section *s) {
  uLongf len = compressBound(s->bytes.len);
  uint8_t *p = arena_alloc(a, sizeof(Elf64_Chdr) + len);
  Elf64_Chdr head = {.ch_type = ELFCOMPRESS_ZLIB,
                     .ch_size = s->bytes.len,
                     .ch_addralign = s->head.sh_addralign};
  memcpy(p, &head, sizeof head);
  int status =
      compress2(p + sizeof head, &len, s->bytes.p, s->bytes.len, Z_BEST_SPEED);
  if (status != Z_OK || sizeof head + len >= s->bytes.len)
    return;
  s->bytes = (Bytes){p, sizeof head + len};
  s->head.sh_flags |= SHF_COMPRESSED;
  s->head.sh_addralign = alignof(Elf64_Chdr);
}

/* Decides what each section holds in the new file. */
static void trim_sections(Executable *x) {
  trim_info(&x->trim);
  trim_lines(&x->trim);
  trim_frames(&x->trim);
  for (unsigned i = 0; i < x->head.e_shnum; i++) {
    Section *s = &x->sections[i];
    for (unsigned k = 0; k < DEBUG_SECTIONS; k++)
      if (strcmp(s->name, names[k]) == 0 && x->trim.sections[k].len > 0)
        s->bytes = x->trim.sections[k];
    if (strncmp(s->name, ".debug_", 7) == 0 && !is_loaded(s) &&
        (s->head.sh_flags & SHF_COMPRESSED) == 0)
      compress_section(x->trim.a, s);
    if (s->head.sh_type == SHT_SYMTAB && !is_loaded(s))
      trim_symbols(x, s);
  }
}

/* Zeros up to a multiple of `to`. */
static void align(Text *out, uint64_t to) {
  while (to > 1 && out->len % to != 0)
    text_putc(out, 0);
}

/* The whole file anew: what is loaded byte for byte (the file's header is at
   its begin), the other sections, their headers. */
static void lay_out(Executable *x, Text *out) {
  text_append(out, (const char *)x->file.p, (size_t)x->loaded);
  for (unsigned i = 0; i < x->head.e_shnum; i++) {
    Section *s = &x->sections[i];
    if (is_loaded(s))
      continue;
    align(out, s->head.sh_addralign);
    s->head.sh_offset = out->len;
    s->head.sh_size = s->bytes.len;
    text_append(out, (const char *)s->bytes.p, (size_t)s->bytes.len);
  }
  align(out, alignof(Elf64_Shdr));
  x->head.e_shoff = out->len;
  for (unsigned i = 0; i < x->head.e_shnum; i++)
    text_append(out, (const char *)&x->sections[i].head, sizeof(Elf64_Shdr));
  memcpy(out->data, &x->head, sizeof x->head);
}

/* In its place: what may be done with the file stays. */
static bool write_back(Compiler *c, const char *path, const Text *t) {
  FILE *f = fopen(path, "r+b");
  bool ok = f && fwrite(t->data, 1, t->len, f) == t->len && fflush(f) == 0 &&
            ftruncate(fileno(f), (off_t)t->len) == 0;
  int error = errno;
  if (f && fclose(f) != 0)
    ok = false;
  if (!ok)
    diag_plain(c, "cannot write %s: %s", path, strerror(error));
  return ok;
}

/* Not what was expected: the file stays as it is, which is no error. */
bool trim_program(Compiler *c, const char *path) {
  Arena arena = {0};
  Executable x = {.trim.a = &arena};
  const char *why;
  size_t len = 0;
  char *data = file_read(&arena, path, &len, &why);
  if (!data) {
    diag_plain(c, "%s", why);
    return false;
  }
  bool ok = true;
  x.file = (Bytes){(uint8_t *)data, len};
  if (read_headers(&x) && read_sections(&x)) {
    Text out = {0};
    trim_sections(&x);
    lay_out(&x, &out);
    ok = write_back(c, path, &out);
    text_free(&out);
  }
  free(data);
  arena_free(&arena);
  return ok;
}
