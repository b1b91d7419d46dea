"""The collector beside gc's: binary trees, and marking as the heap grows.

Both are whole programs, run alternately with the same GOMAXPROCS; figures are
the best of three. Pauses and marking times are those that the runtime prints
(GODEBUG=gctrace=1).
"""

import os
import pathlib
import re
import subprocess
import time

TREES = """package main

type node struct{ l, r *node }

func (n *node) count() int {
	if n.l == nil {
		return 1
	}
	return n.l.count() + n.r.count() + 1
}

func build(d int) *node {
	if d == 0 {
		return &node{}
	}
	return &node{build(d - 1), build(d - 1)}
}

func main() {
	const depth = DEPTH
	long := build(depth)
	for d := 4; d <= depth; d += 4 {
		n, sum := 1<<uint(depth-d+4), 0
		for i := 0; i < n; i++ {
			sum += build(d).count()
		}
		println(n, d, sum)
	}
	println(long.count())
}
"""

LIVE = """package main

import "runtime"

type node struct{ l, r *node }

func build(d int) *node {
	if d == 0 {
		return &node{}
	}
	return &node{build(d - 1), build(d - 1)}
}

func main() {
	keep := build(DEPTH)
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	println(keep.l != nil)
}
"""


class Run:
    """What one run took: seconds, processor seconds, peak MB, pauses in ms."""

    def __init__(self, exe, processors):
        env = dict(os.environ, GOMAXPROCS=str(processors),
                   GODEBUG="gctrace=1")
        start = time.perf_counter()
        with subprocess.Popen([exe], stderr=subprocess.PIPE, env=env) as child:
            trace = child.stderr.read().decode()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
        self.wall = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024
        self.clocks = [[float(x) for x in m[1].split("+")] for m in
                       re.finditer(r": ([\d.+]+) ms clock", trace)]
        if status != 0:
            raise RuntimeError(f"{exe}: {trace[-500:]}")


def make(folder, name, source, commands):
    """{compiler: executable} of a program."""
    path = pathlib.Path(folder, name + ".go")
    path.write_text(source)
    made = {}
    for compiler, argv in commands.items():
        made[compiler] = str(pathlib.Path(folder, f"{name}-{compiler}"))
        subprocess.run([*argv, "-o", made[compiler], str(path)], check=True,
                       cwd=folder)
    return made


def best_runs(made, processors, rounds=3):
    runs = {compiler: [] for compiler in made}
    for _ in range(rounds):
        for compiler, exe in made.items():
            runs[compiler].append(Run(exe, processors))
    return {c: {what: min(getattr(r, what) for r in list_)
                for what in ("wall", "cpu", "memory")} |
               {"pause": min(max((sum(c) for c in r.clocks), default=0)
                             for r in list_)}
            for c, list_ in runs.items()}


def bench_trees(folder, commands, row):
    print("\nBinary trees (16-byte nodes), ratios to gc; our longest pause:")
    for depth in (16, 18, 20):
        made = make(folder, f"trees{depth}",
                    TREES.replace("DEPTH", str(depth)), commands)
        for processors in (1, 2):
            b = best_runs(made, processors)
            ours, theirs = b["escargo"], b["gc"]
            ratio = lambda what, o=ours, t=theirs: o[what] / t[what]
            row(f"depth {depth}, GOMAXPROCS={processors}",
                f"{ratio('wall'):.2f}", "of gc",
                f"processor {ratio('cpu'):.2f}, memory {ratio('memory'):.2f}, "
                f"pause {ours['pause']:.1f} ms")


def bench_marking(folder, commands, row, largest):
    print("\nMarking a live tree of 16-byte nodes:")
    escargo = {"escargo": commands["escargo"]}
    for depth in range(15, largest + 1, 2):
        made = make(folder, f"live{depth}", LIVE.replace("DEPTH", str(depth)),
                    escargo)
        marks = [clock[1] for clock in Run(made["escargo"], 1).clocks[-3:]]
        nodes = (2 << depth) - 1
        row(f"{nodes * 16 / 2**20:.0f} MB", f"{min(marks):.1f}", "ms",
            f"{min(marks) * 1e6 / nodes:.1f} ns a node")


def bench_collector(folder, escargo, go, row, largest=23):
    """largest: depth of the largest live tree, 2**(largest+1) nodes."""
    commands = {"escargo": [escargo, "build", "-O2"], "gc": [go, "build"]}
    bench_trees(folder, commands, row)
    bench_marking(folder, commands, row, largest)
