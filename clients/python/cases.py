#!/usr/bin/python3
"""
Prints what printable makes of each line of the input. Both are in hexadecimal, byte by byte. The tests play the cases in
docs/reference/text.md with it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "build"))

from parley import printable

for line in sys.stdin:
    # Like everything that Python reads from outside, bytes that are not UTF-8 become halves of surrogate pairs.
    text = bytes.fromhex(line).decode(errors="surrogateescape")
    print(printable(text).encode().hex())
