#!/usr/bin/env bash
# A page whose MediaBox names its corners in another order, read by pdfplumber
#
# Pins:   pdfplumber==0.11.10, pdfminer.six==20260107 (below it), reportlab==5.1.0 (makes the PDF)
# Guess:  The PDF specification lets a rectangle be given by any two opposite corners. pdfplumber puts them in order, and words
#         have the same positions either way: its page.width, page.height and page.bbox are the same.
# Seen:   Width, height and bbox are right, but each word lies outside of them, moved left by the page's width. No error and no
#         warning: text is extracted in full, while cropping to the page's own bbox gives an empty page.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pdfplumber==0.11.10 pdfminer.six==20260107 reportlab==5.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import pdfplumber
from reportlab.pdfgen.canvas import Canvas

out = io.BytesIO()
canvas = Canvas(out, pagesize=(300, 400))
canvas.drawString(50, 350, "Hello")
canvas.save()
usual = out.getvalue()
turned = usual.replace(b"/MediaBox [ 0 0 300 400 ]", b"/MediaBox [ 300 400 0 0 ]")
assert turned != usual


def look(data: bytes) -> tuple:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        (word,) = page.extract_words()
        return page.bbox, round(word["x0"]), page.within_bbox(page.bbox).extract_text()


print("[ 0 0 300 400 ]: bbox, x0 of the word, text within the bbox:", look(usual))
print("[ 300 400 0 0 ]: bbox, x0 of the word, text within the bbox:", look(turned))
same = look(usual) == ((0, 0, 300, 400), 50, "Hello") and look(turned) == ((0, 0, 300, 400), -250, "")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
