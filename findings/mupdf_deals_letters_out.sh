#!/usr/bin/env bash
# The true word behind a hyphenated one that reaches over two lines
#
# Pins:   PyMuPDF==1.28.0, pdf_oxide==0.3.78, pypdfium2==5.15.2, pikepdf==10.18.0 (makes the PDF); pdftotext of poppler-utils 22.12.0
#         (must be installed)
# Guess:  Some words change when they are broken: "Zucker" is printed "Zuk-" and "ker". /ActualText around both lines gives the true
#         word. Programs that know /ActualText return "Zucker" once; the others return what is printed.
# Seen:   PDFium and pdftotext do so. MuPDF deals the true letters out to the places of the printed ones, and the gap between
#         the lines takes one of them: "Zu c" and, on the next line, "ker". pdf_oxide returns the word, but after the text that follows it.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PyMuPDF==1.28.0 pdf_oxide==0.3.78 pypdfium2==5.15.2 pikepdf==10.18.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pdf_oxide
import pikepdf
import pymupdf
import pypdfium2
from pikepdf import Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(400, 300))
font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
page.obj.Contents = pdf.make_stream(
    b"BT /F1 12 Tf 50 200 Td (Eat ) Tj /Span <</ActualText (Zucker)>> BDC (Zuk-) Tj -20 -14 Td (ker) Tj EMC ( now) Tj ET"
)
pdf.save("word.pdf")

seen = {
    "PDFium": pypdfium2.PdfDocument("word.pdf")[0].get_textpage().get_text_range(),
    "pdftotext": subprocess.run(["pdftotext", "word.pdf", "-"], capture_output=True, text=True, check=True).stdout,
    "MuPDF": pymupdf.open("word.pdf")[0].get_text(),
    "pdf_oxide": pdf_oxide.PdfDocument("word.pdf").extract_text(0),
}
words = {name: text.split() for name, text in seen.items()}
for name, found in words.items():
    print(f"{name}: {found}")
right = ["Eat", "Zucker", "now"]
same = words["PDFium"] == words["pdftotext"] == right and words["MuPDF"] == ["Eat", "Zu", "c", "ker", "now"] and words["pdf_oxide"][-1] == "Zucker"
sys.exit(None if same else "The behaviour has changed.")
PYTHON
