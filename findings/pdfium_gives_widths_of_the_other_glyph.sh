#!/usr/bin/env bash
# The width that PDFium gives for a character of which a font has two glyphs
#
# Pins:   pypdfium2==5.15.2 (PDFium)
# Guess:  A width asked of a font for "-" is that of the hyphen that the page prints: `FPDFFont_GetGlyphWidth` takes the font of the
#         text, and the character as the page's text has it.
# Seen:   It is that of the first code of the font that means "-". TeX's fonts in T1 encoding have two: one for the text, and one half
#         as wide that hangs in the margin at a line's end. Where the narrow one has the lower code, all hyphens are said to be
#         so narrow. Whoever measures gaps between letters by it finds a blank behind each: "low- carbon". The box of the
#         printed character shows its true width.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import ctypes
import sys

import pypdfium2
from pypdfium2 import raw

widths = " ".join({33: "166", 45: "333"}.get(code, "500") for code in range(128))
encoding = "/Encoding << /Differences [33 /hyphen 45 /hyphen] >>"
font = f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 127 /Widths [{widths}] {encoding} >>"
content = "BT /F1 100 Tf 1 0 0 1 20 60 Tm (o-o) Tj ET"
objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    f"<< /Length {len(content)} >> stream\n{content}\nendstream",
    font,
]
data, places = b"%PDF-1.4\n", []
for number, body in enumerate(objects, start=1):
    places.append(len(data))
    data += f"{number} 0 obj\n{body}\nendobj\n".encode()
table = "".join(f"{place:010} 00000 n \n" for place in places)
data += f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n".encode()

document = pypdfium2.PdfDocument(data)
page = document[0]
text = raw.FPDFText_LoadPage(page)
used = raw.FPDFTextObj_GetFont(next(iter(page.get_objects())).raw)
asked = ctypes.c_float()
raw.FPDFFont_GetGlyphWidth(used, ord("-"), 1.0, asked)
box = raw.FS_RECTF()
raw.FPDFText_GetLooseCharBox(text, 1, box)
printed = (box.right - box.left) / 100
print(f"width of '-' by the font: {asked.value:.3f}; of the '-' on the page: {printed:.3f}")
same = chr(raw.FPDFText_GetUnicode(text, 1)) == "-" and f"{asked.value:.3f}" == "0.166" and f"{printed:.3f}" == "0.333"
raw.FPDFText_ClosePage(text)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
