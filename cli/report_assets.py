#!/usr/bin/env python3
"""The report's style sheet and script as C. report_assets.py CSS JS

The page's policy names both by their SHA-256, which is worked out here, so
that the program needs no library for it. Prints the C to standard output.
"""
import base64
import hashlib
import sys


def literal(line):
    """A line of printable ASCII as a C string."""
    text = line.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
    return f'    "{text}\\n",'


def table(name, path):
    """The lines of a file and their hash; a file must not end its own tag."""
    with open(path, encoding="ascii") as f:
        text = f.read()
    if "</" in text or "<!--" in text or "\r" in text:
        sys.exit(f"{path}: a page cannot hold '</', '<!--' or CR in it")
    digest = hashlib.sha256(text.encode()).digest()
    lines = "\n".join(literal(line) for line in text.splitlines())
    return (f"const char *const {name}[] = {{\n{lines}\n    NULL}};\n"
            f"const char {name}_hash[] =\n"
            f'    "{base64.b64encode(digest).decode()}";\n')


print('#include "cli/report_parts.h"\n')
print(table("report_style", sys.argv[1]))
print(table("report_script", sys.argv[2]), end="")
