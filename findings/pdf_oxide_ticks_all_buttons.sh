#!/usr/bin/env bash
# A group of three radio buttons in a PDF form, of which one is chosen, in the text that pdf_oxide extracts
#
# Pins:   pdf_oxide==0.3.78, pikepdf==10.18.0 (makes the file)
# Guess:  pdf_oxide writes boxes to tick into the text, "[x]" for one that is ticked. A chosen radio button is "[x]", the others are "[ ]" or
#         nothing, as with boxes that stand alone. A drop-down field is in the text as the page shows it.
# Seen:   All three buttons are "[x]", whichever is chosen. Boxes that stand alone are right: "[x]", or nothing. get_form_fields() knows
#         the chosen one. A drop-down field that shows "Poland" is "PL" in the text, the code that the form would send.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pdf_oxide==0.3.78 pikepdf==10.18.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pdf_oxide
import pikepdf
from pikepdf import Array, Dictionary, Name, String

pdf = pikepdf.new()
pdf.add_blank_page(page_size=(300, 300))
page = pdf.pages[0]
font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding))


def draw(content: bytes) -> pikepdf.Object:
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 80, 15], Resources=Dictionary(Font=Dictionary(F1=font))
    )


def place(x: int, y: int, **entries: object) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[x, y, x + 80, y + 15], F=4, P=page.obj, **entries)
    )


def place_button(x: int, y: int, name: str, on: bool, **entries: object) -> pikepdf.Object:
    shown = Dictionary({f"/{name}": draw(b"2 2 11 11 re f"), "/Off": draw(b"q Q")})
    return place(x, y, AS=Name(f"/{name}") if on else Name.Off, AP=Dictionary(N=shown), **entries)


group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=(1 << 15) | (1 << 14), T=String("country"), V=Name.Poland, Kids=Array()))
for number, name in enumerate(["Italy", "Poland", "China"]):
    group.Kids.append(place_button(20 + 90 * number, 250, name, name == "Poland", Parent=group))
boxes = [
    place_button(20 + 90 * number, 200, "Yes", on, FT=Name.Btn, T=String(f"box{number}"), V=Name.Yes if on else Name.Off)
    for number, on in enumerate([True, False])
]
options = Array([Array([String("IT"), String("Italy")]), Array([String("PL"), String("Poland")])])
choice = place(
    20, 150, FT=Name.Ch, Ff=1 << 17, T=String("side"), Opt=options, V=String("PL"), DA=String("/F1 10 Tf 0 g"),
    AP=Dictionary(N=draw(b"/Tx BMC BT /F1 10 Tf 2 4 Td (Poland) Tj ET EMC")),
)
page.obj.Annots = Array([*group.Kids, *boxes, choice])
pdf.Root.AcroForm = Dictionary(Fields=Array([group, *boxes, choice]), DR=Dictionary(Font=Dictionary(F1=font)))
pdf.save("form.pdf")

document = pdf_oxide.PdfDocument("form.pdf")
lines = [line.strip() for line in document.extract_text(0).splitlines() if line.strip()]
fields = {field.name: field.value for field in document.get_form_fields()}
print(f"text: {lines}")
print(f"fields: {fields}")
same = lines == ["[x] [x] [x]", "[x]", "PL"] and fields == {"country": "Poland", "box0": True, "box1": False, "side": "PL"}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
