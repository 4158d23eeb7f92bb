#!/usr/bin/env bash
# A page with a few short texts in a column, read by PDFium
#
# Pins:   pypdfium2==5.15.2 (PDFium), reportlab==5.1.0 (makes the PDF), pdfminer.six==20260107 (a second reader of the same file)
# Guess:  Texts that lie 40 points below each other are lines of their own: "12", "7" and "10" come back as three lines.
# Seen:   If there is little text on a page, PDFium takes it for text that is written from top to bottom, and a text of one
#         character joins the text above it: the column is read as 127 and 10. A line across the page makes it right.
#         The other way round, "- 12 -" drawn letter by letter is four lines, so a page number comes back as "1" and "2".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0 pdfminer.six==20260107
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfgen.canvas import Canvas

COLUMN = [(50, 700, "12"), (50, 660, "7"), (50, 620, "10")]
PAGES = {
    "column": COLUMN,
    "column below a line": [(50, 760, "Inhabitants of each part of the city"), *COLUMN],
    "number, letter by letter": [(300, 40, "-"), (304, 40, "1"), (310.7, 40, "2"), (317.3, 40, "-")],
    "number, in one piece": [(300, 40, "-12-")],
}


def read(texts: list[tuple[float, float, str]]) -> tuple[list[str], list[str]]:
    file = io.BytesIO()
    canvas = Canvas(file)
    for text in texts:
        canvas.drawString(*text)
    canvas.save()
    pdfium = pypdfium2.PdfDocument(file.getvalue())[0].get_textpage().get_text_range()
    return pdfium.split(), extract_text(file).split()


seen = {name: read(texts) for name, texts in PAGES.items()}
for name, (pdfium, miner) in seen.items():
    print(f"{name}: PDFium {pdfium}, pdfminer {miner}")
same = (
    seen["column"] == (["127", "10"], ["12", "7", "10"])
    and seen["column below a line"][0][-3:] == ["12", "7", "10"]
    and seen["number, letter by letter"] == (["-", "1", "2", "-"], ["-12-"])
    and seen["number, in one piece"] == (["-12-"], ["-12-"])
)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
