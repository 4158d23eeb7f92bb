#!/usr/bin/env bash
# Justified text that Typst sets, read by pdfminer.six
#
# Pins:   typst==0.15.2 (makes the PDF), pdfminer.six==20260107, pypdfium2==5.15.2 (a second reader of the same file)
# Guess:  Where the PDF has a blank between two words, extract_text returns one blank. It adds blanks of its own only where the PDF
#         has none.
# Seen:   It looks at distances alone: a blank that justification made wider is kept, and another is added after it. Lines of one
#         paragraph have one blank or two between words, so a search for "first plan" misses some. PDFium returns one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pdfminer.six==20260107 pypdfium2==5.15.2
cd "$work"
cat > page.typ <<'TYPST'
#set page(width: 110pt, height: 100pt, margin: 10pt)
#set par(justify: true)
#set text(hyphenate: false)
The first plan of municipalities. The end of it.
TYPST
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
import typst
from pdfminer.high_level import extract_text

typst.compile("page.typ", output="page.pdf")
miner = extract_text("page.pdf").strip()
pdfium = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().strip()
print("pdfminer:", repr(miner))
print("PDFium:  ", repr(pdfium))
same = "The  first  plan  of" in miner and "end of it." in miner and "The first plan of" in pdfium
sys.exit(None if same else "The behaviour has changed.")
PYTHON
