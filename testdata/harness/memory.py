#!/usr/bin/env python3
"""What the memory system shows of itself, and how it ends.

usage: memory.py [-b BUILD] [NAME...]

  alloctrace  each allocation of testdata/memory/paths.go is of the size, class
              and path that the comment on its line wants; what is freed was
              allocated
  spantrace   every span is made, cached, swept, freed in an order that can be
  pagetrace   no page is given out twice, and what is freed was given out
  heapdump    text and JSON say the same; the records have the fields that
              docs/heapdump.md lists, their sums agree, and each address
              leads to its span
  heap page   the page of a series of dumps, in headless Chromium if it is
              installed: slider, zoom from arena to slots, colours
  why, where  the way from a root to an object, from an address to its slot
  MemStats    the identities, on a program that knows what it allocates
  periodic    a cycle comes by itself; the sweeper leaves nothing unswept
  barriers    with -d=barriers the runtime is told of each pointer store
  exhaustion  address space, an absurd size, a limit too small to live in
  corruption  wild pointers and pointers to freed objects end the program
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import sys
import time

import common

FOLDER = common.ROOT / "testdata" / "memory"
PAGE = 8192
VIEWER = common.ROOT / "runtime" / "tools" / "heapviz.py"


def built(name, build, action):
    """action(executable) of testdata/memory/NAME.go; its result."""
    flags = ["-gcflags=-d=barriers"] if name == "barriers" else []
    with common.temp_dir() as temp:
        exe = str(pathlib.Path(temp, name))
        made = common.run([common.escargo(build), "build", "-O2", *flags,
                           "-o", exe, str(FOLDER / (name + ".go"))], timeout=300)
        if made.status != 0:
            return f"build: {made.both()}"
        return action(exe)


def run(exe, godebug="", timeout=120, **env):
    return common.run([exe], timeout=timeout,
                      env={"GODEBUG": godebug, **env})


def fields(line):
    """{name: text} of the name=value parts of a line."""
    return dict(re.findall(r"(\w+)=(\S+)", line))


# ---------------------------------------------------------------- alloctrace

ALLOC = re.compile(
    r"alloc #\d+ g\d+ p\d+ size=(\d+) class=(\d+)\((\d+)\) (noscan=[01]) "
    r"path=(tiny|cached|refill|grow|large) span=(0x[0-9a-f]+) slot=(\d+) "
    r"addr=(0x[0-9a-f]+) (?:runtime|paths\.go:(\d+) main\.main)( type=\S+)?")


def wanted_allocations():
    """{line: (size, class, noscan, {path})} by the comments of paths.go."""
    result = {}
    for i, line in enumerate((FOLDER / "paths.go").read_text().split("\n")):
        match = re.search(r"// (\d+) (\d+) (noscan=[01]) ([\w|]+)$", line)
        if match:
            result[str(i + 1)] = (match[1], match[2], match[3],
                                  set(match[4].split("|")))
    return result


def check_alloc(match, wanted, seen):
    size, number, slot_size, noscan, path, span, slot, addr, line, _ = \
        match.groups()
    if int(size) > int(slot_size):
        return "does not fit"
    if int(span, 16) + int(slot) * int(slot_size) > int(addr, 16):
        return "the slot is not there"
    if line in wanted:
        if (size, number, noscan) != wanted[line][:3]:
            return f"wanted {wanted[line]}"
        seen[line].add(path)
    return None


def test_alloctrace(exe):
    done, wanted = run(exe, "alloctrace=1"), wanted_allocations()
    seen = collections.defaultdict(set)
    for line in done.err.splitlines():
        match = ALLOC.fullmatch(line)
        problem = check_alloc(match, wanted, seen) if match else "what is this?"
        if problem:
            return f"{problem}: {line}"
    for line, (_, _, _, paths) in wanted.items():
        if not seen[line] or not seen[line] <= paths:
            return f"paths.go:{line}: {seen[line]}, expected {paths}"
    return None if done.status == 0 else common.describe(done)


def test_freetrace(exe):
    """alloctrace=2 of a program that collects: only what was allocated, and
    not yet freed, is freed. Objects of the tiny allocator share slots."""
    live, freed = set(), 0
    for line in run(exe, "alloctrace=2").err.splitlines():
        f = fields(line)
        if line.startswith("free "):
            if f["addr"] not in live:
                return f"was not allocated: {line}"
            live.remove(f["addr"])
            freed += 1
        elif line.startswith("alloc "):
            size = int(re.search(r"class=\d+\((\d+)\)", line)[1])
            live.add(hex(int(f["span"], 16) + int(f["slot"]) * size))
    return None if freed > 1000 else f"only {freed} objects are freed"


# -------------------------------------------------------- spantrace, pagetrace

# Which events may follow which, for one span.
FOLLOWS = {
    None: {"create"},
    "create": {"cache", "sweep", "free", "uncache"},
    "cache": {"uncache"},
    "uncache": {"cache", "sweep"},
    "sweep": {"cache", "sweep", "free", "uncache"},
    "free": {"create"},
}


def test_spantrace(exe):
    # One P: lines of several could change places on their way out.
    done = run(exe, "spantrace=1", GOMAXPROCS="1")
    last, counts = {}, collections.Counter()
    for line in done.err.splitlines():
        match = re.match(r"span (\w+) base=(0x[0-9a-f]+) np=\d+ "
                         r"(manual|class=\d+\(\d+\) noscan=[01] n=(\d+) "
                         r"alloc=(\d+) gen=\d+)( (from|to) [\w ]+)?$", line)
        if not match:
            return f"what is this? {line}"
        event, base = match[1], match[2]
        if event not in FOLLOWS[last.get(base)]:
            return f"{event} after {last.get(base)}: {line}"
        if match[4] and int(match[5]) > int(match[4]):
            return f"more than all: {line}"
        if event == "sweep" and (match[6] == " to heap") != (match[5] == "0") \
                and match[6]:
            return f"only empty spans go back to the heap: {line}"
        last[base] = event
        counts[event] += 1
    missing = set(FOLLOWS) - {None} - set(counts)
    return f"there is no {missing}" if missing else None


def test_pagetrace(exe):
    done = run(exe, "pagetrace=1", GOMAXPROCS="1")
    used, levels = set(), set()
    for line in done.err.splitlines():
        match = re.match(r"page (\w+) base=0x([0-9a-f]+) np=(\d+) "
                         r"levels=(\d+)$", line)
        if not match:
            return f"what is this? {line}"
        first = int(match[2], 16) // PAGE
        pages = set(range(first, first + int(match[3])))
        if match[1] in ("alloc", "take"):
            if pages & used:
                return f"given out twice: {line}"
            used |= pages
            levels.add(match[4])
        elif match[1] == "free":
            if not pages <= used:
                return f"was not given out: {line}"
            used -= pages
    # The first chunk is looked at without the tree; else all five levels.
    return None if levels <= {"0", "1", "2", "3", "4", "5"} and \
        len(levels) > 1 else f"levels {levels}"


# ------------------------------------------------------------------ heapdump

def documented():
    """{record: {field}} of docs/heapdump.md: what stands in backquotes and is
    followed by a word of its own, not a value."""
    result = {}
    for line in (common.ROOT / "docs" / "heapdump.md").read_text().split("\n"):
        match = re.match(r"\| `(\w+)` \| (.*)\|$", line)
        if match:
            result[match[1]] = set(re.findall(r"`(\w+)`", match[2]))
    return result


def dumps_of(path):
    """[[record]] of a file: a list for each dump."""
    result = []
    for line in path.read_text().splitlines():
        record = json.loads(line)
        if record["t"] == "hdr":
            result.append([])
        result[-1].append(record)
    return result


def of_kind(dump, kind):
    return [r for r in dump if r["t"] == kind]


def bits(text):
    return sum(int(digit, 16).bit_count() for digit in text)


def check_spans(dump):
    """Spans lie in arenas, do not overlap, and their bits agree with their
    numbers; returns a problem or None."""
    end = 0
    arenas = [int(a["base"], 16) for a in of_kind(dump, "arena")]
    for s in sorted(of_kind(dump, "span"), key=lambda s: int(s["base"], 16)):
        base = int(s["base"], 16)
        if base < end:
            return f"overlaps: {s}"
        if base & ~0x3ffffff not in arenas:
            return f"in no arena: {s}"
        end = base + s["np"] * PAGE
        if s["in"] != "manual" and (
                bits(s["used"]) != s["alloc"] or s["alloc"] > s["n"] or
                s["n"] * s["size"] > s["np"] * PAGE):
            return f"does not add up: {s}"
    return None


def check_lists(dump):
    """What caches, central lists and classes count is what spans say."""
    spans = of_kind(dump, "span")
    by_base = {s["base"]: s for s in spans}
    for c in of_kind(dump, "cached"):
        s = by_base.get(c["span"])
        if not s or s["in"] != "mcache" or c["free"] != s["n"] - s["alloc"] \
                or c["spanclass"] != 2 * s["class"] + s["noscan"]:
            return f"{c} but {s}"
    for c in of_kind(dump, "mcentral"):
        for place in ("partialSwept", "fullSwept"):
            n = sum(s["in"] == place and
                    2 * s["class"] + s["noscan"] == c["spanclass"]
                    for s in spans if "class" in s)
            # Large spans are kept in the set of class 0.
            if c["spanclass"] > 1 and n != c[place]:
                return f"{c} but {n} spans {place}"
    for c in of_kind(dump, "class"):
        mine = [s for s in spans if s.get("class") == c["class"]]
        if len(mine) != c["spans"] or sum(s["alloc"] for s in mine) != c["live"]:
            return f"{c} but {len(mine)} spans"
    return None


def check_bytes(dump):
    head = dump[0]
    pages = sum(s["np"] for s in of_kind(dump, "span"))
    if pages * PAGE != head["inheap"]:
        return f"{pages} pages in spans, but {head}"
    free = sum(f["np"] for f in of_kind(dump, "free"))
    cached = sum(int(c["pagesfree"], 16).bit_count()
                 for c in of_kind(dump, "mcache"))
    if (free + cached) * PAGE != head["free"] + head["released"]:
        return f"{free} free pages and {cached} in caches, but {head}"
    runs = sum(f["runs"] for f in of_kind(dump, "freelist"))
    if runs != len(of_kind(dump, "free")):
        return f"{runs} runs in the lists"
    return None


def check_fields(dump):
    known = documented()
    for r in dump:
        names = set(r) - {"t"}
        allowed = known.get(r["t"], set())
        if not names <= allowed:
            return f"docs/heapdump.md does not know {names - allowed} of {r['t']}"
    return None


def make_dumps(exe, temp, **env):
    path = pathlib.Path(temp, "dumps.json")
    done = run(exe, ESCARGO_HEAPDUMP=str(path), **env)
    if done.status != 0:
        raise RuntimeError(common.describe(done) + done.err)
    return path


def test_heapdump_json(exe):
    with common.temp_dir() as temp:
        dumps = dumps_of(make_dumps(exe, temp))
    labels = [d[0]["label"] for d in dumps]
    if len(dumps) < 5 or labels[-1] != "exit" or \
            labels[:2] != ["before mark", "marked"]:
        return f"dumps {labels}"
    for dump in dumps:
        problem = check_fields(dump) or check_spans(dump) or \
            check_bytes(dump) or check_lists(dump)
        if problem:
            return f"{dump[0]}:\n{problem}"
    return None


def as_text(record):
    parts = [f"{k}={v}" for k, v in record.items() if k != "t"]
    return " ".join([record["t"], *parts])


def test_heapdump_text(exe):
    """Both forms of the last dump, written one after the other: the same but
    for its number. (What is mapped in between is not the heap's.)"""
    with common.temp_dir() as temp:
        path = pathlib.Path(temp, "dumps.json")
        done = run(exe, "heapdump=1", ESCARGO_HEAPDUMP=str(path),
                   GOMAXPROCS="1")
        last = dumps_of(path)[-1]
    wanted = [re.sub(r"seq=\d+", "", as_text(r)) for r in last]
    got = [re.sub(r"seq=\d+", "", line) for line in done.err.splitlines()]
    for want, line in zip(wanted + [None], got + [None]):
        if want != line:
            return f"text {line}\nJSON {want}"
    return None


# ----------------------------------------------------------------- heap page

# Runs in the page: uses everything that can be clicked, and leaves what it
# found in the title.
DRIVER = """
<script>
addEventListener("load", () => {
  const found = { dumps: dumps.length, errors: 0 };
  const colours = () => {
    const c = $("pages"), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data, s = new Set();
    for (let i = 0; i < d.length; i += 4) s.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);
    return s.size;
  };
  try {
    found.labels = [];
    for (let i = 0; i < dumps.length; i++) {
      $("slider").value = i; $("slider").dispatchEvent(new Event("input"));
      found.labels.push($("label").textContent);
    }
    found.colours = {};
    for (const mode of ["class", "fill", "mark"]) {
      $("mode").value = mode; $("mode").dispatchEvent(new Event("change"));
      found.colours[mode] = colours();
    }
    found.zoom = [];
    for (let i = 0; i < 40; i++) {
      const e = new MouseEvent("click", { clientX: 0, clientY: 0 });
      Object.defineProperty(e, "offsetX", { value: i * 10 + 5 });
      Object.defineProperty(e, "offsetY", { value: 5 });
      $("pages").dispatchEvent(e);
      found.zoom.push([$("info").textContent, $("slots").height]);
    }
    found.levels = $("levels").textContent;
    found.locks = $("locks").textContent;
    found.tables = [...document.querySelectorAll("table")].map(t => t.rows.length);
  } catch (e) { found.errors = String(e); }
  document.title = "found " + JSON.stringify(found);
});
</script>
"""


def browse(page):
    """What the driver found, in headless Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    done = common.run([browser, "--headless", "--no-sandbox", "--disable-gpu",
                       "--virtual-time-budget=5000", "--dump-dom",
                       page.as_uri()], timeout=120)
    match = re.search(r"<title>found (.*?)</title>", done.out, re.S)
    if not match:
        raise RuntimeError(common.describe(done) + done.both()[-2000:])
    text = match[1].replace("&lt;", "<").replace("&gt;", ">")
    return json.loads(text.replace("&amp;", "&"))


def check_page(found, dumps):
    last = dumps[-1]
    if found["errors"]:
        return f"script: {found['errors']}"
    if found["dumps"] != len(dumps) or \
            [d[0]["label"] in l for d, l in zip(dumps, found["labels"])].count(
                True) != len(dumps):
        return f"slider: {found['labels']}"
    if min(found["colours"].values()) < 3:
        return f"colours: {found['colours']}"
    spans = {s["base"]: s for s in of_kind(last, "span")}
    zoomed = 0
    for info, height in found["zoom"]:
        match = re.match(r"span (0x\w+)  pages (\d+)  class (\d+)", info)
        if match:
            s = spans[match[1]]
            zoomed += 1
            if (int(match[2]), int(match[3])) != (s["np"], s["class"]) or \
                    f"allocated {s['alloc']} " not in info or height < 16:
                return f"{info} (slots {height} pixels high) but {s}"
    if zoomed < 3:
        return f"zoom: {found['zoom']}"
    level = of_kind(last, "lvl")[0]
    if any(level[k] and f"{k} {level[k]}" not in found["levels"]
           for k in ("tiny", "cached", "refill", "grow", "large")):
        return f"levels: {found['levels']}, {level}"
    rows = len(of_kind(last, "mcentral")) + 1
    return None if rows in found["tables"] else f"tables: {found['tables']}"


def test_page(exe):
    with common.temp_dir() as temp:
        path = make_dumps(exe, temp)
        made = common.run([sys.executable, str(VIEWER), str(path)])
        if made.status != 0:
            return made.both()
        if re.search(r"""(src|href)=["']?(http|//)""", made.out):
            return "the page wants the network"
        if not (shutil.which("chromium") or
                shutil.which("chromium-headless-shell")):
            print("memory.py: no chromium here: the page is not opened")
            return None
        page = pathlib.Path(temp, "heap.html")
        page.write_text(made.out.replace("</html>", DRIVER + "</html>"))
        return check_page(browse(page), dumps_of(path))


# ---------------------------------------------------- answers, MemStats, cycles

def lines_match(text, patterns):
    lines = text.splitlines()
    for i, pattern in enumerate(patterns):
        if i >= len(lines) or not re.fullmatch(pattern, lines[i]):
            return f"line {i + 1}: expected {pattern}\n{text}"
    return None if len(lines) == len(patterns) else f"more lines:\n{text}"


HEX = "0x[0-9a-f]+"


def test_why(exe):
    return lines_match(run(exe).err, [
        rf"object {HEX} \(24 bytes\) is reachable:",
        rf"  variable main\.head\+0: {HEX}",
        rf"  object {HEX} \(24 bytes\) at \+0: {HEX}",
        rf"  object {HEX} \(24 bytes\) at \+0: {HEX}",
        rf"  object {HEX} \(24 bytes\) at \+8: {HEX}",
        HEX,
        rf"  arena  {HEX} >> 26 = \d+: 64 MB from 0xc000000000",
        rf"  page   \d+ of the arena: span {HEX}, 1 pages",
        r"  span   class=3\(24\) noscan=0, 341 slots, in \w+, sweepgen \d+",
        rf"  slot   \({HEX} - {HEX}\) \* 178956971 >> 32 = \d+, offset 0",
        rf"  object {HEX}, allocated, words 0, 1 are pointers",
        "0x0",
        "  arena  0x0 >> 26 = 0: none, not in the heap"])


def silent(exe):
    """The program itself checks what is to be checked."""
    done = run(exe)
    return None if done.status == 0 and not done.both() else \
        f"{common.describe(done)}\n{done.both()}"


def test_barriers(exe):
    """Every store is told when somebody listens, and none otherwise."""
    off, on = run(exe), run(exe, "barriertest=1")
    if off.status != 0 or off.both():
        return f"{common.describe(off)}\n{off.both()}"
    # The variable `two` is set before main.
    return lines_match(on.err, [r"barriers: 15[12] pointer stores, 7 copies"])


# ---------------------------------------------------- exhaustion, corruption

def ends(exe, patterns, shell="", status=2, **env):
    """The program ends with the status, its first lines as wanted."""
    done = common.run(["sh", "-c", f'{shell} exec "$0"', exe], timeout=120,
                      env=env)
    head = "\n".join(done.err.splitlines()[:len(patterns)])
    if done.status != status:
        return f"{common.describe(done)}\n{head}"
    return lines_match(head, patterns)


OUT_OF_MEMORY = [r"runtime: out of memory: cannot allocate \d+-byte block "
                 r"\(\d+ in use\)", "fatal error: out of memory"]


def test_growth(exe):
    return ends(exe, OUT_OF_MEMORY, "ulimit -v 1000000;")


def test_absurd(exe):
    """Address space for it there is, but no memory."""
    return ends(exe, ["fatal error: runtime: out of memory"]) or \
        ends(exe, OUT_OF_MEMORY, "ulimit -v 4000000;")


def timed(exe, **env):
    start = time.perf_counter()
    done = run(exe, "gctrace=1", GOMAXPROCS="1", **env)
    return done, time.perf_counter() - start


def limit_problem(exe):
    free, before = timed(exe)
    tight, after = timed(exe, GOMEMLIMIT="8MiB")
    if free.status != 0 or tight.status != 0:
        return f"{common.describe(tight)}\n{tight.err[-500:]}"
    if not re.search(r"^gc ", tight.err, re.M):
        return "there is no cycle"
    share = int(re.findall(r"^gc \d+ @\S+ (\d+)%", tight.err, re.M)[-1])
    if share > 65 or after > 5 * before + 2:
        return f"{share} % of {after:.2f} s, without a limit {before:.2f} s"
    return None


def test_limit(exe):
    """Under a limit that it cannot live in, a program goes on, and collecting
    does not take more than about half of its time."""
    return limit_problem(exe) or ends(
        exe, ["GOMEMLIMIT=lots", "fatal error: malformed GOMEMLIMIT; see `go "
              "doc runtime/debug.SetMemoryLimit`"], GOMEMLIMIT="lots")


def test_bad_pointer(exe):
    return ends(exe, [rf"runtime: pointer {HEX} to unallocated span.*",
                      rf"runtime: found in object at \*\({HEX}.*\)",
                      "fatal error: found bad pointer in Go heap "
                      r"\(incorrect use of unsafe or cgo\?\)"])


def test_unchecked_pointer(exe):
    """GODEBUG=invalidptr=0: as if the word were no pointer."""
    done = run(exe, "invalidptr=0")
    return None if done.status == 0 and done.err == "survived\n" else \
        f"{common.describe(done)}\n{done.err}"


def test_zombie(exe):
    done = run(exe)
    return None if done.status == 2 and re.search(
        r"^runtime: marked free object in span ", done.err, re.M) and \
        re.search("^fatal error: found pointer to free object$", done.err,
                  re.M) else f"{common.describe(done)}\n{done.err[:2000]}"


TESTS = [
    ("alloctrace", "paths", test_alloctrace),
    ("alloctrace frees", "churn", test_freetrace),
    ("spantrace", "churn", test_spantrace),
    ("pagetrace", "churn", test_pagetrace),
    ("heapdump json", "churn", test_heapdump_json),
    ("heapdump text", "churn", test_heapdump_text),
    ("heap page", "churn", test_page),
    ("why, where", "why", test_why),
    ("MemStats", "stats", silent),
    ("periodic cycle", "periodic", silent),
    ("write barriers", "barriers", test_barriers),
    ("out of memory", "grow", test_growth),
    ("out of memory, small objects", "grow_small", test_growth),
    ("absurd size", "absurd", test_absurd),
    ("limit too small", "limit", test_limit),
    ("bad pointer", "bad_pointer", test_bad_pointer),
    ("bad pointer, not checked", "bad_pointer", test_unchecked_pointer),
    ("freed object", "zombie", test_zombie),
]


def tests(build="build"):
    return [(f"memory {name}", lambda p=program, a=action: built(p, build, a))
            for name, program, action in TESTS]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-b", default="build")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    chosen = [t for t in tests(options.b) if not options.names or
              any(n in t[0] for n in options.names)]
    totals = common.Totals()
    common.run_tests(chosen, totals)
    print(totals.line())
    return 1 if totals.failed else 0


if __name__ == "__main__":
    sys.exit(main())
