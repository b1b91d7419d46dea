/*
 * packages.c - the back half for a whole program: every package analysed, and
 * those compiled that the cache does not have.
 *
 *   imports first   analyse: explicit, inline, escape    in this process
 *   then            objects: LLVM                        in several
 *
 * All packages of the program are analysed even if their objects are known:
 * importers need their bodies, to expand calls, and facts about parameters.
 * Those of Go's library are analysed already (library.c). LLVM is run for what
 * is missing only. Each object is made from the finished tree and nothing else, so
 * objects are made by forked processes: they need no locks, and share the tree
 * without a copy. Each takes the next package that nobody has taken.
 *
 * A process that fails does so silently: what it left undone is done again
 * here, one after another, so that errors come out as without processes.
 */
#include "driver/packages.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

Options unit_options(const Settings *s, bool named) {
  Options plain = settings_default(s->verb).compiler, o = s->compiler;
  if (!named && !s->flags_for_all) {
    plain.opt_level = o.opt_level;
    plain.strings = o.strings;
    plain.nstrings = o.nstrings;
    o = plain;
  }
  if (o.no_optimize)
    o.opt_level = 0;
  return o;
}

/* Makes p the package that u works on, with the flags meant for it. */
static void select_package(Unit *u, Package *p, bool named) {
  Options options = unit_options(u->settings, named);
  options.color = u->c->options.color;
  options.threads = u->c->options.threads;
  u->c->options = options;
  u->codegen = codegen_defaults(u->c);
  u->package = p;
}

/* ----------------------------------------------------------------- analysis */

bool analyse_package(Unit *u, Package *p, bool named, const char **notes) {
  char *text = NULL;
  size_t len;
  FILE *out = u->c->out;
  select_package(u, p, named);
  u->c->out = open_memstream(&text, &len);
  ASSERT(u->c->out);
  u->object = NULL;
  bool ok = pipeline_generate(u);
  fclose(u->c->out);
  u->c->out = out;
  *notes = arena_strndup(&u->job->arena, text, len);
  free(text);
  return ok;
}

void analyse_imports(Unit *u) {
  Package *main = u->package;
  uint32_t n;
  Package **imported = loaded_packages(u->c, &n);
  for (uint32_t i = u->nlibrary; i < n; i++) {
    select_package(u, imported[i], false);
    /* As if the program's other packages had been compiled likewise. */
    if (imported[i]->is_main_module)
      u->c->options.no_inline = u->settings->compiler.no_inline;
    pipeline_analyse(u);
  }
  select_package(u, main, true);
}

/* ------------------------------------------------------------------ objects */

/* What the processes share. */
typedef struct Shared {
  _Atomic uint32_t next;
  _Atomic uint8_t done[]; /* of each package: its object is complete */
} Shared;

static bool make_object(Unit *u, Build *all, uint32_t i) {
  Built *b = &all->built[i];
  select_package(u, b->package, i + 1 == all->n);
  u->object = b->object;
  return pipeline_object(u);
}

/* The life of one process. */
static void make_objects(Unit *u, Build *all, Shared *shared) {
  for (;;) {
    uint32_t i = atomic_fetch_add(&shared->next, 1);
    if (i >= all->n)
      return;
    if (!all->built[i].cached && make_object(u, all, i))
      atomic_store(&shared->done[i], 1);
  }
}

/* One line on a terminal, written over and over. */
static void show_progress(const Build *all, const Shared *shared) {
  uint32_t missing = 0, done = 0;
  for (uint32_t i = 0; i < all->n; i++) {
    missing += !all->built[i].cached;
    done += atomic_load(&shared->done[i]);
  }
  fprintf(stderr, "\rcompiling, once: %u of %u packages", done, missing);
}

/* Waits until no process holds the other end of the pipe. The first program on a
   machine waits for Go's library: whoever sits there is told, if it takes long. */
static void await_processes(const Build *all, const Shared *shared, int pipe) {
  enum {
    PATIENCE = 1000, /* milliseconds */
    INTERVAL = 200
  };
  struct pollfd end = {.fd = pipe};
  int ready = poll(&end, 1, PATIENCE);
  if (ready != 0)
    return;
  for (; ready == 0; ready = poll(&end, 1, INTERVAL))
    show_progress(all, shared);
  fputs("\r\033[K", stderr);
}

/* Starts n processes that take objects to make, and waits for all of them. What
   they could not make is not marked done. */
static void run_processes(Unit *u, Build *all, Shared *shared, uint32_t n) {
  int ends[2];
  bool told = isatty(STDERR_FILENO) && !u->settings->verbose && pipe(ends) == 0;
  for (uint32_t i = 0; i < n; i++) {
    pid_t pid = job_fork(u->job);
    if (pid == 0) {
      make_objects(u, all, shared);
      _exit(EXIT_OK);
    }
    if (pid < 0)
      break; /* the others, or this process, do the work */
  }
  if (told) {
    close(ends[1]);
    await_processes(all, shared, ends[0]);
    close(ends[0]);
  }
  while (wait(NULL) > 0 || errno == EINTR)
    ;
}

/* Memory that forked processes share; NULL: none. */
static Shared *share(uint32_t n) {
  void *p = mmap(NULL, sizeof(Shared) + n, PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? NULL : p;
}

/* Makes all objects that the cache did not have; false after errors. One
   missing object, or one processor, is no work for processes. */
static bool generate(Unit *u, Build *all) {
  uint32_t missing = 0, processes = u->c->options.threads;
  for (uint32_t i = 0; i < all->n; i++)
    missing += !all->built[i].cached;
  if (missing == 0)
    return true;
  codegen_init(&u->codegen);
  if (processes == 0)
    processes = thread_processors();
  Shared *shared = missing > 1 && processes > 1 ? share(all->n) : NULL;
  if (shared)
    run_processes(u, all, shared, processes < missing ? processes : missing);
  bool ok = true;
  for (uint32_t i = 0; i < all->n && ok; i++)
    if (!all->built[i].cached && !(shared && atomic_load(&shared->done[i])))
      ok = make_object(u, all, i);
  if (shared)
    munmap(shared, sizeof *shared + all->n);
  return ok;
}

/* --------------------------------------------------------------------- all */

/* Looks the package up; if it is to be compiled, says so under -v. */
static void plan(Unit *u, const Cache *cache, Built *b, uint32_t i) {
  CacheEntry entry;
  b->cached =
      b->key && !u->settings->rebuild && cache_find(cache, b->key, &entry);
  b->object = b->cached
                  ? entry.path
                  : arena_printf(&u->job->arena, "%s/%u.o", u->job->dir, i);
}

bool build_packages(Unit *u, const Cache *cache, const Keys *keys, Build *all) {
  Arena *a = &u->job->arena;
  uint32_t imports;
  Package *main = u->package, **imported = loaded_packages(u->c, &imports);
  all->n = imports + 1;
  all->built = NEW_ARRAY(a, Built, all->n);
  for (uint32_t i = 0; i < all->n; i++) {
    Built *b = &all->built[i];
    b->package = i < imports ? imported[i] : main;
    b->key = key_of_package(keys, b->package);
    plan(u, cache, b, i);
    if (u->settings->verbose && !b->cached)
      fprintf(stderr, "%s\n", i < imports ? b->package->path : all->name);
    if (i < u->nlibrary)
      b->notes = u->library_notes ? u->library_notes[i] : "";
    else if (!analyse_package(u, b->package, i == imports, &b->notes))
      return false;
  }
  if (!generate(u, all))
    return false;
  for (uint32_t i = 0; i < all->n; i++)
    if (!all->built[i].cached && all->built[i].key)
      all->built[i].object =
          cache_keep(cache, all->built[i].key, all->built[i].object, NULL);
  u->package = main;
  return true;
}
