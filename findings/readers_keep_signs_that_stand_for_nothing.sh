#!/usr/bin/env bash
# A hyphen that a PDF marks as no part of the text, in six readers
#
# Pins:   pypdfium2==5.15.2, PyMuPDF==2.0.0, pdf_oxide==0.3.78, pypdf==7.1.1, pdfplumber==0.11.10, pikepdf==10.18.0 (makes the file); poppler
# Guess:  /ActualText says which text drawn letters stand for. Readers that know it read "km²" where "km2" is drawn, and "Economy" where
#         the hyphen of "Eco-nomy" has an empty text, as the format has it for a hyphen that only the line's end brought. Others read
#         what is drawn.
# Seen:   PDFium, MuPDF, pdf_oxide and poppler read "km²", and none of them "Economy". For PDFium an empty text is as good as none: "Eco-nomy".
#         The others leave the hyphen out and put a blank for the gap: "Eco nomy". pypdf and pdfplumber read what is drawn. A soft hyphen
#         as the text is kept by the four, and can be removed afterwards.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 PyMuPDF==2.0.0 pdf_oxide==0.3.78 pypdf==7.1.1 \
    pdfplumber==0.11.10 pikepdf==10.18.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pdf_oxide
import pdfplumber
import pikepdf
import pymupdf
import pypdf
import pypdfium2
from pikepdf import Dictionary, Name

LINES = [("398 km", "²", "2", ""), ("Eco", "", "-", "nomy"), ("Eco", "\xad", "-", "nomy")]
content = ""
for number, (before, text, drawn, after) in enumerate(LINES):
    meant = "FEFF" + text.encode("utf-16-be").hex() if text else ""
    content += (
        f"BT /F1 12 Tf 20 {150 - 40 * number} Td ({before}) Tj /Span <</ActualText <{meant}>>> BDC ({drawn}) Tj EMC ({after}) Tj ET\n"
    )
pdf = pikepdf.new()
pdf.add_blank_page(page_size=(200, 200))
font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
pdf.pages[0].obj.Contents = pdf.make_stream(content.encode())
pdf.save("page.pdf")

texts = {
    "PDFium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range(),
    "MuPDF": pymupdf.open("page.pdf")[0].get_text(),
    "pdf_oxide": pdf_oxide.PdfDocument("page.pdf").extract_text(0),
    "poppler": subprocess.run(["pdftotext", "page.pdf", "-"], capture_output=True, text=True, check=True).stdout,
    "pypdf": pypdf.PdfReader("page.pdf").pages[0].extract_text(),
    "pdfplumber": pdfplumber.open("page.pdf").pages[0].extract_text(),
}
seen = {reader: [line.strip() for line in text.splitlines() if line.strip(" \f")] for reader, text in texts.items()}
for reader, lines in seen.items():
    print(f"{reader}: {lines}")
same = seen["PDFium"] == ["398 km²", "Eco-nomy", "Eco\xadnomy"]
same = same and seen["MuPDF"] == seen["pdf_oxide"] == seen["poppler"] == ["398 km²", "Eco nomy", "Eco\xadnomy"]
same = same and seen["pypdf"] == seen["pdfplumber"] == ["398 km2", "Eco-nomy", "Eco-nomy"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
