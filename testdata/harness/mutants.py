#!/usr/bin/env python3
"""Broken programs: do gc and escargo say the same of them?

usage: mutants.py [-n COUNT] [-s SEED] [-k KEEP] [-b BUILD] [-full] [-i] [-w]
                  [-p PACKAGE] [FILE or DIR]...
       mutants.py -show SEED [the same flags and files]

Mutant number s is made from random.Random(s) alone: a file, one to three
mutations of it (mutations.py; sometimes twelve, to reach the limit of ten errors),
-e or not. Both compilers get it, and their output and exit status are compared
as they are. Without files the subjects are those of Go's test/ folder and of
testdata/ that import nothing (-i: those that import something, too). With
-p PACKAGE the file that is broken is one of this package of Go's library.

What differs is put together by its cause, as far as a program can tell: the
first message that only gc has and the first that only escargo has, without
positions and without what the program names itself. The most frequent causes are
printed last, with seeds to look at; -k keeps the programs in a folder.
-w makes mutants of which most are well-formed, so that types are checked.
-full compiles what both accept down to an object, which finds crashes of the
back half. This is run by hand; exit status 1 if there is a difference.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import sys

import common
import mutations

GC = "/usr/lib/go-1.19/pkg/tool/linux_amd64/compile"
TEXT = ("utf-8", "surrogateescape")
IMPORTS = re.compile(r'^import\b|^\s*import \(', re.M)
LARGEST = 30000
# What a message says itself; all other words of a program may be its names.
OWN_WORDS = mutations.KEYWORDS | set(mutations.BASIC) | set("""nil iota append cap
close copy delete len make new panic main init""".split())


def read(path):
    return path.read_bytes().decode(*TEXT)


def subjects(args):
    """[(the files, the index of the one to be broken)], in a fixed order."""
    if args.package:
        done = common.run([str(common.goroot() / "bin" / "go"), "list", "-f",
                           "{{.Dir}}{{range .GoFiles}} {{.}}{{end}}", args.package])
        folder, *names = done.out.split()
        files = [pathlib.Path(folder, n) for n in names]
        return [(files, i) for i in range(len(files))]
    roots = args.files or [common.goroot() / "test", common.ROOT / "testdata"]
    found = []
    for root in map(pathlib.Path, roots):
        found += sorted(root.rglob("*.go")) if root.is_dir() else [root]
    return [([path], 0) for path in found
            if path.is_file() and (args.files or usable(path, args.imports))]


def usable(path, imports):
    text = read(path)
    if len(text) > LARGEST or re.search(r"^//\s*(?:go:build|\+build)", text, re.M):
        return False
    return imports or not IMPORTS.search(text)


class Mutant:
    """The files of a subject, one of them broken, and the flags."""

    def __init__(self, seed, chosen, syntax):
        rng = random.Random(seed)
        self.seed = seed
        self.paths, self.broken = rng.choice(chosen)
        count = rng.choices([1, 2, 3, 12], [5, 3, 2, 1])[0]
        self.flags = rng.choice([[], ["-e"]])
        text = read(self.paths[self.broken])
        self.text, self.kinds = mutations.mutant(rng, text, count, syntax)

    def write(self, folder):
        names = []
        for i, path in enumerate(self.paths):
            text = self.text if i == self.broken else read(path)
            pathlib.Path(folder, path.name).write_bytes(text.encode(*TEXT))
            names.append(path.name)
        return names


class Answers:
    """What the two said of a mutant."""

    def __init__(self, mutant, args):
        package = ["-p", args.package or "p"]
        with common.temp_dir() as temp:
            names = mutant.write(temp)
            env = {"ESCARGO_CACHE": "off"}
            self.gc = common.run([GC, "-o", "gc.o", *package, *mutant.flags, *names],
                                 cwd=temp, merge=True)
            escargo = [common.escargo(args.build), "compile", "-o", "our.o", *package,
                       *mutant.flags]
            stop = self.stop(args)
            self.ours = common.run([*escargo, "-O0", *stop, *names], cwd=temp,
                                   merge=True, env=env)

    def stop(self, args):
        """Where escargo may end. Programs that import the library are read
        no further than needed: the bodies of its functions take long."""
        late = "stack frame too large" in self.gc.out
        if late or (args.full and self.gc.status == 0):
            return []
        return ["-stop=types" if args.imports or args.package else "-stop=escape"]

    def same(self):
        return (self.gc.out, bool(self.gc.status)) == \
            (self.ours.out, bool(self.ours.status))

    def crashed(self):
        return self.ours.status is None or self.ours.status not in (0, 1)

    def only(self, a, b):
        rest = collections.Counter(b.out.split("\n"))
        for line in a.out.split("\n"):
            if not rest[line]:
                return line
            rest[line] -= 1
        return ""

    def cause(self, text):
        """What went wrong, for other programs as for this one."""
        if self.crashed():
            return f"escargo: {common.describe(self.ours)}"
        if self.gc.status not in (0, 1, 2) or "internal compiler error" in self.gc.out:
            return "gc itself fails"
        pair = [self.only(self.gc, self.ours), self.only(self.ours, self.gc)]
        names = set(mutations.Mutator(random.Random(0), text).names) - OWN_WORDS
        if all("could not import" in line for line in pair):
            return None  # each says where it looked
        if not any(pair):
            return "order of lines" if self.gc.out != self.ours.out else "status"
        return " | ".join(general(line, names) for line in pair)


def general(line, names):
    """A message without what it says of its program."""
    line = re.sub(r"^\S*?:\d+(?::\d+)?: ", "", line)
    line = re.sub(r"\S+\.go:\d+(:\d+)?", "POS", line)
    line = re.sub(r"\b[^\W\d]\w*", lambda m: "N" if m[0] in names else m[0], line)
    line = re.sub(r"\b\d[\w.+]*", "0", line)
    line = re.sub(r"(could not import) .*", r"\1", line)
    return line[:150]


def details(mutant, answers):
    print(f"--- seed {mutant.seed}: {mutant.paths[mutant.broken]} "
          f"{' '.join(mutant.kinds)} {' '.join(mutant.flags)}")
    for name, done in (("gc", answers.gc), ("escargo", answers.ours)):
        print(f"{name}: {common.describe(done)}\n{done.out}", end="")


def keep(folder, mutant, answers):
    place = pathlib.Path(folder, str(mutant.seed))
    place.mkdir(parents=True, exist_ok=True)
    mutant.write(place)
    for name, done in (("gc", answers.gc), ("our", answers.ours)):
        said = f"{done.out}status {done.status}\n"
        (place / name).write_bytes(said.encode(*TEXT))


def compare(seed, chosen, args):
    """(rejected by gc, cause or None) of one mutant."""
    mutant = Mutant(seed, chosen, not args.well_formed)
    answers = Answers(mutant, args)
    if args.show is not None:
        details(mutant, answers)
    if answers.same():
        return answers.gc.status != 0, None
    if args.keep:
        keep(args.keep, mutant, answers)
    return answers.gc.status != 0, answers.cause(mutant.text)


def report(results):
    """Causes, the most frequent last; then the totals."""
    causes = collections.defaultdict(list)
    for seed, (_, cause) in results:
        if cause:
            causes[cause].append(seed)
    for cause, seeds in sorted(causes.items(), key=lambda c: len(c[1])):
        print(f"{len(seeds):5}  {cause}\n       seeds {seeds[:6]}")
    bad = sum(map(len, causes.values()))
    rejected = sum(r for _, (r, _) in results)
    print(f"{len(results)} mutants ({rejected} that gc rejects): "
          f"{len(results) - bad} the same, {bad} differ")
    return bad


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("-k", dest="keep")
    parser.add_argument("-b", dest="build", default="build")
    parser.add_argument("-full", action="store_true")
    parser.add_argument("-i", dest="imports", action="store_true")
    parser.add_argument("-w", dest="well_formed", action="store_true")
    parser.add_argument("-p", dest="package")
    parser.add_argument("-show", type=int)
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    chosen = subjects(args)
    seeds = range(args.s, args.s + args.n) if args.show is None else [args.show]
    jobs = min(common.JOBS, os.cpu_count() or 1)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = list(zip(seeds, pool.map(
            lambda seed: compare(seed, chosen, args), seeds)))
    return 1 if report(results) else 0


if __name__ == "__main__":
    sys.exit(main())
