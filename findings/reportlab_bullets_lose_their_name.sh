#!/usr/bin/env bash
# The bullet "•" that ReportLab writes, read by pdfminer.six
#
# Pins:   reportlab==5.1.0, pdfminer.six==20260107, pypdfium2==5.15.2 (a second reader of the same file)
# Guess:  "•" in Helvetica is written with its code in WinAnsiEncoding, 149 (octal 225), and every reader returns "•".
# Seen:   ReportLab writes code 127, which the table of WinAnsiEncoding leaves empty. A note below the table of the PDF
#         specification says that all unused codes above 40 (octal) mean the bullet. PDFium follows the note; pdfminer prints
#         "(cid:127)". So the bullets of ReportLab's lists are lost, while "€" and "–" on the same page are read well.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check reportlab==5.1.0 pdfminer.six==20260107 pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("page.pdf", pageCompression=0)
canvas.drawString(50, 700, "• costs – 5 €")
canvas.save()
miner = extract_text("page.pdf").strip()
pdfium = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range()
with open("page.pdf", "rb") as file:
    written = next(line for line in file if b"costs" in line)
print("written: ", written)
print("pdfminer:", repr(miner))
print("PDFium:  ", repr(pdfium))
same = (miner, pdfium) == ("(cid:127) costs – 5 €", "• costs – 5 €") and b"\\177 costs" in written
sys.exit(None if same else "The behaviour has changed.")
PYTHON
