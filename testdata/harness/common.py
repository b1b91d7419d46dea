"""What all test scripts share: where things are, running commands, totals.

A test is a name and a function that returns None (passed) or a text that says
what is wrong. `run_tests` runs many of them, two at a time, and prints a line
for each failure; `Totals` adds up what several suites found.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOBS = int(os.environ.get("JOBS") or os.cpu_count() or 1)


def escargo(build="build"):
    """The compiler of a build folder."""
    return str(ROOT / build / "escargo")


def goroot():
    """The Go 1.19 tree with its sources and tests, or None."""
    for place in (os.environ.get("GOROOT"), "/usr/lib/go-1.19",
                  "/usr/share/go-1.19"):
        if place and pathlib.Path(place, "test").is_dir():
            return pathlib.Path(place)
    return None


def go_packages(gopath, patterns, export=False):
    """What `go list` says of packages, of third parties' below gopath/src or of
    Go's own (and, with export, of all they import, which gc compiles then),
    built without C."""
    argv = [str(goroot() / "bin" / "go"), "list", "-e", "-json"]
    argv += ["-deps", "-export"] if export else []
    done = run([*argv, *patterns], cwd=pathlib.Path(gopath or goroot(), "src"),
               timeout=3600, env=gopath_mode(gopath))
    decode, at, found = json.JSONDecoder(), 0, []
    while done.out[at:].strip():
        package, at = decode.raw_decode(done.out, done.out.index("{", at))
        found.append(package)
    return found


def gopath_mode(gopath):
    """The environment in which the go command finds packages there."""
    return {"GO111MODULE": "off", "GOPATH": str(gopath), "GOFLAGS": "",
            "CGO_ENABLED": "0"}


class Finished:
    """The result of a command: exit status (negative: killed by a signal, None:
    took too long), standard output and error as text."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def both(self):
        return self.out + self.err


def run(argv, cwd=None, timeout=60, env=None, stdin=subprocess.DEVNULL,
        merge=False):
    """Runs argv in a process group of its own, which is killed when the time is
    up. merge: standard error goes into `out`, in order."""
    full = dict(os.environ, NO_COLOR="1", **(env or {}))
    process = subprocess.Popen(
        argv, cwd=cwd, env=full, stdin=stdin, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merge else subprocess.PIPE,
        start_new_session=True)
    try:
        out, err = process.communicate(timeout=timeout)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        status = None
    text = lambda data: (data or b"").decode("utf-8", "surrogateescape")
    return Finished(status, text(out), text(err))


# Programs by the distance of their cycles: see run_stressed.
STRESSED = collections.Counter()


def stress_line():
    return ", ".join(f"{n} with a cycle at every " +
                     ("allocation" if every == 1 else f"{every} allocations")
                     for every, n in sorted(STRESSED.items()))


def run_stressed(argv, timeout=60, env=None, **kinds):
    """As run(), with the collector at its most eager: a cycle at every
    allocation, freed memory overwritten, the heap verified around each cycle.
    A program for which that takes too long gets fewer cycles."""
    for every, limit in ((1, timeout / 4), (97, timeout / 2), (9973, timeout)):
        stress = {"GODEBUG": f"gcstress={every},clobberfree=1,gcverify=1"}
        done = run(argv, timeout=limit, env={**(env or {}), **stress}, **kinds)
        if done.status is not None:
            break
    STRESSED[every] += 1
    return done


def describe(finished):
    """How a command ended, when that was unexpected."""
    if finished.status is None:
        return "took too long"
    if finished.status < 0:
        return f"killed by signal {-finished.status}"
    return f"exit status {finished.status}"


def temp_dir():
    return tempfile.TemporaryDirectory(prefix="escargo-test-")


class Totals:
    def __init__(self):
        self.passed, self.failed = 0, []

    def add(self, name, problem):
        if problem is None:
            self.passed += 1
        else:
            self.failed.append(name)
            print(f"FAIL {name}: {indent(problem)}", flush=True)

    def line(self):
        return f"{self.passed} passed, {len(self.failed)} failed"


def indent(text, limit=40):
    lines = text.rstrip("\n").split("\n")
    if len(lines) > limit:
        lines = lines[:limit] + ["..."]
    return "\n     ".join(lines)


def guarded(function):
    """A test's own mistakes fail the test, not the run."""
    try:
        return function()
    except Exception as problem:  # pylint: disable=broad-except
        return f"harness: {type(problem).__name__}: {problem}"


def run_tests(tests, totals=None, jobs=JOBS):
    """Runs [(name, function)]; returns {name: problem or None}, in order."""
    results = {}
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = [(name, pool.submit(guarded, f)) for name, f in tests]
        for name, future in futures:
            results[name] = future.result()
            if totals is not None:
                totals.add(name, results[name])
    return results


def main_of(tests):
    """The main function of a file whose command line is [NAMES]; tests(names)
    lists those that contain one of the names, or all."""
    totals = Totals()
    run_tests(tests(sys.argv[1:]), totals)
    print(totals.line())
    return 1 if totals.failed else 0


def golden_main(tests):
    """The same for a harness whose expected texts can be written anew:
    [--write] [NAMES], tests(names, write)."""
    return main_of(lambda words: tests([w for w in words if w != "--write"],
                                       "--write" in words))


def named(found, names):
    return [t for t in found if not names or any(n in t[0] for n in names)]


def checks_in(kind, checks, place, names=()):
    """Tests from functions with assertions, each in a folder of its own, of
    which `place` makes what they are given."""
    def perform(check):
        with temp_dir() as temp:
            try:
                check(place(temp))
            except AssertionError as problem:
                where = problem.__traceback__.tb_next
                return f"line {where.tb_lineno if where else '?'}: {problem}"
        return None

    return named([(f"{kind} {check.__name__.replace('_', ' ')}",
                   lambda c=check: perform(c)) for check in checks], names)


def fail(message):
    print(message, file=sys.stderr)
    sys.exit(2)
