#!/usr/bin/env bash
# The links of a page whose form PDFium flattens
#
# Pins:   pypdfium2==5.15.2 (PDFium), reportlab==5.1.0 (makes the PDF)
# Guess:  To flatten a page is to draw the form's fields and the stamps into it, so that they can no longer be edited. A link has
#         nothing to draw, so it stays a link.
# Seen:   All annotations of the page are removed: the field becomes text, as it should, and the link is gone, its address too.
#         The page looks the same, and nothing reports it. Its words are no longer clickable after a form was made flat.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import pypdfium2
import pypdfium2.raw
from reportlab.pdfgen.canvas import Canvas

file = io.BytesIO()
canvas = Canvas(file, pageCompression=0)
canvas.drawString(50, 700, "Name: ")
canvas.acroForm.textfield(name="name", value="Graz", x=100, y=690, width=200, height=20)
canvas.drawString(50, 600, "our pages")
canvas.linkURL("https://example.org", (50, 595, 110, 615))
canvas.save()


def look(data: bytes) -> tuple[str, int, bool]:
    page = pypdfium2.PdfDocument(data)[0]
    text = " ".join(page.get_textpage().get_text_range().split())
    return text, pypdfium2.raw.FPDFPage_GetAnnotCount(page), b"https://example.org" in data


document = pypdfium2.PdfDocument(file.getvalue())
document.init_forms()
document[0].flatten()
flat = io.BytesIO()
document.save(flat)
before, after = look(file.getvalue()), look(flat.getvalue())
print(f"before: text {before[0]!r}, annotations {before[1]}, the address is in the file: {before[2]}")
print(f"after:  text {after[0]!r}, annotations {after[1]}, the address is in the file: {after[2]}")
same = before == ("Name: our pages", 2, True) and after[1:] == (0, False) and "Graz" in after[0]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
