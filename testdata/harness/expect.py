#!/usr/bin/env python3
"""Writes the expectations of programs from what gc does with them.

usage: expect.py FILE.go...

Builds each file with `go build`, runs it, and replaces the comment blocks at
its end (`// Output:`, `// Stderr:`, `// Exit:`; see programs.py). Of a panic
the head is kept: what follows `goroutine 1 [running]:` is not compared.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

GO = "/usr/lib/go-1.19/bin/go"
BLOCK = re.compile(r"^// (Output|Stderr|Exit|Args):")


def body(source):
    """The program without its expectations, ending in one newline."""
    lines = source.split("\n")
    for i, line in enumerate(lines):
        if BLOCK.match(line) and not line.startswith("// Args:"):
            lines = lines[:i]
            break
    return "\n".join(lines).rstrip() + "\n"


def block(word, lines):
    return f"// {word}:\n" + "".join(
        (f"// {line}" if line else "//") + "\n" for line in lines)


def head_of_panic(lines):
    """Up to the traceback; addresses of signal lines are cut off."""
    out = []
    for line in lines:
        if line.startswith("goroutine "):
            return out + [line, "..."]
        out.append(re.sub(r"(pc=|\) )0x[0-9a-f]+.*", r"\g<1>0x", line))
    return out


def expect(path):
    source = path.read_text()
    with tempfile.TemporaryDirectory() as tmp:
        exe = pathlib.Path(tmp) / "a.out"
        subprocess.run([GO, "build", "-o", exe, path], check=True)
        ran = subprocess.run([exe], capture_output=True, text=True)
    text = body(source)
    out, err = ran.stdout.splitlines(), ran.stderr.splitlines()
    is_panic = path.resolve().parent.name == "panic"
    if ran.returncode != (2 if is_panic else 0):
        text += f"\n// Exit: {ran.returncode}\n"
    if out:
        text += "\n" + block("Output", out)
    if err:
        text += "\n" + block("Stderr", head_of_panic(err) if is_panic else err)
    path.write_text(text)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[1:]:
        expect(pathlib.Path(name))
