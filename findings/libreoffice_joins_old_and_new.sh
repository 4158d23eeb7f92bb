#!/usr/bin/env bash
# A figure changed from 100 to 200 while changes were tracked, converted to text by LibreOffice
#
# Pins:   LibreOffice 7.4.7 (must be installed; Debian 12: libreoffice-writer), python-docx==1.2.0 (makes the file), mammoth==1.13.0
#         (a second reader)
# Guess:  "soffice --convert-to txt" writes the text as it holds, since plain text can show no changes: "Cost: 200 euro". Hidden words
#         are left out as on paper.
# Seen:   "Cost: 100200 euro (draft)": the old figure and the new one are joined to one that nobody wrote, and the hidden word is
#         written too. No message says so. mammoth returns 200 (and the hidden word).
set -euo pipefail
command -v soffice >/dev/null || { echo "soffice is missing: install libreoffice-writer." >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0
cd "$work"
venv/bin/python - <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import docx
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RUN = "<w:r>{1}<w:t xml:space='preserve'>{0}</w:t></w:r>"
DELETED = "<w:del w:id='1' w:author='a'><w:r><w:delText>100</w:delText></w:r></w:del>"
INSERTED = f"<w:ins w:id='2' w:author='a'>{RUN.format('200', '')}</w:ins>"
HIDDEN = RUN.format(" (draft)", "<w:rPr><w:vanish/></w:rPr>")
document = docx.Document()
paragraph = f"<w:p {nsdecls('w')}>{RUN.format('Cost: ', '')}{DELETED}{INSERTED}{RUN.format(' euro', '')}{HIDDEN}</w:p>"
document.element.body.insert(0, parse_xml(paragraph))
document.save("cost.docx")
profile = Path("profile").absolute().as_uri()
subprocess.run(
    ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "cost.docx"],
    check=True, capture_output=True, timeout=120,
)
said = Path("cost.txt").read_text(encoding="utf-8-sig").strip()
with open("cost.docx", "rb") as file:
    other = mammoth.extract_raw_text(file).value.strip()
print("LibreOffice:", said)
print("mammoth:    ", other)
sys.exit(None if said == "Cost: 100200 euro (draft)" and other.startswith("Cost: 200 euro") else "The behaviour has changed.")
PYTHON
