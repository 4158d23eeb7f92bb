#!/usr/bin/env bash
# ReportLab's "≤" and "→", read by pdfminer.six
#
# Pins:   pdfminer.six==20260107, reportlab==5.1.0, pypdfium2==5.15.2 (a second reader of the same file)
# Guess:  Symbol and ZapfDingbats are two of the 14 standard fonts, and each has an encoding of its own in the PDF
#         specification. A reader knows them; at worst it reports unknown characters as "(cid:…)".
# Seen:   pdfminer reads their codes by the standard Latin encoding. Nothing warns: "≤" becomes "£", "→" becomes the ligature
#         "ﬁ", "α" becomes "a", "✔" becomes "4". ReportLab switches to Symbol by itself in a Paragraph that has "&le;".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pdfminer.six==20260107 reportlab==5.1.0 pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

canvas = Canvas("page.pdf")
paragraph = Paragraph("noise &le; 50 dB &rarr; &alpha;", getSampleStyleSheet()["Normal"])
paragraph.wrapOn(canvas, 400, 100)
paragraph.drawOn(canvas, 50, 700)
canvas.setFont("ZapfDingbats", 12)
canvas.drawString(50, 600, "\u2714")
canvas.save()
miner = extract_text("page.pdf").split()
pdfium = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().split()
print("pdfminer:", miner)
print("PDFium:  ", pdfium)
same = miner == ["noise", "£", "50", "dB", "ﬁ", "a", "4"] and {"≤", "→", "α", "✔"} <= set("".join(pdfium))
sys.exit(None if same else "The behaviour has changed.")
PYTHON
