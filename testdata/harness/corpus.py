#!/usr/bin/env python3
"""Third parties' packages, tested by escargo beside gc.

usage: corpus.py [-b BUILD] [-O LEVEL] [-t SECONDS] GOPATH PACKAGE...

GOPATH/src holds sources, for example what Debian's golang-*-dev packages unpack
into usr/share/gocode/src:

    apt-get download golang-gopkg-yaml.v3-dev
    dpkg -x golang-gopkg-yaml.v3-dev_*.deb x
    corpus.py x/usr/share/gocode gopkg.in/yaml.v3

A pattern like example.com/... names several packages. Each one's own tests are
run by `escargo test`; those that fail are run by `go test`, too, and a function
that passes there is a failure of ours. A line for each package says how many
functions passed, and how long both took where both ran; the last line counts
all. This is run by hand: nothing is compared with a list.
"""

import argparse
import pathlib
import re
import sys
import time

import common


def module_of(gopath, temp):
    """A module that vendors all of the GOPATH: where escargo finds them. As in
    any such folder, modules that were copied have no go.mod."""
    folder = pathlib.Path(temp, "module")
    folder.mkdir()
    (folder / "go.mod").write_text("module corpus\n\ngo 1.19\n")
    common.run(["cp", "-rs", str(gopath / "src"), str(folder / "vendor")],
               timeout=300)
    for mod in (folder / "vendor").rglob("go.mod"):
        mod.unlink()
    return folder


def results_of(output):
    """{function: PASS, FAIL or SKIP} of the lines of test -v; a function that
    has begun and not ended is FAIL."""
    found = {name: kind for kind, name in
             re.findall(r"^--- (PASS|FAIL|SKIP): (\S+)", output, re.M)}
    for name in re.findall(r"^=== RUN +([^\s/]+)$", output, re.M):
        found.setdefault(name, "FAIL")
    return found


class Tested:
    """What one compiler made of a package's tests."""

    def __init__(self, argv, package, where, timeout, env=None):
        start = time.monotonic()
        done = common.run([*argv, "-short", "-v", package], cwd=where,
                          timeout=timeout, env=env, merge=True)
        self.seconds = time.monotonic() - start
        self.functions = results_of(done.out)
        self.built = bool(self.functions) or done.status == 0
        self.ended = "took too long" if done.status is None else None
        self.last = done.out.strip().split("\n")[-12:]

    def failed(self):
        return [n for n, kind in self.functions.items() if kind == "FAIL"]


def compare(args, module, package):
    """(functions that count, failures of ours, the line to print)."""
    ours = Tested([common.escargo(args.build), "test", f"-O{args.level}"],
                  package, module, args.timeout)
    bad = ours.failed() if ours.built else ["*"]
    if not bad and not ours.ended:
        return len(ours.functions), 0, f"ok ({ours.seconds:.1f} s)"
    go = Tested([str(common.goroot() / "bin" / "go"), "test",
                 "-vet=off"], package, args.gopath / "src", args.timeout,
                common.gopath_mode(args.gopath))
    if not go.built:
        return 0, 0, "gc does not build it"
    worse = [n for n in bad if n == "*" or go.functions.get(n) == "PASS"]
    worse += ["(time)"] if ours.ended and not go.ended else []
    count = sum(kind == "PASS" for kind in go.functions.values())
    text = f"FAIL {' '.join(worse)}" if worse else "ok, fails with gc, too"
    if worse:
        text += "\n     " + "\n     ".join(ours.last)
    return count, count if worse == ["*"] else len(worse), text


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("-b", dest="build", default="build")
    parser.add_argument("-O", dest="level", default="0")
    parser.add_argument("-t", dest="timeout", type=int, default=120)
    parser.add_argument("gopath", type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("packages", nargs="+")
    args = parser.parse_args()
    total = failed = 0
    with common.temp_dir() as temp:
        module = module_of(args.gopath, temp)
        for found in common.go_packages(args.gopath, args.packages):
            if not found.get("TestGoFiles") and not found.get("XTestGoFiles"):
                continue
            count, bad, text = compare(args, module, found["ImportPath"])
            total, failed = total + count, failed + bad
            print(f"{found['ImportPath']:44} {count - bad:4} of {count:4}  "
                  f"{text}", flush=True)
    print(f"{total - failed} of {total} test functions pass")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
