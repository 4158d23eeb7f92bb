#!/usr/bin/env bash
# The same line twice, one close below the other, read by PDFium
#
# Pins:   pypdfium2==5.15.2 (PDFium), reportlab==5.1.0 (makes the PDF), pdfminer.six==20260107 (a second reader of the same file)
# Guess:  A text that is printed again a third of a point beside itself (bold without a bold font) may be read once. A text on a
#         line of its own, ten points below, is read twice: anyone can see both.
# Seen:   PDFium takes both for a bold print and leaves the second out of the text. What counts is not a few tenths of a point, but
#         the height of the text: at 12 points a line that comes 10 points later is lost, and one 12 points later is kept.
#         The page still holds two text objects, and draws both.
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
import pypdfium2.raw
from pdfminer.high_level import extract_text
from reportlab.pdfgen.canvas import Canvas

LINE = "To be confirmed by the city"


def count(right: float, down: float) -> tuple[int, int, int]:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(50, 700, LINE)
    canvas.drawString(50 + right, 700 - down, LINE)
    canvas.save()
    page = pypdfium2.PdfDocument(file.getvalue())[0]
    drawn = sum(item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT for item in page.get_objects())
    return drawn, page.get_textpage().get_text_range().count(LINE), extract_text(file).count(LINE)


seen = {moved: count(*moved) for moved in ((0.3, 0), (2, 0), (0, 10), (0, 12))}
for (right, down), (drawn, pdfium, miner) in seen.items():
    print(f"{right} right, {down} down: {drawn} text objects, PDFium reads {pdfium}, pdfminer {miner}")
same = (
    all(drawn == 2 for drawn, _, _ in seen.values())
    and [pdfium for _, pdfium, _ in seen.values()] == [1, 1, 1, 2]
    and [miner for _, _, miner in seen.values()][2:] == [2, 2]
)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
