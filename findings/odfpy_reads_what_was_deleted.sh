#!/usr/bin/env bash
# The paragraphs of an OpenDocument text with a tracked deletion and a comment
#
# Pins:   odfpy==1.4.1
# Guess:  getElementsByType(text.P) returns the paragraphs of the text as they stand, and extractText the words of each. What was
#         deleted and what was remarked is not among them.
# Seen:   The deleted paragraph comes first, whatever its place was: OpenDocument keeps deletions in a list before the text. The comment
#         is a paragraph of its own, and is within the commented one too, with author and date joined to its first word:
#         "Ann2023-02-19T09:30:00Is this right?Graz and Turin".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check odfpy==1.4.1
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from odf import dc, office, teletype, text
from odf.namespaces import TEXTNS, XMLNS
from odf.opendocument import OpenDocumentText, load

document = OpenDocumentText()
changes = text.TrackedChanges()
region = text.ChangedRegion(check_grammar=False, qattributes={(TEXTNS, "id"): "ct1", (XMLNS, "id"): "ct1"})
deletion = text.Deletion()
info = office.ChangeInfo()
info.addElement(dc.Creator(text="Ann"))
info.addElement(dc.Date(text="2023-02-19T09:30:00"))
deletion.addElement(info)
deletion.addElement(text.P(text="Deleted at the end"))
region.addElement(deletion)
changes.addElement(region)
document.text.addElement(changes)
document.text.addElement(text.P(text="First"))
commented = text.P()
note = office.Annotation()
note.addElement(dc.Creator(text="Ann"))
note.addElement(dc.Date(text="2023-02-19T09:30:00"))
note.addElement(text.P(text="Is this right?"))
commented.addElement(note)
commented.addText("Graz and Turin")
document.text.addElement(commented)
last = text.P(text="Last ")
last.addElement(text.Change(changeid="ct1"))
document.text.addElement(last)
document.save("plan.odt")

seen = [teletype.extractText(paragraph) for paragraph in load("plan.odt").getElementsByType(text.P)]
for paragraph in seen:
    print(paragraph)
expected = ["Deleted at the end", "First", "Ann2023-02-19T09:30:00Is this right?Graz and Turin", "Is this right?", "Last "]
sys.exit(None if seen == expected else "The behaviour has changed.")
PYTHON
