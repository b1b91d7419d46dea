/*
 * syntax_check.c - the parser alone, for tests and measurements.
 *
 *   syntax_check [-e] [-dump | -print | -tokens | -accept] FILE... | @LIST
 *   syntax_check -roundtrip FILE... | @LIST
 *   syntax_check [-c THREADS] -bench N FILE... | @LIST
 *
 * Without a mode it prints what is wrong with each file, as gc would. -accept
 * prints `1 FILE` or `0 FILE`, -roundtrip the files that do not parse again to
 * the same tree when printed. @LIST names a file that lists files.
 *
 * -bench parses all files N times from memory, on as many threads as there are
 * processors, and prints lines a second. What it measures is what a compilation
 * does: from the texts to the trees, with an empty table of names and arenas
 * that the system has not yet given. Reading files is not in it.
 *
 *   24000 lines, 0.7 MB: 0.007 s, 3.40 Mlines/s, 2.40 a CPU second, ...
 *
 * The second figure is per second of all threads together: what one would do.
 */
#include "frontend/frontend.h"
#include "frontend/syntax/tools/roundtrip.h"

#include <stdlib.h>
#include <time.h>

typedef struct Run {
  enum RunMode {
    RUN_ERRORS,
    RUN_DUMP,
    RUN_PRINT,
    RUN_TOKENS,
    RUN_ACCEPT,
    RUN_ROUNDTRIP,
    RUN_BENCH
  } what;
  bool all_errors;
  uint32_t threads;
  int rounds;
  FILE *messages; /* where errors go */
  char **files;
  int n;
} Run;

/* All modes but -bench treat files one by one, each as a compilation. */
static void check_file(const Run *run, const char *path) {
  Compiler *c = compiler_new();
  c->err = run->messages;
  c->options.all_errors = run->all_errors;
  Source *source = source_read(c, path);
  if (source)
    source->std = true; /* all directives are allowed */
  File *file = source ? parse_source(c, source) : NULL;
  bool ok = file && !file->has_errors;
  Text text = {0};
  switch (run->what) {
  case RUN_ACCEPT: printf("%d %s\n", ok, path); break;
  case RUN_DUMP:
    if (ok) {
      printf("FILE %s\n", path);
      dump_file(stdout, c, file, false);
    }
    break;
  case RUN_PRINT:
    if (ok) {
      print_file(&text, file);
      fwrite(text.data, 1, text.len, stdout);
    }
    break;
  case RUN_TOKENS:
    if (source)
      dump_tokens(stdout, c, source);
    break;
  case RUN_ROUNDTRIP:
    if (ok && !roundtrip(source->text, source->len))
      printf("%s: the printed form gives another tree\n", path);
    break;
  case RUN_ERRORS: diag_flush(c); break;
  case RUN_BENCH: break;
  }
  text_free(&text);
  compiler_free(c);
}

/* Seconds, of the wall or of the process. */
static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* One round: a fresh compiler, files read before the clock starts. */
static void bench_round(const Run *run) {
  Compiler *c = compiler_new();
  c->err = run->messages;
  c->options.threads = run->threads;
  size_t lines = 0, bytes = 0;
  for (int i = 0; i < run->n; i++) {
    Source *s = source_read(c, run->files[i]);
    bytes += s ? s->len : 0;
    lines += s ? s->nlines - 1 : 0;
  }
  uint32_t n = c->sources.program.files.len;
  File **files = NEW_ARRAY(&c->arena, File *, n);
  size_t before = c->arena.total;
  double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  parse_sources(c, c->sources.program.files.items, n, files);
  double seconds = now(CLOCK_MONOTONIC) - start;
  cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  printf("%zu lines, %.1f MB: %.3f s, %.2f Mlines/s, %.2f a CPU second, "
         "%.0f bytes a line, %u names\n",
         lines, (double)bytes / 1e6, seconds, (double)lines / seconds / 1e6,
         (double)lines / cpu / 1e6,
         (double)(c->arena.total - before) / (double)lines, c->names.count);
  compiler_free(c);
}

/* Replaces an argument @LIST by the lines of that file. */
static void read_list(Run *run) {
  if (run->n != 1 || run->files[0][0] != '@')
    return;
  FILE *f = fopen(run->files[0] + 1, "r");
  if (!f) {
    fprintf(stderr, "syntax_check: cannot read %s\n", run->files[0] + 1);
    exit(2);
  }
  size_t cap = 0;
  char *line = NULL;
  int room = 0;
  run->n = 0;
  run->files = NULL;
  while (getline(&line, &cap, f) > 0) {
    line[strcspn(line, "\n")] = '\0';
    if (run->n == room) {
      room = room ? 2 * room : 1024;
      run->files = realloc(run->files, (size_t)room * sizeof *run->files);
    }
    run->files[run->n++] = line;
    line = NULL;
    cap = 0;
  }
  free(line);
  fclose(f);
}

int main(int argc, char **argv) {
  static const struct {
    const char *flag;
    enum RunMode what;
  } modes[] = {
      {"-dump",      RUN_DUMP     },
      {"-print",     RUN_PRINT    },
      {"-tokens",    RUN_TOKENS   },
      {"-accept",    RUN_ACCEPT   },
      {"-roundtrip", RUN_ROUNDTRIP},
      {"-bench",     RUN_BENCH    },
  };
  Run run = {.rounds = 1};
  int i = 1;
  for (; i < argc && argv[i][0] == '-'; i++) {
    if (strcmp(argv[i], "-e") == 0)
      run.all_errors = true;
    if (strcmp(argv[i], "-c") == 0 && i + 1 < argc)
      run.threads = (uint32_t)atoi(argv[++i]);
    for (size_t k = 0; k < COUNT(modes); k++)
      if (strcmp(argv[i], modes[k].flag) == 0)
        run.what = modes[k].what;
    if (run.what == RUN_BENCH && i + 1 < argc)
      run.rounds = atoi(argv[++i]);
  }
  run.files = argv + i;
  run.n = argc - i;
  read_list(&run);
  run.messages = run.what == RUN_ERRORS ? stdout : fopen("/dev/null", "w");
  for (int k = 0; run.what == RUN_BENCH && k < run.rounds; k++)
    bench_round(&run);
  for (int k = 0; run.what != RUN_BENCH && k < run.n; k++)
    check_file(&run, run.files[k]);
  return 0;
}
