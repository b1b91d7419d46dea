#!/usr/bin/env python3
"""Measures escargo beside other compilers, everything in one run.

usage: bench.py [front] [build] [kernels] [escape] [malloc] [gc] [heap]
                [sched] [hello] [library] [real]
                default: all

  front    lines a second: scanning and parsing, with checking; on Go's own
           packages. Beside it gc (`go tool compile -bench`: parse, check and
           build IR, with its own concurrency), go/parser and go/types (one
           core), tcc (whole compilation of generated C text) and clang -O0.
           Lines are all lines, also blank ones and comments.
  build    a 30-line program, source to executable: escargo build beside
           go build, with a warm cache; and both after an edit.
  kernels  run time of programs that compute, as ratios to gc's and to
           clang -O3's on the same algorithm in C (bench/kernels).
  escape   what escape analysis costs the compiler, how that grows, and what
           it saves a program (escape_cost.py).
  malloc   one small allocation beside gc's and tcmalloc's (mallocbench.py).
  gc       the collector: binary trees beside gc, marking as the heap grows up
           to 256 MB (collector.py); gc=27: up to 4 GB.
  heap     the longest pause at 10 MB; cost of an allocation and of marking as
           the live heap grows to 256 MB and as threads grow to 8; resident
           memory under a random mix (heapbench.py). heap=10=27: ten minutes of
           the mix, live heaps up to 4 GB.
  sched    goroutines, channels, select, mutexes, defer; bytes of a parked
           goroutine; the longest wait beside two spinning ones.
           sched=1000000: parks that many goroutines, and wakes them.
  hello    fmt.Println beside gc: build with a warm cache and after an edit,
           start-up, size of the executable.
  library  inner loops of Go's library that gc has in assembly, and what the
           language does in the runtime (bench/library); library=sha1: only
           that one.
  real     go/parser over Go's own sources, encoding/json, regexp, sort: time
           and memory beside gc (realbench.py). real=json: only that one.

Commands alternate, so that a busy machine disturbs all alike; each figure is
the best (front) or the median (build, kernels) of several runs. Absolute
figures depend on the machine: the ratios are what counts.
"""

import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import types

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build-release"
sys.path.insert(0, str(ROOT / "testdata" / "harness"))
import common  # pylint: disable=wrong-import-position
import collector  # pylint: disable=wrong-import-position
import escape_cost  # pylint: disable=wrong-import-position
import heapbench  # pylint: disable=wrong-import-position
import mallocbench  # pylint: disable=wrong-import-position
import realbench  # pylint: disable=wrong-import-position
import schedbench

GOROOT = common.goroot()
GO = str(GOROOT / "bin" / "go") if GOROOT else "go"
PACKAGES = ["fmt", "go/types", "encoding/json", "text/template"]
ROUNDS = 5


def output(argv, **kinds):
    done = subprocess.run(argv, capture_output=True, text=True, check=False,
                          **kinds)
    if done.returncode != 0:
        raise RuntimeError(f"{argv[0]}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def row(name, value, unit, note=""):
    print(f"  {name:34}{value:>12} {unit:8} {note}")


# ------------------------------------------------------------------ front end

def go_files(package):
    text = output([GO, "list", "-f", "{{$d := .Dir}}{{range .GoFiles}}"
                   "{{$d}}/{{.}}\n{{end}}", package])
    return text.split()


def c_text(functions):
    """A C file with loops, arithmetic, arrays and calls in each function."""
    parts = ["typedef struct node { struct node *next; long key, v[8]; } node;"]
    for i in range(functions):
        parts.append(f"""
static long f{i}(node *n, long a, long b) {{
  long sum = {i}, k;
  for (k = 0; k < 8; k++) {{
    if (n->v[k] > a && n->v[k] <= b + k)
      sum += n->v[k] * (a - {i % 7}) / (b | 1);
    else
      sum ^= (n->v[k] << 3) + {i % 13};
  }}
  while (n && n->key != a) {{
    sum += n->key % 31;
    n = n->next;
  }}
  return sum{f" + f{i - 1}(n, b, a)" if i else ""};
}}""")
    parts.append(f"long entry(node *n) {{ return f{functions - 1}(n, 1, 2); }}")
    return "\n".join(parts) + "\n"


GO_FRONT = """
package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
	"time"
)

func main() {
	lines := 0
	var texts [][]byte
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		lines += strings.Count(string(text), "\\n")
		texts = append(texts, text)
	}
	bestParse, bestCheck := time.Hour, time.Hour
	for round := 0; round < 5; round++ {
		fset := token.NewFileSet()
		imp := importer.ForCompiler(fset, "source", nil)
		var files []*ast.File
		start := time.Now()
		for i, name := range os.Args[1:] {
			f, err := parser.ParseFile(fset, name, texts[i], parser.SkipObjectResolution)
			if err != nil {
				panic(err)
			}
			files = append(files, f)
		}
		if d := time.Since(start); d < bestParse {
			bestParse = d
		}
		for _, f := range files {
			for _, s := range f.Imports {
				if path := s.Path.Value; path != "\\"unsafe\\"" {
					imp.Import(path[1 : len(path)-1])
				}
			}
		}
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
		conf := types.Config{Importer: imp}
		start = time.Now()
		if _, err := conf.Check("p", fset, files, info); err != nil {
			panic(err)
		}
		if d := time.Since(start); d < bestCheck {
			bestCheck = d
		}
	}
	println("parse", int(float64(lines)/bestParse.Seconds()))
	println("check", int(float64(lines)/(bestParse+bestCheck).Seconds()))
}
"""


def best(pattern, argv, rounds=ROUNDS, scale=1.0, **kinds):
    """The largest number that `pattern` finds in the output of several runs."""
    found = []
    for _ in range(rounds):
        found += [float(m) * scale
                  for m in re.findall(pattern, output(argv, **kinds))]
    return max(found)


def gc_front(temp, package):
    """Lines a second of gc's phases up to the IR."""
    files = go_files(package)
    rates = []
    for _ in range(3):
        report = pathlib.Path(temp, "bench.txt")
        report.unlink(missing_ok=True)
        output([GO, "tool", "compile", "-bench", str(report), "-p", package,
                "-o", temp + "/x.o", *files])
        rates += [float(m) for m in re.findall(r"fe:parse.* ([\d.]+) lines/s",
                                               report.read_text())]
    return max(rates)


def go_library_front(temp, package):
    source = pathlib.Path(temp, "front.go")
    source.write_text(GO_FRONT)
    program = temp + "/front"
    output([GO, "build", "-o", program, str(source)])
    text = output([program, *go_files(package)])
    return {name: int(rate) for name, rate in
            re.findall(r"(parse|check) (\d+)", text)}


def bench_front(temp):
    print("Front end, million lines a second (package and all it imports):")
    tools = BUILD / "frontend"
    for package in PACKAGES:
        check = best(r"([\d.]+) Mlines/s",
                     [tools / "check/tools/check_files", "-whole", "-time",
                      "-import", package])
        files = sum((go_files(p) for p in
                     output([GO, "list", "-deps", package]).split()), [])
        listing = pathlib.Path(temp, "list")
        listing.write_text("\n".join(files) + "\n")
        for threads, note in (([], "all threads, goal 3.0"),
                              (["-c", "1"], "one thread")):
            parse = best(r"([\d.]+) Mlines/s",
                         [tools / "syntax/tools/syntax_check", *threads,
                          "-bench", str(ROUNDS), "@" + str(listing)], 1)
            row(f"escargo {package}: scan and parse", f"{parse:.2f}",
                "Mlines/s", note)
        row(f"escargo {package}: with checking", f"{check:.2f}", "Mlines/s",
            "goal 0.8")
    package = "go/types"
    library = go_library_front(temp, package)
    row(f"go/parser {package}", f"{library['parse'] / 1e6:.2f}", "Mlines/s",
        "one core")
    row(f"go/parser + go/types {package}", f"{library['check'] / 1e6:.2f}",
        "Mlines/s", "one core, imports already checked")
    row(f"gc {package}: parse, check, IR", f"{gc_front(temp, package)/1e6:.2f}",
        "Mlines/s", "concurrent parsing")
    text = c_text(4000)
    path = pathlib.Path(temp, "big.c")
    path.write_text(text)
    lines = text.count("\n")
    rate = best(r"([\d.]+) lines/s", ["tcc", "-bench", "-c", "-o",
                                      temp + "/big.o", str(path)])
    row("tcc, generated C text: everything", f"{rate / 1e6:.2f}", "Mlines/s",
        f"{lines} lines, to an object file")
    for what, flags in (("clang -fsyntax-only", ["-fsyntax-only"]),
                        ("clang -O0 -c", ["-O0", "-c", "-o", temp + "/b.o"])):
        seconds = min(timed(["clang-19", *flags, str(path)], temp)[0]
                      for _ in range(3))
        row(f"{what}, the same text", f"{lines / seconds / 1e6:.2f}",
            "Mlines/s")


# ---------------------------------------------------------------------- build

def timed(argv, cwd, env=None):
    """(wall seconds, user + system seconds) of a command that must succeed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(argv, cwd=cwd, capture_output=True, check=False,
                          env=dict(os.environ, **(env or {})))
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{argv}: {done.stdout}{done.stderr}")
    return wall, (after.ru_utime + after.ru_stime - before.ru_utime -
                  before.ru_stime)


PROGRAM = """package main

type stack struct{ items []int }

func (s *stack) push(v int) { s.items = append(s.items, v) }

func (s *stack) pop() (v int, ok bool) {
	if len(s.items) == 0 {
		return 0, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

func main() {
	var s stack
	for i := 0; i < 10; i++ {
		s.push(i * i)
	}
	sum := 0
	for {
		v, ok := s.pop()
		if !ok {
			break
		}
		sum += v
	}
	println(sum)
}
"""


def bench_build(temp):
    print("\nBuilding a 30-line program, milliseconds (median of 21, "
          "alternating):")
    escargo = str(BUILD / "escargo")
    folder = pathlib.Path(temp, "prog")
    folder.mkdir()
    (folder / "go.mod").write_text("module prog\n\ngo 1.19\n")
    source = folder / "main.go"
    source.write_text(PROGRAM)
    commands = {
        "escargo build": [escargo, "build", "-o", "e.out", "main.go"],
        "escargo build -O0": [escargo, "build", "-O0", "-o", "e.out",
                              "main.go"],
        "escargo build -a": [escargo, "build", "-a", "-o", "e.out", "main.go"],
        "go build": [GO, "build", "-o", "g.out", "main.go"],
    }
    times = {name: [] for name in commands}
    edited = {name: [] for name in commands}
    for i in range(22):
        for name, argv in commands.items():
            times[name].append(timed(argv, folder)[0])
    for i in range(22):
        for name, argv in commands.items():
            source.write_text(PROGRAM + f"// edit {i} {name}\n")
            edited[name].append(timed(argv, folder)[0])
    median = lambda list_: statistics.median(list_[1:]) * 1e3
    go, go_edit = median(times["go build"]), median(edited["go build"])
    for name in commands:
        row(name, f"{median(times[name]):.1f}", "ms",
            f"{median(times[name]) / go:.2f} of go build, nothing changed")
    for name in commands:
        row(name + ", after an edit", f"{median(edited[name]):.1f}", "ms",
            f"{median(edited[name]) / go_edit:.2f} of go build")


# -------------------------------------------------------------------- kernels

def bench_kernels(temp):
    print("\nKernels, user seconds (median of 5, alternating); ratio: lower is "
          "faster:")
    escargo = str(BUILD / "escargo")
    ratios = {"gc": [], "clang -O3": []}
    for source in sorted((ROOT / "bench" / "kernels").glob("*.go")):
        name = source.stem
        output([escargo, "build", "-o", f"{temp}/{name}.e", str(source)])
        output([GO, "build", "-o", f"{temp}/{name}.g", str(source)])
        output(["clang-19", "-O3", "-o", f"{temp}/{name}.c",
                str(source.with_suffix(".c"))])
        results = {output([f"{temp}/{name}.{kind}"]) for kind in "egc"}
        if len(results) != 1:
            raise RuntimeError(f"{name}: results differ: {results}")
        times = {kind: [] for kind in "egc"}
        for _ in range(5):
            for kind in "egc":
                times[kind].append(timed([f"{temp}/{name}.{kind}"], temp)[1])
        e, g, c = (statistics.median(times[kind]) for kind in "egc")
        ratios["gc"].append(e / g)
        ratios["clang -O3"].append(e / c)
        row(name, f"{e:.3f}", "s", f"{e / g:.2f} of gc ({g:.3f}), "
            f"{e / c:.2f} of clang -O3 ({c:.3f})")
    for other, list_ in ratios.items():
        row(f"geometric mean, of {other}",
            f"{statistics.geometric_mean(list_):.2f}", "")


# --------------------------------------------------------------------- escape

def bench_escape(temp):
    print("\nEscape analysis:")
    escargo = str(BUILD / "escargo")
    build = lambda compiler: lambda source, program: output(
        [compiler, "build", "-o", program, source])
    escape_cost.pair(row, {"escargo": build(escargo), "gc": build(GO)},
                     ROOT / "bench" / "escape", temp)
    programs = sorted((ROOT / "bench").glob("*/*.go"))
    escape_cost.share(row, escargo, programs, temp)
    escape_cost.growth(row, escargo, temp)


def bench_malloc(temp):
    mallocbench.bench_malloc(temp, types.SimpleNamespace(
        go=GO, escargo=str(BUILD / "escargo"), output=output, timed=timed,
        row=row))


# ------------------------------------------------------------------ collector

def bench_gc(temp, largest="23"):
    collector.bench_collector(temp, str(BUILD / "escargo"), GO, row,
                              int(largest))


def bench_heap(temp, *sizes):
    heapbench.bench_heap(temp, str(BUILD / "escargo"), GO, row, *sizes)


def bench_sched(temp, *crowd):
    schedbench.bench_sched(temp, types.SimpleNamespace(
        go=GO, escargo=str(BUILD / "escargo"), output=output, row=row,
        source=ROOT / "bench" / "sched" / "sched.go"), *crowd)


def bench_library(temp, *names):
    """Three runs of each, alternating; a loop's figure is its best."""
    print("\nLoops of the library and the runtime, processor time a call (best "
          f"of 3 runs), beside load {os.getloadavg()[0]:.1f}:")
    source = str(ROOT / "bench" / "library" / "library.go")
    output([str(BUILD / "escargo"), "build", "-o", f"{temp}/library.e", source])
    output([GO, "build", "-o", f"{temp}/library.g", source])
    best_of = {"e": {}, "g": {}}
    for _ in range(3):
        for kind, found in best_of.items():
            said = output([f"{temp}/library.{kind}", *names]).split()
            for name, value in zip(said[::2], said[1::2]):
                found[name] = min(int(value) / 100,
                                  found.get(name, float("inf")))
    ratios = []
    for name, g in sorted(best_of["g"].items()):
        e = best_of["e"][name]
        ratios.append(e / g)
        row(name, f"{e:.1f}", "ns", f"{e / g:.2f} of gc ({g:.1f})")
    row("geometric mean", f"{statistics.geometric_mean(ratios):.2f}", "")


def bench_real(temp, *names):
    realbench.bench_real(temp, types.SimpleNamespace(
        go=GO, escargo=str(BUILD / "escargo"), output=output, row=row),
        GOROOT, names)


# ---------------------------------------------------------------------- hello

HELLO = """package main

import "fmt"

func main() { fmt.Println("hello, world") }
"""


def bench_hello(temp):
    print("\nhello through fmt.Println, medians, alternating, beside load "
          f"{os.getloadavg()[0]:.1f}:")
    source = pathlib.Path(temp, "hello.go")
    commands = {kind: [compiler, "build", "-o", f"{temp}/hello.{kind}",
                       str(source)]
                for kind, compiler in (("e", str(BUILD / "escargo")),
                                       ("g", GO))}

    def show(name, rounds, prepare, argv_of):
        times = {kind: [] for kind in commands}
        for i in range(rounds):
            for kind in commands:
                prepare(f"{i} {kind}")
                times[kind].append(timed(argv_of(kind), temp)[0])
        e, g = (1e3 * statistics.median(times[kind][1:]) for kind in "eg")
        row(name, f"{e:.1f}", "ms", f"{e / g:.2f} of gc ({g:.1f})")

    source.write_text(HELLO)
    show("build, nothing changed", 11, lambda _: None, commands.get)
    show("build after an edit", 11,
         lambda i: source.write_text(HELLO + f"// {i}\n"), commands.get)
    show("start-up", 101, lambda _: None,
         lambda kind: [f"{temp}/hello.{kind}"])
    for name, flags in (("size", []), ("size, stripped", ["--strip-all"])):
        sizes = []
        for kind in "eg":
            output(["objcopy", *flags, f"{temp}/hello.{kind}",
                    f"{temp}/copy"] if flags else
                   ["cp", f"{temp}/hello.{kind}", f"{temp}/copy"])
            sizes.append(os.path.getsize(f"{temp}/copy"))
        row(name, f"{sizes[0] / 1e6:.2f}", "MB",
            f"{sizes[0] / sizes[1]:.2f} of gc ({sizes[1] / 1e6:.2f})")


def main():
    parts = {"front": bench_front, "build": bench_build,
             "kernels": bench_kernels, "escape": bench_escape,
             "malloc": bench_malloc, "gc": bench_gc, "heap": bench_heap,
             "sched": bench_sched,
             "hello": bench_hello, "library": bench_library,
             "real": bench_real}
    chosen = sys.argv[1:] or list(parts)
    unknown = {name.split("=")[0] for name in chosen} - set(parts)
    if unknown:
        common.fail(__doc__)
    with tempfile.TemporaryDirectory(prefix="escargo-bench-") as temp:
        for name in chosen:
            part, *args = name.split("=")
            parts[part](temp, *args)


if __name__ == "__main__":
    main()
