/*
 * main.c - picks the verb: `escargo VERB [flags] [arguments]`.
 *
 * A verb is a row of `verbs`; the flags that it takes are rows of options.c.
 * All that is left here is to find the row, to parse, and to run it:
 *
 *   escargo build -o x main.go    verbs[VERB_BUILD].run({.output = "x", ...})
 */
#include "driver/driver.h"

#include <stdlib.h>

void usage_error(VerbId verb) {
  fprintf(stderr, "usage: %s\nRun 'escargo help %s' for details.\n",
          verbs[verb].usage, verbs[verb].name);
}

/* Every verb takes these; alone they ask for the list of verbs. */
static bool wants_help(const char *arg) {
  return strcmp(arg, "-h") == 0 || strcmp(arg, "-help") == 0 ||
         strcmp(arg, "--help") == 0;
}

/* Parses the verb's flags, then runs it. */
static int run_verb(VerbId verb, int argc, char **argv) {
  Arena arena = {0};
  Settings s = settings_default(verb);
  int status = EXIT_USAGE;
  if (argc > 0 && wants_help(argv[0])) {
    s.args = (char *[]){(char *)(uintptr_t)verbs[verb].name};
    s.nargs = 1;
    status = verbs[VERB_HELP].run(&s);
  } else if (!options_parse(&arena, &s, argv, argc)) {
    usage_error(verb);
  } else {
    status = verbs[verb].run(&s);
  }
  arena_free(&arena);
  return status;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    Settings s = settings_default(VERB_HELP);
    verbs[VERB_HELP].run(&s);
    return EXIT_USAGE;
  }
  if (wants_help(argv[1]))
    return run_verb(VERB_HELP, 0, NULL);
  VerbId verb = verb_find(argv[1]);
  if (verb == VERB_COUNT) {
    fprintf(stderr,
            "escargo %s: unknown command\nRun 'escargo help' for usage.\n",
            argv[1]);
    return EXIT_USAGE;
  }
  return run_verb(verb, argc - 2, argv + 2);
}
