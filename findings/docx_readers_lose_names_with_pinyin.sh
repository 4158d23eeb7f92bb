#!/usr/bin/env bash
# A Chinese name with its pinyin above it, and a computed sum, in a Word file
#
# Pins:   mammoth==1.13.0, docx2txt==0.9, docx2python==3.7.1, python-docx==1.2.0 (makes the file)
# Guess:  Word's phonetic guide keeps the name and its pinyin in one element (w:ruby), and a formula the result that it showed last
#         (w:fldSimple). Readers may leave the pinyin out, yet return the name, and the sum.
# Seen:   mammoth and python-docx return neither the name nor the sum: "City  has  projects". docx2txt and docx2python return all, the
#         pinyin in front of the name without a blank. mammoth's messages list w:ruby as "unrecognised"; python-docx says nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 docx2txt==0.9 docx2python==3.7.1 python-docx==1.2.0
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
LOOK = (
    "<w:rubyPr><w:rubyAlign w:val='center'/><w:hps w:val='10'/><w:hpsRaise w:val='20'/><w:hpsBaseText w:val='22'/>"
    "<w:lid w:val='zh-CN'/></w:rubyPr>"
)
NAME = f"<w:r><w:ruby>{LOOK}<w:rt>{RUN.format('pinyin')}</w:rt><w:rubyBase>{RUN.format('重庆')}</w:rubyBase></w:ruby></w:r>"
SUM = f"<w:fldSimple w:instr='=1+2'>{RUN.format('3')}</w:fldSimple>"
document = docx.Document()
paragraph = f"<w:p {nsdecls('w')}>{RUN.format('City ')}{NAME}{RUN.format(' has ')}{SUM}{RUN.format(' projects')}</w:p>"
document.element.body.insert(0, parse_xml(paragraph))
document.save("city.docx")

with open("city.docx", "rb") as file:
    result = mammoth.extract_raw_text(file)
with docx2python.docx2python("city.docx") as file:
    texts = {"docx2python": file.text.strip()}
texts["docx2txt"] = docx2txt.process("city.docx").strip()
texts["mammoth"] = result.value.strip()
texts["python-docx"] = docx.Document("city.docx").paragraphs[0].text
for reader, text in texts.items():
    print(f"{reader}: {text}")
warnings = [message.message for message in result.messages]
print("mammoth warns of:", warnings or "nothing")
lost, kept = "City  has  projects", "City pinyin重庆 has 3 projects"
same = texts == {"docx2python": kept, "docx2txt": kept, "mammoth": lost, "python-docx": lost}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
