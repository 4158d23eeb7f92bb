#!/usr/bin/env bash
# The bullets of a list that WeasyPrint prints, in reading order
#
# Pins:   weasyprint==70.0 (needs the system's Pango; Debian: libpango-1.0-0, libpangoft2-1.0-0), pypdfium2==5.15.2
# Guess:  The PDF draws a list in the order of the HTML: marker, item, marker, item. A reader that follows the drawing, as
#         PDFium does, returns "• first" and "• second".
# Seen:   All markers of the page are drawn after all its text. PDFium's text ends with a column of bullets, behind the
#         paragraph that follows the list, and no item has its marker.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pypdfium2==5.15.2
cd "$work"
venv/bin/python -c 'import weasyprint' 2>/dev/null \
    || { echo "WeasyPrint finds no Pango: install libpango-1.0-0 and libpangoft2-1.0-0." >&2; exit 2; }
venv/bin/python - <<'PYTHON'
import sys

import pypdfium2
import weasyprint

weasyprint.HTML(string="<html lang=en><ul><li>one<li>two</ul><p>after").write_pdf("page.pdf")
text = pypdfium2.PdfDocument("page.pdf")[0].get_textpage().get_text_range()
print(repr(text))
sys.exit(None if text.split() == ["one", "two", "after", "•", "•"] else "The behaviour has changed.")
PYTHON
