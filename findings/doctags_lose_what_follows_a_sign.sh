#!/usr/bin/env bash
# A table with "<" in a cell and a list with a list in it, written as DocTags and read again
#
# Pins:   docling-core==2.104.0
# Guess:  DocTags looks like XML, and export_to_doctags and load_from_doctags of one library are made for each other: "a < b" in a cell is
#         escaped, and comes back. Items of a nested list come back, perhaps on one level.
# Seen:   Nothing is escaped. Of the cell "a < b" returns "a", and the cell behind it is gone; the table has the same size, so nothing shows
#         it. Behind a nested list all later items of the outer list are gone. Markdown and HTML of the same document have them all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check docling-core==2.104.0
cd "$work"
venv/bin/python - <<'PYTHON'
import sys

from docling_core.types.doc import DoclingDocument, TableCell, TableData
from docling_core.types.doc.document import DocTagsDocument

ROWS = [["City", "Graz"], ["a < b", "Linz"], ["Population", "290,000"]]
document = DoclingDocument(name="form")
cells = [
    TableCell(
        text=text,
        start_row_offset_idx=row,
        end_row_offset_idx=row + 1,
        start_col_offset_idx=column,
        end_col_offset_idx=column + 1,
    )
    for row, texts in enumerate(ROWS)
    for column, text in enumerate(texts)
]
document.add_table(data=TableData(table_cells=cells, num_rows=3, num_cols=2))
outer = document.add_list_group()
first = document.add_list_item("first", parent=outer)
document.add_list_item("inner", parent=document.add_list_group(parent=first))
for text in ("second", "third"):
    document.add_list_item(text, parent=outer)
tags = document.export_to_doctags()
print(tags)
read = DoclingDocument.load_from_doctags(DocTagsDocument.from_doctags_and_image_pairs([tags], None), document_name="form")
data = read.tables[0].data
table = [[cell.text for cell in row] for row in data.grid]
items = [item.text for item in read.texts]
print(f"read again: {table} of {data.num_rows} x {data.num_cols}, {items}")
html = document.export_to_html()
same = table == [["City", "Graz"], ["a", ""], ["Population", "290,000"]] and items == ["first", "inner"]
same = same and "a &lt; b" in html and "third" in html and "third" in document.export_to_markdown()
sys.exit(None if same else "The behaviour has changed.")
PYTHON
