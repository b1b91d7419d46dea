/*
 * explain.c - the verbs that tell people what escape analysis decided.
 *
 *   explain FILE[:LINE[:COL]]    sentences, for the values of a file or line
 *   explore -o PAGE.html FILE    a page with its graph and the walks
 *
 * The file is analysed as a package of its own, behind everything that it
 * imports; nothing is generated.
 *
 *   escargo explain x.go:12      x.go:11:2: x, a variable of type int in
 *                                getValue: heap ...
 *
 * The sentences and the page are made in escape/ (explain.c, explorer.c) from
 * the record that the analysis keeps, here and for -dump only.
 */
#include <stdlib.h>

#include "driver/library.h"

/* FILE, LINE, COL of "FILE.go:LINE:COL"; false unless it looks like that. */
static bool parse_place(Arena *a, const char *arg, Explain *ask) {
  const char *end = strstr(arg, ".go:");
  size_t len = end ? (size_t)(end - arg) + 3 : strlen(arg);
  ask->path = arena_strndup(a, arg, len);
  if (!end)
    return len > 3 && strcmp(arg + len - 3, ".go") == 0;
  char *at;
  ask->line = (uint32_t)strtoul(end + 4, &at, 10);
  if (*at == ':')
    ask->col = (uint32_t)strtoul(at + 1, &at, 10);
  return *at == '\0' && ask->line > 0;
}

/* Everything up to the verdicts, imports first; only the file is recorded. */
static bool analyse(Unit *u) {
  uint32_t n;
  library_find(u);
  u->settings->stop = "escape";
  if (!pipeline_check(u))
    return false;
  Package *asked = u->package, **imported = loaded_packages(u->c, &n);
  for (uint32_t i = u->nlibrary; i < n; i++) {
    u->package = imported[i];
    if (!pipeline_generate(u))
      return false;
    u->done = false;
  }
  u->package = asked;
  u->record = escape_record_new(u->c, asked);
  return pipeline_generate(u);
}

/* The worker's part of run_explain; errors of the program end it. */
static int explain_body(Job *job) {
  Unit u = unit_new(job);
  Explain ask = {.slot = codegen_heap_size};
  parse_place(&job->arena, job->settings->args[0], &ask);
  u.files = &ask.path;
  u.nfiles = 1;
  bool ok = analyse(&u);
  ok = !diag_flush(u.c) && ok;
  if (ok && !escape_explain(u.record, &ask, stdout))
    printf("%s: nothing there needs storage of its own\n",
           job->settings->args[0]);
  unit_free(&u);
  return ok ? EXIT_OK : EXIT_ERRORS;
}

/* The argument is parsed here only to refuse it before a job is begun. */
int run_explain(Settings *s) {
  Arena scratch = {0};
  Explain ask = {0};
  bool good = s->nargs == 1 && parse_place(&scratch, s->args[0], &ask);
  arena_free(&scratch);
  if (!good) {
    usage_error(s->verb);
    return EXIT_USAGE;
  }
  return job_run(s, false, explain_body);
}

/* ----------------------------------------------------------------- explore */

/* -o, or the name of the Go file with another suffix, in the current folder. */
static const char *page_name(Job *job) {
  const Settings *s = job->settings;
  const char *base = path_base(s->args[0]);
  return s->output ? s->output
                   : arena_printf(&job->arena, "%.*s.html",
                                  (int)strlen(base) - 3, base);
}

/* Writes the page whole or not at all; false after a message. */
static bool write_page(Unit *u, const char *name) {
  Output out;
  if (!output_begin(u->job, &out, name))
    return false;
  FILE *page = fopen(out.temp, "w");
  if (page)
    escape_explore(u->record, page);
  if (page && fclose(page) == 0)
    return output_commit(u->job, &out, false);
  perror(out.temp);
  output_abandon(u->job, &out);
  return false;
}

/* The worker's part of run_explore; a file with errors has no page. */
static int explore_body(Job *job) {
  Unit u = unit_new(job);
  const char *file = job->settings->args[0];
  u.files = &file;
  u.nfiles = 1;
  bool ok = analyse(&u);
  ok = !diag_flush(u.c) && ok;
  ok = ok && write_page(&u, page_name(job));
  unit_free(&u);
  return ok ? EXIT_OK : EXIT_ERRORS;
}

int run_explore(Settings *s) {
  size_t len = s->nargs == 1 ? strlen(s->args[0]) : 0;
  if (len <= 3 || strcmp(s->args[0] + len - 3, ".go") != 0) {
    usage_error(s->verb);
    return EXIT_USAGE;
  }
  return job_run(s, false, explore_body);
}
