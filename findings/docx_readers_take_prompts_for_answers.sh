#!/usr/bin/env bash
# A field of a Word form that nobody filled in
#
# Pins:   mammoth==1.13.0, docx2txt==0.9, docx2python==3.7.1, pypandoc_binary==1.17 (pandoc 3.9), python-docx==1.2.0 (makes the file)
# Guess:  An empty content control shows what to do, "Click or tap here to enter text." The file says that this is no answer
#         (w:showingPlcHdr), so readers that know content controls leave it out.
# Seen:   mammoth, pandoc, docx2python and docx2txt return it like an answer. python-docx leaves it out, and the answers in other
#         controls of the same kind too. None tells the two apart; only the text would, which Word writes in its own language.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mammoth==1.13.0 docx2txt==0.9 docx2python==3.7.1 \
    pypandoc_binary==1.17 python-docx==1.2.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import docx2python
import docx2txt
import mammoth
import pypandoc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TEXT = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
CONTROL = "<w:sdt><w:sdtPr>{}<w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
PROMPT = "<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>Click or tap here to enter text.</w:t></w:r>"
document = docx.Document()
document.styles.add_style("PlaceholderText", WD_STYLE_TYPE.CHARACTER).name = "Placeholder Text"
for label, control in {
    "City: ": CONTROL.format("<w:showingPlcHdr/>", PROMPT),
    "Mayor: ": CONTROL.format("", TEXT.format("Novak")),
}.items():
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{TEXT.format(label)}{control}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)
document.save("form.docx")

with docx2python.docx2python("form.docx") as file:
    texts = {"docx2python": file.text}
with open("form.docx", "rb") as file:
    texts["mammoth"] = mammoth.extract_raw_text(file).value
texts["docx2txt"] = docx2txt.process("form.docx")
texts["pandoc"] = pypandoc.convert_file("form.docx", "plain")
texts["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("form.docx").paragraphs)
for reader, text in texts.items():
    print(f"{reader}: {text!r}")
prompted = {reader for reader, text in texts.items() if "Click or tap" in text}
answered = {reader for reader, text in texts.items() if "Novak" in text}
same = prompted == answered == set(texts) - {"python-docx"}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
