#!/usr/bin/env python3
"""Makes one HTML page of a file of heap dumps.

    ESCARGO_HEAPDUMP=heap.json ./program
    heapviz.py heap.json > heap.html

The page is heap.html of this folder with the dumps inside; it needs no
network. docs/heapdump.md describes the records.
"""
import json
import pathlib
import sys

SUPPORTED = 1
SLOT = '<script id="dumps" type="application/x-ndjson">'


def check(lines):
    """Every line must be a record, the first of each dump a header."""
    records = [json.loads(line) for line in lines]
    if not records or records[0]["t"] != "hdr":
        sys.exit("heapviz: the file does not begin with a header")
    for r in records:
        if r["t"] == "hdr" and r["ver"] != SUPPORTED:
            sys.exit(f"heapviz: version {r['ver']} of the dump is not known")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: heapviz.py DUMPS > PAGE")
    text = pathlib.Path(sys.argv[1]).read_text()
    check(text.splitlines())
    page = pathlib.Path(__file__).with_name("heap.html").read_text()
    # "</" would end the script element; in JSON strings "<\/" means the same.
    sys.stdout.write(page.replace(SLOT, SLOT + text.replace("</", "<\\/"), 1))


if __name__ == "__main__":
    main()
