#!/usr/bin/env python3
"""Concurrent programs again and again, for what happens only sometimes.

usage: repeat.py [-b BUILD] [MINUTES]          default: 10

Each run takes a program - testdata/library's storm.go and concurrent.go, all
of chan/ and the channel programs of ken/ in Go's own tests - a number of Ps,
and either nothing special or a collection at every few allocations; up to four
run at once, so that they also take the processors from each other. A run must
print what the first one did and end in time.
"""

import argparse
import concurrent.futures
import pathlib
import random
import sys
import tempfile
import time

import common

PS = (1, 2, 3, 4, 8)
STRESS = ("", "", "gcstress=13", "gcstress=101")
AT_ONCE = 4
SECONDS = 300  # for one run


def sources():
    library = common.ROOT / "testdata" / "library"
    test = common.goroot() / "test"
    found = [library / "storm.go", library / "concurrent.go"]
    for path in sorted(test.glob("chan/*.go")) + sorted(test.glob("ken/chan*.go")):
        if path.read_text().startswith("// run"):
            found.append(path)
    return found


def build(compiler, temp, source):
    program = f"{temp}/{source.parent.name}-{source.stem}"
    done = common.run([compiler, "build", "-o", program, str(source)],
                      timeout=SECONDS, merge=True)
    if done.status != 0:
        sys.exit(f"{source}: {done.out}")
    return program


def once(program, ps, stress):
    """What went wrong, or None; with the output."""
    done = common.run([program], timeout=SECONDS, merge=True,
                      env={"GOMAXPROCS": str(ps), "GODEBUG": stress})
    return done.status, done.out


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-b", "--build", default="build")
    parser.add_argument("minutes", nargs="?", type=float, default=10)
    options = parser.parse_args()
    end, runs, failed = time.time() + 60 * options.minutes, 0, 0
    with tempfile.TemporaryDirectory(prefix="escargo-repeat-") as temp, \
            concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        programs = [build(common.escargo(options.build), temp, source)
                    for source in sources()]
        wanted = {program: once(program, 2, "") for program in programs}
        for program, (status, out) in wanted.items():
            if status != 0:
                sys.exit(f"{pathlib.Path(program).name}: {status}\n{out}")

        def work():
            nonlocal runs, failed
            while time.time() < end:
                program = random.choice(programs)
                ps, stress = random.choice(PS), random.choice(STRESS)
                have = once(program, ps, stress)
                runs += 1
                if have != wanted[program]:
                    failed += 1
                    print(f"FAIL {pathlib.Path(program).name} GOMAXPROCS={ps} "
                          f"GODEBUG={stress}: {have[0]}\n{have[1]}", flush=True)

        for job in [pool.submit(work) for _ in range(AT_ONCE)]:
            job.result()
    print(f"repeat: {len(programs)} programs, {runs} runs, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
