#!/usr/bin/env bash
# A cell of an HTML table that holds a list of numbers
#
# Pins:   pandas==3.1.1, lxml==6.1.3, html2text==2025.4.15, markdownify==1.2.3
# Guess:  Two items of a list in one cell, or two paragraphs, are apart in what is read: browsers never show them side by side. So the
#         column with the items 10 and 20 becomes text.
# Seen:   pandas.read_html returns the number 1020, an integer column, and "PortoLisbon" for two paragraphs. Only <br> becomes
#         a blank. html2text joins the paragraphs too, and its list ends the table. markdownify keeps both apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 lxml==6.1.3 html2text==2025.4.15 markdownify==1.2.3
cd "$work"
venv/bin/python - <<'PYTHON'
import io
import sys

import html2text
import markdownify
import pandas

HTML = (
    "<table><tr><th>Cities</th><th>Projects</th></tr>"
    "<tr><td>Graz<br>Turin</td><td>15</td></tr>"
    "<tr><td><p>Porto</p><p>Lisbon</p></td><td><ul><li>10</li><li>20</li></ul></td></tr></table>"
)
table = pandas.read_html(io.StringIO(HTML))[0]
rows = table.values.tolist()
print(f"pandas: {rows}, the column is of type {table['Projects'].dtype}")
texts = {"html2text": html2text.html2text(HTML), "markdownify": markdownify.markdownify(HTML)}
for name, text in texts.items():
    print(f"{name}: {text.strip()!r}")
joined = {name: "PortoLisbon" in text for name, text in texts.items()}
same = rows == [["Graz Turin", 15], ["PortoLisbon", 1020]] and table["Projects"].dtype == "int64" and joined == {"html2text": True, "markdownify": False}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
