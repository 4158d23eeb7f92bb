#!/usr/bin/env bash
# A numbered list that was set to go on with 5, in the text that docx2python makes of it
#
# Pins:   docx2python==3.7.1, python-docx==1.2.0 (makes the file)
# Guess:  Word stores no numbers, they follow from the list's definition. docx2python writes numbers before the items, so it reads the
#         definition: "1." and "2.", then "5." where "Set numbering value" says so, and "5.1" on the second level.
# Seen:   "1)", "2)", and again "1)" for the 5, on both levels. It takes the first number from the list's form (w:abstractNum), but not
#         from the list itself (w:startOverride), nor the text around the number (w:lvlText). "As in 5." then points to nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import docx
import docx2python
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

NAMES = nsdecls("w")
LEVEL = "<w:lvl w:ilvl='{0}'><w:start w:val='{1}'/><w:numFmt w:val='decimal'/><w:lvlText w:val='{2}'/></w:lvl>"
ITEM = "<w:p {0}><w:pPr><w:numPr><w:ilvl w:val='{1}'/><w:numId w:val='{2}'/></w:numPr></w:pPr><w:r><w:t>{3}</w:t></w:r></w:p>"
document = docx.Document()
numbering = document.part.numbering_part.element
levels = LEVEL.format(0, 1, "%1.") + LEVEL.format(1, 1, "%1.%2")
numbering.insert(0, parse_xml(f"<w:abstractNum {NAMES} w:abstractNumId='77'>{levels}</w:abstractNum>"))
OVERRIDE = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
for number, override in ((77, ""), (78, OVERRIDE)):
    numbering.append(parse_xml(f"<w:num {NAMES} w:numId='{number}'><w:abstractNumId w:val='77'/>{override}</w:num>"))
for number, level, text in ((77, 0, "Aims"), (77, 0, "Costs"), (78, 0, "Staff"), (78, 1, "Travel")):
    document.element.body.insert(len(document.element.body) - 1, parse_xml(ITEM.format(NAMES, level, number, text)))
document.save("list.docx")
with docx2python.docx2python("list.docx") as file:
    items = [line.split() for line in file.text.splitlines() if line.strip()]
print("in Word:    ", [["1.", "Aims"], ["2.", "Costs"], ["5.", "Staff"], ["5.1", "Travel"]])
print("docx2python:", items)
sys.exit(None if items == [["1)", "Aims"], ["2)", "Costs"], ["1)", "Staff"], ["1)", "Travel"]] else "The behaviour has changed.")
PYTHON
