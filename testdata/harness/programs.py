#!/usr/bin/env python3
"""The programs of testdata/: each file is a test.

usage: programs.py [-b BUILD] [-O LEVELS] [-g] [NAME...]

  run/x.go      its standard output is the comment block `// Output:` at its
                end, its standard error `// Stderr:` (println writes there);
                exit status 0, or that of `// Exit: N`
  run/x/        the same for a folder with packages; expectations in its
                main.go
  panic/x.go    the same with status 2; each line of `// Stderr:` must begin
                the line of standard error in its place, `...` skips lines
  errors/x.go   every message is wanted by a `// ERROR "regexp"` on its line;
                flags of `escargo compile` on the first line as `// flags: -C`
  errors/x/     the same for a folder, all files of which are one package; or,
                with a file `args`, these arguments to escargo and the whole
                output in `expected`, where $DIR is the folder
  codegen/x.go  the LLVM text of the program contains what its comments say:
                // CHECK: regexp       on this or a later line
                // CHECK-NOT: regexp   not before the next CHECK, nor before
                                       the end of the function
                // CHECK-LABEL: regexp looks for this from the start again

run and panic are done once at each optimisation level (-O0 and -O2), which
counts as two tests. -g does them with a collection at every allocation, freed
memory overwritten, and the heap verified around each cycle; those of library/,
too, and it says which had to get fewer cycles, for they took too long.
"""

import argparse
import pathlib
import re
import shlex
import sys

import common
import errorcheck

DATA = common.ROOT / "testdata"


def expectation(source, word):
    """The lines of the comment block that begins `// word:`, or None. The rest
    of that line is its first line if it is not empty."""
    lines = source.split("\n")
    for i, line in enumerate(lines):
        if not re.match(rf"// {word}:", line):
            continue
        first = line.split(":", 1)[1].strip()
        block = [first] if first else []
        for following in lines[i + 1:]:
            if not following.startswith("//") or \
                    re.match(r"// (Output|Stderr|Exit|Args):", following):
                break
            block.append(following[3:] if following.startswith("// ")
                         else following[2:])
        return block
    return None


def differs(what, expected, actual):
    """Blanks at the end of a line do not count."""
    expected, actual = ([line.rstrip() for line in lines]
                        for lines in (expected, actual))
    for i, (want, got) in enumerate(zip(expected + [None], actual + [None])):
        if want != got:
            return (f"{what}, line {i + 1}:\nexpected: {want}\n"
                    f"     got: {got}")
    return None


def lines_of(text):
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def pattern_differs(expected, actual):
    """Lines of a traceback: each expected one begins the actual one in its
    place; `...` stands for any number of lines."""
    at, skip = 0, False
    for want in expected:
        if want == "...":
            skip = True
            continue
        while skip and at < len(actual) and not actual[at].startswith(want):
            at += 1
        if at >= len(actual) or not actual[at].startswith(want):
            got = actual[at] if at < len(actual) else None
            return f"standard error:\nexpected: {want}\n     got: {got}"
        at, skip = at + 1, False
    return None


def program_source(path):
    return (path / "main.go" if path.is_dir() else path).read_text()


def run_program(path, build, level, runner=common.run, flags=()):
    source = program_source(path)
    args = expectation(source, "Args") or [""]
    with common.temp_dir() as temp:
        exe = str(pathlib.Path(temp, "a.exe"))
        # With an empty cache much of Go's library may have to be compiled.
        made = common.run([common.escargo(build), "build", "-O" + level, *flags,
                           "-o", exe, str(path)], cwd=DATA, timeout=900)
        if made.status != 0 or made.both():
            return f"build: {common.describe(made)}\n{made.both()}"
        done = runner([exe, *args[0].split()], cwd=temp)
    wanted = int((expectation(source, "Exit") or
                  ["2" if path.parent.name == "panic" else "0"])[0])
    if done.status != wanted:
        return (f"{common.describe(done)}, expected {wanted}\n{done.out}"
                f"{done.err}")
    out, err = (expectation(source, w) or [] for w in ("Output", "Stderr"))
    problem = differs("standard output", out, lines_of(done.out))
    if not problem and path.parent.name == "panic":
        err = [want.replace("$FILE", str(path.resolve())) for want in err]
        return pattern_differs(err, lines_of(done.err))
    return problem or differs("standard error", err, lines_of(done.err))


def run_errors(path, build):
    files = sorted(path.glob("*.go")) if path.is_dir() else [path]
    first = files[0].read_bytes().decode("utf-8", "surrogateescape")
    match = re.match(r"// flags: (.*)", first)
    flags = match[1].split() if match else []
    with common.temp_dir() as temp:
        result = common.run(
            [common.escargo(build), "compile", "-e", "-o", temp + "/a.o",
             *flags, *map(str, files)], merge=True)
    if result.status not in (0, 1):
        return f"{common.describe(result)}\n{result.out}"
    wants = any(errorcheck.wanted(f, f.name) for f in files)
    if wants != (result.status == 1):
        return f"{common.describe(result)}\n{result.out}"
    return errorcheck.check(result.out, [(f, f.name) for f in files])


def run_command(path, build):
    """errors/x/ with a file `args`: whole output, exit status 1 (or as the
    last line of `expected` says: "exit N")."""
    args = shlex.split((path / "args").read_text())
    expected = lines_of((path / "expected").read_text()
                        .replace("$DIR", str(path)))
    status = 1
    if expected and re.fullmatch(r"exit \d+", expected[-1]):
        status = int(expected.pop()[5:])
    result = common.run([common.escargo(build), *args], cwd=path, merge=True)
    if result.status != status:
        return f"{common.describe(result)}\n{result.out}"
    return differs("output", expected, lines_of(result.out))


def ir_rules(path):
    """The CHECK comments as (kind, regexp), in order."""
    rule = re.compile(r"// CHECK(-NOT|-LABEL)?: (.*)$")
    found = [rule.search(line) for line in lines_of(path.read_text())]
    return [(m[1] or "", re.compile(m[2].strip())) for m in found if m]


def check_ir(rules, lines):
    """None, or the first rule that `lines` breaks."""
    at, forbidden = 0, []
    for kind, rx in rules + [("-END", None)]:
        if kind == "-NOT":
            forbidden.append(rx)
            continue
        end = len(lines)
        if rx is not None:
            start = 0 if kind == "-LABEL" else at
            end = next((i for i in range(start, len(lines))
                        if rx.search(lines[i])), None)
            if end is None:
                return f"no line matches {rx.pattern}"
        for no in forbidden:
            stop = next((i for i in range(at, len(lines))
                         if lines[i] == "}"), end)
            for line in lines[at:min(end, stop) if kind == "" else stop]:
                if no.search(line):
                    return f"unwanted {no.pattern}:\n{line}"
        at, forbidden = end + (kind != "-LABEL"), []
    return None


def run_codegen(path, build):
    """codegen/x.go; flags of `escargo compile` on the first line."""
    first = path.read_text().split("\n", 1)[0]
    flags = first.split(":", 1)[1].split() if first.startswith("// flags:") \
        else ["-O0"]
    result = common.run([common.escargo(build), "compile", "-dump=llvm",
                         *flags, str(path)], merge=True)
    if result.status != 0:
        return f"{common.describe(result)}\n{result.out}"
    return check_ir(ir_rules(path), lines_of(result.out))


def entries(folder):
    """Test files and folders of testdata/folder, by name."""
    place = DATA / folder
    found = [p for p in place.iterdir()
             if p.suffix == ".go" or folder == "errors" and p.is_dir() or
             (p / "main.go").exists()] if place.is_dir() else []
    return sorted(found)


def tests(build="build", levels=("0", "2")):
    """[(name, function)] of everything in testdata/."""
    result = []
    for folder in ("run", "panic", "order"):
        for path in entries(folder):
            for level in levels:
                result.append((f"{folder}/{path.name} -O{level}",
                               lambda p=path, l=level: run_program(p, build,
                                                                   l)))
    for path in entries("codegen"):
        result.append((f"codegen/{path.name}",
                       lambda p=path: run_codegen(p, build)))
    for path in entries("errors"):
        action = run_command if (path / "args").exists() else run_errors
        result.append((f"errors/{path.name}",
                       lambda p=path, a=action: a(p, build)))
    return result


def stress_tests(build="build", levels=("0", "2", "3"), folders=("run",
                                                                 "panic",
                                                                 "order")):
    """The programs again, with the collector at its most eager."""
    return [(f"gcstress {folder}/{path.name} -O{level}",
             lambda p=path, l=level: run_program(p, build, l,
                                              common.run_stressed))
            for folder in folders for path in entries(folder)
            for level in levels]


# The run-time error of `make([]int, n, 4)` names what the check looked at: gc,
# too, says another word on the heap than on the stack.
SHOW_THE_HEAP = {"make_capacity.go"}


def other_ways(build="build"):
    """What escape analysis and inlining decide must not show: the programs of
    run/ with everything on the heap, and without inlining."""
    return [(f"run/{path.name} {flag}",
             lambda p=path, f=flag: run_program(
                 p, build, "0", flags=("-gcflags=all=" + f,)))
            for path in entries("run") for flag in ("-d=heapall", "-l")
            if flag == "-l" or path.name not in SHOW_THE_HEAP]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-b", default="build")
    parser.add_argument("-O", default="02")
    parser.add_argument("-g", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    made = stress_tests(options.b, options.O,
                        ("run", "panic", "order", "library")) \
        if options.g else tests(options.b, options.O)
    chosen = [t for t in made
              if not options.names or any(n in t[0] for n in options.names)]
    totals = common.Totals()
    common.run_tests(chosen, totals)
    if options.g:
        print(common.stress_line())
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
