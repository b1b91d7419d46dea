#!/usr/bin/env python3
"""Tests `escargo explain` on testdata/explain.

usage: explain.py [--write] [NAME...]

NAME.go shows a rule at work: lines that end in `// heap` have a value that is
on the heap. NAME.fixed.go is the same program with the advice taken: lines
that end in `// stack` have none.

  text     explain says of the marked lines (without any: of the file) what
           NAME.txt has (--write makes it so)
  verdict  -m -l has a message about the heap on each `// heap` line, and none
           on each `// stack` line
  advice   both programs print the same, which is not nothing
  memory   each call of the allocator that explain names is in the LLVM code
           of its line, and no other one
  stack    no address of a stack is found on the heap; broken/ has programs
           where one must be
  assembly runtime.newobject is called where testdata/escape/classics.go says
"""

import re
import sys

import common

FOLDER = common.ROOT / "testdata" / "explain"
ALLOCATORS = ("newobject newarray makeslice makechan makemap makemap_small "
              "convT16 convT32 convT64 convTstring convTslice concatstrings "
              "growslice slicebytetostring slicerunetostring intstring "
              "stringtoslicebyte stringtoslicerune").split()
# Named where a buffer on the stack may be enough, or a map grows.
MAYBE = {"concatstrings", "slicebytetostring", "slicerunetostring",
         "intstring", "stringtoslicebyte", "stringtoslicerune", "makemap",
         "mapassign"}


def marked(path, word):
    lines = path.read_text().split("\n")
    return [i + 1 for i, line in enumerate(lines)
            if line.endswith("// " + word)]


def explain(path, line=None):
    place = path.name + (f":{line}" if line else "")
    return common.run([common.escargo(), "explain", "-l", place],
                      cwd=path.parent)


def text_problem(path, write):
    texts = []
    for line in marked(path, "heap") or [None]:
        done = explain(path, line)
        if done.status != 0:
            return common.describe(done) + "\n" + done.both()
        texts.append(done.out)
    text, golden = "\n".join(texts), path.with_suffix(".txt")
    if write:
        golden.write_text(text)
    if golden.exists() and golden.read_text() == text:
        return None
    return "other text (explain.py --write renews it):\n" + text


def heap_lines(path):
    done = common.run([common.escargo(), "compile", "-p", "main", "-m", "-l",
                       "-stop=escape", path.name], cwd=path.parent, merge=True)
    if done.status != 0:
        return common.describe(done) + "\n" + done.out
    return {int(m) for m in re.findall(
        r"^[^:]+:(\d+):\d+: (?:moved to heap|.* escapes to heap)", done.out,
        re.M)}


def verdict_problem(path):
    on_heap = heap_lines(path)
    if isinstance(on_heap, str):
        return on_heap
    wrong = [f"line {n}: not on the heap" for n in marked(path, "heap")
             if n not in on_heap]
    wrong += [f"line {n}: on the heap" for n in marked(path, "stack")
              if n in on_heap]
    if ".fixed" in path.name and not marked(path, "stack"):
        wrong.append("no line is marked")
    return "\n".join(wrong) or None


def advice_problem(path):
    if "Not to be linked" in path.read_text():
        return None
    results = []
    for name in (path.name, path.stem + ".fixed.go"):
        done = common.run([common.escargo(), "run", name], cwd=path.parent)
        if done.status != 0:
            return f"{name}: {common.describe(done)}\n{done.both()}"
        results.append(done.both())
    if results[0] == results[1] and results[0].strip():
        return None
    return "they print\n" + "and\n".join(results)


def llvm_calls(path):
    """{(line, function)} of the allocator's calls."""
    done = common.run([common.escargo(), "compile", "-p", "main", "-l", "-O0",
                       "-dump=llvm", path.name], cwd=path.parent)
    if done.status != 0:
        raise RuntimeError(done.both())
    lines = dict(re.findall(r"^!(\d+) = !DILocation\(line: (\d+),", done.out,
                            re.M))
    calls = re.findall(r'call [^\n]*@"?runtime\.(\w+)"?\([^\n]*!dbg !(\d+)',
                       done.out)
    return {(int(lines[number]), name) for name, number in calls
            if name in ALLOCATORS}


def near_go(path, line):
    text = path.read_text().split("\n")[line - 1]
    return re.search(r"\b(go|defer)\b", text) or "sum int" in text


def memory_problem(path):
    done = explain(path)
    if done.status != 0:
        return common.describe(done) + "\n" + done.both()
    said, line = set(), 0
    for text in done.out.split("\n"):
        head = re.match(r"[^ :]+\.go:(\d+):\d+: ", text)
        line = int(head[1]) if head else line
        call = re.match(r"  Memory: .*\(runtime\.(\w+)\)", text)
        if call:
            said.add((line, call[1]))
    real = llvm_calls(path)
    # go and defer make their closures where the call stands.
    for pair in [(a, b) for a in said - real for b in real - said
                 if a[1] == b[1] == "newobject" and near_go(path, a[0])]:
        said, real = said - {pair[0]}, real - {pair[1]}
    wrong = [f"line {n}: says runtime.{f}" for n, f in sorted(said - real)
             if f not in MAYBE]
    wrong += [f"line {n}: does not say runtime.{f}"
              for n, f in sorted(real - said) if f not in MAYBE]
    return "\n".join(wrong) or None


def assembly_problem():
    """Which functions of the classics call the allocator."""
    path = common.ROOT / "testdata" / "escape" / "classics.go"
    with common.temp_dir() as scratch:
        done = common.run([common.escargo(), "compile", "-p", "p", "-S", "-o",
                           scratch + "/x.o", path.name], cwd=path.parent)
    if done.status != 0:
        return common.describe(done) + "\n" + done.both()
    calls, function = set(), None
    for line in done.out.split("\n"):
        label = re.match(r'"?p\.(\w+)"?:', line)
        function = label[1] if label else function
        if re.search(r"call\w*\s+\"?runtime\.newobject", line):
            calls.add(function)
    want = {"storedLater", "newSmall"}
    return None if calls == want else f"runtime.newobject is called by {calls}"


def stack_problem(path):
    """No heap object and no package variable holds an address of a stack: the
    collector's verifier looks at each collection."""
    if "Not to be linked" in path.read_text():
        return None
    done = common.run([common.escargo(), "run", path.name], cwd=path.parent,
                      env={"GODEBUG": "gcstress=1,gcverify=1"}, timeout=120)
    broken = path.parent.name == "broken"
    if broken and "address of a stack" in done.err:
        return None
    if broken or done.status != 0:
        return common.describe(done) + "\n" + done.both()[-2000:]
    return None


def tests(names=(), write=False):
    found = [("explain assembly of the classics", assembly_problem)]
    for path in sorted(FOLDER.glob("**/*.go")):
        found.append((f"explain stack {path.name}",
                      lambda p=path: stack_problem(p)))
    for path in sorted(FOLDER.glob("*.go")):
        fixed = path.name.endswith(".fixed.go")
        found.append((f"explain verdict {path.name}",
                      lambda p=path: verdict_problem(p)))
        found.append((f"explain memory {path.name}",
                      lambda p=path: memory_problem(p)))
        if not fixed:
            found.append((f"explain text {path.name}",
                          lambda p=path: text_problem(p, write)))
            if path.with_suffix(".fixed.go").exists():
                found.append((f"explain advice {path.name}",
                              lambda p=path: advice_problem(p)))
    return [t for t in found if not names or any(n in t[0] for n in names)]


if __name__ == "__main__":
    sys.exit(common.golden_main(tests))
