#!/usr/bin/env bash
# A sentence that was moved while changes were tracked
#
# Pins:   docx2txt==0.9, docx2python==3.7.1, mammoth==1.13.0, python-docx==1.2.0 (makes the file)
# Guess:  docx2txt and docx2python return what holds now, as they do for what was deleted: deleted words are left out. A sentence that
#         was moved stands once, at its new place.
# Seen:   It stands twice, at its old place and at its new one. Deleted words have an element of their own (w:delText), which neither
#         reads; moved ones have not, at either place. So sums and lists are counted twice. mammoth returns the sentence once;
#         python-docx nowhere.
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

RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
MOVED = RUN.format("Moved. ")
DELETED = "<w:del w:id='3' w:author='a'><w:r><w:delText xml:space='preserve'>Deleted. </w:delText></w:r></w:del>"
document = docx.Document()
paragraph = (
    f"<w:p {nsdecls('w')}><w:moveFrom w:id='1' w:author='a'>{MOVED}</w:moveFrom>{RUN.format('First. ')}{DELETED}"
    f"<w:moveTo w:id='2' w:author='a'>{MOVED}</w:moveTo>{RUN.format('Last.')}</w:p>"
)
document.element.body.insert(0, parse_xml(paragraph))
document.save("moved.docx")

with docx2python.docx2python("moved.docx") as file:
    texts = {"docx2python": file.text}
with open("moved.docx", "rb") as file:
    texts["mammoth"] = mammoth.extract_raw_text(file).value
texts["docx2txt"] = docx2txt.process("moved.docx")
texts["python-docx"] = docx.Document("moved.docx").paragraphs[0].text
for reader, text in texts.items():
    print(f"{reader}: {text.strip()}")
times = {reader: text.count("Moved.") for reader, text in texts.items()}
same = times == {"docx2python": 2, "mammoth": 1, "docx2txt": 2, "python-docx": 0} and not any("Deleted" in text for text in texts.values())
sys.exit(None if same else "The behaviour has changed.")
PYTHON
