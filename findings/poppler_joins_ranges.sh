#!/usr/bin/env bash
# A range of numbers over two lines, read by poppler's pdftotext
#
# Pins:   pdftotext of poppler-utils 22.12.0 (must be installed; Debian: poppler-utils), reportlab==5.1.0 (makes the PDF)
# Guess:  pdftotext joins words that a line's end divides, perhaps; it leaves digits alone, since a hyphen between digits is
#         a range or a telephone number and never hyphenation.
# Seen:   It drops the hyphen after a digit too: "10-" and "20" on two lines become the number 1020, and "well-known" becomes
#         "wellknown". With -layout both hyphens stay. (PDFium joins the words as well, but not the digits.)
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check reportlab==5.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("page.pdf")
for y, line in ((700, "a well-"), (686, "known share of 10-"), (672, "20 per cent")):
    canvas.drawString(50, y, line)
canvas.save()


def read(*options: str) -> str:
    return subprocess.run(["pdftotext", *options, "page.pdf", "-"], capture_output=True, text=True, check=True).stdout.strip()


version = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True).stderr.splitlines()[0]
print(version)
print("plain:  ", repr(read()))
print("-layout:", repr(read("-layout")))
same = read() == "a wellknown share of 1020 per cent" and "10-\n" in read("-layout")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
