#!/usr/bin/env python3
"""Files that other programs read: profiles and heap dumps.

    profiles.py [NAME...]

`escargo test` writes the profiles of testdata/profiles, and the go command's
pprof shows them: the functions that use the processor, allocate and wait must
come first. A heap dump of testdata/profiles/dump is read here, record by record
as gc's format says; what the program has must be in it.
"""

import collections
import pathlib
import shutil
import sys

import common

FOLDER = common.ROOT / "testdata" / "profiles"
ESCARGO = str(common.ROOT / "build" / "escargo")
# Each profile, and what most of it is due to.
PROFILES = {
    "cpu": "example.com/profiles.busy",
    "mem": "example.com/profiles.keep",
    "block": "sync.(*Mutex).Lock",
    "mutex": "sync.(*Mutex).Unlock",
}


def check_profile(kind):
    """What is wrong with that profile; None: nothing."""
    with common.temp_dir() as temp:
        shutil.copytree(FOLDER, pathlib.Path(temp, "p"))
        here = pathlib.Path(temp, "p")
        test = common.run([ESCARGO, "test", f"-{kind}profile", "out", "."],
                          cwd=here, timeout=300, merge=True)
        if test.status:
            return test.out
        go = str(common.goroot() / "bin" / "go")
        shown = common.run([go, "tool", "pprof", "-top", "profiles.test",
                            "out"], cwd=here, timeout=120, merge=True)
        # flat flat% sum% cum cum% NAME (inline)
        rows = [line.split() for line in shown.out.splitlines()
                if line.count("%") == 3]
        names = [row[5] for row in rows if len(row) > 5]
        return None if PROFILES[kind] in names[:3] else shown.out


class Dump:
    """A heap dump: how many records there are of each kind, the objects with
    the offsets of their pointers, the functions on stacks."""

    # Numbers of records of which nothing else is looked at.
    NUMBERS = {7: 5, 8: 2, 9: 3, 10: 281, 11: 5, 14: 7, 15: 6, 17: 2}

    def __init__(self, data):
        head = b"go1.7 heap dump\n"
        assert data.startswith(head)
        self.data, self.at = data, len(head)
        self.kinds = collections.Counter()
        self.objects, self.functions = [], []
        while kind := self.number():
            self.kinds[kind] += 1
            self.record(kind)
        assert self.at == len(data), "something follows the end"

    def number(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def numbers(self, n):
        return [self.number() for _ in range(n)]

    def memory(self):
        n = self.number()
        self.at += n
        assert self.at <= len(self.data)
        return self.data[self.at - n:self.at]

    def fields(self):
        offsets = []
        while kind := self.number():
            assert kind == 1, f"field of kind {kind}"
            offsets.append(self.number())
        return offsets

    def record(self, kind):
        if kind in self.NUMBERS:
            self.numbers(self.NUMBERS[kind])
        elif kind in (1, 12, 13):
            self.number()
            self.objects.append((len(self.memory()), self.fields()))
        elif kind == 2:
            self.memory()
            self.number()
        elif kind == 4:
            self.numbers(8)
            self.memory()
            self.numbers(4)
        elif kind == 5:
            self.numbers(3)
            self.memory()
            self.numbers(3)
            self.functions.append(self.memory().decode())
            self.fields()
        elif kind == 6:
            self.numbers(4)
            self.memory()
            self.memory()
            self.number()
        else:
            assert kind == 16, f"record of kind {kind}"
            self.numbers(2)
            for _ in range(self.number()):
                self.memory()
                self.memory()
                self.number()
            self.numbers(2)


def check_dump():
    """What is wrong with a heap dump; None: nothing."""
    with common.temp_dir() as temp:
        file = pathlib.Path(temp, "dump")
        done = common.run([ESCARGO, "run", str(FOLDER / "dump" / "main.go"),
                           str(file)], timeout=300, merge=True)
        if done.status:
            return done.out
        dump = Dump(file.read_bytes())
    nodes = sum(o == (32, [0]) for o in dump.objects)
    missing = {"main.main", "main.wait"} - set(dump.functions)
    if nodes < 1000 or missing:
        return f"{nodes} nodes, {missing or 'all'} missing on stacks"
    for kind in (4, 6, 7, 9, 10, 12, 13, 16, 17):
        if not dump.kinds[kind]:
            return f"no record of kind {kind}: {dump.kinds}"
    return None


def tests(names=()):
    found = [(f"profile: {kind}", lambda k=kind: check_profile(k))
             for kind in PROFILES]
    found.append(("heap dump", check_dump))
    return common.named(found, names)


if __name__ == "__main__":
    sys.exit(common.main_of(tests))
