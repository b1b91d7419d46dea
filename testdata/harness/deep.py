#!/usr/bin/env python3
"""Programs that nest or chain things a hundred thousand times.

    deep.py             all of them, through build/escargo

Nobody writes them, but generators do. The compiler must neither crash nor take
a time that grows with the square of the program: each has half a minute, which
is a hundred times what most need and a hundredth of what a quadratic step in
the front end takes.
"""

import pathlib
import sys

import common

MANY = 100_000
SECONDS = 30
CHECK = ["-stop=types"]


def chain(line, last, n=MANY):
    return "".join(line.format(i=i, j=i + 1) for i in range(n)) + \
        last.format(i=n)


def nest(head, left, middle, right, tail="\n", n=MANY):
    return head + left * n + middle + right * n + tail


# Name: text behind `package p`, flags.
PROGRAMS = {
    "million ifs": (nest("func f(b bool) {\n", "if b {\n", "", "}\n", "}\n",
                         1_000_000), CHECK),
    "ifs": (nest("func f(b bool) {\n", "if b {\n", "", "}\n", "}\n", 20_000),
            []),
    "else ifs": ("func f(b bool) {\n" + "if b {} else " * MANY + "{}\n}\n",
                 CHECK),
    "switches": (nest("func f() {\n", "switch {\ncase true:\n", "", "}\n",
                      "}\n"), CHECK),
    "blocks": (nest("func f() {\n", "{\n", "", "}\n", "}\n"), []),
    "loops": (nest("func f() {\n", "for {\n", "", "}\n", "}\n"), CHECK),
    "constants": (chain("const c{i} = c{j} + 1\n", "const c{i} = 1\n"), []),
    "variables": (chain("var v{i} = v{j} + 1\n", "var v{i} = 1\n"), CHECK),
    "functions": (chain("func f{i}() int {{ return f{j}() }}\n",
                        "func f{i}() int {{ return 1 }}\n"), CHECK),
    "structs in a row": (chain("type t{i} struct {{ x t{j} }}\n",
                               "type t{i} int\n"), CHECK),
    "pointers in a row": (chain("type t{i} *t{j}\n", "type t{i} int\n"), []),
    "named types": (chain("type t{i} t{j}\n", "type t{i} int\n"), []),
    "aliases": (chain("type t{i} = t{j}\n", "type t{i} = int\n"), []),
    "interfaces": (chain("type t{i} interface {{ t{j} }}\n",
                         "type t{i} interface {{ m() }}\n", 20_000), CHECK),
    "constant sum": ("const c = " + "1+" * (2 * MANY) + "1\n", []),
    "sum": ("func f(x int) int { return " + "x+" * (2 * MANY) + "1 }\n",
            CHECK),
    "parentheses": (nest("var x = ", "(", "1", ")"), []),
    "calls": (nest("func f(x int) int { return x }\nvar x = ", "f(", "1",
                   ")"), CHECK),
    "slices": (nest("var x ", "[]", "int", ""), CHECK),
    "pointers": (nest("var x ", "*", "int", ""), CHECK),
    "arrays": (nest("var x ", "[1]", "int", ""), CHECK),
    "maps": (nest("var x ", "map[int]", "int", ""), CHECK),
    "channels": (nest("var x ", "chan ", "int", ""), []),
    "functions types": (nest("var x ", "func() ", "", ""), CHECK),
    "structs": (nest("var x ", "struct{ a ", "int", "}"), CHECK),
    "selectors": ("type T struct { x *T }\nvar t T\nvar v = t" +
                  ".x" * MANY + "\n", CHECK),
    "indices": (nest("var a []int\nvar v = ", "a[", "0", "]"), CHECK),
}

# Text that ends too early: name: text, message.
BROKEN = {
    "open parentheses": ("var x = " + "(" * MANY,
                         "unexpected EOF, expecting expression"),
    "open blocks": ("func f() {" + "{" * MANY, "unexpected EOF, expecting }"),
    "open brackets": ("var x []" + "[" * MANY,
                      "unexpected EOF, expecting expression"),
}


def compile_text(text, flags):
    with common.temp_dir() as temp:
        path = pathlib.Path(temp, "x.go")
        path.write_text("package p\n\n" + text)
        return common.run([common.escargo(), "compile", "-O0", "-o",
                           temp + "/x.o", *flags, str(path)], timeout=SECONDS,
                          merge=True)


def accepted(text, flags):
    done = compile_text(text, flags)
    if done.status == 0 and not done.out:
        return None
    return f"{common.describe(done)}\n{done.out[:500]}"


def refused(text, message):
    done = compile_text(text, [])
    if done.status == 1 and message in done.out:
        return None
    return f"{common.describe(done)}\n{done.out[:500]}"


def tests():
    return ([(f"deep {name}", lambda t=text, f=flags: accepted(t, f))
             for name, (text, flags) in PROGRAMS.items()] +
            [(f"deep {name}", lambda t=text, m=message: refused(t, m))
             for name, (text, message) in BROKEN.items()])


if __name__ == "__main__":
    sums = common.Totals()
    common.run_tests(tests(), sums)
    print(sums.line())
    sys.exit(1 if sums.failed else 0)
