"""What goroutines cost beside gc's, with the same GOMAXPROCS.

bench/sched/sched.go prints one line "name number" per test. Both programs run
in turn; each figure is the best of all runs, as interference only adds.
"""

import os
import subprocess

ROUNDS = 3
BYTES = "parked"
FAIR = "worst-gap"


def measure(program, procs, best):
    env = dict(os.environ, GOMAXPROCS=str(procs))
    done = subprocess.run([program], capture_output=True, text=True,
                          check=True, env=env)
    for line in done.stderr.splitlines():
        name, number = line.split()
        best[name] = min(best.get(name, float("inf")), float(number))


def show(row, name, procs, ours, theirs):
    if name == BYTES:
        value, unit = f"{ours:.0f}", "bytes"
    elif name == FAIR:
        value, unit = f"{ours / 1e6:.1f}", "ms"
    else:
        value, unit = f"{ours / 100:.1f}", "ns"
        theirs /= 100
        ours /= 100
    row(f"{name}, {procs} P", value, unit,
        f"{ours / theirs:.2f} of gc ({theirs:.1f})")


def bench_sched(temp, tools):
    print("\nGoroutines:")
    source = str(tools.source)
    programs = {"e": f"{temp}/sched.e", "g": f"{temp}/sched.g"}
    tools.output([tools.escargo, "build", "-o", programs["e"], source])
    tools.output([tools.go, "build", "-o", programs["g"], source])
    for procs in (1, 2):
        best = {"e": {}, "g": {}}
        for _ in range(ROUNDS):
            for kind, program in programs.items():
                measure(program, procs, best[kind])
        for name in best["e"]:
            show(tools.row, name, procs, best["e"][name], best["g"][name])
