/* options_test.c - flags as Go's flag package reads them. */
#include "driver/driver.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <unistd.h>

/* Parses words, separated by bars, for a verb. */
static bool parse(Settings *s, VerbId verb, const char *line) {
  static Arena arena; /* of the test's process */
  static char text[200], *words[20];
  int n = 0;
  snprintf(text, sizeof text, "%s", line);
  for (char *at = text, *word; (word = strsep(&at, "|"));)
    words[n++] = word;
  *s = settings_default(verb);
  return options_parse(&arena, s, words, n);
}

Test(options, values_and_booleans) {
  Settings s;
  cr_assert(parse(&s, VERB_COMPILE, "-o|a.o|--p=q|-C|-e=false|-O3|x.go"));
  cr_assert_str_eq(s.output, "a.o");
  cr_assert_str_eq(s.compiler.import_path, "q");
  cr_assert(s.compiler.no_columns);
  cr_assert_not(s.compiler.all_errors);
  cr_assert_eq(s.compiler.opt_level, 3);
  cr_assert_eq(s.nargs, 1);
  cr_assert_str_eq(s.args[0], "x.go");
}

Test(options, counts) {
  Settings s;
  cr_assert(parse(&s, VERB_COMPILE, "-m|-m"));
  cr_assert_eq(s.compiler.explain, 2);
  cr_assert(parse(&s, VERB_COMPILE, "-m=2"));
  cr_assert_eq(s.compiler.explain, 2);
}

Test(options, flags_end_at_the_first_argument) {
  Settings s;
  cr_assert(parse(&s, VERB_RUN, "x.go|-O0|--|-nosuch"));
  cr_assert_eq(s.nargs, 4);
  cr_assert(parse(&s, VERB_RUN, "-O0|--|-x.go"));
  cr_assert_eq(s.nargs, 1);
  cr_assert_str_eq(s.args[0], "-x.go");
}

Test(options, flags_of_test_on_both_sides_of_the_packages) {
  Settings s;
  cr_assert(parse(&s, VERB_TEST, "-v|./a|./b|-run|X|-update|golden|-v"));
  cr_assert_eq(s.nargs, 2);
  cr_assert_str_eq(s.args[1], "./b");
  cr_assert_str_eq(s.test_flags.items[1], "-test.run=X");
  cr_assert_eq(s.test_args.len, 3);
  cr_assert_str_eq(s.test_args.items[0], "-update");
  cr_assert_str_eq(s.test_args.items[2], "-v");
  /* What follows an unknown flag may be its value: no package. */
  cr_assert(parse(&s, VERB_TEST, "-update|./a|-run|X"));
  cr_assert_eq(s.nargs, 0);
  cr_assert_eq(s.test_args.len, 4);
  cr_assert(parse(&s, VERB_TEST, "./a|-args|-run|X"));
  cr_assert_eq(s.test_args.len, 2);
  cr_assert_eq(s.test_flags.len, 0);
}

Test(options, gcflags_are_flags_of_compile) {
  Settings s;
  cr_assert(parse(&s, VERB_BUILD, "-gcflags|-N -l  -lang=go1.17"));
  cr_assert(s.compiler.no_optimize && s.compiler.no_inline);
  cr_assert_eq(s.compiler.lang, 17);
  cr_assert_eq(s.verb, VERB_BUILD);
  cr_assert(parse(&s, VERB_BUILD, "-gcflags=all=-N"));
  cr_assert(s.compiler.no_optimize);
}

Test(options, ldflags_give_strings) {
  Settings s;
  cr_assert(parse(&s, VERB_BUILD, "-ldflags|-s -X main.a=1 '-X=p/q.b=x y' -w"));
  cr_assert_eq(s.compiler.nstrings, 2);
  cr_assert_str_eq(s.compiler.strings[0], "main.a=1");
  cr_assert_str_eq(s.compiler.strings[1], "p/q.b=x y");
  cr_assert(parse(&s, VERB_BUILD, "-ldflags=-B 0x12 -X \"main.a=\""));
  cr_assert_str_eq(s.build_id, "0x12");
  cr_assert(!parse(&s, VERB_BUILD, "-ldflags=-X main.a"));
  cr_assert(!parse(&s, VERB_BUILD, "-ldflags=-nosuch"));
}

Test(options, lists) {
  Settings s;
  cr_assert(parse(&s, VERB_BUILD, "-tags=a,b|-tags|c"));
  cr_assert_eq(s.tags.len, 3);
  cr_assert_str_eq(s.tags.items[2], "c");
}

static void expect_refused(VerbId verb, const char *line, const char *message) {
  Settings s;
  cr_redirect_stderr();
  cr_assert_not(parse(&s, verb, line));
  fflush(stderr);
  cr_assert_stderr_eq_str(message);
}

Test(options, unknown) {
  expect_refused(VERB_BUILD, "--nosuch=3",
                 "flag provided but not defined: -nosuch\n");
}

Test(options, flag_of_another_verb) {
  expect_refused(VERB_RUN, "-o|x", "flag provided but not defined: -o\n");
}

Test(options, missing_value) {
  expect_refused(VERB_BUILD, "-o", "flag needs an argument: -o\n");
}

Test(options, bad_boolean) {
  expect_refused(VERB_BUILD, "-x=maybe",
                 "invalid boolean value \"maybe\" for flag -x: parse error\n");
}

Test(options, bad_language_version) {
  expect_refused(VERB_COMPILE, "-lang=1.18",
                 "compile: invalid value \"1.18\" for -lang: should be "
                 "something like \"go1.12\"\n");
}

Test(options, unknown_debug_key) {
  expect_refused(VERB_COMPILE, "-d=panic,nosuch=1",
                 "compile: unknown debug key -d nosuch\n");
}
