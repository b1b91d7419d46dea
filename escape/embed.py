#!/usr/bin/env python3
"""Writes a file as a C array: embed.py NAME INPUT OUTPUT."""

import sys

name, source, target = sys.argv[1:]
data = open(source, "rb").read() + b"\0"
rows = [", ".join(str(b) for b in data[i:i + 20])
        for i in range(0, len(data), 20)]
with open(target, "w", encoding="ascii") as out:
    out.write('#include "escape/explorer.h"\n\n')
    out.write(f"const unsigned char {name}[] = {{\n  ")
    out.write(",\n  ".join(rows) + "\n};\n")
