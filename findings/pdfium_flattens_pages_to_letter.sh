#!/usr/bin/env bash
# The size of a page after PDFium has flattened it, where the page has its size from its parent
#
# Pins:   pypdfium2==5.15.2 (PDFium), reportlab==5.1.0 (makes the PDF), pypdf==7.1.1 (moves its size to the parent)
# Guess:  The size of a page is an inheritable entry (ISO 32000-1, 7.7.3.4): it may stand once, for all pages, in their parent.
#         Flattening draws the annotations into the page, and leaves its size as it is.
# Seen:   A page without a size of its own gets that of a letter (612 by 792 points) when it is flattened, whatever its parent
#         says, and nothing is reported. What stands outside is cut off: of a page of A4 the upper 50 points. The same page that
#         names its size itself keeps it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0 pypdf==7.1.1
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfgen.canvas import Canvas


def make(*, inherited: bool) -> bytes:
    form = io.BytesIO()
    canvas = Canvas(form, pagesize=(595, 842))
    canvas.drawString(50, 700, "Name: ")
    canvas.acroForm.textfield(name="name", value="Graz", x=100, y=690, width=200, height=20)
    canvas.save()
    writer = PdfWriter(clone_from=form)
    page = writer.pages[0]
    if inherited:
        page["/Parent"].get_object()[NameObject("/MediaBox")] = page["/MediaBox"]
        del page["/MediaBox"]
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def flatten(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    document[0].flatten()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def measure(data: bytes) -> tuple[int, int]:
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    return round(box.width), round(box.height)


found = {}
for inherited in (True, False):
    data = make(inherited=inherited)
    found[inherited] = measure(data), measure(flatten(data))
    print(f"size {'of the parent' if inherited else 'of its own'}: before {found[inherited][0]}, after {found[inherited][1]}")
same = found == {True: ((595, 842), (612, 792)), False: ((595, 842), (595, 842))}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
