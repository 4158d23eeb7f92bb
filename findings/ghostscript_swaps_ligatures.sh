#!/usr/bin/env bash
# The word "first" after Ghostscript wrote a PDF anew
#
# Pins:   Ghostscript 10.00.0 (must be installed; Debian 12: ghostscript), typst==0.15.2 (makes the PDF), pypdfium2==5.15.2
# Guess:  "gs -sDEVICE=pdfwrite" keeps the text: what could be searched before can be searched after. Where one glyph stands for
#         several letters, its entry in /ToUnicode is copied.
# Seen:   The letters of a ligature come back with the two bytes of each swapped: "fi" (U+0066 U+0069) becomes U+6600 U+6900,
#         two Chinese characters, and "first" is "昀椀rst". Words without ligatures stay right, so nothing looks broken.
#         Ghostscript's own txtwrite does the same to a file that others read well.
set -euo pipefail
command -v gs >/dev/null || { echo "gs is missing: install ghostscript." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pypdfium2==5.15.2
cd "$work"
echo 'The first plan' > page.typ
venv/bin/python -c 'import typst; typst.compile("page.typ", output="page.pdf")'
gs -q -o again.pdf -sDEVICE=pdfwrite page.pdf
gs -q -o text.txt -sDEVICE=txtwrite page.pdf
echo "Ghostscript $(gs --version)"
venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import pypdfium2

before, after = (pypdfium2.PdfDocument(f"{name}.pdf")[0].get_textpage().get_text_range().strip() for name in ("page", "again"))
print("before:  ", ascii(before))
print("pdfwrite:", ascii(after))
print("txtwrite:", ascii(Path("text.txt").read_text().strip()))
same = (before, after) == ("The first plan", "The \u6600\u6900rst plan")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
