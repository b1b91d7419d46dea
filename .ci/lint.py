#!/usr/bin/env python3
"""Checks of the sources that need no compiler run, and clang-tidy.

usage: lint.py [--fast | --comments] [FILES]

  format     clang-format-19 changes nothing
  includes   base <- frontend <- escape <- codegen <- driver; runtime alone
  lengths    files under 1,000 lines, functions under 80 (.ci/lengths.txt
             lists flat dispatch switches that may be longer)
  flags      docs/command-line.md says what `escargo help` says
  tidy       clang-tidy-19 with .clang-tidy (not with --fast), of FILES or
             all; a file that passed is asked again only if it, a header
             or .clang-tidy has changed

--comments prints which files have few lines of comment (under 15 %) or many.
"""

import argparse
import hashlib
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "testdata" / "harness"))
import common  # pylint: disable=wrong-import-position

ORDER = ["base", "frontend", "escape", "codegen", "driver"]
# What a folder may include beyond those to its left.
ALSO = {"codegen": ["runtime/abi.h", "runtime/abi.def",
                    "runtime/mem/sizeclass.def", "runtime/debug/forms.def"]}
MAX_FILE, MAX_FUNCTION = 1000, 80


def sources(*patterns):
    names = subprocess.check_output(["git", "ls-files", *patterns], cwd=ROOT,
                                    text=True).split()
    return [n for n in names if not n.endswith("_tables.h")
            and not n.startswith("testdata/") and (ROOT / n).exists()]


def check_format():
    files = sources("*.c", "*.h")
    done = common.run(["clang-format-19", "--dry-run", "--Werror", *files],
                      cwd=ROOT, timeout=300, merge=True)
    return None if done.status == 0 else done.out


def check_includes():
    problems = []
    for name in sources("*.c", "*.h", "*.y", "*.l", "*.def"):
        top = name.split("/")[0]
        text = (ROOT / name).read_text(errors="replace")
        for path in re.findall(r'^\s*#\s*include\s+"([^"]+)"', text, re.M):
            target = path.split("/")[0]
            if "/" not in path or target == top or path in ALSO.get(top, []):
                continue
            if top in ORDER and target in ORDER and \
                    ORDER.index(target) < ORDER.index(top):
                continue
            if top == "bench" or target not in ORDER + ["runtime"]:
                continue
            problems.append(f"{name} includes {path}")
    return "\n".join(problems) or None


def functions(text):
    """(name, first line, number of lines) of each function definition. Relies
    on the format: a body ends at the first line that is just `}`."""
    lines = text.split("\n")
    start = None
    for i, line in enumerate(lines):
        if start is None and re.match(r"[A-Za-z_].*[^;]\{$", line) and \
                ")" in line and not line.startswith(("struct", "enum")):
            start = i
            while start > 0 and re.match(r"[A-Za-z_ ]", lines[start - 1]) and \
                    not lines[start - 1].rstrip().endswith((";", "}", "*/")):
                start -= 1
        elif start is not None and line == "}":
            name = re.search(r"(\w+)\(", "\n".join(lines[start:i]))
            yield (name[1] if name else "?"), start + 1, i - start + 1
            start = None


def check_lengths():
    allowed = set()
    listed = ROOT / ".ci" / "lengths.txt"
    if listed.exists():
        allowed = {line.split()[0] for line in listed.read_text().split("\n")
                   if line and not line.startswith("#")}
    problems = []
    for name in sources("*.c", "*.h"):
        text = (ROOT / name).read_text(errors="replace")
        count = text.count("\n")
        if count > MAX_FILE:
            problems.append(f"{name}: {count} lines")
        for function, line, length in functions(text):
            if length > MAX_FUNCTION and f"{name}:{function}" not in allowed:
                problems.append(f"{name}:{line}: {function} has {length} lines")
    return "\n".join(problems) or None


def check_flags():
    text = (ROOT / "docs" / "command-line.md").read_text()
    problems = []
    for verb in ("build", "run", "compile", "explain", "explore", "version", "env", "clean",
                 "help"):
        done = common.run([common.escargo(), "help", verb])
        if done.out.strip() not in text:
            problems.append(f"docs/command-line.md lacks what `escargo help "
                            f"{verb}` prints:\n{done.out}")
    return "\n".join(problems) or None


def comment_share(text):
    """Part of the lines that are comment, or begin or end with one."""
    lines = [line for line in text.split("\n") if line.strip()]
    count, inside = 0, False
    for line in lines:
        count += inside or "/*" in line
        inside = (inside or "/*" in line) and "*/" not in line
    return count / max(1, len(lines))


def print_comments():
    """A report, no check: some files need fewer words than others."""
    for name in sources("*.c", "*.h"):
        text = (ROOT / name).read_text(errors="replace")
        share = comment_share(text)
        if name.endswith("_test.c") or text.count("\n") < 40 or \
                0.15 <= share <= 0.30:
            continue
        print(f"{share * 100:3.0f} %  {text.count(chr(10)):4}  {name}")


def fast_checks():
    return [("sources: format", check_format),
            ("sources: include direction", check_includes),
            ("sources: lengths", check_lengths),
            ("sources: documented flags", check_flags)]


def surroundings():
    """A hash of what every file's result depends on besides the file."""
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for name in sources("*.h", "*.def", "*.l", "*.y", "*meson.build"):
        digest.update((ROOT / name).read_bytes())
    return digest.digest()


def check_tidy(name, around):
    digest = hashlib.sha256(around + (ROOT / name).read_bytes()).hexdigest()
    passed = ROOT / "build" / ".tidy" / digest
    if passed.exists():
        return None
    # The macros of criterion count as many statements.
    checks = ["--checks=-readability-function-size"] \
        if name.endswith(("_test.c", "_test_util.c")) else []
    done = common.run(["clang-tidy-19", "-p", "build", "--quiet", *checks,
                       name], cwd=ROOT, timeout=900)
    warnings = [line for line in done.out.split("\n")
                if re.search(r": (warning|error):", line)]
    if warnings or done.status:
        return "\n".join(warnings) or common.describe(done)
    passed.parent.mkdir(parents=True, exist_ok=True)
    passed.touch()
    return None


def arguments():
    parser = argparse.ArgumentParser(
        description="Checks of the sources; see the head of this file.")
    parser.add_argument("--fast", action="store_true", help="no clang-tidy")
    parser.add_argument("--comments", action="store_true",
                        help="print shares of comment lines instead")
    parser.add_argument("files", nargs="*", metavar="FILES",
                        help="clang-tidy of these only")
    return parser.parse_args()


def main():
    args = arguments()
    if args.comments:
        print_comments()
        return 0
    totals = common.Totals()
    checks = fast_checks()
    if not args.fast:
        around = surroundings()
        names = args.files or sources("*.c")
        checks += [(f"tidy: {n}", lambda n=n: check_tidy(n, around))
                   for n in names]
    common.run_tests(checks, totals)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
