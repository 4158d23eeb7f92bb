#!/usr/bin/env bash
# A hyphen at a line's end, read by PDFium
#
# Pins:   pypdfium2==5.15.2 (PDFium), reportlab==5.1.0 (makes the PDF)
# Guess:  A "-" that is printed at the end of a line is read as "-", followed by the end of the line. Two methods of one
#         text page that cover the whole page return the same characters.
# Seen:   The hyphen and the end of the line become one character that is not in the PDF: U+FFFE (a noncharacter) from
#         get_text_range, U+0002 (a control character) from get_text_bounded. It happens to real compounds ("well-known") and
#         over a gap of 200 points too, but not after a digit. So a search for "well-known" fails, and a line count is too small.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==5.1.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("page.pdf")
for y, line in ((700, "A well-"), (686, "known range: 10-"), (672, "20. Far-"), (472, "away")):
    canvas.drawString(50, y, line)
canvas.save()
text = pypdfium2.PdfDocument("page.pdf")[0].get_textpage()
seen = text.get_text_range(), text.get_text_bounded()
print("get_text_range:  ", ascii(seen[0]))
print("get_text_bounded:", ascii(seen[1]))
same = seen == ("A well\ufffeknown range: 10-\r\n20. Far\ufffeaway", "A well\x02known range: 10-\r\n20. Far\x02away")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
