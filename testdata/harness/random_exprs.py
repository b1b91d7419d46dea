#!/usr/bin/env python3
"""Random expressions, compared with gc.

usage: random_exprs.py [-n PROGRAMS] [-s SEED] [-O LEVELS] [-b ESCARGO] [-g GO]

Each program has functions that evaluate random expressions of integers,
floats, complex numbers, booleans and strings over variables with values at
the edges of their types (zero, minus one, the least and the greatest, NaN,
infinities), and prints the results or the text of the panic. gc's output is
the truth. A program that differs is kept in the current folder.
"""

import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import common

INTS = {"int8": 8, "int16": 16, "int32": 32, "int64": 64, "int": 64,
        "uint8": 8, "uint16": 16, "uint32": 32, "uint64": 64, "uint": 64}
FLOATS = ["float32", "float64"]
COMPLEX = ["complex64", "complex128"]


def edges(t):
    if t in INTS:
        bits = INTS[t]
        if t[0] == "u":
            return [0, 1, 2, 7, (1 << bits) - 1, 1 << (bits - 1), 100]
        return [0, 1, -1, 3, -7, (1 << (bits - 1)) - 1, -(1 << (bits - 1)),
                100]
    if t in FLOATS:
        return ["0", "1", "-1.5", "1e10", "3.25", "-1e30", "nan", "inf",
                "-inf", "negzero", "2147483648", "-9.3e18", "1.9e19"]
    if t in COMPLEX:
        return ["0", "1", "2+3i", "-1i", "complex(inf, 1)", "complex(0, nan)",
                "1e20-1e20i"]
    if t == "string":
        return ['""', '"a"', '"ab\\u4e16"', '"zz"', '"\\xff"']
    return ["true", "false"]


class Generator:
    """Expressions of a wanted type; `rng` decides everything."""

    def __init__(self, rng):
        self.rng = rng
        self.vars = {}

    def pick_type(self):
        kinds = list(INTS) * 2 + FLOATS * 3 + COMPLEX + ["bool"] * 3 + \
            ["string"] * 2
        return self.rng.choice(kinds)

    def variable(self, t):
        return self.rng.choice(self.vars[t])

    def expr(self, t, depth):
        if depth == 0 or self.rng.random() < 0.1:
            return self.variable(t)
        if t in INTS:
            return self.integer(t, depth - 1)
        if t in FLOATS:
            return self.floating(t, depth - 1)
        if t in COMPLEX:
            return self.complex(t, depth - 1)
        if t == "string":
            return self.string(depth - 1)
        return self.boolean(depth - 1)

    def integer(self, t, d):
        r = self.rng.random()
        if r < 0.5:
            op = self.rng.choice(["+", "-", "*", "/", "%", "&", "|", "^",
                                  "&^"])
            return f"({self.expr(t, d)} {op} {self.expr(t, d)})"
        if r < 0.65:
            count = self.expr(self.rng.choice(list(INTS)), d)
            return f"({self.expr(t, d)} {self.rng.choice(['<<', '>>'])} {count})"
        if r < 0.75:
            return f"({self.rng.choice(['-', '^', '+'])}{self.expr(t, d)})"
        if r < 0.78:
            return f"{t}(len({self.expr('string', d)}))"
        source = self.rng.choice(list(INTS) + FLOATS)
        # Out of range, float to integer is the machine's business, and gc
        # itself is not of one mind; so the operand is kept small.
        if source in FLOATS:
            return f"{t}(small(float64({self.expr(source, d)})))"
        return f"{t}({self.expr(source, d)})"

    def floating(self, t, d):
        r = self.rng.random()
        if r < 0.6:
            op = self.rng.choice("+-*/")
            return f"({self.expr(t, d)} {op} {self.expr(t, d)})"
        if r < 0.7:
            return f"(-{self.expr(t, d)})"
        if r < 0.8:
            part = self.rng.choice(["real", "imag"])
            c = "complex64" if t == "float32" else "complex128"
            return f"{part}({self.expr(c, d)})"
        source = self.rng.choice(list(INTS) + FLOATS)
        return f"{t}({self.expr(source, d)})"

    def complex(self, t, d):
        r = self.rng.random()
        part = "float32" if t == "complex64" else "float64"
        if r < 0.7:
            op = self.rng.choice("+-*/")
            return f"({self.expr(t, d)} {op} {self.expr(t, d)})"
        if r < 0.85:
            return f"complex({self.expr(part, d)}, {self.expr(part, d)})"
        return f"{t}({self.expr(self.rng.choice(COMPLEX), d)})"

    def string(self, d):
        r = self.rng.random()
        s = self.expr("string", d)
        if r < 0.5:
            return f"({s} + {self.expr('string', d)})"
        if r < 0.7:
            return f"{s}[{self.expr('uint8', d)}%2:]"
        if r < 0.85:
            return f"string(rune({self.expr('int32', d)}))"
        return f"string([]byte({s}))"

    def boolean(self, d):
        r = self.rng.random()
        if r < 0.25:
            op = self.rng.choice(["&&", "||", "==", "!="])
            return f"({self.expr('bool', d)} {op} {self.expr('bool', d)})"
        if r < 0.35:
            return f"(!{self.expr('bool', d)})"
        t = self.pick_type()
        ops = ["==", "!="]
        if t not in COMPLEX and t != "bool":
            ops += ["<", "<=", ">", ">="]
        return f"({self.expr(t, d)} {self.rng.choice(ops)} {self.expr(t, d)})"

    def program(self, functions):
        out = [HEAD]
        types = list(INTS) + FLOATS + COMPLEX + ["bool", "string"]
        for t in types:
            self.vars[t] = []
            for i, v in enumerate(edges(t)):
                name = f"{t}_{i}"
                conv = f"{t}({v})" if t in FLOATS + COMPLEX else v
                out.append(f"var {name} {t} = {conv}")
                self.vars[t].append(name)
        for i in range(functions):
            t = self.pick_type()
            out.append(f"func f{i}() {{\n\tdefer caught({i})\n"
                       f"\tprintln({i}, {self.expr(t, 4)})\n}}")
        out.append("func main() {")
        out += [f"\tf{i}()" for i in range(functions)]
        out.append("}")
        return "\n".join(out) + "\n"


HEAD = """package main

var zero float64
var nan, inf, negzero = zero / zero, 1 / zero, -zero

func small(f float64) float64 {
	if f > 100 || f < -100 || f != f {
		return 7
	}
	if f < 0 {
		return -f
	}
	return f
}

func caught(i int) {
	if e := recover(); e != nil {
		println(i, e.(error).Error())
	}
}
"""


def run(command, **kw):
    return subprocess.run(command, capture_output=True, timeout=120, **kw)


def normal(output):
    """Panics and values, but no addresses: there are none."""
    return output.stdout + output.stderr


def compare(source, folder, args):
    go = folder / "x.go"
    go.write_text(source)
    built = run([args.g, "build", "-o", folder / "gc", go])
    if built.returncode != 0:
        return f"gc: {built.stderr.decode()[:300]}"
    want = normal(run([folder / "gc"]))
    for level in args.O:
        built = run([args.b, "build", f"-O{level}", "-o",
                     folder / "own", go])
        if built.returncode != 0:
            return f"-O{level}: {built.stderr.decode()[:300]}"
        have = normal(run([folder / "own"]))
        if have != want:
            for a, b in zip(want.splitlines(), have.splitlines()):
                if a != b:
                    return f"-O{level}: want {a!r}, have {b!r}"
            return f"-O{level}: different lengths"
    return None


def parser(doc=None):
    p = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawTextHelpFormatter)
    p.add_argument("-n", type=int, default=10)
    p.add_argument("-s", type=int, default=1)
    p.add_argument("-O", default="02")
    p.add_argument("-b", default=common.ROOT / "build" / "escargo")
    p.add_argument("-g", default=shutil.which("go") or
                   "/usr/lib/go-1.19/bin/go")
    return p


def test(generator, seed, functions):
    """(name, function) for ./dev test."""
    def perform():
        source = generator(random.Random(seed)).program(functions)
        with tempfile.TemporaryDirectory() as d:
            return compare(source, pathlib.Path(d), parser().parse_args([]))
    name = pathlib.Path(sys.modules[generator.__module__].__file__).stem
    return f"{name} -s {seed}", perform


def main(generator, functions, doc):
    args = parser(doc).parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as d:
        for seed in range(args.s, args.s + args.n):
            source = generator(random.Random(seed)).program(functions)
            why = compare(source, pathlib.Path(d), args)
            if why:
                failed += 1
                name = f"random-{seed}.go"
                pathlib.Path(name).write_text(source)
                print(f"{name}: {why}")
    print(f"{args.n - failed} of {args.n} programs agree with gc")
    sys.exit(failed != 0)


if __name__ == "__main__":
    main(Generator, 150, __doc__)
