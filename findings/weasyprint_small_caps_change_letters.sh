#!/usr/bin/env bash
# A name in small capitals, in a PDF of WeasyPrint
#
# Pins:   weasyprint==70.0 (needs the system's Pango; Debian: libpango-1.0-0, libpangoft2-1.0-0), pypdfium2==5.15.2, pypdf==7.1.1,
#         reportlab==5.1.0 (has the font, Bitstream Vera)
# Guess:  With font-variant: small-caps a name is read from the PDF as it was typed, "Bilbao", or all in capitals, as it is drawn.
# Seen:   "BilBao". A font without small capitals of its own lends its capitals, in another size, so both letters B are one glyph, and
#         both are read as one letter, here the large one. Letters that occur only small are right, so "Suzhou" is too. The same
#         font by @font-face is read rightly each time: only installed fonts are concerned.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pypdfium2==5.15.2 pypdf==7.1.1 reportlab==5.1.0
cd "$work"
venv/bin/python -c 'import weasyprint' 2>/dev/null \
    || { echo "WeasyPrint finds no Pango: install libpango-1.0-0 and libpangoft2-1.0-0." >&2; exit 2; }
mkdir fonts
cp venv/lib/python3*/site-packages/reportlab/fonts/Vera.ttf fonts
echo "<fontconfig><dir>$work/fonts</dir><cachedir>$work/cache</cachedir></fontconfig>" > fonts.conf
FONTCONFIG_FILE="$work/fonts.conf" venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import pypdf
import pypdfium2
import weasyprint

INSTALLED = "<style>p {font-family: Bitstream Vera Sans; font-variant: small-caps}</style>"
FACE = f"<style>@font-face {{font-family: Face; src: url({Path('fonts/Vera.ttf').absolute().as_uri()})}}</style>"


def read(name: str, style: str) -> str:
    weasyprint.HTML(string=f"{style}<p>{name}</p>").write_pdf("name.pdf")
    text = pypdfium2.PdfDocument("name.pdf")[0].get_textpage().get_text_range().strip()
    assert text == pypdf.PdfReader("name.pdf").pages[0].extract_text().strip()
    return text


seen = {}
for name in ("Bilbao", "Suzhou", "City of Bilbao"):
    seen[name] = (read(name, INSTALLED), read(name, FACE + INSTALLED.replace("Bitstream Vera Sans", "Face")))
    print(f"{name}: {seen[name][0]}, by @font-face {seen[name][1]}")
expected = {"Bilbao": ("BilBao", "Bilbao"), "Suzhou": ("Suzhou", "Suzhou"), "City of Bilbao": ("City of BilBao", "City of Bilbao")}
sys.exit(None if seen == expected else "The behaviour has changed.")
PYTHON
