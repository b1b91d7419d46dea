/*
 * symtab.c - what stands behind an address of this process.
 *
 * The executable is opened at the first question. It may be loaded anywhere
 * (PIE): __ehdr_start, which every linker provides, is the run-time address
 * of the file's first byte.
 *
 * An address of the code gives several frames if calls were inlined there: in
 *
 *   11  func f() {
 *   12          g()          // inlined
 *   13  }
 *   16  func g() { panic(1) }
 *
 * the call in line 16 is in g, line 16, inlined into f, line 12. DWARF tells
 * the place where each inlined function was called, the line table that of the
 * instruction: places move outwards by one.
 */
#include <elf.h>
#include <string.h>

#include "../sched/sched.h"
#include "debug.h"

extern const Elf64_Ehdr file_start __asm__("__ehdr_start")
    __attribute__((visibility("hidden")));

static Image self;
static bool self_opened;
static uintptr_t self_lock;

/* Link-time address of the file's first byte. */
static uintptr_t first_address(const Elf64_Ehdr *eh) {
  const char *table = (const char *)eh + eh->e_phoff;
  for (int i = 0; i < eh->e_phnum; i++) {
    Elf64_Phdr ph;
    memcpy(&ph, table + (size_t)i * sizeof ph, sizeof ph);
    if (ph.p_type == PT_LOAD && ph.p_offset == 0) {
      return ph.p_vaddr;
    }
  }
  return 0;
}

/* Opened under a lock by the first who asks; later ones see the flag and take
   none. */
static const Image *image_self(void) {
  if (RT_LIKELY(__atomic_load_n(&self_opened, __ATOMIC_ACQUIRE))) {
    return &self;
  }
  rt_lock(&self_lock);
  if (!self_opened) {
    image_open(&self, "/proc/self/exe");
    self.bias = (uintptr_t)&file_start - first_address(&file_start);
    __atomic_store_n(&self_opened, true, __ATOMIC_RELEASE);
  }
  rt_unlock(&self_lock);
  return &self;
}

/* Translates addresses of the process to those of the file, and back. */
static bool find_symbol(uintptr_t addr, bool data, Symbol *out) {
  const Image *im = image_self();
  if (!image_symbol(im, (SymbolQuery){addr - im->bias, data}, out)) {
    return false;
  }
  out->start += im->bias;
  out->end += im->bias;
  return true;
}

bool rt_symbol_of(uintptr_t pc, Symbol *out) {
  const Known *k = known_find(pc);
  if (!k) {
    return find_symbol(pc, false, out);
  }
  *out = k->symbol;
  return out->name != NULL;
}

bool rt_data_symbol_of(uintptr_t addr, Symbol *out) {
  return find_symbol(addr, true, out);
}

static RtString text_of(const char *s) {
  s = s ? s : "?";
  return (RtString){(const uint8_t *)s, (int64_t)strlen(s)};
}

/* Sets file, line and directories of f: a relative directory is below the one
   the unit was compiled in. */
static void set_place(const Unit *u, Frame *f, uint64_t file, uint64_t line) {
  f->file = line_file(u, file, &f->dirs[1]);
  f->line = (uint32_t)line;
  if (f->dirs[1] && f->dirs[1][0] == '\0') { /* a name of a line directive */
    f->dirs[1] = NULL;
  } else if (f->dirs[1] && f->dirs[1][0] != '/') {
    f->dirs[0] = u->dir;
  }
}

/* Without debug information there is one frame, with a name only ("?" without a
   symbol). The outermost frame takes its name from the symbol table: it has
   Go's name for functions in C, too. */
static int find_frames(uintptr_t pc, const Symbol *sym, Frame *out, int max) {
  const Image *im = image_self();
  out[0] = (Frame){.function = text_of(sym->name), .has_params = true};
  Unit u;
  LineRow row;
  uintptr_t addr = pc - im->bias;
  if (!unit_of(im, addr, &u) || !line_of(&u, addr, &row)) {
    return 1;
  }
  Scope scopes[MAX_SCOPES];
  int n = unit_scopes(&u, addr, scopes, MAX_SCOPES), count = 0;
  for (int i = n - 1; i > 0 && count < max - 1; i--) {
    const Scope *s = &scopes[i];
    out[count] = (Frame){
        .function = text_of(s->name), .inlined = true, .has_params = true};
    set_place(&u, &out[count++], row.file, row.line);
    row = (LineRow){s->call_file, s->call_line};
  }
  out[count] = (Frame){.function = text_of(sym->name),
                       .has_params = n > 0 && scopes[0].has_params};
  set_place(&u, &out[count++], row.file, row.line);
  return count;
}

/* The same, from what is kept if possible. As many as there was room for may
   not be all: those are not kept. */
int rt_frames_of(uintptr_t pc, Frame *out, int max) {
  const Known *k = known_find(pc);
  if (k && k->n <= max) {
    memcpy(out, k->frames, (size_t)k->n * sizeof *out);
    return k->n;
  }
  Symbol sym = {.name = NULL};
  rt_symbol_of(pc, &sym);
  int n = find_frames(pc, &sym, out, max);
  if (n < max) {
    known_keep(pc, &sym, out, n);
  }
  return n;
}
