#!/usr/bin/env bash
# Lengths of time in an OpenDocument table, read by pandas
#
# Pins:   pandas==3.1.1, odfpy==1.4.1 (pandas reads the format with it), python-calamine==0.9.1 (the other engine)
# Guess:  A cell of the type "time" holds its value beside what it shows: PT10M30S, shown as 10:30. pandas reads the value, as it does for
#         numbers and dates. A length of more than a day is a Timedelta or a text.
# Seen:   With the engine "odf", which is taken for .ods, pandas reads what is shown, as a time of day: ten minutes and a half are half past
#         ten, with no warning. A length shown as 36:30 raises an error, and no cell of the sheet can be read. The engine "calamine" reads
#         the value, and of 36 hours and a half makes the text 'PT36H30M00S'.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1
cd "$work"
venv/bin/python - <<'PYTHON'
import datetime
import sys

import pandas
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

SHOWN = {"PT01H30M00S": "1:30", "PT00H10M30S": "10:30", "PT36H30M00S": "36:30"}


def read(value: str, engine: str) -> object:
    document = OpenDocumentSpreadsheet()
    table, row = Table(name="talks"), TableRow()
    cell = TableCell(valuetype="time", timevalue=value)
    cell.addElement(P(text=SHOWN[value]))
    row.addElement(cell)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save("talks.ods")
    try:
        return pandas.read_excel("talks.ods", header=None, engine=engine).iat[0, 0]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"


seen = {engine: [read(value, engine) for value in SHOWN] for engine in ("odf", "calamine")}
print(f"shown: {list(SHOWN.values())}")
for engine, values in seen.items():
    print(f"{engine}: {[str(value) for value in values]}")
time = datetime.time
same = seen["odf"][:2] == [time(1, 30), time(10, 30)] and "hour must be in 0..23" in str(seen["odf"][2])
same = same and seen["calamine"] == [time(1, 30), time(0, 10, 30), "PT36H30M00S"]
sys.exit(None if same else "The behaviour has changed.")
PYTHON
