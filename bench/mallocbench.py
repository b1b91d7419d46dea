"""The part `malloc` of bench.py: what one small allocation costs.

A loop allocates objects of one type and keeps only the last, so a figure is
the allocation with its share of collections. gc and escargo run on one P.
`called` is escargo -O1, which does not inline the allocator. tcmalloc stands
for the best a C program does by hand: malloc, one store, free.
"""

import pathlib
import statistics

COUNT = 20_000_000
ROUNDS = 5

GO_SOURCE = """package main

type T struct {{
{fields}
}}

var sink *T

func main() {{
	for i := 0; i < {count}; i++ {{
		sink = new(T)
	}}
}}
"""

C_SOURCE = """#include <stdlib.h>
int main(void) {{
  for (long i = 0; i < {count}; i++) {{
    char *volatile p = malloc({size});
    *p = 1;
    free(p);
  }}
}}
"""

TCMALLOC = ("/usr/lib/x86_64-linux-gnu/libtcmalloc_minimal.so.4",
            "/usr/lib/x86_64-linux-gnu/libtcmalloc.so.4")


def fields(size, pointers):
    if not pointers:
        return f"\ta [{size // 8}]int"
    return f"\tp *T\n\ta [{size // 8 - 1}]int"


def programs(temp, size, pointers, tools):
    """{name: (argv, environment)} of the programs for one type."""
    stem = f"{temp}/m{size}{'p' if pointers else 'n'}"
    source = pathlib.Path(stem + ".go")
    source.write_text(GO_SOURCE.format(fields=fields(size, pointers),
                                       count=COUNT))
    one = {"GOMAXPROCS": "1"}
    tools.output([tools.go, "build", "-o", stem + ".gc", str(source)])
    tools.output([tools.escargo, "build", "-O2", "-o", stem + ".o2",
                  str(source)])
    tools.output([tools.escargo, "build", "-O1", "-o", stem + ".o1",
                  str(source)])
    made = {"gc": ([stem + ".gc"], one), "inlined": ([stem + ".o2"], one),
            "called": ([stem + ".o1"], one)}
    library = next((p for p in TCMALLOC if pathlib.Path(p).exists()), None)
    if library:
        c = pathlib.Path(stem + ".c")
        c.write_text(C_SOURCE.format(size=size, count=COUNT))
        tools.output(["clang-19", "-O2", "-fno-builtin", "-o", stem + ".tc",
                      str(c)])
        made["tcmalloc"] = ([stem + ".tc"], {"LD_PRELOAD": library})
    return made


def bench_malloc(temp, tools):
    print("\nOne small allocation, ns of user and system time (median of "
          f"{ROUNDS}, alternating):")
    for size in (16, 32, 64):
        for pointers in (False, True):
            made = programs(temp, size, pointers, tools)
            times = {name: [] for name in made}
            for _ in range(ROUNDS):
                for name, (argv, env) in made.items():
                    times[name].append(tools.timed(argv, temp, env)[1])
            ns = {name: statistics.median(t) * 1e9 / COUNT
                  for name, t in times.items()}
            kind = "with a pointer" if pointers else "no pointers"
            note = (f"{ns['inlined'] / ns['gc']:.2f} of gc ({ns['gc']:.1f}, "
                    f"goal 0.25); called {ns['called']:.1f}, "
                    f"{ns['called'] / ns['gc']:.2f} (goal 0.6)")
            if "tcmalloc" in ns:
                note += (f"; {ns['inlined'] / ns['tcmalloc']:.2f} of tcmalloc "
                         f"({ns['tcmalloc']:.1f}, goal 1.5)")
            tools.row(f"{size} bytes, {kind}", f"{ns['inlined']:.2f}", "ns",
                      note)
