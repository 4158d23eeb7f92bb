#!/usr/bin/env bash
# A definition list and a choice of a form, as text, by four libraries
#
# Pins:   inscriptis==2.7.6, html2text==2025.4.15, html-text==0.7.1, Resiliparse==2.0.1
# Guess:  inscriptis lays a page out as a browser does, better than the others. A list of terms (<dl>), which many pages have instead of a
#         table, is a line for each term and each value in all four. Of a <select> the chosen entry is in the text, or none.
# Seen:   inscriptis returns the list in one piece, "CityGrazArea10Delegates20": the numbers are ends of words. The other three have a line
#         for each. A <select> is "LinzGraz" for inscriptis and html2text: all entries, unseparated, and which one was chosen is lost.
#         html-text has both apart, Resiliparse none.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check inscriptis==2.7.6 html2text==2025.4.15 html-text==0.7.1 Resiliparse==2.0.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import html2text
import html_text
import inscriptis
from resiliparse.extract.html2text import extract_plain_text

TERMS = "<dl><dt>City</dt><dd>Graz</dd><dt>Area</dt><dd>10</dd><dt>Delegates</dt><dd>20</dd></dl>"
CHOICE = "<p>City: <select><option>Linz</option><option selected>Graz</option></select></p>"
READERS = {
    "inscriptis": inscriptis.get_text,
    "html2text": html2text.html2text,
    "html-text": html_text.extract_text,
    "Resiliparse": lambda page: extract_plain_text(page, main_content=False),
}
terms, choices = {}, {}
for name, read in READERS.items():
    terms[name], choices[name] = (read(f"<html><body>{part}</body></html>").strip() for part in (TERMS, CHOICE))
    print(f"{name}: {terms[name]!r}, {choices[name]!r}")
lines = ["City", "Graz", "Area", "10", "Delegates", "20"]
same = terms.pop("inscriptis") == "".join(lines)
same = same and all([line.strip() for line in text.splitlines() if line.strip()] == lines for text in terms.values())
same = same and list(choices.values()) == ["City: LinzGraz", "City: LinzGraz", "City: Linz Graz", "City:"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
