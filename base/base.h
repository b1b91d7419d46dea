/*
 * base.h - what every part of the compiler stands on.
 *
 * One section per .c file of this folder:
 *
 *   arena.c   memory by lifetime: one arena per compilation, nothing is freed
 *   name.c    interned identifiers: equal names are equal pointers
 *   text.c    growing strings
 *   map.c     pointer-keyed hash maps
 *   source.c  loaded files; a Pos is an offset into all of them
 *   diag.c    errors: collected, sorted, printed once
 *   hash.c    digests of contents
 *   thread.c  threads with deep stacks; loops over several threads
 *   snapshot.c   a Compiler's memory as a file, to be mapped again
 *
 * The compiler has no mutable globals: everything hangs off one Compiler,
 * which is the first parameter of whatever needs a service of this header.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <blake2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct Compiler Compiler;

#define COUNT(a)     (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))
#define NORETURN     __attribute__((noreturn))

/* A state that our own code rules out. Prints where and aborts, in every
   build: `assert` for conditions, UNREACHABLE for ends of switches. */
#define UNREACHABLE() unreachable_at(__FILE__, __LINE__)
#define ASSERT(cond)                                                           \
  ((cond) ? (void)0 : assert_failed(#cond, __FILE__, __LINE__))
NORETURN void unreachable_at(const char *file, int line);
NORETURN void assert_failed(const char *cond, const char *file, int line);

/* ------------------------------------------------------------ arena.c -- */

#if defined(__SANITIZE_ADDRESS__)
#define HAS_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_ASAN 1
#endif
#endif

/*
 * A bump allocator. Blocks are zeroed, aligned to 16 for sizes of 16 and
 * more, else to 8, and live until arena_release of an earlier mark (scratch
 * arenas) or arena_free. Under AddressSanitizer unused bytes are poisoned.
 */
enum {
  ARENA_ALIGNMENT = 16
};
typedef struct ArenaBlock ArenaBlock;
struct Snapshot;
typedef struct Arena {
  char *cur, *end;    /* free room in the newest block */
  ArenaBlock *blocks; /* newest first */
  ArenaBlock *spare;  /* an empty one, from the last release; or NULL */
  size_t total;       /* bytes handed out so far, for -time and tests */
  struct Snapshot
      *snapshot; /* where blocks come from (snapshot.c); NULL: malloc */
} Arena;

typedef struct ArenaMark {
  ArenaBlock *block;
  char *cur;
} ArenaMark;

void *arena_alloc(Arena *a, size_t size);
/* The same for a size that is known when the caller is compiled: few
   instructions inline, unless AddressSanitizer watches. */
static inline void *arena_alloc_fixed(Arena *a, size_t size) {
#ifndef HAS_ASAN
  size_t align = size < ARENA_ALIGNMENT ? 8 : ARENA_ALIGNMENT;
  uintptr_t p = ((uintptr_t)a->cur + align - 1) & ~(align - 1);
  size = (size + align - 1) & ~(align - 1);
  if (a->cur && p <= (uintptr_t)a->end && size <= (uintptr_t)a->end - p) {
    a->cur = (char *)p + size;
    a->total += size;
    return (char *)p;
  }
#endif
  return arena_alloc(a, size);
}
void *arena_copy(Arena *a, const void *from, size_t size);
char *arena_strndup(Arena *a, const char *s, size_t len);
char *arena_printf(Arena *a, const char *fmt, ...) PRINTF(2, 3);
char *arena_vprintf(Arena *a, const char *fmt, va_list ap) PRINTF(2, 0);
ArenaMark arena_mark(const Arena *a);
void arena_release(Arena *a, ArenaMark mark);
void arena_free(Arena *a);
/* Makes all of `from` part of a; from is empty afterwards. */
void arena_adopt(Arena *a, Arena *from);

#define NEW(a, T)          ((T *)arena_alloc_fixed((a), sizeof(T)))
#define NEW_ARRAY(a, T, n) ((T *)arena_alloc_array((a), sizeof(T), (size_t)(n)))
void *arena_alloc_array(Arena *a, size_t size, size_t n); /* checks overflow */

/*
 * LIST(T): a growable array in an arena: {items, len, cap}. list_push may
 * move `items`; the old array is left to the arena.
 */
#define LIST(T)                                                                \
  struct {                                                                     \
    T *items;                                                                  \
    uint32_t len, cap;                                                         \
  }
#define list_push(a, list, item)                                               \
  ((list)->len == (list)->cap                                                  \
       ? (void)((list)->items = arena_grow((a), (list)->items, &(list)->cap,   \
                                           sizeof *(list)->items))             \
       : (void)0,                                                              \
   (list)->items[(list)->len++] = (item))
void *arena_grow(Arena *a, const void *items, uint32_t *cap, size_t size);

/* ------------------------------------------------------------- name.c -- */

/* An interned identifier. Compare by pointer; `text` ends with a NUL that
   `len` does not count. */
typedef struct Name {
  uint32_t hash, len;
  bool exported;   /* begins with an upper-case letter (Unicode Lu) */
  uint8_t keyword; /* the parser's token for this spelling; 0: a name */
  char text[];
} Name;

/* A name of one to seven bytes that the scanner met lately. Few names make
   most of a text, and these are short. */
typedef struct ShortName {
  uint64_t bytes; /* the first in the lowest byte; 0: none */
  const Name *name;
} ShortName;

enum {
  SHORT_NAMES = 512 /* 8 KB stay in the nearest cache */
};

typedef struct NameTable {
  Name **slots;
  uint32_t mask, count;
  ShortName recent[SHORT_NAMES]; /* by hash % SHORT_NAMES */
  Compiler *shared;     /* a thread's cache: whose names these are; or NULL */
  pthread_mutex_t lock; /* taken by the threads that share this table */
} NameTable;

/* One step of a name's hash: over each 8 bytes, then over the 0 to 7 that are
   left, with zeroes behind them. It starts from 0. A scanner that computes it
   while it looks for the end of a name calls name_intern_hashed. */
static inline uint64_t name_hash_step(uint64_t hash, uint64_t bytes) {
  hash = (hash ^ bytes) * 0x9E3779B97F4A7C15u;
  return hash ^ hash >> 32;
}

const Name *name_intern(Compiler *c, const char *text, size_t len);
const Name *name_intern_hashed(Compiler *c, const char *text, size_t len,
                               uint64_t hash);
/* Makes the spelling a keyword, in all threads; before they start. */
void name_set_keyword(Compiler *c, const char *text, uint8_t keyword);
const Name *name_of(Compiler *c, const char *text); /* NUL-terminated */
bool name_is(const Name *n, const char *text);
bool name_is_blank(const Name *n); /* "_" */

/* ------------------------------------------------------------- text.c -- */

/* A growing string on the malloc heap: text_free when done, or hand its
   contents to an arena with text_take. `data` always ends with a NUL. */
typedef struct Text {
  char *data;
  size_t len, cap;
} Text;

void text_putc(Text *t, char ch);
void text_puts(Text *t, const char *s);
void text_append(Text *t, const char *s, size_t len);
void text_printf(Text *t, const char *fmt, ...) PRINTF(2, 3);
void text_vprintf(Text *t, const char *fmt, va_list ap) PRINTF(2, 0);
void text_rune(Text *t, uint32_t rune);              /* as UTF-8 */
void text_quote(Text *t, const char *s, size_t len); /* as Go's %q */
char *text_take(Text *t, Arena *a);                  /* copies, then frees */
void text_free(Text *t);

/* Decodes one UTF-8 sequence as Go does: a bad byte is U+FFFD, width 1. */
uint32_t utf8_decode(const char *s, size_t len, int *width);
int utf8_encode(char out[4], uint32_t rune);

/* Unicode 13 classes, from base/unicode.c's generated tables. */
bool rune_is_letter(uint32_t r); /* L* and '_' */
bool rune_is_digit(uint32_t r);  /* Nd */
bool rune_is_upper(uint32_t r);  /* Lu */
bool rune_is_print(uint32_t r);  /* Go's strconv.IsPrint */

/* -------------------------------------------------------------- map.c -- */

/* Open addressing, keys compared by pointer; NULL is no key. Zero is an
   empty map. Order of map_each is by insertion. */
typedef struct MapEntry {
  const void *key;
  void *value;
} MapEntry;
typedef struct Map {
  MapEntry *entries; /* in order of insertion */
  uint32_t *slots;   /* index + 1 into entries; 0 is empty */
  uint32_t len, cap, mask;
} Map;

void *map_get(const Map *m, const void *key); /* NULL if absent */
bool map_has(const Map *m, const void *key);
void map_set(Arena *a, Map *m, const void *key, void *value);

/* ----------------------------------------------------------- source.c -- */

/*
 * A position: 1 + byte offset into the concatenation of the program's files,
 * 0 for none; from LIBRARY_POS on, the same for the files of Go's library, so
 * that their positions do not depend on the program. Lines and columns are
 * found when a position is printed. Positions of one file are contiguous, so
 * they compare in source order; files compare in loading order.
 */
typedef uint32_t Pos;
#define NO_POS      0u
#define LIBRARY_POS 0x80000000u
#define INLINED_POS 0xC0000000u /* from here on: copies made by the inliner */

/* One `//line` or C-style line directive in force from `from` on. */
typedef struct LineDirective {
  Pos from;             /* first position that it renames */
  const char *filename; /* as written; NULL keeps the physical one */
  uint32_t line, col;   /* col 0: none given */
} LineDirective;

/* Scanners may read this far behind a text without looking for its end. */
enum {
  SOURCE_PADDING = 16
};

typedef struct Source {
  const char *path; /* as named on the command line or found by the loader */
  const char *text; /* text[0..len), then SOURCE_PADDING NULs */
  uint32_t len;
  Pos base;        /* Pos of text[0]; text[i] is at base + i */
  uint32_t *lines; /* offsets of line starts */
  uint32_t nlines;
  LIST(LineDirective) directives; /* by position */
  bool std; /* of the standard library: privileged directives are allowed */
  const char *trimmed; /* imported: how -m names it, as export data do */
} Source;

/* Code that the inliner has copied: where it stands, and the call that it
   replaces (which may be inlined code itself). */
typedef struct InlinedPos {
  Pos pos, call;
  const void *function; /* the inlined Function */
} InlinedPos;

/* Files with one stretch of positions. */
typedef struct SourceRange {
  LIST(Source *) files;
  Pos next; /* base of the next file */
  Pos end;  /* the range ends before it */
} SourceRange;

typedef struct SourceSet {
  LIST(InlinedPos) inlined; /* position INLINED_POS + i */
  SourceRange program, std; /* std: of Go's own packages */
  Map by_path;              /* Name -> Source: the first of that path */
  Compiler *known; /* has read files that are not to be read again; or NULL */
} SourceSet;

/* A position as people see it. */
typedef struct Place {
  const char *path;             /* after line directives */
  uint32_t line;                /* from 1; after line directives */
  uint32_t col;                 /* in bytes from 1; 0: not to be printed */
  const Source *source;         /* NULL for NO_POS */
  uint32_t real_line, real_col; /* in the file itself */
} Place;

/* No files yet. */
void source_init(SourceSet *set);
/* Adds a file that is in memory; text is copied and padded. NULL: it does not
   fit into the positions. */
Source *source_add(Compiler *c, const char *path, const char *text, size_t len);
/* Reads a file; NULL after a diagnostic ("open x.go: no such file ..."). */
Source *source_read(Compiler *c, const char *path);
/* The same, for a file of Go's library (std) or of the program; NULL with the
   diagnostic's text in *why, which nobody has seen. */
Source *source_load(Compiler *c, const char *path, bool std, const char **why);
/* A file that was added under this path; NULL: none. */
Source *source_find(Compiler *c, const char *path);
/* A whole file's *len bytes, to be freed; NULL with the reason in *why. */
char *file_read(Arena *a, const char *path, size_t *len, const char **why);
/* The system's words for an errno, as Go has them: in lower case. */
const char *error_text(Arena *a, int error);
Source *source_of(const Compiler *c, Pos pos);
/* A position for a copy of what stands at pos, inlined at call. */
Pos pos_inlined(Compiler *c, Pos pos, Pos call, const void *function);
/* The facts of an inlined position; NULL for an ordinary one. */
const InlinedPos *pos_inlining(const Compiler *c, Pos pos);
/* The call in the source that an inlined position belongs to; else pos. */
Pos pos_outermost(const Compiler *c, Pos pos);
/* Inlined code prints as the outermost call, as in gc. */
Place place_of(Compiler *c, Pos pos);
/* "x.go:3:5", with -C "x.go:3"; "<autogenerated>:1" for NO_POS. */
const char *pos_string(Compiler *c, Pos pos);
/* As inside messages: always with column, `rel[abs]` under //line. */
const char *pos_string_inside(Compiler *c, Pos pos);

/* ------------------------------------------------------------- diag.c -- */

/*
 * Errors are collected, then flushed: sorted by file (in order of each
 * file's first error), line, column, equal neighbours once. Rules of gc's
 * base/print.go:
 *  - a message that starts with "syntax error" is kept once a line;
 *  - another one is dropped if the previous such message was on the same
 *    line with the same text;
 *  - when the tenth is kept, and not -e: flush, "too many errors", and
 *    `diags.full` is set: callers unwind, further errors are dropped.
 * Continuation lines are part of a message's text ("...\n\tPOS: ...").
 */
typedef struct Diag {
  Pos pos;
  uint32_t seq;
  const char *text;
  bool bare; /* without a place: nothing is printed before the text */
} Diag;

typedef struct Diags {
  LIST(Diag) items;       /* waiting to be flushed */
  uint32_t count;         /* kept errors so far */
  uint32_t syntax_errors; /* those that begin with "syntax error" */
  uint32_t seq;
  Pos last_syntax, last_other;
  const char *last_text;
  bool full; /* ten were printed: give up quietly */
} Diags;

void diag_error(Compiler *c, Pos pos, const char *fmt, ...) PRINTF(3, 4);
/* An error without a place: "escargo: ..." (files, tools, usage). */
void diag_plain(Compiler *c, const char *fmt, ...) PRINTF(2, 3);
/* What the go command or gc's linker would say: just the text. */
void diag_bare(Compiler *c, const char *fmt, ...) PRINTF(2, 3);
/* Prints what is waiting to c->err; returns whether any error was ever kept. */
bool diag_flush(Compiler *c);
/* Our own bug, at a position of the program: names itself and exits 2,
   quietly if user errors already explain the mess. */
#define fatal_at(c, pos, ...)                                                  \
  internal_error((c), (pos), __FILE__, __LINE__, __VA_ARGS__)
NORETURN void internal_error(Compiler *c, Pos pos, const char *file, int line,
                             const char *fmt, ...) PRINTF(5, 6);

/* ------------------------------------------------------------- hash.c -- */

/* The digest of a text: equal digests, equal texts. */
typedef struct Digest {
  uint8_t bytes[32];
} Digest;

/* A digest under construction. */
typedef struct Hash {
  blake2b_state state;
} Hash;

void hash_begin(Hash *h);
void hash_add(Hash *h, const void *data, size_t len);
void hash_text(Hash *h, const char *text); /* with its length; may be NULL */
Digest hash_end(Hash *h);
Digest hash_of(const void *data, size_t len);
const char *digest_hex(Arena *a, const Digest *d);

/* ----------------------------------------------------------- thread.c -- */

/* A thread with a stack as large as the system grants; the fields are
   private to thread.c. */
typedef struct Thread {
  pthread_t id;
  void *stack;
  size_t size;
  void (*body)(void *);
  void *arg;
} Thread;

/* Starts body(arg); false if there is no room for a stack. */
bool thread_start(Thread *t, void (*body)(void *), void *arg);
void thread_join(Thread *t);
/* How many threads can run at once here, within reason. */
uint32_t thread_processors(void);
/* Calls round(fork, data, i) once for each i < n, on up to `threads` threads,
   the caller's being one. `fork` is c itself if there is only one, else a
   Compiler with its own arena, which c takes over at the end. A round may make
   nodes and names; it must not report errors or load files. */
void compiler_parallel(Compiler *c, uint32_t threads, uint32_t n,
                       void (*round)(Compiler *fork, void *data, uint32_t i),
                       void *data);

/* ------------------------------------------------------------ snapshot.c -- */

/* A Compiler whose permanent memory lies where snapshot_map finds it again; NULL:
   the system has no room there, or this build cannot do it. */
Compiler *snapshot_new(void);
/* The Compiler that a snapshot of this key in an open file holds, ready to go on,
   with default options; NULL: the file is no intact snapshot of that key. */
Compiler *snapshot_map(int fd, const Digest *key);
/* Writes c, which snapshot_new made, to an empty file. Nothing that c reaches may
   lie outside of its own memory and this executable. */
bool snapshot_write(const Compiler *c, const Digest *key, int fd);
/* Prints the words of c's memory that point to libraries, stacks or heaps;
   how many there are. */
uint32_t snapshot_check(const Compiler *c, FILE *out);
/* For arena.c: a zeroed block of the snapshot; NULL: no room. */
void *snapshot_block(struct Snapshot *snapshot, size_t size, size_t alignment);
/* For compiler_free: all blocks, and the Compiler itself. */
void snapshot_free(struct Snapshot *snapshot);

/* -------------------------------------------------------------- Compiler */

/* What the command line decides for all phases. An option that changes objects
   or notes is part of the keys of the build cache: driver/keys.c, add_flags. */
typedef struct Options {
  bool no_columns;            /* -C */
  bool all_errors;            /* -e */
  int no_inline;              /* -l: 1; 4: calls cost less; others: nothing */
  bool no_optimize;           /* -N */
  int explain;                /* -m: 1, -m=2: 2 */
  int lang;                   /* -lang=go1.N: N; default 19 */
  bool heap_all;              /* -d=heapall */
  bool no_pins;               /* -d=nopins */
  bool barriers;              /* -d=barriers */
  bool arm64;                 /* -d=arm64 */
  bool complete;              /* -complete: no functions without body */
  bool std;                   /* -std: compiling the standard library */
  bool runtime;               /* -+: compiling the runtime */
  bool color;                 /* caret lines and colour: stderr is a terminal */
  const char *import_path;    /* -p */
  const char *const *strings; /* -ldflags=-X: path.name=value */
  uint32_t nstrings;
  int opt_level;    /* -O0 .. -O3; default 2 */
  uint32_t threads; /* -c: how many to work on; 0: one a processor */
} Options;

struct Compiler {
  Arena arena;
  Arena scratch; /* mark, use, release within one function */
  NameTable names;
  SourceSet sources;
  Diags diags;
  Options options;
  FILE *out, *err;
  struct Universe *universe; /* frontend/types/universe.c */
  struct TypeTable *types;   /* frontend/types/type.c */
  struct Loader *loader;     /* frontend/load/load.c */
};

/* A Compiler with default options, printing to stdout and stderr. */
Compiler *compiler_new(void);
/* What a Compiler has that is neither memory nor facts: defaults for options,
   streams and locks, for new memory or memory that was mapped. */
void compiler_reset(Compiler *c);
void compiler_free(Compiler *c);

#endif
