#!/usr/bin/env python3
"""Modules, as the go command treats them.

    modules.py [NAME...]

In a copy of a folder of testdata/modules, each command is given to escargo and
to the installed go; what they print and how they end must agree, but for times.

    site        a program with packages, tests and embedded files
    family/app  other modules that are folders beside it
    vendored    another module that lies in the folder vendor
    work/tool   a workspace
"""

import pathlib
import re
import shutil
import sys

import common

MODULES = common.ROOT / "testdata" / "modules"
ESCARGO = str(common.ROOT / "build" / "escargo")
# What both are asked, in the folder site.
COMMANDS = [
    "run example.com/site/cmd/list a",
    "run .",
    "run ./cmd/list a -b",
    "build ./...",
    "build -o bin/ ./...",
    "build -gcflags=-m -o bin/ ./cmd/list",
    "test ./...",
    "test -v ./render",
    "test -run Table/short -v example.com/site/render",
    "test -run Nothing ./render",
    "test -count=2 -run Wrap ./render",
    "test ./render -run Table/short -v",
    "test ./render -args -test.run=Nothing",
    "test -c -o render.test ./render",
    "test -exec false ./render",
    "test -cpuprofile c.out -memprofile m.out ./render",
    "test -memprofile m.out ./...",
    "run -exec false .",
]
# The same in others.
ELSEWHERE = [
    ("family/app", "run ."),
    ("vendored", "run ."),
    ("vendored", "run example.com/vendored"),
    ("work/tool", "run ."),
    ("work", "run example.com/tool"),
    ("work", "test example.com/lib"),
    ("work/tool", "build -gcflags=-m -o bin/ ."),
    ("site", "build nosuch"),
    ("tested", "test -vet=off -v ."),
    ("tested", "build ./..."),
    ("tested", "test -vet=off ./..."),
]
# A file that is changed, how, and what both then say of the first command.
BROKEN = {
    "no such file": ("main.go", "pages/index.html", "pages/none.html"),
    "outside": ("main.go", "pages/index.html", "../x"),
    "multiple files": ("main.go", "embed pages/index.html",
                       "embed pages/index.html go.mod"),
    "type": ("main.go", "var version string", "var version int"),
    "syntax": ("render/render.go", "return wrap", "return 3 + wrap"),
}


def normal(text):
    """Without what is not the same from one run to the next. The go command
    finds errors in embed patterns before it compiles anything, and names them
    otherwise than the compiler: no package, no "./" before the file; nor does it
    begin with its own name."""
    text = re.sub(r"\(?\d+\.\d+s\)?|\(cached\)", "TIME", text)
    return re.sub(r"^(# .*\n|\./|escargo: )", "", text, flags=re.M)


def compare(command, folder="site", change=None):
    """What differs between the two; None: nothing."""
    with common.temp_dir() as temp:
        # A name that is a pattern, too.
        copy = pathlib.Path(temp) / "my [modules]"
        shutil.copytree(MODULES / folder.partition("/")[0],
                        copy / folder.partition("/")[0])
        site = copy / folder
        if change:
            name, old, new = change
            text = (site / name).read_text()
            assert old in text
            (site / name).write_text(text.replace(old, new, 1))
        answers = []
        for tool in (ESCARGO, str(common.goroot() / "bin" / "go")):
            done = common.run([tool, *command.split()], cwd=site, timeout=600,
                              merge=True)
            made = sorted(p.name for p in (site / "bin").glob("*"))
            shutil.rmtree(site / "bin", ignore_errors=True)
            # The go command's 2 is for errors of the compiler.
            answers.append((done.status != 0, normal(done.out), made))
    ours, theirs = answers
    if ours == theirs:
        return None
    return f"escargo {ours[0]} {ours[2]}:\n{ours[1]}\n" \
           f"go {theirs[0]} {theirs[2]}:\n{theirs[1]}"


def tests(names=()):
    found = [(f"module: {c}", lambda c=c: compare(c)) for c in COMMANDS]
    found += [(f"module {folder}: {c}", lambda f=folder, c=c: compare(c, f))
              for folder, c in ELSEWHERE]
    found += [(f"module: {name}",
               lambda ch=change: compare("run .", change=ch))
              for name, change in BROKEN.items()]
    return common.named(found, names)


if __name__ == "__main__":
    sys.exit(common.main_of(tests))
