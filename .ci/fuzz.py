#!/usr/bin/env python3
"""Fuzzes the front end: fuzz.py MINUTES.

Every program build-fuzz/frontend/fuzz_* gets an equal share of the time and one
core each, with Go's own sources (up to 64 kB each) and testdata/ as seeds. What
it finds lies in fuzz-findings/; a finding is a failure, and becomes a test.
Then random programs are compared with gc, others each time.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "testdata" / "harness"))
import common  # pylint: disable=wrong-import-position

MAX_SEED = 1 << 16
# Undefined behaviour is a finding, too, not a line in the log.
SANITIZERS = dict(os.environ,
                  UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")


def collect_seeds(folder):
    """Small files first: they are worth more to the fuzzer."""
    folder.mkdir(parents=True, exist_ok=True)
    places = [ROOT / "testdata"]
    if common.goroot():
        places += [common.goroot() / "test", common.goroot() / "src" / "go"]
    count = 0
    for place in places:
        for path in place.rglob("*.go"):
            if path.is_file() and path.stat().st_size <= MAX_SEED:
                shutil.copy(path, folder / f"{count}.go")
                count += 1
    return count


def compare_random_programs(findings):
    """Programs that differ from gc's are left in `findings`."""
    status = 0
    for script in ("random_exprs.py", "random_order.py"):
        done = subprocess.run(
            [sys.executable, ROOT / "testdata" / "harness" / script, "-n", "10",
             "-s", str(int(time.time()))], cwd=findings, check=False)
        status = status or done.returncode
    return status


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    work = ROOT / "build-fuzz"
    findings = ROOT / "fuzz-findings"
    findings.mkdir(exist_ok=True)
    programs = sorted(p for p in (work / "frontend").glob("fuzz_*")
                      if p.is_file())
    if not programs:
        common.fail("no fuzz programs were built")
    rounds = -(-len(programs) // common.JOBS)
    seconds = int(minutes * 60 / rounds)
    print(f"{collect_seeds(work / 'seeds')} seeds, {seconds} s each")
    status = 0
    for start in range(0, len(programs), common.JOBS):
        running = []
        for program in programs[start:start + common.JOBS]:
            corpus = work / (program.name + ".corpus")
            corpus.mkdir(exist_ok=True)
            log = open(work / (program.name + ".log"), "w")
            running.append((program, log.name, subprocess.Popen(
                [program, corpus, work / "seeds", "-timeout=10",
                 "-rss_limit_mb=4096", f"-max_len={MAX_SEED}",
                 f"-max_total_time={seconds}",
                 f"-artifact_prefix={findings}/{program.name}-"],
                stdout=log, stderr=log, env=SANITIZERS)))
        for program, log, process in running:
            code = process.wait()
            lines = pathlib.Path(log).read_text(errors="replace").split("\n")
            print(f"{program.name}: {'ok' if code == 0 else 'FOUND'}")
            print("\n".join(lines[-4:] if code == 0 else lines[-40:]))
            status = status or code
    status = status or compare_random_programs(findings)
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
