#!/usr/bin/env bash
# Where a word lies on a page whose MediaBox does not begin at 0, read by pdfplumber
#
# Pins:   pdfplumber==0.11.10, pdfminer.six==20260107 (below it), reportlab==5.1.0 and pypdfium2==5.15.2 (make the PDF)
# Guess:  "top" is the distance of a word from the top of its page, as pdfplumber's table of properties says, and x0 the distance from
#         the left. A box [100 100 700 900] is a page of 600 x 800 points; a word 200 below its upper edge has a "top" near 190.
# Seen:   x0 counts from the PDF's own origin, and "top" from a line that lies 100 points below the page's top edge: page.bbox is
#         (100, -100, 700, 700), and the word's "top" is near 90. A word in the first 100 points of such a page has a negative
#         "top". Divide by page.height and page.width, and words lie elsewhere or outside.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    pdfplumber==0.11.10 pdfminer.six==20260107 reportlab==5.1.0 pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import pdfplumber
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("page.pdf", pagesize=(600, 800))
canvas.drawString(150, 700, "lower")
canvas.drawString(150, 850, "upper")
canvas.save()
document = pypdfium2.PdfDocument(Path("page.pdf").read_bytes())
document[0].set_mediabox(100, 100, 700, 900)
document.save("page.pdf")
with pdfplumber.open("page.pdf") as document:
    page = document.pages[0]
    words = {word["text"]: (round(word["x0"]), round(word["top"])) for word in page.extract_words()}
    print(f"width {page.width}, height {page.height}, bbox {page.bbox}")
    print(f"x0 and top: {words}")
    same = (
        (page.width, page.height, page.bbox) == (600, 800, (100, -100, 700, 700))
        and words["lower"][0] == 150
        and 85 < words["lower"][1] < 100
        and words["upper"][1] < 0
    )
sys.exit(None if same else "The behaviour has changed.")
PYTHON
