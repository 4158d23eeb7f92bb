#!/usr/bin/env bash
# The bullets of a list that Chromium prints
#
# Pins:   Chromium (must be installed; seen with Debian's chromium, release below), pypdfium2==5.15.2, pdfminer.six==20260107
# Guess:  The bullet of <ul> and the number of <ol> are both markers, so both are text in the PDF: "• one" and "1. first".
# Seen:   The number is text; the bullet is a painted circle with no letter behind it and no /ActualText. The text of a list with
#         bullets cannot be distinguished from short paragraphs, by any reader. list-style-type: "• " is drawn as text.
set -euo pipefail
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
    || { echo "Chromium is missing: install chromium." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypdfium2==5.15.2 pdfminer.six==20260107
cd "$work"
cat > page.html <<'HTML'
<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>lists</title>
<ul><li>one</ul><ol><li>first</ol><ul style="list-style-type: '• '"><li>named</ul>
HTML
"$browser" --version
HOME="$work" "$browser" --headless --no-sandbox --disable-gpu --no-pdf-header-footer --user-data-dir="$work/profile" \
    --print-to-pdf="$work/page.pdf" "file://$work/page.html" 2>/dev/null
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
from pdfminer.high_level import extract_text

seen = {
    "PDFium": pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range(),
    "pdfminer": extract_text("page.pdf"),
}
for name, text in seen.items():
    print(f"{name}: {text.split()}")
words = ["one", "1.", "first", "•", "named"]
same = all(text.split() == words for text in seen.values())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
