#!/usr/bin/env bash
# Numbers that a workbook shows with their unit, written as CSV by xlsx2csv
#
# Pins:   xlsx2csv==0.8.6, XlsxWriter==3.3.1 (makes the file), polars==2.1.0 (reads with xlsx2csv if asked to), fastexcel==0.21.0
# Guess:  A cell with the number 127 and the format 0" km²" is 127, or "127 km²", as the workbook shows it.
# Seen:   0" k05²": the m of the unit is taken for the month of a date, and the number is gone. 12 with 0 "days" is 0 "11ays", 9.79 with
#         a format for millions is #,##0.00" 01io", and 127 ha are 0" 12a". Nothing warns, and the exit status is 0. A number in % or
#         behind € is right. 36 hours and a half are 12:30. Polars returns the same text with engine="xlsx2csv"; its own engine returns 127.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check xlsx2csv==0.8.6 XlsxWriter==3.3.1 polars==2.1.0 fastexcel==0.21.0
cd "$work"
venv/bin/python - <<'PYTHON'
import csv
import subprocess
import sys

import polars
import xlsxwriter

CELLS = [
    (127, '0" km²"', '0" k05²"'),
    (127, '0" ha"', '0" 12a"'),
    (12, '0 "days"', '0 "11ays"'),
    (9.79, '#,##0.00" Mio"', '#,##0.00" 01io"'),
    (127, "[$€-407] 0", "127"),
    (0.5, "0%", "50%"),
    (36.5 / 24, "[h]:mm:ss", "12:30"),
]
with xlsxwriter.Workbook("form.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (number, shown, _) in enumerate(CELLS):
        sheet.write_number(row, 0, number, book.add_format({"num_format": shown}))
    book.add_worksheet("area").write_number(0, 0, 127, book.add_format({"num_format": '0" km²"'}))
done = subprocess.run(["venv/bin/xlsx2csv", "form.xlsx"], capture_output=True, text=True, check=True)
written = [row[0] for row in csv.reader(done.stdout.splitlines())]
for (number, shown, _), text in zip(CELLS, written, strict=True):
    print(f"{number} as {shown}: {text}")
areas = {
    engine: polars.read_excel("form.xlsx", sheet_name="area", engine=engine, has_header=False).item()
    for engine in ("xlsx2csv", "calamine")
}
print(f"Polars: {areas}")
same = written == [text for _, _, text in CELLS] and not done.stderr and areas == {"xlsx2csv": '0" k05²"', "calamine": 127}
sys.exit(None if same else "The behaviour has changed.")
PYTHON
