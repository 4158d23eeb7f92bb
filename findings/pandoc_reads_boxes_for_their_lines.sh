#!/usr/bin/env bash
# A line of a Word file in which a text box is anchored, read by pandoc
#
# Pins:   pypandoc_binary==1.17 (pandoc 3.9), mammoth==1.13.0 (a second reader), python-docx==1.2.0 (makes the file)
# Guess:  Word anchors a text box in a paragraph, in two forms: a drawing, and a picture in VML for older programs. pandoc, which keeps
#         no layout, leaves the box out or puts its text before or behind the paragraph; the paragraph's own words are there.
# Seen:   The paragraph's words are gone, and the box's text stands in their place: of "Population: 290,000" with a box "estimated"
#         only "estimated" is left, without a warning. Without the second form, as some programs write it, it is the other way
#         round: the paragraph is read, and the box is lost. mammoth reads both when both forms are there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

SPACES = (
    nsdecls("w", "wp", "a")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TEXT = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
CONTENT = "<w:txbxContent><w:p><w:r><w:t>estimated</w:t></w:r></w:p></w:txbxContent>"
DRAWING = f"""
<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
  layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
  <wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>
  <wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
  <wp:extent cx="1000000" cy="500000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="box"/>
  <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
    <wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{CONTENT}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing>"""
PICTURE = f"<w:pict><v:shape style='width:100pt;height:40pt'><v:textbox>{CONTENT}</v:textbox></v:shape></w:pict>"
seen = {}
for name, older in {"both forms": f"<mc:Fallback>{PICTURE}</mc:Fallback>", "the drawing only": ""}.items():
    box = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{DRAWING}</mc:Choice>{older}</mc:AlternateContent></w:r>"
    document = docx.Document()
    line = TEXT.format("Population: ") + box + TEXT.format("290,000")
    for words in (line, TEXT.format("Area: 128")):
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {SPACES}>{words}</w:p>"))
    document.save("form.docx")
    with open("form.docx", "rb") as file:
        other = mammoth.extract_raw_text(file).value
    seen[name] = pypandoc.convert_file("form.docx", "plain").split("\n\n")
    print(f"{name}: pandoc {seen[name]}, mammoth {other.split()}")
    if "290,000" not in other:
        sys.exit("The behaviour has changed.")
expected = {"both forms": ["estimated", "Area: 128\n"], "the drawing only": ["Population: 290,000", "Area: 128\n"]}
sys.exit(None if seen == expected else "The behaviour has changed.")
PYTHON
