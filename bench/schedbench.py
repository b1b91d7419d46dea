"""What goroutines cost beside gc's, with the same GOMAXPROCS.

bench/sched/sched.go prints one line "name number" per test. Both programs run
in turn; each figure is the best of all runs, as interference only adds; the
worst gap is the worst of the best run.
"""

import os
import subprocess

ROUNDS = 3
BYTES = "parked"
GAPS = "-gap"


def measure(program, procs, best):
    env = dict(os.environ, GOMAXPROCS=str(procs))
    done = subprocess.run(program, capture_output=True, text=True,
                          check=True, env=env)
    for line in done.stderr.splitlines():
        name, number = line.split()
        best[name] = min(best.get(name, float("inf")), float(number))


def scale(name):
    """(unit, how much of what the program prints it is, digits)."""
    if name == BYTES:
        return "bytes", 1, 0
    return ("ms", 1e6, 1) if GAPS in name else ("ns", 100, 1)


def show(row, name, procs, ours, theirs):
    unit, one, digits = scale(name)
    row(f"{name}, {procs} P", f"{ours / one:.{digits}f}", unit,
        f"{ours / theirs:.2f} of gc ({theirs / one:.{digits}f})")


def compare(row, commands, procs, rounds):
    best = {kind: {} for kind in commands}
    for _ in range(rounds):
        for kind, command in commands.items():
            measure(command, procs, best[kind])
    for name in best["e"]:
        show(row, name, procs, best["e"][name], best["g"][name])


def bench_sched(temp, tools, crowd=None):
    """crowd: only parks that many goroutines."""
    print("\nGoroutines, beside load", os.getloadavg()[0])
    source = str(tools.source)
    programs = {"e": [f"{temp}/sched.e"], "g": [f"{temp}/sched.g"]}
    tools.output([tools.escargo, "build", "-o", *programs["e"], source])
    tools.output([tools.go, "build", "-o", *programs["g"], source])
    if crowd:
        for program in programs.values():
            program += ["parked", crowd]
        compare(tools.row, programs, os.cpu_count(), 1)
        return
    for procs in (1, 2):
        compare(tools.row, programs, procs, ROUNDS)
