#!/usr/bin/env bash
# A Word file saved as "Strict Open XML Document"
#
# Pins:   docx2txt==0.9, python-docx==1.2.0 (makes the file, too), mammoth==1.13.0, docx2python==3.7.1, pypandoc_binary==1.17 (pandoc 3.9)
# Guess:  Word can save a .docx in the strict form of ISO/IEC 29500, which has the same elements in other namespaces. Readers know both
#         forms, or say that they do not know this one.
# Seen:   docx2txt returns an empty text, without an error: it looks for the elements by the other namespace. python-docx raises KeyError
#         ("no relationship of type …/officeDocument"), which does not name the cause, as for a damaged file. mammoth, docx2python and
#         pandoc read it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check docx2txt==0.9 python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1 \
    pypandoc_binary==1.17
cd "$work"
venv/bin/python - <<'PYTHON'
import re
import sys
import zipfile

import docx
import docx2python
import docx2txt
import mammoth
import pypandoc

document = docx.Document()
document.add_paragraph("City: Graz")
document.save("usual.docx")
# The strict form as Word writes it: http://purl.oclc.org/ooxml/wordprocessingml/main instead of .../wordprocessingml/2006/main.
with zipfile.ZipFile("usual.docx") as usual, zipfile.ZipFile("strict.docx", "w") as strict:
    for name in usual.namelist():
        part = usual.read(name).decode() if name.endswith((".xml", ".rels")) else usual.read(name)
        if isinstance(part, str):
            part = re.sub(r"http://schemas\.openxmlformats\.org/(\w+)/2006/", r"http://purl.oclc.org/ooxml/\1/", part)
            part = re.sub(r"http://purl\.oclc\.org/ooxml/package/", "http://schemas.openxmlformats.org/package/2006/", part)
            part = part.replace("<w:document ", '<w:document w:conformance="strict" ', 1)
        strict.writestr(name, part)

with docx2python.docx2python("strict.docx") as file:
    texts = {"docx2python": file.text}
with open("strict.docx", "rb") as file:
    texts["mammoth"] = mammoth.extract_raw_text(file).value
texts["docx2txt"] = docx2txt.process("strict.docx")
texts["pandoc"] = pypandoc.convert_file("strict.docx", "plain")
try:
    texts["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("strict.docx").paragraphs)
except KeyError as error:
    texts["python-docx"] = f"KeyError: {error.args[0]}"
for reader, text in texts.items():
    print(f"{reader}: {text!r}")
same = {reader for reader, text in texts.items() if text.strip() == "City: Graz"} == {"docx2python", "mammoth", "pandoc"}
same = same and texts["docx2txt"] == "" and texts["python-docx"].startswith("KeyError: no relationship of type")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
