"""Real programs beside gc: packages of Go's library at work.

Each program of bench/real is built by both compilers and run alternately; what
they print must agree. Figures are medians: processor time (user and system,
all threads) and peak memory.
"""

import os
import pathlib
import statistics
import subprocess

ROUNDS = 3


class Run:
    """Processor seconds, wall seconds and peak MB of one run, and its output."""

    def __init__(self, argv):
        with subprocess.Popen(argv, stderr=subprocess.PIPE) as process:
            self.text = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{argv}: status {process.returncode}")
        self.seconds = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss / 1024


def bench_real(temp, tools, goroot, names=()):
    print("\nReal programs, processor seconds and peak MB (median of "
          f"{ROUNDS}, alternating), beside load {os.getloadavg()[0]:.1f}:")
    ratios = {"time": [], "memory": []}
    folder = pathlib.Path(__file__).parent / "real"
    for source in sorted(folder.glob("*.go")):
        name = source.stem
        if names and name not in names:
            continue
        programs = {kind: f"{temp}/{name}.{kind}" for kind in "eg"}
        tools.output([tools.escargo, "build", "-o", programs["e"], str(source)])
        tools.output([tools.go, "build", "-o", programs["g"], str(source)])
        # Debian's "src" is a symbolic link, which WalkDir does not follow.
        args = [str((goroot / "src").resolve())] if name == "parser" else []
        runs = {kind: [] for kind in "eg"}
        for _ in range(ROUNDS):
            for kind, program in programs.items():
                runs[kind].append(Run([program, *args]))
        if len({r.text for list_ in runs.values() for r in list_}) != 1:
            raise RuntimeError(f"{name}: results differ")
        for what, field, unit in (("time", "seconds", "s"),
                                  ("memory", "memory", "MB")):
            e, g = (statistics.median(getattr(r, field) for r in runs[kind])
                    for kind in "eg")
            ratios[what].append(e / g)
            tools.row(f"{name}: {what}", f"{e:.2f}", unit,
                      f"{e / g:.2f} of gc ({g:.2f}), goal 1.3")
    for what, list_ in ratios.items():
        tools.row(f"geometric mean of {what}",
                  f"{statistics.geometric_mean(list_):.2f}", "", "goal 1.0")
