#!/usr/bin/env bash
# Lines with a tab between their columns in a Word file, and with blanks in an OpenDocument text, read by kreuzberg
#
# Pins:   kreuzberg==4.10.4, python-docx==1.2.0, odfpy==1.4.1 (make the files), docx2txt==0.9 (reads the same file)
# Guess:  A tab is a tab or a blank in the text. "2016", tab, "291134" stays two numbers, in Word and in OpenDocument.
# Seen:   "2016291134", and "City:Graz": the tab of a Word file is nothing, in plain text and in Markdown. In an OpenDocument text a tab is kept,
#         and several blanks in a row are nothing: "2016291134" again. docx2txt keeps the tab. Nothing warns.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check kreuzberg==4.10.4 python-docx==1.2.0 odfpy==1.4.1 docx2txt==0.9
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import docx2txt
import kreuzberg
from odf.opendocument import OpenDocumentText
from odf.text import P, S, Tab

word = docx.Document()
word.add_paragraph("City:\tGraz")
word.add_paragraph("2016\t291134")
word.save("form.docx")
office = OpenDocumentText()
for gap in (Tab(), S(c=3)):
    paragraph = P(text="2016")
    paragraph.addElement(gap)
    paragraph.addText("291134")
    office.text.addElement(paragraph)
office.save("form.odt")


def read(name: str, output: str) -> list[str]:
    content = kreuzberg.extract_file_sync(name, config=kreuzberg.ExtractionConfig(output_format=output)).content
    return [line for line in content.splitlines() if line.strip()]


seen = {
    "Word, plain": read("form.docx", "plain"),
    "Word, Markdown": read("form.docx", "markdown"),
    "Word, docx2txt": [line for line in docx2txt.process("form.docx").splitlines() if line.strip()],
    "OpenDocument, plain": read("form.odt", "plain"),
}
for name, lines in seen.items():
    print(f"{name}: {lines}")
same = seen["Word, plain"] == seen["Word, Markdown"] == ["City:Graz", "2016291134"]
same = same and seen["Word, docx2txt"] == ["City:\tGraz", "2016\t291134"]
same = same and seen["OpenDocument, plain"] == ["2016\t291134", "2016291134"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
