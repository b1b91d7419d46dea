#!/usr/bin/env python3
"""Writes docs/command-line.md from what `escargo help` prints; `./dev lint` and
`./dev test` check that the two agree."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[1]
INTRO = """# Command line

Modelled on `go` and `go tool compile`, so that habits and scripts carry over.
Flags are written `-x`, `--x` or `-x=v`; they end at the first other argument.

Exit status: 0, 1 after errors in the program, 2 after wrong usage. Messages are
`file:line:col: text`, sorted by position; after ten of them comes `too many
errors` (`-e` lifts that). On a terminal the source line and a caret follow, in
colour unless `NO_COLOR` is set or `TERM` is `dumb`. `build` and `run` print
messages below a line `# command-line-arguments` (or the import path of the
package that they are about), with paths relative to the current folder;
`compile` prints paths as given.

An output file is written beside its target and renamed, so it is whole or not
there. A target that is no regular file is written to, never replaced.

`build` and `run` keep what they make under `$ESCARGO_CACHE`, else
`$XDG_CACHE_HOME/escargo`, else `~/.cache/escargo`: the object of each package,
found again by a hash of its files, of what it imports, of its flags and of this
compiler, and each program. All verbs that compile keep there what they know of
Go's own packages, some 80 MB for each of the last eight sets of imports.
`ESCARGO_CACHE=off` switches that off, `-a` compiles
everything anew, `escargo clean -cache` removes it all. What the compiler printed
is printed again. As in go, the flags of `-gcflags` are meant for the named
package; `-gcflags=all=...` means the imported ones, too.

The rest of this page is printed by `escargo help`; `.ci/command_line.py`
rewrites it.
"""


def main():
    parts = [INTRO]
    for verb in ("build", "run", "compile", "explain", "explore", "version", "env", "clean",
                 "help"):
        text = subprocess.check_output(
            [ROOT / "build" / "escargo", "help", verb], text=True)
        parts.append(f"## {verb}\n\n```\n{text.strip()}\n```\n")
    (ROOT / "docs" / "command-line.md").write_text("\n".join(parts))


if __name__ == "__main__":
    main()
