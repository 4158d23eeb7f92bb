#!/usr/bin/env bash
# "10-20" in a PDF of Typst, in which a word was divided before
#
# Pins:   typst==0.15.2, pypdf==7.1.1, pdfminer.six==20260107, pypdfium2==5.15.2
# Guess:  Where Typst divides a word at the end of a line, a PDF reader returns a hyphen or a soft hyphen (U+00AD). A hyphen that was
#         typed is a hyphen for all readers: "10-20".
# Seen:   Both are one glyph, which has one name in the font, and that is its first use. After a divided word it is the soft hyphen;
#         typed hyphens are then told apart by /ActualText only. pypdf and pdfminer do not read it, so the range is "10", U+00AD, "20",
#         and 1020 once soft hyphens are dropped. PDFium returns "10-20". Where a hyphen is typed first, all return it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2 pypdf==7.1.1 pdfminer.six==20260107 pypdfium2==5.15.2
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import pypdf
import pypdfium2
import typst
from pdfminer.high_level import extract_text

SETTING = '#set page(width: 6cm, height: 8cm, margin: 5mm)\n#set text(lang: "en", hyphenate: true)\n#set par(justify: true)\n'
WORDS = "The internationalisation and decarbonisation of metropolitan neighbourhoods"
seen = {}
for name, text in {"divided first": f"{WORDS} by 10-20 cities.", "typed first": f"Of 10-20 cities. {WORDS}."}.items():
    with open("form.typ", "w", encoding="utf-8") as file:
        file.write(SETTING + text)
    typst.compile("form.typ", output="form.pdf")
    with pypdfium2.PdfDocument("form.pdf") as document:
        texts = {"PDFium": document[0].get_textpage().get_text_bounded()}
    texts["pypdf"] = pypdf.PdfReader("form.pdf").pages[0].extract_text()
    texts["pdfminer"] = extract_text("form.pdf")
    for reader, read in texts.items():
        print(f"{name}, {reader}: {' '.join(read.split())!a}")
    seen[name] = {reader for reader, read in texts.items() if "10\u00ad20" in read}
    if any("10\u00ad20" not in read and "10-20" not in read for read in texts.values()):
        sys.exit("The behaviour has changed.")
sys.exit(None if seen == {"divided first": {"pypdf", "pdfminer"}, "typed first": set()} else "The behaviour has changed.")
PYTHON
