#!/usr/bin/env bash
# A date, a chosen entry and two blanks in an OpenDocument text, by two methods of odfdo
#
# Pins:   odfdo==3.27.3
# Guess:  get_formatted_text() is the text for people to read, with notes below, and inner_text that of a paragraph. Both have all words
#         that the document shows.
# Seen:   get_formatted_text() leaves out what stands in fields: a date that was inserted, the chosen entry of a list, a name from the
#         document's fields; two blanks between words are none ("ab"). inner_text has these, yet puts the text of a footnote into the line,
#         so that a population of 569000 with note 1 is "5690001. Census 2016".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check odfdo==3.27.3
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

import odfdo

NOTE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Census 2016</text:p></text:note-body></text:note>"
)
PARAGRAPHS = [
    '<text:p>Signed on <text:date text:date-value="2018-04-01" text:fixed="true">1 April 2018</text:date>.</text:p>',
    '<text:p>City: <text:drop-down text:name="city"><text:label text:value="Linz"/>'
    '<text:label text:value="Graz" text:current-selected="true"/>Graz</text:drop-down>.</text:p>',
    '<text:p>Mayor: <text:user-field-get text:name="mayor">Novak</text:user-field-get>.</text:p>',
    '<text:p>a<text:s text:c="2"/>b</text:p>',
    f"<text:p>Population: 569000{NOTE} people</text:p>",
]
document = odfdo.Document("text")
document.body.clear()
for paragraph in PARAGRAPHS:
    document.body.append(odfdo.Element.from_tag(paragraph))
document.save("form.odt")
document = odfdo.Document("form.odt")
formatted = [line.rstrip() for line in document.get_formatted_text().splitlines() if line.strip()]
inner = [paragraph.inner_text for paragraph in document.body.get_paragraphs()]
print(f"get_formatted_text: {formatted}")
print(f"inner_text: {inner}")
same = formatted[:5] == ["Signed on .", "City: .", "Mayor: .", "ab", "Population: 569000[1] people"]
same = same and inner[:4] == ["Signed on 1 April 2018.", "City: Graz.", "Mayor: Novak.", "a  b"]
same = same and inner[4].startswith("Population: 5690001. Census 2016")
sys.exit(None if same else "The behaviour has changed.")
PYTHON
