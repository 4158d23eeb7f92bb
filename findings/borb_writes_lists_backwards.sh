#!/usr/bin/env bash
# The items of a list that borb draws, read by five programs
#
# Pins:   borb==3.0.9, pypdfium2==5.15.2, PyMuPDF==1.28.0, pypdf==7.1.1, pdfplumber==0.11.10; pdftotext of poppler-utils 22.12.0 (must
#         be installed)
# Guess:  Programs that write PDFs put the items of a list into the file in their order, so it is read in its order.
# Seen:   borb writes the last item first. pdftotext and pdfplumber, which sort by place, return 1, 2, 3; PDFium, MuPDF and pypdf, which
#         follow the file, return 3, 2, 1. On paper nothing is wrong. The cells of a table are in order.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    borb==3.0.9 pypdfium2==5.15.2 PyMuPDF==1.28.0 pypdf==7.1.1 pdfplumber==0.11.10
cd "$work"
venv/bin/python - <<'PYTHON'
import re
import subprocess
import sys

import pdfplumber
import pymupdf
import pypdf
import pypdfium2
from borb.pdf import PDF, Document, OrderedList, Page, Paragraph, SingleColumnLayout

document, page = Document(), Page()
document.append_page(page)
items = OrderedList()
for city in ("Graz", "Turin", "Porto"):
    items.append_layout_element(Paragraph(city))
SingleColumnLayout(page).append_layout_element(items)
PDF.write(what=document, where_to="list.pdf")

with pdfplumber.open("list.pdf") as file:
    texts = {"pdfplumber": file.pages[0].extract_text()}
texts["pdftotext"] = subprocess.run(["pdftotext", "list.pdf", "-"], capture_output=True, text=True, check=True).stdout
texts["PDFium"] = pypdfium2.PdfDocument("list.pdf")[0].get_textpage().get_text_range()
texts["MuPDF"] = pymupdf.open("list.pdf")[0].get_text()
texts["pypdf"] = pypdf.PdfReader("list.pdf").pages[0].extract_text()
seen = {reader: re.findall("Graz|Turin|Porto", text) for reader, text in texts.items()}
for reader, cities in seen.items():
    print(f"{reader}: {cities}")
order = ["Graz", "Turin", "Porto"]
same = all(cities == (order if reader in ("pdfplumber", "pdftotext") else order[::-1]) for reader, cities in seen.items())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
