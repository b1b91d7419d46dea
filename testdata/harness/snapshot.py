#!/usr/bin/env python3
"""Snapshots of the library (driver/library.c): results do not depend on them.

    snapshot.py [NAME]...   all checks, or "damage", "same program" ...

A program is compiled without snapshots (no cache), while one is made, and with
the one that was made: objects and -m must be the same bytes. Then come
snapshots that are damaged, that several builds make at once, and that must not
be taken any more. -time tells whether one was taken.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import sys

import common

ESCARGO = str(common.ROOT / "build" / "escargo")
DATA = common.ROOT / "testdata"

# What a program may do to Go's packages: instances of their generic types,
# their interfaces in its own, methods of theirs by embedding, expanded calls.
GENERIC = """package main

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync/atomic"
)

type node struct {
	next atomic.Pointer[node]
	name string
}

type pair[T any] struct{ a, b atomic.Pointer[T] }

type reader struct {
	io.Reader
	strings.Builder
	n int
}

type both interface {
	fmt.Stringer
	io.Writer
}

func (r *reader) String() string { return r.Builder.String() }

func main() {
	var p pair[node]
	p.a.Store(&node{name: "a"})
	p.a.Load().next.Store(&node{name: "b"})
	r := &reader{Reader: strings.NewReader("text")}
	var w both = r
	n, err := io.Copy(w, r.Reader)
	fmt.Println(p.a.Load().next.Load().name, w, n, err, p.b.Load() == nil)
	fmt.Println(reflect.TypeOf(p), reflect.TypeOf(r).Elem().NumField())
}
"""
OUTPUT = "b text 4 <nil> true\nmain.pair[main.node] 3\n"


class Place:
    """A program, and the cache beside it."""

    def __init__(self, temp):
        self.dir = pathlib.Path(temp)
        self.cache = self.dir / "cache"
        self.env = {"ESCARGO_CACHE": str(self.cache)}
        self.source = self.dir / "x.go"
        self.source.write_text(GENERIC)

    def run(self, *args, **env):
        return common.run([ESCARGO, *args], cwd=self.dir, timeout=240,
                          env=dict(self.env, **env))

    def compile(self, source, *flags, **env):
        """The object, and what -m says; whether a snapshot was taken."""
        done = self.run("compile", "-m=2", "-time", "-o", "x.o", *flags,
                        str(source), **env)
        assert done.status == 0, common.describe(done)
        how = re.search(r"^library .* (read|mapped)$", done.err, re.M)
        return ((pathlib.Path(self.dir, "x.o").read_bytes(), done.out),
                how and how[1])

    def how(self, **env):
        return self.compile(self.source, **env)[1]

    def snapshots(self):
        return list((self.cache / "memory").glob("*"))


def same_results(p):
    programs = [p.source, *sorted((DATA / "library").glob("*.go"))[::20],
                *sorted((DATA / "escape").glob("*.go"))[::25]]
    for source in programs:
        off = p.compile(source, ESCARGO_CACHE="off")[0]
        read, mapped = p.compile(source), p.compile(source)
        assert off == read[0] == mapped[0], f"{source} differs"
        assert mapped[1] in ("mapped", None), f"{source} made no snapshot"


def same_program(p):
    for text in ("", "// edited\n"):
        p.source.write_text(GENERIC + text)
        done = p.run("run", "x.go")
        assert (done.status, done.out) == (0, OUTPUT), common.describe(done)


def no_foreign_pointers(p):
    """-verify scans the memory; two runs, whose libraries, stacks and heaps lie
    elsewhere, must write the same, but for the head's times."""
    p.source.write_text("package main\n\nimport _ \"reflect\"\n\nfunc main() {}\n")
    written = []
    for _ in range(2):
        done = common.run(["taskset", "-c", str(min(os.sched_getaffinity(0))),
                           ESCARGO, "build", "-verify", "-o", "x", "x.go"],
                          cwd=p.dir, timeout=240, env=p.env)
        assert done.status == 0, common.describe(done)
        (snapshot,) = p.snapshots()
        written.append(snapshot.read_bytes()[4096:])
        snapshot.unlink()
    differ = [i for i, (a, b) in enumerate(zip(*written)) if a != b]
    assert not differ, f"{len(differ)} bytes from {4096 + differ[0]:#x} on"


def damage(p):
    """A cut, changed, copied or empty file is no snapshot."""
    assert [p.how(), p.how()] == ["read", "mapped"]
    (path,) = p.snapshots()
    whole = path.read_bytes()

    def edit(at):
        with open(path, "r+b") as f:
            f.seek(at)
            f.write(b"\xff" * 8)

    def copy():
        path.unlink()
        path.write_bytes(whole)

    for harm in (lambda: os.truncate(path, len(whole) // 2),
                 lambda: os.truncate(path, 0), lambda: os.truncate(path, 100),
                 lambda: edit(len(whole) // 2), lambda: edit(20), copy):
        harm()
        assert [p.how(), p.how()] == ["read", "mapped"]


def several_at_once(p):
    sources = []
    for i in range(4):
        (p.dir / f"d{i}").mkdir()
        sources.append(p.dir / f"d{i}" / "x.go")
        sources[i].write_text(GENERIC)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(
            lambda s: p.run("compile", "-m=2", "-o", f"{s}.o", "x.go"),
            sources))
    assert all(r.status == 0 and r.out == results[0].out for r in results)
    assert len({pathlib.Path(f"{s}.o").read_bytes() for s in sources}) == 1
    assert p.how() == "mapped" and len(p.snapshots()) == 1


def what_it_depends_on(p):
    """Tags, another tree, one changed file of it: other snapshots."""
    p.source.write_text("package main\nimport _ \"errors\"\nfunc main() {}\n")
    assert [p.how(), p.how()] == ["read", "mapped"]
    assert p.compile(p.source, "-tags=other")[1] == "read"
    root = p.dir / "root"
    os.makedirs(root)
    for package in ("errors", "internal", "runtime", "unsafe"):
        shutil.copytree(common.goroot() / "src" / package,
                        root / "src" / package)
    assert [p.how(GOROOT=str(root)), p.how(GOROOT=str(root))] == \
        ["read", "mapped"]
    with open(root / "src/errors/errors.go", "a") as f:
        f.write("\nfunc unused() {}\n")
    assert [p.how(GOROOT=str(root)), p.how(GOROOT=str(root)), p.how()] == \
        ["read", "mapped", "mapped"]
    with open(root / "src/errors/errors.go", "a") as f:
        f.write("\nfunc unused() {}\n")
    done = p.run("build", "x.go", GOROOT=str(root))
    assert done.status == 1 and "unused redeclared" in done.err, done.err


def errors_as_without(p):
    for text in ("package main\nimport \"fmt\"\nfunc main() { x }\n",
                 "package main\nimport \"fmt\"\nfunc main() { fmt. }\n",
                 "package main\nimport (\"fmt\"; \"nowhere\")\nvar x int = fmt.Sprint()\n",
                 "package main\nimport \"internal/abi\"\nfunc main() {}\n"):
        p.source.write_text(text)
        said = [p.run("build", "x.go", **env).both()
                for env in ({"ESCARGO_CACHE": "off"}, {}, {})]
        assert said[0] and said[0] == said[1] == said[2], said


def tests_of_go_packages(p):
    """The package under test is no part of the library then."""
    for package in ("container/list", "errors"):
        first, second = (p.run("test", package) for _ in range(2))
        assert (first.status, second.status) == (0, 0), first.both()


def few_are_kept(p):
    for i, path in enumerate(("bufio", "bytes", "errors", "io", "math", "sort",
                              "strconv", "strings", "sync", "unicode/utf16")):
        p.source.write_text(f"package main\nimport _ \"{path}\"\nfunc main() {{}}\n")
        assert p.how() == "read"
        assert len(p.snapshots()) == min(i + 1, 8)
    assert p.how() == "mapped"
    assert p.run("clean", "-cache").status == 0 and not p.snapshots()


CHECKS = [same_results, same_program, no_foreign_pointers, damage,
          several_at_once, what_it_depends_on, errors_as_without,
          tests_of_go_packages, few_are_kept]


def tests(names=()):
    return common.checks_in("snapshot", CHECKS, Place, names)


if __name__ == "__main__":
    sys.exit(common.main_of(tests))
