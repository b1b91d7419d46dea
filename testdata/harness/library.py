#!/usr/bin/env python3
"""Go's own library, compiled from its source.

usage: library.py [-b BUILD] [NAME...]         programs of testdata/library
       library.py [-b BUILD] -t [PACKAGE...]   the library's own tests
       library.py [-b BUILD] -x [PATTERN...]   those of all other packages
       library.py [-b BUILD] -p [PACKAGE...]   builds all from an empty cache

The programs print what their `// Output:` says, at -O0 and at -O2. With -t,
each package's own test functions are run by `escargo test`; those that fail,
though they pass when gc compiles them, are compared with
testdata/conformance/library.txt (PACKAGE TEST reason), and the last line counts
all. -x does so with what `go list std` (or PATTERN, such as cmd/...) names
beyond PACKAGES: half an hour. With -p, a program that imports the packages is
built at -O2, and once more after a change of the program: the second build
compiles nothing but that.
"""

import argparse
import os
import pathlib
import re
import sys
import time

import common
import programs

OVERLAY = common.ROOT / "runtime" / "pkg"
LIST = common.ROOT / "testdata" / "conformance" / "library.txt"
PACKAGES = """errors fmt io io/fs bufio bytes strings strconv unicode
unicode/utf8 unicode/utf16 sort math math/bits math/cmplx math/rand math/big
container/heap container/list container/ring sync sync/atomic context time os
os/exec os/signal path path/filepath reflect regexp regexp/syntax
text/tabwriter text/template text/template/parse text/scanner encoding/binary
encoding/hex encoding/base64 encoding/csv encoding/json encoding/xml hash
hash/adler32 hash/crc32 hash/crc64 hash/fnv hash/maphash crypto/md5
crypto/sha1 crypto/sha256 crypto/sha512 compress/flate compress/gzip
archive/tar go/token go/scanner go/ast go/parser go/format go/printer flag log
html html/template runtime runtime/debug testing index/suffixarray embed""".split()

# Packages whose tests build programs: `go` is testdata/harness/go there.
BUILDERS = {"runtime"}

# Of package runtime's test files those that are quick: the rest runs with -t.
QUICK = """callers_test.go chan_test.go defer_test.go env_test.go float_test.go
hash_test.go iface_test.go map_test.go mfinal_test.go panic_test.go
rand_test.go slice_test.go string_test.go""".split()

# What is given to `escargo test` in place of a package's name: tests that stand
# elsewhere, and zones that the system may not have.
TESTED_AS = {"embed": ["embed/internal/embedtest"],
             "time": ["-tags=timetzdata", "time"]}


def program_tests(build="build"):
    """One level after the other, and the first program of a level alone: it
    compiles what the others find in the cache."""
    paths = sorted((programs.DATA / "library").glob("*.go"))
    return [[(f"library/{path.name} -O{level}",
              lambda p=path, l=level: programs.run_program(p, build, l))
             for path in part]
            for level in ("0", "2") for part in (paths[:1], paths[1:])]


def quick_test(build):
    """Some of package runtime's own tests: what fails, or None."""
    names = functions_of_files("runtime", QUICK)
    names -= {name for package, name in known_failures()
              if package == "runtime"}
    with common.temp_dir() as temp:
        program = TestProgram(build, "runtime", temp)
        if program.built.status != 0:
            return program.built.out
        results, out = run_some(program, sorted(names))
    failed = [n for n in names if results.get(n) not in ("PASS", "SKIP")]
    return f"{shown(sorted(failed))}\n{out[-2000:]}" if failed else None


def run_programs(totals, build="build", names=()):
    if not names:
        common.run_tests([("library/package runtime's own tests",
                           lambda: quick_test(build))], totals)
    for part in program_tests(build):
        common.run_tests([t for t in part if not names or
                          any(n in t[0] for n in names)], totals)


def known_failures():
    lines = [line.split("#")[0].split() for line in
             LIST.read_text().split("\n")] if LIST.exists() else []
    return {(words[0], words[1]) for words in lines if len(words) > 1}


def functions_of_files(package, files):
    """Test functions in these of a package's files, as far as they exist."""
    paths = [common.goroot() / "src" / package / name for name in files]
    return {name for path in paths if path.is_file() for name in re.findall(
        r"^func ((?:Test(?!Main\()|Example|Fuzz)\w*)\(", path.read_text(),
        re.M)}


def left_out(package):
    """The functions in Go's test files that the overlay leaves out."""
    table = OVERLAY / package / "untested.txt"
    lines = table.read_text().split("\n") if table.exists() else []
    return functions_of_files(package, [line.split()[0] for line in lines
                                        if line.strip()])


def tested_as(package):
    return TESTED_AS.get(package, [package])


class TestProgram:
    """The tests of a package, built once. They run in the package's folder,
    as escargo and go do it."""

    def __init__(self, build, package, temp):
        self.path = str(pathlib.Path(temp, "package.test"))
        self.folder = common.goroot() / "src" / tested_as(package)[-1]
        self.built = common.run(
            [common.escargo(build), "test", "-O0", "-c", "-o", self.path,
             *tested_as(package)], timeout=600, merge=True)
        self.env = {"PWD": str(self.folder)}
        if package in BUILDERS:
            self.env.update(GOROOT=own_goroot(temp), ESCARGO_GO=go_test()[0],
                            ESCARGO=common.escargo(build))

    def run(self, *flags, timeout):
        return common.run([self.path, "-test.paniconexit0", "-test.short",
                           *flags], cwd=self.folder, env=self.env,
                          timeout=timeout, merge=True)


def own_goroot(temp):
    """A GOROOT in this folder whose bin/go is ours."""
    root = pathlib.Path(temp, "goroot")
    (root / "bin").mkdir(parents=True)
    for name in ("src", "pkg", "test", "VERSION"):
        os.symlink(common.goroot() / name, root / name)
    os.symlink(common.ROOT / "testdata" / "harness" / "go", root / "bin" / "go")
    return str(root)


def run_some(program, names, timeout=600):
    """Runs these functions: {name: PASS, FAIL, SKIP or HANG}, the output."""
    done = program.run("-test.v", f"-test.run=^({'|'.join(names)})$",
                       timeout=timeout)
    results = {name: kind for kind, name in re.findall(
        r"^--- (PASS|FAIL|SKIP): (\S+)", done.out, re.M)}
    steps = re.findall(r"^=== (RUN|PAUSE|CONT) +(\w+)$", done.out, re.M)
    latest = {name: step for step, name in steps}
    begun = [name for name, step in latest.items()
             if name not in results and step != "PAUSE"]
    # It ended the program, or was killed with it; unless it is innocent, and
    # ran beside the one that failed: then it is asked again.
    if begun and not results:
        results[begun[-1]] = "HANG"
    return results, done.out


def functions_in(listing):
    """Tests, fuzz targets and examples in what -list prints."""
    return re.findall(r"^(?:Test|Example|Fuzz)\w*$", listing.out, re.M)


def package_results(build, package):
    """The same for all functions of a package: what comes after one that ends
    the program is run by itself."""
    with common.temp_dir() as temp:
        program = TestProgram(build, package, temp)
        if program.built.status == 0 and not os.path.exists(program.path):
            return {}, ""  # all its test files are for other machines
        if program.built.status == 0:
            return results_of(program, package)
    listing = common.run([*go_test(), "-list", ".", *tested_as(package)],
                         timeout=600, merge=True)
    return ({name: "FAIL" for name in functions_in(listing) or ["*"]},
            program.built.out)


def results_of(program, package):
    results = {name: "FAIL" for name in left_out(package)}
    left = functions_in(program.run("-test.list", ".", timeout=60))
    out = ""
    while left:
        some, out = run_some(program, left)
        results.update(some)
        before, left = left, [n for n in left if n not in results]
        if left == before:
            break
    results.update({name: "FAIL" for name in left})
    return results, out


def go_test():
    return [str(common.goroot() / "bin" / "go"), "test", "-vet=off"]


def failures_of_gc(package, names):
    """Those of the functions that fail when gc has compiled them; "*" stands
    for a package whose tests gc cannot even list."""
    if not names or names == ["*"]:
        return names
    done = common.run([*go_test(), "-short", "-v", "-run",
                       f"^({'|'.join(names)})$", *tested_as(package)],
                      timeout=300, merge=True)
    good = re.findall(r"^--- (?:PASS|SKIP): (\S+)", done.out, re.M)
    return [name for name in names if name not in good]


def other_packages(patterns):
    """The packages of these patterns that have tests and are not in
    PACKAGES."""
    form = "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}"
    listed = common.run([go_test()[0], "list", "-f", form, *patterns],
                        timeout=300)
    return [p for p in listed.out.split()
            if p not in PACKAGES and p not in sum(TESTED_AS.values(), [])]


def shown(names):
    few = 12
    return " ".join(names if len(names) <= few else
                    names[:few] + [f"and {len(names) - few} more"])


def run_package_tests(build, packages):
    """Prints a line for each package; returns whether all is as listed."""
    known, fine, total, good, excused = known_failures(), True, 0, 0, 0
    for package in packages:
        results, out = package_results(build, package)
        failed = [n for n, kind in results.items() if kind in ("FAIL", "HANG")]
        gc_too = failures_of_gc(package, failed)
        failed = [n for n in failed if n not in gc_too]
        count = len(results) - len(gc_too)
        total, good = total + count, good + count - len(failed)
        excused += len(gc_too)
        print(f"{package:22} {count - len(failed):4} of {count:4}  "
              f"{shown(failed)}" + (f"  (gc fails, too: {shown(gc_too)})"
                                    if gc_too else ""), flush=True)
        named = {n for n in failed if (package, n) in known}
        if set(failed) - named - left_out(package) and \
                (package, "*") not in known:
            fine = False
            if len(failed) == count:
                print("\n".join(out.split("\n")[-12:]))
    print(f"{good} of {total} test functions pass, "
          f"{100 * good / max(total, 1):.2f} %; {excused} more fail with gc, "
          "too")
    return fine


def build_packages(build, packages):
    """Prints how long both builds take; returns whether all is well."""
    with common.temp_dir() as temp:
        source = pathlib.Path(temp, "all.go")
        text = "package main\n\nimport (\n" + "".join(
            f'\t_ "{p}"\n' for p in packages) + ")\n\nfunc main() {}\n"
        compiled = []
        for number in (1, 2):
            source.write_text(f"{text}// {number}\n")
            start = time.monotonic()
            done = common.run([common.escargo(build), "build", "-v", "-o",
                               temp + "/all", str(source)], timeout=1800,
                              env={"ESCARGO_CACHE": temp + "/cache"},
                              merge=True)
            compiled.append(done.out.split())
            print(f"build {number}: {time.monotonic() - start:.1f} s, "
                  f"{len(compiled[-1])} packages compiled, beside load "
                  f"{os.getloadavg()[0]:.1f}")
            if done.status != 0:
                print(done.out)
                return False
        return compiled[1] == ["command-line-arguments"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-b", default="build")
    parser.add_argument("-t", action="store_true")
    parser.add_argument("-x", action="store_true")
    parser.add_argument("-p", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.p:
        return 0 if build_packages(options.b, options.names or PACKAGES) else 1
    if options.t or options.x:
        packages = other_packages(options.names or ["std"]) if options.x \
            else options.names or PACKAGES
        return 0 if run_package_tests(options.b, packages) else 1
    totals = common.Totals()
    run_programs(totals, options.b, options.names)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
