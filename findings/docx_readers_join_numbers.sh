#!/usr/bin/env bash
# A range, a line break and a sign in a Word file, in four readers
#
# Pins:   docx2txt==0.9, docx2python==3.7.1, mammoth==1.13.0, python-docx==1.2.0 (makes the file)
# Guess:  Word keeps a hyphen that must not break (Ctrl+Shift+hyphen), a line break and an inserted symbol as elements of their own.
#         Readers differ in the sign that they return for each, yet something stands between the 10 and the 20.
# Seen:   docx2txt and docx2python return "1020" for 10-20 with such a hyphen. docx2python and mammoth (so markitdown too) return
#         "1020" where a carriage return (w:cr) puts 10 and 20 on two lines, docx2txt and python-docx do where the sign is a symbol.
#         Each reader is wrong for at least one, without a warning, and no two for the same ones.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check docx2txt==0.9 docx2python==3.7.1 mammoth==1.13.0 python-docx==1.2.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import docx2python
import docx2txt
import mammoth
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

BETWEEN = {"hyphen": "<w:noBreakHyphen/>", "break": "<w:cr/>", "symbol": "<w:sym w:font='Symbol' w:char='F0B3'/>"}
document = docx.Document()
for element in BETWEEN.values():
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>10</w:t>{element}<w:t>20</w:t></w:r></w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)
document.save("numbers.docx")

with docx2python.docx2python("numbers.docx") as file:
    texts = {"docx2python": file.text.split("\n\n")}
with open("numbers.docx", "rb") as file:
    texts["mammoth"] = mammoth.extract_raw_text(file).value.split("\n\n")
texts["docx2txt"] = docx2txt.process("numbers.docx").split("\n\n")
texts["python-docx"] = [paragraph.text for paragraph in docx.Document("numbers.docx").paragraphs]
joined = {}
for reader, paragraphs in texts.items():
    joined[reader] = {name for name, text in zip(BETWEEN, paragraphs, strict=False) if text.strip() == "1020"}
    print(f"{reader}: {[ascii(text) for text in paragraphs[:3]]}")
expected = {"docx2python": {"hyphen", "break"}, "mammoth": {"break"}, "docx2txt": {"hyphen", "symbol"}, "python-docx": {"symbol"}}
sys.exit(None if joined == expected else "The behaviour has changed.")
PYTHON
