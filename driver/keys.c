/*
 * keys.c - what a result depends on, as one hash.
 *
 *   key of a package = hash of   this compiler
 *                                the flags that change its object or messages
 *                                its import path
 *                                its files: names, places, texts
 *                                the keys of what it imports
 *   key of a program = hash of   the key of its main package
 *                                the linker, its flags, the runtime archive
 *
 * Through the imports' keys a package depends on everything below it: the
 * compiler expands calls and uses facts about parameters across packages.
 *
 * This compiler and the archive are known by where their files lie and when
 * they changed: reading a hundred megabytes would take longer than most builds.
 */
#include "driver/packages.h"

#include <stdlib.h>
#include <sys/stat.h>

/* ------------------------------------------------------------- ingredients */

/* In the machine's form: keys do not leave this machine. */
static void add_number(Hash *h, long long n) { hash_add(h, &n, sizeof n); }

/* Which file this is and when it was last written, for files that are too
   large to be read. */
static void add_file_identity(Hash *h, const char *path) {
  struct stat st;
  if (stat(path, &st) != 0)
    return;
  add_number(h, (long long)st.st_dev);
  add_number(h, (long long)st.st_ino);
  add_number(h, (long long)st.st_size);
  add_number(h, (long long)st.st_mtim.tv_sec);
  add_number(h, (long long)st.st_mtim.tv_nsec);
  add_number(h, (long long)st.st_ctim.tv_sec);
  add_number(h, (long long)st.st_ctim.tv_nsec);
}

/* Flags of one package; those of -gcflags only for what they are meant for. */
static void add_flags(Hash *h, const Options *o) {
  const long long numbers[] = {
      o->no_columns, o->no_inline, o->no_optimize, o->explain, o->lang,
      o->heap_all,   o->no_pins,   o->complete,    o->std,     o->runtime,
      o->opt_level,  o->barriers,  o->arm64};
  hash_add(h, numbers, sizeof numbers);
  hash_text(h, o->import_path);
}

/* What -X says of the package; others need not be compiled again for it. */
static void add_strings(Hash *h, const Options *o, const char *path) {
  size_t n = strlen(path);
  for (uint32_t i = 0; i < o->nstrings; i++)
    if (strncmp(o->strings[i], path, n) == 0 && o->strings[i][n] == '.')
      hash_text(h, o->strings[i]);
}

static void add_tags(Hash *h, const Settings *s) {
  add_number(h, s->tags.len);
  for (uint32_t i = 0; i < s->tags.len; i++)
    hash_text(h, s->tags.items[i]);
}

/* Messages show the path as it was found, debug information the whole path. */
static void add_source(Hash *h, Arena *a, const Source *s) {
  hash_text(h, s->path);
  hash_text(h, path_absolute(a, s->path));
  Digest d = hash_of(s->text, s->len);
  hash_add(h, &d, sizeof d);
}

/* The files that the package embeds; false if they are not known. */
static bool add_embedded(Hash *h, Compiler *c, const Folder *f) {
  EmbedFiles files = {0};
  if (!embed_scan(c, f, &files))
    return false;
  for (uint32_t i = 0; i < files.len; i++) {
    Digest d = hash_of(files.items[i].data, files.items[i].len);
    hash_text(h, files.items[i].name);
    hash_add(h, &d, sizeof d);
  }
  return true;
}

/* ---------------------------------------------------------------- packages */

typedef struct Maker {
  Unit *u;
  Keys keys;
  Map busy; /* Name of a folder whose key is being made: no cycles */
} Maker;

static Digest *make(Maker *m, Folder *f);

/* The keys of the packages that f imports; false: one has none, so that this
   package has none either. */
static bool add_imports(Maker *m, Hash *h, const Folder *f) {
  add_number(h, f->imports.len);
  for (uint32_t i = 0; i < f->imports.len; i++) {
    const Digest *d = make(m, f->imports.items[i]);
    if (!d)
      return false;
    hash_add(h, d, sizeof *d);
  }
  return true;
}

/* The key of f; NULL if what it depends on is not known. */
static Digest *make(Maker *m, Folder *f) {
  Compiler *c = m->u->c;
  const Name *dir = name_of(c, f->found.dir);
  Digest *known = map_get(&m->keys.packages, dir);
  if (known || f->incomplete || f->why || f->unreadable.len ||
      map_has(&m->busy, dir))
    return known;
  map_set(&c->arena, &m->busy, dir, f);
  bool named = f == loader_of(c)->main;
  Options options = unit_options(m->u->settings, named);
  Hash h;
  hash_begin(&h);
  hash_text(&h, "package " ESCARGO_VERSION);
  add_file_identity(&h, "/proc/self/exe");
  add_flags(&h, &options);
  add_strings(&h, &options, named ? "main" : f->found.path);
  add_tags(&h, m->u->settings);
  hash_text(&h, f->found.path);
  add_number(&h, f->found.lang);
  add_number(&h, f->assembly);
  add_number(&h, f->sources.len);
  for (uint32_t i = 0; i < f->sources.len; i++)
    add_source(&h, &c->arena, f->sources.items[i]);
  if (!add_embedded(&h, c, f) || !add_imports(m, &h, f))
    return NULL;
  known = NEW(&c->arena, Digest);
  *known = hash_end(&h);
  map_set(&c->arena, &m->keys.packages, dir, known);
  return known;
}

/* `main` is the key of the main package; the rest is what linking depends
   on. */
static Digest program_key(const Unit *u, const Digest *main) {
  const Settings *s = u->settings;
  const char *archive = runtime_archive(&u->job->arena);
  Hash h;
  hash_begin(&h);
  hash_text(&h, "program");
  hash_add(&h, main, sizeof *main);
  hash_text(&h, s->linker);
  hash_text(&h, getenv("ESCARGO_LD"));
  add_number(&h, s->static_link);
  hash_text(&h, s->build_id);
  hash_text(&h, archive);
  add_file_identity(&h, archive);
  return hash_end(&h);
}

/* All packages get keys, as far as they can: what is wrong with the program
   says nothing against the library. */
Keys keys_of(Unit *u) {
  uint32_t n;
  Maker m = {.u = u, .keys.c = u->c};
  Folder *root = load_folder(u->c, u->files, u->nfiles);
  Folder **folders = graph_read(u->c, root, &n);
  const Digest *main = make(&m, root);
  for (uint32_t i = 0; i < n; i++)
    make(&m, folders[i]);
  if (!main)
    return m.keys;
  m.keys.known = true;
  m.keys.program = program_key(u, main);
  return m.keys;
}

const Digest *key_of_folder(const Keys *k, const char *dir) {
  return map_get(&k->packages, name_of(k->c, dir));
}

const Digest *key_of_package(const Keys *k, const Package *p) {
  return k->known ? key_of_folder(k, p->dir) : NULL;
}
