#!/usr/bin/env python3
"""Everything that `./dev test` does; the last line is `N passed, N failed`.

  build      clang-19 and gcc, warnings are errors; clang-19 with sanitizers
  threads    the parallel parser under ThreadSanitizer
  unit       every criterion test of every *_test program, and other checks
             that meson knows
  sources    formatting, include direction, lengths, documented flags
  cache      what a second build finds again; snapshots of the library
  deep       programs that nest or chain things very often
  -m         testdata/escape beside the installed gc; its graphs;
             explain
  programs   testdata/ at -O0 and -O2, and at -O0 under the sanitizers; run/
             with a collection at every allocation, with everything on the heap,
             without inlining; hazards.py
  memory     traces, dumps and their page, exhaustion: testdata/memory
  random     a few random programs, compared with gc
  library    programs on Go's own library, testdata/library
  modules    what the go command says of testdata/modules, and we
  profiles   read by the go command's pprof; heap dumps
  go         Go's own tests, against the two lists of known failures
"""

import json
import pathlib
import re
import subprocess
import sys
import time

import cache
import common
import conformance
import deep
import escape
import explain
import gotests
import graph
import hazards
import library
import memory
import modules
import profiles
import programs
import random_exprs
import random_order
import snapshot

sys.path.insert(0, str(common.ROOT / ".ci"))
import lint  # pylint: disable=wrong-import-position

PARSER = "frontend/syntax/tools/syntax_check"
# Folder: compiler, meson options, targets (none: everything). The first is what
# all but the sanitizers' tests use.
BUILDS = {
    "build": ("clang-19", ["-Dwerror=true"], []),
    "build-gcc": ("gcc", ["-Dwerror=true", "-Doptimization=1"], []),
    "build-asan": ("clang-19", ["-Db_sanitize=address,undefined",
                                "-Db_lundef=false", "-Doptimization=1"],
                   ["escargo"]),
    "build-tsan": ("clang-19", ["-Db_sanitize=thread", "-Db_lundef=false",
                                "-Doptimization=1"], [PARSER]),
}
# Only the compiler is instrumented: programs get the plain runtime.
SANITIZERS = {
    "ESCARGO_RUNTIME": str(common.ROOT / "build/runtime/libescargo-rt.a"),
    "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1",
    "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
}


def build(folder):
    compiler, options, targets = BUILDS[folder]
    place = common.ROOT / folder
    if not (place / "build.ninja").exists():
        made = common.run(["meson", "setup", folder, *options],
                          cwd=common.ROOT, timeout=300,
                          env={"CC": compiler}, merge=True)
        if made.status != 0:
            return made.out
    made = common.run(["ninja", "-C", folder, *targets], cwd=common.ROOT, timeout=1800,
                      merge=True)
    if made.status == 0:
        return None
    return "\n".join(line for line in made.out.split("\n")
                     if not re.match(r"\[\d+/\d+\]", line))


# ---------------------------------------------------------------- unit tests

def criterion_results(name, command, folder, env):
    """[(test, problem)] of one program of criterion tests."""
    with common.temp_dir() as temp:
        report = pathlib.Path(temp, "report.tap")
        done = common.run([*command, f"--output=tap:{report}"], cwd=folder,
                          timeout=300, env=env, merge=True)
        text = report.read_text(errors="replace") if report.exists() else ""
    results = []
    for match in re.finditer(r"^(not )?ok - (\S+)(.*)$", text, re.M):
        results.append((f"unit {name} {match[2]}",
                        done.out if match[1] else None))
    failed = any(problem for _, problem in results)
    if not results or (done.status != 0 and not failed):
        results.append((f"unit {name}", common.describe(done) + "\n" +
                        done.out))
    return results


def unit_tests(folder, totals):
    place = common.ROOT / folder
    listed = json.loads(subprocess.check_output(
        ["meson", "introspect", "--tests", str(place)]))
    for test in listed:
        command, name = test["cmd"], test["name"]
        if command[0].endswith("_test"):
            for result in criterion_results(name, command, place,
                                            test["env"]):
                totals.add(*result)
        else:
            done = common.run(command, cwd=test["workdir"] or place,
                              timeout=600, env=test["env"], merge=True)
            totals.add(f"unit {name}", None if done.status == 0 else
                       common.describe(done) + "\n" + done.out)


# --------------------------------------------------------------- other suites

def sanitized_programs(totals):
    """One level is enough: LLVM is not what is tested here."""
    import os
    os.environ.update(SANITIZERS)
    for name, problem in common.run_tests(
            programs.tests("build-asan", ("0",))).items():
        totals.add(f"sanitizers: {name}", problem)
    for key in SANITIZERS:
        del os.environ[key]


def parallel_parse(totals):
    """Four threads parse testdata; a data race is reported and fails."""
    files = sorted(str(p) for p in (common.ROOT / "testdata").rglob("*.go"))
    done = common.run([str(common.ROOT / "build-tsan" / PARSER), "-c", "4",
                       "-bench", "3", *files], timeout=300, merge=True,
                      env={"TSAN_OPTIONS": "exitcode=66"})
    totals.add("threads: parser", None if done.status == 0 else
               common.describe(done) + "\n" + done.out)


def escape_reports(totals):
    """What -m says of testdata/escape, compared with the installed gc; then
    graphs and walks of the same programs."""
    folder = common.ROOT / "testdata" / "escape"
    tests, listed = [], escape.known()
    for flags in escape.ALL_FLAGS:
        for path in sorted(folder.glob("*.go")):
            if path.name not in listed and f"{path.name} {flags}" not in listed:
                tests.append((f"escape {path.name} {flags}",
                              lambda p=path, f=flags: escape_report(p, f)))
    common.run_tests(tests + graph.tests() + explain.tests(), totals)


def escape_report(path, flags):
    with common.temp_dir() as scratch:
        problem = escape.compare(escape.Subject([path]), flags,
                                 pathlib.Path(scratch))
    return "gc does not compile it" if problem == "skip" else problem


def random_programs():
    """The same few each time; `./dev fuzz` does others."""
    return [test for seed in (1, 2) for test in (
        random_exprs.test(random_exprs.Generator, seed, 40),
        random_exprs.test(random_order.Generator, seed, 40))]


def go_tests(totals):
    result = conformance.perform_all(gotests.Context("build", ["-O2"]))
    conformance.print_totals(result)
    conformance.print_stale(result)
    regressions = result.regressions()
    for test in result.tests:
        totals.add(f"go {test.name}", regressions.get(test.name))


def main():
    totals = common.Totals()
    start = time.monotonic()

    def step(title):
        print(f"[{time.monotonic() - start:4.0f} s] {title}", flush=True)

    step("build")
    totals.add("build", build("build"))
    if not totals.failed:
        step("unit tests")
        unit_tests("build", totals)
        step("sources")
        common.run_tests(lint.fast_checks(), totals)
        step("programs of testdata/")
        common.run_tests(programs.tests(), totals)
        step("the collector at its most eager")
        common.run_tests(programs.stress_tests(levels=("2",),
                                               folders=("run",)), totals)
        common.run_tests(hazards.tests(), totals)
        if hazards.can_arm64():
            common.run_tests(hazards.tests(compare=hazards.compare_arm64),
                             totals)
        step("what the memory system shows")
        common.run_tests(memory.tests(), totals)
        step("other ways to compile, random programs")
        common.run_tests(programs.other_ways() + random_programs(), totals)
        step("cache, snapshots, deep programs")
        common.run_tests(cache.tests() + snapshot.tests() + deep.tests(),
                         totals)
        step("-m beside gc")
        escape_reports(totals)
        step("programs on Go's library")
        library.run_programs(totals)
        step("modules beside the go command")
        common.run_tests(modules.tests(), totals)
        step("profiles that pprof reads, heap dumps")
        common.run_tests(profiles.tests(), totals)
        step("Go's own tests")
        go_tests(totals)
        for folder in ("build-gcc", "build-asan", "build-tsan"):
            step(folder)
            totals.add(folder, build(folder))
        step("parallel parser under ThreadSanitizer")
        parallel_parse(totals)
        step("programs, compiler under sanitizers")
        sanitized_programs(totals)
    step("done")
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
