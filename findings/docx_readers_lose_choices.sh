#!/usr/bin/env bash
# The chosen entry of a drop-down field and a ticked box of an older Word form, in five readers
#
# Pins:   mammoth==1.13.0, docx2txt==0.9, docx2python==3.7.1, pypandoc_binary==1.17 (pandoc 3.9), python-docx==1.2.0 (makes the file)
# Guess:  Forms that were made with Word's older fields keep what was chosen in the file, as they keep what was typed. Readers return
#         the entry, "Graz", and something for the box: where they return a typed text, they return a chosen one.
# Seen:   All five return what was typed into a field. The chosen entry is returned by docx2python alone, the ticked box by docx2python
#         and, in HTML only, by mammoth. For the others "City: Graz" is "City: ", with no warning: the choice is a number in the field's
#         definition, not text.
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
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RUN = "<w:r>{}</w:r>"
TEXT = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
ENTRIES = "<w:ddList><w:result w:val='1'/><w:listEntry w:val='Linz'/><w:listEntry w:val='Graz'/></w:ddList>"


def write_field(name: str, kind: str, result: str) -> str:
    begin = f"<w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='f'/><w:enabled/>{kind}</w:ffData></w:fldChar>"
    parts = [begin, f"<w:instrText xml:space='preserve'> {name} </w:instrText>", "<w:fldChar w:fldCharType='separate'/>"]
    return "".join(map(RUN.format, parts)) + result + RUN.format("<w:fldChar w:fldCharType='end'/>")


document = docx.Document()
for label, field in {
    "Mayor: ": write_field("FORMTEXT", "<w:textInput/>", TEXT.format("Novak")),
    "City: ": write_field("FORMDROPDOWN", ENTRIES, ""),
    "Member: ": write_field("FORMCHECKBOX", "<w:checkBox><w:sizeAuto/><w:default w:val='0'/><w:checked/></w:checkBox>", ""),
}.items():
    paragraph = parse_xml(f"<w:p {nsdecls('w')}>{TEXT.format(label)}{field}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, paragraph)
document.save("form.docx")

with docx2python.docx2python("form.docx") as file:
    texts = {"docx2python": file.text}
with open("form.docx", "rb") as file:
    texts["mammoth"] = mammoth.extract_raw_text(file).value
    texts["mammoth, HTML"] = mammoth.convert_to_html(file).value
texts["docx2txt"] = docx2txt.process("form.docx")
texts["pandoc"] = pypandoc.convert_file("form.docx", "plain")
texts["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("form.docx").paragraphs)
for reader, text in texts.items():
    print(f"{reader}: {text!r}")
typed = {reader for reader, text in texts.items() if "Novak" in text}
chosen = {reader for reader, text in texts.items() if "Graz" in text}
ticked = {reader for reader, text in texts.items() if "☒" in text or "checked=" in text}
same = typed == set(texts) and chosen == {"docx2python"} and ticked == {"docx2python", "mammoth, HTML"}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
