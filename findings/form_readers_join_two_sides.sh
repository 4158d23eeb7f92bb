#!/usr/bin/env bash
# A PDF form for two cities, with the fields lead.city and partner.city, in five readers of form fields
#
# Pins:   PyPDFForm==6.0.1, fillpdf==0.7.3, PyMuPDF==2.0.0, pypdf==6.21.4, pikepdf==10.18.0 (makes the file)
# Guess:  The full name of a field is put together from the names above it, so all four values are returned: under "lead.city" and
#         "partner.city", or under names that a reader makes distinct.
# Seen:   PyPDFForm and fillpdf return two of the four: the key is the last part of the name, "city", and the second city replaces the first,
#         without a warning. PyPDFForm returns all with use_full_widget_name=True. pypdf returns all,
#         from get_form_text_fields() as "city" and "city.2"; PyMuPDF and pikepdf return all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check PyPDFForm==6.0.1 fillpdf==0.7.3 PyMuPDF==2.0.0 pypdf==6.21.4 pikepdf==10.18.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pikepdf
import pymupdf
import pypdf
from fillpdf import fillpdfs
from pikepdf import Array, Dictionary, Name, String
from pikepdf.form import Form
from PyPDFForm import PdfWrapper

VALUES = {"lead": {"city": "Turin", "country": "Italy"}, "partner": {"city": "Wuhan", "country": "China"}}
pdf = pikepdf.new()
pdf.add_blank_page(page_size=(300, 300))
page = pdf.pages[0]
font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding))
sides, widgets = [], []
for side, values in VALUES.items():
    parent = pdf.make_indirect(Dictionary(T=String(side), Kids=Array()))
    for name, value in values.items():
        shown = pdf.make_stream(
            f"/Tx BMC BT /F1 10 Tf 2 4 Td ({value}) Tj ET EMC".encode(), Type=Name.XObject, Subtype=Name.Form,
            BBox=[0, 0, 150, 15], Resources=Dictionary(Font=Dictionary(F1=font)),
        )
        top = 250 - 30 * len(widgets)
        widgets.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, Rect=[20, top, 170, top + 15], F=4, P=page.obj, Parent=parent,
                    FT=Name.Tx, T=String(name), V=String(value), DA=String("/F1 10 Tf 0 g"), AP=Dictionary(N=shown),
                )
            )
        )
        parent.Kids.append(widgets[-1])
    sides.append(parent)
page.obj.Annots = Array(widgets)
pdf.Root.AcroForm = Dictionary(Fields=Array(sides), DR=Dictionary(Font=Dictionary(F1=font)), DA=String("/F1 10 Tf 0 g"))
pdf.save("form.pdf")

full = {f"{side}.{name}": value for side, values in VALUES.items() for name, value in values.items()}
seen = {
    "PyPDFForm": PdfWrapper("form.pdf").data,
    "PyPDFForm, full names": PdfWrapper("form.pdf", use_full_widget_name=True).data,
    "fillpdf": fillpdfs.get_form_fields("form.pdf"),
    "pypdf": pypdf.PdfReader("form.pdf").get_form_text_fields(),
    "PyMuPDF": {widget.field_name: widget.field_value for widget in pymupdf.open("form.pdf")[0].widgets()},
    "pikepdf": {name: field.value for name, field in Form(pikepdf.open("form.pdf")).items()},
}
for reader, values in seen.items():
    print(f"{reader}: {values}")
same = seen["PyPDFForm"] == seen["fillpdf"] == VALUES["partner"]
same = same and seen["PyPDFForm, full names"] == seen["PyMuPDF"] == seen["pikepdf"] == full
same = same and seen["pypdf"] == {"city": "Turin", "country": "Italy", "city.2": "Wuhan", "country.2": "China"}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
