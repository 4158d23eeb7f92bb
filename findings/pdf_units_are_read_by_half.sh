#!/usr/bin/env bash
# A page whose unit is not a point, in five programs
#
# Pins:   pypdfium2==5.15.2, pdfplumber==0.11.10, pypdf==7.1.1, PyMuPDF==1.28.0, reportlab==5.1.0 (makes the PDF); pdfinfo of
#         poppler-utils 22.12.0 (must be installed)
# Guess:  /UserUnit 2 (PDF 1.6, for plans larger than five metres) says that the page's numbers count 1/36 inch. Programs that
#         promise points return a width of 1200 for 600 such units, or all ignore it.
# Seen:   PDFium, pdfplumber, pypdf and pdfinfo return 600, as if the unit was a point; MuPDF returns 1200. So boxes from one
#         reader do not fit pictures from another: they lie in the wrong place, at half the size.
set -euo pipefail
command -v pdfinfo >/dev/null || { echo "pdfinfo is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    pypdfium2==5.15.2 pdfplumber==0.11.10 pypdf==7.1.1 PyMuPDF==1.28.0 reportlab==5.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pdfplumber
import pymupdf
import pypdf
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("points.pdf", pagesize=(600, 800))
canvas.drawString(100, 700, "plan")
canvas.save()
writer = pypdf.PdfWriter(clone_from="points.pdf")
writer.pages[0][pypdf.generic.NameObject("/UserUnit")] = pypdf.generic.NumberObject(2)
writer.write("page.pdf")

with pdfplumber.open("page.pdf") as document:
    words = document.pages[0].extract_words()
    seen = {"pdfplumber": (document.pages[0].width, words[0]["x0"])}
page = pypdfium2.PdfDocument("page.pdf")[0]
seen["PDFium"] = (page.get_width(), page.get_textpage().get_charbox(0)[0])
page = pymupdf.open("page.pdf")[0]
seen["MuPDF"] = (page.rect.width, page.get_text("words")[0][0])
seen["pypdf"] = (float(pypdf.PdfReader("page.pdf").pages[0].mediabox.width), None)
sizes = subprocess.run(["pdfinfo", "page.pdf"], capture_output=True, text=True, check=True).stdout
seen["pdfinfo"] = (float(sizes.partition("Page size:")[2].split()[0]), None)
for name, (width, left) in seen.items():
    print(f"{name}: width {width:g}" + (f", the word begins at {left:.0f}" if left else ""))
same = all(round(width) == (1200 if name == "MuPDF" else 600) for name, (width, _) in seen.items())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
