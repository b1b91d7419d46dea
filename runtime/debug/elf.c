/*
 * elf.c - sections and symbols of an executable, and the Cursor that all
 * readers of this folder use.
 *
 * The file header leads to a table of section headers, these lead to bytes:
 *
 *   Elf64_Ehdr --e_shoff--> Elf64_Shdr[e_shnum] --sh_offset--> contents
 *              e_shstrndx: the section that holds the sections' names
 *
 * A name is an offset into a section of strings. .symtab is an array of
 * Elf64_Sym{name, type, section, address, size} in no useful order, so a search
 * passes over all of it; that is fast enough for a traceback.
 *
 * Nothing in the file is trusted: whatever lies outside of it reads as zero or
 * as empty. Structs are copied out, since their offsets need not be aligned.
 */
#include <elf.h>
#include <string.h>

#include "debug.h"

/* The bytes of b from `offset` on; none if that is behind its end. */
Cursor cursor_at(Bytes b, uint64_t offset) {
  if (offset > b.len) {
    offset = b.len;
  }
  return (Cursor){b.p + offset, b.p + b.len};
}

/* Never goes further than the end. */
void skip_bytes(Cursor *c, uint64_t n) {
  uint64_t left = (uint64_t)(c->end - c->p);
  c->p += n < left ? n : left;
}

/* size bytes, 0 to 8. A number that is cut off is 0 and ends the reading. */
uint64_t read_uint(Cursor *c, int size) {
  uint64_t v = 0;
  if (c->end - c->p < size) {
    c->p = c->end;
    return 0;
  }
  for (int i = size - 1; i >= 0; i--) {
    v = v << 8 | c->p[i];
  }
  c->p += size;
  return v;
}

/* LEB128: 7 bits a byte, low ones first, the top bit says that more follow: e5
   8e 26 is 624485. */
uint64_t read_uleb(Cursor *c) {
  uint64_t v = 0;
  for (unsigned shift = 0; c->p < c->end; shift += 7) {
    uint8_t b = *c->p++;
    if (shift < 64) {
      v |= (uint64_t)(b & 0x7f) << shift;
    }
    if (!(b & 0x80)) {
      break;
    }
  }
  return v;
}

/* The same with a sign, bit 6 of the last byte: 7e is -2. */
int64_t read_sleb(Cursor *c) {
  uint64_t v = 0;
  unsigned shift = 0;
  uint8_t b = 0;
  do {
    b = (uint8_t)read_uint(c, 1);
    if (shift < 64) {
      v |= (uint64_t)(b & 0x7f) << shift;
    }
    shift += 7;
  } while (b & 0x80);
  if (shift < 64 && (b & 0x40)) {
    v |= ~(uint64_t)0 << shift;
  }
  return (int64_t)v;
}

/* The result points into the file, which stays mapped. */
const char *read_string(Cursor *c) {
  const uint8_t *s = c->p;
  const uint8_t *nul = memchr(s, 0, (size_t)(c->end - s));
  if (!nul) {
    c->p = c->end;
    return "";
  }
  c->p = nul + 1;
  return (const char *)s;
}

const char *string_at(Bytes b, uint64_t offset) {
  Cursor c = cursor_at(b, offset);
  return read_string(&c);
}

/* ------------------------------------------------------------ sections -- */

static const char *const section_names[SEC_COUNT] = {
    [SEC_SYMTAB] = ".symtab",
    [SEC_STRTAB] = ".strtab",
    [SEC_INFO] = ".debug_info",
    [SEC_ABBREV] = ".debug_abbrev",
    [SEC_STR] = ".debug_str",
    [SEC_LINE_STR] = ".debug_line_str",
    [SEC_STR_OFFSETS] = ".debug_str_offsets",
    [SEC_ADDR] = ".debug_addr",
    [SEC_RNGLISTS] = ".debug_rnglists",
    [SEC_LINE] = ".debug_line",
};

/* The largest section that is unpacked: a damaged header may say anything. */
static const uint64_t max_unpacked = (uint64_t)1 << 32;

/* What a compressed section holds, in memory of its own; empty if unknown. */
static Bytes unpacked(Bytes packed) {
  Elf64_Chdr head;
  Bytes none = {packed.p, 0};
  if (packed.len < sizeof head) {
    return none;
  }
  memcpy(&head, packed.p, sizeof head);
  if (head.ch_type != ELFCOMPRESS_ZLIB || head.ch_size > max_unpacked) {
    return none;
  }
  uint8_t *out = rt_os_map(head.ch_size);
  Bytes stream = {packed.p + sizeof head, packed.len - sizeof head};
  if (!out || !inflate(stream, out, head.ch_size)) {
    return none;
  }
  return (Bytes){out, head.ch_size};
}

/* What a section holds, unpacked if need be; empty if it lies outside of the
   file or, like .bss, has nothing there. */
static Bytes section_bytes(Bytes file, const Elf64_Shdr *s) {
  if (s->sh_type == SHT_NOBITS || s->sh_offset > file.len ||
      s->sh_size > file.len - s->sh_offset) {
    return (Bytes){file.p, 0};
  }
  Bytes stored = {file.p + s->sh_offset, s->sh_size};
  return s->sh_flags & SHF_COMPRESSED ? unpacked(stored) : stored;
}

/* Header i of the file's sections; all zero if the file ends before it. */
static Elf64_Shdr section_header(Bytes file, const Elf64_Ehdr *eh, uint64_t i) {
  Elf64_Shdr s;
  memset(&s, 0, sizeof s);
  uint64_t at = eh->e_shoff + i * sizeof s;
  if (at <= file.len && file.len - at >= sizeof s) {
    memcpy(&s, file.p + at, sizeof s);
  }
  return s;
}

/* Maps the file and finds the sections of SectionId; those it lacks are empty.
   False: it is no ELF file. The bias is left 0. */
bool image_open(Image *im, const char *path) {
  size_t size = 0;
  const uint8_t *p = rt_os_map_file(path, &size);
  *im = (Image){
      .file = {p, size}
  };
  Elf64_Ehdr eh;
  if (!p || size < sizeof eh || memcmp(p, ELFMAG, SELFMAG) != 0) {
    return false;
  }
  memcpy(&eh, p, sizeof eh);
  for (int i = 0; i < SEC_COUNT; i++) {
    im->sections[i] = (Bytes){p, 0};
  }
  Elf64_Shdr names = section_header(im->file, &eh, eh.e_shstrndx);
  Bytes strings = section_bytes(im->file, &names);
  for (uint64_t i = 0; i < eh.e_shnum; i++) {
    Elf64_Shdr s = section_header(im->file, &eh, i);
    const char *name = string_at(strings, s.sh_name);
    for (int id = 0; id < SEC_COUNT; id++) {
      if (strcmp(name, section_names[id]) == 0) {
        im->sections[id] = section_bytes(im->file, &s);
      }
    }
  }
  return true;
}

/* Whether a symbol of the type covers addr. One in assembly may have no size:
   it reaches as far as its section, or the next symbol. */
static bool covers(const Image *im, const Elf64_Ehdr *eh, const Elf64_Sym *s,
                   SymbolQuery q) {
  uint64_t addr = q.addr;
  int type = q.data ? STT_OBJECT : STT_FUNC;
  if (ELF64_ST_TYPE(s->st_info) != type || s->st_shndx == SHN_UNDEF ||
      addr < s->st_value) {
    return false;
  }
  if (s->st_size != 0) {
    return addr - s->st_value < s->st_size;
  }
  Elf64_Shdr section = section_header(im->file, eh, s->st_shndx);
  return addr - section.sh_addr < section.sh_size;
}

/* s instead of best: it begins later; or at the same place, with Go's name for
   a function in C. */
static bool is_closer(const Image *im, const Elf64_Sym *s,
                      const Elf64_Sym *best) {
  const char *name = string_at(im->sections[SEC_STRTAB], s->st_name);
  return s->st_value > best->st_value ||
         (s->st_value == best->st_value && strchr(name, '.'));
}

/* Addresses of q and of *out are those of the file, without the bias. A symbol
   without a size comes out with end == start. */
bool image_symbol(const Image *im, SymbolQuery q, Symbol *out) {
  Bytes table = im->sections[SEC_SYMTAB];
  Elf64_Ehdr eh;
  Elf64_Sym best;
  memset(&best, 0, sizeof best);
  bool found = false;
  if (im->file.len < sizeof eh) {
    return false;
  }
  memcpy(&eh, im->file.p, sizeof eh);
  for (uint64_t at = 0; at + sizeof best <= table.len; at += sizeof best) {
    Elf64_Sym s;
    memcpy(&s, table.p + at, sizeof s);
    if (covers(im, &eh, &s, q) && (!found || is_closer(im, &s, &best))) {
      best = s;
      found = true;
    }
  }
  if (found) {
    *out = (Symbol){best.st_value, best.st_value + best.st_size,
                    string_at(im->sections[SEC_STRTAB], best.st_name)};
  }
  return found;
}
