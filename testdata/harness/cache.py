#!/usr/bin/env python3
"""The build cache: what is found again, and what must not be.

    cache.py            all checks, for build/escargo

Each check works in a folder of its own, with a cache of its own. Whether a
package was compiled is what -v prints.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

import common

ESCARGO = str(common.ROOT / "build" / "escargo")

MAIN = """package main

import "prog/a"

func main() { println(*a.New(40) + 2) }
"""
LIBRARY = """package a

func New(x int) *int { return &x }
"""


class Place:
    """A program of two packages, and the cache beside it."""

    def __init__(self, temp):
        self.dir = pathlib.Path(temp)
        self.cache = self.dir / "cache"
        self.env = {"ESCARGO_CACHE": str(self.cache)}
        self.write("prog/go.mod", "module prog\n\ngo 1.19\n")
        self.write("prog/main.go", MAIN)
        self.write("prog/a/a.go", LIBRARY)

    def write(self, name, text):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run(self, *args):
        return common.run([ESCARGO, *args], cwd=self.dir / "prog", timeout=120,
                          env=self.env, merge=True)

    def build(self, *flags):
        """What was compiled; fails unless the program then prints 42."""
        done = self.run("build", "-v", "-o", "x", *flags, ".")
        ran = common.run(["./x"], cwd=self.dir / "prog", timeout=20, merge=True)
        assert (done.status, ran.out) == (0, "42\n"), done.out + ran.out
        return done.out.split("\n")[:-1]

    def entries(self, kind):
        return list(self.cache.glob(f"??/*-{kind}"))


BOTH = ["prog/a", "prog"]


def nothing_changed(p):
    assert p.build() == BOTH
    os.remove(p.dir / "prog" / "x")
    assert p.build() == []
    assert p.run("run", ".").out == "42\n"


def only_what_depends_is_compiled(p):
    p.build()
    p.write("prog/main.go", MAIN + "// changed\n")
    assert p.build() == BOTH[1:]
    p.write("prog/a/a.go", LIBRARY + "// changed\n")
    assert p.build() == BOTH
    p.write("prog/a/a.go", LIBRARY)
    p.write("prog/main.go", MAIN)
    assert p.build() == []


def embedded_files_count(p):
    p.write("prog/a/a.go", """package a

import _ "embed"

//go:embed word.txt
var word string

func New(x int) *int { x += len(word); return &x }
""")
    p.write("prog/a/word.txt", "")
    p.build()  # what embed imports, too
    p.write("prog/a/word.txt", "word")
    done = p.run("run", "-v", ".")
    assert done.out.split() == [*BOTH, "46"], done.out
    p.write("prog/a/word.txt", "")
    assert p.build() == []


def flags_count(p):
    p.build()
    assert p.build("-O0") == BOTH
    assert p.build("-gcflags=-l") == BOTH[1:]
    assert p.build("-gcflags=all=-l") == BOTH
    assert p.build("-tags=x") == BOTH
    assert p.build("-a") == BOTH
    assert p.build() == []


def notes_are_printed_again(p):
    first = p.run("build", "-gcflags=-m", "-o", "x", ".")
    again = p.run("build", "-gcflags=-m", "-o", "x", ".")
    assert "# prog\n./main.go:5:6: can inline main" in first.out, first.out
    assert first.out == again.out, again.out


def errors_are_not_kept(p):
    p.write("prog/a/a.go", LIBRARY + "var x int = y\n")
    first, again = p.run("build", "."), p.run("build", ".")
    assert first.status == again.status == 1
    assert "# prog/a\na/a.go:4:13: undefined: y" in first.out, first.out
    assert first.out == again.out
    p.write("prog/a/a.go", LIBRARY)
    p.build()


def damage_does_no_harm(p):
    p.build()
    for path in p.entries("d"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert p.build() == BOTH
    for path in p.entries("a"):
        path.write_bytes(b"something else\n")
    assert p.build() == BOTH
    for path in p.entries("d"):
        path.unlink()
    assert p.build() == BOTH
    for path in p.entries("a"):
        path.unlink()
        path.mkdir()
    assert p.build() == BOTH


def several_at_once(p):
    def one(i):
        done = p.run("build", "-o", f"x{i}", ".")
        ran = common.run([f"./x{i}"], cwd=p.dir / "prog", timeout=20)
        return done.status, ran.out, ran.err
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        results = set(pool.map(one, range(6)))
    assert results == {(0, "", "42\n")}, results
    assert p.build() == []
    assert not list(p.cache.glob("??/tmp-*"))


def old_entries_go(p):
    p.build()
    old = 10 * 24 * 60 * 60
    now = (p.cache / "trim.txt").stat().st_mtime
    victims = p.entries("d")
    for path in victims:
        os.utime(path, (now - old, now - old))
    p.run("build", "-o", "x", ".")  # use makes them new
    for path in p.entries("a"):
        os.utime(path, (now - old, now - old))
    os.utime(p.cache / "trim.txt", (now - old, now - old))
    p.write("prog/main.go", MAIN + "// changed\n")
    p.build()
    assert all(a.stat().st_mtime > now - old / 2 for a in p.entries("a"))


def without_a_cache(p):
    p.env["ESCARGO_CACHE"] = "off"
    assert p.build() == BOTH and p.build() == BOTH
    p.env["ESCARGO_CACHE"] = "/dev/null/cache"
    assert p.build() == BOTH
    assert p.run("env", "ESCARGO_CACHE").out == "/dev/null/cache\n"
    p.env = {"ESCARGO_CACHE": "", "XDG_CACHE_HOME": str(p.dir)}
    assert p.run("env", "ESCARGO_CACHE").out == str(p.dir) + "/escargo\n"
    p.env = {"ESCARGO_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/h"}
    assert p.run("env", "ESCARGO_CACHE").out == "/h/.cache/escargo\n"


def clean(p):
    p.build()
    assert p.run("clean").status == 2
    assert p.run("clean", "-cache").status == 0
    assert not p.entries("a") and not p.entries("d")
    assert p.build() == BOTH


def a_package_that_is_not_main(p):
    first = p.run("build", "-v", "./a")
    assert (first.status, first.out) == (0, "prog/a\n"), first.out
    assert p.run("build", "-v", "./a").out == ""
    assert "is not a main package" in p.run("run", "./a").out


def progress_on_a_terminal(p):
    """Who waits for Go's library is told; the line is gone in the end."""
    p.write("prog/main.go",
            MAIN.replace("import", 'import _ "strconv"\nimport', 1))
    ours, theirs = os.openpty()
    child = subprocess.Popen([ESCARGO, "build", "-o", "x", "."], stdin=theirs,
                             stdout=theirs, stderr=theirs, cwd=p.dir / "prog",
                             env={**os.environ, **p.env})
    os.close(theirs)
    said = b""
    try:
        while data := os.read(ours, 4096):
            said += data
    except OSError:  # what Linux says when nobody has the terminal any more
        pass
    os.close(ours)
    assert child.wait() == 0, said
    shown = re.fullmatch(rb"(\rcompiling, once: \d+ of \d+ packages)+"
                         rb"\r\x1b\[K", said)
    assert shown, said


CHECKS = [nothing_changed, only_what_depends_is_compiled,
          embedded_files_count, flags_count,
          notes_are_printed_again, errors_are_not_kept, damage_does_no_harm,
          several_at_once, old_entries_go, without_a_cache, clean,
          a_package_that_is_not_main, progress_on_a_terminal]


def tests(names=()):
    return common.checks_in("cache", CHECKS, Place, names)


if __name__ == "__main__":
    sys.exit(common.main_of(tests))
