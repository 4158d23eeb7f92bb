#!/usr/bin/env bash
# What python-docx returns as the text of a paragraph with tracked changes or a field to fill in
#
# Pins:   python-docx==1.2.0, mammoth==1.13.0 (a second reader of the same file)
# Guess:  paragraph.text is what Word shows: a tracked deletion is left out, a tracked insertion is in, and so is what was typed into
#         a field to fill in (content control). document.paragraphs has every paragraph of the body.
# Seen:   Only runs and links directly in the paragraph count. Deleted words are left out, and inserted ones too: where 100 was changed
#         to 200, no figure is left, with no error. Words in a content control are missing from the text, and a paragraph in one is
#         missing from document.paragraphs. mammoth returns all of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMES = nsdecls("w")
RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
DELETED = "<w:del w:id='1' w:author='a'><w:r><w:delText>100</w:delText></w:r></w:del>"
INSERTED = f"<w:ins w:id='2' w:author='a'>{RUN.format('200')}</w:ins>"
CONTROL = f"<w:sdt><w:sdtContent>{RUN.format('Graz')}</w:sdtContent></w:sdt>"
PARTS = [
    f"<w:p {NAMES}>{RUN.format('Cost: ')}{DELETED}{INSERTED}{RUN.format(' euro')}</w:p>",
    f"<w:p {NAMES}>{RUN.format('City: ')}{CONTROL}</w:p>",
    f"<w:sdt {NAMES}><w:sdtContent><w:p>{RUN.format('Whole paragraph')}</w:p></w:sdtContent></w:sdt>",
]
document = docx.Document()
for part in PARTS:
    document.element.body.insert(len(document.element.body) - 1, parse_xml(part))
document.save("changes.docx")
seen = [paragraph.text for paragraph in docx.Document("changes.docx").paragraphs]
with open("changes.docx", "rb") as file:
    other = mammoth.extract_raw_text(file).value.split("\n\n")
print("python-docx:", seen)
print("mammoth:    ", other)
same = seen == ["Cost:  euro", "City: "] and other[:3] == ["Cost: 200 euro", "City: Graz", "Whole paragraph"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
