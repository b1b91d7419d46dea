"""What escape analysis costs and saves; a part of bench.py.

  pair    bench/escape: the same loop with its variable on the stack and on
          the heap, nanoseconds a round
  share   of inlining and escape analysis in a build at -O2
  growth  time of both for generated packages of 1,000 to 100,000
          functions: a chain of calls, functions of which each calls two
          others (one strongly connected component), one function with as
          many variables, each holding the address of the one before
"""

import pathlib
import re
import resource
import statistics
import subprocess

SIZES = (1000, 10000, 100000)
ROUNDS = {"literal": 400e6, "store": 40e6}


def cpu_time(argv):
    """User seconds, so that a busy machine disturbs little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(argv, check=True, capture_output=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def pair(row, builders, folder, temp):
    """builders: {name: function(source, program)}."""
    for name, build in builders.items():
        for source in ("nothing", *ROUNDS):
            build(str(folder / f"{source}.go"), f"{temp}/{source}.{name}")
    times = {}
    for _ in range(5):
        for name in builders:
            for source in ("nothing", *ROUNDS):
                times.setdefault((name, source), []).append(
                    cpu_time([f"{temp}/{source}.{name}"]))
    for name in builders:
        empty = statistics.median(times[name, "nothing"])
        cost = {s: (statistics.median(times[name, s]) - empty) / n * 1e9
                for s, n in ROUNDS.items()}
        row(f"{name}: &X{{p: &i1}}", f"{cost['literal']:.2f}", "ns",
            "on the stack")
        row(f"{name}: x.p = &i2", f"{cost['store']:.2f}", "ns", "on the heap, "
            f"{cost['store'] / max(cost['literal'], 0.01):.0f} times as long")


# ------------------------------------------------------------------- compiler

def pass_times(escargo, flags, files):
    """{pass: milliseconds} of one compilation."""
    done = subprocess.run([escargo, "compile", "-time", *flags, *files],
                          capture_output=True, text=True, check=True)
    return {name: float(ms) for name, ms in
            re.findall(r"^(\w+) +([\d.]+) ms", done.stderr, re.M)}


def share(row, escargo, sources, temp):
    total, part = 0.0, 0.0
    for source in sources:
        times = pass_times(escargo, ["-O2", "-p", "main", "-o",
                                     f"{temp}/x.o"], [str(source)])
        total += sum(times.values())
        part += times["inline"] + times["escape"]
    row("inline and escape in a -O2 build", f"{100 * part / total:.1f}", "%",
        f"of {total:.0f} ms for {len(sources)} programs; goal: below 10 %")


HEAD = "package p\n\ntype T struct {\n\tp *int\n\tnext *T\n}\n\n"


def chain(n):
    return "".join(f"""func f{i}(p *int, t *T) *int {{
	x := {i}
	y := T{{&x, t}}
	if *p > x {{
		return {f"f{i - 1}(&x, &y)" if i else "p"}
	}}
	return y.next.p
}}
""" for i in range(n))


def component(n):
    return "".join(f"""func f{i}(p *int, t *T) *int {{
	for x := {i}; x < 9; x++ {{
		y := T{{&x, t}}
		p = f{(i + 1) % n}(p, &y)
	}}
	return f{(7 * i + 3) % n}(p, t)
}}
""" for i in range(n))


def huge(n):
    body = "".join(f"""	x{i} := {i}
	y{i} := T{{&x{i}, {f"&y{i - 1}" if i else "t"}}}
	if *p > {i} {{
		p = y{i}.p
	}}
""" for i in range(n))
    return f"func f(p *int, t *T) *int {{\n{body}\treturn p\n}}\n"


def phases(escargo, path):
    """Microseconds of inlining and escape analysis."""
    times = pass_times(escargo, ["-p", "p", "-stop=escape"], [str(path)])
    return 1e3 * (times["inline"] + times["escape"])


def growth(row, escargo, temp):
    for shape in (chain, component, huge):
        costs = []
        for n in SIZES:
            path = pathlib.Path(temp, f"{shape.__name__}{n}.go")
            path.write_text(HEAD + shape(n))
            costs.append(min(phases(escargo, path) for _ in range(3)) / n)
        row(f"{shape.__name__}, {SIZES[-1]:,}",
            f"{costs[-1]:.1f}", "us each",
            " ".join(f"{n:,}: {c:.1f}" for n, c in zip(SIZES, costs)) +
            f"; {costs[-1] / costs[0]:.2f} times the smallest's")
