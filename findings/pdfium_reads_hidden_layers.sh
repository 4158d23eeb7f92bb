#!/usr/bin/env bash
# Words on a layer that is switched off
#
# Pins:   pypdfium2==5.15.2, PyMuPDF==1.28.0, pdf_oxide==0.3.78, pikepdf==10.18.0 (makes the PDF), numpy==2.4.6 and pillow==13.0.0
#         (count dark points); pdftotext of poppler-utils 22.12.0 (must be installed)
# Guess:  A PDF can have layers (optional content), such as a draft stamp that is off. Engines that paint pages know them, so PDFium,
#         poppler and MuPDF leave the words of a hidden layer out of the text as they leave them out of the picture.
# Seen:   poppler and MuPDF do. PDFium paints nothing of the layer, and returns its words all the same, with boxes; so does pdf_oxide.
#         A search finds a place on the page where nothing is.
set -euo pipefail
command -v pdftotext >/dev/null || { echo "pdftotext is missing: install poppler-utils." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 PyMuPDF==1.28.0 pdf_oxide==0.3.78 pikepdf==10.18.0 numpy==2.4.6 pillow==13.0.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys

import pdf_oxide
import pikepdf
import pymupdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page(page_size=(400, 300))
font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)), Properties=Dictionary(L1=layer))
page.obj.Contents = pdf.make_stream(
    b"BT /F1 12 Tf 50 200 Td (Shown) Tj ET /OC /L1 BDC BT /F1 12 Tf 50 100 Td (Hidden) Tj ET EMC"
)
pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer])))
pdf.save("layers.pdf")

page = pypdfium2.PdfDocument("layers.pdf")[0]
picture = page.render(grayscale=True).to_numpy()
dark = [int((half < 128).sum()) for half in (picture[:150], picture[150:])]
print("dark points that PDFium paints, upper and lower half:", dark)
seen = {
    "PDFium": page.get_textpage().get_text_range(),
    "pdf_oxide": pdf_oxide.PdfDocument("layers.pdf").extract_text(0),
    "pdftotext": subprocess.run(["pdftotext", "layers.pdf", "-"], capture_output=True, text=True, check=True).stdout,
    "MuPDF": pymupdf.open("layers.pdf")[0].get_text(),
}
words = {name: text.split() for name, text in seen.items()}
for name, found in words.items():
    print(f"{name}: {found}")
same = dark[0] > 0 == dark[1] and words["PDFium"] == words["pdf_oxide"] == ["Shown", "Hidden"] and words["pdftotext"] == words["MuPDF"] == ["Shown"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
