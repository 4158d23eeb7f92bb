#!/usr/bin/env bash
# Words in a Word file with a direction of writing of their own
#
# Pins:   mammoth==1.13.0, docx2txt==0.9, docx2python==3.7.1, pypandoc_binary==1.17 (pandoc 3.9), python-docx==1.2.0 (makes the file)
# Guess:  In lines with Hebrew or Arabic, Word puts an element around words that are embedded in the other direction (w:dir), or are
#         forced into it (w:bdo). Plain text has no need of it: readers pass over the element and return the words in it.
# Seen:   mammoth, pandoc and python-docx leave out the element with its words: of "City: Haifa, pop. 290000" remains "City: , pop. ".
#         mammoth lists both in its messages, pandoc and python-docx say nothing. docx2txt and docx2python return all words.
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

TEXT = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
line = "".join(
    [
        TEXT.format("City: "),
        f"<w:dir w:val='rtl'>{TEXT.format('חיפה Haifa')}</w:dir>",
        TEXT.format(", pop. "),
        f"<w:bdo w:val='ltr'>{TEXT.format('290000')}</w:bdo>",
    ]
)
document = docx.Document()
document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{line}</w:p>"))
document.save("form.docx")
with docx2python.docx2python("form.docx") as file:
    texts = {"docx2python": file.text}
with open("form.docx", "rb") as file:
    read = mammoth.extract_raw_text(file)
    texts["mammoth"] = read.value
texts["docx2txt"] = docx2txt.process("form.docx")
texts["pandoc"] = pypandoc.convert_file("form.docx", "plain")
texts["python-docx"] = "\n".join(paragraph.text for paragraph in docx.Document("form.docx").paragraphs)
for reader, text in texts.items():
    print(f"{reader}: {text!r}")
print(f"messages of mammoth: {[message.message for message in read.messages]}")
kept = {reader: ("Haifa" in text, "290000" in text) for reader, text in texts.items()}
same = all(found == (reader in ("docx2txt", "docx2python"),) * 2 for reader, found in kept.items())
same = same and any("w:dir" in message.message for message in read.messages)
sys.exit(None if same else "The behaviour has changed.")
PYTHON
