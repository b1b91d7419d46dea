#!/usr/bin/env python3
"""Loops that tempt the optimiser to hide the last pointer to an object.

usage: hazards.py [-b BUILD] [-O LEVELS] [-n N] [-f FLAG] [-a]

Makes N of 1024 functions (8 element types, 16 forms of index, 8 bodies), each
of which walks memory that nothing else refers to and calls an allocating
function on the way. The program must print the same with a collection at
every allocation, freed memory overwritten, as without any collection.
-f hands a flag to `escargo build`: with -f=-gcflags=-d=nopins, which turns off what
keeps the pointers visible, some functions may fail.

-a does the same for aarch64: the object file is made by escargo-arm64 with
-d=arm64, linked with testdata/hazards/runtime.c by a cross compiler and run
under qemu-user. (Debian: qemu-user, gcc-aarch64-linux-gnu,
libc6-dev-arm64-cross.)
"""

import argparse
import pathlib
import shutil
import sys

import common

FOLDER = common.ROOT / "testdata" / "hazards"

# Go type, how to make the i-th value, how to read an int from value v.
ELEMENTS = [
    ("uint8", "uint8(i)", "int({v})"),
    ("uint16", "uint16(i * 3)", "int({v})"),
    ("int32", "int32(i * 5)", "int({v})"),
    ("int64", "int64(i * 7)", "int({v})"),
    ("*int", "newInt(i)", "*{v}"),
    ("string", "text(i)", "len({v})"),
    ("struct{ a, b int; p *int }", "struct{ a, b int; p *int }{i, i, newInt(i)}",
     "{v}.a + *{v}.p"),
    ("[5]int64", "[5]int64{int64(i), 1, 2, 3, int64(i)}", "int({v}[4])"),
]
# Each is in [0, 64) for i in [8, 24), k == 3, n == 32.
INDEXES = [
    "i", "i-1", "i+1", "i-8", "i+8", "i-k", "i+k", "n-i", "n-1-i", "2*i-16",
    "2*i+1", "3*i-24", "i&15", "(i+k)%n", "i^1", "(i-k)*2",
]
BODIES = [
    # the call between two uses of the same element
    """	for i := 8; i < 24; i++ {
		s += {read}
		junk()
		s = s*3 - {read}
	}""",
    # the call first
    """	for i := 8; i < 24; i++ {
		junk()
		s += {read}
	}""",
    # down
    """	for i := 23; i >= 8; i-- {
		s += {read}
		junk()
	}""",
    # only sometimes a call
    """	for i := 8; i < 24; i++ {
		if i%3 == 0 {
			junk()
		}
		s = s*3 + {read}
	}""",
    # nested
    """	for j := 0; j < 2; j++ {
		for i := 8; i < 24; i++ {
			s += {read}
		}
		junk()
	}""",
    # a part of the slice
    """	p = p[2:]
	junk()
	for i := 8; i < 24; i++ {
		s += {read}
		junk()
	}""",
    # one of two
    """	q := mk{e}(80)
	if k > n {
		p, q = q, p
	}
	for i := 8; i < 24; i++ {
		s += {read}
		p, q = q, p
		junk()
	}""",
    # written, too
    """	for i := 8; i < 24; i++ {
		p[{index}] = p[i+9]
		junk()
		s += {read}
	}""",
]

HEAD = """package main

var sink *[4]int

//go:noinline
func junk() { sink = new([4]int) }

//go:noinline
func newInt(i int) *int { return &i }

//go:noinline
func text(i int) string { b := make([]byte, 80); return string(b[:i%40+33]) }
"""


def maker(e):
    kind, make, _ = ELEMENTS[e]
    return f"""
//go:noinline
func mk{e}(n int) []{kind} {{
	p := make([]{kind}, n)
	for i := range p {{
		p[i] = {make}
	}}
	return p
}}
"""


def function(number):
    e, index, body = (number % 8, INDEXES[number // 8 % 16],
                      BODIES[number // 128])
    read = ELEMENTS[e][2].replace("{v}", f"p[{index}]")
    text = (body.replace("{read}", read).replace("{index}", index)
            .replace("{e}", str(e)))
    return f"""
//go:noinline
func f{number}(k, n int) (s int) {{
	p := mk{e}(80)
{text}
	return
}}
"""


def program(numbers):
    parts = [HEAD] + [maker(e) for e in range(len(ELEMENTS))]
    parts += [function(i) for i in numbers]
    table = "".join(f"\tprintln({i}, f{i}(3, 32))\n" for i in numbers)
    return "".join(parts) + "\nfunc main() {\n" + table + "}\n"


def differences(quiet, eager, n):
    """What both runs printed, a line for each function."""
    if quiet.status != 0:
        return f"{common.describe(quiet)}\n{quiet.both()}"
    lost = [a.split()[0] for a, b in zip(quiet.both().split("\n"),
                                         eager.both().split("\n")) if a != b]
    if lost or eager.status != 0:
        return (f"{common.describe(eager)}, {len(lost)} of {n} functions "
                f"differ: {' '.join(lost[:20])}\n{eager.both()[-500:]}")
    return None


ARM64_CC, QEMU = "aarch64-linux-gnu-gcc", "qemu-aarch64"


def compare_arm64(numbers, build, level, flags=()):
    with common.temp_dir() as temp:
        source, exe = pathlib.Path(temp, "a.go"), str(pathlib.Path(temp, "a"))
        source.write_text(program(numbers))
        for argv in ([common.escargo(build) + "-arm64", "compile",
                      "-O" + level, "-d=arm64", *flags, "-o", exe + ".o",
                      str(source)],
                     [ARM64_CC, "-O1", "-static", "-Wl,--gc-sections", "-o",
                      exe, str(FOLDER / "runtime.c"), exe + ".o"]):
            made = common.run(argv, timeout=600)
            if made.status != 0:
                return f"{argv[0]}: {common.describe(made)}\n{made.both()}"
        quiet = common.run([QEMU, exe], timeout=600)
        eager = common.run([QEMU, exe, "eager"], timeout=600)
    return differences(quiet, eager, len(numbers))


def build_and_compare(numbers, build, level, flags=()):
    with common.temp_dir() as temp:
        source, exe = pathlib.Path(temp, "a.go"), str(pathlib.Path(temp, "a"))
        source.write_text(program(numbers))
        made = common.run([common.escargo(build), "build", "-O" + level,
                           *flags, "-o", exe, str(source)], timeout=600)
        if made.status != 0:
            return f"build: {common.describe(made)}\n{made.both()}"
        quiet = common.run([exe], env={"GOGC": "off"})
        eager = common.run([exe], timeout=600, env={
            "GODEBUG": "gcstress=1,clobberfree=1"})
    return differences(quiet, eager, len(numbers))


def can_arm64(build="build"):
    return shutil.which(QEMU) and shutil.which(ARM64_CC) and \
        pathlib.Path(common.escargo(build) + "-arm64").exists()


def tests(build="build", levels=("2",), n=64, flags=(),
          compare=build_and_compare):
    """[(name, function)]: n of the functions, spread over all."""
    numbers = [(i * 1024 // n + i % 8) % 1024 for i in range(n)] if n < 1024 \
        else range(1024)
    return [(f"hidden pointers -O{level}",
             lambda l=level: compare(numbers, build, l, flags))
            for level in levels]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-b", default="build")
    parser.add_argument("-O", default="123")
    parser.add_argument("-n", type=int, default=1024)
    parser.add_argument("-f", action="append", default=[])
    parser.add_argument("-a", action="store_true")
    o = parser.parse_args()
    totals = common.Totals()
    compare = compare_arm64 if o.a else build_and_compare
    common.run_tests(tests(o.b, o.O, o.n, o.f, compare), totals)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
