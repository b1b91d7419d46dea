#!/usr/bin/env python3
"""Go's own library, compiled from its source.

usage: library.py [-b BUILD] [NAME...]         programs of testdata/library
       library.py [-b BUILD] -t [PACKAGE...]   the library's own tests
       library.py [-b BUILD] -p [PACKAGE...]   builds all from an empty cache

The programs print what their `// Output:` says, at -O0 and at -O2. With -t,
each package's own test functions are run by `escargo test`; those that fail
are compared with testdata/conformance/library.txt (PACKAGE TEST reason). With
-p, a program that imports the packages is built at -O2, and once more after a
change of the program: the second build compiles nothing but that.
"""

import argparse
import os
import pathlib
import re
import sys
import time

import common
import programs

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


def run_programs(totals, build="build", names=()):
    for part in program_tests(build):
        common.run_tests([t for t in part if not names or
                          any(n in t[0] for n in names)], totals)


def known_failures():
    lines = [line.split("#")[0].split() for line in
             LIST.read_text().split("\n")] if LIST.exists() else []
    return {(words[0], words[1]) for words in lines if len(words) > 1}


def run_package_tests(build, packages):
    """Prints a line for each package; returns whether all is as listed."""
    known, fine, total, good = known_failures(), True, 0, 0
    for package in packages:
        done = common.run([common.escargo(build), "test", "-O0", "-short",
                           "-v", *TESTED_AS.get(package, [package])],
                          timeout=600, merge=True)
        results = re.findall(r"^--- (PASS|FAIL|SKIP): (\S+)", done.out, re.M)
        failed = [name for kind, name in results if kind == "FAIL"]
        if done.status != 0 and not failed:
            failed = ["*"]
        new = [n for n in failed if (package, n) not in known]
        passed = len(results) - len([n for n in failed if n != "*"])
        total, good = total + len(results), good + passed
        print(f"{package:22} {passed:4} of {len(results):4}  "
              f"{' '.join(failed)}", flush=True)
        if new:
            fine = False
            if new == ["*"]:
                print("\n".join(done.out.split("\n")[-12:]))
    print(f"{good} of {total} test functions")
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
    parser.add_argument("-p", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.p:
        return 0 if build_packages(options.b, options.names or PACKAGES) else 1
    if options.t:
        return 0 if run_package_tests(options.b, options.names or PACKAGES) \
            else 1
    totals = common.Totals()
    run_programs(totals, options.b, options.names)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
