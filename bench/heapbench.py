"""The heap beside gc's: pauses, cost as the heap and the threads grow,
fragmentation. The programs are bench/heap/*.go.
"""

import os
import pathlib
import re
import subprocess
import time

SOURCES = pathlib.Path(__file__).parent / "heap"
OBJECTS = 4 << 20  # of each goroutine of threads.go


class Run:
    """What one run took: seconds, processor seconds, KB; what it printed, the
    clock times of its cycles in ms."""

    def __init__(self, exe, *args, processors=1, trace=False):
        env = dict(os.environ, GOMAXPROCS=str(processors),
                   GODEBUG=f"gctrace={int(trace)}")
        start = time.perf_counter()
        with subprocess.Popen([exe, *map(str, args)], env=env,
                              stderr=subprocess.PIPE) as child:
            self.text = child.stderr.read().decode()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = status
        self.wall = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss
        if status != 0:
            raise RuntimeError(f"{exe}: {self.text[-500:]}")
        self.clocks = [[float(x) for x in m[1].split("+")] for m in
                       re.finditer(r": ([\d.+]+) ms clock", self.text)]
        last = self.text.split("\n")[-2] if self.text else ""
        self.numbers = [int(x) for x in last.split()] \
            if re.fullmatch(r"[\d ]+", last) else []


def make(folder, name, commands):
    """{compiler: executable}"""
    made = {}
    for compiler, argv in commands.items():
        made[compiler] = str(pathlib.Path(folder, f"{name}-{compiler}"))
        subprocess.run([*argv, "-o", made[compiler],
                        str(SOURCES / (name + ".go"))], check=True, cwd=folder)
    return made


def bench_pause(folder, commands, row):
    print("\n10 MB of live 16-byte nodes: the longest pause of a run "
          "(middle of 5, best):")
    exe = make(folder, "pause", commands)["escargo"]
    for processors in (1, 2):
        longest = sorted(max(sum(c) for c in
                             Run(exe, processors=processors, trace=True).clocks)
                         for _ in range(5))
        row(f"GOMAXPROCS={processors}", f"{longest[2]:.1f}", "ms",
            f"best {longest[0]:.1f}; at most 15")


def bench_growth(folder, commands, row, largest):
    print("\nAs the live heap grows (16-byte nodes):")
    exe = make(folder, "live", {"escargo": commands["escargo"]})["escargo"]
    for depth in range(15, largest + 1, 2):
        run = Run(exe, depth, trace=True)
        nodes = (2 << depth) - 1
        marks = [clock[1] for clock in run.clocks[-4:]]
        row(f"{nodes * 16 >> 20} MB", f"{run.numbers[0] / 100:.2f}",
            "ns/alloc", f"mark {min(marks):.1f} ms, "
            f"{min(marks) * 1e6 / nodes:.2f} ns a node")
    exe = make(folder, "noscan", {"escargo": commands["escargo"]})["escargo"]
    row("1 GB without pointers",
        f"{min(c[1] for c in Run(exe, trace=True).clocks[-4:]):.2f}", "ms",
        "mark")


def bench_threads(folder, commands, row):
    print("\nAs threads grow: processor time of one allocation, ratio to gc:")
    made = make(folder, "threads", commands)
    for n in (1, 2, 4, 8):
        best = {}
        for _ in range(3):
            for compiler, exe in made.items():
                cpu = Run(exe, n, processors=n).cpu / (n * OBJECTS) * 1e9
                best[compiler] = min(cpu, best.get(compiler, cpu))
        row(f"{n} threads", f"{best['escargo']:.1f}", "ns",
            f"{best['escargo'] / best['gc']:.2f} of gc")


def bench_mix(folder, commands, row, minutes):
    """Both do the same steps: as many as gc does in that time."""
    made = make(folder, "mix", commands)
    short = 2 << 20
    rate = short / Run(made["gc"], short).wall
    steps = max(int(rate * 60 * minutes), 4 * short)
    print(f"\nA random mix of sizes and lifetimes, {steps / 1e6:.0f} million "
          "steps, ratios to gc:")
    runs = {compiler: Run(exe, steps) for compiler, exe in made.items()}
    ours, theirs = runs["escargo"], runs["gc"]
    for i, what in enumerate(("mean resident memory", "peak")):
        row(what, f"{ours.numbers[i] / theirs.numbers[i]:.2f}", "of gc",
            f"{ours.numbers[i] >> 10} MB, gc {theirs.numbers[i] >> 10} MB")
    row("processor time", f"{ours.cpu / theirs.cpu:.2f}", "of gc",
        f"{ours.wall:.0f} s, {ours.numbers[2]} cycles")


def bench_heap(folder, escargo, go, row, minutes=0.2, largest=23):
    """minutes: of the random mix; largest: depth of the largest live tree."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    commands = {"escargo": [escargo, "build", "-O2"], "gc": [go, "build"]}
    bench_pause(folder, commands, row)
    bench_threads(folder, commands, row)
    bench_growth(folder, commands, row, int(largest))
    bench_mix(folder, commands, row, float(minutes))
