#!/usr/bin/env bash
# The colour of what is filled with a pattern
#
# Pins:   pypdfium2==5.15.2, pdfplumber==0.11.10, numpy==2.4.6
# Guess:  A shape that is filled with a coloured pattern has no single colour, so a library that is asked for its fill colour says
#         that it does not know. PDFium's call has a return value for that.
# Seen:   FPDFPageObj_GetFillColor succeeds and gives the same light grey, BFBFBF, for every coloured pattern: for red dots as for
#         blue ones. A grey box of that tone cannot be told from it. pdfplumber gives the pattern's name instead. Browsers draw wavy
#         lines in this way, so whoever looks for marks by their colour sees grey ones.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pdfplumber==0.11.10 numpy==2.4.6
cd "$work"
venv/bin/python - <<'PYTHON'
import ctypes
import io
import sys

import pdfplumber
import pypdfium2
from pypdfium2 import raw


def stream(head: str, body: str) -> str:
    return f"<< {head} /Length {len(body)} >> stream\n{body}\nendstream"


def pattern(colour: str) -> str:
    head = "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>"
    return stream(head, f"{colour} rg 0 0 2 2 re f")


content = "/Pattern cs /Red scn 10 10 30 30 re f /Blue scn 50 10 30 30 re f 0.749 g 90 10 30 30 re f"
objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 130 50] /Contents 4 0 R "
    "/Resources << /Pattern << /Red 5 0 R /Blue 6 0 R >> >> >>",
    stream("", content),
    pattern("1 0 0"),
    pattern("0 0 1"),
]
data, places = b"%PDF-1.7\n", []
for number, body in enumerate(objects, start=1):
    places.append(len(data))
    data += f"{number} 0 obj\n{body}\nendobj\n".encode()
table = len(data)
data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(b"%010d 00000 n \n" % at for at in places)
data += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()

page = pypdfium2.PdfDocument(data)[0]
seen = []
for number in range(raw.FPDFPage_CountObjects(page)):
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(raw.FPDFPage_GetObject(page, number), *parts)
    seen.append((bool(known), "".join(f"{part.value:02X}" for part in parts[:3])))
bitmap = page.render(scale=1).to_numpy()
tones = {name: bitmap[25, x : x + 16, :3].astype(int).mean(axis=0).round().tolist() for name, x in (("red", 15), ("blue", 55))}
with pdfplumber.open(io.BytesIO(data)) as document:
    others = [rect["non_stroking_color"] for rect in document.pages[0].rects]
print(f"PDFium's fill colours:  {seen}")
print(f"what it draws (B, G, R): {tones}")
print(f"pdfplumber's:           {others}")
sys.exit(None if seen == [(True, "BFBFBF")] * 3 else "The behaviour has changed.")
PYTHON
