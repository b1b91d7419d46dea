#!/usr/bin/env python3
"""Checks what -dump shows of escape analysis.

usage: graph.py [--write] [NAME...]

  golden   testdata/dump/NAME.DUMP is what -dump=DUMP prints of
           testdata/escape/NAME.go (--write makes it so)
  json     of every program in testdata/escape: the document is as
           docs/graph.schema.json says, and carrying out its walks by hand,
           from edges and queue alone, gives its steps and its verdicts
  page     of the same programs: escargo explore makes a page with the same
           graph, which needs nothing from elsewhere; Chromium draws every
           location of the first batch at its last step, if it is installed
  dot      of the same programs: each arrow of the JSON, between nodes that
           were declared; and graphviz reads it, where it is installed
"""

import collections
import json
import re
import shutil
import sys

import common

PROGRAMS = common.ROOT / "testdata" / "escape"
GOLDEN = common.ROOT / "testdata" / "dump"
DUMPS = {"callgraph": "callgraph", "graph": "graph", "solve": "solve",
         "dot": "graph:dot", "json": "graph:json", "inline": "inline"}


def dump(path, what):
    argv = [common.escargo(), "compile", "-p", "p", "-dump=" + what]
    return common.run(argv + ([] if what == "inline" else ["-l"]) +
                      [path.name], cwd=path.parent)


def golden(path, write):
    done = dump(PROGRAMS / (path.stem + ".go"), DUMPS[path.suffix[1:]])
    if done.status != 0:
        return common.describe(done) + "\n" + done.both()
    if write:
        path.write_text(done.out)
    if path.read_text() == done.out:
        return None
    return f"{path.name} differs; graph.py --write renews it:\n{done.out}"


# ----------------------------------------------------------------------- JSON

def schema_problem(document):
    try:
        import jsonschema
    except ImportError:
        return "install python3-jsonschema"
    schema = json.loads((common.ROOT / "docs/graph.schema.json").read_text())
    try:
        jsonschema.validate(document, schema)
    except jsonschema.ValidationError as error:
        return f"not as the schema says: {error.json_path}: {error.message}"
    return None


class Walker:
    """Carries out the walks of one batch; `wrong` is the first difference."""

    def __init__(self, batch):
        self.batch = batch
        self.into = collections.defaultdict(list)
        self.heap = {"heap"}
        for edge in batch["edges"]:
            if edge["direct"]:
                self.heap.add(edge["from"])
            else:
                self.into[edge["to"]].append(edge)
        self.work = list(reversed(batch["queue"]))

    def run(self):
        for number, walk in enumerate(self.batch["walks"]):
            if not self.work or self.work.pop() != walk["root"]:
                return f"walk {number} has the wrong root"
            wrong = self.walk(walk["root"], iter(walk["steps"]))
            if wrong:
                return f"walk {number}, from {walk['root']}: {wrong}"
        if self.work:
            return "the queue is not empty at the end"
        for location in self.batch["locations"]:
            if (location["verdict"] == "heap") != (location["id"] in self.heap):
                return f"{location['id']}: verdict {location['verdict']}"
        return None

    def walk(self, root, steps):
        derefs, stack = {root: 0}, [root]
        step = next(steps, None)
        while stack:
            location = stack.pop()
            want = ("visit", location, derefs[location])
            if not step or (step["kind"], step["location"],
                            step["derefs"]) != want:
                return f"{step} instead of {want}"
            step = next(steps, None)
            escaped = False
            while step and step["kind"] in ("escape", "leak", "keep", "queue"):
                escaped |= step["kind"] == "escape"
                if step["kind"] == "queue":
                    self.work.append(step["location"])
                step = next(steps, None)
            if escaped:
                if derefs[location] >= 0 or location in self.heap:
                    return f"{location} escapes without need"
                self.heap.add(location)
                continue
            base = max(derefs[location], 0)
            for edge in self.into[location]:
                source, sum_ = edge["from"], base + edge["derefs"]
                kind = ("skip" if source in self.heap else "better"
                        if derefs.get(source, sum_ + 1) > sum_ else "worse")
                want = (kind, source, sum_, location)
                if not step or (step["kind"], step["location"], step["derefs"],
                                step.get("via")) != want:
                    return f"{step} instead of {want}"
                if kind == "better":
                    derefs[source] = sum_
                    stack.append(source)
                step = next(steps, None)
        return f"{step} is too much" if step else None


def json_problem(path):
    done = dump(path, "graph:json")
    if done.status != 0:
        return common.describe(done) + "\n" + done.both()
    document = json.loads(done.out)
    problem = schema_problem(document)
    for batch in document["batches"]:
        problem = problem or Walker(batch).run()
    return problem


# ------------------------------------------------------------------------ DOT

def dot_problem(path):
    done, other = dump(path, "graph:dot"), dump(path, "graph:json")
    if done.status != 0 or other.status != 0:
        return common.describe(done) + "\n" + done.both()
    label = r'\[label="(?:[^"\\]|\\.)*"(?:, [a-z]+=(?:[a-z]+|"#\w+"))*\];'
    declared, arrows, depth = set(), [], 0
    for line in done.out.split("\n"):
        node = re.fullmatch(rf"    (\w+) {label}", line)
        arrow = re.fullmatch(rf"    (\w+) -> (\w+) {label}", line)
        if node:
            declared.add(node[1])
        elif arrow:
            arrows.append((arrow[1], arrow[2]))
        elif line.endswith("{"):
            depth += 1
        elif line.strip() == "}":
            depth -= 1
        elif not re.fullmatch(r'(?:  node .*|    label=".*";|)', line):
            return f"not understood: {line}"
    want = []
    for number, batch in enumerate(json.loads(other.out)["batches"]):
        name = lambda i, n=number: f"heap{n}" if i == "heap" else \
            f"n{n}_{i[1:]}"
        want += [(name(e["from"]), name(e["to"])) for e in batch["edges"]]
    if depth != 0:
        return "braces do not match"
    if sorted(want) != sorted(arrows):
        return "other arrows than in the JSON"
    if not {n for arrow in arrows for n in arrow} <= declared:
        return "arrows between unknown nodes"
    if shutil.which("dot"):
        scratch = common.temp_dir()
        with scratch as folder:
            source = f"{folder}/x.dot"
            with open(source, "w", encoding="utf-8") as file:
                file.write(done.out)
            drawn = common.run(["dot", "-Tsvg", "-o", f"{folder}/x.svg",
                                source])
            if drawn.status != 0:
                return "graphviz: " + drawn.both()
    return None


# ----------------------------------------------------------------------- page

def page_problem(path):
    with common.temp_dir() as folder:
        page = f"{folder}/page.html"
        done = common.run([common.escargo(), "explore", "-l", "-o", page,
                           path.name], cwd=path.parent)
        if done.status != 0:
            return common.describe(done) + "\n" + done.both()
        with open(page, encoding="utf-8") as file:
            text = file.read()
        data = json.loads(re.search(r"^const data = (.*);$", text, re.M)[1])
        if data["text"] != path.read_text():
            return "the page has another source text"
        if re.search(r"<(script|link|img)[^>]*(src|href)=|@import|url\(h",
                     text):
            return "the page loads something from elsewhere"
        return schema_problem(data["graph"]) or \
            browser_problem(page, data["graph"], path)


def browser_problem(page, graph, path):
    """One page is enough for the script, which is the same in all."""
    if not shutil.which("chromium") or path.stem != "first":
        return None
    done = common.run(["chromium", "--headless", "--no-sandbox",
                       "--disable-gpu", "--virtual-time-budget=5000",
                       "--dump-dom", f"file://{page}#0:1000"], timeout=120)
    if 'data-ready="yes"' not in done.out:
        return "the script did not come to its end:\n" + done.err[-2000:]
    batch = graph["batches"][0]
    drawn = set(re.findall(r'class="node[^"]*" data-id="(\w+)"', done.out))
    heap = set(re.findall(r'class="node heap[^"]*" data-id="(\w+)"', done.out))
    if drawn != {l["id"] for l in batch["locations"]}:
        return f"nodes drawn: {drawn}"
    want = {l["id"] for l in batch["locations"] if l["verdict"] == "heap"}
    return None if heap == want else f"on the heap at the end: {heap}"


def tests(names=(), write=False):
    found = []
    for path in sorted(GOLDEN.iterdir()):
        found.append((f"dump {path.name}",
                      lambda p=path: golden(p, write)))
    for path in sorted(PROGRAMS.glob("*.go")):
        found.append((f"graph:json {path.name}",
                      lambda p=path: json_problem(p)))
        found.append((f"graph:dot {path.name}", lambda p=path: dot_problem(p)))
        found.append((f"explore {path.name}", lambda p=path: page_problem(p)))
    return [t for t in found if not names or any(n in t[0] for n in names)]


if __name__ == "__main__":
    sys.exit(common.golden_main(tests))
