/*
 * pipeline.c - the compiler as a list: every pass in order, with what shows
 * its result and what checks it.
 *
 *   front half, once      tokens  ast  types
 *   back half, a package  explicit  inline  escape  llvm  asm  object
 *
 * -dump=NAME,... prints the result of the passes of these names, -verify runs
 * the checks at the hand-offs, -time prints the seconds of each. A pass
 * without `run` exists only to be looked at: what it shows is made on the way
 * by its neighbour (tokens by the parser, llvm by the object pass).
 *
 * A pass returns false if it has reported errors that forbid the next one; what
 * it reported waits in the Compiler until the driver flushes it. `done` is the
 * other end: everything that was asked for has been shown, or -stop was met,
 * and no object is wanted.
 *
 *   -dump=ast              the front half up to `types`; shown, done: `ast`
 *   -dump=graph -o x.o     the whole list; the graph is shown on the way
 */
#include "driver/pipeline.h"
#include "frontend/load/load.h"

#include <stdlib.h>
#include <time.h>

typedef struct Pass {
  const char *name;
  const char *help;
  bool (*run)(Unit *u); /* false: stop here, after errors */
  void (*verify)(Unit *u);
  bool (*dump)(Unit *u, FILE *out);
} Pass;

/* ------------------------------------------------------------- front half */

/* Whether `name` is in the comma-separated list. */
static bool listed(const char *list, const char *name) {
  size_t len = strlen(name);
  while (list && *list) {
    size_t n = strcspn(list, ",");
    if (n == len && memcmp(list, name, n) == 0)
      return true;
    list += n + (list[n] == ',');
  }
  return false;
}

/* Reads the files again: the parser keeps no tokens. */
static bool dump_all_tokens(Unit *u, FILE *out) {
  for (uint32_t i = 0; i < u->nfiles; i++) {
    Source *s = source_read(u->c, u->files[i]);
    if (s)
      dump_tokens(out, u->c, s);
  }
  return true;
}

/* Parses, then loads what is imported. A syntax error stops the compilation,
   errors of other kinds are joined by those of the checker (as in gc). */
static bool run_parse(Unit *u) {
  Compiler *c = u->c;
  u->package =
      load_files(c, u->files, u->nfiles, u->settings->compiler.import_path);
  if (c->diags.syntax_errors || c->diags.full || u->package->nfiles < u->nfiles)
    return false;
  Package *failed = load_imports(c, u->package);
  if (failed)
    u->package = failed;
  return !failed;
}

static bool dump_files(Unit *u, FILE *out, bool with_types) {
  for (uint32_t i = 0; i < u->package->nfiles; i++)
    dump_file(out, u->c, u->package->files[i], with_types);
  return true;
}

static bool dump_ast(Unit *u, FILE *out) { return dump_files(u, out, false); }

/* Types, of the whole package. */
static bool run_check(Unit *u) {
  check_package(u->c, u->package);
  return u->c->diags.count == 0;
}

static bool dump_types(Unit *u, FILE *out) { return dump_files(u, out, true); }

/* -------------------------------------------------------------- back half */

static bool run_explicit(Unit *u) {
  explicit_package(u->c, u->package);
  return u->c->diags.count == 0;
}

static void verify_explicit(Unit *u) { verify_package(u->c, u->package); }

/* Whether some pass shows what inliner and analysis did on their way. */
static bool wants_record(const Settings *s);

/* -l is no_inline = 1: dead code goes and positions are made all the same. */
static bool run_inline(Unit *u) {
  if (!u->record && wants_record(u->settings))
    u->record = escape_record_new(u->c, u->package);
  escape_prepare(u->c, u->package);
  if (u->c->options.no_inline != 1)
    inline_package(u->c, u->package, u->record);
  return true;
}

/* Errors: what may not be allocated (escape/forbidden.c). */
static bool run_escape(Unit *u) {
  devirtualize_package(u->c, u->package);
  escape_package(u->c, u->package, u->record);
  return u->c->diags.count == 0;
}

/* Dumps of the record: -dump=NAME is escape_dump_NAME. */
#define RECORDED(name)                                                         \
  static bool dump_##name(Unit *u, FILE *out) {                                \
    escape_dump_##name(u->record, out);                                        \
    return true;                                                               \
  }
RECORDED(inline)
RECORDED(callgraph)
RECORDED(graph)
RECORDED(dot)
RECORDED(json)
RECORDED(solve)
#undef RECORDED

static bool dump_llvm(Unit *u, FILE *out) {
  return codegen_dump(u->c, u->package, &u->codegen, DUMP_LLVM, out);
}

static bool dump_asm(Unit *u, FILE *out) {
  return codegen_dump(u->c, u->package, &u->codegen, DUMP_ASM, out);
}

/* Instances that code is generated for. */
static bool run_concrete(Unit *u) {
  concrete_package(u->c, u->package);
  return true;
}

static bool run_object(Unit *u) {
  return !u->object ||
         codegen_package(u->c, u->package, &u->codegen, u->object);
}

/* ------------------------------------------------------------- the passes */

static const Pass passes[] = {
    {"tokens",     "what the scanner returns",                     NULL,         NULL,            dump_all_tokens},
    {"ast",        "the tree as parsed",                           run_parse,    NULL,            dump_ast       },
    {"types",      "the tree with types and constants",            run_check,    NULL,            dump_types     },
    {"explicit",   "the tree with nothing implied",                run_explicit, verify_explicit,
     dump_types                                                                                                  },
    {"inline",     "costs, verdicts and expanded calls",           run_inline,   NULL,
     dump_inline                                                                                                 },
    {"escape",     "the tree with what is on the stack",           run_escape,   NULL,
     dump_types                                                                                                  },
    {"callgraph",  "functions in the order of analysis",           NULL,         NULL,
     dump_callgraph                                                                                              },
    {"graph",      "locations and the edges between them",         NULL,         NULL,            dump_graph     },
    {"graph:dot",  "the same for graphviz",                        NULL,         NULL,            dump_dot       },
    {"graph:json", "the same as JSON; see docs/graph.schema.json", NULL,         NULL,
     dump_json                                                                                                   },
    {"solve",      "each step of the walks over the graph",        NULL,         NULL,            dump_solve     },
    {"concrete",   "instances of generic functions",               run_concrete, NULL,
     dump_types                                                                                                  },
    {"llvm",       "LLVM's intermediate representation",           NULL,         NULL,            dump_llvm      },
    {"asm",        "assembly",                                     NULL,         NULL,            dump_asm       },
    {"object",     NULL,                                           run_object,   NULL,            NULL           },
};

enum {
  BACK = 3 /* where the back half begins */
};

/* Whether -dump names a pass that shows what inliner or analysis saw. */
static bool wants_record(const Settings *s) {
  static const char *const names[] = {"inline",    "callgraph",  "graph",
                                      "graph:dot", "graph:json", "solve"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (listed(s->dump, names[i]))
      return true;
  return false;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* One pass, with what -verify, -time and -dump ask for. */
static bool run_pass(Unit *u, const Pass *p) {
  double start = seconds();
  bool ok = !p->run || p->run(u);
  if (ok && p->verify && u->settings->verify)
    p->verify(u);
  if (u->settings->time && p->run)
    fprintf(stderr, "%-9s %8.3f ms  %s\n", p->name, (seconds() - start) * 1e3,
            u->package ? u->package->path : "");
  /* A tree with errors is shown, too, as far as it was made. */
  if (p->dump && listed(u->settings->dump, p->name) &&
      (ok || p->run == run_check))
    ok = p->dump(u, stdout) && ok;
  return ok;
}

/* With -dump and without -o nothing is left to do behind the last pass that
   is to be shown. */
static bool is_last(const Settings *s, size_t pass) {
  if (!s->dump || s->output)
    return false;
  for (size_t i = pass + 1; i < COUNT(passes); i++)
    if (listed(s->dump, passes[i].name))
      return false;
  return true;
}

/* Those of [from, to), until one fails or nothing more is wanted. */
static bool run_passes(Unit *u, size_t from, size_t to) {
  for (size_t i = from; i < to && !u->done; i++) {
    if (!run_pass(u, &passes[i]))
      return false;
    const char *stop = u->settings->stop;
    u->done =
        is_last(u->settings, i) || (stop && strcmp(stop, passes[i].name) == 0);
  }
  return true;
}

bool pipeline_check(Unit *u) { return run_passes(u, 0, BACK); }

/* Whether functions of the package get as far as the back half. */
bool pipeline_needs_bodies(const Settings *s) {
  for (size_t i = 0; i < BACK; i++)
    if (s->stop && strcmp(s->stop, passes[i].name) == 0)
      return false;
  for (size_t i = BACK; i < COUNT(passes) && s->dump && !s->output; i++)
    if (listed(s->dump, passes[i].name))
      return true;
  return !s->dump || s->output;
}

/* For packages whose summaries matter, not their objects. */
void pipeline_analyse(Unit *u) {
  explicit_package(u->c, u->package);
  escape_prepare(u->c, u->package);
  if (u->c->options.no_inline != 1)
    inline_package(u->c, u->package, NULL);
  devirtualize_package(u->c, u->package);
  escape_package(u->c, u->package, NULL);
}

bool pipeline_object(Unit *u) {
  return run_pass(u, &passes[COUNT(passes) - 1]);
}

bool pipeline_generate(Unit *u) { return run_passes(u, BACK, COUNT(passes)); }

/* ------------------------------------------------------------------- names */

static bool can_dump(const char *name, size_t len) {
  for (size_t i = 0; i < COUNT(passes); i++)
    if (passes[i].dump && strlen(passes[i].name) == len &&
        memcmp(passes[i].name, name, len) == 0)
      return true;
  return false;
}

bool pipeline_knows_dumps(const Settings *s) {
  const char *list = s->dump;
  while (list && *list) {
    size_t n = strcspn(list, ",");
    if (!can_dump(list, n)) {
      fprintf(stderr, "escargo: -dump=%.*s: there is no such pass\n", (int)n,
              list);
      return false;
    }
    list += n + (list[n] == ',');
  }
  return true;
}

void pipeline_help(FILE *out) {
  fputs("\nPasses that -dump shows:\n\n", out);
  for (size_t i = 0; i < COUNT(passes); i++)
    if (passes[i].dump)
      fprintf(out, "  %-15s %s\n", passes[i].name, passes[i].help);
}
