/*
 * library.c - Go's own packages, made ready before the program is looked at.
 *
 * What a program needs of Go's library does not depend on the program: the
 * trees of its packages, their types, what the analyses know of their
 * functions. So these packages go first, always, and in an order of their own;
 * then the Compiler's memory is kept in the cache (base/snapshot.c), and the
 * next program that needs the same packages goes on from there:
 *
 *   scout     reads the program's files, finds what they import      keys.c
 *   library   maps the snapshot for these packages, or else          here
 *             loads, checks, analyses them, and keeps the snapshot
 *   program   loaded and checked with that Compiler                  pipeline.c
 *
 * The order is the same with and without a snapshot, so that results are, too.
 * The library here is each package of Go's tree that imports only such
 * packages: with `escargo test strings`, not strings, whose tests belong to it,
 * and nothing that imports it.
 *
 * The first program to need some packages loads them and forks: the child
 * writes the snapshot, the parent goes on. unit_free waits for the child.
 *
 * If anything is wrong with one of these packages, they are forgotten, and what
 * is wrong comes out where the program imports it: the scout goes on as the
 * program's Compiler.
 */
#include "driver/library.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Library {
  Unit *u;
  const Cache *cache;
  LIST(LibraryPackage) packages; /* by path */
  Digest key;                    /* of all of them */
} Library;

/* ------------------------------------------------------------ which packages */

/* Whether f is of the library; `known` has the answers so far. No package
   imports itself: such packages have no keys. */
static bool is_library(const Keys *keys, Map *known, const Folder *f) {
  static const bool answers[] = {false, true};
  const bool *answer = map_get(known, f);
  if (answer)
    return *answer;
  bool ok = f->found.origin == ORIGIN_STD && f->found.files == FILES_PLAIN &&
            key_of_folder(keys, f->found.dir);
  for (uint32_t i = 0; i < f->imports.len && ok; i++)
    ok = is_library(keys, known, f->imports.items[i]);
  map_set(&keys->c->arena, known, f, (void *)(uintptr_t)&answers[ok]);
  return ok;
}

static int by_path(const void *a, const void *b) {
  const LibraryPackage *p = a, *q = b;
  return strcmp(p->path, q->path);
}

/* All of them, in an order that has nothing to do with the program's. */
static void find_packages(Library *lib, const Keys *keys) {
  uint32_t n;
  Map known = {0};
  Compiler *c = keys->c;
  Folder **folders = graph_read(c, loader_of(c)->main, &n);
  Hash h;
  for (uint32_t i = 1; i < n; i++)
    if (is_library(keys, &known, folders[i])) {
      LibraryPackage p = {folders[i]->found.path, folders[i]->found.dir};
      list_push(&c->arena, &lib->packages, p);
    }
  if (lib->packages.len)
    qsort(lib->packages.items, lib->packages.len, sizeof(LibraryPackage),
          by_path);
  hash_begin(&h);
  hash_text(&h, "library");
  for (uint32_t i = 0; i < lib->packages.len; i++) {
    const LibraryPackage *p = &lib->packages.items[i];
    hash_text(&h, p->path);
    hash_add(&h, key_of_folder(keys, p->dir), sizeof(Digest));
  }
  lib->key = hash_end(&h);
}

/* ------------------------------------------------------------ making it ready */

/* The library sees the flags that are meant for imports, and nothing that is
   the program's. */
static void configure(const Library *lib, Compiler *c) {
  const LoadOptions *o = &loader_of(lib->u->c)->options;
  c->options = unit_options(lib->u->settings, false);
  c->options.threads = lib->u->c->options.threads;
  c->sources.known = lib->u->c;
  load_configure(c, &(LoadOptions){.overlay = o->overlay,
                                   .tags = o->tags,
                                   .ntags = o->ntags,
                                   .whole = true,
                                   .strict = true});
}

/* Loads and analyses; false after errors, which wait in c->diags. */
static bool read_library(const Library *lib, Compiler *c, const char **notes) {
  uint32_t n;
  Settings plain = *lib->u->settings;
  plain.dump = plain.stop = NULL;
  plain.verify = plain.verify && plain.verb != VERB_COMPILE;
  Unit u = {.job = lib->u->job, .settings = &plain, .c = c};
  universe_init(c);
  configure(lib, c);
  if (!load_library(c, lib->packages.items, lib->packages.len))
    return false;
  Package **packages = loaded_packages(c, &n);
  for (uint32_t i = 0; i < n; i++)
    if (!analyse_package(&u, packages[i], false, &notes[i]))
      return false;
  return true;
}

/* What configure said belongs to this run. */
static void forget_run(Compiler *c) { load_configure(c, &(LoadOptions){0}); }

/* The child's life: nobody hears of failures, for nothing depends on it. */
static void keep_snapshot(const Library *lib, Compiler *c) {
  char *temp;
  pid_t pid = job_fork(lib->u->job);
  if (pid != 0) {
    lib->u->writer = pid > 0 ? pid : 0;
    return;
  }
  int fd = cache_begin_snapshot(lib->cache, &temp);
  if (fd >= 0)
    cache_end_snapshot(lib->cache, &lib->key, temp,
                       snapshot_write(c, &lib->key, fd));
  _exit(EXIT_OK);
}

/* A Compiler with the library, and its snapshot on the way to the cache. NULL:
   something is wrong. Notes of -m are not in a snapshot. */
static Compiler *make_library(Library *lib, const char **notes) {
  char *text = NULL;
  size_t len;
  const Settings *s = lib->u->settings;
  Compiler *c = snapshot_new();
  bool keep = c && lib->cache->dir && !unit_options(s, false).explain;
  c = c ? c : compiler_new();
  FILE *errors = c->err = open_memstream(&text, &len);
  ASSERT(errors);
  bool ok = read_library(lib, c, notes);
  fclose(errors);
  free(text);
  if (!ok) {
    compiler_free(c);
    return NULL;
  }
  forget_run(c);
  if (c->arena.snapshot && s->verify && snapshot_check(c, stderr) > 0)
    fatal_at(c, NO_POS, "the snapshot points elsewhere");
  if (keep)
    keep_snapshot(lib, c);
  return c;
}

/* The same from the cache; NULL: it is not there, or not to be used. */
static Compiler *map_library(const Library *lib) {
  const Settings *s = lib->u->settings;
  if (s->rebuild || s->verify || unit_options(s, false).explain)
    return NULL;
  int fd = cache_open_snapshot(lib->cache, &lib->key);
  Compiler *c = fd < 0 ? NULL : snapshot_map(fd, &lib->key);
  if (fd >= 0)
    close(fd);
  return c;
}

/* ------------------------------------------------------------------- the unit */

/* c goes on where the scout has found the way. */
static void enter(const Library *lib, Compiler *c, const char *const *notes) {
  Unit *u = lib->u;
  c->out = u->c->out;
  c->err = u->c->err;
  c->options = u->c->options;
  c->sources.known = u->c;
  load_configure(c, &loader_of(u->c)->options);
  u->scout = u->c;
  u->c = c;
  u->nlibrary = lib->packages.len;
  u->library_notes = notes;
}

static double milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

void library_prepare(Unit *u, const Cache *cache, const Keys *keys) {
  double start = milliseconds();
  const Settings *s = u->settings;
  Library lib = {.u = u, .cache = cache};
  if (s->verb == VERB_COMPILE && !pipeline_needs_bodies(s))
    return;
  find_packages(&lib, keys);
  if (lib.packages.len == 0)
    return;
  const char **notes = NULL;
  Compiler *c = map_library(&lib);
  const char *how = c ? "mapped" : "read";
  if (!c) {
    notes = NEW_ARRAY(&u->job->arena, const char *, lib.packages.len);
    c = make_library(&lib, notes);
  }
  if (c)
    enter(&lib, c, notes);
  if (c && s->time)
    fprintf(stderr, "%-9s %8.3f ms  %s\n", "library", milliseconds() - start,
            how);
}

void library_find(Unit *u) {
  Cache cache = cache_open(&u->job->arena);
  Keys keys = keys_of(u);
  library_prepare(u, &cache, &keys);
}
