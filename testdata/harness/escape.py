#!/usr/bin/env python3
"""Compares escargo's -m with gc's, byte for byte.

usage: escape.py own [-f FLAGS]... [-v]
       escape.py goroot [-f FLAGS]... [-v] [FILE...]
       escape.py imports [-f FLAGS]... [-v] [FILE...]
       escape.py packages [-f FLAGS]... [-v] [PACKAGE...]
       escape.py tree [-f FLAGS]... [-v] GOPATH [PACKAGE...]
       escape.py fuzz [-w] [-n COUNT] [-s SEED] [-f FLAGS]...

own: the programs of testdata/escape. goroot: every file of Go's test/ folder
that gc compiles alone and that imports nothing, or the files named; prints how many agree for each set of
flags, and the files that do not. imports: those that import something.
packages: packages of Go's library, each with the files that gc would choose.
tree: packages of third parties below GOPATH/src, such as Debian's
golang-*-dev unpack into usr/share/gocode/src; a pattern like
example.com/... names several, and without one it is all. fuzz: programs of
escape_gen.py, or with -w escape_gen_wide.py; a program on which the two differ is
kept beside its seed. FLAGS is for example "-m -l" (a single one: "-f=-m").
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
import escape_gen_wide

ALL_FLAGS = ["-m -l", "-m", "-m=2 -l", "-m=2"]
LIST = common.ROOT / "testdata" / "conformance" / "escape.txt"
GC = "/usr/lib/go-1.19/pkg/tool/linux_amd64/compile"
CACHE = common.ROOT / "build" / "escape-gc"
PACKAGES = """errors fmt io io/fs bufio bytes strings strconv unicode unicode/utf8
unicode/utf16 sort math math/bits math/cmplx math/rand math/big container/heap
container/list container/ring sync sync/atomic context time os os/exec path
path/filepath reflect regexp text/tabwriter text/template text/scanner
encoding/binary encoding/hex encoding/base64 encoding/csv encoding/json
encoding/xml hash hash/adler32 hash/crc32 hash/crc64 hash/fnv hash/maphash
crypto/md5 crypto/sha1 crypto/sha256 crypto/sha512 compress/flate compress/gzip
archive/tar go/token go/scanner go/ast go/parser go/format flag log html
html/template runtime/debug testing index/suffixarray embed""".split()
ENCODING = {"encoding": "utf-8", "errors": "surrogateescape"}


class Subject:
    """Files of one folder that are compiled together.

    options  for both compilers
    imports  where imported packages are found: (for gc, for escargo)
    """

    def __init__(self, paths, package="p", options="", imports=((), ())):
        self.folder = paths[0].parent
        self.names = [p.name for p in paths]
        self.package = package
        self.options = options.split()
        self.gc_imports, self.imports = imports

    def key(self, flags):
        words = [*self.names, *self.options, flags]
        head = f"{' '.join(words)}\n".encode()
        texts = [(self.folder / n).read_bytes() for n in self.names]
        return hashlib.sha1(head + b"".join(texts)).hexdigest()


def run_gc(subject, flags, scratch):
    """What gc prints for it, or None if it does not compile alone."""
    argv = [GC, "-p", subject.package, "-o", str(scratch / "gc.o"),
            *subject.gc_imports, *subject.options, *flags.split(),
            *subject.names]
    result = common.run(argv, cwd=subject.folder, merge=True)
    return result.out if result.status == 0 else None


def gc_output(subject, flags, scratch):
    """As run_gc, but asked once for each text and flags: kept below build/."""
    key = subject.key(flags)
    place = CACHE / key[:2] / key[2:]
    if not place.exists():
        out = run_gc(subject, flags, scratch)
        place.parent.mkdir(parents=True, exist_ok=True)
        text = "refused" if out is None else "ok\n" + out
        place.write_bytes(text.encode(**ENCODING))
    text = place.read_bytes().decode(**ENCODING)
    return text[3:] if text.startswith("ok") else None


def compare(subject, flags, scratch):
    """None if equal, "skip" if gc refuses it, else the difference."""
    want = gc_output(subject, flags, scratch)
    if want is None:
        return "skip"
    argv = [common.escargo(), "compile", "-p", subject.package,
            *subject.imports, *subject.options, *flags.split(),
            "-stop=escape", *subject.names]
    result = common.run(argv, cwd=subject.folder, merge=True, timeout=120)
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
    return compare_test_files(args, imports_nothing)


def imports(args):
    return compare_test_files(args, lambda p: not imports_nothing(p))


def test_folder():
    root = common.goroot()
    if not root:
        common.fail("no Go tree: install golang-1.19-src")
    return root


def compare_test_files(args, wanted):
    base = test_folder() / "test"
    files = [base / f for f in args.files] or sorted(
        p for p in base.rglob("*.go") if wanted(p))
    return compare_files(args, base, files)


def packages(args):
    return compare_listed(args, "", args.files or PACKAGES)


def tree(args):
    gopath = pathlib.Path(args.files[0]).resolve()
    return compare_listed(args, gopath, args.files[1:] or ["./..."])


def compare_listed(args, gopath, patterns):
    """Compares the packages below gopath/src, or of Go's own (gopath: "")."""
    with tempfile.TemporaryDirectory() as scratch:
        return compare_all(args, list(listed_subjects(
            gopath, patterns, pathlib.Path(scratch))))


def listed_subjects(gopath, patterns, scratch):
    """[(package, Subject)] with the files that gc would choose; gc compiles what
    they import, once, as for go build. Packages with C or with errors are left
    out."""
    found = common.go_packages(gopath, patterns, export=True)
    compiled = "".join(f"packagefile {p['ImportPath']}={p['Export']}\n"
                       for p in found if p.get("Export"))
    for p in found:
        files = [pathlib.Path(p["Dir"], n) for n in p.get("GoFiles", [])]
        if not files or not p.get("Export") or p.get("DepOnly"):
            continue
        names = "".join(f"importmap {n}={path}\n"
                        for n, path in p.get("ImportMap", {}).items())
        config = scratch / (hashlib.sha1(names.encode()).hexdigest() + ".cfg")
        if not config.exists():
            config.write_text(names + compiled)
        imports = (["-importcfg", str(config)],
                   ["-I", f"{gopath}/src"] if gopath else [])
        yield p["ImportPath"], Subject(
            files, p["ImportPath"], "-std" if p.get("Standard") else "", imports)


def own(args):
    base = common.ROOT / "testdata" / "escape"
    return compare_files(args, base, sorted(base.glob("*.go")))


def compare_files(args, base, files):
    return compare_all(args, [(str(p.relative_to(base)), Subject([p]))
                              for p in files])


def compare_all(args, subjects):
    news = 0
    with tempfile.TemporaryDirectory() as scratch:
        for flags in args.flags or ALL_FLAGS:
            tests = []
            for i, (name, subject) in enumerate(subjects):
                place = pathlib.Path(scratch, str(i))
                place.mkdir(exist_ok=True)
                tests.append((name, lambda x=subject, f=flags, s=place:
                              compare(x, f, s)))
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
                              fuzz_one(s, p, f, keep, args.wide)))
            news += report(flags, tests, args.verbose, {})
    return news


def fuzz_one(seed, place, flags, keep, wide):
    path = place / "x.go"
    maker = escape_gen_wide if wide else escape_gen
    path.write_text(maker.program(seed))
    problem = compare(Subject([path]), flags, place)
    if problem and problem != "skip":
        (keep / f"{seed}.go").write_text(path.read_text())
        (keep / f"{seed}.diff").write_text(problem)
    return problem


def main():
    modes = {"own": own, "goroot": goroot, "imports": imports,
             "packages": packages, "tree": tree, "fuzz": fuzz}
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("what", choices=list(modes))
    parser.add_argument("-f", dest="flags", action="append")
    parser.add_argument("-v", dest="verbose", action="store_true")
    parser.add_argument("-n", dest="count", type=int, default=10000)
    parser.add_argument("-s", dest="seed", type=int, default=1)
    parser.add_argument("-w", dest="wide", action="store_true")
    parser.add_argument("files", nargs="*")
    args = parser.parse_intermixed_args()
    sys.exit(1 if modes[args.what](args) else 0)


if __name__ == "__main__":
    main()
