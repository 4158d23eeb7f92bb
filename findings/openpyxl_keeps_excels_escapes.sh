#!/usr/bin/env bash
# Text with a carriage return or a control character, from XlsxWriter to openpyxl
#
# Pins:   XlsxWriter==3.3.1 (writes), openpyxl==3.1.5 and python-calamine==0.9.1 (read), pandas==3.1.1
# Guess:  Both know the format's escapes (_x000D_ for a carriage return), so a text written by the one is the same when the
#         other reads it.
# Seen:   XlsxWriter writes the escapes, and calamine reads them back. openpyxl does not: "a\r\nb" comes back as
#         "a_x000D_\nb", and so it does from pandas.read_excel, whose default engine openpyxl still is. Only the escape
#         of the escape is read by all: a literal "_x0041_" is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1 pandas==3.1.1
cd "$work"
venv/bin/python -W ignore - <<'PYTHON'
import sys

import openpyxl
import pandas
import python_calamine
import xlsxwriter

TEXTS = ["a\r\nb", "a\x1bb", "_x0041_"]
with xlsxwriter.Workbook("texts.xlsx") as book:
    sheet = book.add_worksheet()
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)
seen = {
    "openpyxl": [cell.value for cell in openpyxl.load_workbook("texts.xlsx").active["A"]],
    "pandas": pandas.read_excel("texts.xlsx", header=None)[0].tolist(),
    "calamine": [row[0] for row in python_calamine.CalamineWorkbook.from_path("texts.xlsx").get_sheet_by_index(0).to_python()],
}
print(f"written:  {TEXTS}")
for name, texts in seen.items():
    print(f"{name}: {texts}")
raw = ["a_x000D_\nb", "a_x001B_b", "_x0041_"]
sys.exit(None if seen == {"openpyxl": raw, "pandas": raw, "calamine": TEXTS} else "The behaviour has changed.")
PYTHON
