#!/usr/bin/env bash
# A list in a PDF form in which two entries are chosen, in five readers of form fields
#
# Pins:   PyMuPDF==2.0.0, PyPDFForm==6.0.1, pypdf==6.21.4, pdf_oxide==0.3.78, pikepdf==10.18.0 (makes the file)
# Guess:  The value of a list with several choices is a list of them, "AT" and "CN", or the first one; where one entry is chosen, it is that
#         one. What is returned is the code or the word that the page shows, "Austria".
# Seen:   PyMuPDF and pikepdf.form return '' for two chosen entries, as if none were chosen, and the right one for one. For PyPDFForm the value
#         is None in both cases, once an entry has a code. pypdf and pdf_oxide return both codes. No reader warns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PyMuPDF==2.0.0 PyPDFForm==6.0.1 pypdf==6.21.4 pdf_oxide==0.3.78 pikepdf==10.18.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pdf_oxide
import pikepdf
import pymupdf
import pypdf
from pikepdf import Array, Dictionary, Name, String
from pikepdf.form import Form
from PyPDFForm import PdfWrapper

ENTRIES = {"AT": "Austria", "PL": "Poland", "CN": "China"}
pdf = pikepdf.new()
pdf.add_blank_page(page_size=(300, 300))
page = pdf.pages[0]
font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding))


def add_list(name: str, chosen: list[str], top: int) -> pikepdf.Object:
    lines = " 0 -12 Td ".join(f"({word}) Tj" for word in ENTRIES.values())
    shown = pdf.make_stream(
        f"/Tx BMC BT /F1 10 Tf 2 34 Td {lines} ET EMC".encode(), Type=Name.XObject, Subtype=Name.Form,
        BBox=[0, 0, 150, 45], Resources=Dictionary(Font=Dictionary(F1=font)),
    )
    codes = [String(code) for code in chosen]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=[20, top, 170, top + 45], F=4, P=page.obj, FT=Name.Ch, Ff=1 << 21,
            T=String(name), Opt=Array([Array([String(code), String(word)]) for code, word in ENTRIES.items()]),
            V=codes[0] if len(codes) == 1 else Array(codes), I=Array([list(ENTRIES).index(code) for code in chosen]),
            DA=String("/F1 10 Tf 0 g"), AP=Dictionary(N=shown),
        )
    )


fields = [add_list("one", ["PL"], 200), add_list("two", ["AT", "CN"], 100)]
page.obj.Annots = Array(fields)
pdf.Root.AcroForm = Dictionary(Fields=Array(fields), DR=Dictionary(Font=Dictionary(F1=font)), DA=String("/F1 10 Tf 0 g"))
pdf.save("form.pdf")

seen = {
    "PyMuPDF": {widget.field_name: widget.field_value for widget in pymupdf.open("form.pdf")[0].widgets()},
    "pikepdf": {name: field.value for name, field in Form(pikepdf.open("form.pdf")).items()},
    "PyPDFForm": PdfWrapper("form.pdf").data,
    "pypdf": {name: field.value for name, field in pypdf.PdfReader("form.pdf").get_fields().items()},
    "pdf_oxide": {field.name: field.value for field in pdf_oxide.PdfDocument("form.pdf").get_form_fields()},
}
for reader, values in seen.items():
    print(f"{reader}: {values}")
same = seen["PyMuPDF"] == seen["pikepdf"] == {"one": "PL", "two": ""}
same = same and seen["PyPDFForm"] == {"one": None, "two": None}
same = same and seen["pypdf"] == seen["pdf_oxide"] == {"one": "PL", "two": ["AT", "CN"]}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
