"""Writes a file as a C array: embed.py NAME INPUT OUTPUT."""
import sys

name, source, target = sys.argv[1:]
with open(source, "rb") as f:
    data = f.read()
with open(target, "w") as f:
    f.write(f"extern const unsigned char {name}[];\n")
    f.write(f"extern const unsigned long {name}_size;\n")
    f.write(f"const unsigned long {name}_size = {len(data)};\n")
    f.write(f"const unsigned char {name}[] = {{")
    f.write(",".join(map(str, data)) or "0")
    f.write("};\n")
