#!/usr/bin/env python3
"""Go's own test/ folder, carried out by escargo.

usage: conformance.py [-v] [-g] [-O LEVEL] [-b BUILD] [-a | -i | -l] [FILE...]

Without files: all tests in scope (those that import nothing; with -i, those
that are run and import Go's library; with -l, all that are run and import
nothing or packages of library.PACKAGES only), totals by recipe, and the ratchet:
a test that fails must be listed in testdata/conformance/open.txt (work to do) or
never.txt (it tests a mechanism of gc that escargo does not have), those with
imports in open-imports.txt and never-imports.txt, each line a name and a reason.
Listed tests that pass are named, so that the lists shrink. Exit status 1 if an
unlisted test fails.

With files (names relative to Go's test folder): these, with what is wrong.
-v prints details of every failure, -a takes the tests that are out of scope,
-r RECIPE only that recipe; -g runs the programs with a collection at every
allocation, freed memory overwritten, and the heap verified each time.
"""

import argparse
import collections
import sys

import common
import gotests
import library

LISTS = common.ROOT / "testdata" / "conformance"

IMPORTS = "imports packages"
# The classes of tests: what puts one out of scope, the lists' names.
PLAIN, WITH_IMPORTS = ("open.txt", "never.txt"), ("open-imports.txt",
                                                  "never-imports.txt")
CLASSES = {
    "plain": ({"another system": "for another system", "imports": IMPORTS},
              [PLAIN]),
    "imports": ({"another system": "for another system"}, [WITH_IMPORTS]),
    "library": ({"another system": "for another system"},
                [PLAIN, WITH_IMPORTS]),
}
RECIPES = ["run", "rundir", "runindir", "buildrundir", "build", "builddir",
           "buildrun", "runoutput", "compile", "compiledir", "errorcheck",
           "errorcheckdir", "errorcheckandrundir", "errorcheckwithauto",
           "errorcheckoutput"]
# Those whose programs are run.
RUNNING = {"run", "rundir", "runindir", "buildrundir", "buildrun", "runoutput",
           "errorcheckandrundir"}


def read_list(name):
    """{test: reason}; lines are "name  reason", # begins a comment."""
    result = {}
    path = LISTS / name
    for line in path.read_text().split("\n") if path.exists() else []:
        words = line.split(None, 1)
        if words and not line.startswith("#"):
            if len(words) < 2:
                common.fail(f"{path}: {words[0]}: a reason is missing")
            result[words[0]] = words[1]
    return result


def scope(test, which="plain"):
    """Why a test is out of scope, or None."""
    if test.recipe not in gotests.RUN:
        return f"recipe {test.recipe}"
    found = gotests.needs(test)
    for word, reason in CLASSES[which][0].items():
        if word in found:
            return reason
    if which == "imports" and "imports" not in found:
        return "imports nothing"
    if which != "plain" and test.recipe not in RUNNING:
        return f"recipe {test.recipe}: not run"
    more = gotests.imported(test) - {"unsafe", *library.PACKAGES}
    if which == "library" and more:
        return "imports what is not on the list of packages"
    return None


class Result:
    """Everything that one whole run found."""

    def __init__(self, which="plain"):
        self.tests, self.skipped, self.problems = [], {}, {}
        self.which = which
        self.open, self.never = (
            {name: reason for names in CLASSES[which][1]
             for name, reason in read_list(names[i]).items()}
            for i in range(2))

    def listed(self, name):
        return name in self.open or name in self.never

    def regressions(self):
        """{name: problem} of tests that fail and are not listed."""
        return {name: problem for name, problem in self.problems.items()
                if problem and not self.listed(name)}

    def stale(self):
        """[(name, why)] of lines that the lists should lose."""
        result = [(name, "passes") for name, problem in self.problems.items()
                  if not problem and self.listed(name)]
        return result + [(name, "is not in scope")
                         for name in [*self.open, *self.never]
                         if name not in self.problems and
                         self.which != "library"]


def perform_all(ctx, recipes=None, everything=False, which="plain"):
    root = common.goroot()
    if not root:
        common.fail("no Go 1.19 test folder: install golang-1.19-src")
    result = Result(which)
    for test in gotests.find(root / "test"):
        reason = None if everything and test.recipe in gotests.RUN \
            else scope(test, which)
        if recipes and test.recipe not in recipes:
            continue
        if reason:
            result.skipped[test.name] = reason
        else:
            result.tests.append(test)
    result.problems = common.run_tests(
        [(t.name, lambda t=t: gotests.perform(t, ctx)) for t in result.tests])
    return result


def print_totals(result):
    print(f"{'recipe':22}{'in scope':>9}{'pass':>7}{'fail':>7}"
          f"{'open':>7}{'never':>7}{'pass %':>8}")
    rows = [(r, [t for t in result.tests if t.recipe == r]) for r in RECIPES]
    generic = [t for t in result.tests
               if "type parameters" in gotests.needs(t)]
    rows += [("no type parameters", [t for t in result.tests
                                     if t not in generic]),
             ("type parameters", generic)]
    for name, tests in rows + [("all", result.tests)]:
        if not tests:
            continue
        passed = sum(result.problems[t.name] is None for t in tests)
        count = lambda known: sum(t.name in known for t in tests)
        never = count(result.never)
        applicable = len(tests) - never or 1
        print(f"{name:22}{len(tests):9}{passed:7}{len(tests) - passed:7}"
              f"{count(result.open):7}{never:7}"
              f"{100 * passed / applicable:8.1f}")
    print("\nout of scope:")
    reasons = collections.Counter(result.skipped.values())
    for reason, count in reasons.most_common():
        print(f"  {count:5}  {reason}")


def print_stale(result):
    for name, why in result.stale():
        print(f"{name} {why}: remove it from testdata/conformance/")


def perform_files(names, ctx):
    root = common.goroot() / "test"
    status = 0
    for name in names:
        name = name.split("/test/", 1)[-1]
        test = gotests.Test(root, name)
        problem = gotests.perform(test, ctx)
        print(f"{'FAIL' if problem else 'ok'}   {name} "
              f"({' '.join([test.recipe, *test.flags])})")
        if problem:
            print(problem)
            status = 1
    return status


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-v", action="store_true")
    parser.add_argument("-a", action="store_true")
    parser.add_argument("-i", action="store_const", const="imports",
                        dest="which", default="plain")
    parser.add_argument("-l", action="store_const", const="library",
                        dest="which")
    parser.add_argument("-g", action="store_true")
    parser.add_argument("-r", action="append")
    parser.add_argument("-O", default="2")
    parser.add_argument("-b", default="build")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    ctx = gotests.Context(options.b, ["-O" + options.O], stress=options.g)
    if options.files:
        return perform_files(options.files, ctx)
    result = perform_all(ctx, options.r, options.a, options.which)
    if options.g:
        print(common.stress_line())
    if options.v:
        for name, problem in result.problems.items():
            if problem:
                print(f"FAIL {name}: {common.indent(problem)}")
    print_totals(result)
    for name, problem in result.regressions().items():
        print(f"FAIL {name}, which is not listed: {common.indent(problem, 3)}")
    if not options.r:
        print_stale(result)
    return 1 if result.regressions() else 0


if __name__ == "__main__":
    sys.exit(main())
