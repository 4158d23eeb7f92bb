#!/usr/bin/env bash
# A soft hyphen that is not needed, in a PDF that Chromium prints
#
# Pins:   Chromium (must be installed; seen with Debian's chromium, release below), pdfminer.six==20260107, pypdfium2==5.15.2
# Guess:  "muni&shy;cipal" in the middle of a line prints nothing for the soft hyphen, so a PDF reader returns "municipal", or
#         "muni", U+00AD, "cipal".
# Seen:   Chromium writes a space of no width there, and says by /ActualText that it means a soft hyphen. pdfminer does not read
#         /ActualText, so it returns two words: "muni cipal". PDFium returns "municipal". No line break is near.
set -euo pipefail
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
    || { echo "Chromium is missing: install chromium." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pdfminer.six==20260107 pypdfium2==5.15.2
cd "$work"
echo '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><p>The muni&shy;cipal plan' > page.html
"$browser" --version
HOME="$work" "$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/profile" \
    --print-to-pdf="$work/page.pdf" "file://$work/page.html" 2>/dev/null
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
from pdfminer.high_level import extract_text

miner = extract_text("page.pdf").strip()
pdfium = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range().strip()
print("pdfminer:", ascii(miner))
print("PDFium:  ", ascii(pdfium))
sys.exit(None if (miner, pdfium) == ("The muni cipal plan", "The municipal plan") else "The behaviour has changed.")
PYTHON
