#!/usr/bin/env python3
"""Go's own commands, compiled by escargo, beside the installed ones.

    gocommands.py [-b BUILD] [-O LEVEL] [COMMAND...]

Each is built from its source (escargo build cmd/NAME), is given the same work
as the one that gc has built, and must print the same, end with the same status
and write the same bytes. The largest is gc itself: a compiler that escargo
compiled makes the same objects of Go's packages. From an empty cache this takes
several minutes.
"""

import argparse
import pathlib
import sys
import time

import common

ROOT = common.goroot()
SRC, TEST = (ROOT / "src").resolve(), (ROOT / "test").resolve()
TOOLS = next((ROOT / "pkg" / "tool").glob("*"), None)
PACKAGES = ("strings", "sort", "strconv", "unicode", "go/types", "go/parser",
            "encoding/json", "math/big", "text/template", "regexp")


def go(*args, cwd=None):
    done = common.run([str(ROOT / "bin" / "go"), *args], cwd=cwd, timeout=300)
    if done.status != 0:
        raise RuntimeError(f"go {args}: {done.err}")
    return done.out


def sources(package):
    names = go("list", "-f", "{{join .GoFiles \"\\n\"}}", cwd=SRC / package)
    return [str(SRC / package / name) for name in names.split()]


def executable(folder):
    """A program for those that look at one."""
    path = folder / "looked-at"
    go("build", "-o", str(path), str(TEST / "sieve.go"))
    return str(path)


def work(command, folder):
    """Argument lists; OUT stands for a file that is written."""
    if command == "gofmt":
        files = sorted(str(p) for p in TEST.glob("*.go"))
        return [["-l", *files], ["-d", "-s", *files[:100]]]
    if command == "compile":
        archives = str(ROOT / "pkg" / TOOLS.name)
        return [["-p", p, "-std", "-I", archives, "-m", "-o", "OUT",
                 *sources(p)] for p in PACKAGES]
    if command == "asm":
        files = ("crypto/sha256/sha256block", "math/big/arith", "math/floor")
        return [["-I", str(ROOT / "pkg" / "include"), "-p", "p", "-o", "OUT",
                 str(SRC / f"{name}_amd64.s")] for name in files]
    if command == "cover":
        return [["-mode", "count", "-var", "X", name]
                for name in sources("go/types")[:10]]
    if command in ("nm", "objdump"):
        what = {"nm": ["-size", "-sort", "size"], "objdump": ["-s", "main"]}
        return [[*what[command], executable(folder)]]
    if command == "fix":
        return [["-diff", str(TEST / "sieve.go")]]
    raise ValueError(f"nothing to do for {command}")


COMMANDS = ("gofmt", "compile", "asm", "cover", "nm", "objdump", "fix")


def installed(command):
    return str(ROOT / "bin" / "gofmt" if command == "gofmt"
               else TOOLS / command)


def answer(program, args, out):
    """What a run did, and its seconds."""
    out.unlink(missing_ok=True)
    start = time.monotonic()
    done = common.run([program, *(str(out) if a == "OUT" else a
                                  for a in args)], timeout=300)
    seconds = time.monotonic() - start
    made = out.read_bytes() if out.exists() else None
    return (done.status, done.out, done.err, made), seconds


def check(command, options):
    with common.temp_dir() as temp:
        folder = pathlib.Path(temp)
        ours = str(folder / command)
        built = common.run([common.escargo(options.b), "build",
                            f"-O{options.O}", "-o", ours, f"cmd/{command}"],
                           timeout=1200, merge=True)
        if built.status != 0:
            return built.out
        spent = [0, 0]
        for args in work(command, folder):
            answers = []
            for i, program in enumerate((ours, installed(command))):
                got, seconds = answer(program, args, folder / "out")
                answers.append(got)
                spent[i] += seconds
            for a, b, what in zip(*answers,
                                  ("status", "output", "errors", "file")):
                if a != b:
                    return f"{args[:5]}...: another {what}: {a!r:.300}\n" \
                           f"instead of {b!r:.300}"
        print(f"{command}: {spent[0]:.2f} s, {spent[0] / spent[1]:.2f} of the "
              "one that gc built")
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-b", default="build")
    parser.add_argument("-O", default="2")
    parser.add_argument("commands", nargs="*")
    options = parser.parse_args()
    totals = common.Totals()
    common.run_tests([(f"cmd/{c}", lambda c=c: check(c, options))
                      for c in options.commands or COMMANDS], totals)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
