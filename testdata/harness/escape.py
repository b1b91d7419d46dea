#!/usr/bin/env python3
"""Compares escargo's -m with gc's, byte for byte.

usage: escape.py own [-f FLAGS]... [-v]
       escape.py goroot [-f FLAGS]... [-v] [FILE...]
       escape.py fuzz [-n COUNT] [-s SEED] [-f FLAGS]...

own: the programs of testdata/escape. goroot: every file of Go's test/ folder that gc compiles alone and that
imports nothing, or the files named; prints how many agree for each set of
flags, and the files that do not. fuzz: programs of escape_gen.py; a program
on which the two differ is kept beside its seed. FLAGS is for example "-m -l" (a single one: "-f=-m").
Exit status 1 if there is a difference that testdata/conformance/escape.txt
does not list.
"""

import argparse
import difflib
import hashlib
import pathlib
import re
import sys
import tempfile

import common
import escape_gen

ALL_FLAGS = ["-m -l", "-m", "-m=2 -l", "-m=2"]
LIST = common.ROOT / "testdata" / "conformance" / "escape.txt"
GC = "/usr/lib/go-1.19/pkg/tool/linux_amd64/compile"
CACHE = common.ROOT / "build" / "escape-gc"
ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}


def run_gc(path, flags, scratch):
    """What gc prints for a file, or None if it does not compile alone."""
    argv = [GC, "-p", "p", "-o", str(scratch / "gc.o"), *flags.split(),
            path.name]
    result = common.run(argv, cwd=path.parent, merge=True)
    return result.out if result.status == 0 else None


def gc_output(path, flags, scratch):
    """As run_gc, but asked once for each text and flags: kept below build/."""
    key = hashlib.sha1(f"{path.name} {flags}\n".encode() + path.read_bytes())
    place = CACHE / key.hexdigest()[:2] / key.hexdigest()[2:]
    if not place.exists():
        out = run_gc(path, flags, scratch)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = "refused" if out is None else "ok\n" + out
        place.write_bytes(text.encode(**ENCODING))
    text = place.read_bytes().decode(**ENCODING)
    return text[3:] if text.startswith("ok") else None


def compare(path, flags, scratch):
    """None if equal, "skip" if gc refuses the file, else the difference."""
    want = gc_output(path, flags, scratch)
    if want is None:
        return "skip"
    argv = [common.escargo(), "compile", "-p", "p", *flags.split(),
            "-stop=escape", path.name]
    result = common.run(argv, cwd=path.parent, merge=True)
    if result.status != 0:
        return common.describe(result) + "\n" + result.out[:2000]
    if result.out == want:
        return None
    lines = difflib.unified_diff(want.split("\n"), result.out.split("\n"),
                                 "gc", "escargo", lineterm="", n=1)
    return "\n".join(lines)


def imports_nothing(path):
    text = path.read_text(errors="surrogateescape")
    return not re.search(r"^import\b", text, re.M)


def known():
    """{file + flags: cause}."""
    result = {}
    for line in LIST.read_text().split("\n") if LIST.exists() else []:
        if line and not line.startswith("#"):
            name, cause = line.split("\t", 1)
            result[name] = cause
    return result


def report(flags, tests, verbose, listed):
    results = common.run_tests(tests)
    tried = {n: p for n, p in results.items() if p != "skip"}
    bad = [n for n, p in tried.items() if p]
    share = 100.0 * (len(tried) - len(bad)) / max(1, len(tried))
    print(f"{flags:8} {len(tried)} files, {len(tried) - len(bad)} identical "
          f"({share:.1f}%)", flush=True)
    news = 0
    for name in bad:
        cause = listed.get(f"{name} {flags}") or listed.get(name)
        news += cause is None
        if verbose or cause is None:
            print(f"  {name} {flags}: {cause or 'not listed'}")
        if verbose:
            print(common.indent(tried[name], 60))
    return news


def goroot(args):
    root = common.goroot()
    if not root:
        common.fail("no Go tree: install golang-1.19-src")
    base = root / "test"
    files = [base / f for f in args.files] or sorted(
        p for p in base.rglob("*.go") if imports_nothing(p))
    return compare_files(args, base, files)


def own(args):
    base = common.ROOT / "testdata" / "escape"
    return compare_files(args, base, sorted(base.glob("*.go")))


def compare_files(args, base, files):
    news = 0
    with tempfile.TemporaryDirectory() as scratch:
        for flags in args.flags or ALL_FLAGS:
            tests = []
            for i, path in enumerate(files):
                place = pathlib.Path(scratch, str(i))
                place.mkdir(exist_ok=True)
                tests.append((str(path.relative_to(base)),
                              lambda p=path, f=flags, s=place:
                              compare(p, f, s)))
            news += report(flags, tests, args.verbose, known())
    return news


def fuzz(args):
    news = 0
    keep = pathlib.Path("build/escape-fuzz")
    keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for flags in args.flags or ALL_FLAGS[:2]:
            tests = []
            for seed in range(args.seed, args.seed + args.count):
                place = pathlib.Path(scratch, str(seed))
                place.mkdir(exist_ok=True)
                tests.append((f"seed-{seed}", lambda s=seed, p=place, f=flags:
                              fuzz_one(s, p, f, keep)))
            news += report(flags, tests, args.verbose, {})
    return news


def fuzz_one(seed, place, flags, keep):
    path = place / "x.go"
    path.write_text(escape_gen.program(seed))
    problem = compare(path, flags, place)
    if problem and problem != "skip":
        (keep / f"{seed}.go").write_text(path.read_text())
        (keep / f"{seed}.diff").write_text(problem)
    return problem


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=["own", "goroot", "fuzz"])
    parser.add_argument("-f", dest="flags", action="append")
    parser.add_argument("-v", dest="verbose", action="store_true")
    parser.add_argument("-n", dest="count", type=int, default=10000)
    parser.add_argument("-s", dest="seed", type=int, default=1)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    modes = {"own": own, "goroot": goroot, "fuzz": fuzz}
    sys.exit(1 if modes[args.what](args) else 0)


if __name__ == "__main__":
    main()
